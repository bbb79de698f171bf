//! Means and their intervals: the one place of this room that calculates with floats.
//!
//! Sums are exact integers; a float appears only in the last divisions and one square root, which every machine rounds
//! the same way.

pub mod class;

/// How several runs came out.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many values.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation (of a sample); none of a single value.
    pub deviation: Option<f64>,
    /// The 95 % interval of the mean (Student's t); none of a single value.
    pub interval: Option<(f64, f64)>,
}

/// The mean of values, each divided by `scale`; none of nothing.
#[must_use]
pub fn summary(values: &[i64], scale: i64) -> Option<Summary> {
    let n = values.len();
    if n == 0 || scale == 0 {
        return None;
    }
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    let squares: i128 = values.iter().map(|value| i128::from(*value) * i128::from(*value)).sum();
    let (many, scale) = (n as f64, scale as f64);
    let mean = sum as f64 / many / scale;
    let deviation = (n > 1).then(|| {
        // n times the sum of squared distances from the mean, exactly.
        let spread = n as i128 * squares - sum * sum;
        (spread as f64 / (many * (many - 1.0))).sqrt() / scale
    });
    let interval = deviation.map(|deviation| {
        let half = t(n - 1) * deviation / many.sqrt();
        (mean - half, mean + half)
    });
    Some(Summary { n, mean, deviation, interval })
}

/// Student's t for a two-sided interval of 95 %; between the rows of the table the wider one.
fn t(degrees: usize) -> f64 {
    const FIRST: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];
    match degrees {
        0 => f64::INFINITY,
        1..=30 => FIRST[degrees - 1],
        31..=39 => 2.042,
        40..=59 => 2.021,
        60..=119 => 2.000,
        120..=999 => 1.980,
        _ => 1.962,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_intervals_agree_with_a_worked_example() {
        // 5, 7, 8, 10, 10: mean 8, variance 4.5, half width 2.776 * sqrt(4.5 / 5).
        let found = summary(&[5, 7, 8, 10, 10], 1).expect("values");
        let half = 2.776 * (4.5_f64 / 5.0).sqrt();
        let (low, high) = found.interval.expect("an interval");
        assert!((found.mean - 8.0).abs() < 1e-12 && (low - (8.0 - half)).abs() < 1e-12, "{found:?}");
        assert!((high - (8.0 + half)).abs() < 1e-12);
        let scaled = summary(&[5_000_000, 7_000_000], 1_000_000).expect("values");
        assert!((scaled.mean - 6.0).abs() < 1e-12 && (scaled.deviation.unwrap_or(0.0) - 2.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_value_has_no_interval_and_equal_ones_an_empty_one() {
        assert_eq!(summary(&[], 1), None);
        assert_eq!(summary(&[3], 1).map(|one| (one.mean, one.interval)), Some((3.0, None)));
        assert_eq!(summary(&[4; 9], 1).and_then(|one| one.interval), Some((4.0, 4.0)));
        assert!((1..2_000).all(|n| t(n) >= t(n + 1)));
    }
}
