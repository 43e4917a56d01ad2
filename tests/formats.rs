//! Every format says the same: findings, places, exit codes, and what could not be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::parse::{self, Found};
use crate::support::{Answer, FORMATS, Folder, finish, program};

/// Those that demand a line: there a finding without a place stands where its draft begins.
const ANCHORED: [&str; 4] = ["concise", "sarif", "gitlab", "checkstyle"];

const STRANGER: &str = "Guten Tag Herr Dr. Öhler 😀,\n\nich würde mich freuen, wenn Sie mich in Ihr Netzwerk \
                        aufnehmen. Nie getroffen.\n\nGrüße von [Name] und [Name]\n";
const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen und lange über Pumpen gesprochen.\n";
const ENGLISH: &str = "---\nplatform: xing\n---\n\n\n  Hi {Jo},\n\nI would like to add you to my network, \
                       says `|` *all* <b>my</b> @team, see www.example.com.\n";
/// Whatever a terminal, a browser, a log or a parser might obey.
const HOSTILE: &str = "Hi [\u{1b}[2J\u{9b}31m],\n\n::error::Ha ##[add-mask]e ##vso[task.complete]\u{202e}abc\u{2066}\u{200b}\u{ffff}\u{fffe}\n\
                       <script>alert(1)</script> ]]> \" ' &amp; %0A%3A ` | $x$ \u{7f} [x](javascript:1)\r\n[@team |#1]\n";

/// Runs the program in a folder and writes every format of the answer.
fn run(folder: &Folder, args: &[&str]) -> Answer {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let mut command = program();
    command.current_dir(folder.path()).arg("--rules").arg(pack).args(["--lang", "en"]).args(args);
    finish(&mut command, b"")
}

fn drafts(folder: &Folder) -> Vec<&'static str> {
    folder.file("a, 1%.txt", STRANGER);
    folder.file("b.txt", GOOD);
    folder.file("c|ü.txt", format!("\u{feff}{}", ENGLISH.replace('\n', "\r\n")));
    vec!["a, 1%.txt", "b.txt", "c|ü.txt"]
}

/// Runs a shell command at a pseudo-terminal, where `script` (util-linux) is there to make one.
#[cfg(target_os = "linux")]
fn at_terminal(folder: &Folder, arguments: &str) -> Option<Answer> {
    let found = std::process::Command::new("script").arg("--version").output();
    if !found.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_kontakt-check"));
    let mut command = std::process::Command::new("script");
    command.current_dir(folder.path()).args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    Some(finish(&mut command, b""))
}

#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_the_time_is_told_and_nowhere_else() {
    let folder = Folder::new("formats_time");
    drafts(&folder);
    for (arguments, told) in [
        ("--lang=en .", true),
        ("--lang=en --format json . > /dev/null", true),
        ("--lang=en --quiet .", false),
        ("--lang=en --format concise .", false),
        ("--lang=en b.txt", false),
    ] {
        let Some(answer) = at_terminal(&folder, arguments) else { return };
        assert_eq!(
            answer.out.contains("checked in 0.") || answer.out.contains("checked in 1."),
            told,
            "{arguments}: {answer:?}"
        );
    }
    assert_eq!(run(&folder, &["."]).err, "");
}

/// A bar shows only where somebody waits: at a terminal, while the answers go elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn a_long_run_shows_its_progress_at_a_terminal() {
    let folder = Folder::new("formats_progress");
    let row = serde_json::json!({"text": STRANGER.repeat(20)}).to_string() + "\n";
    for name in ["a.jsonl", "b.jsonl"] {
        folder.file(name, row.repeat(700));
    }
    for at in 0..700 {
        folder.file(&format!("{at}.txt"), STRANGER.repeat(20));
    }
    // Both bars clear their line at the end.
    let cleared = "\u{1b}[2K";
    let ticks = |text: &str| text.contains(|c| "⠁⠂⠄⡀⢀⠠⠐⠈".contains(c));
    for (arguments, shown) in [
        ("--threads 1 a.jsonl b.jsonl --format jsonl > records", None),
        ("--threads 1 '*.txt' --format json --output-file report", Some("/700 ")),
    ] {
        let Some(answer) = at_terminal(&folder, arguments) else { return };
        let seen = shown.map_or_else(|| ticks(&answer.out), |shown| answer.out.contains(shown));
        assert!(seen && answer.out.contains(cleared), "{arguments}: {answer:?}");
    }
    for arguments in ["--quiet a.jsonl --format jsonl > records", "a.jsonl --format jsonl > records 2> errors"] {
        let Some(answer) = at_terminal(&folder, arguments) else { return };
        assert!(!answer.out.contains(cleared), "{arguments}: {answer:?}");
    }
    let errors = fs::read_to_string(folder.path().join("errors")).expect("it was made");
    assert_eq!(errors, "", "no bar is written into a file");
}

