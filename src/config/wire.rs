//! What a configuration file looks like to serde.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::pack::facts::{Account, Channel, Dialect, Facts, Intent, Language, Relationship, Severity};
use crate::pack::wire::{Many, Reason, SlotSettings, Table};

/// `.kontakt-check.yaml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ConfigFile {
    /// Configuration files that hold where this one says nothing.
    pub(crate) extends: Many<String>,
    /// Packs of rules, each of which extends those before it.
    pub(crate) packs: Many<String>,
    /// Checks that are graded anew, and rules that are switched off.
    pub(crate) rules: Table<Level>,
    /// Parameters of checks.
    pub(crate) params: Table<Table<u32>>,
    /// Names and lengths of slots.
    pub(crate) slots: SlotSettings,
    /// Form of the answer.
    pub(crate) format: Option<String>,
    /// The mildest finding that makes the exit code 1.
    pub(crate) fail_on: Option<FailOn>,
    /// The file of findings that are known already.
    pub(crate) baseline: Option<String>,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) exchanges: Option<u32>,
    pub(crate) platform: Option<Channel>,
    pub(crate) account: Option<Account>,
    pub(crate) intent: Option<Intent>,
    pub(crate) template: Option<bool>,
    pub(crate) lang: Option<Language>,
    pub(crate) dialect: Option<Dialect>,
    /// Checks whose findings are allowed in every file, each with the reason.
    pub(crate) allow: Table<Reason>,
    /// What holds for the files that match a pattern; what stands further down wins.
    pub(crate) paths: Table<PathSettings>,
}

/// What holds for some files.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PathSettings {
    pub(crate) rules: Table<Level>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) exchanges: Option<u32>,
    pub(crate) platform: Option<Channel>,
    pub(crate) account: Option<Account>,
    pub(crate) intent: Option<Intent>,
    pub(crate) template: Option<bool>,
    pub(crate) lang: Option<Language>,
    pub(crate) dialect: Option<Dialect>,
    /// Checks whose findings are allowed there, each with the reason.
    pub(crate) allow: Table<Reason>,
}

/// How a rule is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "WrittenLevel")]
pub(crate) enum Level {
    /// As if the rule were not there.
    Off,
    /// As the rule itself says.
    On,
    Hint,
    Warning,
    Error,
}

/// How a [`Level`] may be written; only the schema is made of this.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum WrittenLevel {
    Name(LevelName),
    /// How some YAML tools write `on` and `off`.
    Switch(bool),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used")]
enum LevelName {
    Off,
    On,
    Hint,
    Warning,
    Error,
}

/// The mildest finding that makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailOn {
    Hint,
    Warning,
    Error,
    /// No finding does
    Never,
}

impl ConfigFile {
    /// Returns what the file says of every draft.
    pub(crate) fn everywhere(&self) -> PathSettings {
        PathSettings {
            rules: self.rules.clone(),
            fail_on: self.fail_on,
            relationship: self.relationship,
            exchanges: self.exchanges,
            platform: self.platform,
            account: self.account,
            intent: self.intent,
            template: self.template,
            lang: self.lang,
            dialect: self.dialect,
            allow: self.allow.clone(),
        }
    }
}

impl PathSettings {
    /// Returns the facts that are declared; what is allowed is none of them.
    pub(crate) fn facts(&self) -> Facts {
        Facts {
            relationship: self.relationship,
            exchanges: self.exchanges,
            platform: self.platform,
            account: self.account,
            intent: self.intent,
            template: self.template,
            lang: self.lang,
            dialect: self.dialect,
            ..Facts::default()
        }
    }
}

impl Level {
    const NAMES: [(&'static str, Self); 5] = [
        ("off", Self::Off),
        ("on", Self::On),
        ("hint", Self::Hint),
        ("warning", Self::Warning),
        ("error", Self::Error),
    ];

    /// Returns the word that stands for it.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, level)| *level == self).map_or("on", |(name, _)| name)
    }

    /// Returns the severity, where it is one.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off | Self::On => None,
            Self::Hint => Some(Severity::Hint),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;
        impl Visitor<'_> for Named {
            type Value = Level;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one of `off`, `on`, `hint`, `warning`, `error`")
            }
            // Some YAML tools turn `off` into `false` when they write a file anew.
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Level, E> {
                Ok(if value { Level::On } else { Level::Off })
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Level, E> {
                let found = Level::NAMES.iter().find(|(name, _)| *name == value);
                let names = &["off", "on", "hint", "warning", "error"];
                found.map(|(_, level)| *level).ok_or_else(|| E::unknown_variant(value, names))
            }
        }
        deserializer.deserialize_any(Named)
    }
}

impl FailOn {
    /// Returns the severity, or nothing for `never`.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Hint => Some(Severity::Hint),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::Never => None,
        }
    }

    /// Returns the word that stands for it.
    pub(crate) fn name(self) -> &'static str {
        self.severity().map_or("never", Severity::name)
    }
}
