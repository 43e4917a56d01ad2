//! The program as a filter: rows in, records out, in order, at once, and in little memory.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{self, Answer, PACK, finish, pipe, program};

const FILTER: [&str; 2] = ["--input-format=jsonl", "--format=jsonl"];
const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen.";
/// Far longer than any answer takes; only a hang reaches it.
const LONG: Duration = Duration::from_secs(120);

fn records(answer: &Answer) -> Vec<Value> {
    answer.out.lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect()
}

fn filter(args: &[&str], stdin: &str) -> Answer {
    pipe(&[&FILTER, args].concat(), stdin)
}

#[test]
fn every_line_has_its_record_in_order_and_a_bad_one_an_error() {
    let lines: Vec<_> =
        (0..3000).map(|at| format!("{{\"id\":{at},\"text\":\"{GOOD} {}\"}}", "x [A] ".repeat(at % 40))).collect();
    let mut stdin = lines.join("\n");
    stdin = stdin.replace("{\"id\":1500,", "nonsense");
    for threads in ["--threads=1", "--threads=3"] {
        let answer = filter(&[threads, "--fields=line,id,verdict"], &stdin);
        let records = records(&answer);
        assert_eq!((answer.code, records.len()), (2, 3000), "{}", answer.err);
        for (at, record) in records.iter().enumerate() {
            let wanted = json!({"line": at + 1, "id": at.to_string(), "verdict": "add_as_contact"});
            assert!(at == 1500 || *record == wanted, "{record}");
        }
        let error = &records[1500];
        assert_eq!((&error["line"], &error["path"]), (&1501.into(), &"<stdin>".into()));
        assert!(error["error"].as_str().is_some_and(|what| what.contains("expected ident")), "{error}");
        assert!(answer.err.starts_with("error: <stdin>:1501:2: expected ident"), "{}", answer.err);
    }
}

#[test]
fn records_hold_the_whole_report_or_what_is_asked_for() {
    let row = json!({"text": "Hallo [Name], add you to my network", "id": "a7", "campaign": {"name": "x"}, "n": 1})
        .to_string();
    let whole = records(&filter(&["--verbose"], &row))[0].clone();
    let mut document = pipe(&["--format=json", "--verbose", "--input-format=jsonl"], &row).json()["drafts"][0].clone();
    document["line"] = 1.into();
    document["id"] = "a7".into();
    assert_eq!(whole, document, "a record is the draft's part of the document");

    let some = records(&filter(&["--fields=verdict,labels", "--fields=length"], &row))[0].clone();
    assert_eq!(some, json!({"verdict": whole["verdict"], "labels": whole["labels"], "length": whole["length"]}));
    for key in ["name", "path", "line", "id", "language", "evidence", "findings", "reasons", "next_steps", "declared"] {
        assert_eq!(records(&filter(&["--fields", key], &row))[0], json!({key: whole[key]}), "{key}");
    }
    let passed = records(&filter(&["--fields=id,input", "--pass-through"], &row))[0].clone();
    assert_eq!(passed, json!({"id": "a7", "input": {"campaign": {"name": "x"}, "n": 1}}));
}

#[test]
fn findings_count_whether_they_are_asked_for_or_not() {
    for (text, args, code) in [
        (GOOD, &[][..], 0),
        ("Hallo Uta", &[], 1),
        ("Hallo Uta", &["--fields=verdict"], 1),
        ("Hallo Uta", &["--fields=verdict", "--fail-on=never"], 0),
        ("Hallo [Name]", &["--fields=verdict", "--fail-on=error"], 1),
        ("Hallo Uta", &["--fields=verdict", "--fail-on=error"], 0),
    ] {
        assert_eq!(filter(args, &json!({ "text": text }).to_string()).code, code, "{text} {args:?}");
    }
    let answer = pipe(&["--fields=verdict"], GOOD);
    assert!(answer.code == 2 && answer.err.contains("--format jsonl"), "{answer:?}");
    assert_eq!(pipe(&["--format=jsonl", "--fields=verdikt"], GOOD).code, 2);
}

