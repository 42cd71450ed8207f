//! Other versions, other content, and the words for them.

use super::*;
use crate::fixture;
use sinew_model::Answers;

/// What the program saves for the pack in these sources.
fn given(pack: &Pack) -> PackAnswers {
    PackAnswers::of(pack, &Answers::new(pack), None)
}

/// The pack in version 1.10.0, with what its versions changed.
fn later() -> Pack {
    let changes = "[changes]\n\"1.10.0\" = [\"Pain at rest counts.\"]\n\"1.3.0\" = [\"Asks less.\", \"Says more.\"]\n\"1.2.0\"";
    let mut sources =
        fixture::sources_with("ache", "pack.toml", "version = \"1.2.3\"", "version = \"1.10.0\"");
    let ache = sources.iter_mut().find(|source| source.folder == "ache").unwrap();
    let text = String::from_utf8(ache.files["pack.toml"].clone()).unwrap();
    let text = text.replace("[changes]\n\"1.2.3\"", changes);
    ache.files.insert("pack.toml".into(), text.into_bytes());
    fixture::pack_of(sources)
}

fn words(pack: &Pack, given: &PackAnswers) -> Vec<String> {
    difference(pack, given).map_or_else(Vec::new, |difference| difference.words())
}

#[test]
fn nothing_is_said_where_nothing_differs_or_nothing_is_known() {
    let pack = fixture::pack();
    assert_eq!(difference(&pack, &given(&pack)), None);
    assert_eq!(difference(&later(), &PackAnswers::default()), None, "written by hand");
}

#[test]
fn the_versions_in_between_say_what_changed_the_oldest_first() {
    let then = given(&fixture::pack());
    assert_eq!(
        words(&later(), &then),
        [
            "“An ache at the spot” was version 1.2.3 when these answers were given. Now it is version 1.10.0. What changed: Asks less. Says more. Pain at rest counts."
        ]
    );
    let then = PackAnswers { pack_version: Some("1.3.0".into()), ..then };
    assert!(words(&later(), &then)[0].ends_with("What changed: Pain at rest counts."));
}

#[test]
fn what_is_not_written_down_is_said_to_be_so() {
    let pack = fixture::pack();
    let then = PackAnswers { pack_version: Some("1.2.2".into()), ..given(&pack) };
    assert!(words(&pack, &then)[0].ends_with("What changed: Asks about how it began."));
    let sources = fixture::sources_with("ache", "pack.toml", "[changes]\n\"1.2.3\"", "[changes]\n\"1.2.2\"");
    let pack = fixture::pack_of(sources);
    assert!(words(&pack, &then)[0].ends_with("It does not say what changed."));
}

#[test]
fn an_older_pack_cannot_know_what_a_newer_one_changed() {
    let pack = fixture::pack();
    for then in ["2.0.0", "next", "\u{1b}[2J"] {
        let words = words(&pack, &PackAnswers { pack_version: Some(then.into()), ..given(&pack) });
        assert!(
            words[0].ends_with("Now it is version 1.2.3. It is not known what is different."),
            "{words:?}"
        );
        assert!(!words[0].contains('\u{1b}'), "{words:?}");
    }
}

#[test]
fn a_library_with_another_version_is_named() {
    let pack = fixture::pack();
    let then = PackAnswers {
        libraries: vec![("base".into(), "0.1.9".into()), ("gone".into(), "1.0.0".into())],
        ..given(&pack)
    };
    assert_eq!(
        words(&pack, &then),
        [
            "“Signs for tests” was version 0.1.9 when these answers were given. Now it is version 0.2.0. What changed: One more sign."
        ]
    );
}

#[test]
fn other_content_of_the_same_version_is_not_passed_over() {
    let changed = fixture::sources_with("base", "questions.toml", "Feeling faint", "Feeling weak");
    let words = words(&fixture::pack_of(changed), &given(&fixture::pack()));
    assert_eq!(words.len(), 1);
    assert!(words[0].starts_with("The content of “An ache at the spot” 1.2.3 has changed"), "{words:?}");
}
