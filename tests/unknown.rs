//! What is unknown stays so until it is known, says why, and hides nothing that is decided.

mod common;

use std::sync::Arc;

use pilares::document::{self, Data as Yaml, Document, Entry, Node, Path, Step};
use pilares::evaluate::{self, Subject};
use pilares::feel::{
    self, CauseKind, Context, Data, Failure, Library, Parameter, Scope, Takes, Value,
};
use pilares::rules::{self, Class, Expression, Files, Ruleset, Status};
use pilares::source::{Source, Span};
use proptest::prelude::*;
use rust_decimal::Decimal;

// ── causes ────────────────────────────────────────────────────────────────────────────────────

/// Evaluates a condition on a form; gives each cause and the text of the form that it points at.
#[track_caller]
fn causes(form: &str, condition: &str) -> Vec<(CauseKind, String)> {
    let ruleset = common::ruleset();
    let document = common::document(form);
    let source = Source::new("prueba", condition);
    let expression = Expression::compile(&source, ruleset, true)
        .unwrap_or_else(|findings| panic!("{condition}: {findings:?}"));
    let values = evaluate::form(ruleset.schema.shape(), &document);
    let names = evaluate::names(ruleset, &values, evaluate::year(ruleset, &document));
    let contexts = [&names];
    let scope = Scope {
        library: &ruleset.library,
        contexts: &contexts,
        failure: Failure::Unknown,
        places: None,
    };
    let (value, evidence) = feel::evaluate(&expression.expr, &expression.text, &scope);
    let root = evidence.root().expect("a condition takes steps");
    assert_eq!(root.step().value.causes(), value.causes(), "the evidence says the same");
    let causes = value.causes().map(|causes| causes.to_vec()).unwrap_or_default();
    let place = |span: Option<Span>| {
        span.map_or("", |span| document.source.slice(span)).lines().next().unwrap_or("").to_owned()
    };
    causes.into_iter().map(|cause| (cause.kind, place(cause.place))).collect()
}

#[track_caller]
fn check_cause(form: &str, condition: &str, kind: CauseKind, place: &str) {
    assert_eq!(causes(form, condition), [(kind, place.to_owned())], "{condition}");
}

#[test]
fn each_cause_has_its_name_and_place() {
    let form = "proceso: 2026\npoblacion:\n  objetivo:\n    cantidad: 0\n  potencial:\n    \
                cantidad: muchas\ncomponentes:\n  - gasto: 79228162514264337593543950335\n\
                fuente:\n  no_publicado: [recursos.gasto_total]\n";
    let whole = "- gasto: 79228162514264337593543950335";
    check_cause(form, "antecedentes.nombre = \"x\"", CauseKind::Absent, "proceso");
    check_cause(form, "componentes[1].produccion > 3", CauseKind::Absent, "gasto");
    check_cause(form, "componentes[2].gasto > 3", CauseKind::Absent, whole);
    check_cause(form, "recursos.gasto_total > 3", CauseKind::NotPublished, "proceso");
    check_cause(form, "poblacion.potencial.cantidad > 3", CauseKind::WrongType, "muchas");
    check_cause(form, "3 / poblacion.objetivo.cantidad > 1", CauseKind::DivisionByZero, "0");
    check_cause(
        form,
        "componentes[1].gasto * 2 > 3",
        CauseKind::Overflow,
        "79228162514264337593543950335",
    );
    check_cause("proceso: 2099\n", "parametro.cobertura_minima > 0", CauseKind::NoParameter, "");
    check_cause(form, "count(for i in 1..10000000 return i) > 0", CauseKind::TooManySteps, "");
}

#[test]
fn what_decides_hides_what_is_missing_and_what_does_not_tells_all_of_it() {
    let form = "proceso: 2026\npoblacion: {objetivo: {cantidad: 5}}\n";
    assert_eq!(causes(form, "poblacion.objetivo.cantidad > 3 or antecedentes.nombre = \"x\""), []);
    let both = causes(form, "antecedentes.nombre = \"x\" and poblacion.potencial.cantidad > 3");
    assert_eq!(both.len(), 2);
    assert!(both.iter().all(|(kind, _)| *kind == CauseKind::Absent));
}

