//! Whole documents in JSON and YAML: a draft, or a list of them.

use std::path::Path;

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::error::{Fault, InputError};
use super::fields::{Fields, Row};
use super::row::RowSeed;
use crate::pack::error::PackError;
use crate::pack::yaml;
use crate::span::LineIndex;

/// A row at its line, or what is wrong with it.
pub(super) type Found = Result<(usize, Row), InputError>;

/// Reads a line that is a draft in JSON.
///
/// # Errors
/// A line that is no JSON, or no draft.
pub(super) fn json_line(path: &str, number: usize, line: &str, fields: &Fields) -> Result<Row, InputError> {
    json_row(line, fields).map_err(|error| {
        let before = line.get(..error.column().saturating_sub(1)).unwrap_or_default();
        let mut fault = InputError::at(path, number, json_fault(&error));
        fault.column = Some(before.chars().count() + 1);
        fault
    })
}

/// Reads a document in JSON.
pub(super) fn json(path: &str, text: &str, fields: &Fields) -> Vec<Found> {
    let source = text.trim_start_matches('\u{feff}');
    let lines = LineIndex::new(source);
    let fail = |start: usize, error: &serde_json::Error| {
        let at = start + offset(source.get(start..).unwrap_or_default(), error);
        let place = lines.position(at);
        InputError {
            path: path.to_owned(),
            line: Some(place.line),
            column: Some(place.column),
            fault: json_fault(error),
        }
    };
    let rows: Vec<&RawValue> = if source.trim_start().starts_with('[') {
        match serde_json::from_str(source) {
            Ok(rows) => rows,
            Err(error) => return vec![Err(fail(0, &error))],
        }
    } else {
        match serde_json::from_str(source) {
            Ok(row) => vec![row],
            Err(error) => return vec![Err(fail(0, &error))],
        }
    };
    let rows = rows.into_iter().map(|raw| {
        // The row borrows from the source, so its address tells where it stands.
        let start = raw.get().as_ptr().addr() - source.as_ptr().addr();
        let row = json_row(raw.get(), fields).map_err(|error| fail(start, &error))?;
        Ok((lines.position(start).line, row))
    });
    rows.collect()
}

fn json_row(json: &str, fields: &Fields) -> Result<Row, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let row = RowSeed(fields).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(row)
}

/// Returns the byte at which an error was seen.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = before + error.column().saturating_sub(1);
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

fn json_fault(error: &serde_json::Error) -> Fault {
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let remedy = match error.classify() {
        Category::Eof => Some("it ends in the middle; see whether it was cut off".to_owned()),
        _ => yaml::remedy(&what),
    };
    Fault::Malformed(what, remedy)
}

/// Reads YAML: a draft or a list of them in each of its documents. The rows of a list whose dashes stand at
/// the margin are read one by one, so that a broken one does not spoil the rest.
pub(super) fn yaml(path: &str, text: &str, fields: &Fields) -> Vec<Found> {
    let text = text.trim_start_matches('\u{feff}');
    documents(text).into_iter().flat_map(|(document, line)| yaml_document(path, document, line, fields)).collect()
}

/// Cuts YAML at the lines `---` into its documents, each with how many lines stand before it.
fn documents(text: &str) -> Vec<(&str, usize)> {
    let (mut at, mut from) = (0, (0, 0));
    let mut found = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        // Nothing else that begins so stands at the margin (YAML 1.2, section 9.1.2).
        if line == "---" || line.strip_prefix("---").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            found.push((text.get(from.0..at).unwrap_or_default(), from.1));
            from = (at, number);
        }
        at += line.len();
    }
    found.push((text.get(from.0..).unwrap_or_default(), from.1));
    found.retain(|(document, _)| document.lines().any(|line| !says_nothing(line)));
    found
}

/// Tells a line that is no part of a draft: blank, a comment, a directive, or a mark between documents.
fn says_nothing(line: &str) -> bool {
    let comment = |text: &str| text.trim().is_empty() || text.trim_start().starts_with('#');
    let mark = ["---", "..."].into_iter().find_map(|mark| line.strip_prefix(mark));
    comment(line) || line.starts_with('%') || mark.is_some_and(comment)
}

fn yaml_document(path: &str, text: &str, before: usize, fields: &Fields) -> Vec<Found> {
    let starts = dashes(text);
    if starts.is_empty() {
        return yaml_rows(path, text, before, fields);
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let rows = starts.iter().zip(ends).flat_map(|((start, line), end)| {
        let part = text.get(*start..end).unwrap_or_default();
        yaml_rows(path, part, before + line, fields)
    });
    rows.collect()
}

/// Lists where the rows of a list at the margin begin: in bytes, and in lines from 0.
fn dashes(text: &str) -> Vec<(usize, usize)> {
    let (mut at, mut found) = (0, Vec::new());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.starts_with("- ") || line.trim_end() == "-" {
            found.push((at, number));
        } else if found.is_empty() && !says_nothing(line) {
            return Vec::new();
        }
        at += line.len();
    }
    found
}

fn yaml_rows(path: &str, part: &str, line: usize, fields: &Fields) -> Vec<Found> {
    match yaml::parse_seed(Path::new(path), part, ListSeed(fields)) {
        Ok(rows) => {
            let first = line + 1 + part.lines().take_while(|line| says_nothing(line)).count();
            rows.into_iter().map(|row| Ok((first, row))).collect()
        }
        Err(error) => {
            // Rows are read one by one, so that `.[0]` says nothing; the line does.
            let what = error.what.strip_prefix(".[0]").unwrap_or(&error.what);
            let what = what.trim_start_matches(['.', ':', ' ']).to_owned();
            let mut error = InputError::from(PackError { what, ..error });
            error.line = Some(error.line.unwrap_or(1) + line);
            vec![Err(error)]
        }
    }
}

/// Reads a list of rows, or a single one.
#[derive(Clone, Copy)]
struct ListSeed<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = Vec<Row>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Row>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Vec<Row>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a draft or a list of drafts: texts, or objects with a field `text`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<Row>, E> {
        RowSeed(self.0).visit_str(text).map(|row| vec![row])
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Vec<Row>, A::Error> {
        RowSeed(self.0).visit_map(map).map(|row| vec![row])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Row>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element_seed(RowSeed(self.0))? {
            rows.push(row);
        }
        Ok(rows)
    }
}
