//! `quiz export`: a quiz in the formats of other programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use tenantlab::quiz::Paper;
use tenantlab::report::quiz::{ALL, Export, Format, Note, export, find};

use super::asked::{Asked, paper};
use super::{Exit, files, term};

/// Arguments of `quiz export`.
#[derive(clap::Args, Debug)]
pub(super) struct ExportArgs {
    /// A quiz.json, a scenario file, a folder that `run --out` wrote, or the folder of variants that `quiz make --roster`
    /// wrote: each is then written into a folder of its learner, who stands before its title.
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

/// Quizzes, each with the learner whose variant it is.
type Papers = Vec<(Option<String>, Paper)>;

/// The quizzes to export; none where the scenario is wrong, which has then been said.
fn papers(args: &ExportArgs, colour: bool) -> anyhow::Result<Option<Papers>> {
    if !args.file.is_dir() || args.file.join("scenario.yaml").is_file() {
        return Ok(paper(&args.file, &args.asked, colour)?.map(|paper| vec![(None, paper)]));
    }
    let titled = |(learner, mut paper, _): (String, Paper, Vec<u8>)| {
        paper.title = format!("{learner}: {}", paper.title);
        (Some(learner), paper)
    };
    Ok(Some(files::variants(&args.file)?.into_iter().map(titled).collect()))
}

pub(super) fn run(args: &ExportArgs, colour: bool) -> anyhow::Result<Exit> {
    let formats = wanted(&args.format)?;
    let Some(papers) = papers(args, colour)? else { return Ok(Exit::Input) };
    let (mut paths, mut lines, mut notes) = (Vec::new(), String::new(), Vec::new());
    let mut cautions = BTreeMap::new();
    for (learner, paper) in &papers {
        let out = learner.as_ref().map_or_else(|| args.out.clone(), |learner| args.out.join(learner));
        let of = learner.as_ref().map(|learner| format!("{learner}: ")).unwrap_or_default();
        let exports: Vec<Export> = formats.iter().map(|format| export(paper, format)).collect();
        let files: Vec<(&str, &[u8])> =
            exports.iter().flat_map(|one| &one.files).map(|file| (file.name, file.bytes.as_slice())).collect();
        files::write_all(&out, &files)?;
        for (format, one) in formats.iter().zip(exports) {
            for file in &one.files {
                let path = out.join(file.name).display().to_string();
                lines.push_str(&format!("{:<8} {path}\n", format.name));
                paths.push(path);
            }
            one.notes.iter().for_each(|note| term::talk(&term::clean(&format!("note: {of}{note}"))));
            if one.files.is_empty() {
                term::talk(&term::clean(&format!(
                    "note: {of}{}: no question fits, so no file is written",
                    format.name
                )));
            }
            cautions.extend(one.caution.map(|says| (format.name, says)));
            notes.extend(one.notes.into_iter().map(|note| Said { learner: learner.as_deref(), note }));
        }
    }
    cautions.iter().for_each(|(name, says)| term::talk(&format!("note: {name}: {says}")));
    if args.json {
        let said = serde_json::json!({ "files": paths, "notes": notes, "cautions": cautions });
        term::print(&format!("{said:#}\n"))?;
    } else {
        term::print(&lines)?;
    }
    Ok(Exit::Well)
}

/// A note, and whose variant it is about.
#[derive(serde::Serialize)]
struct Said<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    learner: Option<&'a str>,
    #[serde(flatten)]
    note: Note,
}
