//! What becomes of drafts: they are read and checked, or refused.

use std::path::Path;
use std::sync::Arc;

use super::args::{Check, InputFormatChoice, LanguageChoice};
use crate::check::Checker;
use crate::draft::Draft;
use crate::pack::Pack;
use crate::pack::facts::Facts;
use crate::report::DraftReport;
use crate::source::read::{Job, Reading};
use crate::source::{Fields, Input, InputError};

/// What reports call a draft from stdin that has no other name.
const STDIN_NAME: &str = "<stdin>";

/// What became of a draft.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was checked.
    Checked(Box<Input>, Box<DraftReport>),
    /// It could not be.
    Failed(InputError),
}

/// What holds for the drafts of one file, whatever they say themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FileSettings {
    /// Facts that are declared for the file; flags and front matter win over them.
    pub(super) facts: Facts,
}

/// Everything that a draft is judged by.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    pub(super) pack: &'static Pack,
    pub(super) verbose: bool,
    pub(super) reading: Arc<Reading>,
    flags: Facts,
    lang: Option<LanguageChoice>,
}

impl Judge {
    pub(super) fn new(pack: &'static Pack, check: &Check, lang: Option<LanguageChoice>, verbose: bool) -> Self {
        let reading = Reading {
            fields: Fields::new(pack, check.text_column.as_deref(), check.pass_through),
            format: check.input_format.map(InputFormatChoice::format),
            stdin_name: check.stdin_filename.clone().unwrap_or_else(|| STDIN_NAME.to_owned()),
        };
        Self { pack, verbose, reading: Arc::new(reading), flags: check.context.facts(), lang }
    }

    /// Returns what does the jobs of one thread.
    pub(super) fn worker(&self) -> Box<dyn FnMut(Job) -> Vec<Answer>> {
        let judge = self.clone();
        let mut checker = judge.checker();
        Box::new(move |job| {
            let mut answers = Vec::new();
            judge.reading.drafts(job, |input| answers.push(judge.answer(&mut checker, input)));
            answers
        })
    }

    fn answer(&self, checker: &mut Checker<'_>, input: Result<Input, InputError>) -> Answer {
        match input {
            Ok(input) => {
                let report = checker.check(&self.draft(&input));
                Answer::Checked(Box::new(input), Box::new(report))
            }
            Err(error) => Answer::Failed(error),
        }
    }

    pub(super) fn checker(&self) -> Checker<'static> {
        Checker::new(self.pack).verbose(self.verbose)
    }

    /// Adds what is known from outside: flags win over front matter, and that over what holds for the file;
    /// `--lang auto` wins over any `lang` there.
    pub(super) fn draft<'i>(&self, input: &'i Input) -> Draft<'i> {
        let mut draft = input.draft().with_facts(self.flags.clone());
        draft.facts = draft.facts.or(&settings_for(Path::new(input.path())).facts);
        if let Some(choice) = self.lang {
            draft.facts.lang = choice.language();
        }
        draft
    }
}

/// Returns what holds for the drafts of a file.
pub(super) fn settings_for(_path: &Path) -> FileSettings {
    FileSettings::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::builtin_pack;
    use crate::pack::facts::{Channel, Language};

    #[test]
    fn flags_win_over_front_matter() {
        let input =
            Input::parse("d", b"---\nplatform: xing\nlang: en\ntemplate: true\n---\nx".to_vec()).expect("valid");
        for (lang, wanted) in [
            (None, Some(Language::En)),
            (Some(LanguageChoice::Auto), None),
            (Some(LanguageChoice::De), Some(Language::De)),
        ] {
            let mut judge = Judge::new(builtin_pack(), &Check::default(), lang, false);
            judge.flags.platform = Some(Channel::Email);
            let facts = judge.draft(&input).facts;
            assert_eq!((facts.platform, facts.template, facts.lang), (Some(Channel::Email), Some(true), wanted));
        }
    }
}
