//! Statements joined by «y», «o bien», «si»: how they read in one line, and as lettered lines.

use super::noun::series;

/// What a condition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clause {
    /// One statement: what it is about, where that is a phrase by itself, and what it says of it.
    Say(String, String),
    /// All of these.
    All(Vec<Clause>),
    /// At least one of these.
    Any(Vec<Clause>),
    /// Where the first holds, the second.
    When(Box<Clause>, Box<Clause>),
    /// Where the first holds, the second; else the third.
    Choose(Box<[Clause; 3]>),
    /// `para cada componente, `, `hay algún componente en que `: of one element, this.
    Lead(String, Box<Clause>),
}

/// Characters of a sentence beyond which its parts stand on lines of their own.
const LINE: usize = 170;

impl Clause {
    /// All of some statements; those that are lists of the same kind are taken apart.
    pub fn all(clauses: Vec<Clause>) -> Clause {
        let flat = clauses.into_iter().flat_map(|clause| match clause {
            Clause::All(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Clause::All)
    }

    /// At least one of some statements; those that are lists of the same kind are taken apart.
    pub fn any(clauses: Vec<Clause>) -> Clause {
        let flat = clauses.into_iter().flat_map(|clause| match clause {
            Clause::Any(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Clause::Any)
    }

    /// A statement that is one phrase.
    pub fn say(words: impl Into<String>) -> Clause {
        Clause::Say(String::new(), words.into())
    }

    /// Where the first holds, the second.
    pub fn when(condition: Clause, then: Clause) -> Clause {
        Clause::When(Box::new(condition), Box::new(then))
    }

    /// The statement in one line. Only what could be misread stands in parentheses.
    pub fn inline(&self) -> String {
        match self {
            Clause::Say(subject, says) if subject.is_empty() => says.clone(),
            Clause::Say(subject, says) => format!("{subject} {says}"),
            Clause::All(items) if items.iter().all(Clause::is_said) => said_together(items),
            Clause::All(items) => {
                let (last, before) = items.split_last().expect("a list of clauses is not empty");
                let before: Vec<String> = before.iter().map(Clause::held).collect();
                format!("{}; y, además, {}", before.join("; "), last.inline())
            }
            Clause::Any(items) => {
                let items = items.iter().map(|item| format!("o bien {}", item.inside_any()));
                items.collect::<Vec<_>>().join(", ")
            }
            Clause::When(condition, then) => match (&**condition, &**then) {
                (Clause::Say(about, given), Clause::Say(same, says))
                    if about == same && !about.is_empty() =>
                {
                    format!("si {about} {given}, entonces {says}")
                }
                _ => format!("si {}, entonces {}", condition.condition(), then.inline()),
            },
            Clause::Choose(parts) => {
                let [condition, then, otherwise] = &**parts;
                format!(
                    "si {}, {}; si no, {}",
                    condition.condition(),
                    then.held(),
                    otherwise.inline()
                )
            }
            Clause::Lead(lead, body) => format!("{lead}{}", body.inline()),
        }
    }

    /// The statement with its own parentheses, unless it is one alone.
    pub fn held(&self) -> String {
        if self.is_said() { self.inline() } else { format!("({})", self.inline()) }
    }

    /// The statement on as many lines as it needs, each with its depth.
    pub fn lines(&self) -> Vec<(usize, String)> {
        let mut lines = Vec::new();
        self.write(0, "", ".", &mut lines);
        lines
    }

    fn is_said(&self) -> bool {
        matches!(self, Clause::Say(..))
    }

    fn inside_any(&self) -> String {
        match self {
            Clause::All(items) if items.iter().all(Clause::is_said) => self.inline(),
            _ => self.held(),
        }
    }

    fn condition(&self) -> String {
        match self {
            Clause::When(..) | Clause::Choose(_) => self.held(),
            _ => self.inline(),
        }
    }

    fn write(&self, depth: usize, mark: &str, end: &str, lines: &mut Vec<(usize, String)>) {
        let whole = self.inline();
        let short = whole.chars().count() <= LINE && self.nesting() < 3;
        let Some((intro, items)) = self.parts().filter(|_| !short) else {
            lines.push((depth, format!("{mark}{whole}{end}")));
            return;
        };
        lines.push((depth, format!("{mark}{intro}")));
        let last = items.len().saturating_sub(1);
        for (index, item) in items.iter().enumerate() {
            let end = if index == last { end } else { ";" };
            item.write(depth + 1, &letter(depth, index), end, lines);
        }
    }

    /// What a list of statements begins with, and its items; none where there is no list.
    fn parts(&self) -> Option<(String, &[Clause])> {
        match self {
            Clause::All(items) => Some(("se cumple todo esto:".to_owned(), items)),
            Clause::Any(items) => {
                Some(("se cumple al menos una de estas condiciones:".to_owned(), items))
            }
            Clause::When(condition, then) => {
                let (intro, items) = then.parts()?;
                Some((format!("si {}, entonces {intro}", condition.condition()), items))
            }
            Clause::Lead(lead, body) => {
                let (intro, items) = body.parts()?;
                Some((format!("{lead}{intro}"), items))
            }
            Clause::Say(..) | Clause::Choose(_) => None,
        }
    }

    /// How many lists and conditions lie one inside another.
    fn nesting(&self) -> usize {
        let deepest = |items: &[Clause]| items.iter().map(Clause::nesting).max().unwrap_or(0);
        match self {
            Clause::Say(..) => 0,
            Clause::All(items) | Clause::Any(items) => 1 + deepest(items),
            Clause::When(condition, then) => condition.nesting().max(then.nesting()) + 1,
            Clause::Choose(parts) => 1 + deepest(&**parts),
            Clause::Lead(_, body) => body.nesting(),
        }
    }
}

/// Statements in a row; what all are about is said once.
fn said_together(items: &[Clause]) -> String {
    let about = match items.first() {
        Some(Clause::Say(subject, _)) if !subject.is_empty() => Some(subject),
        _ => None,
    };
    let says: Option<Vec<String>> = about.and_then(|about| {
        let says = items.iter().map(|item| match item {
            Clause::Say(subject, says) if subject == about => Some(says.clone()),
            _ => None,
        });
        says.collect()
    });
    match (about, says) {
        (Some(about), Some(says)) => format!("{about} {}", series(&says, true)),
        _ => series(&items.iter().map(Clause::inline).collect::<Vec<_>>(), true),
    }
}

fn one_or(mut clauses: Vec<Clause>, several: fn(Vec<Clause>) -> Clause) -> Clause {
    match clauses.len() {
        1 => clauses.swap_remove(0),
        _ => several(clauses),
    }
}

/// `(a) `, `(i) `, `(1) `: the mark of an item, by the depth of its list.
fn letter(depth: usize, index: usize) -> String {
    const ROMAN: [&str; 8] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"];
    let letters = ('a'..='z').nth(index).map(String::from);
    let mark = match depth % 3 {
        0 => letters,
        1 => ROMAN.get(index).map(|roman| (*roman).to_owned()),
        _ => None,
    };
    format!("({}) ", mark.unwrap_or_else(|| (index + 1).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(words: &str) -> Clause {
        Clause::say(words)
    }

    #[test]
    fn nested_statements_read_in_one_way_only() {
        let both = |a, b| Clause::all(vec![a, b]);
        let either = |a, b| Clause::any(vec![a, b]);
        let check = |clause: Clause, text: &str| assert_eq!(clause.inline(), text);
        check(either(both(say("a"), say("b")), say("c")), "o bien a y b, o bien c");
        check(both(say("a"), either(say("b"), say("c"))), "a; y, además, o bien b, o bien c");
        check(both(either(say("a"), say("b")), say("c")), "(o bien a, o bien b); y, además, c");
        check(
            either(say("a"), both(say("b"), either(say("c"), say("d")))),
            "o bien a, o bien (b; y, además, o bien c, o bien d)",
        );
        check(both(say("a"), both(say("b"), say("c"))), "a, b y c");
    }
}
