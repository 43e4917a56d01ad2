//! The word table: from a folded word to the classes of words it belongs to.
//!
//! Words that patterns name stand in a hash table; each row already holds the classes that the word
//! gets by its beginning or end. Only unknown words are held against the affixes, and of those only
//! against the ones that share their first (or last) two or three letters.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};

/// Numbers in one row of the word table.
const ROW: usize = 5;
/// Numbers in one row of the affix table.
const AFFIX: usize = 5;
/// Buckets of each affix index.
const BUCKETS: usize = 2048;

/// Finds the classes of words; read in place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Lexicon {
    /// Open addressing: row number + 1, or 0.
    hashes: Numbers,
    /// Per word: offset and length of its letters; offset in the pool and number of its classes,
    /// then, behind those, of the ones that call up patterns.
    rows: Numbers,
    letters: Bytes,
    classes: Numbers,
    /// Per affix: offset of its letters, length of prefix, of suffix, offset and length of classes.
    affixes: Numbers,
    /// Four indexes of `BUCKETS + 1` offsets into `members`.
    buckets: Numbers,
    members: Numbers,
}

/// Where the classes of a word stand. Behind all of them, sorted, stand once more those that call up
/// patterns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ClassRange {
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) callers: u32,
}

/// Words and affixes with their classes, before they become tables.
#[derive(Debug, Default)]
pub(crate) struct LexiconBuilder {
    words: BTreeMap<Vec<u8>, BTreeSet<u32>>,
    affixes: BTreeMap<(Vec<u8>, Vec<u8>), BTreeSet<u32>>,
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
    /// Returns where the classes of a word that patterns name stand.
    pub(crate) fn exact(&self, word: &[u8]) -> Option<ClassRange> {
        let mask = self.hashes.len().checked_sub(1)?;
        let mut at = hash(word) as usize & mask;
        loop {
            let row = self.hashes.index(at).checked_sub(1)?;
            let row = self.rows.rows::<ROW>(row, row + 1).next()?;
            if row.get(1) as usize == word.len() && self.letters.range(row.get(0) as usize, word.len()) == word {
                return Some(ClassRange { start: row.get(2), len: row.get(3), callers: row.get(4) });
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds the classes that an unknown word gets by its beginning or end to `out`.
    pub(crate) fn by_affix(&self, word: &[u8], out: &mut Vec<u32>) {
        for (index, key) in Key::ALL.into_iter().enumerate() {
            let Some(part) = key.of(word) else { continue };
            let bucket = index * (BUCKETS + 1) + bucket(part);
            for member in self.buckets.index(bucket)..self.buckets.index(bucket + 1) {
                self.try_affix(self.members.index(member), word, out);
            }
        }
    }

    /// Returns the `at`th class of the pool.
    #[inline]
    pub(crate) fn class(&self, at: u32) -> u32 {
        self.classes.get(at as usize)
    }

    /// Lists the classes of the pool from `start` on.
    #[inline]
    pub(crate) fn classes(&self, start: u32, len: u32) -> impl Iterator<Item = u32> + '_ {
        self.classes.range(start as usize, len as usize)
    }

    fn try_affix(&self, affix: usize, word: &[u8], out: &mut Vec<u32>) {
        let row = affix * AFFIX;
        let (start, prefix, suffix) =
            (self.affixes.index(row), self.affixes.index(row + 1), self.affixes.index(row + 2));
        if word.len() >= prefix + suffix
            && word.starts_with(self.letters.range(start, prefix))
            && word.ends_with(self.letters.range(start + prefix, suffix))
        {
            let first = self.affixes.get(row + 3);
            out.extend((first..first + self.affixes.get(row + 4)).map(|at| self.class(at)));
        }
    }
}

impl LexiconBuilder {
    pub(crate) fn add_word(&mut self, word: &[u8], class: u32) {
        self.words.entry(word.to_vec()).or_default().insert(class);
    }

    pub(crate) fn add_affix(&mut self, prefix: &[u8], suffix: &[u8], class: u32) {
        self.affixes.entry((prefix.to_vec(), suffix.to_vec())).or_default().insert(class);
    }

    /// Makes the tables; `calls` tells which classes call up patterns.
    pub(crate) fn build(mut self, calls: impl Fn(u32) -> bool) -> Lexicon {
        let (mut letters, mut classes) = (Vec::new(), Vec::new());
        let affixes = self.affix_rows(&mut letters, &mut classes);
        let (buckets, members) = self.buckets();
        let only_affixes = Lexicon {
            letters: letters.clone().into(),
            classes: classes.clone().into(),
            affixes: affixes.into(),
            buckets: buckets.into(),
            members: members.into(),
            ..Lexicon::default()
        };
        for (word, of_word) in &mut self.words {
            let mut more = Vec::new();
            only_affixes.by_affix(word, &mut more);
            of_word.extend(more);
        }
        let rows = self.rows(&mut letters, &mut classes, calls);
        Lexicon {
            hashes: self.hashes().into(),
            rows: rows.into(),
            letters: letters.into(),
            classes: classes.into(),
            ..only_affixes
        }
    }

    fn rows(&self, letters: &mut Vec<u8>, classes: &mut Vec<u32>, calls: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut rows = Vec::with_capacity(self.words.len() * ROW);
        for (word, of_word) in &self.words {
            let callers: Vec<_> = of_word.iter().copied().filter(|class| calls(*class)).collect();
            rows.extend([number(letters.len()), number(word.len()), number(classes.len()), number(of_word.len())]);
            rows.push(number(callers.len()));
            letters.extend(word);
            classes.extend(of_word.iter().copied().chain(callers));
        }
        rows
    }

    fn affix_rows(&self, letters: &mut Vec<u8>, classes: &mut Vec<u32>) -> Vec<u32> {
        let mut rows = Vec::with_capacity(self.affixes.len() * AFFIX);
        for ((prefix, suffix), of_affix) in &self.affixes {
            let (start, first) = (number(letters.len()), number(classes.len()));
            rows.extend([start, number(prefix.len()), number(suffix.len()), first, number(of_affix.len())]);
            letters.extend(prefix.iter().chain(suffix));
            classes.extend(of_affix);
        }
        rows
    }

    fn hashes(&self) -> Vec<u32> {
        let size = (self.words.len() * 2).next_power_of_two().max(2);
        let mut table = vec![0; size];
        for (row, word) in self.words.keys().enumerate() {
            let mut at = hash(word) as usize & (size - 1);
            while table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            table[at] = number(row + 1);
        }
        table
    }

    fn buckets(&self) -> (Vec<u32>, Vec<u32>) {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); Key::ALL.len() * BUCKETS];
        for (row, (prefix, suffix)) in self.affixes.keys().enumerate() {
            let key = Key::for_affix(prefix, suffix);
            let word: Vec<u8> = prefix.iter().chain(suffix).copied().collect();
            if let Some(part) = key.of(&word) {
                lists[key as usize * BUCKETS + bucket(part)].push(number(row));
            }
        }
        let (mut offsets, mut members) = (Vec::new(), Vec::new());
        for index in lists.chunks(BUCKETS) {
            for list in index {
                offsets.push(number(members.len()));
                members.extend(list);
            }
            offsets.push(number(members.len()));
        }
        (offsets, members)
    }
}

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// FNV-1a with a final mix, over bytes (Fowler, Noll, Vo).
fn hash(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

fn bucket(part: &[u8]) -> usize {
    hash(part) as usize % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(lexicon: &Lexicon, word: &str) -> Vec<u32> {
        match lexicon.exact(word.as_bytes()) {
            Some(range) => (range.start..range.start + range.len).map(|at| lexicon.class(at)).collect(),
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
        let lexicon = builder.build(|class| class == 2);
        assert_eq!(classes(&lexicon, "gespraech"), [1, 2]);
        assert_eq!(classes(&lexicon, "telefongespraech"), [2]);
        assert_eq!(classes(&lexicon, "gefragt"), [3]);
        assert_eq!(classes(&lexicon, "get"), [3]);
        assert_eq!(classes(&lexicon, "vernetzung"), [4]);
        assert!(classes(&lexicon, "gespraeche").is_empty());
        assert!(Lexicon::default().exact(b"x").is_none());
    }
}
