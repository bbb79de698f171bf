//! A small run made by hand, for the tests of this room: hostile names, every outcome, a fault that bit and one that
//! did not.

use std::collections::BTreeMap;

use crate::ledger::{
    Abilities, Ability, AuditRecord, Entry, EventRecord, ExpectationFailure, Expectations, FaultRecord, Hop, Lane,
    Ledger, Population, StepRecord, canon,
};
use crate::model::ask::{Action, Outcome};
use crate::model::directory::Account;
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::{AccountKind, Cloud, Identity, TenantKind, UserRisk, UserType};
use crate::model::key::{SyncId, UserId};
use crate::model::licence::{Licence, TABLE, Tier};
use crate::model::method::{DirectoryData, MethodSet, Registered};
use crate::model::policy::{Domain, Migration, OnPremisesProtection, Scope, Sspr, Tenant};
use crate::model::role::RoleSet;
use crate::model::time::{Date, Instant, Span};
use crate::rules::assumptions::Assumptions;
use crate::rules::case::{Case, Counts, EffectFacts, Moment, OfferFacts, ProveFacts};
use crate::rules::measure::Password;
use crate::rules::{Book, decide};
use crate::scenario::timeline::Rights;
use crate::scenario::{Person, QuizRequest, Scenario};

use super::View;

/// A title that would be markup, a formula or a terminal's command where it is not escaped.
pub(crate) const TITLE: &str = "=Relay <script>alert(1)</script> & \"down\" \u{1b}[31m";

pub(crate) fn scenario() -> Scenario {
    let mut assumptions = Assumptions::default();
    assert!(assumptions.set("licence-gate-writeback", "user"));
    Scenario {
        title: TITLE.to_owned(),
        description: Some("A <b>lab</b> of ours.".to_owned()),
        seed: 7,
        start: at(0),
        end: at(480),
        assumptions,
        tenant: tenant(),
        on_premises: None,
        users: vec![person("-adele@contoso.com", "Adele \"<b>\" O'Neil"), person("bruno@contoso.com", "Bruno")],
        population: Vec::new(),
        timeline: Vec::new(),
        sweep: None,
        quiz: QuizRequest::default(),
    }
}

pub(crate) fn at(minutes: i64) -> Instant {
    Instant::parse("2026-11-02T08:00:00Z").expect("an instant") + Span::minutes(minutes)
}

fn tenant() -> Tenant {
    Tenant {
        name: "Contoso".to_owned(),
        cloud: Cloud::Public,
        created: Date::new(2024, 1, 15),
        trial_started: None,
        country: "US".to_owned(),
        unavailable: Vec::new(),
        domains: vec![Domain { name: "contoso.com".to_owned(), identity: Identity::PasswordHashSync }],
        subscriptions: Vec::new(),
        telecom_provider: false,
        migration: Migration::Complete,
        authentication_methods: None,
        kind: TenantKind::Business,
        groups: Vec::new(),
        sspr: Sspr { enabled: Scope::All, ..Sspr::default() },
        max_age_days: None,
        expiry_for_synced: false,
        custom_banned: Vec::new(),
        on_premises_protection: OnPremisesProtection::Off,
        lockout_threshold: 10,
        lockout_seconds: 60,
        staged_rollout: Vec::new(),
        force_password_change: false,
        cloud_password_policy: false,
        risk_change_from: None,
        risk_reset_on_premises: false,
    }
}

fn person(upn: &str, name: &str) -> Person {
    Person {
        upn: upn.to_owned(),
        created_by_step: false,
        name: name.to_owned(),
        identity: Identity::PasswordHashSync,
        forest: None,
        licences: vec![Licence::of(TABLE.sku("SPE_E3").expect("Microsoft 365 E3"))],
        department: None,
        account: AccountKind::Person,
        roles: RoleSet::default(),
        eligible_roles: Vec::new(),
        user_type: UserType::Member,
        home: None,
        enabled: true,
        usage_location: Some("US".to_owned()),
        methods: Registered::default(),
        directory: DirectoryData::default(),
        password: None,
        password_never_expires: false,
        password_set: at(-60),
        user_risk: UserRisk::None,
        on_premises: Account::default(),
    }
}

