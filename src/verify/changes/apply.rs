//! Some changes made on the old rule set.

use std::sync::Arc;

use crate::document::Node;
use crate::feel::ExprKind;
use crate::rules::{Digests, Expression, Policy, Requirement, Rule, Ruleset};

use super::{Change, Changes, Part, PolicyPart, What, align, form, rule, words};

/// The old rule set with some changes made, of which the rules are made one by one.
#[derive(Clone)]
pub struct Hybrid<'c> {
    changes: &'c Changes<'c>,
    chosen: Vec<usize>,
    /// Everything but the rules.
    pub shell: Ruleset,
}

impl Changes<'_> {
    /// The old rule set with the changes at these positions; none where they make no rule set, as a
    /// schema that refers to what only another change brings.
    ///
    /// What only a condition that names it looks at (a new parameter, definition, list or severity) is
    /// there in any case, so that conditions can be exchanged alone.
    pub fn applied(&self, chosen: &[usize]) -> Option<Ruleset> {
        let hybrid = Hybrid::new(self, chosen)?;
        let mut ruleset = hybrid.shell.clone();
        let old = self.old.rules.iter().map(|rule| rule.id.as_str());
        let fresh = self.new.rules.iter().filter(|rule| self.old.rule(&rule.id).is_none());
        for id in old.chain(fresh.map(|rule| rule.id.as_str())) {
            ruleset.rules.extend(hybrid.rule(id)?);
        }
        Some(ruleset)
    }
}

