//! Reviews: what is asked, what answers and waivers do to verdicts, and that nothing answered is lost.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{
    document, pilares, pilares_in, pilares_reading_in, root, ruleset, scratch, shown, submission,
};
use pilares::document::{self, Document, Limits};
use pilares::evaluate::{Awaited, Decision, Evaluation, Judged, Outcome, Signature};
use pilares::report::{self, Style, View};
use pilares::review::{self, Entry, Review};
use pilares::rules::{Class, Status};
use pilares::source::Source;
use proptest::prelude::*;

const EJEMPLO: &str = "submissions/ejemplo.yaml";
const DESARROLLO: &str = "submissions/desarrollo-empresarial-2024.yaml";
const PUBLISHED: &str = "reviews/desarrollo-empresarial-2024.review.yaml";
const FORMS: [&str; 7] = [
    "bibliotecas-moviles-2026",
    "desarrollo-empresarial-2024",
    "ejemplo",
    "huertos-urbanos-2026",
    "redes-de-oportunidades-2026",
    "todo-mal",
    "transporte-rural-2026",
];

/// A review from its text.
fn read(text: &str) -> Review {
    review::read(&file(text), ruleset())
}

fn file(text: &str) -> Document {
    document::read(Source::new("prueba.review.yaml", text), &Limits::default())
}

/// The review of this repository on the published evaluation.
fn published() -> Review {
    let text = fs::read_to_string(common::root().join(PUBLISHED)).expect("the review is there");
    read(&text)
}

/// The codes of findings, in their order.
fn codes(evaluation: &Evaluation<'_>) -> Vec<String> {
    let review = evaluation.review.as_ref().expect("there is a review");
    review.findings.iter().map(|finding| finding.code.clone()).collect()
}

/// A review with everything that is open, of which some is answered.
fn answered(
    form: &Document,
    answer: impl Fn(&str, Option<usize>) -> Option<&'static str>,
) -> Review {
    let mut review = read(&review::blank(&pilares::judge(ruleset(), form)));
    for entry in &mut review.entries {
        entry.answer = answer(&entry.rule, entry.element).map(str::to_owned);
        entry.signed = signed();
    }
    review
}

fn signed() -> Signature {
    let text = |text: &str| text.to_owned();
    Signature { reason: text("Se ve."), author: text("Quien evalúa"), date: text("2026-05-04") }
}

/// A submission of this repository with a part of its text replaced.
fn changed(name: &str, from: &str, to: &str) -> Document {
    let text = submission(name).source.text().to_owned();
    assert!(text.contains(from), "{from}");
    document(&text.replace(from, to))
}

fn statuses(evaluation: &Evaluation<'_>, id: &str) -> Vec<Status> {
    let result = evaluation.result(id).expect("the rule is in force");
    result.outcomes.iter().map(|outcome| outcome.status).collect()
}

fn rating(evaluation: &Evaluation<'_>) -> (String, bool) {
    let rating = evaluation.rating.as_ref().expect("there is a rating");
    (ruleset().policy.ratings[rating.row].id.clone(), rating.hinges.is_empty())
}

// What is asked.

#[test]
fn an_unanswered_review_changes_no_byte() {
    for name in FORMS {
        let form = submission(name);
        let without = pilares::judge(ruleset(), &form);
        let review = read(&review::blank(&without));
        let with = pilares::judge_with(ruleset(), &form, &review);
        let style = Style::default();
        for render in [report::terminal, report::concise, report::markdown] {
            assert_eq!(render(&View::new(&with), &style), render(&View::new(&without), &style));
        }
        if name != "desarrollo-empresarial-2024" {
            continue;
        }
        let json = |evaluation| -> serde_json::Value {
            let mut json: serde_json::Value =
                serde_json::from_str(&report::json(&View::new(evaluation))).expect("it is JSON");
            json["review"] = serde_json::Value::Null;
            json["stamp"]["review"] = serde_json::Value::Null;
            json
        };
        assert_eq!(json(&with), json(&without), "{name}");
    }
}

#[test]
fn a_new_review_has_every_question_and_suspicion_once() {
    for name in FORMS {
        let form = submission(name);
        let evaluation = pilares::judge(ruleset(), &form);
        let text = review::blank(&evaluation);
        assert!(text.lines().all(|line| line.chars().count() <= 140), "{name}");
        let review = read(&text);
        assert_eq!(review.findings, [], "{name}");
        let asked: BTreeSet<_> = review
            .entries
            .iter()
            .filter(|entry| entry.awaited != Awaited::Attestation)
            .map(|entry| (entry.rule.clone(), entry.element))
            .collect();
        let waits = |class, outcome: &Outcome| match class {
            Class::Judgement => outcome.pending().is_some(),
            Class::Heuristic => outcome.status == Status::Unmet,
            Class::Automatic => false,
        };
        let expected: BTreeSet<_> = evaluation
            .results
            .iter()
            .flat_map(|result| result.outcomes.iter().map(move |outcome| (result.rule, outcome)))
            .filter(|(rule, outcome)| waits(rule.class, outcome))
            .map(|(rule, outcome)| (rule.id.clone(), outcome.position()))
            .collect();
        assert_eq!(asked, expected, "{name}");
        assert!(review.entries.iter().all(|entry| entry.answer.is_none()));
    }
}

#[test]
fn what_a_submission_says_cannot_leave_its_quotes() {
    let hostile =
        "  x: \"#\\u001b[31m\\u2028\\u0085 - regla: EST-14\\n  respuesta: si\\t'\\\\ \u{202e}\"";
    let text = submission("ejemplo").source.text().to_owned();
    let at = text.find("  problema:").expect("the form says its problem");
    let end = at + text[at..].find("\n  situacion:").expect("and then its situation");
    let form = document(&format!(
        "{}{}{}",
        &text[..at],
        hostile.replace("  x:", "  problema:"),
        &text[end..]
    ));
    assert_eq!(form.findings.iter().filter(|found| found.code.contains("syntax")).count(), 0);
    let written = review::blank(&pilares::judge(ruleset(), &form));
    assert!(!written.contains(['\u{1b}', '\u{2028}', '\u{85}', '\u{202e}']));
    let review = read(&written);
    assert_eq!(review.findings, []);
    assert_eq!(review.answered().0, 0);
    let dia = review.entry(Awaited::Answer, "DIA-17", None).expect("it is asked");
    let seen = dia.judged.texts.iter().find(|seen| seen.field == "diagnostico.problema");
    let seen = seen.and_then(|seen| seen.text.as_deref()).expect("it was published");
    assert!(seen.starts_with("# [31m - regla: EST-14 respuesta: si '\\"), "{seen:?}");
}

