//! `kontakt-check` reads a drafted contact request and says which button is the right one.
//!
//! Data flows in one direction, and each module uses only those above it:
//!
//! | module | what it turns into what |
//! |---|---|
//! | `fold`, `span` | spellings into one form; bytes into lines and columns |
//! | `pack` | rule files into a compiled [`Pack`] |
//! | `draft`, `measure` | a text and what is known about it; its length |
//! | `text` | a draft into words, clauses, sentences and slots |
//! | `signals` | words into evidence: what the text says, and what guards void |
//! | `labels` | evidence into labels, and conditions into yes or no |
//! | `report` | the form of every answer |
//! | `check` | a draft into its report: all of the above in order |
//!
//! The way from a draft to its report reads and writes nothing, never panics and cannot fail: every
//! error belongs to loading rules or to reading input.

mod builtin;
mod check;
mod draft;
mod eval;
mod fold;
mod labels;
mod measure;
mod pack;
mod report;
mod rule_tests;
mod signals;
mod span;
mod text;

pub use builtin::{builtin_pack, load_pack};
pub use check::Checker;
pub use draft::Draft;
pub use eval::{Corpus, CorpusError, Evaluation, Example, Judged, LabelScore, Misjudged, Part, Scores, Wrong, evaluate};
pub use labels::Labels;
pub use pack::error::PackError;
pub use pack::facts::{Account, Channel, Facts, Intent, Language, Relationship, Severity, VerdictKind};
pub use pack::facts::Says;
pub use pack::{Localized, Pack};
pub use report::{DraftReport, Evidence, Finding, Length, Place, REPORT_VERSION, Report, VoidedHit};
pub use rule_tests::{Failure, TestSummary, test_rules};
pub use span::{LineIndex, Position, Span};
