//! The part `timeline`: what the steps mean.

use super::super::text::Node;
use super::super::timeline::{
    AdminAct, Answer, NewPassword, OnPremisesAct, OnPremisesTarget, PersonAct, Proof, SignInTo, Step, Typed, UserPatch,
    What,
};
use super::acts::{ACTS, ANSWER, Act, PROOF};
use super::fields::Fields;
use super::kind::Shape;
use super::names::{Names, created, sku};
use super::on_premises::{AD_PASSWORD_POLICY, LOCKOUT, POLICIES, SYNC_SETTINGS, lockout, password_policy, sync_patch};
use super::people::{METHODS, USER_SET, registered};
use super::tenant::{GROUP_SETTINGS, SETTINGS, SSPR, SUBSCRIPTION_SET, group_patch, sspr_patch, tenant_patch};
use super::windows::{WINDOWS, device};
use crate::model::ask::{Client, Place, SignInWith, SignedIn, Surface, Via};
use crate::model::fault::{FaultId, FaultOn, FaultTarget};
use crate::model::identity::{Identity, UserRisk};
use crate::model::key::{ForestId, SyncId, UserId};
use crate::model::licence::{Billing, SubscriptionStatus, TABLE};
use crate::model::method::Method;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};

/// What kind of step a map is; none where that cannot be told.
pub(crate) fn act_of(node: &Node) -> Option<&'static Act> {
    let actor = super::acts::ACTORS.into_iter().find(|key| node.entry(key).is_some()).unwrap_or("");
    let word = match actor {
        "fault" | "restore" | "" => "",
        _ => node.get("do").and_then(Node::text).unwrap_or_default(),
    };
    ACTS.iter().find(|act| act.actor == actor && act.word == word)
}

/// What a step means; none where something in it is wrong.
pub(crate) fn step(node: &Node, names: &Names, start: Instant) -> Option<Step> {
    let act = act_of(node)?;
    let fields = Fields::of(node, act.shape);
    let repeats = act.shape.key("times").is_some();
    Some(Step {
        at: super::times::at(fields.str("at")?, start)?,
        id: fields.text("id"),
        note: fields.text("note"),
        what: what(act, fields, names, node)?,
        times: if repeats { fields.count("times").unwrap_or(1) } else { 1 },
        every: if repeats { fields.span("every").unwrap_or(Span::ZERO) } else { Span::ZERO },
        takes: if act.actor == "user" { fields.span("takes").unwrap_or(Span::ZERO) } else { Span::ZERO },
        expect: fields.get("expect").map(|node| super::expect::expect(node, names)),
    })
}

fn what(act: &Act, fields: Fields<'_>, names: &Names, node: &Node) -> Option<What> {
    let user = |key: &str| fields.word(key, |upn| names.user(upn));
    Some(match act.actor {
        "user" => What::Person { user: user("user")?, act: person_act(act.word, fields)? },
        "admin" => What::Admin { admin: user("admin")?, act: admin_act(act.word, fields, names, node)? },
        "on_premises" if act.word == "set-policy" => {
            let target = OnPremisesTarget::Forest(fields.word("on_premises", |name| names.forest(name))?);
            What::OnPremises { target, act: on_premises_act(act.word, fields)? }
        }
        "on_premises" => {
            let target = OnPremisesTarget::User(user("on_premises")?);
            What::OnPremises { target, act: on_premises_act(act.word, fields)? }
        }
        "fault" => {
            let fault = fields.word("fault", FaultId::parse)?;
            let on = fields.word("on", |name| names.target(name)).or_else(|| only_target(fault, names))?;
            What::Fault { fault, on, lasts: fields.span("for") }
        }
        "restore" => What::Restore {
            fault: fields.word("restore", FaultId::parse)?,
            on: fields.word("on", |name| names.target(name)),
        },
        _ => What::Check,
    })
}

/// The one thing that a failure can be put on, where there is only one.
pub(crate) fn only_target(fault: FaultId, names: &Names) -> Option<FaultTarget> {
    match fault.kind().on {
        FaultOn::Tenant => Some(FaultTarget::Tenant),
        FaultOn::SyncServer if names.sync.len() == 1 => Some(FaultTarget::Sync(SyncId(0))),
        FaultOn::Forest if names.forests.len() == 1 => Some(FaultTarget::Forest(ForestId(0))),
        FaultOn::User if names.users.len() == 1 => Some(FaultTarget::User(UserId(0))),
        _ => None,
    }
}

