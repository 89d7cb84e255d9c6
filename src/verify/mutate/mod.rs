//! How well the cases guard the rules: mutants of the rule set, and which of them no case notices.
//!
//! Takes a compiled rule set; gives each mutant's fate. A mutant is the rule set with one slip: a
//! threshold one unit aside, an operator swapped, a clause dropped, another severity, a row of the table
//! gone. Slips that the compiler would refuse are no mutants. Only what a verdict can depend on is
//! changed: definitions that serve a message alone are left as they are.

mod expressions;
mod missing;
mod policy;
mod rules;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::document::Document;
use crate::evaluate::{self, Subject};
use crate::rules::{Case, Equivalent, Policy, Rule, Ruleset};
use crate::source::Place;

use super::cases::{compare, rating_alone};
use super::consequences::run_policy_case;
use super::coverage::parameters_of;
use super::patched;

pub use missing::{Missing, missing};

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
    /// Where the slip is.
    pub place: Place,
    form: Form,
}

/// What a mutant has in place of the rule set's own.
enum Form {
    Rule(Box<Rule>),
    /// A parameter, by position, and its value.
    Parameter(usize, Decimal),
    Policy(Box<Policy>),
}

/// What the cases made of the mutants.
pub struct Mutation {
    /// Mutants that some case notices.
    pub killed: usize,
    /// Mutants that no case notices, in the order of the rule set.
    pub survivors: Vec<Mutant>,
    /// Slips that the compiler would refuse.
    pub rejected: usize,
}

impl Mutation {
    /// How many mutants there were.
    pub fn total(&self) -> usize {
        self.killed + self.survivors.len()
    }

    fn joined(mut self, other: Mutation) -> Mutation {
        self.killed += other.killed;
        self.rejected += other.rejected;
        self.survivors.extend(other.survivors);
        self
    }

    fn of(mutants: Vec<Mutant>, rejected: usize, notices: impl Fn(&Mutant) -> bool) -> Mutation {
        let all = mutants.len();
        let survivors: Vec<Mutant> =
            mutants.into_iter().filter(|mutant| !notices(mutant)).collect();
        Mutation { killed: all - survivors.len(), survivors, rejected }
    }
}

