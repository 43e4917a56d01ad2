//! Lines of at most 80 columns, counted as a terminal shows them.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns of a line.
pub(crate) const WIDTH: usize = 80;

/// Writes what `write` does, without the blank lines at its end.
pub(crate) fn trimmed(out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut text = Vec::new();
    write(&mut text)?;
    out.write_all(text.trim_ascii_end())?;
    out.write_all(b"\n")
}

/// Returns how many columns a terminal needs for `text`.
pub(crate) fn width(text: &str) -> usize {
    // Which is the same, but seen at once.
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain { text.len() } else { text.width() }
}

/// Returns `text` filled with blanks to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Breaks `text` at its blanks into lines of at most `columns`; only a longer word makes a longer line.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut filled = 0;
    for word in text.split_whitespace() {
        let needed = width(word);
        match lines.last_mut() {
            Some(line) if filled + 1 + needed <= columns => {
                line.push(' ');
                line.push_str(word);
                filled += 1 + needed;
            }
            _ => {
                lines.push(word.to_owned());
                filled = needed;
            }
        }
    }
    lines
}

/// Wraps `text` behind `first`; later lines are indented to where it begins.
pub(crate) fn hang(first: &str, text: &str) -> String {
    let indent = width(first);
    let lines = wrap(text, WIDTH.saturating_sub(indent).max(20));
    format!("{first}{}", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// Shortens `text` to `columns` by leaving out its middle.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let half = columns.saturating_sub(1) / 2;
    let head = take(text.chars(), half);
    let tail: String = take(text.chars().rev(), half).chars().rev().collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

fn take(chars: impl Iterator<Item = char>, columns: usize) -> String {
    let mut filled = 0;
    let fits = |c: &char| {
        filled += c.width().unwrap_or_default();
        filled <= columns
    };
    chars.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(pad("Grüße", 7), "Grüße  ");
        assert_eq!(pad("😀", 4), "😀  ");
        assert_eq!(wrap("ää bb 😀 c", 5), ["ää bb", "😀 c"]);
        assert_eq!(hang("ö: ", "a  b\nc"), "ö: a b c");
        assert_eq!(shorten("abcdefghij", 7), "abc…hij");
        assert_eq!(shorten("abc", 3), "abc");
        assert!(width(&shorten(&"😀".repeat(50), 20)) <= 20);
    }

    #[test]
    fn long_text_hangs_below_where_it_begins() {
        let text = hang("  - ", &"wort ".repeat(40));
        assert!(text.lines().all(|line| width(line) <= WIDTH));
        assert!(text.lines().skip(1).all(|line| line.starts_with("    wort")));
    }
}