impl<'c> Hybrid<'c> {
    /// The changes at these positions made on everything but the rules.
    pub fn new(changes: &'c Changes<'c>, chosen: &[usize]) -> Option<Hybrid<'c>> {
        let (old, new) = (changes.old, changes.new);
        let picked = || chosen.iter().filter_map(|at| changes.list.get(*at));
        let mut shell = Ruleset {
            policy: policy(old, new, picked()),
            units: old.units.clone(),
            parameters: old.parameters.clone(),
            rules: Vec::new(),
            schema: Arc::clone(&old.schema),
            base: Arc::clone(&old.base),
            library: Arc::clone(&old.library),
            words: old.words.clone(),
            digests: Digests::default(),
            files: Arc::default(),
            ficha: old.ficha.clone(),
        };
        for parameter in &new.parameters {
            let what = What::Parameter(parameter.name.clone());
            let at = old.parameters.iter().position(|known| known.name == parameter.name);
            match at {
                None => shell.parameters.push(parameter.clone()),
                Some(at) if picked().any(|change| change.what == what) => {
                    shell.parameters[at] = parameter.clone();
                }
                Some(_) => {}
            }
        }
        let mut forms = picked().filter(|change| matches!(change.what, What::Form(_))).peekable();
        if forms.peek().is_some() {
            shell = shell.with_schema(&reformed(changes, forms))?;
        }
        let of_words = |change: &&Change| matches!(change.what, What::Word(_));
        let fresh = changes.list.iter().any(|change| of_words(&change) && !change.moves);
        if fresh || picked().any(|change| of_words(&change)) {
            let entries = picked().filter_map(|change| match &change.what {
                What::Word(word) => Some(word),
                _ => None,
            });
            shell = shell.with_words(words::applied(old, new, entries)?);
        }
        Some(Hybrid { changes, chosen: chosen.to_vec(), shell })
    }

    /// The same of other rules' changes: these must be of rules, beside those that made the shell.
    pub fn with(&self, chosen: &[usize]) -> Hybrid<'c> {
        Hybrid { chosen: chosen.to_vec(), ..self.clone() }
    }

    /// A rule after the changes: none within where it is not there then, none at all where its
    /// definitions would need each other.
    pub fn rule(&self, id: &str) -> Option<Option<Rule>> {
        let (old, new) = (self.changes.old, self.changes.new);
        let has = |part: Part| self.picked(id).any(|other| *other == part);
        let (ruleset, made) = match (old.rule(id), new.rule(id)) {
            (Some(rule), None) if !has(Part::Removed) => (old, rule.clone()),
            (None, Some(rule)) if has(Part::Added) => (new, rule.clone()),
            (Some(before), Some(after)) => (old, self.mixed(before, after)?),
            _ => return Some(None),
        };
        let before = if has(Part::Section) { new } else { ruleset };
        let section = before.policy.sections.get(made.section).map(|section| section.id.clone());
        let severities = if has(Part::Severity) { new } else { ruleset };
        let severity = severities.policy.severities.get(made.severity).map(|row| row.id.clone());
        let policy = &self.shell.policy;
        let section = policy.sections.iter().position(|row| Some(&row.id) == section.as_ref());
        let severity = policy.severities.iter().position(|row| Some(&row.id) == severity.as_ref());
        let (Some(section), Some(severity)) = (section, severity) else { return Some(None) };
        Some(Some(Rule { section, severity, ..made }))
    }

    /// The parts of a rule that change.
    fn picked<'p>(&'p self, id: &'p str) -> impl Iterator<Item = &'p Part> {
        self.chosen.iter().filter_map(move |at| match &self.changes.list.get(*at)?.what {
            What::Rule(rule, part) if rule == id => Some(part),
            _ => None,
        })
    }

    fn mixed(&self, old: &Rule, new: &Rule) -> Option<Rule> {
        let mut made = old.clone();
        made.definitions = self.definitions(old, new)?;
        let clauses = self.clauses(old, new);
        for part in self.picked(&old.id) {
            match part {
                Part::Retired | Part::Restored => made.retired.clone_from(&new.retired),
                Part::Each => made.each.clone_from(&new.each),
                Part::Applies => made.applies.clone_from(&new.applies),
                Part::Requirement => made.requires = new.requires.clone(),
                Part::Question | Part::Answers => question(&mut made, new, part),
                Part::Severity => made.severity = new.severity,
                Part::Section => made.section = new.section,
                Part::Class => made.class = new.class,
                Part::Clause(_) => made.requires.clone_from(&clauses),
                Part::Definition(_) | Part::Added | Part::Removed | Part::Text(_) => {}
            }
        }
        Some(made.with_needs_known())
    }

    /// The clauses of a rule, each from the old or the new side.
    fn clauses(&self, old: &Rule, new: &Rule) -> Requirement {
        let mut mine = (0..self.changes.list.len()).filter(|at| {
            let what = &self.changes.list[*at].what;
            matches!(what, What::Rule(rule, Part::Clause(_)) if *rule == old.id)
        });
        let mut made = Vec::new();
        for (before, after) in align::aligned(old, new) {
            let (a, b) = (before.map(|at| &old.clauses()[at]), after.map(|at| &new.clauses()[at]));
            let differs = a.map(rule::tree) != b.map(rule::tree);
            // Changes of clauses are listed in the order in which they are aligned.
            let change = if differs { mine.next() } else { None };
            let chosen = change.is_some_and(|at| self.chosen.contains(&at));
            made.extend(if chosen { b } else { a }.cloned());
        }
        let any = [old, new]
            .iter()
            .any(|rule| matches!(&rule.requires, Requirement::Any(clauses) if clauses.len() > 1));
        if any { Requirement::Any(made) } else { Requirement::All(made) }
    }

    /// The definitions of both sides, each before what names it; none where they name each other.
    fn definitions(&self, old: &Rule, new: &Rule) -> Option<Vec<(Arc<str>, Expression)>> {
        let mut left: Vec<(Arc<str>, Expression)> = Vec::new();
        let mine =
            self.changes.list.iter().enumerate().filter_map(|(at, change)| match &change.what {
                What::Rule(rule, Part::Definition(name)) if *rule == old.id => {
                    Some((at, change, name))
                }
                _ => None,
            });
        let mine: Vec<_> = mine.collect();
        // One that one side alone has is there in any case, unless that by itself can move something.
        let there = |name: &Arc<str>, later: bool| {
            let change = mine.iter().find(|(_, change, of)| *of == name && change.moves);
            change.is_none_or(|(at, ..)| self.chosen.contains(at) == later)
        };
        for (name, later) in &new.definitions {
            let earlier = old.definitions.iter().find(|(known, _)| known == name);
            match earlier.filter(|_| there(name, false)) {
                Some((_, earlier)) => left.push((Arc::clone(name), earlier.clone())),
                None if earlier.is_some() || there(name, true) => {
                    left.push((Arc::clone(name), later.clone()));
                }
                None => {}
            }
        }
        for (name, earlier) in &old.definitions {
            let stays = !new.definitions.iter().any(|(known, _)| known == name);
            if stays && there(name, false) {
                left.push((Arc::clone(name), earlier.clone()));
            }
        }
        let mut made: Vec<(Arc<str>, Expression)> = Vec::new();
        while !left.is_empty() {
            let free = |(own, of): &(Arc<str>, Expression)| {
                !left.iter().any(|(name, _)| name != own && names(of, name))
            };
            let at = left.iter().position(free)?;
            made.push(left.remove(at));
        }
        Some(made)
    }
}

