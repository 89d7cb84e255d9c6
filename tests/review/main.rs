//! Reviews: what is asked, what answers and waivers do to verdicts, and that nothing answered is lost.

mod answers;
mod asked;
mod comments;
#[path = "../common/mod.rs"]
mod common;
mod desk;
mod laws;
mod published;
mod waive;
mod waivers;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{
    document, pilares, pilares_in, pilares_reading_in, root, ruleset, scratch, shown, submission,
};
use pilares::document::{self, Document, Limits};
use pilares::evaluate::{Awaited, Decision, Evaluation, Judged, Outcome, Signature};
use pilares::report::{self, Style, View};
use pilares::review::{self, Entry, Review};
use pilares::rules::{Class, Status};
use pilares::source::Source;
use proptest::prelude::*;

const EJEMPLO: &str = "submissions/ejemplo.yaml";
const DESARROLLO: &str = "submissions/desarrollo-empresarial-2024.yaml";
const PUBLISHED: &str = "reviews/desarrollo-empresarial-2024.review.yaml";
const FORMS: [&str; 7] = [
    "bibliotecas-moviles-2026",
    "desarrollo-empresarial-2024",
    "ejemplo",
    "huertos-urbanos-2026",
    "redes-de-oportunidades-2026",
    "todo-mal",
    "transporte-rural-2026",
];

/// A review from its text.
fn read(text: &str) -> Review {
    review::read(&file(text), ruleset())
}

fn file(text: &str) -> Document {
    document::read(Source::new("prueba.review.yaml", text), &Limits::default())
}

/// The review of this repository on the published evaluation.
fn published() -> Review {
    let text = fs::read_to_string(common::root().join(PUBLISHED)).expect("the review is there");
    read(&text)
}

/// The codes of findings, in their order.
fn codes(evaluation: &Evaluation<'_>) -> Vec<String> {
    let review = evaluation.review.as_ref().expect("there is a review");
    review.findings.iter().map(|finding| finding.code.clone()).collect()
}

/// A review with everything that is open, of which some is answered.
fn answered(
    form: &Document,
    answer: impl Fn(&str, Option<usize>) -> Option<&'static str>,
) -> Review {
    let mut review = read(&review::blank(&pilares::judge(ruleset(), form)));
    for entry in &mut review.entries {
        entry.answer = answer(&entry.rule, entry.element).map(str::to_owned);
        entry.signed = signed();
    }
    review
}

fn signed() -> Signature {
    let text = |text: &str| text.to_owned();
    Signature { reason: text("Se ve."), author: text("Quien evalúa"), date: text("2026-05-04") }
}

/// A submission of this repository with a part of its text replaced.
fn changed(name: &str, from: &str, to: &str) -> Document {
    let text = submission(name).source.text().to_owned();
    assert!(text.contains(from), "{from}");
    document(&text.replace(from, to))
}

fn statuses(evaluation: &Evaluation<'_>, id: &str) -> Vec<Status> {
    let result = evaluation.result(id).expect("the rule is in force");
    result.outcomes.iter().map(|outcome| outcome.status).collect()
}

fn rating(evaluation: &Evaluation<'_>) -> (String, bool) {
    let rating = evaluation.rating.as_ref().expect("there is a rating");
    (ruleset().policy.ratings[rating.row].id.clone(), rating.hinges.is_empty())
}

/// A review of the objected form with waivers, judged in its year.
fn waived(waivers: &str) -> Review {
    read(&format!(
        "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\ndispensas:\n{waivers}"
    ))
}

const SIGNED: &str = "razon: Se corregirá, autor: Quien evalúa, fecha: 2026-05-04";

/// A folder with one form, where a review can be begun, and the form's place in it.
fn desk(name: &str, form: &str) -> (PathBuf, String) {
    let folder = scratch(name);
    fs::create_dir(folder.join("forms")).expect("the folder is made");
    let path = form.replace("submissions", "forms");
    fs::copy(root().join(form), folder.join(&path)).expect("the form is copied");
    (folder, path)
}

const WAIVING: [&str; 8] = [
    "--reason",
    "Se corregirá: «ya» lo prometió",
    "--until",
    "2026",
    "--who",
    "Ana \u{1b}[31mDíaz",
    "--date",
    "2026-05-04",
];

/// Sets something aside on the desk's form.
fn waive(folder: &Path, form: &str, more: &[&str]) -> String {
    shown(&pilares_in(folder, &[&["review", "waive", form], more].concat()))
}
