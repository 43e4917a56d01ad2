//! Drafts in Markdown, e-mails and old encodings: judged as their plain text, at the places of the file.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use serde_json::Value;

use crate::support::{Folder, run};

const PLAIN: &str = "Guten Tag Frau Öhler,\n\nwir haben uns in Ulm getroffen. Ich schätze Ihren Artikel über Wärmepumpen.\n\
                     Welche Pumpe nehmen Sie?\n\nGrüße\n";

fn draft(folder: &Folder, name: &str, content: impl AsRef<[u8]>) -> Value {
    let path = folder.file(name, content);
    let answer = run(&["--format=json", &path]);
    assert!(answer.code < 2, "{answer:?}");
    answer.json()["drafts"][0].clone()
}

/// What the words are evidence of, and the words.
fn evidence(draft: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().replace("\r\n", "\n");
    let list = draft["evidence"].as_array().cloned().unwrap_or_default();
    list.iter().map(|one| (text(&one["signal"]), text(&one["text"]))).collect()
}

/// Where the evidence for a signal stands: line, column, and the words there in the file.
fn place(draft: &Value, signal: &str) -> (u64, u64) {
    let list = draft["evidence"].as_array().cloned().unwrap_or_default();
    let one = list.iter().find(|one| one["signal"] == signal).expect("there is evidence");
    (one["line"].as_u64().expect("a number"), one["column"].as_u64().expect("a number"))
}

fn assert_judged_alike(draft: &Value, plain: &Value, name: &str) {
    assert_eq!(evidence(draft), evidence(plain), "{name}");
    for key in ["verdict", "labels", "language"] {
        assert_eq!(draft[key], plain[key], "{name} {key}");
    }
    let rules = |draft: &Value| -> Vec<Value> {
        draft["findings"].as_array().into_iter().flatten().map(|finding| finding["rule"].clone()).collect()
    };
    assert_eq!(rules(draft), rules(plain), "{name}");
}

#[test]
fn markdown_is_judged_as_its_text_at_the_places_of_the_file() {
    let folder = Folder::new("markdown");
    let plain = draft(&folder, "plain.txt", PLAIN);
    let markdown = "---\nplatform: xing\n---\n# Guten Tag *Frau* Öhler,\n\n- wir **haben** uns [in Ulm](https://ulm.example/wir-haben-uns) \
                    getroffen. Ich schätze _Ihren_ Artikel über W&auml;rmepumpen.\n  Welche Pumpe nehmen Sie?\n\n\
                    ```\nyour article on pumps [Name]\n```\n\nGrüße\n";
    let found = draft(&folder, "draft.md", markdown);
    assert_eq!(found["declared"]["platform"], "xing");
    assert_eq!(found["labels"], plain["labels"]);
    let text = folder.file("copy.md", markdown);
    let source = std::fs::read_to_string(text).expect("written above");
    let span = |signal: &str| {
        let list = found["evidence"].as_array().cloned().unwrap_or_default();
        let one = list.iter().find(|one| one["signal"] == signal).expect("there is evidence");
        let number = |key: &str| usize::try_from(one["span"][key].as_u64().expect("a number")).expect("small");
        (one["text"].clone(), source.get(number("start")..number("end")).expect("on boundaries").to_owned())
    };
    let (shown, stands) = span("met");
    assert_eq!(shown, "wir haben uns in Ulm getroffen");
    assert_eq!(stands, "wir **haben** uns [in Ulm](https://ulm.example/wir-haben-uns) getroffen");
    assert_eq!(span("article").1, "Ihren_ Artikel über W&auml;rmepumpen");
    assert_eq!((place(&found, "met"), place(&found, "article"), place(&found, "question")), ((6, 3), (6, 89), (7, 3)));
    assert!(evidence(&found).iter().all(|(signal, _)| signal != "placeholder"), "code is no prose: {found:#}");
}

