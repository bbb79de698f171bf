//! What the notes mean for the tenant: assumptions, the reset settings and what belongs beside them.

use crate::model::policy::{Scope, Sspr, Tenant};
use crate::model::time::Instant;
use crate::rules::assumptions::Assumptions;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::lower::check::assumption_value;
use crate::scenario::lower::names::Names;
use crate::scenario::lower::tenant::{SSPR, sspr_patch, tenant_patch, unsaveable as refused};
use crate::scenario::text::Node;

use super::Log;
use super::answers::Answers;

/// The named assumptions.
pub(super) fn assumptions(answers: &Answers) -> Assumptions {
    let mut values = Assumptions::default();
    for entry in answers.top().get("assumptions").map_or(&[][..], Node::entries) {
        if let Some(value) = assumption_value(&entry.value) {
            values.set(&entry.key, &value);
        }
    }
    values
}

/// The reset settings; the documented defaults where the notes are silent.
pub(super) fn sspr(answers: &Answers, names: &Names, log: &mut Log) -> Sspr {
    let mut sspr = Sspr::default();
    if answers.tenant().get("sspr").is_none() {
        log.note(
            1,
            "nothing tells the reset settings (`tenant.sspr`): the defaults of a new tenant are assumed, \
            reset for nobody",
        );
        return sspr;
    }
    let given = answers.tenant().map("sspr", &SSPR);
    sspr_patch(given, names).apply(&mut sspr);
    if sspr.enabled == Scope::Selected && given.get("group").is_none() {
        let message = "`tenant.sspr.enabled` is `selected`: expected `tenant.sspr.group` as well";
        answers.problem(&Diagnostic::error("missing-group", given.spot("enabled"), message), log);
    }
    if given.get("writeback").is_none() {
        log.note(1, "nothing tells the writeback switches (`tenant.sspr.writeback`): off is assumed");
    }
    sspr
}

/// Lays the settings of the notes over those of a tenant.
pub(super) fn settings(tenant: &mut Tenant, answers: &Answers, names: &Names) {
    tenant_patch(answers.tenant(), names).apply(tenant);
}

/// Settings that no portal would save: the export cannot have them, so the notes must be wrong.
pub(super) fn unsaveable(tenant: &Tenant, start: Instant, answers: &Answers, log: &mut Log) {
    for one in crate::rules::settings::unsaveable(&tenant.sspr, tenant.migration, start) {
        let found = Diagnostic { help: None, ..refused(answers.tenant(), one.rule, one.key) };
        answers.problem(&found, log);
    }
}
