//! The catalogue of a rule set for officials: one page of HTML in Spanish that needs nothing else.
//!
//! Takes a [`Ruleset`] and why fields are not read; gives the bytes of the page, the same each time.
//! Every rule with its reading, its basis, its parameters and its cases, linked to one another.

mod reference;
mod rule;

use crate::rules::{Class, Rule, Ruleset};
use crate::verify::coverage::{Coverage, Unread, coverage};

use super::html::{BASE, Html, anchor};
use super::listing::Listing;
use super::reading::Reader;
use super::words::Words;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing from elsewhere is loaded, whatever a text of a rule may try.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page.
pub fn catalogue(ruleset: &Ruleset, unread: &[Unread]) -> String {
    let page = Page { ruleset, reader: Reader::new(ruleset), fields: coverage(ruleset), unread };
    let mut html = Html::default();
    html.own("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "es")], |html| {
        html.element("head", &[], |html| page.head(html));
        html.element("body", &[], |html| page.body(html));
    });
    html.into_text()
}

struct Page<'r> {
    ruleset: &'r Ruleset,
    reader: Reader<'r>,
    fields: Vec<Coverage<'r>>,
    unread: &'r [Unread],
}

/// Where a rule stands in the page.
fn place(rule: &Rule) -> String {
    anchor("", &rule.id)
}

/// Links to rules, one after another.
fn links<'l>(html: &mut Html, rules: impl IntoIterator<Item = &'l Rule>) {
    for (index, rule) in rules.into_iter().enumerate() {
        if index > 0 {
            html.text(", ");
        }
        let title = [("href", &*format!("#{}", place(rule))), ("title", &*rule.title)];
        html.leaf("a", &title, &rule.id);
    }
}

