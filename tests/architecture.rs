//! The shape of the source: one direction of the data flow, and a core that reads and writes nothing.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// The stages from a draft to its report.
const CORE: [&str; 9] = ["fold", "span", "draft", "characters", "measure", "text", "signals", "labels", "check"];

/// A source file without comments and tests.
struct Source {
    path: PathBuf,
    /// The module of the crate root that it belongs to.
    module: String,
    /// How many modules lie around it, the crate root included.
    depth: usize,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.expect("readable").path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).expect("below src").with_extension("");
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let apart = ["lib", "main", "build"].contains(&parts[0].as_str())
                || parts.last().is_some_and(|name| name == "tests");
            if !apart {
                let text = fs::read_to_string(&path).expect("UTF-8");
                sources.push(Source { module: parts[0].clone(), depth: parts.len(), code: code(&text), path });
            }
        }
    }
    assert!(sources.len() > 30, "the walk found {} files", sources.len());
    sources
}

/// Takes comments and the tests at the end out of a file.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Lists the modules in the order in which `lib.rs` names them.
fn order() -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("readable");
    let names = text.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// Lists what code names at the crate root: behind `crate::`, or behind as many `super::` as lead there.
fn names_at_root(code: &str, depth: usize) -> Vec<String> {
    let mut names = Vec::new();
    for prefix in ["crate::".to_owned(), "super::".repeat(depth)] {
        for (at, _) in code.match_indices(&prefix) {
            let longer = code.get(..at).is_some_and(|before| before.ends_with("super::"));
            let rest = code.get(at + prefix.len()..).unwrap_or_default();
            if !longer {
                names.extend(first_names(rest));
            }
        }
    }
    names
}

/// Returns the name that a path goes on with, or all of them where they stand in braces.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut names, mut depth, mut begins) = (Vec::new(), 0_usize, true);
    for (at, c) in list.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                names.push(name(list.get(at..).unwrap_or_default()));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn every_module_uses_only_those_above_it() {
    let order = order();
    let rank = |name: &str| order.iter().position(|known| known == name);
    let mut faults = Vec::new();
    for source in sources() {
        let own = rank(&source.module).unwrap_or_else(|| panic!("lib.rs does not name {}", source.module));
        for name in names_at_root(&source.code, source.depth) {
            match rank(&name) {
                Some(other) if other > own => {
                    faults.push(format!("{} names {name}, which comes later", source.path.display()));
                }
                None if name.starts_with(char::is_uppercase) => {
                    faults.push(format!(
                        "{} names {name} at the crate root instead of in its module",
                        source.path.display()
                    ));
                }
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_of_the_documentation_names_every_module_in_order() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("readable");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `")).filter_map(|row| row.split_once(" |"));
    let told: Vec<_> =
        rows.flat_map(|(names, _)| names.split(", ").map(|name| name.trim_matches('`').to_owned())).collect();
    assert_eq!(told, order());
}

#[test]
fn the_core_reads_and_writes_nothing() {
    for source in sources() {
        let core = CORE.contains(&source.module.as_str()) || source.module == "report";
        for word in ["std::fs", "std::io", "std::env", "std::process", "println!", "std::time", "std::thread"] {
            assert!(!core || !source.code.contains(word), "{} names {word}", source.path.display());
        }
        assert!(!source.code.contains("std::net"), "{}: drafts are private", source.path.display());
    }
}

#[test]
fn the_core_holds_no_letter_beyond_ascii() {
    // Folding is about letters, not words: it turns one spelling of a letter into another. For Unicode,
    // an apostrophe is a letter, too.
    for source in sources().iter().filter(|source| CORE.contains(&source.module.as_str()) && source.module != "fold") {
        let odd: String = source.code.chars().filter(|c| c.is_alphabetic() && !c.is_ascii() && *c != 'ʼ').collect();
        assert!(odd.is_empty(), "{} holds {odd}", source.path.display());
    }
}

#[test]
fn names_are_found_where_they_stand() {
    let names = |code| names_at_root(code, 2);
    assert_eq!(names("use crate::check::Checker;"), ["check"]);
    assert_eq!(names("use crate::{\n    a::{b, c},\n    d, E,\n};"), ["a", "d", "E"]);
    assert_eq!(names("super::super::eval::run()"), ["eval"]);
    assert_eq!(names("super::sibling()"), [""; 0]);
}

#[test]
fn every_test_file_is_part_of_the_test_program() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let all = fs::read_to_string(tests.join("all.rs")).expect("readable");
    let files = fs::read_dir(tests).expect("the folder is there").map(|entry| entry.expect("readable").path());
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(name == "all" || all.contains(&format!("mod {name};")), "tests/all.rs leaves out {name}.rs");
    }
}
