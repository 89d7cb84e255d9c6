//! Calls in words: each function has its own in the table of functions.

use crate::feel::{Argument, Arithmetic, Callee, Expr, ExprKind, Function};

use super::Speaker;
use super::clause::Clause;
use super::condition::no;
use super::noun::{Noun, attach, of, series};
use super::thing::Thing;
use crate::report::safe::visible;

/// The function that asks whether a list has something.
const CONTAINS: &str = "list contains";

impl<'r> Speaker<'_, 'r> {
    /// What a call gives.
    pub(super) fn call(
        &mut self,
        expr: &Expr,
        callee: &Callee,
        arguments: &[Argument],
    ) -> Thing<'r> {
        let Some(function) = self.function(callee, arguments) else {
            return Thing::named(Noun::new(format!("el resultado de {}", self.code(expr.span))));
        };
        let given = match self.idiom(function, arguments) {
            Ok(noun) => return Thing::named(noun),
            Err(given) => given,
        };
        let text = filled(function.reading, &given);
        let (noun, first) = (Noun::long(text), given.into_iter().next());
        match first {
            Some(mut first) if arguments.len() == 1 => {
                Thing { noun, ..first.things.swap_remove(0).rewritten() }
            }
            _ => Thing::named(noun),
        }
    }

    /// Whether a list of truths has one: `«repetidos» no se cumple en ningún caso`.
    fn holds_somewhere(&mut self, list: &Expr, truth: bool, denied: bool) -> Clause {
        let noun = self.thing(list).noun;
        let verb = noun.verb("se cumple", "se cumplen");
        let says = match (truth, denied) {
            (true, false) => format!("{verb} en algún caso"),
            (true, true) => format!("no {verb} en ningún caso"),
            (false, false) => format!("no {verb} en algún caso"),
            (false, true) => format!("{verb} en todos los casos"),
        };
        Clause::Say(noun.held(), says)
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
            self.function(callee, arguments).filter(|function| function.reading.contains("[no]"))
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
        if let (CONTAINS, [list, element]) = (function.name, arguments)
            && let ExprKind::Bool(truth) = element.value.kind
        {
            return self.holds_somewhere(&list.value, truth, denied);
        }
        let given = self.arguments(function, arguments);
        let reading = function.reading.replace("[no] ", no(denied));
        let subject = given.first().and_then(|given| {
            let says = reading.strip_prefix(&format!("{{{}}} ", given.name))?;
            match &given.things[..] {
                [thing] if given.over.is_none() => Some((thing.noun.held(), says)),
                _ => None,
            }
        });
        match subject {
            Some((subject, says)) => Clause::Say(subject, filled(says, &given)),
            None => Self::say(filled(&reading, &given)),
        }
    }

    /// The function that is called; of several with one name, the first that takes so many
    /// arguments with such names.
    fn function(&self, callee: &Callee, arguments: &[Argument]) -> Option<&'static Function> {
        let Callee::Named(name) = callee else { return None };
        let ways = self.reader.ruleset.library.get(&name.text);
        let takes = |function: &&&'static Function| {
            let most = if function.variadic { usize::MAX } else { function.parameters.len() };
            let mut names = arguments.iter().filter_map(|argument| argument.name.as_ref());
            (function.required()..=most).contains(&arguments.len())
                && names.all(|name| function.parameters.iter().any(|p| *p.name == *name.text))
        };
        ways.iter().find(takes).or(ways.first()).copied()
    }

    /// What each parameter is given; arguments past the last go with it.
    fn arguments(&mut self, function: &Function, arguments: &[Argument]) -> Vec<Given<'r>> {
        let mut given: Vec<Given<'r>> = Vec::new();
        for (index, argument) in arguments.iter().enumerate() {
            let by_name = argument.name.as_ref().and_then(|name| {
                function.parameters.iter().find(|parameter| parameter.name == &*name.text)
            });
            let at = index.min(function.parameters.len().saturating_sub(1));
            let Some(parameter) = by_name.or_else(|| function.parameters.get(at)) else { continue };
            let (thing, over) = self.argument(parameter.name, &argument.value);
            match given.iter_mut().find(|given| given.name == parameter.name) {
                Some(given) => given.things.push(thing),
                None => given.push(Given { name: parameter.name, things: vec![thing], over }),
            }
        }
        given
    }

    /// An argument; of the list that a `for` makes, what is in it, and over what it runs.
    fn argument(&mut self, name: &str, value: &Expr) -> (Thing<'r>, Option<String>) {
        match &value.kind {
            ExprKind::For(bindings, body) => {
                let (body, over) = self.each(bindings, body);
                (Thing { many: true, ..body }, Some(over))
            }
            ExprKind::Text(text) if name == "pattern" => {
                (Thing::named(Noun::new(format!("`{}`", visible(text, false)))), None)
            }
            _ => (self.thing(value), None),
        }
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
            return Ok(Noun::long(format!("la diferencia entre {a} y {b}")));
        }
        let given = self.arguments(function, arguments);
        let list = given.first().and_then(|given| given.things.first());
        match list.filter(|list| function.name == "count" && list.noun.plural) {
            Some(list) => Ok(Noun::long(format!("el número de {}", list.noun.bare()))),
            None => Err(given),
        }
    }
}

