//! What continuous-integration services read: valid by their own rules, and true.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use common::{pilares, root, ruleset, scratch, submission};
use pilares::document::{self, Document, Limits};
use pilares::finding::{Finding, Language, Wording};
use pilares::report::View;
use pilares::report::ci::{self, Format, Run, State};
use pilares::rules::{self, Files};
use pilares::source::{Place, Source, Span};
use pilares::verify;
use roxmltree::Node;
use serde_json::Value;

const REDES: &str = "redes-de-oportunidades-2026";

/// As it stands between the quotes of YAML: XML, workflow commands, links, placeholders, controls.
const HOSTILE: &str = "]]><x a='b'>&amp; ::error::a\\n::stop-commands::b\\r\\n##[error]c {0} [d](http://e) %0A,f=g:h \\e[31m \\0 \\u202E \\uFFFF ñ";

fn run_of(documents: &[&Document]) -> Run {
    let mut run = Run::new("check", Language::Spanish);
    run.add_ruleset(ruleset());
    for document in documents {
        run.add_evaluation(&View::new(&pilares::judge(ruleset(), document)));
    }
    run
}

fn read(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text), &Limits::default())
}

fn text_of(name: &str) -> String {
    fs::read_to_string(root().join(format!("submissions/{name}.yaml"))).expect("it is there")
}

/// A form in which every one-line answer says something hostile.
fn hostile() -> Document {
    let line = |line: &str| match line.split_once(": ") {
        Some((key, value))
            if value.starts_with(char::is_alphabetic)
                && !key.contains('#')
                && !value.starts_with("true")
                && !value.starts_with("false") =>
        {
            format!("{key}: \"{HOSTILE}\"")
        }
        _ => line.to_owned(),
    };
    let text: Vec<String> = text_of(REDES).lines().map(line).collect();
    read("a,b:%\n::error::<ñ>.yaml", &text.join("\n"))
}

/// A rule set with a field misspelled in a rule, and one with a case that fails.
fn changed(path: &str, from: &str, to: &str) -> Files {
    let embedded = rules::embedded("dipres");
    let own = |name: &str| {
        let source = embedded.get(name).expect("it is listed");
        let text = match name == path {
            true => {
                assert!(source.text().contains(from), "{from} stands in {path}");
                source.text().replacen(from, to, 1)
            }
            false => source.text().to_owned(),
        };
        (name.to_owned(), Source::new(source.name.clone(), text))
    };
    Files::new(embedded.paths().map(own).collect())
}

const POB_21: &str = "poblacion/POB-21-cobertura-baja.yaml";

/// Findings of a rule file, one that points at nothing, and one in a text that is no YAML.
fn loose_findings() -> Vec<Finding> {
    let compiled = rules::compile(&changed(POB_21, "estrategia.es_piloto", "estrategia.es_pilota"));
    let mut findings = compiled.findings;
    assert!(!findings.is_empty(), "a misspelled field is a finding");
    findings.push(Finding::warning("gate/x", Wording::both("sin lugar", "without a place")));
    let broken = Source::new("roto.yaml", "a: [1\nb: 2\n");
    findings.push(
        Finding::warning("gate/y", Wording::both("línea", "line"))
            .at(Place { source: broken, span: Span::new(6, 7) }),
    );
    findings
}

/// The run of the submission that was objected.
fn redes() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| run_of(&[&submission(REDES)]))
}

