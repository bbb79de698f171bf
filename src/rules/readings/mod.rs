//! What several topics read off a case: the floor below the rules, so that no topic needs another for it.
//!
//! A reading that one topic alone needs stands at the end of that topic.

pub(crate) mod licences;
pub(crate) mod methods;
pub(crate) mod passwords;
pub(crate) mod policy;
pub(crate) mod writeback;
