//! A case: everything one decision may look at, frozen at its moment.

mod moment;

use crate::model::ask::Action;
use crate::model::directory::MissingLink;
use crate::model::fault::FaultId;
use crate::model::identity::{Cloud, Home, Identity, TenantKind, UserRisk, UserType};
use crate::model::licence::{FamilySet, ResetBasis};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{Migration, OnPremisesProtection, Scope};
use crate::model::role::RoleSet;
use crate::model::sync::{PermissionSet, SyncKind, Version};
use crate::model::time::{Date, Instant};

pub use moment::*;

/// Everything one decision may look at.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Case {
    /// The simulated moment.
    pub at: Instant,
    /// The operation it belongs to.
    pub action: Action,
    /// Failures that touch this operation now.
    pub faults: FaultSet,
    /// The person.
    pub person: PersonFacts,
    /// The tenant.
    pub tenant: TenantFacts,
    /// On-premises, for people whose password is kept there.
    pub site: SiteFacts,
    /// What is being decided, with the facts of that moment.
    pub moment: Moment,
}

/// Failures in force, by their position in the table.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FaultSet(pub u128);

impl FaultSet {
    /// Adds a failure.
    pub const fn insert(&mut self, fault: FaultId) {
        self.0 |= 1 << fault.0;
    }

    /// Whether no failure is in force.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The failures in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = FaultId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let first = (rest != 0).then(|| FaultId(rest.trailing_zeros() as u8));
            rest &= rest.saturating_sub(1);
            first
        })
    }

    /// The failures that are in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// Reasons for which products give cloud reset, as a set.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BasisSet(u8);

impl BasisSet {
    /// Adds a reason.
    pub const fn insert(&mut self, basis: ResetBasis) {
        self.0 |= 1 << basis as u8;
    }

    /// Whether the reason is in the set.
    #[must_use]
    pub const fn contains(self, basis: ResetBasis) -> bool {
        self.0 & (1 << basis as u8) != 0
    }
}

/// Facts of the person.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonFacts {
    /// Active roles, direct and through role-assignable groups.
    pub roles: RoleSet,
    /// Roles that may be taken through PIM now.
    pub eligible: RoleSet,
    /// Registered methods, each way on its own.
    pub registered: MethodSet,
    /// Methods that only directory data stands for, each way on its own.
    pub directory: MethodSet,
    /// Methods that a reset allowed before the policies were last changed, each way on its own.
    pub allowed_before: MethodSet,
    /// Where the password is kept.
    pub identity: Identity,
    /// How the person signs in; differs from `identity` under staged rollout.
    pub sign_in: Identity,
    /// Member or guest.
    pub user_type: UserType,
    /// Where a guest's account lives.
    pub home: Home,
    /// The cloud account is enabled.
    pub enabled: bool,
    /// Member of the selected group, directly or through other groups.
    pub in_scope: bool,
    /// Holds a usable P1 or P2 plan.
    pub premium: bool,
    /// Why the person's own usable products give cloud reset.
    pub reset: BasisSet,
    /// Where the person's plans come from, and what keeps them away.
    pub licences: LicenceFacts,
    /// Answered security questions.
    pub answers: u8,
    /// What is wrong with stored phone numbers.
    pub phones: PhoneFacts,
    /// An active role comes through a role-assignable group alone.
    pub role_by_group: bool,
    /// Member of the selected group through another group alone.
    pub nested: bool,
    /// Typed another address than the user name.
    pub other_user_id: bool,
    /// Said to know the password.
    pub knows_password: bool,
    /// Smart lockout holds the account, at some place.
    pub smart_locked: bool,
    /// The user risk.
    pub risk: UserRisk,
}

/// Facts of the licences that a person holds from subscriptions in force or in grace.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LicenceFacts {
    /// Families of the products.
    pub families: FamilySet,
    /// A P2 plan is held and no P1 plan.
    pub p2_alone: bool,
    /// An assignment has its P1 or P2 plan switched off.
    pub switched_off: bool,
    /// Another assignment of the same product has that plan on.
    pub on_in_same: bool,
    /// Another product has a P1 or P2 plan on.
    pub on_elsewhere: bool,
    /// An assignment with a P1 or P2 plan is in error.
    pub in_error: bool,
    /// A group of which the person is a member itself gives licences.
    pub from_group: bool,
    /// A group gives licences of which the person is a member through another group alone.
    pub out_of_reach: bool,
    /// A P1 or P2 plan is held by a licence for rooms and devices, by an account that is no room's.
    pub of_a_room: bool,
}

