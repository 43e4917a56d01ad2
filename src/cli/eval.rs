//! `eval`: labelled drafts in, figures and misjudged drafts out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args;
use super::console::Console;
use super::{Outcome, Settings, refuse};
use crate::builtin::load_pack;
use crate::eval::{Corpus, Evaluation, Scores, evaluate};
use crate::output::{Comparison, Evaluated};

pub(super) fn run(console: &mut Console, settings: &Settings, args: &args::Eval) -> io::Result<Outcome> {
    let demands: Vec<_> = args.min.iter().map(|text| Demand::parse(text)).collect();
    let corpora: Vec<_> = args.corpora.iter().map(|path| read_corpus(path)).collect();
    let faults = demands.iter().filter_map(|demand| demand.as_ref().err().cloned());
    let faults: Vec<_> =
        faults.chain(corpora.iter().filter_map(|corpus| corpus.as_ref().err()).flatten().cloned()).collect();
    if !faults.is_empty() {
        faults.iter().try_for_each(|fault| console.error(fault))?;
        return Ok(Outcome::Failed);
    }
    let (demands, corpora) = (demands.into_iter().flatten(), corpora.into_iter().flatten().collect::<Vec<_>>());
    let pack = match settings.pack() {
        Ok(pack) => pack,
        Err(errors) => return refuse(console, &errors),
    };
    let evaluation = evaluate(pack, &corpora);
    let comparison = match args.compare.as_deref().map(|other| compare(other, &corpora, &evaluation)).transpose() {
        Ok(comparison) => comparison,
        Err(faults) => {
            faults.iter().try_for_each(|fault| console.error(fault))?;
            return Ok(Outcome::Failed);
        }
    };
    let evaluated = Evaluated::new(&evaluation, args.label.as_deref(), comparison);
    evaluated.write(&mut console.out, settings.format, settings.style)?;
    let mut outcome = Outcome::Clean;
    for demand in demands {
        outcome = outcome.max(demand.check(console, &evaluation)?);
    }
    Ok(outcome)
}

fn read_corpus(path: &Path) -> Result<Corpus, Vec<String>> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| vec![format!("{name}: cannot be read: {error}")])?;
    Corpus::parse(&name, &text).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// Compares with a file that `eval --format json` wrote, or with the judgements of another pack.
fn compare(other: &Path, corpora: &[Corpus], now: &Evaluation) -> Result<Comparison, Vec<String>> {
    let name = other.display().to_string();
    let is_json = other.extension().is_some_and(|extension| extension == "json");
    let before = if is_json {
        read_evaluation(other).map_err(|fault| vec![format!("{name}: {fault}")])?
    } else {
        judge(other, corpora)?
    };
    Ok(Comparison::new(&name, &before, now))
}

fn read_evaluation(path: &Path) -> Result<Evaluation, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{error}; write the file with `eval --format json`"))
}

fn judge(pack: &Path, corpora: &[Corpus]) -> Result<Evaluation, Vec<String>> {
    let pack = load_pack(&[PathBuf::from(pack)])
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(evaluate(&pack, corpora))
}

/// A figure that must not be lower, over all drafts or over those of one language, kind or group.
#[derive(Debug, Clone, PartialEq)]
struct Demand {
    part: Option<String>,
    figure: String,
    least: f64,
}

impl Demand {
    /// Reads `verdict.f1=0.95` or `de:verdict.f1=0.95`.
    fn parse(text: &str) -> Result<Self, String> {
        let wanted = "write it as verdict.f1=0.95, or for a part of the corpus as de:verdict.f1=0.95";
        let Some((name, least)) = text.rsplit_once('=') else {
            return Err(format!("--min {text}: there is no `=` in it; {wanted}"));
        };
        let least = least.trim().parse::<f64>().ok().filter(|least| (-1.0..=1.0).contains(least));
        let Some(least) = least else {
            return Err(format!("--min {text}: the value is no number up to 1; {wanted}"));
        };
        let (part, figure) =
            name.rsplit_once(':').map_or((None, name), |(part, figure)| (Some(part.to_owned()), figure));
        let figure = figure.trim().replace('-', "_");
        if Scores::default().figure(&figure).is_none() {
            let names = Scores::figure_names().join(", ");
            return Err(format!("--min {text}: there is no figure `{figure}`; there are {names}"));
        }
        Ok(Self { part, figure, least })
    }

    fn check(&self, console: &mut Console, evaluation: &Evaluation) -> io::Result<Outcome> {
        let scores = match &self.part {
            None => Some(&evaluation.all),
            Some(value) => evaluation.parts.iter().find(|part| part.value == *value).map(|part| &part.scores),
        };
        let Self { part, figure, least } = self;
        let name = part.iter().map(|part| format!("{part}:")).chain([figure.clone()]).collect::<String>();
        let Some(value) = scores.and_then(|scores| scores.figure(figure)) else {
            console.error(format_args!("--min {name}: the corpus has no language, kind or group of that name"))?;
            return Ok(Outcome::Failed);
        };
        if value >= *least {
            return Ok(Outcome::Clean);
        }
        console.error(format_args!("{name} is {value:.4}, lower than {least}"))?;
        Ok(Outcome::Findings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_name_a_figure_and_perhaps_a_part() {
        let demand = |part: Option<&str>, figure: &str, least| Demand {
            part: part.map(str::to_owned),
            figure: figure.into(),
            least,
        };
        assert_eq!(Demand::parse("verdict.f1=0.95"), Ok(demand(None, "verdict.f1", 0.95)));
        assert_eq!(
            Demand::parse("de:expectation-or-offer.recall = 1"),
            Ok(demand(Some("de"), "expectation_or_offer.recall", 1.0))
        );
        for (text, fault) in [
            ("verdict.f1", "no `=`"),
            ("verdict.f1=x", "no number"),
            ("verdict=1", "no figure"),
            ("x.f1=1", "no figure"),
        ] {
            assert!(Demand::parse(text).expect_err(text).contains(fault), "{text}");
        }
    }
}
