//! What the ficha says of findings, answers and verdicts, and how.

use super::*;

#[test]
fn the_general_comment_says_which_pillars_fail_and_what_besides_is_to_be_improved() {
    let general = said(&rows(&compose(&read(REDES), None))[0]);
    assert_eq!(
        general,
        [
            "El programa se objeta técnicamente, porque los pilares «Objetivo y Seguimiento» y \
             «Estrategia y Componentes» no cumplen con su mínimo.",
            "Además, deben perfeccionarse las secciones «Diagnóstico del problema», «Población», \
             «Antecedentes» y «Uso de recursos».",
        ]
    );
    let waived = said(&rows(&compose(&read(REDES), Some(&redes("EST-05", ""))))[0]);
    assert!(
        waived[0].contains("porque el pilar «Objetivo y Seguimiento» no cumple con su mínimo.")
    );
}

#[test]
fn what_the_rating_hinges_on_is_told_where_no_verdict_hinges_on_it() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let evaluation = pilares::judge(&ruleset, &form);
    let hinges = &evaluation.rating.as_ref().expect("it is rated").hinges;
    assert!(hinges.iter().any(|hinge| hinge.rule == "POB-05"));
    let ficha = compose(&form, None);
    for hinge in hinges {
        let mark = format!("[{}]", hinge.rule);
        assert!(all(&ficha).iter().any(|said| said.ends_with(&mark)), "{mark}");
    }
    let population = row(&ficha, "Población");
    assert_eq!(population.sign.as_deref(), Some("S"));
    let told = said(population);
    let last = told.last().expect("it says something");
    assert!(last.starts_with("La calificación depende también de lo siguiente. Por confirmar: "));
}

#[test]
fn helps_that_differ_stand_by_their_own_finding() {
    let told = all(&compose(&read(REDES), None));
    let of = |rule: &str| -> Vec<&String> {
        told.iter().filter(|said| said.ends_with(&format!("[{rule}]"))).collect()
    };
    let [first, second] = of("ANT-02")[..] else { panic!("two texts are too long") };
    assert!(first.contains("Acórtelo en 213 caracteres"), "{first}");
    assert!(second.contains("Acórtelo en 55 caracteres"), "{second}");
    let [first, second] = of("EST-05")[..] else { panic!("two components") };
    assert!(!first.contains("Aumente la producción") && second.contains("Aumente la producción"));
}

#[test]
fn a_finding_says_in_which_answer_it_is() {
    let told = all(&compose(&read(REDES), None)).join("\n");
    assert!(told.contains(
        "«Descripción del componente» (componente «Preparación para Rueda de Negocios») tiene 713"
    ));
    assert!(told.contains("«Razón para intervenir» está en blanco."));
    let passage = told.lines().find(|line| line.contains("[ANT-09]")).expect("it is told");
    insta::assert_snapshot!(passage);
}

/// What a ministry reads names no path and teaches nobody to write a file.
#[test]
fn a_ficha_speaks_to_no_programmer() {
    let ruleset = ruleset();
    let fields = ruleset.schema.shape().fields();
    let keys: Vec<String> = fields
        .iter()
        .filter_map(|(path, _)| path.last_key())
        .filter(|key| key.contains('_'))
        .map(str::to_owned)
        .collect();
    for form in fs::read_dir("submissions").expect("there are forms") {
        let path = form.expect("it can be read").path().display().to_string();
        if path.ends_with(".expected.yaml") {
            continue;
        }
        for said in all(&compose(&read(&path), None)) {
            for word in ["true", "false", "sangría", "entre comillas", "`", "{", "yaml", "].", "[1"]
            {
                assert!(!said.contains(word), "{path}: {word} in {said}");
            }
            let key = keys.iter().find(|key| said.contains(key.as_str()));
            assert_eq!(key, None, "{path}: {said}");
        }
    }
}

#[test]
fn an_answer_with_a_reserve_is_told_with_its_reason() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let tell = |answer: &str| {
        let review = common::answering(&form, "EST-14", answer, "faltan talleres de invierno");
        let evaluation = pilares::judge_with(&ruleset, &form, &review);
        ficha::ficha(&evaluation, Some(&review)).expect("there is a plan")
    };
    let strategy = |ficha: &Ficha| said(row(ficha, "Estrategia y Componentes"));
    assert_eq!(
        strategy(&tell("si")),
        ["La estrategia y los componentes se desarrollan adecuadamente."]
    );
    let reserved = tell("parcialmente");
    assert_eq!(row(&reserved, "Estrategia y Componentes").sign.as_deref(), Some("S"));
    assert_eq!(
        strategy(&reserved),
        ["La estrategia y los componentes se desarrollan adecuadamente, aunque cabe una \
          observación. Los componentes, en la dosis que se entregan, bastan para lograr el propósito, \
          con una reserva: «Es plausible, pero la dosis es escasa o queda alguna condición sin \
          atender». Razón de quien evalúa: «faltan talleres de invierno». [EST-14]"]
    );
    assert!(said(&rows(&reserved)[0])[1].contains("«Estrategia y Componentes»"));
}

#[test]
fn a_provisional_verdict_says_what_it_hinges_on() {
    let ficha = compose(&read("submissions/ejemplo.yaml"), None);
    let diagnosis = row(&ficha, "Diagnóstico del problema");
    assert_eq!(diagnosis.sign.as_deref(), Some("S (provisional)"));
    let words = said(diagnosis).join("\n");
    assert!(words.contains("El veredicto es provisional") && words.contains("Por responder: ¿"));
    assert!(!words.contains("identifica adecuadamente"), "nothing is praised before it is known");
    let general = said(row(&ficha, "Comentario General")).join("\n");
    assert!(
        general
            .contains("depende de lo que falta resolver en cada sección (DIA-17, OBJ-16, EST-14).")
    );
}
