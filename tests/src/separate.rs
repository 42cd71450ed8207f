//! A place in which only some packs are at hand.

use sinew_cli::Environment;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A folder with packs, and one for data. The packs in the program are not at hand.
#[derive(Debug)]
pub struct SeparatePacks {
    folder: TempDir,
}

impl SeparatePacks {
    /// A place with the packs that are written into the folder of packs, which is new and empty.
    ///
    /// # Panics
    /// If there is no folder for temporary files.
    pub fn written_by(write: impl FnOnce(&Path)) -> Self {
        let place =
            Self { folder: tempfile::tempdir().expect("a test can make a folder for temporary files") };
        write(&place.packs());
        place
    }

    /// The folder of packs.
    pub fn packs(&self) -> PathBuf {
        self.folder.path().join("packs")
    }

    /// The folder for data. It is not there at first.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file of its own beside both; gives its path as it is typed.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("a test writes to folders of its own");
        path.to_string_lossy().into_owned()
    }

    /// The answers that were saved.
    ///
    /// # Panics
    /// If none were.
    pub fn saved(&self) -> String {
        fs::read_to_string(self.data().join("assessment.toml")).expect("the answers are saved")
    }

    /// Makes these surroundings those of this place, without colours.
    pub fn surroundings(&self, environment: &mut Environment) {
        environment.built_in_packs = false;
        environment.packs = vec![self.packs()];
        environment.data = Some(self.data());
        environment.color.no_color = true;
    }
}
