//! What conditions get wrong before any submission is read, and what they give where they are right.
//!
//! On the schema and parameters of the embedded rule set.

mod common;

use common::ruleset;
use pilares::evaluate;
use pilares::feel::{self, Data, Failure, Scope, Type, Value};
use pilares::rules::Expression;
use pilares::source::Source;
use proptest::prelude::*;

/// Compiles a condition over the form: its type, or each mistake as `part of the text: message`.
fn compile(text: &str) -> Result<Type, Vec<String>> {
    let source = Source::new("<prueba>", text);
    let told = |finding: &pilares::finding::Finding| {
        let part = finding.labels[0].place.text();
        let help = finding.help.as_ref().map(|help| format!(" | {}", help.spanish));
        format!("{part}: {}{}", finding.message.spanish, help.unwrap_or_default())
    };
    match Expression::compile(&source, ruleset(), true) {
        Ok(expression) => Ok(expression.of),
        Err(findings) => Err(findings.iter().map(told).collect()),
    }
}

#[track_caller]
fn wrong(text: &str, mistakes: &[&str]) {
    match compile(text) {
        Ok(of) => panic!("{text} is {}", shown(&of)),
        Err(told) => assert_eq!(told, mistakes, "{text}"),
    }
}

#[track_caller]
fn right(text: &str, of: &str) {
    match compile(text) {
        Ok(found) => assert_eq!(shown(&found), of, "{text}"),
        Err(told) => panic!("{text}: {told:?}"),
    }
}

/// A type and its unit: `number in personas`, `list<date>`.
fn shown(of: &Type) -> String {
    match of {
        Type::Number(unit) if unit.is_known() => format!("number in {}", unit.words().0),
        Type::List(item) => format!("list<{}>", shown(item)),
        Type::Range(end) => format!("range<{}>", shown(end)),
        Type::Function(function) => format!("function -> {}", shown(&function.result)),
        other => other.to_string(),
    }
}

#[test]
fn units_that_do_not_go_together() {
    let share = "multiplique la proporción por 100, o divida el porcentaje por 100";
    let help = |mistake: &str| format!("{mistake} | {share}");
    wrong(
        "recursos.gasto_total + poblacion.objetivo.cantidad",
        &["poblacion.objetivo.cantidad: se suman miles de pesos con personas"],
    );
    wrong(
        "recursos.gasto_total - poblacion.objetivo.cantidad",
        &["poblacion.objetivo.cantidad: se restan personas de miles de pesos"],
    );
    wrong(
        "recursos.gasto_total > 2 * poblacion.objetivo.cantidad",
        &[
            "recursos.gasto_total > 2 * poblacion.objetivo.cantidad: se comparan miles de pesos con personas",
        ],
    );
    wrong(
        "recursos.porcentaje_administrativo < recursos.gasto_administrativo / recursos.gasto_total",
        &[&help(
            "recursos.porcentaje_administrativo < recursos.gasto_administrativo / recursos.gasto_total: se comparan un porcentaje con una proporción",
        )],
    );
    wrong(
        "parametro.cobertura_minima + parametro.linea_base_maxima",
        &[&help("parametro.linea_base_maxima: se suman una proporción con un porcentaje")],
    );
    wrong(
        "recursos.gasto_total * parametro.linea_base_maxima > recursos.gasto_administrativo",
        &[
            "recursos.gasto_total * parametro.linea_base_maxima > recursos.gasto_administrativo: se comparan miles de pesos × % con miles de pesos | divida por 100 lo que se multiplicó por un porcentaje",
        ],
    );
    wrong(
        "recursos.gasto_total / poblacion.objetivo.cantidad = recursos.gasto_total",
        &[
            "recursos.gasto_total / poblacion.objetivo.cantidad = recursos.gasto_total: se comparan miles de pesos por persona con miles de pesos",
        ],
    );
    wrong(
        "poblacion.objetivo.cantidad * poblacion.objetivo.cantidad = poblacion.objetivo.cantidad",
        &[
            "poblacion.objetivo.cantidad * poblacion.objetivo.cantidad = poblacion.objetivo.cantidad: se comparan personas^2 con personas",
        ],
    );
    wrong(
        "recursos.gasto_total between 0 and poblacion.objetivo.cantidad",
        &["poblacion.objetivo.cantidad: se comparan miles de pesos con personas"],
    );
    wrong(
        "recursos.gasto_total in [1..poblacion.objetivo.cantidad]",
        &["[1..poblacion.objetivo.cantidad]: se comparan miles de pesos con personas"],
    );
    wrong(
        "recursos.gasto_total in (poblacion.objetivo.cantidad, > proceso)",
        &[
            "poblacion.objetivo.cantidad: se comparan miles de pesos con personas",
            "proceso: se comparan miles de pesos con años calendario",
        ],
    );
    wrong(
        "[recursos.gasto_total..poblacion.objetivo.cantidad]",
        &[
            "[recursos.gasto_total..poblacion.objetivo.cantidad]: se comparan miles de pesos con personas",
        ],
    );
    wrong(
        "count(for i in recursos.gasto_total..poblacion.objetivo.cantidad return i)",
        &["poblacion.objetivo.cantidad: se comparan miles de pesos con personas"],
    );
    wrong(
        "poblacion.beneficiaria[cantidad > recursos.gasto_total]",
        &["cantidad > recursos.gasto_total: se comparan personas con miles de pesos"],
    );
    wrong(
        "every c in componentes satisfies c.gasto < poblacion.potencial.cantidad",
        &["c.gasto < poblacion.potencial.cantidad: se comparan miles de pesos con personas"],
    );
    wrong(
        "if true then recursos.gasto_total + proceso else 0",
        &["proceso: se suman miles de pesos con años calendario"],
    );
}

