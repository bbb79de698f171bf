//! The text of a scenario, read back as plain data.

use serde_json::{Value, json};

use crate::model::ask::{Client, Outcome, Place, SignInWith, SignedIn, Surface, Via};
use crate::model::directory::{
    Account, FineGrained, Forest, Lockout, LockoutPatch, PasswordPolicy, PasswordPolicyPatch,
};
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::{AccountKind, Cloud, Home, Identity, TenantKind, UserRisk, UserType};
use crate::model::licence::{Billing, Channel, Contract, LicenceError, Subscription, SubscriptionStatus, TermLength};
use crate::model::method::{DirectoryData, Method, MethodSet, Registered};
use crate::model::policy::{
    Domain, Group, GroupKind, GroupPatch, MethodTarget, Migration, OnPremisesProtection, Scope, Sspr, SsprPatch,
    Tenant, TenantPatch,
};
use crate::model::ratio::Share;
use crate::model::role::{Role, RoleSet};
use crate::model::sync::{Permission, PermissionSet, SyncKind, SyncPatch, SyncServer, Version};
use crate::model::time::{Date, Instant, Span};
use crate::scenario::people::{Behaviour, Person, Population};
use crate::scenario::timeline::{
    AdminAct, Answer, AuditExpect, ComplianceExpect, Expect, NewPassword, OnPremisesAct, OnPremisesTarget, PasswordIs,
    PersonAct, Proof, Rights, SignInTo, StateExpect, Step, Typed, UserPatch, What,
};
use crate::scenario::{OnPremises, QuizRequest};

use super::*;

const START: Instant = Date::new(2026, 11, 2).start();

fn person(upn: &str, identity: Identity) -> Person {
    Person {
        upn: upn.to_owned(),
        created_by_step: false,
        name: "Adele: \"the\" #1".to_owned(),
        identity,
        forest: identity.is_hybrid().then_some(ForestId(0)),
        licences: vec![Licence {
            error: Some(LicenceError::CountViolation),
            disabled_plans: vec![TABLE.p1],
            sku: e3(),
        }],
        department: Some("No".to_owned()),
        account: AccountKind::Person,
        roles: [Role::parse("Global Administrator")].into_iter().flatten().fold(RoleSet::default(), |mut set, role| {
            set.insert(role);
            set
        }),
        eligible_roles: Role::parse("User Administrator").map(|role| (role, Some(START))).into_iter().collect(),
        user_type: UserType::Guest,
        home: Some(Home::InvitedEmail),
        enabled: true,
        usage_location: Some("NO".to_owned()),
        methods: Registered {
            mobile_phone: Some("+1 4255550100".to_owned()),
            security_answers: 5,
            ..Registered::default()
        },
        directory: DirectoryData { office_phone: Some("0".to_owned()), ..DirectoryData::default() },
        password: Some("123456".to_owned()),
        password_never_expires: true,
        password_set: START,
        user_risk: UserRisk::High,
        on_premises: Account { account_expires: Some(START), ..Account::default() },
    }
}

fn e3() -> SkuId {
    TABLE.sku("SPE_E3").expect("a known product")
}

