//! A draft: its name, its text, and what is known about it from outside.

use crate::pack::facts::Facts;

/// A drafted contact request or message that is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<'t> {
    /// What reports call it: a path, or another name that no other draft of the run has.
    pub name: String,
    /// The file it stands in.
    pub path: String,
    /// The whole original text; spans in the report count from its start.
    pub source: &'t str,
    /// Where the part that is sent begins, in bytes; what stands before it is front matter.
    pub body: usize,
    /// What was declared about it.
    pub facts: Facts,
}

impl<'t> Draft<'t> {
    /// Makes a draft of a plain text about which nothing is declared.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &'t str) -> Self {
        let name = name.into();
        Self { path: name.clone(), name, source: text, body: 0, facts: Facts::default() }
    }

    /// Adds declared facts; they win over those that are there.
    #[must_use]
    pub fn with_facts(self, facts: Facts) -> Self {
        let facts = facts.or(&self.facts);
        Self { facts, ..self }
    }

    /// Returns the part that is sent.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.source.get(self.body..).unwrap_or_default()
    }
}