/// Puts findings without a place where formats that demand a line put them.
fn anchored(found: BTreeSet<Found>) -> BTreeSet<Found> {
    let place = |(rule, path, line, column): Found| {
        let (row, at) = if path.starts_with('c') { (6, 3) } else { (1, 1) };
        (rule, path, line.or(Some(row)), column.or(Some(at)))
    };
    found.into_iter().map(place).collect()
}

#[test]
fn every_format_carries_the_same_findings_and_exit_code() {
    let folder = Folder::new("formats_same");
    let names = drafts(&folder);
    for (extra, code) in [(&[][..], 1), (&["--fail-on=never"], 0), (&["--intent=message", "--fail-on=error"], 1)] {
        let answer = |format| run(&folder, &[&["--format", format][..], extra, &names].concat());
        let wanted = parse::findings(folder.path(), "json", &answer("json").out);
        assert!(wanted.iter().any(|(_, _, line, _)| line.is_none()) && wanted.len() > 5, "{wanted:?}");
        for format in FORMATS {
            let answer = answer(format);
            assert_eq!((answer.code, answer.err.as_str()), (code, ""), "{format}");
            let found = parse::findings(folder.path(), format, &answer.out);
            let wanted = if ANCHORED.contains(&format) { anchored(wanted.clone()) } else { wanted.clone() };
            assert_eq!(found, wanted, "{format}");
        }
    }
}

#[test]
fn all_formats_can_be_written_in_one_run() {
    let folder = Folder::new("formats_one_run");
    let names = drafts(&folder);
    let files: Vec<_> = FORMATS.iter().map(|format| folder.path().join(format).display().to_string()).collect();
    let mut args = names.clone();
    for (format, file) in FORMATS.iter().zip(&files).skip(1) {
        args.extend(["--format", format, "--output-file", file]);
    }
    args.extend(["--color=always", "--format", "human"]);
    fs::write(folder.path().join("sarif"), "old").expect("writable");
    let answer = run(&folder, &args);
    assert!(answer.code == 1 && answer.out.contains("\u{1b}["), "{answer:?}");
    for (format, file) in FORMATS.iter().zip(&files).skip(1) {
        let alone = run(&folder, &[&["--format", format][..], &names].concat()).out;
        assert_eq!(fs::read_to_string(file).expect("written"), alone, "{format}");
    }
    let answer = run(&folder, &[&["--color=always", "--output-file", "human"][..], &names].concat());
    assert!(answer.out.is_empty() && answer.code == 1, "{answer:?}");
    let text = fs::read_to_string(folder.path().join("human")).expect("written");
    assert!(text.contains("Checklist") && !text.contains('\u{1b}'), "files have no colours: {text}");
}

#[test]
fn what_could_not_be_read_is_in_every_format_that_has_a_place_for_it() {
    let folder = Folder::new("formats_errors");
    folder.file("good.txt", GOOD);
    folder.file("bad.txt", "---\nplatfrom: xing\n---\nHi");
    let fault = |format: &str| {
        let answer = run(&folder, &["--format", format, "good.txt", "bad.txt"]);
        assert!(answer.code == 2 && answer.err.contains("bad.txt:2:1: unknown field `platfrom`"), "{answer:?}");
        answer.out
    };
    let wanted = |line, column| BTreeSet::from([("unreadable-draft".to_owned(), "bad.txt".to_owned(), line, column)]);
    for (format, line, column) in [
        ("concise", Some(2), Some(1)),
        ("github", Some(2), None),
        ("gitlab", Some(2), Some(1)),
        ("junit", None, None),
        ("checkstyle", Some(2), Some(1)),
        ("rdjsonl", Some(2), None),
    ] {
        assert_eq!(parse::findings(folder.path(), format, &fault(format)), wanted(line, column), "{format}");
    }
    let value = |format| serde_json::from_str::<serde_json::Value>(&fault(format)).expect("JSON");
    assert_eq!(value("json")["errors"][0]["line"], 2);
    let run = value("sarif")["runs"][0].clone();
    let invocation = &run["invocations"][0];
    let place = &invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"];
    assert_eq!((&invocation["executionSuccessful"], &place["region"]["startLine"]), (&false.into(), &2.into()));
    assert!(fault("markdown").contains("| `bad.txt:2:1` | unknown field \\`platfrom\\`"));
    assert!(fault("html").contains("<code>bad.txt:2:1</code> unknown field `platfrom`"));
    assert!(fault("junit").contains("errors=\"1\""));
}

