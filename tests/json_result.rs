//! The JSON result: it is what its published schema says, and every place in it is true.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use pilares::document::{self, Document, Limits};
use pilares::report::{self, Concordance, Told, View};
use pilares::review::{Agreement, Published};
use pilares::rules::{self, Files, Ruleset};
use pilares::source::Source;
use pilares::verify;
use serde_json::Value;

/// A rule whose evidence has the values that no rule of the set computes.
const EVERY_VALUE: &str = r#"titulo: Muestra todos los valores
clase: automatica
severidad: nota
fundamento: [{ documento: Prueba }]
donde:
  rango: "[1..proceso)"
  nada: "[null, {a: 1.50}]"
  funcion: "{f: function(x) x + 1, g: f(1)}"
  largo: "[formulario, formulario]"
cuando: "true"
exige:
  todos:
    - count(largo) = 2 or formulario != null
    - some x in [1, 2, proceso] satisfies x = 1 and x < 0
mensaje: Es una «prueba».
"#;

fn compiled(files: &Files) -> Ruleset {
    let compiled = rules::compile(files);
    let findings: Vec<&str> =
        compiled.findings.iter().map(|finding| finding.message.spanish.as_str()).collect();
    assert_eq!(findings, Vec::<&str>::new());
    compiled.ruleset.expect("the embedded rule set is sound")
}

/// The embedded rule set with one rule more.
fn with_every_value() -> Files {
    let embedded = rules::embedded("dipres");
    let own = |path: &str| (path.to_owned(), Arc::clone(embedded.get(path).expect("it is listed")));
    let mut files: Vec<_> = embedded.paths().map(own).collect();
    let path = "recursos/REC-99-todos-los-valores.yaml";
    files.push((path.to_owned(), Source::new(format!("rules/dipres/{path}"), EVERY_VALUE)));
    Files::new(files)
}

fn submissions() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("submissions");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("there are submissions")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).expect("submissions are UTF-8");
        let name = path.file_name().expect("files have names").to_string_lossy();
        document::read(Source::new(name, text), &Limits::default())
    };
    paths.iter().map(read).collect()
}

/// A form with a mistake in its text, answers of the wrong kind and almost nothing else.
fn broken() -> Document {
    let text = "proceso: 2026\nproceso: 2027\npoblacion:\n  objetivo:\n    cantidad: \"mucha\"\n\
                componentes:\n  - gasto: 0\n    produccion: 0\n";
    document::read(Source::new("roto.yaml", text), &Limits::default())
}

fn result(ruleset: &Ruleset, document: &Document) -> String {
    report::json(&View::new(&pilares::judge(ruleset, document)))
}

fn summary(ruleset: &Ruleset, document: &Document) -> String {
    report::json_summary(&View::new(&pilares::judge(ruleset, document)))
}

/// The three things that a line may tell, each on a line.
fn lines(ruleset: &Ruleset, document: &Document) -> Vec<String> {
    let evaluation = pilares::judge(ruleset, document);
    let view = View::new(&evaluation);
    let id = document::LineId::Text("x-1".to_owned());
    vec![
        report::json_line(1, Some(&id), &Told::Result(&view)),
        report::json_line(2, None, &Told::Summary(&view)),
        report::json_line(3, Some(&id), &Told::Findings(&document.findings)),
    ]
}

/// The published evaluation with the review of this repository, one of whose answers is stale and
/// which sets something aside.
fn reviewed(ruleset: &Ruleset) -> [String; 2] {
    let read = |path: &str| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
        text.expect("files of the repository can be read")
    };
    let text = read("reviews/desarrollo-empresarial-2024.review.yaml").replace(
        "dispensas: []",
        "dispensas:\n  - {regla: POB-21, hasta: 2024, razon: R, autor: A, fecha: 2026-05-04}",
    );
    let form = read("submissions/desarrollo-empresarial-2024.yaml")
        .replace("Habrá centros satélites", "Se abrirán centros satélites");
    let document = |name, text| document::read(Source::new(name, text), &Limits::default());
    let review = pilares::review::read(&document("r.yaml", text), ruleset);
    let form = document("f.yaml", form);
    let evaluation = pilares::judge_with(ruleset, &form, &review);
    let view = View::new(&evaluation);
    [report::json(&view), report::json_summary(&view)]
}

/// The objected form with its minimums set aside, without evidence; and compared with itself without
/// a review.
fn waived(ruleset: &Ruleset) -> [String; 2] {
    let form = common::submission("redes-de-oportunidades-2026");
    let before = pilares::judge(ruleset, &form);
    let after = pilares::judge_with(ruleset, &form, &common::waiving());
    let compared = report::rounds_json(&verify::compare(&before, &after));
    [report::json_summary(&View::new(&after)), compared]
}

