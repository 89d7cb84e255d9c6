//! Time zones: fixed offsets, and places whose offset depends on the day.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{DAY, Date};

/// A zone as written.
///
/// Invariant: a named zone is in the database that the binary carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// Seconds ahead of universal time.
    Offset(i32),
    /// A place: `America/Santiago`.
    Named(Arc<str>),
}

/// Seconds that an offset may be, either side of zero: eighteen hours.
const LARGEST: i32 = 18 * 3600;

/// The zones of the IANA database, carried in the binary so that all machines agree.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl Zone {
    /// A fixed offset; none past eighteen hours.
    pub fn offset_of(seconds: i32) -> Option<Zone> {
        (seconds.abs() <= LARGEST).then_some(Zone::Offset(seconds))
    }

    /// A place by its name; none where the database has no such place.
    pub fn named(name: &str) -> Option<Zone> {
        DATABASE.get(name).ok().map(|_| Zone::Named(Arc::from(name)))
    }

    /// Seconds ahead of universal time at a local second of a day.
    ///
    /// A time without a day is taken in the first days of 2000, a year like any other.
    pub(super) fn offset(&self, date: Option<Date>, second: u32) -> i32 {
        match self {
            Zone::Offset(seconds) => *seconds,
            Zone::Named(name) => {
                let date = date.unwrap_or(Date { year: 2000, month: 1, day: 1 });
                local_offset(name, date, second).unwrap_or(0)
            }
        }
    }

    /// Seconds ahead of universal time at a moment, in seconds since 1970.
    pub(super) fn offset_at(&self, seconds: i64) -> i32 {
        match self {
            Zone::Offset(seconds) => *seconds,
            Zone::Named(name) => moment_offset(name, seconds).unwrap_or(0),
        }
    }
}

fn zone(name: &str) -> Option<TimeZone> {
    DATABASE.get(name).ok()
}

fn local_offset(name: &str, date: Date, second: u32) -> Option<i32> {
    // The calendar repeats every 400 years; rules of zones do not reach past year 9999.
    let year = match date.year {
        year @ -9998..=9998 => year,
        year => 2000 + year.rem_euclid(400),
    };
    let part = |value: u32| i8::try_from(value).ok();
    let (hour, minute, second) =
        (part(second / 3600)?, part(second / 60 % 60)?, part(second % 60)?);
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    let date = civil::Date::new(i16::try_from(year).ok()?, month, day).ok()?;
    let moment = date.at(hour, minute, second, 0);
    zone(name)?.to_ambiguous_zoned(moment).compatible().ok().map(|zoned| zoned.offset().seconds())
}

fn moment_offset(name: &str, seconds: i64) -> Option<i32> {
    const CYCLE: i64 = 146_097 * DAY;
    const REACH: i64 = 200_000_000_000;
    let seconds = if seconds.abs() < REACH { seconds } else { seconds.rem_euclid(CYCLE) };
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(zone(name)?.to_offset(moment).seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_their_summers() {
        let santiago = Zone::named("America/Santiago").expect("in the database");
        let noon =
            |year, month| santiago.offset(Some(Date { year, month, day: 15 }), 12 * 3600) / 3600;
        assert_eq!((noon(2024, 1), noon(2024, 7)), (-3, -4));
        assert_eq!(noon(-200_000, 1).signum(), -1);
        assert_eq!(santiago.offset_at(1_721_044_800) / 3600, -4);
        assert_eq!(santiago.offset_at(i64::MAX).signum(), -1);
        assert!(Zone::named("xyz/abc").is_none());
        assert!(Zone::offset_of(19 * 3600).is_none());
    }
}
