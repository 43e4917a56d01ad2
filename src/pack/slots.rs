//! How templates write their slots, compiled.

use super::bytes::Text;
use super::wire::{self, SlotLength, SlotRules};
use super::{Block, Delimiter};
use crate::fold::fold;

/// The longest filling of a slot that anybody may speak of.
const LONGEST: u32 = 10_000;
/// The entry of `lengths` that stands for slots of no known kind.
const UNKNOWN: &str = "unknown";
/// The length of fillings that nothing is said about.
const USUAL: SlotLength = SlotLength { graphemes: (3, 40), words: (1, 5) };

pub(super) fn delimiter(wire: &wire::Delimiter) -> Delimiter {
    Delimiter {
        open: wire.open.clone().into(),
        close: wire.close.clone().into(),
        max: wire.max,
        letter_first: wire.letter_first,
        blanks: wire.blanks,
        without: wire.without.clone().into(),
        never: wire.never.iter().map(|word| word.to_lowercase().into()).collect(),
        strict: wire.strict,
        alternatives: wire.alternatives.clone(),
    }
}

pub(super) fn block(wire: &wire::Block) -> Block {
    let texts = |words: &[String]| words.iter().map(|word| word.to_lowercase().into()).collect();
    Block {
        open: wire.open.clone().into(),
        close: wire.close.clone().into(),
        begin: texts(&wire.begin),
        divide: texts(&wire.divide),
        otherwise: texts(&wire.otherwise),
        end: texts(&wire.end),
        divided: wire.divided,
        shows: wire.shows,
    }
}

/// Returns a bit for each byte that may begin a mark.
pub(super) fn mark_bytes(rules: &SlotRules) -> u128 {
    let delimiters = rules.delimiters.iter().flat_map(|delimiter| [&delimiter.open, &delimiter.close]);
    let marks = delimiters.chain(rules.blocks.iter().map(|block| &block.open));
    let first = marks.filter_map(|mark| mark.bytes().next()).filter(u8::is_ascii);
    // Alternatives are parted by this one.
    first.chain([b'|']).fold(0, |bits, byte| bits | 1 << byte)
}

/// Lists the words that tell what a slot holds, folded.
pub(super) fn names(rules: &SlotRules) -> Vec<Text> {
    let words = rules.kinds.0.iter().flat_map(|(_, words)| words);
    let letters = words.map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
    letters.filter_map(|word| String::from_utf8(fold(&word)).ok()).map(Text::from).collect()
}

/// Returns the lengths in the order of the kinds, and last that of a slot of no kind.
pub(super) fn lengths(rules: &SlotRules) -> Vec<SlotLength> {
    let length =
        |kind: &str| rules.lengths.0.iter().find(|(known, _)| known == kind).map_or(USUAL, |(_, length)| *length);
    rules.kinds.0.iter().map(|(kind, _)| kind.as_str()).chain([UNKNOWN]).map(length).collect()
}

/// Finds a length that cannot be meant.
pub(super) fn wrong_length(rules: &SlotRules) -> Option<(String, String)> {
    let wrong = |(low, high): (u32, u32)| low > high || high > LONGEST;
    let known = |kind: &String| kind == UNKNOWN || rules.kinds.0.iter().any(|(known, _)| known == kind);
    rules.lengths.0.iter().find_map(|(kind, length)| {
        if !known(kind) {
            return Some((kind.clone(), format!("there is no kind of slot `{kind}`")));
        }
        let what = format!("the length of `{kind}` does not grow from shortest to longest, or exceeds {LONGEST}");
        (wrong(length.graphemes) || wrong(length.words)).then(|| (kind.clone(), what))
    })
}
