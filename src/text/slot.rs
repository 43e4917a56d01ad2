//! Slots: the places of a template that are filled later.

use crate::pack::{Delimiter, Pack};

/// The most bytes inside a slot, so that an unclosed mark costs little.
const LONGEST: usize = 1_000;

/// Returns where the slot that starts at `at` with the character `c` ends, if one does.
pub(super) fn at(pack: &Pack, source: &str, at: usize, c: char) -> Option<usize> {
    if c.is_alphanumeric() || c.is_whitespace() {
        return None;
    }
    let rest = source.get(at..)?;
    let delimiters = pack.cutting.delimiters.iter().filter(|delimiter| rest.starts_with(&*delimiter.open));
    delimiters.into_iter().find_map(|delimiter| end(delimiter, rest)).map(|len| at + len)
}

/// Lists the words inside a slot: `first_name` is two, `FirstName` is one.
pub(super) fn words(slot: &str) -> impl Iterator<Item = &str> {
    slot.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn end(delimiter: &Delimiter, rest: &str) -> Option<usize> {
    let inside = rest.get(delimiter.open.len()..)?;
    let begins = if delimiter.close.is_empty() { inside } else { inside.trim_start() };
    if delimiter.letter_first && !begins.starts_with(char::is_alphabetic) {
        return None;
    }
    if delimiter.close.is_empty() {
        let len = inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(inside.len());
        return Some(delimiter.open.len() + len);
    }
    let len = length_inside(delimiter, inside)?;
    Some(delimiter.open.len() + len + delimiter.close.len())
}

/// Measures up to the closing mark, on one line and within the delimiter's bounds. Words are counted,
/// not characters, so that the way an umlaut is written makes no difference.
fn length_inside(delimiter: &Delimiter, inside: &str) -> Option<usize> {
    let (mut words, mut in_word) = (0, false);
    for (at, c) in inside.char_indices() {
        let rest = inside.get(at..)?;
        if rest.starts_with(&*delimiter.close) {
            return (at > 0).then_some(at);
        }
        words += u32::from(!in_word && !c.is_whitespace());
        in_word = !c.is_whitespace();
        let forbidden = c == '\n' || c == '\r' || !delimiter.blanks && !in_word || rest.starts_with(&*delimiter.open);
        if forbidden || words > delimiter.max || at > LONGEST {
            return None;
        }
    }
    None
}
