//! On-premises AD DS: forests, their policies, and what an account there carries.

use super::key::{GroupId, UserId};
use super::policy::patch;
use super::sync::PassThroughAgent;
use super::time::{Instant, Span};
use super::words::words;

/// A password policy of AD DS.
///
/// The default is the default domain policy; source: rule `ad-defaults`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Least length in characters.
    pub min_length: i64,
    /// Whether complexity is asked for.
    pub complexity: bool,
    /// How many passwords are remembered; 0 to 24.
    pub history: i64,
    /// How long a password must be kept.
    pub min_age: Span,
    /// When a password expires; zero is never.
    pub max_age: Span,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min_length: 7, complexity: true, history: 24, min_age: Span::days(1), max_age: Span::days(42) }
    }
}

/// The account lockout policy of AD DS.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// Failed sign-ins before the account locks; 0 is never.
    pub threshold: i64,
    /// How long failures are counted.
    pub window: Span,
    /// How long the account stays locked; zero until somebody unlocks it.
    pub duration: Span,
}

impl Default for Lockout {
    fn default() -> Self {
        Self { threshold: 0, window: Span::minutes(30), duration: Span::minutes(30) }
    }
}

/// A fine-grained password policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FineGrained {
    /// The name.
    pub name: String,
    /// The lower number wins.
    pub precedence: i64,
    /// People it is linked to.
    pub users: Vec<UserId>,
    /// Groups it is linked to.
    pub groups: Vec<GroupId>,
    /// The password policy.
    pub password_policy: PasswordPolicy,
    /// The lockout policy.
    pub lockout: Lockout,
}

/// A forest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forest {
    /// The DNS name.
    pub name: String,
    /// The domain's password policy.
    pub password_policy: PasswordPolicy,
    /// The domain's lockout policy.
    pub lockout: Lockout,
    /// Fine-grained policies.
    pub fine_grained: Vec<FineGrained>,
    /// Password filters of other makers look at resets too, not at changes alone.
    pub filters_resets: bool,
    /// Agents of pass-through sign-in; none named: as many as are needed, and each will do.
    pub agents: Vec<PassThroughAgent>,
}

patch! {
    /// A change of a forest's [`PasswordPolicy`].
    PasswordPolicyPatch for PasswordPolicy {
        /// Least length.
        min_length: i64,
        /// Complexity.
        complexity: bool,
        /// History.
        history: i64,
        /// Minimum age.
        min_age: Span,
        /// Maximum age.
        max_age: Span,
    }
}

patch! {
    /// A change of a forest's [`Lockout`].
    LockoutPatch for Lockout {
        /// Threshold.
        threshold: i64,
        /// Window.
        window: Span,
        /// Duration.
        duration: Span,
    }
}

words! {
    /// A broken link between an AD account and its cloud object.
    MissingLink {
        /// Not in the AD connector space.
        ConnectorObject = "connector-object",
        /// Not joined to a metaverse object.
        MetaverseLink = "metaverse-link",
        /// The metaverse object is not joined to the cloud object.
        CloudLink = "cloud-link",
        /// The link lacks the standard join rule.
        SyncRule = "sync-rule",
        /// Another tool synchronizes the account than the one that is asked.
        OtherTool = "other-tool",
    }
}

/// What the AD account of a person carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Member of a protected group: `adminCount` is 1.
    pub protected: bool,
    /// Enabled.
    pub enabled: bool,
    /// The password never expires.
    pub password_never_expires: bool,
    /// The person cannot change the password.
    pub cannot_change_password: bool,
    /// The password must be changed at the next sign-in.
    pub must_change_password: bool,
    /// When the account expires.
    pub account_expires: Option<Instant>,
    /// A broken link.
    pub missing: Option<MissingLink>,
    /// Inside password hash sync.
    pub hash_synced: bool,
    /// Of the class `inetOrgPerson` rather than `user`.
    pub inet_org_person: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            protected: false,
            enabled: true,
            password_never_expires: false,
            cannot_change_password: false,
            must_change_password: false,
            account_expires: None,
            missing: None,
            hash_synced: true,
            inet_org_person: false,
        }
    }
}

words! {
    /// Why a domain controller says no.
    Refusal {
        /// The account does not exist.
        NoSuchObject = "no-such-object",
        /// A right is missing.
        AccessDenied = "access-denied",
        /// An attribute may not be written.
        AttributeDenied = "attribute-denied",
        /// The name or the password of a logon is wrong.
        LogonFailure = "logon-failure",
        /// The old password of a change is wrong.
        WrongPassword = "wrong-password",
        /// A password policy or a filter refuses the new password.
        PasswordRestriction = "password-restriction",
        /// The account is locked.
        LockedOut = "locked-out",
        /// The account is disabled.
        AccountDisabled = "account-disabled",
        /// The account has expired.
        AccountExpired = "account-expired",
        /// The password has expired.
        PasswordExpired = "password-expired",
        /// The password must be changed before the account can be used.
        MustChange = "must-change",
    }
}

words! {
    /// What is asked of a domain controller, as far as its codes tell requests apart.
    RequestKind {
        /// A logon.
        LogOn = "log-on",
        /// A change of a known password.
        Change = "change",
        /// Anything an administrator or a delegate writes.
        Write = "write",
    }
}

impl Refusal {
    /// The Win32 error.
    ///
    /// Source: the error table of Windows; the logon codes stand in the text of a refused LDAP bind.
    #[must_use]
    pub const fn win32(self) -> u32 {
        match self {
            Self::NoSuchObject => 0x2030,
            Self::AccessDenied => 0x5,
            Self::AttributeDenied => 0x2098,
            Self::LogonFailure => 0x52E,
            Self::WrongPassword => 0x56,
            Self::PasswordRestriction => 0x52D,
            Self::LockedOut => 0x775,
            Self::AccountDisabled => 0x533,
            Self::AccountExpired => 0x701,
            Self::PasswordExpired => 0x532,
            Self::MustChange => 0x773,
        }
    }

    /// The LDAP result code of a request that is refused for this reason.
    #[must_use]
    pub const fn ldap(self, kind: RequestKind) -> u8 {
        match (self, kind) {
            (Self::NoSuchObject, _) => 32,
            (_, RequestKind::LogOn) => 49,
            (_, RequestKind::Change) => 19,
            (Self::AccessDenied | Self::AttributeDenied, RequestKind::Write) => 50,
            (_, RequestKind::Write) => 53,
        }
    }
}
