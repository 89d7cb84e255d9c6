//! The analysis of rule sets: every seeded fault is found where it is, with its proof or a submission
//! that shows it; what is sound is left alone; and what is proved is never contradicted by judging.

mod common;

use std::fs;

use pilares::document::{self, Data, Document, Limits, Node, Number, Path};
use pilares::evaluate::{self, Subject};
use pilares::finding::{Finding, Language, Severity, Wording};
use pilares::rules::{self, Answers, Files, Patch, Ruleset, Status};
use pilares::source::{Source, Span};
use pilares::verify::{self, Found, Lint};
use proptest::prelude::*;

/// Submissions that one search tries.
const EFFORT: usize = 400;

/// The files of the small rule set, by path.
fn base() -> Vec<(String, String)> {
    let root = common::root().join("tests/lint/base");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("below the root").to_string_lossy();
                let text = fs::read_to_string(&path).expect("it is UTF-8");
                files.push((name.replace('\\', "/"), text));
            }
        }
    }
    files
}

#[track_caller]
fn compiled(files: &[(String, String)]) -> (Files, Ruleset) {
    let sources =
        files.iter().map(|(path, text)| (path.clone(), Source::new(path.clone(), text.clone())));
    let files = Files::new(sources.collect());
    let compiled = rules::compile(&files);
    assert_eq!(compiled.findings, [], "the rule set compiles");
    (files, compiled.ruleset.expect("the rule set compiles"))
}

fn linted(files: &Files, ruleset: &Ruleset) -> Lint {
    verify::lint(ruleset, files, |_| true, EFFORT).expect("its lists can be read")
}

/// The rows of a list of `fallas.yaml`.
fn rows(key: &str) -> Vec<Node> {
    let path = common::root().join("tests/lint/fallas.yaml");
    let bytes = fs::read(path).expect("the faults are there");
    let document = document::read_bytes("fallas.yaml", bytes, &Limits::default());
    assert_eq!(document.findings, []);
    document.root.get(key).expect("the list is there").items().to_vec()
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::text)
}

/// The small rule set with the change of a row.
fn changed(row: &Node) -> Vec<(String, String)> {
    let mut files = base();
    let path = text(row, "archivo").expect("a row names its file");
    if let Some(new) = text(row, "nuevo") {
        files.push((path.to_owned(), new.to_owned()));
    } else {
        let (_, old) = files.iter_mut().find(|(name, _)| name == path).expect("the file is there");
        let put = text(row, "pone").unwrap_or_default();
        match text(row, "quita") {
            None => old.push_str(put),
            Some(from) => {
                assert_eq!(old.matches(from).count(), 1, "{path} has «{from}» once");
                *old = old.replacen(from, put, 1);
            }
        }
    }
    for entry in row.get("tambien").map(Node::entries).unwrap_or_default() {
        let more = entry.node.text().expect("a text");
        match files.iter_mut().find(|(name, _)| *name == entry.key) {
            Some((_, old)) => old.push_str(more),
            None => files.push((entry.key.clone(), more.to_owned())),
        }
    }
    files
}

/// How sure a finding is, as `fallas.yaml` says it.
fn certainty(found: &Found) -> &'static str {
    let reason = found.finding.reason.as_ref().map_or("", |reason| &reason.spanish);
    if reason.starts_with("Está probado") {
        "probado"
    } else if reason.starts_with("Es una sospecha") {
        assert_eq!(found.finding.severity, Severity::Note, "a suspicion is a note");
        "sospecha"
    } else if found.witness.is_some() {
        "visto"
    } else {
        "dicho"
    }
}

/// All that a finding says.
fn whole(finding: &Finding) -> String {
    let more = [&finding.reason, &finding.help];
    let more = more.into_iter().flatten().map(|text| text.spanish.as_str());
    std::iter::once(finding.message.spanish.as_str()).chain(more).collect::<Vec<_>>().join("\n")
}

