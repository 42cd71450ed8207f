//! Saving, resuming and removing.

use super::*;
use crate::answers::PackAnswers;
use sinew_model::{Date, RawAnswer};

fn interview(answer: &str) -> AnswersFile {
    AnswersFile {
        pack: Some("test-pack".into()),
        current: PackAnswers {
            pack_version: Some("0.1.0".into()),
            date: Some(Date::constant(2026, 3, 4)),
            answers: vec![
                ("how".into(), RawAnswer::Text(answer.into())),
                ("much".into(), RawAnswer::Number(3)),
                ("which".into(), RawAnswer::List(vec!["a".into(), "not-sure".into()])),
            ],
            ..PackAnswers::default()
        },
        ..AnswersFile::default()
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn what_is_saved_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("not").join("there").join("yet");
    assert_eq!(resume(&inner).unwrap(), None);
    let path = save(&inner, &interview("slowly")).unwrap();
    assert_eq!(path, inner.join("assessment.toml"));
    assert_eq!(resume(&inner).unwrap(), Some(interview("slowly")));
    save(&inner, &interview("suddenly")).unwrap();
    assert_eq!(resume(&inner).unwrap(), Some(interview("suddenly")));
    assert_eq!(names_in(&inner), ["assessment.toml"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data");
    let path = save(&inner, &interview("slowly")).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
    // A file that others may read does not stay that way.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    save(&inner, &interview("suddenly")).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_full_disk_leaves_the_old_file_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), &interview("slowly")).unwrap();
    let problem = save_with(folder.path(), &interview("suddenly"), &mut |file, bytes| {
        file.write_all(&bytes[..bytes.len() / 2])?;
        Err(ErrorKind::StorageFull.into())
    })
    .unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!("{} could not be saved: the disk is full", folder.path().join(FILE_NAME).display())
    );
    assert_eq!(problem.remedy(), "make room on the disk; what was saved before is still there");
    assert_eq!(resume(folder.path()).unwrap(), Some(interview("slowly")));
    assert_eq!(names_in(folder.path()), ["assessment.toml"]);
}

#[test]
fn a_folder_that_is_a_file_is_an_error_and_no_loss() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "mine").unwrap();
    let problem = save(&file, &interview("slowly")).unwrap_err();
    assert_eq!(problem.path(), file.join(FILE_NAME));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn what_an_interrupted_save_left_does_not_stop_the_next_one_and_is_removed_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let leftover = folder.path().join(format!(".{FILE_NAME}.{}{UNFINISHED}", std::process::id()));
    fs::write(&leftover, "half").unwrap();
    save(folder.path(), &interview("slowly")).unwrap();
    assert_eq!(names_in(folder.path()), ["assessment.toml"]);

    fs::write(folder.path().join(".assessment.toml.1.new"), "half").unwrap();
    fs::write(folder.path().join("other.toml"), "not ours").unwrap();
    assert!(remove(folder.path()).unwrap());
    assert_eq!(names_in(folder.path()), ["other.toml"]);
    assert!(!remove(folder.path()).unwrap());
    assert!(!remove(&folder.path().join("nowhere")).unwrap());
}

#[test]
fn a_spoilt_file_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = path_in(folder.path());
    fs::write(&path, "pack = \"test-pack\"\n[answers]\nhow = true\n").unwrap();
    let problem = resume(folder.path()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        format!("{}: line 3, column 7: the answer to `how` is true or false", path.display())
    );
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(resume(folder.path()).is_err());
}

#[test]
fn a_named_file_is_replaced_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.md");
    write_file(&path, "first\n").unwrap();
    write_file(&path, "second\n").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "second\n");

    let full = |file: &mut File, bytes: &[u8]| {
        file.write_all(&bytes[..1])?;
        Err(io::Error::from(ErrorKind::StorageFull))
    };
    let problem = write_file_with(&path, b"third\n", &mut { full }).unwrap_err();
    assert!(problem.to_string().ends_with("could not be written: the disk is full"), "{problem}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "second\n", "what was there stays");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_file_in_a_folder_that_is_not_there_is_told_without_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let problem = write_file(&folder.path().join("none/result.md"), "text").unwrap_err();
    assert!(problem.to_string().ends_with("could not be written: its folder is not there"), "{problem}");
    let problem = write_file(folder.path(), "text").unwrap_err();
    assert!(problem.to_string().ends_with("could not be written: it is a folder"), "{problem}");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_rewritten_keeps_its_readers_and_its_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("pack.toml"), folder.path().join("link.toml"));
    fs::write(&path, "first\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    rewrite_file(&link, "second\n").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "second\n");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());

    let full = |file: &mut File, bytes: &[u8]| {
        file.write_all(&bytes[..1])?;
        Err(io::Error::from(ErrorKind::StorageFull))
    };
    let problem = rewrite_file_with(&path, "third\n", &mut { full }).unwrap_err();
    assert!(problem.to_string().ends_with("could not be written: the disk is full"), "{problem}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "second\n", "what was there stays");
    assert_eq!(names_in(folder.path()).len(), 2, "nothing is left behind");
}

#[test]
fn what_may_not_be_written_to_or_is_not_there_is_not_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.toml");
    let problem = rewrite_file(&path, "new\n").unwrap_err();
    assert_eq!(problem.path(), path);
    assert!(!path.exists(), "no file is made");
    fs::write(&path, "old\n").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let problem = rewrite_file(&path, "new\n").unwrap_err();
    assert!(problem.to_string().ends_with("could not be written: you may not write there"), "{problem}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old\n");
}
