//! Sets of numbers that are asked where they lie: two looks at four numbers each tell whether one is among
//! them (cuckoo hashing; Pagh and Rodler 2001).

use super::bytes::View;

/// What stands where a bucket has room left; no set holds it.
const NONE: u32 = 0;

/// How many numbers are moved to make room for one, before the set gets another bucket.
const MOST_MOVES: usize = 200;

/// Numbers that one look compares.
pub(crate) const BUCKET: usize = 4;

/// One in each 16 bits.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The highest of each 16 bits.
const TOPS: u64 = ONES << 15;

/// Where a set lies among buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) start: u32,
    pub(crate) buckets: u32,
}

/// A number that sets are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought {
    pub(crate) number: u32,
    /// Two numbers below 2¹⁶ that tell its buckets in sets of any size.
    one: u32,
    other: u32,
    /// The number four times, as it is compared with a bucket of short numbers.
    lanes: u64,
}

/// The buckets of sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buckets<'n> {
    /// Where the numbers have two bytes each.
    short: &'n [[u8; 8]],
    numbers: View<'n>,
}

impl Sought {
    #[inline]
    pub(crate) fn new(number: u32) -> Self {
        // The golden ratio as a fraction of 2³² spreads numbers that lie side by side.
        let hash = number.wrapping_mul(0x9e37_79b1);
        // Its lower half alone would depend on the lower half of the number only.
        let other = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca77);
        Self { number, one: hash >> 16, other: other >> 16, lanes: u64::from(number).wrapping_mul(ONES) }
    }

    /// Returns the two buckets that may hold it, of so many.
    #[inline]
    fn buckets(self, count: u32) -> (usize, usize) {
        (((self.one * count) >> 16) as usize, ((self.other * count) >> 16) as usize)
    }
}

impl Set {
    /// Lies nowhere and has no numbers.
    pub(crate) const NOWHERE: Self = Self { start: u32::MAX, buckets: 0 };

    /// Returns at which number it begins.
    #[inline]
    pub(crate) fn first(self) -> usize {
        self.start as usize * BUCKET
    }

    /// Returns how many numbers it takes up.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.buckets as usize * BUCKET
    }
}

impl<'n> Buckets<'n> {
    #[inline]
    pub(crate) fn new(numbers: View<'n>) -> Self {
        Self { short: numbers.fours(), numbers }
    }

    /// Tells whether the number is in the set.
    #[inline]
    pub(crate) fn have(self, set: Set, sought: Sought) -> bool {
        let (one, other) = sought.buckets(set.buckets);
        let start = set.start as usize;
        if self.short.is_empty() {
            return [one, other].into_iter().any(|bucket| self.has_long(start + bucket, sought.number));
        }
        // A difference is zero where the number stands; only a zero borrows from its highest bit. Both are looked
        // at, for which of them it is cannot be foreseen.
        let zeros = |bucket: usize| {
            let differences =
                self.short.get(bucket).map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes) ^ sought.lanes);
            differences.wrapping_sub(ONES) & !differences
        };
        (zeros(start + one) | zeros(start + other)) & TOPS != 0 && u16::try_from(sought.number).is_ok()
    }

    fn has_long(self, bucket: usize, number: u32) -> bool {
        (bucket * BUCKET..(bucket + 1) * BUCKET).any(|at| self.numbers.get(at) == number)
    }
}

/// Lays the numbers out as a set, in whole buckets. Zero cannot be among them.
pub(crate) fn lay_out(numbers: &[u32]) -> Vec<u32> {
    let fewest = numbers.len().div_ceil(BUCKET).max(1);
    let mut counts = fewest..;
    counts.find_map(|count| filled(numbers, count)).unwrap_or_default()
}

fn filled(numbers: &[u32], count: usize) -> Option<Vec<u32>> {
    let mut set = vec![NONE; count * BUCKET];
    for number in numbers {
        let (mut homeless, mut left) = (*number, None);
        for turn in 0.. {
            let (one, other) = Sought::new(homeless).buckets(u32::try_from(count).ok()?);
            let buckets = [one, other];
            let lanes = |bucket: usize| bucket * BUCKET..(bucket + 1) * BUCKET;
            if let Some(free) = buckets.into_iter().flat_map(lanes).find(|at| set[*at] == NONE) {
                set[free] = homeless;
                break;
            }
            if turn == MOST_MOVES {
                return None;
            }
            // Whoever has to move goes to its other bucket, so the next one is not taken from where it left.
            let bucket = buckets.into_iter().find(|bucket| Some(*bucket) != left).unwrap_or(buckets[0]);
            left = Some(bucket);
            homeless = std::mem::replace(&mut set[bucket * BUCKET + turn % BUCKET], homeless);
        }
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::bytes::Numbers;

    #[test]
    fn a_set_has_its_numbers_and_no_others() {
        for (size, step) in [(0, 1), (1, 1), (4, 1), (9, 7), (100, 3), (1000, 17), (1000, 70_001)] {
            let members: Vec<u32> = (1..=size).map(|number| number * step).collect();
            let mut row = vec![3; BUCKET];
            row.extend(lay_out(&members));
            let count = u32::try_from(row.len() / BUCKET - 1).unwrap();
            let (set, numbers) = (Set { start: 1, buckets: count }, Numbers::from(row));
            let buckets = Buckets::new(numbers.view());
            let has = |number: u32| buckets.have(set, Sought::new(number));
            assert!(members.iter().all(|number| has(*number)), "{size} {step}");
            let most = size * step + 5000;
            assert_eq!((1..most).filter(|number| has(*number)).count(), members.len(), "{size} {step}");
            assert!((1..most).all(|number| !buckets.have(Set::NOWHERE, Sought::new(number))));
            assert!(count <= 1 + size / 3, "{size} numbers in {count} buckets");
        }
    }
}
