//! What is being decided: the moments of an operation, and the facts that each brings.

use super::super::book::RuleIx;
use super::super::measure::Password;
use crate::model::ask::{Client, Place, SignInWith, SignedIn, Via};
use crate::model::device::Device;
use crate::model::identity::AccountKind;
use crate::model::licence::{Billing, Channel, SubscriptionStatus, TermLength};
use crate::model::method::{Method, MethodSet};
use crate::model::sync::{ServerSystem, SyncKind, Version};

/// What is being decided.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Moment {
    /// The first check of a portal: is the operation offered at all?
    Offer(OfferFacts),
    /// The person proves who they are and submits.
    Prove(ProveFacts),
    /// A new password meets the cloud's policy.
    Choose(ChooseFacts),
    /// The request goes through the relay to the server or agent and is decrypted there.
    Relay(WriteFacts),
    /// The server or agent looks for the account.
    Lookup(WriteFacts),
    /// The directory is written to.
    Write(WriteFacts),
    /// The answer of the directory goes back to the cloud.
    Reply(WriteFacts),
    /// The operation takes effect.
    TakeEffect(EffectFacts),
    /// A sign-in.
    SignIn(SignInFacts),
    /// A person goes on in a session that a sign-in opened before; the facts are those of a sign-in at that moment.
    Resume(SignInFacts),
    /// An administrator opens the reset of somebody's password.
    AdminReset(AdminFacts),
    /// Something is done in AD DS itself.
    Directory(WriteFacts),
    /// An administrator saves settings.
    Save(SaveFacts),
    /// A licence is assigned.
    Assign(AssignFacts),
    /// Methods are registered.
    Register(RegisterFacts),
    /// The wizard of a sync server turns writeback on or off, or installs a version.
    Onboard(OnboardFacts),
    /// A hash sync pass comes to a person whose password has changed.
    HashSync(HashFacts),
    /// An object sync pass of a server.
    ObjectSync(ObjectFacts),
    /// A subscription is changed, or its date has come.
    Subscribe(SubscribeFacts),
    /// An account or a group is created, changed or deleted.
    Manage(ManageFacts),
    /// Help is asked for.
    Contact(ContactFacts),
    /// A person's row of the registration report is made.
    Report(ReportFacts),
    /// The licences that people need are counted.
    Need(NeedFacts),
}

/// Facts of a password that a hash sync pass is to send.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct HashFacts {
    /// The measured password.
    pub password: Password,
    /// The cloud holds a copy already.
    pub has_copy: bool,
    /// Only a must-change mark was lifted; the password is the one before.
    pub unmarked: bool,
    /// The directory made the password itself, because a smart card is required.
    pub random: bool,
    /// It was changed after the server left staging mode, and the server has not worked through what came before.
    pub behind_backlog: bool,
    /// The sync service was started anew while it works through that.
    pub restarted: bool,
    /// The pass is one of a tool that does not serve the person.
    pub other_tool: bool,
    /// The never-expires mark stands on the cloud account.
    pub never_expires: bool,
    /// Hash sync was turned on since the last pass, and the password has not changed meanwhile.
    pub initial: bool,
    /// An administrator set another password in the cloud alone.
    pub overridden: bool,
    /// The cloud's expiry holds for synchronized people.
    pub ages: bool,
    /// Seconds since a pass failed that came to it; none where none did.
    pub failed_for: Option<u32>,
}

impl HashFacts {
    /// The password changed on-premises, every policy takes it, and nothing keeps it back.
    pub const PLAIN: Self = Self {
        password: Password::COMPLIANT,
        has_copy: true,
        unmarked: false,
        random: false,
        behind_backlog: false,
        restarted: false,
        other_tool: false,
        never_expires: false,
        initial: false,
        overridden: false,
        ages: false,
        failed_for: None,
    };
}

/// Facts of an object sync pass.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectFacts {
    /// The wizard of the server is open.
    pub wizard_open: bool,
    /// Days since the last pass that ran.
    pub idle_days: u16,
    /// Seconds between two passes, as somebody asked for; none: the interval that is allowed.
    pub asked: Option<u32>,
}

/// A counter of the throttling rules.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Failed proofs in 24 hours.
    Identity,
    /// Uses of phone, app, text or questions in one hour.
    Gate,
    /// Codes mailed in ten minutes.
    Email,
    /// Resets of one account in one hour.
    Account,
}

