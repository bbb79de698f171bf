//! Reads the text of a claim.

use crate::model::ask::{Code, Outcome};
use crate::model::method::Method;
use crate::model::time::Date;
use crate::rules::{catalogue, find};
use crate::scenario::suggest;

use super::super::space::{Dimension, words_of};
use super::{ClaimError, Expr, Op, RESULTS, Result, Value};

/// The longest claim that is read, in characters.
const LONGEST: usize = 4000;

/// How deep brackets and denials may be nested.
const DEEPEST: usize = 60;

/// How many words are listed with an error.
const LISTED: usize = 40;

type Read<T> = std::result::Result<T, ClaimError>;

/// A word or a sign with its column.
#[derive(Copy, Clone, Debug)]
struct Token<'a> {
    text: &'a str,
    column: usize,
}

impl Token<'_> {
    fn is_word(self) -> bool {
        self.text.starts_with(is_letter)
    }
}

const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn error(column: usize, message: String, words: &[&str]) -> ClaimError {
    let mut listed: Vec<String> = words.iter().take(LISTED).map(|word| (*word).to_owned()).collect();
    if words.len() > LISTED {
        listed.push(format!("… {} in all", words.len()));
    }
    ClaimError { column, message, words: listed }
}

/// The expression that a text stands for; otherwise every word that is wrong in it, up to where it can no longer be
/// followed.
pub(super) fn read(text: &str) -> std::result::Result<Expr, Vec<ClaimError>> {
    let tokens = tokens(text).map_err(|error| vec![error])?;
    let mut reader = Reader { tokens: &tokens, at: 0, deep: 0, end: text.chars().count() + 1, wrong: Vec::new() };
    let found = reader.whole();
    let Reader { mut wrong, .. } = reader;
    match found {
        Ok(claim) if wrong.is_empty() => return Ok(claim),
        Ok(_) => {}
        Err(error) => wrong.push(error),
    }
    Err(wrong)
}

/// The words and signs of a text.
fn tokens(text: &str) -> Read<Vec<Token<'_>>> {
    if text.chars().count() > LONGEST {
        return Err(error(LONGEST + 1, format!("a claim of at most {LONGEST} characters was expected"), &[]));
    }
    let mut found = Vec::new();
    let mut column = 1;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if is_letter(first) {
            rest.find(|c| !is_letter(c)).unwrap_or(rest.len())
        } else {
            let signs = ["=>", "!=", "<=", ">=", "=", "<", ">", "(", ")"];
            let sign = signs.iter().find(|sign| rest.starts_with(**sign));
            sign.ok_or_else(|| error(column, format!("`{first}` means nothing in a claim"), &signs))?.len()
        };
        let (text, after) = rest.split_at(length);
        if !first.is_whitespace() {
            found.push(Token { text, column });
        }
        column += text.chars().count();
        rest = after;
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    deep: usize,
    end: usize,
    /// What was wrong so far where reading could go on.
    wrong: Vec<ClaimError>,
}

