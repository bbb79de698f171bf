//! How a seed varies a lab before a question is asked about it: who asks, what is held, licences, groups, times, failures.

use std::collections::BTreeSet;

use crate::ledger::Extent;
use crate::model::chance::Chance;
use crate::model::fault::{FAULTS, FaultId, FaultOn, FaultTarget};
use crate::model::identity::AccountKind;
use crate::model::key::{ForestId, SyncId, UserId};
use crate::model::licence::TABLE;
use crate::model::method::Method;
use crate::model::policy::Scope;
use crate::model::sync::{SyncKind, SyncServer};
use crate::model::time::{Instant, Span};
use crate::quiz::facts;
use crate::quiz::group::premium as premium_of;
use crate::scenario::Scenario;
use crate::scenario::edit::{About, Edit, ServerSwitch, Switch, candidates, candidates_at_start, short_name};
use crate::scenario::timeline::What;

/// What may be varied, and by which draws.
#[derive(Debug)]
pub struct Cast<'a> {
    /// The lab as written.
    pub scenario: &'a Scenario,
    /// The positions of the steps that may be asked about.
    pub steps: &'a [usize],
    /// Leave the lab as it is.
    pub plain: bool,
    /// The draws.
    pub chance: &'a mut Chance,
}

/// The lab of one question.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The flips that make it of the lab as written.
    pub base: Vec<Edit>,
    /// The step in question, the start of the lab, or all of it.
    pub extent: Extent,
    /// The people in question, where it is not the person of the step.
    pub people: Vec<UserId>,
    /// Flips that belong to the question, beyond those that are tried with any.
    pub flips: Vec<Edit>,
    /// The failures in question.
    pub faults: Vec<FaultId>,
    /// On what they are.
    pub on: Option<FaultTarget>,
}

impl Setting {
    /// The lab with these flips, so far.
    #[must_use]
    pub fn new(base: Vec<Edit>, extent: Extent) -> Self {
        Self { base, extent, people: Vec::new(), flips: Vec::new(), faults: Vec::new(), on: None }
    }
}

/// Facts that a seed may vary before a step; the others would leave little of the lab.
const VARIED: &[About] = &[
    About::Registered,
    About::Roles,
    About::OwnLicence,
    About::TenantLicence,
    About::Scope,
    About::Required,
    About::Allowed,
    About::Identity,
    About::PortalWriteback,
    About::AdminSwitch,
    About::UnlockSwitch,
    About::Server,
    About::DirectoryAccount,
    About::CloudAccount,
    About::Clock,
];

/// The most people that a table shows.
const MOST_PEOPLE: usize = 5;

impl Cast<'_> {
    /// One of several; none of none.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        drawn(from, self.chance)
    }

    /// People who are persons from the start.
    #[must_use]
    pub fn persons(&self) -> Vec<UserId> {
        let users = self.scenario.users.iter().enumerate();
        let persons = users.filter(|(_, one)| !one.created_by_step && one.account == AccountKind::Person);
        persons.map(|(n, _)| UserId(n as u32)).collect()
    }

    /// Up to so many flips of different facts, one after the other.
    fn flips(&mut self, from: Vec<Edit>, most: u32) -> Vec<Edit> {
        let mut from: Vec<Edit> = from.into_iter().filter(|edit| VARIED.contains(&edit.about())).collect();
        self.chance.shuffle(&mut from);
        let mut facts = BTreeSet::new();
        let many = 1 + self.chance.below(most) as usize;
        from.into_iter().filter(|edit| facts.insert(edit.about())).take(many).collect()
    }

    /// A moment of the lab's first day, on a whole minute between these hours.
    pub fn minute(&mut self, from: u32, to: u32) -> Instant {
        let minutes = from * 60 + self.chance.below((to - from) * 60);
        let day = self.scenario.start.date().start();
        let at = day + Span::minutes(i64::from(minutes));
        if at > self.scenario.start { at } else { self.scenario.start + Span::minutes(i64::from(minutes % 60)) }
    }
}

/// A person's operation on a password, sometimes by somebody else, with facts varied.
pub fn a_step(cast: &mut Cast<'_>) -> Option<Setting> {
    let steps = cast.steps.to_vec();
    let step = cast.pick(&steps)?;
    let mut base = Vec::new();
    if !cast.plain {
        let mut scenario = cast.scenario.clone();
        let (asker, _) = facts::actor(cast.scenario, Some(step))?;
        let upn = asker.upn.clone();
        let others = cast.persons();
        if cast.chance.below(3) == 0
            && let Some(user) = cast.pick(&others)
            && let Some(person) = scenario.users.get(user.index()).filter(|one| one.upn != upn)
        {
            let edit = Edit::Asker { step, user, who: short_name(&scenario, person) };
            scenario = edit.apply(&scenario)?;
            base.push(edit);
        }
        base.extend(cast.flips(candidates(&scenario, step), 2));
    }
    Some(Setting::new(base, Extent::Step(step)))
}