/// Facts of a first check.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct OfferFacts {
    /// The counter that has last closed the portal to the person.
    pub throttled: Option<Counter>,
    /// Seconds since it did.
    pub throttled_for: u32,
    /// The Windows computer whose sign-in screen the person starts from.
    pub device: Option<Device>,
    /// Heartbeats that a writeback service which is down has missed so far; none where it is up, or known to be down.
    pub missed_heartbeats: Option<u8>,
}

/// Facts of a verification.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct ProveFacts {
    /// Methods passed, each way on its own.
    pub passed: MethodSet,
    /// The method whose proof failed.
    pub failed: Option<Method>,
    /// Methods that were asked for.
    pub asked: MethodSet,
    /// Seconds from the start to the submit.
    pub elapsed: u32,
    /// What the counters of the portal come to with this verification.
    pub counts: Counts,
}

/// Counters of the throttling rules.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Failed proofs in 24 hours.
    pub failed: u8,
    /// Uses of phone, app, text or questions in one hour.
    pub gates: u8,
    /// Codes mailed in ten minutes.
    pub mails: u8,
    /// Resets of the account in one hour.
    pub attempts: u8,
}

/// Facts of a new password in the cloud.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct ChooseFacts {
    /// The measured password.
    pub password: Password,
    /// The current password was typed right; true where none is asked for.
    pub current_right: bool,
    /// Set by an administrator.
    pub by_admin: bool,
    /// How a person who changes a known password has signed in.
    pub signed_in: SignedIn,
}

/// Facts of a write to the directory.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct WriteFacts {
    /// The measured password.
    pub password: Password,
    /// The current password was typed right; true where none is asked for.
    pub current_right: bool,
    /// Seconds since the password was set; none where it never was.
    pub age: Option<u32>,
    /// The policy's least length.
    pub min_length: u16,
    /// The policy's complexity.
    pub complexity: bool,
    /// The policy's minimum age in seconds.
    pub min_age: u32,
    /// The domain's own policy, where a fine-grained one stands in its place.
    pub domain: Option<DomainPolicy>,
    /// Done in the forest itself, not by writeback.
    pub by_hand: bool,
    /// Done in the forest by an account that holds only the rights given to it.
    pub delegated: bool,
    /// The reset carries policy hints, as writeback's do: the directory tests it like a change.
    pub hints: bool,
    /// The lockout time is cleared with it.
    pub unlocks: bool,
    /// A password is being set, not only an account unlocked.
    pub sets: bool,
    /// A must-change mark is asked for.
    pub must_change: bool,
    /// Seconds until a service that cannot collect the request is back; the greatest number where nobody knows.
    pub wait: u32,
}

impl WriteFacts {
    /// A password that every policy takes, written by writeback; no policy stands in its way.
    pub const PLAIN: Self = Self {
        password: Password::COMPLIANT,
        current_right: true,
        age: None,
        min_length: 0,
        complexity: true,
        min_age: 0,
        domain: None,
        by_hand: false,
        delegated: false,
        hints: true,
        unlocks: false,
        sets: true,
        must_change: false,
        wait: u32::MAX,
    };
}

/// A domain's password policy, which a fine-grained one replaces.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DomainPolicy {
    /// Least length.
    pub min_length: u16,
    /// Complexity.
    pub complexity: bool,
    /// Minimum age in seconds.
    pub min_age: u32,
    /// The new password is among those that it would remember.
    pub remembered: bool,
}

/// Facts of an operation that takes effect.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct EffectFacts {
    /// The measured password; [`Password::ABSENT`] where none is set.
    pub password: Password,
    /// The AD account was written to.
    pub written_back: bool,
    /// The surface of an administrator's reset.
    pub via: Option<Via>,
    /// The administrator asked for a change at the next sign-in.
    pub must_change: bool,
    /// No password was given and one is made.
    pub generated: bool,
    /// The password was expired or marked before.
    pub forced: bool,
    /// It was started at the sign-in screen of a Windows computer.
    pub windows: bool,
}

