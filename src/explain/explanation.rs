//! The form of an explanation.

use schemars::JsonSchema;
use serde::Serialize;

use crate::pack::facts::{Facts, Language, Says, Severity, VerdictKind};
use crate::pack::wire::Place;

/// The sorts of rules that have an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RuleKind {
    /// Says what is wrong with a draft.
    Check,
    /// Evidence of one kind.
    Signal,
    /// Voids a hit of a signal.
    Guard,
    /// An entry of the verdict's decision list.
    Decision,
    /// A length that a platform allows.
    Limit,
}

/// One line of the list of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct RuleLine {
    /// The rule's id.
    pub(crate) id: String,
    /// Its sort.
    pub(crate) kind: RuleKind,
    /// How bad a check's finding is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) severity: Option<Severity>,
    /// What a signal is evidence of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) says: Option<Says>,
    /// Which button a decision chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verdict: Option<VerdictKind>,
    /// Its heading, in the language that was asked for.
    pub(crate) title: String,
}

/// Everything there is to say about one rule, in one language where it is meant for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Explanation {
    /// Id, sort and heading.
    #[serde(flatten)]
    pub(crate) line: RuleLine,
    /// The rule's file.
    pub(crate) file: String,
    /// What a check says to the sender: message, help, why; and its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) advice: Option<Advice>,
    /// What a limit says, and how that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fact: Option<Fact>,
    /// When the rule applies, in the words of the rule language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<String>,
    /// Where a guard must stand to void a hit.
    #[serde(skip_serializing_if = "Option::is_none", rename = "where")]
    pub(crate) place: Option<Place>,
    /// What it looks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) patterns: Vec<PatternText>,
    /// What cancels a guard.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) except: Vec<PatternText>,
    /// The word lists that its patterns name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) vocabulary: Vec<WordList>,
    /// The signals whose evidence places a check's finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) marks: Vec<Named>,
    /// The guards that void a hit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) void_if: Vec<Named>,
    /// The guards without which a hit does not count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) only_if: Vec<Named>,
    /// Its examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) examples: Vec<ExampleText>,
    /// The rules that name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) used_by: Vec<Use>,
}

/// What a check says to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Advice {
    /// What is missing or wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
    /// Why it matters.
    pub(crate) why: String,
    /// Where the advice comes from.
    pub(crate) source: String,
}

/// A length that a platform allows, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Fact {
    /// The most grapheme clusters.
    pub(crate) max_graphemes: u32,
    /// Who says so.
    pub(crate) source: String,
    /// The day for which it is stated.
    pub(crate) as_of: String,
    /// What else there is to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// A pattern as a person reads it, and as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct PatternText {
    /// The language it is written for.
    pub(crate) language: Language,
    /// Without the marks that only the machine needs.
    pub(crate) readable: String,
    /// As it stands in the rule file.
    pub(crate) written: String,
}

/// A word list that patterns name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct WordList {
    /// Its name, without braces.
    pub(crate) name: String,
    /// Its language.
    pub(crate) language: Language,
    /// Its entries as they are written.
    pub(crate) entries: Vec<String>,
}

/// A rule by id and heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Named {
    /// The rule's id.
    pub(crate) id: String,
    /// Its heading.
    pub(crate) title: String,
}

/// An example of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ExampleText {
    /// Its language.
    pub(crate) language: Language,
    /// Whether the rule must match; a near miss must stay silent.
    pub(crate) matches: bool,
    /// The text, with the matched part between `«` and `»`.
    pub(crate) text: String,
    /// What is declared about it.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) context: Facts,
}

/// A place from where a rule is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Use {
    /// What names the rule: a sort of rules, `label`, or `next-step`.
    pub(crate) by: User,
    /// The id of what names it, or the label's or platform's name.
    pub(crate) id: String,
    /// The points that it gives to a score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) points: Option<i32>,
}

/// What can name a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum User {
    /// A check.
    Check,
    /// A signal.
    Signal,
    /// The decisions for a label.
    Label,
    /// A score, to which it gives points.
    Score,
    /// A decision of the verdict.
    Decision,
    /// A step on a platform.
    NextStep,
}

impl Explanation {
    /// Makes an explanation that holds nothing but the rule's line.
    pub(super) fn of(line: RuleLine) -> Self {
        Self {
            line,
            file: String::new(),
            advice: None,
            fact: None,
            when: None,
            place: None,
            patterns: Vec::new(),
            except: Vec::new(),
            vocabulary: Vec::new(),
            marks: Vec::new(),
            void_if: Vec::new(),
            only_if: Vec::new(),
            examples: Vec::new(),
            used_by: Vec::new(),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
