//! What the program has to say about drafts, in a fixed order. Every output format shows just this.

use serde::{Deserialize, Serialize};

use crate::labels::Labels;
use crate::pack::facts::Says;
use crate::pack::facts::{Facts, Language, Severity, VerdictKind};
use crate::span::Span;

/// The version of the report's form; it grows when a field changes its meaning or goes away.
pub const REPORT_VERSION: u32 = 1;

/// The most places that the report on one draft lists as evidence, as voided hits, or for one check.
/// Labels and verdict follow from all of them. No draft that a person writes comes near it; without it,
/// the report on a draft of many megabytes would be many times as large as the draft.
pub const MOST_SHOWN: usize = 1_000;

/// The reports on all drafts of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Report {
    /// The form of this document: [`REPORT_VERSION`].
    pub version: u32,
    /// One report a draft, in the order of the input.
    pub drafts: Vec<DraftReport>,
    /// What could not be checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ReadError>,
}

/// An input, or a part of one, that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReadError {
    /// The file, or what stdin was called.
    pub path: String,
    /// Line, from 1, where the fault has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in characters, from 1, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// The report on one draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DraftReport {
    /// The draft's name, which no other draft of the run has: its path, or with its line or id behind it
    /// (`drafts.csv:12`, `drafts.jsonl#a7`) where a file holds several.
    pub name: String,
    /// The file it stands in, or what stdin was called.
    pub path: String,
    /// The language of the messages in this report.
    pub language: Language,
    /// Which button is the right one.
    pub verdict: VerdictKind,
    /// The labels, declared facts included.
    pub labels: Labels,
    /// What the text says, in the order of the text: the first [`MOST_SHOWN`] places.
    pub evidence: Vec<Evidence>,
    /// What is wrong: first what has a place, in the order of the text, then the rest. A check marks its
    /// first [`MOST_SHOWN`] places.
    pub findings: Vec<Finding>,
    /// Why the verdict is what it is.
    pub reasons: Vec<String>,
    /// What can be done on that platform with that account.
    pub next_steps: Vec<String>,
    /// What was declared from outside.
    pub declared: Facts,
    /// Findings that somebody allowed; they do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<AllowedFinding>,
    /// How many findings a baseline knows; they do not count.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub known: usize,
    /// Hits that a guard made void, where they were asked for: the first [`MOST_SHOWN`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voided: Vec<VoidedHit>,
    /// The length of the draft; of a template that of the longest text that it can become.
    pub length: Length,
    /// The length of the shortest text that a template can become.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortest: Option<Length>,
}

/// The length of a draft without blanks at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Length {
    /// Extended grapheme clusters.
    pub graphemes: u32,
    /// Words.
    pub words: u32,
}

/// A place in a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// Bytes from the start of the draft's source, half-open.
    pub span: Span,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Evidence for a signal, with the words that are it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evidence {
    /// The signal's id.
    pub signal: String,
    /// What it is evidence of; nothing for signals that only checks use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Says>,
    /// The quoted words.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub place: Place,
}

/// A finding: what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    /// The check's id.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The check's heading.
    pub title: String,
    /// What is missing or wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Bytes from the start of the draft's source; nothing where something is missing.
    pub span: Option<Span>,
    /// Line of the span, from 1.
    pub line: Option<usize>,
    /// Column of the span in characters, from 1.
    pub column: Option<usize>,
    /// Line where the span ends, from 1.
    pub end_line: Option<usize>,
    /// Column in characters behind the span's last one, from 1.
    pub end_column: Option<usize>,
}

/// A finding that does not count, because somebody allowed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AllowedFinding {
    /// Why it is fine.
    pub reason: String,
    /// What was found.
    pub finding: Finding,
}

/// A hit that does not count, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct VoidedHit {
    /// The signal's id.
    pub signal: String,
    /// What it would be evidence of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Says>,
    /// The quoted words.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub place: Place,
    /// The guard's id.
    pub guard: String,
    /// What the guard stands for, in the language of the report.
    pub why: String,
    /// The guard's words; nothing where a guard that was needed is missing.
    pub guard_text: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
