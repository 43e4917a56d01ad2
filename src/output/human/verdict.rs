//! The verdict with its reasons and the next step; short where there is nothing to say against a draft.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use super::Page;
use crate::output::advice::{advice, declared, praise};
use crate::output::escape::line;
use crate::output::layout::hang;

pub(super) fn write(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    let words = page.words;
    writeln!(out, "{}", headline(page))?;
    for reason in &page.report.reasons {
        writeln!(out, "{}", hang("  ", &line(reason)))?;
    }
    if let Some(advice) = advice(words, page.report) {
        writeln!(out, "{}", hang("  ", &words.say(advice)))?;
    }
    if !page.report.next_steps.is_empty() {
        writeln!(out, "{}", words.say("heading-next-step").bold())?;
    }
    for step in &page.report.next_steps {
        writeln!(out, "{}", hang("  ", &line(step)))?;
    }
    if let Some(declared) = declared(words, page.report) {
        writeln!(out, "{}", hang(&format!("{}: ", words.say("heading-declared")), &declared))?;
    }
    let explained = page.report.findings.iter().min_by_key(|finding| std::cmp::Reverse(finding.severity));
    if let Some(finding) = explained {
        writeln!(out, "{}", words.fill("explain-hint", &[("id", &finding.rule)]).dimmed())?;
    }
    writeln!(out)
}

/// Writes the answer to a draft that has no findings.
pub(super) fn write_short(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    writeln!(out, "{} {}", "✓".green(), headline(page))?;
    let mut text = vec![page.words.say(praise(page.report))];
    text.extend(page.report.reasons.iter().map(|reason| line(reason)));
    writeln!(out, "{}", hang("  ", &text.join(" ")))?;
    for step in &page.report.next_steps {
        let first = format!("  {}: ", page.words.say("heading-next-step"));
        writeln!(out, "{}", hang("  ", &format!("{}{}", first.trim_start(), line(step))))?;
    }
    writeln!(out)
}

fn headline(page: Page<'_>) -> ColoredString {
    format!("{}: {}", page.words.say("heading-verdict"), page.words.verdict(page.report.verdict)).bold()
}
