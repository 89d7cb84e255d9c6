//! Laws of the expression language and of judging, held on generated expressions and submissions.

mod common;

use std::sync::Arc;

use common::asks_about_absence;
use pilares::document::{self, Data as Yaml, Document, Limits, Node};
use pilares::feel::{self, CauseKind, Context, Data, Failure, Library, Scope, Value};
use pilares::rules::{self, Requirement, Ruleset, Status};
use pilares::source::{Source, Span};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn names(entries: &[(&str, Value)]) -> Context {
    Context {
        entries: entries.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect(),
    }
}

fn eval(text: &str, names: &Context) -> Value {
    let library = Library::standard();
    let parsed = feel::parse(text, &library);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let scope =
        Scope { library: &library, contexts: &[names], failure: Failure::Unknown, places: None };
    feel::evaluate(&parsed.expr, text, &scope).0
}

fn unknown() -> Value {
    Value::unknown_for(CauseKind::Absent, "hueco", None)
}

/// Conditions over the numbers `a`, `b`, `c`, the truth values `p`, `q` and the list `xs`; none asks
/// about absence itself.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("p".to_owned()),
        Just("q".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        (
            number(),
            prop_oneof![Just("="), Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")],
            number()
        )
            .prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        (number(), number(), number()).prop_map(|(a, b, c)| format!("({a}) between {b} and {c}")),
        (number(), number(), number()).prop_map(|(a, b, c)| format!("({a}) in [{b}..{c}]")),
        (number(), number()).prop_map(|(a, b)| format!("({a}) in ({b}, c, > 7)")),
        number().prop_map(|a| format!("list contains(xs, {a})")),
        number().prop_map(|a| format!("(some x in xs satisfies x > {a})")),
        number().prop_map(|a| format!("(every x in xs satisfies x != {a})")),
        number().prop_map(|a| format!("(count(xs[item < {a}]) > 1)")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.clone().prop_map(|a| format!("not({a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("all([{a}, {b}])")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("any([{a}, {b}])")),
        ]
    })
}

fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("c".to_owned()),
        Just("sum(xs)".to_owned()),
        Just("count(xs)".to_owned()),
        Just("xs[2]".to_owned()),
        (-9i32..10).prop_map(|n| if n < 0 { format!("({n})") } else { n.to_string() }),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        (inner.clone(), prop_oneof![Just("+"), Just("-"), Just("*"), Just("/")], inner)
            .prop_map(|(a, sign, b)| format!("({a} {sign} {b})"))
    })
}

fn filled() -> impl Strategy<Value = Vec<Value>> {
    let small = (-9i32..10).prop_map(|n| Value::from(Decimal::from(n)));
    let list = prop::collection::vec(-9i32..10, 3).prop_map(|items| {
        Value::list(items.into_iter().map(|n| Value::from(Decimal::from(n))).collect::<Vec<_>>())
    });
    (small.clone(), small.clone(), small, any::<bool>(), any::<bool>(), list)
        .prop_map(|(a, b, c, p, q, xs)| vec![a, b, c, p.into(), q.into(), xs])
}

const FIELDS: [&str; 6] = ["a", "b", "c", "p", "q", "xs"];

fn context(values: &[Value]) -> Context {
    let entries: Vec<(&str, Value)> = FIELDS.iter().copied().zip(values.iter().cloned()).collect();
    names(&entries)
}

fn is_known(value: &Value) -> bool {
    value.causes().is_none()
}

