//! From characters to tokens, in one pass.

use super::boundary::Boundary;
use super::slot::Slot;
use super::{Cue, Sentence, Text, Token, slot};
use crate::fold::{DELETED, capitalised, fold_char, is_combining, is_invisible};
use crate::pack::Pack;
use crate::pack::cues::{self, Pair};
use crate::pack::lexicon::mark;
use crate::pack::program::kind;

/// A quotation longer than this many words is taken for a mark that nobody closed.
const LONGEST_QUOTE: usize = 60;

/// The longest address in bytes that is recognised without `http` or `www` before it.
const LONGEST_ADDRESS: usize = 1024;

/// The tokens of what stands in quotation marks so far.
#[derive(Debug, Clone, Copy)]
struct Quote {
    first: usize,
    single: bool,
}

/// Cuts one draft.
pub(super) struct Scanner<'s> {
    pack: &'s Pack,
    source: &'s str,
    at: usize,
    text: &'s mut Text,
    folded: Vec<u8>,
    /// The last two words of the sentence, which cues are found in.
    pair: Pair,
    boundary: Boundary,
    quote: Option<Quote>,
    clause: u32,
}

/// The signs of currencies, which stand beside amounts.
const CURRENCIES: [char; 4] = ['€', '$', '£', '¥'];

impl<'s> Scanner<'s> {
    pub(super) fn new(pack: &'s Pack, source: &'s str, text: &'s mut Text) -> Self {
        let (folded, pair, boundary) = (Vec::new(), Pair::default(), Boundary::default());
        Self { pack, source, at: 0, text, folded, pair, boundary, quote: None, clause: 0 }
    }

    pub(super) fn run(mut self) {
        while let Some(c) = self.peek() {
            if let Some(slot) = self.slot_at(c) {
                self.slot(slot);
            } else if c.is_alphanumeric() || is_apostrophe(c) && self.continues_word() {
                self.word();
            } else {
                self.mark(c);
            }
        }
        self.drop_open_quote();
        self.close_sentence();
    }

    fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }

    fn slot_at(&self, c: char) -> Option<Slot<'s, 's>> {
        let may_begin = !c.is_alphanumeric() && !c.is_whitespace();
        may_begin.then(|| slot::at(self.pack, self.source.get(self.at..)?)).flatten()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.source.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.source.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn word(&mut self) {
        let start = self.at;
        if let Some(end) = self.address_end() {
            self.at = end;
            let address = self.source.get(start..end).unwrap_or_default();
            let kind = if address.contains('@') { kind::EMAIL } else { kind::URL };
            self.push(start, 1 << kind, 0);
            self.pair.clear();
            return;
        }
        self.fold_word();
        let first = self.char_at(start).unwrap_or(' ');
        let mut kinds = if first.is_ascii_digit() { self.kinds_of_number(start) } else { 0 };
        let marks = self.look_up();
        if marks & mark::SPELLING != 0 {
            self.look_up_spelling(start);
        }
        if first.is_uppercase() && self.folded.len() > 1 {
            kinds |= 1 << kind::NAME;
        }
        self.push(start, kinds, marks);
        let is_number = kinds & 1 << kind::NUMBER != 0;
        let is_slot = marks & mark::SLOT_WORD != 0 && first.is_uppercase();
        if is_slot {
            self.mark_as_slot();
        }
        let mark = is_slot.then_some(cues::mark::SLOT).or(is_number.then_some(cues::mark::NUMBER));
        self.find_cues(mark);
        for (count, mark) in self.text.language_words.0.iter_mut().zip(mark::LANGUAGES) {
            *count += u32::from(marks & mark != 0);
        }
    }

    /// Finds the cues that end with the token that was just added: with the word that was folded, or with a mark.
    fn find_cues(&mut self, mark: Option<&str>) {
        if self.pack.cues.is_empty() {
            return;
        }
        if self.sentence_start() + 1 == self.text.tokens.len() {
            self.pair.begin();
        }
        self.pair.push(mark.map_or(&self.folded, str::as_bytes));
        self.note_cues();
    }

    /// Notes the cues that end with what came last in the sentence at hand.
    fn note_cues(&mut self) {
        let (sentence, found) = (narrow(self.text.sentences.len()), &mut self.text.cues);
        self.pair.each_cue(&self.pack.cues, |number| found.push(Cue { number, sentence }));
    }

    /// Returns the kinds of the number that was just folded.
    fn kinds_of_number(&self, start: usize) -> u32 {
        let digits = self.folded.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut kinds = 1 << kind::NUMBER;
        if matches!(self.folded.as_slice(), [b'1', b'9', _, _] | [b'2', b'0', _, _]) && digits == 4 {
            kinds |= 1 << kind::YEAR;
        }
        let thousands = matches!(digits, 2 | 3) && self.folded.get(digits..) == Some(b"k");
        if thousands || self.stands_at_currency(start) {
            kinds |= 1 << kind::MONEY;
        }
        kinds
    }

    /// Tells whether the sign of a currency stands before or behind the number that was just folded, perhaps
    /// with a blank between them.
    fn stands_at_currency(&self, start: usize) -> bool {
        let (before, _) = self.source.split_at_checked(start).unwrap_or_default();
        let behind = self.source.get(self.at..).unwrap_or_default();
        let blank = [' ', '\u{a0}', '\u{202f}'];
        let before = before.strip_suffix(blank).unwrap_or(before);
        let behind = behind.strip_prefix(blank).unwrap_or(behind);
        before.ends_with(CURRENCIES) || behind.starts_with(CURRENCIES)
    }

    fn mark_as_slot(&mut self) {
        if let Some(token) = self.text.tokens.last_mut() {
            token.kinds |= 1 << kind::SLOT | 1 << kind::NAME;
        }
    }

    /// Folds the word at hand and moves behind it. A number keeps the separators between its digits.
    fn fold_word(&mut self) {
        self.folded.clear();
        let start = self.at;
        let mut end = start;
        let number = self.peek().is_some_and(|c| c.is_ascii_digit());
        loop {
            let plain = self.plain_letters();
            self.folded.extend(plain.iter().map(u8::to_ascii_lowercase));
            if !plain.is_empty() {
                self.at += plain.len();
                end = self.at;
            }
            let Some(c) = self.peek() else { break };
            let inside =
                if c.is_ascii() { c == DELETED } else { c.is_alphanumeric() || is_combining(c) || is_invisible(c) };
            let digit_follows = || self.char_at(self.at + 1).is_some_and(|next| next.is_ascii_digit());
            let opens = self.at == start && is_apostrophe(c);
            if !(inside || opens || number && matches!(c, '.' | ',' | ':') && digit_follows()) {
                break;
            }
            fold_char(c, &mut self.folded);
            self.at += c.len_utf8();
            if c != DELETED {
                end = self.at;
            }
        }
        self.at = end;
    }

    /// Returns the letters and digits of ASCII that stand here.
    fn plain_letters(&self) -> &'s [u8] {
        let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Enters the folded word into every layer; returns its marks.
    fn look_up(&mut self) -> u32 {
        let layers = self.pack.layers().zip(&mut self.text.words);
        layers.map(|(tables, words)| words.add(&tables.lexicon, &self.folded)).fold(0, |all, marks| all | marks)
    }

    /// Enters into every layer how the word is written, or may be meant.
    fn look_up_spelling(&mut self, start: usize) {
        let written = self.source.get(start..self.at).unwrap_or_default();
        let meant = self.text.uncapitalised.then(|| capitalised(written));
        for (tables, words) in self.pack.layers().zip(&mut self.text.words) {
            words.add_spelling(&tables.lexicon, written);
            if let Some(meant) = &meant {
                words.add_spelling(&tables.lexicon, meant);
            }
        }
    }

    /// A slot is one token; it belongs to the classes of the words in it.
    fn slot(&mut self, slot: Slot<'_, '_>) {
        let (start, end) = (self.at, self.at + slot.len);
        let mut marks = 0;
        for (tables, words) in self.pack.layers().zip(&mut self.text.words) {
            slot.each_word(&mut self.folded, |word| marks |= words.add(&tables.lexicon, word));
        }
        let kind = slot::kind(self.pack, self.text.words[0].open());
        let kinds = kind.map_or(0, |at| 1 << (kind::FIRST_SLOT_KIND + narrow(at)));
        self.at = end;
        self.push(start, kinds | 1 << kind::SLOT | 1 << kind::NAME, marks);
        self.find_cues(Some(cues::mark::SLOT));
    }

    /// Adds a token that ends here; what stood before it decides where clauses and sentences end.
    fn push(&mut self, start: usize, mut kinds: u32, marks: u32) {
        if self.boundary.ends_sentence(self.text, self.source) {
            self.close_sentence();
        } else if self.boundary.ends_clause() {
            self.clause += 1;
        }
        let sentence = narrow(self.text.sentences.len());
        if self.sentence_start() == self.text.tokens.len() && kinds & 1 << kind::SLOT == 0 {
            kinds &= !(1 << kind::NAME);
        }
        if self.quote.is_some() {
            kinds |= 1 << kind::QUOTED;
        }
        let token = Token { start: narrow(start), end: narrow(self.at), kinds, marks, sentence, clause: self.clause };
        self.break_clause_before(&token);
        self.text.tokens.push(Token { clause: self.clause, ..token });
        self.pack.layers().zip(&mut self.text.words).for_each(|(_, words)| words.end());
        self.boundary.word_came();
        if self.quote.is_some_and(|quote| self.text.tokens.len() - quote.first > LONGEST_QUOTE) {
            self.drop_open_quote();
        }
    }

    /// Begins a clause at a break word, or at a joining word whose subject has just come.
    fn break_clause_before(&mut self, token: &Token) {
        if token.has(mark::CLAUSE_BREAK) {
            self.clause += 1;
            return;
        }
        let Some(before) = self.text.tokens.last().copied() else { return };
        let joined = before.sentence == token.sentence
            && before.clause == self.clause
            && before.has(mark::JOIN)
            && token.has(mark::SUBJECT)
            && !self.joins_two_subjects();
        if joined {
            self.clause += 1;
            let clause = self.clause;
            if let Some(last) = self.text.tokens.last_mut() {
                last.clause = clause;
            }
        }
    }

    /// Tells whether the joining word at hand follows a subject at the beginning of its clause, as in
    /// `you and I danced`; then both are the subject of one clause.
    fn joins_two_subjects(&self) -> bool {
        let (text, clause) = (&self.text, self.clause);
        let from_end = |back: usize| text.tokens.len().checked_sub(back).map(|at| text.tokens[at]);
        let Some(before) = from_end(2).filter(|token| token.clause == clause) else { return false };
        let at_beginning = from_end(4).is_none_or(|token| token.clause != clause);
        at_beginning && before.has(mark::SUBJECT)
    }

    fn sentence_start(&self) -> usize {
        self.text.sentences.last().map_or(0, |sentence| sentence.end as usize)
    }

    fn close_sentence(&mut self) {
        let (first, end) = (narrow(self.sentence_start()), narrow(self.text.tokens.len()));
        if first < end {
            self.pair.push(cues::mark::END.as_bytes());
            self.note_cues();
            self.text.sentences.push(Sentence { first, end, asked: self.boundary.asked });
            if self.boundary.asked {
                self.text.tokens[first as usize].kinds |= 1 << kind::ASKED;
            }
        }
        self.clause += 1;
    }

    /// Takes a character that belongs to no word.
    fn mark(&mut self, c: char) {
        match c {
            '"' | '„' | '“' | '”' | '«' | '»' | '‹' | '›' => self.toggle_quote(false),
            '\'' | '‚' | '‘' | '’' => self.toggle_quote(true),
            '\n' | '\r' => {
                self.boundary.line_ends(c, self.char_at(self.at + 1));
                if self.boundary.paragraph_ended() {
                    self.drop_open_quote();
                }
            }
            '-' | '–' | '—' | '•' | '*' | '·' => self.dash(c),
            _ => self.boundary.mark(c),
        }
        self.at += c.len_utf8();
    }

    /// A dash between blanks, or a long one, ends a clause; one that begins a line is a bullet.
    fn dash(&mut self, c: char) {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let before = self.source.get(..self.at).and_then(|text| text.chars().next_back());
        let spaced = blank(before) && blank(self.char_at(self.at + c.len_utf8()));
        if self.boundary.at_line_start() && spaced {
            self.boundary.bullet();
        } else if spaced || c == '—' {
            self.boundary.mark(',');
        }
    }

    fn toggle_quote(&mut self, single: bool) {
        match self.quote {
            Some(quote) if quote.single == single => self.quote = None,
            Some(_) => {}
            None if self.follows_letter() => {}
            None => self.quote = Some(Quote { first: self.text.tokens.len(), single }),
        }
    }

    fn follows_letter(&self) -> bool {
        self.text.tokens.last().is_some_and(|token| token.end as usize == self.at)
    }

    /// Takes back the marks of a quotation that was never closed.
    fn drop_open_quote(&mut self) {
        if let Some(quote) = self.quote.take() {
            for token in self.text.tokens.iter_mut().skip(quote.first) {
                token.kinds &= !(1 << kind::QUOTED);
            }
        }
    }

    /// Returns the end of the link or e-mail address that starts here, if one does.
    fn address_end(&mut self) -> Option<usize> {
        let source = self.source.get(self.at..)?;
        let rest = source.as_bytes();
        // Most words end in another way than the first part of an address does.
        if !matches!(rest.get(self.plain_letters().len())?, b'-' | b'_' | b'+' | b'.' | b'@' | b':') {
            return None;
        }
        // Letters of other alphabets, and marks on letters, belong to it: where one of those stands is no end.
        let ends = |c: char| {
            c.is_ascii_whitespace()
                || matches!(c, DELETED | '<' | '>' | '"' | '(' | ')' | ',' | ';')
                || !c.is_ascii() && !c.is_alphanumeric() && !is_combining(c)
        };
        let simple = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+');
        let scheme = rest.starts_with(b"http://") || rest.starts_with(b"https://") || rest.starts_with(b"www.");
        let longest = if scheme { rest.len() } else { LONGEST_ADDRESS.min(rest.len()) };
        let stem = rest.iter().take(longest).position(|byte| !simple(byte))?;
        let sign = *rest.get(stem)?;
        if !matches!(sign, b'.' | b'@' | b':') || stem < 2 && sign != b'@' {
            return None;
        }
        let near = source.char_indices().take_while(|(at, _)| *at < longest);
        let whole = near.into_iter().find(|(_, c)| ends(*c)).map_or(longest, |(at, _)| at);
        if !scheme && whole >= LONGEST_ADDRESS {
            return None;
        }
        let whole = whole
            - rest[..whole].iter().rev().take_while(|byte| matches!(byte, b'.' | b'?' | b'!' | b':' | b'\'')).count();
        let address = std::str::from_utf8(rest.get(..whole)?).ok()?;
        self.is_address(address).then(|| self.at + whole)
    }

    fn is_address(&mut self, address: &str) -> bool {
        if address.starts_with("http://") || address.starts_with("https://") || address.starts_with("www.") {
            return true;
        }
        let host = address.split_once('@').map_or(address, |(_, host)| host);
        let host = host.split(['/', '?', ':']).next().unwrap_or_default();
        let Some((name, last)) = host.rsplit_once('.') else { return false };
        if name.is_empty() || last.is_empty() {
            return false;
        }
        self.folded.clear();
        last.chars().for_each(|c| fold_char(c, &mut self.folded));
        let known = self.pack.tables.lexicon.exact(&self.folded);
        known.is_some_and(|entry| entry.marks & mark::DOMAIN != 0) && last.chars().all(|c| c.is_ascii_lowercase())
    }

    /// Tells whether an apostrophe here continues the word before it (`don't`, `[Firma]'s`).
    fn continues_word(&self) -> bool {
        let follows = self.text.tokens.last().is_some_and(|token| token.end as usize == self.at);
        let next = self.peek().and_then(|c| self.char_at(self.at + c.len_utf8()));
        follows && next.is_some_and(char::is_alphanumeric)
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '´' | '`')
}

/// Drafts are limited to far less than 4 GiB.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
