//! `init`: files to begin with. Nothing that is there is touched, unless that is asked for.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::Outcome;
use super::args::{Init, Service};
use super::console::Console;

/// A file to write: where, what, and what to do with it.
type File = (&'static str, &'static str, &'static str);

const CONFIG: File = (
    ".kontakt-check.yaml",
    include_str!("../../examples/ci/kontakt-check.yaml"),
    "say in it what your drafts are; `kontakt-check config FILE` shows what holds for one",
);
const GITHUB: File = (
    ".github/workflows/kontakt-check.yml",
    include_str!("../../examples/ci/github.yml"),
    "put the account that hosts kontakt-check in the place of OWNER",
);
const GITLAB: File = (
    ".gitlab/kontakt-check.yml",
    include_str!("../../examples/ci/gitlab.yml"),
    "add to .gitlab-ci.yml: include: [{local: .gitlab/kontakt-check.yml}], and put the address of kontakt-check in",
);
const HOOK: File = (
    ".pre-commit-config.yaml",
    include_str!("../../examples/ci/pre-commit-config.yaml"),
    "put the account that hosts kontakt-check in the place of OWNER, then run: pre-commit install",
);

pub(super) fn run(console: &mut Console, init: &Init) -> io::Result<Outcome> {
    let services = init.ci.iter().map(|service| match service {
        Service::Github => GITHUB,
        Service::Gitlab => GITLAB,
    });
    let mut outcome = Outcome::Clean;
    for (name, content, advice) in [CONFIG].into_iter().chain(services).chain(init.hook.then_some(HOOK)) {
        let path = init.folder.join(name);
        match write(&path, content, init.force) {
            Ok(()) => writeln!(console.out, "{}: written; {advice}", path.display())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let remedy = "--force replaces it; its content is in examples/ci of kontakt-check";
                console.error(format_args!("{}: is there already; {remedy}", path.display()))?;
                outcome = Outcome::Failed;
            }
            Err(error) => {
                console.error(format_args!("{}: cannot be written: {error}; check your rights", path.display()))?;
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

/// Writes a file as a whole or not at all.
fn write(path: &Path, content: &str, force: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(content.as_bytes())?;
    new.as_file().sync_all()?;
    open_to_readers(new.path())?;
    let moved = if force { new.persist(path) } else { new.persist_noclobber(path) };
    moved.map(drop).map_err(|error| error.error)
}

/// Gives a file that was made for its writer alone the rights of any other.
#[cfg(unix)]
fn open_to_readers(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_path: &Path) -> io::Result<()> {
    Ok(())
}
