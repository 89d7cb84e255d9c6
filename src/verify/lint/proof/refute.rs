//! Refutation: every way in which conditions could come out as wanted ends in a contradiction.
//!
//! A tableau over Kleene's three truth values. What is decided makes known what it needed; what is left
//! undecided must lack something.

use std::rc::Rc;

use super::Core;
use super::form::{Atom, Bound, Domain, Every, Form};
use super::linear::Sum;
use super::ratio::Ratio;
use super::state::{End, State};

/// Steps of one refutation; past them, nothing is proved.
const STEPS: usize = 20_000;

/// Elements of lists that one refutation may look at.
const ELEMENTS: usize = 12;

/// The goal of what the schema asks of forms: no condition that is wanted.
pub const SCHEMA: usize = usize::MAX;

/// How a condition has to come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// True.
    True,
    /// False.
    False,
    /// False or unknown.
    NotTrue,
    /// True or unknown.
    NotFalse,
}

/// A part that a proof rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// As the rule writes it.
    pub text: String,
    /// How it would have to come out.
    pub want: Want,
    /// Which of the wanted conditions it is a part of; [`SCHEMA`] where it is of none.
    pub goal: usize,
    /// Whether the proof takes the figures in it to be of usual size.
    pub usual: bool,
}

impl Fact {
    /// Whether it is about the same part as another.
    pub fn is_about(&self, other: &Fact) -> bool {
        self.text == other.text && self.goal == other.goal
    }
}

impl Want {
    fn opposite(self) -> Want {
        match self {
            Want::True => Want::False,
            Want::False => Want::True,
            Want::NotTrue => Want::NotFalse,
            Want::NotFalse => Want::NotTrue,
        }
    }

    fn admits(self, truth: bool) -> bool {
        match self {
            Want::True | Want::NotFalse => truth,
            Want::False | Want::NotTrue => !truth,
        }
    }
}

/// Why some conditions cannot come out as wanted together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The parts that contradict each other, in each of the ways in which the conditions could come
    /// about; a way that contradicts itself without any part is left out.
    pub ways: Vec<Vec<Fact>>,
}

impl Proof {
    /// Whether it holds only of forms that keep to the bounds of the schema.
    pub fn keeps_schema(&self) -> bool {
        self.facts().any(|fact| fact.goal == SCHEMA)
    }

    /// Every part that it rests on.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.ways.iter().flatten()
    }

    /// The same and another, which is about the same conditions.
    pub fn and(mut self, other: Proof) -> Proof {
        for way in other.ways {
            self.add(way);
        }
        self
    }

    /// Adds a contradiction; of two of which one has all parts of the other, that one is left out.
    fn add(&mut self, way: Vec<Fact>) {
        let within = |one: &[Fact], other: &[Fact]| one.iter().all(|fact| other.contains(fact));
        if way.is_empty() || self.ways.iter().any(|known| within(known, &way)) {
            return;
        }
        self.ways.retain(|known| !within(&way, known));
        self.ways.push(way);
    }
}

