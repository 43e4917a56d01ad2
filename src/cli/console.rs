//! The way out: stdout for answers, stderr for what keeps them from being given.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StderrLock, StdoutLock, Write};

use super::args::ColorChoice;
use crate::output::shown;

/// Both ways out of the program.
#[derive(Debug)]
pub(super) struct Console {
    /// Answers.
    pub(super) out: BufWriter<StdoutLock<'static>>,
    err: StderrLock<'static>,
}

impl Console {
    pub(super) fn new() -> Self {
        Self { out: BufWriter::new(io::stdout().lock()), err: io::stderr().lock() }
    }

    /// Tells what went wrong, behind the answers given so far. Where even stderr is gone, nobody can be told.
    pub(super) fn error(&mut self, what: impl Display) -> io::Result<()> {
        self.out.flush()?;
        let _ = writeln!(self.err, "error: {}", shown(&what.to_string()));
        Ok(())
    }

    /// Tells something on stderr that keeps nothing from being checked.
    pub(super) fn note(&mut self, what: impl Display) -> io::Result<()> {
        self.out.flush()?;
        let _ = writeln!(self.err, "note: {}", shown(&what.to_string()));
        Ok(())
    }

    /// Puts text on stderr, such as a question.
    pub(super) fn prompt(&mut self, text: &str) -> io::Result<()> {
        self.out.flush()?;
        let _ = write!(self.err, "{text}");
        let _ = self.err.flush();
        Ok(())
    }
}

/// Decides whether to use colours: the flag, then `NO_COLOR` and `CLICOLOR_FORCE` (no-color.org,
/// bixense.com/clicolors), then whether stdout is a terminal that knows colours.
pub(super) fn wants_color(choice: ColorChoice, variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE") && variable("CLICOLOR_FORCE").as_deref() != Some("0") => true,
        ColorChoice::Auto => variable("TERM").as_deref() != Some("dumb") && io::stdout().is_terminal(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_environment() {
        use ColorChoice::{Always, Auto, Never};
        for (choice, variables, wanted) in [
            (Always, &[("NO_COLOR", "1")][..], true),
            (Never, &[("CLICOLOR_FORCE", "1")], false),
            (Auto, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, &[("CLICOLOR_FORCE", "0"), ("TERM", "dumb")], false),
            (Auto, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
            (Auto, &[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")], true),
        ] {
            let variable =
                |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(wants_color(choice, variable), wanted, "{choice:?} {variables:?}");
        }
    }
}
