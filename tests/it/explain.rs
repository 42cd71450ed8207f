//! `sinew explain CODE`: the page of a check.

use sinew_tests::{Script, assert_page};

fn explain(arguments: &[&str]) -> String {
    let ran = Script::default().run(&[&["explain"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    ran.out
}

/// The parts of the page in which this stands.
fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
}

#[test]
fn an_error_with_its_example() {
    let page = explain(&["P0101"]);
    has(&page, &["becuase = ", "# error[P0101]", "It cannot be allowed."]);
    assert_page!("not-allowable", "sinew explain P0101", page);
}

#[test]
fn a_warning_that_can_be_allowed() {
    let page = explain(&["t0109"]);
    has(&page, &["# warning[T0109]", "# sinew: allow(T0109) reason = "]);
    assert_page!("allowable", "sinew explain t0109, in small letters", page);
}

#[test]
fn an_example_in_several_files() {
    let page = explain(&["R0105"]);
    has(&page, &["pack.toml", "grip-signs/pack.toml", "grip-signs = \"^0.2\""]);
    assert_page!("several-files", "sinew explain R0105", page);
}

#[test]
fn a_check_without_an_example_says_why() {
    let page = explain(&["C0004"]);
    has(&page, &["only a fault of the program does"]);
    assert!(!page.contains("Mended"), "{page}");
    assert_page!("without-example", "sinew explain C0004", page);
}

#[test]
fn a_program_gets_the_files_apart() {
    let page: serde_json::Value =
        serde_json::from_str(&explain(&["P0001", "--format", "json"])).expect("JSON");
    assert_eq!((page["code"].as_str(), page["can_be_allowed"].as_bool()), (Some("P0001"), Some(false)));
    assert_eq!(page["example"][0]["path"], "sources.toml");
    assert_eq!(page["example"][0]["remark"], "in latin-1");
    assert!(page["mended"][0]["text"].as_str().is_some_and(|text| text.contains("Malmö")), "{page}");
}
