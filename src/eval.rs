//! How right the rules are: labelled drafts in, scores and misjudged drafts out.

mod compare;
mod corpus;
mod score;

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::draft::Draft;
use crate::labels::Labels;
use crate::pack::Pack;
use crate::pack::facts::{Relationship, Says, VerdictKind};
use crate::report::DraftReport;

pub use compare::{Change, Effect, FigureChange, LabelChange};
pub use corpus::{Corpus, CorpusError, Example};
pub use score::{LabelScore, Scores};

/// The outcome of judging labelled drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Scores over all drafts.
    pub all: Scores,
    /// Scores by language, kind and group: the sort (`lang`, `kind`, `group`), its value, the scores.
    pub parts: Vec<Part>,
    /// Every draft with at least one wrong label, in the order of the corpus.
    pub misjudged: Vec<Misjudged>,
    /// What was judged about each draft, in the order of the corpus.
    pub judged: Vec<Judged>,
}

/// The scores of some of the drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// `lang`, `kind` or `group`.
    pub sort: String,
    /// Its value.
    pub value: String,
    /// The scores of its drafts.
    pub scores: Scores,
}

/// What the rules made of one labelled draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The draft's id.
    pub id: String,
    /// The labels that the rules gave it.
    pub labels: Labels,
    /// The verdict.
    pub verdict: VerdictKind,
}

/// A draft with a wrong label, and what misled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misjudged {
    /// The draft's id.
    pub id: String,
    /// The corpus file and line.
    pub place: String,
    /// The draft.
    pub text: String,
    /// What is wrong: label, expected, found, and the evidence that misled.
    pub wrong: Vec<Wrong>,
}

/// A wrong label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The label's name.
    pub label: String,
    /// What the corpus says.
    pub expected: String,
    /// What the rules say.
    pub found: String,
    /// The evidence that misled, as `signal: words`; empty where there was none.
    pub evidence: Vec<String>,
    /// Hits that a guard made void, as `signal: words (guard)`.
    pub voided: Vec<String>,
}

/// Judges every draft of the corpora.
#[must_use]
pub fn evaluate(pack: &Pack, corpora: &[Corpus]) -> Evaluation {
    let mut checker = Checker::new(pack).verbose(true);
    let mut evaluation =
        Evaluation { all: Scores::default(), parts: Vec::new(), misjudged: Vec::new(), judged: Vec::new() };
    for corpus in corpora {
        for example in &corpus.examples {
            let report = checker.check(&Draft::new(&example.id, &example.text));
            let pair = (example.labels, report.labels);
            evaluation.all.add(pair);
            for (sort, value) in [("lang", &example.lang), ("kind", &example.kind), ("group", &example.group)] {
                if let Some(value) = value {
                    part(&mut evaluation.parts, sort, value).add(pair);
                }
            }
            let wrong = wrong_labels(example.labels, &report);
            if !wrong.is_empty() {
                let place = format!("{}:{}", corpus.name, example.line);
                evaluation.misjudged.push(Misjudged {
                    id: example.id.clone(),
                    place,
                    text: example.text.clone(),
                    wrong,
                });
            }
            evaluation.judged.push(Judged { id: example.id.clone(), labels: report.labels, verdict: report.verdict });
        }
    }
    evaluation.parts.sort_by(|a, b| (sort_rank(&a.sort), &a.value).cmp(&(sort_rank(&b.sort), &b.value)));
    evaluation
}

/// Returns the verdict that the labelling guide ties to a relationship.
#[must_use]
pub(crate) fn verdict_of(labels: Labels) -> VerdictKind {
    use crate::pack::facts::Relationship::{Exchanged, Known, None, Ongoing, Weak};
    match labels.relationship {
        Known | Exchanged | Ongoing => VerdictKind::AddAsContact,
        Weak | None => VerdictKind::MessageFirst,
    }
}

fn sort_rank(sort: &str) -> usize {
    ["lang", "kind", "group"].iter().position(|known| *known == sort).unwrap_or_default()
}

fn part<'p>(parts: &'p mut Vec<Part>, sort: &str, value: &str) -> &'p mut Scores {
    let at = parts.iter().position(|part| part.sort == sort && part.value == value).unwrap_or_else(|| {
        parts.push(Part { sort: sort.to_owned(), value: value.to_owned(), scores: Scores::default() });
        parts.len() - 1
    });
    &mut parts[at].scores
}

fn wrong_labels(expected: Labels, report: &DraftReport) -> Vec<Wrong> {
    let found = &report.labels;
    let flags = [
        ("purpose", expected.purpose, found.purpose),
        ("expectation", expected.expectation, found.expectation),
        ("offer", expected.offer, found.offer),
        ("generic", expected.generic, found.generic),
        ("vague", expected.vague, found.vague),
    ];
    let ties = ("relationship", expected.relationship.name().to_owned(), found.relationship.name().to_owned());
    std::iter::once(ties)
        .chain(flags.map(|(label, expected, found)| (label, expected.to_string(), found.to_string())))
        .filter(|(_, expected, found)| expected != found)
        .map(|(label, expected, found)| Wrong {
            evidence: evidence_for(report, label, &found),
            voided: voided_for(report, label),
            label: label.to_owned(),
            expected,
            found,
        })
        .collect()
}

fn evidence_for(report: &DraftReport, label: &str, found: &str) -> Vec<String> {
    let wanted = if label == "relationship" { found } else { label };
    let says = |says: Says| says.name() == wanted;
    let evidence = report.evidence.iter().filter(|one| one.says.is_some_and(says));
    let evidence: Vec<_> = evidence.map(|one| format!("{}: {}", one.signal, one.text)).collect();
    // A tie that no single signal says rests on circumstances, which the verdict's reason quotes.
    let by_circumstances = evidence.is_empty() && label == "relationship" && found != Relationship::None.name();
    if by_circumstances { report.reasons.clone() } else { evidence }
}

fn voided_for(report: &DraftReport, label: &str) -> Vec<String> {
    let ties = ["known", "exchanged", "ongoing", "weak"];
    let concerns = |says: Option<Says>| {
        says.is_some_and(
            |says| if label == "relationship" { ties.contains(&says.name()) } else { says.name() == label },
        )
    };
    let voided = report.voided.iter().filter(|hit| concerns(hit.says));
    voided.map(|hit| format!("{}: {} ({})", hit.signal, hit.text, hit.guard)).collect()
}
