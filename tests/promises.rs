//! What `docs/reliability.md` promises is tested where it says so.

use std::fs;
use std::path::Path;

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
