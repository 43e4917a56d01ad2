//! What the program prints: golden files for people, the schema for machines. After a wanted change:
//! `SNAPSHOTS=overwrite cargo test --test all output`.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::path::Path;

use serde_json::{Value, json};
use snapbox::{Data, assert_data_eq};
use unicode_width::UnicodeWidthStr;

use crate::support::{self, Folder, finish, pipe, program, run};

const STRANGER: &str = "Guten Tag Herr Dr. Öhler 😀,\n\nich würde mich freuen, wenn Sie mich in Ihr Netzwerk \
                        aufnehmen. Wir haben uns nie getroffen.\n\nGrüße von [Name]\n";
const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen und lange über Pumpen gesprochen.\n";
const ENGLISH: &str = "Hi Jo,\n\nI read your article on pumps and we like it. Which pump do you have?\n";

/// Compares with a golden file; whatever people read fits the columns of a terminal.
fn golden(name: &str, out: &str) {
    let wide: Vec<_> = out.lines().filter(|line| line.width() > 80).collect();
    assert!(wide.is_empty(), "{name}: {wide:#?}");
    assert_data_eq!(out.to_owned(), Data::read_from(&Path::new("tests/golden").join(name), None));
}

#[test]
fn people_read_findings_a_checklist_and_the_next_step() {
    let named = |text, args: &[&str]| pipe(&[&["--stdin-filename=draft.txt"], args].concat(), text).out;
    golden("stranger.txt", &named(STRANGER, &[]));
    golden("stranger-quiet.txt", &named(STRANGER, &["--quiet"]));
    golden("stranger-verbose.txt", &named(STRANGER, &["--verbose", "--platform=xing", "--account=basic"]));
    golden("good.txt", &named(GOOD, &[]));
    golden("good-letter-wrong-button.txt", &named(ENGLISH, &[]));
    golden("good-message.txt", &named(ENGLISH, &["--intent=message", "--lang=de"]));
    golden("acquaintance.txt", &named("Hallo Uta [Name]!", &["--relationship=known"]));
    assert_eq!(named(GOOD, &["--quiet"]), "");
}

#[test]
fn several_drafts_are_parted_and_counted() {
    let folder = Folder::new("several");
    folder.file("a.txt", STRANGER);
    folder.file("b.txt", GOOD);
    folder.file("c.txt", ENGLISH);
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let mut command = program();
    command.current_dir(folder.path()).arg("--rules").arg(pack).args(["a.txt", "b.txt", "c.txt"]);
    golden("several.txt", &finish(&mut command, b"").out);
}

#[test]
fn rules_are_explained() {
    for (name, args) in [
        ("explain-signal.txt", &["explain", "met", "--lang=de"][..]),
        ("explain-guard.txt", &["explain", "negated"]),
        ("explain-check.txt", &["explain", "too-short"]),
        ("explain-decision.txt", &["explain", "acquainted"]),
        ("explain-limit.txt", &["explain", "linkedin-note"]),
        ("rules.txt", &["rules"]),
    ] {
        golden(name, &run(args).out);
    }
    let list = run(&["rules", "--format=json"]).json();
    for rule in list.as_array().expect("a list") {
        let id = rule["id"].as_str().expect("an id");
        let answer = run(&["explain", id, "--format=json"]).json();
        assert_eq!((&answer["id"], &answer["kind"]), (&rule["id"], &rule["kind"]));
    }
    let answer = run(&["explain", "leftover-slots"]);
    assert!(answer.code == 2 && answer.err.contains("did you mean `leftover-slot`?"), "{answer:?}");
}

#[test]
fn a_signal_tells_its_points() {
    for (id, sign) in [("back-then", '+'), ("reader-of-work", '-')] {
        let out = finish(program().args(["explain", id, "--lang=en"]), b"").out;
        assert!(out.contains(&format!("points for: tie ({sign}")), "{out}");
        let answer = finish(program().args(["explain", id, "--format=json"]), b"").json();
        let uses = answer["used_by"].as_array().expect("a list").iter();
        let points: Vec<_> =
            uses.filter(|one| one["by"] == "score" && one["id"] == "tie").map(|one| one["points"].as_i64()).collect();
        assert!(matches!(points[..], [Some(points)] if points.is_positive() == (sign == '+')), "{answer}");
    }
}

#[test]
fn a_signal_tells_with_which_others_it_has_points() {
    let scores = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/scores.yaml");
    let scores: serde_yaml::Value =
        serde_yaml::from_str(&std::fs::read_to_string(scores).expect("readable")).expect("YAML");
    let pairs = scores["tie"]["together"].as_mapping().expect("pairs");
    let (one, others) = pairs.iter().next().expect("a pair");
    let (other, points) = others.as_mapping().and_then(|others| others.iter().next()).expect("another");
    let [one, other] = [one, other].map(|id| id.as_str().expect("an id"));
    let points = points.as_i64().expect("a number");
    for (id, with) in [(one, other), (other, one)] {
        let out = finish(program().args(["explain", id, "--lang=en"]), b"").out;
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(&format!("tie + {with} ({points:+})")), "{out}");
    }
}

