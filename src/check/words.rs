//! The messages of a report, with the values of its draft in them.

use unicode_segmentation::UnicodeSegmentation;

use super::Reporter;
use crate::characters;
use crate::labels::Situation;
use crate::pack::Localized;
use crate::text::meant::meant;
use crate::text::slot;

/// So many characters of the text are quoted at once.
const LONGEST_QUOTE: usize = 120;

impl Reporter<'_, '_> {
    /// Puts the values of this draft into a message.
    pub(super) fn fill(&self, message: &Localized, quote: &str) -> String {
        let language = self.situation.language;
        let text = message.get(language);
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('{') {
            filled.push_str(before);
            rest = match from.split_once('}') {
                Some((name, behind)) if self.fill_in(&mut filled, name, quote) => behind,
                _ => {
                    filled.push('{');
                    from
                }
            };
        }
        filled.push_str(rest);
        filled
    }

    /// Says what a mistyped slot was probably meant to be called, where that shows.
    fn guess(&self, filled: &mut String, quote: &str) {
        let Situation { pack, language, .. } = self.situation;
        if let Some(name) = slot::at(pack, quote).and_then(|slot| meant(pack, &slot)) {
            filled.push(' ');
            filled.push_str(&pack.message("slot-meant", language).replace("{name}", &name));
        }
    }

    /// Appends the value of a placeholder; tells whether there is one of this name.
    fn fill_in(&self, filled: &mut String, name: &str, quote: &str) -> bool {
        let Situation { lengths, language, .. } = self.situation;
        match name {
            "count" => filled.push_str(&lengths.graphemes()),
            "words" => filled.push_str(&lengths.words()),
            "limit" => filled.push_str(&self.situation.broken_limit().unwrap_or_default().to_string()),
            "platform" => filled.push_str(self.situation.platform().map_or("", |platform| platform.name.get(language))),
            "quote" => filled.push_str(&shortened(quote)),
            "characters" => filled.push_str(&characters::named(quote, |code| self.name(code))),
            "meant" => self.guess(filled, quote),
            _ => return false,
        }
        true
    }

    /// Returns what there is to say of a character besides its code point.
    fn name(&self, code: &str) -> Option<String> {
        let key = format!("character-{}", code.trim_start_matches("U+").to_lowercase());
        let name = self.situation.pack.message(&key, self.situation.language);
        (name != key).then(|| name.to_owned())
    }
}

/// Puts a quotation on one line, and cuts a long one between two words.
fn shortened(quote: &str) -> String {
    // So few bytes are not more characters.
    if quote.len() <= LONGEST_QUOTE {
        return on_one_line(quote);
    }
    let mut kept = String::new();
    let mut room = LONGEST_QUOTE + 1;
    for word in quote.split_whitespace() {
        let length = word.graphemes(true).take(room).count() + 1;
        if length > room {
            let start = if kept.is_empty() { word.graphemes(true).take(LONGEST_QUOTE).collect() } else { kept };
            return start + " …";
        }
        room -= length;
        kept.extend((!kept.is_empty()).then_some(' '));
        kept.push_str(word);
    }
    kept
}

/// Puts single blanks between the words of a text.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        line.extend((!line.is_empty()).then_some(' '));
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quotation_is_cut_between_two_words() {
        let words = |count: usize, last: &str| "valve ".repeat(count) + last;
        assert_eq!(shortened("one\n two "), "one two");
        assert_eq!(shortened(&words(19, "pumped")), words(19, "pumped"), "120 characters");
        assert_eq!(shortened(&words(19, "pumping")), words(18, "valve …"), "121 characters");
        assert_eq!(shortened(&"v".repeat(120)), "v".repeat(120));
        assert_eq!(shortened(&"e\u{301}".repeat(121)), "e\u{301}".repeat(120) + " …");
    }
}
