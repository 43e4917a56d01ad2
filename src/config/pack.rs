//! The rules that a configuration judges with.

use std::fs;
use std::path::{Path, PathBuf};

use super::find;
use super::load::Loaded;
use super::wire::Level;
use super::{Layer, Origin};
use crate::builtin::{builtin_pack, parsed, with_rules};
use crate::pack::Pack;
use crate::pack::error::{PackError, nearest};
use crate::pack::load::{From, RuleSet, SourceFile};
use crate::pack::wire::{Manifest, SlotSettings, Table};

/// Resolves the packs that the files name, in their order.
///
/// # Errors
/// A pack that is not there, or that has a file outside the boundary.
pub(super) fn paths(files: &[Loaded], boundary: &Path) -> Result<Vec<(PathBuf, Origin)>, Vec<PackError>> {
    let mut paths = Vec::new();
    for file in files {
        for name in &file.wire.packs.0 {
            let fault = |what| vec![file.fault(name, what, "name a pack of this repository")];
            file.same_everywhere(name)?;
            let path = find::within(boundary, &file.folder, name).map_err(fault)?;
            if let Some(outside) = leaving(&path, boundary) {
                return Err(fault(format!("`{}` lies outside {}", outside.display(), boundary.display())));
            }
            paths.push((find::shown(&path), file.origin(name)));
        }
    }
    Ok(paths)
}

/// Makes the pack. It stays until the program ends, because every thread judges with it.
///
/// # Errors
/// Faults of the packs, or of what the files say about their rules.
pub(super) fn build(files: &[Loaded], paths: &[PathBuf]) -> Result<&'static Pack, Vec<PackError>> {
    let plain = files.iter().all(|file| !changes_rules(file, builtin_pack()));
    if paths.is_empty() && plain {
        return Ok(builtin_pack());
    }
    let mut rules = parsed(paths)?;
    rules.extend(files.iter().map(said_of_rules));
    Ok(Box::leak(Box::new(with_rules(rules)?)))
}

/// Tells whether a rule is a signal or guard that is off everywhere.
pub(super) fn switched_off(pack: &Pack, layer: &Layer, rule: &str, level: Level) -> bool {
    level == Level::Off && layer.only.is_none() && is_evidence(pack, rule)
}

/// Explains why a name is not one of a check.
pub(super) fn no_check(pack: &Pack, layer: &Layer, rule: &str) -> PackError {
    let near = nearest(rule, pack.checks.iter().map(|check| check.id.as_str()));
    let (what, remedy) = match (is_evidence(pack, rule), near) {
        (true, _) => (
            format!("`{rule}` is no check: it has no severity and no findings"),
            "outside `paths` it can be `off`".to_owned(),
        ),
        (false, Some(near)) => (format!("there is no check `{rule}`"), format!("did you mean `{near}`?")),
        (false, None) => (format!("there is no check `{rule}`"), "`kontakt-check rules` lists them all".to_owned()),
    };
    let origin = layer.origin(rule);
    let line = layer.source.text.lines().nth(origin.line - 1).unwrap_or_default();
    let column = line.split_once(rule).map_or(1, |(before, _)| before.chars().count() + 1);
    PackError { file: origin.file, place: Some((origin.line, column)), what, remedy: Some(remedy) }
}

/// Finds a file of a pack that lies outside the boundary, because of a link.
fn leaving(pack: &Path, boundary: &Path) -> Option<PathBuf> {
    let mut folders = vec![pack.to_owned()];
    // A pack has one level of folders, so that circles of links are no concern.
    for _ in 0..2 {
        let entries = folders.drain(..).filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let entries: Vec<_> = entries.map(|entry| entry.path()).collect();
        let outside = |path: &&PathBuf| !fs::canonicalize(path).is_ok_and(|real| real.starts_with(boundary));
        if let Some(outside) = entries.iter().find(outside) {
            return Some(outside.clone());
        }
        folders = entries.into_iter().filter(|path| path.is_dir()).collect();
    }
    None
}

fn changes_rules(file: &Loaded, pack: &Pack) -> bool {
    let off = |(rule, level): &(String, Level)| *level == Level::Off && is_evidence(pack, rule);
    !file.wire.params.0.is_empty() || !file.wire.slots.is_empty() || file.wire.rules.0.iter().any(off)
}

/// What the file says that only a pack can. Checks are graded behind the judging, so they stay.
fn said_of_rules(file: &Loaded) -> RuleSet {
    let off = file.wire.rules.0.iter().filter(|(_, level)| *level == Level::Off);
    let manifest = Manifest {
        params: Table(file.wire.params.0.clone()),
        slots: SlotSettings::clone(&file.wire.slots),
        ..Manifest::default()
    };
    RuleSet {
        files: vec![SourceFile { path: file.source.file.clone(), text: file.source.text.to_string() }],
        manifest: Some(From { file: 0, value: manifest }),
        evidence_off: off.map(|(rule, _)| rule.clone()).collect(),
        ..RuleSet::default()
    }
}

fn is_evidence(pack: &Pack, rule: &str) -> bool {
    pack.signals.iter().any(|signal| signal.id.as_str() == rule)
        || pack.guards.iter().any(|guard| guard.id.as_str() == rule)
}
