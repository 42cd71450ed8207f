//! What the schemas of a pack take and refuse, what they show, and what happens to files.

use super::*;
use jsonschema::{PatternOptions, Validator};
use proptest::prelude::*;
use sinew_app::PackSource;
use sinew_pack::{load, names};
use std::{cell::RefCell, rc::Rc};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Packs as they lie in a folder of packs.
fn all_in(folder: &str) -> Vec<PackSource> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let folders = entries.map(|entry| entry.unwrap().path());
    let packs = folders.filter(|folder| folder.join("pack.toml").is_file());
    packs.map(|folder| PackSource::read(&folder).unwrap()).collect()
}

/// The library `signs` and the injury pack `sore-spot`.
fn base() -> Vec<PackSource> {
    all_in("tests/corpus/base")
}

fn edited(mut packs: Vec<PackSource>, pack: &str, file: &str, from: &str, to: &str) -> Vec<PackSource> {
    let source = packs.iter_mut().find(|source| source.folder == pack).unwrap();
    let text = String::from_utf8(source.files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    source.files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    packs
}

fn value(schemas: &[PackSchema], kind: &str) -> Value {
    let file = format!("{kind}.schema.json");
    let schema = schemas.iter().find(|schema| schema.file == file).unwrap();
    serde_json::from_str(&schema.text).unwrap()
}

thread_local! {
    /// Making a validator takes far longer than using it.
    static VALIDATORS: RefCell<BTreeMap<String, Rc<Validator>>> = RefCell::default();
}

fn validator(schemas: &[PackSchema], kind: &str) -> Rc<Validator> {
    let file = format!("{kind}.schema.json");
    let text = &schemas.iter().find(|schema| schema.file == file).unwrap().text;
    VALIDATORS.with_borrow_mut(|known| {
        let make = || {
            let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
            Rc::new(options.build(&serde_json::from_str(text).unwrap()).unwrap())
        };
        known.entry(text.clone()).or_insert_with(make).clone()
    })
}

fn kind_of(file: &str) -> &str {
    if file.starts_with("cases/") { "cases" } else { file.trim_end_matches(".toml") }
}

/// What the schemas of a pack refuse in its files: file and pointer. Files that are no TOML are left out.
fn refused(packs: &[PackSource], id: &str) -> Vec<String> {
    let names = names(packs, id).unwrap();
    let schemas = schemas(&names);
    let source = packs.iter().find(|source| source.folder == id).unwrap();
    let mut refused = Vec::new();
    for (file, content) in &source.files {
        let Ok(table) = std::str::from_utf8(content).unwrap().parse::<toml::Table>() else { continue };
        let instance = serde_json::to_value(table).unwrap();
        for error in validator(&schemas, kind_of(file)).iter_errors(&instance) {
            refused.push(format!("{file}{}", error.instance_path().as_str()));
        }
    }
    refused
}

#[test]
fn sound_packs_fit_their_own_schemas() {
    for packs in [base(), all_in("packs"), all_in("tests/packs")] {
        for id in packs.iter().map(|pack| pack.folder.clone()).collect::<Vec<_>>() {
            assert_eq!(refused(&packs, &id), [""; 0], "{id}");
        }
    }
}

#[test]
fn how_well_a_condition_fits_is_a_name_before_any_formula_uses_it() {
    for band in ["fits-partly", "fits-well"] {
        let when = format!("\nwhen = \"sprain.{band}\"");
        let packs = edited(base(), "sore-spot", "actions.toml", "\nwhen = \"alarm\"", &when);
        assert!(!load(&packs, "sore-spot").has_errors(), "{band}");
        assert_eq!(refused(&packs, "sore-spot"), [""; 0], "{band}");
    }
    let made = schemas(&names(&base(), "sore-spot").unwrap());
    let findings = &value(&made, "actions")["$defs"]["finding"]["anyOf"];
    for (name, words) in [
        ("sprain.fits-partly", "fits partly or well: A pulled part (sprain)\n\nsore-spot/conditions.toml"),
        ("sprain.fits-well", "fits well: A pulled part (sprain)\n\nsore-spot/conditions.toml"),
    ] {
        let offered = findings.as_array().unwrap().iter().find(|branch| branch["const"] == name);
        assert_eq!(offered.unwrap()["description"], words);
    }
}

#[test]
fn a_name_that_is_not_there_is_refused_where_it_stands() {
    let case = "cases/people.toml";
    for (file, from, to, at) in [
        (
            "red-flags.toml",
            "\"right-now.blue-light\"",
            "\"right-now.green-light\"",
            "/red-flag/blue-alarm/when",
        ),
        ("red-flags.toml", "\"paper-2020\"]", "\"paper-2021\"]", "/red-flag/blue-alarm/sources/1"),
        ("questions.toml", "\"distance.middling\" = 1", "\"distance.midling\" = 1", "/finding/busy/when"),
        ("questions.toml", "ask-when = \"start.slow\"", "ask-when = \"start.slowly\"", "/question/worst"),
        ("actions.toml", "\nwhen = \"alarm\"", "\nwhen = \"sprain.fits-less-well\"", "/block/alarm/when"),
        // Shown with red flags only, so it never fits.
        ("actions.toml", "\nwhen = \"alarm\"", "\nwhen = \"blue-thing.fits-well\"", "/block/alarm/when"),
        ("conditions.toml", "actions = [\"rest\"]", "actions = [\"rset\"]", "/condition/sprain/actions/0"),
        ("conditions.toml", "causes = [\"too-far\"]", "causes = [\"rest\"]", "/condition/sprain/causes/0"),
        (
            "conditions.toml",
            "only-with = [\"blue-alarm\"]",
            "only-with = [\"not-here\"]",
            "/condition/blue-thing/only-with/0",
        ),
        (
            "conditions.toml",
            "never-without.sprain]",
            "never-without.strain]",
            "/condition/blue-thing/never-without",
        ),
        (
            "properties.toml",
            "never = [\"rest\"]",
            "never = [\"rset\"]",
            "/property/no-load-in-an-alarm/never/0",
        ),
        (
            "properties.toml",
            "assume-open = \"alarm\"",
            "assume-open = \"alram\"",
            "/property/no-load-in-an-alarm/assume-open",
        ),
        // Its options have no order, and so have the numbers of the other one.
        ("properties.toml", "\"right-now\"]", "\"start\"]", "/property/worse-no-later/monotone-in/1"),
        ("properties.toml", "\"right-now\"]", "\"distance\"]", "/property/worse-no-later/monotone-in/1"),
        (
            "properties.toml",
            "\"right-now\"]",
            "\"right-now.none\"]",
            "/property/worse-no-later/monotone-in/1",
        ),
    ] {
        let packs = edited(base(), "sore-spot", file, from, to);
        assert_eq!(refused(&packs, "sore-spot"), [format!("{file}{at}")], "{to}");
    }
    let with_case = |more: &str| {
        let text =
            format!("#:schema ../.sinew/cases.schema.json\n[case.extra]\ntitle = \"Somebody\"\n{more}\n");
        let mut packs = base();
        let source = packs.iter_mut().find(|source| source.folder == "sore-spot").unwrap();
        source.files.insert(case.to_owned(), text.into_bytes());
        refused(&packs, "sore-spot")
    };
    let expect = "expect = { urgency = \"routine\" }";
    for (more, at) in [
        (format!("answers = {{ strat = \"sudden\" }}\n{expect}"), "/answers"),
        (format!("answers = {{ start = \"never\" }}\n{expect}"), "/answers/start"),
        (format!("answers = {{ distance = \"not-sure\" }}\n{expect}"), "/answers/distance"),
        (format!("answers = {{ worst = 11 }}\n{expect}"), "/answers/worst"),
        (format!("answers = {{ place = [\"yes\", \"no\"] }}\n{expect}"), "/answers/place"),
        (
            format!("answers = {{ right-now = [\"red-light\", \"green-light\"] }}\n{expect}"),
            "/answers/right-now",
        ),
        (format!("like = \"nobody\"\n{expect}"), "/like"),
        (
            "like = \"extra\"\nexpect = { urgency = \"soon\", flags = [\"not-here\"] }".into(),
            "/expect/flags/0",
        ),
        ("like = \"extra\"\nexpect = { urgency = \"soon\", must = [\"nothing\"] }".into(), "/expect/must/0"),
        (
            "like = \"extra\"\nexpect = { urgency = \"soon\", bands = { rest = \"fits-well\" } }".into(),
            "/expect/bands",
        ),
    ] {
        assert_eq!(with_case(&more), [format!("{case}/case/extra{at}")], "{more}");
    }
}

/// Everything that the loader reads as an answer, in every form.
#[test]
fn answers_are_taken_in_every_form_that_is_read() {
    let answers = "{ right-now = \"red-light, blue-light\", start = [\"slow\"], place = \"yes\", worst = \"3\", distance = 7 }";
    let other = "{ right-now = [\"red-light\", \"not-sure\"], start = \"not-sure\", place = [\"no\"], worst = \"not-sure\", distance = \"12\" }";
    let more =
        "{ right-now = \"none\", start = \"slow\", place = \"not-sure\", worst = 10, distance = [\"5\"] }";
    let cases: String = [answers, other, more].into_iter().enumerate().fold(String::new(), |cases, (number, answers)| {
        format!("{cases}[case.number-{number}]\ntitle = \"Somebody\"\nanswers = {answers}\nexpect = {{ urgency = \"routine\" }}\n")
    });
    let mut packs = base();
    let source = packs.iter_mut().find(|source| source.folder == "sore-spot").unwrap();
    source.files.insert("cases/people.toml".to_owned(), cases.into_bytes());
    let misfits: Vec<_> = load(&packs, "sore-spot")
        .diagnostics
        .into_iter()
        .filter(|found| ["R0301", "P0103"].contains(&found.code.name()))
        .collect();
    assert!(misfits.is_empty(), "{misfits:?}");
    assert_eq!(refused(&packs, "sore-spot"), [""; 0]);
}

#[test]
fn a_pack_that_cannot_be_read_whole_refuses_no_name_and_offers_those_it_has() {
    let broken = edited(base(), "sore-spot", "actions.toml", "title = \"Rest\"", "title = Rest");
    let unknown =
        edited(broken, "sore-spot", "red-flags.toml", "right-now.blue-light", "right-now.green-light");
    let unknown =
        edited(unknown, "sore-spot", "conditions.toml", "never-without.sprain]", "never-without.strain]");
    assert_eq!(refused(&unknown, "sore-spot"), [""; 0]);
    let made = schemas(&names(&unknown, "sore-spot").unwrap());
    let flags = value(&made, "red-flags");
    let findings = flags["$defs"]["finding"]["anyOf"].as_array().unwrap();
    assert!(findings.iter().any(|branch| branch["const"] == "right-now.blue-light"));
    // What is no name at all is refused all the same.
    let odd = edited(unknown, "sore-spot", "causes.toml", "[\"busy\"", "[\"NOT busy\"");
    assert_eq!(refused(&odd, "sore-spot").len(), 1);
}

#[test]
fn names_are_shown_with_their_words_their_kind_and_their_place() {
    let made = schemas(&names(&base(), "sore-spot").unwrap());
    let description = |kind: &str, list: &str, name: &str| {
        let schema = value(&made, kind);
        let branches = schema["$defs"][list]["anyOf"].as_array().unwrap().clone();
        let branch = branches.iter().find(|branch| branch["const"] == name).cloned().unwrap_or(Value::Null);
        branch["description"].as_str().map(str::to_owned)
    };
    for (kind, list, name, words) in [
        ("red-flags", "finding", "right-now.red-light", "you see a red light\n\nsigns/questions.toml"),
        ("red-flags", "finding", "alarm", "Red flag: An alarm\n\nsigns/red-flags.toml"),
        ("red-flags", "finding", "not-here", "Exit: This guide is for another place\n\nsigns/red-flags.toml"),
        ("red-flags", "red-flag", "alarm", "An alarm\n\nsigns/red-flags.toml"),
        ("causes", "finding", "busy", "(no words yet)\n\nsore-spot/questions.toml"),
        ("causes", "source", "made-up", "Nobody. 2026. Nowhere 1:1-2.\n\nsigns/sources.toml"),
        ("causes", "action", "rest", "Rest\n\nsore-spot/actions.toml"),
        ("properties", "worse-answer", "worst", "How bad was it?\n\nsore-spot/questions.toml"),
        ("properties", "worse-answer", "place", "Is it here?\n\nsigns/questions.toml"),
        ("properties", "worse-answer", "right-now.red-light", "you see a red light\n\nsigns/questions.toml"),
        ("properties", "worse-answer", "start.sudden", "it began suddenly\n\nsigns/questions.toml"),
        ("properties", "condition", "sprain", "A pulled part (sprain)\n\nsore-spot/conditions.toml"),
        (
            "cases",
            "red-flag-or-exit-or-condition-or-cause-or-action",
            "sprain",
            "Condition: A pulled part (sprain)\n\nsore-spot/conditions.toml",
        ),
    ] {
        assert_eq!(description(kind, list, name).as_deref(), Some(words), "{name}");
    }
    assert_eq!(
        description("conditions", "group", "start").as_deref(),
        Some("(no words yet)\n\nsore-spot/conditions.toml")
    );
    let questions = &value(&made, "cases")["$defs"]["Case"]["properties"]["answers"]["properties"];
    assert_eq!(questions["worst"]["description"], "How bad was it?\n\nsore-spot/questions.toml");
    assert_eq!(questions["start"]["anyOf"][0]["const"], "sudden");
    assert_eq!(questions["start"]["anyOf"][0]["description"], "it began suddenly");
    for schema in &made {
        assert!(!schema.text.contains("x-sinew"), "{}: nothing is left to be put in", schema.file);
    }
    assert_eq!(refusal(&[NameKind::Action]), "an action of this pack or its libraries");
    assert_eq!(refusal(&[NameKind::Case]), "a case of this pack");
}

/// A schema never becomes so long that an editor stumbles over it.
#[test]
fn schemas_are_bounded() {
    let names = |count: usize, words: &str| KnownNames {
        is_whole: true,
        names: (0..count)
            .map(|number| KnownName {
                kind: NameKind::Source,
                name: format!("source-{number}"),
                words: words.to_owned(),
                pack: "pack".into(),
                file: "sources.toml".into(),
            })
            .collect(),
        answers: Vec::new(),
    };
    let most = 50_000;
    let causes = |names: &KnownNames| {
        schemas_within(names, most)
            .into_iter()
            .find(|schema| schema.file == "causes.schema.json")
            .unwrap()
            .text
    };
    let long = "w".repeat(200);
    for (count, has_words, has_names) in [(50, true, true), (500, false, true), (5_000, false, false)] {
        let text = causes(&names(count, &long));
        assert!(text.len() <= most, "{count}");
        assert_eq!((text.contains(&long), text.contains("source-49\"")), (has_words, has_names), "{count}");
        serde_json::from_str::<Value>(&text).unwrap();
    }
}

#[test]
fn files_are_written_once_and_then_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let names = names(&base(), "sore-spot").unwrap();
    assert!(!are_wanted(folder.path()));
    let report = write(folder.path(), &names).unwrap();
    assert!(are_wanted(folder.path()));
    let count = published_schemas().count() + 1;
    assert_eq!((report.written, report.unchanged), (count, 0));
    assert_eq!(report.folder, folder.path().join(FOLDER));
    assert_eq!(fs::read_to_string(report.folder.join(".gitignore")).unwrap(), "*\n");

    let cases = report.folder.join("cases.schema.json");
    let made = fs::read_to_string(&cases).unwrap();
    fs::write(&cases, "{}").unwrap();
    let report = write(folder.path(), &names).unwrap();
    assert_eq!((report.written, report.unchanged), (1, count - 1));
    assert_eq!(fs::read_to_string(&cases).unwrap(), made);
    let report = write(folder.path(), &names).unwrap();
    assert_eq!((report.written, report.unchanged), (0, count));
    assert_eq!(fs::read_dir(&report.folder).unwrap().count(), count, "nothing else is left there");
}

