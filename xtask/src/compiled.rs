//! The packs in compiled form that the program carries, so that a start reads no TOML.

use crate::codegen::Mode;
use anyhow::{Context as _, Result};
use sinew_app::Shelf;
use std::{fs, path::Path};

/// Where they stand, from the root of the repository.
pub const PATH: &str = "crates/sinew-app/compiled/packs.postcard";

/// Compares the compiled packs with what the packs below a folder are compiled to, and writes them if asked to and they differ.
///
/// Gives back a line if they differ, or if a pack cannot be compiled: then the program compiles its packs at each start, and the
/// old file does no harm, as it is not made from these packs.
pub fn run(root: &Path, mode: Mode) -> Result<Vec<String>> {
    let made = match Shelf::only(&[root.join("packs")])?.compiled() {
        Ok(made) => made,
        Err(problem) => {
            return Ok(vec![format!(
                "{PATH}: cannot be made: {problem}; see what is wrong: cargo xtask check"
            )]);
        }
    };
    let path = root.join(PATH);
    if fs::read(&path).is_ok_and(|on_disk| on_disk == made) {
        return Ok(Vec::new());
    }
    if mode == Mode::Write {
        let folder = path.parent().context("a file stands in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        fs::write(&path, made).with_context(|| format!("{PATH} cannot be written"))?;
    }
    Ok(vec![format!("{PATH}: is not what the packs are compiled to")])
}
