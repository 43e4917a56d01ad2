//! Drafts in e-mails: the text of the mail is judged; headers, the signature and what is quoted from an
//! earlier mail are not.

use encoding_rs::{Encoding, UTF_8};
use mail_parser::{Encoding as Transfer, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::decode;
use super::error::{Fault, InputError};
use super::transfer::{self, Unpacked};
use super::{Input, OwnLines, html};
use crate::draft::Extract;
use crate::span::Span;

/// The most lines above a quotation that say whose it is.
const LONGEST_ATTRIBUTION: usize = 3;
/// From so many strokes on a line parts the text from an earlier mail.
const STROKES: usize = 5;

/// Reads the bytes of a mail.
///
/// # Errors
/// What is no mail, has no text, or is no text.
pub(super) fn parse(name: &str, bytes: Vec<u8>) -> Result<Input, InputError> {
    if bytes.trim_ascii().is_empty() {
        return Err(InputError::new(name, Fault::Empty));
    }
    let fail =
        |what: &str, remedy: &str| InputError::new(name, Fault::Malformed(what.to_owned(), Some(remedy.to_owned())));
    let message = MessageParser::default().parse(&bytes);
    let Some(message) = message.filter(|message| !message.headers().is_empty()) else {
        return Err(fail("is no e-mail: it has no headers", "read it with --input-format text"));
    };
    let Some(part) = text_part(&message) else {
        return Err(fail("the e-mail has no part with text", "save it with its text"));
    };
    let rich = matches!(part.body, PartType::Html(_));
    let body =
        Body::of(part, &bytes).map_err(|fault| InputError { line: fault.line(), ..InputError::new(name, fault) })?;
    let (source, at, lines) = match body {
        Body::Plain(at) => (String::from_utf8(bytes).unwrap_or_default(), at, OwnLines::Own),
        Body::Decoded(Unpacked { text, places }) => {
            let at = Span { start: 0, end: text.len() };
            (text, at, OwnLines::Decoded(places))
        }
    };
    let extract = if rich { of_html(&source, at) } else { of_lines(&source, at) };
    Ok(Input { extract: Some(extract), lines, ..Input::plain(name, source) })
}

fn text_part<'m, 'x>(message: &'m Message<'x>) -> Option<&'m MessagePart<'x>> {
    let parts = message.text_body.iter().chain(&message.html_body);
    let mut parts = parts.filter_map(|at| message.parts.get(*at as usize));
    parts.find(|part| matches!(part.body, PartType::Text(_) | PartType::Html(_)))
}

/// Where the text of a mail is.
enum Body {
    /// In the file as it stands there.
    Plain(Span),
    /// Behind an encoding for the way.
    Decoded(Unpacked),
}

impl Body {
    fn of(part: &MessagePart<'_>, bytes: &[u8]) -> Result<Self, Fault> {
        let at = Span { start: part.offset_body as usize, end: (part.offset_end as usize).min(bytes.len()) };
        let raw = bytes.get(at.start..at.end).unwrap_or_default();
        let label = part.content_type().and_then(|kind| kind.attribute("charset"));
        let charset = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        // Who writes letters beyond ASCII without saying how writes UTF-8 or what Windows had before.
        let is_utf8 = charset.is_none_or(|charset| charset == UTF_8) || raw.is_ascii();
        if part.encoding == Transfer::None && is_utf8 && std::str::from_utf8(bytes).is_ok() {
            return Ok(Self::Plain(at));
        }
        let (unpacked, offsets) = match part.encoding {
            Transfer::QuotedPrintable => transfer::quoted_printable(raw),
            Transfer::Base64 => transfer::base64(raw),
            Transfer::None => (raw.to_vec(), (0..raw.len()).collect()),
        };
        let charset = if unpacked.is_ascii() { Some(UTF_8) } else { charset };
        let text = match charset {
            Some(charset) if charset != UTF_8 => charset.decode_without_bom_handling(&unpacked).0.into_owned(),
            _ => decode::text(unpacked.clone()).map_err(|fault| in_file(fault, &offsets, at.start, bytes))?,
        };
        let offsets: Vec<_> = offsets.into_iter().map(|offset| offset + at.start).collect();
        Ok(Self::Decoded(Unpacked::new(text, &unpacked, &offsets, bytes)))
    }
}

/// Tells the place of a byte that is no text as one of the file.
fn in_file(fault: Fault, offsets: &[usize], start: usize, file: &[u8]) -> Fault {
    let Fault::NotText { offset, .. } = fault else { return fault };
    let offset = offsets.get(offset).map_or(start, |offset| start + offset);
    let before = file.get(..offset).unwrap_or_default();
    Fault::NotText { offset, line: before.iter().filter(|byte| **byte == b'\n').count() + 1 }
}

fn of_html(source: &str, at: Span) -> Extract {
    let mut extract = Extract::new();
    html::append(&mut extract, source, at);
    let end = kept(extract.text()).last().map_or(0, |line| line.end);
    extract.truncate(end);
    extract
}

fn of_lines(source: &str, at: Span) -> Extract {
    let mut extract = Extract::new();
    for line in kept(at.of(source)) {
        extract.copy(source, Span { start: at.start + line.start, end: at.start + line.end });
    }
    extract
}

/// Lists the lines that the sender wrote: up to the signature, without what is quoted and whose it is.
fn kept(text: &str) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut quoting = false;
    for line in text.split_inclusive('\n') {
        let span = Span { start: at, end: at + line.len() };
        at = span.end;
        let shown = line.trim_end();
        if shown == "--" || parts_from_earlier(shown) {
            break;
        }
        if shown.starts_with('>') {
            if !quoting {
                drop_attribution(text, &mut kept);
            }
            quoting = true;
            continue;
        }
        quoting &= shown.is_empty();
        kept.push(span);
    }
    while kept.last().is_some_and(|line| line.of(text).trim().is_empty()) {
        kept.pop();
    }
    kept
}

