//! Text from drafts, names and rules as it may be shown on a terminal: nothing in it can move the
//! cursor, change colours, turn the direction of writing, or hide.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What begins a command to the build systems that read the log of a job, but for the bracket behind it:
/// Azure's form and GitHub's old one. They look for it anywhere in a line.
const COMMANDS: [&str; 2] = ["##", "##vso"];

/// Returns `text` with every character that a terminal or the reader of a log would obey, or a terminal
/// would hide, written as `\u{..}`. Line breaks and tabs stay, `\r\n` becomes `\n`.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !harms(text) && !text.contains("##") {
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
        // What follows the end of the text may be the bracket.
        if matches!(chars.peek(), Some('[') | None) {
            break_command(&mut safe);
        }
    }
    Cow::Owned(safe)
}

/// Writes the second sign of a command's beginning, where text ends in one, as `\u{..}`.
fn break_command(text: &mut String) {
    if let Some(command) = COMMANDS.iter().find(|command| text.ends_with(**command)) {
        text.truncate(text.len() - command.len());
        text.push_str("#\\u{23}");
        text.push_str(command.trim_start_matches('#'));
    }
}

/// Returns `text` as [`shown`], on one line and with single blanks.
pub(crate) fn line(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut line = String::with_capacity(text.len());
    line.push_str(words.next().unwrap_or_default());
    for word in words {
        line.push(' ');
        line.push_str(word);
    }
    match shown(&line) {
        Cow::Borrowed(_) => line,
        Cow::Owned(safe) => safe,
    }
}

/// Returns a JSON document with the same value in which no character stands that a terminal would obey
/// or hide.
pub(crate) fn json(document: &str) -> Cow<'_, str> {
    if !harms(document) {
        return Cow::Borrowed(document);
    }
    let mut safe = String::with_capacity(document.len() + 16);
    for c in document.chars() {
        if is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Tells whether a text stands in a string of JSON just as it is.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without an early end, many bytes are looked at in one step.
    let unplain = text.bytes().fold(false, |any, byte| any | UNPLAIN[usize::from(byte)]);
    !unplain || !text.bytes().any(|byte| is_escaped(byte.into())) && !harms(text)
}

/// Tells whether JSON has an escape for a byte: a control character, a quotation mark, or the sign of an escape.
const fn is_escaped(byte: usize) -> bool {
    matches!(byte, 0..=0x1f | 0x22 | 0x5c)
}

/// Returns text for an attribute or element of XML. What XML cannot hold is written as [`shown`] writes
/// it; what a terminal would obey or hide is named by its number, so that it is read back as it is.
pub(crate) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' | '\r' => drop(write!(safe, "&#{};", u32::from(c))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => drop(write!(safe, "\\u{{{:x}}}", u32::from(c))),
            c if is_harmful(c) => drop(write!(safe, "&#{};", u32::from(c))),
            c => safe.push(c),
        }
    }
    safe
}

/// For each byte, whether a harmful character may begin with it.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        // C2 leads to the control characters behind ASCII and the soft hyphen, D8 to the marks of
        // Arabic, E1 to that of Mongolian, E2 to the general punctuation, EF to what is no character.
        suspect[byte] = matches!(byte, 0..=8 | 11..=31 | 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef..=0xff);
        byte += 1;
    }
    suspect
};

/// For each byte, whether JSON has an escape for it, or a harmful character may begin with it.
const UNPLAIN: [bool; 256] = {
    let mut unplain = SUSPECT;
    let mut byte = 0;
    while byte < 256 {
        unplain[byte] |= is_escaped(byte);
        byte += 1;
    }
    unplain
};

/// Tells whether a harmful character stands in the text. Only those are looked at whose first byte may
/// begin one, which are few.
fn harms(text: &str) -> bool {
    const STRETCH: usize = 32;
    let character = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let suspect = |byte: &u8| SUSPECT[usize::from(*byte)];
    // Most stretches are passed over without a choice for each byte.
    text.as_bytes().chunks(STRETCH).zip((0..).step_by(STRETCH)).any(|(bytes, start)| {
        bytes.iter().fold(false, |any, byte| any | suspect(byte))
            && bytes.iter().zip(start..).any(|(byte, at)| suspect(byte) && character(at).is_some_and(is_harmful))
    })
}

/// Control characters, what is no character, marks of writing direction (Unicode annex 9), and
/// characters without width that change nothing in German or English. The joiner of emoji (U+200D) is not among them.
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
        '\u{fdd0}'..='\u{fdef}' => true,
        // The last two of every plane are no characters, either.
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
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
            ("##[add-mask]e ##vso[x] #[ok]", "#\\u{23}[add-mask]e #\\u{23}vso[x] #[ok]"),
            ("## a ##", "## a #\\u{23}"),
        ] {
            assert_eq!(shown(text), wanted);
        }
        assert_eq!(line(" a \r\n b\u{0}"), "a b\\u{0}");
    }

    #[test]
    fn every_harmful_character_is_seen_and_no_other() {
        for c in '\0'..=char::MAX {
            assert_eq!(harms(&format!("„ü{c}“")), is_harmful(c), "{c:?}");
        }
    }

    #[test]
    fn json_is_the_same_value() {
        let text = "a\u{1b}\u{202e}\u{9b}\u{e0041}\u{7f}ä\n\"";
        let document = serde_json::to_string_pretty(&[text]).expect("JSON");
        let safe = json(&document);
        assert!(!safe.chars().any(is_harmful), "{safe}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&safe).expect("JSON"), [text]);
    }

    #[test]
    fn xml_holds_what_it_can() {
        let text = "<a b=\"c\">&'\n\u{1b}\u{ffff}\u{202e}ä";
        assert_eq!(xml(text), "&lt;a b=&quot;c&quot;&gt;&amp;'&#10;\\u{1b}\\u{ffff}&#8238;ä");
    }
}
