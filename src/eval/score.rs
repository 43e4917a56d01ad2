//! Precision, recall, F1 and Cohen's kappa of labels.

use serde::{Deserialize, Serialize};

use crate::labels::Labels;
use crate::pack::facts::{Relationship, VerdictKind};

/// How often a yes-or-no label was right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelScore {
    /// Both say yes.
    pub true_positive: u32,
    /// Only the rules say yes.
    pub false_positive: u32,
    /// Only the corpus says yes.
    pub false_negative: u32,
    /// Both say no.
    pub true_negative: u32,
}

/// The scores of some drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// How many drafts.
    pub drafts: u32,
    /// The verdict; yes is `add_as_contact`.
    pub verdict: LabelScore,
    /// The label `purpose`.
    pub purpose: LabelScore,
    /// The label `expectation`.
    pub expectation: LabelScore,
    /// The label `offer`.
    pub offer: LabelScore,
    /// Whether there is an expectation or an offer.
    pub expectation_or_offer: LabelScore,
    /// The label `generic`.
    pub generic: LabelScore,
    /// The label `vague`.
    pub vague: LabelScore,
    /// How often each tie (row: the corpus) was taken for each (column: the rules), in the order
    /// known, exchanged, ongoing, weak, none.
    pub relationship: [[u32; 5]; 5],
}

impl LabelScore {
    fn add(&mut self, expected: bool, found: bool) {
        *match (expected, found) {
            (true, true) => &mut self.true_positive,
            (false, true) => &mut self.false_positive,
            (true, false) => &mut self.false_negative,
            (false, false) => &mut self.true_negative,
        } += 1;
    }

    /// Of those the rules affirm, the part that is right; 1 where they affirm none.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.true_positive, self.true_positive + self.false_positive)
    }

    /// Of those the corpus affirms, the part that the rules find; 1 where it affirms none.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.true_positive, self.true_positive + self.false_negative)
    }

    /// The harmonic mean of precision and recall; 1 where nothing is or should be affirmed.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative)
    }

    /// The part that is right.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        share(self.true_positive + self.true_negative, self.drafts())
    }

    /// Cohen's kappa: agreement beyond chance (J. Cohen, 1960).
    #[must_use]
    pub fn kappa(&self) -> f64 {
        kappa(&[[self.true_positive, self.false_negative], [self.false_positive, self.true_negative]])
    }

    /// How many drafts were judged.
    #[must_use]
    pub fn drafts(&self) -> u32 {
        self.true_positive + self.false_positive + self.false_negative + self.true_negative
    }

    /// Returns a figure by its name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        Some(match name {
            "precision" => self.precision(),
            "recall" => self.recall(),
            "f1" => self.f1(),
            "accuracy" => self.accuracy(),
            "kappa" => self.kappa(),
            _ => return None,
        })
    }
}

impl Scores {
    /// The yes-or-no labels in the order in which they are shown.
    pub const LABELS: [&'static str; 7] =
        ["verdict", "purpose", "expectation", "offer", "expectation_or_offer", "generic", "vague"];
    /// The figures that every label has.
    pub const FIGURES: [&'static str; 5] = ["precision", "recall", "f1", "accuracy", "kappa"];

    /// Lists the names of all figures, such as `verdict.f1`, in the order in which they are shown.
    #[must_use]
    pub fn figure_names() -> Vec<String> {
        let labels =
            Self::LABELS.iter().flat_map(|label| Self::FIGURES.iter().map(move |figure| format!("{label}.{figure}")));
        labels.chain(["relationship.accuracy".to_owned(), "relationship.kappa".to_owned()]).collect()
    }

    pub(super) fn add(&mut self, (expected, found): (Labels, Labels)) {
        self.drafts += 1;
        let adds = |labels: Labels| super::verdict_of(labels) == VerdictKind::AddAsContact;
        self.verdict.add(adds(expected), adds(found));
        self.purpose.add(expected.purpose, found.purpose);
        self.expectation.add(expected.expectation, found.expectation);
        self.offer.add(expected.offer, found.offer);
        self.expectation_or_offer.add(expected.expectation || expected.offer, found.expectation || found.offer);
        self.generic.add(expected.generic, found.generic);
        self.vague.add(expected.vague, found.vague);
        self.relationship[rank(expected.relationship)][rank(found.relationship)] += 1;
    }

    /// Returns the score of a label by its name.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&LabelScore> {
        Some(match name {
            "verdict" => &self.verdict,
            "purpose" => &self.purpose,
            "expectation" => &self.expectation,
            "offer" => &self.offer,
            "expectation_or_offer" => &self.expectation_or_offer,
            "generic" => &self.generic,
            "vague" => &self.vague,
            _ => return None,
        })
    }

    /// Returns a figure such as `verdict.f1` or `relationship.kappa`.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        let (label, figure) = name.split_once('.')?;
        match (label, figure) {
            ("relationship", "accuracy") => Some(share((0..5).map(|at| self.relationship[at][at]).sum(), self.drafts)),
            ("relationship", "kappa") => Some(kappa(&self.relationship)),
            _ => self.label(label)?.figure(figure),
        }
    }
}

fn rank(relationship: Relationship) -> usize {
    Relationship::ALL.iter().position(|known| *known == relationship).unwrap_or_default()
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// Agreement beyond chance over a square table; 1 where chance alone explains everything.
fn kappa<const N: usize>(table: &[[u32; N]; N]) -> f64 {
    let total: u32 = table.iter().flatten().sum();
    let agreed = share((0..N).map(|at| table[at][at]).sum(), total);
    let row = |at: usize| share(table[at].iter().sum(), total);
    let column = |at: usize| share(table.iter().map(|row| row[at]).sum(), total);
    let chance: f64 = (0..N).map(|at| row(at) * column(at)).sum();
    if chance >= 1.0 || total == 0 { 1.0 } else { (agreed - chance) / (1.0 - chance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_their_definitions() {
        let score = LabelScore { true_positive: 20, false_positive: 10, false_negative: 5, true_negative: 15 };
        assert!((score.precision() - 20.0 / 30.0).abs() < 1e-9);
        assert!((score.recall() - 0.8).abs() < 1e-9);
        assert!((score.f1() - 40.0 / 55.0).abs() < 1e-9);
        // Agreement 0.7, chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
        assert!((score.kappa() - 0.4).abs() < 1e-9);
    }
}
