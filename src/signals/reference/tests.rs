//! The search finds what the reference finds, at the same places.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::phrases::rules;
use super::{Form, Hit, Node, Reference, Rule};
use crate::builtin::{builtin_pack, builtin_rules};
use crate::pack::program::Target;
use crate::signals::Signals;
use crate::text::Text;

/// Of the drafts of the corpora, every so many are tried: the reference is slow.
const EVERY: usize = 151;

fn all_rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| rules(&builtin_rules().unwrap_or_else(|errors| panic!("{errors:?}"))))
}

/// Compares both on one text; returns how many hits there are.
fn check(source: &str) -> usize {
    let pack = builtin_pack();
    let (mut text, mut signals) = (Text::default(), Signals::default());
    text.cut(pack, source);
    signals.read(pack, &text, source, 0);
    let found: Vec<_> = signals.hits().iter().copied().filter(|hit| !matches!(hit.target, Target::Regex(_))).collect();
    for _ in ["what is met", "what is remembered", "what is recalled"] {
        let once = signals.hits().to_vec();
        signals.read(pack, &text, source, 0);
        assert_eq!(signals.hits(), once, "{source}: read again");
    }
    let wanted = Reference::new(pack, source, &text).hits(all_rules());
    let only = |some: &[Hit], others: &[Hit]| {
        let missing = some.iter().filter(|hit| !others.iter().any(|other| same(hit, other)));
        missing.map(|hit| show(source, &text, hit)).collect::<Vec<_>>()
    };
    let (more, less) = (only(&found, &wanted), only(&wanted, &found));
    assert!(more.is_empty() && less.is_empty(), "{source}\nonly the search: {more:#?}\nonly the reference: {less:#?}");
    wanted.len()
}

/// Whether a frame is `edged` follows from the part that calls it up, which the reference does not know.
fn same(one: &Hit, other: &Hit) -> bool {
    (one.target, one.first, one.end, one.shown, one.skipped)
        == (other.target, other.first, other.end, other.shown, other.skipped)
}

fn show(source: &str, text: &Text, hit: &Hit) -> String {
    let pack = builtin_pack();
    let id = match hit.target {
        Target::Signal(at) => pack.signals[at as usize].id.as_str(),
        Target::Guard(at) | Target::Exception(at) => pack.guards[at as usize].id.as_str(),
        Target::Regex(_) => "regex",
    };
    format!("{id} {hit:?} {:?}", text.span(hit.first, hit.end).of(source))
}

#[test]
fn the_corpora_are_read_alike() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("there").map(|file| file.expect("readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let (mut at, mut hits) = (0_usize, 0);
    for file in files {
        for line in std::fs::read_to_string(file).expect("readable").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            if at.is_multiple_of(EVERY) {
                hits += check(row["text"].as_str().expect("a text"));
            }
            at += 1;
        }
    }
    assert!(hits > 200, "{hits} hits");
}

/// A stream of numbers that look random; the same seed gives the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % most.max(1)
    }

    /// Says a phrase in one of its ways, with a stray word in its gaps.
    fn say(&mut self, node: &Node, said: &mut Vec<String>) {
        match node {
            Node::Words(words) => {
                let mut all: Vec<_> = words.whole.iter().cloned().collect();
                all.sort();
                all.extend(words.affixes.iter().map(|(prefix, suffix)| [&prefix[..], b"en", suffix].concat()));
                let word = &all[self.below(all.len())];
                said.push(String::from_utf8_lossy(word).into_owned());
            }
            Node::Kind(_) => said.push(["7", "[Thema]", "Firma", "{{name}}"][self.below(4)].to_owned()),
            Node::Cased(word) => said.push(word.clone()),
            Node::Sequence(parts) => parts.iter().for_each(|part| self.say(part, said)),
            Node::Alternatives(parts) => {
                let at = self.below(parts.len());
                self.say(&parts[at], said);
            }
            Node::Optional(inner) if self.below(2) == 0 => self.say(inner, said),
            Node::Gap(..) => {
                for _ in 0..self.below(3) {
                    said.push(["ja", "ganz", ",", "und ich"][self.below(4)].to_owned());
                }
            }
            Node::Edge(_) => said.push([",", ".", "?", ""][self.below(4)].to_owned()),
            Node::Marked(inner) => self.say(inner, said),
            Node::Optional(_) => {}
        }
    }

    fn say_rule(&mut self, said: &mut Vec<String>) {
        let rules = all_rules();
        match &rules[self.below(rules.len())].form {
            Form::Phrase(node) | Form::Regex { needs: node, .. } => self.say(node, said),
            Form::Frame { all, not, .. } => {
                for node in all {
                    self.say(node, said);
                }
                if self.below(4) == 0 {
                    not.iter().take(1).for_each(|node| self.say(node, said));
                }
            }
        }
        said.push(["", ",", ".", "?", "!", "\n\n", "nicht", "\"", "–"][self.below(9)].to_owned());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_rules_themselves_could_say_is_read_alike(seeds in prop::collection::vec(any::<u64>(), 1..12)) {
        let mut said = Vec::new();
        for seed in seeds {
            Chance(seed).say_rule(&mut said);
        }
        check(&said.join(" "));
    }

    #[test]
    fn any_text_is_read_alike(text in any::<String>()) {
        check(&text);
    }
}

#[test]
fn a_sentence_without_end_is_read_alike() {
    let mut said = Vec::new();
    (0..60).for_each(|seed| {
        Chance(seed * 7919 + 1).say_rule(&mut said);
        said.retain(|word| !matches!(word.as_str(), "." | "?" | "!" | "\n\n"));
    });
    check(&said.join(" "));
}
