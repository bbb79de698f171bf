//! `assumptions list` and `assumptions show`: the named switches, where documents disagree or are silent.

use std::fmt::Write as _;

use anyhow::bail;
use tenantlab::rules::assumptions::{ASSUMPTIONS, find};
use tenantlab::scenario::suggest;

use super::{Exit, term};

/// Arguments of `assumptions`.
#[derive(clap::Args, Debug)]
pub(crate) struct AssumptionsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// List every assumption with its default.
    List,
    /// Show one assumption: the question, its values, why it is needed, the rules it touches.
    Show {
        /// The name.
        name: String,
    },
}

pub(super) fn run(args: &AssumptionsArgs) -> anyhow::Result<Exit> {
    let mut text = String::new();
    match &args.what {
        What::List => {
            for one in ASSUMPTIONS.iter() {
                writeln!(text, "{:<40} {:<10} {}", one.name, one.basis, one.default)?;
            }
            writeln!(text, "{} assumptions; set them under `assumptions:` in a scenario", ASSUMPTIONS.len())?;
        }
        What::Show { name } => {
            let Some(one) = find(name) else {
                match suggest::nearest(name, ASSUMPTIONS.iter().map(|one| one.name.as_str())) {
                    Some(near) => bail!("there is no assumption `{name}`; did you mean `{near}`?"),
                    None => bail!("there is no assumption `{name}`"),
                }
            };
            writeln!(text, "{}\n\n  asks      {}", one.name, one.question)?;
            writeln!(text, "  values    {}\n  default   {}", one.values.expected(), one.default)?;
            writeln!(text, "  why       {}\n  basis     {}", one.why, one.basis)?;
            writeln!(text, "  rules     {}", one.rules.join(", "))?;
        }
    }
    term::print(&text)?;
    Ok(Exit::Well)
}
