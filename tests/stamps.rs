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
    verified_file(desk, "resultado.json", more)
}

/// The same, of another file.
fn verified_file(desk: &Path, file: &str, more: &[&str]) -> String {
    let text = shown(&run(desk, &[&["verify", file], more].concat()));
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
fn a_key_that_is_there_twice_is_refused() {
    let desk = desk("verify_repeated");
    keep(&desk, &[]);
    let text = fs::read_to_string(desk.join("resultado.json")).expect("it is there");
    let twice = |second: &str| text.replacen("\"rating\": {", second, 1);
    let escaped = twice("\"rating\": {\"n\\u0061me\": 1,");
    for (text, key) in [(twice("\"rating\": {\"id\": \"RF\","), "id"), (escaped, "name")] {
        fs::write(desk.join("resultado.json"), text).expect("it can be written");
        let told = verified(&desk, &[]);
        assert!(told.contains(&format!("repite la clave `{key}`")), "{told}");
        assert!(told.ends_with("── exit 2"), "{told}");
    }
}

#[test]
fn several_results_are_verified_one_by_one() {
    let desk = desk("verify_several");
    fs::copy(root().join("submissions/ejemplo.yaml"), desk.join("formularios/ejemplo.yaml"))
        .expect("it can be copied");
    let output = run(&desk, &["check", "formularios", "--format", "summary"]);
    fs::write(desk.join("resultado.json"), &output.stdout).expect("it can be kept");
    assert_eq!(verified(&desk, &[]), "2 de 2 resultados son idénticos.\n── exit 0");
    edit(&desk.join("resultado.json"), "\"sign\": \"S\"", "\"sign\": \"I\"");
    insta::assert_snapshot!("several", verified(&desk, &[]));
    fs::rename(desk.join("formularios"), desk.join("otra")).expect("it can be moved");
    fs::write(desk.join("otra/tercero.yaml"), "proceso: 2026\n").expect("it can be written");
    let told = verified(&desk, &["--on", "otra"]);
    assert!(told.contains("Formularios que están ahí y no tienen resultado: 1."), "{told}");
    assert!(verified(&desk, &[]).contains("0 de 2 resultados"), "the forms are not there");
    assert!(verified(&desk, &["--on", "otra"]).contains("1 de 2 resultados es idéntico."));
    let text = fs::read_to_string(desk.join("resultado.json")).expect("it is there");
    let cut = text.replacen("pilares.summary", "otra.cosa", 1);
    fs::write(desk.join("resultado.json"), cut).expect("it can be written");
    let told = verified(&desk, &["--on", "otra"]);
    assert!(told.contains("el resultado 1 no es el resultado de un formulario"), "{told}");
    assert!(told.contains("1 de 2 resultados es idéntico."), "{told}");
}

#[test]
fn the_lines_of_a_stream_are_found_in_it() {
    let desk = desk("verify_stream");
    let form: Value = {
        let text = fs::read_to_string(desk.join(FORM)).expect("it is there");
        serde_yaml::from_str(&text).expect("it is YAML")
    };
    let stream = format!("\n{{\"id\": \"a\", \"submission\": {form}}}\r\n{form}\n\n");
    fs::write(desk.join("flujo.ndjson"), stream).expect("it can be written");
    let script = format!(
        "cat flujo.ndjson | '{}' check --jsonl > resultado.json; tail -1 resultado.json > uno.json",
        env!("CARGO_BIN_EXE_pilares")
    );
    Command::new("bash").args(["-c", &script]).current_dir(&desk).status().expect("bash runs");
    let told = verified(&desk, &["--on", "flujo.ndjson"]);
    assert_eq!(told, "2 de 2 resultados son idénticos.\n── exit 0");
    // To whom a result is attributed, which results there are, and what could not be judged.
    let whole = fs::read_to_string(desk.join("resultado.json")).expect("it is there");
    let put = |text: &str| fs::write(desk.join("resultado.json"), text).expect("it can be written");
    put(&whole.replacen("\"id\": \"a\"", "\"id\": \"b\"", 1));
    let told = verified(&desk, &["--on", "flujo.ndjson"]);
    assert!(told.contains("id: \"b\" → \"a\"") && told.ends_with("── exit 1"), "{told}");
    put(&whole.replacen("\"line\": 2", "\"line\": 3", 1));
    assert!(verified(&desk, &["--on", "flujo.ndjson"]).contains("line: 3 → 2"));
    let first = whole.lines().next().expect("there is a line");
    put(&format!("{first}\n{first}\n"));
    let told = verified(&desk, &["--on", "flujo.ndjson"]);
    assert!(told.contains("que ya tenía uno: 1.") && told.contains("no tienen resultado: 1."));
    let script = format!(
        "(cat flujo.ndjson; echo '{{\"a\": 1') > roto.ndjson; '{}' check --jsonl < roto.ndjson > \
         resultado.json",
        env!("CARGO_BIN_EXE_pilares")
    );
    Command::new("bash").args(["-c", &script]).current_dir(&desk).status().expect("bash runs");
    let told = verified(&desk, &["--on", "roto.ndjson"]);
    assert_eq!(told, "3 de 3 resultados son idénticos.\n── exit 0");
    let whole = fs::read_to_string(desk.join("resultado.json")).expect("it is there");
    put(&whole.replacen("\"code\": \"jsonl/syntax\"", "\"code\": \"jsonl/otro\"", 1));
    let told = verified(&desk, &["--on", "roto.ndjson"]);
    assert!(told.contains("findings[1].code") && told.contains("2 de 3"), "{told}");
    assert!(verified_file(&desk, "uno.json", &["--on", "flujo.ndjson"]).starts_with("Idéntico"));
    // The line in a file of its own, as it came.
    fs::write(desk.join("linea.json"), format!("{form}\n")).expect("it can be written");
    assert!(verified_file(&desk, "uno.json", &["--on", "linea.json"]).starts_with("Idéntico"));
    let told = verified_file(&desk, "uno.json", &["--on", FORM]);
    assert!(told.contains("Formulario: cambió"), "a form in YAML is another text: {told}");
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

/// The formats of a ficha, by the ends of their names.
const FICHAS: [&str; 4] = ["md", "html", "pdf", "xlsx"];

/// Writes the ficha of the form in every format, beside it.
fn write_fichas(desk: &Path, more: &[&str]) {
    for end in FICHAS {
        let out = format!("formularios/ficha.{end}");
        let output = run(desk, &[&["report", FORM, "--out", &out], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    }
}

#[test]
fn a_ficha_that_comes_out_again_is_identical_in_every_format() {
    let desk = desk("ficha_same");
    write_fichas(&desk, &[]);
    insta::assert_snapshot!("ficha", verified_file(&desk, "formularios/ficha.md", &[]));
    fs::rename(desk.join(FORM), desk.join("otro nombre.yaml")).expect("it can be moved");
    for end in FICHAS {
        let file = format!("formularios/ficha.{end}");
        let told = verified_file(&desk, &file, &["--on", "otro nombre.yaml"]);
        assert!(
            told.starts_with("Idéntica") && told.contains("está en otro nombre.yaml"),
            "{told}"
        );
        let lost = verified_file(&desk, &file, &[]);
        assert!(lost.contains("--on") && lost.ends_with("── exit 2"), "{lost}");
    }
    let text = fs::read_to_string(desk.join("formularios/ficha.md")).expect("it is there");
    fs::write(desk.join("ficha.md"), text.replace('\n', "\r\n")).expect("it can be written");
    let told = verified_file(&desk, "ficha.md", &["--on", "otro nombre.yaml"]);
    assert!(told.starts_with("Idéntica"), "how lines end does not count: {told}");
}

#[test]
fn a_ficha_in_english_keeps_its_language() {
    let desk = desk("ficha_english");
    let out = ["--out", "formularios/planilla.xlsx", "--lang", "en"];
    run(&desk, &[&["report", FORM][..], &out].concat());
    assert!(verified_file(&desk, "formularios/planilla.xlsx", &[]).starts_with("Idéntica"));
}

#[test]
fn one_digit_that_was_edited_is_told() {
    let desk = desk("ficha_edited");
    write_fichas(&desk, &[]);
    for end in ["md", "html"] {
        let ficha = desk.join(format!("formularios/ficha.{end}"));
        edit(&ficha, "517", "518");
        let told = verified_file(&desk, &format!("formularios/ficha.{end}"), &[]);
        insta::assert_snapshot!(format!("ficha_edited_{end}"), told);
    }
    // A digit of the seal itself, and a line of it that is gone.
    let ficha = desk.join("formularios/ficha.md");
    edit(&ficha, "518", "517");
    let text = fs::read_to_string(&ficha).expect("it is there");
    let seal = text.find("- Reglas: dipres 0.1.0 · ").expect("it has a seal") + 27;
    let digit = if &text[seal..=seal] == "0" { "1" } else { "0" };
    let altered = format!("{}{digit}{}", &text[..seal], &text[seal + 1..]);
    fs::write(&ficha, altered).expect("it can be written");
    let told = verified_file(&desk, "formularios/ficha.md", &[]);
    assert!(told.starts_with("Distinta") && told.contains("Reglas: cambió"), "{told}");
    let (start, _) = text.split_once("- Reglas").expect("it has a seal");
    fs::write(&ficha, start).expect("it can be written");
    let told = verified_file(&desk, "formularios/ficha.md", &[]);
    assert!(told.contains("no trae el sello") && told.ends_with("── exit 2"), "{told}");
    // Of a document whose words are not compared, that it is another is told all the same.
    let ficha = desk.join("formularios/ficha.xlsx");
    let mut bytes = fs::read(&ficha).expect("it is there");
    bytes[60] ^= 1;
    fs::write(&ficha, bytes).expect("it can be written");
    let told = verified_file(&desk, "formularios/ficha.xlsx", &[]);
    assert!(told.starts_with("Distinta") && told.contains("byte por byte"), "{told}");
}

#[test]
fn the_ficha_of_another_form_is_told() {
    let desk = desk("ficha_other");
    write_fichas(&desk, &[]);
    edit(&desk.join(FORM), "produccion: 442", "produccion: 517");
    insta::assert_snapshot!("ficha_other", verified_file(&desk, "formularios/ficha.html", &[]));
    for end in FICHAS {
        let told = verified_file(&desk, &format!("formularios/ficha.{end}"), &[]);
        assert!(told.contains("Formulario: cambió") && told.ends_with("── exit 1"), "{told}");
    }
}

#[test]
fn nothing_that_a_ficha_says_is_obeyed() {
    let desk = desk("ficha_hostile");
    write_fichas(&desk, &[]);
    let ficha = desk.join("formularios/ficha.md");
    edit(&ficha, "- Formulario: redes.yaml", "- Formulario: ../../\u{1b}[2J/etc/passwd");
    let told = verified_file(&desk, "formularios/ficha.md", &[]);
    assert!(!told.contains("etc/") && !told.contains('\u{1b}'), "{told}");
    for bytes in [&b"%PDF-1.7\n<dc:description>"[..], b"PK\x03\x04", b"## Sello\n\n- Formulario: a"]
    {
        fs::write(&ficha, bytes).expect("it can be written");
        let told = verified_file(&desk, "formularios/ficha.md", &[]);
        assert!(told.ends_with("── exit 2"), "{told}");
    }
    // Sizes that lead out of an archive, or nowhere.
    let archive = fs::read(desk.join("formularios/ficha.xlsx")).expect("it is there");
    for at in [18, 19, 21, 26, 28, archive.len() / 2] {
        let mut bytes = archive.clone();
        bytes[at] = 0xff;
        fs::write(&ficha, bytes).expect("it can be written");
        assert!(!verified_file(&desk, "formularios/ficha.md", &[]).starts_with("Idéntica"));
    }
}

#[test]
fn a_ficha_made_with_a_review_is_made_again_with_it() {
    let desk = scratch("ficha_review");
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
    let out = "submissions/ficha.html";
    let output = run(&desk, &["report", &form, "--review", "reviews", "--out", out]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let told = verified_file(&desk, out, &[]);
    assert!(told.starts_with("Idéntica") && told.contains("Revisión: igual"), "{told}");
    let text = fs::read_to_string(&review).expect("it is there");
    fs::write(&review, format!("{text}# una nota\n")).expect("it can be written");
    let told = verified_file(&desk, out, &["--review", "reviews"]);
    assert!(told.contains("Revisión: cambió") && told.contains("La ficha dice lo mismo"), "{told}");
    fs::rename(desk.join(out), desk.join("ficha.html")).expect("it can be moved");
    let told = verified_file(&desk, "ficha.html", &["--on", &form]);
    assert!(told.contains("Revisión: cambió"), "it is found where reviews are kept: {told}");
}
