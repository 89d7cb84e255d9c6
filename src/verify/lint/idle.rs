//! Parts of conditions that make no difference: clauses and operands that never decide, branches that are
//! never reached, the same asked twice.

use crate::feel::{Binding, Expr, ExprKind, Logic};
use crate::finding::{Severity, Wording};
use crate::rules::{Expression, Requirement, Rule};
use crate::source::Span;
use crate::verify::sites::site;

use super::conditions::Provers;
use super::proof::{Form, Goal, Proof, Prover, Reader, USUAL, Want};
use super::tell::{Found, proof, shown};

/// Clauses that make no difference beside the others, then parts of each that make none in it.
pub(super) fn clauses<'r>(provers: &Provers<'r>, rule: &'r Rule, found: &mut Vec<Found>) {
    let applies = |reader: &Reader<'r>| reader.applies(rule);
    let all = !matches!(rule.requires, Requirement::Any(_));
    let mut kept: Vec<usize> = (0..rule.clauses().len()).collect();
    for at in (0..rule.clauses().len()).rev() {
        let clause = &rule.clauses()[at];
        let beside = |other: &usize| {
            let other = &rule.clauses()[*other];
            let visible = rule.definitions.len();
            Beside { visible, expr: &other.expr, bindings: Vec::new(), want: neutral(all) }
        };
        let others: Vec<Beside<'r>> =
            kept.iter().filter(|other| **other != at).map(beside).collect();
        let mut idle = Idle::new(provers, rule, clause, &site(rule, at));
        idle.applies = Some(&applies);
        if others.is_empty() {
            idle.inside(&clause.expr, &others, found);
        } else if let Some(report) = idle.report(&clause.expr, all, &[], &others) {
            kept.retain(|other| *other != at);
            found.push(report);
        } else {
            idle.inside(&clause.expr, &others, found);
        }
    }
}

/// How an operand comes out where it leaves the others to decide.
fn neutral(and: bool) -> Want {
    if and { Want::NotFalse } else { Want::NotTrue }
}

/// What is supposed of a condition beside the one that is looked at.
#[derive(Clone)]
pub(super) struct Beside<'r> {
    /// How many definitions it may name.
    visible: usize,
    expr: &'r Expr,
    bindings: Vec<&'r Binding>,
    want: Want,
}

/// Looks for parts of one expression that make no difference.
pub(super) struct Idle<'p, 'r> {
    provers: &'p Provers<'r>,
    rule: &'r Rule,
    expression: &'r Expression,
    site: String,
    /// How many definitions it may name.
    visible: usize,
    applies: Option<&'p dyn Fn(&Reader<'r>) -> Form<'r>>,
    /// The variables around what is looked at.
    bindings: Vec<&'r Binding>,
}

