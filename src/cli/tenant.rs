//! The tenant that a study is about: a scenario file, or a folder of exports with its notes and prices.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::model::licence::TABLE;
use tenantlab::model::price::{PRICES, PriceError, Prices};
use tenantlab::model::time::Date;
use tenantlab::report::words::count;
use tenantlab::scenario::Scenario;
use tenantlab::scenario::import::pseudonyms::{Pseudonymised, Pseudonyms, Secret, import_pseudonymised, read_key};
use tenantlab::scenario::import::{ANSWERS, Imported, import};
use tenantlab::scenario::suggest::meant;

use super::files::Changes;
use super::{files, term};

/// Arguments that name a tenant.
#[derive(clap::Args, Debug)]
pub(crate) struct TenantArgs {
    /// A scenario file, or a folder with exports of a tenant.
    pub(super) tenant: PathBuf,
    /// What no export tells; without it `answers.yaml` in the folder is taken.
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// The day the scenario starts on, instead of the file's or the notes'.
    #[arg(long)]
    pub(super) date: Option<Date>,
    #[command(flatten)]
    pub(super) names: NameArgs,
    /// Prices to reckon with: a CSV file with the columns sku_part_number and usd_per_user_month.
    #[arg(long, value_name = "FILE.csv")]
    pub(super) prices: Option<PathBuf>,
}

impl TenantArgs {
    /// The prices given, else those of the program.
    ///
    /// # Errors
    /// When the table cannot be read or is wrong.
    pub(super) fn prices(&self) -> anyhow::Result<Prices> {
        let Some(path) = &self.prices else { return Ok(PRICES.clone()) };
        let bytes = files::bytes(path)?;
        let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) else {
            bail!("`{}` is not text in UTF-8", path.display())
        };
        match Prices::read(text) {
            Ok(prices) => {
                for price in prices.0.iter().filter(|price| price.sku.is_none()) {
                    let near = meant(&price.part_number, TABLE.products.iter().map(|product| product.part_number));
                    term::talk(&term::clean(&format!(
                        "note: {}: `{}` is no product of the table, so its price is not used{near}",
                        path.display(),
                        price.part_number
                    )));
                }
                Ok(prices)
            }
            Err(problems) => {
                tell(path, &problems);
                bail!("{} in `{}`", many(problems.len()), path.display())
            }
        }
    }
}

/// `1 problem`, `2 problems`.
pub(super) fn many(problems: usize) -> String {
    count(problems as u64, "problem", "problems")
}

fn tell(path: &Path, problems: &[PriceError]) {
    for problem in problems {
        let said = format!("error: {}:{}: {}", path.display(), problem.line, problem.message);
        term::talk(&term::clean(&said));
    }
}

/// A tenant, and the pseudonyms of its names where it has any.
pub(super) struct Tenant {
    pub(super) scenario: Scenario,
    pub(super) names: Option<Pseudonyms>,
    /// What was said about it, in pseudonyms where it has any.
    pub(super) said: Vec<String>,
}

/// The tenant of a file or of an export, and what was `said` about it in names that the export may hold; none where a
/// file is wrong, which has then been said.
///
/// # Errors
/// When something cannot be read, or an export cannot be imported.
pub(super) fn tenant(args: &TenantArgs, said: Vec<String>, colour: bool) -> anyhow::Result<Option<Tenant>> {
    let export = args.tenant.is_dir() && !args.tenant.join("scenario.yaml").is_file();
    if !export {
        if args.answers.is_some() || args.names.key.is_some() {
            bail!("--answers and --key belong to a folder of exports, and `{}` is a scenario", args.tenant.display());
        }
        let of_export = |ending: &std::ffi::OsStr| ["json", "csv"].iter().any(|one| ending.eq_ignore_ascii_case(one));
        if args.tenant.extension().is_some_and(of_export) {
            bail!("`{}` is one file of an export: name the folder that holds them all", args.tenant.display());
        }
        let changes = Changes { seed: None, date: args.date };
        let Some(scenario) = files::scenario(&args.tenant, changes, colour)? else { return Ok(None) };
        only_named(&args.tenant, &scenario)?;
        return Ok(Some(Tenant { scenario, names: None, said }));
    }
    let exported = exports(&args.tenant, args.answers.as_deref(), args.date, &args.names, said)?;
    term::talk(&format!("{} notes; `tenantlab import` lists them", exported.imported.notes.len()));
    Ok(Some(Tenant { scenario: exported.imported.scenario, names: exported.names, said: exported.said }))
}

