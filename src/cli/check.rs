//! The plain call: drafts are found, read and checked, and their reports written in order.

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use clap::CommandFactory;

use super::args::{Check, Cli, FailOn, LanguageChoice};
use super::console::Console;
use super::judge::{Answer, Judge};
use super::{Outcome, Settings, ask, pipeline, refuse};
use crate::builtin::load_rules;
use crate::output::{Detail, Reports, Run, Unwritable};
use crate::pack::Pack;
use crate::pack::error::{PackError, nearest};
use crate::report::DraftReport;
use crate::source::collect::{self, Place, STDIN};
use crate::source::format::InputFormat;
use crate::source::{Input, InputError};

/// With fewer files a thread than this, starting it takes longer than it saves.
const FILES_PER_THREAD: usize = 8;

pub(super) fn run(console: &mut Console, settings: &Settings, check: &Check) -> io::Result<Outcome> {
    if let Some(refusal) = check.ask.then(ask::refusal).flatten() {
        console.error(refusal)?;
        return Ok(Outcome::Failed);
    }
    let pack = match settings.pack() {
        Ok(pack) => pack,
        Err(errors) => return refuse(console, &errors),
    };
    let judge = Judge::new(pack, check, settings.lang, settings.style.detail == Detail::Verbose);
    let places = places(check);
    let formats: Vec<_> = places.iter().flatten().map(|place| judge.reading.format(place)).collect();
    let several = places.len() > 1 || formats.iter().any(|format| format.holds_several());
    let threads = threads(check, &formats);
    let reports = match reports(settings, check, pack, several) {
        Ok(reports) => reports,
        Err(refusal) => return refusal.tell(console),
    };
    let mut sink = Sink { console, reports, check, judge: judge.clone(), answers: 0, outcome: Outcome::Clean };
    let jobs = Arc::clone(&judge.reading).jobs(places);
    pipeline::run(threads, jobs, move || judge.worker(), |answers, _| sink.take(answers))?;
    sink.finish()
}

/// Why there can be no reports.
enum Refusal {
    Rules(Vec<PackError>),
    File(Unwritable),
}

impl Refusal {
    fn tell(&self, console: &mut Console) -> io::Result<Outcome> {
        match self {
            Self::Rules(errors) => refuse(console, errors),
            Self::File(Unwritable { file, error }) => {
                let file = file.display();
                console.error(format_args!(
                    "{file}: cannot be written: {error}; name a file in a folder that is there and yours"
                ))?;
                Ok(Outcome::Failed)
            }
        }
    }
}

fn reports(
    settings: &Settings,
    check: &Check,
    pack: &'static Pack,
    several: bool,
) -> Result<Reports<'static>, Refusal> {
    let shown = settings.outputs.iter().any(|wanted| wanted.format.shows_rules());
    let rules = shown.then(|| load_rules(&settings.rules).map(Rc::new)).transpose().map_err(Refusal::Rules)?;
    let run = Run {
        pack,
        rules,
        style: settings.style,
        several,
        fail_on: check.fail_on().severity(),
        asked: settings.lang.and_then(LanguageChoice::language),
        fallback: settings.language(),
        base: std::env::current_dir().ok(),
    };
    Reports::new(&settings.outputs, &run).map_err(Refusal::File)
}

fn places(check: &Check) -> Vec<Result<Place, InputError>> {
    let mut places = collect::collect(&check.drafts);
    places.extend(check.files_from.iter().flat_map(|list| collect::collect_from(list)));
    if check.drafts.is_empty() && check.files_from.is_none() {
        places = collect::collect(&[PathBuf::from(STDIN)]);
    }
    places
}

fn threads(check: &Check, formats: &[InputFormat]) -> usize {
    let streamed = formats.iter().any(|format| format.is_stream());
    let useful = if streamed { usize::MAX } else { formats.len() / FILES_PER_THREAD };
    if useful < 2 || check.ask {
        return 1;
    }
    check.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)).min(useful)
}

/// What takes the answers in their order.
struct Sink<'a> {
    console: &'a mut Console,
    reports: Reports<'static>,
    check: &'a Check,
    judge: Judge,
    /// How many there were.
    answers: usize,
    outcome: Outcome,
}

impl Sink<'_> {
    fn take(&mut self, answers: Vec<Answer>) -> io::Result<()> {
        self.answers += answers.len();
        answers.into_iter().try_for_each(|answer| match answer {
            Answer::Checked(input, report) => self.report(&input, *report),
            Answer::Failed(error) => self.fail(&error),
        })
    }

    fn report(&mut self, input: &Input, mut report: DraftReport) -> io::Result<()> {
        if self.check.ask {
            let Self { console, judge, .. } = self;
            report = ask::ask(console, judge.pack, &mut judge.checker(), judge.draft(input), report)?;
        }
        self.outcome = self.outcome.max(weigh(&report, self.check.fail_on()));
        self.reports.add(&mut self.console.out, input, &report)
    }

    fn fail(&mut self, error: &InputError) -> io::Result<()> {
        let meant = meant_command(&error.path).map(|name| format!("; or did you mean the command `{name}`?"));
        self.console.error(format_args!("{error}{}", meant.unwrap_or_default()))?;
        self.outcome = Outcome::Failed;
        self.reports.fail(&mut self.console.out, &error.record())
    }

    fn finish(mut self) -> io::Result<Outcome> {
        if self.answers == 0 {
            self.console.error("there is nothing to check: what was named holds no drafts")?;
            self.outcome = Outcome::Failed;
        }
        self.reports.finish(&mut self.console.out)?;
        Ok(self.outcome)
    }
}

/// Returns the command that a person may have meant by a draft that is not there.
fn meant_command(path: &str) -> Option<String> {
    let name = Some(path).filter(|path| !Path::new(path).exists())?;
    let command = Cli::command();
    nearest(name, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}

fn weigh(report: &DraftReport, fail_on: FailOn) -> Outcome {
    let fails = |limit| report.findings.iter().any(|finding| finding.severity >= limit);
    if fail_on.severity().is_some_and(fails) { Outcome::Findings } else { Outcome::Clean }
}
