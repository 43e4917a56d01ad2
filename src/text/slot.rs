//! Slots: the places of a template that are filled later.

use super::words::Words;
use crate::fold::{fold_char, is_combining};
use crate::pack::sets::{Set, Sought};
use crate::pack::{Delimiter, Pack};

/// The most bytes inside a slot, so that an unclosed mark costs little.
const LONGEST: usize = 1_000;

/// A slot at the beginning of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot<'p, 's> {
    pub(crate) delimiter: &'p Delimiter,
    /// Its length in bytes, marks included.
    pub(crate) len: usize,
    /// What stands between the marks.
    pub(crate) inside: &'s str,
}

/// Returns the slot that `rest` begins with, if it begins with one.
pub(crate) fn at<'p, 's>(pack: &'p Pack, rest: &'s str) -> Option<Slot<'p, 's>> {
    let delimiters = pack.cutting.delimiters.iter().filter(|delimiter| rest.starts_with(&*delimiter.open));
    delimiters.into_iter().find_map(|delimiter| slot(delimiter, rest))
}

impl<'s> Slot<'_, 's> {
    /// Returns what names the slot: what stands before a filter or fallback.
    pub(crate) fn name(&self) -> &'s str {
        let (name, _) = self.inside.split_once('|').unwrap_or((self.inside, ""));
        if name.trim().is_empty() { self.inside } else { name }
    }

    /// Lists the words of the name: `first_name` is two; `FirstName` is one, and its two parts.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'s str> {
        let words = self.name().split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
        words.flat_map(|word| std::iter::once(word).chain(humps(word)))
    }

    /// Calls `each` with every one of its words, folded.
    pub(super) fn each_word(&self, folded: &mut Vec<u8>, mut each: impl FnMut(&[u8])) {
        // A name of several words is known by all of them together, too.
        for word in self.words().chain([self.name()]) {
            folded.clear();
            word.chars().filter(|c| is_letter(*c)).for_each(|c| fold_char(c, folded));
            each(folded);
        }
    }

    fn meaning(&self, pack: &Pack) -> Words {
        let mut words = Words::default();
        self.each_word(&mut Vec::new(), |word| _ = words.add(&pack.tables.lexicon, word));
        words
    }

    /// Tells whether its name says that one of what stands behind it is sent.
    pub(crate) fn is_chooser(&self, pack: &Pack) -> bool {
        has(pack, self.meaning(pack).open(), pack.cutting.choosers)
    }

    /// Returns the number of its kind, if its words tell one.
    pub(crate) fn kind(&self, pack: &Pack) -> Option<usize> {
        kind(pack, self.meaning(pack).open())
    }
}

/// Returns the number of the first kind of slot whose class one of the sets has.
pub(super) fn kind(pack: &Pack, sets: &[Set]) -> Option<usize> {
    pack.cutting.slot_kinds.iter().position(|class| has(pack, sets, *class))
}

fn has(pack: &Pack, sets: &[Set], class: u32) -> bool {
    let classes = pack.tables.lexicon.classes();
    sets.iter().any(|set| classes.have(*set, Sought::new(class)))
}

/// Parts a word where a small letter meets a capital one; a word without such a place has no parts.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    // A mark on a letter, which stands behind it in some Unicode forms, is part of it.
    let letters = word.char_indices().filter(|(_, c)| !is_combining(*c));
    let after = letters.clone().skip(1);
    let mut starts: Vec<_> = letters
        .zip(after)
        .filter(|((_, c), (_, next))| c.is_lowercase() && next.is_uppercase())
        .map(|(_, (at, _))| at)
        .collect();
    if !starts.is_empty() {
        starts.insert(0, 0);
        starts.push(word.len());
    }
    let pairs: Vec<_> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().filter_map(|(start, end)| word.get(start..end))
}

/// Tells whether a character belongs to a word: a letter, a digit, or a mark on one.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

fn slot<'p, 's>(delimiter: &'p Delimiter, rest: &'s str) -> Option<Slot<'p, 's>> {
    let inside = rest.get(delimiter.open.len()..)?;
    let begins = if delimiter.close.is_empty() { inside } else { inside.trim_start() };
    if delimiter.letter_first && !begins.starts_with(char::is_alphabetic) {
        return None;
    }
    let len = if delimiter.close.is_empty() {
        inside.find(|c: char| !(is_letter(c) || matches!(c, '_' | '-'))).unwrap_or(inside.len())
    } else {
        length_inside(delimiter, inside)?
    };
    let first = begins.split(|c: char| !is_letter(c)).next().unwrap_or_default();
    if delimiter.never.iter().any(|word| word.eq_ignore_ascii_case(first)) {
        return None;
    }
    let whole = delimiter.open.len() + len + delimiter.close.len();
    Some(Slot { delimiter, len: whole, inside: inside.get(..len)? })
}

/// Measures up to the closing mark, on one line and within the delimiter's bounds. Words are counted,
/// not characters, so that the way an umlaut is written makes no difference.
fn length_inside(delimiter: &Delimiter, inside: &str) -> Option<usize> {
    let (mut words, mut in_word) = (0, false);
    for (at, c) in inside.char_indices() {
        let rest = inside.get(at..)?;
        if rest.starts_with(&*delimiter.close) {
            return (at > 0).then_some(at);
        }
        words += u32::from(!in_word && !c.is_whitespace());
        in_word = !c.is_whitespace();
        let forbidden = matches!(c, '\n' | '\r')
            || !delimiter.blanks && !in_word
            || delimiter.without.contains(c)
            || rest.starts_with(&*delimiter.open);
        if forbidden || words > delimiter.max || at > LONGEST {
            return None;
        }
    }
    None
}