/// Every kind of run, by what it is.
fn runs() -> &'static [(&'static str, Run)] {
    static RUNS: OnceLock<Vec<(&'static str, Run)>> = OnceLock::new();
    RUNS.get_or_init(every_kind)
}

fn every_kind() -> Vec<(&'static str, Run)> {
    let (redes, wrong, hostile) = (submission(REDES), submission("todo-mal"), hostile());
    let mut unreadable = run_of(&[&redes]);
    let broken = read("roto.yaml", "a: [1\nb: 2\n");
    assert!(!broken.complete);
    unreadable.add_unreadable("roto.yaml", &broken.findings);
    let mut cases = Run::new("test", Language::Spanish);
    let compiled = rules::compile(&changed(POB_21, "espera: cumple", "espera: no cumple"));
    let failing = compiled.ruleset.expect("it compiles");
    let of_policy = verify::run_policy_cases(&failing);
    cases.add_cases(&failing, &verify::run_cases(&failing, |_| true), &of_policy);
    let mut findings = Run::new("lint", Language::English);
    findings.add_findings(&loose_findings());
    vec![
        ("several files", run_of(&[&redes, &wrong, &submission("ejemplo")])),
        ("a hostile file", run_of(&[&hostile])),
        ("an unreadable file", unreadable),
        ("cases", cases),
        ("findings", findings),
        ("a file named twice", run_of(&[&redes, &redes])),
        ("nothing", Run::new("lint", Language::Spanish)),
    ]
}

fn json(format: Format, run: &Run) -> Value {
    serde_json::from_str(&ci::render(format, run)).expect("it is JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text"))
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("it is a number")).expect("it is small")
}

// SARIF

#[test]
fn sarif_is_what_the_standard_says() {
    let schema = fs::read_to_string(root().join("tests/ci/sarif-schema-2.1.0.json"));
    let schema = schema.expect("it is there");
    // The pattern of language names has a bracket too many, which no strict reader takes.
    assert_eq!(schema.matches("{2}]?$").count(), 2);
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}$")).expect("JSON");
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    for (what, run) in runs() {
        let log = json(Format::Sarif, &run);
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .map(|error| error.chars().take(300).collect())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{what}");
        assert_eq!(list(&log["runs"]).count(), 1, "{what}");
    }
    let mut wrong = json(Format::Sarif, redes());
    wrong["runs"][0]["results"][0]["kind"] = Value::from("quizás");
    assert!(!validator.is_valid(&wrong), "the schema can tell");
}

#[test]
fn sarif_results_keep_what_the_schema_cannot_say() {
    for (what, run) in runs() {
        let log = &json(Format::Sarif, run)["runs"][0];
        assert_eq!(log["columnKind"], "unicodeCodePoints");
        let rules: Vec<&Value> = list(&log["tool"]["driver"]["rules"]).collect();
        let mut fingerprints = BTreeSet::new();
        for result in list(&log["results"]) {
            let rule = rules[number(&result["ruleIndex"])];
            assert_eq!(rule["id"], result["ruleId"], "{what}");
            let certain = result["kind"] == "fail";
            assert_eq!(result["level"] != "none", certain, "{what}: {result}");
            assert_eq!(list(&result["locations"]).count(), 1, "code scanning demands a place");
            let fingerprint = text(&result["partialFingerprints"]["pilares/v1"]);
            assert!(fingerprints.insert(fingerprint.to_owned()), "{what}: twice {fingerprint}");
            let message = text(&result["message"]["text"]);
            assert!(!message.contains("](") && !message.contains(" {0}"), "{message}");
        }
    }
}

