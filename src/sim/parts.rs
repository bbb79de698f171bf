//! Components and resources of the simulated world: state only, no behaviour beyond looking up.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::{Component, Entity, Resource};

use crate::ledger::{Entry, ExpectationFailure, Expectations, FaultRecord, StepRecord};
use crate::model::ask::Via;
use crate::model::directory::{Account, Forest};
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::{AccountKind, Home, Identity, UserRisk, UserType};
use crate::model::key::{ForestId, GroupId, SkuId, SyncId, UserId};
use crate::model::licence::{Licence, LicenceError, Subscription};
use crate::model::method::{DirectoryData, MethodSet, Registered};
use crate::model::policy::{Group, MethodTarget, Migration, Sspr, Tenant};
use crate::model::role::{Role, RoleSet};
use crate::model::sync::{PermissionSet, SyncServer};
use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::rules::case::Counter;
use crate::rules::readings::methods::MFA;
use crate::rules::topics::administrators::SWITCH_MINUTES;
use crate::scenario::Scenario;

use super::agenda::{Agenda, Item};

/// Who a person is.
#[derive(Component, Clone, Debug)]
pub(super) struct Profile {
    pub(super) user: UserId,
    pub(super) upn: String,
    pub(super) name: String,
    pub(super) identity: Identity,
    pub(super) user_type: UserType,
    pub(super) home: Option<Home>,
    pub(super) kind: AccountKind,
    pub(super) usage_location: Option<String>,
    pub(super) department: Option<String>,
}

/// The cloud account.
#[derive(Component, Clone, Debug)]
pub(super) struct CloudAccount {
    pub(super) enabled: bool,
    pub(super) disabled_by_sync: bool,
    pub(super) password: String,
    pub(super) password_set: Instant,
    pub(super) never_expires: bool,
    pub(super) must_change: bool,
    /// The next sign-in of a member of a staged rollout goes to the federation service once.
    pub(super) federated_once: bool,
    /// The never-expires mark was taken away; the password has aged all the time.
    pub(super) mark_ended: bool,
    /// The password was made for an administrator and has not been changed since.
    pub(super) temporary: bool,
    /// The surface on which an administrator set it while that of the forest stayed.
    pub(super) overridden: Option<Via>,
    /// When the last sign-in to the cloud succeeded, which opened a session.
    pub(super) session: Option<Instant>,
    pub(super) risk: UserRisk,
}

/// The AD account.
#[derive(Component, Clone, Debug)]
pub(super) struct DirectoryAccount {
    pub(super) forest: ForestId,
    pub(super) password: String,
    /// Passwords before the one in force, newest first.
    pub(super) history: Vec<String>,
    /// When each of them was replaced, in the same order.
    pub(super) replaced: Vec<Instant>,
    /// The password in force was set by an administrator of the forest.
    pub(super) by_admin: bool,
    /// The password in force was made by the directory, because a smart card is required.
    pub(super) random: bool,
    /// A must-change mark was lifted and the password stayed.
    pub(super) unmarked: bool,
    pub(super) password_set: Instant,
    pub(super) account: Account,
    /// Wrong passwords that count, and when the last one was typed.
    pub(super) bad: u32,
    pub(super) bad_at: Instant,
    /// The lockout time: when the account was locked; it stays until a good logon or an unlock.
    pub(super) locked_since: Option<Instant>,
    /// The password has changed since the last hash sync pass.
    pub(super) hash_due: bool,
    /// Hash sync was turned on and sends the password although it has not changed.
    pub(super) hash_initial: bool,
    /// When a pass failed that was to send it.
    pub(super) hash_failed: Option<Instant>,
    /// The state has changed since the last object sync pass.
    pub(super) state_due: bool,
}

/// Verification methods.
#[derive(Component, Clone, Debug)]
pub(super) struct Methods {
    pub(super) registered: Registered,
    pub(super) directory: DirectoryData,
    pub(super) confirmed: Instant,
    /// A method was deleted since then.
    pub(super) deleted: bool,
    /// How many Authenticator apps are registered.
    pub(super) apps: u8,
    /// How many authenticator apps of other makers are registered.
    pub(super) other_apps: u8,
    /// The number required when the person last had enough methods; none where they never had.
    pub(super) enough_for: Option<i64>,
}

