//! What can be wrong with a rule file, told with file, place and remedy.

use std::fmt;
use std::path::PathBuf;

/// Describes one fault of a rule pack; `Display` gives `file:line:column: what, and how to mend it`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// The file as it was named or found.
    pub file: PathBuf,
    /// Line and column, both from 1, where the fault has a place.
    pub place: Option<(usize, usize)>,
    /// What is wrong: lower case, no final full stop.
    pub what: String,
    /// What was probably meant or what to do.
    pub remedy: Option<String>,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PackError {}

/// Returns the member of `known` that `word` was probably meant to be.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (word.chars().count() / 3).max(1) + usize::from(word.len() > 6);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
