//! People by what somebody calls them: a user principal name, or the beginning of one or of a display name.

use crate::model::key::UserId;

use super::Scenario;
use super::suggest::nearest;

/// Why a word does not stand for one person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOne {
    /// Nobody is called that; the nearest name if one is near, else the first few.
    #[error("nobody is called `{word}`{}", instead(near.as_deref(), some))]
    Nobody {
        /// The word.
        word: String,
        /// The nearest user principal name.
        near: Option<String>,
        /// User principal names of the first people of the file.
        some: Vec<String>,
    },
    /// Several could be meant.
    #[error("`{word}` could be {}", names.join(", "))]
    Several {
        /// The word.
        word: String,
        /// Their user principal names, in file order.
        names: Vec<String>,
    },
}

/// How many names are told where none is near.
const SOME: usize = 3;

fn instead(near: Option<&str>, some: &[String]) -> String {
    match near {
        Some(near) => format!("; did you mean `{near}`?"),
        None if some.is_empty() => String::new(),
        None => format!("; there are `{}`", some.join("`, `")),
    }
}

impl Scenario {
    /// The named or generated person that a word stands for.
    ///
    /// # Errors
    /// Nobody or several are called that.
    pub fn called(&self, word: &str) -> Result<UserId, NotOne> {
        if let Some(user) = self.find(word) {
            return Ok(user);
        }
        let wanted = word.to_lowercase();
        let begins = |text: &str| text.to_lowercase().starts_with(&wanted);
        let fits = |at: &usize| begins(&self.users[*at].upn) || begins(&self.users[*at].name);
        let found: Vec<usize> = (0..self.users.len()).filter(|at| !wanted.is_empty() && fits(at)).collect();
        match found.as_slice() {
            [one] => Ok(UserId(*one as u32)),
            [] => {
                let some = self.users.iter().take(SOME).map(|user| user.upn.clone()).collect();
                Err(NotOne::Nobody { word: word.to_owned(), near: self.near(word), some })
            }
            several => {
                let names = several.iter().map(|at| self.users[*at].upn.clone()).collect();
                Err(NotOne::Several { word: word.to_owned(), names })
            }
        }
    }

    /// The user principal name nearest to a word; first names count as well as what stands before the `@`.
    fn near(&self, word: &str) -> Option<String> {
        let upns = self.users.iter().map(|one| one.upn.as_str());
        let local = |upn: &str| upn.split('@').next().map(str::len);
        let heads = self.users.iter().map(|one| &one.upn[..local(&one.upn).unwrap_or_default()]);
        let firsts = self.users.iter().map(|one| one.name.split_whitespace().next().unwrap_or_default());
        let whole = nearest(word, upns).map(str::to_owned);
        whole.or_else(|| {
            let near = nearest(word, heads.chain(firsts))?;
            let is = |upn: &str, name: &str| upn.split('@').next() == Some(near) || name.starts_with(near);
            self.users.iter().find(|one| is(&one.upn, &one.name)).map(|one| one.upn.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{NoFiles, read};

    #[test]
    fn people_are_found_by_the_beginning_of_a_name_and_wrong_ones_get_a_suggestion() {
        let text =
            "title: T\nusers:\n  - {upn: ana@contoso.com, name: Ana Ruiz}\n  - {upn: anton@contoso.com, name: Bo Li}\n";
        let lab = read("lab.yaml", text.as_bytes(), &mut NoFiles).scenario.expect("a sound lab");
        let said = |word: &str| lab.called(word).map(|user| user.0).map_err(|error| error.to_string());
        assert_eq!(said("ANA@contoso.com"), Ok(0));
        assert_eq!(said("bo"), Ok(1));
        assert_eq!(said("ana"), Ok(0));
        assert_eq!(said("an"), Err("`an` could be ana@contoso.com, anton@contoso.com".to_owned()));
        assert_eq!(said("antn"), Err("nobody is called `antn`; did you mean `anton@contoso.com`?".to_owned()));
        assert_eq!(
            said("zebedee"),
            Err("nobody is called `zebedee`; there are `ana@contoso.com`, `anton@contoso.com`".to_owned())
        );
        assert!(lab.called("").is_err());
    }
}
