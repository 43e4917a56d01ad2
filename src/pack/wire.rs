//! What a rule file looks like to serde. Nothing but loading sees these types.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::facts::{Account, Channel, Dialect, Field, Intent, Language, Relationship, Says, Severity, VerdictKind};

/// A map read from YAML: order kept, a key given twice is an error.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(with = "std::collections::BTreeMap<String, T>")]
pub(crate) struct Table<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Rows<T> {
            type Value = Table<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut rows: Vec<(String, T)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key.trim().is_empty() {
                        return Err(de::Error::custom("a name is missing before the `:`"));
                    }
                    if rows.iter().any(|(known, _)| *known == key) {
                        return Err(de::Error::custom(format!("duplicate key `{key}`")));
                    }
                    rows.push((key, map.next_value()?));
                }
                Ok(Table(rows))
            }
        }
        deserializer.deserialize_map(Rows(PhantomData))
    }
}

/// One value or a list of them.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(with = "OneOrMany<T>")]
pub(crate) struct Many<T>(pub(crate) Vec<T>);

/// How [`Many`] may be written; only the schema is made of this.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMore<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                T::deserialize(de::value::StrDeserializer::new(value)).map(|one| Many(vec![one]))
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
                T::deserialize(de::value::BoolDeserializer::new(value)).map(|one| Many(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(Many(all))
            }
        }
        deserializer.deserialize_any(OneOrMore(PhantomData))
    }
}

/// Why a finding is fine where it stands; it cannot be left empty.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
pub(crate) struct Reason(pub(crate) String);

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reason = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
        match reason.trim() {
            "" => Err(de::Error::custom("the reason is missing: say why the finding is fine here")),
            reason => Ok(Self(reason.to_owned())),
        }
    }
}

/// A pattern: a phrase, or a mapping that says more.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Pattern {
    Phrase(String),
    Mapping(PatternMapping),
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Pattern;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a phrase or a mapping with `all` or `regex`")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Pattern::Phrase(value.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                PatternMapping::deserialize(de::value::MapAccessDeserializer::new(map)).map(Pattern::Mapping)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternMapping {
    /// Phrases that must all stand in the scope, in any order.
    pub(crate) all: Option<Vec<String>>,
    /// Phrases none of which may stand in the scope.
    pub(crate) not: Option<Vec<String>>,
    /// The scope of `all` and `not`.
    #[serde(rename = "in")]
    pub(crate) scope: Option<Scope>,
    /// A raw expression on the original text, in the syntax of the regex crate.
    pub(crate) regex: Option<String>,
    /// The phrase that must be found before `regex` is tried.
    pub(crate) needs: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    Clause,
    Sentence,
}

/// Patterns by language.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Patterns {
    #[serde(default)]
    pub(crate) de: Vec<Pattern>,
    #[serde(default)]
    pub(crate) en: Vec<Pattern>,
    /// Those at the end that other files added, in their order.
    #[serde(skip)]
    pub(crate) added: Vec<AddedTo>,
}

/// From where on patterns come from another file than their rule.
#[derive(Debug, Clone)]
pub(crate) struct AddedTo {
    /// Position of the file in the rule set.
    pub(crate) file: usize,
    /// How many patterns stand before them, in each language.
    pub(crate) de: usize,
    pub(crate) en: usize,
}

/// A text in every language the program answers in.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Localized {
    pub(crate) de: String,
    pub(crate) en: String,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Examples {
    #[serde(default)]
    pub(crate) de: ExampleLists,
    #[serde(default)]
    pub(crate) en: ExampleLists,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleLists {
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<Example>,
    #[serde(default)]
    pub(crate) ignore: Vec<Example>,
}

/// An example: a text with marks, or a text with the context it is checked in.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(with = "TextOrMapping")]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) context: super::facts::Facts,
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Example;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a mapping with `text` and `context`")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Example { text: value.to_owned(), context: super::facts::Facts::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let ExampleMapping { text, context } =
                    ExampleMapping::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Example { text, context })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// How [`Example`] may be written; only the schema is made of this.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum TextOrMapping {
    Text(String),
    Mapping(ExampleMapping),
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ExampleMapping {
    text: String,
    #[serde(default)]
    context: super::facts::Facts,
}

