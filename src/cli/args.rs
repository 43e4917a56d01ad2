//! The command line: what can be asked for, and in which words.

mod check;
mod choices;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::output::Format;

pub(super) use check::{Check, ConfigChoice};
pub(super) use choices::{ColorChoice, InputFormatChoice, LanguageChoice, SchemaOf, Service};

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
    /// Where kontakt-check is hosted, such as `https://github.com/<owner>/kontakt-check`, with `@` and a tag or
    /// commit behind it where that is not the tag of this version; --ci and --hook need it
    #[arg(long, value_name = "ADDRESS")]
    pub(super) source: Option<String>,
    /// Write the JSON Schema of the configuration, too, and lead editors to it
    #[arg(long)]
    pub(super) schema: bool,
    /// Replace files that are there
    #[arg(long)]
    pub(super) force: bool,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
