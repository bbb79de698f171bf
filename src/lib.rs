//! A deterministic simulator of self-service password reset in a Microsoft 365 tenant.

pub mod ledger;
pub mod model;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod sim;
