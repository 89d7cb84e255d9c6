//! How long it takes to judge ten thousand submissions, as a multiple of reading the same bytes.
//!
//! Each submission is made up from a seed and read, judged and told in turn, so that whatever else the
//! machine does slows all alike: compare the multiples and not the times. `FORMS=500` takes fewer.
//! Last, the program itself answers them as lines, with one worker and with two.

use std::env;
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pilares::document::{self, Limits};
use pilares::report::{self, Entry, View};
use pilares::rules;
use pilares::verify::Generator;

/// Submissions, unless the environment says otherwise.
const FORMS: u64 = 10_000;

/// Submissions that the program is given as lines, at most.
const LINES: u64 = 1_000;

fn main() {
    let wanted = env::var("FORMS").ok().and_then(|forms| forms.parse().ok()).unwrap_or(FORMS);
    let ruleset = rules::compile(&rules::embedded("dipres")).ruleset.expect("it compiles");
    let generator = Generator::new(&ruleset);
    let [mut reading, mut judging, mut keeping, mut telling] = [Duration::ZERO; 4];
    let mut bytes = 0;
    for seed in 0..wanted {
        let text = generator.document(seed).source.text().to_owned();
        bytes += text.len();
        let (document, took) =
            timed(|| document::read_bytes("f.yaml", text.clone().into_bytes(), &Limits::default()));
        reading += took;
        let (evaluation, took) = timed(|| pilares::judge(&ruleset, &document));
        judging += took;
        let view = View::new(&evaluation);
        keeping += timed(|| Entry::judged(&view)).1;
        telling += timed(|| report::json_summary(&view)).1;
    }
    println!("{wanted} submissions, {} MB", bytes / 1_000_000);
    let row = |name: &str, took: Duration| {
        let (each, multiple) =
            (took.as_secs_f64() * 1e3 / wanted as f64, took.as_secs_f64() / reading.as_secs_f64());
        println!("{name:<44} {each:>9.3} ms each {multiple:>8.2} ×");
    };
    row("read the bytes", reading);
    row("read and judge", reading + judging);
    row("read and judge, for the table or the page", reading + judging + keeping);
    row("read, judge and write the summary", reading + judging + telling);
    lines(&generator, wanted.min(LINES));
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = black_box(run());
    (value, start.elapsed())
}

/// The program, answering lines: submissions a second with one worker and with two.
fn lines(generator: &Generator<'_>, count: u64) {
    let mut input = String::new();
    for seed in 0..count {
        let form: serde_json::Value = serde_yaml::from_str(generator.document(seed).source.text())
            .expect("what is made up is YAML");
        input.push_str(&format!("{form}\n"));
    }
    for jobs in ["1", "2"] {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_pilares"))
            .args(["check", "--jsonl", "--format", "summary", "--jobs", jobs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let (mut stdin, text) = (child.stdin.take().expect("it is piped"), input.clone());
        let writer = thread::spawn(move || stdin.write_all(text.as_bytes()));
        let mut told = String::new();
        let mut stdout = child.stdout.take().expect("it is piped");
        stdout.read_to_string(&mut told).expect("the program answers");
        writer.join().expect("the writer ends").expect("the program reads");
        child.wait().expect("the program ends");
        assert_eq!(told.lines().count() as u64, count);
        let rate = count as f64 / start.elapsed().as_secs_f64();
        println!("check --jsonl --format summary --jobs {jobs:<6} {rate:>9.0} lines a second");
    }
}
