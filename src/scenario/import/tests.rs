//! Small folders with awkward values.
