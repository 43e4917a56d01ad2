//! `.kontakt-check.yaml`: what it says of which drafts, and what it cannot do.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;

use serde_json::Value;

use crate::support::{Folder, run_in};

const STRANGER: &str = "Hallo [Name], ich würde Sie gerne zu meinem Netzwerk hinzufügen.";

/// A repository of its own.
fn repository(test: &str) -> Folder {
    Folder::repository(&format!("config_{test}"))
}

/// Returns the reports on some drafts.
fn check(folder: &Folder, args: &[&str]) -> Vec<Value> {
    let answer = run_in(folder, &[&["--format=json"], args].concat());
    assert!(answer.code < 2, "{answer:?}");
    answer.json()["drafts"].as_array().expect("a list").clone()
}

fn rules(draft: &Value) -> Vec<&str> {
    let findings = draft["findings"].as_array().expect("a list");
    findings.iter().filter_map(|finding| finding["rule"].as_str()).collect()
}

#[test]
fn the_strongest_word_counts() {
    let folder = repository("order");
    folder.file(
        ".kontakt-check.yaml",
        "\
platform: email
account: basic
intent: message
relationship: weak
paths:
  \"templates/**\": {platform: xing, template: true, account: premium}
  \"templates/linkedin/*.txt\": {platform: linkedin}
",
    );
    folder.file("a.txt", STRANGER);
    folder.file("templates/b.txt", STRANGER);
    folder.file("templates/linkedin/c.txt", format!("---\naccount: basic\n---\n{STRANGER}"));
    let drafts = check(&folder, &["--relationship=none", "a.txt", "templates/b.txt", "./templates/linkedin/c.txt"]);
    let declared = |at: usize, key: &str| drafts[at]["declared"][key].clone();
    for (key, wanted) in [
        ("platform", ["email", "xing", "linkedin"]),
        ("account", ["basic", "premium", "basic"]),
        ("intent", ["message"; 3]),
        ("relationship", ["none"; 3]),
    ] {
        assert_eq!([0, 1, 2].map(|at| declared(at, key)), wanted.map(Value::from), "{key}");
    }
    assert_eq!((declared(0, "template"), declared(1, "template")), (Value::Null, true.into()));

    let shown = run_in(&folder, &["config", "templates/linkedin/c.txt", "--format=json"]).json();
    let row = |key: &str| {
        let rows = shown.as_array().expect("a list").iter();
        let mut found = rows.filter(|row| row["key"] == key).map(|row| (row["value"].clone(), row["from"].clone()));
        (found.next().expect("it is there"), found.next()).0
    };
    for (key, value, from) in [
        ("account", "basic", "templates/linkedin/c.txt, front matter"),
        ("platform", "linkedin", ".kontakt-check.yaml:7 (paths: templates/linkedin/*.txt)"),
        ("template", "true", ".kontakt-check.yaml:6 (paths: templates/**)"),
        ("intent", "message", ".kontakt-check.yaml:3"),
        ("fail_on", "warning", "default"),
    ] {
        assert_eq!(row(key), (value.into(), from.into()), "{key}");
    }
    assert!(run_in(&folder, &["config"]).out.contains("platform      email"));
}