/// Why the forms cannot come out as wanted together; none where they may.
pub(super) fn refute(wanted: Vec<(Form<'_>, Want)>) -> Option<Proof> {
    let mut refuter = Refuter { facts: Vec::new(), closed: Vec::new(), steps: STEPS, elements: 0 };
    let wanted = wanted.into_iter().enumerate();
    let tasks = wanted.map(|(goal, (form, want))| Task { step: Step::Form(form, want), goal });
    refuter.closes(tasks.collect(), Vec::new(), State::default())?;
    let mut proof = Proof::default();
    for core in &refuter.closed {
        let facts = refuter.facts.iter().enumerate();
        let way = facts.filter(|(at, _)| core & (1 << at) != 0).map(|(_, fact)| fact.clone());
        proof.add(way.filter(|fact| !matches!(fact.text.as_str(), "true" | "false")).collect());
    }
    Some(proof)
}

struct Refuter {
    facts: Vec<Fact>,
    /// The facts that closed each branch.
    closed: Vec<Core>,
    /// Steps that are left.
    steps: usize,
    /// Elements that were named.
    elements: usize,
}

/// Something to suppose on a branch.
#[derive(Clone)]
pub(super) enum Step<'r> {
    /// A form comes out in some way.
    Form(Form<'r>, Want),
    /// An atom is decided.
    Decided(Rc<Atom>, bool),
    /// Something has no truth value: by its text, and what it needs, of which something is not known;
    /// last, whether that is so of figures of usual size only.
    Open(String, Vec<String>, bool),
    /// A list has an element, of a number, on which a condition comes out in some way.
    Element(Rc<Every<'r>>, Want, usize),
    /// A sum is at most zero, or below it, as part of an atom that is decided.
    AtMost(Sum, bool, Core),
}

/// A step, and which of the wanted conditions it is a part of.
#[derive(Clone)]
struct Task<'r> {
    step: Step<'r>,
    goal: usize,
}

/// Ways in which something comes about, of which one must be taken.
type Fork<'r> = Vec<Vec<Task<'r>>>;

impl Refuter {
    /// Closes every branch; none where one stays open.
    fn closes<'r>(
        &mut self,
        mut tasks: Vec<Task<'r>>,
        mut forks: Vec<Fork<'r>>,
        mut state: State<'r>,
    ) -> Option<()> {
        while let Some(task) = tasks.pop() {
            self.steps = self.steps.checked_sub(1)?;
            match self.step(task, &mut tasks, &mut forks, &mut state) {
                Ok(()) => {}
                Err(End::Closed(core)) => {
                    self.closed.push(core);
                    return Some(());
                }
                Err(End::GaveUp) => return None,
            }
        }
        let fewest = (0..forks.len()).min_by_key(|at| forks[*at].len())?;
        let fork = forks.swap_remove(fewest);
        fork.into_iter().try_for_each(|way| self.closes(way, forks.clone(), state.clone()))
    }

    fn step<'r>(
        &mut self,
        task: Task<'r>,
        tasks: &mut Vec<Task<'r>>,
        forks: &mut Vec<Fork<'r>>,
        state: &mut State<'r>,
    ) -> Result<(), End> {
        let goal = task.goal;
        match task.step {
            Step::Form(form, want) => self.form(form, want, goal, tasks, forks, state),
            Step::Open(text, needs, usual) => {
                let core = self.fact(&text, Want::NotTrue, goal, usual)?;
                state.open.push((needs, core));
                state.check_open()
            }
            Step::AtMost(sum, strict, core) => state.at_most(sum, strict, core),
            Step::Element(every, want, number) => {
                let symbol = format!("{}‹{number}›", every.list);
                let here = state.every.iter().filter(|(other, ..)| other.list == every.list);
                tasks.extend(here.map(|(other, want, goal)| on(other, *want, &symbol, *goal)));
                tasks.push(on(&every, want, &symbol, goal));
                state.elements.push((every.list.clone(), symbol));
                Ok(())
            }
            Step::Decided(atom, truth) => {
                let want = if truth != atom.contrary { Want::True } else { Want::False };
                let core = self.fact(&atom.text, want, goal, !atom.exact)?;
                let ways = state.decide(&atom, truth, core)?;
                self.domains(&atom, state)?;
                let mut ways = self.possible(&atom, (ways, core), goal, state)?;
                match &mut ways[..] {
                    [] => {}
                    [only] => tasks.append(only),
                    _ => forks.push(ways),
                }
                Ok(())
            }
        }
    }

    /// The ways in which an atom comes about that what is known of its numbers leaves open; of two, each is
    /// a fact of its own, since neither is all that the atom says.
    fn possible<'r>(
        &mut self,
        atom: &Atom,
        (ways, core): (Vec<Vec<Step<'r>>>, Core),
        goal: usize,
        state: &State<'r>,
    ) -> Result<Fork<'r>, End> {
        let task = |step| Task { step, goal };
        let (2, Some(halves)) = (ways.len(), &atom.halves) else {
            return Ok(ways.into_iter().map(|way| way.into_iter().map(task).collect()).collect());
        };
        let (mut open, mut closed_ways): (Fork<'r>, Vec<Core>) = Default::default();
        for (way, half) in ways.into_iter().zip(halves) {
            let half = self.fact(half, Want::True, goal, !atom.exact)?;
            let mut alone = state.clone();
            let mut tasks = Vec::new();
            let mut closed = None;
            for step in way {
                let Step::AtMost(sum, strict, _) = step else { continue };
                match alone.at_most(sum.clone(), strict, half) {
                    Err(End::Closed(core)) => closed = Some(core),
                    Err(End::GaveUp) => return Err(End::GaveUp),
                    Ok(()) => {}
                }
                tasks.push(task(Step::AtMost(sum, strict, half)));
            }
            match closed {
                // What is known beforehand rules it out: the other is all that is left.
                Some(core) if core == half => {}
                Some(core) => closed_ways.push(core),
                None => open.push(tasks),
            }
        }
        let last = if open.is_empty() { Some(closed_ways.pop().unwrap_or(core)) } else { None };
        self.closed.extend(closed_ways);
        last.map_or(Ok(open), |last| Err(End::Closed(last)))
    }

    /// Takes a form apart.
    fn form<'r>(
        &mut self,
        form: Form<'r>,
        want: Want,
        goal: usize,
        tasks: &mut Vec<Task<'r>>,
        forks: &mut Vec<Fork<'r>>,
        state: &mut State<'r>,
    ) -> Result<(), End> {
        let task = |form, want| Task { step: Step::Form(form, want), goal };
        match form {
            Form::Always(truth) if want.admits(truth) => {}
            Form::Always(truth) => {
                return Err(End::Closed(self.fact(&truth.to_string(), want, goal, false)?));
            }
            Form::Undecided if matches!(want, Want::NotTrue | Want::NotFalse) => {}
            Form::Undecided => return Err(End::Closed(0)),
            Form::Not(inner) => tasks.push(task((*inner).clone(), want.opposite())),
            Form::All(parts) if want.admits(true) => {
                tasks.extend(parts.into_iter().map(|part| task(part, want)));
            }
            Form::Any(parts) if want.admits(false) => {
                tasks.extend(parts.into_iter().map(|part| task(part, want)));
            }
            Form::All(parts) | Form::Any(parts) => {
                forks.push(parts.into_iter().map(|part| vec![task(part, want)]).collect());
            }
            Form::If(parts) => {
                let [condition, then, otherwise] = (*parts).clone();
                let unknown = match want {
                    Want::True | Want::False => {
                        vec![task(then.clone(), want), task(otherwise.clone(), want)]
                    }
                    Want::NotTrue | Want::NotFalse => vec![
                        task(condition.clone(), Want::NotTrue),
                        task(condition.clone(), Want::NotFalse),
                    ],
                };
                forks.push(vec![
                    vec![task(condition.clone(), Want::True), task(then, want)],
                    vec![task(condition, Want::False), task(otherwise, want)],
                    unknown,
                ]);
            }
            Form::Every(every) => self.every(every, want, goal, (tasks, forks), state)?,
            Form::Atom(atom) => {
                let task = |step| vec![Task { step, goal }];
                let decided = task(Step::Decided(Rc::clone(&atom), want.admits(true)));
                match want {
                    Want::True | Want::False => tasks.extend(decided),
                    Want::NotTrue | Want::NotFalse => {
                        forks.push(vec![
                            decided,
                            task(Step::Open(atom.text.clone(), atom.needs.clone(), !atom.total)),
                        ]);
                    }
                }
            }
        }
        Ok(())
    }

    /// A condition on all elements: of each that is named where it holds, of a new one where it fails.
    fn every<'r>(
        &mut self,
        every: Rc<Every<'r>>,
        want: Want,
        goal: usize,
        (tasks, forks): (&mut Vec<Task<'r>>, &mut Vec<Fork<'r>>),
        state: &mut State<'r>,
    ) -> Result<(), End> {
        if let Want::True | Want::False = want {
            let written = if every.some { want.opposite() } else { want };
            let core = self.fact(&every.text, written, goal, false)?;
            state.know(&every.list, core)?;
            state.check_open()?;
        }
        if let Want::True | Want::NotFalse = want {
            let here = state.elements.iter().filter(|(list, _)| *list == every.list);
            tasks.extend(here.map(|(_, symbol)| on(&every, want, symbol, goal)));
            state.every.push((every, want, goal));
            return Ok(());
        }
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(End::GaveUp);
        }
        let element =
            vec![Task { step: Step::Element(Rc::clone(&every), want, self.elements), goal }];
        if want == Want::False {
            tasks.extend(element);
        } else {
            // Not true: an element fails or is unknown, or the list itself is.
            let open = Step::Open(every.text.clone(), vec![every.list.clone()], false);
            forks.push(vec![element, vec![Task { step: open, goal }]]);
        }
        Ok(())
    }

    /// The bit of a fact.
    fn fact(&mut self, text: &str, want: Want, goal: usize, usual: bool) -> Result<Core, End> {
        let fact = Fact { text: text.to_owned(), want, goal, usual };
        let known = self.facts.iter().position(|known| *known == fact);
        let at = known.unwrap_or_else(|| {
            self.facts.push(fact);
            self.facts.len() - 1
        });
        u32::try_from(at).ok().and_then(|at| 1u128.checked_shl(at)).ok_or(End::GaveUp)
    }

    /// What is known beforehand of the numbers of an atom.
    fn domains<'r>(&mut self, atom: &Atom, state: &mut State<'r>) -> Result<(), End> {
        for (key, Domain { least, most, .. }) in &atom.domains {
            let ends = [(least, Ratio::ONE.negated()), (most, Ratio::ONE)];
            for (end, sign) in ends {
                let Some(Bound { end, strict, asked }) = end else { continue };
                let term = Sum::term(key.clone()).times(sign);
                let bound = Sum::constant(sign.negated().times(*end).ok_or(End::GaveUp)?);
                let sum = term.and_then(|term| term.plus(&bound)).ok_or(End::GaveUp)?;
                let core = match asked {
                    Some(asked) => self.fact(asked, Want::True, SCHEMA, false)?,
                    None => 0,
                };
                state.at_most(sum, *strict, core)?;
            }
        }
        Ok(())
    }
}

/// A condition on all elements, of the element of a name.
fn on<'r>(every: &Every<'r>, want: Want, symbol: &str, goal: usize) -> Task<'r> {
    Task { step: Step::Form((every.body)(symbol), want), goal }
}
