//! A3: log lines are shown and the state is hidden; which single failure fits?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::lab::Evidence;
use crate::quiz::logs;
use crate::quiz::question::{Bloom, Exhibit, ExhibitKind};
use crate::quiz::wording;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "diagnose",
    bloom: Bloom::Analyse,
    asks: "log lines are shown: which failure fits?",
    vary: vary::a_failure,
    drafts,
};

/// One draft: the failure in force against failures that leave other lines.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let fault = *setting.faults.first().ok_or("no failure in force")?;
    let right = Claim::FaultIs { fault };
    if !right.holds(&scene.here) {
        return Err("the failure is not in force at the step".to_owned());
    }
    let lines = logs::lines(scene.here.seen());
    let sound = without_failure(scene)?;
    if lines.is_empty() || logs::lines(sound.seen()) == lines {
        return Err("the failure leaves no line of its own".to_owned());
    }
    let given = Claim::Leaves { lines: lines.clone() };
    let differs = |edit: &&crate::scenario::edit::Edit| {
        scene.here.with(edit).is_some_and(|there| {
            let other = logs::lines(there.seen());
            // who knows the failures at all does not think of one that lets through what this one stops
            !other.is_empty() && other != lines && there.succeeded() == scene.here.succeeded()
        })
    };
    let others = setting.flips.iter().filter(differs).filter_map(|edit| match edit {
        crate::scenario::edit::Edit::OtherFault { to, .. } => Some(Claim::FaultIs { fault: *to }),
        _ => None,
    });
    let wrong: Vec<Claim> = others.collect();
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let ask = "One failure is in force. Which one leaves exactly these lines?".to_owned();
    let mut draft = Draft::single(ask, action, right, wrong);
    draft.given = vec![given];
    draft.exhibits = exhibits(scene);
    draft.told = vec![crate::scenario::edit::About::Failures];
    Ok(vec![draft])
}

/// The run without the failure that [`vary::a_failure`] put into it: all is well there, so that the failure alone is to blame
/// for what is found.
///
/// # Errors
/// The step does not succeed there.
fn without_failure<'a>(scene: &'a Scene<'_>) -> Result<Evidence<'a>, String> {
    let sound = scene.here.lab.evidence(&[], scene.here.extent).filter(Evidence::succeeded);
    sound.ok_or_else(|| "the step does not succeed without the failure either".to_owned())
}

/// The log, and the messages up to where the attempt stopped.
fn exhibits(scene: &Scene<'_>) -> Vec<Exhibit> {
    let seen = scene.here.seen();
    let rows = logs::rows(seen).into_iter().map(|row| row.to_vec()).collect();
    let log = Exhibit {
        kind: ExhibitKind::Log,
        caption: "What an administrator finds".to_owned(),
        alt: "Lines of logs, each with the log it stands in".to_owned(),
        header: vec!["Where".to_owned(), "Line".to_owned()],
        rows,
    };
    let hops = seen.hops.iter().map(|hop| {
        let mark = if hop.stopped { "stopped" } else { "" };
        vec![wording::lane(hop.from).to_owned(), wording::lane(hop.to).to_owned(), hop.text.clone(), mark.to_owned()]
    });
    let lanes = Exhibit {
        kind: ExhibitKind::Lanes,
        caption: "How far the attempt came".to_owned(),
        alt: "The messages of the attempt in order, with the one at which it stopped".to_owned(),
        header: ["From", "To", "Message", "End"].map(str::to_owned).to_vec(),
        rows: hops.collect(),
    };
    if seen.hops.is_empty() { vec![log] } else { vec![log, lanes] }
}
