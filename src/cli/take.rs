//! `quiz take`: questions in the terminal, judged at once or at the end, or practised rule by rule.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::ledger::Ledger;
use tenantlab::quiz::paper::Paper;
use tenantlab::quiz::practice::{Answered, History};
use tenantlab::quiz::take::{Mode, Reply, Session};
use tenantlab::quiz::{Lab, Request, rating, response};
use tenantlab::report::quiz::terminal::{self, Style};
use tenantlab::sim::{self, Simulator};

use super::asked::{Asked, is_trainers, paper, scenario};
use super::{Exit, files, term};

/// Arguments of `quiz take`.
#[derive(clap::Args, Debug)]
pub(super) struct TakeArgs {
    /// A quiz.json, a scenario file, a folder that `run --out` wrote, or the paper.json of an exam, which holds no key: its
    /// answers are kept for the trainer to grade.
    file: PathBuf,
    /// When answers are judged; without it, as progress says, else at once.
    #[arg(long, value_enum)]
    mode: Option<When>,
    /// Keep progress in this file, and take it up again from there.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Plain lines: no columns, no colour. For screen readers and pipes.
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    asked: Asked,
}

/// When the learner hears whether an answer was right.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
enum When {
    /// After each question.
    Instant,
    /// When everything is handed in.
    Exam,
    /// After each question, without an end: the rules come again, spaced by how they went.
    Practice,
}

pub(super) fn run(args: &TakeArgs, colour: bool) -> anyhow::Result<Exit> {
    if args.file == Path::new("-") {
        bail!("answers are read from standard input: name a file");
    }
    let plain = args.plain || term::plain();
    let style = Style { plain, width: term::width(), colour };
    if args.mode == Some(When::Practice) {
        return practise(args, style, colour);
    }
    let handout = if is_trainers(&args.file) { files::handout(&args.file)? } else { None };
    let paper = match handout {
        Some(paper) => Some(paper),
        None => paper(&args.file, &args.asked, colour)?,
    };
    let Some(paper) = paper else { return Ok(Exit::Input) };
    let mut session = session(paper, args)?;
    if args.resume.is_none() {
        term::talk("note: progress is not kept; `--resume FILE` keeps it");
    }
    let keep = |session: &Session| match &args.resume {
        Some(path) => files::write(path, session.save().as_bytes()),
        None => Ok(()),
    };
    term::print(&terminal::at_hand(&session, style))?;
    let mut lines = Lines::new();
    while !session.is_over() {
        // The end of what is typed stops as `q` does.
        let line = lines.next()?.unwrap_or_else(|| "q".to_owned());
        let reply = session.take(&line);
        keep(&session)?;
        term::print(&terminal::said(&session, &reply, style))?;
        if reply == Reply::Quit {
            break;
        }
    }
    if let (true, false, Some(path)) = (session.is_over(), session.paper().has_key(), &args.resume) {
        term::print(&format!("Hand over {}\n", path.display()))?;
    }
    Ok(Exit::Well)
}

/// A quiz from its beginning, or from where it was left.
fn session(paper: Paper, args: &TakeArgs) -> anyhow::Result<Session> {
    let mut mode = args.mode.map(|mode| if mode == When::Exam { Mode::Exam } else { Mode::Instant });
    if !paper.has_key() {
        if mode == Some(Mode::Instant) {
            bail!("`{}` holds no key, so no answer can be judged at once: leave out --mode", args.file.display());
        }
        if args.resume.is_none() {
            bail!(
                "`{}` holds no key, so answers count where they are kept: add `--resume YOUR-NAME.json`, and hand that file over",
                args.file.display()
            );
        }
        mode = Some(Mode::Exam);
    }
    let Some(path) = args.resume.as_ref().filter(|path| path.exists()) else {
        return Ok(Session::new(paper, mode.unwrap_or(Mode::Instant)));
    };
    let text = String::from_utf8(files::bytes(path)?)?;
    let session = Session::resume(paper, &text).map_err(|error| anyhow::anyhow!("`{}`: {error}", path.display()))?;
    if mode.is_some_and(|mode| mode != session.progress().mode) {
        bail!("`{}` was begun in the other mode, and goes on as it began: leave out --mode", path.display());
    }
    Ok(session)
}

