//! Rule files: found, read and parsed.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::{PackError, nearest};
use super::wire::{
    Channels, Check, Guard, LabelPolicy, Manifest, Messages, Pattern, Scores, Signal, TextRules, VerdictRule,
    Vocabulary,
};
use super::yaml;

/// The most files one pack may have.
const MOST_FILES: usize = 20_000;

/// A rule file: its path below the pack, and its text.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// A value together with the file it was read from.
#[derive(Debug, Clone)]
pub(crate) struct From<T> {
    /// Position of its file in [`RuleSet::files`].
    pub(crate) file: usize,
    pub(crate) value: T,
}

/// Every rule file of a pack as serde reads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleSet {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) vocabulary: Vec<From<Vocabulary>>,
    pub(crate) guards: Vec<From<Guard>>,
    pub(crate) signals: Vec<From<Signal>>,
    pub(crate) checks: Vec<From<Check>>,
    pub(crate) labels: Option<From<LabelPolicy>>,
    pub(crate) scores: Option<From<Scores>>,
    pub(crate) verdicts: Vec<From<VerdictRule>>,
    pub(crate) channels: Option<From<Channels>>,
    pub(crate) text: Option<From<TextRules>>,
    pub(crate) messages: Option<From<Messages>>,
    pub(crate) manifest: Option<From<Manifest>>,
    /// Names that switch a signal or guard off where there is one, and say nothing elsewhere.
    pub(crate) evidence_off: Vec<String>,
    /// The signals and guards that are switched off.
    pub(crate) disabled: Vec<String>,
}

/// Reads the files of a pack: a folder, or a single file that is its `pack.yaml`.
///
/// # Errors
/// A path that is missing or unreadable, or a YAML file that stands where no rule file belongs.
pub(crate) fn read(path: &Path) -> Result<Vec<SourceFile>, PackError> {
    if !path.is_dir() {
        return Ok(vec![SourceFile { path: path.into(), text: read_file(path)? }]);
    }
    let mut files = Vec::new();
    for entry in list(path)? {
        let folder = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if entry.is_dir() && FOLDERS.contains(&folder) {
            for file in list(&entry)?.into_iter().filter(|file| is_yaml(file)) {
                files.push(SourceFile { text: read_file(&file)?, path: file });
            }
        } else if is_yaml(&entry) {
            files.push(SourceFile { text: read_file(&entry)?, path: entry });
        }
    }
    if files.is_empty() {
        let remedy = "a pack is a folder with pack.yaml, signals/, checks/ and the like".to_owned();
        return Err(PackError {
            file: path.into(),
            place: None,
            what: "the folder holds no rule files".into(),
            remedy: Some(remedy),
        });
    }
    if files.len() > MOST_FILES {
        let what = format!("the pack has {} files, more than {MOST_FILES}", files.len());
        return Err(PackError {
            file: path.into(),
            place: None,
            what,
            remedy: Some("put rules together in pack.yaml".into()),
        });
    }
    Ok(files)
}

/// Parses the files of a pack.
///
/// # Errors
/// Every file that is no YAML, has unknown keys or stands in the wrong place.
pub(crate) fn parse(files: Vec<SourceFile>) -> Result<RuleSet, Vec<PackError>> {
    let mut set = RuleSet::default();
    let mut errors = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if let Err(error) = parse_file(&mut set, at, file, files.len()) {
            errors.push(error);
        }
    }
    set.files = files;
    if errors.is_empty() { Ok(set) } else { Err(errors) }
}

const FOLDERS: [&str; 4] = ["vocabulary", "guards", "signals", "checks"];
const SINGLE: [&str; 7] =
    ["labels.yaml", "scores.yaml", "verdict.yaml", "channels.yaml", "text.yaml", "messages.yaml", "pack.yaml"];

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, PackError> {
    let fault = |error: std::io::Error| PackError {
        file: folder.into(),
        place: None,
        what: format!("cannot list the folder: {error}"),
        remedy: None,
    };
    let mut entries = fs::read_dir(folder)
        .map_err(fault)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(fault)?;
    entries.sort();
    Ok(entries)
}

