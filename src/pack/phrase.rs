//! The phrase syntax of patterns: text in, syntax tree out. Its meaning for a person is told in
//! `rules/README.md`.

use crate::fold::fold;

/// The words a gap may skip when its pattern gives no number.
const GAP: u8 = 6;
/// The same for a gap that may cross clause boundaries.
const CROSSING_GAP: u8 = 10;
/// The longest gap a pattern may ask for; it keeps the cost of one match small.
const LONGEST_GAP: u8 = 60;

/// A phrase as written, before vocabulary is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phrase {
    /// One word of the text.
    Term(Term),
    /// The name of a vocabulary entry, with the offset in characters where it stands.
    Vocabulary(String, usize),
    /// One after the other.
    Sequence(Vec<Phrase>),
    /// One of these, the first that fits.
    Alternatives(Vec<Phrase>),
    /// This, or nothing.
    Optional(Box<Phrase>),
    /// Up to so many words.
    Gap {
        /// The most words it skips.
        most: u8,
        /// Whether clause boundaries may be crossed.
        crosses: bool,
    },
    /// A place in the sentence; it takes no word.
    Edge(Edge),
    /// The part that is shown as evidence.
    Marked(Box<Phrase>),
}

/// What one word of the text must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Term {
    /// This folded word.
    Word(Vec<u8>),
    /// A folded word that begins and ends like this and is no shorter than both together.
    Affix {
        /// How it begins; may be empty.
        prefix: Vec<u8>,
        /// How it ends; may be empty.
        suffix: Vec<u8>,
    },
    /// This spelling to the letter.
    Cased(String),
    /// A word of this kind.
    Kind(String),
}

/// A place that a phrase can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// `^`
    ClauseStart,
    /// `^^`
    SentenceStart,
    /// `$`
    ClauseEnd,
    /// `$$`
    SentenceEnd,
    /// `?`
    Asked,
}

/// A fault in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseError {
    /// Offset in characters from the phrase's start.
    pub(crate) offset: usize,
    /// What is wrong.
    pub(crate) what: String,
}

