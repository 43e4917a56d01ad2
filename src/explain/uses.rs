//! From where a rule is used.

use super::explanation::{Use, User};
use crate::pack::facts::Says;
use crate::pack::load::RuleSet;
use crate::pack::wire::{Condition, LabelPolicy, Score, Scores, Signal, Table};

/// Lists what names a signal, or what it says.
pub(super) fn of_signal(set: &RuleSet, signal: &Signal) -> Vec<Use> {
    let names =
        |condition: Option<&Condition>| condition.is_some_and(|condition| names(condition, &signal.id, signal.says));
    let mut uses = Vec::new();
    let marked = |ids: &[String]| ids.contains(&signal.id);
    let checks = set.checks.iter().map(|rule| &rule.value);
    let checks = checks.filter(|check| marked(&check.marks.0) || names(Some(&check.when)));
    uses.extend(checks.map(|check| Use { by: User::Check, id: check.id.clone(), points: None }));
    let labels = set.labels.iter().flat_map(|policy| conditions(&policy.value));
    let scores = set.scores.iter().flat_map(|scores| &scores.value.0);
    let scored: Vec<_> = scores.filter_map(|(id, score)| Some((id, points(score, signal)?))).collect();
    let weighs = |condition: &Condition| scored.iter().any(|(id, _)| asks_for(condition, id));
    let labels = labels.filter(|(_, all)| all.iter().any(|condition| names(Some(condition)) || weighs(condition)));
    uses.extend(labels.map(|(label, _)| Use { by: User::Label, id: label.to_owned(), points: None }));
    uses.extend(scored.iter().map(|(id, points)| Use { by: User::Score, id: (*id).clone(), points: Some(*points) }));
    uses.extend(set.scores.iter().flat_map(|scores| if_said(&scores.value, &signal.id)));
    uses.extend(set.scores.iter().flat_map(|scores| together(&scores.value, &signal.id)));
    let decisions = set.verdicts.iter().filter(|rule| names(rule.value.when.as_ref()));
    uses.extend(decisions.map(|rule| Use { by: User::Decision, id: rule.value.id.clone(), points: None }));
    let platforms = set.channels.iter().flat_map(|channels| &channels.value.platforms);
    let platforms = platforms.filter(|platform| platform.next_steps.iter().any(|step| names(step.when.as_ref())));
    uses.extend(platforms.map(|platform| Use { by: User::NextStep, id: platform.id.name().to_owned(), points: None }));
    uses
}

/// Lists the signals that a guard watches over.
pub(super) fn of_guard(set: &RuleSet, id: &String) -> Vec<Use> {
    let watched = set.signals.iter().filter(|rule| rule.value.void_if.contains(id) || rule.value.only_if.contains(id));
    watched.map(|rule| Use { by: User::Signal, id: rule.value.id.clone(), points: None }).collect()
}

fn names(condition: &Condition, id: &str, says: Option<Says>) -> bool {
    condition.signal.as_ref().is_some_and(|ids| ids.0.iter().any(|named| named == id))
        || condition.says.as_ref().is_some_and(|wanted| says.is_some_and(|says| wanted.0.contains(&says)))
        || inner(condition).any(|inner| names(inner, id, says))
}

/// Returns the points that a signal gives to a score, if it counts there.
fn points(score: &Score, signal: &Signal) -> Option<i32> {
    let says = signal.says.map(Says::name);
    let of = |table: &Table<i32>, name: &str| table.0.iter().find(|(id, _)| id == name).map(|(_, points)| *points);
    of(&score.signals, &signal.id).or_else(|| says.and_then(|says| of(&score.says, says)))
}

/// Lists the points that a signal gives beside a phrase, with what the phrase must say.
fn if_said<'s>(scores: &'s Scores, signal: &'s str) -> impl Iterator<Item = Use> + 's {
    scores.0.iter().filter_map(move |(id, score)| {
        let (_, points) = score.if_said.0.iter().find(|(one, _)| one == signal)?;
        let said: Vec<_> = score.says.0.iter().map(|(says, _)| says.as_str()).collect();
        Some(Use { by: User::Score, id: format!("{id} + {}", said.join(" / ")), points: Some(*points) })
    })
}

/// Lists the signals with which a signal gives points together.
fn together<'s>(scores: &'s Scores, signal: &'s str) -> impl Iterator<Item = Use> + 's {
    let pairs = scores.0.iter().flat_map(|(id, score)| {
        let pairs = score.together.0.iter();
        pairs.flat_map(move |(one, others)| others.0.iter().map(move |(other, points)| (id, one, other, *points)))
    });
    pairs.filter_map(move |(id, one, other, points)| {
        let partner = if one == signal { other } else { (other == signal).then_some(one)? };
        Some(Use { by: User::Score, id: format!("{id} + {partner}"), points: Some(points.into()) })
    })
}

/// Tells whether a condition asks for a score.
fn asks_for(condition: &Condition, id: &str) -> bool {
    condition.score.as_ref().is_some_and(|range| range.of == id) || inner(condition).any(|inner| asks_for(inner, id))
}

/// Lists the conditions in a condition.
fn inner(condition: &Condition) -> impl Iterator<Item = &Condition> {
    let inner = condition.all.iter().chain(&condition.any).flatten().chain(condition.not.as_deref());
    inner.chain(condition.at_least.iter().flat_map(|counted| &counted.of))
}

/// Pairs every label with the conditions of its decisions.
fn conditions(policy: &LabelPolicy) -> Vec<(&'static str, Vec<&Condition>)> {
    let flags = [
        ("purpose", &policy.purpose),
        ("expectation", &policy.expectation),
        ("offer", &policy.offer),
        ("generic", &policy.generic),
        ("vague", &policy.vague),
    ];
    let ties = policy.relationship.iter().filter_map(|decision| decision.when.as_ref()).collect();
    let flags = flags.map(|(label, list)| (label, list.iter().filter_map(|decision| decision.when.as_ref()).collect()));
    std::iter::once(("relationship", ties)).chain(flags).collect()
}
