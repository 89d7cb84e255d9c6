//! The case that a survivor lacks: a submission, or some rules' outcomes, on which rule set and mutant come
//! out differently.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::document::Document;
use crate::evaluate::{self, RuleResult, Subject, decide_rule};
use crate::rules::{
    Answers, Patch, Policy, PolicyCase, Requirement, Rule, Ruleset, SampleSet, Status,
    answered_case_text, rated_case_text,
};
use crate::verify::cases::rating_alone;
use crate::verify::consequences::{expected, run_policy_case};
use crate::verify::coverage::parameters_of;
use crate::verify::generate::number;
use crate::verify::search::{Ground, Witness};

use super::{Form, Mutant};

/// What was found of the case that a mutant lacks.
#[derive(Default)]
pub struct Missing {
    /// A submission that tells rule and mutant apart, and what the rule says of it; none where none was
    /// found.
    pub case: Option<(Witness, Status)>,
    /// Whether the rule waits for a person's answer there.
    pub waits: bool,
    /// What a person answers there, where that is what tells them apart.
    pub answer: Option<String>,
    /// The rating that tells them apart, where the status does not.
    pub rating: Option<String>,
    /// The rule whose case that is, where the slip is in no rule.
    pub rule: Option<String>,
    /// Outcomes of rules on which policy and mutant give other verdicts.
    pub policy: Option<PolicyCase>,
    /// How many submissions were tried.
    pub tried: usize,
}

impl Missing {
    /// The case, ready to be pasted under `casos:`; of the policy where it is one of its own.
    pub fn text(&self, name: &str) -> Option<String> {
        if let Some(case) = &self.policy {
            return Some(PolicyCase { name: name.to_owned(), ..case.clone() }.text());
        }
        let (Witness { patch, .. }, status) = self.case.as_ref()?;
        let expected = Status::expected(*status, self.waits);
        Some(match &self.rating {
            None => answered_case_text(name, patch, self.answer.as_deref(), expected),
            Some(rating) => rated_case_text(name, patch, expected, rating),
        })
    }

    /// A submission found for a rule, and what the rule says of it.
    pub(in crate::verify) fn found(
        ruleset: &Ruleset,
        rule: &Rule,
        ground: &Ground<'_>,
        patch: Patch,
        tried: usize,
    ) -> Missing {
        let document = ground.candidate(&patch);
        let (status, waits) = state(ruleset, rule, &Subject::new(ruleset, &document));
        Missing {
            case: Some((Witness { patch, tried }, status)),
            waits,
            tried,
            ..Missing::default()
        }
    }
}

/// Looks for the case that each survivor lacks, in their order; `effort` submissions for each rule.
pub fn missing(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    survivors: &[Mutant],
    effort: usize,
) -> Vec<Missing> {
    let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, mutant) in survivors.iter().enumerate() {
        by_rule.entry(mutant.rule.as_deref().unwrap_or_default()).or_default().push(at);
    }
    let groups: Vec<(&str, Vec<usize>)> = by_rule.into_iter().collect();
    let found: Vec<Vec<(usize, Missing)>> = groups
        .par_iter()
        .map(|(id, at)| match ruleset.rule(id) {
            Some(rule) => of_rule(ruleset, rule, samples, (survivors, at), effort),
            None => at
                .par_iter()
                .map(|at| (*at, of_ruleset(ruleset, &survivors[*at], effort)))
                .collect(),
        })
        .collect();
    let mut found: Vec<(usize, Missing)> = found.into_iter().flatten().collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, missing)| missing).collect()
}

