//! Starting cargo, and the compiler that it uses.

use anyhow::{Context as _, Result, ensure};
use std::{env, ffi::OsString, path::Path, process::Command};

/// The cargo that started us, at the root of the repository.
pub(crate) fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(root).args(arguments);
    // These are about this package, not about what is started.
    for (name, _) in env::vars_os() {
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if is_ours {
            command.env_remove(name);
        }
    }
    command
}

/// The compiler that cargo uses in this repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Compiler {
    /// Its version.
    pub(crate) rustc: String,
    /// What it makes programs for.
    pub(crate) target: String,
}

/// Asks the compiler what it is.
pub(crate) fn compiler(root: &Path) -> Result<Compiler> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let output = Command::new(rustc).arg("-vV").current_dir(root).output().context("rustc does not start")?;
    ensure!(output.status.success(), "rustc failed: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    let rustc = said.lines().next().and_then(|line| line.strip_prefix("rustc "));
    let target = said.lines().find_map(|line| line.strip_prefix("host: "));
    let (rustc, target) = rustc.zip(target).context("rustc does not say its version")?;
    Ok(Compiler { rustc: rustc.to_owned(), target: target.to_owned() })
}
