//! The decision core.

pub mod assumptions;
pub mod settings;
