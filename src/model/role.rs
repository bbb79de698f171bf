//! The administrator roles that the rules know, and the two published lists of those under the administrator reset policy.
//!
//! Source: entra: docs/identity/authentication/concept-sspr-policy.md, two texts with the date 2025-05-15.

/// A known role: its English name and the lists it stands in.
#[derive(Debug)]
pub struct KnownRole {
    /// The name as documented, in English.
    pub name: &'static str,
    /// In the older list of 27 roles.
    pub in_27: bool,
    /// In the newer list of 78 roles.
    pub in_78: bool,
}

/// A position in [`ROLES`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(pub u8);

impl Role {
    /// The role with this name, as documented, whatever the letter case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        ROLES.iter().position(|role| role.name.eq_ignore_ascii_case(name)).map(|i| Self(i as u8))
    }

    /// The documented name.
    #[must_use]
    pub fn name(self) -> &'static str {
        ROLES[self.0 as usize].name
    }
}

impl serde::Serialize for Role {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A set of roles; holds every role of [`ROLES`].
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleSet(u128);

impl RoleSet {
    /// The older list of 27 roles.
    pub const LIST_27: Self = Self::listed(true);
    /// The newer list of 78 roles.
    pub const LIST_78: Self = Self::listed(false);

    const fn listed(older: bool) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < ROLES.len() {
            if (older && ROLES[i].in_27) || (!older && ROLES[i].in_78) {
                bits |= 1 << i;
            }
            i += 1;
        }
        Self(bits)
    }

    /// Adds a role.
    pub const fn insert(&mut self, role: Role) {
        self.0 |= 1 << role.0;
    }

    /// Takes a role out.
    pub const fn remove(&mut self, role: Role) {
        self.0 &= !(1 << role.0);
    }

    /// Whether the role is in the set.
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & (1 << role.0) != 0
    }

    /// Whether the sets share a role.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Every role of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The roles of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no role is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles in the order of their names.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        (0..ROLES.len() as u8).map(Role).filter(move |role| self.contains(*role))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        let mut set = Self::default();
        roles.into_iter().for_each(|role| set.insert(role));
        set
    }
}

const fn both(name: &'static str) -> KnownRole {
    KnownRole { name, in_27: true, in_78: true }
}

const fn newer(name: &'static str) -> KnownRole {
    KnownRole { name, in_27: false, in_78: true }
}

const fn neither(name: &'static str) -> KnownRole {
    KnownRole { name, in_27: false, in_78: false }
}

/// Every role the rules know, in the order of the names.
pub const ROLES: &[KnownRole] = &[
    newer("AdHoc License Administrator"),
    both("Application Administrator"),
    newer("Application Proxy Service Administrator"),
    newer("Attack Simulation Administrator"),
    newer("Attribute Assignment Administrator"),
    newer("Attribute Definition Administrator"),
    newer("Attribute Log Administrator"),
    both("Authentication Administrator"),
    newer("Authentication Extensibility Administrator"),
    newer("Authentication Policy Administrator"),
    newer("Azure DevOps Administrator"),
    newer("Azure Information Protection Administrator"),
    newer("B2C IEF Keyset Administrator"),
    newer("B2C IEF Policy Administrator"),
    both("Billing Administrator"),
    newer("Cloud App Security Administrator"),
    neither("Cloud Application Administrator"),
    both("Cloud Device Administrator"),
    both("Compliance Administrator"),
    newer("Compliance Data Administrator"),
    newer("Conditional Access Administrator"),
    newer("Customer LockBox Access Approver"),
    newer("Desktop Analytics Administrator"),
    newer("Device Administrators"),
    neither("Directory Readers"),
    both("Directory Synchronization Accounts"),
    both("Directory Writers"),
    newer("Domain Name Administrator"),
    both("Dynamics 365 Administrator"),
    newer("Dynamics 365 Business Central Administrator"),
    newer("Edge Administrator"),
    newer("Email Verified User Creator"),
    both("Exchange Administrator"),
    newer("Exchange Recipient Administrator"),
    newer("External ID User Flow Administrator"),
    newer("External ID User Flow Attribute Administrator"),
    newer("External Identity Provider Administrator"),
    both("Global Administrator"),
    neither("Global Reader"),
    newer("Global Secure Access Administrator"),
    newer("Groups Administrator"),
    neither("Guest Inviter"),
    both("Helpdesk Administrator"),
    newer("Hybrid Identity Administrator"),
    newer("Identity Governance Administrator"),
    newer("Insights Administrator"),
    both("Intune Administrator"),
    newer("Knowledge Administrator"),
    newer("License Administrator"),
    newer("Lifecycle Workflows Administrator"),
    newer("Mailbox Administrator"),
    both("Microsoft Entra Joined Device Local Administrator"),
    newer("Microsoft Hardware Warranty Administrator"),
    newer("Microsoft365 Migration Administrator"),
    newer("Modern Commerce Administrator"),
    newer("Network Administrator"),
    newer("Office Apps Administrator"),
    newer("Organizational Branding Administrator"),
    both("Partner Tier1 Support"),
    both("Partner Tier2 Support"),
    both("Password Administrator"),
    newer("Permissions Management Administrator"),
    newer("Power BI Service Administrator"),
    both("Power Platform Administrator"),
    newer("Printer Administrator"),
    both("Privileged Authentication Administrator"),
    both("Privileged Role Administrator"),
    neither("Reports Reader"),
    newer("Search Administrator"),
    both("Security Administrator"),
    neither("Security Operator"),
    neither("Security Reader"),
    both("Service Support Administrator"),
    both("SharePoint Administrator"),
    both("Skype for Business Administrator"),
    both("Teams Administrator"),
    both("Teams Communications Administrator"),
    both("Teams Devices Administrator"),
    both("User Administrator"),
    newer("Virtual Visits Administrator"),
    newer("Viva Goals Administrator"),
    newer("Viva Pulse Administrator"),
    newer("Windows Update Deployment Administrator"),
    newer("Windows365 Administrator"),
    newer("Yammer Administrator"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_have_their_documented_lengths() {
        assert_eq!(RoleSet::LIST_27.iter().count(), 27);
        assert_eq!(RoleSet::LIST_78.iter().count(), 78);
        assert!(Role::parse("global administrator").is_some());
        assert!(!RoleSet::LIST_78.contains(Role::parse("Global Reader").expect("a known role")));
    }
}
