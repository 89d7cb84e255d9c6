//! Conditions in words: comparisons, questions about absence, «y», «o», «si», «cada», «algún».

use crate::feel::{Callee, Comparison, Expr, ExprKind, Logic, Quantifier, Test, Type, Unit};

use super::Speaker;
use super::binding::Bound;
use super::clause::Clause;
use super::noun::Noun;
use super::thing::Thing;

impl<'r> Speaker<'_, 'r> {
    /// Whether an expression says something that is true or false, as far as its tree tells.
    pub(super) fn states(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Compare(..)
            | ExprKind::Logic(..)
            | ExprKind::Between(..)
            | ExprKind::In(..)
            | ExprKind::Quantified(..)
            | ExprKind::InstanceOf(..)
            | ExprKind::Bool(_) => true,
            ExprKind::If(_, then, otherwise) => self.states(then) && self.states(otherwise),
            ExprKind::Call(callee, _) => match &**callee {
                Callee::Named(name) => {
                    let library = &self.reader.ruleset.library;
                    library
                        .get(&name.text)
                        .first()
                        .is_some_and(|function| (function.returns)(&[]) == Type::Bool)
                }
                Callee::Computed(_) => false,
            },
            ExprKind::Name(_) | ExprKind::Member(..) => {
                self.thing_of_path(expr).is_some_and(|thing| thing.statement.is_some())
            }
            _ => false,
        }
    }

    fn thing_of_path(&mut self, expr: &Expr) -> Option<Thing<'r>> {
        expr.is_path().then(|| self.thing(expr))
    }

    /// What a condition says, or says not.
    pub(super) fn clause(&mut self, expr: &Expr, denied: bool) -> Clause {
        if !self.goes_on() {
            return Self::say(format!("{}se cumple {}", no(denied), self.code(expr.span)));
        }
        match &expr.kind {
            ExprKind::Bool(truth) => {
                Self::say(if *truth != denied { "se cumple siempre" } else { "no se cumple nunca" })
            }
            ExprKind::Compare(sign, left, right) => self.comparison(*sign, left, right, denied),
            ExprKind::Logic(operator, ..) => self.logic(*operator, expr, denied),
            ExprKind::Between(value, low, high) => {
                let subject = self.thing(value).noun;
                let (low, high) = (self.thing(low).noun.held(), self.thing(high).noun.held());
                let verb = subject.verb("está", "están");
                Clause::Say(subject.held(), format!("{}{verb} entre {low} y {high}", no(denied)))
            }
            ExprKind::In(value, tests) => self.membership(value, tests, denied),
            ExprKind::If(condition, then, otherwise) => {
                let condition = self.clause(condition, false);
                let parts = [condition, self.clause(then, denied), self.clause(otherwise, denied)];
                Clause::Choose(Box::new(parts))
            }
            ExprKind::Quantified(quantifier, bindings, body) => {
                self.quantified(*quantifier, bindings, body, denied)
            }
            ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
                (Callee::Named(name), [argument]) if &*name.text == "not" => {
                    self.clause(&argument.value, !denied)
                }
                _ => self.called(expr, callee, arguments, denied),
            },
            _ => self.statement(expr, denied),
        }
    }

    /// A field, variable or anything else that is true or false by itself.
    fn statement(&mut self, expr: &Expr, denied: bool) -> Clause {
        if let ExprKind::InstanceOf(value, of) = &expr.kind {
            let value = self.thing(value).noun;
            return Self::say(format!("{} {}es de tipo `{}`", value.held(), no(denied), of.text));
        }
        let thing = self.thing(expr);
        match thing.statement {
            Some(statement) => Self::say(statement.replace("[no] ", no(denied))),
            None => Self::say(format!("{}se cumple {}", no(denied), thing.noun.held())),
        }
    }

    fn comparison(&mut self, sign: Comparison, left: &Expr, right: &Expr, denied: bool) -> Clause {
        let sign = if denied { opposite(sign) } else { sign };
        if let Some(clause) = self.counted(sign, left, right) {
            return clause;
        }
        let (left, right) = match left.kind {
            ExprKind::Null => (right, left),
            _ => (left, right),
        };
        if let ExprKind::Bool(truth) = right.kind
            && matches!(sign, Comparison::Equal | Comparison::NotEqual)
            && self.states(left)
        {
            return self.clause(left, truth != (sign == Comparison::Equal));
        }
        let subject = self.thing(left);
        if let (Some(statement), ExprKind::Null) = (&subject.statement, &right.kind) {
            let whether = statement.replace("[no] ", "");
            return Self::say(format!(
                "{}se responde sí o no a «{whether}»",
                no(sign == Comparison::Equal)
            ));
        }
        let says = self.predicate(sign, &subject, right);
        Clause::Say(subject.noun.held(), says)
    }

    /// The subject and predicate of a comparison, where its left side is a field of the element that
    /// a filter looks at; no subject where it is that element.
    pub(super) fn about_field(&mut self, filter: &Expr) -> Option<(Noun, String)> {
        let ExprKind::Compare(sign, left, right) = &filter.kind else { return None };
        if !matches!(left.kind, ExprKind::Name(_)) {
            return None;
        }
        if matches!(&left.kind, ExprKind::Name(name) if &**name == "item") {
            let items = Thing::named(Noun::new("los elementos"));
            return Some((Noun::new(""), self.predicate(*sign, &items, right)));
        }
        let subject = self.thing(left);
        let has_article = subject.noun.bare() != subject.noun.text;
        if subject.statement.is_some() || !has_article {
            return None;
        }
        let says = self.predicate(*sign, &subject, right);
        Some((subject.noun, says))
    }

    /// `es al menos 3`, `no está respondida`.
    fn predicate(&mut self, sign: Comparison, subject: &Thing<'r>, right: &Expr) -> String {
        let noun = &subject.noun;
        let (is, agreed) = (noun.verb("es", "son"), |adjective| noun.agree(adjective));
        if let ExprKind::Null = right.kind {
            let denied = no(sign == Comparison::Equal);
            return format!("{denied}{} {}", noun.verb("está", "están"), agreed("respondido"));
        }
        let literal = matches!(right.kind, ExprKind::Text(_) | ExprKind::Number(_));
        let object = self.thing(right);
        let is_year = |unit: Unit| matches!(unit, Unit::Date(_));
        let year = is_year(self.unit(subject)) || is_year(self.unit(&object));
        let than = object.noun.held();
        let (after, before) =
            (noun.verb("posterior", "posteriores"), noun.verb("anterior", "anteriores"));
        let to = super::noun::to(&than);
        match (sign, year) {
            (Comparison::Equal, _) if literal => format!("{is} {than}"),
            (Comparison::NotEqual, _) if literal => format!("no {is} {than}"),
            (Comparison::Equal, _) => format!("{is} {} {to}", noun.verb("igual", "iguales")),
            (Comparison::NotEqual, _) => {
                format!("{is} {} {}", agreed("distinto"), super::noun::of(&than))
            }
            (Comparison::Less, true) => format!("{is} {before} {to}"),
            (Comparison::Greater, true) => format!("{is} {after} {to}"),
            (Comparison::AtMost, true) => format!("no {is} {after} {to}"),
            (Comparison::AtLeast, true) => format!("no {is} {before} {to}"),
            (Comparison::Less, false) => {
                format!("{is} {} que {than}", noun.verb("menor", "menores"))
            }
            (Comparison::Greater, false) => {
                format!("{is} {} que {than}", noun.verb("mayor", "mayores"))
            }
            (Comparison::AtMost, false) => format!("no {} {than}", noun.verb("supera", "superan")),
            (Comparison::AtLeast, false) => format!("{is} al menos {than}"),
        }
    }

    /// «No hay …», «hay al menos un …»: comparisons of a count with none and one.
    fn counted(&mut self, sign: Comparison, left: &Expr, right: &Expr) -> Option<Clause> {
        let ExprKind::Call(callee, arguments) = &left.kind else { return None };
        let (Callee::Named(name), [argument]) = (&**callee, &arguments[..]) else { return None };
        let ExprKind::Number(number) = right.kind else { return None };
        if &*name.text != "count" {
            return None;
        }
        let some = match (sign, number.is_zero(), number == rust_decimal::Decimal::ONE) {
            (Comparison::Equal | Comparison::AtMost, true, _) | (Comparison::Less, _, true) => {
                false
            }
            (Comparison::NotEqual | Comparison::Greater, true, _)
            | (Comparison::AtLeast, _, true) => true,
            _ => return None,
        };
        let list = self.thing(&argument.value);
        let whole = list.noun.held();
        let is_plain = list.plain && list.item.is_some();
        Some(match (some, &list.item) {
            (true, Some(item)) if is_plain => {
                let one = if item.feminine { "una" } else { "un" };
                Self::say(format!("hay al menos {one} {}", item.bare()))
            }
            (false, Some(item)) if is_plain => {
                let none = if item.feminine { "ninguna" } else { "ningún" };
                Self::say(format!("no hay {none} {}", item.bare()))
            }
            (true, _) => {
                let has = list.noun.verb("tiene", "tienen");
                Clause::Say(whole, format!("{has} al menos un elemento"))
            }
            (false, _) => {
                let has = list.noun.verb("tiene", "tienen");
                Clause::Say(whole, format!("no {has} ningún elemento"))
            }
        })
    }

    fn logic(&mut self, operator: Logic, expr: &Expr, denied: bool) -> Clause {
        let mut operands = Vec::new();
        operands_of(operator, expr, &mut operands);
        if operator == Logic::Or
            && !denied
            && let Some(split) = antecedents(&operands)
        {
            let (given, then): (Vec<_>, Vec<_>) =
                operands.iter().zip(split).partition(|(_, antecedent)| *antecedent);
            let given = given.into_iter().map(|(operand, _)| self.clause(operand, true)).collect();
            let then = then.into_iter().map(|(operand, _)| self.clause(operand, false)).collect();
            return Clause::when(Clause::all(given), Clause::any(then));
        }
        if operator == Logic::And
            && denied
            && let Some((last, before)) = operands.split_last()
        {
            let given = before.iter().map(|operand| self.clause(operand, false)).collect();
            return Clause::when(Clause::all(given), self.clause(last, true));
        }
        let clauses = operands.into_iter().map(|operand| self.clause(operand, denied)).collect();
        match (operator, denied) {
            (Logic::Or, false) => Clause::any(clauses),
            (Logic::And, _) | (Logic::Or, true) => Clause::all(clauses),
        }
    }

    fn membership(&mut self, value: &Expr, tests: &[Test], denied: bool) -> Clause {
        let subject = self.thing(value);
        let (mut values, mut says) = (Vec::new(), Vec::new());
        for test in tests {
            match test {
                Test::Compare(sign, operand) => says.push(self.predicate(*sign, &subject, operand)),
                Test::Value(test) if matches!(test.kind, ExprKind::Range(_)) => {
                    let range = self.thing(test).noun.text;
                    says.push(format!("{} {range}", subject.noun.verb("está", "están")));
                }
                Test::Value(test) if self.states(test) => says.push(self.line(test, false)),
                Test::Value(test) => {
                    let inside = test.is_path()
                        || !matches!(test.kind, ExprKind::Text(_) | ExprKind::Number(_));
                    let noun = self.thing(test).noun.held();
                    match inside {
                        true => says.push(format!("está en {noun}")),
                        false => values.push(noun),
                    }
                }
            }
        }
        if !values.is_empty() {
            let is = subject.noun.verb("es", "son");
            says.insert(0, format!("{is} {}", super::noun::series(&values, false)));
        }
        let says = super::noun::series(&says, false);
        match denied {
            false => Clause::Say(subject.noun.held(), says),
            true => Self::say(format!("no se cumple que {} {says}", subject.noun.held())),
        }
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        bindings: &[crate::feel::Binding],
        body: &Expr,
        denied: bool,
    ) -> Clause {
        let depth = self.frames.len();
        let bound = self.bind_all(bindings);
        let every = quantifier == Quantifier::Every;
        let which = if bindings.len() == 1 { "el que" } else { "los que" };
        let list = |word: fn(&Bound) -> &str| {
            let words: Vec<String> = bound.iter().map(|bound| word(bound).to_owned()).collect();
            super::noun::series(&words, true)
        };
        let lead = match (every, denied) {
            (true, false) => format!("para {}, ", list(|bound| &bound.each)),
            (false, true) => format!("no hay {} para {which} ", list(|bound| &bound.none)),
            (true, true) | (false, false) => {
                format!("hay {} para {which} ", list(|bound| &bound.any))
            }
        };
        let body = self.clause(body, every && denied);
        self.frames.truncate(depth);
        Clause::Lead(lead, Box::new(body))
    }
}

