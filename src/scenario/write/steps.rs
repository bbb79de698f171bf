//! Steps and what is expected of them.

use crate::model::ask::{Client, Place, SignInWith, SignedIn, Surface};
use crate::model::device::Device;
use crate::model::fault::FaultTarget;
use crate::model::time::Span;
use crate::scenario::timeline::{
    AdminAct, Answer, AuditExpect, Expect, NewPassword, OnPremisesAct, OnPremisesTarget, PasswordIs, PersonAct, Proof,
    SignInTo, StateExpect, Step, Typed, What,
};

use super::yaml::{Entries, Node, or_null, raw, word, words};
use super::{Names, people, settings, sku_name};

pub(super) fn step(step: &Step, names: Names<'_>) -> Node {
    let mut entries = Entries::default();
    entries.put("at", raw(step.at)).some("id", step.id.as_ref(), word).some("note", step.note.clone(), Node::Text);
    what(&step.what, names, &mut entries);
    if step.times != 1 {
        entries.put("times", raw(step.times));
    }
    if step.every != Span::ZERO {
        entries.put("every", raw(step.every));
    }
    if step.takes != Span::ZERO {
        entries.put("takes", raw(step.takes));
    }
    entries.some("expect", step.expect.as_ref(), |e| expect(e, names));
    entries.inline()
}

fn what(what: &What, names: Names<'_>, entries: &mut Entries) {
    match what {
        What::Check => {}
        What::Fault { fault, on, lasts } => {
            entries.put("fault", word(&fault.kind().id)).put("on", target(*on, names)).some("for", *lasts, raw);
        }
        What::Restore { fault, on } => {
            entries.put("restore", word(&fault.kind().id)).some("on", *on, |on| target(on, names));
        }
        What::Person { user, act } => {
            entries.put("user", names.user(*user));
            person(act, entries);
        }
        What::Admin { admin: who, act } => {
            entries.put("admin", names.user(*who));
            admin(act, names, entries);
        }
        What::OnPremises { target, act } => {
            let name = match target {
                OnPremisesTarget::User(id) => names.user(*id),
                OnPremisesTarget::Forest(id) => names.forest(*id),
            };
            entries.put("on_premises", name);
            on_premises(act, entries);
        }
    }
}

fn target(target: FaultTarget, names: Names<'_>) -> Node {
    match target {
        FaultTarget::Sync(id) => names.sync(id),
        FaultTarget::Forest(id) => names.forest(id),
        FaultTarget::User(id) => names.user(id),
        FaultTarget::Tenant => word("tenant"),
    }
}

fn typed(password: &Typed) -> Node {
    word(match password {
        Typed::Current => "current",
        Typed::Old => "old",
        Typed::New => "new",
        Typed::Wrong => "wrong",
        Typed::Literal(text) => text,
    })
}

fn new_password(password: &NewPassword, entries: &mut Entries) {
    match password {
        NewPassword::Default => {}
        NewPassword::Absent => {
            entries.put("new_password", raw("null"));
        }
        NewPassword::Literal(text) => {
            entries.put("new_password", word(text));
        }
    }
}

fn verify(proofs: &[Proof], entries: &mut Entries) {
    let one = |proof: &Proof| {
        if proof.passes {
            return word(proof.method.word());
        }
        let mut failed = Entries::default();
        failed.put("method", word(proof.method.word())).put("result", word("fail"));
        failed.inline()
    };
    if !proofs.is_empty() {
        entries.put("verify", Node::List(proofs.iter().map(one).collect()));
    }
}

fn answer(one: &Answer) -> Node {
    let mut entries = Entries::default();
    entries.put("question", word(&one.question)).put("answer", word(&one.answer));
    entries.inline()
}

fn act<'a>(entries: &'a mut Entries, name: &str) -> &'a mut Entries {
    entries.put("do", word(name))
}

