//! What people see: the commands of the documentation, and snapshots of each report.

mod common;

use std::fs;

use common::{pilares, pilares_in, pilares_reading, root, scratch, shown};

#[test]
fn the_readme_is_true() {
    trycmd::TestCases::new().case("README.md");
}

/// Runs a command and keeps what it shows as a snapshot.
#[track_caller]
fn snapshot(name: &str, arguments: &[&str]) {
    insta::assert_snapshot!(name, shown(&pilares(arguments)));
}

const REDES: &str = "submissions/redes-de-oportunidades-2026.yaml";
const DESARROLLO: &str = "submissions/desarrollo-empresarial-2024.yaml";

#[test]
fn check_shows_the_rating_the_pillars_and_the_findings() {
    snapshot("redes_terminal", &["check", REDES]);
    snapshot("redes_narrow", &["check", REDES, "--width", "60"]);
    snapshot("redes_concise", &["check", REDES, "--format", "concise"]);
    snapshot("redes_markdown", &["check", REDES, "--format", "markdown"]);
    snapshot("desarrollo_terminal", &["check", DESARROLLO]);
    snapshot("desarrollo_markdown", &["check", DESARROLLO, "--format", "markdown"]);
    snapshot("ejemplo_terminal", &["check", "submissions/ejemplo.yaml"]);
    snapshot("todo_mal_concise", &["check", "submissions/todo-mal.yaml", "--format", "concise"]);
}

#[test]
fn the_tool_speaks_english_when_asked() {
    snapshot("redes_english", &["check", REDES, "--lang", "en", "--format", "concise"]);
    snapshot("help_english", &["check", "--help", "--lang", "en"]);
    snapshot("explain_english", &["explain", "POB-20", "--on", REDES, "--lang=en"]);
}

#[test]
fn no_line_is_wider_than_asked() {
    for width in ["40", "60", "100", "140"] {
        let output = shown(&pilares(&[
            "check",
            REDES,
            DESARROLLO,
            "submissions/todo-mal.yaml",
            "--width",
            width,
        ]));
        let most: usize = width.parse().expect("a number");
        let command = |line: &str| line.contains("pilares explain") || line.contains("--review");
        for line in output.lines().filter(|line| !command(line)) {
            let columns = line.chars().count();
            let header = line.contains("╭─[");
            assert!(columns <= most || header, "{columns} columns at width {width}: {line}");
        }
    }
}

#[test]
fn colour_is_for_terminals_only() {
    let plain = pilares(&["check", REDES]);
    assert!(!shown(&plain).contains('\u{1b}'));
    let coloured = pilares(&["check", REDES, "--color", "always"]);
    assert!(shown(&coloured).contains("\u{1b}["));
    let without = anstripped(&shown(&coloured));
    assert_eq!(without, shown(&plain));
}

