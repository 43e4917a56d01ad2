//! `.kontakt-check.yaml`: what holds for the drafts of a repository, and where each value comes from.
//!
//! A configuration may stand in a repository that nobody trusts. It names files to read, and all of
//! them must lie in that repository; it writes nothing and runs nothing.

pub(crate) mod find;
mod load;
mod pack;
pub(crate) mod wire;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use globset::GlobMatcher;

use crate::pack::Pack;
use crate::pack::error::PackError;
use crate::pack::facts::Facts;
use crate::report::DraftReport;
use wire::{FailOn, Level, PathSettings};

pub(crate) use load::load;

/// Reads a configuration file with everything it extends, as the program does, and lists what it says of the
/// drafts beside it as keys and values.
///
/// # Errors
/// Every fault of the first file that has one, or of the packs that it names.
pub fn read_configuration(file: &Path) -> Result<Vec<(String, String)>, Vec<PackError>> {
    let config = load(&find::named(file), &[])?;
    let said = config.holding(&file.with_file_name("draft.txt")).said();
    Ok(said.into_iter().map(|(key, value, _)| (key, value)).collect())
}

/// A configuration file with everything that it extends.
#[derive(Debug)]
pub(crate) struct Config {
    /// Weakest first.
    layers: Vec<Layer>,
    pub(crate) pack: &'static Pack,
    /// The form of the answer, and where it is said.
    pub(crate) format: Option<(String, Origin)>,
    /// The file of findings that are known already, and where it is named.
    pub(crate) baseline: Option<(PathBuf, Origin)>,
    packs: Vec<(PathBuf, Origin)>,
}

/// What one place says, of all drafts or of those that match.
#[derive(Debug)]
struct Layer {
    source: Source,
    /// The folder that the pattern counts from, and the pattern.
    only: Option<(PathBuf, String, GlobMatcher)>,
    settings: PathSettings,
    allowances: Vec<Allowance>,
}

/// A configuration file, as messages name it, with its text.
#[derive(Debug, Clone)]
struct Source {
    file: PathBuf,
    text: std::sync::Arc<str>,
}

/// Where a value is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) file: PathBuf,
    /// Line, from 1.
    pub(crate) line: usize,
    /// The pattern that the draft's path matches.
    pub(crate) pattern: Option<String>,
}

/// A check whose findings are fine in some files.
#[derive(Debug)]
struct Allowance {
    rule: String,
    reason: String,
    /// Whether a draft came that it speaks of, and whether there was such a finding.
    asked: AtomicBool,
    hit: AtomicBool,
}

/// What a configuration says of one file.
#[derive(Debug, Clone)]
pub(crate) struct Holding<'c> {
    config: &'c Config,
    /// Those that speak of the file, weakest first.
    layers: Vec<&'c Layer>,
}

impl Config {
    /// Returns what holds for the drafts in a file.
    pub(crate) fn holding(&self, path: &Path) -> Holding<'_> {
        let full = find::full(path);
        let speaks = |layer: &&Layer| match (&layer.only, &full) {
            (None, _) => true,
            (Some((folder, _, glob)), Some(full)) => {
                full.strip_prefix(folder).is_ok_and(|inside| glob.is_match(&*find::composed(inside)))
            }
            (Some(_), None) => false,
        };
        Holding { config: self, layers: self.layers.iter().filter(speaks).collect() }
    }

    /// Lists the packs that it names, in their order.
    pub(crate) fn packs(&self) -> Vec<PathBuf> {
        self.packs.iter().map(|(path, _)| path.clone()).collect()
    }

    /// Lists the allowances for drafts that came which hit nothing in them.
    pub(crate) fn unused(&self) -> Vec<(&str, Origin)> {
        let all = self.layers.iter().flat_map(|layer| layer.allowances.iter().map(move |one| (layer, one)));
        let unused = all.filter(|(_, one)| one.asked.load(Ordering::Relaxed) && !one.hit.load(Ordering::Relaxed));
        unused.map(|(layer, one)| (one.rule.as_str(), layer.origin(&one.rule))).collect()
    }
}

