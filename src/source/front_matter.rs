//! Front matter: the YAML between two `---` lines at the top of a draft, which declares facts.

use std::path::Path;

use serde::Deserialize;

use crate::pack::error::PackError;
use crate::pack::facts::{Account, Channel, Dialect, Facts, Intent, Language, Relationship};
use crate::pack::wire::{Reason, Table};
use crate::pack::yaml;

/// The line that opens front matter and closes it.
const FENCE: &str = "---";
/// The other line that may close it: YAML's own end of a document.
const END: &str = "...";

/// Where the sent text begins, and what the front matter before it declares.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parted {
    /// Bytes from the start of the source.
    pub(super) body: usize,
    pub(super) facts: Facts,
}

/// The keys of front matter; they are called like the flags.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    relationship: Option<Relationship>,
    exchanges: Option<u32>,
    platform: Option<Channel>,
    account: Option<Account>,
    intent: Option<Intent>,
    template: Option<bool>,
    lang: Option<AnswerLanguage>,
    dialect: Option<Dialect>,
    #[serde(default)]
    allow: Table<Reason>,
}

/// A language, or that of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AnswerLanguage {
    De,
    En,
    Auto,
}

/// Parts a source, which may begin with a byte order mark, into front matter and text.
///
/// # Errors
/// Front matter that is never closed, is no YAML, or holds unknown keys or values; lines and columns
/// are those of the source.
pub(super) fn part(name: &str, source: &str) -> Result<Parted, PackError> {
    let text = source.trim_start_matches('\u{feff}');
    let start = source.len() - text.len();
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next().unwrap_or_default();
    if opening.trim_end() != FENCE {
        return Ok(Parted { body: start, facts: Facts::default() });
    }
    let first = start + opening.len();
    let mut end = first;
    for line in lines {
        if matches!(line.trim_end(), FENCE | END) {
            let facts = parse(name, source.get(first..end).unwrap_or_default())?;
            return Ok(Parted { body: end + line.len(), facts });
        }
        end += line.len();
    }
    Err(PackError {
        file: name.into(),
        place: Some((1, 1)),
        what: "the front matter that begins here is never closed".into(),
        remedy: Some("close it with a line `---`, or take this line out".into()),
    })
}

fn parse(name: &str, yaml: &str) -> Result<Facts, PackError> {
    // The empty line stands for the opening fence, so that line numbers are those of the draft.
    let matter: Option<FrontMatter> = yaml::parse(Path::new(name), &format!("\n{yaml}"))?;
    let matter = matter.unwrap_or_default();
    Ok(Facts {
        relationship: matter.relationship,
        exchanges: matter.exchanges,
        platform: matter.platform,
        account: matter.account,
        intent: matter.intent,
        template: matter.template,
        lang: matter.lang.and_then(AnswerLanguage::declared),
        dialect: matter.dialect,
        allow: matter.allow.0.into_iter().map(|(check, reason)| (check, reason.0)).collect(),
    })
}

impl AnswerLanguage {
    /// Reads a value of `lang`.
    ///
    /// # Errors
    /// Another value; the text lists those that there are.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        match name {
            "de" => Ok(Self::De),
            "en" => Ok(Self::En),
            "auto" => Ok(Self::Auto),
            _ => Err(format!("unknown value `{name}`, expected one of de, en, auto")),
        }
    }

    pub(super) fn declared(self) -> Option<Language> {
        match self {
            Self::De => Some(Language::De),
            Self::En => Some(Language::En),
            Self::Auto => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(source: &str) -> &str {
        let parted = part("d.txt", source).expect("valid front matter");
        source.get(parted.body..).expect("on a character boundary")
    }

    fn fault(source: &str) -> String {
        part("d.txt", source).expect_err("broken front matter").to_string()
    }

    #[test]
    fn the_sent_text_begins_behind_the_closing_line() {
        assert_eq!(body("plain"), "plain");
        assert_eq!(body("\u{feff}plain"), "plain");
        assert_eq!(body("---\nlang: auto\n---\nx\n---\ny"), "x\n---\ny");
        assert_eq!(body("\u{feff}---\r\ntemplate: true\r\n---\r\nx"), "x");
        assert_eq!(body("--- \n...\nx"), "x");
        assert_eq!(body("---\n# nothing declared\n---"), "");
        assert_eq!(body("a\n---\nb"), "a\n---\nb");
    }

    #[test]
    fn keys_are_called_like_the_flags() {
        let source = "---\nrelationship: weak\nexchanges: 3\nplatform: xing\naccount: basic\nintent: message\n\
                      template: true\nlang: en\ndialect: spintax\nallow:\n  too-long: a letter\n---\n";
        let facts = part("d.txt", source).expect("valid front matter").facts;
        assert_eq!(facts.relationship, Some(Relationship::Weak));
        assert_eq!((facts.exchanges, facts.template, facts.lang), (Some(3), Some(true), Some(Language::En)));
        assert_eq!((facts.platform, facts.account), (Some(Channel::Xing), Some(Account::Basic)));
        assert_eq!((facts.intent, facts.dialect), (Some(Intent::Message), Some(Dialect::Spintax)));
        assert_eq!(facts.allow.into_iter().collect::<Vec<_>>(), [("too-long".to_owned(), "a letter".to_owned())]);
    }

    #[test]
    fn faults_name_the_line_of_the_draft_and_the_likely_word() {
        assert_eq!(
            fault("---\nlang: de\nplattform: xing\n---\n"),
            "d.txt:3:1: unknown field `plattform`, expected one of `relationship`, `exchanges`, `platform`, \
             `account`, `intent`, `template`, `lang`, `dialect`, `allow`; did you mean `platform`?"
        );
        assert!(fault("---\nallow:\n  \"\": x\n---\n").contains("a name is missing"));
        assert!(fault("---\nrelationship: knwon\n---\n").ends_with("did you mean `known`?"));
        assert!(fault("---\nexchanges: -1\n---\n").starts_with("d.txt:2:"));
        assert!(fault("---\nno end").starts_with("d.txt:1:1: the front matter"));
        assert!(fault("---\nlang: [\n---\n").starts_with("d.txt:"));
        assert!(fault("---\nlang: de\nlang: en\n---\n").contains("duplicate"));
        assert!(fault("---\nallow:\n  too-long: ''\n---\n").starts_with("d.txt:3:"));
        assert!(fault("---\nallow:\n  too-long:\n---\n").contains("say why"));
        assert!(fault("---\nallow: [too-long]\n---\n").contains("expected a mapping"));
    }
}
