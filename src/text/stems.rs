//! Words as they are compared: without accents, and without their endings.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// A word in small letters and without accents; `ñ` stays.
pub fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(word.len());
    for character in word.nfc().flat_map(char::to_lowercase) {
        if character == 'ñ' {
            plain.push(character);
            continue;
        }
        let mut first = true;
        decompose_canonical(character, |part| {
            if std::mem::take(&mut first) {
                plain.push(part);
            }
        });
    }
    plain
}

/// A word without its ending: `rurales` and `rural` are `rural`, `productivo` is `product`.
///
/// Plurals in -es are brought to the singular first, which the stemmer may read as a verb (`mujer`),
/// save those of adjectives in -ble, which it knows (`vulnerables`);
/// a word written without its accent has the stem of the one with it.
pub fn stem(word: &str) -> String {
    let mut word: String = word.nfc().flat_map(char::to_lowercase).collect();
    let able = ["ables", "ibles"].iter().any(|end| word.ends_with(end));
    if let Some(singular) = word.strip_suffix("es").filter(|rest| rest.len() > 2 && !able) {
        match singular.strip_suffix('c') {
            Some(root) => word = format!("{root}z"),
            None if singular.ends_with(['l', 'r', 'n', 'd', 'j', 's', 'y', 'z']) => {
                word.truncate(singular.len());
            }
            None => {}
        }
    }
    if word.is_ascii() && (word.ends_with("cion") || word.ends_with("sion")) {
        word.replace_range(word.len() - 2.., "ón");
    }
    folded(&Stemmer::new(Algorithm::Spanish).stem(&word))
}

/// A folded word without its number and gender: `trabajadoras` and `trabajador` are `trabajador`.
pub fn uninflected(folded: &str) -> &str {
    let singular = folded.strip_suffix('s').unwrap_or(folded);
    singular.strip_suffix(['a', 'e', 'o']).unwrap_or(singular)
}

/// Whether a word, as dictionaries give it, is another in its number and gender, both folded.
///
/// One in the feminine is its plural only, and one in the plural itself only, as are verbs: `trabaja`
/// is no `trabajo`.
pub fn inflects(word: &str, other: &str) -> bool {
    let singular = other.strip_suffix('s').unwrap_or(other);
    match word.chars().last() {
        Some('s') => word == other,
        Some('a') => word == singular,
        _ => uninflected(word) == uninflected(other),
    }
}

/// Whether two stems are of one family: equal, or with a long common beginning.
///
/// `acces` (acceso) and `acced` (acceden) are; three quarters of the longer must agree.
pub fn akin(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let longer = a.chars().count().max(b.chars().count());
    common >= LEAST && 4 * common >= 3 * longer
}

/// Letters that akin stems share at least.
pub const LEAST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_family_meet() {
        assert_eq!(folded("ÁÉÍÓÚÜÑ"), "aeiouuñ");
        assert_eq!(folded("nin\u{303}ez"), "niñez");
        assert_eq!(stem("productivas"), stem("productividad"));
        assert_eq!(stem("mujeres"), stem("mujer"));
        assert_eq!(stem("veces"), stem("vez"));
        assert_eq!(stem("vulnerables"), stem("vulnerable"));
        assert_eq!(stem("disponibles"), stem("disponible"));
        assert_eq!(stem("capacitaciones"), stem("capacitación"));
        assert_eq!(stem("capacitacion"), stem("capacitación"));
        assert_eq!(uninflected("cuidadoras"), uninflected("cuidador"));
        assert_ne!(uninflected("cuidado"), uninflected("cuidador"));
        assert!(inflects("cuidador", "cuidadoras") && inflects("cuidadora", "cuidadoras"));
        assert!(!inflects("cuidadora", "cuidador") && !inflects("trabaja", "trabajo"));
        assert!(inflects("creemos", "creemos") && !inflects("juntos", "junto"));
        assert!(akin(&stem("acceso"), &stem("acceden")));
        assert!(!akin(&stem("empleo"), &stem("empresa")));
    }
}
