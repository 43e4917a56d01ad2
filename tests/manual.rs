//! Completions and manual pages: made from the same definition as the help.

use crate::support::{Folder, run};

#[test]
fn shells_complete_every_option_and_format() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = run(&["completions", shell]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{shell}");
        for word in ["output-file", "stdin-filename", "explain"] {
            assert!(answer.out.contains(word), "{shell} does not know {word}");
        }
        // The generators for the other shells complete no values.
        let completes_values = ["bash", "zsh", "fish"].contains(&shell);
        assert!(!completes_values || answer.out.contains("checkstyle"), "{shell} does not know the formats");
    }
    assert_eq!(run(&["completions", "cmd"]).code, 2);
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let answer = run(&["man"]);
    assert_eq!(answer.code, 0);
    for part in [".TH kontakt-check 1", ".SH OPTIONS", "\\-\\-output\\-file", "Exit code: 0 nothing"] {
        assert!(answer.out.contains(part), "{part}: {}", answer.out);
    }
    let folder = Folder::new("manual");
    assert_eq!(run(&["man", &folder.path().display().to_string()]).code, 0);
    for page in ["kontakt-check.1", "kontakt-check-eval.1", "kontakt-check-rules-test.1"] {
        let text = std::fs::read_to_string(folder.path().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
    let answer = run(&["man", "no/such/folder"]);
    assert!(answer.code == 2 && answer.err.contains("no/such/folder: cannot be written"), "{answer:?}");
}
