//! Tools from outside that tests and comparisons run on the files of packs, installed below the target folder.

use crate::{cargo, codegen::Mode, compare};
use anyhow::{Context as _, Result, bail, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What is installed, from the root of the repository.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// The variable that tells the tests where the tools are.
const VARIABLE: &str = "SINEW_TOOLS";

/// Installs the tools, runs the tests that need them, and looks whether what was measured with them still holds. Gives back whether
/// all is well.
pub(crate) fn task(root: &Path) -> Result<bool> {
    let tools = installed(root)?;
    let arguments = ["test", "--package", "sinew-tests", "--features", "tools", "--test", "tools"];
    let status =
        cargo::command(root, &arguments).env(VARIABLE, tools).status().context("cargo does not start")?;
    Ok(status.success() && compare::task(root, Mode::Check)?)
}

/// The folder with the tools. They are installed if they are not there, or not those that are asked for.
pub(crate) fn installed(root: &Path) -> Result<PathBuf> {
    installed_from(root, REQUIREMENTS, "tools")
}

/// The folder with what this file names, installed into a folder of this name below the target folder.
pub(crate) fn installed_from(root: &Path, requirements: &str, name: &str) -> Result<PathBuf> {
    let wanted = fs::read_to_string(root.join(requirements))
        .with_context(|| format!("{requirements} cannot be read"))?;
    let folder = target(root).join(name);
    // The programs of an environment name its folder, so that one which was moved does not start.
    let wanted = format!("# {}\n{wanted}", folder.display());
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let mark = folder.join("installed.txt");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    let python = python()?;
    println!("Installing what {requirements} names into {}", folder.display());
    run(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(Command::new(programs.join("python")).args(pip).arg(root.join(requirements)))?;
    // Written last, so that what was interrupted starts again.
    fs::write(&mark, wanted).with_context(|| format!("{} cannot be written", mark.display()))?;
    Ok(programs)
}

/// The version of a tool that is asked for.
pub(crate) fn version(root: &Path, tool: &str) -> Result<String> {
    let wanted = fs::read_to_string(root.join(REQUIREMENTS))
        .with_context(|| format!("{REQUIREMENTS} cannot be read"))?;
    let line = wanted.lines().find_map(|line| line.strip_prefix(tool)?.strip_prefix("=="));
    let version = line.and_then(|rest| rest.split_whitespace().next());
    version.map(str::to_owned).with_context(|| format!("{REQUIREMENTS} does not say which {tool} it wants"))
}

/// The folder that cargo builds into.
pub(crate) fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A Python that can make environments of its own. Where the system's packages can be installed, they are.
fn python() -> Result<&'static str> {
    let candidates = if cfg!(windows) { ["python", "py"] } else { ["python3", "python"] };
    let fitting =
        || candidates.into_iter().find(|python| succeeds(python, &["-c", "import ensurepip, venv"]));
    if let Some(python) = fitting() {
        return Ok(python);
    }
    if succeeds("apt-get", &["--version"]) && is_root() {
        println!("Installing python3-venv with apt-get");
        let with_apt = |arguments: &[&str]| {
            run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
        };
        with_apt(&["update", "--quiet=2"])?;
        with_apt(&["install", "--quiet=2", "--yes", "--no-install-recommends", "python3", "python3-venv"])?;
        if let Some(python) = fitting() {
            return Ok(python);
        }
    }
    bail!(
        "there is no Python that can make environments; install Python 3 with its module venv (on Debian: \
         apt-get install python3-venv), then run this again"
    )
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether a program is there and ends well with these arguments.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Runs a command to its end. It has to succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} does not start"))?;
    ensure!(status.success(), "{name} failed; see above");
    Ok(())
}
