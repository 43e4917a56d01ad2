//! A repository of templates as a whole: several configurations in one run, faulty ones in every format, and
//! the schemas of what is written there and about it.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;

use serde_json::{Value, json};

use crate::support::{FORMATS, Folder, finish, program, run_in};

const STRANGER: &str = "Guten Tag, ich würde Sie gerne zu meinem Netzwerk hinzufügen.";

/// A repository of its own with these files.
fn repository(test: &str, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::repository(&format!("repository_{test}"));
    for (name, content) in files {
        folder.file(name, content);
    }
    folder
}

/// Lists what a JSON Schema finds wrong.
fn faults(of: &str, value: &Value) -> Vec<String> {
    let schema = finish(program().args(["schema", of]), b"").json();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    validator.iter_errors(value).map(|error| error.to_string()).collect()
}

#[test]
fn a_faulty_configuration_is_told_in_every_format() {
    let folder = repository("fault", &[("a.txt", STRANGER), (".kontakt-check.yaml", "rules: {}\nplatfrom: xing\n")]);
    // People read such faults on stderr.
    for format in FORMATS.into_iter().filter(|format| *format != "human") {
        let answer = run_in(&folder, &["--format", format, "--output-file", "out", "a.txt"]);
        let out = fs::read_to_string(folder.path().join("out")).expect("it is written all the same");
        assert_eq!(answer.code, 2, "{format}");
        assert!(out.contains("platfrom") && out.contains(".kontakt-check.yaml"), "{format}: {out}");
        assert!(!out.contains("a.txt"), "{format}: nothing is judged with half a configuration: {out}");
    }
    let answer = run_in(&folder, &["--format=github", "."]);
    assert!(answer.out.starts_with("::error file=.kontakt-check.yaml,line=2,"), "{answer:?}");
    let answer = run_in(&folder, &["--format=sarif", "."]).json();
    let place = &answer["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["locations"][0];
    assert_eq!(place["physicalLocation"]["region"], json!({"startLine": 2, "startColumn": 1}));
    assert_eq!(answer["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn every_draft_fails_by_its_own_configuration() {
    let folder = repository(
        "fail_on",
        &[
            (".kontakt-check.yaml", "fail_on: never\n"),
            ("a.txt", STRANGER),
            ("team/.kontakt-check.yaml", "fail_on: error\npaths: {\"strict/**\": {fail_on: hint}}\n"),
            ("team/b.txt", STRANGER),
            ("team/strict/c.txt", STRANGER),
        ],
    );
    for (drafts, code) in [(&["a.txt", "team/b.txt"][..], 0), (&["team/strict/c.txt"], 1), (&["."], 1)] {
        for format in ["json", "jsonl", "junit"] {
            assert_eq!(run_in(&folder, &[&["--format", format], drafts].concat()).code, code, "{drafts:?} {format}");
        }
    }
    // A test fails where its finding does.
    let tests = run_in(&folder, &["--format=junit", "."]).out;
    let failures = |file: &str| {
        let suite = tests.split("<testsuite ").find(|suite| suite.contains(file)).expect("it is there");
        suite.matches("<failure").count()
    };
    assert_eq!((failures("\"a.txt\""), failures("\"team/b.txt\"")), (0, 0), "{tests}");
    assert!(failures("\"team/strict/c.txt\"") > 2, "{tests}");
    assert_eq!(run_in(&folder, &["--fail-on=warning", "a.txt"]).code, 1, "an option holds for all");
}

#[test]
fn every_draft_is_measured_by_its_own_baseline() {
    let (root, team) = (".kontakt-check-baseline.json", "team/known.json");
    let folder = repository(
        "baselines",
        &[("a.txt", STRANGER), ("team/.kontakt-check.yaml", "baseline: known.json\n"), ("team/b.txt", STRANGER)],
    );
    let answer = run_in(&folder, &["--write-baseline", "."]);
    assert!(answer.code == 0 && answer.err.matches("written, with").count() == 2, "{answer:?}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("it was written");
    assert!(read(root).contains("a.txt") && !read(root).contains("b.txt"), "{}", read(root));
    assert!(read(team).contains("b.txt") && !read(team).contains("a.txt"), "{}", read(team));
    assert_eq!(run_in(&folder, &["team"]).code, 0);
    assert_eq!(run_in(&folder, &["."]).code, 1, "nothing says that a.txt is known");
    folder.file(".kontakt-check.yaml", format!("baseline: {root}\n"));
    for format in ["human", "jsonl"] {
        assert_eq!(run_in(&folder, &["--format", format, "."]).code, 0, "{format}");
    }
    assert_eq!(run_in(&folder, &["--baseline", root, "."]).code, 1, "an option holds for all");

    fs::remove_file(folder.path().join(root)).expect("it was written");
    fs::remove_file(folder.path().join(".kontakt-check.yaml")).expect("it was written");
    assert_eq!(run_in(&folder, &["--write-baseline", "team"]).code, 0);
    assert!(!folder.path().join(root).exists(), "nobody needs the usual one");
}

#[test]
fn what_the_program_writes_is_no_draft() {
    let folder = repository(
        "own_files",
        &[(".kontakt-check.yaml", "baseline: known.json\n"), ("a.txt", STRANGER), ("table.yaml", "rows: 1\n")],
    );
    let written = ["--write-baseline", "--format=json", "--output-file=report.json", "a.txt"];
    assert_eq!(run_in(&folder, &written).code, 0);
    for _ in 0..2 {
        let answer = run_in(&folder, &["--format=json", "--output-file=report.json", "."]);
        assert!(answer.code == 2 && answer.err.matches("error: ").count() == 1, "{answer:?}");
        assert!(answer.err.contains("table.yaml:1"), "what else is no draft is still told: {answer:?}");
    }
    assert_eq!(run_in(&folder, &["known.json"]).code, 2, "who names it means it");
    let answer = run_in(&folder, &["--format=json", "--output-file=./a.txt", "a.txt"]);
    assert!(answer.code == 2 && answer.err.contains("a.txt: the answer would replace a draft"), "{answer:?}");
    assert_eq!(fs::read_to_string(folder.path().join("a.txt")).expect("it is still there"), STRANGER);
}

#[test]
fn the_format_is_that_of_all_configurations_or_none() {
    let folder = repository(
        "format",
        &[
            (".kontakt-check.yaml", "format: concise\n"),
            ("a.txt", STRANGER),
            ("team/.kontakt-check.yaml", "lang: en\n"),
            ("team/b.txt", STRANGER),
        ],
    );
    assert!(run_in(&folder, &["."]).out.starts_with("a.txt:1:"));
    folder.file("team/.kontakt-check.yaml", "lang: en\nformat: json\n");
    let answer = run_in(&folder, &["."]);
    let note = "note: .kontakt-check.yaml:1 says `format: concise`, team/.kontakt-check.yaml:2 `format: json`; \
                --format decides between them\n";
    assert_eq!((answer.code, answer.err.as_str()), (1, note));
    assert!(answer.out.contains("── a.txt"), "{answer:?}");
    assert_eq!(run_in(&folder, &["--format=json", "."]).err, "");
    assert!(run_in(&folder, &["team"]).out.starts_with('{'));
    folder.file("team/.kontakt-check.yaml", "format: jsno\n");
    let answer = run_in(&folder, &["."]);
    assert!(answer.code == 2 && answer.err.contains("team/.kontakt-check.yaml:1:1: there is no form `jsno`"));
}

#[test]
fn mistyped_slots_are_told_with_their_place_and_likely_name() {
    let text = "Hi {{frist_name}},\n\nyour article on {{topic}} is clear. Which tool did you use for {{ Compnay }}?\n";
    let folder = repository("slots", &[("a.txt", text)]);
    let answer = run_in(&folder, &["--template", "--intent=message", "--format=concise", "a.txt"]);
    assert_eq!(
        answer.out,
        "a.txt:1:4: warning[unknown-slot] “{{frist_name}}” is no known placeholder. Probably “first_name” is meant.\n\
         a.txt:3:64: warning[unknown-slot] “{{ Compnay }}” is no known placeholder. Probably “Company” is meant.\n"
    );
    folder.file(".kontakt-check.yaml", "slots: {kinds: {name: [frist_name], company: [compnay]}}\n");
    assert_eq!(run_in(&folder, &["--template", "--intent=message", "a.txt"]).code, 0, "the configuration knows them");
}

#[test]
fn configurations_have_a_schema() {
    let commented = fs::read_to_string("examples/ci/kontakt-check.yaml").expect("the file is there");
    let uncommented: String = commented
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .filter(|line| line.trim_start().split(':').next().is_some_and(|key| !key.contains(' ') && line.contains(':')))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let value = |yaml: &str| serde_yaml::from_str::<Value>(yaml).unwrap_or_else(|error| panic!("{error}: {yaml}"));
    assert!(uncommented.lines().count() > 20, "{uncommented}");
    assert_eq!(faults("configuration", &value(&uncommented)), Vec::<String>::new());
    assert!(faults("configuration", &value("rules: {too-long: false}")).is_empty(), "some tools write `off` so");
    for wrong in ["platfrom: xing", "platform: myspace", "rules: {too-long: of}", "paths: {a: {templat: true}}"] {
        assert!(!faults("configuration", &value(wrong)).is_empty(), "{wrong}");
    }

    let folder = repository("schema", &[]);
    assert_eq!(run_in(&folder, &["init", "--schema"]).code, 0);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("it was written");
    let first = read(".kontakt-check.yaml").lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("# yaml-language-server: $schema=.kontakt-check.schema.json"));
    assert_eq!(read(".kontakt-check.schema.json"), run_in(&folder, &["schema", "configuration"]).out);
}

#[test]
fn reports_and_records_fit_their_schemas() {
    let rows = format!("{{\"text\": \"{STRANGER}\", \"id\": 7, \"campaign\": \"x\"}}\n{{\"text\": 5}}\n");
    let folder = repository("reports", &[("a.txt", STRANGER), ("b.jsonl", &rows), ("empty.txt", "")]);
    let report = run_in(&folder, &["--format=json", "--verbose", "--template", "."]).json();
    assert_eq!(faults("report", &report), Vec::<String>::new());
    assert_eq!(
        (report["drafts"].as_array().map(Vec::len), report["errors"].as_array().map(Vec::len)),
        (Some(2), Some(2))
    );

    for args in [&["--pass-through"][..], &["--fields=id,verdict,line"], &["--verbose", "--template"]] {
        let answer = run_in(&folder, &[&["--format=jsonl", "."], args].concat());
        let records: Vec<Value> =
            answer.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
        assert_eq!(records.len(), 4, "{answer:?}");
        for record in &records {
            assert_eq!(faults("record", record), Vec::<String>::new(), "{record}");
        }
    }
    assert!(!faults("record", &json!({"verdikt": "x"})).is_empty());
}