/// Facts of the phone numbers on file, each way of a phone on its own.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PhoneFacts {
    /// Phones whose number has not the documented form.
    pub malformed: MethodSet,
    /// Phones whose number has an extension.
    pub extended: MethodSet,
    /// Calls to numbers of countries to which no calls are made.
    pub barred: MethodSet,
    /// Registered phones of which the directory holds another number that has not the documented form.
    pub misdirected: MethodSet,
}

/// The states in which some subscription of a kind is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Held {
    /// In force or in grace.
    pub usable: bool,
    /// In grace only: none is in force.
    pub only_warning: bool,
    /// Suspended.
    pub suspended: bool,
}

/// Facts of the tenant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct TenantFacts {
    /// Methods of the legacy reset policy, each way on its own.
    pub legacy: MethodSet,
    /// Methods of the Authentication methods policy for this person, each way on its own.
    pub modern: MethodSet,
    /// Day of creation.
    pub created: Date,
    /// Days since the trial began; none where there is no trial.
    pub trial_days: Option<u16>,
    /// The cloud.
    pub cloud: Cloud,
    /// Business or education.
    pub kind: TenantKind,
    /// For whom reset is on.
    pub scope: Scope,
    /// Nobody is a member of the selected group.
    pub scope_empty: bool,
    /// The move of method policies.
    pub migration: Migration,
    /// Methods required of people.
    pub required: u8,
    /// Answers needed for security questions to count.
    pub answers_needed: u8,
    /// Answers asked for at registration.
    pub answers_to_register: u8,
    /// A custom domain is verified.
    pub custom_domain: bool,
    /// Some tool synchronizes people.
    pub synchronizes: bool,
    /// The administrator switch, as it acts now.
    pub admins_allowed: bool,
    /// Nobody ever set that switch.
    pub switch_untouched: bool,
    /// Minutes since the administrator switch was changed, while the change does not act yet.
    pub switch_waits: Option<u8>,
    /// A telecom provider of its own.
    pub telecom_provider: bool,
    /// Subscriptions with a P1 or P2 plan.
    pub premium: Held,
    /// Why subscriptions in force or in grace give cloud reset.
    pub reset: BasisSet,
    /// Some paid subscription is in force or in grace.
    pub paid: bool,
    /// No subscription of Entra ID alone is in force or in grace, only suites.
    pub only_suites: bool,
    /// Writeback switched on in the portal.
    pub writeback_connect: bool,
    /// Writeback for cloud sync switched on in the portal.
    pub writeback_cloud_sync: bool,
    /// Unlocking without a reset.
    pub unlock_without_reset: bool,
    /// Mail to people.
    pub notify_users: bool,
    /// Mail to administrators.
    pub notify_admins: bool,
    /// The required number was raised since the person last had enough.
    pub policy_raised: bool,
    /// Cloud policy holds for synchronized people.
    pub cloud_policy_for_synced: bool,
    /// Terms stand on the custom banned list.
    pub custom_banned: bool,
    /// A must-change mark set on-premises reaches the cloud.
    pub force_password_change: bool,
    /// Connect serves a forest, and cloud sync another.
    pub both_tools: bool,
    /// Some subscription with a P2 plan is in force or in grace.
    pub p2: bool,
    /// The user risk from which a policy asks for a secure password change; none: no policy asks.
    pub risk_change_from: Option<UserRisk>,
    /// A password changed on-premises closes user risk.
    pub risk_reset_on_premises: bool,
}

/// Facts of the agents of pass-through sign-in of a forest.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct AgentFacts {
    /// How many there are.
    pub count: u8,
    /// How many of them have a version that is too old, whatever they run on.
    pub old: u8,
    /// How many of the others run on Windows Server 2012 R2.
    pub on_2012: u8,
}