fn typed(fields: Fields<'_>, key: &str) -> Typed {
    match fields.str(key) {
        None | Some("current") => Typed::Current,
        Some("old") => Typed::Old,
        Some("new") => Typed::New,
        Some("wrong") => Typed::Wrong,
        Some(literal) => Typed::Literal(literal.to_owned()),
    }
}

fn new_password(fields: Fields<'_>) -> NewPassword {
    match fields.text_or_null("new_password") {
        None => NewPassword::Default,
        Some(None) => NewPassword::Absent,
        Some(Some(text)) => NewPassword::Literal(text),
    }
}

fn verify(fields: Fields<'_>) -> Vec<Proof> {
    let one = |node: &Node| {
        if let Some(word) = node.text() {
            return Some(Proof { method: Method::parse(word)?, passes: true });
        }
        let proof = Fields::of(node, &PROOF);
        Some(Proof { method: proof.word("method", Method::parse)?, passes: proof.str("result") != Some("fail") })
    };
    fields.list("verify").iter().filter_map(one).collect()
}

fn person_act(word: &str, fields: Fields<'_>) -> Option<PersonAct> {
    Some(match word {
        "sign-in" => PersonAct::SignIn {
            password: typed(fields, "password"),
            to: if fields.str("to") == Some("on-premises") { SignInTo::OnPremises } else { SignInTo::Cloud },
            from: fields.word("from", Place::parse).unwrap_or(Place::Familiar),
            with: fields.word("with", SignInWith::parse).unwrap_or(SignInWith::Password),
            client: fields.word("client", Client::parse).unwrap_or(Client::Browser),
        },
        "use-session" => PersonAct::UseSession,
        "register-methods" => {
            let answers: Vec<Answer> = fields.list("answers").iter().filter_map(answer).collect();
            let mut methods = registered(fields.map("methods", &METHODS));
            methods.security_answers = methods.security_answers.max(answers.len().min(255) as u8);
            PersonAct::RegisterMethods { methods, answers }
        }
        "delete-method" => PersonAct::DeleteMethod { method: fields.word("method", Method::parse)? },
        "reset-password" => PersonAct::ResetPassword {
            verify: verify(fields),
            new_password: new_password(fields),
            user_id: fields.text("user_id"),
            knows_password: fields.bool("knows_password").unwrap_or(false),
            windows: fields.has("windows").then(|| device(fields.map("windows", &WINDOWS))),
        },
        "change-password" => PersonAct::ChangePassword {
            current: typed(fields, "current"),
            new_password: new_password(fields),
            user_id: fields.text("user_id"),
            signed_in: fields.word("signed_in", SignedIn::parse).unwrap_or(SignedIn::Password),
            via: fields.word("via", Surface::parse).unwrap_or(Surface::Portal),
        },
        "unlock-account" => PersonAct::UnlockAccount { verify: verify(fields), user_id: fields.text("user_id") },
        "contact-administrator" => PersonAct::ContactAdministrator,
        _ => return None,
    })
}

fn answer(node: &Node) -> Option<Answer> {
    let fields = Fields::of(node, &ANSWER);
    Some(Answer { question: fields.text("question")?, answer: fields.text("answer")? })
}

