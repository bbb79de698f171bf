//! Flips in plain English.

use crate::model::identity::Identity;
use crate::model::key::SkuId;
use crate::model::licence::TABLE;
use crate::model::method::Method;
use crate::model::policy::Scope;
use crate::model::sync::{Permission, SyncKind};
use crate::scenario::{Person, Scenario};

use super::{Edit, Mark, ServerSwitch, Switch};

/// How a person is called in sentences: the first name where nobody else has it, else the whole name, else what stands
/// before the `@`.
#[must_use]
pub fn short_name(scenario: &Scenario, person: &Person) -> String {
    let name = person.name.trim();
    if name.is_empty() || name.contains('@') {
        return person.upn.split('@').next().unwrap_or_default().to_owned();
    }
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    let mine = first(name);
    let alike = scenario.users.iter().filter(|other| first(&other.name) == mine).count();
    if alike > 1 || mine.ends_with('.') { name.to_owned() } else { mine }
}

/// A product by its name and string id.
#[must_use]
pub fn product_words(sku: SkuId) -> String {
    let product = TABLE.product(sku);
    format!("{} ({})", product.name, product.part_number)
}

/// A method in plain English.
#[must_use]
pub const fn method_words(method: Method) -> &'static str {
    match method {
        Method::Email => "an alternate e-mail address",
        Method::MobilePhone => "a mobile phone",
        Method::MobilePhoneText => "a text to the mobile phone",
        Method::MobilePhoneCall => "a call to the mobile phone",
        Method::OfficePhone => "an office phone",
        Method::AuthenticatorApp => "the Authenticator app",
        Method::AuthenticatorNotification => "a notification in the Authenticator app",
        Method::AuthenticatorCode => "a code of the Authenticator app",
        Method::SoftwareOath => "another authenticator app",
        Method::HardwareOath => "a hardware token",
        Method::SecurityQuestions => "security questions",
        Method::Passkey => "a passkey",
        Method::WindowsHello => "Windows Hello",
        Method::Certificate => "a certificate",
        Method::TemporaryAccessPass => "a Temporary Access Pass",
        Method::AuthenticatorPasswordless => "passwordless sign-in",
        Method::ExternalMfa => "an external method",
        Method::QrCode => "a QR code",
        Method::AlternatePhone => "an alternate phone",
    }
}

const fn right_words(right: Permission) -> &'static str {
    match right {
        Permission::ResetPassword => "reset passwords",
        Permission::ChangePassword => "change passwords",
        Permission::WriteLockoutTime => "write lockoutTime",
        Permission::WritePwdLastSet => "write pwdLastSet",
        Permission::UnexpirePassword => "unexpire passwords",
    }
}

const fn identity_words(identity: Identity) -> &'static str {
    match identity {
        Identity::CloudOnly => "existed in the cloud only",
        Identity::PasswordHashSync => "were synchronized with password hash sync",
        Identity::PassThrough => "signed in by pass-through authentication",
        Identity::Federated => "signed in by federation",
    }
}

/// Whether something is switched on, in a word.
#[must_use]
pub const fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

const fn tool_words(kind: SyncKind) -> &'static str {
    match kind {
        SyncKind::Connect => "Microsoft Entra Connect",
        SyncKind::CloudSync => "a cloud sync agent",
    }
}

