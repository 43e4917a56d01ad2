//! Patterns as programs of a small matching machine, and the tables that say which word may begin one.

use serde::{Deserialize, Serialize};

use super::bytes::Numbers;
use super::lexicon::Lexicon;
use super::postings::Postings;

/// Classes below this number are kinds of words (a bit of a word each), not entries of the lexicon.
pub(crate) const KINDS: u32 = 32;

/// Kinds that the text stage knows; the kinds of slots follow.
pub(crate) mod kind {
    pub(crate) const ANY: u32 = 0;
    pub(crate) const NUMBER: u32 = 1;
    pub(crate) const SLOT: u32 = 2;
    pub(crate) const URL: u32 = 3;
    pub(crate) const EMAIL: u32 = 4;
    pub(crate) const NAME: u32 = 5;
    pub(crate) const QUOTED: u32 = 6;
    /// The first word of a question.
    pub(crate) const ASKED: u32 = 7;
    /// A number of four digits that reads as a year of the last two centuries.
    pub(crate) const YEAR: u32 = 8;
    /// A number with the sign of a currency, or thousands as in `98k`.
    pub(crate) const MONEY: u32 = 9;
    pub(crate) const FIRST_SLOT_KIND: u32 = 10;
    pub(crate) const NAMES: [&str; 10] =
        ["any", "number", "slot", "url", "email", "name", "quoted", "asked", "year", "money"];
}

/// What one step of a program does. A step is a number: the operation in the lower 4 bits, its operand
/// above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The phrase is found.
    Found,
    /// The word belongs to this class.
    Class(u32),
    /// Go on, or else at this place.
    Or(u32),
    /// Go on at this place.
    Jump(u32),
    /// Skip up to so many words of the clause, as few as possible.
    Gap(u32),
    /// The same across clauses.
    CrossingGap(u32),
    /// Here a clause starts.
    ClauseStart,
    /// Here a sentence starts.
    SentenceStart,
    /// Here a clause ends.
    ClauseEnd,
    /// Here a sentence ends.
    SentenceEnd,
    /// The sentence is a question.
    Asked,
    /// The shown part starts here.
    MarkStart,
    /// The shown part ends here.
    MarkEnd,
    /// The word belongs to this class, but is not taken yet.
    Ahead(u32),
    /// Go on at this place, and where it says so, behind this step.
    Call(u32),
    /// Go on behind the step that called.
    Return,
}

impl Step {
    const OPERATION: u32 = (1 << Self::SHIFT) - 1;
    const SHIFT: u32 = 4;

    pub(crate) fn encode(self) -> u32 {
        let (op, operand) = match self {
            Self::Found => (0, 0),
            Self::Class(class) => (1, class),
            Self::Ahead(class) => (2, class),
            Self::Or(to) => (3, to),
            Self::Jump(to) => (4, to),
            Self::Gap(most) => (5, most),
            Self::CrossingGap(most) => (6, most),
            Self::ClauseStart => (7, 0),
            Self::SentenceStart => (8, 0),
            Self::ClauseEnd => (9, 0),
            Self::SentenceEnd => (10, 0),
            Self::Asked => (11, 0),
            Self::MarkStart => (12, 0),
            Self::MarkEnd => (13, 0),
            Self::Call(to) => (14, to),
            Self::Return => (15, 0),
        };
        operand << Self::SHIFT | op
    }

    /// Reads a step that is the beginning of an alternative: returns where the next one begins. Such steps, and those
    /// that ask for a class, are most of all; they are told apart without a look at what else there is.
    #[inline]
    pub(crate) fn or(number: u32) -> Option<u32> {
        (number & Self::OPERATION == 3).then_some(number >> Self::SHIFT)
    }

    /// Reads a step that asks for a class: returns it, and whether the word is taken.
    #[inline]
    pub(crate) fn class(number: u32) -> Option<(u32, bool)> {
        let operation = number & Self::OPERATION;
        matches!(operation, 1 | 2).then_some((number >> Self::SHIFT, operation == 1))
    }

    /// Reads a step that calls an entry: returns where that begins.
    #[inline]
    pub(crate) fn call(number: u32) -> Option<u32> {
        (number & Self::OPERATION == 14).then_some(number >> Self::SHIFT)
    }

