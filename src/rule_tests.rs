//! The examples inside the rules are their tests.

use std::collections::BTreeSet;

use crate::characters::Characters;
use crate::check::Checker;
use crate::draft::Draft;
use crate::pack::Pack;
use crate::pack::compile::compile;
use crate::pack::error::PackError;
use crate::pack::facts::{Dialect, Facts, Language};
use crate::pack::load::RuleSet;
use crate::pack::program::Target;
use crate::pack::wire::{Example, ExampleLists, Examples, Patterns};
use crate::signals::{Hit, Signals};
use crate::span::Span;
use crate::template::Template;
use crate::text::Text;

/// An example that did not turn out as the rule says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Failure {
    /// The rule's id.
    pub rule: String,
    /// The example as written, without the marks.
    pub text: String,
    /// What was expected and what was found.
    pub what: String,
}

/// The outcome of testing every example of every rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct TestSummary {
    /// How many examples were tried.
    pub examples: usize,
    /// How many rules they belong to.
    pub rules: usize,
    /// Those that failed.
    pub failures: Vec<Failure>,
    /// What each matching example of a signal says to other signals, so that an unwanted hit shows up.
    pub crossings: Vec<Crossing>,
}

/// A matching example of one signal that is evidence for others, too.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Crossing {
    /// The signal whose example it is.
    pub rule: String,
    /// The example without its marks.
    pub text: String,
    /// The other signals that found evidence in it.
    pub others: Vec<String>,
}

/// Runs the examples of the rules at `paths` together with the rules they extend.
///
/// # Errors
/// Faults that keep the pack from being compiled.
pub fn test_rules(paths: &[std::path::PathBuf]) -> Result<TestSummary, Vec<PackError>> {
    let set = crate::builtin::load_rules(paths)?;
    let pack = compile(&set)?;
    Ok(run(&set, &pack))
}

fn run(set: &RuleSet, pack: &Pack) -> TestSummary {
    let mut tester = Tester {
        pack,
        text: Text::default(),
        signals: Signals::default(),
        checker: Checker::new(pack),
        summary: TestSummary::default(),
    };
    for signal in &set.signals {
        let rule = &signal.value;
        tester.demand(&rule.id, &rule.patterns, &rule.examples);
        tester.each(&rule.id, &rule.examples, |tester, text, _| tester.signal_places(&rule.id, text));
        tester.cross(&rule.id, &rule.examples);
    }
    for guard in &set.guards {
        let rule = &guard.value;
        tester.demand(&rule.id, &rule.patterns, &rule.examples);
        tester.each(&rule.id, &rule.examples, |tester, text, _| tester.guard_places(&rule.id, text));
    }
    for check in &set.checks {
        let rule = &check.value;
        tester.summary.rules += 1;
        if [&rule.examples.de, &rule.examples.en].iter().any(|list| list.matches.is_empty() || list.ignore.is_empty()) {
            tester.fail(
                &rule.id,
                "",
                "a check wants an example that matches and one to ignore in each language".into(),
            );
        }
        let placed = !rule.marks.0.is_empty();
        tester.each(&rule.id, &rule.examples, |tester, text, facts| tester.check_places(&rule.id, text, facts, placed));
    }
    tester.summary
}

struct Tester<'p> {
    pack: &'p Pack,
    text: Text,
    signals: Signals,
    checker: Checker<'p>,
    summary: TestSummary,
}

/// Where a rule was found: nowhere, or at these places (none for a finding about something missing).
type Places = Option<Vec<Span>>;

