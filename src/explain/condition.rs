//! Conditions in the words of the rule language, on one line.

use crate::pack::wire::{Bound, Condition, ContextCondition, Labels, Many, Range, ScoreRange};

/// Writes a condition as it could stand in a rule file, with the check's parameters put in.
pub(super) fn text(condition: &Condition, params: &[(String, u32)]) -> String {
    let parts = parts(condition, params);
    if parts.is_empty() { "{}".to_owned() } else { parts.join(", ") }
}

fn parts(condition: &Condition, params: &[(String, u32)]) -> Vec<String> {
    let nested = |inner: &Condition| format!("{{{}}}", text(inner, params));
    let list = |all: &[Condition]| format!("[{}]", all.iter().map(nested).collect::<Vec<_>>().join(", "));
    let mut parts = Vec::new();
    parts.extend(condition.all.as_deref().map(|all| format!("all: {}", list(all))));
    parts.extend(condition.any.as_deref().map(|any| format!("any: {}", list(any))));
    parts.extend(condition.not.as_deref().map(|not| format!("not: {}", nested(not))));
    let at_least = condition.at_least.as_ref();
    parts.extend(at_least.map(|inner| format!("at_least: {{count: {}, of: {}}}", inner.count, list(&inner.of))));
    parts.extend(condition.score.as_ref().map(|score| format!("score: {{{}}}", points(score))));
    parts.extend(condition.signal.as_ref().map(|ids| format!("signal: {}", many(ids, String::as_str))));
    parts.extend(condition.says.as_ref().map(|says| format!("says: {}", many(says, |one| one.name()))));
    for (key, wire) in [("labels", &condition.labels), ("read", &condition.read), ("declared", &condition.declared)] {
        parts.extend(wire.as_ref().map(|wire| format!("{key}: {{{}}}", labels(wire))));
    }
    parts.extend(condition.context.as_ref().map(|wire| format!("context: {{{}}}", context(wire))));
    parts.extend(condition.words.as_ref().map(|range| format!("words: {{{}}}", bounds(range, params))));
    parts.extend(condition.graphemes.as_ref().map(|range| format!("graphemes: {{{}}}", bounds(range, params))));
    parts.extend(condition.over_limit.map(|over| format!("over_limit: {over}")));
    parts.extend(condition.unused_allowance.map(|unused| format!("unused_allowance: {unused}")));
    parts.extend(condition.language.map(|language| format!("language: {}", language.name())));
    parts.extend(condition.verdict.map(|verdict| format!("verdict: {}", verdict.name())));
    parts
}

fn labels(labels: &Labels) -> String {
    let mut parts = Vec::new();
    parts.extend(
        labels
            .relationship
            .as_ref()
            .map(|ties| format!("relationship: {}", many(ties, |tie| tie.value().map_or("any", |tie| tie.name())))),
    );
    for (key, value) in [
        ("purpose", labels.purpose),
        ("expectation", labels.expectation),
        ("offer", labels.offer),
        ("generic", labels.generic),
        ("vague", labels.vague),
    ] {
        parts.extend(value.map(|value| format!("{key}: {value}")));
    }
    parts.join(", ")
}

fn context(context: &ContextCondition) -> String {
    let mut parts = Vec::new();
    parts.extend(context.intent.as_ref().map(|all| format!("intent: {}", many(all, |one| one.name()))));
    parts.extend(context.platform.as_ref().map(|all| format!("platform: {}", many(all, |one| one.name()))));
    parts.extend(context.account.as_ref().map(|all| format!("account: {}", many(all, |one| one.name()))));
    parts.extend(context.template.map(|template| format!("template: {template}")));
    parts.join(", ")
}

fn points(range: &ScoreRange) -> String {
    let min = range.min.map(|min| format!(", min: {min}")).unwrap_or_default();
    let max = range.max.map(|max| format!(", max: {max}")).unwrap_or_default();
    format!("of: {}{min}{max}", range.of)
}

fn bounds(range: &Range, params: &[(String, u32)]) -> String {
    let bound = |bound: &Bound| match bound {
        Bound::Number(number) => number.to_string(),
        Bound::Parameter(name) => {
            let value = params.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            value.map_or_else(|| format!("${name}"), |value| format!("{value} (${name})"))
        }
    };
    let min = range.min.as_ref().map(|min| format!("min: {}", bound(min)));
    let max = range.max.as_ref().map(|max| format!("max: {}", bound(max)));
    min.into_iter().chain(max).collect::<Vec<_>>().join(", ")
}

fn many<'v, T>(values: &'v Many<T>, name: impl Fn(&'v T) -> &'v str) -> String {
    match values.0.as_slice() {
        [one] => name(one).to_owned(),
        all => format!("[{}]", all.iter().map(name).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn conditions_read_as_they_are_written() {
        for (yaml, wanted) in [
            (
                "{labels: {relationship: [weak, none], purpose: false}, words: {min: 1}}",
                "labels: {relationship: [weak, none], purpose: false}, words: {min: 1}",
            ),
            ("{signal: a, not: {says: [known]}}", "not: {says: known}, signal: a"),
            ("{any: [{over_limit: true}, {language: de}]}", "any: [{over_limit: true}, {language: de}]"),
            (
                "{at_least: {count: 2, of: [{signal: a}, {signal: [b, c]}, {says: weak}]}}",
                "at_least: {count: 2, of: [{signal: a}, {signal: [b, c]}, {says: weak}]}",
            ),
            ("{score: {of: tie, min: 25}}", "score: {of: tie, min: 25}"),
            ("{words: {max: $most}}", "words: {max: 9 ($most)}"),
            (
                "{declared: {relationship: any}, context: {template: true}}",
                "declared: {relationship: any}, context: {template: true}",
            ),
        ] {
            let condition = crate::pack::yaml::parse(Path::new("x.yaml"), yaml).expect(yaml);
            assert_eq!(super::text(&condition, &[("most".into(), 9)]), wanted);
        }
    }
}
