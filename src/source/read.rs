//! What the named places hold: whole files, and streams of rows in blocks. Finding out which is quick and
//! goes in order; reading and parsing is for any thread.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::blocks::{Block, Blocks, Cell, Ends};
use super::collect::Place;
use super::error::{Fault, InputError};
use super::fields::Fields;
use super::format::InputFormat;
use super::table::Header;
use super::{Input, decoded, lists, open};
use crate::pack::Pack;

/// How to read what was named.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) fields: Fields,
    /// The format of everything, whatever extensions say.
    pub(crate) format: Option<InputFormat>,
    pub(crate) stdin_name: String,
}

/// A piece of work: what is in it is read and parsed by [`Reading::drafts`].
#[derive(Debug)]
pub(crate) struct Job(Piece);

#[derive(Debug)]
enum Piece {
    Whole(Place, InputFormat),
    Lines(Arc<str>, Block),
    Records(Arc<str>, Arc<Header>, Block),
    Failed(InputError),
}

/// Reads every draft of a file, in the format that its extension names; rows come in their order.
///
/// Columns are known by the names that `pack` gives them.
#[must_use]
pub fn read_drafts(path: &Path, pack: &Pack) -> Vec<Result<Input, InputError>> {
    let reading = Arc::new(Reading { fields: Fields::new(pack, None, false), format: None, stdin_name: String::new() });
    let mut drafts = Vec::new();
    for job in Arc::clone(&reading).jobs(vec![Ok(Place::File(path.to_owned()))]) {
        reading.drafts(job, |draft| drafts.push(draft));
    }
    drafts
}

impl Reading {
    /// Returns the format that a place is read in.
    pub(crate) fn format(&self, place: &Place) -> InputFormat {
        let path = match place {
            Place::Stdin => Path::new(&self.stdin_name),
            Place::File(path) => path,
        };
        self.format.or_else(|| InputFormat::of(path)).unwrap_or(InputFormat::Text)
    }

    fn name(&self, place: &Place) -> String {
        match place {
            Place::Stdin => self.stdin_name.clone(),
            Place::File(path) => path.display().to_string(),
        }
    }

    /// Cuts what was named into pieces of work, in order; streams are read as far as the pieces are taken.
    pub(crate) fn jobs(self: Arc<Self>, places: Vec<Result<Place, InputError>>) -> impl Iterator<Item = Job> + Send {
        places.into_iter().flat_map(move |place| match place {
            Ok(place) => Arc::clone(&self).pieces(place),
            Err(error) => Pieces::One(Some(Job(Piece::Failed(error)))),
        })
    }

    fn pieces(self: Arc<Self>, place: Place) -> Pieces {
        let format = self.format(&place);
        if !format.is_stream() {
            return Pieces::One(Some(Job(Piece::Whole(place, format))));
        }
        match open(&place) {
            Ok(reader) => Pieces::Stream(Box::new(Stream::new(self, &place, format, reader))),
            Err(error) => Pieces::One(Some(Job(Piece::Failed(error)))),
        }
    }

    /// Reads the drafts of a piece in their order.
    pub(crate) fn drafts(&self, job: Job, mut each: impl FnMut(Result<Input, InputError>)) {
        match job.0 {
            Piece::Whole(place, format) => self.whole(&place, format, each),
            Piece::Lines(path, block) => self.lines(&path, &block, each),
            Piece::Records(path, header, block) => header.rows(&block, &self.fields, |(line, row)| {
                each(match row {
                    Ok(row) => Ok(Input::of_row(&path, ':', line, line, row)),
                    Err(fault) => Err(InputError::at(&*path, line, fault)),
                });
            }),
            Piece::Failed(error) => each(Err(error)),
        }
    }

    fn whole(&self, place: &Place, format: InputFormat, mut each: impl FnMut(Result<Input, InputError>)) {
        let name = self.name(place);
        match open(place).and_then(|reader| open::read(&name, reader)) {
            Ok(bytes) => self.parse(&name, bytes, format, each),
            Err(error) => each(Err(error)),
        }
    }

