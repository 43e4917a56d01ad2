//! Characters that nobody sees.

use crate::fold::{is_combining, is_invisible};
use crate::span::Span;

/// Lists the characters that nobody sees and that no language and no emoji asks for at their place.
pub(super) fn hidden(text: &str) -> Vec<Span> {
    let mut hidden = Vec::new();
    let (mut before, mut in_flag, mut right_to_left) = (None, false, None);
    for (start, c) in text.char_indices() {
        if matches!(c, '\n' | '\r') {
            right_to_left = None;
        }
        let end = start + c.len_utf8();
        in_flag = c == '\u{1f3f4}' || in_flag && is_tag(c);
        if may_hide(c) {
            let rest = text.get(end..).unwrap_or_default();
            let mut line = || *right_to_left.get_or_insert_with(|| line_at(text, start).chars().any(is_right_to_left));
            let needed = match c {
                '\u{feff}' => start == 0,
                _ if is_tag(c) => in_flag,
                _ if is_direction(c) => line(),
                _ => belongs(c, before, rest.chars().next()),
            };
            if !needed {
                hidden.push(Span { start, end });
                continue;
            }
        }
        before = Some(c);
    }
    hidden
}

/// Tells whether a character that nobody sees may be there for the sake of its neighbours.
fn belongs(c: char, before: Option<char>, next: Option<char>) -> bool {
    let is = |neighbour: Option<char>, kind: fn(char) -> bool| neighbour.is_some_and(kind);
    match c {
        '\u{200d}' if is(before, is_picture) && is(next, is_picture) => true,
        '\u{fe00}'..='\u{fe0f}' => {
            is(before, |c| is_picture(c) && !is_selector(c) || is_symbol(c) || is_of_other_script(c))
        }
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => {
            is(before, is_of_other_script) || is(next, is_of_other_script)
        }
        '\u{200b}'..='\u{200d}' | '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => {
            is(before, is_of_other_script)
        }
        '\u{e0100}'..='\u{e01ef}' => is(before, is_of_other_script),
        _ => false,
    }
}

/// Tells whether nobody sees the character; soft hyphens, which show where a line breaks, are not meant.
pub(super) fn may_hide(c: char) -> bool {
    match c {
        '\u{ad}' => false,
        '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => true,
        '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => is_invisible(c) || c.is_control() && !c.is_whitespace(),
    }
}

/// Tells whether the character says in which direction is written. Overrides, which turn letters around
/// whatever they are, are not meant.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}')
}

fn is_right_to_left(c: char) -> bool {
    let letter = matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x10800..=0x10fff | 0x1e800..=0x1efff);
    letter && c.is_alphabetic()
}

/// Tells whether the character is a letter of a script in which joiners and selectors mean something.
fn is_of_other_script(c: char) -> bool {
    let (code, letter) = (u32::from(c), c.is_alphabetic() || is_combining(c));
    letter && code >= 0x590 && !matches!(code, 0x1c80..=0x1c8f | 0x1d00..=0x20ff) && !may_hide(c)
}

/// Tells whether the character is a part of an emoji, as far as joiners stand beside it.
fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2bff | 0x1f000..=0x1faff) || is_selector(c)
}

/// Tells whether the character may become an emoji by what stands behind it.
fn is_symbol(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            u32::from(c),
            0x23 | 0x2a | 0xa9 | 0xae | 0x203c | 0x2049 | 0x2122 | 0x2139 | 0x3030 | 0x303d | 0x3297 | 0x3299
        )
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// Tells whether the character is one of those that spell the region of a flag.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn line_at(text: &str, at: usize) -> &str {
    let breaks = ['\n', '\r'];
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    let start = before.rfind(breaks).map_or(0, |found| found + 1);
    let end = behind.find(breaks).map_or(text.len(), |found| at + found);
    text.get(start..end).unwrap_or_default()
}
