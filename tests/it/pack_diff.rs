//! `sinew pack diff`: how the advice of two versions differs, and how that ends.

use crate::{PROGRAM, fitting};
use serde_json::Value;
use sinew_tests::{Process, Ran, assert_page, one_line, write_arm_packs, write_elbow_pack};
use std::{fs, path::Path};

/// A place with the elbow pack in the folders `old` and `new`.
fn with_elbows() -> Process {
    let process = Process::of(PROGRAM);
    for side in ["old", "new"] {
        write_elbow_pack(&process.work().join(side));
    }
    process
}

/// Changes a file of the new version.
#[track_caller]
fn edit(process: &Process, file: &str, from: &str, to: &str) {
    process.edit(Path::new("new/sore-elbow").join(file), from, to);
}

fn raise(process: &Process, version: &str) {
    edit(process, "pack.toml", "version = \"0.3.1\"", &format!("version = \"{version}\""));
}

fn compared(process: &Process, more: &[&str]) -> Ran {
    process.run([&["pack", "diff", "old/sore-elbow", "new/sore-elbow"], more].concat())
}

fn json(process: &Process) -> Value {
    let ran = compared(process, &["--format", "json"]);
    let document = fitting(&ran.out, "diff");
    assert_eq!(document["passed"], ran.code == Some(0), "{}", ran.page());
    document
}

/// The directions and words of the groups.
fn groups(document: &Value) -> Vec<(String, String)> {
    let groups = document["packs"][0]["groups"].as_array().expect("there is a pack");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    groups.iter().map(|group| (text(&group["direction"]), text(&group["words"]))).collect()
}

/// The urgency on this side of the first example, by the command that shows it with the program.
fn replayed(process: &Process, ran: &Ran, side: &str) -> String {
    let page = one_line(&ran.out);
    let (_, command) = page.split_once("Replay: sinew ").expect("there is a command");
    let folder = format!("{side}/sore-elbow");
    let mut words: Vec<&str> = Vec::new();
    // What follows is a heading or a sentence, which begins with a capital letter.
    for word in command.split_whitespace().take_while(|word| !word.starts_with(char::is_uppercase)) {
        words.push(if ["old/sore-elbow", "new/sore-elbow"].contains(&word) { &folder } else { word });
    }
    words.extend(["--format", "json"]);
    let ran = process.run_today(&words);
    let outcome: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.page()));
    outcome["urgency"]["id"].as_str().expect("an outcome has an urgency").to_owned()
}

#[test]
fn a_weakened_red_flag_is_less_cautious_and_does_not_pass() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    raise(&process, "0.4.0");
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    let page = one_line(&ran.out);
    assert!(page.contains("Less cautious"), "{page}");
    assert!(page.contains("(same-day) becomes"), "{page}");
    assert!(page.contains("red flag `hot-elbow`: - urgency: same-day → soon"), "{page}");
    assert_page!("weakened", "sinew pack diff old/sore-elbow new/sore-elbow", ran.page());
    let markdown = compared(&process, &["--format", "md"]);
    assert_eq!(markdown.code, Some(1));
    assert_page!("weakened-md", "sinew pack diff old/sore-elbow new/sore-elbow --format md", markdown.page());

    let document = json(&process);
    let group = &document["packs"][0]["groups"][2];
    assert_eq!(
        (&group["direction"], &group["from"], &group["to"]),
        (&"less-cautious".into(), &"same-day".into(), &"soon".into())
    );
    // Of 3 * 3 * 12 * 8 answer sets, those without a broken elbow, not even perhaps: with a hot joint all 12 * 8, and with one
    // that may be hot those in bad pain, 3 * 8.
    assert_eq!((&group["answer_sets"], &group["share"]), (&"120".into(), &1388.into()), "{group:#}");
    assert_eq!(document["packs"][0]["answer_sets"], "864");
    assert_eq!((&group["tried"], &group["causes"]), (&true.into(), &serde_json::json!([0])));
    assert_eq!(document["packs"][0]["objections"], serde_json::json!(["less-cautious"]));
}

#[test]
fn the_example_is_replayed_with_the_command_that_is_shown() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    let ran = compared(&process, &[]);
    assert_eq!(["old", "new"].map(|side| replayed(&process, &ran, side)), ["same-day", "self-care"]);
}

