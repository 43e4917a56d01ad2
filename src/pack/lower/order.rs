//! The order of classes: those whose words are met most often come first, so that what a draft needs lies
//! close together in memory.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Cost, Lowering, index};
use crate::pack::program::{KINDS, Step};

/// The new numbers of all classes.
#[derive(Debug)]
pub(crate) struct Order(Vec<u32>);

impl Order {
    /// Returns the new number of a class; kinds of words keep theirs.
    pub(crate) fn of(&self, class: u32) -> u32 {
        let own = class.checked_sub(KINDS).and_then(|at| self.0.get(at as usize));
        own.copied().unwrap_or(class)
    }
}

impl Lowering<'_> {
    /// Numbers the classes anew, without those that nobody uses.
    pub(super) fn put_in_order(&mut self, used: &BTreeSet<u32>) -> Order {
        let mut ranked: Vec<(Reverse<Cost>, u32)> = Vec::new();
        for class in used.iter().filter_map(|class| class.checked_sub(KINDS)) {
            let terms = self.classes[class as usize].clone();
            let met = terms.iter().map(|term| self.cost(*term)).fold(0, Cost::saturating_add);
            ranked.push((Reverse(met), class));
        }
        ranked.sort_unstable();
        let mut order = Order(vec![u32::MAX; self.classes.len()]);
        for (at, (_, class)) in ranked.iter().enumerate() {
            order.0[*class as usize] = KINDS + index(at);
        }
        self.classes = ranked.iter().map(|(_, class)| std::mem::take(&mut self.classes[*class as usize])).collect();
        for step in &mut self.programs {
            *step = match Step::decode(*step) {
                Step::Class(class) => Step::Class(order.of(class)).encode(),
                Step::Ahead(class) => Step::Ahead(order.of(class)).encode(),
                _ => *step,
            };
        }
        let postings = std::mem::take(&mut self.postings);
        for (class, mut rows) in postings {
            for (_, need) in rows.iter_mut().flat_map(|row| &mut row.needs) {
                need.class = order.of(need.class);
            }
            self.postings.insert(order.of(class), rows);
        }
        order
    }
}
