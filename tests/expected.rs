//! What the rule set says of each submission of this repository, as committed beside it.
//!
//! `cargo run -- gate --accept` writes the records anew: read the difference.

mod common;

use pilares::document::{self, Document, Limits};
use pilares::evaluate::Subject;
use pilares::finding::Language;
use pilares::report::gate_findings;
use pilares::verify::{Record, Recorded, evaluations, gate};

/// A submission with its review, where it has one, and its record.
fn recorded(form: &str) -> Recorded {
    let opinions = common::reviewed(form).map(|review| review.opinions());
    let name = format!("submissions/{form}.expected.yaml");
    let bytes = std::fs::read(common::root().join(&name)).expect("every submission has a record");
    let record = document::read_bytes(&name, bytes, &Limits::default());
    Recorded { form: common::submission(form), opinions, record }
}

#[test]
fn the_committed_verdicts_are_what_the_rules_say() {
    let all: Vec<Recorded> = common::submissions().iter().map(|form| recorded(form)).collect();
    assert!(all.len() >= 4);
    let gate = gate(common::ruleset(), None, &all);
    let findings = gate_findings(&gate, None);
    let told: Vec<&str> =
        findings.iter().map(|finding| finding.message.in_language(Language::English)).collect();
    assert_eq!(told, Vec::<&str>::new(), "read, and then: cargo run -- gate --accept");
    assert_eq!((gate.compared, gate.other_version), (all.len(), 0));
}

#[test]
fn a_record_is_read_back_as_it_was_written_whatever_judged_it() {
    for form in common::submissions() {
        let recorded = recorded(&form);
        let document: &Document = &recorded.form;
        let subject = Subject::new(common::ruleset(), document);
        let opinions = recorded.opinions.as_ref();
        let (alone, reviewed) = evaluations(common::ruleset(), &subject, opinions);
        let record_of = Record::of(&alone, reviewed.as_ref());
        let whole = Record::of(&pilares::judge(common::ruleset(), document), reviewed.as_ref());
        assert_eq!(record_of.write(), whole.write());
        let text = common::document(&record_of.write());
        assert_eq!(Record::read(&text).ok().as_ref(), Some(&record_of), "{form}");
    }
}

/// What is said of a text that is no record, with its place.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let findings = Record::read(&common::document(text)).err().unwrap_or_default();
    let told: Vec<String> = findings
        .iter()
        .map(|finding| {
            let place = finding.place().expect("findings of a record have a place");
            format!("{place} {}", finding.message.spanish)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn what_is_no_record_is_told_in_its_place() {
    let head = "reglas: dipres 0.1.0\ncalificacion: X\npilares: {}\ncumplen: 1\n";
    check(head, &[]);
    check(&format!("{head}no_cumple: [POB-01, POB-02: [1, 2]]\n"), &[]);
    check(&format!("{head}no_cumple: [POB-02: [2]]\nsin_dato: [POB-02: [1]]\n"), &[]);
    let with = "con_revision:\n  calificacion: X\n  pilares: {}\n  cumplen: [POB-01]\n";
    check(&format!("{head}{with}"), &[]);
    check(
        &format!("{head}con_revision:\n  cumplen: 3\n  reglas: 1\n"),
        &[
            "prueba.yaml:6:3 aquí van ids de reglas",
            "prueba.yaml:6:3 falta `calificacion`",
            "prueba.yaml:6:3 falta `pilares`",
            "prueba.yaml:7:3 la clave `reglas` no existe aquí",
        ],
    );
    check(
        "reglas: dipres 0.1.0\ncumplen: muchas\n",
        &[
            "prueba.yaml:1:1 falta `calificacion`",
            "prueba.yaml:1:1 falta `pilares`",
            "prueba.yaml:2:10 aquí va una cantidad",
        ],
    );
    check(
        &format!("{head}no_cumple: [POB-01]\nsin_dato: [POB-01, [2]]\nnada: 1\n"),
        &[
            "prueba.yaml:6:12 la regla `POB-01` está dos veces",
            "prueba.yaml:6:20 aquí va el id de una regla",
            "prueba.yaml:7:1 la clave `nada` no existe aquí",
        ],
    );
}
