//! The evaluation as Markdown, for e-mail and repositories.
//!
//! Takes a [`View`] and the language; gives one page: rating, pillars, what was found and what is
//! open, section by section. Nothing that a submission says has a meaning for Markdown there.

mod escape;
mod finding;
mod review;

use crate::evaluate::{Decision, Hinge, Open, Pillar, wording};
use crate::feel::Cause;
use crate::finding::{Finding, Wording};

use super::words::Words;
use super::{Group, Shown, Style, View};
pub(super) use escape::{code, escape, sentence, unescaped};

/// Places and causes that are worth naming.
const NAMED: usize = 3;

/// The page.
pub fn markdown(view: &View<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut page = Page { view, style, words, text: String::new() };
    page.title();
    page.pillars();
    page.counts();
    page.form();
    for group in &view.groups {
        page.section(group);
    }
    page.of_review();
    page.closing();
    page.text
}

struct Page<'p> {
    view: &'p View<'p>,
    style: &'p Style,
    words: &'static Words,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, line: &str) {
        self.text.push('\n');
        self.line(line);
    }

    fn say(&self, wording: &Wording) -> String {
        sentence(wording.in_language(self.style.language))
    }

    /// The rating, what was judged, and what the rating hinges on.
    fn title(&mut self) {
        let (words, evaluation) = (self.words, self.view.evaluation);
        let subject = self.view.subject().map_or_else(|| words.untitled.to_owned(), escape);
        let hinges = evaluation.rating.as_ref().map_or(&[][..], |rating| &rating.hinges);
        let rating = match &evaluation.rating {
            Some(rating) => escape(&evaluation.ruleset.policy.ratings[rating.row].name),
            None => words.unrated.to_owned(),
        };
        match hinges {
            [] => self.line(&format!("# {subject}: {rating}")),
            _ => self.line(&format!("# {subject}: {rating} ({})", words.provisional)),
        }
        let year = evaluation.year.map(|year| format!("{} {year} · ", words.process));
        let source = code(&evaluation.document.source.name);
        self.paragraph(&format!("{}{source}", year.unwrap_or_default()));
        if !hinges.is_empty() {
            let open = escape(&words.open(hinges));
            self.paragraph(&format!("{}: {open}.", words.provisional_rating));
        }
        self.waivers();
    }

    fn pillars(&mut self) {
        let words = self.words;
        if self.view.evaluation.pillars.is_empty() {
            return;
        }
        self.paragraph(&format!("| {} | {} | {} |", words.pillar, words.verdict, words.decided_by));
        self.line("| --- | --- | --- |");
        for pillar in &self.view.evaluation.pillars {
            let name = escape(&self.view.group(pillar).section.name);
            let why = match &pillar.decision {
                Decision::Meets => String::new(),
                Decision::Fails(rules) => {
                    rules.iter().map(|rule| escape(rule)).collect::<Vec<_>>().join(", ")
                }
                Decision::Provisional(hinges) => self.hinges(hinges),
            };
            let verdict = format!("{}{}", self.verdict(pillar), self.without_waivers(pillar));
            let verdict = match pillar.decision {
                Decision::Fails(_) => format!("**{verdict}**"),
                Decision::Meets | Decision::Provisional(_) => verdict,
            };
            self.line(&format!("| {name} | {verdict} | {why} |"));
        }
    }

    fn verdict(&self, pillar: &Pillar) -> String {
        let verdicts = &self.view.evaluation.ruleset.policy.verdicts;
        match pillar.decision {
            Decision::Meets => escape(&verdicts.meets.name),
            Decision::Fails(_) => escape(&verdicts.fails.name),
            Decision::Provisional(_) => {
                format!("{} ({})", escape(&verdicts.meets.name), self.words.provisional)
            }
        }
    }

    /// What is to be confirmed, then what is to be answered, then what is unknown.
    fn hinges(&self, hinges: &[Hinge]) -> String {
        let open = [
            (Open::Suspected, self.words.suspected),
            (Open::Pending, self.words.question),
            (Open::Unknown, self.words.unknown),
        ];
        let groups = open.into_iter().filter_map(|(open, word)| {
            let rules: Vec<String> = hinges
                .iter()
                .filter(|hinge| hinge.why == open)
                .map(|hinge| escape(&hinge.rule))
                .collect();
            (!rules.is_empty()).then(|| format!("{} ({word})", rules.join(", ")))
        });
        format!("{} {}", self.words.depends_on, groups.collect::<Vec<_>>().join("; "))
    }

    fn counts(&mut self) {
        let severities = self.view.evaluation.ruleset.policy.severities.iter().enumerate();
        let mut counts: Vec<String> = severities
            .map(|(position, severity)| {
                format!("{}: {}", escape(&severity.name), self.view.unmet(position))
            })
            .collect();
        let undecided = self.view.groups.iter().flat_map(|group| group.unknown_by_rule()).count();
        counts.push(format!("{}: {undecided}", self.words.undecided));
        if self.view.questions() > 0 {
            counts.push(format!("{}: {}", self.words.asked, self.view.questions()));
        }
        let set_aside = self.view.set_aside().count();
        if set_aside > 0 {
            counts.push(format!("{}: {set_aside}", self.words.set_aside));
        }
        self.paragraph(&counts.join(" · "));
    }

    /// What is wrong with the text itself.
    fn form(&mut self) {
        if self.view.text.is_empty() {
            return;
        }
        self.paragraph(&format!("## {}\n", self.words.form));
        self.loose(self.view.text);
    }

    /// Findings of no rule, those of one code together.
    fn loose(&mut self, findings: &[Finding]) {
        for alike in findings.chunk_by(|a, b| a.code == b.code && a.severity == b.severity) {
            let findings: Vec<&Finding> = alike.iter().collect();
            self.findings(&alike[0].code, &[self.words.level(alike[0].severity)], "", &findings);
        }
    }

    fn section(&mut self, group: &Group<'_>) {
        let name = escape(&group.section.name);
        match group.pillar {
            Some(pillar) => self.paragraph(&format!("## {name}: {}", self.verdict(pillar))),
            None => self.paragraph(&format!("## {name}")),
        }
        self.quiet(group);
        if !group.unmet.is_empty() {
            self.text.push('\n');
        }
        for outcomes in group.unmet_by_rule() {
            self.unmet(outcomes);
        }
        self.set_aside(group);
        self.settled(group);
        self.unknown(&group.unknown_by_rule().collect::<Vec<_>>());
        self.questions(&group.questions_by_rule().collect::<Vec<_>>());
    }

    /// How many rules have nothing to say.
    fn quiet(&mut self, group: &Group<'_>) {
        let counts =
            [(group.met, self.words.met), (group.not_applicable, self.words.not_applicable)];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(count, forms)| Words::counted(count, forms)).collect();
        if !counts.is_empty() {
            self.paragraph(&format!("{}.", counts.join(", ")));
        }
    }

    /// A row per rule that could not be decided.
    fn unknown(&mut self, rules: &[&[Shown<'_>]]) {
        if rules.is_empty() {
            return;
        }
        let words = self.words;
        self.paragraph(&format!("### {}\n", words.undecided));
        self.line(&format!("| {} | {} | {} |", words.rule, words.checks, words.lacking));
        self.line("| --- | --- | --- |");
        for outcomes in rules {
            let rule = outcomes[0].rule;
            let why = self.lacking(outcomes);
            self.line(&format!("| {} | {} | {why} |", escape(&rule.id), sentence(&rule.title)));
        }
    }

    /// Why a rule could not be decided on some elements; each cause once.
    fn lacking(&self, outcomes: &[Shown<'_>]) -> String {
        let all = outcomes.iter().filter_map(|shown| shown.outcome.causes.as_ref());
        let mut causes: Vec<Cause> = Vec::new();
        for cause in all.flat_map(|causes| causes.iter()) {
            let same = |known: &Cause| known.kind == cause.kind && known.subject == cause.subject;
            if !causes.iter().any(same) {
                causes.push(cause.clone());
            }
        }
        self.say(&wording(&causes))
    }

    /// A box to tick per question that only a person can answer.
    fn questions(&mut self, rules: &[&[Shown<'_>]]) {
        if rules.is_empty() {
            return;
        }
        self.paragraph(&format!("### {}\n", self.words.questions));
        for outcomes in rules {
            self.question(outcomes);
        }
    }

    fn closing(&mut self) {
        let policy = &self.view.evaluation.ruleset.policy;
        let (id, version) = (escape(&policy.id), escape(&policy.version));
        self.paragraph("---");
        self.paragraph(&format!(
            "{}: {id} {version} · {}",
            self.words.rules,
            escape(&policy.title)
        ));
    }
}
