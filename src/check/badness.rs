//! Which of several texts of a template is the worst.

use std::cmp::Reverse;

use crate::pack::facts::{Says, Severity, VerdictKind};
use crate::report::DraftReport;

/// How bad a report is: its errors, warnings and hints, then the verdict, then how little speaks for the draft.
pub(super) fn badness(report: &DraftReport) -> impl Ord + use<> {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let speaks_for = |says: Option<Says>| !matches!(says, None | Some(Says::Generic | Says::Vague));
    let evidence = report.evidence.iter().filter(|evidence| speaks_for(evidence.says)).count();
    let stranger = report.verdict == VerdictKind::MessageFirst;
    (count(Severity::Error), count(Severity::Warning), count(Severity::Hint), stranger, Reverse(evidence))
}
