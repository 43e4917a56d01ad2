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
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod fold;

mod pack;

/// The level at which compression tries hardest.
const SMALLEST: u8 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack");
    println!("cargo::rerun-if-changed=src/pack.rs");
    println!("cargo::rerun-if-changed=src/fold.rs");
    link_for_a_quick_start();
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let files = pack::load::read(&root)?;
    fs::write(out.join("sources.bin"), sources(&root, &files)?)?;
    let compiled = pack::load::parse(files).and_then(|set| Ok((pack::compile::compile(&set)?, set)));
    match compiled {
        Ok((pack, set)) => {
            fs::write(out.join("basis.bin"), postcard::to_allocvec(&pack::basis::Basis::of(&set))?)?;
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

/// Links the program so that it starts at once: where it will run, so that none of some ten thousand
/// addresses has to be filled in at each start, and together with the compiler's own library where that can
/// be, for loading it takes longer than checking a draft.
fn link_for_a_quick_start() {
    let is = |key: &str, value: &str| env::var(key).is_ok_and(|found| found == value);
    if !is("CARGO_CFG_TARGET_OS", "linux")
        || !is("CARGO_CFG_TARGET_ENV", "gnu")
        || env::var("HOST") != env::var("TARGET")
    {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let asked = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output();
    if asked.is_ok_and(|told| Path::new(String::from_utf8_lossy(&told.stdout).trim()).is_absolute()) {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// Packs all rule files, for `explain` and for packs that extend the built-in one: the path of each
/// below `rules`, and its text. They are seldom needed and make up much of the binary, so they are
/// compressed.
fn sources(root: &Path, files: &[pack::load::SourceFile]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut all = Vec::new();
    for file in files {
        let name = file.path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        all.push((name, &file.text));
    }
    Ok(miniz_oxide::deflate::compress_to_vec(&postcard::to_allocvec(&all)?, SMALLEST))
}