#[test]
fn years_and_spans_of_years() {
    let help = |mistake: &str| format!("{mistake} | la resta de dos años calendario da años");
    wrong(
        "proceso + antecedentes.anio_inicio",
        &[&help("antecedentes.anio_inicio: se suman años calendario entre sí")],
    );
    wrong(
        "proceso > parametro.antiguedad_maxima_fuente",
        &[&help(
            "proceso > parametro.antiguedad_maxima_fuente: se comparan años calendario con años",
        )],
    );
    wrong(
        "parametro.antiguedad_maxima_fuente - proceso",
        &[&help("proceso: se restan años calendario de años")],
    );
    wrong(
        "sum(poblacion.beneficiaria.anio)",
        &[&help("poblacion.beneficiaria.anio: se suman años calendario entre sí")],
    );
    wrong(
        "proceso - antecedentes.anio_inicio = poblacion.objetivo.cantidad",
        &[
            "proceso - antecedentes.anio_inicio = poblacion.objetivo.cantidad: se comparan años con personas",
        ],
    );
    right("proceso - antecedentes.anio_inicio", "number in años");
    right("proceso - 1", "number in años calendario");
    right("proceso - 2015", "number in años");
    right("2030 - proceso", "number in años");
    right("proceso + parametro.antiguedad_maxima_fuente", "number in años calendario");
    right("proceso - 2015 <= parametro.antiguedad_maxima_fuente", "boolean");
    right("max(poblacion.beneficiaria.anio)", "number in años calendario");
    right(
        "every i in 1..parametro.anios_proyectados satisfies poblacion.beneficiaria[i].anio = proceso + i - 1",
        "boolean",
    );
}

