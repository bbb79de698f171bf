//! How checks, outcomes and codes read in questions.

use crate::ledger::{Hop, Lane};
use crate::model::ask::{Action, Code, Outcome};
use crate::model::fault::FaultId;
use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::model::time::Instant;
use crate::rules::rule::Rule;
use crate::scenario::edit::Act;

use super::lab::Evidence;

/// The checks that may stand as options, by the rule that decides them. A rule without a line is never an option.
pub const CHECKS: &[(&str, &str)] = &[
    ("elig-tenant-flag-disabled", "whether reset is allowed for administrators"),
    ("elig-policy-undefined", "whether a reset policy was ever saved"),
    ("elig-onprem-writeback-required", "whether writeback is configured for the account"),
    ("elig-writeback-service-down", "whether the writeback service can be reached"),
    ("elig-onprem-admin-action", "whether the write on-premises goes through"),
    ("elig-methods-missing", "whether any usable method is registered"),
    ("elig-disabled-or-blocked-cloud", "whether the cloud account is enabled"),
    ("elig-email-as-user-id", "whether the name typed is the user name"),
    ("scope-none-refused", "whether reset is switched on for people"),
    ("scope-not-member", "whether the account belongs to the group that reset is on for"),
    ("gst-partner-tenant", "whether the guest belongs to this tenant"),
    ("gst-msa", "whether the guest has a work or school account"),
    ("gate-one-of-two", "whether two usable methods are registered"),
    ("gate-policy-raised", "whether enough methods are registered for the raised number"),
    ("gate-distinct-methods", "whether enough different methods were passed"),
    ("gate-user-picks", "whether the methods chosen are allowed and registered"),
    ("thr-gate-1h", "whether a method was used too often within the hour"),
    ("lic-writeback-p1", "whether a subscription carries Entra ID P1 or P2"),
    ("lic-writeback-gate", "whether a subscription carries Entra ID P1 or P2"),
    ("lic-business-standard-no-writeback", "whether a subscription carries Entra ID P1 or P2"),
    ("elig-tenant-unlicensed", "whether a subscription gives reset at all"),
    ("elig-license-reset-cloud", "whether the licence gives reset"),
    ("lic-free-change-only", "whether the licence gives reset"),
    ("lic-unlock-needs-writeback-licence", "whether the licence gives unlocking with writeback"),
    ("unlock-toggle-off", "whether unlocking without a reset is switched on"),
    ("unlock-writeback-off", "whether writeback is there to unlock with"),
    ("unlock-cloudonly", "whether the account is kept in AD DS"),
    ("toggle-portal-writeback", "whether writeback is switched on in the portal"),
    ("toggle-connect-feature", "whether writeback is selected in the sync tool"),
    ("sbs-toggle-only-cloudsync", "whether writeback for cloud sync is switched on in the portal"),
    ("cs-no-writeback-in-china", "whether cloud sync can write back in this cloud"),
    ("cloudsync-agent-min-version", "whether the agent is new enough for writeback"),
    ("selective-phs-scope", "whether the account is inside password hash sync"),
    ("connect-version-supported", "whether the sync server's version is supported"),
    ("connect-2-5-79-required", "whether the sync server's version is still served"),
    ("connect-2-6-84-required", "whether the sync server's version and sign-in are still served"),
    ("perm-reset-password", "whether the sync account may reset passwords in AD DS"),
    ("perm-write-lockouttime", "whether the sync account may unlock accounts in AD DS"),
    ("perm-change-password", "whether the sync account may change passwords in AD DS"),
    ("protected-cannot-writeback", "whether the AD account is protected"),
    ("ad-disabled-account", "whether the AD account is enabled"),
    ("ad-locked-account", "whether the AD account is unlocked"),
    ("ad-wrong-current", "whether the current password was typed right"),
    ("ad-cant-change-flag", "whether the AD account lets its owner change the password"),
    ("ad-policy-enforced", "whether the password is long enough for the forest"),
    ("ad-history-reject", "whether the password is new to the forest"),
    ("ad-minage-reject", "whether the old password was kept long enough for the forest"),
    ("ad-complexity-reject", "whether the password is complex enough for the forest"),
    ("ad-filter-reject", "whether the forest's password filter accepts the password"),
    ("lookup-in-ad-cs", "whether the sync engine knows the AD account"),
    ("lookup-linked-mv", "whether the AD account is joined in the sync engine"),
    ("lookup-linked-entra-cs", "whether the AD account is joined to its cloud object"),
    ("lookup-rule-on-link", "whether the standard join rule made the link"),
    ("pw-length", "whether the password has 8 to 256 characters"),
    ("pw-no-unicode", "whether the password keeps to the allowed characters"),
    ("pw-complexity", "whether the password mixes three kinds of characters"),
    ("pw-history-change", "whether the password differs from the current one"),
    ("ban-threshold", "whether the password scores enough points against the banned list"),
    ("ban-names", "whether the password holds the person's name"),
    ("meth-session-lifetime", "whether the session is still open"),
    ("meth-otp-lifetime", "whether the code is still valid"),
    ("meth-phone-must-match", "whether the phone number typed matches"),
    ("sec-key-mismatch", "whether the keys of cloud and server match"),
    ("wb-op-admin-self-reset", "whether an administrator may reset the own password"),
];

