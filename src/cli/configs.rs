//! The configurations of a run: looked for before anything is judged, each read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::ConfigChoice;
use crate::config::wire::FailOn;
use crate::config::{self, Config, Holding, find};
use crate::pack::Pack;
use crate::pack::error::PackError;
use crate::pack::facts::Facts;
use crate::report::DraftReport;

/// Every configuration that holds for some draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Configs {
    /// The one that the command line names holds for all.
    named: Option<&'static Config>,
    /// By the drafts' folders, as they were named.
    by_folder: BTreeMap<PathBuf, &'static Config>,
}

/// What holds for the drafts of one file, whatever they say themselves.
#[derive(Debug, Clone)]
pub(super) struct FileSettings {
    /// The rules they are judged by.
    pub(super) pack: &'static Pack,
    /// Facts that are declared for the file; flags and front matter win over them.
    pub(super) facts: Facts,
    pub(super) holding: Option<Holding<'static>>,
}

impl Configs {
    /// Reads the configurations of all these files; `packs` are what the command line adds to their rules.
    ///
    /// # Errors
    /// Every fault of the first configuration that has one.
    pub(super) fn read<'p>(
        choice: &ConfigChoice,
        packs: &[PathBuf],
        files: impl Iterator<Item = &'p Path>,
    ) -> Result<Self, Vec<PackError>> {
        let mut configs = Self::default();
        if choice.no_config {
            return Ok(configs);
        }
        if let Some(file) = &choice.config {
            configs.named = Some(load(&find::named(file), packs)?);
            return Ok(configs);
        }
        let mut known: BTreeMap<find::Found, &'static Config> = BTreeMap::new();
        let mut empty = std::collections::BTreeSet::new();
        for folder in files.map(folder_of) {
            if configs.by_folder.contains_key(folder) || !empty.insert(folder.to_owned()) {
                continue;
            }
            let Some(found) = find::upwards(folder) else { continue };
            let config = match known.get(&found) {
                Some(config) => *config,
                None => load(&found, packs)?,
            };
            known.insert(found, config);
            configs.by_folder.insert(folder.to_owned(), config);
        }
        Ok(configs)
    }

    /// Returns what holds for the drafts of a file; without configuration, they are judged by `pack`.
    pub(super) fn settings_for(&self, path: &Path, pack: &'static Pack) -> FileSettings {
        let holding = self.of(path).map(|config| config.holding(path));
        let facts = holding.as_ref().map(Holding::facts).unwrap_or_default();
        FileSettings { pack: self.of(path).map_or(pack, |config| config.pack), facts, holding }
    }

    /// Returns the configuration that holds for a file.
    pub(super) fn of(&self, path: &Path) -> Option<&'static Config> {
        self.named.or_else(|| self.by_folder.get(folder_of(path)).copied())
    }

    /// Returns the configuration of the run, where there is but one.
    pub(super) fn only(&self) -> Option<&'static Config> {
        if let [config] = self.all()[..] { Some(config) } else { None }
    }

    /// Lists all configurations, each once, in the order of the folders that they hold for.
    pub(super) fn all(&self) -> Vec<&'static Config> {
        let mut all: Vec<&'static Config> = Vec::new();
        for config in self.named.into_iter().chain(self.by_folder.values().copied()) {
            if !all.iter().any(|known| std::ptr::eq(*known, config)) {
                all.push(config);
            }
        }
        all
    }
}

impl FileSettings {
    /// Grades the findings as the configuration says.
    pub(super) fn apply(&self, report: &mut DraftReport) {
        if let Some(holding) = &self.holding {
            holding.apply(report);
        }
    }

    /// Returns the mildest finding that fails, where the configuration says it.
    pub(super) fn fail_on(&self) -> Option<FailOn> {
        self.holding.as_ref().and_then(Holding::fail_on)
    }
}

/// Reads a configuration. It stays until the program ends, because every thread judges by it.
fn load(found: &find::Found, packs: &[PathBuf]) -> Result<&'static Config, Vec<PackError>> {
    Ok(Box::leak(Box::new(config::load(found, packs)?)))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
