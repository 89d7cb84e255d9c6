//! What people say of a submission beside what the rules find: opinions and waivers.
//!
//! An opinion settles what no rule can decide alone: the answer to a question, whether a suspicion is
//! right, or how a rule came out on what the source did not publish. It never changes what a rule
//! decided by itself. A waiver leaves an outcome as it is and takes it out of the verdicts; these
//! are always given without waivers too.

use std::sync::Arc;

use crate::document::{self, Data, Document, Node, Path};
use crate::feel::{Cause, CauseKind, Causes, Data as Value, StepKind};
use crate::finding::Wording;
use crate::rules::{Answers, Class, Rule, Ruleset, Status};
use crate::source::Span;

use super::{Outcome, RuleResult, Subject, evaluate_rule};

/// Everything that people say of one submission; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Opinions {
    /// What they think of outcomes; of two on the same outcome, the first counts.
    pub opinions: Vec<Arc<Opinion>>,
    /// What they set aside.
    pub waivers: Vec<Arc<Waiver>>,
}

/// What a person thinks of one outcome of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The rule's id.
    pub rule: String,
    /// The element's position, from 1; none for a rule that does not run on elements.
    pub element: Option<usize>,
    /// What they think.
    pub says: Says,
    /// Why, who and when.
    pub signed: Signature,
    /// The texts that they judged; where these changed, the opinion is stale and does not count.
    pub judged: Judged,
}

/// What a person can think of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// The id of an answer to the rule's question.
    Answer(String),
    /// What the heuristic saw is so.
    Confirmed,
    /// What the heuristic saw is not so.
    Rejected,
    /// How the rule comes out on what was not published, by who saw it; never unknown.
    Attested(Status),
}

/// An observation that a person sets aside until a process year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// The element's position, from 1; none for every outcome of the rule.
    pub element: Option<usize>,
    /// The last process year in which it holds.
    pub until: i32,
    /// Why, who and when.
    pub signed: Signature,
    /// The texts that they judged, of every element where it is on a whole rule; none where it holds
    /// whatever the texts say.
    pub judged: Option<Judged>,
}

/// Why somebody thinks so, who and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When, as an ISO date: `2026-05-04`.
    pub date: String,
}

/// The texts that an opinion is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// The [`document::digest`] of fields and texts in their order; empty where it was not kept.
    pub digest: String,
    /// The texts themselves, to show what changed.
    pub texts: Vec<Seen>,
}

/// A field that was looked at, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its path; for a figure that stands nowhere, what it is looked at for.
    pub field: String,
    /// Its value, [`document::normalised`]; none where nothing was there or published.
    pub text: Option<String>,
}

/// A field whose text is not what was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path, or what the figure is looked at for.
    pub field: String,
    /// What it said; none where nothing was there.
    pub before: Option<String>,
    /// What it says; none where nothing is there.
    pub after: Option<String>,
}

/// What people say of one outcome.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The opinion that counts.
    pub opinion: Option<Arc<Opinion>>,
    /// An opinion on texts that have changed since; it does not count.
    pub stale: Option<Arc<Opinion>>,
    /// The waiver that sets it aside; only of what is unmet.
    pub waiver: Option<Arc<Waiver>>,
}

impl Judged {
    /// Seals texts with their digest.
    pub fn of(texts: Vec<Seen>) -> Judged {
        let parts = texts.iter().flat_map(|seen| {
            let there = if seen.text.is_some() { "1" } else { "0" };
            [seen.field.as_str(), there, seen.text.as_deref().unwrap_or_default()]
        });
        Judged { digest: document::digest(parts), texts }
    }

    /// Whether the digest is that of the texts kept with it.
    pub fn is_whole(&self) -> bool {
        self.texts.is_empty() || Judged::of(self.texts.clone()).digest == self.digest
    }

    /// Whether the texts still say what was judged; by the digest where they were not kept.
    ///
    /// `now` is what the outcome looks at today. A rule that has since learnt to look at more does
    /// not end a judgement: only a text that was judged and is another does.
    fn holds(&self, now: &Judged, document: &Document) -> bool {
        match self.texts.is_empty() {
            true => self.digest == now.digest,
            false => self.changes(now, document).is_empty(),
        }
    }

    /// Whether some field of an outcome's element itself was judged, of what is seen of it now; true
    /// where nothing is seen of the element itself, as of a rule without elements.
    fn is_of(&self, seen: &Judged, outcome: &Outcome, document: &Document) -> bool {
        let place = outcome.element.as_ref().and_then(|element| element.place);
        let mut own = seen.texts.iter().filter(|seen| {
            let path: Option<Path> = seen.field.parse().ok();
            let span = path.and_then(|path| Some(document.at(&path)?.span));
            let inside = |(span, of): (Span, Span)| of.start <= span.start && span.end <= of.end;
            span.zip(place).is_some_and(inside)
        });
        let Some(first) = own.next() else { return true };
        let judged = |own: &Seen| self.texts.iter().any(|seen| seen.field == own.field);
        judged(first) || own.any(judged)
    }

