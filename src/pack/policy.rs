//! Conditions and decision lists: names become numbers, and what can never hold is refused.

use std::collections::BTreeMap;

use super::facts::{Says, VerdictKind};
use super::points::Points;
use super::together::Together;
use super::wire;
use super::{Condition, LabelSource, LabelTest, Score};

/// Resolves the names in conditions.
pub(crate) struct Resolver<'r> {
    /// Signal ids in the order of their numbers.
    pub(crate) signals: &'r [String],
    /// The ids of the scores in the order of their numbers.
    pub(crate) scores: &'r [String],
    /// The parameters of the check at hand.
    pub(crate) params: &'r [(String, u32)],
}

/// A condition that cannot be compiled: the word at fault and why.
#[derive(Debug)]
pub(crate) struct ConditionError {
    pub(crate) word: String,
    pub(crate) what: String,
}

impl Resolver<'_> {
    pub(crate) fn signal(&self, id: &str) -> Result<u32, ConditionError> {
        let at = self.signals.iter().position(|known| known == id).and_then(|at| u32::try_from(at).ok());
        at.ok_or_else(|| {
            let near = super::error::nearest(id, self.signals.iter().map(String::as_str));
            let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            ConditionError { word: id.to_owned(), what: format!("unknown signal `{id}`{hint}") }
        })
    }

    pub(crate) fn condition(&self, wire: &wire::Condition) -> Result<Condition, ConditionError> {
        let mut all = Vec::new();
        if let Some(inner) = &wire.all {
            all.push(Condition::All(self.conditions(inner)?));
        }
        if let Some(inner) = &wire.any {
            all.push(Condition::Any(self.conditions(inner)?));
        }
        if let Some(inner) = &wire.not {
            all.push(Condition::Not(Box::new(self.condition(inner)?)));
        }
        if let Some(inner) = &wire.at_least {
            all.push(self.at_least(inner)?);
        }
        if let Some(range) = &wire.score {
            all.push(self.score_range(range)?);
        }
        if let Some(ids) = &wire.signal {
            let signals = ids.0.iter().map(|id| self.signal(id)).collect::<Result<Vec<_>, _>>()?;
            all.push(Condition::Signals(signals.into()));
        }
        if let Some(says) = &wire.says {
            all.push(Condition::Says(says.0.iter().fold(0, |bits, says| bits | says.bit())));
        }
        for (source, labels) in [
            (LabelSource::Effective, &wire.labels),
            (LabelSource::Read, &wire.read),
            (LabelSource::Declared, &wire.declared),
        ] {
            all.extend(labels.iter().flat_map(label_tests).map(|test| Condition::Label(source, test)));
        }
        all.extend(wire.context.iter().flat_map(context));
        if let Some(range) = &wire.words {
            all.push(Condition::Words(self.bound(range.min.as_ref())?, self.bound(range.max.as_ref())?));
        }
        if let Some(range) = &wire.graphemes {
            all.push(Condition::Graphemes(self.bound(range.min.as_ref())?, self.bound(range.max.as_ref())?));
        }
        all.extend(wire.over_limit.map(Condition::OverLimit));
        all.extend(wire.unused_allowance.map(Condition::UnusedAllowance));
        all.extend(wire.language.map(Condition::Language));
        all.extend(wire.verdict.map(Condition::Verdict));
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::All(all) })
    }

    fn conditions(&self, wires: &[wire::Condition]) -> Result<Vec<Condition>, ConditionError> {
        wires.iter().map(|wire| self.condition(wire)).collect()
    }

    fn at_least(&self, wire: &wire::AtLeast) -> Result<Condition, ConditionError> {
        let fault = |what: String| ConditionError { word: "at_least".to_owned(), what };
        let of = self.conditions(&wire.of)?;
        match usize::try_from(wire.count).unwrap_or(usize::MAX) {
            count if count > of.len() => {
                Err(fault(format!("`at_least` wants {count} of {} conditions and can never hold", of.len())))
            }
            count if count < 2 => Err(fault(format!("`at_least` counts from 2, not {count}; for one, write `any`"))),
            count => Ok(Condition::AtLeast(count, of)),
        }
    }

    pub(crate) fn score_number(&self, id: &str) -> Result<usize, ConditionError> {
        self.scores.iter().position(|known| known == id).ok_or_else(|| {
            let near = super::error::nearest(id, self.scores.iter().map(String::as_str));
            let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            ConditionError { word: id.to_owned(), what: format!("unknown score `{id}`{hint}") }
        })
    }

    fn score_range(&self, wire: &wire::ScoreRange) -> Result<Condition, ConditionError> {
        let at = self.score_number(&wire.of)?;
        let fault = |what: &str| Err(ConditionError { word: "score".to_owned(), what: what.to_owned() });
        match (wire.min, wire.max) {
            (None, None) => fault("`score` needs a bound, `min` or `max`"),
            (Some(min), Some(max)) if min > max => fault("`min` is more than `max`, which can never hold"),
            (min, max) => Ok(Condition::Score(at, min, max)),
        }
    }

    /// Resolves the names of what gives points; `said` pairs what signals say with their numbers.
    pub(crate) fn score(
        &self,
        id: &str,
        wire: &wire::Score,
        said: impl Iterator<Item = (Option<Says>, u32)>,
    ) -> Result<Score, ConditionError> {
        let says = wire.says.0.iter().map(|(name, points)| match name.parse::<Says>() {
            Ok(says) => Ok((says, *points)),
            Err(what) => Err(ConditionError { word: name.clone(), what: format!("nothing says `{name}`: {what}") }),
        });
        let says: Vec<(Says, i32)> = says.collect::<Result<_, _>>()?;
        if let ([], Some((name, _))) = (&says[..], wire.if_said.0.first()) {
            let what = "`if_said` never counts: under `says` stands nothing that could be said".to_owned();
            return Err(ConditionError { word: name.clone(), what });
        }
        let mut score = Score {
            id: id.to_owned().into(),
            says,
            signals: self.points(&wire.signals)?,
            if_said: self.points(&wire.if_said)?,
            together: self.together(&wire.together)?,
        };
        score.count(said);
        Ok(score)
    }

    /// Resolves the names of signals that give points.
    fn points(&self, wire: &wire::Table<i32>) -> Result<Points, ConditionError> {
        wire.0.iter().map(|(id, points)| Ok((self.signal(id)?, *points))).collect()
    }

    /// Resolves the names of signals that give points together.
    fn together(&self, wire: &wire::Table<wire::Table<i8>>) -> Result<Together, ConditionError> {
        let mut pairs = BTreeMap::new();
        for (one, others) in &wire.0 {
            for (other, points) in &others.0 {
                let (first, second) = (self.signal(one)?, self.signal(other)?);
                let fault = |what: String| Err(ConditionError { word: other.clone(), what });
                if first == second {
                    return fault(format!("`{one}` cannot come together with itself"));
                }
                if pairs.insert((first.min(second), first.max(second)), *points).is_some() {
                    return fault(format!("`{one}` and `{other}` are given points together twice"));
                }
            }
        }
        Ok(Together::new(&pairs))
    }

    fn bound(&self, bound: Option<&wire::Bound>) -> Result<Option<u32>, ConditionError> {
        match bound {
            None => Ok(None),
            Some(wire::Bound::Number(number)) => Ok(Some(*number)),
            Some(wire::Bound::Parameter(name)) => {
                let value = self.params.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
                let error = || ConditionError {
                    word: format!("${name}"),
                    what: format!("`${name}` is not among the rule's params"),
                };
                value.map(Some).ok_or_else(error)
            }
        }
    }
}

