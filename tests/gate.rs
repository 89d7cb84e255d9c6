//! `pilares gate` and `pilares diff`, run: what people see, and how they end.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::shown;
use pilares::rules;

const POB_21: &str = "rules/dipres/poblacion/POB-21-cobertura-baja.yaml";
const PARAMETERS: &str = "rules/dipres/parameters.yaml";

/// A folder of one test with the rule set and three submissions with their records.
fn folder(name: &str) -> PathBuf {
    let folder = common::scratch(name);
    let files = rules::embedded("dipres");
    for path in files.paths() {
        let text = files.get(path).expect("it has what it lists").text();
        put(&folder, &format!("rules/dipres/{path}"), text);
    }
    for form in ["ejemplo", "bibliotecas-moviles-2026", "todo-mal"] {
        for end in ["yaml", "expected.yaml"] {
            let path = format!("submissions/{form}.{end}");
            let text = fs::read_to_string(common::root().join(&path)).expect("it is there");
            put(&folder, &path, &text);
        }
    }
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("files have a folder")).expect("a folder");
    fs::write(path, text).expect("it is written");
}

/// Replaces what stands once in a file.
#[track_caller]
fn edit(folder: &Path, path: &str, before: &str, after: &str) {
    let text = fs::read_to_string(folder.join(path)).expect("it is there");
    assert_eq!(text.matches(before).count(), 1, "{path}: {before}");
    put(folder, path, &text.replace(before, after));
}

fn pilares(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilares"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command.output().expect("the program runs")
}

/// Runs `git` in a repository that knows no other configuration.
fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=Prueba", "-c", "user.email=prueba@example.org"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git runs");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

fn commit(folder: &Path) {
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message=reglas"]);
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", shown(output));
}

const RULESET: &str = "rules/dipres/ruleset.yaml";

const WITH: [&str; 2] = ["--rules", "rules/dipres"];

#[test]
fn a_change_is_told_by_rule_attributed_to_git_s_head_and_accepted() {
    let folder = folder("gate_change");
    commit(&folder);
    let gate = |more: &[&str]| pilares(&folder, &[&["gate"], &WITH[..], more].concat());
    ends(&gate(&[]), 0);
    edit(&folder, POB_21, "severidad: observacion", "severidad: minimo");
    edit(&folder, POB_21, "exige: cobertura >= ", "exige: 0.98 * cobertura > ");
    edit(&folder, PARAMETERS, "valor: 0.10, fuente", "valor: 0.1035, fuente");
    insta::assert_snapshot!("gate", shown(&gate(&[])));
    insta::assert_snapshot!("gate_english", shown(&gate(&["--lang", "en", "--width", "70"])));
    insta::assert_snapshot!("gate_github", shown(&gate(&["--format", "github"])));
    let json = gate(&["--format", "json"]);
    ends(&json, 1);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["moved"], 2);
    assert_eq!(json["submissions"][0]["rules"][0]["cause"], "changes");
    insta::assert_snapshot!("gate_accept", shown(&gate(&["--accept"])));
    ends(&gate(&[]), 0);
    let hidden: Vec<_> = fs::read_dir(folder.join("submissions"))
        .expect("a folder")
        .filter(|entry| {
            let name = entry.as_ref().expect("an entry").file_name();
            name.to_string_lossy().starts_with('.')
        })
        .collect();
    assert!(hidden.is_empty(), "nothing is left under way");
}

