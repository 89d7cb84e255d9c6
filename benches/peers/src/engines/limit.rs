//! The limit: the rules written by hand in Rust, over a struct, with exact decimals.
//!
//! It has no unknowns: every field is there. It is also who tells, for a blanked field, what each
//! way of filling it would give.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{Answer, Answers, Engine};

/// The fields that the rules read.
#[derive(Debug, Clone)]
pub struct Form {
    process: Decimal,
    name: String,
    kind: String,
    start: Decimal,
    goals: Vec<Decimal>,
    potential: Decimal,
    universal: bool,
    target: Decimal,
    base: Decimal,
    factors: Vec<Decimal>,
    years: Vec<Year>,
    limited: bool,
    stay: Decimal,
    applies: bool,
    scored: bool,
    purpose: String,
    values: Vec<Measure>,
    ends: bool,
    end: Decimal,
    pilot: bool,
    components: Vec<Component>,
    overhead: Decimal,
    total: Decimal,
    per_person: Decimal,
    overhead_share: Decimal,
}

#[derive(Debug, Clone)]
struct Year {
    served: Decimal,
    coverage: Decimal,
}

#[derive(Debug, Clone)]
struct Measure {
    year: Decimal,
    kind: String,
    value: Decimal,
}

#[derive(Debug, Clone)]
struct Component {
    name: String,
    causes: Vec<Decimal>,
    required: bool,
    output: Decimal,
    cost: Decimal,
    unit_cost: Decimal,
}

/// Compiled by the compiler of this file; only the data is loaded.
pub fn load(data: &Json) -> Box<dyn Engine> {
    Box::new(Form::read(data))
}

impl Engine for Form {
    fn answer(&mut self) -> Answers {
        std::hint::black_box(&*self).judge().map(Answer::from)
    }
}

impl Form {
    /// Reads a submission without blanks.
    pub fn read(data: &Json) -> Form {
        let number = |pointer: &str| number(at(data, pointer));
        let truth = |pointer: &str| truth(at(data, pointer));
        let text = |pointer: &str| text(at(data, pointer));
        Form {
            process: number("/proceso"),
            name: text("/antecedentes/nombre"),
            kind: text("/antecedentes/tipo"),
            start: number("/antecedentes/anio_inicio"),
            goals: numbers(at(data, "/diagnostico/ods")),
            potential: number("/poblacion/potencial/cantidad"),
            universal: truth("/poblacion/universal"),
            target: number("/poblacion/objetivo/cantidad"),
            base: number("/poblacion/objetivo/estimacion/base"),
            factors: each(data, "/poblacion/objetivo/estimacion/factores", |factor| {
                self::number(&factor["valor"])
            }),
            years: each(data, "/poblacion/beneficiaria", |year| Year {
                served: self::number(&year["cantidad"]),
                coverage: year.get("cobertura_objetivo").map_or(Decimal::ZERO, self::number),
            }),
            limited: truth("/poblacion/cupos"),
            stay: number("/poblacion/egreso/tiempo/cantidad"),
            applies: truth("/poblacion/postulacion/existe"),
            scored: truth("/poblacion/postulacion/puntaje"),
            purpose: text("/objetivo/proposito"),
            values: each(data, "/objetivo/indicador/valores", |value| Measure {
                year: self::number(&value["anio"]),
                kind: self::text(&value["tipo"]),
                value: self::number(&value["valor"]),
            }),
            ends: truth("/objetivo/termino/tiene"),
            end: number("/objetivo/termino/anio"),
            pilot: truth("/estrategia/es_piloto"),
            components: each(data, "/componentes", |component| Component {
                name: self::text(&component["nombre"]),
                causes: numbers(&component["causas"]),
                required: self::truth(&component["obligatorio"]),
                output: self::number(&component["produccion"]),
                cost: self::number(&component["gasto"]),
                unit_cost: self::number(&component["gasto_unitario"]),
            }),
            overhead: number("/recursos/gasto_administrativo"),
            total: number("/recursos/gasto_total"),
            per_person: number("/recursos/gasto_por_beneficiario"),
            overhead_share: number("/recursos/porcentaje_administrativo"),
        }
    }

