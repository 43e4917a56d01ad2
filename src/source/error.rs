//! What keeps an input from being checked, told with file, place and remedy.

use std::fmt;

use super::LARGEST_DRAFT;
use crate::pack::error::PackError;
use crate::report::ReadError;

/// Tells why an input, or a part of it, cannot be checked; `Display` gives `path:line:column: what; remedy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The file, or what stdin is called.
    pub path: String,
    /// Line, from 1, where the fault has a place.
    pub line: Option<usize>,
    /// Column in characters, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with an input; `Display` gives `what; remedy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be opened or read; the reason is the operating system's.
    Unreadable(String),
    /// It is a device, a named pipe or a socket: reading it might never end.
    Device,
    /// It is a folder that holds no file with a draft's extension.
    NoDrafts,
    /// It is a pattern that no file fits.
    NoMatch,
    /// It is a pattern with a mistake in it.
    BadPattern(String),
    /// It holds no byte.
    Empty,
    /// It is a list without rows.
    NoRows,
    /// It holds more than [`LARGEST_DRAFT`] bytes.
    TooLarge,
    /// It is no text in UTF-8, UTF-16 or Windows-1252.
    NotText {
        /// The first byte that does not fit, from 0.
        offset: usize,
        /// The line that it stands in, from 1.
        line: usize,
    },
    /// It seems to be written in this encoding, which is not read.
    Encoding(&'static str),
    /// What it says is not in the form it should have, with what to do about it.
    Malformed(String, Option<String>),
}

impl InputError {
    /// Makes an error about an input as a whole.
    pub(crate) fn new(path: impl Into<String>, fault: Fault) -> Self {
        Self { path: path.into(), line: None, column: None, fault }
    }

    /// Makes an error about one line of an input.
    pub(crate) fn at(path: impl Into<String>, line: usize, fault: Fault) -> Self {
        Self { path: path.into(), line: Some(line), column: None, fault }
    }

    /// Returns the error in the form that reports have.
    #[must_use]
    pub fn record(&self) -> ReadError {
        ReadError { path: self.path.clone(), line: self.line, column: self.column, message: self.fault.to_string() }
    }
}

impl Fault {
    /// Returns the line that the fault itself knows.
    pub(super) fn line(&self) -> Option<usize> {
        match self {
            Self::NotText { line, .. } => Some(*line),
            _ => None,
        }
    }
}

impl From<PackError> for InputError {
    fn from(error: PackError) -> Self {
        let (line, column) = error.place.unzip();
        let path = error.file.display().to_string();
        Self { path, line, column, fault: Fault::Malformed(error.what, error.remedy) }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        for number in self.line.iter().chain(&self.column) {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "cannot be read: {reason}; check the path and your rights"),
            Self::Device => write!(f, "is no file but a device or pipe; hand its content over through stdin"),
            Self::NoDrafts => write!(f, "holds no drafts; name the files themselves if their extensions are others"),
            Self::NoMatch => write!(f, "no file fits this pattern; check it, or quote it if the shell changes it"),
            Self::BadPattern(what) => write!(f, "is no valid pattern: {what}"),
            Self::Empty => write!(f, "is empty; there is nothing to check"),
            Self::NoRows => write!(f, "is an empty list; there is nothing to check"),
            Self::TooLarge => {
                write!(f, "has more than {LARGEST_DRAFT} bytes, the limit of a draft; cut it into its drafts")
            }
            Self::NotText { offset, .. } => {
                write!(f, "is no text in UTF-8, UTF-16 or Windows-1252 from byte {offset} on; save it as UTF-8")
            }
            Self::Encoding(name) => write!(f, "seems to be written in {name}; save it as UTF-8"),
            Self::Malformed(what, None) => write!(f, "{what}"),
            Self::Malformed(what, Some(remedy)) => write!(f, "{what}; {remedy}"),
        }
    }
}

impl std::error::Error for InputError {}