#[test]
fn without_the_earlier_rules_nothing_is_attributed_and_it_says_so() {
    // A repository of its own, without the rules: the one around this test must not be found.
    let folder = folder("gate_alone");
    git(&folder, &["init", "--quiet"]);
    edit(&folder, POB_21, "exige: cobertura >= ", "exige: 0.9 * cobertura > ");
    let output = pilares(&folder, &[&["gate"], &WITH[..]].concat());
    insta::assert_snapshot!("gate_without_old", shown(&output));
    // They may be told.
    let output = pilares(&folder, &[&["gate", "--old", "dipres"], &WITH[..]].concat());
    let text = shown(&output);
    assert!(text.contains("por POB-21, `exige` (rules/dipres/poblacion/"), "{text}");
    // The rules that are in force are no earlier rules.
    let output = pilares(&folder, &[&["gate", "--old", "rules/dipres"], &WITH[..]].concat());
    let text = shown(&output);
    assert!(text.contains("Las reglas de `rules/dipres` son las de ahora"), "{text}");
    assert!(text.contains("no es un cambio de las reglas"), "{text}");
}

#[test]
fn records_that_are_missing_alone_or_broken_are_errors() {
    let folder = folder("gate_records");
    git(&folder, &["init", "--quiet"]);
    let gate = |more: &[&str]| pilares(&folder, &[&["gate"], more].concat());
    let submissions = folder.join("submissions");
    fs::remove_file(submissions.join("ejemplo.expected.yaml")).expect("it was there");
    fs::remove_file(submissions.join("todo-mal.yaml")).expect("it was there");
    insta::assert_snapshot!("gate_missing", shown(&gate(&[])));
    edit(&folder, "submissions/bibliotecas-moviles-2026.expected.yaml", "cumplen: ", "cumplan: ");
    insta::assert_snapshot!("gate_broken", shown(&gate(&[])));
    let accepted = gate(&["--accept"]);
    ends(&accepted, 1);
    fs::remove_file(submissions.join("todo-mal.expected.yaml")).expect("it was there");
    ends(&gate(&[]), 0);
    put(&folder, "submissions/ejemplo.yaml", "proceso: [1\n");
    ends(&gate(&[]), 2);
    ends(&gate(&["--accept"]), 2);
    let nowhere = gate(&["nada"]);
    ends(&nowhere, 2);
    assert!(shown(&nowhere).contains("error: no existe la carpeta nada\n"));
}

/// A form may end in any of the ways in which forms end: its record is found where it was written.
#[test]
fn the_record_of_a_form_is_found_however_its_name_ends() {
    let folder = folder("gate_yml");
    git(&folder, &["init", "--quiet"]);
    let text = fs::read_to_string(folder.join("submissions/ejemplo.yaml")).expect("it is there");
    put(&folder, "submissions/otro.yml", &text);
    put(&folder, "submissions/MAS.YAML", &text);
    let accepted = pilares(&folder, &["gate", "--accept"]);
    ends(&accepted, 0);
    for name in ["otro", "MAS"] {
        assert!(folder.join(format!("submissions/{name}.expected.yaml")).is_file(), "{name}");
    }
    ends(&pilares(&folder, &["gate"]), 0);
}

