//! How far the work has come: a line on the terminal, and on nothing else.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use pilares::finding::Language;

use super::super::cli::Context;

/// Time between two lines.
const PAUSE: Duration = Duration::from_millis(100);

/// Fewer are done before anybody looks.
const FEW: usize = 8;

/// Columns of the bar.
const BAR: usize = 30;

/// A line of progress.
pub(super) struct Progress {
    total: usize,
    done: Cell<usize>,
    shown: Cell<Option<Instant>>,
    visible: bool,
    words: [&'static str; 2],
}

impl Progress {
    /// A line for so many steps, shown where standard error is a terminal and `told` says that no
    /// reports go to it meanwhile.
    pub fn of(total: usize, told: bool, context: &Context) -> Progress {
        let plain = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let unattended = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        let visible = io::stderr().is_terminal() && !told && !plain && !unattended && total > FEW;
        let words = match context.style.language {
            Language::Spanish => ["Revisando", "de"],
            Language::English => ["Judging", "of"],
        };
        Progress { total, done: Cell::new(0), shown: Cell::new(None), visible, words }
    }

    /// One more is done.
    pub fn step(&self) {
        self.done.set(self.done.get() + 1);
        let rested = self.shown.get().is_none_or(|shown| shown.elapsed() >= PAUSE);
        if self.visible && rested {
            self.shown.set(Some(Instant::now()));
            self.show();
        }
    }

    /// The line goes.
    pub fn end(&self) {
        if self.visible && self.shown.get().is_some() {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }

    fn show(&self) {
        let (done, [judging, of]) = (self.done.get(), self.words);
        let full = done * BAR / self.total.max(1);
        let bar = format!("{}{}", "█".repeat(full), "░".repeat(BAR - full));
        let line = format!("\r{judging} {bar} {done} {of} {}\x1b[K", self.total);
        // A terminal that takes no more loses a line that nobody misses.
        let _ = io::stderr().write_all(line.as_bytes());
    }
}
