//! The cases guard the rules: mutants, clause coverage, and the cases that are proposed for what is missing.

mod common;

use std::sync::Arc;

use pilares::rules::{self, Class, Files, Ruleset, case_text};
use pilares::source::Source;
use pilares::verify::{self, Lack};

/// The embedded rule set with one file changed.
fn changed(path: &str, change: impl Fn(&str) -> String) -> Ruleset {
    with(&[(path, &change)])
}

/// A file by its path, and a change of its text.
type Change<'c> = (&'c str, &'c dyn Fn(&str) -> String);

/// The embedded rule set with some files changed.
fn with(changes: &[Change<'_>]) -> Ruleset {
    let embedded = rules::embedded("dipres");
    let files = embedded.paths().map(|name| {
        let source = embedded.get(name).expect("the path is its own");
        let mut text = source.text().to_owned();
        for (path, change) in changes {
            if name == *path {
                text = change(&text);
            }
        }
        (name.to_owned(), Source::new(name, &text))
    });
    let compiled = rules::compile(&Files::new(files.collect::<Vec<(String, Arc<Source>)>>()));
    assert_eq!(compiled.findings, []);
    compiled.ruleset.expect("it compiles")
}

const RULE: &str = "poblacion/POB-21-cobertura-baja.yaml";

/// The rule with none of its cases but the first.
fn unguarded(text: &str) -> String {
    let (head, cases) = text.split_once("casos:\n").expect("it has cases");
    let second = cases.match_indices("\n  - nombre:").next().expect("it has two").0;
    format!("{head}casos:\n{}\n", &cases[..second])
}

/// Survivors, a line each.
fn told(mutation: &verify::Mutation) -> Vec<String> {
    let line = |mutant: &verify::Mutant| {
        let rule = mutant.rule.as_deref().unwrap_or("-");
        format!("{rule} {}: {} → {}", mutant.site, mutant.before, mutant.after)
    };
    mutation.survivors.iter().map(line).collect()
}

/// Every mutant of the rules that are certain or ask a person, and of the policy, is noticed, or known to
/// decide alike; `pilares mutate` shows the same of the heuristics, which takes longer.
#[test]
fn the_cases_notice_slips_in_the_rules_that_are_certain() {
    let ruleset = common::ruleset();
    let (equivalents, findings) = rules::equivalents(&rules::embedded("dipres"));
    assert_eq!(findings, []);
    let certain = verify::mutate(ruleset, &[], |rule| rule.class != Class::Heuristic);
    let mut mutation = certain.joined(verify::mutate_policy(ruleset));
    mutation.set_aside(&equivalents);
    assert_eq!(told(&mutation), Vec::<String>::new());
    assert!(mutation.killed > 1_000, "{}", mutation.killed);
}

/// POB-21 with another condition, and a case on which nothing of it is known.
fn blank(condition: &str) -> Ruleset {
    changed(RULE, |text| {
        let (head, rest) = text.split_once("exige: ").expect("it requires something");
        let (_, rest) = rest.split_once('\n').expect("the condition ends");
        let head = head.split_once("cuando: ").expect("it applies at times").0;
        let (rest, _) = rest.split_once("casos:\n").expect("it has cases");
        format!(
            "{head}exige: {condition}\n{rest}casos:\n  - nombre: todo en blanco\n    sin: [poblacion, componentes]\n    espera: sin dato\n"
        )
    })
}

/// The mutants of a condition that no case guards: what each has in the place of `{sign}`.
fn signs(condition: &str, sign: &str) -> (Vec<String>, usize) {
    let mutation = survivors(&blank(&condition.replace("{sign}", sign)), "POB-21");
    let (before, after) = condition.split_once("{sign}").expect("it has a sign");
    let other = |mutant: &verify::Mutant| {
        let rest = mutant.after.strip_prefix(before.trim_start())?;
        Some(rest.strip_suffix(after)?.to_owned())
    };
    let mut signs: Vec<String> = mutation.survivors.iter().filter_map(other).collect();
    signs.sort();
    (signs, mutation.proven.values().sum())
}

#[test]
fn a_comparison_is_tried_with_every_sign_that_admits_a_little_more_or_less_and_with_its_opposite() {
    let with =
        |sign| signs("poblacion.objetivo.cantidad {sign} poblacion.potencial.cantidad", sign).0;
    assert_eq!(with("="), ["!=", "<=", ">="]);
    assert_eq!(with("!="), ["<", "=", ">"]);
    assert_eq!(with("<"), ["!=", "<=", ">="]);
    assert_eq!(with("<="), ["<", "=", ">"]);
    assert_eq!(with(">"), ["!=", "<=", ">="]);
    assert_eq!(with(">="), ["<", "=", ">"]);
    // Nobody has an order of texts in mind.
    assert_eq!(
        signs("poblacion.potencial.descripcion {sign} poblacion.unidad_detalle", "=").0,
        ["!="]
    );
}

/// What a condition that no case guards becomes by each slip.
fn slips(condition: &str) -> Vec<String> {
    let mutants = survivors(&blank(condition), "POB-21").survivors;
    let own = mutants.into_iter().filter(|mutant| mutant.site == "exige");
    own.map(|mutant| mutant.after).collect()
}

#[test]
fn a_condition_that_is_a_field_or_a_call_is_tried_with_its_opposite() {
    let universal = "poblacion.universal";
    let matches = "matches(poblacion.unidad_detalle, \"a\")";
    assert_eq!(slips(universal), [format!("not({universal})")]);
    assert_eq!(slips(&format!("'{matches}'")), [format!("not({matches})")]);
    assert_eq!(slips(&format!("not({universal})")), [universal]);
    assert_eq!(
        slips(&format!("'if {universal} then {matches} else {universal}'")),
        [
            format!("if {universal} then {universal} else {matches}"),
            format!("if {universal} then not({matches}) else {universal}"),
            format!("if {universal} then {matches} else not({universal})"),
        ]
    );
}

#[test]
fn a_date_is_tried_a_day_aside_and_a_duration_by_the_smallest_unit_that_it_has() {
    let check = |condition: &str, moments: &[&str]| {
        let slips = slips(&format!("'{condition}'"));
        for moment in moments {
            assert!(slips.iter().any(|slip| slip.contains(moment)), "{moment}: {slips:#?}");
        }
    };
    let day = "date(poblacion.unidad_detalle)";
    check(&format!("{day} < @\"2027-01-01\""), &["@\"2026-12-31\"", "@\"2027-01-02\""]);
    check(
        &format!("{day} in [@\"2026-01-01\"..@\"2026-12-31\"]"),
        &["2025-12-31", "2026-01-02", "2026-12-30", "2027-01-01"],
    );
    check(
        &format!("{day} - date(\"2026-05-31\") > duration(\"P60D\")"),
        &["date(\"2026-06-01\")", "date(\"2026-05-30\")", "\"P61D\"", "\"P59D\""],
    );
    check(&format!("{day} - {day} > @\"PT5H\""), &["PT6H", "PT4H"]);
    check(&format!("{day} > {day} + @\"P1Y\""), &["P11M", "P1Y1M"]);
}

#[test]
fn a_slip_that_is_proven_to_change_nothing_is_left_out_and_counted() {
    let counted = |sign| signs("count(componentes) {sign} 0", sign);
    assert_eq!(counted("="), (vec!["!=".to_owned(), ">=".to_owned()], 1));
    assert_eq!(counted(">"), (vec!["<=".to_owned(), ">=".to_owned()], 1));
    // A form may say that there are fewer than none, and the rules judge it.
    assert_eq!(
        signs("poblacion.objetivo.cantidad {sign} 0", "="),
        (vec!["!=".into(), "<=".into(), ">=".into()], 0)
    );
    assert_eq!(signs("count(componentes) + abs(proceso) {sign} -1", ">").1, 1);
    assert_eq!(signs("count(componentes) {sign} proceso", "=").1, 0);
    let maximum = "count(componentes[gasto {sign} max(componentes.gasto)]) > 1";
    assert_eq!(signs(maximum, "="), (vec!["!=".to_owned(), "<=".to_owned()], 1));
}

#[test]
fn a_rule_without_its_cases_is_unguarded_and_the_case_it_lacks_is_written() {
    let ruleset = changed(RULE, unguarded);
    let mutation = verify::mutate(&ruleset, &[], |rule| rule.id == "POB-21");
    let at = mutation.survivors.iter().position(|mutant| mutant.after.contains("cobertura > "));
    let at = at.expect("the boundary of the threshold is unguarded");
    assert!(mutation.survivors[at].place.to_string().contains(RULE));
    let missing = verify::missing(&ruleset, &[], &mutation.survivors, 5_000);
    let (witness, status) = missing[at].case.as_ref().expect("a case is found");
    let case = case_text("en el corte", &witness.patch, status.name());
    let guarded = changed(RULE, |text| format!("{}{case}", unguarded(text)));
    let results = verify::run_cases(&guarded, |rule| rule.id == "POB-21");
    assert!(results.iter().all(|result| result.failures.is_empty()), "{case}");
    let after = verify::mutate(&guarded, &[], |rule| rule.id == "POB-21");
    assert!(!after.survivors.iter().any(|mutant| mutant.after.contains("cobertura > ")), "{case}");
}

/// A case of POB-21 that fails whatever the slip.
const FAILING: &str = r#"  - nombre: falla
    con:
      poblacion.objetivo.cantidad: 1000
      "poblacion.beneficiaria[1].cantidad": 100
    espera: sin dato
    calificacion: RF
"#;

#[test]
fn a_case_that_fails_with_nothing_changed_notices_nothing() {
    let without = changed(RULE, unguarded);
    let with_it = changed(RULE, |text| unguarded(text) + FAILING);
    let told_of = |ruleset: &Ruleset| told(&survivors(ruleset, "POB-21"));
    assert!(!told_of(&without).is_empty());
    assert_eq!(told_of(&with_it), told_of(&without));
    let lacks = |ruleset: &Ruleset| {
        let clauses = verify::clauses(ruleset, |rule| rule.id == "POB-21");
        clauses.into_iter().map(|clause| clause.lacks).collect::<Vec<_>>()
    };
    assert_eq!(lacks(&with_it), lacks(&without));
}

#[test]
fn a_case_of_the_policy_that_fails_with_nothing_changed_notices_nothing() {
    let wrong = |text: &str| text.replace("    calificacion: RF\n", "    calificacion: OT\n");
    let mut failing = changed("ruleset.yaml", wrong);
    let results = verify::run_policy_cases(&failing);
    let fails = results.iter().map(|result| !result.failures.is_empty());
    let mut fails = fails.collect::<Vec<bool>>().into_iter();
    failing.policy.cases.retain(|_| fails.next().expect("each case has a result"));
    assert!(!failing.policy.cases.is_empty());
    let mut none = failing.clone();
    none.policy.cases.clear();
    let told_of = |ruleset: &Ruleset| told(&verify::mutate_policy(ruleset));
    assert!(!told_of(&none).is_empty());
    assert_eq!(told_of(&failing), told_of(&none));
}

#[test]
fn a_clause_that_no_case_shows_is_named_with_a_case_that_does() {
    let ruleset = changed(RULE, unguarded);
    let clauses = verify::clauses(&ruleset, |rule| rule.id == "POB-21");
    let whole: Vec<Vec<Lack>> = clauses.iter().map(|clause| clause.lacks.clone()).collect();
    assert!(whole.iter().all(|lacks| lacks.contains(&Lack::Unknown)), "{whole:?}");
    let lacking = verify::lacking(&ruleset, &clauses, 5_000);
    assert!(!lacking.is_empty());
    for (clause, lack, missing) in &lacking {
        let found = missing.case.is_some();
        assert!(found, "{} {lack:?}", clause.text);
    }
    let shipped = verify::clauses(common::ruleset(), |rule| rule.id == "POB-21");
    assert!(shipped.iter().all(|clause| clause.lacks.is_empty()));
}

#[test]
fn a_policy_without_cases_is_unguarded() {
    let weaker = changed("ruleset.yaml", |text| {
        let (head, _) = text.split_once("\ncasos:").expect("the policy has cases");
        format!("{head}\n")
    });
    let sites = |ruleset: &Ruleset| {
        let survivors = verify::mutate_policy(ruleset).survivors;
        survivors.into_iter().map(|mutant| mutant.site).collect::<Vec<String>>()
    };
    let alive = sites(&weaker);
    assert!(alive.iter().any(|site| site == "calificaciones"), "{alive:?}");
}

/// Every mutant of a rule and of what lies around it that no case notices.
fn survivors(ruleset: &Ruleset, id: &str) -> verify::Mutation {
    verify::mutate(ruleset, &[], |rule| rule.id == id)
}

/// The policy's file without its cases.
fn headless(text: &str) -> String {
    text.split_once("\ncasos:").expect("it has cases").0.to_owned() + "\n"
}

/// Pastes the proposed cases of a rule that has lost its own, in a set whose policy has lost its own too, back
/// into both; gives the slips that nothing is
/// proposed for, and checks that those with a proposal survive no more.
fn pasted(path: &str, id: &str, stripped: impl Fn(&str) -> String) -> (Vec<String>, Vec<String>) {
    let bare = with(&[(path, &stripped), ("ruleset.yaml", &headless)]);
    let before = survivors(&bare, id);
    let missing = verify::missing(&bare, &[], &before.survivors, 3_000);
    let (mut cases, mut policy_cases) = (String::new(), String::new());
    let (mut proposed, mut without) = (Vec::new(), Vec::new());
    for (at, (line, missing)) in told(&before).into_iter().zip(&missing).enumerate() {
        match missing.text(&format!("Propuesto {at}")) {
            None => without.push(line),
            Some(case) => {
                let file = if missing.policy.is_some() { &mut policy_cases } else { &mut cases };
                file.push_str(&case);
                proposed.push(line);
            }
        }
    }
    let guarded = with(&[
        (path, &|text| stripped(text) + &cases),
        ("ruleset.yaml", &|text| match policy_cases.is_empty() {
            true => headless(text),
            false => headless(text) + "casos:\n" + &policy_cases,
        }),
    ]);
    for result in verify::run_cases(&guarded, |rule| rule.id == id) {
        assert_eq!(result.failures, [], "{id}: {}\n{cases}", result.case.name);
    }
    for result in verify::run_policy_cases(&guarded) {
        assert_eq!(result.failures, [], "{}", result.case.name);
    }
    assert_eq!(told(&survivors(&guarded, id)), without, "{cases}{policy_cases}");
    (proposed, without)
}

/// The cases that are proposed for a rule without its own are pasted back, and the slips survive no more.
#[test]
fn what_is_proposed_for_each_kind_of_slip_can_be_pasted_and_notices_it() {
    let check = |path: &str, kinds: &[&str]| {
        let id = path.split_once('/').expect("a section and a file").1.get(..6).expect("an id");
        let (proposed, _) = pasted(path, id, unguarded);
        for kind in kinds {
            assert!(proposed.iter().any(|line| line.contains(kind)), "{kind}: {proposed:#?}");
        }
    };
    // An operator, the condition to apply, the severity.
    check(RULE, &["→ cobertura > parametro", "cuando: not(estrategia.es_piloto) → "]);
    // A clause dropped, an empty list, a number.
    let criteria = "exige.todos[3]: poblacion.objetivo.criterios != null and count(poblacion.objetivo.criterios) >= 1 or poblacion.universal → ";
    check(
        "poblacion/POB-06-universalidad.yaml",
        &[
            criteria,
            "count(poblacion.objetivo.criterios) > 1",
            "count(poblacion.objetivo.criterios) >= 0",
            "severidad: admisibilidad → minimo",
        ],
    );
    // All clauses as one, the class.
    check(
        "poblacion/POB-01-orden-de-las-poblaciones.yaml",
        &["exige: todos → alguno", "clase: automatica → heuristica"],
    );
    // A quantifier.
    check(
        "objetivo/OBJ-08-valores-del-indicador.yaml",
        &["→ every v in objetivo.indicador.valores"],
    );
    // A question to a person.
    check("estrategia/EST-14-dosis-suficiente.yaml", &["cuando: "]);
    // What comes of an answer.
    check(
        "recursos/REC-11-costo-unitario-razonable.yaml",
        &["respuestas.si: cumple → no cumple", "respuestas.no-se-explica: no cumple → cumple"],
    );
    // What the form itself asks, and how grave that is.
    check(
        "antecedentes/ANT-01-respuestas-completas.yaml",
        &["severidad: admisibilidad → nota", "esquema: [falta] → [estructura]"],
    );
    check("antecedentes/ANT-13-respuestas-cerradas.yaml", &["severidad: nota → admisibilidad"]);
}

/// A rule's file with another condition and one case.
fn requiring(condition: &str, text: &str) -> String {
    let (head, rest) = text.split_once("exige: ").expect("it requires something");
    let (_, rest) = rest.split_once('\n').expect("the condition ends");
    let head = head.split_once("cuando: ").expect("it applies at times").0;
    let (rest, _) = rest.split_once("casos:\n").expect("it has cases");
    format!("{head}exige: {condition}\n{rest}casos:\n  - nombre: la base\n    espera: cumple\n")
}

#[test]
fn a_case_at_the_limit_of_a_texts_length_is_proposed() {
    let condition = "string length(objetivo.fin) <= 731 and string length(objetivo.fin) >= 12";
    let (proposed, without) = pasted(RULE, "POB-21", |text| requiring(condition, text));
    assert_eq!(without, Vec::<String>::new());
    for slip in ["<= 732", "<= 730", "< 731", ">= 11", ">= 13", "> 12"] {
        assert!(proposed.iter().any(|line| line.contains(slip)), "{slip}: {proposed:#?}");
    }
}

#[test]
fn a_list_without_elements_is_proposed() {
    let condition = "every c in poblacion.objetivo.criterios satisfies c.variable != null";
    let (proposed, without) = pasted(RULE, "POB-21", |text| requiring(condition, text));
    assert_eq!(without, Vec::<String>::new());
    assert!(proposed.iter().any(|line| line.contains("→ some c in")), "{proposed:#?}");
    let (proposed, without) =
        pasted(RULE, "POB-21", |text| requiring("count(componentes) > 0", text));
    assert_eq!(without, Vec::<String>::new());
    assert!(proposed.iter().any(|line| line.contains("count(componentes) >= 0")), "{proposed:#?}");
}

#[test]
fn a_parameter_that_no_case_guards_is_told_with_a_case_of_a_rule_that_reads_it() {
    let mutated = |ruleset: &Ruleset| {
        let mut mutation = verify::mutate_parameters(ruleset, &[], |_| true);
        mutation.survivors.retain(|mutant| mutant.site == "parametro.cobertura_minima");
        mutation
    };
    let bare = changed(RULE, unguarded);
    let before = mutated(&bare);
    let missing = verify::missing(&bare, &[], &before.survivors, 3_000);
    assert_eq!(missing.len(), 2);
    assert!(missing.iter().all(|one| one.rule.as_deref() == Some("POB-21")));
    let texts = missing.iter().enumerate().map(|(at, one)| one.text(&format!("Propuesto {at}")));
    let cases: String = texts.map(|text| text.expect("a case is found")).collect();
    let guarded = changed(RULE, |text| unguarded(text) + &cases);
    assert_eq!(told(&mutated(&guarded)), Vec::<String>::new(), "{cases}");
}

#[test]
fn a_value_of_a_parameter_is_guarded_in_its_own_years() {
    let mutated = |ruleset: &Ruleset| {
        let mut mutation = verify::mutate_parameters(ruleset, &[], |rule| rule.id == "POB-21");
        mutation.survivors.retain(|mutant| mutant.site.starts_with("parametro.cobertura_minima"));
        mutation
    };
    let two = |text: &str| {
        let one = "- { desde: 2024, hasta: 2027, valor: 0.10,";
        assert!(text.contains(one), "{text}");
        text.replacen(
            one,
            "- { desde: 2024, hasta: 2025, valor: 0.20, fuente: Otra. }\n    - { desde: 2026, hasta: 2027, valor: 0.10,",
            1,
        )
    };
    let before = with(&[("parameters.yaml", &two)]);
    let survivors = mutated(&before);
    assert_eq!(
        told(&survivors),
        [
            "- parametro.cobertura_minima, 2024–2025: 0.20 → 0.21",
            "- parametro.cobertura_minima, 2024–2025: 0.20 → 0.19",
        ]
    );
    let missing = verify::missing(&before, &[], &survivors.survivors, 3_000);
    let texts = missing.iter().enumerate().map(|(at, one)| one.text(&format!("Propuesto {at}")));
    let cases: String = texts.map(|text| text.expect("a case is found")).collect();
    let guarded = with(&[("parameters.yaml", &two), (RULE, &|text| text.to_owned() + &cases)]);
    assert_eq!(told(&mutated(&guarded)), Vec::<String>::new(), "{cases}");
}

#[test]
fn a_question_that_is_put_is_told_from_data_that_lack() {
    let path = "diagnostico/DIA-20-focaliza-donde-mas-se-sufre.yaml";
    let without = changed(path, |text| {
        let (head, rest) =
            text.split_once("  - nombre: un programa universal").expect("it has this case");
        let (_, rest) = rest.split_once("espera: no aplica\n").expect("it expects something");
        format!("{head}{}", rest.trim_start_matches('\n'))
    });
    assert_eq!(told(&survivors(&without, "DIA-20")), Vec::<String>::new());
}

#[test]
fn a_case_of_a_year_in_which_a_parameter_has_another_value_does_not_notice_it() {
    let before = changed(RULE, |text| {
        let year =
            "  - nombre: un año sin parámetro\n    con: {proceso: 2019}\n    espera: sin dato\n";
        unguarded(text) + year
    });
    let mutation = verify::mutate_parameters(&before, &[], |rule| rule.id == "POB-21");
    let told = told(&mutation);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|line| line.contains("parametro.cobertura_minima")), "{told:?}");
}