/// What a survivor of a rule is looked for by.
enum Question<'m> {
    /// The mutant comes out in another state.
    State(&'m Rule),
    /// The mutant comes out otherwise where a person gives this answer.
    Answer(&'m Rule, Answers),
    /// The rule comes out in one of these states, of which the mutant makes another rating.
    Rating(&'m Rule, Vec<Status>),
}

fn of_rule(
    ruleset: &Ruleset,
    rule: &Rule,
    samples: &[SampleSet],
    (survivors, at): (&[Mutant], &[usize]),
    effort: usize,
) -> Vec<(usize, Missing)> {
    let own = samples.iter().filter(|set| set.rule == rule.id).flat_map(|set| &set.samples);
    let starts = own.map(|sample| sample.patch.clone());
    let ground = Ground::of(ruleset, &[rule]).with_sizes(&[rule]).from(starts);
    let mut open: Vec<(usize, Question<'_>)> = at
        .iter()
        .filter_map(|at| match &survivors[*at].form {
            Form::Rule(mutated) => Some((*at, Question::of(ruleset, rule, mutated))),
            Form::Parameter(_) | Form::Policy(_) => None,
        })
        .collect();
    let mut found: Vec<(usize, Missing)> = Vec::new();
    let mut answered: Vec<(usize, Question<'_>, Patch, usize)> = Vec::new();
    let mut shown = 0;
    let tried = ground.walk(effort, |patch, subject| {
        shown += 1;
        let said = state(ruleset, rule, subject);
        let mut still = Vec::new();
        for (at, question) in std::mem::take(&mut open) {
            match question.holds((ruleset, rule), said, subject) {
                true => answered.push((at, question, patch.clone(), shown)),
                false => still.push((at, question)),
            }
        }
        open = still;
        !open.is_empty()
    });
    for (at, question, patch, tried) in answered {
        let least = ground.least(patch, |subject| {
            question.holds((ruleset, rule), state(ruleset, rule, subject), subject)
        });
        let mut missing = Missing::found(ruleset, rule, &ground, least, tried);
        question.answered(ruleset, rule, &ground, &mut missing);
        let rating = question.rating(ruleset, rule, &missing);
        found.push((at, Missing { rating, ..missing }));
    }
    for (at, question) in open {
        let policy = match question {
            Question::State(_) | Question::Answer(..) => None,
            Question::Rating(mutated, _) => weighed(ruleset, rule, mutated),
        };
        found.push((at, Missing { policy, tried, ..Missing::default() }));
    }
    found
}

/// The answer of a question that another version of its rule takes otherwise; none where it takes all alike.
fn turned(rule: &Rule, mutated: &Rule) -> Option<Answers> {
    let (Requirement::Judgement(one), Requirement::Judgement(other)) =
        (&rule.requires, &mutated.requires)
    else {
        return None;
    };
    let both = one.answers.iter().zip(&other.answers);
    let turned = both.filter(|(one, other)| one.status != other.status);
    let id = turned.map(|(one, _)| one.id.to_string()).next()?;
    Some(Answers { whole: Some(id), ..Answers::default() })
}

impl<'m> Question<'m> {
    /// Says in a case that was found what a person answers there, and what comes of it.
    fn answered(&self, ruleset: &Ruleset, rule: &Rule, ground: &Ground<'_>, missing: &mut Missing) {
        let Question::Answer(_, answers) = self else { return };
        let Some((witness, status)) = &mut missing.case else { return };
        let document = ground.candidate(&witness.patch);
        *status = decide_rule(ruleset, rule, &Subject::new(ruleset, &document), answers).status;
        missing.waits = false;
        missing.answer = answers.whole.clone();
    }

    fn of(ruleset: &Ruleset, rule: &Rule, mutated: &'m Rule) -> Question<'m> {
        if let Some(answers) = turned(rule, mutated) {
            return Question::Answer(mutated, answers);
        }
        if rule.severity == mutated.severity && rule.class == mutated.class {
            return Question::State(mutated);
        }
        let rated =
            |rule, status| rating_alone(&ruleset.policy, ruleset, &RuleResult::of(rule, status));
        let other = |status: &Status| rated(rule, *status) != rated(mutated, *status);
        Question::Rating(
            mutated,
            [Status::Unmet, Status::Unknown].into_iter().filter(other).collect(),
        )
    }

    fn holds(
        &self,
        (ruleset, rule): (&Ruleset, &Rule),
        said: (Status, bool),
        subject: &Subject<'_>,
    ) -> bool {
        match self {
            Question::State(mutated) => state(ruleset, mutated, subject) != said,
            Question::Answer(mutated, answers) => {
                let status = |rule| decide_rule(ruleset, rule, subject, answers).status;
                status(rule) != status(mutated)
            }
            Question::Rating(_, statuses) => statuses.contains(&said.0),
        }
    }

    fn rating(&self, ruleset: &Ruleset, rule: &Rule, missing: &Missing) -> Option<String> {
        let (_, status) = missing.case.as_ref()?;
        match self {
            Question::State(_) | Question::Answer(..) => None,
            Question::Rating(..) => {
                Some(rating_alone(&ruleset.policy, ruleset, &RuleResult::of(rule, *status)))
            }
        }
    }
}

/// A case of the policy that names a rule and fails with a mutant of another weight.
fn weighed(ruleset: &Ruleset, rule: &Rule, mutated: &Rule) -> Option<PolicyCase> {
    [Status::Unmet, Status::Unknown].into_iter().find_map(|status| {
        let case = expected(&ruleset.policy, ruleset, vec![(rule.id.clone(), status)]);
        let result = run_policy_case(&ruleset.policy, ruleset, &case, Some(mutated));
        (!result.failures.is_empty()).then_some(case)
    })
}

/// The case that a slip outside the rules lacks.
fn of_ruleset(ruleset: &Ruleset, mutant: &Mutant, effort: usize) -> Missing {
    match &mutant.form {
        Form::Policy(policy) => of_policy(ruleset, policy, effort),
        Form::Parameter(_) => match moved(ruleset, mutant, effort) {
            Some((rule, witness, status)) => {
                let (tried, case) = (witness.tried, Some((witness, status)));
                Missing { case, rule: Some(rule), tried, ..Missing::default() }
            }
            None => Missing { tried: effort, ..Missing::default() },
        },
        Form::Rule(_) => Missing::default(),
    }
}

/// The fewest outcomes of rules of which a policy and its mutant make something else.
///
/// One rule stands for all of its section, severity and class.
fn of_policy(ruleset: &Ruleset, mutated: &Policy, effort: usize) -> Missing {
    let mut kinds: Vec<&Rule> = Vec::new();
    for rule in ruleset.rules.iter().filter(|rule| rule.retired.is_none()) {
        let alike = |one: &&Rule| {
            one.section == rule.section && one.severity == rule.severity && one.class == rule.class
        };
        if !kinds.iter().any(alike) {
            kinds.push(rule);
        }
    }
    let states = [Status::Unmet, Status::Unknown];
    let ones: Vec<(String, Status)> =
        kinds.iter().flat_map(|rule| states.map(|status| (rule.id.clone(), status))).collect();
    let pairs = ones.iter().enumerate().flat_map(|(at, one)| {
        let others = ones[at + 1..].iter().filter(move |other| other.0 != one.0);
        others.map(move |other| vec![one.clone(), other.clone()])
    });
    let alone = ones.iter().map(|one| vec![one.clone()]);
    let all = std::iter::once(Vec::new()).chain(alone).chain(pairs);
    let mut tried = 0;
    for statuses in all.take(effort) {
        tried += 1;
        let case = expected(&ruleset.policy, ruleset, statuses);
        if !run_policy_case(mutated, ruleset, &case, None).failures.is_empty() {
            return Missing { policy: Some(case), tried, ..Missing::default() };
        }
    }
    Missing { tried, ..Missing::default() }
}

/// The rule that comes out otherwise on a submission where a parameter is moved, what was found, and what
/// the rule says of it; none where no rule was seen to, or the slip is in no parameter.
pub fn moved(
    ruleset: &Ruleset,
    mutant: &Mutant,
    effort: usize,
) -> Option<(String, Witness, Status)> {
    let Form::Parameter(moved) = &mutant.form else { return None };
    let name = moved.name(ruleset);
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let mut readers = in_force.filter(|rule| parameters_of(rule).contains(name));
    let (first, last) = ruleset.policy.years;
    let row = &ruleset.parameters[moved.parameter].values[moved.at];
    let base_year = evaluate::year(ruleset, &ruleset.base);
    let in_year = |patch: &Patch| {
        let mut patch = patch.clone();
        if !base_year.is_some_and(|year| row.holds(year)) {
            let year = number(Decimal::from(row.from.clamp(first, last)));
            patch.set.push((ruleset.policy.year.clone(), year));
        }
        patch
    };
    readers.find_map(|rule| {
        let cases = rule.cases.iter().map(|case| in_year(&case.patch));
        let starts = std::iter::once(in_year(&Patch::default())).chain(cases).collect();
        let ground = Ground::of(ruleset, &[rule]).with_sizes(&[rule]).only_from(starts);
        let differs = |subject: &Subject<'_>| {
            let same = Subject::checked(ruleset, subject.document, Vec::new());
            let other = moved.on(ruleset, same);
            state(ruleset, rule, subject) != state(ruleset, rule, &other)
        };
        let witness = ground.find(effort, differs).ok()?;
        let document: Document = ground.candidate(&witness.patch);
        let (said, _) = state(ruleset, rule, &Subject::new(ruleset, &document));
        Some((rule.id.clone(), witness, said))
    })
}

/// What becomes of a rule, and whether it waits for a person's answer.
fn state(ruleset: &Ruleset, rule: &Rule, subject: &Subject<'_>) -> (Status, bool) {
    let result = evaluate::decide_rule(ruleset, rule, subject, &Answers::default());
    let waits = result.outcomes.iter().any(|outcome| outcome.pending().is_some());
    (result.status, waits)
}
