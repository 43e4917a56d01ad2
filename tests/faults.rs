//! What goes wrong around the program: full disks, closed pipes, signals, hostile files. Each ends with
//! an answer or a clear error, never with a green exit code for what was not checked.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};

use crate::support::{Answer, FORMATS, Folder, PACK, finish, pipe, program, run};

const STRANGER: &str = "Guten Tag, ich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen.";

/// A folder with more findings than any buffer between two programs holds.
fn many(test: &str) -> Folder {
    let folder = Folder::new(test);
    for at in 0..400 {
        folder.file(&format!("{at}.txt"), STRANGER);
    }
    folder
}

fn signal(child: &Child, name: &str) {
    let sent = std::process::Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status();
    assert!(sent.is_ok_and(|status| status.success()), "{name} was sent");
}

#[test]
fn a_full_disk_is_told_in_every_format() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let folder = Folder::new("full_disk");
    let draft = folder.file("a.txt", STRANGER);
    for format in FORMATS {
        let mut command = program();
        command.args(PACK).args(["--format", format, &draft]);
        let output = File::options().write(true).open(full).unwrap_or_else(|error| panic!("{error}"));
        let answer = command.stdout(output).stderr(Stdio::piped()).output();
        let answer = answer.unwrap_or_else(|error| panic!("{error}"));
        let told = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert_eq!(answer.status.code(), Some(2), "{format}: {told}");
        assert!(told.contains("cannot be written"), "{format}: {told}");

        let answer = run(&["--format", format, "--output-file", "/dev/full", &draft]);
        assert_eq!(answer.code, 2, "{format}: {answer:?}");
        assert!(answer.err.contains("/dev/full"), "{format}: {answer:?}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let folder = many("closed_pipe");
    for format in FORMATS {
        let mut command = program();
        command.args(PACK).args(["--format", format]).arg(folder.path());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{error}"));
        let mut first = [0];
        let mut out = child.stdout.take().unwrap_or_else(|| panic!("stdout is piped"));
        out.read_exact(&mut first).unwrap_or_else(|error| panic!("{format}: {error}"));
        drop(out);
        let answer = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
        let told = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(told.is_empty(), "{format}: {told}");
        // A short answer may have been written whole before the pipe was closed.
        assert!(matches!(answer.status.code(), Some(1 | 2)), "{format}: {:?}", answer.status);
    }
}

/// Sends a signal to a run on a stream that has not ended; tells how the run ends.
fn signalled(args: &[&str], name: &str) -> ExitStatus {
    let mut command = program();
    command.args(PACK).args(args).args(["--input-format", "jsonl", "-"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{error}"));
    let mut pipe = child.stdin.take().unwrap_or_else(|| panic!("stdin is piped"));
    let line = format!("{{\"text\": \"{STRANGER}\"}}\n");
    // More than a pipe holds: when all is written, the run is under way.
    pipe.write_all(line.repeat(3000).as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    signal(&child, name);
    let status = child.wait().unwrap_or_else(|error| panic!("{error}"));
    drop(pipe);
    status
}

/// Lists the signals that end a program. What a shell starts in the background ignores the interrupt of the
/// terminal, and so does all that it starts itself.
fn ending_signals() -> Vec<&'static str> {
    /// The bit of SIGINT among those of signals, which are counted from 1.
    const INTERRUPT: u64 = 1 << 1;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    if ignored & INTERRUPT == 0 { vec!["INT", "TERM"] } else { vec!["TERM"] }
}

#[test]
fn a_signal_leaves_the_old_file_as_it_was() {
    let folder = Folder::new("signals");
    for name in ending_signals() {
        let old = folder.file("report.sarif", "the old report");
        let status = signalled(&["--format", "sarif", "--output-file", &old], name);
        assert!(!status.success(), "{name}: {status:?}");
        assert_eq!(fs::read_to_string(&old).ok().as_deref(), Some("the old report"), "{name}");
    }
}

#[test]
fn a_signal_leaves_no_part_of_a_baseline_or_of_a_first_configuration() {
    let folder = Folder::new("signals_baseline");
    let draft = folder.file("a.txt", STRANGER);
    let old = folder.path().join("known.json").display().to_string();
    for name in ending_signals() {
        assert_eq!(run(&["--write-baseline", "--baseline", &old, &draft]).code, 0);
        let before = fs::read_to_string(&old).unwrap_or_else(|error| panic!("{error}"));
        let status = signalled(&["--write-baseline", "--baseline", &old], name);
        assert!(!status.success(), "{name}: {status:?}");
        assert_eq!(fs::read_to_string(&old).ok(), Some(before), "{name}");
    }
    assert_eq!(names(folder.path()), ["a.txt", "known.json"], "nothing is left over");

    // A configuration is written so quickly that the signal comes before, after, or in between.
    let whole = fs::read_to_string("examples/ci/kontakt-check.yaml").unwrap_or_else(|error| panic!("{error}"));
    for at in 0..30_u32 {
        let folder = Folder::new("signals_init");
        let mut command = program();
        let child = command.arg("init").arg(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{error}"));
        (0..at * 2000).for_each(|_| std::thread::yield_now());
        signal(&child, "TERM");
        drop(child.wait());
        let found = fs::read_to_string(folder.path().join(".kontakt-check.yaml")).ok();
        assert!(found.is_none_or(|found| found == whole), "whole or not there");
    }
}

/// Lists what a folder holds.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}")).flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn runs_that_write_one_baseline_at_once_leave_a_whole_one() {
    let folder = Folder::new("baseline_race");
    let drafts: Vec<_> = (0..8).map(|at| folder.file(&format!("{at}.txt"), STRANGER)).collect();
    let file = folder.path().join("known.json").display().to_string();
    assert_eq!(
        run(&[&["--write-baseline", "--baseline", &file][..], &drafts.iter().map(String::as_str).collect::<Vec<_>>()]
            .concat())
        .code,
        0
    );
    let wanted = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}"));
    std::thread::scope(|threads| {
        for draft in &drafts {
            let file = &file;
            threads.spawn(move || {
                for _ in 0..3 {
                    let answer = run(&["--write-baseline", "--baseline", file, draft]);
                    assert_eq!(answer.code, 0, "{answer:?}");
                }
            });
        }
        for _ in 0..50 {
            let found = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(found, wanted, "each run keeps what the others know");
        }
    });
    assert_eq!(fs::read_to_string(&file).ok(), Some(wanted));
    assert_eq!(names(folder.path()).len(), 9, "nothing is left over");
}

#[test]
fn runs_that_begin_one_baseline_at_once_keep_what_each_has_found() {
    let folder = Folder::new("baseline_begun");
    let drafts: Vec<_> = (0..12).map(|at| folder.file(&format!("{at}.txt"), STRANGER)).collect();
    let file = folder.path().join("known.json").display().to_string();
    for _ in 0..4 {
        drop(fs::remove_file(&file));
        let begin = std::sync::Barrier::new(drafts.len());
        std::thread::scope(|threads| {
            for draft in &drafts {
                let (file, begin) = (&file, &begin);
                threads.spawn(move || {
                    begin.wait();
                    let answer = run(&["--write-baseline", "--baseline", file, draft]);
                    assert_eq!(answer.code, 0, "{answer:?}");
                });
            }
        });
        let all = drafts.iter().map(String::as_str).collect::<Vec<_>>();
        let answer = run(&[&["--format=concise", "--baseline", &file][..], &all].concat());
        assert!(answer.code == 0 && answer.out.is_empty(), "every finding is known: {answer:?}");
    }
    assert_eq!(names(folder.path()).len(), 13, "nothing is left over");
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told_and_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("read_only");
    let draft = folder.file("a.txt", STRANGER);
    let closed = Folder::new("read_only/closed");
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o555)).unwrap_or_else(|error| panic!("{error}"));
    // An administrator may write there all the same, but not into the kernel's own folders.
    let open = fs::write(closed.path().join("probe"), "").is_ok();
    let closed = if open { Path::new("/sys/kernel") } else { closed.path() };
    if !closed.exists() {
        return;
    }
    let inside = |name: &str| closed.join(name).display().to_string();
    for args in [
        vec!["--output-file".to_owned(), inside("report.json"), "--format=json".to_owned(), draft.clone()],
        vec!["--write-baseline".to_owned(), "--baseline".to_owned(), inside("known.json"), draft.clone()],
        vec!["init".to_owned(), closed.display().to_string()],
    ] {
        let before = names(closed);
        let answer = finish(program().args(&args), b"");
        assert_eq!(answer.code, 2, "{args:?}: {answer:?}");
        assert!(answer.err.contains(&closed.display().to_string()), "{args:?}: {answer:?}");
        assert_eq!(names(closed), before, "{args:?}");
    }
}

