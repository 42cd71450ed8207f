//! `sinew pack new`: what is asked, what is written, and that an author can go on from there at once.

use crate::PROGRAM;
use sinew_tests::{Process, Ran, Script, TODAY, assert_page, one_line};
use std::{collections::BTreeSet, fs, path::Path};

#[track_caller]
fn done(ran: &Ran) {
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
}

/// The names in a folder, hidden ones too.
fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder of the test");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_new_pack_is_sound_and_laid_out_at_once() {
    for (kind, counts) in [
        ("injury", "8 files, 3 questions, 2 red flags, 1 condition"),
        ("library", "6 files, 3 questions, 2 red flags"),
    ] {
        let process = Process::of(PROGRAM);
        let ran = process.run(["pack", "new", "sore-spot", "--kind", kind, "--no-input"]);
        done(&ran);
        assert_page!(
            format!("new-{kind}"),
            format!("sinew pack new sore-spot --kind {kind} --no-input"),
            ran.page()
        );
        assert_eq!(names_in(&process.work()), BTreeSet::from(["sore-spot".to_owned()]));

        let checked = process.run(["pack", "check", "sore-spot", "--deny-warnings", "--format", "short"]);
        assert_eq!(checked.code, Some(0), "{}", checked.page());
        assert!(checked.out.contains("All checks passed: 1 pack, 0 warnings"), "{}", checked.out);
        assert!(checked.out.contains(counts), "{}", checked.out);
        let found: BTreeSet<&str> =
            checked.out.lines().filter_map(|line| line.split("note[").nth(1)?.split(']').next()).collect();
        assert_eq!(found, BTreeSet::from(["T0114"]), "{}", checked.out);
        // Whatever is left to write is named.
        let written = toml_in(&process.work().join("sore-spot"));
        let (left, said) = (written.matches("\"TODO").count(), checked.out.matches("note[T0114]").count());
        assert_eq!(said, left, "{}", checked.out);
        assert!(!checked.out.contains("warning[") && !checked.out.contains("error["), "{}", checked.out);
        done(&process.run(["pack", "fmt", "sore-spot", "--check"]));
        let schemas = process.run(["pack", "schemas", "sore-spot"]);
        assert!(schemas.out.ends_with("11 files up to date\n"), "{}", schemas.out);

        // Each of the commands that were named is one.
        let named: Vec<Vec<&str>> = ran
            .out
            .lines()
            .filter_map(|line| line.strip_prefix("  sinew "))
            .map(|words| words.split(' ').collect())
            .collect();
        assert_eq!(named.len(), 3, "{}", ran.out);
        for words in &named {
            let help = process.run(words.iter().copied().chain(["--help"]));
            done(&help);
        }
        assert_eq!(named[0], ["pack", "check", "sore-spot"]);
        match kind {
            "injury" => assert_eq!(named[1], ["pack", "try", "sore-spot"]),
            _ => assert_eq!(named[1], ["pack", "check", "sore-spot", "--watch"]),
        }
        assert_eq!(named[2], ["explain", "T0114"]);
        done(&process.run(["explain", "T0114"]));
    }
}

