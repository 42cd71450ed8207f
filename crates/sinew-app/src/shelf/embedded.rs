//! The packs that are part of the program.

use super::compiled;
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
    let mut folders: Vec<String> =
        Packs::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    folders.sort();
    folders.dedup();
    folders.iter().map(|folder| source(folder)).collect()
}

/// The pack in this folder of those in the program. It has no files if there is none.
pub(super) fn source(folder: &str) -> PackSource {
    let mut files = BTreeMap::new();
    for path in Packs::iter() {
        let file = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        let Some((file, embedded)) = file.zip(Packs::get(&path)) else { continue };
        files.insert(file.to_owned(), embedded.data.into_owned());
    }
    PackSource { folder: folder.to_owned(), shown_at: format!("{SHOWN_AT}/{folder}"), files }
}

/// The fingerprint of the files in the program, as [`compiled::fingerprint`] makes it. The compiler has hashed the files already.
pub(super) fn fingerprint() -> [u8; 32] {
    let files = Packs::iter().filter_map(|path| {
        let hash = Packs::get(&path)?.metadata.sha256_hash();
        Some((path, hash))
    });
    compiled::fingerprint(files)
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
