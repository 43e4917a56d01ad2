//! Guards: a hit counts only if nothing around it says that it is not meant.

use super::{Evidence, Hit, Voided};
use crate::pack::Pack;
use crate::pack::program::Target;
use crate::pack::wire::Place;
use crate::text::Text;

/// The places of all guards, without those that an exception cancels; used again from draft to draft.
#[derive(Debug, Default)]
pub(super) struct Guards {
    places: Vec<Hit>,
    /// For each guard, where its places stand among all.
    ranges: Vec<Range>,
    kept: Vec<Hit>,
}

/// The places of one guard, in the order of the text.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    first: usize,
    end: usize,
    /// The words that the longest of them takes.
    longest: u32,
}

/// Turns the hits in a piece of a text into evidence, which is added to that of the pieces before; what a
/// guard voids is told apart. The piece begins at the byte `start`.
pub(super) fn judge(
    pack: &Pack,
    (text, start): (&Text, usize),
    guards: &mut Guards,
    hits: &[Hit],
    evidence: &mut Vec<Evidence>,
    voided: &mut Vec<Voided>,
) {
    let span = |first, end| text.span(first, end).behind(start);
    let (evidence_before, voided_before) = (evidence.len(), voided.len());
    let signals = hits.partition_point(|hit| matches!(hit.target, Target::Signal(_)));
    let (hits, others) = hits.split_at(signals);
    if hits.is_empty() {
        return;
    }
    guards.place(pack, others);
    let mut kept = std::mem::take(&mut guards.kept);
    kept.clear();
    for hit in hits {
        match guards.verdict(pack, text, hit) {
            Ok(()) => kept.push(*hit),
            Err((guard, place)) => voided.push(Voided {
                signal: signal_of(hit),
                span: span(hit.shown.0, hit.shown.1),
                guard,
                guard_span: place.map(|guard| span(guard.first, guard.end)),
            }),
        }
    }
    keep_apart(&mut kept);
    evidence.extend(kept.iter().map(|hit| Evidence { signal: signal_of(hit), span: span(hit.shown.0, hit.shown.1) }));
    guards.kept = kept;
    evidence[evidence_before..].sort_by_key(|evidence| (evidence.span.start, evidence.signal));
    voided[voided_before..].sort_by_key(|voided| (voided.span.start, voided.signal, voided.span.end));
    voided.dedup_by_key(|voided| (voided.span, voided.signal));
}

impl Guards {
    /// Takes the places of every guard from the hits, which are sorted by target.
    fn place(&mut self, pack: &Pack, hits: &[Hit]) {
        self.places.clear();
        self.ranges.clear();
        self.ranges.resize(pack.guards.len(), Range::default());
        let groups = hits.chunk_by(|one, other| one.target == other.target);
        for (group, guard) in groups.filter_map(|group| Some((group, guard_of(group)?))) {
            let exceptions = hits_of(hits, Target::Exception(guard));
            let first = self.places.len();
            let cancelled = longest(exceptions);
            self.places.extend(group.iter().filter(|place| {
                let near = from(exceptions, place.first.saturating_sub(cancelled));
                !near
                    .iter()
                    .take_while(|exception| exception.first < place.end)
                    .any(|exception| overlap(place, exception))
            }));
            let longest = longest(&self.places[first..]);
            self.ranges[guard as usize] = Range { first, end: self.places.len(), longest };
        }
    }

    /// Tells which guard voids the hit, and where it stands; for a missing needed guard, just which.
    fn verdict(&self, pack: &Pack, text: &Text, hit: &Hit) -> Result<(), (u16, Option<Hit>)> {
        let signal = &pack.signals[signal_of(hit) as usize];
        for guard in signal.void_if.iter() {
            if let Some(found) = self.standing(pack, text, guard, hit) {
                return Err((narrow(guard), Some(*found)));
            }
        }
        for guard in signal.only_if.iter() {
            if self.standing(pack, text, guard, hit).is_none() {
                return Err((narrow(guard), None));
            }
        }
        Ok(())
    }

    /// Finds the first place where the guard's phrase concerns the hit.
    fn standing(&self, pack: &Pack, text: &Text, guard: u32, hit: &Hit) -> Option<&Hit> {
        let range = self.ranges[guard as usize];
        if range.first == range.end {
            return None;
        }
        let place = pack.guards[guard as usize].place;
        let (first, end) = scope(text, place, hit, range.longest);
        let near = from(&self.places[range.first..range.end], first).iter();
        near.take_while(|found| found.first < end).find(|found| stands(text, place, found, hit))
    }
}

