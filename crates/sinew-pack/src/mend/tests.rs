//! What is mended without anybody looking, and what never is.

use super::*;
use crate::{PackSource, load};
use proptest::prelude::*;
use sinew_diag::apply_edits;
use std::{collections::BTreeSet, fs, path::PathBuf};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// The library `signs` and the injury pack `sore-spot`.
fn base() -> Vec<PackSource> {
    let read = |name: &str| PackSource::read(&corpus().join("base").join(name)).expect("the corpus is there");
    ["signs", "sore-spot"].map(read).to_vec()
}

fn source<'a>(packs: &'a mut [PackSource], pack: &str) -> &'a mut PackSource {
    packs.iter_mut().find(|source| source.folder == pack).expect("a pack of the base")
}

/// The certain changes to the base with one text replaced: the words that are replaced, and by what.
#[track_caller]
fn certain(pack: &str, file: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let mut packs = base();
    let content = source(&mut packs, pack).files.get_mut(file).expect("a file of the base");
    let text = String::from_utf8(content.clone()).expect("the base is text");
    assert!(text.contains(from), "{file} has no {from:?}");
    *content = text.replacen(from, to, 1).into_bytes();
    let loaded = load(&packs, pack);
    assert!(!loaded.diagnostics.is_empty(), "nothing is found");
    let edits = loaded.diagnostics.iter().filter_map(Diagnostic::certain_edit);
    edits.map(|(_, edit)| (loaded.texts.slice(edit.span).to_owned(), edit.replacement.clone())).collect()
}

#[track_caller]
fn is_mended(pack: &str, file: &str, from: &str, to: &str, by: (&str, &str)) {
    assert_eq!(certain(pack, file, from, to), [(by.0.to_owned(), by.1.to_owned())]);
}

#[track_caller]
fn is_left(pack: &str, file: &str, from: &str, to: &str) {
    assert_eq!(certain(pack, file, from, to), []);
}

fn all_patterns() -> impl Iterator<Item = (FileKind, &'static str)> {
    OPEN.iter().chain(OPEN_IDS).flat_map(|(kind, patterns)| patterns.iter().map(|pattern| (*kind, *pattern)))
}

/// The rule itself, in words that do not come from the list.
#[test]
fn nothing_that_is_said_about_care_is_open() {
    const CLOSED: &[&str] = &[
        "urgency",
        "care",
        "who",
        "when",
        "ask-when",
        "blocked-when",
        "blocked-because",
        "only-with",
        "never-without",
        "present",
        "absent",
        "weight",
        "factor",
        "prior",
        "defining",
        "group",
        "dose",
        "hold",
        "sets",
        "repetitions",
        "how-often",
        "review",
        "expect",
        "stop-if",
        "progression",
        "red-flag",
        "exit",
        "block",
        "constraint",
        "finding",
        "region",
        "say",
        "do",
        "sign",
        "covers",
        "unknown-floor",
        "actions",
        "causes",
        "kinds",
        "kind",
        "timing",
        "always",
        "basis",
        "status",
        "strength",
        "given",
        "uses",
        "at-least",
        "at-most",
        "min",
        "max",
        "value",
        "ordered",
        "not-sure",
        "reviewed",
        "next-review",
        "version",
        "format",
        "id",
        "not-for",
        "intended-use",
        "known-limits",
        "flags",
        "must",
        "must-not",
        "bands",
        "questions-at-most",
        "known-gap",
    ];
    for (_, pattern) in all_patterns() {
        for part in pattern.split('.') {
            assert!(!CLOSED.contains(&part), "`{pattern}` is open");
        }
    }
    assert!(
        all_patterns()
            .all(|(kind, _)| !matches!(kind, FileKind::RedFlags | FileKind::Regions | FileKind::Properties))
    );
}