/// What an expression becomes when it is read as something to prove.
type Formed<'f, 'r> = Box<dyn Fn(&Reader<'r>) -> Form<'r> + 'f>;

impl<'p, 'r> Idle<'p, 'r> {
    /// One expression of a rule, with nothing supposed beside it.
    pub fn new(
        provers: &'p Provers<'r>,
        rule: &'r Rule,
        expression: &'r Expression,
        site: &str,
    ) -> Idle<'p, 'r> {
        let site = site.to_owned();
        let visible = rule.definitions.len();
        Idle { provers, rule, expression, site, visible, applies: None, bindings: Vec::new() }
    }

    /// The same, of an expression that may name the first definitions alone.
    pub fn seeing(self, visible: usize) -> Idle<'p, 'r> {
        Idle { visible, ..self }
    }

    /// Looks at a whole expression; one that always comes out the same is told as that.
    pub fn root(mut self, beside: &[Beside<'r>], found: &mut Vec<Found>) {
        let expr = &self.expression.expr;
        let written = matches!(expr.kind, ExprKind::Bool(_));
        for (want, truth) in [(Want::False, true), (Want::True, false)] {
            let proved = || {
                let proved = self.refuted(expr, want, beside);
                proved.or_else(|| self.beyond_schema(expr, want))
            };
            if !written && let Some(proved) = proved() {
                found.push(self.constant(expr, truth, &proved));
                return;
            }
        }
        self.inside(expr, beside, found);
    }

    /// Looks at the parts of an expression, given what is supposed beside it.
    fn inside(&mut self, expr: &'r Expr, beside: &[Beside<'r>], found: &mut Vec<Found>) {
        match &expr.kind {
            ExprKind::Logic(operator, ..) => self.operands(*operator, expr, beside, found),
            ExprKind::If(condition, then, otherwise) => {
                self.inside(condition, beside, found);
                self.branches([condition, then, otherwise], beside, found);
            }
            ExprKind::Quantified(_, bindings, body) | ExprKind::For(bindings, body) => {
                let depth = self.bindings.len();
                self.bindings.extend(bindings);
                self.inside(body, beside, found);
                self.bindings.truncate(depth);
            }
            // What a filter asks is asked of elements, of which nothing is supposed here.
            ExprKind::Filter(base, _) | ExprKind::Member(base, _) | ExprKind::Negate(base) => {
                self.inside(base, beside, found);
            }
            ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) => {
                self.each([&**a, &**b], beside, found);
            }
            ExprKind::Between(a, b, c) => self.each([&**a, &**b, &**c], beside, found),
            ExprKind::List(items) => self.each(items, beside, found),
            ExprKind::Call(_, arguments) => {
                self.each(arguments.iter().map(|argument| &argument.value), beside, found);
            }
            _ => {}
        }
    }

    fn each(
        &mut self,
        parts: impl IntoIterator<Item = &'r Expr>,
        beside: &[Beside<'r>],
        found: &mut Vec<Found>,
    ) {
        parts.into_iter().for_each(|part| self.inside(part, beside, found));
    }

    /// The operands of a chain of one operator, the last first, so that of two that say the same the
    /// first stays.
    fn operands(
        &mut self,
        operator: Logic,
        expr: &'r Expr,
        beside: &[Beside<'r>],
        found: &mut Vec<Found>,
    ) {
        let mut chain = Vec::new();
        operands(operator, expr, &mut chain);
        let and = operator == Logic::And;
        let mut kept = chain.clone();
        for operand in chain.into_iter().rev() {
            let others = kept.iter().filter(|other| other.span != operand.span);
            let others: Vec<Beside<'r>> =
                others.map(|other| self.beside(other, neutral(and))).collect();
            match self.report(operand, and, beside, &others) {
                Some(report) => {
                    kept.retain(|other| other.span != operand.span);
                    found.push(report);
                }
                None => {
                    let all: Vec<Beside<'r>> = beside.iter().chain(&others).cloned().collect();
                    self.inside(operand, &all, found);
                }
            }
        }
    }

    fn branches(
        &mut self,
        [condition, then, otherwise]: [&'r Expr; 3],
        beside: &[Beside<'r>],
        found: &mut Vec<Found>,
    ) {
        for (want, branch) in [(Want::True, then), (Want::False, otherwise)] {
            match self.refuted(condition, want, beside) {
                Some(proved) => found.push(self.dead(branch, &proved)),
                None => {
                    let supposed = self.beside(condition, want);
                    let beside: Vec<_> = beside.iter().cloned().chain([supposed]).collect();
                    self.inside(branch, &beside, found);
                }
            }
        }
    }

    fn beside(&self, expr: &'r Expr, want: Want) -> Beside<'r> {
        Beside { visible: self.visible, expr, bindings: self.bindings.clone(), want }
    }

    /// Why an expression cannot come out so, given what is supposed beside it.
    fn refuted(&self, expr: &'r Expr, want: Want, beside: &[Beside<'r>]) -> Option<Proof> {
        self.prove(&[self.beside(expr, want)], beside)
    }

    /// Why an expression cannot be true of forms that keep to the bounds of the schema. That it cannot be
    /// false is no fault: it may guard what stands beside it on forms that do not.
    fn beyond_schema(&self, expr: &'r Expr, want: Want) -> Option<Proof> {
        let wanted = [self.beside(expr, want)];
        let proved =
            (want == Want::True).then(|| self.prove_by(&self.provers.keeping, &wanted, &[]));
        proved.flatten()
    }

    fn prove(&self, wanted: &[Beside<'r>], beside: &[Beside<'r>]) -> Option<Proof> {
        self.prove_by(&self.provers.any, wanted, beside)
    }

    fn prove_by(
        &self,
        prover: &Prover<'r>,
        wanted: &[Beside<'r>],
        beside: &[Beside<'r>],
    ) -> Option<Proof> {
        let all = wanted.iter().chain(beside);
        let forms: Vec<(Formed<'_, 'r>, Want)> = all
            .map(|one| {
                let form = |reader: &Reader<'r>| {
                    reader.within(self.rule, one.visible, &one.bindings, one.expr)
                };
                (Box::new(form) as Formed<'_, 'r>, one.want)
            })
            .collect();
        let mut goals: Vec<Goal<'_, 'r>> =
            forms.iter().map(|(form, want)| (&**form, *want)).collect();
        goals.extend(self.applies.map(|applies| (applies as _, Want::NotFalse)));
        prover.refuted(&goals)
    }

    /// The finding about an operand that never decides in its chain, of which `others` are the rest, beside
    /// what is supposed `around` the chain; none where it may.
    fn report(
        &self,
        operand: &'r Expr,
        and: bool,
        around: &[Beside<'r>],
        others: &[Beside<'r>],
    ) -> Option<Found> {
        let want = if and { Want::False } else { Want::True };
        let all: Vec<Beside<'r>> = around.iter().chain(others).cloned().collect();
        let Some(proved) = self.refuted(operand, want, &all) else {
            return Some(self.constant(operand, and, &self.beyond_schema(operand, want)?));
        };
        let alone = proved.facts().all(|fact| fact.goal == 0);
        if alone {
            return Some(self.constant(operand, and, &proved));
        }
        let same = all.iter().find(|other| {
            other.want == neutral(and) && other.expr.to_string() == operand.to_string()
        });
        // Undecided while the rest of its chain is not: then it matters after all, if only by that. What is
        // around the chain may be undecided meanwhile.
        let open = [Want::NotTrue, Want::NotFalse].map(|want| self.beside(operand, want));
        let firm = others.iter().map(|other| Beside { want: firm(other.want), ..other.clone() });
        let rest: Vec<Beside<'r>> = firm.chain(around.iter().cloned()).collect();
        let inert = self.prove(&open, &rest);
        let text = shown(operand);
        let (code, message) = match same {
            Some(_) => (
                "lint/duplicate-clause",
                Wording::both(
                    format!("`{text}` está dos veces en la misma condición"),
                    format!("`{text}` is twice in the same condition"),
                ),
            ),
            None => (
                "lint/idle-clause",
                Wording::both(
                    format!("`{text}` no decide nunca: lo que queda de la condición ya lo dice"),
                    format!("`{text}` never decides: the rest of the condition says it already"),
                ),
            ),
        };
        Some(self.tell(code, operand.span, message, &proved).helped_by_either(inert.as_ref()))
    }

    fn constant(&self, expr: &Expr, truth: bool, proved: &Proof) -> Found {
        let text = shown(expr);
        let (code, is, is_english) = match truth {
            true => ("lint/never-false", "nunca es falso", "is never false"),
            false => ("lint/never-true", "nunca es verdadero", "is never true"),
        };
        let message = Wording::both(format!("`{text}` {is}"), format!("`{text}` {is_english}"));
        self.tell(code, expr.span, message, proved).helped_by_either(None)
    }

    fn dead(&self, branch: &Expr, proved: &Proof) -> Found {
        let text = shown(branch);
        let message = Wording::both(
            format!("nunca se llega a `{text}`"),
            format!("`{text}` is never reached"),
        );
        self.tell("lint/dead-branch", branch.span, message, proved).helped_by(
            "Quite esta parte del `if`, o corrija su condición.",
            "Remove this part of the `if`, or correct its condition.",
        )
    }

    fn tell(&self, code: &str, span: Span, message: Wording, proved: &Proof) -> Found {
        let place = self.expression.place(span);
        Found::new(code, Severity::Warning, &self.rule.id, place, message)
            .on(self.site.clone())
            .because(proof(proved))
    }
}

impl Found {
    /// What to do about a part that makes no difference; `inert` is why that holds of what is unknown.
    fn helped_by_either(self, inert: Option<&Proof>) -> Found {
        match inert {
            Some(proved) if proved.facts().any(|fact| fact.usual) => self.helped_by(
                &format!(
                    "Quítela: con cifras de hasta {} dígitos enteros y {} decimales ningún formulario cambia de resultado. O corrija lo que quiso decir.",
                    USUAL.whole, USUAL.places
                ),
                &format!(
                    "Remove it: with figures of at most {} digits and {} decimals no form comes out otherwise. Or correct what it was meant to say.",
                    USUAL.whole, USUAL.places
                ),
            ),
            Some(_) => self.helped_by(
                "Quítela: ningún formulario cambia de resultado. O corrija lo que quiso decir.",
                "Remove it: no form comes out otherwise. Or correct what it was meant to say.",
            ),
            None => self.helped_by(
                "Corríjala. Si está ahí para que la regla quede sin dato cuando falta un campo, dígalo en `excepciones.yaml`.",
                "Correct it. If it is there to leave the rule unknown where a field is missing, say so in `excepciones.yaml`.",
            ),
        }
    }
}

/// The same, decided: true where it was not false.
fn firm(want: Want) -> Want {
    match want {
        Want::NotFalse => Want::True,
        Want::NotTrue => Want::False,
        decided => decided,
    }
}

/// The operands of a chain of one operator, in the order of the text.
fn operands<'r>(operator: Logic, expr: &'r Expr, chain: &mut Vec<&'r Expr>) {
    match &expr.kind {
        ExprKind::Logic(own, left, right) if *own == operator => {
            operands(operator, left, chain);
            operands(operator, right, chain);
        }
        _ => chain.push(expr),
    }
}