/// The operands of one operator, however they are nested.
fn operands_of<'e>(operator: Logic, expr: &'e Expr, operands: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::Logic(same, left, right) if *same == operator => {
            operands_of(operator, left, operands);
            operands_of(operator, right, operands);
        }
        _ => operands.push(expr),
    }
}

/// Which operands of an «or» read as «si …, entonces …» when denied; none where it is a plain «or».
fn antecedents(operands: &[&Expr]) -> Option<Vec<bool>> {
    let denies = |expr: &&Expr| match &expr.kind {
        ExprKind::Call(callee, _) => {
            matches!(&**callee, Callee::Named(name) if &*name.text == "not")
        }
        ExprKind::Compare(Comparison::NotEqual, _, right) => {
            matches!(right.kind, ExprKind::Text(_) | ExprKind::Number(_))
        }
        ExprKind::Compare(Comparison::Equal, _, right) => matches!(right.kind, ExprKind::Null),
        _ => false,
    };
    let mut split: Vec<bool> = operands.iter().map(denies).collect();
    let last = split.len().checked_sub(1)?;
    if split.iter().all(|denies| *denies) {
        split[last] = false;
    }
    let differs = |expr: &Expr| matches!(&expr.kind, ExprKind::Compare(Comparison::NotEqual, _, right) if !matches!(right.kind, ExprKind::Null));
    if split.iter().all(|denies| !denies) && differs(operands[last]) {
        split.iter_mut().take(last).for_each(|denies| *denies = true);
    }
    split.contains(&true).then_some(split)
}

fn opposite(sign: Comparison) -> Comparison {
    match sign {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Less,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtMost => Comparison::Greater,
    }
}

/// The word that denies, with its space.
pub(super) fn no(denied: bool) -> &'static str {
    if denied { "no " } else { "" }
}