proptest! {
    #![proptest_config(common::generated(1500))]

    /// What is decided with holes stays so however they are filled.
    #[test]
    fn filling_a_hole_never_overturns_a_decision(
        text in condition(),
        values in filled(),
        holes in prop::collection::vec(any::<bool>(), 6),
        item in 0usize..4,
    ) {
        let mut blanked = values.clone();
        for (value, hole) in blanked.iter_mut().zip(&holes) {
            if *hole {
                *value = unknown();
            }
        }
        if let Some(items) = blanked[5].as_list().filter(|items| item < items.len()) {
            let mut items = items.to_vec();
            items[item] = unknown();
            blanked[5] = Value::list(items);
        }
        let before = eval(&text, &context(&blanked));
        if is_known(&before) {
            let after = eval(&text, &context(&values));
            prop_assert_eq!(before.to_string(), after.to_string(), "{}", text);
        }
    }

    /// With nothing unknown and no fault, conditions are true or false and keep the laws of logic.
    #[test]
    fn logic_is_kleenes(a in condition(), b in condition(), values in filled(), holes in prop::collection::vec(any::<bool>(), 6)) {
        let mut values = values;
        for (value, hole) in values.iter_mut().zip(&holes) {
            if *hole {
                *value = unknown();
            }
        }
        let names = context(&values);
        let truth = |text: String| eval(&text, &names).as_bool();
        prop_assert_eq!(truth(format!("not(not({a}))")), truth(a.clone()));
        prop_assert_eq!(truth(format!("{a} and {b}")), truth(format!("({b}) and ({a})")));
        prop_assert_eq!(truth(format!("not({a} and {b})")), truth(format!("not({a}) or not({b})")));
        prop_assert_eq!(truth(format!("not({a} or {b})")), truth(format!("not({a}) and not({b})")));
    }

    /// Sums and products of decimals are exact: no order of adding changes them.
    #[test]
    fn decimals_are_exact(xs in prop::collection::vec((-99_999_999i64..99_999_999, 0u32..6), 1..8)) {
        let numbers: Vec<Decimal> = xs.iter().map(|(digits, scale)| Decimal::new(*digits, *scale)).collect();
        let list = |numbers: &[Decimal]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let forward = eval(&format!("sum({})", list(&numbers)), &names(&[]));
        let mut backward = numbers.clone();
        backward.reverse();
        let backward = eval(&format!("sum({})", list(&backward)), &names(&[]));
        prop_assert_eq!(forward.as_number(), backward.as_number());
        let rest = eval(&format!("sum({}) - ({})", list(&numbers), numbers[0]), &names(&[])).as_number();
        prop_assert_eq!(rest, Some(numbers[1..].iter().sum()));
    }

    /// A figure agrees with itself rounded and with itself cut, and with nothing a unit away.
    #[test]
    fn stated_figures_agree_as_they_are_stated(digits in -9_999_999i64..9_999_999, scale in 3u32..6, stated in 0u32..3) {
        let computed = Decimal::new(digits, scale);
        let unit = Decimal::new(1, stated);
        let cut = computed.round_dp_with_strategy(stated, rust_decimal::RoundingStrategy::ToZero);
        let agrees = |figure: Decimal| eval(&format!("agrees({figure}, {computed})"), &names(&[])).as_bool();
        prop_assert_eq!(agrees(cut), Some(true));
        prop_assert_eq!(agrees(cut + unit + unit), Some(false));
        prop_assert_eq!(agrees(cut - unit - unit), Some(false));
    }

    /// What is printed reads back as the same tree.
    #[test]
    fn printing_and_parsing_are_inverse(text in expression()) {
        reads_back(&text);
    }

    /// No text makes the parser, the checker or the evaluator panic.
    #[test]
    fn no_text_is_too_strange(text in "[-a-z0-9 .,()\\[\\]{}<>=!\"@+*/?:áñ]{0,60}") {
        let library = Library::standard();
        let parsed = feel::parse(&text, &library);
        feel::check(&parsed.expr, &library, &[]);
        let scope = Scope { library: &library, contexts: &[], failure: Failure::Unknown, places: None };
        let (_, evidence) = feel::evaluate(&parsed.expr, &text, &scope);
        for step in evidence.steps() {
            prop_assert!(text.is_char_boundary(step.span.start as usize));
            prop_assert!(text.is_char_boundary(step.span.end as usize));
        }
    }
}

