//! A lab that somebody steps through, in lines: a state machine that is given lines and gives text; the edge does the
//! rest.
//!
//! The form is linear: text is only ever added, a change is announced once, and choices have numbers, so that it reads
//! the same on a screen, through a screen reader and through a pipe.

mod command;
mod put;
mod say;

use crate::scenario::suggest::{meant, nearest};
use crate::study::play::{Kept, Session};

use self::command::{COMMANDS, Command};
use self::say::Told;
use super::View;
use super::explain::{Explanation, Page};
use super::words::when;

/// How many single changes `why` looks for.
const FLIPS: usize = 3;

/// What a line led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Text to show.
    Say(String),
    /// The changed scenario is to be written: to this file, or to the one that was named at the start.
    Save(Option<String>),
    /// The last text.
    Quit(String),
}

/// Somebody with a lab.
#[derive(Debug)]
pub struct Player<'s> {
    session: Session<'s>,
    width: usize,
    told: Told,
    choices: Vec<Choice>,
}

/// A choice with the line that it stands for.
#[derive(Clone, Debug)]
struct Choice {
    says: String,
    line: String,
}

impl<'s> Player<'s> {
    /// Begins; lines are broken at so many columns.
    #[must_use]
    pub fn new(session: Session<'s>, width: usize) -> Self {
        Self { session, width, told: Told::default(), choices: Vec::new() }
    }