/// A text without colour codes.
fn anstripped(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn explain_and_eval_show_their_work() {
    snapshot("explain_rule", &["explain", "pob-21"]);
    snapshot("explain_on", &["explain", "POB-07", "--on", REDES]);
    snapshot("explain_unknown", &["explain", "REC-05", "--on", DESARROLLO]);
    snapshot("explain_schema", &["explain", "ANT-02", "--on", REDES]);
    snapshot("explain_question", &["explain", "DIA-17"]);
    snapshot("explain_question_on", &["explain", "REC-11", "--on", REDES]);
    snapshot("explain_question_english", &["explain", "OBJ-21", "--on", DESARROLLO, "--lang=en"]);
    snapshot("explain_none", &["explain", "POB-7"]);
    snapshot("eval_alone", &["eval", "1 / 0 > 2 or 0.1 + 0.2 = 0.3"]);
    snapshot("eval_on", &["eval", "sum(componentes.gasto) / recursos.gasto_total", "--on", REDES]);
    snapshot("eval_wrong", &["eval", "poblacion.objtivo.cantidad + \"a\" == 3", "--on", REDES]);
}

#[test]
fn functions_are_listed_and_shown() {
    snapshot("functions", &["functions"]);
    snapshot("functions_markdown", &["funciones", "--format", "markdown"]);
    snapshot("function", &["functions", "round half up"]);
    snapshot("function_english", &["functions", "list", "contains", "--lang", "en"]);
    snapshot("function_json", &["functions", "agrees", "--format", "json"]);
    snapshot("function_none", &["functions", "porcentage"]);
}

#[test]
fn rules_are_listed_and_chosen() {
    snapshot("rules", &["rules", "--pillar", "recursos"]);
    snapshot(
        "rules_chosen",
        &["reglas", "--pillar", "rec,POB", "--severity", "Nota", "--width", "60"],
    );
    snapshot("rules_markdown", &["rules", "--pillar", "recursos", "--format", "markdown"]);
    snapshot("rules_json", &["rules", "--pillar", "REC", "--severity", "nota", "--format", "json"]);
    snapshot(
        "rules_none",
        &["rules", "--pillar", "ANT", "--class", "juicio", "--severity", "minimo", "--lang", "en"],
    );
    snapshot("rules_no_pillar", &["rules", "--pillar", "poblasion"]);
    snapshot("rules_no_class", &["rules", "--class", "manual"]);
}

#[test]
fn a_retired_rule_is_listed_with_its_reason() {
    let folder = rules_in("retired");
    let rule = folder.join("poblacion/POB-21-cobertura-baja.yaml");
    let text = std::fs::read_to_string(&rule).expect("the rule is there");
    std::fs::write(&rule, format!("{text}retirada: Desde 2027 la reemplaza POB-22.\n"))
        .expect("the rule can be written");
    let list = ["rules", "--pillar", "POB", "--severity", "observacion"];
    insta::assert_snapshot!("rules_retired", by_rules(&folder, &list));
}

#[test]
fn an_exported_rule_set_judges_as_the_embedded_one() {
    let folder = scratch("exported");
    let export = || shown(&pilares_in(&folder, &["rules", "--export", "reglas"]));
    insta::assert_snapshot!("rules_export", export());
    let check = ["check", &absolute(REDES), "--format", "concise"];
    let embedded = shown(&pilares_in(&folder, &check));
    assert_eq!(embedded, by_rules(&folder.join("reglas"), &check));
    insta::assert_snapshot!("rules_export_again", export());
}

#[test]
fn a_new_rule_compiles_and_none_of_its_cases_passes_yet() {
    let folder = rules_in("new_rule");
    let retired = folder.join("poblacion/POB-40-retirada.yaml");
    std::fs::copy(folder.join("poblacion/POB-21-cobertura-baja.yaml"), &retired)
        .expect("the file can be copied");
    let told = |arguments: &[&str]| by_rules(&folder, arguments);
    insta::assert_snapshot!("new_rule", told(&["new", "rule", "Población", "edad-minima"]));
    insta::assert_snapshot!("new_rule_tested", told(&["test", "POB-41"]));
    insta::assert_snapshot!("new_rule_again", told(&["nueva", "regla", "pob", "edad-minima"]));
    let file = folder.join("poblacion/POB-41-edad-minima.yaml");
    let text = std::fs::read_to_string(&file).expect("the rule was written");
    insta::assert_snapshot!("new_rule_file", text);
    assert_eq!(
        told(&["check", &absolute("submissions/ejemplo.yaml")]).matches("POB-41 · ").count(),
        1
    );
}

#[test]
fn a_new_rule_never_leaves_its_folder() {
    let folder = rules_in("new_rule_away");
    let told = |section: &str, slug: &str| by_rules(&folder, &["new", "rule", section, slug]);
    let mut all = String::new();
    for slug in ["../fuera", "/tmp/fuera", "Edad", "edad mínima", "a.yaml", ""] {
        all.push_str(&told("poblacion", slug));
    }
    for section in ["poblasion", "../..", "zzz"] {
        all.push_str(&told(section, "edad"));
    }
    let away = scratch("new_rule_elsewhere");
    std::fs::remove_dir_all(folder.join("poblacion")).expect("the folder can be removed");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&away, folder.join("poblacion")).expect("a link can be made");
    #[cfg(unix)]
    all.push_str(&told("poblacion", "edad"));
    let ruleset = folder.join("ruleset.yaml");
    let text = std::fs::read_to_string(&ruleset).expect("the policy is there");
    std::fs::write(&ruleset, text.replace("id: poblacion,", "id: \"../afuera\","))
        .expect("the policy can be written");
    all.push_str(&told("POB", "edad"));
    all.push_str(&shown(&pilares(&["new", "rule", "poblacion", "edad"])));
    insta::assert_snapshot!("new_rule_refused", all);
    assert_eq!(std::fs::read_dir(&away).expect("the folder is there").count(), 0);
}

