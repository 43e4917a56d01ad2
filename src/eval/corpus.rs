//! Corpora: JSON lines, each a draft with the labels of a careful reader.

use std::fmt;

use serde::Deserialize;

use crate::labels::Labels;
use crate::pack::facts::{Relationship, VerdictKind};

/// Labelled drafts of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// What the file is called.
    pub name: String,
    /// Its drafts.
    pub examples: Vec<Example>,
}

/// A draft with its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The line in its file, from 1.
    pub line: usize,
    /// Its id; the line's number where it has none.
    pub id: String,
    /// The draft.
    pub text: String,
    /// What a careful reader says.
    pub labels: Labels,
    /// The language it is written in.
    pub lang: Option<String>,
    /// A sort of drafts: ordinary, unusual, trap, or the user's own.
    pub kind: Option<String>,
    /// A finer sort.
    pub group: Option<String>,
    /// Near-identical drafts share a family.
    pub family: Option<String>,
}

/// A line of a corpus that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusError {
    /// The file.
    pub name: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is wanted.
    pub what: String,
}

impl fmt::Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.name, self.line, self.what)
    }
}

impl std::error::Error for CorpusError {}

#[derive(Deserialize)]
struct Row {
    id: Option<String>,
    text: String,
    relationship: Relationship,
    purpose: bool,
    expectation: bool,
    offer: bool,
    generic: bool,
    vague: bool,
    verdict: Option<VerdictKind>,
    lang: Option<String>,
    kind: Option<String>,
    group: Option<String>,
    family: Option<String>,
}

impl Corpus {
    /// Reads a corpus of JSON lines; blank lines are skipped.
    ///
    /// # Errors
    /// Every line that is no JSON, lacks a label, has an odd one, or whose verdict does not follow
    /// from its relationship; a corpus without drafts.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<CorpusError>> {
        let (mut examples, mut errors) = (Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match example(at + 1, line.trim_start_matches('\u{feff}')) {
                Ok(example) => examples.push(example),
                Err(what) => errors.push(CorpusError { name: name.to_owned(), line: at + 1, what }),
            }
        }
        if examples.is_empty() && errors.is_empty() {
            errors.push(CorpusError { name: name.to_owned(), line: 1, what: "the corpus holds no drafts".into() });
        }
        if errors.is_empty() { Ok(Self { name: name.to_owned(), examples }) } else { Err(errors) }
    }
}

fn example(line: usize, json: &str) -> Result<Example, String> {
    let row: Row = serde_json::from_str(json).map_err(|error| {
        let full = error.to_string();
        let what = full.split(" at line ").next().unwrap_or(&full);
        format!("{what}, at column {}", error.column())
    })?;
    let labels = Labels {
        relationship: row.relationship,
        purpose: row.purpose,
        expectation: row.expectation,
        offer: row.offer,
        generic: row.generic,
        vague: row.vague,
    };
    let follows = super::verdict_of(labels);
    if let Some(verdict) = row.verdict.filter(|verdict| *verdict != follows) {
        let (tie, wanted) = (labels.relationship.name(), follows.name());
        return Err(format!("the verdict is `{}`, but `{tie}` means `{wanted}`; mend one of them", verdict.name()));
    }
    Ok(Example {
        line,
        id: row.id.unwrap_or_else(|| line.to_string()),
        text: row.text,
        labels,
        lang: row.lang,
        kind: row.kind,
        group: row.group,
        family: row.family,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_lines_are_told_with_their_number() {
        let good = r#"{"text":"x","relationship":"none","purpose":false,"expectation":false,"offer":false,"generic":true,"vague":false}"#;
        let contradiction = good.replace('}', r#","verdict":"add_as_contact"}"#);
        let text = format!("{good}\n\n{}\nnonsense\n{contradiction}\n", good.replace("none", "friend"));
        let errors = Corpus::parse("c.jsonl", &text).expect_err("three lines are odd");
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [3, 4, 5]);
        assert!(errors[0].to_string().starts_with("c.jsonl:3: unknown variant `friend`"), "{}", errors[0]);
        assert_eq!(Corpus::parse("c.jsonl", good).map(|corpus| corpus.examples.len()), Ok(1));
        assert!(Corpus::parse("c.jsonl", "\n").is_err());
    }
}
