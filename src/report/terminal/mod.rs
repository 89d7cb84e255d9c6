//! What a person sees: the rating, the pillars, then each finding with the text that it is about.
//!
//! Takes a [`View`] or loose findings and a [`Style`]; gives lines that fit its width.
//! Knows nothing of the terminal's state; `snippet.rs` alone knows miette.

mod crop;
mod finding;
mod question;
mod review;
mod snippet;
mod undecided;
mod window;
pub(in crate::report) mod wrap;
pub(super) mod writer;

use crate::evaluate::{Decision, Hinge, Open, Pillar};
use crate::finding::{Finding, Severity, Wording};
use crate::rules::Class;

use super::safe::visible;
use super::words::Words;
use super::{Group, Shown, Style, View};
use wrap::columns;
use writer::{NARROWEST, Paint, Writer};

/// Findings that are told as what decided a pillar.
const DECIDERS: usize = 3;

/// Columns of the indent of what belongs to a finding.
const INDENT: usize = 4;

/// Columns below which what hangs under a pillar's name begins at the left.
const NARROW: usize = 80;

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
    report.of_review(view);
    report.closing(view);
    report.out.finish()
}

/// Findings that belong to no evaluation: of a text that could not be read, or of a rule file.
pub fn findings(findings: &[Finding], style: &Style) -> String {
    let mut report = Report::new(style);
    report.by_code(findings);
    let count = Words::counted(findings.len(), report.words.findings);
    report.out.line(&count);
    report.out.finish()
}

