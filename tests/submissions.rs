//! What the rule set says of the submissions of this repository, held against `domain.md`.

mod common;

use std::collections::BTreeSet;

use common::{ruleset, submission};
use pilares::evaluate::{self, Decision, Evaluation, Open, RuleResult, Subject};
use pilares::finding::Language;
use pilares::rules::{Case, Class, Status};

/// Ids of the rules with a status, heuristics aside: what they suspect is in the records.
fn ids(evaluation: &Evaluation<'_>, status: Status) -> BTreeSet<String> {
    let certain = evaluation.results.iter().filter(|result| result.rule.class != Class::Heuristic);
    certain.filter(|result| result.status == status).map(|result| result.rule.id.clone()).collect()
}

/// Ids of the heuristics with a status.
fn heuristics(evaluation: &Evaluation<'_>, status: Status) -> BTreeSet<String> {
    let heuristics =
        evaluation.results.iter().filter(|result| result.rule.class == Class::Heuristic);
    heuristics
        .filter(|result| result.status == status)
        .map(|result| result.rule.id.clone())
        .collect()
}

/// Ids of the rules whose questions wait for an answer.
fn pending(evaluation: &Evaluation<'_>) -> BTreeSet<String> {
    let waits = |result: &&RuleResult<'_>| {
        result.outcomes.iter().any(|outcome| outcome.pending().is_some())
    };
    evaluation.results.iter().filter(waits).map(|result| result.rule.id.clone()).collect()
}

fn set(ids: &str) -> BTreeSet<String> {
    ids.split_whitespace().map(str::to_owned).collect()
}

/// Name of the rating, and how each pillar was decided, in order.
fn verdicts(evaluation: &Evaluation<'_>) -> (String, Vec<String>) {
    let policy = &evaluation.ruleset.policy;
    let rating = evaluation.rating.as_ref().expect("some row of the table holds");
    let pillars = evaluation.pillars.iter().map(|pillar| match &pillar.decision {
        Decision::Meets => policy.verdicts.meets.sign.clone(),
        Decision::Fails(rules) => format!("{} {}", policy.verdicts.fails.sign, rules.join(" ")),
        Decision::Provisional(hinges) => {
            let rules: Vec<&str> = hinges.iter().map(|hinge| hinge.rule.as_str()).collect();
            format!("{}? {}", policy.verdicts.meets.sign, rules.join(" "))
        }
    });
    (policy.ratings[rating.row].name.clone(), pillars.collect())
}

fn message(evaluation: &Evaluation<'_>, id: &str) -> String {
    let result = evaluation.result(id).expect("the rule is in force");
    let findings = result.outcomes.iter().filter_map(|outcome| outcome.finding.as_ref());
    let messages =
        findings.map(|finding| finding.message.in_language(Language::Spanish).to_owned());
    messages.collect::<Vec<_>>().join(" | ")
}

#[test]
fn redes_2026_is_objected_for_its_indicator_and_its_production() {
    let document = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Objetado Técnicamente");
    assert_eq!(pillars, ["S? DIA-17", "S? POB-14", "I OBJ-08", "I EST-05"]);
    assert!(evaluation.rating.as_ref().is_some_and(|rating| rating.hinges.is_empty()));
    let unmet = set("ANT-01 ANT-02 ANT-03 ANT-04 ANT-09 ANT-10 ANT-13 ANT-15 ANT-16 \
         DIA-05 DIA-08 DIA-09 DIA-10 DIA-11 POB-18 POB-21 POB-22 OBJ-08 OBJ-09 OBJ-20 EST-05 \
         REC-07 REC-08 REC-09 REC-12");
    assert_eq!(ids(&evaluation, Status::Unmet), unmet);
    let asked = set("ANT-12 DIA-17 DIA-20 POB-26 OBJ-16 OBJ-21 OBJ-22 \
         EST-04 EST-09 EST-14 EST-16 EST-17 EST-18 REC-11");
    assert_eq!(pending(&evaluation), asked);
    let unknown = ids(&evaluation, Status::Unknown);
    assert_eq!(&unknown - &asked, set("DIA-19"), "its justification is blank");
    for passes in
        ["POB-01", "POB-07", "POB-20", "POB-23", "EST-02", "REC-01", "REC-02", "REC-05", "REC-06"]
    {
        let result = evaluation.result(passes).expect("the rule is in force");
        assert_eq!(result.status, Status::Met, "{passes}");
        let evidence = result.outcomes.iter().flat_map(|outcome| &outcome.parts);
        assert!(
            evidence.flat_map(|part| part.evidence.steps()).count() > 0,
            "{passes} has evidence"
        );
    }
    assert!(
        message(&evaluation, "EST-05")
            .contains("la diferencia es de 75 (14,5 % de los beneficiarios)")
    );
    assert!(message(&evaluation, "POB-21").contains("el 0,18 % de la población objetivo"));
    assert!(message(&evaluation, "REC-08").contains("M$ 701,36"));
}

