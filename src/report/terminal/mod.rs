//! What a person sees: the rating, the pillars, then each finding with the text that it is about.

mod snippet;
mod wrap;

use crate::evaluate::{Decision, Hinge, Open, Pillar};
use crate::finding::{Finding, Severity, Wording};
use crate::rules::SeverityClass;

use super::safe::visible;
use super::words::Words;
use super::{Group, Shown, Style, View};
use wrap::Writer;

/// Findings that are told as what decided a pillar.
const DECIDERS: usize = 3;

/// Columns of the indent of what belongs to a finding.
const INDENT: usize = 4;

/// Causes that are told of one undecided rule.
const CAUSES: usize = 2;

/// The whole report.
pub fn terminal(view: &View<'_>, style: &Style) -> String {
    let mut report = Report::new(style);
    report.rating(view);
    report.pillars(view);
    report.counts(view);
    report.loose(view.text);
    for group in &view.groups {
        report.group(view, group);
    }
    report.closing(view);
    report.out.finish()
}

/// Findings that belong to no evaluation: of a text that could not be read, or of a rule file.
pub fn findings(findings: &[Finding], style: &Style) -> String {
    let mut report = Report::new(style);
    for finding in findings {
        report.finding(finding, report.words.level(finding.severity), &finding.code);
    }
    let count = Words::counted(findings.len(), report.words.findings);
    report.out.line(&count);
    report.out.finish()
}

struct Report<'s> {
    style: &'s Style,
    words: &'static Words,
    out: Writer,
}

