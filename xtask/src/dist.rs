//! Packing packs for others: each as an archive, with the native library for this machine where it has one.
//!
//! What is packed is what `sinew pack install` takes. A library is built for the machine that this runs on and for no other, and nobody
//! trusts it because it is in an archive: who installs it decides with `sinew ext trust`.

use crate::cargo;
use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::Message;
use sinew_ext::{Library, Sha256Hash, TARGET, file_name};
use sinew_install::{ArchiveFormat, read_folder, write_archive};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::BufReader,
    path::{Path, PathBuf},
    process::Stdio,
};

/// A pack with a native library of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Native {
    /// The id of the pack, and of its extension.
    pub pack: &'static str,
    /// The package of this workspace that makes the library.
    pub package: &'static str,
}

/// All of them.
pub const NATIVE: &[Native] = &[Native { pack: "run-form", package: "sinew-run-form" }];

/// Where the archives go, below the target folder.
const FOLDER: &str = "target/dist";

/// Builds the libraries and packs all packs of the repository, or those that are named.
pub(crate) fn task(root: &Path, ids: &[String]) -> Result<bool> {
    let known = pack_ids(root)?;
    let ids = if ids.is_empty() { known.clone() } else { ids.to_vec() };
    for id in &ids {
        ensure!(known.contains(id), "there is no pack {id} in packs/; there are: {}", known.join(", "));
    }
    let into = root.join(FOLDER);
    let list = into.join("SHA256SUMS");
    let mut hashes = listed(&list)?;
    for id in &ids {
        let native = NATIVE.iter().find(|native| native.pack == id);
        let library = native.map(|native| built(root, native)).transpose()?;
        let archive = pack(root, id, library.as_deref(), &into)?;
        let (hash, size) = Sha256Hash::of_file(&archive)?;
        let name = archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
        hashes.insert(name, hash.to_string());
        println!("{}: {size} bytes", archive.display());
        if let Some(library) = library {
            let (hash, size) = Sha256Hash::of_file(&library)?;
            println!("  with a native library for {TARGET}: {size} bytes, SHA-256 {hash}");
        }
    }
    hashes.retain(|name, _| into.join(name).is_file());
    let mut lines = String::new();
    for (name, hash) in &hashes {
        writeln!(lines, "{hash}  {name}")?;
    }
    fs::write(&list, lines).with_context(|| format!("{} could not be written", list.display()))?;
    println!("Install one with: sinew pack install FILE");
    Ok(true)
}

/// The archives that a list of hashes names, with their hashes; those that are not packed now keep their lines.
fn listed(list: &Path) -> Result<BTreeMap<String, String>> {
    if !list.is_file() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(list).with_context(|| format!("{} could not be read", list.display()))?;
    let lines = text.lines().filter_map(|line| line.split_once("  "));
    Ok(lines.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect())
}

/// The packs of the repository.
fn pack_ids(root: &Path) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(root.join("packs")).context("the folder packs cannot be read")? {
        let path = entry?.path();
        let id = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !id.starts_with('.') && path.join("pack.toml").is_file() {
            ids.push(id);
        }
    }
    ids.sort();
    Ok(ids)
}

/// The library of a package, built as it is released.
fn built(root: &Path, native: &Native) -> Result<PathBuf> {
    let arguments =
        ["build", "--release", "--package", native.package, "--message-format=json-render-diagnostics"];
    let mut command = cargo::command(root, &arguments);
    let mut child = command.stdout(Stdio::piped()).spawn().context("cargo does not start")?;
    let output = child.stdout.take().context("cargo has no output")?;
    let id = native.pack.parse()?;
    let mut library = None;
    for message in Message::parse_stream(BufReader::new(output)) {
        if let Message::CompilerArtifact(artifact) = message? {
            let mut files = artifact.filenames.into_iter().map(PathBuf::from);
            let is_it = |file: &PathBuf| file.file_name().is_some_and(|name| *name == *file_name(&id));
            library = files.rfind(is_it).or(library);
        }
    }
    ensure!(child.wait()?.success(), "the library of {} was not built", native.pack);
    library.with_context(|| format!("the package {} made no {}", native.package, file_name(&id)))
}

