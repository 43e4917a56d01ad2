//! From bytes to drafts: a file or stdin is read, decoded, and parted into front matter and text.

mod front_matter;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::draft::Draft;
use crate::pack::error::PackError;
use crate::pack::facts::Facts;

/// The largest draft that is read, in bytes.
pub const LARGEST_DRAFT: usize = 64 * 1024 * 1024;

/// A draft as it came in: it owns the text that [`Draft`] borrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    name: String,
    text: String,
    body: usize,
    facts: Facts,
}

/// Tells why an input cannot be checked; `Display` gives `name:line:column: what; remedy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputError {
    /// It cannot be opened or read; the reason is the operating system's.
    Unreadable {
        /// The input's name.
        name: String,
        /// Why.
        reason: String,
    },
    /// It is a folder.
    Folder {
        /// The input's name.
        name: String,
    },
    /// It holds no byte.
    Empty {
        /// The input's name.
        name: String,
    },
    /// It holds more than [`LARGEST_DRAFT`] bytes.
    TooLarge {
        /// The input's name.
        name: String,
    },
    /// It is no text in UTF-8.
    NotText {
        /// The input's name.
        name: String,
        /// Line of the first byte that does not fit, from 1.
        line: usize,
        /// Offset of that byte, from 0.
        offset: usize,
        /// What does not fit there.
        what: Misfit,
    },
    /// Its front matter is broken.
    FrontMatter(PackError),
}

/// A byte that no text in UTF-8 holds at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// Not the beginning or continuation of a character in UTF-8.
    NotUtf8,
    /// A zero byte: valid UTF-8, but the mark of a binary file or of UTF-16.
    Nul,
}

impl Input {
    /// Reads a draft from a file.
    ///
    /// # Errors
    /// See [`InputError`].
    pub fn read_file(path: &Path) -> Result<Self, InputError> {
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(InputError::Folder { name });
        }
        match File::open(path) {
            Ok(file) => Self::read(&name, file),
            Err(error) => Err(unreadable(name, &error)),
        }
    }

    /// Reads a draft from anything that gives bytes; it stops behind [`LARGEST_DRAFT`].
    ///
    /// # Errors
    /// See [`InputError`].
    pub fn read(name: &str, reader: impl Read) -> Result<Self, InputError> {
        let mut bytes = Vec::new();
        match reader.take(LARGEST_DRAFT as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) => Self::parse(name, bytes),
            Err(error) => Err(unreadable(name.to_owned(), &error)),
        }
    }

    /// Decodes the bytes of a draft and reads its front matter.
    ///
    /// # Errors
    /// See [`InputError`].
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, InputError> {
        let owned = || name.to_owned();
        if bytes.len() > LARGEST_DRAFT {
            return Err(InputError::TooLarge { name: owned() });
        }
        if bytes.is_empty() || bytes == "\u{feff}".as_bytes() {
            return Err(InputError::Empty { name: owned() });
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| not_text(name, error.as_bytes(), error.utf8_error().valid_up_to(), Misfit::NotUtf8))?;
        if let Some(offset) = text.bytes().position(|byte| byte == 0) {
            return Err(not_text(name, text.as_bytes(), offset, Misfit::Nul));
        }
        let parted = front_matter::part(name, &text).map_err(InputError::FrontMatter)?;
        Ok(Self { name: owned(), text, body: parted.body, facts: parted.facts })
    }

    /// Returns the draft; its spans count from the first byte that was read.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft { name: self.name.clone(), source: &self.text, body: self.body, facts: self.facts.clone() }
    }
}

fn unreadable(name: String, error: &io::Error) -> InputError {
    InputError::Unreadable { name, reason: error.to_string() }
}

fn not_text(name: &str, bytes: &[u8], offset: usize, what: Misfit) -> InputError {
    let before = bytes.get(..offset).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    InputError::NotText { name: name.to_owned(), line, offset, what }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { name, reason } => {
                write!(f, "{name}: cannot be read: {reason}; check the path and your rights")
            }
            Self::Folder { name } => write!(f, "{name}: is a folder; name the drafts in it, such as {name}/*.txt"),
            Self::Empty { name } => write!(f, "{name}: is empty; there is nothing to check"),
            Self::TooLarge { name } => {
                write!(f, "{name}: has more than {LARGEST_DRAFT} bytes, the limit of a draft; cut it into its drafts")
            }
            Self::NotText { name, line, offset, what: Misfit::NotUtf8 } => {
                write!(f, "{name}:{line}: is not UTF-8 from byte {offset} on; save it as UTF-8")
            }
            Self::NotText { name, line, offset, what: Misfit::Nul } => {
                write!(f, "{name}:{line}: byte {offset} is zero, so this is no UTF-8 text; save it as UTF-8")
            }
            Self::FrontMatter(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for InputError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> String {
        Input::parse("d.txt", bytes.to_vec()).expect_err("no draft").to_string()
    }

    #[test]
    fn faults_tell_place_and_remedy() {
        assert_eq!(fault(b""), "d.txt: is empty; there is nothing to check");
        assert_eq!(fault(b"\xef\xbb\xbf"), "d.txt: is empty; there is nothing to check");
        assert_eq!(fault(b"ab\nc\xff"), "d.txt:2: is not UTF-8 from byte 4 on; save it as UTF-8");
        assert_eq!(fault(b"\xff\xfeH\0i\0"), "d.txt:1: is not UTF-8 from byte 0 on; save it as UTF-8");
        assert_eq!(fault(b"a\n\0"), "d.txt:2: byte 2 is zero, so this is no UTF-8 text; save it as UTF-8");
        assert_eq!(
            Input::read_file(Path::new("no/such.txt")).expect_err("missing").to_string().split(';').next_back(),
            Some(" check the path and your rights")
        );
        assert!(matches!(Input::read_file(Path::new("/")), Err(InputError::Folder { .. })));
    }

    #[test]
    fn too_much_is_refused_without_reading_on() {
        let endless = io::repeat(b'a');
        assert!(matches!(Input::read("-", endless), Err(InputError::TooLarge { .. })));
    }

    #[test]
    fn a_byte_order_mark_is_not_sent_but_counted() {
        let input = Input::parse("d.txt", b"\xef\xbb\xbfHi".to_vec()).expect("valid");
        let draft = input.draft();
        assert_eq!((draft.text(), draft.body, draft.source.len()), ("Hi", 3, 5));
    }
}