/// Practice in a lab: a question after the other, until the learner stops or so many were answered as were asked for.
fn practise(args: &TakeArgs, style: Style, colour: bool) -> anyhow::Result<Exit> {
    let Some(scenario) = scenario(&args.file, colour)? else { return Ok(Exit::Input) };
    let ledger = sim::run(&scenario);
    let seed = args.asked.seed(&scenario)?;
    let mut history = history(args, &ledger, seed)?;
    let request = Request { about: Vec::new(), ..args.asked.request(&scenario, seed)? };
    let lab = Lab::new(&Simulator, &scenario);
    let mut lines = Lines::new();
    let mut answered = 0;
    while args.asked.count().is_none_or(|count| answered < count) {
        let Some(exercise) = history.next(&lab, &ledger, &request) else {
            bail!("no question could be made of `{}`", args.file.display())
        };
        let mut session = Session::new(Paper::of(&exercise.made.quiz), Mode::Instant);
        term::print(&format!("Practice, question {}\n{}", history.answers.len() + 1, asked(&session, style)))?;
        let judged = loop {
            let line = lines.next()?.unwrap_or_else(|| "q".to_owned());
            match session.take(&line) {
                Reply::Quit => return stop(&history),
                Reply::Answered(at) => {
                    break session.progress().answers[at].as_ref().map(|one| {
                        let item = &session.paper().items[at];
                        let (archetype, item, right) = (item.archetype.clone(), item.id.clone(), one.is_right(item));
                        let expected = exercise.made.quiz.items.first().map_or(0, rating::expected);
                        let feedback = terminal::feedback(&session.paper().items[at], one, style);
                        (feedback, Answered { rule: exercise.rule.clone(), archetype, item, right, expected })
                    });
                }
                Reply::Again(why) => term::print(&format!("{why}\n"))?,
                // There is nothing to go to and nothing to come back to.
                _ => {
                    session = Session::new(session.paper().clone(), Mode::Instant);
                    let expected = session.question().map(|(_, item)| response::expected(item)).unwrap_or_default();
                    term::print(&format!("type {expected}; or q to stop\n"))?;
                }
            }
        };
        let Some((feedback, answer)) = judged else { continue };
        history.answers.push(answer);
        answered += 1;
        if let Some(path) = &args.resume {
            files::write(path, history.save().as_bytes())?;
        }
        term::print(&format!("{feedback}\n"))?;
    }
    stop(&history)
}

fn history(args: &TakeArgs, ledger: &Ledger, seed: u64) -> anyhow::Result<History> {
    let Some(path) = args.resume.as_ref().filter(|path| path.exists()) else { return Ok(History::new(ledger, seed)) };
    let text = String::from_utf8(files::bytes(path)?)?;
    History::parse(&text, ledger).map_err(|error| anyhow::anyhow!("`{}`: {error}", path.display()))
}

fn asked(session: &Session, style: Style) -> String {
    session.question().map_or_else(String::new, |(_, item)| {
        let expected = response::expected(item);
        format!("{}Type {expected}; q stops\n", terminal::question(item, style))
    })
}

/// What was practised, what comes again first in front.
fn stop(history: &History) -> anyhow::Result<Exit> {
    let right = history.answers.iter().filter(|answer| answer.right).count();
    let mut said = format!("{right} of {} right so far\n", history.answers.len());
    for (rule, spacing) in history.rules() {
        let after = spacing.due.saturating_sub(history.answers.len());
        said.push_str(&format!("  {rule}  comes again after {after} more\n"));
    }
    term::print(&term::clean(&said))?;
    Ok(Exit::Well)
}

/// Typed lines; what comes from a pipe is said again, so that the output reads as a transcript.
struct Lines {
    stdin: std::io::StdinLock<'static>,
    typed: bool,
}

impl Lines {
    fn new() -> Self {
        let stdin = std::io::stdin();
        Self { typed: stdin.is_terminal(), stdin: stdin.lock() }
    }

    /// The next line; none at the end. Bytes that are no text answer nothing, and end nothing.
    fn next(&mut self) -> anyhow::Result<Option<String>> {
        if self.typed {
            term::print("> ")?;
        }
        let mut bytes = Vec::new();
        let ended = self.stdin.read_until(b'\n', &mut bytes)? == 0;
        let line = (!ended).then(|| String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned());
        match &line {
            None if self.typed => term::print("\n")?,
            Some(line) if !self.typed => term::print(&format!("> {}\n", term::clean(line)))?,
            _ => {}
        }
        Ok(line)
    }
}
