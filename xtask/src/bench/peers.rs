//! Other rule engines beside ours, on the shipped packs.
//!
//! What measures them is the package `peers`, which stands outside the workspace because of what it brings. This only installs what that
//! needs, runs it, measures the start of the program and a check of many packs right after it, and puts all of it into its page.

use super::{check, start};
use crate::{cargo, marked, tools};
use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The page with the table, from the root of the repository.
const PAGE: &str = "crates/sinew-engine/README.md";
/// What makes the table.
const COMMAND: &str = "cargo xtask bench --peers --write";
/// How many packs are checked.
const PACKS: usize = 1000;
/// The package that measures.
const MANIFEST: &str = "peers/Cargo.toml";
/// What its scripts need of Python.
const REQUIREMENTS: &str = "peers/scripts/requirements.txt";
/// The files of its scripts.
const SCRIPTS: &str = "peers/scripts";

/// Builds the package and its tests, installs what it needs, and measures. Gives back whether all of it could be done.
pub(crate) fn task(root: &Path, write: bool) -> Result<bool> {
    let folder = tools::target(root).join("peers");
    let scripts = folder.join("scripts");
    copy(&root.join(SCRIPTS), &scripts)?;
    let mut left_out = Vec::new();
    let mut without = |what: &str, problem: &anyhow::Error| {
        println!("Left out: {what}. {problem:#}");
        left_out.push(what.to_owned());
    };
    let python =
        tools::installed_from(root, REQUIREMENTS, "peers/python").map(|programs| programs.join("python"));
    let python = python.inspect_err(|problem| without("numpy and CLIPS, which need Python 3", problem)).ok();
    let node = node(&scripts);
    let node =
        node.inspect_err(|problem| without("json-rules-engine, which needs Node.js and npm", problem)).ok();
    // Whatever the table needs has to be there before anything is measured.
    let program = tools::installed(root).and_then(|_| super::program(root));
    if let Err(problem) = &program {
        without("whole runs of the program, which need Linux and Python 3", problem);
    }
    ensure!(
        !write || left_out.is_empty(),
        "the table would lose what was left out, so nothing was measured; install it, or leave out --write"
    );

    println!("Building {MANIFEST} and running its tests; the first time that takes minutes");
    let target = folder.to_str().context("the target folder has a name that is no text")?;
    let package = ["--quiet", "--release", "--locked", "--manifest-path", MANIFEST, "--target-dir", target];
    let tested = cargo::command(root, &[&["test"][..], &package].concat()).status();
    ensure!(
        tested.context("cargo does not start")?.success(),
        "the tests of {MANIFEST} fail; nothing was measured"
    );

    let made = folder.join("table.md");
    let mut command = cargo::command(root, &[&["run"][..], &package, &["--"]].concat());
    command
        .arg("--scripts")
        .arg(&scripts)
        .arg("--table")
        .arg(&made)
        .args(["--day", &jiff::Zoned::now().date().to_string()]);
    for (name, interpreter) in [("--python", python), ("--node", node)] {
        if let Some(interpreter) = interpreter {
            command.arg(name).arg(interpreter);
        }
    }
    ensure!(
        command.status().context("cargo does not start")?.success(),
        "the peers were not measured; what went wrong stands above"
    );
    let mut whole = String::new();
    if program.is_ok() {
        println!("Starting the program, and checking many packs");
        whole = start::table(root)? + &check::table(root, PACKS)?;
        print!("{whole}");
    }
    for what in &left_out {
        println!("Left out: {what}; see above");
    }
    if write {
        let table =
            fs::read_to_string(&made).with_context(|| format!("{} cannot be read", made.display()))?;
        let table = table + &whole;
        let path = root.join(PAGE);
        let page = fs::read_to_string(&path).with_context(|| format!("{PAGE} cannot be read"))?;
        let page = marked::with_part(&page.replace("\r\n", "\n"), PAGE, COMMAND, &table)?;
        fs::write(&path, page).with_context(|| format!("{PAGE} cannot be written"))?;
        println!("The table in {PAGE} is written; look at it before you commit it");
    }
    Ok(true)
}

/// Copies files into a folder, beside which packages of npm are found.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            fs::copy(&path, to.join(name)).with_context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}

/// A Node.js with the packages that the scripts need beside them.
fn node(scripts: &Path) -> Result<PathBuf> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    for program in ["node", npm] {
        ensure!(
            tools::succeeds(program, &["--version"]),
            "there is no `{program}`; install Node.js 20 or later with npm, then run this again"
        );
    }
    let lock = "package-lock.json";
    let wanted = fs::read_to_string(scripts.join(lock)).with_context(|| format!("{lock} cannot be read"))?;
    let mark = scripts.join("installed.txt");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok("node".into());
    }
    println!("Installing what {SCRIPTS}/{lock} names into {}", scripts.display());
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    tools::run(Command::new(npm).args(arguments).current_dir(scripts))?;
    // Written last, so that what was interrupted starts again.
    fs::write(&mark, wanted).with_context(|| format!("{} cannot be written", mark.display()))?;
    Ok("node".into())
}

/// Measures nothing: whether what is pinned is what the table is about.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    fn read(path: &str) -> String {
        fs::read_to_string(repository::root().unwrap().join(path)).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn the_table_has_every_peer_in_the_version_that_is_pinned() {
        let page = read(PAGE);
        let table = marked::part(&page, COMMAND).expect("the page has a place for the table");
        let (crates, python, npm) = (read(MANIFEST), read(REQUIREMENTS), read("peers/scripts/package.json"));
        let pinned = |text: &str, before: &str| {
            let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} is pinned"));
            rest.split(['"', '\n']).next().unwrap().to_owned()
        };
        for (name, version) in [
            ("cel", pinned(&crates, "cel = { version = \"=")),
            ("zen-engine", pinned(&crates, "zen-engine = \"=")),
            ("regorus", pinned(&crates, "regorus = { version = \"=")),
            ("json-rules-engine", pinned(&npm, "\"json-rules-engine\": \"")),
            ("numpy, plain", pinned(&python, "numpy==")),
            ("numpy", pinned(&python, "numpy==")),
            ("CLIPS (clipspy)", pinned(&python, "clipspy==")),
            ("`taplo lint`", tools::version(&repository::root().unwrap(), "taplo").unwrap()),
            ("`check-jsonschema`", tools::version(&repository::root().unwrap(), "check-jsonschema").unwrap()),
        ] {
            assert!(
                table.contains(&format!("| {name} {version} |"))
                    || table.contains(&format!("| {name} {version},")),
                "{name} {version} is pinned, and the table in {PAGE} has no such row; run `{COMMAND}`"
            );
        }
    }
}
