//! The circuit against the engine, and everything that is proved against trying it out.

mod agreement;
mod difference;
mod exhaustive;
mod stop;

use sinew_model::Pack;
use std::path::Path;

/// The injury packs of this repository.
fn shipped() -> Vec<Pack> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut folders: Vec<_> = std::fs::read_dir(packs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("pack.toml").is_file())
        .collect();
    folders.sort();
    let sources: Vec<_> =
        folders.iter().map(|folder| sinew_pack::PackSource::read(folder).unwrap()).collect();
    let day = "2026-11-29".parse().unwrap();
    let packs: Vec<Pack> = sources
        .iter()
        .filter(|source| {
            sinew_pack::headline(source).is_some_and(|headline| headline.kind == sinew_pack::PackKind::Injury)
        })
        .map(|source| sinew_pack::inspect(&sources, &source.folder, day).pack.unwrap())
        .collect();
    assert!(packs.len() >= 2);
    packs
}
