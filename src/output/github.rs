//! Workflow commands: GitHub Actions shows them as annotations in the changed files.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::escape::{line, shown};
use super::form::{Checked, Form, Run, UNREADABLE};
use crate::pack::facts::Severity;
use crate::report::{Finding, ReadError};

#[derive(Debug)]
pub(super) struct Github<'p> {
    run: Run<'p>,
}

impl<'p> Github<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run }
    }

    fn properties(&self, checked: Checked<'_>, finding: &Finding) -> String {
        let mut properties = format!("file={}", property(&self.run.path(&checked.report.path)));
        if let Some(region) = checked.known(finding) {
            let (start, end) = (region.start, region.end);
            let _ = write!(properties, ",line={},endLine={}", start.line, end.line);
            // Columns belong to one line; over several lines GitHub refuses them.
            if start.line == end.line && start != end {
                let _ = write!(properties, ",col={},endColumn={}", start.column, end.column);
            }
        }
        properties
    }
}

impl Form for Github<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        for finding in &checked.report.findings {
            let title = property(&format!("{}: {}", line(&finding.rule), line(&finding.title)));
            let part = checked.part().map(|part| format!("{}: ", line(part))).unwrap_or_default();
            let message = data(&format!("{part}{}\n{}", line(&finding.message), line(&finding.help)));
            let properties = self.properties(checked, finding);
            writeln!(out, "::{} {properties},title={title}::{message}", command(finding.severity))?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let path = property(&self.run.path(&error.path));
        let place = error.line.map(|line| format!(",line={line}")).unwrap_or_default();
        writeln!(out, "::error file={path}{place},title={UNREADABLE}::{}", data(&line(&error.message)))
    }

    fn finish(self: Box<Self>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    }
}

/// Writes the message of a command in the way that GitHub's own toolkit does.
fn data(text: &str) -> String {
    shown(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Writes the value of a property in the way that GitHub's own toolkit does.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
