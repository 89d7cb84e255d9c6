//! SARIF 2.1.0, by the official schema and by what the schema cannot say.

use super::*;

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
        let log = json(Format::Sarif, run);
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

/// The fingerprints of what there is to tell of a text, by rule and message.
fn fingerprints(text: &str) -> BTreeMap<(String, String), BTreeSet<String>> {
    let document = read("forma.yaml", text);
    let run = run_of(&[&document]);
    let mut found: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for (rule, result) in run.told() {
        let said = (rule.id.clone(), result.told.message.clone());
        found.entry(said).or_default().insert(result.fingerprint.clone());
    }
    found
}

#[test]
fn a_result_is_known_again_where_it_has_moved() {
    let text = text_of(REDES);
    let before = fingerprints(&text);
    assert!(before.len() > 50);
    assert_eq!(before, fingerprints(&format!("# Una línea más.\n#\n{text}")));
    let component = "componentes:\n  - nombre: Otro componente\n    gasto: 1\n";
    let after = fingerprints(&text.replacen("componentes:\n", component, 1));
    let of_components = before.iter().filter(|((rule, _), _)| rule == "EST-05");
    assert_eq!(of_components.clone().count(), 2);
    for (said, known) in of_components {
        assert_eq!(after.get(said), Some(known), "{said:?} is now the next component");
    }
    let all: BTreeSet<&String> = before.values().flatten().collect();
    let elsewhere = run_of(&[&read("otra.yaml", &text)]);
    assert!(elsewhere.told().all(|(_, result)| !all.contains(&result.fingerprint)));
}