/// The check behind a rule, as an option reads; none where it may not be one.
#[must_use]
pub fn check(rule: &str) -> Option<&'static str> {
    CHECKS.iter().find(|(id, _)| *id == rule).map(|(_, words)| *words)
}

/// What an operation is called as a noun.
#[must_use]
pub const fn noun(action: Action) -> &'static str {
    match action {
        Action::ResetPassword => "reset",
        Action::ChangePassword => "change",
        Action::UnlockAccount => "unlock",
        Action::AdminResetPassword => "administrator's reset",
    }
}

/// An outcome as an option reads.
#[must_use]
pub fn outcome(action: Action, outcome: Outcome, code: Option<Code>) -> String {
    let noun = noun(action);
    let how = match outcome {
        Outcome::Success => "succeeds",
        Outcome::Refused => "is refused",
        Outcome::Failed => "breaks off after submit",
    };
    match code {
        Some(code) => format!("The {noun} {how}, with {code}: {}", meaning(code)),
        None if outcome == Outcome::Success => format!("The {noun} {how}"),
        None => format!("The {noun} {how}, without a code"),
    }
}

/// What a code stands for.
#[must_use]
pub const fn meaning(code: Code) -> &'static str {
    match code {
        Code::Sspr0009 => "reset is off for administrators",
        Code::Sspr0011 => "no reset policy is in force",
        Code::Sspr0012 => "a licence is missing",
        Code::Sspr0013 => "outside the selected group",
        Code::Sspr0014 => "too few usable methods",
        Code::Sspr0010 => "writeback is not enabled",
        Code::Sspr0030 => "no connection to on-premises",
        Code::Sspr0029 => "on-premises setup is wrong",
        Code::OnPremisesSuccessCloudFailure => "the cloud follows later",
        Code::Aadsts50053 => "the account is locked",
        Code::Aadsts50144 => "the AD password has expired",
        Code::Aadsts80001 => "no pass-through agent",
        Code::Aadsts80002 => "pass-through timed out",
        Code::Aadsts80010 => "the pass-through agent could not decrypt the password",
        Code::Aadsts50126 => "wrong name or password",
        Code::Aadsts50055 => "the cloud password has expired",
        Code::Aadsts50057 => "the account is disabled",
        Code::Aadsts50034 => "no such account",
        Code::Aadsts50056 => "no password in the directory",
    }
}

/// A rule as a sentence: the situation and what follows.
#[must_use]
pub fn rule_sentence(rule: &Rule) -> String {
    let given = rule.given.trim_end_matches('.');
    let words = rule.words();
    let says = words.trim_end_matches('.');
    if given.is_empty() { format!("{says}.") } else { format!("{given}: {says}.") }
}

/// A failure as an option reads: its id in plain words.
#[must_use]
pub fn fault(fault: FaultId) -> String {
    fault.kind().name()
}

