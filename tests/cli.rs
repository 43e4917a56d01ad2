//! The program's flags, inputs and exit codes.

use std::process::{Command, Stdio};

use crate::support::{Answer, Folder, PACK, finish, pipe, program, run};

const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen und ich habe Ihrem Haus die Pumpe gebracht.";
const STRANGER: &str = "Ich würde Sie gerne und das ist ein Satz, in dem wir und Sie nichts sagen.";
const SLOT: &str = "Hallo [Name], wir haben uns in Ulm getroffen.";

#[test]
fn exit_codes_follow_the_mildest_finding_that_fails() {
    for (text, fail_on, code) in [
        (GOOD, "hint", 0),
        ("Hallo Uta", "never", 0),
        (STRANGER, "warning", 1),
        (STRANGER, "error", 0),
        (SLOT, "error", 1),
        (SLOT, "never", 0),
    ] {
        let answer = pipe(&["--fail-on", fail_on], text);
        assert_eq!(answer.code, code, "{text} {fail_on} {answer:?}");
    }
    assert_eq!(pipe(&["--relationship=known"], "Hallo Uta").code, 0);
    assert_eq!(pipe(&["--intent", "message", "--fail-on=error"], STRANGER).code, 0);
    assert_eq!(pipe(&[], STRANGER).code, 1, "the default is warning");
}

#[test]
fn a_bad_input_is_told_and_hides_no_other() {
    let folder = Folder::new("bad_input");
    let good = folder.file("good.txt", GOOD);
    for (name, content, said) in [
        ("empty.txt", &b""[..], "is empty; there is nothing to check"),
        ("marked.txt", b"\xef\xbb\xbf", "is empty"),
        ("broken.txt", b"Gr\xc3\xbc\xc3e\nx", ":1: is no text in UTF-8, UTF-16 or Windows-1252 from byte 4 on"),
        ("utf16.txt", b"\xff\xfeH\x00\0\xd8x\0", "is no text"),
        ("nul.txt", b"a\n\x00", ":2: is no text"),
        (
            "cyrillic.txt",
            b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0",
            "seems to be written in windows-1251",
        ),
        ("open.txt", b"---\nlang: de\nHallo", ":1:1: the front matter that begins here is never closed"),
        ("key.txt", b"---\nlang: de\nplatfrom: xing\n---\nHallo", ":3:1: unknown field `platfrom`"),
        ("value.txt", b"---\nrelationship: knwon\n---\nHallo", "did you mean `known`?"),
        ("yaml.txt", b"---\n{[\n---\nHallo", ":"),
    ] {
        let bad = folder.file(name, content);
        let answer = run(&["--format", "json", &bad, &good]);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.starts_with(&format!("error: {bad}")) && answer.err.contains(said), "{answer:?}");
        let json = answer.json();
        let names: Vec<_> =
            json["drafts"].as_array().into_iter().flatten().map(|draft| draft["name"].as_str()).collect();
        assert_eq!(names, [Some(good.as_str())], "only what could be read is reported");
    }
    for path in ["no/such.txt", "src"] {
        let answer = run(&[path, &good]);
        assert!(answer.code == 2 && answer.err.contains(path) && answer.out.contains("Empfehlung"), "{answer:?}");
    }
    assert!(run(&["explian", "met"]).err.contains("did you mean the command `explain`?"));
    let answer = run(&["no/such.txt"]);
    assert!(answer.out.is_empty() && answer.err.contains("; check the path"), "{answer:?}");
}

#[test]
fn too_much_is_refused_with_the_limit() {
    let folder = Folder::new("too_much");
    let path = folder.file("endless.txt", vec![b'a'; kontakt_check::LARGEST_DRAFT + 1]);
    let answer = run(&[&path]);
    assert!(answer.code == 2 && answer.err.contains("67108864 bytes"), "{answer:?}");
}

