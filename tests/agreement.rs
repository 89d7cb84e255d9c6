//! The engine's verdicts beside those that people published: tables worked out by hand.

mod common;

use std::fs;
use std::path::Path;

use common::{pilares, pilares_in, root, ruleset, scratch, shown, submission};
use pilares::document::{self, Limits};
use pilares::review::{self, Agreement, Fraction, Of, Published, Review, Score, Undefined};
use pilares::source::Source;

fn read(text: &str) -> Review {
    let source = Source::new("prueba.review.yaml", text);
    review::read(&document::read(source, &Limits::default()), ruleset())
}

/// A section of the policy.
fn section(id: &str) -> usize {
    let sections = &ruleset().policy.sections;
    sections.iter().position(|section| section.id == id).expect("the section is there")
}

fn published(text: &str) -> Option<Published> {
    let review = read(&format!("veredictos_publicados:\n{text}"));
    assert_eq!(review.findings, [], "{text}");
    review.published
}

#[test]
fn what_was_published_is_read_and_written_as_it_was() {
    let text = "  fuente: Informe, sección III\n  calificacion: OT\n  pilares:\n    diagnostico: S\n    \
                poblacion: I\n    objetivo:\n";
    let found = published(text).expect("it is sound");
    assert_eq!(found.source, "Informe, sección III");
    assert_eq!(found.rating.map(|row| ruleset().policy.ratings[row].id.as_str()), Some("OT"));
    assert_eq!(found.pillars, [(section("diagnostico"), true), (section("poblacion"), false)]);
    let form = submission("ejemplo");
    let evaluation = pilares::judge(ruleset(), &form);
    let mut review = read(&review::blank(&evaluation));
    assert_eq!(review.published, None);
    review.published = Some(found);
    let again = read(&review::write(&review, &evaluation));
    assert_eq!((again.findings, again.published), (Vec::new(), review.published));
}

#[test]
fn what_is_wrong_with_it_is_told_and_then_nothing_of_it_counts() {
    let mut told = String::new();
    for text in [
        "  calificacion: OT\n",
        "  fuente: F\n  calificacion: RFF\n",
        "  fuente: F\n  pilares: {recursos: S}\n",
        "  fuente: F\n  pilares: {poblacion: Suficiente}\n",
        "  fuente: F\n  pilares: {poblacion: [S]}\n",
        "  fuente: F\n  pilares: S\n",
        "  fuente: F\n  nota: 7\n",
        "  - S\n",
    ] {
        let review = read(&format!("veredictos_publicados:\n{text}"));
        assert_eq!(review.published, None, "{text}");
        let findings = review.findings.iter().map(|finding| {
            let help = finding.help.as_ref().map(|help| format!(" ({})", help.spanish));
            format!("{}{}", finding.message.spanish, help.unwrap_or_default())
        });
        let findings: Vec<String> = findings.collect();
        assert!(!findings.is_empty(), "{text}");
        told.push_str(&format!("{}\n  {}\n", text.trim(), findings.join("\n  ")));
    }
    insta::assert_snapshot!("unsound", told);
}

#[test]
fn an_answer_put_into_a_review_keeps_what_was_published() {
    let text = fs::read_to_string(root().join("reviews/desarrollo-empresarial-2024.review.yaml"))
        .expect("the review is there");
    let form = submission("desarrollo-empresarial-2024");
    let file = document::read(Source::new("r.yaml", text), &Limits::default());
    let review = review::read(&file, ruleset());
    let found = review.published.clone().expect("it has published verdicts");
    assert_eq!(found.pillars.len(), 4);
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    let entry = review.entries[0].clone();
    let put = review::put(&review, &file, &entry, &evaluation).expect("it can be written");
    assert_eq!(read(&put).published, Some(found));
}

