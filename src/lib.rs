//! A deterministic simulator of self-service password reset in a Microsoft 365 tenant.
//!
//! The rooms are floors: a room imports only rooms below it, and `tests/tidy.rs` says so.
//!
//! | floor | room | what it is for | what it never does |
//! |--:|---|---|---|
//! | 0 | [`model`] | nouns as plain values | decide, draw without a key, read or write files |
//! | 1 | [`rules`] | the decision core: rules as values, cases, `decide` | know the ECS, the clock, chance |
//! | 2 | [`scenario`] | text in, meaning out; imports; single-fact edits | judge outcomes, touch the file system |
//! | 2 | [`ledger`] | what a run leaves behind; traces by deciding again; digest | know how the world is simulated |
//! | 3 | [`sim`] | the world on bevy_ecs, its agenda, effects | hold a rule |
//! | 4 | [`study`] | questions asked of rules, runs and tenants: claims, forecasts, plans, labs stepped through | name the simulator: it takes [`ledger::Simulate`] |
//! | 4 | [`quiz`] | questions whose keys are proved by replays | name the simulator: it takes [`ledger::Simulate`] |
//! | 5 | [`report`] | what a run says, in every format | touch the file system or the simulator |
//!
//! The public verbs: [`scenario::read`] makes a [`scenario::Scenario`], [`sim::run`] a [`ledger::Ledger`],
//! [`report::view::View`] says it, [`quiz::make::make`] asks about it. Files, the terminal and the environment belong
//! to the binary alone.
//!
//! Two things differ from a textbook layout, on purpose. The scenario room stands above the rules, because reading a
//! file asks the rules which settings a portal would not save. And a ledger names scenario types, because an
//! expectation is part of what was written.

pub mod ledger;
pub mod model;
pub mod quiz;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod sim;
pub mod study;
