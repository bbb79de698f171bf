//! Single-fact flips of a scenario: "what one change would have led to something else?".
//!
//! In: a typed scenario and a step of it. Out: [`candidates`], every flip worth trying for that step in a fixed order,
//! cheapest first; each can be applied, which gives another scenario, and said in plain English. Explanations and
//! quizzes share them. Absent on purpose: any idea of what a flip leads to; that takes a replay.

use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::Identity;
use crate::model::key::{ForestId, GroupId, SkuId, SyncId, UserId};
use crate::model::licence::{SubscriptionStatus, TABLE};
use crate::model::method::Method;
use crate::model::policy::Scope;
use crate::model::role::Role;
use crate::model::sync::{Permission, SyncKind};
use crate::model::time::{Date, Instant, Span};

mod apply;
mod candidates;
mod history;
mod put;
mod say;
mod stage;
mod steps;

pub use candidates::{candidates, candidates_at_start};
pub use history::facts_of_step;
pub use say::{method_words, on_off, product_words, short_name};
pub use stage::Act;

/// What a flip is about: the fact that changes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// What the person has registered.
    Registered,
    /// For whom reset is on, and who belongs to the group.
    Scope,
    /// Roles the person holds.
    Roles,
    /// Whether the cloud account is enabled.
    CloudAccount,
    /// The person's account in AD DS.
    DirectoryAccount,
    /// Methods that the policy allows.
    Allowed,
    /// How many methods are required.
    Required,
    /// The administrator switch.
    AdminSwitch,
    /// Writeback in the portal.
    PortalWriteback,
    /// Unlocking without a reset.
    UnlockSwitch,
    /// Mail about resets, prompts to register.
    Notices,
    /// The sync server or agent.
    Server,
    /// The password policy of the forest.
    ForestPolicy,
    /// Failures in force.
    Failures,
    /// What happened before.
    History,
    /// Licences of the person.
    OwnLicence,
    /// Subscriptions of the tenant.
    TenantLicence,
    /// Where the password is kept.
    Identity,
    /// The date.
    Clock,
}

impl About {
    /// What it is, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Registered => "what the people have registered",
            Self::Scope => "for whom reset is on",
            Self::Roles => "administrator roles",
            Self::CloudAccount => "the state of the cloud accounts",
            Self::DirectoryAccount => "the accounts in AD DS",
            Self::Allowed => "the methods that the policy allows",
            Self::Required => "how many methods are required",
            Self::AdminSwitch => "whether administrators may reset",
            Self::PortalWriteback => "writeback in the portal",
            Self::UnlockSwitch => "unlocking without a reset",
            Self::Notices => "mail about resets and prompts to register",
            Self::Server => "the sync servers and agents",
            Self::ForestPolicy => "the password policy of the forest",
            Self::Failures => "the failures in force",
            Self::History => "what happened, and when",
            Self::OwnLicence => "the people's own licences",
            Self::TenantLicence => "the subscriptions of the tenant",
            Self::Identity => "where passwords are kept",
            Self::Clock => "the date and the time",
        }
    }
}

/// A switch of the reset settings.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// Administrators may reset.
    Administrators,
    /// Writeback in the portal.
    Writeback,
    /// Writeback for cloud sync in the portal.
    WritebackCloudSync,
    /// Unlocking without a reset.
    Unlock,
    /// Mail to people whose password was reset.
    NotifyUsers,
    /// Mail to administrators.
    NotifyAdmins,
    /// People are asked to register at sign-in.
    Registration,
}

/// A mark on an account.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The cloud account is enabled.
    CloudEnabled,
    /// The AD account is enabled.
    Enabled,
    /// The AD account is protected.
    Protected,
    /// The person cannot change the password.
    CannotChange,
    /// The AD account is linked to its cloud object.
    Linked,
    /// The person is inside password hash sync.
    HashSynced,
}

/// A switch of a sync server.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServerSwitch {
    /// Writeback is configured on it.
    Writeback,
    /// It is in staging mode.
    Staging,
    /// It runs password hash sync.
    HashSync,
    /// It signs in to the cloud by application identity.
    ApplicationSignIn,
}

