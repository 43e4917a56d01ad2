//! What each word of a draft means to the rules: its classes, in each layer of tables.

use super::Token;
use crate::pack::lexicon::Lexicon;
use crate::pack::program::{KINDS, Tables, kind};
use crate::pack::sets::{Buckets, Set, Sought};

/// The classes of a draft's words in one layer of tables.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The sets of classes that the tokens belong to, one token's behind the other's: one for a word of the
    /// lexicon, one for each known beginning or end of another, those of all its words for a slot.
    sets: Vec<Set>,
    /// For each token, where its sets begin and end.
    places: Vec<(u32, u32)>,
    /// For each token its first set, which most have alone.
    firsts: Vec<First>,
}

/// The first of the sets of classes that a token belongs to.
#[derive(Debug, Clone, Copy)]
struct First {
    set: Set,
    /// Whether there are more.
    more: bool,
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.sets.clear();
        self.places.clear();
        self.firsts.clear();
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
        let sets = self.open();
        let first = First { set: sets.first().copied().unwrap_or(Set::NOWHERE), more: sets.len() > 1 };
        self.firsts.push(first);
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
    classes: Buckets<'a>,
    tokens: &'a [Token],
    words: &'a Words,
}

impl<'a> Layer<'a> {
    pub(super) fn new(tables: &'a Tables, tokens: &'a [Token], words: &'a Words) -> Self {
        Self { tables, classes: tables.lexicon.classes(), tokens, words }
    }

    /// Tells whether the token belongs to the class (or is of the kind, for small numbers).
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most of all work is done here")]
    pub(crate) fn is(&self, at: u32, class: Sought) -> bool {
        if class.number < KINDS {
            return self.is_of_kind(at, class.number);
        }
        let Some(word) = self.words.firsts.get(at as usize) else { return false };
        self.classes.have(word.set, class) || word.more && self.is_besides(at, class.number)
    }

    #[inline]
    fn is_of_kind(&self, at: u32, kind: u32) -> bool {
        self.tokens.get(at as usize).is_some_and(|token| (token.kinds | 1 << kind::ANY) & 1 << kind != 0)
    }

    /// Tells whether the class is in one of the sets of a token behind the first.
    #[cold]
    fn is_besides(&self, at: u32, class: u32) -> bool {
        let class = Sought::new(class);
        self.words.of(at).iter().skip(1).any(|set| self.classes.have(*set, class))
    }

    /// Returns the first of the tokens from `first` to before `end` that belongs to the class.
    #[inline]
    pub(crate) fn next(&self, first: u32, end: u32, class: u32) -> Option<u32> {
        if class < KINDS {
            return (first..end).find(|at| self.is_of_kind(*at, class));
        }
        let class = Sought::new(class);
        let words = self.words.firsts.get(first as usize..end as usize)?;
        for (word, at) in words.iter().zip(first..) {
            if self.classes.have(word.set, class) || word.more && self.is_besides(at, class.number) {
                return Some(at);
            }
        }
        None
    }

    /// Tells whether one of the tokens from `first` to before `end` belongs to the class.
    #[inline]
    pub(crate) fn any(&self, first: u32, end: u32, class: u32) -> bool {
        self.next(first, end, class).is_some()
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

    /// Calls `each` with the groups of postings that the classes of a token call up: for each what it needs and where
    /// it begins.
    #[inline]
    pub(crate) fn each_group(&self, at: u32, mut each: impl FnMut(u32, u32)) {
        self.tokens[at as usize].each_kind(|kind| self.tables.postings.each_of_kind(kind, &mut each));
        self.words.of(at).iter().for_each(|set| self.tables.lexicon.each_group(*set, &mut each));
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
