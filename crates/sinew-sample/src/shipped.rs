//! The packs of this repository.

use sinew_model::Pack;
use sinew_pack::{PackKind, PackSource};
use std::path::Path;

/// The injury packs of this repository, compiled, in the order of their folders.
pub fn shipped() -> Vec<Pack> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut folders: Vec<_> = std::fs::read_dir(packs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("pack.toml").is_file())
        .collect();
    folders.sort();
    let sources: Vec<_> = folders.iter().map(|folder| PackSource::read(folder).unwrap()).collect();
    let day = "2026-11-29".parse().unwrap();
    let is_injury = |source: &&PackSource| {
        sinew_pack::headline(source).is_some_and(|headline| headline.kind == PackKind::Injury)
    };
    let packs: Vec<Pack> = sources
        .iter()
        .filter(is_injury)
        .map(|source| sinew_pack::inspect(&sources, &source.folder, day).pack.unwrap())
        .collect();
    assert!(packs.len() >= 2);
    packs
}
