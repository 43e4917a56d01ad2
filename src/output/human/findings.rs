//! Findings: those with a place below the line they stand in, the others without a faked one.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::Page;
use crate::output::escape::{line, shown};
use crate::output::layout::{WIDTH, width, wrap};
use crate::pack::facts::Severity;
use crate::report::{Finding, Place};

/// The most characters of a line that are shown before and behind the marked part.
const MARGIN: usize = 400;

pub(super) fn write(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    let renderer = if page.style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let findings = &page.report.findings;
    for (at, finding) in findings.iter().enumerate() {
        let repeated = findings.iter().take(at).any(|earlier| earlier.rule == finding.rule);
        writeln!(out, "{}\n", renderer.render(&[group(page, finding, repeated)]))?;
    }
    Ok(())
}

/// Puts a finding together; the advice of a rule is given once.
fn group<'a>(page: Page<'a>, finding: &'a Finding, repeated: bool) -> Group<'a> {
    let level = level(finding.severity).with_name(page.words.say(&format!("severity-{}", finding.severity.name())));
    let title = level.primary_title(line(&finding.title)).id(finding.rule.as_str());
    // The gutter is as wide as the line's number; behind it come ` = ` and perhaps a label.
    let columns = WIDTH - finding.line.map_or(0, |line| line.to_string().len() + 1) - 3;
    let message = wrap(&line(&finding.message), columns).join("\n");
    let mut group = Group::with_title(title);
    if let (Some(span), Some(line), Some(column)) = (finding.span, finding.line, finding.column) {
        let place = Place { span, line, column };
        group = group.elements(excerpt(page.source, &page.report.path, place));
    }
    group = group.element(Level::NOTE.no_name().message(message));
    if repeated {
        return group;
    }
    let help = page.words.say("label-help");
    let advice = wrap(&line(&finding.help), columns - width(&help) - 2).join("\n");
    group.element(Level::HELP.with_name(help).message(advice))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    }
}

/// Cuts the lines that a place touches out of the source, with the place underlined.
fn excerpt<'a>(source: &'a str, name: &'a str, place: Place) -> Vec<Element<'a>> {
    let (head, tail) = (before(source, place.span.start), behind(source, place.span.end));
    let (before, marked) = (shown(head), shown(place.span.of(source)));
    let range = before.len()..before.len() + marked.len();
    let snippet = Snippet::source(format!("{before}{marked}{}", shown(tail))).line_start(place.line);
    let snippet = snippet.annotation(AnnotationKind::Primary.span(range));
    // Where the line is not shown from its start as it is, its columns are not those of the source.
    if head.chars().count() + 1 == place.column && before.len() == head.len() {
        return vec![snippet.path(shown(name)).into()];
    }
    vec![Origin::path(shown(name)).line(place.line).char_column(place.column).into(), snippet.into()]
}

/// Returns what stands before `at` on its line, or the last part of it.
fn before(source: &str, at: usize) -> &str {
    let head = source.get(..at).unwrap_or_default();
    let line = head.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start_matches('\u{feff}');
    match line.char_indices().rev().nth(MARGIN) {
        Some((start, _)) => line.get(start..).unwrap_or_default(),
        None => line,
    }
}

/// Returns what stands behind `at` on its line, or the first part of it.
fn behind(source: &str, at: usize) -> &str {
    let line = source.get(at..).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    match line.char_indices().nth(MARGIN) {
        Some((end, _)) => line.get(..end).unwrap_or_default(),
        None => line,
    }
}
