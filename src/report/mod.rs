//! What a run says, for people and for programs.
//!
//! In: a [`Scenario`](crate::scenario::Scenario), the [`Ledger`](crate::ledger::Ledger) of its run and the
//! [`Book`](crate::rules::Book) of its rules. Out: texts; the caller writes them. [`View`] works everything out once,
//! and each format below only words it: `html`, `csv`, `json`, `audit`, `event_log`, `terminal`, `junit` and `explain`,
//! with the pictures of `charts` behind the feature of that name. `rulebook` words the rules themselves and `failures`
//! the failures, without a run, `play` a run that somebody steps through. Absent on purpose: the simulator, files, the
//! terminal itself, the clock, and anything that would make the bytes of two runs differ.
//!
//! `quiz` writes a [`Paper`](crate::quiz::Paper) the same way.
//!
//! To add a format, add a file with one function from `&View` to a `String`, and its line below.

pub mod audit;
#[cfg(feature = "charts")]
pub mod charts;
pub mod class;
pub mod csv;
pub mod event_log;
pub mod explain;
pub mod failures;
pub mod forecast;
pub mod html;
pub mod json;
pub mod junit;
mod page;
pub mod play;
pub mod quiz;
pub mod rulebook;
mod score;
pub mod sweep;
pub mod terminal;
pub mod usage;
pub mod view;
pub mod whatif;
pub mod words;

pub use view::View;

/// A file of a report: its name and its text.
pub type File = (&'static str, String);

/// The files of a whole report, for a caller that writes them into one folder.
#[must_use]
pub fn files(view: &View<'_>) -> Vec<File> {
    let mut files = vec![
        ("report.html", html::page(view)),
        ("result.json", json::result(view)),
        ("audit.json", audit::audit_json(view)),
        ("usage.json", usage::usage_json(view)),
        ("ledger.csv", csv::ledger(view)),
        ("people.csv", csv::people(view)),
        ("people-end.csv", csv::people_at_end(view)),
        ("events.csv", csv::events(view)),
        ("events.xml", event_log::events_xml(view)),
    ];
    files.extend(pictures(view));
    files
}

/// The pictures of a run as files of their own.
#[cfg(feature = "charts")]
fn pictures(view: &View<'_>) -> Vec<File> {
    let mut files = Vec::new();
    if view.funnel.asked() > 0 {
        files.push(("funnel.svg", charts::funnel(&view.funnel, "funnel")));
    }
    if !view.heat.is_empty() {
        files.push(("heat.svg", charts::heat(&view.heat, "heat")));
    }
    if !view.steps.is_empty() || !view.faults.is_empty() {
        files.push(("timeline.svg", charts::timeline(view, "timeline")));
    }
    if let Some(lane) = telling(view).and_then(|step| charts::swimlane(step, "swim-lane")) {
        files.push(("swim-lane.svg", lane));
    }
    files
}

/// The attempt whose path says most: the one that came furthest and stopped there, else the longest.
#[cfg(feature = "charts")]
fn telling<'v>(view: &'v View<'_>) -> Option<&'v view::StepView<'v>> {
    let stopped = |step: &&view::StepView<'_>| step.record.hops.iter().any(|hop| hop.stopped);
    let longest = |a: &&view::StepView<'_>, b: &&view::StepView<'_>| {
        a.record.hops.len().cmp(&b.record.hops.len()).then(b.position.cmp(&a.position))
    };
    view.steps.iter().filter(stopped).max_by(longest).or_else(|| view.steps.iter().max_by(longest))
}

/// No pictures in a build without them.
#[cfg(not(feature = "charts"))]
fn pictures(_: &View<'_>) -> Vec<File> {
    Vec::new()
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
