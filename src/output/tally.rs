//! What is counted over all drafts of a run.

use std::collections::{BTreeMap, BTreeSet};

use super::Words;
use crate::pack::facts::{Language, Severity, VerdictKind};
use crate::report::DraftReport;

/// Counts drafts, verdicts and findings.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The language of the first draft's report.
    pub(super) language: Option<Language>,
    pub(super) drafts: usize,
    clean: usize,
    unread: usize,
    /// In the order of [`Severity::ALL`].
    findings: [usize; Severity::ALL.len()],
    /// In the order of [`VerdictKind::ALL`].
    verdicts: [usize; VerdictKind::ALL.len()],
    /// How many findings a check has, and in how many drafts.
    rules: BTreeMap<String, (usize, usize)>,
}

impl Tally {
    pub(super) fn add(&mut self, report: &DraftReport) {
        self.language.get_or_insert(report.language);
        self.drafts += 1;
        self.clean += usize::from(report.findings.is_empty());
        self.verdicts[report.verdict as usize] += 1;
        let mut seen = BTreeSet::new();
        for finding in &report.findings {
            self.findings[finding.severity as usize] += 1;
            let first = seen.insert(&finding.rule);
            let (findings, drafts) = self.rules.entry(finding.rule.clone()).or_default();
            *findings += 1;
            *drafts += usize::from(first);
        }
    }

    pub(super) fn add_unread(&mut self) {
        self.unread += 1;
    }

    /// Returns how many drafts have this verdict.
    pub(super) fn verdict(&self, verdict: VerdictKind) -> usize {
        self.verdicts[verdict as usize]
    }

    /// Returns how many drafts have no findings.
    pub(super) fn clean(&self) -> usize {
        self.clean
    }

    /// Lists the checks with how many findings they have, those with most of them first.
    pub(super) fn rules(&self) -> Vec<(&str, usize)> {
        most_first(self.rules.iter().map(|(rule, (findings, _))| (rule.as_str(), *findings)))
    }

    /// Lists the checks with how many drafts they concern, those with most of them first.
    pub(super) fn drafts_by_rule(&self) -> Vec<(&str, usize)> {
        most_first(self.rules.iter().map(|(rule, (_, drafts))| (rule.as_str(), *drafts)))
    }

    /// Tells how many drafts there were, how many are fine, and how many findings there are, worst first.
    pub(super) fn line(&self, words: Words<'_>) -> String {
        let mut findings = Vec::new();
        for severity in Severity::ALL.iter().rev() {
            let count = self.findings[*severity as usize];
            if count > 0 {
                findings.push(words.count(&format!("{}s", severity.name()), count));
            }
        }
        let clean = if self.drafts > 0 { words.count("drafts-clean", self.clean) } else { String::new() };
        let unread = if self.unread > 0 { words.count("drafts-unread", self.unread) } else { String::new() };
        let parts = [words.count("drafts", self.drafts), clean, findings.join(", "), unread];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Tells how many drafts have which verdict.
    pub(super) fn verdicts(&self, words: Words<'_>) -> String {
        let counted = VerdictKind::ALL.iter().filter(|verdict| self.verdict(**verdict) > 0);
        let counted = counted.map(|verdict| format!("{} {}", self.verdict(*verdict), words.verdict(*verdict)));
        format!("{}: {}", words.say("heading-verdict"), counted.collect::<Vec<_>>().join(", "))
    }
}

fn most_first<'r>(counted: impl Iterator<Item = (&'r str, usize)>) -> Vec<(&'r str, usize)> {
    let mut counted: Vec<_> = counted.collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted
}