#[test]
fn units_of_what_is_computed() {
    right("12", "number");
    right("recursos.gasto_total", "number in miles de pesos");
    right("recursos.gasto_total + 1", "number in miles de pesos");
    right("-recursos.gasto_total", "number in miles de pesos");
    right("2 * recursos.gasto_total / 3", "number in miles de pesos");
    right("recursos.gasto_administrativo / recursos.gasto_total", "number in una proporción");
    right("100 * recursos.gasto_administrativo / recursos.gasto_total", "number in un porcentaje");
    right("recursos.gasto_administrativo / recursos.gasto_total * 100", "number in un porcentaje");
    right("recursos.porcentaje_administrativo / 100", "number in una proporción");
    right(
        "recursos.porcentaje_administrativo / 100 * recursos.gasto_total > recursos.gasto_administrativo",
        "boolean",
    );
    right(
        "recursos.gasto_total * recursos.porcentaje_administrativo / 100 = recursos.gasto_administrativo",
        "boolean",
    );
    right("100 * recursos.gasto_administrativo > recursos.gasto_total", "boolean");
    right("1 - parametro.cobertura_minima", "number in una proporción");
    right("100 - recursos.porcentaje_administrativo", "number in un porcentaje");
    right(
        "recursos.porcentaje_administrativo - parametro.linea_base_maxima",
        "number in puntos porcentuales",
    );
    right(
        "recursos.porcentaje_administrativo + parametro.tolerancia_complemento <= 100",
        "boolean",
    );
    right(
        "recursos.gasto_total / poblacion.objetivo.cantidad",
        "number in miles de pesos por persona",
    );
    right(
        "recursos.gasto_por_beneficiario * poblacion.objetivo.cantidad = recursos.gasto_total",
        "boolean",
    );
    right("recursos.gasto_total / recursos.gasto_por_beneficiario", "number in personas");
    right("poblacion.objetivo.cantidad * parametro.cobertura_minima", "number in personas");
    right("componentes.gasto", "list<number in miles de pesos>");
    right("componentes[gasto > 0].gasto[1]", "number in miles de pesos");
    right("sum(componentes.gasto)", "number in miles de pesos");
    right("sum(recursos.gasto_total, 1, componentes[1].gasto)", "number in miles de pesos");
    right("max(componentes.gasto) - min(componentes.gasto)", "number in miles de pesos");
    right("mean(componentes.gasto)", "number in miles de pesos");
    right("median(componentes.gasto)", "number in miles de pesos");
    right("count(componentes)", "number");
    right(
        "round half up(recursos.gasto_total / poblacion.objetivo.cantidad, 2)",
        "number in miles de pesos por persona",
    );
    right("abs(recursos.gasto_total - 3)", "number in miles de pesos");
    right("if proceso = 2026 then recursos.gasto_total else 0", "number in miles de pesos");
    right("if proceso = 2026 then recursos.gasto_total else proceso", "number");
    right(
        "for c in componentes return c.gasto / recursos.gasto_total",
        "list<number in una proporción>",
    );
    right("product(poblacion.objetivo.estimacion.factores.valor)", "number in una proporción");
    right("diagnostico.cifras[1].valor > recursos.gasto_total", "boolean");
    right("diagnostico.cifras[1].valor + recursos.gasto_total", "number");
    right(
        "{a: recursos.gasto_total, b: a / poblacion.objetivo.cantidad}.b",
        "number in miles de pesos por persona",
    );
    right(
        "sort(componentes, function(a, b) a.gasto > b.gasto)[1].gasto",
        "number in miles de pesos",
    );
    right("distinct values(poblacion.beneficiaria.anio)", "list<number in años calendario>");
    right(
        "concatenate(componentes.gasto, [recursos.gasto_total])",
        "list<number in miles de pesos>",
    );
    right("append(componentes.gasto, recursos.gasto_total)", "list<number in miles de pesos>");
    right("flatten(componentes.causas)", "list<number in una posición>");
    right(
        "[objetivo.indicador, objetivo.indicador_adicional].valores[1].anio",
        "list<number in años calendario>",
    );
    right("(parametro.cobertura_minima) ** 2", "number in una proporción");
}

