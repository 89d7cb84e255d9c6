//! The table of ratings: rows that are never reached, and a table that leaves submissions without a rating.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::evaluate::{self, RuleResult, Subject};
use crate::feel::ExprKind;
use crate::finding::{Severity, Wording};
use crate::rules::{Class, Patch, PolicyCase, Rule, Ruleset, Status};
use crate::verify::consequences::concluded;
use crate::verify::generate::Generator;
use crate::verify::search::{Ground, Witness};

use super::policy::deciders;
use super::proof::{self, Goal, Prover, Want};
use super::survey::Survey;
use super::tell::{self, Found, Shown};

/// Submissions judged whole, for each row of the table that nothing simpler reaches.
const WHOLE: u64 = 40;

/// Classes of rules that are unmet for certain.
const CERTAIN: [Class; 2] = [Class::Automatic, Class::Judgement];

/// Pillars of which any may fail beside any others, for a row of the table.
const PILLARS: usize = 8;

/// Rows that are never taken, and submissions that take none.
pub(super) fn ratings(ruleset: &Ruleset, surveys: &[(&Rule, Survey)], found: &mut Vec<Found>) {
    let prover = Prover::of_ratings(ruleset);
    // A row that a case of the policy takes is no suspicion: somebody has said how it comes about.
    let shown = ruleset.policy.cases.iter().filter_map(|case| taken(ruleset, case));
    let shown: BTreeSet<usize> = shown.chain(failing_together(ruleset)).collect();
    let rows = &ruleset.policy.ratings;
    let candidates = candidates(ruleset, surveys);
    for (at, row) in rows.iter().enumerate() {
        let holds: Vec<_> = rows[..=at].iter().map(proof::row).collect();
        let want = |earlier: usize| if earlier == at { Want::True } else { Want::NotTrue };
        let goals: Vec<Goal<'_, '_>> =
            holds.iter().enumerate().map(|(row, holds)| (holds as _, want(row))).collect();
        let proved = prover.refuted(&goals);
        let tried = match &proved {
            Some(_) => 0,
            None if shown.contains(&at) => continue,
            None => match reached(ruleset, &candidates, Some(at)) {
                Ok(_) => continue,
                Err(tried) => tried,
            },
        };
        let message = match &proved {
            Some(_) => Wording::both(
                format!("nunca se llega a la calificación `{}`", row.id),
                format!("the rating `{}` is never reached", row.id),
            ),
            None => Wording::both(
                format!("no se encontró un formulario que llegue a la calificación `{}`", row.id),
                format!("no form was found that reaches the rating `{}`", row.id),
            ),
        };
        let place = row.holds.place(row.holds.expr.span);
        let one = Found::new("lint/unreachable-rating", Severity::Error, &row.id, place, message);
        let one = one.helped_by(
            "Quite la fila, súbala en la tabla o corrija su condición.",
            "Remove the row, move it up in the table or correct its condition.",
        );
        found.push(match proved {
            Some(proved) => one.because(taken_before(ruleset, at, &proved)),
            None => one.suspected(tried),
        });
    }
    open_table(ruleset, &prover, &candidates, found);
}

/// Why a row is never reached: the rows before it that take what it would, where it is them.
fn taken_before(ruleset: &Ruleset, row: usize, proved: &proof::Proof) -> Wording {
    let earlier: BTreeSet<usize> =
        proved.facts().map(|fact| fact.goal).filter(|goal| *goal < row).collect();
    // Of a row that always holds a proof has nothing to say.
    let rows = &ruleset.policy.ratings;
    let always = |at: &usize| rows[*at].holds.expr.kind == ExprKind::Bool(true);
    let always = (0..row).find(always).filter(|_| earlier.is_empty());
    let earlier = earlier.into_iter().chain(always);
    let names: Vec<String> = earlier.map(|at| format!("`{}`", rows[at].id)).collect();
    match &names[..] {
        [] => tell::proof(proved),
        [only] => Wording::both(
            format!(
                "Está probado: todo formulario que la fila tomaría ya lo toma {only}, que va antes."
            ),
            format!(
                "It is proved: every form that the row would take is taken by {only}, which comes before."
            ),
        ),
        several => Wording::both(
            format!(
                "Está probado: todo formulario que la fila tomaría ya lo toma una de las que van antes: {}.",
                several.join(", ")
            ),
            format!(
                "It is proved: every form that the row would take is taken by one that comes before: {}.",
                several.join(", ")
            ),
        ),
    }
}