/// Returns which guard a group of hits belongs to, if it does to one.
fn guard_of(group: &[Hit]) -> Option<u32> {
    match group.first()?.target {
        Target::Guard(guard) => Some(guard),
        _ => None,
    }
}

/// Returns the hits of one target.
fn hits_of(hits: &[Hit], target: Target) -> &[Hit] {
    let first = hits.partition_point(|hit| hit.target < target);
    let behind = hits.get(first..).unwrap_or_default();
    behind.get(..behind.partition_point(|hit| hit.target == target)).unwrap_or_default()
}

/// Returns the hits of one target that start at a word or behind it.
fn from(hits: &[Hit], first: u32) -> &[Hit] {
    hits.get(hits.partition_point(|hit| hit.first < first)..).unwrap_or_default()
}

fn longest(hits: &[Hit]) -> u32 {
    hits.iter().map(|hit| hit.end - hit.first).max().unwrap_or_default()
}

/// Returns the words among which a guard's phrase must start to concern the hit.
fn scope(text: &Text, place: Place, hit: &Hit, longest: u32) -> (u32, u32) {
    let clauses = || {
        let (first, end) = text.clauses_around(hit.first, hit.end);
        (first, text.reach(hit.first, hit.end, end))
    };
    let sentence = || (text.sentence_of(hit.first).first, text.sentence_of(hit.end - 1).end);
    match place {
        Place::AtStart => (hit.first, hit.first + 1),
        Place::InClause => clauses(),
        Place::BeforeInClause => (clauses().0, hit.first),
        Place::AfterInClause => (hit.end, clauses().1),
        Place::InSentence => sentence(),
        Place::BeforeInSentence => (sentence().0, hit.first),
        Place::AfterInSentence => (hit.end, sentence().1),
        Place::Inside => (hit.first.saturating_sub(longest), hit.end),
        Place::PreviousSentence => neighbour(text, hit, false),
        Place::NextSentence => neighbour(text, hit, true),
        Place::InDraft => (0, u32::MAX),
    }
}

/// Tells whether a guard's phrase that starts in its scope concerns the hit. Words that the hit's own
/// pattern names do not, unless the guard speaks of the form of the sentence.
fn stands(text: &Text, place: Place, guard: &Hit, hit: &Hit) -> bool {
    if place == Place::AtStart {
        return true;
    }
    if !guard.edged && names_all(hit, guard) {
        return false;
    }
    match place {
        Place::InSentence => guard.end <= text.sentence_of(hit.end - 1).end,
        Place::Inside => overlap(guard, hit),
        _ => true,
    }
}

/// Returns the tokens of the sentence before or behind the hit's own, or none.
fn neighbour(text: &Text, hit: &Hit, behind: bool) -> (u32, u32) {
    let own = text.tokens[hit.first as usize].sentence as usize;
    let at = if behind { own.checked_add(1) } else { own.checked_sub(1) };
    at.and_then(|at| text.sentences.get(at)).map_or((0, 0), |sentence| (sentence.first, sentence.end))
}

/// Tells whether the hit's pattern itself names every word of the guard's phrase.
fn names_all(hit: &Hit, guard: &Hit) -> bool {
    let named = |at: u32| {
        let bit = 1_u64.checked_shl(at - hit.first).unwrap_or_default();
        hit.skipped & bit == 0
    };
    guard.first >= hit.first && guard.end <= hit.end && (guard.first..guard.end).all(named)
}

/// Of overlapping hits of one signal keeps the first, and of those that start together the longest.
fn keep_apart(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.target, hit.shown.0, std::cmp::Reverse(hit.shown.1)));
    let mut last: Option<(Target, u32)> = None;
    hits.retain(|hit| {
        let covered = last.is_some_and(|(target, end)| target == hit.target && hit.shown.0 < end);
        if !covered {
            last = Some((hit.target, hit.shown.1));
        }
        !covered
    });
}

fn overlap(one: &Hit, other: &Hit) -> bool {
    one.first < other.end && other.first < one.end
}

/// Packs have far fewer rules than `u16` counts.
fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Returns the number of a hit's signal.
fn signal_of(hit: &Hit) -> u16 {
    match hit.target {
        Target::Signal(number) => narrow(number),
        Target::Guard(_) | Target::Exception(_) | Target::Regex(_) => u16::MAX,
    }
}
