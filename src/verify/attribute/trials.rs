//! Rule sets between the old and the new one, made once, and what they say of a submission.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::document::Document;
use crate::evaluate::{Opinions, Subject, decide_rule};
use crate::rules::{Answers, Requirement, Rule};
use crate::schema::Problem;
use crate::verify::changes::{Changes, Hybrid, PolicyPart, What};
use crate::verify::record::Listed;

use super::recent::Recent;

/// Rule sets without their rules that are kept; each may have a lexicon of its own.
const SHELLS: usize = 32;

/// Rules that are kept to be tried again.
const RULES: usize = 2_048;

/// A rule's id and the changes that it is made with.
type OfRule = (String, Vec<usize>);

/// Tries changes on submissions, keeping what it made.
pub struct Trials<'c> {
    /// The changes.
    pub changes: &'c Changes<'c>,
    hybrids: Recent<Vec<usize>, Option<Arc<Hybrid<'c>>>>,
    rules: Recent<OfRule, Option<Arc<Rule>>>,
    touching: Mutex<HashMap<String, Arc<[usize]>>>,
}

/// The old rule set with some changes.
pub(in crate::verify) struct Between<'t, 'c> {
    trials: &'t Trials<'c>,
    chosen: Vec<usize>,
    /// None where the changes make no rule set.
    hybrid: Option<Arc<Hybrid<'c>>>,
}

/// A submission as rule sets between the old and the new one see it.
pub struct Tried<'d> {
    document: &'d Document,
    opinions: Option<&'d Opinions>,
    /// What the old rule set's form finds wrong with it, where that was asked.
    problems: Option<Vec<Problem>>,
    /// By the changes that show in it, with what the form finds wrong and without.
    subjects: HashMap<(Vec<usize>, bool), Subject<'d>>,
}

impl<'d> Tried<'d> {
    /// A submission that nothing was tried on.
    pub fn new(document: &'d Document) -> Tried<'d> {
        Tried::with(document, None)
    }

    /// A submission with what its review says of it, that nothing was tried on.
    pub fn with(document: &'d Document, opinions: Option<&'d Opinions>) -> Tried<'d> {
        Tried { document, opinions, problems: None, subjects: HashMap::new() }
    }
}

impl<'c> Trials<'c> {
    /// Makes ready to try changes.
    pub fn new(changes: &'c Changes<'c>) -> Trials<'c> {
        let (hybrids, rules) = (Recent::with_room(SHELLS), Recent::with_room(RULES));
        Trials { changes, hybrids, rules, touching: Mutex::default() }
    }

    /// The changes that can move what becomes of a rule.
    pub fn touching(&self, id: &str) -> Arc<[usize]> {
        let mut known = self.touching.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(id.to_owned());
        Arc::clone(found.or_insert_with(|| self.changes.touching(id).into()))
    }

    /// The old rule set with some changes.
    pub(in crate::verify) fn between(&self, chosen: &[usize]) -> Between<'_, 'c> {
        Between { trials: self, chosen: chosen.to_vec(), hybrid: self.hybrid(chosen) }
    }

    /// What becomes of a rule by the old rule set with some changes; none where it is not in force.
    pub(in crate::verify) fn standing(
        &self,
        id: &str,
        chosen: &[usize],
        tried: &mut Tried<'_>,
    ) -> Option<Listed> {
        self.between(chosen).standing(id, tried)
    }

    /// The old rule set with some changes, of which those of rules are not made yet.
    pub(super) fn hybrid(&self, chosen: &[usize]) -> Option<Arc<Hybrid<'c>>> {
        let list = &self.changes.list;
        let of_shell = |at: &usize| !matches!(list[*at].what, What::Rule(..));
        let chosen: Vec<usize> = chosen.iter().copied().filter(of_shell).collect();
        self.hybrids.get(&chosen, || Hybrid::new(self.changes, &chosen).map(Arc::new))
    }

    /// A rule with the chosen changes; none where it is not there then.
    pub(super) fn rule(&self, id: &str, chosen: &[usize], shell: &Hybrid<'c>) -> Option<Arc<Rule>> {
        let list = &self.changes.list;
        let own = |at: &usize| match &list[*at].what {
            What::Policy(_) => true,
            What::Rule(rule, _) => rule == id,
            _ => false,
        };
        let own: Vec<usize> = chosen.iter().copied().filter(own).collect();
        let key = (id.to_owned(), own);
        self.rules.get(&key, || shell.with(&key.1).rule(id).flatten().map(Arc::new))
    }
}

impl Between<'_, '_> {
    /// What becomes of a rule; none where it is not in force.
    pub fn standing(&self, id: &str, tried: &mut Tried<'_>) -> Option<Listed> {
        self.answered(id, tried, &Answers::default())
    }

    /// What becomes of a rule where its question is answered so and the submission has no review.
    pub fn answered(&self, id: &str, tried: &mut Tried<'_>, answers: &Answers) -> Option<Listed> {
        let hybrid = self.hybrid.as_ref()?;
        let rule = self.trials.rule(id, &self.chosen, hybrid);
        let rule = rule.filter(|rule| rule.retired.is_none())?;
        let asks = matches!(rule.requires, Requirement::Schema(_));
        let opinions = tried.opinions;
        let subject = self.seen(hybrid, asks, tried);
        Some(Listed::of(&match opinions {
            Some(opinions) => opinions.result(&hybrid.shell, &rule, subject),
            None => decide_rule(&hybrid.shell, &rule, subject, answers),
        }))
    }

    /// A submission as this rule set sees it; what the form finds wrong is there where a rule `asks`.
    fn seen<'s, 'd>(
        &self,
        hybrid: &Hybrid<'_>,
        asks: bool,
        tried: &'s mut Tried<'d>,
    ) -> &'s Subject<'d> {
        let changes = self.trials.changes;
        let what = |at: &usize| &changes.list[*at].what;
        let shows: Vec<usize> =
            self.chosen.iter().copied().filter(|at| is_seen(what(at))).collect();
        let document = tried.document;
        let problems = &mut tried.problems;
        tried.subjects.entry((shows, asks)).or_insert_with_key(|(shows, asks)| {
            let reformed = shows.iter().any(|at| matches!(what(at), What::Form(_)));
            match (asks, reformed) {
                (false, _) => Subject::checked(&hybrid.shell, document, Vec::new()),
                (true, true) => Subject::new(&hybrid.shell, document),
                (true, false) => {
                    let known =
                        problems.get_or_insert_with(|| changes.old.schema.check(document)).clone();
                    Subject::checked(&hybrid.shell, document, known)
                }
            }
        })
    }
}

/// Whether a change shows in how a submission is seen: its fields and parameters.
fn is_seen(what: &What) -> bool {
    matches!(what, What::Parameter(_) | What::Form(_) | What::Policy(PolicyPart::Year))
}
