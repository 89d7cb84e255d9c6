//! One rule of the catalogue.

use crate::document::{Data, Node};
use crate::rules::{Case, Class, Expression, Question, Requirement, Rule, Segment, Template};

use super::super::explain::{needed, used};
use super::super::html::{Html, anchor};
use super::super::reading::RuleReader;
use super::super::words::Words;
use super::{Page, place, table};

/// Characters of a value that a table of cases shows.
const SHOWN: usize = 120;

/// What a class is called.
pub(super) fn class(class: Class) -> &'static str {
    match class {
        Class::Automatic => "automática",
        Class::Heuristic => "heurística",
        Class::Judgement => "juicio",
    }
}

impl Page<'_> {
    pub(super) fn rule(&self, html: &mut Html, rule: &Rule) {
        let place = place(rule);
        let severity = self.ruleset.severity(rule);
        let title = format!("{place}-titulo");
        let attributes = [
            ("id", &*place),
            ("class", if rule.retired.is_some() { "regla retirada" } else { "regla" }),
            ("aria-labelledby", &*title),
            ("data-pilar", &*self.ruleset.section(rule).id),
            ("data-severidad", &*severity.id),
            ("data-clase", rule.class.name()),
        ];
        html.element("article", &attributes, |html| {
            html.element("h3", &[("id", &title)], |html| {
                let link = [("href", &*format!("#{place}")), ("class", "id")];
                html.leaf("a", &link, &rule.id);
                html.sentence(&format!(" {}", rule.title));
            });
            self.facts(html, rule);
            if let Some(reason) = &rule.retired {
                html.say("p", &[("class", "aviso")], &format!("Retirada: {reason}"));
            }
            self.requirement(html, rule);
            message(html, rule, &self.reader.of_rule(rule));
            for (name, text) in [("Por qué importa", &rule.reason), ("Qué hacer", &rule.help)] {
                if let Some(text) = text {
                    html.leaf("h4", &[], name);
                    html.say("p", &[], text);
                }
            }
            basis(html, rule);
            self.parameters_of(html, rule);
            cases(html, rule);
            html.element("p", &[("class", "volver")], |html| {
                html.link("indice", "Volver al índice")
            });
        });
    }

    /// Its section, its severity and its class, in a line.
    fn facts(&self, html: &mut Html, rule: &Rule) {
        let severity = self.ruleset.severity(rule);
        html.element("p", &[("class", "datos")], |html| {
            html.text(&format!("{} · ", self.ruleset.section(rule).name));
            html.link(&anchor("severidad-", &severity.id), &severity.name);
            html.text(" · ");
            html.link(&anchor("clase-", rule.class.name()), class(rule.class));
        });
    }

    fn requirement(&self, html: &mut Html, rule: &Rule) {
        let reader = self.reader.of_rule(rule);
        if let Some((name, list)) = &rule.each {
            html.leaf("h4", &[], "Se revisa en cada elemento");
            html.say("p", &[], &reader.each(list));
            code(html, &format!("{name} en {}", list.text));
        }
        match &rule.requires {
            Requirement::One(clause) => {
                html.leaf("h4", &[], "Qué exige");
                condition(html, &reader, clause);
            }
            Requirement::All(clauses) => listed(html, &reader, "Exige todo esto", clauses),
            Requirement::Any(clauses) => listed(html, &reader, "Exige algo de esto", clauses),
            Requirement::Schema(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                html.leaf("h4", &[], "Qué exige");
                let text = format!(
                    "Que al revisar cada respuesta contra el esquema del formulario no haya hallazgos de: {}.",
                    names.join(", ")
                );
                html.leaf("p", &[("class", "lectura")], &text);
            }
            Requirement::Judgement(question) => asked(html, question, &reader),
        }
        if let Some(applies) = &rule.applies {
            html.leaf("h4", &[], "Cuándo se aplica");
            condition(html, &reader, applies);
        }
        self.definitions(html, rule, &reader);
    }

    fn definitions(&self, html: &mut Html, rule: &Rule, reader: &RuleReader<'_, '_>) {
        let needed = needed(rule);
        if needed.is_empty() {
            return;
        }
        html.leaf("h4", &[], "Donde");
        html.element("ul", &[("class", "donde")], |html| {
            for (index, (name, expression)) in rule.definitions.iter().enumerate() {
                if !needed.contains(&index) {
                    continue;
                }
                html.element("li", &[], |html| {
                    html.leaf("strong", &[], &format!("«{}»", self.reader.spelled(name)));
                    html.text(" es:");
                    reading(html, reader, expression);
                    code(html, &format!("{name} = {}", expression.text));
                });
            }
        });
    }

    fn parameters_of(&self, html: &mut Html, rule: &Rule) {
        let used = used(rule);
        let parameters = self.ruleset.parameters.iter();
        let parameters: Vec<_> =
            parameters.filter(|parameter| used.contains(&*parameter.name)).collect();
        if parameters.is_empty() {
            return;
        }
        html.leaf("h4", &[], "Parámetros");
        html.element("ul", &[], |html| {
            for parameter in parameters {
                html.element("li", &[], |html| {
                    html.link(&anchor("parametro-", &parameter.name), &parameter.title);
                    html.text(": ");
                    let values = parameter.values.iter().map(|value| {
                        format!(
                            "{} ({})",
                            super::reference::figure(parameter, value),
                            value.years()
                        )
                    });
                    html.text(&values.collect::<Vec<_>>().join("; "));
                });
            }
        });
    }
}

