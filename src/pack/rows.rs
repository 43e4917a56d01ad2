//! Rows that are decoded when somebody looks at them: a draft needs few of a pack's rules.

use std::ops::Index;
use std::sync::OnceLock;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};

use super::bytes::{Bytes, Numbers};

/// A list of rows. The built-in pack borrows their bytes from the binary; a user's pack owns the rows.
#[derive(Debug, Clone)]
pub(crate) struct Rows<T> {
    /// What was decoded so far.
    decoded: Vec<OnceLock<Box<T>>>,
    bytes: Bytes,
    /// Where each row's bytes start, and where those of the last end.
    starts: Numbers,
}

impl<T> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        let decoded = rows.into_iter().map(|row| OnceLock::from(Box::new(row))).collect();
        Self { decoded, bytes: Bytes::default(), starts: Numbers::default() }
    }
}

impl<T: Deserialize<'static>> Rows<T> {
    pub(crate) fn len(&self) -> usize {
        self.decoded.len()
    }

    /// Lists all rows.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|at| &self[at])
    }

    #[expect(clippy::expect_used, reason = "the build wrote the rows from the same types, and a test reads them all")]
    fn decode(&self, at: usize) -> T {
        let (start, end) = (self.starts.index(at), self.starts.index(at + 1));
        let row = self.bytes.borrowed(start, end - start).map(postcard::from_bytes);
        row.and_then(Result::ok).expect("the build wrote valid rows")
    }
}

impl<T: Deserialize<'static>> Index<usize> for Rows<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        self.decoded[at].get_or_init(|| Box::new(self.decode(at)))
    }
}

impl<T: Deserialize<'static> + Serialize> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut bytes, mut starts) = (Vec::new(), vec![0]);
        for row in self.iter() {
            bytes.extend(postcard::to_allocvec(row).map_err(ser::Error::custom)?);
            starts.push(u32::try_from(bytes.len()).map_err(ser::Error::custom)?);
        }
        (Numbers::from(starts), Bytes::from(bytes)).serialize(serializer)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (starts, bytes) = <(Numbers, Bytes)>::deserialize(deserializer)?;
        let count = starts.len().checked_sub(1).ok_or_else(|| de::Error::custom("no row has an end"))?;
        Ok(Self { decoded: (0..count).map(|_| OnceLock::new()).collect(), bytes, starts })
    }
}
