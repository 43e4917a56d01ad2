//! A user's pack that is compiled alone and searched beside the built-in one judges as if everything had
//! been compiled together.
#![allow(clippy::expect_used, reason = "the helpers of this file are tests, too")]

use std::fs;
use std::path::{Path, PathBuf};

use kontakt_check::{Checker, Draft, DraftReport, Pack, load_pack, load_pack_anew};

/// A pack that does everything a manifest can do, with rules of its own.
const MANIFEST: &str = r#"
disable: [named-work, negated, too-long]
severity: {vague-benefit: error}
params: {too-short: {max_words: 30}}
vocabulary:
  de: {treff: [Stammtisch, "runder Tisch", "Grill*"]}
  en: {outing: [barbecue, "pub quiz"]}
add_phrases:
  - to: met-in-person
    patterns: {de: ["beim {treff}", "{had} ...4 {treff}"], en: ["at the {outing}"]}
    examples: {}
  - to: hoped
    patterns: {de: ["irgendwann einmal"], en: ["one fine day"]}
    examples: {}
guards:
  - id: only-kidding
    title: {de: im Scherz, en: a joke}
    where: in-sentence
    patterns: {de: [Scherz, "war nur Spaß"], en: [kidding]}
    except: {de: ["kein Scherz"]}
signals:
  - id: talks-of-weather
    says: purpose
    title: {de: Wetter, en: weather}
    void_if: [only-kidding, asked]
    patterns:
      de: ["(Wetter|Regen|Sonne*) ...3 (Sie|Ihnen|Ihr*)", {regex: "\\b\\d{1,2}\\. ?Mai\\b", needs: "Mai"}]
      en: ["(weather|rain)", {all: ["(I|we)", "{you}"], not: ["never"]}]
    examples: {de: {match: ["«Wetter, Sie»"], ignore: [x]}, en: {match: ["«rain»"], ignore: [x]}}
  - id: sends-something
    replaces: true
    says: offer
    title: {de: schickt, en: sends}
    void_if: [only-kidding]
    patterns: {de: ["(schicke|sende|maile) ...4 (Ihnen|dir)"], en: ["(send|mail) you"]}
    examples: {de: {match: ["«schicke Ihnen»"], ignore: [x]}, en: {match: ["«send you»"], ignore: [x]}}
checks:
  - id: weather-again
    severity: hint
    when: {all: [{signal: talks-of-weather}, {not: {signal: met-in-person}}]}
    marks: talks-of-weather
    title: {de: Wetter, en: Weather}
    message: {de: "„{quote}“ ist Wetter.", en: "“{quote}” is weather."}
    help: {de: x, en: x}
    why: {de: x, en: x}
    source: x
    examples: {}
decisions:
  - id: weather-friends
    when: {all: [{signal: talks-of-weather}, {says: weak}]}
    verdict: add_as_contact
    reason: {de: Wetter, en: weather}
"#;

/// A second pack on top of the first: it replaces what that added and turns around what that did.
const SECOND: &str = r#"
disable: [talks-of-weather, only-kidding]
add_phrases:
  - to: named-work
    patterns: {de: ["Ihr (Buch|Vortrag)"], en: ["your (book|talk)"]}
    examples: {}
  - to: talks-of-weather
    patterns: {en: ["your (weather|profile)"]}
    examples: {}
checks:
  - id: generic-request
    replaces: true
    severity: error
    when: {says: generic}
    title: {de: Stock, en: Stock}
    message: {de: x, en: x}
    help: {de: x, en: x}
    why: {de: x, en: x}
    source: x
    examples: {}
verdict: replace
decisions:
  - {id: all-new, when: {read: {relationship: [known, ongoing]}}, verdict: add_as_contact, reason: {de: kennt, en: knows}}
  - {id: else, verdict: message_first, reason: {de: sonst, en: else}}
"#;

/// Texts that the packs above speak of.
const TEXTS: &[&str] = &[
    "Das Wetter wird Ihnen gefallen, der Regen bei Ihnen auch. Am 3. Mai?",
    "Schönes Wetter für Sie. Kein Scherz, ich schicke das Buch Ihnen. Ist das Wetter bei Ihnen gut?",
    "Wir haben uns beim Stammtisch gesehen. Beim Grillfest in [Stadt] auch. Irgendwann einmal treffen wir uns.",
    "We and you met at the pub quiz. I never saw you. I'll send you the rain, only kidding. Your weather, your talk!",
    "{{Wetter}} bei Ihnen, [Stammtisch] und [Sonnenschein Ihrer Firma].",
];

fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layers").join(name);
    let _ = fs::remove_dir_all(&path);
    for (file, text) in files {
        let file = path.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    path
}

