//! Stamps: what a result was made from, and `pilares verify`, which makes it again.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{root, ruleset, scratch, shown, submission};
use pilares::report::{self, View};
use pilares::rules;
use serde_json::Value;

const FORM: &str = "formularios/redes.yaml";

/// A folder of its own with a form in it, and a copy of the rules where asked for.
fn desk(name: &str) -> PathBuf {
    let desk = scratch(name);
    fs::create_dir(desk.join("formularios")).expect("a folder can be made");
    let form = root().join("submissions/redes-de-oportunidades-2026.yaml");
    fs::copy(form, desk.join(FORM)).expect("the form can be copied");
    desk
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilares"));
    command.args(arguments).current_dir(folder).output().expect("the program runs")
}

/// Judges the form and keeps the result.
fn keep(desk: &Path, more: &[&str]) -> Value {
    let output = run(desk, &[&["check", FORM, "--format", "json"], more].concat());
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    fs::write(desk.join("resultado.json"), &output.stdout).expect("the result can be kept");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// What `verify` says, digests left out.
fn verified(desk: &Path, more: &[&str]) -> String {
    let text = shown(&run(desk, &[&["verify", "resultado.json"], more].concat()));
    let word = |word: &str| {
        let digits =
            word.trim_start_matches('(').trim_end_matches([')', ';', ',']).trim_end_matches('…');
        let digest = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digest { word.replace(digits, "HUELLA") } else { word.to_owned() }
    };
    let lines = text.lines().map(|line| line.split(' ').map(word).collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("the file is there");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).expect("the file can be written");
}

#[test]
fn the_same_form_gives_the_same_bytes_in_any_folder_and_with_any_rules_that_are_the_same() {
    let (one, other) = (desk("stamps_one"), desk("stamps_other"));
    let (first, second) = (keep(&one, &[]), keep(&other, &["--jobs", "3"]));
    assert_eq!(first, second);
    let text = first.to_string();
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "a path of this machine is in the result");
    run(&one, &["rules", "--export", "reglas"]);
    let third = keep(&one, &["--rules", "reglas"]);
    assert_eq!(first["stamp"], third["stamp"]);
}

