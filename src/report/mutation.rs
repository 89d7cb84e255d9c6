//! What became of the mutants of a rule set, and the cases that it lacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Finding, Language, Wording};
use crate::rules::{Equivalent, Ruleset};
use crate::source::{Place, Source, Span};
use crate::verify::{CaseResult, Law, Missing, Mutant, Mutation, PolicyResult};

use super::Style;
use super::safe::visible;
use super::words::Words;

/// Letters of an expression that is shown whole.
const SHORT: usize = 120;

/// Every survivor with its place and the case that it lacks, then how many mutants were noticed.
pub fn mutation(
    mutation: &Mutation,
    missing: &[Missing],
    equivalent: usize,
    stale: &[&Equivalent],
    style: &Style,
) -> String {
    let language = style.language;
    let mut text = String::new();
    for (mutant, missing) in mutation.survivors.iter().zip(missing) {
        text.push_str(&survivor(mutant, missing, language));
    }
    for known in stale {
        text.push_str(&match language {
            Language::Spanish => format!(
                "{}: ya no sobrevive o ya no es un mutante: quítelo de la lista\n",
                known.place
            ),
            Language::English => {
                format!(
                    "{}: survives no more, or is no mutant: take it off the list\n",
                    known.place
                )
            }
        });
    }
    text.push_str(&closing(mutation, equivalent, language));
    text
}

/// The same as findings in the rule files, each with the case that is missing.
pub fn mutation_findings(
    mutation: &Mutation,
    missing: &[Missing],
    stale: &[&Equivalent],
) -> Vec<Finding> {
    let survivors = mutation.survivors.iter().zip(missing).map(|(mutant, missing)| {
        let message = Wording::both(
            format!("ningún caso nota este cambio: {}", slip(mutant, "sin esta parte")),
            format!("no case notices this change: {}", slip(mutant, "without this part")),
        );
        let help = missing.text("Por nombrar").zip(missing.text("To be named"));
        let help = help.map(|(spanish, english)| {
            let (into, into_english) = target(mutant, missing);
            Wording::both(
                format!(
                    "agregue este caso{into}, si es lo que debe resultar:\n{}",
                    spanish.trim_end()
                ),
                format!(
                    "add this case{into_english}, if it is what must come out:\n{}",
                    english.trim_end()
                ),
            )
        });
        let finding = Finding::warning("mutate/survivor", message).at(mutant.place.clone());
        Finding { help, ..finding }
    });
    let stale = stale.iter().map(|known| {
        let message = Wording::both(
            "este mutante ya no sobrevive o ya no existe: quítelo de la lista",
            "this mutant survives no more, or is none: take it off the list",
        );
        Finding::warning("mutate/stale", message).at(known.place.clone())
    });
    survivors.chain(stale).collect()
}

/// How many cases fail on the rules as they are, and of which: they notice no slip. Nothing where none does.
pub fn uncounted(failing: &[CaseResult<'_>], policy: &[PolicyResult<'_>], style: &Style) -> String {
    let count = failing.len() + policy.len();
    if count == 0 {
        return String::new();
    }
    let mut of: Vec<&str> = failing.iter().map(|result| &*result.rule.id).collect();
    of.dedup();
    let own = if policy.is_empty() { None } else { Some("ruleset.yaml") };
    of.extend(own);
    let of = of.join(", ");
    match (style.language, count) {
        (Language::Spanish, 1) => format!(
            "1 caso ya falla sin cambiar nada ({of}): no se cuenta; véalo con `pilares test`\n"
        ),
        (Language::Spanish, _) => format!(
            "{count} casos ya fallan sin cambiar nada ({of}): no se cuentan; véalos con `pilares test`\n"
        ),
        (Language::English, 1) => format!(
            "1 case fails with nothing changed ({of}): it is not counted; see it with `pilares test`\n"
        ),
        (Language::English, _) => format!(
            "{count} cases fail with nothing changed ({of}): they are not counted; see them with `pilares test`\n"
        ),
    }
}

