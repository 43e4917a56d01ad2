//! Circumstances that make a tie only together: counted in a pack's labels, quoted in the reason.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;
use std::path::Path;

use kontakt_check::{Checker, Draft, VerdictKind, load_pack};

use crate::support::Folder;

/// Loads the test pack with other decisions on the relationship.
fn pack(name: &str, relationship: &str) -> Result<kontakt_check::Pack, String> {
    let folder = Folder::new(name);
    copy(Path::new("tests/pack"), folder.path());
    let labels = fs::read_to_string("tests/pack/labels.yaml").expect("readable");
    let (_, others) = labels.split_once("purpose:").expect("the purpose follows");
    folder.file("labels.yaml", format!("relationship:\n{relationship}  - {{value: none}}\npurpose:{others}"));
    let errors = |errors: Vec<_>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    load_pack(&[folder.path().to_path_buf()]).map_err(errors)
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("writable");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("writable");
        }
    }
}

#[test]
fn circumstances_are_counted_and_quoted() {
    let two = "  - {value: known, when: {at_least: {count: 2, of: [{signal: question}, {signal: [article, placeholder]}, {says: generic}]}}}\n";
    let pack = pack("circumstances", two).expect("the pack loads");
    let mut checker = Checker::new(&pack);
    for (text, reason) in [
        ("Which pump do you use?", "The text names no acquaintance."),
        ("Hi [Name], your article on pumps!", "The text names no acquaintance."),
        ("Hi [Name], which one? Which pump do you use?", "You know each other: “[Name] … Which pump do you use”."),
        (
            "Your article on pumps! I'd like to add you to my network.",
            "You know each other: “Your article on pumps … add you to my network”.",
        ),
    ] {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(kontakt_check::Language::En);
        assert_eq!(checker.check(&draft).reasons, [reason], "{text}");
    }
}

#[test]
fn a_count_that_makes_no_sense_is_refused() {
    for (count, wanted) in [
        (3, "`at_least` wants 3 of 2 conditions and can never hold"),
        (1, "`at_least` counts from 2, not 1; for one, write `any`"),
    ] {
        let rule = format!(
            "  - {{value: known, when: {{at_least: {{count: {count}, of: [{{signal: met}}, {{signal: question}}]}}}}}}\n"
        );
        let error = pack("counts", &rule).expect_err("refused");
        assert!(error.contains(wanted) && error.contains("labels.yaml:2:"), "{error}");
    }
}

#[test]
fn a_decision_behind_a_smaller_count_is_refused() {
    let of = "of: [{signal: met}, {signal: question}, {signal: article}]";
    let rules = format!(
        "  - {{value: known, when: {{at_least: {{count: 2, {of}}}}}}}\n  - {{value: weak, when: {{at_least: {{count: 3, {of}}}}}}}\n"
    );
    let error = pack("covered-counts", &rules).expect_err("refused");
    assert!(error.contains("entry 2 of `relationship` can never be reached"), "{error}");
}

/// Loads the test pack with a score and a tie from six points on.
fn scored(name: &str, score: &str, range: &str) -> Result<kontakt_check::Pack, String> {
    let folder = Folder::new(name);
    copy(Path::new("tests/pack"), folder.path());
    let labels = fs::read_to_string("tests/pack/labels.yaml").expect("readable");
    let (_, others) = labels.split_once("purpose:").expect("the purpose follows");
    let relationship = format!("relationship:\n  - {{value: known, when: {{score: {range}}}}}\n  - {{value: none}}\n");
    folder.file("labels.yaml", format!("{relationship}purpose:{others}"));
    folder.file("scores.yaml", format!("tie: {score}\n"));
    let errors = |errors: Vec<_>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    load_pack(&[folder.path().to_path_buf()]).map_err(errors)
}

