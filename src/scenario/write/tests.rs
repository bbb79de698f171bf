//! The text of a scenario, read back as plain data.
