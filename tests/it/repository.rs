//! The rules of the repository hold: the table of layers, and everything `cargo xtask tidy` looks at.

use sinew_tests::root;
use xtask::{
    architecture::{self, Graph},
    finding,
    layers::{Layer, TABLE, Table},
    repository::Repository,
    tidy,
};

#[test]
fn every_rule_of_the_repository_is_kept() {
    let files = Repository::read(&root()).expect("the repository can be read");
    let graph = Graph::read(&root()).expect("cargo knows the packages");
    let broken: Vec<String> = tidy::RULES
        .iter()
        .map(|rule| (rule.demands, (rule.find)(&files, &graph)))
        .filter(|(_, findings)| !findings.is_empty())
        .map(|(demands, findings)| format!("{demands}:\n{}", finding::lines(&findings)))
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n\n"));
}

/// The rules see the real graph: what it is known to hold is found if a table forbids it.
#[test]
fn a_table_that_forbids_what_is_there_is_broken_by_this_repository() {
    let layers: Vec<Layer> = TABLE
        .layers
        .iter()
        .map(|layer| match layer.name {
            "sinew-pack" => Layer { must_not_reach: &["toml_datetime"], ..*layer },
            "sinew-engine" => Layer { may_use: &["sinew-logic"], ..*layer },
            _ => *layer,
        })
        .collect();
    let table = Table { layers: layers.leak(), nobody_reaches: &["semver"], build_scripts: &[], ..TABLE };
    let graph = Graph::read(&root()).expect("cargo knows the packages");
    let findings = finding::lines(&architecture::check(&graph, &table));
    for expected in [
        "sinew-pack -> toml -> toml_datetime",
        "`sinew-engine` depends on `sinew-model`, which its layer may not use",
        "sinew-engine -> sinew-model -> semver",
        "the package `semver` is locked",
    ] {
        assert!(findings.contains(expected), "`{expected}` is missing in:\n{findings}");
    }
}

/// Rules about files see the real files: an empty listing would keep every rule.
#[test]
fn the_files_that_rules_are_about_are_seen() {
    let files = Repository::read(&root()).expect("the repository can be read");
    for path in
        ["Cargo.toml", ".ci/run", "xtask/src/layers.rs", "tests/it/main.rs", "crates/sinew-engine/src/lib.rs"]
    {
        assert!(files.file(path).is_some(), "{path} is not seen");
    }
    assert!(files.below("packs/").any(|file| file.path.ends_with("/pack.toml")), "no pack is seen");
    assert!(files.below("target/").next().is_none(), "what cargo builds is not ours");
}
