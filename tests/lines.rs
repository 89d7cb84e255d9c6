//! `check --jsonl`: a form a line in, a result a line out.

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use common::{pilares, pilares_reading, root};
use serde_json::Value;

/// A form of the repository as one line of JSON, its numbers in their own digits.
fn as_json(name: &str) -> String {
    let path = root().join(format!("submissions/{name}.yaml"));
    let text = fs::read_to_string(path).expect("the form is there");
    let form: Value = serde_yaml::from_str(&text).expect("it is YAML");
    form.to_string()
}

/// Answers to lines, each parsed, and how the program ended.
fn answers(arguments: &[&str], input: &[u8]) -> (Vec<Value>, Option<i32>) {
    let output = pilares_reading(&[&["check", "--jsonl"], arguments].concat(), input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let parsed = text.lines().map(|line| serde_json::from_str(line).expect("it is JSON"));
    (parsed.collect(), output.status.code())
}

fn rating(answer: &Value) -> &str {
    answer["result"]["rating"]["id"].as_str().unwrap_or("none")
}

#[test]
fn each_line_is_answered_in_order_whatever_the_number_of_threads() {
    let (good, bad) = (as_json("ejemplo"), as_json("todo-mal"));
    let mut input = String::from("\u{feff}");
    for number in 0..12 {
        let form = if number % 3 == 0 { &bad } else { &good };
        input.push_str(&match number % 2 {
            0 => format!("{{\"id\": \"f-{number}\", \"submission\": {form}}}\r\n"),
            _ => format!("{form}\n\n"),
        });
    }
    let (one, code) = answers(&["--format", "summary", "--jobs", "1"], input.as_bytes());
    assert_eq!((one.len(), code), (12, Some(1)));
    for (number, answer) in one.iter().enumerate() {
        // After each form without a name there is a blank line.
        assert_eq!(answer["line"], number + 1 + number / 2);
        let named = number % 2 == 0;
        assert_eq!(
            answer["id"],
            if named { Value::from(format!("f-{number}")) } else { Value::Null }
        );
        assert_eq!(rating(answer), if number % 3 == 0 { "OT" } else { "RF" });
    }
    let (four, _) = answers(&["--format", "summary", "--jobs", "4"], input.as_bytes());
    assert_eq!(one, four);
}

#[test]
fn a_line_is_judged_as_a_file_with_the_same_text() {
    let folder = common::scratch("lines_as_files");
    let form = as_json("redes-de-oportunidades-2026");
    let file = folder.join("x.yaml");
    fs::write(&file, &form).expect("a file can be written");
    let told = pilares(&["check", &file.display().to_string(), "--format", "json"]);
    let mut told: Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    for input in [format!("{form}\n"), format!("{{\"submission\": {form}, \"id\": 7.50}}")] {
        let (mut answers, code) = answers(&[], input.as_bytes());
        assert_eq!((answers.len(), code), (1, Some(1)));
        let answer = answers.remove(0);
        rename(&mut told, &file.display().to_string(), "<stdin>#1");
        assert_eq!(answer["result"], told);
        let id = answer["id"].to_string();
        assert!(id == "null" || id == "7.50", "{id}");
    }
}

#[test]
fn files_put_one_behind_another_are_read_whatever_they_begin_with() {
    let form = as_json("ejemplo");
    let input = format!("\u{feff}{form}\n\u{feff}{form}\n{form}\n");
    let (answers, code) = answers(&["--format", "summary"], input.as_bytes());
    assert_eq!((answers.len(), code), (3, Some(0)));
    let stamps: Vec<&Value> = answers.iter().map(|answer| &answer["result"]["stamp"]).collect();
    assert!(stamps[0].is_object() && stamps.iter().all(|stamp| *stamp == stamps[0]), "{stamps:?}");
}

/// Gives another name to what a result calls its source.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => *text = to.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Value::Object(map) => map.values_mut().for_each(|item| rename(item, from, to)),
        _ => {}
    }
}