/// A table's head and body; wide ones scroll by themselves.
fn table(html: &mut Html, caption: &str, columns: &[&'static str], body: impl FnOnce(&mut Html)) {
    let region =
        [("class", "tabla"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)];
    html.element("div", &region, |html| {
        html.element("table", &[], |html| {
            html.element("thead", &[], |html| {
                html.element("tr", &[], |html| {
                    columns.iter().for_each(|name| html.leaf("th", &[("scope", "col")], name));
                });
            });
            html.element("tbody", &[], body);
        });
    });
}

impl Page<'_> {
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
        html.leaf("title", &[], &format!("Catálogo de reglas · {}", self.ruleset.policy.title));
        html.element("style", &[], |html| {
            html.own(BASE);
            html.own(STYLE);
        });
    }

    fn body(&self, html: &mut Html) {
        html.leaf("a", &[("class", "salto"), ("href", "#reglas")], "Ir a las reglas");
        html.element("header", &[("id", "inicio")], |html| self.header(html));
        html.element("nav", &[("id", "indice"), ("aria-labelledby", "indice-titulo")], |html| {
            self.contents(html);
        });
        self.search(html);
        html.element("main", &[("id", "reglas")], |html| {
            for at in 0..self.ruleset.policy.sections.len() {
                self.section(html, at);
            }
            let none = "Ninguna regla calza con la búsqueda.";
            html.leaf("p", &[("id", "ninguna"), ("hidden", "hidden")], none);
            self.parameters(html);
            self.glossary(html);
            self.documents(html);
            self.form(html);
        });
        html.element("footer", &[], |html| {
            html.sentence(
                "Página generada por `pilares docs` a partir de los archivos de las reglas; no se edita a mano.",
            );
        });
        html.element("script", &[], |html| html.own(SCRIPT));
    }

    fn header(&self, html: &mut Html) {
        let policy = &self.ruleset.policy;
        html.leaf("h1", &[], "Catálogo de reglas");
        html.leaf("p", &[("class", "bajada")], &policy.title);
        let [in_force, retired, cases] = Listing::of(self.ruleset, |_| true).totals();
        let rules = Words::counted(in_force, ["regla vigente", "reglas vigentes"]);
        let cases = Words::counted(cases, ["caso", "casos"]);
        let retired = match retired {
            0 => String::new(),
            count => format!(", {}", Words::counted(count, ["retirada", "retiradas"])),
        };
        let (from, until) = policy.years;
        let years = match (from > i32::MIN, until < i32::MAX) {
            (true, true) => format!(" · procesos {from} a {until}"),
            (true, false) => format!(" · procesos desde {from}"),
            (false, true) => format!(" · procesos hasta {until}"),
            (false, false) => String::new(),
        };
        html.leaf(
            "p",
            &[],
            &format!("Versión {}{years} · {rules}{retired} · {cases} de prueba", policy.version),
        );
        html.say("p", &[], INTRODUCTION);
    }

    /// The table of contents: every rule by section, then the reference.
    fn contents(&self, html: &mut Html) {
        html.leaf("h2", &[("id", "indice-titulo")], "Índice");
        for (at, section) in self.ruleset.policy.sections.iter().enumerate() {
            let rules: Vec<&Rule> = self.of_section(at).collect();
            html.element("h3", &[], |html| {
                html.link(&anchor("seccion-", &section.id), &section.name);
                html.leaf("span", &[("class", "cuenta")], &format!(" {}", rules.len()));
            });
            html.element("ul", &[], |html| {
                for rule in rules {
                    html.element("li", &[("data-regla", rule.id.as_str())], |html| {
                        html.link(&place(rule), &rule.id);
                        html.say("span", &[], &rule.title);
                    });
                }
            });
        }
        html.leaf("h3", &[], "Referencia");
        html.element("ul", &[], |html| {
            for (place, name) in [
                ("parametros", "Parámetros, por año"),
                (
                    "glosario",
                    "Glosario: severidades, clases, resultados, veredictos y calificaciones",
                ),
                ("documentos", "Documentos citados"),
                ("campos", "Campos del formulario, y qué reglas los leen"),
            ] {
                html.element("li", &[], |html| html.link(place, name));
            }
        });
    }

    fn of_section(&self, at: usize) -> impl Iterator<Item = &Rule> {
        self.ruleset.rules.iter().filter(move |rule| rule.section == at)
    }

    /// Search and filters; they show only where the script runs.
    fn search(&self, html: &mut Html) {
        let policy = &self.ruleset.policy;
        let form = [("id", "buscador"), ("role", "search"), ("hidden", "hidden")];
        html.element("form", &form, |html| {
            html.element("label", &[("class", "texto")], |html| {
                html.text("Buscar ");
                let hint = "palabra, campo o regla";
                html.open("input", &[("type", "search"), ("id", "texto"), ("placeholder", hint)]);
            });
            let sections = policy.sections.iter().map(|s| (s.id.as_str(), s.name.as_str()));
            choice(html, "pilar", "Pilar ", "todos", sections);
            let severities = policy.severities.iter().map(|s| (s.id.as_str(), s.name.as_str()));
            choice(html, "severidad", "Severidad ", "todas", severities);
            let classes = Class::ALL.map(|class| (class.name(), rule::class(class)));
            choice(html, "clase", "Clase ", "todas", classes);
            html.leaf("button", &[("type", "button"), ("id", "abrir")], "Abrir los casos");
            html.leaf("output", &[("id", "cuenta"), ("aria-live", "polite")], "");
        });
    }

    fn section(&self, html: &mut Html, at: usize) {
        let section = &self.ruleset.policy.sections[at];
        let place = anchor("seccion-", &section.id);
        let title = format!("{place}-titulo");
        let attributes = [("id", &*place), ("class", "pilar"), ("aria-labelledby", &*title)];
        html.element("section", &attributes, |html| {
            let name = match section.pillar {
                true => format!("{} (pilar)", section.name),
                false => section.name.clone(),
            };
            html.leaf("h2", &[("id", &title)], &name);
            for rule in self.of_section(at) {
                self.rule(html, rule);
            }
        });
    }
}

const INTRODUCTION: &str = "Cada regla dice qué debe valer en un formulario correcto, quién lo pide, qué \
    decir si no se cumple y con qué casos se prueba. Lo que va en recuadro gris está escrito tal como lo \
    lee el programa; la frase de arriba lo dice en español. Una cifra que falta no es una cifra mala: la \
    regla que la necesita queda «sin dato» y nunca cuenta como cumplida. Al imprimir salen los casos que estén abiertos.";

/// A list of values to choose from; the first chooses all.
fn choice<'c>(
    html: &mut Html,
    id: &str,
    label: &'static str,
    all: &str,
    values: impl IntoIterator<Item = (&'c str, &'c str)>,
) {
    html.element("label", &[], |html| {
        html.text(label);
        html.element("select", &[("id", id)], |html| {
            html.leaf("option", &[("value", "")], all);
            for (value, name) in values {
                html.leaf("option", &[("value", value)], name);
            }
        });
    });
}