    /// The fields that were judged and say something else, in their order.
    pub fn changes(&self, now: &Judged, document: &Document) -> Vec<Change> {
        let changed = self.texts.iter().filter_map(|seen| {
            let after = now.text_of(&seen.field, document);
            let (field, before) = (seen.field.clone(), seen.text.clone());
            let same =
                after.as_deref().unwrap_or_default() == before.as_deref().unwrap_or_default();
            (!same).then_some(Change { field, before, after })
        });
        changed.collect()
    }

    /// What a field says: as it was looked at, or as the submission has it.
    fn text_of(&self, field: &str, document: &Document) -> Option<String> {
        if let Some(seen) = self.texts.iter().find(|seen| seen.field == field) {
            return seen.text.clone();
        }
        let path: Path = field.parse().ok()?;
        document.at(&path).map(text_of)
    }
}

impl Opinions {
    /// Whether nobody said anything of a rule.
    fn silent_on(&self, rule: &Rule) -> bool {
        !self.opinions.iter().any(|opinion| opinion.rule == rule.id)
            && !self.waivers.iter().any(|waiver| waiver.rule == rule.id)
    }

    /// The opinion on an outcome, where there is one of a kind.
    fn on(
        &self,
        rule: &Rule,
        outcome: &Outcome,
        kind: impl Fn(&Says) -> bool,
    ) -> Option<&Arc<Opinion>> {
        self.opinions.iter().find(|opinion| {
            opinion.rule == rule.id && opinion.element == outcome.position() && kind(&opinion.says)
        })
    }

    fn waiver(
        &self,
        rule: &Rule,
        outcome: &Outcome,
        subject: &Subject<'_>,
    ) -> Option<&Arc<Waiver>> {
        let (document, year) = (subject.document, subject.year);
        let seen = Judged::of(outcome.looked_at(document));
        self.waivers.iter().find(|waiver| {
            waiver.rule == rule.id
                && (waiver.element.is_none() || waiver.element == outcome.position())
                && year.is_some_and(|year| year <= waiver.until)
                && waiver.judged.as_ref().is_none_or(|judged| {
                    judged.holds(&seen, document)
                        && (waiver.element.is_some() || judged.is_of(&seen, outcome, document))
                })
        })
    }

    /// What becomes of a rule with what people say of it.
    pub fn result<'e>(
        &self,
        ruleset: &Ruleset,
        rule: &'e Rule,
        subject: &Subject<'_>,
    ) -> RuleResult<'e> {
        let mut result = evaluate_rule(ruleset, rule, subject, &Answers::default());
        if self.silent_on(rule) {
            return result;
        }
        let document = subject.document;
        let answers = self.answers(rule, &result, document);
        if !answers.by_element.is_empty() || answers.whole.is_some() {
            result = evaluate_rule(ruleset, rule, subject, &answers);
        }
        for outcome in &mut result.outcomes {
            self.hear(rule, outcome, document);
            if outcome.status == Status::Unmet {
                outcome.said.waiver = self.waiver(rule, outcome, subject).cloned();
            }
        }
        result.settle();
        result
    }

    /// The answers to a rule's question that were given to what its passages say now.
    fn answers(&self, rule: &Rule, result: &RuleResult<'_>, document: &Document) -> Answers {
        let mut answers = Answers::default();
        for outcome in result.outcomes.iter().filter(|outcome| outcome.pending().is_some()) {
            let given = self.on(rule, outcome, |says| matches!(says, Says::Answer(_)));
            let Some(Opinion { says: Says::Answer(id), judged, .. }) = given.map(|given| &**given)
            else {
                continue;
            };
            let known = rule.question().is_some_and(|question| question.answer(id).is_some());
            if !known || !judged.holds(&Judged::of(outcome.looked_at(document)), document) {
                continue;
            }
            match outcome.position() {
                Some(position) => _ = answers.by_element.insert(position, id.clone()),
                None => answers.whole = Some(id.clone()),
            }
        }
        answers
    }

    /// Lets the opinion on an outcome count, or says that it is stale.
    fn hear(&self, rule: &Rule, outcome: &mut Outcome, document: &Document) {
        let Some(kind) = outcome.awaits(rule) else { return };
        let Some(opinion) = self.on(rule, outcome, |says| kind.fits(says)) else { return };
        if !opinion.judged.holds(&Judged::of(outcome.looked_at(document)), document) {
            outcome.said.stale = Some(Arc::clone(opinion));
            if outcome.pending().is_some() {
                outcome.causes = Some(stale(&rule.id));
            }
            return;
        }
        match &opinion.says {
            Says::Answer(_) if outcome.pending().is_some() => return,
            Says::Answer(_) | Says::Confirmed => {}
            Says::Rejected => outcome.status = Status::Met,
            Says::Attested(status) => outcome.attest(rule, *status),
        }
        outcome.said.opinion = Some(Arc::clone(opinion));
    }
}

