//! Judging a submission with the review that counts.

use std::path::{Path, PathBuf};

use pilares::document::Document;
use pilares::evaluate::Evaluation;
use pilares::finding::Language;
use pilares::review::Review;
use pilares::rules::Ruleset;

use super::super::cli::Context;
use super::super::{Exit, input, output, review};
use super::Desk;

impl Desk<'_> {
    /// Judges a document, with its review where one counts; and what to say aloud beside the result.
    pub(super) fn judged<'e>(
        &'e self,
        file: &Path,
        document: &'e Document,
    ) -> Result<(Evaluation<'e>, String), Exit> {
        let (evaluation, _, beside) = self.judged_by(file, document)?;
        Ok((evaluation, beside))
    }

    /// The same, with the review that counted.
    pub(super) fn judged_by<'e>(
        &'e self,
        file: &Path,
        document: &'e Document,
    ) -> Result<(Evaluation<'e>, Option<Review>, String), Exit> {
        let (counts, beside) = reviewed(self.ruleset, file, self.review, self.context)?;
        let evaluation = match &counts {
            Some(review) => pilares::judge_with(self.ruleset, document, review),
            None => pilares::judge(self.ruleset, document),
        };
        Ok((evaluation, counts, beside))
    }
}

/// The review to count: the one that was named, or that of the form in the folder that was named.
///
/// A review that nobody named does not count; that it is there is said beside the result.
pub(in super::super) fn reviewed(
    ruleset: &Ruleset,
    file: &Path,
    option: Option<&PathBuf>,
    context: &Context,
) -> Result<(Option<Review>, String), Exit> {
    let path = review::chosen(option, file);
    Ok(match option {
        None if path.exists() && file != Path::new("-") => (None, hint(&path, context)),
        None => (None, String::new()),
        Some(folder) if folder.is_dir() && !path.exists() => (None, String::new()),
        Some(_) => (Some(review::file::read(&path, file, ruleset, context)?.1), String::new()),
    })
}

fn hint(path: &Path, context: &Context) -> String {
    let path = input::quoted(path);
    match context.style.language {
        Language::Spanish => {
            format!("nota: hay una revisión de este formulario; para contarla: --review {path}\n")
        }
        Language::English => {
            format!("note: there is a review of this form; to count it: --review {path}\n")
        }
    }
}

/// One review is of one form.
pub(super) fn one_review(context: &Context) -> Result<Exit, Exit> {
    output::complain(match context.style.language {
        Language::Spanish => {
            "error: una revisión es de un formulario, y aquí hay varios\n  \
             ayuda: indique con `--review` la carpeta de las revisiones\n"
        }
        Language::English => {
            "error: a review is of one form, and here are several\n  \
             help: give `--review` the folder of the reviews\n"
        }
    })?;
    Err(Exit::Failed)
}
