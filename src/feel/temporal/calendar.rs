//! The Gregorian calendar, without end in either direction.

use super::YEARS;

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year; up to 999 999 999 either side of zero.
    pub year: i32,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// A day from its parts; none where the calendar has no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Date> {
        let exists = year.abs() <= YEARS
            && (1..=12).contains(&month)
            && day >= 1
            && day <= i64::from(days_in_month(year, month));
        let (year, month, day) =
            (i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        exists.then_some(Date { year, month, day })
    }

    /// Days since 1970-01-01.
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    pub fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that lies some days after 1970-01-01; none past the last year.
    ///
    /// Source: the same, `civil_from_days`.
    pub fn from_days(days: i64) -> Option<Date> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Date::new(year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The day of the week, from 1 for Monday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.days() + 3).rem_euclid(7) as u8 + 1
    }

    /// The day of the year, from 1.
    pub fn day_of_year(self) -> i64 {
        let first = Date { month: 1, day: 1, ..self };
        self.days() - first.days() + 1
    }

    /// The week of the year as ISO 8601 counts it, from 1.
    pub fn week_of_year(self) -> i64 {
        // The week belongs to the year of its Thursday.
        let thursday = self.days() + 4 - i64::from(self.weekday());
        Date::from_days(thursday).map_or(1, |day| (day.day_of_year() - 1) / 7 + 1)
    }

    /// The same day some months later, or the last of that month where it is shorter.
    pub fn plus_months(self, months: i64) -> Option<Date> {
        let month = i64::from(self.month) - 1;
        let total =
            i64::from(self.year).checked_mul(12)?.checked_add(month)?.checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        Date::new(year, month, i64::from(self.day.min(days_in_month(year, month))))
    }

    /// Whole months from this day to another; negative backwards.
    pub fn months_until(self, other: Date) -> i64 {
        let index = |date: Date| i64::from(date.year) * 12 + i64::from(date.month);
        let months = index(other) - index(self);
        match months {
            1.. if other.day < self.day => months - 1,
            ..=-1 if other.day > self.day => months + 1,
            _ => months,
        }
    }
}

fn days_in_month(year: i64, month: i64) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The name of a day of the week (1 for Monday) in the language of the standard.
pub fn day_name(weekday: u8) -> &'static str {
    const NAMES: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    NAMES[usize::from(weekday.clamp(1, 7)) - 1]
}

/// The name of a month (from 1) in the language of the standard.
pub fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[usize::from(month.clamp(1, 12)) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse_around_every_seam() {
        for centre in [-719_528, -1, 0, 11_016, 18_262, 365_000_000_000, -365_000_000_000] {
            for days in centre - 800..centre + 800 {
                let date = Date::from_days(days).expect("within the years");
                assert_eq!(date.days(), days, "{date:?}");
                assert_eq!(Date::from_days(days + 1).map(|next| next > date), Some(true));
            }
        }
    }

    #[test]
    fn the_calendar_has_no_other_days() {
        assert!(Date::new(2023, 2, 29).is_none());
        assert!(Date::new(2024, 2, 29).is_some());
        assert!(Date::new(1900, 2, 29).is_none());
        assert!(Date::new(2000, 2, 29).is_some());
        assert!(Date::new(YEARS + 1, 1, 1).is_none());
        assert!(Date::new(2000, 0, 1).is_none());
        assert!(Date::new(2000, 13, 1).is_none());
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        let week = |year, month, day| Date::new(year, month, day).map(Date::week_of_year);
        assert_eq!(week(2003, 12, 31), Some(1));
        assert_eq!(week(2004, 1, 1), Some(1));
        assert_eq!(week(2005, 1, 1), Some(53));
        assert_eq!(week(2019, 9, 17), Some(38));
    }

    #[test]
    fn months_end_where_the_shorter_month_ends() {
        let date = |year, month, day| Date::new(year, month, day).expect("a day");
        assert_eq!(date(2024, 1, 31).plus_months(1), Some(date(2024, 2, 29)));
        assert_eq!(date(2024, 3, 31).plus_months(-13), Some(date(2023, 2, 28)));
        assert_eq!(date(2017, 9, 5).months_until(date(-2019, 10, 1)), -48_431);
        assert_eq!(date(2016, 9, 30).months_until(date(2017, 12, 28)), 14);
    }
}