/// The embedded rule set with one more rule.
fn with_rule(path: &str, text: &str) -> Ruleset {
    let embedded = rules::embedded("dipres");
    let mut files: Vec<(String, Arc<Source>)> = embedded
        .paths()
        .filter_map(|path| Some((path.to_owned(), Arc::clone(embedded.get(path)?))))
        .collect();
    files.push((path.to_owned(), Source::new(path, text)));
    let compiled = rules::compile(&Files::new(files));
    assert_eq!(compiled.findings, []);
    compiled.ruleset.expect("the rule set compiles")
}

#[test]
fn a_pending_judgement_is_unknown_by_name_and_leaves_its_pillar_open() {
    let ruleset = with_rule(
        "diagnostico/DIA-90-prueba.yaml",
        "titulo: El problema es claro\nclase: juicio\nseveridad: minimo\nfundamento:\n  - \
         documento: prueba\n    dice: Prueba.\npregunta: ¿Se entiende el problema?\n\
         respuestas:\n  - {id: si, texto: Se entiende., resulta: cumple}\n  - {id: no, texto: No se \
         entiende., resulta: no cumple}\nmirar:\n  - {en: diagnostico.problema, para: Léalo.}\n\
         mensaje: El problema no es claro.\n",
    );
    let document = common::submission("ejemplo");
    let evaluation = pilares::judge(&ruleset, &document);
    let result = evaluation.result("DIA-90").expect("the rule ran");
    assert_eq!((result.rule.class, result.status), (Class::Judgement, Status::Unknown));
    let causes = result.outcomes[0].causes.clone().expect("it is unknown");
    assert!(causes.iter().all(|cause| cause.kind == CauseKind::JudgementPending), "{causes:?}");
    assert!(!causes.is_empty());
}

// ── functions ─────────────────────────────────────────────────────────────────────────────────

const FIELDS: [&str; 8] = ["a", "b", "p", "t", "d", "xs", "ms", "m"];

fn number(number: i32) -> Value {
    Value::from(Decimal::from(number))
}

fn named(entries: &[(&str, Value)]) -> Value {
    Value::context(entries.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect())
}

fn hole() -> Value {
    Value::unknown_for(CauseKind::Absent, "hueco", None)
}

/// The fields, each with a value; `ms` is a list of contexts.
fn values() -> impl Strategy<Value = Vec<Value>> {
    let text = prop::sample::select(&["", "a", "ab;b", "1.5", "2026-01-31", "P1Y", "[1..5]"][..]);
    let items = prop::collection::vec(-3i32..4, 3);
    (-3i32..4, -3i32..4, any::<bool>(), text, 1i32..28, items.clone(), items).prop_map(
        |(a, b, p, t, day, xs, ms)| {
            let date = feel::Date::new(2026, 1, day.into()).expect("a day");
            let member =
                |n: i32| named(&[("k", number(n)), ("key", "k".into()), ("value", number(n))]);
            vec![
                number(a),
                number(b),
                p.into(),
                t.into(),
                Value::temporal(feel::Temporal::Date(date)),
                Value::list(xs.into_iter().map(number).collect::<Vec<_>>()),
                Value::list(ms.iter().copied().map(member).collect::<Vec<_>>()),
                named(&[("k", number(a)), ("n", number(b))]),
            ]
        },
    )
}

/// The same values with a hole: a whole field, or something within it.
fn with_hole(mut values: Vec<Value>, field: usize, within: usize) -> Vec<Value> {
    let holed = match &values[field].data {
        Data::List(items) if within < items.len() => {
            let mut items = items.to_vec();
            items[within] = match &items[within].data {
                Data::Context(_) if within > 0 => {
                    named(&[("k", hole()), ("key", "k".into()), ("value", hole())])
                }
                _ => hole(),
            };
            Value::list(items)
        }
        Data::Context(context) if within == 0 => {
            let rest = context.get("n").cloned().unwrap_or_else(Value::null);
            named(&[("k", hole()), ("n", rest)])
        }
        _ => hole(),
    };
    values[field] = holed;
    values
}

fn context(values: &[Value]) -> Context {
    let entries = FIELDS.iter().zip(values).map(|(name, value)| (Arc::from(*name), value.clone()));
    Context { entries: entries.collect() }
}

