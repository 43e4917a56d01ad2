//! What calls a phrase up: its rarest words, and what else must then stand around them.

use super::{Lowering, Node, Width, widths};
use crate::fold::fold;
use crate::pack::phrase::{Edge, Term};
use crate::pack::postings::Cost;
use crate::pack::program::{KINDS, NEEDS, Need, kind};

/// A word that calls up a pattern, how far the pattern may reach before it and from it on, and what
/// else must stand around it, so that most calls end at once.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) class: u32,
    pub(super) left: Width,
    right: Width,
    pub(super) needs: Vec<(Cost, Need)>,
}

impl Anchor {
    fn of(class: u32) -> Self {
        Self { class, left: Width::default(), right: Width { min: 1, max: 1 }, needs: Vec::new() }
    }
}

impl Lowering<'_> {
    /// Chooses the words that call up the phrase: any match must hold one of them.
    pub(super) fn anchors(&mut self, node: &Node) -> Option<(Cost, Vec<Anchor>)> {
        match node {
            Node::Words(terms) => {
                let cost = terms.iter().map(|term| self.cost(*term)).sum();
                let class = self.class(terms);
                Some((cost, vec![Anchor::of(class)]))
            }
            Node::Kind(kind::ANY) | Node::Optional(_) | Node::Gap { .. } | Node::Edge(_) => None,
            Node::Kind(kind) => {
                let cost = if matches!(*kind, kind::NAME | kind::QUOTED) { 400 } else { 40 };
                Some((cost, vec![Anchor::of(*kind)]))
            }
            Node::Sequence(parts) => self.sequence_anchors(parts),
            Node::Alternatives(parts) => {
                let each: Option<Vec<_>> = parts.iter().map(|part| self.anchors(part)).collect();
                let each = each?;
                let cost = each.iter().map(|(cost, _)| cost).sum();
                Some((cost, each.into_iter().flat_map(|(_, anchors)| anchors).collect()))
            }
            Node::Marked(inner) => self.anchors(inner),
        }
    }

    /// Calls a sequence up by its rarest part; the others must then stand as far from it as the phrase says.
    fn sequence_anchors(&mut self, parts: &[Node]) -> Option<(Cost, Vec<Anchor>)> {
        let mut keys: Vec<(Cost, usize, Vec<Anchor>)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            keys.extend(self.anchors(part).map(|(cost, anchors)| (cost, at, anchors)));
        }
        keys.sort_by_key(|(cost, ..)| *cost);
        let mut keys = keys.into_iter();
        let Some((cost, at, mut anchors)) = keys.next() else { return whole_question(parts) };
        for (cost, other, others) in keys.take(NEEDS) {
            let Some(class) = self.union(&others) else { continue };
            let between = widths(&parts[at.min(other) + 1..at.max(other)]);
            for anchor in &mut anchors {
                anchor.needs.push((cost, need(class, anchor, between, &others, other > at)));
            }
        }
        let (before, behind) = (widths(&parts[..at]), widths(&parts[at + 1..]));
        for anchor in &mut anchors {
            anchor.left = anchor.left.plus(before);
            anchor.right = anchor.right.plus(behind);
        }
        Some((cost, anchors))
    }

    /// Makes one class of those that call a part up; nothing where kinds of words are among them.
    pub(super) fn union(&mut self, anchors: &[Anchor]) -> Option<u32> {
        let [first, rest @ ..] = anchors else { return None };
        if rest.is_empty() {
            return Some(first.class);
        }
        let words = anchors.iter().map(|anchor| anchor.class.checked_sub(KINDS));
        let classes = words.collect::<Option<Vec<_>>>()?;
        let terms = classes.into_iter().flat_map(|class| self.classes[class as usize].iter().copied()).collect();
        Some(self.class(&terms))
    }

    /// How often a word is met can be told from how many classes it has in the pack that is extended.
    fn base_cost(&self, word: &[u8]) -> Cost {
        let entry = self.base.and_then(|base| base.pack.tables.lexicon.exact(word));
        entry.map_or(0, |entry| entry.set.len() as Cost)
    }

    fn word_cost(&self, word: &[u8]) -> Cost {
        1 + self.frequencies.get(word).copied().unwrap_or_default() + self.base_cost(word)
    }

    pub(super) fn cost(&mut self, term: u32) -> Cost {
        if let Some(cost) = self.term_costs.get(&term) {
            return *cost;
        }
        let cost = match &self.terms[term as usize] {
            Term::Word(word) => self.word_cost(word),
            Term::Cased(word) => self.word_cost(&fold(word)),
            Term::Affix { prefix, suffix } => {
                let from = self.frequencies.range(prefix.clone()..).take_while(|(word, _)| word.starts_with(prefix));
                let met: Cost = from.filter(|(word, _)| word.ends_with(suffix)).map(|(_, met)| met).sum();
                4 + met
            }
            Term::Kind(_) => Cost::MAX / 4,
        };
        self.term_costs.insert(term, cost);
        cost
    }
}

/// Tells where one of `others` must stand, counted from the anchor: behind its part, or before it.
fn need(class: u32, anchor: &Anchor, between: Width, others: &[Anchor], behind: bool) -> Need {
    let (own, theirs): (Width, fn(&Anchor) -> Width) =
        if behind { (anchor.right, |other| other.left) } else { (anchor.left, |other| other.right) };
    let nearest = others.iter().map(|other| theirs(other).min).min().unwrap_or_default() + own.min + between.min;
    let farthest = others.iter().map(|other| theirs(other).max).max().unwrap_or_default() + own.max + between.max;
    Need::within(class, nearest, farthest, behind)
}

/// A phrase that asks only for a question from its first word on is called up by that word.
fn whole_question(parts: &[Node]) -> Option<(Cost, Vec<Anchor>)> {
    let starts = matches!(parts.first(), Some(Node::Edge(Edge::SentenceStart)));
    let asks = parts.iter().any(|part| matches!(part, Node::Edge(Edge::Asked)));
    let asked = Anchor { right: widths(parts), ..Anchor::of(kind::ASKED) };
    (starts && asks).then(|| (100, vec![asked]))
}
