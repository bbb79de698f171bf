//! The words of platforms: what a cell of an exported table says, in the texts of prompts and options.

use crate::scenario::suggest::meant;

use crate::quiz::paper::{Answer, Question, lettered};
use crate::quiz::question::Form;
use crate::quiz::response::{Response, expected};

use super::wanted;

/// What a platform's cell says, in the words of the options.
pub(super) fn told(question: &Question, cell: &str, canvas: bool) -> Result<Option<Response>, String> {
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    if question.form == Form::Numeric {
        // Platforms write whole numbers with decimals.
        let whole = cell.trim_end_matches('0').trim_end_matches(['.', ',']);
        let number = cell.parse().or_else(|_| whole.parse());
        // What a learner typed is an answer, if a wrong one: it is no reason to take nobody's.
        return Ok(Some(number.map_or_else(|_| Response::Words(cell.to_owned()), Response::Number)));
    }
    let text = plain(&if canvas { cell.replace("\\,", ",").replace("\\=>", "=>") } else { cell.to_owned() });
    let options = match question.form {
        Form::Single | Form::TrueFalse => vec![option(question, cell)?],
        Form::Order if !canvas && !text.starts_with("step ") => ordered(question, &text)?,
        Form::Match | Form::Order => return paired(question, &text, canvas),
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
            let near = meant(rest, known.iter().map(|(text, _)| text.as_str()));
            return Err(format!("`{rest}` does not begin with an answer of the question{near}"));
        };
        found.push(one);
        rest = next;
    }
    Ok(found)
}

/// Options in the order given, as Moodle's own ordering writes them: each with its letter, cut to ten characters.
///
/// Source: `summarise_response` in Moodle's `question/type/ordering/question.php`.
fn ordered(question: &Question, cell: &str) -> Result<Vec<usize>, String> {
    let known = question.options.iter().enumerate().flat_map(|(i, one)| {
        let whole = lettered(i, &one.text);
        let cut: String = whole.chars().take(7).collect();
        [(plain(&whole), i), (plain(&format!("{cut}...")), i)]
    });
    parts(cell, known.collect(), ";")
}

/// Options by what they were matched with: `prompt -> option` or `prompt=>option`, in any order. What is left open Moodle
/// leaves out, and Canvas writes with nothing behind the arrow; none where all of it is.
///
/// A question of order is asked as matching with `Step 1` and so on.
///
/// Sources: `summarise_response` in Moodle's `question/type/match/question.php`; `to_csv` in Canvas's
/// `app/models/quizzes/quiz_statistics/student_analysis.rb`.
fn paired(question: &Question, cell: &str, canvas: bool) -> Result<Option<Response>, String> {
    let steps = || (1..=question.options.len()).map(|n| format!("Step {n}")).collect();
    let prompts: Vec<String> = if question.form == Form::Order { steps() } else { question.prompts.clone() };
    let (pair, glue) = if canvas { ("=>", ",") } else { (" -> ", ";") };
    let both = |(at, prompt): (usize, &String)| {
        let whole = |(i, one): (usize, &Answer)| (plain(&format!("{prompt}{pair}{}", one.text)), (at, Some(i)));
        let open = (plain(&format!("{prompt}{pair}")), (at, None));
        question.options.iter().enumerate().map(whole).chain([open]).collect::<Vec<_>>()
    };
    let mut found = vec![None; prompts.len()];
    for (at, i) in parts(cell, prompts.iter().enumerate().flat_map(both).collect(), glue)? {
        found[at] = i;
    }
    if found.iter().all(Option::is_none) {
        return Ok(None);
    }
    let whole = found.iter().copied().collect::<Option<Vec<usize>>>().map(Response::Options);
    Ok(Some(whole.filter(|whole| whole.fits(question)).unwrap_or(Response::Pairs(found))))
}

/// The option with this text; true and false stand for yes and no.
fn option(question: &Question, text: &str) -> Result<usize, String> {
    if question.form == Form::TrueFalse
        && let Some(at) = ["true", "false"].iter().position(|one| same(one, text))
    {
        return Ok(at);
    }
    let texts = || question.options.iter().map(|one| one.text.as_str());
    let unknown = || format!("there is no option `{text}`{}", meant(text, texts()));
    texts().position(|one| same(one, text)).ok_or_else(unknown)
}

/// Whether two texts are the same but for how they are set.
fn same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// The words of a text in lower case, without the marks of code and with one blank between them.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
