//! How files are laid out, that they say the same, and that it takes only one time.

use super::*;
use proptest::prelude::*;
use std::{fs, path::PathBuf};

#[track_caller]
fn becomes(before: &str, after: &str) {
    let laid_out = format(before).unwrap();
    assert_eq!(laid_out, after);
    assert_eq!(format(&laid_out).as_deref(), Ok(after), "twice is once");
}

#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

#[test]
fn spaces_are_one_or_none() {
    becomes("a=1\n\t b   =    2  \nc . d = 3", "a = 1\nb = 2\nc.d = 3\n");
    becomes("[ a . b ]\n[[ c . 'd e' ]]\n", "[a.b]\n\n[[c.\"d e\"]]\n");
    becomes(
        "a=[ 1,2 ,3, ]\nb={x=1,y = [ ] }\nc = { }\nd = [[1,2],[ 3 ] ]\n",
        "a = [1, 2, 3]\nb = { x = 1, y = [] }\nc = {}\nd = [[1, 2], [3]]\n",
    );
}

#[test]
fn numbers_dates_and_truths_stay_as_they_are_written() {
    stays(
        "a = +1_000\nb = 1.50e-3\nc = 0xFF\nd = 2026-01-02T03:04:05.678Z\ne = 2026-01-02 03:04:05\nf = true\ng = -inf\nh = nan\n1.5 = 1\n",
    );
}

#[test]
fn quotes_are_double_where_that_means_the_same() {
    becomes("a = 'x y'\n'b c' = ''\nd = [ 'e' ]\n", "a = \"x y\"\n\"b c\" = \"\"\nd = [\"e\"]\n");
    stays(
        "a = 'say \"so\"'\nb = 'C:\\d'\nc = \"\\u00e9 \\\"x\\\"\"\nd = '''\n  it's  \n'''\ne = \"\"\"\n  x \\\n  y\"\"\"\n",
    );
}

#[test]
fn comments_stay_where_they_are() {
    stays(
        "#:schema ../a.json\n\n# About a\n\n# about b\nb = 1 # after b\n# at the end\n\n# about c\n[c] # after c\n",
    );
    becomes("  # one  \na = 1#two\n", "# one\na = 1 #two\n");
    becomes(
        "a = [ # first\n1, # one\n  # two is next\n2 # two\n, 3, # three\n# the end\n]\n",
        "a = [ # first\n    1, # one\n    # two is next\n    2, # two\n    3, # three\n    # the end\n]\n",
    );
}

#[test]
fn tables_are_apart_and_nothing_else_is_pushed_apart() {
    becomes(
        "\n\na = 1\n\n\n\nb = 2\n[c]\n\nd = 1\n# about e\n[e]\n\n\n",
        "a = 1\n\nb = 2\n\n[c]\n\nd = 1\n\n# about e\n[e]\n",
    );
    becomes("#:schema ../a.json\n[a]\nb = 1\n", "#:schema ../a.json\n\n[a]\nb = 1\n");
    becomes("#:schema ../a.json\n# about a\n[a]\n", "#:schema ../a.json\n\n# about a\n[a]\n");
    stays("# about a\n[a]\n");
    stays("[a]\nb = 1\n[a.c]\nd = 1\n[a.c.e]\n\n[a.f]\n\n[a.f.g]\n");
    becomes("[a]\n[ab]\n[a.b]\n", "[a]\n\n[ab]\n\n[a.b]\n");
    stays("#:schema ../a.json\na = 1\n");
}

#[test]
fn a_list_the_author_broke_is_indented_and_has_all_its_commas() {
    becomes("a = [\n1,\n  2\n]\n", "a = [\n    1,\n    2,\n]\n");
    becomes("a = [1, 2,\n3]\n", "a = [\n    1, 2,\n    3,\n]\n");
    becomes("a = [\n\n]\n", "a = []\n");
    becomes("a = [\n\n\n1,\n\n\n2,\n]\n", "a = [\n    1,\n\n    2,\n]\n");
    becomes(
        "a.b = [\n{ all = [ \"x\",\"y\" ] },\n[\n1],\n{ any = [\n\"z\"\n] },\n]\n",
        "a.b = [\n    { all = [\"x\", \"y\"] },\n    [\n        1,\n    ],\n    { any = [\n        \"z\",\n    ] },\n]\n",
    );
}

