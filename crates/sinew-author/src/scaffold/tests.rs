//! What a new pack is, what is refused, and what is left behind when writing goes wrong.

use super::*;
use proptest::prelude::*;
use sinew_app::{PackPlaces, Step, model::Urgency, next_step};
use sinew_diag::Severity;
use std::collections::BTreeSet;
use tempfile::TempDir;

const DAY: Date = Date::constant(2026, 3, 4);

fn request(parent: &Path, id: &str) -> ScaffoldRequest {
    ScaffoldRequest {
        id: id.to_owned(),
        kind: PackKind::Injury,
        title: None,
        place: None,
        uses: None,
        parent: parent.to_owned(),
    }
}

fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn nothing_at_hand() -> Shelf {
    Shelf::only(&[]).unwrap()
}

/// The library `signs` and the pack `sore-spot`.
fn base() -> Shelf {
    Shelf::only(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/base")]).unwrap()
}

fn file<'a>(plan: &'a ScaffoldPlan, name: &str) -> &'a str {
    std::str::from_utf8(&plan.files[name]).unwrap()
}

/// The names in a folder, hidden ones too.
fn names_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// Checks the pack as it lies on the disk, and gives back all codes that were found.
#[track_caller]
fn codes(shelf: &Shelf, folder: &Path) -> BTreeSet<String> {
    let source = PackSource::read(folder).unwrap();
    let id = source.folder.clone();
    let shelf = shelf.adding(source, Found::Folder(folder.to_owned())).unwrap();
    let report = shelf.check(&[&id], DAY).unwrap();
    assert!(
        report.passed() && report.warnings() == 0,
        "{}\n{:#?}",
        report.summary(),
        report.packs[0].diagnostics
    );
    let found = report.packs.iter().flat_map(|pack| &pack.diagnostics);
    found
        .map(|found| {
            assert_eq!(found.severity, Severity::Note, "{}", found.message);
            found.code.to_string()
        })
        .collect()
}

#[test]
fn a_new_pack_passes_at_once_with_nothing_but_texts_to_write() {
    for shelf in [nothing_at_hand(), base(), Shelf::embedded()] {
        for kind in [PackKind::Injury, PackKind::Library] {
            let parent = empty();
            let request = ScaffoldRequest { kind, ..request(parent.path(), "first-try") };
            let plan = plan(&shelf, &request, DAY).unwrap();
            assert_eq!(names_in(parent.path()), BTreeSet::new(), "planning writes nothing");
            plan.write().unwrap();
            assert_eq!(names_in(parent.path()), BTreeSet::from(["first-try".to_owned()]));
            let folder = parent.path().join("first-try");
            assert_eq!(codes(&shelf, &folder), BTreeSet::from(["T0114".to_owned()]), "{kind:?}");

            // It is laid out, and its schemas are those that would be made now.
            let source = PackSource::read(&folder).unwrap();
            let formatted = format::format_pack(&source, &folder);
            assert_eq!((formatted.rewrites.len(), formatted.problems.len()), (0, 0));
            let shelf = shelf.adding(source, Found::Folder(folder.clone())).unwrap();
            let schemas = schemas::write(&folder, &shelf.names("first-try").unwrap()).unwrap();
            assert_eq!(schemas.written, 0);
            assert!(folder.join(".sinew/.gitignore").is_file());
        }
    }
}

