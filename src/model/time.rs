//! Simulated time: whole seconds in UTC, days, and lengths of time as scenario files write them.

use std::fmt;
use std::ops::{Add, Sub};

use jiff::Timestamp;
use jiff::civil;

/// A length of time in whole seconds.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n)
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60)
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self(n * 3600)
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self(n * 86_400)
    }

    /// The seconds as the cases of rules hold them: none below 0, and the most that fits above.
    #[must_use]
    pub fn whole_seconds(self) -> u32 {
        self.0.clamp(0, i64::from(u32::MAX)) as u32
    }

    /// Reads `90s`, `20m`, `2h`, `42d` or a sum such as `1h30m`; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut total: i64 = 0;
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let n: i64 = rest[..digits].parse().ok()?;
            let unit = match rest.as_bytes()[digits] {
                b's' => 1,
                b'm' => 60,
                b'h' => 3600,
                b'd' => 86_400,
                _ => return None,
            };
            total = total.checked_add(n.checked_mul(unit)?)?;
            rest = &rest[digits + 1..];
        }
        (!text.is_empty() && total <= 36_525 * 86_400).then_some(Self(total))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
            if rest >= size {
                write!(f, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

/// The moments that the simulated clock knows: the years 1970 to 2199.
pub const CLOCK: std::ops::Range<Instant> = Date::new(1970, 1, 1).start()..Date::new(2200, 1, 1).start();

/// A moment of the simulated clock: seconds since 1970-01-01T00:00:00Z.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// Reads an RFC 3339 instant (`2026-11-02T08:00:00Z`, offsets allowed, whole seconds) or a date, which is 00:00 UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(date) = Date::parse(text) {
            return Some(date.start());
        }
        let stamp: Timestamp = text.parse().ok()?;
        Some(Self(stamp.as_second()))
    }

    /// The day this moment lies in.
    #[must_use]
    pub const fn date(self) -> Date {
        Date(self.0.div_euclid(86_400) as i32)
    }

    /// Hours, minutes and seconds of the day, `HH:MM:SS`.
    #[must_use]
    pub fn clock(self) -> String {
        let s = self.0.rem_euclid(86_400);
        format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

impl Add<Span> for Instant {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, other: Self) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC: `2026-11-02T08:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}Z", self.date(), self.clock())
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A day: days since 1970-01-01.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// The day of a year, month (1 to 12) and day of month; for tables written in code.
    #[must_use]
    pub const fn new(year: i32, month: u32, day: u32) -> Self {
        // Days from civil: the proleptic Gregorian calendar in 400-year eras.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let shifted = (month as i32 + 9) % 12;
        let day_of_year = (153 * shifted + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Reads `2026-11-02`; a day that the calendar does not have is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let date: civil::Date = text.parse().ok()?;
        Some(Self::new(i32::from(date.year()), date.month() as u32, date.day() as u32))
    }

    /// 00:00 UTC of this day.
    #[must_use]
    pub const fn start(self) -> Instant {
        Instant(self.0 as i64 * 86_400)
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn civil(self) -> (i32, u32, u32) {
        let stamp = Timestamp::from_second(self.start().0).unwrap_or(Timestamp::UNIX_EPOCH);
        let date = stamp.to_zoned(jiff::tz::TimeZone::UTC).date();
        (i32::from(date.year()), date.month() as u32, date.day() as u32)
    }
}

impl std::str::FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::parse(text).filter(|day| CLOCK.contains(&day.start()));
        known.ok_or_else(|| "a day such as 2026-11-22, from 1970 to 2199, was expected".to_owned())
    }
}

impl Add<Span> for Date {
    type Output = Self;
    /// Whole days of the span are added.
    fn add(self, span: Span) -> Self {
        Self(self.0 + (span.0 / 86_400) as i32)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_through_text() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-02", "2027-02-01", "2100-03-01"] {
            assert_eq!(Date::parse(text).expect("a real day").to_string(), text);
        }
        assert_eq!(Date::parse("2026-02-30"), None);
        assert_eq!(Date::new(2026, 11, 2), Date::parse("2026-11-02").expect("a real day"));
    }

    #[test]
    fn instants_read_dates_offsets_and_seconds() {
        let eight = Instant::parse("2026-11-02T08:00:00Z").expect("an instant");
        assert_eq!(Instant::parse("2026-11-02T09:00:00+01:00"), Some(eight));
        assert_eq!(eight.to_string(), "2026-11-02T08:00:00Z");
        assert_eq!(Instant::parse("2026-11-02"), Some(eight - Span::hours(8)));
    }

    #[test]
    fn spans_read_units_and_sums() {
        assert_eq!(Span::parse("1h30m"), Some(Span::minutes(90)));
        assert_eq!(Span::parse("0d"), Some(Span::ZERO));
        for bad in ["", "5", "m", "1 day", "-5m", "99999999999999999999d"] {
            assert_eq!(Span::parse(bad), None, "{bad}");
        }
        assert_eq!(Span::minutes(90).to_string(), "1h30m");
    }
}
