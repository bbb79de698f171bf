//! The Windows computer from whose sign-in screen a reset is started.
//!
//! Source: entra: docs/identity/authentication/howto-sspr-windows.md, 2025-03-04.

use super::words::words;

words! {
    /// The system.
    System {
        /// Windows 7.
        Windows7 = "windows-7",
        /// Windows 8.
        Windows8 = "windows-8",
        /// Windows 8.1.
        Windows81 = "windows-8.1",
        /// Windows 10.
        Windows10 = "windows-10",
        /// Windows 11.
        Windows11 = "windows-11",
    }
}

impl System {
    /// Whether the reset needs an add-in there: the systems before Windows 10.
    #[must_use]
    pub const fn is_old(self) -> bool {
        matches!(self, Self::Windows7 | Self::Windows8 | Self::Windows81)
    }
}

words! {
    /// How the computer is tied to the organisation.
    Join {
        /// To Entra ID.
        Entra = "entra-joined",
        /// To AD DS and Entra ID.
        Hybrid = "hybrid-joined",
        /// To neither, or to AD DS alone.
        None = "not-joined",
    }
}

words! {
    /// How somebody sits before the computer.
    Session {
        /// At its own keyboard.
        Console = "console",
        /// Through Remote Desktop.
        RemoteDesktop = "remote-desktop",
        /// In an enhanced session of Hyper-V.
        HyperVEnhanced = "hyper-v-enhanced",
    }
}

words! {
    /// The screen that the reset is started from.
    Screen {
        /// The logon screen.
        Logon = "logon",
        /// The lock screen of a session that goes on.
        Locked = "locked",
    }
}

words! {
    /// A setting under which the reset does not work on Windows 10.
    Setting {
        /// No notifications on the lock screen.
        LockScreenNotificationsOff = "lock-screen-notifications-off",
        /// `HideFastUserSwitching`.
        HideFastUserSwitching = "hide-fast-user-switching",
        /// `DontDisplayLastUserName`.
        DontDisplayLastUserName = "dont-display-last-user-name",
        /// `NoLockScreen`.
        NoLockScreen = "no-lock-screen",
        /// `BlockNonAdminUserInstall`.
        BlockNonAdminUserInstall = "block-non-admin-user-install",
        /// `EnableLostMode`.
        EnableLostMode = "enable-lost-mode",
        /// Another shell than Explorer.
        CustomShell = "custom-shell",
        /// Logon by smart card only.
        SmartCardOnly = "smart-card-only",
    }
}

/// A set of settings.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingSet(u8);

impl SettingSet {
    /// Whether the setting is in force.
    #[must_use]
    pub const fn contains(self, setting: Setting) -> bool {
        self.0 & (1 << setting as u8) != 0
    }

    /// Whether none is in force.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The settings in force.
    pub fn iter(self) -> impl Iterator<Item = Setting> {
        Setting::ALL.iter().copied().filter(move |setting| self.contains(*setting))
    }
}

impl FromIterator<Setting> for SettingSet {
    fn from_iter<I: IntoIterator<Item = Setting>>(settings: I) -> Self {
        Self(settings.into_iter().fold(0, |bits, setting| bits | 1 << setting as u8))
    }
}

/// A Windows computer, as far as the reset at its sign-in screen looks at it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The system.
    pub system: System,
    /// Its version by year and month, such as 1803; only Windows 10 is told apart by it.
    pub version: u16,
    /// How it is tied to the organisation.
    pub join: Join,
    /// The reset link is switched on: `AllowAadPasswordReset`, or 1 in the registry.
    pub link: bool,
    /// The add-in for older systems is installed.
    pub add_in: bool,
    /// TLS 1.2 is on.
    pub tls_1_2: bool,
    /// Port 443 reaches the portal and its scripts.
    pub reaches_portal: bool,
    /// How somebody sits before it.
    pub session: Session,
    /// The screen.
    pub screen: Screen,
    /// Settings in force that get in the way.
    pub settings: SettingSet,
    /// The Home edition.
    pub home_edition: bool,
    /// CTRL+ALT+DEL must be pressed before logon.
    pub ctrl_alt_del: bool,
    /// The way out goes through a proxy that asks each user to prove who they are.
    pub user_proxy: bool,
    /// The network is 802.1x with authentication of the user before logon.
    pub user_802_1x: bool,
}

impl Default for Device {
    /// A joined computer of today on which everything is in order.
    fn default() -> Self {
        Self {
            system: System::Windows11,
            version: 2209,
            join: Join::Entra,
            link: true,
            add_in: false,
            tls_1_2: true,
            reaches_portal: true,
            session: Session::Console,
            screen: Screen::Logon,
            settings: SettingSet::default(),
            home_edition: false,
            ctrl_alt_del: false,
            user_proxy: false,
            user_802_1x: false,
        }
    }
}
