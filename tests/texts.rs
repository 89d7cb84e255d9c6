//! What rules find in the form's texts, and where it stands.

mod common;

use std::time::{Duration, Instant};

use common::ruleset;
use pilares::document::Document;
use pilares::evaluate;
use pilares::feel::{self, Data, Failure, Scope, Value};
use pilares::rules::Expression;
use pilares::source::Source;

fn compile(text: &str) -> Result<Expression, Vec<String>> {
    let found = Expression::compile(&Source::new("<prueba>", text), ruleset(), true);
    found.map_err(|findings| {
        let told = |finding: &pilares::finding::Finding| {
            let help = finding.help.as_ref().map(|help| format!(" | {}", help.spanish));
            format!("{}{}", finding.message.spanish, help.unwrap_or_default())
        };
        findings.iter().map(told).collect()
    })
}

fn eval(text: &str, document: &Document) -> Value {
    let ruleset = ruleset();
    let expression = compile(text).unwrap_or_else(|told| panic!("{text}: {told:?}"));
    let form = evaluate::form(ruleset.schema.shape(), document);
    let names = evaluate::names(ruleset, &form, evaluate::year(ruleset, document));
    let contexts = [&names];
    let scope = Scope {
        library: &ruleset.library,
        contexts: &contexts,
        failure: Failure::Unknown,
        places: Some(document),
    };
    feel::value_of(&expression.expr, &expression.text, &scope)
}

/// What stands in the source where each item of a list was found.
#[track_caller]
fn check(yaml: &str, expression: &str, expected: &[&str]) {
    let document = common::document(yaml);
    let value = eval(expression, &document);
    let Data::List(items) = &value.data else { panic!("{expression} is {value}") };
    let places = items.iter().map(|item| item.origin.map(|span| document.source.slice(span)));
    let places: Vec<&str> = places.map(|place| place.unwrap_or("nowhere")).collect();
    assert_eq!(places, expected, "{expression} of {yaml}");
}

#[test]
fn what_is_found_knows_its_bytes_in_the_file() {
    let mentions = "mentions(diagnostico.problema, \"orden_de_llegada\")";
    check("diagnostico:\n  problema: Según orden de llegada.\n", mentions, &["orden de llegada"]);
    check(
        "diagnostico:\n  problema: >-\n    Atención según órden\n    de llegada.\n",
        mentions,
        &["órden\n    de llegada"],
    );
    check(
        "diagnostico:\n  problema: \"Atenci\\u00f3n \\\"por\\\" orden de llegada\"\n",
        mentions,
        &["orden de llegada"],
    );
    check(
        "diagnostico:\n  problema: 'El ''año'' 2024 y el 68,5 %'\n",
        "figures(diagnostico.problema)",
        &["68,5 %"],
    );
}

#[test]
fn parts_of_parts_know_their_bytes_too() {
    for yaml in [
        "diagnostico:\n  situacion: >-\n    Uno y dos. Según el INE\n    2021, el 25 % cae. Fin.\n",
        "diagnostico:\n  situacion: \"Uno y \\u0064os. Según el INE\n    2021, el 25 % cae. Fin.\"\n",
    ] {
        check(
            yaml,
            "for s in sentences(diagnostico.situacion)[count(figures(item)) > 0] return sources(s)[1].nombre",
            &["INE"],
        );
        check(yaml, "figures(sentences(diagnostico.situacion)).texto", &["25 %"]);
    }
}

#[test]
fn a_word_list_that_the_lexicon_has_not_is_a_mistake() {
    assert_eq!(
        compile("mentions(diagnostico.problema, \"vaga\")").err(),
        Some(vec!["el léxico no tiene una lista `vaga` | ¿quiso decir `vagas`?".to_owned()])
    );
    assert_eq!(
        compile("mentions(diagnostico.problema, diagnostico.fuentes)").err().map(|told| told.len()),
        Some(1)
    );
    assert!(compile("mentions(diagnostico.problema, [\"cupo\", diagnostico.fuentes])").is_ok());
}

#[test]
fn hostile_texts_end_soon() {
    let many = [
        "a ",
        "no ",
        "1) ",
        "a, b y c, ",
        "encuesta de Encuesta ",
        "capa capb ",
        "/ ",
        "t-1 ",
        "(",
        "x:",
    ];
    let started = Instant::now();
    for part in many {
        let text = part.repeat(50_000 / part.len());
        let yaml = format!("diagnostico:\n  situacion: '{text}'\n  problema: 'falta {text}'\n");
        let document = common::document(&yaml);
        for function in [
            "mentions(@, \"vagas\")",
            "undefined mentions(@, \"vagas\")",
            "negated mentions(@, [\"a\"])",
            "following(@, [\"a\"])",
            "figures(@)",
            "sources(@)",
            "laws(@)",
            "links(@)",
            "listed(@)",
            "series(@)",
            "sentences(@)",
            "verbs(@)",
            "predicate(@)",
            "fraction(@)",
            "periods(@)",
            "section(@, \"x\")",
            "restatement(@, diagnostico.problema)",
            "missing terms(@, diagnostico.problema)",
        ] {
            let at = Instant::now();
            eval(&function.replace('@', "diagnostico.situacion"), &document);
            let took = at.elapsed();
            assert!(took < Duration::from_secs(5), "{function} on {part:?} took {took:?}");
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_denied_verb_in_the_singular_begins_the_predicate() {
    let form = common::submission("ejemplo");
    let parts = |text: &str| {
        ["subject", "predicate"].map(|name| {
            let found = eval(&format!("{name}({text:?})"), &form);
            found.as_text().map(str::to_owned).unwrap_or_default()
        })
    };
    assert_eq!(
        parts("La mayoría de los hogares no recicla."),
        ["La mayoría de los hogares", "no recicla"]
    );
    assert_eq!(
        parts("El municipio ya nunca responde a tiempo"),
        ["El municipio", "ya nunca responde a tiempo"]
    );
    assert_eq!(
        parts("La población no indígena carece de agua"),
        ["La población no indígena", "carece de agua"]
    );
    assert_eq!(
        parts("La persona no binaria evita consultar"),
        ["", "La persona no binaria evita consultar"]
    );
}