#[test]
fn the_nearest_configuration_counts_and_extends_others() {
    let folder = repository("extends");
    folder.file(".kontakt-check.yaml", "platform: xing\n");
    folder
        .file("shared/base.yaml", "platform: linkedin\naccount: basic\nrules: {wrong-button: hint, too-short: off}\n");
    folder.file("team/.kontakt-check.yaml", "extends: ../shared/base.yaml\naccount: premium\nrules: {too-short: on}\n");
    for path in ["a.txt", "team/b.txt", "team/deep/c.txt"] {
        folder.file(path, STRANGER);
    }
    let drafts = check(&folder, &["a.txt", "team/b.txt", "team/deep/c.txt"]);
    let facts = |at: usize| (drafts[at]["declared"]["platform"].clone(), drafts[at]["declared"]["account"].clone());
    assert_eq!(facts(0), ("xing".into(), Value::Null));
    assert_eq!((facts(1), facts(2)), (("linkedin".into(), "premium".into()), ("linkedin".into(), "premium".into())));
    let finding = |rule: &str| {
        let findings = drafts[1]["findings"].as_array().expect("a list");
        findings.iter().find(|finding| finding["rule"] == rule).map(|finding| finding["severity"].clone())
    };
    assert_eq!((finding("wrong-button"), finding("too-short")), (Some("hint".into()), Some("warning".into())));
    assert_eq!(check(&folder, &["--no-config", "a.txt"])[0]["declared"], serde_json::json!({}));
    let named = check(&folder, &["--config", "shared/base.yaml", "a.txt"]);
    assert_eq!(named[0]["declared"]["platform"], "linkedin");

    folder.file("shared/base.yaml", "extends: ../team/.kontakt-check.yaml\n");
    let answer = run_in(&folder, &["team/b.txt"]);
    assert!(answer.code == 2 && answer.err.contains("extends this file in turn"), "{answer:?}");
}

