//! A tenant's settings as a portal holds them, and patches of them.

use super::identity::{Cloud, Identity, TenantKind, UserRisk};
use super::key::{GroupId, PlanId};
use super::licence::Licence;
use super::licence::Subscription;
use super::method::{Method, MethodSet};
use super::role::RoleSet;
use super::time::Date;
use super::words::words;

words! {
    /// For whom self-service reset is switched on.
    Scope {
        /// Nobody (administrators have their own switch).
        None = "none",
        /// The members of one group.
        Selected = "selected",
        /// Everybody.
        All = "all",
        /// No policy was ever saved.
        Undefined = "undefined",
    }
}

words! {
    /// How far the move of method policies has come.
    Migration {
        /// The Authentication methods policy counts for sign-in only.
        PreMigration = "pre-migration",
        /// Both policies count.
        InProgress = "in-progress",
        /// The legacy policy is ignored, but for security questions.
        Complete = "complete",
    }
}

words! {
    /// What domain controllers do with a banned password.
    OnPremisesProtection {
        /// No agent tests.
        Off = "off",
        /// Tested and logged, accepted all the same.
        Audit = "audit",
        /// Tested and refused.
        Enforce = "enforce",
    }
}

words! {
    /// What kind of group it is.
    GroupKind {
        /// A security group.
        Security = "security",
        /// A Microsoft 365 group.
        Microsoft365 = "microsoft-365",
        /// A security group with an address.
        MailEnabledSecurity = "mail-enabled-security",
        /// A distribution list.
        Distribution = "distribution",
    }
}

/// The self-service reset settings of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sspr {
    /// For whom it is on.
    pub enabled: Scope,
    /// The group, where the scope is `selected`.
    pub group: Option<GroupId>,
    /// Methods of the legacy reset policy, by the names written.
    pub methods: MethodSet,
    /// How many methods a person must pass; 1 or 2 can be saved.
    pub methods_required: i64,
    /// How many questions must be answered at registration; 3 to 5 can be saved.
    pub questions_register: i64,
    /// How many questions are asked at a reset; 3 to 5 can be saved.
    pub questions_reset: i64,
    /// Security questions of the organisation's own.
    pub custom_questions: Vec<String>,
    /// Whether registration for multifactor authentication is enforced as well.
    pub mfa_registration: bool,
    /// Whether people are asked to register at sign-in.
    pub registration_required: bool,
    /// Days until registered data must be confirmed; 0 is never, 730 the most that can be saved.
    pub reconfirm_days: i64,
    /// Mail to people whose password was reset.
    pub notify_users: bool,
    /// Mail to administrators when an administrator resets the own password.
    pub notify_admins: bool,
    /// Customised contact: an address or a web page.
    pub helpdesk_link: Option<String>,
    /// The administrator switch (`allowedToUseSSPR`).
    pub admins_allowed: bool,
    /// Whether somebody ever set that switch.
    pub admins_switch_set: bool,
    /// Writeback switched on in the portal, for people served by Connect (and in general).
    pub writeback_connect: bool,
    /// Writeback switched on in the portal for people served by cloud sync.
    pub writeback_cloud_sync: bool,
    /// Unlocking without a reset.
    pub unlock_without_reset: bool,
}

impl Default for Sspr {
    fn default() -> Self {
        Self {
            enabled: Scope::None,
            group: None,
            methods: MethodSet::of(&[Method::Email, Method::MobilePhone]),
            methods_required: 1,
            questions_register: 5,
            questions_reset: 3,
            custom_questions: Vec::new(),
            mfa_registration: false,
            registration_required: true,
            reconfirm_days: 180,
            notify_users: true,
            notify_admins: false,
            helpdesk_link: None,
            admins_allowed: true,
            admins_switch_set: false,
            writeback_connect: false,
            writeback_cloud_sync: false,
            unlock_without_reset: false,
        }
    }
}

/// Declares a struct of optional values and how it is laid over the settings of the same name.
macro_rules! patch {
    ($(#[$meta:meta])* $name:ident for $target:ty { $($(#[$fmeta:meta])* $field:ident : $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$fmeta])* pub $field: Option<$type>),+ }

        impl $name {
            /// Lays the given values over the settings; absent ones stay.
            pub fn apply(&self, target: &mut $target) {
                $(if let Some(value) = &self.$field { target.$field = value.clone(); })+
            }

            /// Whether nothing is changed.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                $(self.$field.is_none())&&+
            }
        }
    };
}
pub(crate) use patch;

patch! {
    /// A change of [`Sspr`].
    SsprPatch for Sspr {
        /// For whom it is on.
        enabled: Scope,
        /// The group.
        group: Option<GroupId>,
        /// The legacy methods.
        methods: MethodSet,
        /// Methods required.
        methods_required: i64,
        /// Questions to register.
        questions_register: i64,
        /// Questions to reset.
        questions_reset: i64,
        /// Security questions of the organisation's own.
        custom_questions: Vec<String>,
        /// Registration for multifactor authentication enforced.
        mfa_registration: bool,
        /// Registration required.
        registration_required: bool,
        /// Reconfirmation in days.
        reconfirm_days: i64,
        /// Mail to people.
        notify_users: bool,
        /// Mail to administrators.
        notify_admins: bool,
        /// Customised contact.
        helpdesk_link: Option<String>,
        /// The administrator switch.
        admins_allowed: bool,
        /// Whether somebody ever set that switch.
        admins_switch_set: bool,
        /// Writeback.
        writeback_connect: bool,
        /// Writeback for cloud sync.
        writeback_cloud_sync: bool,
        /// Unlock without reset.
        unlock_without_reset: bool,
    }
}

/// A verified domain and how its people sign in by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The name, as written.
    pub name: String,
    /// The identity type of people with this suffix.
    pub identity: Identity,
}

