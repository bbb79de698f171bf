//! Whether somebody could reset the own password now: the first check, then the way on-premises with a password that
//! every policy takes.

use bevy_ecs::prelude::World;

use crate::ledger::Ability;
use crate::model::ask::{Action, Code};
use crate::model::identity::{Home, UserType};
use crate::model::key::UserId;
use crate::model::method::MethodSet;
use crate::rules::case::{Moment, OfferFacts, WriteFacts};
use crate::rules::{Verdict, decide};
use crate::scenario::timeline::Rights;

use super::parts::{Index, Rulebook};
use super::{licences, observe, record};

/// The word for a first reason, by the rule that decides and else by its code.
///
/// The words are those of the tables that architects compare with.
fn word(rule: &str, code: Option<Code>) -> &'static str {
    match rule {
        "elig-disabled-or-blocked-cloud" => "account-disabled",
        "gst-partner-tenant" => "guest-home-tenant-decides",
        "gst-msa" => "guest-microsoft-account",
        "adm-disable-flag" | "elig-tenant-flag-disabled" | "adm-default-on" => "administrator-switch-off",
        "scope-none-refused" | "elig-policy-undefined" => "sspr-off",
        "lic-writeback-p1"
        | "lic-writeback-gate"
        | "lic-business-standard-no-writeback"
        | "lic-unlock-needs-writeback-licence" => "no-writeback-licence",
        "scope-not-member" => "not-in-scope",
        "protected-cannot-writeback" => "protected-account",
        _ => match code {
            Some(Code::Sspr0010) => "writeback-off",
            Some(Code::Sspr0012) => "tenant-not-licensed",
            Some(Code::Sspr0013 | Code::Sspr0014) => "too-few-methods",
            Some(Code::Sspr0030) => "writeback-down",
            _ => "other",
        },
    }
}

/// Whether a person could reset now.
pub(super) fn of(world: &World, user: UserId) -> Option<Ability> {
    let book = &world.resource::<Rulebook>().0;
    let at = |moment| observe::case(world, user, Action::ResetPassword, moment);
    let offer = at(Moment::Offer(OfferFacts::default()))?;
    let first = decide(book, &offer, &mut ());
    let mut blocking = (!first.passes()).then_some(first);
    if offer.hybrid() && blocking.is_none() {
        let plain = WriteFacts::PLAIN;
        let way = [Moment::Relay(plain), Moment::Lookup(plain), Moment::Write(plain)];
        let verdicts = way.into_iter().filter_map(at).map(|case| decide(book, &case, &mut ()));
        blocking = verdicts.into_iter().find(|verdict| !verdict.passes());
    }
    let unknown = offer.person.user_type == UserType::Guest && offer.person.home == Home::Unknown;
    let rights: Rights = licences::grant(world, user).rights(book);
    Some(ability(record::upn(world, user), &first, blocking.as_ref(), unknown, rights))
}

fn ability(upn: String, first: &Verdict, blocking: Option<&Verdict>, unknown: bool, rights: Rights) -> Ability {
    let rule = blocking.and_then(Verdict::rule_id);
    let methods: MethodSet = first.terms.usable().merged();
    let code = blocking.and_then(|verdict| verdict.code);
    let reason = rule.map_or("", |rule| word(rule, code));
    // A guest whose home is not known is not judged: refused, but by no documented rule.
    let judged_by_none = unknown && reason == "guest-home-tenant-decides";
    Ability {
        upn,
        able: blocking.is_none(),
        reason: if judged_by_none { "guest-home-unknown" } else { reason },
        code,
        rule: rule.filter(|_| !judged_by_none),
        methods,
        needed: first.terms.needed,
        rights,
    }
}

/// Everybody who is named and exists, in the order of the file.
pub(super) fn everybody(world: &World) -> Vec<Ability> {
    let named = world.resource::<super::parts::Lab>().0.users.len();
    let people = world.resource::<Index>().people.keys().filter(|user| user.index() < named);
    people.filter_map(|user| of(world, *user)).collect()
}
