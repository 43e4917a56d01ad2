//! What words a sentence has, as far as groups of patterns ask for it.

use crate::pack::program::{Tables, kind};
use crate::text::{Layer, Sentence};

/// A bit for each class that groups need: whether a word of it stands in the sentence at hand.
#[derive(Debug, Default)]
pub(super) struct Presence {
    bits: Vec<u64>,
}

impl Presence {
    /// Makes room for all classes that groups need.
    pub(super) fn prepare(&mut self, tables: &Tables) {
        self.bits.resize(tables.needs.div_ceil(u64::BITS) as usize, 0);
    }

    /// Enters the words of a sentence; what another one left is gone.
    pub(super) fn enter(&mut self, layer: Layer<'_>, sentence: Sentence) {
        self.bits.fill(0);
        self.mark(kind::ANY);
        for at in sentence.first..sentence.end {
            layer.each_need(at, |class| self.mark(class));
        }
    }

    #[inline]
    fn mark(&mut self, class: u32) {
        if let Some(bits) = self.bits.get_mut((class / u64::BITS) as usize) {
            *bits |= 1 << (class % u64::BITS);
        }
    }

    /// Tells whether a word of the class, which a group needs, stands in the sentence.
    #[inline]
    pub(super) fn has(&self, class: u32) -> bool {
        self.bits.get((class / u64::BITS) as usize).is_some_and(|bits| bits & 1 << (class % u64::BITS) != 0)
    }
}
