//! How well the cases guard the rules: mutants of the rule set, and which of them no case notices.
//!
//! Takes a compiled rule set and the labelled samples of its heuristics; gives each mutant's fate. A mutant
//! is the rule set with one slip: a threshold one unit aside, an operator swapped, a clause dropped, another
//! severity, a row of the table gone. Slips that the compiler would refuse are no mutants. Only what a verdict can depend on is
//! changed: definitions that serve a message alone are left as they are.

mod expressions;
mod guard;
mod known;
mod missing;
mod policy;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::evaluate::{RuleResult, Subject};
use crate::rules::{Case, Class, Equivalent, Policy, PolicyCase, Rule, Ruleset, SampleSet};
use crate::source::Place;

use super::cases::{rating_alone, run_case};
use super::consequences::run_policy_case;
use super::coverage::parameters_of;

use guard::{Forms, Guard};
pub use known::Law;
pub use missing::{Missing, missing, moved};

/// A rule set with one slip.
pub struct Mutant {
    /// The rule; none where the slip is in a parameter or in the policy.
    pub rule: Option<String>,
    /// The part, as the files call it: `exige.todos[2]`, `donde.cobertura`, `severidad`.
    pub site: String,
    /// The part as it is.
    pub before: String,
    /// The part with the slip; empty where the slip leaves it out.
    pub after: String,
    /// Of an expression, the smallest part that holds the slip, as it is and with the slip.
    pub part: Option<(String, String)>,
    /// Where the slip is.
    pub place: Place,
    form: Form,
}

/// What a mutant has in place of the rule set's own.
enum Form {
    Rule(Box<Rule>),
    Parameter(Moved),
    Policy(Box<Policy>),
}

/// A parameter that has another value in the years of one of its values.
#[derive(Clone, Copy)]
struct Moved {
    /// The parameter, by position in the rule set.
    parameter: usize,
    /// The value that is another, by position in the parameter.
    at: usize,
    value: Decimal,
}

impl Moved {
    fn name(self, ruleset: &Ruleset) -> &Arc<str> {
        &ruleset.parameters[self.parameter].name
    }

    /// A submission where the parameter is moved; as it is where it is of another year.
    fn on<'d>(self, ruleset: &Ruleset, subject: Subject<'d>) -> Subject<'d> {
        let value = &ruleset.parameters[self.parameter].values[self.at];
        match subject.year.is_some_and(|year| value.holds(year)) {
            true => subject.with_parameter(self.name(ruleset), self.value),
            false => subject,
        }
    }
}

/// Mutants of a part of the rule set.
#[derive(Default)]
struct Mutants {
    list: Vec<Mutant>,
    /// Slips that the compiler would refuse.
    rejected: usize,
    /// Slips that are proven to decide as the rule set does, each by its laws.
    proven: Vec<BTreeSet<Law>>,
}

/// What the cases made of the mutants.
#[derive(Default)]
pub struct Mutation {
    /// Mutants that some case notices.
    pub killed: usize,
    /// Mutants that no case notices, in the order of the rule set.
    pub survivors: Vec<Mutant>,
    /// Slips that the compiler would refuse.
    pub rejected: usize,
    /// How many slips are no mutants, since they are proven to decide as the rule set does on every form,
    /// by the laws that prove it.
    pub proven: BTreeMap<BTreeSet<Law>, usize>,
}

impl Mutation {
    /// How many mutants there were.
    pub fn total(&self) -> usize {
        self.killed + self.survivors.len()
    }

    /// What became of the mutants of both.
    pub fn joined(mut self, other: Mutation) -> Mutation {
        self.killed += other.killed;
        self.rejected += other.rejected;
        self.survivors.extend(other.survivors);
        for (laws, count) in other.proven {
            *self.proven.entry(laws).or_default() += count;
        }
        self
    }

    fn of(mutants: Mutants, notices: impl Fn(&Mutant) -> bool + Sync) -> Mutation {
        let Mutants { list, rejected, proven } = mutants;
        let all = list.len();
        let survivors: Vec<Mutant> =
            list.into_par_iter().filter(|mutant| !notices(mutant)).collect();
        let mut by_laws: BTreeMap<BTreeSet<Law>, usize> = BTreeMap::new();
        proven.into_iter().for_each(|laws| *by_laws.entry(laws).or_default() += 1);
        Mutation { killed: all - survivors.len(), survivors, rejected, proven: by_laws }
    }
}

