//! The matching machine: one program, one starting word, the first way that fits.

use crate::pack::bytes::View;
use crate::pack::program::Step;
use crate::pack::sets::Sought;
use crate::text::{Layer, Sentence, Text};

/// What a program found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) end: u32,
    /// Where the shown part starts and ends: with the phrase itself, unless it marks a part.
    pub(super) shown: (u32, u32),
    /// A bit for each of the first 64 words that a gap skipped.
    pub(super) skipped: u64,
}

/// An end that is not known yet.
const UNMARKED: u32 = u32::MAX;

/// A way that is still open.
#[derive(Debug, Clone, Copy)]
struct Way {
    step: u32,
    at: u32,
    /// Words that the gap at hand has skipped.
    gap: u32,
    /// Where the phrase starts, or the last edge in it stands: no gap looks further back for its clause.
    since: u32,
    /// The call that the step belongs to.
    call: u32,
    /// Whether a gap came to the end of its clause, behind which only an edge may follow.
    parted: bool,
    found: Found,
}

/// A vocabulary entry that a phrase names.
#[derive(Debug, Clone, Copy)]
struct Call {
    /// The step behind it.
    back: u32,
    /// The call that this step belongs to.
    within: u32,
}

/// The call that the steps of a phrase itself belong to.
const OUTERMOST: u32 = u32::MAX;

/// The words a program may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) sentence: Sentence,
}