/// Whether an expression names something.
pub(super) fn names(expression: &Expression, name: &str) -> bool {
    let mut found = false;
    expression.expr.walk(&mut |expr| {
        found |= matches!(&expr.kind, ExprKind::Name(known) if **known == *name);
    });
    found
}

fn question(made: &mut Rule, new: &Rule, part: &Part) {
    let (Requirement::Judgement(question), Some(other)) = (&mut made.requires, new.question())
    else {
        return;
    };
    match part {
        Part::Answers => question.answers.clone_from(&other.answers),
        _ => {
            question.text = other.text.clone();
            question.look_at.clone_from(&other.look_at);
        }
    }
}

/// The old schema's tree with some of its changes.
fn reformed<'c>(changes: &Changes<'_>, chosen: impl Iterator<Item = &'c Change>) -> Node {
    let (old, new) = (form::schema(changes.old), form::schema(changes.new));
    let mut patch = crate::rules::Patch::default();
    for change in chosen {
        let What::Form(path) = &change.what else { continue };
        match new.at(path) {
            Some(node) => patch.set.push((path.clone(), node.clone())),
            None => patch.remove.push(path.clone()),
        }
    }
    crate::verify::patch(&old.root, &patch)
}

/// The old policy with some of its changes.
fn policy<'c>(
    old: &Ruleset,
    new: &Ruleset,
    picked: impl Iterator<Item = &'c Change> + Clone,
) -> Policy {
    let has =
        |part: PolicyPart| picked.clone().any(|change| change.what == What::Policy(part.clone()));
    let (a, b) = (&old.policy, &new.policy);
    let section = |id: &str| has(PolicyPart::Section(id.to_owned()));
    let severity = |id: &str| has(PolicyPart::Severity(id.to_owned()));
    let rating = |id: &str| has(PolicyPart::Rating(id.to_owned()));
    let mut made = a.clone();
    made.sections = mixed(&a.sections, &b.sections, |row| &row.id, section, |row| !row.pillar);
    made.severities = mixed(&a.severities, &b.severities, |row| &row.id, severity, |_| true);
    made.ratings = mixed(&a.ratings, &b.ratings, |row| &row.id, rating, |_| false);
    if has(PolicyPart::RatingOrder) {
        let place = |id: &str| b.ratings.iter().position(|row| row.id == id);
        made.ratings.sort_by_key(|row| place(&row.id).unwrap_or(usize::MAX));
    }
    if has(PolicyPart::Verdicts) {
        made.verdicts = b.verdicts.clone();
    }
    if has(PolicyPart::Year) {
        made.year = b.year.clone();
    }
    made
}

/// The rows of a table, each as chosen; a new one stands where the later table has it, and `inert` ones
/// are there in any case.
fn mixed<T: Clone>(
    old: &[T],
    new: &[T],
    id: impl Fn(&T) -> &str,
    chosen: impl Fn(&str) -> bool,
    inert: impl Fn(&T) -> bool,
) -> Vec<T> {
    let find = |rows: &[T], wanted: &str| rows.iter().find(|row| id(row) == wanted).cloned();
    let mut made: Vec<T> = Vec::new();
    for row in old {
        made.extend(match find(new, id(row)) {
            Some(after) if chosen(id(row)) => Some(after),
            None if chosen(id(row)) => None,
            _ => Some(row.clone()),
        });
    }
    for (at, row) in new.iter().enumerate() {
        if find(old, id(row)).is_some() || !(chosen(id(row)) || inert(row)) {
            continue;
        }
        let before = new[..at]
            .iter()
            .rev()
            .find_map(|earlier| made.iter().position(|known| id(known) == id(earlier)));
        made.insert(before.map_or(0, |before| before + 1), row.clone());
    }
    made
}