fn open_table<'r>(
    ruleset: &'r Ruleset,
    prover: &Prover<'r>,
    candidates: &[(Patch, Option<(&Rule, Status)>)],
    found: &mut Vec<Found>,
) {
    let Some(last) = ruleset.policy.ratings.last() else { return };
    let holds: Vec<_> = ruleset.policy.ratings.iter().map(proof::row).collect();
    let none: Vec<Goal<'_, '_>> = holds.iter().map(|holds| (holds as _, Want::NotTrue)).collect();
    if prover.refuted(&none).is_some() {
        return;
    }
    let message = Wording::both(
        "la tabla de calificaciones no termina en una fila que siempre se cumple",
        "the table of ratings does not end in a row that always holds",
    );
    let place = last.holds.place(last.holds.expr.span);
    let one = Found::new("lint/open-table", Severity::Error, &last.id, place, message);
    let one = one.helped_by(
        "Agregue una última fila con `cuando: \"true\"`.",
        "Add a last row with `cuando: \"true\"`.",
    );
    found.push(match reached(ruleset, candidates, None) {
        Ok(witness) => one
            .because(Wording::both(
                "Hay formularios sin calificación.",
                "There are forms without a rating.",
            ))
            .shown_by(Some(Shown { rule: None, witness, status: Status::Unmet })),
        Err(tried) => one.suspected(tried),
    });
}

/// Submissions that may be rated otherwise than others: the base, an empty one, and one for each rule
/// and status.
fn candidates<'r>(
    ruleset: &Ruleset,
    surveys: &'r [(&'r Rule, Survey)],
) -> Vec<(Patch, Option<(&'r Rule, Status)>)> {
    let keys = ruleset.base.root.entries().iter().map(|entry| entry.key.as_str());
    let all = keys.filter_map(|key| key.parse().ok()).collect();
    let empty = Patch { remove: all, ..Patch::default() };
    let mut made = vec![(Patch::default(), None), (empty, None)];
    for status in [Status::Unmet, Status::Unknown] {
        made.extend(surveys.iter().filter_map(|(rule, survey)| {
            let shown = survey.shown(rule, status)?;
            Some((shown.witness.patch, Some((*rule, status))))
        }));
    }
    made
}

/// A submission that takes a row, or none of them; the error says how many were judged whole.
fn reached(
    ruleset: &Ruleset,
    candidates: &[(Patch, Option<(&Rule, Status)>)],
    row: Option<usize>,
) -> Result<Witness, usize> {
    let generator = Generator::new(ruleset);
    let made = (0..WHOLE).map(|seed| (generator.patch(seed), None));
    let mut tried = 0;
    for (patch, alone) in candidates.iter().cloned().chain(made) {
        // By the rule's status alone first: judging whole takes a thousand times longer.
        if let Some((rule, status)) = alone
            && rating_alone(ruleset, rule, status) != row
        {
            continue;
        }
        tried += 1;
        let document = candidate(ruleset, &patch);
        let subject = Subject::new(ruleset, &document);
        let judged = evaluate::decide(ruleset, &subject);
        if judged.rating.map(|rating| rating.row) == row {
            return Ok(Witness { patch, tried });
        }
    }
    Err(tried)
}

fn candidate(ruleset: &Ruleset, patch: &Patch) -> Document {
    Ground::of(ruleset, &[]).candidate(patch)
}

/// The row that a case of the policy comes to.
fn taken(ruleset: &Ruleset, case: &PolicyCase) -> Option<usize> {
    let named = |(id, status): &(String, Status)| {
        let rule = ruleset.rule(id).filter(|rule| rule.retired.is_none())?;
        Some(RuleResult::of(rule, *status))
    };
    let some: Option<Vec<RuleResult<'_>>> = case.statuses.iter().map(named).collect();
    let all = concluded(&ruleset.policy, &ruleset.library, &ruleset.rules, some?);
    all.rating.map(|rating| rating.row)
}

/// The rows that are taken where one rule that decides fails in each of some pillars, or all rules of a
/// severity that are unmet for certain do.
fn failing_together(ruleset: &Ruleset) -> Vec<usize> {
    let pillars: Vec<&Rule> = (0..ruleset.policy.sections.len())
        .filter(|section| ruleset.policy.sections[*section].pillar)
        .filter_map(|section| deciders(ruleset, section, &CERTAIN).first().copied())
        .take(PILLARS)
        .collect();
    let in_force = || ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let of_severity = |severity: usize| -> Vec<&Rule> {
        let certain = in_force().filter(|rule| CERTAIN.contains(&rule.class));
        certain.filter(|rule| rule.severity == severity).collect()
    };
    let some = (0..1usize << pillars.len()).map(|chosen| {
        let among = pillars.iter().enumerate();
        among.filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, rule)| *rule).collect()
    });
    let together = some.chain((0..ruleset.policy.severities.len()).map(of_severity));
    let row = |rules: Vec<&Rule>| {
        let results = rules.into_iter().map(|rule| RuleResult::of(rule, Status::Unmet)).collect();
        concluded(&ruleset.policy, &ruleset.library, &ruleset.rules, results).rating
    };
    together.filter_map(row).map(|rating| rating.row).collect()
}

/// The row that is taken where every other rule is met.
fn rating_alone(ruleset: &Ruleset, rule: &Rule, status: Status) -> Option<usize> {
    let result = RuleResult { rule, status, outcomes: Vec::new() };
    let all = concluded(&ruleset.policy, &ruleset.library, &ruleset.rules, vec![result]);
    all.rating.map(|rating| rating.row)
}
