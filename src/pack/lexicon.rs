//! The word table: from a folded word to the classes of words it belongs to.
//!
//! Words that patterns name stand in a hash table; each row already holds the classes that the word
//! gets by its beginning or end. Only unknown words are held against the affixes, and of those only
//! against the ones that share their first (or last) two or three letters.

mod build;

use crate::fold::fold_but_case;
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};
use super::hashes::{Hashes, hash};
use super::sets::{BUCKET, Buckets, Set};

pub(crate) use build::{Apart, LexiconBuilder};

/// Numbers in one row of the table of words.
const WORD: usize = 2;
/// Numbers in one row of the affix table.
const AFFIX: usize = 4;
/// The most buckets of each affix index.
const BUCKETS: usize = 2048;
/// What a word begins with that stands for a way of writing it.
const SPELLING: u8 = u8::MAX;
/// Numbers of a list before its classes: as many as a bucket has, so that all sets begin where a bucket does.
const HEAD: usize = BUCKET;

/// Finds the classes of words; read in place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Lexicon {
    /// The number of each word.
    hashes: Hashes,
    letters: Bytes,
    /// For each word, where its letters start and where its list stands among the classes; and where the letters of
    /// the last end.
    words: Numbers,
    /// Lists that words share: number of buckets, of classes that are asked for, of groups, and the marks;
    /// all classes as a set; once more those that are asked for; and the groups of postings that they call up.
    /// Each takes up whole buckets.
    classes: Numbers,
    /// Per affix: offset of its letters, length of prefix, of suffix, its list.
    affixes: Numbers,
    index: Index,
}

/// Finds the affixes that a word may have by its first and last letters.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Index {
    /// For each [`Key`], as many offsets into `members` as there are buckets, a power of two, and one more.
    buckets: Numbers,
    members: Numbers,
}

/// What the lexicon knows about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its classes.
    pub(crate) set: Set,
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
    /// To some phrases it matters how the word is written; see [`Lexicon::spelling`](super::Lexicon::spelling).
    pub(crate) const SPELLING: u32 = 1 << 8;
    /// It opens a clause about something else, such as `that`.
    pub(crate) const RELATIVE: u32 = 1 << 9;
    /// It begins a noun phrase, such as `the`.
    pub(crate) const DETERMINER: u32 = 1 << 10;
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
        let row = self.hashes.find(hash(word), |row| {
            let [start, _, end] = self.words.row(row * WORD).map(|number: u32| number as usize);
            end - start == word.len() && self.letters.range(start, word.len()) == word
        })?;
        Some(self.entry(self.words.index(row * WORD + 1)))
    }

    /// Returns the classes of a word that is written just like this.
    pub(crate) fn spelling(&self, written: &str) -> Option<Set> {
        self.exact(&spelling(written)).map(|entry| entry.set)
    }

    /// Calls `each` with what an unknown word gets by each beginning or end that is known; returns its marks.
    pub(crate) fn by_affix(&self, word: &[u8], mut each: impl FnMut(Set)) -> u32 {
        let mut marks = 0;
        self.index.each(word, |affix| {
            if let Some(entry) = self.affix(affix, word) {
                marks |= entry.marks;
                each(entry.set);
            }
        });
        marks
    }

    /// Calls `each` with the classes of a word that whole sentences are asked for.
    #[inline]
    pub(crate) fn each_need(&self, set: Set, each: impl FnMut(u32)) {
        let classes = self.classes.view();
        classes.each(set.first() + set.len(), classes.index(set.first() - HEAD + 1), each);
    }

    /// Calls `each` with the groups of postings that the classes of a word call up: for each what it needs and where
    /// it begins.
    #[inline]
    pub(crate) fn each_group(&self, set: Set, each: impl FnMut(u32, u32)) {
        let classes = self.classes.view();
        let [needs, groups] = classes.row(set.first() - HEAD + 1).map(|count| count as usize);
        classes.each_pair(set.first() + set.len() + needs, groups, each);
    }

    /// Returns the sets of classes, which are asked for classes.
    #[inline]
    pub(crate) fn classes(&self) -> Buckets<'_> {
        Buckets::new(self.classes.view())
    }

    fn entry(&self, list: usize) -> Entry {
        let buckets = self.classes.get(list);
        let set = Set { start: number((list + HEAD) / BUCKET), buckets };
        Entry { set, marks: self.classes.get(list + HEAD - 1) }
    }

    fn affix(&self, affix: usize, word: &[u8]) -> Option<Entry> {
        let [start, prefix, suffix, list] = std::array::from_fn(|at| self.affixes.index(affix * AFFIX + at));
        let fits = word.len() >= prefix + suffix
            && word.starts_with(self.letters.range(start, prefix))
            && word.ends_with(self.letters.range(start + prefix, suffix));
        fits.then(|| self.entry(list))
    }
}

