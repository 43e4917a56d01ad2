//! From a file to a configuration: what it extends is read, every path and name checked.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use globset::GlobBuilder;

use super::find::{self, Found};
use super::wire::{ConfigFile, PathSettings};
use super::{Allowance, Config, Layer, Origin, Source, pack};
use crate::pack::error::PackError;
use crate::pack::yaml::{self, locate};

/// The most files that one configuration may consist of.
const MOST_FILES: usize = 32;
/// The most patterns of paths in one file, and the most bytes in one.
const MOST_PATTERNS: usize = 1_000;
const LONGEST_PATTERN: usize = 500;

/// Reads a configuration and everything it extends; `more` are packs that the command line names.
///
/// # Errors
/// Every fault of the first file that has one, or of the packs; nothing is judged with half a configuration.
pub(crate) fn load(found: &Found, more: &[PathBuf]) -> Result<Config, Vec<PackError>> {
    let mut files = Vec::new();
    read(&found.file, &found.boundary, &mut Vec::new(), &mut files)?;
    let packs = pack::paths(&files, &found.boundary)?;
    let paths: Vec<_> = packs.iter().map(|(path, _)| path.clone()).chain(more.iter().cloned()).collect();
    let pack = pack::build(&files, &paths)?;
    let mut config = Config { layers: Vec::new(), pack, format: None, baseline: None, packs };
    for file in &files {
        config.layers.push(layer(file, None, file.wire.everywhere())?);
        if let Some(format) = &file.wire.format {
            config.format = Some((format.clone(), file.origin("format")));
        }
        if let Some(baseline) = &file.wire.baseline {
            let path = beside(file, &found.boundary, baseline)?;
            config.baseline = Some((path, file.origin("baseline")));
        }
    }
    for file in &files {
        for (pattern, settings) in &file.wire.paths.0 {
            config.layers.push(layer(file, Some(pattern), settings.clone())?);
        }
    }
    let errors: Vec<_> = config.layers.iter().flat_map(|layer| unknown_names(layer, config.pack)).collect();
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}

/// One configuration file as it was read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) folder: PathBuf,
    pub(super) source: Source,
    pub(super) wire: ConfigFile,
}

impl Loaded {
    pub(super) fn origin(&self, key: &str) -> Origin {
        Origin { file: self.source.file.clone(), line: self.source.line(None, key), pattern: None }
    }

    /// Refuses a path or pattern that is another one elsewhere.
    pub(super) fn same_everywhere(&self, path: &str) -> Result<(), Vec<PackError>> {
        if !path.contains('\\') {
            return Ok(());
        }
        let what = format!("`{path}` has a `\\`, which means another thing on every system");
        let star = if path.contains("\\*") { ", and `[*]` for a star itself" } else { "" };
        Err(vec![self.fault(path, what, &format!("write `/` between folders{star}"))])
    }

    /// Makes an error at the first place where the file holds `word`.
    pub(super) fn fault(&self, word: &str, what: String, remedy: &str) -> PackError {
        let place = locate(&self.source.text, word, 0);
        PackError { file: self.source.file.clone(), place, what, remedy: Some(remedy.into()) }
    }
}

