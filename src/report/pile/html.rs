//! One page of HTML for a whole pile, which needs nothing else and runs no script.

use rust_decimal::Decimal;

use crate::finding::Language;
use crate::rules::Figure;

use super::super::Style;
use super::super::html::{BASE, Html, anchor};
use super::super::unwaived::beside;
use super::super::words::Words as Common;
use super::spread::{Group, Spread};
use super::table::{shown, told};
use super::words::Words;
use super::{Entry, Pile, Rated, Verdict, WAIVED, chart, first_word};

const STYLE: &str = include_str!("style.css");

/// Nothing is loaded and nothing runs, whatever a text of a submission may try.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Rules that are told as the most frequent.
const FREQUENT: usize = 25;

/// The page.
pub fn pile_html(pile: &Pile<'_>, style: &Style) -> String {
    let page = Page { pile, style, words: Words::of(style.language) };
    let language = match style.language {
        Language::Spanish => "es",
        Language::English => "en",
    };
    let mut html = Html::default();
    html.own("<!DOCTYPE html>\n");
    html.element("html", &[("lang", language)], |html| {
        html.element("head", &[], |html| page.head(html));
        html.element("body", &[], |html| page.body(html));
    });
    html.into_text()
}

pub(super) struct Page<'p> {
    pub pile: &'p Pile<'p>,
    pub style: &'p Style,
    pub words: &'static Words,
}

/// Where a submission stands in the page.
pub(super) fn place(at: usize) -> String {
    format!("programa-{}", at + 1)
}

/// A figure as its unit is read, or that it is not known.
pub(super) fn figure_of(figure: &Figure, known: Option<Decimal>, words: &Words) -> String {
    known.map_or(words.unknown.to_owned(), |known| shown(known, &figure.computed.of))
}

/// A table's head and body; wide ones scroll by themselves.
fn table(
    html: &mut Html,
    class: &str,
    caption: &str,
    columns: &[(&str, &str)],
    body: impl FnOnce(&mut Html),
) {
    let region =
        [("class", "tabla"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)];
    html.element("div", &region, |html| {
        html.element("table", &[("class", class)], |html| {
            html.element("thead", &[], |html| {
                html.element("tr", &[], |html| {
                    for (name, class) in columns {
                        html.leaf("th", &[("scope", "col"), ("class", class)], name);
                    }
                });
            });
            html.element("tbody", &[], body);
        });
    });
}

