//! The program `kontakt-check`: see the library's documentation for how it works.

use std::process::ExitCode;

fn main() -> ExitCode {
    kontakt_check::run(std::env::args_os())
}
