//! Patterns as phrases that a person can read, and the word lists they name.

use super::by_language;
use super::explanation::{PatternText, WordList};
use crate::pack::facts::Language;
use crate::pack::load::{RuleSet, phrases_of};
use crate::pack::wire::{Pattern, PatternMapping, Patterns, Scope};

/// Writes every pattern for people.
pub(super) fn texts(patterns: &Patterns) -> Vec<PatternText> {
    let mut all = Vec::new();
    for (language, list) in by_language(patterns) {
        let texts = list.iter().map(|pattern| match pattern {
            Pattern::Phrase(phrase) => (readable(phrase), phrase.clone()),
            Pattern::Mapping(mapping) => (readable_mapping(mapping), written_mapping(mapping)),
        });
        all.extend(texts.map(|(readable, written)| PatternText { language, readable, written }));
    }
    all
}

/// Lists the word lists that the patterns name, in the order in which they do.
pub(super) fn vocabulary(set: &RuleSet, patterns: &[&Patterns]) -> Vec<WordList> {
    let mut lists: Vec<WordList> = Vec::new();
    for (language, list) in patterns.iter().flat_map(|patterns| by_language(patterns)) {
        for name in list.iter().flat_map(phrases_of).flat_map(|phrase| names(&phrase)) {
            if !lists.iter().any(|known| known.name == name && known.language == language) {
                lists.extend(find(set, language, &name));
            }
        }
    }
    lists
}

fn find(set: &RuleSet, language: Language, name: &str) -> Option<WordList> {
    let tables = set.vocabulary.iter().map(|file| match language {
        Language::De => &file.value.de,
        Language::En => &file.value.en,
    });
    let (name, entries) = tables.flat_map(|table| &table.0).find(|(known, _)| known == name)?;
    Some(WordList { name: name.clone(), language, entries: entries.clone() })
}

/// Lists the names in braces.
fn names(phrase: &str) -> Vec<String> {
    phrase.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn readable_mapping(mapping: &PatternMapping) -> String {
    let list = |phrases: &[String]| phrases.iter().map(|phrase| readable(phrase)).collect::<Vec<_>>();
    if let (Some(regex), Some(needs)) = (&mapping.regex, &mapping.needs) {
        return format!("/{regex}/ @ {}", readable(needs));
    }
    let all = list(mapping.all.as_deref().unwrap_or_default()).join(" + ");
    let not = list(mapping.not.as_deref().unwrap_or_default()).join(" − ");
    if not.is_empty() { all } else { format!("{all} − {not}") }
}

fn written_mapping(mapping: &PatternMapping) -> String {
    let list =
        |phrases: &[String]| format!("[{}]", phrases.iter().map(|p| format!("{p:?}")).collect::<Vec<_>>().join(", "));
    let mut parts = Vec::new();
    parts.extend(mapping.all.as_deref().map(|all| format!("all: {}", list(all))));
    parts.extend(mapping.not.as_deref().map(|not| format!("not: {}", list(not))));
    parts.extend(
        mapping
            .scope
            .map(|scope| if scope == Scope::Clause { "in: clause".to_owned() } else { "in: sentence".to_owned() }),
    );
    parts.extend(mapping.regex.as_deref().map(|regex| format!("regex: {regex:?}")));
    parts.extend(mapping.needs.as_deref().map(|needs| format!("needs: {needs:?}")));
    parts.join(", ")
}

/// Takes the marks out of a phrase that only the machine needs: those of spelling and of the shown
/// part, and the lengths of gaps. `...` becomes `…`, and alternatives are parted by ` / `.
pub(super) fn readable(phrase: &str) -> String {
    let mut text = String::with_capacity(phrase.len());
    let mut chars = phrase.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '=' | '<' | '>' => {}
            '^' | '$' if chars.peek() == Some(&c) => {}
            '|' => text.push_str(" / "),
            '.' if chars.peek() == Some(&'.') => {
                while chars.next_if(|c| matches!(c, '.' | ',' | '0'..='9')).is_some() {}
                text.push('…');
            }
            c => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_lose_what_only_the_machine_needs() {
        for (phrase, wanted) in [
            ("wir haben uns ...,9 {met}", "wir haben uns … {met}"),
            ("^^ (met|spoke|ran into) <you> $", "^ (met / spoke / ran into) you $"),
            ("=Sie ...3 [sehr] vernetz* ?", "Sie … [sehr] vernetz* ?"),
        ] {
            assert_eq!(readable(phrase), wanted);
        }
        assert_eq!(names("{you} ... ({met}|x)"), ["you", "met"]);
    }
}
