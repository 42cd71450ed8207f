//! What is old, and what is not said about packs that are not.

use super::*;
use crate::fixture;
use sinew_pack::PackSource;

/// A day before all reviews of the fixture, which are due on 2 January (the library) and 3 January 2027.
const BEFORE: Date = Date::constant(2026, 3, 4);

fn outdated(sources: Vec<PackSource>, today: Date) -> Vec<Outdated> {
    Shelf::of(sources).unwrap().outdated(today)
}

fn names(outdated: &[Outdated]) -> Vec<String> {
    outdated.iter().map(|outdated| outdated.listing.name()).collect()
}

#[test]
fn of_packs_that_are_fresh_nothing_is_said() {
    assert_eq!(outdated(fixture::sources(), BEFORE), []);
    // Older versions beside newer ones are nobody's concern.
    assert_eq!(outdated(fixture::with_versions("ache", &["1.2.2"]), BEFORE), []);
    assert_eq!(outdated(fixture::with_versions("base", &["0.1.0"]), BEFORE), []);
}

#[test]
fn a_review_is_overdue_on_the_day_after_it_was_due() {
    let names = |day| names(&outdated(fixture::sources(), day));
    assert_eq!(names(Date::constant(2027, 1, 2)), [""; 0]);
    assert_eq!(names(Date::constant(2027, 1, 3)), ["base@0.2.0"]);
    assert_eq!(names(Date::constant(2027, 1, 4)), ["ache@1.2.3", "base@0.2.0"]);
    let found = outdated(fixture::sources(), Date::constant(2027, 1, 4));
    assert_eq!(found[0].review_overdue, Some(Date::constant(2027, 1, 3)));
    assert_eq!(found[1].review_overdue, Some(Date::constant(2027, 1, 2)));
}

#[test]
fn a_newer_library_is_named_with_the_range_that_keeps_it_away() {
    let found = outdated(fixture::with_versions("base", &["0.3.0", "0.2.5", "0.4.1"]), BEFORE);
    assert_eq!(names(&found), ["ache@1.2.3"]);
    let because = "`ache` 1.2.3 needs ^0.2".to_owned();
    let newer = |version: &str| NewerVersion { version: version.into(), because: because.clone() };
    assert_eq!(
        found[0].libraries,
        [OutdatedLibrary {
            id: "base".into(),
            used: "0.2.5".into(),
            newer: vec![newer("0.4.1"), newer("0.3.0")]
        }]
    );
}

#[test]
fn a_library_that_cannot_be_used_for_its_own_needs_says_so() {
    let mut sources = fixture::with_versions("base", &["0.2.9"]);
    let newest = sources.last_mut().unwrap();
    let text = String::from_utf8(newest.files["pack.toml"].clone()).unwrap();
    let text = format!("{text}\n[uses]\nmissing = \"^1\"\n");
    newest.files.insert("pack.toml".into(), text.into_bytes());
    let found = outdated(sources, BEFORE);
    assert_eq!(found[0].libraries[0].used, "0.2.0");
    assert_eq!(
        found[0].libraries[0].newer[0].because,
        "what it uses itself is not at hand in versions that fit"
    );
}

#[test]
fn a_newer_pre_release_is_named_with_the_way_to_open_it() {
    let found = outdated(fixture::with_versions("ache", &["2.0.0-rc.1"]), BEFORE);
    assert_eq!(names(&found), ["ache@1.2.3"]);
    assert_eq!(
        found[0].newer,
        [NewerVersion {
            version: "2.0.0-rc.1".into(),
            because: "it is a pre-release; open it with ache@2.0.0-rc.1".into()
        }]
    );
}

#[test]
fn a_pack_whose_libraries_are_not_there_is_not_left_out() {
    let mut sources = fixture::sources();
    sources.retain(|source| source.folder != "base");
    assert_eq!(names(&outdated(sources, Date::constant(2028, 1, 1))), ["ache@1.2.3"]);
}
