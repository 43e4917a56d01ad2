//! Reports and other answers as text: one module a format. They write and decide nothing.

mod escape;
mod evaluation;
mod explanation;
mod human;
mod json;
mod layout;
mod rules;
mod words;

use std::io::{self, Write};

use crate::pack::Pack;
use crate::report::DraftReport;
use crate::source::{Input, InputError};

pub(crate) use escape::shown;
pub(crate) use evaluation::{Comparison, Evaluated};
pub(crate) use words::Words;

/// The form in which answers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people, in 80 columns.
    #[default]
    Human,
    /// One JSON document.
    Json,
}

/// How much of a report people see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Only findings.
    Quiet,
    /// What helps to decide.
    #[default]
    Normal,
    /// The evidence and what was voided, too.
    Verbose,
}

/// How answers for people look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether to use colours.
    pub(crate) color: bool,
    pub(crate) detail: Detail,
}

/// Writes the reports of a run as they come.
#[derive(Debug)]
pub(crate) enum Reports<'p> {
    Human(human::Human<'p>),
    Json(json::Json),
}

impl<'p> Reports<'p> {
    /// Prepares for reports made with `pack`; `several` tells whether there is more than one draft.
    pub(crate) fn new(format: Format, pack: &'p Pack, style: Style, several: bool) -> Self {
        match format {
            Format::Human => Self::Human(human::Human::new(pack, style, several)),
            Format::Json => Self::Json(json::Json::default()),
        }
    }

    /// Takes the report on a draft; formats that can write it at once do.
    pub(crate) fn add(&mut self, out: &mut dyn Write, input: &Input, report: DraftReport) -> io::Result<()> {
        match self {
            Self::Human(human) => human.add(out, input, &report),
            Self::Json(json) => {
                json.add(report);
                Ok(())
            }
        }
    }

    /// Takes what could not be checked; people read it on stderr.
    #[expect(clippy::unnecessary_wraps, reason = "formats that write at once may fail")]
    pub(crate) fn fail(&mut self, _out: &mut dyn Write, error: &InputError) -> io::Result<()> {
        match self {
            Self::Human(_) => {}
            Self::Json(json) => json.fail(error),
        }
        Ok(())
    }

    /// Writes what comes behind the last report.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human(human) => human.finish(out),
            Self::Json(json) => json.finish(out),
        }
    }
}

/// Writes what there is to say about one rule.
pub(crate) fn write_explanation(
    out: &mut dyn Write,
    format: Format,
    words: Words<'_>,
    explanation: &crate::explain::Explanation,
) -> io::Result<()> {
    match format {
        Format::Human => layout::trimmed(out, |text| explanation::write(text, words, explanation)),
        Format::Json => json::write(out, explanation),
    }
}

/// Writes the list of all rules.
pub(crate) fn write_rules(
    out: &mut dyn Write,
    format: Format,
    words: Words<'_>,
    list: &[crate::explain::RuleLine],
) -> io::Result<()> {
    match format {
        Format::Human => layout::trimmed(out, |text| rules::write_list(text, words, list)),
        Format::Json => json::write(out, list),
    }
}
