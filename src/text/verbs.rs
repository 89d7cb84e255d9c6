//! Verbs by their infinitive, found in every regular form and in the usual irregular ones.

use std::collections::HashMap;

use super::grammar::announces_noun;
use super::stems::folded;
use super::tokens::Words;

/// How a verb is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// `capacitar`.
    Infinitive,
    /// `capacita`, `capacitan`.
    Present,
    /// Any other.
    Other,
}

/// A form of a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The infinitive, as it was given.
    pub infinitive: String,
    /// How it is said.
    pub mood: Mood,
    /// The group of the verb.
    pub group: usize,
}

/// Verbs and all their forms.
#[derive(Debug, Clone, Default)]
pub struct Conjugation {
    forms: HashMap<String, Form>,
}

impl Conjugation {
    /// Adds a verb; the first that has a form keeps it.
    pub fn add(&mut self, infinitive: &str, group: usize) {
        let plain = folded(infinitive);
        let plain = plain.strip_suffix("se").unwrap_or(&plain);
        let Some((root, class)) = split(plain) else { return };
        let mut put = |form: String, mood: Mood| {
            let form_of = || Form { infinitive: infinitive.to_owned(), mood, group };
            self.forms.entry(form).or_insert_with(form_of);
        };
        put(plain.to_owned(), Mood::Infinitive);
        put(format!("{plain}se"), Mood::Infinitive);
        for root in roots(root) {
            class.present.iter().for_each(|end| put(format!("{root}{end}"), Mood::Present));
        }
        for root in roots(root) {
            class.other.iter().for_each(|end| put(format!("{root}{end}"), Mood::Other));
        }
        ["a", "an", "ia", "ian"].iter().for_each(|end| put(format!("{plain}{end}"), Mood::Other));
    }

    /// The verb that a word is, unless it stands where a noun does.
    pub fn at(&self, words: &Words<'_>, index: usize) -> Option<&Form> {
        let form = self.forms.get(words.folded(index))?;
        let before = index.checked_sub(1).map_or("", |before| words.folded(before));
        let noun = form.mood == Mood::Present && announces_noun(before);
        (!noun).then_some(form)
    }
}

/// The endings of a conjugation, without accents.
struct Class {
    present: &'static [&'static str],
    other: &'static [&'static str],
}

const AR: Class = Class {
    present: &["a", "an", "amos"],
    other: &["ando", "e", "en", "aron", "aba", "aban", "ado", "ada", "ados", "adas"],
};

const ER: Class = Class {
    present: &["e", "en", "emos", "imos"],
    other: &["iendo", "a", "an", "ieron", "ia", "ian", "ido", "ida", "idos", "idas"],
};

fn split(infinitive: &str) -> Option<(&str, &'static Class)> {
    let root = infinitive.len().checked_sub(2).and_then(|at| infinitive.split_at_checked(at));
    match root? {
        (root, "ar") => Some((root, &AR)),
        (root, "er" | "ir") => Some((root, &ER)),
        _ => None,
    }
}

/// A root and how it changes: `obten` and `obtien`, `pued` of `pod`, `reduzc` of `reduc`.
fn roots(root: &str) -> Vec<String> {
    let mut roots = vec![root.to_owned()];
    let vowel = root.rfind(['a', 'e', 'i', 'o', 'u']);
    let changed: &[&str] = match vowel.and_then(|at| root.get(at..=at)) {
        Some("e") => &["ie", "i"],
        Some("o") => &["ue"],
        Some("u") => &["uy"],
        _ => &[],
    };
    if let Some(at) = vowel {
        roots.extend(changed.iter().map(|new| format!("{}{new}{}", &root[..at], &root[at + 1..])));
    }
    if let Some(start) = root.strip_suffix('c') {
        roots.push(format!("{start}zc"));
        roots.push(format!("{start}qu"));
    }
    if let Some(start) = root.strip_suffix('z') {
        roots.push(format!("{start}c"));
    }
    roots
}

