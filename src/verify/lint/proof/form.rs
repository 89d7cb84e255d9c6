//! A condition as a prover sees it: connectives around atoms, names replaced by what they stand for.

use std::rc::Rc;
use std::sync::Arc;

use crate::feel::Comparison;

use super::linear::Sum;
use super::ratio::Ratio;

/// A condition, read for one year's parameters.
#[derive(Clone)]
#[expect(private_interfaces, reason = "what proves looks inside; who asks only combines forms")]
pub enum Form<'r> {
    /// True or false whatever the submission says.
    Always(bool),
    /// Never decided: it needs a parameter that has no value in that year.
    Undecided,
    /// Something that a submission decides.
    Atom(Rc<Atom>),
    /// `not(a)`.
    Not(Rc<Form<'r>>),
    /// Every one of some conditions.
    All(Vec<Form<'r>>),
    /// At least one of some conditions.
    Any(Vec<Form<'r>>),
    /// `if a then b else c`.
    If(Rc<[Form<'r>; 3]>),
    /// `every x in list satisfies a`.
    Every(Rc<Every<'r>>),
}

impl<'r> Form<'r> {
    /// The opposite.
    pub fn negated(self) -> Form<'r> {
        match self {
            Form::Always(truth) => Form::Always(!truth),
            Form::Not(inner) => (*inner).clone(),
            other => Form::Not(Rc::new(other)),
        }
    }
}

/// A condition on every element of a list.
pub struct Every<'r> {
    /// What the list is known by.
    pub list: String,
    /// As the rule writes it; empty where it does not.
    pub text: String,
    /// Whether the rule writes that some element fails the condition.
    pub some: bool,
    /// The condition on the element of a name.
    pub body: Box<dyn Fn(&str) -> Form<'r> + 'r>,
}

/// A part without connectives.
pub(super) struct Atom {
    /// What it says.
    pub kind: AtomKind,
    /// What must be known for it to be decided; where all of it is, it is decided.
    pub needs: Vec<String>,
    /// Whether nothing in it can be `null`, which equals no number and has no order.
    pub solid: bool,
    /// Whether one side of it, of two, can never be `null`.
    pub half_solid: bool,
    /// Whether what it says of sums is what the engine computes, whatever the size of the figures.
    pub exact: bool,
    /// Whether it is decided where all that it needs is known, whatever the size of the figures.
    pub total: bool,
    /// What is known beforehand of the numbers in it.
    pub domains: Vec<(String, Domain)>,
    /// As the rule writes it.
    pub text: String,
    /// Whether the rule writes the contrary of what the atom says: `x = null` of that it is there.
    pub contrary: bool,
    /// Of two numbers, that the one is less and that it is more, as a rule would write it.
    pub halves: Option<[String; 2]>,
}

/// What an atom says.
pub(super) enum AtomKind {
    /// A sum compared with zero.
    Compare(Sum, Comparison),
    /// A text is this one; the texts that it may be, where they are known.
    Is(String, Arc<str>, Option<Arc<[Arc<str>]>>),
    /// A value is there.
    There(String),
    /// Anything else that is true or false.
    Holds(String),
}

/// What is known of a number before any submission is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Domain {
    /// It has no fraction.
    pub whole: bool,
    /// It is never `null`.
    pub solid: bool,
    /// The least that it can be.
    pub least: Option<Bound>,
    /// The most that it can be.
    pub most: Option<Bound>,
}

/// The least or the most that a number can be.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// The end.
    pub end: Ratio,
    /// Whether it cannot be just that.
    pub strict: bool,
    /// How a proof tells it, where the schema asks it of forms; none where every form keeps it.
    pub asked: Option<Rc<str>>,
}
