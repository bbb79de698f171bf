//! What a person's licences cost a month, by list prices.

use crate::model::key::UserId;
use crate::model::price::PRICES;
use crate::scenario::Scenario;

/// What a person's licences, direct or by a group, cost on the day on which the lab starts, in US cents a month; none
/// where the price of one is not known.
#[must_use]
pub fn cents(scenario: &Scenario, user: UserId) -> Option<u32> {
    let day = scenario.start.date();
    let groups = scenario.groups_of(user).into_iter().filter_map(|group| scenario.tenant.groups.get(group.index()));
    let own = &scenario.users.get(user.index())?.licences;
    let all = own.iter().chain(groups.flat_map(|group| &group.licences));
    all.map(|licence| PRICES.on(licence.sku, day).and_then(|price| price.cents)).sum()
}

/// How much more than this they cost, in US cents a month; none where either is not known.
#[must_use]
pub fn more(scenario: &Scenario, user: UserId, was: Option<u32>) -> Option<i64> {
    Some(i64::from(cents(scenario, user)?) - i64::from(was?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::licence::{Licence, TABLE};
    use crate::quiz::fake::hybrid_lab;

    #[test]
    fn licences_cost_what_the_list_says_on_that_day() {
        let mut lab = hybrid_lab();
        let user = UserId(0);
        assert_eq!(cents(&lab, user), Some(600), "Entra ID P1");
        assert_eq!(more(&lab, user, Some(900)), Some(-300));
        lab.users[0].licences.push(Licence::of(TABLE.sku("SPE_E3").expect("a product of the table")));
        assert_eq!(cents(&lab, user), Some(600 + 3900), "the price from July 2026");
        lab.users[0].licences.push(Licence::of(TABLE.sku("VISIOCLIENT").expect("a product of the table")));
        assert_eq!((cents(&lab, user), more(&lab, user, Some(1))), (None, None), "no price is known");
        lab.users[0].licences.clear();
        assert_eq!(cents(&lab, user), Some(0));
    }
}