#[test]
fn a_block_that_is_loosened_is_less_cautious() {
    let process = with_elbows();
    edit(&process, "actions.toml", "blocked-when = \"worst.severe\"", "blocked-when = \"joint.hot\"");
    raise(&process, "0.4.0");
    let found = groups(&json(&process));
    assert_eq!(found[0].0, "less-cautious");
    assert!(found[0].1.contains("`wrist-hold`) away any more, from this advice"), "{found:?}");
    assert_eq!(compared(&process, &[]).code, Some(1));
}

#[test]
fn a_red_flag_that_is_gone_is_missed_in_the_safety_net() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "[red-flag.bad-elbow-pain]", "[red-flag.awful-elbow-pain]");
    edit(&process, "cases/people.toml", "flags = [\"bad-elbow-pain\"]", "flags = [\"awful-elbow-pain\"]");
    raise(&process, "0.4.0");
    let found = groups(&json(&process));
    assert!(
        found.iter().any(|(direction, words)| {
            direction == "less-cautious"
                && words.contains("does not name")
                && words.contains("`bad-elbow-pain`")
        }),
        "{found:?}"
    );
}

#[test]
fn other_words_are_proved_to_be_the_same_advice_and_need_a_patch() {
    let process = with_elbows();
    edit(
        &process,
        "red-flags.toml",
        "A hot joint needs a look today.",
        "Somebody has to look at a hot joint today.",
    );
    let ran = compared(&process, &[]);
    assert_eq!(ran.code, Some(1), "the version did not rise: {}", ran.page());
    assert!(
        one_line(&ran.out).contains("the change needs a patch step: make it 0.3.2 or higher"),
        "{}",
        ran.out
    );
    raise(&process, "0.3.2");
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert_page!("wording", "sinew pack diff old/sore-elbow new/sore-elbow", ran.page());
    assert_eq!(json(&process)["packs"][0]["wording_only"], true);
}

#[test]
fn a_new_question_is_compared_on_what_both_can_be_answered() {
    let process = with_elbows();
    let question = "[question.numb]\nkind = \"yes-no\"\nsection = \"Signs\"\nshort = \"Numbness\"\n\
                    ask = \"Is the hand numb?\"\nwhy = \"Numbness can come from a nerve\"\n\
                    yes = { label = \"Yes\", told = \"the hand is numb\" }\n\
                    no = { label = \"No\", told = \"the hand is not numb\" }\n\n[question.brings-it-on]";
    edit(&process, "questions.toml", "[question.brings-it-on]", question);
    edit(&process, "red-flags.toml", "when = \"worst.severe\"", "when.any = [\"worst.severe\", \"numb\"]");
    raise(&process, "0.3.2");
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "more cautious advice passes: {}", ran.page());
    assert_page!("question", "sinew pack diff old/sore-elbow new/sore-elbow", ran.page());
    let document = json(&process);
    assert_eq!(document["packs"][0]["interview"]["added"], serde_json::json!(["numb"]));
    assert!(groups(&document).iter().all(|(direction, _)| direction != "less-cautious"));
    assert_eq!(document["packs"][0]["version_step_needed"], "minor");
}

