//! How often something happens in a time: the Poisson distribution as a table of integers.

/// One in fixed point: 60 bits behind the point.
const ONE: u128 = 1 << 60;

/// The greatest mean of one table; a greater one is split into equal parts that are drawn apart and added up.
const MOST: u128 = 8;

/// A Poisson distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poisson {
    /// How many draws add up to one count.
    parts: u32,
    /// `cumulative[k]` of the 2^32 words give at most `k`; what lies above the last gives one more than it.
    cumulative: Vec<u32>,
    /// The count that the first word of each 256th of all words gives.
    guide: [u8; 256],
}

impl Poisson {
    /// The distribution with the mean `over / under`; a mean of nothing where `under` is 0, and of at most 2^20.
    #[must_use]
    pub fn new(over: u128, under: u128) -> Self {
        if over == 0 || under == 0 {
            return Self { parts: 0, cumulative: Vec::new(), guide: [0; 256] };
        }
        let over = over.min(under.saturating_mul(1 << 20));
        let parts = over.div_ceil(under.saturating_mul(MOST)).max(1);
        let mean = fixed(over, under.saturating_mul(parts));
        let (mut chance, mut below) = (exp_of_minus(mean), 0_u128);
        let mut cumulative = Vec::new();
        for k in 1.. {
            below += chance;
            let words = u32::try_from(below >> 28).unwrap_or(u32::MAX);
            cumulative.push(words);
            chance = ((chance * mean) >> 60) / k;
            if words == u32::MAX || chance == 0 {
                break;
            }
        }
        let least = |word: u32| cumulative.iter().filter(|most| word >= **most).count() as u8;
        let guide = std::array::from_fn(|top| least((top as u32) << 24));
        Self { parts: parts as u32, cumulative, guide }
    }

    /// How many words one count takes.
    #[must_use]
    pub const fn words(&self) -> u32 {
        self.parts
    }

    /// How often it happens to so many, about: at least as often as it happens at all.
    #[must_use]
    pub fn expected(&self, many: u64) -> u64 {
        let none = self.cumulative.first().copied().map_or(0, u64::from);
        ((u128::from(many * u64::from(self.parts)) * u128::from((1 << 32) - none)) >> 32) as u64
    }

    /// The count that one word stands for; the counts of as many words as it takes add up.
    #[must_use]
    pub fn count(&self, word: u32) -> u32 {
        let mut count = usize::from(self.guide[(word >> 24) as usize]);
        while self.cumulative.get(count).is_some_and(|most| word >= *most) {
            count += 1;
        }
        count as u32
    }
}

/// `over / under` in fixed point, without losing the top of a great `over`.
const fn fixed(over: u128, under: u128) -> u128 {
    ((over / under) << 60) + shifted(over % under, under)
}

/// `rest / under` in fixed point for a rest below `under`, bit by bit.
const fn shifted(mut rest: u128, under: u128) -> u128 {
    let (mut result, mut bit) = (0, 0);
    while bit < 60 {
        let carries = rest >= under - rest;
        rest = if carries { rest - (under - rest) } else { rest + rest };
        result = (result << 1) | carries as u128;
        bit += 1;
    }
    result
}

/// The exponential of minus `x`, both in fixed point, for `x` up to [`MOST`]: the series at `x / 1024`, squared ten times.
fn exp_of_minus(x: u128) -> u128 {
    let small = x >> 10;
    let (mut sum, mut term) = (ONE, ONE);
    for k in 1.. {
        term = ((term * small) >> 60) / k;
        if term == 0 {
            break;
        }
        sum = if k % 2 == 1 { sum - term } else { sum + term };
    }
    (0..10).fold(sum, |value, _| (value * value) >> 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chance::{Purpose, Stream};

    #[test]
    fn the_table_agrees_with_the_distribution() {
        // Cumulative probabilities of a mean of 1: 1/e, 2/e, 2.5/e; of 0.0032877: e^-0.0032877.
        let near = |words: u32, expected: f64| {
            let error = f64::from(words) / 4_294_967_296.0 - expected;
            assert!(error.abs() < 1e-9, "{words} is not {expected}");
        };
        let one = Poisson::new(1, 1);
        near(one.cumulative[0], 0.367_879_441_171);
        near(one.cumulative[1], 0.735_758_882_343);
        near(one.cumulative[2], 0.919_698_602_929);
        near(Poisson::new(12, 3650).cumulative[0], 0.996_717_727_2);
        near(Poisson::new(8, 1).cumulative[8], 0.592_547_341_437);
    }

    #[test]
    fn counts_have_their_mean_and_great_means_are_split() {
        let mut stream = Stream::new(1, Purpose::Behaviour, "test");
        for (over, under, parts) in [(0, 5, 0), (3, 0, 0), (1, 4, 1), (8, 1, 1), (81, 10, 2), (100, 1, 13)] {
            let poisson = Poisson::new(over, under);
            assert_eq!(poisson.words(), parts, "{over}/{under}");
            let total: u64 = (0..20_000 * parts).map(|_| u64::from(poisson.count(stream.word()))).sum();
            let mean = (20_000 * over).checked_div(under).unwrap_or(0) as u64;
            assert!(total.abs_diff(mean) <= mean / 25, "{over}/{under}: {total} instead of {mean}");
        }
    }
}
