//! Twelve kinds of defects that harm people, each put into a sound pack: a proof finds it, shows somebody whom it harms as a
//! command, and that command shows the harm. Once it is mended nothing is found.

use crate::PROGRAM;
use serde_json::Value;
use sinew_app::PackSource;
use sinew_diag::example_files;
use sinew_tests::{Process, Ran, root};
use std::fs;
use xtask::sample;

/// A defect, and how it shows.
struct Defect {
    kind: &'static str,
    /// Its page in `tests/corpus/defects`.
    page: &'static str,
    /// What a proof finds, and the pack in whose check it does.
    code: &'static str,
    /// What is said of rules that decide for the first person, at their lines.
    rules: &'static [(&'static str, &'static str)],
    /// What the people who are shown are told; none if it is about nobody.
    shows: Option<fn(&[Told])>,
    /// A file, a part of its text, and what it ought to be.
    mend: (&'static str, &'static str, &'static str),
}

const DEFECTS: [Defect; 12] = [
    Defect {
        kind: "a lost flag between two packs",
        page: "lost-red-flag-between-packs",
        code: "S0101",
        rules: &[("arm-signs/red-flags.toml", "it does not fire: `temperature` is false")],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["routine"], "somebody with a hot joint");
            assert!(told[0].says("joint=hot"));
        }),
        mend: (
            "arm-signs/red-flags.toml",
            "{ all = [\"joint.hot\", \"temperature\"] }",
            "{ any = [\"joint.hot\", \"temperature\"] }",
        ),
    },
    Defect {
        kind: "an unknown swallowed by `not`",
        page: "unknown-swallowed",
        code: "S0101",
        rules: &[("sore-elbow/red-flags.toml", "it does not fire: `joint.not-sure` is true")],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["routine"]);
            assert!(told[0].says("joint=not-sure"));
        }),
        mend: (
            "sore-elbow/red-flags.toml",
            "{ all = [\"joint.hot\", { not = \"joint.not-sure\" }] }",
            "\"joint.hot\"",
        ),
    },
    Defect {
        kind: "an unreachable question",
        page: "unreachable-question",
        code: "L0602",
        rules: &[],
        shows: None,
        mend: (
            "sore-elbow/questions.toml",
            "ask-when = { all = [\"numb\", \"days.new\"] }",
            "ask-when = \"numb\"",
        ),
    },
    Defect {
        kind: "a shadowed flag",
        page: "shadowed-flag",
        code: "L0601",
        rules: &[("sore-elbow/red-flags.toml", "it fires: `joint.hot` is true")],
        shows: Some(|told| {
            let both = [("hot-elbow", "fires"), ("hot-and-bad", "fires")];
            assert!(both.iter().all(|flag| told[0].flags().contains(flag)), "{:?}", told[0].flags());
            assert_eq!(urgencies(told), ["same-day"], "no more than the other flag gives");
        }),
        mend: (
            "sore-elbow/red-flags.toml",
            "urgency = \"same-day\"\ntitle = \"Hot and very bad\"",
            "urgency = \"emergency\"\ntitle = \"Hot and very bad\"",
        ),
    },
    Defect {
        kind: "a wrong boundary",
        page: "gap-between-two-ranges",
        code: "S0101",
        rules: &[("sore-elbow/red-flags.toml", "it does not fire: `worst.severe` is false")],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["routine"]);
            assert!(told[0].says("worst=8"), "just the number between");
        }),
        mend: ("sore-elbow/questions.toml", "severe = { at-least = 9 }", "severe = { at-least = 8 }"),
    },
    Defect {
        kind: "a non-monotone answer",
        page: "worse-answer-calmer-advice",
        code: "S0103",
        rules: &[(
            "sore-elbow/red-flags.toml",
            "before the change, it fires: `worst.severe` is true; after it, it does not fire: `worst.severe` is false",
        )],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["soon", "routine"], "before and after it gets worse");
            assert!(told[1].says("worst=10"));
        }),
        mend: (
            "sore-elbow/questions.toml",
            "severe = { at-least = 8, at-most = 9 }",
            "severe = { at-least = 8 }",
        ),
    },
    Defect {
        kind: "a blocked stretch offered",
        page: "stretch-past-a-block",
        code: "S0101",
        rules: &[
            ("sore-elbow/actions.toml", "`blocked-when` does not hold: `brings-it-on.lifting` is false"),
            ("sore-elbow/conditions.toml", "it is shown, and lists `wrist-stretch`"),
        ],
        shows: Some(|told| {
            assert!(told[0].offered().contains(&"wrist-stretch"), "{:?}", told[0].offered());
            assert!(told[0].flags().contains(&("bad-elbow-pain", "fires")), "in spite of very bad pain");
        }),
        mend: (
            "sore-elbow/actions.toml",
            "blocked-when = { all = [\"worst.severe\", \"brings-it-on.lifting\"] }",
            "blocked-when = { any = [\"worst.severe\", \"brings-it-on.lifting\"] }",
        ),
    },
    Defect {
        kind: "a dead evidence line",
        page: "evidence-of-nobody",
        code: "L0604",
        rules: &[],
        shows: None,
        mend: ("sore-elbow/conditions.toml", "present = 2\n", "present = 5\n"),
    },
    Defect {
        kind: "a skip that hides a flag",
        page: "skip-hides-a-flag-from-the-worst",
        code: "S0103",
        rules: &[(
            "sore-elbow/red-flags.toml",
            "before the change, it fires: `red` is true; after it, it does not fire: `red` is false",
        )],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["same-day", "soon"], "before and after it gets worse");
            assert!(told[0].flags().contains(&("red-elbow", "fires")));
            assert!(!told[1].command.contains(" red="), "the question is skipped");
        }),
        mend: ("sore-elbow/questions.toml", "ask-when = { not = \"worst.severe\" }\n", ""),
    },
    Defect {
        kind: "a weakened floor",
        page: "weakened-floor",
        code: "S0101",
        rules: &[(
            "sore-elbow/red-flags.toml",
            "it cannot be ruled out: `deformed` is unknown, which gives routine",
        )],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["routine"]);
            assert_eq!(told[0].flags(), [("broken-elbow", "cannot-be-ruled-out")]);
        }),
        mend: (
            "sore-elbow/red-flags.toml",
            "unknown-floor = { urgency = \"routine\"",
            "unknown-floor = { urgency = \"same-day\"",
        ),
    },
    Defect {
        kind: "a condition that can never fit",
        page: "condition-of-nobody",
        code: "L0605",
        rules: &[],
        shows: None,
        mend: ("sore-elbow/conditions.toml", "present = 1.3", "present = 4"),
    },
    Defect {
        kind: "an empty self-care outcome",
        page: "nothing-to-do",
        code: "S0104",
        rules: &[(
            "sore-elbow/actions.toml",
            "it is unknown: `brings-it-on.lifting` is unknown; it keeps `lighter-load`, `wrist-hold` away",
        )],
        shows: Some(|told| {
            assert_eq!(urgencies(told), ["self-care"]);
            assert_eq!(told[0].offered(), [""; 0], "and nothing to do");
        }),
        mend: (
            "sore-elbow/actions.toml",
            "actions = [\"lighter-load\", \"wrist-hold\"]",
            "actions = [\"wrist-hold\"]",
        ),
    },
];

