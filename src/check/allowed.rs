//! Findings that somebody allowed, with the reason, and allowances that hit nothing.

use super::Reporter;
use crate::report::{AllowedFinding, DraftReport, Finding};
use crate::span::Span;

impl DraftReport {
    /// Takes the findings of a check out of those that count; tells whether there was one.
    pub fn allow(&mut self, rule: &str, reason: &str) -> bool {
        let findings = std::mem::take(&mut self.findings);
        let (hit, rest): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.rule == rule);
        self.findings = rest;
        let any = !hit.is_empty();
        let reason = || reason.to_owned();
        self.allowed.extend(hit.into_iter().map(|finding| AllowedFinding { reason: reason(), finding }));
        any
    }
}

impl Reporter<'_, '_> {
    /// Applies what the draft itself allows, and finds fault with what hits nothing.
    pub(super) fn apply_allowances(&mut self, report: &mut DraftReport) {
        let allowed = &self.draft.facts.allow;
        let unused: Vec<_> = allowed.iter().filter(|(rule, reason)| !report.allow(rule, reason)).collect();
        for (rule, _) in unused {
            self.situation.unused_allowance = true;
            let findings = self.findings().into_iter().filter(|finding| !held_before(report, finding));
            let told: Vec<_> = findings.map(|finding| self.about(finding, rule)).collect();
            self.situation.unused_allowance = false;
            report.findings.splice(0..0, told);
        }
    }

    /// Names the rule, and the place in the front matter where it stands.
    fn about(&self, finding: Finding, rule: &str) -> Finding {
        let front_matter = self.draft.source.get(..self.draft.body).unwrap_or_default();
        let start = front_matter.find(rule);
        let span = start.map(|start| Span { start, end: start + rule.len() });
        let place = span.map(|span| self.position(span.start));
        let end = span.and_then(|span| self.end(span));
        Finding {
            message: finding.message.replace("{rule}", rule),
            help: finding.help.replace("{rule}", rule),
            span,
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
            ..finding
        }
    }
}

/// Tells whether the check found something without any unused allowance.
fn held_before(report: &DraftReport, finding: &Finding) -> bool {
    let allowed = report.allowed.iter().map(|allowed| &allowed.finding);
    report.findings.iter().chain(allowed).any(|known| known.rule == finding.rule && known.message == finding.message)
}
