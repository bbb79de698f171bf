//! Times as a timeline writes them.

use crate::model::time::{CLOCK, Instant, Span};

/// Reads `10:05`, `10:05:30`, `d2 09:00`, `+90m` or an RFC 3339 instant; days and lengths count from `start`.
#[must_use]
pub fn at(text: &str, start: Instant) -> Option<Instant> {
    if let Some(span) = text.strip_prefix('+') {
        return Span::parse(span).map(|span| start + span);
    }
    if let Some(rest) = text.strip_prefix('d') {
        let (day, time) = rest.split_once(' ')?;
        let day: u16 = day.parse().ok().filter(|n| *n > 0)?;
        return Some(start.date().start() + Span::days(i64::from(day) - 1) + clock(time)?);
    }
    if let Some(time) = clock(text) {
        return Some(start.date().start() + time);
    }
    if text.contains(['T', 't']) { moment(text) } else { None }
}

/// An instant or a day inside the years that the simulated clock knows.
pub(crate) fn moment(text: &str) -> Option<Instant> {
    Instant::parse(text).filter(|instant| CLOCK.contains(instant))
}

/// `10:05` or `10:05:30` as a length of time since midnight.
fn clock(text: &str) -> Option<Span> {
    let mut total = 0;
    let mut parts = 0;
    for (part, (limit, size)) in text.split(':').zip([(24, 3600), (60, 60), (60, 1)]) {
        let n: i64 = part.parse().ok().filter(|n| part.len() == 2 && (0..limit).contains(n))?;
        total += n * size;
        parts += 1;
    }
    (parts == text.split(':').count() && parts >= 2).then_some(Span(total))
}

/// The time of day that somebody meant who wrote `11.30`, `9:00` or `1130`.
pub(crate) fn meant(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['.', ':', 'h', '-', '_']).collect();
    let (hour, minute) = match parts.as_slice() {
        [all] if all.len() == 4 => all.split_at_checked(2)?,
        [hour, minute, ..] => (*hour, *minute),
        _ => return None,
    };
    let minute = if minute.len() == 1 { format!("{minute}0") } else { minute.to_owned() };
    let text = format!("{hour:0>2}:{minute}");
    clock(&text).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_time_is_read() {
        let start = Instant::parse("2026-11-02T08:00:00Z").expect("an instant");
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(at(text, start).map(|i| i.to_string()).as_deref(), expected, "{text}");
        };
        check("10:05", Some("2026-11-02T10:05:00Z"));
        check("10:05:30", Some("2026-11-02T10:05:30Z"));
        check("d2 09:00", Some("2026-11-03T09:00:00Z"));
        check("+90m", Some("2026-11-02T09:30:00Z"));
        check("2026-11-05T09:00:00+01:00", Some("2026-11-05T08:00:00Z"));
        for bad in
            ["11.30", "24:00", "9:00", "10:05:30:01", "d0 10:00", "2026-11-02", "10:5", "+5", "", "10:é5", "+1:0"]
        {
            check(bad, None);
        }
    }

    #[test]
    fn the_time_that_was_meant() {
        for (bad, good) in [("11.30", "11:30"), ("11.3", "11:30"), ("9:00", "09:00"), ("1130", "11:30")] {
            assert_eq!(meant(bad).as_deref(), Some(good));
        }
        assert_eq!(meant("noon"), None);
    }
}