fn label_tests(labels: &wire::Labels) -> Vec<LabelTest> {
    let mut tests = Vec::new();
    if let Some(values) = &labels.relationship {
        let named: Option<Vec<_>> = values.0.iter().map(|value| value.value()).collect();
        tests.push(LabelTest::Relationship(named.unwrap_or_else(|| super::facts::Relationship::ALL.to_vec())));
    }
    tests.extend(labels.purpose.map(LabelTest::Purpose));
    tests.extend(labels.expectation.map(LabelTest::Expectation));
    tests.extend(labels.offer.map(LabelTest::Offer));
    tests.extend(labels.generic.map(LabelTest::Generic));
    tests.extend(labels.vague.map(LabelTest::Vague));
    tests
}

fn context(wire: &wire::ContextCondition) -> Vec<Condition> {
    let mut all = Vec::new();
    all.extend(wire.intent.as_ref().map(|values| Condition::Intent(values.0.clone())));
    all.extend(wire.platform.as_ref().map(|values| Condition::Platform(values.0.clone())));
    all.extend(wire.account.as_ref().map(|values| Condition::Account(values.0.clone())));
    all.extend(wire.template.map(Condition::Template));
    all
}

/// Returns the place in an ordered list of conditions of the first that can never be reached: one
/// behind a decision without condition, or one that an earlier decision always takes before it; and the place
/// of that earlier one, if there is one.
pub(crate) fn unreachable<'c>(list: impl IntoIterator<Item = Option<&'c Condition>>) -> Option<(usize, Option<usize>)> {
    let mut earlier: Vec<Option<&Condition>> = Vec::new();
    for (at, condition) in list.into_iter().enumerate() {
        let taken_by = earlier.iter().position(|before| covers(*before, condition));
        if taken_by.is_some() || condition.is_some_and(never) {
            return Some((at, taken_by));
        }
        earlier.push(condition);
    }
    None
}

