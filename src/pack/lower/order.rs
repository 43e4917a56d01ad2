//! The order of classes: first those that the presence of words in a sentence is asked for, and among them and
//! the others those first whose words are met most often, so that what a draft needs lies close together in
//! memory.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Cost, Lowering, index};
use crate::pack::postings::Sharing;
use crate::pack::program::{KINDS, Need, Step, Window};

/// The new numbers of all classes.
#[derive(Debug)]
pub(crate) struct Order {
    numbers: Vec<u32>,
    /// Classes below this number are asked for in whole sentences.
    pub(super) needs: u32,
}

impl Order {
    /// Returns the new number of a class; kinds of words keep theirs.
    pub(crate) fn of(&self, class: u32) -> u32 {
        let own = class.checked_sub(KINDS).and_then(|at| self.numbers.get(at as usize));
        own.copied().unwrap_or(class)
    }
}

impl Lowering<'_> {
    /// Numbers the classes anew, without those that nobody uses.
    pub(super) fn put_in_order(&mut self, used: &BTreeSet<u32>, called: &mut BTreeMap<u32, Vec<Sharing>>) -> Order {
        let asked = asked_for(called);
        let mut ranked: Vec<(bool, Reverse<Cost>, u32)> = Vec::new();
        for class in used.iter().filter_map(|class| class.checked_sub(KINDS)) {
            let terms = self.classes[class as usize].clone();
            let met = terms.iter().map(|term| self.cost(*term)).fold(0, Cost::saturating_add);
            ranked.push((!asked.contains(&(KINDS + class)), Reverse(met), class));
        }
        ranked.sort_unstable();
        let needs = KINDS + index(ranked.partition_point(|(last, ..)| !last));
        let mut order = Order { numbers: vec![u32::MAX; self.classes.len()], needs };
        for (at, (.., class)) in ranked.iter().enumerate() {
            order.numbers[*class as usize] = KINDS + index(at);
        }
        self.classes = ranked.iter().map(|(.., class)| std::mem::take(&mut self.classes[*class as usize])).collect();
        self.each_frame_class(|class| *class = order.of(*class));
        for step in &mut self.programs {
            *step = match Step::decode(*step) {
                Step::Class(class) => Step::Class(order.of(class)).encode(),
                Step::Ahead(class) => Step::Ahead(order.of(class)).encode(),
                _ => *step,
            };
        }
        for (class, mut groups) in std::mem::take(called) {
            for (need, rows) in &mut groups {
                *need = order.of(*need);
                for (_, need) in rows.iter_mut().flat_map(|row| &mut row.needs) {
                    need.class = order.of(need.class);
                }
            }
            called.insert(order.of(class), groups);
        }
        order
    }

    /// Calls `each` with the classes that parts and bans of frames begin with.
    fn each_frame_class(&mut self, each: impl Fn(&mut u32)) {
        let mut rest = self.frames.as_mut_slice();
        while let [_, parts, bans, behind @ ..] = rest {
            let (phrases, others) = behind.split_at_mut(2 * (*parts + *bans) as usize);
            phrases.iter_mut().skip(1).step_by(2).for_each(&each);
            rest = others;
        }
    }
}

/// Lists the classes of which postings ask whether a sentence has words of them.
fn asked_for(called: &BTreeMap<u32, Vec<Sharing>>) -> BTreeSet<u32> {
    let groups = || called.values().flatten();
    let needs = groups().flat_map(|(_, rows)| rows).flat_map(|row| &row.needs).map(|(_, need)| *need);
    let anywhere = needs.filter(|need| need.window == Window::ANYWHERE).map(|need: Need| need.class);
    groups().map(|(need, _)| *need).chain(anywhere).collect()
}
