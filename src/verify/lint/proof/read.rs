//! Conditions of rules → forms: definitions, parameters and elements replaced by what they stand for.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{
    Binding, Callee, Comparison, ContextType, Expr, ExprKind, Logic, Quantifier, RangeExpr, Test,
    Type, Unit,
};
use crate::rules::{POSITION, Requirement, Rule, Ruleset};
use crate::schema::Shape;

use super::form::{Atom, AtomKind, Every, Form};
use super::ratio::Ratio;

/// Reads conditions with the parameters of some years.
#[derive(Clone)]
pub struct Reader<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) names: Rc<ContextType>,
    pub(super) era: Rc<BTreeMap<Arc<str>, Decimal>>,
    /// Whether only forms are looked at whose numbers and lists keep to the bounds of the schema.
    pub(super) keeps_schema: bool,
}

/// What names stand for at some place of a rule.
#[derive(Clone)]
pub struct Env<'r> {
    pub(super) rule: Option<&'r Rule>,
    /// How many of the rule's definitions are visible.
    pub(super) definitions: usize,
    pub(super) elements: Vec<Element<'r>>,
}

/// A variable that stands for one element of a list.
#[derive(Clone)]
pub(super) struct Element<'r> {
    pub(super) name: Arc<str>,
    pub(super) symbol: String,
    pub(super) of: Type,
    pub(super) shape: Option<&'r Shape>,
    pub(super) whole: bool,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        ruleset: &'r Ruleset,
        names: Rc<ContextType>,
        era: BTreeMap<Arc<str>, Decimal>,
    ) -> Reader<'r> {
        Reader { ruleset, names, era: Rc::new(era), keeps_schema: false }
    }

    /// The same, of forms whose numbers and lists keep to the bounds of the schema.
    pub(super) fn keeping_schema(self) -> Reader<'r> {
        Reader { keeps_schema: true, ..self }
    }

    /// A condition of the table of ratings.
    pub fn rating(&self, expr: &'r Expr) -> Form<'r> {
        self.form(expr, &Env { rule: None, definitions: 0, elements: Vec::new() })
    }

    /// A condition of a rule, on any one element of the lists that the rule and some loops run over.
    ///
    /// It may name the first `visible` definitions of the rule.
    pub fn within(
        &self,
        rule: &'r Rule,
        visible: usize,
        loops: &[&'r Binding],
        expr: &'r Expr,
    ) -> Form<'r> {
        let mut env = self.env(rule, "·");
        env.definitions = visible;
        for Binding { name, list, .. } in loops {
            let (of, shape) = (self.of(list, &env).item(), self.item_shape(list, &env));
            let symbol = format!("·{}{}", env.elements.len(), self.key(list, &env));
            let name = Arc::clone(&name.text);
            env.elements.push(Element { name, symbol, of, shape, whole: false });
        }
        self.form(expr, &env)
    }

    /// When a rule applies, on any one element.
    pub fn applies(&self, rule: &'r Rule) -> Form<'r> {
        self.applies_in(rule, &self.env(rule, "·"))
    }

    /// What a rule requires, on any one element.
    pub fn requires(&self, rule: &'r Rule) -> Form<'r> {
        self.requires_in(rule, &self.env(rule, "·"))
    }

    /// That a rule is not unmet, whole: on every element where it applies, what it requires.
    pub fn kept(&self, rule: &'r Rule) -> Form<'r> {
        self.on_elements(rule, |reader, env| {
            let applies = reader.applies_in(rule, env).negated();
            Form::Any(vec![applies, reader.requires_in(rule, env)])
        })
    }

    /// That a rule applies to something.
    pub fn concerned(&self, rule: &'r Rule) -> Form<'r> {
        self.on_elements(rule, |reader, env| reader.applies_in(rule, env).negated()).negated()
    }

    fn on_elements(
        &self,
        rule: &'r Rule,
        form: impl Fn(&Reader<'r>, &Env<'r>) -> Form<'r> + 'r,
    ) -> Form<'r> {
        let Some((_, list)) = &rule.each else { return form(self, &self.env(rule, "·")) };
        let bare = Env { rule: Some(rule), definitions: 0, elements: Vec::new() };
        let (list, reader) = (self.key(&list.expr, &bare), self.clone());
        let body = move |symbol: &str| form(&reader, &reader.env(rule, symbol));
        let (text, body) = (String::new(), Box::new(body));
        Form::Every(Rc::new(Every { list, text, some: false, body }))
    }

    fn env(&self, rule: &'r Rule, symbol: &str) -> Env<'r> {
        let bare = Env { rule: Some(rule), definitions: 0, elements: Vec::new() };
        let mut elements = Vec::new();
        if let Some((name, list)) = &rule.each {
            let shape = self.item_shape(&list.expr, &bare);
            let of = list.of.item();
            elements.push(Element {
                name: Arc::clone(name),
                symbol: symbol.to_owned(),
                of,
                shape,
                whole: false,
            });
            elements.push(Element {
                name: Arc::from(POSITION),
                symbol: format!("{symbol}{POSITION}"),
                of: Type::Number(Unit::Position),
                shape: None,
                whole: true,
            });
        }
        Env { rule: Some(rule), definitions: rule.definitions.len(), elements }
    }

    fn applies_in(&self, rule: &'r Rule, env: &Env<'r>) -> Form<'r> {
        let condition = rule.applies.as_ref();
        condition.map_or(Form::Always(true), |condition| self.form(&condition.expr, env))
    }

    fn requires_in(&self, rule: &'r Rule, env: &Env<'r>) -> Form<'r> {
        let clauses = rule.clauses().iter().map(|clause| self.form(&clause.expr, env));
        match rule.requires {
            Requirement::Any(_) => Form::Any(clauses.collect()),
            _ => Form::All(clauses.collect()),
        }
    }

    fn form(&self, expr: &'r Expr, env: &Env<'r>) -> Form<'r> {
        match &expr.kind {
            ExprKind::Bool(truth) => Form::Always(*truth),
            ExprKind::Name(name) => match self.definition(name, env) {
                Some((definition, env)) => self.form(definition, &env),
                None => self.holds(expr, env),
            },
            ExprKind::Logic(operator, left, right) => {
                let parts = vec![self.form(left, env), self.form(right, env)];
                if *operator == Logic::And { Form::All(parts) } else { Form::Any(parts) }
            }
            ExprKind::If(condition, then, otherwise) => {
                Form::If(Rc::new([condition, then, otherwise].map(|part| self.form(part, env))))
            }
            ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
                (Callee::Named(name), [only]) if &*name.text == "not" => {
                    self.form(&only.value, env).negated()
                }
                _ => self.holds(expr, env),
            },
            ExprKind::Between(value, low, high) => Form::All(vec![
                self.compare(expr, Comparison::AtLeast, value, low, env),
                self.compare(expr, Comparison::AtMost, value, high, env),
            ]),
            ExprKind::In(value, tests) => self.membership(expr, value, tests, env),
            ExprKind::Compare(sign, left, right) => self.compare(expr, *sign, left, right, env),
            ExprKind::Quantified(quantifier, bindings, body) => match &bindings[..] {
                [Binding { name, list, until: None }] => {
                    self.quantified(expr, *quantifier, (&name.text, list, body), env)
                }
                _ => self.holds(expr, env),
            },
            _ => self.holds(expr, env),
        }
    }

    fn quantified(
        &self,
        whole: &Expr,
        quantifier: Quantifier,
        (name, list, body): (&Arc<str>, &'r Expr, &'r Expr),
        env: &Env<'r>,
    ) -> Form<'r> {
        let (reader, env, name) = (self.clone(), env.clone(), Arc::clone(name));
        let (of, shape) = (self.of(list, &env).item(), self.item_shape(list, &env));
        let list = self.key(list, &env);
        let some = quantifier == Quantifier::Some;
        let body = move |symbol: &str| {
            let mut env = env.clone();
            let (name, of) = (Arc::clone(&name), of.clone());
            env.elements.push(Element { name, symbol: symbol.to_owned(), of, shape, whole: false });
            let form = reader.form(body, &env);
            if some { form.negated() } else { form }
        };
        let (text, body) = (whole.to_string(), Box::new(body));
        let every = Form::Every(Rc::new(Every { list, text, some, body }));
        if some { every.negated() } else { every }
    }

    fn membership(
        &self,
        whole: &Expr,
        value: &'r Expr,
        tests: &'r [Test],
        env: &Env<'r>,
    ) -> Form<'r> {
        let compare = |sign, operand| self.compare(whole, sign, value, operand, env);
        let scalar = matches!(self.of(value, env), Type::Number(_) | Type::Text | Type::Choice(_));
        let parts = tests.iter().map(|test| match test {
            _ if !scalar => None,
            Test::Compare(sign, operand) => Some(compare(*sign, operand)),
            Test::Value(test) => match &test.kind {
                ExprKind::Range(range) => Some(Form::All(ends(range, &compare)?)),
                ExprKind::List(items) if items.iter().all(is_literal) => Some(Form::Any(
                    items.iter().map(|item| compare(Comparison::Equal, item)).collect(),
                )),
                ExprKind::Unary(sign, operand) => Some(compare(*sign, operand)),
                _ if is_literal(test) => Some(compare(Comparison::Equal, test)),
                _ => None,
            },
        });
        match parts.collect::<Option<Vec<_>>>() {
            Some(parts) => Form::Any(parts),
            None => self.holds(whole, env),
        }
    }

    fn compare(
        &self,
        whole: &Expr,
        sign: Comparison,
        left: &'r Expr,
        right: &'r Expr,
        env: &Env<'r>,
    ) -> Form<'r> {
        let equality = matches!(sign, Comparison::Equal | Comparison::NotEqual);
        if equality {
            let (equal, text) = (sign == Comparison::Equal, whole.to_string());
            for (one, other) in [(left, right), (right, left)] {
                if let Some(form) = self.equals((text.clone(), equal), one, other, env) {
                    return if equal { form } else { form.negated() };
                }
            }
        }
        let numbers = [left, right].map(|side| matches!(self.of(side, env), Type::Number(_)));
        if numbers == [true, true] {
            return self.sums(whole, sign, left, right, env);
        }
        let swapped = matches!(sign, Comparison::Greater | Comparison::AtMost);
        let mut keys = [self.key(left, env), self.key(right, env)];
        if swapped || (equality && keys[0] > keys[1]) {
            keys.swap(0, 1);
        }
        let (word, negated) = match sign {
            Comparison::Equal => ("=", false),
            Comparison::NotEqual => ("=", true),
            Comparison::Less | Comparison::Greater => ("<", false),
            Comparison::AtLeast | Comparison::AtMost => ("<", true),
        };
        let form = self.opaque(format!("{} {word} {}", keys[0], keys[1]), whole);
        if negated { form.negated() } else { form }
    }

    /// Equality with something written out, or the contrary as the rule writes it; none where the other is
    /// none.
    fn equals(
        &self,
        (text, equal): (String, bool),
        one: &'r Expr,
        other: &Expr,
        env: &Env<'r>,
    ) -> Option<Form<'r>> {
        match &other.kind {
            ExprKind::Null if one.is_path() => {
                let key = self.key(one, env);
                let needs = vec![format!("{key}?")];
                let kind = AtomKind::There(key);
                let solid = self.is_field(one, env);
                let there = Atom { contrary: equal, ..atom(kind, needs, solid, text) };
                Some(Form::Atom(Rc::new(there)).negated())
            }
            ExprKind::Bool(truth) => {
                let form = self.form(one, env);
                Some(if *truth { form } else { form.negated() })
            }
            ExprKind::Text(literal) => {
                let key = self.key(one, env);
                let universe = match self.of(one, env) {
                    Type::Choice(texts) => Some(texts),
                    Type::Text => None,
                    _ => return None,
                };
                let kind = AtomKind::Is(key.clone(), Arc::clone(literal), universe);
                let is = Atom { contrary: !equal, ..atom(kind, vec![key], true, text) };
                Some(Form::Atom(Rc::new(is)))
            }
            _ => None,
        }
    }

    fn sums(
        &self,
        whole: &Expr,
        sign: Comparison,
        left: &'r Expr,
        right: &'r Expr,
        env: &Env<'r>,
    ) -> Form<'r> {
        let (left_text, right_text) = (left.to_string(), right.to_string());
        let (mut here, mut there) = (Vec::new(), Vec::new());
        let (Ok(left), Ok(right)) =
            (self.figure(left, env, &mut here), self.figure(right, env, &mut there))
        else {
            return Form::Undecided;
        };
        let half = |sign: &str| format!("{left_text} {sign} {right_text}");
        let equality = matches!(sign, Comparison::Equal | Comparison::NotEqual);
        let minus = right.sum.times(Ratio::ONE.negated());
        let Some(sum) = minus.and_then(|minus| left.sum.clone().plus(&minus)) else {
            return self.holds(whole, env);
        };
        let [solid, solid_too] =
            [&here, &there].map(|terms| terms.iter().all(|(_, domain)| domain.solid));
        let domains = [here, there].concat();
        let mut needs: Vec<String> = domains.iter().map(|(key, _)| key.clone()).collect();
        needs.sort();
        needs.dedup();
        Form::Atom(Rc::new(Atom {
            kind: AtomKind::Compare(sum, sign),
            needs,
            solid: solid && solid_too,
            half_solid: solid || solid_too,
            exact: left.exact && right.exact,
            total: left.total && right.total,
            domains,
            text: whole.to_string(),
            contrary: false,
            halves: equality.then(|| [half("<"), half(">")]),
        }))
    }

    /// Anything that is true or false, by its text.
    fn holds(&self, expr: &Expr, env: &Env<'r>) -> Form<'r> {
        self.opaque(self.key(expr, env), expr)
    }

    fn opaque(&self, key: String, whole: &Expr) -> Form<'r> {
        let text = whole.to_string();
        Form::Atom(Rc::new(atom(AtomKind::Holds(key.clone()), vec![key], true, text)))
    }
}

fn atom(kind: AtomKind, needs: Vec<String>, solid: bool, text: String) -> Atom {
    Atom {
        kind,
        needs,
        solid,
        half_solid: solid,
        exact: true,
        total: true,
        domains: Vec::new(),
        text,
        contrary: false,
        halves: None,
    }
}

/// The ends of a range as comparisons; none where an end is open to infinity.
fn ends<'r>(
    range: &'r RangeExpr,
    compare: &impl Fn(Comparison, &'r Expr) -> Form<'r>,
) -> Option<Vec<Form<'r>>> {
    use Comparison::{AtLeast, AtMost, Greater, Less};
    let low = if range.low_included { AtLeast } else { Greater };
    let high = if range.high_included { AtMost } else { Less };
    Some(vec![compare(low, range.low.as_ref()?), compare(high, range.high.as_ref()?)])
}

pub(super) fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) => true,
        ExprKind::Negate(operand) => is_literal(operand),
        _ => false,
    }
}
