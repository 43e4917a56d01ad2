//! What the evidence and the cues of a text add up to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Noted, Signals};
use crate::pack::facts::Language;
use crate::pack::{Pack, Score};
use crate::span::Span;
use crate::text::Text;

/// So many sentences, and so many places of evidence, are looked at for what tells most.
const LOOKED_AT: usize = 1000;

impl Signals {
    /// Notes the cues of a piece, each once in a sentence; of sentences that are not looked at, once in the text.
    pub(super) fn note_cues(&mut self, text: &Text) {
        for cue in &text.cues {
            let (number, sentence) = (cue.number as usize, self.read + cue.sentence as usize);
            if self.last.len() <= number {
                self.last.resize(number + 1, 0);
            }
            let counted = u32::try_from(sentence + 1).unwrap_or(u32::MAX);
            let last = std::mem::replace(&mut self.last[number], counted);
            if last == 0 || last != counted && sentence < LOOKED_AT {
                self.cues.push(Noted { cue: cue.number, sentence: counted - 1, first: last == 0 });
            }
        }
    }

    /// Notes where the sentences of a piece stand that begins at the byte `start`.
    pub(super) fn note_sentences(&mut self, text: &Text, start: usize) {
        let room = LOOKED_AT.saturating_sub(self.read);
        let places = text.sentences.iter().take(room).map(|one| text.span(one.first, one.end).behind(start));
        self.sentences.extend(places);
        self.read += text.sentences.len();
    }

    /// Adds up every score for a draft in this language.
    pub(crate) fn add_up(&mut self, pack: &Pack, language: Language) {
        let mut sums = std::mem::take(&mut self.points);
        sums.clear();
        sums.extend(pack.scores.iter().map(|score| self.sum_of_signals(score)));
        self.add_cues(pack, language, &mut sums);
        self.points = sums;
    }

    /// Adds up the points of signals, and of those that tell something together.
    fn sum_of_signals(&self, score: &Score) -> i32 {
        let said = score.says.iter().any(|(says, _)| self.say_one(says.bit()));
        let if_said = |signal| if said { score.if_said.of(signal) } else { 0 };
        let signals = self.found.iter().map(|signal| score.signals.of(*signal) + if_said(*signal));
        let together = self.found.iter().map(|signal| score.together.sum(*signal, |other| self.has(other)));
        signals.sum::<i32>() + together.sum::<i32>()
    }

    /// Adds the points of all cues to the sums of the scores, and those of the sentence whose cues give each most.
    fn add_cues(&self, pack: &Pack, language: Language, sums: &mut [i32]) {
        let (in_draft, in_sentence) = pack.cue_worths.in_language(language);
        let (mut best, mut at_hand) = (vec![0; sums.len()], vec![0; sums.len()]);
        for sentence in self.cues.chunk_by(|one, next| one.sentence == next.sentence) {
            for one in sentence {
                if one.first {
                    in_draft.each(one.cue, |score, points| add(sums, score, points));
                }
                if (one.sentence as usize) < LOOKED_AT {
                    in_sentence.each(one.cue, |score, points| add(&mut at_hand, score, points));
                }
            }
            for (best, at_hand) in best.iter_mut().zip(&mut at_hand) {
                *best = std::mem::take(at_hand).max(*best);
            }
        }
        sums.iter_mut().zip(best).for_each(|(sum, best)| *sum += best);
    }

    /// Returns the evidence that says itself what a score is about, and gives it most points; of what begins there, the
    /// longest.
    pub(crate) fn phrase_for(&self, pack: &Pack, score: &Score) -> Option<Span> {
        let most = score.says.iter().map(|(_, points)| *points).max().filter(|most| *most > 0);
        let about = score.says.iter().filter(|(_, points)| Some(*points) == most);
        let about = about.fold(0, |all, (says, _)| all | says.bit());
        let says = |one: &&Evidence| pack.signals[one.signal as usize].says_one(about);
        let phrases = self.evidence.iter().filter(says).take(LOOKED_AT);
        let best = phrases.clone().max_by_key(|one| (score.signals.of(one.signal.into()), Reverse(one.span)))?;
        phrases.map(|one| one.span).filter(|span| span.start == best.span.start).max_by_key(|span| span.end)
    }

    /// Returns the sentence that gives a score most points.
    pub(crate) fn sentence_for(&self, pack: &Pack, at: usize, language: Language) -> Option<Span> {
        let score = pack.scores.get(at)?;
        let (in_draft, in_sentence) = pack.cue_worths.in_language(language);
        let evidence = self.evidence.iter().take(LOOKED_AT);
        let signals: BTreeSet<_> = evidence.map(|one| (self.sentence_at(one.span), one.signal)).collect();
        let signals = signals.into_iter().map(|(sentence, one)| (sentence, score.signals.of(one.into())));
        let cues = self.cues.iter().filter_map(|one| {
            let sentence = self.sentences.get(one.sentence as usize)?;
            let once = if one.first { in_draft.of(one.cue, at) } else { 0 };
            Some((*sentence, once + in_sentence.of(one.cue, at)))
        });
        let mut sentences: BTreeMap<Span, i32> = BTreeMap::new();
        for (sentence, points) in signals.chain(cues) {
            *sentences.entry(sentence).or_default() += points;
        }
        let best = sentences.into_iter().max_by_key(|(span, points)| (*points, Reverse(*span)));
        best.map(|(span, _)| span)
    }

    /// Returns the sentence in which a place begins, which is the place itself where no word stands there.
    fn sentence_at(&self, place: Span) -> Span {
        let behind = self.sentences.partition_point(|one| one.start <= place.start);
        let sentence = behind.checked_sub(1).and_then(|at| self.sentences.get(at));
        sentence.copied().filter(|one| place.start < one.end).unwrap_or(place)
    }
}

/// Adds points to the sum of one score.
#[inline]
fn add(sums: &mut [i32], score: usize, points: i32) {
    if let Some(sum) = sums.get_mut(score) {
        *sum += points;
    }
}
