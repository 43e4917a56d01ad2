//! Markdown as GitHub and GitLab show it: the comment of a pull request, or the summary of a job.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Words;
use super::escape::{line, xml};
use super::form::{Checked, Form, Run, place};
use super::tally::Tally;
use crate::pack::facts::Severity;
use crate::report::ReadError;

/// How many characters each table may have. GitHub refuses a comment of more than 65536.
const ROOM_FOR_ERRORS: usize = 8_000;
const ROOM_FOR_FINDINGS: usize = 40_000;
const ROOM_FOR_HELP: usize = 6_000;
const ROOM_FOR_VERDICTS: usize = 8_000;

/// Nothing that is seen, between two characters that would mean something together.
const APART: &str = "<!-- -->";

#[derive(Debug)]
pub(super) struct Markdown<'p> {
    run: Run<'p>,
    tally: Tally,
    errors: Table,
    findings: Table,
    /// What to do, each advice once.
    help: Table,
    advised: BTreeSet<String>,
    verdicts: Table,
}

/// The rows of a table, as many as there is room for.
#[derive(Debug)]
struct Table {
    rows: String,
    /// How many characters more there is room for.
    room: usize,
    left_out: usize,
}

impl<'p> Markdown<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        Self {
            run,
            tally: Tally::default(),
            errors: Table::new(ROOM_FOR_ERRORS),
            findings: Table::new(ROOM_FOR_FINDINGS),
            help: Table::new(ROOM_FOR_HELP),
            advised: BTreeSet::new(),
            verdicts: Table::new(ROOM_FOR_VERDICTS),
        }
    }

    fn place(&self, path: &str, line: Option<usize>, column: Option<usize>) -> String {
        code(&place(&self.run.path(path), line, column))
    }
}

impl Form for Markdown<'_> {
    fn draft(&mut self, _out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        let report = checked.report;
        self.tally.add(report);
        let words = Words::new(self.run.pack, self.run.language(self.tally.language));
        for finding in &report.findings {
            let place = match finding.line {
                None => code(&self.run.path(&report.name)),
                Some(_) => self.place(&report.path, finding.line, finding.column),
            };
            let severity = words.say(&format!("severity-{}", finding.severity.name()));
            let (rule, message) = (code(&finding.rule), text(&finding.message));
            let row = format!("| {} {} | {place} | {rule} | {message} |\n", symbol(finding.severity), text(&severity));
            self.findings.add(&row);
            let advice = format!("| {rule} | {} |\n", text(&finding.help));
            if self.help.left_out == 0 && self.advised.insert(advice.clone()) {
                self.help.add(&advice);
            }
        }
        let verdict = text(&words.verdict(report.verdict));
        let count = report.findings.len();
        self.verdicts.add(&format!("| {} | {verdict} | {count} |\n", code(&self.run.path(&report.name))));
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        self.tally.add_unread();
        let place = self.place(&error.path, error.line, error.column);
        self.errors.add(&format!("| {place} | {} |\n", text(&error.message)));
        Ok(())
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        let words = Words::new(self.run.pack, self.run.language(self.tally.language));
        writeln!(out, "## kontakt-check\n\n**{}**\n", text(&self.tally.line(words)))?;
        let say = |key: &str| text(&words.say(key));
        if !self.errors.is_empty() {
            writeln!(out, "### {}\n", say("heading-unread"))?;
            self.errors.write(out, words, &[say("column-place"), say("column-message")])?;
            writeln!(out)?;
        }
        if !self.findings.is_empty() {
            writeln!(out, "### {}\n", say("heading-findings"))?;
            let columns = ["column-severity", "column-place", "column-rule", "column-message"].map(say);
            self.findings.write(out, words, &columns)?;
        } else if self.errors.is_empty() {
            writeln!(out, "✅ {}", say("findings-none"))?;
        }
        let say = |key: &str| words.say(key);
        self.help.write_folded(out, words, &say("heading-help"), &["column-rule", "heading-help"])?;
        let columns = ["column-draft", "heading-verdict", "column-findings"];
        self.verdicts.write_folded(out, words, &self.tally.verdicts(words), &columns)
    }
}

