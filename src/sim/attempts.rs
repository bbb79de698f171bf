//! Resets, changes and unlocks by their owners: offer, prove, choose, write back, take effect.

use bevy_ecs::prelude::World;

use crate::ledger::Lane;
use crate::model::ask::{Action, Outcome, SignedIn, Surface};
use crate::model::device::Device;
use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet};
use crate::model::time::Span;
use crate::rules::case::{ChooseFacts, Counts, EffectFacts, Moment, OfferFacts, ProveFacts};
use crate::rules::measure::Password;
use crate::rules::terms::Terms;
use crate::scenario::timeline::{NewPassword, PersonAct, Proof, Typed, What};

use super::agenda::Item;
use super::parts::{Clock, CloudAccount, DirectoryAccount, Lab, Methods, Open, Planned, Rulebook};
use super::record::{self, Draft, Extra};
use super::{apply, faults, lens, observe, passwords, service, throttle, touching, writeback};

/// The audit activity of a step of the flow: a method passed, or a refusal before a password is submitted.
const PROGRESS: &str = "Self-service password reset flow activity progress";

/// What an attempt was asked to do.
struct Ask {
    user: UserId,
    action: Action,
    verify: Vec<Proof>,
    new_password: NewPassword,
    current: Option<Typed>,
    other_user_id: bool,
    knows_password: bool,
    device: Option<Device>,
    signed_in: SignedIn,
    surface: Surface,
}

/// The attempt of a step; none for other steps.
fn ask(world: &World, step: usize) -> Option<Ask> {
    let What::Person { user, act } = &world.resource::<Lab>().0.timeline[step].what else { return None };
    let upn = record::upn(world, *user);
    let other = |typed: &Option<String>| typed.as_ref().is_some_and(|typed| !typed.eq_ignore_ascii_case(&upn));
    let base = Ask {
        user: *user,
        action: Action::ResetPassword,
        verify: Vec::new(),
        new_password: NewPassword::Absent,
        current: None,
        other_user_id: false,
        knows_password: false,
        device: None,
        signed_in: SignedIn::Password,
        surface: Surface::Portal,
    };
    match act {
        PersonAct::ResetPassword { verify, new_password, user_id, knows_password, windows } => Some(Ask {
            device: *windows,
            verify: verify.clone(),
            new_password: new_password.clone(),
            other_user_id: other(user_id),
            knows_password: *knows_password,
            ..base
        }),
        PersonAct::ChangePassword { current, new_password, user_id, signed_in, via } => Some(Ask {
            signed_in: *signed_in,
            surface: *via,
            action: Action::ChangePassword,
            new_password: new_password.clone(),
            current: Some(current.clone()),
            other_user_id: other(user_id),
            ..base
        }),
        PersonAct::UnlockAccount { verify, user_id } => {
            Some(Ask { action: Action::UnlockAccount, verify: verify.clone(), other_user_id: other(user_id), ..base })
        }
        _ => None,
    }
}

/// A number that no other step and repetition shares; keys what is drawn for it.
pub(super) const fn occasion(step: usize, nth: u32) -> u64 {
    ((step as u64) << 20) | nth as u64
}

