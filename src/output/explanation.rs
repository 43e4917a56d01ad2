//! Everything there is to say about one rule, for people.

use std::io::{self, Write};

use colored::Colorize;

use super::layout::{hang, shorten};
use super::rules::{kind_key, sort};
use super::{Words, escape};
use crate::explain::{Explanation, Named, PatternText, Use, User, WordList};
use crate::pack::facts::Language;
use crate::pack::wire::Place;

/// The columns of an example.
const EXAMPLE: usize = 220;
/// The most bytes of a word list that are shown.
const WORD_LIST: usize = 300;

pub(super) fn write(out: &mut dyn Write, words: Words<'_>, rule: &Explanation) -> io::Result<()> {
    let line = &rule.line;
    writeln!(out, "{}", hang(&format!("{}: ", escape::line(&line.id)), &escape::line(&line.title)).bold())?;
    let kind = words.say(&format!("kind-{}", kind_key(line.kind)));
    let does = Some(sort(line)).filter(|sort| !sort.is_empty()).map(|sort| format!(" ({sort})")).unwrap_or_default();
    writeln!(out, "{kind}{does}, {}\n", escape::line(&rule.file).dimmed())?;
    if let Some(advice) = &rule.advice {
        for (key, text) in
            [("message", &advice.message), ("help", &advice.help), ("why", &advice.why), ("source", &advice.source)]
        {
            paragraph(out, words, &format!("heading-{key}"), text)?;
        }
    }
    if let Some(fact) = &rule.fact {
        paragraph(out, words, "heading-source", &format!("{} ({})", fact.source, fact.as_of))?;
        fact.note.iter().try_for_each(|note| paragraph(out, words, "heading-note", note))?;
    }
    if let Some(when) = &rule.when {
        paragraph(out, words, "heading-when", when)?;
    }
    if let Some(place) = rule.place {
        paragraph(out, words, "heading-where", &words.say(&format!("where-{}", name(place))))?;
    }
    write_patterns(out, words, "heading-patterns", &rule.patterns)?;
    write_patterns(out, words, "heading-except", &rule.except)?;
    write_vocabulary(out, words, &rule.vocabulary)?;
    write_named(out, words, "heading-marks", &rule.marks)?;
    write_named(out, words, "heading-void-if", &rule.void_if)?;
    write_named(out, words, "heading-only-if", &rule.only_if)?;
    write_examples(out, words, rule)?;
    write_uses(out, words, rule)
}

/// Returns the name that rule files use.
fn name(place: Place) -> String {
    let value = serde_json::to_value(place).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn heading(out: &mut dyn Write, words: Words<'_>, key: &str) -> io::Result<()> {
    writeln!(out, "{}", words.say(key).bold())
}

fn paragraph(out: &mut dyn Write, words: Words<'_>, key: &str, text: &str) -> io::Result<()> {
    heading(out, words, key)?;
    writeln!(out, "{}\n", hang("  ", &escape::line(text)))
}

fn write_patterns(out: &mut dyn Write, words: Words<'_>, key: &str, patterns: &[PatternText]) -> io::Result<()> {
    if patterns.is_empty() {
        return Ok(());
    }
    heading(out, words, key)?;
    for language in Language::ALL {
        let mut of_language = patterns.iter().filter(|pattern| pattern.language == *language).peekable();
        if of_language.peek().is_some() {
            writeln!(out, "  {}", words.say(&format!("language-{}", language.name())))?;
        }
        for pattern in of_language {
            writeln!(out, "{}", hang("    • ", &escape::line(&pattern.readable)))?;
        }
    }
    writeln!(out, "{}\n", hang("  ", &words.say("legend-patterns")).dimmed())
}

fn write_vocabulary(out: &mut dyn Write, words: Words<'_>, lists: &[WordList]) -> io::Result<()> {
    if lists.is_empty() {
        return Ok(());
    }
    heading(out, words, "heading-vocabulary")?;
    for list in lists {
        let first = format!("  {{{}}} {}: ", list.name, list.language.name());
        writeln!(out, "{}", hang(&first, &entries(list)))?;
    }
    writeln!(out)
}

/// Joins the first entries of a word list, and tells how many there are beside them.
fn entries(list: &WordList) -> String {
    let mut text = String::new();
    for (at, entry) in list.entries.iter().enumerate() {
        if at > 0 && text.len() + entry.len() > WORD_LIST {
            return format!("{text}, … (+{})", list.entries.len() - at);
        }
        text.push_str(if at > 0 { ", " } else { "" });
        text.push_str(&escape::line(entry));
    }
    text
}

fn write_named(out: &mut dyn Write, words: Words<'_>, key: &str, rules: &[Named]) -> io::Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    heading(out, words, key)?;
    for rule in rules {
        writeln!(out, "{}", hang(&format!("  {}: ", escape::line(&rule.id)), &escape::line(&rule.title)))?;
    }
    writeln!(out)
}

fn write_examples(out: &mut dyn Write, words: Words<'_>, rule: &Explanation) -> io::Result<()> {
    if rule.examples.is_empty() {
        return Ok(());
    }
    heading(out, words, "heading-examples")?;
    for (matches, key) in [(true, "example-match"), (false, "example-ignore")] {
        writeln!(out, "  {}", words.say(key))?;
        for example in rule.examples.iter().filter(|example| example.matches == matches) {
            let text = shorten(&escape::line(&example.text), EXAMPLE);
            let context = serde_json::to_string(&example.context).unwrap_or_default().replace('"', "");
            let context = if context == "{}" { String::new() } else { format!(" {context}") };
            writeln!(out, "{}", hang("    • ", &format!("{text}{context}")))?;
        }
    }
    writeln!(out)
}

fn write_uses(out: &mut dyn Write, words: Words<'_>, rule: &Explanation) -> io::Result<()> {
    if rule.used_by.is_empty() {
        return Ok(());
    }
    heading(out, words, "heading-used-by")?;
    for (user, key) in [
        (User::Check, "kind-check"),
        (User::Signal, "kind-signal"),
        (User::Label, "kind-label"),
        (User::Score, "kind-score"),
        (User::Decision, "kind-decision"),
        (User::NextStep, "heading-next-step"),
    ] {
        let named = |using: &Use| match using.points {
            Some(points) => format!("{} ({points:+})", using.id),
            None => using.id.clone(),
        };
        let ids: Vec<_> = rule.used_by.iter().filter(|using| using.by == user).map(named).collect();
        if !ids.is_empty() {
            writeln!(out, "{}", hang(&format!("  {}: ", words.say(key)), &escape::line(&ids.join(", "))))?;
        }
    }
    writeln!(out)
}