#[test]
fn it_has_a_little_of_everything() {
    let parent = empty();
    let plan = plan(&nothing_at_hand(), &request(parent.path(), "first-try"), DAY).unwrap();
    let counts = plan.report.counts();
    assert_eq!((counts.red_flags, counts.questions, counts.conditions), (2, 3, 1));
    assert_eq!((counts.causes, counts.actions, counts.sources, counts.cases), (1, 1, 1, 2));
    assert!(plan.uses.is_empty());
    let manifest = file(&plan, "pack.toml");
    for line in [
        "id = \"first-try\"",
        "kind = \"injury\"",
        "title = \"First try\"",
        "reviewed = \"2026-03-04\"",
        "next-review = \"2026-09-04\"",
    ] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    assert!(!manifest.contains("[uses]"), "{manifest}");
    let files: Vec<&str> = plan.files().collect();
    assert_eq!(
        files,
        [
            "README.md",
            "actions.toml",
            "cases/people.toml",
            "causes.toml",
            "conditions.toml",
            "pack.toml",
            "questions.toml",
            "red-flags.toml",
            "sources.toml"
        ]
    );
    // What is written for people has no place left that nobody filled.
    assert!(
        plan.files
            .iter()
            .all(|(name, bytes)| name.starts_with('.') || !String::from_utf8_lossy(bytes).contains("{{"))
    );
}

#[test]
fn a_library_has_no_people_and_no_place() {
    let parent = empty();
    let request = ScaffoldRequest {
        kind: PackKind::Library,
        place: Some("somewhere".into()),
        ..request(parent.path(), "shared")
    };
    let plan = plan(&nothing_at_hand(), &request, DAY).unwrap();
    assert!(!plan.files().any(|name| name == "conditions.toml" || name.starts_with("cases/")));
    let manifest = file(&plan, "pack.toml");
    assert!(manifest.contains("kind = \"library\"") && !manifest.contains("\nplace"), "{manifest}");
}

/// The warning signs at hand are there from the first minute, and the typical person has none of them.
#[test]
fn warning_signs_at_hand_are_used() {
    let parent = empty();
    let plan = plan(&base(), &request(parent.path(), "first-try"), DAY).unwrap();
    assert_eq!(plan.uses, [("signs".to_owned(), "^0.2.1".to_owned())]);
    assert!(file(&plan, "pack.toml").contains("[uses]\nsigns = \"^0.2.1\"\n"));
    let cases = &plan.report.packs[0].cases;
    let urgency: Vec<_> = cases.iter().map(|case| (case.id.as_str(), case.urgency.unwrap())).collect();
    assert_eq!(urgency, [("typical", Urgency::SelfCare), ("second-sign", Urgency::SameDay)]);
    // Questions of the library are among those that the typical person answered.
    assert!(cases[0].questions > 3, "{}", cases[0].questions);
    assert!(file(&plan, "cases/people.toml").contains("first-sign = \"no\""));
    assert!(file(&plan, "cases/people.toml").contains("what-brings-it-on = [\"first-movement\"]"));

    let without = ScaffoldRequest { uses: Some(Vec::new()), ..request(parent.path(), "first-try") };
    assert!(super::plan(&base(), &without, DAY).unwrap().uses.is_empty());
}

#[test]
fn its_interview_ends() {
    let parent = empty();
    let plan = plan(&Shelf::embedded(), &request(parent.path(), "first-try"), DAY).unwrap();
    plan.write().unwrap();
    let places = PackPlaces { dirs: vec![parent.path().to_owned()], ..PackPlaces::default() };
    let pack = Shelf::with(&places).unwrap().load("first-try").unwrap().pack;
    let mut answers = sinew_app::model::Answers::new(&pack);
    for _ in 0..=pack.questions().len() {
        let Step::Ask(question) = next_step(&pack, &answers) else { return };
        let form = pack.questions()[question].answer_forms().pop().unwrap();
        let answer =
            pack.questions()[question].read_answer(&sinew_app::model::RawAnswer::Text(form)).unwrap();
        assert!(answers.set(&pack, question, answer));
    }
    panic!("it goes on after every question");
}

#[test]
fn what_an_author_gives_is_written_as_it_is() {
    let parent = empty();
    let title = r#"A "quoted" \ title with {{id}} and 'all' of it"#;
    let request = ScaffoldRequest {
        title: Some(format!("  {title} ")),
        place: Some("in the middle — half way".into()),
        ..request(parent.path(), "first-try")
    };
    let plan = plan(&nothing_at_hand(), &request, DAY).unwrap();
    let manifest: toml::Table = file(&plan, "pack.toml").parse().unwrap();
    assert_eq!(manifest["title"].as_str(), Some(title));
    assert_eq!(manifest["place"].as_str(), Some("in the middle — half way"));
}

