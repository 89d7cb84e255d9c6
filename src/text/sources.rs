//! Sources that a text names: surveys, registries, institutions, authors, with their years.

use std::ops::Range;

use super::figures::year;
use super::phrases::Phrases;
use super::tokens::Words;

/// A source named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its bytes, year included.
    pub span: Range<usize>,
    /// Its name, without the year.
    pub name: Range<usize>,
    /// Its acronym.
    pub acronym: Option<String>,
    /// Its year.
    pub year: Option<u32>,
}

/// What a source may be called, without accents, before its own name.
const KINDS: [&str; 25] = [
    "encuesta",
    "prueba",
    "ficha",
    "censo",
    "estudio",
    "informe",
    "registro",
    "evaluacion",
    "catastro",
    "estadisticas",
    "boletin",
    "anuario",
    "memoria",
    "observatorio",
    "reporte",
    "cuenta",
    "base",
    "barometro",
    "balance",
    "compendio",
    "sistema",
    "panel",
    "monitor",
    "indice",
    "radiografia",
];

/// Small words within the name of a source.
const LINKS: [&str; 12] =
    ["de", "del", "la", "las", "los", "el", "y", "e", "en", "sobre", "para", "a"];

/// Words that a source's name may have at most.
const LONGEST: usize = 16;

/// Words between a name and its year at most.
const NEAR: usize = 2;

