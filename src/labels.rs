//! The labels of a draft, and the conditions that rules put on them.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::measure::Lengths;
use crate::pack::facts::{Account, Channel, Facts, Intent, Language, Relationship, VerdictKind};
use crate::pack::{Condition, LabelSource, LabelTest, Limit, Pack, Platform};
use crate::signals::{Evidence, Signals};
use crate::span::Span;

/// What a careful reader would say about a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Labels {
    /// The strongest tie between sender and recipient.
    pub relationship: Relationship,
    /// A concrete reason for writing to this person.
    pub purpose: bool,
    /// A concrete question, request or next step, other than being added.
    pub expectation: bool,
    /// Something concrete that the sender does for or gives to the recipient.
    pub offer: bool,
    /// A stock please-add-me phrase.
    pub generic: bool,
    /// An unspecified benefit.
    pub vague: bool,
}

impl Labels {
    const NOTHING: Self = Self {
        relationship: Relationship::None,
        purpose: false,
        expectation: false,
        offer: false,
        generic: false,
        vague: false,
    };
}

/// Everything that conditions can ask about one draft.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) signals: &'a Signals,
    pub(crate) facts: &'a Facts,
    pub(crate) language: Language,
    pub(crate) lengths: Lengths,
    /// As read from the text alone.
    pub(crate) read: Labels,
    /// With declared facts put in.
    pub(crate) labels: Labels,
    pub(crate) verdict: Option<VerdictKind>,
    /// Whether the draft allows something that was not found.
    pub(crate) unused_allowance: bool,
    /// What decided the relationship; nothing where the last resort did.
    tie: Option<&'a Condition>,
}

impl<'a> Situation<'a> {
    /// Labels a draft.
    pub(crate) fn new(
        pack: &'a Pack,
        signals: &'a Signals,
        facts: &'a Facts,
        language: Language,
        lengths: Lengths,
    ) -> Self {
        let (read, labels) = (Labels::NOTHING, Labels::NOTHING);
        let (verdict, unused_allowance, tie) = (None, false, None);
        let mut situation =
            Self { pack, signals, facts, language, lengths, read, labels, verdict, unused_allowance, tie };
        let policy = &pack.labels;
        let tie = policy.relationship.iter().find(|decision| situation.open(decision));
        situation.read.relationship = tie.map_or(Relationship::None, |(value, _)| *value);
        situation.tie = tie.and_then(|(_, when)| when.as_ref());
        situation.labels = situation.read;
        situation.read.purpose = situation.decide(&policy.purpose).unwrap_or_default();
        situation.read.expectation = situation.decide(&policy.expectation).unwrap_or_default();
        situation.read.offer = situation.decide(&policy.offer).unwrap_or_default();
        situation.labels = situation.read;
        situation.read.generic = situation.decide(&policy.generic).unwrap_or_default();
        situation.read.vague = situation.decide(&policy.vague).unwrap_or_default();
        let relationship = facts.tie().unwrap_or(situation.read.relationship);
        situation.labels = Labels { relationship, ..situation.read };
        situation
    }

    fn decide<T: Copy>(&self, list: &[(T, Option<Condition>)]) -> Option<T> {
        list.iter().find(|decision| self.open(decision)).map(|(value, _)| *value)
    }

    fn open<T>(&self, (_, when): &(T, Option<Condition>)) -> bool {
        when.as_ref().is_none_or(|when| self.holds(when))
    }

    /// Returns the evidence that the relationship rests on, in the order of the text: as little as
    /// proves it.
    pub(crate) fn grounds(&self) -> Vec<Span> {
        let mut grounds = self.tie.map(|tie| self.proof(tie)).unwrap_or_default();
        grounds.sort();
        grounds.dedup();
        grounds
    }

    /// Returns the evidence that makes a condition hold, which is nothing where none is needed.
    fn proof(&self, condition: &Condition) -> Vec<Span> {
        let first = |wanted: &dyn Fn(&Evidence) -> bool| {
            let found = self.signals.evidence.iter().filter(|one| wanted(one));
            found.map(|one| one.span).min().into_iter().collect()
        };
        match condition {
            // What a phrase says needs no circumstances to prove it.
            Condition::All(all) => {
                let said = all.iter().any(|one| matches!(one, Condition::Says(_)));
                let needed = all.iter().filter(|one| !(said && matches!(one, Condition::Score(..))));
                needed.flat_map(|one| self.proof(one)).collect()
            }
            Condition::Any(any) => {
                let proofs = any.iter().filter(|one| self.holds(one)).map(|one| self.proof(one));
                proofs.filter(|proof| !proof.is_empty()).min().unwrap_or_default()
            }
            Condition::AtLeast(count, of) => {
                of.iter().filter(|one| self.holds(one)).take(*count).flat_map(|one| self.proof(one)).collect()
            }
            Condition::Score(at, Some(_), _) => self.ground(*at).into_iter().collect(),
            Condition::Signals(any) => first(&|one| any.has(one.signal.into())),
            Condition::Says(any) => first(&|one| self.pack.signals[one.signal as usize].says_one(*any)),
            _ => Vec::new(),
        }
    }