/// Expressions of every kind, nested in every place.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("12.50".to_owned()),
        Just("\"co\\\"n\\n á\"".to_owned()),
        Just("@\"2026-01-31\"".to_owned()),
        Just("@\"P1Y2M\"".to_owned()),
        Just("a.b.time offset".to_owned()),
        Just("0 in (for v in [], w in 1..2 return v)[true]".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let two = (inner.clone(), inner.clone());
        let three = (inner.clone(), inner.clone(), inner.clone());
        const SIGNS: [&str; 13] =
            ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"];
        prop_oneof![
            (inner.clone(), prop::sample::select(&SIGNS), inner.clone())
                .prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})")),
            (inner.clone(), prop::sample::select(&SIGNS), inner.clone())
                .prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
            inner.clone().prop_map(|a| format!("-({a})")),
            three.clone().prop_map(|(a, b, c)| format!("(({a}) between ({b}) and ({c}))")),
            three.clone().prop_map(|(a, b, c)| format!("(({a}) in ((< ({b})), [({c})..9), !=3))")),
            two.clone().prop_map(|(a, b)| format!("(({a}) in ({b}))")),
            two.clone().prop_map(|(a, b)| format!("(({a}) in ((({a})..({b})]))")),
            three.clone().prop_map(|(a, b, c)| format!("if {a} then {b} else {c}")),
            three.clone().prop_map(|(a, b, c)| format!("for x in {a}, y in ({b})..({c}) return x")),
            two.clone().prop_map(|(a, b)| format!("some x in {a} satisfies {b}")),
            two.clone().prop_map(|(a, b)| format!("every x in {a} satisfies {b}")),
            two.clone().prop_map(|(a, b)| format!("({a})[{b}]")),
            two.clone().prop_map(|(a, b)| format!("[{a}, {b}, ({a})]")),
            two.clone().prop_map(|(a, b)| format!("{{k: {a}, \"con espacio\": {b}}}")),
            two.clone().prop_map(|(a, b)| format!("round half up(n: {a}, scale: {b})")),
            two.clone().prop_map(|(a, b)| format!("((f)({a}, {b}).c)")),
            inner.clone().prop_map(|a| format!("({a}) instance of list<date and time>")),
            inner.clone().prop_map(|a| format!("function(x, y: context<z: number>) {a}")),
            inner.prop_map(|a| format!("(({a}).m)")),
        ]
    })
}

/// Checks that an expression, printed, parses to what it was.
#[track_caller]
fn reads_back(text: &str) {
    let library = &common::ruleset().library;
    let parsed = feel::parse(text, library);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let printed = parsed.expr.to_string();
    let again = feel::parse(&printed, library);
    assert_eq!(again.diagnostics, [], "{text} was printed as {printed}");
    assert_eq!(without_places(&again.expr), without_places(&parsed.expr), "{text}\n{printed}");
}

fn without_places(expr: &feel::Expr) -> String {
    let debug = format!("{expr:?}");
    let mut parts = debug.split("Span {");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    kept
}

