//! The matching machine: one program, one starting word, the first way that fits.

use super::chart::Chart;
use crate::pack::program::Step;
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
    /// Whether a gap came to the end of its clause, behind which only an edge may follow.
    parted: bool,
    found: Found,
}

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
    text: &'a Text,
    source: &'a str,
    ways: Vec<Way>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(layer: Layer<'a>, text: &'a Text, source: &'a str) -> Self {
        Self { layer, text, source, ways: Vec::new() }
    }

    /// Calls `each` with the words from `first` to `last` that the program may begin with, until it has
    /// an answer.
    #[inline]
    pub(super) fn find<T>(
        &mut self,
        chart: &Chart,
        program: u32,
        (first, last): (u32, u32),
        bounds: Bounds,
        mut each: impl FnMut(u32, Found) -> Option<T>,
    ) -> Option<T> {
        let places = match self.layer.tables.step(program) {
            Step::Class(class) | Step::Ahead(class) => chart.places(class, first, last + 1),
            _ => None,
        };
        let Some(mut places) = places else {
            return (first..=last).find_map(|start| {
                let begins = self.may_begin(chart, program, start, bounds);
                let found = begins.then(|| self.run(chart, program, start, bounds)).flatten();
                found.and_then(|found| each(start, found))
            });
        };
        while places != 0 {
            let start = first + places.trailing_zeros();
            places &= places - 1;
            if let Some(answer) = self.run(chart, program, start, bounds).and_then(|found| each(start, found)) {
                return Some(answer);
            }
        }
        None
    }

    /// Tells whether the program that begins at `step` may begin with the word `start`.
    #[inline]
    fn may_begin(&self, chart: &Chart, step: u32, start: u32, bounds: Bounds) -> bool {
        match self.layer.tables.step(step) {
            Step::Class(class) | Step::Ahead(class) => self.fits(chart, class, start, bounds),
            _ => true,
        }
    }

    #[inline]
    fn fits(&self, chart: &Chart, class: u32, at: u32, bounds: Bounds) -> bool {
        at < bounds.end && chart.is(self.layer, at, class)
    }

    /// Runs the program that begins at `step` from the word `start`.
    fn run(&mut self, chart: &Chart, step: u32, start: u32, bounds: Bounds) -> Option<Found> {
        self.ways.clear();
        let found = Found { end: UNMARKED, shown: (start, UNMARKED), skipped: 0 };
        self.ways.push(Way { step, at: start, gap: 0, since: start, parted: false, found });
        while let Some(way) = self.ways.pop() {
            if let Some(found) = self.follow(chart, way, start, bounds) {
                return Some(found);
            }
        }
        None
    }

    fn follow(&mut self, chart: &Chart, mut way: Way, start: u32, bounds: Bounds) -> Option<Found> {
        loop {
            let step = self.layer.tables.step(way.step);
            match step {
                Step::Found => {
                    let (from, to) = way.found.shown;
                    return Some(Found {
                        end: way.at,
                        shown: (from, if to == UNMARKED { way.at } else { to }),
                        ..way.found
                    });
                }
                Step::Class(class) | Step::Ahead(class) => {
                    if way.parted || !self.fits(chart, class, way.at, bounds) {
                        return None;
                    }
                    way.at += u32::from(matches!(step, Step::Class(_)));
                }
                Step::Cased(word) => {
                    if way.parted || way.at >= bounds.end || !self.is_spelt(way.at, word) {
                        return None;
                    }
                    way.at += 1;
                }
                Step::Or(other) => {
                    if !self.may_begin(chart, way.step + 1, way.at, bounds) {
                        way.step = other;
                        continue;
                    }
                    self.ways.push(Way { step: other, ..way });
                }
                Step::Jump(to) => {
                    way.step = to;
                    continue;
                }
                Step::Gap(most) | Step::CrossingGap(most) => {
                    let crosses = matches!(step, Step::CrossingGap(_));
                    way = self.gap(chart, way, (most, crosses), start, bounds)?;
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
    fn gap(&mut self, chart: &Chart, mut way: Way, gap: (u32, bool), start: u32, bounds: Bounds) -> Option<Way> {
        let (most, crosses) = gap;
        let next = match self.layer.tables.step(way.step + 1) {
            Step::Class(class) | Step::Ahead(class) => Some(class),
            _ => None,
        };
        if let Some(class) = next {
            let reach = (way.at + (most - way.gap) + 1).min(bounds.end);
            way = match chart.places(class, way.at, reach) {
                Some(0) => return None,
                Some(places) => skip(way, places.trailing_zeros(), start),
                None => skip(way, self.distance(class, way.at, reach)?, start),
            };
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

    /// Returns how many words stand before the first of the class from `first` to before `end`.
    fn distance(&self, class: u32, first: u32, end: u32) -> Option<u32> {
        (first..end).find(|at| self.layer.is(*at, class)).map(|at| at - first)
    }

    fn is_spelt(&self, at: u32, word: u32) -> bool {
        let token = self.text.tokens[at as usize];
        let written = self.source.get(token.start as usize..token.end as usize);
        written == self.layer.tables.cased.get(word as usize).map(|cased| &**cased)
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

/// Skips some words, which the pattern does not name.
fn skip(way: Way, words: u32, start: u32) -> Way {
    let bits = 1_u64.checked_shl(words).unwrap_or_default().wrapping_sub(1);
    let skipped = way.found.skipped | bits.checked_shl(way.at - start).unwrap_or_default();
    Way { at: way.at + words, gap: way.gap + words, found: Found { skipped, ..way.found }, ..way }
}
