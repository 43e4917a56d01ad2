//! Tables of numbers and strings that are read in place, so that the built-in pack needs no decoding.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Mutex, OnceLock};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{self, Serialize, Serializer};

/// A text that the built-in pack borrows from the binary and a user's pack owns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(Cow<'static, str>);

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        self
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

/// All texts of the pack that is being written, one behind the other.
static WRITTEN: Mutex<String> = Mutex::new(String::new());
/// All texts of the built-in pack. They come in through `include_str`, so that the compiler has checked
/// that they are UTF-8 and nobody needs to at start.
static POOL: OnceLock<&'static str> = OnceLock::new();

/// Takes the texts of the pack that was written last.
#[allow(dead_code, reason = "only the build script writes packs")]
pub(crate) fn take_texts() -> String {
    WRITTEN.lock().map(|mut written| std::mem::take(&mut *written)).unwrap_or_default()
}

/// Tells where the texts of the built-in pack stand; it is read only behind this.
pub(crate) fn share_texts(pool: &'static str) {
    POOL.get_or_init(|| pool);
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = WRITTEN.lock().map_err(ser::Error::custom)?;
        let start = written.len();
        written.push_str(self);
        (start, self.len()).serialize(serializer)
    }
}

impl<'de: 'static> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, len) = <(usize, usize)>::deserialize(deserializer)?;
        let text = POOL.get().and_then(|pool| pool.get(start..start + len));
        text.map(|text| Self(Cow::Borrowed(text))).ok_or_else(|| de::Error::custom("the text is not in the pool"))
    }
}

/// A row of bytes, borrowed from the binary or owned.
#[derive(Clone, Default)]
pub(crate) struct Bytes(Cow<'static, [u8]>);

/// A row of `u32`, stored as little-endian bytes.
#[derive(Clone, Default)]
pub(crate) struct Numbers(Bytes);

/// A row of numbers in a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t, const N: usize>(&'t [[u8; 4]; N]);

impl<const N: usize> Row<'_, N> {
    /// Returns the number at `at`, which is below `N`.
    #[inline]
    pub(crate) fn get(self, at: usize) -> u32 {
        u32::from_le_bytes(self.0[at])
    }
}

impl Bytes {
    pub(crate) fn range(&self, start: usize, len: usize) -> &[u8] {
        self.0.get(start..start + len).unwrap_or_default()
    }
}

impl Numbers {
    pub(crate) fn len(&self) -> usize {
        self.0.0.len() / 4
    }

    /// Returns the number at `at`, or 0 behind the end.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> u32 {
        match self.0.0.get(at * 4..at * 4 + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }

    /// Lists the numbers from `start` on.
    #[inline]
    pub(crate) fn range(&self, start: usize, len: usize) -> impl Iterator<Item = u32> + '_ {
        let bytes = self.0.0.get(start * 4..(start + len) * 4).unwrap_or_default();
        bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Lists rows of `N` numbers, from the row `first` to before `end`.
    #[inline]
    pub(crate) fn rows<const N: usize>(&self, first: usize, end: usize) -> impl Iterator<Item = Row<'_, N>> {
        let bytes = self.0.0.get(first * N * 4..end * N * 4).unwrap_or_default();
        bytes.as_chunks::<4>().0.as_chunks::<N>().0.iter().map(Row)
    }

    #[inline]
    pub(crate) fn index(&self, at: usize) -> usize {
        self.get(at) as usize
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Cow::Owned(bytes))
    }
}

impl From<Vec<u32>> for Numbers {
    fn from(numbers: Vec<u32>) -> Self {
        Self(numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>().into())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de: 'static> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de: 'static> Visitor<'de> for Borrow {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_borrowed_bytes<E: de::Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Bytes(Cow::Borrowed(bytes)))
            }
        }
        deserializer.deserialize_bytes(Borrow)
    }
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de: 'static> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Bytes::deserialize(deserializer).map(Self)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} numbers", self.len())
    }
}