    fn parse(&self, name: &str, bytes: Vec<u8>, format: InputFormat, mut each: impl FnMut(Result<Input, InputError>)) {
        match format {
            InputFormat::Json => self.list(name, bytes, lists::json, each),
            InputFormat::Yaml => self.list(name, bytes, lists::yaml, each),
            InputFormat::Markdown => each(Input::parse_markdown(name, bytes)),
            InputFormat::Mail => each(Input::parse_mail(name, bytes)),
            _ => each(Input::parse(name, bytes)),
        }
    }

    fn list(
        &self,
        name: &str,
        bytes: Vec<u8>,
        read: fn(&str, &str, &Fields) -> Vec<lists::Found>,
        mut each: impl FnMut(Result<Input, InputError>),
    ) {
        let text = match decoded(name, bytes) {
            Ok(text) => text,
            Err(error) => return each(Err(error)),
        };
        let found = read(name, &text, &self.fields);
        if found.is_empty() {
            return each(Err(InputError::new(name, Fault::NoRows)));
        }
        for (at, row) in found.into_iter().enumerate() {
            each(row.map(|(line, row)| Input::of_row(name, '#', at + 1, line, row)));
        }
    }

    fn lines(&self, path: &str, block: &Block, mut each: impl FnMut(Result<Input, InputError>)) {
        for (at, bytes) in block.bytes.split(|byte| *byte == b'\n').enumerate() {
            let line = block.line + at;
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let row = match std::str::from_utf8(bytes) {
                Ok(text) => lists::json_line(path, line, text, &self.fields),
                Err(_) => super::decode::text(bytes.to_vec())
                    .map_err(|fault| InputError::at(path, line, fault))
                    .and_then(|text| lists::json_line(path, line, &text, &self.fields)),
            };
            each(row.map(|row| Input::of_row(path, ':', line, line, row)));
        }
    }
}

fn open(place: &Place) -> Result<Box<dyn io::Read + Send>, InputError> {
    match place {
        Place::Stdin => Ok(Box::new(io::stdin())),
        Place::File(path) => Ok(Box::new(open::open(path)?)),
    }
}

/// The pieces of one place.
enum Pieces {
    One(Option<Job>),
    Stream(Box<Stream>),
}

impl Iterator for Pieces {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        match self {
            Self::One(job) => job.take(),
            Self::Stream(stream) => stream.next(),
        }
    }
}

/// The blocks of one stream; the first of a table tells what its columns are.
struct Stream {
    reading: Arc<Reading>,
    path: Arc<str>,
    format: InputFormat,
    blocks: Option<Blocks>,
    header: Option<Arc<Header>>,
    any: bool,
}

impl Stream {
    fn new(reading: Arc<Reading>, place: &Place, format: InputFormat, reader: Box<dyn io::Read + Send>) -> Self {
        let name = reading.name(place);
        let ends = match format {
            InputFormat::JsonLines => Ends::Line,
            InputFormat::Tsv => Ends::Record { delimiter: Some(b'\t'), state: Cell::Start },
            _ => Ends::Record { delimiter: None, state: Cell::Start },
        };
        let path = Arc::from(name.as_str());
        Self { reading, path, format, blocks: Some(Blocks::new(name, reader, ends)), header: None, any: false }
    }

    fn piece(&mut self, mut block: Block) -> Result<Piece, InputError> {
        let path = Arc::clone(&self.path);
        if self.format == InputFormat::JsonLines {
            return Ok(Piece::Lines(path, block));
        }
        let header = match &self.header {
            Some(header) => Arc::clone(header),
            None => {
                let delimiter = self.blocks.as_ref().and_then(Blocks::delimiter).unwrap_or(b',');
                let header = Header::take(&mut block, delimiter, &self.reading.fields);
                Arc::new(header.map_err(|fault| InputError::at(&*path, 1, fault))?)
            }
        };
        self.header = Some(Arc::clone(&header));
        Ok(Piece::Records(path, header, block))
    }
}