/// A file under `vocabulary/`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary {
    #[serde(default)]
    pub(crate) de: Table<Vec<String>>,
    #[serde(default)]
    pub(crate) en: Table<Vec<String>>,
}

/// A file under `guards/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guard {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) replaces: bool,
    pub(crate) title: Localized,
    #[serde(rename = "where")]
    pub(crate) place: Place,
    pub(crate) patterns: Patterns,
    #[serde(default)]
    pub(crate) except: Patterns,
    #[serde(default)]
    pub(crate) examples: Examples,
}

/// Where a guard's phrase must stand to void a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    /// In a clause that the hit touches.
    InClause,
    /// There, before the hit.
    BeforeInClause,
    /// There, behind the hit.
    AfterInClause,
    /// In the hit's sentence.
    InSentence,
    /// There, before the hit.
    BeforeInSentence,
    /// There, behind the hit.
    AfterInSentence,
    /// Sharing a word with the hit.
    Inside,
    /// Beginning at the hit's first word.
    AtStart,
    /// In the sentence before.
    PreviousSentence,
    /// In the sentence behind.
    NextSentence,
    /// Anywhere in the draft.
    InDraft,
}

/// A file under `signals/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signal {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) replaces: bool,
    pub(crate) says: Option<Says>,
    pub(crate) title: Localized,
    #[serde(default)]
    pub(crate) void_if: Vec<String>,
    #[serde(default)]
    pub(crate) only_if: Vec<String>,
    #[serde(default)]
    pub(crate) patterns: Patterns,
    /// What about the marks of a template is evidence.
    pub(crate) slots: Option<SlotMark>,
    /// What about single characters is evidence.
    pub(crate) characters: Option<CharacterMark>,
    pub(crate) examples: Examples,
}

/// Something about single characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CharacterMark {
    /// Nobody sees it, and nothing at its place asks for it.
    Hidden,
    /// A word with a letter of another alphabet that looks like one of its own.
    Lookalike,
}

/// Something about the marks of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SlotMark {
    /// One mark of a pair stands without the other.
    Half,
    /// A slot of no known kind.
    Unknown,
    /// Alternatives of which one is sent.
    Choice,
    /// Alternatives of which not every one was judged.
    Untried,
}

/// A condition; several keys in one must all hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) all: Option<Vec<Condition>>,
    pub(crate) any: Option<Vec<Condition>>,
    pub(crate) not: Option<Box<Condition>>,
    pub(crate) at_least: Option<AtLeast>,
    pub(crate) score: Option<ScoreRange>,
    pub(crate) signal: Option<Many<String>>,
    pub(crate) says: Option<Many<Says>>,
    pub(crate) labels: Option<Labels>,
    pub(crate) read: Option<Labels>,
    pub(crate) declared: Option<Labels>,
    pub(crate) context: Option<ContextCondition>,
    pub(crate) words: Option<Range>,
    pub(crate) graphemes: Option<Range>,
    pub(crate) over_limit: Option<bool>,
    pub(crate) unused_allowance: Option<bool>,
    pub(crate) language: Option<Language>,
    pub(crate) verdict: Option<VerdictKind>,
}

/// So many of these conditions hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtLeast {
    pub(crate) count: u32,
    pub(crate) of: Vec<Condition>,
}

/// A score of `scores.yaml` lies between these bounds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoreRange {
    pub(crate) of: String,
    pub(crate) min: Option<i32>,
    pub(crate) max: Option<i32>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Labels {
    pub(crate) relationship: Option<Many<RelationshipOrAny>>,
    pub(crate) purpose: Option<bool>,
    pub(crate) expectation: Option<bool>,
    pub(crate) offer: Option<bool>,
    pub(crate) generic: Option<bool>,
    pub(crate) vague: Option<bool>,
}

/// A value of the label, or `any` for one that was declared at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RelationshipOrAny {
    Known,
    Exchanged,
    Ongoing,
    Weak,
    None,
    Any,
}

