//! Slots: the places of a template that are filled later.

use crate::pack::{Delimiter, Pack};

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

/// Measures up to the closing mark, on one line and within the delimiter's bounds.
fn length_inside(delimiter: &Delimiter, inside: &str) -> Option<usize> {
    for (count, (at, c)) in inside.char_indices().enumerate() {
        if inside.get(at..).is_some_and(|rest| rest.starts_with(&*delimiter.close)) {
            return (at > 0).then_some(at);
        }
        let forbidden = c == '\n' || !delimiter.blanks && c.is_whitespace();
        if forbidden || count >= delimiter.max as usize {
            return None;
        }
    }
    None
}