impl Tester<'_> {
    fn fail(&mut self, rule: &str, text: &str, what: String) {
        self.summary.failures.push(Failure { rule: rule.to_owned(), text: text.to_owned(), what });
    }

    /// A rule speaks no language in which it has no example of both kinds.
    fn demand(&mut self, rule: &str, patterns: &Patterns, examples: &Examples) {
        self.summary.rules += 1;
        for (language, patterns, list) in
            [(Language::De, &patterns.de, &examples.de), (Language::En, &patterns.en, &examples.en)]
        {
            if !patterns.is_empty() && (list.matches.is_empty() || list.ignore.is_empty()) {
                let what = format!("the language {} wants an example that matches and one to ignore", language.name());
                self.fail(rule, "", what);
            }
        }
    }

    fn each(&mut self, rule: &str, examples: &Examples, find: impl Fn(&mut Self, &str, &Facts) -> Places) {
        for ExampleLists { matches, ignore } in [&examples.de, &examples.en] {
            for example in matches {
                self.must_match(rule, example, &find);
            }
            for example in ignore {
                self.summary.examples += 1;
                if let Some(places) = find(self, &example.text, &example.context) {
                    self.fail(
                        rule,
                        &example.text,
                        format!("must stay silent, but found {}", mark(&example.text, &places)),
                    );
                }
            }
        }
    }

    fn must_match(&mut self, rule: &str, example: &Example, find: &impl Fn(&mut Self, &str, &Facts) -> Places) {
        self.summary.examples += 1;
        let (text, wanted) = unmark(&example.text);
        match find(self, &text, &example.context) {
            None => self.fail(rule, &example.text, "must match, but found nothing".into()),
            Some(places) if places != wanted => {
                self.fail(rule, &example.text, format!("must match as marked, but found {}", mark(&text, &places)));
            }
            Some(_) => {}
        }
    }

    fn signal_places(&mut self, id: &str, text: &str) -> Places {
        self.read(text);
        let evidence = self.signals.evidence.iter();
        let places: Vec<_> = evidence
            .filter(|one| self.pack.signals[one.signal as usize].id.as_str() == id)
            .map(|one| one.span)
            .collect();
        (!places.is_empty()).then_some(places)
    }

    fn cross(&mut self, id: &str, examples: &Examples) {
        for example in examples.de.matches.iter().chain(&examples.en.matches) {
            let (text, _) = unmark(&example.text);
            self.read(&text);
            let ids = self.signals.evidence.iter().map(|one| self.pack.signals[one.signal as usize].id.to_string());
            let others: BTreeSet<_> = ids.filter(|other| other != id).collect();
            if !others.is_empty() {
                let others = others.into_iter().collect();
                self.summary.crossings.push(Crossing { rule: id.to_owned(), text, others });
            }
        }
    }

    fn guard_places(&mut self, id: &str, text: &str) -> Places {
        self.read(text);
        let is = |hit: &&Hit, exception: bool| match hit.target {
            Target::Guard(guard) => !exception && self.pack.guards[guard as usize].id.as_str() == id,
            Target::Exception(guard) => exception && self.pack.guards[guard as usize].id.as_str() == id,
            _ => false,
        };
        let hits = self.signals.hits();
        let exceptions: Vec<_> = hits.iter().filter(|hit| is(hit, true)).collect();
        let mut places: Vec<_> = hits
            .iter()
            .filter(|hit| is(hit, false))
            .filter(|hit| !exceptions.iter().any(|other| hit.first < other.end && other.first < hit.end))
            .map(|hit| self.text.span(hit.shown.0, hit.shown.1))
            .collect();
        places.sort();
        places.dedup();
        (!places.is_empty()).then_some(places)
    }

    fn check_places(&mut self, id: &str, text: &str, facts: &Facts, placed: bool) -> Places {
        let report = self.checker.check(&Draft::new(id, text).with_facts(facts.clone()));
        let findings: Vec<_> = report.findings.iter().filter(|finding| finding.rule == id).collect();
        let places = if placed { findings.iter().filter_map(|finding| finding.span).collect() } else { Vec::new() };
        (!findings.is_empty()).then_some(places)
    }

    fn read(&mut self, text: &str) {
        let characters = Characters::read(self.pack, text);
        let text = characters.thin(text);
        self.text.cut(self.pack, text);
        let template = Template::read(self.pack, text, Dialect::Auto);
        self.signals.clear();
        self.signals.read(self.pack, &self.text, text, 0);
        self.signals.finish(self.pack, &template.marks, &characters);
    }
}

/// Takes the marks `«` and `»` out of an example and returns where they stood.
fn unmark(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut places, mut open) = (String::new(), Vec::new(), None);
    for c in marked.chars() {
        match (c, open) {
            ('«', _) => open = Some(text.len()),
            ('»', Some(start)) => {
                places.push(Span { start, end: text.len() });
                open = None;
            }
            _ => text.push(c),
        }
    }
    (text, places)
}

/// Puts marks into a text.
fn mark(text: &str, places: &[Span]) -> String {
    let mut marked = text.to_owned();
    for place in places.iter().rev() {
        if marked.is_char_boundary(place.end) && marked.is_char_boundary(place.start) {
            marked.insert(place.end, '»');
            marked.insert(place.start, '«');
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_and_go_back_on() {
        let (text, places) = unmark("ä «bc» d «e»");
        assert_eq!((text.as_str(), mark(&text, &places).as_str()), ("ä bc d e", "ä «bc» d «e»"));
    }
}
