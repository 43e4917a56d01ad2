//! What a repository of templates needs: a baseline, files to begin with, and what runs the check elsewhere.
#![expect(clippy::expect_used, reason = "a test that cannot run has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::support::{Answer, Folder, finish, program};

const STRANGER: &str = "Guten Tag, ich würde Sie gerne zu meinem Netzwerk hinzufügen.";
const WORSE: &str = "Guten Tag, ich würde Sie gerne zu meinem Netzwerk hinzufügen. Hallo [Name].";

/// A repository of its own.
fn repository(test: &str) -> Folder {
    Folder::repository(&format!("ci_{test}"))
}

fn run(folder: &Path, args: &[&str]) -> Answer {
    finish(program().current_dir(folder).args(args), b"")
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_baseline_lets_only_new_findings_fail() {
    let folder = repository("baseline");
    for name in ["a.txt", "b.txt", "c.txt"] {
        folder.file(name, STRANGER);
    }
    let answer = run(folder.path(), &["--write-baseline", "."]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("note: .kontakt-check-baseline.json: written, with "), "{answer:?}");
    let first = read(&folder, ".kontakt-check-baseline.json");
    folder.file(".kontakt-check.yaml", "baseline: .kontakt-check-baseline.json\n");
    assert_eq!(run(folder.path(), &["."]).code, 0);
    assert_eq!(run(folder.path(), &["--baseline=.kontakt-check-baseline.json", "--no-config", "."]).code, 0);
    assert_eq!(run(folder.path(), &["--no-config", "."]).code, 1);
    assert_eq!(run(folder.path(), &["--format=jsonl", "."]).code, 0, "records know the baseline, too");
    let saved_on_windows = format!("\u{feff}{}", first.replace('\n', "\r\n"));
    folder.file("saved.json", saved_on_windows);
    assert_eq!(run(folder.path(), &["--baseline=saved.json", "--no-config", "a.txt", "b.txt", "c.txt"]).code, 0);
    fs::remove_file(folder.path().join("saved.json")).expect("it was made above");

    fs::create_dir_all(folder.path().join("deep")).expect("the folder can be made");
    assert_eq!(run(&folder.path().join("deep"), &["../a.txt"]).code, 0, "paths count from the baseline's folder");

    folder.file("b.txt", format!("Neu: Zeilen davor.\n\n{WORSE}"));
    let answer = run(folder.path(), &["--format=json", "."]);
    let drafts = answer.json()["drafts"].as_array().expect("a list").clone();
    let rules = |at: usize| {
        let findings = drafts[at]["findings"].as_array().expect("a list").clone();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((answer.code, rules(0), rules(1)), (1, vec![], vec!["leftover-slot".to_owned()]), "{answer:?}");
    assert!(drafts[0]["known"].as_u64() > Some(1) && drafts[1]["known"].as_u64() > Some(0));

    folder.file("b.txt", "Guten Tag Frau Ott, wir haben uns gestern in Ulm getroffen und ich danke Ihnen dafür sehr.");
    fs::remove_file(folder.path().join("c.txt")).expect("it was made above");
    let answer = run(folder.path(), &["."]);
    assert!(answer.code == 0 && answer.err.contains("that are not found any more"), "{answer:?}");
    assert_eq!(run(folder.path(), &["--write-baseline", "b.txt"]).code, 0);
    let second = read(&folder, ".kontakt-check-baseline.json");
    assert!(first.contains("c.txt") && !second.contains("b.txt") && !second.contains("c.txt"), "{second}");
    assert!(second.contains("a.txt"), "what was not checked stays known");
    assert!(!run(folder.path(), &["."]).err.contains("any more"));
}

#[test]
fn a_baseline_overwrites_nothing_else() {
    let folder = repository("no_baseline");
    folder.file("a.txt", STRANGER);
    folder.file("notes.json", "{\"mine\": 1}");
    let answer = run(folder.path(), &["--baseline=notes.json", "--write-baseline", "a.txt"]);
    assert!(answer.code == 2 && answer.err.contains("notes.json: is no baseline"), "{answer:?}");
    assert_eq!(read(&folder, "notes.json"), "{\"mine\": 1}");
    let answer = run(folder.path(), &["--baseline=none.json", "a.txt"]);
    assert!(answer.code == 2 && answer.err.contains("--write-baseline makes one"), "{answer:?}");
    let answer = run(folder.path(), &["--write-baseline", "a.txt", "gone.txt"]);
    assert!(answer.code == 2 && answer.err.contains("not written"), "{answer:?}");
    assert!(!folder.path().join(".kontakt-check-baseline.json").exists());
    for path in ["hooks/pre-commit", "../x.json", "/etc/x.json"] {
        folder.file(".kontakt-check.yaml", format!("baseline: {path}\n"));
        assert_eq!(run(folder.path(), &["--write-baseline", "a.txt"]).code, 2, "{path}");
    }
}

#[test]
fn init_writes_what_works_and_overwrites_nothing() {
    let folder = repository("init");
    for args in [&["init", "--hook"][..], &["init", "--ci=gitlab", "--source=http://a/b"]] {
        let answer = run(folder.path(), args);
        assert!(answer.code == 2 && answer.err.contains("--source https://github.com/"), "{answer:?}");
        assert!(!folder.path().join(".kontakt-check.yaml").exists(), "half of it helps nobody");
    }
    let source = "--source=https://github.com/acme/kontakt-check";
    let answer = run(folder.path(), &["init", "--ci=github", "--ci=gitlab", "--hook", source]);
    assert!(answer.code == 0 && answer.out.matches("written").count() == 4, "{answer:?}");
    let tag = concat!("v", env!("CARGO_PKG_VERSION"));
    let github = yaml(&read(&folder, ".github/workflows/kontakt-check.yml"));
    assert_eq!(github["jobs"]["drafts"]["steps"][1]["uses"], format!("acme/kontakt-check@{tag}"));
    let gitlab = yaml(&read(&folder, ".gitlab/kontakt-check.yml"));
    assert_eq!(gitlab["kontakt-check"]["variables"]["KONTAKT_CHECK_GIT"], "https://github.com/acme/kontakt-check");
    assert_eq!(gitlab["kontakt-check"]["variables"]["KONTAKT_CHECK_REV"], tag);
    let hook = yaml(&read(&folder, ".pre-commit-config.yaml"));
    assert_eq!(hook["repos"][0]["repo"], "https://github.com/acme/kontakt-check");
    assert_eq!((&hook["repos"][0]["rev"], &hook["repos"][0]["hooks"][0]["id"]), (&tag.into(), &"kontakt-check".into()));
    for name in [".github/workflows/kontakt-check.yml", ".gitlab/kontakt-check.yml", ".pre-commit-config.yaml"] {
        assert!(!read(&folder, name).contains('<'), "{name}");
    }

    folder.file("a.txt", STRANGER);
    assert_eq!(run(folder.path(), &["a.txt"]).code, 1, "it is a configuration");
    folder.file(".kontakt-check.yaml", "platform: xing\n");
    let answer = run(folder.path(), &["init"]);
    assert!(answer.code == 2 && answer.err.contains(".kontakt-check.yaml: is there already; --force"), "{answer:?}");
    assert_eq!(read(&folder, ".kontakt-check.yaml"), "platform: xing\n");
    assert_eq!(run(folder.path(), &["init", "--force"]).code, 0);
    assert!(read(&folder, ".kontakt-check.yaml").contains("# platform:"));
}

#[test]
fn every_line_of_the_commented_configuration_holds_when_it_is_used() {
    let folder = repository("commented");
    let text = fs::read_to_string("examples/ci/kontakt-check.yaml").expect("the file is there");
    let key = |line: &str| {
        let rest = line.strip_prefix("# ")?;
        let word = rest.trim_start().split(':').next()?;
        let is_key = word.starts_with('"') || word.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
        (is_key && rest.contains(':')).then(|| rest.to_owned())
    };
    let plain = |line: &str| (!line.starts_with('#')).then(|| line.to_owned());
    let used = text.lines().filter_map(|line| key(line).or_else(|| plain(line)).map(|line| line + "\n"));
    let mut used: String = used.collect();
    for (file, content) in [
        ("shared/outreach.yaml", "rules: {}\n"),
        ("outreach/rules/pack.yaml", "disable: []\n"),
        (".kontakt-check-baseline.json", "{\"version\": 1, \"findings\": []}"),
        ("templates/old/a.txt", STRANGER),
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("it has one")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }
    assert!(used.matches('\n').count() > 20, "{used}");
    used.push('\n');
    folder.file(".kontakt-check.yaml", &used);
    let answer = run(folder.path(), &["--format=json", "templates/old/a.txt"]);
    assert!(answer.code < 2, "{answer:?}\n{used}");
    let draft = &answer.json()["drafts"][0];
    assert_eq!((&draft["declared"]["template"], &draft["declared"]["dialect"]), (&true.into(), &"liquid".into()));
    assert!(draft["allowed"][0]["reason"].as_str().is_some_and(|reason| reason.contains("record")), "{draft}");
}

/// Runs a shell step of the action as GitHub does, with the inputs put in.
fn step(folder: &Folder, step: &Value, inputs: &BTreeMap<&str, String>) -> (i32, BTreeMap<String, String>) {
    let script = step["run"].as_str().expect("a script");
    let outputs = folder.file("outputs", "");
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder.path());
    command.env("GITHUB_OUTPUT", &outputs);
    for (name, value) in step["env"].as_mapping().expect("it has some") {
        let mut value = value.as_str().expect("a text").to_owned();
        for (key, given) in inputs {
            value = value.replace(&format!("${{{{ {key} }}}}"), given);
        }
        assert!(!value.contains("${{"), "{value} is not known");
        command.env(name.as_str().expect("a name"), value);
    }
    let output = command.output().expect("bash is there");
    let said = fs::read_to_string(&outputs).expect("it was made above");
    let pairs = said.lines().filter_map(|line| line.split_once('=')).map(|(key, value)| (key.into(), value.into()));
    (output.status.code().unwrap_or(-1), pairs.collect())
}

#[test]
fn the_action_checks_drafts_and_hands_over_its_findings() {
    let action = yaml(&fs::read_to_string("action.yml").expect("the file is there"));
    let steps = action["runs"]["steps"].as_sequence().expect("a list").clone();
    let named = |name: &str| steps.iter().find(|step| step["name"] == name).expect("the step is there").clone();
    for (draft, args, wanted) in
        [(STRANGER, "", "1"), (STRANGER, "--fail-on=never", "0"), (WORSE, "--template\n\n--fail-on=error", "0")]
    {
        let folder = repository("action");
        folder.file("a draft.txt", draft);
        let mut inputs: BTreeMap<_, _> = [
            ("inputs.binary", env!("CARGO_BIN_EXE_kontakt-check").to_owned()),
            ("inputs.paths", "a draft.txt\n".to_owned()),
            ("inputs.args", args.to_owned()),
            ("inputs.sarif", "out.sarif".to_owned()),
            ("github.action_path", env!("CARGO_MANIFEST_DIR").to_owned()),
            ("runner.temp", folder.path().display().to_string()),
        ]
        .into();
        let (code, outputs) = step(&folder, &named("Build kontakt-check"), &inputs);
        assert_eq!(code, 0);
        inputs.insert("steps.build.outputs.binary", outputs["binary"].clone());
        let (code, outputs) = step(&folder, &named("Check the drafts"), &inputs);
        assert_eq!((code, outputs["status"].as_str(), outputs["sarif"].as_str()), (0, wanted, "out.sarif"));
        let sarif: serde_json::Value = serde_json::from_str(&read(&folder, "out.sarif")).expect("JSON");
        assert_eq!(sarif["version"], "2.1.0");
        inputs.insert("steps.check.outputs.status", outputs["status"].clone());
        let (code, _) = step(&folder, &named("Fail where there are findings"), &inputs);
        assert_eq!(code.to_string(), wanted);
    }
}

#[test]
fn hook_and_jobs_use_options_that_exist() {
    let folder = repository("options");
    folder.file("a.txt", STRANGER);
    let hooks = yaml(&fs::read_to_string(".pre-commit-hooks.yaml").expect("the file is there"));
    let args: Vec<_> = hooks[0]["args"].as_sequence().expect("a list").iter().filter_map(Value::as_str).collect();
    let answer = run(folder.path(), &[&args[..], &["a.txt"]].concat());
    assert!(answer.code == 1 && answer.out.starts_with("a.txt:"), "{answer:?}");

    let gitlab = yaml(&fs::read_to_string("examples/ci/gitlab.yml").expect("the file is there"));
    let script = gitlab["kontakt-check"]["script"].as_sequence().expect("a list");
    let line =
        script.iter().filter_map(Value::as_str).find(|line| line.contains("--output-file")).expect("it is there");
    let words: Vec<_> = line.split(' ').skip(1).map(|word| if word == "templates" { "a.txt" } else { word }).collect();
    assert_eq!(run(folder.path(), &words).code, 1);
    let report = gitlab["kontakt-check"]["artifacts"]["reports"]["codequality"].as_str().expect("a name");
    let issues: serde_json::Value = serde_json::from_str(&read(&folder, report)).expect("JSON");
    assert!(issues.as_array().is_some_and(|issues| !issues.is_empty()), "{issues}");

    let dockerfile = fs::read_to_string("Dockerfile").expect("the file is there");
    assert!(dockerfile.contains("--bin kontakt-check") && dockerfile.contains("ENTRYPOINT [\"kontakt-check\"]"));
}
