//! Files that are made from code are as the code makes them.

use xtask::{
    codegen::{self, Mode},
    compiled,
};

#[test]
fn the_schemas_and_the_page_of_codes_are_up_to_date() {
    let made = codegen::made();
    let names: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
    for schema in [
        "pack",
        "questions",
        "conditions",
        "cases",
        "answers",
        "findings",
        "outcome",
        "outcomes",
        "extension-trust",
        "extension-check",
    ] {
        assert!(
            names.contains(&format!("schemas/{schema}.schema.json").as_str()),
            "nothing makes a schema for {schema}: {names:?}"
        );
    }
    assert!(names.contains(&"packs/CODES.md"), "nothing makes the page of codes: {names:?}");
    let differences = codegen::run(&sinew_tests::root(), &made, Mode::Check).expect("the files can be read");
    assert!(differences.is_empty(), "run `{}`:\n{}", codegen::COMMAND, differences.join("\n"));
}

#[test]
fn the_compiled_packs_are_what_the_packs_are_compiled_to() {
    let differences = compiled::run(&sinew_tests::root(), Mode::Check).expect("the packs can be read");
    assert!(differences.is_empty(), "run `{}`:\n{}", codegen::COMMAND, differences.join("\n"));
}

/// An editor finds the published schema of every file of a pack that has none of its own yet.
#[test]
fn editors_are_told_of_every_published_schema() {
    for file in ["tombi.toml", ".taplo.toml"] {
        let text = std::fs::read_to_string(sinew_tests::root().join(file)).expect("it is there");
        for (kind, _) in sinew_pack::published_schemas() {
            let files =
                if kind == "cases" { "packs/*/cases/*.toml".into() } else { format!("packs/*/{kind}.toml") };
            let schema = format!("schemas/{kind}.schema.json");
            let entry = text.split("\n\n").find(|entry| entry.contains(&format!("\"{schema}\"")));
            let entry = entry.unwrap_or_else(|| panic!("{file} says nothing of {schema}"));
            assert!(entry.contains(&format!("include = [\"{files}\"]")), "{file}: {entry}");
        }
    }
}
