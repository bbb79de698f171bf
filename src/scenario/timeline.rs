//! Steps of a scenario: what happens when, and what is expected of it.

use crate::model::ask::{Client, Outcome, Place, Prompt, SignInWith, SignedIn, Surface, Via};
use crate::model::device::Device;
use crate::model::directory::{LockoutPatch, PasswordPolicyPatch};
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::{Identity, UserRisk};
use crate::model::key::{ForestId, GroupId, PlanId, SkuId, SyncId, UserId};
use crate::model::licence::{Billing, LicenceError, SubscriptionStatus};
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::policy::{GroupPatch, Member, SsprPatch, TenantPatch};
use crate::model::role::Role;
use crate::model::sync::SyncPatch;
use crate::model::time::{Instant, Span};

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it happens.
    pub at: Instant,
    /// The id given in the file.
    pub id: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// What happens.
    pub what: What,
    /// How often.
    pub times: u32,
    /// The time between repetitions.
    pub every: Span,
    /// How long the person needs from start to submit.
    pub takes: Span,
    /// What must hold when it has ended.
    pub expect: Option<Expect>,
}

impl Step {
    /// When the step has ended: `takes` after its last repetition.
    #[must_use]
    pub fn ended(&self) -> Instant {
        self.at + Span(self.every.0 * i64::from(self.times.saturating_sub(1))) + self.takes
    }

    /// Everybody whom the step names: who acts, on whom, and of whom something is expected; in no useful order, and
    /// somebody may stand there twice.
    #[must_use]
    pub fn people(&self) -> Vec<UserId> {
        let mut found = self.what.people();
        found.extend(self.expect.iter().flat_map(|expect| expect.state.iter().map(|state| state.user)));
        found
    }
}

/// The one thing that happens in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Nothing; the step only checks.
    Check,
    /// A failure begins.
    Fault {
        /// Which.
        fault: FaultId,
        /// On what.
        on: FaultTarget,
        /// How long it lasts, if said.
        lasts: Option<Span>,
    },
    /// A failure ends.
    Restore {
        /// Which.
        fault: FaultId,
        /// On what; none ends all of that id.
        on: Option<FaultTarget>,
    },
    /// A person does something.
    Person {
        /// Who.
        user: UserId,
        /// What.
        act: PersonAct,
    },
    /// An administrator does something.
    Admin {
        /// Who.
        admin: UserId,
        /// What.
        act: AdminAct,
    },
    /// Something is done in AD DS.
    OnPremises {
        /// To what.
        target: OnPremisesTarget,
        /// What.
        act: OnPremisesAct,
    },
}

impl What {
    /// Everybody who acts in it or whom it is done to.
    fn people(&self) -> Vec<UserId> {
        let of_target = |on: &FaultTarget| if let FaultTarget::User(user) = on { vec![*user] } else { Vec::new() };
        match self {
            Self::Check => Vec::new(),
            Self::Fault { on, .. } => of_target(on),
            Self::Restore { on, .. } => on.as_ref().map(of_target).unwrap_or_default(),
            Self::Person { user, .. } => vec![*user],
            Self::OnPremises { target: OnPremisesTarget::User(user), .. } => vec![*user],
            Self::OnPremises { .. } => Vec::new(),
            Self::Admin { admin, act } => std::iter::once(*admin).chain(act.people()).collect(),
        }
    }
}

