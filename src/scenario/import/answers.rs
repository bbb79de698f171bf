//! The page of notes: what no export tells, in the names of a scenario file, and two lists of its own.

use serde_json::{Map as Object, Value};

use crate::model::identity::{AccountKind, Home, Identity, UserRisk};
use crate::scenario::diagnostic::{Diagnostic, Sources};
use crate::scenario::lower::check::Checker;
use crate::scenario::lower::fields::Fields;
use crate::scenario::lower::kind::Kind::{Any, Assumptions, Bool, Either, List, Map, Moment, Named, Null, Seed, Text};
use crate::scenario::lower::kind::{Naming, shape, word};
use crate::scenario::lower::names::Names;
use crate::scenario::lower::on_premises::{FOREST, SYNC};
use crate::scenario::lower::people::ACCOUNT;
use crate::scenario::lower::tenant::{DOMAIN, SETTINGS};
use crate::scenario::text::{self, Node, NodeKind};

use super::{ANSWERS, Log, Problem};

shape!(NOTES, "the notes on an export", [], {
    "title" => Text, "The title.";
    "description" => Text, "What the tenant is about, in Markdown.";
    "seed" => Seed, "Everything random comes from it; default 0.";
    "start" => Moment, "The day of the export.";
    "assumptions" => Assumptions, "Named assumptions with another of their values.";
    "tenant" => Map(&TENANT_NOTES), "Settings that no export tells.";
    "on_premises" => Map(&ON_PREMISES_NOTES), "Forests and sync servers.";
    "users" => List(&Map(&USER_NOTES)), "Facts of single people.";
    "not_people" => Map(&NOT_PEOPLE), "Accounts that are no people.";
    "what_if" => List(&Any), "Questions about the tenant, which are no part of it.";
});

shape!(TENANT_NOTES, "the notes on the tenant", [SETTINGS], {
    "domains" => List(&Either(&[Text, Map(&DOMAIN)])), "How synchronized people of managed domains sign in.";
});

shape!(ON_PREMISES_NOTES, "the notes on what is on-premises", [], {
    "forests" => List(&Either(&[Text, Map(&FOREST)])), "AD DS forests.";
    "sync" => List(&Map(&SYNC)), "Sync servers and agents.";
});

shape!(USER_NOTES, "a note on a person", [], {
    "upn" @required => Named(Naming::User), "User principal name of a user of the export.";
    "identity" => word!(Identity), "Default: as the export and the domain have it.";
    "forest" => Either(&[Null, Text]), "The forest.";
    "account" => word!(AccountKind), "What the account is used for.";
    "home" => word!(Home), "Where a guest's account lives.";
    "password_never_expires" => Bool, "The cloud account's flag.";
    "user_risk" => word!(UserRisk), "How likely it is that somebody else knows the password.";
    "on_premises" => Map(&ACCOUNT), "The AD account.";
});

shape!(NOT_PEOPLE, "accounts that are no people", [], {
    "shared_mailboxes" => List(&Named(Naming::User)), "Shared mailboxes.";
    "rooms" => List(&Named(Naming::User)), "Rooms and equipment.";
    "service_accounts" => List(&Named(Naming::User)), "Service accounts.";
});

/// The notes as written, every key of them known.
#[derive(Debug)]
pub(super) struct Answers {
    tree: Node,
    sources: Sources,
}

impl Default for Answers {
    fn default() -> Self {
        let tree = Node { spot: Default::default(), kind: NodeKind::Map(Vec::new()) };
        Self { tree, sources: Sources::default() }
    }
}

impl Answers {
    /// Reads the notes; none are empty notes, and so are wrong ones, whose mistakes are then problems.
    pub(super) fn read(text: Option<&[u8]>, log: &mut Log) -> Self {
        let Some(bytes) = text else {
            log.note(
                1,
                "there is no answers.yaml: reset settings, hash sync or pass-through, and AD protection are assumed",
            );
            return Self::default();
        };
        let read = text::read(0, bytes);
        if read.diagnostics.iter().any(|found| found.code == "empty-file") {
            return Self::default();
        }
        let mut sources = Sources::default();
        sources.add(ANSWERS, read.text);
        let mut wrong = read.diagnostics;
        let answers = Self { tree: read.tree.unwrap_or_else(|| Self::default().tree), sources };
        wrong.extend(answers.walked(&Names::elsewhere()));
        wrong.iter().for_each(|found| answers.problem(found, log));
        if !wrong.is_empty() {
            return Self::default();
        }
        log.note(
            answers.top().list("what_if").len(),
            "`what_if` asks questions about the tenant and is no part of it; it is left out",
        );
        answers
    }