fn person(what: &PersonAct, entries: &mut Entries) {
    match what {
        PersonAct::SignIn { password, to, from, with, client } => {
            act(entries, "sign-in").put("password", typed(password)).put("to", sign_in_to(*to));
            if *from != Place::Familiar {
                entries.put("from", word(from.word()));
            }
            if *with != SignInWith::Password {
                entries.put("with", word(with.word()));
            }
            if *client != Client::Browser {
                entries.put("client", word(client.word()));
            }
        }
        PersonAct::UseSession => {
            act(entries, "use-session");
        }
        PersonAct::RegisterMethods { methods, answers } => {
            act(entries, "register-methods").put("methods", people::registered(methods).inline());
            if !answers.is_empty() {
                entries.put("answers", Node::List(answers.iter().map(answer).collect()));
            }
        }
        PersonAct::DeleteMethod { method } => {
            act(entries, "delete-method").put("method", word(method.word()));
        }
        PersonAct::ResetPassword { verify: proofs, new_password: password, user_id, knows_password, windows } => {
            act(entries, "reset-password").some("user_id", user_id.as_ref(), word);
            verify(proofs, entries);
            new_password(password, entries);
            if *knows_password {
                entries.put("knows_password", raw(true));
            }
            entries.some("windows", windows.as_ref(), device);
        }
        PersonAct::ChangePassword { current, new_password: password, user_id, signed_in, via } => {
            act(entries, "change-password").some("user_id", user_id.as_ref(), word).put("current", typed(current));
            new_password(password, entries);
            if *signed_in != SignedIn::Password {
                entries.put("signed_in", word(signed_in.word()));
            }
            if *via != Surface::Portal {
                entries.put("via", word(via.word()));
            }
        }
        PersonAct::UnlockAccount { verify: proofs, user_id } => {
            act(entries, "unlock-account").some("user_id", user_id.as_ref(), word);
            verify(proofs, entries);
        }
        PersonAct::ContactAdministrator => {
            act(entries, "contact-administrator");
        }
    }
}

/// A Windows computer, as far as it differs from a plain one.
fn device(device: &Device) -> Node {
    let plain = Device::default();
    let mut entries = Entries::default();
    entries.put("system", word(device.system.word()));
    if device.version != plain.version {
        entries.put("version", raw(device.version));
    }
    if device.join != plain.join {
        entries.put("join", word(device.join.word()));
    }
    if device.session != plain.session {
        entries.put("session", word(device.session.word()));
    }
    if device.screen != plain.screen {
        entries.put("screen", word(device.screen.word()));
    }
    if !device.settings.is_empty() {
        entries.put("settings", words(device.settings.iter().map(|setting| setting.word())));
    }
    let flags = [
        ("link", device.link, plain.link),
        ("add_in", device.add_in, plain.add_in),
        ("tls_1_2", device.tls_1_2, plain.tls_1_2),
        ("reaches_portal", device.reaches_portal, plain.reaches_portal),
        ("home_edition", device.home_edition, plain.home_edition),
        ("ctrl_alt_del", device.ctrl_alt_del, plain.ctrl_alt_del),
        ("user_proxy", device.user_proxy, plain.user_proxy),
        ("user_802_1x", device.user_802_1x, plain.user_802_1x),
    ];
    for (key, value, _) in flags.into_iter().filter(|(_, value, plain)| value != plain) {
        entries.put(key, raw(value));
    }
    entries.inline()
}

fn sign_in_to(to: SignInTo) -> Node {
    word(match to {
        SignInTo::Cloud => "cloud",
        SignInTo::OnPremises => "on-premises",
    })
}

fn admin(what: &AdminAct, names: Names<'_>, entries: &mut Entries) {
    match what {
        AdminAct::ResetPassword { target, via, new_password: password, must_change, application } => {
            act(entries, "reset-password").put("user_reset", names.user(*target)).put("via", word(via.word()));
            new_password(password, entries);
            entries.put("must_change", raw(must_change));
            if *application {
                entries.put("application", raw(true));
            }
        }
        AdminAct::SetSspr(patch) => {
            act(entries, "set-sspr").put("set", settings::sspr_patch(patch, names).inline());
        }
        AdminAct::SetTenant { tenant, sspr } => {
            act(entries, "set-tenant").put("set", settings::tenant_patch(tenant, sspr, names).inline());
        }
        AdminAct::SetSubscription { sku, units, status, next_lifecycle, billing, added_plan } => {
            let mut set = Entries::default();
            set.some("units", *units, raw).some("status", *status, |status| word(status.word())).some(
                "next_lifecycle",
                *next_lifecycle,
                |at| or_null(at, raw),
            );
            set.some("billing", *billing, |billing| word(billing.word()));
            set.some("added_plan", *added_plan, |plan| word(super::plan_name(plan)));
            act(entries, "set-subscription").put("sku", word(sku_name(*sku))).put("set", set.inline());
        }
        AdminAct::ChangePlan { sku, to_sku } => {
            act(entries, "change-plan").put("sku", word(sku_name(*sku))).put("to_sku", word(sku_name(*to_sku)));
        }
        AdminAct::CancelSubscription(sku) => {
            act(entries, "cancel-subscription").put("sku", word(sku_name(*sku)));
        }
        AdminAct::SetDomain { domain, identity } => {
            let name = names.scenario.tenant.domains.get(*domain).map_or("", |domain| &domain.name);
            act(entries, "set-domain").put("name", word(name)).put("identity", word(identity.word()));
        }
        AdminAct::SetSync { on, set } => {
            act(entries, "set-sync").put("on", names.sync(*on)).put("set", settings::sync_patch(set, names).inline());
        }
        AdminAct::SyncNow(on) => {
            act(entries, "sync-now").put("on", names.sync(*on));
        }
        _ => admin_of_people(what, names, entries),
    }
}