#[test]
fn a_file_that_is_cut_or_grows_while_it_is_read_ends_with_an_answer() {
    let folder = Folder::new("truncated");
    let long = format!("{STRANGER}\n").repeat(100_000);
    let draft = folder.file("long.txt", &long);
    let others = [folder.file("a.txt", STRANGER), folder.file("b.txt", STRANGER)];
    let done = std::sync::atomic::AtomicBool::new(false);
    let mut answers = Vec::new();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let file = File::options().write(true).open(&draft).unwrap_or_else(|error| panic!("{error}"));
                for size in [0, 5_000_000, 17, 9_000_000] {
                    file.set_len(size).unwrap_or_else(|error| panic!("{error}"));
                    drop((&file).write_all(STRANGER.as_bytes()));
                }
            }
        });
        // Judged when the writer has ended, so that a fault does not keep the test waiting for it.
        answers = (0..4).map(|_| run(&["--format=concise", &others[0], &draft, &others[1]])).collect::<Vec<_>>();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    for answer in answers {
        assert!(matches!(answer.code, 1 | 2), "{answer:?}");
        assert!(answer.code == 2 || answer.err.is_empty(), "{answer:?}");
        assert!(answer.out.contains("a.txt:1:") && answer.out.contains("b.txt:1:"), "the others are checked");
        assert!(!answer.err.contains("panicked"), "{answer:?}");
    }
    fs::write(&draft, "").unwrap_or_else(|error| panic!("{error}"));
    let answer = run(&["--format=concise", &others[0], &draft]);
    assert!(answer.code == 2 && answer.err.contains("long.txt: is empty"), "{answer:?}");
}

