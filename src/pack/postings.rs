//! Which patterns a word calls up: those that need the same other word stand together, so that one look
//! rules out all of them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::bytes::Numbers;
use super::program::{KINDS, Need, Posting, kind};

/// How often the words of a class are met.
pub(crate) type Cost = u64;

/// The words of a sentence that stand around the one that calls.
const AROUND: i32 = 12;

/// From fewer words nothing is learned about how frequent they are.
const FEWEST: Cost = 5000;

/// What each class calls up, read in place.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Postings {
    /// The block of each kind of words; those of other classes are named where words are.
    kinds: Numbers,
    /// Blocks, each of which begins where a multiple of [`STEP`] is, so that its name is short: the number of its
    /// groups; for each group the class of a word that all its postings need, or any, and how many there are;
    /// and all postings. The first block has none.
    blocks: Numbers,
}

impl Postings {
    /// Returns the block of a kind of words.
    #[inline]
    pub(crate) fn of_kind(&self, kind: u32) -> u32 {
        self.kinds.get(kind as usize)
    }

    /// Lists the groups of a block: for each the class of a word that all its postings need, or any, and where
    /// they stand.
    #[inline]
    pub(crate) fn groups_of(&self, block: u32) -> impl Iterator<Item = (u32, Range<usize>)> {
        let block = block as usize * STEP;
        let count = self.blocks.index(block);
        let mut behind = block + 1 + count * GROUP;
        (0..count).map(move |group| {
            let [need, postings] = self.blocks.row(block + 1 + group * GROUP);
            let first = behind;
            behind += postings as usize * Posting::SIZE;
            (need, first..behind)
        })
    }

    /// Lists the postings of a group.
    #[inline]
    pub(crate) fn of(&self, group: Range<usize>) -> impl Iterator<Item = Posting> {
        group.step_by(Posting::SIZE).map(|at| Posting::decode(self.blocks.row(at)))
    }
}

/// Numbers a group.
const GROUP: usize = 2;
/// What the places of blocks are multiples of.
const STEP: usize = 8;

/// A pattern that a word may belong to, before it becomes numbers.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) pattern: u32,
    /// The fewest and most words that stand before the one that calls it up.
    pub(crate) left: (u32, u32),
    /// What else must stand around that word, at most [`NEEDS`](super::program::NEEDS), and how often it does;
    /// rarest first.
    pub(crate) needs: Vec<(Cost, Need)>,
}

/// Rows that need the same class, which comes first in each of them; any word where they have no need in common.
pub(crate) type Sharing = (u32, Vec<Row>);

/// Makes the tables of what the words of each class call up; tells the block of each class.
pub(crate) fn build(called: BTreeMap<u32, Vec<Sharing>>) -> (Postings, HashMap<u32, u32>) {
    let (mut blocks, mut places) = (vec![0; STEP], HashMap::new());
    for (class, sharing) in called {
        places.insert(class, narrow(blocks.len() / STEP));
        blocks.push(narrow(sharing.len()));
        blocks.extend(sharing.iter().flat_map(|(need, members)| [*need, narrow(members.len())]));
        for Row { pattern, left, needs } in sharing.into_iter().flat_map(|(_, members)| members) {
            let mut needs = needs.into_iter().map(|(_, need)| need);
            let needs = std::array::from_fn(|_| needs.next().unwrap_or_default());
            blocks.extend(Posting { pattern, left, needs }.encode());
        }
        blocks.resize(blocks.len().next_multiple_of(STEP), 0);
    }
    let kinds: Vec<_> = (0..KINDS).map(|kind| places.get(&kind).copied().unwrap_or_default()).collect();
    (Postings { kinds: kinds.into(), blocks: blocks.into() }, places)
}

/// Parts rows into groups with a common need; `met` is how many words were counted to learn what is rare.
pub(crate) fn grouped(mut rows: Vec<Row>, met: Cost) -> Vec<Sharing> {
    let mut groups = Vec::new();
    while let Some(class) = most_telling(&rows, met) {
        let (mut members, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.needs.iter().any(|(_, need)| need.class == class));
        for row in &mut members {
            if let Some(at) = row.needs.iter().position(|(_, need)| need.class == class) {
                let need = row.needs.remove(at);
                row.needs.insert(0, need);
            }
        }
        groups.push((class, members));
        rows = others;
    }
    if !rows.is_empty() {
        groups.push((kind::ANY, rows));
    }
    groups
}

/// Returns the class whose absence rules out most of the rows.
fn most_telling(rows: &[Row], met: Cost) -> Option<u32> {
    let mut told: BTreeMap<u32, (f64, Cost)> = BTreeMap::new();
    for row in rows {
        let mut seen = Vec::new();
        for (cost, need) in &row.needs {
            if !seen.contains(&need.class) {
                seen.push(need.class);
                let entry = told.entry(need.class).or_insert((0.0, *cost));
                entry.0 += 1.0;
            }
        }
    }
    let gain = |(count, cost): (f64, Cost)| count * absence(cost, met);
    let best = told.into_iter().max_by(|(_, one), (_, other)| gain(*one).total_cmp(&gain(*other)));
    best.map(|(class, _)| class)
}

/// Returns how likely a sentence has no word that is met so often.
#[expect(clippy::cast_precision_loss, reason = "a guess is enough")]
fn absence(cost: Cost, met: Cost) -> f64 {
    let share = cost as f64 / met.max(FEWEST) as f64;
    (1.0 - share.min(0.99)).powi(AROUND)
}

/// Packs have far fewer patterns than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pattern: u32, needs: &[(Cost, u32)]) -> Row {
        let needs = needs.iter().map(|(cost, class)| (*cost, Need::anywhere(*class))).collect();
        Row { pattern, left: (0, 0), needs }
    }

    #[test]
    fn what_needs_the_same_word_is_ruled_out_together() {
        let rows = vec![row(0, &[(1, 50), (9, 60)]), row(1, &[(2, 51), (9, 60)]), row(2, &[]), row(3, &[(9, 60)])];
        let (postings, blocks) = build(BTreeMap::from([(40, grouped(rows, 1000))]));
        let groups: Vec<_> = postings.groups_of(blocks[&40]).collect();
        assert_eq!(groups.iter().map(|(need, _)| *need).collect::<Vec<_>>(), [60, kind::ANY]);
        let rows: Vec<Vec<_>> = groups.into_iter().map(|(_, group)| postings.of(group).collect()).collect();
        let patterns = |rows: &[Posting]| rows.iter().map(|posting| posting.pattern).collect::<Vec<_>>();
        assert_eq!(rows.iter().map(|rows| patterns(rows)).collect::<Vec<_>>(), [vec![0, 1, 3], vec![2]]);
        assert!(rows[0].iter().all(|posting| posting.needs[0] == Need::anywhere(60)));
        assert_eq!(postings.groups_of(postings.of_kind(kind::NAME)).count(), 0);
    }
}
