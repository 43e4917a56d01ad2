//! From bytes to text: UTF-8, UTF-16 and Windows-1252 are told apart by what the bytes can be.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::Fault;

/// The top-level domain whose texts look most like those that are checked, as a hint for the detection.
const LIKELY_ORIGIN: &[u8] = b"de";

/// Decodes bytes; a byte order mark of UTF-8 stays, so that spans in a plain file are those of its bytes.
///
/// # Errors
/// Bytes that are no text, with the offset of the first that does not fit; text in another encoding.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Fault> {
    if let Some(utf16) = utf16(&bytes) {
        return wide(&bytes, utf16);
    }
    match String::from_utf8(bytes) {
        Ok(text) => match text.bytes().position(|byte| byte == 0) {
            Some(offset) => Err(not_text(text.as_bytes(), offset)),
            None => Ok(text),
        },
        Err(error) => narrow(error.as_bytes(), error.utf8_error().valid_up_to()),
    }
}

/// Tells whether bytes are UTF-16: by a byte order mark, or because most letters have a zero byte on the same
/// side, as those of European languages do.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = bytes.as_chunks::<2>().0;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = |zeros: usize| bytes.len().is_multiple_of(2) && zeros > 0 && zeros * 4 >= pairs.len() * 3;
    match (first, second) {
        (0, second) if most(second) => Some(UTF_16LE),
        (first, 0) if most(first) => Some(UTF_16BE),
        _ => None,
    }
}

fn wide(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Fault> {
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    if broken || text.contains('\0') {
        let sound = text.find(['\u{fffd}', '\0']).unwrap_or_default();
        let before = text.get(..sound).unwrap_or_default();
        let mark = usize::from(matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]));
        let offset = (before.encode_utf16().count() + mark) * 2;
        return Err(Fault::NotText { offset, line: before.matches('\n').count() + 1 });
    }
    Ok(text.into_owned())
}

/// Decodes bytes that are not UTF-8 as a whole; `offset` is the first that does not fit.
fn narrow(bytes: &[u8], offset: usize) -> Result<String, Fault> {
    let was_utf8 = was_utf8(bytes);
    let binary = bytes.iter().position(|byte| matches!(byte, 0..=8 | 14..=31 | 127));
    if was_utf8 || binary.is_some() {
        return Err(not_text(bytes, if was_utf8 { offset } else { binary.unwrap_or(offset) }));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(LIKELY_ORIGIN), Utf8Detection::Deny);
    if encoding != WINDOWS_1252 {
        return Err(Fault::Encoding(encoding.name()));
    }
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

fn not_text(bytes: &[u8], offset: usize) -> Fault {
    let before = bytes.get(..offset).unwrap_or_default();
    Fault::NotText { offset, line: before.iter().filter(|byte| **byte == b'\n').count() + 1 }
}

/// Tells broken UTF-8 from text of one byte a letter, where a letter of UTF-8 stands but by chance (`ß“`).
fn was_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut misfits) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        misfits += usize::from(!chunk.invalid().is_empty());
    }
    letters >= misfits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<String, Fault> {
        text(bytes.to_vec())
    }

    fn wide_bytes(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let wanted = "Grüße aus Köln: „5 €“ für Sie – bis bald…\r\n";
        assert_eq!(decoded(wanted.as_bytes()).as_deref(), Ok(wanted));
        let marked = format!("\u{feff}{wanted}");
        assert_eq!(decoded(marked.as_bytes()).as_deref(), Ok(marked.as_str()), "the mark counts as bytes");
        for (little, mark) in [(true, true), (false, true), (true, false), (false, false)] {
            assert_eq!(decoded(&wide_bytes(wanted, little, mark)).as_deref(), Ok(wanted), "{little} {mark}");
        }
        let (old, _, _) = WINDOWS_1252.encode(wanted);
        assert_eq!(decoded(&old).as_deref(), Ok(wanted));
        assert_eq!(decoded(b"Gr\xfc\xdfe").as_deref(), Ok("Grüße"), "a word is enough");
        assert_eq!(decoded(b"f\xfcr \x84Spa\xdf\x93").as_deref(), Ok("für „Spaß“"), "one letter by chance");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_at_their_place() {
        for (bytes, fault) in [
            (&b"a\n\0"[..], Fault::NotText { offset: 2, line: 2 }),
            (b"\x89PNG\r\n\x1a\n\xff", Fault::NotText { offset: 6, line: 2 }),
            (b"Gr\xc3\xb6\xc3\x9fe \xc3", Fault::NotText { offset: 8, line: 1 }),
            (b"\xff\xfea\0\0\xd8b\0", Fault::NotText { offset: 4, line: 1 }),
            (b"\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0", Fault::Encoding("windows-1251")),
        ] {
            assert_eq!(decoded(bytes), Err(fault), "{bytes:?}");
        }
    }
}
