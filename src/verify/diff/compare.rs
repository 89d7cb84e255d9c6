//! One submission by two rule sets.

use std::borrow::Cow;

use crate::document::Document;
use crate::evaluate::{RuleResult, Subject, conclude, decide_rule, evaluate_rule};
use crate::rules::{Answers, Patch, Requirement, Rule, Ruleset};
use crate::verify::attribute::{Blame, Ground, Trials, Tried};
use crate::verify::changes::{Part, PolicyPart, What};
use crate::verify::record::Listed;
use crate::verify::verdicts::{VerdictMove, Verdicts};

use super::{Corpus, Move, made};

/// Compares submissions of a corpus.
pub(super) struct Comparer<'d, 'c> {
    pub trials: &'c Trials<'d>,
    pub corpus: &'c Corpus<'c>,
    /// The rules that can come out otherwise, by id.
    pub touched: Vec<String>,
    /// Whether both rule sets see a submission alike: the same fields, the same parameters.
    alike: bool,
    /// Whether a rule that can come out otherwise asks the form.
    asks_form: bool,
    /// Whether verdicts can move though no rule does.
    policy: bool,
}

/// What moved on one submission.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// The rules that moved, by their position among those that can.
    pub flips: Vec<(usize, Move)>,
    pub verdicts: Vec<SeenVerdict>,
}

/// A pillar or the rating that moved on one submission.
#[derive(Debug, Clone)]
pub(super) struct SeenVerdict {
    /// Its position in reports.
    pub order: usize,
    pub moved: VerdictMove,
}

impl Seen {
    pub fn is_quiet(&self) -> bool {
        self.flips.is_empty() && self.verdicts.is_empty()
    }
}

/// A submission as both rule sets see it; one view where they see it alike.
pub(super) struct Views<'d> {
    new: Subject<'d>,
    old: Option<Subject<'d>>,
}

impl<'d> Views<'d> {
    fn old(&self) -> &Subject<'d> {
        self.old.as_ref().unwrap_or(&self.new)
    }
}

impl<'d, 'c> Comparer<'d, 'c> {
    pub fn new(trials: &'c Trials<'d>, corpus: &'c Corpus<'c>) -> Comparer<'d, 'c> {
        let changes = trials.changes;
        let touched: Vec<String> = changes.touched().into_iter().map(str::to_owned).collect();
        let seen = |what: &What| {
            let year = *what == What::Policy(PolicyPart::Year);
            matches!(what, What::Parameter(_) | What::Form(_)) || year
        };
        let role = |what: &What| match what {
            What::Policy(_) => true,
            What::Rule(_, part) => matches!(part, Part::Severity | Part::Class | Part::Section),
            _ => false,
        };
        let asks = |ruleset: &Ruleset| {
            let rules = touched.iter().filter_map(|id| ruleset.rule(id));
            rules.into_iter().any(|rule| matches!(rule.requires, Requirement::Schema(_)))
        };
        let alike = !changes.list.iter().any(|change| seen(&change.what));
        let asks_form = asks(changes.old) || asks(changes.new);
        let policy = changes.list.iter().any(|change| change.moves && role(&change.what));
        Comparer { trials, corpus, touched, alike, asks_form, policy }
    }

