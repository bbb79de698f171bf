//! What a class's results say of questions, options, rules and of the quiz: classical item statistics.
//!
//! In: points and choices by learner and question. Out: numbers, with no verdict below [`ENOUGH`] learners. The one place
//! below the reports where floating point is allowed; sums run in the order of the learners.
//!
//! Source of the formulas: difficulty with Wilson's interval, the point-biserial correlation with the rest score over the
//! population's standard deviation, KR-20 and coefficient alpha with one divisor throughout.

use std::collections::BTreeMap;

/// Below so many learners there are too few for a verdict.
pub const ENOUGH: usize = 20;

/// From so many learners upper and lower groups are compared.
const GROUPS_FROM: usize = 40;

/// The part of the class in the upper and in the lower group, in percent.
const GROUP: usize = 27;

/// The normal deviate of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// A question as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// The id.
    pub id: String,
    /// The archetype's name.
    pub archetype: String,
    /// What is asked, in words; empty where variants ask it in words of their own.
    pub ask: String,
    /// The rule it is about; empty where none is named.
    pub rule: String,
    /// The options, and whether each is right; empty where none are chosen from.
    pub options: Vec<(String, bool)>,
}

/// What an answer earned.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Mark {
    /// Points, in hundredths.
    pub points: u32,
    /// What the question is worth, in hundredths of a point.
    pub of: u32,
    /// The positions of the options chosen; none where the question was left out or has no options.
    pub chosen: Option<Vec<usize>>,
}

impl Mark {
    const fn is_right(&self) -> bool {
        self.points == self.of
    }
}

/// One learner's results, question by question.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sitting {
    /// Who.
    pub learner: String,
    /// What each question earned; none where it was not asked.
    pub marks: Vec<Option<Mark>>,
}

impl Sitting {
    /// The points of all questions that were asked but one, and what these are worth; in hundredths.
    fn points(&self, without: Option<usize>) -> (u32, u32) {
        let marks =
            self.marks.iter().enumerate().filter(|(i, _)| Some(*i) != without).filter_map(|(_, mark)| mark.as_ref());
        marks.fold((0, 0), |(points, of), mark| (points + mark.points, of + mark.of))
    }
}

/// A class's results.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Results {
    /// The questions.
    pub items: Vec<Asked>,
    /// The learners; each has a place for every question.
    pub learners: Vec<Sitting>,
}

/// What they say.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Stats {
    /// How many learners.
    pub learners: usize,
    /// Too few of them for a verdict.
    pub too_few: bool,
    /// The mean of all points, in points.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// How many learners reached each tenth of the points: below 10 %, below 20 %, and so on; the last holds 100 % too.
    pub scores: [usize; 10],
    /// The reliability by right and wrong, over the questions that everybody was asked; none where it is not defined.
    pub kr20: Option<f64>,
    /// The same by points.
    pub alpha: Option<f64>,
    /// The standard error of measurement of those questions, in points.
    pub error: Option<f64>,
    /// The questions, in their order.
    pub items: Vec<ItemStats>,
    /// Rules: how often asked, and how often answered wholly right.
    pub rules: BTreeMap<String, (usize, usize)>,
}

/// What they say of a question.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ItemStats {
    /// The id.
    pub id: String,
    /// The archetype's name.
    pub archetype: String,
    /// What is asked, in words.
    pub ask: String,
    /// How many were asked.
    pub asked: usize,
    /// How many answered wholly right.
    pub right: usize,
    /// Their part of those who were asked.
    pub difficulty: f64,
    /// The 95 % interval of that part.
    pub interval: (f64, f64),
    /// The correlation with the part of all other points that was reached; none where nobody differs.
    pub discrimination: Option<f64>,
    /// The part right in the upper group less that in the lower; none for small classes.
    pub upper_lower: Option<f64>,
    /// The options.
    pub options: Vec<OptionStats>,
    /// What a trainer should look at.
    pub flags: Vec<Flag>,
}

