//! The verdict on a draft, and the report that says why.

use super::{Parts, Reporter, reported};
use crate::draft::{Draft, Lines};
use crate::labels::Situation;
use crate::measure::Lengths;
use crate::pack::facts::{Language, VerdictKind};
use crate::pack::{Pack, VerdictRule};
use crate::report::DraftReport;
use crate::signals::Signals;
use crate::span::LineIndex;

/// The labels of a draft, its verdict, and the rule that gave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decision<'a> {
    situation: Situation<'a>,
    rule: Option<&'a VerdictRule>,
}

impl<'a> Decision<'a> {
    pub(crate) fn new(
        pack: &'a Pack,
        signals: &'a Signals,
        draft: &'a Draft<'_>,
        language: Language,
        lengths: Lengths,
    ) -> Self {
        let mut situation = Situation::new(pack, signals, &draft.facts, language, lengths);
        let rule = pack.verdicts.iter().find(|rule| rule.when.as_ref().is_none_or(|when| situation.holds(when)));
        situation.verdict = rule.map(|rule| rule.verdict);
        Self { situation, rule }
    }

    pub(crate) fn verdict(&self) -> VerdictKind {
        self.situation.verdict.unwrap_or(VerdictKind::MessageFirst)
    }

    /// Says of the draft what was asked for.
    pub(crate) fn report(self, draft: &Draft<'_>, parts: Parts, verbose: bool) -> DraftReport {
        let Situation { labels, language, lengths, .. } = self.situation;
        let counted = if draft.lines == Lines::Own { draft.source } else { "" };
        let mut reporter = Reporter { draft, situation: self.situation, lines: LineIndex::new(counted), parts };
        let reason = self.rule.filter(|_| parts.reasons).map(|rule| reporter.fill(&rule.reason, &reporter.tie()));
        let mut report = DraftReport {
            name: draft.name.clone(),
            path: draft.path.clone(),
            language,
            verdict: self.verdict(),
            labels,
            evidence: if parts.evidence { reporter.evidence() } else { Vec::new() },
            findings: reporter.findings(),
            reasons: reason.into_iter().collect(),
            next_steps: if parts.next_steps { reporter.next_steps() } else { Vec::new() },
            declared: draft.facts.clone(),
            allowed: Vec::new(),
            known: 0,
            voided: if verbose { reporter.voided() } else { Vec::new() },
            length: reported(lengths.longest),
            shortest: (lengths.shortest != lengths.longest).then(|| reported(lengths.shortest)),
        };
        reporter.apply_allowances(&mut report);
        report
    }
}
