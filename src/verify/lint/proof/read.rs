//! Conditions of rules → forms: definitions, parameters and elements replaced by what they stand for.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{
    self, Arithmetic, Binding, Callee, Comparison, ContextType, Expr, ExprKind, Logic, Quantifier,
    RangeExpr, Test, Type, Unit,
};
use crate::rules::{PARAMETERS, POSITION, Requirement, Rule, Ruleset};
use crate::schema::Shape;

use super::form::{Atom, AtomKind, Domain, Every, Form};
use super::linear::Sum;
use super::ratio::Ratio;

/// Functions whose results have bounds: name, whether whole, the least, the most.
const BOUNDED: [(&str, bool, i64, Option<i64>); 4] = [
    ("count", true, 0, None),
    ("string length", true, 0, None),
    ("abs", false, 0, None),
    ("similarity", false, 0, Some(1)),
];

/// Letters of an expression that is put in the place of a name.
const INLINED: usize = 300;

/// Reads conditions with the parameters of some years.
#[derive(Clone)]
pub struct Reader<'r> {
    ruleset: &'r Ruleset,
    names: Rc<ContextType>,
    era: Rc<BTreeMap<Arc<str>, Decimal>>,
}

/// What names stand for at some place of a rule.
#[derive(Clone)]
pub struct Env<'r> {
    rule: Option<&'r Rule>,
    /// How many of the rule's definitions are visible.
    definitions: usize,
    elements: Vec<Element<'r>>,
}

/// A variable that stands for one element of a list.
#[derive(Clone)]
struct Element<'r> {
    name: Arc<str>,
    symbol: String,
    of: Type,
    shape: Option<&'r Shape>,
    whole: bool,
}

/// A parameter has no value, so that what needs it is never decided.
struct Missing;