fn tenant() -> Tenant {
    Tenant {
        name: "Contoso".to_owned(),
        cloud: Cloud::Public,
        created: Date::new(2024, 1, 15),
        trial_started: None,
        country: "US".to_owned(),
        unavailable: Vec::new(),
        domains: vec![Domain { name: "contoso.com".to_owned(), identity: Identity::PassThrough }],
        subscriptions: vec![Subscription {
            sku: e3(),
            units: 5,
            status: SubscriptionStatus::Warning,
            next_lifecycle: Some(START),
            contract: Contract {
                channel: Channel::Partner,
                term: TermLength::MultiYear,
                bought: Some(START),
                trial: Some(false),
                for_users: false,
                billing: Some(Billing::Disabled),
                added_plan: Some(TABLE.p2),
            },
        }],
        telecom_provider: false,
        migration: Migration::Complete,
        authentication_methods: Some(vec![
            MethodTarget { method: Method::Email, groups: Vec::new() },
            MethodTarget { method: Method::MobilePhoneText, groups: vec![GroupId(0)] },
        ]),
        kind: TenantKind::Business,
        groups: vec![Group {
            name: "yes".to_owned(),
            members: vec![Member::User(UserId(0)), Member::User(UserId(1)), Member::Group(GroupId(0))],
            licences: vec![Licence::of(e3())],
            roles: RoleSet::default(),
            kind: GroupKind::Microsoft365,
            security_enabled: true,
            departments: Some(vec!["Sales".to_owned(), "no".to_owned()]),
        }],
        sspr: Sspr { enabled: Scope::Selected, group: Some(GroupId(0)), ..Sspr::default() },
        max_age_days: None,
        expiry_for_synced: false,
        custom_banned: vec!["winter".to_owned(), "2026".to_owned()],
        on_premises_protection: OnPremisesProtection::Off,
        lockout_threshold: 10,
        lockout_seconds: 60,
        staged_rollout: vec![(Identity::PasswordHashSync, GroupId(0))],
        force_password_change: false,
        cloud_password_policy: true,
        risk_change_from: Some(UserRisk::Medium),
        risk_reset_on_premises: true,
    }
}

fn on_premises() -> OnPremises {
    let fine = FineGrained {
        name: "Strict".to_owned(),
        precedence: 10,
        users: vec![UserId(0)],
        groups: vec![GroupId(0)],
        password_policy: PasswordPolicy::default(),
        lockout: Lockout::default(),
    };
    OnPremises {
        forests: vec![Forest {
            name: "corp.contoso.com".to_owned(),
            password_policy: PasswordPolicy::default(),
            lockout: Lockout::default(),
            fine_grained: vec![fine],
            filters_resets: false,
            agents: vec![crate::model::sync::PassThroughAgent {
                name: "agent-1".to_owned(),
                version: Some(Version([1, 5, 193, 0])),
                system: Some(crate::model::sync::ServerSystem::Server2016),
            }],
        }],
        sync: vec![SyncServer {
            name: "connect-1".to_owned(),
            kind: SyncKind::Connect,
            forests: vec![ForestId(0)],
            version: Version::parse("2.5.79.0"),
            staging: false,
            password_hash_sync: true,
            writeback: true,
            application_sign_in: true,
            permissions: [Permission::ResetPassword].into_iter().collect(),
            wizard_open: false,
            sync_interval: None,
            dotnet: Some(Version([4, 8, 0, 0])),
            system: Some(crate::model::sync::ServerSystem::Server2022),
        }],
    }
}

fn scenario(steps: Vec<What>) -> Scenario {
    let step = |what| Step {
        at: START,
        id: None,
        note: None,
        what,
        times: 1,
        every: Span::ZERO,
        takes: Span::ZERO,
        expect: None,
    };
    let mut newcomer = person("new@contoso.com", Identity::PassThrough);
    newcomer.created_by_step = true;
    Scenario {
        title: "Import: 1".to_owned(),
        description: Some("Two\nlines\n".to_owned()),
        seed: 7,
        start: START,
        end: START + Span::hours(24),
        assumptions: Assumptions::default(),
        tenant: tenant(),
        on_premises: Some(on_premises()),
        users: vec![person("adele@contoso.com", Identity::PassThrough), newcomer],
        population: Vec::new(),
        timeline: steps.into_iter().map(step).collect(),
        sweep: None,
        quiz: QuizRequest::default(),
    }
}

fn plain(scenario: &Scenario, options: Write) -> Value {
    let text = write_with(scenario, options);
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{error}\nin:\n{text}"))
}

fn back(scenario: &Scenario) -> Value {
    plain(scenario, Write::default())
}

