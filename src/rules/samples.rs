//! Labelled texts on which a heuristic is measured, as written.
//!
//! `muestras/<ID>.yaml` of a rule set: which fields its texts fill, and of each sample whether a careful
//! person would say what the heuristic says.

use rust_decimal::Decimal;

use crate::document::{self, Document, Limits, Node, Path};
use crate::finding::Finding;
use crate::source::Span;

use super::files::Files;
use super::patch::{self, Patch};
use super::reader::{Complaints, Reader};
use super::{Class, Ruleset};

/// The folder of a rule set that holds its samples.
pub(super) const FOLDER: &str = "muestras";

/// The names of the texts of a sample.
const LETTERS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// The samples of one heuristic.
pub struct SampleSet {
    /// The rule's id.
    pub rule: String,
    /// The least shares, from 0 to 1, that it promises to reach; none where the file promises nothing.
    pub least: Option<Least>,
    /// The samples, in the order of the file.
    pub samples: Vec<Sample>,
    /// The file.
    pub document: Document,
}

/// What a heuristic promises to reach on its samples, as shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// Of the firings, how many are right.
    pub precision: Decimal,
    /// Of what should fire, how much does.
    pub recall: Decimal,
}

/// One labelled text, or a few that belong together.
pub struct Sample {
    /// What it changes in the base submission.
    pub patch: Patch,
    /// The texts, in the order of the file.
    pub texts: Vec<String>,
    /// Whether the heuristic should fire.
    pub fires: bool,
    /// Whether it resembles samples of the other label.
    pub hard: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// Reads the samples of a rule set; what is wrong in them is findings, what can be read is read.
pub fn samples(files: &Files, ruleset: &Ruleset) -> (Vec<SampleSet>, Vec<Finding>) {
    let mut sets = Vec::new();
    let mut findings = Vec::new();
    for (name, source) in files.in_folder(FOLDER) {
        let document = document::read(source.clone(), &Limits::default());
        let id = name.trim_end_matches(".yaml");
        let (set, wrong) = read(id, document, ruleset);
        sets.push(set);
        findings.extend(wrong);
    }
    (sets, findings)
}

fn read(id: &str, document: Document, ruleset: &Ruleset) -> (SampleSet, Vec<Finding>) {
    let complaints = Complaints::about(&document);
    let start = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
    if ruleset.rule(id).is_none_or(|rule| rule.class != Class::Heuristic) {
        complaints.say(
            start,
            format!("ninguna regla `heuristica` se llama `{id}`, como el archivo"),
            format!("no rule of class `heuristica` is called `{id}`, as the file is"),
        );
    }
    let reader = Reader::new(&document.root, start, &complaints);
    let fields = fields(&reader, &complaints);
    let common = patch::read(&reader, &complaints);
    let samples = reader.maps("muestras");
    let samples = samples.iter().map(|sample| read_sample(sample, &fields, &common, &complaints));
    let samples = samples.collect();
    let least = reader.node("promete").and_then(|_| reader.map("promete")).map(|least| {
        let share = |key| least.number(key).unwrap_or_default();
        let read = Least { precision: share("precision"), recall: share("cobertura") };
        least.finish();
        read
    });
    reader.finish();
    let mut findings = complaints.into_findings();
    let all = document.root.get("muestras").map(Node::items).unwrap_or_default();
    let all = all.iter().chain([&document.root]);
    findings.extend(patch::strangers(all, ruleset.schema.shape(), &document.source));
    (SampleSet { rule: id.to_owned(), least, samples, document }, findings)
}

/// `campos`: which field each letter fills.
fn fields(reader: &Reader<'_>, complaints: &Complaints) -> Vec<(&'static str, Path)> {
    let Some(fields) = reader.map("campos") else { return Vec::new() };
    let field = |letter| {
        let (node, _) = fields.node(letter)?;
        let path = patch::path(node.text().unwrap_or_default(), node.span, complaints)?;
        Some((letter, path))
    };
    let read = LETTERS.into_iter().filter_map(field).collect();
    fields.finish();
    read
}

fn read_sample(
    reader: &Reader<'_>,
    fields: &[(&'static str, Path)],
    common: &Patch,
    complaints: &Complaints,
) -> Sample {
    let mut patch = common.clone();
    let mut texts = Vec::new();
    for (letter, path) in fields {
        let Some((node, _)) = reader.node(letter) else { continue };
        texts.extend(node.text().map(str::to_owned));
        patch.set.push((path.clone(), node.clone()));
    }
    let own = patch::read(reader, complaints);
    patch.set.extend(own.set);
    patch.remove.extend(own.remove);
    patch.withhold.extend(own.withhold);
    let sample = Sample {
        patch,
        texts,
        fires: reader.choice("etiqueta", &[("si", true), ("no", false)]),
        hard: reader.choice("dificultad", &[("facil", false), ("dificil", true)]),
        span: reader.span(),
    };
    reader.finish();
    sample
}