/// The emergency comes out, and somebody without a sign gets to the exercise.
#[test]
fn its_interview_is_held() {
    let folder = tempfile::tempdir().expect("a test can make a folder");
    let parent = folder.path().to_string_lossy();
    let new = ["pack", "new", "sore-spot", "--uses", "none", "--no-input", "--dir", &parent];
    let ran = Script::default().run(&new);
    done(&ran);
    assert!(!ran.out.contains("It uses"), "{}", ran.out);
    let pack = folder.path().join("sore-spot");
    let pack = pack.to_string_lossy();

    // First sign: yes.
    let ran = Script::typing(&["1", "q", "q"]).run(&["pack", "try", &pack]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(ran.out.contains("EMERGENCY") && ran.out.contains("you have the first sign"), "{}", ran.out);
    assert!(!ran.out.contains("name of the exercise"), "{}", ran.out);
    // No sign; the first movement; see the advice.
    let ran = Script::typing(&["2", "2", "1", "", "q"]).run(&["pack", "try", &pack]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    let flat = one_line(&ran.out);
    assert!(flat.contains("Self-care") && flat.contains("name of the exercise"), "{flat}");
}

/// The warning signs that are built in are asked for, before the author has written a line.
#[test]
fn warning_signs_at_hand_are_in_it() {
    let process = Process::of(PROGRAM);
    let ran = process.run(["pack", "new", "sore-spot", "--no-input"]);
    done(&ran);
    assert!(ran.out.contains("It uses red-flags ^0.1."), "{}", ran.out);
    let urgent = process.run(["urgent", "--packs", "sore-spot"]);
    assert!(one_line(&urgent.out).contains("999"), "{}", urgent.out);
    let questions = process.run(["pack", "show", "sore-spot", "--questions", "--packs", "sore-spot"]);
    assert!(questions.out.contains("right-now") && questions.out.contains("first-sign"), "{}", questions.out);
}

/// What is asked, as it looks on a screen, on a narrow one and in lines. Who stops has written nothing.
#[test]
fn the_dialogue_and_stopping() {
    for (name, columns, options) in
        [("screen", 80, &[][..]), ("narrow", 40, &[]), ("lines", 80, &["--accessible"])]
    {
        let words: Vec<&str> = ["pack", "new", "sore-spot-that-is-new", "--color", "never"]
            .iter()
            .chain(options)
            .copied()
            .collect();
        let typed = ["two", "3", "1", "The sore spot", "behind the thing", "folder/that/is/missing", "q"];
        let ran = Script::typing(&typed).with(|environment| environment.columns = Some(columns)).run(&words);
        assert_eq!(
            (ran.code, one_line(&ran.err)),
            (Some(130), "Nothing was written.".to_owned()),
            "{}",
            ran.page()
        );
        assert_page!(format!("dialogue-{name}"), format!("sinew {}", words.join(" ")), ran.page());
    }
    assert!(!Path::new("sore-spot-that-is-new").exists());
}

#[test]
fn who_is_asked_nothing_and_who_interrupts() {
    // What is given is not asked.
    let given = ["pack", "new", "sore-spot", "--kind", "library", "--title", "Shared", "--dir", "missing"];
    let ran = Script::typing(&[]).run(&given);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
    assert!(ran.err.contains("missing is not a folder"), "{}", ran.err);

    let ran = Script::typing(&["1"]).then_interrupted().run(&["pack", "new", "sore-spot"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(130), "Nothing was written.\n"), "{}", ran.page());
    let ran = Script::typing(&["1"]).run(&["pack", "new", "sore-spot"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.err.contains("the input ended") && ran.err.contains("--no-input"), "{}", ran.err);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let process = Process::of(PROGRAM);
    for (words, code, told) in [
        (&["--kind", "library", "--place", "here"][..], 2, "a library has no place"),
        (&["--title", ""], 1, "the title is no text of a pack: it is one line of 1 to 2000 characters"),
        (&["--title", "two\nlines"], 1, "the title is no text of a pack"),
        (&["--uses", "running,none"], 1, "there is no pack `none`"),
        (&["--uses", "back-of-knee"], 1, "`back-of-knee` is no library"),
        (&["--dir", "missing"], 1, "missing is not a folder"),
    ] {
        let ran = process.run(["pack", "new", "sore-spot"].iter().chain(words));
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{}", ran.page());
        assert!(one_line(&ran.err).contains(told) && ran.err.contains("\nhelp: "), "{}", ran.err);
        assert_eq!(names_in(&process.work()), BTreeSet::new());
    }
}

#[test]
fn names_that_are_none_are_refused_before_anything_is_asked() {
    let process = Process::of(PROGRAM);
    fs::create_dir(process.work().join("taken")).expect("a folder of the test");
    for (name, told, help) in [
        ("Sore Spot", "this cannot be the id of a pack", "`sore-spot`"),
        ("packs/sore", "this cannot be the id of a pack", "sore --dir packs"),
        ("sore\nspot", "this cannot be the id of a pack", "`sore-spot`"),
        ("é", "this cannot be the id of a pack", "small letters"),
        ("con", "`con` means a device on Windows", "another id"),
        ("taken", "taken is there already", "another id"),
        ("red-flags", "there is a pack `red-flags` already: built in", "another id"),
    ] {
        let before = names_in(&process.work());
        let ran = process.run(["pack", "new", name]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{}", ran.page());
        assert!(one_line(&ran.err).contains(told) && one_line(&ran.err).contains(help), "{}", ran.err);
        assert_eq!(names_in(&process.work()), before);
    }
}

/// On the day of all tests, the text of a pack says so.
#[test]
fn the_day_is_that_of_the_caller() {
    let folder = tempfile::tempdir().expect("a test can make a folder");
    let parent = folder.path().to_string_lossy();
    done(&Script::default().run(&["pack", "new", "sore-spot", "--no-input", "--dir", &parent]));
    let manifest = fs::read_to_string(folder.path().join("sore-spot/pack.toml")).expect("it is written");
    assert!(manifest.contains(&format!("reviewed = \"{TODAY}\"")), "{manifest}");
}

/// The text of all TOML files in a folder and in its folder of cases.
fn toml_in(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() && path.ends_with("cases") {
            text += &toml_in(&path);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            text += &fs::read_to_string(&path).expect("it can be read");
        }
    }
    text
}
