//! How far a version has to rise, and the words for numbers.

use super::*;
use crate::{fixture, schema::tests::validator};

#[track_caller]
fn step(old: &str, new: &str) -> Step {
    Step::between(&old.parse().unwrap(), &new.parse().unwrap())
}

#[test]
fn a_version_below_one_says_less() {
    assert_eq!(step("1.2.3", "2.0.0"), Step::Major);
    assert_eq!(step("1.2.3", "1.3.0"), Step::Minor);
    assert_eq!(step("1.2.3", "1.2.4"), Step::Patch);
    assert_eq!(step("0.2.3", "1.0.0"), Step::Major);
    assert_eq!(step("0.2.3", "0.3.0"), Step::Major);
    assert_eq!(step("0.2.3", "0.2.4"), Step::Minor);
    assert_eq!(step("0.0.3", "0.0.4"), Step::Major);
    for not_higher in ["0.2.3", "0.2.2", "0.1.9"] {
        assert_eq!(step("0.2.3", not_higher), Step::None);
    }
}

#[test]
fn the_least_version_after_a_step_is_that_much_higher() {
    for old in ["0.0.1", "0.0.0", "0.1.0", "0.2.3", "1.0.0", "1.2.3"] {
        let old: Version = old.parse().unwrap();
        for needed in [Step::Patch, Step::Minor, Step::Major] {
            let least = needed.after(&old);
            assert!(Step::between(&old, &least) >= needed, "{old} {least}");
            assert!(least > old);
        }
        assert_eq!(Step::None.after(&old), old);
    }
}

#[test]
fn the_same_pack_needs_no_step_and_stands() {
    let comparison = Comparison::of(fixture::pack(), fixture::pack(), Limits::default());
    assert!(comparison.is_same());
    assert_eq!((comparison.needed(), comparison.given()), (Step::None, Step::None));
    assert_eq!(comparison.objections(), []);
    assert!(comparison.diff.is_wording_only());
    let document = serde_json::from_str(&to_json(&[comparison], &["other".into()])).unwrap();
    let problems: Vec<String> =
        validator("diff.schema.json").iter_errors(&document).map(|it| it.to_string()).collect();
    assert_eq!(problems, [""; 0]);
    assert_eq!(document["without_baseline"], serde_json::json!(["other"]));
    assert!(!passed(&[]), "nothing compared is not passed");
}
