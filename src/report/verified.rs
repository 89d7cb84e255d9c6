//! Whether a recorded result comes out again, and where it does not, from what and in what.

use crate::finding::Language;

use super::Style;
use super::json::Difference;
use super::page::{INDENT, Page};
use super::safe::visible;
use super::stamp::Stamp;

/// Digits of a digest that people are shown.
const DIGITS: usize = 12;

/// What was made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A result.
    Result,
    /// A ficha, or a workbook of findings.
    Ficha,
}

/// What became of making a result or a ficha again, in words; `source` is where its submission was
/// found.
///
/// The source of a ficha's stamp has no folder, so that only another name is told.
pub fn verified(
    kind: Kind,
    stamp: &Stamp,
    source: &str,
    differences: &[Difference],
    style: &Style,
) -> String {
    let words = Words::of(style.language);
    let of = words.of_kind(kind);
    let is_there = match kind {
        Kind::Result => source == stamp.source,
        Kind::Ficha => source.rsplit(['/', '\\']).next() == Some(&*stamp.source),
    };
    let mut page = Page::new(style);
    let made = differences.iter().any(|found| matches!(found, Difference::Made { .. }));
    page.line(if differences.is_empty() { of.same } else { of.differs });
    let stamped = stamp.parts.iter().any(|part| !part.is_empty());
    if stamped {
        page.heading(words.made_from, words.made_from);
    }
    for (part, name) in words.parts {
        let moved =
            (part == "submission" && !is_there).then(|| format!("{} {source}", words.elsewhere));
        let change = differences.iter().find_map(|found| match found {
            Difference::Made { part: changed, before, now } if *changed == part => {
                Some((before, now))
            }
            _ => None,
        });
        let before = stamp.part(part);
        let told = match change {
            Some((before, now)) => format!(
                "{}: {} {}, {} {}",
                words.changed,
                words.before,
                short(before, words),
                words.now,
                short(now, words)
            ),
            None if before.is_empty() => continue,
            None => format!("{} ({})", words.unchanged, short(before, words)),
        };
        let told = moved.map_or(told.clone(), |moved| format!("{told}; {moved}"));
        page.hanging(format!("  {name}: "), &visible(&told, false), 2 * INDENT);
    }
    page.heading(words.says, words.says);
    if differences.iter().all(|found| matches!(found, Difference::Made { .. })) {
        page.wrapped(of.says_the_same, INDENT, INDENT);
    } else {
        said(&mut page, differences, words);
        if !made {
            page.line("");
            page.wrapped(of.altered, 0, 0);
        }
    }
    page.into_text()
}

/// What the two results say differently.
fn said(page: &mut Page, differences: &[Difference], words: &Words) {
    let mut line = |text: String| page.wrapped(&visible(&text, false), INDENT, 2 * INDENT);
    let or_none =
        |text: &str| if text.is_empty() { words.none.to_owned() } else { text.to_owned() };
    for found in differences {
        match found {
            Difference::Rating { before, now } => {
                line(format!("{}: {} → {}", words.rating, or_none(before), or_none(now)));
            }
            Difference::Pillar { name, before, now } => {
                line(format!("{name}: {} → {}", or_none(before), or_none(now)));
            }
            Difference::Rule { id, before, now } => {
                let (before, now) = (before.as_deref(), now.as_deref());
                line(format!("{id}: {} → {}", words.status(before), words.status(now)));
            }
            Difference::Line { line: at, before, now } => {
                let at = format!("{} {at}", words.line);
                line(match (before, now) {
                    (Some(before), Some(now)) => {
                        format!("{at}: {} «{before}», {} «{now}»", words.said, words.comes_out)
                    }
                    (Some(before), None) => format!("{at}: {} «{before}»", words.only_then),
                    (None, now) => {
                        let now = now.as_deref().unwrap_or_default();
                        format!("{at}: {} «{now}»", words.only_now)
                    }
                });
            }
            Difference::Lines(count) => line(format!("… {} {count}", words.more_lines)),
            Difference::Bytes => line(words.bytes.to_owned()),
            Difference::Made { .. } | Difference::Told { .. } | Difference::Other { .. } => {}
        }
    }
    let told = differences.iter().filter_map(|found| match found {
        Difference::Told { id } => Some(id.as_str()),
        _ => None,
    });
    let told: Vec<&str> = told.collect();
    if !told.is_empty() {
        line(format!("{}: {}", words.told, told.join(", ")));
    }
    let other = differences.iter().filter_map(|found| match found {
        Difference::Other { path, before, now } => Some((path, before.as_deref(), now.as_deref())),
        _ => None,
    });
    let other: Vec<_> = other.collect();
    if other.is_empty() {
        return;
    }
    line(format!("{}:", words.other));
    let mut line = |text: String| page.wrapped(&visible(&text, false), 2 * INDENT, 3 * INDENT);
    for (path, before, now) in other.iter().take(MOST) {
        let [before, now] = [before, now].map(|value| value.map_or(words.nothing.into(), brief));
        line(format!("{path}: {before} → {now}"));
    }
    if other.len() > MOST {
        line(format!("… {} {}", words.more_values, other.len() - MOST));
    }
}

