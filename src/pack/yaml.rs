//! Reading YAML that somebody else wrote: guarded against what makes a parser slow or fat, and every
//! fault with its place.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::error::{PackError, nearest};

/// The largest YAML file that is read, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;
/// The deepest nesting of `[` and `{` on one line's flow; the parser's time grows with its square.
const DEEPEST_FLOW: usize = 64;

/// Parses a YAML document.
///
/// # Errors
/// Files that are too large, use anchors or aliases, nest too deeply, are no YAML, or do not fit `T`.
pub(crate) fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, PackError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    refuse_hostile(file, text)?;
    serde_yaml::from_str(text).map_err(|error| explain(file, &error))
}

/// Finds the place of a scalar in a file: the first line that holds it; `offset` counts characters into it.
pub(crate) fn locate(text: &str, scalar: &str, offset: usize) -> Option<(usize, usize)> {
    let first = scalar.lines().next().filter(|line| !line.trim().is_empty())?;
    text.lines().enumerate().find_map(|(line, content)| {
        let (before, _) = content.split_once(first)?;
        Some((line + 1, before.chars().count() + offset + 1))
    })
}

fn refuse_hostile(file: &Path, text: &str) -> Result<(), PackError> {
    let fault =
        |place, what: String, remedy: &str| PackError { file: file.into(), place, what, remedy: Some(remedy.into()) };
    if text.len() > LARGEST {
        return Err(fault(None, format!("the file has {} bytes, more than {LARGEST}", text.len()), "split it"));
    }
    let mut depth = 0_usize;
    for (line, content) in text.lines().enumerate() {
        let mut quote = None;
        let mut before = ' ';
        for (column, c) in content.chars().enumerate() {
            let place = Some((line + 1, column + 1));
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':') => quote = Some(c),
                (None, '#') if before == ' ' => break,
                (None, '[' | '{') => depth += 1,
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                (None, '&' | '*') if starts_node(content, column) => {
                    return Err(fault(
                        place,
                        format!("`{c}` begins an anchor or alias, which rule files do not use"),
                        "put the text in quotes",
                    ));
                }
                _ => {}
            }
            if depth > DEEPEST_FLOW {
                return Err(fault(
                    place,
                    format!("brackets are nested deeper than {DEEPEST_FLOW}"),
                    "write the lists line by line",
                ));
            }
            before = c;
        }
    }
    Ok(())
}

/// Tells whether a value may begin at this column: only there `&` and `*` are anchors and aliases.
fn starts_node(content: &str, column: usize) -> bool {
    let before: String = content.chars().take(column).collect();
    let before = before.trim_end();
    let after = content.chars().nth(column + 1);
    let name_follows = after.is_some_and(|c| c.is_alphanumeric() || c == '_');
    name_follows && (before.is_empty() || before.ends_with([':', '-', '[', '{', ',']))
}

fn explain(file: &Path, error: &serde_yaml::Error) -> PackError {
    let place = error.location().map(|location| (location.line(), location.column()));
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let remedy = unknown_word(&what);
    PackError { file: file.into(), place, what, remedy }
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
    fn stars_inside_words_are_fine() {
        assert!(parse::<super::super::wire::TextRules>(Path::new("x"), "joins: [vernetz*, 'a & b', \"*x\"]").is_ok());
    }
}
