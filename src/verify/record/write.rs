//! Records as YAML.

use std::fmt::Write as _;

use crate::document::{self, Data, Node};
use crate::source::Span;
use crate::verify::verdicts::Verdicts;

use super::{LISTS, Listed, MET, Met, REVIEWED, Record, State};

/// Columns of a record that the ids of rules that are met may take.
const WIDTH: usize = 100;

impl Record {
    /// The record as YAML; [`Record::read`] gives it back.
    pub fn write(&self) -> String {
        let mut text = format!("reglas: {}\n", self.ruleset);
        said(&mut text, 0, &self.verdicts);
        match &self.met {
            Met::Count(count) => line(&mut text, 0, MET, &count.to_string()),
            Met::Rules(rules) => met(&mut text, 0, rules),
        }
        lists(&mut text, 0, &self.rules);
        if let Some(reviewed) = &self.reviewed {
            let _ = writeln!(text, "{REVIEWED}:   # lo que cambia con lo que dijo quien revisó");
            said(&mut text, 1, &reviewed.verdicts);
            let fresh = reviewed.rules.iter().filter(|(_, standing)| standing.state == State::Met);
            let fresh: Vec<String> = fresh.map(|(id, _)| id.clone()).collect();
            if !fresh.is_empty() {
                met(&mut text, 1, &fresh);
            }
            lists(&mut text, 1, &reviewed.rules);
        }
        text
    }
}

/// The rating and the pillars.
fn said(text: &mut String, depth: usize, verdicts: &Verdicts) {
    match &verdicts.rating {
        None => line(text, depth, "calificacion", "null"),
        Some(rating) => line(text, depth, "calificacion", &quoted(rating)),
    }
    if let Some(favourable) = verdicts.favourable {
        line(text, depth, "favorable", &favourable.to_string());
    }
    let _ = writeln!(text, "{}pilares:", indent(depth));
    for (pillar, verdict) in &verdicts.pillars {
        line(text, depth + 1, &quoted(pillar), &quoted(verdict));
    }
}

fn met(text: &mut String, depth: usize, rules: &[String]) {
    let _ = writeln!(text, "{}{MET}:   # {}", indent(depth), rules.len());
    text.push_str(&wrapped(rules, depth));
}

/// The rules that are not simply met, each under every state that some of its elements have; under one that
/// is not its own it comes last.
fn lists(text: &mut String, depth: usize, rules: &[(String, Listed)]) {
    for (name, wanted, meaning) in LISTS {
        let of = |own: bool| {
            rules.iter().filter_map(move |(id, standing)| {
                let (_, elements) = standing.each().find(|(state, _)| *state == wanted)?;
                (own == (standing.state == wanted)).then_some((id, elements))
            })
        };
        let listed: Vec<(&String, &[usize])> = of(true).chain(of(false)).collect();
        if !listed.is_empty() {
            let _ = writeln!(text, "{}{name}:   # {meaning}", indent(depth));
        }
        for (id, elements) in listed {
            let positions: Vec<String> = elements.iter().map(ToString::to_string).collect();
            let positions = match positions.is_empty() {
                true => String::new(),
                false => format!(": [{}]", positions.join(", ")),
            };
            let _ = writeln!(text, "{}- {id}{positions}", indent(depth + 1));
        }
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

fn line(text: &mut String, depth: usize, key: &str, value: &str) {
    let _ = writeln!(text, "{}{key}: {value}", indent(depth));
}

/// The ids of rules as a list between brackets, in lines of some width, those of each section on their own.
fn wrapped(rules: &[String], depth: usize) -> String {
    let start = indent(depth + 1);
    let section = |id: &str| id.rsplit_once('-').map_or("", |(section, _)| section).to_owned();
    let mut lines: Vec<String> = Vec::new();
    for (at, id) in rules.iter().enumerate() {
        let comma = if at + 1 < rules.len() { "," } else { "" };
        let new_section = at > 0 && section(&rules[at - 1]) != section(id);
        match lines.last_mut() {
            Some(last) if !new_section && last.len() + id.len() + 4 < WIDTH => {
                let _ = write!(last, " {id}{comma}");
            }
            _ => lines.push(format!("{start} {id}{comma}")),
        }
    }
    let mut text = lines.join("\n");
    match lines.is_empty() {
        true => text = format!("{start}[]"),
        false => {
            text.replace_range(start.len()..=start.len(), "[");
            text.push(']');
        }
    }
    text + "\n"
}

/// A text between quotes, as YAML and JSON read it.
fn quoted(text: &str) -> String {
    let plain_enough = |c: char| c.is_alphanumeric() || c == ' ' || c == ',';
    match text.chars().all(plain_enough) && !text.is_empty() {
        true => text.to_owned(),
        false => {
            let node = Node { data: Data::Text(text.to_owned()), span: Span::default() };
            document::write(&node).trim_end().to_owned()
        }
    }
}
