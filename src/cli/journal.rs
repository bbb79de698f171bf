//! The journal of a sweep: every finished run on a line of its own, so that a killed sweep goes on where it stopped.
//!
//! A line is a check sum and a JSON value. The first names the sweep by its digest, the others hold runs. A line that
//! was not written to its end has no line feed or a wrong check sum: it and what follows never count.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use tenantlab::ledger::Digest;
use tenantlab::study::sweep::Row;
use tenantlab::study::sweep::measure::MANY;

use super::files;

/// The name of the journal in its folder.
pub(super) const NAME: &str = "runs.jsonl";

/// The layout of the lines.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    sweep: String,
    program: String,
    version: u32,
}

impl Head {
    fn new(sweep: &str) -> Self {
        Self { sweep: sweep.to_owned(), program: env!("CARGO_PKG_VERSION").to_owned(), version: VERSION }
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    cell: usize,
    replicate: u32,
    seed: u64,
    values: Vec<Option<u64>>,
    digest: String,
}

impl Line {
    fn of(row: &Row) -> Self {
        let Row { cell, replicate, seed, values, digest } = row;
        Self { cell: *cell, replicate: *replicate, seed: *seed, values: values.to_vec(), digest: digest.to_string() }
    }

    fn row(self) -> Option<Row> {
        let values: [Option<u64>; MANY] = self.values.try_into().ok()?;
        let digest = Digest(*blake3::Hash::from_hex(&self.digest).ok()?.as_bytes());
        Some(Row { cell: self.cell, replicate: self.replicate, seed: self.seed, values, digest })
    }
}

/// A journal that is open for more.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    head: String,
}

impl Journal {
    /// Opens the journal of a folder, or begins one; with it come the runs that it holds.
    ///
    /// # Errors
    /// When the file cannot be read or written, another process has it, or it belongs to another sweep.
    pub(super) fn open(folder: &Path, sweep: &str) -> anyhow::Result<(Self, Vec<Row>)> {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
        let path = folder.join(NAME);
        let named = || format!("`{}` cannot be written", path.display());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).with_context(named)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => bail!("another sweep writes to `{}` now", path.display()),
            // A file system without locks is used without them.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).with_context(named)?;
        let (rows, sound) = read(&path, &text, sweep)?;
        file.set_len(sound as u64).with_context(named)?;
        file.seek(SeekFrom::End(0)).with_context(named)?;
        let head = line(&Head::new(sweep));
        if sound == 0 {
            file.write_all(head.as_bytes()).with_context(named)?;
        }
        Ok((Self { path, file, head }, rows))
    }

    /// Adds a finished run.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn add(&mut self, row: &Row) -> anyhow::Result<()> {
        let text = line(&Line::of(row));
        self.file.write_all(text.as_bytes()).with_context(|| format!("`{}` cannot be written", self.path.display()))
    }

    /// Writes the journal anew with its runs in order, so that it has the same bytes however they came.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn close(self, rows: &[Row]) -> anyhow::Result<()> {
        let lines: String = rows.iter().map(|row| line(&Line::of(row))).collect();
        files::write(&self.path, (self.head + &lines).as_bytes())
    }
}

/// The runs of a folder that a shard was written to.
///
/// # Errors
/// When there is no journal, or it belongs to another sweep.
pub(super) fn rows(folder: &Path, sweep: &str) -> anyhow::Result<Vec<Row>> {
    let path = folder.join(NAME);
    let text = files::bytes(&path)?;
    let (rows, sound) = read(&path, &text, sweep)?;
    if sound == 0 {
        bail!("`{}` holds no runs", path.display());
    }
    Ok(rows)
}

fn line(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain structures can be written");
    format!("{} {json}\n", check_sum(&json))
}

fn check_sum(json: &str) -> String {
    blake3::hash(json.as_bytes()).to_hex()[..16].to_owned()
}

/// The runs of a journal and how many of its bytes are sound.
fn read(path: &Path, text: &[u8], sweep: &str) -> anyhow::Result<(Vec<Row>, usize)> {
    let (mut rows, mut sound) = (Vec::new(), 0);
    for part in text.split_inclusive(|byte| *byte == b'\n') {
        let Some(json) = whole(part) else { break };
        if sound == 0 {
            let Ok(head) = serde_json::from_str::<Head>(json) else { break };
            let now = Head::new(sweep);
            if head.sweep != now.sweep {
                bail!(
                    "`{}` holds the runs of another scenario or sweep ({} instead of {}): the file, what it extends, the \
                     seed or the replicates have changed since; name another folder, or begin anew with --restart",
                    path.display(),
                    short(&head.sweep),
                    short(&now.sweep)
                );
            }
            if (head.program.as_str(), head.version) != (now.program.as_str(), now.version) {
                bail!(
                    "`{}` was written by version {} of tenantlab, and this is {}: name another folder, or begin anew with \
                     --restart",
                    path.display(),
                    head.program,
                    now.program
                );
            }
        } else {
            let Some(row) = serde_json::from_str::<Line>(json).ok().and_then(Line::row) else { break };
            rows.push(row);
        }
        sound += part.len();
    }
    if sound == 0 && text.contains(&b'\n') {
        bail!("`{}` is no journal of a sweep: name another folder, or begin anew with --restart", path.display());
    }
    Ok((rows, sound))
}

/// The JSON of a line that was written to its end.
fn whole(part: &[u8]) -> Option<&str> {
    let (sum, json) = std::str::from_utf8(part).ok()?.strip_suffix('\n')?.split_once(' ')?;
    (check_sum(json) == sum).then_some(json)
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
