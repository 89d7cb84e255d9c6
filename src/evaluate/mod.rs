//! Rules × document → evaluation.
//!
//! Takes a compiled [`Ruleset`], a [`Document`], what the schema found in it and what people say of
//! it; gives an [`Evaluation`]. Knows nothing of files, formats or the current date.

mod causes;
mod fields;
mod judgement;
mod opinions;
mod outcome;
mod places;
mod subject;
mod truth;
mod verdict;

use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;

use crate::document::{Data as Yaml, Document, Step};
use crate::feel::{self, CauseKind, Causes, Context, Evidence, Failure, Scope, Value};
use crate::finding::{Finding, Wording};
use crate::rules::{Answers, Expression, Rule, Ruleset, Status};
use crate::schema::Problem;
use crate::source::Span;
use crate::stamp::Digest;

pub use causes::{capitalised, causes_in_words, wording};
pub use fields::form;
pub use judgement::{Asked, Passage};
pub use opinions::{
    Awaited, Change, Judged, Opinion, Opinions, Said, Says, Seen, Signature, Waiver,
};
pub use outcome::{CALLED, decide_rule, evaluate_rule};
pub use subject::Subject;
pub use verdict::{Conclusion, Decision, Hinge, Open, Pillar, RatingResult, Standing, conclude};

/// What a rule set says of a submission.
pub struct Evaluation<'e> {
    /// The rule set.
    pub ruleset: &'e Ruleset,
    /// The submission.
    pub document: &'e Document,
    /// The process year, where the submission says it.
    pub year: Option<i32>,
    /// Every rule in force, in the order of the rule set.
    pub results: Vec<RuleResult<'e>>,
    /// The pillars, in the order of the rule set.
    pub pillars: Vec<Pillar>,
    /// The rating; none only where the rule set's table has no row that holds.
    pub rating: Option<RatingResult>,
    /// What is wrong with the submission's text itself, and with schema problems that no rule claims.
    pub findings: Vec<Finding>,
    /// The figures by which submissions are compared, in the order of the policy's. Empty where only
    /// verdicts were asked for.
    pub figures: Vec<Figured>,
    /// Pillars and rating as they would be without waivers; none where no waiver is in use.
    pub unwaived: Option<Conclusion>,
    /// What people's opinions were read from; none where there are none.
    pub review: Option<Reviewed>,
}

/// A figure by which submissions are compared.
#[derive(Debug, Clone)]
pub struct Figured {
    /// What came out.
    pub value: Value,
    /// How.
    pub evidence: Evidence,
    /// What the submission says of each thing that the figure is grouped by, in the policy's order.
    pub group: Vec<Value>,
}

/// Where people's opinions of a submission come from.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// What people call the file.
    pub source: String,
    /// What its bytes are known by.
    pub digest: Digest,
    /// What is wrong with it, and with what it says of this submission.
    pub findings: Vec<Finding>,
}

/// What became of a rule.
#[derive(Clone)]
pub struct RuleResult<'e> {
    /// The rule.
    pub rule: &'e Rule,
    /// The gravest status of its outcomes; not applicable where it has none.
    pub status: Status,
    /// One per element it ran on, or one.
    pub outcomes: Vec<Outcome>,
}

/// What became of a rule on the whole submission or on one element.
#[derive(Clone)]
pub struct Outcome {
    /// The element, for rules that run once per element.
    pub element: Option<Element>,
    /// What became of it.
    pub status: Status,
    /// Why it is unknown, where it is.
    pub causes: Option<Causes>,
    /// What was computed, part by part.
    pub parts: Vec<Part>,
    /// The question that a judgement put to a person; none where it cannot be put or does not apply.
    pub asked: Option<Asked>,
    /// What to tell people: where unmet, what is wrong; where pending, the question; where unknown,
    /// what is missing. A suspicion that was rejected keeps what it saw.
    pub finding: Option<Finding>,
    /// What the ficha says of it where it is unmet and the rule has words for that.
    pub remark: Option<String>,
    /// What people say of it.
    pub said: Said,
}

/// An element that a rule ran on.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its position, from 1.
    pub position: usize,
    /// What people call it: its name, where it has one.
    pub name: Option<String>,
    /// Its bytes in the submission.
    pub place: Option<Span>,
}

