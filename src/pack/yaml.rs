//! Reading YAML that somebody else wrote: guarded against what makes a parser slow or fat, and every
//! fault with its place.

use std::path::Path;

use serde::de::{DeserializeOwned, DeserializeSeed};

use super::error::{PackError, nearest};

/// The largest YAML file that is read, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;
/// The deepest nesting of `[` and `{` on one line's flow; the parser's time grows with its square.
const DEEPEST_FLOW: usize = 64;

/// Parses a YAML document.
///
/// # Errors
/// Files that are too large, use anchors, nest too deeply, are no YAML, or do not fit `T`.
pub(crate) fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, PackError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    refuse_hostile(file, text)?;
    serde_yaml::from_str(text).map_err(|error| explain(file, &error))
}

/// Parses a YAML document into what `seed` makes of it.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_seed<'t, S: DeserializeSeed<'t>>(
    file: &Path,
    text: &'t str,
    seed: S,
) -> Result<S::Value, PackError> {
    refuse_hostile(file, text)?;
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| explain(file, &error))
}

/// The most words of a scalar that are looked for where it does not stand in one line as it is.
const MOST_WORDS: usize = 8;

/// Finds the place of a scalar in a file: the first line that holds it; `offset` counts characters into it. A
/// scalar that is written with escapes or over several lines is found by as many of its first words as one holds.
pub(crate) fn locate(text: &str, scalar: &str, offset: usize) -> Option<(usize, usize)> {
    let first = scalar.lines().next().filter(|line| !line.trim().is_empty())?;
    let escaped = || first.replace('\\', "\\\\").replace('"', "\\\"");
    let words: Vec<_> = first.split_whitespace().take(MOST_WORDS).collect();
    let begins = |count| words.get(..count).map(|words| words.join(" "));
    position(text, first, offset)
        .or_else(|| position(text, &escaped(), 0))
        .or_else(|| (1..=words.len()).rev().filter_map(begins).find_map(|begin| position(text, &begin, 0)))
}

fn position(text: &str, word: &str, offset: usize) -> Option<(usize, usize)> {
    text.lines().enumerate().find_map(|(line, content)| {
        let (before, _) = content.split_once(word)?;
        Some((line + 1, before.chars().count() + offset + 1))
    })
}

fn refuse_hostile(file: &Path, text: &str) -> Result<(), PackError> {
    let fault =
        |place, what: String, remedy: &str| PackError { file: file.into(), place, what, remedy: Some(remedy.into()) };
    if text.len() > LARGEST {
        return Err(fault(None, format!("the file has {} bytes, more than {LARGEST}", text.len()), "split it"));
    }
    if let Some(place) = text.lines().enumerate().find_map(|(line, content)| Some((line + 1, anchor(content)?))) {
        return Err(fault(
            Some(place),
            "`&` begins an anchor here, which these files do not use".into(),
            "put a blank behind the `&`",
        ));
    }
    let mut depth = 0_usize;
    for (line, content) in text.lines().enumerate() {
        if let Some(column) = too_deep(content, &mut depth) {
            let what = format!("brackets are nested deeper than {DEEPEST_FLOW}");
            return Err(fault(Some((line + 1, column)), what, "write the lists line by line"));
        }
    }
    Ok(())
}

/// Returns the column of what the parser might take for an anchor. Without an anchor there is nothing
/// that an alias could repeat. Quotes are not looked at: who can hide an anchor behind them would.
fn anchor(content: &str) -> Option<usize> {
    if !content.contains('&') {
        return None;
    }
    let mut before = ' ';
    let mut chars = content.chars().enumerate().peekable();
    while let Some((column, c)) = chars.next() {
        let named = chars.peek().is_some_and(|(_, next)| next.is_ascii_alphanumeric() || matches!(next, '_' | '-'));
        if c == '&' && named && (before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':')) {
            return Some(column + 1);
        }
        before = c;
    }
    None
}

