//! Reads every format back: which finding stands where.

use std::collections::BTreeSet;
use std::path::Path;

use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

/// A finding's check, file, line and column.
pub(crate) type Found = (String, String, Option<u64>, Option<u64>);

/// Reads what the program wrote in `format` when it ran in `folder`.
pub(crate) fn findings(folder: &Path, format: &str, text: &str) -> BTreeSet<Found> {
    match format {
        "human" => human(text),
        "concise" => text.lines().map(concise).collect(),
        "json" => drafts(list(&value(text)["drafts"])),
        "jsonl" => drafts(&text.lines().map(value).filter(|record| record["error"].is_null()).collect::<Vec<_>>()),
        "sarif" => sarif(text),
        "github" => text.lines().map(github).collect(),
        "gitlab" => gitlab(text),
        "junit" => junit(text),
        "checkstyle" => checkstyle(text),
        "rdjsonl" => text.lines().map(|line| rdjsonl(folder, line)).collect(),
        "markdown" => markdown(text),
        "html" => html(text),
        other => panic!("nothing reads {other}"),
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("a list: {value}"))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a string: {value}")).to_owned()
}

/// Reads `path:line:column`, or a path alone.
fn place(text: &str) -> (String, Option<u64>, Option<u64>) {
    let mut parts = text.rsplitn(3, ':');
    let (column, line) =
        (parts.next().and_then(|part| part.parse().ok()), parts.next().and_then(|part| part.parse().ok()));
    match (parts.next(), line, column) {
        (Some(path), Some(line), Some(column)) => (path.to_owned(), Some(line), Some(column)),
        _ => (text.to_owned(), None, None),
    }
}

fn human(text: &str) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    let (mut file, mut rule) = (String::new(), None::<String>);
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("── ") {
            name.trim_end_matches('─').trim().clone_into(&mut file);
        } else if let Some(at) = line.strip_prefix("--> ").or_else(|| line.strip_prefix("::: ")) {
            let (path, row, column) = place(at);
            found.insert((rule.take().unwrap_or_else(|| panic!("a rule before {line}")), path, row, column));
        } else if let Some((_, behind)) =
            line.split_once('[').filter(|(head, _)| ["warning", "error", "hint"].contains(head))
        {
            found.extend(rule.take().map(|rule| (rule, file.clone(), None, None)));
            rule = behind.split(']').next().map(str::to_owned);
        } else if line == "Checklist" {
            found.extend(rule.take().map(|rule| (rule, file.clone(), None, None)));
        }
    }
    found
}

fn concise(line: &str) -> Found {
    let (at, what) = line.split_once(": ").unwrap_or_else(|| panic!("a place: {line}"));
    let rule = what.split(['[', ']']).nth(1).unwrap_or_else(|| panic!("a rule: {line}"));
    let (path, row, column) = place(at);
    (rule.to_owned(), path, row, column)
}

fn drafts(drafts: &[Value]) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    for draft in drafts {
        for finding in list(&draft["findings"]) {
            let (line, column) = (finding["line"].as_u64(), finding["column"].as_u64());
            found.insert((string(&finding["rule"]), string(&draft["path"]), line, column));
        }
    }
    found
}

fn sarif(text: &str) -> BTreeSet<Found> {
    let log = value(text);
    let results = list(&log["runs"][0]["results"]).iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = string(&place["artifactLocation"]["uri"]);
        let path = percent_encoding::percent_decode_str(&uri).decode_utf8_lossy().into_owned();
        let region = &place["region"];
        (string(&result["ruleId"]), path, region["startLine"].as_u64(), region["startColumn"].as_u64())
    });
    results.collect()
}

/// Reads a workflow command as GitHub's runner does.
fn github(line: &str) -> Found {
    let inner = line.strip_prefix("::").unwrap_or_else(|| panic!("a command: {line}"));
    let (head, _) = inner.split_once("::").unwrap_or_else(|| panic!("a message: {line}"));
    let (_, properties) = head.split_once(' ').unwrap_or_else(|| panic!("properties: {line}"));
    let property = |name: &str| {
        let found = properties.split(',').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
        let undo = |text: &str| text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        found.map(|(_, value)| undo(value))
    };
    let number = |name| property(name).and_then(|text| text.parse().ok());
    let title = property("title").unwrap_or_default();
    let rule = title.split(':').next().unwrap_or_default().to_owned();
    (rule, property("file").unwrap_or_default(), number("line"), number("col"))
}

