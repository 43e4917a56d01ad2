//! `kontakt-check` reads a drafted contact request and says which button is the right one.
//!
//! Data flows in one direction, and each module uses only those above it:
//!
//! | module | what it turns into what |
//! |---|---|
//! | `fold`, `span` | spellings into one form; bytes into lines and columns |
//! | `pack` | rule files into a compiled [`Pack`] |
//! | `draft` | a text and what is known about it |
//! | `characters` | a text into what a reader does not see in it |
//! | `measure` | a draft into its length |
//! | `text` | a draft into words, clauses, sentences and slots |
//! | `template` | a template into the texts it can become |
//! | `signals` | words into evidence: what the text says, and what guards void |
//! | `labels` | evidence into labels, and conditions into yes or no |
//! | `report` | the form of every answer |
//! | `source` | files and streams into drafts |
//! | `check` | a draft into its report: all of the above in order |
//! | `fingerprint` | a finding into the name by which it is found again |
//! | `builtin` | the rules that are compiled in, and those that users bring |
//! | `rule_tests`, `explain`, `eval` | what there is to say about rules |
//! | `file` | files that are there as a whole or not at all |
//! | `config`, `baseline` | what holds for the drafts of a repository; which findings are known already |
//! | `schema` | the form of everything that is read and written |
//! | `output` | a report into one of its formats |
//! | `cli` | arguments into an exit code |
//! | `stages` | all of this one by one, for benches |
//!
//! The way from a draft to its report reads and writes nothing, never panics and cannot fail: every
//! error belongs to loading rules or to reading input.

mod fold;
mod span;
mod pack;
mod draft;
mod characters;
mod measure;
mod text;
mod template;
mod signals;
mod labels;
mod report;
mod source;
mod check;
mod fingerprint;
mod builtin;
mod rule_tests;
mod explain;
mod eval;
mod file;
mod config;
mod baseline;
mod schema;
mod output;
mod cli;
#[cfg(feature = "stages")]
#[doc(hidden)]
pub mod stages;

pub use baseline::read_baseline;
pub use builtin::{builtin_pack, load_pack, load_pack_anew};
pub use check::{Checker, Parts};
pub use cli::run;
pub use config::read_configuration;
pub use draft::{Decoded, Draft, Extract, Lines};
pub use eval::{Change, Effect, FigureChange, LabelChange};
pub use eval::{
    Corpus, CorpusError, Evaluation, Example, Judged, LabelScore, Misjudged, Part, Scores, Wrong, evaluate,
};
pub use fingerprint::Fingerprints;
pub use labels::Labels;
pub use pack::error::PackError;
pub use pack::facts::Says;
pub use pack::facts::{Account, Channel, Dialect, Facts, Intent, Language, Relationship, Severity, VerdictKind};
pub use pack::{Localized, Pack};
pub use report::{
    DraftReport, Evidence, Finding, Length, MOST_SHOWN, Place, REPORT_VERSION, ReadError, Report, VoidedHit,
};
pub use rule_tests::{Crossing, Failure, TestSummary, test_rules};
pub use schema::{configuration_schema, pack_schema, record_schema, report_schema, rules_schema};
pub use source::read::read_drafts;
pub use source::{Fault, Input, InputError, LARGEST_DRAFT};
pub use span::{LineIndex, Position, Span};
