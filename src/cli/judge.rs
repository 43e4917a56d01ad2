//! What becomes of drafts: they are read and checked, or refused.

use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::args::{Check, InputFormatChoice, LanguageChoice};
use super::configs::{Configs, FileSettings};
use crate::check::{Checker, Parts};
use crate::config::wire::FailOn;
use crate::draft::Draft;
use crate::output::Checked;
use crate::output::jsonl::{self, Keys};
use crate::pack::Pack;
use crate::pack::facts::{Facts, Severity};
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

/// What became of the drafts of a job.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// In order.
    pub(super) answers: Vec<Answer>,
    /// The records that are written already.
    pub(super) records: Vec<u8>,
    /// For how many drafts, without those among the answers.
    pub(super) recorded: usize,
    /// What those mean for the exit code.
    pub(super) outcome: Outcome,
}

impl Batch {
    /// Returns how many drafts there were.
    pub(super) fn len(&self) -> usize {
        self.answers.len() + self.recorded
    }
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
    fail_on: Option<FailOn>,
    /// What records hold, where nothing but records is written.
    pub(super) records: Option<Keys>,
}

impl Judge {
    pub(super) fn new(
        pack: &'static Pack,
        configs: Arc<Configs>,
        check: &Check,
        lang: Option<LanguageChoice>,
        verbose: bool,
        records: Option<Keys>,
    ) -> Self {
        let reading = Reading {
            fields: Fields::new(pack, check.text_column.as_deref(), check.pass_through),
            format: check.input_format.map(InputFormatChoice::format),
            stdin_name: check.stdin_filename.clone().unwrap_or_else(|| STDIN_NAME.to_owned()),
        };
        Self {
            pack,
            verbose,
            reading: Arc::new(reading),
            configs,
            flags: check.context.facts(),
            lang,
            fail_on: check.fail_on,
            records,
        }
    }

    /// Returns what does the jobs of one thread.
    pub(super) fn worker(&self) -> Box<dyn FnMut(Job) -> Batch> {
        let judge = self.clone();
        let mut memory = Memory::default();
        Box::new(move |job| {
            let mut batch = Batch::default();
            judge.reading.drafts(job, |input| {
                let answer = judge.answer(&mut memory, input);
                match judge.records {
                    Some(keys) => judge.record(keys, answer, &mut batch),
                    None => batch.answers.push(answer),
                }
            });
            batch
        })
    }

    fn answer(&self, memory: &mut Memory, input: Result<Input, InputError>) -> Answer {
        match input {
            Ok(input) => {
                let settings = memory.settings(self, &input);
                let mut report = memory.checker(self, settings.pack).check(&self.draft(&input, &settings));
                settings.apply(&mut report);
                Answer::Checked(Box::new(input), Box::new(report), settings.fail_on())
            }
            Err(error) => Answer::Failed(error),
        }
    }

    /// Writes the record of an answer; of the answer itself only what went wrong is kept.
    fn record(&self, keys: Keys, answer: Answer, batch: &mut Batch) {
        let written = match &answer {
            Answer::Checked(input, report, fail_on) => {
                let checked = Checked { input, report, fail_on: self.limit(*fail_on) };
                batch.outcome = batch.outcome.max(Outcome::of(checked));
                jsonl::write_draft(&mut batch.records, keys, checked)
            }
            Answer::Failed(error) => jsonl::write_error(&mut batch.records, &error.record()),
        };
        debug_assert!(written.is_ok(), "memory takes everything");
        match answer {
            Answer::Checked(..) => batch.recorded += 1,
            Answer::Failed(_) => batch.answers.push(answer),
        }
    }

    /// Returns the mildest severity that fails, where a configuration says `fail_on` of the draft.
    pub(super) fn limit(&self, fail_on: Option<FailOn>) -> Option<Severity> {
        self.fail_on.or(fail_on).unwrap_or(FailOn::Warning).severity()
    }

    pub(super) fn settings_for(&self, input: &Input) -> FileSettings {
        self.configs.settings_for(Path::new(input.path()), self.pack)
    }

    pub(super) fn checker(&self, pack: &'static Pack) -> Checker<'static> {
        let checker = Checker::new(pack).verbose(self.verbose);
        checker.only(self.records.map_or_else(Parts::default, Keys::parts))
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
    fn checker(&mut self, judge: &Judge, pack: &'static Pack) -> &mut Checker<'static> {
        let known = self.checkers.iter().position(|(known, _)| std::ptr::eq(*known, pack));
        let at = known.unwrap_or_else(|| {
            self.checkers.push((pack, judge.checker(pack)));
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
            let mut judge = Judge::new(builtin_pack(), Arc::default(), &Check::default(), lang, false, None);
            judge.flags.platform = Some(Channel::Email);
            let facts = judge.draft(&input, &judge.settings_for(&input)).facts;
            assert_eq!((facts.platform, facts.template, facts.lang), (Some(Channel::Email), Some(true), wanted));
        }
    }
}
