//! A draft as the rules see it: folded words, clauses, sentences and slots, each with its place in
//! the original.

mod boundary;
pub(crate) mod meant;
pub(crate) mod pieces;
mod scan;
pub(crate) mod slot;
mod words;

use crate::pack::Pack;
use crate::pack::facts::Language;
use crate::pack::lexicon::mark;
use crate::span::Span;
use words::Words;

pub(crate) use words::Layer;

/// One word, number, slot or address of a draft.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// A bit for every kind of word it is.
    pub(crate) kinds: u32,
    /// What it means for the cutting of texts.
    marks: u32,
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

/// A cue: its number, and that of the sentence it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cue {
    pub(crate) number: u32,
    pub(crate) sentence: u32,
}

/// A draft cut into tokens. It can be used again for the next draft, which saves allocations.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
    /// What the words mean to the pack's own tables, and to those that a user added.
    words: [Words; 2],
    pub(crate) language_words: LanguageWords,
    /// What is found of the cues, in the order of the text, as often as it is there.
    pub(crate) cues: Vec<Cue>,
    /// Its writer uses no capitals at all, so that every word may be meant with one.
    pub(crate) uncapitalised: bool,
}

/// How many frequent words of each language were met.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LanguageWords([u32; 2]);

impl LanguageWords {
    /// Adds those of another piece of the text.
    pub(crate) fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }

    /// Returns the language that most of them belong to; German where it is even.
    pub(crate) fn language(self) -> Language {
        let [de, en] = self.0;
        if en > de { Language::En } else { Language::De }
    }
}

impl Text {
    /// Cuts `source` as the pack says; what an earlier draft left is gone.
    pub(crate) fn cut(&mut self, pack: &Pack, source: &str) {
        self.tokens.clear();
        self.sentences.clear();
        self.cues.clear();
        self.words.iter_mut().for_each(Words::clear);
        self.language_words = LanguageWords::default();
        self.uncapitalised = !source.chars().any(char::is_uppercase);
        scan::Scanner::new(pack, source, self).run();
    }

    /// Lists the text as each layer of the pack's tables sees it.
    pub(crate) fn layers<'a>(&'a self, pack: &'a Pack) -> impl Iterator<Item = Layer<'a>> {
        let layers = pack.layers().zip(&self.words);
        layers.map(|(tables, words)| Layer::new(tables, &self.tokens, words))
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

    /// Returns where that which is said from `first` to before `end` ceases to be spoken of, in the clause
    /// that ends before `last`: behind a word that opens a clause about something else, or behind a joining word
    /// that a new subject follows. What has no subject of its own may be the object of what follows.
    pub(crate) fn reach(&self, first: u32, end: u32, last: u32) -> u32 {
        let tokens = |from: u32, to: u32| self.tokens.get(from as usize..to as usize).unwrap_or_default();
        if !tokens(first, end).iter().any(|token| token.has(mark::SUBJECT)) {
            return last;
        }
        let rest = tokens(end, last);
        let turns = |at: usize| {
            let subject = || rest.get(at + 1).is_some_and(|next| next.has(mark::DETERMINER));
            rest[at].has(mark::RELATIVE) || rest[at].has(mark::JOIN) && subject()
        };
        (0..rest.len()).find(|at| turns(*at)).map_or(last, |at| end + narrow(at) + 1)
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
        self.marks & mark != 0
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
