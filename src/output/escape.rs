//! Text from drafts, names and rules as it may be shown on a terminal: nothing in it can move the
//! cursor, change colours, turn the direction of writing, or hide.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns `text` with every character that a terminal would obey or hide written as `\u{..}`. Line
/// breaks and tabs stay, `\r\n` becomes `\n`.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\r' || is_harmful(c)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => safe.push('\n'),
            c if is_harmful(c) => drop(write!(safe, "\\u{{{:x}}}", u32::from(c))),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Returns `text` as [`shown`], on one line and with single blanks.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    shown(&words.join(" ")).into_owned()
}

/// Control characters, marks of writing direction (Unicode annex 9), and characters without width
/// that change nothing in German or English. The joiner of emoji (U+200D) is not among them.
fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{200b}'
        | '\u{200c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_terminal_would_obey_or_hide_is_changed() {
        for (text, wanted) in [
            ("Grüße, 👩\u{200d}🔧\tund\n", "Grüße, 👩\u{200d}🔧\tund\n"),
            ("\u{1b}[31mrot\u{7}\u{9b}", "\\u{1b}[31mrot\\u{7}\\u{9b}"),
            ("a\u{202e}b\u{2066}c\u{200b}", "a\\u{202e}b\\u{2066}c\\u{200b}"),
            ("a\r\nb\rc", "a\nb\nc"),
        ] {
            assert_eq!(shown(text), wanted);
        }
        assert_eq!(line(" a \r\n b\u{0}"), "a b\\u{0}");
    }
}
