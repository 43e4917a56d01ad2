//! What must hold for any bytes whatsoever. The property tests and the fuzz targets call the same
//! functions; each panics where something does not hold.
#![allow(dead_code, unreachable_pub, reason = "every includer uses some of it")]

use kontakt_check::{Checker, Draft, DraftReport, Input, LineIndex, builtin_pack};
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
    match Input::parse("draft.txt", bytes.to_vec()) {
        Ok(input) => {
            let draft = input.draft();
            let report = Checker::new(builtin_pack()).verbose(true).check(&draft);
            assert_sound(draft.source, &report);
            assert_eq!(report, Checker::new(builtin_pack()).verbose(true).check(&draft), "the report is deterministic");
        }
        Err(error) => assert_told("draft.txt", &error.to_string()),
    }
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

/// Every place lies on characters of the text, and says what stands there.
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