/// Of the drafts of the corpora, every so many are judged: each is judged several times here.
const EVERY: usize = 11;

fn texts() -> Vec<String> {
    let corpora = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")).expect("there");
    let files = corpora
        .map(|file| file.expect("readable").path())
        .filter(|file| file.extension().is_some_and(|e| e == "jsonl"));
    let mut drafts = Vec::new();
    for file in files {
        for line in fs::read_to_string(&file).expect("readable").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            drafts.push(row["text"].as_str().expect("a text").to_owned());
        }
    }
    let own = TEXTS.iter().map(|text| (*text).to_owned());
    let texts: Vec<_> = own.chain(drafts.into_iter().step_by(EVERY)).collect();
    assert!(texts.len() > 500, "the corpora are there");
    texts
}

fn reports(pack: &Pack, texts: &[String]) -> Vec<DraftReport> {
    let mut checker = Checker::new(pack).verbose(true);
    texts.iter().map(|text| checker.check(&Draft::new("draft", text))).collect()
}

/// Checks all texts with the packs loaded both ways; returns how many reports the packs changed.
fn check(paths: &[PathBuf]) -> usize {
    let texts = texts();
    let beside = reports(&load_pack(paths).expect("valid"), &texts);
    let anew = reports(&load_pack_anew(paths).expect("valid"), &texts);
    for ((one, other), text) in beside.iter().zip(&anew).zip(&texts) {
        assert_eq!(one, other, "{text}");
    }
    let plain = reports(kontakt_check::builtin_pack(), &texts);
    plain.iter().zip(&beside).filter(|(one, other)| one != other).count()
}

#[test]
fn a_pack_beside_the_built_in_one_judges_as_if_compiled_with_it() {
    let first = folder("first", &[("pack.yaml", MANIFEST)]);
    assert!(check(std::slice::from_ref(&first)) > 100, "the pack makes a difference");
    let second = folder("second", &[("pack.yaml", SECOND)]);
    assert!(check(&[first, second.clone()]) > 500, "a pack upon a pack, too");
}

#[test]
fn whole_files_replace_what_is_extended() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let read = |name: &str| fs::read_to_string(rules.join(name)).expect("readable");
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let labels = fs::read_to_string(built_in.join("labels.yaml")).expect("readable");
    let labels = labels.replacen("value: known", "value: weak", 1);
    let scores = fs::read_to_string(built_in.join("scores.yaml")).expect("readable");
    let other_points = scores.replacen("says: {known", "says: {weak", 1);
    let one_more = format!("{scores}mine: {{signals: {{greeting: 5}}, cues: {{en: {{thank you: 4}}}}}}\n");
    let messages = "verdict: {de: Urteil!, en: Verdict!}\n";
    let files =
        [("labels.yaml", labels.as_str()), ("messages.yaml", messages), ("channels.yaml", &read("channels.yaml"))];
    check(&[folder("files", &files)]);
    check(&[folder("points", &[("scores.yaml", other_points.as_str())])]);
    let asked = labels.replacen("{of: tie, min", "{of: mine, min", 1);
    check(&[folder("both", &[("scores.yaml", one_more.as_str()), ("labels.yaml", asked.as_str())])]);
    check(&[folder("one-more", &[("scores.yaml", one_more.as_str())])]);
    let text = fs::read_to_string(built_in.join("text.yaml")).expect("readable");
    check(&[folder("cutting", &[("text.yaml", &text), ("pack.yaml", MANIFEST)])]);
}

#[test]
fn the_example_pack_and_faults_are_the_same_both_ways() {
    check(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pack")]);
    for (name, text) in [
        ("unknown-rule", "disable: [no-such-rule]"),
        (
            "unknown-vocabulary",
            "add_phrases: [{to: met-in-person, patterns: {de: ['{weekdya} Treffen']}, examples: {}}]",
        ),
        ("taken-vocabulary", "vocabulary: {de: {weekday: [Mo]}}"),
        ("unknown-parameter", "params: {too-short: {least: 3}}"),
        ("taken-decision", "decisions: [{id: x, replaces: true, verdict: message_first, reason: {de: x, en: x}}]"),
        ("unreachable", "decisions: [{id: x, verdict: message_first, reason: {de: x, en: x}}]"),
    ] {
        let pack = [folder(name, &[("pack.yaml", text)])];
        let told = |loaded: Result<Pack, Vec<_>>| {
            let errors: Vec<kontakt_check::PackError> = loaded.expect_err(name);
            errors.iter().map(|error| error.what.clone()).collect::<Vec<_>>()
        };
        assert_eq!(told(load_pack(&pack)), told(load_pack_anew(&pack)), "{name}");
    }
}
