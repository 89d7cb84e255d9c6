//! The public conformance suite of FEEL, and the scoreboard that this test keeps true.
//!
//! The cases are not part of this repository: where the folder beside it is absent, the test says
//! so and passes. `UPDATE_SCOREBOARD=1 cargo test --test conformance` writes the scoreboard anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pilares::feel::{DateTime, Library};
use pilares::verify::conformance::answer;
use rust_decimal::Decimal;
use serde_json::Value;

/// Cases that are not passed, each with its reason; all others must pass.
const REASONS: &[(&str, &str)] = &[(
    "0082-feel-coercion/decisionService_001/decision_ds_001",
    "fails: the expected null comes from the declared type of a decision service, which the case \
     does not carry; as an expression, `1000` is 1000",
)];

/// How far a number may be from what is expected.
const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

#[derive(Default)]
struct Score {
    passed: usize,
    failed: usize,
}

fn cases() -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feel-tck");
    let text = fs::read_to_string(folder.join("cases.jsonl")).ok();
    if text.is_none() {
        eprintln!("skipped: the conformance cases are not beside the project");
    }
    text
}

fn library() -> Library {
    // Any moment will do: the cases ask only of what kind the present is.
    Library::standard().with_clock(DateTime::from_unix(1_767_225_600).expect("a moment"))
}

#[test]
fn the_scoreboard_is_true() {
    let Some(cases) = cases() else { return };
    let library = library();
    let mut groups: BTreeMap<String, Score> = BTreeMap::new();
    let mut failed = Vec::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let given = answer(&library, line).expect("an answer");
        let given: Value = serde_json::from_str(&given).expect("an answer in JSON");
        let score = groups.entry(text(&case["group"]).to_owned()).or_default();
        if agree(&case["expected"], &given["result"]) {
            score.passed += 1;
        } else {
            score.failed += 1;
            failed.push(text(&case["id"]).to_owned());
        }
    }
    let explained: Vec<&str> = REASONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(failed, explained, "every failure has its reason, and every reason its failure");
    kept(&scoreboard(&groups));
}

fn scoreboard(groups: &BTreeMap<String, Score>) -> String {
    let passed: usize = groups.values().map(|score| score.passed).sum();
    let failed: usize = groups.values().map(|score| score.failed).sum();
    let mut page = String::from("# FEEL conformance\n\n");
    let share = Decimal::from(passed * 100) / Decimal::from(passed + failed);
    let _ = write!(
        page,
        "Self-contained cases of the public DMN conformance suite (dmn-tck), run by \
         `cargo test --test conformance`, which keeps this page true.\n\n\
         **{passed} of {} passed ({} %), {failed} failed, 0 skipped.**\n\n\
         | group | passed | failed | skipped |\n|---|---:|---:|---:|\n",
        passed + failed,
        share.round_dp(2),
    );
    for (group, score) in groups {
        let _ = writeln!(page, "| {group} | {} | {} | 0 |", score.passed, score.failed);
    }
    page.push_str("\n## What does not pass, and why\n\n");
    for (id, reason) in REASONS {
        let _ = writeln!(page, "- `{id}` {reason}.");
    }
    page
}

/// Compares a page with the committed one, or writes it where that was asked for.
#[track_caller]
fn kept(page: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/scoreboard.md");
    if std::env::var_os("UPDATE_SCOREBOARD").is_some() {
        fs::write(&path, page).expect("the scoreboard is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "the scoreboard is out of date: run with UPDATE_SCOREBOARD=1");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether a result is what is expected: numbers within a tolerance, all else exactly.
fn agree(expected: &Value, given: &Value) -> bool {
    const NUMBERS: [&str; 5] = ["decimal", "double", "number", "integer", "float"];
    let (Some((kind, wanted)), Some((given_kind, found))) = (only(expected), only(given)) else {
        return expected.is_null() && given.is_null();
    };
    if NUMBERS.contains(&kind) && NUMBERS.contains(&given_kind) {
        return match (number(wanted), number(found)) {
            (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE,
            _ => false,
        };
    }
    if kind != given_kind {
        return false;
    }
    match (kind, wanted, found) {
        ("list", Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b))
        }
        ("context", Value::Object(a), Value::Object(b)) => {
            let same = |(name, value)| b.get(name).is_some_and(|other| agree(value, other));
            a.len() == b.len() && a.iter().all(same)
        }
        ("duration", a, b) => a == b || (is_zero(text(a)) && is_zero(text(b))),
        (_, a, b) => a == b,
    }
}

fn only(value: &Value) -> Option<(&str, &Value)> {
    value.as_object()?.iter().next().map(|(kind, value)| (kind.as_str(), value))
}

fn number(value: &Value) -> Option<Decimal> {
    let text = text(value);
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

fn is_zero(duration: &str) -> bool {
    ["P0D", "PT0S", "P0Y", "P0M"].contains(&duration)
}

#[test]
fn the_referee_tells_results_apart() {
    let agree = |a: &str, b: &str| {
        agree(&serde_json::from_str(a).expect("JSON"), &serde_json::from_str(b).expect("JSON"))
    };
    assert!(agree(r#"{"decimal":"0.1"}"#, r#"{"number":"0.100000001"}"#));
    assert!(!agree(r#"{"decimal":"0.1"}"#, r#"{"number":"0.1001"}"#));
    assert!(!agree(r#"{"decimal":"1"}"#, "null"));
    assert!(!agree(r#"{"string":"1"}"#, r#"{"number":"1"}"#));
    assert!(!agree(r#"{"list":[{"decimal":"1"}]}"#, r#"{"list":[]}"#));
    assert!(agree(r#"{"duration":"P0D"}"#, r#"{"duration":"PT0S"}"#));
    assert!(!agree("null", r#"{"boolean":"false"}"#));
}
