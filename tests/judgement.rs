//! Judgements: what an evaluation carries of a question, and what answers decide.

mod common;

use std::collections::BTreeMap;

use common::{document, ruleset, submission};
use pilares::document::Document;
use pilares::evaluate::{self, RuleResult, Subject};
use pilares::feel::CauseKind;
use pilares::rules::{Answers, Status};

fn answered<'e>(document: &'e Document, id: &str, answers: &Answers) -> RuleResult<'e> {
    let ruleset = ruleset();
    let rule = ruleset.rule(id).expect("the rule is there");
    evaluate::evaluate_rule(ruleset, rule, &Subject::new(ruleset, document), answers)
}

fn whole(id: &str) -> Answers {
    Answers { whole: Some(id.to_owned()), ..Answers::default() }
}

#[test]
fn an_evaluation_carries_the_question_the_answers_and_the_places() {
    let document = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge(ruleset(), &document);
    let result = evaluation.result("REC-11").expect("the rule is in force");
    let question = result.rule.question().expect("it asks");
    let answers: Vec<&str> = question.answers.iter().map(|answer| &*answer.id).collect();
    assert_eq!(answers, ["si", "no-se-explica", "no"]);
    assert_eq!(result.outcomes.len(), 2);
    let asked = result.outcomes[0].pending().expect("it waits");
    assert_eq!(
        asked.text,
        "¿Es razonable que una unidad de «Preparación para Rueda de Negocios» cueste M$ 326,48, \
         por lo que entrega?"
    );
    let [cost, unit, description] = &asked.look_at[..] else { panic!("{:?}", asked.look_at) };
    assert_eq!((cost.figure.as_deref(), &cost.places[..]), (Some("M$ 326,48"), &[][..]));
    for (passage, path) in
        [(unit, "componentes[1].unidad"), (description, "componentes[1].descripcion")]
    {
        let paths = passage.places.iter().filter_map(|span| document.path_at(*span));
        assert_eq!(paths.map(|path| path.to_string()).collect::<Vec<_>>(), [path]);
        assert!(passage.why.ends_with('.'), "{}", passage.why);
    }
}

#[test]
fn every_answer_of_every_rule_comes_to_what_it_says() {
    let base = &ruleset().base;
    for rule in &ruleset().rules {
        for answer in rule.question().iter().flat_map(|question| &question.answers) {
            let result = answered(base, &rule.id, &whole(&answer.id));
            assert_eq!(result.status, answer.status, "{} {}", rule.id, answer.id);
            let told = result.outcomes.iter().all(|outcome| {
                outcome.finding.is_some() == (answer.status == Status::Unmet)
                    && outcome.pending().is_none()
            });
            assert!(told, "{} {}", rule.id, answer.id);
        }
    }
}

#[test]
fn elements_are_answered_one_by_one() {
    let base = &ruleset().base;
    let by_element = BTreeMap::from([(2, "no".to_owned())]);
    let statuses = |answers: &Answers| -> Vec<Status> {
        let result = answered(base, "EST-04", answers);
        result.outcomes.iter().map(|outcome| outcome.status).collect()
    };
    let one = Answers { whole: None, by_element: by_element.clone() };
    assert_eq!(statuses(&one), [Status::Unknown, Status::Unmet]);
    let both = Answers { whole: Some("si".to_owned()), by_element };
    assert_eq!(statuses(&both), [Status::Met, Status::Unmet]);
    assert_eq!(statuses(&whole("quizás")), [Status::Unknown, Status::Unknown]);
}

#[test]
fn what_is_missing_is_told_before_anything_is_asked() {
    let document = document("proceso: 2026\nobjetivo: {indicador: {nombre: A}}\n");
    for answers in [Answers::default(), whole("si"), whole("no")] {
        let result = answered(&document, "OBJ-16", &answers);
        let outcome = &result.outcomes[0];
        assert_eq!((outcome.status, outcome.asked.is_none()), (Status::Unknown, true));
        let causes = outcome.causes.clone().expect("it is unknown");
        assert!(causes.iter().all(|cause| cause.kind == CauseKind::Absent), "{causes:?}");
        assert_eq!(causes.len(), 3);
    }
}

#[test]
fn nothing_is_asked_where_it_is_not_known_whether_the_rule_applies() {
    let text = "proceso: 2026\ncomponentes:\n  - {nombre: A, unidad: B, gasto: 2}\n";
    let document = document(text);
    let result = answered(&document, "REC-11", &Answers::default());
    let outcome = &result.outcomes[0];
    assert_eq!((outcome.status, outcome.asked.is_none()), (Status::Unknown, true));
    let causes = outcome.causes.clone().expect("it is unknown");
    let subjects: Vec<&str> = causes.iter().map(|cause| &*cause.subject).collect();
    assert_eq!(subjects, ["componentes[1].produccion"]);
}
