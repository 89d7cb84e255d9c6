//! `pilares test --update`: expectations are rewritten in the rule files, and never unseen.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{pilares, root, scratch};

const RULE: &str = "poblacion/POB-21-cobertura-baja.yaml";

/// A copy of the rule set, one file of it changed; and that file.
fn copy(name: &str, change: impl Fn(&str) -> String) -> (PathBuf, PathBuf) {
    let folder = scratch(name).join("reglas");
    let exported = pilares(&["rules", "--export", &folder.display().to_string()]);
    assert_eq!(exported.status.code(), Some(0));
    let file = folder.join(RULE);
    let text = fs::read_to_string(&file).expect("the rule is there");
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(&file, changed).expect("it is written");
    (folder, file)
}

fn shipped() -> String {
    fs::read_to_string(root().join("rules/dipres").join(RULE)).expect("the rule is there")
}

#[test]
fn a_wrong_expectation_is_shown_and_rewritten() {
    let wrong = |text: &str| text.replacen("    espera: no cumple", "    espera: cumple", 1);
    let (folder, file) = copy("update-status", wrong);
    let rules = folder.display().to_string();
    let updated = pilares(&["test", "POB-21", "--rules", &rules, "--update"]);
    let told = String::from_utf8_lossy(&updated.stdout);
    assert_eq!(updated.status.code(), Some(0), "{told}");
    assert!(told.contains("  - espera: cumple\n  + espera: no cumple\n"), "{told}");
    assert!(told.contains("1 expectativa cambiada"), "{told}");
    assert_eq!(fs::read_to_string(file).expect("it is there"), shipped());
    let again = pilares(&["test", "POB-21", "--rules", &rules, "--update"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("No hay expectativas que cambiar."));
}

#[test]
fn a_wrong_place_is_left_to_people() {
    let wrong = |text: &str| {
        let (head, cases) = text.split_once("casos:").expect("it has cases");
        let at = cases.find("    en: ").expect("a case says where");
        let end = at + cases[at..].find('\n').expect("the line ends");
        format!("{head}casos:{}    en: diagnostico.problema{}", &cases[..at], &cases[end..])
    };
    let (folder, file) = copy("update-place", wrong);
    let before = fs::read_to_string(&file).expect("it is there");
    let updated =
        pilares(&["test", "POB-21", "--rules", &folder.display().to_string(), "--update"]);
    assert_eq!(updated.status.code(), Some(1));
    assert_eq!(fs::read_to_string(file).expect("it is there"), before);
    let told = String::from_utf8_lossy(&updated.stdout).into_owned();
    assert!(told.contains("Queda a mano:\nPOB-21 · "), "{told}");
    assert_eq!(told.matches("espera el lugar `diagnostico.problema`").count(), 2, "{told}");
}

/// A rule that is met now points at nothing: what a case says of that is for people to take away.
#[test]
fn what_a_case_says_of_a_finding_that_is_none_any_more_is_told() {
    let met = |text: &str| text.replace("exige: cobertura >=", "exige: 9999 * cobertura >=");
    let (folder, _) = copy("update-met", met);
    let rules = folder.display().to_string();
    let updated = pilares(&["test", "POB-21", "--rules", &rules, "--update"]);
    let told = String::from_utf8_lossy(&updated.stdout).into_owned();
    assert_eq!(updated.status.code(), Some(1), "{told}");
    assert!(told.contains("  + espera: cumple\n"), "{told}");
    let (_, left) = told.split_once("Queda a mano:\n").expect("something is left");
    assert!(left.contains(": ya no hay qué señalar"), "{left}");
}

/// A case of the policy is told with its place and its keys.
#[test]
fn a_case_of_the_policy_that_fails_is_told_in_its_place() {
    let (folder, _) = copy("update-policy", |text| format!("{text}\n"));
    let policy = folder.join("ruleset.yaml");
    let text = fs::read_to_string(&policy).expect("it is there");
    let reversed = text.replacen("    favorable: true\n", "    favorable: false\n", 1);
    assert_ne!(text, reversed);
    fs::write(&policy, reversed).expect("it is written");
    let rules = folder.display().to_string();
    let failed = pilares(&["test", "--rules", &rules, "--update"]);
    let told = String::from_utf8_lossy(&failed.stdout).into_owned();
    assert_eq!(failed.status.code(), Some(1), "{told}");
    assert!(
        told.contains("ruleset.yaml:") && told.contains("» en `favorable`, resulta «"),
        "{told}"
    );
    assert!(told.contains("de la política: cámbielos a mano"), "{told}");
}

#[test]
fn the_embedded_rules_are_not_rewritten() {
    let refused = pilares(&["test", "--update"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--export"));
}