/// Facts of a sign-in.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct SignInFacts {
    /// The password typed is the one in force where it is checked.
    pub right: bool,
    /// A password is in force where it is checked.
    pub has_password: bool,
    /// Smart lockout holds the account.
    pub locked: bool,
    /// The counter of smart lockout at this place.
    pub counter: LockFacts,
    /// Where it comes from.
    pub from: Place,
    /// To the cloud rather than to a computer of the forest.
    pub to_cloud: bool,
    /// Days since the cloud password was set.
    pub age_days: u32,
    /// Days after which cloud passwords expire, where an administrator set them.
    pub max_age_days: Option<u32>,
    /// The never-expires mark of the cloud account.
    pub never_expires: bool,
    /// The never-expires mark was taken away, and the password has not been changed since.
    pub mark_ended: bool,
    /// The password was made for an administrator and has not been changed since.
    pub temporary: bool,
    /// Must change in the cloud.
    pub must_change: bool,
    /// The cloud password ages: it is the cloud's own, or the cloud's policy holds for synchronized people.
    pub cloud_ages: bool,
    /// The account was disabled by a sync pass.
    pub disabled_by_sync: bool,
    /// Days since registered data was confirmed.
    pub confirmed_days: u32,
    /// Days after which it must be confirmed; 0 is never.
    pub reconfirm_days: u32,
    /// Registration is required at sign-in.
    pub registration_required: bool,
    /// A method was deleted since registered data was confirmed.
    pub method_deleted: bool,
    /// The password typed is the one in force on-premises, which the cloud does not hold.
    pub newer: bool,
    /// That password was set by an administrator of the forest.
    pub newer_by_admin: bool,
    /// The person was added to a staged rollout or taken out of it, and signs in in the old way once more.
    pub changes_over: bool,
    /// The rule that keeps that password from the cloud; none where it only waits for the next pass.
    pub unsent: Option<RuleIx>,
    /// The surface on which an administrator set the cloud's password, and not that of the forest.
    pub overridden: Option<Via>,
    /// A reset sends this one sign-in to the federation service.
    pub federated_once: bool,
    /// An edit of a group of a staged rollout has not reached the person.
    pub edit_waits: bool,
    /// The password typed, as the forest knows it; none where it never held it.
    pub held: Option<HeldFacts>,
    /// With what the person signs in.
    pub with: SignInWith,
    /// In which program.
    pub client: Client,
    /// A staged rollout covers the person.
    pub rolled_out: bool,
    /// The session in which the person goes on is older than the password.
    pub outdated: bool,
}

/// Facts of a password that the forest holds or held.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct HeldFacts {
    /// Seconds since it was set.
    pub set_ago: u32,
    /// Seconds since it was replaced; none while it is in force.
    pub replaced_ago: Option<u32>,
    /// It is the one before that in force.
    pub previous: bool,
}

/// Facts of a counter of smart lockout.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct LockFacts {
    /// Failures that lock.
    pub threshold: u32,
    /// Failures counted so far.
    pub failures: u32,
    /// Locks since the last success.
    pub locks: u32,
    /// Length of the first lock in seconds.
    pub first_seconds: u32,
    /// The password typed is among the wrong ones that are remembered.
    pub known: bool,
    /// The counter of the other place holds the account.
    pub elsewhere: bool,
}

/// Facts of an administrator's reset.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct AdminFacts {
    /// The surface.
    pub via: Via,
    /// The administrator resets the own password.
    pub on_self: bool,
    /// The person reset holds a listed administrator role.
    pub target_is_admin: bool,
    /// A new password was given.
    pub given: bool,
    /// An application does it by its own right.
    pub application: bool,
}

/// Facts of settings being saved.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct SaveFacts {
    /// Methods required.
    pub required: i32,
    /// Questions to register.
    pub questions_register: i32,
    /// Questions to reset.
    pub questions_reset: i32,
    /// Questions of the organisation's own.
    pub custom_questions: u16,
    /// Characters of the shortest of them.
    pub shortest_question: u16,
    /// Characters of the longest of them.
    pub longest_question: u16,
    /// Reconfirmation in days.
    pub reconfirm_days: i32,
    /// Legacy methods by their names.
    pub methods: MethodSet,
    /// Cloud password age in days.
    pub max_age_days: Option<i32>,
    /// Terms of the custom banned list.
    pub banned_terms: u32,
    /// Shortest term.
    pub shortest_term: u8,
    /// Longest term.
    pub longest_term: u8,
    /// The scope is selected and no group is named.
    pub group_missing: bool,
    /// The move would go back to pre-migration.
    pub back_to_pre_migration: bool,
    /// The move of method policies is complete.
    pub migrated: bool,
    /// Legacy methods other than security questions are changed.
    pub legacy_methods_changed: bool,
    /// Settings of the reset are among them.
    pub sspr: bool,
    /// The threshold or the length of smart lockout is changed.
    pub lockout_changed: bool,
    /// Size of the Authentication methods policy where it is changed, in bytes.
    pub policy_bytes: u32,
    /// Agents on domain controllers are to test passwords.
    pub protects_controllers: bool,
    /// A method is taken out of one policy and stays allowed by the other.
    pub still_allowed: bool,
    /// The scope goes from a group to everybody.
    pub scope_widened: bool,
    /// Two ways of signing in would be rolled out in stages side by side.
    pub rollout_both: bool,
    /// A group of a staged rollout holds another group.
    pub rollout_nested: bool,
    /// Members of the largest group that is added to a staged rollout.
    pub rollout_first: u16,
    /// The password policy of a forest, where that is what is saved.
    pub forest: Option<ForestPolicy>,
}

