//! Characters that a reader does not see, or takes for others: what there is to say about them, and the
//! text without those that nobody sees.
//!
//! Most such characters have an honest use: joiners hold emoji together, marks of direction belong to
//! Arabic and Hebrew names, and word processors leave soft hyphens. None of these is told.

use crate::draft::Extract;
use crate::fold::{is_combining, is_invisible, latin_lookalike};
use crate::pack::wire::CharacterMark;
use crate::span::Span;

/// The most characters that a message names.
const MOST_NAMED: usize = 3;

/// What there is to say about the characters of a text.
#[derive(Debug, Default)]
pub(crate) struct Characters {
    /// In the order of the text.
    pub(crate) marks: Vec<(CharacterMark, Span)>,
    /// The text as a reader sees it, where that is another one: without what nobody sees, and with the letters
    /// that others are taken for.
    thin: Option<Extract>,
}

impl Characters {
    /// Looks at every character of a text.
    pub(crate) fn read(text: &str) -> Self {
        // Of what begins with these bytes, nothing is ever told: ASCII, and letters with accents and umlauts.
        let harmless = |byte| matches!(byte, b' '..=b'~' | b'\t'..=b'\r' | 0x80..=0xbf | 0xc3..=0xcc);
        if text.bytes().all(harmless) {
            return Self::default();
        }
        let hidden = hidden(text);
        let mut marks: Vec<_> = joined(&hidden).map(|span| (CharacterMark::Hidden, span)).collect();
        let mixed = lookalikes(text);
        let thin = (!marks.is_empty() || !mixed.is_empty()).then(|| as_seen(text, &hidden, &mixed));
        marks.extend(mixed.into_iter().map(|span| (CharacterMark::Lookalike, span)));
        marks.sort_by_key(|(_, span)| *span);
        Self { marks, thin }
    }

    /// Returns the text as a reader sees it.
    pub(crate) fn thin<'t>(&'t self, text: &'t str) -> &'t str {
        self.thin.as_ref().map_or(text, Extract::text)
    }

    /// Finds the stretch of the whole text that a stretch of the thin one stands for.
    pub(crate) fn place(&self, in_thin: Span) -> Span {
        self.thin.as_ref().map_or(in_thin, |thin| thin.in_source(in_thin))
    }
}

/// Names the characters for which a stretch of text is marked, each once, as `U+200B`: letters of another
/// alphabet, or else those that nobody sees. `name` may know what else there is to say of one.
pub(crate) fn named(marked: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut names: Vec<String> = Vec::new();
    let letters = marked.contains(foreign_lookalike);
    for c in marked.chars().filter(|c| if letters { foreign_lookalike(*c) } else { may_hide(*c) }) {
        let code = format!("U+{:04X}", u32::from(c));
        let told = match name(&code) {
            Some(name) => format!("{code} ({name})"),
            None => code,
        };
        if !names.contains(&told) {
            names.push(told);
        }
    }
    let more = names.len() > MOST_NAMED;
    names.truncate(MOST_NAMED);
    names.join(", ") + if more { ", …" } else { "" }
}

/// Lists the characters that nobody sees and that no language and no emoji asks for at their place.
fn hidden(text: &str) -> Vec<Span> {
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
fn may_hide(c: char) -> bool {
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

/// Puts spans together that touch.
fn joined(spans: &[Span]) -> impl Iterator<Item = Span> {
    spans.chunk_by(|one, next| one.end == next.start).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(Span { start: first.start, end: last.end })
    })
}

/// Leaves out what is hidden, and puts Latin letters for what looks like them in the mixed words.
fn as_seen(text: &str, hidden: &[Span], mixed: &[Span]) -> Extract {
    let mut edits: Vec<(Span, Option<char>)> = hidden.iter().map(|span| (*span, None)).collect();
    for word in mixed {
        let letters = word.of(text).char_indices().filter(|(_, c)| foreign_lookalike(*c));
        edits.extend(letters.map(|(at, c)| {
            let start = word.start + at;
            let small = latin_lookalike(c);
            let latin = if c.is_uppercase() { small.map(|small| small.to_ascii_uppercase()) } else { small };
            (Span { start, end: start + c.len_utf8() }, latin)
        }));
    }
    edits.sort_by_key(|(span, _)| *span);
    let mut seen = Extract::new();
    let mut start = 0;
    for (span, letter) in edits {
        seen.copy(text, Span { start, end: span.start });
        if let Some(letter) = letter {
            seen.replace(letter.encode_utf8(&mut [0; 4]), span);
        }
        start = span.end;
    }
    seen.copy(text, Span { start, end: text.len() });
    seen
}

/// Lists the words that mix Latin letters with letters of another alphabet that look like Latin ones.
fn lookalikes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = text.get(rest..).unwrap_or_default().find(foreign_lookalike) {
        let word = word_at(text, rest + at, rest);
        if is_mixed(word.of(text)) {
            found.push(word);
        }
        rest = word.end;
    }
    found
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