/// Counts the brackets of a line that stand outside of quotes; returns the column where they are too deep.
fn too_deep(content: &str, depth: &mut usize) -> Option<usize> {
    if !content.contains(['[', '{', ']', '}']) {
        return None;
    }
    let mut quote = None;
    // Whether a value may begin here: a quotation mark inside of a word is an apostrophe.
    let (mut before, mut value) = (' ', true);
    for (column, c) in content.chars().enumerate() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if value => quote = Some(c),
            (None, '#') if before == ' ' => break,
            (None, '[' | '{') => *depth += 1,
            (None, ']' | '}') => *depth = depth.saturating_sub(1),
            _ => {}
        }
        if *depth > DEEPEST_FLOW {
            return Some(column + 1);
        }
        value = match c {
            '[' | '{' | ',' => true,
            ' ' => value || matches!(before, ':' | '-' | '?'),
            _ => false,
        };
        before = c;
    }
    None
}

fn explain(file: &Path, error: &serde_yaml::Error) -> PackError {
    let place = error.location().map(|location| (location.line(), location.column()));
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full);
    // What the parser of YAML expects where one of several words must stand.
    let what = what.replace("a YAML tag starting with '!'", "a single word");
    let remedy = remedy(&what);
    PackError { file: file.into(), place, what, remedy }
}

/// Says what to do about what serde says, where that is clear.
pub(crate) fn remedy(what: &str) -> Option<String> {
    let found_as = |kind: &str| what.contains(&format!("invalid type: {kind}"));
    let bare = ["integer", "floating point", "boolean"].into_iter().any(found_as);
    let quotes = (bare && what.ends_with("expected a string")).then(|| "put it in quotes".to_owned());
    unknown_word(what).or(quotes)
}

/// For serde's "unknown field `x`, expected one of `a`, `b`" names the likely meant one.
fn unknown_word(what: &str) -> Option<String> {
    let (_, rest) = what.split_once("unknown ")?;
    let mut words = rest.split('`').skip(1).step_by(2);
    let unknown = words.next()?;
    nearest(unknown, words).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> PackError {
        parse::<super::super::wire::TextRules>(Path::new("x.yaml"), text).expect_err("must be refused")
    }

    #[test]
    fn hostile_files_are_refused_at_their_place() {
        assert_eq!(fault("joins: &a [und]").place, Some((1, 8)));
        for hidden in ["joins: [a 'b, &c d]", "joins: !!seq &c [d]", "joins: &- [d]", "{\"joins\":&c [d]}"] {
            assert!(fault(hidden).what.contains("anchor"), "{hidden}");
        }
        let apostrophe = format!("joins: [a 'b, {}", "[".repeat(100));
        assert!(fault(&apostrophe).what.contains("nested deeper"));
        assert_eq!(fault(&format!("joins: {}", "[".repeat(100))).place, Some((1, 8 + DEEPEST_FLOW)));
        assert!(fault(&" ".repeat(LARGEST + 1)).what.contains("bytes"));
    }

    #[test]
    fn an_unknown_key_names_the_likely_one() {
        let error = fault("\u{feff}joins: [und]\nsubjekts: [ich]");
        assert_eq!(error.place.map(|place| place.0), Some(2));
        assert_eq!(error.remedy.as_deref(), Some("did you mean `subjects`?"));
    }

    #[test]
    fn scalars_are_found_however_they_are_written() {
        let text = "a: x\nb: \"ein \\\\w \\\"Wort\\\"\"\nc: drei Wörter\n  und mehr\n";
        for (scalar, offset, place) in [
            ("drei Wörter", 5, Some((3, 9))),
            ("ein \\w \"Wort\"", 0, Some((2, 5))),
            ("drei Wörter und mehr", 0, Some((3, 4))),
            ("nirgends", 0, None),
        ] {
            assert_eq!(locate(text, scalar, offset), place, "{scalar}");
        }
    }

    #[test]
    fn stars_inside_words_are_fine() {
        assert!(
            parse::<super::super::wire::TextRules>(Path::new("x"), "joins: [vernetz*, 'a & b', \"*x\", R&D]").is_ok()
        );
    }
}
