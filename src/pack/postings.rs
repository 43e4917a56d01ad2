//! Which patterns a word calls up: those that need the same other word stand together, so that one look
//! rules out all of them.

use std::collections::BTreeMap;

use super::bytes::Numbers;
use super::program::{Need, Posting, kind};

/// How often the words of a class are met.
pub(crate) type Cost = u64;

/// The words of a sentence that stand around the one that calls.
const AROUND: i32 = 12;

/// From fewer words nothing is learned about how frequent they are.
const FEWEST: Cost = 5000;

/// Groups of postings for each class, read in place.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Postings {
    /// The first group of each class, and one behind the last.
    offsets: Numbers,
    /// For each group, the class of a word that all its postings need, or any; and its first posting. One
    /// more stands behind the last.
    groups: Numbers,
    /// [`Posting::SIZE`] numbers a posting.
    rows: Numbers,
}

impl Postings {
    /// Lists the groups of a class.
    #[inline]
    pub(crate) fn groups_of(&self, class: u32) -> impl Iterator<Item = Group> {
        let class = class as usize;
        (self.offsets.index(class)..self.offsets.index(class + 1)).map(Group)
    }

    /// Returns the class of a word that all postings of the group need; any word where they need nothing in common.
    #[inline]
    pub(crate) fn need(&self, group: Group) -> u32 {
        self.groups.get(group.0 * Group::SIZE)
    }

    /// Lists the postings of a group.
    #[inline]
    pub(crate) fn of(&self, group: Group) -> impl Iterator<Item = Posting<'_>> {
        let first = |group: usize| self.groups.index(group * Group::SIZE + 1);
        (first(group.0)..first(group.0 + 1)).map(|row| Posting::at(&self.rows, row))
    }
}

/// Some of the patterns that a word calls up, by their number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group(usize);

impl Group {
    /// Numbers a group.
    const SIZE: usize = 2;
}

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

/// Makes the tables of a pack's postings of what the words of each class call up.
pub(crate) fn build(mut called: BTreeMap<u32, Vec<Sharing>>, classes: u32) -> Postings {
    let (mut offsets, mut groups, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut count = 0;
    for class in 0..classes {
        offsets.push(narrow(groups.len() / Group::SIZE));
        for (need, members) in called.remove(&class).unwrap_or_default() {
            groups.extend([need, count]);
            count += narrow(members.len());
            for row in members {
                let mut needs = row.needs.into_iter().map(|(_, need)| need);
                let needs = std::array::from_fn(|_| needs.next().unwrap_or_default());
                numbers.extend(Posting::encode(row.pattern, row.left, needs));
            }
        }
    }
    offsets.push(narrow(groups.len() / Group::SIZE));
    groups.extend([kind::ANY, count]);
    Postings { offsets: offsets.into(), groups: groups.into(), rows: numbers.into() }
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
        let postings = build(BTreeMap::from([(40, grouped(rows, 1000))]), 70);
        let groups: Vec<_> = postings.groups_of(40).collect();
        assert_eq!(groups.iter().map(|group| postings.need(*group)).collect::<Vec<_>>(), [60, kind::ANY]);
        let rows: Vec<Vec<_>> = groups.iter().map(|group| postings.of(*group).collect()).collect();
        let patterns = |rows: &[Posting<'_>]| rows.iter().map(|posting| posting.pattern()).collect::<Vec<_>>();
        assert_eq!(rows.iter().map(|rows| patterns(rows)).collect::<Vec<_>>(), [vec![0, 1, 3], vec![2]]);
        assert!(rows[0].iter().all(|posting| posting.needs().next().unwrap().class == 60));
        assert_eq!(postings.groups_of(60).count(), 0);
    }
}
