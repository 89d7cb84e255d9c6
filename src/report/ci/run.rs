//! What one run of a command found, ready to be written in any format.

use crate::finding::{Language, Severity};
use crate::source::Place;

use super::fingerprint;

/// Everything that one run of a command has to tell.
///
/// Invariant: every [`CiResult::rule`] is a position in [`Run::rules`]; fingerprints are unique in
/// the run, and names within their suite.
#[derive(Debug, Clone)]
pub struct Run {
    /// The command's English name: `check`.
    pub command: String,
    /// The language of the tool's own words, which the texts below already speak.
    pub language: Language,
    /// Id and version of the rule set, where one was used.
    pub ruleset: Option<(String, String)>,
    /// What results refer to: the rules in force, then other codes in the order of their appearance.
    pub rules: Vec<RuleInfo>,
    /// Groups of results: one per file that was looked at, or one per section of the rules tested.
    pub suites: Vec<Suite>,
    /// Whether everything could be looked at.
    pub complete: bool,
    pub(super) known: fingerprint::Known,
}

/// A rule, or another code of a finding, as services list them.
#[derive(Debug, Clone)]
pub struct RuleInfo {
    /// Stable name: `POB-21` or `yaml/duplicate-key`.
    pub id: String,
    /// A name in words without spaces: `cobertura-baja`.
    pub name: String,
    /// What it holds, in one sentence.
    pub title: String,
    /// The same with why it matters.
    pub description: String,
    /// What to do, on what authority and how to learn more: a heading and a text each.
    pub help: Vec<(String, String)>,
    /// How loud its findings are.
    pub level: Severity,
    /// Whether a pillar fails without it.
    pub decides: bool,
    /// How sure it can be; none for codes that are no rules.
    pub precision: Option<Precision>,
    /// Section, class and severity, by their ids.
    pub tags: Vec<String>,
}

/// How sure a rule can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// It computes.
    Certain,
    /// It reads a text and may be wrong.
    Fallible,
    /// It asks.
    Asked,
}

/// Results that belong together.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The file as it was named, or the section.
    pub name: String,
    /// Whether the name is that of a file.
    pub is_file: bool,
    /// What the file was judged to be, in a sentence.
    pub verdict: Option<String>,
    /// Names the verdict between runs where waivers are in use; none where not.
    pub waivers: Option<String>,
    /// The results, in the order of reports.
    pub results: Vec<CiResult>,
    names: fingerprint::Names,
}

/// What became of a rule at one place, of a case, or a finding.
#[derive(Debug, Clone)]
pub struct CiResult {
    /// Position of its rule in the run.
    pub rule: usize,
    /// What it is called in a list of tests: unique within its suite and stable between runs.
    pub name: String,
    /// What became of it.
    pub state: State,
    /// How loud it is where it is wrong.
    pub level: Severity,
    /// Its severity and, where it is not certain, its state, in words.
    pub about: String,
    /// What to tell a person; nothing where it is as it must be.
    pub told: Told,
    /// Names the result between runs: of its rule, its file and its field, whatever the line.
    pub fingerprint: String,
}

/// What to tell a person of a result.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What is wrong, or asked, or not known, in one sentence.
    pub message: String,
    /// Why it matters and what to do: a heading and a text each.
    pub more: Vec<(String, String)>,
    /// On what authority: a heading and a text; none where nothing is cited.
    pub basis: Option<(String, String)>,
    /// Where; the first is the main place. May be empty.
    pub places: Vec<Spot>,
}

/// A place with what stands there.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Where.
    pub place: Place,
    /// The path of what stands there, in a text that can be read as YAML.
    pub path: Option<String>,
    /// What is there, in a few words.
    pub note: Option<String>,
}

/// What became of something that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is as it must be.
    Passed,
    /// It does not apply.
    NotApplicable,
    /// It is wrong.
    Failed,
    /// It is wrong, and a person set it aside.
    SetAside,
    /// A heuristic saw something that a person has to confirm.
    Suspected,
    /// A person has to answer its question.
    Pending,
    /// Not decided, for want of something.
    Unknown,
    /// It could not be looked at.
    Unreadable,
}

impl State {
    /// The name that programs read.
    pub fn id(self) -> &'static str {
        match self {
            State::Passed => "passed",
            State::NotApplicable => "not_applicable",
            State::Failed => "failed",
            State::SetAside => "set_aside",
            State::Suspected => "suspected",
            State::Pending => "pending",
            State::Unknown => "unknown",
            State::Unreadable => "unreadable",
        }
    }

    /// Whether there is anything to tell a person.
    pub fn is_told(self) -> bool {
        !matches!(self, State::Passed | State::NotApplicable)
    }
}

impl Suite {
    /// A file of which nothing has been found yet.
    pub(super) fn of_file(name: &str) -> Suite {
        Suite { name: name.to_owned(), is_file: true, ..Suite::default() }
    }

    /// A section of the rules of which nothing has been found yet.
    pub(super) fn of_section(name: &str) -> Suite {
        Suite { name: name.to_owned(), ..Suite::default() }
    }

    /// Adds a result; one whose name is taken is numbered.
    pub(super) fn push(&mut self, result: CiResult) {
        let name = self.names.free(&result.name);
        self.results.push(CiResult { name, ..result });
    }
}

impl CiResult {
    /// How loudly to tell it: a suspicion never as an error, what is open as a note.
    pub fn loudness(&self) -> Severity {
        match self.state {
            State::Failed | State::Unreadable => self.level,
            State::Suspected => self.level.max(Severity::Warning),
            State::SetAside
            | State::Pending
            | State::Unknown
            | State::Passed
            | State::NotApplicable => Severity::Note,
        }
    }
}

impl Told {
    /// The main place.
    pub fn place(&self) -> Option<&Spot> {
        self.places.first()
    }

    /// The message, why it matters and what to do, a line each.
    pub fn text(&self) -> String {
        let more = self.more.iter().map(|(heading, text)| format!("\n{heading}: {text}"));
        std::iter::once(self.message.clone()).chain(more).collect()
    }

    /// The same, and on what authority.
    pub fn full_text(&self) -> String {
        let basis = self.basis.iter().map(|(heading, text)| format!("\n{heading}: {text}"));
        std::iter::once(self.text()).chain(basis).collect()
    }
}

impl Run {
    /// A run that has found nothing yet.
    pub fn new(command: &str, language: Language) -> Run {
        Run {
            command: command.to_owned(),
            language,
            ruleset: None,
            rules: Vec::new(),
            suites: Vec::new(),
            complete: true,
            known: fingerprint::Known::default(),
        }
    }

    /// Every result with its rule.
    pub fn results(&self) -> impl Iterator<Item = (&RuleInfo, &CiResult)> {
        let results = self.suites.iter().flat_map(|suite| &suite.results);
        results.map(|result| (&self.rules[result.rule], result))
    }

    /// The results that there is something to tell of, with their rules.
    pub fn told(&self) -> impl Iterator<Item = (&RuleInfo, &CiResult)> {
        self.results().filter(|(_, result)| result.state.is_told())
    }
}