#[test]
fn an_option_that_is_gone_breaks_saved_answers() {
    let process = with_elbows();
    edit(&process, "questions.toml", "lifting = {", "raising = {");
    edit(&process, "conditions.toml", "brings-it-on.lifting", "brings-it-on.raising");
    raise(&process, "0.3.2");
    let ran = compared(&process, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(
        one_line(&ran.out).contains("the change needs a major step: make it 0.4.0 or higher"),
        "{}",
        ran.out
    );
    // Who said so is in no comparison, so each of them is told of: those who were to get help as less cautious.
    let document = json(&process);
    let refused: Vec<(&str, &str, Option<&str>)> = document["packs"][0]["groups"]
        .as_array()
        .expect("there is a pack")
        .iter()
        .filter(|group| group["kind"] == "refused")
        .map(|group| {
            let text = |name: &str| group[name].as_str();
            (text("direction").expect("a text"), text("from").expect("a text"), text("answer_sets"))
        })
        .collect();
    // `lifting` is in 4 of 8 answers to what brings it on. Soon: the pain is 8 to 10. Same-day: nobody knows whether it is broken
    // (3 * 12), or it is not, and the joint is hot or may be (2 * 12). Emergency: it is broken (3 * 12). Self-care: the others.
    let expected = [
        ("less-cautious", "soon", Some("12")),
        ("less-cautious", "same-day", Some("240")),
        ("less-cautious", "emergency", Some("144")),
        ("other-advice", "self-care", Some("36")),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn a_new_constraint_hides_nobody() {
    let process = with_elbows();
    let path = process.work().join("new/sore-elbow/questions.toml");
    let constraint = "\n[constraint.shape-and-heat]\nimpossible = { all = [\"deformed\", \"joint.hot\"] }\n\
                      because = \"it is made up\"\n";
    let text = fs::read_to_string(&path).expect("it was written before") + constraint;
    fs::write(&path, text).expect("the folder is ours");
    raise(&process, "0.3.2");
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{}", ran.page());
    assert_page!("constraint", "sinew pack diff old/sore-elbow new/sore-elbow", ran.page());
    let document = json(&process);
    // Broken and hot: whatever the pain (12) and what brings it on (8).
    let group = &document["packs"][0]["groups"][0];
    assert_eq!(
        (&group["kind"], &group["direction"], &group["from"], &group["answer_sets"]),
        (&"refused".into(), &"less-cautious".into(), &"emergency".into(), &"96".into())
    );
    assert_eq!(
        (&group["to"], &group["share"], &group["example"]["new_urgency"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(document["packs"][0]["version_step_needed"], "major");

    // The command shown asks the old version, which took the answers.
    assert!(one_line(&ran.out).contains("--packs old/sore-elbow"), "{}", ran.out);
    assert_eq!(replayed(&process, &ran, "old"), "emergency");
}

/// Neither constraint rules anybody out alone, whatever is answered to the new question; both together do.
#[test]
fn constraints_that_leave_no_answer_hide_nobody() {
    let process = with_elbows();
    let path = process.work().join("new/sore-elbow/questions.toml");
    let added = "\n[question.numb]\nkind = \"yes-no\"\nsection = \"Signs\"\nshort = \"Numbness\"\n\
                 ask = \"Is the hand numb?\"\nwhy = \"Numbness can come from a nerve\"\n\
                 yes = { label = \"Yes\", told = \"the hand is numb\" }\n\
                 no = { label = \"No\", told = \"the hand is not numb\" }\n\n\
                 [constraint.not-numb]\nbecause = \"it is made up\"\n\
                 impossible.all = [\"deformed\", \"joint.hot\", { any = [\"numb\", \"numb.not-sure\"] }]\n\n\
                 [constraint.numb]\nbecause = \"it is made up\"\n\
                 impossible.all = [\"deformed\", \"joint.hot\", { not = \"numb\" }]\n";
    let text = fs::read_to_string(&path).expect("it was written before") + added;
    fs::write(&path, text).expect("the folder is ours");
    edit(&process, "red-flags.toml", "when = \"worst.severe\"", "when.any = [\"worst.severe\", \"numb\"]");
    raise(&process, "0.4.0");
    let document = json(&process);
    let group = &document["packs"][0]["groups"][0];
    assert_eq!(
        (&group["kind"], &group["direction"], &group["from"], &group["answer_sets"]),
        (&"refused".into(), &"less-cautious".into(), &"emergency".into(), &"96".into())
    );
    assert_eq!(document["packs"][0]["interview"]["constraints"], serde_json::json!(["not-numb", "numb"]));
    assert_eq!(document["passed"], false);
}

/// The numbers mean the opposite, and no rule shows it.
#[test]
fn a_scale_that_is_turned_round_is_no_other_wording() {
    let process = with_elbows();
    edit(&process, "questions.toml", "ordered = \"worse-upward\"\n", "");
    edit(&process, "properties.toml", "monotone-in = [\"worst\"]", "monotone-in = [\"deformed\"]");
    raise(&process, "0.3.2");
    let document = json(&process);
    assert_eq!(document["packs"][0]["interview"]["other_order"], serde_json::json!(["worst"]));
    assert_eq!(document["packs"][0]["wording_only"], false);
    assert_eq!(document["packs"][0]["version_step_needed"], "major");
}

#[test]
fn what_a_red_flag_says_to_do_is_not_lost_behind_another() {
    let process = with_elbows();
    for side in ["old", "new"] {
        let flags = process.work().join(side).join("sore-elbow/red-flags.toml");
        let also = "\n[red-flag.odd-and-hot]\nurgency = \"same-day\"\ntitle = \"Odd\"\nsign = \"the elbow is odd\"\n\
                    when = \"joint.hot\"\nbecause = \"It is made up.\"\nsay = \"My elbow is odd.\"\n\
                    do = [\"go to the hospital now\"]\ndo-not = [\"press on the joint\"]\nbasis = \"judgement\"\n\
                    sources = [\"made-up\"]\n";
        let when = if side == "old" {
            also.to_owned()
        } else {
            also.replace("when = \"joint.hot\"", "when.all = [\"joint.hot\", \"worst.severe\"]")
        };
        let text = fs::read_to_string(&flags).expect("it was written before") + &when;
        fs::write(&flags, text).expect("the folder is ours");
    }
    raise(&process, "0.4.0");
    let found = groups(&json(&process));
    assert!(
        found
            .iter()
            .any(|(direction, words)| direction == "less-cautious" && words.contains("`odd-and-hot`")),
        "{found:?}"
    );
}

#[test]
fn what_not_to_do_in_other_words_is_other_advice() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "press on the joint", "press the joint hard");
    raise(&process, "0.3.2");
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    let document = json(&process);
    let found = groups(&document);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "other-advice");
    assert!(found[0].1.contains("`hot-elbow` says in other words what to do or not to do"), "{found:?}");
    assert_eq!(document["packs"][0]["version_step_needed"], "minor");
}

#[test]
fn another_promise_needs_a_patch() {
    let process = with_elbows();
    edit(&process, "properties.toml", "urgency-at-least = \"same-day\"", "urgency-at-least = \"soon\"");
    let ran = compared(&process, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    let page = one_line(&ran.out);
    assert!(page.contains("the change needs a patch step: make it 0.3.2 or higher"), "{page}");
    assert!(page.contains("property `hot-joint-today`: - claim: "), "{page}");
    raise(&process, "0.3.2");
    assert_eq!(compared(&process, &[]).code, Some(0));
}

#[test]
fn no_earlier_version_is_not_no_change() {
    let process = with_elbows();
    for side in ["old", "new"] {
        sinew_tests::write_arm_packs(&process.work().join(side));
    }
    let all =
        |process: &Process, more: &[&str]| process.run([&["pack", "diff", "old", "new"], more].concat());
    let ran = all(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    fs::remove_dir_all(process.work().join("old/sore-elbow")).expect("the folder is ours");
    let ran = all(&process, &[]);
    assert!(one_line(&ran.out).contains("nothing was compared"), "{}", ran.out);
    assert!(ran.out.contains("- sore-elbow"), "{}", ran.out);
    let ran = all(&process, &["--only", "sore-elbow"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    let ran = all(&process, &["--only", "no-such-pack"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
}

#[test]
fn archives_and_versions_at_hand_are_taken_too() {
    let process = with_elbows();
    let ran = process.run(["pack", "archive", "old/sore-elbow", "-o", "before.tar.zst"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    raise(&process, "0.3.2");
    let ran = process.run(["pack", "diff", "before.tar.zst", "new/sore-elbow"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    let words = ["pack", "diff", "sore-elbow@0.3.1", "sore-elbow@0.3.2", "--packs", "old", "--packs", "new"];
    let ran = process.run(words);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    let ran = process.run(["pack", "diff", "nowhere.tar.zst", "new/sore-elbow"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.page());
}

/// A change of a library is seen where its folder is part of what is compared; where it is not, nobody is to take that for no change.
#[test]
fn a_pack_without_its_libraries_says_with_which_it_was_compared() {
    let process = Process::of(PROGRAM);
    for side in ["old", "new"] {
        write_arm_packs(&process.work().join(side));
    }
    process.edit("new/arm/red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    let told = "Its libraries are those at hand: arm 0.1.0. To compare changes in them too, name two folders of packs.";
    let ran = process.run(["pack", "diff", "old/inner-elbow", "new/inner-elbow", "--packs", "old"]);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(one_line(&ran.out).contains(told), "{}", ran.page());
    let ran = process.run(["pack", "diff", "old", "new", "--only", "inner-elbow"]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(ran.out.contains("Less cautious"), "{}", ran.page());
    assert!(!one_line(&ran.out).contains("Its libraries are"), "{}", ran.page());
}

// --------------------------------------------------------------------------------------------- reviews and released versions

/// Adds a review with this fingerprint to the new version.
fn review(process: &Process, fingerprint: &str) {
    let text = format!(
        "\n[review.hot-joint-later]\nby = \"sports physician\"\ndate = \"2026-03-01\"\n\
         because = \"It is made up.\"\nfingerprint = \"{fingerprint}\"\n\n[changes]"
    );
    edit(process, "pack.toml", "\n[changes]", &text);
}

fn fingerprint(process: &Process) -> String {
    json(process)["packs"][0]["fingerprint"].as_str().expect("something is less cautious").to_owned()
}

#[test]
fn a_less_cautious_change_passes_once_it_was_reviewed_and_no_other_change_does() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    raise(&process, "0.4.0");
    let shown = compared(&process, &[]);
    assert_eq!(shown.code, Some(1));
    let fingerprint = fingerprint(&process);
    assert!(shown.out.contains(&format!("fingerprint = \"{fingerprint}\"")), "{}", shown.out);

    review(&process, &fingerprint);
    let ran = compared(&process, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.page());
    assert!(one_line(&ran.out).contains("By: sports physician, 1 March 2026"), "{}", ran.out);
    assert_eq!(json(&process)["packs"][0]["review"], "hot-joint-later");

    // Other words elsewhere leave it as it is.
    edit(
        &process,
        "conditions.toml",
        "The cord that lifts the wrist gets sore.",
        "A cord of the wrist gets sore.",
    );
    assert_eq!(compared(&process, &[]).code, Some(0));
    // Another rule does not, whether or not it has to do with it.
    edit(&process, "conditions.toml", "present = 4", "present = 5");
    let ran = compared(&process, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(
        one_line(&ran.out).contains("Reviews that stand for nothing here - hot-joint-later"),
        "{}",
        ran.out
    );
    // Nor do the steps of an action, nor what there is not to do.
    edit(&process, "conditions.toml", "present = 5", "present = 4");
    assert_eq!(compared(&process, &[]).code, Some(0));
    edit(&process, "actions.toml", "Lift the hand and hold it.", "Lift the hand as often as you can.");
    assert_eq!(compared(&process, &[]).code, Some(1));
    edit(&process, "actions.toml", "Lift the hand as often as you can.", "Lift the hand and hold it.");
    assert_eq!(compared(&process, &[]).code, Some(0));
    edit(&process, "red-flags.toml", "press on the joint", "press the joint hard");
    assert_eq!(compared(&process, &[]).code, Some(1));
}

#[test]
fn a_review_is_not_for_the_same_step_taken_once_more() {
    let process = with_elbows();
    edit(&process, "red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    raise(&process, "0.4.0");
    review(&process, &fingerprint(&process));
    assert_eq!(compared(&process, &[]).code, Some(0));
    // The version before is another one in a word only.
    let conditions = process.work().join("old/sore-elbow/conditions.toml");
    let text = fs::read_to_string(&conditions).expect("it was written before");
    fs::write(&conditions, text.replace("gets sore", "is sore")).expect("the folder is ours");
    assert_eq!(compared(&process, &[]).code, Some(1));
}

/// The new elbow pack is checked, with the old one as the released version beside it.
fn checked(process: &Process) -> Ran {
    let released = process.work().join("new/.released");
    if !released.exists() {
        fs::create_dir(&released).expect("the folder is ours");
        write_elbow_pack(&released);
    }
    process.run(["pack", "check", "new/sore-elbow", "--format", "short"])
}

#[test]
fn a_check_holds_a_pack_against_its_released_version() {
    let process = with_elbows();
    let ran = checked(&process);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(!ran.out.contains("[V0"), "the same files: {}", ran.out);

    edit(&process, "red-flags.toml", "urgency = \"same-day\"", "urgency = \"soon\"");
    let ran = checked(&process);
    assert_eq!(ran.code, Some(1), "{}", ran.page());
    assert!(
        ran.out
            .contains("new/sore-elbow/pack.toml:5:1: error[V0001]: `sore-elbow` is less cautious than 0.3.1"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("new/sore-elbow/pack.toml:5:1: error[V0002]: the version is still 0.3.1"),
        "{}",
        ran.out
    );

    let fingerprint = fingerprint(&process);
    raise(&process, "0.4.0");
    review(&process, &fingerprint);
    let ran = checked(&process);
    assert!(!ran.out.contains("[V0"), "{}", ran.out);
    edit(&process, "red-flags.toml", "urgency = \"soon\"", "urgency = \"same-day\"");
    let ran = checked(&process);
    assert!(
        ran.out.contains("warning[V0004]: the review `hot-joint-later` stands for no change"),
        "{}",
        ran.out
    );
}

#[test]
fn a_pack_that_was_never_released_is_told_to_be_so() {
    let process = with_elbows();
    checked(&process);
    fs::remove_dir_all(process.work().join("new/.released/sore-elbow")).expect("the folder is ours");
    let ran = checked(&process);
    assert_eq!(ran.code, Some(0), "{}", ran.page());
    assert!(
        ran.out.contains("note[V0005]: `sore-elbow` has no released version, so nothing was compared"),
        "{}",
        ran.out
    );
}
