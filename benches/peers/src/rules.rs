//! Thirty rules over one submission, each in the language of every engine.
//!
//! The two FEEL engines read the same text. Each other text says the same as an author used to that
//! language would write it; CEL has no sum, so there a sum is written out item by item.

/// A rule.
pub struct Rule {
    /// Its name in reports.
    pub id: &'static str,
    /// FEEL, for this project's engine and for dsntk.
    pub feel: &'static str,
    /// ZEN's expression language, for zen-expression and zen-engine.
    pub zen: &'static str,
    /// CEL.
    pub cel: &'static str,
    /// Rego: bodies of a rule of this name, any of which makes it hold.
    pub rego: &'static [&'static str],
    /// What it says of the submission.
    pub expected: bool,
}

/// How many rules there are.
pub const COUNT: usize = 30;

/// The rules.
#[rustfmt::skip]
pub const RULES: [Rule; COUNT] = [
    // Comparisons
    Rule {
        id: "r01",
        feel: "poblacion.objetivo.cantidad <= poblacion.potencial.cantidad",
        zen: "poblacion.objetivo.cantidad <= poblacion.potencial.cantidad",
        cel: "poblacion.objetivo.cantidad <= poblacion.potencial.cantidad",
        rego: &["input.poblacion.objetivo.cantidad <= input.poblacion.potencial.cantidad"],
        expected: true,
    },
    Rule {
        id: "r02",
        feel: "antecedentes.anio_inicio = proceso",
        zen: "antecedentes.anio_inicio == proceso",
        cel: "antecedentes.anio_inicio == proceso",
        rego: &["input.antecedentes.anio_inicio == input.proceso"],
        expected: false,
    },
    Rule {
        id: "r03",
        feel: "poblacion.objetivo.estimacion.base = poblacion.potencial.cantidad",
        zen: "poblacion.objetivo.estimacion.base == poblacion.potencial.cantidad",
        cel: "poblacion.objetivo.estimacion.base == poblacion.potencial.cantidad",
        rego: &["input.poblacion.objetivo.estimacion.base == input.poblacion.potencial.cantidad"],
        expected: true,
    },
    Rule {
        id: "r04",
        feel: r#"antecedentes.tipo != "Nuevo""#,
        zen: "antecedentes.tipo != 'Nuevo'",
        cel: "antecedentes.tipo != 'Nuevo'",
        rego: &[r#"input.antecedentes.tipo != "Nuevo""#],
        expected: true,
    },
    Rule {
        id: "r05",
        feel: "poblacion.egreso.tiempo.cantidad between 1 and 60",
        zen: "poblacion.egreso.tiempo.cantidad in [1..60]",
        cel: "poblacion.egreso.tiempo.cantidad >= 1.0 && poblacion.egreso.tiempo.cantidad <= 60.0",
        rego: &["input.poblacion.egreso.tiempo.cantidad >= 1; input.poblacion.egreso.tiempo.cantidad <= 60"],
        expected: true,
    },
    Rule {
        id: "r06",
        feel: "recursos.porcentaje_administrativo < 10",
        zen: "recursos.porcentaje_administrativo < 10",
        cel: "recursos.porcentaje_administrativo < 10.0",
        rego: &["input.recursos.porcentaje_administrativo < 10"],
        expected: true,
    },
    Rule {
        id: "r07",
        feel: "objetivo.indicador.valores[3].valor > objetivo.indicador.valores[2].valor",
        zen: "objetivo.indicador.valores[2].valor > objetivo.indicador.valores[1].valor",
        cel: "objetivo.indicador.valores[2].valor > objetivo.indicador.valores[1].valor",
        rego: &["input.objetivo.indicador.valores[2].valor > input.objetivo.indicador.valores[1].valor"],
        expected: false,
    },
    Rule {
        id: "r08",
        feel: "componentes[1].gasto != componentes[2].gasto",
        zen: "componentes[0].gasto != componentes[1].gasto",
        cel: "componentes[0].gasto != componentes[1].gasto",
        rego: &["input.componentes[0].gasto != input.componentes[1].gasto"],
        expected: false,
    },
    // Lengths of texts
    Rule {
        id: "r09",
        feel: "string length(antecedentes.nombre) <= 420",
        zen: "len(antecedentes.nombre) <= 420",
        cel: "size(antecedentes.nombre) <= 420",
        rego: &["count(input.antecedentes.nombre) <= 420"],
        expected: true,
    },
    Rule {
        id: "r10",
        feel: "string length(objetivo.proposito) between 10 and 300",
        zen: "len(objetivo.proposito) in [10..300]",
        cel: "size(objetivo.proposito) >= 10 && size(objetivo.proposito) <= 300",
        rego: &["n := count(input.objetivo.proposito); n >= 10; n <= 300"],
        expected: true,
    },
    Rule {
        id: "r11",
        feel: "every c in componentes satisfies string length(c.nombre) >= 5",
        zen: "all(componentes, len(#.nombre) >= 5)",
        cel: "componentes.all(c, size(c.nombre) >= 5)",
        rego: &["every c in input.componentes { count(c.nombre) >= 5 }"],
        expected: true,
    },
    // Ratios
    Rule {
        id: "r12",
        feel: "poblacion.beneficiaria[1].cantidad / poblacion.objetivo.cantidad >= 0.05",
        zen: "poblacion.beneficiaria[0].cantidad / poblacion.objetivo.cantidad >= 0.05",
        cel: "poblacion.beneficiaria[0].cantidad / poblacion.objetivo.cantidad >= 0.05",
        rego: &["input.poblacion.beneficiaria[0].cantidad / input.poblacion.objetivo.cantidad >= 0.05"],
        expected: false,
    },
    Rule {
        id: "r13",
        feel: "abs(recursos.gasto_administrativo / recursos.gasto_total * 100 - recursos.porcentaje_administrativo) < 0.01",
        zen: "abs(recursos.gasto_administrativo / recursos.gasto_total * 100 - recursos.porcentaje_administrativo) < 0.01",
        cel: "math.abs(recursos.gasto_administrativo / recursos.gasto_total * 100.0 - recursos.porcentaje_administrativo) < 0.01",
        rego: &["abs(((input.recursos.gasto_administrativo / input.recursos.gasto_total) * 100) - input.recursos.porcentaje_administrativo) < 0.01"],
        expected: true,
    },
    Rule {
        id: "r14",
        feel: "abs(recursos.gasto_total / poblacion.beneficiaria[1].cantidad - recursos.gasto_por_beneficiario) <= 0.01",
        zen: "abs(recursos.gasto_total / poblacion.beneficiaria[0].cantidad - recursos.gasto_por_beneficiario) <= 0.01",
        cel: "math.abs(recursos.gasto_total / poblacion.beneficiaria[0].cantidad - recursos.gasto_por_beneficiario) <= 0.01",
        rego: &["abs((input.recursos.gasto_total / input.poblacion.beneficiaria[0].cantidad) - input.recursos.gasto_por_beneficiario) <= 0.01"],
        expected: true,
    },
    Rule {
        id: "r15",
        feel: "abs(poblacion.beneficiaria[1].cantidad / poblacion.objetivo.cantidad * 100 - poblacion.beneficiaria[1].cobertura_objetivo) < 0.005",
        zen: "abs(poblacion.beneficiaria[0].cantidad / poblacion.objetivo.cantidad * 100 - poblacion.beneficiaria[0].cobertura_objetivo) < 0.005",
        cel: "math.abs(poblacion.beneficiaria[0].cantidad / poblacion.objetivo.cantidad * 100.0 - poblacion.beneficiaria[0].cobertura_objetivo) < 0.005",
        rego: &["abs(((input.poblacion.beneficiaria[0].cantidad / input.poblacion.objetivo.cantidad) * 100) - input.poblacion.beneficiaria[0].cobertura_objetivo) < 0.005"],
        expected: true,
    },
    Rule {
        id: "r16",
        feel: "every c in componentes satisfies abs(c.gasto / c.produccion - c.gasto_unitario) <= 0.01",
        zen: "all(componentes, abs(#.gasto / #.produccion - #.gasto_unitario) <= 0.01)",
        cel: "componentes.all(c, math.abs(c.gasto / c.produccion - c.gasto_unitario) <= 0.01)",
        rego: &["every c in input.componentes { abs((c.gasto / c.produccion) - c.gasto_unitario) <= 0.01 }"],
        expected: true,
    },
    // Sums and extremes of lists
    Rule {
        id: "r17",
        feel: "sum(componentes.gasto) + recursos.gasto_administrativo = recursos.gasto_total",
        zen: "sum(map(componentes, #.gasto)) + recursos.gasto_administrativo == recursos.gasto_total",
        cel: "componentes[0].gasto + componentes[1].gasto + recursos.gasto_administrativo == recursos.gasto_total",
        rego: &["sum([c.gasto | some c in input.componentes]) + input.recursos.gasto_administrativo == input.recursos.gasto_total"],
        expected: true,
    },
    Rule {
        id: "r18",
        feel: "sum(poblacion.beneficiaria.cantidad) <= poblacion.objetivo.cantidad",
        zen: "sum(map(poblacion.beneficiaria, #.cantidad)) <= poblacion.objetivo.cantidad",
        cel: "poblacion.beneficiaria[0].cantidad + poblacion.beneficiaria[1].cantidad + poblacion.beneficiaria[2].cantidad + poblacion.beneficiaria[3].cantidad <= poblacion.objetivo.cantidad",
        rego: &["sum([b.cantidad | some b in input.poblacion.beneficiaria]) <= input.poblacion.objetivo.cantidad"],
        expected: true,
    },
    Rule {
        id: "r19",
        feel: "max(poblacion.beneficiaria.cantidad) <= 2 * min(poblacion.beneficiaria.cantidad)",
        zen: "max(map(poblacion.beneficiaria, #.cantidad)) <= 2 * min(map(poblacion.beneficiaria, #.cantidad))",
        cel: "math.greatest(poblacion.beneficiaria.map(b, b.cantidad)) <= 2.0 * math.least(poblacion.beneficiaria.map(b, b.cantidad))",
        rego: &["max([b.cantidad | some b in input.poblacion.beneficiaria]) <= 2 * min([b.cantidad | some b in input.poblacion.beneficiaria])"],
        expected: true,
    },
    // Membership
    Rule {
        id: "r20",
        feel: r#"antecedentes.tipo in ["Nuevo", "Reformulación", "Regularización"]"#,
        zen: "antecedentes.tipo in ['Nuevo', 'Reformulación', 'Regularización']",
        cel: "antecedentes.tipo in ['Nuevo', 'Reformulación', 'Regularización']",
        rego: &[r#"input.antecedentes.tipo in ["Nuevo", "Reformulación", "Regularización"]"#],
        expected: true,
    },
    Rule {
        id: "r21",
        feel: "list contains(diagnostico.ods, 8)",
        zen: "contains(diagnostico.ods, 8)",
        cel: "8.0 in diagnostico.ods",
        rego: &["8 in input.diagnostico.ods"],
        expected: true,
    },
    Rule {
        id: "r22",
        feel: "count(componentes[obligatorio]) = count(componentes)",
        zen: "len(filter(componentes, #.obligatorio)) == len(componentes)",
        cel: "size(componentes.filter(c, c.obligatorio)) == size(componentes)",
        rego: &["count([c | some c in input.componentes; c.obligatorio]) == count(input.componentes)"],
        expected: true,
    },
    // Quantifiers
    Rule {
        id: "r23",
        feel: "every f in poblacion.objetivo.estimacion.factores satisfies f.valor > 0 and f.valor <= 1",
        zen: "all(poblacion.objetivo.estimacion.factores, #.valor > 0 and #.valor <= 1)",
        cel: "poblacion.objetivo.estimacion.factores.all(f, f.valor > 0.0 && f.valor <= 1.0)",
        rego: &["every f in input.poblacion.objetivo.estimacion.factores { f.valor > 0; f.valor <= 1 }"],
        expected: true,
    },
    Rule {
        id: "r24",
        feel: r#"some v in objetivo.indicador.valores satisfies v.tipo = "esperado" and v.anio = proceso"#,
        zen: "some(objetivo.indicador.valores, #.tipo == 'esperado' and #.anio == proceso)",
        cel: "objetivo.indicador.valores.exists(v, v.tipo == 'esperado' && v.anio == proceso)",
        rego: &[r#"some v in input.objetivo.indicador.valores; v.tipo == "esperado"; v.anio == input.proceso"#],
        expected: true,
    },
    Rule {
        id: "r25",
        feel: "every c in componentes satisfies count(c.causas) >= 1",
        zen: "all(componentes, len(#.causas) >= 1)",
        cel: "componentes.all(c, size(c.causas) >= 1)",
        rego: &["every c in input.componentes { count(c.causas) >= 1 }"],
        expected: true,
    },
    Rule {
        id: "r26",
        feel: "some v in objetivo.indicador.valores satisfies v.valor > 0",
        zen: "some(objetivo.indicador.valores, #.valor > 0)",
        cel: "objetivo.indicador.valores.exists(v, v.valor > 0.0)",
        rego: &["some v in input.objetivo.indicador.valores; v.valor > 0"],
        expected: false,
    },
    // Conditions
    Rule {
        id: "r27",
        feel: "if estrategia.es_piloto then poblacion.beneficiaria[1].cantidad <= 1000 else poblacion.beneficiaria[1].cantidad >= 500",
        zen: "estrategia.es_piloto ? poblacion.beneficiaria[0].cantidad <= 1000 : poblacion.beneficiaria[0].cantidad >= 500",
        cel: "estrategia.es_piloto ? poblacion.beneficiaria[0].cantidad <= 1000.0 : poblacion.beneficiaria[0].cantidad >= 500.0",
        rego: &[
            "input.estrategia.es_piloto; input.poblacion.beneficiaria[0].cantidad <= 1000",
            "not input.estrategia.es_piloto; input.poblacion.beneficiaria[0].cantidad >= 500",
        ],
        expected: true,
    },
    Rule {
        id: "r28",
        feel: "if objetivo.termino.tiene then objetivo.termino.anio > proceso else objetivo.termino.anio = 0",
        zen: "objetivo.termino.tiene ? objetivo.termino.anio > proceso : objetivo.termino.anio == 0",
        cel: "objetivo.termino.tiene ? objetivo.termino.anio > proceso : objetivo.termino.anio == 0.0",
        rego: &[
            "input.objetivo.termino.tiene; input.objetivo.termino.anio > input.proceso",
            "not input.objetivo.termino.tiene; input.objetivo.termino.anio == 0",
        ],
        expected: true,
    },
    Rule {
        id: "r29",
        feel: "not(poblacion.universal) or poblacion.objetivo.cantidad = poblacion.potencial.cantidad",
        zen: "not poblacion.universal or poblacion.objetivo.cantidad == poblacion.potencial.cantidad",
        cel: "!poblacion.universal || poblacion.objetivo.cantidad == poblacion.potencial.cantidad",
        rego: &[
            "not input.poblacion.universal",
            "input.poblacion.objetivo.cantidad == input.poblacion.potencial.cantidad",
        ],
        expected: true,
    },
    Rule {
        id: "r30",
        feel: "poblacion.postulacion.existe and (poblacion.postulacion.puntaje or poblacion.cupos)",
        zen: "poblacion.postulacion.existe and (poblacion.postulacion.puntaje or poblacion.cupos)",
        cel: "poblacion.postulacion.existe && (poblacion.postulacion.puntaje || poblacion.cupos)",
        rego: &[
            "input.poblacion.postulacion.existe; input.poblacion.postulacion.puntaje",
            "input.poblacion.postulacion.existe; input.poblacion.cupos",
        ],
        expected: true,
    },
];
