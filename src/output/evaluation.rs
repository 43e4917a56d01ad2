//! How right the rules are: misjudged drafts with what misled, figures, confusion tables, and what a
//! comparison shows.

use std::collections::BTreeMap;
use std::io::{self, Write};

use colored::Colorize;
use serde::Serialize;

use super::layout::{WIDTH, hang, pad};
use super::{Detail, Format, Style, escape, json};
use crate::eval::{Change, Effect, Evaluation, FigureChange, LabelScore, Misjudged, Scores, Wrong};
use crate::pack::facts::Relationship;

/// An evaluation and what is asked about it.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluated<'e> {
    /// Every figure over all drafts, by its name.
    figures: BTreeMap<String, f64>,
    #[serde(flatten)]
    evaluation: &'e Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
    /// The one label whose mistakes are listed.
    #[serde(skip)]
    label: Option<&'e str>,
}

/// What is judged differently than in another evaluation.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    /// What it is compared with.
    other: String,
    figures: Vec<FigureChange>,
    drafts: Vec<Change>,
}

impl Comparison {
    pub(crate) fn new(other: &str, before: &Evaluation, now: &Evaluation) -> Self {
        let (figures, drafts) = (now.figure_changes_since(before), now.changes_since(before));
        Self { other: other.to_owned(), figures, drafts }
    }
}

impl<'e> Evaluated<'e> {
    pub(crate) fn new(evaluation: &'e Evaluation, label: Option<&'e str>, comparison: Option<Comparison>) -> Self {
        let figure = |name: String| evaluation.all.figure(&name).map(|value| (name, value));
        let figures = Scores::figure_names().into_iter().filter_map(figure).collect();
        Self { figures, evaluation, comparison, label }
    }

    pub(crate) fn write(&self, out: &mut dyn Write, format: Format, style: Style) -> io::Result<()> {
        if format == Format::Json {
            return json::write(out, self);
        }
        if style.detail != Detail::Quiet {
            self.write_misjudged(out)?;
        }
        for part in &self.evaluation.parts {
            match (part.sort.as_str(), style.detail) {
                ("group", Detail::Verbose) | ("lang" | "kind", _) => {
                    write_scores(out, &format!("{} {}", part.sort, part.value), &part.scores, style)?;
                }
                _ => {}
            }
        }
        if style.detail == Detail::Normal {
            self.write_groups(out)?;
        }
        write_scores(out, "all", &self.evaluation.all, style)?;
        self.comparison.iter().try_for_each(|comparison| write_comparison(out, comparison))
    }

    fn write_misjudged(&self, out: &mut dyn Write) -> io::Result<()> {
        for draft in &self.evaluation.misjudged {
            let wrong: Vec<_> =
                draft.wrong.iter().filter(|wrong| self.label.is_none_or(|label| label == wrong.label)).collect();
            if !wrong.is_empty() {
                write_draft(out, draft, &wrong)?;
            }
        }
        Ok(())
    }

    /// Writes a line for every group of the corpus.
    fn write_groups(&self, out: &mut dyn Write) -> io::Result<()> {
        let groups: Vec<_> = self.evaluation.parts.iter().filter(|part| part.sort == "group").collect();
        if groups.is_empty() {
            return Ok(());
        }
        let head = format!(
            "{:<31}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}",
            "group", "drafts", "verdict", "purpose", "exp/off", "generic", "vague"
        );
        writeln!(out, "{}", head.bold())?;
        for part in groups {
            let scores = &part.scores;
            let f1 =
                [&scores.purpose, &scores.expectation_or_offer, &scores.generic, &scores.vague].map(LabelScore::f1);
            let figures = f1.map(|figure| format!("{figure:>8.3}")).concat();
            let (name, accuracy) = (pad(&escape::line(&part.value), 31), scores.verdict.accuracy());
            writeln!(out, "{name}{:>7}{accuracy:>8.3}{figures}", scores.drafts)?;
        }
        writeln!(out, "(verdict: accuracy; the others: F1)\n")
    }
}

