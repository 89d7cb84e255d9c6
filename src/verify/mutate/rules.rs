//! Mutants of a rule: of its conditions, its clauses, its severity and class.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{self, Limits, Path};
use crate::feel::{self, Callee, ContextType, Expr, ExprKind, Type};
use crate::rules::{Class, Expression, Requirement, Rule, Ruleset, Segment, Status, Template};
use crate::schema::ProblemKind;
use crate::source::Place;

use super::expressions::{self, Variants};
use super::known::Known;
use super::{Form, Mutant, Mutants};
use crate::verify::sites::{clause_mut, site};

/// Every mutant of a rule that would compile and may come out otherwise.
pub(super) fn mutants(ruleset: &Ruleset, rule: &Rule) -> Mutants {
    let maker = Maker { ruleset, rule, names: ruleset.names(), variants: expressions::variants };
    let mut made = Mutants::default();
    maker.expressions(&mut made);
    maker.clauses(&mut made);
    maker.applicability(&mut made);
    maker.answers(&mut made);
    maker.problems(&mut made);
    maker.weight(&mut made);
    maker.compiled(made)
}

/// The mutants of a rule that move a threshold and would compile.
pub(super) fn thresholds(ruleset: &Ruleset, rule: &Rule) -> Mutants {
    let variants = expressions::thresholds;
    let maker = Maker { ruleset, rule, names: ruleset.names(), variants };
    let mut made = Mutants::default();
    maker.expressions(&mut made);
    maker.compiled(made)
}

struct Maker<'r> {
    ruleset: &'r Ruleset,
    rule: &'r Rule,
    names: ContextType,
    /// The slips that are made in an expression.
    variants: fn(&Expr, &Known<'_>) -> Variants,
}

