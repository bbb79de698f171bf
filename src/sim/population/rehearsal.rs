//! What becomes of an attempt of anybody in a cell of the crowd: one of them is put into the world, decided about, and
//! taken out again, so that generated people meet the same rules as named ones.

use std::collections::BTreeMap;

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::{Action, Code, Outcome, SignedIn};
use crate::model::directory::PasswordPolicy;
use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::model::licence::Tier;
use crate::model::method::MethodSet;
use crate::model::time::{Instant, Span};
use crate::rules::case::{Case, ChooseFacts, Counter, Counts, EffectFacts, Moment, OfferFacts, ProveFacts, WriteFacts};
use crate::rules::measure::Password;
use crate::rules::{Verdict, decide};
use crate::scenario::Scenario;

use super::super::crowd::{Cell, Crowd};
use super::super::parts::{Clock, DirectoryAccount, Index, Licences, Methods, Rulebook, TenantState, Throttle};
use super::super::{directory, lens, licences, observe, passwords, people, record, service, writeback};
use super::arrivals::Act;

/// What an attempt of a generated person depends on beside the cell and the tenant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Situation {
    pub(super) act: Act,
    /// How long the person's own latest password has been in the forest.
    pub(super) age: Age,
    /// The counter that has the portal closed.
    pub(super) closed: Option<Counter>,
    /// The number required when the person last had enough methods.
    pub(super) enough_for: Option<u8>,
}

impl Situation {
    /// Whether the person is the same in both, so that only the attempts differ.
    fn same_person(&self, other: &Self) -> bool {
        (self.age, self.enough_for) == (other.age, other.enough_for)
    }
}

/// How long the password has been in the forest that a person set in this run.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Age {
    /// The person has set none; it is the one from before the start.
    Before,
    /// Less than the minimum age.
    Young,
    /// Between the minimum and the maximum age.
    Settled,
    /// More than the maximum age.
    Expired,
}

impl Age {
    /// Every age, in order.
    pub(super) const ALL: [Self; 4] = [Self::Before, Self::Young, Self::Settled, Self::Expired];

    /// The age of a password set so long ago, under these limits.
    pub(super) const fn of(since: Span, limits: Limits) -> Self {
        if since.0 < limits.least.0 {
            Self::Young
        } else if limits.most.0 > 0 && since.0 > limits.most.0 {
            Self::Expired
        } else {
            Self::Settled
        }
    }

    /// How long ago a password of this age may have been set; none for one from before the start.
    const fn example(self, limits: Limits) -> Option<Span> {
        match self {
            Self::Before => None,
            Self::Young => Some(Span::ZERO),
            Self::Settled => Some(limits.least),
            Self::Expired => Some(Span(limits.most.0 + 1)),
        }
    }
}

/// The minimum and maximum age of passwords in the forest.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) least: Span,
    pub(super) most: Span,
}

/// What becomes of the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) identity: Identity,
    pub(super) tier: Tier,
    pub(super) action: Action,
    pub(super) outcome: Outcome,
    /// The rule that decided; none where all passed.
    pub(super) rule: Option<&'static str>,
    /// The code that the person sees.
    pub(super) code: Option<Code>,
    /// The forest holds the new password.
    pub(super) written: bool,
    /// The methods that were asked for; none where it did not come to that.
    pub(super) asked: Option<MethodSet>,
    /// The number required, where the person had enough methods.
    pub(super) enough_for: Option<u8>,
    pub(super) limits: Limits,
    /// The records of failures that it met, as often as it met each.
    pub(super) met: Vec<usize>,
}

/// Passwords that people try in rehearsals, kept while nothing changes that they are measured by.
#[derive(Debug, Default)]
pub(super) struct Tries {
    /// By person: the policy of the forest, a password that keeps to it, and its measures and those of a careless one.
    known: BTreeMap<UserId, (PasswordPolicy, String, [Password; 2])>,
    /// The tenant's name and its banned terms.
    lists: (String, Vec<String>),
}

