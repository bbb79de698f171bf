//! Worked examples: how they are made, the base case that they edit, and the test that proves all of them.
//!
//! The base is a cloud-only member of a licensed tenant who opens a reset at 2026-11-02T08:00:00Z, with everything in
//! order. An edit first says who the person is ([`hybrid`], [`admin`], …), then what is asked for ([`changing`], …),
//! then the moment ([`prove`], [`sign_in`], …), each of which puts facts in place that fit what was said so far and
//! hands them over, and last the one fact that matters. Two examples of a rule differ by one fact wherever they can.

use crate::model::ask::{Action, Client, Place, SignInWith, SignedIn, Via};
use crate::model::device::Device;
use crate::model::fault::FaultId;
use crate::model::identity::{AccountKind, Home, Identity, UserRisk, UserType};
use crate::model::licence::ResetBasis;
use crate::model::method::{Method, MethodSet};
use crate::model::role::Role;
use crate::model::sync::{Permission, SyncKind};
use crate::model::time::{Date, Instant, Span};

use super::assumptions::Assumptions;
use super::book::Book;
use super::case::{
    AdminFacts, AssignFacts, Case, ChooseFacts, ContactFacts, Counts, EffectFacts, HashFacts, Held, LockFacts,
    ManageFacts, Moment, NeedFacts, ObjectFacts, OfferFacts, OnboardFacts, ProveFacts, RegisterFacts, ReportFacts,
    SaveFacts, SignInFacts, SiteFacts, SubscribeFacts, WriteFacts,
};
use super::measure::{Password, Yardstick, measure};
use super::rule::{Example, Expected};

const fn example(expect: Expected, says: &'static str, edit: fn(&mut Case)) -> Example {
    Example { says, edit, assume: &[], typed: "", expect }
}

/// The gate blocks here.
#[must_use]
pub const fn blocks(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Blocks, says, edit)
}

/// The gate is asked here and does not block.
#[must_use]
pub const fn holds(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Holds, says, edit)
}

/// The term changes what is required here.
#[must_use]
pub const fn changes(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Changes, says, edit)
}

/// The term leaves what is required here.
#[must_use]
pub const fn leaves(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Leaves, says, edit)
}

/// The effect applies here, or the limit makes a difference.
#[must_use]
pub const fn applies(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Applies, says, edit)
}

/// The effect does not apply here, or the limit makes no difference.
#[must_use]
pub const fn silent(says: &'static str, edit: fn(&mut Case)) -> Example {
    example(Expected::Silent, says, edit)
}

impl Example {
    /// The same under assumptions that differ from their defaults.
    #[must_use]
    pub const fn under(mut self, assume: &'static [(&'static str, &'static str)]) -> Self {
        self.assume = assume;
        self
    }

    /// The same where this new password is typed and measured, under the example's assumptions.
    #[must_use]
    pub const fn typing(mut self, password: &'static str) -> Self {
        self.typed = password;
        self
    }

    /// The case: the base with the edit made, and with what was typed measured.
    #[must_use]
    pub fn case(&self) -> Case {
        let mut case = self.edited();
        if !self.typed.is_empty() {
            spell(&mut case, self.typed, &self.assumptions());
        }
        case
    }

    /// The base with the edit made.
    fn edited(&self) -> Case {
        let mut case = base();
        (self.edit)(&mut case);
        case
    }

    /// Whether both tell of one situation, and differ by their assumptions at most.
    #[cfg(test)]
    fn is_alike(&self, other: &Self) -> bool {
        self.typed == other.typed && self.edited() == other.edited()
    }

    /// The assumptions in force.
    #[must_use]
    pub fn assumptions(&self) -> Assumptions {
        let mut values = Assumptions::default();
        for (name, value) in self.assume {
            values.set(name, value);
        }
        values
    }

    /// The rulebook under these assumptions.
    #[must_use]
    pub fn book(&self) -> Book {
        Book::new(&self.assumptions())
    }
}

/// Jo Li of the tenant Northwind, with five terms on the custom list, chooses this password, measured under these
/// assumptions.
pub(crate) fn spell(case: &mut Case, text: &str, values: &Assumptions) {
    let custom: Vec<String> = ["contoso", "blank", "london", "widget", "abcdef"].map(String::from).to_vec();
    let by = Yardstick::new(values, &custom, "Jo Li", "jo.li", "Northwind");
    choose(case).password = measure(text, &by, None, &[], false);
}

/// The case that every example edits.
#[must_use]
pub fn base() -> Case {
    let at = Date::new(2026, 11, 2).start() + Span::hours(8);
    Case::plain(at, Action::ResetPassword, Moment::Offer(OfferFacts::default()))
}