/// A password policy of a forest that is to be saved.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ForestPolicy {
    /// Passwords remembered.
    pub history: u16,
    /// Minimum age in hours.
    pub min_age: u16,
    /// Maximum age in hours; 0 is never.
    pub max_age: u16,
}

/// Facts of a licence being assigned or removed.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct AssignFacts {
    /// To a group rather than to a person.
    pub to_group: bool,
    /// A group's licence is being given to a member, in the background.
    pub member: bool,
    /// The person has a usage location.
    pub has_location: bool,
    /// The product is not allowed in the person's usage location.
    pub prohibited: bool,
    /// A seat is free, or the person has one.
    pub seat_free: bool,
    /// Seats of the product in force.
    pub seats: u32,
    /// Seats of the product in grace.
    pub seats_in_grace: u32,
    /// Seats of the product that are taken.
    pub seats_taken: u32,
    /// The subscription is in force or in grace.
    pub usable: bool,
    /// The subscription is locked out.
    pub locked_out: bool,
    /// The licences are for people.
    pub for_users: bool,
    /// The tenant may license groups.
    pub group_licensing: bool,
    /// Licences may be put on the kind of group.
    pub group_kind: bool,
    /// The product is held directly.
    pub direct: bool,
    /// The product is held through a group.
    pub inherited: bool,
    /// The licence is being removed.
    pub removing: bool,
    /// Others are taken away in the same request.
    pub replaces: bool,
    /// A plan excludes a plan of another product that the person holds.
    pub conflicts: bool,
    /// A plan needs a plan that the person, or the group, does not hold.
    pub lacks: bool,
    /// A plan of another product that the person holds needs a plan of this one.
    pub needed: bool,
    /// An assignment of the product that the person holds says that it can be assigned only once.
    pub only_once: bool,
    /// Another product of the same group cannot be given.
    pub other_fails: bool,
    /// Another group gives the same product at the same instant.
    pub at_once: bool,
    /// Licences are being worked out again for so many people at once; 0: something else is done.
    pub reprocessed: u16,
    /// An administrator asks for it who holds no role that may assign licences.
    pub without_role: bool,
}

impl AssignFacts {
    /// A product given to a person in whose way nothing stands.
    pub const PLAIN: Self = Self {
        to_group: false,
        member: false,
        has_location: true,
        prohibited: false,
        seat_free: true,
        seats: 25,
        seats_in_grace: 0,
        seats_taken: 0,
        usable: true,
        locked_out: false,
        for_users: true,
        group_licensing: true,
        group_kind: true,
        direct: false,
        inherited: false,
        removing: false,
        replaces: false,
        conflicts: false,
        lacks: false,
        needed: false,
        only_once: false,
        other_fails: false,
        at_once: false,
        reprocessed: 0,
        without_role: false,
    };
}

/// Facts of a change of a subscription.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct SubscribeFacts {
    /// The state before.
    pub from: SubscriptionStatus,
    /// The state asked for; none: the one that follows.
    pub wanted: Option<SubscriptionStatus>,
    /// The state asked for in the words of billing.
    pub billing: Option<Billing>,
    /// From whom it was bought.
    pub channel: Channel,
    /// For how long it runs.
    pub term: TermLength,
    /// It is a trial of Entra ID P1 or P2.
    pub premium_trial: bool,
    /// It is a trial.
    pub trial: bool,
    /// Its date has come.
    pub due: bool,
    /// The customer cancels it.
    pub cancelled: bool,
    /// An administrator deletes it.
    pub deletes: bool,
    /// Bought or renewed within the days in which it can be given back.
    pub in_window: bool,
    /// The partner had suspended it.
    pub partner_suspended: bool,
    /// The product is sold to small organisations only.
    pub capped: bool,
    /// Seats before.
    pub units_before: u32,
    /// Seats after.
    pub units: u32,
    /// Seats assigned.
    pub assigned: u32,
    /// The vendor adds a service plan.
    pub plan_added: bool,
    /// Everybody is moved to another product.
    pub moved: bool,
    /// The other product has less of a service that holds data.
    pub fewer_services: bool,
    /// An administrator asks for it who holds no role that may buy.
    pub without_role: bool,
}

