//! How short and how long a template can become.

use super::{Piece, Template};
use crate::measure::{Length, Lengths};
use crate::pack::Pack;
use crate::pack::wire::SlotLength;

/// Whether the shortest or the longest text is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extreme {
    Shortest,
    Longest,
}

/// The text of some pieces, and which options make it.
#[derive(Debug, Default)]
struct Filled {
    text: String,
    chosen: Vec<(usize, usize)>,
}

impl Template {
    /// Returns the lengths of the shortest and the longest text, with every slot filled.
    pub(crate) fn lengths(&self, pack: &Pack, source: &str) -> Lengths {
        let length = |extreme| Length::of(&self.filled(pack, source, extreme).text);
        Lengths { shortest: length(Extreme::Shortest), longest: length(Extreme::Longest) }
    }

    /// Returns the options of the longest text.
    pub(super) fn longest(&self, pack: &Pack, source: &str) -> Vec<usize> {
        let mut chosen = vec![0; self.choices.len()];
        for (choice, option) in self.filled(pack, source, Extreme::Longest).chosen {
            chosen[choice] = option;
        }
        chosen
    }

    fn filled(&self, pack: &Pack, source: &str, extreme: Extreme) -> Filled {
        let filler = Filler { lengths: &pack.cutting.slot_lengths, source, extreme };
        let mut filled = Filled::default();
        filler.fill(&self.pieces, &mut filled);
        filled
    }
}

struct Filler<'a> {
    lengths: &'a [SlotLength],
    source: &'a str,
    extreme: Extreme,
}

impl Filler<'_> {
    /// Adds the text of the pieces. Each option is written once a level, however many texts there are.
    fn fill(&self, pieces: &[Piece], filled: &mut Filled) {
        for piece in pieces {
            match piece {
                Piece::Text(span) => filled.text.push_str(span.of(self.source)),
                Piece::Slot { kind, fallback, .. } => {
                    let length = kind.and_then(|kind| self.lengths.get(kind)).or(self.lengths.last());
                    let usual = length.map(|length| self.usual(*length)).unwrap_or_default();
                    let fallback = fallback.map(|span| span.of(self.source).to_owned());
                    let fillings = [Some(usual), fallback].into_iter().flatten();
                    let best = self.best(fillings.map(|text| Filled { text, chosen: Vec::new() }));
                    filled.text.push_str(&best.map(|(_, best)| best.text).unwrap_or_default());
                }
                Piece::Choice { number, options } => {
                    let texts = options.iter().map(|option| {
                        let mut text = Filled::default();
                        self.fill(option, &mut text);
                        text
                    });
                    if let Some((option, best)) = self.best(texts) {
                        filled.text.push_str(&best.text);
                        filled.chosen.push((*number, option));
                        filled.chosen.extend(best.chosen);
                    }
                }
            }
        }
    }

    fn best(&self, texts: impl Iterator<Item = Filled>) -> Option<(usize, Filled)> {
        let measured = texts.enumerate().map(|text| (Length::of(&text.1.text).graphemes, text));
        let best = match self.extreme {
            Extreme::Shortest => measured.min_by_key(|(length, _)| *length),
            Extreme::Longest => measured.reduce(|best, other| if other.0 > best.0 { other } else { best }),
        };
        best.map(|(_, text)| text)
    }

    /// Returns a text of the usual length: words of equal size.
    fn usual(&self, length: SlotLength) -> String {
        let (graphemes, words) = match self.extreme {
            Extreme::Shortest => (length.graphemes.0, length.words.0),
            Extreme::Longest => (length.graphemes.1, length.words.1),
        };
        let words = words.clamp(1, graphemes.div_ceil(2).max(1));
        let blank = |at: u32| at > 0 && at * words / graphemes != (at - 1) * words / graphemes;
        (0..graphemes).map(|at| if blank(at) { ' ' } else { 'x' }).collect()
    }
}