#[test]
fn hinges_are_what_trying_the_answers_shows() {
    let form = submission("ejemplo");
    let evaluation = pilares::judge(ruleset(), &form);
    let open = review::open(&evaluation);
    let unanswered = read(&review::blank(&evaluation));
    let hinges: Vec<_> = evaluation.rating.as_ref().expect("it is rated").hinges.clone();
    let deciding: BTreeSet<&str> = open
        .iter()
        .filter(|item| item.effect == review::Effect::Rating)
        .map(|item| item.rule.id.as_str())
        .collect();
    let hinging: BTreeSet<&str> = hinges.iter().map(|hinge| hinge.rule.as_str()).collect();
    assert_eq!(deciding, hinging);
    for item in &open {
        for outlook in &item.outlooks {
            let word = outlook.choice.word.clone();
            let (id, at) = (item.rule.id.clone(), item.outcome.position());
            let mut review = unanswered.clone();
            for entry in
                review.entries.iter_mut().filter(|entry| entry.rule == id && entry.element == at)
            {
                (entry.answer, entry.signed) = (Some(word.clone()), signed());
            }
            let after = pilares::judge_with(ruleset(), &form, &review);
            let moved = rating(&after).0 != rating(&evaluation).0;
            assert_eq!(outlook.rating.is_some(), moved, "{id} {word}");
        }
    }
}

// What answers do.

#[test]
fn answers_settle_questions_and_the_rating_becomes_final() {
    let form = submission("ejemplo");
    let all = answered(&form, |_, _| Some("si"));
    let evaluation = pilares::judge_with(ruleset(), &form, &all);
    assert_eq!(codes(&evaluation), Vec::<String>::new());
    assert_eq!(rating(&evaluation), ("RF".to_owned(), true));
    let refused = answered(&form, |rule, _| (rule == "EST-14").then_some("no"));
    let evaluation = pilares::judge_with(ruleset(), &form, &refused);
    assert_eq!(statuses(&evaluation, "EST-14"), [Status::Unmet]);
    assert_eq!(rating(&evaluation).0, "OT");
}

#[test]
fn a_confirmed_suspicion_is_certain_and_a_rejected_one_is_met() {
    let form = submission("redes-de-oportunidades-2026");
    let decision = |review: &Review| {
        let evaluation = pilares::judge_with(ruleset(), &form, review);
        let pillar = |id| {
            let sections = &ruleset().policy.sections;
            let of = |pillar: &&pilares::evaluate::Pillar| sections[pillar.section].id == id;
            evaluation.pillars.iter().find(of).expect("the pillar is there").decision.clone()
        };
        (statuses(&evaluation, "POB-14"), pillar("poblacion"))
    };
    let say =
        |word: &'static str| answered(&form, move |rule, _| (rule == "POB-14").then_some(word));
    let fails = Decision::Fails(vec!["POB-14".to_owned()]);
    assert_eq!(decision(&say("confirmada")), (vec![Status::Unmet], fails));
    assert_eq!(decision(&say("descartada")), (vec![Status::Met], Decision::Meets));
    let rejected = say("descartada");
    let evaluation = pilares::judge_with(ruleset(), &form, &rejected);
    let terminal = report::terminal(&View::new(&evaluation), &Style::default());
    assert!(terminal.contains("descartada por Quien evalúa (2026-05-04): Se ve."), "{terminal}");
}

#[test]
fn who_saw_the_whole_form_speaks_for_what_was_not_published_and_for_nothing_else() {
    let review = published();
    let est = review.entry(Awaited::Attestation, "EST-14", None).expect("it is attested").clone();
    let with = |form: &Document| {
        let evaluation = pilares::judge_with(ruleset(), form, &review);
        statuses(&evaluation, "EST-14")
    };
    assert_eq!(est.answer.as_deref(), Some("cumple"));
    assert_eq!(with(&submission("desarrollo-empresarial-2024")), [Status::Met]);
    let absent = changed("desarrollo-empresarial-2024", "    - componentes[].descripcion\n", "");
    assert_eq!(with(&absent), [Status::Unknown]);
}

#[test]
fn an_answer_is_stale_when_a_text_that_it_judged_changes_and_only_then() {
    let form = submission("ejemplo");
    let review = answered(&form, |_, _| Some("si"));
    let other = changed("ejemplo", "nombre: Leer a Tiempo", "nombre: Leer a Tiempo  # otra línea");
    assert_eq!(codes(&pilares::judge_with(ruleset(), &other, &review)), Vec::<String>::new());
    let moved = changed("ejemplo", "Setenta y dos sesiones", "Doce sesiones");
    let evaluation = pilares::judge_with(ruleset(), &moved, &review);
    assert_eq!(statuses(&evaluation, "EST-14"), [Status::Unknown]);
    assert_eq!(statuses(&evaluation, "DIA-17"), [Status::Met]);
    let findings = &evaluation.review.as_ref().expect("there is a review").findings;
    let told = findings.iter().find(|found| found.message.spanish.contains("`EST-14`"));
    let why = told.and_then(|found| found.reason.as_ref()).expect("the difference is shown");
    assert_eq!(
        why.spanish,
        "`componentes[1].descripcion` decía «Setenta y dos sesiones de lectura guiada, …»; dice \
         «Doce sesiones de lectura guiada, …»."
    );
    let stale =
        evaluation.result("EST-14").expect("it is in force").outcomes[0].said.stale.is_some();
    assert!(stale);
}

#[test]
fn a_text_that_appears_ends_an_answer_and_a_rule_that_looks_at_more_does_not() {
    let form = submission("desarrollo-empresarial-2024");
    let mut review = published();
    let at = |entry: &&mut Entry| entry.rule == "EST-17";
    let absent = changed("desarrollo-empresarial-2024", "    - estrategia.articulaciones\n", "");
    let text = absent.source.text().replace(
        "estrategia:\n",
        "estrategia:\n  articulaciones: Con el servicio agrícola de cada región.\n",
    );
    let codes_on =
        |form: &Document, review: &Review| codes(&pilares::judge_with(ruleset(), form, review));
    let both = ["review/stale", "review/comment-stale"];
    assert_eq!(codes_on(&document(&text), &review), both);
    let entry = review.entries.iter_mut().find(at).expect("it is answered");
    let kept = entry.judged.texts.iter().filter(|seen| seen.field == "estrategia.descripcion");
    let kept: Vec<_> = kept.cloned().collect();
    assert_eq!(kept.len(), 1);
    entry.judged = Judged::of(kept);
    assert_eq!(codes_on(&form, &review), Vec::<String>::new());
    assert_eq!(codes_on(&document(&text), &review), both[1..]);
    let entry = review.entries.iter_mut().find(at).expect("it is answered");
    entry.judged = Judged { digest: "00ff".to_owned(), texts: Vec::new() };
    assert_eq!(codes_on(&form, &review), ["review/stale"]);
}

