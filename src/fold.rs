//! Folding: two spellings of one word become the same bytes.
//!
//! Case, accents, Unicode form and the two ways to write an umlaut (`ü`, `ue`) and a sharp s
//! (`ß`, `ss`) disappear; so do characters that nobody sees. Both the words of a draft and those of
//! the patterns are folded, so they meet.

use unicode_normalization::char::decompose_canonical;

/// Stands for a byte of a template that is not sent, so that places stay where they are. It is the
/// character that means just that in ASCII.
pub(crate) const DELETED: char = '\u{7f}';

/// Appends the folded form of one character to `out`.
pub(crate) fn fold_char(c: char, out: &mut Vec<u8>) {
    if c.is_ascii() {
        if c == DELETED {
            return;
        }
        out.push(c.to_ascii_lowercase() as u8);
        return;
    }
    match c {
        'ä' | 'Ä' => out.extend_from_slice(b"ae"),
        'ö' | 'Ö' => out.extend_from_slice(b"oe"),
        'ü' | 'Ü' => out.extend_from_slice(b"ue"),
        '’' | 'ʼ' | '‘' | '´' | '`' | '＇' => out.push(b'\''),
        _ if is_invisible(c) => {}
        _ => match spelt_out(c) {
            Some(letters) => out.extend_from_slice(letters),
            None => fold_rare(c, out),
        },
    }
}

/// Folds a whole word.
#[must_use]
pub(crate) fn fold(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    word.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// Stands before the folded form of a capital.
const CAPITAL: u8 = b'^';

/// Folds a whole word but for its case, so that the spellings of one word meet and `sie` and `Sie` do not.
#[must_use]
pub(crate) fn fold_but_case(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len() + 1);
    for c in word.chars() {
        if c.is_uppercase() {
            out.push(CAPITAL);
        }
        fold_char(c, &mut out);
    }
    out
}

/// Writes a word with a capital.
#[must_use]
pub(crate) fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

/// Tells whether a reader sees nothing of the character: soft hyphens, zero-width and direction marks.
#[must_use]
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, DELETED | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{34f}' | '\u{180e}' | '\u{e0000}'..='\u{e01ef}')
}

/// Tells whether the character changes the letter before it instead of standing alone.
#[must_use]
pub(crate) fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Folds letters outside ASCII that are neither umlauts nor ß: base letter, lower case.
fn fold_rare(c: char, out: &mut Vec<u8>) {
    decompose_canonical(c, |part| {
        if is_combining(part) {
            fold_mark(part, out);
        } else if let Some(letters) = spelt_out(part) {
            out.extend_from_slice(letters);
        } else {
            match latin_lookalike(part).or_else(|| styled(part)) {
                Some(latin) => push_utf8(latin, out),
                None => part.to_lowercase().filter(|lower| !is_combining(*lower)).for_each(|c| push_utf8(c, out)),
            }
        }
    });
}

/// Returns the two letters that a letter is made of, which no Unicode form parts.
fn spelt_out(c: char) -> Option<&'static [u8]> {
    match c {
        'æ' | 'Æ' => Some(b"ae"),
        'ø' | 'Ø' | 'œ' | 'Œ' => Some(b"oe"),
        'ß' | 'ẞ' => Some(b"ss"),
        _ => None,
    }
}

/// A diaeresis over a, o, u makes the umlaut's second letter; every other mark falls away.
fn fold_mark(mark: char, out: &mut Vec<u8>) {
    if mark == '\u{308}' && matches!(out.last(), Some(b'a' | b'o' | b'u')) {
        out.push(b'e');
    }
}

fn push_utf8(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Maps a Cyrillic or Greek letter that looks like a Latin one to that letter in lower case (a selection of
/// Unicode TS 39, confusables.txt).
#[must_use]
pub(crate) fn latin_lookalike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'в' | 'В' | 'Β' => 'b',
        'с' | 'С' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'ε' | 'Ε' => 'e',
        'һ' | 'Һ' | 'н' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'ӏ' => 'l',
        'м' | 'М' | 'Μ' => 'm',
        'Ν' | 'η' => 'n',
        'о' | 'О' | 'ο' | 'Ο' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' | 'Ѕ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'ү' | 'Ү' | 'Υ' => 'y',
        'Ζ' => 'z',
        _ => return None,
    })
}

/// Maps letters and digits of the full-width and the mathematical alphabets, with which some people write
/// bold or italic where a text has no styles, to the plain ones in lower case.
fn styled(c: char) -> Option<char> {
    let nth = |at: u32, from: u8| u8::try_from(at).ok().map(|at| char::from(from + at));
    match u32::from(c) {
        code @ 0xff21..=0xff3a => nth(code - 0xff21, b'a'),
        code @ 0xff41..=0xff5a => nth(code - 0xff41, b'a'),
        code @ 0x1d400..=0x1d6a3 => nth((code - 0x1d400) % 26, b'a'),
        code @ 0x1d7ce..=0x1d7ff => nth((code - 0x1d7ce) % 10, b'0'),
        // What the mathematical alphabets have elsewhere.
        _ => Some(match c {
            'ı' => 'i',
            'ℬ' => 'b',
            'ℭ' | 'ℂ' => 'c',
            'ℰ' | 'ℯ' => 'e',
            'ℱ' => 'f',
            'ℊ' => 'g',
            'ℎ' | 'ℋ' | 'ℌ' | 'ℍ' => 'h',
            'ℐ' | 'ℑ' => 'i',
            'ℒ' => 'l',
            'ℳ' => 'm',
            'ℕ' => 'n',
            'ℴ' => 'o',
            'ℙ' => 'p',
            'ℚ' => 'q',
            'ℛ' | 'ℜ' | 'ℝ' => 'r',
            'ℤ' | 'ℨ' => 'z',
            _ => return None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_may_matter_alone() {
        assert_eq!(fold_but_case("Fu\u{308}hre"), fold_but_case("Führe"));
        assert_eq!(fold_but_case("Fuehre"), fold_but_case("Führe"));
        assert_eq!(fold_but_case("S\u{200b}ie"), fold_but_case("Sie"));
        assert_ne!(fold_but_case("führe"), fold_but_case("Führe"));
        assert_ne!(fold_but_case("SIE"), fold_but_case("Sie"));
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for (one, other) in [
            ("Grüße", "gruesse"),
            ("GRÜẞE", "Grüsse"),
            ("u\u{308}ber", "ueber"),
            ("Café", "cafe"),
            ("Ǽther ǿre", "aether oere"),
            ("Æ\u{301}ther ø\u{301}re", "Ǽther ǿre"),
            ("I’d", "i'd"),
            ("Kon\u{ad}takt", "kontakt"),
            ("Kоntаkt", "kontakt"),
            ("Ｋontakt", "kontakt"),
            ("КОΝТАКТ", "kontakt"),
            ("𝐊𝐨𝐧𝐭𝐚𝐤𝐭 𝘒𝘰𝘯𝘵𝘢𝘬𝘵 𝑖𝑐ℎ 𝟭𝟮", "kontakt kontakt ich 12"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("schon"), fold("schön"));
    }
}
