//! Registering and deleting methods, and asking the administrator for help.

use bevy_ecs::prelude::World;

use crate::model::ask::{Action, Outcome};
use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::time::Span;
use crate::rules::case::{AnswerFacts, ContactFacts, ContactLink, Moment, RegisterFacts};
use crate::scenario::timeline::Answer;

use super::agenda::Item;
use super::parts::{Clock, Lab, Methods, Open, Planned, Recorder, TenantState};
use super::record::Draft;
use super::{apply, lens, observe, record};

/// A person registers methods; what is named is added to what is registered.
pub(super) fn register(world: &mut World, step: usize, nth: u32, user: UserId, handed: Handed<'_>) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "register-methods");
    draft.record.subject = Some(user);
    let takes = world.resource::<Lab>().0.timeline[step].takes;
    if takes == Span::ZERO {
        submit(world, draft, user, handed);
        return;
    }
    world.resource_mut::<Open>().0.insert((step, nth), draft.record);
    let at = world.resource::<Clock>().0 + takes;
    world.resource_mut::<Planned>().0.plan(at, Item::Submits(step, nth));
}

/// The end of a registration that took its time.
pub(super) fn resume(world: &mut World, step: usize, nth: u32, user: UserId, handed: Handed<'_>) {
    if let Some(record) = world.resource_mut::<Open>().0.remove(&(step, nth)) {
        let extra = super::record::Extra::default();
        submit(world, Draft { record, key: (step, nth), extra }, user, handed);
    }
}

/// What is handed in: methods, and security questions with their answers.
type Handed<'a> = (&'a Registered, &'a [Answer]);

/// The facts of security questions with their answers; none where the file gives no words.
fn facts_of(answers: &[Answer]) -> Option<AnswerFacts> {
    let lengths = answers.iter().map(|one| u16::try_from(one.answer.chars().count()).unwrap_or(u16::MAX));
    let twice = |text: fn(&Answer) -> &str| {
        let seen: std::collections::BTreeSet<&str> = answers.iter().map(text).collect();
        seen.len() < answers.len()
    };
    Some(AnswerFacts {
        shortest: lengths.clone().min()?,
        longest: lengths.max()?,
        same_answer: twice(|one| &one.answer),
        same_question: twice(|one| &one.question),
    })
}

/// The methods are handed in.
fn submit(world: &mut World, mut draft: Draft, user: UserId, (methods, answers): Handed<'_>) {
    let upn = record::upn(world, user);
    let Some(entity) = lens::person(world, user) else {
        super::refuse_missing(world, draft);
        return;
    };
    let elapsed = (world.resource::<Clock>().0 - draft.record.at).whole_seconds();
    let held = lens::part::<Methods>(world, entity);
    let facts = RegisterFacts {
        methods: methods.methods(0),
        elapsed,
        apps: held.apps,
        other_apps: held.other_apps,
        mfa_enforced: world.resource::<TenantState>().tenant.sspr.mfa_registration,
        answers: facts_of(answers),
    };
    let Some(case) = observe::case(world, user, Action::ResetPassword, Moment::Register(facts)) else { return };
    let verdict = record::decided(world, &mut draft, user, case);
    let reviews = facts.methods.is_empty();
    let activity = match world.resource::<Lab>().0.assumptions.get("registration-audit-name") {
        _ if reviews => REVIEWED,
        SAVED => SAVED,
        _ => "User registered for self-service password reset",
    };
    if !verdict.passes() {
        let rule = draft.record.rule.unwrap_or_default();
        record::audit(world, &mut draft, activity, &upn, rule, "");
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
    if reviews {
        record::audit(world, &mut draft, activity, &upn, "reviewed", "");
        draft.record.effects.push("what is registered is confirmed".to_owned());
        record::commit(world, draft);
        return;
    }
    if super::ability::registered(world, user) {
        record::audit(world, &mut draft, ALL_REGISTERED, &upn, "registered all required info", "");
        record::audit(world, &mut draft, activity, &upn, "", "");
    }
    draft.record.effects.push("methods are registered".to_owned());
    record::commit(world, draft);
}

/// The audit activity of a person who now has everything that the policy asks for.
const ALL_REGISTERED: &str = "User registered all required security info";

/// The audit activity of a person who confirms what is registered and adds nothing.
const REVIEWED: &str = "User reviewed security info";

/// The name that the audit reference has for the same in the reset's own log.
const SAVED: &str = "Security info saved for self-service password reset";

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

/// Whether a method is stored, of the documented form or not.
fn holds(held: &Registered, method: Method) -> bool {
    match method {
        Method::Email => held.email.is_some(),
        Method::MobilePhone | Method::MobilePhoneText | Method::MobilePhoneCall => held.mobile_phone.is_some(),
        Method::OfficePhone => held.office_phone.is_some(),
        Method::AuthenticatorApp | Method::AuthenticatorNotification | Method::AuthenticatorCode => {
            held.authenticator_app
        }
        Method::SoftwareOath => held.software_oath,
        Method::HardwareOath => held.hardware_oath,
        Method::SecurityQuestions => held.security_answers > 0,
        other => held.other.contains(other),
    }
}

/// The audit activity of a method that is deleted.
const DELETED: &str = "User deleted security info";

/// A person deletes a registered method.
pub(super) fn delete(world: &mut World, step: usize, nth: u32, user: UserId, method: Method) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "delete-method");
    draft.record.subject = Some(user);
    let Some(entity) = lens::person(world, user) else {
        super::refuse_missing(world, draft);
        return;
    };
    if !holds(&lens::part::<Methods>(world, entity).registered, method) {
        draft.record.outcome = Some(Outcome::Refused);
        draft.record.message = format!("{method} is not registered");
        record::audit(world, &mut draft, DELETED, &upn, &format!("failed to delete {method}"), "");
        record::commit(world, draft);
        return;
    }
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
    record::audit(world, &mut draft, DELETED, &upn, &format!("deleted {method}"), "");
    draft.record.effects.push(format!("{method} is no longer registered"));
    record::commit(world, draft);
}

/// A person asks the administrator for help.
pub(super) fn contact(world: &mut World, step: usize, nth: u32, user: UserId) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, CALL);
    draft.record.subject = Some(user);
    let link = world.resource::<TenantState>().tenant.sspr.helpdesk_link.clone();
    let is_mail = |link: &String| link.contains('@') && !link.contains("://");
    let own = |link: &String| is_mail(link) && link.trim_start_matches("mailto:").eq_ignore_ascii_case(&upn);
    let facts = ContactFacts {
        link: link.as_ref().map(|link| if is_mail(link) { ContactLink::Mail } else { ContactLink::Web }),
        loops: link.as_ref().is_some_and(own),
        sent: sent_today(world, user),
    };
    let Some(case) = observe::case(world, user, Action::ResetPassword, Moment::Contact(facts)) else {
        super::refuse_missing(world, draft);
        return;
    };
    let verdict = record::decided(world, &mut draft, user, case);
    if verdict.passes() {
        apply::effects(world, &mut draft, user, &case, &verdict.terms, None);
    }
    record::commit(world, draft);
}

/// A call for help, as a record names it.
const CALL: &str = "contact-administrator";

/// How many mails a person's calls for help have sent today.
fn sent_today(world: &World, user: UserId) -> u16 {
    let today = world.resource::<Clock>().0.date();
    let steps = &world.resource::<Recorder>().steps;
    let calls = steps.iter().filter(|step| {
        step.action == CALL && step.subject == Some(user) && step.at.date() == today && !step.notified.is_empty()
    });
    calls.count().min(usize::from(u16::MAX)) as u16
}
