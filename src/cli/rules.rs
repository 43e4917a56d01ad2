//! The commands about rules: `explain`, `rules`, `rules test`, `schema`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{RulesCommand, SchemaOf};
use super::console::Console;
use super::{Outcome, Settings, refuse};
use crate::builtin::load_rules;
use crate::output::{self, Detail, Format, Words, shown};
use crate::rule_tests::{TestSummary, test_rules};
use crate::{explain, schema};

pub(super) fn explain(console: &mut Console, settings: &Settings, id: &str) -> io::Result<Outcome> {
    let (pack, set) = match settings.pack().and_then(|pack| Ok((pack, load_rules(&settings.rules)?))) {
        Ok(loaded) => loaded,
        Err(errors) => return refuse(console, &errors),
    };
    let language = settings.language();
    match explain::explain(&set, id, language) {
        Ok(explanation) => {
            let words = Words::new(pack, language);
            output::write_explanation(&mut console.out, settings.format, words, &explanation)?;
            Ok(Outcome::Clean)
        }
        Err(near) => {
            let remedy = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`kontakt-check rules` lists them all".to_owned(),
            };
            console.error(format_args!("there is no rule `{id}`; {remedy}"))?;
            Ok(Outcome::Failed)
        }
    }
}

pub(super) fn run(console: &mut Console, settings: &Settings, command: Option<RulesCommand>) -> io::Result<Outcome> {
    match command {
        None => list(console, settings),
        Some(RulesCommand::Test { only, .. }) => test(console, settings, only),
    }
}

pub(super) fn schema(console: &mut Console, of: SchemaOf) -> io::Result<Outcome> {
    let schema = match of {
        SchemaOf::Rules => schema::rules_schema(),
        SchemaOf::Pack => schema::pack_schema(),
        SchemaOf::Configuration => schema::configuration_schema(),
        SchemaOf::Report => schema::report_schema(),
        SchemaOf::Record => schema::record_schema(),
    };
    serde_json::to_writer_pretty(&mut console.out, &schema)?;
    writeln!(console.out)?;
    Ok(Outcome::Clean)
}

fn list(console: &mut Console, settings: &Settings) -> io::Result<Outcome> {
    let (pack, set) = match settings.pack().and_then(|pack| Ok((pack, load_rules(&settings.rules)?))) {
        Ok(loaded) => loaded,
        Err(errors) => return refuse(console, &errors),
    };
    let language = settings.language();
    let list = explain::list(&set, language);
    output::write_rules(&mut console.out, settings.format, Words::new(pack, language), &list)?;
    Ok(Outcome::Clean)
}

/// Runs all examples. An argument that is no path is the id of a rule whose failures are shown.
fn test(console: &mut Console, settings: &Settings, only: Vec<String>) -> io::Result<Outcome> {
    let (paths, ids): (Vec<_>, Vec<_>) = only.into_iter().partition(|one| Path::new(one).exists());
    let paths: Vec<_> = settings.rules.iter().cloned().chain(paths.into_iter().map(PathBuf::from)).collect();
    let mut summary = match test_rules(&paths) {
        Ok(summary) => summary,
        Err(errors) => return refuse(console, &errors),
    };
    if !ids.is_empty() {
        summary.failures.retain(|failure| ids.contains(&failure.rule));
        summary.crossings.retain(|crossing| ids.contains(&crossing.rule));
    }
    write_summary(console, settings, &summary)?;
    Ok(if summary.failures.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn write_summary(console: &mut Console, settings: &Settings, summary: &TestSummary) -> io::Result<()> {
    let out = &mut console.out;
    if settings.format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, summary)?;
        return writeln!(out);
    }
    for failure in &summary.failures {
        let text = failure.text.replace('\n', "⏎");
        writeln!(out, "{}: {}\n    {}", shown(&failure.rule), shown(&failure.what), shown(&text))?;
    }
    for crossing in summary.crossings.iter().filter(|_| settings.style.detail == Detail::Verbose) {
        let text = crossing.text.replace('\n', "⏎");
        writeln!(out, "{}: is also {}\n    {}", shown(&crossing.rule), crossing.others.join(", "), shown(&text))?;
    }
    let (examples, rules, failed) = (summary.examples, summary.rules, summary.failures.len());
    writeln!(out, "{examples} examples of {rules} rules, {failed} failed")
}
