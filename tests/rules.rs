//! The examples inside the built-in rules, and the sample pack of `examples/`, are tests.

use std::path::PathBuf;

use kontakt_check::{Checker, Draft, Severity, VerdictKind, load_pack, load_pack_anew, test_rules};

fn check(packs: &[&str]) {
    let packs: Vec<_> = packs.iter().map(PathBuf::from).collect();
    let summary = match test_rules(&packs) {
        Ok(summary) => summary,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let failures: Vec<_> = summary
        .failures
        .iter()
        .map(|failure| format!("{}: {}\n  {}", failure.rule, failure.what, failure.text))
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} examples failed:\n{}",
        failures.len(),
        summary.examples,
        failures.join("\n")
    );
    assert!(summary.examples > 500, "only {} examples were run", summary.examples);
}

#[test]
fn every_example_of_the_builtin_rules_holds() {
    check(&[]);
}

#[test]
fn every_example_holds_with_the_sample_pack_too() {
    check(&["examples/pack"]);
}

#[test]
fn the_sample_pack_overrides_each_kind_of_thing() {
    let pack = load_pack(&[PathBuf::from("examples/pack")]).expect("the sample pack loads");
    let mut checker = Checker::new(&pack);
    let mut check = |text: &str| checker.check(&Draft::new("draft", text));

    let greeting = check("Moinsen Frau Ott, wegen Ihrer Anzeige im Boten: Ist der Lastenanhänger noch zu haben?");
    assert!(
        greeting.findings.iter().any(|finding| finding.rule == "sloppy-greeting"),
        "the added check fires: {greeting:#?}"
    );

    let club = check("Hallo Eva, wir haben zusammen auf der Empore gesungen.");
    assert_eq!(club.verdict, VerdictKind::AddAsContact, "the added phrase counts: {club:#?}");

    let referral = check(
        "Guten Tag Herr Thoma, Frau Lindner hat mir geraten, mich wegen der Heizung an Sie zu wenden. Bauen Sie auch Wärmepumpen ein?",
    );
    assert_eq!(referral.verdict, VerdictKind::AddAsContact, "the added decision comes first: {referral:#?}");

    let vague = check("Hallo Herr Lenz, ich sehe viele Synergien zwischen uns. Viele Grüße, Ralf Ott");
    let severity =
        vague.findings.iter().find(|finding| finding.rule == "vague-benefit").map(|finding| finding.severity);
    assert_eq!(severity, Some(Severity::Hint), "the severity is the pack's: {vague:#?}");
}

#[test]
fn a_fault_in_an_added_phrase_is_told_with_the_users_file_and_line() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("added_phrases");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join("pack.yaml");
    for (pattern, line, told) in [
        ("'am (Grill'", 5, "in the phrase `am (Grill`"),
        ("'{grillplatz}'", 5, "in the phrase `{grillplatz}`"),
        (r#""am {grill\\platz}""#, 5, "in the phrase"),
        ("'zusammen an einem langen\n          Tisch}'", 5, "in the phrase"),
        (r#"{regex: "(am\\w", needs: Grill}"#, 5, "the expression cannot be used"),
        ("{regex: '(am|\\w', needs: Grill}", 5, "the expression cannot be used"),
        ("{regex: 'x*', needs: Grill}", 5, "matches the empty text"),
        ("{regex: 'am', needs: '...'}", 5, "in the phrase `...`"),
    ] {
        for to in ["met-in-person", "negated"] {
            let yaml = format!(
                "# mine\nadd_phrases:\n  - to: {to}\n    patterns:\n      de: [{pattern}]\n    examples: {{}}\n"
            );
            std::fs::write(&path, &yaml).expect("the file can be written");
            let errors = load_pack(std::slice::from_ref(&path)).expect_err("the fault is seen");
            let error = errors.first().expect("told");
            assert_eq!((&error.file, error.place.map(|place| place.0)), (&path, Some(line)), "{error}\n{yaml}");
            assert!(error.what.contains(told), "{error}");
        }
    }
    // The same where everything is compiled anew.
    let errors = load_pack_anew(std::slice::from_ref(&path)).expect_err("the fault is seen");
    assert!(errors.iter().all(|error| error.file == path && error.place.is_some()), "{errors:?}");
}

#[test]
fn a_decision_that_takes_everything_is_told_and_a_faulty_one_alone() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("decisions");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join("pack.yaml");
    for (when, told) in [
        ("", "the decision `mine` takes everything from `"),
        ("    when: {signal: referral, labels: {relationship: [known, exchanged, ongoing, weak, none]}}\n", ""),
        ("    when: {signal: referra:l}\n", "`referra:l`"),
    ] {
        let yaml = format!(
            "decisions:\n  - id: mine\n{when}    verdict: add_as_contact\n    reason: {{de: Darum., en: That is why.}}\n"
        );
        std::fs::write(&path, &yaml).expect("the file can be written");
        let errors = load_pack(std::slice::from_ref(&path)).err().unwrap_or_default();
        assert_eq!(errors.is_empty(), told.is_empty(), "{errors:?}");
        assert!(
            errors.len() <= 1 && errors.iter().all(|one| one.file == path && one.what.contains(told)),
            "{errors:?}"
        );
    }
}

/// Each example is run against all other rules; what it says to them is written down, so that an
/// unwanted hit shows up in review. After a wanted change: `UPDATE_CROSSINGS=1 cargo test --test all rules`.
#[test]
fn what_examples_say_to_other_rules_is_written_down() {
    let summary = test_rules(&[]).expect("the built-in rules load");
    let rows = summary.crossings.iter().map(|crossing| {
        let text: String = crossing.text.replace('\n', " / ").chars().map(seen).collect();
        format!("{} < {}\n    {text}\n", crossing.rule, crossing.others.join(", "))
    });
    let found: String = rows.collect();
    let path = "tests/crossings.txt";
    if std::env::var_os("UPDATE_CROSSINGS").is_some() {
        std::fs::write(path, &found).expect("the file can be written");
    }
    let known = std::fs::read_to_string(path).expect("the file is there").replace("\r\n", "\n");
    let new: Vec<_> = found.lines().filter(|line| !known.contains(line)).collect();
    assert!(known == found, "examples say other things than {path} has; new lines:\n{}", new.join("\n"));
}

/// Writes a character that nobody sees by its number.
fn seen(c: char) -> String {
    let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if hidden { c.escape_unicode().to_string() } else { c.to_string() }
}
