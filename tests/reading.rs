//! What rules say in plain Spanish: every wording of the rule set, and laws for any expression.

mod common;

use pilares::document::{self, Limits};
use pilares::feel;
use pilares::report::{Style, explain, explain_on, reading};
use pilares::rules::{self, Ruleset, Status};
use pilares::source::Source;
use proptest::prelude::*;

fn ruleset() -> Ruleset {
    rules::compile(&rules::embedded("dipres")).ruleset.expect("the embedded rule set is sound")
}

#[test]
fn every_condition_of_the_rule_set_reads_as_spanish() {
    let ruleset = ruleset();
    let pages = ruleset.rules.iter().map(|rule| {
        let page = explain(&ruleset, rule, &Style::default());
        page.split("\nMensaje\n").next().unwrap_or_default().trim_end().to_owned()
    });
    insta::assert_snapshot!("readings", pages.collect::<Vec<_>>().join("\n\n\n"));
}

#[test]
fn what_decided_is_told_with_its_figures() {
    let ruleset = ruleset();
    let mut told = String::new();
    for name in ["redes-de-oportunidades-2026", "todo-mal"] {
        let path = common::root().join(format!("submissions/{name}.yaml"));
        let text = std::fs::read_to_string(path).expect("the submission is there");
        let document = document::read(Source::new(name, text), &Limits::default());
        let evaluation = pilares::judge(&ruleset, &document);
        told.push_str(&format!("{name}\n"));
        for result in evaluation.results.iter().filter(|result| result.status == Status::Unmet) {
            let id = &result.rule.id;
            let page = explain_on(&evaluation, id, &Style::default()).unwrap_or_default();
            let mut unmet = true;
            for line in page.lines() {
                if line.starts_with('[') {
                    unmet = line.ends_with(": no cumple");
                }
                if let Some(brief) = line.strip_prefix("En breve: ").filter(|_| unmet) {
                    told.push_str(&format!("  {id} · {brief}\n"));
                }
            }
        }
    }
    insta::assert_snapshot!("briefs", told);
}

/// Reads an expression over the form's fields.
fn read(ruleset: &Ruleset, text: &str) -> String {
    reading(ruleset, &feel::parse(text, &ruleset.library).expr, text)
}

#[test]
fn conditions_read_in_one_way_only() {
    let ruleset = ruleset();
    for (text, expected) in [
        (
            "poblacion.universal and not(estrategia.es_piloto)",
            "El programa es universal y el programa no es un piloto.",
        ),
        (
            "not(some c in componentes satisfies c.gasto = 0)",
            "No hay ningún componente para el que el gasto es 0.",
        ),
        (
            "not(every c in componentes satisfies c.gasto > 0)",
            "Hay al menos un componente para el que el gasto no supera 0.",
        ),
        (
            "recursos.gasto_total between 1 and 1000",
            "El gasto total declarado está entre 1 y 1.000.",
        ),
        ("poblacion.universal != null", "Se responde sí o no a «el programa es universal»."),
        (
            "count(componentes[gasto > 1000]) = 0",
            "(Los componentes cuyo gasto es mayor que 1.000) no tienen ningún elemento.",
        ),
        (
            "poblacion.universal or estrategia.es_piloto and estrategia.complementa",
            "O bien el programa es universal, o bien el programa es un piloto y el programa se complementa con otro.",
        ),
        (
            "not(list contains(for c in componentes return c.gasto > 0, true))",
            "(La lista de (que el gasto es mayor que 0), para cada componente) no se cumple en ningún caso.",
        ),
        ("recursos.anio > proceso", "El año del gasto es posterior al año del proceso."),
        ("(function(x) x + 1)(2) = 3", "El resultado de `(function(x) x + 1)(2)` es 3."),
        (
            "abs(1 - 2) ** 2 > -3",
            "((La diferencia entre 1 y 2) elevada a 2) es mayor que (menos 3).",
        ),
    ] {
        assert_eq!(read(&ruleset, text), expected, "{text}");
    }
}

#[test]
fn what_nests_deeply_is_read_in_time() {
    let ruleset = ruleset();
    for (open, close) in [
        ("componentes[gasto = componentes[", "].gasto]"),
        ("not(1 = 2 or ", ")"),
        ("sum(xs[", "])"),
        ("(if a then b else ", ")"),
        ("(some x in [1] satisfies ", ")"),
    ] {
        let text = format!("{}1{}", open.repeat(45), close.repeat(45));
        assert!(!read(&ruleset, &text).is_empty());
    }
}

/// Words of the language and of the form, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = [
        "componentes",
        "poblacion",
        "universal",
        ".",
        "gasto",
        "[",
        "]",
        "(",
        ")",
        "1",
        "-2",
        "\"a b\"",
        "null",
        "true",
        "and",
        "or",
        "not(",
        "=",
        "!=",
        "<",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "**",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "x",
        "item",
        "count(",
        "sum(",
        "agrees(",
        ",",
        "..",
        "between",
        "instance of",
        "number",
        "function(x)",
        "{a: 1}",
        "@\"2026-01-01\"",
        "?",
        "matches(",
        "parametro",
        "cobertura_minima",
        "max(",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 1..24)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_expression_has_a_reading(text in prop_oneof![soup(), "\\PC{0,40}"]) {
        thread_local!(static RULESET: Ruleset = ruleset());
        let said = RULESET.with(|ruleset| read(ruleset, &text));
        prop_assert!(!said.trim_end_matches('.').trim().is_empty(), "{text}: {said}");
    }
}
