//! What a text means: tables of known keys, the checks that use them, and the typed scenario with every default explicit.
//!
//! In: a tree of `text`. Out: a [`Reading`]. Absent on purpose: the file system (texts that `extends` names come through
//! a [`Loader`]). A key is added to the table of its map and read by the function beside that table; the checker, the
//! suggestions and the JSON Schema follow from the table.

mod across;
pub(crate) mod acts;
mod cells;
pub(super) mod check;
mod edit;
mod expect;
mod extends;
pub(super) mod fields;
pub(crate) mod kind;
pub(crate) mod names;
pub(super) mod on_premises;
pub(super) mod people;
mod population;
mod steps;
pub(crate) mod sweep;
pub(super) mod tenant;
mod times;
mod warn;
mod windows;

use std::collections::BTreeSet;

use super::diagnostic::{Diagnostic, LineColumn, Severity, Sources, Spot};
use super::people::Person;
use super::text::{self, Node};
use super::timeline::Step;
use super::{DEFAULT_LENGTH, Scenario};
use crate::model::key::{GroupId, UserId};
use crate::model::policy::Member;
use crate::model::time::{Instant, Span};
use crate::rules::assumptions::Assumptions;
use fields::Fields;
use kind::Kind::{Assumptions as Assumed, End, List, Map, Moment, Seed, Step as AnyStep, Text};
use kind::shape;
use names::Names;

pub(crate) use sweep::STEPS;

pub use acts::words_of as acts_of;
pub use cells::Cells;
pub use edit::{Edit, edit};
pub use extends::{Loader, NoFiles};
pub use times::at as time;

shape!(
    /// The whole file.
    TOP, "a scenario", [], {
    "title" @required => Text, "The title.";
    "description" => Text, "What the lab is about, in Markdown.";
    "extends" => Text, "Path of another scenario, relative to this file, in the same folder tree.";
    "seed" => Seed, "Everything random comes from it; default 0.";
    "start" => Moment, "The simulated clock starts here; default 2026-11-02T08:00:00Z.";
    "assumptions" => Assumed, "Named assumptions with another of their values.";
    "end" => End, "The clock stops here; default 24 h after start, or the last step's end if later.";
    "tenant" => Map(&tenant::TENANT), "The tenant; default: a P1 tenant contoso.com with reset for all.";
    "on_premises" => Map(&on_premises::ON_PREMISES), "Forests and sync servers; absent: a cloud-only organisation.";
    "users" => List(&Map(&people::USER)), "Named people.";
    "population" => List(&Map(&population::POPULATION)), "Generated people.";
    "timeline" => List(&AnyStep), "What happens.";
    "sweep" => Map(&sweep::SWEEP), "Parameters to vary.";
    "quiz" => Map(&sweep::QUIZ), "What to ask about this lab.";
});

/// How many findings of a file are handed on.
const MOST_SHOWN: usize = 1000;

/// Where the steps of a scenario stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Source and place of every step, in file order.
    pub steps: Vec<(usize, LineColumn)>,
}

/// What reading a file gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The scenario; none where there are errors.
    pub scenario: Option<Scenario>,
    /// Everything found, in the order of the places.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts read.
    pub sources: Sources,
    /// Where the steps stand.
    pub places: Places,
    /// The tree with everything that `extends` brought, for [`edit`]; none where the text could not be read.
    pub tree: Option<Node>,
}

/// Reads a scenario; `name` is what messages call the file.
#[must_use]
pub fn read(name: &str, bytes: &[u8], loader: &mut dyn Loader) -> Reading {
    let mut sources = Sources::default();
    let read = text::read(0, bytes);
    sources.add(name, read.text);
    let mut diagnostics = read.diagnostics;
    let tree = read.tree.map(|tree| extends::resolve(tree, &mut sources, loader, &mut diagnostics));
    let whole = is_whole(&diagnostics);
    let mut reading = lower(tree, sources, diagnostics);
    if whole {
        cells::check(&mut reading);
    }
    reading
}

/// A sound reading with a text laid over it, as if the text extended its file; `name` is what messages call the text.
#[must_use]
pub fn read_over(reading: Reading, name: &str, text: &str) -> Reading {
    let Reading { mut sources, tree, .. } = reading;
    let position = sources.add(name, String::new());
    let read = text::read(position as u32, text.as_bytes());
    sources.replace(position, read.text);
    let whole = read.diagnostics.is_empty();
    let merged = match (read.tree, tree) {
        (Some(mut over), Some(base)) => {
            extends::merge(&mut over, base, true);
            Some(over)
        }
        (over, base) => over.or(base),
    };
    let mut reading = lower(merged, sources, read.diagnostics);
    if whole {
        cells::check(&mut reading);
    }
    reading
}

/// Whether everything was read that belongs to a scenario: where a text that it extends is missing, anything may come
/// from there.
fn is_whole(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().all(|found| found.code == "duplicate-key")
}

/// What a tree means; `diagnostics` are those of reading it.
fn lower(tree: Option<Node>, sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Reading {
    let (mut scenario, mut places) = (None, Places::default());
    if let Some(root) = &tree {
        let (meant, found) = understood(root, diagnostics);
        diagnostics = found;
        places = where_steps_stand(root, &sources);
        if diagnostics.iter().all(|found| found.severity != Severity::Error) {
            warn::check(root, &meant, &sources, &mut diagnostics);
        }
        scenario = Some(meant);
    }
    diagnostics = in_order(diagnostics);
    if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        scenario = None;
    }
    Reading { scenario, diagnostics, sources, places, tree }
}