#[test]
fn front_matter_declares_and_flags_win() {
    let folder = Folder::new("front_matter");
    let text = "---\nrelationship: weak\nplatform: xing\naccount: basic\nlang: en\ntemplate: true\n---\nHallo [Name]";
    let path = folder.file("draft.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let check = |args: &[&str]| run(&[&["--format=json", &path], args].concat()).json()["drafts"][0].clone();
    let draft = check(&[]);
    assert_eq!(draft["declared"]["relationship"], "weak");
    assert_eq!((&draft["language"], &draft["next_steps"][0]), (&"en".into(), &"Write an e-mail.".into()));
    let evidence = &draft["evidence"][0];
    assert_eq!((&evidence["line"], &evidence["column"]), (&8.into(), &7.into()), "lines are those of the file");
    let file = std::fs::read(&path).expect("written above");
    let span = |end: &str| usize::try_from(evidence["span"][end].as_u64().expect("a number")).expect("small");
    assert_eq!(file.get(span("start")..span("end")), Some(&b"[Name]"[..]), "spans are those of the file");

    let draft = check(&["--relationship", "known", "--lang", "auto", "--template=false", "--account=premium"]);
    assert_eq!(
        (&draft["declared"]["relationship"], &draft["declared"]["account"]),
        (&"known".into(), &"premium".into())
    );
    assert_eq!((&draft["language"], &draft["declared"]["template"]), (&"de".into(), &false.into()));
    assert_eq!(check(&["--template"])["declared"]["template"], true);
}

#[test]
fn front_matter_allows_a_finding_with_a_reason() {
    let allow = |lines: &str| {
        let answer = finish(
            program().args(["--format=json", "--lang=en", "--fail-on=error"]),
            format!("---\nallow:\n{lines}---\n{SLOT}").as_bytes(),
        );
        let draft = if answer.out.is_empty() { serde_json::Value::Null } else { answer.json()["drafts"][0].clone() };
        (answer, draft)
    };
    let (answer, draft) = allow("  leftover-slot: filled in by hand\n");
    assert_eq!((answer.code, &draft["findings"]), (0, &serde_json::json!([])), "{answer:?}");
    assert_eq!(draft["allowed"][0]["reason"], "filled in by hand");
    assert_eq!(draft["allowed"][0]["finding"]["rule"], "leftover-slot");

    let (answer, draft) = allow("  over-limit: x\n  leftover-slot: y\n");
    let finding = &draft["findings"][0];
    assert_eq!((answer.code, &finding["rule"]), (0, &"unused-allowance".into()), "{answer:?}");
    assert_eq!((&finding["line"], &finding["column"]), (&3.into(), &3.into()));
    assert!(finding["message"].as_str().is_some_and(|text| text.contains("`over-limit`")), "{finding}");

    let (answer, _) = allow("  leftover-slot:\n");
    assert!(answer.code == 2 && answer.err.contains("<stdin>:3:3: allow: the reason is missing"), "{answer:?}");
}

#[test]
fn stdin_is_a_draft_with_a_name() {
    for (args, name) in [(&["-"][..], "<stdin>"), (&[], "<stdin>"), (&["--stdin-filename", "mail.txt"], "mail.txt")] {
        let answer = pipe(&[&["--format=json"], args].concat(), GOOD);
        assert_eq!((answer.code, &answer.json()["drafts"][0]["name"]), (0, &name.into()), "{answer:?}");
    }
    let answer = pipe(&[], "");
    assert!(answer.code == 2 && answer.err.contains("<stdin>: is empty"), "{answer:?}");
}

#[test]
fn a_file_called_like_a_command_is_reached_by_its_path() {
    let folder = Folder::new("called_like_a_command");
    folder.file("rules", GOOD);
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let call = |args: &[&str]| finish(program().current_dir(folder.path()).arg("--rules").arg(&pack).args(args), b"");
    assert!(call(&["./rules"]).out.contains("Empfehlung"));
    assert!(call(&["rules"]).out.starts_with("Checks"));
    let answer = call(&["--platform=xing", "rules"]);
    assert!(answer.code == 2 && answer.err.contains("./rules"), "{answer:?}");
    assert!(call(&["--help"]).out.contains("./rules"));
}

#[test]
fn usage_errors_end_with_2_and_help_with_0() {
    for args in [
        &["--no-such-flag"][..],
        &["--platform=myspace"],
        &["--fail-on=panic"],
        &["--format=xml"],
        &["explain"],
        &["-q", "-v"],
    ] {
        let answer = run(args);
        assert!(answer.code == 2 && answer.out.is_empty() && answer.err.starts_with("error:"), "{answer:?}");
    }
    for args in [["--help"], ["--version"]] {
        assert_eq!(run(&args).code, 0);
    }
    assert!(run(&["--platform=unknown"]).err.contains("[possible values: xing, linkedin, email]"));
}

#[test]
fn a_broken_pack_judges_nothing() {
    let folder = Folder::new("broken_pack");
    let pack = folder.file("pack.yaml", "disable: [too-shrt]\n");
    let answer = finish(program().args(PACK).args(["--rules", &pack]), GOOD.as_bytes());
    assert!(answer.code == 2 && answer.out.is_empty(), "{answer:?}");
    assert!(answer.err.contains("pack.yaml:1:11:") && answer.err.contains("did you mean `too-short`?"), "{answer:?}");
    let answer = finish(program().args(["--rules", "no/such/pack"]), GOOD.as_bytes());
    assert!(answer.code == 2 && answer.out.is_empty(), "{answer:?}");
}

#[test]
fn asking_needs_a_terminal() {
    let answer = pipe(&["--ask"], STRANGER);
    assert!(answer.code == 2 && answer.out.is_empty() && answer.err.contains("terminal"), "{answer:?}");
}

/// Runs a shell command at a pseudo-terminal, where `script` (util-linux) is there to make one.
fn at_terminal(arguments: &str, typed: &str) -> Option<Answer> {
    let found = Command::new("script").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        return None;
    }
    let line = format!("{} {} {arguments}", env!("CARGO_BIN_EXE_kontakt-check"), PACK.join(" "));
    let mut command = Command::new("script");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    Some(finish(&mut command, typed.as_bytes()))
}

