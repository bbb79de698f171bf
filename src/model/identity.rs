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