#[test]
fn functions_take_what_they_say() {
    wrong(
        "porcentaje(recursos.porcentaje_administrativo)",
        &[
            "recursos.porcentaje_administrativo: aquí va una proporción, y esto es un porcentaje | divida por 100",
        ],
    );
    wrong(
        "porcentaje(recursos.gasto_total)",
        &["recursos.gasto_total: aquí va una proporción, y esto son miles de pesos"],
    );
    wrong(
        "pesos(poblacion.objetivo.cantidad)",
        &["poblacion.objetivo.cantidad: aquí va un monto, y esto son personas"],
    );
    wrong(
        "agrees(recursos.porcentaje_administrativo, recursos.gasto_administrativo / recursos.gasto_total)",
        &[
            "recursos.gasto_administrativo / recursos.gasto_total: se comparan un porcentaje con una proporción | multiplique la proporción por 100, o divida el porcentaje por 100",
        ],
    );
    wrong(
        "sum(recursos.gasto_total, poblacion.objetivo.cantidad)",
        &["poblacion.objetivo.cantidad: se suman miles de pesos con personas"],
    );
    wrong(
        "sum([recursos.gasto_total, \"tres\", proceso])",
        &[
            "\"tres\": aquí va un número, y esto es un texto",
            "proceso: se suman años calendario entre sí | la resta de dos años calendario da años",
        ],
    );
    wrong(
        "max(recursos.gasto_total, proceso)",
        &["proceso: se comparan miles de pesos con años calendario"],
    );
    wrong(
        "min([true])",
        &["true: aquí va un número, un texto o una fecha, y esto es verdadero o falso"],
    );
    wrong(
        "list contains(componentes.causas[1], \"a\")",
        &["\"a\": se compara un número con un texto"],
    );
    wrong("all([1 < 2, 3])", &["3: aquí va verdadero o falso, y esto es un número"]);
    wrong(
        "string join([1, 2])",
        &["1: aquí va un texto, y esto es un número", "2: aquí va un texto, y esto es un número"],
    );
    wrong("count(componentes, 2)", &["count: se escribe `count(list)`"]);
    wrong("cuenta(componentes)", &["cuenta: no hay ninguna función `cuenta`"]);
    wrong("cuont(componentes)", &["cuont: no hay ninguna función `cuont` | ¿quiso decir `count`?"]);
    wrong(
        "decimal(n: 1.5, escale: 0)",
        &["escale: `decimal` no tiene un argumento `escale` | ¿quiso decir `scale`?"],
    );
    wrong(
        "decimal(n: 1.5)",
        &["decimal: falta el argumento `scale` | se escribe `decimal(n, scale)`"],
    );
    wrong("decimal(n: 1, n: 2, scale: 3)", &["n: el argumento `n` se da dos veces"]);
    wrong("decimal(scale: \"a\", n: 1)", &["\"a\": aquí va un número, y esto es un texto"]);
    wrong(
        "round half up(scale: 1, n: recursos.gasto_total) > proceso",
        &[
            "round half up(scale: 1, n: recursos.gasto_total) > proceso: se comparan miles de pesos con años calendario",
        ],
    );
    wrong("{f: function(a, b) a + b, c: f(1)}.c", &["f: se escribe `f(a, b)`"]);
    wrong(
        "{f: function(a) a, c: f(b: 1)}.c",
        &["b: `f` no tiene un argumento `b` | se escribe `f(a)`"],
    );
    wrong("proceso(2)", &["proceso: esto es un número, y no una función"]);
    wrong(
        "sort(componentes, function(a, b) a.gasot > b.gasto)",
        &["gasot: no hay ningún campo `gasot` aquí | ¿quiso decir `gasto`?"],
    );
    wrong(
        "sort(componentes, function(a) true)",
        &["function(a) true: para ordenar, la función recibe dos elementos"],
    );
    right(
        "agrees(recursos.gasto_por_beneficiario, recursos.gasto_total / poblacion.objetivo.cantidad)",
        "boolean",
    );
    right("pesos(recursos.gasto_por_beneficiario)", "string");
    right("porcentaje(1 - parametro.cobertura_minima)", "string");
    right("numero(proceso)", "string");
    right("{f: function(a, b) a + b, c: f(b: 1, a: 2)}.f", "function -> Any");
    right("(function(a) a > 1)(3)", "boolean");
    right("get entries({a: 1}).key", "list<string>");
}

