//! What is said about a draft as a whole.

use super::Words;
use super::checklist::{State, items};
use crate::pack::facts::{Intent, Severity, VerdictKind};
use crate::report::DraftReport;

/// Returns the message for a draft that has no findings.
pub(super) fn praise(report: &DraftReport) -> &'static str {
    match report.declared.intent {
        Some(Intent::Message) => "all-good-message",
        Some(Intent::ContactRequest) => "all-good-contact-request",
        _ => "all-good",
    }
}

/// Chooses what to say about the draft as a whole, where that is clear.
pub(super) fn advice(words: Words<'_>, report: &DraftReport) -> Option<&'static str> {
    let items = items(words, report);
    let lacking = items.iter().filter(|item| item.state == State::Missing && !item.is_relationship()).count();
    let serious = report.findings.iter().filter(|finding| finding.severity > Severity::Hint).count();
    let is_request = report.declared.intent != Some(Intent::Message);
    match (lacking, serious, report.verdict) {
        (_, 0, _) if report.findings.is_empty() => Some(praise(report)),
        (0, 0, _) => Some("nearly-good"),
        (0, 1, VerdictKind::MessageFirst) if is_request => Some("good-text-wrong-button"),
        (1.., 1.., VerdictKind::MessageFirst) => Some("needs-work"),
        _ => None,
    }
}

/// Lists what was declared, as `platform: XING, account: basic`.
pub(super) fn declared(words: Words<'_>, report: &DraftReport) -> Option<String> {
    let facts = &report.declared;
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