#[test]
fn at_a_terminal_nothing_to_check_shows_two_examples() {
    let Some(answer) = at_terminal("", "") else { return };
    assert!(answer.code == 2 && answer.out.matches("kontakt-check ").count() >= 2, "{answer:?}");
}

#[test]
fn at_a_terminal_the_answers_decide() {
    let folder = Folder::new("ask");
    let path = folder.file("draft.txt", "I would like to have your pump and we like the hall that you have.");
    let Some(answer) = at_terminal(&format!("--ask --color=never {path}"), "7\n1\n") else { return };
    assert!(answer.out.contains("Do you know each other?") && answer.out.contains("from 1 to 5"), "{answer:?}");
    assert!(answer.code == 0 && answer.out.contains("Verdict: add as contact"), "{answer:?}");
    let Some(answer) = at_terminal(&format!("--ask --color=never --platform=xing {path}"), "\n1\n") else { return };
    assert!(answer.code == 1 && answer.out.contains("Write an e-mail."), "{answer:?}");
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let folder = Folder::new("broken_pipe");
    let paths: Vec<_> = (0..400).map(|at| folder.file(&format!("{at}.txt"), STRANGER)).collect();
    let mut child = program()
        .args(PACK)
        .args(&paths)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    for format in ["human", "json"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let mut command = program();
        command.args(PACK).args(["--format", format, "-"]).stdout(full).stderr(Stdio::piped()).stdin(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), GOOD.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("the program ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.starts_with("error: the answer cannot be written"), "{said}");
    }
}