/// What they say of an option.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct OptionStats {
    /// Its text.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// How many chose it.
    pub chosen: usize,
    /// Their part of the class.
    pub share: f64,
    /// The correlation of choosing it with the rest score.
    pub correlation: Option<f64>,
    /// Whether it is a wrong option that hardly anybody chooses, or that the better learners choose; none where there are
    /// too few learners to say, and of the right one.
    pub idle: Option<bool>,
}

/// Something a trainer should look at.
#[derive(Copy, Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The better learners get it wrong.
    CheckKey,
    /// It hardly tells learners apart.
    Weak,
    /// Fewer than a fifth get it right.
    Hard,
    /// Nearly everybody gets it right.
    Easy,
}

impl Flag {
    /// What to do, in words.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::CheckKey => "the better learners get it wrong: check the key first",
            Self::Weak => "it hardly tells learners apart",
            Self::Hard => "fewer than one in five gets it right",
            Self::Easy => "nearly everybody gets it right",
        }
    }
}

/// What a class's results say.
#[must_use]
pub fn stats(results: &Results) -> Stats {
    let learners = &results.learners;
    let totals: Vec<f64> = learners.iter().map(|one| points(one.points(None).0)).collect();
    let items: Vec<ItemStats> = (0..results.items.len()).map(|i| item(results, i)).collect();
    let mut rules: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (asked, found) in results.items.iter().zip(&items).filter(|(asked, _)| !asked.rule.is_empty()) {
        let rule = rules.entry(asked.rule.clone()).or_default();
        *rule = (rule.0 + found.asked, rule.1 + found.right);
    }
    let mut scores = [0; 10];
    for one in learners {
        let (points, of) = one.points(None);
        let tenth = (points * 10).checked_div(of).unwrap_or(0).min(9);
        scores[tenth as usize] += 1;
    }
    let (kr20, _) = reliability(results, |mark| f64::from(u8::from(mark.is_right())));
    let (alpha, deviation) = reliability(results, |mark| points(mark.points));
    Stats {
        learners: learners.len(),
        too_few: learners.len() < ENOUGH,
        mean: mean(&totals),
        deviation: variance(&totals).sqrt(),
        scores,
        kr20,
        alpha,
        error: alpha.map(|alpha| deviation * (1.0 - alpha).max(0.0).sqrt()),
        items,
        rules,
    }
}

/// k / (k - 1) * (1 - sum of the questions' variances / variance of the totals), over the questions that everybody was
/// asked, and the deviation of these totals. Of counts of right answers this is KR-20.
fn reliability(results: &Results, value: impl Fn(&Mark) -> f64) -> (Option<f64>, f64) {
    let column = |i: usize| results.learners.iter().map(|one| one.marks[i].as_ref().map(&value)).collect();
    let columns: Vec<Vec<f64>> = (0..results.items.len()).filter_map(column).collect();
    let total = |n: usize| columns.iter().map(|column| column[n]).sum::<f64>();
    let totals: Vec<f64> = (0..results.learners.len()).map(total).collect();
    let (k, whole) = (columns.len() as f64, variance(&totals));
    let parts: f64 = columns.iter().map(|column| variance(column)).sum();
    let defined = columns.len() > 1 && whole > 0.0;
    (defined.then(|| k / (k - 1.0) * (1.0 - parts / whole)), whole.sqrt())
}

fn item(results: &Results, i: usize) -> ItemStats {
    let asked = &results.items[i];
    let sat: Vec<(&Mark, &Sitting)> =
        results.learners.iter().filter_map(|one| Some((one.marks[i].as_ref()?, one))).collect();
    let count = sat.len();
    let share = |(points, of): (u32, u32)| if of == 0 { 0.0 } else { f64::from(points) / f64::from(of) };
    let rests: Vec<f64> = sat.iter().map(|(_, one)| share(one.points(Some(i)))).collect();
    let totals: Vec<f64> = sat.iter().map(|(_, one)| share(one.points(None))).collect();
    let rights: Vec<bool> = sat.iter().map(|(mark, _)| mark.is_right()).collect();
    let right = rights.iter().filter(|right| **right).count();
    let difficulty = part(right, count);
    let discrimination = correlation(&rights, &rests);
    let option = |(at, (text, holds)): (usize, &(String, bool))| {
        let chose = |(mark, _): &(&Mark, &Sitting)| mark.chosen.as_ref().is_some_and(|chosen| chosen.contains(&at));
        let chosen: Vec<bool> = sat.iter().map(chose).collect();
        let times = chosen.iter().filter(|chose| **chose).count();
        let correlation = correlation(&chosen, &rests);
        let idle = (!holds && count >= ENOUGH)
            .then(|| part(times, count) < 0.05 || correlation.is_some_and(|found| found > 0.0));
        OptionStats { text: text.clone(), right: *holds, chosen: times, share: part(times, count), correlation, idle }
    };
    ItemStats {
        id: asked.id.clone(),
        archetype: asked.archetype.clone(),
        ask: asked.ask.clone(),
        asked: count,
        right,
        difficulty,
        interval: wilson(right, count),
        discrimination,
        upper_lower: upper_lower(&rights, &totals),
        options: asked.options.iter().enumerate().map(option).collect(),
        flags: flags(count, difficulty, discrimination),
    }
}

