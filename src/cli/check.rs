//! The plain call: drafts in, reports out.

use std::io;
use std::path::Path;

use clap::CommandFactory;

use super::args::{Check, Cli, FailOn, LanguageChoice};
use super::console::Console;
use super::{Outcome, Settings, ask, refuse};
use crate::check::Checker;
use crate::draft::Draft;
use crate::output::{Detail, Reports};
use crate::pack::error::nearest;
use crate::pack::facts::Facts;
use crate::report::DraftReport;
use crate::source::{Input, InputError};

/// The argument that stands for stdin.
const STDIN: &str = "-";
/// What reports call a draft from stdin that has no other name.
const STDIN_NAME: &str = "<stdin>";

pub(super) fn run(console: &mut Console, settings: &Settings, check: &Check) -> io::Result<Outcome> {
    if let Some(refusal) = check.ask.then(ask::refusal).flatten() {
        console.error(refusal)?;
        return Ok(Outcome::Failed);
    }
    let pack = match settings.pack() {
        Ok(pack) => pack,
        Err(errors) => return refuse(console, &errors),
    };
    let stdin = [Path::new(STDIN).to_owned()];
    let drafts = if check.drafts.is_empty() { &stdin[..] } else { &check.drafts };
    let mut reports = Reports::new(settings.format, &pack, settings.style, drafts.len() > 1);
    let mut checker = Checker::new(&pack).verbose(settings.style.detail == Detail::Verbose);
    let mut outcome = Outcome::Clean;
    for path in drafts {
        let input = match read(path, check) {
            Ok(input) => input,
            Err(error) => {
                let meant = meant_command(path).map(|name| format!("; or did you mean the command `{name}`?"));
                console.error(format_args!("{error}{}", meant.unwrap_or_default()))?;
                outcome = Outcome::Failed;
                continue;
            }
        };
        let draft = with_facts(input.draft(), check.context.facts(), settings.lang);
        let mut report = checker.check(&draft);
        if check.ask {
            report = ask::ask(console, &pack, &mut checker, draft, report)?;
        }
        outcome = outcome.max(judge(&report, check.fail_on.unwrap_or(FailOn::Warning)));
        reports.add(&mut console.out, &input, report)?;
    }
    reports.finish(&mut console.out)?;
    Ok(outcome)
}

fn read(path: &Path, check: &Check) -> Result<Input, InputError> {
    if path == Path::new(STDIN) {
        let name = check.stdin_filename.as_deref().unwrap_or(STDIN_NAME);
        return Input::read(name, io::stdin().lock());
    }
    Input::read_file(path)
}

/// Returns the command that a person may have meant by a draft that is not there.
fn meant_command(path: &Path) -> Option<String> {
    let name = path.to_str().filter(|_| !path.exists())?;
    let command = Cli::command();
    nearest(name, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}

/// Adds what the flags say; they win over front matter, and `--lang auto` over any `lang` there.
fn with_facts(draft: Draft<'_>, flags: Facts, lang: Option<LanguageChoice>) -> Draft<'_> {
    let mut draft = draft.with_facts(flags);
    if let Some(choice) = lang {
        draft.facts.lang = choice.language();
    }
    draft
}

fn judge(report: &DraftReport, fail_on: FailOn) -> Outcome {
    let fails = |limit| report.findings.iter().any(|finding| finding.severity >= limit);
    if fail_on.severity().is_some_and(fails) { Outcome::Findings } else { Outcome::Clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::facts::{Channel, Language};

    #[test]
    fn flags_win_over_front_matter() {
        let input =
            Input::parse("d", b"---\nplatform: xing\nlang: en\ntemplate: true\n---\nx".to_vec()).expect("valid");
        let flags = Facts { platform: Some(Channel::Email), ..Facts::default() };
        for (lang, wanted) in [
            (None, Some(Language::En)),
            (Some(LanguageChoice::Auto), None),
            (Some(LanguageChoice::De), Some(Language::De)),
        ] {
            let facts = with_facts(input.draft(), flags.clone(), lang).facts;
            assert_eq!((facts.platform, facts.template, facts.lang), (Some(Channel::Email), Some(true), wanted));
        }
    }
}
