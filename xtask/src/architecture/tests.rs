//! The checker finds every kind of fault in made-up graphs, and nothing in a good one.

use super::*;

/// Three crates and the packages `parser` and `network`, with rules of every kind.
const TABLE: Table = Table {
    layers: &[
        Layer { name: "low", may_use: &[], must_not_reach: &["parser"] },
        Layer { name: "middle", may_use: &["low"], must_not_reach: &[] },
        Layer { name: "top", may_use: &["low", "middle"], must_not_reach: &[] },
    ],
    nobody_reaches: &["network"],
    reserved: &[Reserved { package: "parser", users: &["middle"], because: "one place parses" }],
    declared: &[Declared { name: "low", package: "clock", without: &["now"], because: "it has no clock" }],
    gated: &[Gated { name: "middle", feature: "draw", package: "pens", askers: &["top"] }],
    build_scripts: &["top"],
};

fn node(name: &str) -> Node {
    Node { name: name.to_owned(), version: "1.0.0".to_owned() }
}

fn plain(package: &str) -> Dependency {
    Dependency { package: package.to_owned(), ..Dependency::default() }
}

fn with_feature(package: &str, feature: &str) -> Dependency {
    Dependency { features: vec![feature.to_owned()], ..plain(package) }
}

/// A graph that keeps every rule of the table.
fn good() -> Graph {
    let mut graph = Graph::default();
    for name in ["low", "middle", "top"] {
        let member = Member { folder: format!("crates/{name}"), ..Member::default() };
        graph.members.insert(name.to_owned(), member);
    }
    depend(&mut graph, "low", plain("clock"));
    depend(&mut graph, "middle", plain("low"));
    depend(&mut graph, "middle", plain("parser"));
    depend(&mut graph, "middle", Dependency { optional: true, ..plain("pens") });
    depend(&mut graph, "top", with_feature("middle", "draw"));
    let middle = graph.members.get_mut("middle").expect("was just added");
    middle.features.insert("draw".to_owned(), vec!["dep:pens".to_owned()]);
    graph.members.get_mut("top").expect("was just added").has_build_script = true;
    graph
}

/// Declares a dependency and uses it.
fn depend(graph: &mut Graph, from: &str, on: Dependency) {
    graph.uses.entry(node(&on.package)).or_default();
    graph.uses.entry(node(from)).or_default().insert(node(&on.package));
    graph.members.get_mut(from).expect("is a member").dependencies.push(on);
}

/// Checks that there is one finding at the place, with all of these words.
#[track_caller]
fn expect_one(graph: &Graph, place: &str, words: &[&str]) {
    let findings = check(graph, &TABLE);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].place, place);
    for word in words {
        assert!(findings[0].message.contains(word), "`{word}` is missing in: {}", findings[0].message);
    }
}

#[test]
fn a_graph_within_the_table_has_no_findings() {
    assert_eq!(check(&good(), &TABLE), []);
}

#[test]
fn an_edge_that_the_table_does_not_have_is_named_with_the_row_to_change() {
    let mut graph = good();
    depend(&mut graph, "low", plain("top"));
    let findings = check(&graph, &TABLE);
    let edge = findings
        .iter()
        .find(|finding| finding.message.contains("depends on `top`"))
        .expect("the edge is found");
    assert_eq!(edge.place, "crates/low/Cargo.toml");
    assert!(edge.message.contains("row of `low` in xtask/src/layers.rs"), "{edge}");
}

#[test]
fn a_forbidden_package_is_found_however_far_away() {
    let mut graph = good();
    graph.uses.entry(node("clock")).or_default().insert(node("zones"));
    graph.uses.entry(node("zones")).or_default().insert(node("parser"));
    expect_one(&graph, "crates/low/Cargo.toml", &["low -> clock -> zones -> parser", "row of `low`"]);
}

#[test]
fn a_package_that_nobody_may_reach_is_found_from_every_crate_that_does() {
    let mut graph = good();
    graph.uses.entry(node("clock")).or_default().insert(node("network"));
    let places: Vec<_> = check(&graph, &TABLE).into_iter().map(|finding| finding.place).collect();
    assert_eq!(places, ["crates/low/Cargo.toml", "crates/middle/Cargo.toml", "crates/top/Cargo.toml"]);
}

