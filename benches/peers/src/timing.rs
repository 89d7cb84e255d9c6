//! How long every engine takes for the thirty rules, in interleaved rounds.
//!
//! A round gives every engine one batch, in an order that turns; what is told is the median over the
//! rounds of the ratio within the round, so that what slows the machine slows both sides of a ratio.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::engines::{ENGINES, Engine, LIMIT, ZEN};

/// Rounds; odd, so that the median is one of them.
const ROUNDS: usize = 501;

/// About how long a batch takes: short, so that the batches of a round meet the same machine.
const BATCH: Duration = Duration::from_millis(1);

/// Prints the table.
pub fn run(data: &Json) {
    let mut engines: Vec<Box<dyn Engine>> =
        ENGINES.iter().map(|entry| (entry.load)(data)).collect();
    let iterations: Vec<u32> = engines.iter_mut().map(|engine| calibrate(&mut **engine)).collect();
    let mut rounds: Vec<Vec<f64>> = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS {
        let mut times = vec![0.0; engines.len()];
        for turn in 0..engines.len() {
            let index = (round + turn) % engines.len();
            times[index] = batch(&mut *engines[index], iterations[index]);
        }
        rounds.push(times);
    }
    println!("| engine | µs per submission | × hand-written | × zen-expression |");
    println!("|---|---:|---:|---:|");
    for (index, entry) in ENGINES.iter().enumerate() {
        let time = median(rounds.iter().map(|times| times[index] * 1e6));
        let by_limit = median(rounds.iter().map(|times| times[index] / times[LIMIT]));
        let by_zen = median(rounds.iter().map(|times| times[index] / times[ZEN]));
        println!("| {} | {time:.2} | {by_limit:.1} | {by_zen:.2} |", entry.name);
    }
}

/// How many runs fill a batch, by the fastest of some: one that was interrupted would make it short,
/// and short batches find the caches cold.
fn calibrate(engine: &mut dyn Engine) -> u32 {
    let fastest = (0..200).map(|_| batch(engine, 4)).fold(f64::INFINITY, f64::min);
    (BATCH.as_secs_f64() / fastest).ceil() as u32
}

/// Seconds for one submission, averaged over a batch.
fn batch(engine: &mut dyn Engine, iterations: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..iterations {
        black_box(engine.answer());
    }
    start.elapsed().as_secs_f64() / f64::from(iterations)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
