//! `sinew pack try` and `sinew pack check --watch`: a pack under work, read again whenever a file is saved.

use sinew_tests::{Script, write_elbow_pack};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A pack of two emergencies and one sore place, in a folder of its own.
fn pack() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a test can make a folder");
    write_elbow_pack(folder.path());
    let pack = folder.path().join("sore-elbow");
    (folder, pack)
}

fn replaced(file: &Path, from: &str, to: &str) -> impl FnOnce() + 'static {
    let (file, from, to) = (file.to_owned(), from.to_owned(), to.to_owned());
    move || {
        let text = fs::read_to_string(&file).expect("the pack has this file");
        assert!(text.contains(&from), "{} holds `{from}`", file.display());
        fs::write(&file, text.replacen(&from, &to, 1)).expect("it can be changed");
    }
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("folders of tests have plain names")
}

#[test]
fn nobody_can_try_a_pack_without_a_terminal() {
    let (_folder, pack) = pack();
    let ran = Script::default().run(&["pack", "try", path(&pack)]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("nobody can be asked here"), "{}", ran.err);
}

#[test]
fn a_mistake_is_shown_and_the_interview_goes_on_once_it_is_mended() {
    let (_folder, pack) = pack();
    let file = pack.join("questions.toml");
    let text = fs::read_to_string(&file).unwrap();
    let first = text.lines().find(|line| line.starts_with("ask = ")).expect("it asks something").to_owned();
    let broken = first.replacen("ask", "aks", 1);
    let ran = Script::typing(&[])
        .then_editing(replaced(&file, &first, &broken))
        .then_editing(replaced(&file, &broken, &first))
        .then_typing(&["q"])
        .run(&["pack", "try", path(&pack)]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let parts: Vec<&str> = ran.out.split("(a file has changed)").collect();
    assert_eq!(parts.len(), 3, "{}", ran.out);
    assert!(!parts[0].contains("P0101"), "it begins with the interview: {}", parts[0]);
    assert!(parts[1].contains("P0101") && parts[1].contains("`aks`"), "{}", parts[1]);
    assert!(parts[1].contains("Mend it and save"), "{}", parts[1]);
    assert!(!parts[1].contains("tell the people who wrote"), "{}", parts[1]);
    assert!(parts[2].contains("The pack was saved, and is read again"), "{}", parts[2]);
    assert!(!parts[2].contains("P0101"), "{}", parts[2]);
}

/// Somebody whose grip hurts, up to the last page before the advice.
const GRIP: [&str; 5] = ["no", "2", "3", "1", ""];

#[test]
fn whoever_sees_the_result_sees_what_a_change_makes_of_it_without_being_asked_again() {
    let (_folder, pack) = pack();
    let worse =
        replaced(&pack.join("questions.toml"), "severe = { at-least = 8 }", "severe = { at-least = 3 }");
    let back =
        replaced(&pack.join("questions.toml"), "severe = { at-least = 3 }", "severe = { at-least = 8 }");
    let ran = Script::typing(&GRIP).then_editing(worse).then_editing(back).then_typing(&["q"]).run(&[
        "pack",
        "try",
        path(&pack),
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let results: Vec<&str> = ran.out.split("(a file has changed)").collect();
    assert_eq!(results.len(), 3, "{}", ran.out);
    let [first, worse, back] = [results[0], results[1], results[2]];
    assert!(
        first.contains("Self-care: You can look after this yourself") && first.contains("After 4 answers."),
        "{first}"
    );
    assert!(
        worse.contains("See a doctor or physio within 2 to 3 working days") && !worse.contains("How bad was"),
        "{worse}"
    );
    assert!(
        back.contains("Self-care: You can look after this yourself") && !back.contains("How bad was"),
        "{back}"
    );
}

#[test]
fn an_answer_that_no_longer_fits_is_asked_for_again() {
    let (_folder, pack) = pack();
    let renamed = replaced(&pack.join("questions.toml"), "gripping = {", "holding = {");
    let everywhere = {
        let (conditions, causes, cases) =
            (pack.join("conditions.toml"), pack.join("causes.toml"), pack.join("cases"));
        move || {
            renamed();
            let cases = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path());
            for file in [conditions, causes].into_iter().chain(cases) {
                let text = fs::read_to_string(&file).unwrap();
                fs::write(
                    &file,
                    text.replace("on.gripping", "on.holding").replace("\"gripping\"", "\"holding\""),
                )
                .unwrap();
            }
        }
    };
    let ran =
        Script::typing(&GRIP).then_editing(everywhere).then_typing(&["q"]).run(&["pack", "try", path(&pack)]);
    let again = ran.out.split("(a file has changed)").nth(1).expect("it goes on");
    assert!(again.contains("What brings the pain on?"), "{again}");
    assert!(!again.contains("How bad was the worst pain"), "{again}");
}

#[test]
fn what_is_tried_is_not_saved() {
    let (folder, pack) = pack();
    let data = folder.path().join("data");
    let ran = Script::typing(&GRIP)
        .then_typing(&["q"])
        .with(|environment| environment.data = Some(data.clone()))
        .run(&["pack", "try", path(&pack)]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(!data.exists(), "the answers of a runner are never touched");
}

#[test]
fn a_watched_check_reports_again_after_a_change_and_stays_when_nothing_can_be_read() {
    let (_folder, pack) = pack();
    let file = pack.join("causes.toml");
    let text = fs::read_to_string(&file).unwrap();
    let slip = replaced(&file, "sources = [", "sorces = [");
    let away = {
        let file = pack.join("pack.toml");
        move || fs::remove_file(file).unwrap()
    };
    let ran = Script::default()
        .then_editing(slip)
        .then_editing(move || fs::write(file, text).unwrap())
        .then_editing(away)
        .run(&["pack", "check", path(&pack), "--watch"]);
    let reports: Vec<&str> = ran.out.split("Checking again when a file is saved").collect();
    assert_eq!(reports.len(), 5, "{}{}", ran.out, ran.err);
    assert!(reports[0].contains("All checks passed"), "{}", reports[0]);
    assert!(reports[1].contains("P0101"), "{}", reports[1]);
    assert!(reports[2].contains("All checks passed"), "{}", reports[2]);
    assert_ne!(ran.code, Some(0), "the last look decides");
}

#[test]
fn editors_learn_of_new_ids_from_a_watched_check() {
    let (_folder, pack) = pack();
    assert_eq!(Script::default().run(&["pack", "schemas", path(&pack)]).code, Some(0));
    let schema = pack.join(".sinew/causes.schema.json");
    let knows = || fs::read_to_string(&schema).unwrap().contains("new-paper");
    assert!(!knows());
    let sources = pack.join("sources.toml");
    let text = fs::read_to_string(&sources).unwrap();
    let more = "\n[source.new-paper]\ncitation = \"Somebody. 2026.\"\nstatus = \"recalled\"\n";
    let ran = Script::default().then_editing(move || fs::write(sources, text + more).unwrap()).run(&[
        "pack",
        "check",
        path(&pack),
        "--watch",
    ]);
    assert_eq!(ran.out.matches("Checking again when a file is saved").count(), 2, "{}{}", ran.out, ran.err);
    assert!(knows());
}

#[test]
fn a_case_is_shown_with_its_result_and_what_is_wrong_with_it() {
    let (_folder, pack) = pack();
    let file = pack.join("cases/people.toml");
    let ran = Script::default().run(&["pack", "try", path(&pack), "--case", "grip"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("grip: Gripping hurts\n"), "{}", ran.out);
    assert!(ran.out.contains("Self-care: You can look after this yourself"), "{}", ran.out);
    assert!(ran.out.ends_with("This case comes out as it says.\n"), "{}", ran.out);
    // The case of somebody who is hot says less than what comes out.
    replaced(&file, "urgency = \"same-day\", flags", "urgency = \"routine\", flags")();
    let ran = Script::default().run(&["pack", "try", path(&pack), "--case", "hot"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("C0001") && ran.out.contains("expected routine, got same-day"), "{}", ran.out);
    assert!(ran.out.ends_with("This case does not come out as it says.\n"), "{}", ran.out);
    assert!(!ran.out.contains("`grip`"), "nothing of other cases: {}", ran.out);
    let ran = Script::default().run(&["pack", "try", path(&pack), "--case", "grp"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("a case with a similar id exists: `grip`"), "{}", ran.err);
}

#[test]
fn a_case_on_the_screen_follows_the_files() {
    let (_folder, pack) = pack();
    let file = pack.join("cases/people.toml");
    let wrong = replaced(&file, "urgency = \"same-day\", flags", "urgency = \"routine\", flags");
    let ran = Script::typing(&[]).then_editing(wrong).then_typing(&["q"]).run(&[
        "pack",
        "try",
        path(&pack),
        "--case",
        "hot",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let (before, after) = ran.out.split_once("(a file has changed)").expect("it goes on");
    assert!(before.contains("This case comes out as it says."), "{before}");
    assert!(after.contains("expected routine, got same-day"), "{after}");
}

#[test]
fn watching_is_for_people_and_for_folders() {
    let (_folder, pack) = pack();
    let ran = Script::default().run(&["pack", "check", path(&pack), "--watch", "--format", "json"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("this format is for programs"), "{}", ran.err);
    let ran = Script::default().run(&["pack", "check", "red-flags", "--watch"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no folder to watch"), "{}", ran.err);
}