#[test]
fn rules_are_graded_switched_off_and_allowed() {
    let folder = repository("rules");
    folder.file(
        ".kontakt-check.yaml",
        "\
fail_on: error
rules: {leftover-slot: off, missing-purpose: error, flattery: off}
paths:
  \"old/**\":
    fail_on: never
    rules: {missing-purpose: off}
    allow:
      generic-request: old letters stay as they are
      over-limit: nothing there is too long
",
    );
    folder.file("new/a.txt", STRANGER);
    folder.file("old/a.txt", STRANGER);
    let drafts = check(&folder, &["new/a.txt", "old/a.txt"]);
    let (new, old) = (rules(&drafts[0]), rules(&drafts[1]));
    assert!(!new.contains(&"leftover-slot") && new.contains(&"missing-purpose") && new.contains(&"generic-request"));
    assert!(!old.contains(&"missing-purpose") && !old.contains(&"generic-request"), "{old:?}");
    assert_eq!(drafts[1]["allowed"][0]["reason"], "old letters stay as they are");
    let answer = run_in(&folder, &["old/a.txt"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let note = "note: .kontakt-check.yaml:9 (paths: old/**): `over-limit` is allowed, but no checked draft needs it\n";
    assert_eq!(answer.err, note);
    assert_eq!(run_in(&folder, &["new/a.txt"]).code, 1);
    assert_eq!(run_in(&folder, &["--fail-on=never", "new/a.txt"]).code, 0, "the command line is stronger");
}

#[test]
fn packs_parameters_and_slots_are_those_of_the_configuration() {
    let folder = repository("packs");
    let extra = "id: apples\ntitle: {de: a, en: a}\npatterns: {de: [\"Apfelkuchen\"]}\n\
                 examples: {de: {match: [\"Ein «Apfelkuchen».\"], ignore: [\"Ein Brot.\"]}}\n";
    folder.file("ours/signals/apples.yaml", extra);
    folder.file(
        ".kontakt-check.yaml",
        "\
packs: ours
params: {too-short: {max_words: 3}}
slots:
  kinds: {topic: [vertragsart]}
  lengths: {topic: {graphemes: [5, 500], words: [1, 60]}}
template: true
",
    );
    folder.file("a.txt", "Guten Tag, wie halten Sie es mit {{vertragsart}}? Es gibt Apfelkuchen.");
    let draft = &check(&folder, &["a.txt"])[0];
    let signals: Vec<_> =
        draft["evidence"].as_array().expect("a list").iter().map(|one| one["signal"].clone()).collect();
    assert!(signals.contains(&"apples".into()), "{signals:?}");
    assert!(!rules(draft).contains(&"unknown-slot") && !rules(draft).contains(&"too-short"), "{draft}");
    assert!(draft["length"]["graphemes"].as_u64() > Some(500) && draft["shortest"]["graphemes"].as_u64() < Some(80));
    let plain = &check(&folder, &["--no-config", "--template", "a.txt"])[0];
    assert!(rules(plain).contains(&"unknown-slot"), "{plain}");
}

#[test]
fn faults_name_line_and_remedy_and_nothing_is_judged() {
    let folder = repository("faults");
    folder.file("a.txt", STRANGER);
    folder.file("ok.yaml", "rules: {}\n");
    for (config, said) in [
        ("platfrom: xing\n", ".kontakt-check.yaml:1:1: unknown field `platfrom`"),
        ("platfrom: xing\n", "did you mean `platform`?"),
        ("# x\npaths:\n  \"a\": {templat: true}\n", "did you mean `template`?"),
        ("platform: myspace\n", "unknown variant `myspace`"),
        (
            "rules: {too-shrt: off}\n",
            ".kontakt-check.yaml:1:9: there is no check `too-shrt`; did you mean `too-short`?",
        ),
        ("rules: {too-short: of}\n", "did you mean `off`?"),
        ("paths:\n  \"*\":\n    rules: {flattery: off}\n", ":3:13: `flattery` is no check"),
        ("allow: {too-short: \"\"}\n", "the reason is missing"),
        ("paths:\n  \"*\": {allow: {to-short: x}}\n", ":2:17: there is no check `to-short`"),
        ("paths: {\"[\": {template: true}}\n", "`[` is no pattern"),
        ("params: {too-short: {max: 3}}\n", "`too-short` has no parameter `max`; it has max_words"),
        ("slots: {kinds: {thema: [x]}}\n", "there is no kind of slot `thema`; the kinds are reason, topic"),
        ("slots: {lengths: {topic: {graphemes: [9, 1], words: [1, 1]}}}\n", "does not grow"),
        ("extends: no/such.yaml\n", "`no/such.yaml` cannot be read"),
        ("extends: [\"\", a]\n", ".kontakt-check.yaml: `` is no regular file"),
        ("extends: .git\n", ".kontakt-check.yaml:1:10: `.git` is no regular file"),
        ("packs: no/such\n", ".kontakt-check.yaml:1:8: `no/such` cannot be read"),
        ("extends: a.txt\n", "a.txt:1:"),
        ("a: &x [1]\n", "anchor"),
        ("- 1\n", ".kontakt-check.yaml:1:1: invalid type"),
    ] {
        folder.file(".kontakt-check.yaml", config);
        let answer = run_in(&folder, &["a.txt"]);
        assert!(answer.code == 2 && answer.out.is_empty() && answer.err.contains(said), "{config}{answer:?}");
    }
    folder.file(".kontakt-check.yaml", "\u{feff}# nothing\r\n");
    assert_eq!(run_in(&folder, &["a.txt"]).code, 1);
    let answer = run_in(&folder, &["--config=no/such.yaml", "a.txt"]);
    assert!(answer.code == 2 && answer.err.contains("no/such.yaml: the configuration cannot be read"), "{answer:?}");
}

#[test]
fn nothing_outside_the_repository_is_read() {
    let outer = Folder::new("config_outside");
    let secret = "packs: [\nTOP-SECRET\n";
    outer.file("secret.yaml", secret);
    outer.file("pack/pack.yaml", secret);
    outer.file(".kontakt-check.yaml", "platform: xing\n");
    let folder = Folder::new("config_outside/inner");
    fs::create_dir_all(folder.path().join(".git")).expect("the folder can be made");
    folder.file("a.txt", STRANGER);
    assert_eq!(check(&folder, &["a.txt"])[0]["declared"], serde_json::json!({}), "the search ends at the repository");

    let absolute = outer.path().join("secret.yaml").display().to_string();
    outer.file("known.json", "TOP-SECRET");
    folder.file(".kontakt-check.yaml", "baseline: ../known.json\n");
    let answer = run_in(&folder, &["a.txt"]);
    assert!(answer.code == 2 && answer.err.contains("`../known.json` lies outside"), "{answer:?}");
    for key in ["extends", "packs", "baseline"] {
        for path in ["../secret.yaml", absolute.as_str(), "./x/../../secret.yaml", "../pack"] {
            folder.file("x/y", "");
            folder.file(".kontakt-check.yaml", format!("{key}: {path}\n"));
            let answer = run_in(&folder, &["a.txt"]);
            let refused = ["lies outside", "does not end with .json"].iter().any(|said| answer.err.contains(said));
            assert!(answer.code == 2 && refused, "{key} {path} {answer:?}");
            assert!(!answer.err.contains("TOP-SECRET"), "{answer:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else_either() {
    use std::os::unix::fs::symlink;
    let outer = Folder::new("config_links");
    outer.file("secret.yaml", "TOP-SECRET: 1\n");
    let folder = Folder::new("config_links/inner");
    fs::create_dir_all(folder.path().join(".git")).expect("the folder can be made");
    folder.file("a.txt", STRANGER);
    folder.file("pack/pack.yaml", "disable: []\n");
    fs::create_dir_all(folder.path().join("pack/signals")).expect("the folder can be made");
    let outside = outer.path().join("secret.yaml");
    for (link, config) in [
        ("link.yaml", "extends: link.yaml\n"),
        ("pack/signals/x.yaml", "packs: pack\n"),
        ("pack/channels.yaml", "packs: [pack]\n"),
        (".kontakt-check.yaml", ""),
    ] {
        if !config.is_empty() {
            folder.file(".kontakt-check.yaml", config);
        }
        let path = folder.path().join(link);
        let _ = fs::remove_file(&path);
        symlink(&outside, &path).expect("a link can be made");
        let answer = run_in(&folder, &["a.txt"]);
        let refused = ["lies outside", "is a link out of"].iter().any(|said| answer.err.contains(said));
        assert!(answer.code == 2 && refused && !answer.err.contains("TOP-SECRET"), "{link} {answer:?}");
        fs::remove_file(path).expect("it was made above");
    }
}

#[test]
fn names_whose_accents_macos_parts_are_those_of_patterns_and_baselines() {
    let folder = repository("unicode_names");
    folder.file(".kontakt-check.yaml", "paths:\r\n  \"grüße/**\": {platform: xing}\r\n");
    let (parted, whole) = ("gru\u{308}ße/a\u{308}.txt", "grüße/ä.txt");
    folder.file(parted, STRANGER);
    assert_eq!(check(&folder, &[parted])[0]["declared"]["platform"], "xing");
    assert_eq!(run_in(&folder, &["--write-baseline", parted]).code, 0);
    assert_eq!(run_in(&folder, &[parted]).code, 1, "a baseline counts where it is named");
    let baseline = ["--baseline", ".kontakt-check-baseline.json"];
    assert_eq!(run_in(&folder, &[&baseline[..], &[parted]].concat()).code, 0);
    // The findings of a file that is there under the other spelling stay known.
    folder.file("b.txt", STRANGER);
    assert_eq!(run_in(&folder, &["--write-baseline", "b.txt"]).code, 0);
    assert_eq!(run_in(&folder, &[&baseline[..], &[parted, "b.txt"]].concat()).code, 0);
    // Another system writes the name as one letter.
    folder.file(whole, STRANGER);
    assert_eq!(run_in(&folder, &[&baseline[..], &[whole]].concat()).code, 0);
}

#[test]
fn a_path_with_backslashes_is_refused_on_every_system() {
    let folder = repository("backslash");
    folder.file("a.txt", STRANGER);
    for said in [
        "paths:\n  'templates\\*.txt': {platform: xing}\n",
        "extends:\n  - shared\\base.yaml\n",
        "packs:\n  - 'C:\\packs\\ours'\n",
        "\nbaseline: known\\findings.json\n",
    ] {
        folder.file(".kontakt-check.yaml", said);
        let answer = run_in(&folder, &["a.txt"]);
        assert_eq!(answer.code, 2, "{answer:?}");
        let told = answer.err.contains(".kontakt-check.yaml:2:") && answer.err.contains("write `/` between folders");
        assert!(told, "{answer:?}");
    }
}