#[test]
fn a_signal_tells_its_points_beside_a_phrase() {
    let scores = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/scores.yaml");
    let scores: serde_yaml::Value =
        serde_yaml::from_str(&std::fs::read_to_string(scores).expect("readable")).expect("YAML");
    let points = scores["tie"]["if_said"].as_mapping().and_then(|points| points.iter().next());
    let (id, points) = points.expect("a signal with its points");
    let (id, points) = (id.as_str().expect("an id"), points.as_i64().expect("a number"));
    let out = finish(program().args(["explain", id, "--lang=en"]), b"").out;
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains(&format!("tie + known / exchanged / ongoing ({points:+})")), "{out}");
}

#[test]
fn every_builtin_rule_is_explained_in_words_and_every_message_is_there() {
    for language in ["de", "en"] {
        let list = finish(program().args(["rules", "--format=json"]), b"").json();
        let kinds = ["check", "signal", "guard", "decision", "limit"];
        for kind in kinds {
            let of_kind = list.as_array().into_iter().flatten().find(|rule| rule["kind"] == kind);
            let Some(id) = of_kind.and_then(|rule| rule["id"].as_str()) else { continue };
            let out = finish(program().args(["explain", id, "--lang", language]), b"").out;
            let keys = ["heading-", "where-", "kind-", "legend-", "example-match", "example-ignore"];
            let missing: Vec<_> =
                keys.iter().filter(|key| out.lines().any(|line| line.trim().starts_with(*key))).collect();
            assert!(missing.is_empty(), "{id} {language}: {missing:?}\n{out}");
        }
    }
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let colored = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = program();
        command.args(support::PACK).args(args).envs(variables.iter().copied());
        finish(&mut command, STRANGER.as_bytes()).out.contains('\u{1b}')
    };
    assert!(colored(&["--color=always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[]), "a pipe is no terminal");
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn nothing_in_a_draft_or_a_name_reaches_the_terminal() {
    let text = "Hallo [\u{1b}[2Jx], wir haben uns\u{202e} in \u{9b}31m Ulm\u{200b} getroffen\u{7}.";
    let folder = Folder::new("hostile");
    let path = folder.file("a\u{1b}[31m\u{202e}.txt", text);
    for args in [&[&path, "-v"][..], &[&path, "no\u{1b}such"], &[&path, &path]] {
        let answer = run(args);
        let harmful = |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{200b}' | '\u{202e}');
        let found: Vec<_> = answer.out.chars().chain(answer.err.chars()).filter(harmful).collect();
        assert!(found.is_empty(), "{found:?} in {answer:?}");
        assert!(format!("{}{}", answer.out, answer.err).contains("\\u{"), "{answer:?}");
    }
}

fn validator(of: &str) -> jsonschema::Validator {
    let schema = run(&["schema", of]).json();
    jsonschema::validator_for(&schema).expect("a valid schema")
}

#[test]
fn reports_fit_their_schema() {
    let validator = validator("report");
    for args in [&["--format=json"][..], &["--format=json", "-v", "--platform=linkedin", "--exchanges=3", "--template"]]
    {
        let answer = pipe(args, STRANGER);
        let report = answer.json();
        assert!(
            validator.is_valid(&report),
            "{:?}",
            validator.iter_errors(&report).next().map(|error| error.to_string())
        );
        assert_eq!(report["version"], 1);
        let draft = &report["drafts"][0];
        for finding in draft["findings"].as_array().expect("a list") {
            assert!(finding["span"].is_null() == finding["line"].is_null(), "no place is faked: {finding}");
        }
        let labels: Vec<_> = draft["labels"].as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(labels, ["expectation", "generic", "offer", "purpose", "relationship", "vague"]);
    }
    assert!(!validator.is_valid(&json!({"version": 1, "drafts": [{"name": "x"}]})));
}

#[test]
fn rule_files_fit_their_schema() {
    let (rules, pack) = (validator("rules"), validator("pack"));
    for folder in ["rules", "tests/pack", "examples/pack"] {
        for file in yaml_files(Path::new(folder)) {
            let text = std::fs::read_to_string(&file).expect("readable");
            let value: Value = serde_yaml::from_str(&text).expect("YAML");
            assert!(rules.is_valid(&value), "{} fits no sort of rule file", file.display());
            assert!(!file.ends_with("pack.yaml") || pack.is_valid(&value), "{}", file.display());
        }
    }
    for odd in [json!({"id": "x", "titel": "y"}), json!({"disable": "x", "sevrity": {}}), json!({"de": 1})] {
        assert!(!rules.is_valid(&odd) && !pack.is_valid(&odd), "{odd}");
    }
}

fn yaml_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if entry.is_dir() {
            files.extend(yaml_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "yaml") {
            files.push(entry);
        }
    }
    files
}
