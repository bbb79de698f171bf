//! `quiz export`: a quiz in the formats of other programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use tenantlab::report::quiz::{ALL, Export, Format, export, find};

use super::asked::{Asked, paper};
use super::{Exit, files, term};

/// Arguments of `quiz export`.
#[derive(clap::Args, Debug)]
pub(super) struct ExportArgs {
    /// A quiz.json, a scenario file, or a folder that `run --out` wrote.
    file: PathBuf,
    /// The formats, parted by commas; `all` for each of them.
    #[arg(long, value_name = "NAME", value_delimiter = ',', required = true, long_help = names())]
    format: Vec<String>,
    /// The folder to write into.
    #[arg(long, short, default_value = "quiz")]
    out: PathBuf,
    /// Print the files and what did not fit as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: Asked,
}

/// The formats with what they are for.
fn names() -> String {
    let lines = ALL.iter().map(|format| format!("\n  {:<8} {}", format.name, format.says));
    format!("The formats, parted by commas; `all` for each of them:{}", lines.collect::<String>())
}

/// The formats that are asked for, each once.
fn wanted(names: &[String]) -> anyhow::Result<Vec<&'static Format>> {
    if names.iter().any(|name| name == "all") {
        return Ok(ALL.to_vec());
    }
    let mut found: Vec<&Format> = Vec::new();
    for name in names {
        let Some(format) = find(name) else {
            let known: Vec<&str> = ALL.iter().map(|format| format.name).collect();
            bail!("there is no format `{name}`; formats are all, {}", known.join(", "));
        };
        if !found.iter().any(|one| one.name == format.name) {
            found.push(format);
        }
    }
    Ok(found)
}

pub(super) fn run(args: &ExportArgs, colour: bool) -> anyhow::Result<Exit> {
    let formats = wanted(&args.format)?;
    let Some(paper) = paper(&args.file, &args.asked, colour)? else { return Ok(Exit::Input) };
    let exports: Vec<Export> = formats.iter().map(|format| export(&paper, format)).collect();
    let files: Vec<(&str, &[u8])> =
        exports.iter().flat_map(|one| &one.files).map(|file| (file.name, file.bytes.as_slice())).collect();
    files::write_all(&args.out, &files)?;
    let notes: Vec<_> = exports.iter().flat_map(|one| &one.notes).collect();
    notes.iter().for_each(|note| term::talk(&format!("note: {}", term::clean(&note.to_string()))));
    let cautions: Vec<_> =
        formats.iter().zip(&exports).filter_map(|(format, one)| Some((format.name, one.caution?))).collect();
    cautions.iter().for_each(|(name, says)| term::talk(&format!("note: {name}: {says}")));
    for (format, _) in formats.iter().zip(&exports).filter(|(_, one)| one.files.is_empty()) {
        term::talk(&format!("note: {}: no question fits, so no file is written", format.name));
    }
    if args.json {
        let paths: Vec<String> = files.iter().map(|(name, _)| args.out.join(name).display().to_string()).collect();
        let said = serde_json::json!({ "files": paths, "notes": notes, "cautions": BTreeMap::from_iter(cautions) });
        term::print(&format!("{said:#}\n"))?;
    } else {
        let lines = formats.iter().zip(&exports).flat_map(|(format, one)| {
            one.files.iter().map(move |file| format!("{:<8} {}\n", format.name, args.out.join(file.name).display()))
        });
        term::print(&lines.collect::<String>())?;
    }
    Ok(Exit::Well)
}
