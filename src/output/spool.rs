//! What must wait for the last draft: kept in memory while it is small, and in a file that has no name after that.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

/// How many bytes of it are kept in memory.
const IN_MEMORY: usize = 16 * 1024 * 1024;

/// Takes text that is written to its place later, because something else stands before it.
#[derive(Debug)]
pub(super) struct Spool {
    /// Where there is room; the folder for what is temporary where nothing is named.
    folder: Option<PathBuf>,
    most: usize,
    /// What came last.
    memory: Vec<u8>,
    /// What came before. As it has no name, nothing of it is left however the run ends.
    file: Option<File>,
}

impl Spool {
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), most: IN_MEMORY, memory: Vec::new(), file: None }
    }

    /// Tells whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.file.is_none()
    }

    /// Writes all that waits to its place.
    ///
    /// # Errors
    /// Those of writing, and of reading the file.
    pub(super) fn pour(self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(mut file) = self.file {
            file.rewind()?;
            io::copy(&mut file, out)?;
        }
        out.write_all(&self.memory)
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            let made = self.folder.as_ref().map_or_else(tempfile::tempfile, tempfile::tempfile_in);
            // Where no file can be made, memory is all there is.
            let Ok(file) = made else {
                self.most = usize::MAX;
                return Ok(());
            };
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(&self.memory)?;
        self.memory.clear();
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.memory.is_empty() && self.memory.len().saturating_add(bytes.len()) > self.most {
            self.spill()?;
        }
        self.memory.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_into_memory_comes_out_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("no/such/folder");
        for (most, in_folder, in_file) in
            [(100, folder.path(), true), (IN_MEMORY, folder.path(), false), (100, &gone, false)]
        {
            let mut spool = Spool { most, ..Spool::new(Some(in_folder)) };
            assert!(spool.is_empty());
            let mut whole = String::new();
            for at in 0..500 {
                let line = format!("line {at} {}\n", "x".repeat(at % 150));
                whole.push_str(&line);
                spool.write_all(line.as_bytes()).expect("there is room");
                assert!(!in_file || spool.memory.len() <= 200, "memory does not grow");
            }
            assert_eq!(spool.file.is_some(), in_file);
            assert!(!spool.is_empty());
            assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 0, "it has no name");
            let mut out = Vec::new();
            spool.pour(&mut out).expect("memory takes it");
            assert_eq!(String::from_utf8(out).expect("text"), whole);
        }
    }
}
