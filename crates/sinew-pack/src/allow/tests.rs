//! What comments allow, and where.

use super::*;
use crate::{Loaded, PackSource, check, inspect};
use sinew_diag::render;
use std::collections::BTreeMap;

const TODAY: Date = Date::constant(2026, 3, 4);

const PACK: &str = "#:schema ./.sinew/pack.schema.json
format = 1
id = \"shared\"
kind = \"library\"
version = \"0.1.0\"
title = \"What is shared\"
intended-use = \"Tests.\"
not-for = [\"people\"]
reviewed = \"2026-01-01\"
next-review = \"2027-01-01\"
known-limits = [\"made up\"]
";

const ACTIONS: &str = "#:schema ./.sinew/actions.schema.json
[action.go]
kind = \"load\"
timing = \"today\"
title = \"Go\"
why = \"It helps.\"
steps = [\"Go.\"]
dose = { how-often = \"now and then\" }
progression = \"Go on.\"
stop-if = [\"it hurts\"]
basis = \"judgement\"
sources = [\"a\"]
";

/// A library with a cause, whose texts and comments are given line by line, and what checking it finds.
fn checked(causes: &str) -> (Vec<String>, Vec<String>) {
    let loaded = loaded(causes);
    let place = |found: &Diagnostic| {
        let line = found.place().map_or(0, |span| loaded.texts.line(span));
        format!("{}:{line}", found.code)
    };
    let allowed =
        loaded.allowed.iter().map(|allowed| format!("{} {}", place(&allowed.diagnostic), allowed.reason));
    drop(render::short(&loaded.diagnostics, &loaded.texts));
    (loaded.diagnostics.iter().map(place).collect(), allowed.collect())
}

/// The library with these causes, checked.
fn loaded(causes: &str) -> Loaded {
    let causes = format!("#:schema ./.sinew/causes.schema.json\n{causes}");
    let sources =
        "#:schema ./.sinew/sources.schema.json\n[source.a]\ncitation = \"A.\"\nstatus = \"judgement\"\n";
    let question = |id: &str| {
        format!(
            "[question.{id}]\nkind = \"yes-no\"\nsection = \"S\"\nshort = \"S\"\nask = \"Is it?\"\nwhy = \"W\"\n\
             yes = {{ label = \"Yes\", told = \"it is\" }}\nno = {{ label = \"No\", told = \"it is not\" }}\n"
        )
    };
    let questions = format!("#:schema ./.sinew/questions.schema.json\n{}{}", question("x"), question("y"));
    let files = [
        ("pack.toml", PACK),
        ("causes.toml", &causes),
        ("sources.toml", sources),
        ("questions.toml", &questions),
        ("actions.toml", ACTIONS),
    ];
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    let pack = PackSource { folder: "shared".into(), shown_at: "shared".into(), files };
    inspect(&[pack], "shared", TODAY)
}

/// A cause with two texts that say "should"; `{0}` to `{3}` stand where comments can be.
fn cause(comments: [&str; 4]) -> String {
    let [above, over_title, behind_title, over_because] = comments;
    let comment = |text: &str| if text.is_empty() { String::new() } else { format!("{text}\n") };
    format!(
        "{}[cause.one]\n{}title = \"This should be\" {behind_title}\nwhen = \"x\"\n{}because = \"It should.\"\nstrength = \"weak\"\n\
         actions = [\"go\"]\nbasis = \"judgement\"\nsources = [\"a\"]\n",
        comment(above),
        comment(over_title),
        comment(over_because),
    )
}

const ALLOW: &str = "# sinew: allow(T0109) reason = \"quoted\"";

#[test]
fn without_a_comment_everything_is_found() {
    assert_eq!(checked(&cause(["", "", "", ""])), (vec!["T0109:3".into(), "T0109:5".into()], vec![]));
}

#[test]
fn a_comment_is_for_its_line_the_next_key_or_the_table_below_it() {
    let (found, allowed) = checked(&cause(["", "", ALLOW, ""]));
    assert_eq!(
        (found, allowed),
        (vec!["T0109:5".into()], vec!["T0109:3 quoted".into()]),
        "at the end of a line"
    );
    let (found, allowed) = checked(&cause(["", "", "", ALLOW]));
    assert_eq!((found, allowed), (vec!["T0109:3".into()], vec!["T0109:6 quoted".into()]), "above a key");
    let (found, allowed) = checked(&cause([ALLOW, "", "", ""]));
    assert_eq!(found, [""; 0], "above a table");
    assert_eq!(allowed, ["T0109:4 quoted", "T0109:6 quoted"]);
    let two = format!("{}{}", cause([ALLOW, "", "", ""]), cause(["", "", "", ""]).replace("one", "two"));
    assert_eq!(checked(&two).0, ["T0109:12", "T0109:14"], "the next table is another");
}

#[test]
fn what_is_not_found_cannot_be_allowed() {
    let (found, _) = checked(&cause(["", "# sinew: allow(T0101, T0109) reason = \"both\"", "", ""]));
    assert_eq!(found, ["A0002:3", "T0109:6"]);
}

/// What is allowed may be found only when the rest is mended.
#[test]
fn while_there_are_errors_no_comment_allows_nothing() {
    let text = cause(["# sinew: allow(T0101) reason = \"long\"", "", "", ""]);
    assert_eq!(checked(&text).0, ["A0002:2", "T0109:4", "T0109:6"]);
    let text = text.replace("when = \"x\"", "when = \"z\"");
    assert_eq!(checked(&text).0, ["T0109:4", "R0201:5", "T0109:6"]);
}

#[test]
fn an_allowance_ends_with_its_last_day() {
    let until = |day: &str| checked(&cause([&format!("{ALLOW} until = \"{day}\""), "", "", ""])).0;
    assert_eq!(until("2026-03-04"), [""; 0]);
    assert_eq!(until("2026-03-03"), ["A0003:2", "T0109:4", "T0109:6"]);
}

#[test]
fn errors_and_codes_that_are_not_there_cannot_be_allowed() {
    for code in ["P0101", "R0305", "A0002", "L0205", "T9999", "nonsense"] {
        let comment = format!("# sinew: allow({code}) reason = \"because\"");
        assert_eq!(checked(&cause([&comment, "", "", ""])).0, ["A0004:2", "T0109:4", "T0109:6"], "{code}");
    }
}

#[test]
fn a_comment_that_is_meant_for_the_program_is_read_or_reported() {
    for comment in [
        "# sinew: alow(T0109) reason = \"a\"",
        "# sinew: allow(T0109)",
        "# sinew: allow(T0109) reason = \"\"",
        "# sinew: allow(T0109) reason = a",
        "# sinew: allow(T0109) reason = \"a",
        "# sinew: allow() reason = \"a\"",
        "# sinew: allow(T0109 reason = \"a\"",
        "# sinew: allow(T0109) reason = \"a\" until = \"soon\"",
        "# sinew: allow(T0109) reason = \"a\" because = \"b\"",
        "# sinew: allow(T0109) reason = \"a\" reason = \"b\"",
        "#sinew:",
    ] {
        let (found, allowed) = checked(&cause([comment, "", "", ""]));
        assert_eq!(
            (found, allowed),
            (vec!["A0001:2".into(), "T0109:4".into(), "T0109:6".into()], vec![]),
            "{comment}"
        );
    }
    let behind = format!("{ALLOW} # see the leaflet");
    assert_eq!(checked(&cause([&behind, "", "", ""])).0, [""; 0]);
    // Other comments are nobody's business, and a text is no comment.
    assert_eq!(checked(&cause(["# a word on Sinew: allow(T0109)", "", "", ""])).0.len(), 2);
    let text = cause(["", "", "", ""]).replace("It should.", "# sinew: it should.");
    assert_eq!(checked(&text).0, ["T0109:3", "T0109:5"]);
}

/// What excuses changes allows no findings, and stands in the same places.
#[test]
fn a_change_is_excused_in_the_table_below_a_comment() {
    let comment =
        "# sinew: survives(member, drop) reason = \"it comes with the other\" until = \"2026-03-04\"";
    let two = format!("{}{}", cause([comment, "", "", ""]), cause(["", "", "", ""]).replace("one", "two"));
    let loaded = loaded(&two);
    let excuses = loaded.excuses();
    let [(pack, excuse)] = excuses.as_slice() else { panic!("{excuses:?}") };
    let kinds: Vec<_> =
        excuse.operators.iter().map(|(kind, span)| (*kind, loaded.texts.slice(*span))).collect();
    assert_eq!(kinds, [(Operator::Member, "member"), (Operator::Drop, "drop")]);
    assert_eq!((*pack, excuse.reason.as_str()), ("shared", "it comes with the other"));
    let at = |id: &str| {
        let pack = loaded.pack.as_ref().unwrap();
        loaded.place(&pack.causes()[pack.cause_named(id).unwrap()].origin).unwrap()
    };
    assert!(excuse.is_for(at("one")) && !excuse.is_for(at("two")));
    assert!(excuse.counts_on(TODAY) && !excuse.counts_on(Date::constant(2026, 3, 5)));
    assert_eq!(checked(&two).0, ["T0109:4", "T0109:6", "T0109:12", "T0109:14"]);
}

#[test]
fn an_excuse_that_says_nothing_is_reported() {
    for comment in [
        "# sinew: survives(member)",
        "# sinew: survives() reason = \"a\"",
        "# sinew: survives(membre) reason = \"a\"",
        "# sinew: survive(member) reason = \"a\"",
    ] {
        assert_eq!(checked(&cause([comment, "", "", ""])).0, ["A0001:2", "T0109:4", "T0109:6"], "{comment}");
    }
    let ended = "# sinew: survives(member) reason = \"a\" until = \"2026-03-03\"";
    assert_eq!(checked(&cause([ended, "", "", ""])).0, ["A0003:2", "T0109:4", "T0109:6"]);
}

#[test]
fn a_list_over_several_lines_is_one_statement_and_has_lines_of_its_own() {
    let causes = |above: &str, inside: &str| {
        format!(
            "[cause.one]\n{above}\nwhen.any = [\n    \"x\",\n    {inside}\n    \"y\",\n]\ntitle = \"A\"\nbecause = \"It should.\"\n\
             strength = \"weak\"\nactions = [\"go\"]\nbasis = \"judgement\"\nsources = [\"a\"]\n"
        )
    };
    assert_eq!(checked(&causes(ALLOW, "")).0, ["A0002:3", "T0109:10"]);
    assert_eq!(checked(&causes("", ALLOW)).0, ["A0002:6", "T0109:10"]);
}

#[test]
fn the_page_of_a_check_says_whether_it_can_be_allowed() {
    let allowable =
        |name: &str| check::all().find(|check| check.code().name() == name).map(check::can_be_allowed);
    assert_eq!(allowable("T0101"), Some(true));
    assert_eq!(allowable("L0102"), Some(true));
    for name in ["P0101", "R0201", "R0305", "L0301", "A0003"] {
        assert_eq!(allowable(name), Some(false), "{name}");
    }
}
