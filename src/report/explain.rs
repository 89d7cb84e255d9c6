//! A rule, for a person: what it says, on what authority, with which values, and how it is tested.

use std::collections::BTreeSet;

use crate::feel::{ExprKind, formats};
use crate::finding::Language;
use crate::rules::{Class, Expression, Parameter, Requirement, Rule, Ruleset, Segment, Template};

use super::Style;
use super::page::{INDENT, Page};
use super::reading::{Reader, RuleReader};

/// The rule's page.
pub fn explain(ruleset: &Ruleset, rule: &Rule, style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let mut page = Page::new(style);
    let severity = &ruleset.severity(rule).name;
    page.line(&format!("{} · {}", rule.id, rule.title));
    page.line(&format!(
        "{} · {severity} · {}",
        ruleset.section(rule).name,
        class(rule.class, spanish)
    ));
    if let Some(reason) = &rule.retired {
        page.section("Retirada", "Retired", reason);
    }
    let reader = Reader::new(ruleset);
    page.requirement(rule, &reader.of_rule(rule));
    page.section("Mensaje", "Message", &template(&rule.message));
    if let Some(remark) = &rule.remark {
        page.section("En la ficha", "In the ficha", &template(remark));
    }
    if let Some(reason) = &rule.reason {
        page.section("Razón", "Reason", reason);
    }
    if let Some(help) = &rule.help {
        page.section("Qué hacer", "What to do", help);
    }
    page.basis(rule);
    page.parameters(ruleset, rule);
    page.cases(rule);
    page.into_text()
}

fn class(class: Class, spanish: bool) -> &'static str {
    match (class, spanish) {
        (Class::Automatic, true) => "automática: aritmética y estructura",
        (Class::Automatic, false) => "automatic: arithmetic and structure",
        (Class::Heuristic, true) => "heurística: falible, la confirma una persona",
        (Class::Heuristic, false) => "heuristic: fallible, a person confirms it",
        (Class::Judgement, true) => "juicio: la responde una persona",
        (Class::Judgement, false) => "judgement: a person answers it",
    }
}

/// The message as written, its expressions in braces.
pub(super) fn template(template: &Template) -> String {
    let segments = template.segments.iter().map(|segment| match segment {
        Segment::Text(words) => words.clone(),
        Segment::Value(expression) => format!("{{{}}}", expression.text),
    });
    segments.collect()
}

impl Page {
    fn requirement(&mut self, rule: &Rule, reader: &RuleReader<'_, '_>) {
        if let Some((name, list)) = &rule.each {
            self.section("Para cada", "For each", &format!("{name} en {}", list.text));
            let lead = format!("{}→ ", " ".repeat(2 * INDENT));
            self.hanging(lead, &reader.each(list), 2 * INDENT + 2);
        }
        if !rule.definitions.is_empty() {
            self.heading("Donde", "Where");
            let needed = needed(rule);
            for (index, (name, expression)) in rule.definitions.iter().enumerate() {
                self.wrapped(&format!("{name} = {}", expression.text), INDENT, 2 * INDENT);
                if needed.contains(&index) {
                    self.reading(reader, expression);
                }
            }
        }
        if let Some(applies) = &rule.applies {
            self.section("Se aplica cuando", "Applies when", &applies.text);
            self.reading(reader, applies);
        }
        match &rule.requires {
            Requirement::One(clause) => {
                self.section("Exige", "Requires", &clause.text);
                self.reading(reader, clause);
            }
            Requirement::All(clauses) => {
                self.clauses("Exige todo esto", "Requires all of", clauses, reader)
            }
            Requirement::Any(clauses) => {
                self.clauses("Exige algo de esto", "Requires one of", clauses, reader)
            }
            Requirement::Schema(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                let body =
                    format!("que el esquema del formulario no encuentre: {}", names.join(", "));
                self.section("Exige", "Requires", &body);
            }
            Requirement::Judgement(question) => self.question(question, reader),
        }
    }

    fn clauses(
        &mut self,
        spanish: &str,
        english: &str,
        clauses: &[Expression],
        reader: &RuleReader<'_, '_>,
    ) {
        self.heading(spanish, english);
        for clause in clauses {
            self.wrapped(&format!("- {}", clause.text), INDENT, 2 * INDENT);
            self.reading(reader, clause);
        }
    }

