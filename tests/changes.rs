//! What differs between two rule sets, what it moves, and which change is to blame: seeded changes, each
//! told and attributed.

mod common;

use common::{document, ruleset};
use pilares::document::Document;
use pilares::evaluate::{Subject, decide};
use pilares::feel::{self, Failure, Scope};
use pilares::report::change_name;
use pilares::rules::{self, Compiled, Expression, Files, Patch, Ruleset};
use pilares::source::Source;
use pilares::verify::attribute::{Blame, Ground, Trials};
use pilares::verify::changes::Changes;
use pilares::verify::{Gate, Generator, Record, Recorded, State, Why, gate, patched};

/// A change of one file: its path or the beginning of it, what stands there once, and what then.
type Edit<'e> = (&'e str, &'e str, &'e str);

/// The embedded rule set with changes; an empty text before makes a new file, an empty text after
/// `*` takes the file away.
#[track_caller]
fn edited(edits: &[Edit<'_>]) -> Ruleset {
    let compiled = compiled(edits);
    assert_eq!(compiled.findings, []);
    compiled.ruleset.expect("the rule set compiles")
}

#[track_caller]
fn compiled(edits: &[Edit<'_>]) -> Compiled {
    let embedded = rules::embedded("dipres");
    let mut files: Vec<(String, String)> = embedded
        .paths()
        .filter_map(|path| Some((path.to_owned(), embedded.get(path)?.text().to_owned())))
        .collect();
    for (path, before, after) in edits {
        if before.is_empty() {
            files.push(((*path).to_owned(), (*after).to_owned()));
            continue;
        }
        let at =
            files.iter().position(|(name, _)| name.starts_with(path)).expect("the file is there");
        if *before == "*" {
            files.remove(at);
            continue;
        }
        let text = &mut files[at].1;
        assert_eq!(text.matches(before).count(), 1, "{path}: {before}");
        *text = text.replace(before, after);
    }
    let sources = files.into_iter().map(|(path, text)| (path.clone(), Source::new(path, text)));
    rules::compile(&Files::new(sources.collect()))
}

/// The changes between the embedded rule set and another, by name; silent ones in parentheses.
fn names(changes: &Changes<'_>) -> Vec<String> {
    let name = |change: &pilares::verify::changes::Change| match change.moves {
        true => change_name(&change.what),
        false => format!("({})", change_name(&change.what)),
    };
    changes.list.iter().map(name).collect()
}

/// The base submission with changes, as YAML: path and value.
fn form(changes: &[(&str, &str)]) -> Document {
    let set = changes.iter().map(|(path, value)| {
        let value = document(&format!("v: {value}")).root.get("v").cloned().expect("a value");
        (path.parse().expect("a path"), value)
    });
    patched(&ruleset().base, &Patch { set: set.collect(), ..Patch::default() }, "forma.yaml")
}

/// What the embedded rules say of a submission, as recorded.
fn recorded(form: Document) -> Recorded {
    let evaluation = decide(ruleset(), &Subject::new(ruleset(), &form));
    let record = document(&Record::of(&evaluation, None).write());
    Recorded { form, opinions: None, record }
}

fn blame<T>(
    changes: &Changes<'_>,
    blame: &Blame<T>,
    name: impl Fn(&Changes<'_>, &T) -> String,
) -> String {
    let list = |of: &[T]| of.iter().map(|one| name(changes, one)).collect::<Vec<_>>().join(" + ");
    assert!(blame.least);
    match blame.also.is_empty() {
        true => list(&blame.because),
        false => format!("{} | {}", list(&blame.because), list(&blame.also)),
    }
}

fn change(changes: &Changes<'_>, at: &usize) -> String {
    change_name(&changes.list[*at].what)
}

fn ground(changes: &Changes<'_>, ground: &Ground) -> String {
    match ground {
        Ground::Rule(id) => id.clone(),
        Ground::Change(at) => change(changes, at),
    }
}

fn state(of: Option<State>) -> String {
    of.map_or("none".to_owned(), |state| format!("{state:?}"))
}

/// Every move that the gate saw: `POB-21 Met → Unmet: POB-21-exige`.
fn moves(gate: &Gate<'_>, changes: &Changes<'_>) -> Vec<String> {
    let mut told = Vec::new();
    for moved in &gate.moved {
        for flip in &moved.flips {
            let [from, to] = [&flip.from, &flip.to]
                .map(|standing| state(standing.as_ref().map(|standing| standing.state)));
            let why = match &flip.why {
                Why::Changes(found) => blame(changes, found, change),
                other => format!("{other:?}"),
            };
            told.push(format!("{} {from} → {to}: {why}", flip.rule));
        }
        for one in &moved.verdicts {
            let text = |of: &Option<String>| of.clone().unwrap_or("none".to_owned());
            let why = one.blame.as_ref().map(|found| blame(changes, found, ground));
            let name = one.moved.pillar.clone().unwrap_or("rating".to_owned());
            let (from, to) = (text(&one.moved.from), text(&one.moved.to));
            told.push(format!("{name} {from} → {to}: {}", why.unwrap_or("?".to_owned())));
        }
    }
    told
}

/// Edits, the changes that they are, a submission as the base with changes, and what moves on it.
#[track_caller]
fn check(edits: &[Edit<'_>], expected: &[&str], on: &[(&str, &str)], moved: &[&str]) {
    let new = edited(edits);
    let changes = Changes::between(ruleset(), &new);
    assert_eq!(names(&changes), expected, "changes");
    let trials = Trials::new(&changes);
    let recorded = [recorded(form(on))];
    let gate = gate(&new, Some(&trials), &recorded);
    assert_eq!(moves(&gate, &changes), moved, "moves");
}

const POB_21: &str = "poblacion/POB-21";
const LOW: [(&str, &str); 2] =
    [("poblacion.objetivo.cantidad", "1000"), ("poblacion.beneficiaria[1].cantidad", "100")];

/// A low coverage, and nothing else wrong with the pillar.
const LOWER: [(&str, &str); 3] = [
    ("poblacion.beneficiaria[1].cantidad", "50"),
    ("poblacion.beneficiaria[1].cobertura_potencial", "0.50"),
    ("poblacion.beneficiaria[1].cobertura_objetivo", "5.00"),
];

#[test]
fn spacing_comments_order_of_keys_and_file_names_are_no_change() {
    let text = rules::embedded("dipres");
    let pob_21 = text.paths().find(|path| path.starts_with(POB_21)).expect("the rule is there");
    let pob_21 = text.get(pob_21).expect("the rule is there").text().to_owned();
    let moved = pob_21.replace("exige: cobertura >=", "exige:  ( cobertura\n  >= ").replace(
        "parametro.cobertura_minima\nen:",
        "parametro.cobertura_minima )   # el corte\nen:",
    );
    assert_ne!(moved, pob_21);
    check(&[(POB_21, "*", ""), ("poblacion/POB-21-otro-nombre.yaml", "", &moved)], &[], &LOW, &[]);
}

#[test]
fn an_operator_that_is_swapped_is_to_blame() {
    check(
        &[(POB_21, "exige: cobertura >= ", "exige: cobertura > ")],
        &["POB-21-exige"],
        &LOW,
        &["POB-21 Met → Unmet: POB-21-exige"],
    );
}

#[test]
fn a_parameter_is_to_blame_where_its_value_moved() {
    check(
        &[("parameters.yaml", "valor: 0.10, fuente", "valor: 0.11, fuente")],
        &["parameter-cobertura-minima"],
        &LOW,
        &["POB-21 Met → Unmet: parameter-cobertura-minima"],
    );
    // What it is called, where it comes from: nothing moves.
    let title = "titulo: Cobertura mínima de la población objetivo el primer año";
    check(
        &[("parameters.yaml", title, "titulo: Otra cosa")],
        &["(parameter-cobertura-minima)"],
        &LOW,
        &[],
    );
}

#[test]
fn of_two_changes_the_one_that_moves_is_to_blame_or_both_or_either() {
    let low = [LOW[0], ("poblacion.beneficiaria[1].cantidad", "105")];
    // The operator alone moves nothing at 10,5 %.
    let operator = (POB_21, "exige: cobertura >= ", "exige: cobertura > ");
    let changes = ["POB-21-exige", "parameter-cobertura-minima"];
    let parameter = ("parameters.yaml", "valor: 0.10, fuente", "valor: 0.11, fuente");
    check(
        &[operator, parameter],
        &changes,
        &low,
        &["POB-21 Met → Unmet: parameter-cobertura-minima"],
    );
    // Only together: the limit is reached, and reaching it no longer suffices.
    let exact = ("parameters.yaml", "valor: 0.10, fuente", "valor: 0.105, fuente");
    check(
        &[operator, exact],
        &changes,
        &low,
        &["POB-21 Met → Unmet: POB-21-exige + parameter-cobertura-minima"],
    );
    // Either alone would do it.
    check(
        &[operator, parameter],
        &changes,
        &LOW,
        &["POB-21 Met → Unmet: POB-21-exige | parameter-cobertura-minima"],
    );
}

#[test]
fn a_threshold_moved_by_one_unit_is_to_blame() {
    let rule = "recursos/REC-04";
    check(
        &[(rule, "* entero / 100) >= 1", "* entero / 100) >= 2")],
        &["REC-04-exige"],
        &[("recursos.gasto_administrativo", "10002")],
        &["REC-04 Met → Unmet: REC-04-exige"],
    );
}

#[test]
fn a_clause_that_is_dropped_is_told_by_its_number_and_is_to_blame() {
    check(
        &[("antecedentes/ANT-03", "    - inicio = recursos.anio\n", "")],
        &["ANT-03-exige-3"],
        &[("recursos.anio", "2025")],
        &["ANT-03 Unmet → Met: ANT-03-exige-3"],
    );
    // A clause before the others is told as new, and they as they were.
    check(
        &[(
            "antecedentes/ANT-03",
            "    - inicio = proceso\n",
            "    - inicio > 2026\n    - inicio = proceso\n",
        )],
        &["ANT-03-exige-1"],
        &[],
        &["ANT-03 Met → Unmet: ANT-03-exige-1"],
    );
}

#[test]
fn a_word_of_the_lexicon_is_to_blame() {
    let on = [("diagnostico.problema", "\"escasez\"")];
    check(
        &[("lexicon.yaml", "  - escasez\n  - insuficiente\n", "  - insuficiente\n")],
        &["word-carencia"],
        &on,
        &["POB-04 Met → Suspected: word-carencia", "POB-13 Met → NotApplicable: word-carencia"],
    );
    // Of two words that go, the one that the text has.
    check(
        &[("lexicon.yaml", "  - escasez\n  - insuficiente\n  - falta\n", "  - falta\n")],
        &["word-carencia", "word-carencia"],
        &on,
        &["POB-04 Met → Suspected: word-carencia", "POB-13 Met → NotApplicable: word-carencia"],
    );
}

#[test]
fn severity_and_class_move_verdicts_without_moving_the_rule_or_with_it() {
    check(
        &[(POB_21, "severidad: observacion", "severidad: minimo")],
        &["POB-21-severidad"],
        &LOWER,
        &[
            "Población Suficiente → Insuficiente: POB-21-severidad",
            "rating Falta Información, provisional → Objetado Técnicamente: POB-21-severidad",
        ],
    );
    check(
        &[(POB_21, "clase: automatica", "clase: heuristica")],
        &["POB-21-clase"],
        &LOWER,
        &["POB-21 Unmet → Suspected: POB-21-clase"],
    );
}

#[test]
fn texts_and_cases_move_nothing() {
    check(
        &[
            (POB_21, "mensaje: >-\n  El primer año", "mensaje: >-\n  En el primer año"),
            (POB_21, "  - nombre: la base\n    espera: cumple\n", ""),
            (POB_21, "razon: >-\n  Una", "razon: >-\n  Toda"),
        ],
        &["(POB-21-mensaje)", "(POB-21-razon)", "(POB-21-casos)"],
        &LOW,
        &[],
    );
}

/// What becomes of one element is seen beside another that is not met as before.
#[test]
fn an_element_that_moves_beside_a_graver_one_is_seen() {
    let new = edited(&[("diagnostico/DIA-05", "exige: ", "exige: posicion = 7 or ")]);
    let changes = Changes::between(ruleset(), &new);
    let trials = Trials::new(&changes);
    let recorded = [recorded(common::submission("todo-mal"))];
    let told = moves(&gate(&new, Some(&trials), &recorded), &changes);
    assert_eq!(told, ["DIA-05 Unmet → Unmet: DIA-05-exige"]);
}

#[test]
fn applicability_definitions_and_lists_are_to_blame() {
    check(
        &[(POB_21, "cuando: not(estrategia.es_piloto)\n", "cuando: estrategia.es_piloto\n")],
        &["POB-21-cuando"],
        &LOWER,
        &["POB-21 Unmet → NotApplicable: POB-21-cuando"],
    );
    let definition = "cobertura: poblacion.beneficiaria[1].cantidad / poblacion.objetivo";
    check(
        &[(
            POB_21,
            definition,
            "cobertura: 3 * poblacion.beneficiaria[1].cantidad / poblacion.objetivo",
        )],
        &["POB-21-donde-cobertura"],
        &LOWER,
        &["POB-21 Unmet → Met: POB-21-donde-cobertura"],
    );
    // A definition under a new name is looked at by what names it, and told with that.
    let renamed = "parte: 3 * poblacion.beneficiaria[1].cantidad / poblacion.objetivo";
    check(
        &[
            (POB_21, definition, renamed),
            (POB_21, "exige: cobertura >=", "exige: parte >="),
            (
                POB_21,
                "el {porcentaje(cobertura)} de la población",
                "el {porcentaje(parte)} de la población",
            ),
            (
                POB_21,
                "el {porcentaje(cobertura)} de la objetivo",
                "el {porcentaje(parte)} de la objetivo",
            ),
        ],
        &["POB-21-exige", "(POB-21-mensaje)", "(POB-21-ficha)"],
        &LOWER,
        &["POB-21 Unmet → Met: POB-21-exige"],
    );
    check(
        &[(
            "estrategia/EST-05",
            "  componente: componentes\n",
            "  componente: componentes[obligatorio = false]\n",
        )],
        &["EST-05-para-cada"],
        &[("componentes[1].produccion", "1")],
        &[
            "EST-05 Unmet → NotApplicable: EST-05-para-cada",
            "Estrategia y Componentes Insuficiente → Suficiente, provisional: EST-05",
            "rating Objetado Técnicamente → Falta Información, provisional: EST-05",
        ],
    );
}

/// Rule sets of another time may still do what is refused today: it moves verdicts, and is told as that.
#[test]
fn a_definition_with_the_name_of_a_field_moves_verdicts() {
    let taken = "donde:\n  componentes: componentes[obligatorio]\n";
    let compiled = compiled(&[("recursos/REC-01", "donde:\n", taken)]);
    assert!(compiled.judges && compiled.findings.len() == 1);
    let new = compiled.ruleset.expect("it judges");
    let recorded = [recorded(form(&[("componentes[1].obligatorio", "false")]))];
    let told = |old: &Ruleset, new: &Ruleset| {
        let changes = Changes::between(old, new);
        assert_eq!(names(&changes), ["REC-01-donde-componentes"]);
        let trials = Trials::new(&changes);
        moves(&gate(new, Some(&trials), &recorded), &changes)
    };
    assert_eq!(told(ruleset(), &new)[0], "REC-01 Met → Unmet: REC-01-donde-componentes");
    assert_eq!(told(&new, ruleset()), [""; 0], "what is recorded is what the embedded rules say");
}

#[test]
fn rules_that_come_and_go_are_to_blame() {
    let rule = "titulo: La población objetivo pasa de dos mil\nclase: automatica\nseveridad: minimo\n\
                exige: poblacion.objetivo.cantidad > 2000\nmensaje: Es chica.\n";
    check(
        &[("poblacion/POB-90-nueva.yaml", "", rule)],
        &["POB-90-added"],
        &LOWER,
        &[
            "POB-90 none → Unmet: POB-90-added",
            "Población Suficiente → Insuficiente: POB-90",
            "rating Falta Información, provisional → Objetado Técnicamente: POB-90",
        ],
    );
    check(
        &[(POB_21, "*", "")],
        &["POB-21-removed"],
        &LOWER,
        &["POB-21 Unmet → none: POB-21-removed"],
    );
    check(
        &[(
            POB_21,
            "severidad: observacion\n",
            "severidad: observacion\nretirada: La reemplaza POB-22.\n",
        )],
        &["POB-21-retired"],
        &LOWER,
        &["POB-21 Unmet → none: POB-21-retired"],
    );
}

#[test]
fn the_policy_is_to_blame_for_verdicts() {
    // Insufficient and not ready: the first row that holds decides.
    let on = [("poblacion.objetivo.cantidad", "99999"), ("antecedentes.nombre", "null")];
    let table = "    favorable: false\n  - id: FI\n    nombre: Falta Información\n    cuando: some r in reglas satisfies r.severidad = \"admisibilidad\" and not(r.cumple)\n    favorable: false\n";
    let first = "calificaciones:\n  - id: OT\n    nombre: Objetado Técnicamente\n    cuando: some p in pilares satisfies p.veredicto = \"I\"\n";
    let swapped = "calificaciones:\n  - id: FI\n    nombre: Falta Información\n    cuando: some r in reglas satisfies r.severidad = \"admisibilidad\" and not(r.cumple)\n    favorable: false\n  - id: OT\n    nombre: Objetado Técnicamente\n    cuando: some p in pilares satisfies p.veredicto = \"I\"\n    favorable: false\n";
    check(
        &[("ruleset.yaml", &format!("{first}{table}"), swapped)],
        &["policy-calificaciones"],
        &on,
        &["rating Objetado Técnicamente → Falta Información: policy-calificaciones"],
    );
    check(
        &[(
            "ruleset.yaml",
            "cuando: some p in pilares satisfies p.veredicto = \"I\"",
            "cuando: count(pilares[veredicto = \"I\"]) > 1",
        )],
        &["rating-OT"],
        &[("poblacion.objetivo.cantidad", "99999")],
        &["rating Objetado Técnicamente → Recomendado Favorablemente, provisional: rating-OT"],
    );
    let favourable = "nombre: Objetado Técnicamente\n    cuando: some p in pilares satisfies p.veredicto = \"I\"\n    favorable: false";
    check(
        &[("ruleset.yaml", favourable, &favourable.replace("false", "true"))],
        &["rating-OT"],
        &[("poblacion.objetivo.cantidad", "99999")],
        &[
            "rating Objetado Técnicamente, no favorable → Objetado Técnicamente, favorable: rating-OT",
        ],
    );
    check(
        &[(
            "ruleset.yaml",
            "    nivel: advertencia\n    decide_pilar: false",
            "    nivel: advertencia\n    decide_pilar: true",
        )],
        &["severity-observacion"],
        &LOWER,
        &[
            "Población Suficiente → Insuficiente: severity-observacion",
            "rating Falta Información, provisional → Objetado Técnicamente: severity-observacion",
        ],
    );
    check(
        &[("ruleset.yaml", "nombre: Observación", "nombre: Reparo")],
        &["(severity-observacion)"],
        &LOW,
        &[],
    );
}

#[test]
fn all_changes_together_say_what_the_new_rules_say() {
    let new = edited(&[
        (POB_21, "exige: cobertura >= ", "exige: cobertura > "),
        (POB_21, "severidad: observacion", "severidad: minimo"),
        ("antecedentes/ANT-03", "    - inicio = recursos.anio\n", ""),
        ("estrategia/EST-05", "*", ""),
        ("parameters.yaml", "valor: 0.10, fuente", "valor: 0.35, fuente"),
        ("lexicon.yaml", "  - escasez\n", "  - nueva carencia\n"),
        (
            "ruleset.yaml",
            "    nivel: advertencia\n    decide_pilar: false",
            "    nivel: advertencia\n    decide_pilar: true",
        ),
        ("submission.schema.json", "\"title\": \"Nombre del programa\"", "\"title\": \"Nombre\""),
    ]);
    let changes = Changes::between(ruleset(), &new);
    let (all, none) = (changes.applied(&changes.moving()), changes.applied(&[]));
    let (all, none) = (all.expect("a rule set"), none.expect("a rule set"));
    let generator = Generator::new(&new);
    for seed in 0..10 {
        let form = generator.document(seed);
        let record =
            |ruleset: &Ruleset| Record::of(&decide(ruleset, &Subject::new(ruleset, &form)), None);
        assert!(record(&all).agrees(&record(&new)), "seed {seed}");
        assert_eq!(record(&none), record(ruleset()), "seed {seed}");
    }
}

#[test]
fn a_change_has_its_old_and_new_text_and_its_place() {
    let new = edited(&[(POB_21, "exige: cobertura >= ", "exige: cobertura > ")]);
    let changes = Changes::between(ruleset(), &new);
    let change = &changes.list[0];
    let side = |side: &Option<pilares::verify::changes::Side>| side.clone().expect("a side");
    assert_eq!(side(&change.old).text, "cobertura >= parametro.cobertura_minima");
    assert_eq!(side(&change.new).text, "cobertura > parametro.cobertura_minima");
    let place = change.place().expect("a place").to_string();
    assert_eq!(place, "poblacion/POB-21-cobertura-baja.yaml:16:8");
}

/// Of a lexicon with changes only the lists that differ are read again; what it says is what the whole
/// lexicon says, read anew.
#[test]
fn a_mixed_lexicon_says_what_the_same_lexicon_says_read_anew() {
    const WORDS: &str = "lexicon.yaml";
    let edits = [
        (WORDS, "  - [riego, irrigación]\n", "  - [riego]\n  - [irrigación, acequia]\n"),
        (WORDS, "  - escasez\n", ""),
        (WORDS, "fuentes:\n", "fuentes:\n  - Ojo de Agua\n"),
        (WORDS, "    - remoto\n", "    - recóndito\n"),
        (WORDS, "  resultado:\n    - aumentar\n", "  resultado:\n    - reverdecer\n"),
        (WORDS, "  dinero: [peso, UF,", "  dinero: [peso, maravedí, UF,"),
    ];
    let new = edited(&edits);
    let probes = [
        "similarity(\"riego\", \"irrigación\")",
        "mentions(\"hay escasez\", \"carencia\")",
        "sources(\"según el Ojo de Agua 2021\").nombre",
        "mentions(\"lugares recónditos y remotos\", \"vagas\")",
        "verbs(\"el barrio reverdece\").lista",
        "figures(\"son 300 maravedíes\").unidad",
    ];
    let generator = Generator::new(&new);
    let forms: Vec<Document> = (0..40).map(|seed| generator.document(seed)).collect();
    let says = |ruleset: &Ruleset| {
        let record =
            |form| Record::of(&decide(ruleset, &Subject::new(ruleset, form)), None).write();
        let records = forms.iter().map(record);
        records.chain(probes.iter().map(|probe| value(ruleset, probe))).collect::<Vec<_>>()
    };
    let mixed = |new: &Ruleset| {
        let changes = Changes::between(ruleset(), new);
        let all: Vec<usize> = (0..changes.list.len()).collect();
        changes.applied(&all).expect("all changes make the new rule set")
    };
    assert_eq!(says(&mixed(&new)), says(&new));
    let before = says(ruleset());
    for edit in edits {
        let alone = edited(&[edit]);
        let said = says(&alone);
        assert_eq!(says(&mixed(&alone)), said, "{edit:?}");
        assert_ne!(before, said, "{edit:?} is heard");
    }
}

/// What an expression gives that reads no form.
fn value(ruleset: &Ruleset, text: &str) -> String {
    let expression = Expression::compile(&Source::new("<prueba>", text), ruleset, false);
    let expression = expression.unwrap_or_else(|found| panic!("{text}: {found:?}"));
    let failure = Failure::Unknown;
    let scope = Scope { library: &ruleset.library, contexts: &[], failure, places: None };
    format!("{text} = {}", feel::value_of(&expression.expr, &expression.text, &scope))
}
