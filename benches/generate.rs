//! Writes corpora for the scripts beside it: `generate drafts COUNT` gives JSON lines, `generate files
//! COUNT FOLDER` a folder of drafts, `generate long BYTES` one draft, `generate pack SIGNALS` a pack.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, reason = "a tool for measurements")]

#[path = "support/corpora.rs"]
mod corpora;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use corpora::{Chance, draft, drafts, pack};

const SEED: u64 = 7;

fn main() {
    // Cargo adds flags of its own, such as `--bench`.
    let args: Vec<_> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some((what, rest)) = args.split_first() else { return };
    let number: usize = rest.first().and_then(|number| number.parse().ok()).expect("a number behind the first word");
    let mut out = std::io::stdout().lock();
    match what.as_str() {
        "drafts" => {
            for (id, text) in drafts(SEED, number).into_iter().enumerate() {
                writeln!(out, "{}", serde_json::json!({"id": id, "text": text})).expect("written");
            }
        }
        "files" => {
            let folder = Path::new(rest.get(1).expect("a folder behind the number"));
            fs::create_dir_all(folder).expect("made");
            for (id, text) in drafts(SEED, number).into_iter().enumerate() {
                fs::write(folder.join(format!("{id:06}.txt")), text).expect("written");
            }
        }
        "long" => out.write_all(draft(&mut Chance(SEED), number).as_bytes()).expect("written"),
        "pack" => out.write_all(pack(number).as_bytes()).expect("written"),
        _ => println!("drafts, files, long or pack"),
    }
}
