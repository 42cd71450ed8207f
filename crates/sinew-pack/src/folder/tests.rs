//! Reading folders: what is read, what is left alone, and where it stops.

use super::*;

fn write(folder: &Path, path: &str, content: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("paths below a folder have a parent"))
        .expect("a folder can be made");
    fs::write(path, content).expect("a file can be written");
}

#[test]
fn only_toml_files_are_read_with_plain_paths() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pack = folder.path().join("a-pack");
    write(&pack, "pack.toml", b"x");
    write(&pack, "README.md", b"y");
    write(&pack, "cases/one.toml", b"z");
    write(&pack, "deep/er/file.toml", b"w");
    write(&pack, ".git/config.toml", b"hidden");
    let source = PackSource::read(&pack).expect("a folder");
    assert_eq!(source.folder, "a-pack");
    assert!(source.shown_at.ends_with("/a-pack"));
    let paths: Vec<&str> = source.files.keys().map(String::as_str).collect();
    assert_eq!(paths, ["cases/one.toml", "deep/er/file.toml", "pack.toml"]);
    assert_eq!(source.files["pack.toml"], b"x");
}

#[test]
fn files_that_are_wanted_are_read_at_the_top_and_the_rest_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pack = folder.path().join("a-pack");
    for path in ["pack.toml", "README.md", "cases/README.md", "picture.png", "cases/one.toml", ".hidden.md"] {
        write(&pack, path, path.as_bytes());
    }
    let files = PackSource::read_with(&pack, &|name| name == "README.md").expect("a folder");
    assert_eq!(files.source, PackSource::read(&pack).expect("a folder"));
    assert_eq!(files.beside, BTreeMap::from([("README.md".to_owned(), b"README.md".to_vec())]));
    assert_eq!(files.left_out, ["cases/README.md", "picture.png"]);
}

#[test]
fn a_native_library_is_left_to_who_runs_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pack = folder.path().join("a-pack");
    for path in ["pack.toml", "native/extension.toml", "native/target/library.so", "cases/native/one.toml"] {
        write(&pack, path, path.as_bytes());
    }
    let files = PackSource::read_with(&pack, &|_| false).expect("a folder");
    let paths: Vec<&str> = files.source.files.keys().map(String::as_str).collect();
    assert_eq!(paths, ["cases/native/one.toml", "pack.toml"]);
    assert_eq!(files.left_out, ["native/"]);
}

#[test]
fn what_is_no_folder_is_said_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "file", b"");
    for path in ["file", "nothing"] {
        let problem = PackSource::read(&folder.path().join(path)).expect_err("not a folder");
        assert!(matches!(problem, ReadProblem::NotAFolder(_)), "{problem}");
    }
}

#[test]
fn reading_stops_just_beyond_a_limit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "large.toml", &vec![b'#'; MAX_FILE_BYTES + 1_000]);
    let source = PackSource::read(folder.path()).expect("a folder");
    assert_eq!(source.files["large.toml"].len(), MAX_FILE_BYTES + 1);

    let folder = tempfile::tempdir().expect("a temporary folder");
    for number in 0..MAX_FILES + 50 {
        write(folder.path(), &format!("{number}.toml"), b"");
    }
    assert_eq!(PackSource::read(folder.path()).expect("a folder").files.len(), MAX_FILES + 1);

    let folder = tempfile::tempdir().expect("a temporary folder");
    for number in 0..12 {
        write(folder.path(), &format!("{number}.toml"), &vec![b'#'; MAX_FILE_BYTES]);
    }
    let source = PackSource::read(folder.path()).expect("a folder");
    let total: usize = source.files.values().map(Vec::len).sum();
    assert!(total > MAX_PACK_BYTES && total <= MAX_PACK_BYTES + MAX_FILE_BYTES);
}

#[cfg(unix)]
#[test]
fn links_within_the_folder_are_followed_and_others_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pack = folder.path().join("a-pack");
    write(&pack, "real.toml", b"x");
    symlink("real.toml", pack.join("link.toml")).expect("a link can be made");
    let source = PackSource::read(&pack).expect("a folder");
    assert_eq!(source.files["link.toml"], b"x");

    write(folder.path(), "outside/secret.toml", b"x");
    symlink("../outside", pack.join("cases")).expect("a link can be made");
    assert!(matches!(PackSource::read(&pack), Err(ReadProblem::LeadsOutside(_))));

    fs::remove_file(pack.join("cases")).expect("the link is there");
    write(&pack, "inner/one.toml", b"x");
    symlink("inner", pack.join("cases")).expect("a link can be made");
    assert_eq!(PackSource::read(&pack).expect("a folder").files["cases/one.toml"], b"x");
    let secret = pack.join("inner/secret.toml");
    symlink("../../outside/secret.toml", &secret).expect("a link can be made");
    assert!(matches!(PackSource::read(&pack), Err(ReadProblem::LeadsOutside(_))));
    fs::remove_file(secret).expect("the link is there");

    fs::remove_file(pack.join("cases")).expect("the link is there");
    symlink("../outside/secret.toml", pack.join("README.md")).expect("a link can be made");
    assert!(PackSource::read(&pack).is_ok(), "it is left alone");
    let wanted = PackSource::read_with(&pack, &|name| name == "README.md");
    assert!(matches!(wanted, Err(ReadProblem::LeadsOutside(_))));
    fs::remove_file(pack.join("README.md")).expect("the link is there");
    symlink(".", pack.join("loop")).expect("a link can be made");
    assert!(PackSource::read(&pack).is_ok(), "a loop of links ends");
}

/// A pipe or a device in place of a file could be read for ever.
#[cfg(unix)]
#[test]
fn what_is_called_like_a_file_but_is_none_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "pack.toml", b"x");
    let path = folder.path().join("causes.toml");
    let _socket = std::os::unix::net::UnixListener::bind(&path).expect("a socket can be made");
    let problem = PackSource::read(folder.path()).expect_err("a socket is no file");
    assert!(problem.to_string().contains("causes.toml") && problem.to_string().contains("it is no file"));

    let link = folder.path().join("actions.toml");
    std::os::unix::fs::symlink("causes.toml", &link).expect("a link can be made");
    let problem = PackSource::read(folder.path()).expect_err("a link to a socket is no file either");
    assert!(problem.to_string().contains("actions.toml") && problem.to_string().contains("it is no file"));
}
