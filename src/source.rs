//! From bytes to drafts: files are found, read, decoded, and parted into what is known and what is sent.

pub(crate) mod collect;
mod error;
mod front_matter;
mod open;

use std::io::Read;
use std::path::Path;

use crate::draft::Draft;
use crate::pack::facts::Facts;

pub use error::{Fault, InputError};

/// The largest draft that is read, in bytes.
pub const LARGEST_DRAFT: usize = 64 * 1024 * 1024;

/// A draft as it came in: it owns the text that [`Draft`] borrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    name: String,
    path: String,
    source: String,
    body: usize,
    facts: Facts,
}

impl Input {
    /// Reads a draft from a file.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn read_file(path: &Path) -> Result<Self, InputError> {
        Self::read(&path.display().to_string(), open::open(path)?)
    }

    /// Reads a draft from anything that gives bytes; it stops behind [`LARGEST_DRAFT`].
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn read(name: &str, reader: impl Read) -> Result<Self, InputError> {
        Self::parse(name, open::read(name, reader)?)
    }

    /// Decodes the bytes of a draft and reads its front matter.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, InputError> {
        if bytes.is_empty() || bytes == "\u{feff}".as_bytes() {
            return Err(InputError::new(name, Fault::Empty));
        }
        let misfit = |bytes: &[u8], offset: usize, fault: Fault| {
            let before = bytes.get(..offset).unwrap_or_default();
            InputError::at(name, before.iter().filter(|byte| **byte == b'\n').count() + 1, fault)
        };
        let source = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            misfit(error.as_bytes(), offset, Fault::NotUtf8(offset))
        })?;
        if let Some(offset) = source.bytes().position(|byte| byte == 0) {
            return Err(misfit(source.as_bytes(), offset, Fault::Nul(offset)));
        }
        let parted = front_matter::part(name, &source)?;
        Ok(Self { name: name.to_owned(), path: name.to_owned(), source, body: parted.body, facts: parted.facts })
    }

    /// Returns the draft; its spans count from the first byte that was read.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft {
            name: self.name.clone(),
            path: self.path.clone(),
            source: &self.source,
            body: self.body,
            facts: self.facts.clone(),
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
        assert_eq!(fault(b"ab\nc\xff"), "d.txt:2: is not UTF-8 from byte 4 on; save it as UTF-8");
        assert_eq!(fault(b"\xff\xfeH\0i\0"), "d.txt:1: is not UTF-8 from byte 0 on; save it as UTF-8");
        assert_eq!(fault(b"a\n\0"), "d.txt:2: byte 2 is zero, so this is no UTF-8 text; save it as UTF-8");
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