#[test]
fn a_file_that_vanishes_between_listing_and_reading_is_told_and_the_rest_goes_on() {
    let folder = Folder::new("vanishing");
    let (gone, here) = (folder.file("gone.txt", STRANGER), folder.file("here.txt", STRANGER));
    let fifo = folder.path().join("list");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.is_ok_and(|status| status.success()));
    let mut command = program();
    command.args(PACK).args(["--format=concise", "--files-from"]).arg(&fifo).args(["-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A list may not be a pipe either, unless it is stdin; the run must end, not wait for a writer.
    let answer = command.output().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(answer.status.code(), Some(2), "{answer:?}");

    fs::remove_file(&gone).unwrap_or_else(|error| panic!("{error}"));
    let answer = pipe(&["--format=concise", "--files-from", "-"], &format!("{gone}\n{here}\n"));
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains("gone.txt: cannot be read") && answer.out.contains("here.txt:1:"), "{answer:?}");
}

#[test]
fn an_output_that_cannot_be_made_is_told_with_its_path() {
    let folder = Folder::new("no_output");
    let draft = folder.file("a.txt", STRANGER);
    for target in ["no/such/folder/report.json", "."] {
        let target = folder.path().join(target).display().to_string();
        let answer = run(&["--format=json", "--output-file", &target, &draft]);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.contains(&target), "{answer:?}");
    }
}

