//! Findings that are known already: an old folder starts green, and only what is new fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::config::find;
use crate::draft::Draft;
use crate::file::{self, NewFile};
use crate::fingerprint::Fingerprints;
use crate::report::DraftReport;

/// The version of the file's form.
const VERSION: u32 = 1;
/// The largest baseline that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// How long a run waits for others that write a baseline; each takes a moment.
const PATIENCE: Duration = Duration::from_secs(20);

/// The known findings, and which of them came up again.
#[derive(Debug)]
pub(crate) struct Baseline {
    file: PathBuf,
    /// The folder that paths in the file count from.
    folder: PathBuf,
    /// By their fingerprints.
    known: BTreeMap<String, Known>,
    /// Whether everything that comes up becomes known.
    writing: bool,
    names: Fingerprints,
    came: BTreeMap<String, Known>,
    checked: BTreeSet<String>,
}

/// A baseline as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    rule: String,
    fingerprint: String,
}

/// Of which file and check a finding is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    path: String,
    rule: String,
}

/// Reads a baseline as the program does, and counts the findings that it knows.
///
/// # Errors
/// A file that cannot be read, or that is no baseline.
pub fn read_baseline(file: &Path) -> Result<usize, String> {
    Baseline::open(file, false).map(|baseline| baseline.known.len())
}

impl Baseline {
    /// Reads a baseline; one that is to be written need not be there yet.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no baseline: it is never overwritten.
    pub(crate) fn open(file: &Path, writing: bool) -> Result<Self, String> {
        let shown = find::shown(file).display().to_string();
        let known = match read(file) {
            Ok(document) if document.version == VERSION => document.findings,
            Ok(Document { version, .. }) => {
                return Err(format!("{shown}: the baseline has version {version}, not {VERSION}; write it anew"));
            }
            Err(error) if writing && error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(format!("{shown}: is no baseline: {error}; name another file, or take this one away"));
            }
            Err(error) => {
                return Err(format!("{shown}: the baseline cannot be read: {error}; --write-baseline makes one"));
            }
        };
        let folder = file.parent().and_then(find::absolute).unwrap_or_default();
        let (known, names) = (by_fingerprint(known), Fingerprints::default());
        let (came, checked) = (BTreeMap::new(), BTreeSet::new());
        Ok(Self { file: file.to_owned(), folder, known, writing, names, came, checked })
    }

    /// Takes the findings that are known out of a report, and remembers all of them.
    pub(crate) fn apply(&mut self, draft: &Draft<'_>, report: &mut DraftReport) {
        let path = self.path(&report.path);
        // The path stands for a draft that is alone in its file, wherever the program is called.
        let name = if draft.name == draft.path { path.clone() } else { draft.name.clone() };
        let draft = Draft { name, ..draft.clone() };
        self.checked.insert(path.clone());
        let findings = std::mem::take(&mut report.findings);
        for finding in findings {
            let fingerprint = self.names.name(&path, &draft, &finding);
            let known = self.writing || self.known.contains_key(&fingerprint);
            self.came.insert(fingerprint, Known { path: path.clone(), rule: finding.rule.clone() });
            if known {
                report.known += 1;
            } else {
                report.findings.push(finding);
            }
        }
    }

    /// Counts the known findings of checked or vanished files that did not come up.
    pub(crate) fn stale(&self) -> usize {
        let gone = |known: &Known| self.checked.contains(&known.path) || !self.is_there(known);
        self.known.iter().filter(|(fingerprint, known)| !self.came.contains_key(*fingerprint) && gone(known)).count()
    }

    /// Writes what came up, and what is known of files that were not checked; returns how many that are. Runs that
    /// do so at once wait for each other, so that each keeps what the others have written.
    ///
    /// # Errors
    /// Those of the operating system; what stood there before stays.
    pub(crate) fn write(&self) -> io::Result<usize> {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        let alone = file::alone_in(folder, PATIENCE)?;
        let stays = |known: &&Known| !self.checked.contains(&known.path) && self.is_there(known);
        // Another run may have written it meanwhile.
        let now = read(&self.file).ok().filter(|now| now.version == VERSION);
        let now: BTreeMap<_, _> = now.map_or_else(|| self.known.clone(), |now| by_fingerprint(now.findings));
        let others = now.iter().filter(|(_, known)| stays(known));
        let entries = others.chain(&self.came).map(|(fingerprint, Known { path, rule })| Entry {
            path: path.clone(),
            rule: rule.clone(),
            fingerprint: fingerprint.clone(),
        });
        let mut findings: Vec<_> = entries.collect();
        findings.sort_by(|one, other| {
            (&one.path, &one.rule, &one.fingerprint).cmp(&(&other.path, &other.rule, &other.fingerprint))
        });
        let count = findings.len();
        let mut new = NewFile::create(&self.file)?;
        serde_json::to_writer_pretty(&mut new, &Document { version: VERSION, findings })?;
        new.write_all(b"\n")?;
        new.finish()?;
        drop(alone);
        Ok(count)
    }

    /// Returns how messages name the file.
    pub(crate) fn shown(&self) -> String {
        find::shown(&self.file).display().to_string()
    }

    /// Tells whether everything that comes up becomes known.
    pub(crate) fn is_writing(&self) -> bool {
        self.writing
    }

    /// Tells whether no draft was checked against it.
    pub(crate) fn is_idle(&self) -> bool {
        self.checked.is_empty()
    }

    /// Tells whether the file of a finding is there, however its name is written.
    fn is_there(&self, known: &Known) -> bool {
        let parted = || known.path.nfd().collect::<String>();
        self.folder.join(&known.path).exists() || self.folder.join(parted()).exists()
    }

    /// Returns a draft's path as it stands in the baseline.
    fn path(&self, path: &str) -> String {
        let full = find::full(Path::new(path)).unwrap_or_default();
        let inside = full.strip_prefix(&self.folder).ok().and_then(Path::to_str);
        composed(&inside.filter(|inside| !inside.is_empty()).unwrap_or(path).replace('\\', "/"))
    }
}

/// Returns a path with every accented letter as one character: macOS parts them in names.
fn composed(path: &str) -> String {
    path.nfc().collect()
}

fn by_fingerprint(entries: Vec<Entry>) -> BTreeMap<String, Known> {
    entries
        .into_iter()
        .map(|Entry { path, rule, fingerprint }| (fingerprint, Known { path: composed(&path), rule }))
        .collect()
}

fn read(file: &Path) -> io::Result<Document> {
    let what = fs::metadata(file)?;
    if !what.is_file() || what.len() > LARGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("no file of at most {LARGEST} bytes")));
    }
    let bytes = fs::read(file)?;
    // Editors of Windows put a mark before everything.
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
