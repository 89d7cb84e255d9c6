//! How texts are made: sentences, items, verbs, denials, parts.

use std::ops::Range;

use crate::feel::{Call, CauseKind, Function, Parameter, Takes, Type, Unknowns, Value};
use crate::rules::Lexicon;
use crate::text::{self, Form, Mood, Words};

use super::{TEXT, each, optional, record, row, rows, text_type, texts, texts_type};

/// A text, of which one thing is said.
const ONE: Parameter = Parameter { name: "text", takes: Takes::Text, optional: false };

/// A function from texts.
macro_rules! parting {
    ($name:literal, [$($parameter:expr),+], $returns:expr, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[$($parameter),+],
            variadic: false,
            returns: $returns,
            unknowns: Unknowns::Deep,
            help: $help,
            reading: $reading,
            example: $example,
            run: $run,
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    parting!(
        "sentences",
        [TEXT],
        texts_type,
        "Las oraciones de un texto; las abreviaturas no las cortan.",
        "las oraciones de {text}",
        ("sentences(\"Según el art. 3. No hay más.\")", "[\"Según el art. 3.\", \"No hay más.\"]"),
        |call| each(call, |call, value, words| Ok(call.parts(value, &text::sentences(words.text))))
    ),
    parting!(
        "listed",
        [TEXT],
        texts_type,
        "Los elementos de un texto que enumera con números, letras, viñetas, punto y coma o líneas; el texto entero si no enumera.",
        "los elementos de {text}",
        ("listed(\"Se ordena por: 1) ingreso; 2) edad\")", "[\"ingreso\", \"edad\"]"),
        |call| each(call, |call, value, words| Ok(call.parts(value, &text::listed(words.text))))
    ),
    parting!(
        "series",
        [TEXT],
        texts_type,
        "Los elementos de las series de un texto («a, b y c»), de tres o más.",
        "los elementos en serie de {text}",
        (
            "series(\"ventas, empleo y productividad\")",
            "[\"ventas\", \"empleo\", \"productividad\"]"
        ),
        |call| each(call, |call, value, words| Ok(call.parts(value, &text::series(words))))
    ),
    parting!(
        "negations",
        [TEXT],
        texts_type,
        "Lo que un texto niega, desde la palabra que niega hasta el fin de la cláusula.",
        "lo que niega {text}",
        (
            "negations(\"Las Mipes no generan vínculos, aunque no hay datos.\")",
            "[\"no generan vínculos\", \"no hay datos\"]"
        ),
        |call| each(call, |call, value, words| {
            let found = text::negations(words).into_iter().map(|negation| negation.span);
            Ok(call.parts(value, &found.collect::<Vec<_>>()))
        })
    ),
    parting!(
        "verbs",
        [TEXT],
        |_| Type::list(verb_type(&[])),
        "Los verbos del léxico que hay en un texto: texto, infinitivo, lista y forma (infinitivo, presente u otra).",
        "los verbos de {text}",
        ("verbs(\"Las familias mejoran su vivienda\").infinitivo", "[\"mejorar\"]"),
        |call| {
            let lexicon: &Lexicon = call.knowledge()?;
            each(call, |call, value, words| {
                let found = (0..words.tokens.len())
                    .filter_map(|at| Some((at, lexicon.verbs().at(words, at)?)));
                let found: Vec<(usize, &Form)> = found.collect();
                let spans: Vec<_> = found.iter().map(|(at, _)| words.bytes(*at..at + 1)).collect();
                let parts = call.parts(value, &spans).into_iter().zip(found);
                Ok(parts.map(|(part, (_, form))| verb_row(lexicon, part, form)).collect())
            })
        }
    ),
    parting!(
        "first verb",
        [ONE],
        verb_type,
        "El primer verbo de un texto: texto, infinitivo, lista del léxico que lo tiene y forma (infinitivo, presente u otra); nulos si no se sabe o no hay.",
        "el primer verbo de {text}",
        ("first verb(\"Capacitar a mujeres\").forma", "\"infinitivo\""),
        first_verb
    ),
    parting!(
        "subject",
        [ONE],
        text_type,
        "Lo que va antes del primer verbo de un texto; nulo si no hay.",
        "el sujeto de {text}",
        ("subject(\"Las mujeres rurales no logran autonomía\")", "\"Las mujeres rurales\""),
        |call| split(call, |words, at| words.bytes(0..before(words, at)))
    ),
    parting!(
        "predicate",
        [ONE],
        text_type,
        "Lo que un texto dice desde su primer verbo; el texto entero si no hay.",
        "el predicado de {text}",
        ("predicate(\"Las mujeres rurales no logran autonomía\")", "\"no logran autonomía\""),
        |call| split(call, |words, at| words.bytes(before(words, at)..words.tokens.len()))
    ),
    parting!(
        "fraction",
        [ONE],
        |_| record(&[("numerador", Type::Text), ("denominador", Type::Text)]),
        "El numerador y el denominador de una fórmula en palabras; nulos si no divide.",
        "la fracción de {text}",
        ("fraction(\"(N° de a / N° de b) * 100\").denominador", "\"N° de b\""),
        |call| {
            let names = ["numerador", "denominador"].into_iter();
            let none = || Ok(row(names.clone().zip([Value::null(), Value::null()]).collect()));
            let Some(value) = texts(call, 0)?.first().copied() else { return none() };
            match text::fraction(value.as_text().unwrap_or_default()) {
                Some((above, below)) => {
                    Ok(row(names.zip(call.parts(value, &[above, below])).collect()))
                }
                None => none(),
            }
        }
    ),
    parting!(
        "section",
        [ONE, Parameter { name: "heading", takes: Takes::Text, optional: false }],
        text_type,
        "Lo que sigue a un título con dos puntos, hasta el siguiente; nulo si no está.",
        "lo que {text} dice bajo {heading}",
        ("section(\"Numerador: a. Denominador: b.\", \"denominador\")", "\"b.\""),
        |call| {
            let heading = call.text(1)?;
            let Some(value) = texts(call, 0)?.first().copied() else { return Ok(Value::null()) };
            let found = text::section(value.as_text().unwrap_or_default(), &heading);
            Ok(part(call, value, found))
        }
    ),
    parting!(
        "periods apart",
        [ONE, Parameter { name: "other", takes: Takes::Text, optional: false }],
        |_| rows(&[("texto", Type::Text), ("desfase", Type::number())]),
        "Los períodos relativos (t, t+1) de un texto que otro no nombra: texto y desfase.",
        "los períodos de {text} que no están en {other}",
        ("periods apart(\"con empleo en t+1, egresados en t\", \"egresados en t\").desfase", "[1]"),
        periods_apart
    ),
];

fn periods_apart(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    let other = call.text(1)?;
    let lexicon: &Lexicon = call.knowledge()?;
    let known: Vec<i32> =
        text::periods(&lexicon.words(&other)).into_iter().map(|period| period.offset).collect();
    each(call, |call, value, words| {
        let found = text::periods(words).into_iter();
        let found: Vec<_> = found.filter(|period| !known.contains(&period.offset)).collect();
        let spans: Vec<_> = found.iter().map(|period| period.span.clone()).collect();
        let parts = call.parts(value, &spans).into_iter().zip(found);
        let offset = |offset: i32| Value::from(rust_decimal::Decimal::from(offset));
        let rows = parts
            .map(|(part, period)| row(vec![("texto", part), ("desfase", offset(period.offset))]));
        Ok(rows.collect())
    })
}

fn verb_type(_: &[Type]) -> Type {
    record(&[
        ("texto", Type::Text),
        ("infinitivo", Type::Text),
        ("lista", Type::Text),
        ("forma", Type::Text),
    ])
}

fn verb_row(lexicon: &Lexicon, part: Value, form: &Form) -> Value {
    row(vec![
        ("texto", part),
        ("infinitivo", form.infinitive.as_str().into()),
        ("lista", optional(lexicon.verb_list(form.group))),
        ("forma", mood(form.mood).into()),
    ])
}

fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Infinitive => "infinitivo",
        Mood::Present => "presente",
        Mood::Other => "otra",
    }
}