impl Page<'_> {
    fn title(&self) -> String {
        Common::counted(self.pile.entries.len(), self.words.title)
    }

    fn head(&self, html: &mut Html) {
        html.open("meta", &[("charset", "utf-8")]);
        html.own("\n");
        html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        html.own("\n");
        html.open(
            "meta",
            &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
        );
        html.own("\n");
        html.leaf("title", &[], &format!("{} · {}", self.title(), self.pile.ruleset.policy.title));
        html.element("style", &[], |html| {
            html.own(BASE);
            html.own(STYLE);
        });
    }

    fn body(&self, html: &mut Html) {
        html.leaf("a", &[("class", "salto"), ("href", "#veredictos")], self.words.skip);
        html.element("header", &[], |html| self.header(html));
        html.element("main", &[], |html| {
            self.section(html, "veredictos", self.words.verdicts, |html| self.matrix(html));
            self.section(html, "frecuentes", self.words.frequent, |html| self.frequent(html));
            if !self.pile.ruleset.policy.figures.is_empty() {
                self.section(html, "distribuciones", self.words.spread, |html| {
                    let figures = self.pile.ruleset.policy.figures.iter().enumerate();
                    figures.for_each(|(at, figure)| self.figure(html, at, figure));
                });
            }
            self.section(html, "programas", self.words.all, |html| {
                let entries = self.pile.entries.iter().enumerate();
                entries.for_each(|(at, entry)| self.programme(html, at, entry));
            });
        });
        html.element("footer", &[], |html| html.sentence(self.words.generated));
    }

    fn header(&self, html: &mut Html) {
        let policy = &self.pile.ruleset.policy;
        html.leaf("h1", &[], &self.title());
        html.leaf("p", &[("class", "bajada")], &policy.title);
        let unread = self.pile.entries.len() - self.pile.judged().count();
        html.element("ul", &[("class", "resumen")], |html| {
            if unread > 0 {
                self.chip(html, "nota-i", unread, self.words.unread_count[usize::from(unread > 1)]);
            }
            for (rated, count) in self.pile.ratings() {
                self.chip(html, self.class(rated), count, &self.rating(rated));
            }
        });
        let digest = &self.pile.ruleset.digests.files.to_string()[..12];
        html.element("p", &[("class", "datos")], |html| {
            html.text(&format!("{}: {} {} · ", self.words.rules, policy.id, policy.version));
            html.leaf("code", &[], digest);
        });
    }

    fn chip(&self, html: &mut Html, class: &str, count: usize, name: &str) {
        html.element("li", &[], |html| {
            html.leaf("strong", &[("class", class)], &count.to_string());
            html.text(&format!(" {name}"));
        });
    }

    fn section(&self, html: &mut Html, id: &str, title: &str, inside: impl FnOnce(&mut Html)) {
        let heading = format!("{id}-titulo");
        html.element("section", &[("id", id), ("aria-labelledby", &heading)], |html| {
            html.leaf("h2", &[("id", &heading)], title);
            inside(html);
        });
    }

    fn rating_name(&self, row: Option<usize>, provisional: bool) -> String {
        let rows = &self.pile.ruleset.policy.ratings;
        let name = row.map_or(self.words.unrated, |row| &*rows[row].name);
        match provisional {
            true => format!("{name}, {}", self.words.provisional),
            false => name.to_owned(),
        }
    }

    /// What a rating is called, with that without waivers beside it where it is another.
    pub(super) fn rating(&self, rated: Rated) -> String {
        let name = |(row, provisional)| self.rating_name(row, provisional);
        beside(&name(rated.with), rated.without.map(name).as_deref(), self.style)
    }

    /// The sign of a rating, likewise.
    fn rating_sign(&self, rated: Rated) -> String {
        let sign = |(row, provisional): (Option<usize>, bool)| {
            let id = row.map_or("–", |row| &*self.pile.ruleset.policy.ratings[row].id);
            format!("{id}{}", if provisional { "?" } else { "" })
        };
        beside(&sign(rated.with), rated.without.map(sign).as_deref(), self.style)
    }

    /// How a rating looks, one that hinges on waivers as one that hinges on something open; its name
    /// says it too.
    fn class(&self, rated: Rated) -> &'static str {
        let (row, provisional) = rated.with;
        let favourable = row.is_some_and(|row| self.pile.ruleset.policy.ratings[row].favourable);
        match (favourable, provisional || rated.without.is_some()) {
            (false, _) => "nota-i",
            (true, true) => "nota-p",
            (true, false) => "nota-s",
        }
    }

    /// The verdicts of every submission, pillar by pillar.
    fn matrix(&self, html: &mut Html) {
        html.leaf("p", &[("class", "datos")], self.words.matrix_note);
        let mut columns = vec![(self.words.programme, "")];
        columns.extend(self.pile.pillars().map(|section| (&*section.name, "centro")));
        columns.push((self.words.rating, "centro"));
        let severities = self.pile.severities();
        columns.extend(severities.map(|(_, severity)| (first_word(&severity.name), "numero")));
        columns.push((self.words.suspected, "numero"));
        columns.push((self.words.questions, "numero"));
        if self.has_fichas() {
            columns.push((self.words.ficha, ""));
        }
        table(html, "matriz", self.words.verdicts, &columns, |html| {
            for (at, entry) in self.pile.entries.iter().enumerate() {
                html.element("tr", &[], |html| self.row(html, at, entry, columns.len()));
            }
        });
        html.element("p", &[("class", "datos leyenda")], |html| self.legend(html));
    }

    /// What the signs of verdicts and ratings stand for.
    fn legend(&self, html: &mut Html) {
        let policy = &self.pile.ruleset.policy;
        let (meets, fails) = (&policy.verdicts.meets, &policy.verdicts.fails);
        let mark = |html: &mut Html, class: &str, sign: &str, name: &str| {
            html.element("span", &[], |html| {
                html.leaf("b", &[("class", class)], sign);
                html.text(&format!(" {name}"));
            });
            html.own(" ");
        };
        mark(html, "nota-s", &meets.sign, &meets.name);
        mark(html, "nota-i", &fails.sign, &fails.name);
        for (row, rating) in policy.ratings.iter().enumerate() {
            let rated = Rated { with: (Some(row), false), without: None };
            mark(html, self.class(rated), &rating.id, &rating.name);
        }
        mark(html, "nota-p", "?", self.words.provisional);
        if self.pile.has_waivers() {
            html.element("span", &[("class", "dispensas")], |html| html.text(self.words.waived));
        }
    }

    fn row(&self, html: &mut Html, at: usize, entry: &Entry, columns: usize) {
        html.element("th", &[("scope", "row")], |html| {
            html.link(&place(at), &self.pile.called(entry));
            let review = entry.said.as_ref().map_or(0, |said| said.review.len());
            if review > 0 {
                let count = Common::counted(review, self.words.of_review);
                html.leaf("span", &[("class", "nota-p revision")], &count);
            }
        });
        let Ok(said) = &entry.said else {
            let span = (columns - 1).to_string();
            return html.leaf("td", &[("colspan", &span), ("class", "nota-i")], self.words.unread);
        };
        said.verdicts().for_each(|(verdict, other)| self.verdict(html, verdict, other.as_ref()));
        let rated = said.rated();
        html.element("td", &[("class", "centro")], |html| {
            let name = self.rating(rated);
            let seen = [("class", self.class(rated)), ("title", &*name), ("aria-hidden", "true")];
            html.leaf("span", &seen, &self.rating_sign(rated));
            html.leaf("span", &[("class", "oculto")], &name);
        });
        for (at, _) in self.pile.severities() {
            html.element("td", &[("class", "numero")], |html| self.counted(html, said.counted(at)));
        }
        for count in [said.suspected, said.questions] {
            html.leaf("td", &[("class", "numero")], &count.to_string());
        }
        if self.has_fichas() {
            html.element("td", &[], |html| {
                entry.ficha.iter().for_each(|path| self.ficha(html, path, entry));
            });
        }
    }

    /// How many findings count, and how many were set aside where any was.
    fn counted(&self, html: &mut Html, [count, set_aside]: [usize; 2]) {
        html.text(&count.to_string());
        if set_aside > 0 {
            let name = Common::of(self.style.language).set_aside;
            let name = format!("{name}: {set_aside}");
            let seen = [("class", "nota-p"), ("title", &*name), ("aria-hidden", "true")];
            html.leaf("span", &seen, &format!("+{set_aside}{WAIVED}"));
            html.leaf("span", &[("class", "oculto")], &format!(" {name}"));
        }
    }

    fn has_fichas(&self) -> bool {
        self.pile.entries.iter().any(|entry| entry.ficha.is_some())
    }

    /// A verdict by its sign, and in words for who does not see it; marked where waivers make it.
    fn verdict(&self, html: &mut Html, verdict: &Verdict, other: Option<&Verdict>) {
        let verdicts = &self.pile.ruleset.policy.verdicts;
        let (class, sign) = match verdict {
            Verdict::Meets => ("nota-s", verdicts.meets.sign.clone()),
            Verdict::Fails(_) => ("nota-i", verdicts.fails.sign.clone()),
            Verdict::Provisional(_) => ("nota-p", format!("{}?", verdicts.meets.sign)),
        };
        let (class, sign) = match other {
            Some(_) => ("nota-p", format!("{sign}{WAIVED}")),
            None => (class, sign),
        };
        let hint = |verdict: &Verdict| {
            let name = self.verdict_name(verdict);
            match verdict {
                Verdict::Fails(rules) | Verdict::Provisional(rules) if !rules.is_empty() => {
                    format!("{name}: {}", rules.join(", "))
                }
                _ => name,
            }
        };
        let said = |tell: &dyn Fn(&Verdict) -> String| {
            beside(&tell(verdict), other.map(tell).as_deref(), self.style)
        };
        let (hint, name) = (said(&hint), said(&|verdict| self.verdict_name(verdict)));
        html.element("td", &[("class", "centro")], |html| {
            html.leaf(
                "span",
                &[("class", class), ("title", &hint), ("aria-hidden", "true")],
                &sign,
            );
            html.leaf("span", &[("class", "oculto")], &name);
        });
    }

    /// What a verdict is called, with whether it is provisional.
    pub(super) fn verdict_name(&self, verdict: &Verdict) -> String {
        let verdicts = &self.pile.ruleset.policy.verdicts;
        match verdict {
            Verdict::Meets => verdicts.meets.name.clone(),
            Verdict::Fails(_) => verdicts.fails.name.clone(),
            Verdict::Provisional(_) => {
                format!("{}, {}", verdicts.meets.name, self.words.provisional)
            }
        }
    }

    fn frequent(&self, html: &mut Html) {
        let frequent = self.pile.frequent();
        if frequent.is_empty() {
            return html.leaf("p", &[], self.words.nothing_frequent);
        }
        let columns =
            [(self.words.rule, ""), (self.words.severity, ""), (self.words.programmes_column, "")];
        let total = self.pile.judged().count();
        table(html, "frecuentes", self.words.frequent, &columns, |html| {
            for found in frequent.iter().take(FREQUENT) {
                html.element("tr", &[], |html| {
                    html.element("th", &[("scope", "row")], |html| {
                        html.leaf("strong", &[("class", "id")], &found.rule.id);
                        html.sentence(&format!(" {}", found.rule.title));
                    });
                    let severity = &self.pile.ruleset.severity(found.rule).name;
                    let suspected = self.words.suspected.to_lowercase();
                    html.leaf("td", &[], &found.severity(severity, &suspected));
                    html.element("td", &[], |html| {
                        let count = format!("{} {} {total}", found.entries.len(), self.words.of);
                        html.leaf("strong", &[], &count);
                        self.links(html, &found.entries);
                    });
                });
            }
        });
        if frequent.len() > FREQUENT {
            let rest = Common::counted(frequent.len() - FREQUENT, self.words.more);
            html.leaf("p", &[("class", "datos")], &format!("… {rest}."));
        }
    }

    /// Links to submissions; many are folded away.
    fn links(&self, html: &mut Html, entries: &[usize]) {
        let list = |html: &mut Html| {
            html.element("ul", &[("class", "enlaces")], |html| {
                for at in entries {
                    html.element("li", &[], |html| {
                        html.link(&place(*at), &self.pile.called(&self.pile.entries[*at]));
                    });
                }
            });
        };
        if entries.is_empty() {
            return;
        }
        html.element("details", &[], |html| {
            html.leaf("summary", &[], &Common::counted(entries.len(), self.words.programmes));
            list(html);
        });
    }

    /// How a figure spreads: in words, as bars, and as a table.
    fn figure(&self, html: &mut Html, at: usize, figure: &Figure) {
        let groups = Spread::groups(self.pile, at, self.words.unknown);
        let id = anchor("cifra-", &figure.id);
        html.element("div", &[("class", "cifra"), ("id", &id)], |html| {
            html.leaf("h3", &[], &figure.name);
            if let Some(meaning) = &figure.meaning {
                html.say("p", &[("class", "datos")], meaning);
            }
            for (number, group) in groups.iter().enumerate() {
                self.group(html, figure, number, group);
            }
        });
    }

    /// How a figure spreads over the submissions that can be compared by it.
    fn group(&self, html: &mut Html, figure: &Figure, number: usize, group: &Group) {
        let spread = &group.spread;
        if let Some(label) = &group.label {
            html.leaf("h4", &[], &format!("{} ({label})", figure.name));
        }
        let told = told(figure, group, self.words);
        match (&group.label, &spread.known[..]) {
            (None, []) => return html.leaf("p", &[], self.words.no_figure),
            (Some(_), [] | [_]) => {
                html.leaf("p", &[], &told);
                let known = spread.known.iter().map(|(at, _)| at);
                let entries: Vec<usize> = known.chain(&spread.unknown).copied().collect();
                return self.figured_list(html, figure, spread, &entries);
            }
            _ => html.leaf("p", &[], &told),
        }
        chart::bars(html, figure, number, group, self.words);
        if spread.uneven {
            html.leaf("p", &[("class", "datos")], self.words.uneven);
        }
        html.element("details", &[], |html| {
            html.leaf("summary", &[], self.words.as_table);
            self.steps(html, figure, spread);
        });
    }

    /// Links to submissions, each with its figure.
    fn figured_list(&self, html: &mut Html, figure: &Figure, spread: &Spread, entries: &[usize]) {
        html.element("ul", &[("class", "enlaces")], |html| {
            entries.iter().for_each(|at| self.figured(html, figure, spread, *at));
        });
    }

    fn steps(&self, html: &mut Html, figure: &Figure, spread: &Spread) {
        let columns = [(self.words.range, ""), (self.words.programmes_column, "")];
        table(html, "tramos", &figure.name, &columns, |html| {
            let mut row = |name: &str, entries: &[usize]| {
                html.element("tr", &[], |html| {
                    html.leaf("th", &[("scope", "row")], name);
                    html.element("td", &[], |html| {
                        html.leaf("strong", &[], &entries.len().to_string());
                        self.figured_list(html, figure, spread, entries);
                    });
                });
            };
            for step in &spread.steps {
                row(&chart::range(figure, step, self.words), &step.entries);
            }
            if !spread.unknown.is_empty() {
                row(self.words.unknown, &spread.unknown);
            }
        });
    }

    /// A link to a submission, with its figure.
    fn figured(&self, html: &mut Html, figure: &Figure, spread: &Spread, at: usize) {
        let known = spread.known.iter().find(|(entry, _)| *entry == at).map(|(_, known)| *known);
        html.element("li", &[], |html| {
            html.link(&place(at), &self.pile.called(&self.pile.entries[at]));
            if known.is_some() {
                html.text(&format!(": {}", figure_of(figure, known, self.words)));
            }
        });
    }
}
