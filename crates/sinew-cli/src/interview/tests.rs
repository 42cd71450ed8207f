//! Scripted interviews in lines: order, emergency stop, going back, changing, saving, leaving.

use super::*;
use crate::example::{self, Script};
use sinew_logic::Formula;
use sinew_model::{Constraint, ConstraintId, FindingIx, Index as _, Origin, PackId};

const LINEAR: Style = Style { layout: Layout::Linear, color: false, ascii: false, width: 80 };
const TODAY: Date = Date::constant(2026, 3, 4);

fn hold(pack: &Pack, script: &mut Script, mut keeper: Keeper) -> Result<Ending, Failure> {
    let region = pack.region_named("uk");
    Interview::new(pack, Answers::new(pack), TODAY, region, script, LINEAR, &mut keeper).run()
}

fn interview(lines: &[&str]) -> (Result<Ending, Failure>, Script) {
    let pack = example::pack();
    let mut script = Script::typing(lines);
    let ending = hold(&pack, &mut script, Keeper::new(None));
    (ending, script)
}

fn outcome(ending: Result<Ending, Failure>) -> Outcome {
    match ending {
        Ok(Ending::Result { outcome, .. }) => *outcome,
        other => panic!("no result but {other:?}"),
    }
}

/// Number of the question that the page at this position asks.
fn asks(script: &Script, page: usize) -> String {
    let lines: Vec<&str> = script.pages[page].lines.iter().map(|line| line.text.as_str()).collect();
    lines.join("\n")
}

