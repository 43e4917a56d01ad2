//! From parsed rule files to a pack: every reference resolved, every phrase lowered, every fault told.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::{Base, TAKEN_OVER};
use super::bytes::{Numbers, Text};
use super::cues::{self, CueWorths, Cues};
use super::error::{PackError, nearest};
use super::facts::{Language, Says};
use super::lexicon::mark;
use super::load::{From, RuleSet, SourceFile, at_word};
use super::lower::Lowering;
use super::phrase::PhraseError;
use super::policy::{ConditionError, Resolver, unreachable};
use super::program::{KINDS, Target, kind};
use super::slots;
use super::wire::{self, AddedTo, Pattern, Patterns, Scope};
use super::yaml::locate;
use super::{
    Check, Condition, Cutting, Field, Guard, LabelPolicy, Limit, Localized, Pack, Platform, Regex, Score, Signal,
    VerdictRule,
};

/// The size in bytes that a user's raw expression may take once compiled.
const REGEX_SIZE: usize = 1 << 20;
/// The most kinds of slots: each is a bit beside the kinds that the text stage knows.
const MOST_SLOT_KINDS: usize = (KINDS - kind::FIRST_SLOT_KIND) as usize;

/// Compiles a pack.
///
/// # Errors
/// Every fault that was found, in the order of the files.
pub(crate) fn compile(set: &RuleSet) -> Result<Pack, Vec<PackError>> {
    let kinds = set.text.iter().flat_map(|text| &text.value.slots.kinds.0).map(|(name, _)| name.clone());
    Compiler::new(set, kinds.take(MOST_SLOT_KINDS).collect(), None).run()
}

/// Compiles the rules that users' packs add to a compiled one; its own are taken over as they are.
///
/// # Errors
/// Every fault that was found, in the order of the files.
pub(crate) fn extend(base: Base<'_>, set: &RuleSet) -> Result<Pack, Vec<PackError>> {
    let kinds = base.basis.slot_kinds.iter().map(|name| name.clone().into_owned());
    Compiler::new(set, kinds.collect(), Some(base)).run()
}

struct Compiler<'s> {
    set: &'s RuleSet,
    base: Option<Base<'s>>,
    lowering: Lowering<'s>,
    signal_ids: Vec<String>,
    score_ids: Vec<String>,
    guard_ids: Vec<String>,
    regexes: Vec<Regex>,
    errors: Vec<PackError>,
    /// The file of rules that are taken over.
    nowhere: SourceFile,
}

impl<'s> Compiler<'s> {
    fn new(set: &'s RuleSet, slot_kinds: Vec<String>, base: Option<Base<'s>>) -> Self {
        let mut lowering = Lowering::new(slot_kinds, base);
        set.signals.iter().for_each(|signal| learn(&mut lowering, &signal.value.examples));
        set.checks.iter().for_each(|check| learn(&mut lowering, &check.value.examples));
        Self {
            set,
            base,
            lowering,
            signal_ids: set.signals.iter().map(|signal| signal.value.id.clone()).collect(),
            score_ids: score_ids(set, base),
            guard_ids: set.guards.iter().map(|guard| guard.value.id.clone()).collect(),
            regexes: base.map(|base| base.pack.regexes.clone()).unwrap_or_default(),
            errors: Vec::new(),
            nowhere: SourceFile { path: "rules".into(), text: String::new() },
        }
    }

    fn run(mut self) -> Result<Pack, Vec<PackError>> {
        self.define_vocabulary();
        let signals = self.signals();
        let guards = self.guards();
        let cutting = self.cutting();
        let (scores, (cues, cue_worths)) = self.scores();
        let labels = self.labels();
        let checks = self.checks();
        let verdicts = self.verdicts();
        let platforms = self.platforms();
        let (Some(labels), true) = (labels, self.errors.is_empty()) else { return Err(self.errors) };
        let (messages, muted, fields) = (self.messages(), self.muted(), self.fields());
        let ((own, order), regexes) = (self.lowering.build(), self.regexes);
        let cutting = if self.base.is_some() { cutting } else { cutting.with_classes(&order) };
        let (tables, added) = match self.base {
            Some(base) => (base.pack.tables.clone(), Some(own)),
            None => (own, None),
        };
        Ok(Pack {
            tables,
            added,
            muted,
            cutting,
            signals: signals.into(),
            guards: guards.into(),
            regexes,
            scores,
            cues,
            cue_worths,
            labels,
            checks,
            verdicts,
            platforms,
            messages: messages.into(),
            fields,
        })
    }

