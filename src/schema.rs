//! JSON Schemas of everything that is read and written, generated from the very types.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::config::wire::ConfigFile;
use crate::pack::wire;
use crate::report::{DraftReport, Report};

/// Returns the schema of the report that `--format json` writes.
#[must_use]
pub fn report_schema() -> Schema {
    generator().into_root_schema_for::<Report>()
}

/// Returns the schema of a line that `--format jsonl` writes: the report on a draft with what `--fields` asks
/// for, or what could not be checked.
#[must_use]
pub fn record_schema() -> Schema {
    let mut generator = generator();
    let mut draft = DraftReport::json_schema(&mut generator);
    draft.remove("required");
    let own = [
        ("line", json!({"type": "integer", "minimum": 1, "description": "The line of its row, from 1."})),
        ("id", json!({"type": "string", "description": "What its row calls it."})),
        ("input", json!({"type": "object", "description": "The other fields of its row, with --pass-through."})),
    ];
    if let Some(Value::Object(properties)) = draft.get_mut("properties") {
        properties.extend(own.map(|(name, schema)| (name.to_owned(), schema)));
    }
    draft.insert("additionalProperties".into(), false.into());
    let error = json!({
        "type": "object",
        "description": "An input, or a part of one, that could not be checked.",
        "properties": {
            "path": {"type": "string"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1},
            "error": {"type": "string", "description": "What is wrong, and what to do."},
        },
        "required": ["path", "error"],
        "additionalProperties": false,
    });
    any_of(generator, "Record", vec![draft.to_value(), error])
}

/// Returns the schema of a rule file of any sort.
#[must_use]
pub fn rules_schema() -> Schema {
    let mut generator = generator();
    let sorts = vec![
        reference::<wire::Signal>(&mut generator),
        reference::<wire::Guard>(&mut generator),
        reference::<wire::Check>(&mut generator),
        reference::<wire::Vocabulary>(&mut generator),
        reference::<wire::LabelPolicy>(&mut generator),
        reference::<wire::Scores>(&mut generator),
        reference::<Vec<wire::VerdictRule>>(&mut generator),
        reference::<wire::Channels>(&mut generator),
        reference::<wire::TextRules>(&mut generator),
        reference::<wire::Messages>(&mut generator),
        reference::<wire::Manifest>(&mut generator),
    ];
    any_of(generator, "Rule file", sorts)
}

/// Returns the schema of `pack.yaml`, which says how a user's rules join the built-in ones.
#[must_use]
pub fn pack_schema() -> Schema {
    generator().into_root_schema_for::<wire::Manifest>()
}

/// Returns the schema of `.kontakt-check.yaml`.
#[must_use]
pub fn configuration_schema() -> Schema {
    generator().into_root_schema_for::<ConfigFile>()
}

fn any_of(generator: SchemaGenerator, title: &str, sorts: Vec<Value>) -> Schema {
    let mut schema = generator.into_root_schema_for::<()>();
    schema.remove("type");
    schema.insert("title".into(), title.into());
    schema.insert("anyOf".into(), Value::Array(sorts));
    schema
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}
