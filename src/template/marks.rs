//! What the marks of a template are, each by itself.

use crate::pack::{Block, Delimiter};
use crate::span::Span;
use crate::text::slot::Slot;

/// The most bytes of a tag, so that an unclosed mark costs little.
const LONGEST_TAG: usize = 1_000;
/// The most bytes of a half slot that are marked.
const LONGEST_HALF: usize = 80;

/// The mark that opens alternatives, those between them, and the one that closes them. Every tool has
/// the same ones; the dialect says what they mean.
pub(super) const BRACES: (char, char, char) = ('{', '|', '}');

/// What a tag does.
pub(super) enum Role {
    Begin,
    Divide,
    Otherwise,
    End,
}

/// Reads a tag of these; returns what it does, and its length.
pub(super) fn tag<'b>(block: &'b Block, rest: &str) -> Option<(&'b Block, Role, usize)> {
    let inside = start_of(rest.strip_prefix(&*block.open)?);
    let len = inside.find(&*block.close)?;
    let text = inside.get(..len)?.trim_matches(['-', '~', '+', '=']).trim().to_lowercase();
    let word = text.split_whitespace().next().unwrap_or_default();
    let among = |words: &[crate::pack::bytes::Text]| words.iter().any(|known| fits(known, word));
    // What begins a part comes last: it may be a pattern that fits any word.
    let roles = [
        (&block.divide, Role::Divide),
        (&block.otherwise, Role::Otherwise),
        (&block.end, Role::End),
        (&block.begin, Role::Begin),
    ];
    let role = roles.into_iter().find(|(words, _)| among(words)).map(|(_, role)| role)?;
    Some((block, role, block.open.len() + len + block.close.len()))
}

/// Tells whether the second brace of `{{` begins alternatives inside of others, as in `{{a|b} c|d}`.
pub(super) fn begins_alternatives(rest: &str) -> bool {
    let mut depth = 0_usize;
    let inside = rest.char_indices().skip(1).take_while(|(at, _)| *at < LONGEST_TAG);
    for (at, c) in inside {
        depth = match c {
            c if c == BRACES.0 => depth + 1,
            c if c == BRACES.2 => depth.saturating_sub(1),
            _ => depth,
        };
        if depth == 0 {
            let group = rest.get(1..at).unwrap_or_default();
            let closes = rest.get(at + 1..).is_some_and(|behind| behind.starts_with(BRACES.2));
            return group.contains(BRACES.1) && !closes;
        }
    }
    false
}

/// Tells whether a single bracket has its partner on the line; then it may open no slot, but is no half.
pub(super) fn is_closed_on_line(delimiter: &Delimiter, rest: &str) -> bool {
    delimiter.open.len() == 1 && line_of(rest).contains(&*delimiter.close)
}

/// Returns the beginning of a text, as far as a tag may reach.
fn start_of(text: &str) -> &str {
    let ends = (0..=LONGEST_TAG.min(text.len())).rev();
    ends.into_iter().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// Returns the first line of a text, as far as a tag may reach.
fn line_of(text: &str) -> &str {
    start_of(text).lines().next().unwrap_or_default()
}

/// Tells whether a word is the known one, or begins like one that ends with `*`.
fn fits(known: &str, word: &str) -> bool {
    known.strip_suffix('*').map_or(known == word, |start| word.starts_with(start))
}

/// Finds the quoted text behind the first `|` of a slot: it is sent where nothing is known.
pub(super) fn fallback(slot: &Slot<'_, '_>, span: Span) -> Option<Span> {
    let (name, filters) = slot.inside.split_once(BRACES.1)?;
    let opening = filters.find(['"', '\''])?;
    let quote = filters.get(opening..)?.chars().next()?;
    let text = filters.get(opening + 1..)?;
    let len = text.find(quote)?;
    let start = span.start + slot.delimiter.open.len() + name.len() + 1 + opening + 1;
    Some(Span { start, end: start + len })
}

/// Measures what belongs to an opening mark without a closing one: up to a closing brace nearby, or
/// else one word.
pub(super) fn rest_of_half(rest: &str) -> usize {
    let line = line_of(rest);
    let near = |at: &usize| *at < LONGEST_HALF;
    if let Some(at) = line.find(BRACES.2).filter(near) {
        return at + 1;
    }
    let blanks = line.len() - line.trim_start().len();
    let word = line
        .trim_start()
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!' | '?' | '{'))
        .unwrap_or(line.len() - blanks);
    if blanks + word < LONGEST_HALF { blanks + word } else { 0 }
}
