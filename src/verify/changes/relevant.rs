//! Which changes can move what becomes of a rule.

use std::collections::BTreeSet;

use crate::document::{Path, Step};
use crate::feel::{Callee, Expr, ExprKind, Group};
use crate::rules::{
    NAMED_LISTS, PARAMETERS, READ_GIVEN, READ_UNNAMED, READ_VERBS, Rule, Ruleset, Segment,
    VERB_LISTS,
};

use super::{Changes, Part, PolicyPart, What};

impl Changes<'_> {
    /// The positions of the changes that can move what becomes of a rule on some submission.
    pub fn touching(&self, id: &str) -> Vec<usize> {
        let needs = Needs::of(self, id);
        (0..self.list.len()).filter(|at| self.list[*at].moves && needs.meets(self, *at)).collect()
    }

    /// The ids of the rules of which something can become different, in the order of the later rule set;
    /// those that are gone come last.
    pub fn touched(&self) -> Vec<&str> {
        let gone = self.old.rules.iter().filter(|rule| self.new.rule(&rule.id).is_none());
        let all = self.new.rules.iter().chain(gone).map(|rule| rule.id.as_str());
        all.filter(|id| !self.touching(id).is_empty()).collect()
    }
}

/// What a rule looks at, in either rule set.
struct Needs<'n> {
    id: &'n str,
    parameters: BTreeSet<String>,
    /// How often it names the parameters, and how often one of them: more where it looks at them as a whole.
    named: (usize, usize),
    /// Texts that it writes, and lists that its functions know: every list that it looks at is one.
    lists: BTreeSet<String>,
    /// Whether it looks at all verbs.
    verbs: bool,
    /// Whether it looks at what of the lexicon has no name: concepts, units, sources.
    unnamed: bool,
}

impl<'n> Needs<'n> {
    fn of(changes: &Changes<'_>, id: &'n str) -> Needs<'n> {
        let (parameters, lists) = (BTreeSet::new(), BTreeSet::new());
        let named = (0, 0);
        let mut needs = Needs { id, parameters, named, lists, verbs: false, unnamed: false };
        for ruleset in [changes.old, changes.new] {
            let Some(rule) = ruleset.rule(id) else { continue };
            conditions(rule, &mut |expr| needs.see(ruleset, expr));
        }
        needs
    }

    fn see(&mut self, ruleset: &Ruleset, expr: &Expr) {
        match &expr.kind {
            ExprKind::Member(base, name) => {
                let parameters =
                    matches!(&base.kind, ExprKind::Name(base) if **base == *PARAMETERS);
                if parameters {
                    self.parameters.insert(name.text.to_string());
                    self.named.1 += 1;
                }
            }
            ExprKind::Name(name) => self.named.0 += usize::from(**name == *PARAMETERS),
            ExprKind::Call(callee, _) => {
                if let Callee::Named(name) = &**callee {
                    let name = &*name.text;
                    let group = ruleset.library.group_of(name).map(|(group, _)| group);
                    let language = matches!(group, Some(Group::Language | Group::Form));
                    self.unnamed |= language && !READ_GIVEN.contains(&name);
                    self.verbs |= READ_VERBS.contains(&name);
                    let known = READ_UNNAMED.iter().filter(|(function, _)| *function == name);
                    self.lists.extend(known.map(|(_, list)| (*list).to_owned()));
                }
            }
            ExprKind::Text(text) => _ = self.lists.insert(text.to_string()),
            _ => {}
        }
    }

    fn meets(&self, changes: &Changes<'_>, at: usize) -> bool {
        match &changes.list[at].what {
            What::Rule(rule, part) => {
                rule == self.id && !matches!(part, Part::Severity | Part::Section)
            }
            What::Parameter(name) => {
                let whole = self.named.0 > self.named.1;
                whole || self.parameters.contains(&**name)
            }
            What::Word(word) => self.reads(&word.list),
            What::Policy(part) => *part == PolicyPart::Year,
            What::Form(_) => true,
            What::File(_) => false,
        }
    }
}

impl Needs<'_> {
    /// Whether a list of the lexicon is looked at, by its path.
    fn reads(&self, list: &Path) -> bool {
        let key = |at: usize| match list.steps().get(at) {
            Some(Step::Key(key)) => key.as_str(),
            _ => "",
        };
        let named = |name: &str| self.lists.contains(name);
        match key(0) {
            NAMED_LISTS => named(key(1)),
            VERB_LISTS => self.verbs || named(key(1)),
            own => self.unnamed || named(own),
        }
    }
}

/// Visits every expression on which what becomes of a rule depends.
fn conditions(rule: &Rule, visit: &mut dyn FnMut(&Expr)) {
    let each = rule.each.iter().map(|(_, list)| list);
    let definitions = rule.definitions.iter().map(|(_, of)| of);
    let clauses = each.chain(definitions).chain(&rule.applies).chain(rule.clauses());
    clauses.for_each(|expression| expression.expr.walk(visit));
    if let Some(question) = rule.question() {
        question.look_at.iter().for_each(|look| look.at.expr.walk(visit));
        for segment in &question.text.segments {
            if let Segment::Value(expression) = segment {
                expression.expr.walk(visit);
            }
        }
    }
}
