//! Shares of a whole as integers, so that no result depends on floating point.

/// A share between 0 and 1 in millionths.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u32);

impl Share {
    /// The whole.
    pub const ONE: Self = Self(1_000_000);

    /// Reads a decimal between 0 and 1 with at most six places: `0.7`, `1.0`, `0`, `.25`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let millionths = millionths(text)?;
        u32::try_from(millionths).ok().filter(|n| *n <= 1_000_000).map(Self)
    }

    /// How many of the 2^32 words of a [`super::chance::Stream`] the share takes; all of them for the whole.
    #[must_use]
    pub const fn words(self) -> u64 {
        ((self.0 as u64) << 32) / 1_000_000
    }
}

/// Reads a decimal of at least 0 with at most six places as millionths: `1.2` is 1,200,000.
#[must_use]
pub fn millionths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 6 || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(part)
}

/// Millionths as the shortest decimal that reads back to the same number.
#[must_use]
pub fn decimal(millionths: u64) -> String {
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    let trimmed = text.trim_end_matches('0');
    if trimmed.ends_with('.') { format!("{trimmed}0") } else { trimmed.to_owned() }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&decimal(u64::from(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_decimals() {
        assert_eq!(Share::parse("0.7"), Some(Share(700_000)));
        assert_eq!(Share::parse("1.0"), Some(Share::ONE));
        assert_eq!(Share::parse("0.000001"), Some(Share(1)));
        for bad in ["1.1", "-0.1", "0.1234567", "", ".", "1e3", "0,5"] {
            assert_eq!(Share::parse(bad), None, "{bad}");
        }
        assert_eq!(Share(700_000).to_string(), "0.7");
        assert_eq!(Share::ONE.to_string(), "1.0");
    }
}
