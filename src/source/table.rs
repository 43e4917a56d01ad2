//! Tables in CSV and TSV: the first row names the columns, every other one is a draft.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder, Terminator};
use serde_json::Value;

use super::blocks::Block;
use super::decode;
use super::error::Fault;
use super::fields::{Fields, Meaning, Row};
use super::row::misspelt;
use crate::pack::facts::Field;

/// What may part the cells of a `.csv` file: spreadsheets use what their country does not need for numbers.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    delimiter: u8,
    columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Known(Field),
    Other(String),
}

/// A row, or what is wrong with it, at its line.
pub(super) type Found = (usize, Result<Row, Fault>);

/// Finds out what parts the cells of a table, by what stands most often in its first line.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|known| known == byte && !quoted) {
            counts[at] += 1;
        }
    }
    let best = (0..counts.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at)));
    best.map_or(b',', |at| DELIMITERS[at])
}

impl Header {
    /// Takes the names of the columns from the beginning of a table's first block.
    ///
    /// # Errors
    /// No column for the draft, and one whose name seems to be misspelt.
    pub(super) fn take(block: &mut Block, delimiter: u8, fields: &Fields) -> Result<Self, Fault> {
        let mut reader = builder(delimiter).from_reader(block.bytes.as_slice());
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(|error| malformed(error.to_string()))?;
        let end = usize::try_from(reader.position().byte()).unwrap_or(block.bytes.len());
        let names = record.iter().map(|cell| decode::text(cell.to_vec()));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let (head, rows) = block.bytes.split_at(end.min(block.bytes.len()));
        // The reader stops between the two bytes of a line break.
        let rows = if head.ends_with(b"\r") { rows.strip_prefix(b"\n").unwrap_or(rows) } else { rows };
        let head = block.bytes.len() - rows.len();
        block.line += line_breaks(block.bytes.get(..head).unwrap_or_default());
        block.bytes.drain(..head);
        let columns = columns(&names, fields).map_err(malformed)?;
        Ok(Self { delimiter, columns })
    }

    /// Reads the rows of a block.
    pub(super) fn rows(&self, block: &Block, fields: &Fields, mut each: impl FnMut(Found)) {
        let mut reader = builder(self.delimiter).from_reader(block.bytes.as_slice());
        let mut record = ByteRecord::new();
        let (mut line, mut counted) = (block.line, 0);
        loop {
            let read = reader.read_byte_record(&mut record);
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or_default();
            let blank = block.bytes.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            line += line_breaks(block.bytes.get(counted..start + blank).unwrap_or_default());
            counted = counted.max(start + blank);
            match read {
                Ok(false) => return,
                Ok(true) => each((line, self.row(&record, fields))),
                Err(error) => return each((line, Err(malformed(error.to_string())))),
            }
        }
    }

    fn row(&self, record: &ByteRecord, fields: &Fields) -> Result<Row, Fault> {
        let (found, wanted) = (record.len(), self.columns.len());
        if found != wanted {
            let what = format!("the row has {found} cells, but there are {wanted} columns");
            let parts = if self.delimiter == b'\t' { "a tab" } else { &format!("`{}`", char::from(self.delimiter)) };
            let more = format!("put a cell that holds {parts} or a line break between quotation marks");
            let remedy = if found > wanted { more } else { "add the missing cells, empty ones too".to_owned() };
            return Err(Fault::Malformed(what, Some(remedy)));
        }
        let mut row = Row { text: Some(String::new()), text_rank: 1, ..Row::default() };
        for (column, cell) in self.columns.iter().zip(record) {
            match column {
                Column::Known(Field::Text) => row.text = Some(text(cell)?.into_owned()),
                Column::Known(field) => row.set(*field, &text(cell)?).map_err(malformed)?,
                Column::Other(name) if fields.keep_others => {
                    row.others.insert(name.clone(), Value::String(text(cell)?.into_owned()));
                }
                Column::Other(_) => {}
            }
        }
        Ok(row)
    }
}

/// Decides what each column is; of several that may hold the draft, the likeliest does.
fn columns(names: &[String], fields: &Fields) -> Result<Vec<Column>, String> {
    let meanings: Vec<_> = names.iter().map(|name| fields.meaning(name)).collect();
    let rank = |meaning: &Meaning| match meaning {
        Meaning::Known(Field::Text, rank) => Some(*rank),
        _ => None,
    };
    let best = meanings.iter().filter_map(rank).min();
    if best.is_none() && names.len() > 1 {
        let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let missing = fields.missing();
        return Err(format!("{missing}; name the column with --text-column, one of {}", quoted.join(", ")));
    }
    let mut columns = Vec::with_capacity(names.len());
    for (name, meaning) in names.iter().zip(&meanings) {
        columns.push(match meaning {
            Meaning::Misspelt(meant) => return Err(misspelt(name, meant)),
            _ if best.is_none() => Column::Known(Field::Text),
            Meaning::Known(Field::Text, rank) if Some(*rank) != best => Column::Other(name.clone()),
            Meaning::Known(field, _) if columns.contains(&Column::Known(*field)) => Column::Other(name.clone()),
            Meaning::Known(field, _) => Column::Known(*field),
            Meaning::Other => Column::Other(name.clone()),
        });
    }
    Ok(columns)
}

fn text(cell: &[u8]) -> Result<Cow<'_, str>, Fault> {
    match std::str::from_utf8(cell) {
        Ok(text) if !text.contains('\0') => Ok(Cow::Borrowed(text)),
        _ => decode::text(cell.to_vec()).map(Cow::Owned),
    }
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).terminator(Terminator::CRLF);
    builder
}

fn line_breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn malformed(what: String) -> Fault {
    Fault::Malformed(what, None)
}
