//! Files that are there as a whole or not at all: written where nobody sees it, then moved onto their place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use anstream::adapter::StripBytes;

/// A file that is being written. If it is dropped unfinished, what stood in its place stays.
#[derive(Debug)]
pub(crate) struct NewFile {
    /// Where it was asked for.
    path: PathBuf,
    way: Way,
    /// What takes colours out of what is written.
    strip: Option<StripBytes>,
}

/// How it gets to its place.
#[derive(Debug)]
enum Way {
    /// By a move, so that a reader never sees a part. What is written has no name until it is whole: a run
    /// that is killed leaves nothing behind.
    Moved { content: BufWriter<File>, folder: PathBuf, place: PathBuf, rights: Option<fs::Permissions> },
    /// As it is written: a device, a pipe.
    Direct(BufWriter<File>),
}

impl NewFile {
    /// Prepares a file; a link to a file stays a link.
    ///
    /// # Errors
    /// Those of the operating system: no such folder, no right to write there.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let way = match fs::metadata(&place) {
            Ok(what) if what.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(what) if !what.is_file() => Way::Direct(BufWriter::new(File::options().write(true).open(&place)?)),
            Ok(what) => Way::moved(place, Some(&what))?,
            Err(_) => Way::moved(place, None)?,
        };
        Ok(Self { path: path.to_owned(), way, strip: None })
    }

    /// Takes colours for a terminal out of everything that will be written.
    pub(crate) fn without_colors(self) -> Self {
        Self { strip: Some(StripBytes::new()), ..self }
    }

    /// Returns where the file was asked for.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the folder in which it will stand, unless it is written as it comes.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.way {
            Way::Moved { folder, .. } => Some(folder),
            Way::Direct(_) => None,
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of the operating system, such as a full disk; what stood there before stays.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.way {
            Way::Direct(mut content) => content.flush(),
            Way::Moved { content, folder, place, rights } => {
                let mut whole = content.into_inner().map_err(io::IntoInnerError::into_error)?;
                let mut file = named(&folder)?;
                whole.rewind()?;
                io::copy(&mut whole, &mut file)?;
                if let Some(rights) = rights {
                    file.as_file().set_permissions(rights)?;
                }
                file.as_file().sync_all()?;
                file.persist(place).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Way {
    fn content(&mut self) -> &mut dyn Write {
        match self {
            Self::Moved { content, .. } => content,
            Self::Direct(content) => content,
        }
    }

    fn moved(place: PathBuf, old: Option<&fs::Metadata>) -> io::Result<Self> {
        if old.is_some_and(|old| old.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let folder =
            place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let content = BufWriter::new(tempfile::tempfile_in(&folder)?);
        Ok(Self::Moved { content, folder, place, rights: old.map(fs::Metadata::permissions) })
    }
}

/// Makes a file that can be moved onto another, with the rights of any new one.
fn named(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kontakt-check-");
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.tempfile_in(folder)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let content = self.way.content();
        match &mut self.strip {
            None => content.write(bytes),
            Some(strip) => {
                strip.strip_next(bytes).try_for_each(|part| content.write_all(part))?;
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.way.content().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) {
        let mut file = NewFile::create(path).expect("writable");
        file.write_all(text.as_bytes()).expect("there is room");
        file.finish().expect("movable");
    }

    #[test]
    fn the_old_file_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report");
        write(&path, "old");
        let mut file = NewFile::create(&path).expect("writable");
        file.write_all(b"ne").expect("there is room");
        assert_eq!(fs::read_to_string(&path).expect("readable"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "a kill would leave nothing over");
        drop(file);
        assert_eq!(fs::read_to_string(&path).expect("readable"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing is left over");
        write(&path, "new");
        assert_eq!(fs::read_to_string(&path).expect("readable"), "new");
    }

    #[test]
    fn what_cannot_be_written_is_told_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(NewFile::create(&folder.path().join("no/such/folder")).is_err());
        assert_eq!(NewFile::create(folder.path()).expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_rights_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("report"), folder.path().join("link"));
        write(&path, "old");
        assert_ne!(fs::metadata(&path).expect("there").permissions().mode() & 0o044, 0, "others may read it");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("ours");
        symlink(&path, &link).expect("a link");
        write(&link, "new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::read_to_string(&path).expect("readable"), "new");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("ours");
        assert_eq!(NewFile::create(&path).expect_err("read-only").kind(), io::ErrorKind::PermissionDenied);
        write(Path::new("/dev/null"), "gone");
    }
}
