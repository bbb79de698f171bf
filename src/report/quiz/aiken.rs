//! A quiz in Aiken, the plainest text that Moodle imports: one right answer, a line each.

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::text::{letter, line, told};
use super::{File, Fit, Format};

/// The plainest text.
pub const FORMAT: Format =
    Format { name: "aiken", says: "the plainest text that Moodle imports, for single choice", takes, write };

fn takes(question: &Question) -> Fit {
    match question.form {
        Form::Single if question.options.len() > 26 => Fit::No("Aiken has letters for 26 options"),
        Form::Single => Fit::AsIs,
        Form::TrueFalse => Fit::As(Form::Single, "Aiken asks yes or no as two options"),
        Form::Numeric if question.options.len() > 1 => {
            Fit::As(Form::Single, "Aiken asks for one option, so the numbers are given to choose from")
        }
        _ => Fit::No("Aiken asks for one option only"),
    }
}

fn write(paper: &Paper) -> Vec<File> {
    let items: Vec<String> = paper.items.iter().map(question).collect();
    vec![File::text("quiz.aiken.txt", items.join("\n"))]
}

/// The question on one line, behind a word that keeps it from being read as an option or an answer.
fn question(item: &Question) -> String {
    let mut text = format!("Question: {}\n", told(item).join(" "));
    for (i, option) in item.options.iter().enumerate() {
        text.push_str(&format!("{}. {}\n", letter(i), line(&option.text)));
    }
    text + &format!("ANSWER: {}\n", letter(item.key[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::quiz::tests::{file, paper};

    #[test]
    fn keys_stand_behind_their_options() {
        let text = file(&FORMAT, "quiz.aiken.txt");
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let chosen = |item: &Question| matches!(item.form, Form::Single | Form::TrueFalse | Form::Numeric);
        // A number with no other beside it leaves nothing to choose from.
        let fitting: Vec<Question> =
            paper().items.into_iter().filter(|item| chosen(item) && item.options.len() > 1).collect();
        assert_eq!(blocks.len(), fitting.len());
        for (block, item) in blocks.iter().zip(&fitting) {
            let lines: Vec<&str> = block.lines().collect();
            assert_eq!(lines.len(), item.options.len() + 2, "{block}");
            let answer = lines.last().and_then(|line| line.strip_prefix("ANSWER: ")).expect("an answer");
            let right = lines.iter().find(|line| line.starts_with(&format!("{answer}. "))).expect("its option");
            assert_eq!(right[3..], line(&item.options[item.key[0]].text));
        }
    }
}