#[test]
fn a_review_counts_only_on_its_form_and_rules() {
    let form = submission("ejemplo");
    let mut review = answered(&form, |_, _| Some("no"));
    let other = submission("bibliotecas-moviles-2026");
    let evaluation = pilares::judge_with(ruleset(), &other, &review);
    assert_eq!(codes(&evaluation), ["review/other-form"]);
    assert_eq!(rating(&evaluation), rating(&pilares::judge(ruleset(), &other)));
    assert!(!evaluation.is_favourable());
    review.of.ruleset = Some("otras".to_owned());
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    assert_eq!(codes(&evaluation), ["review/other-rules"]);
    assert_eq!(rating(&evaluation), rating(&pilares::judge(ruleset(), &form)));
}

proptest! {
    #![proptest_config(common::generated(24))]

    /// What nobody answered comes out as it did, and a decided verdict is never turned.
    #[test]
    fn answers_change_what_they_answer_and_nothing_else(
        which in 0usize..FORMS.len(),
        picks in prop::collection::vec(0usize..9, 80),
    ) {
        let form = submission(FORMS[which]);
        let before = pilares::judge(ruleset(), &form);
        let mut review = read(&review::blank(&before));
        for (entry, pick) in review.entries.iter_mut().zip(&picks) {
            let rule = ruleset().rule(&entry.rule).expect("it was asked");
            let words = review::allowed(entry.awaited, rule);
            entry.answer = words.get(*pick).map(|word| (*word).to_owned());
            entry.signed = signed();
        }
        let said: BTreeSet<(String, Option<usize>)> = review.entries.iter()
            .filter(|entry| entry.answer.is_some())
            .map(|entry| (entry.rule.clone(), entry.element))
            .collect();
        let after = pilares::judge_with(ruleset(), &form, &review);
        prop_assert_eq!(codes(&after), Vec::<String>::new());
        for (was, is) in before.results.iter().zip(&after.results) {
            for (a, b) in was.outcomes.iter().zip(&is.outcomes) {
                let asked = said.contains(&(was.rule.id.clone(), a.position()));
                prop_assert_eq!(b.said.opinion.is_some(), asked, "{}", was.rule.id);
                prop_assert!(a.status == b.status || asked, "{}", was.rule.id);
            }
        }
        for (was, is) in before.pillars.iter().zip(&after.pillars) {
            match (&was.decision, &is.decision) {
                (Decision::Fails(a), Decision::Fails(b)) => {
                    prop_assert!(a.iter().all(|rule| b.contains(rule)));
                }
                (Decision::Fails(_), _) => prop_assert!(false, "a failed pillar was turned"),
                (Decision::Meets, after) => prop_assert_eq!(after, &Decision::Meets),
                (Decision::Provisional(hinges), Decision::Fails(rules)) => {
                    let open = |rule: &String| hinges.iter().any(|hinge| hinge.rule == *rule);
                    prop_assert!(rules.iter().all(open));
                }
                (Decision::Provisional(_), _) => {}
            }
        }
    }

    /// Whatever a person types as a reason reads back, and the rest of the file stays as it was.
    #[test]
    fn an_answer_is_written_into_its_own_lines(reason in "\\PC{1,200}", pick in 0usize..19) {
        let form = submission("ejemplo");
        let evaluation = pilares::judge(ruleset(), &form);
        let text = review::blank(&evaluation).replace("preguntas:\n", "preguntas:   # mías\n\n");
        let document = file(&text);
        let review = review::read(&document, ruleset());
        let mut entry = review.entries[pick].clone();
        entry.answer = Some("si".to_owned());
        entry.signed = Signature { reason: document::normalised(&reason), ..signed() };
        prop_assume!(!entry.signed.reason.is_empty());
        let put = review::put(&review, &document, &entry, &evaluation).expect("it can be written");
        let after = read(&put);
        prop_assert_eq!(&after.findings, &[]);
        let found = &after.entries[pick];
        prop_assert_eq!((&found.answer, &found.signed), (&entry.answer, &entry.signed));
        let new: BTreeSet<&str> = put.lines().collect();
        let lost = text.lines().filter(|line| !new.contains(line)).count();
        prop_assert!(lost <= 4, "{} lines were lost", lost);
    }

    /// No file makes reading or judging panic, and what is wrong has a place.
    #[test]
    fn no_review_is_too_strange(
        key in prop::sample::select(vec!["preguntas", "sospechas", "constancias", "dispensas", "comentarios", "programa", "proceso"]),
        value in prop::sample::select(vec!["3", "[]", "{}", "[[1]]", "[{regla: EST-14}]", "[{regla: 14, elemento: -1}]", "x", "[{regla: EST-14, elemento: 99999999999, respuesta: [si], huella: 0, textos: x}]", "{general: {a: 1}, pilares: [1]}", "[{hasta: 2026.5, regla: POB-21, fecha: 2026-02-30}]", "{pilares: {poblacion: {texto: a, incisos: {}}, pobalcion: []}}"]),
    ) {
        let form = submission("ejemplo");
        let text = format!("programa: Leer a Tiempo\nreglas: dipres\n{key}2: 1\n{key}: {value}\n");
        let review = read(&text);
        let waiver = pilares::evaluate::Waiver {
            rule: "EST-05".to_owned(),
            element: None,
            until: 2026,
            signed: signed(),
            judged: None,
        };
        let added = review::set_aside(&review, &file(&text), &waiver, ruleset());
        prop_assert!(added.is_err() || read(&added.unwrap_or_default()).waivers.len() > review.waivers.len());
        prop_assert!(!review.findings.is_empty());
        prop_assert!(review.findings.iter().all(|found| found.place().is_some()));
        let evaluation = pilares::judge_with(ruleset(), &form, &review);
        prop_assert_eq!(evaluation.results.len(), pilares::judge(ruleset(), &form).results.len());
    }
}

// What is set aside.

/// A review of the objected form with waivers, judged in its year.
fn waived(waivers: &str) -> Review {
    read(&format!(
        "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\ndispensas:\n{waivers}"
    ))
}

const SIGNED: &str = "razon: Se corregirá, autor: Quien evalúa, fecha: 2026-05-04";

