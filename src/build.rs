//! Compiles the built-in rule pack: a broken rule does not build.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    reason = "the pack's modules are shared with the program, which uses more of them"
)]

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

mod fold;

mod pack;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack");
    println!("cargo::rerun-if-changed=src/pack.rs");
    println!("cargo::rerun-if-changed=src/fold.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let files = pack::load::read(&root)?;
    fs::write(out.join("sources.rs"), sources(&root, &files)?)?;
    let compiled = pack::load::parse(files).and_then(|set| pack::compile::compile(&set));
    match compiled {
        Ok(pack) => {
            fs::write(out.join("pack.bin"), postcard::to_allocvec(&pack)?)?;
            fs::write(out.join("pack.txt"), pack::bytes::take_texts())?;
        }
        Err(errors) => {
            for error in &errors {
                println!("cargo::error={error}");
            }
            return Err(format!("{} faults in rules/", errors.len()).into());
        }
    }
    Ok(())
}

/// Writes the table of all rule files, for `explain` and for packs that extend the built-in one.
#[expect(
    clippy::use_debug,
    clippy::unnecessary_debug_formatting,
    reason = "in Rust source, strings are quoted like this"
)]
fn sources(root: &Path, files: &[pack::load::SourceFile]) -> Result<String, Box<dyn Error>> {
    let mut table = String::from(
        "/// Every rule file: its path below `rules`, and its text.\nstatic SOURCES: &[(&str, &str)] = &[\n",
    );
    for file in files {
        let name = file.path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.path)?;
    }
    table.push_str("];\n");
    Ok(table)
}
