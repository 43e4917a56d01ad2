//! A rule pack: rule files in, a compiled pack out. What serde reads is turned once into types that
//! cannot be half valid; nothing behind this module sees YAML.

pub(crate) mod basis;
pub(crate) mod bytes;
pub(crate) mod compile;
pub(crate) mod cues;
pub(crate) mod error;
pub(crate) mod facts;
pub(crate) mod hashes;
pub(crate) mod join;
pub(crate) mod lexicon;
pub(crate) mod load;
pub(crate) mod lower;
pub(crate) mod phrase;
pub(crate) mod points;
pub(crate) mod policy;
pub(crate) mod postings;
pub(crate) mod program;
pub(crate) mod rows;
pub(crate) mod sets;
mod slots;
pub(crate) mod together;
pub(crate) mod wire;
pub(crate) mod yaml;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use bytes::{Numbers, Text};
use cues::{CueWorths, Cues};
use facts::Says;
use facts::{Account, Channel, Dialect, Field, Intent, Language, Relationship, Severity, VerdictKind};
use points::Points;
use program::{Tables, Target};
use rows::Rows;
use together::Together;
use wire::{CharacterMark, Place, Shows, SlotLength, SlotMark};

/// Everything the program knows about texts, ready to judge drafts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Pack {
    /// The tables of the rules themselves.
    pub(crate) tables: Tables,
    /// Those of what a user's pack adds, which are searched beside them.
    pub(crate) added: Option<Tables>,
    /// What the user's pack takes out of the tables of the rules themselves, sorted.
    pub(crate) muted: Vec<Target>,
    pub(crate) cutting: Cutting,
    pub(crate) signals: Rows<Signal>,
    pub(crate) guards: Rows<Guard>,
    pub(crate) regexes: Vec<Regex>,
    pub(crate) scores: Vec<Score>,
    /// The cues of all scores.
    pub(crate) cues: Cues,
    pub(crate) cue_worths: CueWorths,
    pub(crate) labels: LabelPolicy,
    pub(crate) checks: Vec<Check>,
    pub(crate) verdicts: Vec<VerdictRule>,
    pub(crate) platforms: Vec<Platform>,
    /// What reports say, sorted by key.
    pub(crate) messages: Rows<(Text, Localized)>,
    /// What the fields of tables and lists of drafts may also be called, likeliest first.
    pub(crate) fields: Vec<(Text, Field)>,
}

impl Signal {
    /// Tells whether it says one of these, each of which is a bit.
    pub(crate) fn says_one(&self, any: u32) -> bool {
        self.says.map_or(0, Says::bit) & any != 0
    }
}

/// A text in every language of the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Localized {
    pub(crate) de: Text,
    pub(crate) en: Text,
}

impl Localized {
    /// Returns the text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// How a text is cut into words, clauses, sentences and slots; what single words mean for that stands
/// in the lexicon.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Cutting {
    pub(crate) delimiters: Vec<Delimiter>,
    pub(crate) choosers: u32,
    pub(crate) blocks: Vec<Block>,
    /// A bit for each of the bytes below 128 that may begin a mark of a template.
    pub(crate) mark_bytes: u128,
    /// How long the filling of each kind is, and last of a slot of no kind.
    pub(crate) slot_lengths: Vec<SlotLength>,
    /// The word class of each kind of slot, in the order of their bits.
    pub(crate) slot_kinds: Vec<u32>,
    /// Every word that tells what a slot holds, folded.
    pub(crate) slot_names: Vec<Text>,
}

impl Cutting {
    /// Names the classes of words by their new numbers.
    fn with_classes(mut self, order: &lower::Order) -> Self {
        self.choosers = order.of(self.choosers);
        self.slot_kinds.iter_mut().for_each(|class| *class = order.of(*class));
        self
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Delimiter {
    pub(crate) open: Text,
    pub(crate) close: Text,
    pub(crate) max: u32,
    pub(crate) letter_first: bool,
    pub(crate) blanks: bool,
    pub(crate) without: Text,
    pub(crate) never: Vec<Text>,
    pub(crate) strict: bool,
    /// The dialects in which `|` inside parts alternatives.
    pub(crate) alternatives: Vec<Dialect>,
}

/// Tags around parts of a template.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Block {
    pub(crate) open: Text,
    pub(crate) close: Text,
    pub(crate) begin: Vec<Text>,
    pub(crate) divide: Vec<Text>,
    pub(crate) otherwise: Vec<Text>,
    pub(crate) end: Vec<Text>,
    pub(crate) divided: bool,
    pub(crate) shows: Shows,
}

/// Evidence of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Signal {
    pub(crate) id: Text,
    pub(crate) says: Option<Says>,
    pub(crate) title: Localized,
    pub(crate) void_if: Numbers,
    pub(crate) only_if: Numbers,
    /// What about the marks of a template is evidence for it.
    pub(crate) slots: Option<SlotMark>,
    /// What about single characters is evidence for it.
    pub(crate) characters: Option<CharacterMark>,
}