/// Two forms with second rounds: one whose fields change and whose elements change places, one with
/// the review of this repository, an answer of which goes stale.
fn rounds(ruleset: &Ruleset) -> [String; 2] {
    let read = |path: &str| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
        text.expect("files of the repository can be read")
    };
    let document = |name, text| document::read(Source::new(name, text), &Limits::default());
    let redes = read("submissions/redes-de-oportunidades-2026.yaml");
    let again = redes
        .replace("ods: [5, 8, 9]", "ods: [9, 5, 8]")
        .replace("produccion: 442", "produccion: 517");
    let (old, new) = (document("a.yaml", redes), document("b.yaml", again));
    let (before, after) = (pilares::judge(ruleset, &old), pilares::judge(ruleset, &new));
    let moved = report::rounds_json(&verify::compare(&before, &after));
    let form = read("submissions/desarrollo-empresarial-2024.yaml");
    let again = form.replace("Habrá centros satélites", "Se abrirán centros satélites");
    let review = document("r.yaml", read("reviews/desarrollo-empresarial-2024.review.yaml"));
    let review = pilares::review::read(&review, ruleset);
    let (old, new) = (document("c.yaml", form), document("d.yaml", again));
    let before = pilares::judge_with(ruleset, &old, &review);
    let after = pilares::judge_with(ruleset, &new, &review);
    [moved, report::rounds_json(&verify::compare(&before, &after))]
}

