//! What several tests need: the embedded rule set, submissions, the program.

#![allow(dead_code)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use pilares::document::{self, Document, Limits};
use pilares::evaluate::Signature;
use pilares::feel::ExprKind;
use pilares::review::{self, Review};
use pilares::rules::{self, Requirement, Rule, Ruleset};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// The rule set in the binary.
pub fn ruleset() -> &'static Ruleset {
    static RULESET: OnceLock<Ruleset> = OnceLock::new();
    RULESET.get_or_init(|| {
        let compiled = rules::compile(&rules::embedded("dipres"));
        assert_eq!(compiled.findings, []);
        compiled.ruleset.expect("the embedded rule set compiles")
    })
}

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A submission of this repository, by name.
pub fn submission(name: &str) -> Document {
    let path = format!("submissions/{name}.yaml");
    let bytes = fs::read(root().join(&path)).expect("the submission is there");
    document::read_bytes(&path, bytes, &Limits::default())
}

/// The names of all submissions of this repository, in order.
pub fn submissions() -> Vec<String> {
    let entries = fs::read_dir(root().join("submissions")).expect("there are submissions");
    let names = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| !name.ends_with(".expected.yaml"));
    let mut forms: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned)).collect();
    forms.sort();
    forms
}

/// The review of a submission of this repository, where it has one.
pub fn reviewed(name: &str) -> Option<Review> {
    let path = format!("reviews/{name}.review.yaml");
    let bytes = fs::read(root().join(&path)).ok()?;
    let review = review::read(&document::read_bytes(&path, bytes, &Limits::default()), ruleset());
    assert_eq!(review.findings, []);
    Some(review)
}

/// A review of the objected form of this repository that sets aside the minimums it fails.
pub fn waiving() -> Review {
    let signed = "hasta: 2026, razon: Se corregirá, autor: Quien evalúa, fecha: 2026-05-04";
    let text = format!(
        "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\ndispensas:\n  \
         - {{regla: EST-05, {signed}}}\n  - {{regla: OBJ-08, {signed}}}\n"
    );
    review::read(&document(&text), ruleset())
}

/// A review of a form that confirms what a rule suspects.
pub fn confirming(form: &Document, rule: &str) -> Review {
    answering(form, rule, review::CONFIRMED, "Así es")
}

/// A review of a form that answers what a rule asks, wherever it asks.
pub fn answering(form: &Document, rule: &str, answer: &str, reason: &str) -> Review {
    let blank = review::blank(&pilares::judge(ruleset(), form));
    let mut review = review::read(&document(&blank), ruleset());
    for entry in review.entries.iter_mut().filter(|entry| entry.rule == rule) {
        entry.answer = Some(answer.to_owned());
        let [reason, author, date] = [reason, "Quien evalúa", "2026-05-04"].map(str::to_owned);
        entry.signed = Signature { reason, author, date };
    }
    review
}

/// A text as a document.
pub fn document(text: &str) -> Document {
    document::read_bytes("prueba.yaml", text.as_bytes().to_vec(), &Limits::default())
}

/// How many cases a property is tried on, the same on every run.
///
/// `PROPTEST_RNG_SEED=…` tries others, `PROPTEST_CASES=…` more.
pub fn generated(cases: u32) -> ProptestConfig {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let more = set("PROPTEST_CASES").and_then(|cases| u32::try_from(cases).ok());
    ProptestConfig {
        cases: more.unwrap_or(cases),
        rng_seed: RngSeed::Fixed(set("PROPTEST_RNG_SEED").unwrap_or(2026)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Runs the program in the project's folder.
pub fn pilares(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

/// Runs the program in another folder, so that what it says holds no path of the machine: a long
/// one would be cut, and lines would break elsewhere.
pub fn pilares_in(folder: &Path, arguments: &[&str]) -> Output {
    program(arguments).current_dir(folder).output().expect("the program runs")
}

/// Runs the program with a text on its standard input.
pub fn pilares_reading(arguments: &[&str], input: &[u8]) -> Output {
    pilares_reading_in(&root(), arguments, input)
}

/// Runs the program in another folder with a text on its standard input.
pub fn pilares_reading_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = program(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The program may stop reading early: that is for the test to judge by what it says.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilares"));
    command.args(arguments).current_dir(root()).env_remove("NO_COLOR");
    command
}

/// Standard output and how the program ended, for snapshots.
pub fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    let code = output.status.code().map_or("signal".to_owned(), |code| code.to_string());
    let errors = text(&output.stderr);
    let errors = if errors.is_empty() { String::new() } else { format!("── stderr\n{errors}") };
    format!("{}{errors}── exit {code}\n", text(&output.stdout))
}

/// A new folder for one test's files, emptied before.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Whether a rule asks whether something is there, or what the schema finds missing.
pub fn asks_about_absence(rule: &Rule) -> bool {
    let mut asks = false;
    let mut look = |expression: &rules::Expression| {
        expression.expr.walk(&mut |expr| {
            if let ExprKind::Compare(_, a, b) = &expr.kind {
                asks |= matches!(a.kind, ExprKind::Null) || matches!(b.kind, ExprKind::Null);
            }
        });
    };
    rule.definitions.iter().for_each(|(_, expression)| look(expression));
    rule.each.iter().for_each(|(_, expression)| look(expression));
    rule.applies.iter().for_each(&mut look);
    match &rule.requires {
        Requirement::One(clause) => look(clause),
        Requirement::All(clauses) | Requirement::Any(clauses) => clauses.iter().for_each(look),
        Requirement::Schema(_) => return true,
        Requirement::Judgement(_) => {}
    }
    asks
}