impl Table {
    fn new(room: usize) -> Self {
        Self { rows: String::new(), room, left_out: 0 }
    }

    fn add(&mut self, row: &str) {
        // Once a row is left out, those behind it are, too: what is there is a beginning, no choice.
        match self.room.checked_sub(row.chars().count()).filter(|_| self.left_out == 0) {
            Some(room) => {
                self.room = room;
                self.rows.push_str(row);
            }
            None => self.left_out += 1,
        }
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.left_out == 0
    }

    fn write(&self, out: &mut dyn Write, words: Words<'_>, columns: &[String]) -> io::Result<()> {
        writeln!(out, "| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()))?;
        out.write_all(self.rows.as_bytes())?;
        if self.left_out > 0 {
            writeln!(out, "\n{}", text(&words.count("left-out", self.left_out)))?;
        }
        Ok(())
    }

    /// Writes a table where it is out of the way, if it has rows.
    fn write_folded(&self, out: &mut dyn Write, words: Words<'_>, title: &str, columns: &[&str]) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n<details><summary>{}</summary>\n", xml(title))?;
        let columns: Vec<_> = columns.iter().map(|key| text(&words.say(key))).collect();
        self.write(out, words, &columns)?;
        writeln!(out, "\n</details>")
    }
}

fn symbol(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Hint => "💡",
    }
}

/// Writes text so that nothing in it is markup, a link, a mention of somebody, or a reference.
fn text(text: &str) -> String {
    let text = line(text);
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => safe.extend(['\\', c]),
            // These are looked for in the text that comes out, where a backslash is gone.
            '@' | '#' | '!' | '~' | '$' | '%' | '^' => safe.extend([c].into_iter().chain(APART.chars())),
            '/' if safe.ends_with(':') => safe.extend(APART.chars().chain([c])),
            '.' if ends_with_www(&safe) => safe.extend(APART.chars().chain([c])),
            c => safe.push(c),
        }
    }
    safe
}

/// Writes text as code, which nothing is looked for in; the fence is longer than any in the text.
fn code(text: &str) -> String {
    let text = line(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn ends_with_www(text: &str) -> bool {
    text.get(text.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_means_anything() {
        for (raw, wanted) in [
            ("„Hallo“, wir (3) sehen uns. Gut?", "„Hallo“, wir (3) sehen uns. Gut?"),
            ("[a](b) *c* `d` | e_f \\", "\\[a\\](b) \\*c\\* \\`d\\` \\| e\\_f \\\\"),
            ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
            ("@team #1", "@<!-- -->team #<!-- -->1"),
            ("https://x.de www.x.de", "https:<!-- -->//x.de www<!-- -->.x.de"),
            ("a\n# b\u{202e}", "a #<!-- --> b\\\\u{202e}"),
        ] {
            assert_eq!(text(raw), wanted);
        }
    }

    #[test]
    fn code_stays_code() {
        for (raw, wanted) in [("a.txt:3", "`a.txt:3`"), ("a`b``c|", "```a`b``c\\|```"), ("`", "`` ` ``")] {
            assert_eq!(code(raw), wanted);
        }
    }

    #[test]
    fn a_long_table_ends_with_what_was_left_out() {
        let words = Words::new(crate::builtin::builtin_pack(), crate::pack::facts::Language::En);
        let mut table = Table::new(ROOM_FOR_FINDINGS);
        (0..5000).for_each(|at| table.add(&format!("| {at} | a message of some length |\n")));
        let mut out = Vec::new();
        table.write(&mut out, words, &["a".to_owned(), "b".to_owned()]).expect("memory");
        let text = String::from_utf8(out).expect("UTF-8");
        let rows = text.lines().filter(|line| line.contains("message")).count();
        assert!(
            rows > 1000
                && text.len() < ROOM_FOR_FINDINGS + 200
                && text.contains(&format!("{} more lines", 5000 - rows)),
            "{rows}"
        );
    }
}
