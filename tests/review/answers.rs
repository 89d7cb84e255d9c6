//! What answers do to verdicts, and when they no longer count.

use super::*;

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
