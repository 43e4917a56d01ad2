//! A text without what is not sent: taken out of its source piece by piece, with the way back.

use crate::span::Span;

/// A text that was taken out of a source, piece by piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extract {
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of the text and the stretch of the source it stands for. Where both are equally long, byte
/// corresponds to byte; else the piece stands for the stretch as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    text: Span,
    source: Span,
}

impl Extract {
    /// Makes an empty extract.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends what stands in the source at `from`.
    pub fn copy(&mut self, source: &str, from: Span) {
        self.replace(from.of(source), from);
    }

    /// Appends a text that stands for a stretch of the source, or for the place where nothing stands.
    pub fn replace(&mut self, text: &str, from: Span) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let piece = Piece { text: Span { start, end: self.text.len() }, source: from };
        match self.pieces.last_mut() {
            Some(last) if last.is_verbatim() && piece.is_verbatim() && last.source.end == from.start => {
                last.text.end = piece.text.end;
                last.source.end = from.end;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// Forgets what stands behind the byte `end` of the text.
    pub(crate) fn truncate(&mut self, end: usize) {
        if !self.text.is_char_boundary(end) {
            return;
        }
        self.text.truncate(end);
        self.pieces.retain(|piece| piece.text.start < end);
        if let Some(last) = self.pieces.last_mut().filter(|last| last.text.end > end) {
            if last.is_verbatim() {
                last.source.end = last.source.start + end - last.text.start;
            }
            last.text.end = end;
        }
    }

    /// Finds the stretch of the source that a stretch of the text stands for.
    #[must_use]
    pub fn in_source(&self, in_text: Span) -> Span {
        let start = self.piece(in_text.start).map_or(0, |piece| match in_text.start - piece.text.start {
            offset if piece.is_verbatim() => piece.source.start + offset,
            _ => piece.source.start,
        });
        let last = in_text.end.saturating_sub(1).max(in_text.start);
        let end = self.piece(last).map_or(start, |piece| match in_text.end.min(piece.text.end) - piece.text.start {
            offset if piece.is_verbatim() => piece.source.start + offset,
            _ => piece.source.end,
        });
        Span { start, end: end.max(start) }
    }

    /// Finds the piece that a byte of the text belongs to, or the last one.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.text.start <= at);
        self.pieces.get(behind.saturating_sub(1))
    }
}

impl Piece {
    fn is_verbatim(&self) -> bool {
        self.text.end - self.text.start == self.source.end - self.source.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[test]
    fn every_stretch_finds_its_way_back() {
        let source = "**Hi** &amp; _you_!";
        let mut extract = Extract::new();
        extract.copy(source, span(2, 4));
        extract.copy(source, span(6, 7));
        extract.replace("&", span(7, 12));
        extract.copy(source, span(12, 13));
        extract.copy(source, span(14, 17));
        extract.copy(source, span(18, 19));
        assert_eq!(extract.text(), "Hi & you!");
        for (start, end, wanted) in
            [(0, 2, "Hi"), (0, 4, "Hi** &amp;"), (3, 4, "&amp;"), (5, 8, "you"), (6, 7, "o"), (5, 9, "you_!")]
        {
            assert_eq!(extract.in_source(span(start, end)).of(source), wanted, "{start}..{end}");
        }
        assert_eq!(extract.in_source(span(9, 9)).of(source), "");
        assert_eq!(Extract::new().in_source(span(0, 0)), span(0, 0));
    }
}
