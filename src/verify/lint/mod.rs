//! Static analysis of a rule set: what can be known of it before any submission comes.
//!
//! Takes a compiled rule set and its files; gives findings with stable codes (`lint/never-unmet`), each
//! at its place. What is said without reserve is proved, by the texts themselves or by contradiction
//! (`proof`), or is shown by a submission that anyone can judge again. What search alone suggests is
//! called a suspicion, and says how many submissions were tried.
//! Knows nothing of how findings are shown.

mod cases;
mod conditions;
mod fields;
mod idle;
mod names;
mod pairs;
mod parameters;
mod policy;
mod proof;
mod ratings;
mod survey;
mod tell;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::document::{self, Limits};
use crate::finding::{Finding, Language, Severity, Wording};
use crate::rules::{self, Exception, Files, Rule, Ruleset};

use conditions::Provers;
use survey::{Survey, survey};

pub use tell::{Found, Shown};

/// What the analysis of a rule set says.
pub struct Lint {
    /// What was found and is no known exception, by place.
    pub found: Vec<Found>,
    /// How many findings the rule set explains in `excepciones.yaml`.
    pub excepted: usize,
    /// How many rules were looked at.
    pub rules: usize,
}

impl Lint {
    /// The findings by themselves, each with the case that shows it among what to do.
    pub fn findings(&self, language: Language) -> Vec<Finding> {
        self.found.iter().map(|found| found.whole(language)).collect()
    }

    /// Whether nothing is more than a note.
    pub fn is_sound(&self) -> bool {
        self.found.iter().all(|found| found.finding.severity == Severity::Note)
    }
}

/// Analyses the rules in force that are wanted; where all are, also what lies around them.
///
/// `effort` is how many submissions each search may try. The error says what is wrong with the rule
/// set's lists of exceptions and equivalents, and with its samples.
pub fn lint(
    ruleset: &Ruleset,
    files: &Files,
    wanted: impl Fn(&Rule) -> bool + Sync,
    effort: usize,
) -> Result<Lint, Vec<Finding>> {
    let (exceptions, mut wrong) = rules::exceptions(files);
    let (equivalents, more) = rules::equivalents(files);
    wrong.extend(more);
    let (samples, more) = rules::samples(files, ruleset);
    wrong.extend(more);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let in_force: Vec<&Rule> = ruleset.rules.iter().filter(|rule| rule.retired.is_none()).collect();
    let whole = in_force.iter().all(|rule| wanted(rule));
    let surveys: Vec<(&Rule, Survey)> =
        in_force.par_iter().map(|rule| (*rule, survey(ruleset, rule, &samples, effort))).collect();
    let chosen: Vec<&(&Rule, Survey)> = surveys.iter().filter(|(rule, _)| wanted(rule)).collect();
    let mut found: Vec<Found> =
        chosen.par_iter().flat_map_iter(|(rule, survey)| of_rule(ruleset, rule, survey)).collect();
    let dead: Vec<String> = found
        .iter()
        .filter(|one| NEVER_UNMET.contains(&one.finding.code.as_str()))
        .filter(|one| one.finding.severity == Severity::Error)
        .map(|one| one.about.clone())
        .collect();
    let mut boundaries = cases::boundaries(ruleset, &samples, &wanted, &equivalents, effort);
    // A part that makes no difference has no limit to show: what is proved of the rule says it better.
    let parts = found.iter().filter(|one| !OF_CASES.contains(&one.finding.code.as_str()));
    let told: BTreeSet<&str> = parts.map(|one| one.about.as_str()).collect();
    let suspected = |one: &Found| one.finding.severity == Severity::Note;
    boundaries.retain(|one| !suspected(one) || !told.contains(one.about.as_str()));
    found.extend(boundaries);
    // Nor does a rule that is never unmet follow from another in any way that matters.
    let mut pairs = pairs::pairs(ruleset, &surveys, &wanted, effort);
    pairs.retain(|one| !suspected(one) || !dead.contains(&one.about));
    found.extend(pairs);
    found.extend(pairs::copies(ruleset, &wanted));
    if whole {
        found.extend(around(ruleset, files, &surveys, &dead, effort));
    }
    found.sort_by_key(Found::order);
    let rules = chosen.len();
    let excepted = except(&mut found, &exceptions, whole);
    Ok(Lint { found, excepted, rules })
}

/// Codes of what a rule lacks beside its conditions.
const OF_CASES: [&str; 2] = ["lint/no-case", "lint/no-basis"];

/// Codes of rules that are never unmet.
const NEVER_UNMET: [&str; 3] = ["lint/never-unmet", "lint/never-applies", "lint/never-decided"];

/// Whether a code is of a rule as a whole, so that less is not said of it as well.
const WHOLE: [&str; 4] =
    ["lint/never-unmet", "lint/never-applies", "lint/never-met", "lint/never-decided"];

fn of_rule(ruleset: &Ruleset, rule: &Rule, survey: &Survey) -> Vec<Found> {
    let provers = Provers::new(ruleset);
    let mut found = conditions::conditions(&provers, rule);
    let proved_whole = found.iter().any(|one| WHOLE.contains(&one.finding.code.as_str()));
    if !proved_whole {
        // Of two clauses that say the same, neither ever decides: the proof says it better.
        let told = found.iter().any(|one| one.site.starts_with("exige"));
        found.extend(survey.suspicions(rule).into_iter().filter(|_| !told));
    }
    found.extend(cases::cases(rule, survey));
    found.extend(names::definitions(rule));
    found
}

/// What lies around the rules: the policy, the parameters, the lexicon, the form.
fn around(
    ruleset: &Ruleset,
    files: &Files,
    surveys: &[(&Rule, Survey)],
    dead: &[String],
    effort: usize,
) -> Vec<Found> {
    let mut found = names::ids(ruleset);
    found.extend(parameters::parameters(ruleset));
    found.extend(fields::fields(ruleset, files));
    if let Some(source) = files.get(POLICY) {
        let document = document::read(source.clone(), &Limits::default());
        found.extend(names::lists(ruleset, files, &document));
        found.extend(words::entries(files, &document));
        found.extend(policy::policy(ruleset, surveys, dead, &document, effort));
    }
    found
}

/// The file of the policy.
const POLICY: &str = "ruleset.yaml";

/// Takes out what the rule set explains; explanations of nothing are findings themselves.
fn except(found: &mut Vec<Found>, exceptions: &[Exception], whole: bool) -> usize {
    let explains = |exception: &Exception, one: &Found| {
        exception.code == one.finding.code
            && exception.about == one.about
            && (exception.site.is_empty() || exception.site == one.site)
    };
    let stale = exceptions
        .iter()
        .filter(|exception| whole && !found.iter().any(|one| explains(exception, one)));
    let stale: Vec<Found> = stale.map(stale_exception).collect();
    let before = found.len();
    found.retain(|one| !exceptions.iter().any(|exception| explains(exception, one)));
    let excepted = before - found.len();
    found.extend(stale);
    excepted
}

fn stale_exception(exception: &Exception) -> Found {
    let (code, about) = (&exception.code, &exception.about);
    let message = Wording::both(
        format!("ya no se encuentra `{code}` en {about}"),
        format!("`{code}` is found no more in {about}"),
    );
    let place = exception.place.clone();
    Found::new("lint/stale-exception", Severity::Warning, about, place, message)
        .on(exception.site.clone())
        .helped_by("Quite la excepción.", "Remove the exception.")
}
