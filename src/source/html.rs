//! The text of HTML, as a browser would show it, with the way back to the source.

use mail_parser::decoders::html::html_to_text;

use crate::draft::Extract;
use crate::span::Span;

/// Elements whose content is not shown.
const SILENT: [&str; 6] = ["head", "script", "style", "title", "template", "noscript"];
/// Elements that stand in lines of their own.
const LINES: [&str; 8] = ["div", "li", "tr", "dt", "dd", "address", "section", "article"];
/// Elements with space around them.
const PARAGRAPHS: [&str; 15] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", "form"];
/// Elements inside a line, and those around everything.
const INLINE: [&str; 38] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "body", "center", "cite", "code", "col", "colgroup", "del", "em", "font",
    "html", "i", "img", "ins", "kbd", "label", "link", "mark", "meta", "o:p", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "tbody", "td", "th", "thead", "u",
];
/// The longest name of a character between `&` and `;`.
const LONGEST_NAME: usize = 32;

/// Appends the text of a stretch of a source. It ends where the quotation of an earlier mail begins.
pub(super) fn append(extract: &mut Extract, source: &str, stretch: Span) {
    let mut rest = stretch.start;
    while rest < stretch.end {
        let left = source.get(rest..stretch.end).unwrap_or_default();
        let here = |length: usize| Span { start: rest, end: rest + length };
        let length = match left.as_bytes().first() {
            Some(b'<') => match Tag::at(left) {
                Some(tag) if tag.quotes_a_mail() => return,
                Some(tag) => element(extract, &tag, left, rest),
                None => literal(extract, source, here(1)),
            },
            Some(b'&') => entity(extract, left, rest),
            Some(byte) if byte.is_ascii_whitespace() => blank(extract, left, rest),
            _ => {
                let text = left.find(|c: char| matches!(c, '<' | '&') || c.is_ascii_whitespace());
                literal(extract, source, here(text.unwrap_or(left.len())))
            }
        };
        rest += length;
    }
}

fn literal(extract: &mut Extract, source: &str, at: Span) -> usize {
    extract.copy(source, at);
    at.end - at.start
}

/// Any blanks and line breaks show as one blank, and as none where a line begins.
fn blank(extract: &mut Extract, left: &str, at: usize) -> usize {
    let length = left.len() - left.trim_ascii_start().len();
    if !extract.text().is_empty() && !extract.text().ends_with(['\n', ' ']) {
        extract.replace(" ", Span { start: at, end: at + length });
    }
    length
}

fn entity(extract: &mut Extract, left: &str, at: usize) -> usize {
    let end = left.bytes().take(LONGEST_NAME).position(|byte| byte == b';').map_or(1, |end| end + 1);
    let written = left.get(..end).unwrap_or("&");
    let shown = if end > 2 { html_to_text(written) } else { "&".to_owned() };
    let shown = match shown.as_str() {
        "" | "\u{a0}" => " ",
        shown => shown,
    };
    extract.replace(shown, Span { start: at, end: at + written.len() });
    written.len()
}

/// Takes a tag; returns how much of what is left it is, its content included where that is not shown.
fn element(extract: &mut Extract, tag: &Tag<'_>, left: &str, at: usize) -> usize {
    let place = Span { start: at, end: at + tag.length };
    let name = tag.name.to_ascii_lowercase();
    let name = name.as_str();
    if SILENT.contains(&name) && !tag.closes {
        return end_of_element(left, name).unwrap_or(left.len());
    }
    if name == "br" {
        extract.replace("\n", place);
    } else if LINES.contains(&name) {
        part(extract, 1, place);
        if name == "li" && !tag.closes {
            extract.replace("- ", place);
        }
    } else if PARAGRAPHS.contains(&name) {
        part(extract, 2, place);
    } else if name == "td" && tag.closes {
        part(extract, 1, place);
    } else if !name.is_empty() && !INLINE.contains(&name) {
        // Nothing that HTML knows is a slot, such as `<Company>`.
        extract.replace(left.get(..tag.length).unwrap_or_default(), place);
    }
    tag.length
}

/// Makes sure that so many line breaks part what comes from the text before.
fn part(extract: &mut Extract, breaks: usize, at: Span) {
    let text = extract.text();
    let there = text.len() - text.trim_end_matches('\n').len();
    if !text.is_empty() && there < breaks {
        extract.replace("\n\n".get(..breaks - there).unwrap_or("\n"), at);
    }
}

fn end_of_element(left: &str, name: &str) -> Option<usize> {
    let closing = format!("</{name}");
    let at = left.as_bytes().windows(closing.len()).position(|part| part.eq_ignore_ascii_case(closing.as_bytes()))?;
    let behind = left.get(at..)?.find('>')?;
    Some(at + behind + 1)
}

/// A tag, a comment or a declaration.
struct Tag<'t> {
    /// Empty for what is no element.
    name: &'t str,
    attributes: &'t str,
    closes: bool,
    length: usize,
}

impl<'t> Tag<'t> {
    /// Reads the tag that a text begins with.
    fn at(text: &'t str) -> Option<Self> {
        if text.starts_with("<!--") {
            let length = text.find("-->").map_or(text.len(), |end| end + 3);
            return Some(Self { name: "", attributes: "", closes: false, length });
        }
        if text.starts_with("<!") || text.starts_with("<?") {
            let length = text.find('>')? + 1;
            return Some(Self { name: "", attributes: "", closes: false, length });
        }
        let closes = text.starts_with("</");
        let inner = text.get(if closes { 2 } else { 1 }..)?;
        let named = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != ':' && c != '-').unwrap_or(inner.len());
        let name = inner.get(..named).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let end = end_of_tag(inner.get(named..)?)?;
        let attributes = inner.get(named..named + end)?;
        Some(Self { name, attributes, closes, length: text.len() - inner.len() + named + end + 1 })
    }

    /// Tells whether mail programs mark with it what somebody else wrote before.
    fn quotes_a_mail(&self) -> bool {
        let cited = self.name.eq_ignore_ascii_case("blockquote") && self.attributes.contains("cite");
        cited || ["gmail_quote", "moz-cite-prefix", "yahoo_quoted"].iter().any(|mark| self.attributes.contains(mark))
    }
}

/// Finds the `>` that no quoted value holds.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(at),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        let mut extract = Extract::new();
        append(&mut extract, html, Span { start: 0, end: html.len() });
        extract.text().to_owned()
    }

    #[test]
    fn a_browser_would_show_this() {
        for (html, wanted) in [
            (
                "<html><head><title>x</title><style>p{}</style></head><body>\n<p>Gr&uuml;&szlig;e&nbsp;Sie</p>\n<p>a  b\nc</p></body></html>",
                "Grüße Sie\n\na b c\n\n",
            ),
            ("a<br>b<br/>\nc", "a\nb\nc"),
            ("<div>a</div><div>b</div><ul><li>c<li>d</ul>", "a\nb\n\n- c\n- d\n\n"),
            ("<a href=\"x>y\">hier</a> &lt; &#228; &amp; & so; 1 < 2", "hier < ä & & so; 1 < 2"),
            ("<!-- nein --><SCRIPT>x</script>ja <Firma> <b>fett</b>", "ja <Firma> fett"),
            ("neu<br><blockquote type=\"cite\">alt</blockquote>", "neu\n"),
            ("<div class=\"gmail_quote\">alt</div>", ""),
            ("<p", "<p"),
        ] {
            assert_eq!(text(html), wanted, "{html}");
        }
    }
}
