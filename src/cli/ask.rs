//! `--ask`: at a terminal, the one or two questions whose answers change what to do.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};

use super::console::Console;
use crate::check::Checker;
use crate::draft::Draft;
use crate::output::{Words, shown};
use crate::pack::Pack;
use crate::pack::facts::{Account, Channel, Facts, Relationship, VerdictKind};
use crate::report::DraftReport;

/// The most questions that are put about one draft.
const MOST_QUESTIONS: usize = 2;
/// The most answers without sense to one question.
const MOST_ATTEMPTS: usize = 3;

/// A question, strongest effect first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Relationship,
    Platform,
    Account,
}

/// Returns why nothing can be asked, if so: a script would wait for ever.
pub(super) fn refusal() -> Option<&'static str> {
    let at_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    (!at_terminal)
        .then_some("--ask needs a terminal for its questions; declare the facts with --relationship and --account")
}

/// Puts the questions that matter for a draft and returns the report with the answers in it.
pub(super) fn ask(
    console: &mut Console,
    pack: &Pack,
    checker: &mut Checker<'_>,
    draft: Draft<'_>,
    report: DraftReport,
) -> io::Result<DraftReport> {
    let (mut draft, mut report, mut asked) = (draft, report, 0);
    for question in [Question::Relationship, Question::Platform, Question::Account] {
        if asked == MOST_QUESTIONS || !matters(checker, &draft, &report, question) {
            continue;
        }
        asked += 1;
        let words = Words::new(pack, report.language);
        if asked == 1 {
            console.prompt(&format!("{}\n", shown(&draft.name)))?;
        }
        if let Some(answer) = put(console, words, question)? {
            draft.facts = question.options().swap_remove(answer).1.or(&draft.facts);
            report = checker.check(&draft);
        }
    }
    Ok(report)
}

/// Tells whether an answer that nobody has given yet would change the verdict or the next step. Who
/// the text shows to know the recipient is not asked.
fn matters(checker: &mut Checker<'_>, draft: &Draft<'_>, report: &DraftReport, question: Question) -> bool {
    let declared = match question {
        Question::Relationship => draft.facts.tie().is_some(),
        Question::Platform => draft.facts.platform.is_some(),
        Question::Account => draft.facts.account.is_some(),
    };
    if declared || report.verdict == VerdictKind::AddAsContact {
        return false;
    }
    question.options().into_iter().any(|(_, facts)| {
        let changed = checker.check(&draft.clone().with_facts(facts));
        (changed.verdict, &changed.next_steps) != (report.verdict, &report.next_steps)
    })
}

impl Question {
    fn key(self) -> &'static str {
        match self {
            Self::Relationship => "ask-relationship",
            Self::Platform => "ask-platform",
            Self::Account => "ask-account",
        }
    }

    /// Lists the possible answers by name, and what each declares.
    fn options(self) -> Vec<(&'static str, Facts)> {
        let nothing = Facts::default;
        match self {
            Self::Relationship => {
                let declare = |tie: &Relationship| (tie.name(), Facts { relationship: Some(*tie), ..nothing() });
                Relationship::ALL.iter().map(declare).collect()
            }
            Self::Platform => {
                let declare = |platform: &Channel| (platform.name(), Facts { platform: Some(*platform), ..nothing() });
                Channel::ALL.iter().map(declare).collect()
            }
            Self::Account => {
                let declare = |account: &Account| (account.name(), Facts { account: Some(*account), ..nothing() });
                Account::ALL.iter().map(declare).collect()
            }
        }
    }
}

/// Puts one question; nothing is declared by an empty line, the end of input, or answers without sense.
fn put(console: &mut Console, words: Words<'_>, question: Question) -> io::Result<Option<usize>> {
    let options = question.options();
    let mut text = format!("\n{}\n", words.say(question.key()));
    for (at, (name, _)) in options.iter().enumerate() {
        let answer = words.say(&format!("{}-{name}", question.key()));
        let _ = writeln!(text, "  {}  {answer}", at + 1);
    }
    console.prompt(&text)?;
    for _ in 0..MOST_ATTEMPTS {
        console.prompt(&words.say("ask-prompt"))?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        match choice(&line, options.len()) {
            Choice::Skip => return Ok(None),
            Choice::Option(at) => return Ok(Some(at)),
            Choice::Nonsense => {
                let again = words.fill("ask-again", &[("count", &options.len().to_string())]);
                console.prompt(&format!("{again}\n"))?;
            }
        }
    }
    Ok(None)
}

/// What a typed line means.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    Skip,
    Option(usize),
    Nonsense,
}

fn choice(line: &str, options: usize) -> Choice {
    match line.trim() {
        "" => Choice::Skip,
        typed => match typed.parse::<usize>() {
            Ok(number) if (1..=options).contains(&number) => Choice::Option(number - 1),
            _ => Choice::Nonsense,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_number_or_nothing() {
        assert_eq!(choice("\n", 5), Choice::Skip);
        assert_eq!(choice(" 5 \n", 5), Choice::Option(4));
        assert_eq!(choice("6", 5), Choice::Nonsense);
        assert_eq!(choice("ja", 5), Choice::Nonsense);
    }
}
