//! What takes the answers in their order: reports are written, and everything is counted.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use clap::CommandFactory;

use super::args::{Check, Cli};
use super::baselines::Baselines;
use super::configs::Configs;
use super::console::Console;
use super::judge::{Answer, Batch, Judge};
use super::{Outcome, ask};
use crate::config::wire::FailOn;
use crate::output::{Checked, Reports};
use crate::pack::error::nearest;
use crate::report::DraftReport;
use crate::source::{Input, InputError};

/// What takes the answers in their order.
pub(super) struct Sink<'a> {
    console: &'a mut Console,
    reports: Reports<'static>,
    check: &'a Check,
    configs: Arc<Configs>,
    baselines: Baselines,
    judge: Judge,
    /// How many there were.
    answers: usize,
    outcome: Outcome,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        console: &'a mut Console,
        reports: Reports<'static>,
        check: &'a Check,
        configs: Arc<Configs>,
        baselines: Baselines,
        judge: Judge,
    ) -> Self {
        Self { console, reports, check, configs, baselines, judge, answers: 0, outcome: Outcome::Clean }
    }

    /// Takes what came of a job; `waiting` tells that there is no more of it yet.
    ///
    /// # Errors
    /// Those of writing the answers.
    pub(super) fn take(&mut self, batch: Batch, waiting: bool) -> io::Result<()> {
        self.answers += batch.len();
        self.outcome = self.outcome.max(batch.outcome);
        for answer in batch.answers {
            match answer {
                Answer::Checked(input, report, fail_on) => self.report(&input, *report, fail_on)?,
                Answer::Failed(error) => self.fail(&error)?,
            }
        }
        self.console.out.write_all(&batch.records)?;
        if waiting { self.console.out.flush() } else { Ok(()) }
    }

    fn report(&mut self, input: &Input, mut report: DraftReport, fail_on: Option<FailOn>) -> io::Result<()> {
        if self.check.ask {
            let settings = self.judge.settings_for(input);
            let Self { console, judge, .. } = self;
            let draft = judge.draft(input, &settings);
            report = ask::ask(console, settings.pack, &mut judge.checker(settings.pack), draft, report)?;
            settings.apply(&mut report);
        }
        let config = self.configs.of(Path::new(input.path()));
        self.baselines.apply(config, &input.draft(), &mut report);
        let checked = Checked { input, report: &report, fail_on: self.judge.limit(fail_on) };
        self.outcome = self.outcome.max(Outcome::of(checked));
        self.reports.add(&mut self.console.out, checked)
    }

    fn fail(&mut self, error: &InputError) -> io::Result<()> {
        let meant = meant_command(&error.path).map(|name| format!("; or did you mean the command `{name}`?"));
        self.console.error(format_args!("{error}{}", meant.unwrap_or_default()))?;
        self.outcome = Outcome::Failed;
        if self.judge.records.is_some() {
            return Ok(());
        }
        self.reports.fail(&mut self.console.out, &error.record())
    }

    /// Writes what comes behind the last answer, and tells what it all means for the exit code.
    ///
    /// # Errors
    /// Those of writing the answers.
    pub(super) fn finish(mut self) -> io::Result<Outcome> {
        if self.answers == 0 {
            self.console.error("there is nothing to check: what was named holds no drafts")?;
            self.outcome = Outcome::Failed;
        }
        self.reports.finish(&mut self.console.out)?;
        for (rule, origin) in self.configs.all().iter().flat_map(|config| config.unused()) {
            self.console.note(format_args!("{origin}: `{rule}` is allowed, but no checked draft needs it"))?;
        }
        self.baselines.close(self.console, self.outcome)
    }
}

/// Returns the command that a person may have meant by a draft that is not there.
fn meant_command(path: &str) -> Option<String> {
    let name = Some(path).filter(|path| !Path::new(path).exists())?;
    let command = Cli::command();
    nearest(name, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}
