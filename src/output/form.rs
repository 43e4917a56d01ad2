//! What every form of the answer is given, and what it is asked to do.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Style;
use super::jsonl::Keys;
use super::spool::Spool;
use crate::explain::{self, Explanation, RuleKind};
use crate::pack::Pack;
use crate::pack::facts::{Language, Severity};
use crate::pack::load::RuleSet;
use crate::report::{DraftReport, Finding, ReadError};
use crate::source::Input;
use crate::span::{LineIndex, Position, Span};

/// The id under which formats that know nothing but findings show a draft that could not be read.
pub(super) const UNREADABLE: &str = "unreadable-draft";

/// Writes the reports of a run in one format. Drafts and errors come in the order of the input.
pub(crate) trait Form {
    /// Takes the report on a draft; what can be written at once is.
    fn draft(&mut self, out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()>;

    /// Takes what could not be checked.
    fn error(&mut self, out: &mut dyn Write, error: &ReadError) -> io::Result<()>;

    /// Writes what comes behind the last report.
    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()>;
}

/// What holds for all drafts of a run.
#[derive(Debug, Clone)]
pub(crate) struct Run<'p> {
    pub(crate) pack: &'p Pack,
    /// The rules as they are written, where a format shows them.
    pub(crate) rules: Option<std::rc::Rc<RuleSet>>,
    pub(crate) style: Style,
    /// Whether there is more than one draft.
    pub(crate) several: bool,
    /// The language that was asked for.
    pub(crate) asked: Option<Language>,
    /// The language of what concerns no draft, where there is none.
    pub(crate) fallback: Language,
    /// The folder that paths are told from.
    pub(crate) base: Option<PathBuf>,
    /// The folder of the file that is written, for what must wait for the last draft.
    pub(crate) folder: Option<PathBuf>,
    /// What the records of JSON lines hold.
    pub(crate) keys: Keys,
}

/// A draft with its report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checked<'a> {
    pub(crate) input: &'a Input,
    pub(crate) report: &'a DraftReport,
    /// The mildest severity that makes the run fail, if any does.
    pub(crate) fail_on: Option<Severity>,
}

/// A part of a file: where it starts and, exclusive, where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Run<'_> {
    /// Returns the language of a page about all drafts: what was asked for, or that of the first draft.
    pub(super) fn language(&self, first: Option<Language>) -> Language {
        self.asked.or(first).unwrap_or(self.fallback)
    }

    /// Returns the path as tools find it: from the folder of the run where it lies in that, with `/`.
    pub(super) fn path<'n>(&self, path: &'n str) -> Cow<'n, str> {
        let below = self.base.as_ref().and_then(|base| std::path::Path::new(path).strip_prefix(base).ok());
        let path = below.and_then(std::path::Path::to_str).unwrap_or(path);
        let path = path.strip_prefix("./").unwrap_or(path);
        if std::path::MAIN_SEPARATOR == '\\' { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) }
    }

    /// Makes room for what must wait for the last draft.
    pub(super) fn spool(&self) -> Spool {
        Spool::new(self.folder.as_deref())
    }

    /// Explains every check of the pack that is in force.
    pub(super) fn checks(&self, language: Language) -> Vec<Explanation> {
        let Some(rules) = &self.rules else { return Vec::new() };
        let lines = explain::list(rules, language).into_iter().filter(|line| line.kind == RuleKind::Check);
        lines.filter_map(|line| explain::explain(rules, &line.id, language).ok()).collect()
    }
}

impl Region {
    /// Returns where a finding stands, if it stands anywhere.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let start = Position { line: finding.line?, column: finding.column? };
        // In a row of a table, only the line is known.
        let end = finding.end_line.zip(finding.end_column).map(|(line, column)| Position { line, column });
        Some(Self { start, end: end.unwrap_or(start) })
    }
}

/// Returns `path:line:column`, or as much of it as is known.
pub(super) fn place(path: &str, line: Option<usize>, column: Option<usize>) -> String {
    let numbers = [line, line.and(column)].into_iter().flatten().map(|number| format!(":{number}"));
    std::iter::once(path.to_owned()).chain(numbers).collect()
}

impl<'a> Checked<'a> {
    /// Tells whether a finding makes the run fail.
    pub(crate) fn fails(self, finding: &Finding) -> bool {
        self.fail_on.is_some_and(|limit| finding.severity >= limit)
    }

    /// Tells which of the drafts of its file this is, such as `#a7`, where its line alone does not say it.
    pub(super) fn part(self) -> Option<&'a str> {
        let part = self.report.name.strip_prefix(&self.report.path)?;
        let behind_line = part.strip_prefix(':').map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
        behind_line.or(Some(part)).filter(|part| part.starts_with('#'))
    }

    /// Returns where a finding stands, or the line of the row that lacks something.
    pub(super) fn known(self, finding: &Finding) -> Option<Region> {
        let row = self.input.row().map(|line| Position { line, column: 1 });
        Region::of(finding).or(row.map(|start| Region { start, end: start }))
    }

    /// Returns where to look for a finding: its place, or the whole draft where something is missing.
    pub(super) fn region(self, finding: &Finding) -> Region {
        Region::of(finding).unwrap_or_else(|| self.extent())
    }

    /// Returns the part that is sent, without blanks at either end.
    fn extent(self) -> Region {
        let draft = self.input.draft();
        let (text, trimmed) = (draft.text(), draft.text().trim());
        let start = if trimmed.is_empty() { 0 } else { text.len() - text.trim_start().len() };
        let span = draft.in_source(Span { start, end: start + trimmed.len() });
        let own = LineIndex::new(draft.source);
        let position = |at| draft.lines.position(&own, draft.source, at);
        Region { start: position(span.start), end: position(span.end) }
    }

    /// Returns where a finding stands with columns in bytes, if the spans of its draft are those of its file.
    pub(super) fn region_in_bytes(self, finding: &Finding) -> Option<Region> {
        let (source, span) = (self.input.source(), finding.span?);
        let region = Region::of(finding)?;
        let lines = LineIndex::new(source);
        let same = lines.position(span.start) == region.start && lines.position(span.end) == region.end;
        let in_bytes = |at: usize, position: Position| Position { column: bytes_on_line(source, at) + 1, ..position };
        same.then(|| Region { start: in_bytes(span.start, region.start), end: in_bytes(span.end, region.end) })
    }
}

/// Counts the bytes on the line of `at` that stand before it.
fn bytes_on_line(source: &str, at: usize) -> usize {
    let head = source.get(..at).unwrap_or_default();
    let line = head.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim_start_matches('\u{feff}').len()
}
