//! The packs of the repository pass their own check.

use sinew_app::{Shelf, check::CheckScope, released};
use sinew_tests::{TODAY, root};

/// A warning that ships is one that nobody reads any more. The day is fixed, because a review is due on every pack some day, and that
/// is no fault of a change.
#[test]
fn the_shipped_packs_have_no_errors_no_warnings_and_all_their_cases_pass() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let before = Shelf::only(&[root().join(xtask::released::FOLDER)]).expect("released packs can be read");
    let report = shelf.check_against(&[], TODAY, CheckScope::default(), Some(&before));
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

    // A pack that is in no comparison would pass as if nothing had changed.
    let ids = |shelf: &Shelf| shelf.list().into_iter().map(|listing| listing.id).collect::<Vec<_>>();
    assert_eq!(
        ids(&before),
        ids(&shelf),
        "each pack has a released version, and each released pack is still there"
    );

    // What the program tells people about the proof is what was proved just now, and it tells it of every pack that is as it was released.
    for checked in &report.packs {
        let hash = |shelf: &Shelf| {
            shelf.look_into(&checked.id).ok().map(|loaded| loaded.pack.identity().hash.clone())
        };
        let content = hash(&shelf).expect("it has no errors");
        let told = released::checked(&content).map(|told| told.answer_sets.clone());
        if hash(&before).as_ref() == Some(&content) || told.is_some() {
            let proved =
                checked.proof.as_ref().and_then(|proof| proof.people.as_ref()).map(ToString::to_string);
            assert!(proved.is_some() && told == proved, "{}: {told:?}, proved {proved:?}", checked.id);
        }
    }
}

/// What was released is what later versions are held against, so nobody changes it by accident. Who takes a pack out in every place where
/// it is named, or makes all places fit each other, is not found here but in a review of the change.
#[test]
fn released_versions_are_as_they_were_released() {
    let changed = xtask::released::changed_by_hand(&root()).expect("they can be read");
    assert_eq!(changed, [""; 0], "only `cargo xtask release` writes packs/.released");
    let kept = Shelf::only(&[root().join(xtask::released::FOLDER)]).expect("they can be read");
    let listed = kept.list();
    assert!(!listed.is_empty(), "something was released");
    for listing in listed {
        let pack = kept.look_into(&listing.id).expect("it has no errors").pack;
        assert!(released::checked(&pack.identity().hash).is_some(), "{} was proved as it is", listing.id);
    }
}