impl AdminAct {
    /// The people whom it is done to.
    fn people(&self) -> Vec<UserId> {
        match self {
            Self::ResetPassword { target: user, .. }
            | Self::CreateUser(user)
            | Self::DeleteUser(user)
            | Self::EnableUser(user)
            | Self::DisableUser(user)
            | Self::RequireReregistration(user)
            | Self::AssignLicence { to: Member::User(user), .. }
            | Self::RemoveLicence { to: Member::User(user), .. }
            | Self::AssignRole { to: Member::User(user), .. }
            | Self::RemoveRole { to: Member::User(user), .. }
            | Self::AddToGroup { member: Member::User(user), .. }
            | Self::RemoveFromGroup { member: Member::User(user), .. }
            | Self::SetUser { user, .. } => vec![*user],
            Self::ReprocessLicences(to) => {
                let person = |member: &Member| if let Member::User(user) = member { Some(*user) } else { None };
                to.iter().filter_map(person).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A password as typed at a sign-in or as the current one of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The one in force where it is typed.
    Current,
    /// The one before the latest attempt to set one.
    Old,
    /// The one of the latest attempt to set one.
    New,
    /// A fresh wrong one each time.
    Wrong,
    /// This one.
    Literal(String),
}

/// The new password of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPassword {
    /// A compliant one, made from the seed.
    Default,
    /// None was given.
    Absent,
    /// This one.
    Literal(String),
}

/// Where a sign-in goes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SignInTo {
    /// To the cloud.
    Cloud,
    /// To a computer of the forest.
    OnPremises,
}

/// One proof of a verification.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The method.
    pub method: Method,
    /// Whether it succeeds.
    pub passes: bool,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonAct {
    /// Signs in.
    SignIn {
        /// With which password.
        password: Typed,
        /// Where.
        to: SignInTo,
        /// From where.
        from: Place,
        /// With what.
        with: SignInWith,
        /// In which program.
        client: Client,
    },
    /// Goes on in the session that the last sign-in to the cloud opened.
    UseSession,
    /// Registers methods.
    RegisterMethods {
        /// Which.
        methods: Registered,
        /// Security questions with their answers, where the file gives their words.
        answers: Vec<Answer>,
    },
    /// Deletes a registered method.
    DeleteMethod {
        /// Which.
        method: Method,
    },
    /// Resets a forgotten password.
    ResetPassword {
        /// Proofs given; empty: the first usable methods.
        verify: Vec<Proof>,
        /// The new password.
        new_password: NewPassword,
        /// What was typed as the user name, where it differs.
        user_id: Option<String>,
        /// The person said to know the password (an unlock in the portal's words).
        knows_password: bool,
        /// The Windows computer whose sign-in screen it is started from; none: the portal.
        windows: Option<Device>,
    },
    /// Changes a known password.
    ChangePassword {
        /// The current one, as typed.
        current: Typed,
        /// The new one.
        new_password: NewPassword,
        /// What was typed as the user name, where it differs.
        user_id: Option<String>,
        /// How the person has signed in.
        signed_in: SignedIn,
        /// By what it is changed.
        via: Surface,
    },
    /// Unlocks the own account.
    UnlockAccount {
        /// Proofs given; empty: the first usable methods.
        verify: Vec<Proof>,
        /// What was typed as the user name, where it differs.
        user_id: Option<String>,
    },
    /// Asks the administrator for help.
    ContactAdministrator,
}

/// A security question and what a person answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// What an administrator does.
#[derive(Clone, Debug, PartialEq)]
pub enum AdminAct {
    /// Resets somebody's password.
    ResetPassword {
        /// Whose.
        target: UserId,
        /// From where.
        via: Via,
        /// The new password.
        new_password: NewPassword,
        /// Whether it must be changed at the next sign-in.
        must_change: bool,
        /// An application does it by its own right, not for the administrator.
        application: bool,
    },
    /// Changes the reset settings.
    SetSspr(SsprPatch),
    /// Changes the tenant's settings.
    SetTenant {
        /// The settings but for reset.
        tenant: Box<TenantPatch>,
        /// The reset settings.
        sspr: SsprPatch,
    },
    /// Assigns a licence.
    AssignLicence {
        /// To a person or a group.
        to: Member,
        /// The product.
        sku: SkuId,
        /// Plans switched off in the assignment.
        disabled_plans: Vec<PlanId>,
        /// Products taken away in the same request.
        replaces: Vec<SkuId>,
    },
    /// Removes a licence.
    RemoveLicence {
        /// From a person or a group.
        to: Member,
        /// The product.
        sku: SkuId,
    },
    /// Changes a subscription.
    SetSubscription {
        /// The product.
        sku: SkuId,
        /// Seats.
        units: Option<u32>,
        /// State.
        status: Option<SubscriptionStatus>,
        /// When it leaves that state.
        next_lifecycle: Option<Option<Instant>>,
        /// The state in the words of billing.
        billing: Option<Billing>,
        /// A service plan that the vendor adds to the product.
        added_plan: Option<PlanId>,
    },
    /// Moves everybody who holds a product to another one.
    ChangePlan {
        /// The product.
        sku: SkuId,
        /// The other one.
        to_sku: SkuId,
    },
    /// Cancels a subscription.
    CancelSubscription(SkuId),
    /// Has the licences of people, or of the members of groups, worked out again.
    ReprocessLicences(Vec<Member>),
    /// Has a person register methods for multifactor authentication anew.
    RequireReregistration(UserId),
    /// Opens the page of usage and insights.
    OpenUsage,
    /// Adds a member to a group.
    AddToGroup {
        /// The group.
        group: GroupId,
        /// The member.
        member: Member,
    },
    /// Takes a member out of a group.
    RemoveFromGroup {
        /// The group.
        group: GroupId,
        /// The member.
        member: Member,
    },
    /// Deletes a group.
    DeleteGroup(GroupId),
    /// Changes a group.
    SetGroup {
        /// The group.
        group: GroupId,
        /// What changes.
        set: GroupPatch,
    },
    /// Changes facts of a person's cloud account.
    SetUser {
        /// Who.
        user: UserId,
        /// What changes.
        set: UserPatch,
    },
    /// Assigns a role.
    AssignRole {
        /// To a person or a group.
        to: Member,
        /// The role.
        role: Role,
    },
    /// Removes a role.
    RemoveRole {
        /// From a person or a group.
        to: Member,
        /// The role.
        role: Role,
    },
    /// Creates a person, whose facts stand in `Scenario::users` with `created_by_step` set.
    CreateUser(UserId),
    /// Deletes a person.
    DeleteUser(UserId),
    /// Enables a cloud account.
    EnableUser(UserId),
    /// Disables a cloud account.
    DisableUser(UserId),
    /// Changes how a domain's people sign in.
    SetDomain {
        /// Position in `Tenant::domains`.
        domain: usize,
        /// The identity type.
        identity: Identity,
    },
    /// Changes a sync server.
    SetSync {
        /// Which.
        on: SyncId,
        /// What.
        set: SyncPatch,
    },
    /// Runs a sync server's passes now.
    SyncNow(SyncId),
}

/// A change of a person's cloud account; absent facts stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserPatch {
    /// Department.
    pub department: Option<Option<String>>,
    /// Usage location.
    pub usage_location: Option<Option<String>>,
    /// The never-expires mark.
    pub password_never_expires: Option<bool>,
    /// The number of the office phone in the directory.
    pub office_phone: Option<Option<String>>,
    /// The user risk: confirmed, or dismissed.
    pub user_risk: Option<UserRisk>,
}

