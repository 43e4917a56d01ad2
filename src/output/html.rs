//! One page that holds everything: each draft with its marks, checklist and verdict, and a filter. It
//! fetches nothing, and its browser is told to allow only the style and script that are in it.

mod draft;
mod filter;
mod marks;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Words;
use super::escape::line;
use super::form::{Checked, Form, Run, place};
use super::spool::Spool;
use super::tally::Tally;
use crate::report::ReadError;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// Where drafts and errors belong on the page. No text on it can look like that: its `<` is written otherwise.
const DRAFTS: &str = "<!--drafts-->";
const UNREAD: &str = "<!--unread-->";
/// What the browser may do; a test proves that the hashes are those of style and script.
const POLICY: &str = "default-src 'none'; style-src 'sha256-a9rHxVhj65P6eaMz443K+ICfZ6VFQyQJ1RzdpjjPABo='; script-src 'sha256-rEK/rjKmk3KVvqmpix6k97tE9j+K3gY+A8NO5jD8CLs='; \
                      base-uri 'none'; form-action 'none'";

/// Keeps drafts until the last has come: what there is to filter stands before them.
#[derive(Debug)]
pub(super) struct Html<'p> {
    run: Run<'p>,
    tally: Tally,
    drafts: Spool,
    errors: Spool,
}

impl<'p> Html<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        let (drafts, errors) = (run.spool(), run.spool());
        Self { run, tally: Tally::default(), drafts, errors }
    }

    /// Returns the page without what came, with a mark in each of the two places where that belongs.
    fn page(&self, words: Words<'_>) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(words.language().name()) {
                (head(words))
                body {
                    header.page {
                        h1 { "kontakt-check" }
                        p.summary { (line(&self.tally.line(words))) }
                    }
                    (filter::write(words, &self.tally))
                    main {
                        @if !self.errors.is_empty() { (unread(words)) }
                        (PreEscaped(DRAFTS))
                        p #none hidden { (words.say("filter-none")) }
                    }
                    footer { (words.say("legend")) " kontakt-check " (env!("CARGO_PKG_VERSION")) }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }
}

impl Form for Html<'_> {
    fn draft(&mut self, _out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        self.tally.add(checked.report);
        let words = Words::new(self.run.pack, checked.report.language);
        let name = self.run.path(&checked.report.name);
        self.drafts.write_all(draft::write(words, checked, &name, self.tally.drafts).into_string().as_bytes())
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.tally.add_unread();
        let place = place(&self.run.path(&error.path), error.line, error.column);
        let item = html! { li { code { (line(&place)) } " " (line(&error.message)) } };
        self.errors.write_all(item.into_string().as_bytes())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        let words = Words::new(self.run.pack, self.run.language(self.tally.language));
        let page = self.page(words).into_string();
        let (head, rest) = page.split_once(DRAFTS).unwrap_or((&page, ""));
        let (before, between) = head.split_once(UNREAD).unwrap_or((head, ""));
        out.write_all(before.as_bytes())?;
        self.errors.pour(out)?;
        out.write_all(between.as_bytes())?;
        self.drafts.pour(out)?;
        writeln!(out, "{rest}")
    }
}

fn unread(words: Words<'_>) -> Markup {
    html! {
        section.unread aria-labelledby="unread" {
            h2 #unread { (words.say("heading-unread")) }
            ul { (PreEscaped(UNREAD)) }
        }
    }
}

fn head(words: Words<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            meta name="color-scheme" content="light dark";
            title { "kontakt-check: " (words.say("page-title")) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use sha2::Digest as _;

    use super::*;

    #[test]
    fn the_policy_allows_just_this_style_and_script() {
        for (directive, content) in [("style-src", STYLE), ("script-src", SCRIPT)] {
            let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(content));
            assert!(POLICY.contains(&format!("{directive} 'sha256-{hash}'")), "{directive} 'sha256-{hash}'");
        }
    }
}