fn flags(count: usize, difficulty: f64, discrimination: Option<f64>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if count >= ENOUGH {
        match discrimination {
            Some(found) if found < 0.0 => flags.push(Flag::CheckKey),
            Some(found) if found < 0.1 => flags.push(Flag::Weak),
            _ => {}
        }
        flags.extend((difficulty < 0.2).then_some(Flag::Hard));
        flags.extend((difficulty > 0.95).then_some(Flag::Easy));
    }
    flags
}

fn points(hundredths: u32) -> f64 {
    f64::from(hundredths) / 100.0
}

fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The variance of a population: the divisor is the number of values.
fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    if values.is_empty() {
        0.0
    } else {
        values.iter().map(|one| (one - middle).powi(2)).sum::<f64>() / values.len() as f64
    }
}

/// (mean of those who did - mean of those who did not) / deviation * sqrt(p * q).
fn correlation(did: &[bool], rests: &[f64]) -> Option<f64> {
    let of = |wanted: bool| -> Vec<f64> {
        did.iter().zip(rests).filter(|(did, _)| **did == wanted).map(|(_, rest)| *rest).collect()
    };
    let (with, without) = (of(true), of(false));
    let deviation = variance(rests).sqrt();
    let p = part(with.len(), did.len());
    let defined = !with.is_empty() && !without.is_empty() && deviation > 0.0;
    defined.then(|| (mean(&with) - mean(&without)) / deviation * (p * (1.0 - p)).sqrt())
}

/// Wilson's interval of a part at 95 %.
fn wilson(some: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (all as f64, part(some, all));
    let middle = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0))
}

