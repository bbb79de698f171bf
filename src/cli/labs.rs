//! `labs`: lists the shipped labs, and writes them where the program was installed without its sources.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::scenario::schema::schema;
use tenantlab::scenario::{Loader, read};

use super::{Exit, files, run, term};

/// Arguments of `labs`.
#[derive(clap::Args, Debug)]
pub(crate) struct LabsArgs {
    /// Writes them below this folder, as `scenarios/…`, with the schema for editors beside; files that are there already
    /// and differ are left alone.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

macro_rules! shipped {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../scenarios/", $path)))),*]
    };
}

/// Every file below `scenarios/`, by its path there.
const SHIPPED: &[(&str, &str)] = shipped![
    "README.md",
    "lessons/01-first-reset.yaml",
    "lessons/02-five-methods.yaml",
    "lessons/02b-the-same-five-in-2027.yaml",
    "lessons/03-administrators.yaml",
    "lessons/03b-young-trial.yaml",
    "lessons/04-not-licensed.yaml",
    "lessons/04b-business-standard.yaml",
    "lessons/05-federated-with-writeback.yaml",
    "lessons/06-hash-sync-clocks.yaml",
    "lessons/07-scope-group.yaml",
    "lessons/08-one-to-two-methods.yaml",
    "lessons/09-merger-two-forests.yaml",
    "lessons/10-knowledge-check.yaml",
    "failures/after-the-rotation.yaml",
    "failures/agent-outage.yaml",
    "failures/cannot-be-reset-right-now.yaml",
    "failures/locked-out.yaml",
    "failures/one-department.yaml",
    "failures/password-quality.yaml",
    "failures/reset-does-not-help.yaml",
    "failures/restored-server.yaml",
    "failures/rights-and-protection.yaml",
    "failures/too-many-tries.yaml",
    "failures/worked-yesterday.yaml",
    "licensing/e3-to-business-standard-strict.yaml",
    "licensing/e3-to-business-standard.yaml",
    "changes/registered-only-2026-10-05.yaml",
    "changes/security-questions-2027-03.yaml",
    "changes/sms-and-voice-2027-02-01.yaml",
    "changes/sms-and-voice-with-provider.yaml",
    "scale/hybrid-day.yaml",
    "scale/licence-shortfall.yaml",
    "scale/one-or-two-methods.yaml",
    "scale/outage-length.yaml",
];

pub(super) fn run(args: &LabsArgs) -> anyhow::Result<Exit> {
    match &args.out {
        None => term::print(&list())?,
        Some(folder) => {
            write(folder)?;
            let first = run::quoted(&folder.join("scenarios/lessons/01-first-reset.yaml"));
            term::print(&format!(
                "{} labs are in {}\nRun    tenantlab run {first}\n",
                labs().count(),
                folder.join("scenarios").display()
            ))?;
        }
    }
    Ok(Exit::Well)
}

/// The labs among the shipped files.
fn labs() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHIPPED.iter().copied().filter(|(path, _)| path.ends_with(".yaml"))
}

fn list() -> String {
    let widest = labs().map(|(path, _)| path.len()).max().unwrap_or_default();
    let title = |path, text: &str| read(path, text.as_bytes(), &mut Shipped(path)).scenario.map(|lab| lab.title);
    let rows =
        labs().map(|(path, text)| format!("scenarios/{path:widest$}  {}\n", title(path, text).unwrap_or_default()));
    rows.chain(["Write them: tenantlab labs --out .\n".to_owned()]).collect()
}

/// The shipped files beside one of them, by its path.
struct Shipped(&'static str);

impl Loader for Shipped {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = SHIPPED.iter().find(|(other, _)| *other == format!("{folder}/{path}"));
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "no such file is shipped".to_owned())
    }

    fn siblings(&mut self, _folder: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Writes all of them, or nothing where one would take the place of something else.
fn write(folder: &Path) -> anyhow::Result<()> {
    let schema = format!("{:#}\n", schema());
    let shipped = SHIPPED.iter().map(|(path, text)| (folder.join("scenarios").join(path), *text));
    let all: Vec<_> = shipped.chain([(folder.join("scenario.schema.json"), schema.as_str())]).collect();
    let mut due = Vec::new();
    let mut taken = Vec::new();
    for (path, text) in &all {
        if !path.exists() {
            due.push((path, text));
        } else if !files::bytes(path).is_ok_and(|there| there == text.as_bytes()) {
            taken.push(path.display().to_string());
        }
    }
    if !taken.is_empty() {
        bail!("nothing was written: another file is there already as\n  {}", taken.join("\n  "));
    }
    for (path, text) in due {
        let (folder, name) = (path.parent().unwrap_or(folder), path.file_name().unwrap_or_default());
        files::write_all(folder, &[(&name.to_string_lossy(), text)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lab_of_the_folder_is_shipped_and_has_a_title() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let path =
            |file: PathBuf| file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        let mut found: Vec<_> =
            files::below(std::slice::from_ref(&root)).expect("the labs").into_iter().map(path).collect();
        let mut shipped: Vec<_> = labs().map(|(path, _)| path.to_owned()).collect();
        found.sort_unstable();
        shipped.sort_unstable();
        assert_eq!(shipped, found);
        assert!(list().lines().all(|line| !line.ends_with("  ")), "{}", list());
    }
}
