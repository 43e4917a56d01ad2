//! From a draft to its report: the whole core in its order. It reads and writes nothing and cannot fail.

mod allowed;
mod badness;
mod decision;
mod words;

use badness::badness;
pub(crate) use decision::Decision;

use crate::characters::Characters;
use crate::draft::{Draft, Lines};
use crate::labels::Situation;
use crate::measure::{Length, Lengths};
use crate::pack::facts::{Dialect, Severity};
use crate::pack::wire::SlotMark;
use crate::pack::{Check, Condition, Pack};
use crate::report::{self, DraftReport, Evidence, Finding, MOST_SHOWN, Place, VoidedHit};
use crate::signals::Signals;
use crate::span::{LineIndex, Position, Span};
use crate::template::Template;
use crate::text::pieces::pieces;
use crate::text::{LanguageWords, Text};

/// What of a report is asked for. The rest is not worked out, which is quicker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// What the text says.
    pub evidence: bool,
    /// What is wrong; without it, findings have their rule and severity and nothing else.
    pub findings: bool,
    /// Why the verdict is what it is.
    pub reasons: bool,
    /// What can be done.
    pub next_steps: bool,
}

impl Default for Parts {
    /// Asks for everything.
    fn default() -> Self {
        Self { evidence: true, findings: true, reasons: true, next_steps: true }
    }
}

/// Checks drafts with one pack; what it allocates is used again for the next draft.
#[derive(Debug)]
pub struct Checker<'p> {
    pack: &'p Pack,
    text: Text,
    signals: Signals,
    verbose: bool,
    parts: Parts,
}

impl<'p> Checker<'p> {
    /// Makes a checker for a pack.
    #[must_use]
    pub fn new(pack: &'p Pack) -> Self {
        Self { pack, text: Text::default(), signals: Signals::default(), verbose: false, parts: Parts::default() }
    }

    /// Asks for the hits that guards made void, too.
    #[must_use]
    pub fn verbose(self, verbose: bool) -> Self {
        Self { verbose, ..self }
    }

    /// Asks for some parts of reports only.
    #[must_use]
    pub fn only(self, parts: Parts) -> Self {
        Self { parts, ..self }
    }

    /// Checks one draft. Of a template that can become several texts, the worst one is reported.
    pub fn check(&mut self, draft: &Draft<'_>) -> DraftReport {
        let characters = Characters::read(self.pack, draft.text());
        let (pack, body) = (self.pack, characters.thin(draft.text()));
        let template = Template::read(pack, body, draft.facts.dialect.unwrap_or(Dialect::Auto));
        if draft.facts.template != Some(true) {
            return self.judge(draft, body, Lengths::of(body), &template.marks, &characters);
        }
        let lengths = template.lengths(pack, body);
        if !template.has_parts() {
            return self.judge(draft, body, lengths, &template.marks, &characters);
        }
        let mut marks = template.marks.clone();
        // Which text is the worst shows in whole reports only.
        let parts = std::mem::take(&mut self.parts);
        let (text, untried) =
            template.worst(pack, body, |text| badness(&self.judge(draft, text, lengths, &marks, &characters)));
        self.parts = parts;
        marks.extend(untried.map(|span| (SlotMark::Untried, span)));
        self.judge(draft, &text, lengths, &marks, &characters)
    }

    /// Judges a text that the draft can become, of which every byte stands where it does in the draft without
    /// what nobody sees.
    fn judge(
        &mut self,
        draft: &Draft<'_>,
        text: &str,
        lengths: Lengths,
        marks: &[(SlotMark, Span)],
        characters: &Characters,
    ) -> DraftReport {
        let mut words = LanguageWords::default();
        self.signals.clear();
        for (start, piece) in pieces(text) {
            self.text.cut(self.pack, piece);
            self.signals.read(self.pack, &self.text, piece, start);
            words.add(self.text.language_words);
        }
        self.signals.finish(self.pack, marks, characters);
        let language = draft.facts.lang.unwrap_or_else(|| words.language());
        self.signals.add_up(self.pack, language);
        let decision = Decision::new(self.pack, &self.signals, draft, language, lengths);
        decision.report(draft, self.parts, self.verbose)
    }
}

/// Puts what was found into the words and places of a report.
struct Reporter<'a, 'd> {
    draft: &'d Draft<'d>,
    situation: Situation<'a>,
    lines: LineIndex<'d>,
    parts: Parts,
}

impl Reporter<'_, '_> {
    fn place(&self, in_text: Span) -> Place {
        let span = self.draft.in_source(in_text);
        let position = self.position(span.start);
        Place { span, line: position.line, column: position.column }
    }