/// A pack may come from anybody. What is checked in it shall not lead a write to somewhere else.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let names = names(&base(), "sore-spot").unwrap();
    symlink(elsewhere.path(), folder.path().join(FOLDER)).unwrap();
    let problem = write(folder.path(), &names).unwrap_err();
    assert!(problem.to_string().ends_with(".sinew is a link or no ordinary folder"), "{problem}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0, "nothing was written there");

    fs::remove_file(folder.path().join(FOLDER)).unwrap();
    fs::create_dir(folder.path().join(FOLDER)).unwrap();
    let precious = elsewhere.path().join("precious");
    fs::write(&precious, "mine").unwrap();
    symlink(&precious, folder.path().join(FOLDER).join("pack.schema.json")).unwrap();
    let problem = write(folder.path(), &names).unwrap_err();
    assert!(matches!(problem, SchemasProblem::NotOurs { .. }), "{problem}");
    assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");

    let nowhere = folder.path().join("no-such-pack");
    assert!(matches!(write(&nowhere, &names), Err(SchemasProblem::Folder { .. })));
}

/// Words that a file may hold in the place of others: names of every kind, forms of every kind, and none.
const WORDS: [&str; 18] = [
    "start.slow",
    "start",
    "place",
    "worst.bad",
    "alarm",
    "not-here",
    "sprain",
    "sprain.fits-well",
    "blue-thing.fits-well",
    "rest",
    "too-far",
    "made-up",
    "paper-2020",
    "not-sure",
    "none",
    "7",
    "Some words.",
    "no-such-name",
];

