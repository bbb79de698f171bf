//! Editing a scenario that was read: one value at a path, and what the whole means then.

use super::super::diagnostic::{Spot, shown};
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
        put(&mut tree, path, Change::Written(edit))?;
    }
    Ok(super::lower(Some(tree), reading.sources.clone(), Vec::new()))
}

/// What is put at a path.
#[derive(Copy, Clone)]
pub(super) enum Change<'a> {
    /// An edit whose value stands nowhere in the text: it takes the place of what holds it.
    Written(&'a Edit),
    /// A value of the text, and the place that stands for keys on the way to it.
    Moved(&'a Node, Spot),
}

impl Change<'_> {
    const fn removes(self) -> bool {
        matches!(self, Self::Written(Edit::Remove))
    }

    /// The place of what is made inside something at this place.
    const fn spot(self, holder: Spot) -> Spot {
        match self {
            Self::Written(_) => holder,
            Self::Moved(_, spot) => spot,
        }
    }

    /// The value, for something at this place; none where it is taken out.
    fn value(self, holder: Spot) -> Result<Option<Node>, Misfit> {
        let text = match self {
            Self::Moved(node, _) => return Ok(Some(node.clone())),
            Self::Written(Edit::Remove) => return Ok(None),
            Self::Written(Edit::Set(text) | Edit::Insert(text)) => text,
        };
        if matches!(text.trim(), "null" | "~") {
            return Ok(Some(Node { spot: holder, kind: NodeKind::Null }));
        }
        let mut value = text::read(holder.file, text.as_bytes()).tree.ok_or_else(|| Misfit::Value(text.to_owned()))?;
        moved(&mut value, holder);
        Ok(Some(value))
    }
}

/// Puts something at a path of a tree.
pub(super) fn put(tree: &mut Node, path: &str, change: Change<'_>) -> Result<(), String> {
    let parts: Vec<&str> = path.split('.').collect();
    at(tree, &parts, change).map_err(|misfit| match misfit {
        Misfit::Part(part) => format!("`{part}` of the path `{path}` leads nowhere"),
        Misfit::Value(text) if text.trim().is_empty() => {
            format!("the path `{path}` gets no value: expected one such as `2`, `[a, b]` or `null`")
        }
        Misfit::Value(text) => {
            let text = shown(&text);
            format!("`{text}` is no value for `{path}`: expected YAML such as `2`, `[a, b]` or `null`")
        }
    })
}

/// What does not fit.
enum Misfit {
    /// A part of the path.
    Part(String),
    /// The text of the value.
    Value(String),
}

fn at(node: &mut Node, parts: &[&str], change: Change<'_>) -> Result<(), Misfit> {
    let Some((part, rest)) = parts.split_first() else { return Ok(()) };
    let (holder, spot) = (node.spot, change.spot(node.spot));
    if node.is_null() && !change.removes() {
        node.kind = NodeKind::Map(Vec::new());
    }
    match &mut node.kind {
        NodeKind::Map(entries) => {
            let found = entries.iter().position(|entry| entry.key == *part);
            match (found, rest.is_empty()) {
                (Some(i), false) => at(&mut entries[i].value, rest, change)?,
                (Some(i), true) => match change.value(holder)? {
                    Some(value) => entries[i].value = value,
                    None => drop(entries.remove(i)),
                },
                (None, _) if change.removes() => {}
                (None, true) => {
                    let value = change.value(holder)?.expect("what is not taken out is put in");
                    entries.push(Entry { key: (*part).to_owned(), spot, value });
                }
                // What would be an item of a list that is not there.
                (None, false) if rest[0].parse::<usize>().is_ok() => return Err(Misfit::Part(rest[0].to_owned())),
                (None, false) => {
                    let mut made = Node { spot, kind: NodeKind::Map(Vec::new()) };
                    at(&mut made, rest, change)?;
                    entries.push(Entry { key: (*part).to_owned(), spot, value: made });
                }
            }
        }
        NodeKind::List(items) => {
            let nowhere = || Misfit::Part((*part).to_owned());
            let i: usize = part.parse().map_err(|_| nowhere())?;
            if !rest.is_empty() {
                return at(items.get_mut(i).ok_or_else(nowhere)?, rest, change);
            }
            let inserts = matches!(change, Change::Written(Edit::Insert(_)));
            match change.value(holder)? {
                None if i < items.len() => drop(items.remove(i)),
                None => {}
                Some(value) if i < items.len() && !inserts => items[i] = value,
                Some(value) if i <= items.len() => items.insert(i, value),
                Some(_) => return Err(nowhere()),
            }
        }
        _ => return Err(Misfit::Part((*part).to_owned())),
    }
    Ok(())
}

fn moved(node: &mut Node, spot: Spot) {
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