/// What people answered is judged again: the record says what comes of it.
#[test]
fn a_record_says_what_the_review_makes_of_the_form() {
    let folder = folder("gate_review");
    let (form, review) = ("desarrollo-empresarial-2024", "desarrollo-empresarial-2024.review.yaml");
    for path in [
        format!("submissions/{form}.yaml"),
        format!("submissions/{form}.expected.yaml"),
        format!("reviews/{review}"),
    ] {
        let text = fs::read_to_string(common::root().join(&path)).expect("it is there");
        put(&folder, &path, &text);
    }
    commit(&folder);
    let gate = |more: &[&str]| pilares(&folder, &[&["gate"], &WITH[..], more].concat());
    ends(&gate(&[]), 0);
    // An answer that means something else moves the rule that asked, with the review alone.
    edit(&folder, EST_17, NAMED_WITHOUT_MORE, &NAMED_WITHOUT_MORE.replace("no cumple", "cumple"));
    let told = gate(&[]);
    ends(&told, 1);
    insta::assert_snapshot!("gate_review", shown(&told));
    let json = gate(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["submissions"][0]["rules"][0]["reviewed"], true);
    ends(&gate(&["--accept"]), 0);
    ends(&gate(&[]), 0);
    // A review that is gone, of another form, or that nobody recorded.
    let said = |more: &[&str], code: i32, text: &str| {
        let output = gate(more);
        ends(&output, code);
        assert!(shown(&output).split_whitespace().collect::<Vec<_>>().join(" ").contains(text));
    };
    fs::create_dir(folder.join("vacia")).expect("it is new");
    said(&["--review", "vacia"], 1, "con una revisión que no está o no es de este formulario");
    said(&["--review", "nada"], 2, "error: no existe la carpeta nada");
    let text = fs::read_to_string(folder.join("reviews").join(review)).expect("it is there");
    let other = text.replace("\nprograma: \"", "\nprograma: \"Otro ");
    put(&folder, &format!("reviews/{review}"), &other);
    said(&[], 2, "esta revisión es de «Otro");
    put(&folder, "reviews/ejemplo.review.yaml", "programa: [");
    put(&folder, &format!("reviews/{review}"), &text);
    said(&[], 2, "reviews/ejemplo.review.yaml");
    fs::remove_file(folder.join("reviews/ejemplo.review.yaml")).expect("it was there");
    let record = format!("submissions/{form}.expected.yaml");
    let text = fs::read_to_string(folder.join(&record)).expect("it is there");
    let alone = text.split("con_revision:").next().expect("a split has a first part");
    put(&folder, &record, alone);
    said(&[], 1, "este registro no dice los veredictos con ella");
}

const EST_17: &str = "rules/dipres/estrategia/EST-17-instituciones-del-rubro.yaml";

/// The line of an answer that names institutions and no more.
const NAMED_WITHOUT_MORE: &str =
    "Las nombra sin decir cómo se coordinan, o falta alguna evidente.\n    resulta: no cumple";

/// Reports tell pillars in the order of the sections, and verdicts do not rest on it.
#[test]
fn the_order_of_sections_moves_nothing() {
    let folder = folder("gate_order");
    commit(&folder);
    let text = fs::read_to_string(folder.join(RULESET)).expect("it is there");
    let (last, _) = text.split_once("\n\n# Lo que cuentan").expect("units come after");
    let (head, rows) = last.split_once("secciones:\n").expect("it has sections");
    let mut turned: Vec<&str> = rows.lines().collect();
    turned.reverse();
    let turned = format!("{head}secciones:\n{}{}", turned.join("\n"), &text[last.len()..]);
    put(&folder, RULESET, &turned);
    let gate = pilares(&folder, &[&["gate"], &WITH[..]].concat());
    ends(&gate, 0);
}

/// A broken record is told once, where it breaks, and an empty one for what it is.
#[test]
fn a_record_that_is_no_yaml_or_empty_is_one_finding() {
    let folder = folder("gate_unreadable");
    git(&folder, &["init", "--quiet"]);
    let told = |text: &str| {
        put(&folder, "submissions/ejemplo.expected.yaml", text);
        let output = pilares(&folder, &["gate"]);
        ends(&output, 2);
        shown(&output)
    };
    let broken = told("reglas: dipres 0.1.0\ncalificacion: [sin cerrar\n");
    assert_eq!(broken.matches("[error]").count(), 1, "{broken}");
    assert!(
        broken.contains("ejemplo.expected.yaml:2:15") && !broken.contains("falta `"),
        "{broken}"
    );
    for (other, says) in
        [("", "el archivo está vacío"), ("- uno\n", "esto no es un registro de veredictos")]
    {
        let told = told(other);
        assert_eq!(told.matches("[error]").count(), 1, "{told}");
        assert!(told.contains(says), "{told}");
    }
    ends(&pilares(&folder, &["gate", "--accept"]), 0);
    ends(&pilares(&folder, &["gate"]), 0);
}

