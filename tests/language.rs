//! All language knowledge is data: the program judges the same when every word is spelt with other
//! letters, in the rules and in the drafts alike. A German or English word in the Rust code, matched
//! anywhere on the way from a draft to its report, would break that.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use kontakt_check::{Checker, Draft, DraftReport, load_pack};
use serde_yaml::Value;

/// Each of these letters is spelt as the next one. The others stay: folding joins them with letters
/// beyond ASCII (ü is ue, ß is ss, é is e, ç is c, ñ is n).
const LETTERS: [char; 16] = ['b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'p', 'q', 'r', 't', 'v', 'w', 'x'];

fn respell(text: &str) -> String {
    let next = |c: char| {
        let at = LETTERS.iter().position(|letter| *letter == c.to_ascii_lowercase())?;
        let new = LETTERS[(at + 1) % LETTERS.len()];
        Some(if c.is_ascii_uppercase() { new.to_ascii_uppercase() } else { new })
    };
    text.chars().map(|c| next(c).unwrap_or(c)).collect()
}

/// Respells a phrase: everything but the names of kinds of words and of word lists.
fn respell_phrase(phrase: &str) -> String {
    let (mut text, mut word, mut name) = (String::new(), String::new(), false);
    for c in phrase.chars() {
        let ends = if name { !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_')) } else { matches!(c, '@' | '{') };
        if ends {
            text.push_str(&if name { std::mem::take(&mut word) } else { respell(&std::mem::take(&mut word)) });
            name = matches!(c, '@' | '{');
        }
        word.push(c);
    }
    text + &if name { word } else { respell(&word) }
}

/// Applies `change` to every string in a value.
fn each_string(value: &mut Value, change: fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Sequence(list) => list.iter_mut().for_each(|one| each_string(one, change)),
        Value::Mapping(map) => map.values_mut().for_each(|one| each_string(one, change)),
        _ => {}
    }
}

/// Respells the words of a rule file; a raw expression is not made of words and goes, on both sides.
fn respell_rule(folder: &str, rule: &mut Value, change: fn(&str) -> String) {
    match folder {
        "vocabulary" => each_string(rule, change),
        _ => {
            for key in ["patterns", "except"] {
                let languages = rule.get_mut(key).and_then(Value::as_mapping_mut);
                for list in languages.into_iter().flat_map(|map| map.values_mut()).filter_map(Value::as_sequence_mut) {
                    list.retain(|pattern| pattern.get("regex").is_none());
                    for pattern in list {
                        respell_pattern(pattern, change);
                    }
                }
            }
        }
    }
}

fn respell_pattern(pattern: &mut Value, change: fn(&str) -> String) {
    if let Value::String(phrase) = pattern {
        *phrase = change(phrase);
    }
    for key in ["all", "not"] {
        if let Some(phrases) = pattern.get_mut(key) {
            each_string(phrases, change);
        }
    }
}

fn respell_text_rules(rules: &mut Value, change: fn(&str) -> String) {
    for key in ["abbreviations", "clause_breaks", "joins", "subjects", "domains", "language_words"] {
        rules.get_mut(key).into_iter().for_each(|words| each_string(words, change));
    }
    for key in ["words", "kinds", "choosers"] {
        rules["slots"].get_mut(key).into_iter().for_each(|words| each_string(words, change));
    }
    respell_tags(rules, change);
}

/// Respells the words of tags; the marks around them and what the program knows by name stay.
fn respell_tags(rules: &mut Value, change: fn(&str) -> String) {
    for (list, keys) in [("blocks", &["begin", "divide", "otherwise", "end"][..]), ("delimiters", &["never"])] {
        let entries = rules["slots"].get_mut(list).and_then(Value::as_sequence_mut).expect("the list is there");
        for entry in entries {
            for key in keys {
                entry.get_mut(*key).into_iter().for_each(|words| each_string(words, change));
            }
        }
    }
}

/// Respells the words that scores count.
fn respell_cues(scores: &mut Value, change: fn(&str) -> String) {
    for score in scores.as_mapping_mut().into_iter().flat_map(|scores| scores.values_mut()) {
        for kind in ["cues", "sentence"] {
            let languages = score.get_mut(kind).and_then(Value::as_mapping_mut);
            let languages = languages.into_iter().flat_map(|languages| languages.values_mut());
            for cues in languages.filter_map(Value::as_mapping_mut) {
                let respelt = std::mem::take(cues).into_iter();
                cues.extend(
                    respelt.map(|(cue, points)| (change(cue.as_str().expect("a cue is words")).into(), points)),
                );
            }
        }
    }
}

/// Writes the built-in rules, respelt, into a folder of their own.
fn write_pack(name: &str, change: fn(&str) -> String) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&target);
    for folder in ["", "vocabulary", "guards", "signals", "checks"] {
        fs::create_dir_all(target.join(folder)).expect("the folder can be made");
        for file in yaml_files(&Path::new("rules").join(folder)) {
            let mut rule: Value = serde_yaml::from_str(&fs::read_to_string(&file).expect("readable")).expect("YAML");
            let name = file.file_name().expect("a file").to_owned();
            match folder {
                "" if name == "text.yaml" => respell_text_rules(&mut rule, change),
                "" if name == "scores.yaml" => respell_cues(&mut rule, change),
                "" | "checks" => {}
                _ => respell_rule(folder, &mut rule, change),
            }
            // JSON is YAML, too.
            fs::write(target.join(folder).join(name), serde_json::to_string(&rule).expect("JSON")).expect("written");
        }
    }
    target
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect();
    files.sort();
    files
}