impl RelationshipOrAny {
    /// The label's value; nothing for `any`.
    pub(crate) fn value(self) -> Option<Relationship> {
        Some(match self {
            Self::Known => Relationship::Known,
            Self::Exchanged => Relationship::Exchanged,
            Self::Ongoing => Relationship::Ongoing,
            Self::Weak => Relationship::Weak,
            Self::None => Relationship::None,
            Self::Any => return None,
        })
    }
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContextCondition {
    pub(crate) intent: Option<Many<Intent>>,
    pub(crate) platform: Option<Many<Channel>>,
    pub(crate) account: Option<Many<Account>>,
    pub(crate) template: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
}

/// A number, or `$name` for a parameter of the check.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Bound {
    Number(u32),
    Parameter(String),
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Bound;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or `$name` of a parameter")
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
                u32::try_from(value).map(Bound::Number).map_err(|_| E::custom("the number is too large"))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                match value.strip_prefix('$') {
                    Some(name) => Ok(Bound::Parameter(name.to_owned())),
                    None => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A file under `checks/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) replaces: bool,
    pub(crate) severity: Severity,
    pub(crate) when: Condition,
    #[serde(default)]
    pub(crate) marks: Many<String>,
    /// Where none of the marks is found, the sentence that gives most points to this score is marked.
    pub(crate) marks_score: Option<String>,
    #[serde(default)]
    pub(crate) params: Table<u32>,
    pub(crate) title: Localized,
    pub(crate) message: Localized,
    pub(crate) help: Localized,
    pub(crate) why: Localized,
    pub(crate) source: String,
    pub(crate) examples: Examples,
}

/// `labels.yaml`: an ordered list of decisions for every label.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelPolicy {
    pub(crate) relationship: Vec<Decision<Relationship>>,
    pub(crate) purpose: Vec<Decision<bool>>,
    pub(crate) expectation: Vec<Decision<bool>>,
    pub(crate) offer: Vec<Decision<bool>>,
    pub(crate) generic: Vec<Decision<bool>>,
    pub(crate) vague: Vec<Decision<bool>>,
}

/// `scores.yaml`: what points are given for, by the name of the score.
pub(crate) type Scores = Table<Score>;

/// Points that the signals with evidence and the cues add up to, each counted once however often it is found, and
/// those of the sentence that tells most.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Score {
    /// The points of a signal that says this, unless it is named below.
    #[serde(default)]
    pub(crate) says: Table<i32>,
    /// The points of a signal, by its id.
    #[serde(default)]
    pub(crate) signals: Table<i32>,
    /// The points of a signal, by its id, beside those above, where a signal has evidence that says one of these.
    #[serde(default)]
    pub(crate) if_said: Table<i32>,
    /// The points of two signals together, beside those of each: the id of one, and below it those of others.
    #[serde(default)]
    pub(crate) together: Table<Table<i8>>,
    /// The points of words, or of two in a row, in drafts in that language. For a word may stand `@number`, `@slot`,
    /// `^` (a sentence begins) or `$` (it ends).
    #[serde(default)]
    pub(crate) cues: Cues,
    /// The points of such words within a sentence; the sentence that has most of them counts, if it has any.
    #[serde(default)]
    pub(crate) sentence: Cues,
}

/// Words that nobody means anything by, but that some people use more than others.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    #[serde(default)]
    pub(crate) de: Table<i8>,
    #[serde(default)]
    pub(crate) en: Table<i8>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision<T> {
    pub(crate) value: T,
    pub(crate) when: Option<Condition>,
}

/// One entry of `verdict.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictRule {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) replaces: bool,
    pub(crate) when: Option<Condition>,
    pub(crate) verdict: VerdictKind,
    pub(crate) reason: Localized,
}

/// `channels.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Channels {
    pub(crate) platforms: Vec<PlatformFacts>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlatformFacts {
    pub(crate) id: Channel,
    pub(crate) name: Localized,
    #[serde(default)]
    pub(crate) limits: Vec<Limit>,
    #[serde(default)]
    pub(crate) next_steps: Vec<NextStep>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) id: String,
    pub(crate) intent: Option<Intent>,
    pub(crate) account: Option<Account>,
    pub(crate) max_graphemes: u32,
    pub(crate) source: String,
    pub(crate) as_of: String,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NextStep {
    pub(crate) when: Option<Condition>,
    pub(crate) text: Localized,
}

/// `text.yaml`: how a text is cut.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextRules {
    /// Words behind which a full stop ends no sentence.
    #[serde(default)]
    pub(crate) abbreviations: Vec<String>,
    /// Words that begin a clause.
    #[serde(default)]
    pub(crate) clause_breaks: Vec<String>,
    /// Words that begin a clause where a subject follows.
    #[serde(default)]
    pub(crate) joins: Vec<String>,
    /// The subjects behind `joins`.
    #[serde(default)]
    pub(crate) subjects: Vec<String>,
    /// Words that open a clause about something else: what stands in it concerns nothing said before.
    #[serde(default)]
    pub(crate) relatives: Vec<String>,
    /// Words that begin a noun phrase; behind one of `joins`, it is a new subject to what was said before.
    #[serde(default)]
    pub(crate) determiners: Vec<String>,
    /// Last parts of internet names.
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    /// Frequent words that tell the language of a draft.
    #[serde(default)]
    pub(crate) language_words: LanguageWords,
    /// How templates write a slot.
    #[serde(default)]
    pub(crate) slots: SlotRules,
    /// How else tables and lists of drafts call the fields that mean something, likeliest first.
    #[serde(default)]
    pub(crate) fields: FieldNames,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FieldNames {
    pub(crate) text: Vec<String>,
    pub(crate) id: Vec<String>,
    pub(crate) relationship: Vec<String>,
    pub(crate) exchanges: Vec<String>,
    pub(crate) platform: Vec<String>,
    pub(crate) account: Vec<String>,
    pub(crate) intent: Vec<String>,
    pub(crate) template: Vec<String>,
    pub(crate) lang: Vec<String>,
    pub(crate) dialect: Vec<String>,
    pub(crate) allow: Vec<String>,
}

impl FieldNames {
    /// Lists every field with its names.
    pub(crate) fn all(&self) -> [(Field, &[String]); 11] {
        [
            (Field::Text, &self.text),
            (Field::Id, &self.id),
            (Field::Relationship, &self.relationship),
            (Field::Exchanges, &self.exchanges),
            (Field::Platform, &self.platform),
            (Field::Account, &self.account),
            (Field::Intent, &self.intent),
            (Field::Template, &self.template),
            (Field::Lang, &self.lang),
            (Field::Dialect, &self.dialect),
            (Field::Allow, &self.allow),
        ]
    }
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LanguageWords {
    #[serde(default)]
    pub(crate) de: Vec<String>,
    #[serde(default)]
    pub(crate) en: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotRules {
    /// Pairs of marks around a slot, tried in this order.
    #[serde(default)]
    pub(crate) delimiters: Vec<Delimiter>,
    /// Words that are slots by themselves.
    #[serde(default)]
    pub(crate) words: Vec<String>,
    /// Words that make alternatives of what stands behind them in a slot: `{{RANDOM|a|b}}`.
    #[serde(default)]
    pub(crate) choosers: Vec<String>,
    /// Tags around parts of a template.
    #[serde(default)]
    pub(crate) blocks: Vec<Block>,
    /// What a slot holds, told by the words in it; the first kind that fits counts.
    #[serde(default)]
    pub(crate) kinds: Table<Vec<String>>,
    /// How long the filling of each kind is, and of a slot of no known kind (`unknown`).
    #[serde(default)]
    pub(crate) lengths: Table<SlotLength>,
}

/// The shortest and the longest usual filling of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotLength {
    pub(crate) graphemes: (u32, u32),
    pub(crate) words: (u32, u32),
}

/// What somebody says about their own slots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SlotSettings {
    /// More words that tell what a slot holds, by kind.
    pub(crate) kinds: Table<Vec<String>>,
    /// How long the filling of a kind is.
    pub(crate) lengths: Table<SlotLength>,
}

impl SlotSettings {
    /// Tells whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.0.is_empty() && self.lengths.0.is_empty()
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delimiter {
    pub(crate) open: String,
    pub(crate) close: String,
    /// The most words inside.
    #[serde(default = "Delimiter::longest")]
    pub(crate) max: u32,
    /// Whether the inside must begin with a letter (so that `[1]` and `<3` are none).
    #[serde(default)]
    pub(crate) letter_first: bool,
    /// Whether the inside may hold blanks.
    #[serde(default = "yes")]
    pub(crate) blanks: bool,
    /// Characters that the inside may not hold.
    #[serde(default)]
    pub(crate) without: String,
    /// First words of what stands between such marks and is no slot.
    #[serde(default)]
    pub(crate) never: Vec<String>,
    /// Whether each mark without the other is a mistake.
    #[serde(default)]
    pub(crate) strict: bool,
    /// The dialects in which `|` inside parts alternatives, instead of a filter or fallback.
    #[serde(default)]
    pub(crate) alternatives: Vec<Dialect>,
}

/// A pair of marks around tags, and what the tags' first words mean; `*` stands for the rest of a word.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    pub(crate) open: String,
    pub(crate) close: String,
    /// Begins a part.
    #[serde(default)]
    pub(crate) begin: Vec<String>,
    /// Begins the next alternative of the part.
    #[serde(default)]
    pub(crate) divide: Vec<String>,
    /// Begins its last alternative, without which it may be left out.
    #[serde(default)]
    pub(crate) otherwise: Vec<String>,
    /// Ends it.
    #[serde(default)]
    pub(crate) end: Vec<String>,
    /// Whether blanks before the first `divide` are no alternative.
    #[serde(default)]
    pub(crate) divided: bool,
    /// What is shown of the part.
    #[serde(default)]
    pub(crate) shows: Shows,
}

/// What is shown of a part of a template.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shows {
    /// One of the alternatives; without `otherwise` perhaps none.
    #[default]
    One,
    /// Exactly one of them.
    Any,
    /// All of it.
    All,
    /// Nothing.
    Nothing,
}

