//! A folder with packs, as somebody has it who writes them, and the tools that are let loose on it.

use crate::{PROGRAM, TOOLS};
use sinew_tests::{Process, Ran, root};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder with packs, published schemas and the settings of this repository for editors, removed at the end.
#[derive(Debug)]
pub(crate) struct Folder {
    process: Process,
}

impl Folder {
    /// With the packs in this folder of the repository. Their own schemas are not made yet.
    pub(crate) fn with_packs(packs: &str) -> Self {
        let folder = Self { process: Process::of(PROGRAM) };
        copy(&root().join(packs), &folder.path("packs"));
        copy(&root().join("schemas"), &folder.path("schemas"));
        for settings in ["tombi.toml", ".taplo.toml"] {
            fs::copy(root().join(settings), folder.path(settings)).expect("the settings are there");
        }
        folder
    }

    /// Makes the schemas with the ids of each pack.
    #[track_caller]
    pub(crate) fn with_ids(self) -> Self {
        self.sinew(&["pack", "schemas", "packs"]);
        self
    }

    /// Runs the program here, which has to do what it is told.
    #[track_caller]
    pub(crate) fn sinew(&self, words: &[&str]) {
        let ran = self.process.run(words);
        assert_eq!(ran.code, Some(0), "{}", ran.page());
    }

    /// Checks the packs, whatever is found.
    pub(crate) fn check(&self) {
        self.process.run(["pack", "check", "packs"]);
    }

    /// Lets every file name the published schema.
    pub(crate) fn with_published_schemas(self) -> Self {
        for file in self.files() {
            let text = fs::read_to_string(self.path(&file)).expect("it is there");
            let text = text.replacen("#:schema ../.sinew/", "#:schema ../../../schemas/", 1);
            fs::write(self.path(&file), text.replacen("#:schema ./.sinew/", "#:schema ../../schemas/", 1))
                .expect("a test writes to folders of its own");
        }
        self
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.process.work().join(file)
    }

    /// Replaces a text that stands in a file.
    #[track_caller]
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).expect("a test writes to folders of its own");
    }

    /// The line that a text stands on, counted from 1.
    #[track_caller]
    pub(crate) fn line_of(&self, file: &str, text: &str) -> usize {
        let whole = fs::read_to_string(self.path(file)).expect("it is there");
        let at = whole.find(text).unwrap_or_else(|| panic!("{file} has no {text:?}"));
        whole[..at].matches('\n').count() + 1
    }

    /// The files of the packs.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut open = vec![self.path("packs")];
        while let Some(folder) = open.pop() {
            for entry in
                fs::read_dir(folder).expect("a folder that was copied").map(|entry| entry.expect("an entry"))
            {
                let path = entry.path();
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if path.is_dir() && !is_hidden {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "toml") {
                    let below = path.strip_prefix(self.process.work()).expect("it lies in there");
                    files.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    /// A tool that starts here, with nothing of the environment but a home of its own and the language.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut tool = new_command(&tools().join(name));
        tool.current_dir(self.process.work()).env_clear();
        let sinew = self.process.command([""; 0]);
        tool.envs(sinew.get_envs().filter_map(|(name, value)| Some((name, value?))));
        tool.env_remove("SINEW_DATA");
        tool
    }

    /// Runs a tool on all files of the packs.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Ran {
        let mut tool = self.tool(name);
        tool.args(arguments).args(self.files());
        Ran::of(tool, b"")
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where tests start other tools")]
fn new_command(program: &Path) -> Command {
    Command::new(program)
}

#[expect(clippy::disallowed_methods, reason = "xtask says where it installed the tools")]
fn tools() -> PathBuf {
    match std::env::var_os(TOOLS) {
        Some(folder) => folder.into(),
        None => panic!("{TOOLS} does not say where the tools are; run these tests with `cargo xtask tools`"),
    }
}

/// Copies the files of a folder, hidden ones aside.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a test writes to folders of its own");
    for entry in fs::read_dir(from).expect("the folder is there").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).expect("a test writes to folders of its own");
        }
    }
}
