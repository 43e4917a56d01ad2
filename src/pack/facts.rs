//! The closed sets of values that rules, drafts and reports share.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Defines an enum whose values have one kebab- or snake-case name everywhere.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Returns the name that files, flags and reports use.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.name() == text).ok_or_else(|| {
                    let names: Vec<_> = Self::ALL.iter().map(|value| value.name()).collect();
                    format!("expected one of {}", names.join(", "))
                })
            }
        }
    };
}

named!(
    /// The strongest tie between sender and recipient.
    Relationship {
        /// They know each other from real life.
        Known = "known",
        /// They have exchanged several times in writing.
        Exchanged = "exchanged",
        /// It is certain that contact continues.
        Ongoing = "ongoing",
        /// Something in common, but no acquaintance.
        Weak = "weak",
        /// Nothing of all that.
        None = "none",
    }
);

named!(
    /// Which button is the right one.
    VerdictKind {
        /// The contact is real: add as contact.
        AddAsContact = "add_as_contact",
        /// Send an ordinary message first.
        MessageFirst = "message_first",
    }
);

named!(
    /// How bad a finding is, mildest first.
    Severity {
        /// Worth knowing.
        Hint = "hint",
        /// A careful recipient would miss or mind this.
        Warning = "warning",
        /// This must not be sent.
        Error = "error",
    }
);

named!(
    /// A language of drafts and answers.
    Language {
        /// German.
        De = "de",
        /// English.
        En = "en",
    }
);

named!(
    /// What the sender means to send.
    Intent {
        /// The button that asks to be confirmed as a contact.
        ContactRequest = "contact-request",
        /// An ordinary message, e-mail or guest-book entry.
        Message = "message",
        /// Nobody said.
        Unknown = "unknown",
    }
);

named!(
    /// Where it will be sent.
    Channel {
        /// xing.com
        Xing = "xing",
        /// linkedin.com
        Linkedin = "linkedin",
        /// Plain e-mail.
        Email = "email",
        /// Nobody said.
        Unknown = "unknown",
    }
);

named!(
    /// The sender's account there.
    Account {
        /// Free of charge.
        Basic = "basic",
        /// Paid.
        Premium = "premium",
        /// Nobody said.
        Unknown = "unknown",
    }
);

named!(
    /// In which tool's marks a template is written, where the same marks mean different things.
    Dialect {
        /// All marks that do not contradict each other; `{{a|b}}` is a slot with a filter or fallback.
        Auto = "auto",
        /// Liquid, Jinja and their like: `{{ x | filter }}`, `{% if x %}`.
        Liquid = "liquid",
        /// Handlebars, Mustache: `{{x}}`, `{{#if x}}`.
        Handlebars = "handlebars",
        /// Mailchimp: `*|X|*`, `*|IF:X|*`.
        Mailchimp = "mailchimp",
        /// Alternatives in braces, nested: `{{a|b}|c}`.
        Spintax = "spintax",
    }
);

/// A field of a table, a list or a stream of drafts that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Field {
    Text,
    Id,
    Relationship,
    Exchanges,
    Platform,
    Account,
    Intent,
    Template,
    Lang,
    Dialect,
    Allow,
}

impl Field {
    /// Every field with the name that it has whatever else a pack calls it.
    pub(crate) const ALL: [(Self, &'static str); 11] = [
        (Self::Text, "text"),
        (Self::Id, "id"),
        (Self::Relationship, "relationship"),
        (Self::Exchanges, "exchanges"),
        (Self::Platform, "platform"),
        (Self::Account, "account"),
        (Self::Intent, "intent"),
        (Self::Template, "template"),
        (Self::Lang, "lang"),
        (Self::Dialect, "dialect"),
        (Self::Allow, "allow"),
    ];
}

named!(
    /// What a signal is evidence of.
    Says {
        /// They know each other from real life.
        Known = "known",
        /// They have exchanged several times in writing.
        Exchanged = "exchanged",
        /// It is certain that contact continues.
        Ongoing = "ongoing",
        /// Something in common, but no acquaintance.
        Weak = "weak",
        /// A concrete reason for writing to this person.
        Purpose = "purpose",
        /// A concrete question, request or next step.
        Expectation = "expectation",
        /// Something concrete for the recipient.
        Offer = "offer",
        /// A stock please-add-me phrase.
        Generic = "generic",
        /// An unspecified benefit.
        Vague = "vague",
    }
);

impl Says {
    /// Returns its bit in a set of them.
    #[inline]
    pub(crate) fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Facts about a draft that come from outside its text. What is `None` was not declared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The tie between sender and recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<Relationship>,
    /// How many times the two have written to each other and were answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<u32>,
    /// Where it will be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<Channel>,
    /// The sender's account there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// What the sender means to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<Intent>,
    /// Whether the draft is a template whose slots are filled later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<bool>,
    /// The language of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// In which tool's marks a template is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// Checks whose findings are allowed here, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub allow: BTreeMap<String, String>,
}

/// From this many answered exchanges on they are "several", as the labelling guide wants them.
pub(crate) const SEVERAL_EXCHANGES: u32 = 2;

impl Facts {
    /// Fills what is not declared here with what `weaker` declares.
    #[must_use]
    pub fn or(self, weaker: &Self) -> Self {
        Self {
            relationship: self.relationship.or(weaker.relationship),
            exchanges: self.exchanges.or(weaker.exchanges),
            platform: self.platform.or(weaker.platform),
            account: self.account.or(weaker.account),
            intent: self.intent.or(weaker.intent),
            template: self.template.or(weaker.template),
            lang: self.lang.or(weaker.lang),
            dialect: self.dialect.or(weaker.dialect),
            allow: weaker.allow.clone().into_iter().chain(self.allow).collect(),
        }
    }

    /// Lists what is declared, by the names of the flags; what is allowed is not among it.
    #[must_use]
    pub fn declared(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("relationship", self.relationship.map(|value| value.name().to_owned())),
            ("exchanges", self.exchanges.map(|count| count.to_string())),
            ("platform", self.platform.map(|value| value.name().to_owned())),
            ("account", self.account.map(|value| value.name().to_owned())),
            ("intent", self.intent.map(|value| value.name().to_owned())),
            ("template", self.template.map(|value| value.to_string())),
            ("lang", self.lang.map(|value| value.name().to_owned())),
            ("dialect", self.dialect.map(|value| value.name().to_owned())),
        ];
        all.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))).collect()
    }

    /// Returns the declared tie; several declared exchanges count as one.
    #[must_use]
    pub fn tie(&self) -> Option<Relationship> {
        let several = self.exchanges.filter(|count| *count >= SEVERAL_EXCHANGES);
        match self.relationship {
            None | Some(Relationship::Weak | Relationship::None) if several.is_some() => Some(Relationship::Exchanged),
            declared => declared,
        }
    }
}