/// Rule files and front matter that would make a parser slow or fat.
fn hostile_yaml() -> Vec<(&'static str, String)> {
    let mut bomb = String::new();
    for (name, before) in ('b'..='i').zip('a'..) {
        let uses = vec![format!("*{before}"); 9].join(",");
        bomb.extend([&*format!("{name}: &{name} ["), &uses, "]\n"]);
    }
    let mut nested = String::new();
    for depth in 0..5000 {
        nested.push_str(&" ".repeat(depth));
        nested.push_str("a:\n");
    }
    vec![
        ("a billion laughs", format!("a: &a [x,x,x]\n{bomb}")),
        ("one big scalar, many aliases", format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a,".repeat(10_000))),
        ("brackets in brackets", "[".repeat(100_000)),
        ("lists in lists", "- ".repeat(100_000)),
        ("maps in maps", nested),
        ("a hidden anchor", "a: !!str &- x\n".to_owned()),
        ("too much", "# \n".repeat(2_000_000)),
    ]
}

#[test]
fn hostile_yaml_is_refused_with_its_place() {
    let folder = Folder::new("hostile_yaml");
    for (what, yaml) in hostile_yaml() {
        folder.file("pack.yaml", &yaml);
        let pack = folder.path().display().to_string();
        let answer = finish(program().args(["--rules", &pack, "-"]), STRANGER.as_bytes());
        assert_refused(what, &answer);
        let answer = pipe(&["-"], &format!("---\n{yaml}\n---\n{STRANGER}"));
        assert_refused(what, &answer);
        folder.file("drafts.yaml", &yaml);
        let answer = run(&[&folder.path().join("drafts.yaml").display().to_string()]);
        assert_refused(what, &answer);
    }
}

fn assert_refused(what: &str, answer: &Answer) {
    assert_eq!(answer.code, 2, "{what}: {:.300}", answer.err);
    assert!(answer.err.starts_with("error: ") && answer.err.len() < 2000, "{what}: {:.3000}", answer.err);
}

#[test]
fn a_regex_that_explodes_is_a_rule_error() {
    let folder = Folder::new("regex_bomb");
    folder.file(
        "pack.yaml",
        "add_phrases:\n  - to: negated\n    patterns:\n      de: [{regex: \"(\\\\w{1,500}){1,500}\", needs: \"nie\"}]\n    \
         examples:\n      de: {match: [\"«nie»\"], ignore: [\"oft\"]}\n",
    );
    let answer = run(&["--rules", &folder.path().display().to_string(), "-"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains("size limit"), "{answer:?}");
}

#[test]
fn hostile_texts_end_with_an_answer() {
    for (what, text) in [
        ("brackets", "[{(<".repeat(100_000)),
        ("slots that never close", "{{".repeat(200_000)),
        ("spintax", "{a|b}".repeat(50_000)),
        ("nested spintax", format!("{}x{}", "{a|".repeat(20_000), "}".repeat(20_000))),
        ("one word", "ä".repeat(500_000)),
        ("marks on one letter", format!("e{}", "\u{301}".repeat(300_000))),
        ("quotes", "\"".repeat(300_000)),
        ("no blank anywhere", "würde,mich,freuen,".repeat(20_000)),
        ("line breaks", "\n".repeat(500_000) + "x"),
    ] {
        for template in ["--template=true", "--template=false"] {
            let answer = pipe(&["--format=json", template, "-"], &text);
            assert!(matches!(answer.code, 0 | 1), "{what}: {} {:.300}", answer.code, answer.err);
            assert_eq!(answer.json()["drafts"].as_array().map(Vec::len), Some(1), "{what}");
        }
    }
}

#[test]
fn a_program_that_asks_no_terminal_needs_none() {
    let folder = Folder::new("no_terminal");
    let draft = folder.file("a.txt", STRANGER);
    for term in ["", "dumb", "no-such-terminal"] {
        let answer = finish(program().args(PACK).env("TERM", term).env_remove("HOME").arg(&draft), b"");
        assert_eq!(answer.code, 1, "{answer:?}");
        assert!(!answer.out.contains('\u{1b}'), "{answer:?}");
    }
}
