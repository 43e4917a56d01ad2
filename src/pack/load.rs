//! Rule files: found, read, parsed, and a user's pack joined to the built-in one.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::{PackError, nearest};
use super::wire::{
    AddedTo, Channels, Check, Extends, Guard, Joining, LabelPolicy, Manifest, Messages, Pattern, Signal, SlotSettings,
    TextRules, VerdictRule, Vocabulary,
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
    pub(crate) verdicts: Vec<From<VerdictRule>>,
    pub(crate) channels: Option<From<Channels>>,
    pub(crate) text: Option<From<TextRules>>,
    pub(crate) messages: Option<From<Messages>>,
    pub(crate) manifest: Option<From<Manifest>>,
    /// The signals and guards that a manifest switched off.
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

/// Joins a user's pack to the rules it extends.
///
/// # Errors
/// Names of rules that do not exist, or that exist already and are not said to be replaced.
pub(crate) fn join(base: RuleSet, mut user: RuleSet) -> Result<RuleSet, Vec<PackError>> {
    let manifest = user.manifest.take();
    unpack_manifest(&mut user, manifest.as_ref());
    if manifest.as_ref().is_some_and(|manifest| manifest.value.extends == Extends::None) {
        return Ok(user);
    }
    let mut set = base;
    let mut errors = Vec::new();
    let shift = set.files.len();
    set.files.append(&mut user.files);
    let files = set.files.clone();
    let moved = |file: usize| file + shift;
    set.vocabulary.extend(user.vocabulary.into_iter().map(|v| From { file: moved(v.file), value: v.value }));
    merge(&mut set.guards, user.guards, shift, &files, |g| (&g.id, g.replaces), &mut errors);
    merge(&mut set.signals, user.signals, shift, &files, |s| (&s.id, s.replaces), &mut errors);
    merge(&mut set.checks, user.checks, shift, &files, |c| (&c.id, c.replaces), &mut errors);
    merge_verdicts(&mut set, user.verdicts, shift, manifest.as_ref(), &mut errors);
    replace(&mut set.labels, user.labels, shift);
    replace(&mut set.channels, user.channels, shift);
    replace(&mut set.text, user.text, shift);
    merge_messages(&mut set, user.messages, shift);
    if let Some(manifest) = manifest {
        apply(&mut set, &manifest.value, moved(manifest.file), &mut errors);
    }
    if errors.is_empty() { Ok(set) } else { Err(errors) }
}

const FOLDERS: [&str; 4] = ["vocabulary", "guards", "signals", "checks"];
const SINGLE: [&str; 6] = ["labels.yaml", "verdict.yaml", "channels.yaml", "text.yaml", "messages.yaml", "pack.yaml"];

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

/// Moves the rules that a manifest carries itself beside those of the pack's files.
fn unpack_manifest(user: &mut RuleSet, manifest: Option<&From<Manifest>>) {
    let Some(From { file, value }) = manifest else { return };
    let file = *file;
    user.vocabulary.push(From { file, value: value.vocabulary.clone() });
    user.guards.extend(value.guards.iter().cloned().map(|value| From { file, value }));
    user.signals.extend(value.signals.iter().cloned().map(|value| From { file, value }));
    user.checks.extend(value.checks.iter().cloned().map(|value| From { file, value }));
    user.verdicts.extend(value.decisions.iter().cloned().map(|value| From { file, value }));
}

fn merge<T>(
    mine: &mut Vec<From<T>>,
    theirs: Vec<From<T>>,
    shift: usize,
    files: &[SourceFile],
    key: impl Fn(&T) -> (&String, bool),
    errors: &mut Vec<PackError>,
) {
    for rule in theirs {
        let rule = From { file: rule.file + shift, value: rule.value };
        let (id, replaces) = key(&rule.value);
        let known = mine.iter().position(|known| key(&known.value).0 == id);
        match (known, replaces) {
            (Some(at), true) => mine[at] = rule,
            (None, false) => mine.push(rule),
            (Some(_), false) => errors.push(at_word(
                &files[rule.file],
                id,
                format!("the id `{id}` exists already"),
                "add `replaces: true`, or take another id",
            )),
            (None, true) => errors.push(at_word(
                &files[rule.file],
                id,
                format!("there is no `{id}` to replace"),
                "leave out `replaces`, or mend the id",
            )),
        }
    }
}

fn merge_verdicts(
    set: &mut RuleSet,
    theirs: Vec<From<VerdictRule>>,
    shift: usize,
    manifest: Option<&From<Manifest>>,
    errors: &mut Vec<PackError>,
) {
    let mut rules: Vec<_> =
        theirs.into_iter().map(|rule| From { file: rule.file + shift, value: rule.value }).collect();
    if manifest.is_some_and(|manifest| manifest.value.verdict == Joining::Replace) {
        set.verdicts = rules;
        return;
    }
    for at in (0..rules.len()).rev().filter(|at| rules[*at].value.replaces).collect::<Vec<_>>() {
        let rule = rules.remove(at);
        match set.verdicts.iter().position(|known| known.value.id == rule.value.id) {
            Some(known) => set.verdicts[known] = rule,
            None => {
                let id = &rule.value.id;
                errors.push(at_word(
                    &set.files[rule.file],
                    id,
                    format!("there is no decision `{id}` to replace"),
                    "leave out `replaces`, or mend the id",
                ));
            }
        }
    }
    rules.append(&mut set.verdicts);
    set.verdicts = rules;
}

fn replace<T>(mine: &mut Option<From<T>>, theirs: Option<From<T>>, shift: usize) {
    if let Some(theirs) = theirs {
        *mine = Some(From { file: theirs.file + shift, value: theirs.value });
    }
}

fn merge_messages(set: &mut RuleSet, theirs: Option<From<Messages>>, shift: usize) {
    match (&mut set.messages, theirs) {
        (Some(mine), Some(theirs)) => {
            for (key, text) in theirs.value.0 {
                mine.value.0.retain(|(known, _)| *known != key);
                mine.value.0.push((key, text));
            }
        }
        (mine, theirs) => replace(mine, theirs, shift),
    }
}

fn apply(set: &mut RuleSet, manifest: &Manifest, file: usize, errors: &mut Vec<PackError>) {
    let source = set.files[file].clone();
    disable(set, manifest, &source, errors);
    for (id, severity) in &manifest.severity.0 {
        match set.checks.iter_mut().find(|check| check.value.id == *id) {
            Some(check) => check.value.severity = *severity,
            None => errors.push(unknown_check(set, &source, id)),
        }
    }
    slots(set, &manifest.slots, &source, errors);
    for (id, params) in &manifest.params.0 {
        set_params(set, &source, id, &params.0, errors);
    }
    for added in &manifest.add_phrases {
        let (patterns, examples) = (added.patterns.clone(), added.examples.clone());
        let target = match set.signals.iter_mut().find(|signal| signal.value.id == added.to) {
            Some(signal) => Some((&mut signal.value.patterns, &mut signal.value.examples)),
            None => set
                .guards
                .iter_mut()
                .find(|guard| guard.value.id == added.to)
                .map(|guard| (&mut guard.value.patterns, &mut guard.value.examples)),
        };
        match target {
            Some((known, texts)) => {
                known.added.push(AddedTo { file, de: known.de.len(), en: known.en.len() });
                known.de.extend(patterns.de);
                known.en.extend(patterns.en);
                for (all, more) in [(&mut texts.de, examples.de), (&mut texts.en, examples.en)] {
                    all.matches.extend(more.matches);
                    all.ignore.extend(more.ignore);
                }
            }
            None => errors.push(unknown_rule(set, &source, &added.to)),
        }
    }
}

/// Adds names of slots to their kinds, and sets how long their fillings are.
fn slots(set: &mut RuleSet, settings: &SlotSettings, source: &SourceFile, errors: &mut Vec<PackError>) {
    let Some(rules) = set.text.as_mut().map(|text| &mut text.value.slots) else { return };
    let mut unknown = Vec::new();
    for (kind, words) in &settings.kinds.0 {
        match rules.kinds.0.iter_mut().find(|(known, _)| known == kind) {
            Some((_, known)) => known.extend(words.iter().map(|word| joined(word))),
            None => unknown.push(kind),
        }
    }
    for (kind, length) in &settings.lengths.0 {
        match rules.lengths.0.iter_mut().find(|(known, _)| known == kind) {
            Some((_, known)) => *known = *length,
            None => unknown.push(kind),
        }
    }
    let kinds: Vec<_> = rules.kinds.0.iter().map(|(kind, _)| kind.as_str()).collect();
    errors.extend(unknown.into_iter().map(|kind| {
        let what = format!("there is no kind of slot `{kind}`");
        at_word(source, kind, what, &format!("the kinds are {}", kinds.join(", ")))
    }));
}

/// Returns the name of a slot without what parts its words, as it is looked up.
fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect()
}

