//! What texts mention of the lexicon: where, denied or affirmed, defined or left open.

use std::ops::Range;

use crate::feel::{Call, CauseKind, Data, Function, Parameter, Takes, Unknowns, Value};
use crate::rules::Lexicon;
use crate::text::{Found, Phrases, Words, figures, negations, sentences};

use super::{TEXT, bool_type, each, texts_type};

const LIST: Parameter = Parameter { name: "list", takes: Takes::WordList, optional: false };

/// A list whose expressions have to follow.
const NEXT: Parameter = Parameter { name: "next", takes: Takes::WordList, optional: false };

/// A function from texts and a word list to the passages found.
macro_rules! mentioning {
    ($name:literal, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        mentioning!($name, [TEXT, LIST], $help, $reading, $example, $run)
    };
    ($name:literal, [$($parameter:expr),+], $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[$($parameter),+],
            variadic: false,
            returns: texts_type,
            unknowns: Unknowns::Deep,
            help: $help,
            reading: $reading,
            example: $example,
            run: $run,
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "says",
        parameters: &[TEXT, LIST],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Deep,
        help: "Si un texto menciona alguna expresión de una lista.",
        reading: "{text} [no] [menciona|mencionan] {list}",
        example: ("says(\"Atiende a Mipes por orden de llegada.\", \"orden_de_llegada\")", "true"),
        run: |call| any(found(call, nothing, |words, found, _| Some(passage(words, found)))?),
    },
    Function {
        name: "affirms",
        parameters: &[TEXT, LIST],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Deep,
        help: "Si un texto menciona alguna expresión de una lista sin negarla.",
        reading: "{text} [no] [afirma|afirman] {list}",
        example: ("affirms(\"No contempla una etapa piloto.\", [\"piloto\"])", "false"),
        run: |call| any(found(call, denials, affirmed)?),
    },
    mentioning!(
        "mentions",
        "Las expresiones de una lista del léxico (o de una lista de textos) que hay en un texto, como están escritas y en cualquiera de sus formas.",
        "las menciones de {list} en {text}",
        (
            "mentions(\"Atiende a Mipes por orden de llegada.\", \"orden_de_llegada\")",
            "[\"orden de llegada\"]"
        ),
        |call| found(call, nothing, |words, found, _| Some(passage(words, found)))
    ),
    mentioning!(
        "affirmed mentions",
        "Las expresiones de una lista que un texto menciona sin negarlas.",
        "las menciones de {list} que {text} no niega",
        (
            "affirmed mentions(\"No es obligatoria la charla; es obligatorio el curso.\", [\"obligatorio\"])",
            "[\"obligatorio\"]"
        ),
        |call| found(call, denials, affirmed)
    ),
    mentioning!(
        "negated mentions",
        "Las expresiones de una lista que un texto niega.",
        "las menciones de {list} que {text} niega",
        ("negated mentions(\"No contempla una etapa piloto.\", [\"piloto\"])", "[\"piloto\"]"),
        |call| found(call, denials, |words, found, around| {
            is_denied(words, found, around).then(|| passage(words, found))
        })
    ),
    mentioning!(
        "undefined mentions",
        "Las expresiones de una lista que un texto usa sin decir cerca, en la misma oración, una cifra o una definición.",
        "las menciones de {list} que {text} no define",
        (
            "undefined mentions(\"Empresas de alto potencial. Ventas altas: más de 2.400 UF.\", [\"alto\"])",
            "[\"alto\"]"
        ),
        |call| found(call, definitions, |words, found, around| {
            (!is_defined(words, found, around)).then(|| passage(words, found))
        })
    ),
    mentioning!(
        "following",
        "Lo que sigue a cada mención de una lista, hasta el fin de la cláusula.",
        "lo que sigue a las menciones de {list} en {text}",
        ("following(\"Existe falta de crédito, según el INE.\", [\"falta de\"])", "[\"crédito\"]"),
        |call| found(call, nothing, |words, found, _| Some(what_follows(words, found)))
    ),
    mentioning!(
        "mentions before",
        [TEXT, LIST, NEXT],
        "Las expresiones de una lista a las que sigue, en la misma cláusula y cerca, una de otra: desde la primera hasta la segunda, si el texto no niega ninguna de las dos. Una coma no corta la cláusula si después viene la segunda o un relativo («, que …»).",
        "las menciones de {list} seguidas por una de {next} en {text}",
        (
            "mentions before(\"Una consultora, que dicta el curso. La consultora evalúa.\", [\"consultora\"], [\"dicta\"])",
            "[\"consultora, que dicta\"]"
        ),
        before
    ),
];