impl Mutant {
    /// Whether somebody has shown that this mutant decides as the rule set does.
    fn is(&self, equivalent: &Equivalent) -> bool {
        self.rule == equivalent.rule
            && self.site == equivalent.site
            && self.before == equivalent.before
            && self.after == equivalent.after
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

/// Runs the cases on every mutant of the rules that are wanted, and of the policy where all are.
pub fn mutate(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Mutation {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let chosen: Vec<&Rule> = in_force.clone().filter(|rule| wanted(rule)).collect();
    let whole = chosen.len() == in_force.count();
    let parts: Vec<Mutation> = chosen.par_iter().map(|rule| of_rule(ruleset, rule)).collect();
    let none = Mutation { killed: 0, survivors: Vec::new(), rejected: 0 };
    let rules = parts.into_iter().fold(none, Mutation::joined);
    if !whole {
        return rules;
    }
    let (policy, rejected) = policy::policy(ruleset);
    let policy = Mutation::of(policy, rejected, |mutant| notices_policy(ruleset, mutant));
    let parameters = policy::parameters(ruleset);
    let noticed: Vec<(Mutant, bool)> = parameters
        .into_par_iter()
        .map(|mutant| {
            let noticed = notices_parameter(ruleset, &mutant);
            (mutant, noticed)
        })
        .collect();
    let killed = noticed.iter().filter(|(_, noticed)| *noticed).count();
    let survivors =
        noticed.into_iter().filter(|(_, noticed)| !noticed).map(|(mutant, _)| mutant).collect();
    rules.joined(Mutation { killed, survivors, rejected: 0 }).joined(policy)
}

/// Runs the cases on the mutants that move a threshold: a number that something is compared with one
/// unit aside, a comparison that lets its end in or keeps it out, a parameter one unit aside.
pub fn thresholds(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Mutation {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let chosen: Vec<&Rule> = in_force.clone().filter(|rule| wanted(rule)).collect();
    let whole = chosen.len() == in_force.count();
    let of_rule = |rule: &&Rule| on_cases(ruleset, rule, rules::thresholds(ruleset, rule));
    let parts: Vec<Mutation> = chosen.par_iter().map(of_rule).collect();
    let none = Mutation { killed: 0, survivors: Vec::new(), rejected: 0 };
    let rules = parts.into_iter().fold(none, Mutation::joined);
    let parameters = if whole { policy::parameters(ruleset) } else { Vec::new() };
    rules.joined(Mutation::of(parameters, 0, |mutant| notices_parameter(ruleset, mutant)))
}

fn of_rule(ruleset: &Ruleset, rule: &Rule) -> Mutation {
    on_cases(ruleset, rule, rules::mutants(ruleset, rule))
}

/// Runs the cases of a rule on its mutants.
fn on_cases(ruleset: &Ruleset, rule: &Rule, (mutants, rejected): (Vec<Mutant>, usize)) -> Mutation {
    let documents: Vec<Document> =
        rule.cases.iter().map(|case| patched(&ruleset.base, &case.patch, &case.name)).collect();
    let subjects: Vec<(&Case, Subject<'_>)> = rule
        .cases
        .iter()
        .zip(documents.iter().map(|document| Subject::new(ruleset, document)))
        .collect();
    Mutation::of(mutants, rejected, |mutant| match &mutant.form {
        Form::Rule(mutated) => notices_rule(ruleset, mutated, &subjects),
        Form::Parameter(..) | Form::Policy(_) => false,
    })
}

/// Whether some case fails: by its status first, which is cheap, then by all that it says.
fn notices_rule(ruleset: &Ruleset, rule: &Rule, subjects: &[(&Case, Subject<'_>)]) -> bool {
    let by_status = subjects.iter().any(|(case, subject)| {
        let result = evaluate::decide_rule(ruleset, rule, subject, &case.answers);
        let waits = result.outcomes.iter().any(|outcome| outcome.pending().is_some());
        result.status != case.expects || (case.pending && !waits)
    });
    by_status
        || subjects.iter().any(|(case, subject)| {
            let more = case.at.is_some() || case.says.is_some() || case.rating.is_some();
            more && {
                let result = evaluate::evaluate_rule(ruleset, rule, subject, &case.answers);
                !compare(ruleset, case, &result, subject.document).is_empty()
            }
        })
}

/// Whether some case of a rule that reads the parameter fails.
fn notices_parameter(ruleset: &Ruleset, mutant: &Mutant) -> bool {
    let Form::Parameter(at, value) = &mutant.form else { return false };
    let name = &ruleset.parameters[*at].name;
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let mut readers = in_force.filter(|rule| parameters_of(rule).contains(name));
    readers.any(|rule| {
        rule.cases.iter().any(|case| {
            let document = patched(&ruleset.base, &case.patch, &case.name);
            let subject = Subject::new(ruleset, &document).with_parameter(name, *value);
            let result = evaluate::evaluate_rule(ruleset, rule, &subject, &case.answers);
            !compare(ruleset, case, &result, &document).is_empty()
        })
    })
}

/// Whether some case of the policy fails, or of a rule that says which rating follows.
fn notices_policy(ruleset: &Ruleset, mutant: &Mutant) -> bool {
    let Form::Policy(policy) = &mutant.form else { return false };
    let own = ruleset.policy.cases.iter();
    let fails = own.map(|case| run_policy_case(policy, ruleset, case));
    if fails.into_iter().any(|result| !result.failures.is_empty()) {
        return true;
    }
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    in_force.into_iter().any(|rule| {
        rule.cases.iter().filter(|case| case.rating.is_some()).any(|case| {
            let outcomes = Vec::new();
            let result = evaluate::RuleResult { rule, status: case.expects, outcomes };
            Some(rating_alone(policy, ruleset, &result)) != case.rating
        })
    })
}
