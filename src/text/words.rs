//! What each word of a draft means to the rules: its classes, in each layer of tables.

use super::Token;
use crate::pack::lexicon::Lexicon;
use crate::pack::program::{KINDS, Tables, kind};

/// The classes of a draft's words in one layer of tables.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// One for each token.
    places: Vec<Place>,
    /// The classes of words that the lexicon does not hold, one word's behind the other's.
    own: Vec<u32>,
}

/// Where the classes of a word stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    start: u32,
    len: u32,
    /// How many classes that call up patterns stand once more behind the others.
    callers: u32,
    /// Whether they stand in the text itself, not in the lexicon.
    own: bool,
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.own.clear();
    }

    /// Enters a folded word; returns its marks.
    pub(super) fn enter(&mut self, lexicon: &Lexicon, folded: &[u8]) -> u32 {
        if let Some(entry) = lexicon.exact(folded) {
            self.places.push(Place { start: entry.start, len: entry.len, callers: entry.callers, own: false });
            return entry.marks;
        }
        let start = self.own.len();
        let marks = lexicon.by_affix(folded, &mut self.own);
        self.enter_own(start);
        marks
    }

    /// Adds the classes of one of several words that are one token; returns its marks.
    pub(super) fn add(&mut self, lexicon: &Lexicon, folded: &[u8]) -> u32 {
        let Some(entry) = lexicon.exact(folded) else { return lexicon.by_affix(folded, &mut self.own) };
        lexicon.each_class(entry.start, entry.len, |class| self.own.push(class));
        entry.marks
    }

    /// Returns how many classes were added so far.
    pub(super) fn added(&self) -> usize {
        self.own.len()
    }

    /// Enters a token to which all classes belong that were added since there were `start`.
    pub(super) fn enter_own(&mut self, start: usize) {
        let len = narrow(self.own.len() - start);
        self.places.push(Place { start: narrow(start), len, callers: 0, own: true });
    }

    /// Returns the classes that were added since there were `start`.
    pub(super) fn since(&self, start: usize) -> &[u32] {
        self.own.get(start..).unwrap_or_default()
    }
}

/// A draft as one layer of tables sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layer<'a> {
    pub(crate) tables: &'a Tables,
    pub(super) tokens: &'a [Token],
    pub(super) words: &'a Words,
}

impl Layer<'_> {
    /// Tells whether the token belongs to the class (or is of the kind, for small numbers).
    #[inline]
    pub(crate) fn is(&self, at: u32, class: u32) -> bool {
        if class < KINDS {
            return class == kind::ANY || self.tokens[at as usize].kinds & 1 << class != 0;
        }
        let Place { start, len, own, .. } = self.place(at);
        if own {
            return self.own(start, len).contains(&class);
        }
        let (mut low, mut high) = (start, start + len);
        while low < high {
            let middle = low.midpoint(high);
            match self.tables.lexicon.class(middle).cmp(&class) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// Calls `each` with every class of a token.
    #[inline]
    pub(crate) fn each_class(&self, at: u32, each: impl FnMut(u32)) {
        let Place { start, len, own, .. } = self.place(at);
        if own {
            self.own(start, len).iter().copied().for_each(each);
        } else {
            self.tables.lexicon.each_class(start, len, each);
        }
    }

    /// Calls `each` with the classes of a token that call up patterns.
    #[inline]
    pub(crate) fn each_caller(&self, at: u32, each: impl FnMut(u32)) {
        let Place { start, len, callers, own } = self.place(at);
        if own {
            self.own(start, len).iter().copied().for_each(each);
        } else {
            self.tables.lexicon.each_class(start + len, callers, each);
        }
    }

    #[inline]
    fn place(&self, at: u32) -> Place {
        self.words.places[at as usize]
    }

    fn own(&self, start: u32, len: u32) -> &[u32] {
        self.words.own.get(start as usize..(start + len) as usize).unwrap_or_default()
    }
}

/// Drafts are limited to far fewer words than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
impl Words {
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }
}
