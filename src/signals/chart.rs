//! The chart of a sentence: for each class, where its words stand. One look tells whether a pattern
//! can lie around a word at all.

use crate::pack::program::{NEEDS, Posting, Tables, kind};
use crate::text::{Layer, Sentence, Token};

/// Words that one mask tells apart.
const BITS: u32 = u64::BITS;

/// Masks that a number of 16 bits tells apart.
const MOST_MASKS: usize = 1 << 16;

/// Where the words of each class stand in the sentence at hand. In a sentence of more than 64 words,
/// words that stand 64 apart share a bit, and in one of more classes than can be told apart, some of them
/// share a mask, so that the chart rules out but does not confirm.
#[derive(Debug, Default)]
pub(super) struct Chart {
    /// For each class, which of the masks is its own: the first, which is empty, where no word of it stands.
    /// A sentence has words of few classes, so little memory is touched.
    slots: Vec<u16>,
    masks: Vec<u64>,
    /// The class of each mask.
    owners: Vec<u32>,
    /// How many masks are in use.
    used: usize,
    first: u32,
    len: u32,
    /// Whether it confirms.
    exact: bool,
}

impl Chart {
    /// Makes room for all classes.
    pub(super) fn prepare(&mut self, tables: &Tables) {
        let classes = tables.classes as usize;
        if self.slots.len() != classes {
            let masks = (classes + 1).min(MOST_MASKS);
            (self.slots, self.masks, self.owners) = (vec![0; classes], vec![0; masks], vec![0; masks]);
        }
        self.used = 1;
    }

    /// Enters the words of a sentence.
    pub(super) fn enter(&mut self, layer: Layer<'_>, tokens: &[Token], sentence: Sentence) {
        (self.first, self.len) = (sentence.first, sentence.end - sentence.first);
        self.exact = self.len <= BITS;
        for at in sentence.first..sentence.end {
            let bit = 1_u64.wrapping_shl(at - sentence.first);
            layer.each_class(at, |class| self.mark(class, bit));
            tokens[at as usize].each_kind(|kind| self.mark(kind, bit));
        }
        self.mark(kind::ANY, u64::MAX);
    }

    #[inline]
    fn mark(&mut self, class: u32, bits: u64) {
        let Some(slot) = self.slots.get_mut(class as usize) else { return };
        if *slot == 0 {
            if self.used < self.masks.len() {
                self.used += 1;
            } else {
                self.exact = false;
            }
            let own = self.used - 1;
            *slot = u16::try_from(own).unwrap_or(u16::MAX);
            self.owners[own] = class;
        }
        if let Some(mask) = self.masks.get_mut(usize::from(*slot)) {
            *mask |= bits;
        }
    }

    /// Wipes out the sentence that was entered.
    pub(super) fn wipe(&mut self) {
        if !self.exact {
            // Owners of a common mask are not known one by one.
            self.slots.fill(0);
        }
        let (slots, masks) = (&mut self.slots, &mut self.masks);
        for (owner, mask) in self.owners.iter().zip(masks).take(self.used).skip(1) {
            slots[*owner as usize] = 0;
            *mask = 0;
        }
        self.used = 1;
    }

    /// Returns where words of the class stand.
    #[inline]
    fn mask(&self, class: u32) -> u64 {
        let slot = self.slots.get(class as usize).copied().unwrap_or_default();
        self.masks.get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// Tells whether a word of the class stands in the sentence.
    #[inline]
    pub(super) fn has(&self, class: u32) -> bool {
        self.slots.get(class as usize).is_some_and(|slot| *slot != 0)
    }

    /// Tells whether the token belongs to the class.
    #[inline]
    pub(super) fn is(&self, layer: Layer<'_>, at: u32, class: u32) -> bool {
        let bit = 1_u64.wrapping_shl(at - self.first);
        self.mask(class) & bit != 0 && (self.exact || layer.is(at, class))
    }

    /// Returns where words of the class stand from the token `first` to before `end`, a bit for each place
    /// from `first` on; nothing where that cannot be told.
    #[inline]
    pub(super) fn places(&self, class: u32, first: u32, end: u32) -> Option<u64> {
        if !self.exact {
            return None;
        }
        let from = self.mask(class).checked_shr(first - self.first).unwrap_or_default();
        let width = end.saturating_sub(first);
        Some(if width < BITS { from & ((1 << width) - 1) } else { from })
    }

    /// Tells whether what a pattern needs around the token `at` may stand there.
    #[inline]
    pub(super) fn meets(&self, at: u32, posting: Posting<'_>) -> bool {
        let needs = (0..NEEDS).map(|number| posting.need(number));
        needs.take_while(|need| need.class != 0).all(|need| {
            let (first, end) = need.window(at - self.first, self.len);
            self.stands(need.class, first, end)
        })
    }

    /// Tells whether a word of the class may stand from the word `first` of the sentence to before `end`.
    #[inline]
    fn stands(&self, class: u32, first: u32, end: u32) -> bool {
        let mask = self.mask(class);
        match end.checked_sub(first) {
            None | Some(0) => false,
            Some(BITS..) => mask != 0,
            Some(width) => mask.rotate_right(first % BITS) & ((1 << width) - 1) != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_classes_than_can_be_told_apart_are_ruled_out_but_not_confirmed() {
        let (few, many) = (u32::from(u16::MAX), u32::from(u16::MAX) + 10);
        let mut chart = Chart { exact: true, ..Chart::default() };
        chart.prepare(&Tables { classes: many, ..Tables::default() });
        (1..=few).for_each(|class| chart.mark(class, 1 << (class % 64)));
        assert!(chart.exact);
        assert!((1..=few).all(|class| chart.mask(class) == 1 << (class % 64)));
        (few + 1..many).for_each(|class| chart.mark(class, 1 << (class % 64)));
        assert!(!chart.exact);
        assert!((1..many).all(|class| chart.mask(class) & 1 << (class % 64) != 0));
        assert!(!chart.has(many));
        chart.wipe();
        assert!((0..many).all(|class| !chart.has(class) && chart.mask(class) == 0));
    }
}
