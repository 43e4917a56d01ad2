//! Words that tell something by who uses them: nobody means anything by them, but some people use them
//! more than others. Each is counted for scores, and found by its letters alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Numbers};
use super::facts::Language;
use super::hashes::{Hashes, hash};
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
    /// The number of each cue.
    hashes: Hashes,
    /// Where the letters of each cue start, and where those of the last end.
    starts: Numbers,
    letters: Bytes,
}

/// What each cue is worth to the scores, which may be negative; most are worth something to few of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Worth {
    /// The first cue that is worth something.
    first: u32,
    /// For each cue from it to the last that is worth something where its points begin; and where those of the last end.
    starts: Numbers,
    /// The number of a score, and in the lowest byte points for it.
    points: Numbers,
}

/// What each cue is worth in drafts in each language.
type Worths = [Worth; Language::ALL.len()];

/// What cues are worth in a draft, and in a sentence, of which one counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct CueWorths {
    in_draft: Worths,
    in_sentence: Worths,
}

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
        let (hashes, mut starts, mut letters) = (Hashes::of(cues.clone()), vec![0], Vec::new());
        for cue in cues {
            letters.extend(cue);
            starts.push(u32::try_from(letters.len()).unwrap_or(u32::MAX));
        }
        Self { hashes, starts: starts.into(), letters: letters.into() }
    }

    /// Returns the number of a cue.
    #[inline]
    pub(crate) fn find(&self, letters: &[u8]) -> Option<u32> {
        let found = self.hashes.find(hash(letters), |number| {
            let [start, end] = self.starts.row(number).map(|at| at as usize);
            end - start == letters.len() && self.letters.range(start, letters.len()) == letters
        });
        found.and_then(|number| u32::try_from(number).ok())
    }

    /// Tells whether there is none.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

impl CueWorths {
    /// Returns what cues are worth in drafts in a language, and in sentences of such.
    pub(crate) fn in_language(&self, language: Language) -> (&Worth, &Worth) {
        (&self.in_draft[language as usize], &self.in_sentence[language as usize])
    }
}

impl Worth {
    /// Takes the points of each cue, in the order of their numbers, for each score.
    fn new(cues: &[Vec<i8>]) -> Self {
        let is_worth = |points: &Vec<i8>| points.iter().any(|points| *points != 0);
        let first = cues.iter().position(is_worth).unwrap_or(cues.len());
        let end = cues.iter().rposition(is_worth).map_or(first, |last| last + 1);
        let (mut starts, mut all) = (vec![0], Vec::new());
        for cue in &cues[first..end] {
            let points = cue.iter().zip(0_u32..).filter(|(points, _)| **points != 0);
            all.extend(points.map(|(points, score)| score << u8::BITS | u32::from(points.cast_unsigned())));
            starts.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        Self { first: u32::try_from(first).unwrap_or(u32::MAX), starts: starts.into(), points: all.into() }
    }

    /// Calls `each` with the number of every score that a cue is worth something to, and its points.
    #[inline]
    pub(crate) fn each(&self, cue: u32, mut each: impl FnMut(usize, i32)) {
        let [start, end] = self.starts.row(cue.wrapping_sub(self.first) as usize).map(|at| at as usize);
        // Behind the last cue that is worth something, nothing starts or ends.
        self.points.view().each(start, end.saturating_sub(start), |code| {
            let [points, ..] = code.to_le_bytes();
            each((code >> u8::BITS) as usize, points.cast_signed().into());
        });
    }

    /// Returns the points of a cue for one score.
    pub(crate) fn of(&self, cue: u32, score: usize) -> i32 {
        let mut sum = 0;
        self.each(cue, |one, points| sum += if one == score { points } else { 0 });
        sum
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

/// Gives a number to every cue of these scores; tells what they are worth to them.
///
/// # Errors
/// The first cue that cannot be found, or that a score names twice.
pub(crate) fn numbered(scores: &[&(String, wire::Score)]) -> Result<(Cues, CueWorths), ConditionError> {
    let (mut in_draft, mut in_sentence) = (Vec::new(), Vec::new());
    for (_, score) in scores {
        in_draft.push(in_languages(&score.cues)?);
        in_sentence.push(in_languages(&score.sentence)?);
    }
    let [de, en] = [0, 1].map(|language| {
        let lists = in_draft.iter().chain(&in_sentence).map(|points| &points[language]);
        lists.flat_map(BTreeMap::keys).map(Vec::as_slice).collect::<BTreeSet<_>>()
    });
    // those of both languages lie between those of each, so that the points of each lie together
    let all: Vec<&[u8]> = de.difference(&en).chain(de.intersection(&en)).chain(en.difference(&de)).copied().collect();
    let worths = |listed: &[Listed]| {
        [0, 1].map(|language| {
            let of_cue = |cue: &&[u8]| {
                let points = listed.iter().map(|points| points[language].get(*cue).copied().unwrap_or_default());
                points.collect()
            };
            Worth::new(&all.iter().map(of_cue).collect::<Vec<_>>())
        })
    };
    let worths = CueWorths { in_draft: worths(&in_draft), in_sentence: worths(&in_sentence) };
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
        let worth = Worth::new(&[vec![0, 0], vec![3, 0], vec![0, 0], vec![-2, 4], vec![0, 0]]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|cue| worth.of(cue, 0)), [0, 3, 0, -2, 0, 0]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|cue| worth.of(cue, 1)), [0, 0, 0, 4, 0, 0]);
        assert_eq!(worth.of(3, 2), 0);
    }

    #[test]
    fn points_are_kept_only_for_what_is_worth_something() {
        let worth = Worth::new(&[0, 0, 3, 0, -2, 0].map(|points| vec![points]));
        assert_eq!((worth.first, worth.points.iter().collect::<Vec<_>>()), (2, vec![3, 254]));
        assert_eq!([1, 2, 3, 4, 5, 6, 7].map(|cue| worth.of(cue, 0)), [0, 3, 0, -2, 0, 0, 0]);
        let none = Worth::new(&[vec![0], vec![0]]);
        assert_eq!([0, 1, 2].map(|cue| none.of(cue, 0)), [0; 3]);
        assert_eq!(Worth::default().of(7, 0), 0);
    }
}
