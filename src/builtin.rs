//! The built-in pack, compiled into the binary, and packs that users bring.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::pack::Pack;
use crate::pack::basis::{self, Base, Basis, may_stand_beside};
use crate::pack::bytes::share_texts;
use crate::pack::compile::{compile, extend};
use crate::pack::error::PackError;
use crate::pack::join;
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
    with_rules(parsed(paths)?)
}

/// Makes the pack of users' rules, each of which extends what stands before it, beginning with the built-in
/// pack.
///
/// # Errors
/// As [`load_pack`].
pub(crate) fn with_rules(users: Vec<RuleSet>) -> Result<Pack, Vec<PackError>> {
    if !may_stand_beside(&users) {
        return compile(&on_builtin(users)?);
    }
    let base = Base { pack: builtin_pack(), basis: &names() };
    extend(base, &basis::join(base, users)?)
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
    on_builtin(parsed(paths)?)
}

/// Reads the files of packs, each for itself.
///
/// # Errors
/// Every fault in the files of the first pack that has one.
pub(crate) fn parsed(paths: &[PathBuf]) -> Result<Vec<RuleSet>, Vec<PackError>> {
    paths.iter().map(|path| load::parse(load::read(path).map_err(|error| vec![error])?)).collect()
}

fn on_builtin(users: Vec<RuleSet>) -> Result<RuleSet, Vec<PackError>> {
    users.into_iter().try_fold(builtin_rules()?, join::join)
}

/// Parses the built-in rule files.
pub(crate) fn builtin_rules() -> Result<RuleSet, Vec<PackError>> {
    let files = sources().into_iter().map(|(path, text)| SourceFile { path: Path::new("rules").join(path), text });
    load::parse(files.collect())
}

/// Returns what packs may name that extend the built-in one.
#[expect(clippy::expect_used, reason = "a test loads packs that extend the built-in one")]
fn names() -> Basis<'static> {
    postcard::from_bytes(BASIS).expect("the build wrote what packs may name")
}

/// Returns every built-in rule file: its path below `rules`, and its text.
#[expect(clippy::expect_used, reason = "a test unpacks these very bytes")]
fn sources() -> Vec<(String, String)> {
    let bytes = miniz_oxide::inflate::decompress_to_vec(SOURCES).ok();
    let files = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
    files.expect("the build packed every rule file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{find, load};

    #[test]
    fn what_a_configuration_says_of_rules_compiles_none_of_the_builtin_ones_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("strict.yaml");
        std::fs::write(&file, "params: {too-short: {max_words: 3}}\nrules: {flattery: off}\n").expect("written");
        let pack = load(&find::named(&file), &[]).expect("valid").pack;
        let builtin = builtin_pack();
        assert!(pack.added.is_some(), "its rules stand beside the built-in ones");
        assert_eq!(pack.muted.len(), 1, "what is off");
        assert_eq!(pack.signals.len(), builtin.signals.len());
        let when = |pack: &Pack| pack.checks.iter().find(|check| &*check.id == "too-short").map(|one| one.when.clone());
        assert_ne!(when(pack), when(builtin), "the parameter counts");
    }
}
