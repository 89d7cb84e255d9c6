//! Texts to dates, times and durations; a text that is not exactly one gives none.

use super::{DAY, Date, DateTime, SECOND, Temporal, Time, Zone};

impl Temporal {
    /// What `@"…"` means.
    pub fn parse(text: &str) -> Option<Temporal> {
        if text.trim_start_matches('-').starts_with('P') {
            return Temporal::duration(text);
        }
        if text.contains('T') {
            return DateTime::parse(text).map(Temporal::DateTime);
        }
        Date::parse(text).map(Temporal::Date).or_else(|| Time::parse(text).map(Temporal::Time))
    }

    /// A duration: `P1DT2H`, `-P1Y3M`.
    pub fn duration(text: &str) -> Option<Temporal> {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let rest = rest.strip_prefix('P')?;
        let months = months(rest).map(|months| Temporal::Months(months * sign));
        months.or_else(|| {
            days(rest).map(|nanoseconds| Temporal::Days(nanoseconds * i128::from(sign)))
        })
    }
}

/// `1Y27M`, after the `P`.
fn months(text: &str) -> Option<i64> {
    let mut rest = text;
    let years = part(&mut rest, 'Y');
    let months = part(&mut rest, 'M');
    if !rest.is_empty() || (years.is_none() && months.is_none()) {
        return None;
    }
    years.unwrap_or(0).checked_mul(12)?.checked_add(months.unwrap_or(0))
}

/// `2DT100M4.5S`, after the `P`, in nanoseconds.
fn days(text: &str) -> Option<i128> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut rest = date;
    let days = part(&mut rest, 'D');
    if !rest.is_empty() || (days.is_none() && time.is_none()) {
        return None;
    }
    let mut total = i128::from(days.unwrap_or(0)) * i128::from(DAY) * SECOND;
    if let Some(time) = time.filter(|time| !time.is_empty()) {
        let mut rest = time;
        total += i128::from(part(&mut rest, 'H').unwrap_or(0)) * 3600 * SECOND;
        total += i128::from(part(&mut rest, 'M').unwrap_or(0)) * 60 * SECOND;
        if let Some(seconds) = rest.strip_suffix('S') {
            total += fractional(seconds)?;
        } else if !rest.is_empty() {
            return None;
        }
    } else if time.is_some() {
        return None;
    }
    Some(total)
}

/// Takes `12Y` off the start of a text, where it stands there.
fn part(text: &mut &str, letter: char) -> Option<i64> {
    let end = text.find(|character: char| !character.is_ascii_digit())?;
    let rest = text[end..].strip_prefix(letter)?;
    let number = text[..end].parse().ok()?;
    *text = rest;
    Some(number)
}

/// `4`, `4.` or `4.123456789` seconds, in nanoseconds.
fn fractional(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = digits(whole)?.parse().ok()?;
    let fraction = if fraction.is_empty() { 0 } else { nanoseconds(fraction)? };
    Some(i128::from(seconds) * SECOND + i128::from(fraction))
}

/// The digits after a decimal point; more than nine are cut.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let kept = digits(fraction)?.get(..9).unwrap_or(fraction);
    let number: u32 = kept.parse().ok()?;
    Some(number * 10u32.pow(9 - kept.len() as u32))
}

fn digits(text: &str) -> Option<&str> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(text)
}

/// A number of exactly two digits.
fn two(text: &str) -> Option<i64> {
    digits(text).filter(|text| text.len() == 2)?.parse().ok()
}

impl Date {
    /// `2018-12-08`, with a sign or more than four digits for far years.
    pub fn parse(text: &str) -> Option<Date> {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let mut parts = rest.splitn(3, '-');
        let (year, month, day) = (digits(parts.next()?)?, two(parts.next()?)?, two(parts.next()?)?);
        let padded = year.len() > 4 && year.starts_with('0');
        if year.len() < 4 || year.len() > 9 || padded {
            return None;
        }
        Date::new(year.parse::<i64>().ok()? * sign, month, day)
    }
}

impl Time {
    /// `10:30:00`, with a fraction of the second and a zone where written.
    pub fn parse(text: &str) -> Option<Time> {
        clock(text).filter(|(_, next_day)| !next_day).map(|(time, _)| time)
    }
}

/// A time, and whether it is the midnight that ends the day (`24:00:00`).
fn clock(text: &str) -> Option<(Time, bool)> {
    let end = text.find(['Z', 'z', '+', '-', '@']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, nanoseconds(fraction)?),
        None => (clock, 0),
    };
    let mut parts = whole.splitn(3, ':');
    let (hour, minute, second) = (two(parts.next()?)?, two(parts.next()?)?, two(parts.next()?)?);
    let ends = (hour, minute, second, fraction) == (24, 0, 0, 0);
    let time = Time::new(if ends { 0 } else { hour }, minute, second, fraction)?;
    let zone = if zone.is_empty() { None } else { Some(Zone::parse(zone)?) };
    Some((time.within(zone), ends))
}

impl Zone {
    /// `Z`, `+05:00`, `-02:45:55` or `@America/Santiago`.
    fn parse(text: &str) -> Option<Zone> {
        if text.eq_ignore_ascii_case("z") {
            return Some(Zone::Offset(0));
        }
        if let Some(name) = text.strip_prefix('@') {
            return Zone::named(name);
        }
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let mut parts = text.get(1..)?.splitn(3, ':');
        let (hours, minutes) = (two(parts.next()?)?, two(parts.next()?)?);
        let seconds = parts.next().map_or(Some(0), two)?;
        if minutes > 59 || seconds > 59 {
            return None;
        }
        Zone::offset_of(i32::try_from(sign * (hours * 3600 + minutes * 60 + seconds)).ok()?)
    }
}

impl DateTime {
    /// `2018-12-08T10:30:00`, or a date alone for its midnight.
    pub fn parse(text: &str) -> Option<DateTime> {
        let Some((date, time)) = text.split_once('T') else {
            return Date::parse(text).map(|date| DateTime::midnight(date, None));
        };
        let date = Date::parse(date)?;
        let (time, next_day) = clock(time)?;
        let date = if next_day { Date::from_days(date.days() + 1)? } else { date };
        Some(DateTime { date, time })
    }
}
