//! What the rules of the catalogue refer to: parameters, words, documents and fields of the form.

use std::collections::BTreeMap;

use crate::feel::formats;
use crate::finding::Citation;
use crate::rules::{Class, Parameter, ParameterValue, Rule, Status};
use crate::verify::coverage::Unread;

use super::super::explain::used;
use super::super::html::{Html, anchor};
use super::{Page, links, rule, table};

/// A parameter's value with its unit.
pub(super) fn figure(parameter: &Parameter, value: &ParameterValue) -> String {
    let number = formats::precise(value.value);
    match &parameter.unit {
        Some(unit) => format!("{number} ({unit})"),
        None => number,
    }
}

impl Page<'_> {
    pub(super) fn parameters(&self, html: &mut Html) {
        part(html, "parametros", "Parámetros", |html| {
            html.say(
                "p",
                &[],
                "Valores que las reglas usan, según el año del proceso. Un año sin valor deja la regla sin dato.",
            );
            let columns = ["Parámetro", "Años", "Valor", "De dónde sale", "Lo usan"];
            table(html, "Parámetros", &columns, |html| {
                for parameter in &self.ruleset.parameters {
                    let users = self.ruleset.rules.iter();
                    let users: Vec<&Rule> =
                        users.filter(|rule| used(rule).contains(&*parameter.name)).collect();
                    for (index, value) in parameter.values.iter().enumerate() {
                        let id = anchor("parametro-", &parameter.name);
                        let place = [("id", id.as_str())];
                        html.element("tr", if index == 0 { &place } else { &[] }, |html| {
                            html.element("th", &[("scope", "row")], |html| {
                                html.text(&parameter.title);
                                html.own("<br>");
                                html.leaf("code", &[], &format!("parametro.{}", parameter.name));
                            });
                            html.leaf("td", &[], &value.years());
                            html.leaf("td", &[], &figure(parameter, value));
                            html.say("td", &[], &value.basis);
                            html.element("td", &[], |html| links(html, users.iter().copied()));
                        });
                    }
                }
            });
        });
    }

    pub(super) fn glossary(&self, html: &mut Html) {
        let policy = &self.ruleset.policy;
        part(html, "glosario", "Glosario", |html| {
            html.leaf("h3", &[], "Severidad: qué pasa si la regla no se cumple");
            html.element("dl", &[], |html| {
                for severity in &policy.severities {
                    html.leaf("dt", &[("id", &anchor("severidad-", &severity.id))], &severity.name);
                    let decides = match severity.decides {
                        true => "Decide el veredicto del pilar.",
                        false => "No decide el veredicto del pilar.",
                    };
                    html.say("dd", &[], severity.meaning.as_deref().unwrap_or(decides));
                }
            });
            html.leaf("h3", &[], "Clase: cuán segura es la regla");
            html.element("dl", &[], |html| {
                for class in Class::ALL {
                    html.leaf("dt", &[("id", &anchor("clase-", class.name()))], rule::class(class));
                    html.leaf("dd", &[], class_meaning(class));
                }
            });
            html.leaf("h3", &[], "Resultado de una regla en un formulario");
            html.element("dl", &[], |html| {
                for status in [Status::Met, Status::Unmet, Status::NotApplicable, Status::Unknown] {
                    html.leaf("dt", &[], status.name());
                    html.leaf("dd", &[], status_meaning(status));
                }
            });
            self.verdicts(html);
        });
    }

    fn verdicts(&self, html: &mut Html) {
        let policy = &self.ruleset.policy;
        let deciding: Vec<&str> = policy
            .severities
            .iter()
            .filter(|severity| severity.decides)
            .map(|severity| severity.name.as_str())
            .collect();
        let deciding = deciding.join(" o ");
        html.leaf("h3", &[], "Veredicto de un pilar");
        html.element("dl", &[], |html| {
            html.leaf("dt", &[], &policy.verdicts.meets.name);
            html.leaf("dd", &[], &format!("Se cumplen, o no aplican, todas sus reglas de severidad «{deciding}». Es provisional si alguna está sin dato o por confirmar."));
            html.leaf("dt", &[], &policy.verdicts.fails.name);
            html.leaf("dd", &[], &format!("No se cumple alguna de sus reglas de severidad «{deciding}»."));
        });
        html.leaf("h3", &[], "Calificación del programa");
        html.leaf("p", &[], "Se toma la primera de la lista cuya condición vale.");
        html.element("ol", &[], |html| {
            for rating in &policy.ratings {
                html.element("li", &[], |html| {
                    html.leaf("strong", &[], &rating.name);
                    html.text(": ");
                    html.leaf("code", &[], &rating.holds.text);
                });
            }
        });
    }

    pub(super) fn documents(&self, html: &mut Html) {
        let mut cited: BTreeMap<&str, Vec<(&Rule, &Citation)>> = BTreeMap::new();
        for rule in &self.ruleset.rules {
            for citation in &rule.citations {
                cited.entry(&citation.document).or_default().push((rule, citation));
            }
        }
        part(html, "documentos", "Documentos citados", |html| {
            for (document, citations) in cited {
                html.leaf("h3", &[("id", &anchor("documento-", document))], document);
                html.element("ul", &[("class", "citas")], |html| {
                    for (rule, citation) in citations {
                        html.element("li", &[], |html| {
                            links(html, [rule]);
                            if let Some(section) = &citation.section {
                                html.sentence(&format!(" {section}"));
                            }
                        });
                    }
                });
            }
        });
    }

    /// Every field of the form with the rules that read it, or why none does.
    pub(super) fn form(&self, html: &mut Html) {
        part(html, "campos", "Campos del formulario", |html| {
            html.say(
                "p",
                &[],
                "Qué reglas leen cada campo para decidir. Donde ninguna lo lee, va la razón. Las reglas que \
                 miran todo el formulario por igual (su estructura, los largos, los pasajes repetidos) no \
                 se cuentan aquí.",
            );
            let columns = ["Campo", "Cómo se escribe", "Reglas que lo leen"];
            table(html, "Campos del formulario", &columns, |html| {
                let shape = self.ruleset.schema.shape();
                for field in &self.fields {
                    let title = shape.field(&field.path).map_or("", |member| &member.title);
                    html.element("tr", &[], |html| {
                        html.leaf("th", &[("scope", "row")], title);
                        html.element("td", &[], |html| {
                            html.path(&field.path.to_string());
                        });
                        html.element("td", &[], |html| {
                            if !field.readers.is_empty() {
                                return links(html, field.readers.iter().copied());
                            }
                            let reason = Unread::of(self.unread, &field.path);
                            let year = &field.path == self.ruleset.year_path();
                            let otherwise =
                                if year { "Elige los parámetros." } else { "Ninguna." };
                            html.sentence(reason.map_or(otherwise, |reason| &reason.reason));
                        });
                    });
                }
            });
        });
    }
}