/// Eight o'clock of a day.
pub fn on(case: &mut Case, year: i32, month: u32, day: u32) {
    case.at = morning(year, month, day);
}

fn morning(year: i32, month: u32, day: u32) -> Instant {
    Date::new(year, month, day).start() + Span::hours(8)
}

// Who the person is.

/// Somebody whose password is kept on-premises and whose hash is synchronized, served by Connect with writeback on.
pub fn hybrid(case: &mut Case) {
    (case.person.identity, case.person.sign_in) = (Identity::PasswordHashSync, Identity::PasswordHashSync);
    case.tenant.synchronizes = true;
    case.tenant.writeback_connect = true;
    case.site = SiteFacts { served_by: Some(SyncKind::Connect), writeback: true, hash_sync: true, ..SiteFacts::NONE };
}

/// The same with pass-through sign-in.
pub fn pass_through(case: &mut Case) {
    hybrid(case);
    (case.person.identity, case.person.sign_in) = (Identity::PassThrough, Identity::PassThrough);
}

/// The same with federated sign-in.
pub fn federated(case: &mut Case) {
    hybrid(case);
    (case.person.identity, case.person.sign_in) = (Identity::Federated, Identity::Federated);
}

/// The same served by cloud sync.
pub fn cloud_sync(case: &mut Case) {
    hybrid(case);
    case.site.served_by = Some(SyncKind::CloudSync);
    case.tenant.writeback_cloud_sync = true;
}

/// A Global Administrator.
pub fn admin(case: &mut Case) {
    role(case, "Global Administrator");
}

/// A holder of this role.
pub fn role(case: &mut Case, name: &str) {
    Role::parse(name).into_iter().for_each(|role| case.person.roles.insert(role));
}

/// Somebody who may take this role through PIM.
pub fn eligible(case: &mut Case, name: &str) {
    Role::parse(name).into_iter().for_each(|role| case.person.eligible.insert(role));
}

/// A guest with this home.
pub fn guest(case: &mut Case, home: Home) {
    case.person.user_type = UserType::Guest;
    case.person.home = home;
}

/// The person has registered these methods and no others.
pub fn registered(case: &mut Case, methods: &[Method]) {
    case.person.registered = MethodSet::of(methods).ways();
}

/// The person has registered these methods and both policies allow them, and no others.
pub fn methods(case: &mut Case, methods: &[Method]) {
    registered(case, methods);
    (case.tenant.legacy, case.tenant.modern) = (case.person.registered, case.person.registered);
}

/// The tenant and the person hold one product without a premium plan, which gives cloud reset for this reason.
pub fn product(case: &mut Case, basis: ResetBasis) {
    unlicensed(case);
    case.tenant.paid = true;
    case.person.reset.insert(basis);
    case.tenant.reset.insert(basis);
}

/// Neither the tenant nor the person holds a product that gives anything.
pub fn unlicensed(case: &mut Case) {
    (case.person.premium, case.tenant.premium) = (false, Default::default());
    (case.person.reset, case.tenant.reset) = Default::default();
    case.tenant.paid = false;
}

/// The person's user risk is high, a policy asks for a secure password change at that, and the tenant holds P2.
pub fn at_risk(case: &mut Case) {
    case.person.risk = UserRisk::High;
    (case.tenant.risk_change_from, case.tenant.p2) = (Some(UserRisk::High), true);
}

/// The account of the sync tool lacks a right.
pub fn lacking(case: &mut Case, permission: Permission) {
    case.site.permissions = Permission::ALL.iter().copied().filter(|other| *other != permission).collect();
}

/// A failure is in force.
pub fn fault(case: &mut Case, id: &str) {
    FaultId::parse(id).into_iter().for_each(|fault| case.faults.insert(fault));
}

// What is asked for.

/// A known password is changed.
pub fn changing(case: &mut Case) {
    case.action = Action::ChangePassword;
}

/// A locked account is unlocked by its owner.
pub fn unlocking(case: &mut Case) {
    case.action = Action::UnlockAccount;
    case.tenant.unlock_without_reset = true;
}

/// An administrator resets somebody's password.
pub fn administered(case: &mut Case) {
    case.action = Action::AdminResetPassword;
}

// The moments. Each puts its facts in place unless the case stands in that moment already, and hands them over.