/// One entry of the Authentication methods policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodTarget {
    /// The method, or one way of it.
    pub method: Method,
    /// The groups it is for; none for everybody.
    pub groups: Vec<GroupId>,
}

/// A group of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The name.
    pub name: String,
    /// Direct members, in file order.
    pub members: Vec<Member>,
    /// Licences put on the group.
    pub licences: Vec<Licence>,
    /// Roles assigned to the group.
    pub roles: RoleSet,
    /// What kind of group it is.
    pub kind: GroupKind,
    /// Whether it can be used for security; always where the kind says so.
    pub security_enabled: bool,
    /// Dynamic membership: the departments whose people are members; none: members are put in by hand.
    pub departments: Option<Vec<String>>,
}

impl Group {
    /// Whether licences can be put on such a group.
    ///
    /// Source: rule `group-licence-allowed-kinds`.
    #[must_use]
    pub const fn may_be_licensed(&self) -> bool {
        match self.kind {
            GroupKind::Security | GroupKind::MailEnabledSecurity => true,
            GroupKind::Microsoft365 => self.security_enabled,
            GroupKind::Distribution => false,
        }
    }
}

patch! {
    /// A change of a [`Group`].
    GroupPatch for Group {
        /// What kind of group it is.
        kind: GroupKind,
        /// Whether it can be used for security.
        security_enabled: bool,
        /// Dynamic membership.
        departments: Option<Vec<String>>,
    }
}

/// How long the first smart lockout lasts where nothing else is set, in seconds; source: rule `lck-duration-default`.
pub const FIRST_LOCK_SECONDS: i64 = 60;

/// A direct member of a group.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// A person.
    User(super::key::UserId),
    /// Another group.
    Group(GroupId),
}

/// Everything the tenant has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The organisation's name.
    pub name: String,
    /// The cloud it lives in.
    pub cloud: Cloud,
    /// When it was created.
    pub created: Date,
    /// When its trial began, if it is a trial tenant.
    pub trial_started: Option<Date>,
    /// Two letters of ISO 3166: where the organisation is.
    pub country: String,
    /// Services that are not allowed everywhere: the plan, and the locations.
    pub unavailable: Vec<(PlanId, Vec<String>)>,
    /// Verified domains.
    pub domains: Vec<Domain>,
    /// Subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// A telecom provider of its own for text and voice.
    pub telecom_provider: bool,
    /// The move of method policies.
    pub migration: Migration,
    /// The Authentication methods policy; none: the same as the legacy methods.
    pub authentication_methods: Option<Vec<MethodTarget>>,
    /// Business or education.
    pub kind: TenantKind,
    /// Groups.
    pub groups: Vec<Group>,
    /// Self-service reset.
    pub sspr: Sspr,
    /// Days after which cloud passwords expire; none: nothing set.
    pub max_age_days: Option<i64>,
    /// Whether cloud expiry also holds for synchronized people, as the password policy says.
    pub expiry_for_synced: bool,
    /// Terms of the custom banned list.
    pub custom_banned: Vec<String>,
    /// Banned passwords on domain controllers.
    pub on_premises_protection: OnPremisesProtection,
    /// Failed sign-ins before a smart lockout.
    pub lockout_threshold: i64,
    /// Length of the first smart lockout in seconds.
    pub lockout_seconds: i64,
    /// Staged rollout: how members of these groups sign in although their domain is federated.
    pub staged_rollout: Vec<(Identity, GroupId)>,
    /// Sync feature: a must-change mark set on-premises reaches the cloud.
    pub force_password_change: bool,
    /// Sync feature: the cloud's password policy holds for synchronized people.
    pub cloud_password_policy: bool,
    /// The user risk from which people are asked for a secure password change; none: no policy asks.
    pub risk_change_from: Option<UserRisk>,
    /// A password changed on-premises closes user risk.
    pub risk_reset_on_premises: bool,
}

impl Tenant {
    /// Whether synchronized passwords age under the cloud's policy.
    #[must_use]
    pub const fn ages_synced(&self) -> bool {
        self.expiry_for_synced || self.cloud_password_policy
    }
}

patch! {
    /// A change of [`Tenant`], but for its lists of people and subscriptions and its reset settings.
    TenantPatch for Tenant {
        /// The organisation's name.
        name: String,
        /// The cloud.
        cloud: Cloud,
        /// The day of creation.
        created: Date,
        /// The trial's first day.
        trial_started: Option<Date>,
        /// Where the organisation is.
        country: String,
        /// Services that are not allowed everywhere.
        unavailable: Vec<(PlanId, Vec<String>)>,
        /// A telecom provider.
        telecom_provider: bool,
        /// The move of method policies.
        migration: Migration,
        /// The Authentication methods policy.
        authentication_methods: Option<Vec<MethodTarget>>,
        /// Business or education.
        kind: TenantKind,
        /// Cloud password age.
        max_age_days: Option<i64>,
        /// Cloud password age for synchronized people.
        expiry_for_synced: bool,
        /// The custom banned list.
        custom_banned: Vec<String>,
        /// Banned passwords on domain controllers.
        on_premises_protection: OnPremisesProtection,
        /// Smart lockout threshold.
        lockout_threshold: i64,
        /// Smart lockout seconds.
        lockout_seconds: i64,
        /// Staged rollout.
        staged_rollout: Vec<(Identity, GroupId)>,
        /// Must-change marks reach the cloud.
        force_password_change: bool,
        /// Cloud policy for synchronized people.
        cloud_password_policy: bool,
        /// The user risk that asks for a secure password change.
        risk_change_from: Option<UserRisk>,
        /// A change on-premises closes user risk.
        risk_reset_on_premises: bool,
    }
}
