//! Laws and links that a text cites.

use std::ops::Range;

use super::tokens::Words;

/// Words that open the name of a norm with its number, without accents.
const NORMS: [&str; 16] = [
    "ley",
    "leyes",
    "dfl",
    "ds",
    "dl",
    "decreto",
    "decretos",
    "articulo",
    "articulos",
    "art",
    "arts",
    "resolucion",
    "ordenanza",
    "reglamento",
    "d.f.l",
    "d.s",
];

/// Words between a norm and its number.
const BETWEEN: [&str; 15] = [
    "n", "nº", "no", "nro", "num", "numero", "supremo", "exenta", "exento", "ley", "con", "fuerza",
    "de", "afecta", "organica",
];

/// Words between a norm and its number at most.
const NEAR: usize = 6;

/// The laws, decrees and articles that a text cites by number: `Ley N° 20.416`, `artículo 3`.
pub fn laws(words: &Words<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        match law(words, at) {
            Some(end) => {
                found.push(words.bytes(at..end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn law(words: &Words<'_>, at: usize) -> Option<usize> {
    if !NORMS.contains(&words.folded(at)) {
        return None;
    }
    let mut next = at + 1;
    while BETWEEN.contains(&words.folded(next)) && next - at <= NEAR {
        next += 1;
    }
    let number = words.written(next);
    let gap = words.lead(next).trim_matches([' ', '\n', '°', 'º', '.', '#']);
    let digits = number.chars().next().is_some_and(|c| c.is_ascii_digit());
    (digits && gap.is_empty()).then_some(next + 1)
}

/// Endings of bare addresses.
const DOMAINS: [&str; 9] = [".cl", ".com", ".org", ".net", ".gov", ".edu", ".int", ".io", ".es"];

/// The addresses of web pages in a text.
pub fn links(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for part in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»'))
    {
        let start = from;
        from += part.len();
        from += text[from..].chars().next().map_or(0, char::len_utf8);
        let begin = ["http://", "https://", "www."].iter().filter_map(|open| part.find(open)).min();
        let lead =
            begin.unwrap_or_else(|| part.len() - part.trim_start_matches(['(', '[', ',']).len());
        let link = part[lead..].trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '\'']);
        if begin.is_some() && link.len() > 8 || is_bare(link) {
            found.push(start + lead..start + lead + link.len());
        }
    }
    found
}

/// Whether a word is an address without its protocol, and no mailbox: a host with a known ending, or
/// with any where a path follows.
fn is_bare(word: &str) -> bool {
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let ends = |domain: &str| host.strip_suffix(domain).is_some_and(|name| !name.is_empty());
    let known = || DOMAINS.iter().any(|domain| ends(domain));
    let letters = |part: &str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    let named = |(name, end): (&str, &str)| name.len() >= 2 && letters(end);
    let has_path = word[host.len()..].len() > 1 && host.rsplit_once('.').is_some_and(named);
    plain && !word.contains('@') && (known() || has_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_cited_by_number() {
        let text = "La Ley N° 20.416, en su artículo 3, el DFL 1 y la Res. Exenta 12; la ley vigente, \
                    Ley Orgánica del Servicio, Decreto Supremo N° 45 y decreto con fuerza de ley Nº 2";
        let found: Vec<&str> = laws(&Words::of(text)).into_iter().map(|span| &text[span]).collect();
        let expected = [
            "Ley N° 20.416",
            "artículo 3",
            "DFL 1",
            "Decreto Supremo N° 45",
            "decreto con fuerza de ley Nº 2",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn links_are_found_whole() {
        let text = "Ver (https://ine.gob.cl/ele), www.sii.cl/x. y sercotec.cl; a@b.cl, S.A. y 3.1; \
                    datos.gob.pe/censo, y/o, Ltda./S.A., h./semana";
        let found: Vec<&str> = links(text).into_iter().map(|span| &text[span]).collect();
        let expected =
            ["https://ine.gob.cl/ele", "www.sii.cl/x", "sercotec.cl", "datos.gob.pe/censo"];
        assert_eq!(found, expected);
    }
}
