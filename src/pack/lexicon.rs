//! The word table: from a folded word to the classes of words it belongs to.
//!
//! Words that patterns name stand in a hash table; each row already holds the classes that the word
//! gets by its beginning or end. Only unknown words are held against the affixes, and of those only
//! against the ones that share their first (or last) two or three letters.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};

/// Numbers in one row of the affix table.
const AFFIX: usize = 4;
/// The most buckets of each affix index.
const BUCKETS: usize = 2048;
/// Numbers of a list before its classes.
const HEAD: usize = 3;

/// Finds the classes of words; read in place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Lexicon {
    /// Open addressing: number of the word + 1, or 0.
    hashes: Numbers,
    letters: Bytes,
    /// For each word, where its letters start; and where those of the last end.
    words: Numbers,
    /// For each word, where its list stands among the classes.
    lists: Numbers,
    /// Lists that words share: number of classes, of callers, and the marks; the classes, sorted; and
    /// once more those of them that call up patterns.
    classes: Numbers,
    /// Per affix: offset of its letters, length of prefix, of suffix, its list.
    affixes: Numbers,
    /// Four indexes of as many offsets into `members` as there are buckets, a power of two, and one more.
    buckets: Numbers,
    members: Numbers,
}

/// What the lexicon knows about a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where its classes stand in the pool, sorted; behind them, once more, those that call up patterns.
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) callers: u32,
    /// What it means for the cutting of texts: a bit for each [`mark`].
    pub(crate) marks: u32,
}

/// What a word can mean for the cutting of texts.
pub(crate) mod mark {
    pub(crate) const ABBREVIATION: u32 = 1;
    pub(crate) const CLAUSE_BREAK: u32 = 1 << 1;
    pub(crate) const JOIN: u32 = 1 << 2;
    pub(crate) const SUBJECT: u32 = 1 << 3;
    pub(crate) const DOMAIN: u32 = 1 << 4;
    pub(crate) const SLOT_WORD: u32 = 1 << 5;
    /// A frequent word of each language.
    pub(crate) const LANGUAGES: [u32; 2] = [1 << 6, 1 << 7];
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

/// The parts of a word that the affix indexes are keyed by.
#[derive(Clone, Copy)]
enum Key {
    First3,
    First2,
    Last3,
    Last2,
}

impl Key {
    const ALL: [Self; 4] = [Self::First3, Self::First2, Self::Last3, Self::Last2];

    fn of(self, word: &[u8]) -> Option<&[u8]> {
        match self {
            Self::First3 => word.get(..3),
            Self::First2 => word.get(..2),
            Self::Last3 => word.len().checked_sub(3).map(|at| &word[at..]),
            Self::Last2 => word.len().checked_sub(2).map(|at| &word[at..]),
        }
    }