#[test]
fn a_package_that_nobody_may_reach_is_found_in_the_lock_file_alone() {
    let mut graph = good();
    graph.locked.insert("network".to_owned());
    expect_one(&graph, "Cargo.lock", &["`network`", "cargo tree --target all -i network"]);
}

#[test]
fn a_reserved_package_is_for_its_users_even_if_optional() {
    let mut graph = good();
    depend(&mut graph, "top", Dependency { optional: true, ..plain("parser") });
    expect_one(&graph, "crates/top/Cargo.toml", &["`parser`", "one place parses", "`reserved`"]);
}

#[test]
fn default_features_and_single_features_can_be_forbidden() {
    let mut graph = good();
    graph.members.get_mut("low").expect("is a member").dependencies[0].default_features = true;
    expect_one(&graph, "crates/low/Cargo.toml", &["`clock` with its default features", "it has no clock"]);

    let mut graph = good();
    graph.members.get_mut("low").expect("is a member").dependencies[0].features.push("now".to_owned());
    expect_one(&graph, "crates/low/Cargo.toml", &["its feature `now`"]);
}

#[test]
fn a_gated_package_is_optional_and_behind_its_one_feature() {
    let mut graph = good();
    let middle = graph.members.get_mut("middle").expect("is a member");
    middle.dependencies.iter_mut().for_each(|dependency| dependency.optional = false);
    expect_one(&graph, "crates/middle/Cargo.toml", &["make it optional", "`draw`"]);

    for (feature, item) in [("other", "dep:pens"), ("other", "pens/colour"), ("default", "draw")] {
        let mut graph = good();
        let middle = graph.members.get_mut("middle").expect("is a member");
        middle.features.insert(feature.to_owned(), vec![item.to_owned()]);
        expect_one(&graph, "crates/middle/Cargo.toml", &["switches on the package `pens`"]);
    }
}

#[test]
fn only_its_askers_may_ask_for_a_gated_feature() {
    let mut table = TABLE;
    table.gated = &[Gated { name: "middle", feature: "draw", package: "pens", askers: &[] }];
    let findings = check(&good(), &table);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].message.contains("`top` asks for the feature `draw`"), "{}", findings[0]);

    let mut graph = good();
    let top = graph.members.get_mut("top").expect("is a member");
    top.dependencies.iter_mut().for_each(|dependency| dependency.features.clear());
    assert_eq!(check(&graph, &table), []);
    graph
        .members
        .get_mut("top")
        .expect("is a member")
        .features
        .insert("all".to_owned(), vec!["middle?/draw".to_owned()]);
    assert_eq!(check(&graph, &table).len(), 1);
}

#[test]
fn packages_and_rows_belong_together() {
    let mut graph = good();
    graph.members.insert("new".to_owned(), Member { folder: "crates/new".to_owned(), ..Member::default() });
    expect_one(&graph, "crates/new/Cargo.toml", &["`new` has no row"]);

    let mut graph = good();
    graph.members.remove("top");
    expect_one(&graph, "xtask/src/layers.rs", &["a row for `top`"]);
}

#[test]
fn build_scripts_and_procedural_macros_are_found() {
    let mut graph = good();
    graph.members.get_mut("middle").expect("is a member").has_build_script = true;
    expect_one(&graph, "crates/middle/Cargo.toml", &["build script"]);

    let mut graph = good();
    graph.members.get_mut("low").expect("is a member").is_proc_macro = true;
    expect_one(&graph, "crates/low/Cargo.toml", &["procedural macros"]);
}

#[test]
fn paths_lose_their_steps_back() {
    for (path, plain) in [
        ("tests/../crates/a/src/main.rs", "crates/a/src/main.rs"),
        ("crates\\a\\src\\lib.rs", "crates/a/src/lib.rs"),
        ("./a/b/../../c", "c"),
        ("../a", "../a"),
    ] {
        assert_eq!(plain_path(path), plain);
    }
}
