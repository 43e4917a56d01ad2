//! Writes corpora for the scripts beside it. `generate drafts COUNT` gives JSON lines, `generate woven COUNT` such
//! whose sentences hardly come again, `generate files COUNT FOLDER [woven]` a folder of them, `generate long BYTES` one
//! draft, `generate pack SIGNALS [PATTERNS]` a pack, and `generate prh` our own patterns as a pack for prh.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a tool for measurements")]

#[path = "support/corpora.rs"]
mod corpora;
#[path = "support/prh.rs"]
mod prh;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use corpora::{Chance, draft, drafts, pack, woven};

const SEED: u64 = 7;

fn main() {
    // Cargo adds flags of its own, such as `--bench`.
    let args: Vec<_> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some((what, rest)) = args.split_first() else { return };
    let number = |at: usize| rest.get(at).and_then(|number| number.parse::<usize>().ok());
    let first = number(0).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    match what.as_str() {
        "drafts" | "woven" => {
            let made = if what == "woven" { woven } else { drafts };
            for (id, text) in made(SEED, first).into_iter().enumerate() {
                writeln!(out, "{}", serde_json::json!({"id": id, "text": text})).expect("written");
            }
        }
        "files" => {
            let folder = Path::new(rest.get(1).expect("a folder behind the number"));
            fs::create_dir_all(folder).expect("made");
            let made = if rest.get(2).is_some_and(|kind| kind == "woven") { woven } else { drafts };
            for (id, text) in made(SEED, first).into_iter().enumerate() {
                fs::write(folder.join(format!("{id:06}.txt")), text).expect("written");
            }
        }
        "long" => out.write_all(draft(&mut Chance(SEED), first).as_bytes()).expect("written"),
        "pack" => out.write_all(pack(first, number(1).unwrap_or_default()).as_bytes()).expect("written"),
        "prh" => {
            let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
            out.write_all(prh::pack(&rules).as_bytes()).expect("written");
        }
        _ => println!("drafts, woven, files, long, pack or prh"),
    }
}
