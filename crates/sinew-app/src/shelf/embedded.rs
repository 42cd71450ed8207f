//! The packs that are part of the program.

use include_dir::{Dir, File, include_dir};
use sinew_pack::PackSource;
use std::collections::BTreeMap;

/// Everything in the folder of packs. The compiler notices changed files but not new ones; a test does, and says what to do.
static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// What stands before the paths of built-in files when people are shown them.
const SHOWN_AT: &str = "built-in";

/// The packs in the program, in alphabetical order.
pub(super) fn sources() -> Vec<PackSource> {
    let mut sources: Vec<PackSource> =
        PACKS.dirs().map(source).filter(|source| !source.files.is_empty()).collect();
    sources.sort_by(|one, other| one.folder.cmp(&other.folder));
    sources
}

fn source(folder: &Dir<'_>) -> PackSource {
    let name = shown(folder.path());
    let mut files = BTreeMap::new();
    add_files(folder, &format!("{name}/"), &mut files);
    PackSource { shown_at: format!("{SHOWN_AT}/{name}"), folder: name, files }
}

fn add_files(folder: &Dir<'_>, above: &str, into: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files().filter(|file| is_toml(file)) {
        let path = shown(file.path());
        let path = path.strip_prefix(above).unwrap_or(&path);
        into.insert(path.to_owned(), file.contents().to_owned());
    }
    folder.dirs().for_each(|inner| add_files(inner, above, into));
}

fn is_toml(file: &File<'_>) -> bool {
    file.path().extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// A path with `/` between its parts, whatever the system that it was embedded on.
fn shown(path: &std::path::Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
