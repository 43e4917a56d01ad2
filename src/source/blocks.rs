//! A stream of rows in blocks of whole rows, so that many can be checked at a time and few are in memory.

use std::io::{self, Cursor, Read};

use super::error::{Fault, InputError};
use super::{LARGEST_DRAFT, decode, open, table};

/// How many bytes are read at a time. What a pipe holds may be less, and is handed on at once.
const READ: usize = 128 * 1024;

/// Whole rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The line of the file that the block begins with, from 1.
    pub(super) line: usize,
    pub(super) bytes: Vec<u8>,
}

/// What ends a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Every line break.
    Line,
    /// A line break that does not stand in a quoted cell.
    Record {
        /// What parts the cells; where nobody said, the first line shows it.
        delimiter: Option<u8>,
        state: Cell,
    },
}

/// Where in a record the scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark inside a quoted cell: it closes the cell, or is the first of two.
    Closing,
}

/// Reads a stream of rows; a row that is too large is an error, and the rows behind it go on.
pub(super) struct Blocks {
    name: String,
    reader: Box<dyn Read + Send>,
    ends: Ends,
    /// What was read behind the last whole row.
    rest: Vec<u8>,
    line: usize,
    /// Whether the rest of a row that was too large is being passed over.
    skipping: bool,
    begun: bool,
}

impl Blocks {
    pub(super) fn new(name: String, reader: Box<dyn Read + Send>, ends: Ends) -> Self {
        Self { name, reader, ends, rest: Vec::new(), line: 1, skipping: false, begun: false }
    }

    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = vec![0; READ];
        loop {
            match self.reader.read(&mut bytes) {
                Ok(0) => return Ok(None),
                Ok(count) => {
                    bytes.truncate(count);
                    return Ok(Some(bytes));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Looks at the first bytes: a byte order mark of UTF-8 is passed over, and UTF-16 is decoded as a whole.
    fn begin(&mut self) -> Result<(), InputError> {
        self.begun = true;
        let mark = "\u{feff}".as_bytes();
        let mut head = Vec::new();
        // What is there is enough, as long as it may not be the beginning of a mark.
        while head.len() < 2 || head.len() < mark.len() && mark.starts_with(&head) {
            let Some(mut bytes) = self.read().map_err(|error| self.unreadable(&error))? else { break };
            head.append(&mut bytes);
        }
        if decode::utf16(&head).is_some() {
            let bytes = open::read(&self.name, head.chain(&mut self.reader), 0)?;
            let text = decode::text(bytes).map_err(|fault| InputError::new(&self.name, fault))?;
            self.reader = Box::new(Cursor::new(text.into_bytes()));
            head = Vec::new();
        }
        let mut head = head.strip_prefix(mark).unwrap_or(&head).to_vec();
        if let Ends::Record { delimiter: None, .. } = self.ends {
            self.first_line(&mut head).map_err(|error| self.unreadable(&error))?;
            self.ends = Ends::Record { delimiter: Some(table::delimiter(&head)), state: Cell::Start };
        }
        let reader = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(head).chain(reader));
        Ok(())
    }

    /// Reads on until there is a whole line, or a long part of one.
    fn first_line(&mut self, head: &mut Vec<u8>) -> io::Result<()> {
        while !head.contains(&b'\n') && head.len() < READ {
            let Some(mut bytes) = self.read()? else { break };
            head.append(&mut bytes);
        }
        Ok(())
    }

    /// Returns what parts the cells, once the first block was read.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match self.ends {
            Ends::Record { delimiter, .. } => delimiter,
            Ends::Line => None,
        }
    }

    fn unreadable(&self, error: &io::Error) -> InputError {
        InputError::at(&self.name, self.line, Fault::Unreadable(error.to_string()))
    }

    /// Takes what was read; returns the whole rows that there are now.
    fn take(&mut self, mut bytes: Vec<u8>) -> Option<Block> {
        if self.skipping {
            let end = self.ends.first(&bytes)?;
            self.skipping = false;
            self.line += line_breaks(bytes.get(..end).unwrap_or_default());
            bytes.drain(..end);
        }
        let Some(end) = self.ends.last(&bytes) else {
            self.rest.append(&mut bytes);
            return None;
        };
        let behind = bytes.split_off(end);
        let mut rows = std::mem::replace(&mut self.rest, behind);
        if rows.is_empty() {
            rows = bytes;
        } else {
            rows.append(&mut bytes);
        }
        Some(self.block(rows))
    }

    fn block(&mut self, bytes: Vec<u8>) -> Block {
        let line = self.line;
        self.line += line_breaks(&bytes);
        Block { line, bytes }
    }

    /// Gives the row that is being read up, and goes on behind it.
    fn too_large(&mut self) -> InputError {
        let error = InputError::at(&self.name, self.line, Fault::TooLarge);
        self.line += line_breaks(&self.rest);
        self.rest = Vec::new();
        self.skipping = true;
        error
    }

    /// Returns the last row, which no line break needs to end.
    fn last(&mut self) -> Option<Result<Block, InputError>> {
        if self.rest.is_empty() {
            return None;
        }
        let rest = std::mem::take(&mut self.rest);
        if let Ends::Record { state: Cell::Quoted, .. } = self.ends {
            let what = "a quotation mark of this row is never closed".to_owned();
            let remedy = Some("close it, or double those that belong to the text".to_owned());
            return Some(Err(InputError::at(&self.name, self.line, Fault::Malformed(what, remedy))));
        }
        Some(Ok(self.block(rest)))
    }
}

impl Iterator for Blocks {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.begun
            && let Err(error) = self.begin()
        {
            self.reader = Box::new(io::empty());
            return Some(Err(error));
        }
        loop {
            match self.read() {
                Ok(None) => return self.last(),
                Ok(Some(bytes)) => {
                    if let Some(block) = self.take(bytes) {
                        return Some(Ok(block));
                    }
                }
                Err(error) => {
                    self.reader = Box::new(io::empty());
                    return Some(Err(self.unreadable(&error)));
                }
            }
            if self.rest.len() > LARGEST_DRAFT {
                return Some(Err(self.too_large()));
            }
        }
    }
}

impl Ends {
    /// Returns the offset behind the first row's end; the scan goes on from there.
    fn first(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Line => bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1),
            Self::Record { delimiter, state } => {
                let end = bytes.iter().position(|byte| state.step(*byte, delimiter.unwrap_or(b',')));
                end.map(|at| at + 1)
            }
        }
    }

    /// Returns the offset behind the last row's end.
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Line => bytes.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1),
            Self::Record { delimiter, state } => {
                let ends = bytes.iter().enumerate().filter(|(_, byte)| state.step(**byte, delimiter.unwrap_or(b',')));
                ends.last().map(|(at, _)| at + 1)
            }
        }
    }
}

impl Cell {
    /// Goes on by a byte; tells whether it ends a record.
    fn step(&mut self, byte: u8, delimiter: u8) -> bool {
        let ends = byte == b'\n' && *self != Self::Quoted;
        *self = match (*self, byte) {
            (Self::Quoted, b'"') => Self::Closing,
            (Self::Quoted, _) => Self::Quoted,
            (Self::Start | Self::Closing, b'"') => Self::Quoted,
            (_, b'\n' | b'\r') => Self::Start,
            (_, byte) if byte == delimiter => Self::Start,
            _ => Self::Plain,
        };
        ends
    }
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests;