impl SubscribeFacts {
    /// A subscription in force, bought from the vendor for a year, of which nothing is changed.
    pub const PLAIN: Self = Self {
        from: SubscriptionStatus::Enabled,
        wanted: None,
        billing: None,
        channel: Channel::Direct,
        term: TermLength::Annual,
        premium_trial: false,
        trial: false,
        due: false,
        cancelled: false,
        deletes: false,
        in_window: false,
        partner_suspended: false,
        capped: false,
        units_before: 25,
        units: 25,
        assigned: 0,
        plan_added: false,
        moved: false,
        fewer_services: false,
        without_role: false,
    };
}

/// Facts of a change of an account or a group.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct ManageFacts {
    /// A group is deleted.
    pub deletes_group: bool,
    /// Licences stand on the group.
    pub group_licensed: bool,
    /// The membership rule of a group is edited.
    pub edits_membership: bool,
    /// Its members were put in by hand before.
    pub was_static: bool,
    /// An account is created with a password.
    pub creates: bool,
    /// A usage location that is not two letters.
    pub bad_location: bool,
    /// The never-expires mark is set.
    pub sets_never_expires: bool,
    /// The never-expires mark is taken away.
    pub ends_never_expires: bool,
    /// The number of the office phone is written.
    pub writes_office_phone: bool,
    /// Methods for multifactor authentication are to be registered anew.
    pub requires_anew: bool,
    /// The person opens the page of usage and insights.
    pub opens_usage: bool,
}

/// Facts of a registration.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct RegisterFacts {
    /// What is being registered, each way on its own.
    pub methods: MethodSet,
    /// Seconds from the start to the submit.
    pub elapsed: u32,
    /// Authenticator apps held before.
    pub apps: u8,
    /// Authenticator apps of other makers held before.
    pub other_apps: u8,
    /// Registration for multifactor authentication is enforced as well.
    pub mfa_enforced: bool,
    /// Answers to security questions; none where the file does not give their words.
    pub answers: Option<AnswerFacts>,
}

/// Facts of answers to security questions.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct AnswerFacts {
    /// Characters of the shortest answer.
    pub shortest: u16,
    /// Characters of the longest answer.
    pub longest: u16,
    /// Two questions have the same answer.
    pub same_answer: bool,
    /// A question is there twice.
    pub same_question: bool,
}

/// Facts of a run of the wizard on a sync server.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct OnboardFacts {
    /// The tool.
    pub kind: SyncKind,
    /// Writeback is turned on or off; none where it stays as it is.
    pub writeback: Option<bool>,
    /// The version that is installed; none where none is, or the newest.
    pub installs: Option<Version>,
    /// The Windows Server that the tool runs on; none is one that will do.
    pub system: Option<ServerSystem>,
}

/// Facts of a call for help.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct ContactFacts {
    /// The customised contact.
    pub link: Option<ContactLink>,
    /// The customised address is that of an account which needs the reset itself.
    pub loops: bool,
    /// Mails that this person's calls have sent today.
    pub sent: u16,
}

/// Facts of a row of the registration report.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct ReportFacts {
    /// The account is soft-deleted.
    pub deleted: bool,
    /// Enough registered methods count for the policy that governs the person.
    pub enough: bool,
    /// The person counts as registered.
    pub registered: bool,
    /// Enough methods count when data of the directory is taken in.
    pub with_directory: bool,
    /// The policy lets the person reset.
    pub enabled: bool,
}

/// Facts of an account in a count of the licences that people need.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct NeedFacts {
    /// What the account is for.
    pub kind: AccountKind,
    /// The user scope covers it.
    pub in_scope: bool,
    /// It holds an enabled P1 or P2 plan that can be used.
    pub holds: bool,
    /// Guests counted so far, this one among them.
    pub guests: u32,
}

/// What a customised contact is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ContactLink {
    /// An address that is written to.
    Mail,
    /// A web page that is opened.
    Web,
}

/// A set of moments.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MomentSet(u32);