/// What voids a hit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Guard {
    pub(crate) id: Text,
    pub(crate) title: Localized,
    pub(crate) place: Place,
}

/// A raw expression and the signal or guard it is evidence for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Regex {
    pub(crate) source: Text,
    /// The signal or guard; see [`Target`].
    pub(crate) target: Target,
    #[serde(skip)]
    pub(crate) compiled: std::sync::OnceLock<Option<regex::Regex>>,
}

/// A condition on evidence, labels, context and length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// So many of these, two at the least.
    AtLeast(usize, Vec<Condition>),
    /// The score with this number has so many points at the least, and so many at the most.
    Score(usize, Option<i32>, Option<i32>),
    /// One of these signals has evidence.
    Signals(Numbers),
    /// Evidence says one of these; a bit for each, see [`Says::bit`].
    Says(u32),
    Label(LabelSource, LabelTest),
    Intent(Vec<Intent>),
    Platform(Vec<Channel>),
    Account(Vec<Account>),
    Template(bool),
    Words(Option<u32>, Option<u32>),
    Graphemes(Option<u32>, Option<u32>),
    OverLimit(bool),
    UnusedAllowance(bool),
    Language(Language),
    Verdict(VerdictKind),
}

/// Whose labels a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LabelSource {
    /// Declared facts win over the text.
    Effective,
    /// The text alone.
    Read,
    /// Declared facts alone.
    Declared,
}

/// What a label must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LabelTest {
    Relationship(Vec<Relationship>),
    Purpose(bool),
    Expectation(bool),
    Offer(bool),
    Generic(bool),
    Vague(bool),
}

/// How every label follows from the evidence: the first decision that holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct LabelPolicy {
    pub(crate) relationship: Vec<(Relationship, Option<Condition>)>,
    pub(crate) purpose: Vec<(bool, Option<Condition>)>,
    pub(crate) expectation: Vec<(bool, Option<Condition>)>,
    pub(crate) offer: Vec<(bool, Option<Condition>)>,
    pub(crate) generic: Vec<(bool, Option<Condition>)>,
    pub(crate) vague: Vec<(bool, Option<Condition>)>,
}

/// Points that the signals with evidence add up to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Score {
    pub(crate) id: Text,
    /// The points of signals that a pack adds, by what they say.
    pub(crate) says: Vec<(Says, i32)>,
    /// The points of every signal that counts.
    pub(crate) signals: Points,
    /// The points of signals that count besides where evidence says one of `says`.
    pub(crate) if_said: Points,
    /// The points of two signals together.
    pub(crate) together: Together,
}

impl Score {
    /// Lets signals count by what they say, unless they count already.
    pub(crate) fn count(&mut self, said: impl Iterator<Item = (Option<Says>, u32)>) {
        let points = |says| self.says.iter().find(|(one, _)| Some(*one) == says).map(|(_, points)| *points);
        self.signals.add(said.filter_map(|(says, number)| Some((number, points(says)?))));
    }
}

/// What is wrong with a draft, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Check {
    pub(crate) id: Text,
    pub(crate) severity: Severity,
    pub(crate) when: Condition,
    pub(crate) marks: Numbers,
    /// The score whose sentence is marked where none of the marks is found.
    pub(crate) marks_score: Option<usize>,
    pub(crate) title: Localized,
    pub(crate) message: Localized,
    pub(crate) help: Localized,
}

/// One entry of the decision list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct VerdictRule {
    pub(crate) id: Text,
    pub(crate) when: Option<Condition>,
    pub(crate) verdict: VerdictKind,
    pub(crate) reason: Localized,
}

/// What is known about a platform.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Platform {
    pub(crate) id: Channel,
    pub(crate) name: Localized,
    pub(crate) limits: Vec<Limit>,
    pub(crate) next_steps: Vec<(Option<Condition>, Localized)>,
}

/// A length that the platform allows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Limit {
    pub(crate) intent: Option<Intent>,
    pub(crate) account: Option<Account>,
    pub(crate) max_graphemes: u32,
}

impl Pack {
    /// Lists the layers of tables, at most two.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &Tables> {
        std::iter::once(&self.tables).chain(&self.added)
    }

    /// Returns what the report says under `key`, or the key itself where the pack has no such message.
    pub(crate) fn message<'p>(&'p self, key: &'p str, language: Language) -> &'p str {
        let (mut low, mut high) = (0, self.messages.len());
        while low < high {
            let middle = low.midpoint(high);
            let (known, text) = &self.messages[middle];
            match known.as_str().cmp(key) {
                Ordering::Equal => return text.get(language),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        key
    }
}
