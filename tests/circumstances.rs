//! Circumstances that make a tie only together: counted in a pack's labels, quoted in the reason.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;
use std::path::Path;

use kontakt_check::{Checker, Draft, VerdictKind, load_pack};

mod support {
    pub(crate) mod program;
}

use support::program::Folder;

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

#[test]
fn the_builtin_rules_tell_a_scene_from_the_same_words_of_a_stranger() {
    let mut checker = Checker::new(kontakt_check::builtin_pack());
    for (text, quote) in [
        ("Table 9, the cake held. My knee did not.", Some("“Table 9 … the cake held”")),
        ("The bees made it. Your turn to bring the trifle.", Some("“The bees made … Your turn to bring”")),
        ("Nine drafts so far, back and forth.", Some("“Nine drafts … back and forth”")),
        ("Stube 14 grüßt. Das Knie hält.", Some("„Stube 14 … Das Knie hält“")),
        ("Our clients love table 9, the cake held.", None),
        ("The bees made it. Do you ship honey to Canada? Your turn to bring the trifle.", None),
        ("Nine drafts so far, and no reply.", None),
        ("Stube 14 heißt unser Lokal. Unsere Kunden lieben es. Das Dach ist neu.", None),
    ] {
        let report = checker.check(&Draft::new("draft", text));
        assert_eq!(report.verdict == VerdictKind::AddAsContact, quote.is_some(), "{text}");
        assert!(report.reasons[0].contains(quote.unwrap_or_default()), "{text}: {:?}", report.reasons);
    }
}
