//! What is supposed on one branch of a refutation, and whether it contradicts itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::feel::Comparison;

use super::Core;
use super::form::{Atom, AtomKind, Every};
use super::linear::{Inequality, Sum, contradiction};
use super::ratio::Ratio;
use super::refute::{Step, Want};

/// What a branch comes to before it forks.
pub(super) enum End {
    /// A contradiction, and the facts that it follows from.
    Closed(Core),
    /// Too much to look at.
    GaveUp,
}

/// What is supposed on one branch, each with the facts that it follows from.
#[derive(Clone, Default)]
pub(super) struct State<'r> {
    inequalities: Vec<Inequality>,
    whole: BTreeSet<String>,
    known: BTreeMap<String, Core>,
    absent: BTreeMap<String, Core>,
    holds: BTreeMap<String, (bool, Core)>,
    texts: BTreeMap<String, Texts>,
    /// What is not decided: something of each is not known.
    pub open: Vec<(Vec<String>, Core)>,
    /// Conditions on all elements of a list.
    pub every: Vec<(Rc<Every<'r>>, Want, usize)>,
    /// Elements that lists have.
    pub elements: Vec<(String, String)>,
}

/// What is supposed of a text.
#[derive(Clone, Default)]
struct Texts {
    is: Option<(Arc<str>, Core)>,
    is_not: Vec<(Arc<str>, Core)>,
    universe: Option<Arc<[Arc<str>]>>,
}

impl<'r> State<'r> {
    /// Supposes an atom decided; gives the ways in which a comparison comes about.
    pub fn decide(
        &mut self,
        atom: &Atom,
        truth: bool,
        core: Core,
    ) -> Result<Vec<Vec<Step<'r>>>, End> {
        let ways = match &atom.kind {
            AtomKind::Compare(sum, sign) => {
                let whole = atom.domains.iter().filter(|(_, domain)| domain.whole);
                self.whole.extend(whole.map(|(key, _)| key.clone()));
                // Two values that are `null` are equal, and one that is equals no number.
                let equal = (*sign == Comparison::Equal) == truth;
                let may_be_null = match sign {
                    Comparison::Equal | Comparison::NotEqual if equal => !atom.half_solid,
                    Comparison::Equal | Comparison::NotEqual => !atom.solid,
                    _ => false,
                };
                match may_be_null {
                    true => Vec::new(),
                    false => ways(sum, *sign, truth, core).ok_or(End::GaveUp)?,
                }
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
    pub fn know(&mut self, key: &str, core: Core) -> Result<(), End> {
        if let Some(absent) = self.absent.get(key) {
            return Err(End::Closed(core | absent));
        }
        self.known.entry(key.to_owned()).or_insert(core);
        self.known.entry(format!("{key}?")).or_insert(core);
        Ok(())
    }

    pub fn check_open(&self) -> Result<(), End> {
        for (needs, core) in &self.open {
            let known: Option<Vec<&Core>> = needs.iter().map(|key| self.known.get(key)).collect();
            if let Some(known) = known {
                return Err(End::Closed(known.into_iter().fold(*core, |all, one| all | one)));
            }
        }
        Ok(())
    }

    pub fn at_most(&mut self, sum: Sum, strict: bool, core: Core) -> Result<(), End> {
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
