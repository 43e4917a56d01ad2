//! JSON, a line a draft, for programs that read a stream: every record can be used as soon as it is there.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::compact::Compact;
use super::form::{Checked, Form};
use super::json;
use crate::check::Parts;
use crate::report::{Evidence, Finding, ReadError};
use crate::span::Span;

/// How many bytes most records have not more than.
const USUAL: usize = 4096;

/// What a record may hold, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Key {
    /// The draft's name, which no other has
    Name,
    /// The file
    Path,
    /// The line of its row
    Line,
    /// The id that its row gives it
    Id,
    /// The language of the messages
    Language,
    /// Which button is the right one
    Verdict,
    /// What the text says
    Labels,
    /// Where it says so
    Evidence,
    /// What is wrong
    Findings,
    /// Why the verdict is what it is
    Reasons,
    /// What can be done
    NextSteps,
    /// What was declared
    Declared,
    /// Findings that somebody allowed
    Allowed,
    /// Hits that do not count
    Voided,
    /// The length
    Length,
    /// The fields of its row that mean nothing here (with --pass-through)
    Input,
}

/// What records hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keys(u32);

impl Default for Keys {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Keys {
    /// Takes the keys that were asked for; without any, records hold everything.
    pub(crate) fn new(keys: &[Key]) -> Self {
        if keys.is_empty() { Self::default() } else { Self(keys.iter().fold(0, |bits, key| bits | 1 << *key as u32)) }
    }

    fn has(self, key: Key) -> bool {
        self.0 & 1 << key as u32 != 0
    }

    /// Returns what of a report has to be worked out.
    pub(crate) fn parts(self) -> Parts {
        Parts {
            evidence: self.has(Key::Evidence),
            findings: self.has(Key::Findings) || self.has(Key::Allowed),
            reasons: self.has(Key::Reasons),
            next_steps: self.has(Key::NextSteps),
        }
    }
}

/// Writes the record of a draft.
pub(crate) fn write_draft(out: &mut dyn Write, keys: Keys, checked: Checked<'_>) -> io::Result<()> {
    let mut line = Compact::with_capacity(USUAL);
    line.object(|line| write_record(line, keys, checked));
    out.write_all(&line.into_line())
}

/// Writes the record of what could not be checked.
pub(crate) fn write_error(out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
    json::write_line(out, &ErrorRecord(error))
}

fn write_record(line: &mut Compact, keys: Keys, Checked { input, report, .. }: Checked<'_>) {
    if keys.has(Key::Name) {
        line.member("name").text(&report.name);
    }
    if keys.has(Key::Path) {
        line.member("path").text(&report.path);
    }
    if let Some(row) = input.row().filter(|_| keys.has(Key::Line)) {
        line.member("line").number(row);
    }
    if let Some(id) = input.id().filter(|_| keys.has(Key::Id)) {
        line.member("id").text(id);
    }
    if keys.has(Key::Language) {
        line.member("language").name(report.language.name());
    }
    if keys.has(Key::Verdict) {
        line.member("verdict").name(report.verdict.name());
    }
    if keys.has(Key::Labels) {
        line.member("labels").value(&report.labels);
    }
    if keys.has(Key::Evidence) {
        line.member("evidence").list(&report.evidence, write_evidence);
    }
    if keys.has(Key::Findings) {
        line.member("findings").list(&report.findings, write_finding);
    }
    if keys.has(Key::Reasons) {
        line.member("reasons").list(&report.reasons, |line, reason| line.text(reason));
    }
    if keys.has(Key::NextSteps) {
        line.member("next_steps").list(&report.next_steps, |line, step| line.text(step));
    }
    if keys.has(Key::Declared) {
        line.member("declared").value(&report.declared);
    }
    if keys.has(Key::Allowed) && !report.allowed.is_empty() {
        line.member("allowed").value(&report.allowed);
    }
    if keys.has(Key::Findings) && report.known > 0 {
        line.member("known").number(report.known);
    }
    if keys.has(Key::Voided) && !report.voided.is_empty() {
        line.member("voided").value(&report.voided);
    }
    if keys.has(Key::Length) {
        line.member("length").value(&report.length);
        if let Some(shortest) = &report.shortest {
            line.member("shortest").value(shortest);
        }
    }
    if keys.has(Key::Input) && !input.others().is_empty() {
        line.member("input").value(input.others());
    }
}

fn write_evidence(line: &mut Compact, Evidence { signal, says, text, place }: &Evidence) {
    line.object(|line| {
        line.member("signal").text(signal);
        if let Some(says) = says {
            line.member("says").name(says.name());
        }
        line.member("text").text(text);
        write_span(line.member("span"), place.span);
        line.member("line").number(place.line);
        line.member("column").number(place.column);
    });
}

fn write_finding(line: &mut Compact, finding: &Finding) {
    line.object(|line| {
        line.member("rule").text(&finding.rule);
        line.member("severity").name(finding.severity.name());
        line.member("title").text(&finding.title);
        line.member("message").text(&finding.message);
        line.member("help").text(&finding.help);
        match finding.span {
            Some(span) => write_span(line.member("span"), span),
            None => line.member("span").number(None),
        }
        line.member("line").number(finding.line);
        line.member("column").number(finding.column);
        line.member("end_line").number(finding.end_line);
        line.member("end_column").number(finding.end_column);
    });
}

fn write_span(line: &mut Compact, span: Span) {
    line.object(|line| {
        line.member("start").number(span.start);
        line.member("end").number(span.end);
    });
}

/// A row or file that could not be checked, on one line.
struct ErrorRecord<'a>(&'a ReadError);

impl Serialize for ErrorRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ReadError { path, line, column, message } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", path)?;
        for (name, number) in [("line", line), ("column", column)] {
            if let Some(number) = number {
                map.serialize_entry(name, number)?;
            }
        }
        map.serialize_entry("error", message)?;
        map.end()
    }
}

/// Writes records as they come.
#[derive(Debug, Default)]
pub(super) struct JsonLines {
    pub(super) keys: Keys,
}

impl Form for JsonLines {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        write_draft(out, self.keys, checked)
    }

    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        write_error(out, error)
    }

    fn finish(self: Box<Self>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, to_string};

    use super::*;
    use crate::builtin::builtin_pack;
    use crate::check::Checker;
    use crate::source::Input;

    #[test]
    fn records_hold_what_reports_do() {
        for text in [
            "Sehr geehrte Frau [Name], „gern“ würde ich Sie zu meinem Netzwerk hinzufügen.",
            "Hi Uta, we met at the \"Brot\u{200b}markt\" in May. Could you send me\nthe recipe?",
            "",
        ] {
            let input =
                Input::parse("d \"ü\"", format!("---\nplatform: xing\n---\n{text}").into_bytes()).expect("valid");
            let report = Checker::new(builtin_pack()).verbose(true).check(&input.draft());
            let mut out = Vec::new();
            let checked = Checked { input: &input, report: &report, fail_on: None };
            write_draft(&mut out, Keys::default(), checked).expect("memory takes it");
            let line = String::from_utf8(out).expect("text");
            let record: Map<String, Value> = serde_json::from_str(&line).expect("JSON");
            let whole = serde_json::to_value(&report).expect("JSON");
            assert_eq!(Value::Object(record), whole, "{line}");
            assert!(line.contains(&*super::super::escape::json(&to_string(&report.evidence).expect("JSON"))), "{line}");
            assert!(line.contains(&*super::super::escape::json(&to_string(&report.findings).expect("JSON"))), "{line}");
        }
    }
}
