//! `config`: what holds for a draft, and where each value comes from.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::args::ConfigChoice;
use super::configs::Configs;
use super::console::Console;
use super::{Outcome, Settings, refuse};
use crate::config::Holding;
use crate::output::{self, Format};
use crate::source::Input;

/// What holds where nobody says anything.
const DEFAULTS: [(&str, &str); 5] =
    [("fail_on", "warning"), ("format", "human"), ("template", "false"), ("lang", "auto"), ("dialect", "auto")];

/// One value.
#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: String,
    from: String,
}

pub(super) fn run(
    console: &mut Console,
    settings: &Settings,
    file: Option<&Path>,
    choice: &ConfigChoice,
) -> io::Result<Outcome> {
    let path = file.unwrap_or(Path::new(""));
    let configs = match Configs::read(choice, &settings.rules, std::iter::once(path)) {
        Ok(configs) => configs,
        Err(errors) => return refuse(console, &errors),
    };
    let mut rows = Vec::new();
    if let Some(file) = file {
        match Input::read_file(file) {
            Ok(input) => rows.extend(declared(&input)),
            Err(error) => {
                console.error(error)?;
                return Ok(Outcome::Failed);
            }
        }
    }
    let holding = configs.of(path).map(|config| config.holding(path));
    for (key, value, origin) in holding.iter().flat_map(Holding::said) {
        add(&mut rows, key, value, origin.to_string());
    }
    for (key, value) in DEFAULTS {
        add(&mut rows, key.to_owned(), value.to_owned(), "default".to_owned());
    }
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    if settings.format == Format::Json {
        serde_json::to_writer_pretty(&mut console.out, &rows)?;
        writeln!(console.out)?;
    } else {
        write(&mut console.out, &rows)?;
    }
    Ok(Outcome::Clean)
}

/// Lists what the draft itself declares, which is stronger than any configuration.
fn declared(input: &Input) -> Vec<Row> {
    let facts = input.draft().facts;
    let own = |key: String, value| Row { key, value, from: format!("{}, front matter", input.path()) };
    let said = facts.declared().into_iter().map(|(key, value)| own(key.to_owned(), value));
    said.chain(facts.allow.iter().map(|(rule, reason)| own(format!("allow: {rule}"), reason.clone()))).collect()
}

/// Adds what is weaker than all that is there.
fn add(rows: &mut Vec<Row>, key: String, value: String, from: String) {
    if !rows.iter().any(|row| row.key == key) {
        rows.push(Row { key, value, from });
    }
}

fn write(out: &mut dyn Write, rows: &[Row]) -> io::Result<()> {
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or_default();
    let (keys, values) = (width(|row| &row.key), width(|row| &row.value));
    rows.iter().try_for_each(|Row { key, value, from }| {
        writeln!(out, "{}", output::shown(format!("{key:keys$}  {value:values$}  {from}").trim_end()))
    })
}
