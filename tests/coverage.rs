//! Which fields of the form no rule reads: each has a reason, and no field that is read has one.

mod common;

use std::collections::BTreeSet;

use common::ruleset;
use pilares::document::{self, Limits};
use pilares::rules::{self, Ruleset, UNREAD};
use pilares::source::Source;
use pilares::verify::coverage::{Unread, coverage, reads};

/// The fields that a rule with this condition reads.
#[track_caller]
fn check(head: &str, expected: &[&str]) {
    let embedded = rules::embedded("dipres");
    let mut files: Vec<_> = embedded
        .paths()
        .filter(|path| !path.contains('/'))
        .filter_map(|path| Some((path.to_owned(), embedded.get(path)?.clone())))
        .collect();
    let text = format!("titulo: t\nclase: automatica\nseveridad: nota\nmensaje: m\n{head}\n");
    files.push(("poblacion/POB-01-prueba.yaml".to_owned(), Source::new("prueba.yaml", text)));
    let compiled = rules::compile(&rules::Files::new(files));
    assert_eq!(compiled.findings, []);
    let ruleset: Ruleset = compiled.ruleset.expect("the rule set compiles");
    let read = reads(&ruleset, &ruleset.rules[0]);
    let read: Vec<String> = read.iter().map(ToString::to_string).collect();
    assert_eq!(read, expected, "{head}");
}

#[test]
fn fields_are_found_through_variables_definitions_filters_and_projections() {
    check("exige: proceso > 2000", &["proceso"]);
    check("exige: sum(componentes.gasto) > 0", &["componentes[].gasto"]);
    check(
        "exige: count(componentes[gasto > 0 and item.obligatorio]) > 0",
        &["componentes[].gasto", "componentes[].obligatorio"],
    );
    check("exige: componentes[1].produccion > 0", &["componentes[].produccion"]);
    check("exige: count(componentes) > 0", &[]);
    check("exige: every o in diagnostico.ods satisfies o > 0", &["diagnostico.ods"]);
    check(
        "exige: every c in componentes[obligatorio] satisfies c.gasto > recursos.gasto_total",
        &["componentes[].gasto", "componentes[].obligatorio", "recursos.gasto_total"],
    );
    check(
        "para_cada: {c: 'componentes[gasto > 0]'}\nexige: c.produccion > 0",
        &["componentes[].gasto", "componentes[].produccion"],
    );
    check(
        "donde: {caros: 'componentes[gasto > 9]', otro: proceso}\nexige: sum(caros.produccion) > 0",
        &["componentes[].gasto", "componentes[].produccion"],
    );
    check(
        "exige: sort(componentes, function(a, b) a.gasto < b.gasto)[1].obligatorio",
        &["componentes[].gasto", "componentes[].obligatorio"],
    );
    check(
        "exige: (if estrategia.es_piloto then poblacion.objetivo else poblacion.potencial).cantidad > 0",
        &["estrategia.es_piloto", "poblacion.objetivo.cantidad", "poblacion.potencial.cantidad"],
    );
    check(
        "exige: some n in (for c in componentes return c.gasto) satisfies n > 1",
        &["componentes[].gasto"],
    );
}

#[test]
fn the_whole_form_and_its_structure_are_no_field_in_particular() {
    check("exige: count(repeated passages(formulario, 200)) = 0", &[]);
    check(
        "exige: count(repeated passages(diagnostico.causas[1], 200)) = 0\nen: proceso",
        &[
            "diagnostico.causas[].causa",
            "diagnostico.causas[].respaldo",
            "diagnostico.causas[].sin_componente",
        ],
    );
    check("esquema: [largo]", &[]);
}

#[test]
fn every_field_that_no_rule_reads_has_a_reason() {
    let embedded = rules::embedded("dipres");
    let source = embedded.get(UNREAD).expect("the rule set says why fields are not read").clone();
    let document = document::read(source, &Limits::default());
    assert_eq!(document.findings, []);
    let reasons = Unread::read(&document);
    assert_eq!(reasons.len(), document.root.entries().len(), "each line is a path with a reason");
    let fields = coverage(ruleset());
    // The year chooses the parameters, whatever rules say.
    let is_read = |path, readers: &[_]| !readers.is_empty() || path == ruleset().year_path();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for field in &fields {
        let reason = Unread::of(&reasons, &field.path);
        match (is_read(&field.path, &field.readers), reason) {
            (false, None) => {
                wrong.push(format!(
                    "add to {UNREAD}:      {}: Por qué ninguna regla lo lee.",
                    field.path
                ));
            }
            (true, Some(reason)) => {
                let ids: Vec<&str> = field.readers.iter().map(|rule| rule.id.as_str()).collect();
                wrong.push(format!(
                    "remove from {UNREAD}: {}: …   ({} is read by {})",
                    reason.path,
                    field.path,
                    ids.join(", ")
                ));
            }
            (false, Some(reason)) => {
                used.insert(reason.path.clone());
            }
            (true, None) => {}
        }
    }
    let stale = reasons.iter().filter(|reason| !used.contains(&reason.path));
    let stale = stale.map(|reason| format!("remove from {UNREAD}: {}: …", reason.path));
    let told: Vec<String> =
        stale.filter(|line| !wrong.iter().any(|other| other.starts_with(line.as_str()))).collect();
    wrong.extend(told);
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
