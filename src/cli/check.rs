//! The plain call: drafts are found, read and checked, and their reports written in order.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use super::args::{Check, LanguageChoice};
use super::baselines::Baselines;
use super::configs::Configs;
use super::console::Console;
use super::judge::{Answer, Judge};
use super::progress::Progress;
use super::sink::Sink;
use super::{Outcome, Settings, ask, outputs, pipeline, refuse};
use crate::builtin::{builtin_pack, load_rules};
use crate::output::jsonl::Keys;
use crate::output::{Detail, Format, Reports, Run, Unwritable, Wanted, Words};
use crate::pack::Pack;
use crate::pack::error::PackError;
use crate::source::InputError;
use crate::source::collect::{self, Place, STDIN};
use crate::source::format::InputFormat;

/// With fewer files a thread than this, starting it takes longer than it saves.
const FILES_PER_THREAD: usize = 8;

pub(super) fn run(console: &mut Console, settings: &Settings, check: &Check) -> io::Result<Outcome> {
    if let Some(refusal) = check.ask.then(ask::refusal).flatten() {
        console.error(refusal)?;
        return Ok(Outcome::Failed);
    }
    let pack = match settings.pack() {
        Ok(pack) => pack,
        Err(errors) => return refuse_in_reports(console, settings, check, &errors),
    };
    if let Some(file) =
        settings.outputs.iter().filter_map(|wanted| wanted.file.as_ref()).find(|file| is_draft(check, file))
    {
        console.error(format_args!("{}: the answer would replace a draft; name another file", file.display()))?;
        return Ok(Outcome::Failed);
    }
    let mut places = places(check);
    let configs = match configs(settings, check, &places) {
        Ok(configs) => Arc::new(configs),
        Err(errors) => return refuse_in_reports(console, settings, check, &errors),
    };
    leave_out_own_files(&mut places, settings, check, &configs);
    let wanted = match outputs::settled(settings, &configs) {
        Ok((wanted, note)) => {
            note.iter().try_for_each(|note| console.note(note))?;
            wanted
        }
        Err(errors) => return refuse_in_reports(console, settings, check, &errors),
    };
    let lines = wanted.iter().any(|wanted| wanted.format == Format::Jsonl);
    if !lines && (check.pass_through || !check.fields.is_empty()) {
        console.error("--fields and --pass-through are for the records of --format jsonl")?;
        return Ok(Outcome::Failed);
    }
    let baselines = match Baselines::open(check, &configs) {
        Ok(baselines) => baselines,
        Err(what) => {
            console.error(what)?;
            return Ok(Outcome::Failed);
        }
    };
    let only_lines = matches!(wanted.as_slice(), [Wanted { format: Format::Jsonl, file: None }]);
    let records = (only_lines && !check.ask && baselines.is_empty()).then(|| Keys::new(&check.fields));
    let verbose = settings.style.detail == Detail::Verbose;
    let judge = Judge::new(pack, Arc::clone(&configs), check, settings.lang, verbose, records);
    let formats: Vec<_> = places.iter().flatten().map(|place| judge.reading.format(place)).collect();
    let several = places.len() > 1 || formats.iter().any(|format| format.holds_several());
    let threads = threads(check, &formats);
    let reports = match reports(settings, check, &wanted, &configs, pack, several) {
        Ok(reports) => reports,
        Err(refusal) => return refusal.tell(console),
    };
    let mut sink = Sink::new(console, reports, check, configs, baselines, judge.clone());
    let mut progress = Progress::new(settings, check, &formats, several);
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

/// Tells whether a file is named as a draft.
fn is_draft(check: &Check, file: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(file).is_some_and(|file| check.drafts.iter().any(|draft| real(draft).as_ref() == Some(&file)))
}

/// Takes out of what was found in folders what the program itself writes there: earlier answers, and baselines.
fn leave_out_own_files(
    places: &mut Vec<Result<Place, InputError>>,
    settings: &Settings,
    check: &Check,
    configs: &Configs,
) {
    let answers = settings.outputs.iter().filter_map(|wanted| wanted.file.clone());
    let baselines =
        configs.all().into_iter().filter_map(|config| config.baseline.as_ref().map(|(file, _)| file.clone()));
    let own = answers.chain(baselines).chain(check.baseline.clone()).filter_map(|file| file.canonicalize().ok());
    let own: BTreeSet<_> = own.collect();
    let names: BTreeSet<_> = own.iter().filter_map(|file| file.file_name()).collect();
    places.retain(|place| match place {
        Ok(Place::File(path)) if path.file_name().is_some_and(|name| names.contains(name)) => {
            check.drafts.contains(path) || !path.canonicalize().is_ok_and(|path| own.contains(&path))
        }
        _ => true,
    });
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

/// Tells every fault that keeps anything from being judged, in the forms that were asked for, too: who reads
/// only those must see it.
fn refuse_in_reports(
    console: &mut Console,
    settings: &Settings,
    check: &Check,
    errors: &[PackError],
) -> io::Result<Outcome> {
    let made = reports(settings, check, &settings.outputs, &Configs::default(), builtin_pack(), false);
    let mut reports = match made {
        Ok(reports) => reports,
        Err(refusal) => {
            refuse(console, errors)?;
            return refusal.tell(console);
        }
    };
    for error in errors {
        console.error(error)?;
        reports.fail(&mut console.out, &InputError::from(error.clone()).record())?;
    }
    reports.finish(&mut console.out)?;
    Ok(Outcome::Failed)
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
    let run = Run {
        pack,
        rules,
        style: settings.style,
        several,
        asked: settings.lang.and_then(LanguageChoice::language),
        fallback: settings.language(),
        base: std::env::current_dir().ok(),
        folder: None,
        keys: Keys::new(&check.fields),
    };
    Reports::new(wanted, &run).map_err(Refusal::File)
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