    fn position(&self, at: usize) -> Position {
        self.draft.lines.position(&self.lines, self.draft.source, at)
    }

    /// Returns where a span ends in the file, where that is known.
    fn end(&self, span: Span) -> Option<Position> {
        let known = !matches!(self.draft.lines, Lines::Row(_));
        known.then(|| self.position(span.end))
    }

    fn quote(&self, in_body: Span) -> String {
        in_body.of(self.draft.text()).to_owned()
    }

    fn evidence(&self) -> Vec<Evidence> {
        let Situation { pack, signals, .. } = self.situation;
        let evidence = signals.evidence.iter().take(MOST_SHOWN).map(|evidence| {
            let signal = &pack.signals[evidence.signal as usize];
            Evidence {
                signal: signal.id.as_str().to_owned(),
                says: signal.says,
                text: self.quote(evidence.span),
                place: self.place(evidence.span),
            }
        });
        evidence.collect()
    }

    fn voided(&self) -> Vec<VoidedHit> {
        let Situation { pack, signals, language, .. } = self.situation;
        let voided = signals.voided.iter().take(MOST_SHOWN).map(|voided| {
            let guard = &pack.guards[voided.guard as usize];
            let signal = &pack.signals[voided.signal as usize];
            VoidedHit {
                signal: signal.id.as_str().to_owned(),
                says: signal.says,
                text: self.quote(voided.span),
                place: self.place(voided.span),
                guard: guard.id.as_str().to_owned(),
                why: guard.title.get(language).to_owned(),
                guard_text: voided.guard_span.map(|span| self.quote(span)),
            }
        });
        voided.collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let checks = self.situation.pack.checks.iter().filter(|check| self.situation.holds(&check.when));
        let mut findings: Vec<_> = checks.flat_map(|check| self.findings_of(check)).collect();
        findings.sort_by_key(|finding| (finding.span.is_none(), finding.span, std::cmp::Reverse(finding.severity)));
        findings
    }

    fn findings_of(&self, check: &Check) -> Vec<Finding> {
        if !self.parts.findings {
            return vec![bare(check)];
        }
        let evidence = self.situation.signals.evidence.iter();
        let mut places: Vec<_> =
            evidence.filter(|one| check.marks.has(one.signal.into())).map(|one| one.span).collect();
        keep_apart(&mut places);
        places.truncate(MOST_SHOWN);
        if let (true, Some(score)) = (places.is_empty(), check.marks_score) {
            places.extend(self.situation.sentence_for(score));
        }
        if places.is_empty() {
            return vec![self.finding(check, check.severity, None)];
        }
        places.into_iter().map(|span| self.finding(check, check.severity, Some(span))).collect()
    }

    fn finding(&self, check: &Check, severity: Severity, in_body: Option<Span>) -> Finding {
        let place = in_body.map(|span| self.place(span));
        let end = place.and_then(|place| self.end(place.span));
        let quote = in_body.map(|span| self.quote(span)).unwrap_or_default();
        Finding {
            rule: check.id.as_str().to_owned(),
            severity,
            title: check.title.get(self.situation.language).to_owned(),
            message: self.fill(&check.message, &quote),
            help: self.fill(&check.help, &quote),
            span: place.map(|place| place.span),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
        }
    }

    /// Quotes the evidence of the tie that the text claims, or the sentence that tells it.
    fn tie(&self) -> String {
        let quotes: Vec<_> = self.situation.grounds().into_iter().map(|span| self.quote(span)).collect();
        quotes.join(" … ")
    }

    fn next_steps(&self) -> Vec<String> {
        let steps = self.situation.platform().into_iter().flat_map(|platform| &platform.next_steps);
        let holds = |when: &Option<Condition>| when.as_ref().is_none_or(|when| self.situation.holds(when));
        // The first step that is open counts; those behind it are for other cases.
        steps.filter(|(when, _)| holds(when)).take(1).map(|(_, text)| self.fill(text, "")).collect()
    }
}

fn reported(length: Length) -> report::Length {
    report::Length { graphemes: length.graphemes, words: length.words }
}

/// A finding of which only the rule and the severity count.
fn bare(check: &Check) -> Finding {
    Finding {
        rule: check.id.as_str().to_owned(),
        severity: check.severity,
        title: String::new(),
        message: String::new(),
        help: String::new(),
        span: None,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
    }
}

/// Of places that overlap keeps the first, and of those that start together the longest: one thing is
/// wrong there, whichever signals see it.
fn keep_apart(places: &mut Vec<Span>) {
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut end = 0;
    places.retain(|place| {
        let apart = place.start >= end;
        if apart {
            end = place.end;
        }
        apart
    });
}