/// A place that is in no file would be a slip in the list.
#[test]
fn every_open_place_is_there_in_some_file() {
    let mut found = BTreeSet::new();
    let files =
        ["valid", "base/signs", "base/sore-spot", "base/sore-spot/cases"].map(|folder| corpus().join(folder));
    for path in files.iter().flat_map(|folder| fs::read_dir(folder).expect("the corpus is there")) {
        let path = path.expect("the corpus is there").path();
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let mut texts = Texts::new();
        let id = texts.add(String::new(), text);
        let (tree, _) = tree::parse(id, &texts);
        for (kind, pattern) in all_patterns() {
            let hit = leaves(&tree).iter().any(|(path, _)| {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                fits(&[(kind, &[pattern])], kind, &path)
            });
            if hit {
                found.insert(pattern);
            }
        }
    }
    let missing: Vec<&str> =
        all_patterns().map(|(_, pattern)| pattern).filter(|pattern| !found.contains(pattern)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn slips_that_decide_nothing_are_mended() {
    is_mended("sore-spot", "pack.toml", "title = ", "titel = ", ("titel", "title"));
    is_mended(
        "sore-spot",
        "pack.toml",
        "title = \"",
        "title = \"  ",
        ("\"  A sore spot\"", "\"A sore spot\""),
    );
    is_mended(
        "sore-spot",
        "pack.toml",
        "#:schema ./.sinew/pack.schema.json\n",
        "",
        ("", "#:schema ./.sinew/pack.schema.json\n"),
    );
    is_mended(
        "signs",
        "red-flags.toml",
        "#:schema ./.sinew/red-flags",
        "#:schema ../schemas/red-flag",
        ("#:schema ../schemas/red-flag.schema.json", "#:schema ./.sinew/red-flags.schema.json"),
    );
}

#[test]
fn wording_is_mended_where_no_doubt_is_left() {
    let conditions = |from: &str, to: &str, by| is_mended("sore-spot", "conditions.toml", from, to, by);
    conditions("\"you went far\"", "\"You went far.\"", ("\"You went far.\"", "\"you went far\""));
    conditions(
        "\"it began suddenly\"",
        "'it began suddenly.'",
        ("'it began suddenly.'", "\"it began suddenly\""),
    );
    let actions = |from: &str, to: &str, by| is_mended("sore-spot", "actions.toml", from, to, by);
    actions("[\"run\"]", "[\"do not run\"]", ("\"do not run\"", "\"run\""));
    actions("[\"run\"]", "[\"Don’t run\"]", ("\"Don’t run\"", "\"run\""));
    // "Never" is stronger than "do not", a name is written large, and a quote would need an escape.
    is_left("sore-spot", "actions.toml", "[\"run\"]", "[\"never run\"]");
    is_left("sore-spot", "conditions.toml", "\"you went far\"", "\"Baker said so\"");
    is_left("sore-spot", "conditions.toml", "\"you went far\"", "'you \"went\" far.'");
}

#[test]
fn a_misspelt_key_is_mended_only_into_one_that_is_missing_and_decides_nothing() {
    let actions = |from: &str, to: &str, by| is_mended("sore-spot", "actions.toml", from, to, by);
    actions("title = \"Rest\"", "titel = \"Rest\"", ("titel", "title"));
    actions("title = \"Rest\"", "\"titel\" = \"Rest\"", ("\"titel\"", "title"));
    is_left("sore-spot", "actions.toml", "title = \"Rest\"", "title = \"Rest\"\ntitel = \"Rest\"");
    for key in ["blocked-when", "dose", "progression", "stop-if", "basis", "kind", "timing"] {
        let slip = format!("{}x", &key[..key.len() - 1]);
        is_left("sore-spot", "actions.toml", &format!("{key} = "), &format!("{slip} = "));
    }
    for key in
        ["care", "prior", "review", "causes", "actions", "factor", "present", "absent", "group", "only-with"]
    {
        let slip = format!("{key}x");
        is_left("sore-spot", "conditions.toml", &format!("{key} = "), &format!("{slip} = "));
    }
}

#[test]
fn a_misspelt_id_is_mended_only_where_it_is_a_citation_or_a_case_names_it() {
    is_mended("sore-spot", "causes.toml", "\"made-up\"", "\"made-upp\"", ("\"made-upp\"", "\"made-up\""));
    is_mended("sore-spot", "cases/people.toml", "start = \"slow\"", "sttart = \"slow\"", ("sttart", "start"));
    is_mended(
        "sore-spot",
        "cases/people.toml",
        "like = \"plain\"",
        "like = \"plian\"",
        ("\"plian\"", "\"plain\""),
    );
    // Other digits are another paper.
    is_left("sore-spot", "conditions.toml", "sources = [\"paper-2020\"]", "sources = [\"paper-2021\"]");
    is_left("sore-spot", "conditions.toml", "actions = [\"rest\"]", "actions = [\"rrest\"]");
    is_left("sore-spot", "conditions.toml", "causes = [\"too-far\"]", "causes = [\"too-farr\"]");
    is_left("sore-spot", "conditions.toml", "when = \"start.sudden\"", "when = \"start.suden\"");
    is_left("sore-spot", "conditions.toml", "only-with = [\"blue-alarm\"]", "only-with = [\"blue-alrm\"]");
    is_left("sore-spot", "actions.toml", "actions = [\"rest\"]", "actions = [\"rrest\"]");
    is_left("sore-spot", "cases/people.toml", "must = [\"too-far\"]", "must = [\"too-farr\"]");
    is_left("sore-spot", "cases/people.toml", "must-not = [\"alarm\"", "must-not = [\"alaarm\"");
}

#[test]
fn words_to_choose_from_are_never_chosen() {
    is_left("sore-spot", "actions.toml", "kind = \"self-care\"", "kind = \"self-cre\"");
    is_left("sore-spot", "conditions.toml", "care = \"routine\"", "care = \"rutine\"");
    is_left("sore-spot", "conditions.toml", "basis = \"published\"", "basis = \"publishd\"");
    is_left("signs", "red-flags.toml", "urgency = \"emergency\"", "urgency = \"emergancy\"");
}

#[test]
fn nothing_in_a_red_flag_an_exit_or_a_block_is_mended() {
    let flags = |from: &str, to: &str| is_left("signs", "red-flags.toml", from, to);
    flags("\"you see a red light\"", "\"You see a red light.\"");
    flags("title = \"An alarm\"", "titel = \"An alarm\"");
    flags("title = \"An alarm\"", "title = \" An alarm\"");
    flags("do-not = [\"press buttons\"]", "do-not = [\"do not press buttons\"]");
    flags("sources = [\"made-up\"]", "sources = [\"made-upp\"]");
    flags("title = \"This guide", "titel = \"This guide");
    is_left("sore-spot", "actions.toml", "\"an alarm comes first\"", "\"An alarm comes first.\"");
}

/// A comma says nothing, wherever it stands.
#[test]
fn a_comma_before_a_brace_is_taken_out_anywhere() {
    is_mended("signs", "red-flags.toml", "{ not = \"place\" }", "{ not = \"place\",  }", (",", ""));
    is_mended("sore-spot", "actions.toml", "for = \"1-3 days\" }", "for = \"1-3 days\", }", (",", ""));
}

#[test]
fn a_name_is_written_as_the_one_before_it() {
    let mut texts = Texts::new();
    let id = texts.add(String::new(), "abc 'abc'".into());
    let bare = Text { value: "abc".into(), span: texts.span(id, 0..3) };
    let in_quotes = Text { value: "abc".into(), span: texts.span(id, 4..9) };
    assert_eq!(
        (in_place_of(&bare, "abd").as_str(), in_place_of(&in_quotes, "abd").as_str()),
        ("abd", "\"abd\"")
    );
    assert_eq!(in_place_of(&bare, "a.b"), "\"a.b\"");
    assert_eq!(quoted("it's"), Some("\"it's\"".to_owned()));
    assert_eq!((quoted("a\"b"), quoted("a\\b"), quoted("a\tb")), (None, None, None));
}

/// Every plain value with the keys that lead to it; entries of lists share the path of the list.
fn leaves<'t>(tree: &Node<'t>) -> Vec<(Vec<String>, Value<'t>)> {
    fn walk<'t>(node: &Node<'t>, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, Value<'t>)>) {
        match &node.value {
            Value::Table(entries) => {
                for (key, child) in entries {
                    path.push(key.to_string());
                    walk(child, path, found);
                    path.pop();
                }
            }
            Value::List(nodes) => nodes.iter().for_each(|node| walk(node, path, found)),
            value => found.push((path.clone(), value.clone())),
        }
    }
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut found);
    found
}

