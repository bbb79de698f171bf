//! The way of an operation to the domain controller: relay, lookup, directory write, with events and messages.

use bevy_ecs::prelude::World;

use crate::ledger::Lane;
use crate::model::ask::{Action, Code};
use crate::model::directory::MissingLink;
use crate::model::fault::{FaultEffect, FaultId, FaultResult, FaultStep};
use crate::model::key::UserId;
use crate::model::sync::SyncKind;
use crate::rules::case::{Case, Moment, WriteFacts};
use crate::rules::measure::Password;
use crate::rules::readings::writeback::effective;
use crate::rules::rule::{Do, View};
use crate::rules::topics::ad_policy;
use crate::rules::topics::writeback_flow::{self, KEY_BITS, MEAN_MILLISECONDS, MESSAGE_BYTES, PACKAGE_BITS};
use crate::rules::{Verdict, decide, effects};

use super::parts::{Clock, DirectoryAccount, Recorder, Rulebook};
use super::record::{self, Draft};
use super::{agents, directory, events, lens, observe, passwords, service, sync, touching};

/// An operation on its way.
pub(super) struct Write<'a> {
    pub(super) user: UserId,
    pub(super) action: Action,
    pub(super) new: Option<&'a str>,
    pub(super) current_right: bool,
    pub(super) must_change: bool,
    /// The request and its result go over the relay; see the assumption `graph-reset-messages`.
    pub(super) by_relay: bool,
}

/// Whether writeback is set up for a person, in the portal and on the server.
pub(super) fn open(world: &World, user: UserId, action: Action) -> bool {
    let moment = Moment::Offer(crate::rules::case::OfferFacts::default());
    observe::case(world, user, action, moment).is_some_and(|case| open_in(world, &case))
}

/// The same of the person of a case at the start of an attempt.
pub(super) fn open_in(world: &World, case: &Case) -> bool {
    effective(case, &world.resource::<Rulebook>().0.assumed)
}

/// The facts of a write to the directory.
pub(super) fn facts(world: &World, write: &Write<'_>, by_hand: bool) -> Option<WriteFacts> {
    let entity = lens::person(world, write.user)?;
    let password = write.new.map_or(Password::ABSENT, |text| passwords::measured(world, entity, text));
    facts_of(world, write, password, by_hand)
}

/// The same, of a password whose measures are known.
pub(super) fn facts_of(world: &World, write: &Write<'_>, mut password: Password, by_hand: bool) -> Option<WriteFacts> {
    let entity = lens::person(world, write.user)?;
    let policy = directory::policy(world, entity);
    let now = world.resource::<Clock>().0;
    let account = world.get::<DirectoryAccount>(entity)?;
    let age = (now - account.password_set).whole_seconds();
    let mut age = Some(age);
    if !by_hand {
        let met = |id| touching::touched_by(world, write.user, id);
        password.remembered |= met("password-in-history");
        age = age.map(|age| if met("password-too-young") { 0 } else { age });
        let by_admin = write.action == Action::AdminResetPassword;
        if met("password-not-complex") || (by_admin && met("administrator-password-refused")) {
            password.directory_classes = 1;
        }
        password.filtered |= met("password-filter-refuses");
    }
    Some(WriteFacts {
        password,
        current_right: write.current_right,
        age,
        min_length: policy.min_length.clamp(0, 1000) as u16,
        complexity: policy.complexity,
        min_age: policy.min_age.whole_seconds(),
        domain: directory::replaced_policy(world, entity, write.new),
        by_hand,
        delegated: false,
        hints: !by_hand,
        unlocks: false,
        sets: write.action != Action::UnlockAccount,
        must_change: write.must_change,
        wait: if by_hand { 0 } else { service::wait(world, write.user) },
    })
}

