//! Names for findings that outlive edits elsewhere: they are made of what a finding is about, not of
//! line numbers. Baselines and the dashboards of other tools recognise a finding by them.

use std::collections::HashMap;
use std::hash::Hasher as _;

use fnv::FnvHasher;
use unicode_normalization::UnicodeNormalization as _;

use crate::draft::Draft;
use crate::fold::is_invisible;
use crate::report::Finding;

/// Parts what is hashed one after the other; no text that is hashed holds it.
const END: u8 = 0xff;

/// Names the findings of a run, in the order in which they are reported.
///
/// A name is made of the file's path, the check's id, and the words that the finding marks, without
/// regard to case, blanks, line breaks and Unicode form. Where something is missing and nothing is
/// marked, the path stands for the draft; a draft that is one of several in its file is named by its
/// whole text. What would have the same name is counted, so that every name is there once.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// Returns the name of a finding: 16 hexadecimal digits. `path` is that of the draft's file, best
    /// relative to the folder in which it is looked up again.
    pub fn name(&mut self, path: &str, draft: &Draft<'_>, finding: &Finding) -> String {
        let words = match finding.span {
            Some(span) => span.of(draft.source),
            None if draft.name == path => "",
            None => draft.text(),
        };
        self.unique(path, &finding.rule, words)
    }

    /// Returns the name of something else about a file, such as that it cannot be read.
    pub(crate) fn unique(&mut self, path: &str, rule: &str, words: &str) -> String {
        let content = hash([portable(path).as_str(), rule, &plain(words)], 0);
        let count = self.seen.entry(content).or_default();
        *count += 1;
        let name = if *count == 1 { content } else { hash([rule], content ^ u64::from(*count)) };
        format!("{name:016x}")
    }
}

/// Writes a path in the one way that is the same on every system: macOS parts accents from their letters.
fn portable(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.trim_start_matches("./").nfc().collect()
}

/// Returns words without what an edit changes that changes nothing.
fn plain(words: &str) -> String {
    let seen: String = words.nfc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hashes with FNV-1a, which is the same on every machine and in every version.
fn hash<'t>(parts: impl IntoIterator<Item = &'t str>, seed: u64) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(&seed.to_le_bytes());
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write(&[END]);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::facts::Severity;
    use crate::span::Span;

    fn finding(rule: &str, marked: Option<&str>, source: &str) -> Finding {
        let span = marked.map(|words| {
            let start = source.find(words).expect("the words are there");
            Span { start, end: start + words.len() }
        });
        let text = String::new;
        Finding {
            rule: rule.to_owned(),
            severity: Severity::Warning,
            title: text(),
            message: text(),
            help: text(),
            span,
            line: None,
            column: None,
            end_line: None,
            end_column: None,
        }
    }

    fn name(path: &str, rule: &str, marked: Option<&str>, source: &str) -> String {
        Fingerprints::default().name(path, &Draft::new(path, source), &finding(rule, marked, source))
    }

    #[test]
    fn a_name_is_that_of_the_content() {
        let one = name("a.txt", "generic", Some("zu meinem Netzwerk"), "Sie zu meinem Netzwerk.");
        for (path, marked, source) in [
            ("a.txt", "zu meinem Netzwerk", "Neu.\n\n\nSie zu meinem Netzwerk fügen."),
            ("./a.txt", "Zu meinem\r\n Netzwerk", "Zu meinem\r\n Netzwerk"),
            ("a.txt", "zu me\u{ad}inem Netzwerk", "zu me\u{ad}inem Netzwerk"),
        ] {
            assert_eq!(name(path, "generic", Some(marked), source), one, "{path} {source}");
        }
        assert_eq!(name("a\\ö.txt", "r", None, "x"), name("a/ö.txt", "r", None, "y"));
        assert_eq!(name("a/o\u{308}.txt", "r", None, "x"), name("a/ö.txt", "r", None, "y"));
        assert_eq!(name("a", "r", Some("ö"), "ö"), name("a", "r", Some("o\u{308}"), "o\u{308}"));
        for other in [
            name("b.txt", "generic", Some("zu meinem Netzwerk"), "zu meinem Netzwerk"),
            name("a.txt", "vague", Some("zu meinem Netzwerk"), "zu meinem Netzwerk"),
            name("a.txt", "generic", Some("zum Netzwerk"), "zum Netzwerk"),
            name("a.txt", "generic", None, "zu meinem Netzwerk"),
        ] {
            assert_ne!(other, one);
        }
        assert_eq!(one, "b669d4969d2485fe", "old baselines stay good");
    }

    #[test]
    fn what_is_the_same_twice_has_two_names() {
        let mut names = Fingerprints::default();
        let draft = Draft::new("a", "x");
        let twice: Vec<_> = (0..3).map(|_| names.name("a", &draft, &finding("r", Some("x"), "x"))).collect();
        assert!(twice[0] != twice[1] && twice[1] != twice[2] && twice[0] != twice[2], "{twice:?}");
        assert_eq!(twice[0], name("a", "r", Some("x"), "x"));
    }

    #[test]
    fn a_row_is_named_by_its_text() {
        let row = |name: &str, text: &str| {
            let draft = Draft::new(name, text);
            Fingerprints::default().name("a.csv", &draft, &finding("r", None, text))
        };
        assert_eq!(row("a.csv:2", "Hallo Uta"), row("a.csv:9", "Hallo  Uta"));
        assert_ne!(row("a.csv:2", "Hallo Uta"), row("a.csv:2", "Hallo Jo"));
    }
}
