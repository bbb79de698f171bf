//! Files: reading scenarios with what they extend, finding them below folders, writing outputs whole or not at all.
#![expect(clippy::disallowed_methods, reason = "this is the one place that touches the file system")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tenantlab::ledger::Ledger;
use tenantlab::model::time::{Date, Span};
use tenantlab::quiz::Paper;
use tenantlab::quiz::handout::Handout;
use tenantlab::quiz::paper::FOR_LEARNERS;
use tenantlab::scenario::diagnostic::{Severity, render_plain};
use tenantlab::scenario::{Loader, NoFiles, Reading, Scenario, read};
use tenantlab::sim;

use super::term;

/// The largest file that is read, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

/// Files that a scenario extends: only those inside the folder of the scenario.
struct Folder(PathBuf);

impl Loader for Folder {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let inside = |path: &Path| Some(path.canonicalize().ok()?.starts_with(self.0.canonicalize().ok()?));
        let path = self.0.join(path);
        if inside(&path) == Some(false) {
            return Err("it lies outside the folder of the scenario".to_owned());
        }
        bytes(&path).map_err(|error| format!("{error:#}"))
    }

    fn siblings(&mut self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// When it cannot be read or is too large.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let mut found = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(MOST + 1).read_to_end(&mut found).context("standard input cannot be read")?;
    } else {
        let named = || format!("`{}` cannot be read", path.display());
        let file = fs::File::open(path).with_context(named)?;
        if file.metadata().with_context(named)?.is_dir() {
            bail!("`{}` is a folder, a file was expected", path.display());
        }
        file.take(MOST + 1).read_to_end(&mut found).with_context(named)?;
    }
    if found.len() as u64 > MOST {
        bail!("`{}` is larger than 256 MiB", path.display());
    }
    Ok(found)
}

/// A scenario file as it is read, with everything that is wrong with it.
///
/// # Errors
/// When the file cannot be read at all.
pub(crate) fn reading(path: &Path) -> anyhow::Result<Reading> {
    Ok(reading_of(path, &bytes(path)?))
}

/// A text as it would be read if it stood in this file.
pub(crate) fn reading_of(path: &Path, bytes: &[u8]) -> Reading {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    read(&path.display().to_string(), bytes, &mut Folder(folder.to_path_buf()))
}

/// What to change of a scenario before it is run.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) seed: Option<u64>,
    pub(crate) date: Option<Date>,
}

/// The scenario of a file or of a folder that `run --out` wrote; none where it is wrong, which has then been said.
///
/// # Errors
/// When a file cannot be read, or the replay of a folder differs from its result.
pub(crate) fn scenario(path: &Path, changes: Changes, colour: bool) -> anyhow::Result<Option<Scenario>> {
    let Some(mut scenario) = sound(path, colour)?.and_then(|reading| reading.scenario) else { return Ok(None) };
    scenario.seed = changes.seed.unwrap_or(scenario.seed);
    if let Some(date) = changes.date {
        move_start(&mut scenario, date);
    }
    Ok(Some(scenario))
}

/// The reading of a file, or of the scenario in a folder that `run --out` wrote; none where it is wrong, which has then
/// been said.
///
/// # Errors
/// When a file cannot be read, or the replay of a folder differs from its result.
pub(crate) fn sound(path: &Path, colour: bool) -> anyhow::Result<Option<Reading>> {
    let folder = path.is_dir();
    let file = if folder { path.join("scenario.yaml") } else { path.to_path_buf() };
    if folder && !file.is_file() {
        bail!(
            "`{}` is a folder without `scenario.yaml`: expected a scenario file, or a folder that `run --out` wrote",
            path.display()
        );
    }
    let reading = reading(&file)?;
    if !reading.diagnostics.is_empty() {
        term::talk(&render_plain(&reading.diagnostics, &reading.sources, colour));
    }
    let Some(scenario) = &reading.scenario else { return Ok(None) };
    if folder {
        same_digest(path, &sim::run(scenario))?;
    }
    Ok(Some(reading))
}

/// The scenario of a text that another file holds; none where it is wrong, which has then been said.
pub(crate) fn scenario_text(name: &str, text: &str, colour: bool) -> Option<Scenario> {
    let reading = read(name, text.as_bytes(), &mut NoFiles);
    if is_wrong(&reading) {
        term::talk(&render_plain(&reading.diagnostics, &reading.sources, colour));
    }
    reading.scenario
}

/// Moves the start, and with it the end and every step, to 00:00 of a day.
fn move_start(scenario: &mut Scenario, date: Date) {
    let by = date.start() - scenario.start;
    scenario.start = date.start();
    scenario.end = scenario.end + by;
    scenario.timeline.iter_mut().for_each(|step| step.at = step.at + Span(by.0));
}

fn same_digest(folder: &Path, ledger: &Ledger) -> anyhow::Result<()> {
    let result: serde_json::Value = serde_json::from_slice(&bytes(&folder.join("result.json"))?)
        .with_context(|| format!("`{}` is no result", folder.join("result.json").display()))?;
    let (then, now) = (result["digest"].as_str().unwrap_or_default(), ledger.digest.to_string());
    if then != now {
        bail!("the replay differs from `{}`: digest {now} instead of {then}", folder.display());
    }
    Ok(())
}

/// Whether any of the findings is an error.
pub(crate) fn is_wrong(reading: &Reading) -> bool {
    reading.diagnostics.iter().any(|found| found.severity == Severity::Error)
}

