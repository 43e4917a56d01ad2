//! The reports of one run in every form that was asked for, each on its own way out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::form::{Checked, Form, Run};
use super::{Format, checkstyle, concise, github, gitlab, html, human, json, jsonl, junit, markdown, rdjsonl, sarif};
use crate::file::NewFile;
use crate::report::ReadError;

/// A form of the answer, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) format: Format,
    /// The file to write; nothing is stdout.
    pub(crate) file: Option<PathBuf>,
}

/// Writes the reports of a run as they come.
pub(crate) struct Reports<'p> {
    outputs: Vec<Output<'p>>,
}

/// Tells which file cannot be written, and why.
#[derive(Debug)]
pub(crate) struct Unwritable {
    pub(crate) file: PathBuf,
    pub(crate) error: io::Error,
}

/// A form and the file that it is written to, if it is not stdout.
struct Output<'p> {
    form: Box<dyn Form + 'p>,
    file: Option<NewFile>,
}

impl<'p> Reports<'p> {
    /// Prepares all forms; files are opened now, so that nothing is checked in vain.
    pub(crate) fn new(wanted: &[Wanted], run: &Run<'p>) -> Result<Self, Unwritable> {
        let output = |wanted: &Wanted| {
            // What is written to a file has no colours.
            let mut run = run.clone();
            run.style.color &= wanted.file.is_none();
            let unwritable = |file: &PathBuf, error| Unwritable { file: file.clone(), error };
            let file = wanted.file.as_ref().map(|file| {
                NewFile::create(file).map(NewFile::without_colors).map_err(|error| unwritable(file, error))
            });
            let file = file.transpose()?;
            run.folder = file.as_ref().and_then(NewFile::folder).map(Path::to_owned);
            Ok(Output { form: form(wanted.format, run), file })
        };
        Ok(Self { outputs: wanted.iter().map(output).collect::<Result<_, _>>()? })
    }

    /// Takes the report on a draft; formats that can write it at once do.
    pub(crate) fn add(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.each(out, |form, out| form.draft(out, checked))
    }

    /// Takes what could not be checked.
    pub(crate) fn fail(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.each(out, |form, out| form.error(out, error))
    }

    /// Writes what comes behind the last report, and puts the files in their place.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        for Output { form, file } in self.outputs {
            match file {
                None => form.finish(out)?,
                Some(mut file) => {
                    let path = file.path().to_owned();
                    form.finish(&mut file).and_then(|()| file.finish()).map_err(|error| about(&path, &error))?;
                }
            }
        }
        Ok(())
    }

    fn each(
        &mut self,
        out: &mut dyn Write,
        mut write: impl FnMut(&mut (dyn Form + 'p), &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        for Output { form, file } in &mut self.outputs {
            match file {
                None => write(&mut **form, out)?,
                Some(file) => write(&mut **form, file).map_err(|error| about(file.path(), &error))?,
            }
        }
        Ok(())
    }
}

/// Says which file an error is about.
fn about(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

fn form<'p>(format: Format, run: Run<'p>) -> Box<dyn Form + 'p> {
    match format {
        Format::Human => Box::new(human::Human::new(run)),
        Format::Concise => Box::new(concise::Concise::new(run)),
        Format::Json => Box::new(json::Json::new(&run)),
        Format::Jsonl => Box::new(jsonl::JsonLines { keys: run.keys }),
        Format::Sarif => Box::new(sarif::Sarif::new(run)),
        Format::Github => Box::new(github::Github::new(run)),
        Format::Gitlab => Box::new(gitlab::Gitlab::new(run)),
        Format::Junit => Box::new(junit::Junit::new(run)),
        Format::Checkstyle => Box::new(checkstyle::Checkstyle::new(run)),
        Format::Rdjsonl => Box::new(rdjsonl::Rdjsonl::new(run)),
        Format::Html => Box::new(html::Html::new(run)),
        Format::Markdown => Box::new(markdown::Markdown::new(run)),
    }
}
