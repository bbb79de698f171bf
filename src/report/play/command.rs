//! What somebody who steps through a run may type, in words and single letters.

use crate::scenario::suggest::meant;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Next,
    Back,
    Where,
    To(String),
    Why(String),
    State(String),
    Who,
    Faults,
    Inject(Inject),
    Lift(Inject),
    Do(String),
    Undo,
    Log,
    Save(String),
    Help,
    Quit,
    /// The nth of the choices that were offered, from 1.
    Choose(usize),
}

/// A failure with what it is put on and how long it lasts, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inject {
    pub(super) id: String,
    pub(super) on: Option<String>,
    pub(super) lasts: Option<String>,
}

/// Every command: its word, its letter, what may follow, and what it does.
pub(super) const COMMANDS: &[(&str, &str, &str, &str)] = &[
    ("next", "n", "", "pass the next step; an empty line does the same"),
    ("back", "b", "", "go to before the step that was passed last"),
    (
        "to",
        "t",
        "TIME | STEP | PERSON",
        "jump: to 10:05, to d2 09:00, to +90m, to 3, to the id of a step, to start, to end, to somebody's next step",
    ),
    ("where", ".", "", "say the last step again, in full"),
    ("why", "w", "[STEP]", "the rules in order, the one that decided, and what single change would flip it"),
    ("state", "s", "[PERSON]", "passwords, locks, methods and licences of one person now"),
    ("who", "p", "", "everybody, and whether a reset would succeed now"),
    ("faults", "f", "", "failures in force and ahead"),
    (
        "inject",
        "i",
        "[ID] [on TARGET] [for DURATION]",
        "put in a failure, here and now; without an id: choose from a list",
    ),
    ("lift", "x", "[ID] [on TARGET]", "end a failure, here and now"),
    (
        "do",
        "d",
        "[PERSON ACT [KEYS]]",
        "somebody does something, here and now, as a scenario file writes it: do adele sign-in password: wrong",
    ),
    ("undo", "u", "", "take out the step that you put in last"),
    ("log", "l", "", "audit records and Windows events so far"),
    ("save", "e", "[FILE]", "write the changed scenario"),
    ("help", "?", "", "this list"),
    ("quit", "q", "", "leave"),
];

/// Reads a line.
///
/// # Errors
/// No command has that name; the nearest is offered.
pub(super) fn parse(line: &str) -> Result<Command, String> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if line.is_empty() {
        return Ok(Command::Next);
    }
    if let Ok(n) = line.parse() {
        return Ok(Command::Choose(n));
    }
    let lower = word.to_lowercase();
    let known = COMMANDS.iter().find(|(name, letter, ..)| *name == lower || *letter == lower).map(|one| one.0);
    Ok(match known {
        Some("next") => Command::Next,
        Some("back") => Command::Back,
        Some("to") => Command::To(rest.to_owned()),
        Some("where") => Command::Where,
        Some("why") => Command::Why(rest.to_owned()),
        Some("state") => Command::State(rest.to_owned()),
        Some("who") => Command::Who,
        Some("faults") => Command::Faults,
        Some("inject") => Command::Inject(inject(rest)?),
        Some("lift") => Command::Lift(inject(rest)?),
        Some("do") => Command::Do(rest.to_owned()),
        Some("undo") => Command::Undo,
        Some("log") => Command::Log,
        Some("save") => Command::Save(rest.to_owned()),
        Some("help") => Command::Help,
        Some("quit") => Command::Quit,
        _ => {
            let meant = meant(word, COMMANDS.iter().map(|one| one.0));
            return Err(format!("there is no command `{word}`{meant} (`?` lists them)"));
        }
    })
}

/// `ID on TARGET for DURATION`, the last two in any order.
fn inject(rest: &str) -> Result<Inject, String> {
    let mut words = rest.split_whitespace();
    let mut found = Inject { id: words.next().unwrap_or_default().to_owned(), ..Inject::default() };
    while let Some(word) = words.next() {
        let slot = match word {
            "on" => &mut found.on,
            "for" => &mut found.lasts,
            // A name of several words goes on.
            more => match &mut found.on {
                Some(on) if found.lasts.is_none() => {
                    on.push(' ');
                    on.push_str(more);
                    continue;
                }
                _ => return Err(format!("`{word}` was not expected: an id, then `on TARGET`, then `for DURATION`")),
            },
        };
        let value = words.next().ok_or_else(|| format!("`{word}` needs something after it"))?;
        *slot = Some(value.to_owned());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_letters_and_near_misses() {
        assert_eq!(parse("  N "), Ok(Command::Next));
        assert_eq!(parse(""), Ok(Command::Next));
        assert_eq!(parse("to d2 09:00"), Ok(Command::To("d2 09:00".into())));
        assert_eq!(parse("3"), Ok(Command::Choose(3)));
        let wrong = parse("injcet sync-server-down").expect_err("no such command");
        assert!(wrong.contains("did you mean `inject`?"), "{wrong}");
        let mut letters: Vec<&str> = COMMANDS.iter().map(|one| one.1).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), COMMANDS.len());
        for (word, letter, ..) in COMMANDS {
            assert_eq!(parse(word), parse(letter));
        }
    }

    #[test]
    fn a_failure_is_read_with_its_target_and_length() {
        let full = Inject { id: "a".into(), on: Some("b c".into()), lasts: Some("20m".into()) };
        assert_eq!(inject("a on b c for 20m"), Ok(full.clone()));
        assert_eq!(inject("a"), Ok(Inject { id: "a".into(), ..Inject::default() }));
        assert!(inject("a on").is_err() && inject("a b").is_err() && inject("a for 2m x").is_err());
    }
}