/// Arguments that a parameter may take.
fn arguments(parameter: &Parameter) -> &'static [&'static str] {
    match parameter.takes {
        Takes::Bool => &["p", "a > b"],
        Takes::Number | Takes::Share | Takes::Money => &["a", "b", "2", "m.k"],
        Takes::Magnitude => &["a", "@\"-P1D\""],
        Takes::Day => &["d", "@\"2026-02-01\""],
        Takes::Text => &["t", "\"a\"", "\"k\"", "string(a)"],
        Takes::Pattern => &["\"a\"", "\";\"", "t"],
        Takes::Flags => &["\"i\"", "\"\"", "t"],
        Takes::Numbers | Takes::Addends | Takes::Factors => &["xs", "a", "[a, b]", "ms.k"],
        Takes::Ordered => &["xs", "[a, b]", "a", "[t, \"m\"]"],
        Takes::Texts => &["t", "[t, \"a\"]"],
        Takes::Conditions => &["p", "[p, a > b]", "[p, true]"],
        Takes::List => &["xs", "ms", "[p, a]", "[m, {k: 1}]", "[xs, [1, 2, 3]]"],
        Takes::Range => &["[1..3]", "(a..5]", "[1..b)"],
        Takes::Point => &["a", "2"],
        Takes::Order => &["function(x, y) x < y", "function(x, y) x > y"],
        Takes::Context => &["m", "{k: a}"],
        Takes::WordList => &["\"vagas\"", "[t, \"a\"]"],
        Takes::Alike => &["a", "1", "m", "{k: 1}", "xs"],
        Takes::Any => &["a", "p", "t", "xs", "ms", "m", "d", "[1, a]", "function(x, y) x = y"],
    }
}

/// Calls of every function of a library, save `known`, which asks about absence itself.
fn call() -> impl Strategy<Value = String> {
    let functions: Vec<_> =
        common::ruleset().library.functions().filter(|function| function.name != "known").collect();
    let count = functions.len();
    (0..count, prop::collection::vec(any::<prop::sample::Index>(), 4)).prop_map(
        move |(function, choices)| {
            let function = &functions[function];
            let chosen = function.parameters.iter().zip(&choices).map(|(parameter, choice)| {
                let all = arguments(parameter);
                all[choice.index(all.len())]
            });
            format!("{}({})", function.name, chosen.collect::<Vec<_>>().join(", "))
        },
    )
}

fn eval(text: &str, values: &[Value]) -> Value {
    let library = &common::ruleset().library;
    let parsed = feel::parse(text, library);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let names = context(values);
    let contexts = [&names];
    let scope = Scope { library, contexts: &contexts, failure: Failure::Unknown, places: None };
    let (value, _) = feel::evaluate(&parsed.expr, text, &scope);
    let again = feel::value_of(&parsed.expr, text, &scope);
    assert_eq!(value.to_string(), again.to_string(), "{text}: with evidence and without");
    value
}

/// Whether a value is known all through.
fn is_known(value: &Value) -> bool {
    match &value.data {
        Data::Unknown(_) => false,
        Data::List(items) => items.iter().all(is_known),
        Data::Context(context) => context.entries.iter().all(|(_, value)| is_known(value)),
        _ => true,
    }
}

proptest! {
    #![proptest_config(common::generated(6000))]

    /// No function makes of an unknown argument what filling it in would overturn.
    #[test]
    fn functions_never_decide_what_they_do_not_know(
        text in call(),
        values in values(),
        field in 0usize..8,
        within in 0usize..4,
    ) {
        let before = eval(&text, &with_hole(values.clone(), field, within));
        if is_known(&before) {
            let after = eval(&text, &values);
            prop_assert_eq!(before.to_string(), after.to_string(), "{} with a hole in {}", text, FIELDS[field]);
        }
    }
}

// ── decided where decidable ───────────────────────────────────────────────────────────────────

/// Values that a number field may be found to have: enough that no comparison of
/// [`read_once`] is settled beforehand.
const FILLINGS: [i32; 23] = [
    -1_000_000, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 1_000_000,
];

/// Conditions in which each of the fields `f0`, `f1` … stands once.
fn read_once() -> impl Strategy<Value = (String, usize)> {
    let sign = || prop::sample::select(&["=", "!=", "<", "<=", ">", ">="][..]);
    let leaf = prop_oneof![
        (sign(), 1i32..6).prop_map(|(sign, n)| format!("# {sign} {n}")),
        (sign(), 1i32..6).prop_map(|(sign, n)| format!("# + {n} {sign} #")),
        (sign(), 1i32..6).prop_map(|(sign, n)| format!("# - # {sign} {n}")),
        (1i32..3, 3i32..6).prop_map(|(low, high)| format!("# between {low} and {high}")),
        (1i32..3, 3i32..6).prop_map(|(low, high)| format!("# in ({low}, > {high})")),
        Just("list contains([1, 2, 3], #)".to_owned()),
    ];
    let tree = leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) and ({b}))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) or ({b}))")),
            inner.prop_map(|a| format!("not({a})")),
        ]
    });
    tree.prop_map(|template| {
        let mut parts = template.split('#');
        let mut text = parts.next().unwrap_or_default().to_owned();
        let mut count = 0;
        for part in parts {
            text.push_str(&format!("f{count}{part}"));
            count += 1;
        }
        (text, count)
    })
    .prop_filter("few fields", |(_, count)| *count <= 3)
}

