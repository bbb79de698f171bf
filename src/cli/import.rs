//! `import`: turns a folder of exports of a tenant into a scenario.

use std::path::{Path, PathBuf};

use tenantlab::model::time::Date;
use tenantlab::scenario::write;

use super::{Exit, files, term};

/// Arguments of `import`.
#[derive(clap::Args, Debug)]
pub(crate) struct ImportArgs {
    /// The folder with the exports.
    folder: PathBuf,
    /// What no export tells; without it `answers.yaml` in the folder is taken.
    #[arg(long)]
    answers: Option<PathBuf>,
    /// Ask on the terminal for what no export tells, and write it into the file of --answers.
    #[arg(long, requires = "answers")]
    ask: bool,
    /// The day the scenario starts on; without it the answers must say.
    #[arg(long)]
    date: Option<Date>,
    #[command(flatten)]
    names: super::tenant::NameArgs,
    /// The scenario file to write; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Exit> {
    if let Some(path) = args.answers.as_deref().filter(|_| args.ask) {
        super::ask::notes(path)?;
    }
    let (answers, names) = (args.answers.as_deref(), &args.names);
    let exported = super::tenant::exports(&args.folder, answers, args.date, names, Vec::new());
    if let Some(path) = answers.filter(|_| args.ask && exported.is_err()) {
        let path = path.display();
        term::talk(&format!("the answers are kept in `{path}`: correct them there, and import without --ask"));
    }
    let imported = exported?.imported;
    let text = write::write(&imported.scenario);
    if args.output == Path::new("-") {
        term::print(&text)?;
    } else {
        files::write(&args.output, text.as_bytes())?;
    }
    for note in &imported.notes {
        term::talk(&term::clean(&format!("note: {note}")));
    }
    let people = imported.scenario.users.len();
    term::talk(&format!("{people} people, {} notes, written to {}", imported.notes.len(), args.output.display()));
    Ok(Exit::Well)
}