/// Facts of the way to the person's AD account.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteFacts {
    /// Version of the server; none where there is no server or it is the newest.
    pub version: Option<Version>,
    /// The tool that serves the person's forest; none where no server does.
    pub served_by: Option<SyncKind>,
    /// A broken link.
    pub missing: Option<MissingLink>,
    /// Rights of the tool's account.
    pub permissions: PermissionSet,
    /// Rights among them that were granted last, and may not have reached every account.
    pub granted: PermissionSet,
    /// Seconds since they were granted.
    pub granted_for: u32,
    /// A server or agent of another kind, which does not serve the person, is down.
    pub other_down: Option<SyncKind>,
    /// Writeback configured on the server or agent.
    pub writeback: bool,
    /// In staging mode.
    pub staging: bool,
    /// Signs in to the cloud by application identity.
    pub application_sign_in: bool,
    /// Hash sync runs for the forest.
    pub hash_sync: bool,
    /// The person is inside hash sync.
    pub hash_synced: bool,
    /// Somebody of the tenant is left out of hash sync on purpose.
    pub selective_hash_sync: bool,
    /// The account is protected.
    pub protected: bool,
    /// The account is enabled.
    pub enabled: bool,
    /// The account is locked.
    pub locked: bool,
    /// Failures that lock the account; 0 is never.
    pub lockout_threshold: u16,
    /// Seconds since the lockout time was set; none where it is not.
    pub lock_age: Option<u32>,
    /// Seconds for which the policy locks it; 0 is until somebody unlocks it.
    pub lockout_seconds: u32,
    /// The person cannot change the password.
    pub cannot_change: bool,
    /// The password must be changed.
    pub must_change: bool,
    /// The password never expires.
    pub never_expires: bool,
    /// The password has expired.
    pub expired: bool,
    /// The account has expired.
    pub account_expired: bool,
    /// What agents on domain controllers do.
    pub protection: OnPremisesProtection,
    /// Another server was made active since, and the writeback link of this one is broken.
    pub link_broken: bool,
    /// The password in the forest was set less than two minutes ago and has not reached the cloud.
    pub hash_pending: bool,
    /// The account is an `inetOrgPerson`.
    pub inet_org_person: bool,
    /// Password filters of other makers look at resets too.
    pub filters_resets: bool,
    /// The .NET Framework of the server as three digits, 472 for 4.7.2; none is one that will do.
    pub dotnet: Option<u16>,
    /// The agents of pass-through sign-in, where they are named.
    pub agents: Option<AgentFacts>,
}

impl SiteFacts {
    /// No forest at all.
    pub const NONE: Self = Self {
        version: None,
        served_by: None,
        missing: None,
        permissions: PermissionSet::ALL,
        granted: PermissionSet::NONE,
        granted_for: 0,
        other_down: None,
        writeback: false,
        staging: false,
        application_sign_in: true,
        hash_sync: false,
        hash_synced: true,
        selective_hash_sync: false,
        protected: false,
        enabled: true,
        locked: false,
        lockout_threshold: 0,
        lock_age: None,
        lockout_seconds: 0,
        cannot_change: false,
        must_change: false,
        never_expires: false,
        expired: false,
        account_expired: false,
        protection: OnPremisesProtection::Off,
        link_broken: false,
        hash_pending: false,
        inet_org_person: false,
        filters_resets: true,
        dotnet: None,
        agents: None,
    };
}

