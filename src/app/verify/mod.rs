//! `pilares verify`: makes recorded results or a ficha again, and says whether they are the same.

mod origin;
mod refuse;

use std::collections::HashSet;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::report::ficha::{self, Sealed};
use pilares::report::{self, Kind, Recorded, Style, Told, Unrecorded, View};

use super::cli::{self, Context, Words};
use super::{Exit, input, output};
use origin::{Found, Made, Origins};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("verify")
        .visible_alias("verificar")
        .about(w(
            "Rehace resultados o una ficha y dice si son idénticos, o qué cambió",
            "Makes results or a ficha again and says whether they are identical, or what changed",
        ))
        .override_usage(w("pilares verify [OPCIONES] RESULTADO", "pilares verify [OPTIONS] RESULT"))
        .arg(
            Arg::new("result")
                .value_name(w("RESULTADO", "RESULT"))
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Lo que escribió `pilares check --format json` (también de una carpeta, o con `--jsonl`), o una ficha o planilla de `pilares report`",
                    "What `pilares check --format json` wrote (of a folder too, or with `--jsonl`), or a ficha or workbook of `pilares report`",
                )),
        )
        .arg(cli::on_file(words).help(w(
            "Dónde está el formulario, o la carpeta o el flujo (`--jsonl`) de todos; si no se dice, donde estaba, o junto a la ficha",
            "Where the form is, or the folder or stream (`--jsonl`) of all; where it was, or beside the ficha, unless told",
        )))
        .arg(super::review::review(words).help(w(
            "Dónde está la revisión con que se hizo; si no se dice, donde estaba, o junto a la ficha",
            "Where the review is that it was made with; where it was, or beside the ficha, unless told",
        )))
}

/// Bytes that a result may have: with its evidence, many more than a form.
const RESULT: u64 = 256 * 1024 * 1024;

/// Makes a ficha or results again; what differs is the command's finding.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let Some(path) = arguments.get_one::<PathBuf>("result") else { return Err(Exit::Failed) };
    let bytes = input::bytes_up_to(path, context.limit.max(RESULT), context)?;
    let mut origins = Origins::new(arguments, context);
    if let Some(sealed) = Sealed::read(&bytes) {
        let made = origins.of_ficha(&sealed.stamp, path);
        return ficha(&mut origins, &made, &sealed, &bytes, context);
    }
    let text = String::from_utf8_lossy(&bytes);
    let all = match Recorded::read_all(text.trim_start_matches('\u{feff}')) {
        Ok(all) => all,
        Err(wrong) => return refuse::unrecorded(path, &wrong, context),
    };
    match <[_; 1]>::try_from(all) {
        Ok([Ok(recorded)]) => {
            let (told, exit) = result(&mut origins, &recorded, context)?;
            output::print(&told)?;
            Ok(exit)
        }
        Ok([Err(wrong)]) => refuse::unrecorded(path, &wrong, context),
        Err(all) if all.is_empty() => refuse::unrecorded(path, &Unrecorded::NotAResult, context),
        Err(all) => several(&mut origins, all, context),
    }
}

fn ficha(
    origins: &mut Origins<'_>,
    made: &Made,
    sealed: &Sealed,
    bytes: &[u8],
    context: &Context,
) -> Result<Exit, Exit> {
    let style = Style { language: sealed.language, ..context.style };
    let mut exit = Exit::Sound;
    origins.again(made, None, |evaluation, review, found| {
        let Some(now) = ficha::written(sealed.format, evaluation, review, &style) else {
            return super::report::no_ficha(context);
        };
        let differences = sealed.differences(bytes, &now);
        if !differences.is_empty() {
            exit = Exit::Findings;
        }
        output::print(&report::verified(
            Kind::Ficha,
            &made.stamp,
            &found.place,
            &differences,
            &context.style,
        ))
    })?;
    Ok(exit)
}

/// What became of one result, in words.
fn result(
    origins: &mut Origins<'_>,
    recorded: &Recorded,
    context: &Context,
) -> Result<(String, Exit), Exit> {
    let made = origins.of_result(recorded);
    let mut told = (String::new(), Exit::Sound);
    let mut compared = |now: String, found: &Found| {
        let Ok(now) = Recorded::read(&now) else { return Err(Exit::Failed) };
        let differences = report::differences(recorded, &now);
        let exit = if differences.is_empty() { Exit::Sound } else { Exit::Findings };
        let (place, style) = (&found.place, &context.style);
        told = (report::verified(Kind::Result, &made.stamp, place, &differences, style), exit);
        Ok(())
    };
    if recorded.is_findings() {
        let found = origins.form(&made)?;
        let findings = match &found.read {
            Ok(document) => &document.findings,
            Err(findings) => findings,
        };
        compared(
            match &found.line {
                Some((number, id)) => {
                    report::json_line(*number, id.as_ref(), &Told::Findings(findings))
                }
                None => report::json_findings(findings),
            },
            &found,
        )?;
        return Ok(told);
    }
    origins.again(&made, recorded.rules_prefix(), |evaluation, _, found| {
        let view = View::new(evaluation);
        compared(
            match (&found.line, recorded.is_summary()) {
                (Some((number, id)), summary) => {
                    let told = if summary { Told::Summary(&view) } else { Told::Result(&view) };
                    report::json_line(*number, id.as_ref(), &told)
                }
                (None, true) => report::json_summary(&view),
                (None, false) => report::json(&view),
            },
            found,
        )
    })?;
    Ok(told)
}

/// What became of each of several results: of those that are the same, how many they are.
fn several(
    origins: &mut Origins<'_>,
    all: Vec<Result<Recorded, Unrecorded>>,
    context: &Context,
) -> Result<Exit, Exit> {
    let (mut exit, mut same, count) = (Exit::Sound, 0, all.len());
    let mut sources = HashSet::new();
    let mut repeated = 0;
    for (at, recorded) in all.into_iter().enumerate() {
        let (told, ended) = match recorded {
            Ok(recorded) => {
                let name = recorded.source();
                repeated += usize::from(!sources.insert(name.clone()));
                match result(origins, &recorded, context) {
                    Ok((_, Exit::Sound)) => {
                        same += 1;
                        continue;
                    }
                    Ok((told, ended)) => (report::verified_of(&name, &told, &context.style), ended),
                    Err(ended) => (String::new(), ended),
                }
            }
            Err(wrong) => (refuse::unrecorded_of(at + 1, &wrong, context), Exit::Failed),
        };
        exit = exit.max(ended);
        output::print(&told)?;
    }
    let lacking = origins.unanswered(&sources)?;
    if repeated + lacking > 0 {
        exit = exit.max(Exit::Findings);
    }
    output::print(&report::verified_count([same, count, repeated, lacking], &context.style))?;
    Ok(exit)
}
