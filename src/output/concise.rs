//! One line a finding, as compilers write it: editors and terminals make its place a link.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use super::escape::line;
use super::form::{Checked, Form, Run, UNREADABLE};
use crate::pack::facts::Severity;
use crate::report::ReadError;

#[derive(Debug)]
pub(super) struct Concise<'p> {
    run: Run<'p>,
}

impl<'p> Concise<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run }
    }

    fn write(
        &self,
        out: &mut dyn Write,
        path: &str,
        (row, column): (usize, usize),
        severity: Severity,
        what: &str,
    ) -> io::Result<()> {
        let path = line(&self.run.path(path));
        // What begins with two colons is a command to some CI systems.
        let dot = if path.starts_with(':') { "./" } else { "" };
        writeln!(out, "{dot}{path}:{row}:{column}: {}{what}", paint(severity))
    }
}

impl Form for Concise<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        for finding in &checked.report.findings {
            let at = checked.region(finding).start;
            let part = checked.part().map(|part| format!(" ({})", line(part))).unwrap_or_default();
            let what = format!("[{}] {}{part}", line(&finding.rule), line(&finding.message));
            self.write(out, &checked.report.path, (at.line, at.column), finding.severity, &what)?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let place = (error.line.unwrap_or(1), error.column.unwrap_or(1));
        let what = format!("[{UNREADABLE}] {}", line(&error.message));
        self.write(out, &error.path, place, Severity::Error, &what)
    }

    fn finish(self: Box<Self>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn paint(severity: Severity) -> ColoredString {
    match severity {
        Severity::Error => severity.name().red().bold(),
        Severity::Warning => severity.name().yellow().bold(),
        Severity::Hint => severity.name().cyan().bold(),
    }
}