impl Methods {
    /// Takes away what is registered for multifactor authentication.
    pub(super) fn drop_mfa(&mut self) {
        let held = &mut self.registered;
        (held.mobile_phone, held.office_phone) = (None, None);
        (held.authenticator_app, held.software_oath, held.hardware_oath) = (false, false, false);
        held.other = held.other.without(MFA);
        (self.apps, self.other_apps) = (0, 0);
    }
}

/// Direct licences, and those of groups with the errors that they left.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct Licences {
    pub(super) direct: Vec<Licence>,
    pub(super) inherited: Vec<Licence>,
    pub(super) error: Option<LicenceError>,
    /// Licences of groups left in error by a removal, until somebody has them reprocessed.
    pub(super) stuck: Vec<(GroupId, Vec<Licence>)>,
    /// When which group gave which product.
    pub(super) given: Vec<(SkuId, GroupId, Instant)>,
}

/// Roles.
#[derive(Component, Clone, Debug)]
pub(super) struct Roles {
    pub(super) active: RoleSet,
    pub(super) eligible: Vec<(Role, Option<Instant>)>,
}

/// Counters of the reset portal.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct Throttle {
    pub(super) failed: Vec<Instant>,
    pub(super) gates: Vec<Instant>,
    pub(super) mails: Vec<Instant>,
    pub(super) attempts: Vec<Instant>,
    pub(super) closed: Option<(Counter, Instant)>,
}

/// Counters of smart lockout: one for familiar places, one for the others.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct SmartLockout(pub(super) [LockCounter; 2]);

impl SmartLockout {
    /// Whether it holds the account at any place.
    pub(super) fn locked(&self, now: Instant) -> bool {
        self.0.iter().any(|counter| counter.locked_until.is_some_and(|until| now < until))
    }
}

/// One counter of smart lockout.
#[derive(Clone, Debug, Default)]
pub(super) struct LockCounter {
    pub(super) failures: i64,
    /// The last wrong passwords, newest first; at most three.
    pub(super) wrong: Vec<String>,
    pub(super) locked_until: Option<Instant>,
    pub(super) locks: u32,
}

/// The latest attempt to set a password: what it was to be, and what held before.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct Latest {
    pub(super) new: Option<String>,
    pub(super) old_cloud: String,
    pub(super) old_directory: String,
    /// The attempt before it: what who makes this one means by the old and the new password.
    pub(super) before: Option<Box<Self>>,
}

/// A group.
#[derive(Component, Clone, Debug)]
pub(super) struct GroupState(pub(super) Group);

/// A subscription.
#[derive(Component, Clone, Debug)]
pub(super) struct SubscriptionState {
    pub(super) one: Subscription,
    /// The partner has suspended it before the end of its term.
    pub(super) partner_suspended: bool,
}

/// A forest.
#[derive(Component, Clone, Debug)]
pub(super) struct ForestState(pub(super) Forest);

/// A sync server or agent.
#[derive(Component, Clone, Debug)]
pub(super) struct ServerState {
    pub(super) id: SyncId,
    pub(super) server: SyncServer,
    /// Rights that were held before a grant, and when the grant will have reached every account.
    pub(super) rights_before: Option<(PermissionSet, Instant)>,
    /// When writeback was last turned on and made new keys; none: before the start.
    pub(super) keys_since: Option<Instant>,
    /// Another server was made active since: the writeback link of this one is broken.
    pub(super) link_broken: bool,
    /// Hash sync works through what was changed while the server was in staging mode.
    pub(super) backlog: Option<Backlog>,
    /// Since when no object sync pass has run; none where the latest did.
    pub(super) stopped: Option<Instant>,
}

/// What a server has to send first after staging.
#[derive(Copy, Clone, Debug)]
pub(super) struct Backlog {
    /// When staging ended.
    pub(super) since: Instant,
    /// The service was started anew meanwhile.
    pub(super) restarted: bool,
}

impl ServerState {
    /// The rights that were granted last, and for how long they have been, where a grant takes so long.
    ///
    /// Source: rule `perm-propagation`.
    pub(super) fn granted(&self, now: Instant, takes: Span) -> (PermissionSet, u32) {
        self.rights_before.map_or((PermissionSet::NONE, 0), |(before, acts)| {
            let since = (now - (acts - takes)).whole_seconds();
            (self.server.permissions.without(before), since)
        })
    }
}