/// One flip.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are what the variant's line names; `who` and `name` are for the words")]
pub enum Edit {
    /// A method is registered.
    Register { user: UserId, who: String, method: Method },
    /// A method is no longer registered.
    Unregister { user: UserId, who: String, method: Method },
    /// Nothing is registered.
    RegisterNothing { user: UserId, who: String },
    /// The person is a member of a group.
    Join { user: UserId, who: String, group: GroupId, name: String },
    /// The person is not a member of a group, directly or through another.
    Leave { user: UserId, who: String, group: GroupId, name: String },
    /// The person holds a role.
    Role { user: UserId, who: String, role: Role },
    /// The person holds no role.
    NoRole { user: UserId, who: String },
    /// A mark of an account is set or not.
    Mark { user: UserId, who: String, mark: Mark, on: bool },
    /// The reset scope.
    Scope { scope: Scope, group: Option<(GroupId, String)> },
    /// How many methods are required.
    Required { count: i64 },
    /// Whether the policy allows a method.
    Allow { method: Method, on: bool },
    /// A switch of the reset settings.
    Switch { switch: Switch, on: bool },
    /// A switch of a sync server.
    Server { on: SyncId, name: String, switch: ServerSwitch, set: bool },
    /// The server has the newest version.
    Newest { on: SyncId, name: String },
    /// A right of the server's account.
    Right { on: SyncId, name: String, right: Permission, held: bool },
    /// The tool.
    Tool { on: SyncId, name: String, kind: SyncKind },
    /// The forest's minimum password age.
    MinimumAge { forest: ForestId, name: String, age: Span },
    /// The forest's least password length.
    MinimumLength { forest: ForestId, name: String, length: i64 },
    /// A failure never happens.
    WithoutFault { fault: FaultId },
    /// A failure is in force at a step.
    WithFault { fault: FaultId, on: FaultTarget, step: usize },
    /// An earlier step never happens; it changed this fact.
    WithoutStep { step: usize, fact: About, said: String },
    /// The person is given a product, bought with enough seats.
    License { user: UserId, who: String, sku: SkuId },
    /// A product is taken from the person.
    Unlicense { user: UserId, who: String, sku: SkuId },
    /// The tenant buys a product.
    Subscribe { sku: SkuId },
    /// The tenant holds no product with Entra ID P1 or P2.
    NoPremium,
    /// A product is exchanged for another, also where it is assigned.
    Replace { from: SkuId, to: SkuId },
    /// The state of a subscription.
    Status { sku: SkuId, status: SubscriptionStatus },
    /// Where the password is kept and checked.
    Identity { user: UserId, who: String, identity: Identity, forest: Option<ForestId> },
    /// The day of a step; everything that happens moves along.
    On { step: usize, date: Date },
    /// The day on which the lab starts; everything that happens moves along.
    StartOn { date: Date },
    /// Another person takes a step.
    Asker { step: usize, user: UserId, who: String },
    /// Something more happens, at this moment.
    Does { user: UserId, who: String, act: Act, at: Instant },
    /// A step is at another moment.
    Moved { step: usize, at: Instant, said: String },
    /// A failure is in force for a while.
    Outage { fault: FaultId, on: FaultTarget, name: String, from: Instant, lasts: Span },
    /// Another failure in the place of one.
    OtherFault { from: FaultId, to: FaultId, on: FaultTarget },
}

impl Edit {
    /// The fact that changes.
    #[must_use]
    pub const fn about(&self) -> About {
        match self {
            Self::Register { .. } | Self::Unregister { .. } | Self::RegisterNothing { .. } => About::Registered,
            Self::Join { .. } | Self::Leave { .. } | Self::Scope { .. } => About::Scope,
            Self::Role { .. } | Self::NoRole { .. } => About::Roles,
            Self::Mark { mark: Mark::CloudEnabled, .. } => About::CloudAccount,
            Self::Mark { .. } => About::DirectoryAccount,
            Self::Required { .. } => About::Required,
            Self::Allow { .. } => About::Allowed,
            Self::Switch { switch, .. } => match switch {
                Switch::Administrators => About::AdminSwitch,
                Switch::Writeback | Switch::WritebackCloudSync => About::PortalWriteback,
                Switch::Unlock => About::UnlockSwitch,
                _ => About::Notices,
            },
            Self::Server { .. } | Self::Newest { .. } | Self::Right { .. } | Self::Tool { .. } => About::Server,
            Self::MinimumAge { .. } | Self::MinimumLength { .. } => About::ForestPolicy,
            Self::WithoutFault { .. } | Self::WithFault { .. } | Self::Outage { .. } | Self::OtherFault { .. } => {
                About::Failures
            }
            Self::WithoutStep { fact, .. } => *fact,
            Self::License { .. } | Self::Unlicense { .. } => About::OwnLicence,
            Self::Subscribe { .. } | Self::NoPremium | Self::Replace { .. } | Self::Status { .. } => {
                About::TenantLicence
            }
            Self::Identity { .. } | Self::Asker { .. } => About::Identity,
            Self::Does { .. } | Self::Moved { .. } => About::History,
            Self::On { .. } | Self::StartOn { .. } => About::Clock,
        }
    }
}

