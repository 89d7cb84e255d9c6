//! What continuous-integration services read: valid by their own rules, and true.

mod command_line;
#[path = "../common/mod.rs"]
mod common;
mod examples;
mod github;
mod gitlab;
mod junit;
mod sarif;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use common::{pilares, root, ruleset, scratch, submission};
use pilares::document::{self, Document, Limits};
use pilares::finding::{Finding, Language, Wording};
use pilares::report::View;
use pilares::report::ci::{self, Format, Run, State};
use pilares::rules::{self, Files};
use pilares::source::{Place, Source, Span};
use pilares::verify;
use serde_json::Value;

const REDES: &str = "redes-de-oportunidades-2026";

/// As it stands between the quotes of YAML: XML, workflow commands, links, placeholders, controls.
const HOSTILE: &str = "]]><x a='b'>&amp; ::error::a\\n::stop-commands::b\\r\\n##[error]c {0} [d](http://e) %0A,f=g:h \\e[31m \\0 \\u202E \\uFFFF ñ";

fn run_of(documents: &[&Document]) -> Run {
    let mut run = Run::new("check", Language::Spanish);
    run.add_ruleset(ruleset());
    for document in documents {
        run.add_evaluation(&View::new(&pilares::judge(ruleset(), document)));
    }
    run
}

fn read(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text), &Limits::default())
}

fn text_of(name: &str) -> String {
    fs::read_to_string(root().join(format!("submissions/{name}.yaml"))).expect("it is there")
}

/// A form in which every one-line answer says something hostile.
fn hostile() -> Document {
    let line = |line: &str| match line.split_once(": ") {
        Some((key, value))
            if value.starts_with(char::is_alphabetic)
                && !key.contains('#')
                && !value.starts_with("true")
                && !value.starts_with("false") =>
        {
            format!("{key}: \"{HOSTILE}\"")
        }
        _ => line.to_owned(),
    };
    let text: Vec<String> = text_of(REDES).lines().map(line).collect();
    read("a,b:%\n::error::<ñ>.yaml", &text.join("\n"))
}

/// A rule set with a field misspelled in a rule, and one with a case that fails.
fn changed(path: &str, from: &str, to: &str) -> Files {
    let embedded = rules::embedded("dipres");
    let own = |name: &str| {
        let source = embedded.get(name).expect("it is listed");
        let text = match name == path {
            true => {
                assert!(source.text().contains(from), "{from} stands in {path}");
                source.text().replacen(from, to, 1)
            }
            false => source.text().to_owned(),
        };
        (name.to_owned(), Source::new(source.name.clone(), text))
    };
    Files::new(embedded.paths().map(own).collect())
}

const POB_21: &str = "poblacion/POB-21-cobertura-baja.yaml";

/// Findings of a rule file, one that points at nothing, and one in a text that is no YAML.
fn loose_findings() -> Vec<Finding> {
    let compiled = rules::compile(&changed(POB_21, "estrategia.es_piloto", "estrategia.es_pilota"));
    let mut findings = compiled.findings;
    assert!(!findings.is_empty(), "a misspelled field is a finding");
    findings.push(Finding::warning("gate/x", Wording::both("sin lugar", "without a place")));
    let broken = Source::new("roto.yaml", "a: [1\nb: 2\n");
    findings.push(
        Finding::warning("gate/y", Wording::both("línea", "line"))
            .at(Place { source: broken, span: Span::new(6, 7) }),
    );
    findings
}

/// The run of the submission that was objected.
fn redes() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| run_of(&[&submission(REDES)]))
}

/// Every kind of run, by what it is.
fn runs() -> &'static [(&'static str, Run)] {
    static RUNS: OnceLock<Vec<(&'static str, Run)>> = OnceLock::new();
    RUNS.get_or_init(every_kind)
}

fn every_kind() -> Vec<(&'static str, Run)> {
    let (redes, wrong, hostile) = (submission(REDES), submission("todo-mal"), hostile());
    let mut unreadable = run_of(&[&redes]);
    let broken = read("roto.yaml", "a: [1\nb: 2\n");
    assert!(!broken.complete);
    unreadable.add_unreadable("roto.yaml", &broken.findings);
    let mut cases = Run::new("test", Language::Spanish);
    let compiled = rules::compile(&changed(POB_21, "espera: cumple", "espera: no cumple"));
    let failing = compiled.ruleset.expect("it compiles");
    let of_policy = verify::run_policy_cases(&failing);
    cases.add_cases(&failing, &verify::run_cases(&failing, |_| true), &of_policy);
    let mut findings = Run::new("lint", Language::English);
    findings.add_findings(&loose_findings());
    vec![
        ("several files", run_of(&[&redes, &wrong, &submission("ejemplo")])),
        ("a hostile file", run_of(&[&hostile])),
        ("an unreadable file", unreadable),
        ("cases", cases),
        ("findings", findings),
        ("a file named twice", run_of(&[&redes, &redes])),
        ("nothing", Run::new("lint", Language::Spanish)),
    ]
}

fn json(format: Format, run: &Run) -> Value {
    serde_json::from_str(&ci::render(format, run)).expect("it is JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text"))
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("it is a number")).expect("it is small")
}
