//! `quiz seal`, `quiz sign` and a learner's own seed: the one place where secrets are drawn, into files that the user
//! names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use tenantlab::quiz::Paper;
use tenantlab::quiz::seal::{commitment, hex, is_signed, seed_of, sign, unhex};
use tenantlab::report::quiz::{html, json};

use super::{Exit, files, term};

/// Arguments of `quiz seal`.
#[derive(clap::Args, Debug)]
pub(super) struct SealArgs {
    /// The trainer's quiz.json, or the folder of variants that `quiz make --roster` wrote.
    quiz: PathBuf,
    /// Write what learners get into this folder: the exam page, the sheets to print, paper.json for `quiz take`, the
    /// commitment; of variants into a folder for each learner, and all commitments into commitments.csv.
    #[arg(long, value_name = "DIR", required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Keep the salt in this file until the exam is over; it is made where it is not there.
    #[arg(long, value_name = "FILE")]
    salt: PathBuf,
    /// Check instead that quiz and salt stand behind this commitment, which was published before; of variants, behind
    /// those of this commitments.csv.
    #[arg(long, value_name = "COMMITMENT", conflicts_with = "out")]
    check: Option<String>,
}

/// Arguments of `quiz sign`.
#[derive(clap::Args, Debug)]
pub(super) struct SignArgs {
    /// The file to sign or to check: points as JSON, results, a report.
    file: PathBuf,
    /// The secret key; it is drawn where the file is not there.
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    key: Option<PathBuf>,
    /// Check instead the file against this signature file, which `quiz sign` wrote.
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    check: Option<PathBuf>,
    /// The public key that `quiz sign` printed, as the signer published it: a signature under another key counts for
    /// nothing.
    #[arg(long, value_name = "KEY", requires = "check")]
    public: Option<String>,
}

/// What is published beside a signed file.
#[derive(Serialize, Deserialize)]
struct Signed {
    format: String,
    signature: String,
    public_key: String,
}

/// Up to this seed somebody who has the lab can try them all; one drawn from a secret is hardly ever below it.
const GUESSED: u64 = u32::MAX as u64;

pub(super) fn seal(args: &SealArgs) -> anyhow::Result<Exit> {
    let papers: Vec<(Option<String>, Paper)> = if args.quiz.is_dir() {
        files::variants(&args.quiz)?.into_iter().map(|(learner, paper, _)| (Some(learner), paper)).collect()
    } else {
        vec![(None, files::paper(&args.quiz)?.0)]
    };
    if let Some(published) = &args.check {
        return check(args, &papers, published);
    }
    let Some(out) = &args.out else { bail!("`--out` is missing") };
    if let Some((_, paper)) = papers.iter().find(|(_, paper)| paper.seed <= GUESSED) {
        term::talk(&format!(
            "note: the seed {} can be guessed, and whoever has the lab makes this quiz again with its keys; \
             `quiz make --learner NAME --secret FILE` draws one that nobody guesses, for a class as well",
            paper.seed
        ));
    }
    if args.salt.exists() {
        term::talk(&format!(
            "note: the salt in `{}` is used again; once it is published it protects no other exam",
            term::clean(&args.salt.display().to_string())
        ));
    }
    let salt = secret(&args.salt, true)?;
    let mut sealed = Vec::new();
    for (learner, paper) in &papers {
        let commitment = commitment(paper, &salt);
        let mut all = html::sealed(paper, &commitment);
        all.push(("paper.json", json::handout(paper, Some(&commitment))));
        all.push(("commitment.txt", format!("{commitment}\n")));
        files::write_all(&learner.as_ref().map_or_else(|| out.clone(), |learner| out.join(learner)), &all)?;
        sealed.push(vec![learner.clone().unwrap_or_default(), commitment]);
    }
    let said = if args.quiz.is_dir() {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["learner", "commitment"])?;
        sealed.iter().try_for_each(|row| writer.write_record(row))?;
        files::write(&out.join(COMMITMENTS), &writer.into_inner()?)?;
        format!("Sealed {} variants\nPublish       {}", papers.len(), out.join(COMMITMENTS).display())
    } else {
        format!("Sealed as {}", sealed[0][1])
    };
    term::print(&format!(
        "{said}\nFor learners  {}\nKeep apart    {} and {}, and publish both after the exam\n",
        out.display(),
        args.quiz.display(),
        args.salt.display()
    ))?;
    Ok(Exit::Well)
}

