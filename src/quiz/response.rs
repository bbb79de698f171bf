//! What somebody answers to a question: read from a typed line, kept, and judged all or nothing.

use serde::{Deserialize, Serialize};

use super::paper::Question;
use super::question::Form;

/// The answer to one question, read as its key is: [`Form`] says how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Positions of options, from 0.
    Options(Vec<usize>),
    /// The number entered.
    Number(i64),
    /// What [`Self::Options`] cannot say of pairs, or of an order that a platform asks for as pairs: the option of each
    /// prompt or step, none where it was left open, and perhaps one twice.
    Pairs(Vec<Option<usize>>),
    /// What a platform took where a number was asked for, and is no whole number.
    Words(String),
}

impl Response {
    /// Reads a typed line: numbers of options from 1, parted by blanks or commas; or the number that is asked for.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn read(question: &Question, line: &str) -> Result<Self, String> {
        let line = line.trim().to_ascii_lowercase();
        let refused = || Err(expected(question));
        if question.form == Form::Numeric {
            return line.parse().map(Self::Number).or_else(|_| refused());
        }
        let parts = line.split([' ', ',', ';', '\t']).filter(|part| !part.is_empty());
        let yes_or_no = |part: &str| match part {
            "y" | "yes" => Some(0),
            "n" | "no" => Some(1),
            _ => None,
        };
        let position = |part: &str| {
            let said = if question.form == Form::TrueFalse { yes_or_no(part) } else { None };
            said.or_else(|| part.parse::<usize>().ok()?.checked_sub(1))
        };
        let Some(mut options) = parts.map(position).collect::<Option<Vec<usize>>>() else { return refused() };
        if question.form == Form::Multiple {
            options.sort_unstable();
            options.dedup();
        }
        let read = Self::Options(options);
        if read.fits(question) { Ok(read) } else { refused() }
    }

    /// Whether it could answer this question.
    #[must_use]
    pub fn fits(&self, question: &Question) -> bool {
        let count = question.options.len();
        let options = match self {
            Self::Options(options) => options,
            Self::Number(_) | Self::Words(_) => return question.form == Form::Numeric,
            Self::Pairs(pairs) => {
                let many = match question.form {
                    Form::Match => question.prompts.len(),
                    Form::Order => count,
                    _ => return false,
                };
                return pairs.len() == many && pairs.iter().flatten().all(|i| *i < count);
            }
        };
        let twice = (1..options.len()).any(|i| options[..i].contains(&options[i]));
        options.iter().all(|i| *i < count)
            && match question.form {
                Form::Single | Form::TrueFalse => options.len() == 1,
                Form::Multiple => !options.is_empty() && options.is_sorted() && !twice,
                Form::Order => options.len() == count && !twice,
                Form::Match => options.len() == question.prompts.len(),
                Form::Numeric => false,
            }
    }

    /// Whether it is right as a whole.
    #[must_use]
    pub fn is_right(&self, question: &Question) -> bool {
        match self {
            Self::Options(options) => *options == question.key,
            Self::Number(number) => question.key.first().is_some_and(|i| question.options[*i].number == Some(*number)),
            Self::Pairs(_) | Self::Words(_) => false,
        }
    }

    /// The answer as it is typed.
    #[must_use]
    pub fn typed(&self) -> String {
        match self {
            Self::Options(options) => options.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" "),
            Self::Number(number) => number.to_string(),
            Self::Pairs(pairs) => {
                let one = |i: &Option<usize>| i.map_or_else(|| "-".to_owned(), |i| (i + 1).to_string());
                pairs.iter().map(one).collect::<Vec<_>>().join(" ")
            }
            Self::Words(words) => words.clone(),
        }
    }
}

/// What is to be typed.
#[must_use]
pub fn expected(question: &Question) -> String {
    let count = question.options.len();
    match question.form {
        Form::Single => format!("a number from 1 to {count}"),
        Form::TrueFalse => "1 or y for yes, 2 or n for no".to_owned(),
        Form::Multiple => format!("every right number from 1 to {count}, such as `1 3`"),
        Form::Order => format!("all numbers from 1 to {count} in the right order"),
        Form::Match => {
            let many = question.prompts.len();
            format!("{many} numbers from 1 to {count}: the answer for a, then for b, and so on")
        }
        Form::Numeric => "a whole number".to_owned(),
    }
}

/// In how many ways a question can be answered; none for a number that is entered.
pub(super) fn ways(question: &Question) -> Option<u64> {
    let (count, prompts) = (question.options.len() as u64, question.prompts.len() as u64);
    match question.form {
        Form::Single | Form::TrueFalse => Some(count),
        // Any choice but none at all.
        Form::Multiple => Some(2_u64.saturating_pow(count as u32) - 1),
        Form::Order => Some((1..=count).fold(1, u64::saturating_mul)),
        Form::Match => Some(count.saturating_pow(prompts as u32)),
        Form::Numeric => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Paper;

    fn question(id: &str) -> Question {
        let paper = Paper::parse(include_str!("../../tests/data/every-form.json")).expect("the paper reads");
        paper.items.into_iter().find(|item| item.id == id).expect("a question of the paper")
    }

    #[test]
    fn each_form_is_read_and_judged() {
        let right = [
            ("single-1", "2", "1"),
            ("true-false-1", "No", "y"),
            ("multiple-1", "3, 1", "1 2 3"),
            ("order-1", "2 4 1 3", "1 2 3 4"),
            ("match-1", "4 2 3", "4 2 2"),
            ("match-2", "1 1", "1 2"),
            ("numeric-1", " 17 ", "-3"),
        ];
        for (id, right, wrong) in right {
            let question = question(id);
            let read = |line: &str| Response::read(&question, line).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert!(read(right).is_right(&question), "{id}");
            assert!(!read(wrong).is_right(&question), "{id}");
            assert_eq!(read(&read(right).typed()), read(right), "{id}");
        }
    }

    #[test]
    fn what_does_not_answer_is_refused_with_what_would() {
        let wrong = [
            ("single-1", "0"),
            ("single-1", "1 2"),
            ("true-false-1", "3"),
            ("multiple-1", ""),
            ("multiple-1", "1 5"),
            ("order-1", "1 2 3"),
            ("order-1", "1 1 2 3"),
            ("match-1", "1 2"),
            ("numeric-1", "many"),
        ];
        for (id, line) in wrong {
            let question = question(id);
            assert_eq!(Response::read(&question, line), Err(expected(&question)), "{id} {line}");
        }
    }
}