fn part(html: &mut Html, id: &str, title: &str, inside: impl FnOnce(&mut Html)) {
    let heading = format!("{id}-titulo");
    let attributes = [("id", id), ("class", "referencia"), ("aria-labelledby", heading.as_str())];
    html.element("section", &attributes, |html| {
        html.leaf("h2", &[("id", &heading)], title);
        inside(html);
        html.element("p", &[("class", "volver")], |html| html.link("indice", "Volver al índice"));
    });
}

fn class_meaning(class: Class) -> &'static str {
    match class {
        Class::Automatic => "Aritmética y estructura: es segura y se puede rehacer a mano.",
        Class::Heuristic => {
            "Mira una propiedad del texto y puede errar: nunca reprueba un pilar por sí sola. Lo que ve \
             queda «por confirmar» hasta que una persona lo confirma o lo descarta."
        }
        Class::Judgement => "Es una pregunta a una persona; queda pendiente hasta que la responde.",
    }
}

fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Met => "Lo que exige vale en el formulario.",
        Status::Unmet => "Lo que exige no vale; el hallazgo dice dónde y qué hacer.",
        Status::NotApplicable => "Su condición para aplicarse no se da.",
        Status::Unknown => {
            "No se puede decidir con lo que hay; dice por qué: falta un campo, no se publicó, no hay \
             parámetro para ese año. Nunca cuenta como cumplida."
        }
    }
}
