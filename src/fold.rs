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
        'ä' | 'Ä' | 'æ' | 'Æ' => out.extend_from_slice(b"ae"),
        'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => out.extend_from_slice(b"oe"),
        'ü' | 'Ü' => out.extend_from_slice(b"ue"),
        'ß' | 'ẞ' => out.extend_from_slice(b"ss"),
        '’' | 'ʼ' | '‘' | '´' | '`' | '＇' => out.push(b'\''),
        _ if is_invisible(c) => {}
        _ => fold_rare(c, out),
    }
}

/// Folds a whole word.
#[must_use]
pub(crate) fn fold(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    word.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// Tells whether a reader sees nothing of the character: soft hyphens, zero-width and direction marks.
#[must_use]
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, DELETED | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{34f}' | '\u{180e}')
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
        } else {
            for lower in part.to_lowercase().filter(|lower| !is_combining(*lower)) {
                push_utf8(latin_lookalike(lower).unwrap_or(lower), out);
            }
        }
    });
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

/// Maps Cyrillic and Greek lower-case letters that look like a Latin one, and the full-width and
/// mathematical alphabets' common form, to that letter (a selection of Unicode TS 39, confusables.txt).
fn latin_lookalike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'е' => 'e',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' | 'ϲ' => 'c',
        'у' => 'y',
        'х' => 'x',
        'ѕ' => 's',
        'һ' => 'h',
        'ԁ' => 'd',
        'ν' => 'v',
        '\u{ff41}'..='\u{ff5a}' => char::from(u8::try_from(u32::from(c) - 0xff41).ok()? + b'a'),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for (one, other) in [
            ("Grüße", "gruesse"),
            ("GRÜẞE", "Grüsse"),
            ("u\u{308}ber", "ueber"),
            ("Café", "cafe"),
            ("I’d", "i'd"),
            ("Kon\u{ad}takt", "kontakt"),
            ("Kоntаkt", "kontakt"),
            ("Ｋontakt", "kontakt"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("schon"), fold("schön"));
    }
}
