//! How often the text heuristics are right: labelled sentences, precision and recall.
//!
//! Each file of `tests/heuristics` has an expression over the texts `a`, `b` and `c` of its samples that
//! is true where the heuristic fires, and the least precision and recall it must reach.
//! `cargo test --test heuristics -- --nocapture` prints the table and every mistake.

mod common;

use std::fs;
use std::sync::Arc;

use pilares::document::{self, Data, Document, Limits, Node};
use pilares::feel::{self, Context, Failure, Scope, Value};

/// Samples that a file has at least; half of its negatives are hard.
const FEWEST: usize = 20;

/// A labelled text, or pair of texts.
struct Sample {
    texts: Vec<(&'static str, String)>,
    fires: bool,
    hard: bool,
}

/// Firings that were right, firings that were wrong, and those that failed to come.
#[derive(Default, Clone, Copy)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
    quiet: u32,
}

impl Score {
    fn count(&mut self, expected: bool, found: bool) {
        match (expected, found) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.quiet += 1,
        }
    }

    /// Of the firings, the share that is right, in percent.
    fn precision(self) -> u32 {
        percent(self.right, self.right + self.wrong)
    }

    /// Of what should fire, the share that does, in percent.
    fn recall(self) -> u32 {
        percent(self.right, self.right + self.missed)
    }
}

fn percent(part: u32, whole: u32) -> u32 {
    (100 * part).checked_div(whole).unwrap_or(100)
}

fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).and_then(Node::text).unwrap_or_default()
}

fn samples(document: &Document) -> Vec<Sample> {
    let items = document.root.get("muestras").map(Node::items).unwrap_or_default();
    let sample = |item: &Node| {
        let given = ["a", "b", "c"].into_iter().filter(|key| item.get(key).is_some());
        let (label, difficulty) = (text(item, "etiqueta"), text(item, "dificultad"));
        assert!(["si", "no"].contains(&label), "{}: etiqueta", text(item, "a"));
        assert!(["facil", "dificil"].contains(&difficulty), "{}: dificultad", text(item, "a"));
        Sample {
            texts: given.map(|key| (key, text(item, key).to_owned())).collect(),
            fires: label == "si",
            hard: difficulty == "dificil",
        }
    };
    items.iter().map(sample).collect()
}

/// Whether the heuristic fires on a sample.
fn fires(expression: &str, sample: &Sample) -> bool {
    let library = &common::ruleset().library;
    let parsed = feel::parse(expression, library);
    assert_eq!(parsed.diagnostics, [], "{expression}");
    let entries = sample.texts.iter().map(|(name, text)| (Arc::from(*name), text.clone().into()));
    let names = Context { entries: entries.collect::<Vec<(Arc<str>, Value)>>() };
    let contexts = [&names];
    let scope = Scope { library, contexts: &contexts, failure: Failure::Unknown, places: None };
    let value = feel::value_of(&parsed.expr, expression, &scope);
    value.as_bool().unwrap_or_else(|| panic!("{expression} is {value} on {:?}", sample.texts))
}

/// The least percentage that a file asks for.
fn least(document: &Document, key: &str) -> u32 {
    let node = document.root.get("minimo").and_then(|least| least.get(key));
    match node.map(|node| &node.data) {
        Some(Data::Number(number)) => {
            let share: f64 = number.text.parse().expect("a share");
            (share * 100.0).round() as u32
        }
        _ => panic!("{}: falta minimo.{key}", document.source.name),
    }
}

/// Measures one file; what falls short is told.
fn measure(document: &Document) -> Vec<String> {
    let (rule, expression) = (text(&document.root, "regla"), text(&document.root, "expresion"));
    let samples = samples(document);
    let mut wrong = Vec::new();
    let (mut all, mut hard) = (Score::default(), Score::default());
    for sample in &samples {
        let found = fires(expression, sample);
        all.count(sample.fires, found);
        if sample.hard {
            hard.count(sample.fires, found);
        }
        if found != sample.fires {
            let told = if found { "fires wrongly" } else { "does not fire" };
            println!("  {rule} {told}: {:?}", sample.texts);
        }
    }
    println!(
        "{rule:8} {:3} samples  precision {:3} %  recall {:3} %  on the hard ones {:3} % and {:3} %, {} of {} innocent left alone",
        samples.len(),
        all.precision(),
        all.recall(),
        hard.precision(),
        hard.recall(),
        hard.quiet,
        hard.quiet + hard.wrong,
    );
    let innocent = samples.iter().filter(|sample| !sample.fires).count();
    let hardened = (hard.quiet + hard.wrong) as usize;
    if samples.len() < FEWEST || 2 * hardened < innocent {
        wrong.push(format!("{rule}: too few samples, or too few hard negatives"));
    }
    for (name, reached, key) in
        [("precision", all.precision(), "precision"), ("recall", all.recall(), "cobertura")]
    {
        let least = least(document, key);
        if reached < least {
            wrong.push(format!("{rule}: {name} is {reached} %, below {least} %"));
        }
    }
    wrong
}

#[test]
fn heuristics_reach_what_they_promise() {
    let mut files: Vec<_> = fs::read_dir(common::root().join("tests/heuristics"))
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let bytes = fs::read(&path).expect("the file can be read");
        let document = document::read_bytes(&name.unwrap_or_default(), bytes, &Limits::default());
        assert_eq!(document.findings, []);
        wrong.extend(measure(&document));
    }
    assert_eq!(wrong, Vec::<String>::new());
}
