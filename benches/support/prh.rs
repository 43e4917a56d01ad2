//! Our patterns as a pack for prh, which knows regular expressions and nothing else: no guards, no labels.
#![allow(clippy::format_push_string, reason = "a tool for measurements reads better so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_yaml::Value;

/// What a word is made of.
const LETTER: &str = r"[\wäöüÄÖÜß]";
/// What stands between two words of a phrase.
const BETWEEN: &str = r#"[\s,;:()"„“”‚‘/–—-]+"#;

/// What a phrase becomes, or nothing where no regular expression can say it.
type Said = Option<String>;

/// Writes the pack: a rule for every pattern of signals and guards that can be said. The first line counts them.
pub(crate) fn pack(rules: &Path) -> String {
    let mut lists = BTreeMap::new();
    for (_, file) in files(&rules.join("vocabulary")) {
        for (language, name, entry) in entries(&file).flat_map(|(language, table)| {
            let named = table.as_mapping().into_iter().flatten();
            named.map(move |(name, entry)| (language, text(name), strings(entry)))
        }) {
            lists.insert((language, name), entry);
        }
    }
    let (mut said, mut left_out) = (String::new(), 0);
    for (id, file) in files(&rules.join("signals")).chain(files(&rules.join("guards"))) {
        for (language, patterns) in ["patterns", "except"].iter().filter_map(|key| file.get(key)).flat_map(entries) {
            for pattern in patterns.as_sequence().into_iter().flatten() {
                match rule(pattern, language, &lists) {
                    Some(regex) => {
                        let rule = serde_json::json!({"expected": id, "pattern": format!("/{regex}/")});
                        said.push_str(&format!("  - {rule}\n"));
                    }
                    None => left_out += 1,
                }
            }
        }
    }
    format!("# {} patterns, {left_out} left out\nversion: 1\nrules:\n{said}", said.lines().count())
}

fn files(folder: &Path) -> impl Iterator<Item = (String, Value)> + use<> {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| {
        let file = serde_yaml::from_str(&fs::read_to_string(&path).ok()?).ok()?;
        Some((path.file_stem()?.to_string_lossy().into_owned(), file))
    })
}

/// Lists what a mapping holds for each language.
fn entries(of: &Value) -> impl Iterator<Item = (&'static str, &Value)> {
    ["de", "en"].into_iter().filter_map(|language| Some((language, of.get(language)?)))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_sequence().into_iter().flatten().map(text).collect()
}

type Lists = BTreeMap<(&'static str, String), Vec<String>>;

fn rule(pattern: &Value, language: &'static str, lists: &Lists) -> Said {
    let phrase = |phrase: &str| {
        let regex = Reader { chars: phrase.chars().collect(), at: 0, language, lists }.alternatives()?;
        Some(format!("(?<!{LETTER}){regex}(?!{LETTER})"))
    };
    if let Some(written) = pattern.as_str() {
        return phrase(written);
    }
    if pattern.get("regex").is_some() {
        return pattern.get("regex").map(text);
    }
    // Of a clause or sentence, that each part stands in it, and none of what must not.
    let whole = if pattern.get("in").is_some_and(|scope| scope == "sentence") { "[^.!?]" } else { "[^.!?,;:]" };
    let list = |key: &str| pattern.get(key).map(strings).unwrap_or_default();
    let mut regex = format!("(?<!{whole})");
    for part in list("all") {
        regex.push_str(&format!("(?={whole}*?{})", phrase(&part)?));
    }
    for ban in list("not") {
        regex.push_str(&format!("(?!{whole}*?{})", phrase(&ban)?));
    }
    Some(format!("{regex}{whole}+"))
}

/// Reads a phrase; its syntax is told in `rules/README.md`.
struct Reader<'l> {
    chars: Vec<char>,
    at: usize,
    language: &'static str,
    lists: &'l Lists,
}