impl Holding<'_> {
    /// Returns what is declared of the drafts, the strongest word on each fact.
    pub(crate) fn facts(&self) -> Facts {
        self.layers.iter().fold(Facts::default(), |facts, layer| layer.settings.facts().or(&facts))
    }

    /// Returns the mildest finding that fails.
    pub(crate) fn fail_on(&self) -> Option<FailOn> {
        self.layers.iter().filter_map(|layer| layer.settings.fail_on).next_back()
    }

    /// Grades the findings of a report anew, and takes out what is switched off or allowed.
    pub(crate) fn apply(&self, report: &mut DraftReport) {
        let said = |rule: &str| self.layers.iter().rev().find_map(|layer| of(&layer.settings.rules.0, rule));
        let level = |rule: &str| said(rule).copied().unwrap_or(Level::On);
        report.findings.retain(|finding| level(&finding.rule) != Level::Off);
        for finding in &mut report.findings {
            finding.severity = level(&finding.rule).severity().unwrap_or(finding.severity);
        }
        for allowance in self.layers.iter().rev().flat_map(|layer| &layer.allowances) {
            allowance.asked.store(true, Ordering::Relaxed);
            if report.allow(&allowance.rule, &allowance.reason) {
                allowance.hit.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Lists everything that is said, as key, value and place; of two words on one thing the stronger.
    pub(crate) fn said(&self) -> Vec<(String, String, Origin)> {
        let mut said: Vec<(String, String, Origin)> = Vec::new();
        let mut add = |key: String, value: String, origin: Origin| {
            said.retain(|(known, ..)| *known != key);
            said.push((key, value, origin));
        };
        let config = self.config;
        for (path, origin) in &config.packs {
            add(format!("packs: {}", path.display()), "on".to_owned(), origin.clone());
        }
        if let Some((format, origin)) = &config.format {
            add("format".into(), format.clone(), origin.clone());
        }
        if let Some((baseline, origin)) = &config.baseline {
            add("baseline".into(), find::shown(baseline).display().to_string(), origin.clone());
        }
        for layer in &self.layers {
            for (key, value) in layer.said() {
                let origin = layer.origin(key.rsplit_once(": ").map_or(key.as_str(), |(_, name)| name));
                add(key, value, origin);
            }
        }
        said
    }
}

impl Layer {
    /// Lists what the layer says, as key and value.
    fn said(&self) -> Vec<(String, String)> {
        let settings = &self.settings;
        let mut said: Vec<_> =
            settings.facts().declared().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        said.extend(settings.fail_on.map(|fail_on| ("fail_on".to_owned(), fail_on.name().to_owned())));
        said.extend(settings.rules.0.iter().map(|(rule, level)| (format!("rules: {rule}"), level.name().to_owned())));
        said.extend(self.allowances.iter().map(|one| (format!("allow: {}", one.rule), one.reason.clone())));
        said
    }
}

impl Layer {
    /// Finds where the layer says something about `key`.
    fn origin(&self, key: &str) -> Origin {
        let pattern = self.only.as_ref().map(|(_, pattern, _)| pattern.clone());
        let line = self.source.line(pattern.as_deref(), key);
        Origin { file: self.source.file.clone(), line, pattern }
    }
}

impl Source {
    /// Finds the line of a key: the first behind the pattern under which it stands.
    fn line(&self, pattern: Option<&str>, key: &str) -> usize {
        let lines = || self.text.lines().zip(1..);
        let starts = |line: &str| line.trim_start().trim_start_matches(['"', '\'']).starts_with(key);
        let holds = |line: &str| line.contains(key);
        let from = pattern.and_then(|pattern| lines().find(|(line, _)| line.contains(pattern))).map_or(1, |(_, at)| at);
        let behind = || lines().skip(from - 1);
        let found = behind().find(|(line, _)| starts(line)).or_else(|| behind().find(|(line, _)| holds(line)));
        found.map_or(from, |(_, at)| at)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)?;
        match &self.pattern {
            Some(pattern) => write!(f, " (paths: {pattern})"),
            None => Ok(()),
        }
    }
}

fn of<'t, T>(table: &'t [(String, T)], key: &str) -> Option<&'t T> {
    table.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}
