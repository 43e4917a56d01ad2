//! The reference: finds what patterns find by trying every phrase at every word, as the rule language
//! tells it. No word calls anything up, nothing is ruled out beforehand, and nothing is compiled. It is
//! slow and shares with the search only how phrases are read and how a text is cut.

mod phrases;
mod tests;

use std::collections::HashSet;

use super::Hit;
use crate::fold::{capitalised, fold, fold_but_case};
use crate::pack::Pack;
use crate::pack::phrase::Edge;
use crate::pack::program::{Target, kind};
use crate::pack::wire::Scope;
use crate::text::{Sentence, Text, Token, slot};

/// A phrase with its vocabulary put in.
#[derive(Debug, Clone)]
enum Node {
    Words(Words),
    Kind(u32),
    Cased(String),
    Sequence(Vec<Node>),
    /// In the order in which they are tried.
    Alternatives(Vec<Node>),
    Optional(Box<Node>),
    Gap(u32, bool),
    Edge(Edge),
    Marked(Box<Node>),
}

/// Single words, any of which will do.
#[derive(Debug, Clone, Default)]
struct Words {
    whole: HashSet<Vec<u8>>,
    affixes: Vec<(Vec<u8>, Vec<u8>)>,
}

/// What one pattern of a rule says.
#[derive(Debug)]
enum Form {
    Phrase(Node),
    Frame { scope: Scope, all: Vec<Node>, not: Vec<Node> },
    Regex { regex: regex::Regex, needs: Node },
}

#[derive(Debug)]
struct Rule {
    target: Target,
    form: Form,
}

/// A match under way.
#[derive(Debug, Clone)]
struct State {
    at: u32,
    /// No gap looks further back for its clause.
    since: u32,
    /// Whether only an edge may follow.
    parted: bool,
    shown: (u32, Option<u32>),
    skipped: Vec<u32>,
}

/// The words in which a phrase must lie.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    first: u32,
    end: u32,
    sentence: Sentence,
}

/// A draft to be searched.
struct Reference<'t> {
    source: &'t str,
    text: &'t Text,
    /// For each token the folded words that it stands for: one, those of a slot, or none for an address.
    words: Vec<Vec<Vec<u8>>>,
}

impl<'t> Reference<'t> {
    fn new(pack: &Pack, source: &'t str, text: &'t Text) -> Self {
        let words = |token: &Token| {
            let written = source.get(token.start as usize..token.end as usize).unwrap_or_default();
            let is = |kind: u32| token.kinds & 1 << kind != 0;
            // A bare slot such as XXX is a word like others.
            match slot::at(pack, written).filter(|_| is(kind::SLOT)) {
                Some(slot) => slot.words().map(fold).collect(),
                None if is(kind::URL) || is(kind::EMAIL) => Vec::new(),
                None => vec![fold(written)],
            }
        };
        Self { source, text, words: text.tokens.iter().map(words).collect() }
    }

