//! Which parts of the conditions the cases exercise: each seen true, false and unknown, and seen to
//! decide.
//!
//! A part is an operand of `and`, `or` or `not` in `cuando` or `exige`. It decides a case where the rule
//! would come out differently if this part alone were otherwise. A case that fails shows nothing. An element's position is never unknown.

use rayon::prelude::*;

use crate::document::Document;
use crate::evaluate::{self, RuleResult, Subject};
use crate::feel::{Callee, Expr, ExprKind};
use crate::rules::{Answers, Expression, POSITION, Requirement, Rule, Ruleset, Status};
use crate::source::{Place, Span};

use super::cases::run_case;
use super::mutate::Missing;
use super::search::{Ground, Witness};
use super::sites::{clause_mut, site};

/// A part of a condition, and what the cases saw of it.
pub struct Clause<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Where in the rule: `exige.todos[2]`, `cuando`.
    pub site: String,
    /// What it says.
    pub text: String,
    /// Its place in the rule file.
    pub place: Place,
    /// How many things the cases are to show of it.
    pub asked: usize,
    /// What no case shows.
    pub lacks: Vec<Lack>,
    probes: Probes,
}

/// Something that no case shows of a part of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It is never true.
    True,
    /// It is never false.
    False,
    /// It is never unknown.
    Unknown,
    /// It never decides.
    Decides,
}

/// The rule with the part as its whole requirement, and with the part held true and false.
struct Probes {
    alone: Rule,
    held: [Rule; 2],
}

/// What the cases show of every part of the conditions of the rules that are wanted.
pub fn clauses(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Vec<Clause<'_>> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none() && wanted(rule));
    let rules: Vec<&Rule> = in_force.collect();
    let parts: Vec<Vec<Clause<'_>>> = rules.par_iter().map(|rule| of_rule(ruleset, rule)).collect();
    parts.into_iter().flatten().collect()
}