fn is_mixed(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
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

/// Tells whether the letter is a Cyrillic or Greek one that looks like a Latin one.
fn foreign_lookalike(c: char) -> bool {
    matches!(u32::from(c), 0x370..=0x52f) && latin_lookalike(c).is_some()
}

/// Tells whether the letter is a small Greek one that stands for something in formulas; omicron does not.
fn is_symbol_letter(c: char) -> bool {
    matches!(c, '\u{3b1}'..='\u{3c9}') && c != '\u{3bf}'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is marked, as `h` or `l` with the place, and the thin text.
    fn read(text: &str) -> (Vec<String>, String) {
        let characters = Characters::read(text);
        let marks = characters.marks.iter().map(|(mark, span)| match mark {
            CharacterMark::Hidden => format!("h{}..{}", span.start, span.end),
            CharacterMark::Lookalike => format!("l{}..{}", span.start, span.end),
        });
        (marks.collect(), characters.thin(text).to_owned())
    }

    #[test]
    fn what_nobody_sees_is_told_and_taken_out() {
        for (text, marks, thin) in [
            ("in Ihr Netz\u{200b}werk", &["h11..14"][..], "in Ihr Netzwerk"),
            ("a\u{200b}\u{2060}b\u{feff}", &["h1..7", "h8..11"], "ab"),
            ("\u{202e}olleH\u{202c} Ott", &["h0..3", "h8..11"], "olleH Ott"),
            ("{\u{200b}{name}}", &["h1..4"], "{{name}}"),
            ("a\u{7}b\u{7f}", &["h1..2", "h3..4"], "ab"),
            ("Uta\u{fe01}", &["h3..6"], "Uta"),
            ("😀\u{fe0f}\u{fe01}\u{fe02}", &["h7..13"], "😀\u{fe0f}"),
            ("😀\u{e0041}", &["h4..8"], "😀"),
            ("Uta\u{3164}Ott", &["h3..6"], "UtaOtt"),
            ("\u{202e}שלום\u{202c}", &["h0..3"], "שלום\u{202c}"),
        ] {
            assert_eq!(
                read(text),
                (marks.iter().map(|mark| (*mark).to_owned()).collect(), thin.to_owned()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn honest_uses_are_not_told() {
        for text in [
            "Kon\u{ad}takt\u{ad}anfrage",
            "👩\u{200d}🔧 👨🏽\u{200d}💻 ❤\u{fe0f}\u{200d}🔥 🏳\u{fe0f}\u{200d}🌈 1\u{fe0f}\u{20e3} ©\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "Herr \u{2067}محمد\u{2069} und \u{200f}שלום",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "葛\u{e0100}",
            "\u{feff}Hallo",
            "Tab\tund\r\nZeile\u{b}um\u{c}bruch\u{2028}",
        ] {
            assert_eq!(read(text), (Vec::new(), text.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn letters_that_look_like_others_are_told_with_their_word() {
        for (text, marks) in [
            ("in Ihr N\u{435}tzwerk, ja", &["l7..16"][..]),
            ("\u{41d}allo K\u{43e}ntakt", &["l0..6", "l7..15"]),
            ("K\u{200b}\u{43e}ntakt", &["h1..4", "l0..11"]),
            ("\u{391}nfrage Kont\u{3b1}kt", &["l0..8", "l9..17"]),
            ("u\u{308}b\u{435}r", &["l0..7"]),
        ] {
            let mut wanted: Vec<_> = marks.iter().map(|mark| (*mark).to_owned()).collect();
            let (mut found, seen) = read(text);
            assert!(!seen.contains(foreign_lookalike), "{seen}");
            wanted.sort();
            found.sort();
            assert_eq!(found, wanted, "{text:?}");
        }
        for text in
            ["Олена Сорока", "Αθήνα und Ελλάδα", "NFκB, TNFα, kΩ, ΔT, μm, µm, β-Version", "Привет Uta", "IT-отдел"]
        {
            assert_eq!(read(text).0, [""; 0], "{text:?}");
        }
    }

    #[test]
    fn names_are_few_and_each_comes_once() {
        let name = |code: &str| (code == "U+200B").then(|| "nichts".to_owned());
        assert_eq!(named("\u{200b}\u{200b}\u{202e}", name), "U+200B (nichts), U+202E");
        assert_eq!(named("Kоn\u{200b}tакt", name), "U+043E, U+0430, U+043A");
        assert_eq!(named("\u{200b}\u{2060}\u{2061}\u{2062}", name), "U+200B (nichts), U+2060, U+2061, …");
    }

    #[test]
    fn a_place_in_the_thin_text_is_found_in_the_whole_one() {
        let text = "zu\u{200b} mei\u{200b}nem";
        let characters = Characters::read(text);
        let thin = characters.thin(text);
        let start = thin.find("meinem").expect("there");
        let place = characters.place(Span { start, end: thin.len() });
        assert_eq!(place.of(text), "mei\u{200b}nem");
    }
}
