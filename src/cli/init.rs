//! `init`: files to begin with. Nothing that is there is touched, unless that is asked for.

mod hosted;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Outcome;
use super::args::{Init, Service};
use super::console::Console;
use crate::file::write_new;
use crate::schema;
use hosted::Hosted;

/// A file to write: where, what, and what to do with it.
struct File {
    name: &'static str,
    content: String,
    advice: &'static str,
}

/// Where the schema lies that editors are led to.
const SCHEMA: &str = ".kontakt-check.schema.json";

pub(super) fn run(console: &mut Console, init: &Init) -> io::Result<Outcome> {
    let files = match files(init) {
        Ok(files) => files,
        Err(what) => {
            console.error(what)?;
            return Ok(Outcome::Failed);
        }
    };
    let mut outcome = Outcome::Clean;
    for File { name, content, advice } in files {
        let path = init.folder.join(name);
        match write(&path, &content, init.force) {
            Ok(()) => writeln!(console.out, "{}: written; {advice}", path.display())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let remedy = "--force replaces it; its content is in examples/ci of kontakt-check";
                console.error(format_args!("{}: is there already; {remedy}", path.display()))?;
                outcome = Outcome::Failed;
            }
            Err(error) => {
                console.error(format_args!("{}: cannot be written: {error}; check your rights", path.display()))?;
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

/// Lists what was asked for, ready to be used.
///
/// # Errors
/// What must be said before anything can be written that works.
fn files(init: &Init) -> Result<Vec<File>, String> {
    let mut content = include_str!("../../examples/ci/kontakt-check.yaml").to_owned();
    let mut files = Vec::new();
    if init.schema {
        content.insert_str(0, &format!("# yaml-language-server: $schema={SCHEMA}\n"));
        let schema = serde_json::to_string_pretty(&schema::configuration_schema()).unwrap_or_default() + "\n";
        files.push(File { name: SCHEMA, content: schema, advice: "editors that know YAML read it" });
    }
    let advice = "say in it what your drafts are; `kontakt-check config FILE` shows what holds for one";
    files.insert(0, File { name: ".kontakt-check.yaml", content, advice });
    if init.ci.is_empty() && !init.hook {
        return Ok(files);
    }
    let hosted = Hosted::read(init.source.as_deref().unwrap_or(env!("CARGO_PKG_REPOSITORY")))?;
    for service in &init.ci {
        files.push(match service {
            Service::Github => File {
                name: ".github/workflows/kontakt-check.yml",
                content: hosted.workflow(include_str!("../../examples/ci/github.yml"))?,
                advice: "it checks the folder `templates` of every pull request",
            },
            Service::Gitlab => File {
                name: ".gitlab/kontakt-check.yml",
                content: hosted.put_into(include_str!("../../examples/ci/gitlab.yml")),
                advice: "add to .gitlab-ci.yml: include: [{local: .gitlab/kontakt-check.yml}]",
            },
        });
    }
    if init.hook {
        files.push(File {
            name: ".pre-commit-config.yaml",
            content: hosted.put_into(include_str!("../../examples/ci/pre-commit-config.yaml")),
            advice: "it checks the folder `templates`; run once: pre-commit install",
        });
    }
    Ok(files)
}

/// Writes a file as a whole or not at all.
fn write(path: &Path, content: &str, force: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    write_new(path, content, force)
}
