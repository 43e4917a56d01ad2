//! What holds for any text: places are sound, spelling does not change the judgement, and the same
//! draft always gets the same report.

use kontakt_check::{MOST_SHOWN, Relationship, Says};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::invariants::{self, judgement, report};

/// Pieces that drafts are put together from: real phrases, punctuation, slots, oddities.
const PIECES: &[&str] = &[
    "Hallo Frau Müller,",
    "Ǽrzte, Ǿl, ǖber, ǣ",
    "Dear Ms. Ott,",
    "wir haben uns",
    "auf der Messe",
    "kennengelernt",
    "getroffen",
    "nie",
    "nicht",
    "gern",
    "würde ich",
    "Sie",
    "mich",
    "in Ihr Netzwerk",
    "aufnehmen",
    "vernetzen",
    "would love to",
    "connect",
    "we met at",
    "your talk on",
    "über Wärmepumpen",
    "[Thema]",
    "{{first_name}}",
    "Grüße",
    "schöne",
    "Straße",
    "z. B.",
    "am 3. Mai",
    "?",
    "!",
    ".",
    ",",
    " – ",
    "\n",
    "\n\n",
    "\"",
    "„",
    "“",
    "'",
    "don't",
    "😀",
    "👨‍👩‍👧",
    "\u{200b}",
    "\u{301}",
    "ß",
    "É",
    "(",
    ")",
    "{",
    "[",
    "https://a.example/x",
    "me@firma.de",
    "15 Minuten",
    "nächste Woche",
    "Haben Sie",
    "could you",
    "schicke ich Ihnen",
    "die Studie",
];

fn assert_sound(text: &str) {
    invariants::assert_sound(text, &invariants::report(text));
    assert_eq!(invariants::report(text), invariants::report(text), "the report is deterministic");
}

fn umlauts_spelt_out(text: &str) -> String {
    let pairs = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Letters of the Cyrillic alphabet that look like the Latin ones beside them; addresses stay as they are.
fn lookalike(piece: &str) -> String {
    let pairs =
        [('a', 'а'), ('c', 'с'), ('e', 'е'), ('o', 'о'), ('p', 'р'), ('x', 'х'), ('y', 'у'), ('H', 'Н'), ('M', 'М')];
    let other = |c: char| pairs.iter().find(|(latin, _)| *latin == c).map_or(c, |(_, other)| *other);
    if piece.contains(['/', '@']) { piece.to_owned() } else { piece.chars().map(other).collect() }
}

/// What no text asks for anywhere.
const HIDDEN: &[&str] = &["\u{200b}", "\u{2060}", "\u{202e}", "\u{202d}", "\u{feff}", "\u{7}"];

fn draft_of_pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.join(" "))
}

fn draft() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_are_sound_and_reports_deterministic(text in draft()) {
        assert_sound(&text);
    }

    #[test]
    fn any_text_gets_a_report(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn line_ends_do_not_matter(text in draft()) {
        let text = text.replace('\r', "");
        prop_assert_eq!(judgement(&text), judgement(&text.replace('\n', "\r\n")));
    }

    #[test]
    fn unicode_form_does_not_matter(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text: String = pieces.join(" ").nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(judgement(&text), judgement(&decomposed));
    }

    #[test]
    fn what_nobody_sees_does_not_matter(
        text in draft_of_pieces(),
        places in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(HIDDEN)), 1..6),
    ) {
        let mut hidden = text.clone();
        for (index, c) in places {
            let at: Vec<_> = hidden.char_indices().map(|(at, _)| at).skip(1).collect();
            if !at.is_empty() {
                hidden.insert_str(*index.get(&at), c);
            }
        }
        prop_assert_eq!(judgement(&text), judgement(&hidden));
    }

    #[test]
    fn letters_that_look_the_same_are_the_same(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let (text, other) = (pieces.join(" "), pieces.iter().map(|piece| lookalike(piece)).collect::<Vec<_>>().join(" "));
        prop_assert_eq!(judgement(&text), judgement(&other));
    }

    #[test]
    fn umlauts_may_be_spelt_out(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.join(" ");
        prop_assert_eq!(judgement(&text), judgement(&umlauts_spelt_out(&text)));
    }
}

#[test]
fn a_slot_ends_at_the_same_letter_in_every_unicode_form() {
    let text = "Hallo, $für Ihr Seminar am 8. Oktober habe ich mich angemeldet. Grüße, {Müller}";
    assert_eq!(judgement(text), judgement(&text.nfd().collect::<String>()));
    let spans = |text: &str| report(text).findings.iter().filter(|one| one.rule == "leftover-slot").count();
    assert_eq!((spans(text), spans(&text.nfd().collect::<String>())), (2, 2));
}

#[test]
fn a_report_lists_so_many_places_and_no_more() {
    let sentence = "Ihr Profil ist beeindruckend. Bitte nehmen Sie mich in Ihr Netzwerk auf. ";
    let tie = "Wir haben drei Jahre zusammen bei Ott gearbeitet und seitdem oft telefoniert.";
    let report = report(&format!("{}{tie}", sentence.repeat(2 * MOST_SHOWN)));
    assert_eq!(report.evidence.len(), MOST_SHOWN);
    let mut placed: Vec<_> = report.findings.iter().filter(|one| one.span.is_some()).map(|one| &one.rule).collect();
    placed.sort();
    assert!(placed.chunk_by(|one, other| one == other).all(|same| same.len() <= MOST_SHOWN));
    assert_eq!(report.labels.relationship, Relationship::Known, "what is not listed counts");
    let reason = &report.reasons[0];
    assert!(reason.contains("zusammen bei Ott gearbeitet"), "what is not listed is quoted: {reason}");
}

#[test]
fn a_very_long_draft_is_read_to_its_end() {
    let filler = "Ein Stein ist rund und ein Tisch ist eckig.\r\n\r\n".repeat(60_000);
    let tie = "Wir haben uns auf der Messe kennengelernt.";
    let source = format!("{filler}{tie}\n");
    let report = report(&source);
    assert_eq!(report.labels.relationship, Relationship::Known);
    let evidence = report.evidence.iter().find(|one| one.says == Some(Says::Known)).expect("the tie is found");
    assert!(evidence.place.span.start >= filler.len());
    assert_eq!(evidence.place.span.of(&source), evidence.text);
    assert_eq!(evidence.place.line, 120_001);
}