impl Mutant {
    /// Whether somebody has shown that this mutant decides as the rule set does: the whole expression is
    /// named, or the part with the slip, which the expression must then have once.
    fn is(&self, equivalent: &Equivalent) -> bool {
        let named = (&equivalent.before, &equivalent.after);
        let part = self.part.as_ref().is_some_and(|(before, after)| {
            named == (before, after) && self.before.matches(before.as_str()).count() == 1
        });
        self.rule == equivalent.rule
            && self.site == equivalent.site
            && (part || named == (&self.before, &self.after))
    }
}

impl Mutation {
    /// Sets aside the survivors that are known to be equivalent; those of the list that survived no more,
    /// or that are no mutants any more, are given back.
    pub fn set_aside<'e>(&mut self, known: &'e [Equivalent]) -> (usize, Vec<&'e Equivalent>) {
        let stale = known.iter().filter(|one| !self.survivors.iter().any(|mutant| mutant.is(one)));
        let stale: Vec<&Equivalent> = stale.collect();
        let before = self.survivors.len();
        self.survivors.retain(|mutant| !known.iter().any(|one| mutant.is(one)));
        (before - self.survivors.len(), stale)
    }
}

/// Runs the cases, and the labelled samples of heuristics, on every mutant of the rules that are wanted.
pub fn mutate(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    wanted: impl Fn(&Rule) -> bool,
) -> Mutation {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let chosen: Vec<&Rule> = in_force.filter(|rule| wanted(rule)).collect();
    let parts: Vec<Mutation> = chosen
        .par_iter()
        .map(|rule| of_rule(ruleset, rule, samples, rules::mutants(ruleset, rule)))
        .collect();
    parts.into_iter().fold(Mutation::default(), Mutation::joined)
}

/// Runs the cases and samples of all rules on every mutant of the parameters that the wanted rules read.
pub fn mutate_parameters(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    wanted: impl Fn(&Rule) -> bool,
) -> Mutation {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let read: BTreeSet<Arc<str>> =
        in_force.filter(|rule| wanted(rule)).flat_map(parameters_of).collect();
    let mut list = policy::parameters(ruleset);
    list.retain(|mutant| match &mutant.form {
        Form::Parameter(moved) => read.contains(moved.name(ruleset)),
        Form::Rule(_) | Form::Policy(_) => false,
    });
    let mutants = Mutants { list, ..Mutants::default() };
    Mutation::of(mutants, |mutant| {
        any_reader(ruleset, samples, mutant, |guard, rule| guard.notices(rule))
    })
}

/// Runs the policy's cases, and those of rules that say which rating follows, on its mutants.
pub fn mutate_policy(ruleset: &Ruleset) -> Mutation {
    let guard = PolicyGuard::of(ruleset);
    Mutation::of(policy::policy(ruleset), |mutant| guard.notices(mutant))
}

/// Runs the cases and samples on the mutants that move a threshold of the certain rules that are wanted:
/// a number that something is compared with one unit aside, a comparison that lets its end in or keeps it
/// out; where all rules are, also their parameters one unit aside.
///
/// What a heuristic compares is set by how many samples come out right, and has no case of its own. What
/// is read by a rule that fails its cases is passed over: what they guard is seen once they pass.
pub fn thresholds(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    wanted: impl Fn(&Rule) -> bool,
) -> Mutation {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let certain = in_force.filter(|rule| rule.class == Class::Automatic);
    let chosen: Vec<&Rule> = certain.clone().filter(|rule| wanted(rule)).collect();
    let whole = chosen.len() == certain.clone().count();
    let parts: Vec<Mutation> = chosen
        .par_iter()
        .map(|rule| {
            let forms = Forms::of(ruleset, rule, samples);
            let guard = forms.guard(ruleset, rule, None);
            match guard.fails {
                true => Mutation::default(),
                false => guarded(ruleset, rule, &guard, rules::thresholds(ruleset, rule)),
            }
        })
        .collect();
    let rules = parts.into_iter().fold(Mutation::default(), Mutation::joined);
    let mut parameters = if whole { policy::parameters(ruleset) } else { Vec::new() };
    parameters.retain(|mutant| match &mutant.form {
        Form::Parameter(moved) => {
            let name = moved.name(ruleset);
            certain.clone().any(|rule| parameters_of(rule).contains(name))
        }
        Form::Rule(_) | Form::Policy(_) => false,
    });
    let parameters = Mutants { list: parameters, ..Mutants::default() };
    let passed_over = |guard: &Guard<'_>, rule: &Rule| guard.fails || guard.notices(rule);
    rules.joined(Mutation::of(parameters, |mutant| {
        any_reader(ruleset, samples, mutant, passed_over)
    }))
}

