//! What a user's pack may name of the pack that it extends, beside what the compiled pack holds itself.
//! With it, the user's rules are compiled alone, and what they extend is neither parsed nor compiled again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Pack;
use super::error::PackError;
use super::facts::Language;
use super::join;
use super::load::{self, From, RuleSet, SourceFile};
use super::wire::{self, Extends};

/// The file of a rule that is taken over as it is compiled already.
pub(crate) const TAKEN_OVER: usize = usize::MAX;

/// Parts the entries of a vocabulary; inside an entry, a line break is a blank.
const PARTING: char = '\n';

/// The parts of a pack that only those who extend it need.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Basis<'b> {
    /// Language, name and entries of each vocabulary, sorted.
    #[serde(borrow)]
    vocabulary: Vec<(Language, Cow<'b, str>, Cow<'b, str>)>,
    /// The names of the kinds of slots, in the order of their bits.
    #[serde(borrow)]
    pub(crate) slot_kinds: Vec<Cow<'b, str>>,
    /// The checks that have parameters: id and the text of its file.
    #[serde(borrow)]
    checks: Vec<(Cow<'b, str>, Cow<'b, str>)>,
}

/// A compiled pack that another one extends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base<'b> {
    pub(crate) pack: &'b Pack,
    pub(crate) basis: &'b Basis<'b>,
}

impl Basis<'_> {
    /// Takes from the rules of a pack what those who extend it need.
    #[allow(dead_code, reason = "only the build script writes packs")]
    pub(crate) fn of(set: &RuleSet) -> Self {
        let mut vocabulary = Vec::new();
        for From { value, .. } in &set.vocabulary {
            for (language, table) in [(Language::De, &value.de), (Language::En, &value.en)] {
                vocabulary.extend(table.0.iter().map(|(name, entries)| {
                    let entries: Vec<_> = entries.iter().map(|entry| entry.replace(PARTING, " ")).collect();
                    (language, name.clone().into(), entries.join(&PARTING.to_string()).into())
                }));
            }
        }
        vocabulary.sort();
        let kinds = set.text.iter().flat_map(|text| &text.value.slots.kinds.0);
        let checks = set.checks.iter().filter(|check| !check.value.params.0.is_empty());
        let checks = checks.map(|check| (check.value.id.clone().into(), set.files[check.file].text.clone().into()));
        Self { vocabulary, slot_kinds: kinds.map(|(name, _)| name.clone().into()).collect(), checks: checks.collect() }
    }

    /// Returns the entries of a vocabulary.
    pub(crate) fn entries(&self, language: Language, name: &str) -> Option<Vec<String>> {
        let at = self.vocabulary.binary_search_by(|(of, known, _)| (*of, &**known).cmp(&(language, name))).ok()?;
        let (_, _, entries) = &self.vocabulary[at];
        Some(entries.split(PARTING).map(str::to_owned).collect())
    }

    /// Lists the names of the vocabularies of a language.
    pub(crate) fn names(&self, language: Language) -> impl Iterator<Item = &str> {
        self.vocabulary.iter().filter(move |(of, ..)| *of == language).map(|(_, name, _)| &**name)
    }

    fn check(&self, id: &str) -> Option<SourceFile> {
        let (_, text) = self.checks.iter().find(|(known, _)| known == id)?;
        let path = PathBuf::from(format!("rules/checks/{id}.yaml"));
        Some(SourceFile { path, text: text.clone().into_owned() })
    }
}

/// Tells whether users' packs can be compiled beside what they extend: not where they extend nothing or
/// change how texts are cut, which only compiling everything anew can follow.
pub(crate) fn may_stand_beside(users: &[RuleSet]) -> bool {
    users.iter().all(|user| {
        let extends = |manifest: &wire::Manifest| manifest.extends == Extends::Builtin && manifest.slots.is_empty();
        user.text.is_none() && user.manifest.as_ref().is_none_or(|manifest| extends(&manifest.value))
    })
}

/// Joins users' packs, one after the other, to the compiled pack that they extend.
///
/// # Errors
/// Names of rules that do not exist, or that exist already and are not said to be replaced.
pub(crate) fn join(base: Base<'_>, users: Vec<RuleSet>) -> Result<RuleSet, Vec<PackError>> {
    let manifests = users.iter().filter_map(|user| user.manifest.as_ref());
    let named: BTreeSet<_> =
        manifests.flat_map(|manifest| &manifest.value.params.0).map(|(id, _)| id.clone()).collect();
    users.into_iter().try_fold(taken_over(base, &named)?, join::join)
}

/// Lists the rules of a compiled pack, without what only compiling needs; the checks called `parsed` with it.
fn taken_over(Base { pack, basis }: Base<'_>, parsed: &BTreeSet<String>) -> Result<RuleSet, Vec<PackError>> {
    let sources = parsed.iter().filter_map(|id| basis.check(id));
    let parsed = load::parse(sources.collect())?;
    let check = |check: &super::Check| {
        let known = parsed.checks.iter().find(|known| *known.value.id == *check.id);
        known
            .cloned()
            .unwrap_or_else(|| From { file: TAKEN_OVER, value: wire::Check::named(&check.id, check.severity) })
    };
    let guard = |guard: &super::Guard| wire::Guard::named(&guard.id, guard.place);
    let verdict = |rule: &super::VerdictRule| wire::VerdictRule::named(&rule.id, rule.verdict);
    let file = TAKEN_OVER;
    Ok(RuleSet {
        signals: pack.signals.iter().map(|rule| From { file, value: wire::Signal::named(&rule.id) }).collect(),
        guards: pack.guards.iter().map(|rule| From { file, value: guard(rule) }).collect(),
        checks: pack.checks.iter().map(check).collect(),
        verdicts: pack.verdicts.iter().map(|rule| From { file, value: verdict(rule) }).collect(),
        files: parsed.files,
        ..RuleSet::default()
    })
}
