//! What every engine says when one or two fields are blank.
//!
//! Every field of the submission is blanked, and every pair of them, in the two ways a form is left
//! blank: the key is not there, or it is there with null. The right answer comes from filling the
//! holes: a field takes every value of its kind that the submission or a rule mentions, and some
//! beyond them; the hand-written rules judge every filling. Where all fillings agree, that is the
//! right answer; where two differ, or one divides by zero, the right answer is that nobody knows.
//!
//! Counted, over every rule of every case:
//!
//! - *wrong pass*: the engine says that the rule holds, and the right answer is something else;
//! - *wrong fail*: it says that the rule does not hold, and the right answer is something else
//!   (Rego cannot be wrong here: what it does not show may be false or undecided);
//! - *lost*: the right answer is known and the engine does not give it: it says unknown or null,
//!   stops with an error, or, in Rego, does not show that a true rule holds;
//! - *errors*: no answer but an error; in a graph or a Rego set, an error costs every rule.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::engines::{Answer, ENGINES, Form, LIMIT};
use crate::rules::{COUNT, RULES};
use crate::submission;

/// Numbers that the rules mention, and some far from all of them.
const NUMBERS: [&str; 20] = [
    "0",
    "1",
    "2",
    "5",
    "8",
    "10",
    "60",
    "100",
    "300",
    "420",
    "500",
    "1000",
    "0.005",
    "0.01",
    "0.05",
    "0.5",
    "-1",
    "-1000000000",
    "1000000000",
    "3",
];

/// Texts that the rules mention.
const TEXTS: [&str; 5] = ["Nuevo", "Reformulación", "Regularización", "esperado", "actual"];

/// Lengths around those that the rules mention.
const LENGTHS: [usize; 10] = [0, 1, 4, 5, 9, 10, 300, 301, 420, 421];

/// How a field is blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    Absent,
    Null,
}

/// The right answers to all rules; none where nobody knows.
type Right = [Option<bool>; COUNT];

#[derive(Debug, Clone, Default)]
struct Tally {
    wrong_pass: usize,
    wrong_fail: usize,
    lost: usize,
    errors: usize,
    passes: [usize; COUNT],
}

/// Prints the tables; whether this project's engine has nothing wrong or lost.
pub fn run(data: &Json) -> bool {
    let fields = submission::fields(data);
    let single: Vec<Vec<&str>> = fields.iter().map(|field| vec![field.as_str()]).collect();
    let pairs = fields.iter().enumerate().flat_map(|(index, first)| {
        fields[index + 1..].iter().map(move |second| vec![first.as_str(), second.as_str()])
    });
    let cases: [Vec<Vec<&str>>; 2] = [single, pairs.collect()];
    let right: [Vec<Right>; 2] =
        cases.each_ref().map(|cases| cases.iter().map(|blank| right(data, blank)).collect());
    for (right, what) in right.iter().zip(["one field", "two fields"]) {
        let unknown = right.iter().flatten().filter(|answer| answer.is_none()).count();
        println!(
            "Blanking {what}: {} cases, {} judgements, of which nobody can know {unknown}.",
            right.len(),
            right.len() * COUNT
        );
    }
    let absent = table(data, Blank::Absent, "The key is not there", &cases, &right);
    let null = table(data, Blank::Null, "The key holds null", &cases, &right);
    absent && null
}

