//! Answers of a class: read from what platforms and this program export, and worth points.
//!
//! In: a [`Paper`] and the text of a file of answers. Out: [`Answers`] by learner, or every problem of the file at once.
//! The kind of file is told from its head. Where a learner stands in a file more than once, the last row counts; an
//! attempt that was not handed in never does.

use super::paper::{Paper, Question};
use super::question::Form;
use super::response::{Response, expected, ways};
use super::take::Session;
use crate::scenario::suggest::nearest;

/// One learner's answers, for each question of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Who.
    pub learner: String,
    /// What was answered; none where nothing was.
    pub given: Vec<Option<Response>>,
}

/// Something wrong in a file of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The character in that line, from 1, at which the cell begins.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub says: String,
}

/// What an answer is worth, in hundredths of a point: all or nothing, and for matching a part for each pair.
#[must_use]
pub fn worth(question: &Question, given: Option<&Response>) -> u32 {
    let full = question.points * 100;
    match given {
        Some(given) if given.is_right(question) => full,
        Some(Response::Options(options)) if question.form == Form::Match => {
            let right = options.iter().zip(&question.key).filter(|(one, key)| one == key).count();
            full * right as u32 / question.key.len().max(1) as u32
        }
        _ => 0,
    }
}

/// What guessing earns on average, in hundredths of a point, rounded; a number that is entered cannot be guessed.
#[must_use]
pub fn chance(question: &Question) -> u32 {
    let full = u64::from(question.points) * 100;
    // Each pair of a matching is guessed, and counts, on its own.
    let guesses = if question.form == Form::Match { Some(question.options.len() as u64) } else { ways(question) };
    guesses.filter(|ways| *ways > 0).map_or(0, |ways| ((full + ways / 2) / ways) as u32)
}

/// Reads a file of answers; `learner` is whose they are where the file does not say.
///
/// # Errors
/// Everything wrong in the file.
pub fn read(paper: &Paper, learner: &str, text: &str) -> Result<Vec<Answers>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        let session =
            Session::resume(paper.clone(), text).map_err(|says| vec![Problem { line: 1, column: 1, says }])?;
        return Ok(vec![Answers { learner: learner.to_owned(), given: session.progress().answers.clone() }]);
    }
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut found = Found { paper, text, delimiter, start: 0, answers: Vec::new(), problems: Vec::new() };
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            found.problem(0, error.to_string());
            return Err(found.problems);
        }
    };
    let table = match Table::of(&header, paper) {
        Ok(table) => table,
        Err(says) => {
            found.problem(0, says);
            return Err(found.problems);
        }
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                found.start = record.position().map_or(0, |at| at.byte() as usize);
                let cells: Vec<&str> = record.iter().map(str::trim).collect();
                table.row(&mut found, &cells);
            }
            Err(error) => {
                found.start = error.position().map_or(0, |at| at.byte() as usize);
                found.problem(0, error.to_string());
            }
        }
    }
    if found.problems.is_empty() { Ok(found.answers) } else { Err(found.problems) }
}

/// Comma, semicolon or tab: whichever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let times = |c: char| head.matches(c).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|c| (times(char::from(*c)), *c == b',')).unwrap_or(b',')
}

/// What has been read so far.
struct Found<'p> {
    paper: &'p Paper,
    text: &'p str,
    delimiter: u8,
    /// Where the row that is being read begins, in bytes.
    start: usize,
    answers: Vec<Answers>,
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// The answers of a learner, begun anew where `anew` says so.
    fn of(&mut self, learner: &str, anew: bool) -> &mut Answers {
        let none = vec![None; self.paper.items.len()];
        let at = match self.answers.iter().position(|one| one.learner == learner) {
            Some(at) => at,
            None => {
                self.answers.push(Answers { learner: learner.to_owned(), given: none.clone() });
                self.answers.len() - 1
            }
        };
        let one = &mut self.answers[at];
        if anew {
            one.given = none;
        }
        one
    }

    fn problem(&mut self, cell: usize, says: String) {
        let (line, column) = place(self.text, self.start, self.delimiter, cell);
        self.problems.push(Problem { line, column, says });
    }

    /// Notes what a cell says of a question.
    fn note(&mut self, cell: usize, learner: &str, at: usize, said: Result<Option<Response>, String>) {
        match said {
            Ok(given) => self.of(learner, false).given[at] = given,
            Err(says) => self.problem(cell, format!("question {}: {says}", at + 1)),
        }
    }
}

