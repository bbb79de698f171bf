//! Registering and deleting methods, and asking the administrator for help.

use bevy_ecs::prelude::World;

use crate::model::ask::{Action, Outcome};
use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::time::{Date, Span};
use crate::rules::case::{Moment, RegisterFacts};

use super::agenda::Item;
use super::parts::{Clock, Lab, Methods, Open, Planned, TenantState};
use super::record::Draft;
use super::{apply, observe, record};

/// A person registers methods; what is named is added to what is registered.
pub(super) fn register(world: &mut World, step: usize, nth: u32, user: UserId, methods: &Registered) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "register-methods");
    draft.record.subject = Some(user);
    let takes = world.resource::<Lab>().0.timeline[step].takes;
    if takes == Span::ZERO {
        submit(world, draft, user, methods);
        return;
    }
    world.resource_mut::<Open>().0.insert((step, nth), draft.record);
    let at = world.resource::<Clock>().0 + takes;
    world.resource_mut::<Planned>().0.plan(at, Item::Submits(step, nth));
}

/// The end of a registration that took its time.
pub(super) fn resume(world: &mut World, step: usize, nth: u32, user: UserId, methods: &Registered) {
    if let Some(record) = world.resource_mut::<Open>().0.remove(&(step, nth)) {
        submit(world, Draft { record, key: (step, nth) }, user, methods);
    }
}

/// The methods are handed in.
fn submit(world: &mut World, mut draft: Draft, user: UserId, methods: &Registered) {
    let upn = record::upn(world, user);
    let Some(entity) = observe::person(world, user) else {
        super::refuse_missing(world, draft);
        return;
    };
    let elapsed = (world.resource::<Clock>().0 - draft.record.at).0.clamp(0, i64::from(u32::MAX)) as u32;
    let held = observe::part::<Methods>(world, entity);
    let facts = RegisterFacts { methods: methods.methods(0), elapsed, apps: held.apps, other_apps: held.other_apps };
    let Some(case) = observe::case(world, user, Action::ResetPassword, Moment::Register(facts)) else { return };
    let verdict = record::decided(world, &mut draft, user, case);
    if !verdict.passes() {
        record::commit(world, draft);
        return;
    }
    if let Some(mut held) = world.get_mut::<Methods>(entity) {
        held.apps = held.apps.saturating_add(u8::from(methods.authenticator_app));
        held.other_apps = held.other_apps.saturating_add(u8::from(methods.software_oath));
        merge(&mut held.registered, methods);
    }
    apply::effects(world, &mut draft, user, &case, &verdict.terms, None);
    apply::confirmed(world, user);
    for item in facts.methods.merged().iter() {
        let reason = format!("registered {item}");
        record::audit(world, &mut draft, "User registered security info", &upn, &reason, "");
    }
    let activity = match world.resource::<Lab>().0.assumptions.get("registration-audit-name") {
        "Security info saved for self-service password reset" => "Security info saved for self-service password reset",
        _ => "User registered for self-service password reset",
    };
    record::audit(world, &mut draft, activity, &upn, "", "");
    draft.record.effects.push("methods are registered".to_owned());
    record::commit(world, draft);
}

fn merge(held: &mut Registered, new: &Registered) {
    let Registered {
        email,
        mobile_phone,
        office_phone,
        authenticator_app,
        security_answers,
        software_oath,
        hardware_oath,
        other,
    } = new.clone();
    held.email = email.or(held.email.take());
    held.mobile_phone = mobile_phone.or(held.mobile_phone.take());
    held.office_phone = office_phone.or(held.office_phone.take());
    held.authenticator_app |= authenticator_app;
    held.security_answers = held.security_answers.max(security_answers);
    held.software_oath |= software_oath;
    held.hardware_oath |= hardware_oath;
    held.other = held.other.union(other);
}

/// A person deletes a registered method.
pub(super) fn delete(world: &mut World, step: usize, nth: u32, user: UserId, method: Method) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "delete-method");
    draft.record.subject = Some(user);
    let Some(entity) = observe::person(world, user) else {
        super::refuse_missing(world, draft);
        return;
    };
    if let Some(mut held) = world.get_mut::<Methods>(entity) {
        held.deleted = true;
        let app = MethodSet::of(&[Method::AuthenticatorApp]).ways().contains(method);
        if app || method == Method::AuthenticatorApp {
            held.apps = 0;
        } else if method == Method::SoftwareOath {
            held.other_apps = 0;
        }
        let registered = &mut held.registered;
        match method {
            Method::Email => registered.email = None,
            Method::MobilePhone | Method::MobilePhoneText | Method::MobilePhoneCall => registered.mobile_phone = None,
            Method::OfficePhone => registered.office_phone = None,
            Method::AuthenticatorApp | Method::AuthenticatorNotification | Method::AuthenticatorCode => {
                registered.authenticator_app = false;
            }
            Method::SoftwareOath => registered.software_oath = false,
            Method::HardwareOath => registered.hardware_oath = false,
            Method::SecurityQuestions => registered.security_answers = 0,
            other => registered.other.remove(other),
        }
    }
    draft.record.outcome = Some(Outcome::Success);
    record::audit(world, &mut draft, "User deleted security info", &upn, &format!("deleted {method}"), "");
    draft.record.effects.push(format!("{method} is no longer registered"));
    record::commit(world, draft);
}

/// From this day on Helpdesk Administrators hear of it as well; source: rules `not-contact-admin`, `not-contact-admin-older`.
const HELPDESK_FROM: Date = Date::new(2025, 3, 4);

/// How many administrators are written to at most; source: rule `not-contact-admin`.
const MOST: usize = 100;

/// A person asks the administrator for help.
pub(super) fn contact(world: &mut World, step: usize, nth: u32, user: UserId) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "contact-administrator");
    draft.record.subject = Some(user);
    draft.record.outcome = Some(Outcome::Success);
    if let Some(link) = world.resource::<TenantState>().tenant.sspr.helpdesk_link.clone() {
        draft.record.rule = Some("not-helpdesk-custom");
        if link.contains('@') && !link.contains("://") {
            draft.record.notified.push(link.trim_start_matches("mailto:").to_owned());
        }
        record::commit(world, draft);
        return;
    }
    let order = world.resource::<Lab>().0.assumptions.get("contact-administrator-order").to_owned();
    let helpdesk = match order.as_str() {
        "helpdesk-and-password-first" => true,
        "password-first" => false,
        _ => draft.record.at >= HELPDESK_FROM.start(),
    };
    draft.record.rule = Some(if helpdesk { "not-contact-admin" } else { "not-contact-admin-older" });
    let first: &[&str] =
        if helpdesk { &["Helpdesk Administrator", "Password Administrator"] } else { &["Password Administrator"] };
    for roles in [first, &["User Administrator"], &["Global Administrator"]] {
        let mut found = apply::holders(world, roles);
        found.truncate(MOST);
        if !found.is_empty() {
            draft.record.notified = found;
            break;
        }
    }
    record::commit(world, draft);
}
