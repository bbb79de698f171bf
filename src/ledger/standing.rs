//! How people stand on a day: the case of a reset that nothing but the rules keeps back, and what it comes to.
//!
//! A standing keeps a case and no verdict, so that forecasts and comparisons decide again: under other assumptions, or
//! with one fact otherwise.

use crate::model::ask::Code;
use crate::model::identity::{Home, UserType};
use crate::model::key::{SkuId, UserId};
use crate::model::licence::Subscription;
use crate::model::method::MethodSet;
use crate::model::policy::Scope;
use crate::model::time::Instant;
use crate::rules::book::Book;
use crate::rules::case::{Case, Moment, WriteFacts};
use crate::rules::{Verdict, decide};
use crate::scenario::Scenario;
use crate::scenario::timeline::Rights;

/// Tells how people stand on given days; how forecasts ask without knowing the simulator.
pub trait Foresee {
    /// Everybody who is named, at each instant, with everything that happened before it.
    ///
    /// The instants are in ascending order and none lies before the scenario's start.
    fn foresee(&self, scenario: &Scenario, instants: &[Instant]) -> Vec<Snapshot>;
}

/// Everybody at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// When.
    pub at: Instant,
    /// Everybody who is named and exists, in the order of the file.
    pub people: Vec<Standing>,
    /// The tenant's subscriptions as they are then.
    pub subscriptions: Vec<Subscription>,
}

/// One person at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Who.
    pub user: UserId,
    /// The first check of a reset.
    pub case: Case,
    /// What the person's own plans grant.
    pub rights: Rights,
    /// Products held without an error and usable then, each once.
    pub held: Vec<SkuId>,
}

/// What a standing comes to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Judgement {
    /// Whether a reset would succeed with enough proofs and a compliant password.
    pub able: bool,
    /// The first reason against it, as a word; empty where there is none.
    pub reason: &'static str,
    /// Its code.
    pub code: Option<Code>,
    /// Its rule; none where nothing documented decides.
    pub rule: Option<&'static str>,
    /// The methods that count.
    pub methods: MethodSet,
    /// How many are needed.
    pub needed: u8,
    /// The administrator reset policy applies.
    pub admin: bool,
}

impl Standing {
    /// Whether the user scope covers the person; it does not govern administrators.
    #[must_use]
    pub const fn in_scope(&self) -> bool {
        match self.case.tenant.scope {
            Scope::All => true,
            Scope::Selected => self.case.person.in_scope,
            Scope::None | Scope::Undefined => false,
        }
    }

    /// Decides the first check, then the way on-premises.
    #[must_use]
    pub fn judge(&self, book: &Book) -> Judgement {
        judge(book, &self.case)
    }
}

/// Decides a first check, then the way on-premises where the password is kept there.
#[must_use]
pub fn judge(book: &Book, offer: &Case) -> Judgement {
    let first = decide(book, offer, &mut ());
    let mut blocking = (!first.passes()).then_some(first);
    if offer.hybrid() && blocking.is_none() {
        let plain = WriteFacts::PLAIN;
        let way = [Moment::Relay(plain), Moment::Lookup(plain), Moment::Write(plain)];
        let verdicts = way.into_iter().map(|moment| decide(book, &Case { moment, ..*offer }, &mut ()));
        blocking = verdicts.into_iter().find(|verdict| !verdict.passes());
    }
    let rule = blocking.as_ref().and_then(Verdict::rule_id);
    let code = blocking.and_then(|verdict| verdict.code);
    let reason = rule.map_or("", |rule| word(rule, code));
    // A guest whose home is not known is not judged: refused, but by no documented rule.
    let unknown = offer.person.user_type == UserType::Guest && offer.person.home == Home::Unknown;
    let judged_by_none = unknown && reason == "guest-home-tenant-decides";
    Judgement {
        able: blocking.is_none(),
        reason: if judged_by_none { "guest-home-unknown" } else { reason },
        code,
        rule: rule.filter(|_| !judged_by_none),
        methods: first.terms.usable().merged(),
        needed: first.terms.needed,
        admin: first.terms.admin,
    }
}

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
