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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;
    use std::collections::BTreeSet;

    /// The packages that cargo would build, each with its features.
    fn packages(root: &Path, chosen: &[&str]) -> BTreeSet<String> {
        let tree = ["tree", "--quiet", "--locked", "--prefix", "none", "--format", "{p} [{f}]"];
        let output = command(root, &[&tree[..], chosen].concat()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        lines
            .lines()
            .map(|line| line.trim_end_matches(" (*)").to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// A package with other features is another package, and so is each that depends on it: half of all would be built twice.
    #[test]
    fn what_is_built_for_a_task_is_what_is_built_for_the_tests() {
        let root = repository::root().unwrap();
        let of_task = packages(&root, &["--package", "xtask", "--edges", "normal,build"]);
        let of_tests = packages(&root, &["--workspace", "--edges", "normal,build,dev"]);
        assert!(of_task.len() > 50, "{of_task:?}");
        let other: Vec<&String> = of_task.difference(&of_tests).collect();
        assert!(
            other.is_empty(),
            "give them in xtask/Cargo.toml the features they have for the tests: {other:?}"
        );
    }
}
