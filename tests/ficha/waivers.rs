//! What was set aside, in the ficha.

use super::*;

/// A form that fails a minimum, with a review that sets it aside.
#[test]
fn a_minimum_that_fails_or_is_set_aside_is_always_told() {
    let form = read("submissions/redes-de-oportunidades-2026.yaml");
    let review = |waivers: &str, comments: &str| {
        format!(
            "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n\
             version: 0.1.0\ndispensas:\n{waivers}\ncomentarios:\n  pilares:\n    objetivo:\n{comments}"
        )
    };
    let silent = "      - texto: Sin reparos.\n        reglas: [OBJ-08]\n";
    let ficha = compose(&form, Some(&text("r", &review("  []", silent))));
    let objective = row(&ficha, "Objetivo y Seguimiento");
    assert_eq!(objective.sign.as_deref(), Some("I"));
    let words = said(objective);
    assert!(
        words[0].starts_with("No se cumple un mínimo del pilar. El indicador de propósito vale")
    );
    assert_eq!(words[1], "Sin reparos. [OBJ-08]");

    let waiver = "  - regla: OBJ-08\n    hasta: 2026\n    razon: Se medirá el primer año\n    \
                  autor: Equipo evaluador\n    fecha: 2026-05-04";
    let ficha = compose(&form, Some(&text("r", &review(waiver, silent))));
    let objective = row(&ficha, "Objetivo y Seguimiento");
    assert!(objective.sign.as_deref().is_some_and(|sign| sign.starts_with('S')));
    let words = said(objective).join("\n");
    assert!(
        words.contains("Se deja de lado un mínimo del pilar. El indicador de propósito vale cero")
    );
    assert!(words.contains(
        "Dispensa de Equipo evaluador hasta el proceso 2026: Se medirá el primer año. [OBJ-08]"
    ));
    assert!(words.contains("Sin las dispensas, el veredicto del pilar sería: I."));
    // The other pillar that fails keeps the rating as it is.
    let general = said(row(&ficha, "Comentario General")).join(" ");
    assert!(general.contains(
        "Sin las dispensas, la calificación también sería: Objetado Técnicamente; y sería otro el \
         veredicto del pilar «Objetivo y Seguimiento»."
    ));
}

#[test]
fn minimums_that_are_set_aside_are_called_so_apart_from_milder_findings() {
    let ficha = compose(&read(REDES), Some(&redes("OBJ-08 EST-05 DIA-05 OBJ-20 REC-09", "")));
    let openings = |name: &str| -> Vec<(String, usize)> {
        let bullets = row(&ficha, name).bullets.iter();
        bullets.map(|bullet| (bullet.text.text.clone(), bullet.items.len())).collect()
    };
    let strategy = openings("Estrategia y Componentes");
    assert!(strategy.contains(&("Se dejan de lado estos mínimos del pilar:".to_owned(), 2)));
    let diagnosis = openings("Diagnóstico del problema");
    assert!(diagnosis.contains(&("Se dejan de lado estas observaciones:".to_owned(), 2)));
    let starts = |name: &str, start: &str| {
        openings(name).iter().filter(|(text, _)| text.starts_with(start)).count()
    };
    assert_eq!(starts("Objetivo y Seguimiento", "Se deja de lado un mínimo del pilar."), 1);
    assert_eq!(starts("Objetivo y Seguimiento", "Se deja de lado una observación."), 1);
    assert_eq!(starts("Uso de recursos", "Se deja de lado una falta de información"), 1);
    let general = said(row(&ficha, "Comentario General"));
    assert!(general[0].contains(
        "Por dispensas se dejan de lado mínimos de los pilares «Objetivo y Seguimiento» y \
         «Estrategia y Componentes»."
    ));
    assert!(general[1].contains("«Estrategia y Componentes»"), "{}", general[1]);
}

#[test]
fn what_would_be_without_waivers_stands_beside_every_sign() {
    let ficha = compose(&read(REDES), Some(&redes("OBJ-08 EST-05", "")));
    let beside = "Falta Información (provisional; sin dispensas: Objetado Técnicamente)";
    assert!(ficha.lines.iter().any(|line| line.ends_with(beside)), "{:?}", ficha.lines);
    let judged = judged(&ficha);
    assert_eq!(judged.rating.1, beside);
    assert_eq!(judged.closing.1, "FI (provisional; sin dispensas: OT)");
    let sign = |name: &str| row(&ficha, name).sign.clone().expect("it is a pillar");
    assert_eq!(sign("Diagnóstico del problema"), "S (provisional)");
    assert_eq!(sign("Objetivo y Seguimiento"), "S (provisional; sin dispensas: I)");
    assert_eq!(sign("Estrategia y Componentes"), "S (provisional; sin dispensas: I)");
    let general = said(row(&ficha, "Comentario General")).join(" ");
    assert!(general.contains(
        "Sin las dispensas, la calificación sería: Objetado Técnicamente; y serían otros los \
         veredictos de los pilares «Objetivo y Seguimiento» y «Estrategia y Componentes»."
    ));
}

#[test]
fn a_suspicion_that_is_set_aside_unconfirmed_is_not_affirmed() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let evaluation = pilares::judge(&ruleset, &form);
    let suspected = evaluation.results.iter().find_map(|result| {
        let open = result.outcomes.iter().any(|outcome| outcome.is_suspicion(result.rule));
        let severity = ruleset.severity(result.rule).level;
        (open && severity != pilares::finding::Severity::Note).then_some(result.rule)
    });
    let rule = suspected.expect("it is suspected of something");
    let waiver = format!(
        "programa: Barrios que Cultivan\nproceso: 2026\nreglas: dipres\ndispensas:\n  - {{regla: {}, \
         hasta: 2026, razon: Se acordó, autor: Equipo evaluador, fecha: 2026-05-04}}\n",
        rule.id
    );
    let waiver = pilares::review::read(&text("r", &waiver), &ruleset);
    let confirmed = common::confirming(&form, &rule.id);
    let confirmed = Review { waivers: waiver.waivers.clone(), ..confirmed };
    let told = |review: &Review| {
        let evaluation = pilares::judge_with(&ruleset, &form, review);
        let ficha = ficha::ficha(&evaluation, Some(review)).expect("there is a plan");
        let all: Vec<String> = rows(&ficha).iter().flat_map(said).collect();
        let waived = all.into_iter().find(|words| words.contains("Dispensa de Equipo evaluador"));
        waived.expect("it is told what was set aside")
    };
    let (open, confirmed) = (told(&waiver), told(&confirmed));
    assert!(open.contains("Por confirmar: "), "{open}");
    assert!(!confirmed.contains("Por confirmar"), "{confirmed}");
}