/// Git may write records with the line ends of Windows: nothing in them changed.
#[test]
fn a_record_with_other_line_ends_is_left_alone() {
    let folder = folder("gate_crlf");
    git(&folder, &["init", "--quiet"]);
    let path = folder.join("submissions/ejemplo.expected.yaml");
    let text = fs::read_to_string(&path).expect("it is a text").replace('\n', "\r\n");
    fs::write(&path, &text).expect("it can be written");
    let accepted = pilares(&folder, &["gate", "--accept"]);
    ends(&accepted, 0);
    assert!(!shown(&accepted).contains("ejemplo.expected.yaml"), "{}", shown(&accepted));
    assert_eq!(fs::read_to_string(&path).expect("it is a text"), text);
}

/// A service that is told of a rule that moved is told what the rule is.
#[test]
fn services_are_told_what_a_rule_is_that_moved() {
    let folder = folder("gate_sarif");
    commit(&folder);
    edit(&folder, "rules/dipres/parameters.yaml", "valor: 0.10", "valor: 0.90");
    let output = pilares(&folder, &[&["gate", "--format", "sarif"], &WITH[..]].concat());
    let sarif: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("it lists rules");
    let rule = rules.iter().find(|rule| rule["id"] == "POB-21").expect("it moved");
    let told = rule["shortDescription"]["text"].as_str().unwrap_or_default();
    assert_eq!(told, "La cobertura de la población objetivo no es baja, salvo en un piloto.");
    assert!(!sarif.to_string().contains("comprobación propia de Pilares"));
}

#[test]
fn a_corpus_without_forms_is_an_error() {
    let folder = folder("diff_empty");
    fs::create_dir(folder.join("nada")).expect("it is new");
    let output = pilares(&folder, &["diff", "dipres", "rules/dipres", "nada"]);
    ends(&output, 2);
    assert!(shown(&output).contains("error: no hay formularios en nada\n"), "{}", shown(&output));
}

#[test]
fn a_record_of_another_version_holds_while_it_says_the_same() {
    let folder = folder("gate_version");
    git(&folder, &["init", "--quiet"]);
    edit(&folder, "rules/dipres/ruleset.yaml", "version: 0.1.0", "version: 0.2.0");
    let gate = |more: &[&str]| pilares(&folder, &[&["gate"], &WITH[..], more].concat());
    insta::assert_snapshot!("gate_version", shown(&gate(&[])));
    ends(&gate(&["--accept"]), 0);
    assert!(!shown(&gate(&[])).contains("versión"), "{}", shown(&gate(&[])));
}

#[test]
fn what_is_neither_folder_nor_revision_is_refused() {
    let folder = folder("gate_refused");
    commit(&folder);
    for (word, says) in [
        ("nada", "no es una carpeta ni una revisión"),
        ("main:nada", "no tiene un conjunto de reglas en `nada`"),
        ("--upload-pack=touch x", "ni puede ser una revisión"),
        ("-x:rules", "ni puede ser una revisión"),
        (":rules/dipres", "ni puede ser una revisión"),
        ("main:--x", "ni puede ser una revisión"),
    ] {
        // After `--` a dash is no option of ours; it must not become one of git's either.
        let output = pilares(&folder, &["diff", "--", word, "main"]);
        ends(&output, 2);
        assert!(shown(&output).contains(says), "{}", shown(&output));
    }
    ends(&pilares(&folder, &["gate", "--old=--upload-pack=touch x"]), 2);
    assert!(!folder.join("x").exists());
}

