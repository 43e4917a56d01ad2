//! Reports and other answers as text: one module a format. They write and decide nothing.

mod advice;
mod checklist;
mod checkstyle;
mod compact;
mod concise;
mod escape;
mod evaluation;
mod explanation;
mod form;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
pub(crate) mod jsonl;
mod junit;
mod layout;
mod markdown;
mod rdjsonl;
mod reports;
mod rules;
mod sarif;
mod spool;
mod tally;
mod words;

use std::io::{self, Write};

pub(crate) use escape::shown;
pub(crate) use evaluation::{Comparison, Evaluated};
pub(crate) use form::{Checked, Run};
pub(crate) use reports::{Reports, Unwritable, Wanted};
pub(crate) use words::Words;

/// The form in which answers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// One line a finding: `path:line:column: severity[rule] message`
    Concise,
    /// One JSON document; its form: `kontakt-check schema report`
    Json,
    /// One JSON object a draft, on a line of its own and at once; also a filter for --input-format jsonl
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// `JUnit` XML, for test reports
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// reviewdog's diagnostics, a line each
    Rdjsonl,
    /// A comment for a pull request, or the summary of a job
    Markdown,
    /// One page with a filter, for a browser or a printer
    Html,
}

impl Format {
    /// Returns the name that options and files use.
    pub(crate) fn name(self) -> String {
        let value = clap::ValueEnum::to_possible_value(&self);
        value.map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Tells whether the rules themselves are part of it.
    pub(crate) fn shows_rules(self) -> bool {
        self == Self::Sarif
    }

    /// Tells whether every answer can be given in it, not only reports on drafts.
    pub(crate) fn is_for_all(self) -> bool {
        matches!(self, Self::Human | Self::Json)
    }
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

/// Writes what there is to say about one rule.
pub(crate) fn write_explanation(
    out: &mut dyn Write,
    format: Format,
    words: Words<'_>,
    explanation: &crate::explain::Explanation,
) -> io::Result<()> {
    match format {
        Format::Json => json::write(out, explanation),
        _ => layout::trimmed(out, |text| explanation::write(text, words, explanation)),
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
        Format::Json => json::write(out, list),
        _ => layout::trimmed(out, |text| rules::write_list(text, words, list)),
    }
}