/// Takes an operation through relay, lookup and directory write; `false` where it stops on the way.
pub(super) fn run(world: &mut World, draft: &mut Draft, write: &Write<'_>) -> bool {
    let Some(facts) = facts(world, write, false) else { return false };
    let server =
        lens::person(world, write.user).map(|entity| touching::site_names(world, entity).1).unwrap_or_default();
    let relayed = write.by_relay;
    if relayed {
        let text = request(world, facts.sets);
        record::told(world, draft, "flow-07-submit-encrypt", (Lane::Entra, Lane::Relay), &text);
        if facts.wait > 0 {
            record::hop(world, draft, Lane::Relay, Lane::Relay, "waits to be collected");
        }
        let wakes = "wakes the endpoint, which collects the request";
        record::told(world, draft, "flow-09-wake", (Lane::Relay, Lane::SyncServer), wakes);
    }
    if !stage(world, draft, write, Moment::Relay(facts), &server, None) {
        return false;
    }
    if facts.wait > 0 {
        draft.record.effects.push(format!("the request waited {} s on the relay", facts.wait));
        service::waited(world, write.user);
    }
    let course = course(world, write, facts);
    if let Some([start, ..]) = course {
        record::event(world, draft, &server, start);
    }
    follow_links(world, draft, write, facts);
    if !stage(world, draft, write, Moment::Lookup(facts), &server, course) {
        return false;
    }
    let set = "flow-11-set";
    record::told(world, draft, set, (Lane::SyncServer, Lane::DomainController), directory_request(write.action));
    if !stage(world, draft, write, Moment::Write(facts), &server, course) {
        return false;
    }
    record::told(world, draft, set, (Lane::DomainController, Lane::SyncServer), "accepted");
    if !stage(world, draft, write, Moment::Reply(facts), &server, None) {
        accepted_unheard(world, draft, write);
        return false;
    }
    if let Some([_, success, _]) = course {
        record::event(world, draft, &server, success);
    }
    let by = if relayed { "result, by the relay" } else { "result" };
    // Rule `flow-latency`: the figure is of a way on which nothing waits.
    let text = if facts.wait == 0 { format!("{by}; on average below {MEAN_MILLISECONDS} ms") } else { by.to_owned() };
    record::told(world, draft, "flow-12-success", (Lane::SyncServer, Lane::Entra), &text);
    true
}

/// The events of how an operation goes that has reached the server: its start, its success, its failure.
///
/// Source: rules `flow-events-reset`, `flow-events-change` and `flow-events-admin`; no page names events of an unlock.
fn course(world: &World, write: &Write<'_>, facts: WriteFacts) -> Option<[&'static str; 3]> {
    if write.action == Action::AdminResetPassword {
        return Some(events::ADMINISTERED);
    }
    let case = observe::case(world, write.user, write.action, Moment::Relay(facts))?;
    let book = &world.resource::<Rulebook>().0;
    let terms = decide(book, &case, &mut ()).terms;
    let said = effects(book, &case, &terms).into_iter().flat_map(|(_, does)| does);
    said.into_iter().find_map(|act| if let Do::Course(events) = act { Some(*events) } else { None })
}

/// The directory has accepted and the cloud never hears of it: the forest holds the new password, the cloud does not.
fn accepted_unheard(world: &mut World, draft: &mut Draft, write: &Write<'_>) {
    let Some(entity) = lens::person(world, write.user) else { return };
    let now = world.resource::<Clock>().0;
    if let Some(text) = write.new {
        directory::store(world, entity, text, now);
        sync::hash_due(world, entity);
        draft.record.effects.push("AD DS holds the new password".to_owned());
    }
}

/// The request as it goes to the relay.
///
/// Source: rules `sec-rsa-2048`, `sec-aes-256-gcm` and `bw-size`, assumption `writeback-key-model`.
fn request(world: &World, sets: bool) -> String {
    let key = if world.resource::<Rulebook>().0.assumed.key_pair { "the public" } else { "the shared" };
    let password = format!("password encrypted with {key} key, RSA {KEY_BITS}; ");
    let password = if sets { password.as_str() } else { "" };
    format!("request below {MESSAGE_BYTES} bytes: {password}package AES-GCM {PACKAGE_BITS}")
}

/// The links from the anchor to the account, up to one that is broken.
///
/// Source: rule `lookup-order`.
fn follow_links(world: &World, draft: &mut Draft, write: &Write<'_>, facts: WriteFacts) {
    let case = observe::case(world, write.user, write.action, Moment::Lookup(facts));
    let broken = case.and_then(|case| writeback_flow::broken_link(&case));
    let links = [
        ("finds the Entra connector object by the cloud anchor", None),
        ("follows its link to the metaverse object", Some(MissingLink::CloudLink)),
        ("follows its link to an AD connector object", Some(MissingLink::MetaverseLink)),
        ("reads that object in the connector space", Some(MissingLink::ConnectorObject)),
        ("checks that the rule for enabled accounts made the link", Some(MissingLink::SyncRule)),
    ];
    for (text, breaks) in links {
        record::told(world, draft, "flow-10-lookup", (Lane::SyncServer, Lane::SyncServer), text);
        let here = breaks == broken || breaks.is_none() && broken == Some(MissingLink::OtherTool);
        if broken.is_some() && here {
            return;
        }
    }
}

const fn directory_request(action: Action) -> &'static str {
    match action {
        Action::ChangePassword => "change: old and new password",
        Action::UnlockAccount => "clear the lockout time",
        Action::ResetPassword | Action::AdminResetPassword => {
            "set the password, with policy hints; clear the lockout time"
        }
    }
}