#[test]
fn an_emergency_ends_it_at_once() {
    let (ending, script) = interview(&["1", "q"]);
    let Ok(Ending::Result { outcome, shown, .. }) = ending else { panic!("{ending:?}") };
    assert_eq!(outcome.urgency, Urgency::Emergency);
    assert!(shown);
    assert_eq!(script.pages.len(), 2);
    let page = asks(&script, 1);
    assert!(page.trim_start().starts_with("Emergency. Call 999 now."), "{page}");
    for part in [
        "Say: “I am worried about lung.”",
        "you are short of breath",
        "do not drive yourself",
        "b  I chose that by mistake: go back",
    ] {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
    for part in ["Sore thing", "Lean", "might be", "plan", "http", "Limits", "sinew "] {
        assert!(!page.contains(part), "{part:?} is in\n{page}");
    }
}

#[test]
fn a_mistaken_emergency_can_be_taken_back() {
    let (ending, script) = interview(&["1", "b", "3", "q"]);
    assert!(asks(&script, 2).contains("Do you have any of these right now?"), "{}", script.shown);
    assert!(asks(&script, 2).contains("Your answer so far: Short of breath."), "{}", script.shown);
    assert!(asks(&script, 3).contains("Is one leg swollen?"), "{}", script.shown);
    // Nothing was saved, so leaving ends it without a question.
    assert!(matches!(ending, Ok(Ending::Left)), "{ending:?}");
}

#[test]
fn the_way_back_leads_to_the_answer_that_made_it_an_emergency() {
    // The answer is changed on the list of answers, long after the question was asked.
    let (_, script) = interview(&["3", "2", "1", "1", "3", "5", "1", "1", "b", "3", ""]);
    assert!(asks(&script, 8).contains("Call 999 now"), "{}", script.shown);
    assert!(asks(&script, 9).contains("Do you have any of these right now?"), "{}", script.shown);
    assert!(asks(&script, 10).contains("Check your answers"), "{}", script.shown);
    // The answers were saved, so nobody knows which of them came last.
    let pack = example::pack();
    let mut answers = Answers::new(&pack);
    let chosen = sinew_model::OptionSet::EMPTY.with(sinew_model::OptionIx::at(0));
    for (id, answer) in [("now", Answer::Any { chosen, unsure: false }), ("pain", Answer::Number(3))] {
        assert!(answers.set(&pack, pack.question_named(id).unwrap(), answer));
    }
    let mut script = Script::typing(&["b"]);
    drop(Interview::new(&pack, answers, TODAY, None, &mut script, LINEAR, &mut Keeper::new(None)).run());
    assert!(asks(&script, 1).contains("Do you have any of these right now?"), "{}", script.shown);
}

#[test]
fn an_emergency_on_a_screen_is_low_and_has_numbers_beside_the_prompt() {
    let pack = example::pack();
    let style = Style { layout: Layout::Screen, ..LINEAR };
    let mut script = Script::typing(&["1", "q"]);
    drop(
        Interview::new(&pack, Answers::new(&pack), TODAY, None, &mut script, style, &mut Keeper::new(None))
            .run(),
    );
    let page = &script.pages[1];
    assert!(page.lines[0].text.starts_with("==="), "{}", script.shown);
    assert!(page.fixed.is_none(), "nothing of an emergency may wait behind a key");
    let numbers = &page.lines[page.lines.len() - 1].text;
    assert_eq!(numbers, "999 United Kingdom, 112 European Union. Elsewhere: the number of your country.");
    assert!(asks(&script, 1).contains("b I chose that by mistake: go back"), "{}", script.shown);
}

#[test]
fn red_flags_come_first_and_answers_are_checked_before_the_advice() {
    let (ending, script) = interview(&["3", "2", "1", "1", "3", "5", ""]);
    let outcome = outcome(ending);
    assert_eq!(outcome.urgency, Urgency::SelfCare);
    assert!(asks(&script, 0).contains("Question 1.") && asks(&script, 0).contains("any of these right now"));
    assert!(asks(&script, 1).contains("Question 2.") && asks(&script, 1).contains("Is one leg swollen?"));
    assert!(script.shown.contains("Check your answers before you see the advice"), "{}", script.shown);
    assert!(script.shown.contains("1. Emergency signs: None of these"), "{}", script.shown);
}

#[test]
fn a_same_day_flag_stops_after_the_red_flags() {
    let (ending, script) = interview(&["3", "1", ""]);
    assert_eq!(outcome(ending).urgency, Urgency::SameDay);
    assert_eq!(script.pages.len(), 3, "{}", script.shown);
}

#[test]
fn a_second_failed_try_is_worded_differently() {
    let (_, script) = interview(&["3", "7", "x", "2"]);
    let first = asks(&script, 2);
    let second = asks(&script, 3);
    assert_eq!(first, "Error: Type 1, 2 or 3.");
    assert!(
        second.starts_with("Error: Type only the number that stands in front of your answer"),
        "{second}"
    );
    assert!(second.contains("For example, type 3"), "{second}");
}

#[test]
fn enter_alone_is_no_answer() {
    let (_, script) = interview(&["", ""]);
    assert!(asks(&script, 1).starts_with("Error: Type one or more numbers"), "{}", script.shown);
}

#[test]
fn how_to_tell_is_shown_on_demand() {
    let (_, script) = interview(&["?"]);
    assert!(asks(&script, 1).contains("How to tell: Count what is new."), "{}", script.shown);
}

#[test]
fn back_goes_to_the_question_before_and_keeps_later_answers() {
    let (ending, script) = interview(&["3", "2", "b", "b", "3", "1", "1", "3", "5", ""]);
    assert!(asks(&script, 3).contains("Is one leg swollen?"), "{}", script.shown);
    assert!(asks(&script, 3).contains("Your answer so far: No."), "{}", script.shown);
    assert!(asks(&script, 4).contains("any of these right now"), "{}", script.shown);
    // The answer to the second question is still there, so the third comes next.
    assert!(!asks(&script, 5).contains("Is one leg swollen?"), "{}", script.shown);
    assert_eq!(outcome(ending).urgency, Urgency::SelfCare);
}

#[test]
fn there_is_nothing_before_the_first_question() {
    let (_, script) = interview(&["b"]);
    assert_eq!(asks(&script, 1), "Error: This is the first question, so there is none before it.");
}

#[test]
fn the_remark_about_long_interviews_comes_once() {
    let (_, script) = interview(&["3", "2", "1", "1", "3", "5", ""]);
    assert!(script.shown.matches(REMARK).count() <= 1);
    let pack = example::pack();
    let mut view = QuestionView::new(&pack.questions()[QuestionIx::at(0)], 5, None);
    view.remark = Some(REMARK.to_owned());
    let page = question_page(&view, Attempt::First, &LINEAR);
    assert!(page.lines.iter().any(|line| line.text == REMARK));
}

#[test]
fn an_answer_can_be_changed_on_the_list() {
    let (ending, script) = interview(&["3", "2", "1", "1", "3", "5", "2", "1", ""]);
    assert_eq!(outcome(ending).urgency, Urgency::SameDay);
    assert!(script.shown.contains("Swollen leg: No"), "{}", script.shown);
    assert!(script.shown.contains("Swollen leg: Yes"), "{}", script.shown);
}

#[test]
fn what_a_change_drops_is_shown_first() {
    let pack = example::pack();
    let mut answers = Answers::new(&pack);
    for (id, answer) in [
        ("now", Answer::Any { chosen: sinew_model::OptionSet::EMPTY, unsure: false }),
        ("swollen", Answer::YesNo(false)),
        ("start", Answer::One(sinew_model::OptionIx::at(1))),
        ("twist-pop", Answer::YesNo(true)),
        ("stiff", Answer::YesNo(true)),
        ("pain", Answer::Number(3)),
        ("longest", Answer::Number(5)),
    ] {
        assert!(answers.set(&pack, pack.question_named(id).unwrap(), answer));
    }
    let run = |lines: &[&str]| {
        let mut script = Script::typing(lines);
        let mut keeper = Keeper::new(None);
        let interview = Interview::new(&pack, answers.clone(), TODAY, None, &mut script, LINEAR, &mut keeper);
        let ending = interview.run();
        (ending, script)
    };
    let (ending, script) = run(&["3", "1", "2", ""]);
    assert!(script.shown.contains("these answers are no longer needed"), "{}", script.shown);
    assert!(script.shown.contains("- Pop: Yes"), "{}", script.shown);
    assert_eq!(outcome(ending).answered, 7, "declined, so all answers stay");
    let (ending, _) = run(&["3", "1", "1", ""]);
    assert_eq!(outcome(ending).answered, 6, "accepted, so the dropped answer is gone");
}

#[test]
fn contradictions_are_settled_by_the_person() {
    let mut parts = example::parts();
    parts.constraints.push(Constraint {
        id: ConstraintId::new("no-both").unwrap(),
        impossible: Formula::All(vec![Formula::Atom(FindingIx::at(3)), Formula::Atom(FindingIx::at(6))]),
        because: "these two do not go together".into(),
        origin: Origin { pack: PackId::new("example").unwrap(), file: "questions.toml".into(), line: 9 },
    });
    let pack = Pack::new(parts).unwrap();
    let mut answers = Answers::new(&pack);
    for (id, answer) in [
        ("now", Answer::Any { chosen: sinew_model::OptionSet::EMPTY, unsure: false }),
        ("swollen", Answer::YesNo(false)),
        ("start", Answer::One(sinew_model::OptionIx::at(0))),
        ("stiff", Answer::YesNo(true)),
        ("pain", Answer::Number(3)),
        ("longest", Answer::Number(5)),
    ] {
        assert!(answers.set(&pack, pack.question_named(id).unwrap(), answer));
    }
    let mut script = Script::typing(&["2", "2", ""]);
    let ending =
        Interview::new(&pack, answers, TODAY, None, &mut script, LINEAR, &mut Keeper::new(None)).run();
    assert!(asks(&script, 0).starts_with("these two do not go together."), "{}", script.shown);
    assert!(asks(&script, 1).contains("Is it stiff in the morning?"), "{}", script.shown);
    assert!(matches!(ending, Ok(Ending::Result { .. })), "{ending:?}");
}

#[test]
fn answers_are_kept_after_each_step() {
    let folder = tempfile::tempdir().unwrap();
    let pack = example::pack();
    let mut script = Script::typing(&["3", "2", "s"]);
    let ending = hold(&pack, &mut script, Keeper::new(Some(folder.path().to_owned())));
    assert!(matches!(ending, Ok(Ending::Saved)), "{ending:?}");
    assert!(script.shown.contains("Answer saved: None of these."), "{}", script.shown);
    assert_eq!(script.when_interrupted, "Answers so far are saved. Continue with: sinew assess --resume");
    let file = sinew_app::saved::resume(folder.path()).unwrap().unwrap();
    let ids: Vec<&str> = file.current.answers.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["now", "swollen"]);
}

