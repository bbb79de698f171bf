//! People of a scenario: named ones, and groups of generated ones.

use crate::model::directory::Account;
use crate::model::identity::{AccountKind, Home, Identity, UserRisk, UserType};
use crate::model::key::{ForestId, GroupId, SkuId};
use crate::model::licence::Licence;
use crate::model::method::{DirectoryData, Method, Registered};
use crate::model::ratio::Share;
use crate::model::role::{Role, RoleSet};
use crate::model::time::Instant;

/// A named person, with every default explicit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// User principal name, as written.
    pub upn: String,
    /// Made by a `create-user` step: does not exist before it.
    pub created_by_step: bool,
    /// Display name.
    pub name: String,
    /// Where the password is kept and checked.
    pub identity: Identity,
    /// The forest, where the identity is not cloud-only.
    pub forest: Option<ForestId>,
    /// Directly assigned licences.
    pub licences: Vec<Licence>,
    /// Department.
    pub department: Option<String>,
    /// What the account is used for.
    pub account: AccountKind,
    /// Roles held actively.
    pub roles: RoleSet,
    /// Roles that may be taken through PIM, with the moment the eligibility ends (exclusive), if it does.
    pub eligible_roles: Vec<(Role, Option<Instant>)>,
    /// Member or guest.
    pub user_type: UserType,
    /// Where a guest's account lives.
    pub home: Option<Home>,
    /// The cloud account is enabled.
    pub enabled: bool,
    /// Two letters of ISO 3166; none where it was never set.
    pub usage_location: Option<String>,
    /// Registered methods.
    pub methods: Registered,
    /// Contact data that nobody registered.
    pub directory: DirectoryData,
    /// The password at the start; none: made from the seed.
    pub password: Option<String>,
    /// The cloud account's never-expires mark.
    pub password_never_expires: bool,
    /// When the password was set.
    pub password_set: Instant,
    /// The user risk.
    pub user_risk: UserRisk,
    /// The AD account; meaningful where the identity is not cloud-only.
    pub on_premises: Account,
}

/// A group of generated people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// How many.
    pub count: u32,
    /// Pattern of the user principal names, with `{n}` for the number from 1.
    pub names: String,
    /// Shares of identity types; the rest takes the domain's.
    pub identity: Vec<(Identity, Share)>,
    /// Identity type of the pattern's domain.
    pub domain_identity: Identity,
    /// Shares of products; none is no licence, and so is the rest.
    pub licences: Vec<(Option<SkuId>, Share)>,
    /// Shares of groups, independent of each other.
    pub groups: Vec<(GroupId, Share)>,
    /// Shares of methods, independent of each other.
    pub methods: Vec<(Method, Share)>,
    /// Shares of administrator roles.
    pub admins: Vec<(Role, Share)>,
    /// What they do of themselves; none: nothing.
    pub behaviour: Option<Behaviour>,
}

/// What generated people do of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// Forgotten passwords a person and year, in millionths.
    pub resets_per_year: u64,
    /// Changes of known passwords a person and year, in millionths.
    pub changes_per_year: u64,
    /// Attempts after which a person gives up.
    pub gives_up_after: u32,
    /// Share of first passwords that keep to the policy.
    pub first_password_compliant: Share,
    /// Weights of the hours of a day.
    pub hours: [u32; 24],
}

impl Population {
    /// The user principal name of the person with this number, counted from 1.
    #[must_use]
    pub fn upn(&self, n: u32) -> String {
        self.names.replace("{n}", &n.to_string())
    }

    /// The number of the person with this user principal name.
    #[must_use]
    pub fn number_of(&self, upn: &str) -> Option<u32> {
        let (before, after) = self.names.split_once("{n}")?;
        let head = upn.get(..before.len())?;
        let tail_at = upn.len().checked_sub(after.len())?;
        let (tail, middle) = (upn.get(tail_at..)?, upn.get(before.len()..tail_at)?);
        if !head.eq_ignore_ascii_case(before) || !tail.eq_ignore_ascii_case(after) || middle.starts_with('0') {
            return None;
        }
        middle.parse().ok().filter(|n| (1..=self.count).contains(n))
    }
}