/// The base with one text in quotes, somewhere in its files, replaced by one of the words.
fn with_a_word(file: usize, place: usize, word: &str) -> Option<Vec<PackSource>> {
    let mut packs = base();
    let source = packs.iter_mut().find(|source| source.folder == "sore-spot")?;
    let path = source.files.keys().nth(file % source.files.len())?.clone();
    let text = String::from_utf8(source.files[&path].clone()).ok()?;
    let quoted: Vec<(usize, usize)> = {
        let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
        quotes.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
    };
    let (start, end) = *quoted.get(place % quoted.len().max(1))?;
    let text = format!("{}\"{word}{}", &text[..start], &text[end..]);
    source.files.insert(path, text.into_bytes());
    Some(packs)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// An editor shows no mistake where the loader sees none.
    #[test]
    fn what_a_schema_of_a_pack_refuses_the_loader_refuses(file in 0_usize..9, place in 0_usize..200, word in 0_usize..WORDS.len()) {
        let Some(packs) = with_a_word(file, place, WORDS[word]) else { return Ok(()) };
        let refused = refused(&packs, "sore-spot");
        if !refused.is_empty() {
            let loaded = load(&packs, "sore-spot");
            prop_assert!(loaded.has_errors(), "{:?} is refused by a schema and taken by the loader", refused);
        }
    }
}
