//! The packs of the repository pass their own check.

use sinew_app::Shelf;
use sinew_tests::{TODAY, root};

#[test]
fn the_shipped_packs_have_no_errors_and_all_their_cases_pass() {
    let shelf = Shelf::only(&[root().join("packs")]).expect("the packs can be read");
    let report = shelf.check(&[], TODAY).expect("no pack is asked for by name");
    let found: Vec<String> = report
        .packs
        .iter()
        .flat_map(|pack| &pack.diagnostics)
        .map(|found| format!("{}: {}", found.code, found.message))
        .collect();
    assert!(report.passed(), "`cargo xtask check` shows more:\n{}\n{}", found.join("\n"), report.summary());
    assert!(report.counts().cases > 0, "a check without cases proves little");
    assert_eq!(report.packs.iter().map(|pack| pack.cases.len()).sum::<usize>(), report.counts().cases);
}
