//! Each rule on files that keep it and files that break it.

use super::*;
use crate::architecture::Member;

fn places(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.place.as_str()).collect()
}

fn graph(roots: &[&str]) -> Graph {
    let mut graph = Graph::default();
    let member =
        Member { crate_roots: roots.iter().map(|&root| root.to_owned()).collect(), ..Member::default() };
    graph.members.insert("a".to_owned(), member);
    graph
}

#[test]
fn a_file_says_first_what_it_is() {
    let files = Repository::of(&[
        ("a/good.rs", "//! What it is.\n"),
        ("a/attribute.rs", "#![forbid(unsafe_code)]\n//! What it is.\n"),
        ("a/none.rs", "fn f() {}\n"),
        ("a/late.rs", "\n//! What it is.\n"),
        ("a/empty.rs", "//!\n"),
        ("a/placeholder.rs", "//! x\n"),
        ("a/item.rs", "/// What it is.\nfn f() {}\n"),
        ("a/text.toml", "no docs\n"),
    ]);
    let found = module_docs(&files);
    assert_eq!(
        places(&found),
        ["a/none.rs:1", "a/late.rs:1", "a/empty.rs:1", "a/placeholder.rs:1", "a/item.rs:1"]
    );
}

#[test]
fn every_root_of_a_crate_forbids_unsafe_code() {
    let files = Repository::of(&[
        ("a/lib.rs", "//! Good.\n#![forbid(unsafe_code)]\n"),
        ("a/main.rs", "//! Bad.\n#![deny(unsafe_code)]\n"),
        ("a/comment.rs", "//! Bad.\n// #![forbid(unsafe_code)]\n"),
        ("a/module.rs", "//! Not a root.\n"),
    ]);
    let found = unsafe_forbidden(&files, &graph(&["a/lib.rs", "a/main.rs", "a/comment.rs", "a/absent.rs"]));
    assert_eq!(places(&found), ["a/absent.rs", "a/comment.rs", "a/main.rs"]);
}

#[test]
fn a_crate_that_may_have_unsafe_code_says_why_and_so_does_each_block() {
    const ROOT: &str = "crates/sinew-ext-abi/src/lib.rs";
    const GOOD: &str = "//! Good.\n#![expect(unsafe_code, reason = \"…\")]\n\
                        #![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]\n";
    let find = |text: &str| unsafe_forbidden(&Repository::of(&[(ROOT, text)]), &graph(&[ROOT]));
    assert_eq!(find(GOOD), []);
    assert_eq!(find(&GOOD.replace("expect", "allow")).len(), 1);
    assert_eq!(find(&GOOD.replace("undocumented", "documented")).len(), 1);
    assert_eq!(find("//! Neither.\n").len(), 2);
    // Elsewhere the same is not enough.
    let elsewhere = Repository::of(&[("a/lib.rs", GOOD)]);
    assert_eq!(unsafe_forbidden(&elsewhere, &graph(&["a/lib.rs"])).len(), 1);
}

#[test]
fn empty_names_are_found_in_files_folders_and_modules() {
    let files = Repository::of(&[
        ("a/utils.rs", ""),
        ("a/helpers/thing.rs", ""),
        ("a/common/mod.rs", ""),
        ("a/good.rs", "mod fine;\n// mod utils {}\npub(crate) mod manager {}\nlet helper = 1;\n"),
        ("a/helpersome.rs", ""),
    ]);
    let found = forbidden_names(&files);
    assert_eq!(places(&found), ["a/utils.rs", "a/helpers/thing.rs", "a/common/mod.rs", "a/good.rs:3"]);
}

#[test]
fn tests_that_do_not_run_and_open_ends_are_found_in_code_only() {
    let bad = "#[ignore]\nfn a() { todo!() }\n#[should_panic]\nfn b() { dbg!(1); unimplemented!(\"x\") }\n#[ignore = \"slow\"]\n";
    let good = "//! Never todo!() here.\nlet text = \"#[ignore]\"; // dbg!(text)\nmy_todo!();\n";
    let files = Repository::of(&[("a/bad.rs", bad), ("a/good.rs", good)]);
    let found = forbidden_items(&files);
    let expected = ["a/bad.rs:1", "a/bad.rs:2", "a/bad.rs:3", "a/bad.rs:4", "a/bad.rs:4", "a/bad.rs:5"];
    assert_eq!(places(&found), expected);
}

#[test]
fn a_file_that_no_module_declares_is_found() {
    let files = Repository::of(&[
        (
            "tests/it/main.rs",
            "//! Tests.\nmod interview;\n// mod comment;\nmod folder;\n#[cfg(test)]\nmod inline { }\n",
        ),
        ("tests/it/interview.rs", "mod steps;\n"),
        ("tests/it/interview/steps.rs", ""),
        ("tests/it/interview/lost.rs", ""),
        ("tests/it/folder/mod.rs", "pub(crate) mod inside;"),
        ("tests/it/folder/inside.rs", ""),
        ("tests/it/comment.rs", ""),
        ("tests/it/inline.rs", ""),
        ("tests/it/nowhere/alone.rs", ""),
    ]);
    let found = undeclared_files(&files, &graph(&["tests/it/main.rs"]));
    assert_eq!(
        places(&found),
        [
            "tests/it/interview/lost.rs",
            "tests/it/comment.rs",
            "tests/it/inline.rs",
            "tests/it/nowhere/alone.rs"
        ]
    );
    assert!(found[0].message.contains("`mod lost;` in tests/it/interview.rs"), "{}", found[0]);
}

#[test]
fn packages_outside_the_workspace_have_roots_too() {
    let files = Repository::of(&[
        ("tests/Cargo.toml", ""),
        ("fuzz/Cargo.toml", "[[bin]]\nname = \"pack\"\npath = \"targets/pack.rs\"\n"),
        ("fuzz/targets/pack.rs", ""),
        ("fuzz/targets/lost.rs", ""),
        ("fuzz/src/lib.rs", ""),
    ]);
    let found = undeclared_files(&files, &graph(&["tests/it/main.rs"]));
    assert_eq!(places(&found), ["fuzz/targets/lost.rs"]);
}