#[test]
fn the_difference_of_two_revisions_is_told_counted_attributed_and_shown() {
    let folder = folder("diff_revisions");
    commit(&folder);
    edit(&folder, POB_21, "exige: cobertura >= ", "exige: cobertura > ");
    edit(&folder, POB_21, "razon: >-\n  Una", "razon: >-\n  Toda");
    edit(&folder, PARAMETERS, "valor: 0.10, fuente", "valor: 0.11, fuente");
    edit(
        &folder,
        "rules/dipres/ruleset.yaml",
        "    cuando: some p in pilares satisfies p.veredicto = \"I\"\n",
        "    cuando: count(pilares[veredicto = \"I\"]) > 1\n",
    );
    let diff = |more: &[&str]| {
        let sides = ["diff", "main", "rules/dipres"];
        pilares(&folder, &[&sides[..], more].concat())
    };
    insta::assert_snapshot!("diff", shown(&diff(&["--generate", "200"])));
    insta::assert_snapshot!("diff_corpus", shown(&diff(&["submissions", "--format", "markdown"])));
    edit(&folder, "rules/dipres/lexicon.yaml", "  - escasez\n", "");
    let json = diff(&["--generate", "6", "--format", "json", "--witness", "testigos"]);
    ends(&json, 1);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["compared"], 6);
    assert_eq!(json["changes"].as_array().expect("a list").len(), 5);
    // Each witness is a submission that the two rule sets judge differently.
    let mut seen = 0;
    for entry in fs::read_dir(folder.join("testigos")).expect("the folder was made") {
        let path = entry.expect("an entry").path();
        let name = path.to_str().expect("UTF-8").to_owned();
        let check = |rules: &str| {
            let arguments = ["check", &name, "--rules", rules, "--format", "json"];
            pilares(&folder, &arguments).stdout
        };
        let old = check(common::root().join("rules/dipres").to_str().expect("UTF-8"));
        let new = check("rules/dipres");
        assert_ne!(statuses(&old), statuses(&new), "{name}");
        seen += 1;
    }
    assert!(seen >= 3, "{seen}");
}

/// The rating and the statuses of a result.
fn statuses(json: &[u8]) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_slice(json).expect("it is JSON");
    let rules = json["rules"].as_array().expect("rules").iter();
    let mut all: Vec<String> =
        rules.map(|rule| format!("{} {}", rule["id"], rule["status"])).collect();
    all.push(json["rating"]["id"].to_string());
    all
}

#[test]
fn rule_sets_that_say_the_same_or_differ_in_texts_end_well() {
    let folder = folder("diff_nothing");
    let diff = || pilares(&folder, &["diff", "dipres", "rules/dipres", "--generate", "10"]);
    insta::assert_snapshot!("diff_same", shown(&diff()));
    edit(&folder, POB_21, "mensaje: >-\n  El primer año", "mensaje: >-\n  En el primer año");
    insta::assert_snapshot!("diff_texts", shown(&diff()));
}

