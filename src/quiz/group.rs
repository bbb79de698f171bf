//! Groups of people that a report counts: by where the password is kept, by licence, by role.

use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::scenario::Scenario;
use crate::scenario::edit::{About, is_premium};

/// A group of people, by one fact.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// All of them.
    Everybody,
    /// Those whose password is kept so.
    Kept(Identity),
    /// Those with a plan of their own that carries P1 or P2.
    Premium,
    /// Those without one.
    NoPremium,
    /// Those with an administrator role.
    Administrators,
    /// Those without one.
    NoAdministrators,
}

impl Group {
    /// Every group that may stand in a statement.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let kept = Identity::ALL.iter().map(|identity| Self::Kept(*identity));
        let rest = [Self::Everybody, Self::Premium, Self::NoPremium, Self::Administrators, Self::NoAdministrators];
        kept.chain(rest).collect()
    }

    /// Who of these people belongs to it, by the facts at the start.
    #[must_use]
    pub fn members(self, scenario: &Scenario, people: &[UserId]) -> Vec<UserId> {
        let person = |user: &UserId| scenario.users.get(user.index());
        let premium = |user: &UserId| premium(scenario, *user);
        let inside = |user: &UserId| match self {
            Self::Everybody => true,
            Self::Kept(identity) => person(user).is_some_and(|one| one.identity == identity),
            Self::Premium => premium(user),
            Self::NoPremium => !premium(user),
            Self::Administrators => person(user).is_some_and(|one| !one.roles.is_empty()),
            Self::NoAdministrators => person(user).is_some_and(|one| one.roles.is_empty()),
        };
        people.iter().copied().filter(inside).collect()
    }

    /// The fact by which somebody belongs to it; none where everybody does.
    #[must_use]
    pub const fn about(self) -> Option<About> {
        match self {
            Self::Everybody => None,
            Self::Kept(_) => Some(About::Identity),
            Self::Premium | Self::NoPremium => Some(About::OwnLicence),
            Self::Administrators | Self::NoAdministrators => Some(About::Roles),
        }
    }

    /// The group, after "of".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everybody => "all these people",
            Self::Kept(Identity::CloudOnly) => "those who exist in the cloud only",
            Self::Kept(Identity::PasswordHashSync) => "those with password hash sync",
            Self::Kept(Identity::PassThrough) => "those with pass-through authentication",
            Self::Kept(Identity::Federated) => "those who sign in by federation",
            Self::Premium => "those whose own licence carries P1 or P2",
            Self::NoPremium => "those without a P1 or P2 of their own",
            Self::Administrators => "those with an administrator role",
            Self::NoAdministrators => "those without an administrator role",
        }
    }
}

/// Whether a person's own licences, direct or by a group, carry P1 or P2.
#[must_use]
pub fn premium(scenario: &Scenario, user: UserId) -> bool {
    let own = scenario.users.get(user.index()).into_iter().flat_map(|one| &one.licences);
    let groups = scenario.groups_of(user).into_iter().filter_map(|group| scenario.tenant.groups.get(group.index()));
    own.chain(groups.flat_map(|group| &group.licences)).any(|licence| is_premium(licence.sku))
}
