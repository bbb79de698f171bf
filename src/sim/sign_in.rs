//! Sign-ins: which password is checked where, smart lockout, the forest's lockout, and what is asked for.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::{Action, Client, Code, Outcome, Place, Prompt, SignInWith};
use crate::model::event;
use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::Case;
use crate::rules::case::{LockFacts, Moment, SignInFacts};
use crate::rules::topics::hybrid_sign_in::taken;
use crate::rules::topics::lockout_and_unlock::{FAILURES_AFTER_A_LOCK, HASHES, counts, lock_seconds, locks};
use crate::scenario::timeline::{SignInTo, Typed};

use super::attempts::occasion;
use super::parts::{
    Clock, CloudAccount, DirectoryAccount, LockCounter, Methods, Profile, Rulebook, SmartLockout, TenantState,
};
use super::record::{self, Draft};
use super::{apply, directory, faults, lens, observe, passwords, writeback};

/// A sign-in as the step asks for it.
pub(super) struct SignIn<'a> {
    pub(super) user: UserId,
    pub(super) password: &'a Typed,
    pub(super) to: SignInTo,
    pub(super) from: Place,
    pub(super) with: SignInWith,
    pub(super) client: Client,
}

/// One sign-in.
pub(super) fn run(world: &mut World, step: usize, nth: u32, ask: &SignIn<'_>) {
    let upn = record::upn(world, ask.user);
    let mut draft = record::open(world, step, nth, &upn, "sign-in");
    draft.record.subject = Some(ask.user);
    let Some(entity) = lens::person(world, ask.user) else {
        super::refuse_missing(world, draft);
        return;
    };
    let to_cloud = ask.to == SignInTo::Cloud;
    let with = if to_cloud { ask.with } else { SignInWith::Password };
    let managed = way(world, ask.user);
    let home = lens::part::<Profile>(world, entity).identity;
    // Source: rule `sr-legacy`.
    let rolled_out = home == Identity::Federated && managed != home;
    let sign_in = if to_cloud && ask.client == Client::Legacy && rolled_out { home } else { managed };
    let in_force = match world.get::<DirectoryAccount>(entity).filter(|_| !to_cloud) {
        Some(account) => account.password.clone(),
        None => passwords::in_force(world, entity, sign_in).to_owned(),
    };
    // Who has no password in the cloud knows the one of the directory.
    let known = match world.get::<DirectoryAccount>(entity).filter(|_| in_force.is_empty()) {
        Some(account) => &account.password,
        None => &in_force,
    };
    let typed = passwords::typed(world, entity, ask.password, known, !to_cloud, occasion(step, nth));
    // The agents and the federation service log on over the network; a computer of the forest asks Kerberos, which takes
    // no old password.
    let network =
        to_cloud && with == SignInWith::Password && matches!(sign_in, Identity::PassThrough | Identity::Federated);
    let held = directory::held(world, entity, &typed).filter(|_| network);
    // An empty password stands for none: the cloud holds no copy.
    let right = match held {
        Some(held) => taken(&held, &world.resource::<Rulebook>().0.assumed),
        None => with != SignInWith::Password || (typed == in_force && !typed.is_empty()),
    };
    let mut facts = facts(world, entity, ask.from, right, to_cloud, sign_in);
    facts.held = held;
    facts.has_password = with != SignInWith::Password || !in_force.is_empty();
    (facts.with, facts.rolled_out) = (with, rolled_out);
    facts.client = if to_cloud { ask.client } else { Client::Browser };
    if with != SignInWith::Password {
        // Neither a lockout nor a mark of the password stands in the way of who brings none.
        (facts.locked, facts.must_change) = (false, false);
    }
    let counter = &lens::part::<SmartLockout>(world, entity).0[place(ask.from)];
    facts.counter.known = counter.wrong.contains(&typed);
    newer(world, entity, &typed, &mut facts);
    let moment = Moment::SignIn(facts);
    let Some(mut case) = observe::case(world, ask.user, Action::ChangePassword, moment) else { return };
    // Without a password the cloud itself answers, whatever checks the passwords.
    case.person.sign_in = if with == SignInWith::Password { sign_in } else { Identity::CloudOnly };
    let verdict = record::decided(world, &mut draft, ask.user, case);
    if !verdict.passes() {
        logged(world, &mut draft, ask.user, verdict.code);
    }
    if verdict.outcome == Outcome::Failed {
        // Nobody checked the password; a crash of an agent costs the one request.
        if verdict.rule_id() == Some("pta-agent-dies-mid-request") {
            faults::lift(world, ask.user, "pass-through-agent-crash");
        }
    } else if with == SignInWith::Password {
        count(world, entity, &case, &facts, &typed);
    }
    draft.record.prompted = Some(Prompt::None);
    if verdict.passes() && to_cloud {
        let mut state = world.resource_mut::<TenantState>();
        let edits = state.rollout_edits.iter_mut().filter(|edit| edit.user == ask.user);
        edits.for_each(|edit| edit.signed = true);
        world.get_mut::<CloudAccount>(entity).into_iter().for_each(|mut cloud| {
            (cloud.federated_once, cloud.session) = (false, Some(case.at));
        });
    }
    if verdict.passes() {
        apply::effects(world, &mut draft, ask.user, &case, &verdict.terms, None);
    }
    record::commit(world, draft);
}