fn disable(set: &mut RuleSet, manifest: &Manifest, source: &SourceFile, errors: &mut Vec<PackError>) {
    for id in &manifest.disable {
        let before = (set.signals.len(), set.guards.len(), set.checks.len());
        if let Some(signal) = set.signals.iter_mut().find(|signal| signal.value.id == *id) {
            // Other rules may name it, so it stays, without patterns.
            signal.value.patterns = super::wire::Patterns::default();
            signal.value.examples = super::wire::Examples::default();
            set.disabled.push(id.clone());
            continue;
        }
        set.checks.retain(|check| check.value.id != *id);
        if let Some(guard) = set.guards.iter_mut().find(|guard| guard.value.id == *id) {
            guard.value.patterns = super::wire::Patterns::default();
            guard.value.examples = super::wire::Examples::default();
            set.disabled.push(id.clone());
            continue;
        }
        if before == (set.signals.len(), set.guards.len(), set.checks.len()) {
            errors.push(unknown_rule(set, source, id));
        }
    }
}

fn set_params(set: &mut RuleSet, source: &SourceFile, id: &str, params: &[(String, u32)], errors: &mut Vec<PackError>) {
    let Some(at) = set.checks.iter().position(|check| check.value.id == id) else {
        errors.push(unknown_check(set, source, id));
        return;
    };
    for (name, value) in params {
        let known = &mut set.checks[at].value.params.0;
        match known.iter_mut().find(|(key, _)| key == name) {
            Some(param) => param.1 = *value,
            None => {
                let names: Vec<_> = known.iter().map(|(key, _)| key.as_str()).collect();
                let remedy =
                    if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
                errors.push(at_word(source, name, format!("`{id}` has no parameter `{name}`"), &remedy));
            }
        }
    }
}

fn unknown_check(set: &RuleSet, source: &SourceFile, id: &str) -> PackError {
    let near = nearest(id, set.checks.iter().map(|check| check.value.id.as_str()));
    at_word(source, id, format!("there is no check `{id}`"), &meant(near))
}

fn unknown_rule(set: &RuleSet, source: &SourceFile, id: &str) -> PackError {
    let signals = set.signals.iter().map(|signal| signal.value.id.as_str());
    let guards = set.guards.iter().map(|guard| guard.value.id.as_str());
    let near = nearest(id, signals.chain(guards).chain(set.checks.iter().map(|check| check.value.id.as_str())));
    at_word(source, id, format!("there is no rule `{id}`"), &meant(near))
}

fn meant(near: Option<&str>) -> String {
    near.map_or_else(|| "`kontakt-check rules` lists them all".to_owned(), |near| format!("did you mean `{near}`?"))
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