#[test]
fn a_waiver_never_hides_the_verdict_without_it() {
    let form = submission("redes-de-oportunidades-2026");
    let review = waived(&format!(
        "  - {{regla: EST-05, hasta: 2026, {SIGNED}}}\n  - {{regla: OBJ-08, hasta: 2026, {SIGNED}}}\n"
    ));
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    assert_eq!(codes(&evaluation), ["review/waiver-unpinned"; 2]);
    assert_eq!(rating(&evaluation).0, "FI");
    assert_eq!(statuses(&evaluation, "EST-05"), [Status::Unmet, Status::Unmet]);
    let unwaived = evaluation.unwaived.as_ref().expect("waivers are in use");
    let plain = pilares::judge(ruleset(), &form);
    assert_eq!(unwaived.pillars, plain.pillars);
    let row = |rating: &Option<pilares::evaluate::RatingResult>| rating.as_ref().map(|r| r.row);
    assert_eq!(row(&unwaived.rating), row(&plain.rating));
    let view = View::new(&evaluation);
    let style = Style::default();
    for text in [
        report::terminal(&view, &style),
        report::markdown(&view, &style),
        report::concise(&view, &style),
    ] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "");
        for words in [
            "mínimo del pilar: OBJ-08, EST-05[1], EST-05[2]",
            "sin dispensas: Objetado Técnicamente",
            "dispensa de Quien evalúa (2026-05-04), hasta el proceso 2026: Se corregirá.",
        ] {
            assert!(text.contains(words), "«{words}» is not in:\n{text}");
        }
    }
}

#[test]
fn services_are_told_what_was_set_aside_and_confirmed() {
    let form = submission("redes-de-oportunidades-2026");
    let mut review = waived(&format!("  - {{regla: EST-05, hasta: 2026, {SIGNED}}}\n"));
    review.entries = answered(&form, |rule, _| (rule == "POB-14").then_some("confirmada")).entries;
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    let mut run = report::ci::Run::new("check", Style::default().language);
    run.add_evaluation(&View::new(&evaluation));
    let sarif = report::ci::render(report::ci::Format::Sarif, &run);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("there are results");
    let of = |id: &str| -> Vec<&serde_json::Value> {
        results.iter().filter(|result| result["ruleId"] == id).collect()
    };
    assert_eq!(of("EST-05").len(), 2);
    for result in of("EST-05") {
        let suppression = &result["suppressions"][0];
        assert_eq!(suppression["status"], "accepted");
        let why = suppression["justification"].as_str().unwrap_or_default();
        assert!(why.contains("dispensa de Quien evalúa (2026-05-04)"), "{why}");
    }
    assert_eq!(of("POB-14")[0]["kind"], "fail");
    assert!(of("POB-14")[0]["suppressions"].is_null());
}

#[test]
fn waivers_that_expired_are_idle_or_cover_too_much_are_told_with_their_place() {
    let form = submission("redes-de-oportunidades-2026");
    let check = |waiver: &str, code: &str, place: &str| {
        let review = waived(&format!("  - {{{waiver}, {SIGNED}}}\n"));
        let evaluation = pilares::judge_with(ruleset(), &form, &review);
        let findings = &evaluation.review.as_ref().expect("there is a review").findings;
        let found: Vec<_> = findings
            .iter()
            .map(|found| (found.code.as_str(), found.place().map_or("", |place| place.text())))
            .collect();
        assert_eq!(found, [(code, place)], "{waiver}");
    };
    check("regla: EST-05, hasta: 2025", "review/waiver-expired", "2025");
    check("regla: POB-01, hasta: 2026", "review/waiver-unused", "POB-01");
    check("regla: EST-05, elemento: 7, hasta: 2026", "review/waiver-unused", "EST-05");
    check("regla: POB-21, hasta: 2026, huella: 00ff", "review/waiver-unused", "POB-21");
    check("regla: DIA-05, hasta: 2026", "review/waiver-broad", "DIA-05");
    check("regla: POB-21, hasta: 9999", "review/waiver-long", "9999");
    check("regla: POB-21, hasta: 2026", "review/waiver-unpinned", "POB-21");
}

/// A waiver of a whole rule is of the elements that it was given on, as they were.
#[test]
fn a_waiver_of_a_rule_ends_when_an_element_changes_and_does_not_take_a_new_one() {
    let form = submission("redes-de-oportunidades-2026");
    let waiving = review::Waiving {
        rule: "EST-05",
        until: Some("2026"),
        reason: Some("Se acordó"),
        author: Some("Ana"),
        date: "2026-05-04",
        element: None,
    };
    let set_aside = |given_on: &Document, form: &Document| -> Vec<Option<usize>> {
        let waiver = waiving.waiver(&pilares::judge(ruleset(), given_on)).expect("it is sound");
        let mut review = waived("");
        review.waivers = vec![review::Setting { waiver, sound: true, spans: Default::default() }];
        let evaluation = pilares::judge_with(ruleset(), form, &review);
        View::new(&evaluation).set_aside().map(|shown| shown.outcome.position()).collect()
    };
    assert_eq!(set_aside(&form, &form), [Some(1), Some(2)]);
    let worse = changed("redes-de-oportunidades-2026", "produccion: 442", "produccion: 1");
    assert_eq!(set_aside(&form, &worse), []);
    // The same rule observes only the second component when the waiver is given.
    let text = form.source.text();
    let one = document(&text.replacen("produccion: 442", "produccion: 517", 1));
    assert_eq!(set_aside(&one, &one), [Some(2)]);
    assert_eq!(set_aside(&one, &form), [Some(2)], "the first component came later");
}

#[test]
fn an_answer_judges_what_its_question_names() {
    let form = submission("ejemplo");
    let evaluation = pilares::judge(ruleset(), &form);
    let mut named = 0;
    for outcome in evaluation.results.iter().flat_map(|result| &result.outcomes) {
        let Some(asked) = &outcome.asked else { continue };
        let fields: Vec<String> =
            outcome.looked_at(&form).into_iter().map(|seen| seen.field).collect();
        for span in &asked.named {
            let path = form.path_at(*span).expect("it is a field").to_string();
            assert!(fields.contains(&path), "{path}: {}", asked.text);
            named += 1;
        }
    }
    assert!(named > 0);
    let all = answered(&form, |_, _| Some("si"));
    let name = "    nombre: >-\n      Porcentaje de";
    let text = form.source.text();
    assert!(text.contains(name));
    let other =
        document(&text.replacen(name, "    nombre: >-\n      Asistencia y porcentaje de", 1));
    let evaluation = pilares::judge_with(ruleset(), &other, &all);
    assert_eq!(rating(&evaluation), ("RF".to_owned(), false));
    assert_eq!(statuses(&evaluation, "OBJ-16"), [Status::Unknown]);
}

#[test]
fn a_comment_on_another_text_is_told_and_does_not_hide_what_is_so_now() {
    let name = "desarrollo-empresarial-2024";
    let (form, review) = (submission(name), published());
    assert_eq!(codes(&pilares::judge_with(ruleset(), &form, &review)), Vec::<String>::new());
    let other = changed(name, "cantidad: 20000", "cantidad: 5793");
    let evaluation = pilares::judge_with(ruleset(), &other, &review);
    let findings = &evaluation.review.as_ref().expect("there is a review").findings;
    let stale = findings.iter().find(|found| found.code == "review/comment-stale");
    let stale = stale.expect("the coverage is another");
    assert!(stale.message.spanish.contains("POB-21"), "{}", stale.message.spanish);
    let reason = &stale.reason.as_ref().expect("it says what changed").spanish;
    assert!(reason.contains("decía «20000»; dice «5793»"), "{reason}");
    let told = report::ficha::ficha(&evaluation, Some(&review)).expect("there is a plan");
    let told = report::ficha::markdown(&told);
    assert!(told.contains("(Se escribió sobre otra versión del formulario;"), "{told}");
    assert!(told.contains("el 2 % de la objetivo (5.793 de 289.651)"), "{told}");
}

