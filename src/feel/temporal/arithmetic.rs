//! Adding, subtracting and scaling; none where the kinds do not go together or the result is too far.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{DAY, Date, DateTime, SECOND, Temporal, Time, Zone};

impl Temporal {
    /// The sum of a date or time and a duration, or of two durations, in either order.
    pub fn plus(&self, other: &Temporal) -> Option<Temporal> {
        match (self, other) {
            (Temporal::Days(a), Temporal::Days(b)) => a.checked_add(*b).map(Temporal::Days),
            (Temporal::Months(a), Temporal::Months(b)) => a.checked_add(*b).map(Temporal::Months),
            (Temporal::Days(_) | Temporal::Months(_), Temporal::Days(_) | Temporal::Months(_)) => {
                None
            }
            (start, Temporal::Days(nanoseconds)) | (Temporal::Days(nanoseconds), start) => {
                start.later(*nanoseconds)
            }
            (start, Temporal::Months(months)) | (Temporal::Months(months), start) => match start {
                Temporal::Date(date) => date.plus_months(*months).map(Temporal::Date),
                Temporal::DateTime(DateTime { date, time }) => {
                    let date = date.plus_months(*months)?;
                    Some(Temporal::DateTime(DateTime { date, time: time.clone() }))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The difference of two dates or times, or what lies a duration before.
    pub fn minus(&self, other: &Temporal) -> Option<Temporal> {
        match (self, other) {
            (Temporal::Time(a), Temporal::Time(b)) => {
                let comparable = a.zone.is_some() == b.zone.is_some();
                let exact = |t: &Time| i128::from(t.instant()) * SECOND + i128::from(t.nanosecond);
                comparable.then(|| Temporal::Days(exact(a) - exact(b)))
            }
            (_, Temporal::Days(_) | Temporal::Months(_)) => self.plus(&other.negated()?),
            _ => {
                let (a, b) = (self.moment()?, other.moment()?);
                let comparable = a.time.zone.is_some() == b.time.zone.is_some();
                comparable.then(|| Temporal::Days(a.nanoseconds() - b.nanoseconds()))
            }
        }
    }

    /// A duration the other way round.
    pub fn negated(&self) -> Option<Temporal> {
        match self {
            Temporal::Days(nanoseconds) => nanoseconds.checked_neg().map(Temporal::Days),
            Temporal::Months(months) => months.checked_neg().map(Temporal::Months),
            _ => None,
        }
    }

    /// The length of a duration, whichever way it goes.
    pub fn absolute(&self) -> Option<Temporal> {
        match self {
            Temporal::Days(nanoseconds) => nanoseconds.checked_abs().map(Temporal::Days),
            Temporal::Months(months) => months.checked_abs().map(Temporal::Months),
            _ => None,
        }
    }

    /// A duration a number of times; what is less than its smallest unit is cut.
    pub fn times(&self, factor: Decimal) -> Option<Temporal> {
        let scaled = |amount: Decimal| amount.checked_mul(factor).map(|result| result.trunc());
        self.scaled(&scaled)
    }

    /// A duration divided by a number that is not zero; what is less than its smallest unit is cut.
    pub fn divided(&self, divisor: Decimal) -> Option<Temporal> {
        let scaled = |amount: Decimal| amount.checked_div(divisor).map(|result| result.trunc());
        self.scaled(&scaled)
    }

    fn scaled(&self, scale: &dyn Fn(Decimal) -> Option<Decimal>) -> Option<Temporal> {
        match self {
            Temporal::Days(nanoseconds) => {
                let amount = Decimal::try_from_i128_with_scale(*nanoseconds, 0).ok()?;
                scale(amount)?.to_i128().map(Temporal::Days)
            }
            Temporal::Months(months) => {
                scale(Decimal::from(*months))?.to_i64().map(Temporal::Months)
            }
            _ => None,
        }
    }

    /// How many times a duration holds another of its kind that is not zero.
    pub fn ratio(&self, other: &Temporal) -> Option<Decimal> {
        let number = |amount: i128| Decimal::try_from_i128_with_scale(amount, 0).ok();
        match (self, other) {
            (Temporal::Days(a), Temporal::Days(b)) => number(*a)?.checked_div(number(*b)?),
            (Temporal::Months(a), Temporal::Months(b)) => {
                Decimal::from(*a).checked_div(Decimal::from(*b))
            }
            _ => None,
        }
    }

    /// Whether this is a duration of no length.
    pub fn is_zero(&self) -> bool {
        matches!(self, Temporal::Days(0) | Temporal::Months(0))
    }

    /// What lies some nanoseconds after a date or time.
    fn later(&self, nanoseconds: i128) -> Option<Temporal> {
        match self {
            Temporal::Date(date) => {
                let moment = i128::from(date.days()) * i128::from(DAY) * SECOND;
                let moved = DateTime::at(moment.checked_add(nanoseconds)?, None)?;
                Some(Temporal::Date(moved.date))
            }
            Temporal::Time(time) => {
                let day = i128::from(DAY) * SECOND;
                let moment = i128::from(time.second) * SECOND + i128::from(time.nanosecond);
                let moved = moment.checked_add(nanoseconds)?.rem_euclid(day);
                let second = u32::try_from(moved / SECOND).ok()?;
                let nanosecond = u32::try_from(moved % SECOND).ok()?;
                Some(Temporal::Time(Time { second, nanosecond, zone: time.zone.clone() }))
            }
            Temporal::DateTime(moment) => {
                let moved = moment.nanoseconds().checked_add(nanoseconds)?;
                DateTime::at(moved, moment.time.zone.clone()).map(Temporal::DateTime)
            }
            Temporal::Days(_) | Temporal::Months(_) => None,
        }
    }

    /// A date or a time on a date as a moment; a date is its midnight in universal time.
    fn moment(&self) -> Option<DateTime> {
        match self {
            Temporal::DateTime(moment) => Some(moment.clone()),
            Temporal::Date(date) => Some(DateTime::midnight(*date, Some(Zone::Offset(0)))),
            _ => None,
        }
    }

    /// Whole months between two dates or moments.
    pub fn months_until(&self, other: &Temporal) -> Option<Temporal> {
        Some(Temporal::Months(self.date()?.months_until(other.date()?)))
    }

    /// The day of a date or moment.
    pub fn date(&self) -> Option<Date> {
        match self {
            Temporal::Date(date) | Temporal::DateTime(DateTime { date, .. }) => Some(*date),
            _ => None,
        }
    }
}
