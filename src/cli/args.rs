//! The command line: what can be asked for, and in which words.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::wire::FailOn;
use crate::output::Format;
use crate::output::jsonl::Key;
use crate::pack::facts::{Account, Channel, Dialect, Facts, Intent, Language, Relationship};
use crate::source::format::InputFormat;

/// What the long help ends with.
const AFTER_HELP: &str = "\
Examples:
  kontakt-check draft.txt
  kontakt-check --intent message --platform xing --account basic draft.txt
  pbpaste | kontakt-check --format json

A draft may begin with front matter: the names of the context options and their
values as YAML between two lines `---`. Options win over it.
A file that is called like a command is reached by its path: ./rules

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not check.";

/// The most threads that may be asked for.
const MOST_THREADS: u64 = 1024;

/// What is shown where a person calls the program without saying what to check.
pub(super) const SHORT_HELP: &str = "\
Checks a drafted contact request: send a message first, or add as contact?

  kontakt-check draft.txt                     check a draft
  pbpaste | kontakt-check --intent message    check what another program hands over

`kontakt-check --help` shows everything else.
";

/// What to do about options of a check that stand beside a command.
pub(super) const CONFLICT: &str = "drafts and the options of a check go with no command; a file that is called like a \
                                   command is reached by its path, such as ./rules";

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

/// Checks a drafted contact request: send a message first, or add as contact?
#[derive(Debug, Parser)]
#[command(name = "kontakt-check", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    pub(super) packs: Packs,
    #[command(flatten)]
    pub(super) check: Check,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// When to use colours; `NO_COLOR` and `CLICOLOR_FORCE` count where this is `auto`
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: ColorChoice,
    /// Language of the answer; `auto` is that of the draft
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<LanguageChoice>,
    /// Form of the answer [default: human]; repeatable where drafts are checked, then each with an --output-file
    /// behind it but one
    #[arg(long, global = true, value_enum)]
    pub(super) format: Vec<Format>,
    /// Say only what is wrong
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Show the evidence, and what was not counted and why
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
}

/// The packs to judge with. It stands in every command by itself: of an option that is `global`, clap
/// forgets what was given before the command where some is given behind it.
#[derive(Debug, Args)]
pub(super) struct Packs {
    /// A pack of rules, a folder or a file, that extends or replaces the built-in one; repeatable
    #[arg(long, value_name = "PATH")]
    pub(super) rules: Vec<PathBuf>,
}

/// What to check and what is known about it.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(super) struct Check {
    /// Files, folders or patterns such as 'drafts/**/*.md'; `-` is stdin, and so is nothing where something is
    /// piped in
    #[arg(value_name = "DRAFTS")]
    pub(super) drafts: Vec<PathBuf>,
    /// Check the files that FILE names, one a line or parted by zero bytes; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// Read everything in this form, whatever the extensions say [default: by extension; stdin is text]
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) input_format: Option<InputFormatChoice>,
    /// The column or field that holds the draft [default: `text`, or one that is called alike]
    #[arg(long, value_name = "NAME")]
    pub(super) text_column: Option<String>,
    /// What the records of --format jsonl hold; what nobody asks for is not worked out [default: everything]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELDS")]
    pub(super) fields: Vec<Key>,
    /// Pass the fields of rows that mean nothing here on to --format jsonl
    #[arg(long)]
    pub(super) pass_through: bool,
    /// How many threads check [default: one for each core]
    #[arg(long, value_name = "COUNT", value_parser = thread_count())]
    pub(super) threads: Option<usize>,
    /// The mildest finding that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Write the --format before it to a file instead of stdout; the file is replaced as a whole
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Vec<PathBuf>,
    /// What reports call the draft from stdin
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<String>,
    /// Ask, at a terminal, for what would change the verdict
    #[arg(long)]
    pub(super) ask: bool,
    /// The file of findings that are known already; only new ones count
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write everything that is found into the baseline [default: .kontakt-check-baseline.json]
    #[arg(long)]
    pub(super) write_baseline: bool,
    #[command(flatten)]
    pub(super) config: ConfigChoice,
    #[command(flatten, next_help_heading = "Context")]
    pub(super) context: Context,
}

/// Which configuration holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(super) struct ConfigChoice {
    /// The configuration for all drafts [default: .kontakt-check.yaml in the draft's folder or above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Look for no configuration
    #[arg(long)]
    pub(super) no_config: bool,
}

