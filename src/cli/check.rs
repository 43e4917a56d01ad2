//! The plain call: drafts are found, read and checked, and their reports written in order.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use clap::{CommandFactory, ValueEnum};

use super::args::{Check, Cli, LanguageChoice};
use super::configs::Configs;
use super::console::Console;
use super::judge::{Answer, Batch, Judge};
use super::progress::Progress;
use super::{Outcome, Settings, ask, pipeline, refuse};
use crate::baseline::Baseline;
use crate::builtin::load_rules;
use crate::config::wire::FailOn;
use crate::output::jsonl::Keys;
use crate::output::{Detail, Format, Reports, Run, Unwritable, Wanted, Words};
use crate::pack::Pack;
use crate::pack::error::{PackError, nearest};
use crate::report::DraftReport;
use crate::source::collect::{self, Place, STDIN};
use crate::source::format::InputFormat;
use crate::source::{Input, InputError};

/// The baseline that is written where nobody names one.
const BASELINE: &str = ".kontakt-check-baseline.json";
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
    let places = places(check);
    let configs = match configs(settings, check, &places) {
        Ok(configs) => Arc::new(configs),
        Err(errors) => return refuse(console, &errors),
    };
    let (wanted, faults) = outputs(settings, &configs);
    if !faults.is_empty() {
        return refuse(console, &faults);
    }
    let lines = wanted.iter().any(|wanted| wanted.format == Format::Jsonl);
    if !lines && (check.pass_through || !check.fields.is_empty()) {
        console.error("--fields and --pass-through are for the records of --format jsonl")?;
        return Ok(Outcome::Failed);
    }
    let baseline = match baseline(check, &configs) {
        Ok(baseline) => baseline,
        Err(what) => {
            console.error(what)?;
            return Ok(Outcome::Failed);
        }
    };
    let only_lines = matches!(wanted.as_slice(), [Wanted { format: Format::Jsonl, file: None }]);
    let records = (only_lines && !check.ask && baseline.is_none()).then(|| Keys::new(&check.fields));
    let verbose = settings.style.detail == Detail::Verbose;
    let judge = Judge::new(pack, Arc::clone(&configs), check, settings.lang, verbose, records);
    let formats: Vec<_> = places.iter().flatten().map(|place| judge.reading.format(place)).collect();
    let several = places.len() > 1 || formats.iter().any(|format| format.holds_several());
    let threads = threads(check, &formats);
    let reports = match reports(settings, check, &wanted, &configs, pack, several) {
        Ok(reports) => reports,
        Err(refusal) => return refusal.tell(console),
    };
    let (answers, outcome) = (0, Outcome::Clean);
    let mut sink = Sink { console, reports, check, configs, baseline, judge: judge.clone(), answers, outcome };
    let mut progress = Progress::new(settings, check, places.len());
    let jobs = Arc::clone(&judge.reading).jobs(places);
    pipeline::run(
        threads,
        jobs,
        move || judge.worker(),
        |batch, waiting| {
            let tells = batch.answers.iter().any(|answer| matches!(answer, Answer::Failed(_)));
            progress.done(batch.len());
            if tells { progress.suspend(|| sink.take(batch, waiting)) } else { sink.take(batch, waiting) }
        },
    )?;
    let outcome = sink.finish()?;
    if let Some(time) = progress.finish(Words::new(pack, settings.language())) {
        console.prompt(&format!("{time}\n"))?;
    }
    Ok(outcome)
}

/// Reads the configurations of everything that is to be checked.
fn configs(
    settings: &Settings,
    check: &Check,
    places: &[Result<Place, InputError>],
) -> Result<Configs, Vec<PackError>> {
    let stdin = check.stdin_filename.as_deref().map_or(Path::new(""), Path::new);
    let files = places.iter().flatten().map(|place| match place {
        Place::Stdin => stdin,
        Place::File(path) => path,
    });
    Configs::read(&check.config, &settings.rules, files)
}