/// Reads a file behind those that it extends, so that it is stronger; `open` are those on the way to it.
fn read(file: &Path, boundary: &Path, open: &mut Vec<PathBuf>, files: &mut Vec<Loaded>) -> Result<(), Vec<PackError>> {
    let text = find::read(file, boundary).map_err(|error| vec![error])?;
    let source = Source { file: find::shown(file), text: text.into() };
    let parsed: Option<ConfigFile> = yaml::parse(&source.file, &source.text).map_err(|error| vec![error])?;
    let folder = file.parent().unwrap_or(Path::new("/")).to_owned();
    let loaded = Loaded { folder, source, wire: parsed.unwrap_or_default() };
    open.push(file.to_owned());
    for name in &loaded.wire.extends.0 {
        let fault = |what, remedy| vec![loaded.fault(name, what, remedy)];
        loaded.same_everywhere(name)?;
        let other = find::within(boundary, &loaded.folder, name)
            .map_err(|what| fault(what, "name a configuration file of this repository"))?;
        if !other.is_file() {
            return Err(fault(format!("`{name}` is no regular file"), "name a configuration file of this repository"));
        }
        if open.contains(&other) {
            return Err(fault(format!("`{name}` extends this file in turn"), "break the circle"));
        }
        if files.len() + open.len() >= MOST_FILES {
            return Err(fault(format!("more than {MOST_FILES} files extend each other"), "put some together"));
        }
        read(&other, boundary, open, files)?;
    }
    open.pop();
    files.push(loaded);
    Ok(())
}

fn layer(file: &Loaded, pattern: Option<&String>, settings: PathSettings) -> Result<Layer, Vec<PackError>> {
    let fault = |pattern: &str, what| vec![file.fault(pattern, what, "write it as in `templates/**/*.txt`")];
    if file.wire.paths.0.len() > MOST_PATTERNS {
        return Err(fault("paths", format!("there are more than {MOST_PATTERNS} patterns")));
    }
    let only = match pattern {
        None => None,
        Some(pattern) if pattern.len() > LONGEST_PATTERN => {
            return Err(fault(pattern, format!("the pattern has more than {LONGEST_PATTERN} bytes")));
        }
        Some(pattern) => {
            file.same_everywhere(pattern)?;
            let glob = find::composed(Path::new(pattern.trim_start_matches("./"))).display().to_string();
            let glob = GlobBuilder::new(&glob).literal_separator(true).build();
            let glob = glob.map_err(|error| fault(pattern, format!("`{pattern}` is no pattern: {}", error.kind())))?;
            Some((file.folder.clone(), pattern.clone(), glob.compile_matcher()))
        }
    };
    let allowances = settings.allow.0.iter().map(|(rule, reason)| Allowance {
        rule: rule.clone(),
        reason: reason.0.clone(),
        asked: AtomicBool::new(false),
        hit: AtomicBool::new(false),
    });
    Ok(Layer { allowances: allowances.collect(), source: file.source.clone(), only, settings })
}

/// Lists rules that a layer grades or allows and that are no checks; signals and guards can be off everywhere.
fn unknown_names(layer: &Layer, pack: &crate::pack::Pack) -> Vec<PackError> {
    let graded = layer.settings.rules.0.iter().filter(|(rule, level)| !pack::switched_off(pack, layer, rule, *level));
    let names = graded.map(|(rule, _)| rule).chain(layer.settings.allow.0.iter().map(|(rule, _)| rule));
    let unknown = names.filter(|rule| !pack.checks.iter().any(|check| check.id.as_str() == rule.as_str()));
    unknown.map(|rule| pack::no_check(pack, layer, rule)).collect()
}

/// Resolves the path of a file that need not be there yet, in a folder that must be.
fn beside(file: &Loaded, boundary: &Path, path: &str) -> Result<PathBuf, Vec<PackError>> {
    let fault = |what| vec![file.fault(path, what, "name a file of this repository")];
    file.same_everywhere(path)?;
    // What a configuration names may be overwritten, so it must look like what it is for.
    if Path::new(path).extension().is_none_or(|extension| extension != "json") {
        return Err(fault(format!("`{path}` does not end with .json")));
    }
    let full = file.folder.join(path);
    if full.symlink_metadata().is_ok() {
        return find::within(boundary, &file.folder, path).map_err(fault);
    }
    let (parent, name) = (Path::new(path).parent().and_then(Path::to_str), Path::new(path).file_name());
    let (Some(parent), Some(name)) = (parent, name) else { return Err(fault(format!("`{path}` names no file"))) };
    find::within(boundary, &file.folder, parent).map(|folder| folder.join(name)).map_err(fault)
}
