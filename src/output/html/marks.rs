//! The text of a draft with marks: what is wrong there, and what it is evidence of.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};

use crate::output::Words;
use crate::output::escape::{line, shown};
use crate::output::form::Checked;
use crate::pack::facts::Severity;
use crate::span::Span;

/// Something that is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The finding at this position of the report.
    Finding(usize),
    /// The evidence at this position of the report.
    Evidence(usize),
}

/// Returns the id of a finding's mark; drafts and findings are counted.
pub(super) fn id(draft: usize, finding: usize) -> String {
    format!("d{draft}f{finding}")
}

/// Writes the part of a draft that is sent.
pub(super) fn write(words: Words<'_>, checked: Checked<'_>, draft: usize) -> Markup {
    let body = checked.input.draft();
    let whole = Span { start: body.body, end: body.source.len() };
    html! {
        @for piece in pieces(&marks(checked), whole) {
            (write_piece(words, checked, draft, &piece))
        }
    }
}

/// A stretch of text with the same marks from its start to its end.
struct Piece {
    span: Span,
    marks: BTreeSet<Mark>,
    /// Those that begin here.
    begin: Vec<Mark>,
}

fn marks(checked: Checked<'_>) -> Vec<(Span, Mark)> {
    let findings = checked.report.findings.iter().enumerate();
    let findings = findings.filter_map(|(at, finding)| Some((finding.span?, Mark::Finding(at))));
    let evidence = checked.report.evidence.iter().enumerate().filter(|(_, one)| one.says.is_some());
    findings.chain(evidence.map(|(at, evidence)| (evidence.place.span, Mark::Evidence(at)))).collect()
}

/// Cuts a text where a mark begins or ends.
fn pieces(marks: &[(Span, Mark)], whole: Span) -> Vec<Piece> {
    let clamp = |at: usize| at.clamp(whole.start, whole.end);
    let mut edges: Vec<(usize, bool, Mark)> = Vec::new();
    for (span, mark) in marks.iter().filter(|(span, _)| clamp(span.start) < clamp(span.end)) {
        edges.extend([(clamp(span.start), true, *mark), (clamp(span.end), false, *mark)]);
    }
    edges.sort_unstable();
    let (mut pieces, mut open, mut begin, mut at) = (Vec::new(), BTreeSet::new(), Vec::new(), whole.start);
    for (edge, begins, mark) in edges {
        if edge > at {
            let span = Span { start: at, end: edge };
            pieces.push(Piece { span, marks: open.clone(), begin: std::mem::take(&mut begin) });
            at = edge;
        }
        if begins {
            open.insert(mark);
            begin.push(mark);
        } else {
            open.remove(&mark);
        }
    }
    pieces.push(Piece { span: Span { start: at, end: whole.end }, marks: BTreeSet::new(), begin: Vec::new() });
    pieces
}

fn write_piece(words: Words<'_>, checked: Checked<'_>, draft: usize, piece: &Piece) -> Markup {
    let text = text(piece.span.of(checked.input.source()));
    let report = checked.report;
    let findings = piece.marks.iter().filter_map(|mark| match mark {
        Mark::Finding(at) => report.findings.get(*at),
        Mark::Evidence(_) => None,
    });
    let worst = findings.clone().map(|finding| finding.severity).max();
    let mut titles: Vec<_> = findings.map(|finding| line(&finding.title)).collect();
    let evidence = piece.marks.iter().filter_map(|mark| match mark {
        Mark::Evidence(at) => report.evidence.get(*at).and_then(|evidence| evidence.says),
        Mark::Finding(_) => None,
    });
    titles.extend(evidence.map(|says| words.say(&format!("says-{}", says.name()))));
    titles.dedup();
    let ids = piece.begin.iter().filter_map(|mark| match mark {
        Mark::Finding(at) => Some(id(draft, *at)),
        Mark::Evidence(_) => None,
    });
    html! {
        @for id in ids { span.target id=(id) {} }
        @match worst {
            Some(severity) => mark class=(Severity::name(severity)) title=(titles.join(" · ")) { (text) },
            None if titles.is_empty() => { (text) },
            None => span.shows title=(titles.join(" · ")) { (text) },
        }
    }
}

/// Writes text without a line break of its own: where a page is printed to the log of a job, no line of
/// it begins with what a draft says.
fn text(text: &str) -> PreEscaped<String> {
    let text = shown(text);
    PreEscaped(html! { (text) }.into_string().replace('\n', "&#10;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_text_whatever_overlaps() {
        let span = |start, end| Span { start, end };
        let (one, two, three) = (Mark::Finding(0), Mark::Evidence(0), Mark::Finding(1));
        let pieces =
            pieces(&[(span(2, 6), one), (span(4, 8), two), (span(4, 5), three), (span(0, 1), three)], span(1, 9));
        let cut: Vec<_> = pieces.iter().map(|piece| (piece.span.start, piece.span.end, piece.marks.len())).collect();
        assert_eq!(cut, [(1, 2, 0), (2, 4, 1), (4, 5, 3), (5, 6, 2), (6, 8, 1), (8, 9, 0)]);
        assert_eq!(pieces[2].begin, [three, two]);
    }
}