/// A part of a rule that was computed for an outcome.
#[derive(Clone)]
pub struct Part {
    /// Which part.
    pub role: Role,
    /// What came out.
    pub value: Value,
    /// How.
    pub evidence: Evidence,
}

/// The parts of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A definition, by position.
    Definition(usize),
    /// The condition under which the rule applies.
    Applies,
    /// A clause of the requirement, by position.
    Clause(usize),
}

impl<'e> RuleResult<'e> {
    /// A result of which nothing but its status is known.
    pub fn of(rule: &'e Rule, status: Status) -> RuleResult<'e> {
        RuleResult { rule, status, outcomes: vec![Outcome::of(status)] }
    }
}

impl Outcome {
    /// An outcome of which nothing but its status is known.
    fn of(status: Status) -> Outcome {
        let parts = Vec::new();
        let said = Said::default();
        let (element, causes, asked, finding, remark) = (None, None, None, None, None);
        Outcome { element, status, causes, parts, asked, finding, remark, said }
    }
}

/// Judges a submission, with evidence and findings.
///
/// Never fails: whatever the submission lacks makes the rules that need it unknown, and every question
/// is pending.
pub fn evaluate<'e>(ruleset: &'e Ruleset, subject: &Subject<'e>) -> Evaluation<'e> {
    let figures = figures(ruleset, subject);
    Evaluation { figures, ..judged(ruleset, subject, evaluate_rule) }
}

/// The figures of the policy, on one submission.
fn figures(ruleset: &Ruleset, subject: &Subject<'_>) -> Vec<Figured> {
    let contexts = [&subject.names];
    let scope = Scope {
        library: &ruleset.library,
        contexts: &contexts,
        failure: Failure::Unknown,
        places: Some(subject.document),
    };
    let compute = |of: &Expression| feel::evaluate(&of.expr, &of.text, &scope);
    let figures = ruleset.policy.figures.iter().map(|figure| {
        let (value, evidence) = compute(&figure.computed);
        let group = figure.by.iter().map(|by| compute(&by.computed).0).collect();
        Figured { value, evidence, group }
    });
    figures.collect()
}

/// Judges a submission as [`evaluate`] does, without evidence of rules, their findings and the figures.
pub fn decide<'e>(ruleset: &'e Ruleset, subject: &Subject<'e>) -> Evaluation<'e> {
    judged(ruleset, subject, decide_rule)
}

/// Judges a submission as [`evaluate`] does, with what people say of it.
///
/// Without opinions and waivers it is the same evaluation.
pub fn evaluate_with<'e>(
    ruleset: &'e Ruleset,
    subject: &Subject<'e>,
    opinions: &Opinions,
) -> Evaluation<'e> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let results = in_force.map(|rule| opinions.result(ruleset, rule, subject)).collect();
    let figures = figures(ruleset, subject);
    Evaluation { figures, ..concluded(ruleset, subject, results) }
}

fn judged<'e>(
    ruleset: &'e Ruleset,
    subject: &Subject<'e>,
    judge: impl Fn(&Ruleset, &'e Rule, &Subject<'_>, &Answers) -> RuleResult<'e>,
) -> Evaluation<'e> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let unanswered = Answers::default();
    let results = in_force.map(|rule| judge(ruleset, rule, subject, &unanswered)).collect();
    concluded(ruleset, subject, results)
}

/// The verdicts and the rating of rules that were judged already.
pub fn concluded<'e>(
    ruleset: &'e Ruleset,
    subject: &Subject<'e>,
    results: Vec<RuleResult<'e>>,
) -> Evaluation<'e> {
    let (document, year) = (subject.document, subject.year);
    let Conclusion { pillars, rating } =
        verdict::of(&ruleset.policy, &ruleset.library, &verdict::standings(&results, true));
    let waived = results.iter().flat_map(|result| &result.outcomes);
    let waived = waived.filter(|outcome| outcome.said.waiver.is_some()).count();
    let unwaived = (waived > 0).then(|| {
        verdict::of(&ruleset.policy, &ruleset.library, &verdict::standings(&results, false))
    });
    let findings = unclaimed(ruleset, document, &subject.problems, year);
    let (review, figures) = (None, Vec::new());
    Evaluation {
        ruleset,
        document,
        year,
        results,
        pillars,
        rating,
        findings,
        figures,
        unwaived,
        review,
    }
}