#[test]
fn every_encoding_is_judged_alike_at_the_same_place() {
    let folder = Folder::new("encodings");
    let plain = draft(&folder, "plain.txt", PLAIN);
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let narrow: Vec<u8> = PLAIN.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    for (name, bytes) in [
        ("marked.txt", format!("\u{feff}{PLAIN}").into_bytes()),
        ("crlf.txt", PLAIN.replace('\n', "\r\n").into_bytes()),
        ("wide.txt", wide(&format!("\u{feff}{PLAIN}"))),
        ("bare-wide.txt", wide(PLAIN)),
        ("narrow.txt", narrow),
    ] {
        let found = draft(&folder, name, bytes);
        assert_judged_alike(&found, &plain, name);
        for signal in ["met", "article", "question"] {
            assert_eq!(place(&found, signal), place(&plain, signal), "{name} {signal}");
        }
    }
}

fn quoted_printable(text: &str) -> String {
    let code = |byte: &u8| match byte {
        b'=' | 0x80.. => format!("={byte:02X}"),
        byte => char::from(*byte).to_string(),
    };
    let coded: String = text.as_bytes().iter().map(code).collect();
    // A soft break in the middle of the words that are found.
    coded.replace("uns in Ulm", "uns=\r\n in Ulm")
}

#[test]
fn a_mail_is_judged_as_its_text_at_the_places_of_the_file() {
    let folder = Folder::new("mails");
    let plain = draft(&folder, "plain.txt", PLAIN);
    let body = PLAIN.replace('\n', "\r\n");
    let tail = "-- \r\nEva [Name]\r\n\r\n> Ihr Artikel über Brunnen\r\n";
    let head = "From: Eva <eva@ott.example>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\n";
    let html = "<html><body><p>Guten Tag Frau &Ouml;hler,</p><p>wir <b>haben</b> uns\r\nin Ulm getroffen. Ich sch&auml;tze \
                Ihren Artikel &uuml;ber W&auml;rmepumpen.<br>Welche Pumpe nehmen Sie?</p><p>Gr&uuml;&szlig;e</p>\
                <div class=\"gmail_quote\">[Name]</div></body></html>";
    let multipart = format!(
        "{head}Content-Type: multipart/alternative; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{}{tail}\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>[Name]</p>\r\n--x--\r\n",
        quoted_printable(&body)
    );
    let narrow: Vec<u8> = format!(
        "{head}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}{tail}"
    )
    .chars()
    .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
    .collect();
    for (name, bytes, met, question) in [
        ("bare.eml", format!("Subject: x\r\n\r\n{body}{tail}").into_bytes(), (5, 1), (6, 1)),
        (
            "utf8.eml",
            format!("{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}{tail}").into_bytes(),
            (8, 1),
            (9, 1),
        ),
        ("narrow.eml", narrow, (9, 1), (10, 1)),
        ("multipart.eml", multipart.into_bytes(), (12, 1), (14, 1)),
        ("html.eml", format!("{head}Content-Type: text/html\r\n\r\n{html}\r\n").into_bytes(), (6, 49), (7, 81)),
    ] {
        let found = draft(&folder, name, bytes);
        assert_eq!(found["labels"], plain["labels"], "{name} {found:#}");
        assert_eq!(found["verdict"], plain["verdict"], "{name}");
        assert_eq!((place(&found, "met"), place(&found, "question")), (met, question), "{name}");
        assert!(evidence(&found).iter().all(|(signal, _)| signal != "placeholder"), "{name} {found:#}");
    }
}

#[test]
fn packed_mails_are_shown_as_they_read() {
    let folder = Folder::new("packed_mails");
    let text = "Hallo [Name], wir haben uns in Ulm getroffen.";
    // In base64, with a line break after every twenty characters.
    let packed = "SGFsbG8gW05hbWVdLCB3\r\naXIgaGFiZW4gdW5zIGlu\r\nIFVsbSBnZXRyb2ZmZW4u\r\n";
    let mail = format!("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}");
    let found = draft(&folder, "base64.eml", &mail);
    assert_eq!((place(&found, "placeholder"), place(&found, "met")), ((4, 9), (4, 19)));
    let path = folder.file("base64.eml", &mail);
    let answer = run(&[&path]);
    assert!(answer.out.contains(text) && answer.out.contains("base64.eml:4:9"), "{answer:?}");

    let path = folder.file("none.eml", "no headers at all");
    let answer = run(&[&path]);
    assert!(answer.code == 2 && answer.err.contains("none.eml: "), "{answer:?}");
}
