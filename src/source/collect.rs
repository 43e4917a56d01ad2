//! Which files to check: files, folders and patterns as they were named, in a fixed order, each once.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use super::decode;
use super::error::{Fault, InputError};
use super::format::InputFormat;
use super::open;

/// The argument that stands for stdin.
pub(crate) const STDIN: &str = "-";
/// The largest list of files that is read, in bytes.
const LARGEST_LIST: u64 = 256 * 1024 * 1024;

/// Where one or more drafts come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// What is piped in.
    Stdin,
    /// A file, or something that only looks like one; nobody has opened it yet.
    File(PathBuf),
}

/// Finds everything that the arguments name, in their order; what a folder or pattern stands for is
/// sorted. What was named before is left out.
pub(crate) fn collect(arguments: &[PathBuf]) -> Vec<Result<Place, InputError>> {
    let mut found = Found { only: arguments.len() == 1, ..Found::default() };
    for argument in arguments {
        found.argument(argument, true);
    }
    found.places
}

/// Finds everything that a list of files names, one a line, or parted by zero bytes.
pub(crate) fn collect_from(list: &Path) -> Vec<Result<Place, InputError>> {
    let bytes = match read_list(list) {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(error)],
    };
    let by_zero = bytes.contains(&0);
    let lines = bytes.split(|byte| *byte == if by_zero { 0 } else { b'\n' });
    let lines = lines.map(|line| if by_zero { line } else { line.strip_suffix(b"\r").unwrap_or(line) });
    let mut found = Found::default();
    for line in lines.filter(|line| !line.is_empty()) {
        found.argument(&path_of(line), false);
    }
    found.places
}

fn read_list(list: &Path) -> Result<Vec<u8>, InputError> {
    let bytes = if list == Path::new(STDIN) {
        within_limit(io::stdin().lock(), LARGEST_LIST)
    } else {
        within_limit(open::open(list)?.0, LARGEST_LIST)
    };
    let bytes = bytes.map_err(|error| open::unreadable(list, &error))?;
    // Shells of Windows write marks, and letters of two bytes.
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => decode::text(bytes)
            .map(String::into_bytes)
            .map_err(|fault| InputError::new(list.display().to_string(), fault)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Ok(rest.to_vec()),
        _ => Ok(bytes),
    }
}

fn within_limit(input: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let size = input.take(limit + 1).read_to_end(&mut bytes)? as u64;
    if size > limit {
        let what = format!("a list of files may have {limit} bytes, and this has more");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(bytes)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    places: Vec<Result<Place, InputError>>,
    seen: BTreeSet<Place>,
    /// Whether there is but one argument, so that nothing can be found twice.
    only: bool,
}

impl Found {
    fn argument(&mut self, path: &Path, patterns: bool) {
        if path == Path::new(STDIN) {
            return self.add(Place::Stdin);
        }
        match fs::metadata(path) {
            Ok(what) if what.is_dir() => self.folder(path),
            Err(_) if patterns && is_pattern(path) => self.pattern(path),
            _ => self.add(Place::File(path.to_owned())),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let files = self.walk(WalkBuilder::new(folder).require_git(false), |path| InputFormat::of(path).is_some());
        self.all(files, || InputError::new(folder.display().to_string(), Fault::NoDrafts));
    }

    /// Finds what a shell would, where it did not: hidden files and `.gitignore` count as they do there.
    fn pattern(&mut self, pattern: &Path) {
        let name = pattern.display().to_string();
        let matcher = match matcher(&name) {
            Ok(matcher) => matcher,
            Err(error) => {
                let what = error.kind().to_string();
                return self.places.push(Err(InputError::new(name, Fault::BadPattern(what))));
            }
        };
        let root = fixed_part(pattern);
        let mut walk = WalkBuilder::new(if root.as_os_str().is_empty() { Path::new(".") } else { &root });
        if !name.contains("**") {
            walk.max_depth(Some(pattern.components().count() - root.components().count()));
        }
        let files = self.walk(walk.standard_filters(false).hidden(true), |path| matcher.is_match(plain(path)));
        self.all(files, || InputError::new(name, Fault::NoMatch));
    }

    /// Lists the files below a folder that are wanted; what could not be looked into is an error.
    fn walk(&mut self, walk: &mut WalkBuilder, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for entry in walk.build() {
            match entry {
                Ok(entry) if is_file(&entry) && wanted(entry.path()) => files.push(plain(entry.path()).to_owned()),
                Ok(_) => {}
                Err(error) => self.places.push(Err(trouble(&error))),
            }
        }
        files.sort();
        files
    }

    fn all(&mut self, files: Vec<PathBuf>, nothing: impl FnOnce() -> InputError) {
        if files.is_empty() {
            self.places.push(Err(nothing()));
        }
        for file in files {
            self.add(Place::File(file));
        }
    }

    fn add(&mut self, place: Place) {
        let known = match &place {
            _ if self.only => false,
            Place::File(path) => !self.seen.insert(Place::File(path.canonicalize().unwrap_or_else(|_| path.clone()))),
            Place::Stdin => !self.seen.insert(Place::Stdin),
        };
        if !known {
            self.places.push(Ok(place));
        }
    }
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Takes the `./` away that walking the current folder puts before every path.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '[', '{']))
}

fn matcher(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

/// Returns the folders before the first part of a pattern that stands for several.
fn fixed_part(pattern: &Path) -> PathBuf {
    pattern.components().take_while(|part| !is_pattern(part.as_ref())).collect()
}

fn trouble(error: &ignore::Error) -> InputError {
    let path = path_in(error).map_or_else(|| ".".to_owned(), |path| path.display().to_string());
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    InputError::new(path, Fault::Unreadable(reason))
}

fn path_in(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_in(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_long_is_not_cut_but_refused() {
        let list = b"a.txt\nb.txt\n";
        assert_eq!(within_limit(&list[..], 12).expect("it fits"), list);
        assert!(within_limit(&list[..], 11).expect_err("it is longer").to_string().contains("11 bytes"));
    }
}
