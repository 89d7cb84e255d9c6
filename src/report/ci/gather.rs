//! Evaluations, cases and findings → the results of a run.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::{self, Document, Limits};
use crate::evaluate::Outcome;
use crate::finding::{Finding, Label, Language, Severity, Wording};
use crate::rules::{Requirement, Rule, Ruleset, Status};
use crate::source::{Place, Span};
use crate::verify::{CaseResult, PolicyResult};

use super::super::evidence::status;
use super::super::reading::Reader;
use super::super::words::Words;
use super::super::{Style, View, cases, concise, review};
use super::describe;
use super::fingerprint::{Identity, stable};
use super::run::{CiResult, Run, Spot, State, Suite, Told};

/// The code under which a service without room for a verdict is told of one that waivers made.
pub(super) const WAIVERS: &str = "review/waivers";

/// Places that are told of one finding.
const PLACES: usize = 50;

/// Characters of a text that are told; no official answer is longer.
const LENGTH: usize = 6_000;

impl Run {
    /// Lists the rules in force, whether anything is found by them or not.
    pub fn add_ruleset(&mut self, ruleset: &Ruleset) {
        self.add_rules(ruleset, |_| true);
    }

    /// Lists the rules in force that are wanted.
    pub(super) fn add_rules(&mut self, ruleset: &Ruleset, wanted: impl Fn(&str) -> bool) {
        let policy = &ruleset.policy;
        let named = (policy.id.clone(), policy.version.clone());
        if self.ruleset.replace(named).is_some() {
            return;
        }
        let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let wanted = in_force.filter(|rule| wanted(&rule.id));
        self.rules.extend(wanted.map(|rule| describe::rule(ruleset, rule, self.language)));
    }

    /// Adds the evaluation of one file: a result per rule and element, and what its text has wrong.
    pub fn add_evaluation(&mut self, view: &View<'_>) {
        let evaluation = view.evaluation;
        self.add_ruleset(evaluation.ruleset);
        let file = evaluation.document.source.name.clone();
        let mut suite = Suite::of_file(&file);
        let style = Style { language: self.language, ..Style::default() };
        suite.verdict = Some(concise::judged(view, Words::of(self.language), &style));
        if evaluation.unwaived.is_some() {
            let identity = Identity { code: WAIVERS, file: &file, place: "" };
            suite.waivers = Some(self.known.name(identity));
        }
        for finding in view.text {
            let result = self.finding(&file, finding, Some(evaluation.document));
            suite.push(result);
        }
        for result in &evaluation.results {
            for outcome in &result.outcomes {
                let told = self.outcome(view, result.rule, outcome);
                suite.push(told);
            }
        }
        self.suites.push(suite);
        self.add_findings(view.of_review());
    }

    /// Adds a file that could not be judged, and why.
    pub fn add_unreadable(&mut self, file: &str, findings: &[Finding]) {
        self.complete = false;
        let mut suite = Suite::of_file(file);
        for finding in findings {
            let mut result = self.finding(file, finding, None);
            result.state = State::Unreadable;
            suite.push(result);
        }
        self.suites.push(suite);
    }

