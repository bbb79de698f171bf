//! A tiny stand-in for the simulator: the first check of each person's step, from the facts at the start, by the real
//! rules. Enough for quizzes to be tested without a world.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{
    Abilities, Ability, Digest, Entry, Expectations, Extent, Ledger, Population, Simulate, StepRecord,
};
use crate::model::ask::{Action, Outcome};
use crate::model::identity::{Identity, UserRisk};
use crate::model::key::UserId;
use crate::model::licence::{Licence, Subscription, SubscriptionStatus, TABLE};
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::policy::{Domain, Scope, Sspr, Tenant};
use crate::model::role::RoleSet;
use crate::model::time::{Date, Instant, Span};
use crate::rules::assumptions::Assumptions;
use crate::rules::case::{Held, Moment, OfferFacts, SiteFacts};
use crate::rules::{Book, Case, decide};
use crate::scenario::edit::is_premium;
use crate::scenario::timeline::{NewPassword, PersonAct, Step, What};
use crate::scenario::{OnPremises, Person, QuizRequest, Scenario};

/// Decides the first check of every person's step and nothing else.
pub(super) struct Fake;

impl Simulate for Fake {
    fn run(&self, scenario: &Scenario) -> Ledger {
        let book = Book::new(&scenario.assumptions);
        let mut ledger = empty(scenario);
        for (n, step) in scenario.timeline.iter().enumerate() {
            let What::Person { user, act } = &step.what else { continue };
            let action = match act {
                PersonAct::ResetPassword { .. } => Action::ResetPassword,
                PersonAct::UnlockAccount { .. } => Action::UnlockAccount,
                _ => continue,
            };
            let case = case(scenario, &scenario.users[user.index()], *user, step.at, action);
            let verdict = decide(&book, &case, &mut ());
            ledger.entries.push(Entry { step: ledger.steps.len(), user: *user, case, verdict });
            let mut record = record(n + 1, step, &scenario.users[user.index()].upn);
            record.outcome = Some(verdict.outcome);
            (record.code, record.rule) = (verdict.code, verdict.rule_id());
            ledger.steps.push(record);
        }
        ledger.digest = crate::ledger::canon::digest(&ledger);
        ledger
    }

    fn replay(&self, scenario: &Arc<Scenario>, extent: Extent) -> Ledger {
        let mut ledger = self.run(scenario);
        if extent == Extent::Start {
            ledger.steps.clear();
            let users = (0..scenario.users.len()).map(|n| UserId(n as u32));
            ledger.abilities.at_start = users.map(|user| self.able(scenario, user, scenario.start)).collect();
        }
        ledger
    }

    fn able(&self, scenario: &Scenario, user: UserId, at: Instant) -> Ability {
        let case = case(scenario, &scenario.users[user.index()], user, at, Action::ResetPassword);
        let verdict = decide(&Book::new(&scenario.assumptions), &case, &mut ());
        Ability {
            upn: scenario.upn(user),
            able: verdict.outcome == Outcome::Success,
            reason: "",
            code: verdict.code,
            rule: verdict.rule_id(),
            methods: verdict.terms.usable(),
            needed: verdict.terms.needed,
            rights: crate::scenario::timeline::Rights::default(),
        }
    }
}

