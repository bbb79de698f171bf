//! `new`: a commented scenario to begin with.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tenantlab::scenario::schema::schema;
use tenantlab::scenario::template::template;

use super::{Exit, files, run, term};

/// The schema's file.
const SCHEMA: &str = "scenario.schema.json";

/// Arguments of `new`.
#[derive(clap::Args, Debug)]
pub(crate) struct NewArgs {
    /// The file to write, such as my-lab.yaml; one that is there already is left alone.
    file: PathBuf,
    /// The title; default: the name of the file.
    #[arg(long)]
    title: Option<String>,
}

pub(super) fn run(args: &NewArgs) -> anyhow::Result<Exit> {
    let file = &args.file;
    let stem = file.file_stem().with_context(|| format!("`{}` is no name for a file", file.display()))?;
    if file.extension().is_none_or(|end| end != "yaml") {
        bail!("`{}` does not end with `.yaml`, by which scenarios are known", file.display());
    }
    if file.exists() {
        bail!("`{}` is there already", file.display());
    }
    let title = args.title.clone().unwrap_or_else(|| stem.to_string_lossy().replace(['-', '_'], " "));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let beside = files::above(folder, SCHEMA);
    if beside.is_none() {
        files::write(&folder.join(SCHEMA), format!("{:#}\n", schema()).as_bytes())?;
    }
    files::write(file, template(&title, beside.as_deref().unwrap_or(SCHEMA)).as_bytes())?;
    let (name, shell) = (file.display(), run::quoted(file));
    let mut said = format!("{name} is written; it runs as it stands\n");
    if beside.is_none() {
        said.push_str(&format!(
            "{} is for editors, which complete and check the file by it\n",
            folder.join(SCHEMA).display()
        ));
    }
    said.push_str(&format!(
        "Check  tenantlab check {shell}\nRun    tenantlab run {shell}\nPlay   tenantlab play {shell}\n"
    ));
    term::print(&said)?;
    Ok(Exit::Well)
}