fn admin_act(word: &str, fields: Fields<'_>, names: &Names, node: &Node) -> Option<AdminAct> {
    let user = |key: &str| fields.word(key, |upn| names.user(upn));
    let member = |key: &str| fields.word(key, |name| names.member(name));
    let role = || fields.word("role", Role::parse);
    let product = || fields.word("sku", sku);
    let group = || fields.word("group", |name| names.group(name));
    let set = |shape: &'static Shape| fields.map("set", shape);
    let server = || fields.word("on", |name| names.sync_server(name));
    Some(match word {
        "reset-password" => {
            let via = fields.word("via", Via::parse).unwrap_or(Via::EntraAdminCenter);
            let by_center = matches!(via, Via::EntraAdminCenter | Via::M365AdminCenter | Via::MyStaff);
            let must_change = fields.bool("must_change").unwrap_or(by_center);
            AdminAct::ResetPassword {
                target: user("user_reset")?,
                via,
                new_password: new_password(fields),
                must_change,
                application: fields.bool("application").unwrap_or(false),
            }
        }
        "set-sspr" => AdminAct::SetSspr(sspr_patch(set(&SSPR), names)),
        "set-tenant" => AdminAct::SetTenant {
            tenant: Box::new(tenant_patch(set(&SETTINGS), names)),
            sspr: sspr_patch(set(&SETTINGS).map("sspr", &SSPR), names),
        },
        "assign-licence" => AdminAct::AssignLicence {
            to: member("to")?,
            sku: product()?,
            disabled_plans: fields.words("disabled_plans", |plan| TABLE.plan(plan)).unwrap_or_default(),
            replaces: fields.words("replaces", sku).unwrap_or_default(),
        },
        "remove-licence" => AdminAct::RemoveLicence { to: member("to")?, sku: product()? },
        "set-subscription" => {
            let set = set(&SUBSCRIPTION_SET);
            AdminAct::SetSubscription {
                sku: product()?,
                units: set.count("units"),
                status: set.word("status", SubscriptionStatus::parse),
                next_lifecycle: set.raw("next_lifecycle").map(|node| node.text().and_then(super::times::moment)),
                billing: set.word("billing", Billing::parse),
                added_plan: set.word("added_plan", |plan| TABLE.plan(plan)),
            }
        }
        "change-plan" => AdminAct::ChangePlan { sku: product()?, to_sku: fields.word("to_sku", sku)? },
        "cancel-subscription" => AdminAct::CancelSubscription(product()?),
        "reprocess-licences" => AdminAct::ReprocessLicences(match fields.str("to") {
            Some(name) => vec![names.member(name)?],
            None => fields.words("to", |name| names.member(name)).unwrap_or_default(),
        }),
        "delete-group" => AdminAct::DeleteGroup(group()?),
        "set-group" => AdminAct::SetGroup { group: group()?, set: group_patch(set(&GROUP_SETTINGS)) },
        "set-user" => AdminAct::SetUser { user: user("to")?, set: user_patch(set(&USER_SET)) },
        "add-to-group" => AdminAct::AddToGroup { group: group()?, member: member("member")? },
        "remove-from-group" => AdminAct::RemoveFromGroup { group: group()?, member: member("member")? },
        "assign-role" => AdminAct::AssignRole { to: member("to")?, role: role()? },
        "remove-role" => AdminAct::RemoveRole { to: member("to")?, role: role()? },
        "create-user" => AdminAct::CreateUser(names.user(created(node)?)?),
        "delete-user" => AdminAct::DeleteUser(user("to")?),
        "open-usage" => AdminAct::OpenUsage,
        "require-reregistration" => AdminAct::RequireReregistration(user("to")?),
        "enable-user" => AdminAct::EnableUser(user("to")?),
        "disable-user" => AdminAct::DisableUser(user("to")?),
        "set-domain" => AdminAct::SetDomain {
            domain: fields.word("name", |name| names.domain(name))?,
            identity: fields.word("identity", Identity::parse)?,
        },
        "set-sync" => AdminAct::SetSync { on: server()?, set: sync_patch(set(&SYNC_SETTINGS), names) },
        "sync-now" => AdminAct::SyncNow(server()?),
        _ => return None,
    })
}

fn user_patch(set: Fields<'_>) -> UserPatch {
    UserPatch {
        department: set.text_or_null("department"),
        usage_location: set.text_or_null("usage_location"),
        password_never_expires: set.bool("password_never_expires"),
        office_phone: set.text_or_null("office_phone"),
        user_risk: set.word("user_risk", UserRisk::parse),
    }
}

fn on_premises_act(word: &str, fields: Fields<'_>) -> Option<OnPremisesAct> {
    Some(match word {
        "reset-password" => OnPremisesAct::ResetPassword {
            new_password: new_password(fields),
            must_change: fields.bool("must_change").unwrap_or(false),
        },
        "change-password" => {
            OnPremisesAct::ChangePassword { current: typed(fields, "current"), new_password: new_password(fields) }
        }
        "unlock-account" => OnPremisesAct::UnlockAccount,
        "set-must-change" => OnPremisesAct::SetMustChange(fields.bool("must_change").unwrap_or(true)),
        "require-smart-card" => OnPremisesAct::RequireSmartCard,
        "enable-user" => OnPremisesAct::EnableUser,
        "disable-user" => OnPremisesAct::DisableUser,
        "set-policy" => {
            let set = fields.map("set", &POLICIES);
            OnPremisesAct::SetPolicy {
                password_policy: password_policy(set.map("password_policy", &AD_PASSWORD_POLICY)),
                lockout: lockout(set.map("lockout", &LOCKOUT)),
            }
        }
        _ => return None,
    })
}
