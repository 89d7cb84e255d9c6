//! Dates, times and durations, as DMN 1.5 (10.3.2.3) defines them.
//!
//! Takes texts and parts; gives [`Temporal`] values, their properties, order and arithmetic.
//! Knows nothing of expressions or of the present: there is no clock here.

mod arithmetic;
mod calendar;
mod parse;
mod show;
mod zone;

use std::cmp::Ordering;

use rust_decimal::Decimal;

pub use calendar::{Date, day_name, month_name};
pub use zone::Zone;

/// A date, a time, both, or a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Temporal {
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A time on a day.
    DateTime(DateTime),
    /// A number of days and parts of them, in nanoseconds.
    Days(i128),
    /// A number of years and months, in months.
    Months(i64),
}

/// A time of day; its zone is part of it where one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Seconds since midnight, under 86 400.
    pub second: u32,
    /// Nanoseconds of the second, under 1 000 000 000.
    pub nanosecond: u32,
    /// Its zone.
    pub zone: Option<Zone>,
}

/// A time on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of that day.
    pub time: Time,
}

/// What kind of temporal value something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemporalKind {
    /// `date`.
    Date,
    /// `time`.
    Time,
    /// `date and time`.
    DateTime,
    /// `days and time duration`.
    Days,
    /// `years and months duration`.
    Months,
}

/// Seconds in a day.
const DAY: i64 = 86_400;

/// Nanoseconds in a second.
const SECOND: i128 = 1_000_000_000;

/// Years that a date may have, either side of zero.
const YEARS: i64 = 999_999_999;

impl TemporalKind {
    /// The name of the type in the language.
    pub fn name(self) -> &'static str {
        match self {
            TemporalKind::Date => "date",
            TemporalKind::Time => "time",
            TemporalKind::DateTime => "date and time",
            TemporalKind::Days => "days and time duration",
            TemporalKind::Months => "years and months duration",
        }
    }
}

impl Temporal {
    /// What kind it is.
    pub fn kind(&self) -> TemporalKind {
        match self {
            Temporal::Date(_) => TemporalKind::Date,
            Temporal::Time(_) => TemporalKind::Time,
            Temporal::DateTime(_) => TemporalKind::DateTime,
            Temporal::Days(_) => TemporalKind::Days,
            Temporal::Months(_) => TemporalKind::Months,
        }
    }

    /// A property by its name in the language; none where this kind has no such property or no
    /// value for it.
    pub fn property(&self, name: &str) -> Option<Property> {
        let number = |number: i64| Some(Property::Number(Decimal::from(number)));
        match (self, name) {
            (Temporal::Date(date) | Temporal::DateTime(DateTime { date, .. }), "year") => {
                number(date.year.into())
            }
            (Temporal::Date(date) | Temporal::DateTime(DateTime { date, .. }), "month") => {
                number(date.month.into())
            }
            (Temporal::Date(date) | Temporal::DateTime(DateTime { date, .. }), "day") => {
                number(date.day.into())
            }
            (Temporal::Date(date) | Temporal::DateTime(DateTime { date, .. }), "weekday") => {
                number(date.weekday().into())
            }
            (Temporal::Time(time), name) => time.property(name, None),
            (Temporal::DateTime(moment), name) => moment.time.property(name, Some(moment.date)),
            (Temporal::Days(nanoseconds), name) => days_property(*nanoseconds, name),
            (Temporal::Months(months), "years") => number(months / 12),
            (Temporal::Months(months), "months") => number(months % 12),
            (Temporal::Months(months), "value") => number(*months),
            _ => None,
        }
    }

    /// Whether both say the same to the second, as `=` asks; none for different kinds.
    pub fn equals(&self, other: &Temporal) -> Option<bool> {
        match (self, other) {
            (Temporal::Date(a), Temporal::Date(b)) => Some(a == b),
            (Temporal::Time(a), Temporal::Time(b)) => {
                Some(a.zone.is_some() == b.zone.is_some() && a.instant() == b.instant())
            }
            (Temporal::DateTime(a), Temporal::DateTime(b)) => {
                Some(a.time.zone.is_some() == b.time.zone.is_some() && a.instant() == b.instant())
            }
            (Temporal::Days(a), Temporal::Days(b)) => Some(a == b),
            (Temporal::Months(a), Temporal::Months(b)) => Some(a == b),
            _ => None,
        }
    }