/// Facts about the draft that its text cannot show.
#[derive(Debug, Default, PartialEq, Eq, Args)]
pub(super) struct Context {
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

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tell what a rule looks for, why it matters, and from where it is used
    Explain {
        /// The id of a signal, guard, check, or decision of the verdict
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        packs: Packs,
    },
    /// List all rules, or test them
    Rules {
        #[command(flatten)]
        packs: Packs,
        #[command(subcommand)]
        command: Option<RulesCommand>,
    },
    /// Write a commented configuration, and on request what runs the check in CI or before a commit
    Init(Init),
    /// Print what holds for a draft, and where each value comes from
    Config {
        /// The draft; without it, what holds for every draft of this folder
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        choice: ConfigChoice,
        #[command(flatten)]
        packs: Packs,
    },
    /// Print the JSON Schema of what is read and written
    Schema {
        /// Of what
        #[arg(value_enum, default_value = "report")]
        of: SchemaOf,
    },
    /// Judge labelled drafts (JSON lines) and tell how right the rules are
    Eval(Eval),
    /// Print what makes a shell complete the options; where to put it depends on the shell
    Completions {
        /// For which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write those of all commands into a folder
    Man {
        /// The folder, such as /usr/local/share/man/man1
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Run the examples inside the rules; exit code 1 if one fails
    Test {
        /// Packs to test on top of --rules, or ids of the rules whose failures to show
        #[arg(value_name = "DIR|ID")]
        only: Vec<String>,
        #[command(flatten)]
        packs: Packs,
    },
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The root of the repository
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
    /// Write the job for this CI, too; repeatable
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub(super) ci: Vec<Service>,
    /// Write the configuration of the pre-commit hook, too
    #[arg(long)]
    pub(super) hook: bool,
    /// Replace files that are there
    #[arg(long)]
    pub(super) force: bool,
}

/// A CI service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Service {
    /// .github/workflows/kontakt-check.yml
    Github,
    /// .gitlab/kontakt-check.yml, to be included in .gitlab-ci.yml
    Gitlab,
}

#[derive(Debug, Args)]
pub(super) struct Eval {
    /// Files of JSON lines: `text`, the labels, and optionally `id`, `lang`, `kind`, `group`, `family`
    #[arg(required = true, value_name = "CORPUS")]
    pub(super) corpora: Vec<PathBuf>,
    /// Demand a figure, such as verdict.f1=0.95 or de:purpose.recall=0.9; exit code 1 if it is lower; repeatable
    #[arg(long, value_name = "FIGURE=VALUE")]
    pub(super) min: Vec<String>,
    /// Show which drafts another pack of rules, or a file of `eval --format json`, judges differently
    #[arg(long, value_name = "OTHER")]
    pub(super) compare: Option<PathBuf>,
    /// List only the mistakes about this label
    #[arg(long, value_parser = ["relationship", "purpose", "expectation", "offer", "generic", "vague"])]
    pub(super) label: Option<String>,
    #[command(flatten)]
    pub(super) packs: Packs,
}

/// What there is a JSON Schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaOf {
    /// The files of a pack
    Rules,
    /// pack.yaml, which says how a pack joins the built-in one
    Configuration,
    /// What `--format json` writes
    Report,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// The language of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageChoice {
    De,
    En,
    Auto,
}

/// In which form drafts come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormatChoice {
    /// One draft as it is sent, perhaps with front matter
    #[value(alias = "txt")]
    Text,
    /// One draft in Markdown
    #[value(alias = "md")]
    Markdown,
    /// One draft in an e-mail
    #[value(alias = "mail")]
    Eml,
    /// A table with a draft a row; its first row names the columns
    Csv,
    /// The same, with tabs
    Tsv,
    /// A JSON object with a field `text`, or a text, a line
    Jsonl,
    /// One such object, or a list of them
    Json,
    /// The same in YAML
    Yaml,
}

impl InputFormatChoice {
    pub(super) fn format(self) -> InputFormat {
        match self {
            Self::Text => InputFormat::Text,
            Self::Markdown => InputFormat::Markdown,
            Self::Eml => InputFormat::Mail,
            Self::Csv => InputFormat::Csv,
            Self::Tsv => InputFormat::Tsv,
            Self::Jsonl => InputFormat::JsonLines,
            Self::Json => InputFormat::Json,
            Self::Yaml => InputFormat::Yaml,
        }
    }
}

impl Command {
    /// Returns the packs that are named behind the command, in their order.
    pub(super) fn packs(&self) -> Vec<PathBuf> {
        match self {
            Self::Explain { packs, .. }
            | Self::Config { packs, .. }
            | Self::Eval(Eval { packs, .. })
            | Self::Rules { packs, command: None } => packs.rules.clone(),
            Self::Rules { packs, command: Some(RulesCommand::Test { packs: more, .. }) } => {
                [packs.rules.as_slice(), &more.rules].concat()
            }
            Self::Init(_) | Self::Schema { .. } | Self::Completions { .. } | Self::Man { .. } => Vec::new(),
        }
    }
}

impl LanguageChoice {
    /// Returns the language, or nothing for `auto`.
    pub(super) fn language(self) -> Option<Language> {
        match self {
            Self::De => Some(Language::De),
            Self::En => Some(Language::En),
            Self::Auto => None,
        }
    }
}

impl Context {
    /// Returns what the flags declare.
    pub(super) fn facts(&self) -> Facts {
        let Self { relationship, exchanges, platform, account, intent, template, dialect } = *self;
        Facts { relationship, exchanges, platform, account, intent, template, dialect, ..Facts::default() }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