/// A condition over the fields `f0`, `f1` …
struct Condition {
    library: Library,
    text: String,
    expr: feel::Expr,
}

impl Condition {
    fn new(text: &str) -> Condition {
        let library = Library::standard();
        let parsed = feel::parse(text, &library);
        assert_eq!(parsed.diagnostics, [], "{text}");
        Condition { library, text: text.to_owned(), expr: parsed.expr }
    }

    fn truth(&self, fields: &[Option<i32>]) -> Option<bool> {
        let entries = fields.iter().enumerate().map(|(index, field)| {
            (Arc::from(format!("f{index}")), field.map_or_else(hole, number))
        });
        let names = Context { entries: entries.collect() };
        let contexts = [&names];
        let (library, failure) = (&self.library, Failure::Unknown);
        let scope = Scope { library, contexts: &contexts, failure, places: None };
        feel::value_of(&self.expr, &self.text, &scope).as_bool()
    }

    /// What all fillings of the holes agree on.
    fn agreed(&self, fields: &[Option<i32>]) -> Option<bool> {
        let Some(at) = fields.iter().position(Option::is_none) else { return self.truth(fields) };
        let mut filled = fields.to_vec();
        let mut answers = FILLINGS.iter().map(|value| {
            filled[at] = Some(*value);
            self.agreed(&filled)
        });
        let first = answers.next().flatten();
        first.filter(|_| answers.all(|answer| answer == first))
    }
}

proptest! {
    #![proptest_config(common::generated(200))]

    /// A condition that reads each field once is decided exactly where all fillings agree.
    #[test]
    fn conditions_are_decided_exactly_where_all_fillings_agree(
        (text, count) in read_once(),
        known in prop::collection::vec(prop::option::of(-1i32..8), 3),
    ) {
        let fields = &known[..count];
        let condition = Condition::new(&text);
        let (truth, agreed) = (condition.truth(fields), condition.agreed(fields));
        prop_assert_eq!(truth, agreed, "{} over {:?}", text, fields);
    }
}

// ── the rules ─────────────────────────────────────────────────────────────────────────────────

/// Rules that stay undecided on some blanked field though every filling tried agrees.
///
/// REC-08 chooses which components to add up by that field: the sum differs, and neither is
/// further from the stated figure than the rule tolerates. A sum over a list in doubt is unknown.
const CANNOT_TELL: &[&str] = &["REC-08 without componentes[1].obligatorio"];

/// Paths of the leaves of a form.
fn leaves(node: &Node, path: &mut Vec<Step>, found: &mut Vec<Path>) {
    match &node.data {
        Yaml::Map(entries) => {
            for Entry { key, node, .. } in entries {
                path.push(Step::Key(key.clone()));
                leaves(node, path, found);
                path.pop();
            }
        }
        Yaml::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                leaves(item, path, found);
                path.pop();
            }
        }
        _ => found.push(Path(path.clone())),
    }
}

fn at<'n>(node: &'n mut Node, steps: &[Step]) -> &'n mut Node {
    let Some((step, rest)) = steps.split_first() else { return node };
    match (step, &mut node.data) {
        (Step::Key(key), Yaml::Map(entries)) => {
            let entry =
                entries.iter_mut().find(|entry| entry.key == *key).expect("the key is there");
            at(&mut entry.node, rest)
        }
        (Step::Index(index), Yaml::List(items)) => at(&mut items[*index], rest),
        _ => unreachable!("the path is of this tree"),
    }
}

