//! Words that tell something by who uses them: nobody means anything by them, but some people use them
//! more than others. Each is counted for scores, and found by its letters alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};
use super::facts::Language;
use super::lexicon::{hash, hashes};
use super::policy::ConditionError;
use super::wire;
use crate::fold::fold;

/// Stands between the words of a pair.
const BETWEEN: u8 = b' ';

/// What a cue may name beside words, none of which is written like this: any number, any slot, and where a sentence
/// begins or ends, which only stands beside something.
pub(crate) mod mark {
    pub(crate) const NUMBER: &str = "@number";
    pub(crate) const SLOT: &str = "@slot";
    pub(crate) const START: &str = "^";
    pub(crate) const END: &str = "$";
    pub(super) const ALL: [&str; 4] = [NUMBER, SLOT, START, END];
}

/// Finds the number of a cue: of a folded word or a mark, or of two in a row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Cues {
    /// Open addressing: number of the cue + 1, or 0.
    slots: Numbers,
    /// Where the letters of each cue start, and where those of the last end.
    starts: Numbers,
    letters: Bytes,
}

/// What each cue is worth to a score, which may be negative.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Worth {
    /// The first cue that is worth something.
    first: u32,
    /// A byte for each number from it to the last that is worth something.
    points: Bytes,
}

/// What each cue is worth to a score in drafts in each language.
pub(crate) type Worths = [Worth; Language::ALL.len()];

/// The words of a text as cues are made of them.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    /// The word before the one at hand, a blank, and the word at hand.
    letters: Vec<u8>,
    /// How many of these bytes belong to the word before.
    first: usize,
}

impl Cues {
    /// Numbers cues in their order, none of which comes twice.
    pub(crate) fn new<'c>(cues: impl ExactSizeIterator<Item = &'c [u8]> + Clone) -> Self {
        if cues.len() == 0 {
            return Self::default();
        }
        let (slots, mut starts, mut letters) = (hashes(cues.clone()), vec![0], Vec::new());
        for cue in cues {
            letters.extend(cue);
            starts.push(u32::try_from(letters.len()).unwrap_or(u32::MAX));
        }
        Self { slots: slots.into(), starts: starts.into(), letters: letters.into() }
    }

    /// Returns the number of a cue.
    #[inline]
    pub(crate) fn find(&self, letters: &[u8]) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash(letters) as usize & mask;
        loop {
            let number = self.slots.get(at).checked_sub(1)?;
            let [start, end] = self.starts.row(number as usize);
            if (end - start) as usize == letters.len() && self.letters.range(start as usize, letters.len()) == letters {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Tells whether there is none.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.len() == 0
    }
}

impl Worth {
    /// Returns the points of a cue.
    #[inline]
    pub(crate) fn of(&self, cue: u32) -> i32 {
        let at = cue.checked_sub(self.first);
        let points = at.and_then(|at| self.points.range(at as usize, 1).first());
        points.map_or(0, |points| points.cast_signed().into())
    }
}

impl FromIterator<i8> for Worth {
    fn from_iter<I: IntoIterator<Item = i8>>(points: I) -> Self {
        let all: Vec<u8> = points.into_iter().map(i8::cast_unsigned).collect();
        let first = all.iter().position(|points| *points != 0).unwrap_or(all.len());
        let end = all.iter().rposition(|points| *points != 0).map_or(first, |last| last + 1);
        Self { first: u32::try_from(first).unwrap_or(u32::MAX), points: all[first..end].to_vec().into() }
    }
}

impl Pair {
    /// Forgets what came: what comes next follows nothing.
    pub(crate) fn clear(&mut self) {
        self.letters.clear();
        self.first = 0;
    }

    /// Begins a sentence.
    pub(crate) fn begin(&mut self) {
        self.clear();
        self.letters.extend(mark::START.as_bytes());
    }