impl Maker<'_> {
    /// The mutants without those that would not compile, which are counted.
    fn compiled(&self, mut made: Mutants) -> Mutants {
        let all = made.list.len();
        made.list.retain(|mutant| match &mutant.form {
            Form::Rule(mutated) => self.compiles(mutated),
            Form::Parameter(_) | Form::Policy(_) => true,
        });
        made.rejected = all - made.list.len();
        made
    }

    /// Slips in every expression that the outcome depends on.
    fn expressions(&self, made: &mut Mutants) {
        if let Some((_, list)) = &self.rule.each {
            self.slips("para_cada", list, made, |rule, expression| {
                if let Some((_, list)) = &mut rule.each {
                    *list = expression;
                }
            });
        }
        let used = used(self.rule);
        for (at, (name, definition)) in self.rule.definitions.iter().enumerate() {
            if used.contains(name) {
                self.slips(&format!("donde.{name}"), definition, made, |rule, expression| {
                    rule.definitions[at].1 = expression;
                });
            }
        }
        if let Some(condition) = &self.rule.applies {
            self.slips("cuando", condition, made, |rule, expression| {
                rule.applies = Some(expression);
            });
        }
        for (at, clause) in self.rule.clauses().iter().enumerate() {
            self.slips(&site(self.rule, at), clause, made, |rule, expression| {
                *clause_mut(rule, at) = expression;
            });
        }
    }

    fn slips(
        &self,
        site: &str,
        expression: &Expression,
        made: &mut Mutants,
        put: impl Fn(&mut Rule, Expression),
    ) {
        let locals = self.rule.locals();
        let names = [&locals, &self.names];
        let known = Known::of(self.ruleset, Some(self.rule), &names, &expression.expr);
        let variants = (self.variants)(&expression.expr, &known);
        made.proven.extend(variants.proven);
        for variant in variants.made {
            let mut mutated = self.rule.clone();
            let (before, after) = (expression.expr.to_string(), variant.expr.to_string());
            put(&mut mutated, expression.with(variant.expr));
            let place = expression.place(variant.span);
            let mutant = self.mutant(site, before, after, place, mutated);
            made.list.push(Mutant { part: Some(variant.part), ..mutant });
        }
    }

    /// A clause dropped, and all clauses taken as one or one as all.
    fn clauses(&self, made: &mut Mutants) {
        let (clauses, key, other) = match &self.rule.requires {
            Requirement::All(clauses) => (clauses, "todos", "alguno"),
            Requirement::Any(clauses) => (clauses, "alguno", "todos"),
            _ => return,
        };
        if clauses.len() < 2 {
            return;
        }
        let again = |clauses: Vec<Expression>, all: bool| match all {
            true => Requirement::All(clauses),
            false => Requirement::Any(clauses),
        };
        let all = key == "todos";
        for (at, clause) in clauses.iter().enumerate() {
            let mut mutated = self.rule.clone();
            let mut kept = clauses.clone();
            kept.remove(at);
            mutated.requires = again(kept, all);
            let (before, place) = (clause.expr.to_string(), clause.place(clause.expr.span));
            made.list.push(self.mutant(
                &site(self.rule, at),
                before,
                String::new(),
                place,
                mutated,
            ));
        }
        let mut mutated = self.rule.clone();
        mutated.requires = again(clauses.clone(), !all);
        let place = clauses[0].place(clauses[0].expr.span);
        made.list.push(self.mutant("exige", key.to_owned(), other.to_owned(), place, mutated));
    }

    /// The condition to apply dropped.
    fn applicability(&self, made: &mut Mutants) {
        let Some(condition) = &self.rule.applies else { return };
        let mut mutated = self.rule.clone();
        mutated.applies = None;
        let before = condition.expr.to_string();
        let place = condition.place(condition.expr.span);
        made.list.push(self.mutant("cuando", before, String::new(), place, mutated));
    }

    /// What becomes of the rule by an answer: met where it was not, and not met where it was.
    fn answers(&self, made: &mut Mutants) {
        let Some(question) = self.rule.question() else { return };
        for (at, answer) in question.answers.iter().enumerate() {
            let other = match answer.status {
                Status::Met => Status::Unmet,
                _ => Status::Met,
            };
            let mut turned = question.clone();
            turned.answers[at].status = other;
            let requires = Requirement::Judgement(turned);
            let mutated = Rule { requires, ..self.rule.clone() };
            let (before, after) = (answer.status.name().into(), other.name().into());
            let site = format!("respuestas.{}", answer.id);
            made.list.push(self.mutant(&site, before, after, self.key("respuestas"), mutated));
        }
    }

    /// The sorts of problems of the schema that the rule claims: each left out, and each other in its place.
    fn problems(&self, made: &mut Mutants) {
        let Requirement::Schema(kinds) = &self.rule.requires else { return };
        let named = |kinds: &[ProblemKind]| {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            format!("[{}]", names.join(", "))
        };
        for (at, _) in kinds.iter().enumerate() {
            let others = ProblemKind::ALL.iter().filter(|kind| !kinds.contains(kind));
            let mut variants: Vec<Vec<ProblemKind>> = others
                .map(|other| {
                    let mut kinds = kinds.clone();
                    kinds[at] = *other;
                    kinds
                })
                .collect();
            if kinds.len() > 1 {
                let mut without = kinds.clone();
                without.remove(at);
                variants.push(without);
            }
            for variant in variants {
                let (before, after) = (named(kinds), named(&variant));
                let mutated = Rule { requires: Requirement::Schema(variant), ..self.rule.clone() };
                let place = self.key("esquema");
                made.list.push(self.mutant("esquema", before, after, place, mutated));
            }
        }
    }

    /// Another severity, and a heuristic that is taken as certain or a certain rule as heuristic.
    fn weight(&self, made: &mut Mutants) {
        let policy = &self.ruleset.policy;
        let (severities, section) = (&policy.severities, self.ruleset.section(self.rule));
        let own = &severities[self.rule.severity];
        for (at, severity) in severities.iter().enumerate() {
            if at != self.rule.severity && !policy.same_weight(section, own, severity) {
                let mutated = Rule { severity: at, ..self.rule.clone() };
                let (before, after) = (own.id.clone(), severity.id.clone());
                made.list.push(self.mutant(
                    "severidad",
                    before,
                    after,
                    self.key("severidad"),
                    mutated,
                ));
            }
        }
        let class = match self.rule.class {
            Class::Automatic => Class::Heuristic,
            Class::Heuristic => Class::Automatic,
            Class::Judgement => return,
        };
        if policy.decides(section, own) {
            let mutated = Rule { class, ..self.rule.clone() };
            let (before, after) = (self.rule.class.name(), class.name());
            let place = self.key("clase");
            made.list.push(self.mutant("clase", before.into(), after.into(), place, mutated));
        }
    }

    /// Where the file of the rule says something.
    fn key(&self, key: &str) -> Place {
        let document = document::read(Arc::clone(&self.rule.source), &Limits::default());
        document.place(document.nearest_place(&Path::root().key(key)))
    }

    fn mutant(
        &self,
        site: &str,
        before: String,
        after: String,
        place: Place,
        rule: Rule,
    ) -> Mutant {
        let form = Form::Rule(Box::new(rule));
        Mutant {
            rule: Some(self.rule.id.clone()),
            site: site.to_owned(),
            before,
            after,
            part: None,
            place,
            form,
        }
    }

    /// Whether a changed rule would compile: its names, kinds and units agree.
    fn compiles(&self, rule: &Rule) -> bool {
        let mut locals = ContextType::default();
        let sound = |expression: &Expression, locals: &ContextType, expected: &Type| {
            let names = [locals, &self.names];
            let checked = feel::check(&expression.expr, &self.ruleset.library, &names);
            (checked.diagnostics.is_empty() && checked.of.meets(expected)).then_some(checked.of)
        };
        if let Some((name, list)) = &rule.each {
            let Some(of) = sound(list, &locals, &Type::Any) else { return false };
            locals = rule.locals();
            locals.members.truncate(2);
            if let Some(member) = locals.members.iter_mut().find(|(member, _)| member == name) {
                member.1 = of.item();
            }
        }
        for (name, definition) in &rule.definitions {
            let Some(of) = sound(definition, &locals, &Type::Any) else { return false };
            locals.members.push((Arc::clone(name), of));
        }
        let conditions = rule.clauses().iter().chain(&rule.applies);
        let messages = values(&rule.message).chain(&rule.labels);
        conditions.into_iter().all(|clause| sound(clause, &locals, &Type::Bool).is_some())
            && (rule.question().is_some()
                || messages.into_iter().all(|value| sound(value, &locals, &Type::Any).is_some()))
    }
}