/// Tells whether `before` holds wherever `condition` does.
fn covers(before: Option<&Condition>, condition: Option<&Condition>) -> bool {
    match (before, condition) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(before), Some(condition)) => implies(condition, before),
    }
}

/// Tells whether the truth of `condition` proves that of `other`, as far as its shape shows it.
fn implies(condition: &Condition, other: &Condition) -> bool {
    if condition == other {
        return true;
    }
    match (condition, other) {
        (_, Condition::All(all)) => all.iter().all(|one| implies(condition, one)),
        (Condition::Any(any), _) => any.iter().all(|one| implies(one, other)),
        (Condition::AtLeast(more, a), Condition::AtLeast(fewer, b)) => {
            more >= fewer && a.iter().all(|one| b.contains(one))
        }
        (_, Condition::AtLeast(count, of)) => of.iter().filter(|one| implies(condition, one)).count() >= *count,
        (Condition::AtLeast(_, of), _) if of.iter().all(|one| implies(one, other)) => true,
        (Condition::All(all), _) if all.iter().any(|one| implies(one, other)) => true,
        (_, Condition::Any(any)) => any.iter().any(|one| implies(condition, one)),
        (Condition::Label(a, LabelTest::Relationship(few)), Condition::Label(b, LabelTest::Relationship(many))) => {
            a == b && few.iter().all(|value| many.contains(value))
        }
        (Condition::Score(a, low, high), Condition::Score(b, lower, higher)) => {
            let above = lower.is_none_or(|lower| low.is_some_and(|low| low >= lower));
            a == b && above && higher.is_none_or(|higher| high.is_some_and(|high| high <= higher))
        }
        (Condition::Signals(few), Condition::Signals(many)) => few.iter().all(|signal| many.has(signal)),
        (Condition::Says(few), Condition::Says(many)) => few & !many == 0,
        (Condition::Intent(few), Condition::Intent(many)) => few.iter().all(|value| many.contains(value)),
        (Condition::Platform(few), Condition::Platform(many)) => few.iter().all(|value| many.contains(value)),
        (Condition::Account(few), Condition::Account(many)) => few.iter().all(|value| many.contains(value)),
        _ => false,
    }
}

/// Tells whether the condition contradicts itself as far as its shape shows it.
fn never(condition: &Condition) -> bool {
    match condition {
        Condition::Any(any) => any.iter().all(never),
        Condition::Signals(any) => any.len() == 0,
        Condition::Says(any) => *any == 0,
        Condition::AtLeast(count, of) => of.iter().filter(|one| !never(one)).count() < *count,
        Condition::All(all) => all.iter().any(|one| never(one) || all.iter().any(|other| excludes(one, other))),
        Condition::Words(Some(min), Some(max)) | Condition::Graphemes(Some(min), Some(max)) => min > max,
        _ => false,
    }
}

fn excludes(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (_, Condition::Not(inner)) => implies(one, inner),
        (Condition::Label(a, LabelTest::Relationship(few)), Condition::Label(b, LabelTest::Relationship(many))) => {
            a == b && !few.iter().any(|value| many.contains(value))
        }
        (Condition::Verdict(a), Condition::Verdict(b)) => *a as VerdictKind != *b,
        _ => false,
    }
}
