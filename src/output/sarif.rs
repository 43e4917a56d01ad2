//! SARIF 2.1.0, the interchange format for static analysis (OASIS): rules, results, notifications.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::escape::line;
use super::form::{Checked, Form, Region, Run};
use super::json::{self, Items, Waiting};
use crate::explain::Explanation;
use crate::fingerprint::Fingerprints;
use crate::pack::facts::{Language, Severity};
use crate::report::{Finding, ReadError};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that relative paths are told from; whoever reads the log knows where it has that.
const ROOT: &str = "%SRCROOT%";
/// What a path may hold as it is (RFC 3986, "unreserved"), and what parts its folders.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

#[derive(Debug)]
pub(super) struct Sarif<'p> {
    run: Run<'p>,
    names: Fingerprints,
    language: Option<Language>,
    results: Option<Items>,
    /// The ids of the rules, in the order in which the log lists them.
    rules: Vec<String>,
    notifications: Waiting,
}

impl<'p> Sarif<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        let rules = run.checks(run.fallback).into_iter().map(|rule| rule.line.id).collect();
        let (results, notifications) = (None, Waiting::new(&run, 10));
        Self { run, names: Fingerprints::default(), language: None, results, rules, notifications }
    }

    /// Writes what stands before the results, unless it is there.
    fn results(&mut self, out: &mut dyn Write) -> io::Result<&mut Items> {
        if self.results.is_none() {
            write!(out, "{{\n  \"$schema\": {},\n  \"version\": \"2.1.0\",", json!(SCHEMA))?;
            write!(out, "\n  \"runs\": [\n    {{\n      \"columnKind\": \"unicodeCodePoints\",")?;
            write!(out, "\n      \"results\": [")?;
        }
        Ok(self.results.get_or_insert(Items::new(6)))
    }

    fn result(&mut self, checked: Checked<'_>, finding: &Finding) -> Value {
        let report = checked.report;
        let name = self.names.name(&self.run.path(&report.path), &checked.input.draft(), finding);
        let Region { start, end } = checked.region(finding);
        let place = json!({
            "artifactLocation": self.artifact(&report.path),
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        });
        let mut location = json!({"physicalLocation": place});
        if report.name != report.path {
            location["logicalLocations"] = json!([{"name": line(&report.name), "kind": "element"}]);
        }
        let mut result = json!({
            "ruleId": finding.rule,
            "level": level(finding.severity),
            "message": {"text": format!("{} {}", line(&finding.message), line(&finding.help))},
            "locations": [location],
            "partialFingerprints": {"kontaktCheck/v1": name, "primaryLocationLineHash": format!("{name}:1")},
            "properties": {"verdict": report.verdict.name()},
        });
        if let Some(at) = self.rules.iter().position(|rule| *rule == finding.rule) {
            result["ruleIndex"] = json!(at);
        }
        result
    }

    /// Names a file: below the root where it lies there, in full otherwise.
    fn artifact(&self, path: &str) -> Value {
        let path = self.run.path(path);
        match absolute_uri(&path, cfg!(windows)) {
            Some(uri) => json!({"uri": uri}),
            None => json!({"uri": utf8_percent_encode(&path, NOT_IN_PATHS).to_string(), "uriBaseId": ROOT}),
        }
    }
}

impl Form for Sarif<'_> {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.language.get_or_insert(checked.report.language);
        for finding in &checked.report.findings {
            let result = self.result(checked, finding);
            self.results(out)?.add(out, &result)?;
        }
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let mut place = json!({"artifactLocation": self.artifact(&error.path)});
        if let Some(line) = error.line {
            place["region"] = json!({"startLine": line});
        }
        if let (Some(column), true) = (error.column, error.line.is_some()) {
            place["region"]["startColumn"] = json!(column);
        }
        self.notifications.add(&json!({
            "level": "error",
            "message": {"text": line(&error.message)},
            "locations": [{"physicalLocation": place}],
        }))
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        let language = self.run.language(self.language);
        let rules = self.run.checks(language);
        let driver = json!({
            "name": "kontakt-check",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(descriptor).collect::<Vec<_>>(),
        });
        self.results(out)?.end(out)?;
        write!(out, ",\n      \"invocations\": [\n        {{\n          \"executionSuccessful\": ")?;
        write!(out, "{},\n          \"toolExecutionNotifications\": ", self.notifications.is_empty())?;
        self.notifications.pour(out)?;
        write!(out, "\n        }}\n      ]")?;
        json::member(out, 6, "language", &language.name())?;
        let root = json!({"description": {"text": "The folder in which kontakt-check ran."}});
        json::member(out, 6, "originalUriBaseIds", &json!({ROOT: root}))?;
        json::member(out, 6, "tool", &json!({"driver": driver}))?;
        writeln!(out, "\n    }}\n  ]\n}}")
    }
}

/// Returns the address of a file that is named in full; on Windows a drive stands before the first folder.
fn absolute_uri(path: &str, windows: bool) -> Option<String> {
    let (drive, rest) =
        path.split_at_checked(2).filter(|(drive, _)| windows && drive.ends_with(':')).unwrap_or(("", path));
    let encoded = utf8_percent_encode(rest, NOT_IN_PATHS);
    match (drive, rest.starts_with("//")) {
        _ if !rest.starts_with('/') => None,
        ("", true) if windows => Some(format!("file:{encoded}")),
        ("", _) => Some(format!("file://{encoded}")),
        (drive, _) => Some(format!("file:///{drive}{encoded}")),
    }
}

/// Describes a rule as dashboards show it beside its results.
fn descriptor(rule: &Explanation) -> Value {
    let severity = rule.line.severity.unwrap_or(Severity::Warning);
    let mut descriptor = json!({
        "id": rule.line.id,
        "shortDescription": {"text": line(&rule.line.title)},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {"problem.severity": problem_severity(severity), "precision": "high", "tags": ["correspondence"]},
    });
    if let Some(advice) = &rule.advice {
        let (why, help, source) = (line(&advice.why), line(&advice.help), line(&advice.source));
        descriptor["fullDescription"] = json!({"text": why});
        descriptor["help"] = json!({"text": format!("{help} {why} ({source})")});
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// Returns the word by which GitHub sorts results.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "recommendation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_named_in_full_have_an_address_on_every_system() {
        for (path, windows, wanted) in [
            ("/tmp/ä b.txt", false, Some("file:///tmp/%C3%A4%20b.txt")),
            ("C:/Vorlagen/a b.txt", true, Some("file:///C:/Vorlagen/a%20b.txt")),
            ("//server/share/a.txt", true, Some("file://server/share/a.txt")),
            ("C:/Vorlagen/a.txt", false, None),
            ("C:a.txt", true, None),
            ("templates/a.txt", true, None),
        ] {
            assert_eq!(absolute_uri(path, windows).as_deref(), wanted, "{path}");
        }
    }
}
