//! Reading, writing, limits, and the words of every problem.

use super::{AnswersProblemKind as Kind, *};

fn toml(text: &str) -> Result<AnswersFile, AnswersProblem> {
    AnswersFile::parse(text.as_bytes(), AnswersFormat::Detect)
}

#[track_caller]
fn refused(text: &str, kind: Kind, message: &str, remedy: &str) {
    let problem = toml(text).unwrap_err();
    assert_eq!((problem.kind(), problem.to_string().as_str()), (kind, message));
    assert_eq!(problem.remedy(), Some(remedy));
}

fn full() -> AnswersFile {
    AnswersFile {
        pack: Some("test-pack".into()),
        current: PackAnswers {
            pack_version: Some("0.1.0".into()),
            content_hash: Some("00ff".into()),
            libraries: vec![("signs".into(), "0.2.0".into())],
            date: Some(Date::constant(2026, 3, 4)),
            asked: vec![("a".into(), "0123456789abcdef".into())],
            answers: vec![
                ("a".into(), RawAnswer::List(vec!["x".into(), "y".into()])),
                ("b".into(), RawAnswer::Text("not-sure".into())),
                ("c".into(), RawAnswer::Number(-3)),
            ],
        },
        chosen: vec!["test-pack".into(), "another".into()],
        carried: vec![(
            "another".into(),
            PackAnswers {
                date: Some(Date::constant(2026, 3, 3)),
                ..vec![("a".into(), RawAnswer::Text("x".into()))].into()
            },
        )],
    }
}

const FULL_TOML: &str = r#"pack = "test-pack"
chosen = ["test-pack", "another"]
pack-version = "0.1.0"
content-hash = "00ff"
date = "2026-03-04"

[libraries]
signs = "0.2.0"

[asked]
a = "0123456789abcdef"

[answers]
a = ["x", "y"]
b = "not-sure"
c = -3

[carried.another]
date = "2026-03-03"

[carried.another.answers]
a = "x"
"#;

#[test]
fn both_formats_are_written_and_read_back() {
    assert_eq!(full().to_toml(), FULL_TOML);
    assert_eq!(toml(FULL_TOML).unwrap(), full());
    let json = full().to_json();
    assert!(json.starts_with("{\n  \"pack\": \"test-pack\",\n  \"chosen\": [\n"), "{json}");
    assert!(json.ends_with("}\n"));
    assert_eq!(toml(&json).unwrap(), full());
    assert_eq!(AnswersFile::parse(json.as_bytes(), AnswersFormat::Json).unwrap(), full());
    assert_eq!(AnswersFile::parse(FULL_TOML.as_bytes(), AnswersFormat::Toml).unwrap(), full());
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let toml_file = toml("[answers]\nc = 1\na = 2\n").unwrap();
    let json_file = toml("{\"answers\": {\"c\": 1, \"a\": 2}}").unwrap();
    assert_eq!(toml_file, json_file);
    assert_eq!(
        toml_file.current.answers,
        [("a".into(), RawAnswer::Number(2)), ("c".into(), RawAnswer::Number(1))]
    );
}

#[test]
fn strange_texts_survive_being_written() {
    let strange = "a \"b\" \\ 'c'\n\t\u{7f}\u{1b} é = # [x]";
    let file = AnswersFile {
        pack: Some(strange.into()),
        current: PackAnswers {
            asked: vec![(strange.into(), strange.into())],
            answers: vec![
                (strange.into(), RawAnswer::Text(strange.into())),
                ("l".into(), RawAnswer::List(vec![strange.into()])),
            ],
            ..PackAnswers::default()
        },
        chosen: vec![strange.into()],
        carried: vec![(strange.to_uppercase(), PackAnswers::default())],
    };
    assert_eq!(toml(&file.to_toml()).unwrap(), file);
    assert_eq!(toml(&file.to_json()).unwrap(), file);
}

#[test]
fn an_empty_interview_survives() {
    let empty = AnswersFile::default();
    assert_eq!(toml(&empty.to_toml()).unwrap(), empty);
    assert_eq!(toml(&empty.to_json()).unwrap(), empty);
}

