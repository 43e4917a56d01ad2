//! Phrases become programs: vocabulary is put in, single words are gathered into classes, and the
//! rarest words of each pattern become the ones that call it up.

mod anchors;
mod emit;
mod order;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::basis::Base;
use super::facts::Language;
use super::lexicon::{Apart, LexiconBuilder};
use super::phrase::{self, Edge, Phrase, PhraseError, Term};
use super::postings::{self, Cost, Row};
use super::program::{Form, KINDS, NEEDS, Need, PatternRow, Step, Tables, Target, kind};
use super::wire::Scope;
use crate::fold::fold;

use anchors::Anchor;
use emit::{Entry, Program};
pub(crate) use order::Order;

/// A phrase with its vocabulary put in.
#[derive(Debug, Clone)]
enum Node {
    /// Numbers of terms, sorted.
    Words(BTreeSet<u32>),
    Kind(u32),
    Sequence(Vec<Node>),
    /// Those of a vocabulary entry are shared by all phrases that name it.
    Alternatives(Rc<Vec<Node>>),
    Optional(Box<Node>),
    Gap {
        most: u8,
        crosses: bool,
    },
    Edge(Edge),
    Marked(Box<Node>),
}

/// The fewest and most words something takes.
#[derive(Debug, Clone, Copy, Default)]
struct Width {
    min: u32,
    max: u32,
}

impl Width {
    fn plus(self, other: Self) -> Self {
        Self { min: self.min + other.min, max: self.max + other.max }
    }
}

/// A compiled phrase: where its program starts, and what calls it up at which cost.
struct Compiled {
    node: Node,
    program: Program,
    anchors: Option<(Cost, Vec<Anchor>)>,
}

/// Builds the tables of a pack.
#[derive(Default)]
pub(crate) struct Lowering<'b> {
    /// What the rules extend that are compiled already.
    base: Option<Base<'b>>,
    vocabulary: BTreeMap<(Language, String), Vec<String>>,
    expanded: BTreeMap<(Language, String), Node>,
    slot_kinds: Vec<String>,
    frequencies: BTreeMap<Vec<u8>, Cost>,
    terms: Vec<Term>,
    term_numbers: HashMap<Term, u32>,
    term_costs: HashMap<u32, Cost>,
    class_numbers: HashMap<Vec<u32>, u32>,
    classes: Vec<Vec<u32>>,
    programs: Vec<u32>,
    /// Vocabulary entries of phrases, by the address of their alternatives, which stay in `expanded`.
    entries: HashMap<usize, Entry>,
    patterns: Vec<u32>,
    frames: Vec<u32>,
    /// For each class, the patterns that its words call up.
    postings: BTreeMap<u32, Vec<Row>>,
    /// Classes that needs and slots ask for.
    used: BTreeSet<u32>,
    /// What words mean for the cutting of texts.
    marks: Vec<(u32, u32)>,
}

impl<'b> Lowering<'b> {
    /// Starts with the kinds of slots, in the order of their bits.
    pub(crate) fn new(slot_kinds: Vec<String>, base: Option<Base<'b>>) -> Self {
        Self { base, slot_kinds, ..Self::default() }
    }

    /// Adds a vocabulary entry; tells whether its name was free.
    pub(crate) fn define(&mut self, language: Language, name: &str, entries: Vec<String>) -> bool {
        let taken = self.base.is_some_and(|base| base.basis.entries(language, name).is_some());
        self.vocabulary.insert((language, name.to_owned()), entries).is_none() && !taken
    }

