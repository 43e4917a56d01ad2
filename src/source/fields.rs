//! The fields of rows: the draft, what is known about it, and what else a row holds.

use std::collections::HashMap;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::front_matter::AnswerLanguage;
use crate::pack::Pack;
use crate::pack::error::nearest;
use crate::pack::facts::{Facts, Field};

/// A row: one draft with what its other fields say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub(super) text: Option<String>,
    /// How likely the field is the one with the draft: less is likelier.
    pub(super) text_rank: usize,
    pub(super) id: Option<String>,
    pub(super) facts: Facts,
    /// The other fields, where they are asked for.
    pub(super) others: Map<String, Value>,
}

/// What the name of a field means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The field means something; of several for the draft, that of the lowest rank is.
    Known(Field, usize),
    /// It means nothing.
    Other,
    /// It means nothing, but was probably meant to be this one.
    Misspelt(&'static str),
}

/// What fields are called.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    names: HashMap<String, (Field, usize)>,
    /// The only field that may hold the draft, where the user named one.
    text: Option<String>,
    /// Whether rows keep the fields that mean nothing.
    pub(super) keep_others: bool,
}

impl Fields {
    /// Takes the names that a pack gives to fields; `text` names the one that holds the draft.
    pub(crate) fn new(pack: &Pack, text: Option<&str>, keep_others: bool) -> Self {
        let own = Field::ALL.iter().map(|(field, name)| ((*name).to_owned(), *field));
        let given = pack.fields.iter().map(|(name, field)| (plain(name), *field));
        let mut names = HashMap::new();
        for (rank, (name, field)) in own.chain(given).enumerate() {
            names.entry(name).or_insert((field, rank));
        }
        if let Some(text) = text {
            names.retain(|_, (field, _)| *field != Field::Text);
            names.insert(plain(text), (Field::Text, 0));
        }
        Self { names, text: text.map(str::to_owned), keep_others }
    }

    pub(super) fn meaning(&self, name: &str) -> Meaning {
        let known = self.names.get(name).or_else(|| self.names.get(plain(name).as_str()));
        if let Some((field, rank)) = known {
            return Meaning::Known(*field, *rank);
        }
        misspelt(&plain(name)).map_or(Meaning::Other, Meaning::Misspelt)
    }

    /// Says what to do where no field holds the draft.
    pub(super) fn missing(&self) -> String {
        match &self.text {
            Some(text) => format!("there is no field `{text}` with the draft"),
            None => "there is no field `text` with the draft".to_owned(),
        }
    }
}

/// Returns the field whose name differs from this one by so little that it must be a slip. Short names are
/// too close to other words for that.
fn misspelt(name: &str) -> Option<&'static str> {
    const SHORTEST: usize = 6;
    let long = Field::ALL.iter().map(|(_, known)| *known).filter(|known| known.len() >= SHORTEST);
    let close = nearest(name, long)?;
    let slips = strsim::damerau_levenshtein(name, close);
    (slips <= close.len() / SHORTEST).then_some(close)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', '-'], " ")
}

impl Row {
    /// Keeps a draft, unless a likelier field has given one.
    pub(super) fn offer_text(&mut self, text: String, rank: usize) {
        if self.text.is_none() || rank < self.text_rank {
            (self.text, self.text_rank) = (Some(text), rank);
        }
    }

    /// Sets what a field of a table says; an empty one says nothing.
    ///
    /// # Errors
    /// A value that the field cannot have, with the likely meant one.
    pub(super) fn set(&mut self, field: Field, value: &str) -> Result<(), String> {
        let facts = &mut self.facts;
        let value = value.trim();
        match field {
            _ if value.is_empty() => {}
            Field::Text => self.offer_text(value.to_owned(), 0),
            Field::Id => self.id = Some(value.to_owned()),
            Field::Relationship => facts.relationship = Some(named(value)?),
            Field::Exchanges => facts.exchanges = Some(parsed(value, "a number such as 3")?),
            Field::Platform => facts.platform = Some(named(value)?),
            Field::Account => facts.account = Some(named(value)?),
            Field::Intent => facts.intent = Some(named(value)?),
            Field::Template => facts.template = Some(parsed(&value.to_lowercase(), "true or false")?),
            Field::Lang => facts.lang = AnswerLanguage::named(&value.to_lowercase())?.declared(),
            Field::Dialect => facts.dialect = Some(named(value)?),
            Field::Allow => return Err("a table cannot say why; allow findings in the configuration".to_owned()),
        }
        Ok(())
    }
}

fn named<T: FromStr<Err = String>>(value: &str) -> Result<T, String> {
    value.to_lowercase().parse().map_err(|expected: String| unknown(value, &expected))
}

/// Says what is wrong with a value; `expected` lists those that there are.
pub(super) fn unknown(value: &str, expected: &str) -> String {
    let names = expected.trim_start_matches("expected one of ").split(", ");
    let meant = nearest(value, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("unknown value `{value}`, {expected}{meant}")
}

fn parsed<T: FromStr>(value: &str, expected: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("unknown value `{value}`, expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::builtin_pack;
    use crate::pack::facts::{Channel, Language};

    #[test]
    fn names_mean_fields_whatever_their_spelling() {
        let fields = Fields::new(builtin_pack(), None, false);
        for (name, field) in [
            ("text", Field::Text),
            (" Message ", Field::Text),
            ("MESSAGE_TEXT", Field::Text),
            ("Plattform", Field::Platform),
        ] {
            assert!(matches!(fields.meaning(name), Meaning::Known(found, _) if found == field), "{name}");
        }
        for (name, meant) in [("platfrom", "platform"), ("relationshp", "relationship"), ("Exchange", "exchanges")] {
            assert_eq!(fields.meaning(name), Meaning::Misspelt(meant), "{name}");
        }
        for name in ["campaign", "count", "contact", "textual", "land", "purpose", "kind", "temperature", "amount"] {
            assert_eq!(fields.meaning(name), Meaning::Other, "{name}");
        }
        let fields = Fields::new(builtin_pack(), Some("Pitch"), false);
        assert_eq!((fields.meaning("pitch"), fields.meaning("text")), (Meaning::Known(Field::Text, 0), Meaning::Other));
    }

    #[test]
    fn cells_say_what_flags_say() {
        let mut row = Row::default();
        for (field, value) in [
            (Field::Platform, "LinkedIn"),
            (Field::Template, "TRUE"),
            (Field::Lang, "de"),
            (Field::Exchanges, " 3 "),
            (Field::Account, ""),
        ] {
            assert_eq!(row.set(field, value), Ok(()));
        }
        let Facts { platform, template, lang, exchanges, account, .. } = row.facts;
        assert_eq!((platform, template, lang), (Some(Channel::Linkedin), Some(true), Some(Language::De)));
        assert_eq!((exchanges, account), (Some(3), None));
        let fault = Row::default().set(Field::Relationship, "knwon").expect_err("odd");
        assert!(fault.starts_with("unknown value `knwon`") && fault.ends_with("did you mean `known`?"), "{fault}");
        assert!(Row::default().set(Field::Template, "ja").is_err());
    }
}
