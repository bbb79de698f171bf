//! List prices of products, with the days on which they hold.
//!
//! Source: third-party price pages, gathered in `data/prices.csv` with the page and the confidence of each row.

use std::sync::LazyLock;

use super::key::SkuId;
use super::licence::TABLE;
use super::ratio::millionths;
use super::time::Date;
use super::words::words;

words! {
    /// For how long a customer binds and how the bill comes.
    Commitment {
        /// A year, paid at once: what the list prices are given for.
        Annual = "annual",
        /// A year, billed every month.
        AnnualBilledMonthly = "annual-billed-monthly",
        /// A month at a time.
        Monthly = "monthly",
    }
}

/// The price of one product in one span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The product's string id, as written.
    pub part_number: String,
    /// The product; none where the product table does not have it.
    pub sku: Option<SkuId>,
    /// US cents a person and month under an annual commitment; none where no trustworthy figure was found.
    pub cents: Option<u32>,
    /// First day on which it is on the list; none: since ever.
    pub from: Option<Date>,
    /// Last day; none: until further notice.
    pub to: Option<Date>,
    /// How firm the figure is: `high`, `medium`, `low` or `unknown`.
    pub confidence: String,
    /// A remark.
    pub note: String,
}

/// A table of dated prices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices(pub Vec<Price>);

/// A row of a price table that says nothing usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct PriceError {
    /// The line, counted from 1, the header included.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The price table inside the program.
pub static PRICES: LazyLock<Prices> = LazyLock::new(|| {
    let all = Prices::read(include_str!("data/prices.csv"));
    all.expect("the table inside the program is sound")
});

/// The columns that a table must have; others are ignored.
const NEEDED: [&str; 2] = ["sku_part_number", "usd_per_user_month"];

impl Prices {
    /// Reads a table with a header line, its cells parted by commas or, as spreadsheets of many countries write it, by
    /// semicolons; there a price may have a decimal comma.
    ///
    /// # Errors
    /// All rows that have no price or an impossible day, in order. A product that the product table does not have is none.
    pub fn read(text: &str) -> Result<Self, Vec<PriceError>> {
        let header = text.lines().next().unwrap_or_default();
        let delimiter = if header.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let failed = |line: usize, message: String| PriceError { line, message };
        let headers = reader.headers().map_err(|error| vec![failed(1, error.to_string())])?.clone();
        let column = |name: &str| headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name));
        let missing: Vec<PriceError> = NEEDED
            .iter()
            .filter(|name| column(name).is_none())
            .map(|name| failed(1, format!("the column `{name}` is missing")))
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (i, row) in reader.records().enumerate() {
            let line = row.as_ref().ok().and_then(|row| row.position()).map_or(i + 2, |at| at.line() as usize);
            let read = row.map_err(|error| error.to_string());
            let cell = |row: &csv::StringRecord, name: &str| {
                column(name).and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned()
            };
            match read.and_then(|row| price(|name| cell(&row, name))) {
                Ok(price) => found.push(price),
                Err(message) => wrong.push(failed(line, message)),
            }
        }
        if wrong.is_empty() { Ok(Self(found)) } else { Err(wrong) }
    }

    /// The price of a product on a day; none where the table has no row for it.
    ///
    /// Of several rows that hold, the one that began last.
    #[must_use]
    pub fn on(&self, sku: SkuId, day: Date) -> Option<&Price> {
        let holds = |price: &&Price| {
            price.sku == Some(sku) && price.from.is_none_or(|from| from <= day) && price.to.is_none_or(|to| day <= to)
        };
        self.0.iter().filter(holds).max_by_key(|price| price.from)
    }
}

fn price(cell: impl Fn(&str) -> String) -> Result<Price, String> {
    let part_number = cell(NEEDED[0]);
    if part_number.is_empty() {
        return Err("the row names no product".to_owned());
    }
    let written = cell(NEEDED[1]);
    let cents = match written.as_str() {
        "unknown" => None,
        figure => {
            let cents_behind_comma = figure.rsplit_once(',').filter(|(_, behind)| behind.len() <= 2);
            let plain = cents_behind_comma.map_or(figure.to_owned(), |(whole, cents)| format!("{whole}.{cents}"));
            let exact = millionths(&plain).filter(|figure| figure % 10_000 == 0);
            let cents = exact.and_then(|figure| u32::try_from(figure / 10_000).ok());
            Some(cents.ok_or_else(|| format!("`{figure}` is no price such as `6.00`, nor `unknown`"))?)
        }
    };
    let day = |name: &str| match cell(name).as_str() {
        "" => Ok(None),
        text => Date::parse(text).map(Some).ok_or_else(|| format!("`{text}` under `{name}` is no day")),
    };
    Ok(Price {
        sku: TABLE.sku(&part_number),
        part_number,
        cents,
        from: day("valid_from")?,
        to: day("valid_to")?,
        confidence: cell("confidence"),
        note: cell("note"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(word: &str, day: Date) -> Option<Option<u32>> {
        PRICES.on(TABLE.sku(word).expect("a product"), day).map(|price| price.cents)
    }

    #[test]
    fn a_price_holds_on_its_days() {
        let (before, after) = (Date::new(2026, 6, 30), Date::new(2026, 7, 1));
        assert_eq!(cents("SPE_E3", before), Some(Some(3600)));
        assert_eq!(cents("SPE_E3", after), Some(Some(3900)));
        assert_eq!(cents("SPE_E3", Date::new(2020, 1, 1)), None);
        assert_eq!(cents("STANDARDPACK", after), Some(None), "unknown is said to be unknown");
        assert_eq!(cents("VISIOCLIENT", after), None);
        assert_eq!(PRICES.0.len(), 37);
    }

    #[test]
    fn every_bad_row_is_reported_with_its_line() {
        let table = "usd_per_user_month,sku_part_number,valid_from\n6.00,AAD_PREMIUM,2026-07-01\n1,,\n-2,SPB,\n3.005,SPB,\n5,SPB,soon\n";
        let wrong = Prices::read(table).expect_err("four bad rows");
        assert_eq!(wrong.iter().map(|error| error.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(wrong[0].to_string(), "line 3: the row names no product");
        assert_eq!(Prices::read("a,b\n1,2\n").expect_err("no header").len(), 2);
        let european = Prices::read("sku_part_number;usd_per_user_month\nSPB;57,50\nSPE_E3;36.00\n").expect("sound");
        assert_eq!(european.0.iter().map(|price| price.cents).collect::<Vec<_>>(), [Some(5750), Some(3600)]);
        let unclear = Prices::read("sku_part_number;usd_per_user_month\nSPB;1,000\n");
        assert_eq!(unclear.expect_err("a thousand or one").len(), 1);
        assert_eq!(
            Prices::read("sku_part_number,usd_per_user_month\nSPB,4\n").map(|prices| prices.0[0].cents),
            Ok(Some(400))
        );
    }
}