/// The same as findings, each at its case.
pub fn uncounted_findings(
    ruleset: &Ruleset,
    failing: &[CaseResult<'_>],
    policy: &[PolicyResult<'_>],
) -> Vec<Finding> {
    let of_rules = failing.iter().map(|result| (&result.rule.source, result.case.span));
    let of_policy = policy.iter().map(|result| (&ruleset.policy.source, result.case.span));
    let finding = |(source, span): (&Arc<Source>, Span)| {
        let message = Wording::both(
            "este caso ya falla sin cambiar nada: no se cuenta; véalo con `pilares test`",
            "this case fails with nothing changed: it is not counted; see it with `pilares test`",
        );
        let place = Place { source: Arc::clone(source), span };
        Finding::warning("mutate/failing-case", message).at(place)
    };
    of_rules.chain(of_policy).map(finding).collect()
}

/// The part, as it is and as nobody notices it.
fn slip(mutant: &Mutant, without: &str) -> String {
    let (before, after) = shown(mutant);
    let after = match after {
        "" => without.to_owned(),
        after => format!("`{after}`"),
    };
    format!("{}: `{before}` → {after}", mutant.site)
}

/// Where the case of a slip goes, where that is not the rule with the slip.
fn target(mutant: &Mutant, missing: &Missing) -> (String, String) {
    match (&missing.policy, &missing.rule) {
        (Some(_), _) => (
            " en `ruleset.yaml`, bajo `casos`".to_owned(),
            " in `ruleset.yaml`, under `casos`".to_owned(),
        ),
        (None, Some(rule)) if mutant.rule.as_ref() != Some(rule) => {
            (format!(" en la regla {rule}"), format!(" in rule {rule}"))
        }
        _ => Default::default(),
    }
}

/// What a slip changes, before and after: the whole expression where that is short.
fn shown(mutant: &Mutant) -> (&str, &str) {
    let short = mutant.before.chars().count() <= SHORT;
    match &mutant.part {
        Some((before, after)) if !short => (before, after),
        _ => (&mutant.before, &mutant.after),
    }
}

fn survivor(mutant: &Mutant, missing: &Missing, language: Language) -> String {
    let spanish = language == Language::Spanish;
    let (unnoticed, is, slips) = match spanish {
        true => ("ningún caso lo nota", "es:     ", "mutante:"),
        false => ("no case notices", "is:     ", "mutant: "),
    };
    let name = mutant.rule.iter().map(|rule| format!("{rule} · "));
    let mut text = format!("{}{}: {unnoticed}\n", name.collect::<String>(), mutant.site);
    text.push_str(&format!("  {}\n", mutant.place));
    let gone = if spanish { "(sin esta parte)" } else { "(without this part)" };
    let (before, after) = shown(mutant);
    let after = if after.is_empty() { gone } else { after };
    text.push_str(&format!("  {is} {}\n", visible(before, false)));
    text.push_str(&format!("  {slips} {}\n", visible(after, false)));
    let name = if spanish { "Por nombrar" } else { "To be named" };
    match missing.text(name) {
        Some(case) => {
            let (into, into_english) = target(mutant, missing);
            text.push_str(&match spanish {
                true => format!("  falta un caso{into}; este los distingue, si es lo que debe resultar:\n"),
                false => format!(
                    "  a case is missing{into_english}; this one tells them apart, if it is what must come out:\n"
                ),
            });
            text.push_str(&case);
        }
        None if missing.tried > 0 => text.push_str(&match spanish {
            true => format!(
                "  no se encontró un formulario que los distinga, entre {}\n",
                missing.tried
            ),
            false => {
                format!("  no form was found that tells them apart, among {}\n", missing.tried)
            }
        }),
        None => {}
    }
    text
}

fn closing(mutation: &Mutation, equivalent: usize, language: Language) -> String {
    let (total, killed) = (mutation.total() + equivalent, mutation.killed);
    let alive = mutation.survivors.len();
    let text = match language {
        Language::Spanish => format!(
            "{}: los casos notan {killed}, {equivalent} equivalen a la regla y {}; otros {} los rechaza el compilador\n",
            Words::counted(total, ["mutante", "mutantes"]),
            Words::counted(alive, ["sobrevive", "sobreviven"]),
            mutation.rejected
        ),
        Language::English => format!(
            "{}: the cases notice {killed}, {equivalent} are equivalent and {}; {} more are refused by the compiler\n",
            Words::counted(total, ["mutant", "mutants"]),
            Words::counted(alive, ["survives", "survive"]),
            mutation.rejected
        ),
    };
    text + &proven(mutation, language)
}

/// How many slips were left out as proven to change nothing, and by what.
fn proven(mutation: &Mutation, language: Language) -> String {
    let all: usize = mutation.proven.values().sum();
    if all == 0 {
        return String::new();
    }
    let mut text = match language {
        Language::Spanish => format!(
            "{} no {}, porque está demostrado que no {} nada en ningún formulario:\n",
            Words::counted(all, ["cambio", "cambios"]),
            if all == 1 { "se prueba" } else { "se prueban" },
            if all == 1 { "altera" } else { "alteran" },
        ),
        Language::English => format!(
            "{} not tried, since it is proven to alter nothing on any form:\n",
            Words::counted(all, ["slip is", "slips are"])
        ),
    };
    let mut reasons: Vec<(&BTreeSet<Law>, &usize)> = mutation.proven.iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (laws, count) in reasons {
        let laws: Vec<String> = laws.iter().map(|law| said(law, language)).collect();
        let and = if language == Language::Spanish { " y " } else { " and " };
        text.push_str(&format!("  {count}: {}\n", laws.join(and)));
    }
    text
}

/// Why a slip alters nothing.
fn said(law: &Law, language: Language) -> String {
    let spanish = language == Language::Spanish;
    match law {
        Law::Maximum if spanish => "nada en una lista es mayor que su máximo".to_owned(),
        Law::Maximum => "nothing in a list is more than its maximum".to_owned(),
        Law::Minimum if spanish => "nada en una lista es menor que su mínimo".to_owned(),
        Law::Minimum => "nothing in a list is less than its minimum".to_owned(),
        Law::Bounds { of, least, most } => match (least, most, spanish) {
            (Some(least), Some(most), true) if least == most => {
                format!("`{of}` es siempre {least}")
            }
            (Some(least), Some(most), false) if least == most => {
                format!("`{of}` is always {least}")
            }
            (Some(least), Some(most), true) => {
                format!("`{of}` nunca es menor que {least} ni mayor que {most}")
            }
            (Some(least), Some(most), false) => {
                format!("`{of}` is never less than {least} nor more than {most}")
            }
            (Some(least), None, true) => format!("`{of}` nunca es menor que {least}"),
            (Some(least), None, false) => format!("`{of}` is never less than {least}"),
            (None, Some(most), true) => format!("`{of}` nunca es mayor que {most}"),
            (None, Some(most), false) => format!("`{of}` is never more than {most}"),
            (None, None, _) => format!("`{of}`"),
        },
    }
}
