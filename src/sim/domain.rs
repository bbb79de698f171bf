//! A domain worked on directly, without portal and timeline: what a client of its domain controllers meets.
//!
//! The same cases, rules and accounts as in a run. What scenarios cannot say stands here: delegates with single rights,
//! resets with policy hints, the counters of an account.

use bevy_ecs::prelude::World;

use crate::model::ask::{Action, Place};
use crate::model::directory::{LockoutPatch, PasswordPolicyPatch, Refusal, RequestKind};
use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::model::sync::PermissionSet;
use crate::model::time::{Instant, Span};
use crate::rules::case::Moment;
use crate::rules::{Case, Verdict, decide};
use crate::scenario::Scenario;

use super::parts::{Clock, DirectoryAccount, Rulebook};
use super::world::SpawnOrder;
use super::{directory, forest_write, lens, observe, sign_in, world};

/// The people and forests of a scenario at its start; its timeline does not run.
#[derive(Debug)]
pub struct Domain {
    world: World,
}

/// How a logon is checked.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A network logon: NTLM, or a simple bind; takes the previous password while the grace of the old one lasts.
    Network,
    /// Kerberos; never takes a previous password.
    Kerberos,
}

/// What is asked of a domain controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// Logs on.
    LogOn {
        /// The password as typed.
        password: &'a str,
        /// How it is checked.
        protocol: Protocol,
    },
    /// Changes a known password.
    Change {
        /// The old password as typed.
        current: &'a str,
        /// The new one.
        new: &'a str,
    },
    /// Sets a password without the old one, and what is written in the same request.
    Reset {
        /// The new password.
        new: &'a str,
        /// The request carries policy hints.
        hints: bool,
        /// The lockout time is cleared with it.
        unlocks: bool,
        /// The password must be changed at the next logon.
        must_change: bool,
    },
    /// Clears the lockout time.
    Unlock,
    /// Says that the password must be changed, or lifts that.
    Mark(bool),
}

/// What a domain controller answers.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Why not; none: done.
    pub refusal: Option<Refusal>,
    /// The rule that decided.
    pub rule: Option<&'static str>,
    /// What was asked.
    pub kind: RequestKind,
}

/// What an account carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// How long ago the password was set; none while it must be changed.
    pub password_age: Option<Span>,
    /// Wrong passwords that count.
    pub bad_passwords: u32,
    /// The lockout time is set.
    pub lockout_time_set: bool,
    /// The account is locked now.
    pub locked: bool,
    /// The password has expired or must be changed.
    pub expired: bool,
    /// The fine-grained policy that applies.
    pub fine_grained: Option<String>,
}

