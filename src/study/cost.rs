//! What something costs a month, in US cents, where not every price is known.

use crate::model::key::SkuId;
use crate::model::price::{Commitment, Prices};
use crate::model::time::Date;
use crate::rules::topics::licensing_subscriptions::monthly_cents;

/// Cents of a US dollar.
pub type Cents = u64;

/// What something costs a month.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// So much.
    Known(Cents),
    /// At least so much: the price of something is not known.
    AtLeast(Cents),
}

impl Cost {
    /// Nothing.
    pub const NONE: Self = Self::Known(0);
    /// Not known at all.
    pub const UNKNOWN: Self = Self::AtLeast(0);

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a + b),
            (Self::Known(a) | Self::AtLeast(a), Self::Known(b) | Self::AtLeast(b)) => Self::AtLeast(a + b),
        }
    }

    /// So many of it.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        match self {
            Self::Known(cents) => Self::Known(cents * n),
            Self::AtLeast(_) if n == 0 => Self::NONE,
            Self::AtLeast(cents) => Self::AtLeast(cents * n),
        }
    }

    /// The known part.
    #[must_use]
    pub const fn cents(self) -> Cents {
        match self {
            Self::Known(cents) | Self::AtLeast(cents) => cents,
        }
    }
}

impl std::fmt::Display for Cost {
    /// `12.00 USD`, `at least 12.00 USD`, `unknown`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = match self {
            Self::Known(cents) => dollars(*cents),
            Self::AtLeast(0) => "unknown".to_owned(),
            Self::AtLeast(cents) => format!("at least {}", dollars(*cents)),
        };
        f.pad(&said)
    }
}

fn dollars(cents: Cents) -> String {
    format!("{}.{:02} USD", cents / 100, cents % 100)
}

/// What a product costs a person and month on a day.
#[must_use]
pub fn of(prices: &Prices, sku: SkuId, day: Date, commitment: Commitment) -> Cost {
    monthly_cents(prices, sku, day, commitment).map_or(Cost::UNKNOWN, Cost::Known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::licence::TABLE;
    use crate::model::price::PRICES;

    #[test]
    fn sums_say_when_something_is_unknown() {
        let sum = Cost::Known(1250).times(2).and(Cost::UNKNOWN.times(3));
        assert_eq!(sum.to_string(), "at least 25.00 USD");
        assert_eq!(Cost::UNKNOWN.times(0), Cost::NONE);
        assert_eq!(Cost::UNKNOWN.to_string(), "unknown");
    }

    #[test]
    fn a_price_that_the_table_does_not_know_is_unknown() {
        let day = Date::new(2026, 11, 22);
        let price = |word: &str| of(&PRICES, TABLE.sku(word).expect("a product"), day, Commitment::Annual);
        assert_eq!(price("SPE_E3"), Cost::Known(3900));
        assert_eq!([price("STANDARDPACK"), price("VISIOCLIENT")], [Cost::UNKNOWN; 2]);
    }
}
