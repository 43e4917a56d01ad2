//! What shells and manual readers know about the command line, made from its very definition.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::Outcome;
use super::args::Cli;
use super::console::Console;

pub(super) fn completions(console: &mut Console, shell: Shell) -> io::Result<Outcome> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    // The generator writes to memory: it panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    console.out.write_all(&script)?;
    Ok(Outcome::Clean)
}

/// Writes the manual page of the program, or one for each command into a folder.
pub(super) fn man(console: &mut Console, folder: Option<&Path>) -> io::Result<Outcome> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = folder else {
        Man::new(command).render(&mut console.out)?;
        return Ok(Outcome::Clean);
    };
    if let Err(error) = write_pages(&command, folder) {
        console.error(format_args!(
            "{}: cannot be written: {error}; name a folder that is there and yours",
            folder.display()
        ))?;
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Clean)
}

fn write_pages(command: &clap::Command, folder: &Path) -> io::Result<()> {
    // Help for `help` says nothing.
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        write_pages(below, folder)?;
    }
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    fs::write(folder.join(page.get_filename()), text)
}