/// A parameter and what it is given.
struct Given<'r> {
    name: &'static str,
    things: Vec<Thing<'r>>,
    /// Over what it runs, where it is given one value for each of something.
    over: Option<String>,
}

/// A reading with its arguments; parts whose arguments are not there are left out.
fn filled(reading: &str, given: &[Given<'_>]) -> String {
    let mut text = String::new();
    let mut rest = reading;
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at);
        fill(&mut text, before, given);
        let (part, after) = after[1..].split_once('>').unwrap_or((&after[1..], ""));
        if parameters(part).all(|name| given.iter().any(|given| given.name == name)) {
            fill(&mut text, part, given);
        }
        rest = after;
    }
    fill(&mut text, rest, given);
    text
}

fn fill(text: &mut String, part: &str, given: &[Given<'_>]) {
    let plural =
        given.first().and_then(|first| first.things.first()).is_some_and(|t| t.noun.plural);
    let mut rest = part;
    while let Some(at) = rest.find(['{', '[']) {
        text.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('{') { '}' } else { ']' };
        let Some((inside, after)) = rest[at + 1..].split_once(close) else { break };
        match (close, inside.split_once('|')) {
            (']', Some((one, several))) => text.push_str(if plural { several } else { one }),
            (']', None) => text.push_str(&format!("[{inside}]")),
            _ => match given.iter().find(|given| given.name == inside) {
                Some(given) => given.say(text),
                None => text.push('…'),
            },
        }
        rest = after;
    }
    text.push_str(rest);
}

impl Given<'_> {
    /// Says what is given, after the words that go before.
    fn say(&self, text: &mut String) {
        let after_of = text.ends_with(" de ");
        match (&self.things[..], &self.over) {
            ([thing], Some(over)) if after_of => {
                text.truncate(text.len() - " de ".len());
                text.push_str(&format!(", {over}, {}", of(&thing.noun.held())));
            }
            ([thing], Some(over)) => text.push_str(&format!("({}, {over})", thing.noun.held())),
            ([thing], None) => attach(text, &thing.noun.held()),
            (things, _) if after_of => {
                text.truncate(text.len() - "de ".len());
                let words: Vec<String> = things.iter().map(|t| of(&t.noun.held())).collect();
                text.push_str(&series(&words, true));
            }
            (things, _) => {
                let words: Vec<String> = things.iter().map(|t| t.noun.held()).collect();
                attach(text, &series(&words, true));
            }
        }
    }
}

fn parameters(part: &str) -> impl Iterator<Item = &str> {
    part.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}
