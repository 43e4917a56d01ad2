//! JSON: one document, indented, with a line break at its end.

use std::io::{self, Write};

use serde::Serialize;

use super::escape;
use super::form::{Checked, Form};
use crate::report::{DraftReport, REPORT_VERSION, ReadError, Report};

/// Collects reports until the last has come.
#[derive(Debug, Default)]
pub(super) struct Json {
    drafts: Vec<DraftReport>,
    errors: Vec<ReadError>,
}

impl Form for Json {
    fn draft(&mut self, _out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.drafts.push(checked.report.clone());
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.errors.push(error.clone());
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        write(out, &Report { version: REPORT_VERSION, drafts: self.drafts, errors: self.errors })
    }
}

/// Writes any value as a document.
pub(crate) fn write(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{}", escape::json(&text))
}

/// Writes any value as one line.
pub(crate) fn write_line(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let text = serde_json::to_string(value)?;
    writeln!(out, "{}", escape::json(&text))
}
