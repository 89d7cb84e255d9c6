//! How much of a text others say again, by the concepts of the lexicon.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::feel::{Call, CauseKind, Function, Parameter, Takes, Type, Unknowns, Value};
use crate::rules::Lexicon;
use crate::text::{self, Likeness, Term, Without};

use super::{record, row, texts, texts_type};

const A: Parameter = Parameter { name: "a", takes: Takes::Texts, optional: false };
const B: Parameter = Parameter { name: "b", takes: Takes::Texts, optional: false };

/// Texts whose words are left out on both sides.
const WITHOUT: Parameter = Parameter { name: "without", takes: Takes::Texts, optional: true };

/// A function from two texts, or two lists of texts that count as one text each.
macro_rules! comparing {
    ($name:literal, $returns:expr, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[A, B, WITHOUT],
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
    comparing!(
        "similarity",
        |_| Type::number(),
        "Qué parte de los conceptos del texto que tiene menos está también en el otro, de 0 a 1. Sin palabras de carencia ni de población, ni las de los textos que se excluyen.",
        "la semejanza entre {a} y {b}< sin contar {without}>",
        ("similarity(\"Escaso acceso a crédito\", \"Las Mipes no acceden a financiamiento\")", "1"),
        |call| Ok(compared(call)?.0.into())
    ),
    comparing!(
        "restatement",
        restatement_type,
        "Cuánto un texto repite lo que dice otro: puntaje de 0 a 1 (el mayor entre contención y 0,625 × par), contención (como `similarity`; la mitad si coincide un solo concepto de varios), par (1 si dos conceptos vecinos vuelven a estar juntos) y las palabras de cada texto que se repiten.",
        "cuánto {a} repite {b}< sin contar {without}>",
        (
            "restatement(\"Bajo acceso a crédito\", \"Dificultad para acceder a financiamiento\").compartidas",
            "[\"acceso\", \"crédito\"]"
        ),
        restatement
    ),
    comparing!(
        "shared terms",
        texts_type,
        "Las palabras con contenido de un texto que están, con cualquier forma o sinónimo, en otro.",
        "las palabras de {a} que están en {b}< sin contar {without}>",
        (
            "shared terms(\"Mujeres rurales sin crédito\", \"crédito a la mujer\")",
            "[\"Mujeres\", \"crédito\"]"
        ),
        |call| between(call, |terms, others| {
            text::shared(terms, others).into_iter().map(|(here, _)| here).collect()
        })
    ),
    comparing!(
        "missing terms",
        texts_type,
        "Las palabras con contenido de un texto que no están, con ninguna forma ni sinónimo, en otro.",
        "las palabras de {a} que faltan en {b}< sin contar {without}>",
        (
            "missing terms(\"Mujeres rurales y cooperativas\", \"mujer rural\")",
            "[\"cooperativas\"]"
        ),
        |call| between(call, |terms, others| { text::missing(terms, others) })
    ),
];

fn restatement_type(_: &[Type]) -> Type {
    record(&[
        ("puntaje", Type::number()),
        ("contencion", Type::number()),
        ("par", Type::number()),
        ("compartidas", Type::list(Type::Text)),
        ("repetidas", Type::list(Type::Text)),
    ])
}

/// The terms of one argument, each with the text that it stands in.
struct Side<'c> {
    terms: Vec<Term>,
    owners: Vec<&'c Value>,
}

impl<'c> Side<'c> {
    fn of(call: &mut Call<'c, '_>, index: usize, without: Without) -> Result<Side<'c>, CauseKind> {
        let lexicon: &Lexicon = call.knowledge()?;
        let mut side = Side { terms: Vec::new(), owners: Vec::new() };
        for value in texts(call, index)? {
            let words = lexicon.words(value.as_text().unwrap_or_default());
            let terms = text::terms(&words, lexicon.concepts(), without);
            side.owners.extend(std::iter::repeat_n(value, terms.len()));
            side.terms.extend(terms);
        }
        Ok(side)
    }

    /// The same without the terms of another.
    fn except(self, other: &Side<'_>) -> Side<'c> {
        let kept = text::apart(&self.terms, &other.terms);
        let terms = kept.iter().map(|at| self.terms[*at].clone()).collect();
        Side { terms, owners: kept.iter().map(|at| self.owners[*at]).collect() }
    }

    /// Some of its terms as written, each with its place.
    fn parts(&self, call: &Call<'_, '_>, wanted: &[usize]) -> Vec<Value> {
        let same = |a: &usize, b: &usize| std::ptr::eq(self.owners[*a], self.owners[*b]);
        let spans = |run: &[usize]| -> Vec<Range<usize>> {
            run.iter().map(|at| self.terms[*at].span.clone()).collect()
        };
        wanted.chunk_by(same).flat_map(|run| call.parts(self.owners[run[0]], &spans(run))).collect()
    }
}

/// Both sides of a comparison, without what is left out of both.
fn sides<'c>(call: &mut Call<'c, '_>, without: Without) -> Result<(Side<'c>, Side<'c>), CauseKind> {
    let (a, b) = (Side::of(call, 0, without)?, Side::of(call, 1, without)?);
    if call.values.len() < 3 {
        return Ok((a, b));
    }
    let excluded = Side::of(call, 2, Without::Grammar)?;
    Ok((a.except(&excluded), b.except(&excluded)))
}

/// A share of two decimals; none of nothing.
fn share((part, whole): (usize, usize)) -> Decimal {
    match whole {
        0 => Decimal::ZERO,
        _ => (Decimal::from(part) / Decimal::from(whole)).round_dp(2).normalize(),
    }
}

fn compared<'c>(
    call: &mut Call<'c, '_>,
) -> Result<(Decimal, Likeness, Side<'c>, Side<'c>), CauseKind> {
    let (a, b) = sides(call, Without::Background)?;
    let likeness = text::likeness(&a.terms, &b.terms);
    Ok((share(likeness.contained), likeness, a, b))
}

fn restatement(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    let (contained, likeness, a, b) = compared(call)?;
    // One term of several may be shared by chance.
    let alone = likeness.contained.0 == 1 && likeness.contained.1 > 1;
    let contained = if alone { (contained / Decimal::TWO).normalize() } else { contained };
    let pair = Decimal::new(i64::from(likeness.pair), 2).normalize();
    let weighted = (pair * PAIR).round_dp(2).normalize();
    let (here, mut there): (Vec<usize>, Vec<usize>) = likeness.shared.iter().copied().unzip();
    there.sort_unstable();
    there.dedup();
    Ok(row(vec![
        ("puntaje", contained.max(weighted).into()),
        ("contencion", contained.into()),
        ("par", pair.into()),
        ("compartidas", Value::list(a.parts(call, &here))),
        ("repetidas", Value::list(b.parts(call, &there))),
    ]))
}

/// What a pair side by side weighs: pairs from 0.8 on reach the half that containment has to reach.
const PAIR: Decimal = Decimal::from_parts(625, 0, 0, false, 3);

/// Some terms of the first side, by position.
fn between(
    call: &mut Call<'_, '_>,
    choose: impl Fn(&[Term], &[Term]) -> Vec<usize>,
) -> Result<Value, CauseKind> {
    let (a, b) = sides(call, Without::Lack)?;
    let wanted = choose(&a.terms, &b.terms);
    Ok(Value::list(a.parts(call, &wanted)))
}