    /// Returns the evidence that says what a score is about, or else the sentence that tells most of it.
    fn ground(&self, at: usize) -> Option<Span> {
        let score = self.pack.scores.get(at)?;
        self.signals.phrase_for(self.pack, score).or_else(|| self.sentence_for(at))
    }

    /// Returns the sentence that gives a score most points.
    pub(crate) fn sentence_for(&self, at: usize) -> Option<Span> {
        self.signals.sentence_for(self.pack, at, self.language)
    }

    /// Tells whether the condition holds.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        let Lengths { shortest, longest } = self.lengths;
        match condition {
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::AtLeast(count, of) => of.iter().filter(|one| self.holds(one)).nth(count - 1).is_some(),
            Condition::Score(at, min, max) => {
                let points = self.signals.points.get(*at).copied().unwrap_or_default();
                min.is_none_or(|min| points >= min) && max.is_none_or(|max| points <= max)
            }
            Condition::Signals(any) => any.iter().any(|signal| self.signals.has(signal)),
            Condition::Says(any) => self.signals.say_one(*any),
            Condition::Label(source, test) => self.label(*source, test),
            Condition::Intent(wanted) => wanted.contains(&self.intent()),
            Condition::Platform(wanted) => wanted.contains(&self.channel()),
            Condition::Account(wanted) => wanted.contains(&self.account()),
            Condition::Template(wanted) => self.facts.template.unwrap_or_default() == *wanted,
            Condition::Words(min, max) => within(shortest.words..=longest.words, *min, *max),
            Condition::Graphemes(min, max) => within(shortest.graphemes..=longest.graphemes, *min, *max),
            Condition::OverLimit(wanted) => self.broken_limit().is_some() == *wanted,
            Condition::Language(language) => self.language == *language,
            Condition::UnusedAllowance(wanted) => self.unused_allowance == *wanted,
            Condition::Verdict(verdict) => self.verdict == Some(*verdict),
        }
    }

    fn label(&self, source: LabelSource, test: &LabelTest) -> bool {
        let labels = match source {
            LabelSource::Effective => self.labels,
            LabelSource::Read => self.read,
            LabelSource::Declared => return self.declared(test),
        };
        match test {
            LabelTest::Relationship(wanted) => wanted.contains(&labels.relationship),
            LabelTest::Purpose(wanted) => labels.purpose == *wanted,
            LabelTest::Expectation(wanted) => labels.expectation == *wanted,
            LabelTest::Offer(wanted) => labels.offer == *wanted,
            LabelTest::Generic(wanted) => labels.generic == *wanted,
            LabelTest::Vague(wanted) => labels.vague == *wanted,
        }
    }

    /// Only the relationship can be declared.
    fn declared(&self, test: &LabelTest) -> bool {
        match test {
            LabelTest::Relationship(wanted) => self.facts.tie().is_some_and(|tie| wanted.contains(&tie)),
            _ => false,
        }
    }

    pub(crate) fn intent(&self) -> Intent {
        self.facts.intent.unwrap_or(Intent::Unknown)
    }

    fn channel(&self) -> Channel {
        self.facts.platform.unwrap_or(Channel::Unknown)
    }

    fn account(&self) -> Account {
        self.facts.account.unwrap_or(Account::Unknown)
    }

    /// Returns what the pack knows about the platform at hand.
    pub(crate) fn platform(&self) -> Option<&'a Platform> {
        self.pack.platforms.iter().find(|platform| platform.id == self.channel())
    }

    /// Returns the length limit that the draft breaks, if it breaks one. Where the account is not
    /// known, the most generous limit counts.
    pub(crate) fn broken_limit(&self) -> Option<u32> {
        let intent = match self.intent() {
            Intent::Unknown => Intent::ContactRequest,
            declared => declared,
        };
        let account = self.account();
        let applies = |limit: &&Limit| {
            limit.intent.is_none_or(|wanted| wanted == intent)
                && (account == Account::Unknown || limit.account.is_none_or(|wanted| wanted == account))
        };
        let limits = self.platform().into_iter().flat_map(|platform| &platform.limits).filter(applies);
        let limits = limits.map(|limit| limit.max_graphemes);
        let limit = if account == Account::Unknown { limits.max() } else { limits.min() };
        limit.filter(|limit| self.lengths.longest.graphemes > *limit)
    }
}

/// Tells whether a template can be filled so that its length lies within the bounds.
fn within(counts: RangeInclusive<u32>, min: Option<u32>, max: Option<u32>) -> bool {
    min.is_none_or(|min| *counts.end() >= min) && max.is_none_or(|max| *counts.start() <= max)
}
