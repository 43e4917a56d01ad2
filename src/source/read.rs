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
            Ok((reader, _)) => Pieces::Stream(Box::new(Stream::new(self, &place, format, reader))),
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
        match open(place).and_then(|(reader, len)| open::read(&name, reader, len)) {
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

/// Opens a place; tells how long it was, where that is known.
fn open(place: &Place) -> Result<(Box<dyn io::Read + Send>, u64), InputError> {
    match place {
        Place::Stdin => Ok((Box::new(io::stdin()), 0)),
        Place::File(path) => open::open(path).map(|(file, len)| (Box::new(file) as _, len)),
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
mod tests;