/// The names that rules see: the form's fields, the form itself, and the year's parameters.
pub fn names(ruleset: &Ruleset, form: &Value, year: Option<i32>) -> Context {
    let mut entries = form.as_context().map(|context| context.entries.clone()).unwrap_or_default();
    entries.push((Arc::from("formulario"), form.clone()));
    let parameters = ruleset.parameters.iter().map(|parameter| {
        let value = match year.and_then(|year| parameter.at(year)) {
            Some(known) => Value::from(known.value),
            None => unknown_parameter(ruleset, form, &parameter.name),
        };
        (Arc::clone(&parameter.name), value)
    });
    entries.push((Arc::from("parametro"), Value::context(parameters.collect())));
    Context { entries }
}

/// Why a parameter has no value: the form does not say its year, or no value is in force then.
fn unknown_parameter(ruleset: &Ruleset, form: &Value, name: &str) -> Value {
    let year = ruleset.year_path().steps().iter().try_fold(form, |value, step| match step {
        Step::Key(key) => value.as_context()?.get(key),
        Step::Index(_) | Step::Any => None,
    });
    match year.and_then(Value::causes) {
        Some(causes) => Value::unknown(Arc::clone(causes)),
        None => Value::unknown_for(CauseKind::NoParameter, format!("parametro.{name}"), None),
    }
}

/// The process year that a submission states.
pub fn year(ruleset: &Ruleset, document: &Document) -> Option<i32> {
    match &document.at(ruleset.year_path())?.data {
        Yaml::Number(number) => number.value.filter(|year| year.fract().is_zero())?.to_i32(),
        _ => None,
    }
}

/// Findings of the text itself, of schema problems that no rule claims, and of a year out of reach.
fn unclaimed(
    ruleset: &Ruleset,
    document: &Document,
    problems: &[Problem],
    year: Option<i32>,
) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    let claimed = |problem: &Problem| {
        ruleset.rules.iter().any(|rule| rule.retired.is_none() && rule.claims(problem.kind))
    };
    findings.extend(
        problems.iter().filter(|problem| !claimed(problem)).map(|problem| problem.finding.clone()),
    );
    let (first, last) = ruleset.policy.years;
    if let Some(year) = year.filter(|year| !(first..=last).contains(year)) {
        let finding = Finding::warning(
            "pilares/process-year",
            Wording::both(
                format!(
                    "este conjunto de reglas juzga procesos de {first} a {last}, y el formulario es de {year}"
                ),
                format!(
                    "this rule set judges processes from {first} to {last}, and the form is of {year}"
                ),
            ),
        );
        let span = document.nearest_place(ruleset.year_path());
        findings.push(finding.at(document.place(span)));
    }
    findings
}

impl<'e> Evaluation<'e> {
    /// The verdicts if one outcome came out as supposed and all else stayed; waivers count.
    ///
    /// `result` and `outcome` are positions in [`Evaluation::results`] and its outcomes.
    pub fn supposing(&self, result: usize, outcome: usize, supposed: Standing) -> Conclusion {
        let mut standings = verdict::standings(&self.results, true);
        let all = self.results[result].outcomes.iter().enumerate();
        let rule = self.results[result].rule;
        let each = all.map(|(at, other)| match at == outcome {
            true => supposed,
            false => other.standing(rule, true),
        });
        standings[result].1 = each.max().unwrap_or(Standing::NotApplicable);
        verdict::of(&self.ruleset.policy, &self.ruleset.library, &standings)
    }

    /// Whether the form is fit to send as it is: rated favourably, and nothing wrong with its text
    /// or with its review.
    pub fn is_favourable(&self) -> bool {
        let favourable = self
            .rating
            .as_ref()
            .is_some_and(|rating| self.ruleset.policy.ratings[rating.row].favourable);
        let reviewed = self.review.iter().flat_map(|review| &review.findings);
        let wrong = |finding: &Finding| finding.severity == crate::finding::Severity::Error;
        favourable && !self.findings.iter().chain(reviewed).any(wrong)
    }

    /// The result of a rule.
    pub fn result(&self, id: &str) -> Option<&RuleResult<'e>> {
        self.results.iter().find(|result| result.rule.id == id)
    }
}
