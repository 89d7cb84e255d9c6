//! What waivers set aside, what they never hide, and when they end.

use super::*;

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
fn one_finding_that_is_set_aside_is_told_in_the_singular() {
    let form = submission("redes-de-oportunidades-2026");
    let review = common::waiving();
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    let told = report::concise(&View::new(&evaluation), &Style::default());
    assert!(told.contains(": dejada de lado[OBJ-08] ") && !told.contains("dejadas de lado["));
}
