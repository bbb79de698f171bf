//! `play`: stepping through a lab in the terminal, and changing it on the way.
//!
//! The form is linear everywhere: lines are added, nothing is drawn over. On a terminal that can do it, the line that is
//! typed may be edited, recalled and completed; `--plain`, a pipe, `TERM=dumb` or a screen reader's variable leave that
//! out.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use rustyline::Editor;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use tenantlab::report::play::{Player, Reply};
use tenantlab::sim::Simulator;
use tenantlab::study::play::Session;

use super::{Exit, files, term};

/// Arguments of `play`.
#[derive(clap::Args, Debug)]
pub(crate) struct PlayArgs {
    /// The scenario file, or a folder that `run --out` wrote.
    file: PathBuf,
    /// Keep the changed scenario in this file, from the first change on.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Whole lines, and no editing of the line that is typed: for screen readers and pipes.
    #[arg(long)]
    plain: bool,
}

pub(super) fn run(args: &PlayArgs, colour: bool) -> anyhow::Result<Exit> {
    if args.file == Path::new("-") {
        bail!("`play` reads commands from standard input: name a file to play");
    }
    let Some(reading) = files::sound(&args.file, colour)? else { return Ok(Exit::Input) };
    let Some(session) = Session::new(&Simulator, reading) else { return Ok(Exit::Input) };
    let plain = args.plain || term::plain();
    let width = if plain { usize::MAX } else { term::width() };
    let mut play = Play {
        player: Player::new(session, width),
        save: args.save.clone(),
        saved: Vec::new(),
        parting: Arc::default(),
    };
    play.on_interrupt()?;
    term::print(&play.player.opening())?;
    let ended = if plain || !std::io::stdin().is_terminal() { play.lines(plain) } else { play.editor() }?;
    play.end()?;
    Ok(ended)
}

/// A lab being played.
struct Play<'s> {
    player: Player<'s>,
    /// Where the changed scenario is kept.
    save: Option<PathBuf>,
    /// The steps that are in a file already.
    saved: Vec<String>,
    /// What to say when an interrupt ends everything.
    parting: Arc<Mutex<String>>,
}

impl Play<'_> {
    /// Ctrl-C while a lab is replayed or a whole line is read: says what is not saved, and ends.
    fn on_interrupt(&self) -> anyhow::Result<()> {
        let parting = Arc::clone(&self.parting);
        let end = move || {
            let _ = term::print(&parting.lock().unwrap_or_else(PoisonError::into_inner));
            std::process::exit(Exit::Interrupted as i32);
        };
        ctrlc::set_handler(end).context("interrupts cannot be listened for")
    }

    /// Reads whole lines; what comes from a pipe is said again, so that the output reads as a transcript.
    fn lines(&mut self, plain: bool) -> anyhow::Result<Exit> {
        let typed = std::io::stdin().is_terminal();
        let mut lines = std::io::stdin().lock().lines();
        loop {
            if typed {
                term::print(if plain { "Command: " } else { "> " })?;
            }
            let Some(line) = lines.next().transpose()? else { return Ok(Exit::Well) };
            if !typed {
                term::print(&format!("> {}\n", term::clean(&line)))?;
            }
            if !self.take(&line)? {
                return Ok(Exit::Well);
            }
        }
    }

    /// Reads lines that can be edited, recalled and completed.
    fn editor(&mut self) -> anyhow::Result<Exit> {
        let mut editor: Editor<Names, MemHistory> =
            Editor::with_history(rustyline::Config::default(), MemHistory::new())?;
        loop {
            editor.set_helper(Some(Names::of(&self.player)));
            match editor.readline("> ") {
                Ok(line) => {
                    editor.add_history_entry(&line)?;
                    if !self.take(&line)? {
                        return Ok(Exit::Well);
                    }
                }
                Err(ReadlineError::Interrupted) => return Ok(Exit::Interrupted),
                Err(ReadlineError::Eof) => return Ok(Exit::Well),
                Err(other) => return Err(other.into()),
            }
        }
    }

    /// Takes one line; whether there is more to come.
    fn take(&mut self, line: &str) -> anyhow::Result<bool> {
        let reply = self.player.take(line);
        if let Some(path) = self.save.clone().filter(|_| self.has_news()) {
            self.write(&path, false);
        }
        *self.parting.lock().unwrap_or_else(PoisonError::into_inner) = self.unsaved();
        match reply {
            Reply::Say(text) => term::print(&text)?,
            Reply::Save(file) => match file.map(PathBuf::from).or_else(|| self.save.clone()) {
                Some(path) => self.write(&path, true),
                None => term::print("into which file? `save FILE`\n")?,
            },
            Reply::Quit(text) => {
                term::print(&text)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn has_news(&self) -> bool {
        !self.player.session().added().eq(self.saved.iter().map(String::as_str))
    }

    /// Writes the changed scenario; what stands against it is said, and the lab goes on.
    fn write(&mut self, path: &Path, aloud: bool) {
        match self.written(path) {
            Ok(text) if aloud => {
                let _ = term::print(&text);
            }
            Ok(_) => {}
            Err(error) => term::talk(&format!("error: {}", term::clean(&format!("{error:#}")))),
        }
    }

    fn written(&mut self, path: &Path) -> anyhow::Result<String> {
        let session = self.player.session();
        let saved = session.saved(&mut |text| files::reading_of(path, text.as_bytes()));
        let saved = saved.with_context(|| format!("`{}` would not hold the same scenario", path.display()))?;
        files::write(path, saved.text.as_bytes())?;
        self.saved = session.added().map(str::to_owned).collect();
        self.parting.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(self.player.saved(&path.display().to_string(), saved.kept))
    }

    /// What would be lost, as lines of a timeline; empty where nothing would.
    fn unsaved(&self) -> String {
        if !self.has_news() {
            return String::new();
        }
        format!("\nNot saved; your steps, as lines of a timeline:\n{}", self.player.unsaved())
    }

    /// The end, however it came: the file is whole, and what is in none is said.
    fn end(&mut self) -> anyhow::Result<()> {
        if let Some(path) = self.save.clone() {
            self.write(&path, true);
        }
        term::print(&self.unsaved())
    }
}

/// The names that can be completed.
struct Names(Vec<String>);

impl Names {
    fn of(player: &Player<'_>) -> Self {
        let session = player.session();
        let mut all: Vec<String> = Player::words().map(str::to_owned).collect();
        all.extend(session.lab().users.iter().map(|person| person.upn.clone()));
        all.extend(session.ledger().steps.iter().filter_map(|record| record.id.clone()));
        all.extend(tenantlab::model::fault::FAULTS.iter().map(|fault| fault.id.clone()));
        Self(all)
    }
}

impl rustyline::completion::Completer for Names {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &rustyline::Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let start = line[..pos].rfind(' ').map_or(0, |at| at + 1);
        let begun = &line[start..pos];
        Ok((start, self.0.iter().filter(|name| name.starts_with(begun)).cloned().collect()))
    }
}

impl rustyline::hint::Hinter for Names {
    type Hint = String;
}

impl rustyline::highlight::Highlighter for Names {}

impl rustyline::validate::Validator for Names {}

impl rustyline::Helper for Names {}
