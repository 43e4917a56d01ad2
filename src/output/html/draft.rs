//! One draft on the page: its text, what is wrong with it, the checklist, the verdict.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::marks;
use crate::output::checklist::{Item, State, items};
use crate::output::escape::line;
use crate::output::form::Checked;
use crate::output::{Words, advice};
use crate::pack::facts::Severity;
use crate::report::Finding;

/// Writes the draft that comes at this position, from 1.
pub(super) fn write(words: Words<'_>, checked: Checked<'_>, name: &str, at: usize) -> Markup {
    let report = checked.report;
    let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.as_str()).collect();
    html! {
        article.draft id=(format!("d{at}")) lang=(report.language.name()) data-name=(line(name))
            data-verdict=(report.verdict.name()) data-rules=(rules.join(" ")) {
            header {
                h2 { a href=(format!("#d{at}")) { (line(name)) } }
                p.badges {
                    span class=(format!("badge {}", report.verdict.name())) { (words.verdict(report.verdict)) }
                    (counts(words, &report.findings))
                }
            }
            div.columns {
                div.text dir="auto" { (marks::write(words, checked, at)) }
                div.answer {
                    @if !report.findings.is_empty() { (findings(words, &report.findings, at)) }
                    (checklist(words, &items(words, report)))
                    (verdict(words, checked))
                }
            }
        }
    }
}

fn counts(words: Words<'_>, findings: &[Finding]) -> Markup {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    html! {
        @for severity in Severity::ALL.iter().rev().filter(|severity| count(**severity) > 0) {
            " " span class=(format!("badge {}", severity.name())) {
                (words.count(&format!("{}s", severity.name()), count(*severity)))
            }
        }
    }
}

fn findings(words: Words<'_>, findings: &[Finding], draft: usize) -> Markup {
    let mut seen = BTreeSet::new();
    html! {
        section {
            h3 { (words.say("heading-findings")) }
            ul.findings {
                @for (at, finding) in findings.iter().enumerate() {
                    // The advice of a rule is given once.
                    @let repeated = !seen.insert(&finding.rule);
                    (write_finding(words, finding, repeated, &marks::id(draft, at)))
                }
            }
        }
    }
}

fn write_finding(words: Words<'_>, finding: &Finding, repeated: bool, id: &str) -> Markup {
    let severity = finding.severity.name();
    html! {
        li class=(severity) data-rule=(finding.rule) data-line=[finding.line] data-column=[finding.column] {
            p.title {
                span.severity { (words.say(&format!("severity-{severity}"))) } ": "
                strong { (line(&finding.title)) } " "
                code { (line(&finding.rule)) }
                @if let (Some(row), Some(column)) = (finding.line, finding.column) {
                    " " a href=(format!("#{id}")) {
                        (words.fill("place-line", &[("line", &row.to_string()), ("column", &column.to_string())]))
                    }
                }
            }
            p { (line(&finding.message)) }
            @if !repeated { p.help { (line(&finding.help)) } }
        }
    }
}

fn checklist(words: Words<'_>, items: &[Item]) -> Markup {
    html! {
        section {
            h3 { (words.say("heading-checklist")) }
            ul.checklist {
                @for item in items {
                    @let (class, symbol) = state(item.state);
                    li class=(class) {
                        span.state role="img" aria-label=(words.say(&format!("state-{class}"))) { (symbol) }
                        div {
                            b { (item.heading(words)) } ": " (item.text)
                            @for quote in &item.quotes { " " q { (line(quote)) } }
                        }
                    }
                }
            }
        }
    }
}

fn state(state: State) -> (&'static str, &'static str) {
    match state {
        State::Fine => ("ok", "✓"),
        State::Missing => ("missing", "✗"),
        State::Exempt => ("exempt", "–"),
    }
}

fn verdict(words: Words<'_>, checked: Checked<'_>) -> Markup {
    let report = checked.report;
    html! {
        section {
            h3 { (words.say("heading-verdict")) ": " (words.verdict(report.verdict)) }
            p {
                @for reason in &report.reasons { (line(reason)) " " }
                @if let Some(key) = advice::advice(words, report) { (words.say(key)) }
            }
            @if !report.next_steps.is_empty() {
                p { b { (words.say("heading-next-step")) ": " } (line(&report.next_steps.join(" "))) }
            }
            @if let Some(declared) = advice::declared(words, report) {
                p.declared { (words.say("heading-declared")) ": " (line(&declared)) }
            }
        }
    }
}
