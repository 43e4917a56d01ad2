//! Which forms of the answer go where: each `--output-file` belongs to the `--format` before it.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, ValueEnum};

use super::Settings;
use super::args::{Check, Common};
use super::configs::Configs;
use crate::config::Origin;
use crate::output::{Format, Wanted};
use crate::pack::error::{PackError, nearest};

/// The argument that stands for stdout.
const STDOUT: &str = "-";

/// Pairs formats with files as they stand on the command line.
///
/// # Errors
/// What cannot be paired, and how to mend it.
pub(super) fn wanted(matches: &ArgMatches, common: &Common, check: &Check) -> Result<Vec<Wanted>, String> {
    let places = |id: &str| matches.indices_of(id).into_iter().flatten().collect::<Vec<_>>();
    let formats: Vec<_> = places("format").into_iter().zip(common.format.iter().copied()).collect();
    let files: Vec<_> = places("output_file").into_iter().zip(check.output_file.iter().cloned()).collect();
    pair(&formats, files)
}

/// Returns the forms of the answer. Where the command line names none, the configurations may; where they
/// disagree, none of them counts, and a note says so.
///
/// # Errors
/// Every configuration that names a form which there is not.
pub(super) fn settled(settings: &Settings, configs: &Configs) -> Result<(Vec<Wanted>, Option<String>), Vec<PackError>> {
    let mut wanted = settings.outputs.clone();
    if settings.format_given {
        return Ok((wanted, None));
    }
    let said = configs.all().into_iter().filter_map(|config| config.format.as_ref());
    let (mut formats, mut faults) = (Vec::new(), Vec::new());
    for (name, origin) in said {
        match Format::from_str(name, false) {
            Ok(format) => formats.push((format, origin)),
            Err(_) => faults.push(no_form(name, origin)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let Some((format, first)) = formats.first() else { return Ok((wanted, None)) };
    if let Some((other, second)) = formats.iter().find(|(other, _)| other != format) {
        let (one, other) = (format.name(), other.name());
        let note = format!("{first} says `format: {one}`, {second} `format: {other}`; --format decides between them");
        return Ok((wanted, Some(note)));
    }
    for one in &mut wanted {
        one.format = *format;
    }
    Ok((wanted, None))
}

fn no_form(name: &str, origin: &Origin) -> PackError {
    let names: Vec<_> = Format::value_variants().iter().map(|format| format.name()).collect();
    let near = nearest(name, names.iter().map(String::as_str));
    let all = || format!("the forms are {}", names.join(", "));
    let remedy = near.map_or_else(all, |near| format!("did you mean `{near}`?"));
    let (file, place) = (origin.file.clone(), Some((origin.line, 1)));
    PackError { file, place, what: format!("there is no form `{name}`"), remedy: Some(remedy) }
}

fn pair(formats: &[(usize, Format)], files: Vec<(usize, PathBuf)>) -> Result<Vec<Wanted>, String> {
    let mut wanted: Vec<_> = formats.iter().map(|(_, format)| Wanted { format: *format, file: None }).collect();
    if wanted.is_empty() {
        wanted.push(Wanted { format: Format::default(), file: None });
    }
    for (at, file) in files {
        let before = formats.iter().filter(|(place, _)| *place < at).count();
        // Where there is but one format, its file may stand before it, too.
        let Some(owner) = wanted.get_mut(if formats.len() < 2 { 0 } else { before.wrapping_sub(1) }) else {
            return Err(format!("--output-file {} needs the --format that it is for before it", file.display()));
        };
        if let Some(first) = owner.file.replace(file.clone()) {
            let (first, second, name) = (first.display(), file.display(), owner.format.name());
            return Err(format!("{first} and {second} are both for --format {name}; put a --format before each"));
        }
    }
    refuse_same(&wanted)?;
    for one in &mut wanted {
        one.file.take_if(|file| *file == Path::new(STDOUT));
    }
    let on_stdout: Vec<_> = wanted.iter().filter(|wanted| wanted.file.is_none()).map(|one| one.format.name()).collect();
    match on_stdout.as_slice() {
        [_, second, ..] => {
            Err(format!("only one format can go to stdout; put --output-file FILE behind --format {second}"))
        }
        _ => Ok(wanted),
    }
}

/// Two reports in one file would overwrite each other.
fn refuse_same(wanted: &[Wanted]) -> Result<(), String> {
    for (at, one) in wanted.iter().enumerate() {
        let same = |other: &Wanted| other.file.is_some() && other.file == one.file;
        if wanted.iter().skip(at + 1).any(same) {
            let file = one.file.clone().unwrap_or_default();
            return Err(format!("two formats would be written to {}; name a file for each", file.display()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::super::args::Cli;
    use super::*;

    fn check(line: &str) -> Result<String, String> {
        let matches = Cli::command().try_get_matches_from(line.split(' ')).expect("valid arguments");
        let cli = Cli::from_arg_matches(&matches).expect("valid arguments");
        let wanted = wanted(&matches, &cli.common, &cli.check)?;
        let file = |file: Option<PathBuf>| file.map(|file| format!(">{}", file.display())).unwrap_or_default();
        Ok(wanted
            .into_iter()
            .map(|one| format!("{}{}", one.format.name(), file(one.file)))
            .collect::<Vec<_>>()
            .join(" "))
    }

    #[test]
    fn a_file_belongs_to_the_format_before_it() {
        for (line, paired) in [
            ("x", "human"),
            ("x --format json d.txt", "json"),
            ("x --output-file a d.txt", "human>a"),
            ("x --output-file a --format json d.txt", "json>a"),
            ("x --format sarif --output-file a --format human d.txt", "sarif>a human"),
            ("x --format human --format sarif --output-file a --format junit --output-file=b", "human sarif>a junit>b"),
            ("x --format json --output-file -", "json"),
        ] {
            assert_eq!(check(line).as_deref(), Ok(paired), "{line}");
        }
        for (line, told) in [
            ("x --format json --format sarif", "behind --format sarif"),
            ("x --output-file a --format json --format sarif", "a needs the --format"),
            ("x --format json --output-file a --output-file b", "a and b are both for --format json"),
            ("x --format json --output-file a --format sarif --output-file a", "two formats would be written to a"),
        ] {
            let error = check(line).expect_err(line);
            assert!(error.contains(told), "{line}: {error}");
        }
    }
}
