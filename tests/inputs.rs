//! Which files are checked, in which order, and what happens to those that cannot be.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;

use crate::support::{Answer, Folder, PACK, finish, pipe, program, run};

const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen und ich habe Ihrem Haus die Pumpe gebracht.";

fn names(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let drafts = json["drafts"].as_array().into_iter().flatten();
    drafts.map(|draft| draft["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Runs the program inside a folder.
fn inside(folder: &Folder, args: &[&str], stdin: &str) -> Answer {
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let mut command = program();
    command.current_dir(folder.path()).arg("--rules").arg(pack).arg("--format=json").args(args);
    finish(&mut command, stdin.as_bytes())
}

/// A folder with files of many sorts, whose contents are all the same.
fn tree(test: &str) -> Folder {
    let folder = Folder::new(test);
    for name in ["sub/deep", "other", ".hidden"] {
        fs::create_dir_all(folder.path().join(name)).expect("writable");
    }
    for name in ["b.txt", "a.TXT", "sub/c.txt", "sub/deep/d.txt", "other/e.txt", ".hidden/f.txt", "g.rs", ".h.txt"] {
        folder.file(name, GOOD);
    }
    folder.file("sub/left-out.txt", GOOD);
    folder.file(".gitignore", "left-out.txt\n");
    folder
}

#[test]
fn a_folder_is_walked_in_order_without_what_is_hidden_or_ignored() {
    let folder = tree("walked");
    let answer = inside(&folder, &["."], "");
    assert_eq!(names(&answer), ["a.TXT", "b.txt", "other/e.txt", "sub/c.txt", "sub/deep/d.txt"], "{answer:?}");
    assert_eq!(answer.code, 0);
    assert_eq!(names(&inside(&folder, &["sub", "g.rs"], "")), ["sub/c.txt", "sub/deep/d.txt", "g.rs"]);
    assert_eq!(names(&inside(&folder, &[".hidden"], "")), [".hidden/f.txt"], "what is named is not hidden");
}

#[test]
fn what_is_named_twice_is_checked_once() {
    let folder = tree("twice");
    let answer = inside(&folder, &["b.txt", "sub", "./b.txt", "sub/../b.txt", "."], "");
    assert_eq!(names(&answer), ["b.txt", "sub/c.txt", "sub/deep/d.txt", "a.TXT", "other/e.txt"], "{answer:?}");
    let answer = inside(&folder, &["-", "-"], GOOD);
    assert_eq!(names(&answer), ["<stdin>"], "{answer:?}");
}

#[test]
fn patterns_mean_what_a_shell_means() {
    let folder = tree("patterns");
    for (pattern, wanted) in [
        ("*.txt", &["b.txt"][..]),
        ("./*.txt", &["b.txt"]),
        ("sub/*.txt", &["sub/c.txt", "sub/left-out.txt"]),
        ("sub/**/*.txt", &["sub/c.txt", "sub/deep/d.txt", "sub/left-out.txt"]),
        ("{b,other/e}.txt", &["b.txt", "other/e.txt"]),
        ("?.rs", &["g.rs"]),
    ] {
        let answer = inside(&folder, &[pattern], "");
        assert_eq!(names(&answer), wanted, "{pattern} {answer:?}");
    }
    folder.file("[b].txt", GOOD);
    assert_eq!(names(&inside(&folder, &["[b].txt"], "")), ["[b].txt"], "a file of that name is no pattern");
    for (pattern, said) in [("*.doc", "no file fits"), ("[.txt", "is no valid pattern")] {
        let answer = inside(&folder, &[pattern, "b.txt"], "");
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
        assert_eq!(names(&answer), ["b.txt"]);
    }
}

#[test]
fn a_list_names_the_files() {
    let folder = tree("listed");
    for list in ["b.txt\nsub\r\n\nb.txt\n", "b.txt\0sub\0"] {
        let answer = inside(&folder, &["--files-from", "-"], list);
        assert_eq!(names(&answer), ["b.txt", "sub/c.txt", "sub/deep/d.txt"], "{answer:?}");
    }
    // As the shells of Windows write them.
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for bytes in ["\u{feff}b.txt\r\nsub\r\n".as_bytes().to_vec(), wide("\u{feff}b.txt\r\nsub\r\n")] {
        let list = folder.file("list", bytes);
        let answer = inside(&folder, &["--files-from", &list], "");
        assert_eq!(names(&answer), ["b.txt", "sub/c.txt", "sub/deep/d.txt"], "{answer:?}");
    }
    folder.file("odd\nname.txt", GOOD);
    let list = folder.file("list", "odd\nname.txt\0");
    assert_eq!(names(&inside(&folder, &["--files-from", &list, "b.txt"], "")), ["b.txt", "odd\nname.txt"]);
    for (args, stdin, said) in [
        (&["--files-from", "-"][..], "\n\n", "nothing to check"),
        (&["--files-from", "-"], "*.txt", "cannot be read"),
        (&["--files-from", "none"], "", "none: cannot be read"),
    ] {
        let answer = inside(&folder, args, stdin);
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
    }
}

#[test]
fn one_bad_file_among_sixty_neither_hides_the_rest_nor_passes() {
    let folder = Folder::new("sixty");
    for at in 0..60 {
        folder.file(&format!("{at:02}.txt"), if at == 31 { &b"\0"[..] } else { GOOD.as_bytes() });
    }
    let folder = folder.path().display().to_string();
    let one = run(&["--format=json", "--threads=1", &folder]);
    let many = run(&["--format=json", "--threads=7", &folder]);
    assert_eq!((one.code, names(&one).len()), (2, 59), "{one:?}");
    assert!(one.err.contains("31.txt:1: is no text"), "{}", one.err);
    let json = one.json();
    assert_eq!(json["errors"][0]["path"], format!("{folder}/31.txt"));
    assert_eq!((&json["errors"][0]["line"], json["errors"].as_array().map(Vec::len)), (&1.into(), Some(1)));
    assert_eq!((many.code, many.out, many.err), (one.code, one.out, one.err), "threads change nothing");
}

#[test]
fn nothing_to_check_never_passes() {
    let folder = Folder::new("no_drafts");
    folder.file("x.rs", "fn main() {}");
    let answer = run(&[&folder.path().display().to_string()]);
    assert!(answer.code == 2 && answer.err.contains("no_drafts: holds no drafts"), "{answer:?}");
    let answer = run(&["no/such.txt"]);
    assert!(answer.code == 2 && answer.err.contains("no/such.txt: cannot be read"), "{answer:?}");
}

#[cfg(unix)]
#[test]
fn devices_pipes_and_loops_do_no_harm() {
    use std::os::unix::fs::symlink;

    let folder = tree("unusual");
    symlink(".", folder.path().join("sub/loop")).expect("writable");
    symlink("loop-b", folder.path().join("loop-a")).expect("writable");
    symlink("loop-a", folder.path().join("loop-b")).expect("writable");
    symlink("b.txt", folder.path().join("link.txt")).expect("writable");
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let answer = inside(&folder, &["."], "");
    assert_eq!((answer.code, names(&answer).len()), (0, 5), "only files are walked to: {answer:?}");
    for (path, said) in [
        ("pipe.txt", "is no file but a device or pipe"),
        ("/dev/zero", "is no file but a device or pipe"),
        ("loop-a", "cannot be read"),
    ] {
        let answer = inside(&folder, &[path, "b.txt"], "");
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
        assert_eq!(names(&answer), ["b.txt"]);
    }
    assert_eq!(names(&inside(&folder, &["link.txt"], "")), ["link.txt"], "a link that is named is followed");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tree("locked");
    let lock = |name: &str, mode| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode));
    lock("b.txt", 0).expect("ours");
    lock("other", 0).expect("ours");
    let readable_anyway = fs::read(folder.path().join("b.txt")).is_ok();
    let answer = inside(&folder, &["."], "");
    lock("other", 0o700).expect("ours");
    if readable_anyway {
        return; // The superuser reads everything.
    }
    assert!(answer.code == 2, "{answer:?}");
    assert!(answer.err.contains("b.txt: cannot be read") && answer.err.contains("other: cannot be read"), "{answer:?}");
    assert_eq!(names(&answer), ["a.TXT", "sub/c.txt", "sub/deep/d.txt"]);
}

#[test]
fn reports_name_the_file_and_where_findings_end() {
    let draft =
        pipe(&["--format=json", "--stdin-filename=x.txt"], "Hallo,\nliebe [Frau Ott]!").json()["drafts"][0].clone();
    assert_eq!((&draft["name"], &draft["path"]), (&"x.txt".into(), &"x.txt".into()));
    let findings = draft["findings"].as_array().cloned().unwrap_or_default();
    let slot = findings.iter().find(|finding| finding["rule"] == "leftover-slot").expect("a slot is left");
    let place = ["line", "column", "end_line", "end_column"].map(|key| slot[key].as_u64());
    assert_eq!(place, [Some(2), Some(7), Some(2), Some(17)]);
}

#[test]
fn counts_of_threads_make_sense() {
    for count in ["0", "x", "100000"] {
        let answer = finish(program().args(PACK).args(["--threads", count]), b"x");
        assert!(answer.code == 2 && answer.err.contains("--threads"), "{answer:?}");
    }
}
