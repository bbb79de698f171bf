//! The tenant that a study is about: a scenario file, or a folder of exports with its notes and prices.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::model::price::{PRICES, PriceError, Prices};
use tenantlab::model::time::Date;
use tenantlab::scenario::Scenario;
use tenantlab::scenario::import::{Imported, import};

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
    #[arg(long, value_parser = super::import::day)]
    pub(super) date: Option<Date>,
    /// Replace names, addresses and numbers of exports by pseudonyms; not possible yet, so it must be switched off.
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    pub(super) anonymize: bool,
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
            Ok(prices) => Ok(prices),
            Err(problems) => {
                tell(path, &problems);
                bail!("{} problems in `{}`", problems.len(), path.display())
            }
        }
    }
}

fn tell(path: &Path, problems: &[PriceError]) {
    for problem in problems {
        term::talk(&term::clean(&format!("error: {}: {problem}", path.display())));
    }
}

/// The scenario of a file or of an export; none where a file is wrong, which has then been said.
///
/// # Errors
/// When something cannot be read, or an export cannot be imported.
pub(super) fn scenario(args: &TenantArgs, colour: bool) -> anyhow::Result<Option<Scenario>> {
    let export = args.tenant.is_dir() && !args.tenant.join("scenario.yaml").is_file();
    if !export {
        if args.answers.is_some() {
            bail!("--answers belongs to a folder of exports, and `{}` is a scenario", args.tenant.display());
        }
        return files::scenario(&args.tenant, Changes { seed: None, date: args.date }, colour);
    }
    if args.anonymize {
        bail!("pseudonyms are not made yet: say --anonymize=false to show names as they are");
    }
    let imported = exports(&args.tenant, args.answers.as_deref(), args.date)?;
    term::talk(&format!("{} notes; `tenantlab import` lists them", imported.notes.len()));
    Ok(Some(imported.scenario))
}

/// Reads a folder of exports.
///
/// # Errors
/// When a file cannot be read, or the export has problems, which have then been said.
pub(super) fn exports(folder: &Path, answers: Option<&Path>, day: Option<Date>) -> anyhow::Result<Imported> {
    let found = files::folder(folder)?;
    let answers = answers.map(files::bytes).transpose()?;
    match import(&found, answers.as_deref(), day) {
        Ok(imported) => Ok(imported),
        Err(problems) => {
            for problem in &problems {
                term::talk(&term::clean(&format!("error: {problem}")));
            }
            bail!("{} problems in `{}`, nothing was written", problems.len(), folder.display())
        }
    }
}