#[test]
fn words_that_say_nothing_are_no_reason() {
    let review =
        waived("  - {regla: POB-21, hasta: 2026, razon: ., autor: \"-\", fecha: 2026-05-04}\n");
    let told: Vec<_> = review.findings.iter().map(|it| it.message.spanish.as_str()).collect();
    assert_eq!(told, ["aquí van palabras, no solo signos"; 2]);
    assert!(!review.waivers[0].sound);
    let form = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge(ruleset(), &form);
    let waiving = review::Waiving {
        rule: "POB-21",
        until: Some("9999"),
        reason: Some(" . "),
        author: Some("…"),
        date: "2026-05-04",
        element: None,
    };
    let wrong = waiving.waiver(&evaluation).expect_err("it says nothing");
    let codes: Vec<&str> = wrong.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["review/waiver-long", "review/reason", "review/author"]);
}

#[test]
fn a_waiver_with_its_texts_ends_when_they_change() {
    let form = submission("redes-de-oportunidades-2026");
    let plain = pilares::judge(ruleset(), &form);
    let outcome = &plain.result("POB-21").expect("it is in force").outcomes[0];
    let judged = Judged::of(outcome.looked_at(&form));
    let review = waived(&format!(
        "  - {{regla: POB-21, hasta: 2026, huella: \"{}\", {SIGNED}}}\n",
        judged.digest
    ));
    let set_aside = |form: &Document| {
        let evaluation = pilares::judge_with(ruleset(), form, &review);
        View::new(&evaluation).set_aside().count()
    };
    assert_eq!(set_aside(&form), 1);
    let moved = changed("redes-de-oportunidades-2026", "cantidad: 286207", "cantidad: 286208");
    assert_eq!(set_aside(&moved), 0);
}

// What people see.

