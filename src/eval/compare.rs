//! Two evaluations side by side: which drafts are judged differently, and is that better or worse.

use serde::{Deserialize, Serialize};

use super::{Evaluation, Judged, Scores};

/// A draft that two evaluations judge differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The draft's id.
    pub id: String,
    /// Every label that differs.
    pub labels: Vec<LabelChange>,
}

/// A label that two evaluations give differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelChange {
    /// The label's name.
    pub label: String,
    /// What the earlier evaluation says.
    pub before: String,
    /// What this one says.
    pub after: String,
    /// Whether that is right.
    pub effect: Effect,
}

/// What a change does to a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Wrong before, right now.
    Better,
    /// Right before, wrong now.
    Worse,
    /// Wrong before and now.
    StillWrong,
}

/// A figure that differs between two evaluations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureChange {
    /// Its name, such as `verdict.f1`.
    pub figure: String,
    /// Its value in the earlier evaluation.
    pub before: f64,
    /// Its value in this one.
    pub after: f64,
}

impl Evaluation {
    /// Lists the drafts that `before` judges differently, in the order of this evaluation. Drafts are
    /// paired by place where their ids agree, else by id; those that only one has are left out.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, now) in self.judged.iter().enumerate() {
            let same_place = before.judged.get(at).filter(|then| then.id == now.id);
            let Some(then) = same_place.or_else(|| before.judged.iter().find(|then| then.id == now.id)) else {
                continue;
            };
            let labels = self.label_changes(then, now);
            if !labels.is_empty() {
                changes.push(Change { id: now.id.clone(), labels });
            }
        }
        changes
    }

    /// Lists the figures over all drafts that differ.
    #[must_use]
    pub fn figure_changes_since(&self, before: &Self) -> Vec<FigureChange> {
        let pairs = Scores::figure_names().into_iter().filter_map(|figure| {
            let (before, after) = (before.all.figure(&figure)?, self.all.figure(&figure)?);
            Some(FigureChange { figure, before, after })
        });
        pairs.filter(|pair| (pair.before - pair.after).abs() > f64::EPSILON).collect()
    }

    fn label_changes(&self, then: &Judged, now: &Judged) -> Vec<LabelChange> {
        let pairs = values(then).into_iter().zip(values(now)).filter(|((_, before), (_, after))| before != after);
        pairs
            .map(|((label, before), (_, after))| {
                let effect = self.effect(&now.id, label, &before);
                LabelChange { label: label.to_owned(), before, after, effect }
            })
            .collect()
    }

    /// What is not among the wrong labels of this evaluation is right now.
    fn effect(&self, id: &str, label: &str, before: &str) -> Effect {
        let wrong = self.misjudged.iter().filter(|draft| draft.id == id).flat_map(|draft| &draft.wrong);
        match wrong.into_iter().find(|wrong| wrong.label == label) {
            None => Effect::Better,
            Some(wrong) if wrong.expected == before => Effect::Worse,
            Some(_) => Effect::StillWrong,
        }
    }
}

fn values(judged: &Judged) -> [(&'static str, String); 6] {
    let labels = judged.labels;
    [
        ("relationship", labels.relationship.name().to_owned()),
        ("purpose", labels.purpose.to_string()),
        ("expectation", labels.expectation.to_string()),
        ("offer", labels.offer.to_string()),
        ("generic", labels.generic.to_string()),
        ("vague", labels.vague.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Misjudged, Wrong};
    use crate::labels::Labels;
    use crate::pack::facts::{Relationship, VerdictKind};

    fn evaluation(ties: &[Relationship], wrong: &[(&str, Relationship)]) -> Evaluation {
        let labels = |relationship| Labels {
            relationship,
            purpose: false,
            expectation: false,
            offer: false,
            generic: false,
            vague: false,
        };
        let judged = ties.iter().enumerate().map(|(at, tie)| Judged {
            id: at.to_string(),
            labels: labels(*tie),
            verdict: VerdictKind::MessageFirst,
        });
        let misjudged = wrong.iter().map(|(id, expected)| Misjudged {
            id: (*id).to_owned(),
            place: "c:1".into(),
            text: String::new(),
            wrong: vec![Wrong {
                label: "relationship".into(),
                expected: expected.name().into(),
                found: String::new(),
                evidence: Vec::new(),
                voided: Vec::new(),
            }],
        });
        Evaluation {
            all: Scores::default(),
            parts: Vec::new(),
            misjudged: misjudged.collect(),
            judged: judged.collect(),
        }
    }

    #[test]
    fn changes_say_whether_they_are_right() {
        use Relationship::{Known, None, Weak};
        let before = evaluation(&[None, None, Known, Weak], &[]);
        let now = evaluation(&[Known, Known, Weak, Weak], &[("1", None), ("2", None)]);
        let effects: Vec<_> =
            now.changes_since(&before).iter().map(|change| (change.id.clone(), change.labels[0].effect)).collect();
        let wanted = [("0", Effect::Better), ("1", Effect::Worse), ("2", Effect::StillWrong)];
        assert_eq!(effects, wanted.map(|(id, effect)| (id.to_owned(), effect)));
        assert!(now.figure_changes_since(&before).is_empty());
    }
}