/// Says that generated people are left out, as what is told is told person by person.
///
/// # Errors
/// When nobody is named.
fn only_named(path: &Path, scenario: &Scenario) -> anyhow::Result<()> {
    let generated = scenario.people() - scenario.users.len();
    if scenario.users.is_empty() {
        bail!(
            "`{}` names nobody, and this looks at named people only: {generated} are generated (`population`); \
             `tenantlab sweep` varies keys for them",
            path.display()
        );
    }
    if generated > 0 {
        term::talk(&format!("note: {generated} generated people (`population`) are left out"));
    }
    Ok(())
}

/// How names of exports are shown.
#[derive(clap::Args, Debug)]
pub(crate) struct NameArgs {
    /// Replace names, addresses and numbers of exports by pseudonyms.
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    anonymize: bool,
    /// The file that keeps the secret of pseudonyms and lists what each stands for; made where it does not exist.
    /// Without it the secret is forgotten.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// What a folder of exports gives.
pub(super) struct Exported {
    pub(super) imported: Imported,
    /// What was said about it, in pseudonyms where it has any.
    said: Vec<String>,
    names: Option<Pseudonyms>,
}

/// Reads a folder of exports, and writes the key file of its pseudonyms.
///
/// # Errors
/// When a file cannot be read, or the export has problems, which have then been said.
pub(super) fn exports(
    folder: &Path,
    answers: Option<&Path>,
    day: Option<Date>,
    names: &NameArgs,
    said: Vec<String>,
) -> anyhow::Result<Exported> {
    if !names.anonymize && names.key.is_some() {
        bail!("--key keeps the secret of pseudonyms, and --anonymize=false makes none");
    }
    let found = files::folder(folder)?;
    let notes = answers;
    let answers = answers.map(files::bytes).transpose()?;
    let read = if names.anonymize {
        let (secret, before) = secret(names.key.as_deref())?;
        let read = import_pseudonymised(&found, answers.as_deref(), day, secret, &said);
        if let (Ok(read), Some(path)) = (&read, &names.key) {
            files::write_secret(path, read.names.key_file(before.as_deref()).as_bytes())?;
        } else if read.is_ok() {
            term::talk("names are pseudonyms made with a secret that is forgotten; --key FILE keeps it");
        }
        read.map(|Pseudonymised { imported, said, names }| Exported { imported, said, names: Some(names) })
    } else {
        import(&found, answers.as_deref(), day).map(|imported| Exported { imported, said, names: None })
    };
    read.or_else(|problems| {
        for problem in &problems {
            let mut problem = problem.clone();
            if let Some(path) = notes.filter(|_| problem.file == ANSWERS) {
                problem.file = path.display().to_string();
            }
            term::talk(&term::clean(&format!("error: {problem}")));
        }
        if names.anonymize {
            term::talk("names in these messages are pseudonyms; --anonymize=false shows them as they are");
        }
        bail!("{} in `{}`, nothing was written", many(problems.len()), folder.display())
    })
}

/// The secret of a key file with the file's text, or a new one from the operating system.
fn secret(key: Option<&Path>) -> anyhow::Result<(Secret, Option<String>)> {
    if let Some(path) = key.filter(|path| path.exists()) {
        let bytes = files::bytes(path)?;
        let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("`{}` is not text", path.display()))?;
        let (secret, _) = read_key(&text).map_err(|what| anyhow::anyhow!("`{}` {what}", path.display()))?;
        return Ok((secret, Some(text)));
    }
    Ok((Secret(files::drawn()?), None))
}