#[test]
fn desarrollo_2024_is_recommended_hinging_only_on_what_was_not_published() {
    let document = submission("desarrollo-empresarial-2024");
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Recomendado Favorablemente");
    assert_eq!(pillars, ["S? DIA-01 DIA-04 DIA-17", "S? POB-14", "S? OBJ-16", "S? EST-02 EST-14"]);
    let asked = set("OBJ-21 OBJ-22 EST-04 EST-16 EST-17 EST-18 REC-11");
    assert_eq!(pending(&evaluation), asked);
    let unmet = set("POB-03 POB-21 POB-27 OBJ-09 OBJ-10 REC-04");
    assert_eq!(ids(&evaluation, Status::Unmet), unmet);
    let suspected = set("DIA-15 POB-04 POB-10 POB-12 POB-17 POB-24 OBJ-03 OBJ-11 EST-10");
    assert_eq!(heuristics(&evaluation, Status::Unmet), suspected);
    assert!(message(&evaluation, "POB-21").contains("el 6,9 % de la población objetivo"));
    let rating = evaluation.rating.as_ref().expect("a rating");
    assert!(!rating.hinges.is_empty());
    assert!(rating.hinges.iter().all(|hinge| hinge.why == Open::Unknown));
    let unknown = ids(&evaluation, Status::Unknown);
    for id in unknown.difference(&asked) {
        let result = evaluation.result(id).expect("the rule is in force");
        for cause in result
            .outcomes
            .iter()
            .flat_map(|outcome| outcome.causes.iter())
            .flat_map(|causes| causes.iter())
        {
            assert_eq!(
                cause.kind,
                pilares::feel::CauseKind::NotPublished,
                "{}: {}",
                result.rule.id,
                cause.subject
            );
        }
    }
}

/// No rule is unmet, and what is undecided only waits for a person.
fn check_sound(name: &str) {
    let document = submission(name);
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Recomendado Favorablemente", "{name}");
    assert_eq!(pillars, ["S? DIA-17", "S", "S? OBJ-16", "S? EST-14"], "{name}");
    assert_eq!(ids(&evaluation, Status::Unmet), set(""), "{name}");
    assert_eq!(heuristics(&evaluation, Status::Unmet), set(""), "{name}");
    assert_eq!(heuristics(&evaluation, Status::Unknown), set(""), "{name}");
    assert_eq!(ids(&evaluation, Status::Unknown), pending(&evaluation), "{name}");
    let hinges = evaluation.rating.iter().flat_map(|rating| &rating.hinges);
    assert!(hinges.clone().count() > 0, "{name}");
    assert!(hinges.clone().all(|hinge| hinge.why == Open::Pending), "{name}");
    assert!(evaluation.is_favourable() && evaluation.findings.is_empty(), "{name}");
}

#[test]
fn ejemplo_is_sound_and_waits_only_for_answers() {
    check_sound("ejemplo");
    let document = submission("ejemplo");
    let evaluation = pilares::judge(ruleset(), &document);
    let judgements = evaluation.ruleset.rules.iter().filter(|rule| rule.question().is_some());
    let judgements: BTreeSet<String> = judgements.map(|rule| rule.id.clone()).collect();
    assert_eq!(judgements.len(), 15);
    assert_eq!(pending(&evaluation), judgements);
}

#[test]
fn salud_bucal_is_sound_and_waits_only_for_answers() {
    check_sound("salud-bucal-escolar-2026");
}

#[test]
fn bibliotecas_moviles_is_sound_and_waits_only_for_answers() {
    check_sound("bibliotecas-moviles-2026");
}

/// The figures of this form add up; its texts are what a reader would object to.
#[test]
fn huertos_urbanos_adds_up_and_reads_badly() {
    let document = submission("huertos-urbanos-2026");
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Recomendado Favorablemente");
    let open = ["S? DIA-01 DIA-04 DIA-17", "S", "S? OBJ-01 OBJ-16", "S? EST-14"];
    assert_eq!(pillars, open);
    assert!(heuristics(&evaluation, Status::Unmet).len() > 30);
    assert_eq!(ids(&evaluation, Status::Unmet), set("DIA-05 POB-03 OBJ-10 REC-04"));
    assert_eq!(ids(&evaluation, Status::Unknown), pending(&evaluation));
}

/// The texts of this form are sound; its figures and tables do not agree.
#[test]
fn transporte_rural_is_objected_for_its_population_and_its_components() {
    let document = submission("transporte-rural-2026");
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Objetado Técnicamente");
    assert_eq!(pillars, ["S? DIA-17", "I POB-01 POB-02 POB-20", "S? OBJ-16", "I EST-02 EST-05"]);
    assert!(evaluation.rating.as_ref().is_some_and(|rating| rating.hinges.is_empty()));
    let unmet =
        set("ANT-03 ANT-05 DIA-05 DIA-08 DIA-10 DIA-11 POB-01 POB-02 POB-07 POB-20 POB-23 \
         OBJ-09 OBJ-20 EST-02 EST-05 EST-11 REC-01 REC-02 REC-05 REC-06 REC-08");
    assert_eq!(ids(&evaluation, Status::Unmet), unmet);
    assert_eq!(ids(&evaluation, Status::Unknown), pending(&evaluation));
    assert_eq!(heuristics(&evaluation, Status::Unmet), set(""));
    assert!(message(&evaluation, "POB-20").contains("6.600 de 18.740 son el 35,22 %"));
    assert!(message(&evaluation, "EST-05").contains("la diferencia es de 900 (15 %"));
    assert!(message(&evaluation, "REC-01").contains("M$ 9.000 de diferencia"));
}

