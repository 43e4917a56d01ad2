//! What a rule is and from where it is used, told from the rule files themselves.

mod condition;
mod explanation;
mod phrases;
mod uses;

use crate::pack::error::nearest;
use crate::pack::facts::Language;
use crate::pack::load::RuleSet;
use crate::pack::wire::{self, Check, Examples, Guard, Limit, Patterns, PlatformFacts, Signal, VerdictRule};

pub(crate) use explanation::{
    Advice, ExampleText, Explanation, Fact, Named, PatternText, RuleKind, RuleLine, Use, User, WordList,
};

/// Lists all rules: checks, signals, guards, decisions, limits.
pub(crate) fn list(set: &RuleSet, language: Language) -> Vec<RuleLine> {
    let checks = set.checks.iter().map(|rule| check_line(&rule.value, language));
    let signals = set.signals.iter().map(|rule| signal_line(&rule.value, language));
    let guards = set.guards.iter().map(|rule| guard_line(&rule.value, language));
    let decisions = set.verdicts.iter().map(|rule| decision_line(&rule.value, language));
    let limits = limits(set).map(|(platform, limit)| limit_line(platform, limit, language));
    checks.chain(signals).chain(guards).chain(decisions).chain(limits).collect()
}

/// Explains the rule called `id`.
///
/// # Errors
/// The id that was probably meant, if one is near, where no rule is called so.
pub(crate) fn explain(set: &RuleSet, id: &str, language: Language) -> Result<Explanation, Option<String>> {
    let find_check = set.checks.iter().find(|rule| rule.value.id == id);
    let check = find_check.map(|rule| (rule.file, explain_check(set, &rule.value, language)));
    let find_signal = || set.signals.iter().find(|rule| rule.value.id == id);
    let signal = || find_signal().map(|rule| (rule.file, explain_signal(set, &rule.value, language)));
    let find_guard = || set.guards.iter().find(|rule| rule.value.id == id);
    let guard = || find_guard().map(|rule| (rule.file, explain_guard(set, &rule.value, language)));
    let find_decision = || set.verdicts.iter().find(|rule| rule.value.id == id);
    let decision = || find_decision().map(|rule| (rule.file, explain_decision(&rule.value, language)));
    let find_limit = || limits(set).find(|(_, limit)| limit.id == id);
    let limit_file = set.channels.as_ref().map_or(0, |channels| channels.file);
    let limit = || find_limit().map(|(platform, limit)| (limit_file, explain_limit(platform, limit, language)));
    let Some((file, explanation)) = check.or_else(signal).or_else(guard).or_else(decision).or_else(limit) else {
        let all = list(set, language);
        return Err(nearest(id, all.iter().map(|line| line.id.as_str())).map(str::to_owned));
    };
    let file = set.files.get(file).map(|file| file.path.display().to_string()).unwrap_or_default();
    Ok(Explanation { file, ..explanation })
}

fn explain_check(set: &RuleSet, rule: &Check, language: Language) -> Explanation {
    let text = |wire: &wire::Localized| get(wire, language);
    let source = rule.source.trim().to_owned();
    Explanation {
        advice: Some(Advice { message: text(&rule.message), help: text(&rule.help), why: text(&rule.why), source }),
        when: Some(condition::text(&rule.when, &rule.params.0)),
        examples: examples(&rule.examples),
        marks: rule.marks.0.iter().map(|id| named_signal(set, id, language)).collect(),
        ..Explanation::of(check_line(rule, language))
    }
}

fn explain_signal(set: &RuleSet, rule: &Signal, language: Language) -> Explanation {
    let guards = |ids: &[String]| ids.iter().map(|id| named_guard(set, id, language)).collect();
    Explanation {
        patterns: phrases::texts(&rule.patterns),
        vocabulary: phrases::vocabulary(set, &[&rule.patterns]),
        void_if: guards(&rule.void_if),
        only_if: guards(&rule.only_if),
        examples: examples(&rule.examples),
        used_by: uses::of_signal(set, rule),
        ..Explanation::of(signal_line(rule, language))
    }
}