fn table(
    data: &Json,
    blank: Blank,
    how: &str,
    cases: &[Vec<Vec<&str>>; 2],
    right: &[Vec<Right>; 2],
) -> bool {
    println!();
    println!(
        "| {how} | wrong pass | wrong fail | lost | errors | wrong pass, two fields | wrong fail | lost | errors |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut notes = Vec::new();
    let mut sound = true;
    for entry in ENGINES.iter().skip(LIMIT + 1) {
        let mut row = format!("| {} |", entry.name);
        for (cases, right) in cases.iter().zip(right) {
            let mut tally = Tally::default();
            for (fields, right) in cases.iter().zip(right) {
                let mut blanked = data.clone();
                fields.iter().for_each(|field| remove(&mut blanked, field, blank));
                tally.count(&(entry.load)(&blanked).answer(), right);
            }
            let Tally { wrong_pass, wrong_fail, lost, errors, .. } = tally;
            sound &= !entry.is_ours || wrong_pass + wrong_fail + lost == 0;
            row += &format!(" {wrong_pass} | {wrong_fail} | {lost} | {errors} |");
            if cases[0].len() == 1 && wrong_pass > 0 {
                notes.push(format!("{}: {}", entry.name, named(&tally.passes)));
            }
        }
        println!("{row}");
    }
    println!("\nWrong passes with one field blank: {}.", notes.join("; "));
    sound
}

fn named(counts: &[usize; COUNT]) -> String {
    let counted = RULES.iter().zip(counts).filter(|(_, count)| **count > 0);
    let names: Vec<String> =
        counted.map(|(rule, count)| format!("{} ({count})", rule.id)).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

impl Tally {
    fn count(&mut self, answers: &[Answer; COUNT], right: &Right) {
        for (index, (answer, right)) in answers.iter().zip(right).enumerate() {
            self.errors += usize::from(*answer == Answer::Error);
            let lost = match answer {
                Answer::True => {
                    self.wrong_pass += usize::from(*right != Some(true));
                    self.passes[index] += usize::from(*right != Some(true));
                    false
                }
                Answer::False => {
                    self.wrong_fail += usize::from(*right != Some(false));
                    false
                }
                Answer::NotShown => *right == Some(true),
                Answer::Unknown | Answer::Error => right.is_some(),
            };
            self.lost += usize::from(lost);
        }
    }
}

fn remove(data: &mut Json, field: &str, blank: Blank) {
    let (group, key) = field.rsplit_once('/').expect("a pointer");
    let group = data.pointer_mut(group).and_then(Json::as_object_mut).expect("a group");
    match blank {
        Blank::Absent => drop(group.shift_remove(key)),
        Blank::Null => drop(group.insert(key.to_owned(), Json::Null)),
    }
}

/// What all fillings of the fields agree on.
fn right(data: &Json, fields: &[&str]) -> Right {
    let mut agreed = Form::read(data).judge();
    let fillings: Vec<Vec<Json>> = fields.iter().map(|field| fillings(data, field)).collect();
    let mut filled = data.clone();
    fill(&mut filled, fields, &fillings, &mut agreed);
    agreed
}

fn fill(data: &mut Json, fields: &[&str], fillings: &[Vec<Json>], agreed: &mut Right) {
    let Some((field, fields)) = fields.split_first() else {
        let truth = Form::read(data).judge();
        for (agreed, truth) in agreed.iter_mut().zip(truth) {
            if *agreed != truth {
                *agreed = None;
            }
        }
        return;
    };
    for value in &fillings[0] {
        *data.pointer_mut(field).expect("a field") = value.clone();
        fill(data, fields, &fillings[1..], agreed);
    }
}

/// Values of the kind of a field: its own, all that the submission or a rule mentions, and more.
fn fillings(data: &Json, field: &str) -> Vec<Json> {
    let own = data.pointer(field).expect("a field");
    let mut values = vec![own.clone()];
    match own {
        Json::Bool(truth) => values.push(json!(!truth)),
        Json::Number(_) => {
            let parse = |text: &&str| serde_json::from_str(text).expect("a number");
            values.extend(NUMBERS.iter().map(parse));
            mentioned(data, &|value| value.is_number(), &mut values);
        }
        Json::String(_) => {
            values.extend(TEXTS.iter().map(|text| json!(text)));
            values.extend(LENGTHS.iter().map(|length| json!("ñ".repeat(*length))));
            mentioned(data, &|value| value.is_string(), &mut values);
        }
        Json::Array(_) => values.extend([json!([]), json!([1]), json!([8]), json!([13, 8, 5])]),
        Json::Null | Json::Object(_) => panic!("`{field}` is no field"),
    }
    let mut seen: Vec<Json> = Vec::new();
    values.retain(|value| {
        let known = seen.iter().any(|other| same(other, value));
        if !known {
            seen.push(value.clone());
        }
        !known
    });
    values
}

fn same(a: &Json, b: &Json) -> bool {
    let number = |value: &Json| Decimal::from_str_exact(value.as_number()?.as_str()).ok();
    a == b || number(a).is_some_and(|a| Some(a) == number(b))
}

fn mentioned(data: &Json, wanted: &impl Fn(&Json) -> bool, values: &mut Vec<Json>) {
    match data {
        Json::Object(members) => {
            members.values().for_each(|value| mentioned(value, wanted, values))
        }
        Json::Array(items) => items.iter().for_each(|value| mentioned(value, wanted, values)),
        value if wanted(value) => values.push(value.clone()),
        _ => {}
    }
}