#[test]
fn todo_mal_breaks_every_rule_that_others_and_people_do_not_decide() {
    let document = submission("todo-mal");
    let evaluation = pilares::judge(ruleset(), &document);
    let (rating, pillars) = verdicts(&evaluation);
    assert_eq!(rating, "Objetado Técnicamente");
    assert_eq!(pillars.iter().filter(|pillar| pillar.starts_with('I')).count(), 3, "{pillars:?}");
    let broken = ids(&evaluation, Status::Unmet);
    let by_itself = |result: &&RuleResult<'_>| result.rule.class == Class::Automatic;
    let all: BTreeSet<String> =
        evaluation.results.iter().filter(by_itself).map(|result| result.rule.id.clone()).collect();
    let spared: Vec<&String> = all.difference(&broken).collect();
    assert_eq!(spared, ["POB-06"], "broken: {broken:?}");
    let outcomes = evaluation.results.iter().flat_map(|result| &result.outcomes);
    let unmet: Vec<_> = outcomes.filter(|outcome| outcome.status == Status::Unmet).collect();
    let places: BTreeSet<u32> = unmet
        .iter()
        .filter_map(|outcome| outcome.finding.as_ref()?.span())
        .map(|span| span.start)
        .collect();
    assert!(
        unmet.len() >= 40 && places.len() >= 40,
        "{} findings at {} places",
        unmet.len(),
        places.len()
    );
}

#[test]
fn every_case_of_every_rule_comes_out() {
    let results = pilares::verify::run_cases(ruleset(), |_| true);
    let failed: Vec<String> = results
        .iter()
        .filter(|result| !result.failures.is_empty())
        .map(|result| format!("{} {}: {:?}", result.rule.id, result.case.name, result.failures))
        .collect();
    assert_eq!(failed, Vec::<String>::new());
    for rule in &ruleset().rules {
        let expects = |status| rule.cases.iter().any(|case| case.expects == status);
        assert!(expects(Status::Met) && expects(Status::Unmet), "{} lacks a case", rule.id);
        assert!(!rule.citations.is_empty(), "{} has no basis", rule.id);
        let Some(question) = rule.question() else { continue };
        assert!(rule.cases.iter().any(|case| case.pending), "{} is never pending", rule.id);
        let lacks = |case: &Case| case.expects == Status::Unknown && !case.pending;
        assert!(rule.cases.iter().any(lacks), "{} never lacks what it asks about", rule.id);
        for answer in &question.answers {
            let given = |case: &Case| {
                let each = case.answers.by_element.values().chain(&case.answers.whole);
                each.into_iter().any(|id| **id == *answer.id)
            };
            assert!(rule.cases.iter().any(given), "{}: no case answers {}", rule.id, answer.id);
        }
    }
}

#[test]
fn the_same_bytes_give_the_same_bytes() {
    let render = || {
        let document = submission("redes-de-oportunidades-2026");
        let evaluation = pilares::judge(ruleset(), &document);
        let view = pilares::report::View::new(&evaluation);
        pilares::report::json(&view)
    };
    assert_eq!(render(), render());
}

/// What is decided without evidence is what is evaluated with it, rule by rule.
#[test]
fn deciding_agrees_with_evaluating() {
    for name in common::submissions() {
        let document = common::submission(&name);
        let subject = Subject::new(common::ruleset(), &document);
        let told = |evaluation: &Evaluation<'_>| {
            let rules = evaluation.results.iter().map(|result| {
                let outcomes = result.outcomes.iter().map(|outcome| {
                    let values = outcome.parts.iter().map(|part| part.value.to_string());
                    (outcome.status, outcome.causes.clone(), values.collect::<Vec<_>>())
                });
                (result.rule.id.clone(), result.status, outcomes.collect::<Vec<_>>())
            });
            rules.collect::<Vec<_>>()
        };
        let evaluated = evaluate::evaluate(common::ruleset(), &subject);
        let decided = evaluate::decide(common::ruleset(), &subject);
        assert_eq!(told(&evaluated), told(&decided), "{name}");
        assert_eq!(evaluated.pillars, decided.pillars, "{name}");
        assert_eq!(
            evaluated.rating.map(|rating| (rating.row, rating.hinges)),
            decided.rating.map(|rating| (rating.row, rating.hinges)),
            "{name}"
        );
    }
}
