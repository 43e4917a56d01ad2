//! JSON: one document, indented, with a line break at its end.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::{DraftReport, REPORT_VERSION, ReadError, Report};
use crate::source::InputError;

/// Collects reports until the last has come.
#[derive(Debug, Default)]
pub(crate) struct Json {
    drafts: Vec<DraftReport>,
    errors: Vec<ReadError>,
}

impl Json {
    pub(super) fn add(&mut self, report: DraftReport) {
        self.drafts.push(report);
    }

    pub(super) fn fail(&mut self, error: &InputError) {
        self.errors.push(error.record());
    }

    pub(super) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        write(out, &Report { version: REPORT_VERSION, drafts: self.drafts, errors: self.errors })
    }
}

/// Writes any value as a document.
pub(crate) fn write(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
