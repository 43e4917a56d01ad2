//! Letters that are taken for others.

use super::hidden::may_hide;
use crate::fold::{fold, is_combining, is_invisible, latin_lookalike};
use crate::span::Span;

/// How many letters a word with a capital has that is no short name.
const SHORTEST_NAME: usize = 4;

/// Lists the words that mix Latin letters with letters of another alphabet that look like Latin ones, and those that
/// have none but such letters, where they are words that are known and nothing else is written in that alphabet.
pub(super) fn lookalikes(text: &str, known: impl Fn(&[u8]) -> bool) -> Vec<Span> {
    let (mut found, mut whole) = (Vec::new(), Vec::new());
    let (mut rest, mut foreign) = (0, false);
    while let Some(at) = text.get(rest..).unwrap_or_default().find(is_foreign) {
        let word = word_at(text, rest + at, rest);
        match kind(word.of(text)) {
            Kind::Mixed => found.push(word),
            Kind::Whole if known(&fold(word.of(text))) => whole.push(word),
            Kind::Whole | Kind::Foreign => foreign = true,
            Kind::Symbol => {}
        }
        rest = word.end;
    }
    if !foreign && !whole.is_empty() && text.contains(is_latin) {
        found.append(&mut whole);
        found.sort();
    }
    found
}

/// What a word with letters of another alphabet is.
enum Kind {
    /// A Latin word with letters that are none.
    Mixed,
    /// One that has none but letters that look like Latin ones.
    Whole,
    /// A single letter, as formulas have them, or one beside Latin letters that nobody takes for another.
    Symbol,
    /// A word of another language.
    Foreign,
}

fn kind(word: &str) -> Kind {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    if is_mixed(&letters) {
        Kind::Mixed
    } else if letters.len() < 2 || letters.iter().any(|c| is_latin(*c)) {
        Kind::Symbol
    } else if letters.iter().all(|c| foreign_lookalike(*c)) && !is_short_name(&letters) {
        Kind::Whole
    } else {
        Kind::Foreign
    }
}

/// Returns the word around a letter; it does not begin before `from`.
fn word_at(text: &str, at: usize, from: usize) -> Span {
    let inside = |c: char| c.is_alphabetic() || is_combining(c) || may_hide(c) || is_invisible(c);
    let before = text.get(from..at).unwrap_or_default();
    let start =
        before.char_indices().rev().take_while(|(_, c)| inside(*c)).last().map_or(at, |(start, _)| from + start);
    let behind = text.get(at..).unwrap_or_default();
    let end = behind.find(|c| !inside(c)).map_or(text.len(), |end| at + end);
    Span { start, end }
}

/// Tells whether a word may be a name that is written alike in both alphabets, as Tom and Max are.
fn is_short_name(letters: &[char]) -> bool {
    letters.len() < SHORTEST_NAME && letters.first().is_some_and(|c| c.is_uppercase())
}

fn is_mixed(letters: &[char]) -> bool {
    let latin = |at: usize| letters.get(at).is_some_and(|c| is_latin(*c));
    let small = |at: usize| latin(at) && letters.get(at).is_some_and(|c| c.is_lowercase());
    // Formulas have single Greek letters beside Latin ones; nobody takes them for others.
    let within = |at: usize| at.checked_sub(1).is_some_and(small) && small(at + 1);
    let meant = |at: usize, c: char| foreign_lookalike(c) && (!is_symbol_letter(c) || within(at));
    (0..letters.len()).any(latin) && letters.iter().enumerate().any(|(at, c)| meant(at, *c))
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(u32::from(c), 0xc0..=0x24f | 0x1e00..=0x1eff)
}

/// Tells whether the letter is a Cyrillic or Greek one.
pub(super) fn is_foreign(c: char) -> bool {
    matches!(u32::from(c), 0x370..=0x52f) && c.is_alphabetic()
}

/// Tells whether the letter is a Cyrillic or Greek one that looks like a Latin one.
pub(super) fn foreign_lookalike(c: char) -> bool {
    is_foreign(c) && latin_lookalike(c).is_some()
}

/// Tells whether the letter is a small Greek one that stands for something in formulas; omicron does not.
fn is_symbol_letter(c: char) -> bool {
    matches!(c, '\u{3b1}'..='\u{3c9}') && c != '\u{3bf}'
}
