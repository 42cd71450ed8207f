//! Names are those that the loader takes, they have their words, and they are there while an entry is being written.

use super::*;
use crate::load::load;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(folder: &str) -> PackSource {
    PackSource::read(&root().join(folder)).expect("the pack is there")
}

fn base() -> Vec<PackSource> {
    ["signs", "sore-spot"].map(|name| read(&format!("tests/corpus/base/{name}"))).into()
}

/// Packs as they lie in a folder of packs.
fn all_in(folder: &str) -> Vec<PackSource> {
    let entries = std::fs::read_dir(root().join(folder)).expect("the folder is there");
    let folders = entries.map(|entry| entry.expect("it can be read").path());
    let packs = folders.filter(|folder| folder.join("pack.toml").is_file());
    packs.map(|folder| PackSource::read(&folder).expect("the pack can be read")).collect()
}

fn words_of<'a>(names: &'a KnownNames, kind: NameKind, name: &str) -> Option<&'a str> {
    names.of(kind).find(|known| known.name == name).map(|known| known.words.as_str())
}

fn set(packs: &mut [PackSource], pack: &str, file: &str, text: String) {
    let source = packs.iter_mut().find(|source| source.folder == pack).expect("a pack of the base");
    source.files.insert(file.to_owned(), text.into_bytes());
}

fn text_in(packs: &[PackSource], pack: &str, file: &str) -> String {
    let source = packs.iter().find(|source| source.folder == pack).expect("a pack of the base");
    String::from_utf8(source.files[file].clone()).expect("the base is text")
}

#[test]
fn the_names_of_a_sound_pack_are_those_of_the_compiled_one() {
    for packs in [base(), all_in("packs"), all_in("tests/packs")] {
        for id in packs.iter().map(|pack| pack.folder.clone()) {
            let loaded = load(&packs, &id);
            let pack = loaded.pack.expect("the packs of the repository are sound");
            let names = names(&packs, &id).expect("there is one pack of this id");
            assert!(names.is_whole, "{id}");
            let all = |kind| names.of(kind).map(|name| name.name.as_str()).collect::<BTreeSet<_>>();
            macro_rules! same {
                ($kind:ident, $entries:expr, $id:ident) => {
                    let compiled: BTreeSet<&str> = $entries.iter().map(|entry| entry.$id.as_str()).collect();
                    assert_eq!(all(NameKind::$kind), compiled, "{id}");
                };
            }
            same!(Question, pack.questions(), id);
            let ranked = pack.conditions().iter().filter(|condition| condition.only_with.is_empty());
            let fits = ranked.flat_map(|condition| {
                ["fits-partly", "fits-well"].map(|band| format!("{}.{band}", condition.id))
            });
            let fits: Vec<String> = fits.collect();
            let compiled = pack.findings().iter().map(|finding| finding.id.as_str());
            assert_eq!(
                all(NameKind::Finding),
                compiled.chain(fits.iter().map(String::as_str)).collect(),
                "{id}"
            );
            same!(RedFlag, pack.red_flags(), id);
            same!(Exit, pack.exits(), id);
            same!(Condition, pack.conditions(), id);
            same!(Cause, pack.causes(), id);
            same!(Action, pack.actions(), id);
            same!(Region, pack.regions(), id);
            same!(Source, pack.sources(), id);
            same!(Case, loaded.cases, id);
            assert_eq!(names.answers.len(), pack.questions().len(), "{id}");
        }
    }
}