#[test]
fn leaving_can_delete_the_answers() {
    let folder = tempfile::tempdir().unwrap();
    let pack = example::pack();
    let mut script = Script::typing(&["3", "q", "2"]);
    let ending = hold(&pack, &mut script, Keeper::new(Some(folder.path().to_owned())));
    assert!(matches!(ending, Ok(Ending::Left)), "{ending:?}");
    assert!(sinew_app::saved::resume(folder.path()).unwrap().is_none());
    assert!(script.shown.contains("Your answers are deleted."), "{}", script.shown);
}

#[test]
fn an_interruption_says_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let pack = example::pack();
    let mut script = Script::typing(&["3"]);
    script.lines.push_back(crate::console::Entry::Interrupted);
    let failure = hold(&pack, &mut script, Keeper::new(Some(folder.path().to_owned()))).unwrap_err();
    assert_eq!(failure.exit, 130);
    assert_eq!(failure.text(&LINEAR), "Answers so far are saved. Continue with: sinew assess --resume\n");
}

#[test]
fn without_a_place_to_save_the_interview_goes_on() {
    let (_, script) = interview(&["3", "s"]);
    assert!(script.err.contains("Your answers are not saved"), "{}", script.err);
    assert_eq!(script.err.matches("not saved").count(), 1);
    assert!(script.shown.contains("Your answer: None of these."), "{}", script.shown);
    assert!(script.shown.contains("cannot be saved here"), "{}", script.shown);
}

