//! A ficha as one page of HTML that needs nothing else, to read and to print on A4.

use super::super::html::{BASE, Html};
use super::{Block, Bullet, Entry, Ficha, Judged, Remark, Seal, Table, letter};

const STYLE: &str = include_str!("style.css");

/// Nothing from elsewhere is loaded and nothing runs, whatever a form may try.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page.
pub fn html(ficha: &Ficha) -> String {
    let mut html = Html::default();
    html.own("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "es-CL")], |html| {
        html.element("head", &[], |html| head(html, ficha));
        html.element("body", &[], |html| body(html, ficha));
    });
    html.into_text()
}

fn head(html: &mut Html, ficha: &Ficha) {
    html.open("meta", &[("charset", "utf-8")]);
    html.own("\n");
    html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    html.own("\n");
    html.open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.own("\n");
    html.leaf("title", &[], &title(ficha));
    html.element("style", &[], |html| {
        html.own(BASE);
        html.own(STYLE);
    });
}

/// What windows and files are called: the title and its last line, which has the rating.
fn title(ficha: &Ficha) -> String {
    let last = ficha.lines.last().map(|line| format!(" · {line}"));
    format!("{}{}", ficha.title, last.unwrap_or_default())
}

fn body(html: &mut Html, ficha: &Ficha) {
    html.element("header", &[], |html| {
        html.leaf("h1", &[], &ficha.title);
        ficha.lines.iter().for_each(|line| html.leaf("p", &[("class", "bajada")], line));
    });
    html.element("main", &[], |html| {
        for block in &ficha.blocks {
            match block {
                Block::Heading(1, words) => html.leaf("h2", &[], words),
                Block::Heading(_, words) => html.leaf("h3", &[], words),
                Block::Paragraph(words) => html.leaf("p", &[], words),
                Block::Table(table) => {
                    region(html, "tabla", &table.caption, |html| rows(html, table));
                }
                Block::Judged(said) => judged(html, said),
            }
        }
    });
    html.element("footer", &[], |html| {
        ficha.foot.iter().for_each(|line| html.leaf("p", &[], line));
        let Seal { title, lines, note } = &ficha.seal;
        html.leaf("h2", &[], title);
        html.element("ul", &[("class", "sello")], |html| {
            lines
                .iter()
                .for_each(|(label, value)| html.leaf("li", &[], &format!("{label}: {value}")));
        });
        html.leaf("p", &[], note);
    });
}

/// A table that scrolls by itself where it is wider than the page.
fn region(html: &mut Html, class: &str, label: &str, table: impl FnOnce(&mut Html)) {
    let region = [("class", class), ("role", "region"), ("tabindex", "0"), ("aria-label", label)];
    html.element("div", &region, |html| html.element("table", &[], table));
}

fn rows(html: &mut Html, table: &Table) {
    if let Some(head) = &table.head {
        html.element("thead", &[], |html| {
            html.element("tr", &[], |html| {
                head.iter().for_each(|entry| html.leaf("th", &column(entry), &entry.text));
            });
        });
    }
    html.element("tbody", &[], |html| {
        let body = table.rows.len() - table.totals.min(table.rows.len());
        for (at, row) in table.rows.iter().enumerate() {
            let class: &[(&'static str, &str)] =
                if at >= body { &[("class", "total")] } else { &[] };
            html.element("tr", class, |html| {
                for (at, entry) in row.iter().enumerate() {
                    match at == 0 && table.row_heads {
                        true => html.leaf("th", &[("scope", "row")], &entry.text),
                        false => html.leaf("td", figure(entry), &entry.text),
                    }
                }
            });
        }
    });
}

fn column(entry: &Entry) -> Vec<(&'static str, &'static str)> {
    let mut attributes = vec![("scope", "col")];
    attributes.extend_from_slice(figure(entry));
    attributes
}

fn figure(entry: &Entry) -> &'static [(&'static str, &'static str)] {
    if entry.figure { &[("class", "cifra")] } else { &[] }
}

fn judged(html: &mut Html, judged: &Judged) {
    let (called, rating) = &judged.rating;
    html.element("p", &[("class", "calificacion")], |html| {
        html.text(&format!("{called}: "));
        html.leaf("strong", &[], rating);
    });
    let [name, text, sign] = &judged.columns;
    region(html, "tabla revision", text, |html| {
        html.element("thead", &[], |html| {
            html.element("tr", &[], |html| {
                for column in [name, text, sign] {
                    html.leaf("th", &[("scope", "col")], column);
                }
            });
        });
        html.element("tbody", &[], |html| {
            for remarks in &judged.rows {
                html.element("tr", &[], |html| {
                    html.leaf("th", &[("scope", "row")], &remarks.name);
                    html.element("td", &[], |html| bullets(html, &remarks.bullets));
                    let sign = remarks.sign.as_deref().unwrap_or_default();
                    html.leaf("td", &[("class", "sigla")], sign);
                });
            }
            let (called, sign) = &judged.closing;
            html.element("tr", &[("class", "total")], |html| {
                html.leaf("th", &[("scope", "row"), ("colspan", "2")], called);
                html.leaf("td", &[("class", "sigla")], sign);
            });
        });
    });
    html.leaf("p", &[("class", "leyenda")], &judged.legend);
}

fn bullets(html: &mut Html, bullets: &[Bullet]) {
    if bullets.is_empty() {
        return;
    }
    html.element("ul", &[], |html| {
        for bullet in bullets {
            html.element("li", &[], |html| {
                remark(html, &bullet.text);
                if !bullet.items.is_empty() {
                    html.element("ul", &[("class", "incisos")], |html| {
                        bullet.items.iter().enumerate().for_each(|(index, said)| {
                            html.element("li", &[], |html| {
                                html.leaf("span", &[("class", "letra")], &letter(index));
                                html.text(" ");
                                html.element("span", &[], |html| remark(html, said));
                            });
                        });
                    });
                }
            });
        }
    });
}

fn remark(html: &mut Html, remark: &Remark) {
    html.text(&remark.text);
    if !remark.rules.is_empty() {
        html.text(" ");
        html.leaf("small", &[("class", "reglas")], &format!("[{}]", remark.rules.join(", ")));
    }
}
