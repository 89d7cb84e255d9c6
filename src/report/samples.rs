//! How often each heuristic is right on its labelled samples.

use rust_decimal::Decimal;

use crate::finding::Language;
use crate::rules::Status;
use crate::source::Place;
use crate::verify::{Measured, Mistake};

use super::Style;
use super::safe::visible;

/// A row per heuristic, and under it each sample on which it was wrong.
pub fn samples(measured: &[Measured<'_>], style: &Style) -> String {
    let mut text = String::new();
    for one in measured {
        text.push_str(&row(one, style.language));
        for mistake in &one.mistakes {
            text.push_str(&told(one, mistake, style.language));
        }
    }
    text
}

fn row(one: &Measured<'_>, language: Language) -> String {
    let (all, hard) = (one.all, one.hard);
    let [precision, recall, strict] =
        [all.precision(), all.recall(), hard.precision()].map(percent);
    let innocent = hard.quiet + hard.wrong;
    let (id, count) = (&one.rule.id, all.samples());
    match language {
        Language::Spanish => format!(
            "{id}  {count:>3} muestras  precisión {precision:>3} %  cobertura {recall:>3} %  precisión en las difíciles {strict:>3} % ({} de {innocent} inocentes sin señalar)\n",
            hard.quiet
        ),
        Language::English => format!(
            "{id}  {count:>3} samples  precision {precision:>3} %  recall {recall:>3} %  precision on the hard ones {strict:>3} % ({} of {innocent} innocent left alone)\n",
            hard.quiet
        ),
    }
}

fn told(one: &Measured<'_>, mistake: &Mistake<'_>, language: Language) -> String {
    let source = one.set.document.source.clone();
    let place = Place { source, span: mistake.sample.span };
    let spanish = language == Language::Spanish;
    let what = match (mistake.status, mistake.sample.fires) {
        (Status::Unknown, _) if spanish => "queda sin dato",
        (Status::Unknown, _) => "is unknown",
        (_, true) if spanish => "no señala y debería",
        (_, true) => "does not fire and should",
        (_, false) if spanish => "señala y no debería",
        (_, false) => "fires and should not",
    };
    let texts = mistake.sample.texts.join(" | ");
    let mut text = format!("  {place}: {what}: {}\n", visible(&texts, false));
    if let Some(finding) = &mistake.finding {
        let message = finding.message.in_language(language);
        text.push_str(&format!("    {}\n", visible(message, false)));
    }
    text
}

/// A share as whole percents, truncated: nothing is rounded up to a promise.
fn percent(share: Decimal) -> String {
    (share * Decimal::ONE_HUNDRED).trunc().normalize().to_string()
}
