//! Who a person is to the tenant: identity type, kind of account, home of a guest.

use super::words::words;

words! {
    /// Where a person's password is kept and checked.
    Identity {
        /// Created and kept in Entra ID.
        CloudOnly = "cloud-only",
        /// Kept on-premises; a hash of the hash is copied to the cloud.
        PasswordHashSync = "password-hash-sync",
        /// Kept on-premises and checked there through an agent.
        PassThrough = "pass-through",
        /// Kept on-premises; sign-in goes to a federation service.
        Federated = "federated",
    }
}

impl Identity {
    /// Whether the password is managed in on-premises AD DS.
    #[must_use]
    pub const fn is_hybrid(self) -> bool {
        !matches!(self, Self::CloudOnly)
    }
}

words! {
    /// Member of the tenant or guest.
    UserType {
        /// A member.
        Member = "member",
        /// A guest.
        Guest = "guest",
    }
}

words! {
    /// Where a guest's account lives.
    Home {
        /// Another organisation's tenant.
        PartnerTenant = "partner-tenant",
        /// A consumer account.
        MicrosoftAccount = "microsoft-account",
        /// Invited by, or signed up with, an e-mail address.
        InvitedEmail = "invited-email",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// How likely it is that somebody else knows the password, as Entra ID Protection judges it.
    #[derive(Default)]
    UserRisk {
        /// Nothing points to it.
        #[default]
        None = "none",
        /// A little.
        Low = "low",
        /// Some.
        Medium = "medium",
        /// Much.
        High = "high",
    }
}

words! {
    /// What an account is used for.
    AccountKind {
        /// A person's own account.
        Person = "person",
        /// A mailbox that several people read.
        SharedMailbox = "shared-mailbox",
        /// A meeting room or device.
        Room = "room",
        /// A service or synchronisation account.
        Service = "service",
        /// Emergency access.
        Emergency = "emergency",
    }
}

words! {
    /// Which cloud the tenant lives in.
    Cloud {
        /// The public cloud.
        Public = "public",
        /// The clouds for the government of the United States.
        UsGovernment = "us-government",
        /// The cloud operated by 21Vianet.
        China = "china",
    }
}

words! {
    /// Kind of tenant.
    TenantKind {
        /// A business.
        Business = "business",
        /// A school or university.
        Education = "education",
    }
}

/// The greatest lengths of a user principal name in characters: in all, before `@`, after it.
///
/// Source: rule `elig-upn-format`.
pub const UPN_LONGEST: [usize; 3] = [113, 64, 48];

/// Whether a user principal name has the documented form: letters, digits and `' . - _ ! # ^ ~`, one `@`, no dot right
/// before it, within [`UPN_LONGEST`].
///
/// Source: rule `elig-upn-format`.
#[must_use]
pub fn is_upn(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let [all, before, after] = UPN_LONGEST;
    let fits = |part: &str, most: usize| !part.is_empty() && part.chars().count() <= most;
    let allowed = |part: &str| part.chars().all(is_of_upn);
    fits(text, all)
        && fits(name, before)
        && fits(domain, after)
        && allowed(name)
        && allowed(domain)
        && !name.ends_with('.')
}

/// Whether a character may stand in a user principal name, on either side of the `@`.
#[must_use]
pub fn is_of_upn(c: char) -> bool {
    c.is_alphanumeric() || "'.-_!#^~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_principal_names_have_their_form() {
        let long = format!("{}@contoso.com", "a".repeat(65));
        for good in ["ana@contoso.com", "kai_fabrikam.example#EXT#@contoso.com", "o'neil-jr!^~@contoso.com"] {
            assert!(is_upn(good), "{good}");
        }
        for bad in ["ana", "@contoso.com", "ana@", "ana.@contoso.com", "a+b@contoso.com", "a@b@contoso.com", &long] {
            assert!(!is_upn(bad), "{bad}");
        }
    }
}