    /// Chooses the index for an affix: by its beginning where it has one.
    fn for_affix(prefix: &[u8], suffix: &[u8]) -> Self {
        match (prefix.len(), suffix.len()) {
            (3.., _) => Self::First3,
            (2, _) => Self::First2,
            (_, 3..) => Self::Last3,
            _ => Self::Last2,
        }
    }
}

impl Lexicon {
    /// Returns what is known about a word that patterns name.
    pub(crate) fn exact(&self, word: &[u8]) -> Option<Entry> {
        let mask = self.hashes.len().checked_sub(1)?;
        let mut at = hash(word) as usize & mask;
        loop {
            let row = self.hashes.index(at).checked_sub(1)?;
            let (start, end) = (self.words.index(row), self.words.index(row + 1));
            if end - start == word.len() && self.letters.range(start, word.len()) == word {
                return Some(self.entry(self.lists.index(row)));
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds the classes that an unknown word gets by its beginning or end to `out`; returns its marks.
    pub(crate) fn by_affix(&self, word: &[u8], out: &mut Vec<u32>) -> u32 {
        let mut marks = 0;
        let width = self.buckets.len() / Key::ALL.len();
        for (index, key) in Key::ALL.into_iter().enumerate() {
            let Some(part) = key.of(word).filter(|_| width > 1) else { continue };
            let bucket = index * width + bucket(part, width - 1);
            for member in self.buckets.index(bucket)..self.buckets.index(bucket + 1) {
                marks |= self.try_affix(self.members.index(member), word, out);
            }
        }
        marks
    }

    /// Returns the `at`th class of the pool.
    #[inline]
    pub(crate) fn class(&self, at: u32) -> u32 {
        self.classes.get(at as usize)
    }

    /// Calls `each` with classes of the pool from `start` on.
    #[inline]
    pub(crate) fn each_class(&self, start: u32, len: u32, each: impl FnMut(u32)) {
        self.classes.each(start as usize, len as usize, each);
    }

    fn entry(&self, list: usize) -> Entry {
        let [len, callers, marks] = std::array::from_fn(|at| self.classes.get(list + at));
        Entry { start: number(list + HEAD), len, callers, marks }
    }

    fn try_affix(&self, affix: usize, word: &[u8], out: &mut Vec<u32>) -> u32 {
        let [start, prefix, suffix, list] = std::array::from_fn(|at| self.affixes.index(affix * AFFIX + at));
        let fits = word.len() >= prefix + suffix
            && word.starts_with(self.letters.range(start, prefix))
            && word.ends_with(self.letters.range(start + prefix, suffix));
        if !fits {
            return 0;
        }
        let entry = self.entry(list);
        self.each_class(entry.start, entry.len, |class| out.push(class));
        entry.marks
    }
}

impl LexiconBuilder {
    pub(crate) fn add_word(&mut self, word: &[u8], class: u32) {
        self.words.entry(word.to_vec()).or_default().classes.insert(class);
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

    /// Makes the tables; `calls` tells which classes call up patterns, and `frequency` how often a word is
    /// met: frequent words lie together.
    pub(crate) fn build(mut self, calls: impl Fn(u32) -> bool, frequency: impl Fn(&[u8]) -> u64) -> Lexicon {
        let mut letters = Vec::new();
        let affixes = self.affix_rows(&mut letters, &calls);
        let (buckets, members) = self.buckets();
        let only_affixes = Lexicon {
            letters: letters.clone().into(),
            classes: self.classes.clone().into(),
            affixes: affixes.into(),
            buckets: buckets.into(),
            members: members.into(),
            ..Lexicon::default()
        };
        let mut all: Vec<_> = std::mem::take(&mut self.words).into_iter().collect();
        all.sort_by_cached_key(|(word, _)| std::cmp::Reverse(frequency(word)));
        let hashes = hashes(all.iter().map(|(word, _)| word.as_slice()));
        let (mut words, mut lists) = (Vec::new(), Vec::new());
        for (word, mut meaning) in all {
            let mut more = Vec::new();
            meaning.marks |= only_affixes.by_affix(&word, &mut more);
            meaning.classes.extend(more);
            words.push(number(letters.len()));
            letters.extend(&word);
            lists.push(self.list(&meaning, &calls));
        }
        words.push(number(letters.len()));
        Lexicon {
            hashes: hashes.into(),
            words: words.into(),
            lists: lists.into(),
            letters: letters.into(),
            classes: self.classes.into(),
            ..only_affixes
        }
    }

    /// Returns where a list stands; words with the same meaning share it.
    fn list(&mut self, meaning: &Meaning, calls: impl Fn(u32) -> bool) -> u32 {
        let callers: Vec<_> = meaning.classes.iter().copied().filter(|class| calls(*class)).collect();
        let mut list = vec![number(meaning.classes.len()), number(callers.len()), meaning.marks];
        list.extend(meaning.classes.iter().copied().chain(callers));
        let next = number(self.classes.len());
        *self.lists.entry(list).or_insert_with_key(|list| {
            self.classes.extend(list);
            next
        })
    }

    fn affix_rows(&mut self, letters: &mut Vec<u8>, calls: impl Fn(u32) -> bool) -> Vec<u32> {
        let affixes = self.affixes.clone();
        let mut rows = Vec::with_capacity(affixes.len() * AFFIX);
        for ((prefix, suffix), meaning) in &affixes {
            let start = number(letters.len());
            rows.extend([start, number(prefix.len()), number(suffix.len()), self.list(meaning, &calls)]);
            letters.extend(prefix.iter().chain(suffix));
        }
        rows
    }

    fn buckets(&self) -> (Vec<u32>, Vec<u32>) {
        let count = (self.affixes.len() * 2).next_power_of_two().min(BUCKETS);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); Key::ALL.len() * count];
        for (row, (prefix, suffix)) in self.affixes.keys().enumerate() {
            let key = Key::for_affix(prefix, suffix);
            let word: Vec<u8> = prefix.iter().chain(suffix).copied().collect();
            if let Some(part) = key.of(&word) {
                lists[key as usize * count + bucket(part, count)].push(number(row));
            }
        }
        let (mut offsets, mut members) = (Vec::new(), Vec::new());
        for index in lists.chunks(count) {
            for list in index {
                offsets.push(number(members.len()));
                members.extend(list);
            }
            offsets.push(number(members.len()));
        }
        (offsets, members)
    }
}

/// Makes the hash table of words, which are numbered in this order.
fn hashes<'w>(words: impl ExactSizeIterator<Item = &'w [u8]>) -> Vec<u32> {
    let size = (words.len() * 3 / 2).next_power_of_two().max(2);
    let mut table = vec![0; size];
    for (row, word) in words.enumerate() {
        let mut at = hash(word) as usize & (size - 1);
        while table[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        table[at] = number(row + 1);
    }
    table
}

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// FNV-1a with a final mix, over bytes (Fowler, Noll, Vo).
fn hash(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

fn bucket(part: &[u8], count: usize) -> usize {
    hash(part) as usize & (count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(lexicon: &Lexicon, word: &str) -> Vec<u32> {
        match lexicon.exact(word.as_bytes()) {
            Some(entry) => (entry.start..entry.start + entry.len).map(|at| lexicon.class(at)).collect(),
            None => {
                let mut out = Vec::new();
                lexicon.by_affix(word.as_bytes(), &mut out);
                out
            }
        }
    }

    #[test]
    fn words_get_the_classes_of_their_affixes_too() {
        let mut builder = LexiconBuilder::default();
        builder.add_word(b"gespraech", 1);
        builder.add_affix(b"", b"gespraech", 2);
        builder.add_affix(b"ge", b"t", 3);
        builder.add_affix(b"vernetz", b"", 4);
        let lexicon = builder.build(|class| class == 2, |word| u64::from(word == b"gespraech"));
        assert_eq!(classes(&lexicon, "gespraech"), [1, 2]);
        assert_eq!(classes(&lexicon, "telefongespraech"), [2]);
        assert_eq!(classes(&lexicon, "gefragt"), [3]);
        assert_eq!(classes(&lexicon, "get"), [3]);
        assert_eq!(classes(&lexicon, "vernetzung"), [4]);
        assert!(classes(&lexicon, "gespraeche").is_empty());
        assert!(Lexicon::default().exact(b"x").is_none());
    }

    #[test]
    fn words_with_the_same_meaning_share_a_list_and_marks_come_by_affix_too() {
        let mut builder = LexiconBuilder::default();
        for word in ["montag", "dienstag"] {
            builder.add_word(word.as_bytes(), 5);
        }
        builder.mark_word(b"usw", mark::ABBREVIATION);
        builder.mark_affix(b"", b"straat", mark::SUBJECT);
        let lexicon = builder.build(|_| false, |_| 0);
        assert_eq!(lexicon.exact(b"montag"), lexicon.exact(b"dienstag"));
        assert_eq!(lexicon.exact(b"usw").map(|entry| (entry.len, entry.marks)), Some((0, mark::ABBREVIATION)));
        assert_eq!(lexicon.by_affix(b"hoofdstraat", &mut Vec::new()), mark::SUBJECT);
    }
}