fn gitlab(text: &str) -> BTreeSet<Found> {
    let issues = value(text);
    let mut names = BTreeSet::new();
    let found = list(&issues).iter().map(|issue| {
        assert!(names.insert(string(&issue["fingerprint"])), "a fingerprint is there once: {issue}");
        let (place, begin) = (&issue["location"], &issue["location"]["positions"]["begin"]);
        assert!(begin.is_null() || place["lines"]["begin"] == begin["line"], "{issue}");
        let column = begin["column"].as_u64().or(Some(1));
        (string(&issue["check_name"]), string(&place["path"]), place["lines"]["begin"].as_u64(), column)
    });
    found.collect()
}

/// Calls `each` with the start of every element of a document.
fn elements(text: &str, mut each: impl FnMut(&str, &dyn Fn(&str) -> Option<String>)) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Start(start) | Event::Empty(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                each(&name, &|key| attribute(&start, key));
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let attributes = element.attributes().map(|one| one.unwrap_or_else(|error| panic!("{error}: {element:?}")));
    let found = attributes.into_iter().find(|one| one.key.as_ref() == key.as_bytes())?;
    let text = std::str::from_utf8(&found.value).unwrap_or_else(|error| panic!("{error}"));
    Some(quick_xml::escape::unescape(text).unwrap_or_else(|error| panic!("{error}")).into_owned())
}

fn junit(text: &str) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    elements(text, |name, attribute| {
        let Some(test) = attribute("name").filter(|_| name == "testcase") else { return };
        let (rule, at) = test.split_once(' ').unwrap_or((&test, ""));
        let (line, column) = at.split_once(':').unzip();
        let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        if !rule.contains('_') {
            found.insert((rule.to_owned(), attribute("classname").unwrap_or_default(), number(line), number(column)));
        }
    });
    found
}

fn checkstyle(text: &str) -> BTreeSet<Found> {
    let (mut found, mut file) = (BTreeSet::new(), String::new());
    elements(text, |name, attribute| match name {
        "file" => file = attribute("name").unwrap_or_default(),
        "error" => {
            let number = |key| attribute(key).and_then(|text| text.parse().ok());
            let source = attribute("source").unwrap_or_default();
            let rule = source.strip_prefix("kontakt-check.").unwrap_or_else(|| panic!("a rule: {source}"));
            found.insert((rule.to_owned(), file.clone(), number("line"), number("column")));
        }
        _ => {}
    });
    found
}

/// Reads a diagnostic; its columns count bytes, so they are turned into characters.
fn rdjsonl(folder: &Path, line: &str) -> Found {
    let diagnostic = value(line);
    let path = string(&diagnostic["location"]["path"]);
    let start = &diagnostic["location"]["range"]["start"];
    let row = start["line"].as_u64();
    let column = start["column"].as_u64().map(|column| {
        let text = std::fs::read_to_string(folder.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let at = |number: Option<u64>| usize::try_from(number.unwrap_or(1) - 1).unwrap_or_default();
        let line = text.trim_start_matches('\u{feff}').lines().nth(at(row)).unwrap_or_default().to_owned();
        let before = line.get(..at(Some(column))).unwrap_or_else(|| panic!("byte {column} begins a character: {line}"));
        before.chars().count() as u64 + 1
    });
    (string(&diagnostic["code"]["value"]), path, row, column)
}

fn markdown(text: &str) -> BTreeSet<Found> {
    let table = text.split("### Findings").nth(1).unwrap_or_default().split("<details>").next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let cells = |row: &str| {
        row.replace("\\|", "\u{0}").split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect::<Vec<_>>()
    };
    let found = rows.map(|row| {
        let cells = cells(row);
        assert_eq!(cells.len(), 6, "{row}");
        let code = |cell: &str| cell.trim_matches('`').to_owned();
        let (path, line, column) = place(&code(&cells[2]));
        (code(&cells[3]), path, line, column)
    });
    found.collect()
}

/// Reads the page by its attributes; how a browser reads it is tested where there is one.
fn html(text: &str) -> BTreeSet<Found> {
    let mut found = BTreeSet::new();
    let value = |tag: &str, key: &str| {
        let raw = tag.split_once(&format!(" {key}=\"")).and_then(|(_, behind)| behind.split('"').next())?;
        Some(quick_xml::escape::unescape(raw).unwrap_or_else(|error| panic!("{error}: {tag}")).into_owned())
    };
    for draft in text.split("<article ").skip(1) {
        let name = value(&format!(" {draft}"), "data-name").unwrap_or_else(|| panic!("a name: {draft}"));
        for item in draft.split("<li ").skip(1) {
            let tag = format!(" {}", item.split('>').next().unwrap_or_default());
            let number = |key| value(&tag, key).and_then(|text| text.parse().ok());
            let found_here =
                value(&tag, "data-rule").map(|rule| (rule, name.clone(), number("data-line"), number("data-column")));
            found.extend(found_here);
        }
    }
    found
}