#[test]
fn dates_durations_and_ranges() {
    wrong(
        "@\"2026-01-01\" + 1",
        &[
            "1: no se suma una fecha con un número | escriba una duración, como `@\"P1D\"` o `@\"P1Y\"`",
        ],
    );
    wrong(
        "@\"2026-01-01\" + @\"2026-01-02\"",
        &["@\"2026-01-02\": no se suma una fecha con una fecha"],
    );
    wrong(
        "@\"P1D\" - @\"2026-01-02\"",
        &["@\"2026-01-02\": no se resta una fecha de una duración en días"],
    );
    wrong(
        "@\"P1D\" + @\"P1Y\"",
        &["@\"P1Y\": no se suma una duración en días con una duración en meses"],
    );
    wrong(
        "@\"P1D\" * @\"P1D\"",
        &["@\"P1D\": no se multiplica una duración en días por una duración en días"],
    );
    wrong("@\"12:00:00\" + @\"P1Y\"", &["@\"P1Y\": no se suma una hora con una duración en meses"]);
    wrong(
        "@\"2026-01-01\" > 2026",
        &["@\"2026-01-01\" > 2026: se compara una fecha con un número"],
    );
    wrong("@\"2026-01-01\".yaer", &["yaer: una fecha no tiene `yaer` | ¿quiso decir `year`?"]);
    wrong(
        "@\"P1Y\".days",
        &["days: una duración en meses no tiene `days` | tiene `years`, `months`, `value`"],
    );
    wrong(
        "[1..5].inicio",
        &[
            "inicio: un intervalo no tiene `inicio` | tiene `start`, `end`, `start included`, `end included`",
        ],
    );
    wrong("\"a\" in [1..5]", &["[1..5]: se compara un texto con un número"]);
    wrong(
        "for i in [1..3] return i + \"a\"",
        &["i: se une un texto con un número | conviértalo en texto con `string(…)`"],
    );
    wrong(
        "[true..false]",
        &[
            "true: `>=` compara números, textos o fechas, y esto es verdadero o falso",
            "false: `>=` compara números, textos o fechas, y esto es verdadero o falso",
        ],
    );
    right("@\"2026-01-01\"", "date");
    right("@\"2026-01-01T12:00:00\"", "date and time");
    right("@\"12:00:00\"", "time");
    right("@\"-P1DT2H\"", "days and time duration");
    right("@\"P1Y2M\"", "years and months duration");
    right("@\"2026-01-02\" - @\"2026-01-01\"", "days and time duration");
    right("@\"2026-01-02\" + @\"P1M\"", "date");
    right("@\"P1D\" + @\"12:00:00\"", "time");
    right("2 * @\"P1D\" / 3 - @\"PT1H\"", "days and time duration");
    right("-@\"P2Y\"", "years and months duration");
    right("@\"P1D\" / @\"PT1H\"", "number");
    right("(@\"2026-01-02\" - @\"2026-01-01\").days > 0", "boolean");
    right("@\"2026-01-01\".weekday", "number");
    right("@\"12:00:00\".timezone", "string");
    right("[@\"2026-01-01\"..@\"2026-12-31\"].start", "date");
    right("@\"2026-05-01\" in [@\"2026-01-01\"..@\"2026-12-31\"]", "boolean");
    right(
        "[recursos.gasto_administrativo..recursos.gasto_total]",
        "range<number in miles de pesos>",
    );
    right("for i in [1..3] return i * recursos.gasto_total", "list<number in miles de pesos>");
}