    /// Reports people and groups whom the notes name and the export does not hold.
    pub(super) fn check(&self, names: &Names, log: &mut Log) {
        self.walked(names).iter().for_each(|found| self.problem(found, log));
    }

    fn walked(&self, names: &Names) -> Vec<Diagnostic> {
        let mut checker = Checker::new(names);
        checker.value(&self.tree, &Map(&NOTES), "the file");
        checker.found
    }

    /// Reports a finding at its place.
    pub(super) fn problem(&self, found: &Diagnostic, log: &mut Log) {
        let at = found.labels.first().map(|label| self.sources.place(label.file, label.span.start));
        let help = found.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let message = format!("{}{help}", found.message);
        log.problems.push(Problem { file: ANSWERS.to_owned(), at: at.map(|at| (at.line, at.column)), message });
    }

    /// The whole page.
    pub(super) fn top(&self) -> Fields<'_> {
        Fields::of(&self.tree, &NOTES)
    }

    /// What it says of the tenant.
    pub(super) fn tenant(&self) -> Fields<'_> {
        self.top().map("tenant", &TENANT_NOTES)
    }

    /// What it says of forests and sync servers.
    pub(super) fn on_premises(&self) -> Fields<'_> {
        self.top().map("on_premises", &ON_PREMISES_NOTES)
    }

    /// What it says of single people.
    pub(super) fn users(&self) -> impl Iterator<Item = Fields<'_>> {
        self.top().list("users").iter().map(|node| Fields::of(node, &USER_NOTES))
    }

    /// The accounts of a list of those that are no people.
    pub(super) fn not_people(&self, list: &str) -> Vec<&str> {
        self.top().map("not_people", &NOT_PEOPLE).list(list).iter().filter_map(Node::text).collect()
    }
}

/// The notes as a tree without meaning; none where they cannot be read.
pub(super) fn tree(text: &str) -> Option<Value> {
    text::read(0, text.as_bytes()).tree.map(|node| value(&node))
}

fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Text { value, .. } => Value::String(value.clone()),
        NodeKind::List(items) => items.iter().map(value).collect(),
        NodeKind::Map(entries) => Value::Object(
            entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect::<Object<_, _>>(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One mistake a line, each told with its place and the nearest name.
    #[test]
    fn every_mistake_is_told_with_its_place() {
        let text = "titel: x\ntenant:\n  name: Contoso\n  sspr: {enabeld: all, methods_required: two, methods: [emial]}\n  \
                    cloud: publik\nusers:\n- identity: cloud-only\n- ann@contoso.com\nstart: yesterday\nstart: 2026-11-20\n";
        let mut log = Log::default();
        Answers::read(Some(text.as_bytes()), &mut log);
        log.problems.sort();
        let said: Vec<String> = log.problems.iter().map(ToString::to_string).collect();
        for (n, (place, part)) in [
            ("1:1", "did you mean `title`?"),
            ("4:10", "did you mean `enabled`?"),
            ("4:42", "a whole number, not `two`"),
            ("4:57", "did you mean `email`?"),
            ("5:10", "did you mean `public`?"),
            ("7:3", "`upn` is missing"),
            ("8:3", "must be a map"),
            ("9:8", "a date or an instant"),
            ("10:1", "stands twice"),
        ]
        .into_iter()
        .enumerate()
        {
            let start = format!("answers.yaml:{place}: ");
            assert!(said[n].starts_with(&start) && said[n].contains(part), "{place} {part}: {said:#?}");
        }
        assert_eq!(said.len(), 9, "{said:#?}");
    }

    #[test]
    fn marks_comments_and_nothing_are_read() {
        let mut log = Log::default();
        let answers = Answers::read(Some(b"\xef\xbb\xbfstart: 2026-11-20\nwhat_if: [{replace: A, by: B}]\n"), &mut log);
        assert_eq!(answers.top().str("start"), Some("2026-11-20"));
        assert!(!Answers::read(Some(b"# nothing\n"), &mut log).top().has("start"));
        assert!(log.problems.is_empty());
        assert_eq!(log.notes.len(), 1);
    }
}
