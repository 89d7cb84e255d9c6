//! Comments of evaluators in the ficha.

use super::*;

#[test]
fn a_comment_on_what_no_rule_sees_any_more_is_told() {
    let (ruleset, form) = (ruleset(), read(FORM));
    let review = fs::read_to_string(REVIEW).expect("it is there");
    let review = review.replace("reglas: [DIA-15]", "reglas: [DIA-15, POB-01, POB-02]");
    let reading = review::read(&text("una.review.yaml", &review), &ruleset);
    assert_eq!(reading.findings, []);
    let evaluation = pilares::judge_with(&ruleset, &form, &reading);
    let findings = &evaluation.review.as_ref().expect("there is a review").findings;
    let [finding, other] = &findings[..] else { panic!("two findings: {findings:?}") };
    assert_eq!(finding.code, "review/comment");
    assert_eq!(other.code, "review/comment-elsewhere");
    assert!(finding.message.spanish.contains("`POB-01` y `POB-02`, que no tienen"));
}

#[test]
fn an_evaluators_general_comment_follows_what_the_rating_means() {
    let comments = "comentarios:\n  general: [Un programa necesario.]\n";
    let general = said(&rows(&compose(&read(REDES), Some(&redes("", comments))))[0]);
    assert!(general[0].starts_with("El programa se objeta técnicamente, porque los pilares"));
    assert_eq!(general[1..], ["Un programa necesario."]);
}

#[test]
fn a_comment_without_words_is_none() {
    let form = read("submissions/redes-de-oportunidades-2026.yaml");
    let review = |comments: &str| {
        let text = text(
            "r",
            &format!(
                "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n\
                 comentarios:\n  general: {comments}\n  pilares:\n    diagnostico: {comments}\n"
            ),
        );
        compose(&form, Some(&text))
    };
    let plain = ficha::markdown(&review("[]"));
    for comments in
        ["['']", "['  ', ~]", "[{texto: '', reglas: [DIA-05]}]", "[{texto: ' ', incisos: ['']}]"]
    {
        let told = ficha::markdown(&review(comments));
        assert_eq!(undigested(&told), undigested(&plain), "{comments}");
    }
}

/// What a comment is about are observations: what is missing keeps its own words.
#[test]
fn a_comment_leaves_what_is_missing_as_it_is() {
    let form = read("submissions/todo-mal.yaml");
    let name = form.at(&"antecedentes.nombre".parse().expect("a path")).and_then(|it| it.text());
    let comment = format!(
        "programa: {:?}\nreglas: dipres\ncomentarios:\n  pilares:\n    poblacion: [Una nota.]\n",
        name.expect("it has a name")
    );
    let review = text("nota.review.yaml", &comment);
    let openings = |ficha: &Ficha| -> Vec<(String, usize)> {
        let bullets = row(ficha, "Población").bullets.iter();
        bullets.map(|bullet| (bullet.text.text.clone(), bullet.items.len())).collect()
    };
    let (plain, commented) = (compose(&form, None), compose(&form, Some(&review)));
    let (plain, commented) = (openings(&plain), openings(&commented));
    let missing = |(text, _): &&(String, usize)| text.starts_with("Falta información");
    assert!(plain.iter().any(|it| missing(&it)), "{plain:?}");
    assert_eq!(commented.iter().find(missing), plain.iter().find(missing));
    assert!(commented.iter().any(|(text, _)| text == "Una nota."), "{commented:?}");
}
