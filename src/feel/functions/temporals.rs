//! Functions that make dates, times and durations, and ask about them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::operators::Fault;
use super::super::temporal::{self, Date, DateTime, Temporal, Time, Zone};
use super::super::value::{CauseKind, Data, Value};
use super::{
    Call, Function, Parameter, Takes, Unknowns, number_type, optional, required, text_type,
};
use crate::feel::Type;

const FROM: Parameter = required("from", Takes::Any);
const DATE: Parameter = required("date", Takes::Day);

pub(super) static FUNCTIONS: &[Function] = &[
    shallow!(
        "date",
        [FROM],
        |_| Type::Date,
        "La fecha que un texto escribe, o la de una fecha y hora.",
        "la fecha de {from}",
        ("date(\"2026-12-31\")", "@\"2026-12-31\""),
        |call| match call.get(0).map(|value| &value.data) {
            Some(Data::Text(text)) => made(Date::parse(text).map(Temporal::Date)),
            _ => made(temporal(call, 0)?.date().map(Temporal::Date)),
        }
    ),
    shallow!(
        "date",
        [
            required("year", Takes::Number),
            required("month", Takes::Number),
            required("day", Takes::Number)
        ],
        |_| Type::Date,
        "La fecha de un año, un mes y un día.",
        "la fecha del año {year}, mes {month} y día {day}",
        ("date(2026, 12, 31)", "@\"2026-12-31\""),
        |call| made(Date::new(call.whole(0)?, call.whole(1)?, call.whole(2)?).map(Temporal::Date))
    ),
    shallow!(
        "time",
        [FROM],
        |_| Type::Time,
        "La hora que un texto escribe, o la de una fecha y hora.",
        "la hora de {from}",
        ("time(\"10:30:00\")", "@\"10:30:00\""),
        time_of
    ),
    shallow!(
        "time",
        [
            required("hour", Takes::Number),
            required("minute", Takes::Number),
            required("second", Takes::Number),
            optional("offset", Takes::Any)
        ],
        |_| Type::Time,
        "La hora de una hora, unos minutos y unos segundos, con su diferencia horaria si se da.",
        "la hora {hour}, con {minute} minutos y {second} segundos<, a {offset} de la universal>",
        ("time(10, 30, 0)", "@\"10:30:00\""),
        time_from_parts
    ),
    shallow!(
        "date and time",
        [FROM],
        |_| Type::DateTime,
        "La fecha y hora que un texto escribe.",
        "la fecha y hora de {from}",
        ("date and time(\"2026-12-31T10:30:00\")", "@\"2026-12-31T10:30:00\""),
        |call| match call.get(0).map(|value| &value.data) {
            Some(Data::Text(text)) => made(DateTime::parse(text).map(Temporal::DateTime)),
            _ => match temporal(call, 0)? {
                Temporal::Date(date) =>
                    made(Some(Temporal::DateTime(DateTime::midnight(*date, None)))),
                moment @ Temporal::DateTime(_) => made(Some(moment.clone())),
                _ => Err(CauseKind::WrongType),
            },
        }
    ),
    shallow!(
        "date and time",
        [DATE, required("time", Takes::Any)],
        |_| Type::DateTime,
        "La fecha y hora de una fecha y una hora.",
        "la fecha y hora formada por {date} y {time}",
        ("date and time(@\"2026-12-31\", @\"10:30:00\")", "@\"2026-12-31T10:30:00\""),
        |call| {
            let date = temporal(call, 0)?.date().ok_or(CauseKind::WrongType)?;
            match temporal(call, 1)? {
                Temporal::Time(time) => {
                    made(Some(Temporal::DateTime(DateTime { date, time: time.clone() })))
                }
                _ => Err(CauseKind::WrongType),
            }
        }
    ),
    shallow!(
        "duration",
        [required("from", Takes::Text)],
        |_| Type::Any,
        "La duración que un texto escribe.",
        "la duración de {from}",
        ("duration(\"P27M\")", "@\"P2Y3M\""),
        |call| made(Temporal::duration(&call.text(0)?))
    ),
    shallow!(
        "years and months duration",
        [FROM, required("to", Takes::Any)],
        |_| Type::MonthsDuration,
        "Los años y meses completos entre dos fechas.",
        "el tiempo en años y meses entre {from} y {to}",
        ("years and months duration(@\"2024-12-22\", @\"2026-08-24\")", "@\"P1Y8M\""),
        |call| made(temporal(call, 0)?.months_until(temporal(call, 1)?))
    ),
    shallow!(
        "day of year",
        [DATE],
        number_type,
        "Qué día del año es una fecha.",
        "el día del año de {date}",
        ("day of year(@\"2024-12-31\")", "366"),
        |call| Ok(Decimal::from(day(call)?.day_of_year()).into())
    ),
    shallow!(
        "day of week",
        [DATE],
        text_type,
        "Qué día de la semana es una fecha, en inglés como en la norma.",
        "el día de la semana de {date}",
        ("day of week(@\"2026-01-01\")", "\"Thursday\""),
        |call| Ok(temporal::day_name(day(call)?.weekday()).into())
    ),
    shallow!(
        "month of year",
        [DATE],
        text_type,
        "Qué mes es el de una fecha, en inglés como en la norma.",
        "el mes de {date}",
        ("month of year(@\"2026-01-01\")", "\"January\""),
        |call| Ok(temporal::month_name(day(call)?.month).into())
    ),
    shallow!(
        "week of year",
        [DATE],
        number_type,
        "Qué semana del año es la de una fecha, según ISO 8601.",
        "la semana del año de {date}",
        ("week of year(@\"2026-01-01\")", "1"),
        |call| Ok(Decimal::from(day(call)?.week_of_year()).into())
    ),
];