    fn file(&self, file: usize) -> &SourceFile {
        self.set.files.get(file).unwrap_or(&self.nowhere)
    }

    fn phrase_fault(&mut self, file: usize, source: &str, error: &PhraseError) {
        let file = self.file(file);
        let place = locate(&file.text, source, error.offset);
        let what = format!("in the phrase `{source}`: {}", error.what);
        self.errors.push(PackError { file: file.path.clone(), place, what, remedy: None });
    }

    fn condition_fault(&mut self, file: usize, error: ConditionError) {
        self.errors.push(at_word(self.file(file), &error.word, error.what, "`kontakt-check rules` lists the signals"));
    }

    fn duplicate_ids(&mut self) {
        let rules = self.set.signals.iter().map(|r| (&r.value.id, r.file));
        let rules = rules.chain(self.set.guards.iter().map(|r| (&r.value.id, r.file)));
        let rules = rules.chain(self.set.checks.iter().map(|r| (&r.value.id, r.file)));
        // A name is taken by the rules that are extended first.
        let (taken, own): (Vec<_>, Vec<_>) = rules.partition(|(_, file)| *file == TAKEN_OVER);
        let mut seen = BTreeSet::new();
        for (id, file) in taken.into_iter().chain(own) {
            let kebab = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if !kebab || id.is_empty() {
                self.errors.push(at_word(
                    self.file(file),
                    id,
                    format!("the id `{id}` is not kebab-case"),
                    "use a-z, 0-9 and -",
                ));
            }
            if !seen.insert(id) {
                self.errors.push(at_word(
                    self.file(file),
                    id,
                    format!("the id `{id}` is taken"),
                    "every rule has an id of its own",
                ));
            }
        }
    }

    fn define_vocabulary(&mut self) {
        self.duplicate_ids();
        for From { file, value } in &self.set.vocabulary {
            for (language, table) in [(Language::De, &value.de), (Language::En, &value.en)] {
                for (name, entries) in &table.0 {
                    let valid = !name.is_empty()
                        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                    if !valid {
                        let what = format!("the vocabulary name `{name}` is not lower case with _");
                        self.errors.push(at_word(self.file(*file), name, what, "use a-z, 0-9 and _"));
                    }
                    if !self.lowering.define(language, name, entries.clone()) {
                        let what =
                            format!("the vocabulary `{name}` is defined twice in the language {}", language.name());
                        self.errors.push(at_word(
                            self.file(*file),
                            name,
                            what,
                            "put both lists together or rename one",
                        ));
                    }
                }
            }
        }
        for From { file, value } in &self.set.vocabulary {
            for (language, table) in [(Language::De, &value.de), (Language::En, &value.en)] {
                for entry in table.0.iter().flat_map(|(_, entries)| entries) {
                    if let Err(error) = self.lowering.check_entry(language, entry) {
                        self.phrase_fault(*file, entry, &error);
                    }
                }
            }
        }
    }

    fn signals(&mut self) -> Vec<Signal> {
        let mut signals = Vec::new();
        for (at, From { file, value }) in self.set.signals.iter().enumerate() {
            self.patterns(*file, Target::Signal(number(at)), &value.patterns);
            if let Some(base) = self.taken_over(*file) {
                signals.push(base.signals[at].clone());
                continue;
            }
            signals.push(Signal {
                id: value.id.clone().into(),
                says: value.says,
                title: localized(&value.title),
                void_if: self.guard_numbers(*file, &value.void_if),
                only_if: self.guard_numbers(*file, &value.only_if),
                slots: value.slots,
                characters: value.characters,
            });
        }
        signals
    }