impl Report<'_> {
    fn new(style: &Style) -> Report<'_> {
        Report { style, words: Words::of(style.language), out: Writer::new(style) }
    }

    fn say<'w>(&self, wording: &'w Wording) -> &'w str {
        wording.in_language(self.style.language)
    }

    /// The rating in a frame, and what was judged.
    fn rating(&mut self, view: &View<'_>) {
        let evaluation = view.evaluation;
        let policy = &evaluation.ruleset.policy;
        let rating = evaluation.rating.as_ref();
        let name = match rating {
            Some(rating) if rating.hinges.is_empty() => policy.ratings[rating.row].name.clone(),
            Some(rating) => {
                format!("{} ({})", policy.ratings[rating.row].name, self.words.provisional)
            }
            None => self.words.unrated.to_owned(),
        };
        let favourable = rating.map(|rating| policy.ratings[rating.row].favourable);
        let paint = match favourable {
            Some(true) => wrap::Paint::Good,
            _ => wrap::Paint::Bad,
        };
        self.out.frame(&name, paint);
        let subject = view.subject().unwrap_or(self.words.untitled);
        let year =
            evaluation.year.map(|year| format!(" · {} {year}", self.words.process.to_lowercase()));
        let file = &evaluation.document.source.name;
        let line = format!("{subject}{} · {file}", year.unwrap_or_default());
        self.out.wrapped(&visible(&line, false), "", 0);
        if let Some(rating) = rating.filter(|rating| !rating.hinges.is_empty()) {
            let hinges = self.hinges(&rating.hinges);
            self.out.wrapped(
                &format!("{}: {} {hinges}.", self.words.provisional_rating, self.words.depends_on),
                "",
                0,
            );
        }
        self.out.blank();
    }

    fn hinges(&self, hinges: &[Hinge]) -> String {
        let names = hinges.iter().map(|hinge| match hinge.why {
            Open::Unknown => hinge.rule.clone(),
            Open::Suspected => format!("{} ({})", hinge.rule, self.words.suspected),
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// One line per pillar; under one that fails, what decided.
    fn pillars(&mut self, view: &View<'_>) {
        let sections = &view.evaluation.ruleset.policy.sections;
        let name = |pillar: &Pillar| sections[pillar.section].name.as_str();
        let widest =
            view.evaluation.pillars.iter().map(|pillar| name(pillar).chars().count()).max();
        let widest = widest.unwrap_or(0);
        let verdicts = &view.evaluation.ruleset.policy.verdicts;
        for pillar in &view.evaluation.pillars {
            let pad = " ".repeat(widest - name(pillar).chars().count());
            let lead = format!("{}{pad}  ", name(pillar));
            match &pillar.decision {
                Decision::Meets => {
                    self.out.verdict(&lead, &verdicts.meets.name, wrap::Paint::Good, "")
                }
                Decision::Fails(_) => {
                    self.out.verdict(&lead, &verdicts.fails.name, wrap::Paint::Bad, "");
                    self.deciders(&view.deciders(pillar));
                }
                Decision::Provisional(hinges) => {
                    let rest = format!(
                        ", {}: {} {}",
                        self.words.provisional,
                        self.words.depends_on,
                        self.hinges(hinges)
                    );
                    self.out.verdict(&lead, &verdicts.meets.name, wrap::Paint::Doubt, &rest);
                }
            }
        }
        self.out.blank();
    }

    /// The first findings of the rules that decided, one a rule.
    fn deciders(&mut self, deciders: &[&Shown<'_>]) {
        let mut told: Vec<&str> = Vec::new();
        for shown in deciders {
            if told.contains(&shown.rule.id.as_str()) || told.len() == DECIDERS {
                continue;
            }
            told.push(&shown.rule.id);
            let message = visible(self.say(&shown.finding.message), false).into_owned();
            self.out.wrapped(&message, &format!("  {}  ", shown.rule.id), shown.rule.id.len() + 4);
        }
    }

    /// How many findings of each severity, and how many undecided.
    fn counts(&mut self, view: &View<'_>) {
        let severities = view.evaluation.ruleset.policy.severities.iter().enumerate();
        let mut parts: Vec<String> = severities
            .filter(|(index, _)| view.unmet(*index) > 0)
            .map(|(index, severity)| format!("{}: {}", severity.name, view.unmet(index)))
            .collect();
        if !view.text.is_empty() {
            parts.insert(0, format!("{}: {}", self.words.form, view.text.len()));
        }
        if parts.is_empty() {
            parts.push(self.words.nothing_found.trim_end_matches('.').to_owned());
        }
        if view.unknown() > 0 {
            parts.push(format!("{}: {}", self.words.undecided, view.unknown()));
        }
        self.out.wrapped(&parts.join(" · "), "", 0);
        self.out.blank();
    }

    fn loose(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.out.heading(self.words.form);
        for finding in findings {
            self.finding(finding, self.words.level(finding.severity), &finding.code);
        }
    }

    fn group(&mut self, view: &View<'_>, group: &Group<'_>) {
        if group.unmet.is_empty() && group.unknown.is_empty() {
            return;
        }
        self.out.heading(&group.section.name);
        for shown in &group.unmet {
            let severity: &SeverityClass = view.evaluation.ruleset.severity(shown.rule);
            self.finding(shown.finding, &severity.name.to_lowercase(), &shown.rule.id);
        }
        self.undecided(&group.unknown);
    }

    /// A finding: its sentence, the text it is about, why, what to do, on what authority.
    fn finding(&mut self, finding: &Finding, severity: &str, code: &str) {
        let message = visible(self.say(&finding.message), false).into_owned();
        self.out.title(code, &message, severity, finding.severity);
        let (first, others) = snippet::split(&finding.labels);
        if !first.is_empty() {
            let snippet = snippet::render(&first, finding.severity, self.style);
            self.out.raw(&snippet);
        }
        for label in others {
            let position = label.place.position();
            let note = label.note.as_ref().map(|note| format!(", {}", self.say(note)));
            let value = snippet::excerpt(&label.place);
            let text = format!(
                "{} {}{}: `{value}`",
                self.words.also,
                position.line,
                note.unwrap_or_default()
            );
            self.out.wrapped(&visible(&text, false), "    ", INDENT);
        }
        let lines = [(self.words.reason, &finding.reason), (self.words.help, &finding.help)];
        for (name, wording) in lines {
            if let Some(wording) = wording {
                let text = visible(self.say(wording), false).into_owned();
                self.out.field(&name.to_lowercase(), &text);
            }
        }
        for citation in &finding.citations {
            let section = citation.section.as_ref().map(|section| format!(", {section}"));
            let text = format!("{}{}", citation.document, section.unwrap_or_default());
            self.out.field(&self.words.basis.to_lowercase(), &visible(&text, false));
        }
        self.out.blank();
    }

    /// What could not be decided: one line a rule, with why.
    fn undecided(&mut self, unknown: &[Shown<'_>]) {
        if unknown.is_empty() {
            return;
        }
        self.out.dim(&format!("{}:", self.words.undecided));
        let mut rules: Vec<(&Shown<'_>, usize)> = Vec::new();
        for shown in unknown {
            match rules.iter_mut().find(|(first, _)| first.rule.id == shown.rule.id) {
                Some((_, count)) => *count += 1,
                None => rules.push((shown, 1)),
            }
        }
        for (shown, count) in rules {
            let reason =
                shown.finding.reason.as_ref().map(|reason| self.shortened(self.say(reason)));
            let elements = match count {
                1 => String::new(),
                _ => format!(" ({count} {})", self.words.elements),
            };
            let title = shown.rule.title.trim_end_matches('.');
            let text = format!("{title}{elements}. {}", reason.unwrap_or_default());
            let lead = format!("  {}  ", shown.rule.id);
            self.out.wrapped(&visible(&text, false), &lead, lead.len());
        }
        self.out.blank();
    }

    /// The first causes of a reason, and how many more there are.
    fn shortened(&self, reason: &str) -> String {
        let causes: Vec<&str> = reason.trim_end_matches('.').split("; ").collect();
        let shown = causes[..causes.len().min(CAUSES)].join("; ");
        match causes.len().saturating_sub(CAUSES) {
            0 => format!("{shown}."),
            more => format!("{shown} {}.", self.words.rest(more)),
        }
    }

    fn closing(&mut self, view: &View<'_>) {
        let errors = view.count(Severity::Error)
            + view.count(Severity::Warning)
            + view.count(Severity::Note);
        if errors + view.unknown() == 0 {
            return;
        }
        let first =
            view.groups.iter().flat_map(|group| group.unmet.iter().chain(&group.unknown)).next();
        if let Some(shown) = first {
            let id = &shown.rule.id;
            let file = visible(&view.evaluation.document.source.name, false).into_owned();
            self.out.line(&format!("{} pilares explain {id}", self.words.see));
            self.out.line(&format!("{} pilares explain {id} --on {file}", self.words.next));
        }
    }
}