/// Decides one stage; ends the attempt's record where it stops.
fn stage(
    world: &mut World,
    draft: &mut Draft,
    write: &Write<'_>,
    moment: Moment,
    server: &str,
    course: Option<[&'static str; 3]>,
) -> bool {
    let Some(case) = observe::case(world, write.user, write.action, moment) else { return false };
    let verdict = record::decided(world, draft, write.user, case);
    if matches!(moment, Moment::Write(_)) {
        agents::log(world, draft, write.user, &case, &verdict);
    }
    if verdict.passes() {
        if matches!(moment, Moment::Relay(_)) {
            let lets_pass = |result| matches!(result, FaultResult::Delayed | FaultResult::Accepted);
            let here = |effect: &FaultEffect| matches!(effect.step, FaultStep::Relay | FaultStep::None);
            events_of(world, draft, write.user, |effect| here(effect) && lets_pass(effect.result));
        }
        return true;
    }
    record::stop(draft);
    let rule = verdict.rule_id().unwrap_or_default();
    // The domain controller counts a wrong old password like one that is typed at a logon.
    if rule == "ad-wrong-current"
        && let Some(entity) = lens::person(world, write.user)
    {
        directory::mistake(world, entity, case.at);
    }
    for id in events::of_rule(rule, Some(write.action)) {
        record::event(world, draft, server, id);
    }
    met_events(world, draft, write.user);
    let view = View { case: &case, terms: &verdict.terms, book: &world.resource::<Rulebook>().0 };
    let audited = matches!(moment, Moment::Write(_)) && ad_policy::audited(&view);
    if audited && draft.record.events.iter().all(|event| event.id != "4724") {
        record::event(world, draft, server, "4724");
    }
    // A failure may have written it already; it closes what the start has opened.
    if let Some([_, _, failure]) = course {
        draft.record.events.retain(|event| event.id != failure);
        record::event(world, draft, server, failure);
    }
    let target = record::upn(world, write.user);
    let agent = agent(world, write.user);
    record::audit(world, draft, write.action.audit_activity(), &target, reason(&verdict), agent);
    false
}

/// The status reason: which side said no.
fn reason(verdict: &Verdict) -> &'static str {
    let of_policy = |rule: &str| rule.starts_with("ad-") || rule.starts_with("opp-");
    match verdict.code {
        Some(Code::Sspr0030) => "OnPremisesConnectivityError",
        None if verdict.rule_id().is_some_and(of_policy) => "OnPremisesPolicyViolation",
        _ => "OnPremisesAdminActionRequired",
    }
}

/// Events of the failures that the latest decision of an attempt met, each once.
pub(super) fn met_events(world: &World, draft: &mut Draft, user: UserId) {
    let recorder = world.resource::<Recorder>();
    let Some(latest) = recorder.pending.get(&draft.key).and_then(|entries| entries.last()) else { return };
    let met = record::met(world, user, &latest.case, &latest.verdict);
    let met: Vec<FaultId> = met.into_iter().map(|at| recorder.faults[at].fault).collect();
    write_events(world, draft, user, &met);
}

/// Events of the failures in force that touch a person's operation with an effect of which this holds, each once.
fn events_of(world: &World, draft: &mut Draft, user: UserId, test: impl Fn(&FaultEffect) -> bool) {
    let faults = touching::faults(world, user);
    let met: Vec<FaultId> = faults.iter().filter(|fault| touches(*fault, draft, &test)).collect();
    write_events(world, draft, user, &met);
}

fn write_events(world: &World, draft: &mut Draft, user: UserId, faults: &[FaultId]) {
    let Some(entity) = lens::person(world, user) else { return };
    let (_, server) = touching::site_names(world, entity);
    for event in faults.iter().flat_map(|fault| &fault.kind().events) {
        let id = events::written(&event.id, &world.resource::<Rulebook>().0.assumed);
        let id = draft.record.operation.map_or(Some(id), |operation| events::of_course(id, operation));
        if let Some(id) = id.filter(|id| draft.record.events.iter().all(|known| known.id != *id)) {
            record::event(world, draft, &server, id);
        }
    }
}

/// Whether a failure names the operation of the record in an effect of which this holds.
fn touches(fault: FaultId, draft: &Draft, test: &impl Fn(&FaultEffect) -> bool) -> bool {
    let operation = draft.record.operation.map(Action::word);
    let named = |operations: &[String]| operations.iter().any(|one| Some(one.as_str()) == operation);
    fault.kind().effect.iter().any(|effect| test(effect) && named(&effect.operations))
}

/// The agent of an audit record.
pub(super) fn agent(world: &World, user: UserId) -> &'static str {
    let account = lens::person(world, user).and_then(|entity| world.get::<DirectoryAccount>(entity));
    let server = account.and_then(|account| touching::server_of(world, account.forest));
    match server.map(|state| state.server.kind) {
        Some(SyncKind::Connect) => "Microsoft Entra Connect",
        Some(SyncKind::CloudSync) => "CloudSync",
        None => "None",
    }
}
