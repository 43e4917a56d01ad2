//! The length of a draft as people count it.

use unicode_segmentation::UnicodeSegmentation;

/// The length of a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Length {
    /// Extended grapheme clusters (Unicode annex 29) without blanks at either end.
    pub(crate) graphemes: u32,
    /// Words (Unicode annex 29, words that hold a letter or digit).
    pub(crate) words: u32,
}

/// The length of a draft as it is filled: for all but templates, both are the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lengths {
    pub(crate) shortest: Length,
    pub(crate) longest: Length,
}

impl Lengths {
    pub(crate) fn of(text: &str) -> Self {
        let length = Length::of(text);
        Self { shortest: length, longest: length }
    }

    /// Returns the words as a number, or as two where they differ.
    pub(crate) fn words(&self) -> String {
        range(self.shortest.words, self.longest.words)
    }

    /// Returns the grapheme clusters as a number, or as two where they differ.
    pub(crate) fn graphemes(&self) -> String {
        range(self.shortest.graphemes, self.longest.graphemes)
    }
}

/// Writes both ends of a range, or the one number that they are.
pub(crate) fn range(low: u32, high: u32) -> String {
    if low == high { high.to_string() } else { format!("{low}–{high}") }
}

/// What a character means for words, where annex 29 is plain about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A letter, a digit or `_`: words are made of these.
    Letter,
    Digit,
    Underscore,
    /// Joins letters on both its sides, digits, or both.
    Joiner {
        letters: bool,
        digits: bool,
    },
    /// Parts words.
    Other,
}

impl Length {
    pub(crate) fn of(text: &str) -> Self {
        let text = text.trim();
        let (mut graphemes, mut words) = (0, 0);
        for paragraph in text.split_inclusive('\n') {
            let length = plain(paragraph).unwrap_or_else(|| by_annex(paragraph));
            graphemes += length.graphemes;
            words += length.words;
        }
        Self { graphemes, words }
    }
}

fn by_annex(text: &str) -> Length {
    Length { graphemes: narrow(text.graphemes(true).count()), words: narrow(text.unicode_words().count()) }
}

/// Counts a text of plain characters in one pass: each is a cluster, but `\r\n` is one.
fn plain(text: &str) -> Option<Length> {
    let (mut graphemes, mut words) = (0, 0);
    let (mut before, mut counted) = (Sort::Other, false);
    let mut joiner = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let sort = sort(c)?;
        graphemes += u32::from(!(c == '\r' && rest.as_str().starts_with('\n')));
        match sort {
            Sort::Letter | Sort::Digit | Sort::Underscore => {
                let starts = before == Sort::Other || joiner.is_some_and(|joiner| !joins(joiner, before, sort));
                counted &= !starts;
                if !counted && sort != Sort::Underscore {
                    counted = true;
                    words += 1;
                }
                before = sort;
                if sort == Sort::Letter {
                    graphemes += narrow(pass_letters(&mut rest));
                }
            }
            Sort::Joiner { .. } if before != Sort::Other && joiner.is_none() => {
                joiner = Some(sort);
                continue;
            }
            Sort::Joiner { .. } | Sort::Other => before = Sort::Other,
        }
        joiner = None;
    }
    Some(Length { graphemes, words })
}

/// Passes over the letters of ASCII behind a letter, which belong to its word; tells how many there are.
fn pass_letters(rest: &mut std::str::Chars<'_>) -> usize {
    let text = rest.as_str();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    *rest = text.get(letters..).unwrap_or_default().chars();
    letters
}

/// Tells whether a joiner makes one word of what stands before and behind it (rules WB6, 7, 11, 12).
fn joins(joiner: Sort, before: Sort, behind: Sort) -> bool {
    match (joiner, before, behind) {
        (Sort::Joiner { letters, .. }, Sort::Letter, Sort::Letter) => letters,
        (Sort::Joiner { digits, .. }, Sort::Digit, Sort::Digit) => digits,
        _ => false,
    }
}

/// Sorts the characters that stand alone: ASCII, the letters of Latin-1, and common punctuation.
fn sort(c: char) -> Option<Sort> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{ff}' => Sort::Letter,
        '0'..='9' => Sort::Digit,
        '_' => Sort::Underscore,
        '.' | '\'' | '\u{2019}' | '\u{2018}' => Sort::Joiner { letters: true, digits: true },
        ':' => Sort::Joiner { letters: true, digits: false },
        ',' | ';' => Sort::Joiner { letters: false, digits: true },
        '\0'..='\u{7f}' | '\u{2013}' | '\u{2014}' | '\u{201e}' | '\u{201c}' | '\u{201d}' | '\u{2026}' => Sort::Other,
        _ => return None,
    })
}

fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: &[&str] = &[
        "a",
        "Gr\u{fc}\u{df}e",
        "7",
        "_",
        ".",
        ",",
        ":",
        ";",
        "'",
        "\u{2019}",
        "\"",
        "-",
        " ",
        "\r",
        "\n",
        "\r\n",
        "\u{2013}",
        "\u{201e}",
        "x_",
        "\u{301}",
        "\u{1f600}",
        "\u{e9}",
        "\u{ad}",
        "\u{200d}",
        "\u{ac00}",
        "\u{5d0}",
        "1",
        "/",
        "@",
    ];

    proptest! {
        #[test]
        fn plain_texts_are_counted_as_the_annex_counts_them(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
            let text = pieces.concat();
            prop_assert_eq!(Length::of(&text), by_annex(text.trim()), "{:?}", text);
        }
    }
}