/// The first check; goes on to the submit at once where the person needs no time.
pub(super) fn begin(world: &mut World, step: usize, nth: u32) {
    let Some(ask) = ask(world, step) else { return };
    let upn = record::upn(world, ask.user);
    let mut draft = record::open(world, step, nth, &upn, ask.action.word());
    draft.record.subject = Some(ask.user);
    draft.record.operation = Some(ask.action);
    let (throttled, throttled_for) = throttle::closed(world, ask.user);
    let missed_heartbeats = service::missed_heartbeats(world, ask.user);
    let facts = OfferFacts { throttled, throttled_for, device: ask.device, missed_heartbeats };
    let Some(mut case) = observe::case(world, ask.user, ask.action, Moment::Offer(facts)) else {
        super::refuse_missing(world, draft);
        return;
    };
    case.person.other_user_id = ask.other_user_id;
    case.person.knows_password = ask.knows_password;
    if let Some(entity) = lens::person(world, ask.user)
        && ask.action != Action::UnlockAccount
    {
        let new = passwords::new(world, entity, &ask.new_password, occasion(step, nth));
        passwords::note_attempt(world, entity, new.as_deref());
    }
    record::hop(world, &mut draft, Lane::Person, Lane::Portal, opening(ask.action));
    record::hop(world, &mut draft, Lane::Portal, Lane::Entra, "first check");
    if case.hybrid() && case.tenant.writeback_connect {
        let lanes = (Lane::Entra, Lane::Relay);
        record::told(world, &mut draft, "flow-04-precheck-up", lanes, "is the service there?");
    }
    let verdict = record::decided(world, &mut draft, ask.user, case);
    if ask.action != Action::ChangePassword {
        draft.record.offered = Some(if verdict.passes() { verdict.terms.usable().merged() } else { MethodSet::EMPTY });
        remember_enough(world, ask.user, &verdict.terms);
    }
    if !verdict.passes() {
        refused(world, draft, ask.action, ask.user);
        return;
    }
    let takes = world.resource::<Lab>().0.timeline[step].takes;
    world.resource_mut::<Open>().0.insert((step, nth), draft.record);
    if takes == Span::ZERO {
        submit(world, step, nth);
    } else {
        let at = world.resource::<Clock>().0 + takes;
        world.resource_mut::<Planned>().0.plan(at, Item::Submits(step, nth));
    }
}

const fn opening(action: Action) -> &'static str {
    match action {
        Action::ResetPassword => "cannot access the account",
        Action::ChangePassword => "wants to change the password",
        Action::UnlockAccount => "wants the account unlocked",
        Action::AdminResetPassword => "resets a password",
    }
}

/// Remembers for which required number the person had enough methods, so that a raise can be named.
fn remember_enough(world: &mut World, user: UserId, terms: &Terms) {
    let enough = terms.count(&world.resource::<Rulebook>().0) >= u32::from(terms.needed);
    let Some(entity) = lens::person(world, user).filter(|_| enough && !terms.admin) else { return };
    if let Some(mut methods) = world.get_mut::<Methods>(entity) {
        methods.enough_for = Some(i64::from(terms.needed));
    }
}

/// Ends an attempt that was refused before or at the submit.
fn refused(world: &mut World, mut draft: Draft, action: Action, user: UserId) {
    record::stop(&mut draft);
    let counter_full = draft.extra.counter_full;
    let target = record::upn(world, user);
    let rule = draft.record.rule.unwrap_or_default();
    // Before a new password is submitted only the flow has moved; a change has no flow of its own.
    let submitted = draft.record.score.is_some();
    let flows = action != Action::ChangePassword && !submitted;
    let activity = if flows { PROGRESS } else { action.audit_activity() };
    record::audit(world, &mut draft, activity, &target, record::reason(rule), "");
    draft.extra.counter_full = counter_full;
    throttle::tell(world, &mut draft, user);
    writeback::met_events(world, &mut draft, user);
    // A refusal before the submit meets nothing that was typed.
    if submitted {
        faults::spent(world, user, Some(action));
    }
    tally(world, &draft, user);
    record::commit(world, draft);
}