/// Changes that undo each other tell nothing apart: no form is shown for them.
#[test]
fn a_witness_is_a_form_that_the_two_rule_sets_tell_apart() {
    let folder = folder("diff_undone");
    edit(&folder, PARAMETERS, "valor: 0.10, fuente", "valor: 0.05, fuente");
    edit(
        &folder,
        POB_21,
        "cobertura >= parametro.cobertura_minima",
        "cobertura >= 2 * parametro.cobertura_minima",
    );
    let diff = ["diff", "dipres", "rules/dipres", "--generate", "20", "--format", "json"];
    let output = pilares(&folder, &[&diff[..], &["--witness", "testigos"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(2));
    assert!(!folder.join("testigos").exists(), "{json:#}");
}

/// The plan of the ficha may be one that another version of the program reads: verdicts are compared.
#[test]
fn a_ficha_of_another_time_does_not_keep_verdicts_from_being_compared() {
    const FICHA: &str = "rules/dipres/ficha.yaml";
    for (at, (path, before, after)) in [
        (FICHA, "\nsin_dato: ", "\nsin_ningun_dato: "),
        (FICHA, "partes:\n", "partes: [\n"),
        (RULESET, "ficha: ficha.yaml", "ficha: otra.yaml"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = folder(&format!("diff_old_ficha_{at}"));
        let now = fs::read_to_string(folder.join(path)).expect("it is there");
        edit(&folder, path, before, after);
        commit(&folder);
        ends(
            &pilares(&folder, &["check", "submissions/ejemplo.yaml", "--rules", "rules/dipres"]),
            2,
        );
        put(&folder, path, &now);
        edit(&folder, POB_21, "exige: cobertura >= ", "exige: cobertura > ");
        let diff = pilares(&folder, &["diff", "main", "rules/dipres", "--generate", "40"]);
        ends(&diff, 1);
        let told = shown(&diff);
        assert!(told.contains("no depende ningún veredicto, y se compara igual: "), "{told}");
        assert!(told.contains("POB-21"), "{told}");
        let gate = pilares(&folder, &["gate", "--old", "main", "--rules", "rules/dipres"]);
        assert!(shown(&gate).contains("y se compara igual: "), "{}", shown(&gate));
        // Where the rules themselves cannot be read, nothing is compared.
        edit(&folder, POB_21, "exige: cobertura > ", "exige: cobertora > ");
        ends(&pilares(&folder, &["diff", "main", "rules/dipres"]), 2);
    }
}

/// What moves no verdict moves what people read, or how a service shows it: both sides are told.
#[test]
fn changes_that_move_no_verdict_are_told_with_both_sides() {
    let folder = folder("diff_silent_sides");
    let observation = "nombre: Observación\n    nivel: advertencia";
    edit(&folder, RULESET, observation, &observation.replace("advertencia", "error"));
    edit(&folder, RULESET, "calcula: 100 * poblacion", "calcula: 50 * poblacion");
    edit(&folder, "rules/dipres/ficha.yaml", "Sin información", "No dice");
    edit(&folder, POB_21, "titulo: La cobertura", "titulo: Esa cobertura");
    let rows = fs::read_to_string(folder.join(RULESET)).expect("it is there");
    let [(first, second)] = [("  - { id: diagnostico", "  - { id: poblacion")];
    let line = |start: &str| rows.lines().find(|line| line.starts_with(start)).expect("a row");
    let both = format!("{}\n{}", line(first), line(second));
    edit(&folder, RULESET, &both, &format!("{}\n{}", line(second), line(first)));
    let schema = "rules/dipres/submission.schema.json";
    edit(&folder, schema, "\"title\": \"Formulario de", "\"title\": \"El formulario de");
    let told = pilares(&folder, &["diff", "dipres", "rules/dipres"]);
    ends(&told, 0);
    insta::assert_snapshot!("diff_silent_sides", shown(&told));
}

/// A clause that moved into a definition is told with what the definition says.
#[test]
fn a_condition_is_told_with_the_definitions_that_came_with_it() {
    let folder = folder("diff_definition");
    let sums = "  suma: de_componentes + recursos.gasto_administrativo\n";
    let rule = "rules/dipres/recursos/REC-01-gasto-total-suma.yaml";
    edit(&folder, rule, sums, &format!("{sums}  igual: recursos.gasto_total >= suma\n"));
    edit(&folder, rule, "exige: recursos.gasto_total = suma", "exige: igual");
    let told = pilares(&folder, &["diff", "dipres", "rules/dipres", "--generate", "40"]);
    insta::assert_snapshot!("diff_definition", shown(&told));
}

/// What `pilares diff` says of a change that no generated form shows.
fn silent(name: &str, edits: &[(&str, &str, &str)]) -> serde_json::Value {
    let folder = folder(name);
    for (path, before, after) in edits {
        edit(&folder, &format!("rules/dipres/{path}"), before, after);
    }
    let arguments = ["diff", "dipres", "rules/dipres", "--generate", "5", "--format", "json"];
    let output = pilares(&folder, &arguments);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let silent = json["silent"].as_array().expect("a list");
    assert_eq!(silent.len(), edits.len(), "{json:#}");
    silent[0].clone()
}

/// Where a change shows is known of some kinds: a parameter in its years, the form at its limits, a word where
/// another of its list stands.
#[test]
fn a_witness_is_looked_for_where_such_changes_show() {
    let year = silent(
        "diff_year",
        &[(
            "parameters.yaml",
            "desde: 2024, hasta: 2027, valor: 0.10, fuente: \"Criterio de este proyecto: DIPRES llamó",
            "desde: 2025, hasta: 2027, valor: 0.10, fuente: \"Criterio de este proyecto: DIPRES llamó",
        )],
    );
    let set = &year["witness"]["patch"]["set"][0];
    assert_eq!((&set["path"], &set["value"]), (&"proceso".into(), &"2024".into()), "{year:#}");
    let required = silent(
        "diff_required",
        &[(
            "submission.schema.json",
            "\"descripcion\", \"tipo\", ",
            "\"descripcion\", \"tipo\", \"codigo\", ",
        )],
    );
    let told = &required["witness"];
    assert!(
        told.to_string().contains("antecedentes.codigo") && told.to_string().contains("ANT-01"),
        "{told:#}"
    );
    let word =
        silent("diff_word", &[("lexicon.yaml", "  grados:\n", "  grados:\n    - precario\n")]);
    assert!(word["witness"].to_string().contains("DIA-07"), "{word:#}");
    // Of words that mean the same, one stands in one text and another in another.
    let concept = silent(
        "diff_concept",
        &[("lexicon.yaml", "  - [fatiga, cansancio, agotamiento, descanso, somnolencia]\n", "")],
    );
    assert_eq!(concept["witness"]["patch"]["set"].as_array().map(Vec::len), Some(2), "{concept:#}");
    // A choice that only one form offers is made.
    let choice = (
        "submission.schema.json",
        "\"enum\": [\"toda\", \"parte\"]",
        "\"enum\": [\"toda\", \"parte\", \"ninguna\"]",
    );
    let choice = silent("diff_choice", &[choice]);
    let set = &choice["witness"]["patch"]["set"][0];
    assert_eq!(
        (&set["path"], &set["value"]),
        (&"poblacion.alcance".into(), &"\"ninguna\"".into()),
        "{choice:#}"
    );
    // What numbers count shows in a text in which they count nothing else.
    let unit = ("lexicon.yaml", "  veces: [veces]", "  veces: [veces, ocasión]");
    let unit = silent("diff_unit", &[unit]);
    assert_eq!(unit["witness"]["rule"], "DIA-06", "{unit:#}");
    // Of two changes that undo each other, each is shown by itself.
    let undone = silent(
        "diff_undone",
        &[
            (
                "parameters.yaml",
                "desde: 2024, hasta: 2027, valor: 0.10, fuente: \"Criterio de este proyecto: DIPRES llamó",
                "desde: 2024, hasta: 2027, valor: 0.05, fuente: \"Criterio de este proyecto: DIPRES llamó",
            ),
            (
                "poblacion/POB-21-cobertura-baja.yaml",
                "exige: cobertura >= ",
                "exige: cobertura >= 2 * ",
            ),
        ],
    );
    assert!(undone["witness"].is_null(), "{undone:#}");
    assert_eq!(undone["alone"]["rule"], "POB-21", "{undone:#}");
}

/// An id is permanent: a rule under another one is a new rule, and which one it was is said.
#[test]
fn a_rule_under_another_id_is_told_as_that() {
    let folder = folder("diff_renamed");
    let text = fs::read_to_string(folder.join(POB_21)).expect("it is there");
    fs::remove_file(folder.join(POB_21)).expect("it was there");
    put(&folder, "rules/dipres/poblacion/POB-28-cobertura-baja.yaml", &text);
    let told = pilares(&folder, &["diff", "dipres", "rules/dipres", "--generate", "3"]);
    ends(&told, 1);
    let told = shown(&told);
    assert!(told.contains("dice lo mismo que POB-21, que ya no está"), "{told}");
}

/// A rating that is good news no more changes how a check ends, and nothing else of it.
#[test]
fn a_rating_that_is_favourable_no_more_is_seen() {
    let folder = folder("gate_favourable");
    git(&folder, &["init", "--quiet"]);
    let row = "nombre: Objetado Técnicamente\n    cuando: some p in pilares satisfies p.veredicto = \"I\"\n    favorable: ";
    edit(&folder, RULESET, &format!("{row}false"), &format!("{row}true"));
    let output = pilares(&folder, &[&["gate", "--old", "dipres"], &WITH[..]].concat());
    ends(&output, 1);
    let text = shown(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    let moved = "Calificación: Objetado Técnicamente, no favorable → Objetado Técnicamente, favorable, en 1 formulario, por calificación `OT`";
    assert!(text.contains(moved), "{text}");
}

/// No form has answers: what an answer means is shown by one that is given to a form.
#[test]
fn what_an_answer_means_is_shown_by_giving_it() {
    let answers = [(
        "estrategia/EST-14-dosis-suficiente.yaml",
        "queda alguna condición sin atender.\n    resulta: cumple",
        "queda alguna condición sin atender.\n    resulta: no cumple",
    )];
    let found = silent("diff_answers", &answers);
    assert_eq!(found["witness"]["answered"], "parcialmente", "{found:#}");
    let folder = folder("diff_answers_told");
    let [(path, before, after)] = answers;
    edit(&folder, &format!("rules/dipres/{path}"), before, after);
    let told = pilares(&folder, &["diff", "dipres", "rules/dipres", "--generate", "5"]);
    ends(&told, 1);
    let told = shown(&told);
    let shows = "EST-14 respondida «parcialmente», cumple → no cumple";
    assert!(told.contains("Cambios que mueven lo que una persona responde"), "{told}");
    assert!(told.contains(shows) && told.contains("responde: parcialmente"), "{told}");
}

/// A question that decides a pillar is shown by an answer to it, with all else met.
#[test]
fn what_a_question_weighs_is_shown_by_an_answer() {
    let folder = folder("diff_question_weight");
    let rules = folder.join("rules/dipres/objetivo");
    let names = fs::read_dir(rules)
        .expect("a folder")
        .filter_map(|one| one.ok()?.file_name().into_string().ok());
    let name = names.into_iter().find(|name| name.starts_with("OBJ-22")).expect("it is there");
    let rule = format!("rules/dipres/objetivo/{name}");
    edit(&folder, &rule, "severidad: observacion", "severidad: minimo");
    let told = pilares(&folder, &["diff", "dipres", "rules/dipres", "--generate", "5"]);
    ends(&told, 1);
    let told = shown(&told).split_whitespace().collect::<Vec<_>>().join(" ");
    let shows = "OBJ-22 respondida «parcialmente» y lo demás cumplido, Objetivo y Seguimiento: Suficiente → Insuficiente";
    assert!(told.contains(shows), "{told}");
}

/// A rule that is gone is missed though another came that is met as well.
#[test]
fn the_gate_knows_which_rules_were_met_and_not_only_how_many() {
    let folder = folder("gate_vanished");
    let text = fs::read_to_string(folder.join(POB_21)).expect("it is there");
    put(&folder, "rules/dipres/recursos/REC-14-otra.yaml", &text);
    edit(
        &folder,
        "rules/dipres/poblacion/POB-06-universalidad.yaml",
        "titulo:",
        "retirada: ya no se pide\ntitulo:",
    );
    let gate = ["gate", "--rules", "rules/dipres", "--old", "dipres"];
    let output = pilares(&folder, &gate);
    ends(&output, 1);
    let told = shown(&output);
    assert!(told.contains("POB-06 mueve 3 de 3 formularios: cumple → no está"), "{told}");
    assert!(told.contains("REC-14 mueve"), "{told}");
    // A record that only counts what is met is read as it was.
    let record = "submissions/ejemplo.expected.yaml";
    let text = fs::read_to_string(common::root().join(record)).expect("it is there");
    let (before, rest) = text.split_once("cumplen:   # 97\n").expect("97 are met");
    let after = &rest[rest.find("preguntas:").expect("there are questions")..];
    put(&folder, record, &format!("{before}cumplen: 97\n{after}"));
    let counted = pilares(&folder, &["gate", "submissions/ejemplo.yaml", "--old", "dipres"]);
    ends(&counted, 0);
}
