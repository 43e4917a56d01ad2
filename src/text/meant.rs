//! Slots whose names seem to be mistyped, and what was probably meant.

use super::slot::{Slot, is_letter};
use crate::fold::fold;
use crate::pack::Pack;
use crate::pack::bytes::Text;

/// Shorter words are too close to each other for guesses.
const SHORTEST: usize = 4;
/// Longer ones are no word that anybody mistypes, and would take long to compare.
const LONGEST: usize = 40;
/// From this length on two slips are still a guess.
const LONG: usize = 7;

/// Returns the name that a slot should probably have. A slot of a known kind is only told that it is mistyped
/// where there is hardly a doubt: most tools have fields of their own.
pub(crate) fn meant(pack: &Pack, slot: &Slot<'_, '_>) -> Option<String> {
    let name = slot.name().trim();
    let letters = |text: &str| text.chars().filter(|c| is_letter(*c)).collect::<String>();
    if is_name(pack, &letters(name)) {
        return None;
    }
    let known = slot.kind(pack).is_some();
    let slips = |word: &str| if known || word.len() < LONG { 1 } else { 2 };
    let (mut mended, mut certain, mut changed) = (String::with_capacity(name.len()), false, false);
    let mut rest = name;
    while !rest.is_empty() {
        let len = rest.find(is_letter).unwrap_or(rest.len());
        let (between, from) = rest.split_at_checked(len)?;
        let len = from.find(|c| !is_letter(c)).unwrap_or(from.len());
        let (word, behind) = from.split_at_checked(len)?;
        mended.push_str(between);
        match near(pack, word, slips(word)) {
            Some((near, swapped)) => {
                certain |= swapped && pack.tables.lexicon.exact(&fold(word)).is_none();
                changed = true;
                mended.push_str(&like(word, near));
            }
            None => mended.push_str(word),
        }
        rest = behind;
    }
    (changed && (!known || certain || is_name(pack, &letters(&mended)))).then_some(mended)
}

/// Finds the known word that a mistyped one is near to, and tells whether only two letters changed places.
fn near<'p>(pack: &'p Pack, word: &str, slips: usize) -> Option<(&'p str, bool)> {
    if !(SHORTEST..=LONGEST).contains(&word.len()) || is_name(pack, word) {
        return None;
    }
    let folded = String::from_utf8(fold(word)).ok()?;
    let close = pack.cutting.slot_names.iter().map(Text::as_str).filter(|name| {
        // What only goes on behind the name is an inflected form, or another word.
        name.len() >= SHORTEST && name.len().abs_diff(folded.len()) <= slips && !folded.starts_with(name)
    });
    let measured = close.map(|name| (strsim::damerau_levenshtein(&folded, name), name));
    let (_, name) = measured.filter(|(distance, _)| *distance <= slips).min()?;
    let swapped = name.len() == folded.len() && strsim::levenshtein(&folded, name) == 2;
    Some((name, swapped && strsim::damerau_levenshtein(&folded, name) == 1))
}

fn is_name(pack: &Pack, word: &str) -> bool {
    let folded = fold(word);
    pack.cutting.slot_names.iter().any(|name| name.as_bytes() == folded)
}

/// Writes a known word in capitals where the mistyped one is.
fn like(word: &str, known: &str) -> String {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match (letters.next().is_some_and(char::is_uppercase), letters.any(char::is_lowercase)) {
        (false, _) => known.to_owned(),
        (true, false) => known.to_uppercase(),
        (true, true) => {
            let mut known = known.chars();
            known.next().into_iter().flat_map(char::to_uppercase).chain(known).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::builtin_pack;
    use crate::text::slot;

    fn guess(source: &str) -> Option<String> {
        let pack = builtin_pack();
        meant(pack, &slot::at(pack, source).expect("a slot"))
    }

    #[test]
    fn a_mistyped_name_leads_to_the_known_one() {
        for (slot, wanted) in [
            ("{{frist_name}}", "first_name"),
            ("{{ contact.fristname | default: \"x\" }}", "contact.firstname"),
            ("*|FRISTNAME|*", "FIRSTNAME"),
            ("{{firt_name}}", "first_name"),
            ("{Vornmae}", "Vorname"),
            ("{{vrname}}", "vorname"),
            ("[Nachanme]", "Nachname"),
            ("{{compnay_name}}", "company_name"),
            ("{{Untrenehmen}}", "Unternehmen"),
            ("%%Veranstatlung%%", "Veranstaltung"),
        ] {
            assert_eq!(guess(slot).as_deref(), Some(wanted), "{slot}");
        }
    }

    #[test]
    fn names_that_are_fine_or_far_from_all_lead_nowhere() {
        for slot in [
            "{{first_name}}",
            "{{FirstName}}",
            "{!Contact.FirstName}",
            "{{contract_name}}",
            "{{frist_datum}}",
            "{{anrede_lang}}",
            "{{vornamen}}",
            "{{company_names}}",
            "{{xkcd17}}",
            "{{zzqx}}",
            "[Blubb]",
            "*|MC:FROM|*",
            "{{kunden_nr}}",
            "{{event.part}}",
            "${a}",
        ] {
            assert_eq!(guess(slot), None, "{slot}");
        }
    }
}
