//! The cells of a sweep: one scenario for each combination of the values that it varies.
//!
//! A value is put into the tree with its place in the text, so that what is wrong with it points at the sweep.

use super::super::diagnostic::{Diagnostic, Severity, Spot};
use super::super::text::{Node, NodeKind};
use super::super::{Scenario, Sweep};
use super::edit::{Change, Edit, put};
use super::tenant::absent_as_text;
use super::{Reading, in_order, sweep, understood};

/// What becomes of the rest of a scenario for the values that a sweep varies.
#[derive(Clone, Debug)]
pub struct Cells {
    base: Node,
    vary: Vec<Varied>,
    sweep: Sweep,
}

/// A path with its values.
#[derive(Clone, Debug)]
struct Varied {
    path: String,
    spot: Spot,
    values: Vec<Node>,
}

impl Cells {
    /// The cells of a sound reading; none where it has no sweep.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let sweep = reading.scenario.as_ref()?.sweep.clone()?;
        let (base, vary) = parted(reading.tree.as_ref()?)?;
        Some(Self { base, vary, sweep })
    }

    /// What is varied.
    #[must_use]
    pub const fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// The scenario of the nth cell.
    ///
    /// # Errors
    /// What is wrong with it; the places are those of the reading.
    pub fn scenario(&self, n: usize) -> Result<Scenario, Vec<Diagnostic>> {
        let set = self.vary.iter().zip(self.sweep.levels(n)).map(|(one, level)| (one, &one.values[level]));
        scenario(&self.base, &set.collect::<Vec<_>>())
    }

    /// A fingerprint of everything that the results depend on, but not of comments and blanks.
    #[must_use]
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        feed(&self.base, &mut hasher);
        for one in &self.vary {
            feed_text(&one.path, &mut hasher);
            one.values.iter().for_each(|value| feed(value, &mut hasher));
        }
        hasher.update(&self.sweep.replicates.to_le_bytes());
        hasher.finalize()
    }
}

/// Every value of a sweep, beside the first values of the other paths: what is wrong with each, for a reading that names
/// them all at once.
pub(super) fn check(reading: &mut Reading) {
    let Some((base, vary)) = reading.tree.as_ref().and_then(parted) else { return };
    let mut found = Vec::new();
    for (at, one) in vary.iter().enumerate() {
        let others = vary.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.filter_map(|(_, other)| Some((other, other.values.first()?)));
        for value in &one.values {
            let set: Vec<(&Varied, &Node)> = others.clone().chain([(one, value)]).collect();
            found.extend(scenario(&base, &set).err().unwrap_or_default());
        }
    }
    let told: Vec<_> = reading.diagnostics.iter().map(|one| (one.code, one.message.clone())).collect();
    found.retain(|one| !told.contains(&(one.code, one.message.clone())));
    let place = |one: &Diagnostic| (one.code, one.labels.first().map(|label| (label.file, label.span.clone())));
    let mut known: Vec<_> = reading.diagnostics.iter().map(place).collect();
    found.retain(|one| {
        let new = !known.contains(&place(one));
        known.push(place(one));
        new
    });
    if !found.is_empty() {
        reading.scenario = None;
        reading.diagnostics.append(&mut found);
        reading.diagnostics = in_order(std::mem::take(&mut reading.diagnostics));
    }
}

/// A tree without its sweep, and what the sweep varies.
fn parted(tree: &Node) -> Option<(Node, Vec<Varied>)> {
    let vary = tree.get("sweep")?.get("vary")?;
    let mut base = tree.clone();
    if let NodeKind::Map(entries) = &mut base.kind {
        entries.retain(|entry| entry.key != "sweep");
    }
    let varied = vary.entries().iter().map(|entry| Varied {
        path: entry.key.clone(),
        spot: entry.spot,
        values: sweep::value_nodes(&entry.value),
    });
    Some((base, varied.collect()))
}

