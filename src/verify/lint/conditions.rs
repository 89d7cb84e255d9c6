//! Conditions that decide nothing: rules that never apply, are never unmet or never met, and parts of
//! conditions that make no difference.
//!
//! All of it is proved; what search alone suspects is told in [`survey`](super::survey).

use crate::feel::{Binding, Callee, Expr, ExprKind, Logic};
use crate::finding::{Severity, Wording};
use crate::rules::{Expression, Requirement, Rule, Ruleset};
use crate::source::Span;
use crate::verify::sites::site;

use super::proof::{Form, Goal, Proof, Prover, Reader, USUAL, Want};
use super::tell::{Found, proof};

/// What is proved of any form, and of those that keep to the bounds of the schema.
pub(super) struct Provers<'r> {
    any: Prover<'r>,
    keeping: Prover<'r>,
}

impl<'r> Provers<'r> {
    /// Both provers of a rule set.
    pub fn new(ruleset: &'r Ruleset) -> Provers<'r> {
        Provers { any: Prover::new(ruleset), keeping: Prover::new(ruleset).keeping_schema() }
    }
}

/// What is proved of a rule's conditions.
pub(super) fn conditions<'r>(provers: &Provers<'r>, rule: &'r Rule) -> Vec<Found> {
    let both = [&provers.any, &provers.keeping];
    if let Some(whole) = both.into_iter().find_map(|prover| whole(prover, rule)) {
        return vec![whole];
    }
    let mut found = Vec::new();
    if let Some(condition) = &rule.applies {
        match provers.any.refuted(&[(&|reader| reader.applies(rule), Want::False)]) {
            Some(proved) => found.push(always_applies(rule, condition, &proved)),
            None => Idle::new(provers, rule, condition, "cuando").root(&[], &mut found),
        }
    }
    clauses(provers, rule, &mut found);
    for (at, (name, definition)) in rule.definitions.iter().enumerate() {
        let site = format!("donde.{name}");
        let idle = Idle { visible: at, ..Idle::new(provers, rule, definition, &site) };
        idle.root(&[], &mut found);
    }
    found
}

/// A rule that never applies, is never unmet or is never met.
fn whole<'r>(prover: &Prover<'r>, rule: &'r Rule) -> Option<Found> {
    let applies = |reader: &Reader<'r>| reader.applies(rule);
    let requires = |reader: &Reader<'r>| reader.requires(rule);
    if let Some(condition) = &rule.applies
        && let Some(proved) = prover.refuted(&[(&applies, Want::True)])
    {
        let message = Wording::both(
            format!("{} no se aplica nunca: su `cuando` no puede ser verdadero", rule.id),
            format!("{} never applies: its `cuando` cannot be true", rule.id),
        );
        return Some(
            at(rule, condition, "lint/never-applies", message, &proved).on("cuando").helped_by(
                "Corrija la condición, o retire la regla.",
                "Correct the condition, or retire the rule.",
            ),
        );
    }
    let clause = rule.clauses().first()?;
    if let Some(proved) = prover.refuted(&[(&applies, Want::True), (&requires, Want::False)]) {
        if let Some(unmet) = prover.refuted(&[(&applies, Want::True), (&requires, Want::True)]) {
            return Some(never_decided(rule, clause, &unmet.and(proved)));
        }
        let (form, form_english) = of_forms(&proved);
        let message = Wording::both(
            format!("{} no puede incumplirse: ningún {form} la incumple", rule.id),
            format!("{} cannot be unmet: no {form_english} fails it", rule.id),
        );
        return Some(at(rule, clause, "lint/never-unmet", message, &proved).on("exige").helped_by(
            "Corrija lo que exige, o retire la regla: así como está, no señala nada.",
            "Correct what it requires, or retire the rule: as it is, it tells of nothing.",
        ));
    }
    // Where it is not known whether it applies, it is met all the same.
    let proved = prover.refuted(&[(&applies, Want::NotFalse), (&requires, Want::True)])?;
    let (form, form_english) = of_forms(&proved);
    let message = Wording::both(
        format!("{} no puede cumplirse: ningún {form} al que se aplica la satisface", rule.id),
        format!("{} cannot be met: no {form_english} that it applies to satisfies it", rule.id),
    );
    Some(at(rule, clause, "lint/never-met", message, &proved).on("exige").helped_by(
        "Corrija lo que exige: así como está, los formularios a los que se aplica la incumplen o quedan sin dato.",
        "Correct what it requires: as it is, the forms that it applies to fail it or leave it unknown.",
    ))
}

