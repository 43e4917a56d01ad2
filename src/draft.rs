//! A draft: its name, its text, and what is known about it from outside.

mod extract;

use crate::pack::facts::Facts;
use crate::span::{LineIndex, Position, Span};

pub use extract::Extract;

/// A drafted contact request or message that is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<'t> {
    /// What reports call it: a path, or another name that no other draft of the run has.
    pub name: String,
    /// The file it stands in.
    pub path: String,
    /// The whole original text; spans in the report count from its start.
    pub source: &'t str,
    /// Where the part that is sent begins, in bytes; what stands before it is front matter.
    pub body: usize,
    /// What was declared about it.
    pub facts: Facts,
    /// What is judged where that is not simply the source from `body` on, such as a text without its markup.
    pub extract: Option<&'t Extract>,
    /// In which lines of the file the source stands.
    pub lines: Lines<'t>,
}

/// In which lines of its file a draft's source stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lines<'t> {
    /// In its own: the source is the whole file.
    #[default]
    Own,
    /// In this one, from 1: the source is a part of a row.
    Row(usize),
    /// From these places on, in the order of the source: the source was decoded from a part of the file.
    Decoded(&'t [Decoded]),
}

/// From where on a part of a source that was decoded stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoded {
    /// Bytes from the start of the source.
    pub at: usize,
    /// Line of the file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl<'t> Draft<'t> {
    /// Makes a draft of a plain text about which nothing is declared.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &'t str) -> Self {
        let name = name.into();
        Self {
            path: name.clone(),
            name,
            source: text,
            body: 0,
            facts: Facts::default(),
            extract: None,
            lines: Lines::Own,
        }
    }

    /// Adds declared facts; they win over those that are there.
    #[must_use]
    pub fn with_facts(self, facts: Facts) -> Self {
        let facts = facts.or(&self.facts);
        Self { facts, ..self }
    }

    /// Returns the part that is sent.
    #[must_use]
    pub fn text(&self) -> &'t str {
        match self.extract {
            Some(extract) => extract.text(),
            None => self.source.get(self.body..).unwrap_or_default(),
        }
    }

    /// Finds the stretch of the source that a stretch of the text stands for.
    #[must_use]
    pub fn in_source(&self, in_text: Span) -> Span {
        match self.extract {
            Some(extract) => extract.in_source(in_text),
            None => Span { start: in_text.start + self.body, end: in_text.end + self.body },
        }
    }
}

impl Lines<'_> {
    /// Returns the position in the file of a byte of the source. `own` is the index of the source's own lines,
    /// and is asked only where they are those of the file.
    pub(crate) fn position(self, own: &LineIndex<'_>, source: &str, at: usize) -> Position {
        match self {
            Self::Own => own.position(at),
            Self::Row(line) => Position { line, column: 1 },
            Self::Decoded(places) => {
                let behind = places.partition_point(|place| place.at <= at);
                let start = Decoded { at: 0, line: 1, column: 1 };
                let place = places.get(behind.saturating_sub(1)).copied().unwrap_or(start);
                let between = source.get(place.at..at).unwrap_or_default().chars().count();
                Position { line: place.line, column: place.column + between }
            }
        }
    }
}