impl MomentSet {
    /// How many moments there are.
    pub const COUNT: usize = 23;
    /// None.
    pub const NONE: Self = Self(0);
    /// The first check.
    pub const OFFER: Self = Self(1 << 0);
    /// Verification.
    pub const PROVE: Self = Self(1 << 1);
    /// The cloud's password policy.
    pub const CHOOSE: Self = Self(1 << 2);
    /// Relay, pickup and decryption.
    pub const RELAY: Self = Self(1 << 3);
    /// Looking for the account.
    pub const LOOKUP: Self = Self(1 << 4);
    /// Writing to the directory by writeback.
    pub const WRITE: Self = Self(1 << 5);
    /// Taking effect.
    pub const TAKE_EFFECT: Self = Self(1 << 6);
    /// Sign-in.
    pub const SIGN_IN: Self = Self(1 << 7);
    /// An administrator's reset.
    pub const ADMIN_RESET: Self = Self(1 << 8);
    /// AD DS itself.
    pub const DIRECTORY: Self = Self(1 << 9);
    /// Settings.
    pub const SAVE: Self = Self(1 << 10);
    /// Licences.
    pub const ASSIGN: Self = Self(1 << 11);
    /// The answer to the cloud.
    pub const REPLY: Self = Self(1 << 12);
    /// Registration.
    pub const REGISTER: Self = Self(1 << 13);
    /// The wizard of a sync server.
    pub const ONBOARD: Self = Self(1 << 14);
    /// Hash sync.
    pub const HASH_SYNC: Self = Self(1 << 15);
    /// Object sync.
    pub const OBJECT_SYNC: Self = Self(1 << 16);
    /// Subscriptions.
    pub const SUBSCRIBE: Self = Self(1 << 17);
    /// Accounts and groups.
    pub const MANAGE: Self = Self(1 << 18);
    /// Help.
    pub const CONTACT: Self = Self(1 << 19);
    /// The registration report.
    pub const REPORT: Self = Self(1 << 20);
    /// Licences needed.
    pub const NEED: Self = Self(1 << 21);
    /// The use of a session.
    pub const RESUME: Self = Self(1 << 22);

    /// The moments of either set.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the moment with this position is in the set.
    #[must_use]
    pub const fn holds(self, position: usize) -> bool {
        self.0 & (1 << position) != 0
    }
}

impl Moment {
    /// The position among the moments, in the order of [`MomentSet`]'s constants.
    #[must_use]
    pub const fn position(&self) -> usize {
        match self {
            Self::Offer(_) => 0,
            Self::Prove(_) => 1,
            Self::Choose(_) => 2,
            Self::Relay(_) => 3,
            Self::Lookup(_) => 4,
            Self::Write(_) => 5,
            Self::TakeEffect(_) => 6,
            Self::SignIn(_) => 7,
            Self::AdminReset(_) => 8,
            Self::Directory(_) => 9,
            Self::Save(_) => 10,
            Self::Assign(_) => 11,
            Self::Reply(_) => 12,
            Self::Register(_) => 13,
            Self::Onboard(_) => 14,
            Self::HashSync(_) => 15,
            Self::ObjectSync(_) => 16,
            Self::Subscribe(_) => 17,
            Self::Manage(_) => 18,
            Self::Contact(_) => 19,
            Self::Report(_) => 20,
            Self::Need(_) => 21,
            Self::Resume(_) => 22,
        }
    }

    /// The name of the moment for reports.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Offer(_) => "offer",
            Self::Prove(_) => "prove",
            Self::Choose(_) => "choose",
            Self::Relay(_) => "relay",
            Self::Lookup(_) => "look up",
            Self::Write(_) => "write back",
            Self::Reply(_) => "reply",
            Self::TakeEffect(_) => "take effect",
            Self::SignIn(_) => "sign in",
            Self::AdminReset(_) => "administrator's reset",
            Self::Directory(_) => "directory",
            Self::Save(_) => "save",
            Self::Assign(_) => "assign",
            Self::Register(_) => "register",
            Self::Onboard(_) => "sync wizard",
            Self::HashSync(_) => "hash sync",
            Self::ObjectSync(_) => "object sync",
            Self::Subscribe(_) => "subscribe",
            Self::Manage(_) => "manage",
            Self::Contact(_) => "contact",
            Self::Report(_) => "report",
            Self::Need(_) => "need of licences",
            Self::Resume(_) => "use a session",
        }
    }
}
