//! The table of functions, for programs.

use crate::feel::{Function, Group, Takes, Unknowns};

use super::head;
use super::writer::Writer;

/// Functions, group by group.
pub fn functions_json(groups: &[(Group, &[Function])]) -> String {
    let all = groups.iter().flat_map(|(group, functions)| {
        functions.iter().map(move |function| (group_name(*group), function))
    });
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.functions");
            w.key("functions")
                .list(all, |w, (group, found)| w.object(|w| function(w, group, found)));
        })
    })
}

fn function(w: &mut Writer, group: &str, function: &Function) {
    let (expression, result) = function.example;
    w.key("name").text(function.name);
    w.key("group").text(group);
    w.key("parameters").list(function.parameters, |w, parameter| {
        w.line(|w| {
            w.key("name").text(parameter.name);
            w.key("takes").text(takes(parameter.takes));
            w.key("optional").plain(parameter.optional);
        })
    });
    w.key("variadic").plain(function.variadic);
    w.key("returns").text(&(function.returns)(&[]).to_string());
    w.key("unknowns").text(unknowns(function.unknowns));
    w.key("help").text(function.help);
    w.key("reading").text(function.reading);
    w.key("example").line(|w| {
        w.key("expression").text(expression);
        w.key("result").text(result);
    });
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Logic => "logic",
        Group::Numbers => "numbers",
        Group::Texts => "texts",
        Group::Lists => "lists",
        Group::Contexts => "contexts",
        Group::Temporals => "temporals",
        Group::Ranges => "ranges",
        Group::Formats => "formats",
        Group::Form => "form",
        Group::Language => "language",
    }
}

fn takes(takes: Takes) -> &'static str {
    match takes {
        Takes::Any => "any",
        Takes::Alike => "alike",
        Takes::Bool => "boolean",
        Takes::Conditions => "booleans",
        Takes::Number => "number",
        Takes::Share => "share",
        Takes::Money => "money",
        Takes::Magnitude => "number_or_duration",
        Takes::Day => "date",
        Takes::Range => "range",
        Takes::Point => "ordered",
        Takes::Ordered => "ordered_values",
        Takes::Text => "text",
        Takes::Pattern => "pattern",
        Takes::Flags => "flags",
        Takes::Texts => "texts",
        Takes::List => "list",
        Takes::Numbers | Takes::Addends | Takes::Factors => "numbers",
        Takes::Order => "function",
        Takes::Context => "context",
        Takes::WordList => "word_list",
    }
}

fn unknowns(unknowns: Unknowns) -> &'static str {
    match unknowns {
        Unknowns::Shallow => "argument",
        Unknowns::Deep => "argument_or_item",
        Unknowns::Own => "own",
    }
}