#[test]
fn what_is_proposed_for_pillars_and_rows_of_the_table_can_be_pasted_and_notices_them() {
    // The cases of rules that say a rating guard the table too.
    let unrated = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("    calificacion: "));
        lines.fold(String::new(), |text, line| text + line + "\n")
    };
    let embedded = rules::embedded("dipres");
    let rule_files =
        embedded.paths().filter(|path| path.contains('/') && !path.contains("muestras"));
    let rule_files: Vec<&str> = rule_files.collect();
    let set = |policy: &dyn Fn(&str) -> String| {
        let rules = rule_files.iter().map(|path| -> Change<'_> { (*path, &unrated) });
        let all: Vec<Change<'_>> = rules.chain([("ruleset.yaml", policy)]).collect();
        with(&all)
    };
    let bare = set(&headless);
    let before = verify::mutate_policy(&bare);
    let lines = told(&before);
    for kind in [
        "secciones.recursos.pilar: false → true",
        "calificaciones: OT, FI → FI, OT",
        "calificaciones.FI: ",
    ] {
        assert!(lines.iter().any(|line| line.contains(kind)), "{kind}: {lines:#?}");
    }
    let file = rules::embedded("dipres");
    let file = file.get("ruleset.yaml").expect("it is there").text();
    for mutant in before.survivors.iter().filter(|mutant| mutant.site.ends_with(".pilar")) {
        let place = mutant.place.to_string();
        let line: usize = place.split(':').nth(1).expect("a line").parse().expect("a number");
        let id = mutant.site.split('.').nth(1).expect("an id");
        let there = file.lines().nth(line - 1).expect("the line is there");
        assert!(there.contains(&format!("id: {id}")), "{place}: {there}");
    }
    let missing = verify::missing(&bare, &[], &before.survivors, 3_000);
    let texts = missing.iter().enumerate().map(|(at, one)| one.text(&format!("Propuesto {at}")));
    let cases: String = texts.map(|text| text.expect("a case is found")).collect();
    let guarded = set(&|text| headless(text) + "casos:\n" + &cases);
    let results = verify::run_policy_cases(&guarded);
    assert!(results.iter().all(|result| result.failures.is_empty()), "{cases}");
    assert_eq!(told(&verify::mutate_policy(&guarded)), Vec::<String>::new(), "{cases}");
}