/// Tells a line such as `-----Original Message-----` or `__________`, with which some programs begin an earlier mail.
fn parts_from_earlier(line: &str) -> bool {
    let strokes = |c: char| line.chars().take_while(|found| *found == c).count();
    let framed = strokes('-') >= STROKES && line.ends_with("-----") && line.contains(char::is_alphabetic);
    framed || strokes('_') >= 4 * STROKES && line.trim_matches('_').is_empty()
}

/// Takes the lines before a quotation back that end in a colon: they say who wrote it, and when.
fn drop_attribution(text: &str, kept: &mut Vec<Span>) {
    let blank = |line: &Span| line.of(text).trim().is_empty();
    let end = kept.iter().rposition(|line| !blank(line)).map_or(0, |last| last + 1);
    let start = kept.iter().take(end).rposition(blank).map_or(0, |last| last + 1);
    let says_who =
        kept.get(start..end).and_then(<[Span]>::last).is_some_and(|line| line.of(text).trim_end().ends_with(':'));
    if says_who {
        let whole = end - start <= LONGEST_ATTRIBUTION && start > 0;
        kept.truncate(if whole || end == start + 1 { start } else { end - 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(mail: &str) -> String {
        let input = parse("m.eml", mail.replace('\n', "\r\n").into_bytes()).expect("a mail");
        input.draft().text().replace("\r\n", "\n")
    }

    #[test]
    fn only_what_the_sender_wrote_is_left() {
        let mail = |body: &str| text(&format!("From: a@b.example\nSubject: x\n\n{body}"));
        assert_eq!(mail("Hallo,\n\nGruß\n-- \nEva\n"), "Hallo,\n\nGruß\n");
        assert_eq!(mail("Neu\n\nAm 3. Mai schrieb Uta:\n> alt\n> alt\n\nEnde\n"), "Neu\n\n\nEnde\n");
        assert_eq!(mail("Neu\n\nAm Mo., 3. Mai um 10:00 schrieb Uta Ott <\nu@o.example>:\n\n> alt\n"), "Neu\n");
        assert_eq!(mail("Meine Frage:\n> alt\nJa\n"), "Ja\n");
        assert_eq!(mail("Neu\n\n-----Ursprüngliche Nachricht-----\nVon: x\n"), "Neu\n");
        assert_eq!(mail("Neu\n________________________________\nVon: x\n"), "Neu\n");
        assert_eq!(mail("eins -- zwei\n----\n"), "eins -- zwei\n----\n");
    }

    #[test]
    fn broken_codes_are_told_at_their_place_in_the_file() {
        let mail = "Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n\
                    Gr=C3=BC=C3=9Fe\n=C3=BCber =C3 {{name}}\n";
        let error = parse("m.eml", mail.as_bytes().to_vec()).expect_err("it is cut in the middle of a letter");
        let offset = mail.find("=C3 {").expect("it is there");
        assert_eq!((error.line, error.fault), (Some(6), Fault::NotText { offset, line: 6 }));
    }

    #[test]
    fn what_is_no_mail_is_told() {
        let fault = |bytes: &[u8]| parse("m.eml", bytes.to_vec()).expect_err("no mail").to_string();
        assert!(fault(b"").contains("is empty"));
        let picture = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n";
        assert!(fault(picture).contains("no part with text"), "{}", fault(picture));
    }
}