fn listed(
    html: &mut Html,
    reader: &RuleReader<'_, '_>,
    heading: &'static str,
    clauses: &[Expression],
) {
    html.leaf("h4", &[], heading);
    html.element("ol", &[], |html| {
        for clause in clauses {
            html.element("li", &[], |html| condition(html, reader, clause));
        }
    });
}

/// A condition in plain Spanish, and as it is written.
fn condition(html: &mut Html, reader: &RuleReader<'_, '_>, expression: &Expression) {
    reading(html, reader, expression);
    code(html, &expression.text);
}

fn reading(html: &mut Html, reader: &RuleReader<'_, '_>, expression: &Expression) {
    for (depth, line) in reader.sentence(expression) {
        let class = ["lectura", "lectura uno", "lectura dos", "lectura tres"][depth.min(3)];
        html.say("p", &[("class", class)], &line);
    }
}

fn code(html: &mut Html, text: &str) {
    html.element("p", &[("class", "escrito")], |html| html.leaf("code", &[], text.trim()));
}

/// A judgement's question, the answers that it takes and what to look at.
fn asked(html: &mut Html, question: &Question, reader: &RuleReader<'_, '_>) {
    html.leaf("h4", &[], "Pregunta para quien evalúa");
    html.element("p", &[("class", "mensaje")], |html| template(html, &question.text, reader));
    html.leaf("h4", &[], "Respuestas");
    html.element("dl", &[], |html| {
        for answer in &question.answers {
            html.leaf("dt", &[], &format!("{} → {}", answer.id, answer.status.name()));
            html.say("dd", &[], &answer.text);
        }
    });
    html.leaf("h4", &[], "Qué mirar");
    html.element("ul", &[], |html| {
        for look in &question.look_at {
            html.element("li", &[], |html| {
                let optional = if look.optional { " (si está)" } else { "" };
                html.sentence(&format!("{}{optional}", look.why));
                condition(html, reader, &look.at);
            });
        }
    });
}

fn message(html: &mut Html, rule: &Rule, reader: &RuleReader<'_, '_>) {
    html.leaf("h4", &[], "Qué dice si no se cumple");
    html.element("p", &[("class", "mensaje")], |html| template(html, &rule.message, reader));
    if let Some(remark) = &rule.remark {
        html.leaf("h4", &[], "Cómo lo dice la ficha");
        html.element("p", &[("class", "mensaje")], |html| template(html, remark, reader));
    }
}

