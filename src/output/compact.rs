//! JSON on one line, written piece by piece: names and marks are copied, and only texts are looked at.

use serde::Serialize;

use super::escape;

/// A value that is being written.
#[derive(Debug, Default)]
pub(super) struct Compact(Vec<u8>);

impl Compact {
    /// Makes room for a value of about so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Writes an object whose members `each` writes.
    #[inline]
    pub(super) fn object(&mut self, each: impl FnOnce(&mut Self)) {
        self.0.push(b'{');
        each(self);
        self.0.push(b'}');
    }

    /// Writes the name of a member, which needs no escapes; its value comes next.
    #[inline]
    pub(super) fn member(&mut self, name: &str) -> &mut Self {
        let first = self.0.last() == Some(&b'{');
        self.raw(if first { "\"" } else { ",\"" });
        self.raw(name);
        self.raw("\":");
        self
    }

    /// Writes a list whose items `each` writes.
    #[inline]
    pub(super) fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.0.push(b'[');
        for (at, item) in items.iter().enumerate() {
            self.raw(if at > 0 { "," } else { "" });
            each(self, item);
        }
        self.0.push(b']');
    }

    /// Writes a name that needs no escapes.
    #[inline]
    pub(super) fn name(&mut self, name: &str) {
        self.raw("\"");
        self.raw(name);
        self.raw("\"");
    }

    /// Writes any text.
    pub(super) fn text(&mut self, text: &str) {
        if escape::is_plain(text) { self.name(text) } else { self.value(text) }
    }

    /// Writes a number, or that there is none.
    #[inline]
    pub(super) fn number(&mut self, number: impl Into<Option<usize>>) {
        match number.into() {
            Some(number) => self.digits(number),
            None => self.raw("null"),
        }
    }

    /// Writes any value.
    pub(super) fn value(&mut self, value: &(impl Serialize + ?Sized)) {
        // What reports are made of can always be written.
        let json = serde_json::to_string(value).unwrap_or_default();
        self.raw(&escape::json(&json));
    }

    /// Ends the line, and returns it.
    pub(super) fn into_line(mut self) -> Vec<u8> {
        self.0.push(b'\n');
        self.0
    }

    fn digits(&mut self, mut number: usize) {
        let start = self.0.len();
        loop {
            self.0.push(b'0' + u8::try_from(number % 10).unwrap_or_default());
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.0[start..].reverse();
    }

    #[inline]
    fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_the_same_document() {
        for text in ["", "plain", "„ü“ – 👩\u{200d}🔧", "a\"b\\c\n\t\u{8}\u{c}\u{1}", "\u{202e}a\u{7f}\u{ad}"]
        {
            for numbers in [&[][..], &[0], &[7, 10, 1234]] {
                let mut line = Compact::with_capacity(0);
                line.object(|line| {
                    line.member("a").text(text);
                    line.member("b").list(numbers, |line, number| line.number(*number));
                    line.member("c").object(|_| {});
                    line.member("d").number(None);
                });
                let whole = json!({"a": text, "b": numbers, "c": {}, "d": null}).to_string();
                let line = String::from_utf8(line.into_line()).expect("text");
                assert_eq!(line.trim_end_matches('\n'), escape::json(&whole));
            }
        }
    }
}