    /// Adds the cases of rules, a suite per section, and those of the policy, in one of its name.
    pub fn add_cases(
        &mut self,
        ruleset: &Ruleset,
        results: &[CaseResult<'_>],
        of_policy: &[PolicyResult<'_>],
    ) {
        self.add_ruleset(ruleset);
        let reader = Reader::new(ruleset);
        for of_section in results.chunk_by(|a, b| a.rule.section == b.rule.section) {
            let section = ruleset.section(of_section[0].rule);
            let mut suite = Suite::of_section(&section.id);
            for result in of_section {
                let differences = cases::differences(result, self.language);
                let place =
                    Place { source: Arc::clone(&result.rule.source), span: result.case.span };
                let (code, name) = (&result.rule.id, &result.case.name);
                let why = cases::why(&reader, result);
                let told = self.case(code, name, &differences, why.as_ref(), Some(place));
                suite.push(told);
            }
            self.suites.push(suite);
        }
        let policy = &ruleset.policy;
        let mut suite = Suite::of_section(&policy.id);
        for result in of_policy {
            let differences = cases::policy_differences(result, self.language);
            // The policy stands where its ratings do.
            let place = policy.ratings.first().map(|rating| Place {
                span: result.case.span,
                ..rating.holds.place(Span::default())
            });
            let told = self.case("policy/case", &result.case.name, &differences, None, place);
            suite.push(told);
        }
        self.suites.push(suite);
    }

    /// Adds loose findings, a suite per file; those without a place come in one of the command's name.
    pub fn add_findings(&mut self, findings: &[Finding]) {
        let mut documents: HashMap<String, Document> = HashMap::new();
        for finding in findings {
            let place = finding.place();
            let file = place.map_or(self.command.clone(), |place| place.source.name.clone());
            let document = place.map(|place| {
                let read = || document::read(Arc::clone(&place.source), &Limits::default());
                &*documents.entry(file.clone()).or_insert_with(read)
            });
            let result = self.finding(&file, finding, document);
            let known = self.suites.iter().position(|suite| suite.name == file);
            let position = known.unwrap_or_else(|| {
                self.suites.push(match place {
                    Some(_) => Suite::of_file(&file),
                    None => Suite::of_section(&file),
                });
                self.suites.len() - 1
            });
            self.suites[position].push(result);
        }
    }

    /// What became of a rule on the submission, or on one of its elements.
    fn outcome(&mut self, view: &View<'_>, rule: &Rule, outcome: &Outcome) -> CiResult {
        let words = Words::of(self.language);
        let document = view.evaluation.document;
        let severity = view.evaluation.ruleset.severity(rule);
        let state = state(rule, outcome);
        let path = subject(rule, outcome).and_then(|span| document.path_at(span));
        let at = path.as_ref().map(|path| format!(" · {path}")).unwrap_or_default();
        let place = path.map(|path| stable(document, &path)).unwrap_or_default();
        let identity = Identity { code: &rule.id, file: &document.source.name, place: &place };
        let told = outcome.finding.as_ref().map(|finding| self.told_of(finding, Some(document)));
        CiResult {
            rule: self.position(&rule.id, severity.level),
            name: format!("{} · {}{at}", rule.id, rule.title),
            state,
            level: severity.level,
            about: match state {
                State::SetAside => {
                    let given = outcome.said.waiver.iter();
                    let given = given.map(|given| review::waiver(given, self.language));
                    format!("{} ({})", severity.name, given.collect::<String>())
                }
                State::Suspected => format!("{} ({})", severity.name, words.suspected),
                State::Pending => format!("{} ({})", severity.name, words.question),
                State::Unknown => format!("{} ({})", severity.name, words.unknown),
                State::NotApplicable => status(outcome.status, false, self.language).to_owned(),
                State::Passed | State::Failed | State::Unreadable => severity.name.clone(),
            },
            told: told.unwrap_or_default(),
            fingerprint: self.known.name(identity),
        }
    }

    /// A finding of a file; without the document, it is known by the text of its line.
    fn finding(&mut self, file: &str, finding: &Finding, document: Option<&Document>) -> CiResult {
        let told = self.told_of(finding, document);
        let path = document.zip(finding.span());
        let path =
            path.and_then(|(document, span)| Some(stable(document, &document.path_at(span)?)));
        let line = finding.place().map(line_at).unwrap_or_default();
        let place = path.filter(|path| !path.is_empty()).unwrap_or_else(|| line.to_owned());
        let identity = Identity { code: &finding.code, file, place: &place };
        let at = told.place().and_then(|spot| spot.path.as_ref());
        let name = at.map(|path| format!("{} · {path}", finding.code));
        CiResult {
            rule: self.position(&finding.code, finding.severity),
            name: name.unwrap_or_else(|| finding.code.clone()),
            state: match finding.severity {
                // What is not certain: a suspicion of the analysis.
                Severity::Note => State::Suspected,
                Severity::Warning | Severity::Error => State::Failed,
            },
            level: finding.severity,
            about: Words::of(self.language).level(finding.severity).to_owned(),
            told,
            fingerprint: self.known.name(identity),
        }
    }

    /// A case of a rule or of the policy, which passed where nothing differs.
    fn case(
        &mut self,
        code: &str,
        name: &str,
        differences: &[String],
        why: Option<&Wording>,
        place: Option<Place>,
    ) -> CiResult {
        let words = Words::of(self.language);
        let say = |why: &Wording| cut(why.in_language(self.language));
        let file = place.as_ref().map(|place| place.source.name.clone()).unwrap_or_default();
        let told = Told {
            message: cut(&format!("{name}: {}", differences.join("; "))),
            more: why.iter().map(|why| (words.reason.to_owned(), say(why))).collect(),
            basis: None,
            places: place.map(|place| Spot { place, path: None, note: None }).into_iter().collect(),
        };
        CiResult {
            rule: self.position(code, Severity::Error),
            name: format!("{code} · {name}"),
            state: if differences.is_empty() { State::Passed } else { State::Failed },
            level: Severity::Error,
            about: match self.language {
                Language::Spanish => "caso".to_owned(),
                Language::English => "case".to_owned(),
            },
            told,
            fingerprint: self.known.name(Identity { code, file: &file, place: name }),
        }
    }

    /// What a finding says, and where.
    fn told_of(&self, finding: &Finding, document: Option<&Document>) -> Told {
        let words = Words::of(self.language);
        let say = |wording: &Wording| cut(wording.in_language(self.language));
        let more = [(words.reason, &finding.reason), (words.help, &finding.help)];
        let more = more
            .into_iter()
            .filter_map(|(heading, text)| Some((heading.to_owned(), say(text.as_ref()?))));
        let basis = (words.basis.to_owned(), cut(&describe::basis(&finding.citations)));
        let spot = |label: &Label| {
            let source = &label.place.source;
            let inside = document.filter(|document| document.source.name == source.name);
            let path = inside.and_then(|document| document.path_at(label.place.span));
            Spot {
                place: label.place.clone(),
                path: path.filter(|path| !path.is_root()).map(|path| path.to_string()),
                note: label.note.as_ref().map(say),
            }
        };
        Told {
            message: say(&finding.message),
            more: more.collect(),
            basis: Some(basis).filter(|_| !finding.citations.is_empty()),
            places: finding.labels.iter().take(PLACES).map(spot).collect(),
        }
    }

    /// The position of a code among the rules, where it is put if it is new.
    fn position(&mut self, code: &str, level: Severity) -> usize {
        let known = self.rules.iter().position(|rule| rule.id == code);
        known.unwrap_or_else(|| {
            self.rules.push(describe::code(code, level, self.language));
            self.rules.len() - 1
        })
    }
}

/// What an outcome is about, where a rule has one for each of several things.
///
/// Not where its finding points, which changes with what the form says.
fn subject(rule: &Rule, outcome: &Outcome) -> Option<Span> {
    match &rule.requires {
        Requirement::Schema(_) => outcome.finding.as_ref()?.span(),
        _ => outcome.element.as_ref()?.place,
    }
}

fn state(rule: &Rule, outcome: &Outcome) -> State {
    match outcome.status {
        Status::Met => State::Passed,
        Status::NotApplicable => State::NotApplicable,
        Status::Unmet if outcome.said.waiver.is_some() => State::SetAside,
        Status::Unmet if outcome.is_suspicion(rule) => State::Suspected,
        Status::Unmet => State::Failed,
        Status::Unknown if outcome.pending().is_some() => State::Pending,
        Status::Unknown => State::Unknown,
    }
}

/// The text of a place's line.
fn line_at(place: &Place) -> &str {
    let (text, lines) = (place.source.text(), place.source.lines());
    text[lines.bytes_of(text, lines.line_of(place.span.start))].trim()
}

/// A text, shortened where it is longer than any official answer.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
