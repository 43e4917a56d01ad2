//! The bytes of a file; whatever might never end is refused.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::LARGEST_DRAFT;
use super::error::{Fault, InputError};

/// Where a program finds what it already has open, such as what a shell hands over as `<(command)`.
const OPEN_ALREADY: [&str; 2] = ["/dev/fd", "/dev/stdin"];

/// What is made room for at once; a longer file may turn out to be shorter.
const MOST_ROOM: usize = 1 << 20;

/// Opens a file; tells how long it was.
///
/// # Errors
/// What is not there, may not be read, or is no file.
pub(super) fn open(path: &Path) -> Result<(File, u64), InputError> {
    let fail = |error: &io::Error| unreadable(path, error);
    // Opening a named pipe would wait for somebody to write, so what it is must be known before.
    let about = fs::metadata(path).map_err(|error| fail(&error))?;
    let kind = about.file_type();
    if !kind.is_file() && !kind.is_dir() && !OPEN_ALREADY.iter().any(|open| path.starts_with(open)) {
        return Err(InputError::new(path.display().to_string(), Fault::Device));
    }
    Ok((File::open(path).map_err(|error| fail(&error))?, about.len()))
}

/// Reads all bytes, probably as many as `len`; it stops behind [`LARGEST_DRAFT`].
///
/// # Errors
/// What cannot be read, and too much.
pub(super) fn read(name: &str, reader: impl Read, len: u64) -> Result<Vec<u8>, InputError> {
    // With one byte more than the file has, reading it and seeing its end takes two calls.
    let room = usize::try_from(len).unwrap_or_default().min(MOST_ROOM) + 1;
    let mut bytes = Vec::with_capacity(room);
    match reader.take(LARGEST_DRAFT as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > LARGEST_DRAFT => Err(InputError::new(name, Fault::TooLarge)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(InputError::new(name, Fault::Unreadable(error.to_string()))),
    }
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> InputError {
    InputError::new(path.display().to_string(), Fault::Unreadable(error.to_string()))
}
