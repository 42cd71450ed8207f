//! Each rule on packs, code and snapshots that keep it and break it.

use super::*;

fn places(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.place.as_str()).collect()
}

#[test]
fn a_pack_file_begins_with_the_schema_of_its_kind() {
    let files = Repository::of(&[
        ("packs/README.md", "No schema here.\n"),
        ("packs/elbow/pack.toml", "#:schema ./.sinew/pack.schema.json\nid = \"elbow\"\n"),
        ("packs/elbow/cases/first.toml", "#:schema ../.sinew/cases.schema.json\n"),
        ("packs/elbow/causes.toml", "\n#:schema ./.sinew/causes.schema.json\n"),
        ("packs/elbow/sources.toml", "#:schema ./.sinew/pack.schema.json\n"),
        ("packs/elbow/cases/second.toml", "#:schema ./.sinew/cases.schema.json\n"),
        ("packs/elbow/notes.toml", "#:schema ./.sinew/notes.schema.json\n"),
        ("schemas/pack.schema.json", "{}\n"),
        ("schemas/cases.schema.json", "{}\n"),
        ("schemas/causes.schema.json", "{}\n"),
        ("schemas/sources.schema.json", "{}\n"),
    ]);
    let found = schema_lines(&files);
    let expected = [
        "packs/elbow/causes.toml:1",
        "packs/elbow/sources.toml:1",
        "packs/elbow/cases/second.toml:1",
        "packs/elbow/notes.toml:1",
    ];
    assert_eq!(places(&found), expected);
    assert!(found[2].message.contains("`#:schema ../.sinew/cases.schema.json`"), "{}", found[2]);
    assert!(found[3].message.contains("does not exist"), "{}", found[3]);
}

const PACK: &[(&str, &str)] = &[
    ("packs/outer-elbow/pack.toml", "id = \"outer-elbow\"\n"),
    (
        "packs/outer-elbow/conditions.toml",
        "[condition.sore-grip]\n[condition.sore-grip.evidence.rest]\n[condition.strain]\n",
    ),
    ("packs/outer-elbow/causes.toml", "[cause.\"new-racket\"]\n"),
    ("packs/red-flags/red-flags.toml", "[red-flag.night-pain]\n"),
];

/// Where a source file of a crate breaks the rule, with the word that does.
fn found_in(path: &str, text: &str) -> Vec<String> {
    let mut files = Repository::of(PACK);
    files.files.push(TextFile::new(path, text));
    let findings = content_words_in_code(&files);
    let word = |finding: &Finding| finding.message.split('`').nth(1).unwrap_or_default().to_owned();
    findings.iter().map(|finding| format!("{} {}", finding.place, word(finding))).collect()
}

#[test]
fn ids_of_packs_are_found_however_they_are_written() {
    let text = "//! About the sore-grip.\nlet x = \"outer-elbow\";\nfn new_racket() {}\nstruct SoreGrip;\n";
    let expected = [
        "crates/a/src/lib.rs:1 sore-grip",
        "crates/a/src/lib.rs:2 outer-elbow",
        "crates/a/src/lib.rs:3 new-racket",
        "crates/a/src/lib.rs:4 sore-grip",
    ];
    assert_eq!(found_in("crates/a/src/lib.rs", text), expected);
    // The native library of a pack may name its pack, and nothing else.
    let own = "crates/sinew-outer-elbow/src/lib.rs";
    assert_eq!(found_in(own, "// outer-elbow and sore-grip\n"), [format!("{own}:1 sore-grip")]);
}

#[test]
fn single_words_other_ids_and_words_of_the_format_are_left_alone() {
    let text = "// strain, night-pain, red-flags.toml, a sore grip, gripe, outer-elbowed\nlet sore = grip;\n";
    assert_eq!(found_in("crates/a/src/lib.rs", text), [""; 0]);
}

#[test]
fn body_words_are_found_as_whole_words() {
    let text = "let hamstring_load = 1; // both calves\nlet ship = chip; let hips = relationship; // kneeCap TendonLoad\n";
    let expected = [
        "crates/a/src/lib.rs:1 calves",
        "crates/a/src/lib.rs:1 hamstring",
        "crates/a/src/lib.rs:2 hips",
        "crates/a/src/lib.rs:2 knee",
        "crates/a/src/lib.rs:2 tendon",
    ];
    assert_eq!(found_in("crates/a/src/lib.rs", text), expected);
}

#[test]
fn texts_beside_the_code_count_and_tests_do_not() {
    assert_eq!(
        found_in("crates/a/src/topics/limits.txt", "one\nyour ankle\n"),
        ["crates/a/src/topics/limits.txt:2 ankle"]
    );
    let text = "fn f() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"ankle sore-grip\";\n}\n// shin\n";
    assert_eq!(found_in("crates/a/src/lib.rs", text), ["crates/a/src/lib.rs:6 shin"]);
    for path in ["crates/a/src/f/tests.rs", "crates/a/src/tests/f.rs", "crates/a/README.md", "xtask/src/a.rs"]
    {
        assert_eq!(found_in(path, "// ankle outer-elbow\n"), [""; 0], "{path}");
    }
}

#[test]
fn a_snapshot_without_its_test_is_found() {
    let snapshot = |source: &str| format!("---\nsource: {source}\ndescription: a page\n---\nsource: other\n");
    let (good, quoted) = (snapshot("tests/it/pages.rs"), snapshot("\"tests/it/pages.rs\""));
    let (gone, quiet) = (snapshot("tests/it/gone.rs"), snapshot("tests/it/quiet.rs"));
    let files = Repository::of(&[
        ("tests/it/pages.rs", "fn f() { insta::assert_snapshot!(\"a\", b); }\n"),
        ("tests/it/quiet.rs", "// assert_snapshot!(a)\n"),
        ("tests/it/snapshots/good.snap", &good),
        ("tests/it/snapshots/quoted.snap", &quoted),
        ("tests/it/snapshots/gone.snap", &gone),
        ("tests/it/snapshots/quiet.snap", &quiet),
        ("tests/it/snapshots/none.snap", "---\n---\nsource: tests/it/pages.rs\n"),
        ("tests/it/deeper/snapshots/moved.snap", &good),
    ]);
    let expected = [
        "tests/it/snapshots/gone.snap",
        "tests/it/snapshots/quiet.snap",
        "tests/it/snapshots/none.snap",
        "tests/it/deeper/snapshots/moved.snap",
    ];
    assert_eq!(places(&orphaned_snapshots(&files)), expected);
}
