//! The tables of the timeline: one for each thing that can happen in a step.

use super::expect::EXPECT;
use super::kind::Kind::{At, Bool, Either, Int, List, Map, Named, Null, Span, Text};
use super::kind::{Kind, Naming, Shape, shape, word};
use super::on_premises::{POLICIES, SYNC_SETTINGS};
use super::people::{METHODS, NEW_USER, USER_SET};
use super::tenant::{GROUP_SETTINGS, SETTINGS, SSPR, SUBSCRIPTION_SET};
use super::windows::WINDOWS;
use crate::model::ask::{Client, Place, SignInWith, SignedIn, Surface, Via};
use crate::model::identity::Identity;
use crate::model::method::Method;

/// One thing that can happen in a step.
#[derive(Debug)]
pub(crate) struct Act {
    /// The key that says who acts, or `fault` or `restore`; empty for a step that only checks.
    pub(crate) actor: &'static str,
    /// The word under `do`; empty where there is none.
    pub(crate) word: &'static str,
    /// The keys of such a step.
    pub(crate) shape: &'static Shape,
}

/// Everything that can happen.
pub(crate) static ACTS: &[Act] = &[
    act("user", "sign-in", &SIGN_IN),
    act("user", "use-session", &USE_SESSION),
    act("user", "register-methods", &REGISTER_METHODS),
    act("user", "delete-method", &DELETE_METHOD),
    act("user", "reset-password", &RESET_PASSWORD),
    act("user", "change-password", &CHANGE_PASSWORD),
    act("user", "unlock-account", &UNLOCK_ACCOUNT),
    act("user", "contact-administrator", &CONTACT),
    act("admin", "reset-password", &ADMIN_RESET),
    act("admin", "set-sspr", &SET_SSPR),
    act("admin", "set-tenant", &SET_TENANT),
    act("admin", "assign-licence", &ASSIGN_LICENCE),
    act("admin", "remove-licence", &LICENCE_CHANGE),
    act("admin", "set-subscription", &SET_SUBSCRIPTION),
    act("admin", "change-plan", &CHANGE_PLAN),
    act("admin", "cancel-subscription", &CANCEL_SUBSCRIPTION),
    act("admin", "reprocess-licences", &REPROCESS),
    act("admin", "delete-group", &DELETE_GROUP),
    act("admin", "set-group", &SET_GROUP),
    act("admin", "set-user", &SET_USER),
    act("admin", "add-to-group", &MEMBERSHIP),
    act("admin", "remove-from-group", &MEMBERSHIP),
    act("admin", "assign-role", &ROLE_CHANGE),
    act("admin", "remove-role", &ROLE_CHANGE),
    act("admin", "create-user", &CREATE_USER),
    act("admin", "delete-user", &ACCOUNT_CHANGE),
    act("admin", "require-reregistration", &ACCOUNT_CHANGE),
    act("admin", "open-usage", &OPEN_USAGE),
    act("admin", "enable-user", &ACCOUNT_CHANGE),
    act("admin", "disable-user", &ACCOUNT_CHANGE),
    act("admin", "set-domain", &SET_DOMAIN),
    act("admin", "set-sync", &SET_SYNC),
    act("admin", "sync-now", &SYNC_NOW),
    act("on_premises", "reset-password", &AD_RESET),
    act("on_premises", "change-password", &AD_CHANGE),
    act("on_premises", "unlock-account", &AD_ACCOUNT),
    act("on_premises", "set-must-change", &AD_MARK),
    act("on_premises", "require-smart-card", &AD_ACCOUNT),
    act("on_premises", "enable-user", &AD_ACCOUNT),
    act("on_premises", "disable-user", &AD_ACCOUNT),
    act("on_premises", "set-policy", &AD_POLICY),
    act("fault", "", &FAULT),
    act("restore", "", &RESTORE),
    act("", "", &CHECK),
];

const fn act(actor: &'static str, word: &'static str, shape: &'static Shape) -> Act {
    Act { actor, word, shape }
}

/// The keys that say what kind of step it is.
pub(crate) const ACTORS: [&str; 5] = ["user", "admin", "on_premises", "fault", "restore"];

/// The words that an actor (`user`, `admin`, `on_premises`) may have under `do`.
#[must_use]
pub fn words_of(actor: &str) -> Vec<&'static str> {
    ACTS.iter().filter(|act| act.actor == actor).map(|act| act.word).collect()
}

const PEOPLE_DO: Kind = Kind::Word(|| words_of("user"));
const ADMINS_DO: Kind = Kind::Word(|| words_of("admin"));
const THERE_DO: Kind = Kind::Word(|| words_of("on_premises"));
const PLACES: Kind = Kind::Word(|| vec!["cloud", "on-premises"]);
const RESULTS: Kind = Kind::Word(|| vec!["pass", "fail"]);

