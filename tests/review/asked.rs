//! What a review asks, and what its answers would change.

use super::*;

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
