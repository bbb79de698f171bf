//! What a person needs at a moment: the methods that count, how many of them, and under whose policy.

use crate::model::licence::SubscriptionStatus;
use crate::model::method::MethodSet;

use super::book::Book;
use super::case::Case;

/// What is required, as the terms of the moment set it one after another.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The administrator reset policy applies.
    pub admin: bool,
    /// Methods that may be used at all, each way on its own.
    pub allowed: MethodSet,
    /// Methods that the person holds, each way on its own.
    pub held: MethodSet,
    /// How many methods must be passed.
    pub needed: u8,
    /// The password in the cloud expires after so many days; none: never.
    pub expires_after: Option<u32>,
    /// The state that a subscription comes into.
    pub state: SubscriptionStatus,
    /// Days for which it stays in that state; none: until somebody changes it.
    pub lasts: Option<u16>,
}

impl Terms {
    /// Nothing decided yet: the user policy's number, what is registered, nothing allowed.
    #[must_use]
    pub const fn new(case: &Case) -> Self {
        Self {
            admin: false,
            allowed: MethodSet::EMPTY,
            held: case.person.registered,
            needed: case.tenant.required,
            expires_after: None,
            state: SubscriptionStatus::Enabled,
            lasts: None,
        }
    }

    /// The methods that count, each way on its own.
    #[must_use]
    pub const fn usable(&self) -> MethodSet {
        self.allowed.intersection(self.held)
    }

    /// How many methods count; two ways of one phone or app count as the assumptions say.
    #[must_use]
    pub fn count(&self, book: &Book) -> u32 {
        count(self.usable(), book)
    }

    /// The first methods that count, one way of each, as many as are needed: what a person passes who does not choose.
    #[must_use]
    pub fn first_ways(&self, book: &Book) -> MethodSet {
        let mut picked = MethodSet::EMPTY;
        for method in self.usable().iter() {
            let with = picked.union(MethodSet::of(&[method]));
            if count(picked, book) < u32::from(self.needed) && count(with, book) > count(picked, book) {
                picked = with;
            }
        }
        picked
    }
}

/// How many methods a set of ways stands for.
#[must_use]
pub fn count(ways: MethodSet, book: &Book) -> u32 {
    let mut set = ways;
    if book.assumed.text_and_call_are_one && set.intersection(MethodSet::MOBILE_PHONE).len() == 2 {
        set = set.without(MethodSet::of(&[crate::model::method::Method::MobilePhoneCall]));
    }
    if book.assumed.authenticator_is_one && set.intersection(MethodSet::AUTHENTICATOR).len() == 2 {
        set = set.without(MethodSet::of(&[crate::model::method::Method::AuthenticatorCode]));
    }
    set.len()
}
