//! From characters to the pieces of a template, in one pass.

use super::marks::{BRACES, Role, begins_alternatives, fallback, is_closed_on_line, rest_of_half, tag};
use super::{Choice, Piece, Template};
use crate::pack::facts::Dialect;
use crate::pack::wire::{Shows, SlotMark};
use crate::pack::{Block, Delimiter, Pack};
use crate::span::Span;
use crate::text::meant::meant;
use crate::text::slot::{self, Slot};

/// The deepest nesting of parts; what opens beyond it is taken as it stands.
const DEEPEST: usize = 64;

pub(super) struct Parser<'a> {
    pack: &'a Pack,
    source: &'a str,
    dialect: Dialect,
    at: usize,
    /// Where text begins that is in no piece yet.
    from: usize,
    pieces: Vec<Piece>,
    open: Vec<Frame<'a>>,
    /// How many parts are open beyond the deepest nesting.
    beyond: usize,
    template: Template,
}

/// A part that is not closed yet.
struct Frame<'a> {
    /// The tags around it; nothing for alternatives in braces.
    block: Option<&'a Block>,
    mark: Span,
    number: usize,
    options: Vec<Vec<Piece>>,
    /// Whether its last option stands for all that is not said.
    otherwise: bool,
    /// The pieces around it.
    outside: Vec<Piece>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(pack: &'a Pack, source: &'a str, dialect: Dialect) -> Self {
        let (pieces, open, template) = (Vec::new(), Vec::new(), Template::default());
        Self { pack, source, dialect, at: 0, from: 0, pieces, open, beyond: 0, template }
    }

    pub(super) fn run(mut self) -> Template {
        while let Some(rest) = self.next_mark() {
            if !(self.tag(rest) || self.slot(rest) || self.brace(rest) || self.half(rest)) {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.take_text();
        while let Some(frame) = self.open.pop() {
            self.undo(frame);
        }
        self.template.pieces = self.pieces;
        self.template.marks.sort_by_key(|(_, span)| *span);
        self.template
    }

    /// Moves to the next byte that may begin a mark, and returns what follows from there.
    fn next_mark(&mut self) -> Option<&'a str> {
        let marks = self.pack.cutting.mark_bytes;
        let begins = |byte: &u8| byte.is_ascii() && marks & 1 << byte != 0;
        let rest = self.source.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(begins).unwrap_or(rest.len());
        self.source.get(self.at..).filter(|rest| !rest.is_empty())
    }

    /// Puts the text up to here into a piece.
    fn take_text(&mut self) {
        self.at = self.at.min(self.source.len());
        if self.from < self.at {
            self.pieces.push(Piece::Text(Span { start: self.from, end: self.at }));
        }
        self.from = self.at;
    }

    /// Moves over a mark of so many bytes that is never sent.
    fn skip(&mut self, len: usize) -> Span {
        self.take_text();
        let span = Span { start: self.at, end: self.at + len };
        self.at += len;
        self.from = self.at;
        span
    }

    fn mark(&mut self, mark: SlotMark, span: Span) {
        self.template.marks.push((mark, span));
    }

    /// Takes a tag such as `{% if x %}`.
    fn tag(&mut self, rest: &'a str) -> bool {
        let Some((block, role, len)) = self.pack.cutting.blocks.iter().find_map(|block| tag(block, rest)) else {
            return false;
        };
        let span = self.skip(len);
        self.template.hidden = true;
        match role {
            Role::Begin if block.end.is_empty() => {}
            Role::Begin => self.open(Some(block), span),
            Role::End if self.beyond > 0 => self.beyond -= 1,
            Role::Divide | Role::Otherwise | Role::End => match self.innermost(block) {
                None => self.mark(SlotMark::Half, span),
                Some(depth) => {
                    self.close_down_to(depth);
                    match role {
                        Role::End => self.close(),
                        role => self.divide(matches!(role, Role::Otherwise)),
                    }
                }
            },
        }
        true
    }

    /// Finds the open part that a tag of these belongs to.
    fn innermost(&self, block: &Block) -> Option<usize> {
        let same = |frame: &Frame<'_>| frame.block.is_some_and(|open| std::ptr::eq(open, block));
        self.open.iter().rposition(same)
    }

    /// Takes a slot. Where `|` in it parts alternatives, it is none.
    fn slot(&mut self, rest: &'a str) -> bool {
        let Some(slot) = slot::at(self.pack, rest) else { return false };
        let parted = slot.inside.contains(BRACES.1);
        if parted && slot.delimiter.alternatives.contains(&self.dialect) && rest.starts_with(BRACES.0) {
            return false;
        }
        if parted && self.open.len() < DEEPEST && slot.is_chooser(self.pack) {
            self.choose(&slot);
            return true;
        }
        let span = self.skip(slot.len);
        let kind = slot.kind(self.pack);
        if kind.is_none() || meant(self.pack, &slot).is_some() {
            self.mark(SlotMark::Unknown, span);
        }
        self.pieces.push(Piece::Slot { span, kind, fallback: fallback(&slot, span) });
        true
    }

    /// Takes `{{RANDOM|a|b}}`.
    fn choose(&mut self, slot: &Slot<'_, '_>) {
        let (start, end) = (self.at + slot.delimiter.open.len(), self.at + slot.len);
        let inside = Span { start, end: start + slot.inside.len() };
        let mark = self.skip(slot.len);
        self.at = start + slot.inside.find(BRACES.1).unwrap_or_default() + 1;
        self.from = self.at;
        self.open(None, mark);
        while let Some(len) = self.source.get(self.at..inside.end).and_then(|rest| rest.find(BRACES.1)) {
            self.at += len;
            self.skip(1);
            self.divide(false);
        }
        self.at = inside.end;
        self.take_text();
        self.at = end;
        self.from = end;
        self.close();
    }

    /// Takes a mark of alternatives in braces.
    fn brace(&mut self, rest: &str) -> bool {
        let c = rest.chars().next().unwrap_or_default();
        let innermost = self.open.iter().rposition(|frame| frame.block.is_none());
        let on_top = innermost.is_some_and(|depth| depth + 1 == self.open.len());
        match c {
            c if c == BRACES.0 && (!self.is_strict_half(rest) || begins_alternatives(rest)) => {
                let span = self.skip(c.len_utf8());
                self.open(None, span);
            }
            c if c == BRACES.2 && self.beyond > 0 => {
                self.beyond -= 1;
                self.skip(c.len_utf8());
            }
            c if c == BRACES.1 && on_top && self.beyond == 0 => {
                self.skip(c.len_utf8());
                self.divide(false);
            }
            c if c == BRACES.2 => match innermost {
                Some(depth) => {
                    self.skip(c.len_utf8());
                    self.close_down_to(depth);
                    self.close();
                }
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// Takes a mark without the other of its pair.
    fn half(&mut self, rest: &str) -> bool {
        let delimiters = &self.pack.cutting.delimiters;
        let strict = || delimiters.iter().filter(|delimiter| delimiter.strict);
        let opening = strict().filter(|delimiter| rest.starts_with(&*delimiter.open));
        let opening = opening.filter(|delimiter| {
            let inside = rest.get(delimiter.open.len()..).unwrap_or_default();
            !delimiter.letter_first || inside.starts_with(char::is_alphabetic)
        });
        let opening = opening.filter(|delimiter| !is_closed_on_line(delimiter, rest));
        // A single closing bracket may belong to one that opens no slot.
        let closing = |delimiter: &&Delimiter| delimiter.close.len() > 1 || delimiter.close.starts_with(BRACES.2);
        let closing = strict().filter(closing).find(|delimiter| rest.starts_with(&*delimiter.close));
        let opening = opening.map(|delimiter| &delimiter.open).next();
        let len = match (opening, closing) {
            (Some(open), _) => open.len() + rest.get(open.len()..).map_or(0, rest_of_half),
            (None, Some(delimiter)) => delimiter.close.len(),
            (None, None) => return false,
        };
        let span = Span { start: self.at, end: self.at + len };
        self.mark(SlotMark::Half, span);
        self.at += len;
        true
    }

    /// Tells whether `{` here begins a longer mark, which has no end.
    fn is_strict_half(&self, rest: &str) -> bool {
        let longer =
            self.pack.cutting.delimiters.iter().filter(|delimiter| delimiter.strict && delimiter.open.len() > 1);
        let alternatives = |delimiter: &Delimiter| delimiter.alternatives.contains(&self.dialect);
        longer.into_iter().any(|delimiter| rest.starts_with(&*delimiter.open) && !alternatives(delimiter))
    }

    fn open(&mut self, block: Option<&'a Block>, mark: Span) {
        if self.open.len() >= DEEPEST {
            self.mark(SlotMark::Half, mark);
            self.beyond += 1;
            return;
        }
        let number = self.template.choices.len();
        let inside = self.open.last().map(|frame| (frame.number, frame.options.len()));
        self.template.choices.push(Choice { options: 0, mark, inside });
        let outside = std::mem::take(&mut self.pieces);
        self.open.push(Frame { block, mark, number, options: Vec::new(), otherwise: false, outside });
    }

    fn divide(&mut self, otherwise: bool) {
        self.take_text();
        if let Some(frame) = self.open.last_mut() {
            frame.options.push(std::mem::take(&mut self.pieces));
            frame.otherwise |= otherwise;
        }
    }

    /// Gives up what was opened inside and never closed.
    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth + 1 {
            if let Some(frame) = self.open.pop() {
                self.undo(frame);
            }
        }
    }

    fn close(&mut self) {
        self.divide(false);
        let Some(mut frame) = self.open.pop() else { return };
        self.pieces = std::mem::take(&mut frame.outside);
        if frame.block.is_none() {
            frame.mark.end = self.at;
        }
        let shows = frame.block.map_or(Shows::Any, |block| block.shows);
        match shows {
            Shows::Nothing => self.template.marks.retain(|(_, span)| span.start < frame.mark.start),
            Shows::All => self.flatten(frame),
            Shows::Any if frame.options.len() < 2 => {
                if frame.block.is_none() && self.dialect != Dialect::Spintax {
                    self.mark(SlotMark::Unknown, frame.mark);
                }
                self.flatten(frame);
            }
            Shows::Any if frame.block.is_none() && !self.may_part() => {
                self.mark(SlotMark::Unknown, frame.mark);
                self.flatten(frame);
            }
            Shows::One | Shows::Any => self.choice(frame, shows),
        }
    }

    fn choice(&mut self, mut frame: Frame<'a>, shows: Shows) {
        let divided = frame.block.is_some_and(|block| block.divided);
        if divided && frame.options.first().is_some_and(|option| self.is_blank(option)) {
            frame.options.remove(0);
            let choices = self.template.choices.iter_mut().skip(frame.number + 1);
            for inside in
                choices.filter_map(|choice| choice.inside.as_mut()).filter(|(outer, _)| *outer == frame.number)
            {
                inside.1 -= 1;
            }
        }
        if shows == Shows::One && !frame.otherwise {
            frame.options.push(Vec::new());
        }
        self.mark(SlotMark::Choice, frame.mark);
        let choice = &mut self.template.choices[frame.number];
        (choice.options, choice.mark) = (frame.options.len(), frame.mark);
        self.pieces.push(Piece::Choice { number: frame.number, options: frame.options });
    }

    fn is_blank(&self, pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| matches!(piece, Piece::Text(span) if span.of(self.source).trim().is_empty()))
    }

    /// Tells whether braces with `|` are alternatives in this dialect.
    fn may_part(&self) -> bool {
        let mut braces = self.pack.cutting.delimiters.iter().filter(|delimiter| delimiter.open.starts_with(BRACES.0));
        braces.any(|delimiter| delimiter.alternatives.contains(&self.dialect))
    }

    /// Takes a part as it stands; what lies in it lies outside now.
    fn flatten(&mut self, frame: Frame<'a>) {
        let around = self.open.last().map(|frame| (frame.number, frame.options.len()));
        for choice in self.template.choices.iter_mut().skip(frame.number + 1) {
            if choice.inside.is_some_and(|(outer, _)| outer == frame.number) {
                choice.inside = around;
            }
        }
        self.pieces.extend(frame.options.into_iter().flatten());
    }

    /// Takes back a part that was never closed.
    fn undo(&mut self, mut frame: Frame<'a>) {
        self.mark(SlotMark::Half, frame.mark);
        let inside = std::mem::take(&mut self.pieces);
        self.pieces = std::mem::take(&mut frame.outside);
        frame.options.push(inside);
        self.flatten(frame);
    }
}