#[test]
fn eval_answers_cases_line_by_line() {
    let cases = concat!(
        "{\"id\": \"a\", \"expression\": \"0.1 + 0.2\", \"result_type\": \"number\"}\n",
        "{\"id\": \"b\", \"expression\": \"1 / 0\", \"result_type\": null}\n",
        "\n",
        "no es json\n",
        "{\"id\": \"c\", \"expression\": \"[\\\"ñ\\\", {a: [true]}]\"}\n",
    );
    let output = pilares_reading(&["eval", "--jsonl"], cases.as_bytes());
    insta::assert_snapshot!("eval_jsonl", shown(&output));
}

#[test]
fn mistakes_on_the_command_line_are_told_in_the_users_language() {
    snapshot("help", &["--help"]);
    snapshot("no_command", &[]);
    snapshot("wrong_command", &["chek"]);
    snapshot("wrong_option", &["check", "--fromat", "json", REDES]);
    snapshot("wrong_value", &["check", "--format", "pdf", REDES]);
    snapshot("no_file", &["check"]);
}

#[test]
fn exit_codes_tell_favourable_from_objected_from_impossible() {
    let code = |arguments: &[&str]| pilares(arguments).status.code();
    assert_eq!(code(&["check", "submissions/ejemplo.yaml"]), Some(0));
    assert_eq!(code(&["check", DESARROLLO]), Some(0));
    assert_eq!(code(&["revisar", REDES]), Some(1));
    assert_eq!(code(&["check", "submissions/ejemplo.yaml", REDES]), Some(1));
    assert_eq!(code(&["check", "no-existe.yaml"]), Some(2));
    assert_eq!(code(&["check", "--rules", "no-existe", REDES]), Some(2));
    assert_eq!(code(&["test"]), Some(0));
    assert_eq!(code(&["functions"]), Some(0));
    assert_eq!(code(&["funciones", "porcentage"]), Some(2));
}

#[test]
fn a_rule_set_from_a_folder_says_the_same_as_the_embedded_one() {
    let embedded = shown(&pilares(&["check", REDES, "--format", "concise"]));
    let folder =
        shown(&pilares(&["check", REDES, "--format", "concise", "--rules", "rules/dipres"]));
    assert_eq!(embedded, folder);
}

#[test]
fn mistakes_in_rule_files_are_told_with_their_place() {
    let folder = rules_in("rules");
    let rule = folder.join("poblacion/POB-21-cobertura-baja.yaml");
    let text = std::fs::read_to_string(&rule).expect("the rule is there");
    let wrong = text
        .replace("poblacion.objetivo.cantidad\ncuando", "poblacion.objtivo.cantidad\ncuando")
        .replace("not(estrategia.es_piloto)", "not(estrategia.es_pilto")
        .replace("severidad: observacion", "severidad: observasion")
        .replace("razon:", "razón_de_ser:");
    std::fs::write(&rule, wrong).expect("the rule can be written");
    let output = by_rules(&folder, &["check", &absolute(REDES)]);
    insta::assert_snapshot!("wrong_rule", output);
    std::fs::write(&rule, text.replace("cobertura_minima\nen:", "cobertura_maxima\nen:"))
        .expect("it can be written");
    let output = by_rules(&folder, &["test"]);
    insta::assert_snapshot!("wrong_parameter", output);
    std::fs::write(&rule, text.replace("cobertura >= parametro", "cobertura > parametro"))
        .expect("it can be written");
    let output = by_rules(&folder, &["test", "POB-21"]);
    insta::assert_snapshot!("failed_case", output);
}

