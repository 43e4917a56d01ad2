//! Patterns as programs of a small matching machine, and the tables that say which word may begin one.

use std::ops::Range;

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

/// One pattern: where its program starts, whose evidence it is, and its frame, if it is part of one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PatternRow {
    pub(crate) program: u32,
    pub(crate) target: Target,
    /// Offset into the frames, plus 1; 0 for a plain phrase.
    pub(crate) frame: u32,
    /// Whether the phrase asks for a place in the sentence, so that it speaks of the sentence's form.
    pub(crate) edged: bool,
}

impl PatternRow {
    /// Numbers a row.
    pub(crate) const SIZE: usize = 3;

    pub(crate) fn encode(self) -> [u32; Self::SIZE] {
        [self.program, self.target.encode() << 1 | u32::from(self.edged), self.frame]
    }
}

/// The most needs of a posting.
pub(crate) const NEEDS: usize = 3;
/// A pattern that may be found around a word, and what else must stand there, read in place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting<'t> {
    numbers: &'t Numbers,
    at: usize,
}

/// A word of a class must stand this far from the word that calls up a pattern.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// 0 for no need.
    pub(crate) class: u32,
    /// The lowest and highest distance, each `FAR` greater than it is; 0 for anywhere in the sentence.
    low: u32,
    high: u32,
}

/// A distance that is no longer counted.
const FAR: u32 = 1 << 12;
/// Where more places than these would have to be looked at, it is enough that the sentence has the word.
pub(crate) const WIDEST: u32 = 64;
/// How far before the word that calls it up a pattern may start, at most.
const FARTHEST: u32 = 0xffff;

impl Need {
    /// A word that may stand anywhere in the sentence.
    pub(crate) fn anywhere(class: u32) -> Self {
        Self { class, low: 0, high: 0 }
    }

    /// A word that stands so many words behind the other, or before it.
    pub(crate) fn within(class: u32, nearest: u32, farthest: u32, behind: bool) -> Self {
        if farthest >= FAR || farthest - nearest >= WIDEST {
            return Self::anywhere(class);
        }
        let (low, high) = if behind { (FAR + nearest, FAR + farthest) } else { (FAR - farthest, FAR - nearest) };
        Self { class, low, high }
    }

    /// Tells whether the word may stand anywhere in the sentence.
    pub(crate) fn is_anywhere(self) -> bool {
        self.high == 0
    }

    /// Returns where the word may stand when the other stands at `at` in a sentence of these words; nothing for
    /// anywhere in it.
    #[inline]
    pub(crate) fn window(self, at: u32, sentence: Range<u32>) -> Option<Range<u32>> {
        let place = |distance: u32| (at + distance).saturating_sub(FAR).max(sentence.start);
        (!self.is_anywhere()).then(|| place(self.low)..place(self.high + 1).min(sentence.end))
    }
}

impl<'t> Posting<'t> {
    /// Numbers a posting: pattern, how far before the word the pattern may start (least and most), and
    /// three for each need.
    const SIZE: usize = 3 + 3 * NEEDS;

    /// Returns the posting in the given row of a table.
    #[inline]
    pub(crate) fn at(numbers: &'t Numbers, row: usize) -> Self {
        Self { numbers, at: row * Self::SIZE }
    }

    /// Returns the numbers that stand for a posting in the tables: what else must stand around the word
    /// comes rarest first.
    pub(crate) fn encode(
        pattern: u32,
        (left_min, left_max): (u32, u32),
        needs: [Need; NEEDS],
    ) -> impl Iterator<Item = u32> {
        let head = [pattern, left_min, left_max.min(FARTHEST)];
        head.into_iter().chain(needs.into_iter().flat_map(|need| [need.class, need.low, need.high]))
    }

    #[inline]
    fn get(self, at: usize) -> u32 {
        self.numbers.get(self.at + at)
    }

    #[inline]
    pub(crate) fn pattern(self) -> u32 {
        self.get(0)
    }

    #[inline]
    pub(crate) fn left_min(self) -> u32 {
        self.get(1)
    }

    #[inline]
    pub(crate) fn left_max(self) -> u32 {
        self.get(2)
    }

    /// Lists its needs.
    #[inline]
    pub(crate) fn needs(self) -> impl Iterator<Item = Need> {
        let needs = (0..NEEDS).map(move |number| {
            let at = 3 + 3 * number;
            Need { class: self.get(at), low: self.get(at + 1), high: self.get(at + 2) }
        });
        needs.take_while(|need| need.class != 0)
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
    /// Classes below this number are kinds of words or needed by groups of postings or anywhere in a sentence.
    pub(crate) needs: u32,
    /// A frame: scope (0 clause, 1 sentence), number of parts, number of bans, programs of both.
    pub(crate) frames: Numbers,
}

impl Tables {
    #[inline]
    pub(crate) fn step(&self, at: u32) -> Step {
        Step::decode(self.programs.get(at as usize))
    }

    #[inline]
    pub(crate) fn pattern(&self, pattern: u32) -> PatternRow {
        let row = pattern as usize * PatternRow::SIZE;
        let code = self.patterns.get(row + 1);
        PatternRow {
            program: self.patterns.get(row),
            target: Target::decode(code >> 1),
            frame: self.patterns.get(row + 2),
            edged: code & 1 == 1,
        }
    }
}