#[test]
fn names_have_the_words_of_their_author_and_their_origin() {
    let names = names(&base(), "sore-spot").expect("it is there");
    for (kind, name, words) in [
        (NameKind::Question, "worst", "How bad was it?"),
        (NameKind::Finding, "right-now.red-light", "you see a red light"),
        (NameKind::Finding, "right-now.none", "none of the signs"),
        (
            NameKind::Finding,
            "right-now.not-sure",
            "\"I'm not sure\" was the answer to: Which of these do you see?",
        ),
        (NameKind::Finding, "place", "it is here"),
        (NameKind::Finding, "worst.bad", "it was 7 or more out of 10 at its worst"),
        (NameKind::Finding, "distance.middling", "you went 5 to 19 km"),
        (NameKind::Finding, "odd-start", "it began in an odd way"),
        (NameKind::Finding, "busy", ""),
        (NameKind::Finding, "alarm", "An alarm"),
        (NameKind::Finding, "not-here", "This guide is for another place"),
        (NameKind::Finding, "sprain.fits-partly", "fits partly or well: A pulled part (sprain)"),
        (NameKind::Finding, "sprain.fits-well", "fits well: A pulled part (sprain)"),
        (NameKind::RedFlag, "alarm", "An alarm"),
        (NameKind::Condition, "sprain", "A pulled part (sprain)"),
        (NameKind::Group, "start", ""),
    ] {
        assert_eq!(words_of(&names, kind, name), Some(words), "{name}");
    }
    for (kind, name) in [
        (NameKind::Finding, "distance.not-sure"),
        (NameKind::RedFlag, "not-here"),
        (NameKind::Finding, "blue-thing.fits-well"),
    ] {
        assert_eq!(words_of(&names, kind, name), None, "{name}");
    }
    let alarm = names.of(NameKind::RedFlag).find(|name| name.name == "alarm").expect("it is there");
    assert_eq!((alarm.pack.as_str(), alarm.file.as_str()), ("signs", "red-flags.toml"));
    // What a library does not use, it does not see.
    let library = super::names(&base(), "signs").expect("it is there");
    assert_eq!(library.of(NameKind::Condition).count(), 0);
    assert!(super::names(&base(), "nothing").is_none());
}

#[test]
fn answers_are_those_that_each_question_takes() {
    let names = names(&base(), "sore-spot").expect("it is there");
    let answers = |id: &str| {
        let found = names.answers.iter().find(|answers| answers.question == id).expect("it is a question");
        let choices: Vec<&str> = found.choices.iter().map(|(choice, _)| choice.as_str()).collect();
        (choices, found.several, found.numbers)
    };
    assert_eq!(answers("right-now"), (vec!["red-light", "blue-light", "none", "not-sure"], true, None));
    assert_eq!(answers("start"), (vec!["sudden", "slow", "not-sure"], false, None));
    assert_eq!(answers("place"), (vec!["yes", "no", "not-sure"], false, None));
    assert_eq!(answers("worst"), (vec!["not-sure"], false, Some((0, 10))));
    assert_eq!(answers("distance"), (vec![], false, Some((0, 100))));
}

#[test]
fn names_are_those_of_the_library_version_that_is_used() {
    let with = |range: &str| {
        let mut packs = base();
        let pack = text_in(&packs, "sore-spot", "pack.toml").replace("signs = \"^0.2\"", range);
        set(&mut packs, "sore-spot", "pack.toml", pack);
        let mut newer = packs[0].clone();
        for (file, from, to) in [
            ("pack.toml", "version = \"0.2.1\"", "version = \"0.3.0\""),
            ("red-flags.toml", "An alarm", "A newer alarm"),
        ] {
            let text = text_in(&packs, "signs", file).replace(from, to);
            newer.files.insert(file.to_owned(), text.into_bytes());
        }
        packs.insert(0, newer);
        packs
    };
    let old = names(&with("signs = \"^0.2\""), "sore-spot").expect("it is there");
    assert_eq!(words_of(&old, NameKind::RedFlag, "alarm"), Some("An alarm"));
    let new = names(&with("signs = \"^0.3\""), "sore-spot").expect("it is there");
    assert_eq!(words_of(&new, NameKind::RedFlag, "alarm"), Some("A newer alarm"));
    assert!(old.is_whole && new.is_whole);
    let neither = names(&with("signs = \"^1\""), "sore-spot").expect("it is there");
    assert!(!neither.is_whole, "what the right version has is not known");
    let named = |name: &str| {
        let names = names(&with("signs = \"^0.2\""), name).expect("it is there");
        words_of(&names, NameKind::RedFlag, "alarm").map(str::to_owned)
    };
    assert_eq!(named("signs@0.2.1").as_deref(), Some("An alarm"));
    assert_eq!(named("signs").as_deref(), Some("A newer alarm"));
}

