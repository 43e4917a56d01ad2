//! Very long drafts are read piece by piece, so that memory stays small: what is known of the words of one
//! piece is forgotten before the next.

/// The most bytes of a piece. No draft that anybody sends is as long; in longer ones, guards look no
/// further than their piece.
pub(crate) const PIECE: usize = 1 << 20;

/// Places at which to part, best first.
const BREAKS: [&str; 5] = ["\n\n", "\n\r\n", "\n", ". ", " "];

/// Parts a text into pieces, none longer than [`PIECE`], between paragraphs where that can be. Each piece
/// comes with the place of its first byte.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    parted(text, PIECE)
}

fn parted(text: &str, most: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let (piece, behind) = rest.split_at_checked(cut(rest, most))?;
        next = (!behind.is_empty()).then_some(start + piece.len());
        Some((start, piece))
    })
}

/// Returns how long the first piece of a text is.
fn cut(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let (end, half) = (boundary(text, most), boundary(text, most / 2));
    let tail = text.get(half..end).unwrap_or_default();
    let found = BREAKS.iter().find_map(|mark| Some(half + tail.rfind(mark)? + mark.len()));
    found.unwrap_or(end)
}

/// Returns the last place up to `at` where a character starts.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_and_end_where_a_reader_would_pause() {
        let all = |text| parted(text, 16).map(|(_, piece)| piece).collect::<Vec<_>>();
        assert_eq!(all(""), [""]);
        assert_eq!(all("kurz"), ["kurz"]);
        assert_eq!(all("eins zwei\n\ndrei vier fünf"), ["eins zwei\n\n", "drei vier fünf"]);
        assert_eq!(all("eins zwei\r\n\r\ndrei vier fünf"), ["eins zwei\r\n\r\n", "drei vier fünf"]);
        assert_eq!(all("eins. zwei. drei vier"), ["eins. zwei. ", "drei vier"]);
        assert_eq!(all("ü".repeat(20).as_str()), ["ü".repeat(8), "ü".repeat(8), "ü".repeat(4)]);
        let text = "ein Wort.\nnoch eins – ".repeat(9);
        for (start, piece) in parted(&text, 16) {
            assert!(piece.len() <= 16 && text.get(start..start + piece.len()) == Some(piece));
        }
        assert_eq!(parted(&text, 16).map(|(_, piece)| piece).collect::<String>(), text);
    }
}