fn write_draft(out: &mut dyn Write, draft: &Misjudged, wrong: &[&Wrong]) -> io::Result<()> {
    writeln!(out, "{}", format!("{}  {}", escape::line(&draft.id), escape::line(&draft.place)).bold())?;
    writeln!(out, "{}", hang("  ", &escape::line(&draft.text)))?;
    for wrong in wrong {
        let evidence = if wrong.evidence.is_empty() { "no evidence".to_owned() } else { wrong.evidence.join("; ") };
        let what = format!("expected {}, found {}: {}", wrong.expected, wrong.found, escape::line(&evidence));
        writeln!(out, "{}", hang(&format!("    {}: ", wrong.label), &what))?;
        for voided in &wrong.voided {
            writeln!(out, "{}", hang("      void: ", &escape::line(voided)))?;
        }
    }
    writeln!(out)
}

fn write_scores(out: &mut dyn Write, name: &str, scores: &Scores, style: Style) -> io::Result<()> {
    writeln!(out, "{}", format!("{}: {} drafts", escape::line(name), scores.drafts).bold())?;
    writeln!(
        out,
        "  {:<22}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}",
        "", "precision", "recall", "F1", "kappa", "false", "missed"
    )?;
    for label in Scores::LABELS {
        let Some(score) = scores.label(label) else { continue };
        let figures =
            [score.precision(), score.recall(), score.f1(), score.kappa()].map(|figure| format!("{figure:>9.3}"));
        writeln!(out, "  {label:<22}{}{:>9}{:>9}", figures.concat(), score.false_positive, score.false_negative)?;
    }
    let figure = |name| scores.figure(name).unwrap_or_default();
    let (verdict, tie, kappa) =
        (figure("verdict.accuracy"), figure("relationship.accuracy"), figure("relationship.kappa"));
    writeln!(out, "  accuracy of the verdict {verdict:.3}, of the relationship {tie:.3} (kappa {kappa:.3})")?;
    if style.detail != Detail::Quiet || name == "all" {
        write_confusion(out, scores)?;
    }
    writeln!(out)
}

/// Writes both confusion tables: rows are the corpus, columns the rules.
fn write_confusion(out: &mut dyn Write, scores: &Scores) -> io::Result<()> {
    let names: Vec<_> = Relationship::ALL.iter().map(|tie| tie.name()).collect();
    writeln!(out, "  {:<18}{}", "corpus \\ rules", columns(&names))?;
    for (name, row) in names.iter().zip(&scores.relationship) {
        writeln!(out, "  {name:<18}{}", columns(row))?;
    }
    let verdict = &scores.verdict;
    writeln!(out, "  {:<18}{:>16}{:>16}", "corpus \\ rules", "add_as_contact", "message_first")?;
    writeln!(out, "  {:<18}{:>16}{:>16}", "add_as_contact", verdict.true_positive, verdict.false_negative)?;
    writeln!(out, "  {:<18}{:>16}{:>16}", "message_first", verdict.false_positive, verdict.true_negative)
}

fn columns(cells: &[impl std::fmt::Display]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!("{cell:>11}")).collect();
    cells.concat()
}

fn write_comparison(out: &mut dyn Write, comparison: &Comparison) -> io::Result<()> {
    let count = comparison.drafts.len();
    let title = format!("compared with {}: {count} drafts judged differently", escape::line(&comparison.other));
    writeln!(out, "{}", title.bold())?;
    for change in &comparison.drafts {
        let labels = change.labels.iter().map(|label| {
            let effect = match label.effect {
                Effect::Better => "better",
                Effect::Worse => "worse",
                Effect::StillWrong => "still wrong",
            };
            format!("{} {} -> {} ({effect})", label.label, label.before, label.after)
        });
        let first = format!("  {}  ", pad(&escape::line(&change.id), 20.min(WIDTH / 2)));
        writeln!(out, "{}", hang(&first, &labels.collect::<Vec<_>>().join("; ")))?;
    }
    for figure in &comparison.figures {
        writeln!(out, "  {:<32}{:.3} -> {:.3}", figure.figure, figure.before, figure.after)?;
    }
    Ok(())
}