/// The values that are read and not open, in order.
fn closed<'t>(tree: &Node<'t>, kind: FileKind) -> Vec<(Vec<String>, Value<'t>)> {
    let mut leaves = leaves(tree);
    leaves.retain(|(path, _)| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        !fits(OPEN, kind, &path) && !fits(OPEN_IDS, kind, &path)
    });
    leaves
}

/// One slip of a hand: a character left out, doubled, exchanged with the next one, or another instead.
fn slip(text: &str, at: usize, how: u8) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = at % characters.len().max(1);
    match how {
        0 => drop(characters.remove(at)),
        1 => characters.insert(at, characters[at]),
        2 if at + 1 < characters.len() => characters.swap(at, at + 1),
        3 => characters[at] = '.',
        4 => characters.insert(at, ' '),
        5 => characters.insert(at, ','),
        _ => characters[at] = characters[at].to_ascii_uppercase(),
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_misspelt_what_decides_stays_as_it_is_written(
        slips in prop::collection::vec((any::<bool>(), any::<usize>(), any::<usize>(), 0u8..7), 1..5),
    ) {
        let mut packs = base();
        for (which, file, at, how) in slips {
            let files = &mut packs[usize::from(which)].files;
            let file = file % files.len();
            let content = files.values_mut().nth(file).expect("there is one");
            let text = String::from_utf8(content.clone()).expect("the base is text");
            *content = slip(&text, at, how).into_bytes();
        }
        for pack in ["signs", "sore-spot"] {
            let loaded = load(&packs, pack);
            let edits: Vec<&Edit> =
                loaded.diagnostics.iter().filter_map(Diagnostic::certain_edit).map(|(_, edit)| edit).collect();
            let ids: BTreeSet<TextId> = edits.iter().map(|edit| edit.span.text()).collect();
            for id in ids {
                let edited = apply_edits(&loaded.texts, id, edits.iter().copied());
                let mut after = Texts::new();
                let after_id = after.add(String::new(), edited.text);
                let path = loaded.texts.name(id).split_once(&format!("{pack}/")).map(|(_, path)| path.to_owned());
                let Some(kind) = path.as_deref().and_then(FileKind::of) else { continue };
                let (before, broken_before) = tree::parse(id, &loaded.texts);
                let (after, broken_after) = tree::parse(after_id, &after);
                let is_new = |found: &Diagnostic| found.code == check::SYNTAX.code();
                prop_assert!(broken_before.iter().any(is_new) || !broken_after.iter().any(is_new));
                let (before, after) = (closed(&before, kind), closed(&after, kind));
                // What is there afterwards was there before, in the same order. Only keys that nobody read are gone.
                let (mut rest, mut gone) = (before.iter(), BTreeSet::new());
                for leaf in &after {
                    let is_there = rest.by_ref().any(|old| {
                        let is_same = old == leaf;
                        if !is_same {
                            gone.insert(&old.0);
                        }
                        is_same
                    });
                    prop_assert!(is_there, "{:?} is new", leaf);
                }
                gone.extend(rest.map(|(path, _)| path));
                prop_assert!(gone.len() <= edited.applied.len(), "{:?}", gone);
            }
        }
    }
}
