//! Flips that put something more on the stage of a lab: another person, one act more, a failure for a while.

use crate::model::ask::{Client, Place, SignInWith};
use crate::model::time::{Instant, Span};
use crate::scenario::Scenario;
use crate::scenario::timeline::{
    NewPassword, OnPremisesAct, OnPremisesTarget, PersonAct, Proof, SignInTo, Step, Typed, What,
};

use super::{Edit, short_name};

/// Something that a question lets a person do.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Resets the forgotten password.
    Reset,
    /// Resets it and fails the first proof, so many times a minute apart.
    FailedReset(u32),
    /// Gets a new password from an administrator of the forest.
    ResetInForest,
    /// Is disabled in the forest.
    DisabledInForest,
    /// Signs in with a wrong password, so many times, ten seconds apart.
    WrongSignIn(u32),
    /// Signs in to the cloud with the newest password.
    SignIn,
    /// Signs in to the cloud with the password that is in force there.
    SignInAsBefore,
    /// Signs in at a computer of the forest with the newest password.
    SignInToForest,
}

impl Act {
    /// The step that does it.
    fn step(self, user: crate::model::key::UserId, at: Instant) -> Step {
        let sign_in = |password, to| PersonAct::SignIn {
            password,
            to,
            from: Place::Familiar,
            with: SignInWith::Password,
            client: Client::Browser,
        };
        let reset = |verify| PersonAct::ResetPassword {
            verify,
            new_password: NewPassword::Default,
            user_id: None,
            knows_password: false,
            windows: None,
        };
        let person = |act| What::Person { user, act };
        let target = OnPremisesTarget::User(user);
        let given = OnPremisesAct::ResetPassword { new_password: NewPassword::Default, must_change: false };
        let (what, times, every) = match self {
            Self::Reset => (person(reset(Vec::new())), 1, Span::ZERO),
            Self::FailedReset(times) => {
                let failed = Proof { method: crate::model::method::Method::Email, passes: false };
                (person(reset(vec![failed])), times, Span::minutes(1))
            }
            Self::ResetInForest => (What::OnPremises { target, act: given }, 1, Span::ZERO),
            Self::DisabledInForest => (What::OnPremises { target, act: OnPremisesAct::DisableUser }, 1, Span::ZERO),
            Self::WrongSignIn(times) => (person(sign_in(Typed::Wrong, SignInTo::Cloud)), times, Span(10)),
            Self::SignIn => (person(sign_in(Typed::New, SignInTo::Cloud)), 1, Span::ZERO),
            Self::SignInAsBefore => (person(sign_in(Typed::Current, SignInTo::Cloud)), 1, Span::ZERO),
            Self::SignInToForest => (person(sign_in(Typed::New, SignInTo::OnPremises)), 1, Span::ZERO),
        };
        Step { at, id: None, note: None, what, times, every, takes: Span::ZERO, expect: None }
    }

    /// What is done, after `had`.
    #[must_use]
    pub fn done(self) -> String {
        match self {
            Self::Reset => "reset the forgotten password".to_owned(),
            Self::FailedReset(times) => format!("failed the proof by e-mail {times} times"),
            Self::ResetInForest => "got a new password from an administrator of AD DS".to_owned(),
            Self::DisabledInForest => "been disabled in AD DS".to_owned(),
            Self::WrongSignIn(times) => format!("signed in with {times} different wrong passwords"),
            Self::SignIn => "signed in to the cloud with the new password".to_owned(),
            Self::SignInAsBefore => "signed in to the cloud".to_owned(),
            Self::SignInToForest => "signed in to AD DS with the new password".to_owned(),
        }
    }
}

impl Edit {
    /// Carries out the flips of this file; none where they make no sense in the scenario.
    pub(super) fn set_stage(&self, s: &mut Scenario) -> Option<()> {
        match self {
            Self::Asker { step, user, .. } => match &mut s.timeline.get_mut(*step)?.what {
                What::Person { user: asker, .. } => *asker = *user,
                _ => return None,
            },
            Self::Does { user, act, at, .. } => add(s, act.step(*user, *at)),
            Self::Moved { step, at, .. } => {
                let moved = s.timeline.get_mut(*step)?;
                moved.at = *at;
                let ended = moved.ended();
                s.end = s.end.max(ended);
            }
            Self::Outage { fault, on, from, lasts, .. } => {
                let what = What::Fault { fault: *fault, on: *on, lasts: Some(*lasts) };
                let known = s
                    .timeline
                    .iter_mut()
                    .find(|step| matches!(&step.what, What::Fault { fault: one, .. } if one == fault));
                match known {
                    Some(step) => (step.at, step.what) = (*from, what),
                    None => add(s, super::apply::plain_step(*from, what)),
                }
            }
            Self::OtherFault { from, to, on } => {
                for step in &mut s.timeline {
                    if let What::Fault { fault, on: target, .. } = &mut step.what
                        && fault == from
                    {
                        (*fault, *target) = (*to, *on);
                    }
                    if let What::Restore { fault, on: target } = &mut step.what
                        && fault == from
                    {
                        (*fault, *target) = (*to, None);
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// The words of the flips of this file.
    pub(super) fn words_of_stage(&self) -> String {
        match self {
            Self::Asker { who, .. } => format!("if {who} were the one who asks"),
            Self::Does { who, act, at, .. } => format!("if {who} had {} at {}", act.done(), &at.clock()[..5]),
            Self::Moved { at, said, .. } => format!("if {said} at {}", &at.clock()[..5]),
            Self::Outage { fault, name, from, lasts, .. } => {
                let until = *from + *lasts;
                let fault = fault.kind().name();
                format!(
                    "if the fault \"{fault}\" were in force on {name} from {} to {}",
                    &from.clock()[..5],
                    &until.clock()[..5]
                )
            }
            Self::OtherFault { to, .. } => format!("if the fault were \"{}\"", to.kind().name()),
            _ => String::new(),
        }
    }

    /// An act of a person of the lab.
    #[must_use]
    pub fn act(s: &Scenario, user: crate::model::key::UserId, act: Act, at: Instant) -> Option<Self> {
        let who = short_name(s, s.users.get(user.index())?);
        Some(Self::Does { user, who, act, at })
    }
}

/// A step more, after all others, so that these keep their numbers; the clock runs until it has ended.
fn add(s: &mut Scenario, step: Step) {
    s.end = s.end.max(step.ended());
    s.timeline.push(step);
}
