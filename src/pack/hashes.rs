//! Hash tables of words, read in place.

use serde::{Deserialize, Serialize};

use super::bytes::Numbers;

/// Bits of a slot that are those of a word's hash, so that few words are compared letter by letter.
const TAG: u32 = 8;

/// Finds the number of a word (open addressing).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Hashes {
    /// As many as a power of two: the number of a word + 1 and a part of its hash, or 0.
    slots: Numbers,
    /// One slot less than there are.
    mask: u32,
}

impl Hashes {
    /// Makes the table of words, which are numbered in this order.
    pub(crate) fn of<'w>(words: impl ExactSizeIterator<Item = &'w [u8]>) -> Self {
        let size = (words.len() * 3 / 2).next_power_of_two().max(2);
        let mut slots = vec![0; size];
        for (word, row) in words.zip(1_u32..) {
            let hash = hash(word);
            let mut at = hash as usize & (size - 1);
            while slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = row << TAG | tag(hash);
        }
        Self { slots: slots.into(), mask: u32::try_from(size - 1).unwrap_or(u32::MAX) }
    }

    /// Returns the number of a word with this hash that `is` the wanted one.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is: impl Fn(usize) -> bool) -> Option<usize> {
        let slots = self.slots.view();
        let mut at = hash & self.mask;
        loop {
            let slot = slots.get(at as usize);
            let row = (slot >> TAG).checked_sub(1)? as usize;
            if slot & ((1 << TAG) - 1) == tag(hash) && is(row) {
                return Some(row);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Tells whether there is no word.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.mask == 0
    }
}

/// FNV-1a with a final mix, over bytes (Fowler, Noll, Vo).
#[inline]
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

/// Returns the part of a hash that tells little about the slot.
#[inline]
fn tag(hash: u32) -> u32 {
    hash >> (u32::BITS - TAG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words: Vec<String> = (0..1000).map(|at: u32| format!("w{}", at.wrapping_mul(7919))).collect();
        for count in [0, 1, 2, 3, 1000] {
            let hashes = Hashes::of(words[..count].iter().map(String::as_bytes));
            let find = |word: &str| hashes.find(hash(word.as_bytes()), |row| words[row] == word);
            assert!(words[..count].iter().enumerate().all(|(at, word)| find(word) == Some(at)));
            assert!(words[count..].iter().all(|word| find(word).is_none()));
        }
        assert!(Hashes::default().is_empty() && Hashes::default().find(hash(b"w0"), |_| true).is_none());
    }
}