impl Iterator for Stream {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        let Some(block) = self.blocks.as_mut()?.next() else {
            self.blocks = None;
            let empty = InputError::new(&*self.path, Fault::Empty);
            return (!self.any).then_some(Job(Piece::Failed(empty)));
        };
        self.any = true;
        let piece = match block {
            Ok(block) => self.piece(block),
            Err(error) => Err(error),
        };
        Some(Job(piece.unwrap_or_else(|error| {
            // Without its header a table means nothing.
            if self.format != InputFormat::JsonLines && self.header.is_none() {
                self.blocks = None;
            }
            Piece::Failed(error)
        })))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::builtin::builtin_pack;
    use crate::check::Checker;

    const FORMATS: [InputFormat; 8] = [
        InputFormat::Text,
        InputFormat::Markdown,
        InputFormat::Mail,
        InputFormat::Csv,
        InputFormat::Tsv,
        InputFormat::JsonLines,
        InputFormat::Json,
        InputFormat::Yaml,
    ];

    /// Pieces of files of every sort, and of what goes wrong in them.
    const PIECES: &[&[u8]] = &[
        b"Subject: x\r\n",
        b"Content-Type: text/html; charset=utf-8\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"\r\n",
        b"\n\n",
        b"--b\r\n",
        b"=C3=BC",
        b"=\r\n",
        b"R3LDvA==",
        b"> zitiert\n",
        b"schrieb:\n",
        b"-- \n",
        b"wir haben uns in Ulm getroffen",
        "Gr\u{fc}\u{df}e".as_bytes(),
        b"\xfc",
        b"\xc3",
        b"\0",
        b"\xff\xfe",
        b"<p>",
        b"</b>",
        b"<br",
        b"<!--",
        b"&uuml;",
        b"&",
        b"**",
        b"_[x](y)",
        b"*|A|*",
        b"```\n",
        b"| a |\n|--|\n",
        b"---\n",
        b"- text: ",
        b"text,platform\n",
        b"text;id\n",
        b"\"",
        b",",
        b";",
        b"\t",
        b"{\"text\":\"",
        b"\"}",
        b"[",
        b"]",
        b"\\u00fc",
        b"xing",
    ];

    /// Reads bytes as a file of that form.
    fn drafts(format: InputFormat, bytes: &[u8]) -> Vec<Result<Input, InputError>> {
        let fields = Fields::new(builtin_pack(), None, true);
        let reading = Arc::new(Reading { fields, format: Some(format), stdin_name: "f".to_owned() });
        let mut found = Vec::new();
        if format.is_stream() {
            let reader = Box::new(Cursor::new(bytes.to_vec()));
            let stream = Stream::new(Arc::clone(&reading), &Place::Stdin, format, reader);
            stream.for_each(|job| reading.drafts(job, |draft| found.push(draft)));
        } else {
            reading.parse("f", bytes.to_vec(), format, |draft| found.push(draft));
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_drafts_with_sound_places_or_clear_errors(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
            format in prop::sample::select(&FORMATS[..]),
        ) {
            for found in drafts(format, &pieces.concat()) {
                let input = match found {
                    Ok(input) => input,
                    Err(error) => {
                        prop_assert!(error.to_string().starts_with('f') && error.to_string().len() > 10, "{}", error);
                        continue;
                    }
                };
                let report = Checker::new(builtin_pack()).verbose(true).check(&input.draft());
                for place in report.evidence.iter().map(|one| one.place).chain(report.voided.iter().map(|one| one.place)) {
                    let span = place.span;
                    prop_assert!(span.start <= span.end && input.source().get(span.start..span.end).is_some(), "{:?}", span);
                    prop_assert!(place.line > 0 && place.column > 0);
                }
            }
        }
    }

    #[test]
    fn the_pieces_make_drafts_of_every_form() {
        for (format, bytes) in [
            (InputFormat::Mail, &b"Subject: x\r\n\r\nHallo"[..]),
            (InputFormat::Csv, b"text;id\nHallo;1\n"),
            (InputFormat::JsonLines, b"{\"text\":\"Hallo\"}\n"),
            (InputFormat::Yaml, b"- text: Hallo\n"),
        ] {
            let found = drafts(format, bytes);
            let text = found.first().and_then(|input| input.as_ref().ok()).map(|input| input.draft().text().to_owned());
            assert_eq!(text.as_deref(), Some("Hallo"), "{format:?}");
        }
    }
}