/// What a finding says, to compare: code, file, line, certainty.
fn told(found: &Found) -> (String, String, String, String) {
    let place = found.finding.place().expect("a finding has a place");
    let line = place.position().line;
    let line = place.source.text().lines().nth(line - 1).unwrap_or_default();
    let certainty = certainty(found).to_owned();
    (found.finding.code.clone(), place.source.name.clone(), line.to_owned(), certainty)
}

/// That the submission of a finding comes out as the finding says.
fn holds(ruleset: &Ruleset, found: &Found) -> Result<(), String> {
    let Some(shown) = &found.witness else { return Ok(()) };
    let document = verify::patched(&ruleset.base, &shown.witness.patch, "testigo");
    let subject = Subject::new(ruleset, &document);
    let wrong = |got: String| Err(format!("{}: its witness gives {got}", found.finding.code));
    let Some(id) = &shown.rule else {
        let rating = evaluate::evaluate(ruleset, &subject).rating;
        return if rating.is_none() { Ok(()) } else { wrong("a rating".to_owned()) };
    };
    let status = status(ruleset, id, &subject);
    if status == shown.status { Ok(()) } else { wrong(status.name().to_owned()) }
}

fn status(ruleset: &Ruleset, id: &str, subject: &Subject<'_>) -> Status {
    let rule = ruleset.rule(id).expect("the rule is there");
    evaluate::decide_rule(ruleset, rule, subject, &Answers::default()).status
}

#[test]
fn the_small_rule_set_is_sound() {
    let (files, ruleset) = compiled(&base());
    let found: Vec<_> = linted(&files, &ruleset).found.iter().map(told).collect();
    assert_eq!(found, []);
}

