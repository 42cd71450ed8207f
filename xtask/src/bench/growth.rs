//! How times grow with the pack and with the people. The package `sinew-bench` measures; this puts what it made into its page.

use crate::{cargo, marked, tools};
use anyhow::{Context as _, Result, ensure};
use std::{fs, path::Path};

/// The page with the tables, from the root of the repository. The plots stand beside it.
const PAGE: &str = "crates/sinew-program/README.md";
/// What makes the tables.
const COMMAND: &str = "cargo xtask bench growth --write";
/// What `sinew-bench` makes beside the tables.
const PLOTS: [&str; 2] = ["growth-packs.svg", "growth-people.svg"];

/// Measures, prints the tables, and with `write` puts them and the plots into their places.
pub(super) fn task(root: &Path, people: u64, write: bool) -> Result<bool> {
    let folder = tools::target(root).join("bench/growth");
    let package =
        ["--quiet", "--locked", "--package", "sinew-bench", "--profile", "measured", "--bin", "growth"];
    let day = jiff::Zoned::now().date().to_string();
    let mut command = cargo::command(root, &[&["run"][..], &package, &["--"]].concat());
    let compiler = format!("rustc {}", cargo::compiler(root)?.rustc);
    let status = command.arg(&folder).args([&day, &compiler, &people.to_string()]).status();
    ensure!(
        status.context("cargo does not start")?.success(),
        "growth was not measured; what went wrong stands above"
    );
    let made = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let tables = made("growth.md")?;
    println!("{tables}");
    if !write {
        println!("The plots stand in {}", folder.display());
        return Ok(true);
    }
    let path = root.join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("{PAGE} cannot be read"))?;
    let page = marked::with_part(&page.replace("\r\n", "\n"), PAGE, COMMAND, &tables)?;
    fs::write(&path, page).with_context(|| format!("{PAGE} cannot be written"))?;
    for plot in PLOTS {
        fs::write(path.with_file_name(plot), made(plot)?)
            .with_context(|| format!("{plot} cannot be written"))?;
    }
    println!("{PAGE} and the plots beside it are written; look at them before you commit them");
    Ok(true)
}

/// Measures nothing: whether the page shows what the command makes.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    #[test]
    fn the_page_has_the_tables_and_the_plots_that_stand_beside_it() {
        let page = repository::root().unwrap().join(PAGE);
        let text = fs::read_to_string(&page).unwrap().replace("\r\n", "\n");
        let tables = marked::part(&text, COMMAND).expect("the page has a place for the tables");
        assert!(tables.contains("| exponent |") && tables.contains("`Batch::decide`"), "run `{COMMAND}`");
        for plot in PLOTS {
            assert!(tables.contains(&format!("]({plot})")), "{plot} is not shown; run `{COMMAND}`");
            let drawing = fs::read_to_string(page.with_file_name(plot)).unwrap();
            assert!(drawing.starts_with("<svg ") && drawing.ends_with("</svg>\n"), "{plot}");
        }
    }
}
