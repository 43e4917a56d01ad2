//! What signals are worth to a score.

use serde::{Deserialize, Serialize};

use super::bytes::Numbers;

/// The points of signals, by their numbers; read in place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Points {
    /// For each signal twice its points, without their sign and 1 more if they are negative, and 1; or 0 where it has
    /// none.
    codes: Numbers,
}

impl Points {
    /// Returns the points of a signal.
    #[inline]
    pub(crate) fn of(&self, signal: u32) -> i32 {
        decode(self.codes.get(signal as usize)).unwrap_or_default()
    }

    /// Lets more signals count, unless they do already.
    pub(crate) fn add(&mut self, more: impl Iterator<Item = (u32, i32)>) {
        let mut codes: Vec<_> = self.codes.iter().collect();
        for (signal, points) in more {
            let at = signal as usize;
            codes.resize(codes.len().max(at + 1), 0);
            if codes[at] == 0 {
                codes[at] = encode(points);
            }
        }
        self.codes = codes.into();
    }
}

impl FromIterator<(u32, i32)> for Points {
    fn from_iter<I: IntoIterator<Item = (u32, i32)>>(points: I) -> Self {
        let mut all = Self::default();
        all.add(points.into_iter());
        all
    }
}

/// Small numbers of either sign become small ones, so that the table is narrow.
fn encode(points: i32) -> u32 {
    (points.cast_unsigned() << 1 ^ (points >> 31).cast_unsigned()).saturating_add(1)
}

#[inline]
fn decode(code: u32) -> Option<i32> {
    let code = code.checked_sub(1)?;
    Some((code >> 1).cast_signed() ^ -(code & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_has_the_points_that_it_got_first() {
        let mut points: Points = [(1, -20), (3, 7), (4, 0)].into_iter().collect();
        points.add([(3, 9), (4, 9), (6, 300)].into_iter());
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|signal| points.of(signal)), [0, -20, 0, 7, 0, 0, 300, 0]);
    }
}