/// Runs programs; the stack is kept between runs.
pub(super) struct Matcher<'a> {
    layer: Layer<'a>,
    programs: View<'a>,
    text: &'a Text,
    ways: Vec<Way>,
    calls: Vec<Call>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(layer: Layer<'a>, text: &'a Text) -> Self {
        Self { layer, programs: layer.tables.programs.view(), text, ways: Vec::new(), calls: Vec::new() }
    }

    /// Calls `each` with the words from `first` to `last` that the program may begin with, until it has
    /// an answer.
    #[inline]
    pub(super) fn find<T>(
        &mut self,
        program: u32,
        (first, last): (u32, u32),
        bounds: Bounds,
        mut each: impl FnMut(u32, Found) -> Option<T>,
    ) -> Option<T> {
        if first == last {
            return self.run(program, first, bounds).and_then(|found| each(first, found));
        }
        let class = self.first_class(program);
        let mut start = first;
        while start <= last {
            start = match class {
                Some(class) => self.layer.next(start, (last + 1).min(bounds.end), class)?,
                None => start,
            };
            let answer = self.run(program, start, bounds).and_then(|found| each(start, found));
            if answer.is_some() {
                return answer;
            }
            start += 1;
        }
        None
    }

    /// Returns a step as the number that it is written as.
    #[inline]
    fn step(&self, at: u32) -> u32 {
        self.programs.get(at as usize)
    }

    /// Returns the class of the word that the program at `step` begins with, if it says so at once.
    #[inline]
    fn first_class(&self, step: u32) -> Option<u32> {
        let mut step = self.step(step);
        while let Some(entry) = Step::call(step) {
            step = self.step(entry);
        }
        Step::class(step).map(|(class, _)| class)
    }

    /// Tells whether the word at `at` belongs to the class and lies within the bounds.
    #[inline]
    fn is(&self, at: u32, class: u32, bounds: Bounds) -> bool {
        at < bounds.end && self.layer.is(at, Sought::new(class))
    }

    /// Runs the program that begins at `step` from the word `start`.
    pub(super) fn run(&mut self, step: u32, start: u32, bounds: Bounds) -> Option<Found> {
        self.ways.clear();
        self.calls.clear();
        let found = Found { end: UNMARKED, shown: (start, UNMARKED), skipped: 0 };
        let mut way = Way { step, at: start, gap: 0, since: start, call: OUTERMOST, parted: false, found };
        loop {
            match self.follow(way, start, bounds) {
                None => way = self.ways.pop()?,
                found => return found,
            }
        }
    }

    fn follow(&mut self, mut way: Way, start: u32, bounds: Bounds) -> Option<Found> {
        loop {
            let mut step = self.step(way.step);
            // Alternatives that cannot begin here are passed over; most steps are such.
            while let Some(other) = Step::or(step) {
                if self.first_class(way.step + 1).is_none_or(|class| self.is(way.at, class, bounds)) {
                    self.ways.push(Way { step: other, ..way });
                    way.step += 1;
                } else {
                    way.step = other;
                }
                step = self.step(way.step);
            }
            if let Some((class, taken)) = Step::class(step) {
                if way.parted || !self.is(way.at, class, bounds) {
                    return None;
                }
                way.at += u32::from(taken);
                way.step += 1;
                continue;
            }
            let step = Step::decode(step);
            match step {
                Step::Found => {
                    let (from, to) = way.found.shown;
                    return Some(Found {
                        end: way.at,
                        shown: (from, if to == UNMARKED { way.at } else { to }),
                        ..way.found
                    });
                }
                Step::Jump(to) => {
                    way.step = to;
                    continue;
                }
                Step::Call(entry) => {
                    self.calls.push(Call { back: way.step + 1, within: way.call });
                    way.call = narrow(self.calls.len() - 1);
                    way.step = entry;
                    continue;
                }
                Step::Return => {
                    let call = self.calls.get(way.call as usize)?;
                    (way.step, way.call) = (call.back, call.within);
                    continue;
                }
                Step::Gap(most) | Step::CrossingGap(most) => {
                    let crosses = matches!(step, Step::CrossingGap(_));
                    way = self.gap(way, (most, crosses), start, bounds)?;
                }
                Step::MarkStart => way.found.shown.0 = way.at,
                Step::MarkEnd => way.found.shown.1 = way.at,
                edge => {
                    if !self.stands_at(edge, way.at, bounds) {
                        return None;
                    }
                    if edge != Step::Asked {
                        way = Way { since: way.at, parted: false, ..way };
                    }
                }
            }
            way.step += 1;
        }
    }

    /// Skips as few words as what follows allows; the ways that skip more stay open.
    fn gap(&mut self, mut way: Way, gap: (u32, bool), start: u32, bounds: Bounds) -> Option<Way> {
        let (most, crosses) = gap;
        let next = self.first_class(way.step + 1);
        if let Some(class) = next {
            let reach = (way.at + (most - way.gap) + 1).min(bounds.end);
            let there = self.layer.next(way.at, reach, class)?;
            way = skip(way, there - way.at, start);
        }
        let stays = crosses || self.same_clause(way, bounds);
        if next.is_some() && !stays {
            return None;
        }
        if stays && way.gap < most && way.at < bounds.end {
            self.ways.push(skip(way, 1, start));
        }
        Some(Way { parted: !stays, gap: 0, ..way })
    }

    /// Tells whether the next word is still in the clause of the word before the gap.
    fn same_clause(&self, way: Way, bounds: Bounds) -> bool {
        let before = (way.at - way.gap).saturating_sub(1).max(way.since);
        let clause = |at: u32| self.text.tokens[at as usize].clause;
        way.at < bounds.end && clause(way.at) == clause(before)
    }

    fn stands_at(&self, edge: Step, at: u32, bounds: Bounds) -> bool {
        let sentence = bounds.sentence;
        let clause = |at: u32| self.text.tokens[at as usize].clause;
        match edge {
            Step::SentenceStart => at == sentence.first,
            Step::SentenceEnd => at == sentence.end,
            Step::ClauseStart => at == sentence.first || at < sentence.end && clause(at - 1) != clause(at),
            Step::ClauseEnd => at == sentence.end || at > sentence.first && clause(at - 1) != clause(at),
            _ => sentence.asked,
        }
    }
}

/// A phrase calls far fewer entries than `u32` counts.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// Skips some words, which the pattern does not name.
fn skip(way: Way, words: u32, start: u32) -> Way {
    let bits = 1_u64.checked_shl(words).unwrap_or_default().wrapping_sub(1);
    let skipped = way.found.skipped | bits.checked_shl(way.at - start).unwrap_or_default();
    Way { at: way.at + words, gap: way.gap + words, found: Found { skipped, ..way.found }, ..way }
}