    fn guard_numbers(&mut self, file: usize, ids: &[String]) -> Numbers {
        let mut numbers = Vec::new();
        for id in ids {
            match self.guard_ids.iter().position(|known| known == id) {
                Some(at) => numbers.push(number(at)),
                None => {
                    let near = nearest(id, self.guard_ids.iter().map(String::as_str));
                    let remedy = near.map_or_else(
                        || format!("there are {}", self.guard_ids.join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.errors.push(at_word(self.file(file), id, format!("unknown guard `{id}`"), &remedy));
                }
            }
        }
        numbers.into()
    }

    fn guards(&mut self) -> Vec<Guard> {
        let mut guards = Vec::new();
        for (at, From { file, value }) in self.set.guards.iter().enumerate() {
            self.patterns(*file, Target::Guard(number(at)), &value.patterns);
            self.patterns(*file, Target::Exception(number(at)), &value.except);
            if let Some(base) = self.taken_over(*file) {
                guards.push(base.guards[at].clone());
                continue;
            }
            guards.push(Guard { id: value.id.clone().into(), title: localized(&value.title), place: value.place });
        }
        guards
    }

    fn patterns(&mut self, file: usize, target: Target, patterns: &Patterns) {
        for (language, list) in [(Language::De, &patterns.de), (Language::En, &patterns.en)] {
            for (at, pattern) in list.iter().enumerate() {
                let begins = |added: &&AddedTo| at >= if language == Language::De { added.de } else { added.en };
                let added = patterns.added.iter().rfind(begins);
                self.pattern(added.map_or(file, |added| added.file), language, target, pattern);
            }
        }
    }

    fn pattern(&mut self, file: usize, language: Language, target: Target, pattern: &Pattern) {
        match pattern {
            Pattern::Phrase(phrase) => {
                if let Err(error) = self.lowering.add_phrase(language, target, phrase) {
                    self.phrase_fault(file, phrase, &error);
                }
            }
            Pattern::Mapping(wire::PatternMapping { all: Some(all), not, scope, regex: None, needs: None }) => {
                let not = not.as_deref().unwrap_or_default();
                let scope = scope.unwrap_or(Scope::Clause);
                if let Err((phrase, error)) = self.lowering.add_frame(language, target, scope, all, not) {
                    self.phrase_fault(file, &phrase, &error);
                }
            }
            Pattern::Mapping(wire::PatternMapping {
                all: None,
                not: None,
                scope: None,
                regex: Some(regex),
                needs: Some(needs),
            }) => {
                self.regex(file, language, target, regex, needs);
            }
            Pattern::Mapping(other) => {
                let word = other.regex.clone().or_else(|| other.needs.clone()).unwrap_or_else(|| "not".into());
                let what = "a pattern is a phrase, `all` (with `not`, `in`), or `regex` with `needs`".into();
                self.errors.push(at_word(self.file(file), &word, what, "leave the other keys out"));
            }
        }
    }

    fn regex(&mut self, file: usize, language: Language, target_of_evidence: Target, source: &str, needs: &str) {
        let compiled = regex::RegexBuilder::new(source).size_limit(REGEX_SIZE).case_insensitive(true).build();
        match compiled {
            Err(error) => {
                let message = error.to_string();
                let what = format!(
                    "the expression cannot be used: {}",
                    message.lines().last().unwrap_or_default().trim_start_matches("error: ")
                );
                self.errors.push(at_word(self.file(file), source, what, "see the syntax of the Rust crate regex"));
            }
            Ok(compiled) if compiled.is_match("") => {
                let what = "the expression matches the empty text".into();
                self.errors.push(at_word(self.file(file), source, what, "ask for at least one character"));
            }
            Ok(_) => {
                let target = Target::Regex(number(self.regexes.len()));
                if let Err(error) = self.lowering.add_phrase(language, target, needs) {
                    self.phrase_fault(file, needs, &error);
                }
                self.regexes.push(Regex {
                    source: source.to_owned().into(),
                    target: target_of_evidence,
                    compiled: std::sync::OnceLock::new(),
                });
            }
        }
    }

    /// Returns the pack that a rule is taken over from, if it is.
    fn taken_over(&self, file: usize) -> Option<&'s Pack> {
        self.base.map(|base| base.pack).filter(|_| file == TAKEN_OVER)
    }

    /// Lists what users' packs replace or switch off, so that the tables taken over no longer count there.
    fn muted(&self) -> Vec<Target> {
        let Some(Base { pack, .. }) = self.base else { return Vec::new() };
        let out = |file: usize, id: &String| file != TAKEN_OVER || self.set.disabled.contains(id);
        let mut muted = Vec::new();
        for (at, rule) in self.set.signals.iter().enumerate().take(pack.signals.len()) {
            muted.extend(out(rule.file, &rule.value.id).then_some(Target::Signal(number(at))));
        }
        for (at, rule) in self.set.guards.iter().enumerate().take(pack.guards.len()) {
            if out(rule.file, &rule.value.id) {
                muted.extend([Target::Guard(number(at)), Target::Exception(number(at))]);
            }
        }
        let regexes = pack.regexes.iter().enumerate().filter(|(_, regex)| muted.contains(&regex.target));
        let regexes: Vec<_> = regexes.map(|(at, _)| Target::Regex(number(at))).collect();
        muted.extend(regexes);
        muted
    }

    fn messages(&self) -> Vec<(Text, Localized)> {
        let known = self.base.iter().flat_map(|base| base.pack.messages.iter());
        let mut messages: BTreeMap<_, _> = known.map(|(key, text)| (key.to_string(), text.clone())).collect();
        let own = self.set.messages.iter().flat_map(|messages| &messages.value.0);
        messages.extend(own.map(|(key, text)| (key.clone(), localized(text))));
        messages.into_iter().map(|(key, text)| (key.into(), text)).collect()
    }

    fn fields(&self) -> Vec<(Text, Field)> {
        if let Some(base) = self.base {
            return base.pack.fields.clone();
        }
        let fields = self.set.text.iter().flat_map(|text| text.value.fields.all());
        fields.flat_map(|(field, names)| names.iter().map(move |name| (Text::from(name.clone()), field))).collect()
    }

    fn cutting(&mut self) -> Cutting {
        if let Some(base) = self.base {
            return base.pack.cutting.clone();
        }
        let Some(From { file, value }) = &self.set.text else { return Cutting::default() };
        let file = *file;
        let slots = &value.slots;
        if slots.kinds.0.len() > MOST_SLOT_KINDS {
            let what = format!("there are {} kinds of slots, more than {MOST_SLOT_KINDS}", slots.kinds.0.len());
            self.errors.push(at_word(self.file(file), "kinds", what, "put some together"));
        }
        self.mark(file, &value.abbreviations, mark::ABBREVIATION);
        self.mark(file, &value.clause_breaks, mark::CLAUSE_BREAK);
        self.mark(file, &value.joins, mark::JOIN);
        self.mark(file, &value.subjects, mark::SUBJECT);
        self.mark(file, &value.relatives, mark::RELATIVE);
        self.mark(file, &value.determiners, mark::DETERMINER);
        self.mark(file, &value.domains, mark::DOMAIN);
        self.mark(file, &slots.words, mark::SLOT_WORD);
        let words = &value.language_words;
        for (words, mark) in [&words.de, &words.en].into_iter().zip(mark::LANGUAGES) {
            self.mark(file, words, mark);
        }
        Cutting {
            delimiters: slots.delimiters.iter().map(slots::delimiter).collect(),
            choosers: self.word_class(file, &slots.choosers),
            blocks: slots.blocks.iter().map(slots::block).collect(),
            mark_bytes: slots::mark_bytes(slots),
            slot_lengths: self.slot_lengths(file, slots),
            slot_kinds: slots.kinds.0.iter().map(|(_, words)| self.word_class(file, words)).collect(),
            slot_names: slots::names(slots),
        }
    }

    fn mark(&mut self, file: usize, words: &[String], mark: u32) {
        if let Err((word, error)) = self.lowering.mark(words, mark) {
            self.phrase_fault(file, &word, &error);
        }
    }

    fn slot_lengths(&mut self, file: usize, rules: &wire::SlotRules) -> Vec<wire::SlotLength> {
        if let Some((kind, what)) = slots::wrong_length(rules) {
            self.errors.push(at_word(self.file(file), &kind, what, "a length is `[shortest, longest]`"));
        }
        slots::lengths(rules)
    }

    fn word_class(&mut self, file: usize, words: &[String]) -> u32 {
        self.lowering.word_class(words).unwrap_or_else(|(word, error)| {
            self.phrase_fault(file, &word, &error);
            0
        })
    }

    fn condition(
        &mut self,
        file: usize,
        wire: Option<&wire::Condition>,
        params: &[(String, u32)],
    ) -> Option<Condition> {
        let resolver = Resolver { signals: &self.signal_ids, scores: &self.score_ids, params };
        match resolver.condition(wire?) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.condition_fault(file, error);
                None
            }
        }
    }

    /// Returns the scores in the order of their ids, the cues of all of them, and what those are worth.
    fn scores(&mut self) -> (Vec<Score>, (Cues, CueWorths)) {
        let Some(From { file, value }) = &self.set.scores else {
            let Some(base) = self.base else { return Default::default() };
            let mut scores = base.pack.scores.clone();
            for score in &mut scores {
                score.count(self.said());
            }
            return (scores, (base.pack.cues.clone(), base.pack.cue_worths.clone()));
        };
        let mut all = Vec::new();
        for id in &self.score_ids {
            match value.0.iter().find(|(known, _)| known == id) {
                Some(score) => all.push(score),
                None => self.errors.push(PackError {
                    file: self.file(*file).path.clone(),
                    place: None,
                    what: format!("the score `{id}` is missing, which other rules ask for"),
                    remedy: Some("add it".into()),
                }),
            }
        }
        let resolver = Resolver { signals: &self.signal_ids, scores: &self.score_ids, params: &[] };
        let numbered = cues::numbered(&all).map(|cues| {
            let scores = all.into_iter().map(|(id, score)| resolver.score(id, score, self.said()));
            (scores.partition::<Vec<_>, _>(Result::is_ok), cues)
        });
        match numbered {
            Ok(((scores, faults), cues)) => {
                faults.into_iter().filter_map(Result::err).for_each(|fault| self.condition_fault(*file, fault));
                (scores.into_iter().flatten().collect(), cues)
            }
            Err(fault) => {
                self.condition_fault(*file, fault);
                Default::default()
            }
        }
    }

    fn labels(&mut self) -> Option<LabelPolicy> {
        let Some(From { file, value }) = &self.set.labels else {
            if self.base.is_none() {
                self.missing("labels.yaml");
            }
            return self.base.map(|base| base.pack.labels.clone());
        };
        let file = *file;
        Some(LabelPolicy {
            relationship: self.decisions(file, "relationship", &value.relationship),
            purpose: self.decisions(file, "purpose", &value.purpose),
            expectation: self.decisions(file, "expectation", &value.expectation),
            offer: self.decisions(file, "offer", &value.offer),
            generic: self.decisions(file, "generic", &value.generic),
            vague: self.decisions(file, "vague", &value.vague),
        })
    }

    /// Pairs what each signal says with its number.
    fn said(&self) -> impl Iterator<Item = (Option<Says>, u32)> + Clone + '_ {
        self.set.signals.iter().zip(0..).map(|(From { file, value }, number)| {
            let known = self.taken_over(*file).map(|base| base.signals[number as usize].says);
            (known.unwrap_or(value.says), number)
        })
    }

    fn decisions<T: Copy>(
        &mut self,
        file: usize,
        label: &str,
        list: &[wire::Decision<T>],
    ) -> Vec<(T, Option<Condition>)> {
        let compiled: Vec<_> =
            list.iter().map(|decision| (decision.value, self.condition(file, decision.when.as_ref(), &[]))).collect();
        let unconditional: Vec<_> = list.iter().map(|decision| decision.when.is_none()).collect();
        self.decision_list(file, label, &unconditional, compiled.iter().map(|(_, condition)| condition.as_ref()));
        compiled
    }

    /// Refuses a list that may end without a decision, or holds one that is never reached.
    fn decision_list<'c>(
        &mut self,
        file: usize,
        name: &str,
        unconditional: &[bool],
        list: impl Iterator<Item = Option<&'c Condition>>,
    ) {
        if unconditional.last() != Some(&true) {
            let what = format!("the list `{name}` may end without a decision");
            self.errors.push(at_word(self.file(file), name, what, "add a last entry without `when`"));
        }
        if let Some((at, _)) = unreachable(list) {
            let what = format!("entry {} of `{name}` can never be reached", at + 1);
            self.errors.push(at_word(self.file(file), name, what, "move it up or take it out"));
        }
    }

    fn checks(&mut self) -> Vec<Check> {
        let mut checks = Vec::new();
        for From { file, value } in &self.set.checks {
            let known = |pack: &'s Pack| pack.checks.iter().find(|check| *check.id == *value.id);
            if let Some(check) = self.taken_over(*file).and_then(known) {
                checks.push(Check { severity: value.severity, ..check.clone() });
                continue;
            }
            let Some(when) = self.condition(*file, Some(&value.when), &value.params.0) else { continue };
            let resolver = Resolver { signals: &self.signal_ids, scores: &self.score_ids, params: &[] };
            let marks: Result<Vec<_>, _> = value.marks.0.iter().map(|id| resolver.signal(id)).collect();
            let score = value.marks_score.as_deref().map(|id| resolver.score_number(id)).transpose();
            match marks.and_then(|marks| Ok((marks, score?))) {
                Err(error) => self.condition_fault(*file, error),
                Ok((marks, marks_score)) => checks.push(Check {
                    id: value.id.clone().into(),
                    severity: value.severity,
                    when,
                    marks: marks.into(),
                    marks_score,
                    title: localized(&value.title),
                    message: localized(&value.message),
                    help: localized(&value.help),
                }),
            }
        }
        checks
    }

    /// Explains why a decision is never reached; at fault is what a pack puts before the decisions it extends.
    fn unreached(&self, rule: &From<wire::VerdictRule>, taken_by: Option<&From<wire::VerdictRule>>) -> PackError {
        let id = &rule.value.id;
        match taken_by.filter(|before| before.file != rule.file && before.file != TAKEN_OVER) {
            Some(before) => {
                let what = format!("the decision `{}` takes everything from `{id}` behind it", before.value.id);
                let remedy = "narrow its `when`, or say `verdict: replace`";
                at_word(self.file(before.file), &before.value.id, what, remedy)
            }
            None => {
                let what = format!("the decision `{id}` can never be reached");
                at_word(self.file(rule.file), id, what, "move it up or take it out")
            }
        }
    }

    fn verdicts(&mut self) -> Vec<VerdictRule> {
        let Some(first) = self.set.verdicts.first() else {
            self.missing("verdict.yaml");
            return Vec::new();
        };
        let mut rules = Vec::new();
        let faults = self.errors.len();
        for From { file, value } in &self.set.verdicts {
            let known = |pack: &'s Pack| pack.verdicts.iter().find(|rule| *rule.id == *value.id);
            if let Some(rule) = self.taken_over(*file).and_then(known) {
                rules.push(rule.clone());
                continue;
            }
            let when = self.condition(*file, value.when.as_ref(), &[]);
            rules.push(VerdictRule {
                id: value.id.clone().into(),
                when,
                verdict: value.verdict,
                reason: localized(&value.reason),
            });
        }
        let last_is_open = rules.last().is_some_and(|rule| rule.when.is_none());
        if !last_is_open {
            let last = self.set.verdicts.last().unwrap_or(first);
            let id = last.value.id.clone();
            self.errors.push(at_word(
                self.file(last.file),
                &id,
                "the verdict list may end without a verdict".into(),
                "add a last entry without `when`",
            ));
        }
        let first = unreachable(rules.iter().map(|rule| rule.when.as_ref()));
        // What a faulty condition leaves to others, nobody knows.
        if let Some((at, taken_by)) = first.filter(|_| faults == self.errors.len()) {
            self.errors.push(self.unreached(&self.set.verdicts[at], taken_by.map(|by| &self.set.verdicts[by])));
        }
        rules
    }

    fn platforms(&mut self) -> Vec<Platform> {
        let Some(From { file, value }) = &self.set.channels else {
            return self.base.map(|base| base.pack.platforms.clone()).unwrap_or_default();
        };
        let mut platforms = Vec::new();
        for facts in &value.platforms {
            let next_steps = facts
                .next_steps
                .iter()
                .map(|step| (self.condition(*file, step.when.as_ref(), &[]), localized(&step.text)));
            let next_steps = next_steps.collect();
            let limits = facts.limits.iter().map(|limit| Limit {
                intent: limit.intent,
                account: limit.account,
                max_graphemes: limit.max_graphemes,
            });
            platforms.push(Platform {
                id: facts.id,
                name: localized(&facts.name),
                limits: limits.collect(),
                next_steps,
            });
        }
        platforms
    }

    fn missing(&mut self, name: &str) {
        let file = self.set.files.first().map(|file| file.path.clone()).unwrap_or_default();
        let what = format!("a pack that stands alone needs {name}");
        self.errors.push(PackError {
            file,
            place: None,
            what,
            remedy: Some("add it, or say `extends: builtin` in pack.yaml".into()),
        });
    }
}

fn learn(lowering: &mut Lowering, examples: &wire::Examples) {
    for list in [&examples.de, &examples.en] {
        list.matches.iter().chain(&list.ignore).for_each(|example| lowering.learn_frequencies(&example.text));
    }
}

/// Names the scores in the order of their numbers: those that rules which are taken over ask for keep theirs.
fn score_ids(set: &RuleSet, base: Option<Base<'_>>) -> Vec<String> {
    let kept = base.iter().flat_map(|base| &base.pack.scores).map(|score| score.id.to_string());
    let mut ids: Vec<String> = kept.collect();
    for (id, _) in set.scores.iter().flat_map(|scores| &scores.value.0) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn localized(wire: &wire::Localized) -> Localized {
    Localized { de: wire.de.trim().to_owned().into(), en: wire.en.trim().to_owned().into() }
}

/// Rules are numbered with `u32`: a pack has at most some ten thousand files.
fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