    /// Which comes first; none for different kinds, and where one has a zone and the other not.
    pub fn order(&self, other: &Temporal) -> Option<Ordering> {
        match (self, other) {
            (Temporal::Date(a), Temporal::Date(b)) => Some(a.cmp(b)),
            (Temporal::Time(a), Temporal::Time(b)) => {
                let comparable = a.zone.is_some() == b.zone.is_some();
                let exact = |time: &Time| (time.instant(), time.nanosecond);
                comparable.then(|| exact(a).cmp(&exact(b)))
            }
            (Temporal::DateTime(a), Temporal::DateTime(b)) => {
                let comparable = a.time.zone.is_some() == b.time.zone.is_some();
                let exact = |moment: &DateTime| (moment.instant(), moment.time.nanosecond);
                comparable.then(|| exact(a).cmp(&exact(b)))
            }
            (Temporal::Days(a), Temporal::Days(b)) => Some(a.cmp(b)),
            (Temporal::Months(a), Temporal::Months(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// A property of a temporal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A duration.
    Temporal(Temporal),
}

impl Time {
    /// A time of day from its parts; none where they make no time.
    pub fn new(hour: i64, minute: i64, second: i64, nanosecond: u32) -> Option<Time> {
        let valid = (0..24).contains(&hour) && (0..60).contains(&minute);
        if !valid || !(0..60).contains(&second) || i128::from(nanosecond) >= SECOND {
            return None;
        }
        let second = u32::try_from(hour * 3600 + minute * 60 + second).ok()?;
        Some(Time { second, nanosecond, zone: None })
    }

    /// The same time in a zone.
    pub fn within(self, zone: Option<Zone>) -> Time {
        Time { zone, ..self }
    }

    /// Seconds since midnight in universal time, where there is a zone; local seconds otherwise.
    fn instant(&self) -> i64 {
        i64::from(self.second) - i64::from(self.offset(None).unwrap_or(0))
    }

    /// Seconds that local time is ahead of universal time; none without zone.
    fn offset(&self, date: Option<Date>) -> Option<i32> {
        self.zone.as_ref().map(|zone| zone.offset(date, self.second))
    }

    fn property(&self, name: &str, date: Option<Date>) -> Option<Property> {
        let number = |number: u32| Some(Property::Number(Decimal::from(number)));
        match name {
            "hour" => number(self.second / 3600),
            "minute" => number(self.second / 60 % 60),
            "second" => number(self.second % 60),
            "time offset" => {
                let seconds = self.offset(date)?;
                Some(Property::Temporal(Temporal::Days(i128::from(seconds) * SECOND)))
            }
            "timezone" => match self.zone.as_ref()? {
                Zone::Named(name) => Some(Property::Text(name.to_string())),
                Zone::Offset(_) => None,
            },
            "value" => {
                let day = date.map_or(0, |date| date.days() * DAY);
                let seconds = day + i64::from(self.second) - i64::from(self.offset(date)?);
                Some(Property::Number(Decimal::from(seconds)))
            }
            _ => None,
        }
    }
}

impl DateTime {
    /// Seconds since 1970 in universal time, where there is a zone; local seconds otherwise.
    fn instant(&self) -> i64 {
        let local = self.date.days() * DAY + i64::from(self.time.second);
        local - i64::from(self.time.offset(Some(self.date)).unwrap_or(0))
    }

    /// The moment that lies some nanoseconds after 1970, in universal time or local, in a zone.
    fn at(nanoseconds: i128, zone: Option<Zone>) -> Option<DateTime> {
        let seconds = i64::try_from(nanoseconds.div_euclid(SECOND)).ok()?;
        let offset = zone.as_ref().map_or(0, |zone| zone.offset_at(seconds));
        let local = seconds.checked_add(offset.into())?;
        let date = Date::from_days(local.div_euclid(DAY))?;
        let second = u32::try_from(local.rem_euclid(DAY)).ok()?;
        let nanosecond = u32::try_from(nanoseconds.rem_euclid(SECOND)).ok()?;
        Some(DateTime { date, time: Time { second, nanosecond, zone } })
    }

    /// Nanoseconds since 1970.
    fn nanoseconds(&self) -> i128 {
        i128::from(self.instant()) * SECOND + i128::from(self.time.nanosecond)
    }

    /// The moment some seconds after 1970-01-01T00:00:00Z.
    pub fn from_unix(seconds: i64) -> Option<DateTime> {
        DateTime::at(i128::from(seconds) * SECOND, Zone::offset_of(0))
    }

    /// Midnight of a day.
    pub fn midnight(date: Date, zone: Option<Zone>) -> DateTime {
        DateTime { date, time: Time { second: 0, nanosecond: 0, zone } }
    }
}

/// Days, hours, minutes or seconds of a duration, each less than one of the next; `value` in seconds.
fn days_property(nanoseconds: i128, name: &str) -> Option<Property> {
    let seconds = nanoseconds / SECOND;
    let number = match name {
        "days" => seconds / i128::from(DAY),
        "hours" => seconds / 3600 % 24,
        "minutes" => seconds / 60 % 60,
        "seconds" => seconds % 60,
        "value" => seconds,
        _ => return None,
    };
    Decimal::try_from_i128_with_scale(number, 0).ok().map(Property::Number)
}