/// What something on-premises is done to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OnPremisesTarget {
    /// A person's account.
    User(UserId),
    /// A forest.
    Forest(ForestId),
}

/// What is done in AD DS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnPremisesAct {
    /// An administrator of the forest resets the password.
    ResetPassword {
        /// The new one.
        new_password: NewPassword,
        /// Whether it must be changed at the next sign-in.
        must_change: bool,
    },
    /// The person changes the password at a computer of the forest.
    ChangePassword {
        /// The current one, as typed.
        current: Typed,
        /// The new one.
        new_password: NewPassword,
    },
    /// The account is unlocked.
    UnlockAccount,
    /// The must-change mark is set or lifted; the password stays.
    SetMustChange(bool),
    /// A smart card is required from now on: the directory replaces the password by one that nobody knows.
    RequireSmartCard,
    /// The account is enabled.
    EnableUser,
    /// The account is disabled.
    DisableUser,
    /// The forest's policies are changed.
    SetPolicy {
        /// The password policy.
        password_policy: PasswordPolicyPatch,
        /// The lockout policy.
        lockout: LockoutPatch,
    },
}

/// What must hold when a step has ended; absent keys are not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// The outcome.
    pub outcome: Option<Outcome>,
    /// The code shown.
    pub code: Option<String>,
    /// Ids of rules of which one decided; empty: not compared.
    pub rule: Vec<String>,
    /// An event id (digits) written during the step.
    pub event: Option<String>,
    /// An audit record written during the step.
    pub audit: Option<AuditExpect>,
    /// The methods offered.
    pub methods_offered: Option<MethodSet>,
    /// User principal names of those who were told.
    pub notified: Option<Vec<String>>,
    /// What a sign-in asked for.
    pub prompted: Option<Prompt>,
    /// The banned-password score of the new password.
    pub score: Option<u32>,
    /// Licence counts of the tenant.
    pub compliance: Option<ComplianceExpect>,
    /// State of people.
    pub state: Vec<StateExpect>,
}

/// An expected audit record; absent keys are not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditExpect {
    /// The activity.
    pub activity: String,
    /// `Success` or `Failure`.
    pub status: Option<String>,
    /// The status reason.
    pub reason: Option<String>,
    /// The on-premises agent.
    pub agent: Option<String>,
}

/// Expected licence counts; absent keys are not compared.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ComplianceExpect {
    /// People who need a P1-level licence.
    pub needed: Option<u32>,
    /// Those of them who hold one.
    pub held: Option<u32>,
    /// Those of them who hold none.
    pub shortfall: Option<u32>,
    /// Unique members of groups with licences.
    pub group_needed: Option<u32>,
    /// Those of them who have what their groups give.
    pub group_held: Option<u32>,
}

/// Which password a store must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordIs {
    /// The one of the latest attempt to set one.
    New,
    /// The one before that attempt.
    Old,
    /// This one.
    Literal(String),
}

/// Expected state of one person; absent keys are not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateExpect {
    /// Who.
    pub user: UserId,
    /// The password in the cloud.
    pub password_in_cloud: Option<PasswordIs>,
    /// The password on-premises.
    pub password_on_premises: Option<PasswordIs>,
    /// Locked in the cloud.
    pub locked_in_cloud: Option<bool>,
    /// Locked on-premises.
    pub locked_on_premises: Option<bool>,
    /// The cloud account is enabled.
    pub enabled: Option<bool>,
    /// Capable of self-service reset.
    pub sspr_capable: Option<bool>,
    /// Registered for self-service reset.
    pub sspr_registered: Option<bool>,
    /// Exactly these rights: cloud reset, writeback.
    pub licensed_for: Option<Rights>,
    /// The licence error the person carries; the inner none means no error is expected.
    pub licence_error: Option<Option<LicenceError>>,
}

/// Rights that a person's own usable plans grant.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Rights {
    /// `cloud-reset`.
    pub cloud_reset: bool,
    /// `writeback`.
    pub writeback: bool,
}