#[test]
fn a_row_is_found_by_its_line() {
    let folder = Folder::new("formats_rows");
    folder.file("rows.csv", format!("id,text\n7,\"{}\"\n8,Hallo [Name]\n", STRANGER.replace('\n', " ")));
    let second = ["generic-request", "leftover-slot", "missing-purpose", "wrong-button"].map(|rule| (rule, 2));
    let third = ["leftover-slot", "missing-purpose", "too-short", "wrong-button"].map(|rule| (rule, 3));
    let wanted = second.into_iter().chain(third).map(|(rule, line)| (rule.to_owned(), Some(line)));
    let wanted: BTreeSet<_> = wanted.collect();
    for format in ["concise", "sarif", "github", "gitlab", "checkstyle", "rdjsonl"] {
        let found = parse::findings(folder.path(), format, &run(&folder, &["--format", format, "rows.csv"]).out);
        let found: BTreeSet<_> = found.into_iter().map(|(rule, _, line, _)| (rule, line)).collect();
        assert_eq!(found, wanted, "{format}");
    }
}

#[test]
fn nothing_to_say_is_a_valid_document_too() {
    let folder = Folder::new("formats_empty");
    folder.file("good.txt", GOOD);
    for format in FORMATS {
        let answer = run(&folder, &["--format", format, "good.txt"]);
        assert_eq!(
            (answer.code, parse::findings(folder.path(), format, &answer.out).len()),
            (0, 0),
            "{format}: {answer:?}"
        );
        let answer = run(&folder, &["--format", format, "missing.txt"]);
        assert_eq!(answer.code, 2, "{format}");
        parse::findings(folder.path(), format, &answer.out);
    }
}

#[test]
fn hostile_drafts_are_harmless_in_every_format() {
    let folder = Folder::new("formats_hostile");
    folder.file("h.txt", HOSTILE.replace('\u{0}', ""));
    folder.file("b.txt", GOOD);
    let named = "::error::\u{1b}[31m\u{202e}\u{9b}<b>`|`.txt";
    folder.file(named, HOSTILE);
    for format in FORMATS {
        let answer = run(&folder, &["--format", format, "-v", "h.txt", named, "b.txt"]);
        assert_eq!(answer.code, 1, "{format}: {answer:?}");
        let obeyed = |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{200b}' | '\u{202e}' | '\u{2066}');
        let found: Vec<_> = answer.out.chars().filter(obeyed).collect();
        assert!(found.is_empty(), "{format}: {found:?}");
        assert!(!answer.out.contains('\u{ffff}') || !["junit", "checkstyle"].contains(&format), "{format}");
        let obeyed =
            |line: &str| line.trim_start().starts_with("::error") || line.contains("##[") || line.contains("##vso[");
        if !["github", "json", "jsonl", "sarif", "gitlab", "rdjsonl"].contains(&format) {
            let lines: Vec<_> = answer.out.lines().filter(|line| obeyed(line)).collect();
            assert!(lines.is_empty(), "{format}: {lines:?}");
        }
        if format == "github" {
            assert!(
                answer.out.lines().all(|line| parse::findings(folder.path(), "github", line).len() == 1),
                "{}",
                answer.out
            );
        }
        parse::findings(folder.path(), format, &answer.out);
    }
    let page = run(&folder, &["--format", "html", "h.txt"]).out;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.matches("<script>").count() == 1, "{page}");
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_anything_is_checked() {
    let folder = Folder::new("formats_unwritable");
    let names = drafts(&folder);
    for file in ["no/such/folder/out.json", "."] {
        let answer = run(&folder, &[&["--format", "json", "--output-file", file][..], &names].concat());
        assert!(answer.code == 2 && answer.out.is_empty(), "{answer:?}");
        assert!(answer.err.starts_with(&format!("error: {file}: cannot be written: ")), "{answer:?}");
    }
    let answer = run(&folder, &["--format", "sarif", "--format", "json", "b.txt"]);
    assert!(answer.code == 2 && answer.err.contains("--output-file FILE behind --format json"), "{answer:?}");
    let answer = run(&folder, &["rules", "--format", "sarif"]);
    assert!(answer.code == 2 && answer.err.contains("this command writes human or json"), "{answer:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_exit_code_2() {
    let folder = Folder::new("formats_full");
    let names = drafts(&folder);
    for format in FORMATS {
        let answer = run(&folder, &[&["--format", format, "--output-file", "/dev/full"][..], &names].concat());
        assert!(answer.code == 2 && answer.err.contains("/dev/full: No space left"), "{format}: {answer:?}");
    }
}