/// The scenario of a tree with everything that is wrong with it, on top of what reading it found; what is merely odd is
/// not looked for.
fn understood(root: &Node, mut diagnostics: Vec<Diagnostic>) -> (Scenario, Vec<Diagnostic>) {
    let whole = is_whole(&diagnostics);
    let names = Names::of(root, whole);
    let mut checker = check::Checker::new(&names);
    checker.value(root, &Map(&TOP), "the file");
    let from_base = |found: &Diagnostic| !whole && found.code == "missing-key";
    diagnostics.extend(checker.found.into_iter().filter(|found| !from_base(found)));
    let meant = meaning(root, &names);
    if whole {
        across::check(root, &names, &meant, &mut diagnostics);
    }
    let steps = root.get("timeline").map_or(0, |list| list.items().len());
    if meant.timeline.len() != steps && diagnostics.iter().all(|found| found.severity != Severity::Error) {
        // Every step that is left out has its own error; should one not, the file is refused all the same.
        let message = "a step of the timeline could not be read";
        diagnostics.push(Diagnostic::error("unread-step", root.head(), message));
    }
    (meant, diagnostics)
}

fn where_steps_stand(root: &Node, sources: &Sources) -> Places {
    let place = |step: &Node| {
        let spot = step.head();
        (spot.file as usize, sources.place(spot.file as usize, spot.start as usize))
    };
    Places { steps: root.get("timeline").map_or(&[][..], Node::items).iter().map(place).collect() }
}

/// The typed scenario; where something is wrong, it is left out here and reported elsewhere.
fn meaning(root: &Node, names: &Names) -> Scenario {
    let top = Fields::of(root, &TOP);
    let start = start(top);
    let users = people(top, names, start);
    let population: Vec<_> = top.list("population").iter().map(|node| population::population(node, names)).collect();
    let count = users.len() + population.iter().map(|group| group.count as usize).sum::<usize>();
    let mut tenant = tenant::tenant(top.get("tenant"), names, start, count);
    join_groups(top, names, &mut tenant.groups);
    let timeline: Vec<Step> = top.list("timeline").iter().filter_map(|node| steps::step(node, names, start)).collect();
    let mut assumptions = Assumptions::default();
    for entry in top.get("assumptions").map_or(&[][..], Node::entries) {
        if let Some(value) = check::assumption_value(&entry.value) {
            assumptions.set(&entry.key, &value);
        }
    }
    Scenario {
        title: top.text("title").unwrap_or_default(),
        description: top.text("description"),
        seed: top.get("seed").and_then(Node::plain).and_then(|n| n.parse().ok()).unwrap_or(0),
        start,
        end: end(top, start, &timeline),
        assumptions,
        tenant,
        on_premises: top.get("on_premises").map(|node| on_premises::on_premises(node, names)),
        users,
        population,
        timeline,
        sweep: top.get("sweep").map(sweep::sweep),
        quiz: top.get("quiz").map(sweep::quiz).unwrap_or_default(),
    }
}

fn start(top: Fields<'_>) -> Instant {
    let usual = crate::model::time::Date::new(2026, 11, 2).start() + Span::hours(8);
    top.moment("start").unwrap_or(usual)
}

fn end(top: Fields<'_>, start: Instant, timeline: &[Step]) -> Instant {
    if let Some(text) = top.str("end") {
        return match Span::parse(text) {
            Some(span) => start + span,
            None => times::moment(text).unwrap_or(start),
        };
    }
    timeline.iter().map(Step::ended).fold(start + DEFAULT_LENGTH, Ord::max)
}

/// Named people, then those whom steps create, in file order: the order that [`Names`] counts them in.
fn people(top: Fields<'_>, names: &Names, start: Instant) -> Vec<Person> {
    let mut people = Vec::new();
    for node in top.list("users") {
        let fields = Fields::of(node, &people::USER);
        people.push(people::person(fields, fields.str("upn").unwrap_or_default(), names, start));
    }
    for node in top.list("timeline") {
        let Some(upn) = names::created(node) else { continue };
        let Some(set) = node.get("set") else { continue };
        let person = people::person(Fields::of(set, &people::NEW_USER), upn, names, start);
        people.push(Person { created_by_step: true, ..person });
    }
    people
}

/// Puts people into the groups that their own `groups` name.
fn join_groups(top: Fields<'_>, names: &Names, groups: &mut [crate::model::policy::Group]) {
    let mut members: Vec<BTreeSet<Member>> =
        groups.iter().map(|group| group.members.iter().copied().collect()).collect();
    for (i, node) in top.list("users").iter().enumerate() {
        let own: Option<Vec<GroupId>> = Fields::of(node, &people::USER).words("groups", |name| names.group(name));
        for group in own.unwrap_or_default() {
            let member = Member::User(UserId(i as u32));
            if members.get_mut(group.index()).is_some_and(|members| members.insert(member)) {
                groups[group.index()].members.push(member);
            }
        }
    }
}

/// Findings in the order of their places, and no more than anybody reads.
fn in_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(Diagnostic::order);
    let rest = found.len().saturating_sub(MOST_SHOWN);
    if rest > 0 {
        let wrong = found.iter().any(|one| one.severity == Severity::Error);
        found.truncate(MOST_SHOWN);
        let message = format!("{rest} more findings are left out");
        let spot = Spot::default();
        found.push(match wrong {
            true => Diagnostic::error("too-many-findings", spot, message),
            false => Diagnostic::warning("too-many-findings", spot, message),
        });
    }
    found
}
