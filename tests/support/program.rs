//! Runs the program as a user does.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// The small pack that stands alone; what is printed with it changes with no rule.
pub(crate) const PACK: [&str; 2] = ["--rules", "tests/pack"];

/// Every form of a report.
pub(crate) const FORMATS: [&str; 12] = [
    "human",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjsonl",
    "markdown",
    "html",
];

/// What the program said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    /// Returns the answer as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A call of the program with an environment that says nothing.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontakt-check"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command
}

/// Runs a call with `stdin`, and waits for its end.
pub(crate) fn finish(command: &mut Command, stdin: &[u8]) -> Answer {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("the program starts: {error}"));
    let mut pipe = child.stdin.take().unwrap_or_else(|| panic!("stdin is piped"));
    let output = std::thread::scope(|threads| {
        // A filter writes before it has read everything; a program that reads nothing closes its end.
        threads.spawn(move || drop(pipe.write_all(stdin)));
        child.wait_with_output()
    });
    let output = output.unwrap_or_else(|error| panic!("the program ends: {error}"));
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs the program with the test pack.
pub(crate) fn run(args: &[&str]) -> Answer {
    finish(program().args(PACK).args(args), b"")
}

/// Runs the program with the test pack on what is piped in.
pub(crate) fn pipe(args: &[&str], stdin: &str) -> Answer {
    finish(program().args(PACK).args(args), stdin.as_bytes())
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Folder, args: &[&str]) -> Answer {
    finish(program().current_dir(folder.path()).args(args), b"")
}

/// An empty folder of one test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty folder, whose name no other test uses: tests run side by side.
    pub(crate) fn new(test: &str) -> Self {
        static USED: Mutex<BTreeMap<String, ThreadId>> = Mutex::new(BTreeMap::new());
        let this = thread::current().id();
        let mut used = USED.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *used.entry(test.to_owned()).or_insert(this);
        assert_eq!(first, this, "two tests use the folder {test}");
        drop(used);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(path)
    }

    /// A folder in which no settings from outside hold.
    pub(crate) fn repository(test: &str) -> Self {
        let folder = Self::new(test);
        folder.file(".git/HEAD", "");
        folder
    }

    /// Writes a file, with the folders that it lies in, and returns its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        let within = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(within).unwrap_or_else(|error| panic!("{}: {error}", within.display()));
        fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path.display().to_string()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}
