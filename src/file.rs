//! Files that are there as a whole or not at all: written where nobody sees it, then moved onto their place.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anstream::adapter::StripBytes;
use tempfile::TempPath;

/// After how long it is tried again whether a folder is free.
const MOMENT: Duration = Duration::from_millis(5);

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
                let whole = content.into_inner().map_err(io::IntoInnerError::into_error)?;
                named(whole, rights, &folder)?.persist(place).map_err(|error| error.error)
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
        let folder = folder_of(&place).to_owned();
        let content = BufWriter::new(tempfile::tempfile_in(&folder)?);
        Ok(Self::Moved { content, folder, place, rights: old.map(fs::Metadata::permissions) })
    }
}

/// Writes a file as a whole or not at all; a link in its place is replaced itself, as nobody knows where it leads.
///
/// # Errors
/// Those of the operating system; something in its place, unless it is to be replaced.
pub(crate) fn write_new(path: &Path, content: &str, replace: bool) -> io::Result<()> {
    let folder = folder_of(path);
    let mut whole = tempfile::tempfile_in(folder)?;
    whole.write_all(content.as_bytes())?;
    let named = named(whole, None, folder)?;
    let moved = if replace { named.persist(path) } else { named.persist_noclobber(path) };
    moved.map_err(|error| error.error)
}

/// Waits until no other run holds the folder, and holds it until what is returned is dropped, or the run ends in any
/// way. Where folders cannot be held, nothing is: on Windows, and on some file systems.
///
/// # Errors
/// A folder that another program holds for longer than that.
pub(crate) fn alone_in(folder: &Path, patience: Duration) -> io::Result<Option<File>> {
    let Ok(open) = File::open(folder) else { return Ok(None) };
    let since = Instant::now();
    loop {
        match open.try_lock() {
            Ok(()) => return Ok(Some(open)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) if since.elapsed() < patience => thread::sleep(MOMENT),
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::new(io::ErrorKind::WouldBlock, "another program holds its folder all the time"));
            }
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a file that is whole a name of its own, from which it can be moved onto another.
fn named(mut whole: File, rights: Option<fs::Permissions>, folder: &Path) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kontakt-check-");
    // The rights of any new file.
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let (file, path) = match builder.make_in(folder, |path| link(&whole, path)) {
        Ok(linked) => (whole, linked.into_temp_path()),
        Err(_) => {
            let (mut copy, path) = builder.tempfile_in(folder)?.into_parts();
            whole.rewind()?;
            io::copy(&mut whole, &mut copy)?;
            (copy, path)
        }
    };
    if let Some(rights) = rights {
        file.set_permissions(rights)?;
    }
    file.sync_all()?;
    Ok(path)
}

/// Gives a file without a name one.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, open, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_file: &File, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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
    fn a_folder_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let hold = || alone_in(folder.path(), Duration::from_millis(20));
        let first = hold().expect("it is free");
        if first.is_some() {
            assert_eq!(hold().expect_err("it is held").kind(), io::ErrorKind::WouldBlock);
        }
        drop(first);
        assert!(hold().is_ok());
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0, "nothing is left over");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_whole_gets_its_name_without_a_copy() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let whole = tempfile::tempfile_in(folder.path()).expect("writable");
        let before = whole.metadata().expect("open").ino();
        if link(&whole, &folder.path().join("probe")).is_ok() {
            let path = named(whole, None, folder.path()).expect("there is room");
            assert_eq!(fs::metadata(&path).expect("there").ino(), before);
        }
    }

    #[test]
    fn a_new_file_replaces_nothing_unless_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new");
        write_new(&path, "one", false).expect("it is not there");
        assert_eq!(write_new(&path, "two", false).expect_err("it is there").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("there"), "one");
        write_new(&path, "two", true).expect("asked for");
        assert_eq!(fs::read_to_string(&path).expect("there"), "two");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing is left over");
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
