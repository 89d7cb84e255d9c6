//! What holds whatever a review says.

use super::*;

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