#[test]
fn points_add_up_and_the_weightiest_sentence_is_quoted() {
    let score = "{says: {known: 9, purpose: 1}, signals: {question: 4, add-me: 3, placeholder: -5}}";
    let pack = scored("points", score, "{of: tie, min: 6}").expect("the pack loads");
    let mut checker = Checker::new(&pack);
    for (text, reason) in [
        ("We met in Bath.", "You know each other: “We met”."),
        ("Which pump do you use? Which size do you use?", "The text names no acquaintance."),
        ("Your article on pumps! Which pump do you use?", "The text names no acquaintance."),
        (
            "I'd like to add you to my network. Your article on pumps! Which pump do you use?",
            "You know each other: “Which pump do you use”.",
        ),
        ("[Name], which one? Which pump do you use? Add you to my network!", "The text names no acquaintance."),
        ("[Name], we met in Bath. Which pump do you use?", "You know each other: “we met”."),
    ] {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(kontakt_check::Language::En);
        assert_eq!(checker.check(&draft).reasons, [reason], "{text}");
    }
}

/// Checks the verdicts on English texts.
fn are_judged(pack: &kontakt_check::Pack, cases: &[(&str, VerdictKind)]) {
    let mut checker = Checker::new(pack);
    for (text, verdict) in cases {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(kontakt_check::Language::En);
        assert_eq!(checker.check(&draft).verdict, *verdict, "{text}");
    }
}

#[test]
fn a_signal_may_tell_something_else_where_it_is_said() {
    let score = "{says: {known: 5}, signals: {question: -4, add-me: 6}, if_said: {question: 3, add-me: -9}}";
    let pack = scored("if-said", score, "{of: tie, min: 4}").expect("the pack loads");
    let cases = [
        ("We met in Bath.", VerdictKind::AddAsContact),
        ("We met in Bath. Which pump do you use?", VerdictKind::AddAsContact),
        ("I'd like to add you to my network.", VerdictKind::AddAsContact),
        ("I'd like to add you to my network. Which pump do you use?", VerdictKind::MessageFirst),
        ("We met in Bath. I'd like to add you to my network.", VerdictKind::MessageFirst),
    ];
    are_judged(&pack, &cases);
}

#[test]
fn two_signals_may_tell_together_what_neither_does_alone() {
    let score = "{signals: {question: 4, add-me: 3}, together: {placeholder: {question: 3}, add-me: {question: -6}}}";
    let pack = scored("together", score, "{of: tie, min: 6}").expect("the pack loads");
    let cases = [
        ("Which pump do you use?", VerdictKind::MessageFirst),
        ("Your pump, [Name]!", VerdictKind::MessageFirst),
        ("[Name]! Which pump do you use?", VerdictKind::AddAsContact),
        ("[Name]! I'd like to add you to my network.", VerdictKind::MessageFirst),
        ("[Name]! I'd like to add you to my network. Which pump do you use?", VerdictKind::MessageFirst),
    ];
    are_judged(&pack, &cases);
}

#[test]
fn what_no_phrase_says_is_marked_by_its_sentence() {
    let mut checker = Checker::new(kontakt_check::builtin_pack());
    let text = "We have never met. There is a whole lot of goodness between your world and mine, and both of us should not \
                leave it there.";
    let report = checker.check(&Draft::new("draft", text));
    let vague = report.findings.iter().find(|finding| finding.rule == "vague-benefit").expect("it is vague");
    let quote =
        "“There is a whole lot of goodness between your world and mine, and both of us should not leave it there”";
    assert!(vague.message.starts_with(quote), "{vague:?}");
    assert_eq!(vague.span.map(|span| span.of(text)), Some(quote.trim_matches(['“', '”'])));
    for file in ["mixed15", "mixed16", "mixed53"] {
        let rows = fs::read_to_string(format!("tests/corpus/{file}.jsonl")).expect("readable");
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
            let report = checker.check(&Draft::new("draft", row["text"].as_str().expect("a text")));
            let empty = report.findings.iter().find(|one| one.message.contains("“”") || one.message.contains("„“"));
            assert!(empty.is_none(), "{row}: {empty:?}");
        }
    }
}