/// The engine beside verdicts that are said to have been published of two forms.
fn agreement(ruleset: &Ruleset) -> String {
    let mut alone = Agreement::new(&ruleset.policy);
    for (document, meets) in submissions().iter().zip([true, false]) {
        let pillars = ruleset.policy.sections.iter().enumerate();
        let pillars = pillars.filter(|(_, section)| section.pillar);
        let published = Published {
            source: "Acta inventada".to_owned(),
            rating: Some(usize::from(meets)),
            pillars: pillars.map(|(at, _)| (at, meets)).collect(),
        };
        alone.add(&document.source.name, &pilares::judge(ruleset, document), &published);
    }
    let published = vec![("a.yaml".to_owned(), "Acta inventada".to_owned())];
    let (unpublished, unread) = (vec!["b.yaml".to_owned()], vec!["c.yaml".to_owned()]);
    let (reviewed, alone) = (None, alone);
    report::agreement_json(&Concordance {
        ruleset,
        alone,
        reviewed,
        published,
        unpublished,
        unread,
        waived: 1,
    })
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn schema() -> Value {
    parse(report::RESULT_SCHEMA)
}

#[track_caller]
fn assert_valid(instance: &Value) {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema compiles");
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .map(|error| error.chars().take(300).collect())
        .take(5)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn results_are_what_the_schema_says() {
    let ruleset = compiled(&with_every_value());
    for document in submissions().iter().chain([&broken()]) {
        assert_valid(&parse(&result(&ruleset, document)));
        assert_valid(&parse(&summary(&ruleset, document)));
    }
    let [reviewed, short] = reviewed(&ruleset).map(|text| parse(&text));
    assert_valid(&reviewed);
    assert_valid(&short);
    let review = &reviewed["review"];
    assert_eq!(review["stale"], 2);
    assert_eq!(review["findings"][0]["code"], "review/stale");
    assert_eq!(review["without_waivers"]["rating"]["id"], "RF");
    assert_eq!(short["without_waivers"]["rating"]["id"], "RF");
}

#[test]
fn a_result_that_waivers_made_stands_beside_the_one_without_them() {
    let ruleset = compiled(&rules::embedded("dipres"));
    let [summary, compared] = waived(&ruleset).map(|text| parse(&text));
    assert_valid(&summary);
    assert_valid(&compared);
    let without = &summary["without_waivers"];
    assert_eq!((&summary["rating"]["id"], &without["rating"]["id"]), (&"FI".into(), &"OT".into()));
    let verdicts = |pillars: &Value| -> Vec<String> {
        let pillars = pillars.as_array().into_iter().flatten();
        pillars.map(|pillar| pillar["verdict"].to_string().replace('"', "")).collect()
    };
    assert_eq!(verdicts(&summary["pillars"]), ["provisional"; 4]);
    let objected = ["provisional", "provisional", "fails", "fails"];
    assert_eq!(verdicts(&without["pillars"]), objected);
    let set_aside = without["set_aside"].as_array().expect("it is a list");
    let set_aside: Vec<String> =
        set_aside.iter().map(|one| format!("{} {}", one["rule"], one["element"])).collect();
    assert_eq!(set_aside, ["\"OBJ-08\" null", "\"EST-05\" 1", "\"EST-05\" 2"]);

    let rating = &compared["rating"];
    assert_eq!((&rating["old"]["id"], &rating["new"]["id"]), (&"OT".into(), &"FI".into()));
    assert_eq!(rating["without_waivers"]["old"], Value::Null);
    assert_eq!(rating["without_waivers"]["new"]["id"], "OT");
    let pillars = compared["pillars"].as_array().expect("it is a list");
    let without: Vec<&Value> =
        pillars.iter().map(|pillar| &pillar["without_waivers"]["new"]["verdict"]).collect();
    assert_eq!(without, [&Value::Null, &Value::Null, &"fails".into(), &"fails".into()]);
}

#[test]
fn without_waivers_nothing_is_said_of_them() {
    let ruleset = compiled(&rules::embedded("dipres"));
    let texts = submissions().iter().map(|form| summary(&ruleset, form)).collect::<Vec<_>>();
    for text in texts.iter().chain(&rounds(&ruleset)) {
        assert!(!text.contains("without_waivers"));
    }
}

#[test]
fn a_line_is_one_line_and_what_the_schema_says() {
    let ruleset = compiled(&rules::embedded("dipres"));
    let document = broken();
    let lines = lines(&ruleset, &document);
    for line in &lines {
        assert_eq!(line.matches('\n').count(), 1);
        assert_valid(&parse(line));
    }
    assert_eq!(parse(&lines[0])["result"], parse(&result(&ruleset, &document)));
    assert_eq!(parse(&lines[1])["result"], parse(&summary(&ruleset, &document)));
}

#[test]
fn comparisons_are_what_the_schema_says() {
    let ruleset = compiled(&rules::embedded("dipres"));
    let [moved, reviewed] = rounds(&ruleset).map(|text| parse(&text));
    assert_valid(&moved);
    assert_valid(&reviewed);
    assert_eq!(moved["fields"][0]["moved"][0], serde_json::json!({"old": 1, "new": 2}));
    assert_eq!(reviewed["answers"][0]["fate"], "stale");
    assert_valid(&parse(&agreement(&ruleset)));
}

#[test]
fn findings_alone_are_what_the_schema_says() {
    let document = broken();
    assert!(!document.findings.is_empty());
    assert_valid(&parse(&report::json_findings(&document.findings)));
    assert_valid(&parse(&report::json_findings(&[])));
}

/// A rule set with a rule whose cases fail in every way.
fn with_failing_cases() -> Ruleset {
    let files = with_every_value();
    let cases = "casos:
  - { nombre: pasa, con: { proceso: 2026 }, espera: no cumple, dice: prueba }
  - { nombre: otro estado, espera: cumple }
  - { nombre: otro lugar y otro texto, espera: no cumple, en: poblacion, dice: nada }
  - { nombre: sin dato, sin: [proceso], espera: cumple }
";
    let own = |path: &str| {
        let source = files.get(path).expect("it is listed");
        let text = match path {
            "ruleset.yaml" => source.text().replacen("calificacion: RF", "calificacion: OT", 1),
            _ if path.contains("REC-99") => format!("{}{cases}", source.text()),
            _ => source.text().to_owned(),
        };
        (path.to_owned(), Source::new(source.name.clone(), text))
    };
    compiled(&Files::new(files.paths().map(own).collect()))
}

fn cases(ruleset: &Ruleset) -> Value {
    let results = verify::run_cases(ruleset, |rule| rule.id == "REC-99");
    parse(&report::cases_json(ruleset, &results, &verify::run_policy_cases(ruleset)))
}

#[test]
fn cases_are_what_the_schema_says() {
    let cases = cases(&with_failing_cases());
    assert_valid(&cases);
    let policy = cases["policy"].as_array().map_or(0, Vec::len);
    assert!(policy > 1);
    let counts = format!(r#"{{"cases":{},"passed":{policy},"failed":4}}"#, policy + 4);
    assert_eq!(cases["counts"].to_string(), counts);
    let failure = r#"[{"key":"calificacion","expected":"OT","got":"RF"}]"#;
    assert_eq!(cases["policy"][0]["failures"].to_string(), failure);
    let failures = |index: usize| cases["cases"][index]["failures"].to_string();
    assert_eq!(failures(0), "[]");
    assert_eq!(failures(1), r#"[{"what":"status","got":"unmet"}]"#);
    assert!(failures(2).contains(r#"{"what":"says","got":"Es una «prueba»."}"#), "{}", failures(2));
    assert_eq!(failures(3), r#"[{"what":"status","got":"unknown"}]"#);
    assert!(cases["cases"][1]["why"]["es"].is_string(), "{}", cases["cases"][1]);
    assert!(cases["cases"][3]["why"]["es"].is_string());
}

#[test]
fn several_files_are_one_list() {
    let arguments = ["check", "--format", "json", "submissions/ejemplo.yaml", "no-existe.yaml"];
    let output = common::pilares(&arguments);
    let list = parse(&String::from_utf8(output.stdout).expect("output is UTF-8"));
    assert_valid(&list);
    assert_eq!(list[0]["format"], "pilares.result");
    assert_eq!(list[1]["findings"][0]["code"], "file/unreadable");
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let (first, second) =
        (compiled(&rules::embedded("dipres")), compiled(&rules::embedded("dipres")));
    for (document, again) in submissions().iter().zip(&submissions()) {
        assert!(result(&first, document) == result(&second, again), "{}", document.source.name);
    }
}

#[test]
fn every_property_of_the_schema_occurs() {
    let ruleset = compiled(&with_every_value());
    let schema = schema();
    let mut seen = BTreeSet::new();
    for document in submissions().iter().chain([&broken()]) {
        visit(&schema, &schema, &parse(&result(&ruleset, document)), "", &mut seen);
        visit(&schema, &schema, &parse(&summary(&ruleset, document)), "", &mut seen);
    }
    for line in lines(&ruleset, &broken()) {
        visit(&schema, &schema, &parse(&line), "", &mut seen);
    }
    visit(&schema, &schema, &parse(&report::json_findings(&broken().findings)), "", &mut seen);
    visit(&schema, &schema, &cases(&with_failing_cases()), "", &mut seen);
    for text in reviewed(&ruleset).iter().chain(&waived(&ruleset)) {
        visit(&schema, &schema, &parse(text), "", &mut seen);
    }
    for rounds in rounds(&ruleset) {
        visit(&schema, &schema, &parse(&rounds), "", &mut seen);
    }
    visit(&schema, &schema, &parse(&agreement(&ruleset)), "", &mut seen);
    let mut named = BTreeSet::new();
    for (name, definition) in schema["$defs"].as_object().expect("the schema has definitions") {
        properties(definition, name, &mut named);
    }
    let missing: Vec<&String> = named.difference(&seen).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

/// The properties that a definition names, one of its variants by its title.
fn properties(definition: &Value, name: &str, named: &mut BTreeSet<String>) {
    for property in definition["properties"].as_object().into_iter().flat_map(|map| map.keys()) {
        named.insert(format!("{name}.{property}"));
    }
    for variant in definition["oneOf"].as_array().into_iter().flatten() {
        let title = variant["title"].as_str().expect("variants have titles");
        properties(variant, &format!("{name} {title}"), named);
    }
}

/// Goes through an instance and its schema together and notes the properties met.
fn visit(root: &Value, schema: &Value, instance: &Value, name: &str, seen: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return visit(root, &root["$defs"][name], instance, name, seen);
    }
    for variant in schema["oneOf"].as_array().into_iter().flatten() {
        let target = match variant["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            Some(path) => root.pointer(path).expect("references lead somewhere"),
            None => variant,
        };
        if instance.is_null() || !takes(target, instance) {
            continue;
        }
        let name = match variant["title"].as_str() {
            Some(title) => format!("{name} {title}"),
            None => name.to_owned(),
        };
        visit(root, variant, instance, &name, seen);
    }
    for (property, below) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = instance.get(property) {
            seen.insert(format!("{name}.{property}"));
            visit(root, below, value, name, seen);
        }
    }
    for item in instance.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        visit(root, &schema["items"], item, name, seen);
    }
    if let (Some(entries), true) =
        (instance.as_object(), schema["additionalProperties"].is_object())
    {
        for value in entries.values() {
            visit(root, &schema["additionalProperties"], value, name, seen);
        }
    }
}

/// Whether an object has the keys and constants of a variant.
fn takes(variant: &Value, instance: &Value) -> bool {
    if variant["oneOf"].is_array() {
        return instance["type"].is_string();
    }
    let (Some(named), Some(found)) = (variant["properties"].as_object(), instance.as_object())
    else {
        return false;
    };
    let constant =
        |(key, below): (&String, &Value)| below["const"].is_null() || below["const"] == found[key];
    named.len() == found.len()
        && named.keys().all(|key| found.contains_key(key))
        && named.iter().all(constant)
}

#[test]
fn every_place_is_where_it_says() {
    let files = with_every_value();
    let ruleset = compiled(&files);
    for document in submissions().iter().chain([&broken()]) {
        let places = Places { document, files: &files };
        let result = parse(&result(&ruleset, document));
        places.check(&result);
        assert!(count(&result, "rule_span") > 50 && count(&result, "path") > 50);
    }
}

fn count(value: &Value, key: &str) -> usize {
    match value {
        Value::Object(map) => {
            usize::from(map.contains_key(key))
                + map.values().map(|value| count(value, key)).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(|item| count(item, key)).sum(),
        _ => 0,
    }
}

struct Places<'p> {
    document: &'p Document,
    files: &'p Files,
}

impl Places<'_> {
    /// Every place below, whatever it belongs to.
    fn check(&self, value: &Value) {
        match value {
            Value::Object(map) => {
                if map.contains_key("rule_place") {
                    let source = self.source(&value["rule_place"]);
                    same_expression(&source, &value["rule_place"], &value["text"]);
                    self.step(&value["root"], &source);
                }
                if map.contains_key("end_column") {
                    self.place(value);
                }
                map.values().for_each(|value| self.check(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.check(item)),
            _ => {}
        }
    }

    fn source(&self, place: &Value) -> Arc<Source> {
        let name = place["source"].as_str().expect("a file has a name");
        if name == self.document.source.name {
            return Arc::clone(&self.document.source);
        }
        let path = name.strip_prefix("rules/dipres/").expect("other places are in rules");
        Arc::clone(self.files.get(path).expect("a place is in a file of the set"))
    }

    /// Lines and columns, counted the slow way; the path leads back to the place.
    fn place(&self, place: &Value) {
        let source = if place["source"].is_string() {
            self.source(place)
        } else {
            Arc::clone(&self.document.source)
        };
        for (byte, line, column) in [("start", "line", "column"), ("end", "end_line", "end_column")]
        {
            let before = &source.text()[..number(&place[byte])];
            let lines: Vec<&str> = before.split('\n').collect();
            assert_eq!(number(&place[line]), lines.len(), "{place}");
            assert_eq!(
                number(&place[column]),
                lines[lines.len() - 1].chars().count() + 1,
                "{place}"
            );
        }
        if let Some(path) = place["path"].as_str() {
            let path: document::Path = path.parse().expect("paths can be read back");
            let (value, key) = (self.document.at(&path), self.document.key_span(&path));
            let (start, end) = (number(&place["start"]), number(&place["end"]));
            let holds = |range: std::ops::Range<usize>| range.start <= start && end <= range.end;
            assert!(
                value.is_some_and(|node| holds(node.span.range()))
                    || key.is_some_and(|key| holds(key.range())),
                "{place}"
            );
        }
    }

    /// A step's expression stands where it says, and what it read is written there.
    fn step(&self, step: &Value, source: &Source) {
        same_expression(source, &step["rule_span"], &step["text"]);
        let value = &step["value"];
        if let ([place], Some(kind)) =
            (&step["places"].as_array().expect("a list")[..], value["type"].as_str())
        {
            let written = slice(&self.document.source, place);
            match kind {
                "number" => assert_eq!(written, value["value"], "{step}"),
                // What a function says of a text stands where it saw it, also under a name.
                "boolean" if step["kind"] == "read" && names_a_field(&step["text"]) => {
                    assert_eq!(written, value["value"].to_string(), "{step}");
                }
                "text" => same_letters(written, value["value"].as_str().expect("a text")),
                _ => {}
            }
        }
        step["children"]
            .as_array()
            .expect("a list")
            .iter()
            .for_each(|child| self.step(child, source));
    }
}

fn slice<'s>(source: &'s Source, place: &Value) -> &'s str {
    &source.text()[number(&place["start"])..number(&place["end"])]
}

#[track_caller]
fn same_expression(source: &Source, place: &Value, text: &Value) {
    same_letters(slice(source, place), text.as_str().expect("a text"));
}

/// A text as written and as read differ by white space, quotes and escapes only.
#[track_caller]
fn same_letters(written: &str, read: &str) {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace() && !"\"'\\".contains(*letter))
            .collect()
    };
    assert_eq!(letters(written), letters(read));
}

fn number(value: &Value) -> usize {
    value.to_string().parse().unwrap_or_else(|_| panic!("{value} is no whole number"))
}

/// Whether an expression is a field of the form, and not a name that the rule gives.
fn names_a_field(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.contains('.'))
}
