//! The documented rules, one file or folder a topic; `catalogue` puts the slices together.
//!
//! To add a rule: add a value to the slice of its topic, at the place its precedence asks for. Give it a law
//! (`.refuses`, `.breaks`, `.term`, `.effect`, `.limit`) and worked examples of it, one that answers and one that does
//! not (`.examples`, made by `example`), and nothing else has to change.

pub mod ad_policy;
pub mod administrators;
pub mod banned_password;
pub mod cloud_password_policy;
pub mod eligibility;
pub mod gates_and_throttling;
pub mod hybrid_sign_in;
pub mod licensing_assignment;
pub mod licensing_capability;
pub mod licensing_subscriptions;
pub mod lockout_and_unlock;
pub mod methods;
pub mod notifications_and_portal;
pub mod operations;
pub mod registration;
pub mod reporting;
pub mod sync_topology;
pub mod writeback_flow;
pub mod writeback_setup;
