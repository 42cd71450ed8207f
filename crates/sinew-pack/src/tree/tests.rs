//! Places in trees, and how many syntax errors are shown.

use super::*;

fn added(text: &str) -> (Texts, TextId) {
    let mut texts = Texts::new();
    let id = texts.add("t".into(), text.into());
    (texts, id)
}

fn problems(text: &str) -> Vec<Diagnostic> {
    let (texts, id) = added(text);
    parse(id, &texts).1
}

#[test]
fn every_key_and_value_has_its_place() {
    let (texts, id) = added("[a.b]\nkey = [\"one\", { x.y = 2 }]\n'odd/~key' = 1.5\n");
    let (root, problems) = parse(id, &texts);
    assert!(problems.is_empty());
    let place = |pointer: &str| {
        let node = root.at(pointer).expect("it is there");
        (node.key.map(|key| texts.slice(key)), texts.slice(node.span))
    };
    assert_eq!(place("/a/b/key/0"), (None, "\"one\""));
    assert_eq!(place("/a/b/key/1/x/y"), (Some("y"), "2"));
    assert_eq!(place("/a/b/odd~1~0key"), (Some("'odd/~key'"), "1.5"));
    assert_eq!(place("/a/b").0, Some("b"));
    assert_eq!(pointer_to("/a", "odd/~key"), "/a/odd~1~0key");
    let item = Pointer::Item(&Pointer::Entry("/a/b", "key"), 1);
    assert_eq!(Pointer::Below(&Pointer::Below(&item, "x"), "odd/~key").written(), "/a/b/key/1/x/odd~1~0key");
    assert!(
        root.at("/a/c").is_none() && root.at("/a/b/key/x").is_none() && root.at("/a/b/key/0/x").is_none()
    );
}

#[test]
fn entries_keep_the_order_of_the_text() {
    let (texts, id) = added("z = 1\na = 2\n[m]\nq = 1\nb = 2\n");
    let (root, _) = parse(id, &texts);
    let Value::Table(entries) = &root.value else { panic!("a document is a table") };
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_ref()).collect();
    assert_eq!(keys, ["z", "a", "m"]);
}

#[test]
fn one_syntax_error_is_shown_for_each_table() {
    let (texts, id) = added("[a]\nx = \ny = = 2\nz = \"\n[b]\nok = 1\n[c]\nv = @\n");
    let (_, problems) = parse(id, &texts);
    let lines: Vec<u32> =
        problems.iter().filter_map(Diagnostic::place).map(|span| texts.line(span)).collect();
    assert_eq!(lines, [2, 8]);
    assert!(problems.iter().all(|problem| problem.code == check::SYNTAX.code()));
}

#[test]
fn numbers_that_are_too_large_stay_as_written() {
    let (texts, id) = added("x = 99999999999999999999\ny = 0xff\n");
    let (root, problems) = parse(id, &texts);
    assert!(problems.is_empty());
    assert_eq!(root.at("/x").map(|node| &node.value), Some(&Value::Decimal("99999999999999999999".into())));
    assert_eq!(root.at("/y").map(|node| &node.value), Some(&Value::Whole(255)));
}

#[test]
fn only_braces_over_several_lines_are_refused_not_lists_within_them() {
    for good in [
        "x = { a = [\n1,\n2,\n], b = 2 }\n",
        "x = { a = \"\"\"\n\"\"\" }\n",
        "x = {}\n",
        "x = { a.b = 1, a.c = 2 }\n",
    ] {
        assert!(problems(good).is_empty(), "{good}");
    }
    for bad in
        ["x = {\na = 1 }\n", "x = { a = 1, }\n", "x = [{ y = { a = 1,\nb = 2 } }]\n", "x = { a = 1 # c\n}\n"]
    {
        let codes: Vec<&str> = problems(bad).iter().map(|problem| problem.code.name()).collect();
        assert_eq!(codes, ["P0011"], "{bad}");
    }
}

#[test]
fn nesting_is_followed_to_its_limit() {
    let nested = |levels: usize| format!("x = {}1{}\n", "[".repeat(levels), "]".repeat(levels));
    assert!(problems(&nested(MAX_DEPTH - 1)).is_empty());
    assert_eq!(problems(&nested(MAX_DEPTH))[0].code, check::TOO_DEEP.code());
}
