//! The words of an answer, in its language: they come from the pack's `messages.yaml`.

use crate::builtin::builtin_pack;
use crate::pack::Pack;
use crate::pack::facts::{Language, VerdictKind};

/// Looks up what answers say in one language. What a user's pack leaves out, the built-in one says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'p> {
    pack: &'p Pack,
    language: Language,
}

impl<'p> Words<'p> {
    pub(crate) fn new(pack: &'p Pack, language: Language) -> Self {
        Self { pack, language }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Returns the verdict in words.
    pub(crate) fn verdict(&self, verdict: VerdictKind) -> String {
        self.say(match verdict {
            VerdictKind::AddAsContact => "verdict-add-as-contact",
            VerdictKind::MessageFirst => "verdict-message-first",
        })
    }

    /// Returns the message called `key`, or the key itself where no pack has one.
    pub(crate) fn say(&self, key: &str) -> String {
        let own = self.pack.message(key, self.language);
        let found = if own == key { builtin_pack().message(key, self.language) } else { own };
        found.to_owned()
    }

    /// Returns the message with its placeholders filled.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let fill = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        values.iter().fold(self.say(key), fill)
    }

    /// Returns `key-one` or `key-other` with its `{count}`.
    pub(crate) fn count(&self, key: &str, count: usize) -> String {
        let form = if count == 1 { "one" } else { "other" };
        self.fill(&format!("{key}-{form}"), &[("count", &count.to_string())])
    }

    /// Returns `text` in the quotation marks of the language.
    pub(crate) fn quote(&self, text: &str) -> String {
        self.fill("quote", &[("quote", text)])
    }

    /// Returns the heading of a check, or nothing where the pack has no such check.
    pub(crate) fn title(&self, check: &str) -> &'p str {
        let found = self.pack.checks.iter().find(|known| *known.id == *check);
        found.map_or("", |check| check.title.get(self.language))
    }
}
