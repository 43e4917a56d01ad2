//! GitLab's code quality report, which is that of Code Climate: one JSON document.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::escape::line;
use super::form::{Checked, Form, Region, Run, UNREADABLE};
use super::json::Items;
use crate::fingerprint::Fingerprints;
use crate::pack::facts::Severity;
use crate::report::ReadError;

#[derive(Debug)]
pub(super) struct Gitlab<'p> {
    run: Run<'p>,
    names: Fingerprints,
    issues: Option<Items>,
}

impl<'p> Gitlab<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self { run, names: Fingerprints::default(), issues: None }
    }

    fn issue(&mut self, out: &mut dyn Write, issue: &Value) -> io::Result<()> {
        self.begin(out)?.add(out, issue)
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<&mut Items> {
        if self.issues.is_none() {
            write!(out, "[")?;
        }
        Ok(self.issues.get_or_insert(Items::new(0)))
    }
}

impl Form for Gitlab<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        let draft = checked.input.draft();
        let path = self.run.path(&checked.report.path);
        for finding in &checked.report.findings {
            let Region { start, end } = checked.region(finding);
            let part = checked.part().map(|part| format!("{}: ", line(part))).unwrap_or_default();
            let issue = json!({
                "type": "issue",
                "check_name": finding.rule,
                "description": format!("{part}{}", line(&finding.message)),
                "content": {"body": line(&finding.help)},
                "categories": ["Style"],
                "severity": severity(finding.severity),
                "fingerprint": self.names.name(&path, &draft, finding),
                "location": {
                    "path": path,
                    "positions": {
                        "begin": {"line": start.line, "column": start.column},
                        "end": {"line": end.line, "column": end.column},
                    },
                    "lines": {"begin": start.line, "end": end.line},
                },
            });
            self.issue(out, &issue)?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let begin = error.line.unwrap_or(1);
        let path = self.run.path(&error.path);
        let issue = json!({
            "type": "issue",
            "check_name": UNREADABLE,
            "description": line(&error.message),
            "categories": ["Bug Risk"],
            "severity": "blocker",
            "fingerprint": self.names.unique(&path, UNREADABLE, &error.message),
            "location": {"path": path, "lines": {"begin": begin, "end": begin}},
        });
        self.issue(out, &issue)
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?.end(out)?;
        writeln!(out)
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Hint => "info",
    }
}
