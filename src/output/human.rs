//! The report for people: findings at their place, a checklist, the verdict and the next step.

mod checklist;
mod evidence;
mod findings;
mod verdict;

use std::io::{self, Write};

use colored::Colorize;

use super::form::{Checked, Form, Run};
use super::layout::{WIDTH, hang, pad, width};
use super::tally::Tally;
use super::{Detail, Style, Words, escape};
use crate::report::{DraftReport, ReadError};

/// Writes one report after the other, and a summary where there are several drafts.
#[derive(Debug)]
pub(crate) struct Human<'p> {
    run: Run<'p>,
    tally: Tally,
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
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run, tally: Tally::default() }
    }

    fn write(&self, out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
        let mut text = Vec::new();
        match page.style.detail {
            Detail::Quiet => findings::write(&mut text, page)?,
            Detail::Normal if page.report.findings.is_empty() => verdict::write_short(&mut text, page)?,
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
        if self.run.several {
            write_name(out, &page.report.name)?;
        }
        out.write_all(text)?;
        writeln!(out)
    }
}

impl Form for Human<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        let Checked { input, report, .. } = checked;
        self.tally.add(report);
        let words = Words::new(self.run.pack, report.language);
        self.write(out, Page { words, style: self.run.style, source: input.source(), report })
    }

    /// People read it on stderr.
    fn error(&mut self, _out: &mut dyn Write, _error: &ReadError) -> io::Result<()> {
        self.tally.add_unread();
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        if !self.run.several || self.run.style.detail == Detail::Quiet || self.tally.drafts == 0 {
            return Ok(());
        }
        write_summary(out, &self.tally, Words::new(self.run.pack, self.run.language(self.tally.language)))
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

/// Writes what all drafts come to, and which checks found most.
fn write_summary(out: &mut dyn Write, tally: &Tally, words: Words<'_>) -> io::Result<()> {
    writeln!(out, "\n{}", tally.line(words).bold())?;
    writeln!(out, "{}", hang("", &tally.verdicts(words)))?;
    let rules = tally.rules();
    let columns = rules.iter().map(|(rule, _)| width(rule)).max().unwrap_or_default();
    for (rule, count) in rules {
        let first = format!("  {count:>4}  {}  ", pad(&escape::line(rule), columns));
        writeln!(out, "{}", hang(&first, &escape::line(words.title(rule))))?;
    }
    Ok(())
}
