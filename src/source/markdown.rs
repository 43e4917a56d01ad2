//! Drafts in Markdown: what a reader of the rendered text sees is judged; markup, addresses of links, code
//! and pictures are not.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html;
use crate::draft::Extract;
use crate::span::Span;

/// Takes the text out of what begins at `body`.
pub(super) fn extract(source: &str, body: usize) -> Extract {
    let mut writer = Writer { source, extract: Extract::new(), gap: "", bullet: false, silent: 0, last: body };
    let markup = source.get(body..).unwrap_or_default();
    for (event, range) in Parser::new_ext(markup, Options::ENABLE_TABLES).into_offset_iter() {
        writer.event(&event, Span { start: range.start + body, end: range.end + body });
    }
    writer.extract
}

struct Writer<'s> {
    source: &'s str,
    extract: Extract,
    /// What parts the next text from the one before.
    gap: &'static str,
    /// Whether the next text begins a row of a list.
    bullet: bool,
    /// How many elements around here are not shown as text.
    silent: usize,
    /// Where the text before ended.
    last: usize,
}

impl Writer<'_> {
    fn event(&mut self, event: &Event<'_>, at: Span) {
        match event {
            Event::Start(tag) => self.open(tag, at),
            Event::End(tag) => self.close(*tag),
            _ if self.silent > 0 => {}
            Event::Text(text) => self.text(text, at),
            Event::SoftBreak | Event::HardBreak => self.text("\n", at),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.part(at.start);
                html::append(&mut self.extract, self.source, at);
                self.last = at.end;
            }
            Event::Rule => self.gap = "\n\n",
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, at: Span) {
        let silent = match tag {
            Tag::CodeBlock(_) | Tag::Image { .. } => true,
            Tag::Emphasis if is_slot(at.of(self.source)) => {
                if self.silent == 0 {
                    self.text(at.of(self.source), at);
                }
                true
            }
            _ => self.silent > 0,
        };
        self.silent += usize::from(silent);
        self.bullet |= matches!(tag, Tag::Item);
    }

    fn close(&mut self, tag: TagEnd) {
        self.silent = self.silent.saturating_sub(1);
        match tag {
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::TableCell if self.gap.is_empty() => {
                self.gap = "\n";
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table => self.gap = "\n\n",
            _ => {}
        }
    }

    fn text(&mut self, text: &str, at: Span) {
        self.part(at.start);
        if text == at.of(self.source) {
            self.extract.copy(self.source, at);
        } else {
            self.extract.replace(text, at);
        }
        self.last = at.end;
    }

    /// Parts what comes from what stands before it.
    fn part(&mut self, next: usize) {
        let between = Span { start: self.last, end: next.max(self.last) };
        let gap = std::mem::take(&mut self.gap);
        if !self.extract.text().is_empty() {
            self.extract.replace(gap, between);
        }
        if std::mem::take(&mut self.bullet) {
            self.extract.replace("- ", Span { start: between.end, ..between });
        }
    }
}

/// Tells a slot in the marks `*|` and `|*` from emphasis.
fn is_slot(markup: &str) -> bool {
    markup.starts_with("*|") && markup.ends_with("|*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        extract(source, 0).text().to_owned()
    }

    #[test]
    fn markup_is_read_as_its_text() {
        for (source, wanted) in [
            (
                "# Hallo **Frau** M\\*ller\n\nSie _haben_ [einen *Artikel*](http://a.example \"x\").",
                "Hallo Frau M*ller\n\nSie haben einen Artikel.",
            ),
            ("so\nweiter  \nund &amp; mehr", "so\nweiter\nund & mehr"),
            ("- eins\n- zwei\n\n1. drei\n", "- eins\n- zwei\n\n- drei"),
            ("> Zitat\n\nText ![Bild](x.png) `code` Ende", "Zitat\n\nText   Ende"),
            ("vor\n\n```\ncode\n```\n\nnach", "vor\n\nnach"),
            ("| a | b |\n|---|---|\n| 1 | 2 |\n", "a\nb\n1\n2"),
            ("a<br>b <b>c</b>", "a\nb c"),
        ] {
            assert_eq!(text(source), wanted, "{source}");
        }
    }

    #[test]
    fn slots_stay_slots() {
        for slot in [
            "[Name]",
            "{{first_name}}",
            "{{ x | default: \"there\" }}",
            "*|FNAME|*",
            "<Firma>",
            "%%Name%%",
            "${name}",
            "{!Contact.FirstName}",
            "___",
        ] {
            let source = format!("Hallo {slot}, **gut**");
            assert_eq!(text(&source), format!("Hallo {slot}, gut"));
        }
    }

    #[test]
    fn every_place_is_that_of_the_file() {
        let source = "---\nlang: de\n---\n# **Titel**\n\n- eine _Zeile_\n";
        let extract = extract(source, 17);
        for word in ["Titel", "eine", "Zeile"] {
            let start = extract.text().find(word).expect("it is there");
            let span = Span { start, end: start + word.len() };
            assert_eq!(extract.in_source(span).of(source), word);
        }
    }
}
