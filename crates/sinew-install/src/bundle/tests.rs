//! What is kept of a folder, and what a manifest holds.

use super::*;
use std::{fs, path::PathBuf};

const PACK: &str = "id = \"sore-spot\"\nkind = \"injury\"\nversion = \"0.3.1\"\ntitle = \"A sore spot\"\n";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("called-otherwise");
    write(&pack, &[&[("pack.toml", PACK)], files].concat());
    (folder, pack)
}

#[test]
fn what_belongs_to_a_pack_is_kept_and_the_rest_is_named() {
    let (_keep, pack) = folder(&[
        ("cases/people.toml", "[case.a]\n"),
        ("README.md", "# Read me\n"),
        ("LICENSE-MIT", "Anybody may.\n"),
        ("pack.minisig", "signature"),
        ("pack.pub", "key"),
        ("picture.png", "…"),
        ("cases/notes.md", "for ourselves\n"),
        (".git/config.toml", "hidden"),
    ]);
    let bundle = read_folder(&pack).unwrap();
    assert_eq!(
        bundle.files().into_keys().collect::<Vec<_>>(),
        ["LICENSE-MIT", "README.md", "cases/people.toml", "pack.minisig", "pack.pub", "pack.toml"]
    );
    assert_eq!(bundle.left_out(), ["cases/notes.md", "picture.png"]);
    assert_eq!(bundle.source().folder, "sore-spot", "it stands for its id, not for its folder");
    assert_eq!(bundle.headline().unwrap().version.to_string(), "0.3.1");
    assert_eq!((bundle.signature(), bundle.key()), (Some(&b"signature"[..]), Some(&b"key"[..])));
    assert_eq!(bundle.documents().len(), 2);
}

#[test]
fn native_libraries_are_kept_and_signed_as_they_are() {
    let (_keep, pack) = folder(&[
        ("native/extension.toml", "id = \"sore\"\n"),
        ("native/x86_64-unknown-linux-gnu/libsore.so", "a\r\nb"),
        ("native/aarch64-apple-darwin/libsore.dylib", "bytes"),
        ("native/.hidden", "x"),
    ]);
    let bundle = read_folder(&pack).unwrap();
    let native: Vec<&str> = bundle.native().keys().map(String::as_str).collect();
    let library = "native/x86_64-unknown-linux-gnu/libsore.so";
    assert_eq!(native, ["native/aarch64-apple-darwin/libsore.dylib", "native/extension.toml", library]);
    assert_eq!(bundle.native_targets(), ["aarch64-apple-darwin", "x86_64-unknown-linux-gnu"]);
    assert_eq!(bundle.left_out(), [""; 0]);
    // They are no texts of the pack, so the pack is the same without them.
    let (_keep, without) = folder(&[]);
    let without = read_folder(&without).unwrap();
    assert_eq!(bundle.source().content_hash(), without.source().content_hash());
    // What is signed are their bytes, line ends and all.
    let manifest = bundle.manifest().unwrap();
    assert!(manifest.contains(&format!("  {library}\n")), "{manifest}");
    write(&pack, &[(library, "a\nb")]);
    assert_ne!(read_folder(&pack).unwrap().manifest().unwrap(), manifest);
    let files = bundle.files();
    assert_eq!(files.get(library), Some(&&b"a\r\nb"[..]));
}