    #[inline]
    pub(crate) fn decode(number: u32) -> Self {
        let operand = number >> Self::SHIFT;
        match number & Self::OPERATION {
            1 => Self::Class(operand),
            2 => Self::Ahead(operand),
            3 => Self::Or(operand),
            4 => Self::Jump(operand),
            5 => Self::Gap(operand),
            6 => Self::CrossingGap(operand),
            7 => Self::ClauseStart,
            8 => Self::SentenceStart,
            9 => Self::ClauseEnd,
            10 => Self::SentenceEnd,
            11 => Self::Asked,
            12 => Self::MarkStart,
            13 => Self::MarkEnd,
            14 => Self::Call(operand),
            15 => Self::Return,
            _ => Self::Found,
        }
    }
}

/// What finding a pattern means. In the tables it is one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Target {
    /// Evidence for the signal.
    Signal(u32),
    /// The guard stands here.
    Guard(u32),
    /// The guard's phrase here does not count.
    Exception(u32),
    /// The raw expression is worth trying.
    Regex(u32),
}

impl Target {
    fn encode(self) -> u32 {
        match self {
            Self::Signal(number) => number << 2,
            Self::Guard(number) => number << 2 | 1,
            Self::Exception(number) => number << 2 | 2,
            Self::Regex(number) => number << 2 | 3,
        }
    }

    fn decode(code: u32) -> Self {
        let number = code >> 2;
        match code & 3 {
            0 => Self::Signal(number),
            1 => Self::Guard(number),
            2 => Self::Exception(number),
            _ => Self::Regex(number),
        }
    }
}

/// One pattern: where its program starts, whose evidence it is, and how it is found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PatternRow {
    pub(crate) program: u32,
    pub(crate) target: Target,
    pub(crate) form: Form,
    /// Whether the phrase asks for a place in the sentence, so that it speaks of the sentence's form.
    pub(crate) edged: bool,
}

/// How a pattern is found. In the tables it is one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Its program finds it.
    Phrase,
    /// So many single words: where all that a posting needs is there, it is found.
    Words(u32),
    /// It is a frame, which stands here among the frames.
    Frame(u32),
}

impl Form {
    /// The most words that a posting can ask for, with the one that calls it up.
    const MOST_WORDS: u32 = 4;

    /// Returns the form of a phrase of so many words and nothing else.
    pub(crate) fn of_words(count: usize) -> Self {
        let count = u32::try_from(count).ok().filter(|count| (1..=Self::MOST_WORDS).contains(count));
        count.map_or(Self::Phrase, Self::Words)
    }

    fn encode(self) -> u32 {
        match self {
            Self::Phrase => 0,
            Self::Words(count) => count,
            Self::Frame(at) => at + Self::MOST_WORDS + 1,
        }
    }

    #[inline]
    fn decode(code: u32) -> Self {
        match code {
            0 => Self::Phrase,
            1..=Self::MOST_WORDS => Self::Words(code),
            _ => Self::Frame(code - Self::MOST_WORDS - 1),
        }
    }
}

impl PatternRow {
    /// Numbers a row.
    pub(crate) const SIZE: usize = 3;

    pub(crate) fn encode(self) -> [u32; Self::SIZE] {
        [self.program, self.target.encode() << 1 | u32::from(self.edged), self.form.encode()]
    }
}

/// The most needs of a posting.
pub(crate) const NEEDS: usize = 3;

/// A pattern that may be found around a word, and what else must stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) pattern: u32,
    /// How far before the word the pattern may start: least and most.
    pub(crate) left: (u32, u32),
    pub(crate) needs: [Need; NEEDS],
    /// Whether none of its group follows.
    pub(crate) last: bool,
}

/// A word of a class must stand where a window around the word that calls up a pattern says. Any word will do
/// where there is no need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) class: u32,
    pub(crate) window: Window,
}

/// Places around a word: where the first of them stands and how many follow it, 6 bits each. All places stand for
/// the whole sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window(u32);

impl Window {
    pub(crate) const ANYWHERE: Self = Self(Self::LAST);
    /// Where the word itself stands.
    pub(crate) const CENTRE: u32 = 32;
    const LAST: u32 = u64::BITS - 1;

