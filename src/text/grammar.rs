//! Words of the grammar, which say nothing by themselves.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Articles, pronouns, prepositions, conjunctions and auxiliary verbs, without accents.
const EMPTY: &str = " a al algo algun alguna algunas alguno algunos ambas ambos ante antes aquel \
    aquella aquellas aquello aquellos aqui asi aun aunque bajo bien cada como con contra cual \
    cuales cualquier cuando cuanto cuya cuyas cuyo cuyos da dan de debe deben debido del desde \
    donde dos durante e el ella ellas ello ellos en entre era eran es esa esas ese eso esos esta \
    estan estar estas este esto estos etc fue fueron ha haber han hasta hay haya he hizo incluso \
    la las le les lo los mas me mediante mientras mismo misma mismos mismas mi muy ni o os otra \
    otras otro otros para parte pero por porque pues puede pueden que quien quienes se sea sean segun \
    ser si sido siendo sino sobre solo son su sus tal tales tambien tan tanto te tener tenga \
    tengan tiene tienen toda todas todo todos tras u un una unas uno unos via y ya ";

/// Whether a word, folded, belongs to the grammar.
pub fn is_empty_word(folded: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| EMPTY.split_ascii_whitespace().collect());
    WORDS.contains(folded)
}

/// Words before which a noun stands, and no verb.
const DETERMINERS: [&str; 42] = [
    "el", "la", "los", "las", "lo", "un", "una", "unos", "unas", "su", "sus", "de", "del", "al",
    "este", "esta", "estos", "estas", "ese", "esa", "dicho", "dicha", "con", "sin", "por", "en",
    "cada", "otro", "otra", "mayor", "menor", "mas", "menos", "primer", "primera", "baja", "bajo",
    "alta", "alto", "escasa", "escaso", "mejor",
];

/// Whether what follows a word, folded, is a noun.
pub fn announces_noun(folded: &str) -> bool {
    DETERMINERS.contains(&folded)
}

/// Numbers that are written out, from two.
const NUMERALS: [(&str, u32); 24] = [
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("once", 11),
    ("doce", 12),
    ("trece", 13),
    ("catorce", 14),
    ("quince", 15),
    ("dieciseis", 16),
    ("dieciocho", 18),
    ("veinte", 20),
    ("veinticuatro", 24),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("noventa", 90),
    ("cien", 100),
];

/// The number that a word, folded, writes out.
pub fn numeral(folded: &str) -> Option<u32> {
    NUMERALS.iter().find(|(word, _)| *word == folded).map(|(_, number)| *number)
}