#[track_caller]
fn refused(shelf: &Shelf, request: &ScaffoldRequest) -> (String, String) {
    let before = names_in(&request.parent);
    let problem = plan(shelf, request, DAY).unwrap_err();
    assert_eq!(names_in(&request.parent), before, "nothing is written");
    (problem.to_string(), problem.remedy())
}

#[test]
fn what_is_no_id_is_refused_with_one_that_is() {
    let parent = empty();
    for (name, remedy) in [
        ("Sore Spot", "for example `sore-spot`"),
        ("sore_spot", "for example `sore-spot`"),
        ("sore--spot", "for example `sore-spot`"),
        ("-sore-", "for example `sore`"),
        ("../sore", "name the folder beside it: sore --dir .."),
        ("packs/sore", "name the folder beside it: sore --dir packs"),
        ("packs\\sore", "name the folder beside it: sore --dir packs"),
        ("/etc/Sore", "for example `sore`"),
        ("", "take small letters, digits and single dashes between them"),
        ("…", "take small letters, digits and single dashes between them"),
        ("..", "take small letters, digits and single dashes between them"),
        ("a\u{1b}[2J", "for example `a-2j`"),
        ("sore\nspot", "for example `sore-spot`"),
    ] {
        let (told, help) = refused(&nothing_at_hand(), &request(parent.path(), name));
        assert!(told.starts_with("this cannot be the id of a pack: "), "{told}");
        assert_eq!(help, remedy, "{name:?}");
    }
    let (told, _) = refused(&nothing_at_hand(), &request(parent.path(), &"a".repeat(81)));
    assert!(told.ends_with("an id has at most 80 characters"), "{told}");
    for device in ["con", "nul", "com1"] {
        let (told, help) = refused(&nothing_at_hand(), &request(parent.path(), device));
        assert_eq!(told, format!("this cannot be the id of a pack: `{device}` means a device on Windows"));
        assert_eq!(help, "choose another id");
    }
}

#[test]
fn what_is_there_stays() {
    let parent = empty();
    fs::create_dir(parent.path().join("taken")).unwrap();
    let (told, help) = refused(&nothing_at_hand(), &request(parent.path(), "taken"));
    assert!(told.ends_with("taken is there already"), "{told}");
    assert_eq!(help, "choose another id or another folder; what is there stays");

    let (told, _) = refused(&base(), &request(parent.path(), "sore-spot"));
    assert!(told.starts_with("there is a pack `sore-spot` already: "), "{told}");
    let mut nowhere = request(parent.path(), "new");
    nowhere.parent = parent.path().join("missing");
    let problem = plan(&nothing_at_hand(), &nowhere, DAY).unwrap_err();
    assert!(problem.to_string().ends_with("missing is not a folder"), "{problem}");
}

#[test]
fn a_pack_that_appears_meanwhile_stays() {
    let parent = empty();
    let plan = plan(&nothing_at_hand(), &request(parent.path(), "new"), DAY).unwrap();
    fs::create_dir(parent.path().join("new")).unwrap();
    let problem = plan.write().unwrap_err();
    assert!(problem.to_string().contains("could not be written"), "{problem}");
    assert_eq!(names_in(parent.path()), BTreeSet::from(["new".to_owned()]));
    assert_eq!(names_in(&parent.path().join("new")), BTreeSet::new());
}

#[test]
fn libraries_that_are_named_have_to_be_there() {
    let parent = empty();
    let using =
        |id: &str| ScaffoldRequest { uses: Some(vec![id.to_owned()]), ..request(parent.path(), "new") };
    let (told, help) = refused(&base(), &using("sings"));
    assert_eq!(told, "there is no pack `sings`");
    assert!(help.contains("`signs`"), "{help}");
    let (told, _) = refused(&base(), &using("sore-spot"));
    assert_eq!(told, "`sore-spot` is no library, so packs cannot use it");
}

