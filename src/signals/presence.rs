//! What words a sentence has, as far as groups of patterns ask for it.

use crate::pack::program::{Tables, kind};
use crate::text::{Layer, Sentence};

/// For each class that groups need whether a word of it stands in the sentence at hand.
#[derive(Debug, Default)]
pub(super) struct Presence {
    /// The number of the last sentence that had one.
    last: Vec<u8>,
    /// The number of the sentence at hand, counted from 1 and again from there when there is no higher one.
    now: u8,
}

/// What words the sentence at hand has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present<'p> {
    last: &'p [u8],
    now: u8,
}

impl Presence {
    /// Makes room for all classes that groups need.
    pub(super) fn prepare(&mut self, tables: &Tables) {
        self.last.resize(tables.needs as usize, 0);
    }

    /// Enters the words of a sentence; what another one left is gone.
    pub(super) fn enter(&mut self, layer: Layer<'_>, sentence: Sentence) {
        self.now = self.now.checked_add(1).unwrap_or_else(|| {
            self.last.fill(0);
            1
        });
        let (last, now) = (self.last.as_mut_slice(), self.now);
        let mut mark = |class: u32| {
            if let Some(last) = last.get_mut(class as usize) {
                *last = now;
            }
        };
        mark(kind::ANY);
        for at in sentence.first..sentence.end {
            layer.each_need(at, &mut mark);
        }
    }

    #[inline]
    pub(super) fn view(&self) -> Present<'_> {
        Present { last: &self.last, now: self.now }
    }
}

impl Present<'_> {
    /// Tells whether a word of the class, which a group needs, stands in the sentence.
    #[inline]
    pub(super) fn has(self, class: u32) -> bool {
        self.last.get(class as usize).is_some_and(|last| *last == self.now)
    }

    /// Tells whether it is known that no word of the class, which may be any, stands in the sentence.
    #[inline]
    pub(super) fn lacks(self, class: u32) -> bool {
        self.last.get(class as usize).is_some_and(|last| *last != self.now)
    }
}