#[test]
fn every_condition_of_the_rules_reads_back() {
    let ruleset = ruleset();
    let mut read = 0;
    for rule in &ruleset.rules {
        let requires = match &rule.requires {
            Requirement::One(expression) => std::slice::from_ref(expression),
            Requirement::All(expressions) | Requirement::Any(expressions) => expressions,
            _ => &[],
        };
        for expression in requires.iter().chain(&rule.labels).chain(&rule.applies) {
            reads_back(&expression.text);
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

fn ruleset() -> Ruleset {
    let compiled = rules::compile(&rules::embedded("dipres"));
    assert_eq!(compiled.findings, []);
    compiled.ruleset.expect("the embedded rule set compiles")
}

/// Every value that is no group and no list.
fn leaves<'n>(node: &'n mut Node, leaves: &mut Vec<&'n mut Node>) {
    match &mut node.data {
        Yaml::Map(_) | Yaml::List(_) => {}
        _ => {
            leaves.push(node);
            return;
        }
    }
    match &mut node.data {
        Yaml::Map(entries) => {
            entries.iter_mut().for_each(|entry| self::leaves(&mut entry.node, leaves))
        }
        Yaml::List(items) => items.iter_mut().for_each(|item| self::leaves(item, leaves)),
        _ => {}
    }
}

fn reread(root: &Node) -> Document {
    document::read(Source::new("generado", document::write(root)), &Limits::default())
}

/// Another value of the same kind.
fn changed(node: &Node, seed: u32) -> Node {
    let number = |text: String| Yaml::Number(document::Number::parse(&text).expect("a number"));
    let data = match &node.data {
        Yaml::Number(_) => {
            number(["0", "1", "7", "300", "12345", "0.5", "99.99"][seed as usize % 7].to_owned())
        }
        Yaml::Bool(value) => Yaml::Bool(*value != (seed.is_multiple_of(2))),
        Yaml::Text(text) if seed.is_multiple_of(3) => Yaml::Text(format!("{text} más")),
        other => other.clone(),
    };
    Node { data, span: Span::default() }
}

#[test]
fn filling_in_a_form_never_overturns_a_decided_rule_or_verdict() {
    let ruleset = ruleset();
    let count = {
        let mut root = ruleset.base.root.clone();
        let mut all = Vec::new();
        leaves(&mut root, &mut all);
        all.len()
    };
    let mut runner = proptest::test_runner::TestRunner::new(common::generated(150));
    let choice = prop::collection::vec((0..count, any::<u32>()), 1..8);
    runner
        .run(&choice, |choice| {
            let (mut blank, mut full) = (ruleset.base.root.clone(), ruleset.base.root.clone());
            let (mut blanks, mut fulls) = (Vec::new(), Vec::new());
            leaves(&mut blank, &mut blanks);
            leaves(&mut full, &mut fulls);
            for (at, seed) in &choice {
                blanks[*at].data = Yaml::Blank;
                *fulls[*at] = changed(fulls[*at], *seed);
            }
            let (blank, full) = (reread(&blank), reread(&full));
            let (before, after) =
                (pilares::judge(&ruleset, &blank), pilares::judge(&ruleset, &full));
            for (before, after) in before.results.iter().zip(&after.results) {
                if asks_about_absence(before.rule) {
                    continue;
                }
                let overturned = match before.status {
                    Status::Met | Status::NotApplicable => after.status == Status::Unmet,
                    Status::Unmet => matches!(after.status, Status::Met | Status::NotApplicable),
                    Status::Unknown => false,
                };
                prop_assert!(
                    !overturned,
                    "{}: {:?} then {:?}, {:?}",
                    before.rule.id,
                    before.status,
                    after.status,
                    choice
                );
            }
            Ok(())
        })
        .expect("the law holds");
}

#[test]
fn a_hostile_expression_ends_in_a_cause() {
    let nothing = names(&[]);
    let deep = format!("{}1{}", "(".repeat(5000), ")".repeat(5000));
    let library = Library::standard();
    assert!(!feel::parse(&deep, &library).diagnostics.is_empty());
    for text in [
        "for i in 1..1000000000 return i",
        "count(for i in 1..2000, j in 1..2000 return i * j)",
        "(function(f) f(f))(function(f) f(f))",
        "every i in 1..999999, j in 1..999999 satisfies i + j > 0",
        "2 ** 1000000",
        "product(for i in 1..100 return 10)",
        "count(for i in 1..300000 return count(partial))",
        "string length((for i in 1..60 return if i = 1 then \"ab\" else partial[-1] + partial[-1])[-1])",
        "count((for i in 1..60 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1]))[-1])",
        "count(distinct values(for i in 1..100000 return i))",
        "count(sort(for i in 1..100000 return i))",
    ] {
        let value = eval(text, &nothing);
        let kinds: Vec<CauseKind> = value
            .causes()
            .iter()
            .flat_map(|causes| causes.iter())
            .map(|cause| cause.kind)
            .collect();
        assert!(
            kinds.iter().all(|kind| matches!(kind, CauseKind::TooManySteps | CauseKind::Overflow))
                && !kinds.is_empty(),
            "{text}: {value:?}"
        );
    }
    assert!(matches!(
        eval("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(a+)+$\")", &nothing).data,
        Data::Bool(false)
    ));
}