/// What stands where something is wrong, so that the rest can be read.
const UNREAD: Expr = Expr::Rule(Op::Is, None);

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.text == text);
        self.at += usize::from(found);
        found
    }

    fn next(&mut self, expected: &str) -> Read<Token<'a>> {
        let token = self.peek().ok_or_else(|| error(self.end, format!("{expected} was expected"), &[]))?;
        self.at += 1;
        Ok(token)
    }

    /// Notes what is wrong, and lets reading go on.
    fn note(&mut self, error: ClaimError) -> Expr {
        self.wrong.push(error);
        UNREAD
    }

    fn whole(&mut self) -> Read<Expr> {
        let claim = self.claim()?;
        let Some(token) = self.peek() else { return Ok(claim) };
        let joins = ["and", "or", "=>", "with"];
        let message = format!("`{}` does not follow; `and`, `or`, `=>` or the end was expected", token.text);
        Err(error(token.column, message, if token.is_word() { &joins } else { &[] }))
    }

    fn claim(&mut self) -> Read<Expr> {
        self.deep += 1;
        if self.deep > DEEPEST {
            let column = self.peek().map_or(self.end, |token| token.column);
            return Err(error(column, format!("a claim is nested at most {DEEPEST} deep"), &[]));
        }
        let left = self.either()?;
        let claim = if self.take("=>") { Expr::Implies(Box::new(left), Box::new(self.claim()?)) } else { left };
        self.deep -= 1;
        Ok(claim)
    }

    fn either(&mut self) -> Read<Expr> {
        let mut left = self.both()?;
        while self.take("or") {
            left = Expr::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Read<Expr> {
        let mut left = self.denied()?;
        while self.take("and") {
            left = Expr::And(Box::new(left), Box::new(self.denied()?));
        }
        Ok(left)
    }

    fn denied(&mut self) -> Read<Expr> {
        let mut denials = 0;
        while self.take("not") {
            denials += 1;
        }
        let altered = self.altered()?;
        Ok(if denials % 2 == 1 { Expr::Not(Box::new(altered)) } else { altered })
    }

    fn altered(&mut self) -> Read<Expr> {
        let mut inner = self.plain()?;
        let mut alterations = 0;
        while self.take("with") {
            alterations += 1;
            let name = self.next("a fact such as `methods`")?;
            let facts: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.word()).collect();
            let dimension = Dimension::parse(name.text);
            if dimension.is_none() {
                let near = suggest::meant(name.text, facts.iter().copied());
                self.note(error(name.column, format!("`with` takes a fact, `{}` is none{near}", name.text), &facts));
            }
            let sign = self.next("`=`")?;
            if sign.text != "=" || alterations > DEEPEST {
                return Err(error(sign.column, "`=` was expected: `with` gives a fact another value".to_owned(), &[]));
            }
            let Some(dimension) = dimension else {
                self.next("a value")?;
                continue;
            };
            if let Some(value) = self.value(dimension)? {
                inner = Expr::With(Box::new(inner), dimension, value);
            }
        }
        Ok(inner)
    }

    fn plain(&mut self) -> Read<Expr> {
        let token = self.next("a fact, an outcome, a rule or `(`")?;
        if token.text == "(" {
            let inner = self.claim()?;
            let close = self.next("`)`")?;
            if close.text != ")" {
                return Err(error(close.column, format!("`)` was expected, not `{}`", close.text), &[]));
            }
            return Ok(inner);
        }
        let op = self.peek().and_then(|token| op(token.text));
        let dimension = Dimension::parse(token.text);
        let result = RESULTS.iter().find(|(name, _)| *name == token.text).map(|(_, result)| *result);
        match (op, dimension, result) {
            (Some(op), Some(dimension), _) => {
                let sign = self.next("a comparison")?;
                if op.orders() && !ordered(dimension) {
                    let message = format!("`{}` has no order; `=` or `!=` was expected", token.text);
                    self.note(error(sign.column, message, &["=", "!="]));
                }
                Ok(self.value(dimension)?.map_or(UNREAD, |value| Expr::Fact(dimension, op, value)))
            }
            (Some(op), None, Some(result)) => {
                let sign = self.next("a comparison")?;
                if op.orders() && !matches!(result, Result::Usable | Result::Needed) {
                    let message = format!("`{}` has no order; `=` or `!=` was expected", token.text);
                    self.note(error(sign.column, message, &["=", "!="]));
                }
                self.result(result, op)
            }
            _ if token.text == ")" => alone(token),
            _ => {
                let read = alone(token).unwrap_or_else(|error| self.note(error));
                if op.is_some() {
                    // what it is compared with goes with the word
                    self.at += 1;
                    self.next("a value")?;
                }
                Ok(read)
            }
        }
    }

    /// The value that follows; none where it is wrong, which has been noted.
    fn value(&mut self, dimension: Dimension) -> Read<Option<Value>> {
        let token = self.next(&format!("a value of `{dimension}`"))?;
        if dimension == Dimension::Date {
            let day = Date::parse(token.text).filter(|day| (1990..2200).contains(&day.civil().0));
            if day.is_none() {
                let message = format!("`{}` is no day; one such as `2027-02-01` was expected", token.text);
                self.note(error(token.column, message, &[]));
            }
            return Ok(day.map(Value::Day));
        }
        let words = words_of(dimension);
        let place = words.iter().position(|word| *word == token.text);
        if place.is_none() {
            let near = suggest::meant(token.text, words.iter().copied());
            self.note(error(token.column, format!("`{}` is no value of `{dimension}`{near}", token.text), &words));
        }
        Ok(place.map(|place| Value::Place(place as u8)))
    }

    fn result(&mut self, result: Result, op: Op) -> Read<Expr> {
        let name = RESULTS.iter().find(|(_, one)| *one == result).map_or("", |(name, _)| name);
        let token = self.next(&format!("a value of `{name}`"))?;
        let text = token.text;
        let read = match result {
            Result::Outcome => Outcome::parse(text).map(|outcome| Expr::Outcome(op, outcome)),
            Result::Code if text == "none" => Some(Expr::Code(op, None)),
            Result::Code => Code::parse(text).map(|code| Expr::Code(op, Some(code))),
            Result::Rule if text == "none" => Some(Expr::Rule(op, None)),
            Result::Rule => find(text).map(|rule| Expr::Rule(op, Some(rule.id))),
            Result::Said => find(text).map(|rule| Expr::Said(op, rule.id)),
            Result::Offers => {
                let known = result.words().contains(&text);
                Method::parse(text).filter(|_| known).map(|method| Expr::Offers(op, method))
            }
            Result::Usable => text.parse().ok().map(|n| Expr::Usable(op, n)),
            Result::Needed => text.parse().ok().map(|n| Expr::Needed(op, n)),
        };
        Ok(read.unwrap_or_else(|| {
            let words = result.words();
            if words.is_empty() {
                return self.note(error(token.column, format!("`{text}` is no whole number, as `{name}` takes"), &[]));
            }
            let near = suggest::meant(text, words.iter().copied());
            self.note(error(token.column, format!("`{text}` is no value of `{name}`{near}"), &words))
        }))
    }
}

