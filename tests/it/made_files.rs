//! Files that are made from code are as the code makes them.

use xtask::codegen::{self, Mode};

#[test]
fn the_schemas_and_the_page_of_codes_are_up_to_date() {
    let made = codegen::made();
    let names: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
    for schema in ["pack", "questions", "conditions", "cases", "answers", "findings", "outcome", "outcomes"] {
        assert!(
            names.contains(&format!("schemas/{schema}.schema.json").as_str()),
            "nothing makes a schema for {schema}: {names:?}"
        );
    }
    assert!(names.contains(&"packs/CODES.md"), "nothing makes the page of codes: {names:?}");
    let differences = codegen::run(&sinew_tests::root(), &made, Mode::Check).expect("the files can be read");
    assert!(differences.is_empty(), "run `{}`:\n{}", codegen::COMMAND, differences.join("\n"));
}
