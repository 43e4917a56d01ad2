//! The program: arguments in, exit code out.

mod args;
mod ask;
mod baselines;
mod check;
mod config;
mod configs;
mod console;
mod eval;
mod init;
mod judge;
mod manual;
mod outputs;
mod pipeline;
mod progress;
mod rules;
mod sink;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use crate::builtin::{builtin_pack, load_pack};
use crate::output::{Checked, Detail, Format, Style, Wanted};
use crate::pack::Pack;
use crate::pack::error::PackError;
use crate::pack::facts::Language;
use args::{Check, Cli, Command, Common, LanguageChoice};
use console::Console;

/// How a run ended; there are no other exit codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing at or above what `--fail-on` names.
    #[default]
    Clean,
    /// There were findings, failed examples, or figures below what was demanded.
    Findings,
    /// Something could not be checked.
    Failed,
}

impl Outcome {
    /// Tells what the report on a draft means for the exit code.
    fn of(checked: Checked<'_>) -> Self {
        if checked.report.findings.iter().any(|finding| checked.fails(finding)) { Self::Findings } else { Self::Clean }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::from(0),
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// What every command goes by.
#[derive(Debug)]
struct Settings {
    rules: Vec<PathBuf>,
    /// The form of what is not about drafts.
    format: Format,
    /// The forms of reports on drafts.
    outputs: Vec<Wanted>,
    /// Whether the command line names a form.
    format_given: bool,
    style: Style,
    lang: Option<LanguageChoice>,
}

/// Runs the program; the first argument is its own name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let (cli, outputs) = match parse(args) {
        Ok(parsed) => parsed,
        Err(error) => return told(&error),
    };
    let mut rules = cli.packs.rules;
    rules.extend(cli.command.iter().flat_map(Command::packs));
    let settings = settings(&cli.common, rules, outputs);
    colored::control::set_override(settings.style.color);
    let mut console = Console::new();
    let done = dispatch(&mut console, &settings, cli.command, &cli.check);
    match done.and_then(|outcome| console.out.flush().map(|()| outcome)) {
        Ok(outcome) => outcome.into(),
        // Whoever read the answers has seen enough; that not all were written must still show.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Failed.into(),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: the answer cannot be written: {error}");
            Outcome::Failed.into()
        }
    }
}

/// Reads the command line, down to what only belongs together.
fn parse(args: impl IntoIterator<Item = OsString>) -> Result<(Cli, Vec<Wanted>), clap::Error> {
    let fault = |kind, what: &dyn std::fmt::Display| Cli::command().error(kind, what);
    // Nobody needs its memory back before the program ends.
    let mut command = ManuallyDrop::new(Cli::command());
    let matches = command.try_get_matches_from_mut(args)?;
    let cli = Cli::from_arg_matches(&matches)?;
    if cli.command.is_some() && cli.check != Check::default() {
        return Err(fault(ErrorKind::ArgumentConflict, &args::CONFLICT));
    }
    let outputs =
        outputs::wanted(&matches, &cli.common, &cli.check).map_err(|what| fault(ErrorKind::ArgumentConflict, &what))?;
    let other = outputs.iter().find(|wanted| !wanted.format.is_for_all());
    if let Some(Wanted { format, .. }) = other.filter(|_| cli.command.is_some()) {
        let what = format!("--format {} is for reports on drafts; this command writes human or json", format.name());
        return Err(fault(ErrorKind::ArgumentConflict, &what));
    }
    Ok((cli, outputs))
}

fn dispatch(
    console: &mut Console,
    settings: &Settings,
    command: Option<Command>,
    check: &Check,
) -> io::Result<Outcome> {
    match command {
        Some(Command::Explain { id, .. }) => rules::explain(console, settings, &id),
        Some(Command::Rules { command, .. }) => rules::run(console, settings, command),
        Some(Command::Init(init)) => init::run(console, &init),
        Some(Command::Config { file, choice, .. }) => config::run(console, settings, file.as_deref(), &choice),
        Some(Command::Schema { of }) => rules::schema(console, of),
        Some(Command::Completions { shell }) => manual::completions(console, shell),
        Some(Command::Man { folder }) => manual::man(console, folder.as_deref()),
        Some(Command::Eval(eval)) => eval::run(console, settings, &eval),
        None if check.drafts.is_empty() && check.files_from.is_none() && io::stdin().is_terminal() => {
            console.prompt(args::SHORT_HELP)?;
            Ok(Outcome::Failed)
        }
        None => check::run(console, settings, check),
    }
}

/// Lets clap tell what is wrong, or show help.
fn told(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { Outcome::Failed.into() } else { Outcome::Clean.into() }
}

fn settings(common: &Common, rules: Vec<PathBuf>, outputs: Vec<Wanted>) -> Settings {
    let variable = |name: &str| std::env::var(name).ok();
    let detail = match (common.quiet, common.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    let color = console::wants_color(common.color, variable);
    let format = outputs.first().map_or(Format::default(), |wanted| wanted.format);
    let format_given = !common.format.is_empty();
    Settings { rules, format, outputs, format_given, style: Style { color, detail }, lang: common.lang }
}

impl Settings {
    /// Loads the pack that was asked for; without `--rules` nothing needs to be read.
    fn pack(&self) -> Result<&'static Pack, Vec<PackError>> {
        if self.rules.is_empty() {
            return Ok(builtin_pack());
        }
        // A run has one pack, and threads may still use it when the run ends.
        load_pack(&self.rules).map(|pack| &*Box::leak(Box::new(pack)))
    }

    /// Returns the language for answers about no draft: the flag, or the environment's.
    fn language(&self) -> Language {
        let asked = self.lang.and_then(LanguageChoice::language);
        asked.unwrap_or_else(|| environment_language(|name| std::env::var(name).ok()))
    }
}

/// Reads the language from the locale's variables, strongest first (POSIX, chapter 8).
fn environment_language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let starts = |language: &&Language| locale.as_deref().is_some_and(|locale| locale.starts_with(language.name()));
    Language::ALL.iter().find(starts).copied().unwrap_or(Language::En)
}

/// Tells every fault of a pack.
fn refuse(console: &mut Console, errors: &[PackError]) -> io::Result<Outcome> {
    errors.iter().try_for_each(|error| console.error(error))?;
    Ok(Outcome::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_locale_variable_names_the_language() {
        for (variables, wanted) in [
            (&[("LC_ALL", ""), ("LANG", "de_AT.UTF-8")][..], Language::De),
            (&[("LC_ALL", "en_GB"), ("LANG", "de_DE")], Language::En),
            (&[("LANG", "C")], Language::En),
            (&[], Language::En),
        ] {
            let variable =
                |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(environment_language(variable), wanted, "{variables:?}");
        }
    }
}
