//! A row in JSON or YAML: an object whose fields are called as a table's columns, or simply the draft.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::fields::{Fields, Meaning, Row};
use super::front_matter::AnswerLanguage;
use crate::pack::facts::Field;
use crate::pack::wire::{Reason, Table};

/// Reads one row, knowing what fields are called.
#[derive(Clone, Copy)]
pub(super) struct RowSeed<'f>(pub(super) &'f Fields);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a draft: a text, or an object with a field `text`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Row, E> {
        Ok(Row { text: Some(text.to_owned()), ..Row::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::default();
        while let Some(name) = map.next_key::<Name<'de>>()? {
            match self.0.meaning(name.as_str()) {
                Meaning::Known(field, rank) => read(&mut row, field, rank, &mut map)?,
                Meaning::Misspelt(meant) => return Err(Error::custom(misspelt(name.as_str(), meant))),
                Meaning::Other if self.0.keep_others => {
                    let value = map.next_value()?;
                    row.others.insert(name.as_str().to_owned(), value);
                }
                Meaning::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match row.text {
            Some(_) => Ok(row),
            None => Err(Error::custom(self.0.missing())),
        }
    }
}

pub(super) fn misspelt(name: &str, meant: &str) -> String {
    format!("unknown field `{name}`; did you mean `{meant}`? if not, call it something else")
}

fn read<'de, A: MapAccess<'de>>(row: &mut Row, field: Field, rank: usize, map: &mut A) -> Result<(), A::Error> {
    let facts = &mut row.facts;
    match field {
        Field::Text => {
            if let Some(text) = map.next_value::<Option<String>>()? {
                row.offer_text(text, rank);
            }
        }
        Field::Id => row.id = id(&map.next_value()?),
        Field::Relationship => facts.relationship = map.next_value()?,
        Field::Exchanges => facts.exchanges = map.next_value()?,
        Field::Platform => facts.platform = map.next_value()?,
        Field::Account => facts.account = map.next_value()?,
        Field::Intent => facts.intent = map.next_value()?,
        Field::Template => facts.template = map.next_value()?,
        Field::Lang => facts.lang = map.next_value::<Option<AnswerLanguage>>()?.and_then(AnswerLanguage::declared),
        Field::Dialect => facts.dialect = map.next_value()?,
        Field::Allow => {
            let allowed = map.next_value::<Option<Table<Reason>>>()?.unwrap_or_default().0;
            facts.allow = allowed.into_iter().map(|(check, reason)| (check, reason.0)).collect();
        }
    }
    Ok(())
}

/// Writes an id as text; what is no id in itself is none.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A field's name, which is borrowed where it can be.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'n>(#[serde(borrow)] std::borrow::Cow<'n, str>);

impl Name<'_> {
    fn as_str(&self) -> &str {
        &self.0
    }
}