#[test]
fn a_list_that_is_too_long_fills_lines() {
    let entry = format!("\"{}\"", "x".repeat(28));
    let list = |count: usize| vec![entry.as_str(); count].join(", ");
    // 4 entries of 30 columns with what is between and around them.
    stays(&format!("sources = [{}]\n", list(4)));
    let four = list(4);
    becomes(
        &format!("sources = [{}]\n", list(9)),
        &format!("sources = [\n    {four},\n    {four},\n    {entry},\n]\n"),
    );
    // The last column counts, and a table in braces stays on its line however long it is.
    let exactly = format!("a = [{four}, \"{}\"]\n", "y".repeat(WIDTH - 4 - 1 - four.len() - 2 - 2 - 1));
    assert_eq!(exactly.trim_end().len(), WIDTH);
    stays(&exactly);
    becomes(
        &exactly.replace("a =", "ab ="),
        &exactly.replace("a = [", "ab = [\n    ").replace("]\n", ",\n]\n"),
    );
    stays(&format!("a = {{ b = [{}] }}\n", list(9)));
}

/// It may be for a program, and about all of its line.
#[test]
fn a_line_with_a_comment_at_its_end_is_not_broken() {
    let entry = format!("\"{}\"", "x".repeat(28));
    let five = [entry.as_str(); 5].join(", ");
    stays(&format!("a = [{five}] # about these\n"));
    stays(&format!("a = [\n    {five}, # about these\n    {entry},\n]\n"));
    stays(&format!("a = [\n    [{five}], # about these\n]\n"));
    becomes(
        &format!("a = [\n    {five},\n    1, # about one\n]\n"),
        &format!(
            "a = [\n    {four},\n    {entry},\n    1, # about one\n]\n",
            four = [entry.as_str(); 4].join(", ")
        ),
    );
}

#[test]
fn line_ends_are_line_feeds_and_the_last_line_has_one() {
    becomes("\u{feff}a = 1\r\n\r\n# b\r\n[c]  \r\nd = [\r\n1\r\n]", "a = 1\n\n# b\n[c]\nd = [\n    1,\n]\n");
    stays("");
    becomes("\n\n", "");
    // A text of several lines holds its line ends.
    becomes("a = '''x\r\ny'''\r\n", "a = '''x\r\ny'''\n");
}

#[test]
fn what_only_a_newer_toml_allows_becomes_what_every_editor_reads() {
    becomes("a = { b = 1, }\n", "a = { b = 1 }\n");
    becomes("a = {\n  b = 1,\n  c = [\n 2 ],\n}\n", "a = { b = 1, c = [\n    2,\n] }\n");
    // A comment would swallow what comes after it, so its table is left as it is.
    stays("a = {\n  b = 1, # one\n}\n");
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    let problem = format("a = 1\nb = \"é\" x\n").unwrap_err();
    let FormatProblem::NotToml { line, column, .. } = &problem else { panic!("{problem}") };
    assert_eq!((*line, *column), (2, 9));
    assert!(problem.to_string().starts_with("line 2, column 9: this is not TOML: "), "{problem}");
    assert!(matches!(format("a = 1\na = 2\n"), Err(FormatProblem::NotToml { .. })));
    assert!(matches!(format(&format!("a = {}", "[".repeat(100_000))), Err(FormatProblem::NotToml { .. })));
}

#[test]
fn all_files_of_a_pack_are_laid_out_and_the_broken_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cases")).unwrap();
    for (file, content) in [
        ("pack.toml", b"a=1\n".as_slice()),
        ("causes.toml", b"a = 1\n"),
        ("cases/one.toml", b"a = [ ]"),
        ("actions.toml", b"a = \n"),
        ("sources.toml", b"a = \"\xff\""),
        ("README.md", b"a=1"),
    ] {
        fs::write(folder.path().join(file), content).unwrap();
    }
    let source = PackSource::read(folder.path()).unwrap();
    let pack = format_pack(&source, folder.path());
    let written: Vec<_> =
        pack.rewrites.iter().map(|rewrite| (rewrite.path().to_owned(), rewrite.text())).collect();
    let at = |file: &str| folder.path().join(file);
    assert_eq!(written, [(at("cases/one.toml"), "a = []\n"), (at("pack.toml"), "a = 1\n")]);
    assert_eq!(pack.unchanged, 1);
    let problems: Vec<_> = pack.problems.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(problems, [at("actions.toml"), at("sources.toml")]);
    assert_eq!(pack.problems[1].1, FormatProblem::NotUtf8);
    pack.rewrites.iter().for_each(|rewrite| rewrite.write().unwrap());
    assert_eq!(fs::read_to_string(at("pack.toml")).unwrap(), "a = 1\n");
    assert_eq!(fs::read_to_string(at("README.md")).unwrap(), "a=1");
}

