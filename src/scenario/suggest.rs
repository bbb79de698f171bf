//! "Did you mean": the nearest of the names that would have been right.

/// The nearest candidate, if one is near enough to be meant.
///
/// Letter case, `-` and `_` and blanks weigh nothing; otherwise a third of the letters may differ. The first of equally
/// near candidates wins, so callers put the likelier ones first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    if wanted.is_empty() || wanted.len() > 100 {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let other = plain(candidate);
        let limit = (wanted.len().max(other.len()) / 3).clamp(1, 6);
        if wanted.len().abs_diff(other.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The end of a message about a wrong name: what was meant, or nothing where no candidate is near.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The letters that weigh: lower case, without `-`, `_` and blanks.
fn plain(word: &str) -> Vec<char> {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        check("timline", &["title", "timeline"], Some("timeline"));
        check("mobile-phone", &["email", "mobile_phone"], Some("mobile_phone"));
        check("sync-server-dwon", &["sync-server-down", "sync-server-slow"], Some("sync-server-down"));
        check("role", &["roles", "name"], Some("roles"));
        check("Azure AD Premium P1", &["AAD_PREMIUM", "SPE_E3"], None);
        check("", &["at"], None);
    }
}