    /// Returns the places from one distance to the other; anywhere where that is too far away to be told.
    fn between(first: i64, last: i64) -> Self {
        let place = |distance: i64| u32::try_from(distance + i64::from(Self::CENTRE)).ok();
        match (place(first), place(last)) {
            (Some(first), Some(last @ ..=Self::LAST)) if first <= last => Self(first << 6 | (last - first)),
            _ => Self::ANYWHERE,
        }
    }

    /// Returns the places around the word at `at` that lie between two others, half-open.
    #[inline]
    pub(crate) fn around(self, at: u32, from: u32, to: u32) -> (u32, u32) {
        let place = at + (self.0 >> 6);
        let end = (place + (self.0 & Self::LAST) + 1).saturating_sub(Self::CENTRE);
        (place.saturating_sub(Self::CENTRE).max(from), end.min(to))
    }
}

impl Default for Window {
    fn default() -> Self {
        Self::ANYWHERE
    }
}

impl Need {
    /// A word that may stand anywhere in the sentence.
    pub(crate) fn anywhere(class: u32) -> Self {
        Self { class, window: Window::ANYWHERE }
    }

    /// A word that stands so many words behind the other, or before it.
    pub(crate) fn within(class: u32, nearest: u32, farthest: u32, behind: bool) -> Self {
        let (nearest, farthest) = (i64::from(nearest), i64::from(farthest));
        let window = if behind { Window::between(nearest, farthest) } else { Window::between(-farthest, -nearest) };
        Self { class, window }
    }
}

impl Posting {
    /// Numbers a posting: pattern, how far it may start before the word, and class and window of each need.
    pub(crate) const SIZE: usize = 2 + 2 * NEEDS;
    /// From so many words before the other one on, they are not told apart.
    const FAR: u32 = 0xff;
    /// Added to the window of the first need of the last posting of a group; windows are smaller.
    const LAST: u32 = 1 << 12;
    /// How far before the word a pattern may start, at most.
    const FARTHEST: u32 = 0xffff;

    /// Returns the numbers that stand for the posting in the tables.
    pub(crate) fn encode(self) -> impl Iterator<Item = u32> {
        let (least, most) = self.left;
        let left = least.min(Self::FAR) << 8 | most.min(Self::FAR);
        let mut needs = self.needs.map(|need| [need.class, need.window.0]);
        needs[0][1] |= if self.last { Self::LAST } else { 0 };
        [self.pattern, left].into_iter().chain(needs.into_iter().flatten())
    }

    /// Reads the posting back from its numbers.
    #[inline]
    pub(crate) fn decode(numbers: [u32; Self::SIZE]) -> Self {
        let [pattern, left, one, around_one, two, around_two, three, around_three] = numbers;
        let most = left & Self::FAR;
        let need = |class: u32, window: u32| Need { class, window: Window(window) };
        Self {
            pattern,
            left: (left >> 8, if most == Self::FAR { Self::FARTHEST } else { most }),
            needs: [need(one, around_one & !Self::LAST), need(two, around_two), need(three, around_three)],
            last: around_one & Self::LAST != 0,
        }
    }
}

/// Everything that matching reads, in place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Tables {
    pub(crate) lexicon: Lexicon,
    pub(crate) programs: Numbers,
    /// [`PatternRow::SIZE`] numbers a pattern.
    pub(crate) patterns: Numbers,
    pub(crate) postings: Postings,
    /// Classes below this number are kinds of words, or it is asked whether a sentence has words of them.
    pub(crate) needs: u32,
    /// A frame: scope (0 clause, 1 sentence), number of parts, number of bans; and of each of both its program and
    /// the class of the words that it may begin with, or any.
    pub(crate) frames: Numbers,
}

impl Tables {
    #[inline]
    pub(crate) fn pattern(&self, pattern: u32) -> PatternRow {
        let [program, code, form] = self.patterns.row(pattern as usize * PatternRow::SIZE);
        PatternRow { program, target: Target::decode(code >> 1), form: Form::decode(form), edged: code & 1 == 1 }
    }
}