fn files_below(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: PathBuf, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(path, found);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let text = fs::read(&path).unwrap();
                found.extend(String::from_utf8(text).ok().map(|text| (path, text)));
            }
        }
    }
    let mut found = Vec::new();
    walk(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} is empty");
    found
}

/// Sound and broken files of all kinds, also with every space and line end changed.
#[test]
fn files_of_all_kinds_say_the_same_afterwards_and_are_laid_out_once() {
    for (path, text) in ["packs", "crates/sinew-app/fixture", "tests"].into_iter().flat_map(files_below) {
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            text.replace(' ', "\t "),
            text.replace(" = ", "="),
            text.replace(", ", ",\n"),
        ] {
            match format(&text) {
                Ok(laid_out) => {
                    assert!(says_the_same(&text, &laid_out), "{}", path.display());
                    assert_eq!(format(&laid_out).as_ref(), Ok(&laid_out), "{}", path.display());
                }
                Err(FormatProblem::NotToml { .. }) => {}
                Err(problem) => panic!("{}: {problem}", path.display()),
            }
        }
    }
}

/// Texts made of what TOML is made of; most are TOML.
fn document() -> impl Strategy<Value = String> {
    let space = || prop_oneof![3 => Just(""), 1 => Just(" "), 1 => Just("\t ")];
    let line_end = || prop_oneof![4 => Just("\n"), 1 => Just("\r\n"), 1 => Just(" # c\n"), 1 => Just("\n\n\n"), 1 => Just("\n#:x\n#y\n")];
    let plain = prop_oneof![
        Just("1".to_owned()),
        Just("-1.5e3".to_owned()),
        Just("2026-01-02 03:04:05".to_owned()),
        Just("true".to_owned()),
        "\"[a-zé#\\[, ]{0,60}\"",
        "'[a-zé\"#\\\\{, ]{0,60}'",
        Just("'''\r\na\n  '''".to_owned()),
        Just("\"\"\"a\\\n  b\"\"\"".to_owned()),
    ];
    let value = plain.prop_recursive(4, 40, 6, move |inner| {
        let gap = || prop_oneof![4 => Just(""), 2 => Just(" "), 1 => Just("\n"), 1 => Just(" # c\r\n"), 1 => Just("\n\n\t# d\n")];
        let list = prop::collection::vec((gap(), inner.clone(), gap()), 0..6).prop_flat_map(move |entries| {
            gap().prop_map(move |last| {
                let entries: Vec<String> = entries.iter().map(|(before, value, after)| format!("{before}{value}{after}")).collect();
                format!("[{}{last}]", entries.join(","))
            })
        });
        let table = prop::collection::vec((space(), inner), 0..4).prop_map(|entries| {
            let entries: Vec<String> =
                entries.iter().enumerate().map(|(at, (space, value))| format!("{space}k{at}{space}={space}{value}")).collect();
            format!("{{{}}}", entries.join(","))
        });
        prop_oneof![list, table]
    });
    let entry = (space(), value, line_end(), any::<u8>());
    prop::collection::vec(entry, 0..8).prop_map(|entries| {
        let lines = entries.iter().enumerate().map(|(at, (space, value, line_end, kind))| match kind % 4 {
            0 => format!("{space}[{space}t{at}{space}.{space}'x']{line_end}"),
            1 => format!("{space}[[{space}t{at} ]]{line_end}k{at} ={value}{line_end}"),
            _ => format!("{space}k{at}{space}.{space}\"x\"{space}={space}{value}{line_end}"),
        });
        lines.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_document_says_the_same_afterwards_and_is_laid_out_once(text in document()) {
        let laid_out = format(&text);
        prop_assert!(!matches!(laid_out, Err(FormatProblem::WouldChange)), "{text}");
        if let Ok(laid_out) = laid_out {
            prop_assert!(says_the_same(&text, &laid_out));
            prop_assert_eq!(format(&laid_out), Ok(laid_out.clone()), "{}", text);
            prop_assert!(laid_out.is_empty() || laid_out.ends_with('\n'));
        }
    }

    #[test]
    fn nothing_makes_it_panic_or_lose_a_comment(text in "[\\PC\\n\\r\\t\\[\\]{}=,.#\"']{0,60}") {
        if let Ok(laid_out) = format(&text) {
            let comments = |text: &str| tokens(text).into_iter().filter(|(kind, _)| *kind == TokenKind::Comment).count();
            prop_assert_eq!(comments(&laid_out), comments(&text));
        }
    }
}
