//! A submission of a pile by itself: its verdicts, its figures, and each finding with its line.

use super::super::figure::group_label;
use super::super::html::Html;
use super::super::unwaived::without;
use super::super::words::Words as Common;
use super::html::{Page, figure_of, place};
use super::{Entry, Said, Told, Verdict};

/// Characters of a finding's message; a form may make one as long as it likes.
const MESSAGE: usize = 600;

impl Page<'_> {
    /// A submission's part of the page.
    pub(super) fn programme(&self, html: &mut Html, at: usize, entry: &Entry) {
        let (place, title) = (place(at), format!("{}-titulo", place(at)));
        let attributes = [("id", &*place), ("class", "programa"), ("aria-labelledby", &*title)];
        html.element("article", &attributes, |html| {
            html.leaf("h3", &[("id", &title)], entry.name());
            html.element("p", &[("class", "datos")], |html| {
                html.leaf("code", &[], &entry.source);
                let year = entry.said.as_ref().ok().and_then(|said| said.year);
                if let Some(year) = year {
                    html.text(&format!(" · {} {year}", self.words.process));
                }
            });
            if let Some(path) = &entry.ficha {
                html.element("p", &[("class", "ficha")], |html| self.ficha(html, path, entry));
            }
            match &entry.said {
                Ok(said) => self.said(html, said),
                Err(findings) => {
                    html.leaf("p", &[("class", "nota-i")], self.words.unread);
                    let told: Vec<Told> = findings.iter().map(super::told).collect();
                    self.list(html, None, &told);
                }
            }
            html.element("p", &[("class", "volver")], |html| {
                html.link("veredictos", self.words.back);
            });
        });
    }

    /// A link to a submission's ficha.
    pub(super) fn ficha(&self, html: &mut Html, path: &[String], entry: &Entry) {
        let label = format!("{} {}", self.words.ficha_of, self.pile.called(entry));
        html.near(path, &label, self.words.ficha);
    }

    fn said(&self, html: &mut Html, said: &Said) {
        html.element("p", &[("class", "calificacion")], |html| {
            html.leaf("strong", &[], &self.rating(said.rated()));
        });
        if let Some(unwaived) = &said.unwaived {
            let text = unwaived.sentence(&self.pile.ruleset.policy, self.style);
            html.leaf("p", &[("class", "nota-p")], &text);
        }
        html.element("ul", &[("class", "pilares")], |html| {
            for (section, (verdict, other)) in self.pile.pillars().zip(said.verdicts()) {
                html.element("li", &[], |html| {
                    html.text(&format!("{}: ", section.name));
                    self.verdict_in_words(html, verdict);
                    if let Some(other) = other {
                        let other = without(&self.verdict_name(&other), self.style);
                        html.leaf("span", &[("class", "nota-p")], &format!(" ({other})"));
                    }
                });
            }
        });
        self.figures(html, said);
        if !said.review.is_empty() {
            html.leaf("h4", &[], Common::of(self.style.language).review);
            self.list(html, None, &said.review);
        }
        if !said.text.is_empty() {
            html.leaf("h4", &[], self.words.text);
            self.list(html, None, &said.text);
        }
        if said.told.is_empty() && said.text.is_empty() {
            html.leaf("p", &[], self.words.nothing);
        }
        let severity = |rule: usize| self.pile.ruleset.rules[rule].severity;
        for group in said.told.chunk_by(|(a, _), (b, _)| severity(*a) == severity(*b)) {
            let name = &self.pile.ruleset.policy.severities[severity(group[0].0)].name;
            html.leaf("h4", &[], name);
            html.element("ul", &[("class", "hallazgos")], |html| {
                group.iter().for_each(|(rule, told)| self.items(html, Some(*rule), told));
            });
        }
        if said.questions > 0 {
            let questions = Common::of(self.style.language).remaining(said.questions);
            html.leaf("p", &[("class", "datos")], &format!("{questions}."));
        }
    }

    fn verdict_in_words(&self, html: &mut Html, verdict: &Verdict) {
        let (class, why) = match verdict {
            Verdict::Meets => ("nota-s", None),
            Verdict::Fails(rules) => ("nota-i", Some((self.words.decided_by, rules))),
            Verdict::Provisional(rules) => ("nota-p", Some((self.words.hinges, rules))),
        };
        html.leaf("span", &[("class", class)], &self.verdict_name(verdict));
        if let Some((lead, rules)) = why {
            html.text(&format!(" ({lead} {})", rules.join(", ")));
        }
    }

    fn figures(&self, html: &mut Html, said: &Said) {
        let figures = &self.pile.ruleset.policy.figures;
        if figures.is_empty() {
            return;
        }
        html.element("p", &[("class", "datos")], |html| {
            let figures = figures.iter().zip(&said.figures).zip(&said.groups);
            let told = figures.map(|((figure, known), group)| {
                let label = group_label(figure, group, self.words.unknown);
                let label = if label.is_empty() { label } else { format!(" ({label})") };
                format!("{}{label}: {}", figure.name, figure_of(figure, *known, self.words))
            });
            html.text(&told.collect::<Vec<_>>().join(" · "));
        });
    }

    fn list(&self, html: &mut Html, rule: Option<usize>, told: &[Told]) {
        html.element("ul", &[("class", "hallazgos")], |html| self.items(html, rule, told));
    }

    /// The findings of a rule, or of the text.
    fn items(&self, html: &mut Html, rule: Option<usize>, told: &[Told]) {
        for told in told {
            html.element("li", &[], |html| {
                if let Some(rule) = rule.and_then(|rule| self.pile.ruleset.rules.get(rule)) {
                    html.leaf("strong", &[("class", "id"), ("title", &rule.title)], &rule.id);
                    html.text(" ");
                    if told.suspected {
                        let suspected = self.words.suspected.to_lowercase();
                        html.leaf("span", &[("class", "nota-p")], &suspected);
                        html.text(" ");
                    }
                }
                html.sentence(&cropped(told.message.in_language(self.style.language)));
                if let Some(line) = told.line {
                    let line = format!(" ({} {line})", self.words.line);
                    html.leaf("span", &[("class", "datos")], &line);
                }
            });
        }
    }
}

/// A message, cut where it is far too long.
fn cropped(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}
