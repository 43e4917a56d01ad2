//! JSON Schemas of everything that is read and written, generated from the very types.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use crate::pack::wire;
use crate::report::Report;

/// Returns the schema of the report that `--format json` writes.
#[must_use]
pub fn report_schema() -> Schema {
    generator().into_root_schema_for::<Report>()
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
        reference::<Vec<wire::VerdictRule>>(&mut generator),
        reference::<wire::Channels>(&mut generator),
        reference::<wire::TextRules>(&mut generator),
        reference::<wire::Messages>(&mut generator),
        reference::<wire::Manifest>(&mut generator),
    ];
    let mut schema = generator.into_root_schema_for::<()>();
    schema.remove("type");
    schema.insert("title".into(), "Rule file".into());
    schema.insert("anyOf".into(), Value::Array(sorts));
    schema
}

/// Returns the schema of `pack.yaml`, which configures how a user's rules join the built-in ones.
#[must_use]
pub fn configuration_schema() -> Schema {
    generator().into_root_schema_for::<wire::Manifest>()
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}
