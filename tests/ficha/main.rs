//! The ficha of an evaluation and the workbook of its findings, as people get them.

mod comments;
#[path = "../common/mod.rs"]
mod common;
mod formats;
mod hostile;
mod plan;
mod report_of_2024;
mod sentences;
mod waivers;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use calamine::{Data, Reader, Xlsx};
use pilares::document::{self, Document, Limits};
use pilares::evaluate::Evaluation;
use pilares::report;
use pilares::report::ficha::{self, Block, Bullet, Ficha, Remarks};
use pilares::review::{self, Review};
use pilares::rules::{self, Files, Ruleset};
use pilares::source::Source;

const FORM: &str = "submissions/desarrollo-empresarial-2024.yaml";
const REVIEW: &str = "reviews/desarrollo-empresarial-2024.review.yaml";

fn ruleset() -> Ruleset {
    rules::compile(&rules::embedded("dipres")).ruleset.expect("the embedded rule set compiles")
}

fn read(path: &str) -> Document {
    document::read_bytes(path, fs::read(path).expect("it is there"), &Limits::default())
}

fn text(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text), &Limits::default())
}

/// The ficha of a form, with a review of it where there is one.
fn compose(form: &Document, review: Option<&Document>) -> Ficha {
    let ruleset = ruleset();
    let review = review.map(|document| review::read(document, &ruleset));
    let evaluation = match &review {
        Some(review) => pilares::judge_with(&ruleset, form, review),
        None => pilares::judge(&ruleset, form),
    };
    ficha::ficha(&evaluation, review.as_ref()).expect("the embedded rule set has a plan of it")
}

fn rows(ficha: &Ficha) -> &[Remarks] {
    let judged = ficha.blocks.iter().find_map(|block| match block {
        Block::Judged(judged) => Some(judged),
        _ => None,
    });
    &judged.expect("there is an evaluation").rows
}

fn row<'f>(ficha: &'f Ficha, name: &str) -> &'f Remarks {
    rows(ficha).iter().find(|row| row.name == name).expect("there is such a row")
}

/// A text with digests left out, which change with the rules and the engine.
fn undigested(text: &str) -> String {
    let word = |word: &str| {
        let digest = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digest { "HUELLA".to_owned() } else { word.to_owned() }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n";
    text.lines().map(line).collect()
}

/// Every remark of a row.
fn said(row: &Remarks) -> Vec<String> {
    let all =
        row.bullets.iter().flat_map(|bullet| std::iter::once(&bullet.text).chain(&bullet.items));
    all.map(|remark| remark.marked()).collect()
}

fn pilares(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pilares"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs")
}

/// An empty folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("pilares-ficha-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn without_comments(review: &str) -> String {
    let text = fs::read_to_string(review).expect("it is there");
    text.split("\ncomentarios:").next().unwrap_or_default().to_owned() + "\n"
}

/// The judged part of a ficha.
fn judged(ficha: &Ficha) -> &ficha::Judged {
    let Some(Block::Judged(judged)) = ficha.blocks.last() else { panic!("it ends with III") };
    judged
}

const REDES: &str = "submissions/redes-de-oportunidades-2026.yaml";

/// A review of the form that fails, with some waivers and other lines.
fn redes(waivers: &str, more: &str) -> Document {
    let head = "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n";
    let each = waivers.split_whitespace().map(|rule| {
        format!(
            "  - {{regla: {rule}, hasta: 2026, razon: Se acordó, autor: Ana, fecha: 2026-05-04}}\n"
        )
    });
    let list = if waivers.is_empty() { "  []\n".to_owned() } else { each.collect() };
    text("redes.review.yaml", &format!("{head}version: 0.1.0\ndispensas:\n{list}{more}"))
}

/// Every remark of all rows.
fn all(ficha: &Ficha) -> Vec<String> {
    rows(ficha).iter().flat_map(said).collect()
}

/// A form whose texts try what they can.
fn hostile() -> Document {
    let form = fs::read_to_string("submissions/ejemplo.yaml").expect("it is there");
    let named = form.replacen(
        "Leer a Tiempo",
        "=HYPERLINK(\\\"http://x.invalid\\\")<script>alert(1)</script>",
        1,
    );
    assert_ne!(named, form);
    let name = named.replacen("nombre: =HYPER", "nombre: \"=HYPER", 1).replacen(
        "</script>",
        "</script>\"",
        1,
    );
    text("hostil.yaml", &name)
}

fn cells(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).expect("it is a workbook");
    let range = book.worksheet_range(sheet).expect("there is such a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

const PILLARS: [(&str, &[&str]); 4] = [
    ("Diagnóstico del problema", &["DIA-15"]),
    ("Población", &["POB-04", "POB-12", "POB-10", "POB-17", "POB-24", "POB-21"]),
    ("Objetivo y Seguimiento", &["OBJ-11"]),
    ("Estrategia y Componentes", &["EST-10"]),
];