/// Acts on people, groups, licences and roles.
fn admin_of_people(what: &AdminAct, names: Names<'_>, entries: &mut Entries) {
    match what {
        AdminAct::AssignLicence { to, sku, disabled_plans, replaces } => {
            act(entries, "assign-licence").put("to", names.member(*to)).put("sku", word(sku_name(*sku)));
            if !disabled_plans.is_empty() {
                entries.put("disabled_plans", words(disabled_plans.iter().map(|plan| super::plan_name(*plan))));
            }
            if !replaces.is_empty() {
                entries.put("replaces", words(replaces.iter().map(|sku| sku_name(*sku))));
            }
        }
        AdminAct::ReprocessLicences(to) => {
            act(entries, "reprocess-licences")
                .put("to", Node::List(to.iter().map(|member| names.member(*member)).collect()));
        }
        AdminAct::DeleteGroup(group) => {
            act(entries, "delete-group").put("group", names.group(*group));
        }
        AdminAct::SetGroup { group, set } => {
            act(entries, "set-group").put("group", names.group(*group)).put("set", settings::group_patch(set).inline());
        }
        AdminAct::SetUser { user, set } => {
            let mut facts = Entries::default();
            facts
                .some("department", set.department.as_ref(), |name| or_null(name.as_ref(), word))
                .some("usage_location", set.usage_location.as_ref(), |place| or_null(place.as_ref(), word))
                .some("password_never_expires", set.password_never_expires, raw)
                .some("office_phone", set.office_phone.as_ref(), |number| or_null(number.as_ref(), word))
                .some("user_risk", set.user_risk, |risk| word(risk.word()));
            act(entries, "set-user").put("to", names.user(*user)).put("set", facts.inline());
        }
        AdminAct::RemoveLicence { to, sku } => {
            act(entries, "remove-licence").put("to", names.member(*to)).put("sku", word(sku_name(*sku)));
        }
        AdminAct::AddToGroup { group, member } => {
            act(entries, "add-to-group").put("group", names.group(*group)).put("member", names.member(*member));
        }
        AdminAct::RemoveFromGroup { group, member } => {
            act(entries, "remove-from-group").put("group", names.group(*group)).put("member", names.member(*member));
        }
        AdminAct::AssignRole { to, role } => {
            act(entries, "assign-role").put("to", names.member(*to)).put("role", word(role.name()));
        }
        AdminAct::RemoveRole { to, role } => {
            act(entries, "remove-role").put("to", names.member(*to)).put("role", word(role.name()));
        }
        AdminAct::CreateUser(user) => {
            act(entries, "create-user").put("to", names.user(*user)).put("set", people::created(*user, names).block());
        }
        AdminAct::DeleteUser(user) => {
            act(entries, "delete-user").put("to", names.user(*user));
        }
        AdminAct::OpenUsage => {
            act(entries, "open-usage");
        }
        AdminAct::RequireReregistration(user) => {
            act(entries, "require-reregistration").put("to", names.user(*user));
        }
        AdminAct::EnableUser(user) => {
            act(entries, "enable-user").put("to", names.user(*user));
        }
        AdminAct::DisableUser(user) => {
            act(entries, "disable-user").put("to", names.user(*user));
        }
        _ => {}
    }
}

