//! The commands of the README run as they stand there, and do what it says.

use std::path::Path;
use std::process::Command;

/// The commands of a page's console blocks, without those that run cargo's own tests.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ cargo run -- ").filter(|_| inside) {
            found.push(arguments(command));
        }
    }
    found
}

/// The arguments of a command line as a shell parts them: at blanks that do not stand between single quotes.
fn arguments(command: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (i, part) in command.split('\'').enumerate() {
        if i % 2 == 1 {
            found.push(part.to_owned());
        } else {
            found.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    found
}

fn run_all(page: &str, least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::create_dir_all(root.join("out")).expect("the folder for outputs can be made");
    let commands = commands(page);
    assert!(commands.len() >= least, "the page shows its commands");
    for arguments in commands {
        let output = Command::new(env!("CARGO_BIN_EXE_tenantlab"))
            .args(&arguments)
            .current_dir(root)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "tenantlab {}: {said}", arguments.join(" "));
    }
}

#[test]
fn every_command_of_the_readme_succeeds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Results of a class belong to one quiz, and an earlier version may have made another one.
    let _ = std::fs::remove_dir_all(root.join("out/class"));
    run_all(include_str!("../README.md"), 6);
    for file in ["out/agent-outage/report.html", "out/class/platform/moodle.xml", "out/class/report/class.html"] {
        assert!(root.join(file).is_file(), "{file} is written");
    }
}

#[test]
fn every_command_of_the_tutorial_for_architects_succeeds() {
    let page = include_str!("../docs/architects.md");
    run_all(page, 5);
    assert!(page.contains(include_str!("../docs/plans.yaml")), "the page shows the file of plans as it is");
}
