//! The options of a check: what to check, and what is known about it.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};

use super::choices::InputFormatChoice;
use crate::config::wire::FailOn;
use crate::output::jsonl::Key;
use crate::pack::facts::{Account, Channel, Dialect, Facts, Intent, Relationship};

/// The most threads that may be asked for.
const MOST_THREADS: u64 = 1024;

/// Makes a value parser for an enum whose values have names; `unknown` is what nobody says.
macro_rules! named {
    ($kind:ident) => {
        PossibleValuesParser::new($kind::ALL.iter().map(|value| value.name()).filter(|name| *name != "unknown"))
            .try_map(|name| name.parse::<$kind>())
    };
}

fn thread_count() -> impl TypedValueParser<Value = usize> {
    RangedU64ValueParser::<usize>::new().range(1..=MOST_THREADS)
}

/// What to check and what is known about it.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(in crate::cli) struct Check {
    /// Files, folders or patterns such as 'drafts/**/*.md'; `-` is stdin, and so is nothing where something is
    /// piped in
    #[arg(value_name = "DRAFTS")]
    pub(in crate::cli) drafts: Vec<PathBuf>,
    /// Check the files that FILE names, one a line or parted by zero bytes; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) files_from: Option<PathBuf>,
    /// Read everything in this form, whatever the extensions say [default: by extension; stdin is text]
    #[arg(long, value_enum, value_name = "FORM")]
    pub(in crate::cli) input_format: Option<InputFormatChoice>,
    /// The column or field that holds the draft [default: `text`, or one that is called alike]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) text_column: Option<String>,
    /// What the records of --format jsonl hold; what nobody asks for is not worked out [default: everything]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELDS")]
    pub(in crate::cli) fields: Vec<Key>,
    /// Pass the fields of rows that mean nothing here on to --format jsonl
    #[arg(long)]
    pub(in crate::cli) pass_through: bool,
    /// How many threads check [default: one for each core]
    #[arg(long, value_name = "COUNT", value_parser = thread_count())]
    pub(in crate::cli) threads: Option<usize>,
    /// The mildest finding that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// Write the --format before it to a file instead of stdout; the file is replaced as a whole
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output_file: Vec<PathBuf>,
    /// What reports call the draft from stdin
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) stdin_filename: Option<String>,
    /// Ask, at a terminal, for what would change the verdict
    #[arg(long)]
    pub(in crate::cli) ask: bool,
    /// The file of findings that are known already; only new ones count
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write everything that is found into the baseline [default: .kontakt-check-baseline.json]
    #[arg(long)]
    pub(in crate::cli) write_baseline: bool,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigChoice,
    #[command(flatten, next_help_heading = "Context")]
    pub(in crate::cli) context: Context,
}

/// Which configuration holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(in crate::cli) struct ConfigChoice {
    /// The configuration for all drafts [default: .kontakt-check.yaml in the draft's folder or above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Look for no configuration
    #[arg(long)]
    pub(in crate::cli) no_config: bool,
}

/// Facts about the draft that its text cannot show.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(in crate::cli) struct Context {
    /// The tie between sender and recipient
    #[arg(long, value_parser = named!(Relationship))]
    relationship: Option<Relationship>,
    /// How many times the two have written to each other and were answered
    #[arg(long, value_name = "COUNT")]
    exchanges: Option<u32>,
    /// Where the draft will be sent
    #[arg(long, value_parser = named!(Channel))]
    platform: Option<Channel>,
    /// The sender's account there
    #[arg(long, value_parser = named!(Account))]
    account: Option<Account>,
    /// What it will be sent as
    #[arg(long, value_parser = named!(Intent))]
    intent: Option<Intent>,
    /// Whether it is a template whose slots are filled later
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    template: Option<bool>,
    /// In which tool's marks the template is written, where the same marks mean different things
    #[arg(long, value_parser = named!(Dialect))]
    dialect: Option<Dialect>,
}

impl Context {
    /// Returns what the flags declare.
    pub(in crate::cli) fn facts(&self) -> Facts {
        let Self { relationship, exchanges, platform, account, intent, template, dialect } = *self;
        Facts { relationship, exchanges, platform, account, intent, template, dialect, ..Facts::default() }
    }
}
