//! What services list of a rule, and of codes that are no rules.

use crate::finding::{Citation, Language, Severity};
use crate::rules::{Class, Rule, Ruleset};

use super::super::words::Words;
use super::run::{Precision, RuleInfo};

/// A rule of the set.
pub(super) fn rule(ruleset: &Ruleset, rule: &Rule, language: Language) -> RuleInfo {
    let words = Words::of(language);
    let severity = ruleset.severity(rule);
    let title = ended(&rule.title);
    let mut help = Vec::new();
    if let Some(text) = &rule.help {
        help.push((words.help.to_owned(), text.clone()));
    }
    if !rule.citations.is_empty() {
        help.push((words.basis.to_owned(), basis(&rule.citations)));
    }
    let see = format!("pilares explain {}", rule.id);
    help.push((words.see.trim_end_matches(':').to_owned(), format!("`{see}`")));
    let section = &ruleset.section(rule).id;
    let mut tags: Vec<String> = Vec::new();
    for tag in [section, rule.class.name(), &severity.id] {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    RuleInfo {
        id: rule.id.clone(),
        name: slug(rule),
        description: match &rule.reason {
            Some(reason) => format!("{title} {}", ended(reason)),
            None => title.clone(),
        },
        title,
        help,
        level: severity.level,
        decides: severity.decides,
        precision: Some(match rule.class {
            Class::Automatic => Precision::Certain,
            Class::Heuristic => Precision::Fallible,
            Class::Judgement => Precision::Asked,
        }),
        tags,
    }
}

/// A code that a stage of the tool gives by itself: `yaml/duplicate-key`.
pub(super) fn code(code: &str, level: Severity, language: Language) -> RuleInfo {
    let stage = code.split('/').next().unwrap_or_default();
    let [spanish, english] = match stage {
        "yaml" => [
            "El texto del archivo se puede leer, y de un solo modo.",
            "The text of the file can be read, and in one way only.",
        ],
        "schema" => [
            "El formulario tiene los campos y los valores de su esquema.",
            "The form has the fields and the values of its schema.",
        ],
        "rules" => ["Los archivos de las reglas compilan.", "The rule files compile."],
        "lint" => {
            ["Los archivos de las reglas están bien escritos.", "Rule files are well written."]
        }
        "gate" => [
            "Ningún veredicto registrado cambia sin que alguien lo apruebe.",
            "No recorded verdict changes unless somebody approves.",
        ],
        "mutate" => [
            "Los casos de una regla notan que la regla cambia.",
            "The cases of a rule notice that the rule changes.",
        ],
        "policy" => [
            "La política da la calificación que sus casos esperan.",
            "The policy gives the rating that its cases expect.",
        ],
        "file" => ["El archivo se puede abrir.", "The file can be opened."],
        // The code of a rule that is not in force any more.
        stage if stage == code => {
            ["Una regla que el conjunto ya no tiene.", "A rule that the set has no more."]
        }
        _ => ["Una comprobación propia de Pilares.", "A check of Pilares itself."],
    };
    let title = if language == Language::Spanish { spanish } else { english };
    let see = match language {
        Language::Spanish => ("Ayuda", "Cada hallazgo dice qué está mal y qué hacer."),
        Language::English => ("Help", "Each finding says what is wrong and what to do."),
    };
    RuleInfo {
        id: code.to_owned(),
        name: code.replace('/', "-"),
        title: title.to_owned(),
        description: title.to_owned(),
        help: vec![(see.0.to_owned(), see.1.to_owned())],
        level,
        decides: false,
        precision: None,
        tags: vec![stage.to_owned()],
    }
}

/// Documents, sections and what they say, a line each where there are several.
pub(super) fn basis(citations: &[Citation]) -> String {
    let lines = citations.iter().map(|citation| {
        let section = citation.section.iter().map(|section| format!(", {section}"));
        let says = citation.says.iter().map(|says| format!(": {says}"));
        std::iter::once(citation.document.clone()).chain(section).chain(says).collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of the rule's file after its id, or its title.
fn slug(rule: &Rule) -> String {
    let file = rule.source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    let slug = stem.strip_prefix(rule.id.as_str()).and_then(|rest| rest.strip_prefix('-'));
    slug.map_or_else(|| rule.title.clone(), str::to_owned)
}

/// A sentence with its full stop.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!', '»']) { text.to_owned() } else { format!("{text}.") }
}