    /// Counts the words of a sample text, so that rare words can be told from frequent ones.
    pub(crate) fn learn_frequencies(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *self.frequencies.entry(fold(word)).or_default() += 1;
        }
    }

    /// Checks one vocabulary entry by itself.
    pub(crate) fn check_entry(&mut self, language: Language, entry: &str) -> Result<(), PhraseError> {
        self.expand_source(language, entry).map(|_| ())
    }

    /// Adds a phrase as a pattern of `target`.
    pub(crate) fn add_phrase(&mut self, language: Language, target: Target, source: &str) -> Result<(), PhraseError> {
        let compiled = self.compile(language, source)?;
        let anchors = compiled.anchors.ok_or_else(|| too_open(source))?.1;
        let form = Form::of_words(single_words(&compiled.node).unwrap_or_default());
        self.add_pattern(compiled.program, target, form, &anchors);
        Ok(())
    }

    /// Adds a frame as a pattern of `target`. On failure tells which phrase is at fault.
    pub(crate) fn add_frame(
        &mut self,
        language: Language,
        target: Target,
        scope: Scope,
        all: &[String],
        not: &[String],
    ) -> Result<(), (String, PhraseError)> {
        let mut compile = |source: &String| self.compile(language, source).map_err(|error| (source.clone(), error));
        let parts = all.iter().map(&mut compile).collect::<Result<Vec<_>, _>>()?;
        let bans = not.iter().map(&mut compile).collect::<Result<Vec<_>, _>>()?;
        let mut keys: Vec<_> = parts.iter().filter_map(|part| Some((part.anchors.clone()?, part.program))).collect();
        keys.sort_by_key(|((cost, _), _)| *cost);
        let mut keys = keys.into_iter();
        let Some(((_, mut anchors), program)) = keys.next() else {
            let first = all.first().cloned().unwrap_or_default();
            return Err((first.clone(), too_open(&first)));
        };
        for ((cost, others), _) in keys.take(NEEDS) {
            if let Some(class) = self.union(&others) {
                for anchor in &mut anchors {
                    anchor.needs.push((cost, Need::anywhere(class)));
                }
            }
        }
        let frame = Form::Frame(index(self.frames.len()));
        self.frames.extend([u32::from(scope == Scope::Sentence), index(parts.len()), index(bans.len())]);
        for phrase in parts.iter().chain(&bans) {
            let begins = self.begins(&phrase.node);
            self.frames.extend([phrase.program.start, begins]);
            self.used.insert(begins);
        }
        self.add_pattern(program, target, frame, &anchors);
        Ok(())
    }

    /// Makes one class of all `words`; phrases of several words are no members.
    pub(crate) fn word_class(&mut self, words: &[String]) -> Result<u32, (String, PhraseError)> {
        let terms = self.single_words(words)?;
        let class = self.class(&terms);
        self.used.insert(class);
        Ok(class)
    }

    /// Gives all `words` a mark for the cutting of texts.
    pub(crate) fn mark(&mut self, words: &[String], mark: u32) -> Result<(), (String, PhraseError)> {
        let terms = self.single_words(words)?;
        self.marks.extend(terms.into_iter().map(|term| (term, mark)));
        Ok(())
    }

    fn single_words(&mut self, words: &[String]) -> Result<BTreeSet<u32>, (String, PhraseError)> {
        let mut terms = BTreeSet::new();
        for word in words {
            match phrase::parse(word).map_err(|error| (word.clone(), error))? {
                Phrase::Term(term @ (Term::Word(_) | Term::Affix { .. })) => drop(terms.insert(self.term(term))),
                _ => {
                    return Err((word.clone(), PhraseError { offset: 0, what: "a single word is wanted here".into() }));
                }
            }
        }
        Ok(terms)
    }

    /// Lists the classes that somebody asks for; the others were only made on the way.
    fn used(&self) -> BTreeSet<u32> {
        let asked = self.programs.iter().filter_map(|step| match Step::decode(*step) {
            Step::Class(class) | Step::Ahead(class) => Some(class),
            _ => None,
        });
        asked.chain(self.postings.keys().copied()).chain(self.used.iter().copied()).collect()
    }

    /// Finishes: every class and program in tables that are read in place. Classes get new numbers.
    pub(crate) fn build(mut self) -> (Tables, Order) {
        let mut lexicon = LexiconBuilder::default();
        let used = self.used();
        let met = self.frequencies.values().sum();
        let postings = std::mem::take(&mut self.postings).into_iter();
        let mut called = postings.map(|(class, rows)| (class, postings::grouped(rows, met))).collect();
        let order = self.put_in_order(&used, &mut called);
        for (terms, class) in self.classes.iter().zip(KINDS..) {
            for term in terms {
                match &self.terms[*term as usize] {
                    Term::Word(word) => lexicon.add_word(word, class),
                    Term::Affix { prefix, suffix } => lexicon.add_affix(prefix, suffix, class),
                    Term::Cased(word) => lexicon.add_spelling(word, class),
                    Term::Kind(_) => {}
                }
            }
        }
        for (term, mark) in &self.marks {
            match &self.terms[*term as usize] {
                Term::Word(word) => lexicon.mark_word(word, *mark),
                Term::Affix { prefix, suffix } => lexicon.mark_affix(prefix, suffix, *mark),
                Term::Cased(_) | Term::Kind(_) => {}
            }
        }
        let (postings, groups) = postings::build(called);
        let frequency = |word: &[u8]| self.frequencies.get(word).copied().unwrap_or_default();
        let tables = Tables {
            lexicon: lexicon.build(&Apart { needs: order.needs, calls: |class| groups.get(&class) }, frequency),
            needs: order.needs,
            programs: self.programs.into(),
            patterns: self.patterns.into(),
            postings,
            frames: self.frames.into(),
        };
        (tables, order)
    }

    fn add_pattern(&mut self, program: Program, target: Target, form: Form, anchors: &[Anchor]) {
        let pattern = index(self.patterns.len() / PatternRow::SIZE);
        let Program { start, edged } = program;
        self.patterns.extend(PatternRow { program: start, target, form, edged }.encode());
        for anchor in anchors {
            let Width { min, max } = anchor.left;
            let mut needs = anchor.needs.clone();
            needs.sort_by_key(|(cost, _)| *cost);
            needs.truncate(NEEDS);
            self.used.extend(needs.iter().map(|(_, need)| need.class));
            self.postings.entry(anchor.class).or_default().push(Row { pattern, left: (min, max), needs });
        }
    }

    fn compile(&mut self, language: Language, source: &str) -> Result<Compiled, PhraseError> {
        let node = self.expand_source(language, source)?;
        let fault = |what: &str| PhraseError { offset: 0, what: what.into() };
        if width(&node).min == 0 && !names_edge(&node) {
            return Err(fault("the phrase would match where no word stands"));
        }
        if let Node::Sequence(parts) = &node
            && let (Some(Node::Gap { .. }), _) | (_, Some(Node::Gap { .. })) = (parts.first(), parts.last())
        {
            return Err(fault("a gap stands between words, not at the edge of a phrase"));
        }
        Ok(Compiled { program: self.emit_program(&node), anchors: self.anchors(&node), node })
    }

    fn expand_source(&mut self, language: Language, source: &str) -> Result<Node, PhraseError> {
        let phrase = phrase::parse(source)?;
        self.expand(language, &phrase, &mut Vec::new())
    }

    fn expand(&mut self, language: Language, phrase: &Phrase, open: &mut Vec<String>) -> Result<Node, PhraseError> {
        Ok(match phrase {
            Phrase::Term(Term::Kind(name)) => Node::Kind(self.kind(name)?),
            Phrase::Term(term) => Node::Words(BTreeSet::from([self.term(term.clone())])),
            Phrase::Vocabulary(name, offset) => self.entry(language, name, *offset, open)?,
            Phrase::Sequence(parts) => Node::Sequence(self.expand_all(language, parts, open)?),
            Phrase::Alternatives(parts) => gather(self.expand_all(language, parts, open)?),
            Phrase::Optional(inner) => Node::Optional(Box::new(self.expand(language, inner, open)?)),
            Phrase::Gap { most, crosses } => Node::Gap { most: *most, crosses: *crosses },
            Phrase::Edge(edge) => Node::Edge(*edge),
            Phrase::Marked(inner) => Node::Marked(Box::new(self.expand(language, inner, open)?)),
        })
    }

    fn expand_all(
        &mut self,
        language: Language,
        parts: &[Phrase],
        open: &mut Vec<String>,
    ) -> Result<Vec<Node>, PhraseError> {
        parts.iter().map(|part| self.expand(language, part, open)).collect()
    }

    fn entry(
        &mut self,
        language: Language,
        name: &str,
        offset: usize,
        open: &mut Vec<String>,
    ) -> Result<Node, PhraseError> {
        let key = (language, name.to_owned());
        if let Some(node) = self.expanded.get(&key) {
            return Ok(node.clone());
        }
        let fault = |what: String| PhraseError { offset, what };
        if open.iter().any(|above| above == name) {
            return Err(fault(format!("the vocabulary entry `{name}` contains itself")));
        }
        let extended = || self.base.and_then(|base| base.basis.entries(language, name));
        let Some(entries) = self.vocabulary.get(&key).cloned().or_else(extended) else {
            return Err(fault(self.unknown_entry(language, name)));
        };
        open.push(name.to_owned());
        let mut nodes = Vec::new();
        for entry in &entries {
            let phrase =
                phrase::parse(entry).map_err(|error| fault(format!("vocabulary entry `{name}`: {}", error.what)))?;
            nodes.push(self.expand(language, &phrase, open).map_err(|error| fault(error.what))?);
        }
        open.pop();
        let node = gather(nodes);
        if let Node::Alternatives(parts) = &node {
            self.entries.insert(Rc::as_ptr(parts).addr(), Entry::Unwritten);
        }
        self.expanded.insert(key, node.clone());
        Ok(node)
    }

    fn unknown_entry(&self, language: Language, name: &str) -> String {
        let known = self.vocabulary.keys().filter(|(of, _)| *of == language).map(|(_, name)| name.as_str());
        let extended = self.base.iter().flat_map(|base| base.basis.names(language));
        match super::error::nearest(name, known.chain(extended)) {
            Some(near) => format!("unknown vocabulary `{name}`, did you mean `{near}`?"),
            None => format!("unknown vocabulary `{name}` in the language {}", language.name()),
        }
    }

    fn kind(&self, name: &str) -> Result<u32, PhraseError> {
        let slot = name.strip_prefix("slot:").and_then(|kind| self.slot_kinds.iter().position(|known| known == kind));
        let found = match slot {
            Some(at) => Some(kind::FIRST_SLOT_KIND + index(at)),
            None => kind::NAMES.iter().position(|known| *known == name).map(index),
        };
        found.ok_or_else(|| PhraseError {
            offset: 0,
            what: format!(
                "unknown kind `@{name}`; there are @{} and @slot:{}",
                kind::NAMES.join(", @"),
                self.slot_kinds.join(", @slot:")
            ),
        })
    }

    fn term(&mut self, term: Term) -> u32 {
        let next = index(self.terms.len());
        *self.term_numbers.entry(term).or_insert_with_key(|term| {
            self.terms.push(term.clone());
            next
        })
    }

    fn class(&mut self, terms: &BTreeSet<u32>) -> u32 {
        let next = KINDS + index(self.classes.len());
        *self.class_numbers.entry(terms.iter().copied().collect()).or_insert_with_key(|terms| {
            self.classes.push(terms.clone());
            next
        })
    }
}

