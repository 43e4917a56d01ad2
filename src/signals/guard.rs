//! Guards: a hit counts only if nothing around it says that it is not meant.

use super::{Evidence, Hit, Voided};
use crate::pack::wire::Place;
use crate::pack::{Pack, Target};
use crate::text::Text;

/// Turns hits into evidence; what a guard voids is told apart.
pub(super) fn judge(pack: &Pack, text: &Text, hits: &[Hit], evidence: &mut Vec<Evidence>, voided: &mut Vec<Voided>) {
    let guards = standing_guards(pack, text, hits);
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let Target::Signal(signal) = pack.target(hit.target) else { continue };
        match verdict(pack, text, &guards, signal, hit) {
            Ok(()) => kept.push(*hit),
            Err((guard, place)) => voided.push(Voided {
                signal: narrow(signal),
                span: text.span(hit.shown.0, hit.shown.1),
                guard,
                guard_span: place.map(|guard| text.span(guard.first, guard.end)),
            }),
        }
    }
    keep_apart(&mut kept);
    evidence.extend(kept.iter().filter_map(|hit| match pack.target(hit.target) {
        Target::Signal(signal) => Some(Evidence { signal: narrow(signal), span: text.span(hit.shown.0, hit.shown.1) }),
        _ => None,
    }));
    evidence.sort_by_key(|evidence| (evidence.span.start, evidence.signal));
    voided.sort_by_key(|voided| (voided.span.start, voided.signal, voided.span.end));
    voided.dedup_by_key(|voided| (voided.span, voided.signal));
}

/// Lists the places of each guard in the order of the text, without those that an exception cancels.
fn standing_guards(pack: &Pack, text: &Text, hits: &[Hit]) -> Vec<Vec<Hit>> {
    let mut guards = vec![Vec::new(); pack.guards.len()];
    let mut exceptions = vec![Vec::new(); pack.guards.len()];
    for hit in hits {
        match pack.target(hit.target) {
            Target::Guard(guard) => guards[guard].push(*hit),
            Target::Exception(guard) => exceptions[guard].push(*hit),
            _ => {}
        }
    }
    for (places, exceptions) in guards.iter_mut().zip(&mut exceptions) {
        places.sort_by_key(|place| place.first);
        exceptions.sort_by_key(|exception| exception.first);
        places.retain(|place| !near(text, exceptions, place).iter().any(|exception| overlap(place, exception)));
    }
    guards
}

/// Returns those of the places, which are in the order of the text, that begin in the sentences of the
/// hit or in the ones around them: no other can concern it, and there may be many.
fn near<'h>(text: &Text, places: &'h [Hit], hit: &Hit) -> &'h [Hit] {
    let sentence = |token: u32, shift: isize| {
        let at = (text.tokens[token as usize].sentence as usize).saturating_add_signed(shift);
        text.sentences[at.min(text.sentences.len() - 1)]
    };
    let (first, end) = (sentence(hit.first, -1).first, sentence(hit.end - 1, 1).end);
    let from = places.partition_point(|place| place.first < first);
    let to = places.partition_point(|place| place.first < end);
    places.get(from..to).unwrap_or_default()
}

/// Tells which guard voids the hit, and where it stands; for a missing needed guard, just which.
fn verdict(pack: &Pack, text: &Text, guards: &[Vec<Hit>], signal: usize, hit: &Hit) -> Result<(), (u16, Option<Hit>)> {
    let signal = &pack.signals[signal];
    for guard in &signal.void_if {
        let place = pack.guards[*guard as usize].place;
        if let Some(found) =
            candidates(text, guards, *guard, place, hit).iter().find(|found| stands(text, place, found, hit))
        {
            return Err((*guard, Some(*found)));
        }
    }
    for guard in &signal.only_if {
        let place = pack.guards[*guard as usize].place;
        if !candidates(text, guards, *guard, place, hit).iter().any(|found| stands(text, place, found, hit)) {
            return Err((*guard, None));
        }
    }
    Ok(())
}

/// Returns the places of a guard that may concern a hit.
fn candidates<'g>(text: &Text, guards: &'g [Vec<Hit>], guard: u16, place: Place, hit: &Hit) -> &'g [Hit] {
    let places = &guards[guard as usize];
    if place == Place::InDraft { places } else { near(text, places, hit) }
}

/// Tells whether a guard's phrase stands where it must to concern the hit. Words that the hit's own
/// pattern names do not, unless the guard speaks of the form of the sentence.
fn stands(text: &Text, place: Place, guard: &Hit, hit: &Hit) -> bool {
    if place == Place::AtStart {
        return guard.first == hit.first;
    }
    if !guard.edged && names_all(hit, guard) {
        return false;
    }
    let clauses = || text.clauses_around(hit.first, hit.end);
    let sentence = || (text.sentence_of(hit.first).first, text.sentence_of(hit.end - 1).end);
    let within = |(first, end): (u32, u32)| guard.first >= first && guard.end <= end;
    let begins_within = |(first, end): (u32, u32)| guard.first >= first && guard.first < end;
    match place {
        Place::InClause => begins_within(clauses()),
        Place::BeforeInClause => begins_within((clauses().0, hit.first)),
        Place::AfterInClause => begins_within((hit.end, clauses().1)),
        Place::InSentence => within(sentence()),
        Place::BeforeInSentence => begins_within((sentence().0, hit.first)),
        Place::AfterInSentence => begins_within((hit.end, sentence().1)),
        Place::Inside => overlap(guard, hit),
        Place::PreviousSentence => begins_within(neighbour(text, hit, false)),
        Place::NextSentence => begins_within(neighbour(text, hit, true)),
        Place::InDraft | Place::AtStart => true,
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
    let mut last: Option<(u32, u32)> = None;
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

/// Signals are numbered with 16 bits.
fn narrow(size: usize) -> u16 {
    u16::try_from(size).unwrap_or(u16::MAX)
}