/// Calls something with the phrases of a list of the lexicon, or of a list of texts: the argument at
/// a position.
fn with_phrases<T>(
    call: &Call<'_, '_>,
    at: usize,
    run: impl FnOnce(&Phrases) -> T,
) -> Result<T, CauseKind> {
    match call.get(at).map(|value| &value.data) {
        Some(Data::Text(name)) => {
            let lexicon: &Lexicon = call.knowledge()?;
            lexicon.list(name).map(run).ok_or(CauseKind::OutOfDomain)
        }
        Some(Data::List(items)) => {
            let mut phrases = Phrases::default();
            for (group, item) in items.iter().enumerate() {
                phrases.add(item.as_text().ok_or(CauseKind::WrongType)?, group);
            }
            Ok(run(&phrases))
        }
        _ => Err(CauseKind::WrongType),
    }
}

/// What a text says around the mentions: found once for all of them.
#[derive(Default)]
struct Around {
    /// Bytes that are denied, in order.
    denied: Vec<Range<usize>>,
    /// Bytes of what defines, in order.
    defining: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
}

/// The mentions that count, each as what is to be shown of it.
fn found(
    call: &mut Call<'_, '_>,
    look: impl Fn(&Lexicon, &Words<'_>) -> Around,
    shown: impl Fn(&Words<'_>, &Found, &Around) -> Option<Range<usize>>,
) -> Result<Value, CauseKind> {
    let lexicon: &Lexicon = call.knowledge()?;
    each(call, |call, value, words| {
        let (found, widest) =
            with_phrases(call, 1, |phrases| (phrases.find(words), phrases.widest()))?;
        call.charge(words.tokens.len().saturating_mul(widest) / 64)?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let around = look(lexicon, words);
        let ranges = found.iter().filter_map(|found| shown(words, found, &around));
        let ranges: Vec<Range<usize>> = ranges.filter(|range| !range.is_empty()).collect();
        Ok(call.parts(value, &ranges))
    })
}

/// The mentions of one list that one of another follows in the same clause.
fn before(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    each(call, |call, value, words| {
        let search = |phrases: &Phrases| (phrases.find(words), phrases.widest());
        let (firsts, wide) = with_phrases(call, 1, search)?;
        let (seconds, wider) = with_phrases(call, 2, search)?;
        call.charge(words.tokens.len().saturating_mul(wide + wider) / 64)?;
        if firsts.is_empty() || seconds.is_empty() {
            return Ok(Vec::new());
        }
        let denied = negations(words).into_iter().map(|negation| negation.span).collect();
        let around = Around { denied, ..Around::default() };
        let led = firsts.iter().filter_map(|first| {
            let from = seconds.partition_point(|second| second.tokens.start < first.tokens.end);
            let second = seconds.get(from)?;
            let near = second.tokens.start - first.tokens.end <= REACH;
            let denied = [first, second].iter().any(|found| is_denied(words, found, &around));
            let whole = first.tokens.start..second.tokens.end;
            (near && !denied && in_one_clause(words, first, second)).then(|| words.bytes(whole))
        });
        // Of several that lead to the same one, the last.
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for range in led {
            match ranges.last_mut().filter(|last| last.end == range.end) {
                Some(last) => *last = range,
                None => ranges.push(range),
            }
        }
        Ok(call.parts(value, &ranges))
    })
}

/// Whether nothing between two mentions ends the clause. A comma does not before the second one, or
/// before what relates (`, que …`).
fn in_one_clause(words: &Words<'_>, first: &Found, second: &Found) -> bool {
    let relates = |word: &str| {
        matches!(word, "que" | "quien" | "quienes" | "cual" | "cuales" | "cuya" | "cuyo")
    };
    (first.tokens.end..=second.tokens.start).all(|at| {
        let lead = words.lead(at);
        let comma = at == second.tokens.start
            || relates(words.folded(at))
            || matches!(words.folded(at), "el" | "la" | "los" | "las")
                && relates(words.folded(at + 1));
        !lead.contains(['.', ';', ':', '(', ')', '\n']) && (comma || !lead.contains(','))
    })
}

/// Whether something was found, which stands where the first of it does.
fn any(found: Value) -> Result<Value, CauseKind> {
    let first = found.as_list().and_then(|items| items.first());
    let origin = first.and_then(|first| first.origin);
    Ok(Value { origin, ..Value::from(first.is_some()) })
}

/// A mention that the text does not deny.
fn affirmed(words: &Words<'_>, found: &Found, around: &Around) -> Option<Range<usize>> {
    (!is_denied(words, found, around)).then(|| passage(words, found))
}

fn nothing(_: &Lexicon, _: &Words<'_>) -> Around {
    Around::default()
}

fn denials(_: &Lexicon, words: &Words<'_>) -> Around {
    let denied = negations(words).into_iter().map(|negation| negation.span).collect();
    Around { denied, ..Around::default() }
}

/// Figures and words that define, and the sentences that hold them.
fn definitions(lexicon: &Lexicon, words: &Words<'_>) -> Around {
    let mut defining: Vec<Range<usize>> =
        figures(words, lexicon.units()).into_iter().map(|figure| figure.span).collect();
    let phrases = lexicon.list(DEFINITIONS).map(|phrases| phrases.find(words)).unwrap_or_default();
    defining.extend(phrases.into_iter().map(|found| words.bytes(found.tokens)));
    defining.sort_by_key(|range| range.start);
    Around { defining, sentences: sentences(words.text), ..Around::default() }
}

/// The list of the lexicon with what introduces a definition.
const DEFINITIONS: &str = "definiciones";

/// Functions that read a list of the lexicon without being told its name, and which.
pub(super) const READS: [(&str, &str); 1] = [("undefined mentions", DEFINITIONS)];

/// Words between an expression and what defines it at most.
const REACH: usize = 12;

fn passage(words: &Words<'_>, found: &Found) -> Range<usize> {
    words.bytes(found.tokens.clone())
}

fn is_denied(words: &Words<'_>, found: &Found, around: &Around) -> bool {
    let here = passage(words, found);
    let at = around.denied.partition_point(|denied| denied.end < here.end);
    around.denied.get(at).is_some_and(|denied| denied.start <= here.start)
}

/// Whether a figure or a definition stands close by, in the same sentence and outside the mention.
fn is_defined(words: &Words<'_>, found: &Found, around: &Around) -> bool {
    let here = passage(words, found);
    let near = words.bytes(
        found.tokens.start.saturating_sub(REACH / 2)
            ..(found.tokens.end + REACH).min(words.tokens.len()),
    );
    let at = around.sentences.partition_point(|sentence| sentence.end <= here.start);
    let sentence = around.sentences.get(at).cloned().unwrap_or(0..words.text.len());
    let (from, to) = (near.start.max(sentence.start), near.end.min(sentence.end));
    let first = around.defining.partition_point(|range| range.start < from);
    around.defining[first..]
        .iter()
        .take_while(|range| range.start < to)
        .any(|range| range.end <= here.start || range.start >= here.end)
}

/// The rest of the clause after a mention.
fn what_follows(words: &Words<'_>, found: &Found) -> Range<usize> {
    let stop = |at: &usize| words.gap(*at).contains([',', ';', ':', '.', '(', ')', '\n']);
    let (from, last) = (found.tokens.end, words.tokens.len());
    if from >= last || stop(&(from - 1)) {
        return 0..0;
    }
    let end =
        (from..last.min(from + CLAUSE)).find(stop).map_or(last.min(from + CLAUSE), |at| at + 1);
    words.bytes(from..end)
}

/// Words of a clause that are shown at most.
const CLAUSE: usize = 40;
