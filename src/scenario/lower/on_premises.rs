//! The part `on_premises`: its tables, and what it means.

use super::super::OnPremises;
use super::super::text::Node;
use super::fields::Fields;
use super::kind::Kind::{Bool, Either, Int, List, Map, Named, Null, Span, Text, Version};
use super::kind::{Naming, shape, word};
use super::names::Names;
use crate::model::directory::{FineGrained, Forest, Lockout, LockoutPatch, PasswordPolicy, PasswordPolicyPatch};
use crate::model::key::ForestId;
use crate::model::policy::Member;
use crate::model::sync::{
    PassThroughAgent, Permission, PermissionSet, ServerSystem, SyncKind, SyncPatch, SyncServer, Version as Numbers,
};

shape!(ON_PREMISES, "what is on-premises", [], {
    "forests" => List(&Map(&FOREST)), "AD DS forests.";
    "sync" => List(&Map(&SYNC)), "Sync servers and agents; none: nothing is synchronized.";
});

shape!(FOREST, "a forest", [POLICIES], {
    "name" @required => Text, "The DNS name.";
    "fine_grained" => List(&Map(&FINE_GRAINED)), "Fine-grained password policies.";
    "filters_resets" => Bool, "Password filters of other makers look at resets, not at changes alone; default true.";
    "pass_through_agents" => List(&Map(&AGENT)), "Agents of pass-through sign-in; default: as many as are needed.";
});

shape!(AGENT, "an agent of pass-through sign-in", [], {
    "name" @required => Text, "Its name.";
    "version" => Either(&[Null, Version]), "Its version; default: the newest on the day.";
    "system" => Either(&[Null, word!(ServerSystem)]), "The Windows Server that it runs on; default: one that will do.";
});

shape!(POLICIES, "policies of a forest", [], {
    "password_policy" => Map(&AD_PASSWORD_POLICY), "The domain's password policy.";
    "lockout" => Map(&LOCKOUT), "The domain's account lockout policy.";
});

shape!(FINE_GRAINED, "a fine-grained policy", [POLICIES], {
    "name" @required => Text, "The policy's name.";
    "precedence" @required => Int(1, 2_147_483_647), "The lower number wins.";
    "applies_to" @required => List(&Named(Naming::Member)), "People or groups.";
});

shape!(AD_PASSWORD_POLICY, "a password policy", [], {
    "min_length" => Int(0, 255), "Least length in characters.";
    "complexity" => Bool, "Complexity is asked for.";
    "history" => Int(0, 1024), "How many passwords are remembered.";
    "min_age" => Span, "How long a password must be kept.";
    "max_age" => Span, "When a password expires; `0d` is never.";
});

shape!(LOCKOUT, "a lockout policy", [], {
    "threshold" => Int(0, 999), "Failed sign-ins before the account locks; 0 is never.";
    "window" => Span, "How long failures are counted.";
    "duration" => Span, "How long the account stays locked.";
});

shape!(SYNC, "a sync server", [SYNC_SETTINGS], {
    "name" @required => Text, "Its name.";
    "kind" => word!(SyncKind), "Connect or cloud sync.";
});

shape!(SYNC_SETTINGS, "settings of a sync server", [], {
    "forests" => List(&Named(Naming::Forest)), "The forests it serves; default: every forest.";
    "version" => Either(&[Null, Version]), "Its version; default: the newest on the day.";
    "staging" => Bool, "Staging mode: neither hash sync nor writeback runs.";
    "password_hash_sync" => Bool, "Password hash sync.";
    "writeback" => Bool, "Writeback configured on this server or agent.";
    "application_sign_in" => Bool, "It signs in to the cloud by application identity.";
    "permissions" => List(&word!(Permission)), "Rights of its account in the forests; default: all.";
    "wizard_open" => Bool, "Its wizard was left open: object sync stands still.";
    "dotnet" => Either(&[Null, Version]), "The .NET Framework of the server; default: one that will do.";
    "system" => Either(&[Null, word!(ServerSystem)]), "The Windows Server that it runs on; default: one that will do.";
    "sync_interval" => Either(&[Null, Span]), "How often objects are synchronized; never more often than allowed.";
});

/// The password policy settings that a map changes.
pub(crate) fn password_policy(fields: Fields<'_>) -> PasswordPolicyPatch {
    PasswordPolicyPatch {
        min_length: fields.int("min_length"),
        complexity: fields.bool("complexity"),
        history: fields.int("history"),
        min_age: fields.span("min_age"),
        max_age: fields.span("max_age"),
    }
}