fn upper_lower(rights: &[bool], totals: &[f64]) -> Option<f64> {
    let count = totals.len();
    if count < GROUPS_FROM {
        return None;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| totals[*b].total_cmp(&totals[*a]));
    let size = count * GROUP / 100;
    let right = |group: &[usize]| part(group.iter().filter(|i| rights[**i]).count(), size);
    Some(right(&order[..size]) - right(&order[count - size..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 for right, 0 for wrong, anything else for a question that was not asked; option 0 is the key.
    fn mark(said: u8) -> Option<Mark> {
        let right = matches!(said, b'0' | b'1').then_some(said == b'1')?;
        Some(Mark { points: u32::from(right) * 100, of: 100, chosen: Some(vec![usize::from(!right)]) })
    }

    /// Learners as rows of marks.
    fn class(rows: &[&str]) -> Results {
        let items = (0..rows[0].len()).map(|i| Asked {
            id: format!("item-{i}"),
            archetype: "outcome".to_owned(),
            ask: "What happens?".to_owned(),
            rule: if i < 2 { "first-rule".to_owned() } else { "other-rule".to_owned() },
            options: vec![("right".to_owned(), true), ("wrong".to_owned(), false), ("never".to_owned(), false)],
        });
        let learner = |(n, row): (usize, &&str)| Sitting {
            learner: format!("learner-{n}"),
            marks: row.bytes().map(mark).collect(),
        };
        Results { items: items.collect(), learners: rows.iter().enumerate().map(learner).collect() }
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-7, "{found} is not {expected}");
    }

    #[test]
    fn the_worked_class_comes_out_as_published() {
        let found = stats(&class(&["11110", "11101", "11010", "10100", "11000", "01000", "10000", "00000"]));
        let difficulty = [0.75, 0.625, 0.375, 0.25, 0.125];
        let rest = [0.454_699, 0.346_410, 0.414_644, 0.309_492, 0.308_607];
        for (i, item) in found.items.iter().enumerate() {
            near(item.difficulty, difficulty[i]);
            near(item.discrimination.expect("the class differs"), rest[i]);
        }
        near(found.kr20.expect("five items"), 0.609_244);
        near(found.alpha.expect("five items"), 0.609_244);
        near(found.error.expect("five items"), 0.852_386);
        near(found.items[0].interval.0, 0.409_275);
        near(found.items[0].interval.1, 0.928_521);
        assert!(found.too_few && found.items.iter().all(|item| item.flags.is_empty()), "eight are too few");
        assert_eq!(found.rules["first-rule"], (16, 11));
    }

    #[test]
    fn flags_name_what_to_look_at() {
        // Everybody gets the first right; the weaker half gets the second right; the third is hard.
        let rows: Vec<String> = (0..40)
            .map(|n| {
                format!("1{}{}{}", u8::from(n < 20), u8::from(n > 36), u8::from(n >= 10))
                    + if n >= 15 { "11" } else { "00" }
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let found = stats(&class(&rows));
        assert!(!found.too_few);
        assert_eq!(found.items[0].flags, [Flag::Easy]);
        assert_eq!(found.items[0].discrimination, None, "nobody differs");
        assert_eq!(found.items[1].flags, [Flag::CheckKey]);
        assert_eq!(found.items[2].flags, [Flag::Hard]);
        let upper = found.items[1].upper_lower.expect("forty are enough for groups");
        assert!(upper < 0.0, "{upper}");
        let never = &found.items[1].options[2];
        assert_eq!((never.idle, never.chosen), (Some(true), 0));
        assert_eq!(found.items[1].options[1].idle, Some(true), "the better learners choose it");
        assert_eq!(found.items[1].options[0].idle, None, "the right one has nothing to keep anybody from");
        let few = stats(&class(&rows[..8]));
        assert!(few.items.iter().flat_map(|item| &item.options).all(|one| one.idle.is_none()), "eight are too few");
    }

    #[test]
    fn nothing_is_defined_for_nobody_and_for_one_item() {
        let empty = stats(&Results::default());
        assert_eq!((empty.kr20, empty.alpha, empty.error), (None, None, None));
        let one = stats(&class(&["1", "0"]));
        assert_eq!((one.kr20, one.items[0].discrimination), (None, None));
    }

    #[test]
    fn questions_that_were_not_asked_count_for_nobody() {
        let all = ["11110", "11101", "11010", "10100", "11000", "01000", "10000", "00000"];
        let other: Vec<String> =
            all.iter().map(|row| format!("{row}{}", if *row == "11110" { '1' } else { '-' })).collect();
        let found = stats(&class(&other.iter().map(String::as_str).collect::<Vec<_>>()));
        near(found.kr20.expect("five items"), 0.609_244);
        near(found.error.expect("five items"), 0.852_386);
        assert_eq!((found.items[5].asked, found.items[5].right), (1, 1));
        assert_eq!(found.rules["other-rule"], (8 * 3 + 1, 6 + 1));
        assert_eq!(found.scores, [1, 0, 2, 0, 2, 0, 1, 0, 2, 0], "by the part of what was asked");
    }

    #[test]
    fn parts_of_points_leave_counts_of_right_answers_alone() {
        let mut class = class(&["11110", "11101", "11010", "10100", "11000", "01000", "10000", "00000"]);
        for one in &mut class.learners {
            for mark in one.marks.iter_mut().flatten() {
                (mark.of, mark.points) = (300, if mark.is_right() { 300 } else { 100 });
            }
        }
        let found = stats(&class);
        near(found.kr20.expect("five items"), 0.609_244);
        near(found.alpha.expect("five items"), 0.609_244);
        near(found.error.expect("five items") / 2.0, 0.852_386);
    }
}
