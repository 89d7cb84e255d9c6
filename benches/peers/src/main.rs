//! Pilares beside other rule engines: right answers, time, blanked fields, and another FEEL.
//!
//! ```text
//! cargo run --release                              answers of all engines, then their times
//! cargo run --release -- blanks                    wrong and lost answers where fields are blank
//! cargo run --release -- differential [seed] [n]   generated expressions, here and in dsntk
//! ```

mod blanks;
mod differential;
mod engines;
mod rules;
mod submission;
mod timing;

use std::env;
use std::process::ExitCode;

use serde_json::Value as Json;

use crate::engines::{Answer, ENGINES};
use crate::rules::RULES;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let data = submission::submission();
    match arguments.first().map(String::as_str) {
        None => {
            let right = answers(&data);
            println!();
            timing::run(&data);
            if right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Some("blanks") if blanks::run(&data) => ExitCode::SUCCESS,
        Some("blanks") => ExitCode::FAILURE,
        Some("differential") => {
            let number = |index: usize, default: u64| match arguments.get(index) {
                Some(text) => text.parse().expect("a whole number"),
                None => default,
            };
            match differential::run(number(1, 1), number(2, 100_000)) {
                0 => ExitCode::SUCCESS,
                _ => ExitCode::FAILURE,
            }
        }
        Some(other) => {
            eprintln!("`{other}` is neither `blanks` nor `differential`");
            ExitCode::FAILURE
        }
    }
}

/// Prints how many answers of each engine are right, and which are not.
fn answers(data: &Json) -> bool {
    let holding = RULES.iter().filter(|rule| rule.expected).count();
    println!(
        "{} values, {} rules, of which {holding} hold.\n",
        submission::leaves(data),
        RULES.len()
    );
    let mut all = true;
    for entry in &ENGINES {
        let answers = (entry.load)(data).answer();
        let wrong: Vec<String> = RULES
            .iter()
            .zip(answers)
            .filter(|(rule, answer)| match answer {
                Answer::True => !rule.expected,
                Answer::False | Answer::NotShown => rule.expected,
                Answer::Unknown | Answer::Error => true,
            })
            .map(|(rule, answer)| format!("{} ({answer:?})", rule.id))
            .collect();
        all &= wrong.is_empty();
        let which =
            if wrong.is_empty() { String::new() } else { format!(": {}", wrong.join(", ")) };
        println!(
            "{}: {} right, {} wrong{which}",
            entry.name,
            RULES.len() - wrong.len(),
            wrong.len()
        );
    }
    all
}