#[test]
fn verdicts_are_counted_where_they_belong() {
    let ruleset = ruleset();
    let of = |rating: &str, pillars: &[(&str, bool)]| Published {
        source: String::new(),
        rating: ruleset.policy.ratings.iter().position(|row| row.id == rating),
        pillars: pillars.iter().map(|(id, meets)| (section(id), *meets)).collect(),
    };
    // The engine: OT with S*, S*, I, I (redes); RF* with S*, S, S*, S* (ejemplo).
    let mut agreement = Agreement::new(&ruleset.policy);
    for (name, published) in [
        ("redes-de-oportunidades-2026", of("OT", &[("poblacion", false), ("objetivo", false)])),
        ("redes-de-oportunidades-2026", of("RF", &[("poblacion", true), ("objetivo", true)])),
        ("ejemplo", of("RF", &[("poblacion", true), ("objetivo", true)])),
        ("ejemplo", of("", &[])),
    ] {
        let form = submission(name);
        agreement.add(name, &pilares::judge(ruleset, &form), &published);
    }
    let table = |of| agreement.tables.iter().find(|table| table.of == of).expect("a table");
    let rating = table(Of::Rating);
    assert_eq!(rating.decided, [[1, 0, 1], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(rating.provisional, [[0, 0, 0], [0, 0, 0], [0, 0, 1]]);
    assert_eq!(rating.missing, 1);
    // p = 2/3, e = (2·1 + 1·2)/9 = 4/9: (2/3 − 4/9)/(5/9) = 2/5.
    let score = Score::of(&rating.all());
    assert_eq!((score.agreed, score.cases), (2, 3));
    assert_eq!(score.kappa, Ok(Fraction { numerator: 2, denominator: 5 }));
    assert_eq!(Score::of(&rating.decided).kappa, Err(Undefined::Engine));
    let population = table(Of::Pillar(section("poblacion")));
    assert_eq!(population.decided, [[1, 0], [0, 0]]);
    assert_eq!(population.provisional, [[1, 1], [0, 0]]);
    assert_eq!(Score::of(&population.all()).kappa, Err(Undefined::Engine));
    let objective = table(Of::Pillar(section("objetivo")));
    // p = 2/3, e = (1·2 + 2·1)/9 = 4/9: 2/5.
    assert_eq!(objective.all(), [[1, 0], [1, 1]]);
    assert_eq!(Score::of(&objective.all()).kappa, Ok(Fraction { numerator: 2, denominator: 5 }));
    // Nobody published a verdict of the diagnosis.
    let diagnosis = table(Of::Pillar(section("diagnostico")));
    assert_eq!(
        (diagnosis.missing, Score::of(&diagnosis.all()).kappa),
        (4, Err(Undefined::NoCases))
    );
    assert_eq!(table(Of::Pillars).missing, 4 + 4 + 1 + 1);
    let differing: Vec<(&str, Of, bool, Vec<&str>)> = agreement
        .differing
        .iter()
        .map(|one| {
            let rules = one.rules.iter().map(|(rule, _)| rule.as_str()).collect();
            (one.name.as_str(), one.of, one.provisional, rules)
        })
        .collect();
    let redes = "redes-de-oportunidades-2026";
    let (population, objective) =
        (Of::Pillar(section("poblacion")), Of::Pillar(section("objetivo")));
    assert_eq!(differing[0], (redes, population, true, vec!["POB-14"]));
    assert_eq!((differing[1].1, differing[2].1), (Of::Rating, objective));
    assert_eq!(differing[2], (redes, objective, false, vec!["OBJ-08"]));
    assert_eq!(differing.len(), 3);
}

// The program.

/// A folder of forms and one of reviews, with verdicts that people are said to have published.
fn pile(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    for part in ["formularios", "reviews"] {
        fs::create_dir_all(folder.join(part)).expect("the folder can be made");
    }
    let programme = |form: &str| {
        let form = submission(form);
        let path = ruleset().policy.subject.as_ref().expect("forms have names");
        form.at(path).and_then(|node| node.text()).expect("a name").to_owned()
    };
    for (form, verdicts) in [
        ("ejemplo", "calificacion: RF\n  pilares: {diagnostico: S, poblacion: S, objetivo: I}"),
        ("redes-de-oportunidades-2026", "calificacion: RF\n  pilares: {estrategia: I}"),
        ("todo-mal", "calificacion: OT"),
    ] {
        copy(form, &folder);
        let text = format!(
            "programa: \"{}\"\nreglas: dipres\nveredictos_publicados:\n  fuente: Acta inventada\n  {verdicts}\n",
            programme(form)
        );
        let path = folder.join(format!("reviews/{form}.published.yaml"));
        fs::write(path, text).expect("the verdicts can be written");
    }
    copy("huertos-urbanos-2026", &folder);
    folder
}

fn copy(form: &str, folder: &Path) {
    let from = root().join(format!("submissions/{form}.yaml"));
    fs::copy(from, folder.join(format!("formularios/{form}.yaml"))).expect("the form is copied");
}

fn told(folder: &Path, more: &[&str]) -> String {
    shown(&pilares_in(folder, &[&["agreement", "formularios"], more].concat()))
}

#[test]
fn a_folder_is_compared_with_what_was_published() {
    let folder = pile("agreement");
    insta::assert_snapshot!("terminal", told(&folder, &[]));
    insta::assert_snapshot!("markdown", told(&folder, &["--format", "markdown", "--lang", "en"]));
    let json = told(&folder, &["--format", "json"]);
    let json = json.rsplit_once("── exit 1").expect("they differ").0;
    let json: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
    let rating = &json["engine"]["tables"][0];
    assert_eq!(rating["decided"], serde_json::json!([[1, 0, 1], [0, 0, 0], [0, 0, 0]]));
    assert_eq!(rating["all"]["kappa"], serde_json::json!({"numerator": 2, "denominator": 5}));
    assert_eq!(json["unpublished"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_published_reports_of_this_repository_agree() {
    let output = pilares(&["concordancia", "submissions", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(json["published"].as_array().map(Vec::len), Some(2));
    let rating = &json["with_answers"]["tables"][0];
    assert_eq!(rating["decided"], serde_json::json!([[1, 0, 0], [0, 0, 0], [0, 0, 1]]));
    assert_eq!(rating["all"]["kappa"], serde_json::json!({"numerator": 1, "denominator": 1}));
}

#[test]
fn what_cannot_be_counted_is_told() {
    let folder = pile("agreement_wrong");
    let reviews = folder.join("reviews");
    // Verdicts of another programme, verdicts that are none, a form that is none: the rest counts.
    let published = reviews.join("ejemplo.published.yaml");
    let text = fs::read_to_string(&published).expect("it is there");
    fs::write(&published, text.replace("programa: \"", "programa: \"Otro ")).expect("written");
    let published = reviews.join("todo-mal.published.yaml");
    let text = fs::read_to_string(&published).expect("it is there");
    fs::write(&published, text.replace("OT", "XX")).expect("written");
    fs::write(folder.join("formularios/roto.yaml"), "a: [1").expect("written");
    let told = told(&folder, &["--width", "80"]);
    let (_, after) = told.split_once("── stderr").expect("something is told");
    insta::assert_snapshot!("uncounted", after);
    assert!(told.starts_with("Formularios con veredictos publicados: 1"), "{told}");
}

#[test]
fn forms_that_could_not_be_read_are_counted() {
    let folder = pile("agreement_unread");
    fs::write(folder.join("formularios/roto.yaml"), "a: [1").expect("written");
    let review = folder.join("reviews/ejemplo.review.yaml");
    fs::write(review, "programa: Leer a Tiempo\nreglas: otras\ndispensas: 3\n").expect("written");
    let output = pilares_in(&folder, &["agreement", "formularios", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let unread = serde_json::json!(["formularios/ejemplo.yaml", "formularios/roto.yaml"]);
    assert_eq!(json["unread"], unread);
    let told = told(&folder, &["--width", "200"]);
    let head = "Formularios con veredictos publicados: 2; sin ellos, que no cuentan: 1; que no se \
                pudieron leer, con su revisión, y no cuentan: 2 (formularios/ejemplo.yaml, \
                formularios/roto.yaml)";
    assert!(told.starts_with(head), "{told}");
}

#[test]
fn what_was_set_aside_is_no_answer() {
    let folder = pile("agreement_waived");
    let form = "formularios/redes-de-oportunidades-2026.yaml";
    let before = told(&folder, &["--format", "json"]);
    pilares_in(&folder, &["review", "start", form]);
    for rule in ["EST-05", "OBJ-08"] {
        let waiver = ["--reason", "Se acordó", "--who", "Ana", "--until", "2026"];
        let output = pilares_in(&folder, &[&["review", "waive", form, rule], &waiver[..]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    }
    let after = told(&folder, &["--format", "json"]);
    assert_eq!(after.replace("\"waived\": 1", "\"waived\": 0"), before);
    for format in ["terminal", "markdown"] {
        assert!(told(&folder, &["--format", format]).contains("Hay revisiones con dispensas."));
    }
}

#[test]
fn where_nothing_was_published_there_is_nothing_to_compare() {
    let folder = scratch("agreement_nothing");
    fs::create_dir_all(folder.join("formularios")).expect("the folder can be made");
    copy("ejemplo", &folder);
    insta::assert_snapshot!("nothing", told(&folder, &[]));
    let missing = pilares(&["agreement", "no-existe"]);
    assert_eq!(missing.status.code(), Some(2));
}
