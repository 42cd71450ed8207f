//! The packs of the repository pass their own check.

use sinew_app::Shelf;
use sinew_tests::{TODAY, root};

/// A warning that ships is one that nobody reads any more. The day is fixed, because a review is due on every pack some day, and that
/// is no fault of a change.
#[test]
fn the_shipped_packs_have_no_errors_no_warnings_and_all_their_cases_pass() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let report = shelf.check(&[], TODAY).expect("no pack is asked for by name");
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
}