#[test]
fn a_byte_order_mark_and_blank_lines_do_not_matter() {
    assert_eq!(toml(&format!("\u{feff}\n{FULL_TOML}")).unwrap(), full());
    assert_eq!(toml(&format!("\u{feff} \n{}", full().to_json())).unwrap(), full());
}

#[test]
fn a_later_answer_takes_the_place_of_an_earlier_one() {
    let mut given = full().current;
    given.set("b", RawAnswer::Text("yes".into()));
    given.set("d", RawAnswer::Number(1));
    let ids: Vec<&str> = given.answers.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    assert_eq!(given.get("b"), Some(&RawAnswer::Text("yes".into())));
    // It is an answer to what is asked now, whatever was asked before.
    given.set("a", RawAnswer::Text("x".into()));
    assert_eq!(given.asked, []);
}

#[test]
fn unknown_keys_are_named_with_their_place() {
    refused(
        "pack = \"a\"\nanswer = {}\n",
        Kind::UnknownKey,
        "line 2, column 1: `answer` is not a key of an answers file",
        "a key with a similar name exists: `answers`",
    );
    refused(
        "knee-heat = \"no\"\n",
        Kind::UnknownKey,
        "line 1, column 1: `knee-heat` is not a key of an answers file",
        "there are pack, chosen, pack-version, content-hash, date, libraries, asked, answers, carried; questions stand under `answers`",
    );
    let problem = toml("{\n \"answers\": {},\n \"more\": 1}").unwrap_err();
    assert_eq!((problem.kind(), problem.line()), (Kind::UnknownKey, Some(3)));
    assert_eq!(problem.message(), "`more` is not a key of an answers file");
}

#[test]
fn wrong_types_are_named_with_their_place() {
    let answer = "write the id of an option in quotes, a list of such ids, or a whole number";
    let cases = [
        ("[answers]\nhot = true\n", "line 2, column 7: the answer to `hot` is true or false"),
        ("[answers]\nhot = 1.5\n", "line 2, column 7: the answer to `hot` is a number with a decimal point"),
        ("[answers]\nhot = 2026-03-04\n", "line 2, column 7: the answer to `hot` is a date without quotes"),
        ("[answers]\nhot = { a = 1 }\n", "line 2, column 7: the answer to `hot` is a table"),
        ("[answers]\nhot.a = 1\n", "line 2, column 1: the answer to `hot` is a table"),
    ];
    for (text, message) in cases {
        refused(text, Kind::WrongType, message, answer);
    }
    refused(
        "[answers]\nhot = [\"a\", 1]\n",
        Kind::WrongType,
        "line 2, column 13: part of the answer to `hot` is a number",
        "write the id of an option in quotes",
    );
    refused(
        "answers = []\n",
        Kind::WrongType,
        "line 1, column 11: `answers` is a list",
        "write one entry for each question",
    );
    refused(
        "pack = 3\n[answers]\n",
        Kind::WrongType,
        "line 1, column 8: `pack` is a number",
        "write a text in quotes",
    );
    refused(
        "[libraries]\nsigns = 1\n[answers]\n",
        Kind::WrongType,
        "line 2, column 9: `signs` is a number",
        "write a text in quotes",
    );
    refused(
        "asked = \"all\"\n[answers]\n",
        Kind::WrongType,
        "line 1, column 9: `asked` is a text",
        "write one entry for each question, as the program writes it",
    );
    for day in ["\"yesterday\"", "\"2026-02-30\"", "\"2026-03-04T10:00\"", "\"20260304\""] {
        let problem = toml(&format!("date = {day}\n[answers]\n")).unwrap_err();
        assert_eq!(problem.message(), format!("`date` is `{}`, which is not a day", day.trim_matches('"')));
        assert_eq!(problem.remedy(), Some("write a day in quotes, like \"2026-03-04\""));
    }
    refused(
        "date = 2026-03-04\n[answers]\n",
        Kind::WrongType,
        "line 1, column 8: `date` is a date without quotes",
        "write a day in quotes, like \"2026-03-04\"",
    );
}