fn case(s: &Scenario, person: &Person, user: UserId, at: Instant, action: Action) -> Case {
    let mut case = Case::plain(at, action, Moment::Offer(OfferFacts::default()));
    let sspr = &s.tenant.sspr;
    case.person.roles = person.roles;
    case.person.registered = person.methods.methods(3);
    case.person.answers = person.methods.security_answers;
    case.person.directory = person.directory.methods();
    (case.person.identity, case.person.sign_in) = (person.identity, person.identity);
    case.person.enabled = person.enabled;
    case.person.in_scope = sspr.group.is_some_and(|group| s.groups_of(user).contains(&group));
    case.person.premium = person.licences.iter().any(|licence| is_premium(licence.sku));
    case.person.reset = Default::default();
    person.licences.iter().for_each(|licence| case.person.reset.insert(TABLE.product(licence.sku).reset));
    case.tenant.legacy = sspr.methods.ways();
    case.tenant.modern = sspr.methods.ways();
    case.tenant.scope = sspr.enabled;
    case.tenant.required = sspr.methods_required as u8;
    case.tenant.admins_allowed = sspr.admins_allowed;
    case.tenant.switch_untouched = !sspr.admins_switch_set;
    let usable: Vec<&Subscription> =
        s.tenant.subscriptions.iter().filter(|one| one.status == SubscriptionStatus::Enabled).collect();
    case.tenant.premium =
        Held { usable: usable.iter().any(|one| is_premium(one.sku)), only_warning: false, suspended: false };
    case.tenant.reset = Default::default();
    usable.iter().for_each(|one| case.tenant.reset.insert(TABLE.product(one.sku).reset));
    case.tenant.synchronizes = s.on_premises.is_some();
    case.tenant.writeback_connect = sspr.writeback_connect;
    case.tenant.writeback_cloud_sync = sspr.writeback_cloud_sync;
    case.tenant.unlock_without_reset = sspr.unlock_without_reset;
    if let Some(server) = s.on_premises.as_ref().and_then(|site| site.sync.first()).filter(|_| case.hybrid()) {
        case.site = SiteFacts {
            version: server.version,
            served_by: Some(server.kind),
            writeback: server.writeback,
            staging: server.staging,
            application_sign_in: server.application_sign_in,
            permissions: server.permissions,
            hash_sync: server.password_hash_sync,
            hash_synced: person.on_premises.hash_synced,
            protected: person.on_premises.protected,
            ..SiteFacts::NONE
        };
    }
    case
}

fn record(n: usize, step: &Step, actor: &str) -> StepRecord {
    let begun = StepRecord::begun(n, step.at, actor, "reset-password");
    StepRecord { id: step.id.clone(), ended: step.ended(), operation: Some(Action::ResetPassword), ..begun }
}

fn empty(scenario: &Scenario) -> Ledger {
    Ledger {
        title: scenario.title.clone(),
        seed: scenario.seed,
        start: scenario.start,
        end: scenario.end,
        names: BTreeMap::new(),
        entries: Vec::new(),
        steps: Vec::new(),
        expectations: Expectations::default(),
        faults: Vec::new(),
        abilities: Abilities::default(),
        population: Population::default(),
        digest: Digest::default(),
    }
}

/// A hybrid tenant with P1: Adele succeeds, Ben is outside nothing but has nothing registered, Cara is cloud-only.
pub(super) fn hybrid_lab() -> Scenario {
    let start = Date::new(2026, 11, 2).start() + Span::hours(8);
    let premium = TABLE.sku("AAD_PREMIUM").expect("a product of the table");
    let mail = |name: &str| Registered { email: Some(format!("{name}@mail.example")), ..Registered::default() };
    let both = Registered { mobile_phone: Some("+1 4255550100".to_owned()), ..mail("adele") };
    let users = vec![
        person("adele@contoso.com", "Adele Vance", Identity::PasswordHashSync, both, Some(premium)),
        person("ben@contoso.com", "Ben Ortiz", Identity::Federated, Registered::default(), Some(premium)),
        person("cara@contoso.com", "Cara Dumont", Identity::CloudOnly, mail("cara"), Some(premium)),
    ];
    let reset = |n: u32, user: u32, id: &str| step(start + Span::minutes(i64::from(n)), user, id);
    Scenario {
        title: "A hybrid tenant".to_owned(),
        description: None,
        seed: 7,
        start,
        end: start + Span::hours(24),
        assumptions: Assumptions::default(),
        tenant: tenant(vec![Subscription {
            sku: premium,
            units: 25,
            status: SubscriptionStatus::Enabled,
            next_lifecycle: None,
            contract: crate::model::licence::Contract::default(),
        }]),
        on_premises: Some(site()),
        users,
        population: Vec::new(),
        timeline: vec![reset(5, 0, "adele-forgot"), reset(10, 1, "ben-forgot"), reset(15, 2, "cara-forgot")],
        sweep: None,
        quiz: QuizRequest::default(),
    }
}

