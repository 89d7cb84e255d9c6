//! `cada componente`, `al menos uno de los valores`: what variables run over.

use crate::feel::{Binding, Expr, ExprKind};

use super::noun::{Noun, of, series};
use super::thing::Thing;
use super::{Frame, Speaker};

/// How a variable's values are named, one by one.
pub(super) struct Bound {
    /// `cada componente`.
    pub each: String,
    /// `al menos un componente`.
    pub any: String,
    /// `ningún componente`.
    pub none: String,
}

impl<'r> Speaker<'_, 'r> {
    /// The body of a `for`, and `para cada …`.
    pub(super) fn each(&mut self, bindings: &[Binding], body: &Expr) -> (Thing<'r>, String) {
        let depth = self.frames.len();
        let bound = self.bind_all(bindings);
        let body = self.thing(body);
        self.frames.truncate(depth);
        let over: Vec<String> = bound.into_iter().map(|bound| bound.each).collect();
        (body, format!("para {}", series(&over, true)))
    }

    /// Gives variables their meaning, until the caller takes it away.
    pub(super) fn bind_all(&mut self, bindings: &[Binding]) -> Vec<Bound> {
        let alone = bindings.len() == 1;
        bindings.iter().map(|binding| self.bind(binding, alone)).collect()
    }

    fn bind(&mut self, binding: &Binding, alone: bool) -> Bound {
        let name = &*binding.name.text;
        let list = self.thing(&binding.list);
        let range = match &binding.until {
            Some(until) => {
                Some(format!("entre {} y {}", list.noun.held(), self.thing(until).noun.held()))
            }
            None if matches!(binding.list.kind, ExprKind::Range(_)) => Some(list.noun.text.clone()),
            None => None,
        };
        if let Some(range) = range {
            let thing = Thing::named(Noun::new(name));
            self.frames.push(Frame::Variable(name.to_owned(), thing));
            return Bound::one(&format!("{name} {range}"), false);
        }
        let mut element = list.variable(name, self.reader);
        let is_taken = |frame: &Frame<'_>| matches!(frame, Frame::Variable(_, thing) if thing.noun.text == element.noun.text);
        let tag =
            if self.frames.iter().any(is_taken) { format!(" «{name}»") } else { String::new() };
        element.hushed = alone && tag.is_empty();
        element.noun.text.push_str(&tag);
        let bound = match &list.item {
            Some(item) if list.plain => Bound::one(&format!("{}{tag}", item.bare()), item.feminine),
            Some(item) => Bound::among(&of(&list.noun.tail()), item.feminine),
            None => Bound::one(&format!("elemento{tag} {}", of(&list.noun.tail())), false),
        };
        self.frames.push(Frame::Variable(name.to_owned(), element));
        bound
    }
}

impl Bound {
    /// Values that have a name of their own.
    fn one(words: &str, feminine: bool) -> Bound {
        let (one, none) = if feminine { ("una", "ninguna") } else { ("un", "ningún") };
        Bound {
            each: format!("cada {words}"),
            any: format!("al menos {one} {words}"),
            none: format!("{none} {words}"),
        }
    }

    /// Values that are named by what they are among.
    fn among(whole: &str, feminine: bool) -> Bound {
        let (one, none) = if feminine { ("una", "ninguna") } else { ("uno", "ninguno") };
        Bound {
            each: format!("cada {one} {whole}"),
            any: format!("al menos {one} {whole}"),
            none: format!("{none} {whole}"),
        }
    }
}
