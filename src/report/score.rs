//! The banned-password score of a step's new password, step by step.

use serde::Serialize;

use crate::ledger::StepRecord;
use crate::model::ask::Outcome;
use crate::rules::measure::{Yardstick, names_in, normalise, parts};
use crate::rules::topics::banned_password::THRESHOLD;
use crate::scenario::timeline::{AdminAct, NewPassword, OnPremisesAct, PersonAct, What};

use super::View;

/// One piece of the normalised password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its characters.
    pub text: String,
    /// The banned term it stands for; none for characters that stand for themselves.
    pub term: Option<String>,
    /// `custom list`, `global list` or `characters`.
    pub kind: &'static str,
    /// The points it counts.
    pub points: usize,
}

/// How the points of a password come about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The password in lower case with substitutions undone.
    pub normalised: String,
    /// Its pieces in order; characters that follow each other are one piece.
    pub pieces: Vec<Piece>,
    /// Names of the person or of the tenant that stand in it.
    pub names: Vec<String>,
    /// The points.
    pub points: usize,
    /// The points that are needed.
    pub threshold: usize,
}

impl Score {
    /// The score of the new password that a step names; none where it names none or leaves it to the default.
    #[must_use]
    pub fn of(view: &View<'_>, record: &StepRecord) -> Option<Self> {
        let text = new_password(&view.scenario.timeline.get(record.n.checked_sub(1)?)?.what)?;
        let person = view.scenario.users.get(record.subject?.index())?;
        let custom = custom_list(view, record);
        let account = person.upn.split('@').next().unwrap_or_default();
        let tenant = &view.scenario.tenant.name;
        let by = Yardstick::new(&view.scenario.assumptions, &custom, &person.name, account, tenant);
        let mut pieces: Vec<Piece> = Vec::new();
        for part in parts(text, &by) {
            let kind = match (&part.term, part.custom) {
                (None, _) => "characters",
                (Some(_), true) => "custom list",
                (Some(_), false) => "global list",
            };
            match pieces.last_mut().filter(|last| last.term.is_none() && part.term.is_none()) {
                Some(last) => {
                    last.text.push_str(&part.text);
                    last.points += 1;
                }
                None => pieces.push(Piece { text: part.text, term: part.term, kind, points: 1 }),
            }
        }
        Some(Self {
            normalised: normalise(text, by.one_is_l),
            points: pieces.iter().map(|piece| piece.points).sum(),
            pieces,
            names: names_in(text, &by).into_iter().map(str::to_owned).collect(),
            threshold: usize::from(THRESHOLD),
        })
    }

    /// The steps in words.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("read as `{}`", self.normalised)];
        lines.extend(self.pieces.iter().map(|piece| {
            let of = piece.term.as_ref().filter(|term| **term != piece.text);
            let near = of.map(|term| format!(", close to `{term}`")).unwrap_or_default();
            let s = if piece.points == 1 { "" } else { "s" };
            format!("`{}`{near}: {}, {} point{s}", piece.text, piece.kind, piece.points)
        }));
        lines.extend(self.names.iter().map(|name| format!("the name `{name}` stands in it")));
        let enough = if self.points >= self.threshold { "enough" } else { "too few" };
        lines.push(format!("{} points, {} are needed: {enough}", self.points, self.threshold));
        lines
    }
}

/// The new password that a step writes out.
fn new_password(what: &What) -> Option<&str> {
    let asked = match what {
        What::Person { act: PersonAct::ResetPassword { new_password, .. }, .. }
        | What::Person { act: PersonAct::ChangePassword { new_password, .. }, .. }
        | What::Admin { act: AdminAct::ResetPassword { new_password, .. }, .. }
        | What::OnPremises { act: OnPremisesAct::ResetPassword { new_password, .. }, .. }
        | What::OnPremises { act: OnPremisesAct::ChangePassword { new_password, .. }, .. } => new_password,
        _ => return None,
    };
    if let NewPassword::Literal(text) = asked { Some(text) } else { None }
}

/// The custom list as it stood when the step began.
fn custom_list(view: &View<'_>, record: &StepRecord) -> Vec<String> {
    let mut list = view.scenario.tenant.custom_banned.clone();
    let before = view.ledger.steps.iter().filter(|other| other.at < record.at || other.n < record.n);
    for other in before.filter(|other| other.at <= record.at && other.outcome == Some(Outcome::Success)) {
        let step = other.n.checked_sub(1).and_then(|n| view.scenario.timeline.get(n));
        if let Some(What::Admin { act: AdminAct::SetTenant { tenant, .. }, .. }) = step.map(|step| &step.what)
            && let Some(terms) = &tenant.custom_banned
        {
            list.clone_from(terms);
        }
    }
    list
}
