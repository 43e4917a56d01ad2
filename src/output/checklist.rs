//! The checklist: what a careful recipient looks for, each item with the words that show it.

use super::Words;
use crate::measure::range;
use crate::pack::facts::{Relationship, Says};
use crate::report::DraftReport;

/// The checks that judge a draft's length; they decide the item of that name.
const LENGTH_CHECKS: [&str; 4] = ["empty-draft", "too-short", "too-long", "over-limit"];
/// The most quotes behind one item.
const MOST_QUOTES: usize = 2;

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Fine,
    Missing,
    /// Not needed among people who know each other.
    Exempt,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    name: &'static str,
    pub(super) state: State,
    pub(super) text: String,
    /// The words of the draft that show it.
    pub(super) quotes: Vec<String>,
}

/// What the items are made from.
#[derive(Debug, Clone, Copy)]
struct Page<'a> {
    words: Words<'a>,
    report: &'a DraftReport,
}

impl Item {
    /// Returns the item's heading.
    pub(super) fn heading(&self, words: Words<'_>) -> String {
        words.say(&format!("item-{}", self.name))
    }

    /// Tells whether this is the item about the tie between sender and recipient.
    pub(super) fn is_relationship(&self) -> bool {
        self.name == "relationship"
    }
}

/// Lists the items in the order in which they are shown.
pub(super) fn items(words: Words<'_>, report: &DraftReport) -> Vec<Item> {
    let page = Page { words, report };
    let mut items = vec![relationship(page), purpose(page), expectation_or_offer(page), own_words(page)];
    if page.report.labels.vague {
        items.push(concrete(page));
    }
    items.push(length(page));
    items
}

fn relationship(page: Page<'_>) -> Item {
    let tie = page.report.labels.relationship;
    let value = page.words.say(&format!("relationship-{}", tie.name()));
    let declared = page.report.declared.tie().is_some();
    let (state, form) = match tie {
        Relationship::Weak | Relationship::None if declared => (State::Missing, "declared"),
        Relationship::None => (State::Missing, "missing"),
        Relationship::Weak => (State::Missing, "weak"),
        _ if declared => (State::Fine, "declared"),
        _ => (State::Fine, "ok"),
    };
    let text = page.words.fill(&format!("item-relationship-{form}"), &[("value", &value)]);
    let quotes = if declared { Vec::new() } else { quotes(page, &says(tie)) };
    Item { name: "relationship", state, text, quotes }
}

fn purpose(page: Page<'_>) -> Item {
    let state = state(page, page.report.labels.purpose);
    let mut quotes = quotes(page, &[Says::Purpose]);
    if quotes.is_empty() {
        quotes = self::quotes(page, &says(page.report.labels.relationship));
    }
    item(page, "purpose", state, quotes)
}

fn expectation_or_offer(page: Page<'_>) -> Item {
    let labels = page.report.labels;
    let state = state(page, labels.expectation || labels.offer);
    item(page, "expectation-or-offer", state, quotes(page, &[Says::Expectation, Says::Offer]))
}

fn own_words(page: Page<'_>) -> Item {
    let labels = page.report.labels;
    let says_more = labels.purpose || labels.expectation || labels.offer;
    let quotes = if labels.generic { quotes(page, &[Says::Generic]) } else { Vec::new() };
    if labels.generic && says_more && !is_exempt(page) {
        let text = page.words.say("item-own-words-mixed");
        return Item { name: "own-words", state: State::Fine, text, quotes };
    }
    let mut item = item(page, "own-words", state(page, !labels.generic), Vec::new());
    item.quotes = quotes;
    item
}

fn concrete(page: Page<'_>) -> Item {
    let mut item = item(page, "concrete", state(page, false), Vec::new());
    item.quotes = quotes(page, &[Says::Vague]);
    item
}

fn length(page: Page<'_>) -> Item {
    let wrong = page.report.findings.iter().any(|finding| LENGTH_CHECKS.contains(&finding.rule.as_str()));
    let state = if wrong { State::Missing } else { State::Fine };
    let mut item = item(page, "length", state, Vec::new());
    let (longest, shortest) = (page.report.length, page.report.shortest.unwrap_or(page.report.length));
    item.text = item.text.replace("{words}", &range(shortest.words, longest.words));
    item
}

fn item(page: Page<'_>, name: &'static str, state: State, quotes: Vec<String>) -> Item {
    let form = match state {
        State::Fine => "ok",
        State::Missing => "missing",
        State::Exempt => "exempt",
    };
    let text = page.words.say(&format!("item-{name}-{form}"));
    let quotes = if state == State::Fine { quotes } else { Vec::new() };
    Item { name, state, text, quotes }
}

fn state(page: Page<'_>, fine: bool) -> State {
    match fine {
        true => State::Fine,
        false if is_exempt(page) => State::Exempt,
        false => State::Missing,
    }
}

/// People who know each other need no reason and no occasion.
fn is_exempt(page: Page<'_>) -> bool {
    !matches!(page.report.labels.relationship, Relationship::Weak | Relationship::None)
}

fn says(tie: Relationship) -> Vec<Says> {
    Says::ALL.iter().copied().filter(|says| says.name() == tie.name()).collect()
}

/// Quotes the first evidence of these kinds, nothing twice.
fn quotes(page: Page<'_>, wanted: &[Says]) -> Vec<String> {
    let mut quotes: Vec<String> = Vec::new();
    for evidence in page.report.evidence.iter().filter(|one| one.says.is_some_and(|says| wanted.contains(&says))) {
        if quotes.len() < MOST_QUOTES && !quotes.iter().any(|known| known.contains(&evidence.text)) {
            quotes.push(evidence.text.clone());
        }
    }
    quotes
}