#[test]
fn names_kinds_and_closed_values() {
    wrong(
        "poblacon.objetivo",
        &["poblacon: no hay ningún campo ni nombre `poblacon` | ¿quiso decir `poblacion`?"],
    );
    wrong(
        "poblacion.objetivo.cantida",
        &["cantida: no hay ningún campo `cantida` aquí | ¿quiso decir `cantidad`?"],
    );
    wrong(
        "componentes.gastos",
        &["gastos: no hay ningún campo `gastos` aquí | ¿quiso decir `gasto`?"],
    );
    wrong(
        "componentes[gastto > 0]",
        &["gastto: no hay ningún campo ni nombre `gastto` | ¿quiso decir `gasto`?"],
    );
    wrong(
        "[objetivo.indicador, objetivo.indicador_adicional].nombrre",
        &["nombrre: no hay ningún campo `nombrre` aquí | ¿quiso decir `nombre`?"],
    );
    wrong("proceso.dia", &["dia: un número no tiene campos"]);
    wrong(
        "count",
        &[
            "count: no hay ningún campo ni nombre `count` | `count` es una función: se escribe `count(…)`",
        ],
    );
    wrong("componentes[0]", &["0: las posiciones se cuentan desde 1"]);
    wrong(
        "componentes[\"a\"]",
        &["\"a\": entre corchetes va una posición o una condición, no un texto"],
    );
    wrong(
        "poblacion.alcance = \"todo\"",
        &["\"todo\": ese campo nunca vale `todo` | ¿quiso decir `toda`?"],
    );
    wrong(
        "poblacion.alcance in (\"toda\", \"nada\")",
        &["\"nada\": ese campo nunca vale `nada` | puede valer `toda`, `parte`"],
    );
    wrong(
        "list contains([poblacion.alcance], \"partes\")",
        &["\"partes\": ese campo nunca vale `partes` | ¿quiso decir `parte`?"],
    );
    wrong(
        "proceso instance of numbre",
        &["numbre: `numbre` no es un tipo | ¿quiso decir `number`?"],
    );
    wrong(
        "[1] instance of list<sting>",
        &["list<sting>: `sting` no es un tipo | ¿quiso decir `string`?"],
    );
    wrong(
        "true < false",
        &["true: `<` compara números, textos o fechas, y esto es verdadero o falso"],
    );
    wrong(
        "recursos.gasto_total < null",
        &["null: nada se compara con `null` por `<` | para saber si un campo falta, use `= null`"],
    );
    wrong("if proceso then 1 else 2", &["proceso: aquí va verdadero o falso, y esto es un número"]);
    wrong("proceso and true", &["proceso: aquí va verdadero o falso, y esto es un número"]);
    wrong(
        "\"año \" + proceso",
        &["proceso: se une un texto con un número | conviértalo en texto con `string(…)`"],
    );
    wrong("componentes + 1", &["componentes: aquí va un número, y esto es una lista"]);
    wrong(
        "for i in parametro.anios_proyectados return i",
        &[
            "parametro.anios_proyectados: aquí va una lista o un intervalo, y esto es un número | para contar desde 1, escriba `1..` antes",
        ],
    );
    wrong("proceso + null", &["null: con `null` no se calcula"]);
    wrong("date(1, 2)", &["date: se escribe `date(from)` o `date(year, month, day)`"]);
    wrong("day of year(proceso)", &["proceso: aquí va una fecha, y esto es un número"]);
    wrong("before([1..2], \"a\")", &["\"a\": se compara un número con un texto"]);
    wrong(
        "before([1..recursos.gasto_total], proceso)",
        &["proceso: se comparan miles de pesos con años calendario"],
    );
    wrong(
        "function(a: date, b: number) a + b",
        &[
            "b: no se suma una fecha con un número | escriba una duración, como `@\"P1D\"` o `@\"P1Y\"`",
        ],
    );
    right("date(2026, 1, 1) + @\"P1D\"", "date");
    right("date(day: 1, month: 2, year: 2026).month", "number");
    right("5 in [null..10]", "boolean");
    right("5 in (> 3)", "boolean");
    right("(function(a: date) a - @\"2026-01-01\")(@\"2026-01-02\")", "days and time duration");
    right("proceso instance of number", "boolean");
    right("[1] instance of list<number>", "boolean");
    right("@\"P1D\" instance of days and time duration", "boolean");
    right("poblacion.alcance = \"toda\"", "boolean");
    right("poblacion.alcance != null", "boolean");
    right("\"toda\" in (poblacion.alcance)", "boolean");
    right("componentes[-1].nombre", "string");
}