fn op(text: &str) -> Option<Op> {
    Some(match text {
        "=" => Op::Is,
        "!=" => Op::IsNot,
        "<" => Op::Less,
        "<=" => Op::AtMost,
        ">" => Op::More,
        ">=" => Op::AtLeast,
        _ => return None,
    })
}

const fn ordered(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Methods | Dimension::Required | Dimension::Date)
}

/// A word that stands alone: an outcome, a rule that decided, `writeback`.
fn alone(token: Token<'_>) -> Read<Expr> {
    if let Some(outcome) = Outcome::parse(token.text) {
        return Ok(Expr::Outcome(Op::Is, outcome));
    }
    if let Some(rule) = find(token.text) {
        return Ok(Expr::Rule(Op::Is, Some(rule.id)));
    }
    if token.text == Dimension::Writeback.word() {
        let on = words_of(Dimension::Writeback).iter().position(|word| *word == "on").unwrap_or_default();
        return Ok(Expr::Fact(Dimension::Writeback, Op::Is, Value::Place(on as u8)));
    }
    let mut words: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.word()).collect();
    words.extend(RESULTS.iter().map(|(name, _)| *name));
    if words.contains(&token.text) {
        let message = format!("`{}` is compared with a value: `=`, `!=` … was expected after it", token.text);
        return Err(error(token.column, message, &["=", "!=", "<", "<=", ">", ">="]));
    }
    words.extend(Outcome::ALL.iter().map(|outcome| outcome.word()));
    words.push("not");
    let all: Vec<&str> = words.iter().copied().chain(catalogue::ids()).collect();
    let near = suggest::meant(token.text, all.iter().copied());
    let what = if token.is_word() { "is no fact, outcome or rule" } else { "stands where a fact or outcome belongs" };
    Err(error(token.column, format!("`{}` {what}{near}", token.text), &words))
}

#[cfg(test)]
mod tests {
    use super::super::Claim;

    fn check(text: &str, column: usize, message: &str) {
        let errors = Claim::parse(text).expect_err(text);
        assert_eq!((errors[0].column, errors[0].message.as_str()), (column, message), "{text}");
        assert_eq!(errors.len(), 1, "{text}: {errors:?}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_column_and_the_nearest_word() {
        check(
            "identity != cloudonly => refused",
            13,
            "`cloudonly` is no value of `identity`; did you mean `cloud-only`?",
        );
        check("identiy = federated", 1, "`identiy` is no fact, outcome or rule; did you mean `identity`?");
        check("success and writeback & role", 23, "`&` means nothing in a claim");
        check("licence > p1", 9, "`licence` has no order; `=` or `!=` was expected");
        check("date > 2027-02-30", 8, "`2027-02-30` is no day; one such as `2027-02-01` was expected");
        check("methods", 1, "`methods` is compared with a value: `=`, `!=` … was expected after it");
        check("success success", 9, "`success` does not follow; `and`, `or`, `=>` or the end was expected");
        check("(success", 9, "`)` was expected");
        check(
            "rule = scope-none-refuse",
            8,
            "`scope-none-refuse` is no value of `rule`; did you mean `scope-none-refused`?",
        );
        check("", 1, "a fact, an outcome, a rule or `(` was expected");
        check("success with outcome = refused", 14, "`with` takes a fact, `outcome` is none");
        check(&"(".repeat(100), 61, "a claim is nested at most 60 deep");
    }

    #[test]
    fn an_error_lists_the_words_that_would_be_right() {
        let errors = Claim::parse("scope = some").expect_err("no such scope");
        assert_eq!(errors[0].words, ["none", "outside", "all"]);
        let errors = Claim::parse("said = nothing").expect_err("no such rule");
        assert_eq!(errors[0].words.len(), 41);
    }

    #[test]
    fn every_word_that_is_wrong_is_said_at_once() {
        let text = "identiy = federatd and (scope = some or licence > p1) with methods = 9 => refusd and usable = x";
        let columns: Vec<usize> = Claim::parse(text).expect_err(text).iter().map(|error| error.column).collect();
        assert_eq!(columns, [1, 33, 49, 70, 75, 95]);
        let errors = Claim::parse("success with licens = p1 and date = soon and").expect_err("it ends too early");
        let columns: Vec<usize> = errors.iter().map(|error| error.column).collect();
        assert_eq!(columns, [14, 37, 45]);
    }

    #[test]
    fn joining_words_bind_as_written_in_the_grammar() {
        let same = |a: &str, b: &str| {
            assert_eq!(Claim::parse(a).expect(a).root, Claim::parse(b).expect(b).root, "{a} / {b}");
        };
        same("success or refused and failed => success", "(success or (refused and failed)) => success");
        same("success => refused => failed", "success => (refused => failed)");
        same("not success with methods = 1", "not (success with methods = 1)");
        same("not not success", "success");
        same("writeback", "writeback = on");
        same("scope-none-refused", "rule = scope-none-refused");
    }
}
