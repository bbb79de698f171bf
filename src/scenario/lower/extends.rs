//! `extends`: one scenario laid over another.

use super::super::diagnostic::{Diagnostic, Sources, Spot, shown};
use super::super::suggest::nearest;
use super::super::text::{self, Node, NodeKind};

/// How many scenarios may extend each other in a row.
const MOST: usize = 16;

/// Where the texts come from that `extends` names. Paths are relative to the folder of the first file, with `/`.
pub trait Loader {
    /// The bytes of a file.
    ///
    /// # Errors
    /// A reason in words when it cannot be read.
    fn load(&mut self, path: &str) -> Result<Vec<u8>, String>;

    /// The names of the files in a folder (empty: the folder of the first file), for suggestions.
    fn siblings(&mut self, folder: &str) -> Vec<String>;
}

/// A loader without files: every `extends` is an error.
#[derive(Copy, Clone, Debug, Default)]
pub struct NoFiles;

impl Loader for NoFiles {
    fn load(&mut self, _path: &str) -> Result<Vec<u8>, String> {
        Err("no other file can be read here".into())
    }

    fn siblings(&mut self, _folder: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A tree with everything that its `extends` brings in.
pub(crate) fn resolve(
    mut tree: Node,
    sources: &mut Sources,
    loader: &mut dyn Loader,
    found: &mut Vec<Diagnostic>,
) -> Node {
    let root = sources.name(0).to_owned();
    let (folder, file) = root.rsplit_once(['/', '\\']).map_or(("", root.as_str()), |(folder, file)| (folder, file));
    let mut seen: Vec<String> = vec![file.to_owned()];
    let mut next = named(&tree);
    while let Some((path, spot)) = next {
        let last = seen.last().map_or("", String::as_str);
        let Some(path) = normal(last, &path, spot, found) else { break };
        if seen.contains(&path) || seen.len() > MOST {
            let reason = if seen.contains(&path) { "extends itself in the end" } else { "comes too late in the row" };
            found.push(Diagnostic::error("extends-cycle", spot, format!("`{}` {reason}", shown(&path))));
            break;
        }
        let bytes = match loader.load(&path) {
            Ok(bytes) => bytes,
            Err(reason) => {
                found.push(missing(&path, spot, &reason, loader));
                break;
            }
        };
        let name = if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
        let position = sources.add(&name, String::new());
        let read = text::read(position as u32, &bytes);
        sources.replace(position, read.text);
        found.extend(read.diagnostics);
        let Some(base) = read.tree else { break };
        next = named(&base);
        merge(&mut tree, base, true);
        seen.push(path);
    }
    tree
}

/// The path that a scenario extends, with its place.
fn named(tree: &Node) -> Option<(String, Spot)> {
    let node = tree.get("extends")?;
    Some((node.text()?.to_owned(), node.spot))
}

/// A path relative to the first file's folder; an error where it leaves that folder.
fn normal(from: &str, path: &str, spot: Spot, found: &mut Vec<Diagnostic>) -> Option<String> {
    let refuse = |message: String, help: &str| Some(Diagnostic::error("extends-path", spot, message).help(help));
    let absolute = path.starts_with('/') || path.chars().nth(1) == Some(':');
    let wrong = if path.contains('\\') {
        refuse(format!("the path `{}` contains a backslash", shown(path)), "part folders with `/`")
    } else if absolute || path.is_empty() {
        refuse(format!("the path `{}` is not relative", shown(path)), "write it relative to this file")
    } else {
        None
    };
    if let Some(wrong) = wrong {
        found.push(wrong);
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            if parts.pop().is_none() {
                let message = format!("the path `{}` leaves the folder of the scenario", shown(path));
                found.push(Diagnostic::error("extends-path", spot, message));
                return None;
            }
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

fn missing(path: &str, spot: Spot, reason: &str, loader: &mut dyn Loader) -> Diagnostic {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let message = format!("`{}` cannot be read: {}", shown(path), shown(reason));
    let siblings = loader.siblings(folder);
    let near = nearest(file, siblings.iter().map(String::as_str));
    let whole = near.map(|near| if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") });
    Diagnostic::error("extends-missing", spot, message).meant(whole.as_deref())
}

/// Fills a map with what its base has: maps merge key by key, `users` by `upn`, anything else stays as it is.
pub(super) fn merge(over: &mut Node, base: Node, top: bool) {
    let (NodeKind::Map(own), NodeKind::Map(inherited)) = (&mut over.kind, base.kind) else { return };
    for entry in inherited {
        if entry.key == "extends" && top {
            continue;
        }
        match own.iter().position(|mine| mine.key == entry.key) {
            None => own.push(entry),
            Some(i) if top && entry.key == "users" => merge_users(&mut own[i].value, entry.value),
            Some(i) => merge(&mut own[i].value, entry.value, false),
        }
    }
}

/// The base's people first, in their order, each with what the file over it says; then the file's own.
fn merge_users(over: &mut Node, base: Node) {
    let (NodeKind::List(own), NodeKind::List(inherited)) = (&mut over.kind, base.kind) else { return };
    let upn = |node: &Node| node.get("upn").and_then(Node::text).map(str::to_ascii_lowercase);
    let mut merged: Vec<Node> = Vec::new();
    let mut by_upn: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for node in inherited {
        if let Some(upn) = upn(&node) {
            by_upn.entry(upn).or_insert(merged.len());
        }
        merged.push(node);
    }
    for mut node in own.drain(..) {
        match upn(&node).and_then(|upn| by_upn.remove(&upn)) {
            Some(i) => {
                let base = std::mem::replace(&mut merged[i], Node { spot: node.spot, kind: NodeKind::Null });
                merge(&mut node, base, false);
                merged[i] = node;
            }
            None => merged.push(node),
        }
    }
    *own = merged;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(&'static [(&'static str, &'static str)]);

    impl Loader for Folder {
        fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
            let found = self.0.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "no such file".into())
        }

        fn siblings(&mut self, _folder: &str) -> Vec<String> {
            self.0.iter().map(|(name, _)| name.rsplit('/').next().unwrap_or(name).to_owned()).collect()
        }
    }

    fn check(files: &'static [(&'static str, &'static str)], tree: &str, codes: &[&str]) {
        let mut sources = Sources::default();
        sources.add("labs/root.yaml", files[0].1.to_owned());
        let mut found = Vec::new();
        let root = text::read(0, files[0].1.as_bytes()).tree.expect("sound YAML");
        let merged = resolve(root, &mut sources, &mut Folder(files), &mut found);
        assert_eq!(merged.flow(), tree);
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn maps_merge_by_key_people_by_upn_and_lists_are_replaced() {
        check(
            &[
                ("root.yaml", "extends: a/b.yaml\nt: {x: 1, l: [1]}\nusers: [{upn: C@x, n: 9}, {upn: a@x, n: 2}]\n"),
                ("a/b.yaml", "extends: c.yaml\nt: {y: 2, l: [2, 3]}\nusers: [{upn: A@x, m: 1, n: 1}, {upn: b@x}]\n"),
                ("a/c.yaml", "title: base\nt: {x: 5, z: 3}\n"),
            ],
            "{extends: a/b.yaml, t: {x: 1, l: [1], y: 2, z: 3}, \
             users: [{upn: a@x, n: 2, m: 1}, {upn: b@x}, {upn: C@x, n: 9}], title: base}",
            &[],
        );
    }

    #[test]
    fn paths_stay_inside_and_end() {
        check(&[("root.yaml", "extends: ../x.yaml\n")], "{extends: ../x.yaml}", &["extends-path"]);
        check(&[("root.yaml", "extends: /etc/x\n")], "{extends: /etc/x}", &["extends-path"]);
        check(&[("root.yaml", "extends: a/../root.yaml\n")], "{extends: a/../root.yaml}", &["extends-cycle"]);
        check(&[("root.yaml", "extends: rot.yaml\n")], "{extends: rot.yaml}", &["extends-missing"]);
    }
}
