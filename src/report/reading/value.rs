//! Values in words: fields, figures, arithmetic, lists.

use crate::feel::{Arithmetic, Expr, ExprKind, RangeExpr, formats};
use crate::report::safe::visible;
use crate::rules::{FORM, PARAMETERS};

use super::noun::{Hold, Noun, of, series};
use super::thing::Thing;
use super::{Frame, Speaker};

impl<'r> Speaker<'_, 'r> {
    /// What an expression gives.
    pub(super) fn thing(&mut self, expr: &Expr) -> Thing<'r> {
        if !self.goes_on() {
            return Thing::named(Noun::new(self.code(expr.span)));
        }
        if let ExprKind::Bool(truth) = expr.kind {
            return Thing::named(Noun::new(if truth { "«verdadero»" } else { "«falso»" }));
        }
        if !expr.is_path() && self.states(expr) {
            return Thing::named(Noun::loose(format!("que {}", self.line(expr, false))));
        }
        match &expr.kind {
            ExprKind::Name(name) => self.name(name),
            ExprKind::Member(base, member) => self.part(base, &member.text),
            ExprKind::Filter(base, filter) => self.filtered(base, filter),
            ExprKind::If(condition, then, otherwise) => self.choice(condition, then, otherwise),
            ExprKind::List(items) => self.list(items),
            ExprKind::For(bindings, body) => {
                let (body, over) = self.each(bindings, body);
                Thing {
                    noun: Noun::loose(format!("la lista de {}, {over}", body.noun.held())),
                    many: true,
                    ..body
                }
            }
            ExprKind::Call(callee, arguments) => self.call(expr, callee, arguments),
            _ => Thing::named(self.plain(expr)),
        }
    }

    /// What is no field and holds none.
    fn plain(&mut self, expr: &Expr) -> Noun {
        match &expr.kind {
            ExprKind::Null => Noun::new("ningún valor"),
            ExprKind::Number(number) => Noun::new(formats::precise(*number)),
            ExprKind::Text(text) => Noun::new(quoted(text)),
            ExprKind::Negate(inner) => {
                Noun::loose(format!("menos {}", self.thing(inner).noun.operand()))
            }
            ExprKind::Arithmetic(sign, left, right) => self.arithmetic(*sign, left, right),
            ExprKind::Range(range) => self.range(range),
            _ => Noun::new(self.code(expr.span)),
        }
    }

    fn name(&mut self, name: &str) -> Thing<'r> {
        if let Some(thing) = self.lookup(name) {
            return thing;
        }
        let noun = match name {
            FORM => return Thing::form(self.reader.ruleset.schema.shape()),
            PARAMETERS => Noun::new("los parámetros"),
            "item" | "?" => Noun::new("el elemento"),
            "partial" => Noun::new("lo calculado hasta ahí"),
            _ => Noun::new(format!("«{}»", self.reader.spelled(name))),
        };
        Thing { owns: true, ..Thing::named(noun) }
    }

    fn part(&mut self, base: &Expr, name: &str) -> Thing<'r> {
        if matches!(&base.kind, ExprKind::Name(root) if &**root == PARAMETERS) {
            let known = self.reader.ruleset.parameters.iter().find(|known| &*known.name == name);
            if let Some(parameter) = known {
                return Thing::named(Noun::guessed(&parameter.title));
            }
        }
        let base = self.thing(base);
        base.member(name).unwrap_or_else(|| {
            let words = Noun::guessed(&self.reader.spelled(name)).text;
            Thing::named(Noun::new(format!("{words} {}", of(&base.noun.held()))))
        })
    }

    fn filtered(&mut self, base: &Expr, filter: &Expr) -> Thing<'r> {
        let base = self.thing(base);
        if let Some(position) = written(filter) {
            return base.nth(position);
        }
        let element = base.element(base.item.clone().unwrap_or_else(|| Noun::new("el elemento")));
        let element = Thing { hushed: true, owns: false, ..element };
        self.within(Frame::Element(element), |this| {
            if !this.states(filter) {
                let position = this.thing(filter).noun;
                return base.at(&position);
            }
            let which = this.restriction(filter);
            let text = match base.noun.bare() == base.noun.text || base.noun.hold != Hold::Firm {
                true => format!("los elementos de {} {which}", base.noun.held()),
                false => format!("{} {which}", base.noun.text),
            };
            let noun = Noun { hold: Hold::Open, plural: true, text, ..base.noun.clone() };
            Thing { noun, plain: false, owner: None, owns: true, ..base.clone() }
        })
    }

    /// `cuyo identificador es 3`, `en que …`: which elements a filter keeps.
    fn restriction(&mut self, filter: &Expr) -> String {
        if let Some((subject, says)) = self.about_field(filter) {
            if subject.text.is_empty() {
                return format!("que {says}");
            }
            let whose = match (subject.feminine, subject.plural) {
                (false, false) => "cuyo",
                (true, false) => "cuya",
                (false, true) => "cuyos",
                (true, true) => "cuyas",
            };
            return format!("{whose} {} {says}", subject.bare());
        }
        format!("en que {}", self.line(filter, false))
    }

    fn choice(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Thing<'r> {
        let (a, b) = (self.thing(then), self.thing(otherwise));
        let condition = self.line(condition, false);
        let text = format!("si {condition}, {}; si no, {}", a.noun.held(), b.noun.held());
        let known = if a.shape.is_some() { a } else { b };
        Thing { noun: Noun::loose(text), ..known.rewritten() }
    }

    fn list(&mut self, items: &[Expr]) -> Thing<'r> {
        let things: Vec<Thing<'r>> = items.iter().map(|item| self.thing(item)).collect();
        let words: Vec<String> = things.iter().map(|thing| thing.noun.held()).collect();
        let shape = things.first().and_then(|thing| thing.shape);
        let noun = match words.len() {
            0 => Noun::new("una lista vacía"),
            _ => Noun::open(format!("la lista formada por {}", series(&words, true))),
        };
        Thing { shape, many: true, ..Thing::named(noun) }
    }

    fn range(&mut self, range: &RangeExpr) -> Noun {
        let mut end = |end: &Option<Expr>| end.as_ref().map(|end| self.thing(end).noun.held());
        let (low, high) = (end(&range.low), end(&range.high));
        let low = low.unwrap_or_else(|| "lo más bajo".to_owned());
        let high = high.unwrap_or_else(|| "lo más alto".to_owned());
        let without = match (range.low_included, range.high_included) {
            (true, true) => "",
            (false, true) => ", sin el primero",
            (true, false) => ", sin el último",
            (false, false) => ", sin los extremos",
        };
        Noun::new(format!("entre {low} y {high}{without}"))
    }

    fn arithmetic(&mut self, sign: Arithmetic, left: &Expr, right: &Expr) -> Noun {
        if let Some((part, whole)) = percentage(sign, left, right) {
            let (part, whole) = (self.thing(part).noun.held(), self.thing(whole).noun.held());
            return Noun::long(format!("el porcentaje que representa {part} en {whole}"));
        }
        let same = |other: Arithmetic| match sign {
            Arithmetic::Add | Arithmetic::Subtract => {
                matches!(other, Arithmetic::Add | Arithmetic::Subtract)
            }
            Arithmetic::Multiply | Arithmetic::Divide => {
                matches!(other, Arithmetic::Multiply | Arithmetic::Divide)
            }
            Arithmetic::Power => false,
        };
        let first = self.thing(left).noun;
        let chained = matches!(&left.kind, ExprKind::Arithmetic(other, a, b) if same(*other) && percentage(*other, a, b).is_none());
        let start = if chained { first.text.clone() } else { first.operand() };
        let right = self.thing(right).noun.operand();
        let joint = match sign {
            Arithmetic::Add => "más".to_owned(),
            Arithmetic::Subtract => "menos".to_owned(),
            Arithmetic::Multiply => format!("{} por", first.agree("multiplicado")),
            Arithmetic::Divide => format!("{} por", first.agree("dividido")),
            Arithmetic::Power => format!("{} a", first.agree("elevado")),
        };
        let comma = if chained && matches!(sign, Arithmetic::Multiply | Arithmetic::Divide) {
            " y"
        } else {
            ""
        };
        Noun { text: format!("{start}{comma} {joint} {right}"), hold: Hold::Loose, ..first }
    }
}

