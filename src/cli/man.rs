//! `completions` and `man`: what shells and readers of manual pages need, made from the arguments themselves.

use super::{Exit, term};

/// Arguments of `completions`.
#[derive(clap::Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn completions(args: &CompletionsArgs, mut command: clap::Command) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "tenantlab", &mut text);
    term::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Well)
}

pub(super) fn page(command: clap::Command) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    term::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Well)
}
