//! What becomes of drafts: they are read and checked, or refused.

use std::path::Path;
use std::sync::Arc;

use super::args::{Check, InputFormatChoice, LanguageChoice};
use super::configs::{Configs, FileSettings};
use crate::check::Checker;
use crate::config::wire::FailOn;
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
    /// It was checked; the mildest finding that fails it, where a configuration says it.
    Checked(Box<Input>, Box<DraftReport>, Option<FailOn>),
    /// It could not be.
    Failed(InputError),
}

/// Everything that a draft is judged by.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    pub(super) pack: &'static Pack,
    pub(super) verbose: bool,
    pub(super) reading: Arc<Reading>,
    configs: Arc<Configs>,
    flags: Facts,
    lang: Option<LanguageChoice>,
}

impl Judge {
    pub(super) fn new(
        pack: &'static Pack,
        configs: Arc<Configs>,
        check: &Check,
        lang: Option<LanguageChoice>,
        verbose: bool,
    ) -> Self {
        let reading = Reading {
            fields: Fields::new(pack, check.text_column.as_deref(), check.pass_through),
            format: check.input_format.map(InputFormatChoice::format),
            stdin_name: check.stdin_filename.clone().unwrap_or_else(|| STDIN_NAME.to_owned()),
        };
        Self { pack, verbose, reading: Arc::new(reading), configs, flags: check.context.facts(), lang }
    }

    /// Returns what does the jobs of one thread.
    pub(super) fn worker(&self) -> Box<dyn FnMut(Job) -> Vec<Answer>> {
        let judge = self.clone();
        let mut memory = Memory::default();
        Box::new(move |job| {
            let mut answers = Vec::new();
            judge.reading.drafts(job, |input| answers.push(judge.answer(&mut memory, input)));
            answers
        })
    }

    fn answer(&self, memory: &mut Memory, input: Result<Input, InputError>) -> Answer {
        match input {
            Ok(input) => {
                let settings = memory.settings(self, &input);
                let mut report = memory.checker(settings.pack, self.verbose).check(&self.draft(&input, &settings));
                settings.apply(&mut report);
                Answer::Checked(Box::new(input), Box::new(report), settings.fail_on())
            }
            Err(error) => Answer::Failed(error),
        }
    }

    pub(super) fn settings_for(&self, input: &Input) -> FileSettings {
        self.configs.settings_for(Path::new(input.path()), self.pack)
    }

    pub(super) fn checker(&self, settings: &FileSettings) -> Checker<'static> {
        Checker::new(settings.pack).verbose(self.verbose)
    }

    /// Adds what is known from outside: flags win over front matter, and that over what holds for the file;
    /// `--lang auto` wins over any `lang` there.
    pub(super) fn draft<'i>(&self, input: &'i Input, settings: &FileSettings) -> Draft<'i> {
        let mut draft = input.draft().with_facts(self.flags.clone());
        draft.facts = draft.facts.or(&settings.facts);
        if let Some(choice) = self.lang {
            draft.facts.lang = choice.language();
        }
        draft
    }
}

/// A checker for each pack of the run, and what holds for the file of the draft before.
#[derive(Default)]
struct Memory {
    checkers: Vec<(&'static Pack, Checker<'static>)>,
    last: Option<(String, FileSettings)>,
}

impl Memory {
    fn checker(&mut self, pack: &'static Pack, verbose: bool) -> &mut Checker<'static> {
        let known = self.checkers.iter().position(|(known, _)| std::ptr::eq(*known, pack));
        let at = known.unwrap_or_else(|| {
            self.checkers.push((pack, Checker::new(pack).verbose(verbose)));
            self.checkers.len() - 1
        });
        &mut self.checkers[at].1
    }

    /// Returns what holds for the draft; the many drafts of one file are asked about once.
    fn settings(&mut self, judge: &Judge, input: &Input) -> FileSettings {
        match &self.last {
            Some((path, settings)) if path == input.path() => settings.clone(),
            _ => {
                let settings = judge.settings_for(input);
                self.last = Some((input.path().to_owned(), settings.clone()));
                settings
            }
        }
    }
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
            let mut judge = Judge::new(builtin_pack(), Arc::default(), &Check::default(), lang, false);
            judge.flags.platform = Some(Channel::Email);
            let facts = judge.draft(&input, &judge.settings_for(&input)).facts;
            assert_eq!((facts.platform, facts.template, facts.lang), (Some(Channel::Email), Some(true), wanted));
        }
    }
}