#[test]
fn a_stamp_is_what_it_says() {
    let document = submission("ejemplo");
    let result = report::json(&View::new(&pilares::judge(ruleset(), &document)));
    let result: Value = serde_json::from_str(&result).expect("it is JSON");
    let digest = |path: &str| {
        let output =
            Command::new("sha256sum").arg(root().join(path)).output().expect("it is there");
        String::from_utf8_lossy(&output.stdout).split(' ').next().unwrap_or_default().to_owned()
    };
    let stamp = &result["stamp"];
    assert_eq!(stamp["submission"], digest("submissions/ejemplo.yaml"));
    assert_eq!(stamp["parameters"], digest("rules/dipres/parameters.yaml"));
    assert_eq!(stamp["schema"], digest("rules/dipres/submission.schema.json"));
    assert_eq!(stamp["year"], 2026);
    assert_eq!(stamp["review"], Value::Null);
    assert_eq!(stamp["engine"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(stamp["engine"]["sources"].as_str().map(str::len), Some(64));
}

#[test]
fn every_file_of_the_rules_counts_and_what_explains_them_does_not() {
    let embedded = rules::embedded("dipres");
    let whole = embedded.digest();
    let without = |left_out: &str| {
        let kept = embedded.paths().filter(|path| *path != left_out);
        let file =
            |path: &str| (path.to_owned(), embedded.get(path).expect("it is listed").clone());
        rules::Files::new(kept.map(file).collect()).digest()
    };
    for path in embedded.paths() {
        let counts = path.ends_with(".yaml") || path.ends_with(".json");
        assert_eq!(without(path) != whole, counts, "{path}");
    }
    assert_eq!(without("CHANGELOG.md"), whole);
    assert_eq!(embedded.called("otra/carpeta/").digest(), whole);
}

#[test]
fn a_result_that_comes_out_again_is_identical() {
    let desk = desk("verify_same");
    keep(&desk, &[]);
    insta::assert_snapshot!("identical", verified(&desk, &[]));
    let whole = fs::read_to_string(desk.join("resultado.json")).expect("it is there");
    let compact: Value = serde_json::from_str(&whole).expect("it is JSON");
    fs::write(desk.join("resultado.json"), compact.to_string()).expect("it can be written");
    assert!(verified(&desk, &[]).starts_with("Idéntico"));
    run(&desk, &["rules", "--export", "copia/de/reglas"]);
    assert!(verified(&desk, &["--rules", "copia/de/reglas"]).starts_with("Idéntico"));
    keep(&desk, &["--rules", "copia/de/reglas"]);
    assert!(verified(&desk, &[]).starts_with("Idéntico"));
}

#[test]
fn a_form_that_moved_is_told_from_one_that_changed() {
    let desk = desk("verify_moved");
    keep(&desk, &[]);
    fs::rename(desk.join(FORM), desk.join("otro.yaml")).expect("it can be moved");
    insta::assert_snapshot!("moved", verified(&desk, &[]));
    insta::assert_snapshot!("moved_found", verified(&desk, &["--on", "otro.yaml"]));
    edit(&desk.join("otro.yaml"), "produccion: 442", "produccion: 517");
    insta::assert_snapshot!("form_changed", verified(&desk, &["--on", "otro.yaml"]));
    fs::write(desk.join("otro.yaml"), "a: [1\n").expect("it can be written");
    let told = verified(&desk, &["--on", "otro.yaml"]);
    assert!(told.ends_with("── exit 1"), "{told}");
}

#[test]
fn rules_that_changed_are_told_with_what_they_move() {
    let desk = desk("verify_rules");
    run(&desk, &["rules", "--export", "reglas"]);
    keep(&desk, &["--rules", "reglas"]);
    edit(&desk.join("reglas/parameters.yaml"), "# ", "#  ");
    insta::assert_snapshot!("parameters_changed", verified(&desk, &["--rules", "reglas"]));
    let rule = desk.join("reglas/estrategia/EST-05-produccion-alcanza.yaml");
    edit(&rule, "severidad: minimo", "severidad: observacion");
    insta::assert_snapshot!(
        "rules_changed",
        verified(&desk, &["--rules", "reglas", "--lang", "en"])
    );
}

#[test]
fn a_result_that_was_altered_is_told() {
    let desk = desk("verify_altered");
    keep(&desk, &[]);
    let result = desk.join("resultado.json");
    edit(&result, "\"verdict\": \"fails\"", "\"verdict\": \"meets\"");
    edit(&result, "\"Insuficiente\"", "\"Suficiente\\u001b[2J\"");
    let told = verified(&desk, &[]);
    assert!(!told.contains('\u{1b}'), "an escape code got through");
    insta::assert_snapshot!("altered", told);
}

#[test]
fn what_is_no_result_is_told() {
    let desk = desk("verify_none");
    let mut all = String::new();
    for text in ["", "{\"a\": ", "[1]", "{\"format\": \"pilares.result\"}", "{\"result\": 3}"] {
        fs::write(desk.join("resultado.json"), text).expect("it can be written");
        all.push_str(&verified(&desk, &[]));
        all.push('\n');
    }
    fs::write(desk.join("resultado.json"), "[".repeat(100_000)).expect("it can be written");
    all.push_str(&verified(&desk, &[]));
    insta::assert_snapshot!("no_result", all);
}

#[test]
fn a_line_and_a_summary_can_be_verified() {
    let desk = desk("verify_line");
    let form: Value = {
        let text = fs::read_to_string(desk.join(FORM)).expect("it is there");
        serde_yaml::from_str(&text).expect("it is YAML")
    };
    fs::write(desk.join("form.json"), form.to_string()).expect("it can be written");
    for format in ["json", "summary"] {
        let script = format!(
            "cat form.json | '{}' check --jsonl --format {format} > resultado.json",
            env!("CARGO_BIN_EXE_pilares")
        );
        Command::new("bash").args(["-c", &script]).current_dir(&desk).status().expect("bash runs");
        let told = verified(&desk, &["--on", "form.json"]);
        assert!(told.starts_with("Idéntico"), "{format}: {told}");
        assert!(verified(&desk, &[]).contains("--on"), "the form is in no file");
    }
}

#[test]
fn a_result_made_with_a_review_is_made_again_with_it() {
    let desk = scratch("verify_review");
    let name = "desarrollo-empresarial-2024";
    for (folder, file) in
        [("submissions", format!("{name}.yaml")), ("reviews", format!("{name}.review.yaml"))]
    {
        fs::create_dir(desk.join(folder)).expect("a folder can be made");
        let from = root().join(folder).join(&file);
        fs::copy(from, desk.join(folder).join(&file)).expect("it can be copied");
    }
    let form = format!("submissions/{name}.yaml");
    let review = desk.join(format!("reviews/{name}.review.yaml"));
    let told = ["check", &form, "--review", "reviews", "--format", "json"];
    for format in ["json", "summary"] {
        let output = run(&desk, &[&told[..5], &[format]].concat());
        fs::write(desk.join("resultado.json"), &output.stdout).expect("it can be kept");
        let result: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        assert_eq!(result["stamp"]["review"].as_str().map(str::len), Some(64));
        let said = verified(&desk, &[]);
        assert!(said.starts_with("Idéntico") && said.contains("Revisión: igual"), "{said}");
    }
    let text = fs::read_to_string(&review).expect("it is there");
    fs::write(&review, format!("{text}# una nota\n")).expect("it can be written");
    let said = verified(&desk, &[]);
    assert!(said.contains("Revisión: cambió") && said.contains("son los mismos"), "{said}");
    fs::rename(&review, desk.join("otra.yaml")).expect("it can be moved");
    assert!(verified(&desk, &[]).contains("reviews/"), "the review is not there");
    fs::write(desk.join("otra.yaml"), &text).expect("it can be written");
    assert!(verified(&desk, &["--review", "otra.yaml"]).starts_with("Idéntico"));
}
