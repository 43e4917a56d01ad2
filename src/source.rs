//! From bytes to drafts: files are found, read, decoded, and parted into what is known and what is sent.

mod blocks;
pub(crate) mod collect;
mod decode;
mod error;
mod fields;
pub(crate) mod format;
mod front_matter;
mod html;
mod lists;
mod mail;
mod markdown;
mod open;
pub(crate) mod read;
mod row;
mod table;
mod transfer;

use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};

use crate::draft::{Decoded, Draft, Extract, Lines};
use crate::pack::facts::Facts;
use fields::Row;

pub use error::{Fault, InputError};
pub(crate) use fields::Fields;

/// The largest draft that is read, in bytes.
pub const LARGEST_DRAFT: usize = 64 * 1024 * 1024;

/// A draft as it came in: it owns the text that [`Draft`] borrows.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    name: String,
    path: String,
    source: String,
    body: usize,
    facts: Facts,
    extract: Option<Extract>,
    lines: OwnLines,
    id: Option<String>,
    others: Map<String, Value>,
}

/// In which lines of its file a draft stands: it owns what [`Lines`] borrows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum OwnLines {
    Own,
    Row(usize),
    Decoded(Vec<Decoded>),
}

impl Input {
    /// Reads a plain draft from a file.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn read_file(path: &Path) -> Result<Self, InputError> {
        let name = path.display().to_string();
        let (file, len) = open::open(path)?;
        Self::parse(&name, open::read(&name, file, len)?)
    }

    /// Reads a plain draft from anything that gives bytes; it stops behind [`LARGEST_DRAFT`].
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn read(name: &str, reader: impl Read) -> Result<Self, InputError> {
        Self::parse(name, open::read(name, reader, 0)?)
    }

    /// Decodes the bytes of a plain draft and reads its front matter.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, InputError> {
        let source = decoded(name, bytes)?;
        let parted = front_matter::part(name, &source)?;
        Ok(Self { body: parted.body, facts: parted.facts, ..Self::plain(name, source) })
    }

    /// Decodes the bytes of a draft in Markdown and reads its front matter.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn parse_markdown(name: &str, bytes: Vec<u8>) -> Result<Self, InputError> {
        let input = Self::parse(name, bytes)?;
        Ok(Self { extract: Some(markdown::extract(&input.source, input.body)), ..input })
    }

    /// Decodes the bytes of an e-mail, and leaves out what is not its sender's text.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn parse_mail(name: &str, bytes: Vec<u8>) -> Result<Self, InputError> {
        mail::parse(name, bytes)
    }

    /// Makes a draft of a whole source about which nothing is known.
    fn plain(name: &str, source: String) -> Self {
        Self {
            name: name.to_owned(),
            path: name.to_owned(),
            source,
            body: 0,
            facts: Facts::default(),
            extract: None,
            lines: OwnLines::Own,
            id: None,
            others: Map::new(),
        }
    }

    /// Makes a draft of a row; `mark` is what parts its number from the file's name.
    fn of_row(path: &str, mark: char, number: usize, line: usize, row: Row) -> Self {
        let name = match &row.id {
            Some(id) => format!("{path}{mark}{number}#{id}"),
            None => format!("{path}{mark}{number}"),
        };
        Self {
            name,
            path: path.to_owned(),
            source: row.text.unwrap_or_default(),
            body: 0,
            facts: row.facts,
            extract: None,
            lines: OwnLines::Row(line),
            id: row.id,
            others: row.others,
        }
    }

    /// Returns the draft; its spans count from the first byte of the source.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft {
            name: self.name.clone(),
            path: self.path.clone(),
            source: &self.source,
            body: self.body,
            facts: self.facts.clone(),
            extract: self.extract.as_ref(),
            lines: self.lines.borrowed(),
        }
    }

    /// Returns the text that the spans of its report count in.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the file that it comes from, or what stdin is called.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the line of its row, where it is one.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        match self.lines {
            OwnLines::Row(line) => Some(line),
            _ => None,
        }
    }

    /// Returns the id that its row gives it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the fields of its row that mean nothing, where they were kept.
    #[must_use]
    pub fn others(&self) -> &Map<String, Value> {
        &self.others
    }
}

impl OwnLines {
    fn borrowed(&self) -> Lines<'_> {
        match self {
            Self::Own => Lines::Own,
            Self::Row(line) => Lines::Row(*line),
            Self::Decoded(places) => Lines::Decoded(places),
        }
    }
}

/// Decodes the bytes of a whole file.
fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    if bytes.is_empty() || bytes == "\u{feff}".as_bytes() {
        return Err(InputError::new(name, Fault::Empty));
    }
    decode::text(bytes).map_err(|fault| InputError { line: fault.line(), ..InputError::new(name, fault) })
}

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
        let misfit = |place| format!("d.txt:{place} on; save it as UTF-8");
        assert_eq!(fault(b"a\n\0"), misfit("2: is no text in UTF-8, UTF-16 or Windows-1252 from byte 2"));
        assert_eq!(
            fault("aß\nöß".as_bytes().split_at(7).0),
            misfit("2: is no text in UTF-8, UTF-16 or Windows-1252 from byte 6")
        );
        assert_eq!(
            Input::read_file(Path::new("no/such.txt")).expect_err("missing").to_string().split(';').next_back(),
            Some(" check the path and your rights")
        );
        let folder = Input::read_file(Path::new("/")).expect_err("a folder").to_string();
        assert!(folder.starts_with("/: cannot be read: "), "{folder}");
        #[cfg(unix)]
        assert_eq!(Input::read_file(Path::new("/dev/zero")).expect_err("endless").fault, Fault::Device);
    }

    #[test]
    fn too_much_is_refused_without_reading_on() {
        let endless = std::io::repeat(b'a');
        assert_eq!(Input::read("-", endless).expect_err("endless").fault, Fault::TooLarge);
    }

    #[test]
    fn a_byte_order_mark_is_not_sent_but_counted() {
        let input = Input::parse("d.txt", b"\xef\xbb\xbfHi".to_vec()).expect("valid");
        let draft = input.draft();
        assert_eq!((draft.text(), draft.body, draft.source.len()), ("Hi", 3, 5));
    }
}