/// A message, where figures stand as code whose hint says them in Spanish.
fn template(html: &mut Html, template: &Template, reader: &RuleReader<'_, '_>) {
    for segment in &template.segments {
        match segment {
            Segment::Text(words) => html.sentence(words),
            Segment::Value(expression) => {
                let lines = reader.sentence(expression).into_iter().map(|(_, line)| line);
                let hint = lines.collect::<Vec<_>>().join(" ");
                html.leaf("code", &[("title", &hint)], &format!("{{{}}}", expression.text));
            }
        }
    }
}

fn basis(html: &mut Html, rule: &Rule) {
    if rule.citations.is_empty() {
        return;
    }
    html.leaf("h4", &[], "Fundamento");
    html.element("ul", &[], |html| {
        for citation in &rule.citations {
            html.element("li", &[], |html| {
                html.link(&anchor("documento-", &citation.document), &citation.document);
                if let Some(section) = &citation.section {
                    html.sentence(&format!(", {section}"));
                }
                if let Some(says) = &citation.says {
                    html.sentence(&format!(": {says}"));
                }
            });
        }
    });
}

fn cases(html: &mut Html, rule: &Rule) {
    if rule.cases.is_empty() {
        return;
    }
    let count = Words::counted(rule.cases.len(), ["caso de prueba", "casos de prueba"]);
    html.element("details", &[("id", &format!("{}-casos", place(rule)))], |html| {
        html.leaf("summary", &[], &count);
        let caption = format!("Casos de {}", rule.id);
        let columns = ["Caso", "Qué cambia en el formulario base", "Qué debe resultar"];
        table(html, &caption, &columns, |html| {
            rule.cases.iter().for_each(|case| row(html, case, rule));
        });
    });
}

fn row(html: &mut Html, case: &Case, rule: &Rule) {
    html.element("tr", &[], |html| {
        html.leaf("th", &[("scope", "row")], &case.name);
        html.element("td", &[], |html| changes(html, case, rule));
        html.element("td", &[], |html| {
            html.leaf("strong", &[], case.expected());
            if let Some(at) = &case.at {
                html.text(", en ");
                html.path(&at.to_string());
            }
            if let Some(says) = &case.says {
                html.text(&format!("; dice «{says}»"));
            }
        });
    });
}

fn changes(html: &mut Html, case: &Case, rule: &Rule) {
    let answers = case.answers.whole.iter().map(|id| ("Responde".to_owned(), id));
    let each = case.answers.by_element.iter();
    let answers = answers.chain(each.map(|(at, id)| (format!("Responde del elemento {at}"), id)));
    let answers: Vec<String> = answers.map(|(who, id)| format!("{who}: `{id}`")).collect();
    let patch = &case.patch;
    if patch.is_empty() && answers.is_empty() {
        return html.text("Nada");
    }
    html.element("ul", &[], |html| {
        answers.iter().for_each(|answer| html.say("li", &[], answer));
        for (path, node) in &patch.set {
            html.element("li", &[], |html| {
                html.path(&path.to_string());
                html.text(&format!(": {}", value(node, rule)));
            });
        }
        for (path, words) in patch
            .remove
            .iter()
            .map(|path| (path, "sin"))
            .chain(patch.withhold.iter().map(|path| (path, "no publicado")))
        {
            html.element("li", &[], |html| {
                html.text(&format!("{words} "));
                html.path(&path.to_string());
            });
        }
    });
}

/// A value as written, in one line and cut where it is long.
fn value(node: &Node, rule: &Rule) -> String {
    let text = match &node.data {
        Data::Text(text) => text.as_str(),
        _ => rule.source.slice(node.span),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.is_empty() => "en blanco".to_owned(),
        None => line,
    }
}
