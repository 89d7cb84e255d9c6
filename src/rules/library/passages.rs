//! What texts cite and count: figures, years, periods, sources, laws, links.

use rust_decimal::Decimal;

use crate::feel::{Function, Type, Unknowns, Value};
use crate::rules::Lexicon;
use crate::text;

use super::{TEXT, each, optional, row, rows, texts_type};

/// A function from texts to what is found in them.
macro_rules! finding {
    ($name:literal, $returns:expr, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[TEXT],
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
    finding!(
        "figures",
        figure_type,
        "Las cifras de un texto: texto, valor, unidad (como la escribe el léxico; nula si no se sabe) y clase de unidad. Años, numerales y códigos no cuentan.",
        "las cifras de {text}",
        ("figures(\"el 68,5 % y 1.200 personas\").valor", "[68.5, 1200]"),
        |call| {
            let lexicon: &Lexicon = call.knowledge()?;
            each(call, |call, value, words| {
                let found = text::figures(words, lexicon.units());
                let spans: Vec<_> = found.iter().map(|figure| figure.span.clone()).collect();
                let parts = call.parts(value, &spans).into_iter().zip(found);
                let rows = parts.map(|(part, figure)| {
                    row(vec![
                        ("texto", part),
                        ("valor", figure.value.into()),
                        ("unidad", optional(figure.unit.as_deref())),
                        ("clase", optional(figure.class.as_deref())),
                    ])
                });
                Ok(rows.collect())
            })
        }
    ),
    finding!(
        "years",
        |_| Type::list(Type::number()),
        "Los años que un texto nombra, entre 1900 y 2100.",
        "los años de {text}",
        ("years(\"CASEN 2022 y 1.950 casos\")", "[2022]"),
        |call| each(call, |call, value, words| {
            let found = text::years(words);
            let spans: Vec<_> = found.iter().map(|(span, _)| span.clone()).collect();
            let parts = call.parts(value, &spans).into_iter().zip(found);
            let years = parts.map(|(part, (_, year))| Value {
                origin: part.origin,
                ..Value::from(Decimal::from(year))
            });
            Ok(years.collect())
        })
    ),
    finding!(
        "periods",
        |_| rows(&[("texto", Type::Text), ("desfase", Type::number())]),
        "Los períodos relativos de un texto (t, t+1, t-1): texto y desfase respecto de t.",
        "los períodos de {text}",
        ("periods(\"egresados en t con empleo en t+1\").desfase", "[0, 1]"),
        |call| each(call, |call, value, words| {
            let found = text::periods(words);
            let spans: Vec<_> = found.iter().map(|period| period.span.clone()).collect();
            let parts = call.parts(value, &spans).into_iter().zip(found);
            let rows = parts.map(|(part, period)| {
                row(vec![("texto", part), ("desfase", Decimal::from(period.offset).into())])
            });
            Ok(rows.collect())
        })
    ),
    finding!(
        "sources",
        source_type,
        "Las fuentes que un texto nombra (encuestas, registros, instituciones, autores con su año): texto, nombre, sigla y año, nulos si no están.",
        "las fuentes de {text}",
        ("sources(\"Según el SII 2021 y la EME 7 (2022)\").anio", "[2021, 2022]"),
        |call| {
            let lexicon: &Lexicon = call.knowledge()?;
            each(call, |call, value, words| {
                let found = text::sources(words, lexicon.sources());
                let spans: Vec<_> = found.iter().map(|source| source.span.clone()).collect();
                let names: Vec<_> = found.iter().map(|source| source.name.clone()).collect();
                let names = call.parts(value, &names);
                let parts = call.parts(value, &spans).into_iter().zip(names).zip(found);
                let rows = parts.map(|((part, name), source)| {
                    let year = source.year.map(|year| Value::from(Decimal::from(year)));
                    row(vec![
                        ("texto", part),
                        ("nombre", name),
                        ("sigla", optional(source.acronym.as_deref())),
                        ("anio", year.unwrap_or_else(Value::null)),
                    ])
                });
                Ok(rows.collect())
            })
        }
    ),
    finding!(
        "laws",
        texts_type,
        "Las leyes, decretos y artículos que un texto cita por su número.",
        "las normas que cita {text}",
        ("laws(\"Ley N° 20.416, artículo 3\")", "[\"Ley N° 20.416\", \"artículo 3\"]"),
        |call| each(call, |call, value, words| Ok(call.parts(value, &text::laws(words))))
    ),
    finding!(
        "links",
        texts_type,
        "Las direcciones de internet de un texto.",
        "los enlaces de {text}",
        ("links(\"Ver https://ine.gob.cl/ele.\")", "[\"https://ine.gob.cl/ele\"]"),
        |call| each(call, |call, value, words| Ok(call.parts(value, &text::links(words.text))))
    ),
];

fn figure_type(_: &[Type]) -> Type {
    rows(&[
        ("texto", Type::Text),
        ("valor", Type::number()),
        ("unidad", Type::Text),
        ("clase", Type::Text),
    ])
}

fn source_type(_: &[Type]) -> Type {
    rows(&[
        ("texto", Type::Text),
        ("nombre", Type::Text),
        ("sigla", Type::Text),
        ("anio", Type::number()),
    ])
}