/// Declares one function a moment: its facts in a case that does not stand in it yet, made by an expression.
macro_rules! moments {
    ($($(#[$meta:meta])* $name:ident $moment:ident $facts:ident = $make:expr;)+) => { $(
        $(#[$meta])*
        pub fn $name(case: &mut Case) -> &mut $facts {
            if !matches!(case.moment, Moment::$moment(_)) {
                let make: fn(&mut Case) -> $facts = $make;
                case.moment = Moment::$moment(make(case));
            }
            match &mut case.moment {
                Moment::$moment(facts) => facts,
                _ => unreachable!("the moment was put in place"),
            }
        }
    )+ };
}

moments! {
    /// The first check: nobody is shut out of the portal.
    offer Offer OfferFacts = |_| OfferFacts::default();
    /// Verification by e-mail within a minute.
    prove Prove ProveFacts = |_| {
        ProveFacts { passed: EMAIL, failed: None, asked: EMAIL, elapsed: 60, counts: Counts::default() }
    };
    /// A password that every policy takes.
    choose Choose ChooseFacts = |_| ChooseFacts {
        password: Password::COMPLIANT,
        current_right: true,
        by_admin: false,
        signed_in: SignedIn::Password,
    };
    /// The way to the server; the person is hybrid.
    relay Relay WriteFacts = write_facts;
    /// Looking for the account; the person is hybrid.
    lookup Lookup WriteFacts = write_facts;
    /// Writing back a password that every policy takes, a month after the last; the person is hybrid.
    write Write WriteFacts = write_facts;
    /// The answer; the person is hybrid.
    reply Reply WriteFacts = write_facts;
    /// The same password set in the forest itself; the person is hybrid.
    directory Directory WriteFacts = |case| WriteFacts { by_hand: true, hints: false, ..write_facts(case) };
    /// Success; written back where writeback is set up and the surface is not one that passes it by.
    take_effect TakeEffect EffectFacts = |case| EffectFacts {
        password: Password::COMPLIANT,
        written_back: case.hybrid() && case.site.writeback,
        via: (case.action == Action::AdminResetPassword).then_some(Via::EntraAdminCenter),
        must_change: false,
        generated: false,
        forced: false,
        windows: false,
    };
    /// A sign-in to the cloud with the right password from a known place; registration is asked for.
    sign_in SignIn SignInFacts = |case| {
        changing(case);
        SignInFacts {
            method_deleted: false,
            right: true,
            has_password: true,
            locked: false,
            counter: LockFacts {
                threshold: 10,
                failures: 0,
                locks: 0,
                first_seconds: 60,
                known: false,
                elsewhere: false,
            },
            from: Place::Familiar,
            to_cloud: true,
            age_days: 10,
            max_age_days: None,
            never_expires: false,
            mark_ended: false,
            temporary: false,
            must_change: false,
            cloud_ages: !case.hybrid(),
            disabled_by_sync: false,
            confirmed_days: 10,
            reconfirm_days: 180,
            registration_required: true,
            changes_over: false,
            newer: false,
            newer_by_admin: false,
            unsent: None,
            overridden: None,
            federated_once: false,
            edit_waits: false,
            held: None,
            with: SignInWith::Password,
            client: Client::Browser,
            rolled_out: false,
            outdated: false,
        }
    };
    /// The use of a session that is younger than the password.
    resume Resume SignInFacts = |case| *sign_in(case);
    /// An administrator opens the reset of another person in the Entra admin center and gives a password.
    admin_reset AdminReset AdminFacts = |case| {
        administered(case);
        AdminFacts {
            via: Via::EntraAdminCenter,
            on_self: false,
            target_is_admin: false,
            given: true,
            application: false,
        }
    };
    /// A Global Administrator turns writeback on in the wizard of Connect.
    onboard Onboard OnboardFacts = |case| {
        admin(case);
        administered(case);
        OnboardFacts { kind: SyncKind::Connect, writeback: Some(true), installs: None, system: None }
    };
    /// A hash sync pass comes to a password that was changed on-premises; the person is hybrid.
    hash_sync HashSync HashFacts = |case| {
        if !case.hybrid() {
            hybrid(case);
        }
        changing(case);
        HashFacts::PLAIN
    };
    /// An object sync pass half an hour after the last.
    object_sync ObjectSync ObjectFacts = |case| {
        changing(case);
        ObjectFacts::default()
    };
    /// A registration of an e-mail address.
    register Register RegisterFacts = |_| RegisterFacts {
        methods: EMAIL,
        elapsed: 60,
        apps: 0,
        other_apps: 0,
        mfa_enforced: false,
        answers: None,
    };
    /// A call for help where no contact is customised.
    contact Contact ContactFacts = |_| ContactFacts::default();
    /// A row of the registration report: enough is registered and the policy lets the person reset.
    report Report ReportFacts = |_| {
        ReportFacts { deleted: false, enough: true, registered: true, with_directory: true, enabled: true }
    };
    /// A person whom the user scope covers, who holds a plan, in a count of licences needed.
    need Need NeedFacts = |case| {
        administered(case);
        NeedFacts { kind: AccountKind::Person, in_scope: true, holds: true, guests: 0 }
    };
    /// The settings of a new tenant before any move of method policies; a Global Administrator saves them unless another
    /// role was named.
    save Save SaveFacts = |case| {
        if case.person.roles.is_empty() {
            admin(case);
        }
        SaveFacts {
        policy_bytes: 0,
        still_allowed: false,
        scope_widened: false,
        sspr: true,
        lockout_changed: false,
        protects_controllers: false,
        required: 1,
        questions_register: 5,
        questions_reset: 3,
        custom_questions: 0,
        shortest_question: 3,
        longest_question: 3,
        reconfirm_days: 180,
        methods: MethodSet::of(&[Method::Email, Method::MobilePhone]),
        max_age_days: None,
        banned_terms: 0,
        shortest_term: 4,
        longest_term: 4,
        group_missing: false,
        back_to_pre_migration: false,
        migrated: false,
        legacy_methods_changed: false,
        rollout_both: false,
        rollout_nested: false,
        rollout_first: 0,
        forest: None,
        }
    };
    /// A licence given to a person who has a usage location, from a subscription with a free seat.
    assign Assign AssignFacts = |case| {
        administered(case);
        AssignFacts::PLAIN
    };
    /// The date of a subscription that was bought from the vendor for a year has come.
    subscribe Subscribe SubscribeFacts = |case| {
        administered(case);
        SubscribeFacts { due: true, ..SubscribeFacts::PLAIN }
    };
    /// Nothing of a group or an account is changed yet.
    manage Manage ManageFacts = |case| {
        administered(case);
        ManageFacts::default()
    };
}

fn write_facts(case: &mut Case) -> WriteFacts {
    if !case.hybrid() {
        hybrid(case);
    }
    WriteFacts {
        age: Some(30 * DAY),
        min_length: 7,
        min_age: DAY,
        sets: case.action != Action::UnlockAccount,
        ..WriteFacts::PLAIN
    }
}

/// A reset started at the sign-in screen of a Windows computer on which everything is in order.
pub fn windows(case: &mut Case) -> &mut Device {
    offer(case).device.get_or_insert_default()
}

/// Verification by one other method within a minute.
pub fn prove_by(case: &mut Case, method: Method) -> &mut ProveFacts {
    let facts = prove(case);
    (facts.passed, facts.asked) = (MethodSet::of(&[method]), MethodSet::of(&[method]));
    facts
}

/// An administrator's reset took effect through a surface that passed writeback by.
pub fn reset_past_writeback(case: &mut Case, via: Via) {
    administered(case);
    let facts = take_effect(case);
    (facts.via, facts.written_back) = (Some(via), false);
}

/// A day in seconds.
pub const DAY: u32 = 86_400;

/// Only e-mail.
pub const EMAIL: MethodSet = MethodSet::of(&[Method::Email]);

/// Only the office phone.
pub const OFFICE_PHONE: MethodSet = MethodSet::of(&[Method::OfficePhone]);

/// Every subscription of a kind is past its grace.
pub const SUSPENDED: Held = Held { usable: false, only_warning: false, suspended: true };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::case::MomentSet;
    use crate::rules::catalogue::RULES;
    use crate::rules::decide;
    use crate::rules::heard::said;
    use crate::rules::rule::{Law, Rule};

    /// Effects that apply whenever their moment succeeds.
    const ALWAYS: &[&str] =
        &["flow-06-gates", "flow-08-relay", "flow-09-wake", "flow-10-lookup", "lookup-order", "flow-11-set"];

    /// Gates that block and never decide: a more general one of the same code stands before them and blocks as well.
    const OVERTAKEN: &[&str] = &[
        "adm-onprem-admins",
        "flow-not-enabled",
        "elig-tenant-flag-disabled",
        "scope-empty-group",
        "portal-needs-registration",
        "lic-free-change-only",
        "lic-business-standard-no-writeback",
        "lic-business-basic-reset",
        "lic-unlock-needs-writeback-licence",
        "lic-writeback-gate",
        "group-licence-one-fails-all-fail",
        "toggle-connect-feature",
        "gate-policy-raised",
        "gate-method-set-changed",
        "staging-switch-gap",
    ];

    fn examples() -> impl Iterator<Item = (&'static Rule, &'static Example)> {
        RULES.iter().flat_map(|rule| rule.examples.iter().map(|example| (*rule, example)))
    }

    #[test]
    fn every_example_says_what_it_must() {
        let wrong = examples().filter_map(|(rule, example)| {
            let said = said(rule, &example.book(), &example.case());
            (said != Some(example.expect)).then(|| format!("{}: {}: {said:?}", rule.id, example.says))
        });
        let wrong: Vec<String> = wrong.collect();
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn every_law_has_an_example_of_each_kind() {
        let missing = RULES.iter().filter_map(|rule| {
            let needed: &[Expected] = match rule.law {
                Law::Gate { .. } => &[Expected::Blocks, Expected::Holds],
                Law::Term { .. } => &[Expected::Changes, Expected::Leaves],
                Law::Effect { .. } if ALWAYS.contains(&rule.id) => &[Expected::Applies],
                Law::Effect { .. } => &[Expected::Applies, Expected::Silent],
                Law::Limit { at: MomentSet::NONE, .. } | Law::Fact => &[],
                Law::Limit { .. } => &[Expected::Applies, Expected::Silent],
            };
            let has = |kind: &Expected| rule.examples.iter().any(|example| example.expect == *kind);
            let lacking: Vec<&Expected> = needed.iter().filter(|kind| !has(kind)).collect();
            (!lacking.is_empty()).then(|| format!("{}: {lacking:?}", rule.id))
        });
        let missing: Vec<String> = missing.collect();
        assert!(missing.is_empty(), "{} missing:\n{}", missing.len(), missing.join("\n"));
    }

    #[test]
    fn gates_decide_one_of_their_examples() {
        let decides = |rule: &&'static Rule| {
            let mut blocking = rule.examples.iter().filter(|example| example.expect == Expected::Blocks);
            blocking.any(|example| decide(&example.book(), &example.case(), &mut ()).rule_id() == Some(rule.id))
        };
        let gates = RULES.iter().copied().filter(|rule| matches!(rule.law, Law::Gate { .. }));
        let overtaken: Vec<&str> = gates.filter(|rule| !decides(rule)).map(|rule| rule.id).collect();
        assert_eq!(overtaken, OVERTAKEN);
    }

    /// Assumptions of which no two examples of a rule show, with the same case, that they make a difference, because they
    /// change what is recorded and not what is decided. Two of our own cases show it for each.
    const SHOWN_BY_CASES: &[(&str, [&str; 2])] = &[(
        "registration-audit-name",
        [
            include_str!("../../tests/cases-own/portal/registration-audit-name-user.yaml"),
            include_str!("../../tests/cases-own/portal/registration-audit-name-saved.yaml"),
        ],
    )];

    #[test]
    fn assumptions_are_shown_by_pairs_that_differ_only_by_them() {
        let told = |rule: &'static Rule, example: &Example| {
            let (book, case) = (example.book(), example.case());
            let verdict = decide(&book, &case, &mut ());
            (said(rule, &book, &case), verdict.code, verdict.rule_id())
        };
        let rest = |example: &Example, name: &str| -> Vec<(&str, &str)> {
            example.assume.iter().copied().filter(|(other, _)| *other != name).collect()
        };
        let shown = |name: &str| {
            examples().any(|(rule, one)| {
                let mut others = rule.examples.iter().filter(|other| {
                    let value = |example: &Example| example.assumptions().get(name).to_owned();
                    value(one) != value(other) && rest(one, name) == rest(other, name) && one.is_alike(other)
                });
                one.assume.iter().any(|(assumed, _)| *assumed == name)
                    && others.any(|other| told(rule, one) != told(rule, other))
            })
        };
        let names = crate::rules::assumptions::ASSUMPTIONS.iter().map(|one| one.name.as_str());
        let missing: Vec<&str> = names.filter(|name| !shown(name)).collect();
        assert_eq!(missing, SHOWN_BY_CASES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (name, [one, other]) in SHOWN_BY_CASES {
            let differ = one.lines().zip(other.lines()).filter(|(a, b)| a != b);
            let differ: Vec<bool> = differ.map(|(a, _)| a.contains(name) || a.contains("expect:")).collect();
            assert_eq!(differ, [true, true], "two cases for {name} differ by it and by what is expected alone");
        }
    }

    #[test]
    fn examples_name_known_assumptions_and_differ_from_the_defaults() {
        for (rule, example) in examples() {
            assert!(!example.says.is_empty() && !example.says.ends_with('.'), "{}: {}", rule.id, example.says);
            for (name, value) in example.assume {
                let mut values = Assumptions::default();
                assert_ne!(values.get(name), *value, "{}: {name} has this value already", rule.id);
                assert!(values.set(name, value), "{}: {name} cannot be {value}", rule.id);
            }
        }
    }
}
