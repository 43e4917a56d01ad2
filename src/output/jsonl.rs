//! JSON, a line a draft, for programs that read a stream: every record can be used as soon as it is there.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::form::{Checked, Form};
use super::json;
use crate::check::Parts;
use crate::report::{DraftReport, ReadError};

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
    json::write_line(out, &Record { keys, checked })
}

/// Writes the record of what could not be checked.
pub(crate) fn write_error(out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
    json::write_line(out, &ErrorRecord(error))
}

/// A draft on one line.
struct Record<'a> {
    keys: Keys,
    checked: Checked<'a>,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { keys, checked: Checked { input, report, .. } } = self;
        let DraftReport {
            name,
            path,
            language,
            verdict,
            labels,
            evidence,
            findings,
            reasons,
            next_steps,
            declared,
            allowed,
            known,
            voided,
            length,
            shortest,
        } = report;
        let mut map = serializer.serialize_map(None)?;
        macro_rules! entry {
            ($key:ident, $name:literal, $value:expr) => {
                if keys.has(Key::$key) {
                    map.serialize_entry($name, $value)?;
                }
            };
        }
        entry!(Name, "name", name);
        entry!(Path, "path", path);
        if let Some(line) = input.row() {
            entry!(Line, "line", &line);
        }
        if let Some(id) = input.id() {
            entry!(Id, "id", id);
        }
        entry!(Language, "language", language);
        entry!(Verdict, "verdict", verdict);
        entry!(Labels, "labels", labels);
        entry!(Evidence, "evidence", evidence);
        entry!(Findings, "findings", findings);
        entry!(Reasons, "reasons", reasons);
        entry!(NextSteps, "next_steps", next_steps);
        entry!(Declared, "declared", declared);
        if !allowed.is_empty() {
            entry!(Allowed, "allowed", allowed);
        }
        if *known > 0 {
            entry!(Findings, "known", known);
        }
        if !voided.is_empty() {
            entry!(Voided, "voided", voided);
        }
        entry!(Length, "length", length);
        if let Some(shortest) = shortest {
            entry!(Length, "shortest", shortest);
        }
        if !input.others().is_empty() {
            entry!(Input, "input", input.others());
        }
        map.end()
    }
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