#[test]
fn tables_stream_as_well() {
    let table = format!("id;text;who\n1;\"{GOOD}\";Ö\n2;\"Hallo\n[Name]\"\n3;{GOOD};x\n");
    let answer =
        pipe(&["--input-format=csv", "--format=jsonl", "--fields=line,id,verdict,input", "--pass-through"], &table);
    let wanted = [
        json!({"line": 2, "id": "1", "verdict": "add_as_contact", "input": {"who": "Ö"}}),
        json!({"path": "<stdin>", "line": 3, "error": "the row has 2 cells, but there are 3 columns; add the missing cells, empty ones too"}),
        json!({"line": 5, "id": "3", "verdict": "add_as_contact", "input": {"who": "x"}}),
    ];
    assert_eq!((answer.code, records(&answer)), (2, wanted.to_vec()), "{answer:?}");
}

#[test]
fn records_go_to_files_and_beside_other_formats() {
    let folder = support::Folder::new("records");
    let path = folder.path().join("records.jsonl").display().to_string();
    let row = json!({ "text": GOOD }).to_string();
    let answer = filter(&["--output-file", &path, "--format=concise"], &row);
    let file = std::fs::read_to_string(&path).expect("it was written");
    assert_eq!((answer.code, file), (0, filter(&[], &row).out), "{answer:?}");
}

/// A running filter, and the lines that it has written so far.
fn spawn(args: &[&str]) -> (Child, Receiver<String>) {
    let mut command = program();
    command.args(PACK).args(FILTER).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, lines) = channel();
    thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    (child, lines)
}

#[test]
fn whoever_waits_is_answered_line_by_line() {
    for threads in ["--threads=1", "--threads=2"] {
        let (mut child, lines) = spawn(&[threads, "--fields=line,verdict"]);
        let mut stdin = child.stdin.take().expect("it is piped");
        for at in 1..4 {
            // A text alone is a row, too, and a short one no mark at the beginning of a file.
            stdin.write_all(if at == 1 { b"\"\"\n" } else { b"{\"text\":\"Hallo\"}\n" }).expect("it reads");
            let line = lines.recv_timeout(LONG).expect("an answer comes before the end of input");
            assert_eq!(line, format!("{{\"line\":{at},\"verdict\":\"message_first\"}}"));
        }
        drop(stdin);
        assert_eq!(child.wait().expect("it ends").code(), Some(1));
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_filter_quietly() {
    for threads in ["--threads=1", "--threads=2"] {
        let mut command = program();
        command.args(PACK).args(FILTER).arg(threads);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        let mut first = [0; 1];
        stdin.write_all(b"{\"text\":\"Hallo\"}\n").expect("it reads");
        let mut out = child.stdout.take().expect("it is piped");
        out.read_exact(&mut first).expect("an answer");
        drop(out);
        // It ends at the next answer that nobody takes, and input is refused from then on.
        while stdin.write_all(b"{\"text\":\"Hallo\"}\n").is_ok() {}
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), ""));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_stream() {
    const MEGABYTES: usize = 1 << 20;
    let (mut child, lines) = spawn(&["--threads=2"]);
    let mut stdin = child.stdin.take().expect("it is piped");
    let row = format!("{{\"text\":\"{}\"}}\n", format!("{GOOD} ").repeat(60));
    let counted = thread::spawn(move || lines.iter().count());
    let sent = 24 * MEGABYTES / row.len();
    for _ in 0..sent {
        stdin.write_all(row.as_bytes()).expect("it reads");
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux has it");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(counted.join().expect("it counts"), sent);
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it is told");
    let peak: usize = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak * 1024 < 48 * MEGABYTES, "{peak} kB");
}

#[test]
fn empty_streams_are_no_success() {
    let answer = finish(program().args(PACK).args(FILTER), b"\n\n");
    assert!(answer.code == 2 && answer.out.is_empty() && answer.err.contains("nothing to check"), "{answer:?}");
    let answer = finish(program().args(PACK).args(FILTER), b"");
    assert!(answer.code == 2 && answer.err.contains("is empty"), "{answer:?}");
}