#[test]
fn what_is_carried_has_its_own_keys_and_answers() {
    refused(
        "answers = {}\n[carried.other]\npack = \"other\"\n",
        Kind::UnknownKey,
        "line 3, column 1: `pack` is not a key of an answers file",
        "there are pack-version, content-hash, date, libraries, asked, answers; questions stand under `answers`",
    );
    refused(
        "answers = {}\n[carried.other]\ndate = \"2026-03-04\"\n",
        Kind::MissingKey,
        "line 2, column 1: there is no `answers` in `carried.other`",
        "put the answers to that pack there, or take the pack out",
    );
    refused(
        "answers = {}\ncarried = [\"other\"]\n",
        Kind::WrongType,
        "line 2, column 11: `carried` is a list",
        "write one table for each pack",
    );
    refused(
        "pack = \"a\"\nanswers = {}\n[carried.a.answers]\n",
        Kind::Twice,
        "line 1, column 1: the answers to `a` stand there twice: once under `carried`",
        "keep one of the two",
    );
    // Nothing is carried within what is carried, so that no depth needs a limit.
    assert!(toml("answers = {}\n[carried.a]\nanswers = {}\n[carried.a.carried.b]\nanswers = {}\n").is_err());
    refused(
        "answers = {}\nchosen = [\"a\", \"a\"]\n",
        Kind::Twice,
        "line 2, column 10: `chosen` names `a` twice",
        "name each pack once",
    );
    let many: Vec<String> = (0..=MOST_ENTRIES).map(|number| format!("\"{number}\"")).collect();
    assert_eq!(
        toml(&format!("answers = {{}}\nchosen = [{}]\n", many.join(","))).unwrap_err().kind(),
        Kind::TooMany
    );
}

#[test]
fn wrong_types_in_json_are_named_with_their_line() {
    let cases = [
        ("true", "true or false"),
        ("null", "empty (null)"),
        ("1.0", "a number with a decimal point"),
        ("{}", "a table"),
        ("18446744073709551615", "a number too large for an answer"),
    ];
    for (value, is) in cases {
        let problem = toml(&format!("{{\"answers\": {{\n  \"hot\": {value}}}}}")).unwrap_err();
        assert_eq!((problem.kind(), problem.line()), (Kind::WrongType, Some(2)), "{value}");
        assert_eq!(problem.message(), format!("the answer to `hot` is {is}"));
    }
    let problem = AnswersFile::parse(b"[1]", AnswersFormat::Json).unwrap_err();
    assert_eq!(problem.message(), "the file is a list");
}

#[test]
fn what_is_neither_format_is_said_with_its_place() {
    let problem = toml("[answers]\nhot = yes\n").unwrap_err();
    assert_eq!((problem.kind(), problem.line()), (Kind::Syntax, Some(2)));
    assert!(problem.message().starts_with("this is not TOML: "), "{problem}");
    for text in
        ["{\"answers\": {}", "{\"answers\": {\"a\": tru}}", "{\"answers\": {}} x", "{\"answers\": {\"a\" 1}}"]
    {
        let problem = toml(text).unwrap_err();
        assert_eq!(problem.kind(), Kind::Syntax, "{text}");
        assert!(problem.message().starts_with("this is not JSON: "), "{problem}");
        assert!(!problem.to_string().contains("invalid"), "{problem}");
        assert_eq!(problem.to_string().matches("line").count(), 1, "{problem}");
    }
}

#[test]
fn what_is_not_text_is_refused_at_its_place() {
    let problem =
        AnswersFile::parse(b"pack = \"a\"\npack-version = \"\xff\"", AnswersFormat::Detect).unwrap_err();
    assert_eq!(problem.kind(), Kind::NotText);
    assert_eq!(problem.to_string(), "line 2, column 17: it is not text in UTF-8");
}