#[test]
fn each_defect_is_found_by_a_proof_with_somebody_who_replays() {
    for defect in DEFECTS {
        let process = with_defect(&defect);
        let found = found(&process, &defect);
        assert!(!found.is_empty(), "{}: {} is found", defect.kind, defect.code);
        let labels = found[0]["labels"].as_array().expect("a finding has places");
        for (file, words) in defect.rules {
            let is_there = |label: &Value| {
                let at = label["place"]["path"].as_str().unwrap_or_default();
                at == format!("packs/{file}") && label["text"] == *words
            };
            assert!(labels.iter().any(is_there), "{}: {words}: {labels:#?}", defect.kind);
        }
        assert!(labels.len() <= 6, "{}: a handful of rules: {labels:#?}", defect.kind);
        let people: Vec<&str> =
            found[0]["helps"].as_array().into_iter().flatten().filter_map(command).collect();
        assert_eq!(people.is_empty(), defect.shows.is_none(), "{}: {:#}", defect.kind, found[0]);
        let told: Vec<Told> = people.iter().map(|command| Told::by(&process, command)).collect();
        if let Some(shows) = defect.shows {
            shows(&told);
        }
    }
}

/// What is about nobody goes away once there is somebody; what is about somebody, once nobody is harmed.
#[test]
fn a_mended_defect_is_found_no_more() {
    for defect in DEFECTS {
        let process = with_defect(&defect);
        let (file, from, to) = defect.mend;
        let path = process.work().join("packs").join(file);
        let text = fs::read_to_string(&path).expect("the pack has this file");
        assert_eq!(text.matches(from).count(), 1, "{}: {file} holds `{from}`", defect.kind);
        fs::write(path, text.replacen(from, to, 1)).expect("the folder is ours");
        assert_eq!(found(&process, &defect), [Value::Null; 0], "{}", defect.kind);
        let ran = process.run(["pack", "check", "packs"]);
        assert_eq!(ran.code, Some(0), "{}: {}", defect.kind, ran.page());
    }
}