/// A rule that is unknown wherever it applies.
fn never_decided(rule: &Rule, clause: &Expression, proved: &Proof) -> Found {
    let message = Wording::both(
        format!(
            "{} no se decide nunca: queda sin dato en todo formulario al que se aplica",
            rule.id
        ),
        format!("{} is never decided: it is unknown on every form that it applies to", rule.id),
    );
    at(rule, clause, "lint/never-decided", message, proved).on("exige").helped_by(
        "Corrija el `cuando`, que pide que falte lo que la regla necesita, o lo que exige.",
        "Correct the `cuando`, which asks that what the rule needs be missing, or what it requires.",
    )
}

/// The forms that a proof is about.
fn of_forms(proved: &Proof) -> (&'static str, &'static str) {
    match proved.keeps_schema() {
        true => ("formulario dentro de los límites del esquema", "form within the schema's bounds"),
        false => ("formulario", "form"),
    }
}

fn at(rule: &Rule, part: &Expression, code: &str, message: Wording, proved: &Proof) -> Found {
    let place = part.place(part.expr.span);
    Found::new(code, Severity::Error, &rule.id, place, message).because(proof(proved))
}

fn always_applies(rule: &Rule, condition: &Expression, proved: &Proof) -> Found {
    let message = Wording::both(
        format!("el `cuando` de {} no puede ser falso", rule.id),
        format!("the `cuando` of {} cannot be false", rule.id),
    );
    let place = condition.place(condition.expr.span);
    Found::new("lint/always-applies", Severity::Warning, &rule.id, place, message)
        .on("cuando")
        .because(proof(proved))
        .helped_by(
            "Quítelo, o corrija la condición. Si está ahí para que la regla quede sin dato cuando falta un campo, dígalo en `excepciones.yaml`.",
            "Remove it, or correct the condition. If it is there to leave the rule unknown where a field is missing, say so in `excepciones.yaml`.",
        )
}

/// Clauses that make no difference beside the others, then parts of each that make none in it.
fn clauses<'r>(provers: &Provers<'r>, rule: &'r Rule, found: &mut Vec<Found>) {
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
struct Beside<'r> {
    /// How many definitions it may name.
    visible: usize,
    expr: &'r Expr,
    bindings: Vec<&'r Binding>,
    want: Want,
}

/// Looks for parts of one expression that make no difference.
struct Idle<'p, 'r> {
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
    fn new(
        provers: &'p Provers<'r>,
        rule: &'r Rule,
        expression: &'r Expression,
        site: &str,
    ) -> Idle<'p, 'r> {
        let site = site.to_owned();
        let visible = rule.definitions.len();
        Idle { provers, rule, expression, site, visible, applies: None, bindings: Vec::new() }
    }

    /// Looks at a whole expression; one that always comes out the same is told as that.
    fn root(mut self, beside: &[Beside<'r>], found: &mut Vec<Found>) {
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
            ExprKind::Call(callee, arguments) => {
                let not = matches!(&**callee, Callee::Named(name) if &*name.text == "not");
                if let ([only], true) = (&arguments[..], not) {
                    self.inside(&only.value, beside, found);
                }
            }
            ExprKind::If(condition, then, otherwise) => {
                self.branches([condition, then, otherwise], beside, found);
            }
            ExprKind::Quantified(_, bindings, body) => {
                let depth = self.bindings.len();
                self.bindings.extend(bindings);
                self.inside(body, beside, found);
                self.bindings.truncate(depth);
            }
            _ => {}
        }
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

/// An expression, cut where it is long.
pub(super) fn shown(expr: &Expr) -> String {
    cut(&expr.to_string())
}

/// A text, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    const LONG: usize = 90;
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