#[test]
fn one_run_tells_every_mistake_and_each_once() {
    wrong(
        "(poblacon.x + recursos.gasto_total + proceso > recursos.anios",
        &[
            "poblacon: no hay ningún campo ni nombre `poblacon` | ¿quiso decir `poblacion`?",
            "anios: falta cerrar `(`",
            "anios: no hay ningún campo `anios` aquí | ¿quiso decir `anio`?",
        ],
    );
    wrong(
        "poblacion.alcance == \"tod\" && proceso + proceso > 3",
        &[
            "==: para comparar se usa un solo `=`",
            "\"tod\": ese campo nunca vale `tod` | ¿quiso decir `toda`?",
            "&&: escriba `and` en vez de `&&`",
            "proceso: se suman años calendario entre sí | la resta de dos años calendario da años",
        ],
    );
    // What a mistake hides agrees with anything.
    wrong(
        "nada_asi + recursos.gasto_total = proceso",
        &["nada_asi: no hay ningún campo ni nombre `nada_asi`"],
    );
    wrong("nada_asi[x = 1].y.z", &["nada_asi: no hay ningún campo ni nombre `nada_asi`"]);
    wrong(
        "1 + * 2 > \"a\"",
        &["1 + * 2 > \"a\": se compara un número con un texto", "*: falta un valor antes de `*`"],
    );
}

/// Expressions over fields of every unit and kind; many of them wrong.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "recursos.gasto_total",
        "recursos.porcentaje_administrativo",
        "recursos.gasto_por_beneficiario",
        "poblacion.objetivo.cantidad",
        "poblacion.alcance",
        "poblacion.universal",
        "parametro.cobertura_minima",
        "parametro.anios_proyectados",
        "proceso",
        "componentes",
        "componentes.gasto",
        "componentes[1].produccion",
        "diagnostico.cifras[1].valor",
        "diagnostico.ods",
        "1",
        "100",
        "2026",
        "0.5",
        "true",
        "null",
        "\"toda\"",
        "@\"2026-01-01\"",
        "@\"P1D\"",
        "@\"P1Y\"",
        "@\"10:00:00\"",
        "[1, 2]",
        "[1..5]",
        "(< 3)",
        "function(x) x + 1",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", "[",
        ]);
        let function = prop::sample::select(vec![
            "sum",
            "max",
            "mean",
            "count",
            "abs",
            "product",
            "porcentaje",
            "pesos",
            "numero",
            "not",
            "flatten",
            "string",
            "reverse",
            "year",
            "date",
            "floor",
            "distinct values",
        ]);
        let two = prop::sample::select(vec![
            "agrees",
            "list contains",
            "append",
            "modulo",
            "before",
            "min",
            "sum",
            "index of",
            "concatenate",
            "date and time",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, sign, b)| match sign {
                "[" => format!("({a})[{b}]"),
                sign => format!("({a} {sign} {b})"),
            }),
            (function, inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            (two, inner.clone(), inner.clone())
                .prop_map(|(name, a, b)| format!("{name}({a}, {b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(for i in {a} return {b})")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("(some i in {a} satisfies i = {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, {b}]")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{{a: {a}, b: {b}}}.a")),
        ]
    })
}

