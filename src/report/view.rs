//! What every report shows, in its order.

use std::collections::BTreeSet;

use crate::document::{Node, Path};
use crate::evaluate::{Decision, Evaluation, Outcome, Pillar};
use crate::finding::{Finding, Severity};
use crate::rules::{Parameter, Rule, Section, Status};
use crate::source::Span;

use super::explain::used;

/// An evaluation, arranged for people.
pub struct View<'v> {
    /// The evaluation.
    pub evaluation: &'v Evaluation<'v>,
    /// Findings of the text itself, before any rule.
    pub text: &'v [Finding],
    /// Sections in the rule set's order.
    pub groups: Vec<Group<'v>>,
}

/// A section with what was found in it.
pub struct Group<'v> {
    /// The section.
    pub section: &'v Section,
    /// Its verdict, where it is a pillar.
    pub pillar: Option<&'v Pillar>,
    /// What is wrong and counts, gravest first; within a severity, by rule.
    pub unmet: Vec<Shown<'v>>,
    /// What is wrong and was set aside, in the same order.
    pub set_aside: Vec<Shown<'v>>,
    /// What a person settled and is not wrong: answers, rejected suspicions, attestations.
    pub settled: Vec<(&'v Rule, &'v Outcome)>,
    /// The questions that wait for a person's answer, by rule.
    pub questions: Vec<Shown<'v>>,
    /// What could not be decided for want of something else, by rule.
    pub unknown: Vec<Shown<'v>>,
    /// How many rules are met.
    pub met: usize,
    /// How many rules do not apply.
    pub not_applicable: usize,
}

/// An outcome with its rule.
pub struct Shown<'v> {
    /// The rule.
    pub rule: &'v Rule,
    /// The outcome.
    pub outcome: &'v Outcome,
    /// Its finding.
    pub finding: &'v Finding,
}

/// What stands at a place of the submission.
pub struct Field<'v> {
    /// Its path.
    pub path: Path,
    /// Its value; none where the place is that of its key.
    pub value: Option<&'v Node>,
}

impl<'v> View<'v> {
    /// Arranges an evaluation.
    pub fn new(evaluation: &'v Evaluation<'v>) -> View<'v> {
        let sections = evaluation.ruleset.policy.sections.iter().enumerate();
        let groups = sections.map(|(index, section)| group(evaluation, index, section)).collect();
        View { evaluation, text: &evaluation.findings, groups }
    }

    /// How many findings there are of each level, in the whole submission.
    pub fn count(&self, level: Severity) -> usize {
        let unmet = self.groups.iter().flat_map(|group| &group.unmet);
        let in_text = self.text.iter().filter(|finding| finding.severity == level).count();
        in_text + unmet.filter(|shown| shown.finding.severity == level).count()
    }

    /// How many questions wait for an answer.
    pub fn questions(&self) -> usize {
        self.groups.iter().map(|group| group.questions.len()).sum()
    }

    /// How many outcomes could not be decided for want of something else than an answer.
    pub fn unknown(&self) -> usize {
        self.groups.iter().map(|group| group.unknown.len()).sum()
    }

    /// What the submission calls that which it proposes; none where it does not say.
    pub fn subject(&self) -> Option<&'v str> {
        let path = self.evaluation.ruleset.policy.subject.as_ref()?;
        let name = self.evaluation.document.at(path).filter(|node| !node.is_blank())?;
        name.text()
    }

    /// How many rules in force came out so.
    pub fn rules(&self, status: Status) -> usize {
        self.evaluation.results.iter().filter(|result| result.status == status).count()
    }

    /// How many outcomes came out so; a rule has one per element it runs on.
    pub fn outcomes(&self, status: Status) -> usize {
        let outcomes = self.evaluation.results.iter().flat_map(|result| &result.outcomes);
        outcomes.filter(|outcome| outcome.status == status).count()
    }

    /// How many outcomes of a severity, by its position in the policy, are unmet and not set aside.
    pub fn unmet(&self, severity: usize) -> usize {
        let unmet = self.groups.iter().flat_map(|group| &group.unmet);
        unmet.filter(|shown| shown.rule.severity == severity).count()
    }

    /// What is wrong and was set aside, in the whole submission.
    pub fn set_aside(&self) -> impl Iterator<Item = &Shown<'v>> {
        self.groups.iter().flat_map(|group| &group.set_aside)
    }

    /// What is wrong with the review of the submission.
    pub fn of_review(&self) -> &'v [Finding] {
        self.evaluation.review.as_ref().map_or(&[], |review| &review.findings)
    }

    /// The pillar as it would be without waivers, where its verdict would be another.
    pub fn unwaived(&self, pillar: &Pillar) -> Option<&'v Pillar> {
        let unwaived = self.evaluation.unwaived.as_ref()?;
        let other = unwaived.pillars.iter().find(|other| other.section == pillar.section)?;
        (other.decision != pillar.decision).then_some(other)
    }

    /// The parameters that the rules in force read, in the order of their file.
    pub fn parameters(&self) -> Vec<&'v Parameter> {
        let read: BTreeSet<String> =
            self.evaluation.results.iter().flat_map(|result| used(result.rule)).collect();
        let parameters = self.evaluation.ruleset.parameters.iter();
        parameters.filter(|parameter| read.contains(&*parameter.name)).collect()
    }

    /// What stands at a place of the submission; none where no value or key holds it.
    pub fn field(&self, place: Span) -> Option<Field<'v>> {
        let path = self.evaluation.document.path_at(place)?;
        let value = self.evaluation.document.at(&path).filter(|node| node.span.contains(place));
        Some(Field { path, value })
    }

    /// The group of a pillar.
    pub fn group(&self, pillar: &Pillar) -> &Group<'v> {
        &self.groups[pillar.section]
    }

    /// The findings that made a pillar fail, in the order of its rules.
    pub fn deciders(&self, pillar: &Pillar) -> Vec<&Shown<'v>> {
        let Decision::Fails(rules) = &pillar.decision else { return Vec::new() };
        let unmet = self.group(pillar).unmet.iter();
        unmet.filter(|shown| rules.contains(&shown.rule.id)).collect()
    }

    /// The rule to look at first: one that decided, or else one that is not met or not decided.
    pub fn example(&self) -> Option<&'v str> {
        let deciders = self.evaluation.pillars.iter().flat_map(|pillar| self.deciders(pillar));
        let unmet = self.groups.iter().flat_map(|group| &group.unmet);
        let unknown = self.groups.iter().flat_map(|group| &group.unknown);
        let questions = self.groups.iter().flat_map(|group| &group.questions);
        let gravest = unmet.min_by_key(|shown| shown.rule.severity);
        deciders
            .chain(gravest)
            .chain(unknown)
            .chain(questions)
            .next()
            .map(|shown| shown.rule.id.as_str())
    }
}

