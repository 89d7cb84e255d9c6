//! Findings as nested lists: what is wrong, where, why, what to do, on what authority.

use std::fmt::Write as _;

use crate::document::{Data, Node};
use crate::finding::{Citation, Finding, Label, Wording};
use crate::rules::Class;
use crate::source::Place;

use super::super::Shown;
use super::super::evidence::status;
use super::escape::{code, escape, one_line, sentence};
use super::{NAMED, Page};

/// Characters of a value that are worth quoting.
const QUOTED: usize = 120;

/// What a finding says beside its message: its reason or its help.
type Advice = fn(&Finding) -> Option<&Wording>;

impl Page<'_> {
    /// A finding by itself; `about` stands in parentheses, before the line.
    fn finding(&mut self, code: &str, about: &[&str], finding: &Finding) {
        let line = finding.place().map(|place| self.line_at(place));
        let about: Vec<&str> = about.iter().copied().chain(line.as_deref()).collect();
        let message = self.say(&finding.message);
        self.line(&format!("- **{}** ({}) {message}", escape(code), about.join(", ")));
        self.place(finding, "  ");
        self.grounds(finding);
    }

    /// A question that only a person can answer, with a box to tick on each element it is put on.
    ///
    /// What hangs under it, once: the answers with what each comes to, and what to look at.
    pub(super) fn question(&mut self, outcomes: &[Shown<'_>]) {
        let Some(first) = outcomes.first() else { return };
        let rule = first.rule;
        let severity = lower_first(&escape(&self.view.evaluation.ruleset.severity(rule).name));
        let id = escape(&rule.id);
        if let [shown] = outcomes {
            let line = shown.finding.place().map(|place| self.line_at(place));
            let about: Vec<&str> = [severity.as_str()].into_iter().chain(line.as_deref()).collect();
            let question = self.say(&shown.finding.message);
            self.line(&format!("- [ ] **{id}** ({}) {question}", about.join(", ")));
        } else {
            let title = sentence(rule.title.trim_end_matches('.'));
            self.line(&format!("- **{id}** ({severity}) {title}:"));
            for shown in outcomes {
                let line = shown.finding.place().map(|place| upper_first(&self.line_at(place)));
                let question = self.say(&shown.finding.message);
                self.line(&format!("  - [ ] {}: {question}", line.unwrap_or_default()));
            }
        }
        for answer in rule.question().iter().flat_map(|question| &question.answers) {
            let (id, text) = (escape(&answer.id), sentence(&answer.text));
            let word = self.words.answer;
            let comes_to = status(answer.status, false, self.style.language);
            self.line(&format!("  - {word} `{id}` → {comes_to}: {text}"));
        }
        self.look_at(outcomes);
        self.grounds(first.finding);
    }

    /// What to look at for a question, each reason once, with the lines of all elements.
    fn look_at(&mut self, outcomes: &[Shown<'_>]) {
        let asked = outcomes.iter().filter_map(|shown| shown.outcome.pending());
        let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
        for passage in asked.flat_map(|asked| &asked.look_at) {
            let at = passage.places.iter().map(|span| {
                let place = self.view.evaluation.document.place(*span);
                self.line_at(&place)
            });
            let at = at.chain(passage.figure.as_deref().map(code));
            match reasons.iter_mut().find(|(why, _)| *why == passage.why) {
                Some((_, known)) => known.extend(at),
                None => reasons.push((&passage.why, at.collect())),
            }
        }
        for (why, at) in reasons {
            let mut shown = at.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            if at.len() > NAMED {
                let _ = write!(shown, " {}", self.words.rest(at.len() - NAMED));
            }
            let why = sentence(why.trim_end_matches('.'));
            self.line(&format!("  - {}: {why} ({shown})", self.words.look_at));
        }
    }

    /// A rule that is not met, on the whole form or on several elements.
    pub(super) fn unmet(&mut self, outcomes: &[Shown<'_>]) {
        let Some(first) = outcomes.first() else { return };
        let rule = first.rule;
        let severity = lower_first(&escape(&self.view.evaluation.ruleset.severity(rule).name));
        let mut about = vec![severity.as_str()];
        if rule.class == Class::Heuristic {
            let open = outcomes.iter().any(|shown| shown.outcome.is_suspicion(rule));
            about.push(if open { self.words.suspected } else { self.words.confirmed });
        }
        let findings: Vec<&Finding> = outcomes.iter().map(|shown| shown.finding).collect();
        let title = format!(" {}", sentence(rule.title.trim_end_matches('.')));
        self.findings(&rule.id, &about, &title, &findings);
        self.judged(outcomes);
    }

    /// Findings of one code, under a title where they are several; what all say is said once, below.
    pub(super) fn findings(
        &mut self,
        code: &str,
        about: &[&str],
        title: &str,
        findings: &[&Finding],
    ) {
        let first = match findings {
            [] => return,
            [finding] => return self.finding(code, about, finding),
            [first, ..] => *first,
        };
        self.line(&format!("- **{}** ({}){title}:", escape(code), about.join(", ")));
        let common = |of: Advice| findings.iter().all(|finding| of(finding) == of(first));
        for finding in findings {
            let line = finding.place().map(|place| upper_first(&self.line_at(place)) + ": ");
            let message = self.say(&finding.message);
            self.line(&format!("  - {}{message}", line.unwrap_or_default()));
            self.place(finding, "    ");
            for (word, of) in self.advice().into_iter().filter(|(_, of)| !common(*of)) {
                self.advise("    ", word, of(finding));
            }
        }
        for (word, of) in self.advice().into_iter().filter(|(_, of)| common(*of)) {
            self.advise("  ", word, of(first));
        }
        self.basis(&first.citations);
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
            let _ = write!(shown, " {}", self.words.rest(finding.labels.len() - NAMED));
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