#[test]
fn on_a_screen_the_page_tells_that_answers_are_not_saved() {
    let pack = example::pack();
    let style = Style { layout: Layout::Screen, ..LINEAR };
    let mut script = Script::typing(&["3", "2"]);
    drop(
        Interview::new(&pack, Answers::new(&pack), TODAY, None, &mut script, style, &mut Keeper::new(None))
            .run(),
    );
    assert!(asks(&script, 0).contains("Note: Your answers are not saved"), "{}", script.shown);
    assert!(!asks(&script, 1).contains("not saved"), "{}", script.shown);
    assert!(script.err.is_empty(), "{}", script.err);
}

#[test]
fn the_end_of_the_input_is_told() {
    let (ending, _) = interview(&["3"]);
    let failure = ending.unwrap_err();
    assert_eq!((failure.code, failure.exit), ("input-ended", 1));
}

#[test]
fn the_page_for_helpers_has_all_answers() {
    let folder = tempfile::tempdir().unwrap();
    let pack = example::pack();
    let mut script = Script::typing(&["1", "p", "q"]);
    hold(&pack, &mut script, Keeper::new(Some(folder.path().to_owned()))).unwrap();
    let page = std::fs::read_to_string(folder.path().join("page-1.txt")).unwrap();
    for part in ["Emergency. Call 999 now.", "Emergency signs: Short of breath", "4 March 2026."] {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
}