/// Whether a product carries a P1 or P2 plan.
#[must_use]
pub fn is_premium(sku: SkuId) -> bool {
    let plans = &TABLE.product(sku).plans;
    plans.contains(&TABLE.p1) || plans.contains(&TABLE.p2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timeline::{AdminAct, What};
    use crate::scenario::{NoFiles, Scenario, read};

    const LAB: &str = r#"
title: "A lab"
tenant:
  name: Contoso
  domains: [contoso.onmicrosoft.com, {name: contoso.com, identity: password-hash-sync}]
  subscriptions: [{sku: AAD_PREMIUM, units: 25}]
  groups: [{name: Inner, members: [ana@contoso.com]}, {name: Outer, members: [Inner]}]
  sspr: {enabled: selected, group: Outer, methods: [email, mobile-phone], writeback: true}
on_premises: {forests: [{name: corp.contoso.com}]}
users:
  - {upn: ana@contoso.com, name: Ana Ruiz, licences: [AAD_PREMIUM], methods: {email: ana@mail.example}}
  - {upn: root@contoso.onmicrosoft.com, name: Rita Vogel, roles: [Global Administrator]}
timeline:
  - {at: "08:30", admin: root@contoso.onmicrosoft.com, do: set-sspr, set: {methods_required: 2}}
  - {at: "09:00", fault: sync-server-down, on: connect-1, for: 2h}
  - {at: "10:00", user: ana@contoso.com, do: reset-password}
"#;

    fn lab() -> Scenario {
        let text = LAB.replace("connect-1", "sync-1").replace(
            "forests: [{name: corp.contoso.com}]}",
            "forests: [{name: corp.contoso.com}], sync: [{name: sync-1, kind: connect, forests: [corp.contoso.com]}]}",
        );
        let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
        reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
    }

    #[test]
    fn every_candidate_changes_something_and_has_its_own_words() {
        let lab = lab();
        let edits = candidates(&lab, 2);
        assert!(edits.len() > 40, "{}", edits.len());
        let mut seen = std::collections::BTreeSet::new();
        for edit in &edits {
            assert!(edit.apply(&lab).is_some_and(|changed| changed != lab), "{edit:?}");
            let words = edit.words();
            assert!(words.starts_with("if ") || words.starts_with("on 2"), "{words}");
            assert!(matches!(edit, Edit::WithoutStep { .. }) || seen.insert(words.clone()), "twice: {words}");
        }
        assert_eq!(edits, candidates(&lab, 2));
        assert!(candidates(&lab, 1).is_empty() && candidates(&lab, 99).is_empty());
    }

    #[test]
    fn a_flip_starts_from_what_held_at_the_step_and_no_step_undoes_it() {
        let lab = lab();
        let edits = candidates(&lab, 2);
        // two methods are required from 08:30 on, so that one is the flip
        let one = Edit::Required { count: 1 };
        assert!(edits.contains(&one) && !edits.contains(&Edit::Required { count: 2 }), "{edits:?}");
        let there = one.apply(&lab).expect("the step that asks for two is held off");
        let What::Admin { act: AdminAct::SetSspr(patch), .. } = &there.timeline[0].what else { panic!("no settings") };
        assert_eq!((there.tenant.sspr.methods_required, patch.methods_required), (1, None));

        let text = LAB.replace(
            "{at: \"09:00\", fault: sync-server-down, on: connect-1, for: 2h}",
            "{at: \"09:00\", user: ana@contoso.com, do: register-methods, methods: {mobile_phone: \"+1 4255550100\"}}",
        );
        let lab = read("lab.yaml", text.as_bytes(), &mut NoFiles).scenario.expect("a lab without a fault");
        let ana = lab.find("ana@contoso.com").expect("a person of the lab");
        let without = Edit::Unregister { user: ana, who: "Ana".into(), method: Method::MobilePhone };
        assert!(candidates(&lab, 2).contains(&without), "the phone was registered on the way");
        assert_eq!(without.apply(&lab).expect("it was registered").timeline[1].what, What::Check);
        // what is asked about stays
        assert!(!candidates(&lab, 1).contains(&without));
    }

    #[test]
    fn flips_read_as_plain_english() {
        let words: Vec<String> = candidates(&lab(), 2).iter().map(Edit::words).collect();
        for expected in [
            "if Ana also had a mobile phone registered",
            "if Ana were not a member of Outer",
            "if the reset scope were All",
            "if the fault sync-server-down were absent",
            "if the tenant held neither Entra ID P1 nor P2, alone or in a bundle",
            "if Rita had not changed the reset settings at 08:30",
            "on 2026-10-04",
        ] {
            assert!(words.iter().any(|one| one == expected), "{expected} is not among {words:#?}");
        }
    }

    #[test]
    fn leaving_a_group_reaches_nested_ones_and_steps_keep_their_numbers() {
        let lab = lab();
        let ana = lab.find("ana@contoso.com").expect("a person of the lab");
        let group = GroupId(1);
        let edit = Edit::Leave { user: ana, who: "Ana".into(), group, name: "Outer".into() };
        assert!(edit.apply(&lab).expect("Ana is a member").groups_of(ana).is_empty());
        let fault = FaultId::parse("sync-server-down").expect("a known failure");
        let absent = Edit::WithoutFault { fault }.apply(&lab).expect("the fault is in the lab");
        assert_eq!(absent.timeline.len(), lab.timeline.len());
        assert_eq!(absent.timeline[1].what, What::Check);
        let later = Edit::On { step: 2, date: Date::new(2027, 2, 1) }.apply(&lab).expect("another day");
        assert_eq!(later.timeline[2].at.date(), Date::new(2027, 2, 1));
        assert_eq!(later.start - lab.start, later.timeline[2].at - lab.timeline[2].at);
    }
}
