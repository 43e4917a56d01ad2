//! The README tells the truth: its table of checks and its picture are what the program prints.
//! After a wanted change: `UPDATE_README=1 cargo test --test all readme`.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::process::Command;

const README: &str = "README.md";

fn program(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_kontakt-check")).args(args).output().expect("the program runs");
    String::from_utf8(output.stdout).expect("the answer is UTF-8")
}

fn check(part: &str, wanted: &str) {
    let text = std::fs::read_to_string(README).expect("the file is there").replace("\r\n", "\n");
    let (start, end) = (format!("<!-- {part}:start -->\n"), format!("<!-- {part}:end -->"));
    let from = text.find(&start).expect("the part starts") + start.len();
    let to = text.find(&end).expect("the part ends");
    let found = text.get(from..to).expect("the part is in order");
    if std::env::var_os("UPDATE_README").is_some() && found != wanted {
        let (before, after) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
        std::fs::write(README, format!("{before}{wanted}{after}")).expect("the file can be written");
        return;
    }
    assert_eq!(found, wanted, "the part `{part}` of {README} is out of date");
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let picture = program(&["--color", "never", "examples/drafts/en-stranger-stock-phrase.txt"]);
    check("picture", &format!("```text\n$ kontakt-check examples/drafts/en-stranger-stock-phrase.txt\n{picture}```\n"));

    let help = program(&["--help"]);
    let formats =
        help.split("--format <FORMAT>").nth(1).and_then(|text| text.split("\n\n  -").next()).expect("it is there");
    // What is too long for a line goes on in the next one.
    let formats = formats.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = formats.split(" - ").skip(1).filter_map(|row| row.split_once(": "));
    let rows = rows.map(|(name, about)| format!("| `{name}` | {about} |\n")).collect::<Vec<_>>().concat();
    assert!(rows.lines().count() > 10, "{help}");
    check("formats", &format!("| `--format` | what it is |\n|---|---|\n{rows}"));

    let rules: serde_json::Value =
        serde_json::from_str(&program(&["--lang", "en", "rules", "--format", "json"])).expect("the list is JSON");
    let checks = rules.as_array().expect("the list is a list").iter().filter(|rule| rule["kind"] == "check");
    let text = |check: &serde_json::Value, key: &str| check[key].as_str().unwrap_or_default().to_owned();
    let rows = checks
        .map(|check| format!("| `{}` | {} | {} |\n", text(check, "id"), text(check, "severity"), text(check, "title")));
    check("checks", &format!("| check | severity | what it is about |\n|---|---|---|\n{}", rows.collect::<String>()));
}
