//! What `docs/reliability.md` promises is tested where it says so.

use std::fs;
use std::path::Path;

#[test]
fn every_dependency_has_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (manifest, page) = (read("Cargo.toml"), read("docs/reliability.md"));
    let (mut used, mut wanted) = (Vec::new(), false);
    for line in manifest.lines() {
        if line.starts_with('[') {
            wanted = line == "[dependencies]" || line.starts_with("[target.") && line.ends_with(".dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| wanted) {
            used.push(name);
        }
    }
    let table = page.split("## Dependencies").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the table");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    let names = cells.flat_map(|cell| cell.split('`').step_by(2));
    // The name under which another is published.
    let mut told: Vec<_> = names.filter(|name| *name != "yaml_serde").collect();
    told.sort_unstable();
    used.sort_unstable();
    assert_eq!(told, used);
    assert!(table.contains(&format!("{} crates are asked for by name", used.len())), "{} crates", used.len());
}

#[test]
fn every_proof_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/reliability.md")).expect("the page is there");
    let (mut file, mut proofs) = (String::new(), 0);
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let proof = line.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
        for named in proof.split('`').skip(1).step_by(2) {
            if named.contains('/') {
                file = fs::read_to_string(root.join(named)).unwrap_or_else(|error| panic!("{named}: {error}"));
                proofs += usize::from(Path::new(named).extension().is_some_and(|extension| extension == "sh"));
            } else if named.contains('_') && named.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                assert!(file.contains(&format!("fn {named}(")), "{named} is no test of the file named before it");
                proofs += 1;
            }
        }
    }
    assert!(proofs > 25, "only {proofs} proofs were read");
}