fn step(at: Instant, user: u32, id: &str) -> Step {
    let act = PersonAct::ResetPassword {
        verify: Vec::new(),
        new_password: NewPassword::Default,
        user_id: None,
        knows_password: false,
        windows: None,
    };
    Step {
        at,
        id: Some(id.to_owned()),
        note: None,
        what: What::Person { user: UserId(user), act },
        times: 1,
        every: Span::ZERO,
        takes: Span::ZERO,
        expect: None,
    }
}

fn person(
    upn: &str,
    name: &str,
    identity: Identity,
    methods: Registered,
    sku: Option<crate::model::key::SkuId>,
) -> Person {
    Person {
        upn: upn.to_owned(),
        created_by_step: false,
        name: name.to_owned(),
        identity,
        forest: identity.is_hybrid().then_some(crate::model::key::ForestId(0)),
        licences: sku.map(Licence::of).into_iter().collect(),
        department: None,
        account: crate::model::identity::AccountKind::Person,
        roles: RoleSet::default(),
        eligible_roles: Vec::new(),
        user_type: crate::model::identity::UserType::Member,
        home: None,
        enabled: true,
        usage_location: Some("US".to_owned()),
        methods,
        directory: Default::default(),
        password: None,
        password_never_expires: false,
        password_set: Date::new(2026, 10, 1).start(),
        user_risk: UserRisk::None,
        on_premises: Default::default(),
    }
}

fn tenant(subscriptions: Vec<Subscription>) -> Tenant {
    let sspr = Sspr {
        enabled: Scope::All,
        methods: MethodSet::of(&[Method::Email, Method::MobilePhone]),
        writeback_connect: true,
        ..Sspr::default()
    };
    Tenant {
        name: "Contoso".to_owned(),
        cloud: crate::model::identity::Cloud::Public,
        created: Date::new(2024, 1, 15),
        trial_started: None,
        country: "US".to_owned(),
        unavailable: Vec::new(),
        domains: vec![Domain { name: "contoso.com".to_owned(), identity: Identity::PasswordHashSync }],
        subscriptions,
        telecom_provider: false,
        migration: crate::model::policy::Migration::Complete,
        authentication_methods: None,
        kind: crate::model::identity::TenantKind::Business,
        groups: Vec::new(),
        sspr,
        max_age_days: None,
        expiry_for_synced: false,
        custom_banned: Vec::new(),
        on_premises_protection: crate::model::policy::OnPremisesProtection::Off,
        lockout_threshold: 10,
        lockout_seconds: 60,
        staged_rollout: Vec::new(),
        force_password_change: false,
        cloud_password_policy: false,
        risk_change_from: None,
        risk_reset_on_premises: false,
    }
}

fn site() -> OnPremises {
    use crate::model::directory::{Forest, Lockout, PasswordPolicy};
    use crate::model::key::ForestId;
    use crate::model::sync::{PermissionSet, SyncKind, SyncServer};
    OnPremises {
        forests: vec![Forest {
            name: "corp.contoso.com".to_owned(),
            password_policy: PasswordPolicy::default(),
            lockout: Lockout::default(),
            fine_grained: Vec::new(),
            filters_resets: true,
            agents: Vec::new(),
        }],
        sync: vec![SyncServer {
            name: "connect-1".to_owned(),
            kind: SyncKind::Connect,
            forests: vec![ForestId(0)],
            version: None,
            staging: false,
            password_hash_sync: true,
            writeback: true,
            application_sign_in: true,
            permissions: PermissionSet::ALL,
            wizard_open: false,
            sync_interval: None,
            dotnet: None,
            system: None,
        }],
    }
}