shape!(CHECK, "a step", [], {
    "at" @required => At, "When: \"10:05\", \"d2 09:00\", \"+90m\" or an RFC 3339 instant.";
    "id" => Text, "A name for the step.";
    "note" => Text, "A remark.";
    "expect" => Map(&EXPECT), "What must hold when the step has ended.";
});

shape!(REPEATED, "a repeated step", [CHECK], {
    "times" => Int(1, 100_000), "How often.";
    "every" => Span, "The time between repetitions; default 0s.";
});

shape!(PERSON, "a person's step", [REPEATED], {
    "user" @required => Named(Naming::User), "The person who acts.";
    "do" @required => PEOPLE_DO, "What the person does.";
    "takes" => Span, "How long the person needs from start to submit.";
});

shape!(ADMIN, "an administrator's step", [REPEATED], {
    "admin" @required => Named(Naming::User), "The administrator who acts.";
    "do" @required => ADMINS_DO, "What the administrator does.";
});

shape!(ON_ACCOUNT, "a step on-premises", [REPEATED], {
    "on_premises" @required => Named(Naming::User), "The person whose AD account it is.";
    "do" @required => THERE_DO, "What is done in AD DS.";
});

shape!(SIGN_IN, "a sign-in", [PERSON], {
    "password" => Text, "current, old, new, wrong or a literal; default current.";
    "to" => PLACES, "Where; default cloud.";
    "from" => word!(Place), "Where from; default familiar.";
    "with" => word!(SignInWith), "With what; default password.";
    "client" => word!(Client), "In which program, to the cloud; default browser.";
});

shape!(USE_SESSION, "the use of a session", [PERSON], {});

shape!(REGISTER_METHODS, "a registration", [PERSON], {
    "methods" @required => Map(&METHODS), "What is registered.";
    "answers" => List(&Map(&ANSWER)), "Security questions with their answers, in place of `security_answers`.";
});

shape!(ANSWER, "an answer", [], {
    "question" @required => Text, "The question.";
    "answer" @required => Text, "What the person answers.";
});

shape!(DELETE_METHOD, "a deletion", [PERSON], {
    "method" @required => word!(Method), "The registered method.";
});

shape!(RESET_PASSWORD, "a reset", [PERSON, NEW_PASSWORD, VERIFY], {
    "user_id" => Text, "What was typed as the user name, where it differs.";
    "knows_password" => Bool, "The person said to know the password.";
    "windows" => Map(&WINDOWS), "The Windows computer whose sign-in screen it is started from.";
});

shape!(NEW_PASSWORD, "a new password", [], {
    "new_password" => Either(&[Null, Text]), "Default: a compliant one; null: none was given.";
});

shape!(VERIFY, "a verification", [], {
    "verify" => List(&Either(&[word!(Method), Map(&PROOF)])), "Proofs in order; default: the first usable methods.";
});

shape!(PROOF, "a proof", [], {
    "method" @required => word!(Method), "The method; one that cannot reset a password is refused.";
    "result" => RESULTS, "`fail` for a failed proof.";
});

shape!(CHANGE_PASSWORD, "a change", [PERSON, NEW_PASSWORD], {
    "current" => Text, "The current password as typed: current, old, new, wrong or a literal.";
    "user_id" => Text, "What was typed as the user name, where it differs.";
    "signed_in" => word!(SignedIn), "How the person has signed in; default password.";
    "via" => word!(Surface), "By what the password is changed; default portal.";
});

shape!(UNLOCK_ACCOUNT, "an unlock", [PERSON, VERIFY], {
    "user_id" => Text, "What was typed as the user name, where it differs.";
});
shape!(CONTACT, "a call for help", [PERSON], {});

shape!(ADMIN_RESET, "an administrator's reset", [ADMIN, NEW_PASSWORD], {
    "user_reset" @required => Named(Naming::User), "Whose password.";
    "via" => word!(Via), "From where; default entra-admin-center.";
    "must_change" => Bool, "Must be changed at the next sign-in; default true for the two admin centers.";
    "application" => Bool, "An application does it by its own right, not for the administrator; default false.";
});

shape!(SET_SSPR, "a change of the reset settings", [ADMIN], {
    "set" @required => Map(&SSPR), "Keys of tenant.sspr.";
});

shape!(SET_TENANT, "a change of the tenant", [ADMIN], {
    "set" @required => Map(&SETTINGS), "Keys of tenant.";
});

shape!(LICENCE_CHANGE, "a change of licences", [ADMIN], {
    "to" @required => Named(Naming::Member), "A person or a group.";
    "sku" @required => Named(Naming::Sku), "The product.";
});