fn scenario(base: &Node, set: &[(&Varied, &Node)]) -> Result<Scenario, Vec<Diagnostic>> {
    let mut tree = base.clone();
    let mut wrong = Vec::new();
    let mut set_all = |tree: &mut Node, within_tenant: bool| {
        for (one, value) in set.iter().filter(|(one, _)| one.path.starts_with("tenant.") == within_tenant) {
            if let Err(message) = put(tree, &one.path, Change::Moved(value, one.spot)) {
                wrong.push(Diagnostic::error("no-such-path", one.spot, message));
            }
        }
    };
    set_all(&mut tree, false);
    if set.iter().any(|(one, _)| one.path.starts_with("tenant.")) {
        with_tenant(&mut tree);
        set_all(&mut tree, true);
    }
    let (scenario, found) = understood(&tree, Vec::new());
    wrong.extend(found.into_iter().filter(|one| one.severity == Severity::Error).map(|one| blamed(one, set)));
    if wrong.is_empty() { Ok(scenario) } else { Err(wrong) }
}

/// Writes out the tenant of a file that has none, so that one key of it can be set and the others stay as they were.
fn with_tenant(tree: &mut Node) {
    if tree.get("tenant").is_some_and(|tenant| !tenant.is_null()) {
        return;
    }
    let units = understood(tree, Vec::new()).0.tenant.subscriptions.first().map_or(0, |one| one.units);
    let whole = Edit::Set(absent_as_text(units));
    put(tree, "tenant", Change::Written(&whole)).expect("a file is a map, and the text is YAML");
}

/// A finding with a value of the sweep as its place, where it points at none.
fn blamed(mut found: Diagnostic, set: &[(&Varied, &Node)]) -> Diagnostic {
    let spots = set.iter().flat_map(|(one, value)| [one.spot, value.spot, value.head()]);
    let inside = |spot: Spot| {
        let (start, end) = (spot.start as usize, spot.end as usize);
        let touches = |label: &super::super::diagnostic::Label| {
            label.file == spot.file as usize && start <= label.span.start && label.span.start < end.max(start + 1)
        };
        found.labels.iter().any(touches)
    };
    if !spots.into_iter().any(inside)
        && let Some((_, value)) = set.last()
    {
        let own = std::mem::take(&mut found.labels);
        found = found.also(value.head(), "with this value of the sweep");
        found.labels.extend(own);
    }
    found
}

fn feed_text(text: &str, hasher: &mut blake3::Hasher) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

fn feed(node: &Node, hasher: &mut blake3::Hasher) {
    match &node.kind {
        NodeKind::Null => drop(hasher.update(&[0])),
        NodeKind::Text { value, quoted } => {
            hasher.update(&[1 + u8::from(*quoted)]);
            feed_text(value, hasher);
        }
        NodeKind::List(items) => {
            hasher.update(&[3]).update(&(items.len() as u64).to_le_bytes());
            items.iter().for_each(|item| feed(item, hasher));
        }
        NodeKind::Map(entries) => {
            hasher.update(&[4]).update(&(entries.len() as u64).to_le_bytes());
            for entry in entries {
                feed_text(&entry.key, hasher);
                feed(&entry.value, hasher);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, read};

    #[test]
    fn the_tenant_of_a_file_without_one_is_written_out_as_it_is() {
        let people = "users: [{upn: ana@contoso.com, licences: [AAD_PREMIUM]}]\npopulation: [{count: 80, names: \"{n}@contoso.com\"}]";
        let text = format!(
            "title: t\n{people}\nsweep: {{vary: {{tenant.sspr.methods_required: [1, 2], population.0.count: [9, 80]}}}}\n"
        );
        let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
        let lab = reading.scenario.clone().unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        let cells = Cells::of(&reading).expect("a sweep");
        let cell = |n| cells.scenario(n).expect("a sound cell");
        assert_eq!(cell(1), Scenario { sweep: None, ..lab.clone() }, "one method is the default");
        assert_eq!((cell(0).tenant.subscriptions[0].units, cell(2).tenant.sspr.methods_required), (25, 2));
    }
}