#[test]
fn native_libraries_have_limits() {
    let large = "x".repeat(MAX_NATIVE_BYTES);
    let (_keep, pack) = folder(&[("native/a/one.so", &large), ("native/b/one.so", &large)]);
    assert!(read_folder(&pack).is_ok());
    write(&pack, &[("native/c/one.so", "x")]);
    assert!(read_folder(&pack).unwrap_err().to_string().ends_with("more than 16777216 bytes together"));
    let (_keep, pack) = folder(&[("native/a/one.so", &format!("{large}x"))]);
    let problem = read_folder(&pack).unwrap_err();
    assert_eq!(problem.to_string(), "the entry `native/a/one.so`: it has more than 8388608 bytes");
    let names: Vec<String> = (0..=MAX_NATIVE_FILES).map(|number| format!("native/{number}/a.so")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let (_keep, pack) = folder(&files);
    assert!(read_folder(&pack).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_is_no_native_library() {
    let (_keep, pack) = folder(&[("native/extension.toml", "id = \"sore\"\n")]);
    std::os::unix::fs::symlink("/etc/passwd", pack.join("native/passwd")).unwrap();
    assert!(read_folder(&pack).unwrap_err().to_string().contains("native/passwd"));
    let (_keep, pack) = folder(&[]);
    std::os::unix::fs::symlink("/etc", pack.join("native")).unwrap();
    assert!(read_folder(&pack).is_err());
}

/// The hashes were made with `sha256sum`.
#[test]
fn a_manifest_is_what_everybody_can_write_by_hand() {
    let (_keep, pack) = folder(&[
        ("README.md", "# Read me\n"),
        ("cases/people.toml", "[case.a]\n"),
        ("pack.minisig", "signature"),
        ("pack.pub", "key"),
        ("picture.png", "…"),
    ]);
    let manifest = "sinew pack manifest 1\n\
        pack sore-spot 0.3.1\n\
        e04800e639ab3ee5a6081695707caf5110db9b845692831c362e863d91695938  README.md\n\
        f5552ba6261477fcf59155de15e013b2e8e8e43527ca50e49e1a27a40478effd  cases/people.toml\n\
        85cef7f4da5932a745a7f760e8e9960d62735a9720effdf53b8a269258982011  pack.toml\n";
    assert_eq!(read_folder(&pack).unwrap().manifest().unwrap(), manifest);
    // Line endings do not count, and neither do files that are not kept.
    write(&pack, &[("README.md", "# Read me\r\n"), ("more.png", "")]);
    assert_eq!(read_folder(&pack).unwrap().manifest().unwrap(), manifest);
    write(&pack, &[("README.md", "# Read us\n")]);
    assert_ne!(read_folder(&pack).unwrap().manifest().unwrap(), manifest, "documents are signed too");
    write(&pack, &[("pack.toml", "id = ")]);
    assert_eq!(read_folder(&pack).unwrap().manifest(), None);
}

#[cfg(unix)]
#[test]
fn names_that_an_archive_could_not_have_are_refused_in_a_folder_too() {
    for (path, cause) in [
        ("cases/a\nb.toml", Cause::Character('\n')),
        ("cases/aux.toml", Cause::DeviceName),
        ("cases/what?.toml", Cause::Character('?')),
    ] {
        let (_keep, pack) = folder(&[(path, "")]);
        let problem = read_folder(&pack).unwrap_err();
        let FolderProblem::Refused(refusal) = problem else { panic!("{problem}") };
        assert_eq!((refusal.entry(), refusal.cause()), (Some(path), &cause));
    }
    let (_keep, pack) = folder(&[("cases/a.toml", ""), ("cases/A.toml", "")]);
    let problem = read_folder(&pack).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "the entry `cases/a.toml`: its name differs from `cases/A.toml` only in large and small letters"
    );
}

#[test]
fn what_stands_beside_a_pack_has_limits() {
    let (_keep, pack) = folder(&[("README.md", &"x".repeat(MAX_FILE_BYTES))]);
    assert!(read_folder(&pack).is_ok());
    let (_keep, pack) = folder(&[("README.md", &"x".repeat(MAX_FILE_BYTES + 1))]);
    let problem = read_folder(&pack).unwrap_err();
    assert_eq!(problem.to_string(), "the entry `README.md`: it has more than 1048576 bytes");
    let (_keep, pack) = folder(&[("pack.minisig", &"x".repeat(MAX_SIGNATURE_BYTES + 1))]);
    assert!(matches!(read_folder(&pack), Err(FolderProblem::Refused(_))));
    let names: Vec<String> = (0..MAX_FILES).map(|number| format!("cases/{number}.toml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let (_keep, pack) = folder(&files);
    assert_eq!(read_folder(&pack).unwrap_err().to_string(), "the pack has more than 200 TOML files");
    let large = "x".repeat(MAX_FILE_BYTES);
    let names: Vec<String> = (0..8).map(|number| format!("cases/{number}.toml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), large.as_str())).collect();
    let (_keep, pack) = folder(&files);
    assert!(read_folder(&pack).unwrap_err().to_string().ends_with("more than 8388608 bytes together"));
    let names: Vec<String> = (0..=MAX_DOCUMENTS).map(|number| format!("{number}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let (_keep, pack) = folder(&files);
    let problem = read_folder(&pack).unwrap_err();
    assert_eq!(problem.to_string(), "there are more than 50 documents beside the pack");
}