shape!(ASSIGN_LICENCE, "an assignment of a licence", [LICENCE_CHANGE], {
    "disabled_plans" => List(&Named(Naming::Plan)), "Service plans switched off in the assignment.";
    "replaces" => List(&Named(Naming::Sku)), "Products taken away in the same request.";
});

shape!(CHANGE_PLAN, "a change of everybody's product", [ADMIN], {
    "sku" @required => Named(Naming::Sku), "The product that people hold.";
    "to_sku" @required => Named(Naming::Sku), "The product that they are moved to.";
});

shape!(CANCEL_SUBSCRIPTION, "the end of a subscription", [ADMIN], {
    "sku" @required => Named(Naming::Sku), "The product.";
});

shape!(REPROCESS, "reprocessing of licences", [ADMIN], {
    "to" @required => Either(&[Named(Naming::Member), List(&Named(Naming::Member))]), "People and groups.";
});

shape!(DELETE_GROUP, "the end of a group", [ADMIN], {
    "group" @required => Named(Naming::Group), "The group.";
});

shape!(SET_GROUP, "a change of a group's settings", [ADMIN], {
    "group" @required => Named(Naming::Group), "The group.";
    "set" @required => Map(&GROUP_SETTINGS), "What changes.";
});

shape!(SET_USER, "a change of a person's account", [ADMIN], {
    "to" @required => Named(Naming::User), "The person.";
    "set" @required => Map(&USER_SET), "What changes.";
});

shape!(SET_SUBSCRIPTION, "a change of a subscription", [ADMIN], {
    "sku" @required => Named(Naming::Sku), "The product.";
    "set" @required => Map(&SUBSCRIPTION_SET), "What changes.";
});

shape!(MEMBERSHIP, "a change of a group", [ADMIN], {
    "group" @required => Named(Naming::Group), "The group.";
    "member" @required => Named(Naming::Member), "A person or a group.";
});

shape!(ROLE_CHANGE, "a change of roles", [ADMIN], {
    "to" @required => Named(Naming::Member), "A person or a group.";
    "role" @required => Named(Naming::Role), "The role.";
});

shape!(CREATE_USER, "a new person", [ADMIN], {
    "to" => Text, "The user principal name, where `set` does not say it.";
    "set" @required => Map(&NEW_USER), "Facts of the person.";
});

shape!(ACCOUNT_CHANGE, "a change of an account", [ADMIN], {
    "to" @required => Named(Naming::User), "The person.";
});

shape!(OPEN_USAGE, "a look at the page of usage and insights", [ADMIN], {});

shape!(SET_DOMAIN, "a change of a domain", [ADMIN], {
    "name" @required => Named(Naming::Domain), "The domain.";
    "identity" @required => word!(Identity), "How its people sign in.";
});

shape!(SET_SYNC, "a change of a sync server", [ADMIN], {
    "on" @required => Named(Naming::Sync), "The sync server.";
    "set" @required => Map(&SYNC_SETTINGS), "Keys of a sync entry.";
});

shape!(SYNC_NOW, "a sync pass", [ADMIN], {
    "on" @required => Named(Naming::Sync), "The sync server.";
});

shape!(AD_RESET, "a reset on-premises", [ON_ACCOUNT, NEW_PASSWORD], {
    "must_change" => Bool, "Must be changed at the next sign-in; default false.";
});

shape!(AD_CHANGE, "a change on-premises", [ON_ACCOUNT, NEW_PASSWORD], {
    "current" => Text, "The current password as typed: current, old, new, wrong or a literal.";
});

shape!(AD_MARK, "a must-change mark", [ON_ACCOUNT], {
    "must_change" => Bool, "Must be changed at the next sign-in; default true.";
});

shape!(AD_ACCOUNT, "a change of an AD account", [ON_ACCOUNT], {});

shape!(AD_POLICY, "a change of a forest's policies", [REPEATED], {
    "on_premises" @required => Named(Naming::Forest), "The forest.";
    "do" @required => THERE_DO, "What is done in AD DS.";
    "set" @required => Map(&POLICIES), "What changes.";
});

shape!(FAULT, "a fault", [CHECK], {
    "fault" @required => Named(Naming::Fault), "The failure that begins.";
    "on" => Named(Naming::Target), "A forest, sync server, person or `tenant`.";
    "for" => Span, "How long it lasts; default: until `restore`.";
});

shape!(RESTORE, "a restore", [CHECK], {
    "restore" @required => Named(Naming::Fault), "The failure that ends.";
    "on" => Named(Naming::Target), "Default: wherever it was put.";
});