impl Domain {
    /// The domain of a scenario at its start.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self { world: world::build(scenario, SpawnOrder::File) }
    }

    /// Lets time pass.
    pub fn advance(&mut self, by: Span) {
        let mut clock = self.world.resource_mut::<Clock>();
        clock.0 = clock.0 + by;
    }

    /// Changes the policies of the domain an account stands in.
    pub fn set_policies(&mut self, user: UserId, (password, lockout): &(PasswordPolicyPatch, LockoutPatch)) {
        let account = lens::person(&self.world, user).and_then(|entity| self.world.get::<DirectoryAccount>(entity));
        let Some(forest) = account.map(|account| account.forest) else { return };
        directory::set_policies(&mut self.world, forest, password, lockout);
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.world.resource::<Clock>().0
    }

    /// Asks for something about an account; a delegate comes with the rights it was given.
    pub fn ask(&mut self, user: UserId, request: &Request<'_>, delegate: Option<PermissionSet>) -> Answer {
        let kind = match request {
            Request::LogOn { .. } => RequestKind::LogOn,
            Request::Change { .. } => RequestKind::Change,
            _ => RequestKind::Write,
        };
        let known =
            lens::person(&self.world, user).is_some_and(|entity| self.world.get::<DirectoryAccount>(entity).is_some());
        if !known {
            return Answer { refusal: Some(Refusal::NoSuchObject), rule: None, kind };
        }
        let answer = match request {
            Request::LogOn { password, protocol } => self.log_on(user, password, *protocol),
            _ => self.write(user, request, delegate),
        };
        let (refusal, rule) = answer.unwrap_or((Some(Refusal::NoSuchObject), None));
        Answer { refusal, rule, kind }
    }

    fn log_on(&mut self, user: UserId, password: &str, protocol: Protocol) -> Option<Said> {
        let entity = lens::person(&self.world, user)?;
        let in_force = self.world.get::<DirectoryAccount>(entity)?.password == password;
        let grace = protocol == Protocol::Network && directory::in_grace(&self.world, entity, password);
        let facts = sign_in::facts(&self.world, entity, Place::Familiar, in_force || grace, false, Identity::CloudOnly);
        let case = observe::case(&self.world, user, Action::ChangePassword, Moment::SignIn(facts))?;
        let verdict = decide(&self.world.resource::<Rulebook>().0, &case, &mut ());
        let now = self.now();
        if !grace {
            directory::typed(&mut self.world, entity, password, now);
        }
        Some((logon_refusal(&case, &verdict), verdict.rule_id()))
    }

    fn write(&mut self, user: UserId, request: &Request<'_>, delegate: Option<PermissionSet>) -> Option<Said> {
        let blank = forest_write::Write { delegate, ..forest_write::Write::plain(user) };
        let write = match request {
            Request::LogOn { .. } => return None,
            Request::Change { current, new } => forest_write::Write {
                action: Action::ChangePassword,
                new: Some(*new),
                current: Some(*current),
                ..blank
            },
            Request::Reset { new, hints, unlocks, must_change } => forest_write::Write {
                new: Some(*new),
                hints: *hints,
                unlocks: *unlocks,
                mark: must_change.then_some(true),
                ..blank
            },
            Request::Unlock => forest_write::Write { action: Action::UnlockAccount, ..blank },
            Request::Mark(marked) => forest_write::Write { mark: Some(*marked), ..blank },
        };
        let case = forest_write::case(&self.world, &write)?;
        let verdict = decide(&self.world.resource::<Rulebook>().0, &case, &mut ());
        forest_write::settle(&mut self.world, &write, &case, verdict.passes());
        Some((write_refusal(&case, &verdict), verdict.rule_id()))
    }

    /// What an account carries now; none where there is no account.
    #[must_use]
    pub fn state(&self, user: UserId) -> Option<AccountState> {
        let entity = lens::person(&self.world, user)?;
        let account = self.world.get::<DirectoryAccount>(entity)?;
        let now = self.now();
        let blank = Moment::Offer(crate::rules::case::OfferFacts::default());
        let case = observe::case(&self.world, user, Action::ChangePassword, blank)?;
        Some(AccountState {
            password_age: (!account.account.must_change_password).then_some(now - account.password_set),
            bad_passwords: account.bad,
            lockout_time_set: account.locked_since.is_some(),
            locked: directory::locked(&self.world, entity, now),
            expired: crate::rules::topics::hybrid_sign_in::due(&case),
            fine_grained: directory::fine_grained(&self.world, entity).map(|one| one.name.clone()),
        })
    }
}

/// Why not, and the rule that decided.
type Said = (Option<Refusal>, Option<&'static str>);

/// The refusal that a logon meets; a password that has to be changed first lets nobody bind.
fn logon_refusal(case: &Case, verdict: &Verdict) -> Option<Refusal> {
    let site = &case.site;
    if verdict.passes() {
        let due = crate::rules::topics::hybrid_sign_in::due(case);
        return due.then_some(if site.must_change { Refusal::MustChange } else { Refusal::PasswordExpired });
    }
    Some(match verdict.rule_id() {
        Some("ad-wrong-current") => Refusal::LogonFailure,
        _ if site.locked => Refusal::LockedOut,
        _ if !site.enabled => Refusal::AccountDisabled,
        _ => Refusal::AccountExpired,
    })
}

/// The refusal that a write meets, by the rule that decided.
fn write_refusal(case: &Case, verdict: &Verdict) -> Option<Refusal> {
    if verdict.passes() {
        return None;
    }
    let sets = case.write().is_some_and(|write| write.sets);
    Some(match verdict.rule_id() {
        Some("ad-wrong-current") => Refusal::WrongPassword,
        Some("ad-locked-account") => Refusal::LockedOut,
        Some("perm-write-lockouttime" | "perm-write-pwdlastset") => Refusal::AttributeDenied,
        Some("protected-no-inherit") if !sets => Refusal::AttributeDenied,
        Some("protected-no-inherit" | "perm-reset-password" | "ad-cant-change-flag") => Refusal::AccessDenied,
        _ => Refusal::PasswordRestriction,
    })
}
