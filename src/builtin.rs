//! The built-in pack, compiled into the binary, and packs that users bring.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::pack::Pack;
use crate::pack::basis::{Base, Basis, join, may_stand_beside};
use crate::pack::bytes::share_texts;
use crate::pack::compile::{compile, extend};
use crate::pack::error::PackError;
use crate::pack::load::{self, RuleSet, SourceFile};

static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/pack.txt"));
/// What packs may name that extend the built-in one.
static BASIS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/basis.bin"));
/// Every rule file, compressed.
static SOURCES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sources.bin"));

/// Returns the built-in pack.
///
/// # Panics
/// Never: the build script wrote the bytes from the same types, and a test decodes them.
#[must_use]
#[expect(clippy::expect_used, reason = "a test decodes these very bytes")]
pub fn builtin_pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        share_texts(TEXTS);
        postcard::from_bytes(COMPILED).expect("the build wrote a valid pack")
    })
}

/// Loads the packs at `paths`, each of which extends what stands before it, beginning with the
/// built-in pack. A path is a folder of rule files or a single file in the form of `pack.yaml`.
///
/// The rules of the packs are compiled alone and searched beside the built-in ones, which takes a
/// fraction of the time that compiling everything takes; only packs that change how texts are cut or
/// that extend nothing are compiled with all they extend.
///
/// # Errors
/// Every fault in the first pack that has one; nothing is judged with half a pack.
pub fn load_pack(paths: &[PathBuf]) -> Result<Pack, Vec<PackError>> {
    let users = paths.iter().map(|path| parse(path)).collect::<Result<Vec<_>, _>>()?;
    if !may_stand_beside(&users) {
        return load_pack_anew(paths);
    }
    let base = Base { pack: builtin_pack(), basis: &basis() };
    extend(base, &join(base, users)?)
}

/// Loads the packs as [`load_pack`] does, but compiles them together with the built-in pack. Reports are
/// the same; it takes longer.
///
/// # Errors
/// As [`load_pack`].
pub fn load_pack_anew(paths: &[PathBuf]) -> Result<Pack, Vec<PackError>> {
    compile(&load_rules(paths)?)
}

/// Reads the rules at `paths` on top of the built-in ones, without compiling them.
pub(crate) fn load_rules(paths: &[PathBuf]) -> Result<RuleSet, Vec<PackError>> {
    let mut set = builtin_rules()?;
    for path in paths {
        set = load::join(set, parse(path)?)?;
    }
    Ok(set)
}

fn parse(path: &Path) -> Result<RuleSet, Vec<PackError>> {
    load::parse(load::read(path).map_err(|error| vec![error])?)
}

/// Parses the built-in rule files.
pub(crate) fn builtin_rules() -> Result<RuleSet, Vec<PackError>> {
    let files = sources().into_iter().map(|(path, text)| SourceFile { path: Path::new("rules").join(path), text });
    load::parse(files.collect())
}

/// Returns what packs may name that extend the built-in one.
#[expect(clippy::expect_used, reason = "a test loads packs that extend the built-in one")]
fn basis() -> Basis<'static> {
    postcard::from_bytes(BASIS).expect("the build wrote what packs may name")
}

/// Returns every built-in rule file: its path below `rules`, and its text.
#[expect(clippy::expect_used, reason = "a test unpacks these very bytes")]
fn sources() -> Vec<(String, String)> {
    let bytes = miniz_oxide::inflate::decompress_to_vec(SOURCES).ok();
    let files = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
    files.expect("the build packed every rule file")
}