/// One finding, without a count.
pub(super) fn finding(finding: &Finding, style: &Style) -> String {
    let mut report = Report::new(style);
    report.by_code(std::slice::from_ref(finding));
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

    /// The rating in a frame, what was judged, and what the rating hinges on.
    fn rating(&mut self, view: &View<'_>) {
        let evaluation = view.evaluation;
        let rating = evaluation.rating.as_ref();
        let row = rating.map(|rating| &evaluation.ruleset.policy.ratings[rating.row]);
        let hinges = rating.map_or(&[][..], |rating| &rating.hinges);
        let (name, paint) = match row {
            None => (self.words.unrated.to_owned(), Paint::Bad),
            Some(row) if !row.favourable => (row.name.clone(), Paint::Bad),
            Some(row) if hinges.is_empty() => (row.name.clone(), Paint::Good),
            Some(row) => (row.name.clone(), Paint::Doubt),
        };
        let name =
            if hinges.is_empty() { name } else { format!("{name} ({})", self.words.provisional) };
        self.out.frame(&name, paint);
        let subject = view.subject().unwrap_or(self.words.untitled);
        let year =
            evaluation.year.map(|year| format!(" · {} {year}", self.words.process.to_lowercase()));
        let file = &evaluation.document.source.name;
        let line = format!("{subject}{} · {file}", year.unwrap_or_default());
        self.out.hanging("", &visible(&line, false), 0);
        if !hinges.is_empty() {
            let line = format!("{}: {}.", self.words.provisional_rating, self.words.open(hinges));
            self.out.hanging("", &line, 0);
        }
        self.waivers(view);
        self.out.blank();
    }

    fn hinges(&self, hinges: &[Hinge]) -> String {
        let names = hinges.iter().map(|hinge| match hinge.why {
            Open::Unknown => hinge.rule.clone(),
            Open::Suspected => format!("{} ({})", hinge.rule, self.words.suspected),
            Open::Pending => format!("{} ({})", hinge.rule, self.words.question),
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// One line per pillar; under one that fails, what decided.
    fn pillars(&mut self, view: &View<'_>) {
        let sections = &view.evaluation.ruleset.policy.sections;
        let name = |pillar: &Pillar| sections[pillar.section].name.as_str();
        let pillars = &view.evaluation.pillars;
        let widest = pillars.iter().map(|pillar| columns(name(pillar))).max().unwrap_or(0);
        for pillar in pillars {
            let name = name(pillar);
            let (verdict, paint) = self.verdict(view, pillar);
            let mut lead = format!("{name}{}  ", " ".repeat(widest - columns(name)));
            if columns(&lead) + columns(verdict) + 1 > self.style.width.max(NARROWEST) {
                self.out.hanging("", name, INDENT);
                lead = " ".repeat(INDENT);
            }
            let indent = if self.style.width < NARROW { INDENT } else { columns(&lead) };
            let without = self.without_waivers(view, pillar);
            if let Decision::Provisional(hinges) = &pillar.decision {
                let (provisional, depends) = (self.words.provisional, self.words.depends_on);
                let rest = format!("{provisional}: {depends} {}{without}", self.hinges(hinges));
                self.out.hanging_after(&lead, (&format!("{verdict},"), paint), &rest, indent);
            } else {
                self.out.hanging_after(&lead, (verdict, paint), without.trim_start(), indent);
                self.deciders(&view.deciders(pillar));
            }
        }
        self.out.blank();
    }

    fn verdict<'v>(&self, view: &View<'v>, pillar: &Pillar) -> (&'v str, Paint) {
        let verdicts = &view.evaluation.ruleset.policy.verdicts;
        match pillar.decision {
            Decision::Meets => (&verdicts.meets.name, Paint::Good),
            Decision::Fails(_) => (&verdicts.fails.name, Paint::Bad),
            Decision::Provisional(_) => (&verdicts.meets.name, Paint::Doubt),
        }
    }

    /// The first finding of each rule that decided, and how many more there are.
    fn deciders(&mut self, deciders: &[&Shown<'_>]) {
        let rules = deciders.chunk_by(|a, b| a.rule.id == b.rule.id);
        let mut told = 0;
        for shown in rules.filter_map(<[_]>::first).take(DECIDERS) {
            let id = &shown.rule.id;
            let message = visible(self.say(&shown.finding.message), false).into_owned();
            self.out.hanging(&format!("  {id}  "), &message, columns(id) + 4);
            told += 1;
        }
        if deciders.len() > told {
            let rest = self.words.rest(deciders.len() - told);
            self.out.hanging("  ", &rest, INDENT);
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
        let open = [(self.words.undecided, view.unknown()), (self.words.asked, view.questions())];
        let open = open.into_iter().filter(|(_, count)| *count > 0);
        parts.extend(open.map(|(word, count)| format!("{word}: {count}")));
        let set_aside = view.set_aside().count();
        if set_aside > 0 {
            parts.push(format!("{}: {set_aside}", self.words.set_aside));
        }
        self.out.hanging("", &parts.join(" · "), 0);
        self.out.blank();
    }

    fn loose(&mut self, findings: &[Finding]) {
        if !findings.is_empty() {
            self.out.heading(self.words.form, None);
            self.by_code(findings);
        }
    }

    fn by_code(&mut self, findings: &[Finding]) {
        for alike in findings.chunk_by(|a, b| a.code == b.code) {
            let level = |finding: &Finding| self.words.level(finding.severity).to_owned();
            let told = |finding| (finding, level(finding), Vec::new());
            let findings: Vec<_> = alike.iter().map(told).collect();
            self.findings(&findings);
        }
    }

    /// A section: what is wrong, gravest first, then what could not be decided.
    fn group(&mut self, view: &View<'_>, group: &Group<'_>) {
        let silent = group.unmet.is_empty() && group.unknown.is_empty();
        let unasked = group.questions.is_empty() && group.settled.is_empty();
        if silent && unasked && group.set_aside.is_empty() {
            return;
        }
        let verdict = group.pillar.map(|pillar| {
            let (name, paint) = self.verdict(view, pillar);
            match pillar.decision {
                Decision::Provisional(_) => (format!("{name}, {}", self.words.provisional), paint),
                Decision::Meets | Decision::Fails(_) => (name.to_owned(), paint),
            }
        });
        let verdict = verdict.as_ref().map(|(name, paint)| (name.as_str(), *paint));
        self.out.heading(&group.section.name, verdict);
        for alike in group.unmet_by_rule() {
            let findings = alike.iter().map(|shown| {
                let said = super::review::said(shown.outcome, self.style.language);
                (shown.finding, self.severity(view, shown), said)
            });
            let findings: Vec<_> = findings.collect();
            self.findings(&findings);
        }
        self.set_aside(view, group);
        self.settled(group);
        self.undecided(&group.unknown_by_rule().collect::<Vec<_>>());
        self.questions(view, group);
    }

    /// What a finding's severity is called; that of a fallible rule waits for a person.
    fn severity(&self, view: &View<'_>, shown: &Shown<'_>) -> String {
        let severity = view.evaluation.ruleset.severity(shown.rule).name.to_lowercase();
        match shown.rule.class {
            Class::Heuristic if shown.outcome.is_suspicion(shown.rule) => {
                format!("{severity}, {}", self.words.suspected)
            }
            Class::Heuristic => format!("{severity}, {}", self.words.confirmed),
            Class::Automatic | Class::Judgement => severity,
        }
    }

    /// How much was found, and how to learn more of it.
    fn closing(&mut self, view: &View<'_>) {
        let levels = [Severity::Error, Severity::Warning, Severity::Note];
        let found: usize = levels.iter().map(|level| view.count(*level)).sum();
        if found + view.unknown() + view.questions() == 0 {
            return;
        }
        let mut counts = vec![Words::counted(found, self.words.findings)];
        if view.unknown() > 0 {
            counts.push(format!("{} {}", view.unknown(), self.words.undecided.to_lowercase()));
        }
        if view.questions() > 0 {
            counts.push(self.words.remaining(view.questions()));
        }
        self.out.blank();
        self.out.hanging("", &format!("{}.", counts.join(", ")), 0);
        if let Some(id) = view.example() {
            let file = quoted(&visible(&view.evaluation.document.source.name, false));
            self.out.line(&format!("{} pilares explain {id}", self.words.see));
            self.out.line(&format!("{} pilares explain {id} --on {file}", self.words.next));
        }
    }
}

/// A file's name as a shell takes it.
pub fn quoted(name: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "/._-".contains(character);
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