/// Lists the example drafts, and the texts of the rules' own examples.
fn drafts() -> Vec<String> {
    let files = fs::read_dir("examples/drafts").into_iter().flatten().flatten();
    let mut drafts: Vec<_> = files.filter_map(|file| fs::read_to_string(file.path()).ok()).collect();
    for file in yaml_files(Path::new("rules/signals")) {
        let rule: Value = serde_yaml::from_str(&fs::read_to_string(&file).expect("readable")).expect("YAML");
        let lists =
            ["de", "en"].map(|language| [&rule["examples"][language]["match"], &rule["examples"][language]["ignore"]]);
        let texts = lists.into_iter().flatten().filter_map(Value::as_sequence).flatten().filter_map(Value::as_str);
        drafts.extend(texts.map(|text| text.replace(['«', '»'], "")));
    }
    // An address is known by its form, which is spelt with letters, and so are thousands: `44k`.
    let thousands = |text: &str| text.as_bytes().windows(2).any(|two| two[0].is_ascii_digit() && two[1] == b'k');
    // Letters that are taken for Latin ones spell words that are known, and stay as they are here.
    drafts.retain(|text| !text.contains(|c| matches!(c, '\u{370}'..='\u{52f}')));
    drafts
        .retain(|text| !thousands(text) && !["://", "www.", "@", ".com", ".de"].iter().any(|mark| text.contains(mark)));
    drafts
}

/// What a report says, without the words it says it in.
fn judgement(report: &DraftReport) -> String {
    let evidence: Vec<_> = report.evidence.iter().map(|one| (&one.signal, one.place.span)).collect();
    let findings: Vec<_> = report.findings.iter().map(|finding| (&finding.rule, finding.span)).collect();
    format!("{:?} {:?} {:?} {evidence:?} {findings:?}", report.language, report.verdict, report.labels)
}

#[test]
fn other_letters_are_judged_the_same() {
    let plain = load_pack(&[write_pack("plain", str::to_owned)]).expect("the rules load");
    let respelt = load_pack(&[write_pack("respelt", respell_phrase)]).expect("the respelt rules load");
    let (mut plain, mut respelt) = (Checker::new(&plain), Checker::new(&respelt));
    let (drafts, mut evidence) = (drafts(), 0);
    for text in &drafts {
        let one = plain.check(&Draft::new("draft", text));
        let other = respelt.check(&Draft::new("draft", &respell(text)));
        assert_eq!(judgement(&one), judgement(&other), "{text}\n{}", respell(text));
        evidence += one.evidence.len();
    }
    assert!(drafts.len() > 300 && evidence > 1000, "{} drafts, {evidence} pieces of evidence", drafts.len());
}

#[test]
fn phrases_keep_the_names_of_kinds_and_word_lists() {
    assert_eq!(respell_phrase("wir (@number|{you}) @slot:topic Tag"), "xit (@number|{you}) @slot:topic Vah");
}