    /// The truth of every rule; none where it divides by zero.
    #[inline(never)]
    pub fn judge(&self) -> [Option<bool>; 30] {
        let years = &self.years;
        let served: Decimal = years.iter().map(|year| year.served).sum();
        let cost: Decimal = self.components.iter().map(|component| component.cost).sum();
        let most = years.iter().map(|year| year.served).max();
        let least = years.iter().map(|year| year.served).min();
        let hundred = Decimal::ONE_HUNDRED;
        let cent = Decimal::new(1, 2);
        let per_target = years[0].served.checked_div(self.target);
        [
            Some(self.target <= self.potential),
            Some(self.start == self.process),
            Some(self.base == self.potential),
            Some(self.kind != "Nuevo"),
            Some(self.stay >= Decimal::ONE && self.stay <= Decimal::from(60)),
            Some(self.overhead_share < Decimal::TEN),
            Some(self.values[2].value > self.values[1].value),
            Some(self.components[0].cost != self.components[1].cost),
            Some(self.name.chars().count() <= 420),
            Some((10..=300).contains(&self.purpose.chars().count())),
            Some(self.components.iter().all(|component| component.name.chars().count() >= 5)),
            per_target.map(|ratio| ratio >= Decimal::new(5, 2)),
            self.overhead
                .checked_div(self.total)
                .map(|ratio| (ratio * hundred - self.overhead_share).abs() < cent),
            self.total
                .checked_div(years[0].served)
                .map(|each| (each - self.per_person).abs() <= cent),
            per_target
                .map(|ratio| (ratio * hundred - years[0].coverage).abs() < Decimal::new(5, 3)),
            self.unit_costs(),
            Some(cost + self.overhead == self.total),
            Some(served <= self.target),
            most.zip(least).map(|(most, least)| most <= Decimal::TWO * least),
            Some(matches!(&*self.kind, "Nuevo" | "Reformulación" | "Regularización")),
            Some(self.goals.contains(&Decimal::from(8))),
            Some(self.components.iter().all(|component| component.required)),
            Some(self.factors.iter().all(|f| *f > Decimal::ZERO && *f <= Decimal::ONE)),
            Some(self.values.iter().any(|v| v.kind == "esperado" && v.year == self.process)),
            Some(self.components.iter().all(|component| !component.causes.is_empty())),
            Some(self.values.iter().any(|value| value.value > Decimal::ZERO)),
            Some(match self.pilot {
                true => years[0].served <= Decimal::ONE_THOUSAND,
                false => years[0].served >= Decimal::from(500),
            }),
            Some(match self.ends {
                true => self.end > self.process,
                false => self.end.is_zero(),
            }),
            Some(!self.universal || self.target == self.potential),
            Some(self.applies && (self.scored || self.limited)),
        ]
    }

    /// Whether every component's unit cost is its cost by its output; false decides over zero.
    fn unit_costs(&self) -> Option<bool> {
        let cent = Decimal::new(1, 2);
        let mut all = Some(true);
        for component in &self.components {
            let cost = component.cost.checked_div(component.output);
            match cost.map(|cost| (cost - component.unit_cost).abs() <= cent) {
                Some(false) => return Some(false),
                None => all = None,
                Some(true) => {}
            }
        }
        all
    }
}

fn at<'d>(data: &'d Json, pointer: &str) -> &'d Json {
    data.pointer(pointer).unwrap_or_else(|| panic!("`{pointer}` is filled"))
}

fn number(value: &Json) -> Decimal {
    Decimal::from_str_exact(value.as_number().expect("a number").as_str()).expect("few digits")
}

fn truth(value: &Json) -> bool {
    value.as_bool().expect("true or false")
}

fn text(value: &Json) -> String {
    value.as_str().expect("a text").to_owned()
}

fn numbers(value: &Json) -> Vec<Decimal> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn each<T>(data: &Json, pointer: &str, read: impl Fn(&Json) -> T) -> Vec<T> {
    at(data, pointer).as_array().expect("a list").iter().map(read).collect()
}
