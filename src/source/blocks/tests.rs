use super::*;

/// A reader that gives a few bytes at a time, as a pipe may.
struct Slow(Cursor<Vec<u8>>, usize);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(buffer.len());
        self.0.read(&mut buffer[..count])
    }
}

const TABLE: Ends = Ends::Record { delimiter: None, state: Cell::Start };

fn rows(bytes: &[u8], step: usize, ends: Ends) -> Vec<Result<(usize, String), String>> {
    let reader = Box::new(Slow(Cursor::new(bytes.to_vec()), step));
    let blocks = Blocks::new("s".to_owned(), reader, ends);
    let text = |block: Block| (block.line, String::from_utf8(block.bytes).expect("UTF-8"));
    blocks.map(|block| block.map(text).map_err(|error| error.to_string())).collect()
}

#[test]
fn blocks_are_cut_behind_rows_however_the_bytes_come() {
    for step in 1..9 {
        let found = rows(b"one\ntwo\n\nfour", step, Ends::Line);
        let joined: String = found.iter().flatten().map(|(_, text)| text.as_str()).collect();
        assert_eq!(joined, "one\ntwo\n\nfour", "{step}");
        assert_eq!(found.last(), Some(&Ok((4, "four".to_owned()))), "{step}");
        assert!(found.iter().flatten().rev().skip(1).all(|(_, text)| text.ends_with('\n')), "{found:?}");

        let found = rows(b"a,\"x\ny\"\"\n\"\nb\"b,c\n", step, TABLE);
        let joined: String = found.iter().flatten().map(|(_, text)| text.as_str()).collect();
        assert_eq!(joined, "a,\"x\ny\"\"\n\"\nb\"b,c\n", "{step}");
        assert!(found.iter().flatten().all(|(line, _)| [1, 4].contains(line)), "no cell is cut: {found:?}");
    }
    assert!(rows(b"", 1, Ends::Line).is_empty());
}

#[test]
fn marks_at_the_beginning_are_understood() {
    assert_eq!(rows(b"\xef\xbb\xbfone\n", 2, Ends::Line), [Ok((1, "one\n".to_owned()))]);
    let wide: Vec<u8> = "\u{feff}ä\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&wide, 3, Ends::Line), [Ok((1, "ä\n".to_owned()))]);
}

#[test]
fn a_row_that_never_ends_is_told_and_the_rest_goes_on() {
    let mut bytes = b"one\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', LARGEST_DRAFT + 2 * READ));
    bytes.extend(b"\nthree\nfour\n");
    let found = rows(&bytes, READ, Ends::Line);
    let texts: Vec<_> = found.iter().flatten().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(texts.first(), Some(&(1, "one\n")));
    assert_eq!(texts.last(), Some(&(3, "three\nfour\n")));
    let errors: Vec<_> = found.into_iter().filter_map(Result::err).collect();
    assert!(errors.len() == 1 && errors[0].starts_with("s:2: has more than"), "{errors:?}");
    let found = rows(b"a\n\"b\nc\n", 3, TABLE);
    assert!(found[1].as_ref().is_err_and(|error| error.starts_with("s:2: a quotation mark")), "{found:?}");
}