/// The submit: verification, the new password, writeback, effects.
pub(super) fn submit(world: &mut World, step: usize, nth: u32) {
    let Some(record) = world.resource_mut::<Open>().0.remove(&(step, nth)) else { return };
    let Some(ask) = ask(world, step) else { return };
    let mut draft = Draft { record, key: (step, nth), extra: Extra::default() };
    if lens::person(world, ask.user).is_none() {
        super::refuse_missing(world, draft);
        return;
    }
    if ask.action != Action::ChangePassword && !prove(world, &mut draft, &ask) {
        refused(world, draft, ask.action, ask.user);
        return;
    }
    let Some(entity) = lens::person(world, ask.user) else { return };
    let new = passwords::new(world, entity, &ask.new_password, occasion(step, nth));
    let sets = ask.action != Action::UnlockAccount;
    let current_right = current_right(world, &ask, occasion(step, nth));
    let mut password = Password::ABSENT;
    if sets {
        password = new.as_deref().map_or(Password::ABSENT, |text| passwords::measured(world, entity, text));
        if !choose(world, &mut draft, &ask, password, current_right) {
            refused(world, draft, ask.action, ask.user);
            return;
        }
    }
    let hybrid = world.get::<DirectoryAccount>(entity).is_some();
    let written = hybrid && writes_back(world, &ask);
    if written {
        let write = writeback::Write {
            user: ask.user,
            action: ask.action,
            new: new.as_deref(),
            current_right,
            must_change: false,
            by_relay: true,
        };
        if !writeback::run(world, &mut draft, &write) {
            throttle::tell(world, &mut draft, ask.user);
            faults::spent(world, ask.user, Some(ask.action));
            tally(world, &draft, ask.user);
            record::commit(world, draft);
            return;
        }
    }
    finish(world, draft, &ask, new.as_deref(), password, written);
}

fn finish(world: &mut World, mut draft: Draft, ask: &Ask, new: Option<&str>, password: Password, written: bool) {
    let entity = lens::person(world, ask.user);
    let forced = entity.is_some_and(|entity| {
        let marked = world.get::<DirectoryAccount>(entity).is_some_and(|account| account.account.must_change_password);
        marked || world.get::<CloudAccount>(entity).is_some_and(|cloud| cloud.must_change)
    });
    let windows = ask.device.is_some();
    let facts = EffectFacts {
        password,
        written_back: written,
        via: ask.surface.via(),
        must_change: false,
        generated: false,
        forced,
        windows,
    };
    if let Some(mut case) = observe::case(world, ask.user, ask.action, Moment::TakeEffect(facts)) {
        case.person.knows_password = ask.knows_password;
        let verdict = record::decided(world, &mut draft, ask.user, case);
        apply::effects(world, &mut draft, ask.user, &case, &verdict.terms, new);
    }
    record::hop(world, &mut draft, Lane::Entra, Lane::Portal, "done");
    record::hop(world, &mut draft, Lane::Portal, Lane::Person, "done");
    let target = record::upn(world, ask.user);
    let agent = if written { writeback::agent(world, ask.user) } else { "None" };
    // The record of an unlock is an effect of its own: rule `unlock-audit`.
    if ask.action != Action::UnlockAccount {
        record::audit(world, &mut draft, ask.action.audit_activity(), &target, "", agent);
    }
    throttle::tell(world, &mut draft, ask.user);
    tally(world, &draft, ask.user);
    record::commit(world, draft);
}

/// Whether the operation goes to the forest: writeback is open, and a portal asks for it.
///
/// Source: rules `wb-no-user-graph` and `wb-no-user-powershell`.
fn writes_back(world: &World, ask: &Ask) -> bool {
    ask.surface == Surface::Portal && writeback::open(world, ask.user, ask.action)
}

/// Whether the current password was typed right where it is verified; true where none is asked for.
fn current_right(world: &World, ask: &Ask, nth: u64) -> bool {
    let (Some(current), Some(entity)) = (&ask.current, lens::person(world, ask.user)) else { return true };
    // Source: rule `cvr-change-without-old`.
    if ask.signed_in == SignedIn::PasswordAndMfa {
        return true;
    }
    // A change that is let drift apart never reaches the forest: the cloud verifies its own copy.
    let written = writes_back(world, ask);
    let in_force = match world.get::<DirectoryAccount>(entity).filter(|_| written) {
        Some(account) => account.password.clone(),
        None => lens::part::<CloudAccount>(world, entity).password.clone(),
    };
    let typed = passwords::typed_in_attempt(world, entity, current, &in_force, nth);
    typed == in_force && !touching::touched_by(world, ask.user, "wrong-current-password")
}