#[test]
fn every_seeded_fault_is_found_where_it_is_and_nothing_else() {
    let faults = rows("fallas");
    assert!(faults.len() >= 40, "{} faults", faults.len());
    let mut wrong = Vec::new();
    for fault in &faults {
        let name = text(fault, "nombre").expect("a fault has a name");
        let (files, ruleset) = compiled(&changed(fault));
        let lint = linted(&files, &ruleset);
        let mut left: Vec<_> = lint.found.iter().map(told).collect();
        for expected in fault.get("hallazgos").expect("findings").items() {
            let get = |key| text(expected, key);
            let file = get("lugar").or(text(fault, "archivo")).expect("a file");
            let is = |(code, place, line, how): &(String, String, String, String)| {
                Some(code.as_str()) == get("codigo")
                    && place == file
                    && line.starts_with(get("linea").expect("a line"))
                    && Some(how.as_str()) == get("prueba")
            };
            let before = left.len();
            left.retain(|one| !is(one));
            if left.len() == before && expected.get("opcional").is_none() {
                wrong.push(format!("{name}: {:?} is not found", get("codigo")));
            }
            if let Some(words) = get("dice") {
                let said = lint.findings(Language::Spanish);
                let mut said = said.iter().filter(|one| Some(one.code.as_str()) == get("codigo"));
                if !said.any(|one| whole(one).contains(words)) {
                    wrong.push(format!("{name}: nothing says «{words}»"));
                }
            }
        }
        wrong.extend(left.iter().map(|one| format!("{name}: also {one:?}")));
        let witnesses = lint.found.iter().filter_map(|found| holds(&ruleset, found).err());
        wrong.extend(witnesses.map(|why| format!("{name}: {why}")));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn what_is_sound_is_left_alone() {
    let sound = rows("sanos");
    assert!(sound.len() >= 15, "{} variants", sound.len());
    let mut wrong = Vec::new();
    for variant in &sound {
        let name = text(variant, "nombre").expect("a variant has a name");
        let (files, ruleset) = compiled(&changed(variant));
        let lint = linted(&files, &ruleset);
        // A variant may lack cases for what it adds: that is no false alarm.
        let cases = ["lint/boundary", "lint/no-case"];
        let found = lint.found.iter().filter(|one| !cases.contains(&one.finding.code.as_str()));
        wrong.extend(found.map(|found| format!("{name}: {:?}", told(found))));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Conditions over the fields of the small form.
fn condition() -> impl Strategy<Value = String> {
    let sign = || prop_oneof![Just("="), Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")];
    let number = || {
        prop_oneof![
            Just("cupos".to_owned()),
            Just("atendidos".to_owned()),
            Just("costo".to_owned()),
            Just("parametro.cobertura_minima".to_owned()),
            Just("count(componentes)".to_owned()),
            (-1..3i32).prop_map(|number| number.to_string()),
            Just("0.5".to_owned()),
        ]
    };
    let sum = || {
        prop_oneof![
            number(),
            (number(), prop_oneof![Just("+"), Just("-")], number())
                .prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            number().prop_map(|a| format!("2 * {a}")),
            (number(), prop_oneof![Just("3"), Just("7"), Just("8"), Just("0.1")])
                .prop_map(|(a, b)| format!("({a} / {b} * {b})")),
            (number(), number()).prop_map(|(a, b)| format!("({a} - {b} + {b})")),
        ]
    };
    let leaf = prop_oneof![
        4 => (sum(), sign(), sum()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        1 => (sum(), number(), number()).prop_map(|(a, b, c)| format!("({a}) between {b} and {c}")),
        1 => prop_oneof![Just("piloto"), Just("not(piloto)"), Just("piloto = true")].prop_map(str::to_owned),
        1 => prop_oneof![Just("tipo = \"nueva\""), Just("tipo != \"antigua\""), Just("tipo in (\"nueva\", \"antigua\")")].prop_map(str::to_owned),
        1 => prop_oneof![Just("cupos != null"), Just("costo = null"), Just("tipo = null")].prop_map(str::to_owned),
        1 => (sign(), number()).prop_map(|(sign, a)| format!("(every c in componentes satisfies c.cupos {sign} {a})")),
        1 => (sign(), number()).prop_map(|(sign, a)| format!("(some c in componentes satisfies c.cupos {sign} {a})")),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.clone().prop_map(|a| format!("not({a})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
        ]
    })
}

/// Numbers near those that conditions name.
const NEAR: [&str; 9] = ["-1", "0", "0.1", "0.5", "1", "1.5", "2", "3", "4"];

/// Numbers of more digits than the engine can add and multiply without rounding.
const LONG: [&str; 7] = [
    "0",
    "3",
    "0.1234567890123456789012345678",
    "-0.0000000000000000000000000001",
    "12345678901234567890.12345678",
    "79228162514264337593543950335",
    "30000000000000000000000000000",
];

/// Submissions of some numbers, with fields that are missing.
fn submissions(ruleset: &Ruleset, numbers: &[&str]) -> Vec<Document> {
    let path = |text: &str| text.parse::<Path>().expect("a path");
    let mut chance = verify::Chance::new(7);
    let fields = ["cupos", "atendidos", "costo", "componentes[1].cupos", "componentes[2].cupos"];
    let mut made = Vec::new();
    for _ in 0..300 {
        let mut patch = Patch::default();
        for field in fields {
            match chance.below(numbers.len() + 2) {
                at if at < numbers.len() => {
                    let number = Number::parse(numbers[at]).expect("a number");
                    let node = Node { data: Data::Number(number), span: Span::default() };
                    patch.set.push((path(field), node));
                }
                at if at == numbers.len() => patch.remove.push(path(field)),
                _ => patch.withhold.push(path(field)),
            }
        }
        let truth = Node { data: Data::Bool(chance.below(2) == 0), span: Span::default() };
        patch.set.push((path("piloto"), truth));
        let word = ["nueva", "antigua"][chance.below(2)];
        let word = Node { data: Data::Text(word.to_owned()), span: Span::default() };
        patch.set.push((path("tipo"), word));
        if chance.below(6) == 0 {
            patch.remove.push(path("componentes"));
            patch.set.retain(|(at, _)| !at.starts_with(&path("componentes")));
        }
        made.push(verify::patched(&ruleset.base, &patch, "azar"));
    }
    made
}

/// The small rule set with a rule of its own conditions.
fn with_rule(applies: &str, requires: &[&str]) -> Vec<(String, String)> {
    let clauses: Vec<String> =
        requires.iter().map(|clause| format!("    - '{clause}'\n")).collect();
    let rule = format!(
        "titulo: Azar\nclase: automatica\nseveridad: observacion\nfundamento: [{{ documento: Bases 2025 }}]\ncuando: '{applies}'\nexige:\n  todos:\n{}mensaje: m\n",
        clauses.concat()
    );
    let mut files = base();
    files.push(("oferta/OFE-04-azar.yaml".to_owned(), rule));
    files
}

proptest! {
    #![proptest_config(common::generated(150))]

    /// What is proved of a rule or of its clauses, no submission contradicts.
    #[test]
    fn what_is_proved_holds_of_every_submission(
        applies in condition(), one in condition(), two in condition()
    ) {
        let (files, ruleset) = compiled(&with_rule(&applies, &[&one, &two]));
        let (_, less) = compiled(&with_rule(&applies, &[&one]));
        let wanted = |rule: &rules::Rule| rule.id == "OFE-04";
        let lint = verify::lint(&ruleset, &files, wanted, 0).expect("its lists can be read");
        let near = submissions(&ruleset, &NEAR).into_iter().map(|one| (one, true));
        let long = submissions(&ruleset, &LONG).into_iter().map(|one| (one, false));
        for (document, usual) in near.chain(long) {
            // What is proved of figures of usual size says nothing of longer ones.
            let proofs: Vec<_> = lint.found.iter().filter(|found| {
                let says = |text: &Option<Wording>| text.as_ref().map_or("", |text| &text.spanish).to_owned();
                let told = says(&found.finding.reason) + &says(&found.finding.help);
                certainty(found) == "probado" && (usual || !told.contains("cifras de hasta"))
            }).collect();
            let proved = |code: &str, site: &str| {
                proofs.iter().any(|found| found.finding.code == code && found.site == site)
            };
            // The second clause as a whole, where it is said that removing it changes nothing.
            let removable = proofs.iter().any(|found| {
                let text = found.finding.place().expect("a place").text();
                let help = found.finding.help.as_ref().map_or("", |help| &help.spanish);
                found.site == "exige.todos[2]"
                    && help.starts_with("Quítela")
                    && (text == two || format!("({text})") == two)
            });
            let subject = Subject::new(&ruleset, &document);
            let status = status(&ruleset, "OFE-04", &subject);
            let is = |never: Status, code: &str, site: &str| {
                !(proved(code, site) && status == never)
            };
            prop_assert!(is(Status::Unmet, "lint/never-unmet", "exige"), "{applies} ⇒ {one}, {two}");
            prop_assert!(is(Status::Met, "lint/never-met", "exige"), "{applies} ⇒ {one}, {two}");
            prop_assert!(is(Status::NotApplicable, "lint/always-applies", "cuando"), "{applies}");
            let applied = matches!(status, Status::Unmet);
            prop_assert!(!(proved("lint/never-applies", "cuando") && applied), "{applies}");
            let without = self::status(&less, "OFE-04", &Subject::new(&less, &document));
            prop_assert!(!removable || status == without, "{applies} ⇒ {one}, less {two}");
        }
    }

    /// What can be removed anywhere in a condition, as it is said, moves nothing when it is.
    #[test]
    fn what_is_said_to_change_nothing_changes_nothing(
        applies in condition(), one in condition(), two in condition()
    ) {
        let rule = with_rule(&applies, &[&one, &two]);
        let (files, ruleset) = compiled(&rule);
        let wanted = |rule: &rules::Rule| rule.id == "OFE-04";
        let lint = verify::lint(&ruleset, &files, wanted, 0).expect("its lists can be read");
        let idle = lint.found.iter().filter(|found| {
            let help = found.finding.help.as_ref().map_or("", |help| &help.spanish);
            certainty(found) == "probado" && help.starts_with("Quítela")
        });
        for found in idle {
            let Some(without) = without(&rule, found) else { continue };
            let (_, without) = compiled(&without);
            for document in submissions(&ruleset, &NEAR) {
                let [before, after] = [&ruleset, &without]
                    .map(|ruleset| status(ruleset, "OFE-04", &Subject::new(ruleset, &document)));
                let text = found.finding.place().expect("a place").text();
                prop_assert_eq!(before, after, "{} ⇒ {}, {}; less {}", applies, one, two, text);
            }
        }
    }
}

/// The rule set in which an operand of `and` or `or` says nothing any more; none where it is a whole clause.
fn without(files: &[(String, String)], found: &Found) -> Option<Vec<(String, String)>> {
    let place = found.finding.place().expect("a finding has a place");
    let text = place.source.text();
    let (mut start, mut end) = (place.span.start as usize, place.span.end as usize);
    while text[..start].ends_with('(') && text[end..].starts_with(')') {
        (start, end) = (start - 1, end + 1);
    }
    let (before, after) = (text[..start].trim_end(), text[end..].trim_start());
    let and = before.ends_with(" and") || !before.ends_with(" or") && after.starts_with("and ");
    let or = before.ends_with(" or") || !and && after.starts_with("or ");
    if !and && !or {
        return None;
    }
    let neutral = if and { "true" } else { "false" };
    let changed = format!("{}{neutral}{}", &text[..start], &text[end..]);
    let with = |(path, old): &(String, String)| match *path == place.source.name {
        true => (path.clone(), changed.clone()),
        false => (path.clone(), old.clone()),
    };
    Some(files.iter().map(with).collect())
}

/// What only a person decides is no proof that a pillar passes or fails; what a nested part is to be read
/// with may be unknown.
#[test]
fn proofs_leave_to_people_and_to_missing_fields_what_is_theirs() {
    let helps = |applies: &str, requires: &[&str]| {
        let (files, ruleset) = compiled(&with_rule(applies, requires));
        let wanted = |rule: &rules::Rule| rule.id == "OFE-04";
        let lint = verify::lint(&ruleset, &files, wanted, 0).expect("it is read");
        let idle = lint.found.iter().filter(|one| one.finding.code == "lint/idle-clause");
        let help = |one: &Found| one.finding.help.as_ref().map(|help| help.spanish.clone());
        idle.filter_map(help).collect::<Vec<String>>()
    };
    let [nested] = &helps("true", &["piloto or (not(piloto) and cupos > 5)"])[..] else {
        panic!("one part is idle")
    };
    assert!(nested.starts_with("Corríjala."), "{nested}");
    let [beside] = &helps("true", &["tipo = \"nueva\"", "tipo != \"nueva\" or cupos > 5"])[..]
    else {
        panic!("one part is idle")
    };
    assert!(beside.starts_with("Corríjala."), "{beside}");
    let [same] = &helps("true", &["cupos < 5", "cupos < 9"])[..] else { panic!("one is idle") };
    assert!(same.starts_with("Quítela:"), "{same}");
}

#[test]
fn the_shipped_rules_have_no_unexplained_finding() {
    let files = rules::embedded("dipres");
    let lint = verify::lint(common::ruleset(), &files, |_| true, EFFORT).expect("lists are read");
    let told: Vec<_> = lint.found.iter().map(told).collect();
    let grave = lint.found.iter().filter(|found| found.finding.severity != Severity::Note).count();
    assert_eq!(grave, 0, "{told:#?}");
    assert!(lint.excepted > 0, "the exceptions are read");
}

/// A folder with the small rule set and one more rule, whose conditions are wrong.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = common::scratch(name).join("reglas");
    let mut files = base();
    let rule = |(path, _): &&mut (String, String)| path == "demanda/DEM-01-cupos.yaml";
    let (_, text) = files.iter_mut().find(rule).expect("the rule is there");
    *text = text
        .replace(
            "exige: cupos <= postulantes",
            "exige: { todos: [cupos <= postulantes, cupos <= postulantes + 1] }",
        )
        .replace("  - nombre: sin cupos\n    sin: [cupos]\n    espera: sin dato\n", "");
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

/// What `pilares lint` prints of the wrong rule set.
fn printed(name: &str, arguments: &[&str]) -> String {
    let folder = folder(name);
    let lint = ["lint", "--rules", "reglas", "--effort", "300"];
    let desk = folder.parent().expect("it is in a folder");
    common::shown(&common::pilares_in(desk, &[&lint, arguments].concat()))
}

#[test]
fn findings_are_shown_with_their_place_proof_and_case() {
    insta::assert_snapshot!("lint_terminal", printed("lint-terminal", &["--width", "160"]));
    insta::assert_snapshot!(
        "lint_english",
        printed("lint-english", &["--width", "160", "--lang", "en"])
    );
}

/// What the small rule set with a rule of its own conditions is told, with its reasons.
fn reasons(applies: &str, requires: &[&str]) -> Vec<String> {
    let (files, ruleset) = compiled(&with_rule(applies, requires));
    let lint = verify::lint(&ruleset, &files, |rule| rule.id == "OFE-04", 0).expect("it is read");
    let proved = lint.found.iter().filter(|found| certainty(found) == "probado");
    proved.filter_map(|found| Some(found.finding.reason.as_ref()?.spanish.clone())).collect()
}

#[test]
fn proofs_say_what_cannot_be_and_nothing_else() {
    let check = |applies: &str, requires: &[&str], expected: &str| {
        assert_eq!(reasons(applies, requires), [expected], "{applies} ⇒ {requires:?}");
    };
    check(
        "piloto or not(piloto)",
        &["cupos > 5"],
        "Está probado: `piloto` no puede ser verdadera y falsa a la vez.",
    );
    check(
        "piloto",
        &["cupos > 5 or count(componentes) < 0"],
        "Está probado: `count(componentes) < 0` no puede ser verdadera.",
    );
    check(
        "piloto",
        &["cupos < 5", "cupos > 10"],
        "Está probado: no pueden darse a la vez `cupos > 10` verdadera y `cupos < 5` verdadera.",
    );
    check(
        "piloto",
        &["cupos < 5", "cupos < 9"],
        "Está probado: no pueden darse a la vez `cupos < 9` falsa y `cupos < 5` verdadera o sin dato.",
    );
    check(
        "cupos = null and cupos > 5",
        &["postulantes > 5"],
        "Está probado: no pueden darse a la vez `cupos > 5` verdadera y `cupos = null` verdadera.",
    );
    check(
        "postulantes > 5",
        &["costo > 1", "postulantes > 5"],
        "Está probado: `postulantes > 5` ya se pide en otra parte de la misma regla.",
    );
    check(
        "cupos != null or cupos > 5",
        &["cupos > 5 or cupos = null"],
        "Está probado: no pueden darse a la vez `cupos > 5` falsa y `cupos != null` falsa.",
    );
    // It is false of every form that has some: only together with the other it cannot be.
    check(
        "count(componentes) != 0 and tipo = \"nueva\"",
        &["piloto", "count(componentes) > 0"],
        "Está probado: `count(componentes) > 0` ya se pide en otra parte de la misma regla; no pueden darse a la vez `count(componentes) > 0` falsa y `count(componentes) != 0` sin dato.",
    );
    check(
        "piloto",
        &["costo + 1 < presupuesto", "presupuesto < costo"],
        "Está probado para cifras de hasta 15 dígitos enteros y 6 decimales: no pueden darse a la vez `presupuesto < costo` verdadera y `costo + 1 < presupuesto` verdadera.",
    );
}

/// What is wrong with the small rule set after a change of one file.
fn mistakes(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = base();
    let (_, text) = files.iter_mut().find(|(name, _)| name == path).expect("the file is there");
    assert!(text.contains(from), "{path} has «{from}»");
    *text = text.replacen(from, to, 1);
    let sources =
        files.iter().map(|(path, text)| (path.clone(), Source::new(path.clone(), text.clone())));
    let compiled = rules::compile(&Files::new(sources.collect()));
    let told = compiled.findings.iter().map(|finding| {
        let place = finding.place().expect("a place");
        let line = place.position().line;
        format!("{}:{line}: {}", place.source.name, finding.message.spanish)
    });
    told.collect()
}

#[test]
fn years_that_end_before_they_begin_are_mistakes_at_their_place() {
    assert_eq!(
        mistakes("parameters.yaml", "desde: 2027, hasta: 2027", "desde: 2027, hasta: 2025"),
        [
            "parameters.yaml:5: un valor de `cobertura_minima` termina en 2025, antes de empezar en 2027"
        ]
    );
    assert_eq!(
        mistakes("ruleset.yaml", "desde: 2025, hasta: 2027", "desde: 2027, hasta: 2025"),
        ["ruleset.yaml:10: los procesos terminan en 2025, antes de empezar en 2027"]
    );
}

#[test]
fn a_lexicon_that_cannot_be_read_is_told_once_and_not_by_every_rule_that_reads_it() {
    let told = mistakes("lexicon.yaml", "listas:\n  vagas: [etcétera, varios]\n", "listas: [\n");
    assert!(told.iter().all(|one| one.starts_with("lexicon.yaml:")), "{told:#?}");
    let last = told.last().expect("there are mistakes");
    assert!(
        last.ends_with("el léxico tiene errores: no se revisó 1 archivo que lee sus listas"),
        "{told:#?}"
    );
    // A list that a sound lexicon lacks is still a mistake of the rule.
    let told = mistakes("general/GEN-02-sin-vaguedades.yaml", "\"vagas\"", "\"vagos\"");
    assert!(
        told.iter().any(|one| one.contains("el léxico no tiene una lista `vagos`")),
        "{told:#?}"
    );
}

#[test]
fn services_read_the_findings() {
    let json = printed("lint-json", &["--format", "json"]);
    assert!(
        json.contains("\"lint/idle-clause\"") && json.contains("Un caso que lo muestra"),
        "{json}"
    );
    let sarif = printed("lint-sarif", &["--format", "sarif"]);
    assert!(sarif.contains("\"ruleId\": \"lint/no-case\""), "{sarif}");
}

#[test]
fn a_witness_is_written_whole_and_never_over_another_file() {
    let folder = folder("lint-witness");
    let (rules, out) = (folder.to_str().expect("UTF-8"), folder.join("testigos"));
    let witness = out.to_str().expect("UTF-8");
    let run = || common::pilares(&["lint", "--rules", rules, "--witness", witness]);
    assert_eq!(run().status.code(), Some(1));
    let written: Vec<_> = fs::read_dir(&out).expect("it is there").collect();
    assert_eq!(written.len(), 1, "{written:?}");
    let path = written[0].as_ref().expect("an entry").path();
    let checked = common::pilares(&["check", "--rules", rules, path.to_str().expect("UTF-8")]);
    assert_eq!(checked.status.code().map(|code| code < 2), Some(true));
    assert_eq!(run().status.code(), Some(2), "what is there is not written over");
}

#[test]
fn a_sound_rule_set_ends_with_0_and_an_unknown_rule_with_2() {
    let base = common::root().join("tests/lint/base");
    let base = base.to_str().expect("UTF-8");
    assert_eq!(common::pilares(&["analizar", "--rules", base]).status.code(), Some(0));
    assert_eq!(common::pilares(&["lint", "--rules", base, "DEM-99"]).status.code(), Some(2));
    assert_eq!(common::pilares(&["lint", "--rules", base, "DEM-01"]).status.code(), Some(0));
}
