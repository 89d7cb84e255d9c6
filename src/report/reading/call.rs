//! Calls in words: each function has its own in the table of functions.

use crate::feel::{Argument, Arithmetic, Callee, Expr, ExprKind, Function};

use super::Speaker;
use super::clause::Clause;
use super::condition::no;
use super::noun::{Noun, attach, series};
use super::thing::Thing;

impl<'r> Speaker<'_, 'r> {
    /// What a call gives.
    pub(super) fn call(
        &mut self,
        expr: &Expr,
        callee: &Callee,
        arguments: &[Argument],
    ) -> Thing<'r> {
        let Some(function) = self.function(callee) else {
            return Thing::named(Noun::new(format!("el resultado de {}", self.code(expr.span))));
        };
        let given = match self.idiom(function, arguments) {
            Ok(noun) => return Thing::named(noun),
            Err(given) => given,
        };
        let text = filled(function.reading, &given);
        let (noun, first) = (Noun::new(text), given.into_iter().next());
        match first {
            Some((_, first)) if arguments.len() == 1 => Thing { noun, ..first.rewritten() },
            _ => Thing::named(noun),
        }
    }

    /// A call that is true or false, denied or not.
    pub(super) fn called(
        &mut self,
        expr: &Expr,
        callee: &Callee,
        arguments: &[Argument],
        denied: bool,
    ) -> Clause {
        let Some(function) =
            self.function(callee).filter(|function| function.reading.contains("[no]"))
        else {
            return Self::say(format!("{}se cumple {}", no(denied), self.code(expr.span)));
        };
        if let (true, [input, pattern]) = (function.name == "matches", arguments)
            && matches!(&pattern.value.kind, ExprKind::Text(text) if &**text == "[0-9]")
        {
            let input = self.thing(&input.value).noun;
            let verb = input.verb("contiene", "contienen");
            return Self::say(format!(
                "{} {}{verb} {} número",
                input.held(),
                no(denied),
                if denied { "ningún" } else { "algún" }
            ));
        }
        let given = self.arguments(function, arguments);
        Self::say(filled(&function.reading.replace("[no] ", no(denied)), &given))
    }

    fn function(&self, callee: &Callee) -> Option<&'static Function> {
        match callee {
            Callee::Named(name) => self.reader.ruleset.library.get(&name.text),
            Callee::Computed(_) => None,
        }
    }

    /// What each parameter is given; arguments past the last go with it.
    fn arguments(&mut self, function: &Function, arguments: &[Argument]) -> Vec<Given<'r>> {
        let mut given: Vec<(&'static str, Vec<Thing<'r>>)> = Vec::new();
        for (index, argument) in arguments.iter().enumerate() {
            let by_name = argument.name.as_ref().and_then(|name| {
                function.parameters.iter().find(|parameter| parameter.name == &*name.text)
            });
            let at = index.min(function.parameters.len().saturating_sub(1));
            let Some(parameter) = by_name.or_else(|| function.parameters.get(at)) else { continue };
            let thing = self.argument(&argument.value);
            match given.iter_mut().find(|(name, _)| *name == parameter.name) {
                Some((_, things)) => things.push(thing),
                None => given.push((parameter.name, vec![thing])),
            }
        }
        let one = |(name, mut things): (_, Vec<Thing<'r>>)| match things.len() {
            1 => (name, things.swap_remove(0)),
            _ => {
                let words: Vec<String> = things.iter().map(|thing| thing.noun.held()).collect();
                (name, Thing::named(Noun::new(series(&words, true))))
            }
        };
        given.into_iter().map(one).collect()
    }

    /// An argument; the list that a `for` makes is said by what is in it.
    fn argument(&mut self, value: &Expr) -> Thing<'r> {
        let ExprKind::For(bindings, body) = &value.kind else { return self.thing(value) };
        let (body, over) = self.each(bindings, body);
        let noun = Noun::loose(format!("{}, {over}", body.noun.held()));
        Thing { noun, many: true, ..body }
    }

    /// Calls that people have a shorter word for; the error is what each parameter is given.
    fn idiom(
        &mut self,
        function: &Function,
        arguments: &[Argument],
    ) -> Result<Noun, Vec<Given<'r>>> {
        if let ("abs", [argument]) = (function.name, arguments)
            && let ExprKind::Arithmetic(Arithmetic::Subtract, a, b) = &argument.value.kind
        {
            let (a, b) = (self.thing(a).noun.held(), self.thing(b).noun.held());
            return Ok(Noun::new(format!("la diferencia entre {a} y {b}")));
        }
        let given = self.arguments(function, arguments);
        match (function.name, &given[..]) {
            ("count", [(_, list)]) if list.noun.plural && !list.noun.loose => {
                Ok(Noun::new(format!("el número de {}", list.noun.bare())))
            }
            _ => Err(given),
        }
    }
}

/// A parameter and what it is given.
type Given<'r> = (&'static str, Thing<'r>);

/// A reading with its arguments; parts whose arguments are not there are left out.
fn filled(reading: &str, given: &[Given<'_>]) -> String {
    let mut text = String::new();
    let mut rest = reading;
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at);
        fill(&mut text, before, given);
        let (part, after) = after[1..].split_once('>').unwrap_or((&after[1..], ""));
        if parameters(part).all(|name| given.iter().any(|(known, _)| *known == name)) {
            fill(&mut text, part, given);
        }
        rest = after;
    }
    fill(&mut text, rest, given);
    text
}

fn fill(text: &mut String, part: &str, given: &[Given<'_>]) {
    let plural = given.first().is_some_and(|(_, thing)| thing.noun.plural);
    let mut rest = part;
    while let Some(at) = rest.find(['{', '[']) {
        text.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('{') { '}' } else { ']' };
        let Some((inside, after)) = rest[at + 1..].split_once(close) else { break };
        match (close, inside.split_once('|')) {
            (']', Some((singular, several))) => {
                text.push_str(if plural { several } else { singular })
            }
            (']', None) => text.push_str(&format!("[{inside}]")),
            _ => match given.iter().find(|(name, _)| *name == inside) {
                Some((_, thing)) => attach(text, &thing.noun.held()),
                None => text.push('…'),
            },
        }
        rest = after;
    }
    text.push_str(rest);
}

fn parameters(part: &str) -> impl Iterator<Item = &str> {
    part.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}
