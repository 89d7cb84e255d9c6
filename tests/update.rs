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
}

#[test]
fn the_embedded_rules_are_not_rewritten() {
    let refused = pilares(&["test", "--update"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--export"));
}