/// What the sign-in log holds of a sign-in that did not succeed: its code, and what a failure that it met adds.
fn logged(world: &World, draft: &mut Draft, user: UserId, code: Option<Code>) {
    if let Some(kind) = code.and_then(|code| event::find(code.word())) {
        record::event(world, draft, "", &kind.id);
    }
    writeback::met_events(world, draft, user);
}

/// How a person signs in now.
pub(super) fn way(world: &World, user: UserId) -> Identity {
    let blank = Moment::Offer(crate::rules::case::OfferFacts::default());
    let case = observe::case(world, user, Action::ChangePassword, blank);
    case.map_or(Identity::CloudOnly, |case| case.person.sign_in)
}

/// Whether a change of the person's membership in a staged rollout waits for one more sign-in in the old way.
///
/// Source: rule `sr-transition`.
fn changes_over(world: &World, entity: Entity) -> bool {
    let user = lens::part::<Profile>(world, entity).user;
    world.resource::<TenantState>().rollout_edits.iter().any(|edit| edit.user == user && !edit.signed)
}

/// Whether an edit of a group of a staged rollout has not reached the person.
///
/// Source: rule `sr-timing`.
fn edit_waits(world: &World, entity: Entity) -> bool {
    let (user, now) = (lens::part::<Profile>(world, entity).user, world.resource::<Clock>().0);
    world.resource::<TenantState>().rollout_edits.iter().any(|edit| edit.user == user && now < edit.acts)
}

/// Notes that the password typed is the forest's and not the cloud's, and what keeps it from the cloud.
fn newer(world: &World, entity: Entity, typed: &str, facts: &mut SignInFacts) {
    let Some(account) =
        world.get::<DirectoryAccount>(entity).filter(|account| !facts.right && account.password == typed)
    else {
        return;
    };
    (facts.newer, facts.newer_by_admin) = (true, account.by_admin);
    facts.unsent = super::sync::unsent(world, entity);
}

/// The facts of a sign-in.
pub(super) fn facts(
    world: &World,
    entity: Entity,
    from: Place,
    right: bool,
    to_cloud: bool,
    sign_in: Identity,
) -> SignInFacts {
    let now = world.resource::<Clock>().0;
    let tenant = &world.resource::<TenantState>().tenant;
    let cloud = lens::part::<CloudAccount>(world, entity);
    let days = |since: Instant| ((now - since).0 / Span::days(1).0).clamp(0, i64::from(u32::MAX)) as u32;
    let counters = &lens::part::<SmartLockout>(world, entity).0;
    let (counter, other) = (&counters[place(from)], &counters[1 - place(from)]);
    let holds = |counter: &LockCounter| counter.locked_until.is_some_and(|until| now < until);
    let number = |number: i64| number.clamp(0, i64::from(u32::MAX)) as u32;
    let synced = sign_in == Identity::PasswordHashSync;
    let in_rollout = synced && lens::part::<Profile>(world, entity).identity == Identity::Federated;
    SignInFacts {
        right,
        has_password: true,
        locked: to_cloud && sign_in != Identity::Federated && holds(counter),
        counter: LockFacts {
            threshold: number(tenant.lockout_threshold.max(1)),
            failures: number(counter.failures),
            locks: counter.locks,
            first_seconds: number(tenant.lockout_seconds.max(1)),
            known: false,
            elsewhere: holds(other),
        },
        from,
        to_cloud,
        age_days: days(cloud.password_set),
        // In a staged rollout the cloud's validity cannot be adjusted: rule `sr-expiry`.
        max_age_days: tenant.max_age_days.filter(|_| !in_rollout).map(|days| days.clamp(0, i64::from(u32::MAX)) as u32),
        never_expires: cloud.never_expires,
        mark_ended: cloud.mark_ended,
        temporary: cloud.temporary,
        must_change: cloud.must_change && matches!(sign_in, Identity::CloudOnly | Identity::PasswordHashSync),
        cloud_ages: sign_in == Identity::CloudOnly || (synced && tenant.ages_synced()),
        disabled_by_sync: cloud.disabled_by_sync,
        confirmed_days: days(lens::part::<Methods>(world, entity).confirmed),
        reconfirm_days: tenant.sspr.reconfirm_days.clamp(0, 9999) as u32,
        registration_required: tenant.sspr.registration_required,
        method_deleted: lens::part::<Methods>(world, entity).deleted,
        changes_over: changes_over(world, entity),
        newer: false,
        newer_by_admin: false,
        unsent: None,
        overridden: cloud.overridden,
        federated_once: cloud.federated_once,
        edit_waits: edit_waits(world, entity),
        held: None,
        with: SignInWith::Password,
        client: Client::Browser,
        rolled_out: false,
        outdated: false,
    }
}

