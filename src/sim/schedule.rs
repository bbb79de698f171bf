//! The one ECS schedule: five phases in a chain, every order decided, ambiguity an error.

use bevy_ecs::prelude::{IntoScheduleConfigs, Schedule, SystemSet, World};
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings};

use crate::scenario::timeline::{AdminAct, PersonAct, What};

use super::agenda::Item;
use super::parts::{Current, Lab};
use super::sign_in::SignIn;
use super::{
    administration, attempts, faults, group_licences, on_premises, record, registration, session, sign_in,
    subscriptions, sync,
};

/// What happens at one instant, in order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    /// Failures end and begin.
    Faults,
    /// Subscriptions leave their state.
    Subscriptions,
    /// Passes run.
    Sync,
    /// Steps begin and are submitted.
    Steps,
    /// Expectations are judged.
    Judge,
}

/// In which order systems are handed to the schedule; results must not depend on it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum SystemOrder {
    /// As the phases run.
    Forward,
    /// The other way round.
    Backward,
}

/// The schedule; one run of it carries out one item of the agenda.
pub(super) fn build(order: SystemOrder) -> Schedule {
    let mut schedule = Schedule::default();
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        hierarchy_detection: LogLevel::Error,
        ..Default::default()
    });
    schedule.configure_sets((Phase::Faults, Phase::Subscriptions, Phase::Sync, Phase::Steps, Phase::Judge).chain());
    let add: [fn(&mut Schedule); 5] = [
        |schedule| {
            schedule.add_systems(faults_phase.in_set(Phase::Faults));
        },
        |schedule| {
            schedule.add_systems(subscriptions_phase.in_set(Phase::Subscriptions));
        },
        |schedule| {
            schedule.add_systems(sync_phase.in_set(Phase::Sync));
        },
        |schedule| {
            schedule.add_systems(steps_phase.in_set(Phase::Steps));
        },
        |schedule| {
            schedule.add_systems(judge_phase.in_set(Phase::Judge));
        },
    ];
    match order {
        SystemOrder::Forward => add.iter().for_each(|add| add(&mut schedule)),
        SystemOrder::Backward => add.iter().rev().for_each(|add| add(&mut schedule)),
    }
    schedule
}

fn faults_phase(world: &mut World) {
    match world.resource::<Current>().0 {
        Item::FaultEnds(record) => faults::end(world, record),
        Item::Restores(step) => faults::restore(world, step),
        Item::FaultBegins(step) => faults::begin(world, step),
        _ => {}
    }
}

/// Subscriptions leave the state whose lifecycle date has come.
fn subscriptions_phase(world: &mut World) {
    match world.resource::<Current>().0 {
        Item::Lifecycle => {
            subscriptions::lifecycle(world);
            group_licences::spread(world, None);
        }
        Item::PlanChange(step) => {
            let what = world.resource::<Lab>().0.timeline[step].what.clone();
            if let What::Admin { act: AdminAct::ChangePlan { sku, to_sku }, .. } = what {
                subscriptions::moved(world, sku, to_sku);
                group_licences::spread(world, None);
            }
        }
        _ => {}
    }
}

fn sync_phase(world: &mut World) {
    match world.resource::<Current>().0 {
        Item::HashPass(server) => sync::hash_pass(world, server),
        Item::ObjectPass(server) => sync::object_pass(world, server),
        _ => {}
    }
}

fn steps_phase(world: &mut World) {
    match world.resource::<Current>().0 {
        Item::Begins(step, nth) => begin(world, step, nth),
        Item::Submits(step, nth) => submits(world, step, nth),
        _ => {}
    }
}

/// A person is done with what took its time.
fn submits(world: &mut World, step: usize, nth: u32) {
    let what = world.resource::<Lab>().0.timeline[step].what.clone();
    match &what {
        What::Person { user, act: PersonAct::RegisterMethods { methods, answers } } => {
            registration::resume(world, step, nth, *user, (methods, answers));
        }
        _ => attempts::submit(world, step, nth),
    }
}

fn begin(world: &mut World, step: usize, nth: u32) {
    let what = world.resource::<Lab>().0.timeline[step].what.clone();
    match &what {
        What::Check => {
            let draft = record::open(world, step, nth, "scenario", "check");
            record::commit(world, draft);
        }
        // They are items of their own, which come before passes.
        What::Fault { .. } | What::Restore { .. } => {}
        What::Admin { admin, act } => administration::run(world, step, nth, *admin, act),
        What::OnPremises { target, act } => on_premises::run(world, step, nth, *target, act),
        What::Person { user, act } => match act {
            PersonAct::SignIn { password, to, from, with, client } => {
                let ask = SignIn { user: *user, password, to: *to, from: *from, with: *with, client: *client };
                sign_in::run(world, step, nth, &ask);
            }
            PersonAct::UseSession => session::run(world, step, nth, *user),
            PersonAct::RegisterMethods { methods, answers } => {
                registration::register(world, step, nth, *user, (methods, answers));
            }
            PersonAct::DeleteMethod { method } => registration::delete(world, step, nth, *user, *method),
            PersonAct::ContactAdministrator => registration::contact(world, step, nth, *user),
            PersonAct::ResetPassword { .. } | PersonAct::ChangePassword { .. } | PersonAct::UnlockAccount { .. } => {
                attempts::begin(world, step, nth);
            }
        },
    }
}

/// Judges a step when its last repetition has ended.
fn judge_phase(world: &mut World) {
    let (step, nth) = match world.resource::<Current>().0 {
        Item::Begins(step, nth) | Item::Submits(step, nth) => (step, nth),
        Item::FaultBegins(step) | Item::Restores(step) => (step, 0),
        _ => return,
    };
    if nth + 1 < world.resource::<Lab>().0.timeline[step].times.max(1) {
        return;
    }
    let recorder = world.resource::<super::parts::Recorder>();
    let own = |record: &&crate::ledger::StepRecord| record.n == step + 1 && record.repetition == nth + 1;
    let record = recorder.steps.iter().rev().find(own).cloned();
    if record.is_some() {
        super::expect::judge(world, step, record.as_ref());
    }
}
