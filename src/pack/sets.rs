//! Sets of numbers that are asked where they lie: two looks at four numbers each tell whether one is among
//! them (cuckoo hashing; Pagh and Rodler 2001).

use super::bytes::Numbers;

/// What stands where a bucket has room left; no set holds it.
const NONE: u32 = 0;

/// How many numbers are moved to make room for one, before the set gets another bucket.
const MOST_MOVES: usize = 200;

/// Where a set lies in a row of numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

impl Sought {
    #[inline]
    pub(crate) fn new(number: u32) -> Self {
        // The golden ratio as a fraction of 2³² spreads numbers that lie side by side.
        let hash = number.wrapping_mul(0x9e37_79b1);
        // Its lower half alone would depend on the lower half of the number only.
        let other = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca77);
        Self { number, one: hash >> 16, other: other >> 16, lanes: Numbers::lanes(number) }
    }

    /// Returns the two buckets that may hold it, of so many.
    #[inline]
    fn buckets(self, count: u32) -> (usize, usize) {
        (((self.one * count) >> 16) as usize, ((self.other * count) >> 16) as usize)
    }
}

impl Set {
    /// Returns how many numbers it takes up.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.buckets as usize * Numbers::BUCKET
    }

    /// Tells whether the number is in the set that lies among these numbers.
    #[inline]
    pub(crate) fn has(self, numbers: &Numbers, sought: Sought) -> bool {
        let (one, other) = sought.buckets(self.buckets);
        let start = self.start as usize;
        let place = |bucket: usize| start + bucket * Numbers::BUCKET;
        numbers.either_has(place(one), place(other), sought.number, sought.lanes)
    }
}

/// Lays the numbers out as a set, in whole buckets. Zero cannot be among them.
pub(crate) fn lay_out(numbers: &[u32]) -> Vec<u32> {
    let fewest = numbers.len().div_ceil(Numbers::BUCKET).max(1);
    let mut counts = fewest..;
    counts.find_map(|count| filled(numbers, count)).unwrap_or_default()
}

fn filled(numbers: &[u32], count: usize) -> Option<Vec<u32>> {
    let mut set = vec![NONE; count * Numbers::BUCKET];
    for number in numbers {
        let (mut homeless, mut left) = (*number, None);
        for turn in 0.. {
            let (one, other) = Sought::new(homeless).buckets(u32::try_from(count).ok()?);
            let buckets = [one, other];
            let lanes = |bucket: usize| bucket * Numbers::BUCKET..(bucket + 1) * Numbers::BUCKET;
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
            homeless = std::mem::replace(&mut set[bucket * Numbers::BUCKET + turn % Numbers::BUCKET], homeless);
        }
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_numbers_and_no_others() {
        for (size, step) in [(0, 1), (1, 1), (4, 1), (9, 7), (100, 3), (1000, 17), (1000, 70_001)] {
            let members: Vec<u32> = (1..=size).map(|number| number * step).collect();
            let mut row = vec![3, 3, 3];
            row.extend(lay_out(&members));
            let buckets = u32::try_from((row.len() - 3) / Numbers::BUCKET).unwrap();
            let (set, numbers) = (Set { start: 3, buckets }, Numbers::from(row));
            assert!(members.iter().all(|number| set.has(&numbers, Sought::new(*number))), "{size} {step}");
            let most = size * step + 5000;
            let found = (1..most).filter(|number| set.has(&numbers, Sought::new(*number))).count();
            assert_eq!(found, members.len(), "{size} {step}");
            assert!(buckets <= 1 + size / 3, "{size} numbers in {buckets} buckets");
        }
    }
}