fn explain_guard(set: &RuleSet, rule: &Guard, language: Language) -> Explanation {
    Explanation {
        place: Some(rule.place),
        patterns: phrases::texts(&rule.patterns),
        except: phrases::texts(&rule.except),
        vocabulary: phrases::vocabulary(set, &[&rule.patterns, &rule.except]),
        examples: examples(&rule.examples),
        used_by: uses::of_guard(set, &rule.id),
        ..Explanation::of(guard_line(rule, language))
    }
}

fn explain_decision(rule: &VerdictRule, language: Language) -> Explanation {
    let when = rule.when.as_ref().map(|when| condition::text(when, &[]));
    Explanation { when, ..Explanation::of(decision_line(rule, language)) }
}

fn explain_limit(platform: &PlatformFacts, limit: &Limit, language: Language) -> Explanation {
    let intent = limit.intent.map(|intent| format!("intent: {}", intent.name()));
    let account = limit.account.map(|account| format!("account: {}", account.name()));
    let platform_name = Some(format!("platform: {}", platform.id.name()));
    let when: Vec<_> = [platform_name, intent, account].into_iter().flatten().collect();
    let Limit { max_graphemes, source, as_of, note, .. } = limit.clone();
    Explanation {
        fact: Some(Fact { max_graphemes, source, as_of, note }),
        when: Some(format!("context: {{{}}}", when.join(", "))),
        ..Explanation::of(limit_line(platform, limit, language))
    }
}

fn limits(set: &RuleSet) -> impl Iterator<Item = (&PlatformFacts, &Limit)> {
    let platforms = set.channels.iter().flat_map(|channels| &channels.value.platforms);
    platforms.flat_map(|platform| platform.limits.iter().map(move |limit| (platform, limit)))
}

fn check_line(rule: &Check, language: Language) -> RuleLine {
    RuleLine { severity: Some(rule.severity), ..line(&rule.id, RuleKind::Check, &rule.title, language) }
}

fn signal_line(rule: &Signal, language: Language) -> RuleLine {
    RuleLine { says: rule.says, ..line(&rule.id, RuleKind::Signal, &rule.title, language) }
}

fn guard_line(rule: &Guard, language: Language) -> RuleLine {
    line(&rule.id, RuleKind::Guard, &rule.title, language)
}

fn decision_line(rule: &VerdictRule, language: Language) -> RuleLine {
    RuleLine { verdict: Some(rule.verdict), ..line(&rule.id, RuleKind::Decision, &rule.reason, language) }
}

fn limit_line(platform: &PlatformFacts, limit: &Limit, language: Language) -> RuleLine {
    let line = line(&limit.id, RuleKind::Limit, &platform.name, language);
    RuleLine { title: format!("{}: {}", line.title, limit.max_graphemes), ..line }
}

fn line(id: &str, kind: RuleKind, title: &wire::Localized, language: Language) -> RuleLine {
    RuleLine { id: id.to_owned(), kind, severity: None, says: None, verdict: None, title: get(title, language) }
}

fn named_guard(set: &RuleSet, id: &str, language: Language) -> Named {
    let guard = set.guards.iter().find(|rule| rule.value.id == id);
    Named { id: id.to_owned(), title: guard.map(|rule| get(&rule.value.title, language)).unwrap_or_default() }
}

fn named_signal(set: &RuleSet, id: &str, language: Language) -> Named {
    let signal = set.signals.iter().find(|rule| rule.value.id == id);
    Named { id: id.to_owned(), title: signal.map(|rule| get(&rule.value.title, language)).unwrap_or_default() }
}

fn examples(wire: &Examples) -> Vec<ExampleText> {
    let mut all = Vec::new();
    for (language, lists) in [(Language::De, &wire.de), (Language::En, &wire.en)] {
        for (matches, list) in [(true, &lists.matches), (false, &lists.ignore)] {
            let texts = list.iter().map(|example| (example.text.clone(), example.context.clone()));
            all.extend(texts.map(|(text, context)| ExampleText { language, matches, text, context }));
        }
    }
    all
}

fn get(wire: &wire::Localized, language: Language) -> String {
    match language {
        Language::De => wire.de.trim().to_owned(),
        Language::En => wire.en.trim().to_owned(),
    }
}

/// Pairs the patterns with their language.
fn by_language(patterns: &Patterns) -> [(Language, &[wire::Pattern]); 2] {
    [(Language::De, &patterns.de), (Language::En, &patterns.en)]
}
