//! The expectations of a step: their tables, and what they mean.

use super::super::text::{Node, NodeKind};
use super::super::timeline::{AuditExpect, ComplianceExpect, Expect, PasswordIs, Rights, StateExpect};
use super::fields::Fields;
use super::kind::Kind::{Bool, Digits, Either, Int, List, Map, Named, Null, Text};
use super::kind::{Kind, Naming, shape, word};
use super::names::Names;
use crate::model::ask::{Outcome, Prompt};
use crate::model::licence::LicenceError;
use crate::model::method::Method;

const RIGHTS: Kind = Kind::Word(|| vec!["cloud-reset", "writeback"]);

shape!(EXPECT, "expectations", [], {
    "outcome" => word!(Outcome), "What becomes of the step.";
    "code" => Text, "The code shown.";
    "rule" => Either(&[Named(Naming::Rule), List(&Named(Naming::Rule))]), "The rule that decided, or some of which one did.";
    "event" => Digits, "A Windows event id written during the step.";
    "audit" => Either(&[Text, Map(&AUDIT)]), "An audit activity written during the step.";
    "methods_offered" => List(&word!(Method)), "The methods offered.";
    "notified" => List(&Named(Naming::User)), "Who was told.";
    "prompted" => word!(Prompt), "What a sign-in asked for.";
    "score" => Int(0, 1000), "The banned-password score of the new password.";
    "compliance" => Map(&COMPLIANCE), "P1-level licences of the tenant.";
    "state" => Either(&[Map(&STATE), List(&Map(&STATE))]), "State of people.";
});

shape!(AUDIT, "an audit record", [], {
    "activity" @required => Text, "The activity.";
    "status" => Text, "Success or Failure.";
    "reason" => Text, "The status reason.";
    "agent" => Text, "The on-premises agent.";
});

shape!(COMPLIANCE, "licence counts", [], {
    "needed" => Int(0, 100_000_000), "People who need a P1-level licence.";
    "held" => Int(0, 100_000_000), "Those of them who hold one.";
    "shortfall" => Int(0, 100_000_000), "Those of them who hold none.";
    "group_needed" => Int(0, 100_000_000), "Unique members of groups with licences, who need one each.";
    "group_held" => Int(0, 100_000_000), "Those of them who have what their groups give.";
});

shape!(STATE, "the state of a person", [], {
    "user" @required => Named(Naming::User), "Who.";
    "password_in" => Map(&PASSWORD_IN), "Which password each store holds: new, old or a literal.";
    "locked" => Map(&LOCKED), "Where the account is locked.";
    "enabled" => Bool, "The cloud account is enabled.";
    "sspr_capable" => Bool, "Capable of self-service reset.";
    "sspr_registered" => Bool, "Registered for self-service reset.";
    "licensed_for" => List(&RIGHTS), "Exactly the rights that the person's own usable plans grant.";
    "licence_error" => Either(&[Null, word!(LicenceError)]), "The licence error carried; null: none.";
});

shape!(PASSWORD_IN, "passwords", [], {
    "cloud" => Text, "new, old or a literal.";
    "on-premises" => Text, "new, old or a literal.";
});

shape!(LOCKED, "locks", [], {
    "cloud" => Bool, "Locked in the cloud.";
    "on-premises" => Bool, "Locked on-premises.";
});

/// What a step expects.
pub(crate) fn expect(node: &Node, names: &Names) -> Expect {
    let fields = Fields::of(node, &EXPECT);
    let each = |key: &str| match fields.get(key) {
        Some(Node { kind: NodeKind::List(items), .. }) => items.iter().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    };
    let own_name = |text: &str| names.user(text).map(|_| text.to_owned());
    Expect {
        outcome: fields.word("outcome", Outcome::parse),
        code: fields.text("code"),
        rule: each("rule").into_iter().filter_map(|node| node.text().map(str::to_owned)).collect(),
        event: fields.text("event"),
        audit: fields.get("audit").map(audit),
        methods_offered: fields.words("methods_offered", Method::parse),
        notified: fields.words("notified", own_name),
        prompted: fields.word("prompted", Prompt::parse),
        score: fields.count("score"),
        compliance: fields.get("compliance").map(|node| {
            let counts = Fields::of(node, &COMPLIANCE);
            let (needed, held) = (counts.count("needed"), counts.count("held"));
            ComplianceExpect {
                needed,
                held,
                shortfall: counts.count("shortfall"),
                group_needed: counts.count("group_needed"),
                group_held: counts.count("group_held"),
            }
        }),
        state: each("state").into_iter().filter_map(|node| state(node, names)).collect(),
    }
}

fn audit(node: &Node) -> AuditExpect {
    if let Some(activity) = node.text() {
        return AuditExpect { activity: activity.to_owned(), ..AuditExpect::default() };
    }
    let fields = Fields::of(node, &AUDIT);
    AuditExpect {
        activity: fields.text("activity").unwrap_or_default(),
        status: fields.text("status"),
        reason: fields.text("reason"),
        agent: fields.text("agent"),
    }
}

fn state(node: &Node, names: &Names) -> Option<StateExpect> {
    let fields = Fields::of(node, &STATE);
    let (passwords, locked) = (fields.map("password_in", &PASSWORD_IN), fields.map("locked", &LOCKED));
    let password = |text: &str| {
        Some(match text {
            "new" => PasswordIs::New,
            "old" => PasswordIs::Old,
            literal => PasswordIs::Literal(literal.to_owned()),
        })
    };
    Some(StateExpect {
        user: fields.word("user", |upn| names.user(upn))?,
        password_in_cloud: passwords.word("cloud", password),
        password_on_premises: passwords.word("on-premises", password),
        locked_in_cloud: locked.bool("cloud"),
        locked_on_premises: locked.bool("on-premises"),
        enabled: fields.bool("enabled"),
        sspr_capable: fields.bool("sspr_capable"),
        sspr_registered: fields.bool("sspr_registered"),
        licensed_for: fields.words("licensed_for", |word| Some(word.to_owned())).map(|words: Vec<String>| {
            let has = |right: &str| words.iter().any(|word| word == right);
            Rights { cloud_reset: has("cloud-reset"), writeback: has("writeback") }
        }),
        licence_error: fields.raw("licence_error").map(|node| node.text().and_then(LicenceError::parse)),
    })
}