/// Puts alternatives together: nested ones are flattened, single words become one class, and longer
/// phrases are tried before it.
fn gather(parts: Vec<Node>) -> Node {
    let mut words = BTreeSet::new();
    let mut longer = Vec::new();
    for part in parts {
        match part {
            Node::Words(terms) => words.extend(terms),
            Node::Alternatives(inner) => {
                for node in inner.iter() {
                    match node {
                        Node::Words(terms) => words.extend(terms),
                        other => longer.push(other.clone()),
                    }
                }
            }
            other => longer.push(other),
        }
    }
    longer.sort_by_key(|node| std::cmp::Reverse(width(node).max));
    if !words.is_empty() {
        longer.push(Node::Words(words));
    }
    if longer.len() == 1 { longer.remove(0) } else { Node::Alternatives(longer.into()) }
}

fn width(node: &Node) -> Width {
    match node {
        Node::Words(_) | Node::Kind(_) => Width { min: 1, max: 1 },
        Node::Sequence(parts) => parts.iter().map(width).fold(Width::default(), Width::plus),
        Node::Alternatives(parts) => {
            let widths = || parts.iter().map(width);
            let min = widths().map(|w| w.min).min().unwrap_or_default();
            Width { min, max: widths().map(|w| w.max).max().unwrap_or_default() }
        }
        Node::Optional(inner) => Width { min: 0, max: width(inner).max },
        Node::Gap { most, .. } => Width { min: 0, max: u32::from(*most) },
        Node::Edge(_) => Width::default(),
        Node::Marked(inner) => width(inner),
    }
}

