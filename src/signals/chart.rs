//! The chart of a sentence: for each class, where its words stand. One look tells whether a pattern
//! can lie around a word at all.

use crate::pack::program::{NEEDS, Posting, Tables, kind};
use crate::text::{Layer, Sentence, Token};

/// Words that one mask tells apart.
const BITS: u32 = u64::BITS;

/// Where the words of each class stand in the sentence at hand. In a sentence of more than 64 words,
/// words that stand 64 apart share a bit, so that the chart rules out but does not confirm.
#[derive(Debug, Default)]
pub(super) struct Chart {
    masks: Vec<u64>,
    first: u32,
    len: u32,
}

impl Chart {
    /// Makes room for all classes.
    pub(super) fn prepare(&mut self, tables: &Tables) {
        let classes = tables.classes as usize;
        if self.masks.len() != classes {
            self.masks = vec![0; classes];
        }
    }

    /// Enters the words of a sentence.
    pub(super) fn enter(&mut self, layer: Layer<'_>, tokens: &[Token], sentence: Sentence) {
        (self.first, self.len) = (sentence.first, sentence.end - sentence.first);
        let masks = &mut self.masks;
        for at in sentence.first..sentence.end {
            let bit = 1_u64.wrapping_shl(at - sentence.first);
            layer.each_class(at, |class| {
                if let Some(mask) = masks.get_mut(class as usize) {
                    *mask |= bit;
                }
            });
            tokens[at as usize].each_kind(|kind| masks[kind as usize] |= bit);
        }
        masks[kind::ANY as usize] = u64::MAX;
    }

    /// Wipes out the sentence that was entered.
    pub(super) fn wipe(&mut self, layer: Layer<'_>, tokens: &[Token], sentence: Sentence) {
        let masks = &mut self.masks;
        for at in sentence.first..sentence.end {
            layer.each_class(at, |class| {
                if let Some(mask) = masks.get_mut(class as usize) {
                    *mask = 0;
                }
            });
            tokens[at as usize].each_kind(|kind| masks[kind as usize] = 0);
        }
    }

    /// Tells whether a word of the class stands in the sentence.
    #[inline]
    pub(super) fn has(&self, class: u32) -> bool {
        self.masks.get(class as usize).is_some_and(|mask| *mask != 0)
    }

    /// Tells whether the token belongs to the class.
    #[inline]
    pub(super) fn is(&self, layer: Layer<'_>, at: u32, class: u32) -> bool {
        let bit = 1_u64.wrapping_shl(at - self.first);
        let mask = self.masks.get(class as usize).copied().unwrap_or_default();
        mask & bit != 0 && (self.len <= BITS || layer.is(at, class))
    }

    /// Returns where words of the class stand from the token `first` to before `end`, a bit for each place
    /// from `first` on; nothing in a sentence that is too long for that.
    #[inline]
    pub(super) fn places(&self, class: u32, first: u32, end: u32) -> Option<u64> {
        if self.len > BITS {
            return None;
        }
        let mask = self.masks.get(class as usize).copied().unwrap_or_default();
        let from = mask.checked_shr(first - self.first).unwrap_or_default();
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
        let mask = self.masks.get(class as usize).copied().unwrap_or_default();
        match end.checked_sub(first) {
            None | Some(0) => false,
            Some(BITS..) => mask != 0,
            Some(width) => mask.rotate_right(first % BITS) & ((1 << width) - 1) != 0,
        }
    }
}
