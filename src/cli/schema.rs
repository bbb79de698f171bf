//! `schema`: prints the JSON Schema of scenario files.

use super::{Exit, term};

pub(super) fn run() -> anyhow::Result<Exit> {
    term::print(&format!("{}\n", serde_json::to_string_pretty(&tenantlab::scenario::schema::schema())?))?;
    Ok(Exit::Well)
}