/// A place with the packs of a defect in the folder `packs`.
fn with_defect(defect: &Defect) -> Process {
    let page = root().join("tests/corpus/defects").join(defect.page).with_extension("md");
    let page = fs::read_to_string(page).expect("the defect has a page").replace("\r\n", "\n");
    let sound = sample::sound(&root()).expect("the sound pack can be read");
    let packs = sample::with_changes(&sound, &example_files(&page));
    let process = Process::of(PROGRAM);
    for PackSource { folder, files, .. } in
        packs.unwrap_or_else(|problem| panic!("{}: {problem:#}", defect.kind))
    {
        for (file, text) in files {
            let path = process.work().join("packs").join(&folder).join(file);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is ours");
            fs::write(path, text).expect("the folder is ours");
        }
    }
    process
}

/// What a check finds under the code of the defect.
fn found(process: &Process, defect: &Defect) -> Vec<Value> {
    let ran = process.run(["pack", "check", "packs", "--format", "json"]);
    let report = json(&ran);
    let all = report["diagnostics"].as_array().expect("a report has findings");
    all.iter().filter(|found| found["code"] == defect.code).cloned().collect()
}

/// The command that shows somebody, if this is what a help gives.
fn command(help: &Value) -> Option<&str> {
    let text = help["text"].as_str()?;
    text.strip_prefix("to see it: sinew ").or_else(|| text.strip_prefix("and after the change: sinew "))
}

/// What the program tells the person of a command.
struct Told {
    command: String,
    outcome: Value,
}

impl Told {
    fn by(process: &Process, command: &str) -> Self {
        let words: Vec<&str> = command.split(' ').collect();
        let ran = process.run_today(&words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command}: {}", ran.page());
        let outcome = json(&process.run_today(&[&words[..], &["--format", "json"]].concat()));
        Self { command: command.to_owned(), outcome }
    }

    fn says(&self, answer: &str) -> bool {
        self.command.split(" --answer ").any(|said| said == answer)
    }

    fn urgency(&self) -> &str {
        self.outcome["urgency"]["id"].as_str().expect("an outcome has an urgency")
    }

    /// The red flags that count, each with its status.
    fn flags(&self) -> Vec<(&str, &str)> {
        let flags = self.outcome["flags"].as_array().expect("a list").iter();
        flags.filter_map(|flag| Some((flag["id"].as_str()?, flag["status"]["id"].as_str()?))).collect()
    }

    /// The actions, those for today first.
    fn offered(&self) -> Vec<&str> {
        let advice = &self.outcome["advice"];
        let lists = [&advice["today"]["actions"], &advice["weeks"]].into_iter();
        let all = lists.flat_map(|list| list.as_array().expect("a list"));
        all.filter_map(|action| action["id"].as_str()).collect()
    }
}

fn urgencies(told: &[Told]) -> Vec<&str> {
    told.iter().map(Told::urgency).collect()
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|problem| panic!("{problem}: {}", ran.page()))
}
