//! How long judging takes, as ratios to reading the same submission's YAML in the same run.
//!
//! `cargo bench` prints medians; machines differ, so compare the ratios and not the times. The last
//! row is the whole program, started cold: processor time of user and system (Linux only).

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use pilares::document::{self, Limits};
use pilares::evaluate::{self, Subject};
use pilares::report::{self, Style, View};
use pilares::rules;

const SUBMISSION: &str = "submissions/redes-de-oportunidades-2026.yaml";

/// Samples of each measure; their median is told.
const SAMPLES: usize = 41;

/// Cold starts that are averaged.
const STARTS: u32 = 100;

fn main() {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = fs::read_to_string(format!("{root}/{SUBMISSION}")).expect("the submission is there");
    let files = rules::embedded("dipres");
    let ruleset = rules::compile(&files).ruleset.expect("the embedded rule set compiles");
    let read = || document::read_bytes(SUBMISSION, text.clone().into_bytes(), &Limits::default());
    let document = read();
    let problems = ruleset.schema.check(&document);
    let judge = || {
        let subject = Subject::checked(&ruleset, &document, problems.clone());
        evaluate::evaluate(&ruleset, &subject)
    };
    let evaluation = judge();
    let steps: usize = evaluation
        .results
        .iter()
        .flat_map(|result| &result.outcomes)
        .flat_map(|outcome| &outcome.parts)
        .map(|part| part.evidence.steps().len())
        .sum();
    println!(
        "{SUBMISSION}: {} bytes, {} rules, {steps} steps of evidence",
        text.len(),
        ruleset.rules.len()
    );
    let base = median(|| drop(black_box(read())));
    row("read the YAML", base, base);
    row("check the schema", median(|| drop(black_box(ruleset.schema.check(&document)))), base);
    row("evaluate all rules, with evidence", median(|| drop(black_box(judge()))), base);
    let decide = || {
        let subject = Subject::checked(&ruleset, &document, problems.clone());
        drop(black_box(evaluate::decide(&ruleset, &subject)));
    };
    row("decide all rules, without evidence", median(decide), base);
    let view = View::new(&evaluation);
    let style = Style::default();
    row(
        "render for the terminal",
        median(|| drop(black_box(report::terminal(&view, &style)))),
        base,
    );
    row("render as JSON", median(|| drop(black_box(report::json(&view)))), base);
    row("compile the rule set", median(|| drop(black_box(rules::compile(&files)))), base);
    match cold_start(root) {
        Some(milliseconds) => {
            println!("{:<36} {milliseconds:>9.2} ms of processor", "pilares check, cold")
        }
        None => println!("pilares check, cold: processor time is measured on Linux only"),
    }
}

fn row(name: &str, seconds: f64, base: f64) {
    println!("{name:<36} {:>9.3} ms {:>8.2} ×", seconds * 1e3, seconds / base);
}

fn median(mut run: impl FnMut()) -> f64 {
    run();
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[SAMPLES / 2]
}

/// Processor milliseconds of one cold `pilares check`, averaged.
fn cold_start(root: &str) -> Option<f64> {
    let before = children_ticks()?;
    for _ in 0..STARTS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pilares"));
        command.args(["check", SUBMISSION]).current_dir(root).stdout(Stdio::null());
        command.status().ok()?;
    }
    let ticks = children_ticks()? - before;
    Some(ticks as f64 * 10.0 / f64::from(STARTS))
}

/// Hundredths of a second that ended children have taken, from the system's own count.
fn children_ticks() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?)
}