#[test]
fn a_bad_line_is_a_finding_on_that_line_and_the_rest_goes_on() {
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(3_000));
    let lines: [&[u8]; 16] = [
        b"no es json",
        b"{\"proceso\": 2026",
        b"{proceso: 2026}",
        b"{\"proceso\": 2026} # nota",
        b"[1, 2]",
        b"\"texto\"",
        b"null",
        deep.as_bytes(),
        b"{\"id\": 1, \"submission\": {}, \"otra\": 2}",
        b"{\"id\": [1], \"submission\": {}}",
        b"{\"submission\": [1]}",
        b"{\"id\": 1, \"id\": 2, \"submission\": {}}",
        b"{\"a\": \"ni\xf1ez\"}",
        b"{\"a\": 01}",
        b"{\"a\": \"\x1b[31m\"}",
        long.as_bytes(),
    ];
    let mut input = Vec::new();
    for line in lines {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(b"{\"proceso\": 2026}");
    let arguments = ["--format", "summary", "--max-size", "2500"];
    // The deep line is longer than the limit too: it is told apart below.
    let (told, code) = answers(&arguments, &input);
    assert_eq!((told.len(), code), (17, Some(1)));
    let mut shown = String::new();
    for answer in &told {
        let findings = answer["result"]["findings"].as_array().expect("there are findings");
        for finding in findings.iter().take(2) {
            let place = &finding["labels"][0]["place"];
            shown.push_str(&format!(
                "{} {} {} {}:{} {}\n",
                answer["line"],
                answer["id"],
                finding["code"].as_str().unwrap_or_default(),
                place["source"].as_str().unwrap_or_default(),
                place["column"],
                finding["message"]["es"].as_str().unwrap_or_default(),
            ));
        }
    }
    insta::assert_snapshot!("bad_lines", shown);
    assert_eq!(told[16]["result"]["format"], "pilares.summary");
    let (told, _) = answers(&["--format", "summary"], deep.as_bytes());
    assert_eq!(told[0]["result"]["findings"][0]["code"], "yaml/depth");
}

#[test]
fn keys_said_twice_tabs_and_numbers_are_as_in_a_file() {
    let line = b"{\t\"proceso\":2026,\"proceso\" :\t2027,\"poblacion\":{\"objetivo\":{\"cantidad\":1.0e3}},\"x\":123456789012345678901234567890123}";
    let (told, _) = answers(&[], line);
    let result = &told[0]["result"];
    assert_eq!(result["submission"]["year"], 2026);
    let codes: Vec<&str> = result["findings"]
        .as_array()
        .expect("there are findings")
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert!(codes.contains(&"yaml/duplicate-key"), "{codes:?}");
    assert!(codes.iter().any(|code| code.contains("number")), "{codes:?}");
    // One more than a binary float can count to.
    let exact = "{\"proceso\": 2026, \"poblacion\": {\"beneficiaria\": [{\"cantidad\": 1}]}, \"componentes\": \
                 [{\"gasto\": 9007199254740993}], \"recursos\": {\"gasto_administrativo\": 0}}";
    let (told, _) = answers(&["--format", "summary"], exact.as_bytes());
    assert_eq!(told[0]["result"]["figures"][1]["value"], "9007199254740993");
}

#[test]
fn answers_come_before_the_next_line_is_sent() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pilares"))
        .args(["check", "--jsonl", "--format", "summary", "--jobs", "3"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("standard input is piped");
    let mut output = BufReader::new(child.stdout.take().expect("standard output is piped"));
    for number in 1..=5 {
        writeln!(input, "{{\"id\": {number}, \"submission\": {{\"proceso\": 2026}}}}")
            .expect("it is read");
        input.flush().expect("it is read");
        let mut line = String::new();
        output.read_line(&mut line).expect("an answer comes");
        let answer: Value = serde_json::from_str(&line).expect("it is JSON");
        assert_eq!(answer["id"], number);
    }
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn other_formats_and_files_do_not_go_with_lines() {
    for arguments in [&["--format", "html"][..], &["submissions/ejemplo.yaml"]] {
        let output = pilares_reading(&[&["check", "--jsonl"], arguments].concat(), b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
    let (told, code) = answers(&[], b"");
    assert_eq!((told.len(), code), (0, Some(0)));
}

/// Memory does not grow with the lines: more is read than the program may have (Linux).
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_lines() {
    let script = format!(
        "ulimit -v 180000; x=$(head -c 1000000 /dev/zero | tr '\\0' x); \
         for i in $(seq 240); do \
           if [ $((i % 20)) = 0 ]; then echo '{{\"proceso\": 2026}}'; else echo \"{{\\\"a\\\": \\\"$x\"; fi; \
         done | MALLOC_ARENA_MAX=1 '{}' check --jsonl --jobs 2 | wc -lc",
        env!("CARGO_BIN_EXE_pilares"),
    );
    let output = Command::new("bash").args(["-c", &script]).output().expect("bash runs");
    let (told, errors) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let counts: Vec<usize> =
        told.split_whitespace().filter_map(|count| count.parse().ok()).collect();
    assert!(counts[0] == 240 && counts[1] > 5_000_000, "{told} {errors}");
}
