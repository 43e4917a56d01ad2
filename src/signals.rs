//! What the text says: patterns are found, guards void what is not meant, and evidence remains.

mod guard;
mod known;
mod matcher;
mod presence;
mod score;
mod search;

use crate::characters::Characters;
use crate::pack::facts::Says;
use crate::pack::program::Target;
use crate::pack::wire::SlotMark;
use crate::pack::{Pack, Signal};
use crate::span::Span;
use crate::text::Text;

/// A place where a pattern was found, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) target: Target,
    pub(crate) first: u32,
    pub(crate) end: u32,
    /// The part that is shown.
    pub(crate) shown: (u32, u32),
    /// A bit for each of the first 64 tokens that the pattern itself does not name.
    pub(crate) skipped: u64,
    /// Whether the pattern asks for a place in the sentence.
    pub(crate) edged: bool,
}

/// Evidence for a signal, at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The signal's number in the pack.
    pub(crate) signal: u16,
    pub(crate) span: Span,
}

/// A hit that a guard made void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Voided {
    pub(crate) signal: u16,
    pub(crate) span: Span,
    /// The guard's number in the pack.
    pub(crate) guard: u16,
    /// Where the guard stands; nothing where a guard that was needed is missing.
    pub(crate) guard_span: Option<Span>,
}

/// A cue in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Noted {
    cue: u32,
    sentence: u32,
    /// Whether no earlier sentence has it.
    first: bool,
}

/// Everything the text says. It can be used again for the next draft.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// In the order of the text, then of the pack.
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) voided: Vec<Voided>,
    /// The first sentences, as many as are looked at, each from its first word to its last.
    sentences: Vec<Span>,
    /// How many sentences were read.
    read: usize,
    /// Every cue that the text has, once in a sentence, in the order of the text.
    cues: Vec<Noted>,
    /// For each cue, the number of the sentence that had it last, counted from 1; or 0.
    last: Vec<u32>,
    /// What each score adds up to.
    pub(crate) points: Vec<i32>,
    hits: Vec<Hit>,
    /// For each signal, whether it has evidence.
    present: Vec<bool>,
    /// The numbers of those that have, each once.
    found: Vec<u32>,
    /// A bit for everything that evidence says.
    said: u32,
    /// One for each layer of tables.
    memory: [search::Memory; 2],
    guards: guard::Guards,
}

impl Signals {
    /// Forgets what an earlier text left.
    pub(crate) fn clear(&mut self) {
        self.evidence.clear();
        self.voided.clear();
        self.sentences.clear();
        self.points.clear();
        self.read = 0;
        for noted in self.cues.drain(..) {
            self.last[noted.cue as usize] = 0;
        }
    }

    /// Reads a piece of a text that begins at the byte `start`.
    pub(crate) fn read(&mut self, pack: &Pack, text: &Text, source: &str, start: usize) {
        self.search(pack, text, source);
        self.weigh(pack, text, start);
    }

    /// Finds every hit in a piece of a text, those of guards among them.
    pub(crate) fn search(&mut self, pack: &Pack, text: &Text, source: &str) {
        search::search(pack, text, source, &mut self.memory, &mut self.hits);
    }

    /// Adds the hits that no guard voids to the evidence, and notes cues and sentences; the piece begins at the
    /// byte `start`.
    pub(crate) fn weigh(&mut self, pack: &Pack, text: &Text, start: usize) {
        let Self { guards, hits, evidence, voided, .. } = self;
        guard::judge(pack, (text, start), guards, hits, evidence, voided);
        self.note_cues(text);
        self.note_sentences(text, start);
    }

    /// Adds what there is to say about the marks and single characters of the whole text, and counts what was
    /// found. The pieces lack what nobody sees; from here on places count in the text with it.
    pub(crate) fn finish(&mut self, pack: &Pack, marks: &[(SlotMark, Span)], characters: &Characters) {
        self.add_marks(pack, |signal| signal.slots, marks);
        self.put_back(characters);
        self.add_marks(pack, |signal| signal.characters, &characters.marks);
        self.present.clear();
        self.present.resize(pack.signals.len(), false);
        self.found.clear();
        self.said = 0;
        for evidence in &self.evidence {
            let present = &mut self.present[evidence.signal as usize];
            if !*present {
                *present = true;
                self.found.push(evidence.signal.into());
                self.said |= pack.signals[evidence.signal as usize].says.map_or(0, Says::bit);
            }
        }
    }

    /// Moves every place to where it is in the text with what nobody sees.
    fn put_back(&mut self, characters: &Characters) {
        self.evidence.iter_mut().for_each(|one| one.span = characters.place(one.span));
        self.sentences.iter_mut().for_each(|span| *span = characters.place(*span));
        for voided in &mut self.voided {
            voided.span = characters.place(voided.span);
            voided.guard_span = voided.guard_span.map(|span| characters.place(span));
        }
    }

    fn add_marks<M: PartialEq>(&mut self, pack: &Pack, of: fn(&Signal) -> Option<M>, marks: &[(M, Span)]) {
        if marks.is_empty() {
            return;
        }
        for (signal, number) in pack.signals.iter().zip(0..) {
            let evidence = marks.iter().filter(|(mark, _)| of(signal).as_ref() == Some(mark));
            self.evidence.extend(evidence.map(|(_, span)| Evidence { signal: number, span: *span }));
        }
        self.evidence.sort_by_key(|evidence| (evidence.span.start, evidence.signal));
    }

    /// Lists everything that was found, guards and exceptions too.
    pub(crate) fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Tells whether the signal has evidence.
    #[inline]
    pub(crate) fn has(&self, signal: u32) -> bool {
        self.present.get(signal as usize).is_some_and(|present| *present)
    }

    /// Tells whether evidence says one of these, each of which is a bit.
    pub(crate) fn say_one(&self, any: u32) -> bool {
        self.said & any != 0
    }
}

#[cfg(test)]
mod reference;
