//! `pilares review start`: a review to fill in.

use std::path::PathBuf;

use clap::ArgMatches;
use pilares::evaluate::Awaited;
use pilares::finding::Language;
use pilares::review;

use super::super::cli::Context;
use super::super::{Exit, export, input, output};
use super::{named, usual};

/// Writes the review of a form; one that is there already stays as it is.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let form = arguments.get_one::<PathBuf>("file").ok_or(Exit::Failed)?;
    let document = input::readable(form, context)?;
    let target = match arguments.get_one::<PathBuf>("out") {
        Some(folder) => folder.join(named(form)),
        None => usual(form),
    };
    let evaluation = pilares::judge(ruleset, &document);
    if let Err(cause) = export::write_new(&target, &review::blank(&evaluation)) {
        return export::unwritten(&target, &cause, context);
    }
    let open = review::open(&evaluation);
    let count = |awaited| open.iter().filter(|item| item.awaited == awaited).count();
    let counts = [Awaited::Answer, Awaited::Confirmation, Awaited::Attestation].map(count);
    let [questions, suspicions, attestations] = counts;
    let (form, target) = (input::quoted(form), input::quoted(&target));
    let text = match context.style.language {
        Language::Spanish => format!(
            "Revisión escrita en {target}: {questions} preguntas, {suspicions} sospechas y \
             {attestations} constancias\nPara responder una por una: pilares review ask {form}{}\n",
            option(arguments, &target)
        ),
        Language::English => format!(
            "Review written to {target}: {questions} questions, {suspicions} suspicions and \
             {attestations} attestations\nTo answer one by one: pilares review ask {form}{}\n",
            option(arguments, &target)
        ),
    };
    output::print(&text)?;
    Ok(Exit::Sound)
}

/// The option that other commands need where the review is not kept where they look.
fn option(arguments: &ArgMatches, target: &str) -> String {
    match arguments.contains_id("out") {
        true => format!(" --review {target}"),
        false => String::new(),
    }
}
