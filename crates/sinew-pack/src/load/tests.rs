//! The loader as a whole: a corpus of good and bad files, links between packs, and files that are broken at random.

use super::*;
use crate::tree::Node;
use proptest::prelude::*;
use sinew_diag::{Severity, render};
use sinew_logic::Formula;
use sinew_model::{
    Answer, AnswerTest, Band, Claim, FindingRule, Index, OptionIx, Property, Urgency, WorseAnswer, Worsening,
};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// The library `signs` and the injury pack `sore-spot`, shown at fixed places.
fn base() -> Vec<PackSource> {
    ["signs", "sore-spot"]
        .into_iter()
        .map(|name| {
            let mut source =
                PackSource::read(&corpus().join("base").join(name)).expect("the corpus is there");
            source.shown_at = format!("packs/{name}");
            source
        })
        .collect()
}

fn text_of<'a>(packs: &'a [PackSource], pack: &str, file: &str) -> &'a str {
    let source = packs.iter().find(|source| source.folder == pack).expect("a pack of the base");
    std::str::from_utf8(&source.files[file]).expect("the base is text")
}

fn set(packs: &mut [PackSource], pack: &str, file: &str, text: &str) {
    let source = packs.iter_mut().find(|source| source.folder == pack).expect("a pack of the base");
    source.files.insert(file.to_owned(), text.as_bytes().to_vec());
}

/// The base with one text replaced, which must be there.
fn edited(pack: &str, file: &str, from: &str, to: &str) -> Vec<PackSource> {
    let mut packs = base();
    let text = text_of(&packs, pack, file);
    assert!(text.contains(from), "{file} has no {from:?}");
    let text = text.replacen(from, to, 1);
    set(&mut packs, pack, file, &text);
    packs
}

fn with_added(pack: &str, file: &str, added: &str) -> Vec<PackSource> {
    let mut packs = base();
    let text = format!("{}{added}", text_of(&packs, pack, file));
    set(&mut packs, pack, file, &text);
    packs
}

/// Code and place of everything found: `P0101 packs/x/pack.toml:3`.
fn found(loaded: &Loaded) -> Vec<String> {
    let place = |diagnostic: &Diagnostic| match diagnostic.place() {
        Some(span) => format!(" {}:{}", loaded.texts.name(span.text()), loaded.texts.line(span)),
        None => String::new(),
    };
    loaded.diagnostics.iter().map(|diagnostic| format!("{}{}", diagnostic.code, place(diagnostic))).collect()
}

fn only(loaded: &Loaded) -> &Diagnostic {
    assert_eq!(loaded.diagnostics.len(), 1, "{}", render::short(&loaded.diagnostics, &loaded.texts));
    assert!(loaded.pack.is_none());
    &loaded.diagnostics[0]
}