/// Nouns that end as infinitives do.
const NOUNS: [&str; 20] = [
    "hogar",
    "mujer",
    "taller",
    "lugar",
    "bienestar",
    "alquiler",
    "poder",
    "deber",
    "saber",
    "nivel",
    "familiar",
    "escolar",
    "particular",
    "regular",
    "singular",
    "similar",
    "popular",
    "superior",
    "ejemplar",
    "militar",
];

/// The infinitive that a word is, by its ending; none for nouns that end alike.
pub fn is_infinitive(folded: &str) -> bool {
    let plain = folded.strip_suffix("se").unwrap_or(folded);
    let ending = plain.ends_with("ar") || plain.ends_with("er") || plain.ends_with("ir");
    ending && plain.len() > 3 && !NOUNS.contains(&plain)
}

/// Words that end as verbs of many do.
const NO_VERBS: [&str; 26] = [
    "joven", "orden", "examen", "imagen", "origen", "margen", "volumen", "crimen", "resumen",
    "gran", "bien", "quien", "plan", "tambien", "segun", "almacen", "aborigen", "desorden",
    "dictamen", "regimen", "afan", "pan", "tan", "germen", "alguien", "jardin",
];

/// Whether a word ends as a verb of many does (`leen`, `generan`) and stands where one may.
pub fn is_plural_verb(words: &Words<'_>, index: usize) -> bool {
    let (word, written) = (words.folded(index), words.written(index));
    let before = index.checked_sub(1).map_or("", |before| words.folded(before));
    let plain = written.chars().all(|c| c.is_ascii_lowercase() || c == 'ñ' || "áéíóú".contains(c));
    let stressed = written.ends_with("án") || written.ends_with("én");
    let ends = word.ends_with("an") || word.ends_with("en");
    ends && plain
        && !stressed
        && word.len() >= 4
        && !NO_VERBS.contains(&word)
        && !announces_noun(before)
}

/// Whether a word ends as a verb in the singular may (`recicla`, `responde`) and is what a negation
/// denies: `no recicla`, `nunca se separa`. Adjectives that may follow `no` end otherwise, or have an accent.
pub fn is_negated_verb(words: &Words<'_>, index: usize) -> bool {
    let (word, written) = (words.folded(index), words.written(index));
    let before = |steps: usize| index.checked_sub(steps).map_or("", |at| words.folded(at));
    let denied = match before(1) {
        "se" | "le" | "les" | "lo" | "la" | "los" | "las" => denies(before(2)),
        word => denies(word),
    };
    let plain = written.chars().all(|c| c.is_ascii_lowercase() || c == 'ñ');
    denied
        && plain
        && word.len() >= 4
        && word.ends_with(['a', 'e'])
        && word != "siempre"
        && !ADJECTIVES.iter().any(|end| word.ends_with(end))
}

fn denies(word: &str) -> bool {
    matches!(word, "no" | "nunca" | "tampoco" | "jamas")
}

/// How adjectives and participles end that verbs do not.
const ADJECTIVES: [&str; 9] = ["ada", "ida", "ista", "iva", "aria", "osa", "ante", "ente", "ble"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(verb: &str, text: &str, expected: Option<Mood>) {
        let mut verbs = Conjugation::default();
        verbs.add(verb, 0);
        let words = Words::of(text);
        let form = (0..words.tokens.len()).find_map(|at| verbs.at(&words, at));
        assert_eq!(form.map(|form| form.mood), expected, "{verb}: {text}");
    }

    #[test]
    fn verbs_are_found_in_their_forms_and_nouns_are_not() {
        check("mejorar", "Las familias mejoran su vivienda", Some(Mood::Present));
        check("mejorar", "La mejora de la vivienda", None);
        check("obtener", "Las personas obtienen empleo", Some(Mood::Present));
        check("reducir", "Se reduce la brecha", Some(Mood::Present));
        check("disminuir", "Disminuyen las listas", Some(Mood::Present));
        check("capacitar", "Capacitar a mujeres", Some(Mood::Infinitive));
        check("capacitar", "capacitación de mujeres", None);
        check("insertarse", "logran insertarse", Some(Mood::Infinitive));
    }
}
