//! The cheapest way to give each of some people one product out of a list, where seats are limited.
//!
//! Most people are served first, then at the least price: a flow from people through products to seats, grown along the
//! cheapest path each time, which is the optimum for every number of people served. A test compares with brute force.

use crate::model::key::SkuId;
use crate::model::licence::TABLE;

/// Seats of a product that can be given.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The product.
    pub sku: SkuId,
    /// What a seat costs more; 0 for seats that are bought already.
    pub cents: u64,
    /// How many seats there are.
    pub seats: u64,
    /// They are bought already and free.
    pub spare: bool,
}

/// People who can be served by the same offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// How many.
    pub people: u64,
    /// The positions of the offers.
    pub offers: Vec<usize>,
}

/// The most seats of a Business plan that a tenant may have.
///
/// Source: rule `price-business-seat-cap`.
pub const BUSINESS_SEATS: u64 = 300;

/// The most seats of a product; none where there is no limit.
#[must_use]
pub fn seat_limit(sku: SkuId) -> Option<u64> {
    let name = TABLE.product(sku).name;
    let plans = [
        "Microsoft 365 Business Basic",
        "Microsoft 365 Business Standard",
        "Microsoft 365 Business Premium",
        "Microsoft 365 Apps for business",
    ];
    let is = |plan: &&str| {
        name.get(..plan.len()).is_some_and(|start| start.eq_ignore_ascii_case(plan))
            && name[plan.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
    };
    plans.iter().any(is).then_some(BUSINESS_SEATS)
}

/// How many people of each class get which offer: `result[class][offer]`.
#[must_use]
pub fn cheapest(classes: &[Class], offers: &[Offer]) -> Vec<Vec<u64>> {
    let mut given = vec![vec![0_u64; offers.len()]; classes.len()];
    loop {
        let left = |class: usize| classes[class].people - given[class].iter().sum::<u64>();
        let Some(path) = path(classes, offers, &given, left) else { return given };
        let used = |offer: usize| given.iter().map(|row| row[offer]).sum::<u64>();
        // As many people at once as every step of the path has room for.
        let mut most = left(path.from).min(offers[path.last].seats - used(path.last));
        for step in path.steps.iter().filter(|step| step.back) {
            most = most.min(given[step.class][step.offer]);
        }
        for step in &path.steps {
            let cell = &mut given[step.class][step.offer];
            *cell = if step.back { *cell - most } else { *cell + most };
        }
    }
}

/// One step of a path: a class takes an offer, or gives it back for another.
#[derive(Copy, Clone, Debug)]
struct Step {
    class: usize,
    offer: usize,
    back: bool,
}

struct Path {
    from: usize,
    last: usize,
    steps: Vec<Step>,
}

/// The cheapest path from a class with people left to an offer with seats left (Bellman and Ford).
fn path(classes: &[Class], offers: &[Offer], given: &[Vec<u64>], left: impl Fn(usize) -> u64) -> Option<Path> {
    let n = classes.len();
    // Nodes: classes, then offers; the price of an offer is paid on the way into it.
    let mut best: Vec<Option<i64>> = (0..n + offers.len()).map(|i| (i < n && left(i) > 0).then_some(0)).collect();
    let mut came: Vec<Option<Step>> = vec![None; n + offers.len()];
    for _ in 0..n + offers.len() {
        let mut better = false;
        for (class, row) in classes.iter().enumerate() {
            for &offer in &row.offers {
                let price = offers[offer].cents as i64;
                let there = best[class].map(|cost| cost + price);
                if there.is_some_and(|cost| best[n + offer].is_none_or(|known| cost < known)) {
                    best[n + offer] = there;
                    came[n + offer] = Some(Step { class, offer, back: false });
                    better = true;
                }
                let back = best[n + offer].map(|cost| cost - price).filter(|_| given[class][offer] > 0);
                if back.is_some_and(|cost| best[class].is_none_or(|known| cost < known)) {
                    best[class] = back;
                    came[class] = Some(Step { class, offer, back: true });
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
    let used = |offer: usize| given.iter().map(|row| row[offer]).sum::<u64>();
    let open = (0..offers.len()).filter(|offer| used(*offer) < offers[*offer].seats);
    let last = open.filter_map(|offer| Some((best[n + offer]?, offer))).min()?.1;
    let (mut steps, mut node) = (Vec::new(), n + last);
    while let Some(step) = came[node] {
        steps.push(step);
        node = if step.back { n + step.offer } else { step.class };
    }
    Some(Path { from: node, last, steps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chance::{Chance, Purpose};

    /// Most people, then the least price, by trying everything.
    fn brute(people: &[&Class], offers: &[Offer], seats: &mut [u64]) -> (u64, u64) {
        let Some((first, rest)) = people.split_first() else { return (0, 0) };
        let mut best = brute(rest, offers, seats);
        for &offer in &first.offers {
            if seats[offer] > 0 {
                seats[offer] -= 1;
                let (served, cents) = brute(rest, offers, seats);
                seats[offer] += 1;
                let one = (served + 1, cents + offers[offer].cents);
                if one.0 > best.0 || (one.0 == best.0 && one.1 < best.1) {
                    best = one;
                }
            }
        }
        best
    }

    #[test]
    fn nothing_is_cheaper_on_small_cases() {
        for n in 0..400 {
            let mut draws = 0;
            let mut draw = |below: u32| {
                draws += 1;
                u64::from(Chance::new(n, Purpose::Person, "offer", draws).below(below))
            };
            let offers: Vec<Offer> = (0..1 + draw(4))
                .map(|_| Offer { sku: SkuId(0), cents: draw(5) * 100, seats: draw(4), spare: false })
                .collect();
            let classes: Vec<Class> = (0..1 + draw(3))
                .map(|_| {
                    let people = draw(3);
                    Class { people, offers: (0..offers.len()).filter(|_| draw(3) > 0).collect() }
                })
                .collect();
            let given = cheapest(&classes, &offers);
            let served: u64 = given.iter().flatten().sum();
            let cells = given.iter().flat_map(|row| row.iter().zip(&offers));
            let cents: u64 = cells.map(|(n, offer)| n * offer.cents).sum();
            let people: Vec<&Class> = classes.iter().flat_map(|class| vec![class; class.people as usize]).collect();
            let mut seats: Vec<u64> = offers.iter().map(|offer| offer.seats).collect();
            assert_eq!((served, cents), brute(&people, &offers, &mut seats), "{n}: {classes:?} {offers:?}");
            for (class, row) in classes.iter().zip(&given) {
                assert!(row.iter().sum::<u64>() <= class.people);
                assert!(row.iter().enumerate().all(|(i, n)| *n == 0 || class.offers.contains(&i)));
            }
        }
    }

    #[test]
    fn business_plans_end_at_three_hundred_seats() {
        let limit = |word: &str| seat_limit(TABLE.sku(word).expect("a product"));
        assert_eq!([limit("SPB"), limit("O365_BUSINESS_PREMIUM"), limit("O365_BUSINESS")], [Some(300); 3]);
        assert_eq!([limit("SPE_E3"), limit("BUSINESS_VOICE"), limit("AAD_PREMIUM")], [None; 3]);
    }
}