/// The number that a position in a list is, where it is written out.
fn written(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Number(number) => i64::try_from(*number).ok(),
        ExprKind::Negate(inner) => written(inner).and_then(i64::checked_neg),
        _ => None,
    }
}

/// Part and whole of `100 * part / whole`, however it is written.
fn percentage<'e>(
    sign: Arithmetic,
    left: &'e Expr,
    right: &'e Expr,
) -> Option<(&'e Expr, &'e Expr)> {
    let hundred = |expr: &Expr| matches!(&expr.kind, ExprKind::Number(number) if *number == rust_decimal::Decimal::ONE_HUNDRED);
    match (sign, &left.kind, &right.kind) {
        (Arithmetic::Divide, ExprKind::Arithmetic(Arithmetic::Multiply, a, b), _) if hundred(a) => {
            Some((b, right))
        }
        (Arithmetic::Divide, ExprKind::Arithmetic(Arithmetic::Multiply, a, b), _) if hundred(b) => {
            Some((a, right))
        }
        (Arithmetic::Multiply, _, ExprKind::Arithmetic(Arithmetic::Divide, a, b))
            if hundred(left) =>
        {
            Some((a, b))
        }
        (Arithmetic::Multiply, ExprKind::Arithmetic(Arithmetic::Divide, a, b), _)
            if hundred(right) =>
        {
            Some((a, b))
        }
        _ => None,
    }
}

/// A text of the rule, in one line.
pub(super) fn quoted(text: &str) -> String {
    if text.trim().is_empty() {
        return if text.is_empty() { "un texto vacío" } else { "un espacio" }.to_owned();
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("«{}»", visible(&line, false))
}
