//! `import --ask`: answers from the terminal become notes that the import reads.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn import(answers: &Path, out: &Path, typed: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.args(["import", "tests/data/contoso", "--anonymize=false", "--ask", "--answers"]).arg(answers);
    command.arg("-o").arg(out).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A program that refuses before it asks may have closed its end already.
    let _ = child.stdin.take().expect("piped").write_all(typed.as_bytes());
    child.wait_with_output().expect("the program ends")
}

#[test]
fn answers_are_asked_for_until_they_fit() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ask");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let (answers, out) = (folder.join("answers.yaml"), folder.join("tenant.yaml"));
    let early = import(&answers, &out, "2026-11-20\nselected\n");
    assert_eq!(early.status.code(), Some(2));
    assert!(!answers.exists() && !out.exists(), "nothing is written where the answers end early");
    let typed = "soon\n2026-11-20\nselected\nSSPR-Users\n2\nemail, passkey\nemail, mobile-phone\nyes\nno\n\
                 asia.contoso.com\nasia.contoso.com=pass-through\nGoran\nGoran.Sjostrandh@contoso.com, \
                 Lachlan.Duong-Hale@contoso.com\ninfo@contoso.com\n\n\n";
    let whole = import(&answers, &out, typed);
    let said = String::from_utf8_lossy(&whole.stderr);
    assert_eq!(whole.status.code(), Some(0), "{said}");
    for wrong in ["soon", "email, passkey", "asia.contoso.com", "Goran"] {
        assert!(said.contains(&format!("`{wrong}` does not fit")), "{said}");
    }
    let scenario = fs::read_to_string(&out).expect("written");
    assert!(scenario.contains("SSPR-Users") && scenario.contains("methods_required: 2"));
    assert!(scenario.contains("{name: asia.contoso.com, identity: pass-through}"));
    assert_eq!((scenario.matches("protected: true").count(), scenario.matches("shared-mailbox").count()), (2, 1));
    let again = import(&answers, &out, typed);
    assert_eq!(again.status.code(), Some(2), "answers that are there are left alone");
    // What only the export can tell is told with its place in the answers, which stay to be corrected.
    let (answers, out) = (folder.join("nobody.yaml"), folder.join("nobody-tenant.yaml"));
    let nobody = import(&answers, &out, &typed.replace("info@", "inf@"));
    let said = String::from_utf8_lossy(&nobody.stderr);
    assert_eq!((nobody.status.code(), out.exists()), (Some(2), false), "{said}");
    assert!(said.contains("unknown person `inf@contoso.com`; did you mean `info@contoso.com`?"), "{said}");
    assert!(said.contains("correct them there"), "{said}");
}