/// The lockout settings that a map changes.
pub(crate) fn lockout(fields: Fields<'_>) -> LockoutPatch {
    LockoutPatch {
        threshold: fields.int("threshold"),
        window: fields.span("window"),
        duration: fields.span("duration"),
    }
}

/// The settings of a sync server that a map changes.
pub(crate) fn sync_patch(fields: Fields<'_>, names: &Names) -> SyncPatch {
    SyncPatch {
        forests: fields.words("forests", |name| names.forest(name)),
        version: fields.raw("version").map(|node| node.text().and_then(Numbers::parse)),
        staging: fields.bool("staging"),
        password_hash_sync: fields.bool("password_hash_sync"),
        writeback: fields.bool("writeback"),
        application_sign_in: fields.bool("application_sign_in"),
        permissions: fields.words("permissions", Permission::parse),
        wizard_open: fields.bool("wizard_open"),
        sync_interval: fields.raw("sync_interval").map(|_| fields.span("sync_interval")),
        dotnet: fields.raw("dotnet").map(|node| node.text().and_then(Numbers::parse)),
        system: fields.raw("system").map(|node| node.text().and_then(ServerSystem::parse)),
    }
}

/// What is on-premises.
pub(crate) fn on_premises(node: &Node, names: &Names) -> OnPremises {
    let fields = Fields::of(node, &ON_PREMISES);
    OnPremises {
        forests: fields.list("forests").iter().map(|node| forest(node, names)).collect(),
        sync: fields.list("sync").iter().map(|node| sync_server(node, names)).collect(),
    }
}

/// The policies that a map with `password_policy` and `lockout` describes.
fn policies(fields: Fields<'_>) -> (PasswordPolicy, Lockout) {
    let (mut policy, mut locks) = (PasswordPolicy::default(), Lockout::default());
    password_policy(fields.map("password_policy", &AD_PASSWORD_POLICY)).apply(&mut policy);
    lockout(fields.map("lockout", &LOCKOUT)).apply(&mut locks);
    (policy, locks)
}

/// A forest.
pub(crate) fn forest(node: &Node, names: &Names) -> Forest {
    let fields = Fields::of(node, &FOREST);
    let (password_policy, lockout) = policies(fields);
    Forest {
        name: fields.text("name").unwrap_or_default(),
        password_policy,
        lockout,
        fine_grained: fields.list("fine_grained").iter().map(|node| fine_grained(node, names)).collect(),
        filters_resets: fields.bool("filters_resets").unwrap_or(true),
        agents: fields.list("pass_through_agents").iter().map(agent).collect(),
    }
}

fn agent(node: &Node) -> PassThroughAgent {
    let fields = Fields::of(node, &AGENT);
    PassThroughAgent {
        name: fields.text("name").unwrap_or_default(),
        version: fields.raw("version").and_then(|node| node.text().and_then(Numbers::parse)),
        system: fields.raw("system").and_then(|node| node.text().and_then(ServerSystem::parse)),
    }
}

fn fine_grained(node: &Node, names: &Names) -> FineGrained {
    let fields = Fields::of(node, &FINE_GRAINED);
    let (password_policy, lockout) = policies(fields);
    let members: Vec<Member> = fields.words("applies_to", |name| names.member(name)).unwrap_or_default();
    let user = |member: &Member| if let Member::User(user) = member { Some(*user) } else { None };
    let group = |member: &Member| if let Member::Group(group) = member { Some(*group) } else { None };
    FineGrained {
        name: fields.text("name").unwrap_or_default(),
        precedence: fields.int("precedence").unwrap_or(1),
        users: members.iter().filter_map(user).collect(),
        groups: members.iter().filter_map(group).collect(),
        password_policy,
        lockout,
    }
}

/// A sync server or agent.
pub(crate) fn sync_server(node: &Node, names: &Names) -> SyncServer {
    let fields = Fields::of(node, &SYNC);
    let mut server = SyncServer {
        name: fields.text("name").unwrap_or_default(),
        kind: fields.word("kind", SyncKind::parse).unwrap_or(SyncKind::Connect),
        forests: (0..names.forests.len() as u8).map(ForestId).collect(),
        version: None,
        staging: false,
        password_hash_sync: true,
        writeback: true,
        application_sign_in: true,
        permissions: PermissionSet::ALL,
        wizard_open: false,
        sync_interval: None,
        dotnet: None,
        system: None,
    };
    sync_patch(fields, names).apply(&mut server);
    server
}