/// Whether a known value is what a type says.
fn is_of(value: &Value, of: &Type) -> bool {
    match (&value.data, of) {
        (_, Type::Any) | (Data::Unknown(_) | Data::Null, _) => true,
        (Data::List(items), Type::List(item)) => items.iter().all(|value| is_of(value, item)),
        (Data::Bool(_), Type::Bool) | (Data::Number(_), Type::Number(_)) => true,
        (Data::Text(text), Type::Choice(allowed)) => allowed.contains(text),
        (Data::Text(_), Type::Text) | (Data::Context(_), Type::Context(_)) => true,
        (Data::Range(_), Type::Range(_)) | (Data::Function(_), Type::Function(_)) => true,
        (Data::Temporal(temporal), of) => *of == Type::temporal(temporal.kind()),
        _ => false,
    }
}

proptest! {
    #![proptest_config(common::generated(3000))]

    /// Checking ends, says its piece inside the text, and says it once.
    #[test]
    fn any_expression_is_checked(text in expression()) {
        let parsed = feel::parse(&text, &ruleset().library);
        let checked = feel::check(&parsed.expr, &ruleset().library, &[]);
        for (at, mistake) in checked.diagnostics.iter().enumerate() {
            prop_assert!(text.get(mistake.span.range()).is_some(), "{text}: {mistake:?}");
            prop_assert!(!checked.diagnostics[..at].contains(mistake), "{text}: {mistake:?}");
        }
    }

    /// What passes has, on a real form, the type that was said, where it has a value at all.
    #[test]
    fn types_are_true(text in expression()) {
        let Ok(of) = compile(&text) else { return Ok(()) };
        let (ruleset, document) = (ruleset(), common::submission("ejemplo"));
        let form = evaluate::form(ruleset.schema.shape(), &document);
        let names = evaluate::names(ruleset, &form, evaluate::year(ruleset, &document));
        let scope = Scope { library: &ruleset.library, contexts: &[&names], failure: Failure::Unknown, places: None };
        let parsed = feel::parse(&text, &ruleset.library);
        let (value, _) = feel::evaluate(&parsed.expr, &text, &scope);
        prop_assert!(is_of(&value, &of), "{text} is said to be {} and is {value}", shown(&of));
    }

    /// Two figures that cannot be compared cannot be compared the other way round, nor added.
    #[test]
    fn units_agree_both_ways(a in expression(), b in expression()) {
        let both = |sign: &str| compile(&format!("({a}) {sign} ({b})")).is_ok();
        let swapped = compile(&format!("({b}) = ({a})")).is_ok();
        prop_assert_eq!(both("="), swapped, "{} and {}", a, b);
        if let (true, Ok(Type::Number(one)), Ok(Type::Number(other))) = (both("+"), compile(&a), compile(&b)) {
            let dated = [one, other].iter().any(|unit| matches!(unit, feel::Unit::Date(_)));
            prop_assert!(dated || both("="), "{} and {}", a, b);
        }
    }
}

#[test]
fn a_pattern_is_read_as_its_flags_say() {
    let over = |rest: &str| format!("matches(diagnostico.problema, {rest})");
    right(&over(r#""ab+", "i""#), "boolean");
    right(&over(r#""( a b ) +", "x""#), "boolean");
    right(&over(r#""(sin cerrar", "q""#), "boolean");
    right(&over(r#""(sin cerrar", if proceso > 2025 then "q" else """#), "boolean");
    let open = r#""(sin cerrar": no es una expresión regular de la norma"#;
    wrong(&over(r#""(sin cerrar""#), &[open]);
    wrong(&over(r#""(sin cerrar", "i""#), &[open]);
    wrong(r#"split(diagnostico.problema, "(sin cerrar") != []"#, &[open]);
    let letters = "aquí van letras entre `s`, `m`, `i`, `x` y `q`";
    wrong(&over(r#""ab+", "ig""#), &[&format!(r#""ig": {letters}"#)]);
    wrong(
        r#"matches(pattern: "(sin cerrar", input: diagnostico.problema, flags: "z")"#,
        &[&format!(r#""z": {letters}"#)],
    );
}