/// The sources of a text, in order; `known` are the acronyms and names that need no year.
pub fn sources(words: &Words<'_>, known: &Phrases) -> Vec<Source> {
    let named = known.find(words);
    let mut named = named.into_iter().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        while named.peek().is_some_and(|known| known.tokens.start < at) {
            named.next();
        }
        let here = named.peek().filter(|known| known.tokens.start == at);
        let name = here.map(|known| known.tokens.clone());
        match source(words, at, name) {
            Some((source, next)) => {
                let last: Option<&mut Source> = found.last_mut();
                match last.filter(|last| repeats(words, last, &source)) {
                    Some(last) => last.take_in(source, words.text),
                    None => found.push(source),
                }
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a source is the acronym, in parentheses, of the one before it.
fn repeats(words: &Words<'_>, last: &Source, source: &Source) -> bool {
    let between = &words.text[last.span.end.min(source.span.start)..source.span.start];
    let acronym = source.acronym.as_deref();
    between.trim() == "("
        && acronym.is_some_and(|known| words.text[source.name.clone()].starts_with(known))
}

impl Source {
    /// The same source with its acronym and the year that follows it.
    fn take_in(&mut self, acronym: Source, text: &str) {
        let closed = acronym.year.is_none() && text[acronym.span.end..].starts_with(')');
        self.span.end = acronym.span.end + usize::from(closed);
        self.name.end = self.name.end.max(if self.year.is_none() { acronym.name.end } else { 0 });
        self.year = self.year.or(acronym.year);
        self.acronym = self.acronym.take().or(acronym.acronym);
    }
}

/// The source that begins at a word, and the word after it.
fn source(words: &Words<'_>, at: usize, known: Option<Range<usize>>) -> Option<(Source, usize)> {
    let titled = titled(words, at);
    let sure = known.is_some();
    let longer = |name: &Range<usize>| known.as_ref().is_none_or(|known| known.end <= name.end);
    let (name, needs_year) = match titled.filter(longer) {
        Some(name) => {
            let proper = name.len() > 1 && (name.start + 1..name.end).any(|at| proper(words, at));
            (name, !sure && !proper)
        }
        None if sure => (known?, false),
        None if is_acronym(words.written(at)) => (at..at + 1, true),
        None if author(words, at) => (at..at + 1, true),
        None => return None,
    };
    let (year_at, year) = match year_after(words, name.end) {
        Some((at, year)) => (Some(at), Some(year)),
        None if needs_year => return None,
        None => (None, None),
    };
    let acronym = (name.clone()).map(|at| words.written(at)).find(|word| is_acronym(word));
    let end = year_at.map_or(name.end, |at| at + 1);
    let mut span = words.bytes(name.start..end);
    if year_at.is_some_and(|at| words.lead(at).ends_with('('))
        && words.text[span.end..].starts_with(')')
    {
        span.end += 1;
    }
    let source =
        Source { span, name: words.bytes(name), acronym: acronym.map(str::to_owned), year };
    Some((source, end))
}

/// A name like `Encuesta Rural de Trabajo (ERT)`.
fn titled(words: &Words<'_>, at: usize) -> Option<Range<usize>> {
    if !KINDS.contains(&words.folded(at)) || !is_capital(words.written(at)) {
        return None;
    }
    let (mut end, mut next) = (at + 1, at + 1);
    while next < words.tokens.len() && next - at < LONGEST {
        let gap = words.gap(next - 1);
        let close = gap
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '(' | '-' | '“' | '”' | '"' | '«' | '»'));
        let word = words.written(next);
        if !close || year(word).is_some() {
            break;
        }
        if is_capital(word) || proper(words, next) {
            end = next + 1;
        } else if !LINKS.contains(&words.folded(next)) {
            break;
        }
        next += 1;
    }
    // `Registro de cotizaciones`: a name in small letters is as long as its complement.
    if end == at + 1 && words.folded(at + 1) == "de" && words.gap(at).trim().is_empty() {
        end = (at + 3).min(words.tokens.len());
    }
    Some(at..end)
}

fn proper(words: &Words<'_>, at: usize) -> bool {
    let word = words.written(at);
    is_capital(word) || word.chars().any(|c| c.is_ascii_digit()) && year(word).is_none()
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Words in capitals that name no source.
const NO_SOURCES: [&str; 19] = [
    "DS", "DFL", "DL", "UF", "UTM", "UTA", "RUT", "PYME", "PYMES", "MIPE", "MIPES", "MIPYME",
    "MIPYMES", "TIC", "ODS", "USD", "IVA", "CLP", "PIB",
];

/// Whether a word is an acronym, which may hold digits: `EME`, `ELE-7` by its first part.
pub fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    let plain = word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    plain && letters >= 2 && word.chars().count() <= 10 && !NO_SOURCES.contains(&word)
}

/// Whether a word is an author before a year in parentheses: `Porter (1990)`, `(Pérez, 2019)`.
fn author(words: &Words<'_>, at: usize) -> bool {
    let next = if words.folded(at + 1) == "et" { at + 3 } else { at + 1 };
    let dated = year(words.written(next)).is_some();
    let gap = words.lead(next).trim();
    let cited = gap == "(" || gap == "," && words.lead(at).ends_with('(');
    let word = words.written(at);
    dated && cited && is_capital(word) && word.chars().count() > 2
}

/// The year that follows a name closely: `EME 7 (2022)`, `SII 2021`, `CASEN, 2022`.
fn year_after(words: &Words<'_>, from: usize) -> Option<(usize, u32)> {
    for at in from..(from + NEAR + 1).min(words.tokens.len()) {
        let lead = words.lead(at).trim();
        if lead.contains(['.', ';', '%', '$', '/']) || lead.contains(':') {
            return None;
        }
        let word = words.written(at);
        if let Some(year) = year(word) {
            return Some((at, year));
        }
        let skipped = word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                words.folded(at),
                "de" | "del" | "ano" | "año" | "n" | "version" | "a" | "al"
            );
        if !skipped {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<u32>)]) {
        let mut known = Phrases::default();
        ["EME", "SII", "INE", "ELE", "Registro Social de Hogares"]
            .iter()
            .for_each(|name| known.add(name, 0));
        let words = Words::of(text);
        let found: Vec<(&str, Option<u32>)> =
            sources(&words, &known).into_iter().map(|s| (&text[s.span], s.year)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sources_are_found_with_their_years() {
        check("EME 7 (2022)", &[("EME 7 (2022)", Some(2022))]);
        check("según SII 2021 y el INE.", &[("SII 2021", Some(2021)), ("INE", None)]);
        check(
            "Según la Encuesta Rural de Trabajo (ERT) 2024, el 25 %",
            &[("Encuesta Rural de Trabajo (ERT) 2024", Some(2024))],
        );
        check("(ERT 2024) y ELE-7 2024", &[("ERT 2024", Some(2024)), ("ELE-7 2024", Some(2024))]);
        check(
            "Porter (1990); (Pérez, 2019)",
            &[("Porter (1990)", Some(1990)), ("Pérez, 2019", Some(2019))],
        );
        check(
            "Informe de Seguimiento 2025 del Servicio",
            &[("Informe de Seguimiento 2025", Some(2025))],
        );
    }

    #[test]
    fn what_names_no_source_is_none() {
        check("El registro de la encuesta en 2024 de las MIPES", &[]);
        check("Programa (2024) de 200 UF, RUT", &[("Programa (2024)", Some(2024))]);
        check("Se atiende a 300 mujeres el año 2026.", &[]);
    }
}
