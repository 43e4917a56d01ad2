//! A user's pack joined to the one that it extends.

use super::error::{PackError, nearest};
use super::load::{From, RuleSet, SourceFile, at_word};
use super::wire::{AddedTo, Examples, Extends, Joining, Manifest, Messages, Patterns, SlotSettings, VerdictRule};

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
    replace(&mut set.scores, user.scores, shift);
    replace(&mut set.channels, user.channels, shift);
    replace(&mut set.text, user.text, shift);
    merge_messages(&mut set, user.messages, shift);
    if let Some(manifest) = manifest {
        apply(&mut set, &manifest.value, moved(manifest.file), &mut errors);
    }
    for id in &user.evidence_off {
        switch_off(&mut set, id);
    }
    if errors.is_empty() { Ok(set) } else { Err(errors) }
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
    for id in manifest.disable.iter().filter(|id| !switch_off(set, id)).collect::<Vec<_>>() {
        let checks = set.checks.len();
        set.checks.retain(|check| check.value.id != *id);
        if set.checks.len() == checks {
            errors.push(unknown_rule(set, source, id));
        }
    }
}

/// Takes the patterns of a signal or guard away, if it is one; other rules may name it, so it stays.
fn switch_off(set: &mut RuleSet, id: &String) -> bool {
    let signal = set.signals.iter_mut().find(|signal| signal.value.id == *id).map(|signal| {
        let rule = &mut signal.value;
        (&mut rule.patterns, &mut rule.examples)
    });
    let guard = set.guards.iter_mut().find(|guard| guard.value.id == *id).map(|guard| {
        let rule = &mut guard.value;
        (&mut rule.patterns, &mut rule.examples)
    });
    let Some((patterns, examples)) = signal.or(guard) else { return false };
    (*patterns, *examples) = (Patterns::default(), Examples::default());
    set.disabled.push(id.clone());
    true
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