#[test]
fn cues_count_once_in_drafts_in_their_language() {
    let cues = r#"{de: {the: 9}, en: {the: 3, a: -2, valve: 3, "don't": 6, our café: 6, ^ so: 6, there $: 6, "@number pumps": 6,
        "hi @slot": 6, "@slot $": -6}}"#;
    let pack = scored("cues", &format!("{{signals: {{question: 2}}, cues: {cues}}}"), "{of: tie, min: 6}");
    let pack = pack.expect("the pack loads");
    let mut checker = Checker::new(&pack);
    for (text, lang, tie) in [
        ("The valve leaks.", kontakt_check::Language::En, Some("“The valve leaks”")),
        ("The pump leaks, the pump!", kontakt_check::Language::En, None),
        ("The valve leaks, a pity.", kontakt_check::Language::En, None),
        ("The pump leaks.", kontakt_check::Language::De, Some("„The pump leaks“")),
        ("I don’t mind.", kontakt_check::Language::En, Some("“I don’t mind”")),
        ("I don. 't is.", kontakt_check::Language::En, None),
        ("See you in OUR cafe!", kontakt_check::Language::En, Some("“See you in OUR cafe”")),
        ("It is our. Café Mozart.", kontakt_check::Language::En, None),
        ("It is our 2 café.", kontakt_check::Language::En, None),
        ("It is our [name] café.", kontakt_check::Language::En, None),
        ("It is our x.com café.", kontakt_check::Language::En, None),
        // Where a sentence begins and ends, numbers and slots.
        ("It leaks. So it is.", kontakt_check::Language::En, Some("“So it is”")),
        ("It is so.", kontakt_check::Language::En, None),
        ("It leaks in there.", kontakt_check::Language::En, Some("“It leaks in there”")),
        ("In there it leaks.", kontakt_check::Language::En, None),
        ("It is in there", kontakt_check::Language::En, Some("“It is in there”")),
        ("There are 24 pumps.", kontakt_check::Language::En, Some("“There are 24 pumps”")),
        ("There are two pumps, and 24.", kontakt_check::Language::En, None),
        ("Hi [Name], it leaks.", kontakt_check::Language::En, Some("“Hi [Name], it leaks”")),
        ("Hi [Name].", kontakt_check::Language::En, None),
        ("Hi name, it leaks.", kontakt_check::Language::En, None),
        // The sentence with most points is quoted.
        ("Which pump do you use? The valve!", kontakt_check::Language::En, Some("“The valve”")),
    ] {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(lang);
        let report = checker.check(&draft);
        let quoted = report.reasons.iter().any(|reason| tie.is_some_and(|tie| reason.contains(tie)));
        assert_eq!(
            (report.verdict == VerdictKind::AddAsContact, quoted),
            (tie.is_some(), tie.is_some()),
            "{text}: {report:?}"
        );
    }
    let long = format!("The pump leaks.\n\n{}\n\nSo does the valve.", "It drips on and on. ".repeat(70_000));
    let mut draft = Draft::new("long", &long);
    draft.facts.lang = Some(kontakt_check::Language::En);
    assert_eq!(checker.check(&draft).verdict, VerdictKind::AddAsContact, "pieces of a long draft are one draft");
}

#[test]
fn of_the_sentences_the_one_that_tells_most_counts() {
    let score = r#"{cues: {en: {perhaps: -3}}, sentence: {en: {our: 4, "our café": 4, maybe: -6, perhaps: 1}}}"#;
    let pack = scored("sentence", score, "{of: tie, min: 8}").expect("the pack loads");
    let mut checker = Checker::new(&pack);
    for (text, quote) in [
        ("I am well. Our café is open.", Some("“Our café is open”")),
        ("Our shop and our house and our dog.", None),
        ("It was our. Café it was.", None),
        ("Maybe our café is open.", None),
        ("Maybe. Our café is open.", Some("“Our café is open”")),
        ("Maybe our café is open. Is our café open?", Some("“Is our café open”")),
        ("Our café is open, our café!", Some("“Our café is open, our café”")),
        // In the whole draft, too, it counts once.
        ("Perhaps. Perhaps. Our café is open.", None),
        ("Maybe. Maybe. Maybe.", None),
    ] {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(kontakt_check::Language::En);
        let report = checker.check(&draft);
        assert_eq!(report.verdict == VerdictKind::AddAsContact, quote.is_some(), "{text}: {report:?}");
        assert!(report.reasons[0].contains(quote.unwrap_or("no acquaintance")), "{text}: {report:?}");
    }
}

