//! Refutation: every way in which conditions could come out as wanted ends in a contradiction.
//!
//! A tableau over Kleene's three truth values. What is decided makes known what it needed; what is left
//! undecided must lack something.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::feel::Comparison;

use super::Core;
use super::form::{Atom, AtomKind, Domain, Every, Form};
use super::linear::{Inequality, Sum, contradiction};
use super::ratio::Ratio;

/// Steps of one refutation; past them, nothing is proved.
const STEPS: usize = 20_000;

/// Elements of lists that one refutation may look at.
const ELEMENTS: usize = 12;

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
    /// Which of the wanted conditions it is a part of.
    pub goal: usize,
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

/// The parts that contradict each other, where the forms cannot come out as wanted together.
pub(super) fn refute(wanted: Vec<(Form<'_>, Want)>) -> Option<Vec<Fact>> {
    let mut refuter = Refuter { facts: Vec::new(), steps: STEPS, elements: 0 };
    let wanted = wanted.into_iter().enumerate();
    let tasks = wanted.map(|(goal, (form, want))| Task { step: Step::Form(form, want), goal });
    let core = refuter.closes(tasks.collect(), Vec::new(), State::default())?;
    let facts = refuter.facts.into_iter().enumerate();
    Some(facts.filter(|(at, _)| core & (1 << at) != 0).map(|(_, fact)| fact).collect())
}

struct Refuter {
    facts: Vec<Fact>,
    /// Steps that are left.
    steps: usize,
    /// Elements that were named.
    elements: usize,
}

/// Something to suppose on a branch.
#[derive(Clone)]
enum Step<'r> {
    /// A form comes out in some way.
    Form(Form<'r>, Want),
    /// An atom is decided.
    Decided(Rc<Atom>, bool),
    /// An atom is not decided.
    Open(Rc<Atom>),
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

/// What a branch comes to before it forks.
enum End {
    /// A contradiction, and the facts that it follows from.
    Closed(Core),
    /// Too much to look at.
    GaveUp,
}

/// What is supposed on one branch, each with the facts that it follows from.
#[derive(Clone, Default)]
struct State<'r> {
    inequalities: Vec<Inequality>,
    whole: BTreeSet<String>,
    known: BTreeMap<String, Core>,
    absent: BTreeMap<String, Core>,
    holds: BTreeMap<String, (bool, Core)>,
    texts: BTreeMap<String, Texts>,
    /// What is not decided: something of each is not known.
    open: Vec<(Vec<String>, Core)>,
    /// Conditions on all elements of a list.
    every: Vec<(Rc<Every<'r>>, Want, usize)>,
    /// Elements that lists have.
    elements: Vec<(String, String)>,
}

/// What is supposed of a text.
#[derive(Clone, Default)]
struct Texts {
    is: Option<(Arc<str>, Core)>,
    is_not: Vec<(Arc<str>, Core)>,
    universe: Option<Arc<[Arc<str>]>>,
}

impl Refuter {
    /// The facts that close every branch; none where one stays open.
    fn closes<'r>(
        &mut self,
        mut tasks: Vec<Task<'r>>,
        mut forks: Vec<Fork<'r>>,
        mut state: State<'r>,
    ) -> Option<Core> {
        while let Some(task) = tasks.pop() {
            self.steps = self.steps.checked_sub(1)?;
            match self.step(task, &mut tasks, &mut forks, &mut state) {
                Ok(()) => {}
                Err(End::Closed(core)) => return Some(core),
                Err(End::GaveUp) => return None,
            }
        }
        let fewest = (0..forks.len()).min_by_key(|at| forks[*at].len())?;
        let fork = forks.swap_remove(fewest);
        let mut core = 0;
        for way in fork {
            core |= self.closes(way, forks.clone(), state.clone())?;
        }
        Some(core)
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
            Step::Open(atom) => {
                let core = self.fact(&atom.text, Want::NotTrue, goal)?;
                state.open.push((atom.needs.clone(), core));
                state.check_open()
            }
            Step::AtMost(sum, strict, core) => state.at_most(sum, strict, core),
            Step::Decided(atom, truth) => {
                let want = if truth { Want::True } else { Want::False };
                let core = self.fact(&atom.text, want, goal)?;
                let ways = state.decide(&atom, truth, core)?.into_iter();
                let task = |step| Task { step, goal };
                let mut ways: Fork<'r> =
                    ways.map(|way| way.into_iter().map(task).collect()).collect();
                match &mut ways[..] {
                    [] => {}
                    [only] => tasks.append(only),
                    _ => forks.push(ways),
                }
                self.domains(&atom, state)
            }
        }
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
                return Err(End::Closed(self.fact(&truth.to_string(), want, goal)?));
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
            Form::Every(every) => self.every(every, want, goal, tasks, state)?,
            Form::Atom(atom) => {
                let task = |step| vec![Task { step, goal }];
                let decided = task(Step::Decided(Rc::clone(&atom), want.admits(true)));
                match want {
                    Want::True | Want::False => tasks.extend(decided),
                    Want::NotTrue | Want::NotFalse => {
                        forks.push(vec![decided, task(Step::Open(atom))]);
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
        tasks: &mut Vec<Task<'r>>,
        state: &mut State<'r>,
    ) -> Result<(), End> {
        let on = |every: &Every<'r>, want, symbol: &str, goal| {
            let step = Step::Form((every.body)(symbol), want);
            Task { step, goal }
        };
        match want {
            Want::True | Want::NotFalse => {
                let here = state.elements.iter().filter(|(list, _)| *list == every.list);
                tasks.extend(here.map(|(_, symbol)| on(&every, want, symbol, goal)));
                state.every.push((every, want, goal));
            }
            Want::False => {
                self.elements += 1;
                if self.elements > ELEMENTS {
                    return Err(End::GaveUp);
                }
                let symbol = format!("{}‹{}›", every.list, self.elements);
                let here = state.every.iter().filter(|(other, ..)| other.list == every.list);
                tasks.extend(here.map(|(other, want, goal)| on(other, *want, &symbol, *goal)));
                tasks.push(on(&every, want, &symbol, goal));
                state.elements.push((every.list.clone(), symbol));
            }
            Want::NotTrue => {}
        }
        Ok(())
    }

    /// The bit of a fact.
    fn fact(&mut self, text: &str, want: Want, goal: usize) -> Result<Core, End> {
        let fact = Fact { text: text.to_owned(), want, goal };
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
                let Some(end) = end else { continue };
                let term = Sum::term(key.clone()).times(sign);
                let bound = Sum::constant(sign.negated().times(*end).ok_or(End::GaveUp)?);
                let sum = term.and_then(|term| term.plus(&bound)).ok_or(End::GaveUp)?;
                state.at_most(sum, false, 0)?;
            }
        }
        Ok(())
    }
}