/// The line and the column, from 1, of a cell of the row that begins at a byte; the row's end where it has no such cell.
fn place(text: &str, start: usize, delimiter: u8, cell: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start.min(bytes.len());
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let (mut left, mut quoted, mut cell_starts) = (cell, false, at);
    while left > 0 && at < bytes.len() {
        match bytes[at] {
            b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
            // Quotes inside a cell that does not begin with one are part of it.
            b'"' => quoted = !quoted && at == cell_starts,
            b'\r' | b'\n' if !quoted => break,
            byte if byte == delimiter && !quoted => {
                left -= 1;
                cell_starts = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    // Every byte that ends the walk is ASCII, so the cut is between characters.
    let before = &text[..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// How a table of answers is laid out.
enum Table {
    /// A row an answer: the columns of learner, question and answer.
    Rows([usize; 3]),
    /// A row an attempt, as a platform exports it.
    Attempts {
        /// The columns that name the learner, the best first.
        who: Vec<usize>,
        /// The columns of a name in parts, for where no other names the learner.
        names: Vec<usize>,
        /// The column that says whether the attempt was handed in.
        state: Option<usize>,
        /// The column of each question's answer.
        responses: Vec<usize>,
        /// Whether Canvas wrote it, not Moodle.
        canvas: bool,
    },
}

/// What Moodle says of attempts that were not handed in.
const UNFINISHED: &[&str] = &["Not started", "In progress", "Overdue", "Never submitted"];

impl Table {
    fn of(header: &[String], paper: &Paper) -> Result<Self, String> {
        let column = |name: &str| header.iter().position(|one| one.eq_ignore_ascii_case(name));
        let columns = |names: &[&str]| -> Vec<usize> { names.iter().filter_map(|name| column(name)).collect() };
        if let (Some(learner), Some(question), Some(answer)) = (column("learner"), column("question"), column("answer"))
        {
            return Ok(Self::Rows([learner, question, answer]));
        }
        let moodle: Vec<usize> = (1..=header.len()).map_while(|n| column(&format!("Response {n}"))).collect();
        let numbered = |name: &String| name.split_once(':').is_some_and(|(id, _)| id.parse::<u64>().is_ok());
        // Canvas leaves `sis_id` out for trainers who may not see it.
        let canvas = moodle.is_empty() && column("submitted").is_some();
        let responses = if canvas { (0..header.len()).filter(|i| numbered(&header[*i])).collect() } else { moodle };
        if responses.is_empty() {
            return Err(
                "no file of answers: expected the columns `learner,question,answer`, Moodle's `Response 1` …, \
                        or Canvas's `name,id,…,submitted` with a column a question"
                    .to_owned(),
            );
        }
        // Answers go to questions by their place, so a column too few or too many would shift them all.
        if responses.len() != paper.items.len() {
            let (found, many) = (responses.len(), paper.items.len());
            return Err(format!("expected a response to each of the quiz's {many} questions, found {found}"));
        }
        Ok(if canvas {
            let who = columns(&["sis_id", "id", "name"]);
            Self::Attempts { who, names: Vec::new(), state: None, responses, canvas }
        } else {
            Self::Attempts {
                who: columns(&["Email address", "Username", "ID number"]),
                names: columns(&["First name", "Last name", "Surname"]),
                state: column("Status").or_else(|| column("State")),
                responses,
                canvas,
            }
        })
    }

    fn row(&self, found: &mut Found<'_>, cells: &[&str]) {
        match self {
            Self::Rows(columns) => Self::answer(found, *columns, cells),
            Self::Attempts { who, names, state, responses, canvas } => {
                let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
                if state.is_some_and(|at| UNFINISHED.iter().any(|state| state.eq_ignore_ascii_case(cell(at)))) {
                    return;
                }
                let name = || names.iter().map(|at| cell(*at)).filter(|text| !text.is_empty()).collect::<Vec<_>>();
                let named = who.iter().map(|at| cell(*at)).find(|text| !text.is_empty());
                let learner = named.map_or_else(|| name().join(" "), str::to_owned);
                if learner.is_empty() {
                    return found.problem(0, "no learner".to_owned());
                }
                found.of(&learner, true);
                let paper = found.paper;
                for (at, column) in responses.iter().enumerate() {
                    found.note(*column, &learner, at, told(&paper.items[at], cell(*column), *canvas));
                }
            }
        }
    }

    /// A row with one answer.
    fn answer(found: &mut Found<'_>, [who, question, answer]: [usize; 3], cells: &[&str]) {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let learner = cell(who);
        if learner.is_empty() {
            return found.problem(who, "no learner".to_owned());
        }
        match find(found.paper, cell(question)) {
            Ok(at) => {
                let item = &found.paper.items[at];
                let read = |text: &str| Response::read(item, text).map_err(|says| wanted(&says, text));
                let given = Some(cell(answer)).filter(|text| !text.is_empty()).map(read).transpose();
                found.note(answer, learner, at, given);
            }
            Err(says) => found.problem(question, says),
        }
    }
}

fn wanted(expected: &str, found: &str) -> String {
    format!("expected {expected}, found `{found}`")
}

/// The position of a question that is named by its number or its id.
fn find(paper: &Paper, named: &str) -> Result<usize, String> {
    let many = paper.items.len();
    if let Ok(n) = named.parse::<usize>() {
        return n
            .checked_sub(1)
            .filter(|at| *at < many)
            .ok_or_else(|| format!("there is no question {n}; the quiz has {many}"));
    }
    let ids: Vec<&str> = paper.items.iter().map(|item| item.id.as_str()).collect();
    ids.iter().position(|id| *id == named).ok_or_else(|| {
        let close = nearest(named, ids.iter().copied()).map(|id| format!("; did you mean `{id}`?"));
        format!("there is no question `{named}`{}", close.unwrap_or_default())
    })
}

/// What a platform's cell says, in the words of the options.
fn told(question: &Question, cell: &str, canvas: bool) -> Result<Option<Response>, String> {
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    if question.form == Form::Numeric {
        // Platforms write whole numbers with decimals.
        let whole = cell.trim_end_matches('0').trim_end_matches(['.', ',']);
        let number = cell.parse().or_else(|_| whole.parse());
        return number.map(|n| Some(Response::Number(n))).map_err(|_| wanted(&expected(question), cell));
    }
    let text = plain(&if canvas { cell.replace("\\,", ",") } else { cell.to_owned() });
    let options = match question.form {
        Form::Single | Form::TrueFalse => vec![option(question, cell)?],
        Form::Match | Form::Order => paired(question, &text, canvas)?,
        Form::Multiple | Form::Numeric => {
            let known = question.options.iter().enumerate().map(|(i, one)| (plain(&one.text), i)).collect();
            let mut options = parts(&text, known, if canvas { "," } else { ";" })?;
            options.sort_unstable();
            options
        }
    };
    let read = Response::Options(options);
    if read.fits(question) { Ok(Some(read)) } else { Err(wanted(&expected(question), cell)) }
}

/// Reads a cell as a row of known texts with `glue` between them, the longest that fits first: texts may hold the glue.
fn parts<T: Copy>(cell: &str, mut known: Vec<(String, T)>, glue: &str) -> Result<Vec<T>, String> {
    known.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    let (mut found, mut rest) = (Vec::new(), cell);
    while !rest.is_empty() {
        let fits = known.iter().find_map(|(text, one)| {
            let after = rest.strip_prefix(text.as_str())?.trim_start();
            let next = if after.is_empty() { after } else { after.strip_prefix(glue)?.trim_start() };
            Some((*one, next))
        });
        let Some((one, next)) = fits else {
            let close = nearest(rest, known.iter().map(|(text, _)| text.as_str()));
            let close = close.map(|text| format!("; did you mean `{text}`?")).unwrap_or_default();
            return Err(format!("`{rest}` does not begin with an answer of the question{close}"));
        };
        found.push(one);
        rest = next;
    }
    Ok(found)
}

/// Options by what they were matched with: `prompt -> option` or `prompt=>option`, in any order.
///
/// A question of order is asked as matching with `Step 1` and so on.
fn paired(question: &Question, cell: &str, canvas: bool) -> Result<Vec<usize>, String> {
    let steps = || (1..=question.options.len()).map(|n| format!("Step {n}")).collect();
    let prompts: Vec<String> = if question.form == Form::Order { steps() } else { question.prompts.clone() };
    let (pair, glue) = if canvas { ("=>", ",") } else { (" -> ", ";") };
    let both = |(at, prompt): (usize, &String)| {
        let whole =
            move |(i, one): (usize, &super::paper::Answer)| (plain(&format!("{prompt}{pair}{}", one.text)), (at, i));
        question.options.iter().enumerate().map(whole).collect::<Vec<_>>()
    };
    let mut found = vec![None; prompts.len()];
    for (at, i) in parts(cell, prompts.iter().enumerate().flat_map(both).collect(), glue)? {
        found[at] = Some(i);
    }
    found.into_iter().collect::<Option<Vec<usize>>>().ok_or_else(|| "not everything is matched".to_owned())
}

/// The option with this text; true and false stand for yes and no.
fn option(question: &Question, text: &str) -> Result<usize, String> {
    if question.form == Form::TrueFalse
        && let Some(at) = ["true", "false"].iter().position(|one| same(one, text))
    {
        return Ok(at);
    }
    let texts = || question.options.iter().map(|one| one.text.as_str());
    texts().position(|one| same(one, text)).ok_or_else(|| {
        let close = nearest(text, texts()).map(|one| format!("; did you mean `{one}`?"));
        format!("there is no option `{text}`{}", close.unwrap_or_default())
    })
}

/// Whether two texts are the same but for how they are set.
fn same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// The words of a text in lower case, without the marks of code and with one blank between them.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper::parse(include_str!("../../tests/data/every-form.json")).expect("the paper reads")
    }

    /// The whole points of each question for each learner, in hundredths.
    fn check(text: &str, learner: &str, expected: &[(usize, u32)]) {
        let paper = paper();
        let answers = read(&paper, "from-the-name", text).unwrap_or_else(|problems| panic!("{problems:?}"));
        let one = answers.iter().find(|one| one.learner == learner).expect("the learner is there");
        for (at, item) in paper.items.iter().enumerate() {
            let points = expected.iter().find(|(n, _)| *n == at).map_or(0, |(_, points)| *points);
            assert_eq!(worth(item, one.given[at].as_ref()), points, "{} {:?}", item.id, one.given[at]);
        }
    }

    fn at(id: &str) -> usize {
        paper().items.iter().position(|item| item.id == id).expect("a question of the paper")
    }

    #[test]
    fn rows_are_read_by_number_and_by_id() {
        let single = at("single-1");
        let text =
            format!("\u{feff}learner;question;answer\nada;{};2\nada;match-1;4 2 2\nben;single-1;1\n", single + 1);
        let pair = paper().items[at("match-1")].points * 100 * 2 / 3;
        check(&text, "ada", &[(single, 100), (at("match-1"), pair)]);
        check(&text, "ben", &[]);
    }

    #[test]
    fn guessing_earns_a_part_by_form() {
        let of = |id: &str| chance(&paper().items[at(id)]);
        assert_eq!([of("single-1"), of("true-false-1"), of("single-2")], [33, 50, 50]);
        assert_eq!([of("multiple-1"), of("multiple-2")], [7, 10], "1 of 15 choices, 1 of 31 for three points");
        assert_eq!([of("order-1"), of("match-1"), of("match-2"), of("numeric-1")], [4, 25, 50, 0]);
    }

    #[test]
    fn progress_of_an_exam_is_read() {
        let mut session = Session::new(paper(), super::super::take::Mode::Exam);
        session.take("2");
        check(&session.save(), "from-the-name", &[(at("single-1"), 100)]);
    }

    /// A row in the words of the options, as a platform writes it: the key of every question.
    fn words(canvas: bool) -> Vec<String> {
        let escape = |text: &str| if canvas { text.replace(',', "\\,") } else { text.to_owned() };
        let (glue, pair) = if canvas { (",", "=>") } else { ("; ", " -> ") };
        let cell = |item: &Question| {
            let text = |i: &usize| escape(&item.options[*i].text);
            match item.form {
                Form::Numeric => format!("{}.00", item.options[item.key[0]].number.expect("a number")),
                Form::Single | Form::TrueFalse => item.options[item.key[0]].text.clone(),
                Form::Multiple => item.key.iter().map(text).collect::<Vec<_>>().join(glue),
                Form::Match | Form::Order => {
                    let prompt = |n: usize| match item.form {
                        Form::Order => format!("Step {}", n + 1),
                        _ => escape(&item.prompts[n]),
                    };
                    let pairs = item.key.iter().enumerate().map(|(n, i)| format!("{}{pair}{}", prompt(n), text(i)));
                    pairs.collect::<Vec<_>>().join(glue)
                }
            }
        };
        paper().items.iter().map(cell).collect()
    }

    fn table(head: &[String], row: &[String]) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(head).expect("memory takes rows");
        writer.write_record(row).expect("memory takes rows");
        String::from_utf8(writer.into_inner().expect("memory is whole")).expect("text")
    }

    #[test]
    fn the_responses_of_platforms_are_read() {
        let many = paper().items.len();
        let all: Vec<(usize, u32)> = paper().items.iter().enumerate().map(|(i, item)| (i, item.points * 100)).collect();
        let head = ["Last name", "First name", "Email address", "State", "Grade/10.00"].map(str::to_owned);
        let head: Vec<String> = head.into_iter().chain((1..=many).map(|n| format!("Response {n}"))).collect();
        let who = ["Lovelace", "Ada", "ada@school.example", "Finished", "10.00"].map(str::to_owned);
        let row: Vec<String> = who.into_iter().chain(words(false)).collect();
        check(&table(&head, &row), "ada@school.example", &all);
        let head = ["name", "id", "sis_id", "section", "submitted", "attempt"].map(str::to_owned);
        let columns = (0..many).flat_map(|n| [format!("{}: What now, {n}?", 900 + n), "1.0".to_owned()]);
        let head: Vec<String> = head.into_iter().chain(columns).collect();
        let who = ["Ada Lovelace", "17", "ada", "all", "2026-11-23", "1"].map(str::to_owned);
        let row: Vec<String> =
            who.into_iter().chain(words(true).into_iter().flat_map(|cell| [cell, "1.0".to_owned()])).collect();
        check(&table(&head, &row), "ada", &all);
    }

    #[test]
    fn a_place_counts_characters_and_skips_quoted_breaks() {
        let text = "a,b,c\r\n\"x\ny, \"\"z\"\"\",é,3\r\n";
        let at = |cell| place(text, text.find('"').expect("a quote"), b',', cell);
        assert_eq!([at(0), at(1), at(2), at(9)], [(2, 1), (3, 11), (3, 13), (3, 14)]);
        assert_eq!(place(text, 5, b',', 0), (2, 1), "the end of the row before is skipped");
        assert_eq!(place("", 0, b',', 2), (1, 1));
        assert_eq!(place("6\" disk,b", 0, b',', 1), (1, 9), "a quote inside a cell opens nothing");
    }

    /// A row of an attempt under a head, with the key of every question.
    fn attempt(head: &[&str], rows: &[&[&str]], canvas: bool) -> String {
        let many = paper().items.len();
        let numbered = |n: usize| if canvas { format!("{}: What now?", 900 + n) } else { format!("Response {n}") };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let of = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        writer.write_record(of(head).into_iter().chain((1..=many).map(numbered))).expect("memory takes rows");
        for row in rows {
            writer.write_record(of(row).into_iter().chain(words(canvas))).expect("memory takes rows");
        }
        String::from_utf8(writer.into_inner().expect("memory is whole")).expect("text")
    }

    fn learners(text: &str) -> Vec<String> {
        let answers = read(&paper(), "x", text).unwrap_or_else(|problems| panic!("{problems:?}"));
        answers.into_iter().map(|one| one.learner).collect()
    }

    #[test]
    fn heads_of_platforms_differ_by_version_and_by_what_a_trainer_may_see() {
        // Moodle up to 4.1, and later; without identity fields a learner is the whole name.
        let old = ["Surname", "First name", "ID number", "State", "Started on"];
        let new = ["Last name", "First name", "Status", "Started", "Completed", "Duration", "Grade/10.00"];
        let two = attempt(&old, &[&["Li", "Ada", "", "Finished", ""], &["Ek", "Ada", "", "Finished", ""]], false);
        assert_eq!(learners(&two), ["Ada Li", "Ada Ek"]);
        let rows: [&[&str]; 3] = [
            &["Li", "Ada", "Finished", "", "", "", "10.00"],
            &["Ek", "Ben", "In progress", "", "", "", "-"],
            &["Om", "Eva", "Never submitted", "", "", "", "-"],
        ];
        assert_eq!(learners(&attempt(&new, &rows, false)), ["Ada Li"], "only what was handed in counts");
        // Canvas without the right to see SIS ids, and with trust between accounts.
        let bare = ["name", "id", "section", "section_id", "section_sis_id", "submitted"];
        assert_eq!(learners(&attempt(&bare, &[&["Ada Li", "17", "a", "1", "", "2026-11-23"]], true)), ["17"]);
        let full = ["name", "id", "sis_id", "root_account", "section", "submitted", "attempt"];
        assert_eq!(learners(&attempt(&full, &[&["Ada Li", "17", "s1", "a", "b", "2026", "1"]], true)), ["s1"]);
    }

    #[test]
    fn a_response_too_few_shifts_nothing() {
        let text = "First name,State,Response 1,Response 2\nada,Finished,x,y\n";
        let problems = read(&paper(), "x", text).expect_err("two of ten");
        assert_eq!((problems.len(), problems[0].line), (1, 1));
        assert!(problems[0].says.contains("quiz's 10 questions, found 2"), "{}", problems[0].says);
    }

    #[test]
    fn every_problem_is_said_with_its_place() {
        let text = "learner,question,answer\nada,single-9,1\nada,99,1\n,single-1,1\nada,single-1,7\n";
        let problems = read(&paper(), "x", text).expect_err("four rows are wrong");
        let places: Vec<(usize, usize)> = problems.iter().map(|one| (one.line, one.column)).collect();
        assert_eq!(places, [(2, 5), (3, 5), (4, 1), (5, 14)]);
        assert!(problems[0].says.contains("did you mean `single-1`?"), "{}", problems[0].says);
        assert!(problems[3].says.contains("expected a number from 1 to 3, found `7`"), "{}", problems[3].says);
        assert_eq!(read(&paper(), "x", "a,b\n1,2\n").expect_err("no such file")[0].line, 1);
    }
}
