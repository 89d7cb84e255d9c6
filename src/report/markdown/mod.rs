//! The evaluation as Markdown, for e-mail and repositories.
//!
//! Takes a [`View`] and the language; gives one page: rating, pillars, what was found and what is
//! open, section by section. Nothing that a submission says has a meaning for Markdown there.

mod escape;
mod words;

use std::fmt::Write as _;

use crate::document::{Data, Node};
use crate::evaluate::{Decision, Hinge, Open, Pillar, wording};
use crate::feel::Cause;
use crate::finding::{Citation, Finding, Label, Wording};
use crate::rules::Class;
use crate::source::Place;

use super::view::{Group, Shown};
use super::{Style, View};
use escape::{code, escape, one_line, sentence};
use words::Words;

/// Characters of a value that are worth quoting.
const QUOTED: usize = 120;

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
    page.closing();
    page.text
}

/// What a finding says beside its message: its reason or its help.
type Advice = fn(&Finding) -> Option<&Wording>;

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

    fn title(&mut self) {
        let (words, view) = (self.words, self.view);
        let evaluation = view.evaluation;
        let rating = evaluation
            .rating
            .as_ref()
            .map(|rating| (rating, &evaluation.ruleset.policy.ratings[rating.row]));
        let mut called =
            rating.map_or_else(|| words.unrated.to_owned(), |(_, row)| escape(&row.name));
        if rating.is_some_and(|(rating, _)| !rating.hinges.is_empty()) {
            called = format!("{called} ({})", words.provisional);
        }
        let subject = view.subject().map_or_else(|| words.untitled.to_owned(), escape);
        self.line(&format!("# {subject}: {called}"));
        let source = code(&evaluation.document.source.name);
        let year = evaluation.year.map(|year| format!("{} {year} · ", words.process));
        self.paragraph(&format!("{}{source}", year.unwrap_or_default()));
        if let Some((rating, _)) = rating.filter(|(rating, _)| !rating.hinges.is_empty()) {
            let hinges = self.hinges(&rating.hinges);
            self.paragraph(&format!(
                "{}: {} {hinges}.",
                words.provisional_rating, words.depends_on
            ));
        }
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
                Decision::Provisional(hinges) => {
                    format!("{} {}", words.depends_on, self.hinges(hinges))
                }
            };
            let verdict = self.verdict(pillar);
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

    fn hinges(&self, hinges: &[Hinge]) -> String {
        let hinge = |hinge: &Hinge| {
            let why = match hinge.why {
                Open::Unknown => self.words.unknown,
                Open::Suspected => self.words.suspected,
            };
            format!("{} ({why})", escape(&hinge.rule))
        };
        hinges.iter().map(hinge).collect::<Vec<_>>().join(", ")
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
        self.paragraph(&counts.join(" · "));
    }

    /// What is wrong with the text itself.
    fn form(&mut self) {
        if self.view.text.is_empty() {
            return;
        }
        self.paragraph(&format!("## {}\n", self.words.form));
        for finding in self.view.text {
            let about = self.about(self.words.level(finding.severity), None, Some(finding));
            self.line(&format!(
                "- **{}** ({about}) {}",
                escape(&finding.code),
                self.say(&finding.message)
            ));
            self.place(finding, "  ");
            self.grounds(finding);
        }
    }

    fn section(&mut self, group: &Group<'_>) {
        let name = escape(&group.section.name);
        match group.pillar {
            Some(pillar) => self.paragraph(&format!("## {name}: {}", self.verdict(pillar))),
            None => self.paragraph(&format!("## {name}")),
        }
        let quiet =
            [(group.met, self.words.met), (group.not_applicable, self.words.not_applicable)];
        let quiet = quiet
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, forms)| counted(count, forms));
        let quiet = quiet.collect::<Vec<_>>().join(", ");
        if !quiet.is_empty() {
            self.paragraph(&format!("{quiet}."));
        }
        if !group.unmet.is_empty() {
            self.text.push('\n');
        }
        for outcomes in group.unmet_by_rule() {
            self.unmet(outcomes);
        }
        let (questions, unknown): (Vec<_>, Vec<_>) = group
            .unknown_by_rule()
            .partition(|outcomes| outcomes[0].rule.class == Class::Judgement);
        self.unknown(&unknown);
        self.questions(&questions);
    }

    /// A rule that is not met, on the whole form or on several elements.
    fn unmet(&mut self, outcomes: &[Shown<'_>]) {
        let Some(first) = outcomes.first() else { return };
        let severity =
            lower_first(&escape(&self.view.evaluation.ruleset.severity(first.rule).name));
        let id = escape(&first.rule.id);
        let suspected = (first.rule.class == Class::Heuristic).then_some(self.words.suspected);
        if outcomes.len() > 1 {
            let about = self.about(&severity, suspected, None);
            self.line(&format!(
                "- **{id}** ({about}) {}:",
                sentence(first.rule.title.trim_end_matches('.'))
            ));
            return self.several(outcomes);
        }
        let about = self.about(&severity, suspected, Some(first.finding));
        self.line(&format!("- **{id}** ({about}) {}", self.say(&first.finding.message)));
        self.place(first.finding, "  ");
        self.grounds(first.finding);
    }

    /// What is wrong with each of several elements; what all have in common is said once, below.
    fn several(&mut self, outcomes: &[Shown<'_>]) {
        let first = outcomes[0].finding;
        let common = |of: Advice| outcomes.iter().all(|shown| of(shown.finding) == of(first));
        for shown in outcomes {
            let line = self.line_of(shown.finding).map(|line| format!("{}: ", upper_first(&line)));
            self.line(&format!(
                "  - {}{}",
                line.unwrap_or_default(),
                self.say(&shown.finding.message)
            ));
            self.place(shown.finding, "    ");
            for (word, of) in self.advice().into_iter().filter(|(_, of)| !common(*of)) {
                self.advise("    ", word, of(shown.finding));
            }
        }
        for (word, of) in self.advice().into_iter().filter(|(_, of)| common(*of)) {
            self.advise("  ", word, of(first));
        }
        self.basis(&first.citations);
    }

    /// What stands in parentheses after a code.
    fn about(&self, severity: &str, suspected: Option<&str>, finding: Option<&Finding>) -> String {
        let line = finding.and_then(|finding| self.line_of(finding));
        let parts = [Some(severity.to_owned()), suspected.map(str::to_owned), line];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn line_of(&self, finding: &Finding) -> Option<String> {
        finding.place().map(|place| self.line_at(place))
    }

    fn line_at(&self, place: &Place) -> String {
        format!("{} {}", self.words.line, place.position().line)
    }

    /// The fields to look at, with what they say.
    fn place(&mut self, finding: &Finding, indent: &str) {
        let labels = finding.labels.iter().enumerate().take(NAMED);
        let shown: Vec<String> =
            labels.filter_map(|(index, label)| self.label(label, index > 0)).collect();
        if shown.is_empty() {
            return;
        }
        let mut shown = shown.join("; ");
        if finding.labels.len() > NAMED {
            let _ = write!(shown, " {}", self.more(finding.labels.len() - NAMED));
        }
        self.line(&format!("{indent}- {}: {shown}", self.words.place));
    }

    /// A field's title, path and value; nothing where there is only a path, which the line tells.
    fn label(&self, label: &Label, with_line: bool) -> Option<String> {
        let field = self.view.field(label.place.span).filter(|field| !field.path.is_root());
        let value = field.as_ref().and_then(|field| quoted(field.value?, label.place.text()));
        let note = label.note.as_ref().map(|note| self.say(note));
        if value.is_none() && note.is_none() {
            return None;
        }
        let path = field.map(|field| code(&field.path.to_string()));
        let mut shown = [note, path].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if with_line {
            let _ = write!(shown, " ({})", self.line_at(&label.place));
        }
        if let Some(value) = value {
            let _ = write!(shown, ": {value}");
        }
        Some(shown)
    }

    fn grounds(&mut self, finding: &Finding) {
        for (word, of) in self.advice() {
            self.advise("  ", word, of(finding));
        }
        self.basis(&finding.citations);
    }

    fn advice(&self) -> [(&'static str, Advice); 2] {
        [
            (self.words.reason, |finding| finding.reason.as_ref()),
            (self.words.help, |finding| finding.help.as_ref()),
        ]
    }

    fn advise(&mut self, indent: &str, word: &str, wording: Option<&Wording>) {
        if let Some(wording) = wording {
            self.line(&format!("{indent}- {word}: {}", self.say(wording)));
        }
    }

    fn basis(&mut self, citations: &[Citation]) {
        for citation in citations {
            let parts = [Some(&citation.document), citation.section.as_ref()];
            let named =
                parts.into_iter().flatten().map(|part| escape(part)).collect::<Vec<_>>().join(", ");
            let says = citation.says.as_ref().map(|says| format!(". {}", sentence(says)));
            self.line(&format!("  - {}: {named}{}", self.words.basis, says.unwrap_or_default()));
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
        let mut causes: Vec<Cause> = Vec::new();
        for cause in outcomes
            .iter()
            .flat_map(|shown| shown.outcome.causes.iter().flat_map(|causes| causes.iter()))
        {
            if !causes
                .iter()
                .any(|known| known.kind == cause.kind && known.subject == cause.subject)
            {
                causes.push(cause.clone());
            }
        }
        let named = &causes[..causes.len().min(NAMED)];
        let said = self.say(&wording(named));
        match causes.len() - named.len() {
            0 => said,
            more => format!("{} {}.", said.trim_end_matches('.'), self.more(more)),
        }
    }

    /// A box to tick per question that only a person can answer.
    fn questions(&mut self, rules: &[&[Shown<'_>]]) {
        if rules.is_empty() {
            return;
        }
        self.paragraph(&format!("### {}\n", self.words.questions));
        for shown in rules.iter().copied().flatten() {
            let about = self.line_of(shown.finding).map(|line| format!(" ({line})"));
            let question = self.say(&shown.finding.message);
            self.line(&format!(
                "- [ ] **{}**{} {question}",
                escape(&shown.rule.id),
                about.unwrap_or_default()
            ));
            self.grounds(shown.finding);
        }
    }

    fn more(&self, count: usize) -> String {
        format!("{} {count} {}", self.words.and, self.words.more)
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

/// A number with its word, singular first.
fn counted(count: usize, [one, many]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The beginning of a value: as read where the place is the whole of it, else as written.
fn quoted(value: &Node, written: &str) -> Option<String> {
    let text = match &value.data {
        Data::Text(text) if value.span.range().len() == written.len() => text,
        Data::Text(_) | Data::Number(_) | Data::Bool(_) => written,
        Data::Blank | Data::List(_) | Data::Map(_) | Data::Refused => return None,
    };
    let line = one_line(text);
    let mut shown: String = line.chars().take(QUOTED).collect();
    if shown.len() < line.len() {
        shown.pop();
        shown.push('…');
    }
    Some(code(&shown)).filter(|code| !code.is_empty())
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
