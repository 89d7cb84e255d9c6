//! The functions of the language, for people: one table, listed by group or shown one by one.

use crate::feel::{Function, Group, Unknowns};
use crate::finding::Language;

use super::Style;
use super::markdown::code;
use super::page::Page;

/// Functions, group by group.
pub fn functions(groups: &[(Group, &[Function])], style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let mut page = Page::new(style);
    page.wrapped(note(spanish), 0, 0);
    for (group, functions) in groups {
        let (title, title_english) = group.words();
        page.heading(title, title_english);
        for function in *functions {
            page.wrapped(&signature(function, spanish), 2, 6);
            page.wrapped(function.help, 4, 4);
            page.wrapped(&example(function), 4, 6);
            if function.unknowns != Unknowns::Shallow {
                page.wrapped(&unknowns(function, spanish), 4, 4);
            }
        }
    }
    page.into_text()
}

/// One function, in each way that it may be called.
pub fn function(ways: &[Function], style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let mut page = Page::new(style);
    for (index, function) in ways.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        page.wrapped(&signature(function, spanish), 0, 4);
        page.wrapped(function.help, 2, 2);
        page.section("Ejemplo", "Example", &example(function));
        page.section("Sin dato", "Unknown values", &unknowns(function, spanish));
    }
    page.into_text()
}

/// Functions as Markdown: a table per group.
pub fn functions_markdown(groups: &[(Group, &[Function])], style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let header = match spanish {
        true => "| Función | Qué hace | Ejemplo | Sin dato |",
        false => "| Function | What it does | Example | Unknown values |",
    };
    let mut text = String::new();
    for (group, functions) in groups {
        let (title, title_english) = group.words();
        let title = if spanish { title } else { title_english };
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}## {title}\n\n{header}\n| --- | --- | --- | --- |\n"));
        for function in *functions {
            text.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                code(&signature(function, spanish)),
                function.help,
                code(&example(function)),
                unknowns(function, spanish),
            ));
        }
    }
    text
}

fn note(spanish: bool) -> &'static str {
    if spanish {
        "Los parámetros entre corchetes pueden faltar. Si no se dice otra cosa, con un argumento sin dato \
         no hay resultado: es sin dato por la misma causa."
    } else {
        "Parameters in brackets may be left out. Unless said otherwise, an unknown argument leaves no \
         result: it is unknown for the same cause."
    }
}

/// `round half up(n: número, [scale: número]) → número`.
fn signature(function: &Function, spanish: bool) -> String {
    let one = |(es, en): (&'static str, &'static str)| if spanish { es } else { en };
    let mut parameters: Vec<String> = Vec::new();
    for parameter in function.parameters {
        let named = format!("{}: {}", parameter.name, one(parameter.takes.noun()));
        parameters.push(if parameter.optional { format!("[{named}]") } else { named });
    }
    if function.variadic {
        parameters.push("…".to_owned());
    }
    let gives = one((function.returns)(&[]).words());
    format!("{}({}) → {gives}", function.name, parameters.join(", "))
}

fn example(function: &Function) -> String {
    let (expression, result) = function.example;
    format!("{expression} = {result}")
}

fn unknowns(function: &Function, spanish: bool) -> String {
    let (es, en) = function.unknowns.words();
    let mut words = if spanish { es } else { en }.to_owned();
    words.replace_range(..1, &words[..1].to_uppercase());
    words + "."
}
