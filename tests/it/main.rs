//! All integration tests of the workspace, in one binary.
#![forbid(unsafe_code)]

mod batch;
mod carry_over;
mod checks;
mod defects;
mod dist;
mod errors;
mod explain;
mod extension_facts;
mod extensions;
mod fuzz_corpus;
mod guide;
mod help;
mod interview;
mod made_files;
mod not_sure;
mod pack_cases;
mod pack_check;
mod pack_diff;
mod pack_fmt;
mod pack_install;
mod pack_mutate;
mod pack_new;
mod pack_prove;
mod pack_schemas;
mod pack_show;
mod pack_try;
mod pack_versions;
mod packs;
mod parity;
mod places;
mod program;
mod readme;
mod repository;
mod results;
mod seeded;
mod terminal;
mod training;
mod unseen_pack;
mod versions;

/// The program under test, for [`sinew_tests::Process`].
const PROGRAM: &str = env!("CARGO_BIN_EXE_sinew-under-test");

/// The JSON document that a text is, which has to fit one of the published schemas.
#[track_caller]
fn fitting(text: &str, schema: &str) -> serde_json::Value {
    let parsed =
        |text: &str| serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
    let document = parsed(text);
    let path = sinew_tests::root().join(format!("schemas/{schema}.schema.json"));
    let schema = parsed(&std::fs::read_to_string(path).expect("it is published"));
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let problems: Vec<String> = validator.iter_errors(&document).map(|problem| problem.to_string()).collect();
    assert_eq!(problems, [""; 0]);
    document
}