    /// Takes the next word or mark, which follows what came last.
    pub(crate) fn push(&mut self, word: &[u8]) {
        self.letters.drain(..self.first);
        self.first = self.letters.len();
        if self.first > 0 {
            self.letters.push(BETWEEN);
            self.first += 1;
        }
        self.letters.extend(word);
    }

    /// Calls `each` with the number of every cue that ends with the last word.
    #[inline]
    pub(crate) fn each_cue(&self, cues: &Cues, mut each: impl FnMut(u32)) {
        let word = self.letters.get(self.first..).unwrap_or_default();
        if let Some(number) = cues.find(word) {
            each(number);
        }
        if self.first > 0
            && let Some(number) = cues.find(&self.letters)
        {
            each(number);
        }
    }
}

/// Gives a number to every cue of these scores; tells for each score what they are worth to it in a draft, and in a
/// sentence.
///
/// # Errors
/// The first cue that cannot be found, or that a score names twice.
pub(crate) fn numbered(scores: &[&(String, wire::Score)]) -> Result<(Cues, Vec<[Worths; 2]>), ConditionError> {
    let mut listed = Vec::new();
    for (_, score) in scores {
        listed.push([in_languages(&score.cues)?, in_languages(&score.sentence)?]);
    }
    let [de, en] = [0, 1].map(|language| {
        let lists = listed.iter().flatten().map(|points| &points[language]);
        lists.flat_map(BTreeMap::keys).map(Vec::as_slice).collect::<BTreeSet<_>>()
    });
    // those of both languages lie between those of each, so that the points of each lie together
    let all: Vec<&[u8]> = de.difference(&en).chain(de.intersection(&en)).chain(en.difference(&de)).copied().collect();
    let worth =
        |points: &BTreeMap<Vec<u8>, i8>| all.iter().map(|cue| points.get(*cue).copied().unwrap_or_default()).collect();
    let worths = listed.iter().map(|score| score.each_ref().map(|points| points.each_ref().map(worth))).collect();
    Ok((Cues::new(all.into_iter()), worths))
}

/// The points of cues, as they are found, in each language.
type Listed = [BTreeMap<Vec<u8>, i8>; Language::ALL.len()];

fn in_languages(cues: &wire::Cues) -> Result<Listed, ConditionError> {
    Ok([points(&cues.de)?, points(&cues.en)?])
}

fn points(cues: &wire::Table<i8>) -> Result<BTreeMap<Vec<u8>, i8>, ConditionError> {
    let mut points = BTreeMap::new();
    for (cue, worth) in &cues.0 {
        let fault = |what: &str| ConditionError { word: cue.clone(), what: format!("the cue `{cue}`: {what}") };
        if points.insert(spelt(cue).map_err(fault)?, *worth).is_some() {
            return Err(fault("it is listed twice, perhaps in another spelling"));
        }
    }
    Ok(points)
}

