//! The cases guard the rules: mutants, clause coverage, and the cases that are proposed for what is missing.

mod common;

use std::sync::Arc;

use pilares::rules::{self, Class, Files, Ruleset, case_text};
use pilares::source::Source;
use pilares::verify::{self, Lack};

/// The embedded rule set with one file changed.
fn changed(path: &str, change: impl Fn(&str) -> String) -> Ruleset {
    let embedded = rules::embedded("dipres");
    let files = embedded.paths().map(|name| {
        let source = embedded.get(name).expect("the path is its own");
        let text = source.text();
        let text = if name == path { change(text) } else { text.to_owned() };
        (name.to_owned(), Source::new(name, text))
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

/// The mutants of a condition that no case guards: what each has in the place of `{sign}`.
fn signs(condition: &str, sign: &str) -> (Vec<String>, usize) {
    let ruleset = changed(RULE, |text| {
        let (head, rest) = text.split_once("exige: ").expect("it requires something");
        let (_, rest) = rest.split_once('\n').expect("the condition ends");
        let head = head.split_once("cuando: ").expect("it applies at times").0;
        let condition = condition.replace("{sign}", sign);
        let (rest, _) = rest.split_once("casos:\n").expect("it has cases");
        format!(
            "{head}exige: {condition}\n{rest}casos:\n  - nombre: todo en blanco\n    sin: [poblacion, componentes]\n    espera: sin dato\n"
        )
    });
    let mutation = verify::mutate(&ruleset, &[], |rule| rule.id == "POB-21");
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