/// Every scenario file at or below the paths, each once, in the order of the paths.
///
/// # Errors
/// When a path does not exist.
pub(crate) fn below(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path == Path::new("-") || path.is_file() {
            found.push(path.clone());
        } else if path.is_dir() {
            let mut inside = Vec::new();
            walk(path, 0, &mut inside)?;
            inside.sort();
            found.append(&mut inside);
        } else {
            bail!("`{}` does not exist", path.display());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if depth > 32 {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("`{}` cannot be read", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&path, depth + 1, found)?;
        } else if path.extension().is_some_and(|end| end == "yaml") {
            found.push(path);
        }
    }
    Ok(())
}

/// The files of a folder, by name.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub(crate) fn folder(path: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(path).with_context(|| format!("the folder `{}` cannot be read", path.display()))? {
        let path = entry?.path();
        let known = path.extension().is_some_and(|end| end == "json" || end == "csv" || end == "yaml" || end == "yml");
        if known {
            // A folder or a link to nowhere in the place of a file would be read as if nothing had been exported.
            if !path.is_file() && !path.is_dir() {
                path.metadata().with_context(|| format!("`{}` cannot be read", path.display()))?;
                bail!("`{}` is no file", path.display());
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(name, bytes(&path)?);
        }
    }
    Ok(files)
}

/// The path from a folder to the nearest file with this name in it or above it, within eight levels.
pub(crate) fn above(folder: &Path, name: &str) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let level = folder.ancestors().take(8).position(|folder| folder.join(name).is_file())?;
    Some("../".repeat(level) + name)
}

/// Writes a file whole or not at all: under another name first, then renamed. A device or a pipe is written into, as
/// taking its place would take it from everybody else.
///
/// # Errors
/// When it cannot be written; the file that was there before is then still there.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, bytes, |part| fs::File::create(part))
}

/// The same for what only its owner may read.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, bytes, |part| {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(part)
    })
}

fn write_with(path: &Path, bytes: &[u8], create: impl Fn(&Path) -> std::io::Result<fs::File>) -> anyhow::Result<()> {
    let named = || format!("`{}` cannot be written", path.display());
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut there = fs::OpenOptions::new().write(true).open(path).with_context(named)?;
        return there.write_all(bytes).with_context(named);
    }
    let mut name = path.file_name().map(std::ffi::OsStr::to_os_string).with_context(named)?;
    name.push(".part");
    let part = path.with_file_name(name);
    let written = create(&part).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    if let Err(error) = written.and_then(|()| fs::rename(&part, path)) {
        let _ = fs::remove_file(&part);
        return Err(error).with_context(named);
    }
    Ok(())
}

/// A trainer's file of a quiz, and its bytes.
///
/// # Errors
/// When it cannot be read, or is no quiz.
pub(crate) fn paper(path: &Path) -> anyhow::Result<(Paper, Vec<u8>)> {
    let bytes = bytes(path)?;
    let text = std::str::from_utf8(&bytes).with_context(|| format!("`{}` is not UTF-8", path.display()))?;
    let paper = Paper::parse(text).map_err(|error| anyhow::anyhow!("`{}` is no quiz: {error}", path.display()))?;
    Ok((paper, bytes))
}

/// A learner's paper without keys; none where the file is not one.
///
/// # Errors
/// When it cannot be read, or is a paper with something wrong in it.
pub(crate) fn handout(path: &Path) -> anyhow::Result<Option<Paper>> {
    let bytes = bytes(path)?;
    let named = serde_json::from_slice::<serde_json::Value>(&bytes).ok();
    if named.is_none_or(|value| value["format"] != FOR_LEARNERS) {
        return Ok(None);
    }
    let read = Handout::parse(&String::from_utf8_lossy(&bytes));
    let handout = read.map_err(|error| anyhow::anyhow!("`{}` is no paper: {error}", path.display()))?;
    Ok(Some(handout.paper()))
}

/// The variants of a folder: each learner, who is named by the file, with the quiz and its bytes, in the order of names.
///
/// # Errors
/// When the folder or a file in it cannot be read, or one is no quiz, or there are none.
pub(crate) fn variants(path: &Path) -> anyhow::Result<Vec<(String, Paper, Vec<u8>)>> {
    let mut found = Vec::new();
    for name in folder(path)?.into_keys() {
        if let Some(learner) = name.strip_suffix(".json") {
            let (paper, bytes) = paper(&path.join(&name))?;
            found.push((learner.to_owned(), paper, bytes));
        }
    }
    if found.is_empty() {
        bail!("the folder `{}` holds no variants; `quiz make --roster` writes them", path.display());
    }
    Ok(found)
}

/// So many bytes that nobody can guess, drawn by the operating system.
///
/// # Errors
/// When it gives none.
pub(crate) fn drawn<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut secret = [0; N];
    match getrandom::fill(&mut secret) {
        Ok(()) => Ok(secret),
        Err(error) => bail!("the operating system gives no random secret: {error}"),
    }
}

/// Removes a file that may be there.
///
/// # Errors
/// When it is there and cannot be removed.
pub(crate) fn forget(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("`{}` cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes several files into a folder, which is made where it does not exist.
///
/// # Errors
/// When the folder cannot be made or a file cannot be written.
pub(crate) fn write_all(folder: &Path, files: &[(&str, impl AsRef<[u8]>)]) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
    files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes.as_ref()))
}
