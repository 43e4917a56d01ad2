//! What two signals tell only together: "we never met" says one thing beside letters, and another beside a talk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};

/// The points of pairs of signals, beside those that each of them gives.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Together {
    /// Where the pairs of each signal begin, by its number, and where those of the last one end.
    starts: Numbers,
    /// The other signal of each pair, whose number is the greater one.
    others: Numbers,
    /// The points of each pair.
    points: Bytes,
}

impl Together {
    /// Keeps pairs of numbers, the smaller one first.
    pub(crate) fn new(pairs: &BTreeMap<(u32, u32), i8>) -> Self {
        let Some(((last, _), _)) = pairs.last_key_value() else { return Self::default() };
        let starts = (0..=last + 1).map(|signal| pairs.range(..(signal, 0)).count());
        let starts: Vec<u32> = starts.map(|start| u32::try_from(start).unwrap_or(u32::MAX)).collect();
        let others: Vec<u32> = pairs.keys().map(|(_, other)| *other).collect();
        let points: Vec<u8> = pairs.values().map(|points| points.cast_unsigned()).collect();
        Self { starts: starts.into(), others: others.into(), points: points.into() }
    }

    /// Adds up the points of a signal's pairs with others of a greater number that have evidence, too.
    #[inline]
    pub(crate) fn sum(&self, signal: u32, has: impl Fn(u32) -> bool) -> i32 {
        let [start, end] = self.starts.row(signal as usize).map(|at| at as usize);
        // Behind the last signal with pairs there are none.
        let points = self.points.range(start, end.saturating_sub(start));
        let found = (start..).zip(points).filter(|(pair, _)| has(self.others.get(*pair)));
        found.map(|(_, points)| i32::from(points.cast_signed())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_of_which_both_are_there_count() {
        let together = Together::new(&BTreeMap::from([((1, 2), 3), ((1, 5), -7), ((4, 5), 20)]));
        let sum = |there: &[u32]| -> i32 {
            there.iter().map(|signal| together.sum(*signal, |other| there.contains(&other))).sum()
        };
        assert_eq!(sum(&[]), 0);
        assert_eq!(sum(&[1, 4]), 0);
        assert_eq!(sum(&[1, 2]), 3);
        assert_eq!(sum(&[1, 2, 5]), -4);
        assert_eq!(sum(&[1, 2, 4, 5]), 16);
        assert_eq!(Together::new(&BTreeMap::new()).sum(0, |_| true), 0);
        assert_eq!(sum(&[5, 9]), 0);
    }
}
