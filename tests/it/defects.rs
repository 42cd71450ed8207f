//! Packs with one defect each, of the kinds that other tools leave to the people who are advised: every one is found, at its line, and
//! nothing else is.

use sinew_app::Shelf;
use sinew_diag::example_files;
use sinew_tests::{TODAY, found_in, root};
use std::fs;
use xtask::sample;

/// The pages of the corpus, each with the name of its defect.
fn pages() -> Vec<(String, String)> {
    let folder = fs::read_dir(root().join("tests/corpus/defects")).expect("the corpus is there");
    let mut pages: Vec<(String, String)> = folder
        .map(|entry| entry.expect("the corpus can be read").path())
        .map(|path| {
            let name = path.file_stem().expect("it is a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("the corpus is text").replace("\r\n", "\n"))
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_defect_is_found_at_its_line_and_nothing_else_is() {
    let sound = sample::sound(&root()).expect("the sound pack can be read");
    let mut wrong = Vec::new();
    for (name, page) in pages() {
        assert!(
            page.starts_with("# ") && page.contains("\nKind: "),
            "{name} says what it is and of which kind"
        );
        let changes = example_files(&page);
        let packs =
            sample::with_changes(&sound, &changes).unwrap_or_else(|problem| panic!("{name}: {problem:#}"));
        let expected =
            sample::expected(&packs, &changes).unwrap_or_else(|problem| panic!("{name}: {problem:#}"));
        let report = Shelf::of(packs).expect("each pack once").check(&[], TODAY).expect("none by name");
        let found = found_in(&report);
        if expected.is_empty() || found != expected {
            wrong.push(format!("{name}: expected {expected:?}\n    found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pages().len(), wrong.join("\n"));
}

#[test]
fn the_sound_pack_has_no_finding() {
    let sound = sample::sound(&root()).expect("the sound pack can be read");
    let report = Shelf::of(vec![sound]).expect("one pack").check(&[], TODAY).expect("none by name");
    assert_eq!(found_in(&report), [].into());
    assert!(report.passed());
}
