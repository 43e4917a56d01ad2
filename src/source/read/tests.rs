use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::builtin::builtin_pack;
use crate::check::Checker;

const FORMATS: [InputFormat; 8] = [
    InputFormat::Text,
    InputFormat::Markdown,
    InputFormat::Mail,
    InputFormat::Csv,
    InputFormat::Tsv,
    InputFormat::JsonLines,
    InputFormat::Json,
    InputFormat::Yaml,
];

/// Pieces of files of every sort, and of what goes wrong in them.
const PIECES: &[&[u8]] = &[
    b"Subject: x\r\n",
    b"Content-Type: text/html; charset=utf-8\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"\r\n",
    b"\n\n",
    b"--b\r\n",
    b"=C3=BC",
    b"=\r\n",
    b"R3LDvA==",
    b"> zitiert\n",
    b"schrieb:\n",
    b"-- \n",
    b"wir haben uns in Ulm getroffen",
    "Gr\u{fc}\u{df}e".as_bytes(),
    b"\xfc",
    b"\xc3",
    b"\0",
    b"\xff\xfe",
    b"<p>",
    b"</b>",
    b"<br",
    b"<!--",
    b"&uuml;",
    b"&",
    b"**",
    b"_[x](y)",
    b"*|A|*",
    b"```\n",
    b"| a |\n|--|\n",
    b"---\n",
    b"- text: ",
    b"text,platform\n",
    b"text;id\n",
    b"\"",
    b",",
    b";",
    b"\t",
    b"{\"text\":\"",
    b"\"}",
    b"[",
    b"]",
    b"\\u00fc",
    b"xing",
];

/// Reads bytes as a file of that form.
fn drafts(format: InputFormat, bytes: &[u8]) -> Vec<Result<Input, InputError>> {
    let fields = Fields::new(builtin_pack(), None, true);
    let reading = Arc::new(Reading { fields, format: Some(format), stdin_name: "f".to_owned() });
    let mut found = Vec::new();
    if format.is_stream() {
        let reader = Box::new(Cursor::new(bytes.to_vec()));
        let stream = Stream::new(Arc::clone(&reading), &Place::Stdin, format, reader);
        stream.for_each(|job| reading.drafts(job, |draft| found.push(draft)));
    } else {
        reading.parse("f", bytes.to_vec(), format, |draft| found.push(draft));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_drafts_with_sound_places_or_clear_errors(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
        format in prop::sample::select(&FORMATS[..]),
    ) {
        for found in drafts(format, &pieces.concat()) {
            let input = match found {
                Ok(input) => input,
                Err(error) => {
                    prop_assert!(error.to_string().starts_with('f') && error.to_string().len() > 10, "{}", error);
                    continue;
                }
            };
            let report = Checker::new(builtin_pack()).verbose(true).check(&input.draft());
            for place in report.evidence.iter().map(|one| one.place).chain(report.voided.iter().map(|one| one.place)) {
                let span = place.span;
                prop_assert!(span.start <= span.end && input.source().get(span.start..span.end).is_some(), "{:?}", span);
                prop_assert!(place.line > 0 && place.column > 0);
            }
        }
    }
}

#[test]
fn the_pieces_make_drafts_of_every_form() {
    for (format, bytes) in [
        (InputFormat::Mail, &b"Subject: x\r\n\r\nHallo"[..]),
        (InputFormat::Csv, b"text;id\nHallo;1\n"),
        (InputFormat::JsonLines, b"{\"text\":\"Hallo\"}\n"),
        (InputFormat::Yaml, b"- text: Hallo\n"),
    ] {
        let found = drafts(format, bytes);
        let text = found.first().and_then(|input| input.as_ref().ok()).map(|input| input.draft().text().to_owned());
        assert_eq!(text.as_deref(), Some("Hallo"), "{format:?}");
    }
}