#[test]
fn the_sentence_that_tells_most_is_sought_in_all_pieces_and_among_a_thousand() {
    let score = r#"{sentence: {en: {our: 4, "our café": 4, maybe: -6}}}"#;
    let pack = scored("sentences", score, "{of: tie, min: 8}").expect("the pack loads");
    let mut checker = Checker::new(&pack);
    let mut check = |text: &str| {
        let mut draft = Draft::new("draft", text);
        draft.facts.lang = Some(kontakt_check::Language::En);
        let report = checker.check(&draft);
        (report.verdict == VerdictKind::AddAsContact, report.reasons[0].clone())
    };
    let quoted = (true, "You know each other: “Our café is open”.".to_owned());
    // In the second piece of a long draft.
    let sentence = format!("It drips{}.\n\n", " and drips".repeat(2_000));
    assert_eq!(check(&format!("{}Our café is open.", sentence.repeat(60))), quoted);
    // With a blank that nobody sees, the quotation has it, too.
    assert_eq!(check("Maybe. Our ca\u{200b}fé is open.").1, "You know each other: “Our ca\u{200b}fé is open”.");
    assert_eq!(check(&format!("{}Our café is open.", "It drips. ".repeat(999))), quoted);
    assert!(!check(&format!("{}Our café is open.", "It drips. ".repeat(1000))).0);
    assert!(!check(&format!("Maybe. {}Maybe our café is open.", "It drips. ".repeat(1000))).0);
}

#[test]
fn a_reason_says_no_more_than_the_text_does() {
    let mut checker = Checker::new(kontakt_check::builtin_pack());
    for (text, reason) in [
        ("Hallo Eva, wir haben drei Jahre zusammen bei Ott gearbeitet.", "Sie kennen sich: „"),
        ("Nine drafts so far, back and forth.", "It reads as if you are already in touch: “Nine drafts so far"),
        ("Ich habe Ihren Vortrag gehört.", "Etwas verbindet Sie („Ihren Vortrag gehört“)"),
    ] {
        let report = checker.check(&Draft::new("draft", text));
        assert!(report.reasons[0].starts_with(reason), "{text}: {:?}", report.reasons);
    }
}

#[test]
fn a_score_that_makes_no_sense_is_refused() {
    for (score, range, wanted) in [
        ("{signals: {met: 5}}", "{of: tei, min: 6}", "unknown score `tei`, did you mean `tie`?"),
        ("{signals: {met: 5}}", "{of: tie}", "`score` needs a bound, `min` or `max`"),
        ("{signals: {met: 5}}", "{of: tie, min: 6, max: 5}", "`min` is more than `max`, which can never hold"),
        ("{signals: {mett: 5}}", "{of: tie, min: 6}", "unknown signal `mett`, did you mean `met`?"),
        ("{signals: {met: 5, met: 6}}", "{of: tie, min: 6}", "duplicate key `met`"),
        ("{says: {konwn: 5}}", "{of: tie, min: 6}", "nothing says `konwn`: expected one of known, exchanged"),
        ("{cues: {en: {our: 5, Our: 4}}}", "{of: tie, min: 6}", "the cue `Our`: it is listed twice"),
        ("{cues: {de: {auf der Messe: 5}}}", "{of: tie, min: 6}", "the cue `auf der Messe`: a cue is one word, or two"),
        ("{cues: {en: {24 hours: 5}}}", "{of: tie, min: 6}", "the cue `24 hours`: a cue has letters only"),
        ("{cues: {en: {so ^: 5}}}", "{of: tie, min: 6}", "the cue `so ^`: `^` stands before a word"),
        ("{sentence: {en: {our: 5, Our: 4}}}", "{of: tie, min: 6}", "the cue `Our`: it is listed twice"),
        ("{cues: {en: {our: 500}}}", "{of: tie, min: 6}", "expected i8"),
        (
            "{if_said: {met: 3}}",
            "{of: tie, min: 6}",
            "`if_said` never counts: under `says` stands nothing that could be said",
        ),
        ("{says: {known: 5}, if_said: {qestion: 3}}", "{of: tie, min: 6}", "unknown signal `qestion`"),
        ("{together: {met: {met: 3}}}", "{of: tie, min: 6}", "`met` cannot come together with itself"),
        ("{together: {met: {qestion: 3}}}", "{of: tie, min: 6}", "unknown signal `qestion`, did you mean `question`?"),
        (
            "{together: {met: {question: 3}, question: {met: 2}}}",
            "{of: tie, min: 6}",
            "`question` and `met` are given points together twice",
        ),
    ] {
        let error = scored("scores", score, range).expect_err("refused");
        let file = if score.starts_with("{signals: {met: 5}}") { "labels.yaml:" } else { "scores.yaml:" };
        assert!(error.contains(wanted) && error.contains(file), "{error}");
    }
}