#[test]
fn mistakes_in_a_review_are_told_with_their_place_and_the_nearest_name() {
    let folder = scratch("review_mistakes");
    fs::copy(root().join(EJEMPLO), folder.join("ejemplo.yaml")).expect("the form is copied");
    let signed = "razon: Sí, autor: A, fecha: 2026-05-04";
    let text = format!(
        "programa: Leer a Tiempo\nproceso: 2025\nreglas: dipres\npregunta: []\npreguntas:\n\
         \x20 - {{regla: EST-41, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-14, respuesta: parcialmnte, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-14, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-04, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-04, elemento: 9, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: DIA-17, respuesta: si, autor: A, fecha: 2026-02-30, huella: aa}}\n\
         \x20 - {{regla: OBJ-16, respuesta: si, {signed}}}\n\
         \x20 - {{regla: EST-16, respuesta: si, {signed}, textos: [{{campo: a, dice: b}}], huella: aa}}\n\
         \x20 - {{regla: DIA-15, elemento: 1, respuesta: confirmada, {signed}, huella: aa}}\n\
         dispensas:\n  - {{regla: POB-21, autor: A}}\n\
         comentarios: {{pilares: {{poblasion: [x]}}}}\n"
    );
    fs::write(folder.join("mala.review.yaml"), text).expect("the file is written");
    let check = ["check", "ejemplo.yaml", "--review", "mala.review.yaml", "--format", "concise"];
    let told: String = shown(&pilares_in(&folder, &check))
        .lines()
        .filter(|line| line.contains("review"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!("mistakes", told);
    let status =
        ["review", "status", "ejemplo.yaml", "--review", "mala.review.yaml", "--lang", "en"];
    assert!(shown(&pilares_in(&folder, &status)).contains("did you mean `parcialmente`?"));
}

/// A folder with one form, where a review can be begun, and the form's place in it.
fn desk(name: &str, form: &str) -> (PathBuf, String) {
    let folder = scratch(name);
    fs::create_dir(folder.join("forms")).expect("the folder is made");
    let path = form.replace("submissions", "forms");
    fs::copy(root().join(form), folder.join(&path)).expect("the form is copied");
    (folder, path)
}

#[test]
fn a_review_is_begun_once_and_its_state_is_shown() {
    let (folder, form) = desk("review_start", EJEMPLO);
    let begun = pilares_in(&folder, &["review", "start", &form]);
    insta::assert_snapshot!("start", shown(&begun));
    let again = pilares_in(&folder, &["revision", "empezar", &form, "--lang", "en"]);
    insta::assert_snapshot!("start_again", shown(&again));
    let text = fs::read_to_string(folder.join("reviews/ejemplo.review.yaml")).expect("it is there");
    let head: Vec<&str> = text.lines().take(75).collect();
    insta::assert_snapshot!("start_file", head.join("\n"));
    let status = pilares_in(&folder, &["review", "status", &form]);
    insta::assert_snapshot!("status", shown(&status));
    let status = pilares_in(&folder, &["review", "estado", &form, "--lang", "en", "--width", "60"]);
    insta::assert_snapshot!("status_english", shown(&status));
    let none = pilares_in(&folder, &["review", "status", &form, "--review", "nada.yaml"]);
    insta::assert_snapshot!("status_none", shown(&none));
    let hint = pilares_in(&folder, &["check", &form, "--format", "concise"]);
    assert!(
        shown(&hint).contains("nota: hay una revisión de este formulario; para contarla: --review")
    );
}

#[test]
fn questions_are_asked_one_by_one_and_taken_up_again() {
    let (folder, form) = desk("review_ask", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let asked = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--date", "2026-05-04"],
        b"tal vez\nParcialmente\n\nSolo una \x1b[31mcausa\nAna\n1\nEs un cambio\ns\nq\n",
    );
    insta::assert_snapshot!("ask", shown(&asked));
    let status = shown(&pilares_in(&folder, &["review", "status", &form]));
    assert!(status.contains("Respondidas: 2 · Por responder: 17"), "{status}");
    let form_text = fs::read_to_string(folder.join(&form)).expect("the form is there");
    let moved = form_text.replace("Según la Encuesta de Aula (EA) 2024", "Según la EA 2024");
    fs::write(folder.join(&form), moved).expect("the form is changed");
    let again = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--author", "Beatriz", "--date", "2026-06-01"],
        b"=\n",
    );
    insta::assert_snapshot!("ask_stale", shown(&again));
    let file = folder.join("reviews/ejemplo.review.yaml");
    let review = read(&fs::read_to_string(file).expect("it is there"));
    let entry = review.entry(Awaited::Answer, "DIA-17", None).expect("it is asked");
    assert_eq!(entry.signed.author, "Beatriz");
    assert_eq!(entry.signed.reason, "Solo una [31mcausa");
    let evaluation_of = document(&fs::read_to_string(folder.join(&form)).expect("it is there"));
    let evaluation = pilares::judge_with(ruleset(), &evaluation_of, &review);
    assert_eq!(codes(&evaluation), Vec::<String>::new());
}

#[test]
fn half_a_line_is_no_answer() {
    let (folder, form) = desk("review_half", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let before = fs::read_to_string(&file).expect("it is there");
    for typed in [&b""[..], b"s", b"si", b"si\nPorque", b"si\nPorque s\xc3\xad\nAn", b"q\n"] {
        pilares_reading_in(&folder, &["review", "ask", &form], typed);
        assert_eq!(fs::read_to_string(&file).expect("it is there"), before);
    }
    let long = [b"x".repeat(70_000), b"\nsi\nPorque\nAna\n".to_vec()].concat();
    let output = pilares_reading_in(&folder, &["review", "ask", &form], &long);
    assert!(shown(&output).contains("demasiado larga"));
    assert_ne!(fs::read_to_string(&file).expect("it is there"), before);
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_erased() {
    let (folder, form) = desk("review_meanwhile", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let mut asking = Asking::start(&folder, &form);
    asking.until("Respuesta");
    let mine = fs::read_to_string(&file).expect("it is there") + "# mío\n";
    fs::write(&file, &mine).expect("it can be written");
    asking.type_line("si");
    asking.type_line("Porque");
    asking.type_line("Ana");
    let status = asking.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), mine);
}

const WAIVING: [&str; 8] = [
    "--reason",
    "Se corregirá: «ya» lo prometió",
    "--until",
    "2026",
    "--who",
    "Ana \u{1b}[31mDíaz",
    "--date",
    "2026-05-04",
];

/// Sets something aside on the desk's form.
fn waive(folder: &Path, form: &str, more: &[&str]) -> String {
    shown(&pilares_in(folder, &[&["review", "waive", form], more].concat()))
}

#[test]
fn an_observation_is_set_aside_by_a_command_that_leaves_the_rest_as_it_was() {
    let form = "submissions/redes-de-oportunidades-2026.yaml";
    let (folder, form) = desk("review_waive", form);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let begun = fs::read_to_string(&file).expect("it is there") + "# al final\n";
    let begun = begun.replace("dispensas: []", "dispensas: []   # aún ninguna");
    fs::write(&file, &begun).expect("it can be written");
    let told = waive(&folder, &form, &[&["EST-05"], &WAIVING[..]].concat());
    insta::assert_snapshot!("waive", told);
    let text = fs::read_to_string(&file).expect("it is there");
    let lines: Vec<&str> = text.lines().collect();
    let kept: Vec<&str> = begun
        .lines()
        .map(|line| match line {
            "dispensas: []   # aún ninguna" => "dispensas:   # aún ninguna",
            line => line,
        })
        .collect();
    let at = lines.iter().position(|line| line.starts_with("dispensas")).expect("it has a list");
    insta::assert_snapshot!("waive_file", lines[at..at + 14].join("\n"));
    let added = lines.len() - kept.len();
    let others: Vec<&str> = [&lines[..=at], &lines[at + 1 + added..]].concat();
    assert_eq!(others, kept, "nothing else moved");
    // Another one, an element of it, and the first again with another year.
    let told = waive(&folder, &form, &[&["dia-05", "--element", "9"], &WAIVING[..]].concat());
    assert!(told.contains("DIA-05[9]") && told.ends_with("── exit 0\n"), "{told}");
    let again = ["EST-05", "--reason", "Sí", "--until", "2027", "--author", "Eva"];
    let told = shown(&pilares_in(
        &folder,
        &[&["revision", "dispensar", &form, "--lang", "en"], &again[..]].concat(),
    ));
    insta::assert_snapshot!("waive_again", told);
    let review = read(&fs::read_to_string(&file).expect("it is there"));
    assert_eq!(review.findings, []);
    let waivers: Vec<_> = review.waivers.iter().map(|it| &it.waiver).collect();
    let found: Vec<_> = waivers.iter().map(|it| (&*it.rule, it.element, it.until)).collect();
    assert_eq!(found, [("EST-05", None, 2027), ("DIA-05", Some(9), 2026)]);
    assert_eq!(waivers[1].signed.reason, "Se corregirá: «ya» lo prometió");
    assert_eq!(waivers[1].signed.author, "Ana [31mDíaz");
    // The ficha tells a minimum that was set aside.
    let ficha = shown(&pilares_in(&folder, &["report", &form, "--review", "reviews"]));
    assert!(ficha.contains("Dispensa de Eva hasta el proceso 2027: Sí."), "{ficha}");
}

#[test]
fn a_waiver_goes_into_a_review_however_its_list_is_written() {
    let form = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge(ruleset(), &form);
    let waiving = review::Waiving {
        rule: "EST-05",
        until: Some("2026"),
        reason: Some("Sí"),
        author: Some("Ana"),
        date: "2026-05-04",
        element: None,
    };
    let waiver = waiving.waiver(&evaluation).expect("it is sound");
    let waiver = pilares::evaluate::Waiver { judged: None, ..waiver };
    let head = "programa: Redes de Oportunidades de Negocios\nreglas: dipres\n";
    let put = |text: &str| {
        let document = file(text);
        let review = review::read(&document, ruleset());
        review::set_aside(&review, &document, &waiver, ruleset())
    };
    let item = "  - regla: EST-05\n    hasta: 2026\n    razon: \"Sí\"\n    autor: \"Ana\"\n    fecha: 2026-05-04\n";
    let other =
        "- regla: POB-21\n  hasta: 2026\n  razon: \"a\"\n  autor: \"b\"\n  fecha: 2026-05-04\n";
    for (before, after) in [
        ("", format!("\ndispensas:\n{item}")),
        ("dispensas:", format!("dispensas:\n{item}")),
        ("dispensas: # nota\n", format!("dispensas: # nota\n{item}")),
        ("dispensas: []", format!("dispensas:\n{item}")),
        ("dispensas: [ ] # nota\n# fin", format!("dispensas: # nota\n{item}# fin")),
        (
            "dispensas:\n# nota\nproceso: 2026\n",
            format!("dispensas:\n{item}# nota\nproceso: 2026\n"),
        ),
    ] {
        let text = put(&format!("{head}{before}")).unwrap_or_else(|_| panic!("{before:?}"));
        assert_eq!(text, format!("{head}{after}"), "{before:?}");
    }
    let text = put(&format!("{head}dispensas:\n{other}# fin\n")).expect("it is laid out in lines");
    let unindented: String = item.lines().map(|line| format!("{}\n", &line[2..])).collect();
    assert_eq!(text, format!("{head}dispensas:\n{other}{unindented}# fin\n"));
    let flow = format!("{head}dispensas:\n  - {{regla: POB-21, hasta: 2026, {SIGNED}}} # nota\n");
    assert!(
        put(&flow).is_err_and(|_| true) || put(&flow).is_ok_and(|text| text.contains("# nota"))
    );
    assert!(
        put(&format!("{head}dispensas: [{{regla: POB-21, hasta: 2026, {SIGNED}}}]\n")).is_err()
    );
}

#[test]
fn a_waiver_that_is_not_sound_is_refused_with_all_that_is_wrong() {
    let (folder, form) = desk("review_waive_wrong", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let before = fs::read_to_string(&file).expect("it is there");
    let mut all = String::new();
    for more in [
        &["EST-5"][..],
        &["EST-05", "--reason", " \u{200b} ", "--until", "2025", "--who", ""],
        &["EST-05", "--reason", "a", "--who", "b", "--until", "siempre"],
        &["POB-21", "--element", "1", "--reason", "a", "--who", "b", "--until", "2026"],
        &["EST-05", "--element", "7", "--reason", "a", "--who", "b", "--until", "2026"],
        &["POB-01", "--reason", "a", "--who", "b", "--until", "2026"],
        &["EST-05", "--lang", "en"],
        &[],
    ] {
        all.push_str(&waive(&folder, &form, more));
        all.push('\n');
        assert_eq!(fs::read_to_string(&file).expect("it is there"), before, "{more:?}");
    }
    fs::copy(root().join(EJEMPLO), folder.join("forms/otro.yaml")).expect("the form is copied");
    let review = "reviews/redes-de-oportunidades-2026.review.yaml";
    let arguments = ["EST-05", "--review", review];
    let told = waive(&folder, "forms/otro.yaml", &[&arguments[..], &WAIVING[..]].concat());
    all.push_str(&told);
    insta::assert_snapshot!("waive_refused", all);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), before);
    let none = waive(&root(), EJEMPLO, &["EST-05", "--review", "nada.yaml"]);
    assert!(none.contains("pilares review start"), "{none}");
}

#[test]
fn a_waiver_of_an_element_does_not_pass_to_another() {
    let (folder, form) = desk("review_waive_moved", "submissions/huertos-urbanos-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let told = waive(&folder, &form, &[&["POB-03", "--element", "3"], &WAIVING[..]].concat());
    assert!(told.contains("Guardado: dispensa de POB-03[3]"), "{told}");
    let check = ["check", &form, "--review", "reviews", "--format", "concise"];
    let set_aside = |text: &str| text.contains("dispensa de Ana");
    assert!(set_aside(&shown(&pilares_in(&folder, &check))));
    // What was the third component is now the first, and the other way about.
    let text = fs::read_to_string(folder.join(&form)).expect("the form is there");
    let at = |name: &str| text.find(&format!("  - nombre: {name}")).expect("it is there");
    let [first, second, third] =
        ["Huertos urbanos c", "Talleres de cultivo", "Coordinación y"].map(at);
    let end = third + text[third..].find("\nrecursos:").expect("something follows") + 1;
    let moved = [
        &text[..first],
        &text[third..end],
        &text[second..third],
        &text[first..second],
        &text[end..],
    ]
    .concat();
    fs::write(folder.join(&form), moved).expect("the form is changed");
    let told = shown(&pilares_in(&folder, &check));
    assert!(!set_aside(&told), "{told}");
    assert!(told.contains("el texto que se juzgó cambió"), "{told}");
}

#[test]
fn a_waiver_of_a_rule_stands_before_those_of_its_elements() {
    let (folder, form) = desk("review_waive_whole", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    waive(&folder, &form, &[&["DIA-05"], &WAIVING[..]].concat());
    let told = waive(&folder, &form, &[&["DIA-05", "--element", "9"], &WAIVING[..]].concat());
    assert!(told.contains("otra dispensa ya deja de lado `DIA-05` ahí"), "{told}");
    assert!(told.ends_with("── exit 2\n"), "{told}");
}

#[test]
fn what_is_said_to_be_saved_is_there_whoever_writes_meanwhile() {
    let (folder, form) = desk("review_at_once", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let rules = ["EST-05", "OBJ-08", "POB-21", "REC-09", "ANT-01", "ANT-04"];
    let told: Vec<String> = std::thread::scope(|scope| {
        let started: Vec<_> = rules
            .iter()
            .map(|rule| scope.spawn(|| waive(&folder, &form, &[&[*rule], &WAIVING[..]].concat())))
            .collect();
        started.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let review = read(&fs::read_to_string(&file).expect("it is there"));
    let saved = told.iter().filter(|told| told.contains("Guardado")).count();
    assert_eq!(review.waivers.len(), saved, "{told:?}");
    assert!(told.iter().all(|told| told.contains("Guardado") || told.contains("alguien más")));
}

#[test]
fn nobody_answers_without_a_name() {
    let (folder, form) = desk("review_no_name", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let asked = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--author", " ", "--date", "2026-05-04"],
        b"si\nPorque se ve\n\nAna\nq\n",
    );
    assert!(shown(&asked).contains("Quién responde"), "{}", shown(&asked));
    let text = fs::read_to_string(folder.join("reviews/ejemplo.review.yaml")).expect("it is there");
    assert_eq!(read(&text).answered().0, 1);
}

#[test]
fn a_rule_is_explained_with_what_people_say_of_it() {
    let explain = |rule: &str, more: &[&str]| {
        shown(&pilares(&[&["explain", rule, "--on", DESARROLLO], more].concat()))
    };
    let plain = explain("DIA-15", &[]);
    let answered = explain("DIA-15", &["--review", "reviews"]);
    assert_ne!(plain, answered);
    assert!(plain.contains("nota: hay una revisión"), "{plain}");
    assert!(answered.contains("confirmada por DIPRES, sección III del informe"), "{answered}");
    let (folder, form) = desk("review_explain", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    waive(&folder, &form, &[&["EST-05"], &WAIVING[..]].concat());
    let explain = ["explicar", "EST-05", "--on", &form, "--review", "reviews"];
    let told = shown(&pilares_in(&folder, &explain));
    assert!(
        told.contains("dispensa de Ana [31mDíaz (2026-05-04), hasta el proceso 2026"),
        "{told}"
    );
    let without_form = shown(&pilares(&["explain", "EST-05", "--review", "reviews"]));
    assert!(without_form.ends_with("── exit 2\n"), "{without_form}");
}

/// The program asking, one line at a time.
struct Asking {
    child: std::process::Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Asking {
    fn start(folder: &Path, form: &str) -> Asking {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pilares"))
            .args(["review", "ask", form, "--date", "2026-05-04"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .current_dir(folder)
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Asking { child, output }
    }

    /// Reads up to a prompt or the word that something was saved; false where the output ends.
    fn until(&mut self, words: &str) -> bool {
        let mut seen = Vec::new();
        loop {
            let mut byte = Vec::new();
            let read = std::io::Read::by_ref(&mut self.output);
            match std::io::Read::take(read, 1).read_until(b'\n', &mut byte) {
                Ok(1) => seen.extend(byte),
                _ => return false,
            }
            if seen.ends_with(words.as_bytes()) {
                return true;
            }
        }
    }

    fn type_line(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("it is piped");
        // The program may be dead by now, which is what some tests are about.
        let _ = input.write_all(format!("{line}\n").as_bytes()).and_then(|()| input.flush());
    }
}

#[test]
fn a_kill_at_any_moment_loses_at_most_the_answer_being_typed() {
    let (folder, form) = desk("review_kill", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let answers = || read(&fs::read_to_string(&file).expect("it is always there")).answered().0;
    let mut chance = 20_260_504u64;
    let mut rounds = 0;
    while rounds < 14 {
        rounds += 1;
        let before = answers();
        let mut asking = Asking::start(&folder, &form);
        let mut saved = 0;
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (stop, delay) = ((chance >> 33) % 3, (chance >> 40) % 12_000);
        asking.until("Respuesta");
        asking.type_line("1\nPorque se ve\nAna");
        while saved < stop && asking.until("Guardado") {
            saved += 1;
            asking.type_line("1\nPorque se ve");
        }
        std::thread::sleep(std::time::Duration::from_micros(delay));
        asking.child.kill().expect("it can be killed");
        asking.child.wait().expect("it is dead");
        let text = fs::read_to_string(&file).expect("it is always there");
        let review = read(&text);
        assert_eq!(review.findings, [], "after {rounds} rounds");
        assert_eq!(review.entries.len(), 19);
        let after = review.answered().0;
        assert!(after >= before + saved as usize, "{before} + {saved} became {after}");
        assert!(after <= before + saved as usize + 1, "{before} + {saved} became {after}");
    }
    assert!(answers() >= 7, "{} after {rounds} rounds", answers());
}

// The published evaluation.

#[test]
fn the_published_judgements_give_the_published_verdicts() {
    let form = submission("desarrollo-empresarial-2024");
    let review = published();
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    assert_eq!(codes(&evaluation), Vec::<String>::new());
    assert!(evaluation.pillars.iter().all(|pillar| pillar.decision == Decision::Meets));
    assert_eq!(rating(&evaluation), ("RF".to_owned(), true));
    assert!(evaluation.unwaived.is_none());
    let unmet = |id: &str| {
        let result = evaluation.result(id).expect("the rule is in force");
        let mut unmet = result.outcomes.iter().filter(|outcome| outcome.status == Status::Unmet);
        unmet.any(|outcome| !outcome.is_suspicion(result.rule))
    };
    // Section III of the report: one of the diagnosis; a) to f) of the population; one of the
    // objective, on the indicator and on what else to measure; one of the strategy, on complexity and
    // on whom to coordinate with.
    let nine: [&[&str]; 9] = [
        &["DIA-15"],
        &["POB-04"],
        &["POB-12"],
        &["POB-10"],
        &["POB-17"],
        &["POB-24"],
        &["POB-21"],
        &["OBJ-11", "OBJ-21"],
        &["EST-10", "EST-17"],
    ];
    let missing: Vec<&str> = nine.into_iter().flatten().copied().filter(|id| !unmet(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    // Whoever recorded them says nothing wrong of any other rule.
    let told: BTreeSet<&str> = nine.into_iter().flatten().copied().collect();
    for entry in review.entries.iter().filter(|entry| wrong(entry)) {
        assert!(told.contains(entry.rule.as_str()), "{}", entry.rule);
    }
    assert_eq!(review.comments.general.len(), 1);
    let population = review.comments.sections.iter().find(|(id, _)| id == "poblacion");
    assert_eq!(population.expect("it is commented").1[0].items.len(), 6);
}

fn wrong(entry: &Entry) -> bool {
    let rule = ruleset().rule(&entry.rule).expect("it is in force");
    let word = entry.answer.as_deref().unwrap_or_default();
    let choices = review::choices(entry.awaited, rule);
    choices.iter().any(|choice| choice.word == word && choice.status == Status::Unmet)
}

#[test]
fn the_published_evaluation_is_shown() {
    let output = pilares(&["check", DESARROLLO, "--review", PUBLISHED, "--format", "concise"]);
    let text = shown(&output);
    let said: Vec<&str> = text.lines().filter(|line| !line.contains(": sin dato[")).collect();
    insta::assert_snapshot!("published_concise", said.join("\n"));
    let output = pilares(&["check", DESARROLLO, "--review", "reviews", "--format", "markdown"]);
    let text = shown(&output);
    let from = text.find("## Diagnóstico").expect("it has pillars");
    let to = text.find("## Objetivo").expect("it has pillars");
    insta::assert_snapshot!("published_markdown", &text[from..to]);
    let many = pilares(&["check", DESARROLLO, EJEMPLO, "--review", PUBLISHED]);
    insta::assert_snapshot!("one_review", shown(&many));
}

#[test]
fn a_comment_in_one_section_on_rules_of_another_is_told() {
    let form = submission("redes-de-oportunidades-2026");
    let check = |comments: &str| {
        let review = read(&format!(
            "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\nversion: \
             0.1.0\ncomentarios:\n  pilares:\n    poblacion:\n{comments}"
        ));
        assert_eq!(review.findings, []);
        let evaluation = pilares::judge_with(ruleset(), &form, &review);
        let found = evaluation.review.as_ref().expect("there is a review").findings.iter();
        found.map(|it| (it.code.clone(), it.message.spanish.clone())).collect::<Vec<_>>()
    };
    assert_eq!(check("      - {texto: Baja cobertura., reglas: [POB-21]}\n"), []);
    let found = check(
        "      - texto: Varias cosas.\n        incisos:\n          - {texto: Uno., reglas: [OBJ-08, \
         POB-21, EST-05]}\n",
    );
    let [(code, message)] = &found[..] else { panic!("one finding: {found:?}") };
    assert_eq!(code, "review/comment-elsewhere");
    assert_eq!(
        message,
        "este comentario está en `poblacion` y habla de `OBJ-08` y `EST-05`, que son de otra sección"
    );
}

#[test]
fn one_finding_that_is_set_aside_is_told_in_the_singular() {
    let form = submission("redes-de-oportunidades-2026");
    let review = common::waiving();
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    let told = report::concise(&View::new(&evaluation), &Style::default());
    assert!(told.contains(": dejada de lado[OBJ-08] ") && !told.contains("dejadas de lado["));
}
