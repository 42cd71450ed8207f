//! Every file of the fuzzing corpus goes through what is fuzzed, so that what was found once is tried for ever.

use sinew_tests::root;
use std::{fs, panic};

#[expect(unreachable_pub, reason = "it is the library of a package of its own")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzzed;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = root().join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("the corpus can be read").path())
        .collect();
    files.sort();
    assert!(files.len() >= 20, "{} has {} files", folder.display(), files.len());
    for file in files {
        let data = fs::read(&file).expect("the corpus can be read");
        let ran = panic::catch_unwind(|| run(&data));
        assert!(ran.is_ok(), "{} breaks what must always hold", file.display());
    }
}

#[test]
fn packs() {
    replay("pack", fuzzed::pack);
}

#[test]
fn formulas() {
    replay("formula", fuzzed::formula);
}

#[test]
fn archives() {
    replay("archive", fuzzed::archive);
}

#[test]
fn answers() {
    replay("answers", fuzzed::answers);
}

#[test]
fn frames() {
    replay("frames", fuzzed::frames);
}