/// The position of the first verb: one of the lexicon, an infinitive that opens the text, or what
/// ends as a verb of many does, or of one that is denied. Verbs of relative clauses (`que tienen …`) are passed over.
fn verb_at(lexicon: &Lexicon, words: &Words<'_>) -> Option<usize> {
    if text::is_infinitive(words.folded(0)) {
        return Some(0);
    }
    let finite = |at: &usize| {
        let known = lexicon.verbs().at(words, *at);
        known.is_some_and(|form| form.mood != Mood::Other)
            || *at > 0
                && known.is_none()
                && (text::is_plural_verb(words, *at) || text::is_negated_verb(words, *at))
    };
    (0..words.tokens.len()).find(|at| finite(at) && !is_relative(words, *at))
}

/// Whether a verb belongs to a relative clause.
fn is_relative(words: &Words<'_>, verb: usize) -> bool {
    let before = |steps: usize| verb.checked_sub(steps).map_or("", |at| words.folded(at));
    let relates = |word: &str| matches!(word, "que" | "quienes" | "donde" | "cuyos" | "cuyas");
    relates(before(1)) || matches!(before(1), "no" | "se" | "les") && relates(before(2))
}

fn first_verb(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    let lexicon: &Lexicon = call.knowledge()?;
    let none = || {
        let names = ["texto", "infinitivo", "lista", "forma"].into_iter();
        Ok(row(names.map(|name| (name, Value::null())).collect()))
    };
    let Some(value) = texts(call, 0)?.first().copied() else { return none() };
    let words = lexicon.words(value.as_text().unwrap_or_default());
    let Some(at) = verb_at(lexicon, &words) else { return none() };
    let found = call.parts(value, &[words.bytes(at..at + 1)]).into_iter().next();
    let part = found.unwrap_or_else(Value::null);
    Ok(match lexicon.verbs().at(&words, at) {
        Some(form) => verb_row(lexicon, part, form),
        None => {
            let infinitive = text::is_infinitive(words.folded(at));
            let form = if infinitive { Mood::Infinitive } else { Mood::Present };
            let verb = infinitive.then(|| words.written(at).to_lowercase());
            row(vec![
                ("texto", part),
                ("infinitivo", optional(verb.as_deref())),
                ("lista", Value::null()),
                ("forma", mood(form).into()),
            ])
        }
    })
}