fn helps(diagnostic: &Diagnostic) -> String {
    diagnostic.helps.iter().map(|help| help.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_base_loads_without_a_word() {
    for id in ["signs", "sore-spot"] {
        let loaded = load(&base(), id);
        assert!(loaded.diagnostics.is_empty(), "{}", render::short(&loaded.diagnostics, &loaded.texts));
        assert!(loaded.pack.is_some());
    }
}

#[test]
fn a_compiled_pack_holds_what_the_files_say() {
    let loaded = load(&base(), "sore-spot");
    let pack = loaded.pack.expect("the base has no errors");
    let ids: Vec<&str> = pack.questions().iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["right-now", "start", "place", "worst", "distance"], "libraries first, file order");
    assert_eq!(pack.libraries().len(), 1);
    assert_eq!(pack.libraries()[0].version.to_string(), "0.2.1");
    let start = pack.question_named("start").expect("a question of the library");
    let sudden = pack.finding_named("start.sudden").expect("an option");
    let test = AnswerTest::Chose(OptionIx::at(0));
    assert_eq!(pack.findings()[sudden].rule, FindingRule::Answer { question: start, test });
    for name in [
        "right-now.none",
        "right-now.not-sure",
        "place",
        "worst.bad",
        "distance.far",
        "odd-start",
        "alarm",
        "not-here",
    ] {
        assert!(pack.finding_named(name).is_some(), "{name}");
    }
    for name in ["distance.not-sure", "place.yes", "start", "start.none"] {
        assert!(pack.finding_named(name).is_none(), "{name}");
    }
    let sprain = &pack.conditions()[pack.condition_named("sprain").expect("a condition")];
    let weights: Vec<(i32, i32)> =
        sprain.evidence.iter().map(|line| (line.present.value(), line.absent.value())).collect();
    assert_eq!(weights, [(6, -3), (9, 0)], "10 log10 of 4, 0.5 and 8.5");
    assert_eq!(sprain.prior.weight.value(), 11);
    assert_eq!(sprain.prior.written, "12");
    assert_eq!(sprain.adjustments[0].shift.value(), 3);
    assert_eq!(sprain.evidence[0].group, sprain.evidence[1].group);
    assert_eq!((sprain.origin.file.as_str(), sprain.origin.line), ("conditions.toml", 3));
    let block: Vec<&str> = pack
        .blocks()
        .iter()
        .flat_map(|block| &block.actions)
        .map(|action| pack.actions()[*action].id.as_str())
        .collect();
    assert_eq!(block, ["rest", "go-less-far"], "kinds are resolved to actions");
    assert_eq!(pack.given().len(), 1);
    assert_eq!(pack.given()[0].answer, Answer::YesNo(true));
}

#[test]
fn every_origin_leads_back_to_the_line_of_its_table() {
    let loaded = load(&base(), "sore-spot");
    let pack = loaded.pack.as_ref().expect("the base has no errors");
    let line = |origin| loaded.texts.slice(loaded.place(origin).expect("its file was read")).to_owned();
    for flag in pack.red_flags() {
        assert_eq!(line(&flag.origin), format!("[red-flag.{}]", flag.id), "also in a library");
    }
    let sprain = &pack.conditions()[pack.condition_named("sprain").expect("a condition")];
    let [adjustment] = sprain.adjustments.as_slice() else { panic!("one adjustment") };
    assert_eq!(line(&adjustment.origin), format!("[condition.sprain.adjust.{}]", adjustment.id));
    let elsewhere = Origin { file: "nowhere.toml".into(), ..sprain.origin.clone() };
    assert_eq!(loaded.place(&elsewhere), None);
}

#[test]
fn cases_inherit_answers_and_say_so() {
    let loaded = load(&base(), "sore-spot");
    let pack = loaded.pack.expect("the base has no errors");
    let sudden = loaded.cases.iter().find(|case| case.id.as_str() == "sudden").expect("a case of the base");
    let answers: Vec<(&str, bool)> = sudden
        .answers
        .iter()
        .map(|answer| (pack.questions()[answer.question].id.as_str(), answer.inherited))
        .collect();
    assert_eq!(answers, [("right-now", false), ("start", false), ("worst", true), ("distance", true)]);
    assert_eq!(sudden.expect.urgency, Urgency::Emergency);
    assert_eq!(sudden.expect.flags, None);
    assert_eq!(loaded.cases[0].expect.flags, Some(Vec::new()));
    assert_eq!(sudden.expect.must.len(), 3);
}

#[test]
fn a_picture_is_kept_and_can_be_seen_without_loading() {
    let packs = edited("sore-spot", "pack.toml", "[uses]", "picture = '''\n  /|\n (*)\n'''\n[uses]");
    let picture: Picture = "  /|\n (*)".parse().expect("it is a picture");
    let pack = load(&packs, "sore-spot").pack.expect("it has no errors");
    assert_eq!(pack.identity().picture.as_ref(), Some(&picture));
    assert_eq!(headline(&packs[1]).expect("it can be read").picture, Some(picture));
    // A bad one keeps no pack off the list: what is wrong with it is said where it is loaded.
    let packs = edited("sore-spot", "pack.toml", "[uses]", "picture = 'none'\n[uses]");
    assert_eq!(headline(&packs[1]).expect("it can be read").picture, None);
    assert!(load(&packs, "sore-spot").pack.is_none());
}

#[test]
fn changes_are_kept_by_version_the_oldest_first() {
    let added = "\n[changes]\n\"0.10.0\" = [\"Three.\", \"Four.\"]\n\"0.2.0\" = [\"Two.\"]\n";
    let mut packs = with_added("sore-spot", "pack.toml", added);
    let text = text_of(&packs, "sore-spot", "pack.toml").replace("\"0.1.0\"", "\"0.10.0\"");
    set(&mut packs, "sore-spot", "pack.toml", &text);
    let pack = load(&packs, "sore-spot").pack.expect("it has no errors");
    let words = |changes: &[sinew_model::VersionChanges]| -> Vec<String> {
        changes.iter().map(|change| format!("{}: {}", change.version, change.texts.join(" "))).collect()
    };
    assert_eq!(words(&pack.identity().changes), ["0.2.0: Two.", "0.10.0: Three. Four."]);
    assert_eq!(words(&pack.libraries()[0].changes), ["0.2.1: One more sign."]);
}

#[test]
fn a_library_has_no_picture() {
    let loaded = load(&edited("signs", "pack.toml", "known-limits", "picture = '*'\nknown-limits"), "signs");
    assert_eq!(only(&loaded).code, check::PICTURE_NOT_HERE.code());
}

#[test]
fn a_known_gap_keeps_its_reason_and_is_not_inherited() {
    let gap = "known-gap = \"nobody looked into it\"\nevidence";
    let loaded = load(&edited("sore-spot", "cases/people.toml", "evidence", gap), "sore-spot");
    assert!(loaded.pack.is_some(), "{}", render::short(&loaded.diagnostics, &loaded.texts));
    let gaps: Vec<_> = loaded.cases.iter().map(|case| case.known_gap.as_ref()).collect();
    let [Some(plain), None] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert_eq!(plain.because, "nobody looked into it");
    assert_eq!(loaded.texts.slice(plain.span), "\"nobody looked into it\"");
}

// ------------------------------------------------------------------------------------------------ the corpus

/// What the comments of a corpus file say is found: line and code, and whether the schema finds it too.
struct Expected {
    all: BTreeSet<(u32, String)>,
    by_schema: BTreeSet<(u32, String)>,
}

/// Reads `# error[P0101]` and `# warning[T0101]` at the end of the line that they are about, or `# next error[…]` on the
/// line before. A following `schema` says that the JSON Schema refuses it, too.
fn expected(text: &str) -> Expected {
    let mut expected = Expected { all: BTreeSet::new(), by_schema: BTreeSet::new() };
    for (at, line) in text.lines().enumerate() {
        for (start, _) in line.match_indices('[') {
            let before = &line[..start];
            if !(before.ends_with("error") || before.ends_with("warning")) || !before.contains("# ") {
                continue;
            }
            let rest = &line[start + 1..];
            let (code, after) = rest.split_once(']').expect("a code in brackets");
            let is_next = before.contains("# next ");
            let number = u32::try_from(at + 1).expect("files are short") + u32::from(is_next);
            expected.all.insert((number, code.to_owned()));
            if after.starts_with(" schema") {
                expected.by_schema.insert((number, code.to_owned()));
            }
        }
    }
    expected
}

/// Puts a corpus file into the base: `pack--….toml` replaces the file, others are added to the end of it. Returns what to
/// load and which file to look at.
fn placed(name: &str, text: &str) -> (Vec<PackSource>, &'static str, String) {
    let (kind, _) = name.split_once("--").expect("corpus files are called KIND--DEFECT.toml");
    let pack = match kind {
        "pack" | "conditions" | "properties" | "cases" => "sore-spot",
        _ => "signs",
    };
    let file = if kind == "cases" { "cases/people.toml".to_owned() } else { format!("{kind}.toml") };
    let mut packs = base();
    let has = packs.iter().any(|source| source.folder == pack && source.files.contains_key(&file));
    let whole = text.starts_with("#whole\n") || kind == "pack" || !has;
    let text = if whole {
        text.strip_prefix("#whole\n").unwrap_or(text).to_owned()
    } else {
        format!("{}{text}", text_of(&packs, pack, &file))
    };
    set(&mut packs, pack, &file, &text);
    (packs, pack, file)
}

fn in_file(diagnostics: &[Diagnostic], texts: &Texts, path: &str) -> BTreeSet<(u32, String)> {
    let here = diagnostics.iter().filter_map(|diagnostic| {
        let span = diagnostic.place().filter(|span| texts.name(span.text()) == path)?;
        Some((texts.line(span), diagnostic.code.to_string()))
    });
    here.collect()
}

fn by_schema_alone(packs: &[PackSource], pack: &str, file: &str) -> BTreeSet<(u32, String)> {
    let mut texts = Texts::new();
    let id = texts.add("file".into(), text_of(packs, pack, file).into());
    let (root, problems): (Node<'_>, _) = tree::parse(id, &texts);
    if !problems.is_empty() {
        return BTreeSet::new();
    }
    let kind = FileKind::of(file).expect("corpus files have a kind");
    let report = schema_check::check(kind, &root, &texts);
    in_file(&report.diagnostics, &texts, "file")
}

fn corpus_files(folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(corpus().join(folder))
        .expect("the corpus is there")
        .map(|entry| entry.expect("the corpus can be read").path())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("corpus files are text").replace("\r\n", "\n"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn schema_and_decoder_agree_on_the_corpus() {
    let (valid, invalid) = (corpus_files("valid"), corpus_files("invalid"));
    assert!(valid.len() >= 5 && invalid.len() >= 40, "{} and {}", valid.len(), invalid.len());
    let mut failures = Vec::new();
    for (name, text) in valid.iter().chain(&invalid) {
        let (packs, pack, file) = placed(name, text);
        let path = format!("packs/{pack}/{file}");
        let expected = expected(text_of(&packs, pack, &file));
        let with_schema = load_with(&AtHand::new(&packs), pack, Thoroughness { schema: true, today: None });
        let without = load_with(&AtHand::new(&packs), pack, Thoroughness { schema: false, today: None });
        if !nothing_is_lost(&with_schema) || !nothing_is_lost(&without) {
            failures.push(format!("{name}: something is left out without an error"));
        }
        let is_invalid = invalid.iter().any(|(known, _)| known == name);
        let seen = in_file(&with_schema.diagnostics, &with_schema.texts, &path);
        if seen != expected.all {
            let drawn = render::short(&with_schema.diagnostics, &with_schema.texts);
            failures.push(format!("{name}: expected {:?}, with the schema {seen:?}\n{drawn}", expected.all));
        }
        let seen = in_file(&without.diagnostics, &without.texts, &path);
        if seen != expected.all {
            let drawn = render::short(&without.diagnostics, &without.texts);
            failures
                .push(format!("{name}: expected {:?}, by the decoder alone {seen:?}\n{drawn}", expected.all));
        }
        let seen = by_schema_alone(&packs, pack, &file);
        if seen != expected.by_schema {
            failures.push(format!("{name}: expected {:?}, by the schema alone {seen:?}", expected.by_schema));
        }
        let refused = with_schema.pack.is_none() && without.pack.is_none();
        let has_error = with_schema.has_errors() && without.has_errors();
        let is_warning_only = is_invalid && name.contains("warning-");
        if (is_invalid && !is_warning_only) != (refused && has_error) {
            failures.push(format!("{name}: refused: {refused}, errors: {has_error}"));
        }
        if with_schema.diagnostics.len() != without.diagnostics.len() {
            failures.push(format!(
                "{name}: the same thing is reported twice, or not at all\n{}---\n{}",
                render::short(&with_schema.diagnostics, &with_schema.texts),
                render::short(&without.diagnostics, &without.texts)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_codes_that_the_corpus_expects_exist() {
    let known: BTreeSet<&str> = crate::checks().iter().map(|check| check.code().name()).collect();
    for (name, text) in corpus_files("invalid") {
        for (_, code) in expected(&text).all {
            assert!(known.contains(code.as_str()), "{name}: {code}");
        }
    }
}

// ------------------------------------------------------------------------------------------------ files and limits

#[test]
fn a_file_that_is_not_utf8_is_reported_with_its_place() {
    let mut packs = base();
    packs[1]
        .files
        .insert("causes.toml".into(), b"#:schema ./.sinew/causes.schema.json\n# caf\xe9\n".to_vec());
    let loaded = load(&packs, "sore-spot");
    assert_eq!(only(&loaded).code, check::NOT_UTF8.code());
    assert_eq!(found(&loaded), ["P0001 packs/sore-spot/causes.toml:2"]);
}

#[test]
fn each_limit_has_its_own_code() {
    let mut packs = base();
    packs[1].files.insert("cases/large.toml".into(), vec![b'#'; MAX_FILE_BYTES + 1]);
    assert_eq!(only(&load(&packs, "sore-spot")).code, check::FILE_TOO_LARGE.code());

    let mut packs = base();
    for number in 0..MAX_FILES {
        packs[1].files.insert(format!("cases/{number}.toml"), Vec::new());
    }
    assert!(
        load(&packs, "sore-spot").diagnostics.iter().any(|found| found.code == check::TOO_MANY_FILES.code())
    );

    let mut packs = base();
    for number in 0..9 {
        packs[1].files.insert(format!("cases/{number}.toml"), vec![b'#'; MAX_FILE_BYTES]);
    }
    assert!(
        load(&packs, "sore-spot").diagnostics.iter().any(|found| found.code == check::PACK_TOO_LARGE.code())
    );
}

#[test]
fn too_much_of_one_thing_is_refused_and_not_compiled() {
    let many = |count: usize| {
        (0..count).map(|at| format!("\n[finding.f{at}]\nwhen = \"place\"\n")).collect::<Vec<_>>().concat()
    };
    // The base has combinations of its own.
    let own = load(&base(), "sore-spot").counts.findings;
    let loaded = load(&with_added("sore-spot", "questions.toml", &many(MAX_ENTRIES - own)), "sore-spot");
    assert!(
        loaded.pack.is_some(),
        "as many as fit: {:?}",
        loaded.diagnostics.iter().find(|found| found.is_error())
    );
    let loaded = load(&with_added("sore-spot", "questions.toml", &many(MAX_ENTRIES - own + 1)), "sore-spot");
    assert_eq!(only(&loaded).code, check::TOO_MANY_ENTRIES.code());
    assert_eq!(found(&loaded), ["P0012 packs/sore-spot/pack.toml:3"]);
    assert!(only(&loaded).message.contains("1001 findings; at most 1000"), "{}", only(&loaded).message);
}

#[test]
fn a_pack_and_its_library_may_not_give_different_answers() {
    let give = |answer: &str| {
        let mut packs = base();
        let text = format!("{}\n[given]\nstart = \"{answer}\"\n", text_of(&packs, "signs", "pack.toml"));
        set(&mut packs, "signs", "pack.toml", &text);
        let text =
            text_of(&packs, "sore-spot", "pack.toml").replace("[given]\n", "[given]\nstart = \"sudden\"\n");
        set(&mut packs, "sore-spot", "pack.toml", &text);
        // The case of the base would contradict what is given.
        let text = text_of(&packs, "sore-spot", "cases/people.toml")
            .replace("start = \"slow\"", "start = \"sudden\"");
        set(&mut packs, "sore-spot", "cases/people.toml", &text);
        packs
    };
    let loaded = load(&give("slow"), "sore-spot");
    let twice: Vec<_> =
        loaded.diagnostics.iter().filter(|found| found.code == check::GIVEN_TWICE.code()).collect();
    assert_eq!(twice.len(), 1, "{:?}", found(&loaded));
    assert!(loaded.pack.is_none());
    let loaded = load(&give("sudden"), "sore-spot");
    assert!(
        loaded.diagnostics.iter().all(|found| found.code != check::GIVEN_TWICE.code()),
        "{:?}",
        found(&loaded)
    );
}

#[test]
fn the_longest_text_is_taken_and_one_character_more_is_not() {
    let with = |length: usize| {
        let packs =
            edited("sore-spot", "pack.toml", "\"A sore spot\"", &format!("\"{}\"", "ä".repeat(length)));
        [
            load_with(&AtHand::new(&packs), "sore-spot", Thoroughness { schema: true, today: None }),
            load_with(&AtHand::new(&packs), "sore-spot", Thoroughness { schema: false, today: None }),
        ]
    };
    let most = crate::shape::MAX_TEXT_LENGTH;
    for loaded in with(most) {
        assert!(loaded.pack.is_some(), "{:?}", found(&loaded));
    }
    for loaded in with(most + 1) {
        assert_eq!(only(&loaded).code, check::BAD_TEXT.code());
    }
}

#[test]
fn unknown_and_missing_files_are_reported() {
    let mut packs = base();
    let content = packs[1].files.remove("causes.toml").expect("a file of the base");
    packs[1].files.insert("cause.toml".into(), content);
    packs[1].files.remove("sources.toml");
    let loaded = load(&packs, "sore-spot");
    let codes: BTreeSet<&str> = loaded.diagnostics.iter().map(|found| found.code.name()).collect();
    assert_eq!(codes, BTreeSet::from(["P0006", "P0007"]), "{:?}", found(&loaded));
    let unknown =
        loaded.diagnostics.iter().find(|found| found.code == check::UNKNOWN_FILE.code()).expect("seen above");
    assert!(helps(unknown).contains("`causes.toml`"));
}

/// What names something that may stand in what could not be read is no mistake of its own.
#[test]
fn what_cannot_be_read_makes_no_flood_of_unknown_names() {
    let moved = |file: &str, to: Option<&str>| {
        let mut packs = base();
        let content = packs[1].files.remove(file).expect("a file of the base");
        packs[1].files.extend(to.map(|to| (to.to_owned(), content)));
        packs
    };
    for (packs, place) in [
        (moved("questions.toml", Some("question.toml")), "P0006 packs/sore-spot/question.toml:1"),
        (moved("causes.toml", Some("reasons.toml")), "P0006 packs/sore-spot/reasons.toml:1"),
        (moved("sources.toml", None), "P0007"),
        (moved("pack.toml", None), "P0007"),
        (edited("sore-spot", "pack.toml", "[uses]", "[use]"), "P0101 packs/sore-spot/pack.toml:14"),
        (edited("sore-spot", "pack.toml", "signs =", "Signs ="), "P0105 packs/sore-spot/pack.toml:15"),
        (
            edited("sore-spot", "pack.toml", "place = \"yes", "Place = \"yes"),
            "P0105 packs/sore-spot/pack.toml:18",
        ),
        (edited("sore-spot", "causes.toml", "[cause.", "[reason."), "P0101 packs/sore-spot/causes.toml:3"),
        (
            edited("sore-spot", "actions.toml", "[action.rest]", "[action.Rest]"),
            "P0105 packs/sore-spot/actions.toml:3",
        ),
        (
            edited("sore-spot", "actions.toml", "[action.go-less-far]", "[action.Go_less_far]"),
            "P0105 packs/sore-spot/actions.toml:18",
        ),
        (edited("signs", "questions.toml", "slow =", "Slow ="), "P0105 packs/signs/questions.toml:22"),
        (
            edited("sore-spot", "cases/people.toml", "[case.plain]", "[case.Plain]"),
            "P0105 packs/sore-spot/cases/people.toml:3",
        ),
    ] {
        for schema in [true, false] {
            let loaded = load_with(&AtHand::new(&packs), "sore-spot", Thoroughness { schema, today: None });
            assert_eq!(found(&loaded), [place], "schema: {schema}");
            assert!(loaded.pack.is_none(), "{place}");
        }
    }
}

#[test]
fn a_key_is_missing_only_if_no_other_key_means_it() {
    // Two keys of which neither means the other.
    let packs = edited("sore-spot", "causes.toml", "because =", "reason =");
    assert_eq!(
        found(&load(&packs, "sore-spot")),
        ["P0102 packs/sore-spot/causes.toml:3", "P0101 packs/sore-spot/causes.toml:6"]
    );
    // One that is there as well cannot be meant.
    let packs = edited("sore-spot", "causes.toml", "title = \"Going", "because_ = \"Going");
    let loaded = load(&packs, "sore-spot");
    assert_eq!(
        found(&loaded),
        ["P0102 packs/sore-spot/causes.toml:3", "P0101 packs/sore-spot/causes.toml:4"]
    );
    assert!(
        helps(&loaded.diagnostics[1]).starts_with("the keys here are: "),
        "{}",
        helps(&loaded.diagnostics[1])
    );
}

#[test]
fn files_belong_to_one_kind_of_pack() {
    let mut packs = base();
    let conditions = packs[1].files["conditions.toml"].clone();
    packs[0].files.insert("conditions.toml".into(), conditions);
    let loaded = load(&packs, "signs");
    assert!(
        found(&loaded).contains(&"P0009 packs/signs/conditions.toml:1".to_owned()),
        "{:?}",
        found(&loaded)
    );
}

#[test]
fn deep_nesting_of_every_kind_is_refused_and_not_followed() {
    for deep in [
        format!("x = {}\"a\"{}", "[".repeat(200), "]".repeat(200)),
        format!("x{} = 1", ".a".repeat(5_000)),
        format!("[x{}]", ".a".repeat(5_000)),
        format!("x = {}1{}", "{ a = ".repeat(60), " }".repeat(60)),
        format!("x = {}1{}", "{ a.b.c.d.e.f.g.h = ".repeat(60), " }".repeat(60)),
    ] {
        let added = format!("\n{deep}\n");
        let loaded = load(&with_added("sore-spot", "causes.toml", &added), "sore-spot");
        assert!(loaded.pack.is_none());
        let codes: BTreeSet<&str> = loaded.diagnostics.iter().map(|found| found.code.name()).collect();
        assert!(codes.contains("P0004") || codes.contains("P0010"), "{codes:?}");
    }
}

#[test]
fn a_wrong_schema_line_comes_with_the_right_one() {
    let packs = edited("sore-spot", "causes.toml", "#:schema ./.sinew/causes", "#:schema ../.sinew/causes");
    let loaded = load(&packs, "sore-spot");
    let help = only(&loaded).helps.first().expect("a help");
    let edit = help.edit.as_ref().expect("an edit");
    assert_eq!(edit.replacement, "#:schema ./.sinew/causes.schema.json");
    assert_eq!(loaded.texts.slice(edit.span), "#:schema ../.sinew/causes.schema.json");
}

// ------------------------------------------------------------------------------------------------ several packs

#[test]
fn an_unknown_pack_is_answered_with_the_closest_name() {
    let loaded = load(&base(), "sore-spt");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::NO_SUCH_PACK.code());
    assert!(helps(diagnostic).contains("`sore-spot`"));
    assert!(diagnostic.notes[0].contains("signs, sore-spot"));
}

/// A copy of a pack with another version, shown elsewhere.
fn in_version(packs: &[PackSource], pack: &str, from: &str, to: &str) -> PackSource {
    let mut copy = packs.iter().find(|source| source.folder == pack).expect("a pack of the base").clone();
    let text = text_of(std::slice::from_ref(&copy), pack, "pack.toml").to_owned();
    let (old, new) = (format!("version = \"{from}\""), format!("version = \"{to}\""));
    assert!(text.contains(&old), "{text}");
    copy.files.insert("pack.toml".into(), text.replace(&old, &new).into_bytes());
    copy.shown_at = format!("elsewhere/{pack}");
    copy
}

#[test]
fn one_version_with_two_contents_is_refused_with_both_places() {
    let mut packs = base();
    let mut copy = packs[1].clone();
    copy.shown_at = "elsewhere/sore-spot".into();
    packs.push(copy);
    assert!(load(&packs, "sore-spot").pack.is_some(), "the same content twice is one pack");
    set(&mut packs[2..], "sore-spot", "README.toml", "x = 1");
    for name in ["sore-spot", "sore-spot@0.1.0"] {
        let loaded = load(&packs, name);
        assert_eq!(only(&loaded).code, check::PACK_TWICE.code());
        assert_eq!(
            only(&loaded).message,
            "the pack `sore-spot` is there more than once in version 0.1.0: packs/sore-spot, elsewhere/sore-spot"
        );
        assert_eq!(AtHand::new(&packs).parts(name), None);
    }
    // Whoever names one by its folder is told the id that both have.
    packs[2].folder = "sore-spot-old".into();
    let message = &load(&packs, "sore-spot-old").diagnostics[0].message;
    assert!(message.starts_with("the pack `sore-spot` is there more than once"), "{message}");
    // A library that is there twice is told where it is used.
    let mut packs = base();
    packs.push(PackSource { shown_at: "elsewhere/signs".into(), ..packs[0].clone() });
    set(&mut packs[2..], "signs", "README.toml", "x = 1");
    let loaded = load(&packs, "sore-spot");
    assert_eq!(only(&loaded).code, check::PACK_TWICE.code());
    assert_eq!(found(&loaded), ["R0102 packs/sore-spot/pack.toml:15"]);
}

#[test]
fn the_highest_version_is_loaded_unless_another_is_named() {
    let mut packs = base();
    for version in ["0.1.9", "0.1.10", "0.2.0-rc.1"] {
        packs.push(in_version(&packs, "sore-spot", "0.1.0", version));
    }
    let loaded = |name: &str| {
        let loaded = load(&packs, name);
        assert_eq!(AtHand::new(&packs).parts(name).unwrap_or_default(), loaded.parts, "{name}");
        loaded.pack.map(|pack| pack.identity().version.to_string())
    };
    assert_eq!(loaded("sore-spot").as_deref(), Some("0.1.10"));
    assert_eq!(loaded("sore-spot@0.1.0").as_deref(), Some("0.1.0"));
    assert_eq!(loaded("sore-spot@0.2.0-rc.1").as_deref(), Some("0.2.0-rc.1"));
    assert_eq!(loaded("sore-spot@0.3.0"), None);
    let missing = load(&packs, "sore-spot@0.3.0");
    assert_eq!(only(&missing).code, check::NO_SUCH_PACK.code());
    assert_eq!(only(&missing).message, "there is no version 0.3.0 of the pack `sore-spot`");
    assert_eq!(only(&missing).notes, ["versions 0.2.0-rc.1, 0.1.10, 0.1.9 and 0.1.0 are at hand"]);
    // Where there is nothing else, a pre-release is better than nothing.
    let only_pre = [packs[0].clone(), packs[4].clone()];
    let loaded = load(&only_pre, "sore-spot").pack.expect("it has no errors");
    assert_eq!(loaded.identity().version.to_string(), "0.2.0-rc.1");
}

#[test]
fn of_a_library_the_highest_version_that_fits_is_taken_and_it_decides_the_content() {
    let mut packs = base();
    for version in ["0.2.2", "0.3.0"] {
        packs.push(in_version(&packs, "signs", "0.2.1", version));
    }
    set(
        &mut packs[2..],
        "signs",
        "questions.toml",
        &text_of(&base(), "signs", "questions.toml")
            .replace("ask = \"Is it here?\"", "ask = \"Is it right here?\""),
    );
    let loaded = load(&packs, "sore-spot");
    assert_eq!(loaded.parts, [2, 1], "the library, then the pack");
    let pack = loaded.pack.expect("it has no errors");
    assert_eq!(pack.libraries()[0].version.to_string(), "0.2.2");
    assert_eq!(pack.questions()[pack.question_named("place").expect("it is there")].ask, "Is it right here?");
    assert_ne!(pack.identity().hash, hash(&base(), "sore-spot"));
    packs.reverse();
    assert_eq!(load(&packs, "sore-spot").pack, Some(pack), "the order at hand does not matter");
}

#[test]
fn where_no_version_fits_all_users_it_is_one_error_with_all_of_them() {
    let mut packs = base();
    let text = "#:schema ./.sinew/pack.schema.json\nformat = 1\nid = \"between\"\nkind = \"library\"\nversion = \"1.0.0\"\n\
                title = \"Between\"\nintended-use = \"Tests.\"\nnot-for = [\"people\"]\nreviewed = \"2026-01-01\"\n\
                next-review = \"2027-01-01\"\nknown-limits = [\"made up\"]\n[uses]\nsigns = \"^0.3\"\n";
    let sources = "#:schema ./.sinew/sources.schema.json\n";
    packs.push(PackSource {
        folder: "between".into(),
        shown_at: "packs/between".into(),
        files: [("pack.toml", text), ("sources.toml", sources)]
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into(),
    });
    let own = text_of(&packs, "sore-spot", "pack.toml")
        .replace("signs = \"^0.2\"", "signs = \"^0.2\"\nbetween = \"*\"");
    set(&mut packs, "sore-spot", "pack.toml", &own);
    packs.push(in_version(&packs, "signs", "0.2.1", "0.3.0"));
    let loaded = load(&packs, "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::LIBRARY_VERSION.code());
    assert_eq!(
        diagnostic.message,
        "no version of `signs` fits all that use it: `between` needs ^0.3, `sore-spot` needs ^0.2; versions 0.3.0 and 0.2.1 are at hand"
    );
    let places: Vec<String> = diagnostic
        .labels
        .iter()
        .map(|label| format!("{}:{}", loaded.texts.name(label.span.text()), label.text))
        .collect();
    assert_eq!(
        places,
        [
            "packs/between/pack.toml:needed here",
            "packs/sore-spot/pack.toml:and here",
            "packs/signs/pack.toml:the version that comes nearest",
        ]
    );
    assert_eq!(AtHand::new(&packs).parts("sore-spot"), None);
    // One more version that fits both settles it.
    let text = text_of(&packs, "between", "pack.toml").replace("^0.3", ">=0.2");
    set(&mut packs, "between", "pack.toml", &text);
    let pack = load(&packs, "sore-spot").pack.expect("it has no errors");
    let versions: Vec<String> =
        pack.libraries().iter().map(|library| format!("{} {}", library.id, library.version)).collect();
    assert_eq!(versions, ["signs 0.2.1", "between 1.0.0"]);
}

#[test]
fn a_pack_stands_in_a_folder_of_its_name() {
    let mut packs = base();
    packs[1].folder = "other".into();
    assert_eq!(only(&load(&packs, "sore-spot")).code, check::FOLDER_NAME.code());
}

#[test]
fn version_ranges_are_kept_and_name_both_sides() {
    for (range, fits) in
        [("^0.2", true), ("0.2.1", true), (">=0.2, <0.3", true), ("^0.1", false), ("=0.2.0", false)]
    {
        let packs = edited("sore-spot", "pack.toml", "\"^0.2\"", &format!("\"{range}\""));
        let loaded = load(&packs, "sore-spot");
        assert_eq!(loaded.pack.is_some(), fits, "{range}");
        if !fits {
            let diagnostic = only(&loaded);
            assert_eq!(diagnostic.code, check::LIBRARY_VERSION.code());
            for part in ["sore-spot", "signs", "0.2.1"] {
                assert!(diagnostic.message.contains(part), "{}", diagnostic.message);
            }
            let names: Vec<&str> =
                diagnostic.labels.iter().map(|label| loaded.texts.name(label.span.text())).collect();
            assert_eq!(names, ["packs/sore-spot/pack.toml", "packs/signs/pack.toml"]);
        }
    }
}

#[test]
fn a_missing_library_is_one_finding_and_no_flood() {
    let packs = edited("sore-spot", "pack.toml", "signs = ", "sings = ");
    let loaded = load(&packs, "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::LIBRARY_MISSING.code());
    assert!(helps(diagnostic).contains("`signs`"));
    assert_eq!(found(&loaded), ["R0104 packs/sore-spot/pack.toml:15"]);
}

#[test]
fn an_injury_pack_is_no_library() {
    let packs = edited("signs", "pack.toml", "kind = \"library\"", "kind = \"injury\"\nplace = \"here\"");
    let loaded = load(&packs, "sore-spot");
    assert!(
        loaded.diagnostics.iter().any(|found| found.code == check::NOT_A_LIBRARY.code()),
        "{:?}",
        found(&loaded)
    );
}

#[test]
fn libraries_in_a_circle_are_spelled_out() {
    let mut packs = edited("signs", "pack.toml", "known-limits", "known-limits");
    let text = format!("{}\n[uses]\nsore-spot = \"^0.1\"\n", text_of(&packs, "signs", "pack.toml"));
    set(&mut packs, "signs", "pack.toml", &text);
    let loaded = load(&packs, "sore-spot");
    let circle =
        loaded.diagnostics.iter().find(|found| found.code == check::LIBRARY_CYCLE.code()).expect("a circle");
    assert!(circle.message.ends_with(": signs → sore-spot → signs"), "{}", circle.message);
    let from_the_other = load(&packs, "signs");
    let same = |found: &&Diagnostic| found.code == circle.code;
    let other = from_the_other.diagnostics.iter().find(same).expect("a circle");
    let place = |loaded: &Loaded, found: &Diagnostic| {
        let span = found.place().expect("a place");
        (loaded.texts.name(span.text()).to_owned(), loaded.texts.line(span), found.message.clone())
    };
    assert_eq!(place(&loaded, circle), place(&from_the_other, other), "it is one and the same");
}

#[test]
fn a_circle_of_cases_is_reported_once_and_not_for_those_that_lead_into_it() {
    let case = |id: &str, like: &str| {
        format!("\n[case.{id}]\ntitle = \"x\"\nlike = \"{like}\"\nexpect = {{ urgency = \"soon\" }}\n")
    };
    let added = [case("b", "c"), case("c", "a"), case("a", "b"), case("led-in", "b")].concat();
    let loaded = load(&with_added("sore-spot", "cases/people.toml", &added), "sore-spot");
    assert_eq!(only(&loaded).code, check::CASE_CYCLE.code());
    assert!(only(&loaded).message.ends_with("a → b → c → a"), "{}", only(&loaded).message);
}

#[test]
fn a_review_that_is_out_of_order_is_not_also_overdue() {
    let inspected = |next: &str| {
        let packs = edited(
            "sore-spot",
            "pack.toml",
            "next-review = \"2027-01-01\"",
            &format!("next-review = \"{next}\""),
        );
        found(&inspect(&packs, "sore-spot", Date::constant(2026, 3, 4)))
    };
    assert_eq!(inspected("2026-03-04"), [""; 0], "the day itself is in time");
    assert_eq!(inspected("2026-03-03"), ["L0414 packs/sore-spot/pack.toml:11"]);
    assert_eq!(inspected("2026-01-01"), ["L0404 packs/sore-spot/pack.toml:11"]);
    assert_eq!(inspected("2025-03-03"), ["L0404 packs/sore-spot/pack.toml:11"]);
}

#[test]
fn words_to_be_left_out_are_one_finding() {
    for (written, code) in [("Do not run", "T0105"), ("Never run", "T0105"), ("Run", "T0108")] {
        let packs =
            edited("sore-spot", "actions.toml", "do-not = [\"run\"]", &format!("do-not = [\"{written}\"]"));
        let loaded = load(&packs, "sore-spot");
        let codes: Vec<&str> = loaded.diagnostics.iter().map(|found| found.code.name()).collect();
        assert_eq!(codes, [code], "{written}");
    }
}

#[test]
fn an_error_in_a_library_counts_and_its_wording_does_not() {
    let packs = edited("signs", "red-flags.toml", "say = \"I see a red light.\"\n", "");
    assert_eq!(only(&load(&packs, "sore-spot")).code, check::NO_SAY.code());
    let packs = edited("signs", "red-flags.toml", "do-not = [\"press", "do-not = [\"do not press");
    assert!(load(&packs, "sore-spot").diagnostics.is_empty());
    assert_eq!(found(&load(&packs, "signs")), ["T0105 packs/signs/red-flags.toml:11"]);
}

#[test]
fn a_clash_between_pack_and_library_names_both_places() {
    let added = "\n[source.made-up]\ncitation = \"Again.\"\nstatus = \"recalled\"\n";
    let loaded = load(&with_added("sore-spot", "sources.toml", added), "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::DUPLICATE_ID.code());
    let places: Vec<String> = diagnostic
        .labels
        .iter()
        .map(|label| format!("{}:{}", loaded.texts.name(label.span.text()), loaded.texts.line(label.span)))
        .collect();
    assert_eq!(places, ["packs/sore-spot/sources.toml:10", "packs/signs/sources.toml:3"]);
}

#[test]
fn questions_findings_flags_and_exits_share_one_space() {
    let added = "\n[finding.alarm]\nwhen = \"place\"\n";
    let loaded = load(&with_added("sore-spot", "questions.toml", added), "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::DUPLICATE_ID.code());
    assert!(diagnostic.message.contains("`alarm` is the id of a red flag and of a finding"));
}

#[test]
fn an_unknown_name_gets_help_that_fits() {
    let cases = [
        ("start.suden", "a finding with a similar name exists: `start.sudden`"),
        ("start", "the findings of this question are: start.not-sure, start.slow, start.sudden"),
        ("place.yes", "the name of a yes-no question alone means yes: `place`"),
        ("place.no", "for no, write { not = \"place\" }"),
        ("alram", "a finding with a similar name exists: `alarm`"),
        ("odd-strat", "a finding with a similar name exists: `odd-start`"),
        ("sprain.fits-wel", "a finding with a similar name exists: `sprain.fits-well`"),
        ("sprain", "write `sprain.fits-partly` (partly or well) or `sprain.fits-well`"),
        ("sprain.fits-less-well", "write `sprain.fits-partly` (partly or well) or `sprain.fits-well`"),
    ];
    for (written, help) in cases {
        let packs = edited("sore-spot", "causes.toml", "\"worst.bad\"", &format!("\"{written}\""));
        let loaded = load(&packs, "sore-spot");
        let diagnostic = only(&loaded);
        assert_eq!(diagnostic.code, check::UNKNOWN_FINDING.code(), "{written}");
        assert_eq!(loaded.texts.slice(diagnostic.place().expect("a place")), format!("\"{written}\""));
        assert!(helps(diagnostic).contains(help), "{written}: {}", helps(diagnostic));
    }
    for (written, note) in [
        ("too-far", "there is a cause with this id"),
        ("blue-thing.fits-well", "this condition is only shown with red flags"),
    ] {
        let packs = edited("sore-spot", "causes.toml", "\"worst.bad\"", &format!("\"{written}\""));
        let loaded = load(&packs, "sore-spot");
        assert_eq!(only(&loaded).code, check::UNKNOWN_FINDING.code(), "{written}");
        assert!(only(&loaded).notes[0].contains(note), "{written}: {:?}", only(&loaded).notes);
    }
}

#[test]
fn a_formula_can_name_how_well_a_condition_fits() {
    let packs = edited("sore-spot", "actions.toml", "\nwhen = \"alarm\"", "\nwhen = \"sprain.fits-well\"");
    let loaded = load(&packs, "sore-spot");
    assert!(loaded.diagnostics.is_empty(), "{}", render::short(&loaded.diagnostics, &loaded.texts));
    let pack = loaded.pack.expect("nothing was found");
    let fits = pack.finding_named("sprain.fits-well").expect("a formula names it");
    let condition = pack.condition_named("sprain").expect("a condition");
    assert_eq!(pack.findings()[fits].rule, FindingRule::Fits { condition, at_least: Band::FitsWell });
    assert_eq!(pack.blocks().iter().next().expect("a block").when, Formula::Atom(fits));
    let odd = pack.finding_named("odd-start").expect("its evidence uses it");
    assert!(odd < fits, "it stands behind what it hangs on");
    assert!(pack.finding_named("sprain.fits-partly").is_none(), "no formula names it");
}

#[test]
fn a_fit_that_hangs_on_itself_is_a_circle() {
    let packs =
        edited("sore-spot", "conditions.toml", "when = \"odd-start\"", "when = \"sprain.fits-partly\"");
    let loaded = load(&packs, "sore-spot");
    let circle = loaded.diagnostics.iter().find(|found| found.code == check::FORMULA_CYCLE.code());
    let circle = circle.expect("a circle");
    assert_eq!(circle.message, "the finding `sprain.fits-partly` depends on itself");
    assert!(loaded.pack.is_none());
}

#[test]
fn whether_a_question_is_asked_can_hang_on_a_fit_that_is_known_by_then() {
    let is_too_early = |pack: &str, question: &str| {
        let with = format!("{question}ask-when = \"sprain.fits-well\"\n");
        let loaded = load(&edited(pack, "questions.toml", question, &with), "sore-spot");
        loaded.diagnostics.iter().any(|found| found.code == check::ASKED_TOO_EARLY.code())
    };
    assert!(!is_too_early("sore-spot", "[question.distance]\n"), "the fit hangs on questions before it");
    assert!(is_too_early("signs", "[question.start]\n"), "the fit hangs on its own answer");
}

#[test]
fn a_circle_of_findings_is_spelled_out() {
    let added =
        "\n[finding.one]\nwhen = { any = [\"two\", \"place\"] }\n[finding.two]\nwhen = { not = \"one\" }\n";
    let loaded = load(&with_added("sore-spot", "questions.toml", added), "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::FORMULA_CYCLE.code());
    assert!(diagnostic.message.ends_with("one → two → one"), "{}", diagnostic.message);
}

#[test]
fn long_chains_of_findings_do_not_overflow() {
    let link = |link: u32, to: u32| format!("\n[finding.link-{link}]\nwhen = \"link-{to}\"\n");
    let first = "\n[finding.link-0]\nwhen = \"place\"\n".to_owned();
    let added =
        std::iter::once(first).chain((1..990).map(|at| link(at, at - 1))).collect::<Vec<_>>().concat();
    // The last is used, so that all are.
    let mut packs = with_added("sore-spot", "questions.toml", &added);
    let text =
        text_of(&packs, "sore-spot", "causes.toml").replace("\"worst.bad\"", "\"worst.bad\", \"link-989\"");
    set(&mut packs, "sore-spot", "causes.toml", &text);
    let loaded = load(&packs, "sore-spot");
    assert!(loaded.pack.is_some(), "{:?}", found(&loaded));
    let reversed = (0..990).map(|at| link(at, (at + 1) % 990)).collect::<Vec<_>>().concat();
    let loaded = load(&with_added("sore-spot", "questions.toml", &reversed), "sore-spot");
    assert_eq!(only(&loaded).code, check::FORMULA_CYCLE.code());
}

#[test]
fn large_files_full_of_mistakes_are_refused_within_reason() {
    let repeat = |part: &str| part.repeat((MAX_FILE_BYTES - 2_000) / part.len());
    let many = |part: &dyn Fn(usize) -> String| (0..10_000).map(part).collect::<Vec<_>>().concat();
    for (pack, file, added) in [
        ("sore-spot", "causes.toml", repeat("= \n")),
        ("sore-spot", "causes.toml", repeat("[[")),
        ("sore-spot", "questions.toml", many(&|at| format!("\n[finding.f{at}]\nwhen = \"g{at}x\"\n"))),
        (
            "sore-spot",
            "cases/people.toml",
            many(&|at| {
                format!(
                    "\n[case.c{at}]\ntitle = \"x\"\nlike = \"c{}\"\nexpect = {{ urgency = \"soon\" }}\n",
                    at + 1
                )
            }),
        ),
        ("sore-spot", "pack.toml", many(&|at| format!("q{at}x = \"yes\"\n"))),
    ] {
        let loaded = load(&with_added(pack, file, &added), "sore-spot");
        assert!(loaded.pack.is_none(), "{file}");
    }
}

/// The schema check stops after so many problems; the decoder goes on where it stopped.
#[test]
fn a_flood_of_mistakes_is_reported_once_each_and_in_time() {
    let keys = (0..20_000).map(|at| format!("k{at} = 2\n")).collect::<Vec<_>>().concat();
    let members = vec!["5"; 20_000].join(",");
    for (added, code, count) in [
        (format!("\n[finding.x]\nwhen = \"place\"\n{keys}"), check::UNKNOWN_KEY.code(), 20_000),
        (format!("\n[finding.x]\nwhen = {{ any = [{members}] }}\n"), check::BAD_FORMULA.code(), 20_000),
    ] {
        let loaded = load(&with_added("sore-spot", "questions.toml", &added), "sore-spot");
        assert!(loaded.pack.is_none());
        assert_eq!(loaded.diagnostics.iter().filter(|found| found.code == code).count(), count);
        assert_eq!(loaded.diagnostics.len(), count, "nothing is said twice, or in two ways");
    }
}

#[test]
fn what_nothing_uses_is_found_in_injury_packs_only() {
    let question = "\n[question.idle]\nkind = \"yes-no\"\nsection = \"S\"\nshort = \"Idle\"\nask = \"Is it?\"\nwhy = \"None\"\n\
                    yes = { label = \"Yes\", told = \"it is\" }\nno = { label = \"No\", told = \"it is not\" }\n";
    let loaded = load(&with_added("sore-spot", "questions.toml", question), "sore-spot");
    assert_eq!(found(&loaded), ["L0101 packs/sore-spot/questions.toml:41"]);
    assert!(loaded.pack.is_none(), "an error that is found last keeps it from loading all the same");
    assert!(load(&with_added("signs", "questions.toml", question), "signs").pack.is_some());

    let finding = "\n[finding.idle]\nwhen = \"place\"\n";
    let loaded = load(&with_added("sore-spot", "questions.toml", finding), "sore-spot");
    assert_eq!(found(&loaded), ["L0102 packs/sore-spot/questions.toml:41"]);
    assert!(loaded.pack.is_some(), "a warning does not keep a pack from loading");

    let packs = edited("sore-spot", "actions.toml", "always = true\n", "");
    let mut packs_without = packs.clone();
    let causes =
        text_of(&packs, "sore-spot", "causes.toml").replace("[\"rest\", \"go-less-far\"]", "[\"rest\"]");
    set(&mut packs_without, "sore-spot", "causes.toml", &causes);
    assert_eq!(found(&load(&packs_without, "sore-spot")), ["L0104 packs/sore-spot/actions.toml:18"]);
    assert!(load(&packs, "sore-spot").diagnostics.is_empty());
}

/// A property of the base, by its parts.
fn property(loaded: &Loaded, id: &str) -> Property {
    let pack = loaded.pack.as_ref().expect("a pack without errors");
    pack.properties()[pack.property_named(id).expect("a property")].clone()
}

#[test]
fn properties_are_compiled_with_those_of_libraries() {
    let with_any =
        edited("signs", "properties.toml", "urgency-at-least = \"emergency\"", "never-kinds = [\"any\"]");
    let loaded = load(&with_any, "sore-spot");
    let pack = loaded.pack.as_ref().expect("a pack without errors");
    let ids: Vec<&str> = pack.properties().iter().map(|property| property.id.as_str()).collect();
    assert_eq!(ids, ["red-light-now", "no-load-in-an-alarm", "worse-no-later"]);

    let of_library = property(&loaded, "red-light-now");
    let [rest, go_less_far] = ["rest", "go-less-far"].map(|id| pack.action_named(id).expect("an action"));
    assert_eq!(of_library.claim, Claim::Never(vec![rest, go_less_far]), "also what the pack adds");
    let alone = load(&with_any, "signs");
    assert_eq!(property(&alone, "red-light-now").claim, Claim::Never(vec![]), "the library has no action");
    assert_eq!(of_library.assume, pack.finding_named("right-now.red-light").map(Formula::Atom));
    assert_eq!((of_library.origin.pack.as_str(), of_library.origin.line), ("signs", 3));

    let of_pack = property(&loaded, "no-load-in-an-alarm");
    assert_eq!(of_pack.claim, Claim::Never(vec![rest, go_less_far]), "names first, then kinds");
    assert_eq!(of_pack.assume_open, pack.finding_named("alarm").map(Formula::Atom));
    assert_eq!((of_pack.assume, of_pack.evidence.as_deref()), (None, Some("X01")));
    let question = |id| pack.question_named(id).expect("a question");
    let changes = [
        Worsening { question: question("worst"), change: WorseAnswer::Upward },
        Worsening { question: question("right-now"), change: WorseAnswer::Chosen(OptionIx::at(0)) },
        Worsening { question: question("right-now"), change: WorseAnswer::Chosen(OptionIx::at(1)) },
    ];
    assert_eq!(property(&loaded, "worse-no-later").claim, Claim::MonotoneIn(changes.into()));
}

#[test]
fn each_claim_is_compiled_as_it_is_written() {
    let (_, text) =
        corpus_files("valid").into_iter().find(|(name, _)| name.starts_with("properties--")).unwrap();
    let loaded = load(&with_added("sore-spot", "properties.toml", &text), "sore-spot");
    let pack = loaded.pack.as_ref().expect("a pack without errors");
    let claim = |id| property(&loaded, id).claim;
    assert_eq!(claim("floor"), Claim::UrgencyAtLeast(Urgency::Routine));
    assert_eq!(claim("ceiling"), Claim::UrgencyAtMost(Urgency::SameDay));
    let [rest, go_less_far] = ["rest", "go-less-far"].map(|id| pack.action_named(id).expect("an action"));
    assert_eq!(claim("nothing"), Claim::Never(vec![rest, go_less_far]));
    assert_eq!(claim("these"), Claim::Never(vec![go_less_far, rest]));
    assert_eq!(claim("those"), Claim::Always(vec![go_less_far]));
    let condition = pack.condition_named("sprain").expect("a condition");
    assert_eq!(claim("fit"), Claim::FitsAtLeast { condition, band: Band::FitsWell });
    let question = |id| pack.question_named(id).expect("a question");
    let changes = [
        ("worst", WorseAnswer::Upward),
        ("place", WorseAnswer::Yes),
        ("right-now", WorseAnswer::Chosen(OptionIx::at(0))),
        ("right-now", WorseAnswer::Chosen(OptionIx::at(1))),
        ("start", WorseAnswer::Chosen(OptionIx::at(0))),
    ];
    let changes = changes.map(|(id, change)| Worsening { question: question(id), change });
    assert_eq!(claim("worse"), Claim::MonotoneIn(changes.into()), "what is named twice is there once");
}

/// Only what is promised differs. The hash is that of the files, so it does too.
#[test]
fn what_decides_is_the_same_without_properties() {
    let with = load(&base(), "sore-spot").pack.expect("a pack without errors");
    let mut packs = base();
    for source in &mut packs {
        source.files.remove("properties.toml");
    }
    let without = load(&packs, "sore-spot").pack.expect("a pack without errors");
    assert!(without.properties().is_empty() && !with.properties().is_empty());
    assert_ne!(with.identity().hash, without.identity().hash);
    let mut stripped = with.parts().clone();
    stripped.properties = without.properties().clone();
    stripped.identity.hash.clone_from(&without.identity().hash);
    assert_eq!(&stripped, without.parts());
}

#[test]
fn a_finding_of_properties_alone_is_used_by_nothing() {
    let mut packs = with_added("sore-spot", "questions.toml", "\n[finding.idle]\nwhen = \"place\"\n");
    let properties = text_of(&packs, "sore-spot", "properties.toml").replace("\"alarm\"", "\"idle\"");
    set(&mut packs, "sore-spot", "properties.toml", &properties);
    let loaded = load(&packs, "sore-spot");
    assert_eq!(found(&loaded), ["L0102 packs/sore-spot/questions.toml:41"]);
    assert!(loaded.diagnostics[0].message.contains("only properties"), "{}", loaded.diagnostics[0].message);
}

#[test]
fn what_cannot_be_worse_is_told_what_can() {
    for (named, expected) in [
        ("start", "name the options that are worse: `start.…`"),
        ("distance", "add `ordered = \"worse-upward\"` to the question"),
        ("right-now.none", "name an option of the question"),
        ("worst.bad", "name the whole question: `worst`"),
        ("place.yes", "the name of a yes-no question alone means yes: `place`"),
        ("right-now.red-lihgt", "a finding with a similar name exists: `right-now.red-light`"),
    ] {
        let packs = edited("sore-spot", "properties.toml", "\"right-now\"", &format!("\"{named}\""));
        let loaded = load(&packs, "sore-spot");
        let help = helps(only(&loaded));
        assert!(help.contains(expected), "{named}: {help}");
    }
}

/// A condition like the first one of the base, never shown without it. What only this uses or cites is used and cited.
#[test]
fn companions_are_compiled_and_what_they_use_counts_as_used() {
    let mut packs = base();
    let question = "\n[question.more]\nkind = \"yes-no\"\nsection = \"S\"\nshort = \"More\"\nask = \"Was it more?\"\nwhy = \"It counts\"\n\
                    yes = { label = \"Yes\", told = \"it was more\" }\nno = { label = \"No\", told = \"it was not more\" }\n\
                    [finding.much-more]\nwhen = { all = [\"more\", \"worst.bad\"] }\n";
    let source = "\n[source.mistakes]\ncitation = \"What is taken for what.\"\nstatus = \"recalled\"\n";
    let twin = "\n[condition.twin]\nname = \"Twin\"\nabout = \"Like a sprain.\"\ncare = \"self-care\"\nwho = \"a doctor\"\n\
                prior = { weight = 1, basis = \"judgement\", sources = [\"made-up\"] }\n\
                expect = { text = \"Nobody knows.\", basis = \"judgement\", sources = [\"made-up\"] }\n\
                review = \"2 weeks\"\nsources = [\"made-up\"]\n\
                evidence.here = { when = \"place\", present = 2, because = \"it is here\", basis = \"judgement\", sources = [\"made-up\"] }\n\
                \n[condition.twin.never-without.sprain]\nwhen = \"much-more\"\nbecause = \"one is often taken for the other\"\n\
                basis = \"published\"\nsources = [\"mistakes\"]\n";
    for (file, added) in [("questions.toml", question), ("sources.toml", source), ("conditions.toml", twin)] {
        let text = format!("{}{added}", text_of(&packs, "sore-spot", file));
        set(&mut packs, "sore-spot", file, &text);
    }
    let loaded = load(&packs, "sore-spot");
    assert!(loaded.diagnostics.is_empty(), "{}", render::short(&loaded.diagnostics, &loaded.texts));
    let pack = loaded.pack.expect("there are no errors");
    let twin = &pack.conditions()[pack.condition_named("twin").expect("a condition")];
    let [companion] = twin.never_without.as_slice() else { panic!("one companion is written") };
    assert_eq!(Some(companion.condition), pack.condition_named("sprain"));
    assert_eq!(companion.when, pack.finding_named("much-more").map(sinew_logic::Formula::Atom));
    assert_eq!(companion.because, "one is often taken for the other");
    assert_eq!(companion.basis, sinew_model::Basis::Published);
    assert_eq!(pack.sources()[companion.sources[0]].id.as_str(), "mistakes");
    let line = text_of(&packs, "sore-spot", "conditions.toml")
        .lines()
        .position(|line| line == "[condition.twin.never-without.sprain]");
    assert_eq!(line.map(|line| line + 1), usize::try_from(companion.origin.line).ok());

    let text = text_of(&packs, "sore-spot", "conditions.toml").replace("when = \"much-more\"\n", "");
    set(&mut packs, "sore-spot", "conditions.toml", &text);
    let unused: Vec<&str> =
        load(&packs, "sore-spot").diagnostics.iter().map(|found| found.code.name()).collect();
    assert_eq!(unused, ["L0101", "L0102"], "without the formula nothing uses the question and the finding");
}

#[test]
fn a_companion_that_only_flags_bring_is_refused_with_both_places() {
    let added = "\n[condition.sprain.never-without.blue-thing]\nbecause = \"they are alike\"\nbasis = \"judgement\"\nsources = [\"made-up\"]\n";
    let loaded = load(&with_added("sore-spot", "conditions.toml", added), "sore-spot");
    let diagnostic = only(&loaded);
    assert_eq!(diagnostic.code, check::COMPANION_NOT_RANKED.code());
    let places: Vec<&str> = diagnostic.labels.iter().map(|label| loaded.texts.slice(label.span)).collect();
    assert_eq!(places, ["blue-thing", "\"blue-alarm\""]);
    assert!(helps(diagnostic).contains("red flag"), "{}", helps(diagnostic));
}

#[test]
fn too_many_options_are_counted() {
    let option = |option: u32| format!("o{option} = {{ label = \"Option\", told = \"told\" }}\n");
    let options = (0..64).map(option).collect::<Vec<_>>().concat();
    let loaded = load(
        &with_added(
            "signs",
            "questions.toml",
            &format!(
                "\n[question.many]\nkind = \"any-of\"\nsection = \"S\"\nshort = \"Many\"\nask = \"Which?\"\nwhy = \"Many\"\n\
         none = {{ told = \"none\" }}\n[question.many.options]\n{options}"
            ),
        ),
        "signs",
    );
    assert_eq!(only(&loaded).code, check::TOO_MANY_OPTIONS.code());
}

#[test]
fn a_case_may_not_contradict_what_the_pack_gives() {
    let packs =
        edited("sore-spot", "cases/people.toml", "start = \"slow\"", "start = \"slow\", place = \"no\"");
    assert_eq!(only(&load(&packs, "sore-spot")).code, check::CASE_GIVEN.code());
    let packs =
        edited("sore-spot", "cases/people.toml", "start = \"slow\"", "start = \"slow\", place = \"yes\"");
    assert!(load(&packs, "sore-spot").diagnostics.is_empty(), "saying the same is fine");
}

#[test]
fn a_broken_question_makes_no_flood_of_unknown_names() {
    let packs = edited("signs", "questions.toml", "ask = \"How did it begin?\"\n", "");
    let loaded = load(&packs, "sore-spot");
    assert_eq!(only(&loaded).code, check::MISSING_KEY.code());
}

#[test]
fn a_syntax_error_makes_no_flood_of_unknown_names() {
    let packs = edited("signs", "questions.toml", "ask = \"How did it begin?\"", "ask = \"How did it begin?");
    let loaded = load(&packs, "sore-spot");
    assert_eq!(only(&loaded).code, check::SYNTAX.code());
    assert_eq!(found(&loaded), ["P0010 packs/signs/questions.toml:18"]);
}

#[test]
fn a_syntax_error_among_cases_makes_no_flood_of_unknown_cases() {
    let packs = edited("sore-spot", "cases/people.toml", "[case.plain]", "[case.plain");
    let loaded = load(&packs, "sore-spot");
    assert!(
        loaded.diagnostics.iter().all(|diagnostic| diagnostic.code == check::SYNTAX.code()),
        "{:?}",
        found(&loaded)
    );
}

#[test]
fn promised_lengths_are_handed_on_with_their_places() {
    let mut packs =
        edited("sore-spot", "pack.toml", "known-limits", "median-questions-at-most = 4\nknown-limits");
    let people = text_of(&packs, "sore-spot", "cases/people.toml");
    let people =
        people.replacen("urgency = \"self-care\"", "urgency = \"self-care\", questions-at-most = 3", 1);
    set(&mut packs, "sore-spot", "cases/people.toml", &people);
    let loaded = load(&packs, "sore-spot");
    assert_eq!(loaded.median_questions_at_most.map(|limit| limit.at_most), Some(4));
    let limits: Vec<_> = loaded.cases.iter().filter_map(|case| case.expect.questions_at_most).collect();
    assert_eq!(limits.iter().map(|limit| limit.at_most).collect::<Vec<_>>(), [3]);
    assert_eq!(loaded.texts.slice(limits[0].span), "3");
}

// ------------------------------------------------------------------------------------------------ hash and headline

fn hash(packs: &[PackSource], id: &str) -> String {
    load(packs, id).pack.expect("a pack without errors").identity().hash.clone()
}

#[test]
fn the_hash_depends_on_content_alone() {
    let before = hash(&base(), "sore-spot");
    assert_eq!(before.len(), 64);
    let mut moved = base();
    moved.reverse();
    for source in &mut moved {
        source.shown_at = format!("/somewhere/else/{}", source.folder);
        for content in source.files.values_mut() {
            *content = String::from_utf8_lossy(content).replace('\n', "\r\n").into_bytes();
        }
    }
    assert_eq!(hash(&moved, "sore-spot"), before);
    let library = edited("signs", "questions.toml", "ask = \"Is it here?\"", "ask = \"Is it right here?\"");
    assert_ne!(hash(&library, "sore-spot"), before, "a library is part of the content");
    assert_ne!(hash(&base(), "signs"), before);
}

#[test]
fn a_headline_is_read_without_the_rest() {
    let mut packs = base();
    packs[1].files.retain(|path, _| path == "pack.toml");
    let headline = headline(&packs[1]).expect("pack.toml is enough");
    assert_eq!((headline.id.as_str(), headline.kind), ("sore-spot", PackKind::Injury));
    assert_eq!(headline.version.to_string(), "0.1.0");
    assert_eq!(headline.place.as_deref(), Some("at the spot"));
    assert_eq!(headline.next_review.map(|date| date.to_string()).as_deref(), Some("2027-01-01"));
    assert_eq!(headline.intended_use, "Tests of the loader. It says nothing about people.");
    let uses: Vec<_> = headline.uses.iter().map(|used| (used.id.as_str(), used.range.clone())).collect();
    assert_eq!(uses, [("signs", "^0.2".parse().ok())]);
    packs[1].files.insert("pack.toml".into(), b"id = 1".to_vec());
    assert_eq!(super::headline(&packs[1]), None);
}

#[test]
fn loading_twice_gives_the_same() {
    let packs = edited("sore-spot", "causes.toml", "\"worst.bad\"", "\"worst.bat\"");
    let (first, second) = (load(&packs, "sore-spot"), load(&packs, "sore-spot"));
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(load(&base(), "sore-spot").pack, load(&base(), "sore-spot").pack);
}

#[test]
fn severities_come_from_the_checks() {
    let packs = edited("sore-spot", "actions.toml", "do-not = [\"run\"]", "do-not = [\"do not run\"]");
    let loaded = load(&packs, "sore-spot");
    assert_eq!(loaded.diagnostics[0].severity, Severity::Warning);
    assert!(loaded.pack.is_some());
}

// ------------------------------------------------------------------------------------------------ what people read

#[test]
fn telling_errors_read_well() {
    let edits = [
        ("questions.toml", "ask = \"How far did you go?\"", "aks = \"How far did you go?\""),
        ("red-flags.toml", "urgency = \"soon\"", "urgency = \"son\""),
        ("causes.toml", "\"worst.bad\"", "\"worst.bat\""),
        ("sources.toml", "source.paper-2020", "source.made-up"),
        ("conditions.toml", "present = 4\n", "present = 14\n"),
        ("actions.toml", "\"5-10 min\"", "\"5-10 minutes\""),
    ];
    let mut packs = base();
    for (file, from, to) in edits {
        let text = text_of(&packs, "sore-spot", file);
        assert!(text.contains(from), "{file}");
        let text = text.replacen(from, to, 1);
        set(&mut packs, "sore-spot", file, &text);
    }
    let loaded = load(&packs, "sore-spot");
    let options = render::RenderOptions { color: false, width: 120, unicode: false };
    insta::with_settings!({ omit_expression => true, description => "six kinds of mistake in one pack" }, {
        insta::assert_snapshot!("telling_errors", render::human(&loaded.diagnostics, &loaded.texts, options));
    });
}

// ------------------------------------------------------------------------------------------------ broken at random

#[derive(Debug, Clone)]
enum Harm {
    Cut(usize, usize),
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize),
}

fn harms() -> impl Strategy<Value = Harm> {
    let telling = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'''",
        "=",
        ".",
        ",",
        "\n",
        "\r",
        "#",
        "[[",
        "é",
        "\u{feff}",
        "1e999",
        "-0x1",
        "nan",
        "inf",
        "99999999999999999999",
        "true",
        "1979-05-27",
        "\\u0000",
        "all = []",
        "kind = \"scale\"",
        "{ not = { not = \"place\" } }",
        "\n[question.start]\n",
        "\n[finding.start]\nwhen = \"start\"\n",
        "when = 1",
        "\u{0}",
        "like = \"plain\"",
    ]);
    prop_oneof![
        (any::<usize>(), 0usize..200).prop_map(|(at, length)| Harm::Cut(at, length)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        (any::<usize>(), telling).prop_map(|(at, text)| Harm::Insert(at, text.as_bytes().to_vec())),
        (any::<usize>(), prop::collection::vec(any::<u8>(), 0..8))
            .prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        (any::<usize>(), 1usize..80).prop_map(|(at, length)| Harm::Repeat(at, length)),
    ]
}

fn harm(content: &mut Vec<u8>, harm: &Harm) {
    let place = |at: usize| at % (content.len() + 1);
    match harm {
        Harm::Cut(at, length) => {
            let at = place(*at);
            let end = (at + length).min(content.len());
            content.drain(at..end);
        }
        Harm::Flip(at, byte) => {
            let at = place(*at);
            if let Some(old) = content.get_mut(at) {
                *old ^= byte;
            }
        }
        Harm::Insert(at, bytes) => {
            let at = place(*at);
            content.splice(at..at, bytes.iter().copied());
        }
        Harm::Repeat(at, length) => {
            let at = place(*at);
            let end = (at + length).min(content.len());
            let part = content[at..end].to_vec();
            content.splice(at..at, part);
        }
    }
}

/// Whether all that stands in the files is in the pack, if there is one: nothing is left out without an error.
fn nothing_is_lost(loaded: &Loaded) -> bool {
    let Some(pack) = &loaded.pack else { return true };
    let Counts { packs: _, files: _, findings: _, cases, .. } = loaded.counts;
    let Counts { questions, constraints, red_flags, exits, conditions, evidence_lines, .. } = loaded.counts;
    let Counts { causes, actions, blocks, regions, sources, .. } = loaded.counts;
    [
        (questions, pack.questions().len()),
        (constraints, pack.constraints().len()),
        (red_flags, pack.red_flags().len()),
        (exits, pack.exits().len()),
        (conditions, pack.conditions().len()),
        (evidence_lines, pack.conditions().iter().map(|condition| condition.evidence.len()).sum()),
        (causes, pack.causes().len()),
        (actions, pack.actions().len()),
        (blocks, pack.blocks().len()),
        (regions, pack.regions().len()),
        (sources, pack.sources().len()),
        (cases, loaded.cases.len()),
    ]
    .into_iter()
    .all(|(written, there)| written == there)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn broken_files_never_panic(
        changes in prop::collection::vec((any::<bool>(), any::<usize>(), harms()), 1..6),
    ) {
        let mut packs = base();
        for (which, file, change) in &changes {
            let files = &mut packs[usize::from(*which)].files;
            let at = file % files.len();
            if let Some(content) = files.values_mut().nth(at) {
                harm(content, change);
            }
        }
        for source in &packs {
            drop(headline(source));
        }
        let with_schema = load_with(&AtHand::new(&packs), "sore-spot", Thoroughness { schema: true, today: None });
        let without = load_with(&AtHand::new(&packs), "sore-spot", Thoroughness { schema: false, today: None });
        prop_assert_eq!(with_schema.pack.is_some(), !with_schema.has_errors());
        // Whatever the schema refuses, the decoder refuses by itself, and what the decoder takes the schema takes.
        prop_assert_eq!(
            with_schema.has_errors(),
            without.has_errors(),
            "{}---\n{}",
            render::short(&with_schema.diagnostics, &with_schema.texts),
            render::short(&without.diagnostics, &without.texts)
        );
        for loaded in [&with_schema, &without] {
            prop_assert!(nothing_is_lost(loaded), "{:?}", loaded.counts);
        }
        let drawn = render::human(&with_schema.diagnostics, &with_schema.texts, render::RenderOptions::default());
        prop_assert_eq!(drawn.is_empty(), with_schema.diagnostics.is_empty());
        let names = crate::names(&packs, "sore-spot");
        if let Some(pack) = &with_schema.pack {
            let names = names.expect("what loads has names");
            let known = names.of(crate::NameKind::Finding).map(|name| name.name.as_str()).collect::<BTreeSet<_>>();
            prop_assert!(names.is_whole && pack.findings().iter().all(|finding| known.contains(finding.id.as_str())));
        }
    }
}

/// A fact about a question, with what differs from test to test.
fn fact(id: &str, source: &str, unit: &str, ends: (i32, i32), answers: &str, options: &str) -> String {
    format!(
        "\n[fact.{id}]\n{source}\nmeans = \"how far it was\"\nunit = \"{unit}\"\nmin = {}\nmax = {}\nanswers = \"{answers}\"\n{options}",
        ends.0, ends.1
    )
}

const LOG: &str = "from = \"training-log\"\nmeasure = \"spike\"";
const EXTENSION: &str = "from = \"extension\"";

#[test]
fn a_fact_is_compiled_with_the_answers_that_its_numbers_give() {
    let ranges = "options.slow = { at-most = 120 }\noptions.sudden = { at-least = 121, at-most = 200 }\n";
    let text = fact("far", LOG, "%", (0, 1000), "start", ranges)
        + &fact("how-far", EXTENSION, "km", (1, 40), "distance", "");
    let loaded = load(&with_added("sore-spot", "questions.toml", &text), "sore-spot");
    let pack = loaded.pack.unwrap_or_else(|| panic!("{}", render::short(&loaded.diagnostics, &loaded.texts)));
    let ids: Vec<&str> = pack.facts().iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids, ["far", "how-far"]);
    let start = &pack.questions()[pack.question_named("start").unwrap()];
    let distance = &pack.questions()[pack.question_named("distance").unwrap()];
    let [far, how_far] = [0, 1].map(|at| &pack.facts()[sinew_model::FactIx::at(at)]);
    let option = |id| start.option_named(id).map(Answer::One);
    assert_eq!(
        [120, 121, 200, 201].map(|number| far.answer(start, number)),
        [option("slow"), option("sudden"), option("sudden"), None]
    );
    assert_eq!(far.source, sinew_model::FactSource::TrainingLog(sinew_model::LogMeasure::Spike));
    assert_eq!(how_far.answer(distance, 12), Some(Answer::Number(12)));
    assert_eq!([0, 1, 40, 41].map(|number| how_far.read(number)), [None, Some(1), Some(40), None]);
}

#[test]
fn a_fact_that_does_not_fit_its_question_is_refused_with_its_place_and_a_remedy() {
    let cases: [(&str, String, &str, &str); 8] = [
        (
            "another unit",
            fact("far", LOG, "km", (0, 1000), "start", "options.slow = { at-most = 9 }\n"),
            "in `%`, not in `km`",
            "unit = \"%\"",
        ),
        (
            "no such option",
            fact("far", LOG, "%", (0, 1000), "start", "options.slwo = { at-most = 9 }\n"),
            "`slwo` is not an answer",
            "`slow`",
        ),
        (
            "not an option",
            fact("far", LOG, "%", (0, 1000), "start", "options.not-sure = { at-most = 9 }\n"),
            "does not propose `not-sure`",
            "options of the question",
        ),
        ("no options", fact("far", LOG, "%", (0, 1000), "start", ""), "takes no number", "`options`"),
        (
            "options of a number",
            fact("far", EXTENSION, "km", (1, 40), "distance", "options.slow = { at-most = 9 }\n"),
            "takes a number",
            "take `options` out",
        ),
        (
            "numbers that are no answers",
            fact("far", EXTENSION, "km", (1, 4000), "distance", ""),
            "4000 is not an answer",
            "ends that the question takes",
        ),
        (
            "never given",
            fact("far", LOG, "%", (0, 100), "start", "options.slow = { at-least = 101 }\n"),
            "no number gives `slow`",
            "`at-least`",
        ),
        (
            "two answers",
            fact(
                "far",
                LOG,
                "%",
                (0, 1000),
                "start",
                "options.slow = { at-most = 100 }\noptions.sudden = { at-least = 100 }\n",
            ),
            "gives both `slow` and `sudden`",
            "where those of the other begin",
        ),
    ];
    for (what, text, message, help) in cases {
        let loaded = load(&with_added("sore-spot", "questions.toml", &text), "sore-spot");
        let found = only(&loaded);
        assert_eq!(found.code.name(), "R0232", "{what}");
        assert!(found.message.contains(message), "{what}: {}", found.message);
        assert!(helps(found).contains(help), "{what}: {}", helps(found));
        assert!(found.place().is_some(), "{what}");
    }
}

#[test]
fn two_facts_do_not_answer_the_same() {
    let one = fact("far", LOG, "%", (0, 1000), "start", "options.slow = { at-most = 100 }\n");
    let other = fact("further", EXTENSION, "km", (0, 1000), "start", "options.sudden = { at-most = 100 }\n");
    let loaded = load(&with_added("sore-spot", "questions.toml", &(one + &other)), "sore-spot");
    assert_eq!(only(&loaded).code.name(), "R0233");
    // Each option of a question that takes several is answered by itself.
    let text = fact("far", LOG, "%", (0, 1000), "right-now", "options.FIRST = { at-most = 100 }\n")
        + &fact("further", EXTENSION, "km", (0, 1000), "right-now", "options.SECOND = { at-most = 100 }\n");
    let pack = load(&base(), "sore-spot").pack.expect("the base loads");
    let question = &pack.questions()[pack.question_named("right-now").unwrap()];
    let options: Vec<String> = question.options().map(|(_, choice)| choice.id.to_string()).collect();
    let distinct = text.replace("FIRST", &options[0]).replace("SECOND", &options[1]);
    assert!(load(&with_added("sore-spot", "questions.toml", &distinct), "sore-spot").pack.is_some());
    let same = text.replace("FIRST", &options[0]).replace("SECOND", &options[0]);
    let loaded = load(&with_added("sore-spot", "questions.toml", &same), "sore-spot");
    assert_eq!(only(&loaded).code.name(), "R0233");
}

#[test]
fn a_fact_about_no_question_of_the_pack_is_refused() {
    let text = fact("far", EXTENSION, "km", (0, 1000), "distanse", "");
    let loaded = load(&with_added("sore-spot", "questions.toml", &text), "sore-spot");
    assert_eq!(only(&loaded).code.name(), "R0202");
    assert!(helps(only(&loaded)).contains("`distance`"));
}
