//! `sinew pack show`: a pack as its author and its readers see it.

use crate::PROGRAM;
use serde_json::Value;
use sinew_tests::{Process, assert_page};

#[test]
fn rules_and_actions_as_text() {
    let process = Process::with_elbow(PROGRAM);
    for part in ["--rules", "--actions"] {
        let ran = process.run(["pack", "show", "mine/sore-elbow", part]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        assert_page!(
            part.trim_start_matches('-'),
            format!("sinew pack show mine/sore-elbow {part}"),
            ran.out
        );
    }
}

#[test]
fn rules_and_actions_for_programs() {
    let process = Process::with_elbow(PROGRAM);
    let read = |part: &str| -> Value {
        let ran = process.run(["pack", "show", "mine/sore-elbow", part, "--json"]);
        serde_json::from_str(&ran.out).expect("one JSON document")
    };
    let (rules, actions) = (read("--rules"), read("--actions"));
    let ids = |value: &Value| -> Vec<String> {
        let entries = value.as_array().expect("a list");
        entries.iter().map(|entry| entry["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(
        ids(&rules["rules"]),
        ["broken-elbow", "hot-elbow", "bad-elbow-pain", "sore-grip", "sore-joint", "much-gripping"]
    );
    assert_eq!(rules["rules"][0]["rules"][0]["when"], "deformed");
    assert_eq!(
        ids(&rules["properties"]),
        ["hot-joint-today", "broken-elbow-today", "bad-pain-no-exercise", "worse-pain-no-later"]
    );
    assert_eq!(rules["properties"][2]["rules"][0]["when"], "worst.severe, true or unknown");
    assert_eq!(rules["properties"][2]["rules"][0]["effect"], "promised: never offered: wrist-hold");
    assert_eq!(ids(&actions["actions"]), ["lighter-load", "wrist-hold"]);
    let others = [&rules["questions"], &rules["actions"], &actions["properties"]];
    assert!(others.into_iter().all(Value::is_null), "only what was asked for");
}

/// What several packs share is shown as they are, by its name and in its folder, with the libraries that it uses itself.
#[test]
fn libraries_are_shown_too() {
    let process = Process::of(PROGRAM);
    let done = |words: &[&str]| -> String {
        let ran = process.run(words.iter().copied());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
        ran.out
    };
    assert!(done(&["pack", "show", "red-flags"]).contains("Pack: red-flags "));
    assert!(done(&["pack", "show", "red-flags", "--questions"]).starts_with("Questions of red-flags "));
    let rules = done(&["pack", "show", "red-flags", "--rules"]);
    assert!(rules.contains("(red flag)") && rules.contains("(exit)"), "{rules}");
    let actions = done(&["pack", "show", "knee", "--actions"]);
    assert!(actions.starts_with("Actions of knee ") && actions.contains("(action)"), "{actions}");
    assert!(done(&["pack", "show", "red-flags", "--graph", "mermaid"]).starts_with("flowchart "));

    done(&["pack", "new", "my-signs", "--kind", "library", "--no-input"]);
    let own = done(&["pack", "show", "my-signs", "--rules"]);
    assert!(own.starts_with("Rules of my-signs 0.1.0"), "{own}");
    for place in ["my-signs/red-flags.toml", " red-flags/red-flags.toml"] {
        assert!(own.contains(place), "{place} is not in\n{own}");
    }
    let opened = process.run(["assess", "red-flags", "--no-input"]);
    assert_eq!(opened.code, Some(1), "{}", opened.page());
    assert!(opened.err.contains("is a library"), "{}", opened.err);
}

#[test]
fn what_leads_to_what_in_two_languages() {
    let process = Process::with_elbow(PROGRAM);
    let dot = process.run(["pack", "show", "mine/sore-elbow", "--graph", "dot", "--about", "hot-elbow"]);
    assert_eq!((dot.code, dot.err.as_str()), (Some(0), ""), "{}", dot.page());
    assert_page!("graph-dot", "sinew pack show mine/sore-elbow --graph dot --about hot-elbow", dot.out);
    let mermaid = process.run(["pack", "show", "mine/sore-elbow", "--graph", "mermaid"]);
    assert_eq!(mermaid.code, Some(0), "{}", mermaid.page());
    for line in ["flowchart LR", "red flag: hot-elbow<br/>Hot joint", "-->|\"hot\"|", "-.->|\"severe\"|"] {
        assert!(mermaid.out.contains(line), "{line} is not in\n{}", mermaid.out);
    }
    let wrong = process.run(["pack", "show", "mine/sore-elbow", "--graph", "dot", "--about", "hot-elbo"]);
    assert_eq!(wrong.code, Some(1), "{}", wrong.page());
    assert!(wrong.err.contains("a similar id exists: hot-elbow"), "{}", wrong.err);
}
