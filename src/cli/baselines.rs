//! The baselines of a run: the one that the command line names, or each configuration's own.

use std::io;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::Check;
use super::configs::Configs;
use super::console::Console;
use crate::baseline::Baseline;
use crate::config::Config;
use crate::draft::Draft;
use crate::report::DraftReport;

/// The baseline that is written where nobody names one.
const USUAL: &str = ".kontakt-check-baseline.json";

/// What is known already, and where that is said.
#[derive(Debug, Default)]
pub(super) struct Baselines {
    /// Each once, with its file.
    all: Vec<(PathBuf, Baseline)>,
    /// The file for drafts whose configuration names none.
    rest: Option<PathBuf>,
    /// Whether the command line names one for all.
    for_all: bool,
}

impl Baselines {
    /// Opens every baseline that the command line or a configuration names, or that is to be written.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(super) fn open(check: &Check, configs: &Configs) -> Result<Self, String> {
        let usual = || check.write_baseline.then(|| PathBuf::from(USUAL));
        let rest = check.baseline.clone().or_else(usual);
        let mut baselines = Self { all: Vec::new(), for_all: check.baseline.is_some(), rest };
        let said = configs.all().into_iter().filter_map(named).filter(|_| !baselines.for_all);
        let files: Vec<_> = said.map(Path::to_owned).chain(baselines.rest.clone()).collect();
        for file in files {
            if baselines.all.iter().all(|(known, _)| *known != file) {
                let baseline = Baseline::open(&file, check.write_baseline)?;
                baselines.all.push((file, baseline));
            }
        }
        Ok(baselines)
    }

    /// Tells whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes what is known out of the report on a draft for which that configuration holds.
    pub(super) fn apply(&mut self, config: Option<&Config>, draft: &Draft<'_>, report: &mut DraftReport) {
        let own = config.filter(|_| !self.for_all).and_then(named);
        let Some(file) = own.or(self.rest.as_deref()) else { return };
        if let Some((_, baseline)) = self.all.iter_mut().find(|(known, _)| known == file) {
            baseline.apply(draft, report);
        }
    }

    /// Writes the baselines, or tells what in them is out of date.
    ///
    /// # Errors
    /// Those of the console.
    pub(super) fn close(&self, console: &mut Console, mut outcome: Outcome) -> io::Result<Outcome> {
        for (file, baseline) in &self.all {
            // The usual one is for drafts that have no other.
            let idle = !self.for_all && self.all.len() > 1 && baseline.is_idle();
            if !idle || self.rest.as_ref() != Some(file) {
                outcome = close(console, baseline, outcome)?;
            }
        }
        Ok(outcome)
    }
}

fn named(config: &Config) -> Option<&Path> {
    config.baseline.as_ref().map(|(file, _)| file.as_path())
}

fn close(console: &mut Console, baseline: &Baseline, outcome: Outcome) -> io::Result<Outcome> {
    let file = baseline.shown();
    if !baseline.is_writing() {
        if let stale @ 1.. = baseline.stale() {
            let what = "that are not found any more; --write-baseline drops them";
            console.note(format_args!("{file}: it holds {stale} findings {what}"))?;
        }
        return Ok(outcome);
    }
    if outcome == Outcome::Failed {
        console.note(format_args!("{file}: not written, because not everything could be checked"))?;
        return Ok(outcome);
    }
    match baseline.write() {
        Ok(count) => console.note(format_args!("{file}: written, with {count} findings"))?,
        Err(error) => {
            console.error(format_args!("{file}: cannot be written: {error}; name a file in a folder that is yours"))?;
            return Ok(Outcome::Failed);
        }
    }
    Ok(outcome)
}