/// Where the commitments to variants are published.
const COMMITMENTS: &str = "commitments.csv";

/// Whether quizzes and salt stand behind what was published: a commitment, or a table of them by learner.
fn check(args: &SealArgs, papers: &[(Option<String>, Paper)], published: &str) -> anyhow::Result<Exit> {
    let salt: [u8; 16] = secret(&args.salt, false)?;
    let commitments: BTreeMap<String, String> = if args.quiz.is_dir() {
        let bytes = files::bytes(Path::new(published))?;
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        reader.deserialize().collect::<Result<_, _>>().with_context(|| format!("`{published}` holds no commitments"))?
    } else {
        [(String::new(), published.to_owned())].into()
    };
    let mut other = Vec::new();
    for (learner, paper) in papers {
        let name = learner.clone().unwrap_or_default();
        let of = commitments.get(&name).map(|text| text.trim().to_ascii_lowercase());
        if of.as_deref() != Some(&commitment(paper, &salt)) {
            other.push(name);
        }
    }
    let missing =
        commitments.keys().filter(|name| !papers.iter().any(|(one, _)| one.as_deref().unwrap_or_default() == **name));
    other.extend(missing.cloned());
    let of = if args.quiz.is_dir() { format!(", of {}", term::clean(&other.join(", "))) } else { String::new() };
    term::print(&if !other.is_empty() {
        format!("this is another quiz, or another salt{of}\n")
    } else if args.quiz.is_dir() {
        format!("the {} variants are those that were sealed\n", papers.len())
    } else {
        "the quiz is the one that was sealed\n".to_owned()
    })?;
    Ok(if other.is_empty() { Exit::Well } else { Exit::Unmet })
}

pub(super) fn signed(args: &SignArgs) -> anyhow::Result<Exit> {
    let bytes = files::bytes(&args.file)?;
    if let Some(path) = &args.check {
        let signed: Signed = serde_json::from_slice(&files::bytes(path)?)
            .with_context(|| format!("`{}` is no signature of `quiz sign`", path.display()))?;
        let public = args.public.as_deref().map_or(signed.public_key.as_str(), str::trim);
        let holds = is_signed(&bytes, &signed.signature, public);
        let said = if holds { "unchanged since it was signed under" } else { "not what was signed under" };
        if args.public.is_none() {
            term::talk(
                "note: anybody can sign anew under a key of their own; compare the key with the published one, or give it as --public",
            );
        }
        term::print(&format!("{} is {said} {}\n", args.file.display(), term::clean(public)))?;
        return Ok(if holds { Exit::Well } else { Exit::Unmet });
    }
    let Some(key) = &args.key else { bail!("`--key` is missing") };
    let (signature, public_key) = sign(&secret(key, true)?, &bytes);
    let mut name = args.file.file_name().context("a file has a name")?.to_os_string();
    name.push(".sig");
    let path = args.file.with_file_name(name);
    let signed = Signed { format: "quiz-signature/1".to_owned(), signature, public_key };
    files::write(&path, (serde_json::to_string_pretty(&signed)? + "\n").as_bytes())?;
    term::print(&format!("Signature   {}\nPublic key  {}\n", path.display(), signed.public_key))?;
    Ok(Exit::Well)
}

/// The seed of a learner's own variant, under the secret in a file that is made where it is not there.
pub(super) fn learners_seed(path: &Path, lab: &str, learner: &str) -> anyhow::Result<u64> {
    Ok(seed_of(&secret(path, true)?, lab, learner))
}

/// The secret in a file as hexadecimal digits; drawn by the operating system where the file is not there and may be made.
fn secret<const N: usize>(path: &Path, make: bool) -> anyhow::Result<[u8; N]> {
    if path.exists() || !make {
        let text = String::from_utf8(files::bytes(path)?).unwrap_or_default();
        return unhex(&text)
            .with_context(|| format!("`{}` holds no secret of {N} bytes as {} digits", path.display(), N * 2));
    }
    let drawn = files::drawn()?;
    files::write_secret(path, format!("{}\n", hex(&drawn)).as_bytes())?;
    Ok(drawn)
}