/// A failure in force.
#[derive(Component, Clone, Debug)]
pub(super) struct FaultWindow {
    pub(super) fault: FaultId,
    pub(super) on: FaultTarget,
    /// From when the first check notices it.
    pub(super) noticed: Instant,
    /// When it ends, where that is known.
    pub(super) until: Option<Instant>,
    /// The position in the recorder's list.
    pub(super) record: usize,
}

/// The simulated clock.
#[derive(Resource, Clone, Copy, Debug)]
pub(super) struct Clock(pub(super) Instant);

/// How long a change of the administrator switch takes to act.
pub(super) const SWITCH_DELAY: Span = Span::minutes(SWITCH_MINUTES as i64);

/// The administrator switch of a tenant.
#[derive(Copy, Clone, Debug)]
pub(super) struct AdminSwitch {
    /// It is on; so is one that nobody touched.
    pub(super) on: bool,
    /// Somebody set it.
    pub(super) set: bool,
}

impl AdminSwitch {
    /// The switch as the settings have it.
    pub(super) const fn of(sspr: &Sspr) -> Self {
        Self { on: sspr.admins_allowed, set: sspr.admins_switch_set }
    }
}

/// The tenant's settings as they are now.
#[derive(Resource, Clone, Debug)]
pub(super) struct TenantState {
    pub(super) tenant: Tenant,
    /// The administrator switch before its latest change, and when that change acts.
    pub(super) switch_before: Option<(AdminSwitch, Instant)>,
    /// The policies of methods before they were last changed: the move's state, the legacy one, the newer one.
    pub(super) policies_before: Option<(Migration, MethodSet, Option<Vec<MethodTarget>>)>,
    /// The state of the move of method policies at the start.
    pub(super) migration_at_start: crate::model::policy::Migration,
    /// Edits of groups of a staged rollout.
    pub(super) rollout_edits: Vec<RolloutEdit>,
}

/// Somebody was added to a group of a staged rollout or taken out of it.
#[derive(Copy, Clone, Debug)]
pub(super) struct RolloutEdit {
    pub(super) group: GroupId,
    pub(super) user: UserId,
    /// A member before the edit.
    pub(super) before: bool,
    /// When the edit acts.
    pub(super) acts: Instant,
    /// The person has signed in in the old way since.
    pub(super) signed: bool,
}

/// Where entities are found by their keys.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) people: BTreeMap<UserId, Entity>,
    pub(super) groups: Vec<Entity>,
    pub(super) subscriptions: Vec<Entity>,
    pub(super) forests: Vec<Entity>,
    pub(super) servers: Vec<Entity>,
    /// Failures in force, in the order in which they began.
    pub(super) faults: Vec<Entity>,
}

/// The scenario of the run.
#[derive(Resource, Clone, Debug)]
pub(super) struct Lab(pub(super) Arc<Scenario>);

/// The rulebook of the run.
#[derive(Resource, Clone, Debug)]
pub(super) struct Rulebook(pub(super) Arc<Book>);

/// What is to happen.
#[derive(Resource, Clone, Debug)]
pub(super) struct Planned(pub(super) Agenda);

/// What is happening now.
#[derive(Resource, Clone, Copy, Debug)]
pub(super) struct Current(pub(super) Item);

/// Attempts that have passed the first check and are not submitted yet, by step and repetition.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Open(pub(super) BTreeMap<(usize, u32), StepRecord>);

/// What has been committed so far.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Recorder {
    pub(super) entries: Vec<Entry>,
    /// Decisions of attempts that are not finished, by step and repetition.
    pub(super) pending: BTreeMap<(usize, u32), Vec<Entry>>,
    pub(super) steps: Vec<StepRecord>,
    pub(super) expectations: Expectations,
    pub(super) faults: Vec<FaultRecord>,
    /// The position of the step that began each failure, among [`Self::steps`].
    pub(super) began: Vec<usize>,
    pub(super) attempts: BTreeMap<(Identity, crate::model::licence::Tier, crate::model::ask::Outcome), u64>,
}

impl Recorder {
    /// Notes an expectation that was compared.
    pub(super) fn judge(&mut self, held: bool, failure: impl FnOnce() -> ExpectationFailure) {
        if held {
            self.expectations.held += 1;
        } else {
            self.expectations.failed += 1;
            self.expectations.failures.push(failure());
        }
    }
}