#[test]
fn scores_that_the_labels_ask_for_cannot_be_left_out() {
    let folder = Folder::new("no-scores");
    folder.file("pack.yaml", "extends: builtin\n");
    folder.file("scores.yaml", "mine: {signals: {greeting: 5}}\n");
    let errors = load_pack(&[folder.path().to_path_buf()]).expect_err("refused");
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|one| one.contains("scores.yaml: the score `tie` is missing, which other rules ask for")),
        "{told:?}"
    );
}

#[test]
fn every_fault_of_the_scores_is_told() {
    let error = scored("two-faults", "{signals: {mett: 5}}\nmine: {signals: {qestion: 5}}", "{of: tie, min: 6}");
    let error = error.expect_err("refused");
    assert!(error.contains("unknown signal `mett`") && error.contains("unknown signal `qestion`"), "{error}");
}

#[test]
fn a_signal_of_your_own_counts_by_what_it_says() {
    let folder = Folder::new("own-tie");
    folder.file("pack.yaml", "extends: builtin\n");
    fs::create_dir_all(folder.path().join("signals")).expect("writable");
    let signal = |says: &str| {
        format!(
            "id: zug-elf\n{says}title: {{de: Zug elf, en: platoon eleven}}\npatterns:\n  de: [\"Zug elf\"]\nexamples:\n  \
             de: {{match: [\"«Zug elf» grüßt.\"], ignore: [\"Der Zug kam um elf.\"]}}\n"
        )
    };
    for (says, verdict) in [("says: known\n", VerdictKind::AddAsContact), ("", VerdictKind::MessageFirst)] {
        folder.file("signals/zug-elf.yaml", signal(says));
        let pack = load_pack(&[folder.path().to_path_buf()]).expect("the pack loads");
        let report = Checker::new(&pack).check(&Draft::new("draft", "Hallo Ada, Zug elf grüßt Dich."));
        assert_eq!(report.verdict, verdict, "{says}");
    }
}

#[test]
fn the_builtin_rules_tell_a_scene_from_nearly_the_same_words_of_a_stranger() {
    let mut checker = Checker::new(kontakt_check::builtin_pack());
    for (text, quote) in [
        ("Nine drafts so far, back and forth.", Some("“Nine drafts so far, back and forth”")),
        ("You on the stove, me on the till, and the cake held since.", Some("“You on the stove, me on the till”")),
        (
            "Sie sagten in der Zehnten immer zu mir, aus mir werde nichts.",
            Some("„Sie sagten in der Zehnten immer zu mir, aus mir werde nichts“"),
        ),
        ("Nine drafts so far, and no reply.", None),
        ("In my dream you sat on the stove, me on the till.", None),
        ("Sie sagten in der Zehnten zu allen, aus uns werde nichts.", None),
        ("Our clients love table 9, the cake held.", None),
        ("Our clients love the cake at table 9.", None),
        ("Hallo Ada, ich wollte dich grüßen.", None),
    ] {
        let report = checker.check(&Draft::new("draft", text));
        assert_eq!(report.verdict == VerdictKind::AddAsContact, quote.is_some(), "{text}");
        assert!(report.reasons[0].contains(quote.unwrap_or_default()), "{text}: {:?}", report.reasons);
    }
}
