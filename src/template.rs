//! A template: its slots, its alternatives, and what is wrong with its marks.
//!
//! Alternatives (`{a|b}`, `{% if x %}a{% else %}b{% endif %}`) multiply: twenty pairs make a million
//! texts. They are never all written out. How short and how long a template can become follows from
//! each alternative by itself; which texts are judged is said in `variants`.

mod length;
mod marks;
mod parse;
pub(crate) mod variants;

use crate::fold::DELETED;
use crate::pack::Pack;
use crate::pack::facts::Dialect;
use crate::pack::wire::SlotMark;
use crate::span::Span;

/// A text cut at the marks of templates.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    /// By their numbers; one inside another has the larger number.
    choices: Vec<Choice>,
    /// What there is to say about its marks, in the order of the text.
    pub(crate) marks: Vec<(SlotMark, Span)>,
    /// Whether some of it is never sent: tags and comments.
    hidden: bool,
}

/// A place where one of several options is sent.
#[derive(Debug, Clone, Copy)]
struct Choice {
    /// How many there are.
    options: usize,
    /// The mark that opens it.
    mark: Span,
    /// The choice in one of whose options it lies, and that option.
    inside: Option<(usize, usize)>,
}

/// A part of a template; what lies between the pieces is not sent.
#[derive(Debug)]
enum Piece {
    /// It is sent as it is.
    Text(Span),
    /// It is filled: the number of its kind, and what is put in where nothing is known.
    Slot { span: Span, kind: Option<usize>, fallback: Option<Span> },
    /// One of the options is sent; the number of its choice.
    Choice { number: usize, options: Vec<Vec<Piece>> },
}

impl Template {
    /// Reads the marks in a text.
    pub(crate) fn read(pack: &Pack, source: &str, dialect: Dialect) -> Self {
        if !has_marks(pack, source) {
            return Self { pieces: vec![Piece::Text(Span { start: 0, end: source.len() })], ..Self::default() };
        }
        parse::Parser::new(pack, source, dialect).run()
    }

    /// Tells whether the text that is sent is another than the one that is written.
    pub(crate) fn has_parts(&self) -> bool {
        self.hidden || !self.choices.is_empty()
    }

    /// Returns the text with the chosen options; every byte that is not sent is [`DELETED`], so that
    /// all the others stay where they are.
    pub(crate) fn text(&self, source: &str, chosen: &[usize]) -> String {
        let mut text = String::with_capacity(source.len());
        show(&self.pieces, source, chosen, &mut text);
        delete_up_to(source.len(), &mut text);
        text
    }
}

/// Tells whether a byte stands in the text that may begin a mark.
fn has_marks(pack: &Pack, source: &str) -> bool {
    let marks = pack.cutting.mark_bytes;
    // A bit for each byte, by 64; what is no ASCII begins none.
    let [low, high] = [marks & u128::from(u64::MAX), marks >> 64].map(|half| u64::try_from(half).unwrap_or_default());
    let halves = [low, high, 0, 0];
    source.bytes().any(|byte| halves[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1)
}

fn show(pieces: &[Piece], source: &str, chosen: &[usize], text: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(span) | Piece::Slot { span, .. } => {
                delete_up_to(span.start, text);
                text.push_str(span.of(source));
            }
            Piece::Choice { number, options } => {
                let option = chosen.get(*number).copied().unwrap_or_default();
                show(options.get(option).map_or(&[], Vec::as_slice), source, chosen, text);
            }
        }
    }
}

fn delete_up_to(end: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(DELETED, end.saturating_sub(text.len())));
}

#[cfg(test)]
mod tests;