#[test]
fn sarif_places_are_where_they_say() {
    let documents = [submission(REDES), submission("todo-mal")];
    let run = run_of(&[&documents[0], &documents[1]]);
    let log = &json(Format::Sarif, &run)["runs"][0];
    let mut seen = 0;
    for result in list(&log["results"]) {
        for location in list(&result["locations"]).chain(list(&result["relatedLocations"])) {
            let physical = &location["physicalLocation"];
            let uri = text(&physical["artifactLocation"]["uri"]);
            let document = documents.iter().find(|document| document.source.name == uri);
            let source = &document.expect("URIs are relative paths").source;
            let region = &physical["region"];
            let start = number(&region["byteOffset"]);
            let by_bytes = &source.text()[start..start + number(&region["byteLength"])];
            let lines: Vec<&str> = source.text().split_inclusive('\n').collect();
            let byte = |line: &Value, column: &Value| {
                let line = number(line) - 1;
                let before: usize = lines[..line].iter().map(|line| line.len()).sum();
                let inside = lines.get(line).copied().unwrap_or_default();
                let inside = inside.chars().take(number(column) - 1);
                before + inside.map(char::len_utf8).sum::<usize>()
            };
            let by_columns = &source.text()[byte(&region["startLine"], &region["startColumn"])
                ..byte(&region["endLine"], &region["endColumn"])];
            assert_eq!(by_bytes, by_columns, "{region}");
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen} places");
}

#[test]
fn sarif_describes_every_rule_in_force() {
    let log = &json(Format::Sarif, &run_of(&[]))["runs"][0];
    let described: BTreeMap<&str, &Value> =
        list(&log["tool"]["driver"]["rules"]).map(|rule| (text(&rule["id"]), rule)).collect();
    let in_force = ruleset().rules.iter().filter(|rule| rule.retired.is_none());
    for rule in in_force {
        let found = described[rule.id.as_str()];
        assert!(text(&found["shortDescription"]["text"]).starts_with(&rule.title));
        for key in ["/name", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert!(!text(found.pointer(key).expect(key)).is_empty(), "{} {key}", rule.id);
        }
        let command = format!("pilares explain {}", rule.id);
        assert!(text(&found["help"]["text"]).contains(&command));
        let tags: Vec<&str> = list(&found["properties"]["tags"]).map(text).collect();
        assert!(tags.contains(&ruleset().section(rule).id.as_str()), "{tags:?}");
        assert!(found.get("helpUri").is_none());
    }
    insta::assert_snapshot!(
        "sarif_rule",
        serde_json::to_string_pretty(described["POB-21"]).expect("JSON")
    );
}

#[test]
fn what_is_not_certain_says_so() {
    let run = run_of(&[&submission(REDES), &submission("huertos-urbanos-2026")]);
    let log = &json(Format::Sarif, &run)["runs"][0];
    let kinds: BTreeSet<(&str, &str)> = list(&log["results"])
        .map(|result| (text(&result["properties"]["status"]), text(&result["kind"])))
        .collect();
    let expected =
        [("failed", "fail"), ("pending", "review"), ("suspected", "review"), ("unknown", "open")];
    assert_eq!(kinds, BTreeSet::from(expected));
    let of = |state| run.told().filter(move |(_, result)| result.state == state).count();
    assert!(of(State::Suspected) > 0 && of(State::Pending) > 0);
    let (github, gitlab) = (ci::render(Format::Github, &run), json(Format::Gitlab, &run));
    assert_eq!(github.matches("(pregunta)").count(), of(State::Pending));
    assert_eq!(github.lines().filter(|line| line.starts_with("::error")).count(), {
        let failed = run.told().filter(|(_, result)| result.state == State::Failed);
        failed.filter(|(_, result)| result.level == pilares::finding::Severity::Error).count()
    });
    let info = list(&gitlab).filter(|found| found["severity"] == "info").count();
    assert!(info >= of(State::Pending) + of(State::Unknown));
}

#[test]
fn what_cannot_be_read_is_a_notification() {
    let (_, run) = runs().iter().find(|(what, _)| *what == "an unreadable file").expect("it");
    let invocation = &json(Format::Sarif, run)["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notice = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notice["level"], "error");
    assert_eq!(notice["descriptor"]["id"], "yaml/syntax");
    let location = &notice["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "roto.yaml");
    let sound = redes();
    let invocation = &json(Format::Sarif, sound)["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
}

/// The fingerprints of what there is to tell of a text, with the rule of each.
fn fingerprints(text: &str) -> BTreeSet<(String, String)> {
    let document = read("forma.yaml", text);
    let run = run_of(&[&document]);
    run.told().map(|(rule, result)| (rule.id.clone(), result.fingerprint.clone())).collect()
}

#[test]
fn a_result_is_known_again_where_it_has_moved() {
    let text = text_of(REDES);
    let before = fingerprints(&text);
    assert!(before.len() > 50);
    let moved = format!("# Una línea más.\n#\n{text}");
    assert_eq!(before, fingerprints(&moved));
    let component = "componentes:\n  - nombre: Otro componente\n    gasto: 1\n";
    let longer = fingerprints(&text.replacen("componentes:\n", component, 1));
    let of_components = |all: &BTreeSet<(String, String)>| -> BTreeSet<String> {
        all.iter().filter(|(rule, _)| rule == "EST-05").map(|(_, name)| name.clone()).collect()
    };
    let (known, after) = (of_components(&before), of_components(&longer));
    assert!(known.len() > 1 && known.is_subset(&after), "{known:?} {after:?}");
    let other = run_of(&[&read("otra.yaml", &text)]);
    assert!(other.told().all(|(rule, result)| {
        !before.contains(&(rule.id.clone(), result.fingerprint.clone()))
    }));
}

// JUnit

/// What an element of JUnit's XML may have: its children, and which attributes it must and may have.
const JUNIT: [(&str, &[&str], &[&str], &[&str]); 8] = [
    ("testsuites", &["testsuite"], &["name", "tests", "failures", "errors"], &[]),
    (
        "testsuite",
        &["properties", "testcase"],
        &["name", "tests", "failures", "errors", "skipped"],
        &[],
    ),
    ("properties", &["property"], &[], &[]),
    ("property", &[], &["name", "value"], &[]),
    ("testcase", &["skipped", "error", "failure"], &["name", "classname"], &["file", "line"]),
    ("skipped", &[], &["message"], &[]),
    ("failure", &[], &["message", "type"], &[]),
    ("error", &[], &["message", "type"], &[]),
];

fn check_shape(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let shape = JUNIT.iter().find(|(known, ..)| *known == name);
    let (_, children, must, may) = shape.unwrap_or_else(|| panic!("JUnit has no <{name}>"));
    let found: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
    for attribute in *must {
        assert!(found.contains(attribute), "<{name}> has {attribute}");
    }
    for attribute in found {
        assert!(must.contains(&attribute) || may.contains(&attribute), "<{name} {attribute}>");
    }
    for child in node.children().filter(Node::is_element) {
        assert!(children.contains(&child.tag_name().name()), "{:?} in <{name}>", child.tag_name());
        check_shape(child);
    }
}

fn below<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

#[test]
fn junit_has_its_shape_and_its_counts() {
    for (what, run) in runs() {
        let xml = ci::render(Format::Junit, &run);
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
    let xml = ci::render(Format::Junit, &run);
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

// GitHub

/// The parts of a workflow command, as the runner takes them apart.
fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("{line:?} is a command"));
    let (head, message) = rest.split_once("::").expect("a command has a message");
    let (name, properties) = head.split_once(' ').expect("a command has properties");
    let data = |text: &str| text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
    let value = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let pairs = properties.split(',').map(|pair| {
        let (key, text) = pair.split_once('=').expect("a property has a value");
        (key.to_owned(), value(text))
    });
    (name.to_owned(), pairs.collect(), data(message))
}

#[test]
fn github_reads_our_commands_and_no_others() {
    for (what, run) in runs() {
        let text = ci::render(Format::Github, &run);
        let verdicts = run.suites.iter().filter(|suite| suite.verdict.is_some()).count();
        assert_eq!(text.lines().count(), run.told().count() + verdicts, "{what}");
        for line in text.split_terminator('\n') {
            let (name, properties, message) = command(line);
            assert!(["error", "warning", "notice"].contains(&name.as_str()), "{what}: {line}");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(properties.keys().all(|key| known.contains(&key.as_str())), "{what}: {line}");
            assert!(!message.is_empty() && !line.contains(char::is_control), "{what}: {line:?}");
        }
    }
}

#[test]
fn github_shows_what_is_certain_first() {
    let text = ci::render(Format::Github, redes());
    let mut lines = text.lines().map(command);
    let (name, properties, message) = lines.next().expect("there is a verdict");
    assert_eq!((name.as_str(), properties["title"].as_str()), ("notice", "Calificación"));
    assert!(message.starts_with("Objetado Técnicamente (I: "));
    let names: Vec<String> = lines.map(|(name, ..)| name).collect();
    let mut sorted = names.clone();
    sorted
        .sort_by_key(|name| ["error", "warning", "notice"].iter().position(|known| known == name));
    assert_eq!(names, sorted);
}

// GitLab

#[test]
fn gitlab_has_what_it_asks_for() {
    for (what, run) in runs() {
        let report = json(Format::Gitlab, &run);
        assert_eq!(list(&report).count(), run.told().count(), "{what}");
        let mut fingerprints = BTreeSet::new();
        for found in list(&report) {
            for key in ["check_name", "description", "fingerprint", "severity"] {
                assert!(!text(&found[key]).is_empty(), "{what}: {key}");
            }
            let severities = ["info", "minor", "major", "critical", "blocker"];
            assert!(severities.contains(&text(&found["severity"])));
            assert!(number(&found["location"]["lines"]["begin"]) >= 1);
            let path = text(&found["location"]["path"]);
            assert!(!path.starts_with("./") && !path.is_empty(), "{what}: {path}");
            assert!(fingerprints.insert(text(&found["fingerprint"]).to_owned()), "{what}");
        }
    }
    let report = json(Format::Gitlab, redes());
    let minimum = list(&report).find(|found| found["check_name"] == "EST-05").expect("it fails");
    assert_eq!(minimum["severity"], "blocker");
    assert_eq!(minimum["location"]["lines"]["begin"], 799);
}

// The command line

fn shown(arguments: &[&str]) -> (String, Option<i32>) {
    let output = pilares(arguments);
    (String::from_utf8(output.stdout).expect("output is UTF-8"), output.status.code())
}

/// Whether a text is a document of a format, as far as reading it goes.
#[track_caller]
fn assert_readable(format: &str, text: &str) {
    match format {
        "junit" => check_shape(roxmltree::Document::parse(text).expect("XML").root_element()),
        "github" => text.lines().for_each(|line| assert!(!command(line).0.is_empty())),
        _ => assert!(serde_json::from_str::<Value>(text).is_ok(), "{text}"),
    }
}

#[test]
fn one_document_tells_of_every_file() {
    let here = root().join("submissions/ejemplo.yaml").display().to_string();
    for (format, _) in Format::ALL {
        let arguments =
            ["check", "--format", format, &here, "submissions/todo-mal.yaml", "no-existe.yaml"];
        let (text, exit) = shown(&arguments);
        assert_eq!(exit, Some(2));
        assert_readable(format, &text);
        for file in ["submissions/ejemplo.yaml", "submissions/todo-mal.yaml", "no-existe.yaml"] {
            assert!(text.contains(file), "{format} names {file}");
        }
        assert!(text.contains("no existe"), "{format} says why");
        assert!(!text.contains(&here), "{format}: paths are relative");
        assert_eq!(shown(&["check", "--format", format, "submissions/todo-mal.yaml"]).1, Some(1));
        assert_eq!(shown(&["check", "--format", format, "submissions/ejemplo.yaml"]).1, Some(0));
    }
}

#[test]
fn a_rule_set_that_does_not_compile_is_told_in_the_same_format() {
    let folder = scratch("ci_broken_rules");
    let files = changed(POB_21, "estrategia.es_piloto", "estrategia.es_pilota");
    for path in files.paths() {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().expect("it has a folder")).expect("it can be made");
        fs::write(target, files.get(path).expect("it is listed").text()).expect("it is written");
    }
    let rules = folder.display().to_string();
    for format in Format::ALL.iter().map(|(name, _)| *name).chain(["json"]) {
        for command in [&["check", "submissions/ejemplo.yaml"][..], &["test"]] {
            let more = ["--format", format, "--rules", &rules];
            let (text, exit) = shown(&[command, &more].concat());
            assert_eq!(exit, Some(2), "{format}");
            assert_readable(format, &text);
            assert!(text.contains("POB-21-cobertura-baja.yaml"), "{format} says where");
            assert!(text.contains("es_pilota"), "{format} says what");
        }
    }
}

#[test]
fn cases_are_told_in_every_format() {
    for format in Format::ALL.iter().map(|(name, _)| *name).chain(["json"]) {
        let (text, exit) = shown(&["test", "POB-21", "--format", format]);
        assert_eq!(exit, Some(0));
        assert_readable(format, &text);
    }
    let (xml, _) = shown(&["test", "POB-21", "--format", "junit"]);
    let document = roxmltree::Document::parse(&xml).expect("it is XML");
    let cases = ruleset().rule("POB-21").expect("it is there").cases.len();
    assert_eq!(below(document.root_element(), "testcase").count(), cases);
    assert_eq!(
        below(document.root_element(), "testsuite").next().and_then(|s| s.attribute("name")),
        Some("poblacion")
    );
}

#[test]
fn formats_of_a_failed_case_are_these() {
    let wrong = "    calificacion: OT\n    favorable: true";
    let right = wrong.replace("OT", "RF");
    for (what, path, from, to) in [
        ("case", POB_21, "espera: cumple", "espera: no cumple"),
        ("policy", "ruleset.yaml", &right, wrong),
    ] {
        let ruleset = rules::compile(&changed(path, from, to)).ruleset.expect("it compiles");
        let results = verify::run_cases(&ruleset, |rule| what == "case" && rule.id == "POB-21");
        let mut of_policy = verify::run_policy_cases(&ruleset);
        of_policy.truncate(if what == "policy" { 2 } else { 0 });
        let mut run = Run::new("test", Language::Spanish);
        run.add_cases(&ruleset, &results, &of_policy);
        for (name, format) in Format::ALL.into_iter().filter(|(_, format)| *format != Format::Sarif)
        {
            insta::assert_snapshot!(format!("{what}_{name}"), ci::render(format, &run));
        }
        let log = json(Format::Sarif, &run);
        let results = serde_json::to_string_pretty(&log["runs"][0]["results"]).expect("JSON");
        insta::assert_snapshot!(format!("{what}_sarif"), results);
    }
}

#[test]
fn formats_of_loose_findings_are_these() {
    for (name, format) in Format::ALL {
        let text = ci::findings(format, "lint", &loose_findings(), Language::Spanish);
        insta::assert_snapshot!(format!("findings_{name}"), text);
    }
}

// The examples that users take

/// The commands of this program in a text: words up to what the shell takes for itself.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let starts = ["run: pilares ", "- pilares ", "entry: pilares ", "-r pilares ", "  pilares "];
    let command = |line: &str| {
        let at = starts.iter().find_map(|start| Some(line.find(start)? + start.len()))?;
        let end = line[at..].find(['>', '|', '&', ';', '#']).map_or(line.len(), |end| at + end);
        Some(line[at..end].split_whitespace().map(str::to_owned).collect())
    };
    lines.filter_map(command).collect()
}

#[test]
fn every_command_of_the_examples_runs() {
    let examples = [
        ("docs/ci/github-actions.yml", 5),
        ("docs/ci/gitlab-ci.yml", 3),
        ("docs/ci/pre-commit", 2),
        (".pre-commit-hooks.yaml", 2),
    ];
    for (file, count) in examples {
        let text = fs::read_to_string(root().join(file)).expect("the example is there");
        let commands = commands(&text);
        assert_eq!(commands.len(), count, "{file}: {commands:?}");
        for command in commands {
            let hook = file.contains("pre-commit") && command[0] == "check";
            // What the hook's caller adds; and one rule will do to see that a command works.
            let added = match command[0].as_str() {
                "test" => Some("POB-21".to_owned()),
                _ => hook.then(|| "formularios/*.yaml".to_owned()),
            };
            let arguments: Vec<String> = command
                .into_iter()
                .chain(added)
                .map(|word| match word.as_str() {
                    "formularios/*.yaml" => "submissions/ejemplo.yaml".to_owned(),
                    "reglas" => "rules/dipres".to_owned(),
                    _ => word,
                })
                .collect();
            let output = pilares(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), &*errors), (Some(0), ""), "{file}: {arguments:?}");
            assert!(!output.stdout.is_empty() || arguments.contains(&"github".to_owned()));
        }
    }
}

#[test]
fn the_examples_are_yaml() {
    for file in ["docs/ci/github-actions.yml", "docs/ci/gitlab-ci.yml", ".pre-commit-hooks.yaml"] {
        let text = fs::read_to_string(root().join(file)).expect("the example is there");
        let read: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
        assert!(read.is_mapping() || read.is_sequence(), "{file}");
    }
}