impl Delimiter {
    fn longest() -> u32 {
        12
    }
}

fn yes() -> bool {
    true
}

/// `messages.yaml`: everything the report says to a person.
pub(crate) type Messages = Table<Localized>;

/// `pack.yaml`: how a user's pack joins the built-in one.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    #[serde(default)]
    pub(crate) extends: Extends,
    #[serde(default)]
    pub(crate) disable: Vec<String>,
    #[serde(default)]
    pub(crate) severity: Table<Severity>,
    #[serde(default)]
    pub(crate) params: Table<Table<u32>>,
    #[serde(default)]
    pub(crate) add_phrases: Vec<AddedPhrases>,
    #[serde(default)]
    pub(crate) slots: SlotSettings,
    #[serde(default)]
    pub(crate) verdict: Joining,
    #[serde(default)]
    pub(crate) vocabulary: Vocabulary,
    #[serde(default)]
    pub(crate) guards: Vec<Guard>,
    #[serde(default)]
    pub(crate) signals: Vec<Signal>,
    #[serde(default)]
    pub(crate) checks: Vec<Check>,
    #[serde(default)]
    pub(crate) decisions: Vec<VerdictRule>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Extends {
    #[default]
    Builtin,
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Joining {
    #[default]
    Prepend,
    Replace,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddedPhrases {
    pub(crate) to: String,
    pub(crate) patterns: Patterns,
    pub(crate) examples: Examples,
}

// A rule that is compiled already is known by its name alone.

impl Signal {
    pub(crate) fn named(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            replaces: false,
            says: None,
            title: Localized::default(),
            slots: None,
            characters: None,
            void_if: Vec::new(),
            only_if: Vec::new(),
            patterns: Patterns::default(),
            examples: Examples::default(),
        }
    }
}

impl Guard {
    pub(crate) fn named(id: &str, place: Place) -> Self {
        Self {
            id: id.to_owned(),
            replaces: false,
            title: Localized::default(),
            place,
            patterns: Patterns::default(),
            except: Patterns::default(),
            examples: Examples::default(),
        }
    }
}

impl Check {
    pub(crate) fn named(id: &str, severity: Severity) -> Self {
        let [title, message, help, why] = std::array::from_fn(|_| Localized::default());
        Self {
            id: id.to_owned(),
            replaces: false,
            severity,
            when: Condition::default(),
            marks: Many::default(),
            marks_score: None,
            params: Table::default(),
            title,
            message,
            help,
            why,
            source: String::new(),
            examples: Examples::default(),
        }
    }
}

impl VerdictRule {
    pub(crate) fn named(id: &str, verdict: VerdictKind) -> Self {
        Self { id: id.to_owned(), replaces: false, when: None, verdict, reason: Localized::default() }
    }
}
