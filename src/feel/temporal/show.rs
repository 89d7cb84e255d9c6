//! Dates, times and durations as the standard writes them.

use std::fmt;

use super::{DAY, Date, DateTime, SECOND, Temporal, Time, Zone};

impl fmt::Display for Temporal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Temporal::Date(date) => write!(f, "{date}"),
            Temporal::Time(time) => write!(f, "{time}"),
            Temporal::DateTime(moment) => write!(f, "{moment}"),
            Temporal::Days(nanoseconds) => days(f, *nanoseconds),
            Temporal::Months(months) => years(f, *months),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        write!(f, "{hour:02}:{minute:02}:{second:02}")?;
        fraction(f, self.nanosecond)?;
        match &self.zone {
            Some(zone) => write!(f, "{zone}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Offset(0) => f.write_str("Z"),
            Zone::Offset(offset) => {
                let sign = if *offset < 0 { '-' } else { '+' };
                let seconds = offset.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
                match seconds % 60 {
                    0 => Ok(()),
                    seconds => write!(f, ":{seconds:02}"),
                }
            }
            Zone::Named(name) => write!(f, "@{name}"),
        }
    }
}

fn fraction(f: &mut fmt::Formatter<'_>, nanoseconds: u32) -> fmt::Result {
    match nanoseconds {
        0 => Ok(()),
        _ => write!(f, ".{}", format!("{nanoseconds:09}").trim_end_matches('0')),
    }
}

fn years(f: &mut fmt::Formatter<'_>, months: i64) -> fmt::Result {
    let total = months.unsigned_abs();
    f.write_str(if months < 0 { "-P" } else { "P" })?;
    match (total / 12, total % 12) {
        (0, months) => write!(f, "{months}M"),
        (years, 0) => write!(f, "{years}Y"),
        (years, months) => write!(f, "{years}Y{months}M"),
    }
}

fn days(f: &mut fmt::Formatter<'_>, nanoseconds: i128) -> fmt::Result {
    let (second, day) = (SECOND.unsigned_abs(), u128::from(DAY.unsigned_abs()));
    let total = nanoseconds.unsigned_abs();
    let (seconds, rest) = (total / second, (total % second) as u32);
    f.write_str(if nanoseconds < 0 { "-P" } else { "P" })?;
    let days = seconds / day;
    if days > 0 {
        write!(f, "{days}D")?;
    }
    let parts = [(seconds / 3600 % 24, 'H'), (seconds / 60 % 60, 'M')];
    let seconds = seconds % 60;
    let time = seconds > 0 || rest > 0 || parts.iter().any(|(part, _)| *part > 0);
    if time || days == 0 {
        f.write_str("T")?;
    }
    for (part, letter) in parts.into_iter().filter(|(part, _)| *part > 0) {
        write!(f, "{part}{letter}")?;
    }
    if seconds > 0 || rest > 0 || total == 0 {
        write!(f, "{seconds}")?;
        fraction(f, rest)?;
        f.write_str("S")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = Temporal::parse(text).map(|temporal| temporal.to_string());
        assert_eq!(shown.as_deref(), Some(expected));
    }

    #[test]
    fn values_read_back_as_the_standard_writes_them() {
        check("-2017-02-03", "-2017-02-03");
        check("10:30:00.500+00:00", "10:30:00.5Z");
        check("2021-01-01T24:00:00@America/Santiago", "2021-01-02T00:00:00@America/Santiago");
        check("PT1000M0.999999999S", "PT16H40M0.999999999S");
        check("-PT48H", "-P2D");
        check("P0D", "PT0S");
        check("-P100M", "-P8Y4M");
        check("P0Y", "P0M");
        check("00:00:00-02:45:55", "00:00:00-02:45:55");
    }

    #[test]
    fn all_else_is_none() {
        for text in [
            "",
            "P",
            "PT",
            "-P",
            "P1H",
            "P1S",
            "1Y",
            "P1DT",
            "P1Y1D",
            "2012-12-25T",
            "998-12-31",
            "01211-12-31",
            "24:00:00",
            "24:00:01",
            "7:20",
            "13:20:00+5",
            "13:20:00+19:00",
            "13:20:00+02:00@Europe/Paris",
            "13:20:00@xyz/abc",
            "2017-12-31T25:00:00",
            "10:30:00T",
            "PT1.S2M",
            "--P1D",
            "2020-01-01 ",
            "٢٠٢٠-01-01",
        ] {
            assert_eq!(Temporal::parse(text), None, "{text}");
        }
    }
}
