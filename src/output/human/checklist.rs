//! The checklist as people read it: a line an item, with a sign for how it stands.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use super::Page;
use crate::output::checklist::{Item, State, items};
use crate::output::escape;
use crate::output::layout::{WIDTH, hang, pad, shorten, width};

pub(super) fn write(out: &mut dyn Write, page: Page<'_>) -> io::Result<()> {
    let items = items(page.words, page.report);
    writeln!(out, "{}", page.words.say("heading-checklist").bold())?;
    let name = |item: &Item| item.heading(page.words);
    let columns = items.iter().map(|item| width(&name(item))).max().unwrap_or_default();
    for item in &items {
        let first = format!("    {}  ", pad(&name(item), columns));
        let text = hang(&first, &item.text);
        writeln!(out, "  {} {}", symbol(item.state), text.get(4..).unwrap_or_default())?;
        for quote in &item.quotes {
            let quote = page.words.quote(&shorten(&escape::line(quote), WIDTH - columns - 8));
            writeln!(out, "{}{}", " ".repeat(columns + 6), quote.dimmed())?;
        }
    }
    writeln!(out)
}

fn symbol(state: State) -> ColoredString {
    match state {
        State::Fine => "✓".green(),
        State::Missing => "✗".yellow(),
        State::Exempt => "–".dimmed(),
    }
}