pub(crate) fn ledger(scenario: &Scenario) -> Ledger {
    let book = Book::new(&scenario.assumptions);
    let mut ledger = Ledger {
        title: scenario.title.clone(),
        seed: scenario.seed,
        start: scenario.start,
        end: scenario.end,
        names: scenario.users.iter().enumerate().map(|(i, one)| (UserId(i as u32), one.upn.clone())).collect(),
        entries: entries(&book),
        steps: vec![injected(), refused(), done(), broken(), signed_in()],
        expectations: expectations(),
        faults: faults(),
        abilities: Abilities {
            at_start: vec![ability(0, false), ability(1, true)],
            at_end: vec![ability(1, true)],
            registrations: Vec::new(),
        },
        population: population(),
        digest: crate::ledger::Digest::default(),
    };
    ledger.digest = canon::digest(&ledger);
    ledger
}

/// The view of the run, handed to a test.
pub(crate) fn with_view<T>(test: impl FnOnce(&View<'_>) -> T) -> T {
    let scenario = scenario();
    let ledger = ledger(&scenario);
    let book = Book::new(&scenario.assumptions);
    test(&View::new(&scenario, &ledger, &book))
}

fn entries(book: &Book) -> Vec<Entry> {
    let entry = |step: usize, user: u32, minutes: i64, edit: fn(&mut Case), moment: Moment| {
        let mut case = Case::plain(at(minutes), Action::ResetPassword, moment);
        edit(&mut case);
        Entry { step, user: UserId(user), case, verdict: decide(book, &case, &mut ()) }
    };
    let offer = Moment::Offer(OfferFacts::default());
    let passed = MethodSet::of(&[crate::model::method::Method::Email]);
    let prove =
        Moment::Prove(ProveFacts { passed, failed: None, asked: passed, elapsed: 40, counts: Counts::default() });
    let effect = EffectFacts {
        password: Password::COMPLIANT,
        written_back: false,
        via: None,
        must_change: false,
        generated: false,
        forced: false,
        windows: false,
    };
    let same = |_: &mut Case| ();
    let missing = |case: &mut Case| case.person.registered = MethodSet::EMPTY;
    let faulty = |case: &mut Case| {
        case.person.identity = Identity::PasswordHashSync;
        case.faults.insert(FaultId::parse("sync-server-down").expect("a known failure"));
    };
    vec![
        entry(1, 0, 65, missing, offer),
        entry(2, 1, 70, same, offer),
        entry(2, 1, 71, same, prove),
        entry(2, 1, 71, same, Moment::TakeEffect(effect)),
        entry(3, 1, 90, faulty, offer),
    ]
}

fn step(n: usize, minutes: i64, action: &str) -> StepRecord {
    let begun = StepRecord::begun(n, at(minutes), "bruno@contoso.com", action);
    StepRecord { ended: at(minutes + 1), subject: Some(UserId(1)), ..begun }
}

fn injected() -> StepRecord {
    StepRecord { actor: "scenario".to_owned(), subject: None, ..step(1, 60, "fault sync-server-down") }
}

fn refused() -> StepRecord {
    StepRecord {
        id: Some("adele-forgot".to_owned()),
        actor: "-adele@contoso.com".to_owned(),
        subject: Some(UserId(0)),
        operation: Some(Action::ResetPassword),
        outcome: Some(Outcome::Refused),
        code: Some(crate::model::ask::Code::Sspr0014),
        rule: Some("elig-methods-missing"),
        message: "=HYPERLINK(\"x\") is what <i>you</i> get\nhere".to_owned(),
        audit: vec![audit("Failure")],
        hops: vec![hop(65, Lane::Person, Lane::Portal, false), hop(65, Lane::Portal, Lane::Person, true)],
        ..step(2, 65, "reset-password")
    }
}

fn done() -> StepRecord {
    StepRecord {
        operation: Some(Action::ResetPassword),
        outcome: Some(Outcome::Success),
        effects: vec!["the cloud password is new".to_owned()],
        audit: vec![audit("Success")],
        notified: vec!["bruno@contoso.com".to_owned()],
        ..step(3, 70, "reset-password")
    }
}

fn broken() -> StepRecord {
    let stopped = Hop { stopped: true, ..hop(91, Lane::Relay, Lane::SyncServer, false) };
    StepRecord {
        operation: Some(Action::ResetPassword),
        outcome: Some(Outcome::Failed),
        code: Some(crate::model::ask::Code::Sspr0030),
        rule: Some("elig-writeback-service-down"),
        message: "No connection to on-premises.".to_owned(),
        events: vec![EventRecord {
            at: at(91),
            server: "connect-1".to_owned(),
            id: "31044",
            source: "PasswordResetService".to_owned(),
            name: "unhealthy".to_owned(),
        }],
        hops: vec![hop(90, Lane::Person, Lane::Portal, false), hop(90, Lane::Portal, Lane::Entra, false), stopped],
        ..step(4, 90, "reset-password")
    }
}

fn signed_in() -> StepRecord {
    StepRecord { outcome: Some(Outcome::Success), ..step(5, 120, "sign-in") }
}

fn hop(minutes: i64, from: Lane, to: Lane, reply: bool) -> Hop {
    let text = "a request with <angle> brackets; and a rather long text to wrap".to_owned();
    Hop { at: at(minutes), from, to, text, reply, stopped: false }
}

fn audit(status: &'static str) -> AuditRecord {
    AuditRecord {
        at: at(66),
        activity: "Reset password (self-service)",
        status,
        reason: "as <documented>".to_owned(),
        initiator: "bruno@contoso.com".to_owned(),
        target: "bruno@contoso.com".to_owned(),
        agent: "None",
        details: Vec::new(),
        changes: Vec::new(),
    }
}

fn expectations() -> Expectations {
    let failure = ExpectationFailure {
        step: 2,
        id: Some("adele-forgot".to_owned()),
        key: "outcome".to_owned(),
        expected: "success".to_owned(),
        actual: "refused".to_owned(),
    };
    Expectations { held: 3, failed: 1, failures: vec![failure] }
}

fn faults() -> Vec<FaultRecord> {
    let fault = |id: &str, bit| FaultRecord {
        fault: FaultId::parse(id).expect("a known failure"),
        on: FaultTarget::Sync(SyncId(0)),
        name: "connect-1".to_owned(),
        from: at(60),
        until: at(110),
        bit,
    };
    vec![fault("sync-server-down", 1), fault("domain-controller-unreachable", 0)]
}

fn ability(user: usize, able: bool) -> Ability {
    Ability {
        upn: ["-adele@contoso.com", "bruno@contoso.com"][user].to_owned(),
        able,
        reason: if able { "" } else { "methods-missing" },
        code: None,
        rule: (!able).then_some("elig-methods-missing"),
        methods: MethodSet::EMPTY,
        needed: 1,
        rights: Rights { cloud_reset: true, writeback: true },
    }
}

fn population() -> Population {
    let kinds = [(Identity::CloudOnly, Tier::Free, 40), (Identity::PasswordHashSync, Tier::P1, 160)];
    let attempts = [
        ((Identity::PasswordHashSync, Tier::P1, Outcome::Success), 91),
        ((Identity::PasswordHashSync, Tier::P1, Outcome::Failed), 9),
        ((Identity::CloudOnly, Tier::Free, Outcome::Refused), 3),
    ];
    Population {
        people: kinds.into_iter().map(|(identity, tier, n)| ((identity, tier), n)).collect::<BTreeMap<_, _>>(),
        attempts: attempts.into_iter().collect(),
        generated: crate::ledger::Generated::default(),
    }
}
