//! What the fuzz targets hold, tried on seeded bytes: pieces that mean something in a format, put together
//! at random. `fuzz/` tries the same with coverage.

use proptest::prelude::*;

use crate::invariants;

/// Pieces of all formats that are read.
const PIECES: &[&[u8]] = &[
    b"---\n",
    b"\n",
    b"\r\n",
    b"\r",
    b"\n\n",
    b" ",
    b"\t",
    b",",
    b";",
    b":",
    b": ",
    b"\"",
    b"\"\"",
    b"'",
    b"- ",
    b"#",
    b"&a ",
    b"*a",
    b"!!str ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"{{",
    b"}}",
    b"{a|b}",
    b"|",
    b">",
    b"<b>",
    b"</b>",
    b"<!--",
    b"&amp;",
    b"`",
    b"```\n",
    b"](x)",
    b"\\",
    b"\\u00fc",
    b"\\ud800",
    b"%",
    b"=",
    b"=FC",
    b"=\n",
    b"text",
    b"nachricht",
    b"id",
    b"platform",
    b"xing",
    b"relationship",
    b"known",
    b"template: true\n",
    b"allow:\n  too-long: x\n",
    b"dialect: liquid\n",
    b"Subject: x\n",
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"--b\n",
    b"--b--\n",
    b"Content-Transfer-Encoding: quoted-printable\n",
    b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-16\n",
    b"SGFsbG8=",
    b"-- \n",
    b"> ",
    b"add_phrases:\n",
    b"disable: ",
    b"extends: none\n",
    b"severity:\n",
    b"  - to: negated\n",
    b"patterns: ",
    b"de: ",
    b"Hallo",
    b"wir haben uns in Ulm getroffen",
    b"we met",
    b"?",
    b".",
    "ü".as_bytes(),
    "u\u{308}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "😀".as_bytes(),
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff",
    b"\x80",
    b"\xe4",
    b"\0",
    b"H\0i\0",
    b"\x1b[2J",
    b"extends: ",
    b"packs: [",
    b"rules:\n  too-long: off\n",
    b"params:\n  too-short: {min_words: ",
    b"slots: {kinds: {topic: [x]}}\n",
    b"fail_on: error\n",
    b"baseline: x.json\n",
    b"paths:\n  \"**/*.txt\":\n    lang: de\n",
    b"  \"[a-\": {}\n",
    b"{\"version\": 1, \"findings\": [",
    b"{\"path\": \"a\", \"rule\": \"r\", \"fingerprint\": \"f\"}",
    b"\"text\": \"Hallo\"",
    b"]}",
    b"1",
    b"99999999999",
    b"-1",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn drafts(bytes in bytes()) {
        invariants::any_draft(&bytes);
    }

    #[test]
    fn front_matter(bytes in bytes()) {
        invariants::any_front_matter(&bytes);
    }

    #[test]
    fn markdown(bytes in bytes()) {
        invariants::any_markdown(&bytes);
    }

    #[test]
    fn mails(bytes in bytes()) {
        invariants::any_mail(&bytes);
    }

    #[test]
    fn rows(format in 0..5_u8, bytes in bytes()) {
        invariants::any_rows(&[&[format], bytes.as_slice()].concat());
    }

    #[test]
    fn tables(bytes in bytes()) {
        invariants::any_csv(&[b"id,text\n", bytes.as_slice()].concat());
    }

    #[test]
    fn lines(bytes in bytes()) {
        invariants::any_jsonl(&[b"{\"text\": \"x\"}\n", bytes.as_slice()].concat());
    }

    #[test]
    fn baselines(bytes in bytes()) {
        invariants::any_baseline(&bytes);
    }

    #[test]
    fn spelling(bytes in bytes()) {
        invariants::any_spelling(&bytes);
    }
}

proptest! {
    // A pack that holds is compiled, which takes longer.
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules(bytes in bytes()) {
        invariants::any_rules(&bytes);
    }

    #[test]
    fn configurations(bytes in bytes()) {
        invariants::any_configuration(&bytes);
    }
}