impl Edit {
    /// The flip as the beginning of a sentence: `if the reset scope were All`, `on 2026-10-04`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Register { who, method, .. } => format!("if {who} also had {} registered", method_words(*method)),
            Self::Unregister { who, method, .. } => format!("if {who} had not registered {}", method_words(*method)),
            Self::RegisterNothing { who, .. } => format!("if {who} had nothing registered"),
            Self::Join { who, name, .. } => format!("if {who} were a member of {name}"),
            Self::Leave { who, name, .. } => format!("if {who} were not a member of {name}"),
            Self::Role { who, role, .. } => format!("if {who} held the role {}", role.name()),
            Self::NoRole { who, .. } => format!("if {who} held no administrator role"),
            Self::Mark { who, mark, on, .. } => mark_words(who, *mark, *on),
            Self::Identity { who, identity, .. } => format!("if {who} {}", identity_words(*identity)),
            Self::Scope { scope: Scope::Selected, group: Some((_, name)) } => {
                format!("if the reset scope were Selected, with the group {name}")
            }
            Self::Scope { scope: Scope::Selected, .. } => {
                "if the reset scope were Selected, with a group of other people".to_owned()
            }
            Self::Scope { scope, .. } => format!("if the reset scope were {}", scope_words(*scope)),
            Self::Required { count: 1 } => "if one method were required".to_owned(),
            Self::Required { count } => format!("if {count} methods were required"),
            Self::Allow { method, on: true } => format!("if the policy allowed {}", method_words(*method)),
            Self::Allow { method, on: false } => format!("if the policy did not allow {}", method_words(*method)),
            Self::Switch { switch, on } => switch_words(*switch, *on),
            Self::MinimumAge { age, name, .. } => format!("if {name} had a minimum password age of {age}"),
            Self::MinimumLength { length, name, .. } => {
                format!("if {name} asked for passwords of at least {length} characters")
            }
            _ => self.words_of_tools(),
        }
    }

    fn words_of_tools(&self) -> String {
        match self {
            Self::Server { name, switch, set, .. } => server_words(name, *switch, *set),
            Self::Newest { name, .. } => format!("if {name} had the newest version"),
            Self::Right { name, right, held: true, .. } => {
                format!("if the account of {name} had the right to {}", right_words(*right))
            }
            Self::Right { name, right, .. } => {
                format!("if the account of {name} lacked the right to {}", right_words(*right))
            }
            Self::Tool { name, kind, .. } => format!("if {name} were {}", tool_words(*kind)),
            Self::WithoutFault { fault } => format!("if the fault {} were absent", fault.kind().id),
            Self::WithFault { fault, .. } => format!("if the fault \"{}\" were present", fault.kind().name()),
            Self::WithoutStep { said, .. } => format!("if {said}"),
            Self::License { who, sku, .. } => format!("if {who} had a licence of {}", product_words(*sku)),
            Self::Unlicense { who, sku, .. } => format!("if {who} had no licence of {}", product_words(*sku)),
            Self::Subscribe { sku } => format!("if the tenant held {}", product_words(*sku)),
            Self::NoPremium => "if the tenant held neither Entra ID P1 nor P2, alone or in a bundle".to_owned(),
            Self::Replace { from, to } => {
                format!("if the tenant held {} instead of {}", product_words(*to), product_words(*from))
            }
            Self::Status { sku, status } => {
                format!("if the subscription to {} were in the state {status}", product_words(*sku))
            }
            Self::On { date, .. } | Self::StartOn { date } => format!("on {date}"),
            _ => self.words_of_stage(),
        }
    }

    /// The fact that the flip takes away, as a statement of what holds now; none where it takes nothing away.
    #[must_use]
    pub fn takes_away(&self) -> Option<String> {
        let said = match self {
            Self::Unregister { who, method, .. } => format!("{who} has registered {}", method_words(*method)),
            Self::RegisterNothing { who, .. } => format!("{who} has registered at least one method"),
            Self::Leave { who, name, .. } => format!("{who} is a member of {name}"),
            Self::Mark { who, mark: Mark::CloudEnabled, on: false, .. } => {
                format!("The cloud account of {who} is enabled")
            }
            Self::Mark { who, mark: Mark::Enabled, on: false, .. } => format!("The AD account of {who} is enabled"),
            Self::Mark { who, mark: Mark::Linked, on: false, .. } => {
                format!("The AD account of {who} is linked to its cloud object")
            }
            Self::Mark { who, mark: Mark::HashSynced, on: false, .. } => {
                format!("{who} is inside password hash sync")
            }
            Self::Scope { scope: Scope::None, .. } => "Self-service reset is switched on".to_owned(),
            Self::Allow { method, on: false } => format!("The policy allows {}", method_words(*method)),
            Self::Switch { switch, on: false } => has_switch(*switch).to_owned(),
            Self::Server { name, switch: ServerSwitch::Writeback, set: false, .. } => {
                format!("Password writeback is configured on {name}")
            }
            Self::Server { name, switch: ServerSwitch::HashSync, set: false, .. } => {
                format!("{name} runs password hash sync")
            }
            Self::Server { name, switch: ServerSwitch::ApplicationSignIn, set: false, .. } => {
                format!("{name} signs in to the cloud by application identity")
            }
            Self::Right { name, right, held: false, .. } => {
                format!("The account of {name} has the right to {}", right_words(*right))
            }
            Self::Unlicense { who, sku, .. } => format!("{who} has a licence of {}", product_words(*sku)),
            Self::NoPremium => "The tenant holds Entra ID P1 or P2, alone or in a bundle".to_owned(),
            _ => return None,
        };
        Some(said)
    }
}

fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::None => "None",
        Scope::Selected => "Selected",
        Scope::All => "All",
        Scope::Undefined => "never set",
    }
}

fn mark_words(who: &str, mark: Mark, on: bool) -> String {
    match (mark, on) {
        (Mark::CloudEnabled, true) => format!("if the cloud account of {who} were enabled"),
        (Mark::CloudEnabled, false) => format!("if the cloud account of {who} were disabled"),
        (Mark::Enabled, true) => format!("if the AD account of {who} were enabled"),
        (Mark::Enabled, false) => format!("if the AD account of {who} were disabled"),
        (Mark::Protected, true) => format!("if the AD account of {who} were in a protected group"),
        (Mark::Protected, false) => format!("if the AD account of {who} were in no protected group"),
        (Mark::CannotChange, true) => format!("if the AD account of {who} said \"user cannot change password\""),
        (Mark::CannotChange, false) => format!("if the AD account of {who} let its owner change the password"),
        (Mark::Linked, true) => format!("if the AD account of {who} were linked to its cloud object"),
        (Mark::Linked, false) => format!("if the AD account of {who} were missing from the sync engine"),
        (Mark::HashSynced, true) => format!("if {who} were inside password hash sync"),
        (Mark::HashSynced, false) => format!("if {who} were left out of password hash sync"),
    }
}

fn switch_words(switch: Switch, on: bool) -> String {
    match (switch, on) {
        (Switch::Administrators, true) => "if administrators were allowed to reset".to_owned(),
        (Switch::Administrators, false) => "if administrators were not allowed to reset".to_owned(),
        (Switch::Writeback, _) => format!("if writeback were {} in the portal", on_off(on)),
        (Switch::WritebackCloudSync, _) => format!("if writeback for cloud sync were {} in the portal", on_off(on)),
        (Switch::Unlock, _) => format!("if unlocking without a reset were {}", on_off(on)),
        (Switch::NotifyUsers, _) => format!("if mail to people about their reset were {}", on_off(on)),
        (Switch::NotifyAdmins, _) => {
            format!("if mail to administrators about administrators' resets were {}", on_off(on))
        }
        (Switch::Registration, _) => format!("if the request to register at sign-in were {}", on_off(on)),
    }
}

fn has_switch(switch: Switch) -> &'static str {
    match switch {
        Switch::Administrators => "Administrators are allowed to reset",
        Switch::Writeback => "Writeback is switched on in the portal",
        Switch::WritebackCloudSync => "Writeback for cloud sync is switched on in the portal",
        Switch::Unlock => "Unlocking without a reset is switched on",
        Switch::NotifyUsers => "People get mail about their reset",
        Switch::NotifyAdmins => "Administrators get mail about administrators' resets",
        Switch::Registration => "People are asked to register at sign-in",
    }
}

fn server_words(name: &str, switch: ServerSwitch, set: bool) -> String {
    match (switch, set) {
        (ServerSwitch::Writeback, true) => format!("if writeback were configured on {name}"),
        (ServerSwitch::Writeback, false) => format!("if writeback were not configured on {name}"),
        (ServerSwitch::Staging, true) => format!("if {name} were in staging mode"),
        (ServerSwitch::Staging, false) => format!("if {name} were not in staging mode"),
        (ServerSwitch::HashSync, true) => format!("if {name} ran password hash sync"),
        (ServerSwitch::HashSync, false) => format!("if {name} did not run password hash sync"),
        (ServerSwitch::ApplicationSignIn, true) => {
            format!("if {name} signed in to the cloud by application identity")
        }
        (ServerSwitch::ApplicationSignIn, false) => {
            format!("if {name} did not sign in to the cloud by application identity")
        }
    }
}

impl serde::Serialize for Edit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words())
    }
}
