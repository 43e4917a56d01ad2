//! The verdict with its reasons and the next step; short where there is nothing to say against a draft.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use super::Page;
use super::checklist::{State, items};
use crate::output::escape::line;
use crate::output::layout::hang;
use crate::pack::facts::{Intent, Severity, VerdictKind};

pub(super) fn write(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    let words = page.words;
    writeln!(out, "{}", headline(page))?;
    for reason in &page.report.reasons {
        writeln!(out, "{}", hang("  ", &line(reason)))?;
    }
    if let Some(advice) = advice(page) {
        writeln!(out, "{}", hang("  ", &words.say(advice)))?;
    }
    if !page.report.next_steps.is_empty() {
        writeln!(out, "{}", words.say("heading-next-step").bold())?;
    }
    for step in &page.report.next_steps {
        writeln!(out, "{}", hang("  ", &line(step)))?;
    }
    if let Some(declared) = declared(page) {
        writeln!(out, "{}", hang(&format!("{}: ", words.say("heading-declared")), &declared))?;
    }
    let explained = page.report.findings.iter().min_by_key(|finding| std::cmp::Reverse(finding.severity));
    if let Some(finding) = explained {
        writeln!(out, "{}", words.fill("explain-hint", &[("id", &finding.rule)]).dimmed())?;
    }
    writeln!(out)
}

/// Writes the answer to a draft that has no findings.
pub(super) fn write_short(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    writeln!(out, "{} {}", "✓".green(), headline(page))?;
    let mut text = vec![page.words.say(praise(page))];
    text.extend(page.report.reasons.iter().map(|reason| line(reason)));
    writeln!(out, "{}", hang("  ", &text.join(" ")))?;
    for step in &page.report.next_steps {
        let first = format!("  {}: ", page.words.say("heading-next-step"));
        writeln!(out, "{}", hang("  ", &format!("{}{}", first.trim_start(), line(step))))?;
    }
    writeln!(out)
}

fn headline(page: Page<'_>) -> ColoredString {
    let key = match page.report.verdict {
        VerdictKind::AddAsContact => "verdict-add-as-contact",
        VerdictKind::MessageFirst => "verdict-message-first",
    };
    format!("{}: {}", page.words.say("heading-verdict"), page.words.say(key)).bold()
}

fn praise(page: Page<'_>) -> &'static str {
    match page.report.declared.intent {
        Some(Intent::Message) => "all-good-message",
        Some(Intent::ContactRequest) => "all-good-contact-request",
        _ => "all-good",
    }
}

/// Chooses what to say about the draft as a whole, where that is clear.
fn advice(page: Page<'_>) -> Option<&'static str> {
    let report = page.report;
    let items = items(page);
    let lacking = items.iter().filter(|item| item.state == State::Missing && !item.is_relationship()).count();
    let serious = report.findings.iter().filter(|finding| finding.severity > Severity::Hint).count();
    let is_request = report.declared.intent != Some(Intent::Message);
    match (lacking, serious, report.verdict) {
        (_, 0, _) if report.findings.is_empty() => Some(praise(page)),
        (0, 0, _) => Some("nearly-good"),
        (0, 1, VerdictKind::MessageFirst) if is_request => Some("good-text-wrong-button"),
        (1.., 1.., VerdictKind::MessageFirst) => Some("needs-work"),
        _ => None,
    }
}

/// Lists what was declared, as `platform: XING, account: basic`.
fn declared(page: Page<'_>) -> Option<String> {
    let (words, facts) = (page.words, &page.report.declared);
    let mut parts: Vec<(&str, String)> = Vec::new();
    parts.extend(
        facts.relationship.map(|tie| ("label-relationship", words.say(&format!("relationship-{}", tie.name())))),
    );
    parts.extend(facts.exchanges.map(|count| ("fact-exchanges", count.to_string())));
    parts.extend(
        facts.platform.map(|platform| ("fact-platform", words.say(&format!("ask-platform-{}", platform.name())))),
    );
    parts.extend(facts.account.map(|account| ("fact-account", words.say(&format!("account-{}", account.name())))));
    parts.extend(facts.intent.map(|intent| ("fact-intent", words.say(&format!("intent-{}", intent.name())))));
    parts.extend(
        facts.template.map(|template| ("fact-template", words.say(if template { "value-yes" } else { "value-no" }))),
    );
    let listed: Vec<_> = parts.iter().map(|(key, value)| format!("{}: {value}", words.say(key))).collect();
    (!listed.is_empty()).then(|| listed.join("; "))
}