#[test]
fn every_part_of_the_tenant_is_explicit() {
    let value = back(&scenario(Vec::new()));
    assert_eq!(
        (&value["title"], &value["description"], &value["seed"]),
        (&json!("Import: 1"), &json!("Two\nlines\n"), &json!(7))
    );
    let tenant = &value["tenant"];
    assert_eq!(tenant["sspr"]["methods"], json!(["email", "mobile-phone"]));
    assert_eq!(tenant["sspr"]["writeback"], json!({"connect": false, "cloud_sync": false}));
    assert_eq!(tenant["sspr"]["helpdesk"], json!({"link": null}));
    assert_eq!(tenant["password_protection"]["custom_banned"], json!(["winter", "2026"]));
    assert_eq!(tenant["password_protection"]["enforce_on_premises"], json!("off"));
    assert_eq!(tenant["staged_rollout"], json!({"password-hash-sync": "yes"}));
    assert_eq!(tenant["risk_policy"], json!({"change_password_from": "medium", "on_premises_change_resets": true}));
    assert_eq!(tenant["authentication_methods"], json!(["email", {"method": "mobile-phone-text", "groups": ["yes"]}]));
    assert_eq!(tenant["groups"][0]["members"], json!(["adele@contoso.com", "yes"]));
    let forest = &value["on_premises"]["forests"][0];
    assert_eq!(forest["password_policy"]["max_age"], json!("42d"));
    assert_eq!(forest["fine_grained"][0]["applies_to"], json!(["adele@contoso.com", "yes"]));
    assert_eq!(value["on_premises"]["sync"][0]["version"], json!("2.5.79.0"));
    assert_eq!(value["on_premises"]["sync"][0]["permissions"], json!(["reset-password"]));
}

#[test]
fn people_keep_words_that_look_like_something_else() {
    let value = back(&scenario(Vec::new()));
    assert_eq!(value["users"].as_array().map(Vec::len), Some(1));
    let adele = &value["users"][0];
    assert_eq!((&adele["name"], &adele["department"]), (&json!("Adele: \"the\" #1"), &json!("No")));
    assert_eq!((&adele["usage_location"], &adele["password"]), (&json!("NO"), &json!("123456")));
    assert_eq!(adele["directory"], json!({"office_phone": "0"}));
    assert_eq!(adele["methods"], json!({"mobile_phone": "+1 4255550100", "security_answers": 5}));
    let licence =
        json!({"sku": "SPE_E3", "disabled_plans": ["AAD_PREMIUM"], "state": "error", "error": "CountViolation"});
    assert_eq!(adele["licences"], json!([licence]));
    assert_eq!(adele["eligible_roles"], json!([{"role": "User Administrator", "until": "2026-11-02T00:00:00Z"}]));
    assert_eq!(adele["on_premises"]["missing"], Value::Null);
}

#[test]
fn assumptions_are_all_there_or_only_changed_ones() {
    let mut one = scenario(Vec::new());
    assert!(one.assumptions.set("licence-gate-writeback", "user"));
    assert_eq!(back(&one)["assumptions"].as_object().map(serde_json::Map::len), Some(97));
    let changed = plain(&one, Write { assumptions: WriteAssumptions::Changed });
    assert_eq!(changed["assumptions"], json!({"licence-gate-writeback": "user"}));
    let all = back(&one);
    assert_eq!(all["assumptions"]["guest-needs-licence"], json!("no"));
    assert_eq!(all["assumptions"]["error-precedence"].as_array().map(Vec::len), Some(8));
    assert_eq!(plain(&scenario(Vec::new()), Write { assumptions: WriteAssumptions::Changed }).get("assumptions"), None);
}

