use super::*;
use crate::builtin::builtin_pack;
use crate::pack::program::kind;

fn cut(source: &str) -> Text {
    let mut text = Text::default();
    text.cut(builtin_pack(), source);
    text
}

fn text_of<'s>(source: &'s str, token: &Token) -> &'s str {
    source.get(token.start as usize..token.end as usize).unwrap_or_default()
}

/// Shows a draft as it was cut: words by blanks, clauses by `|`, sentences by `‖`, questions with `?`.
fn show(source: &str) -> String {
    let text = cut(source);
    let mut shown = String::new();
    for (number, token) in text.tokens.iter().enumerate() {
        let before = number.checked_sub(1).map(|at| text.tokens[at]);
        shown.push_str(match before {
            None => "",
            Some(before) if before.sentence != token.sentence => " ‖ ",
            Some(before) if before.clause != token.clause => " | ",
            Some(_) => " ",
        });
        shown.push_str(text_of(source, token));
        let sentence = text.sentences[token.sentence as usize];
        if sentence.asked && sentence.end as usize == number + 1 {
            shown.push('?');
        }
    }
    shown
}

#[test]
fn sentences_and_clauses_end_where_a_reader_sees_it() {
    for (source, wanted) in [
        (
            "Hallo Eva, ich war z. B. am 3. Mai bei Dr. Kurz. Und du?",
            "Hallo Eva | ich war z B am 3 Mai bei Dr Kurz ‖ Und du?",
        ),
        ("We met in hall 4. Let us connect.", "We met in hall 4 ‖ Let us connect"),
        ("ab dem 1.9. im Haus", "ab dem 1.9 im Haus"),
        ("I was at mile 13. Then it rained", "I was at mile 13 ‖ Then it rained"),
        ("Das war 2019. Seitdem nichts", "Das war 2019 ‖ Seitdem nichts"),
        ("We met, and I liked it – a lot.", "We met | and I liked it | a lot"),
        ("Salz und Pfeffer", "Salz und Pfeffer"),
        ("You and I danced and we sang", "You and I danced | and we sang"),
        ("Da standen du und ich", "Da standen du | und ich"),
        ("Haben du und ich getanzt", "Haben du und ich getanzt"),
        ("Liebe Frau Ott\nwir kennen uns", "Liebe Frau Ott ‖ wir kennen uns"),
        ("Guten Tag,\r\nich suche", "Guten Tag | ich suche"),
        ("- eins\n- zwei", "eins ‖ zwei"),
        ("toll 😀 danke", "toll | danke"),
        ("Wirklich?! Ja... gut", "Wirklich? ‖ Ja ‖ gut"),
        (
            "eine lange Zeile die voll ist und deshalb hier\numgebrochen wird",
            "eine lange Zeile die voll ist und deshalb hier umgebrochen wird",
        ),
    ] {
        assert_eq!(show(source), wanted, "{source:?}");
    }
}

#[test]
fn words_are_cut_at_hyphens_and_before_apostrophes() {
    for (source, wanted) in [
        ("I'd say don’t", "I 'd say don ’t"),
        ("E-Mail-Verteiler", "E Mail Verteiler"),
        ("90.000 Euro um 10:30", "90.000 Euro um 10:30"),
        ("see https://a.example/x?y=1, or mail me@firma.de.", "see https://a.example/x?y=1 | or mail me@firma.de"),
        ("auf firma.de/team stehen", "auf firma.de/team stehen"),
        ("Ende.Anfang", "Ende ‖ Anfang"),
    ] {
        assert_eq!(show(source), wanted, "{source:?}");
    }
}

