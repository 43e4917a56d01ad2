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

/// Bytes that are read at a time.
const WORD: usize = 4;

/// A row of bytes, borrowed from the binary or owned.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Bytes(Cow<'static, [u8]>);

/// A row of numbers, little-endian, each in as few bytes as the largest of them needs.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// The numbers, and behind the last one so many zeros that four bytes can be read there, too.
    bytes: Bytes,
    /// 2, 3 or 4 bytes a number; 0 where there is none.
    width: u8,
    /// The bits of a number in the four bytes that are read.
    mask: u32,
}

impl Bytes {
    /// Returns bytes that are borrowed from the binary; nothing where they are owned.
    pub(crate) fn borrowed(&self, start: usize, len: usize) -> Option<&'static [u8]> {
        match self.0 {
            Cow::Borrowed(bytes) => bytes.get(start..start + len),
            Cow::Owned(_) => None,
        }
    }

    /// Returns all of them.
    #[inline]
    pub(crate) fn all(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn range(&self, start: usize, len: usize) -> &[u8] {
        self.0.get(start..start + len).unwrap_or_default()
    }
}

impl Numbers {
    fn new(bytes: Bytes, width: u8) -> Self {
        let mask = u32::MAX.checked_shr(32 - 8 * u32::from(width.min(4))).unwrap_or_default();
        Self { bytes, width, mask }
    }

    pub(crate) fn len(&self) -> usize {
        let width = usize::from(self.width);
        self.bytes.0.len().saturating_sub(WORD - width).checked_div(width).unwrap_or_default()
    }

    /// Returns them as they are read again and again.
    #[inline]
    pub(crate) fn view(&self) -> View<'_> {
        View { bytes: self.bytes.all(), width: self.width.into(), mask: self.mask }
    }

    /// Returns the number at `at`, or 0 behind the end.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> u32 {
        self.view().get(at)
    }

    /// Returns so many numbers from `at` on, with zeros behind the end.
    #[inline]
    pub(crate) fn row<const N: usize>(&self, at: usize) -> [u32; N] {
        self.view().row(at)
    }

    /// Lists all numbers.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Tells whether the number is among them.
    pub(crate) fn has(&self, number: u32) -> bool {
        self.iter().any(|one| one == number)
    }

    #[inline]
    pub(crate) fn index(&self, at: usize) -> usize {
        self.get(at) as usize
    }
}

/// A row of numbers of which it is settled where they lie, whoever owns them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'n> {
    bytes: &'n [u8],
    width: usize,
    mask: u32,
}

impl<'n> View<'n> {
    /// Returns the number at `at`, or 0 behind the end.
    #[inline]
    pub(crate) fn get(self, at: usize) -> u32 {
        let bytes = self.bytes.get(at * self.width..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes) & self.mask)
    }

    #[inline]
    pub(crate) fn index(self, at: usize) -> usize {
        self.get(at) as usize
    }

    /// Returns so many numbers from `at` on, with zeros behind the end.
    #[inline]
    pub(crate) fn row<const N: usize>(self, at: usize) -> [u32; N] {
        let mut numbers = [0; N];
        // A loop over places becomes no call, unlike what walks over arrays.
        let mut place = 0;
        if let Some(bytes) = self.short(at, N) {
            while place < N {
                numbers[place] = u16::from_le_bytes([bytes[2 * place], bytes[2 * place + 1]]).into();
                place += 1;
            }
        } else {
            while place < N {
                numbers[place] = self.get(at + place);
                place += 1;
            }
        }
        numbers
    }

    /// Calls `each` with the numbers from `start` on.
    #[inline]
    pub(crate) fn each(self, start: usize, len: usize, mut each: impl FnMut(u32)) {
        match self.short(start, len) {
            Some(bytes) => bytes.as_chunks().0.iter().for_each(|bytes| each(u16::from_le_bytes(*bytes).into())),
            None => (start..start + len).for_each(|at| each(self.get(at))),
        }
    }

    /// Calls `each` with so many pairs of numbers from `start` on.
    #[inline]
    pub(crate) fn each_pair(self, start: usize, pairs: usize, mut each: impl FnMut(u32, u32)) {
        match self.short(start, 2 * pairs) {
            Some(bytes) => bytes.as_chunks().0.iter().for_each(|[a, b, c, d]| {
                each(u16::from_le_bytes([*a, *b]).into(), u16::from_le_bytes([*c, *d]).into());
            }),
            None => (start..).step_by(2).take(pairs).for_each(|at| each(self.get(at), self.get(at + 1))),
        }
    }

    /// Returns so many numbers from `start` on, if they have two bytes each.
    #[inline]
    fn short(self, start: usize, len: usize) -> Option<&'n [u8]> {
        if self.width == 2 { self.bytes.get(2 * start..2 * (start + len)) } else { None }
    }

    /// Returns all numbers by eight bytes, if they have two bytes each; otherwise none.
    #[inline]
    pub(crate) fn fours(self) -> &'n [[u8; 8]] {
        if self.width == 2 { self.bytes.as_chunks().0 } else { &[] }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Cow::Owned(bytes))
    }
}

impl From<Vec<u32>> for Numbers {
    fn from(numbers: Vec<u32>) -> Self {
        let width = match numbers.iter().max() {
            None | Some(0..=0xffff) => 2,
            Some(0x1_0000..=0xff_ffff) => 3,
            Some(_) => 4,
        };
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes().into_iter().take(width));
        let bytes: Vec<_> = bytes.chain(std::iter::repeat_n(0, WORD - width)).collect();
        Self::new(bytes.into(), u8::try_from(width).unwrap_or(4))
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
        (self.width, &self.bytes).serialize(serializer)
    }
}

impl<'de: 'static> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (width, bytes) = Deserialize::deserialize(deserializer)?;
        Ok(Self::new(bytes, width))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_size_are_read_back() {
        for all in [vec![], vec![0, 0xffff], vec![7, 0x1_0000, 1], vec![0xff_ffff], vec![1, 0x100_0000, u32::MAX]] {
            let numbers = Numbers::from(all.clone());
            assert_eq!(numbers.len(), all.len());
            assert!((0..all.len()).all(|at| numbers.get(at) == all[at]), "{all:?}");
            assert_eq!(numbers.get(all.len()), 0);
            assert_eq!(numbers.row(0), [0, 1].map(|at| all.get(at).copied().unwrap_or_default()));
            let mut read = Vec::new();
            numbers.view().each(0, all.len(), |number| read.push(number));
            assert_eq!(read, all);
            let pairs = all.len() / 2;
            read.clear();
            numbers.view().each_pair(0, pairs, |one, other| read.extend([one, other]));
            assert_eq!(read, all[..2 * pairs]);
        }
    }
}