const fn place(from: Place) -> usize {
    match from {
        Place::Familiar => 0,
        Place::Unfamiliar | Place::Malicious => 1,
    }
}

/// Counts the password typed: in the cloud's smart lockout, and in the forest where it is checked there.
fn count(world: &mut World, entity: Entity, case: &Case, facts: &SignInFacts, typed: &str) {
    let now = case.at;
    let sign_in = case.person.sign_in;
    if facts.to_cloud && (facts.locked || facts.from == Place::Malicious) {
        return;
    }
    let in_forest = !facts.to_cloud || matches!(sign_in, Identity::PassThrough | Identity::Federated);
    if in_forest {
        directory::typed(world, entity, typed, now);
    }
    if !facts.to_cloud || sign_in == Identity::Federated {
        return;
    }
    let growth = world.resource::<Rulebook>().0.assumed.lockout_growth;
    if let Some(mut lockout) = world.get_mut::<SmartLockout>(entity) {
        step(&mut lockout.0[place(facts.from)], facts, sign_in, typed, growth, now);
    }
}

/// One password at a counter that is not locked, as the rules count it.
fn step(counter: &mut LockCounter, facts: &SignInFacts, sign_in: Identity, typed: &str, growth: u64, now: Instant) {
    if facts.right {
        *counter = LockCounter::default();
    }
    if !counts(facts, sign_in) {
        return;
    }
    counter.wrong.insert(0, typed.to_owned());
    counter.wrong.truncate(HASHES);
    counter.failures += 1;
    if locks(facts, sign_in) {
        let seconds = lock_seconds(&facts.counter, growth);
        counter.locks += 1;
        counter.failures = i64::from(facts.counter.threshold) - FAILURES_AFTER_A_LOCK;
        counter.locked_until = Some(now + Span::seconds(seconds as i64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::example as eg;

    /// Types wrong passwords at these instants, and says after each for how long the account is locked.
    fn typed(threshold: u32, sign_in: Identity, typed: &[(&str, i64)]) -> Vec<Option<i64>> {
        let mut counter = LockCounter::default();
        let mut case = eg::base();
        let mut lengths = Vec::new();
        for (password, at) in typed {
            let mut facts = *eg::sign_in(&mut case);
            facts.right = false;
            facts.counter.threshold = threshold;
            facts.counter.failures = counter.failures as u32;
            facts.counter.locks = counter.locks;
            facts.counter.known = counter.wrong.iter().any(|known| known == password);
            let before = counter.locked_until;
            step(&mut counter, &facts, sign_in, password, 2_000_000, Instant(*at));
            lengths.push(counter.locked_until.filter(|until| before != Some(*until)).map(|until| until.0 - at));
        }
        lengths
    }

    #[test]
    fn the_same_wrong_password_counts_once_where_hashes_are_kept() {
        let again = [("a", 0), ("a", 1), ("a", 2), ("a", 3)];
        assert_eq!(typed(3, Identity::CloudOnly, &again), [None; 4]);
        assert_eq!(typed(3, Identity::PassThrough, &again[..3]), [None, None, Some(60)]);
        assert_eq!(typed(3, Identity::CloudOnly, &[("a", 0), ("b", 1), ("c", 2)]), [None, None, Some(60)]);
    }

    #[test]
    fn each_further_lock_is_longer_and_needs_one_failure() {
        let wrong = [("a", 0), ("b", 1), ("c", 100), ("d", 300)];
        assert_eq!(typed(2, Identity::CloudOnly, &wrong), [None, Some(60), Some(120), Some(240)]);
    }
}
