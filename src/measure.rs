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

impl Length {
    pub(crate) fn of(text: &str) -> Self {
        let text = text.trim();
        Self { graphemes: narrow(text.graphemes(true).count()), words: narrow(text.unicode_words().count()) }
    }
}

fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