impl Case {
    /// Facts of a first check, if this is one.
    #[must_use]
    pub const fn offer(&self) -> Option<&OfferFacts> {
        if let Moment::Offer(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a verification, if this is one.
    #[must_use]
    pub const fn prove(&self) -> Option<&ProveFacts> {
        if let Moment::Prove(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a new password in the cloud, if this is one.
    #[must_use]
    pub const fn choose(&self) -> Option<&ChooseFacts> {
        if let Moment::Choose(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a write to the directory, by writeback or by hand.
    #[must_use]
    pub const fn write(&self) -> Option<&WriteFacts> {
        match &self.moment {
            Moment::Relay(facts)
            | Moment::Lookup(facts)
            | Moment::Write(facts)
            | Moment::Reply(facts)
            | Moment::Directory(facts) => Some(facts),
            _ => None,
        }
    }

    /// Facts of an operation that takes effect, if this is one.
    #[must_use]
    pub const fn effect(&self) -> Option<&EffectFacts> {
        if let Moment::TakeEffect(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a sign-in, if this is one.
    #[must_use]
    pub const fn sign_in(&self) -> Option<&SignInFacts> {
        if let Moment::SignIn(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of the use of a session, if this is one.
    #[must_use]
    pub const fn resume(&self) -> Option<&SignInFacts> {
        if let Moment::Resume(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of an administrator's reset, if this is one.
    #[must_use]
    pub const fn admin(&self) -> Option<&AdminFacts> {
        if let Moment::AdminReset(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of settings being saved, if this is it.
    #[must_use]
    pub const fn save(&self) -> Option<&SaveFacts> {
        if let Moment::Save(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a licence being assigned, if this is it.
    #[must_use]
    pub const fn assign(&self) -> Option<&AssignFacts> {
        if let Moment::Assign(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a registration, if this is one.
    #[must_use]
    pub const fn register(&self) -> Option<&RegisterFacts> {
        if let Moment::Register(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a run of the sync wizard, if this is one.
    #[must_use]
    pub const fn onboard(&self) -> Option<&OnboardFacts> {
        if let Moment::Onboard(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a password to be sent, if this is a hash sync pass.
    #[must_use]
    pub const fn hash_sync(&self) -> Option<&HashFacts> {
        if let Moment::HashSync(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of an object sync pass, if this is one.
    #[must_use]
    pub const fn object_sync(&self) -> Option<&ObjectFacts> {
        if let Moment::ObjectSync(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a change of a subscription, if this is one.
    #[must_use]
    pub const fn subscribe(&self) -> Option<&SubscribeFacts> {
        if let Moment::Subscribe(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a change of an account or a group, if this is one.
    #[must_use]
    pub const fn manage(&self) -> Option<&ManageFacts> {
        if let Moment::Manage(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a call for help, if this is one.
    #[must_use]
    pub const fn contact(&self) -> Option<&ContactFacts> {
        if let Moment::Contact(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of a row of the registration report, if this is one.
    #[must_use]
    pub const fn report(&self) -> Option<&ReportFacts> {
        if let Moment::Report(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Facts of an account in a count of licences needed, if this is one.
    #[must_use]
    pub const fn need(&self) -> Option<&NeedFacts> {
        if let Moment::Need(facts) = &self.moment { Some(facts) } else { None }
    }

    /// Whether the password is kept on-premises.
    #[must_use]
    pub const fn hybrid(&self) -> bool {
        self.person.identity.is_hybrid()
    }

    /// Whether this is the operation.
    #[must_use]
    pub fn is(&self, action: Action) -> bool {
        self.action == action
    }
}

impl Case {
    /// A cloud-only member of a paid public tenant in which nothing is out of the ordinary; for cases in which the
    /// person does not matter, and as the base of examples.
    #[must_use]
    pub fn plain(at: Instant, action: Action, moment: Moment) -> Self {
        let methods = MethodSet::of(&[Method::Email, Method::MobilePhone]).ways();
        let mut reset = BasisSet::default();
        reset.insert(ResetBasis::Plan);
        Self {
            at,
            action,
            faults: FaultSet::default(),
            person: PersonFacts {
                roles: RoleSet::default(),
                eligible: RoleSet::default(),
                registered: methods,
                directory: MethodSet::EMPTY,
                allowed_before: MethodSet::EMPTY,
                identity: Identity::CloudOnly,
                sign_in: Identity::CloudOnly,
                user_type: UserType::Member,
                home: Home::Unknown,
                enabled: true,
                in_scope: true,
                premium: true,
                reset,
                licences: LicenceFacts::default(),
                answers: 0,
                phones: PhoneFacts::default(),
                role_by_group: false,
                nested: false,
                other_user_id: false,
                knows_password: false,
                smart_locked: false,
                risk: UserRisk::None,
            },
            tenant: TenantFacts {
                legacy: methods,
                modern: methods,
                created: Date::new(2024, 1, 15),
                trial_days: None,
                cloud: Cloud::Public,
                kind: TenantKind::Business,
                scope: Scope::All,
                scope_empty: false,
                migration: Migration::Complete,
                required: 1,
                answers_needed: 3,
                answers_to_register: 5,
                custom_domain: true,
                synchronizes: false,
                admins_allowed: true,
                switch_untouched: true,
                switch_waits: None,
                telecom_provider: false,
                premium: Held { usable: true, only_warning: false, suspended: false },
                reset,
                paid: true,
                only_suites: false,
                writeback_connect: false,
                writeback_cloud_sync: false,
                unlock_without_reset: false,
                notify_users: true,
                notify_admins: false,
                policy_raised: false,
                cloud_policy_for_synced: false,
                custom_banned: false,
                force_password_change: false,
                both_tools: false,
                p2: false,
                risk_change_from: None,
                risk_reset_on_premises: false,
            },
            site: SiteFacts::NONE,
            moment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_stays_small_and_copyable() {
        fn copy<T: Copy>() {}
        copy::<Case>();
        assert!(size_of::<Case>() <= 336, "{}", size_of::<Case>());
    }
}
