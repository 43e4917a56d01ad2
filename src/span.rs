//! Places in a draft: byte spans, and the lines and columns a person counts.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

/// Marks a stretch of a draft as half-open byte offsets that lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Span {
    /// Offset in bytes of the first byte.
    pub start: usize,
    /// Offset in bytes behind the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the part of `text` that the span marks, or the empty text where it lies outside.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns the span in a text that has so many bytes before it.
    pub(crate) fn behind(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes }
    }

    /// Tells whether two spans share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Names a place as people count it: both numbers start at 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// Finds positions in one text; it remembers where its lines begin.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The place asked for last, and its column: the next one often stands behind it on the same line.
    last: Cell<(usize, usize)>,
}

impl<'t> LineIndex<'t> {
    /// Indexes the lines of `text`; `\n`, `\r\n` and a lone `\r` end one. A byte order mark is no column.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut starts = vec![first];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { text, starts, last: Cell::new((usize::MAX, 0)) }
    }

    /// Returns the position of the byte `offset`; one behind the end is that of the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let (from, counted) = match self.last.get() {
            (last, column) if start <= last && last <= offset && offset <= self.text.len() => (last, column),
            _ => (start, 1),
        };
        let column = counted + self.text.get(from..offset).unwrap_or_default().chars().count();
        if self.text.is_char_boundary(offset) {
            self.last.set((offset, column));
        }
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_in_every_way() {
        let index = LineIndex::new("äö x\r\n😀y\rz");
        assert_eq!(index.position("äö ".len()), Position { line: 1, column: 4 });
        assert_eq!(index.position("äö x\r\n😀".len()), Position { line: 2, column: 2 });
        assert_eq!(index.position("äö x\r\n😀y\r".len()), Position { line: 3, column: 1 });
        let marked = LineIndex::new("\u{feff}ab");
        assert_eq!(marked.position(0), Position { line: 1, column: 1 });
        assert_eq!(marked.position("\u{feff}a".len()), Position { line: 1, column: 2 });
    }
}