    /// A submission of the corpus.
    pub fn document(&self, index: usize) -> Cow<'c, Document> {
        match self.corpus {
            Corpus::Forms(forms) => Cow::Borrowed(&forms[index]),
            Corpus::Generated(generator, seeds) => {
                Cow::Owned(self.made(&generator.patch(seeds.start + index as u64)))
            }
        }
    }

    /// A submission made out of the base.
    pub fn made(&self, patch: &Patch) -> Document {
        made(&self.trials.changes.new.base, patch)
    }

    fn views<'v>(&self, document: &'v Document, whole: bool) -> Views<'v> {
        let see = |ruleset: &Ruleset| match whole || self.asks_form {
            true => Subject::new(ruleset, document),
            false => Subject::checked(ruleset, document, Vec::new()),
        };
        let changes = self.trials.changes;
        Views { new: see(changes.new), old: (!self.alike).then(|| see(changes.old)) }
    }

    /// What moves on a submission of the corpus.
    pub fn see(&self, index: usize) -> Seen {
        let document = self.document(index);
        let views = self.views(&document, false);
        let mut seen = Seen::default();
        for at in 0..self.touched.len() {
            let moved = self.standings(at, &views);
            if moved.0 != moved.1 {
                seen.flips.push((at, moved));
            }
        }
        if self.policy || !seen.flips.is_empty() {
            seen.verdicts = self.verdicts(&document);
        }
        seen
    }

    /// What becomes of a rule by both rule sets.
    fn standings(&self, at: usize, views: &Views<'_>) -> Move {
        let changes = self.trials.changes;
        let standing = |ruleset: &Ruleset, subject: &Subject<'_>| {
            let rule = in_force(ruleset, &self.touched[at])?;
            Some(Listed::of(&decide_rule(ruleset, rule, subject, &Answers::default())))
        };
        (standing(changes.old, views.old()), standing(changes.new, &views.new))
    }

    /// What becomes of a rule by both rule sets on any submission.
    pub fn moved(&self, at: usize, document: &Document) -> Move {
        self.standings(at, &self.views(document, false))
    }

    /// What becomes of a rule by the later rule set, with evidence.
    pub fn evidence(&self, at: usize, document: &Document) -> Option<RuleResult<'d>> {
        let new = self.trials.changes.new;
        let rule = in_force(new, &self.touched[at])?;
        Some(evaluate_rule(new, rule, &Subject::new(new, document), &Answers::default()))
    }

    /// Whether some changes alone make a rule come out as it does now.
    pub fn explains(&self, at: usize, because: &[usize], document: &Document) -> bool {
        let mut tried = Tried::new(document);
        let now = self.moved(at, document).1;
        self.trials.standing(&self.touched[at], because, &mut tried) == now
    }

    /// The results of all rules by both rule sets; those that cannot differ are decided once.
    fn results<'v>(&self, views: &Views<'v>) -> (Vec<RuleResult<'d>>, Vec<RuleResult<'d>>) {
        let changes = self.trials.changes;
        let decide = |ruleset: &Ruleset, rule: &'d Rule, subject: &Subject<'_>| {
            decide_rule(ruleset, rule, subject, &Answers::default())
        };
        let rules =
            |ruleset: &'d Ruleset| ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let old: Vec<RuleResult<'d>> =
            rules(changes.old).map(|rule| decide(changes.old, rule, views.old())).collect();
        let new = rules(changes.new).map(|rule| {
            let same = old.iter().find(|result| result.rule.id == rule.id);
            match same.filter(|_| !self.touched.contains(&rule.id)) {
                Some(same) => RuleResult { rule, ..same.clone() },
                None => decide(changes.new, rule, &views.new),
            }
        });
        let new = new.collect();
        (old, new)
    }

    fn concluded(
        &self,
        (old, new): (&[RuleResult<'_>], &[RuleResult<'_>]),
    ) -> (Verdicts, Verdicts) {
        let concluded = |ruleset: &Ruleset, results: &[RuleResult<'_>]| {
            let conclusion = conclude(&ruleset.policy, &ruleset.library, results);
            Verdicts::of(&ruleset.policy, &conclusion)
        };
        let changes = self.trials.changes;
        (concluded(changes.old, old), concluded(changes.new, new))
    }

    /// The pillars and the rating that move on a submission.
    pub fn verdicts(&self, document: &Document) -> Vec<SeenVerdict> {
        let views = self.views(document, true);
        let (old, new) = self.results(&views);
        let (before, now) = self.concluded((&old, &new));
        let all = before.each(&now).into_iter().enumerate();
        let moved = all.filter(|(_, moved)| moved.moved());
        moved.map(|(order, moved)| SeenVerdict { order, moved }).collect()
    }

    /// What a verdict that moved rests on.
    pub fn blame(&self, index: usize, pillar: Option<&str>) -> Option<Blame<Ground>> {
        let document = self.document(index);
        let views = self.views(&document, true);
        let (old, new) = self.results(&views);
        let (_, now) = self.concluded((&old, &new));
        self.trials.of_verdict(&old, &new, pillar, &now)
    }
}

/// A rule in force.
pub(super) fn in_force<'r>(ruleset: &'r Ruleset, id: &str) -> Option<&'r Rule> {
    ruleset.rule(id).filter(|rule| rule.retired.is_none())
}
