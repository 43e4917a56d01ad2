//! The stages from a draft to its report one by one, for benches: each calls what the program calls. No part of
//! the public API.

use std::io;
use std::rc::Rc;

use clap::ValueEnum;

use crate::builtin::{builtin_pack, load_rules};
use crate::characters::Characters;
use crate::check::{Decision, Parts};
use crate::draft::Draft;
use crate::measure::Lengths;
use crate::output::jsonl::Keys;
use crate::output::{Checked, Format, Reports, Run, Style, Wanted};
use crate::pack::Pack;
use crate::pack::facts::{Dialect, Language, Severity, VerdictKind};
use crate::pack::load::RuleSet;
use crate::report::DraftReport;
use crate::signals::Signals;
use crate::source::Input;
use crate::template::Template;
use crate::text::Text;

/// What is used again from draft to draft, the sentences that were read before among it.
#[derive(Debug, Default)]
pub struct Memory {
    text: Text,
    signals: Signals,
}

/// A draft of less than a megabyte, with what every stage made of it. It is no template.
#[derive(Debug)]
pub struct Staged<'p, 'd> {
    pack: &'p Pack,
    draft: Draft<'d>,
    characters: Characters,
    template: Template,
    lengths: Lengths,
    text: Text,
    signals: Signals,
}

/// A draft with its verdict.
#[derive(Debug)]
pub struct Decided<'s> {
    draft: &'s Draft<'s>,
    decision: Decision<'s>,
}

/// Reports in every format.
#[derive(Debug)]
pub struct Writer {
    rules: Option<Rc<RuleSet>>,
}

impl<'p, 'd> Staged<'p, 'd> {
    /// Takes a draft through every stage.
    #[must_use]
    pub fn new(pack: &'p Pack, draft: Draft<'d>) -> Self {
        let (characters, template, lengths) = look(pack, draft.text());
        let (text, signals) = (Text::default(), Signals::default());
        let mut staged = Self { pack, draft, characters, template, lengths, text, signals };
        staged.text.cut(pack, staged.characters.thin(staged.draft.text()));
        staged.signals.search(pack, &staged.text, staged.characters.thin(staged.draft.text()));
        staged.weigh();
        staged
    }

    /// Looks at characters and at the marks of templates, and counts words and graphemes; returns the words.
    #[must_use]
    pub fn look(&self) -> u32 {
        look(self.pack, self.draft.text()).2.longest.words
    }

    /// Cuts the text, and looks its words up; returns how many there are.
    pub fn cut(&self, memory: &mut Memory) -> usize {
        memory.text.cut(self.pack, self.characters.thin(self.draft.text()));
        memory.text.tokens.len()
    }

    /// Searches the text; returns the hits.
    pub fn search(&self, memory: &mut Memory) -> usize {
        memory.signals.search(self.pack, &self.text, self.characters.thin(self.draft.text()));
        memory.signals.hits().len()
    }

    /// Lets guards void hits, and counts what remains; returns the evidence.
    pub fn weigh(&mut self) -> usize {
        self.signals.clear();
        self.signals.weigh(self.pack, &self.text, 0);
        self.signals.finish(self.pack, &self.template.marks, &self.characters);
        self.signals.add_up(self.pack, self.language());
        self.signals.evidence.len()
    }

    /// Gives the draft its labels and its verdict.
    #[must_use]
    pub fn decide(&self) -> Decided<'_> {
        let decision = Decision::new(self.pack, &self.signals, &self.draft, self.language(), self.lengths);
        Decided { draft: &self.draft, decision }
    }

    fn language(&self) -> Language {
        self.draft.facts.lang.unwrap_or_else(|| self.text.language_words.language())
    }
}

impl Decided<'_> {
    /// Returns the verdict.
    #[must_use]
    pub fn verdict(&self) -> VerdictKind {
        self.decision.verdict()
    }

    /// Puts everything into words.
    #[must_use]
    pub fn report(&self) -> DraftReport {
        self.decision.report(self.draft, Parts::default(), false)
    }
}

impl Writer {
    /// Reads the rules, which SARIF shows.
    ///
    /// # Errors
    /// None: the rules are built in.
    pub fn new() -> Result<Self, Vec<crate::pack::error::PackError>> {
        Ok(Self { rules: Some(Rc::new(load_rules(&[])?)) })
    }

    /// Lists the formats.
    #[must_use]
    pub fn formats() -> Vec<String> {
        Format::value_variants().iter().map(|format| format.name()).collect()
    }

    /// Writes the reports of one run.
    ///
    /// # Errors
    /// There is no such format.
    pub fn write(&self, format: &str, answers: &[(Input, DraftReport)], out: &mut Vec<u8>) -> io::Result<()> {
        let format = Format::from_str(format, false).map_err(io::Error::other)?;
        let run = Run {
            pack: builtin_pack(),
            rules: self.rules.clone().filter(|_| format.shows_rules()),
            style: Style::default(),
            several: true,
            asked: None,
            fallback: Language::En,
            base: None,
            folder: None,
            keys: Keys::default(),
        };
        let mut reports = Reports::new(&[Wanted { format, file: None }], &run).map_err(|fault| fault.error)?;
        for (input, report) in answers {
            reports.add(out, Checked { input, report, fail_on: Some(Severity::Warning) })?;
        }
        reports.finish(out)
    }
}

fn look(pack: &Pack, text: &str) -> (Characters, Template, Lengths) {
    let characters = Characters::read(pack, text);
    let body = characters.thin(text);
    let (template, lengths) = (Template::read(pack, body, Dialect::Auto), Lengths::of(body));
    (characters, template, lengths)
}
