//! Characters that a reader does not see, or takes for others: what there is to say about them, and the
//! text without those that nobody sees.
//!
//! Most such characters have an honest use: joiners hold emoji together, marks of direction belong to
//! Arabic and Hebrew names, and word processors leave soft hyphens. None of these is told.

mod hidden;
mod lookalike;

use crate::draft::Extract;
use crate::fold::latin_lookalike;
use crate::pack::Pack;
use crate::pack::wire::CharacterMark;
use crate::span::Span;
use hidden::{hidden, may_hide};
use lookalike::{foreign_lookalike, is_foreign, lookalikes};

/// The most characters that a message names.
const MOST_NAMED: usize = 3;

/// Of what begins with one of the other bytes, nothing is ever told: those are ASCII, and letters with accents and
/// umlauts.
const SUSPECT: [bool; 256] = {
    let mut suspect = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        suspect[byte] = !matches!(byte, 0x20..=0x7e | 0x09..=0x0d | 0x80..=0xbf | 0xc3..=0xcc);
        byte += 1;
    }
    suspect
};

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
    /// Looks at every character of a text; the words that the pack knows tell what others are taken for.
    pub(crate) fn read(pack: &Pack, text: &str) -> Self {
        if !text.as_bytes().iter().zip(0..).any(|(byte, at)| SUSPECT[usize::from(*byte)] && is_told(text, at)) {
            return Self::default();
        }
        let hidden = hidden(text);
        let mut marks: Vec<_> = joined(&hidden).map(|span| (CharacterMark::Hidden, span)).collect();
        let mixed = lookalikes(text, |word| pack.layers().any(|tables| tables.lexicon.exact(word).is_some()));
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

/// Tells whether there may be something to say about the character that begins at a byte, which dashes, quotation marks
/// and the signs of currencies need not be held against all else for.
fn is_told(text: &str, at: usize) -> bool {
    let character = text.get(at..).and_then(|rest| rest.chars().next());
    character.is_some_and(|c| may_hide(c) || is_foreign(c))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is marked, as `h` or `l` with the place, and the thin text.
    fn read(text: &str) -> (Vec<String>, String) {
        let characters = Characters::read(crate::builtin::builtin_pack(), text);
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
    fn a_known_word_of_nothing_but_such_letters_is_told_where_all_else_is_latin() {
        for (text, seen) in [
            ("Ein \u{422}\u{4bb}\u{435}m\u{430} f\u{fc}r Sie", "Ein Thema f\u{fc}r Sie"),
            ("Ein \u{422}\u{4bb}\u{435}\u{43c}\u{430} f\u{fc}r Sie", "Ein Thema f\u{fc}r Sie"),
            ("I \u{4bb}\u{43e}\u{440}\u{435} we \u{43c}\u{435}\u{435}\u{442} soon", "I hope we meet soon"),
            ("\u{392}\u{399}\u{3a4}\u{3a4}\u{395} um 5 \u{3b1} und \u{3b2}", "BITTE um 5 \u{3b1} und \u{3b2}"),
        ] {
            let (marks, found) = read(text);
            assert!(!marks.is_empty() && marks.iter().all(|mark| mark.starts_with('l')), "{text}: {marks:?}");
            assert_eq!(found, seen);
        }
        for text in [
            // Names, and words of another language beside them.
            "Hallo Анна, Тамара, Ева, Марк, Том, Мах, Рома und Макс, ein Thema?",
            "Hallo Αννα und Μαρκο, ein Thema?",
            "Hallo Олена, \u{43c}\u{435}\u{435}\u{442}",
            "Hallo Анна, \u{43c}\u{435}\u{435}\u{442}",
            // Nothing else is Latin.
            "\u{43c}\u{435}\u{435}\u{442}",
            "то, кто там, как он",
            "ein \u{430} und \u{3bf}",
        ] {
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
        let characters = Characters::read(crate::builtin::builtin_pack(), text);
        let thin = characters.thin(text);
        let start = thin.find("meinem").expect("there");
        let place = characters.place(Span { start, end: thin.len() });
        assert_eq!(place.of(text), "mei\u{200b}nem");
    }
}
