//! A draft as the rules see it: folded words, clauses, sentences and slots, each with its place in
//! the original.

mod boundary;
mod scan;
pub(crate) mod slot;

use crate::pack::Pack;
use crate::pack::facts::Language;
use crate::pack::lexicon::Entry;
use crate::pack::program::{KINDS, kind};
use crate::span::Span;

/// One word, number, slot or address of a draft.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// A bit for every kind of word it is.
    pub(crate) kinds: u32,
    entry: Entry,
    /// Whether its classes stand in the text itself, not in the pack.
    own_classes: bool,
    pub(crate) sentence: u32,
    pub(crate) clause: u32,
}

/// A sentence: its tokens, half-open, and whether a question mark ends it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub(crate) first: u32,
    pub(crate) end: u32,
    pub(crate) asked: bool,
}

/// A draft cut into tokens. It can be used again for the next draft, which saves allocations.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
    classes: Vec<u32>,
    language_words: [u32; 2],
}

impl Text {
    /// Cuts `source` as the pack says; what an earlier draft left is gone.
    pub(crate) fn cut(&mut self, pack: &Pack, source: &str) {
        self.tokens.clear();
        self.sentences.clear();
        self.classes.clear();
        self.language_words = [0; 2];
        scan::Scanner::new(pack, source, self).run();
    }

    /// Returns the language that most of the frequent words belong to; German where it is even.
    pub(crate) fn language(&self) -> Language {
        let [de, en] = self.language_words;
        if en > de { Language::En } else { Language::De }
    }

    /// Tells whether the token belongs to the class (or is of the kind, for small numbers).
    #[inline]
    pub(crate) fn is(&self, pack: &Pack, token: &Token, class: u32) -> bool {
        if class < KINDS {
            return class == kind::ANY || token.kinds & 1 << class != 0;
        }
        let Entry { start, len, .. } = token.entry;
        if token.own_classes {
            return self.own(start, len).contains(&class);
        }
        let (mut low, mut high) = (start, start + len);
        while low < high {
            let middle = low.midpoint(high);
            match pack.tables.lexicon.class(middle).cmp(&class) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// Calls `each` with every class of a token.
    #[inline]
    pub(crate) fn classes_of(&self, pack: &Pack, token: &Token, each: impl FnMut(u32)) {
        let Entry { start, len, .. } = token.entry;
        if token.own_classes {
            self.own(start, len).iter().copied().for_each(each);
        } else {
            pack.tables.lexicon.each_class(start, len, each);
        }
    }

    /// Calls `each` with the classes of a token that call up patterns.
    #[inline]
    pub(crate) fn callers(&self, pack: &Pack, token: &Token, each: impl FnMut(u32)) {
        let Entry { start, len, callers, .. } = token.entry;
        if token.own_classes {
            self.own(start, len).iter().copied().for_each(each);
        } else {
            pack.tables.lexicon.each_class(start + len, callers, each);
        }
    }

    fn own(&self, start: u32, len: u32) -> &[u32] {
        self.classes.get(start as usize..(start + len) as usize).unwrap_or_default()
    }

    /// Returns the tokens of a sentence.
    pub(crate) fn tokens_of(&self, sentence: Sentence) -> &[Token] {
        self.tokens.get(sentence.first as usize..sentence.end as usize).unwrap_or_default()
    }

    /// Returns the bytes of the draft from the first to the last of the tokens, half-open.
    pub(crate) fn span(&self, first: u32, end: u32) -> Span {
        let start = self.tokens.get(first as usize).map_or(0, |token| token.start as usize);
        let last = end.checked_sub(1).and_then(|at| self.tokens.get(at as usize));
        Span { start, end: last.map_or(start, |token| token.end as usize) }
    }

    /// Returns the tokens of all clauses that the tokens from `first` to before `end` touch.
    pub(crate) fn clauses_around(&self, first: u32, end: u32) -> (u32, u32) {
        let clause = |at: u32| self.tokens[at as usize].clause;
        let (own, last) = (clause(first), clause(end - 1));
        // Clauses are numbered in the order of the text, and each lies in one sentence.
        let (head, tail) = (self.sentence_of(first).first, self.sentence_of(end - 1).end);
        let count = |from: u32, to: u32, wanted: &dyn Fn(u32) -> bool| {
            let tokens = self.tokens.get(from as usize..to as usize).unwrap_or_default();
            narrow(tokens.partition_point(|token| wanted(token.clause)))
        };
        (head + count(head, first, &|clause| clause < own), end + count(end, tail, &|clause| clause == last))
    }

    /// Returns the sentence that a token belongs to.
    pub(crate) fn sentence_of(&self, token: u32) -> Sentence {
        self.sentences[self.tokens[token as usize].sentence as usize]
    }
}

impl Token {
    /// Tells whether its word means this for the cutting of texts.
    #[inline]
    fn has(&self, mark: u32) -> bool {
        self.entry.marks & mark != 0
    }

    /// Calls `each` with every kind of word it is, as a class.
    #[inline]
    pub(crate) fn each_kind(&self, mut each: impl FnMut(u32)) {
        let mut kinds = self.kinds;
        while kinds != 0 {
            each(kinds.trailing_zeros());
            kinds &= kinds - 1;
        }
    }
}

/// Drafts are limited to far fewer words than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