/// Where the predicate begins: at its verb, or at the small words that belong to it.
fn before(words: &Words<'_>, at: Option<usize>) -> usize {
    let mut start = at.unwrap_or(0);
    while start > 0
        && matches!(
            words.folded(start - 1),
            "no" | "se" | "les" | "le" | "ni" | "tampoco" | "nunca" | "jamas" | "ya"
        )
    {
        start -= 1;
    }
    start
}

/// The part of a text before or after its first verb.
fn split(
    call: &mut Call<'_, '_>,
    side: impl Fn(&Words<'_>, Option<usize>) -> Range<usize>,
) -> Result<Value, CauseKind> {
    let lexicon: &Lexicon = call.knowledge()?;
    let Some(value) = texts(call, 0)?.first().copied() else { return Ok(Value::null()) };
    let words = lexicon.words(value.as_text().unwrap_or_default());
    let range = side(&words, verb_at(lexicon, &words));
    Ok(part(call, value, Some(range).filter(|range| !range.is_empty())))
}

/// A part of a text; null where there is none.
fn part(call: &Call<'_, '_>, value: &Value, range: Option<Range<usize>>) -> Value {
    let found = range.and_then(|range| call.parts(value, &[range]).into_iter().next());
    found.unwrap_or_else(Value::null)
}
