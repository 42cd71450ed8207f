//! Two packs about the arm that share a library, for people who are sore in two places. They ask partly the same, and one id
//! stands for two questions.

use std::{fs, path::Path};

macro_rules! files {
    ($($pack:literal: $($file:literal)*;)*) => {
        [$(($pack, &[$(($file, include_str!(concat!("../packs/", $pack, "/", $file)))),*])),*]
    };
}

/// Packs with their files, each with its text.
type Packs = [(&'static str, &'static [(&'static str, &'static str)]); 3];

const PACKS: Packs = files! {
    "arm": "actions.toml" "causes.toml" "pack.toml" "questions.toml" "red-flags.toml" "regions.toml" "sources.toml";
    "inner-elbow": "conditions.toml" "pack.toml" "questions.toml" "red-flags.toml" "sources.toml";
    "sore-wrist": "actions.toml" "conditions.toml" "pack.toml" "questions.toml" "red-flags.toml" "sources.toml";
};

/// Writes the packs `inner-elbow` and `sore-wrist` and their library `arm` into new folders in this one.
///
/// # Panics
/// If they cannot be written.
pub fn write_arm_packs(packs: &Path) {
    for (pack, files) in PACKS {
        let folder = packs.join(pack);
        fs::create_dir_all(&folder).expect("a test writes to folders of its own");
        for (file, text) in files {
            fs::write(folder.join(file), text).expect("a test writes to folders of its own");
        }
    }
}
