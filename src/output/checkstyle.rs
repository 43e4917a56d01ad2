//! The XML of Checkstyle, which many reviewers and dashboards read: a file, and in it its findings.

use std::io::{self, Write};

use super::escape::{line, xml};
use super::form::{Checked, Form, Run, UNREADABLE};
use crate::pack::facts::Severity;
use crate::report::ReadError;

/// The version of Checkstyle whose form this is; readers ask for one.
const VERSION: &str = "10.0";

#[derive(Debug)]
pub(super) struct Checkstyle<'p> {
    run: Run<'p>,
    /// The file whose findings are being written: several drafts may stand in one.
    open: Option<String>,
    begun: bool,
}

impl<'p> Checkstyle<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run, open: None, begun: false }
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">")?;
        }
        Ok(())
    }

    fn file(&mut self, out: &mut dyn Write, path: &str) -> io::Result<()> {
        self.begin(out)?;
        let path = self.run.path(path);
        if self.open.as_deref() != Some(&path) {
            let close = if self.open.is_some() { "  </file>\n" } else { "" };
            writeln!(out, "{close}  <file name=\"{}\">", xml(&path))?;
            self.open = Some(path.into_owned());
        }
        Ok(())
    }
}

impl Form for Checkstyle<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.file(out, &checked.report.path)?;
        for finding in &checked.report.findings {
            let at = checked.region(finding).start;
            let part = checked.part().map(|part| format!("{}: ", line(part))).unwrap_or_default();
            let message = xml(&format!("{part}{} {}", line(&finding.message), line(&finding.help)));
            let (severity, rule) = (severity(finding.severity), xml(&finding.rule));
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{message}\" \
                 source=\"kontakt-check.{rule}\"/>",
                at.line, at.column
            )?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.file(out, &error.path)?;
        let (row, column) = (error.line.unwrap_or(1), error.column.unwrap_or(1));
        writeln!(
            out,
            "    <error line=\"{row}\" column=\"{column}\" severity=\"error\" message=\"{}\" \
             source=\"kontakt-check.{UNREADABLE}\"/>",
            xml(&line(&error.message))
        )
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        let close = if self.open.is_some() { "  </file>\n" } else { "" };
        writeln!(out, "{close}</checkstyle>")
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "info",
    }
}
