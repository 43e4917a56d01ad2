//! The word table before it becomes numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{AFFIX, Index, Lexicon, SPELLING, mark, number, spelling};
use crate::fold::fold;
use crate::pack::hashes::Hashes;
use crate::pack::postings::Groups;
use crate::pack::sets::{self, BUCKET};

/// Which classes are listed apart from the others.
pub(crate) struct Apart<C> {
    /// Of classes below this number it is asked whether a sentence has words of them.
    pub(crate) needs: u32,
    /// Names the groups of postings that each class calls up.
    pub(crate) calls: C,
}

/// Words and affixes with their classes, before they become tables.
#[derive(Debug, Default)]
pub(crate) struct LexiconBuilder {
    words: BTreeMap<Vec<u8>, Meaning>,
    affixes: BTreeMap<(Vec<u8>, Vec<u8>), Meaning>,
    lists: HashMap<Vec<u32>, u32>,
    classes: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
struct Meaning {
    classes: BTreeSet<u32>,
    marks: u32,
}

impl LexiconBuilder {
    pub(crate) fn add_word(&mut self, word: &[u8], class: u32) {
        self.words.entry(word.to_vec()).or_default().classes.insert(class);
    }

    /// Adds a word that belongs to the class only where it is written just like this.
    pub(crate) fn add_spelling(&mut self, word: &str, class: u32) {
        self.add_word(&spelling(word), class);
        self.mark_word(&fold(word), mark::SPELLING);
    }

    pub(crate) fn add_affix(&mut self, prefix: &[u8], suffix: &[u8], class: u32) {
        self.affixes.entry((prefix.to_vec(), suffix.to_vec())).or_default().classes.insert(class);
    }

    pub(crate) fn mark_word(&mut self, word: &[u8], mark: u32) {
        self.words.entry(word.to_vec()).or_default().marks |= mark;
    }

    pub(crate) fn mark_affix(&mut self, prefix: &[u8], suffix: &[u8], mark: u32) {
        self.affixes.entry((prefix.to_vec(), suffix.to_vec())).or_default().marks |= mark;
    }

    /// Makes the tables; `frequency` tells how often a word is met: frequent words lie together.
    pub(crate) fn build<'g>(
        mut self,
        apart: &Apart<impl Fn(u32) -> Option<&'g Groups>>,
        frequency: impl Fn(&[u8]) -> u64,
    ) -> Lexicon {
        let index = Index::of(self.affixes.keys());
        let mut all: Vec<_> = std::mem::take(&mut self.words).into_iter().collect();
        self.add_affixes(&index, &mut all);
        all.sort_by_cached_key(|(word, _)| std::cmp::Reverse(frequency(word)));
        let hashes = Hashes::of(all.iter().map(|(word, _)| word.as_slice()));
        let (mut letters, mut words) = (Vec::new(), Vec::new());
        for (word, meaning) in all {
            words.extend([number(letters.len()), self.list(&meaning, apart)]);
            letters.extend(&word);
        }
        words.push(number(letters.len()));
        let affixes = self.affix_rows(&mut letters, apart);
        Lexicon {
            hashes,
            letters: letters.into(),
            words: words.into(),
            classes: self.classes.into(),
            affixes: affixes.into(),
            index,
        }
    }

    /// Gives words what they get by their beginnings and ends.
    fn add_affixes(&self, index: &Index, words: &mut [(Vec<u8>, Meaning)]) {
        let affixes: Vec<_> = self.affixes.iter().collect();
        for (word, meaning) in words.iter_mut().filter(|(word, _)| word.first() != Some(&SPELLING)) {
            index.each(word, |affix| {
                let ((prefix, suffix), more) = affixes[affix];
                if word.len() >= prefix.len() + suffix.len() && word.starts_with(prefix) && word.ends_with(suffix) {
                    meaning.classes.extend(&more.classes);
                    meaning.marks |= more.marks;
                }
            });
        }
    }

    /// Returns where a list stands; words with the same meaning share it.
    fn list<'g>(&mut self, meaning: &Meaning, apart: &Apart<impl Fn(u32) -> Option<&'g Groups>>) -> u32 {
        let all: Vec<_> = meaning.classes.iter().copied().collect();
        let set = sets::lay_out(&all);
        let needs = all.iter().copied().filter(|class| *class < apart.needs);
        let groups = all.iter().filter_map(|class| (apart.calls)(*class)).flatten();
        let groups = groups.flat_map(|(need, group)| [*need, *group]);
        let (needs, groups): (Vec<_>, Vec<_>) = (needs.collect(), groups.collect());
        let buckets = set.len() / BUCKET;
        let mut list = vec![number(buckets), number(needs.len()), number(groups.len() / 2), meaning.marks];
        list.extend(set.into_iter().chain(needs).chain(groups));
        list.resize(list.len().next_multiple_of(BUCKET), 0);
        let next = number(self.classes.len());
        *self.lists.entry(list).or_insert_with_key(|list| {
            self.classes.extend(list);
            next
        })
    }

    fn affix_rows<'g>(&mut self, letters: &mut Vec<u8>, apart: &Apart<impl Fn(u32) -> Option<&'g Groups>>) -> Vec<u32> {
        let affixes = self.affixes.clone();
        let mut rows = Vec::with_capacity(affixes.len() * AFFIX);
        for ((prefix, suffix), meaning) in &affixes {
            let start = number(letters.len());
            rows.extend([start, number(prefix.len()), number(suffix.len()), self.list(meaning, apart)]);
            letters.extend(prefix.iter().chain(suffix));
        }
        rows
    }
}
