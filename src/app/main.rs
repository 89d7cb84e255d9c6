//! The binary: one file per command.
//!
//! Exit codes: 0 sound, 1 findings (objected, not ready, a failed case), 2 could not run.

mod check;
mod cli;
mod docs;
mod eval;
mod explain;
mod export;
mod functions;
mod input;
mod new;
mod output;
mod rules;
mod schema;
mod test;

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing to correct.
    Sound = 0,
    /// Something to correct.
    Findings = 1,
    /// It could not run.
    Failed = 2,
}

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
        Ok((context, matches)) => run(&context, &matches),
        Err((text, exit)) => {
            let written = match exit {
                Exit::Sound => output::print(&text),
                _ => output::complain(&text),
            };
            written.err().unwrap_or(exit)
        }
    };
    ExitCode::from(exit as u8)
}

fn run(context: &cli::Context, matches: &clap::ArgMatches) -> Exit {
    let Some((name, arguments)) = matches.subcommand() else { return Exit::Failed };
    let result = match name {
        "check" => check::run(context, arguments),
        "test" => test::run(context, arguments),
        "explain" => explain::run(context, arguments),
        "functions" => functions::run(context, arguments),
        "eval" => eval::run(context, arguments),
        "docs" => docs::run(context, arguments),
        "new" => new::run(context, arguments),
        "rules" => rules::run(context, arguments),
        _ => schema::run(arguments),
    };
    result.unwrap_or_else(|exit| exit)
}