impl Index {
    /// Calls `each` with the affixes that share the beginning or end of the word.
    #[inline]
    fn each(&self, word: &[u8], mut each: impl FnMut(usize)) {
        let width = self.buckets.len() / Key::ALL.len();
        for (index, key) in Key::ALL.into_iter().enumerate() {
            let Some(part) = key.of(word).filter(|_| width > 1) else { continue };
            let bucket = index * width + bucket(part, width - 1);
            for member in self.buckets.index(bucket)..self.buckets.index(bucket + 1) {
                each(self.members.index(member));
            }
        }
    }

    /// Indexes affixes, which are numbered in this order.
    fn of<'a>(affixes: impl ExactSizeIterator<Item = &'a (Vec<u8>, Vec<u8>)>) -> Self {
        let count = (affixes.len() * 2).next_power_of_two().min(BUCKETS);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); Key::ALL.len() * count];
        for (row, (prefix, suffix)) in affixes.enumerate() {
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
        Self { buckets: offsets.into(), members: members.into() }
    }
}

/// How a spelling stands among the folded words, none of which begins like this.
fn spelling(written: &str) -> Vec<u8> {
    let mut bytes = fold_but_case(written);
    bytes.insert(0, SPELLING);
    bytes
}

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

fn bucket(part: &[u8], count: usize) -> usize {
    hash(part) as usize & (count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::sets::Sought;

    /// Lists the classes below 10 that a word has.
    fn classes(lexicon: &Lexicon, word: &str) -> Vec<u32> {
        let mut sets = Vec::new();
        match lexicon.exact(word.as_bytes()) {
            Some(entry) => sets.push(entry.set),
            None => drop(lexicon.by_affix(word.as_bytes(), |set| sets.push(set))),
        }
        (1..10).filter(|class| sets.iter().any(|set| lexicon.classes().have(*set, Sought::new(*class)))).collect()
    }

    #[test]
    fn words_get_the_classes_of_their_affixes_too() {
        let mut builder = LexiconBuilder::default();
        builder.add_word(b"gespraech", 1);
        builder.add_affix(b"", b"gespraech", 2);
        builder.add_affix(b"ge", b"t", 3);
        builder.add_affix(b"vernetz", b"", 4);
        let groups = vec![(3, 7), (0, 8)];
        let lexicon = builder.build(&Apart { needs: 2, calls: |class| (class == 2).then_some(&groups) }, |word| {
            u64::from(word == b"gespraech")
        });
        assert_eq!(classes(&lexicon, "gespraech"), [1, 2]);
        assert_eq!(classes(&lexicon, "telefongespraech"), [2]);
        assert_eq!(classes(&lexicon, "gefragt"), [3]);
        assert_eq!(classes(&lexicon, "get"), [3]);
        assert_eq!(classes(&lexicon, "vernetzung"), [4]);
        assert!(classes(&lexicon, "gespraeche").is_empty());
        assert!(Lexicon::default().exact(b"x").is_none());
        let set = lexicon.exact(b"gespraech").unwrap().set;
        let (mut needs, mut called) = (Vec::new(), Vec::new());
        lexicon.each_need(set, |class| needs.push(class));
        lexicon.each_group(set, |need, group| called.push((need, group)));
        assert_eq!((needs, called), (vec![1], groups));
    }

    #[test]
    fn words_with_the_same_meaning_share_a_list_and_marks_come_by_affix_too() {
        let mut builder = LexiconBuilder::default();
        for word in ["montag", "dienstag"] {
            builder.add_word(word.as_bytes(), 5);
        }
        builder.mark_word(b"usw", mark::ABBREVIATION);
        builder.mark_affix(b"", b"straat", mark::SUBJECT);
        let lexicon = builder.build(&Apart { needs: 0, calls: |_| None }, |_| 0);
        assert_eq!(lexicon.exact(b"montag"), lexicon.exact(b"dienstag"));
        assert_eq!(lexicon.exact(b"usw").map(|entry| entry.marks), Some(mark::ABBREVIATION));
        assert!(classes(&lexicon, "usw").is_empty());
        assert_eq!(lexicon.by_affix(b"hoofdstraat", |_| {}), mark::SUBJECT);
    }
}