fn of_rule(ruleset: &Ruleset, rule: &Rule, samples: &[SampleSet], mutants: Mutants) -> Mutation {
    let forms = Forms::of(ruleset, rule, samples);
    guarded(ruleset, rule, &forms.guard(ruleset, rule, None), mutants)
}

fn guarded(ruleset: &Ruleset, rule: &Rule, guard: &Guard<'_>, mutants: Mutants) -> Mutation {
    Mutation::of(mutants, |mutant| match &mutant.form {
        Form::Rule(mutated) => guard.notices(mutated) || notices_weight(ruleset, rule, mutated),
        Form::Parameter(_) | Form::Policy(_) => false,
    })
}

/// Whether some case of the policy fails with a rule of another severity or class.
fn notices_weight(ruleset: &Ruleset, rule: &Rule, mutated: &Rule) -> bool {
    let alike = rule.severity == mutated.severity && rule.class == mutated.class;
    let naming = |case: &&PolicyCase| case.statuses.iter().any(|(id, _)| *id == rule.id);
    let passes = |case: &PolicyCase, mutated: Option<&Rule>| {
        run_policy_case(&ruleset.policy, ruleset, case, mutated).failures.is_empty()
    };
    let mut cases = ruleset.policy.cases.iter().filter(naming);
    !alike && cases.any(|case| passes(case, None) && !passes(case, Some(mutated)))
}

/// Whether something holds of a rule that reads the parameter and of what guards it where that is moved.
fn any_reader(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    mutant: &Mutant,
    holds: impl Fn(&Guard<'_>, &Rule) -> bool,
) -> bool {
    let Form::Parameter(moved) = &mutant.form else { return false };
    let name = moved.name(ruleset);
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let mut readers = in_force.filter(|rule| parameters_of(rule).contains(name));
    readers.any(|rule| {
        let forms = Forms::of(ruleset, rule, samples);
        holds(&forms.guard(ruleset, rule, Some(*moved)), rule)
    })
}

/// What guards the policy: its own cases, and those of rules that say which rating follows.
///
/// Invariant: all of them pass with the policy as it is.
struct PolicyGuard<'g> {
    ruleset: &'g Ruleset,
    own: Vec<&'g PolicyCase>,
    rated: Vec<(&'g Rule, &'g Case)>,
}

impl<'g> PolicyGuard<'g> {
    fn of(ruleset: &'g Ruleset) -> PolicyGuard<'g> {
        let policy = &ruleset.policy;
        let passes =
            |case: &&PolicyCase| run_policy_case(policy, ruleset, case, None).failures.is_empty();
        let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let cases = in_force.flat_map(|rule| rule.cases.iter().map(move |case| (rule, case)));
        let rated = cases.filter(|(rule, case)| {
            case.rating.is_some() && run_case(ruleset, rule, case).failures.is_empty()
        });
        let rated = rated.collect();
        PolicyGuard { ruleset, own: policy.cases.iter().filter(passes).collect(), rated }
    }

    /// Whether some case fails with a mutant of the policy.
    fn notices(&self, mutant: &Mutant) -> bool {
        let Form::Policy(policy) = &mutant.form else { return false };
        let fails = |case: &&PolicyCase| {
            !run_policy_case(policy, self.ruleset, case, None).failures.is_empty()
        };
        self.own.iter().any(fails)
            || self.rated.iter().any(|(rule, case)| {
                let result = RuleResult::of(rule, case.expects);
                Some(rating_alone(policy, self.ruleset, &result)) != case.rating
            })
    }
}
