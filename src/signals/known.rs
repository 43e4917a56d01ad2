//! What was found in sentences before. Requests are made of stock phrases, and to the rules two sentences are
//! the same if their words mean the same: names, and other words that no rule knows, make no difference.

use super::Hit;
use crate::text::{Layer, Sentence, Text};

/// How many sentences are remembered, a power of two.
const MOST: usize = 1 << 12;
/// Longer ones are not worth it: they hardly come again.
const LONGEST: u32 = 80;

/// Sentences by what their words mean to the rules of one pack: whoever reads with another one starts anew.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Each at the place that its hash names.
    sentences: Vec<Option<Box<Remembered>>>,
    /// The hash of the sentence that was met last at each place: one that is met once is not remembered.
    met: Vec<u32>,
    /// What the words of the sentence at hand mean, and its hash.
    meaning: Vec<u32>,
    place: usize,
    /// Whether a draft was read before: one alone has nothing to remember.
    started: bool,
}

#[derive(Debug, Default)]
struct Remembered {
    meaning: Vec<u32>,
    /// Counted from the first word.
    hits: Vec<Hit>,
}

impl Known {
    /// Begins a draft.
    pub(super) fn begin(&mut self) {
        if self.started && self.sentences.is_empty() {
            self.sentences.resize_with(MOST, || None);
            self.met.resize(MOST, 0);
        }
        self.started = true;
    }

    /// Adds what was found in such a sentence before; tells whether it was.
    pub(super) fn recall(&mut self, layer: Layer<'_>, text: &Text, sentence: Sentence, hits: &mut Vec<Hit>) -> bool {
        self.meaning.clear();
        if self.sentences.is_empty() || sentence.end - sentence.first > LONGEST {
            return false;
        }
        let mut hash = Hash(0);
        each_number(layer, text, sentence, |number| hash.add(number));
        self.place = hash.0 as usize & (MOST - 1);
        if std::mem::replace(&mut self.met[self.place], hash.0) != hash.0 {
            return false;
        }
        each_number(layer, text, sentence, |number| self.meaning.push(number));
        let known = self.sentences[self.place].as_ref().filter(|known| known.meaning == self.meaning);
        hits.extend(known.iter().flat_map(|known| &known.hits).map(|hit| hit.moved(sentence.first)));
        known.is_some()
    }

    /// Remembers what was found in the sentence at hand.
    pub(super) fn remember(&mut self, sentence: Sentence, found: &[Hit]) {
        if self.meaning.is_empty() {
            return;
        }
        let known = self.sentences[self.place].get_or_insert_default();
        known.meaning.clone_from(&self.meaning);
        known.hits.clear();
        known.hits.extend(found.iter().map(|hit| hit.moved(0_u32.wrapping_sub(sentence.first))));
    }
}

/// Calls `each` with numbers that tell what the words of a sentence mean.
fn each_number(layer: Layer<'_>, text: &Text, sentence: Sentence, mut each: impl FnMut(u32)) {
    each(u32::from(sentence.asked));
    let mut clause = u32::MAX;
    for at in sentence.first..sentence.end {
        let token = text.tokens[at as usize];
        let begins = u32::from(std::mem::replace(&mut clause, token.clause) != token.clause);
        let sets = layer.sets(at);
        each(token.kinds);
        // How many sets follow keeps the numbers of two words apart.
        each((narrow(sets.len()) << 1) | begins);
        for set in sets {
            each(set.start);
        }
    }
}

impl Hit {
    /// Returns the hit so many words further on; back, for a number that wraps around.
    fn moved(&self, by: u32) -> Self {
        let place = |at: u32| at.wrapping_add(by);
        let (from, to) = self.shown;
        Self { first: place(self.first), end: place(self.end), shown: (place(from), place(to)), ..*self }
    }
}

/// FNV-1a over numbers (Fowler, Noll, Vo), mixed at each step so that the lower bits depend on all.
struct Hash(u32);

impl Hash {
    fn add(&mut self, number: u32) {
        let hash = (self.0 ^ number).wrapping_mul(0x0100_0193);
        self.0 = hash ^ (hash >> 15);
    }
}

/// A sentence has far fewer words than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::builtin_pack;
    use crate::pack::program::Target;

    /// Reads a text of one sentence; tells whether it was known, and what was found in it before.
    fn read(known: &mut Known, source: &str) -> (bool, Vec<Hit>) {
        let (pack, mut text, mut hits) = (builtin_pack(), Text::default(), Vec::new());
        text.cut(pack, source);
        let layer = text.layers(pack).next().unwrap();
        known.begin();
        let sentence = *text.sentences.last().unwrap();
        let was_known = known.recall(layer, &text, sentence, &mut hits);
        if !was_known {
            let (first, end) = (sentence.first, sentence.end);
            let found = Hit { target: Target::Signal(7), first, end, shown: (first, end), skipped: 1, edged: false };
            known.remember(sentence, &[found]);
        }
        (was_known, hits)
    }

    #[test]
    fn a_sentence_is_known_by_what_its_words_mean() {
        let mut known = Known::default();
        assert!(!read(&mut known, "Wir kennen uns von der Firma Wurzelbrecht.").0);
        assert!(!read(&mut known, "Wir kennen uns von der Firma Wurzelbrecht.").0, "the first draft is not remembered");
        assert!(!read(&mut known, "Wir kennen uns von der Firma Wurzelbrecht.").0, "nor what is met once");
        let (was_known, hits) = read(&mut known, "Hallo! Wir kennen uns von der Firma Mauerschlicht.");
        assert!(was_known);
        assert_eq!((hits[0].first, hits[0].end, hits[0].shown, hits[0].skipped), (1, 8, (1, 8), 1));
        for other in [
            "Wir kennen uns von der Firma Wurzelbrecht?",
            "Wir kennen uns, von der Firma Wurzelbrecht.",
            "Kennen wir uns von der Firma Wurzelbrecht.",
            "Wir kennen uns von der Firma wurzelbrecht.",
            "Wir kennen uns nicht von der Firma Wurzelbrecht.",
        ] {
            assert!(!read(&mut known, other).0, "{other}");
        }
    }
}
