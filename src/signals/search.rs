//! Finding: each word calls up the patterns it may belong to, and only those are tried.

use super::Hit;
use super::known::Known;
use super::matcher::{Bounds, Found, Matcher};
use super::presence::Presence;
use crate::pack::Pack;
use crate::pack::program::{PatternRow, Posting, Target, WIDEST};
use crate::pack::sets::Sought;
use crate::text::{Layer, Sentence, Text};

/// What is used again from draft to draft.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: Known,
    present: Presence,
    /// For each frame, the first word of the last scope in which it held, plus 1.
    held: Vec<u32>,
    /// The frames for which that is not 0.
    touched: Vec<usize>,
}

/// Collects every hit of every pattern, sorted by target, then by place.
pub(super) fn search(pack: &Pack, text: &Text, source: &str, memory: &mut [Memory; 2], hits: &mut Vec<Hit>) {
    hits.clear();
    // What a user's pack takes out, it takes out of the layer below its own.
    let muted = [&pack.muted[..], &[]];
    for ((layer, memory), muted) in text.layers(pack).zip(memory).zip(muted) {
        memory.prepare(layer);
        Search { layer, text, matcher: Matcher::new(layer, text), memory, muted, hits }.run();
    }
    raw_expressions(pack, text, source, hits);
    hits.sort_unstable();
    hits.dedup();
}

impl Memory {
    fn prepare(&mut self, layer: Layer<'_>) {
        self.known.begin();
        self.present.prepare(layer.tables);
        self.held.resize(layer.tables.frames.len(), 0);
        self.touched.drain(..).for_each(|frame| self.held[frame] = 0);
    }
}

struct Search<'a, 'h> {
    layer: Layer<'a>,
    text: &'a Text,
    matcher: Matcher<'a>,
    memory: &'h mut Memory,
    muted: &'a [Target],
    hits: &'h mut Vec<Hit>,
}

impl Search<'_, '_> {
    fn run(&mut self) {
        let layer = self.layer;
        for sentence in &self.text.sentences {
            if self.memory.known.recall(layer, self.text, *sentence, self.hits) {
                continue;
            }
            let before = self.hits.len();
            self.memory.present.enter(layer, *sentence);
            for at in sentence.first..sentence.end {
                layer.each_caller(at, |class| self.class(at, class, *sentence));
            }
            self.memory.known.remember(*sentence, self.hits.get(before..).unwrap_or_default());
        }
    }

    fn class(&mut self, at: u32, class: u32, sentence: Sentence) {
        let tables = self.layer.tables;
        for group in tables.postings.groups_of(class) {
            if !self.memory.present.has(tables.postings.need(group)) {
                continue;
            }
            for posting in tables.postings.of(group) {
                self.posting(at, posting, sentence);
            }
        }
    }

    fn posting(&mut self, at: u32, posting: Posting<'_>, sentence: Sentence) {
        if !self.meets(at, posting, sentence) {
            return;
        }
        let row = self.layer.tables.pattern(posting.pattern());
        if row.frame == 0 {
            self.phrase(at, posting, row, sentence);
        } else {
            self.frame(at, posting, row, sentence);
        }
    }

    /// Tells whether what a pattern needs around the word at `at` stands there.
    #[inline]
    fn meets(&self, at: u32, posting: Posting<'_>, sentence: Sentence) -> bool {
        posting.needs().all(|need| match need.window(at, sentence.first..sentence.end) {
            None => self.memory.present.has(need.class),
            Some(mut window) => {
                let class = Sought::new(need.class);
                window.any(|at| self.layer.is(at, class))
            }
        })
    }

    /// Tells whether what a frame needs anywhere stands within its bounds, which are often a part of the sentence.
    /// Wide ones are taken to have it: every word that calls the frame up would look through all of them.
    fn has_all(&self, posting: Posting<'_>, bounds: Bounds) -> bool {
        if bounds.end - bounds.first > WIDEST {
            return true;
        }
        let mut needs = posting.needs().filter(|need| need.is_anywhere()).map(|need| Sought::new(need.class));
        needs.all(|class| (bounds.first..bounds.end).any(|at| self.layer.is(at, class)))
    }

    fn phrase(&mut self, at: u32, posting: Posting<'_>, row: PatternRow, sentence: Sentence) {
        let bounds = Bounds { first: sentence.first, end: sentence.end, sentence };
        let Some(starts) = starts(at, posting, bounds) else { return };
        let (hits, muted) = (&mut *self.hits, self.muted);
        self.matcher.find(row.program, starts, bounds, |start, found| {
            add(hits, muted, row, start, found);
            None::<()>
        });
    }