/// Looks for a case that shows what a part lacks; `effort` submissions for each.
pub fn lacking<'c>(
    ruleset: &Ruleset,
    clauses: &'c [Clause<'_>],
    effort: usize,
) -> Vec<(&'c Clause<'c>, Lack, Missing)> {
    let found: Vec<Vec<(&Clause<'_>, Lack, Missing)>> = clauses
        .par_iter()
        .filter(|clause| !clause.lacks.is_empty())
        .map(|clause| {
            let ground = Ground::of(ruleset, &[clause.rule]);
            let look = |lack: &Lack| {
                let shown = |subject: &Subject<'_>| shows(ruleset, clause, subject, *lack);
                let missing = match ground.find(effort, shown) {
                    Err(tried) => Missing { tried, ..Missing::default() },
                    Ok(Witness { patch, tried }) => {
                        Missing::found(ruleset, clause.rule, &ground, patch, tried)
                    }
                };
                (clause, *lack, missing)
            };
            clause.lacks.iter().map(look).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

fn of_rule<'r>(ruleset: &Ruleset, rule: &'r Rule) -> Vec<Clause<'r>> {
    let mut clauses = parts(rule);
    let results = rule.cases.iter().map(|case| run_case(ruleset, rule, case));
    let passed = results.filter(|result| result.failures.is_empty());
    let documents: Vec<Document> = passed.map(|result| result.document).collect();
    for document in &documents {
        let subject = Subject::new(ruleset, document);
        for clause in &mut clauses {
            let open = std::mem::take(&mut clause.lacks);
            let kept = open.into_iter().filter(|lack| !shows(ruleset, clause, &subject, *lack));
            clause.lacks = kept.collect();
        }
    }
    clauses
}

/// Whether a submission shows something of a part.
fn shows(ruleset: &Ruleset, clause: &Clause<'_>, subject: &Subject<'_>, lack: Lack) -> bool {
    if lack == Lack::Decides {
        let [yes, no] = &clause.probes.held;
        return statuses(&decide(ruleset, yes, subject)) != statuses(&decide(ruleset, no, subject));
    }
    let wanted = match lack {
        Lack::True => Status::Met,
        Lack::False => Status::Unmet,
        Lack::Unknown | Lack::Decides => Status::Unknown,
    };
    let alone = decide(ruleset, &clause.probes.alone, subject);
    let whole = decide(ruleset, clause.rule, subject);
    let applies = |at: usize| {
        clause.site == APPLIES
            || whole.outcomes.get(at).is_some_and(|outcome| outcome.status != Status::NotApplicable)
    };
    let mut outcomes = alone.outcomes.iter().enumerate();
    outcomes.any(|(at, outcome)| outcome.status == wanted && applies(at))
}

fn decide<'r>(ruleset: &Ruleset, rule: &'r Rule, subject: &Subject<'_>) -> RuleResult<'r> {
    evaluate::decide_rule(ruleset, rule, subject, &Answers::default())
}

fn statuses(result: &RuleResult<'_>) -> Vec<Status> {
    result.outcomes.iter().map(|outcome| outcome.status).collect()
}

/// The site of the condition to apply.
const APPLIES: &str = "cuando";

/// The parts of a rule's conditions, none seen yet.
fn parts(rule: &Rule) -> Vec<Clause<'_>> {
    let mut found = Vec::new();
    if let Some(condition) = &rule.applies {
        for (position, expr) in atoms(&condition.expr) {
            found.push(part(rule, APPLIES.to_owned(), condition, position, &expr, |rule, held| {
                rule.applies = Some(held);
            }));
        }
    }
    for (at, clause) in rule.clauses().iter().enumerate() {
        for (position, expr) in atoms(&clause.expr) {
            found.push(part(rule, site(rule, at), clause, position, &expr, |rule, held| {
                *clause_mut(rule, at) = held;
            }));
        }
    }
    found
}

fn part<'r>(
    rule: &'r Rule,
    site: String,
    condition: &Expression,
    position: usize,
    atom: &Expr,
    put: impl Fn(&mut Rule, Expression),
) -> Clause<'r> {
    let mut alone = rule.clone();
    alone.applies = None;
    alone.requires = Requirement::One(condition.with(atom.clone()));
    let held = [true, false].map(|truth| {
        let mut held = rule.clone();
        let literal = Expr::new(ExprKind::Bool(truth), atom.span);
        put(&mut held, condition.with(condition.expr.replaced(position, literal)));
        held
    });
    let lacks = match compares_positions(atom) {
        true => vec![Lack::True, Lack::False, Lack::Decides],
        false => vec![Lack::True, Lack::False, Lack::Unknown, Lack::Decides],
    };
    Clause {
        rule,
        site,
        text: atom.to_string(),
        place: condition.place(atom.span),
        asked: lacks.len(),
        lacks,
        probes: Probes { alone, held },
    }
}

/// Whether a part compares an element's position with what is written out: that is never unknown.
fn compares_positions(atom: &Expr) -> bool {
    let ExprKind::Compare(_, left, right) = &atom.kind else { return false };
    [left, right].iter().all(|side| match &side.kind {
        ExprKind::Name(name) => **name == *POSITION,
        kind => matches!(kind, ExprKind::Number(_)),
    })
}

/// The operands of `and`, `or` and `not`, with their positions in [`Expr::walk`]; the whole expression
/// where it is none of these. What is written out as true or false is no part.
fn atoms(whole: &Expr) -> Vec<(usize, Expr)> {
    let mut inside: Vec<Span> = Vec::new();
    operands(whole, &mut inside);
    let mut position = 0;
    let mut found = Vec::new();
    whole.walk(&mut |expr| {
        if inside.first() == Some(&expr.span) {
            inside.remove(0);
            if !matches!(expr.kind, ExprKind::Bool(_)) {
                found.push((position, expr.clone()));
            }
        }
        position += 1;
    });
    found
}

/// The places of the operands, in the order of the text.
fn operands(expr: &Expr, found: &mut Vec<Span>) {
    match &expr.kind {
        ExprKind::Logic(_, left, right) => {
            operands(left, found);
            operands(right, found);
        }
        ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
            (Callee::Named(name), [only]) if &*name.text == "not" => operands(&only.value, found),
            _ => found.push(expr.span),
        },
        _ => found.push(expr.span),
    }
}
