//! Which texts of a template are judged: not all, but the longest, and from there towards the worst.
//!
//! One choice after the other, each of its options is judged with the others left as they are, and the
//! worst one stays. So every option is judged once, as far as it can be reached, and what two choices do
//! together is found where each makes the text a little worse by itself: where a reason is given twice,
//! losing one is no finding yet, but it counts. What two choices do only together may be missed. The
//! number of texts is bounded; what was not tried is said.

use super::Template;
use crate::pack::Pack;
use crate::span::Span;

/// The most texts that are judged for one template.
const MOST_TEXTS: usize = 96;
/// The most bytes that are judged for one template, where it has long texts.
const MOST_BYTES: usize = 4 * 1024 * 1024;

impl Template {
    /// Returns the worst text that was found, by what `badness` says of a text, and where the first choice stands whose options were not all
    /// tried.
    pub(crate) fn worst<B: Ord>(
        &self,
        pack: &Pack,
        source: &str,
        mut badness: impl FnMut(&str) -> B,
    ) -> (String, Option<Span>) {
        let mut left = (MOST_BYTES / source.len().max(1)).clamp(2, MOST_TEXTS);
        let mut judged = |chosen: &[usize]| badness(&self.text(source, chosen));
        let mut chosen = self.longest(pack, source);
        if self.choices.is_empty() {
            return (self.text(source, &chosen), None);
        }
        let mut worst = judged(&chosen);
        for number in 0..self.choices.len() {
            let kept = chosen[number];
            let mut best = kept;
            let options = if self.is_reached(number, &chosen) { self.choices[number].options } else { 0 };
            for option in (0..options).filter(|option| *option != kept) {
                left -= 1;
                if left == 0 {
                    chosen[number] = best;
                    return (self.text(source, &chosen), Some(self.choices[number].mark));
                }
                let badness = judged(&with(&chosen, number, option));
                if badness > worst {
                    (worst, best) = (badness, option);
                }
            }
            chosen[number] = best;
        }
        (self.text(source, &chosen), None)
    }

    /// Tells whether a choice is sent at all with these options.
    fn is_reached(&self, number: usize, chosen: &[usize]) -> bool {
        let mut around = self.choices[number].inside;
        while let Some((outer, option)) = around {
            if chosen[outer] != option {
                return false;
            }
            around = self.choices[outer].inside;
        }
        true
    }
}

fn with(chosen: &[usize], number: usize, option: usize) -> Vec<usize> {
    let mut chosen = chosen.to_vec();
    chosen[number] = option;
    chosen
}