/// Three to five people of the lab as it starts.
fn some_people(cast: &mut Cast<'_>) -> Option<Vec<UserId>> {
    let mut people = cast.persons();
    cast.chance.shuffle(&mut people);
    people.truncate(MOST_PEOPLE);
    people.sort_unstable();
    (people.len() > 2).then_some(people)
}

/// The people of the lab as it starts, with facts varied.
pub fn people(cast: &mut Cast<'_>) -> Option<Setting> {
    let people = some_people(cast)?;
    let base = if cast.plain { Vec::new() } else { cast.flips(candidates_at_start(cast.scenario, &people), 3) };
    Some(Setting { people, ..Setting::new(base, Extent::Start) })
}

/// Whether a flip of the tenant makes a difference between people: who is in scope, who needs writeback.
const fn parts_people(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::Scope { group: Some(_), .. }
            | Edit::Switch { switch: Switch::Writeback, .. }
            | Edit::Server { switch: ServerSwitch::Writeback, .. }
            | Edit::Required { .. }
    )
}

/// What may be otherwise with one of several people: nothing registered, in the group or out of it, the password kept
/// elsewhere.
const OWN: &[fn(&Edit) -> bool] = &[
    |edit| matches!(edit, Edit::RegisterNothing { .. }),
    |edit| matches!(edit, Edit::Join { .. } | Edit::Leave { .. }),
    |edit| matches!(edit, Edit::Identity { .. }),
    |_| false,
];

/// Methods that everybody is given who is to meet different things than others for another reason.
const PLAIN: &[Method] = &[Method::Email, Method::MobilePhone];

/// The people of the lab as it starts, ready to reset: reset is on, two methods are allowed and registered, nobody holds a
/// role, about which documents disagree, and everybody a licence. Then the tenant with one or two facts varied that part
/// people, and each person with another fact of their own: so that they meet different things.
pub fn unlike_people(cast: &mut Cast<'_>) -> Option<Setting> {
    let people = some_people(cast)?;
    if cast.plain {
        return Some(Setting { people, ..Setting::new(Vec::new(), Extent::Start) });
    }
    let mut varied = Varied { scenario: cast.scenario.clone(), base: Vec::new() };
    let premium = TABLE.sku("AAD_PREMIUM")?;
    for &user in &people {
        let who = short_name(&varied.scenario, varied.scenario.users.get(user.index())?);
        if !premium_of(&varied.scenario, user) {
            varied.flip(Edit::License { user, who: who.clone(), sku: premium });
        }
        let held = varied.scenario.users[user.index()].methods.methods(0).merged();
        for &method in PLAIN.iter().filter(|method| !held.contains(**method)) {
            varied.flip(Edit::Register { user, who: who.clone(), method });
        }
        varied.flip(Edit::NoRole { user, who });
    }
    PLAIN.iter().for_each(|&method| varied.flip(Edit::Allow { method, on: true }));
    if matches!(cast.scenario.tenant.sspr.enabled, Scope::None | Scope::Undefined) {
        varied.flip(Edit::Scope { scope: Scope::All, group: None });
    }
    for _ in 0..1 + cast.chance.below(2) {
        varied.one_of(&people, cast.chance, parts_people);
    }
    let mut own = OWN.to_vec();
    cast.chance.shuffle(&mut own);
    for (user, fits) in people.iter().zip(own.iter().cycle()) {
        varied.one_of(&[*user], cast.chance, fits);
    }
    Some(Setting { people, ..Setting::new(varied.base, Extent::Start) })
}

/// A lab to which flip after flip is applied.
struct Varied {
    scenario: Scenario,
    base: Vec<Edit>,
}

impl Varied {
    /// Applies a flip, where it changes something.
    fn flip(&mut self, edit: Edit) {
        if let Some(changed) = edit.apply(&self.scenario) {
            self.scenario = changed;
            self.base.push(edit);
        }
    }

    /// Applies one of the flips that fit, if there is any: the fact is drawn first, so that each comes up as often.
    fn one_of(&mut self, people: &[UserId], chance: &mut Chance, fits: impl Fn(&Edit) -> bool) {
        let mut edits = candidates_at_start(&self.scenario, people);
        edits.retain(fits);
        let about: BTreeSet<About> = edits.iter().map(Edit::about).collect();
        let about: Vec<About> = about.into_iter().collect();
        let Some(about) = drawn(&about, chance) else { return };
        edits.retain(|edit| edit.about() == about);
        if let Some(edit) = drawn(&edits, chance) {
            self.flip(edit);
        }
    }
}

