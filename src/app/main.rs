//! The binary: one file per command.
//!
//! Exit codes: 0 sound, 1 findings (objected, not ready, a failed case), 2 could not run.

mod agreement;
mod check;
mod cli;
mod clock;
mod compare;
mod corpus;
mod coverage;
mod diff;
mod docs;
mod eval;
mod explain;
mod export;
mod functions;
mod gate;
mod git;
mod input;
mod lint;
mod measure;
mod mutate;
mod new;
mod output;
mod report;
mod review;
mod rules;
mod schema;
mod test;
mod verify;
mod whole;

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

/// A command: what the command line takes, and what it does.
struct Command {
    describe: fn(cli::Words) -> clap::Command,
    run: fn(&cli::Context, &clap::ArgMatches) -> Result<Exit, Exit>,
}

/// The commands, in the order of the help.
const COMMANDS: &[Command] = &[
    Command { describe: check::command, run: check::run },
    Command { describe: verify::command, run: verify::run },
    Command { describe: review::command, run: review::run },
    Command { describe: compare::command, run: compare::run },
    Command { describe: agreement::command, run: agreement::run },
    Command { describe: report::command, run: report::run },
    Command { describe: test::command, run: test::run },
    Command { describe: coverage::command, run: coverage::run },
    Command { describe: lint::command, run: lint::run },
    Command { describe: mutate::command, run: mutate::run },
    Command { describe: measure::command, run: measure::run },
    Command { describe: gate::command, run: gate::run },
    Command { describe: diff::command, run: diff::run },
    Command { describe: explain::command, run: explain::run },
    Command { describe: rules::command, run: rules::run },
    Command { describe: docs::command, run: docs::run },
    Command { describe: new::command, run: new::run },
    Command { describe: eval::command, run: eval::run },
    Command { describe: functions::command, run: functions::run },
    Command { describe: schema::command, run: schema::run },
];

fn main() -> ExitCode {
    let described = COMMANDS.iter().map(|command| command.describe);
    let exit = match cli::parse(std::env::args_os(), described) {
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
    let called = |command: &&Command| (command.describe)(context.words).get_name() == name;
    let Some(command) = COMMANDS.iter().find(called) else { return Exit::Failed };
    (command.run)(context, arguments).unwrap_or_else(|exit| exit)
}