impl<'v> Group<'v> {
    /// What is wrong, rule by rule; no slice is empty.
    pub fn unmet_by_rule(&self) -> impl Iterator<Item = &[Shown<'v>]> {
        by_rule(&self.unmet)
    }

    /// The questions that wait, rule by rule; no slice is empty.
    pub fn questions_by_rule(&self) -> impl Iterator<Item = &[Shown<'v>]> {
        by_rule(&self.questions)
    }

    /// What could not be decided, rule by rule; no slice is empty.
    pub fn unknown_by_rule(&self) -> impl Iterator<Item = &[Shown<'v>]> {
        by_rule(&self.unknown)
    }
}

fn by_rule<'s, 'v>(shown: &'s [Shown<'v>]) -> impl Iterator<Item = &'s [Shown<'v>]> {
    shown.chunk_by(|a, b| a.rule.id == b.rule.id)
}

fn group<'v>(evaluation: &'v Evaluation<'v>, index: usize, section: &'v Section) -> Group<'v> {
    let mine = || evaluation.results.iter().filter(move |result| result.rule.section == index);
    let shown = |status: Status| -> Vec<Shown<'v>> {
        let outcomes =
            mine().flat_map(|result| result.outcomes.iter().map(|outcome| (result.rule, outcome)));
        outcomes
            .filter(|(_, outcome)| outcome.status == status)
            .filter_map(|(rule, outcome)| {
                Some(Shown { rule, outcome, finding: outcome.finding.as_ref()? })
            })
            .collect()
    };
    let mut wrong = shown(Status::Unmet);
    wrong.sort_by_key(|shown| shown.rule.severity);
    let (set_aside, unmet) =
        wrong.into_iter().partition(|shown| shown.outcome.said.waiver.is_some());
    let all =
        mine().flat_map(|result| result.outcomes.iter().map(|outcome| (result.rule, outcome)));
    let settled = all
        .filter(|(_, outcome)| outcome.status != Status::Unmet && outcome.said.opinion.is_some());
    let undecided = shown(Status::Unknown).into_iter();
    let (questions, unknown) = undecided.partition(|shown| shown.outcome.pending().is_some());
    Group {
        section,
        pillar: evaluation.pillars.iter().find(|pillar| pillar.section == index),
        unmet,
        set_aside,
        settled: settled.collect(),
        questions,
        unknown,
        met: mine().filter(|result| result.status == Status::Met).count(),
        not_applicable: mine().filter(|result| result.status == Status::NotApplicable).count(),
    }
}
