//! The review of the published evaluation.

use super::*;

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