#[test]
fn generated_people_sweeps_and_quizzes_are_written() {
    let mut one = scenario(Vec::new());
    one.population.push(Population {
        count: 3,
        names: "worker-{n}@contoso.com".to_owned(),
        identity: vec![(Identity::Federated, Share(300_000))],
        domain_identity: Identity::PassThrough,
        licences: vec![(Some(e3()), Share(600_000)), (None, Share(400_000))],
        groups: vec![(GroupId(0), Share::ONE)],
        methods: vec![(Method::MobilePhone, Share(1))],
        admins: Vec::new(),
        behaviour: Some(Behaviour {
            resets_per_year: 1_200_000,
            changes_per_year: 0,
            gives_up_after: 2,
            first_password_compliant: Share(900_000),
            hours: [1; 24],
        }),
    });
    let vary = vec![("tenant.sspr.methods_required".to_owned(), vec!["1".to_owned(), "2".to_owned()])];
    one.sweep = Some(Sweep { vary, replicates: 30 });
    one.quiz = QuizRequest { questions: Some(10), archetypes: vec!["outcome".to_owned()], about: Vec::new() };
    let value = back(&one);
    let group = &value["population"][0];
    assert_eq!(group["licences"], json!({"SPE_E3": 0.6, "none": 0.4}));
    assert_eq!((&group["names"], &group["groups"]), (&json!("worker-{n}@contoso.com"), &json!({"yes": 1.0})));
    assert_eq!(group["behaviour"]["hours"].as_array().map(Vec::len), Some(24));
    assert_eq!(value["sweep"], json!({"vary": {"tenant.sspr.methods_required": [1, 2]}, "replicates": 30}));
    assert_eq!(value["quiz"], json!({"questions": 10, "archetypes": ["outcome"]}));
}

fn done(what: Vec<What>) -> Vec<Value> {
    let value = back(&scenario(what));
    let steps = value["timeline"].as_array().cloned().unwrap_or_default();
    steps
        .into_iter()
        .map(|mut step| {
            let at = step.as_object_mut().and_then(|step| step.remove("at"));
            assert_eq!(at, Some(json!("2026-11-02T00:00:00Z")));
            step
        })
        .collect()
}