fn widths(parts: &[Node]) -> Width {
    parts.iter().map(width).fold(Width::default(), Width::plus)
}

/// Returns how many words a phrase has that is made of nothing but single words, any of which may be one of a class.
fn single_words(node: &Node) -> Option<usize> {
    match node {
        Node::Words(_) => Some(1),
        Node::Kind(kind) => (*kind != kind::ANY).then_some(1),
        Node::Sequence(parts) => parts.iter().map(|part| single_words(part).filter(|count| *count == 1)).sum(),
        _ => None,
    }
}

/// Tells whether one way through the phrase asks for a place instead of a word, as in `(we|^)`.
fn names_edge(node: &Node) -> bool {
    match node {
        Node::Edge(_) => true,
        Node::Alternatives(parts) => parts.iter().any(names_edge),
        Node::Sequence(parts) => parts.iter().any(names_edge),
        Node::Marked(inner) => names_edge(inner),
        Node::Optional(_) | Node::Words(_) | Node::Kind(_) | Node::Gap { .. } => false,
    }
}

fn too_open(source: &str) -> PhraseError {
    PhraseError {
        offset: 0,
        what: format!("`{source}` names no word that must be there, so it would be tried everywhere"),
    }
}

/// Table positions fit `u32`: packs are limited to far fewer rules.
fn index(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
