//! `eval`: figures, demands, comparisons, and corpora that cannot be used.

use crate::support::{Folder, run};

/// A row of a corpus: id, text, relationship, purpose, expectation, generic.
fn row(id: &str, text: &str, tie: &str, [purpose, expectation, generic]: [bool; 3]) -> String {
    format!(
        r#"{{"id":"{id}","lang":"de","kind":"trap","group":"g {tie}","text":"{text}","relationship":"{tie}","purpose":{purpose},"expectation":{expectation},"offer":false,"generic":{generic},"vague":false}}"#
    )
}

fn corpus(folder: &Folder) -> String {
    let rows = [
        row("met", "Hallo Uta, wir haben uns in Ulm getroffen.", "known", [true, false, false]),
        row("never", "Wir haben uns nie getroffen. Welche Pumpe haben Sie?", "none", [false, true, false]),
        row("asked", "Ich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen.", "none", [false, false, true]),
        row("missed", "Hallo Uta, mit dir habe ich in Ulm gelacht.", "known", [true, false, false]),
    ];
    folder.file("corpus.jsonl", rows.join("\n"))
}

#[test]
fn figures_and_misjudged_drafts_are_shown() {
    let folder = Folder::new("eval_figures");
    let corpus = corpus(&folder);
    let answer = run(&["eval", &corpus]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.out.contains(&format!("missed  {corpus}:4")), "{answer:?}");
    assert!(answer.out.contains("relationship: expected known, found none: no evidence"), "{answer:?}");
    assert!(answer.out.contains("all: 4 drafts") && answer.out.contains("lang de: 4 drafts"), "{answer:?}");
    assert!(answer.out.contains("g known"), "{answer:?}");
    let json = run(&["eval", &corpus, "--format=json"]).json();
    let figure = json["figures"]["verdict.f1"].as_f64().expect("a number");
    assert!((figure - 2.0 / 3.0).abs() < 1e-9);
    assert_eq!(json["misjudged"].as_array().map(Vec::len), Some(1));

    let only = run(&["eval", &corpus, "--label=purpose"]);
    assert!(only.out.contains("purpose: expected true") && !only.out.contains("relationship: expected"), "{only:?}");
    assert!(!run(&["eval", &corpus, "--quiet"]).out.contains("expected"));
}

#[test]
fn demands_decide_the_exit_code() {
    let folder = Folder::new("eval_demands");
    let corpus = corpus(&folder);
    for (demands, code) in [
        (&["--min=verdict.precision=1"][..], 0),
        (&["--min=verdict.f1=0.95"], 1),
        (&["--min=generic.f1=1", "--min", "relationship.accuracy=0.75"], 0),
        (&["--min=trap:verdict.recall=0.5", "--min=de:verdict.recall=0.6"], 1),
        (&["--min=fr:verdict.recall=0.5"], 2),
        (&["--min=verdict=0.5"], 2),
        (&["--min=verdict.f1"], 2),
    ] {
        let answer = run(&[&["eval", "-q", &corpus], demands].concat());
        assert_eq!(answer.code, code, "{demands:?} {answer:?}");
        assert_eq!(answer.err.is_empty(), code == 0, "{answer:?}");
    }
    let answer = run(&["eval", &corpus, "--min=verdict.fone=1"]);
    assert!(answer.out.is_empty() && answer.err.contains("verdict.f1, verdict.accuracy"), "{answer:?}");
}

#[test]
fn what_a_change_of_rules_does_is_shown() {
    let folder = Folder::new("eval_compare");
    let corpus = corpus(&folder);
    let pack = folder.file(
        "laugh.yaml",
        "add_phrases:\n  - to: met\n    patterns: {de: [\"mit dir ... gelacht\"]}\n    examples: {de: {match: [\"«mit dir habe ich gelacht»\"], ignore: [\"mit Uta gelacht\"]}}\n",
    );
    let before = folder.file("before.json", run(&["eval", &corpus, "--format=json"]).out);
    let answer = run(&["eval", &corpus, "-q", "--rules", &pack, "--compare", &before]);
    assert!(answer.out.contains("1 drafts judged differently"), "{answer:?}");
    assert!(
        answer.out.contains("relationship none -> known (better)") && answer.out.contains("0.667 -> 1.000"),
        "{answer:?}"
    );
    let answer = run(&["eval", &corpus, "-q", "--compare", "tests/pack", "--rules", &pack, "--format=json"]).json();
    assert_eq!(answer["comparison"]["drafts"][0]["labels"][0]["effect"], "better");
    let answer = run(&["eval", &corpus, "--compare", "no/such.json"]);
    assert!(
        answer.code == 2 && answer.out.is_empty() && answer.err.contains("no/such.json: cannot be read"),
        "{answer:?}"
    );
}

#[test]
fn odd_corpora_are_told_with_their_line() {
    let folder = Folder::new("eval_odd");
    let odd = [
        row("a", "x", "none", [false; 3]),
        row("b", "x", "friend", [false; 3]),
        "{".to_owned(),
        row("d", "x", "none", [false; 3]).replace(r#","vague":false"#, ""),
    ];
    let corpus = folder.file("odd.jsonl", odd.join("\n"));
    let empty = folder.file("empty.jsonl", "");
    let answer = run(&["eval", &corpus, &empty, "no/such.jsonl"]);
    assert!(answer.code == 2 && answer.out.is_empty(), "{answer:?}");
    for said in [
        ":2: unknown variant `friend`",
        ":3: ",
        ":4: missing field `vague`",
        "empty.jsonl:1: ",
        "no/such.jsonl: cannot",
    ] {
        assert!(answer.err.contains(said), "{said} {answer:?}");
    }
    assert_eq!(run(&["eval"]).code, 2);
}
