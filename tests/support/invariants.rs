//! What must hold for any bytes whatsoever. The property tests and the fuzz targets call the same
//! functions; each panics where something does not hold.
#![allow(dead_code, unreachable_pub, reason = "every includer uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};

use kontakt_check::{
    Checker, Draft, DraftReport, Input, InputError, LineIndex, builtin_pack, load_pack, read_baseline,
    read_configuration, read_drafts,
};
use unicode_normalization::UnicodeNormalization;

/// Checks a text with the built-in pack.
pub fn report(text: &str) -> DraftReport {
    Checker::new(builtin_pack()).verbose(true).check(&Draft::new("draft", text))
}

/// Returns what must not depend on spelling: the labels and the verdict.
pub fn judgement(text: &str) -> String {
    let report = report(text);
    format!("{:?} {:?}", report.labels, report.verdict)
}

/// Any bytes are a draft or a clear error, and its report is sound.
pub fn any_draft(bytes: &[u8]) {
    any_input("draft.txt", Input::parse("draft.txt", bytes.to_vec()));
}

/// Any bytes are a draft in Markdown or a clear error.
pub fn any_markdown(bytes: &[u8]) {
    any_input("draft.md", Input::parse_markdown("draft.md", bytes.to_vec()));
}

/// Any bytes are an e-mail or a clear error.
pub fn any_mail(bytes: &[u8]) {
    any_input("draft.eml", Input::parse_mail("draft.eml", bytes.to_vec()));
}

/// Any bytes are rows of drafts or clear errors, in each format of rows; the first byte chooses it.
pub fn any_rows(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    any_rows_of(["csv", "tsv", "jsonl", "json", "yaml"][*first as usize % 5], bytes);
}

/// Any bytes are a table of drafts or clear errors.
pub fn any_csv(bytes: &[u8]) {
    any_rows_of("csv", bytes);
}

/// Any bytes are lines of drafts or clear errors.
pub fn any_jsonl(bytes: &[u8]) {
    any_rows_of("jsonl", bytes);
}

fn any_rows_of(extension: &str, bytes: &[u8]) {
    let path = scratch(extension, bytes);
    let name = path.display().to_string();
    for input in read_drafts(&path, builtin_pack()) {
        any_input(&name, input);
    }
}

/// Any bytes are a pack or clear errors, each with its file.
pub fn any_rules(bytes: &[u8]) {
    let path = scratch("yaml", bytes);
    let Err(errors) = load_pack(std::slice::from_ref(&path)) else { return };
    assert!(!errors.is_empty(), "what is refused has a fault");
    for error in errors {
        assert_told(&path.display().to_string(), &error.to_string());
    }
}

/// Any bytes are a configuration or clear errors, each with its file.
pub fn any_configuration(bytes: &[u8]) {
    let path = scratch("yaml", bytes);
    let read = read_configuration(&path);
    assert_eq!(read, read_configuration(&path), "what a configuration says is always the same");
    let Err(errors) = read else { return };
    assert!(!errors.is_empty(), "what is refused has a fault");
    for error in errors {
        assert_told(&path.display().to_string(), &error.to_string());
    }
}

/// Any bytes are a baseline or a clear error.
pub fn any_baseline(bytes: &[u8]) {
    let path = scratch("json", bytes);
    if let Err(error) = read_baseline(&path) {
        assert_told(&path.display().to_string(), &error);
    }
}

/// What was read gets a sound report, always the same; what was not tells why.
fn any_input(name: &str, input: Result<Input, InputError>) {
    match input {
        Ok(input) => {
            let draft = input.draft();
            let report = Checker::new(builtin_pack()).verbose(true).check(&draft);
            assert_in_source(draft.source, &report);
            assert_eq!(report, Checker::new(builtin_pack()).verbose(true).check(&draft), "the report is deterministic");
        }
        Err(error) => assert_told(name, &error.to_string()),
    }
}

/// Writes a file of this process and returns its path; memory serves as the disk where it can.
fn scratch(extension: &str, bytes: &[u8]) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let path =
        folder.join(format!("kontakt-check-{}-{:?}.{extension}", std::process::id(), std::thread::current().id()));
    fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    path
}

/// Line ends and the Unicode form change no label.
pub fn any_spelling(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let text = text.replace('\r', "");
    assert_eq!(judgement(&text), judgement(&text.replace('\n', "\r\n")), "line ends do not matter");
    let composed: String = text.nfc().collect();
    let decomposed: String = text.nfd().collect();
    assert_eq!(judgement(&composed), judgement(&decomposed), "the Unicode form does not matter");
}

/// Any bytes between the lines of front matter are facts or a clear error.
pub fn any_front_matter(bytes: &[u8]) {
    any_draft(&[b"---\n", bytes, b"\n---\nHallo Frau Ott, wir haben uns in Ulm getroffen."].concat());
}

/// Every place lies on characters of the source.
pub fn assert_in_source(source: &str, report: &DraftReport) {
    let spans = report.evidence.iter().map(|one| one.place.span).chain(report.voided.iter().map(|one| one.place.span));
    for span in spans.chain(report.findings.iter().filter_map(|one| one.span)) {
        assert!(span.start < span.end && span.end <= source.len(), "{span:?} lies in {} bytes", source.len());
        assert!(source.is_char_boundary(span.start) && source.is_char_boundary(span.end), "{span:?} cuts a character");
    }
}

/// The same for a plain text: every place also says what stands there, in which line and column.
pub fn assert_sound(text: &str, report: &DraftReport) {
    let lines = LineIndex::new(text);
    let evidence =
        report.evidence.iter().map(|one| (one.place.span, Some(&one.text), one.place.line, one.place.column));
    let voided = report.voided.iter().map(|one| (one.place.span, Some(&one.text), one.place.line, one.place.column));
    let findings = report.findings.iter().filter_map(|one| Some((one.span?, None, one.line?, one.column?)));
    for (span, quoted, line, column) in evidence.chain(voided).chain(findings) {
        assert!(span.start < span.end && span.end <= text.len(), "{span:?} lies in the text of {} bytes", text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} lies on boundaries");
        assert!(quoted.is_none_or(|quoted| quoted == span.of(text)), "the quotation is what stands at {span:?}");
        let position = lines.position(span.start);
        assert_eq!((position.line, position.column), (line, column));
    }
}

/// An error names its input and says more than that.
pub fn assert_told(name: &str, error: &str) {
    assert!(error.starts_with(name) && error.len() > name.len() + 10, "{error:?} tells what is wrong with {name}");
}
