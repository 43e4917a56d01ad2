//! What each word of a draft means to the rules: its classes, in each layer of tables.

use super::Token;
use crate::pack::lexicon::Lexicon;
use crate::pack::program::{KINDS, Tables, kind};
use crate::pack::sets::{Set, Sought};

/// The classes of a draft's words in one layer of tables.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The sets of classes that the tokens belong to, one token's behind the other's: one for a word of the
    /// lexicon, one for each known beginning or end of another, those of all its words for a slot.
    sets: Vec<Set>,
    /// For each token, where its sets begin and end.
    places: Vec<(u32, u32)>,
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.sets.clear();
        self.places.clear();
    }

    /// Adds what a folded word means to the token at hand; returns its marks.
    pub(super) fn add(&mut self, lexicon: &Lexicon, folded: &[u8]) -> u32 {
        let Some(entry) = lexicon.exact(folded) else { return lexicon.by_affix(folded, |set| self.sets.push(set)) };
        self.sets.push(entry.set);
        entry.marks
    }

    /// Adds what it means to the token at hand that it is written like this.
    pub(super) fn add_spelling(&mut self, lexicon: &Lexicon, written: &str) {
        self.sets.extend(lexicon.spelling(written));
    }

    /// Ends the token at hand.
    pub(super) fn end(&mut self) {
        let first = self.places.last().map_or(0, |(_, end)| *end);
        self.places.push((first, narrow(self.sets.len())));
    }

    /// Returns what was added since a token ended.
    pub(super) fn open(&self) -> &[Set] {
        let start = self.places.last().map_or(0, |(_, end)| *end as usize);
        self.sets.get(start..).unwrap_or_default()
    }

    #[inline]
    fn of(&self, at: u32) -> &[Set] {
        let place = self.places.get(at as usize);
        place.and_then(|(first, end)| self.sets.get(*first as usize..*end as usize)).unwrap_or_default()
    }
}

/// A draft as one layer of tables sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layer<'a> {
    pub(crate) tables: &'a Tables,
    pub(super) tokens: &'a [Token],
    pub(super) words: &'a Words,
}

/// A word of a draft.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    lexicon: &'a Lexicon,
    kinds: u32,
    sets: &'a [Set],
}

impl Word<'_> {
    /// Tells whether it belongs to the class (or is of the kind, for small numbers).
    #[inline]
    pub(crate) fn is(self, class: Sought) -> bool {
        if class.number < KINDS {
            return self.kinds & 1 << class.number != 0;
        }
        self.sets.iter().any(|set| self.lexicon.has(*set, class))
    }
}

impl<'a> Layer<'a> {
    /// Returns the word at `at`; behind the end of the draft, one that belongs to no class.
    #[inline]
    pub(crate) fn word(&self, at: u32) -> Word<'a> {
        let kinds = self.tokens.get(at as usize).map_or(0, |token| token.kinds | 1 << kind::ANY);
        Word { lexicon: &self.tables.lexicon, kinds, sets: self.words.of(at) }
    }

    /// Returns a word that belongs to no class.
    #[inline]
    pub(crate) fn no_word(&self) -> Word<'a> {
        Word { lexicon: &self.tables.lexicon, kinds: 0, sets: &[] }
    }

    /// Tells whether the token belongs to the class (or is of the kind, for small numbers).
    #[inline]
    pub(crate) fn is(&self, at: u32, class: Sought) -> bool {
        self.word(at).is(class)
    }

    /// Tells whether one of the tokens from `first` to before `end` belongs to the class.
    #[inline]
    pub(crate) fn any(&self, first: u32, end: u32, class: u32) -> bool {
        let class = Sought::new(class);
        (first..end).any(|at| self.is(at, class))
    }

    /// Returns the sets of classes that a token belongs to.
    pub(crate) fn sets(&self, at: u32) -> &'a [Set] {
        self.words.of(at)
    }

    /// Calls `each` with the classes of a token that groups of patterns need.
    #[inline]
    pub(crate) fn each_need(&self, at: u32, mut each: impl FnMut(u32)) {
        self.tokens[at as usize].each_kind(&mut each);
        self.words.of(at).iter().for_each(|set| self.tables.lexicon.each_need(*set, &mut each));
    }

    /// Calls `each` with the blocks of what the classes of a token call up.
    #[inline]
    pub(crate) fn each_caller(&self, at: u32, mut each: impl FnMut(u32)) {
        self.tokens[at as usize].each_kind(|kind| each(self.tables.postings.of_kind(kind)));
        self.words.of(at).iter().for_each(|set| self.tables.lexicon.each_caller(*set, &mut each));
    }
}

/// Drafts are limited to far fewer words than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
impl Words {
    pub(super) fn all(&self) -> (&[Set], &[(u32, u32)]) {
        (&self.sets, &self.places)
    }
}