#[test]
fn slots_are_one_word_and_know_their_kind() {
    let kinds = |source: &str| {
        let text = cut(source);
        text.tokens
            .iter()
            .filter(|token| token.kinds & 1 << kind::SLOT != 0)
            .map(|token| text_of(source, token))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (source, wanted) in [
        ("Hallo [Vorname Nachname], {{first_name}} und {Firma}", "[Vorname Nachname] {{first_name}} {Firma}"),
        (
            "%FIRMA% *|FNAME|* ${name} $first_name <Ort> XXX ____",
            "%FIRMA% *|FNAME|* ${name} $first_name <Ort> XXX ____",
        ),
        ("[1] <3 75% der 80% {} 5 $ todo", ""),
        ("{nicht geschlossen", ""),
    ] {
        assert_eq!(kinds(source), wanted, "{source:?}");
    }
}

#[test]
fn quotations_count_only_when_they_are_closed() {
    let quoted = |source: &str| cut(source).tokens.iter().filter(|token| token.kinds & 1 << kind::QUOTED != 0).count();
    assert_eq!(quoted("Er sagte „gern vernetzen“ und ging"), 2);
    assert_eq!(quoted("12\" breit und 'so genannt' fertig"), 2);
    assert_eq!(quoted("Sie's don't the dogs' owner"), 0);
}

#[test]
fn spellings_give_the_same_words() {
    let classes = |source: &str| {
        let text = cut(source);
        {
            let (sets, places) = text.words[0].all();
            (sets.to_vec(), places.to_vec())
        }
    };
    assert_eq!(classes("Grüße für Sie"), classes("GRUESSE fuer Sie"));
    assert_eq!(classes("Grüße für Sie"), classes("Gru\u{308}ße fu\u{308}r Sie"));
    assert_eq!(classes("$FrüMesse"), classes("$Fru\u{308}Messe"), "the parts of a slot's name");
    assert_eq!(cut("ich freue mich").language_words.language(), Language::De);
    assert_eq!(cut("I would like to").language_words.language(), Language::En);
}

#[test]
fn an_address_does_not_end_inside_a_word() {
    let links = |source: &str| cut(source).tokens.iter().filter(|token| token.kinds & 1 << kind::URL != 0).count();
    assert_eq!((links("office.ch heute"), links("Das office.ch\u{f6}nes Fest")), (1, 0));
    for source in ["Das office.ch\u{f6}nes Fest", "https://example.com/gr\u{fc}n und mehr"] {
        let decomposed = source.replace('\u{f6}', "o\u{308}").replace('\u{fc}', "u\u{308}");
        assert_eq!(cut(source).tokens.len(), cut(&decomposed).tokens.len(), "{source}");
    }
}

#[test]
fn without_any_capital_a_word_may_be_meant_with_one() {
    let count = |source: &str| cut(source).words[0].all().0.len();
    assert_eq!(count("sie"), count("Sie") + 1, "as it stands, and as it may be meant");
    assert_eq!(count("Uta, sie"), count("Uta, Sie"), "who writes capitals means what is written");
}

#[test]
fn an_amount_of_money_has_a_sign_or_counts_thousands() {
    let money = |source: &str| {
        let text = cut(source);
        let amounts = text.tokens.iter().filter(|token| token.kinds & 1 << kind::MONEY != 0);
        amounts.map(|token| text_of(source, token).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(money("für $98, £ 4.200, 400\u{a0}€ und 12€"), ["98", "4.200", "400", "12"]);
    assert_eq!(money("a base of 98k or 120K"), ["98k", "120K"]);
    assert!(money("20 Minuten, 4k, 5000 km, Saal 3 (€)").is_empty());
}

#[test]
fn to_cues_all_slots_and_all_numbers_are_the_same() {
    let cues = |source: &str| cut(source).cues.iter().map(|cue| (cue.number, cue.sentence)).collect::<Vec<_>>();
    let slots = cues("Hallo [Name], danke. In [Ort].");
    assert_eq!(slots, cues("Hallo XXX, danke. In {{city}}."));
    assert_ne!(slots, cues("Hallo name, danke. In ort."));
    assert_eq!(cues("Seit 12 Jahren, im 3. Stock."), cues("Seit 2019 Jahren, im 7,5 Stock."));
}
