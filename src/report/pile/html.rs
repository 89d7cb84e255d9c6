//! One page of HTML for a whole pile, which needs nothing else and runs no script.

use rust_decimal::Decimal;

use crate::finding::Language;
use crate::rules::{Class, Figure};

use super::super::Style;
use super::super::html::{BASE, Html, anchor};
use super::super::words::Words as Common;
use super::spread::Spread;
use super::table::shown;
use super::words::Words;
use super::{Entry, Pile, Said, Verdict, chart, first_word};

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
            for (row, provisional, count) in self.pile.ratings() {
                let name = self.rating_name(row, provisional);
                self.chip(html, self.class(row, provisional), count, &name);
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

    /// What a submission's rating is called.
    pub(super) fn rating(&self, said: &Said) -> String {
        self.rating_name(said.rating, said.provisional)
    }

    /// How a rating looks; its name says it too.
    fn class(&self, row: Option<usize>, provisional: bool) -> &'static str {
        let favourable = row.is_some_and(|row| self.pile.ruleset.policy.ratings[row].favourable);
        match (favourable, provisional) {
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
            mark(html, self.class(Some(row), false), &rating.id, &rating.name);
        }
        mark(html, "nota-p", "?", self.words.provisional);
    }

    fn row(&self, html: &mut Html, at: usize, entry: &Entry, columns: usize) {
        html.element("th", &[("scope", "row")], |html| html.link(&place(at), entry.name()));
        let Ok(said) = &entry.said else {
            let span = (columns - 1).to_string();
            return html.leaf("td", &[("colspan", &span), ("class", "nota-i")], self.words.unread);
        };
        said.pillars.iter().for_each(|verdict| self.verdict(html, verdict));
        let class = self.class(said.rating, said.provisional);
        html.element("td", &[("class", "centro")], |html| {
            let name = self.rating(said);
            let id = said.rating.map_or("–", |row| &*self.pile.ruleset.policy.ratings[row].id);
            let open = if said.provisional { "?" } else { "" };
            let seen = [("class", class), ("title", &*name), ("aria-hidden", "true")];
            html.leaf("span", &seen, &format!("{id}{open}"));
            html.leaf("span", &[("class", "oculto")], &name);
        });
        let unmet = self.pile.severities().map(|(at, _)| said.unmet.get(at).copied().unwrap_or(0));
        for count in unmet.chain([said.suspected, said.questions]) {
            html.leaf("td", &[("class", "numero")], &count.to_string());
        }
        if self.has_fichas() {
            html.element("td", &[], |html| {
                entry.ficha.iter().for_each(|path| self.ficha(html, path, entry));
            });
        }
    }

    fn has_fichas(&self) -> bool {
        self.pile.entries.iter().any(|entry| entry.ficha.is_some())
    }

    /// A verdict by its sign, and in words for who does not see it.
    fn verdict(&self, html: &mut Html, verdict: &Verdict) {
        let verdicts = &self.pile.ruleset.policy.verdicts;
        let (class, sign, name) = match verdict {
            Verdict::Meets => ("nota-s", verdicts.meets.sign.clone(), verdicts.meets.name.clone()),
            Verdict::Fails(_) => {
                ("nota-i", verdicts.fails.sign.clone(), verdicts.fails.name.clone())
            }
            Verdict::Provisional(_) => (
                "nota-p",
                format!("{}?", verdicts.meets.sign),
                format!("{}, {}", verdicts.meets.name, self.words.provisional),
            ),
        };
        let rules = match verdict {
            Verdict::Meets => String::new(),
            Verdict::Fails(rules) | Verdict::Provisional(rules) => rules.join(", "),
        };
        let hint = if rules.is_empty() { name.clone() } else { format!("{name}: {rules}") };
        html.element("td", &[("class", "centro")], |html| {
            html.leaf(
                "span",
                &[("class", class), ("title", &hint), ("aria-hidden", "true")],
                &sign,
            );
            html.leaf("span", &[("class", "oculto")], &name);
        });
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
                    html.element("td", &[], |html| {
                        html.text(severity);
                        if found.rule.class == Class::Heuristic {
                            html.text(&format!(", {}", self.words.suspected.to_lowercase()));
                        }
                    });
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
                        html.link(&place(*at), self.pile.entries[*at].name());
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
        let spread = Spread::of(self.pile, at);
        let id = anchor("cifra-", &figure.id);
        html.element("div", &[("class", "cifra"), ("id", &id)], |html| {
            html.leaf("h3", &[], &figure.name);
            if let Some(meaning) = &figure.meaning {
                html.say("p", &[("class", "datos")], meaning);
            }
            let Some(marks) = spread.marks() else {
                return html.leaf("p", &[], self.words.no_figure);
            };
            let marks = self.words.marks.iter().zip(marks);
            let mut told: Vec<String> = marks
                .map(|(word, mark)| format!("{word} {}", shown(mark, &figure.computed.of)))
                .collect();
            if !spread.unknown.is_empty() {
                told.push(format!("{} {}", spread.unknown.len(), self.words.unknown));
            }
            html.leaf("p", &[], &told.join(" · "));
            chart::bars(html, figure, &spread, self.words);
            if spread.uneven {
                html.leaf("p", &[("class", "datos")], self.words.uneven);
            }
            html.element("details", &[], |html| {
                html.leaf("summary", &[], self.words.as_table);
                self.steps(html, figure, &spread);
            });
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
                        html.element("ul", &[("class", "enlaces")], |html| {
                            entries.iter().for_each(|at| self.figured(html, figure, spread, *at));
                        });
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
            html.link(&place(at), self.pile.entries[at].name());
            if known.is_some() {
                html.text(&format!(": {}", figure_of(figure, known, self.words)));
            }
        });
    }
}
