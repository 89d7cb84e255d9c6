//! JUnit's XML, read back by an XML reader.

use roxmltree::Node;

use super::*;

/// What an element of JUnit's XML may hold.
struct Shape {
    name: &'static str,
    children: &'static [&'static str],
    must: &'static [&'static str],
    may: &'static [&'static str],
}

const fn shape(
    name: &'static str,
    children: &'static [&'static str],
    must: &'static [&'static str],
    may: &'static [&'static str],
) -> Shape {
    Shape { name, children, must, may }
}

/// Elements by the schemas that services publish: children, attributes that must and may be there.
const JUNIT: [Shape; 8] = [
    shape("testsuites", &["testsuite"], &["name", "tests", "failures", "errors"], &[]),
    shape(
        "testsuite",
        &["properties", "testcase"],
        &["name", "tests", "failures", "errors", "skipped"],
        &[],
    ),
    shape("properties", &["property"], &[], &[]),
    shape("property", &[], &["name", "value"], &[]),
    shape("testcase", &["skipped", "error", "failure"], &["name", "classname"], &["file", "line"]),
    shape("skipped", &[], &["message"], &[]),
    shape("failure", &[], &["message", "type"], &[]),
    shape("error", &[], &["message", "type"], &[]),
];

pub fn check_shape(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let known = JUNIT.iter().find(|shape| shape.name == name);
    let shape = known.unwrap_or_else(|| panic!("JUnit has no <{name}>"));
    let found: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
    for attribute in shape.must {
        assert!(found.contains(attribute), "<{name}> has {attribute}");
    }
    for attribute in found {
        assert!(
            shape.must.contains(&attribute) || shape.may.contains(&attribute),
            "<{name} {attribute}>"
        );
    }
    for child in node.children().filter(Node::is_element) {
        assert!(
            shape.children.contains(&child.tag_name().name()),
            "{:?} in <{name}>",
            child.tag_name()
        );
        check_shape(child);
    }
}

pub fn below<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

#[test]
fn junit_has_its_shape_and_its_counts() {
    for (what, run) in runs() {
        let xml = ci::render(Format::Junit, run);
        let document = roxmltree::Document::parse(&xml).unwrap_or_else(|e| panic!("{what}: {e}"));
        let top = document.root_element();
        assert_eq!(top.tag_name().name(), "testsuites");
        check_shape(top);
        let counted = |node: Node<'_, '_>, name: &str| -> usize {
            node.attribute(name).expect("counts are there").parse().expect("a number")
        };
        let kinds = [("tests", "testcase"), ("failures", "failure"), ("errors", "error")];
        for (name, element) in kinds {
            assert_eq!(counted(top, name), below(top, element).count(), "{what}: {name}");
        }
        for suite in below(top, "testsuite") {
            assert_eq!(counted(suite, "skipped"), below(suite, "skipped").count());
            let names: BTreeSet<_> =
                below(suite, "testcase").map(|case| case.attribute("name")).collect();
            assert_eq!(names.len(), counted(suite, "tests"), "{what}: names are unique");
        }
        assert!(counted(top, "tests") > 0, "{what}: services take no tests for a mistake");
        let allowed = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(xml.chars().all(|c| allowed(c) && c != '\u{85}'), "{what}: XML 1.0");
    }
}

#[test]
fn junit_tells_apart_how_rules_ended() {
    let run = redes();
    let xml = ci::render(Format::Junit, run);
    let document = roxmltree::Document::parse(&xml).expect("it is XML");
    let case = |name: &str| {
        let found = below(document.root_element(), "testcase")
            .find(|case| case.attribute("name").is_some_and(|found| found.starts_with(name)));
        found.unwrap_or_else(|| panic!("there is a case {name}"))
    };
    let failed = below(case("EST-05"), "failure").next().expect("EST-05 is not met");
    assert_eq!(failed.attribute("type"), Some("Mínimo del pilar"));
    assert!(failed.attribute("message").expect("it has one").contains("442"));
    assert!(failed.text().expect("it has a text").contains("yaml:799:17\n"));
    let asked = below(case("DIA-17"), "skipped").next().expect("DIA-17 waits");
    assert!(asked.attribute("message").expect("it has one").contains("(pregunta): ¿"));
    assert_eq!(case("DIA-01").children().count(), 0, "what is met has nothing to tell");
    let rating = below(document.root_element(), "property").next().expect("there is a rating");
    assert!(rating.attribute("value").expect("it has one").starts_with("Objetado Técnicamente"));
}

#[test]
fn what_is_not_certain_is_no_failure() {
    let place = Place { source: Source::new("reglas/R.yaml", "a: b"), span: Span::default() };
    let certain = Finding::error("lint/never-met", Wording::both("cierto", "certain"));
    let doubtful = Finding {
        severity: pilares::finding::Severity::Note,
        ..Finding::error("lint/implied", Wording::both("quizás", "perhaps"))
    };
    let findings = [certain.at(place.clone()), doubtful.at(place)];
    let xml = ci::findings(Format::Junit, "lint", &findings, Language::Spanish);
    let tree = roxmltree::Document::parse(&xml).expect("it is XML");
    let count = |name: &str| tree.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("failure"), count("skipped")), (1, 1), "{xml}");
    let sarif = ci::findings(Format::Sarif, "lint", &findings, Language::Spanish);
    let sarif: Value = serde_json::from_str(&sarif).expect("it is JSON");
    let kinds: Vec<&Value> = sarif["runs"][0]["results"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["kind"])
        .collect();
    assert_eq!(kinds, ["fail", "review"]);
}
