//! The diagnostic format of reviewdog: a JSON object a line. Its columns count bytes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::line;
use super::form::{Checked, Form, Region, Run, UNREADABLE};
use super::json;
use crate::pack::facts::Severity;
use crate::report::{Finding, ReadError};

#[derive(Debug)]
pub(super) struct Rdjsonl<'p> {
    run: Run<'p>,
}

impl<'p> Rdjsonl<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run }
    }
}

impl Form for Rdjsonl<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        for finding in &checked.report.findings {
            let mut location = json!({"path": self.run.path(&checked.report.path)});
            if let Some(range) = range(checked, finding) {
                location["range"] = range;
            }
            let part = checked.part().map(|part| format!("{}: ", line(part))).unwrap_or_default();
            let value = json!({
                "message": format!("{part}{}\n{}", line(&finding.message), line(&finding.help)),
                "location": location,
                "severity": severity(finding.severity),
                "source": {"name": "kontakt-check"},
                "code": {"value": finding.rule},
            });
            json::write_line(out, &value)?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let mut location = json!({"path": self.run.path(&error.path)});
        if let Some(line) = error.line {
            location["range"] = json!({"start": {"line": line}});
        }
        let value = json!({
            "message": line(&error.message),
            "location": location,
            "severity": "ERROR",
            "source": {"name": "kontakt-check"},
            "code": {"value": UNREADABLE},
        });
        json::write_line(out, &value)
    }

    fn finish(self: Box<Self>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Hint => "INFO",
    }
}

/// Returns the range of a finding; only its lines where the bytes of the file are not those of the text.
fn range(checked: Checked<'_>, finding: &Finding) -> Option<Value> {
    if let Some(Region { start, end }) = checked.region_in_bytes(finding) {
        return Some(json!({
            "start": {"line": start.line, "column": start.column},
            "end": {"line": end.line, "column": end.column},
        }));
    }
    let Region { start, end } = checked.known(finding)?;
    Some(json!({"start": {"line": start.line}, "end": {"line": end.line}}))
}