/// Half an entry is named like a whole one, and what is around it stays.
#[test]
fn names_are_there_while_an_entry_is_being_written() {
    let mut packs = base();
    let mut questions = text_in(&packs, "sore-spot", "questions.toml");
    questions.push_str("\n[question.new]\nask = \"Is it new?\"\n[question.new.options]\nyes-a-bit = { told = \"it is a bit new\" }\nother = {}\n");
    set(&mut packs, "sore-spot", "questions.toml", questions.clone());
    let half = names(&packs, "sore-spot").expect("it is there");
    assert!(load(&packs, "sore-spot").pack.is_none(), "it does not load");
    assert!(half.is_whole, "all of it can be read");
    assert_eq!(words_of(&half, NameKind::Finding, "new.yes-a-bit"), Some("it is a bit new"));
    assert_eq!(words_of(&half, NameKind::Finding, "new.other"), Some(""));
    assert_eq!(
        words_of(&half, NameKind::Finding, "worst.bad"),
        Some("it was 7 or more out of 10 at its worst")
    );
    assert!(!half.answers.iter().any(|answers| answers.question == "new"), "how it is answered is not known");

    // A line that is no TOML yet takes nothing away but itself, and nobody is told that the rest is all there is.
    set(&mut packs, "sore-spot", "questions.toml", format!("{questions}\n[question.more]\nask = \n"));
    let broken = names(&packs, "sore-spot").expect("it is there");
    assert!(!broken.is_whole);
    assert!(words_of(&broken, NameKind::Finding, "worst.bad").is_some());
    assert!(words_of(&broken, NameKind::Question, "more").is_some());

    let without_library = names(&packs[1..], "sore-spot").expect("it is there");
    assert!(!without_library.is_whole);
    assert!(words_of(&without_library, NameKind::Condition, "sprain").is_some());
}

#[test]
fn what_is_no_name_is_left_out_and_words_stay_on_their_line() {
    let mut packs = base();
    let odd = format!(
        "\n[question.\"Not an id\"]\nkind = \"yes-no\"\n[finding.turned]\nmeans = \"\"\"a\u{202e}b\n  c\"\"\"\n[finding.long]\nmeans = \"{}\"\n[finding]\nplain = 3\n[question]\nworse = []\n",
        "w".repeat(5_000)
    );
    let questions =
        text_in(&packs, "sore-spot", "questions.toml").replace("[finding.odd-start]", "[finding.right-now]");
    set(&mut packs, "sore-spot", "questions.toml", format!("{questions}{odd}"));
    let names = names(&packs, "sore-spot").expect("it is there");
    assert!(!names.names.iter().any(|name| name.name.contains(' ')));
    assert_eq!(words_of(&names, NameKind::Finding, "turned"), Some("ab c"));
    let long = words_of(&names, NameKind::Finding, "long").expect("it is there");
    assert_eq!(long.chars().count(), MAX_WORDS + 1);
    assert_eq!(words_of(&names, NameKind::Finding, "plain"), Some(""));
    assert_eq!(words_of(&names, NameKind::Question, "worse"), Some(""));
    let mut seen = BTreeSet::new();
    assert!(names.names.iter().all(|name| seen.insert((name.kind, &name.name))), "each once by kind");
}

#[test]
fn the_schemas_name_only_kinds_that_there_are() {
    let known: Vec<&str> = NameKind::ALL.into_iter().map(NameKind::name).collect();
    let mut named = BTreeSet::new();
    for (file, text) in crate::schema::all() {
        let schema: serde_json::Value = serde_json::from_str(&text).expect("schemas are JSON");
        let mut open = vec![&schema];
        while let Some(node) = open.pop() {
            for keyword in [NAMES_KEYWORD, KEYS_KEYWORD] {
                for kind in node.get(keyword).and_then(|kinds| kinds.as_array()).into_iter().flatten() {
                    let kind = kind.as_str().expect("kinds are words");
                    assert!(known.contains(&kind), "{file}: {kind}");
                    named.insert(kind.to_owned());
                }
            }
            match node {
                serde_json::Value::Object(entries) => open.extend(entries.values()),
                serde_json::Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
    }
    for kind in NameKind::ALL.into_iter().filter(|kind| !matches!(kind, NameKind::Block | NameKind::Region)) {
        let is_named = named.contains(kind.name()) || kind == NameKind::Exit;
        assert!(is_named, "no field names a {}", kind.name());
    }
}
