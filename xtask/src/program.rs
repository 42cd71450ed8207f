//! Runs commands of the program on the packs of this repository, so that an author meets the same words here and elsewhere.

use sinew_cli::{Environment, SystemConsole};
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Runs the program with these words after its name. Gives back its exit code.
pub(crate) fn program(words: impl IntoIterator<Item = impl Into<OsString>>) -> u8 {
    let environment = Environment::read();
    let mut console = SystemConsole::new(environment.stdout_is_terminal, environment.rows);
    let typed: Vec<OsString> =
        std::iter::once("sinew".into()).chain(words.into_iter().map(Into::into)).collect();
    sinew_cli::run(&typed, &environment, &mut console)
}

/// Runs a command on packs of the repository. Of the words, names of shipped packs become their folders; without any, the
/// folder of all packs is added.
pub(crate) fn on_packs(root: &Path, command: &[&str], words: &[String]) -> u8 {
    let packs = packs_of(root);
    let folder = |word: &String| Some(packs.join(word)).filter(|folder| folder.join("pack.toml").is_file());
    let mut typed: Vec<OsString> = command.iter().map(Into::into).collect();
    typed.extend(words.iter().map(|word| folder(word).map_or_else(|| word.into(), OsString::from)));
    if !words.iter().any(|word| folder(word).is_some()) {
        typed.push(packs.into());
    }
    program(typed)
}

/// Compares the packs of the repository with earlier ones in a folder. Of the words, names of shipped packs say which.
pub(crate) fn compared(root: &Path, old: &Path, words: &[String]) -> u8 {
    let packs = packs_of(root);
    let mut typed: Vec<OsString> = ["pack", "diff"].map(OsString::from).to_vec();
    typed.extend([old.into(), OsString::from(&packs)]);
    for word in words {
        if packs.join(word).join("pack.toml").is_file() {
            typed.push("--only".into());
        }
        typed.push(word.into());
    }
    program(typed)
}

/// Begins a pack, in the folder of all packs unless another one is named.
pub(crate) fn new_pack(root: &Path, words: &[String]) -> u8 {
    let mut typed: Vec<OsString> = ["pack", "new"].map(OsString::from).to_vec();
    typed.extend(words.iter().map(OsString::from));
    if !words.iter().any(|word| word == "--dir" || word.starts_with("--dir=")) {
        typed.extend(["--dir".into(), packs_of(root).into()]);
    }
    program(typed)
}

/// Whether the files of all packs of the repository are laid out; a stage of `ci`.
pub(crate) fn all_laid_out(root: &Path) -> bool {
    on_packs(root, &["pack", "fmt"], &["--check".to_owned()]) == 0
}

/// Checks all packs of the repository; a stage of `ci`.
pub(crate) fn check_all(root: &Path) -> bool {
    on_packs(root, &["pack", "check"], &[]) == 0
}

/// Makes the schemas with the ids of each pack of the repository.
pub(crate) fn tell_editors(root: &Path) -> bool {
    on_packs(root, &["pack", "schemas"], &[]) == 0
}

/// The folder of the shipped packs, from the current folder if that is inside the repository, because paths are shown.
fn packs_of(root: &Path) -> PathBuf {
    let here = env::current_dir().and_then(|folder| folder.canonicalize());
    let below = here.ok().zip(root.canonicalize().ok());
    let below = below.and_then(|(here, root)| here.strip_prefix(root).map(Path::to_path_buf).ok());
    match below {
        Some(below) => below.components().map(|_| "..").chain(["packs"]).collect(),
        None => root.join("packs"),
    }
}