impl Tries {
    /// What a person tries who keeps to the policy, and what a careless one tries.
    fn of(&mut self, world: &World, user: UserId, entity: Entity) -> [Tried<'_>; 2] {
        let tenant = &world.resource::<TenantState>().tenant;
        if (&self.lists.0, &self.lists.1) != (&tenant.name, &tenant.custom_banned) {
            self.known.clear();
            self.lists = (tenant.name.clone(), tenant.custom_banned.clone());
        }
        let policy = directory::policy(world, entity);
        if self.known.get(&user).is_none_or(|known| known.0 != policy) {
            let (text, measured) = passwords::compliant(world, entity, 0);
            let careless = passwords::measured(world, entity, passwords::CARELESS);
            self.known.insert(user, (policy, text, [measured, careless]));
        }
        let (_, text, [measured, careless]) = &self.known[&user];
        [Tried { text, measured: *measured }, Tried { text: passwords::CARELESS, measured: *careless }]
    }
}

/// What becomes of attempts of anybody in a cell, now, one row a situation.
pub(super) fn rehearse(
    world: &mut World,
    scenario: &Scenario,
    tries: &mut Tries,
    cell: Cell,
    situations: &[Situation],
) -> Vec<Row> {
    let user = UserId(world.resource::<Crowd>().base + cell.first);
    let entity = enter(world, scenario, user, cell);
    let [compliant, careless] = tries.of(world, user, entity);
    let before = world.get::<DirectoryAccount>(entity).map(|account| account.password_set);
    let (mut latest, mut settled) = (None, None);
    let rows = situations.iter().map(|situation| {
        // What a case sees of the person is the same in situations that differ in the attempt alone.
        if !settled.replace(*situation).is_some_and(|other| situation.same_person(&other)) {
            latest = None;
        }
        settle(world, entity, before, *situation);
        let (latest, action) = (&mut latest, situation.act.action());
        let new = if situation.act.compliant() { compliant } else { careless };
        Rehearsal { world, user, entity, action, new, met: Vec::new(), latest }.run(*situation)
    });
    let rows = rows.collect();
    world.resource_mut::<Index>().people.remove(&user);
    world.despawn(entity);
    rows
}

/// Puts a person of the cell into the world.
fn enter(world: &mut World, scenario: &Scenario, user: UserId, cell: Cell) -> Entity {
    let crowd = world.resource::<Crowd>();
    let member = &crowd.classes[cell.class as usize];
    let inherited = licences::inherited_licences(world, member, cell.inherited);
    let person = people::member_as_person(scenario, crowd, user).expect("a cell has somebody in it");
    let entity = people::spawn(world, scenario, user, &person);
    world.resource_mut::<Index>().people.insert(user, entity);
    if let Some(mut held) = world.get_mut::<Licences>(entity) {
        held.inherited = inherited;
    }
    entity
}

/// Brings the person into a situation; `before` is when the password was set that is from before the start.
fn settle(world: &mut World, entity: Entity, before: Option<Instant>, situation: Situation) {
    let now = world.resource::<Clock>().0;
    let limits = limits(world, entity);
    if let Some(mut throttle) = world.get_mut::<Throttle>(entity) {
        throttle.closed = situation.closed.map(|counter| (counter, now));
    }
    if let Some(mut methods) = world.get_mut::<Methods>(entity) {
        methods.enough_for = situation.enough_for.map(i64::from);
    }
    if let (Some(before), Some(mut account)) = (before, world.get_mut::<DirectoryAccount>(entity)) {
        account.password_set = situation.age.example(limits).map_or(before, |since| now - since);
    }
}

fn limits(world: &World, entity: Entity) -> Limits {
    let policy = directory::policy(world, entity);
    Limits { least: policy.min_age, most: policy.max_age }
}

/// A verification in which these methods were asked for and passed, at once.
///
/// The counters of the portal stand at nothing: what they come to closes the portal later and stops nobody here.
pub(super) fn proved(ways: MethodSet) -> ProveFacts {
    ProveFacts { passed: ways, failed: None, asked: ways, elapsed: 0, counts: Counts::default() }
}

/// The password that is tried, and what the policies see of it.
#[derive(Copy, Clone)]
struct Tried<'w> {
    text: &'w str,
    measured: Password,
}

/// A rehearsal that goes on.
struct Rehearsal<'w> {
    world: &'w World,
    user: UserId,
    entity: Entity,
    action: Action,
    new: Tried<'w>,
    met: Vec<usize>,
    /// The latest case of the person as the situation has it.
    latest: &'w mut Option<Case>,
}