/// Values that are told one by one, at most.
const MOST: usize = 20;

/// Letters of a value that are told, at most.
const LONGEST: usize = 120;

fn brief(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// What is said of one result among several, under its submission's name.
pub fn verified_of(source: &str, told: &str, style: &Style) -> String {
    let mut page = Page::new(style);
    page.hanging(String::new(), &visible(source, false), INDENT);
    format!("{}{told}\n", page.into_text())
}

/// How many of several results come out again; how many are of a submission that another one is of,
/// and of how many submissions there is none.
pub fn verified_count([same, all, repeated, lacking]: [usize; 4], style: &Style) -> String {
    let mut text = match (style.language, same == 1) {
        (Language::Spanish, true) => format!("1 de {all} resultados es idéntico.\n"),
        (Language::Spanish, false) => format!("{same} de {all} resultados son idénticos.\n"),
        (Language::English, true) => format!("1 of {all} results is identical.\n"),
        (Language::English, false) => format!("{same} of {all} results are identical.\n"),
    };
    for (count, spanish, english) in [
        (
            repeated,
            "Resultados de un formulario que ya tenía uno",
            "Results of a form that had one",
        ),
        (
            lacking,
            "Formularios que están ahí y no tienen resultado",
            "Forms there without a result",
        ),
    ] {
        if count > 0 {
            let words = if style.language == Language::Spanish { spanish } else { english };
            text.push_str(&format!("{words}: {count}.\n"));
        }
    }
    text
}

/// A part of a stamp, its digests as short as people can compare them.
fn short(part: &str, words: &Words) -> String {
    let digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let shown = part.split(' ').map(|word| match digest(word) {
        true => format!("{}…", &word[..DIGITS]),
        false => word.chars().take(DIGITS).collect(),
    });
    let shown = shown.collect::<Vec<String>>().join(" ");
    if shown.is_empty() { words.none.to_owned() } else { shown }
}

/// What is said of a result, or of a ficha.
struct Of {
    same: &'static str,
    differs: &'static str,
    says_the_same: &'static str,
    altered: &'static str,
}

struct Words {
    result: Of,
    ficha: Of,
    made_from: &'static str,
    parts: [(&'static str, &'static str); 7],
    elsewhere: &'static str,
    changed: &'static str,
    before: &'static str,
    now: &'static str,
    unchanged: &'static str,
    none: &'static str,
    says: &'static str,
    line: &'static str,
    said: &'static str,
    comes_out: &'static str,
    only_then: &'static str,
    only_now: &'static str,
    more_lines: &'static str,
    bytes: &'static str,
    rating: &'static str,
    told: &'static str,
    other: &'static str,
    nothing: &'static str,
    more_values: &'static str,
    statuses: [(&'static str, &'static str); 4],
}

const SPANISH: Words = Words {
    result: Of {
        same: "Idéntico: el resultado se obtiene de nuevo, dato por dato.",
        differs: "Distinto: hoy no se obtiene el mismo resultado.",
        says_the_same: "Los veredictos y los hallazgos son los mismos.",
        altered: "Se hizo de lo mismo y dice otra cosa: alguien alteró el resultado después de escrito.",
    },
    ficha: Of {
        same: "Idéntica: la ficha se obtiene de nuevo, letra por letra.",
        differs: "Distinta: hoy no se obtiene la misma ficha.",
        says_the_same: "La ficha dice lo mismo.",
        altered: "Se hizo de lo mismo y dice otra cosa: alguien cambió la ficha después de escrita.",
    },
    made_from: "De qué se hizo",
    parts: [
        ("submission", "Formulario"),
        ("review", "Revisión"),
        ("ruleset", "Reglas"),
        ("parameters", "Parámetros"),
        ("schema", "Esquema"),
        ("engine", "Motor"),
        ("year", "Proceso"),
    ],
    elsewhere: "está en",
    changed: "cambió",
    before: "antes",
    now: "ahora",
    unchanged: "igual",
    none: "ninguno",
    says: "Qué dice",
    line: "Línea",
    said: "dice",
    comes_out: "hoy resulta",
    only_then: "hoy no resulta",
    only_now: "ahí hoy resulta además",
    more_lines: "otras líneas distintas:",
    bytes: "El archivo no es el mismo, byte por byte. De un PDF o una planilla no se compara el texto: \
            también difiere el que otro programa guardó de nuevo.",
    rating: "Calificación",
    told: "Resultan igual, con otras palabras, lugares o cálculos",
    other: "Cambian además",
    nothing: "nada",
    more_values: "otros valores distintos:",
    statuses: [
        ("met", "cumple"),
        ("unmet", "no cumple"),
        ("not_applicable", "no aplica"),
        ("unknown", "sin dato"),
    ],
};

const ENGLISH: Words = Words {
    result: Of {
        same: "Identical: the result comes out again, value by value.",
        differs: "Different: today the same result does not come out.",
        says_the_same: "Verdicts and findings are the same.",
        altered: "It was made from the same and says something else: the result was altered after it was written.",
    },
    ficha: Of {
        same: "Identical: the ficha comes out again, letter by letter.",
        differs: "Different: today the same ficha does not come out.",
        says_the_same: "The ficha says the same.",
        altered: "It was made from the same and says something else: the ficha was changed after it was written.",
    },
    made_from: "What it was made from",
    parts: [
        ("submission", "Form"),
        ("review", "Review"),
        ("ruleset", "Rules"),
        ("parameters", "Parameters"),
        ("schema", "Schema"),
        ("engine", "Engine"),
        ("year", "Process"),
    ],
    elsewhere: "it is at",
    changed: "changed",
    before: "before",
    now: "now",
    unchanged: "same",
    none: "none",
    says: "What it says",
    line: "Line",
    said: "says",
    comes_out: "today comes out",
    only_then: "today does not come out",
    only_now: "there today also comes out",
    more_lines: "more lines that differ:",
    bytes: "The file is not the same, byte by byte. The text of a PDF or workbook is not compared: one \
            that another program saved again differs too.",
    rating: "Rating",
    told: "Come out alike, with other words, places or figures",
    other: "Different besides",
    nothing: "nothing",
    more_values: "more values that differ:",
    statuses: [
        ("met", "met"),
        ("unmet", "not met"),
        ("not_applicable", "does not apply"),
        ("unknown", "unknown"),
    ],
};

impl Words {
    fn of(language: Language) -> &'static Words {
        match language {
            Language::Spanish => &SPANISH,
            Language::English => &ENGLISH,
        }
    }

    fn of_kind(&self, kind: Kind) -> &Of {
        match kind {
            Kind::Result => &self.result,
            Kind::Ficha => &self.ficha,
        }
    }

    /// A rule's status, by its name in results.
    fn status<'s>(&'s self, name: Option<&'s str>) -> &'s str {
        let Some(name) = name else { return "–" };
        self.statuses.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| word)
    }
}
