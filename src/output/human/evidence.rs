//! What `--verbose` adds: every piece of evidence, and every hit that a guard made void.

use std::io::{self, Write};

use colored::Colorize;

use super::Page;
use crate::output::escape::line;
use crate::output::layout::{hang, shorten};
use crate::report::Place;

/// The columns of a quote.
const QUOTE: usize = 60;

pub(super) fn write(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    let words = page.words;
    writeln!(out, "{}", words.say("heading-evidence").bold())?;
    if page.report.evidence.is_empty() {
        writeln!(out, "  {}", words.say("evidence-none"))?;
    }
    for evidence in &page.report.evidence {
        let says = evidence.says.map(|says| format!(" ({})", says.name())).unwrap_or_default();
        write_hit(out, page, evidence.place, &format!("{}{says}", evidence.signal), &evidence.text, "")?;
    }
    if !page.report.voided.is_empty() {
        writeln!(out, "\n{}", words.say("heading-voided").bold())?;
    }
    for hit in &page.report.voided {
        let guard = match &hit.guard_text {
            Some(text) => words.quote(&shorten(&line(text), QUOTE)),
            None => words.say("guard-missing"),
        };
        let why = format!(", {} [{}] {guard}", line(&hit.why), hit.guard);
        write_hit(out, page, hit.place, &hit.signal, &hit.text, &why)?;
    }
    writeln!(out)
}

fn write_hit(out: &mut dyn Write, page: Page<'_>, place: Place, signal: &str, text: &str, why: &str) -> io::Result<()> {
    let at = format!("  {:>6}  ", format!("{}:{}", place.line, place.column));
    let quote = page.words.quote(&shorten(&line(text), QUOTE));
    writeln!(out, "{}", hang(&at, &format!("{signal}: {quote}{why}")))
}