#[test]
fn steps_of_people_are_written() {
    let user = UserId(0);
    let proofs =
        vec![Proof { method: Method::MobilePhoneText, passes: true }, Proof { method: Method::Email, passes: false }];
    let acts = vec![
        PersonAct::SignIn {
            password: Typed::Literal("1".to_owned()),
            to: SignInTo::OnPremises,
            from: Place::Malicious,
            with: SignInWith::Passwordless,
            client: Client::Legacy,
        },
        PersonAct::UseSession,
        PersonAct::RegisterMethods {
            methods: Registered { authenticator_app: true, ..Registered::default() },
            answers: vec![Answer { question: "First pet?".to_owned(), answer: "Rex".to_owned() }],
        },
        PersonAct::DeleteMethod { method: Method::Email },
        PersonAct::ResetPassword {
            verify: proofs,
            new_password: NewPassword::Absent,
            user_id: None,
            knows_password: true,
            windows: None,
        },
        PersonAct::ChangePassword {
            current: Typed::Wrong,
            new_password: NewPassword::Literal("~".to_owned()),
            user_id: None,
            signed_in: SignedIn::PasswordAndMfa,
            via: Surface::Graph,
        },
        PersonAct::UnlockAccount { verify: Vec::new(), user_id: Some("a@b.example".to_owned()) },
        PersonAct::ContactAdministrator,
    ];
    let found = done(acts.into_iter().map(|act| What::Person { user, act }).collect());
    let who = "adele@contoso.com";
    let wanted = [
        json!({"user": who, "do": "sign-in", "password": "1", "to": "on-premises", "from": "malicious",
               "with": "passwordless", "client": "legacy"}),
        json!({"user": who, "do": "use-session"}),
        json!({"user": who, "do": "register-methods", "methods": {"authenticator_app": true},
               "answers": [{"question": "First pet?", "answer": "Rex"}]}),
        json!({"user": who, "do": "delete-method", "method": "email"}),
        json!({"user": who, "do": "reset-password",
               "verify": ["mobile-phone-text", {"method": "email", "result": "fail"}],
               "new_password": null, "knows_password": true}),
        json!({"user": who, "do": "change-password", "current": "wrong", "new_password": "~",
               "signed_in": "password-and-mfa", "via": "graph"}),
        json!({"user": who, "do": "unlock-account", "user_id": "a@b.example"}),
        json!({"user": who, "do": "contact-administrator"}),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn steps_of_administrators_are_written() {
    let (sku, group, to) = (e3(), GroupId(0), Member::User(UserId(0)));
    let role = Role::parse("User Administrator").expect("a known role");
    let member = Member::Group(group);
    let patch = SsprPatch {
        methods: Some(MethodSet::EMPTY),
        helpdesk_link: Some(None),
        group: Some(None),
        ..SsprPatch::default()
    };
    let tenant = TenantPatch { max_age_days: Some(Some(90)), trial_started: Some(None), ..TenantPatch::default() };
    let set = SyncPatch { version: Some(None), permissions: Some(PermissionSet::ALL), ..SyncPatch::default() };
    let acts = vec![
        AdminAct::ResetPassword {
            target: UserId(0),
            via: Via::Graph,
            new_password: NewPassword::Default,
            must_change: true,
            application: true,
        },
        AdminAct::SetSspr(patch),
        AdminAct::SetTenant {
            tenant: Box::new(tenant),
            sspr: SsprPatch { methods_required: Some(2), ..SsprPatch::default() },
        },
        AdminAct::AssignLicence { to, sku, disabled_plans: vec![TABLE.p1], replaces: vec![e3()] },
        AdminAct::RemoveLicence { to: member, sku },
        AdminAct::SetSubscription {
            sku,
            units: None,
            status: Some(SubscriptionStatus::Suspended),
            next_lifecycle: Some(None),
            billing: Some(Billing::Expired),
            added_plan: Some(TABLE.p1),
        },
        AdminAct::ChangePlan { sku, to_sku: e3() },
        AdminAct::CancelSubscription(sku),
        AdminAct::ReprocessLicences(vec![to, member]),
        AdminAct::DeleteGroup(group),
        AdminAct::SetGroup {
            group,
            set: GroupPatch { departments: Some(Some(vec!["Sales".to_owned()])), ..GroupPatch::default() },
        },
        AdminAct::SetUser {
            user: UserId(0),
            set: UserPatch {
                usage_location: Some(None),
                department: Some(None),
                password_never_expires: Some(false),
                office_phone: Some(Some("+1 4255550199".to_owned())),
                user_risk: Some(UserRisk::Low),
            },
        },
        AdminAct::AddToGroup { group, member: to },
        AdminAct::RemoveFromGroup { group, member },
        AdminAct::AssignRole { to, role },
        AdminAct::RemoveRole { to: member, role },
        AdminAct::DeleteUser(UserId(0)),
        AdminAct::EnableUser(UserId(0)),
        AdminAct::DisableUser(UserId(0)),
        AdminAct::SetDomain { domain: 0, identity: Identity::Federated },
        AdminAct::SetSync { on: SyncId(0), set },
        AdminAct::SyncNow(SyncId(0)),
        AdminAct::OpenUsage,
        AdminAct::CreateUser(UserId(1)),
    ];
    let found = done(acts.into_iter().map(|act| What::Admin { admin: UserId(0), act }).collect());
    let who = "adele@contoso.com";
    assert_eq!(
        found[0],
        json!({"admin": who, "do": "reset-password", "user_reset": who, "via": "graph", "must_change": true, "application": true})
    );
    assert_eq!(found[1]["set"], json!({"group": null, "methods": [], "helpdesk": {"link": null}}));
    let wanted =
        json!({"trial_started": null, "sspr": {"methods_required": 2}, "password_policy": {"max_age_days": 90}});
    assert_eq!(found[2]["set"], wanted);
    assert_eq!(found[4], json!({"admin": who, "do": "remove-licence", "to": "yes", "sku": "SPE_E3"}));
    assert_eq!(
        found[5]["set"],
        json!({"status": "suspended", "next_lifecycle": null, "billing": "expired", "added_plan": "AAD_PREMIUM"})
    );
    assert_eq!(
        found[11]["set"],
        json!({"usage_location": null, "department": null, "password_never_expires": false,
        "office_phone": "+1 4255550199", "user_risk": "low"})
    );
    assert_eq!(found[12], json!({"admin": who, "do": "add-to-group", "group": "yes", "member": who}));
    assert_eq!(found[19], json!({"admin": who, "do": "set-domain", "name": "contoso.com", "identity": "federated"}));
    assert_eq!(found[20]["set"]["version"], Value::Null);
    assert_eq!(found[22], json!({"admin": who, "do": "open-usage"}));
    let created = &found[23];
    assert_eq!((&created["to"], &created["set"]["groups"]), (&json!("new@contoso.com"), &json!(["yes"])));
    assert_eq!(found.iter().filter(|step| step["do"].is_string()).count(), 24);
}

#[test]
fn faults_and_steps_in_the_forest_are_written() {
    let fault = FaultId::parse("sync-server-down").expect("a known failure");
    let forest = OnPremisesTarget::Forest(ForestId(0));
    let password_policy = PasswordPolicyPatch { max_age: Some(Span::ZERO), ..PasswordPolicyPatch::default() };
    let reset = OnPremisesAct::ResetPassword { new_password: NewPassword::Default, must_change: false };
    let found = done(vec![
        What::Check,
        What::Fault { fault, on: FaultTarget::Sync(SyncId(0)), lasts: Some(Span::minutes(90)) },
        What::Restore { fault, on: None },
        What::OnPremises { target: OnPremisesTarget::User(UserId(0)), act: reset },
        What::OnPremises {
            target: forest,
            act: OnPremisesAct::SetPolicy { password_policy, lockout: LockoutPatch::default() },
        },
    ]);
    let wanted = [
        json!({}),
        json!({"fault": "sync-server-down", "on": "connect-1", "for": "1h30m"}),
        json!({"restore": "sync-server-down"}),
        json!({"on_premises": "adele@contoso.com", "do": "reset-password", "must_change": false}),
        json!({"on_premises": "corp.contoso.com", "do": "set-policy", "set": {"password_policy": {"max_age": "0s"}}}),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn expectations_are_written() {
    let state = StateExpect {
        user: UserId(0),
        password_in_cloud: Some(PasswordIs::New),
        password_on_premises: Some(PasswordIs::Literal("Winter".to_owned())),
        locked_in_cloud: Some(false),
        locked_on_premises: None,
        enabled: None,
        sspr_capable: Some(true),
        sspr_registered: None,
        licensed_for: Some(Rights { cloud_reset: true, writeback: false }),
        licence_error: Some(None),
    };
    let mut one = scenario(vec![What::Check]);
    one.timeline[0].times = 5;
    one.timeline[0].every = Span::minutes(1);
    one.timeline[0].expect = Some(Expect {
        outcome: Some(Outcome::Refused),
        code: Some("SSPR_0030".to_owned()),
        rule: vec!["a".to_owned(), "b".to_owned()],
        event: Some("31034".to_owned()),
        audit: Some(AuditExpect { activity: "Reset password (self-service)".to_owned(), ..AuditExpect::default() }),
        methods_offered: Some(MethodSet::EMPTY),
        notified: Some(vec!["adele@contoso.com".to_owned()]),
        compliance: Some(ComplianceExpect { needed: Some(1), ..ComplianceExpect::default() }),
        state: vec![state],
        ..Expect::default()
    });
    let step = back(&one)["timeline"][0].clone();
    assert_eq!((&step["times"], &step["every"]), (&json!(5), &json!("1m")));
    let expect = json!({
        "outcome": "refused", "code": "SSPR_0030", "rule": ["a", "b"], "event": 31034,
        "audit": "Reset password (self-service)", "methods_offered": [], "notified": ["adele@contoso.com"],
        "compliance": {"needed": 1},
        "state": {"user": "adele@contoso.com", "password_in": {"cloud": "new", "on-premises": "Winter"},
                  "locked": {"cloud": false}, "sspr_capable": true, "licensed_for": ["cloud-reset"],
                  "licence_error": null}});
    assert_eq!(step["expect"], expect);
}
