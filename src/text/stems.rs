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
/// a word written without its accent has the stem of the one with it. The present of verbs in `-arar` is no
/// other tense (`separan`), and roots whose vowel changes where it is stressed are one (`pierden`, `perder`).
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
    if word.ends_with("ucción") {
        word.truncate(word.len() - "ción".len());
    }
    if let Some(root) =
        PRESENT.iter().find_map(|end| word.strip_suffix(end)).filter(|root| IN_AR.contains(root))
    {
        word = format!("{root}arar");
    }
    let stem = folded(&Stemmer::new(Algorithm::Spanish).stem(&word));
    match CHANGED.binary_search_by_key(&stem.as_str(), |(changed, _)| changed) {
        Ok(at) => CHANGED[at].1.to_owned(),
        Err(_) => stem,
    }
}

/// How the present of verbs in `-arar` ends, as other tenses of verbs in `-ar` do.
const PRESENT: [&str; 3] = ["aran", "ara", "aras"];

/// What stands before `-arar` in verbs.
const IN_AR: [&str; 14] = [
    "acap", "acl", "amp", "comp", "decl", "dep", "disp", "enc", "equip", "igu", "prep", "rep",
    "sep", "enmasc",
];

/// Stems of verbs whose vowel changes where it is stressed, in order, and the stem of their infinitive.
const CHANGED: [(&str, &str); 86] = [
    ("acuerd", "acord"),
    ("adquier", "adquir"),
    ("adviert", "advert"),
    ("almuerz", "almorz"),
    ("aprueb", "aprob"),
    ("arrepient", "arrepent"),
    ("asciend", "ascend"),
    ("atiend", "atend"),
    ("cierr", "cerr"),
    ("comienz", "comenz"),
    ("compit", "compet"),
    ("comprueb", "comprob"),
    ("consient", "consent"),
    ("consig", "consegu"),
    ("contien", "conten"),
    ("convien", "conven"),
    ("conviert", "convert"),
    ("corrig", "correg"),
    ("cuelg", "colg"),
    ("cuent", "cont"),
    ("cuest", "cost"),
    ("defiend", "defend"),
    ("demuestr", "demostr"),
    ("desciend", "descend"),
    ("despid", "desped"),
    ("despiert", "despert"),
    ("desplieg", "despleg"),
    ("detien", "deten"),
    ("devuelv", "devolv"),
    ("difier", "difer"),
    ("duerm", "dorm"),
    ("elig", "eleg"),
    ("elij", "eleg"),
    ("empiez", "empez"),
    ("enciend", "encend"),
    ("encuentr", "encontr"),
    ("entiend", "entend"),
    ("esfuerz", "esforz"),
    ("extiend", "extend"),
    ("gobiern", "gobern"),
    ("impid", "imped"),
    ("interfier", "interfer"),
    ("intervien", "interven"),
    ("inviert", "invert"),
    ("jueg", "jug"),
    ("mantien", "manten"),
    ("mid", "med"),
    ("muer", "mor"),
    ("muestr", "mostr"),
    ("muev", "mov"),
    ("nieg", "neg"),
    ("obtien", "obten"),
    ("persig", "persegu"),
    ("pid", "ped"),
    ("piens", "pens"),
    ("pierd", "perd"),
    ("prefier", "prefer"),
    ("previen", "preven"),
    ("promuev", "promov"),
    ("provien", "proven"),
    ("prueb", "prob"),
    ("pued", "pod"),
    ("quier", "quer"),
    ("recomiend", "recomend"),
    ("recuerd", "record"),
    ("refier", "refer"),
    ("refuerz", "reforz"),
    ("remuev", "remov"),
    ("renuev", "renov"),
    ("repit", "repet"),
    ("reprueb", "reprob"),
    ("requier", "requer"),
    ("resuelv", "resolv"),
    ("retien", "reten"),
    ("rieg", "reg"),
    ("rind", "rend"),
    ("siembr", "sembr"),
    ("sient", "sent"),
    ("sig", "segu"),
    ("sirv", "serv"),
    ("sobrevien", "sobreven"),
    ("sostien", "sosten"),
    ("sugier", "suger"),
    ("transfier", "transfer"),
    ("tropiez", "tropez"),
    ("vuelv", "volv"),
];

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
        assert_eq!(stem("producen"), stem("producción"));
        for (verb, other) in [
            ("separan", "separar"),
            ("prepara", "preparación"),
            ("recomienda", "recomendar"),
            ("pierden", "pérdida"),
            ("mantienen", "mantener"),
            ("siguen", "seguir"),
            ("juegan", "jugar"),
            ("resuelve", "resolver"),
        ] {
            assert_eq!(stem(verb), stem(other), "{verb}");
        }
        assert!(CHANGED.is_sorted());
        assert!(akin(&stem("acceso"), &stem("acceden")));
        assert!(!akin(&stem("empleo"), &stem("empresa")));
    }
}