/// What an outcome can be settled by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// An answer to its question.
    Answer,
    /// That its suspicion is confirmed or rejected.
    Confirmation,
    /// The word of who saw what was not published.
    Attestation,
}

impl Awaited {
    fn fits(self, says: &Says) -> bool {
        match self {
            Awaited::Answer => matches!(says, Says::Answer(_)),
            Awaited::Confirmation => matches!(says, Says::Confirmed | Says::Rejected),
            Awaited::Attestation => matches!(says, Says::Attested(_)),
        }
    }
}

impl Outcome {
    /// The position, from 1, of the element that it is of.
    pub fn position(&self) -> Option<usize> {
        self.element.as_ref().map(|element| element.position)
    }

    /// What a person can settle it by, or has; none where only the form can.
    pub fn awaits(&self, rule: &Rule) -> Option<Awaited> {
        let withheld = |causes: &Causes| {
            !causes.is_empty() && causes.iter().all(|cause| cause.kind == CauseKind::NotPublished)
        };
        match (&self.asked, &self.causes) {
            (Some(_), _) => Some(Awaited::Answer),
            (None, Some(causes)) if withheld(causes) => Some(Awaited::Attestation),
            (None, Some(_)) => None,
            (None, None) => {
                let suspected = rule.class == Class::Heuristic && self.finding.is_some();
                suspected.then_some(Awaited::Confirmation)
            }
        }
    }

    /// The fields that it looked at, each once, with what stands there: the passages of a question and
    /// what its text names, what was not published, or else what its clauses read and what its finding points at.
    pub fn looked_at(&self, document: &Document) -> Vec<Seen> {
        if let Some(asked) = &self.asked {
            let figures = asked.look_at.iter().filter_map(|passage| {
                let text = Some(document::normalised(passage.figure.as_ref()?));
                Some(Seen { field: document::normalised(&passage.why), text })
            });
            let there = fields(document, asked.judged());
            return there.into_iter().chain(figures).chain(nothing(&asked.absent)).collect();
        }
        if let Some(causes) = &self.causes {
            return nothing(causes);
        }
        let steps = self.parts.iter().flat_map(|part| part.evidence.steps());
        let read = steps.filter(|step| step.kind == StepKind::Read);
        let leaves = read.flat_map(|step| match &step.value.data {
            Value::List(items) => items.iter().filter(|item| is_leaf(&item.data)).collect(),
            data if is_leaf(data) => vec![&step.value],
            _ => Vec::new(),
        });
        let labels = self.finding.iter().flat_map(|finding| &finding.labels);
        let labels = labels.map(|label| label.place.span);
        let spans: Vec<Span> = leaves.filter_map(|value| value.origin).chain(labels).collect();
        fields(document, spans.into_iter())
    }

    /// Takes the word of who saw what was not published.
    fn attest(&mut self, rule: &Rule, status: Status) {
        self.status = status;
        let Some(finding) = &mut self.finding else { return };
        let title = rule.title.trim_end_matches('.');
        finding.message = Wording::both(
            format!("Según quien vio el formulario completo, no se cumple «{title}»."),
            format!("According to who saw the whole form, «{title}» is not met."),
        );
        finding.reason = rule.reason.as_deref().map(Wording::spanish);
        finding.help = rule.help.as_deref().map(Wording::spanish);
    }
}

/// The cause of an answer that was given to another text.
fn stale(rule: &str) -> Causes {
    let kind = CauseKind::JudgementStale;
    Arc::from([Cause { kind, subject: Arc::from(rule), place: None }])
}

/// The fields of which nothing is known, each once.
fn nothing(causes: &[Cause]) -> Vec<Seen> {
    let mut absent: Vec<Seen> = Vec::new();
    for cause in causes {
        if !absent.iter().any(|seen| seen.field == *cause.subject) {
            absent.push(Seen { field: cause.subject.to_string(), text: None });
        }
    }
    absent
}

/// Whether a value is one answer of the form, and not a group or a list of them.
fn is_leaf(data: &Value) -> bool {
    matches!(data, Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Temporal(_))
}

/// The fields at some places, in the order of the text.
fn fields(document: &Document, spans: impl Iterator<Item = Span>) -> Vec<Seen> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    spans.dedup();
    let mut seen: Vec<Seen> = Vec::new();
    for path in spans.into_iter().filter_map(|span| document.path_at(span)) {
        let field = path.to_string();
        if !path.is_root() && seen.last().is_none_or(|last| last.field != field) {
            let text = document.at(&path).map(text_of).unwrap_or_default();
            seen.push(Seen { field, text: Some(text) });
        }
    }
    seen
}

fn text_of(node: &Node) -> String {
    match &node.data {
        Data::Text(text) => document::normalised(text),
        Data::Number(number) => number.text.clone(),
        Data::Blank => String::new(),
        _ => document::normalised(&document::write(node)),
    }
}
