//! What stands between two words: nothing, the end of a clause, or the end of a sentence.

use super::Text;
use crate::pack::facts::Language;
use crate::pack::lexicon::mark;
use crate::pack::program::kind;

/// A line with fewer words than this was ended on purpose, not because it was full.
const SHORT_LINE: u32 = 8;

/// What was seen since the last word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Boundary {
    words_on_line: u32,
    pub(super) asked: bool,
    stop: bool,
    dot: bool,
    pause: bool,
    lines: u32,
    short_line: bool,
}

impl Boundary {
    /// Starts anew behind a word.
    pub(super) fn word_came(&mut self) {
        *self = Self { words_on_line: self.words_on_line + 1, ..Self::default() };
    }

    /// Notes a punctuation mark or another character that belongs to no word.
    pub(super) fn mark(&mut self, c: char) {
        match c {
            '.' if self.dot => self.stop = true,
            '.' => self.dot = true,
            '!' | '…' => self.stop = true,
            '?' | '¿' | '？' => {
                self.stop = true;
                self.asked = true;
            }
            ',' | ';' | ':' | '(' | ')' => self.pause = true,
            // Emoji and other pictures stand between clauses.
            _ if u32::from(c) > 0x2100 => self.pause = true,
            _ => {}
        }
    }

    /// Notes the end of a line; `\r\n` counts once.
    pub(super) fn line_ends(&mut self, c: char, next: Option<char>) {
        if c == '\r' && next == Some('\n') {
            return;
        }
        self.short_line |= self.words_on_line < SHORT_LINE;
        self.lines += 1;
        self.words_on_line = 0;
    }

    /// Notes that a list item begins.
    pub(super) fn bullet(&mut self) {
        self.stop = true;
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.words_on_line == 0
    }

    pub(super) fn paragraph_ended(&self) -> bool {
        self.lines >= 2
    }

    pub(super) fn ends_clause(&self) -> bool {
        self.pause || self.lines > 0 && self.short_line
    }

    pub(super) fn ends_sentence(&self, text: &Text, source: &str) -> bool {
        self.stop
            || self.lines >= 2
            || self.lines == 1 && self.short_line && !self.pause
            || self.dot && !self.dot_belongs_to_word(text, source)
    }

    /// A full stop behind an abbreviation, an initial, an ordinal number or a day (`1.9.`) ends nothing.
    fn dot_belongs_to_word(&self, text: &Text, source: &str) -> bool {
        let Some(before) = text.tokens.last() else { return true };
        let word = source.get(before.start as usize..before.end as usize).unwrap_or_default();
        let number = before.kinds & 1 << kind::NUMBER != 0 && word.split('.').all(|part| part.len() <= 2);
        // English writes ordinals without a full stop; so far the text shows which language it is.
        let ordinal = number && text.language_words.language() == Language::De;
        let initial = !number && crate::fold::fold(word).len() == 1;
        self.lines == 0 && (initial || ordinal || before.has(mark::ABBREVIATION))
    }
}