    /// What an expression says, below its code.
    pub(super) fn reading(&mut self, reader: &RuleReader<'_, '_>, expression: &Expression) {
        for (depth, line) in reader.sentence(expression) {
            let indent = 2 * INDENT + 4 * depth;
            let lead = if depth == 0 { "→ " } else { "" };
            self.hanging(format!("{}{lead}", " ".repeat(indent)), &line, indent + 2);
        }
    }

    fn basis(&mut self, rule: &Rule) {
        if rule.citations.is_empty() {
            return;
        }
        self.heading("Fundamento", "Basis");
        for citation in &rule.citations {
            let section = citation.section.as_ref().map(|section| format!(", {section}"));
            let says = citation.says.as_ref().map(|says| format!(": {says}"));
            let body = format!(
                "- {}{}{}",
                citation.document,
                section.unwrap_or_default(),
                says.unwrap_or_default()
            );
            self.wrapped(&body, INDENT, 2 * INDENT);
        }
    }

    fn parameters(&mut self, ruleset: &Ruleset, rule: &Rule) {
        let used = used(rule);
        let parameters =
            ruleset.parameters.iter().filter(|parameter| used.contains(&*parameter.name));
        let parameters: Vec<&Parameter> = parameters.collect();
        if parameters.is_empty() {
            return;
        }
        self.heading("Parámetros", "Parameters");
        for parameter in parameters {
            self.wrapped(&format!("{}: {}", parameter.name, parameter.title), INDENT, 2 * INDENT);
            for value in &parameter.values {
                let years = value.years();
                let unit = parameter.unit.as_ref().map(|unit| format!(" ({unit})"));
                let number = formats::precise(value.value);
                let body =
                    format!("{years}: {number}{}. {}", unit.unwrap_or_default(), value.basis);
                self.wrapped(&body, 2 * INDENT, 3 * INDENT);
            }
        }
    }

    fn cases(&mut self, rule: &Rule) {
        if rule.cases.is_empty() {
            return;
        }
        self.heading("Casos", "Cases");
        let widest =
            rule.cases.iter().map(|case| case.expected().chars().count()).max().unwrap_or(0);
        for case in &rule.cases {
            let expects = case.expected();
            let pad = " ".repeat(widest - expects.chars().count());
            let lead = format!("{}{expects}{pad}{}", " ".repeat(INDENT), " ".repeat(INDENT));
            self.hanging(lead, &case.name, widest + 2 * INDENT);
        }
    }
}

/// The definitions that a rule's conditions need, by position; others serve its message only.
pub(super) fn needed(rule: &Rule) -> BTreeSet<usize> {
    let mut needed = BTreeSet::new();
    let asked = rule.question().into_iter().flat_map(|question| &question.look_at);
    let asked = asked.map(|look| &look.at);
    let conditions = rule.applies.iter().chain(clauses(rule)).chain(asked);
    let mut open: Vec<&Expression> = conditions.collect();
    while let Some(expression) = open.pop() {
        expression.expr.walk(&mut |expr| {
            let ExprKind::Name(name) = &expr.kind else { return };
            let at = rule.definitions.iter().position(|(definition, _)| definition == name);
            if let Some(at) = at.filter(|at| needed.insert(*at)) {
                open.push(&rule.definitions[at].1);
            }
        });
    }
    needed
}

fn clauses(rule: &Rule) -> &[Expression] {
    match &rule.requires {
        Requirement::One(clause) => std::slice::from_ref(clause),
        Requirement::All(clauses) | Requirement::Any(clauses) => clauses,
        Requirement::Schema(_) | Requirement::Judgement(_) => &[],
    }
}

/// The parameters that a rule reads.
pub(super) fn used(rule: &Rule) -> BTreeSet<String> {
    let definitions = rule.definitions.iter().map(|(_, definition)| definition);
    let each = rule.each.iter().map(|(_, list)| list);
    let mut names = BTreeSet::new();
    for expression in clauses(rule).iter().chain(definitions).chain(each).chain(&rule.applies) {
        expression.expr.walk(&mut |expr| {
            let ExprKind::Member(base, name) = &expr.kind else { return };
            if matches!(&base.kind, ExprKind::Name(root) if &**root == "parametro") {
                names.insert(name.text.to_string());
            }
        });
    }
    names
}
