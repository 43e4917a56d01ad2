//! What mails are packed in for the way, undone byte by byte, so that every letter finds its way back to
//! the line of the file.

use crate::draft::Decoded;

/// A text that was unpacked, and from where on its parts stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unpacked {
    pub(super) text: String,
    pub(super) places: Vec<Decoded>,
}

impl Unpacked {
    /// Finds the places of a text: `bytes` is the text before its characters were decoded, and `offsets` tells
    /// where in the file each of them comes from.
    pub(super) fn new(text: String, bytes: &[u8], offsets: &[usize], file: &[u8]) -> Self {
        let exact = text.len() == bytes.len() || text.chars().count() == bytes.len();
        let by_byte = text.len() == bytes.len();
        let mut cursor = Cursor { file, at: 0, line: 1, column: 1 };
        let mut places = Vec::new();
        let mut expected = None;
        let mut line_breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let mut line_start = 0;
        for (number, (at, c)) in text.char_indices().enumerate() {
            let byte = match (exact, by_byte) {
                (true, true) => at,
                (true, false) => number,
                (false, _) => line_start,
            };
            let Some(offset) = offsets.get(byte) else { break };
            let (line, column) = cursor.move_to(*offset);
            if expected != Some((line, column)) {
                places.push(Decoded { at, line, column });
            }
            expected = Some((line, column + 1));
            if c == '\n' {
                line_start = line_breaks.next().unwrap_or(line_start);
            }
        }
        Self { text, places }
    }
}

/// Counts lines and characters on the way through a file; a byte that is no UTF-8 is a character, too.
struct Cursor<'f> {
    file: &'f [u8],
    at: usize,
    line: usize,
    column: usize,
}

impl Cursor<'_> {
    fn move_to(&mut self, offset: usize) -> (usize, usize) {
        for byte in self.file.get(self.at..offset).unwrap_or_default() {
            if *byte == b'\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.at = self.at.max(offset);
        (self.line, self.column)
    }
}

/// Undoes quoted-printable (RFC 2045, section 6.7); what is no valid code stays as it is.
pub(super) fn quoted_printable(raw: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut offsets) = (Vec::with_capacity(raw.len()), Vec::with_capacity(raw.len()));
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        let rest = raw.get(at + 1..).unwrap_or_default();
        let (decoded, length) = match (byte, rest) {
            (b'=', [b'\r', b'\n', ..]) => (None, 3),
            (b'=', [b'\n', ..]) => (None, 2),
            (b'=', [high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (Some(high << 4 | low), 3),
                _ => (Some(b'='), 1),
            },
            (b'=', []) => (None, 1),
            (byte, _) => (Some(*byte), 1),
        };
        if let Some(decoded) = decoded {
            bytes.push(decoded);
            offsets.push(at);
        }
        at += length;
    }
    (bytes, offsets)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Undoes base64 (RFC 2045, section 6.8); what is no digit of it is passed over, and padding ends it.
pub(super) fn base64(raw: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
    let (mut bits, mut held, mut before) = (0_u32, 0, 0);
    for (at, byte) in raw.iter().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
            // A byte begins in the digit before the one that completes it.
            offsets.push(before);
        }
        before = at;
    }
    (bytes, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_undone_at_their_place() {
        let (bytes, offsets) = quoted_printable(b"a=C3=BC=\r\nb=3D=x=");
        assert_eq!(String::from_utf8_lossy(&bytes), "aüb==x");
        assert_eq!(offsets, [0, 1, 4, 10, 11, 14, 15]);
        let (bytes, offsets) = base64(b"R3I=\r\n");
        assert_eq!((bytes.as_slice(), offsets), (&b"Gr"[..], vec![0, 1]));
        assert_eq!(base64("R3LD\r\nvMOfZQ==".as_bytes()).0, "Grüße".as_bytes());
    }

    #[test]
    fn letters_find_their_line() {
        let file = b"X: y\n\nGr=C3=BC=C3=9Fe=\nn\nEnde\n";
        let (bytes, offsets) = quoted_printable(&file[6..]);
        let offsets: Vec<_> = offsets.iter().map(|at| at + 6).collect();
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let Unpacked { text, places } = Unpacked::new(text, &bytes, &offsets, file);
        assert_eq!(text, "Grüßen\nEnde\n");
        let place = |at, line, column| Decoded { at, line, column };
        assert_eq!(places, [place(0, 3, 1), place(4, 3, 9), place(6, 3, 15), place(7, 4, 1), place(9, 5, 1)]);
    }
}
