//! What people and administrators ask for, what comes of it, and the codes they see.

use std::sync::LazyLock;

use serde::Deserialize;

use super::words::words;

words! {
    /// What becomes of a step.
    Outcome {
        /// It was done.
        Success = "success",
        /// A rule said no.
        Refused = "refused",
        /// Something broke after submit.
        Failed = "failed",
    }
}

words! {
    /// The operation an attempt is about.
    Action {
        /// A forgotten password is reset by its owner.
        ResetPassword = "reset-password",
        /// A known password is changed by its owner.
        ChangePassword = "change-password",
        /// A locked account is unlocked by its owner.
        UnlockAccount = "unlock-account",
        /// An administrator resets somebody's password.
        AdminResetPassword = "admin-reset-password",
    }
}

impl Action {
    /// The activity that it is audited under.
    #[must_use]
    pub const fn audit_activity(self) -> &'static str {
        match self {
            Self::ResetPassword => "Reset password (self-service)",
            Self::ChangePassword => "Change password (self-service)",
            Self::UnlockAccount => "Unlock user account (self-service)",
            Self::AdminResetPassword => "Reset password (by admin)",
        }
    }
}

words! {
    /// How a person who changes a known password has signed in.
    SignedIn {
        /// With the password alone.
        Password = "password",
        /// With the password and another factor, on the page of sign-ins.
        PasswordAndMfa = "password-and-mfa",
        /// With a Temporary Access Pass.
        TemporaryAccessPass = "temporary-access-pass",
    }
}

words! {
    /// With what a person signs in.
    SignInWith {
        /// With the password.
        Password = "password",
        /// With a Temporary Access Pass.
        TemporaryAccessPass = "temporary-access-pass",
        /// With a passkey, Windows Hello or the app, without any password.
        Passwordless = "passwordless",
    }
}

words! {
    /// The program in which a person signs in to the cloud.
    Client {
        /// A browser or an app that signs in as one does.
        Browser = "browser",
        /// A program of a legacy protocol, or one that names the domain itself (`domain_hint`).
        Legacy = "legacy",
        /// The sign-in screen of a computer that is joined to Entra ID.
        JoinedDevice = "joined-device",
    }
}

words! {
    /// By what a person changes the own known password.
    Surface {
        /// A portal.
        Portal = "portal",
        /// Microsoft Graph.
        Graph = "graph",
        /// PowerShell.
        PowerShell = "powershell",
    }
}

impl Surface {
    /// The same as the surface that an operation took effect from; none for a portal.
    #[must_use]
    pub const fn via(self) -> Option<Via> {
        match self {
            Self::Portal => None,
            Self::Graph => Some(Via::Graph),
            Self::PowerShell => Some(Via::PowerShell),
        }
    }
}

words! {
    /// The surface an administrator resets from.
    Via {
        /// The Entra admin center.
        EntraAdminCenter = "entra-admin-center",
        /// The Microsoft 365 admin center.
        M365AdminCenter = "m365-admin-center",
        /// Microsoft Graph.
        Graph = "graph",
        /// PowerShell.
        PowerShell = "powershell",
        /// My Staff, where managers help their people.
        MyStaff = "my-staff",
    }
}

words! {
    /// Where a sign-in comes from.
    Place {
        /// Seen before.
        Familiar = "familiar",
        /// Not seen before.
        Unfamiliar = "unfamiliar",
        /// Judged malicious.
        Malicious = "malicious",
    }
}

words! {
    /// What a sign-in asks the person to do.
    Prompt {
        /// Nothing.
        None = "none",
        /// Register methods.
        Register = "register",
        /// Confirm registered methods.
        Reconfirm = "reconfirm",
        /// Change the password.
        ChangePassword = "change-password",
    }
}

words! {
    /// A code that a person sees.
    Code {
        /// Reset is switched off for administrators.
        Sspr0009 = "SSPR_0009",
        /// No reset policy is in force for people.
        Sspr0011 = "SSPR_0011",
        /// Required licences are missing.
        Sspr0012 = "SSPR_0012",
        /// Outside the selected group.
        Sspr0013 = "SSPR_0013",
        /// Too little usable security info.
        Sspr0014 = "SSPR_0014",
        /// Writeback is not enabled.
        Sspr0010 = "SSPR_0010",
        /// No connection to on-premises.
        Sspr0030 = "SSPR_0030",
        /// On-premises configuration.
        Sspr0029 = "SSPR_0029",
        /// On-premises accepted, the cloud write failed.
        OnPremisesSuccessCloudFailure = "OnPremisesSuccessCloudFailure",
        /// Smart lockout or blocked address.
        Aadsts50053 = "AADSTS50053",
        /// The on-premises password has expired.
        Aadsts50144 = "AADSTS50144",
        /// No pass-through agent.
        Aadsts80001 = "AADSTS80001",
        /// Pass-through validation timed out.
        Aadsts80002 = "AADSTS80002",
        /// The pass-through agent cannot decrypt the password.
        Aadsts80010 = "AADSTS80010",
        /// Wrong name or password.
        Aadsts50126 = "AADSTS50126",
        /// The cloud password has expired.
        Aadsts50055 = "AADSTS50055",
        /// The account is disabled.
        Aadsts50057 = "AADSTS50057",
        /// No such account.
        Aadsts50034 = "AADSTS50034",
        /// The directory holds no password for the person.
        Aadsts50056 = "AADSTS50056",
    }
}

/// One row of the table of codes.
#[derive(Debug, Deserialize)]
struct CodeRow {
    code: Option<String>,
    name: String,
    message: String,
}

static CODES: LazyLock<Vec<CodeRow>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/codes.json")).expect("the table inside the program is sound")
});

impl Code {
    /// The gist of what a person reads beside the code; empty where no page tells.
    #[must_use]
    pub fn message(self) -> &'static str {
        let word = self.word();
        let row = CODES.iter().find(|row| row.code.as_deref() == Some(word) || row.name == word);
        row.map_or("", |row| &row.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_message() {
        for code in Code::ALL {
            assert!(!code.message().is_empty(), "{code}");
        }
    }
}