    /// Finds everything that the rules find, sorted.
    fn hits(&self, rules: &[Rule]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for rule in rules {
            for sentence in &self.text.sentences {
                self.rule(rule, *sentence, &mut hits);
            }
            if let Form::Regex { regex, needs } = &rule.form {
                self.regex(rule.target, regex, needs, &mut hits);
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    fn rule(&self, rule: &Rule, sentence: Sentence, hits: &mut Vec<Hit>) {
        let whole = Bounds { first: sentence.first, end: sentence.end, sentence };
        match &rule.form {
            Form::Phrase(node) => {
                let found = (whole.first..whole.end).filter_map(|start| self.phrase(node, start, whole));
                hits.extend(found.map(|found| Hit { target: rule.target, ..found }));
            }
            Form::Frame { scope: Scope::Sentence, all, not } => self.frame(rule.target, all, not, whole, hits),
            Form::Frame { scope: Scope::Clause, all, not } => {
                let mut first = whole.first;
                while first < whole.end {
                    let clause = |at: u32| self.text.tokens[at as usize].clause;
                    let end = (first..whole.end).find(|at| clause(*at) != clause(first)).unwrap_or(whole.end);
                    self.frame(rule.target, all, not, Bounds { first, end, sentence }, hits);
                    first = end;
                }
            }
            Form::Regex { .. } => {}
        }
    }

    /// Finds the phrase at one word: the first way that fits.
    fn phrase(&self, node: &Node, start: u32, bounds: Bounds) -> Option<Hit> {
        let state = State { at: start, since: start, parted: false, shown: (start, None), skipped: Vec::new() };
        let mut found = None;
        self.walk(node, state, bounds, &mut |state| {
            let bits = state.skipped.iter().filter_map(|at| 1_u64.checked_shl(at - start));
            found = Some(Hit {
                target: Target::Signal(0),
                first: start,
                end: state.at,
                shown: (state.shown.0, state.shown.1.unwrap_or(state.at)),
                skipped: bits.fold(0, |all, bit| all | bit),
                edged: has_edge(node),
            });
            true
        });
        found
    }

    /// Follows a phrase in every way, likeliest first, until `then` is content.
    fn walk(&self, node: &Node, state: State, bounds: Bounds, then: &mut dyn FnMut(State) -> bool) -> bool {
        let token = |fits: bool| (fits && !state.parted && state.at < bounds.end).then_some(state.at + 1);
        match node {
            Node::Words(_) | Node::Kind(_) | Node::Cased(_) => {
                let fits = state.at < bounds.end && self.is(node, state.at);
                token(fits).is_some_and(|at| then(State { at, ..state }))
            }
            Node::Sequence(parts) => self.sequence(parts, state, bounds, then),
            Node::Alternatives(parts) => parts.iter().any(|part| self.walk(part, state.clone(), bounds, then)),
            Node::Optional(inner) => self.walk(inner, state.clone(), bounds, then) || then(state),
            Node::Gap(most, crosses) => self.gap((*most, *crosses), &state, bounds, then),
            Node::Edge(edge) => {
                let moved = State { since: state.at, parted: false, ..state.clone() };
                self.stands(*edge, state.at, bounds) && then(if *edge == Edge::Asked { state } else { moved })
            }
            Node::Marked(inner) => {
                let marked = State { shown: (state.at, None), ..state };
                self.walk(inner, marked, bounds, &mut |state| {
                    then(State { shown: (state.shown.0, Some(state.at)), ..state })
                })
            }
        }
    }

    fn sequence(&self, parts: &[Node], state: State, bounds: Bounds, then: &mut dyn FnMut(State) -> bool) -> bool {
        match parts {
            [] => then(state),
            [first, rest @ ..] => {
                self.walk(first, state, bounds, &mut |state| self.sequence(rest, state, bounds, then))
            }
        }
    }

    /// Skips as few words as possible. At the end of its clause a gap ends, and only an edge may follow.
    fn gap(
        &self,
        (most, crosses): (u32, bool),
        state: &State,
        bounds: Bounds,
        then: &mut dyn FnMut(State) -> bool,
    ) -> bool {
        let clause = |at: u32| self.text.tokens[at as usize].clause;
        let before = state.at.saturating_sub(1).max(state.since);
        let mut skipped = state.skipped.clone();
        for at in state.at..=state.at + most {
            let stays = crosses || at < bounds.end && clause(at) == clause(before);
            if then(State { at, parted: !stays, skipped: skipped.clone(), ..state.clone() }) {
                return true;
            }
            if !stays || at >= bounds.end {
                return false;
            }
            skipped.push(at);
        }
        false
    }

    fn is(&self, node: &Node, at: u32) -> bool {
        let token = self.text.tokens[at as usize];
        match node {
            Node::Words(words) => self.words[at as usize].iter().any(|word| words.hold(word)),
            Node::Kind(kind) => *kind == kind::ANY || token.kinds & 1 << kind != 0,
            Node::Cased(word) => {
                let written = self.source.get(token.start as usize..token.end as usize).unwrap_or_default();
                let meant = |written: &str| fold_but_case(written) == fold_but_case(word);
                meant(written) || self.text.uncapitalised && meant(&capitalised(written))
            }
            _ => false,
        }
    }

    fn stands(&self, edge: Edge, at: u32, Bounds { sentence, .. }: Bounds) -> bool {
        let parts = |at: u32| self.text.tokens[at as usize - 1].clause != self.text.tokens[at as usize].clause;
        match edge {
            Edge::SentenceStart => at == sentence.first,
            Edge::SentenceEnd => at == sentence.end,
            Edge::ClauseStart => at == sentence.first || at < sentence.end && parts(at),
            Edge::ClauseEnd => at == sentence.end || at > sentence.first && parts(at),
            Edge::Asked => sentence.asked,
        }
    }

    /// A frame stands where all its phrases do, in any order, and none that it forbids.
    fn frame(&self, target: Target, all: &[Node], not: &[Node], bounds: Bounds, hits: &mut Vec<Hit>) {
        let first = |node: &Node| (bounds.first..bounds.end).find_map(|start| self.phrase(node, start, bounds));
        if not.iter().any(|node| first(node).is_some()) {
            return;
        }
        let Some(parts) = all.iter().map(first).collect::<Option<Vec<_>>>() else { return };
        let start = parts.iter().map(|part| part.first).min().unwrap_or_default();
        let end = parts.iter().map(|part| part.end).max().unwrap_or_default();
        let names = |at: u32| {
            let bit = |part: &Hit| 1_u64.checked_shl(at - part.first).is_some_and(|bit| part.skipped & bit == 0);
            parts.iter().any(|part| part.first <= at && at < part.end && bit(part))
        };
        let skipped = (start..start.saturating_add(64)).filter(|at| !names(*at)).map(|at| 1_u64 << (at - start));
        let skipped = skipped.fold(0, |all, bit| all | bit);
        hits.push(Hit { target, first: start, end, shown: (start, end), skipped, edged: has_edge(&all[0]) });
    }

    fn regex(&self, target: Target, regex: &regex::Regex, needs: &Node, hits: &mut Vec<Hit>) {
        let needed = self.text.sentences.iter().any(|sentence| {
            let bounds = Bounds { first: sentence.first, end: sentence.end, sentence: *sentence };
            (bounds.first..bounds.end).any(|start| self.phrase(needs, start, bounds).is_some())
        });
        for found in regex.find_iter(self.source).filter(|_| needed) {
            let touched = |token: &Token| (token.end as usize) > found.start() && (token.start as usize) < found.end();
            let mut tokens = (0..).zip(&self.text.tokens).filter(|(_, token)| touched(token)).map(|(at, _)| at);
            if let Some(first) = tokens.next() {
                let end = tokens.last().unwrap_or(first) + 1;
                hits.push(Hit { target, first, end, shown: (first, end), skipped: 0, edged: false });
            }
        }
    }
}

impl Words {
    fn hold(&self, word: &[u8]) -> bool {
        self.whole.contains(word)
            || self.affixes.iter().any(|(prefix, suffix)| {
                word.len() >= prefix.len() + suffix.len() && word.starts_with(prefix) && word.ends_with(suffix)
            })
    }
}

fn has_edge(node: &Node) -> bool {
    match node {
        Node::Edge(_) => true,
        Node::Sequence(parts) | Node::Alternatives(parts) => parts.iter().any(has_edge),
        Node::Optional(inner) | Node::Marked(inner) => has_edge(inner),
        Node::Words(_) | Node::Kind(_) | Node::Cased(_) | Node::Gap(..) => false,
    }
}
