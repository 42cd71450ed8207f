//! What is printed and given back for packs that pass, packs with findings, and folders that cannot be checked.

use super::*;
use std::fs;
use tempfile::TempDir;

const PACK: &str = "#:schema ../../schemas/pack.schema.json\nformat = 1\nid = \"shared\"\nkind = \"library\"\nversion = \"1.2.3\"\n\
                    title = \"What several packs share\"\nintended-use = \"General information for adults.\"\n\
                    not-for = [\"people under 18\"]\nreviewed = \"2026-01-01\"\nnext-review = \"2026-07-01\"\n\
                    known-limits = [\"not yet reviewed by a clinician\"]\n";
const SOURCES: &str = "#:schema ../../schemas/sources.schema.json\n[source.a-paper]\ncitation = \"A. Author. 2020. A paper.\"\n\
                       status = \"verified\"\n";

/// A folder with one library pack.
fn folder(pack: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("pack.toml"), pack).unwrap();
    fs::write(path.join("sources.toml"), SOURCES).unwrap();
    folder
}

fn wanted(folder: &TempDir, ids: &[&str]) -> Wanted {
    let ids = ids.iter().map(|&id| id.to_owned()).collect();
    Wanted { ids, packs: folder.path().to_owned(), format: Format::Short, deny_warnings: false }
}

#[test]
fn a_pack_that_passes_is_counted_and_the_verdict_comes_last() {
    let folder = folder(PACK);
    let (text, passed) = run(&wanted(&folder, &[]), false).unwrap();
    assert!(passed, "{text}");
    assert_eq!(text.lines().next(), Some("Checking shared 1.2.3"));
    assert!(text.contains("2 files"), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.starts_with("All checks passed: 1 pack")), "{text}");
}

#[test]
fn an_error_fails_and_names_its_place_and_the_next_command() {
    let folder = folder(&PACK.replace("title", "titel"));
    let (text, passed) = run(&wanted(&folder, &["shared"]), false).unwrap();
    assert!(!passed, "{text}");
    assert!(text.contains("pack.toml:6:1: error["), "{text}");
    assert!(text.contains("\nChecks failed: 1 pack"), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.starts_with("To learn more, run")), "{text}");

    let human = Wanted { format: Format::Human, ..wanted(&folder, &[]) };
    let (text, _) = run(&human, false).unwrap();
    assert!(text.contains("titel = \"What several packs share\""), "the author's line is shown: {text}");
}

#[test]
fn what_cannot_be_checked_is_an_error_with_a_remedy() {
    let folder = folder(PACK);
    let problem = run(&wanted(&folder, &["share"]), false).unwrap_err().to_string();
    assert!(problem.contains("no pack `share`") && problem.contains("`shared`"), "{problem}");
    let empty = tempfile::tempdir().unwrap();
    let problem = run(&wanted(&empty, &[]), false).unwrap_err().to_string();
    assert!(problem.contains("there is no pack in"), "{problem}");
}
