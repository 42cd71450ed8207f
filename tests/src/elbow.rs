//! A pack about another part of the body, which no line of the program knows of. It has one of everything, a scale included.

use crate::Process;
use std::{fs, path::Path};

const FILES: [(&str, &str); 9] = [
    ("pack.toml", include_str!("../packs/sore-elbow/pack.toml")),
    ("questions.toml", include_str!("../packs/sore-elbow/questions.toml")),
    ("red-flags.toml", include_str!("../packs/sore-elbow/red-flags.toml")),
    ("conditions.toml", include_str!("../packs/sore-elbow/conditions.toml")),
    ("causes.toml", include_str!("../packs/sore-elbow/causes.toml")),
    ("actions.toml", include_str!("../packs/sore-elbow/actions.toml")),
    ("properties.toml", include_str!("../packs/sore-elbow/properties.toml")),
    ("sources.toml", include_str!("../packs/sore-elbow/sources.toml")),
    ("cases/people.toml", include_str!("../packs/sore-elbow/cases/people.toml")),
];

/// Writes the pack into a new folder `sore-elbow` in this one.
///
/// # Panics
/// If it cannot be written.
pub fn write_elbow_pack(packs: &Path) {
    let folder = packs.join("sore-elbow");
    fs::create_dir_all(folder.join("cases")).expect("a test writes to folders of its own");
    for (path, text) in FILES {
        fs::write(folder.join(path), text).expect("a test writes to folders of its own");
    }
}

impl Process {
    /// A place for this program with the elbow pack in its folder `mine`.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn with_elbow(program: impl AsRef<Path>) -> Self {
        let process = Self::of(program);
        write_elbow_pack(&process.work().join("mine"));
        process
    }
}
