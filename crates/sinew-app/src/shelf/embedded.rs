//! The packs that are part of the program.

use rust_embed::RustEmbed;
use sinew_pack::PackSource;
use std::collections::BTreeMap;

/// The files of the packs, and nothing else that lies beside them. The compiler notices changed files but not new ones; a test
/// does, and says what to do.
#[derive(RustEmbed)]
#[folder = "../../packs"]
#[include = "*/*.toml"]
#[exclude = "*/.*"]
#[exclude = ".*/*"]
struct Packs;

/// What stands before the paths of built-in files when people are shown them.
const SHOWN_AT: &str = "built-in";

/// The packs in the program, in alphabetical order.
pub(super) fn sources() -> Vec<PackSource> {
    let mut packs: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for path in Packs::iter() {
        let Some(((folder, file), embedded)) = path.split_once('/').zip(Packs::get(&path)) else { continue };
        packs.entry(folder.to_owned()).or_default().insert(file.to_owned(), embedded.data.into_owned());
    }
    let source = |(folder, files)| PackSource { shown_at: format!("{SHOWN_AT}/{folder}"), folder, files };
    packs.into_iter().map(source).collect()
}

/// Whether a pack is one of those in the program.
pub(crate) fn is_built_in(source: &PackSource) -> bool {
    source.shown_at.strip_prefix(SHOWN_AT).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages, and what editors and people keep beside the packs, would only make the program larger.
    #[test]
    fn only_the_files_of_packs_are_embedded() {
        for path in Packs::iter() {
            assert!(path.ends_with(".toml") && !path.contains("/."), "{path}");
        }
    }
}