impl Rehearsal<'_> {
    fn run(mut self, situation: Situation) -> Row {
        let mut row = Row {
            identity: lens::part::<super::super::parts::Profile>(self.world, self.entity).identity,
            tier: licences::grant(self.world, self.user).tier(),
            action: situation.act.action(),
            outcome: Outcome::Success,
            rule: None,
            code: None,
            written: false,
            asked: None,
            enough_for: None,
            limits: limits(self.world, self.entity),
            met: Vec::new(),
        };
        let last = self.attempt(situation, &mut row);
        (row.outcome, row.code) = (last.outcome, last.code);
        row.rule = last.rule_id().filter(|_| !last.passes());
        row.met = self.met;
        row
    }

    /// The stages of an attempt, in the order in which a named person goes through them; the verdict that ended it.
    fn attempt(&mut self, situation: Situation, row: &mut Row) -> Verdict {
        let book = &self.world.resource::<Rulebook>().0;
        let offer = self.decide(Moment::Offer(OfferFacts { throttled: situation.closed, ..OfferFacts::default() }));
        let changes = self.action == Action::ChangePassword;
        if !changes && !offer.terms.admin && offer.terms.count(book) >= u32::from(offer.terms.needed) {
            row.enough_for = Some(offer.terms.needed);
        }
        if !offer.passes() {
            return offer;
        }
        if !changes {
            let none = self.case(Moment::Prove(proved(MethodSet::EMPTY)));
            let probe = decide(book, &none, &mut ());
            let ways = probe.terms.first_ways(book);
            let proved = self.decide(Moment::Prove(proved(ways)));
            row.asked = Some(ways);
            if !proved.passes() {
                return proved;
            }
        }
        let chosen = self.decide(Moment::Choose(ChooseFacts {
            password: self.new.measured,
            current_right: true,
            by_admin: false,
            signed_in: SignedIn::Password,
        }));
        if !chosen.passes() {
            return chosen;
        }
        let hybrid = self.world.get::<DirectoryAccount>(self.entity).is_some();
        let start = Moment::Offer(OfferFacts::default());
        let written = hybrid && writeback::open_in(self.world, &self.case(start));
        if written && let Some(stopped) = self.written_back(row) {
            return stopped;
        }
        self.decide(Moment::TakeEffect(EffectFacts {
            password: self.new.measured,
            written_back: written,
            via: None,
            must_change: false,
            generated: false,
            forced: false,
            windows: false,
        }))
    }

    /// The way to the domain controller and back; the verdict that stopped it, if one did.
    fn written_back(&mut self, row: &mut Row) -> Option<Verdict> {
        let write = writeback::Write {
            user: self.user,
            action: self.action,
            new: Some(self.new.text),
            current_right: true,
            must_change: false,
            by_relay: true,
        };
        let facts = writeback::facts_of(self.world, &write, self.new.measured, false);
        let facts = facts.expect("a hybrid person has an account in the forest");
        let stages: [fn(WriteFacts) -> Moment; 4] = [Moment::Relay, Moment::Lookup, Moment::Write, Moment::Reply];
        for (i, stage) in stages.into_iter().enumerate() {
            row.written |= i == 3;
            let verdict = self.decide(stage(facts));
            if !verdict.passes() {
                return Some(verdict);
            }
            if i == 0 && facts.wait > 0 {
                self.met.extend(service::delaying(self.world, self.user));
            }
        }
        None
    }

    fn case(&mut self, moment: Moment) -> Case {
        let found = match &self.latest {
            Some(before) => observe::next_case(self.world, self.user, before, self.action, moment),
            None => observe::case(self.world, self.user, self.action, moment),
        };
        *self.latest.insert(found.expect("the person is in the world"))
    }

    fn decide(&mut self, moment: Moment) -> Verdict {
        let case = self.case(moment);
        let verdict = decide(&self.world.resource::<Rulebook>().0, &case, &mut ());
        if !case.faults.is_empty() {
            self.met.extend(record::met(self.world, self.user, &case, &verdict));
        }
        verdict
    }
}