#[test]
fn texts_that_no_pack_takes_are_refused() {
    let parent = empty();
    for title in [String::new(), "  ".into(), "two\nlines".into(), "a\u{202e}b".into(), "a".repeat(2_001)] {
        let wanted = ScaffoldRequest { title: Some(title), ..request(parent.path(), "new") };
        let (told, _) = refused(&nothing_at_hand(), &wanted);
        assert!(told.starts_with("the title is no text of a pack"), "{told}");
    }
}

/// Wherever the disk is full, nothing is left behind.
#[test]
fn a_full_disk_leaves_nothing() {
    let parent = empty();
    let plan = plan(&base(), &request(parent.path(), "new"), DAY).unwrap();
    for most in 0..plan.files.len() {
        let mut written = 0;
        let problem = plan
            .write_with(&mut |path, bytes| {
                if written == most {
                    fs::write(path, &bytes[..bytes.len() / 2])?;
                    return Err(io::ErrorKind::StorageFull.into());
                }
                written += 1;
                fs::write(path, bytes)
            })
            .unwrap_err();
        assert!(problem.to_string().ends_with("new could not be written: the disk is full"), "{problem}");
        assert_eq!(problem.remedy(), "make room on the disk");
        assert_eq!(names_in(parent.path()), BTreeSet::new(), "after {most} files");
    }
    plan.write().unwrap();
    assert_eq!(names_in(parent.path()), BTreeSet::from(["new".to_owned()]));
}

#[test]
fn ranges_are_as_wide_as_the_version_is_round() {
    for (version, range) in [
        ("0.1.0", "^0.1"),
        ("0.1.3", "^0.1.3"),
        ("1.0.0", "^1.0"),
        ("2.4.0+more", "^2.4"),
        ("0.2.0-rc.1", "^0.2.0-rc.1"),
        ("0.2.0-rc.0", "^0.2.0-rc.0"),
    ] {
        assert_eq!(super::range(version), range, "{version}");
    }
}

#[test]
fn the_next_review_is_a_day_of_the_calendar() {
    for (today, review) in [
        (Date::constant(2026, 3, 4), Date::constant(2026, 9, 4)),
        (Date::constant(2026, 7, 1), Date::constant(2027, 1, 1)),
        (Date::constant(2026, 8, 31), Date::constant(2027, 2, 28)),
        (Date::constant(2026, 12, 31), Date::constant(2027, 6, 28)),
    ] {
        assert_eq!(review_after(today), review);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed as a name, there is a pack with just this id, or nothing but a reason.
    #[test]
    fn any_name_is_an_id_or_refused(name in "[a-zA-Z0-9 ./\\\\_:*?\"<>|é\u{202e}\u{1b}-]{0,12}") {
        let parent = empty();
        match plan(&nothing_at_hand(), &request(parent.path(), &name), DAY) {
            Ok(plan) => {
                prop_assert!(PackId::new(&name).is_ok());
                prop_assert_eq!(plan.folder, parent.path().join(&name));
            }
            Err(problem) => {
                prop_assert!(PackId::new(&name).is_err() || is_device(&name));
                prop_assert!(!problem.remedy().is_empty());
            }
        }
        prop_assert_eq!(names_in(parent.path()), BTreeSet::new());
    }

    /// Whatever is typed as a title, it is written as it was typed, or refused.
    #[test]
    fn any_title_is_written_or_refused(title in "\\PC{0,40}|.{0,10}") {
        let parent = empty();
        let wanted = ScaffoldRequest { title: Some(title.clone()), ..request(parent.path(), "new") };
        if let Ok(plan) = plan(&nothing_at_hand(), &wanted, DAY) {
            let manifest: toml::Table = file(&plan, "pack.toml").parse().unwrap();
            prop_assert_eq!(manifest["title"].as_str(), Some(title.trim()));
        } else {
            prop_assert!(!is_text(&title));
        }
    }
}
