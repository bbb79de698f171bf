//! One account of an export, as far as its files know it: what `people` reads from JSON and `tables` from CSV.

/// One account. None means that no file says anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    /// The object id in lower case; the user principal name where there is none.
    pub(super) id: String,
    pub(super) upn: String,
    pub(super) name: Option<String>,
    pub(super) mobile: Option<String>,
    pub(super) office: Option<String>,
    pub(super) other_mails: Vec<String>,
    pub(super) user_type: Option<String>,
    pub(super) enabled: Option<bool>,
    pub(super) usage_location: Option<String>,
    pub(super) department: Option<String>,
    pub(super) synced: Option<bool>,
    pub(super) forest: Option<String>,
    /// Issuers of federated and e-mail identities, with the name there.
    pub(super) issuers: Vec<(String, String)>,
    pub(super) password_policies: Option<String>,
    pub(super) password_changed: Option<String>,
    /// Whether the sync reported errors for the account.
    pub(super) sync_errors: bool,
    pub(super) assigned: Option<Vec<Assigned>>,
    pub(super) states: Option<Vec<State>>,
    /// Product names of a table without GUIDs, joined by `+`.
    pub(super) product_names: Option<String>,
}

/// A product and the plans switched off in it, as GUIDs in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) sku: String,
    pub(super) disabled: Vec<String>,
}

/// One way in which a product came to a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) assigned: Assigned,
    /// The group it is inherited from; none where it was assigned directly.
    pub(super) by_group: Option<String>,
    pub(super) state: String,
    pub(super) error: Option<String>,
}

impl Account {
    /// Takes over what is not known yet; contact data only where the tables are the only source, because a reset could
    /// hang on it and the directory's own answer goes before a portal's. Tells whether contact data was left out.
    pub(super) fn fill(&mut self, other: Self, contact: bool) -> bool {
        fn gap<T>(mine: &mut Option<T>, other: Option<T>) {
            if mine.is_none() {
                *mine = other;
            }
        }
        gap(&mut self.name, other.name);
        gap(&mut self.user_type, other.user_type);
        gap(&mut self.enabled, other.enabled);
        gap(&mut self.usage_location, other.usage_location);
        gap(&mut self.department, other.department);
        gap(&mut self.synced, other.synced);
        gap(&mut self.password_policies, other.password_policies);
        gap(&mut self.password_changed, other.password_changed);
        gap(&mut self.product_names, other.product_names);
        if self.issuers.is_empty() {
            self.issuers = other.issuers;
        }
        let more = (self.mobile.is_none() && other.mobile.is_some())
            || (self.office.is_none() && other.office.is_some())
            || (self.other_mails.is_empty() && !other.other_mails.is_empty());
        if contact {
            gap(&mut self.mobile, other.mobile);
            gap(&mut self.office, other.office);
            if self.other_mails.is_empty() {
                self.other_mails = other.other_mails;
            }
        }
        more && !contact
    }

    /// Whether the account is a guest; an account without a type is one where its name says so.
    pub(super) fn is_guest(&self) -> bool {
        match &self.user_type {
            Some(word) => word.eq_ignore_ascii_case("guest"),
            None => self.upn.to_ascii_uppercase().contains("#EXT#"),
        }
    }

    /// The part of the user principal name behind the last `@`.
    pub(super) fn suffix(&self) -> &str {
        self.upn.rsplit_once('@').map_or("", |(_, suffix)| suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_are_known_by_type_and_else_by_name() {
        let of = |upn: &str, user_type: Option<&str>| Account {
            upn: upn.to_owned(),
            user_type: user_type.map(str::to_owned),
            ..Account::default()
        };
        assert!(of("a_b.com#EXT#@c.com", None).is_guest() && of("a@c.com", Some("guest")).is_guest());
        assert!(!of("a@c.com", None).is_guest() && !of("a_b.com#EXT#@c.com", Some("Member")).is_guest());
    }
}
