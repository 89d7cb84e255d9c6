//! What names stand for: definitions of the rule, elements of lists, fields of the form.

use std::sync::Arc;

use crate::feel::{self, ContextType, Expr, ExprKind, Type};
use crate::schema::Shape;

use super::read::{Element, Env, Reader, is_literal};

/// Letters of an expression that is put in the place of a name.
const INLINED: usize = 300;

impl<'r> Reader<'r> {
    /// A definition by name, and what names stand for in it.
    pub(super) fn definition(&self, name: &str, env: &Env<'r>) -> Option<(&'r Expr, Env<'r>)> {
        let rule = env.rule.filter(|_| self.element(name, env).is_none())?;
        let visible = &rule.definitions[..env.definitions];
        let at = visible.iter().position(|(known, _)| **known == *name)?;
        let each = env.elements.iter().take(if rule.each.is_some() { 2 } else { 0 });
        let elements = each.cloned().collect();
        Some((&visible[at].1.expr, Env { rule: Some(rule), definitions: at, elements }))
    }

    pub(super) fn element<'e>(&self, name: &str, env: &'e Env<'r>) -> Option<&'e Element<'r>> {
        env.elements.iter().rev().find(|element| *element.name == *name)
    }

    /// What an expression is known by: the same key, the same value.
    pub(super) fn key(&self, expr: &Expr, env: &Env<'r>) -> String {
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
    pub(super) fn of(&self, expr: &Expr, env: &Env<'r>) -> Type {
        let mut locals = ContextType::default();
        let definitions = env.rule.iter().flat_map(|rule| &rule.definitions[..env.definitions]);
        let elements = env.elements.iter().rev();
        locals.members.extend(elements.map(|one| (Arc::clone(&one.name), one.of.clone())));
        locals.members.extend(definitions.map(|(name, of)| (Arc::clone(name), of.of.clone())));
        feel::check(expr, &self.ruleset.library, &[&locals, &self.names]).of
    }

    /// What the schema says of a field; none of anything else.
    pub(super) fn shape(&self, expr: &Expr, env: &Env<'r>) -> Option<&'r Shape> {
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
    pub(super) fn is_field(&self, expr: &Expr, env: &Env<'r>) -> bool {
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
    pub(super) fn item_shape(&self, list: &Expr, env: &Env<'r>) -> Option<&'r Shape> {
        match self.shape(list, env)? {
            Shape::List(item, _) => Some(item),
            _ => None,
        }
    }
}