/// A message between two parties, with sender and receiver.
#[must_use]
pub fn hop(hop: &Hop) -> String {
    if hop.from == hop.to {
        return format!("{}: {}", lane(hop.from), hop.text);
    }
    format!("{} to {}: {}", lane(hop.from), lane(hop.to), hop.text)
}

/// A party of an attempt.
#[must_use]
pub const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Person => "Person",
        Lane::Portal => "Portal",
        Lane::Entra => "Entra ID",
        Lane::Relay => "Relay",
        Lane::SyncServer => "Sync server",
        Lane::DomainController => "Domain controller",
    }
}

/// The rule that tells of a message.
#[must_use]
pub fn hop_rule(text: &str) -> Option<&'static str> {
    let told = [
        ("service there", "flow-04-precheck-up"),
        ("encrypted", "flow-07-submit-encrypt"),
        ("wakes", "flow-09-wake"),
        ("anchor", "flow-10-lookup"),
        ("to Domain controller", "flow-11-set"),
        ("Domain controller to", "flow-11-set"),
        ("Sync server to Entra", "flow-12-success"),
    ];
    told.iter().find(|(part, _)| text.contains(part)).map(|(_, rule)| *rule)
}

/// What a person's own licences give.
#[must_use]
pub const fn rights(reset: bool, writeback: bool) -> &'static str {
    match (reset, writeback) {
        (true, true) => "Reset of cloud passwords, and reset with writeback",
        (true, false) => "Reset of cloud passwords, but not with writeback",
        (false, true) => "Reset with writeback, but not of cloud passwords",
        (false, false) => "Neither reset of cloud passwords nor reset with writeback",
    }
}

/// A moment after another.
#[must_use]
pub fn moment(since: Instant, at: Instant) -> String {
    if since == at {
        return "At once".to_owned();
    }
    let clock = at.clock();
    let clock = if clock.ends_with(":00") { &clock[..5] } else { &clock };
    if since.date() == at.date() { format!("At {clock}") } else { format!("On {} at {clock}", at.date()) }
}

/// Rules that set a clock on which a question may be asked.
pub const CLOCKS: &[&str] = &[
    "pta-change-instant",
    "fed-change-instant",
    "phs-every-2min",
    "lck-duration-default",
    "phs-disabled-delay",
    "flow-sync",
    "thr-identity-24h",
];

/// The rule that sets the clock on which an act has another outcome.
#[must_use]
pub fn clock_rule(here: &Evidence<'_>, user: UserId, act: Act, works: bool) -> Option<&'static str> {
    let scenario = here.scenario();
    let identity = scenario.users.get(user.index())?.identity;
    match (act, identity) {
        (Act::SignIn, Identity::PassThrough) => Some("pta-change-instant"),
        (Act::SignIn, Identity::Federated) => Some("fed-change-instant"),
        (Act::SignIn, _) => Some("phs-every-2min"),
        // what works again was locked, what no longer works was disabled
        (Act::SignInAsBefore, _) => Some(if works { "lck-duration-default" } else { "phs-disabled-delay" }),
        (Act::SignInToForest, _) => Some("flow-sync"),
        (Act::Reset, _) => Some("thr-identity-24h"),
        _ => None,
    }
}

/// What something costs a month beside what it cost before, from US cents.
#[must_use]
pub fn more(cents: i64) -> String {
    let dollars = format!("{}.{:02} USD a month", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    match cents {
        0 => "for the same price".to_owned(),
        1.. => format!("for {dollars} more"),
        _ => format!("for {dollars} less"),
    }
}

/// The first letter made large; a server's name, such as `connect-1`, stays as it is.
#[must_use]
pub fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.contains('-') && first.ends_with(|last: char| last.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A list in words: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::catalogue;
    use crate::rules::rule::Law;

    #[test]
    fn every_check_is_a_gate() {
        for (id, words) in CHECKS {
            let rule = catalogue::find(id).unwrap_or_else(|| panic!("no rule {id}"));
            assert!(matches!(rule.law, Law::Gate { .. }), "{id} is no gate");
            assert!(words.starts_with("whether ") && !words.ends_with('.'), "{id}");
        }
    }
}
