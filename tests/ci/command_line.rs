//! `check` and `test` in every format: one document, whatever happens.

use super::github::command;
use super::junit::{below, check_shape};
use super::*;

fn shown(arguments: &[&str]) -> (String, Option<i32>) {
    let output = pilares(arguments);
    (String::from_utf8(output.stdout).expect("output is UTF-8"), output.status.code())
}

/// Whether a text is a document of a format, as far as reading it goes.
#[track_caller]
fn assert_readable(format: &str, text: &str) {
    match format {
        "junit" => check_shape(roxmltree::Document::parse(text).expect("XML").root_element()),
        "github" => text.lines().for_each(|line| assert!(!command(line).0.is_empty())),
        _ => assert!(serde_json::from_str::<Value>(text).is_ok(), "{text}"),
    }
}

#[test]
fn one_document_tells_of_every_file() {
    let here = root().join("submissions/ejemplo.yaml").display().to_string();
    for (format, _) in Format::ALL {
        let arguments =
            ["check", "--format", format, &here, "submissions/todo-mal.yaml", "no-existe.yaml"];
        let (text, exit) = shown(&arguments);
        assert_eq!(exit, Some(2));
        assert_readable(format, &text);
        for file in ["submissions/ejemplo.yaml", "submissions/todo-mal.yaml", "no-existe.yaml"] {
            assert!(text.contains(file), "{format} names {file}");
        }
        assert!(text.contains("no existe"), "{format} says why");
        assert!(!text.contains(&here), "{format}: paths are relative");
        assert_eq!(shown(&["check", "--format", format, "submissions/todo-mal.yaml"]).1, Some(1));
        assert_eq!(shown(&["check", "--format", format, "submissions/ejemplo.yaml"]).1, Some(0));
    }
}

/// Keeps a report as a snapshot, whatever line of the rule files it is about.
#[track_caller]
fn snapshot(name: &str, text: &str) {
    let lines = r#"\b(line|endLine|startLine|begin|end|byteOffset|ruleIndex)("?[=:] ?"?)\d+"#;
    let filters = [(lines, "${1}${2}N"), (r"\.yaml:\d+:", ".yaml:N:")];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(name, text);
    });
}

/// Writes a rule set to a folder of its own.
fn written(name: &str, files: &Files) -> String {
    let folder = scratch(name);
    for path in files.paths() {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().expect("it has a folder")).expect("it can be made");
        fs::write(target, files.get(path).expect("it is listed").text()).expect("it is written");
    }
    folder.display().to_string()
}

#[test]
fn a_rule_set_that_does_not_compile_is_told_in_the_same_format() {
    let wrong = changed(POB_21, "estrategia.es_piloto", "estrategia.es_pilota");
    let rules = written("ci_broken_rules", &wrong);
    for format in Format::ALL.iter().map(|(name, _)| *name).chain(["json"]) {
        for command in [&["check", "submissions/ejemplo.yaml"][..], &["test"]] {
            let more = ["--format", format, "--rules", &rules];
            let (text, exit) = shown(&[command, &more].concat());
            assert_eq!(exit, Some(2), "{format}");
            assert_readable(format, &text);
            assert!(text.contains("POB-21-cobertura-baja.yaml"), "{format} says where");
            assert!(text.contains("es_pilota"), "{format} says what");
        }
    }
}

#[test]
fn cases_are_told_in_every_format() {
    for format in Format::ALL.iter().map(|(name, _)| *name).chain(["json"]) {
        let (text, exit) = shown(&["test", "POB-21", "--format", format]);
        assert_eq!(exit, Some(0));
        assert_readable(format, &text);
    }
    let (xml, _) = shown(&["test", "POB-21", "--format", "junit"]);
    let document = roxmltree::Document::parse(&xml).expect("it is XML");
    let cases = ruleset().rule("POB-21").expect("it is there").cases.len();
    assert_eq!(below(document.root_element(), "testcase").count(), cases);
    assert_eq!(
        below(document.root_element(), "testsuite").next().and_then(|s| s.attribute("name")),
        Some("poblacion")
    );
}

#[test]
fn what_no_case_notices_is_told_in_every_format() {
    let case = "  - nombre: justo en el mínimo
    con:
      poblacion.objetivo.cantidad: 1000
      poblacion.beneficiaria[1].cantidad: 100
    espera: cumple
";
    let rules = written("ci_missing_case", &changed(POB_21, case, ""));
    for format in Format::ALL.iter().map(|(name, _)| *name).chain(["json"]) {
        let (text, exit) = shown(&["mutate", "POB-21", "--format", format, "--rules", &rules]);
        assert_eq!(exit, Some(1), "{format}");
        assert_readable(format, &text);
        assert!(text.contains("mutate/survivor"), "{format}: {text}");
        assert!(text.contains("POB-21-cobertura-baja.yaml"), "{format} says where");
        let (sound, exit) = shown(&["mutate", "POB-21", "--format", format]);
        assert_eq!(exit, Some(0), "{format}");
        assert_readable(format, &sound);
    }
    let (text, _) = shown(&["mutate", "POB-21", "--format", "github", "--rules", &rules]);
    snapshot("survivor", &text.replace(&rules, "reglas"));
}

#[test]
fn a_case_that_notices_nothing_since_it_fails_already_is_told() {
    let rules = written("ci_failing_case", &changed(POB_21, "espera: no aplica", "espera: cumple"));
    for command in ["mutate", "coverage"] {
        let (text, exit) = shown(&[command, "POB-21", "--rules", &rules]);
        assert_eq!(exit, Some(1), "{text}");
        let told =
            "1 caso ya falla sin cambiar nada (POB-21): no se cuenta; véalo con `pilares test`";
        assert!(text.contains(told), "{text}");
    }
    let (text, _) = shown(&["mutate", "POB-21", "--format", "json", "--rules", &rules]);
    assert!(text.contains("mutate/failing-case"), "{text}");
}

#[test]
fn formats_of_a_failed_case_are_these() {
    let wrong = "    calificacion: OT\n    favorable: true";
    let right = wrong.replace("OT", "RF");
    for (what, path, from, to) in [
        ("case", POB_21, "espera: cumple", "espera: no cumple"),
        ("policy", "ruleset.yaml", &right, wrong),
    ] {
        let ruleset = rules::compile(&changed(path, from, to)).ruleset.expect("it compiles");
        let mut results = verify::run_cases(&ruleset, |rule| what == "case" && rule.id == "POB-21");
        results.truncate(3);
        let mut of_policy = verify::run_policy_cases(&ruleset);
        of_policy.truncate(if what == "policy" { 2 } else { 0 });
        let mut run = Run::new("test", Language::Spanish);
        run.add_cases(&ruleset, &results, &of_policy);
        for (name, format) in Format::ALL.into_iter().filter(|(_, format)| *format != Format::Sarif)
        {
            snapshot(&format!("{what}_{name}"), &ci::render(format, &run));
        }
        let log = json(Format::Sarif, &run);
        let results = serde_json::to_string_pretty(&log["runs"][0]["results"]).expect("JSON");
        snapshot(&format!("{what}_sarif"), &results);
    }
}

#[test]
fn formats_of_loose_findings_are_these() {
    for (name, format) in Format::ALL {
        let text = ci::findings(format, "lint", &loose_findings(), Language::Spanish);
        snapshot(&format!("findings_{name}"), &text);
    }
}