impl<'r> State<'r> {
    /// Supposes an atom decided; gives the ways in which a comparison comes about.
    fn decide(&mut self, atom: &Atom, truth: bool, core: Core) -> Result<Vec<Vec<Step<'r>>>, End> {
        let ways = match &atom.kind {
            AtomKind::Compare(sum, sign) => {
                let whole = atom.domains.iter().filter(|(_, domain)| domain.whole);
                self.whole.extend(whole.map(|(key, _)| key.clone()));
                ways(sum, *sign, truth, core).ok_or(End::GaveUp)?
            }
            AtomKind::Is(key, literal, universe) => {
                self.text(key, literal, universe.as_ref(), truth, core)?;
                Vec::new()
            }
            AtomKind::There(key) => {
                self.hold(format!("{key}?"), truth, core)?;
                if !truth && atom.solid {
                    self.absent.insert(key.clone(), core);
                    if let Some(known) = self.known.get(key) {
                        return Err(End::Closed(core | known));
                    }
                }
                Vec::new()
            }
            AtomKind::Holds(key) => {
                self.hold(key.clone(), truth, core)?;
                Vec::new()
            }
        };
        let equality =
            matches!(&atom.kind, AtomKind::Compare(_, Comparison::Equal | Comparison::NotEqual));
        if atom.solid || !equality {
            atom.needs.iter().try_for_each(|key| self.know(key, core))?;
        }
        self.check_open()?;
        Ok(ways)
    }

    fn hold(&mut self, key: String, truth: bool, core: Core) -> Result<(), End> {
        match self.holds.get(&key) {
            Some((known, other)) if *known != truth => Err(End::Closed(core | other)),
            Some(_) => Ok(()),
            None => {
                self.holds.insert(key, (truth, core));
                Ok(())
            }
        }
    }

    /// What is known has a value; and whether it is there is known as well.
    fn know(&mut self, key: &str, core: Core) -> Result<(), End> {
        if let Some(absent) = self.absent.get(key) {
            return Err(End::Closed(core | absent));
        }
        self.known.entry(key.to_owned()).or_insert(core);
        self.known.entry(format!("{key}?")).or_insert(core);
        Ok(())
    }

    fn check_open(&self) -> Result<(), End> {
        for (needs, core) in &self.open {
            let known: Option<Vec<&Core>> = needs.iter().map(|key| self.known.get(key)).collect();
            if let Some(known) = known {
                return Err(End::Closed(known.into_iter().fold(*core, |all, one| all | one)));
            }
        }
        Ok(())
    }

    fn at_most(&mut self, sum: Sum, strict: bool, core: Core) -> Result<(), End> {
        let same = |one: &Inequality| one.sum == sum && one.strict == strict;
        if self.inequalities.iter().any(same) {
            return Ok(());
        }
        let one = Inequality { sum, strict, core }.tightened(&self.whole);
        self.inequalities.push(one);
        match contradiction(self.inequalities.clone()) {
            Some(core) => Err(End::Closed(core)),
            None => Ok(()),
        }
    }

    fn text(
        &mut self,
        key: &str,
        literal: &Arc<str>,
        universe: Option<&Arc<[Arc<str>]>>,
        truth: bool,
        core: Core,
    ) -> Result<(), End> {
        let text = self.texts.entry(key.to_owned()).or_default();
        text.universe = text.universe.take().or(universe.cloned());
        match (truth, &text.is) {
            (true, Some((is, other))) if is != literal => return Err(End::Closed(core | other)),
            (false, Some((is, other))) if is == literal => return Err(End::Closed(core | other)),
            (true, None) => text.is = Some((Arc::clone(literal), core)),
            (false, _) => text.is_not.push((Arc::clone(literal), core)),
            (true, Some(_)) => {}
        }
        if let Some((is, core)) = &text.is
            && let Some((_, other)) = text.is_not.iter().find(|(other, _)| other == is)
        {
            return Err(End::Closed(core | other));
        }
        // Where nothing is left that it may be.
        let excluded = |text: &Texts, word: &Arc<str>| {
            text.is_not.iter().find(|(other, _)| other == word).map(|(_, core)| *core)
        };
        let universe = text.universe.iter().flat_map(|universe| universe.iter());
        let cores: Option<Vec<Core>> = universe.map(|word| excluded(text, word)).collect();
        match cores {
            Some(cores) if !cores.is_empty() => {
                Err(End::Closed(cores.into_iter().fold(core, |all, one| all | one)))
            }
            _ => Ok(()),
        }
    }
}

/// The ways in which a sum compares with zero so: it differs from it by being less or by being more.
fn ways<'r>(sum: &Sum, sign: Comparison, truth: bool, core: Core) -> Option<Vec<Vec<Step<'r>>>> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    let minus = sum.times(Ratio::ONE.negated())?;
    let at_most = |sum: &Sum, strict| Step::AtMost(sum.clone(), strict, core);
    let sign = match (sign, truth) {
        (sign, true) => sign,
        (Equal, false) => NotEqual,
        (NotEqual, false) => Equal,
        (Less, false) => AtLeast,
        (AtMost, false) => Greater,
        (Greater, false) => AtMost,
        (AtLeast, false) => Less,
    };
    Some(match sign {
        Less => vec![vec![at_most(sum, true)]],
        AtMost => vec![vec![at_most(sum, false)]],
        Greater => vec![vec![at_most(&minus, true)]],
        AtLeast => vec![vec![at_most(&minus, false)]],
        NotEqual => vec![vec![at_most(sum, true)], vec![at_most(&minus, true)]],
        Equal => vec![vec![at_most(sum, false), at_most(&minus, false)]],
    })
}
