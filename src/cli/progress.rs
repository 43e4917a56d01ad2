//! What somebody who waits at a terminal sees of a long run: a bar, and at its end the time it took.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Settings;
use super::args::Check;
use crate::output::{Detail, Format, Words};
use crate::source::format::InputFormat;

/// A run that is over before this shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often the bar is drawn, at most, in a second.
const DRAWN: u8 = 10;

/// Counts what is done. It draws only when told of progress, so it needs no thread.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// Whether the end of the run is told.
    told: bool,
    since: Instant,
    drafts: u64,
    pieces: u64,
    /// Whether files come in more pieces than there are files, so that nobody knows how many are left.
    streamed: bool,
}

impl Progress {
    /// Prepares for a run over files in these forms, with several drafts or one.
    pub(super) fn new(settings: &Settings, check: &Check, formats: &[InputFormat], several: bool) -> Self {
        let watched = io::stderr().is_terminal() && settings.style.detail != Detail::Quiet && !check.ask && several;
        let on_stdout = settings.outputs.iter().find(|wanted| wanted.file.is_none());
        // Where the answers run over the same terminal, they are all the progress that anybody needs.
        let alone = on_stdout.is_none() || !io::stdout().is_terminal();
        let told = watched && on_stdout.is_none_or(|wanted| wanted.format == Format::Human || alone);
        let streamed = formats.iter().any(|format| format.is_stream());
        let bar = (watched && alone).then(|| if streamed { spinner() } else { bar(formats.len()) });
        Self { bar, told, since: Instant::now(), drafts: 0, pieces: 0, streamed }
    }

    /// Takes note of a piece of work that is done, and of the drafts in it.
    pub(super) fn done(&mut self, drafts: usize) {
        self.drafts += drafts as u64;
        self.pieces += 1;
        let Some(bar) = &self.bar else { return };
        if self.since.elapsed() > PATIENCE {
            bar.set_position(if self.streamed { self.drafts } else { self.pieces });
        }
    }

    /// Lets something else be written to the terminal.
    pub(super) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away and returns what there is to say at the end.
    pub(super) fn finish(&self, words: Words<'_>) -> Option<String> {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
        let seconds = format!("{:.1}", self.since.elapsed().as_secs_f64());
        let drafts = words.count("drafts", usize::try_from(self.drafts).unwrap_or(usize::MAX));
        self.told.then(|| words.fill("time-taken", &[("drafts", &drafts), ("seconds", &seconds)]))
    }
}

/// Shows how many files are done, and how long the others may take.
fn bar(files: usize) -> ProgressBar {
    shown(ProgressBar::with_draw_target(Some(files as u64), target()), "{wide_bar} {pos}/{len} {eta}")
}

/// Shows how many drafts are done, where nobody knows how many there are.
fn spinner() -> ProgressBar {
    shown(ProgressBar::with_draw_target(None, target()), "{spinner} {human_pos} {elapsed}")
}

fn target() -> ProgressDrawTarget {
    ProgressDrawTarget::stderr_with_hz(DRAWN)
}

fn shown(bar: ProgressBar, template: &str) -> ProgressBar {
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