impl Reader<'_> {
    fn next_if(&mut self, wanted: impl FnOnce(char) -> bool) -> Option<char> {
        let next = self.chars.get(self.at).copied().filter(|c| wanted(*c))?;
        self.at += 1;
        Some(next)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        std::iter::from_fn(|| self.next_if(&wanted)).collect()
    }

    fn alternatives(&mut self) -> Said {
        let mut all = vec![self.sequence()?];
        while self.next_if(|c| c == '|').is_some() {
            all.push(self.sequence()?);
        }
        Some(format!("(?:{})", all.join("|")))
    }

    fn group(&mut self) -> Said {
        let inner = self.alternatives()?;
        self.at += 1;
        Some(inner)
    }

    fn sequence(&mut self) -> Said {
        let (mut regex, mut ahead, mut begun) = (String::new(), String::new(), false);
        while let Some(c) = self.next_if(|c| !matches!(c, '|' | ')' | ']' | '>')) {
            let word = match c {
                ' ' | ',' | '-' | '/' | '.' if !self.gap_begins(c) => continue,
                '.' => {
                    regex.push_str(&self.gap());
                    continue;
                }
                '[' => {
                    let inner = self.group()?;
                    let both = if begun { format!("{BETWEEN}{inner}") } else { format!("{inner}{BETWEEN}") };
                    regex.push_str(&format!("(?:{both})?"));
                    continue;
                }
                '^' => {
                    let stops = if self.next_if(|c| c == '^').is_some() { ".!?" } else { ".!?,;:(" };
                    ahead = format!(r"(?<=(?:^|[{stops}])\s*)");
                    continue;
                }
                '$' => {
                    let stops = if self.next_if(|c| c == '$').is_some() { ".!?" } else { ".!?,;:)" };
                    regex.push_str(&format!(r"(?=\s*(?:$|[{stops}]))"));
                    continue;
                }
                '?' => {
                    regex.push_str(r"(?=[^.!?]*\?)");
                    continue;
                }
                '(' | '<' => self.group()?,
                '{' => self.list()?,
                '@' => self.kind()?.to_owned(),
                '=' => self.take_while(char::is_alphanumeric),
                '_' => format!("{LETTER}+"),
                '\'' | '’' => format!("['’]{}", self.take_while(char::is_alphanumeric)),
                _ => {
                    self.at -= 1;
                    let word = self.take_while(|c| c.is_alphanumeric() || c == '*');
                    Some(word).filter(|word| !word.is_empty()).map(|word| spelt(&word))?
                }
            };
            if begun && !word.starts_with("['’]") {
                regex.push_str(BETWEEN);
            }
            regex.push_str(&std::mem::take(&mut ahead));
            regex.push_str(&word);
            begun = true;
        }
        regex.push_str(&ahead);
        Some(regex)
    }

    fn gap_begins(&self, c: char) -> bool {
        c == '.' && self.chars.get(self.at) == Some(&'.')
    }

    fn gap(&mut self) -> String {
        self.take_while(|c| c == '.');
        let crosses = self.next_if(|c| c == ',').is_some();
        let most = self.take_while(|c| c.is_ascii_digit());
        let most = if most.is_empty() { if crosses { "10" } else { "6" } } else { &most };
        let between = if crosses { BETWEEN } else { r#"[\s"„“”‚‘/-]+"# };
        format!("(?:{between}{LETTER}+){{0,{most}}}?")
    }

    fn list(&mut self) -> Said {
        let name = self.take_while(|c| c != '}');
        self.at += 1;
        let (language, lists) = (self.language, self.lists);
        let entries = lists.get(&(language, name))?.iter();
        let said =
            entries.map(|entry| Reader { chars: entry.chars().collect(), at: 0, language, lists }.alternatives());
        Some(format!("(?:{})", said.collect::<Option<Vec<_>>>()?.join("|")))
    }

    fn kind(&mut self) -> Option<&'static str> {
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == ':' || c == '_');
        Some(match name.as_str() {
            "number" => r"\d[\d.,]*",
            "year" => r"(?:19|20)\d\d",
            "money" => r"(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|[kK]))",
            "slot" => r"(?:\[[^\]]*\]|\{\{[^}]*\}\}|%\w+%)",
            "url" => r"(?:https?://|www\.)\S+",
            "email" => r"[\w.+-]+@[\w.-]+",
            "name" => "[A-ZÄÖÜ][\\wäöüß]+",
            _ => return None,
        })
    }
}

/// Writes a word with a capital or without, and umlauts in both spellings.
fn spelt(word: &str) -> String {
    let mut regex = String::new();
    for (at, c) in word.chars().enumerate() {
        match c.to_lowercase().next().unwrap_or(c) {
            '*' => regex.push_str(&format!("{LETTER}*")),
            'ä' => regex.push_str("(?:[äÄ]|[Aa]e)"),
            'ö' => regex.push_str("(?:[öÖ]|[Oo]e)"),
            'ü' => regex.push_str("(?:[üÜ]|[Uu]e)"),
            'ß' => regex.push_str("(?:ß|ss)"),
            low if at == 0 && low.is_ascii_lowercase() => {
                regex.push_str(&format!("[{}{low}]", low.to_ascii_uppercase()));
            }
            _ => regex.push(c),
        }
    }
    regex
}
