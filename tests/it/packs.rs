//! The packs of the repository pass their own check.

use sinew_app::{Shelf, check::CheckScope, released};
use sinew_tests::{TODAY, root};

/// A warning that ships is one that nobody reads any more. The day is fixed, because a review is due on every pack some day, and that
/// is no fault of a change.
#[test]
fn the_shipped_packs_have_no_errors_no_warnings_and_all_their_cases_pass() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let released = Shelf::only(&[root().join(xtask::released::FOLDER)]).ok();
    let report = shelf.check_against(&[], TODAY, CheckScope::default(), released.as_ref());
    let report = report.expect("no pack is asked for by name");
    let found: Vec<String> = report
        .packs
        .iter()
        .flat_map(|pack| &pack.diagnostics)
        .map(|found| format!("{}: {}", found.code, found.message))
        .collect();
    assert!(report.passed(), "`cargo xtask check` shows more:\n{}\n{}", found.join("\n"), report.summary());
    assert_eq!(report.warnings(), 0, "`cargo xtask check` shows more:\n{}", found.join("\n"));
    assert!(report.counts().cases > 0, "a check without cases proves little");
    assert_eq!(report.packs.iter().map(|pack| pack.cases.len()).sum::<usize>(), report.counts().cases);

    // What the program tells people about the proof is what was proved just now.
    for checked in &report.packs {
        let pack = shelf.look_into(&checked.id).expect("it has no errors").pack;
        let Some(told) = released::checked(&pack.identity().hash) else { continue };
        let proved = checked.proof.as_ref().and_then(|proof| proof.people.as_ref()).map(ToString::to_string);
        assert_eq!(Some(&told.answer_sets), proved.as_ref(), "{}", checked.id);
    }
}

/// What was released is what later versions are held against, so nobody changes it by hand.
#[test]
fn released_versions_are_as_they_were_released() {
    let changed = xtask::released::changed_by_hand(&sinew_tests::root()).expect("they can be read");
    assert_eq!(changed, [""; 0], "only `cargo xtask release` writes packs/.released");
}
