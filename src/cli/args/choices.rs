//! The values that options choose between.

use clap::ValueEnum;

use crate::pack::facts::Language;
use crate::source::format::InputFormat;

/// A CI service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Service {
    /// .github/workflows/kontakt-check.yml
    Github,
    /// .gitlab/kontakt-check.yml, to be included in .gitlab-ci.yml
    Gitlab,
}

/// What there is a JSON Schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// The files of a pack
    Rules,
    /// pack.yaml, which says how a pack joins the built-in one
    Pack,
    /// .kontakt-check.yaml
    Configuration,
    /// What `--format json` writes
    Report,
    /// A line that `--format jsonl` writes
    Record,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// The language of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LanguageChoice {
    De,
    En,
    Auto,
}

/// In which form drafts come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum InputFormatChoice {
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
    pub(in crate::cli) fn format(self) -> InputFormat {
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

impl LanguageChoice {
    /// Returns the language, or nothing for `auto`.
    pub(in crate::cli) fn language(self) -> Option<Language> {
        match self {
            Self::De => Some(Language::De),
            Self::En => Some(Language::En),
            Self::Auto => None,
        }
    }
}
