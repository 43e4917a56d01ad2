//! The report for people: findings at their place, a checklist, the verdict and the next step.

mod checklist;
mod evidence;
mod findings;
mod verdict;

use std::io::{self, Write};

use colored::Colorize;

use super::layout::{WIDTH, width};
use super::{Detail, Style, Words, escape};
use crate::pack::Pack;
use crate::pack::facts::{Language, Severity};
use crate::report::DraftReport;
use crate::source::Input;

/// Writes one report after the other, and a summary where there are several drafts.
#[derive(Debug)]
pub(crate) struct Human<'p> {
    pack: &'p Pack,
    style: Style,
    several: bool,
    tally: Tally,
}

/// What the summary counts.
#[derive(Debug, Default)]
struct Tally {
    /// That of the first draft.
    language: Option<Language>,
    drafts: usize,
    clean: usize,
    /// Hints, warnings, errors.
    findings: [usize; 3],
}

/// What the parts of one report are written from.
#[derive(Clone, Copy)]
struct Page<'a> {
    words: Words<'a>,
    style: Style,
    /// The draft's whole source.
    source: &'a str,
    report: &'a DraftReport,
}

impl<'p> Human<'p> {
    pub(super) fn new(pack: &'p Pack, style: Style, several: bool) -> Self {
        Self { pack, style, several, tally: Tally::default() }
    }

    pub(super) fn add(&mut self, out: &mut dyn Write, input: &Input, report: &DraftReport) -> io::Result<()> {
        self.tally.add(report);
        let words = Words::new(self.pack, report.language);
        let page = Page { words, style: self.style, source: input.source(), report };
        let mut text = Vec::new();
        match self.style.detail {
            Detail::Quiet => findings::write(&mut text, page)?,
            Detail::Normal if report.findings.is_empty() => verdict::write_short(&mut text, page)?,
            Detail::Normal => write_full(&mut text, page)?,
            Detail::Verbose => {
                write_full(&mut text, page)?;
                evidence::write(&mut text, page)?;
            }
        }
        let text = text.trim_ascii_end();
        if text.is_empty() {
            return Ok(());
        }
        if self.tally.drafts > 1 {
            writeln!(out)?;
        }
        if self.several {
            write_name(out, &report.name)?;
        }
        out.write_all(text)?;
        writeln!(out)
    }

    pub(super) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        if self.several && self.style.detail != Detail::Quiet {
            self.tally.write(out, self.pack)?;
        }
        Ok(())
    }
}

fn write_full(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    findings::write(out, page)?;
    checklist::write(out, page)?;
    verdict::write(out, page)
}

/// Parts the drafts of a run by a line with the name.
fn write_name(out: &mut dyn Write, name: &str) -> io::Result<()> {
    let title = format!("── {} ", escape::line(name));
    let rest = "─".repeat(WIDTH.saturating_sub(width(&title)));
    writeln!(out, "{}\n", format!("{title}{rest}").bold())
}

impl Tally {
    fn add(&mut self, report: &DraftReport) {
        self.language.get_or_insert(report.language);
        self.drafts += 1;
        self.clean += usize::from(report.findings.is_empty());
        for finding in &report.findings {
            self.findings[finding.severity as usize] += 1;
        }
    }

    fn write(&self, out: &mut dyn Write, pack: &Pack) -> io::Result<()> {
        let Some(language) = self.language else { return Ok(()) };
        let words = Words::new(pack, language);
        let mut parts = Vec::new();
        for severity in Severity::ALL.iter().rev() {
            let count = self.findings[*severity as usize];
            if count > 0 {
                parts.push(words.count(&format!("{}s", severity.name()), count));
            }
        }
        let counted = [words.count("drafts", self.drafts), words.count("drafts-clean", self.clean), parts.join(", ")];
        let counted: Vec<_> = counted.into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(out, "\n{}", counted.join(" · ").bold())
    }
}
