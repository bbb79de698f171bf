//! Sync servers and agents: Microsoft Entra Connect and cloud sync.

use super::key::ForestId;
use super::policy::patch;
use super::time::Span;
use super::words::words;

words! {
    /// The tool that synchronizes a forest.
    SyncKind {
        /// Microsoft Entra Connect.
        Connect = "connect",
        /// A cloud sync provisioning agent.
        CloudSync = "cloud-sync",
    }
}

words! {
    /// Windows Server on which a tool or an agent runs, the older first.
    ServerSystem {
        /// 2012 R2.
        Server2012R2 = "2012-r2",
        /// 2016.
        Server2016 = "2016",
        /// 2019.
        Server2019 = "2019",
        /// 2022.
        Server2022 = "2022",
        /// 2025.
        Server2025 = "2025",
    }
}

/// An agent of pass-through sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassThroughAgent {
    /// Its name.
    pub name: String,
    /// Its version; none is the newest on the day.
    pub version: Option<Version>,
    /// The server that it runs on; none is one that will do.
    pub system: Option<ServerSystem>,
}

words! {
    /// A right of the account with which the tool writes to AD DS.
    Permission {
        /// Reset password.
        ResetPassword = "reset-password",
        /// Change password.
        ChangePassword = "change-password",
        /// Write lockoutTime.
        WriteLockoutTime = "write-lockout-time",
        /// Write pwdLastSet.
        WritePwdLastSet = "write-pwd-last-set",
        /// Unexpire password, on the domain root.
        UnexpirePassword = "unexpire-password",
    }
}

/// A set of permissions.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct PermissionSet(u8);

impl PermissionSet {
    /// Every permission.
    pub const ALL: Self = Self(0b1_1111);
    /// No permission.
    pub const NONE: Self = Self(0);

    /// The rights in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The rights that are not in the other set.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the right is held.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | 1 << permission as u8))
    }
}

/// A version of four numbers.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub [u32; 4]);

impl Version {
    /// The first three parts as digits of one number, each at most 9: 472 for 4.7.2.
    #[must_use]
    pub fn three_digits(self) -> u16 {
        self.0[..3].iter().fold(0, |number, part| number * 10 + (*part).min(9) as u16)
    }

    /// Reads `2.5.79.0`; missing parts are 0.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = [0; 4];
        let mut count = 0;
        for (i, part) in text.split('.').enumerate() {
            *parts.get_mut(i)? = part.parse().ok()?;
            count += 1;
        }
        (count >= 2).then_some(Self(parts))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "{a}.{b}.{c}.{d}")
    }
}

/// A sync server or agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncServer {
    /// Its name.
    pub name: String,
    /// The tool.
    pub kind: SyncKind,
    /// The forests it serves.
    pub forests: Vec<ForestId>,
    /// Its version; none is the newest on the day.
    pub version: Option<Version>,
    /// In staging mode: neither hash sync nor writeback runs.
    pub staging: bool,
    /// Password hash sync.
    pub password_hash_sync: bool,
    /// Writeback configured here.
    pub writeback: bool,
    /// Signs in to the cloud by application identity.
    pub application_sign_in: bool,
    /// Rights of its account in the forests.
    pub permissions: PermissionSet,
    /// Its wizard was left open.
    pub wizard_open: bool,
    /// How often objects are to be synchronized; none is the interval that is allowed.
    pub sync_interval: Option<Span>,
    /// The .NET Framework of the server; none is one that will do.
    pub dotnet: Option<Version>,
    /// The Windows Server that it runs on; none is one that will do.
    pub system: Option<ServerSystem>,
}

patch! {
    /// A change of a [`SyncServer`].
    SyncPatch for SyncServer {
        /// The forests.
        forests: Vec<ForestId>,
        /// The version.
        version: Option<Version>,
        /// Staging mode.
        staging: bool,
        /// Hash sync.
        password_hash_sync: bool,
        /// Writeback.
        writeback: bool,
        /// Application sign-in.
        application_sign_in: bool,
        /// Rights.
        permissions: PermissionSet,
        /// The wizard.
        wizard_open: bool,
        /// The interval of object sync.
        sync_interval: Option<Span>,
        /// The .NET Framework.
        dotnet: Option<Version>,
        /// The Windows Server.
        system: Option<ServerSystem>,
    }
}