#[test]
fn all_mistakes_of_a_rule_are_told_at_once() {
    let folder = rules_in("mistakes");
    let rule = folder.join("poblacion/POB-21-cobertura-baja.yaml");
    let text = std::fs::read_to_string(&rule).expect("the rule is there");
    let (head, rest) = text.split_once("donde:").expect("it defines");
    let (_, cases) = rest.split_once("razon:").expect("it says why");
    let wrong = r#"donde:
  cobertura: poblacion.beneficiaria[1].cantidad / poblacion.objetivo.cantidad
  costo: recursos.gasto_total + poblacion.objetivo.cantidad
cuando: not(estrategia.es_pilto)
exige:
  todos:
    - cobertura >= parametro.porcentaje_administrativo_maximo
    - poblacion.alcance = "todas" or proceso + antecedentes.anio_inicio > 2000
    - (count(componentes, 2) > 1
mensaje: Se atiende al {porcentaje(100 * cobertura)} con {pesos(costo)}.
razon:"#;
    std::fs::write(&rule, format!("{head}{wrong}{cases}")).expect("the rule can be written");
    let output = by_rules(&folder, &["check", &absolute(REDES)]);
    insta::assert_snapshot!("many_mistakes", output);
}

#[test]
fn mistakes_in_a_question_are_told_at_once() {
    let folder = rules_in("question");
    let rule = folder.join("diagnostico/DIA-17-causas-vinculadas.yaml");
    let text = std::fs::read_to_string(&rule).expect("the rule is there");
    let (head, rest) = text.split_once("pregunta:").expect("it asks");
    let (_, rest) = rest.split_once("mensaje:").expect("it has a message");
    let wrong = r#"pregunta: ¿Bastan {count(diagnostico.causa)} causas?
respuestas:
  - id: si
    texto: Sí.
    resulta: cunple
  - id: si
    texto: También.
    resulta: cumple
  - id: Quizás
    resulta: no aplica
mirar:
  - en: diagnostico.problma
    para: Léalo.
  - en: diagnostico.causas.respaldo
    por: Léalo.
mensaje: '{if respuesta = "nones" then "no" else "sí"}'
razon: |
  "#;
    let cases = rest.split_once("razon: >-").expect("it says why").1;
    let cases = cases.replace("responde: parcialmente", "responde: { uno: si, 2: no }");
    std::fs::write(&rule, format!("{head}{wrong}{cases}")).expect("the rule can be written");
    let output = by_rules(&folder, &["check", &absolute(REDES)]);
    insta::assert_snapshot!("wrong_question", output);
    let misplaced = text.replace("clase: juicio", "clase: automatica");
    std::fs::write(&rule, misplaced).expect("the rule can be written");
    let output = by_rules(&folder, &["check", &absolute(REDES), "--format", "concise"]);
    insta::assert_snapshot!("misplaced_question", output);
    let other = text.replace("    responde: si\n    espera: cumple", "    espera: sin dato");
    std::fs::write(&rule, other).expect("the rule can be written");
    let output = by_rules(&folder, &["test", "DIA-17"]);
    insta::assert_snapshot!("unanswered_case", output);
}

/// A copy of the rules to change, in a folder `reglas` of its own folder.
fn rules_in(name: &str) -> std::path::PathBuf {
    let folder = scratch(name).join("reglas");
    std::fs::create_dir(&folder).expect("the folder can be made");
    copy("rules/dipres", &folder);
    folder
}

/// What the program says by changed rules.
fn by_rules(folder: &std::path::Path, arguments: &[&str]) -> String {
    let desk = folder.parent().expect("it is in a folder");
    shown(&pilares_in(desk, &[arguments, &["--rules", "reglas"]].concat()))
}

/// A file of the project for a program that runs elsewhere.
fn absolute(path: &str) -> String {
    root().join(path).display().to_string()
}

fn copy(from: &str, to: &std::path::Path) {
    for entry in std::fs::read_dir(root().join(from)).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("the folder can be made");
            copy(&format!("{from}/{}", entry.file_name().to_string_lossy()), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("the file can be copied");
        }
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let help = shown(&pilares(&["--help"]));
    let (_, rest) = help.split_once("Órdenes:\n").expect("the help lists commands");
    let names = rest.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{help}");
    for name in names {
        assert!(readme.contains(&format!("| `pilares {name} ")), "{name}");
    }
}
