//! The Markdown report: what a submission says never becomes Markdown, and every form has one.

use std::fs;
use std::path::Path;

use pilares::document::{self, Document, Limits};
use pilares::finding::Language;
use pilares::report::{self, Style, View};
use pilares::rules::{self, Ruleset};
use pilares::source::Source;

/// As it stands between the quotes of YAML.
const HOSTILE: &str = "<script>alert(1)</script> ![x](javascript:alert(1)) | a `b` ``c` **d** \\n\\n# e\\n- f @g \\e[31m \\\\| \\u202Eh";

fn ruleset() -> Ruleset {
    rules::compile(&rules::embedded("dipres")).ruleset.expect("the embedded rule set is sound")
}

fn submission(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("submissions").join(name);
    fs::read_to_string(path).expect("submissions can be read")
}

fn read(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text), &Limits::default())
}

fn page(ruleset: &Ruleset, document: &Document, language: Language) -> String {
    let style = Style { language, ..Style::default() };
    report::markdown(&View::new(&pilares::judge(ruleset, document)), &style)
}

/// A form in which every one-line answer says something hostile.
fn hostile() -> Document {
    let text = submission("redes-de-oportunidades-2026.yaml");
    let line = |line: &str| match line.split_once(": ") {
        Some((key, value))
            if value.chars().next().is_some_and(char::is_alphabetic) && !key.contains('#') =>
        {
            match value.starts_with("true") || value.starts_with("false") {
                true => line.to_owned(),
                false => format!("{key}: \"{HOSTILE}\""),
            }
        }
        _ => line.to_owned(),
    };
    let text: Vec<String> = text.lines().map(line).collect();
    read("a`|<b>.yaml", &text.join("\n"))
}

/// The text without its code, where nothing has a meaning.
fn without_code(line: &str) -> String {
    let mut rest = line;
    let mut text = String::new();
    while let Some(at) = rest.find(['`', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('\\') {
            let length = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
            text.push('_');
            rest = &rest[length..];
            continue;
        }
        let fence = &rest[..rest.len() - rest.trim_start_matches('`').len()];
        let after = &rest[fence.len()..];
        let closes = |at: &usize| {
            !after[at + fence.len()..].starts_with('`') && !after[..*at].ends_with('`')
        };
        let end = after.match_indices(fence).map(|(at, _)| at).find(closes);
        rest = &after[end.expect("code ends in its line") + fence.len()..];
    }
    text + rest
}

#[test]
fn what_a_submission_says_is_not_markdown() {
    let (ruleset, document) = (ruleset(), hostile());
    for language in [Language::Spanish, Language::English] {
        let page = page(&ruleset, &document, language);
        assert!(page.contains("alert(1)"), "the hostile text is shown");
        for line in page.lines() {
            let plain = without_code(line);
            for sign in ["<", ">", "](", "\u{1b}", "\u{202e}", "@g"] {
                assert!(!plain.contains(sign), "{sign} in {line}");
            }
            assert!(!line.contains(char::is_control), "{line:?}");
            let bars = plain.matches('|').count();
            assert!(bars == if line.starts_with('|') { 4 } else { 0 }, "{line}");
            let block = ["#", "|", "- ", "  - ", "    - ", "---"]
                .iter()
                .any(|start| line.starts_with(start));
            assert!(block || !line.starts_with([' ', '>', '=', '+', '*']), "{line:?}");
        }
    }
}

#[test]
fn headings_are_the_rating_and_the_sections() {
    let (ruleset, document) = (ruleset(), hostile());
    let page = page(&ruleset, &document, Language::Spanish);
    let levels = |prefix: &str| page.lines().filter(|line| line.starts_with(prefix)).count();
    assert_eq!(levels("# "), 1);
    let text = usize::from(page.contains("## El texto del formulario"));
    assert_eq!(levels("## "), ruleset.policy.sections.len() + text);
}

#[test]
fn any_text_has_a_page() {
    let ruleset = ruleset();
    for text in [
        "",
        "a",
        "- 1",
        "proceso: [",
        "proceso: 99999999999999999999999999999",
        "componentes: [{}, null, 3]",
        "fuente:\n  no_publicado: [componentes, x]",
    ] {
        for language in [Language::Spanish, Language::English] {
            assert!(page(&ruleset, &read("x.yaml", text), language).starts_with("# "), "{text:?}");
        }
    }
}