/// The functions of a library with a clock.
pub(super) static CLOCK: &[Function] = &[
    Function {
        name: "now",
        parameters: &[],
        variadic: false,
        returns: |_| Type::DateTime,
        unknowns: Unknowns::Own,
        help: "La fecha y hora de ahora; las reglas no la tienen.",
        reading: "la fecha y hora de ahora",
        example: ("now() instance of date and time", "true"),
        run: |call| made(Some(Temporal::DateTime(call.now()?.clone()))),
    },
    Function {
        name: "today",
        parameters: &[],
        variadic: false,
        returns: |_| Type::Date,
        unknowns: Unknowns::Own,
        help: "La fecha de hoy; las reglas no la tienen.",
        reading: "la fecha de hoy",
        example: ("today() instance of date", "true"),
        run: |call| made(Some(Temporal::Date(call.now()?.date))),
    },
];

fn made(temporal: Option<Temporal>) -> Result<Value, Fault> {
    temporal.map(Value::temporal).ok_or(CauseKind::OutOfDomain)
}

fn temporal<'c>(call: &'c Call<'_, '_>, index: usize) -> Result<&'c Temporal, Fault> {
    call.get(index).and_then(Value::as_temporal).ok_or(CauseKind::WrongType)
}

fn day(call: &Call<'_, '_>) -> Result<Date, Fault> {
    temporal(call, 0)?.date().ok_or(CauseKind::WrongType)
}

fn time_of(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    if let Some(Data::Text(text)) = call.get(0).map(|value| &value.data) {
        return made(Time::parse(text).map(Temporal::Time));
    }
    match temporal(call, 0)? {
        Temporal::DateTime(moment) => made(Some(Temporal::Time(moment.time.clone()))),
        Temporal::Date(_) => {
            let midnight = Time::new(0, 0, 0, 0).map(|time| time.within(Zone::offset_of(0)));
            made(midnight.map(Temporal::Time))
        }
        time @ Temporal::Time(_) => made(Some(time.clone())),
        _ => Err(CauseKind::WrongType),
    }
}

fn time_from_parts(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let second = call.number(2)?;
    let fraction = (second.fract() * Decimal::from(1_000_000_000)).to_u32();
    let time = Time::new(call.whole(0)?, call.whole(1)?, call.whole(2)?, fraction.unwrap_or(0))
        .ok_or(CauseKind::OutOfDomain)?;
    let zone = match call.get(3).filter(|value| !matches!(value.data, Data::Null)) {
        None => None,
        Some(offset) => match offset.as_temporal() {
            Some(Temporal::Days(nanoseconds)) => {
                let seconds = i32::try_from(nanoseconds / 1_000_000_000).ok();
                Some(seconds.and_then(Zone::offset_of).ok_or(CauseKind::OutOfDomain)?)
            }
            _ => return Err(CauseKind::WrongType),
        },
    };
    made(Some(Temporal::Time(time.within(zone))))
}
