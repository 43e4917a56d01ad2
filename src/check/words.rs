//! The messages of a report, with the values of its draft in them.

use super::Reporter;
use crate::characters;
use crate::labels::Situation;
use crate::pack::Localized;
use crate::text::meant::meant;
use crate::text::slot;

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
            "quote" => filled.push_str(quote),
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
