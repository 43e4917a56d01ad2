//! The list of all rules.

use std::io::{self, Write};

use colored::Colorize;

use super::layout::{hang, pad, width};
use super::{Words, escape};
use crate::explain::{RuleKind, RuleLine};
use crate::pack::facts::{Says, Severity, VerdictKind};

/// Writes one line a rule, by sort.
pub(super) fn write_list(out: &mut dyn Write, words: Words<'_>, list: &[RuleLine]) -> io::Result<()> {
    let ids = list.iter().map(|line| width(&line.id)).max().unwrap_or_default();
    for kind in [RuleKind::Check, RuleKind::Signal, RuleKind::Guard, RuleKind::Decision, RuleKind::Limit] {
        let of_kind: Vec<_> = list.iter().filter(|line| line.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        writeln!(out, "{}", words.say(&format!("heading-{}s", kind_key(kind))).bold())?;
        let sort_columns = of_kind.iter().map(|line| width(sort(line))).max().unwrap_or_default();
        for line in of_kind {
            let sort = if sort_columns == 0 { String::new() } else { format!("{}  ", pad(sort(line), sort_columns)) };
            let first = format!("  {}  {sort}", pad(&escape::line(&line.id), ids));
            writeln!(out, "{}", hang(&first, &escape::line(&line.title)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Returns the word that messages about this sort of rules begin with.
pub(super) fn kind_key(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Check => "check",
        RuleKind::Signal => "signal",
        RuleKind::Guard => "guard",
        RuleKind::Decision => "decision",
        RuleKind::Limit => "limit",
    }
}

/// What a rule does, in the name that rule files use.
pub(super) fn sort(line: &RuleLine) -> &'static str {
    let (severity, says) = (line.severity.map(Severity::name), line.says.map(Says::name));
    severity.or(says).or(line.verdict.map(VerdictKind::name)).unwrap_or_default()
}
