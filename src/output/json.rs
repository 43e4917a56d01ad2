//! JSON: one document, indented, with a line break at its end.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::escape;
use super::form::{Checked, Form, Run};
use super::spool::Spool;
use crate::report::{REPORT_VERSION, ReadError};

/// Writes each report as it comes; only errors wait for the end.
#[derive(Debug)]
pub(super) struct Json {
    drafts: Option<Items>,
    errors: Waiting,
}

/// The items of an array that comes later.
#[derive(Debug)]
pub(super) struct Waiting {
    items: Items,
    text: Spool,
}

/// The items of an array in a document, written one by one.
#[derive(Debug)]
pub(super) struct Items {
    /// How many blanks stand before the line in which the array begins.
    indent: usize,
    any: bool,
}

impl Json {
    pub(super) fn new(run: &Run<'_>) -> Self {
        Self { drafts: None, errors: Waiting::new(run, 2) }
    }

    fn drafts(&mut self, out: &mut dyn Write) -> io::Result<&mut Items> {
        if self.drafts.is_none() {
            write!(out, "{{\n  \"version\": {REPORT_VERSION},\n  \"drafts\": [")?;
        }
        Ok(self.drafts.get_or_insert(Items::new(2)))
    }
}

impl Form for Json {
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.drafts(out)?.add(out, checked.report)
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.errors.add(error)
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        self.drafts(out)?.end(out)?;
        if !self.errors.is_empty() {
            write!(out, ",\n  \"errors\": ")?;
            self.errors.pour(out)?;
        }
        writeln!(out, "\n}}")
    }
}

impl Items {
    pub(super) fn new(indent: usize) -> Self {
        Self { indent, any: false }
    }

    /// Writes one more item.
    pub(super) fn add(&mut self, out: &mut dyn Write, item: &impl Serialize) -> io::Result<()> {
        let indent = self.indent + 2;
        write!(out, "{}\n{:indent$}{}", if self.any { "," } else { "" }, "", indented(item, indent)?)?;
        self.any = true;
        Ok(())
    }

    /// Writes the end of the array.
    pub(super) fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        let indent = self.indent;
        if self.any { write!(out, "\n{:indent$}]", "") } else { write!(out, "]") }
    }
}

impl Waiting {
    pub(super) fn new(run: &Run<'_>, indent: usize) -> Self {
        Self { items: Items::new(indent), text: run.spool() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Keeps one more item.
    pub(super) fn add(&mut self, item: &impl Serialize) -> io::Result<()> {
        self.items.add(&mut self.text, item)
    }

    /// Writes the whole array.
    pub(super) fn pour(self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")?;
        self.text.pour(out)?;
        self.items.end(out)
    }
}

/// Writes a further member of an object, behind a comma, `indent` blanks from the left.
pub(super) fn member(out: &mut dyn Write, indent: usize, key: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, ",\n{:indent$}\"{key}\": {}", "", indented(value, indent)?)
}

/// Returns a value as a part of a document whose lines begin with so many blanks.
fn indented(value: &impl Serialize, indent: usize) -> io::Result<String> {
    // Within strings there are no line breaks.
    let text = serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{:indent$}", ""));
    Ok(match escape::json(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(safe) => safe,
    })
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_array_written_item_by_item_is_the_same_document() {
        for items in [vec![], vec![json!({"a": ["\u{202e}", {"b": "x\ny"}]})], vec![json!(1), json!({}), json!([[2]])]]
        {
            let mut out = b"{\n  \"items\": [".to_vec();
            let mut written = Items::new(2);
            items.iter().try_for_each(|item| written.add(&mut out, item)).expect("memory takes it");
            written.end(&mut out).expect("memory takes it");
            member(&mut out, 2, "more", &items).expect("memory takes it");
            out.extend(b"\n}\n");
            let mut whole = Vec::new();
            write(&mut whole, &json!({"items": items, "more": items})).expect("memory takes it");
            assert_eq!(String::from_utf8(out), String::from_utf8(whole));
        }
    }
}