/// Opens the baseline that the command line names, or the configuration, or that is to be written.
fn baseline(check: &Check, configs: &Configs) -> Result<Option<Baseline>, String> {
    let said = configs.only().and_then(|config| config.baseline.as_ref()).map(|(file, _)| file.clone());
    let new = check.write_baseline.then(|| PathBuf::from(BASELINE));
    let file = check.baseline.clone().or(said).or(new);
    file.map(|file| Baseline::open(&file, check.write_baseline)).transpose()
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
    wanted: &[Wanted],
    configs: &Configs,
    pack: &'static Pack,
    several: bool,
) -> Result<Reports<'static>, Refusal> {
    // Where the drafts have but one configuration, it holds for what is about none of them, too.
    let only = configs.only();
    let packs: Vec<_> = only.iter().flat_map(|config| config.packs()).chain(settings.rules.clone()).collect();
    let pack = only.map_or(pack, |config| config.pack);
    let shown = wanted.iter().any(|wanted| wanted.format.shows_rules());
    let rules = shown.then(|| load_rules(&packs).map(Rc::new)).transpose().map_err(Refusal::Rules)?;
    let fail_on = check.fail_on.or(only.and_then(|config| config.holding(Path::new("")).fail_on()));
    let run = Run {
        pack,
        rules,
        style: settings.style,
        several,
        fail_on: fail_on.unwrap_or(FailOn::Warning).severity(),
        asked: settings.lang.and_then(LanguageChoice::language),
        fallback: settings.language(),
        base: std::env::current_dir().ok(),
        keys: Keys::new(&check.fields),
    };
    Reports::new(wanted, &run).map_err(Refusal::File)
}

/// Returns the forms of the answer; where the command line names none, the configuration may.
fn outputs(settings: &Settings, configs: &Configs) -> (Vec<Wanted>, Vec<PackError>) {
    let mut wanted = settings.outputs.clone();
    let said = configs.only().and_then(|config| config.format.as_ref());
    let Some((name, origin)) = said.filter(|_| !settings.format_given) else { return (wanted, Vec::new()) };
    match Format::from_str(name, false) {
        Ok(format) => wanted.iter_mut().for_each(|wanted| wanted.format = format),
        Err(_) => {
            let names: Vec<_> = Format::value_variants().iter().map(|format| format.name()).collect();
            let near = nearest(name, names.iter().map(String::as_str));
            let all = || format!("the forms are {}", names.join(", "));
            let remedy = near.map_or_else(all, |near| format!("did you mean `{near}`?"));
            let what = format!("there is no form `{name}`");
            let (file, place) = (origin.file.clone(), Some((origin.line, 1)));
            return (wanted, vec![PackError { file, place, what, remedy: Some(remedy) }]);
        }
    }
    (wanted, Vec::new())
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
    configs: Arc<Configs>,
    baseline: Option<Baseline>,
    judge: Judge,
    /// How many there were.
    answers: usize,
    outcome: Outcome,
}

impl Sink<'_> {
    /// Takes what came of a job; `waiting` tells that there is no more of it yet.
    fn take(&mut self, batch: Batch, waiting: bool) -> io::Result<()> {
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
        if let Some(baseline) = &mut self.baseline {
            baseline.apply(&input.draft(), &mut report);
        }
        self.outcome = self.outcome.max(self.judge.weigh(&report, fail_on));
        self.reports.add(&mut self.console.out, input, &report)
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

    fn finish(mut self) -> io::Result<Outcome> {
        if self.answers == 0 {
            self.console.error("there is nothing to check: what was named holds no drafts")?;
            self.outcome = Outcome::Failed;
        }
        self.reports.finish(&mut self.console.out)?;
        for (rule, origin) in self.configs.all().iter().flat_map(|config| config.unused()) {
            self.console.note(format_args!("{origin}: `{rule}` is allowed, but no checked draft needs it"))?;
        }
        if let Some(baseline) = self.baseline {
            self.outcome = close(self.console, &baseline, self.outcome)?;
        }
        Ok(self.outcome)
    }
}

/// Writes the baseline, or tells what in it is out of date.
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

/// Returns the command that a person may have meant by a draft that is not there.
fn meant_command(path: &str) -> Option<String> {
    let name = Some(path).filter(|path| !Path::new(path).exists())?;
    let command = Cli::command();
    nearest(name, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}