fn read_file(path: &Path) -> Result<String, PackError> {
    let fault =
        |what: String, remedy: &str| PackError { file: path.into(), place: None, what, remedy: Some(remedy.into()) };
    let size = fs::metadata(path)
        .map_err(|error| fault(format!("cannot read the rule file: {error}"), "check the path"))?
        .len();
    if size > yaml::LARGEST as u64 {
        return Err(fault(format!("the file has {size} bytes, more than {}", yaml::LARGEST), "split it"));
    }
    let bytes =
        fs::read(path).map_err(|error| fault(format!("cannot read the rule file: {error}"), "check the path"))?;
    String::from_utf8(bytes).map_err(|_| fault("the rule file is not UTF-8".into(), "save it as UTF-8"))
}

fn parse_file(set: &mut RuleSet, at: usize, file: &SourceFile, files: usize) -> Result<(), PackError> {
    let name = file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = file.path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    match (folder, name) {
        ("vocabulary", _) => set.vocabulary.push(read_as(at, file)?),
        ("guards", _) => set.guards.push(with_id(read_as::<Guard>(at, file)?, file, |guard| &guard.id)?),
        ("signals", _) => set.signals.push(with_id(read_as::<Signal>(at, file)?, file, |signal| &signal.id)?),
        ("checks", _) => set.checks.push(with_id(read_as::<Check>(at, file)?, file, |check| &check.id)?),
        (_, "labels.yaml") => set.labels = Some(read_as(at, file)?),
        (_, "scores.yaml") => set.scores = Some(read_as(at, file)?),
        (_, "verdict.yaml") => {
            let rules = read_as::<Vec<VerdictRule>>(at, file)?;
            set.verdicts.extend(rules.value.into_iter().map(|value| From { file: at, value }));
        }
        (_, "channels.yaml") => set.channels = Some(read_as(at, file)?),
        (_, "text.yaml") => set.text = Some(read_as(at, file)?),
        (_, "messages.yaml") => set.messages = Some(read_as(at, file)?),
        (_, "pack.yaml") => set.manifest = Some(read_as(at, file)?),
        _ if files == 1 => set.manifest = Some(read_as(at, file)?),
        _ => {
            let remedy = match nearest(name, SINGLE) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("rules stand in {}/; beside them are {}", FOLDERS.join("/, "), SINGLE.join(", ")),
            };
            return Err(PackError {
                file: file.path.clone(),
                place: None,
                what: "no rule file has this name".into(),
                remedy: Some(remedy),
            });
        }
    }
    Ok(())
}

fn read_as<T: DeserializeOwned>(at: usize, file: &SourceFile) -> Result<From<T>, PackError> {
    Ok(From { file: at, value: yaml::parse(&file.path, &file.text)? })
}

fn with_id<T>(rule: From<T>, file: &SourceFile, id: impl Fn(&T) -> &String) -> Result<From<T>, PackError> {
    let stem = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let given = id(&rule.value);
    if given == stem {
        return Ok(rule);
    }
    Err(PackError {
        file: file.path.clone(),
        place: yaml::locate(&file.text, given, 0),
        what: format!("the id is `{given}`, but the file is called `{stem}.yaml`"),
        remedy: Some("give both the same name".into()),
    })
}

/// Makes an error at the first place where the file holds `word`.
pub(crate) fn at_word(file: &SourceFile, word: &str, what: String, remedy: &str) -> PackError {
    PackError { file: file.path.clone(), place: yaml::locate(&file.text, word, 0), what, remedy: Some(remedy.into()) }
}

/// Lists the phrases of a pattern as a person wrote them.
pub(crate) fn phrases_of(pattern: &Pattern) -> Vec<String> {
    match pattern {
        Pattern::Phrase(phrase) => vec![phrase.clone()],
        Pattern::Mapping(mapping) => {
            mapping.all.iter().chain(&mapping.not).flatten().chain(&mapping.needs).cloned().collect()
        }
    }
}
