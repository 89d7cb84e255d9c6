//! Comments that evaluators write, and the rules that they are on.

use super::*;

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