/// One of several; none of none.
fn drawn<T: Clone>(from: &[T], chance: &mut Chance) -> Option<T> {
    let n = u32::try_from(from.len()).unwrap_or(u32::MAX);
    from.get(chance.below(n) as usize).cloned()
}

/// Methods that a policy may allow and a person hold.
pub const METHODS: &[Method] = &[
    Method::Email,
    Method::MobilePhone,
    Method::OfficePhone,
    Method::AuthenticatorApp,
    Method::SoftwareOath,
    Method::HardwareOath,
    Method::SecurityQuestions,
];

/// A person's operation on a password, with one to three methods more or less in the policy and as many among what the
/// person has registered.
pub fn methods_of_a_step(cast: &mut Cast<'_>) -> Option<Setting> {
    if cast.plain {
        return a_step(cast);
    }
    let steps = cast.steps.to_vec();
    let step = cast.pick(&steps)?;
    let (asker, _) = facts::actor(cast.scenario, Some(step))?;
    let user = cast.scenario.find(&asker.upn)?;
    let who = short_name(cast.scenario, asker);
    let mut varied = Varied { scenario: cast.scenario.clone(), base: Vec::new() };
    for of_policy in [true, false] {
        let mut methods = METHODS.to_vec();
        cast.chance.shuffle(&mut methods);
        methods.truncate(1 + cast.chance.below(3) as usize);
        for method in methods {
            let allowed = varied.scenario.tenant.sspr.methods.merged().contains(method);
            let held = varied.scenario.users[user.index()].methods.methods(0).merged().contains(method);
            let who = who.clone();
            varied.flip(match (of_policy, held) {
                (true, _) => Edit::Allow { method, on: !allowed },
                (false, true) => Edit::Unregister { user, who, method },
                (false, false) => Edit::Register { user, who, method },
            });
        }
    }
    Some(Setting::new(varied.base, Extent::Step(step)))
}

/// On what a failure can be put so that it touches a person; none where the lab has no such thing.
#[must_use]
pub fn target(scenario: &Scenario, fault: FaultId, user: UserId) -> Option<(FaultTarget, String)> {
    let person = scenario.users.get(user.index())?;
    let site = scenario.on_premises.as_ref();
    let tool = match fault.kind().component.as_str() {
        "cloud-sync-agent" => Some(SyncKind::CloudSync),
        "connect-server" => Some(SyncKind::Connect),
        _ => None,
    };
    match fault.kind().on {
        FaultOn::Tenant => Some((FaultTarget::Tenant, "the tenant".to_owned())),
        FaultOn::User => Some((FaultTarget::User(user), short_name(scenario, person))),
        FaultOn::Forest => {
            let forest: ForestId = person.forest?;
            let name = site?.forests.get(forest.index())?.name.clone();
            Some((FaultTarget::Forest(forest), name))
        }
        FaultOn::SyncServer => {
            let serving = |server: &&SyncServer| {
                let forest = person.forest.is_some_and(|forest| server.forests.contains(&forest));
                forest && !server.staging && tool.is_none_or(|tool| server.kind == tool)
            };
            let servers = &site?.sync;
            let n = servers.iter().position(|server| serving(&server))?;
            Some((FaultTarget::Sync(SyncId(n as u8)), servers[n].name.clone()))
        }
    }
}

/// How many failures are thought of beside the one in force.
const MOST_FAILURES: usize = 20;

/// A reset or change by somebody synchronized, with one documented failure in force, and other failures of which one
/// could think.
pub fn a_failure(cast: &mut Cast<'_>) -> Option<Setting> {
    let hybrid =
        |step: &usize| facts::actor(cast.scenario, Some(*step)).is_some_and(|(person, _)| person.identity.is_hybrid());
    let steps: Vec<usize> = cast.steps.iter().copied().filter(hybrid).collect();
    let step = cast.pick(&steps)?;
    let What::Person { user, .. } = &cast.scenario.timeline[step].what else { return None };
    let user = *user;
    let mut faults: Vec<FaultId> = (0..FAULTS.len()).map(|n| FaultId(n as u8)).collect();
    cast.chance.shuffle(&mut faults);
    let placed = |fault: &FaultId| target(cast.scenario, *fault, user).map(|(on, _)| (*fault, on));
    let mut found: Vec<(FaultId, FaultTarget)> = faults.iter().filter_map(placed).collect();
    let (fault, on) = *found.first()?;
    found.retain(|(_, other)| *other == on);
    found.truncate(MOST_FAILURES);
    let base = vec![Edit::WithFault { fault, on, step }];
    let others: Vec<FaultId> = found.iter().map(|(fault, _)| *fault).collect();
    let flips = others.iter().skip(1).map(|&to| Edit::OtherFault { from: fault, to, on }).collect();
    Some(Setting { flips, faults: others, on: Some(on), ..Setting::new(base, Extent::Step(step)) })
}