/// Verification: which methods are passed, by the file or by default, and what the gates say of it.
fn prove(world: &mut World, draft: &mut Draft, ask: &Ask) -> bool {
    let elapsed = (world.resource::<Clock>().0 - draft.record.at).whole_seconds();
    let none = MethodSet::EMPTY;
    let mut facts = ProveFacts { passed: none, failed: None, asked: none, elapsed, counts: Counts::default() };
    let Some(probe) = observe::case(world, ask.user, ask.action, Moment::Prove(facts)) else { return false };
    let book = &world.resource::<Rulebook>().0;
    let terms = crate::rules::decide(book, &probe, &mut ()).terms;
    let proofs = if ask.verify.is_empty() { first_usable(world, &terms) } else { ask.verify.clone() };
    for proof in &proofs {
        let way = way_of(proof.method, terms.usable());
        facts.asked.insert(way);
        if proof.passes {
            facts.passed.insert(way);
        } else if facts.failed.is_none() {
            facts.failed = Some(way);
        }
        let text = format!("{way}: {}", if proof.passes { "passed" } else { "not passed" });
        record::hop(world, draft, Lane::Person, Lane::Portal, &text);
    }
    facts.counts = throttle::counts(world, ask.user, &facts);
    let Some(case) = observe::case(world, ask.user, ask.action, Moment::Prove(facts)) else { return false };
    let verdict = record::decided(world, draft, ask.user, case);
    let target = record::upn(world, ask.user);
    // Who fails a later gate has passed those before it.
    let before = proofs.iter().take_while(|proof| proof.passes).map(|proof| way_of(proof.method, terms.usable()));
    let gates =
        if verdict.passes() { facts.passed } else { before.collect::<MethodSet>().intersection(terms.usable()) };
    if verdict.passes() || facts.failed.is_some() {
        for way in gates.iter() {
            record::audit(world, draft, PROGRESS, &target, &format!("passed {way}"), "");
            draft.record.audit.last_mut().into_iter().for_each(|passed| passed.status = "Success");
        }
    }
    if verdict.passes() {
        apply::effects(world, draft, ask.user, &case, &verdict.terms, None);
    } else if verdict.rule_id() == Some("gate-distinct-methods") && verdict.terms.needed == 1 {
        let failed = facts.failed.is_some();
        let said = if failed { "The proof was not passed." } else { "No method that counts was passed." };
        draft.record.message = said.to_owned();
    }
    throttle::attempted(world, draft, ask.user, &facts);
    verdict.passes()
}

/// The first usable methods, as many different ones as are needed, all passed.
fn first_usable(world: &World, terms: &Terms) -> Vec<Proof> {
    let ways = terms.first_ways(&world.resource::<Rulebook>().0);
    ways.iter().map(|method| Proof { method, passes: true }).collect()
}

/// The way of a method that can be used; the first way of it where none can.
fn way_of(method: Method, usable: MethodSet) -> Method {
    let ways = MethodSet::of(&[method]).ways();
    ways.intersection(usable).iter().next().or_else(|| ways.iter().next()).unwrap_or(method)
}

/// The new password meets the cloud's policy.
fn choose(world: &mut World, draft: &mut Draft, ask: &Ask, mut password: Password, current_right: bool) -> bool {
    if touching::touched_by(world, ask.user, "password-banned-in-cloud") {
        password.score = 1;
    }
    draft.record.score = password.given.then_some(password.score);
    record::hop(world, draft, Lane::Person, Lane::Portal, "submits a new password");
    record::hop(world, draft, Lane::Portal, Lane::Entra, "new password");
    let facts = ChooseFacts { password, current_right, by_admin: false, signed_in: ask.signed_in };
    let Some(case) = observe::case(world, ask.user, ask.action, Moment::Choose(facts)) else { return false };
    record::decided(world, draft, ask.user, case).passes()
}

/// Counts an attempt of a person by identity type, tier and outcome.
fn tally(world: &mut World, draft: &Draft, user: UserId) {
    let Some(entity) = lens::person(world, user) else { return };
    let identity = lens::part::<super::parts::Profile>(world, entity).identity;
    let tier = super::licences::grant(world, user).tier();
    let outcome = draft.record.outcome.unwrap_or(Outcome::Success);
    *world.resource_mut::<super::parts::Recorder>().attempts.entry((identity, tier, outcome)).or_default() += 1;
}