/// Writes a cue as it is found: folded, and parted where a text is cut into words.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn spelt(cue: &str) -> Result<Vec<u8>, &'static str> {
    let mut words: Vec<Vec<u8>> = Vec::new();
    for part in cue.split_whitespace() {
        if mark::ALL.contains(&part) {
            words.extend([part.into(), Vec::new()]);
            continue;
        }
        let folded = fold(part);
        if !part.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’')) || folded.is_empty() {
            return Err("a cue has letters only, or is `@number`, `@slot`, `^` or `$`");
        }
        for byte in folded {
            match words.last_mut() {
                Some(word) if byte != b'\'' && !word.is_empty() => word.push(byte),
                _ => words.push(vec![byte]),
            }
        }
        words.push(Vec::new());
    }
    words.retain(|word| !word.is_empty());
    let edge = |word: &[u8]| [mark::START, mark::END].iter().any(|mark| mark.as_bytes() == word);
    match words.as_slice() {
        [] | [_, _, _, ..] => Err("a cue is one word, or two in a row (`don't` is two)"),
        [one] if !edge(one) => Ok(words.join(&BETWEEN)),
        [one, two] if !edge(one) && (!edge(two) || two == mark::END.as_bytes()) => Ok(words.join(&BETWEEN)),
        [one, two] if one == mark::START.as_bytes() && !edge(two) => Ok(words.join(&BETWEEN)),
        _ => Err("`^` stands before a word, where a sentence begins, and `$` behind one, where it ends"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists the cues that a text of these words has.
    fn found(cues: &[&str], words: &[&str]) -> Vec<u32> {
        let spelt: Vec<_> = cues.iter().map(|cue| spelt(cue).unwrap()).collect();
        let table = Cues::new(spelt.iter().map(Vec::as_slice));
        let (mut pair, mut found) = (Pair::default(), Vec::new());
        let mut take = |pair: &Pair| pair.each_cue(&table, |number| found.push(number));
        pair.begin();
        for word in words {
            pair.push(word.trim_end_matches('.').as_bytes());
            take(&pair);
            if word.ends_with('.') {
                pair.push(mark::END.as_bytes());
                take(&pair);
                pair.begin();
            }
        }
        found
    }

    #[test]
    fn a_cue_is_a_word_or_two_in_a_row() {
        let cues = ["the", "für dich", "don't", "now"];
        assert_eq!(found(&cues, &["the", "now"]), [0, 3]);
        assert_eq!(found(&cues, &["gut", "fuer", "dich", "fuer"]), [1]);
        assert!(found(&cues, &["fuer.", "dich"]).is_empty());
        assert_eq!(found(&cues, &["i", "don", "'t"]), [2]);
        assert!(found(&[], &["the"]).is_empty());
        assert!(Cues::new([].into_iter()).is_empty());
    }

    #[test]
    fn a_cue_may_say_where_a_sentence_begins_or_ends() {
        let cues = ["^ the", "now $", "@number", "@slot now"];
        assert_eq!(found(&cues, &["the", "now."]), [0, 1]);
        assert_eq!(found(&cues, &["now", "the", "now", "the.", "the"]), [0]);
        assert_eq!(found(&cues, &["@number", "@slot", "now."]), [2, 3, 1]);
    }

    #[test]
    fn nothing_follows_what_was_forgotten() {
        let table = Cues::new([b"a b".as_slice(), b"b c"].into_iter());
        let mut pair = Pair::default();
        let mut numbers = Vec::new();
        for word in ["a", "b", "c", "a", "", "b"] {
            match word {
                "" => pair.clear(),
                word => pair.push(word.as_bytes()),
            }
            pair.each_cue(&table, |number| numbers.push(number));
        }
        assert_eq!(numbers, [0, 1]);
    }

    #[test]
    fn what_is_no_cue_is_refused() {
        let (length, letters, edge) = ("one word", "letters only", "stands before a word");
        for (cue, why) in [
            ("", length),
            ("drei Worte hier", length),
            ("^ drei Worte", length),
            ("24", letters),
            ("a-b", letters),
            ("@name", letters),
            ("^", edge),
            ("$ so", edge),
            ("so ^", edge),
            ("^ $", edge),
            ("^ ^", edge),
        ] {
            assert!(spelt(cue).unwrap_err().contains(why), "{cue}");
        }
    }

    #[test]
    fn points_may_be_negative() {
        let worth: Worth = [0, 3, 0, -2, 0].into_iter().collect();
        assert_eq!([0, 1, 2, 3, 4, 5].map(|cue| worth.of(cue)), [0, 3, 0, -2, 0, 0]);
    }

    #[test]
    fn points_are_kept_only_for_what_is_worth_something() {
        let worth: Worth = [0, 0, 3, 0, -2, 0].into_iter().collect();
        assert_eq!((worth.first, worth.points.range(0, 3)), (2, [3, 0, 254].as_slice()));
        let none: Worth = [0, 0].into_iter().collect();
        assert_eq!([0, 1, 2].map(|cue| none.of(cue)), [0; 3]);
        assert_eq!(Worth::default().of(7), 0);
    }
}