fn values(template: &Template) -> impl Iterator<Item = &Expression> {
    template.segments.iter().filter_map(|segment| match segment {
        Segment::Text(_) => None,
        Segment::Value(expression) => Some(expression),
    })
}

/// The definitions that the outcome depends on, not only the message.
fn used(rule: &Rule) -> BTreeSet<Arc<str>> {
    let mut used = BTreeSet::new();
    let looks = rule.question().into_iter().flat_map(|question| &question.look_at);
    let needed = looks.filter(|look| !look.optional).map(|look| &look.at);
    let asked = rule.question().into_iter().flat_map(|question| values(&question.text));
    let conditions = rule.clauses().iter().chain(&rule.applies).chain(needed).chain(asked);
    conditions.for_each(|condition| names(&condition.expr, &mut used));
    for (name, definition) in rule.definitions.iter().rev() {
        if used.contains(name) {
            names(&definition.expr, &mut used);
        }
    }
    used
}

/// The names that an expression reads or calls.
fn names(expr: &Expr, found: &mut BTreeSet<Arc<str>>) {
    expr.walk(&mut |expr| match &expr.kind {
        ExprKind::Name(name) => _ = found.insert(Arc::clone(name)),
        ExprKind::Call(callee, _) => {
            if let Callee::Named(name) = &**callee {
                found.insert(Arc::clone(&name.text));
            }
        }
        _ => {}
    });
}
