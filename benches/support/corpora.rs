//! Corpora for measurements: the same seed always gives the same drafts.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "every bench includes this file and uses some of it")]

/// Sentences that drafts are made of: ties, reasons, requests, offers, stock phrases, small talk.
const SENTENCES: [&[&str]; 2] = [
    &[
        "wir haben uns im März auf der Messe in Hannover kennengelernt und über Ihre Pumpen gesprochen.",
        "Ihr Vortrag über Regenwasser hat mich auf eine Idee gebracht.",
        "ich bin auf Ihr interessantes Profil gestoßen.",
        "Haben Sie nächste Woche fünfzehn Minuten Zeit für ein Telefonat?",
        "Gern schicke ich Ihnen unsere Messreihe als PDF.",
        "Ich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen würden.",
        "Wir kennen uns noch nicht, aber unsere Töchter gehen in dieselbe Klasse.",
        "Als Berater helfe ich Unternehmen, Synergien zu nutzen und Kosten zu senken.",
        "Das Lager steht seit dem Frühjahr neben dem Kanal, und im Winter friert das Tor zu.",
        "Die Kollegen aus Linz haben den Bericht am 3. Mai, z. B. für Dr. Kurz, neu geschrieben.",
    ],
    &[
        "we met at the harbour fair in Leeds and talked about your cranes.",
        "your article on night trains made me rethink our timetable.",
        "I came across your impressive profile.",
        "Could you tell me which supplier you chose for the doors?",
        "Happy to send you our test results.",
        "I'd like to add you to my professional network.",
        "We haven't met, but we are both in the same alumni group.",
        "Let's explore opportunities that are mutually beneficial.",
        "The warehouse by the canal has been empty since spring, and the gate freezes in winter.",
        "Our colleagues in Cork rewrote the report, e.g. for Dr. Short, on 3 May.",
    ],
];
const GREETINGS: [&[&str]; 2] = [&["Sehr geehrte Frau Lindner,", "Hallo Jonas,"], &["Dear Ms Short,", "Hi Sam,"]];
const GOODBYES: [&[&str]; 2] = [&["Mit freundlichen Grüßen\nJan Petersen"], &["Best regards\nJan Petersen"]];

/// Numbers that look random (a linear congruential generator with Knuth's constants).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % most.max(1)
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Makes a draft of about so many bytes, in German or English.
pub fn draft(chance: &mut Chance, bytes: usize) -> String {
    written(chance, bytes, |chance, language| chance.of(SENTENCES[language]).to_owned())
}

/// Makes so many drafts of 300 to 1,000 bytes.
pub fn drafts(seed: u64, count: usize) -> Vec<String> {
    let mut chance = Chance(seed);
    (0..count)
        .map(|_| {
            let bytes = 300 + chance.below(700);
            draft(&mut chance, bytes)
        })
        .collect()
}

/// Makes so many drafts of 300 to 1,000 bytes whose sentences hardly ever come again.
pub fn woven(seed: u64, count: usize) -> Vec<String> {
    let mut chance = Chance(seed);
    (0..count)
        .map(|_| {
            let bytes = 300 + chance.below(700);
            written(&mut chance, bytes, |chance, language| weave(chance, SENTENCES[language]))
        })
        .collect()
}

/// Puts a sentence together of words that follow each other in three others.
fn weave(chance: &mut Chance, sentences: &[&str]) -> String {
    let mut parts = Vec::new();
    for _ in 0..3 {
        let words: Vec<_> = chance.of(sentences).trim_end_matches(['.', '?']).split(' ').collect();
        let first = chance.below(words.len());
        let end = first + 1 + chance.below(words.len() - first);
        parts.push(words[first..end].join(" "));
    }
    parts.join(" ") + if chance.below(4) == 0 { "?" } else { "." }
}

fn written(chance: &mut Chance, bytes: usize, mut sentence: impl FnMut(&mut Chance, usize) -> String) -> String {
    let language = chance.below(2);
    let mut text = format!("{}\n\n", chance.of(GREETINGS[language]));
    while text.len() < bytes {
        text.push_str(&sentence(chance, language));
        text.push(if chance.below(4) == 0 { '\n' } else { ' ' });
    }
    text.push_str("\n\n");
    text.push_str(chance.of(GOODBYES[language]));
    text
}

/// Makes a user's pack of so many signals with so many patterns (at least five each). Of patterns beyond five,
/// every hundredth can match drafts that [`draft`] makes, and all share words with them; the others match nothing.
pub fn pack(signals: usize, patterns: usize) -> String {
    if signals == 0 {
        return "disable: []\n".to_owned();
    }
    let mut chance = Chance(signals as u64);
    let more = patterns.saturating_sub(5 * signals);
    let each = (0..signals).map(|at| {
        let numbers = more * at / signals..more * (at + 1) / signals;
        let [de, en] = [0, 1].map(|language| {
            let own = numbers.clone().filter(|number| number % 2 == language);
            own.map(|number| ["        - \"", &pattern(&mut chance, language, number), "\"\n"].concat())
                .collect::<String>()
        });
        let signal = SIGNAL.replace("MOREDE\n", &de).replace("MOREEN\n", &en);
        signal.replace("WORD", MADE_UP[at % MADE_UP.len()]).replace("AT", &at.to_string())
    });
    format!("signals:\n{}", each.collect::<String>())
}

/// Makes a pattern that begins with a word of drafts, and goes on with another one or with one that is in none.
fn pattern(chance: &mut Chance, language: usize, number: usize) -> String {
    let sentence = chance.of(SENTENCES[language]).split(|c: char| !c.is_alphabetic());
    let words: Vec<_> = sentence.filter(|word| word.len() > 3).collect();
    let first = chance.below(words.len() - 1);
    let second = words[first + 1 + chance.below(words.len() - first - 1)];
    let (first, gap, made_up) = (words[first], 1 + chance.below(12), MADE_UP[number % MADE_UP.len()]);
    if (number / 2).is_multiple_of(100) {
        format!("{first} ...,{gap} {second}")
    } else {
        format!("{first} ...{gap} {made_up}{number}")
    }
}

const MADE_UP: [&str; 8] = ["Sonnensegel", "Kranbahn", "Zeppelin", "Drehbank", "Orgel", "Kutter", "Bohrturm", "Winzer"];

const SIGNAL: &str = r#"
  - id: own-AT
    says: purpose
    title: {de: eigenes, en: own}
    void_if: [negated, asked]
    patterns:
      de:
        - "(mein|dein|{your}) WORDAT ...4 (gesehen|gelesen|gehört)"
        - "WORDAT ...,6 {you}"
        - "wegen [der|des] WORD*AT"
MOREDE
      en:
        - "{your} WORDAT (post|talk|note)"
        - "about WORDAT ...3 {you}"
MOREEN
    examples:
      de: {match: ["«wegen WORDxAT»"], ignore: [x]}
      en: {match: ["«your WORDAT post»"], ignore: [x]}
"#;