/// Reads one phrase.
///
/// # Errors
/// Unbalanced brackets, unknown characters, affixes that are too short, gaps at the edge or too long.
pub(crate) fn parse(source: &str) -> Result<Phrase, PhraseError> {
    let mut parser = Parser { chars: source.chars().collect(), at: 0 };
    let phrase = parser.alternatives()?;
    match parser.peek() {
        None => Ok(phrase),
        Some(c) => Err(parser.error(format!("`{c}` closes nothing"))),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn starts_with(&self, what: &str) -> bool {
        what.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn error(&self, what: impl Into<String>) -> PhraseError {
        PhraseError { offset: self.at, what: what.into() }
    }

    fn alternatives(&mut self) -> Result<Phrase, PhraseError> {
        let mut all = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Phrase::Alternatives(all) })
    }

    fn sequence(&mut self) -> Result<Phrase, PhraseError> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '|' | ')' | ']' | '>' => break,
                ' ' | ',' | '\t' | '\n' => self.at += 1,
                _ => self.part(c, &mut parts)?,
            }
        }
        if parts.is_empty() {
            return Err(self.error("a phrase or an alternative is empty"));
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Phrase::Sequence(parts) })
    }

    fn part(&mut self, c: char, parts: &mut Vec<Phrase>) -> Result<(), PhraseError> {
        match c {
            '(' => parts.push(self.group(')')?),
            '[' => parts.push(Phrase::Optional(Box::new(self.group(']')?))),
            '<' => parts.push(Phrase::Marked(Box::new(self.group('>')?))),
            '{' => parts.push(self.vocabulary()?),
            '.' if self.starts_with("...") => parts.push(self.gap()?),
            '^' | '$' => parts.push(Phrase::Edge(self.edge(c))),
            '?' => {
                self.at += 1;
                parts.push(Phrase::Edge(Edge::Asked));
            }
            '@' => parts.push(self.kind()?),
            '=' => parts.push(self.cased()?),
            '_' => {
                self.at += 1;
                parts.push(Phrase::Term(Term::Kind("any".into())));
            }
            _ => self.words(parts)?,
        }
        Ok(())
    }

    fn group(&mut self, close: char) -> Result<Phrase, PhraseError> {
        let open = self.at;
        self.at += 1;
        let inner = self.alternatives()?;
        if self.peek() != Some(close) {
            return Err(PhraseError { offset: open, what: format!("this bracket is not closed by `{close}`") });
        }
        self.at += 1;
        Ok(inner)
    }

    fn vocabulary(&mut self) -> Result<Phrase, PhraseError> {
        let start = self.at;
        self.at += 1;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        if self.peek() != Some('}') || name.is_empty() {
            return Err(self.error("a vocabulary name consists of a-z, 0-9 and _ and ends with `}`"));
        }
        self.at += 1;
        Ok(Phrase::Vocabulary(name, start))
    }

    fn gap(&mut self) -> Result<Phrase, PhraseError> {
        self.at += 3;
        let crosses = self.peek() == Some(',');
        self.at += usize::from(crosses);
        let number = self.take_while(|c| c.is_ascii_digit());
        let most = if number.is_empty() {
            if crosses { CROSSING_GAP } else { GAP }
        } else {
            number
                .parse()
                .ok()
                .filter(|n| (1..=LONGEST_GAP).contains(n))
                .ok_or_else(|| self.error(format!("a gap skips 1 to {LONGEST_GAP} words")))?
        };
        Ok(Phrase::Gap { most, crosses })
    }

    fn edge(&mut self, c: char) -> Edge {
        self.at += 1;
        let doubled = self.peek() == Some(c);
        self.at += usize::from(doubled);
        match (c, doubled) {
            ('^', false) => Edge::ClauseStart,
            ('^', true) => Edge::SentenceStart,
            (_, false) => Edge::ClauseEnd,
            (_, true) => Edge::SentenceEnd,
        }
    }

    fn kind(&mut self) -> Result<Phrase, PhraseError> {
        self.at += 1;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == ':' || c == '_');
        if name.is_empty() {
            return Err(self.error("`@` wants a kind of word, such as @number or @slot"));
        }
        Ok(Phrase::Term(Term::Kind(name)))
    }

    fn cased(&mut self) -> Result<Phrase, PhraseError> {
        self.at += 1;
        let word = self.take_while(char::is_alphanumeric);
        if word.is_empty() {
            return Err(self.error("`=` wants a word behind it"));
        }
        Ok(Phrase::Term(Term::Cased(word)))
    }

    /// Cuts running text as a draft is cut: at hyphens, before apostrophes.
    fn words(&mut self, parts: &mut Vec<Phrase>) -> Result<(), PhraseError> {
        let start = self.at;
        let word = self.take_while(|c| c.is_alphanumeric() || c == '*' || crate::fold::is_combining(c));
        let word = if word.is_empty() { self.contraction() } else { Some(word) };
        match word {
            Some(word) => parts.push(Phrase::Term(term(&word, start)?)),
            None if matches!(self.chars[start], '-' | '/' | '.' | ':' | '&' | '!' | ';' | '–' | '\'' | '’') => {
                self.at = start + 1;
            }
            None => return Err(self.error(format!("`{}` means nothing in a phrase", self.chars[start]))),
        }
        Ok(())
    }

    fn contraction(&mut self) -> Option<String> {
        if !matches!(self.peek(), Some('\'' | '’')) {
            return None;
        }
        self.at += 1;
        let rest = self.take_while(char::is_alphanumeric);
        (!rest.is_empty()).then(|| format!("'{rest}"))
    }

    fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&mut wanted) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }
}

/// Reads one word of a phrase, which may hold one `*`.
fn term(word: &str, start: usize) -> Result<Term, PhraseError> {
    let fault = |what: &str| PhraseError { offset: start, what: what.into() };
    let Some((before, after)) = word.split_once('*') else {
        return Ok(Term::Word(fold(word)));
    };
    if after.contains('*') {
        return Err(fault("a word may hold one `*`"));
    }
    let (prefix, suffix) = (fold(before), fold(after));
    if prefix.len() == 1 || prefix.is_empty() && suffix.len() < 2 {
        return Err(fault("a word with `*` needs two letters where it begins, or where it ends"));
    }
    Ok(Term::Affix { prefix, suffix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_a_place() {
        for (phrase, offset) in
            [("uns (getroffen", 4), ("a ) b", 2), ("", 0), ("x ...99 y", 7), ("ab v* x", 3), ("{Bad name}", 4)]
        {
            let error = parse(phrase).expect_err(phrase);
            assert_eq!(error.offset, offset, "{phrase}: {}", error.what);
        }
    }

    #[test]
    fn words_are_cut_like_text() {
        let word = |w: &str| Phrase::Term(Term::Word(fold(w)));
        assert_eq!(parse("don't").ok(), Some(Phrase::Sequence(vec![word("don"), word("'t")])));
        assert_eq!(parse("E-Mail").ok(), Some(Phrase::Sequence(vec![word("e"), word("mail")])));
    }
}
