//! Editing a scenario that was read: one value at a path, and what the whole means then.

use super::super::text::{self, Entry, Node, NodeKind};
use super::Reading;

/// What is done to the value at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets it, making maps on the way and adding an item at the end of a list.
    Set(String),
    /// Puts an item into a list before the one at the path.
    Insert(String),
    /// Takes it out; nothing happens where there is none.
    Remove,
}

/// Edits a reading at a path such as `users.3.methods.email` (lists count from 0) and reads its meaning again.
///
/// Values are written in YAML: `2`, `[email, mobile-phone]`. `Err` says which part of the path does not fit.
///
/// # Errors
/// When the path leads nowhere or a value is not YAML.
pub fn edit(reading: &Reading, edits: &[(&str, Edit)]) -> Result<Reading, String> {
    let mut tree = reading.tree.clone().ok_or("the scenario could not be read")?;
    for (path, edit) in edits {
        let parts: Vec<&str> = path.split('.').collect();
        at(&mut tree, &parts, edit).map_err(|part| format!("`{part}` of the path `{path}` leads nowhere"))?;
    }
    Ok(super::lower(Some(tree), reading.sources.clone(), Vec::new()))
}

fn at(node: &mut Node, parts: &[&str], edit: &Edit) -> Result<(), String> {
    let Some((part, rest)) = parts.split_first() else { return Ok(()) };
    let spot = node.spot;
    let value = |text: &str| {
        let mut value = text::read(spot.file, text.as_bytes()).tree.ok_or_else(|| text.to_owned())?;
        // The value stands nowhere in the text: it takes the place of what holds it.
        moved(&mut value, spot);
        Ok::<Node, String>(value)
    };
    if node.is_null() && *edit != Edit::Remove {
        node.kind = NodeKind::Map(Vec::new());
    }
    match &mut node.kind {
        NodeKind::Map(entries) => {
            let found = entries.iter().position(|entry| entry.key == *part);
            match (found, rest.is_empty(), edit) {
                (Some(i), false, _) => at(&mut entries[i].value, rest, edit)?,
                (Some(i), true, Edit::Remove) => drop(entries.remove(i)),
                (Some(i), true, Edit::Set(text) | Edit::Insert(text)) => entries[i].value = value(text)?,
                (None, _, Edit::Remove) => {}
                (None, true, Edit::Set(text) | Edit::Insert(text)) => {
                    entries.push(Entry { key: (*part).to_owned(), spot, value: value(text)? });
                }
                (None, false, _) => {
                    let mut made = Node { spot, kind: NodeKind::Map(Vec::new()) };
                    at(&mut made, rest, edit)?;
                    entries.push(Entry { key: (*part).to_owned(), spot, value: made });
                }
            }
        }
        NodeKind::List(items) => {
            let i: usize = part.parse().map_err(|_| (*part).to_owned())?;
            match (rest.is_empty(), edit) {
                (false, _) => at(items.get_mut(i).ok_or_else(|| (*part).to_owned())?, rest, edit)?,
                (true, Edit::Remove) if i < items.len() => drop(items.remove(i)),
                (true, Edit::Remove) => {}
                (true, Edit::Set(text)) if i < items.len() => items[i] = value(text)?,
                (true, Edit::Set(text) | Edit::Insert(text)) if i <= items.len() => items.insert(i, value(text)?),
                _ => return Err((*part).to_owned()),
            }
        }
        _ => return Err((*part).to_owned()),
    }
    Ok(())
}

fn moved(node: &mut Node, spot: super::super::diagnostic::Spot) {
    node.spot = spot;
    match &mut node.kind {
        NodeKind::List(items) => items.iter_mut().for_each(|item| moved(item, spot)),
        NodeKind::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.spot = spot;
            moved(&mut entry.value, spot);
        }),
        _ => {}
    }
}