/// Values that a field may be found to have: its own, those around it, and far ones.
fn fillings(node: &Node) -> Vec<Yaml> {
    let numbers = |text: &str| {
        let own = Decimal::from_str_exact(text).unwrap_or_default();
        let near = [own, own + Decimal::ONE, own - Decimal::ONE, own * Decimal::TEN];
        let far = [0, 1, 2, 10, 100, 1_000_000, 2015, 2025, 2026, 2030].map(Decimal::from);
        let all = near.into_iter().chain(far).chain([Decimal::new(5, 1), Decimal::new(-3, 0)]);
        all.map(|number| {
            Yaml::Number(document::Number::parse(&number.to_string()).expect("a number"))
        })
        .collect()
    };
    match &node.data {
        Yaml::Number(number) => numbers(&number.text),
        Yaml::Bool(_) => vec![Yaml::Bool(true), Yaml::Bool(false)],
        _ => Vec::new(),
    }
}

/// The leaves of a form that a rule reads, one of each kind.
fn read_leaves(ruleset: &Ruleset, form: &Document) -> Vec<Path> {
    let evaluation = evaluate::evaluate(ruleset, &Subject::checked(ruleset, form, Vec::new()));
    let outcomes = evaluation.results.iter().flat_map(|result| &result.outcomes);
    let roots = outcomes.flat_map(|outcome| &outcome.parts).filter_map(|part| part.evidence.root());
    let places: Vec<Span> = roots.flat_map(|root| root.places()).collect();
    let mut all = Vec::new();
    leaves(&form.root, &mut Vec::new(), &mut all);
    let mut kinds: Vec<Path> = Vec::new();
    let read = |path: &Path| {
        let span = form.at(path).expect("a leaf is there").span;
        places.iter().any(|place| place.start <= span.start && span.end <= place.end)
    };
    all.retain(|path| {
        let new = !kinds.contains(&path.general());
        if new && read(path) {
            kinds.push(path.general());
            return true;
        }
        false
    });
    all
}

fn statuses(ruleset: &Ruleset, form: &Document) -> Vec<Status> {
    let evaluation = evaluate::evaluate(ruleset, &Subject::checked(ruleset, form, Vec::new()));
    evaluation.results.iter().flat_map(|result| &result.outcomes).map(|o| o.status).collect()
}

/// What becomes of a rule with a field blank, and with each of its fillings.
fn blank_and_filled(
    ruleset: &Ruleset,
    form: &Document,
    path: &Path,
) -> Option<(Vec<Status>, Vec<Vec<Status>>)> {
    let fillings = fillings(form.at(path)?);
    let mut changed = form.clone();
    let mut judged = |data: Yaml| {
        at(&mut changed.root, path.steps()).data = data;
        statuses(ruleset, &changed)
    };
    let filled: Vec<Vec<Status>> = fillings.into_iter().map(&mut judged).collect();
    (!filled.is_empty()).then(|| (judged(Yaml::Blank), filled))
}

#[test]
fn rules_are_decided_where_the_fields_present_decide_them_and_nowhere_else() {
    let mut ruleset = with_rule("LEEME.txt", "");
    let forms = [(*ruleset.base).clone(), common::submission("redes-de-oportunidades-2026")];
    let (mut tried, mut untold) = (0, Vec::new());
    for rule in std::mem::take(&mut ruleset.rules) {
        let skipped = rule.class != Class::Automatic || common::asks_about_absence(&rule);
        ruleset.rules = vec![rule];
        for form in forms.iter().filter(|_| !skipped) {
            for path in read_leaves(&ruleset, form) {
                tried += 1;
                if !told(&ruleset, form, &path) {
                    untold.push(format!("{} without {path}", ruleset.rules[0].id));
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
    assert_eq!(untold, CANNOT_TELL);
}

/// Checks that a rule's status without a field contradicts none that it has with it filled in, and
/// tells whether it is decided wherever all fillings agree.
#[track_caller]
fn told(ruleset: &Ruleset, form: &Document, path: &Path) -> bool {
    let Some((blank, filled)) = blank_and_filled(ruleset, form, path) else { return true };
    let id = &ruleset.rules[0].id;
    blank.iter().enumerate().all(|(index, status)| {
        let all: Vec<Status> = filled.iter().filter_map(|all| all.get(index)).copied().collect();
        let fits = |one: &Status| compatible(*status, *one);
        assert!(all.iter().all(fits), "{id} is {status:?} without {path}, with it {all:?}");
        let agreed = all.len() == filled.len() && all.iter().all(|one| *one == all[0]);
        *status != Status::Unknown || !agreed || all[0] == Status::Unknown
    })
}

/// Whether two statuses of one rule do not contradict each other.
fn compatible(a: Status, b: Status) -> bool {
    let against = |status| matches!(status, Status::Unmet);
    a == Status::Unknown || b == Status::Unknown || against(a) == against(b)
}
