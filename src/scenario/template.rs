//! The scenario that somebody begins with: short, commented, and sound as it stands.

const TEMPLATE: &str = include_str!("template.yaml");

/// A commented scenario with this title; editors find its schema at this path, relative to the file.
#[must_use]
pub fn template(title: &str, schema: &str) -> String {
    let title = serde_json::Value::from(title).to_string();
    let line = |line: &str| match line {
        "title: TITLE" => format!("title: {title}\n"),
        _ => format!("{}\n", line.replace("$schema=SCHEMA", &format!("$schema={schema}"))),
    };
    TEMPLATE.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, read};

    #[test]
    fn it_is_sound_and_nothing_in_it_is_warned_of() {
        let text = template("A \"new\" lab: no. 1", "scenario.schema.json");
        assert!(text.starts_with("# yaml-language-server: $schema=scenario.schema.json\n"));
        let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        assert_eq!(reading.scenario.expect("a scenario").title, "A \"new\" lab: no. 1");
    }
}
