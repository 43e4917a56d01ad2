//! Finding: each word calls up the patterns it may belong to, and only those are tried.

use std::ops::Range;

use super::Hit;
use super::known::Known;
use super::matcher::{Bounds, Found, Matcher};
use super::presence::Presence;
use crate::pack::Pack;
use crate::pack::program::{Form, PatternRow, Posting, Target, Window, kind};
use crate::text::{Layer, Sentence, Text};

/// Frames whose parts may stand among more words than these are tried without a look for what they need.
const WIDEST: u32 = 64;

/// So many words at a time call up what they may belong to: most sentences have fewer.
const STRETCH: u32 = 64;

/// What is used again from draft to draft.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: Known,
    present: Presence,
    /// For each frame, the first word of the last scope in which it held, plus 1.
    held: Vec<u32>,
    /// The frames for which that is not 0.
    touched: Vec<usize>,
    /// The groups of postings that a stretch of words calls up, each with the place of its word.
    called: Vec<(u32, u32)>,
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
        let postings = &self.layer.tables.postings;
        let mut called = std::mem::take(&mut self.memory.called);
        for sentence in &self.text.sentences {
            if self.memory.known.recall(self.layer, self.text, *sentence, self.hits) {
                continue;
            }
            let before = self.hits.len();
            self.memory.present.enter(self.layer, *sentence);
            for first in (sentence.first..sentence.end).step_by(STRETCH as usize) {
                self.call(first..sentence.end.min(first + STRETCH), &mut called);
                for (at, group) in called.drain(..) {
                    for posting in postings.of(group) {
                        if self.meets(at, &posting, *sentence) {
                            self.posting(at, &posting, *sentence);
                        }
                    }
                }
            }
            self.memory.known.remember(*sentence, self.hits.get(before..).unwrap_or_default());
        }
        self.memory.called = called;
    }

    /// Collects the groups of postings that words of a sentence call up and the sentence does not rule out.
    fn call(&self, words: Range<u32>, called: &mut Vec<(u32, u32)>) {
        let present = self.memory.present.view();
        for at in words {
            self.layer.each_group(at, |need, group| {
                // Whether a group stays cannot be foreseen, so that it is entered and taken back without a choice.
                let stays = called.len() + usize::from(present.has(need));
                called.push((at, group));
                called.truncate(stays);
            });
        }
    }

    /// Tells whether what a pattern needs around the word at `at` stands there.
    #[inline]
    fn meets(&self, at: u32, posting: &Posting, sentence: Sentence) -> bool {
        let present = self.memory.present.view();
        posting.needs.iter().take_while(|need| need.class != kind::ANY).all(|need| {
            if need.window == Window::ANYWHERE || present.lacks(need.class) {
                return present.has(need.class);
            }
            let (first, end) = need.window.around(at, sentence.first, sentence.end);
            self.layer.any(first, end, need.class)
        })
    }

    fn posting(&mut self, at: u32, posting: &Posting, sentence: Sentence) {
        let row = self.layer.tables.pattern(posting.pattern);
        match row.form {
            Form::Phrase => self.phrase(at, posting, row, sentence),
            Form::Words(count) => {
                let first = at - posting.left.0;
                let end = first + count;
                add(self.hits, self.muted, row, first, Found { end, shown: (first, end), skipped: 0 });
            }
            Form::Frame(frame) => self.frame(at, posting, (frame as usize, row), sentence),
        }
    }

    fn phrase(&mut self, at: u32, posting: &Posting, row: PatternRow, sentence: Sentence) {
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
    fn frame(&mut self, at: u32, posting: &Posting, (frame, row): (usize, PatternRow), sentence: Sentence) {
        let frames = &self.layer.tables.frames;
        let (parts, bans) = (frames.index(frame + 1), frames.index(frame + 2));
        let bounds = self.scope(at, frames.get(frame) == 1, sentence);
        if self.memory.held[frame] == bounds.first + 1 || !self.has_all(posting, bounds) {
            return;
        }
        let key = starts(at, posting, bounds)
            .and_then(|starts| self.matcher.find(row.program, starts, bounds, |start, _| Some(start)));
        if key.is_none() {
            return;
        }
        self.memory.held[frame] = bounds.first + 1;
        self.memory.touched.push(frame);
        let (mut first, mut end) = (u32::MAX, 0);
        let mut named = 0_u64;
        for part in 0..parts {
            let Some((start, found)) = self.first(frame, part, bounds) else { return };
            // Named words are counted from the first word of the hit, which may only come now.
            let from = first.min(start);
            named = named.checked_shl(first - from).unwrap_or_default() | named_words(start, &found, from);
            first = from;
            end = end.max(found.end);
        }
        // There are more bans than parts, and more often a part is missing than a ban is there.
        if (parts..parts + bans).any(|ban| self.first(frame, ban, bounds).is_some()) {
            return;
        }
        add(self.hits, self.muted, row, first, Found { end, shown: (first, end), skipped: !named });
    }

    /// Tells whether what a frame needs anywhere stands within its bounds, which are often a part of the sentence.
    /// Wide ones are taken to have it: every word that calls the frame up would look through all of them.
    fn has_all(&self, posting: &Posting, bounds: Bounds) -> bool {
        if bounds.end - bounds.first > WIDEST {
            return true;
        }
        let mut needs = posting.needs.iter().filter(|need| need.class != kind::ANY && need.window == Window::ANYWHERE);
        needs.all(|need| self.layer.any(bounds.first, bounds.end, need.class))
    }

    fn scope(&self, at: u32, whole_sentence: bool, sentence: Sentence) -> Bounds {
        if whole_sentence {
            return Bounds { first: sentence.first, end: sentence.end, sentence };
        }
        let (first, end) = self.text.clauses_around(at, at + 1);
        Bounds { first: first.max(sentence.first), end: end.min(sentence.end), sentence }
    }

    /// Finds the first place within the bounds where a part of a frame stands, or a ban.
    fn first(&mut self, frame: usize, phrase: usize, bounds: Bounds) -> Option<(u32, Found)> {
        let frames = &self.layer.tables.frames;
        let (program, begins) = (frames.get(frame + 3 + 2 * phrase), frames.get(frame + 4 + 2 * phrase));
        if self.memory.present.view().lacks(begins) {
            return None;
        }
        let mut start = bounds.first;
        while let Some(place) = self.layer.next(start, bounds.end, begins) {
            if let Some(found) = self.matcher.run(program, place, bounds) {
                return Some((place, found));
            }
            start = place + 1;
        }
        None
    }
}

fn add(hits: &mut Vec<Hit>, muted: &[Target], row: PatternRow, first: u32, found: Found) {
    if !muted.contains(&row.target) {
        let Found { end, shown, skipped } = found;
        hits.push(Hit { target: row.target, first, end, shown, skipped, edged: row.edged });
    }
}

/// Returns the first and the last word that a pattern may start with which the word at `at` called up.
fn starts(at: u32, posting: &Posting, bounds: Bounds) -> Option<(u32, u32)> {
    let last = at.checked_sub(posting.left.0).filter(|last| *last >= bounds.first)?;
    Some((at.saturating_sub(posting.left.1).max(bounds.first), last))
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
