//! The events of failures that no attempt shows: they stand under the step that began the failure.

use bevy_ecs::prelude::{Mut, World};

use crate::model::time::Instant;
use crate::rules::faults::only_shows;

use super::parts::{Clock, Recorder};
use super::{record, touching};

/// What a failure writes where nothing meets it: its events, at its beginning.
pub(super) fn unmet(world: &World, recorder: &mut Recorder) {
    for at in 0..recorder.faults.len() {
        let row = &recorder.faults[at];
        if row.bit == 0 || only_shows(row.fault) {
            write(world, recorder, at, row.from);
        }
    }
}

/// Failures, by their records, that keep a pass from running: the first such pass writes their events. It is no step, so
/// they stand under the step that began the failure.
pub(super) fn met_by_pass(world: &mut World, records: &[usize]) {
    let now = world.resource::<Clock>().0;
    world.resource_scope(|world, mut recorder: Mut<'_, Recorder>| {
        records.iter().for_each(|at| write(world, &mut recorder, *at, now));
    });
}

/// Writes the events of the failure with this record under the step that began it, once.
fn write(world: &World, recorder: &mut Recorder, at: usize, when: Instant) {
    let row = &recorder.faults[at];
    let step = recorder.steps.get_mut(recorder.began[at]);
    if let Some(step) = step.filter(|step| step.events.is_empty()) {
        let server = touching::host(world, row.on);
        step.events.extend(row.fault.kind().events.iter().map(|event| record::event_of(when, &server, &event.id)));
    }
}