    /// The run that is stepped through.
    #[must_use]
    pub const fn session(&self) -> &Session<'s> {
        &self.session
    }

    /// Every command's word, for completion.
    pub fn words() -> impl Iterator<Item = &'static str> {
        COMMANDS.iter().map(|command| command.0)
    }

    /// What to say first.
    pub fn opening(&mut self) -> String {
        let mut page = self.page();
        let (lab, many) = (self.session.lab(), self.session.ledger().steps.len());
        page.say(0, &format!("{}. {many} steps from {} to {}.", lab.title, when(lab.start), when(lab.end)));
        if self.session.leaves_out_people() {
            page.say(0, "Generated people are left out here, and the seats that they take; `run` has them.");
        }
        page.say(0, "Commands: n next, b back, w why, s state, p who, f faults, i inject, ? all of them, q quit.");
        say::around(&self.session, &mut self.told, &mut page);
        say::ahead(&self.session, &mut page);
        text(page)
    }

    /// Steps that were put in and would be lost: as lines of a timeline; empty where there are none.
    #[must_use]
    pub fn unsaved(&self) -> String {
        self.session.added().map(|step| format!("  - {step}\n")).collect()
    }

    /// Takes one line.
    pub fn take(&mut self, line: &str) -> Reply {
        match self.answer(line) {
            Ok(reply) => reply,
            Err(problem) => Reply::Say(format!("{}\n", super::words::plain(&problem))),
        }
    }

    fn answer(&mut self, line: &str) -> Result<Reply, String> {
        let command = match command::parse(line)? {
            Command::Choose(n) => {
                let chosen = n.checked_sub(1).and_then(|at| self.choices.get(at));
                let chosen = chosen.ok_or_else(|| match self.choices.len() {
                    0 => "there is nothing to choose from now; `?` lists the commands".to_owned(),
                    many => format!("choose a number from 1 to {many}, or type a command"),
                })?;
                let line = chosen.line.clone();
                return self.answer(&line);
            }
            other => other,
        };
        self.choices.clear();
        match command {
            Command::Save(file) => return Ok(Reply::Save((!file.is_empty()).then_some(file))),
            Command::Quit => return Ok(Reply::Quit(self.farewell())),
            Command::Next => self.next(),
            Command::Back => self.back(),
            Command::Where => Ok(self.here(true)),
            Command::To(whereto) => self.to(&whereto),
            Command::Why(step) => self.why(&step),
            Command::State(who) => self.state(&who),
            Command::Who => Ok(self.told_by(say::who)),
            Command::Faults => Ok(self.faults()),
            Command::Log => Ok(self.log()),
            Command::Help => Ok(self.help()),
            Command::Inject(what) => self.inject(&what),
            Command::Lift(what) => self.lift(&what),
            Command::Do(what) => self.act(&what),
            Command::Undo => self.undo(),
            Command::Choose(_) => Ok(String::new()),
        }
        .map(Reply::Say)
    }

    /// What to say once the changed scenario has been written; `digest` is that of the file's run without generated
    /// people.
    #[must_use]
    pub fn saved(&self, file: &str, kept: Kept) -> String {
        let how = match kept {
            Kept::All => "as you read it, with your steps at the end of the timeline",
            Kept::None => "with every default written out, because its own text has no room for your steps",
        };
        let mut page = self.page();
        page.say(0, &format!("Saved {file}, {how}. Digest {}.", self.session.ledger().digest));
        text(page)
    }

    fn farewell(&self) -> String {
        let mut page = self.page();
        let (done, many) = (self.session.cursor().done, self.session.ledger().steps.len());
        page.say(0, &format!("Stopped after step {done} of {many}. Digest {}.", self.session.ledger().digest));
        text(page)
    }

    const fn page(&self) -> Page {
        Page { lines: Vec::new(), width: self.width }
    }

    fn told_by(&self, what: impl Fn(&Session<'_>, &mut Page)) -> String {
        let mut page = self.page();
        what(&self.session, &mut page);
        text(page)
    }

    fn next(&mut self) -> Result<String, String> {
        let passed = self.session.forward();
        passed.ok_or_else(|| "the lab is over: there is no step after this one (`b` goes back)".to_owned())?;
        Ok(self.here(true))
    }

    fn back(&mut self) -> Result<String, String> {
        if self.session.back() { Ok(self.here(true)) } else { Err("this is the start of the lab".to_owned()) }
    }

    /// The step that was passed last, what is new around it, and what comes next.
    fn here(&mut self, in_full: bool) -> String {
        let mut page = self.page();
        let cursor = self.session.cursor();
        match cursor.done.checked_sub(1) {
            Some(last) if in_full => say::step(&self.session, last, &mut page),
            Some(_) => {}
            None => page.say(0, &format!("At the start, {}.", when(cursor.now))),
        }
        let ended = self.session.current().map_or(self.session.lab().start, |record| record.ended);
        if cursor.now > ended {
            page.say(0, &format!("It is {} now.", when(cursor.now)));
        }
        say::around(&self.session, &mut self.told, &mut page);
        say::ahead(&self.session, &mut page);
        text(page)
    }

    fn to(&mut self, whereto: &str) -> Result<String, String> {
        let many = self.session.ledger().steps.len();
        match whereto {
            "" => return Err("to where? A time, the number or id of a step, somebody, `start` or `end`".to_owned()),
            "start" => self.session.seek_step(0),
            "end" => self.session.seek_step(many),
            _ => {
                if let Some(at) = self.position(whereto)? {
                    self.session.seek_step(at + 1);
                } else if let Some(at) = crate::scenario::time(whereto, self.session.lab().start) {
                    let lab = self.session.lab();
                    let outside = format!("the lab runs from {} to {}", when(lab.start), when(lab.end));
                    self.session.seek_moment(at).map_err(|_| outside)?;
                } else {
                    self.seek_person(whereto)?;
                }
            }
        }
        Ok(self.here(true))
    }

    fn seek_person(&mut self, who: &str) -> Result<(), String> {
        let ids = self.session.ledger().steps.iter().filter_map(|record| record.id.as_deref());
        let user = self.session.lab().called(who).map_err(|problem| match nearest(who, ids) {
            Some(near) => format!("no step and nobody is called `{who}`; did you mean `{near}`?"),
            None => format!("no step is called `{who}`, and {problem}"),
        })?;
        if self.session.seek_person(user) {
            return Ok(());
        }
        let upn = self.session.lab().upn(user);
        let before = (0..self.session.cursor().done).rfind(|at| self.session.is_about(*at, user));
        Err(before.map_or_else(
            || format!("no step is about {upn}"),
            |at| format!("no step ahead is about {upn}; the last one was step {}", at + 1),
        ))
    }

    /// The position of a step by its number or id; none where the word is neither.
    fn position(&self, word: &str) -> Result<Option<usize>, String> {
        let steps = &self.session.ledger().steps;
        if let Ok(n) = word.parse::<usize>() {
            return match n.checked_sub(1).filter(|at| *at < steps.len()) {
                Some(at) => Ok(Some(at)),
                None => Err(format!("there is no step {n}: steps are numbered from 1 to {}", steps.len())),
            };
        }
        Ok(steps.iter().position(|record| record.id.as_deref() == Some(word)))
    }

    fn why(&self, step: &str) -> Result<String, String> {
        let at = if step.is_empty() {
            self.session.cursor().done.checked_sub(1).ok_or("nothing has happened yet; `n` passes the first step")?
        } else {
            let ids = self.session.ledger().steps.iter().filter_map(|record| record.id.as_deref());
            let near = meant(step, ids);
            self.position(step)?.ok_or_else(|| format!("no step is called `{step}`{near}"))?
        };
        let record = &self.session.ledger().steps[at];
        if record.outcome.is_none() {
            return Err("nobody tried anything in this step, so no rule decided".to_owned());
        }
        let view = View::new(self.session.lab(), self.session.ledger(), self.session.book());
        let step = view.steps.iter().find(|step| step.position == at).ok_or("the step left nothing to explain")?;
        let mut explanation = Explanation::new(&view, step);
        explanation.flips = self.session.flips(record, FLIPS, &mut |_| ());
        let mut said = explanation.text(self.width);
        if explanation.flips.is_empty() {
            said.push_str("No single change that was tried leads to another outcome.\n");
        }
        Ok(said)
    }

    fn state(&mut self, who: &str) -> Result<String, String> {
        let user = if who.is_empty() {
            let subject = self.session.current().and_then(|record| record.subject);
            subject.ok_or("of whom? `state PERSON`, or `p` for everybody")?
        } else {
            self.session.lab().called(who).map_err(|problem| problem.to_string())?
        };
        let Some(person) = self.session.person(user) else {
            return Err(format!("{} has no account now", self.session.lab().upn(user)));
        };
        Ok(self.told_by(|_, page| say::whole_state(person, page)))
    }

    fn faults(&self) -> String {
        self.told_by(|session, page| {
            say::faults("Faults in force", session.in_force(), page);
            say::faults("Faults ahead", session.ahead(), page);
            page.say(0, "`i` puts one in, `x` lifts one.");
        })
    }

    fn log(&self) -> String {
        self.told_by(|session, page| {
            let done = &session.ledger().steps[..session.cursor().done];
            let lines = done.iter().flat_map(|record| super::explain::log_lines(&record.audit, &record.events));
            page.list("Audit records and events so far", lines);
            if page.lines.is_empty() {
                page.say(0, "No audit record and no event so far.");
            }
        })
    }

    fn help(&self) -> String {
        self.told_by(|_, page| {
            for (word, letter, rest, says) in COMMANDS {
                let gap = if rest.is_empty() { "" } else { " " };
                page.say(0, &format!("{letter}  {word}{gap}{rest}: {says}"));
            }
            page.say(0, "Names may be cut short where one person is left; a number picks from the last list.");
        })
    }
}

/// The lines of a page.
fn text(page: Page) -> String {
    page.lines.join("\n") + "\n"
}