fn on_premises(what: &OnPremisesAct, entries: &mut Entries) {
    match what {
        OnPremisesAct::ResetPassword { new_password: password, must_change } => {
            act(entries, "reset-password");
            new_password(password, entries);
            entries.put("must_change", raw(must_change));
        }
        OnPremisesAct::ChangePassword { current, new_password: password } => {
            act(entries, "change-password").put("current", typed(current));
            new_password(password, entries);
        }
        OnPremisesAct::UnlockAccount => {
            act(entries, "unlock-account");
        }
        OnPremisesAct::SetMustChange(marked) => {
            act(entries, "set-must-change").put("must_change", raw(marked));
        }
        OnPremisesAct::RequireSmartCard => {
            act(entries, "require-smart-card");
        }
        OnPremisesAct::EnableUser => {
            act(entries, "enable-user");
        }
        OnPremisesAct::DisableUser => {
            act(entries, "disable-user");
        }
        OnPremisesAct::SetPolicy { password_policy, lockout } => {
            let mut set = Entries::default();
            set.filled("password_policy", settings::password_policy_patch(password_policy))
                .filled("lockout", settings::lockout_patch(lockout));
            act(entries, "set-policy").put("set", set.inline());
        }
    }
}

fn expect(expect: &Expect, names: Names<'_>) -> Node {
    let rule = match expect.rule.as_slice() {
        [] => None,
        [one] => Some(word(one)),
        several => Some(words(several)),
    };
    let state = match expect.state.as_slice() {
        [] => None,
        [one] => Some(state(one, names)),
        several => Some(Node::List(several.iter().map(|one| state(one, names)).collect())),
    };
    let mut entries = Entries::default();
    entries
        .some("outcome", expect.outcome, |outcome| word(outcome.word()))
        .some("code", expect.code.as_ref(), word)
        .some("rule", rule, |rule| rule)
        .some(
            "event",
            expect.event.as_ref(),
            |id| if id.bytes().all(|b| b.is_ascii_digit()) { raw(id) } else { word(id) },
        )
        .some("audit", expect.audit.as_ref(), audit)
        .some("methods_offered", expect.methods_offered, settings::methods)
        .some("notified", expect.notified.as_ref(), words)
        .some("prompted", expect.prompted, |prompt| word(prompt.word()))
        .some("score", expect.score, raw)
        .some("compliance", expect.compliance, |counts| {
            let mut compliance = Entries::default();
            compliance.some("needed", counts.needed, raw).some("held", counts.held, raw).some(
                "shortfall",
                counts.shortfall,
                raw,
            );
            compliance.some("group_needed", counts.group_needed, raw).some("group_held", counts.group_held, raw);
            compliance.inline()
        })
        .some("state", state, |state| state);
    entries.inline()
}

fn audit(audit: &AuditExpect) -> Node {
    if audit.status.is_none() && audit.reason.is_none() && audit.agent.is_none() {
        return word(&audit.activity);
    }
    let mut entries = Entries::default();
    entries
        .put("activity", word(&audit.activity))
        .some("status", audit.status.as_ref(), word)
        .some("reason", audit.reason.as_ref(), word)
        .some("agent", audit.agent.as_ref(), word);
    entries.inline()
}

fn password_is(password: &PasswordIs) -> Node {
    word(match password {
        PasswordIs::New => "new",
        PasswordIs::Old => "old",
        PasswordIs::Literal(text) => text,
    })
}

fn state(state: &StateExpect, names: Names<'_>) -> Node {
    let mut password = Entries::default();
    password.some("cloud", state.password_in_cloud.as_ref(), password_is).some(
        "on-premises",
        state.password_on_premises.as_ref(),
        password_is,
    );
    let mut locked = Entries::default();
    locked.some("cloud", state.locked_in_cloud, raw).some("on-premises", state.locked_on_premises, raw);
    let mut entries = Entries::default();
    entries
        .put("user", names.user(state.user))
        .filled("password_in", password)
        .filled("locked", locked)
        .some("enabled", state.enabled, raw)
        .some("sspr_capable", state.sspr_capable, raw)
        .some("sspr_registered", state.sspr_registered, raw)
        .some("licensed_for", state.licensed_for, |rights| {
            let flags = [("cloud-reset", rights.cloud_reset), ("writeback", rights.writeback)];
            words(flags.iter().filter(|(_, held)| *held).map(|(right, _)| right))
        })
        .some("licence_error", state.licence_error, |error| or_null(error, |error| word(error.word())));
    entries.inline()
}
