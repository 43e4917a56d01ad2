//! Which patterns a word calls up: those that need the same other word stand together, so that one look
//! rules out all of them.

use std::collections::{BTreeMap, HashMap};

use super::bytes::Numbers;
use super::program::{KINDS, Need, Posting, kind};

/// How often the words of a class are met.
pub(crate) type Cost = u64;

/// The words of a sentence that stand around the one that calls.
const AROUND: i32 = 12;

/// From fewer words nothing is learned about how frequent they are.
const FEWEST: Cost = 5000;

/// What the words of a class call up, read in place. What other classes than kinds do is named where words are: for
/// each group of postings the class of a word that all of them need, or any, and where the group begins.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Postings {
    /// For each kind of words, at which of `groups` its own begin; and where those of the last end.
    kinds: Numbers,
    /// The groups of kinds, [`GROUP`] numbers each.
    groups: Numbers,
    /// [`Posting::SIZE`] numbers a posting, those of a group one behind the other.
    rows: Numbers,
}

impl Postings {
    /// Calls `each` with the groups of a kind of words: for each what it needs and where it begins.
    #[inline]
    pub(crate) fn each_of_kind(&self, kind: u32, each: impl FnMut(u32, u32)) {
        let [start, end] = self.kinds.row(kind as usize).map(|at| at as usize);
        self.groups.view().each_pair(start * GROUP, end.saturating_sub(start), each);
    }

    /// Lists the postings of the group that begins at `group`.
    #[inline]
    pub(crate) fn of(&self, group: u32) -> impl Iterator<Item = Posting> {
        let (rows, mut next) = (self.rows.view(), Some(group as usize));
        std::iter::from_fn(move || {
            let at = next?;
            let posting = Posting::decode(rows.row(at * Posting::SIZE));
            next = (!posting.last).then_some(at + 1);
            Some(posting)
        })
    }
}

/// Numbers a group.
const GROUP: usize = 2;

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

/// What the words of a class call up: of each group what it needs, and where it begins.
pub(crate) type Groups = Vec<(u32, u32)>;

/// Makes the tables of what the words of each class call up; tells the groups of each class.
pub(crate) fn build(called: BTreeMap<u32, Vec<Sharing>>) -> (Postings, HashMap<u32, Groups>) {
    let (mut rows, mut places) = (Vec::new(), HashMap::<_, Groups>::new());
    for (class, sharing) in called {
        for (need, members) in sharing {
            places.entry(class).or_default().push((need, narrow(rows.len() / Posting::SIZE)));
            let count = members.len();
            for (Row { pattern, left, needs }, nth) in members.into_iter().zip(1..) {
                let mut needs = needs.into_iter().map(|(_, need)| need);
                let needs = std::array::from_fn(|_| needs.next().unwrap_or_default());
                rows.extend(Posting { pattern, left, needs, last: nth == count }.encode());
            }
        }
    }
    let (mut kinds, mut groups) = (vec![0], Vec::new());
    for kind in 0..KINDS {
        groups.extend(places.get(&kind).into_iter().flatten().flat_map(|(need, group)| [*need, *group]));
        kinds.push(narrow(groups.len() / GROUP));
    }
    (Postings { kinds: kinds.into(), groups: groups.into(), rows: rows.into() }, places)
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
        let named = vec![row(4, &[(1, 61)])];
        let rows = vec![row(0, &[(1, 50), (9, 60)]), row(1, &[(2, 51), (9, 60)]), row(2, &[]), row(3, &[(9, 60)])];
        let (postings, places) = build(BTreeMap::from([(40, grouped(rows, 1000)), (kind::NAME, grouped(named, 1000))]));
        let groups = &places[&40];
        assert_eq!(groups.iter().map(|(need, _)| *need).collect::<Vec<_>>(), [60, kind::ANY]);
        let rows: Vec<Vec<_>> = groups.iter().map(|(_, group)| postings.of(*group).collect()).collect();
        let patterns = |rows: &[Posting]| rows.iter().map(|posting| posting.pattern).collect::<Vec<_>>();
        assert_eq!(rows.iter().map(|rows| patterns(rows)).collect::<Vec<_>>(), [vec![0, 1, 3], vec![2]]);
        assert!(rows[0].iter().all(|posting| posting.needs[0] == Need::anywhere(60)));
        let of_kind = |kind: u32| {
            let mut groups = Vec::new();
            postings.each_of_kind(kind, |need, group| groups.push((need, group)));
            groups
        };
        assert_eq!(of_kind(kind::NAME), places[&kind::NAME]);
        assert_eq!([kind::ANY, kind::NUMBER, kind::ASKED, KINDS - 1].map(|kind| of_kind(kind).len()), [0; 4]);
    }
}