#[test]
fn answers_must_be_there_and_only_once() {
    refused(
        "pack = \"a\"\n",
        Kind::MissingKey,
        "line 1, column 1: there is no `answers`",
        "put the answers under `[answers]` (TOML) or `\"answers\": { … }` (JSON)",
    );
    let problem = toml("{\"answers\": {\n\"a\": 1, \"a\": 2}}").unwrap_err();
    assert_eq!((problem.kind(), problem.line()), (Kind::Twice, Some(2)));
    assert_eq!(problem.message(), "`a` stands there twice");
    assert!(toml("[answers]\na = 1\na = 2\n").is_err());
}

#[test]
fn size_and_number_are_limited() {
    let comment = "#".repeat(MOST_BYTES - FULL_TOML.len());
    assert_eq!(toml(&format!("{FULL_TOML}{comment}")).unwrap(), full());
    let problem = toml(&format!("{FULL_TOML}{comment}#")).unwrap_err();
    assert_eq!(problem.kind(), Kind::TooLarge);
    let endless = AnswersFile::read(std::io::repeat(b'#'), AnswersFormat::Toml).unwrap_err();
    assert_eq!(endless.kind(), Kind::TooLarge);

    let answers =
        |count: usize| (0..count).map(|number| format!("q{number:03} = 1")).collect::<Vec<_>>().join("\n");
    assert_eq!(
        toml(&format!("[answers]\n{}", answers(MOST_ENTRIES))).unwrap().current.answers.len(),
        MOST_ENTRIES
    );
    let problem = toml(&format!("[answers]\n{}", answers(MOST_ENTRIES + 1))).unwrap_err();
    assert_eq!(problem.to_string(), "line 502, column 1: there are more than 500 answers");

    let asked = answers(MOST_ENTRIES + 1).replace("= 1", "= \"1\"");
    let problem = toml(&format!("[asked]\n{asked}\n[answers]\n")).unwrap_err();
    assert_eq!(problem.to_string(), "line 502, column 1: there are more than 500 questions");

    let list = |count: usize| format!("[answers]\nq = [{}]\n", "\"a\", ".repeat(count));
    assert!(toml(&list(MOST_ENTRIES)).is_ok());
    assert_eq!(toml(&list(MOST_ENTRIES + 1)).unwrap_err().kind(), Kind::TooMany);
}

#[test]
fn deep_nesting_is_refused_and_breaks_nothing() {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}"), ("{a=", "}"), ("a.", "a=1")] {
        for depth in [17, 100, 100_000] {
            let deep = format!(
                "{}{}",
                opening.repeat(depth),
                closing.repeat(if closing == "a=1" { 1 } else { depth })
            );
            for text in [
                deep.clone(),
                format!("[answers]\nq = {deep}"),
                format!("{{\"answers\": {{\"q\": {deep}}}}}"),
            ] {
                for format in [AnswersFormat::Toml, AnswersFormat::Json, AnswersFormat::Detect] {
                    assert!(AnswersFile::parse(text.as_bytes(), format).is_err());
                }
            }
        }
    }
    let problem = toml("[answers]\nq = [[\"a\"]]\n").unwrap_err();
    assert_eq!(problem.message(), "part of the answer to `q` is a list");
}

#[test]
fn long_and_steering_texts_are_shortened_in_messages() {
    let problem = toml(&format!("{} = 1", "k".repeat(5_000))).unwrap_err();
    assert!(problem.to_string().len() < 200);
    let problem = toml("\"\\u001b[2J\" = 1").unwrap_err();
    assert!(!problem.to_string().contains('\u{1b}'));
}

#[test]
fn a_pair_is_split_at_its_first_sign() {
    assert_eq!(parse_pair("a=b,c").unwrap(), ("a".into(), RawAnswer::Text("b,c".into())));
    assert_eq!(parse_pair(" a = b=c ").unwrap(), ("a".into(), RawAnswer::Text("b=c".into())));
    assert_eq!(parse_pair("ab").unwrap_err().to_string(), "`ab` has no `=`");
    assert_eq!(parse_pair("=b").unwrap_err().to_string(), "`=b` has no question before the `=`");
    assert_eq!(parse_pair("a=").unwrap_err().to_string(), "`a=` has no answer after the `=`");
}