    /// A frame holds where each of its parts stands in the scope and none of its bans does. All words
    /// of a scope that call it up get the same answer, so it is tried once.
    fn frame(&mut self, at: u32, posting: Posting<'_>, row: PatternRow, sentence: Sentence) {
        let frames = &self.layer.tables.frames;
        let frame = row.frame as usize - 1;
        let (parts, bans) = (frames.index(frame + 1), frames.index(frame + 2));
        let bounds = self.scope(at, frames.get(frame) == 1, sentence);
        if self.memory.held[frame] == bounds.first + 1 || !self.has_all(posting, bounds) {
            return;
        }
        let key = starts(at, posting, bounds).and_then(|starts| self.first(row.program, starts, bounds));
        if key.is_none() {
            return;
        }
        self.memory.held[frame] = bounds.first + 1;
        self.memory.touched.push(frame);
        let program = |number: usize| frames.get(frame + 3 + number);
        let whole = (bounds.first, bounds.end - 1);
        if (parts..parts + bans).any(|ban| self.first(program(ban), whole, bounds).is_some()) {
            return;
        }
        let (mut first, mut end) = (u32::MAX, 0);
        let mut named = 0_u64;
        for part in 0..parts {
            let Some((start, found)) = self.first(program(part), whole, bounds) else { return };
            // Named words are counted from the first word of the hit, which may only come now.
            let from = first.min(start);
            named = named.checked_shl(first - from).unwrap_or_default() | named_words(start, &found, from);
            first = from;
            end = end.max(found.end);
        }
        add(self.hits, self.muted, row, first, Found { end, shown: (first, end), skipped: !named });
    }

    fn scope(&self, at: u32, whole_sentence: bool, sentence: Sentence) -> Bounds {
        if whole_sentence {
            return Bounds { first: sentence.first, end: sentence.end, sentence };
        }
        let (first, end) = self.text.clauses_around(at, at + 1);
        Bounds { first: first.max(sentence.first), end: end.min(sentence.end), sentence }
    }

    fn first(&mut self, program: u32, starts: (u32, u32), bounds: Bounds) -> Option<(u32, Found)> {
        self.matcher.find(program, starts, bounds, |start, found| Some((start, found)))
    }
}

fn add(hits: &mut Vec<Hit>, muted: &[Target], row: PatternRow, first: u32, found: Found) {
    if !muted.contains(&row.target) {
        let Found { end, shown, skipped } = found;
        hits.push(Hit { target: row.target, first, end, shown, skipped, edged: row.edged });
    }
}

/// Returns the first and the last word that a pattern may start with which the word at `at` called up.
fn starts(at: u32, posting: Posting<'_>, bounds: Bounds) -> Option<(u32, u32)> {
    let last = at.checked_sub(posting.left_min()).filter(|last| *last >= bounds.first)?;
    Some((at.saturating_sub(posting.left_max()).max(bounds.first), last))
}

/// Marks, counted from `base`, the words that a part of a frame names itself.
fn named_words(start: u32, found: &Found, base: u32) -> u64 {
    let length = found.end - start;
    let all = if length >= 64 { u64::MAX } else { (1 << length) - 1 };
    (all & !found.skipped).checked_shl(start - base).unwrap_or_default()
}

fn raw_expressions(pack: &Pack, text: &Text, source: &str, hits: &mut Vec<Hit>) {
    if pack.regexes.is_empty() {
        return;
    }
    let mut wanted: Vec<_> = hits
        .iter()
        .filter_map(|hit| match hit.target {
            Target::Regex(number) => Some(number),
            _ => None,
        })
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    for number in wanted {
        let raw = &pack.regexes[number as usize];
        let compiled =
            raw.compiled.get_or_init(|| regex::RegexBuilder::new(&raw.source).case_insensitive(true).build().ok());
        for found in compiled.iter().flat_map(|regex| regex.find_iter(source)) {
            let first = narrow(text.tokens.partition_point(|token| token.end as usize <= found.start()));
            let end = narrow(text.tokens.partition_point(|token| (token.start as usize) < found.end()));
            if first < end {
                hits.push(Hit { target: raw.target, first, end, shown: (first, end), skipped: 0, edged: false });
            }
        }
    }
}

/// Drafts are limited to far fewer words than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
