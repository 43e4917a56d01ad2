//! From rule files to the phrases that the reference follows.

use std::collections::HashMap;

use super::{Form, Node, Rule, Words};
use crate::pack::facts::Language;
use crate::pack::load::RuleSet;
use crate::pack::phrase::{self, Phrase, Term};
use crate::pack::program::{Target, kind};
use crate::pack::wire::{Pattern, Patterns, Scope};

/// The word lists of a pack, and the names of its kinds of slots.
pub(super) struct Vocabulary<'s> {
    entries: HashMap<(Language, &'s str), &'s [String]>,
    slot_kinds: Vec<&'s str>,
}

impl<'s> Vocabulary<'s> {
    pub(super) fn of(set: &'s RuleSet) -> Self {
        let mut entries = HashMap::new();
        for rule in &set.vocabulary {
            for (language, table) in [(Language::De, &rule.value.de), (Language::En, &rule.value.en)] {
                entries.extend(table.0.iter().map(|(name, list)| ((language, name.as_str()), list.as_slice())));
            }
        }
        let kinds = set.text.iter().flat_map(|text| &text.value.slots.kinds.0);
        Self { entries, slot_kinds: kinds.map(|(name, _)| name.as_str()).collect() }
    }

    fn read(&self, language: Language, source: &str) -> Node {
        let phrase = phrase::parse(source).unwrap_or_else(|error| panic!("{source}: {}", error.what));
        self.expand(language, &phrase)
    }

    fn expand(&self, language: Language, phrase: &Phrase) -> Node {
        let all = |parts: &[Phrase]| parts.iter().map(|part| self.expand(language, part)).collect();
        match phrase {
            Phrase::Term(term) => self.term(term),
            Phrase::Vocabulary(name, _) => {
                let entries = self.entries[&(language, name.as_str())];
                in_order(entries.iter().map(|entry| self.read(language, entry)).collect())
            }
            Phrase::Sequence(parts) => Node::Sequence(all(parts)),
            Phrase::Alternatives(parts) => in_order(all(parts)),
            Phrase::Optional(inner) => Node::Optional(Box::new(self.expand(language, inner))),
            Phrase::Gap { most, crosses } => Node::Gap(u32::from(*most), *crosses),
            Phrase::Edge(edge) => Node::Edge(*edge),
            Phrase::Marked(inner) => Node::Marked(Box::new(self.expand(language, inner))),
        }
    }

    fn term(&self, term: &Term) -> Node {
        match term {
            Term::Word(word) => Node::Words(Words { whole: [word.clone()].into(), affixes: Vec::new() }),
            Term::Affix { prefix, suffix } => {
                Node::Words(Words { affixes: vec![(prefix.clone(), suffix.clone())], ..Words::default() })
            }
            Term::Cased(word) => Node::Cased(word.clone()),
            Term::Kind(name) => {
                let slot =
                    name.strip_prefix("slot:").map(|name| self.slot_kinds.iter().position(|known| *known == name));
                let at = slot.flatten().map(|at| at + kind::FIRST_SLOT_KIND as usize);
                let at = at.or_else(|| kind::NAMES.iter().position(|known| known == name));
                Node::Kind(u32::try_from(at.unwrap_or_else(|| panic!("@{name}"))).unwrap_or_default())
            }
        }
    }
}

/// Puts alternatives in the order in which they are tried: those that may be longest first, single words
/// last.
fn in_order(parts: Vec<Node>) -> Node {
    let (mut words, mut longer) = (Words::default(), Vec::new());
    let mut any = false;
    let flat = parts.into_iter().flat_map(|part| match part {
        Node::Alternatives(inner) => inner,
        other => vec![other],
    });
    for part in flat {
        match part {
            Node::Words(more) => {
                any = true;
                words.whole.extend(more.whole);
                words.affixes.extend(more.affixes);
            }
            other => longer.push(other),
        }
    }
    longer.sort_by_key(|part| std::cmp::Reverse(longest(part)));
    longer.extend(any.then_some(Node::Words(words)));
    Node::Alternatives(longer)
}

/// Returns how many words a phrase may take.
fn longest(node: &Node) -> u32 {
    match node {
        Node::Words(_) | Node::Kind(_) | Node::Cased(_) => 1,
        Node::Sequence(parts) => parts.iter().map(longest).sum(),
        Node::Alternatives(parts) => parts.iter().map(longest).max().unwrap_or_default(),
        Node::Optional(inner) | Node::Marked(inner) => longest(inner),
        Node::Gap(most, _) => *most,
        Node::Edge(_) => 0,
    }
}

/// Lists all patterns of a pack.
pub(super) fn rules(set: &RuleSet) -> Vec<Rule> {
    let vocabulary = Vocabulary::of(set);
    let mut rules = Vec::new();
    let mut add = |target: Target, patterns: &Patterns| {
        for (language, list) in [(Language::De, &patterns.de), (Language::En, &patterns.en)] {
            rules.extend(list.iter().map(|pattern| Rule { target, form: form(&vocabulary, language, pattern) }));
        }
    };
    for (at, signal) in (0..).zip(&set.signals) {
        add(Target::Signal(at), &signal.value.patterns);
    }
    for (at, guard) in (0..).zip(&set.guards) {
        add(Target::Guard(at), &guard.value.patterns);
        add(Target::Exception(at), &guard.value.except);
    }
    rules
}

fn form(vocabulary: &Vocabulary<'_>, language: Language, pattern: &Pattern) -> Form {
    let read = |source: &String| vocabulary.read(language, source);
    let mapping = match pattern {
        Pattern::Phrase(source) => return Form::Phrase(read(source)),
        Pattern::Mapping(mapping) => mapping,
    };
    match (&mapping.regex, &mapping.needs) {
        (Some(regex), Some(needs)) => {
            let built = regex::RegexBuilder::new(regex).case_insensitive(true).build();
            Form::Regex { regex: built.unwrap_or_else(|error| panic!("{error}")), needs: read(needs) }
        }
        _ => Form::Frame {
            scope: mapping.scope.unwrap_or(Scope::Clause),
            all: mapping.all.iter().flatten().map(read).collect(),
            not: mapping.not.iter().flatten().map(read).collect(),
        },
    }
}
