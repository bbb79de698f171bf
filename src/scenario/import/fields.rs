//! Properties of one record of an export, read leniently: other letter case, missing, null and the text `None` alike.

use serde_json::Value;

use crate::model::time::{CLOCK, Instant};

/// The property with this name, whatever the letter case of the export; null counts as missing.
pub(super) fn field<'a>(record: &'a Value, name: &str) -> Option<&'a Value> {
    let map = record.as_object()?;
    let found = map.get(name).or_else(|| map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v));
    found.filter(|value| !value.is_null())
}

/// Text that says something: blanks at the ends dropped, none for the empty text and for `None`.
pub(super) fn said(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && !["None", "null", "NULL"].contains(&text)).then_some(text)
}

/// A property that holds text.
pub(super) fn text(record: &Value, name: &str) -> Option<String> {
    field(record, name)?.as_str().and_then(said).map(str::to_owned)
}

/// A property that holds a GUID, in lower case.
pub(super) fn guid(record: &Value, name: &str) -> Option<String> {
    text(record, name).map(|id| id.to_ascii_lowercase())
}

/// A property that holds a boolean, or a boolean written as a word.
pub(super) fn flag(record: &Value, name: &str) -> Option<bool> {
    match field(record, name)? {
        Value::Bool(value) => Some(*value),
        Value::String(word) => boolean(word),
        _ => None,
    }
}

/// A boolean as tables write it.
pub(super) fn boolean(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// A moment; none where the text is none, and inside none where it stands for never, as the years 1, 1601 and 9999 do:
/// they lie outside the years that the simulated clock knows.
#[expect(clippy::option_option, reason = "a text that is no moment is a problem, one that means never is not")]
pub(super) fn moment(text: &str) -> Option<Option<Instant>> {
    let far = || text.strip_prefix("9999-").and_then(|rest| Instant::parse(&format!("2199-{rest}"))).map(|_| None);
    Instant::parse(text).map(|at| Some(at).filter(|at| CLOCK.contains(at))).or_else(far)
}

/// A property that holds a whole number, or a whole number written as text.
pub(super) fn number(record: &Value, name: &str) -> Option<i64> {
    match field(record, name)? {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
}

/// A property that holds a list; a value that is no list counts as a list of itself. None where it is missing.
pub(super) fn list(record: &Value, name: &str) -> Option<Vec<Value>> {
    field(record, name).map(|value| match value {
        Value::Array(items) => items.iter().filter(|item| !item.is_null()).cloned().collect(),
        other => vec![other.clone()],
    })
}

/// The texts of a list.
pub(super) fn texts(record: &Value, name: &str) -> Vec<String> {
    let items = list(record, name).unwrap_or_default();
    items.iter().filter_map(Value::as_str).filter_map(said).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn missing_null_and_the_word_none_are_one() {
        for record in [json!({}), json!({"a": null}), json!({"a": "None"}), json!({"a": "  "}), json!([])] {
            assert_eq!(text(&record, "a"), None, "{record}");
        }
        assert_eq!(text(&json!({"UserPrincipalName": " a@b "}), "userPrincipalName").as_deref(), Some("a@b"));
    }

    #[test]
    fn moments_that_mean_never_are_none() {
        let at = Instant::parse("2026-11-20T00:00:00Z");
        assert_eq!(moment("2026-11-20T01:00:00+01:00"), Some(at));
        for never in ["0001-01-01T00:00:00Z", "1601-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31"] {
            assert_eq!(moment(never), Some(None), "{never}");
        }
        assert_eq!([moment("soon"), moment("9999-13-31"), moment("")], [None; 3]);
    }

    #[test]
    fn flags_numbers_and_lists_may_be_text() {
        let record = json!({"f": "True", "n": "12", "l": "one", "m": ["a", null, "None", 3]});
        assert_eq!((flag(&record, "f"), number(&record, "n")), (Some(true), Some(12)));
        assert_eq!(texts(&record, "l"), ["one"]);
        assert_eq!(texts(&record, "m"), ["a"]);
        assert_eq!(list(&record, "absent"), None);
    }
}