impl<'r> Reader<'r> {
    pub(super) fn new(
        ruleset: &'r Ruleset,
        names: Rc<ContextType>,
        era: BTreeMap<Arc<str>, Decimal>,
    ) -> Reader<'r> {
        Reader { ruleset, names, era: Rc::new(era) }
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
        Form::Every(Rc::new(Every { list, body: Box::new(body) }))
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
                    self.quantified(*quantifier, &name.text, list, body, env)
                }
                _ => self.holds(expr, env),
            },
            _ => self.holds(expr, env),
        }
    }

    fn quantified(
        &self,
        quantifier: Quantifier,
        name: &Arc<str>,
        list: &'r Expr,
        body: &'r Expr,
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
        let every = Form::Every(Rc::new(Every { list, body: Box::new(body) }));
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
                if let Some(form) = self.equals(text.clone(), one, other, env) {
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

    /// Equality with something written out; none where the other is none.
    fn equals(&self, text: String, one: &'r Expr, other: &Expr, env: &Env<'r>) -> Option<Form<'r>> {
        match &other.kind {
            ExprKind::Null if one.is_path() => {
                let key = self.key(one, env);
                let needs = vec![format!("{key}?")];
                let kind = AtomKind::There(key);
                let solid = self.is_field(one, env);
                let text = text.replacen(" != ", " = ", 1);
                Some(atom(kind, needs, Vec::new(), solid, text).negated())
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
                let text = text.replacen(" != ", " = ", 1);
                Some(atom(kind, vec![key], Vec::new(), true, text))
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
        let mut domains = Vec::new();
        let (Ok(left), Ok(right)) =
            (self.sum(left, env, &mut domains), self.sum(right, env, &mut domains))
        else {
            return Form::Undecided;
        };
        let minus = right.times(Ratio::ONE.negated());
        let Some(sum) = minus.and_then(|minus| left.clone().plus(&minus)) else {
            return self.holds(whole, env);
        };
        let mut needs: Vec<String> =
            left.terms.into_keys().chain(right.terms.into_keys()).collect();
        needs.sort();
        needs.dedup();
        let solid = domains.iter().all(|(_, domain)| domain.solid);
        atom(AtomKind::Compare(sum, sign), needs, domains, solid, whole.to_string())
    }

    /// A number as a sum; what is no sum is one term.
    fn sum(
        &self,
        expr: &'r Expr,
        env: &Env<'r>,
        domains: &mut Vec<(String, Domain)>,
    ) -> Result<Sum, Missing> {
        let minus = Ratio::ONE.negated();
        let made = match &expr.kind {
            ExprKind::Number(number) => Ratio::decimal(*number).map(Sum::constant),
            ExprKind::Negate(operand) => self.sum(operand, env, domains)?.times(minus),
            ExprKind::Arithmetic(sign, left, right) => {
                let (left, right) = (self.sum(left, env, domains)?, self.sum(right, env, domains)?);
                combined(*sign, &left, &right)
            }
            ExprKind::Name(name) => match self.definition(name, env) {
                Some((definition, env)) => Some(self.sum(definition, &env, domains)?),
                None => None,
            },
            ExprKind::Member(base, name) if is_parameters(base) => {
                let value = self.era.get(&name.text).ok_or(Missing)?;
                Ratio::decimal(*value).map(Sum::constant)
            }
            _ => None,
        };
        Ok(made.unwrap_or_else(|| {
            let key = self.key(expr, env);
            domains.push((key.clone(), self.domain(expr, env)));
            Sum::term(key)
        }))
    }

    fn domain(&self, expr: &Expr, env: &Env<'r>) -> Domain {
        if let ExprKind::Call(callee, _) = &expr.kind
            && let Callee::Named(name) = &**callee
        {
            let known = BOUNDED.iter().find(|(function, ..)| **function == *name.text);
            let number = |number: i64| Ratio::decimal(Decimal::from(number));
            return known.map_or(Domain::default(), |(_, whole, least, most)| Domain {
                whole: *whole,
                solid: true,
                least: number(*least),
                most: most.and_then(number),
            });
        }
        let whole = match &expr.kind {
            ExprKind::Name(name) => self.element(name, env).is_some_and(|element| element.whole),
            _ => false,
        };
        let integer = matches!(self.shape(expr, env), Some(Shape::Number { integer: true, .. }));
        let solid = whole || self.is_field(expr, env);
        Domain { whole: whole || integer, solid, least: None, most: None }
    }

    /// Anything that is true or false, by its text.
    fn holds(&self, expr: &Expr, env: &Env<'r>) -> Form<'r> {
        self.opaque(self.key(expr, env), expr)
    }

    fn opaque(&self, key: String, whole: &Expr) -> Form<'r> {
        atom(AtomKind::Holds(key.clone()), vec![key], Vec::new(), true, whole.to_string())
    }

    /// A definition by name, and what names stand for in it.
    fn definition(&self, name: &str, env: &Env<'r>) -> Option<(&'r Expr, Env<'r>)> {
        let rule = env.rule.filter(|_| self.element(name, env).is_none())?;
        let visible = &rule.definitions[..env.definitions];
        let at = visible.iter().position(|(known, _)| **known == *name)?;
        let each = env.elements.iter().take(if rule.each.is_some() { 2 } else { 0 });
        let elements = each.cloned().collect();
        Some((&visible[at].1.expr, Env { rule: Some(rule), definitions: at, elements }))
    }

    fn element<'e>(&self, name: &str, env: &'e Env<'r>) -> Option<&'e Element<'r>> {
        env.elements.iter().rev().find(|element| *element.name == *name)
    }

    /// What an expression is known by: the same key, the same value.
    fn key(&self, expr: &Expr, env: &Env<'r>) -> String {
        self.replaced(expr, env).to_string()
    }

    fn replaced(&self, expr: &Expr, env: &Env<'r>) -> Expr {
        expr.rewritten(&mut |part| match &part.kind {
            ExprKind::Name(name) => self.stands_for(name, part, env),
            ExprKind::Filter(_, condition) if is_literal(condition) => None,
            ExprKind::Filter(..)
            | ExprKind::For(..)
            | ExprKind::Quantified(..)
            | ExprKind::Context(_)
            | ExprKind::Function(_)
            | ExprKind::In(..)
                if self.mentions(part, env) =>
            {
                Some(self.own_name(part, env))
            }
            ExprKind::Filter(..)
            | ExprKind::For(..)
            | ExprKind::Quantified(..)
            | ExprKind::Context(_)
            | ExprKind::Function(_)
            | ExprKind::In(..) => Some(part.clone()),
            _ => None,
        })
    }

    fn stands_for(&self, name: &Arc<str>, part: &Expr, env: &Env<'r>) -> Option<Expr> {
        if let Some(element) = self.element(name, env) {
            let symbol = Arc::from(element.symbol.as_str());
            return Some(Expr::new(ExprKind::Name(symbol), part.span));
        }
        let (definition, inner) = self.definition(name, env)?;
        let replaced = self.replaced(definition, &inner);
        let short = replaced.to_string().len() <= INLINED;
        Some(if short { replaced } else { self.own_name(part, env) })
    }

    /// Whether an expression names a definition or an element of the rule.
    fn mentions(&self, expr: &Expr, env: &Env<'r>) -> bool {
        let mut found = false;
        expr.walk(&mut |part| {
            if let ExprKind::Name(name) = &part.kind {
                found |= self.element(name, env).is_some() || self.definition(name, env).is_some();
            }
        });
        found
    }

    /// A name that no other rule and no other element gives to anything.
    fn own_name(&self, expr: &Expr, env: &Env<'r>) -> Expr {
        let rule = env.rule.map_or("", |rule| rule.id.as_str());
        let elements: Vec<&str> = env.elements.iter().map(|one| one.symbol.as_str()).collect();
        let name = format!("‹{rule} {} {expr}›", elements.join(" "));
        Expr::new(ExprKind::Name(Arc::from(name)), expr.span)
    }

    /// The type of an expression.
    fn of(&self, expr: &Expr, env: &Env<'r>) -> Type {
        let mut locals = ContextType::default();
        let definitions = env.rule.iter().flat_map(|rule| &rule.definitions[..env.definitions]);
        let elements = env.elements.iter().rev();
        locals.members.extend(elements.map(|one| (Arc::clone(&one.name), one.of.clone())));
        locals.members.extend(definitions.map(|(name, of)| (Arc::clone(name), of.of.clone())));
        feel::check(expr, &self.ruleset.library, &[&locals, &self.names]).of
    }

    /// What the schema says of a field; none of anything else.
    fn shape(&self, expr: &Expr, env: &Env<'r>) -> Option<&'r Shape> {
        match &expr.kind {
            ExprKind::Name(name) => match (self.element(name, env), self.definition(name, env)) {
                (Some(element), _) => element.shape,
                (None, Some((definition, env))) => self.shape(definition, &env),
                (None, None) => Some(&self.ruleset.schema.shape().member(name)?.shape),
            },
            ExprKind::Member(base, name) => Some(&self.shape(base, env)?.member(&name.text)?.shape),
            ExprKind::Filter(base, position) if is_literal(position) => self.item_shape(base, env),
            ExprKind::Filter(base, _) => self.shape(base, env),
            _ => None,
        }
    }

    /// Whether a path leads to a field of the form and by no filter, so that it is never `null`.
    fn is_field(&self, expr: &Expr, env: &Env<'r>) -> bool {
        let mut filtered = false;
        expr.walk(&mut |part| filtered |= matches!(part.kind, ExprKind::Filter(..)));
        let defined = match &expr.kind {
            ExprKind::Name(name) => self.definition(name, env),
            _ => None,
        };
        match defined {
            Some((definition, env)) => self.is_field(definition, &env),
            None => !filtered && expr.is_path() && self.shape(expr, env).is_some(),
        }
    }

    /// What the schema says of the elements of a list.
    fn item_shape(&self, list: &Expr, env: &Env<'r>) -> Option<&'r Shape> {
        match self.shape(list, env)? {
            Shape::List(item) => Some(item),
            _ => None,
        }
    }
}

fn atom<'r>(
    kind: AtomKind,
    needs: Vec<String>,
    domains: Vec<(String, Domain)>,
    solid: bool,
    text: String,
) -> Form<'r> {
    Form::Atom(Rc::new(Atom { kind, needs, solid, domains, text }))
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

fn combined(sign: Arithmetic, left: &Sum, right: &Sum) -> Option<Sum> {
    let minus = Ratio::ONE.negated();
    match sign {
        Arithmetic::Add => left.clone().plus(right),
        Arithmetic::Subtract => left.clone().plus(&right.times(minus)?),
        Arithmetic::Multiply => match (left.number(), right.number()) {
            (Some(number), _) => right.times(number),
            (_, Some(number)) => left.times(number),
            (None, None) => None,
        },
        Arithmetic::Divide => left.times(right.number()?.inverse()?),
        Arithmetic::Power => None,
    }
}

fn is_parameters(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if **name == *PARAMETERS)
}

fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) => true,
        ExprKind::Negate(operand) => is_literal(operand),
        _ => false,
    }
}
