//! Phrases become steps. The steps of a vocabulary entry stand once and are called by all phrases that name it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Lowering, Node, index};
use crate::pack::phrase::Edge;
use crate::pack::program::{Step, kind};

/// From this many alternatives on, one look at the next word comes before they are tried in turn.
const MANY_ALTERNATIVES: usize = 4;
/// More alternatives than these are tried in groups, most of which one look rules out.
const GROUP: usize = 8;

/// From this many steps on, those of a vocabulary entry are called instead of repeated.
const LONG: usize = 8;

/// Where a phrase's steps begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Program {
    pub(super) start: u32,
    /// Whether it asks for a place in the sentence.
    pub(super) edged: bool,
}

impl Lowering<'_> {
    /// Writes the steps of a phrase.
    pub(super) fn emit_program(&mut self, node: &Node) -> Program {
        let mut steps = Vec::new();
        self.emit(node, &mut steps);
        steps.push(Step::Found);
        Program { start: self.append(&steps), edged: has_edge(node) }
    }

    /// Returns the class of the words that a phrase may begin with; any where that is not known.
    pub(super) fn begins(&mut self, node: &Node) -> u32 {
        let parts = if let Node::Sequence(parts) = node { parts.as_slice() } else { std::slice::from_ref(node) };
        let edges = parts.iter().take_while(|part| matches!(part, Node::Edge(_))).count();
        match &parts[edges..] {
            [Node::Kind(kind), ..] => *kind,
            words => self.first_of_sequence(words).map_or(kind::ANY, |terms| self.class(&terms)),
        }
    }

    /// Adds steps whose targets count from the first of them; returns where that stands.
    fn append(&mut self, steps: &[Step]) -> u32 {
        let start = index(self.programs.len());
        self.programs.extend(steps.iter().map(|step| {
            let step = match *step {
                Step::Or(to) => Step::Or(start + to),
                Step::Jump(to) => Step::Jump(start + to),
                step => step,
            };
            step.encode()
        }));
        start
    }

    fn emit(&mut self, node: &Node, steps: &mut Vec<Step>) {
        match node {
            Node::Words(terms) => steps.push(Step::Class(self.class(terms))),
            Node::Kind(kind) => steps.push(Step::Class(*kind)),
            Node::Sequence(parts) => parts.iter().for_each(|part| self.emit(part, steps)),
            Node::Alternatives(parts) => match self.entry_steps(parts) {
                Some(start) => steps.push(Step::Call(start)),
                None => self.emit_alternatives(parts, steps),
            },
            Node::Optional(inner) => {
                let or = push(steps, Step::Or(0));
                self.emit(inner, steps);
                steps[or] = Step::Or(index(steps.len()));
            }
            Node::Gap { most, crosses: false } => steps.push(Step::Gap(u32::from(*most))),
            Node::Gap { most, crosses: true } => steps.push(Step::CrossingGap(u32::from(*most))),
            Node::Edge(edge) => steps.push(match edge {
                Edge::ClauseStart => Step::ClauseStart,
                Edge::SentenceStart => Step::SentenceStart,
                Edge::ClauseEnd => Step::ClauseEnd,
                Edge::SentenceEnd => Step::SentenceEnd,
                Edge::Asked => Step::Asked,
            }),
            Node::Marked(inner) => {
                steps.push(Step::MarkStart);
                self.emit(inner, steps);
                steps.push(Step::MarkEnd);
            }
        }
    }

    /// Returns where the steps of these alternatives stand, if they are those of a vocabulary entry and many.
    fn entry_steps(&mut self, parts: &Rc<Vec<Node>>) -> Option<u32> {
        let entry = Rc::as_ptr(parts).addr();
        match self.entries.get(&entry).copied()? {
            Entry::Unwritten => {}
            Entry::Short => return None,
            Entry::At(start) => return Some(start),
        }
        let mut steps = Vec::new();
        self.emit_alternatives(parts, &mut steps);
        let start = (steps.len() >= LONG).then(|| {
            steps.push(Step::Return);
            self.append(&steps)
        });
        self.entries.insert(entry, start.map_or(Entry::Short, Entry::At));
        start
    }

    fn emit_alternatives(&mut self, parts: &[Node], steps: &mut Vec<Step>) {
        let mut ends = Vec::new();
        if parts.len() >= MANY_ALTERNATIVES
            && let Some(terms) = self.first_of_any(parts)
        {
            steps.push(Step::Ahead(self.class(&terms)));
        }
        let mut size = 1;
        while parts.len() > size * GROUP {
            size *= GROUP;
        }
        let groups = parts.chunks(size);
        for (at, group) in groups.clone().enumerate() {
            let mut emit = |steps: &mut Vec<Step>| match group {
                [part] => self.emit(part, steps),
                parts => self.emit_alternatives(parts, steps),
            };
            if at + 1 == groups.len() {
                emit(steps);
            } else {
                let or = push(steps, Step::Or(0));
                emit(steps);
                ends.push(push(steps, Step::Jump(0)));
                steps[or] = Step::Or(index(steps.len()));
            }
        }
        let end = Step::Jump(index(steps.len()));
        for jump in ends {
            steps[jump] = end;
        }
    }

    /// Lists the words that a match of any of these may begin with; nothing where one may begin otherwise.
    fn first_of_any(&mut self, parts: &[Node]) -> Option<BTreeSet<u32>> {
        let each: Option<Vec<_>> = parts.iter().map(|part| self.first_of(part)).collect();
        Some(each?.into_iter().flatten().collect())
    }

    fn first_of_sequence(&mut self, parts: &[Node]) -> Option<BTreeSet<u32>> {
        let taken = parts.iter().position(|part| !matches!(part, Node::Optional(_)))?;
        let mut terms = self.first_of(&parts[taken])?;
        for part in &parts[..taken] {
            if let Node::Optional(inner) = part {
                terms.extend(self.first_of(inner)?);
            }
        }
        Some(terms)
    }

    fn first_of(&mut self, node: &Node) -> Option<BTreeSet<u32>> {
        match node {
            Node::Words(terms) => Some(terms.clone()),
            Node::Sequence(parts) => self.first_of_sequence(parts),
            Node::Alternatives(parts) => self.first_of_any(parts),
            Node::Marked(inner) => self.first_of(inner),
            Node::Kind(_) | Node::Optional(_) | Node::Gap { .. } | Node::Edge(_) => None,
        }
    }
}

/// Where the steps of a vocabulary entry stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Unwritten,
    /// They are so few that each phrase has its own.
    Short,
    At(u32),
}

fn push(steps: &mut Vec<Step>, step: Step) -> usize {
    steps.push(step);
    steps.len() - 1
}

fn has_edge(node: &Node) -> bool {
    match node {
        Node::Edge(_) => true,
        Node::Alternatives(parts) => parts.iter().any(has_edge),
        Node::Sequence(parts) => parts.iter().any(has_edge),
        Node::Marked(inner) | Node::Optional(inner) => has_edge(inner),
        Node::Words(_) | Node::Kind(_) | Node::Gap { .. } => false,
    }
}