/// Packs a pack of the repository into this folder, with its native library if it has one. Gives the archive.
///
/// # Errors
/// If a file cannot be read or written, if the library is not what its manifest says it is called, or if what would be packed is not
/// taken by those who install it.
pub fn pack(root: &Path, id: &str, library: Option<&Path>, into: &Path) -> Result<PathBuf> {
    // Whatever stands at the place is removed, so it has to be a place of ours.
    ensure!(pack_ids(root)?.iter().any(|known| known == id), "there is no pack {id} in packs/");
    let place = into.join(id);
    if place.exists() {
        fs::remove_dir_all(&place).with_context(|| format!("{} could not be emptied", place.display()))?;
    }
    copy(&root.join("packs").join(id), &place)?;
    if let Some(library) = library {
        let Some(native) = NATIVE.iter().find(|native| native.pack == id) else {
            bail!("the pack {id} has no native library");
        };
        let folder = place.join("native").join(TARGET);
        fs::create_dir_all(&folder)?;
        let manifest = root.join("crates").join(native.package).join("extension.toml");
        copy_file(&manifest, &place.join("native/extension.toml"))?;
        copy_file(library, &folder.join(file_name(&id.parse()?)))?;
        match Library::of_pack(&place, id) {
            Ok(Some(_)) => {}
            Ok(None) => bail!("nobody would find the library of {id}"),
            Err(none) => bail!("{none}; {}", none.remedy()),
        }
    }
    let bundle = read_folder(&place)?;
    let headline = bundle.headline().with_context(|| format!("the pack.toml of {id} cannot be read"))?;
    let archive = into.join(format!("{id}-{}.tar.zst", headline.version));
    let packed = write_archive(&bundle, ArchiveFormat::TarZst)?;
    fs::write(&archive, packed).with_context(|| format!("{} could not be written", archive.display()))?;
    Ok(archive)
}

/// Copies a folder without what is hidden.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} could not be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} could not be read", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|name| !name.to_string_lossy().starts_with('.')) else {
            continue;
        };
        let to = to.join(name);
        if path.is_dir() { copy(&path, &to)? } else { copy_file(&path, &to)? }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("{} could not be copied to {}", from.display(), to.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn every_pack_of_the_repository_can_be_packed_and_is_what_it_was() {
        let into = tempfile::tempdir().unwrap();
        let ids = pack_ids(root()).unwrap();
        assert!(ids.iter().any(|id| id == NATIVE[0].pack), "{ids:?}");
        for id in ids {
            let archive = pack(root(), &id, None, into.path()).unwrap();
            let packed = sinew_install::read_given(&archive).unwrap();
            let folder = read_folder(&root().join("packs").join(&id)).unwrap();
            assert_eq!(packed.files(), folder.files(), "{id}");
        }
    }

    #[test]
    fn a_library_goes_where_it_is_found_and_changes_nothing_of_the_pack() {
        let into = tempfile::tempdir().unwrap();
        let library = into.path().join("library");
        fs::write(&library, "bytes").unwrap();
        let archive = pack(root(), "run-form", Some(&library), into.path()).unwrap();
        let packed = sinew_install::read_given(&archive).unwrap();
        assert_eq!(packed.native_targets(), [TARGET]);
        let without = read_folder(&root().join("packs/run-form")).unwrap();
        assert_eq!(packed.source().content_hash(), without.source().content_hash());
        // Packing again makes the same bytes.
        let bytes = fs::read(&archive).unwrap();
        assert_eq!(fs::read(pack(root(), "run-form", Some(&library), into.path()).unwrap()).unwrap(), bytes);
        assert!(pack(root(), "running", Some(&library), into.path()).is_err());
    }

    #[test]
    fn a_list_keeps_the_lines_of_what_is_not_packed_now() {
        let place = tempfile::tempdir().unwrap();
        let list = place.path().join("SHA256SUMS");
        assert_eq!(listed(&list).unwrap(), BTreeMap::new());
        fs::write(&list, "aa  one-0.1.0.tar.zst\nbb  two-0.1.0.tar.zst\n").unwrap();
        let expected = [("one-0.1.0.tar.zst", "aa"), ("two-0.1.0.tar.zst", "bb")];
        assert_eq!(listed(&list).unwrap(), expected.map(|(name, hash)| (name.into(), hash.into())).into());
    }

    /// What stands at the place of a pack is removed before it is packed.
    #[test]
    fn only_packs_of_the_repository_have_a_place_that_is_emptied() {
        let place = tempfile::tempdir().unwrap();
        let (into, outside) = (place.path().join("dist"), place.path().join("outside"));
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("pack.toml"), "mine").unwrap();
        let absolute = outside.to_string_lossy().into_owned();
        for id in [absolute.as_str(), "../outside", "", ".", ".."] {
            assert!(pack(root(), id, None, &into).is_err(), "{id:?}");
            assert!(task(root(), &[id.to_owned()]).is_err(), "{id:?}");
            assert_eq!(fs::read_to_string(outside.join("pack.toml")).unwrap(), "mine", "{id:?}");
        }
    }
}
