//! What generated people did, over the time of the run.

use crate::ledger::Generated;
use crate::model::time::{Instant, Span};

use super::Counts;

/// Attempts of generated people in equal parts of the run.
#[derive(Debug)]
pub struct Crowd {
    /// How long a part is.
    pub part: Part,
    /// From when, and what came about.
    pub parts: Vec<(Instant, Counts)>,
}

/// The length of a part.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
}

impl Part {
    /// The word of a report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    const fn span(self) -> Span {
        match self {
            Self::Hour => Span::hours(1),
            Self::Day => Span::days(1),
            Self::Week => Span::days(7),
        }
    }
}

/// Up to so many parts a picture shows.
const MOST: usize = 62;

impl Crowd {
    /// In the smallest parts that a picture can show.
    pub(super) fn new(generated: &Generated) -> Self {
        let in_parts = |part: Part| {
            let mut parts: Vec<(Instant, Counts)> = Vec::new();
            for (at, counts) in &generated.hours {
                let start = Instant(at.0.div_euclid(part.span().0) * part.span().0);
                match parts.last_mut().filter(|(from, _)| *from == start) {
                    Some((_, sum)) => *sum = *sum + Counts::from(*counts),
                    None => parts.push((start, Counts::from(*counts))),
                }
            }
            Self { part, parts }
        };
        let all = [Part::Hour, Part::Day].map(in_parts);
        all.into_iter().find(|crowd| crowd.parts.len() <= MOST).unwrap_or_else(|| in_parts(Part::Week))
    }

    /// The beginning of a part as a label.
    #[must_use]
    pub fn label(&self, from: Instant) -> String {
        let text = from.to_string();
        match self.part {
            Part::Hour => text[..16].replace('T', " "),
            Part::Day | Part::Week => text[..10].to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Date;

    #[test]
    fn parts_grow_with_the_run_and_lose_nothing() {
        let start = Date::new(2026, 11, 2).start();
        for (hours, part, many) in [(25, Part::Hour, 25), (24 * 30, Part::Day, 30), (24 * 365, Part::Week, 53)] {
            let hour = |n: i64| (start + Span::hours(n), [1, 2, 3]);
            let generated = Generated { hours: (0..hours).map(hour).collect(), ..Generated::default() };
            let crowd = Crowd::new(&generated);
            assert_eq!((crowd.part, crowd.parts.len()), (part, many));
            let sum: u64 = crowd.parts.iter().map(|(_, counts)| counts.all()).sum();
            assert_eq!(sum, hours as u64 * 6);
        }
    }
}
