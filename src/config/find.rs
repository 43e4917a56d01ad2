//! Which configuration file holds for a draft, and up to where files may be read for it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{env, fs};

use unicode_normalization::UnicodeNormalization as _;

use crate::pack::error::PackError;
use crate::pack::yaml;

/// What configuration files are called.
pub(crate) const NAMES: [&str; 2] = [".kontakt-check.yaml", ".kontakt-check.yml"];

/// A configuration file and the folder that it may not reach out of; both paths hold no link and no `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) file: PathBuf,
    pub(crate) boundary: PathBuf,
}

/// Looks for the configuration of the drafts in `folder`, in it and upwards.
///
/// The search ends at the repository's root; outside a repository at the home folder, or else at the
/// working directory: what others put further up is none of the user's.
pub(crate) fn upwards(folder: &Path) -> Option<Found> {
    let folder = absolute(folder)?;
    let boundary = boundary(&folder);
    let inside = folder.ancestors().take_while(|above| above.starts_with(&boundary));
    let mut files = inside.flat_map(|above| NAMES.iter().map(|name| above.join(name)));
    files.find(|file| fs::symlink_metadata(file).is_ok()).map(|file| Found { file, boundary })
}

/// Returns a file that the user has named, together with its boundary.
pub(crate) fn named(file: &Path) -> Found {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let boundary = boundary(&folder);
    Found { file: file.file_name().map_or_else(|| file.to_owned(), |name| folder.join(name)), boundary }
}

/// Resolves a path that stands in a configuration file.
///
/// # Errors
/// A path that is not there, or that leads out of the boundary.
pub(crate) fn within(boundary: &Path, folder: &Path, path: &str) -> Result<PathBuf, String> {
    let full = folder.join(path);
    let real = fs::canonicalize(&full).map_err(|error| format!("`{path}` cannot be read: {error}"))?;
    if real.starts_with(boundary) { Ok(real) } else { Err(format!("`{path}` lies outside {}", boundary.display())) }
}

/// Reads a configuration file.
///
/// # Errors
/// A file that is no regular file in the boundary, is too large, or is not UTF-8.
pub(crate) fn read(file: &Path, boundary: &Path) -> Result<String, PackError> {
    let fault =
        |what: String, remedy: &str| PackError { file: shown(file), place: None, what, remedy: Some(remedy.into()) };
    let unreadable = |error| fault(format!("the configuration cannot be read: {error}"), "check the path");
    let real = fs::canonicalize(file).map_err(unreadable)?;
    if !real.starts_with(boundary) {
        let what = format!("the configuration is a link out of {}", boundary.display());
        return Err(fault(what, "put the file itself there"));
    }
    let size = fs::metadata(&real).map_err(unreadable)?;
    if !size.is_file() {
        return Err(fault("the configuration is no regular file".into(), "put a YAML file there"));
    }
    if size.len() > yaml::LARGEST as u64 {
        return Err(fault(format!("the file has {} bytes, more than {}", size.len(), yaml::LARGEST), "split it"));
    }
    let bytes = fs::read(&real).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| fault("the configuration is not UTF-8".into(), "save it as UTF-8"))
}

/// Returns how messages name a file: below the working directory without what leads there.
pub(crate) fn shown(file: &Path) -> PathBuf {
    let here = env::current_dir().and_then(fs::canonicalize);
    let inside = here.ok().and_then(|here| file.strip_prefix(here).ok().map(Path::to_owned));
    inside.filter(|inside| !inside.as_os_str().is_empty()).unwrap_or_else(|| file.to_owned())
}

/// Returns a path with every accented letter as one character, as patterns have them: macOS parts them in names.
pub(crate) fn composed(path: &Path) -> Cow<'_, Path> {
    match path.to_str() {
        Some(text) if !text.is_ascii() => PathBuf::from(text.nfc().collect::<String>()).into(),
        _ => path.into(),
    }
}

/// Makes the path of a file absolute, and its folder free of links; the file need not be there.
pub(crate) fn full(path: &Path) -> Option<PathBuf> {
    let folder = absolute(path.parent()?)?;
    path.file_name().map(|name| folder.join(name))
}

/// Makes a path absolute and free of links. A folder that is not there yet has one above it that is.
pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find_map(|above| fs::canonicalize(above).ok())
}

fn boundary(folder: &Path) -> PathBuf {
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    let around = |outer: Option<PathBuf>| outer.and_then(|outer| fs::canonicalize(outer).ok());
    let home = around(env::home_dir());
    let here = around(env::current_dir().ok());
    let outer = [home, here].into_iter().flatten().find(|outer| outer.parent().is_some() && folder.starts_with(outer));
    repository.map(Path::to_owned).or(outer).unwrap_or_else(|| folder.to_owned())
}
