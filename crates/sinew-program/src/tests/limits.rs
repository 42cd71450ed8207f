//! What does not fit into a program is refused with the reason, and what just fits is decided as ever.

use crate::{Coding, Program, ProgramProblem};
use sinew_model::*;
use sinew_sample::{Builder, is, never};

fn list_of(options: usize) -> Pack {
    let mut builder = Builder::new();
    let names: Vec<String> = (0..options).map(|option| format!("option-{option}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let findings = builder.any_of("list", &names, None);
    // The last option, and "none of these".
    builder.red_flag("last", Urgency::Emergency, is(findings[options - 1]));
    builder.red_flag("none", Urgency::SameDay, is(findings[options]));
    builder.pack()
}

#[test]
fn a_list_has_at_most_62_options() {
    let pack = list_of(63);
    let question = pack.questions()[QuestionIx::at(0)].id.clone();
    assert_eq!(Program::compile(&pack).err(), Some(ProgramProblem::TooManyAnswers { question }));

    let pack = list_of(62);
    let program = Program::compile(&pack).unwrap();
    let mut workspace = program.workspace();
    let all: OptionSet = (0..62).map(OptionIx::at).collect();
    for chosen in [OptionSet::EMPTY, OptionSet::EMPTY.with(OptionIx::at(61)), all] {
        for unsure in [false, true] {
            let mut answers = Answers::new(&pack);
            let fits = answers.set(&pack, QuestionIx::at(0), Answer::Any { chosen, unsure });
            assert_eq!(fits, !(unsure && chosen.is_empty()));
            let expected = sinew_engine::decide(&pack, &answers);
            assert_eq!(*program.decide(&mut workspace, &program.row(&answers)), expected);
        }
    }
}

#[test]
fn another_question_has_at_most_254_answers() {
    let with = |options: usize| {
        let mut builder = Builder::new();
        let names: Vec<String> = (0..options).map(|option| format!("option-{option}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let findings = builder.one_of("one", &names, None);
        builder.red_flag("last", Urgency::Emergency, is(findings[options - 1]));
        builder.pack()
    };
    let pack = with(255);
    let question = pack.questions()[QuestionIx::at(0)].id.clone();
    assert_eq!(Program::compile(&pack).err(), Some(ProgramProblem::TooManyAnswers { question }));

    let pack = with(254);
    let program = Program::compile(&pack).unwrap();
    let mut answers = Answers::new(&pack);
    assert!(answers.set(&pack, QuestionIx::at(0), Answer::One(OptionIx::at(253))));
    let mut workspace = program.workspace();
    assert_eq!(program.decide(&mut workspace, &program.row(&answers)).urgency, Urgency::Emergency);
}

#[test]
fn weights_that_cannot_be_added_up_in_any_order_are_refused() {
    let mut builder = Builder::new();
    let yes = builder.yes_no("question", None);
    let heavy = || (is(yes), i32::MAX / 2, -1, None);
    let condition = builder.condition("heavy", 0, Urgency::SelfCare, vec![heavy(), heavy()], &[]);
    let pack = builder.pack();
    let condition = pack.conditions()[condition].id.clone();
    assert_eq!(Program::compile(&pack).err(), Some(ProgramProblem::EvidenceTooLarge { condition }));
}

#[test]
fn a_large_pack_has_wide_planes_and_one_that_is_too_large_has_no_program() {
    // Causes need a bit each.
    let with = |causes: usize| {
        let mut builder = Builder::new();
        let yes = builder.yes_no("question", None);
        for number in 0..causes {
            builder.cause(&format!("cause-{number}"), is(yes), &[]);
        }
        builder.pack()
    };
    for (causes, words) in [(1, 4), (300, 8), (700, 16), (3000, 64), (9000, 256)] {
        let pack = with(causes);
        let program = Program::compile(&pack).unwrap();
        assert_eq!(program.size().words, words);
        let mut answers = Answers::new(&pack);
        assert!(answers.set(&pack, QuestionIx::at(0), Answer::YesNo(true)));
        let mut workspace = program.workspace();
        let decision = program.decide(&mut workspace, &program.row(&answers));
        assert_eq!(decision.causes.len(), causes);
        assert_eq!(*decision, sinew_engine::decide(&pack, &answers));
    }
    assert!(matches!(Program::compile(&with(20_000)).err(), Some(ProgramProblem::TooManyFormulas { .. })));
}

#[test]
fn numbers_are_told_apart_where_a_rule_does() {
    let mut builder = Builder::new();
    let high = builder.scale("scale", 7, None);
    builder.red_flag("high", Urgency::SameDay, is(high));
    builder.action("rest", ActionKind::SelfCare, never());
    let pack = builder.pack();
    let program = Program::compile(&pack).unwrap();
    assert_eq!(program.codings(), [Coding::One { codes: 4, cuts: vec![7] }]);
    let mut workspace = program.workspace();
    for number in 0..=10 {
        let mut answers = Answers::new(&pack);
        assert!(answers.set(&pack, QuestionIx::at(0), Answer::Number(number)));
        let urgency = program.decide(&mut workspace, &program.row(&answers)).urgency;
        assert_eq!(urgency == Urgency::SameDay, number >= 7, "{number}");
    }
}
